//! Inquiries, rule by rule (F1-F4), laws on random files, and a funnel of four hundred files.
//!
//! Not here: findings themselves (`incident`).

mod said;

use std::collections::{BTreeMap, BTreeSet};

use channel::inquiry::funnel::{Funnel, Outcome};
use channel::inquiry::{Asked, Due, File, FileStage, Request, RequestState, Turn, files, ledger, overdue};
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use said::*;

fn step(file: &str, stage: Stage) -> Inquiry {
    Inquiry { file: file.into(), to: Vec::new(), stage, due: None, words: String::new() }
}

fn alleged() -> Stage {
    Stage::Alleged { on: OnIncident::Event("feed:1".into()) }
}

fn missing() -> Stage {
    Stage::Insufficient { missing: names(&["place", "date"]) }
}

fn duplicate() -> Stage {
    Stage::Duplicate { of: "17".into() }
}

fn opened() -> Stage {
    Stage::Opened { body: "joint office".into() }
}

fn ruled(class: &str) -> Stage {
    Stage::Ruled { class: class.into() }
}

fn adopted() -> Stage {
    Stage::Adopted { body: "council".into() }
}

fn withheld() -> Stage {
    Stage::Withheld { until: None }
}

fn to(party: &str, stage: fn(Name) -> Stage) -> Stage {
    stage(party.into())
}

fn asked(party: &str) -> Stage {
    to(party, |party| Stage::Asked { party })
}

fn follow_up(party: &str) -> Stage {
    Stage::FollowUp { party: party.into(), asked: "move the post".into() }
}

/// The mission says these steps of file 1, one an hour.
fn said_of_file_1(stages: &[Stage]) -> Said {
    let mut said = Said::default();
    for (hour, stage) in (1..).zip(stages) {
        said.say("mission", hour * HOUR, Content::Inquiry(step("1", stage.clone())));
    }
    said
}

fn file_1<'a>(knowledge: &Knowledge<'a>, at: i64) -> File<'a> {
    let mut found = files(knowledge, Instant(at));
    assert_eq!(found.len(), 1);
    found.remove("1").unwrap()
}

/// The stage in the words of the table.
fn word(stage: &FileStage) -> &'static str {
    match stage {
        FileStage::NotReceived => "not received",
        FileStage::Alleged => "alleged",
        FileStage::Insufficient { .. } => "insufficient",
        FileStage::OutOfScope => "out of scope",
        FileStage::Duplicate { .. } => "duplicate",
        FileStage::Open { .. } => "open",
        FileStage::InComment { .. } => "in comment",
        FileStage::Ruled { .. } => "ruled",
        FileStage::Adopted { .. } => "adopted",
        FileStage::Published { .. } => "published",
        FileStage::Withheld { .. } => "withheld",
        FileStage::Closed { .. } => "closed",
    }
}

/// The table of F1: from where, by which step, to where. Everything else is out of turn.
const TABLE: &[(&str, &[(&str, &str)])] = &[
    ("not received", &[("alleged", "alleged")]),
    (
        "alleged",
        &[
            ("insufficient", "insufficient"),
            ("out of scope", "out of scope"),
            ("duplicate", "duplicate"),
            ("opened", "open"),
            ("ruled", "ruled"),
        ],
    ),
    ("insufficient", &[("alleged", "alleged"), ("opened", "open"), ("closed", "closed")]),
    ("out of scope", &[("reopened", "open")]),
    ("duplicate", &[("reopened", "open")]),
    ("open", &[("comments", "in comment"), ("ruled", "ruled"), ("closed", "closed")]),
    ("in comment", &[("ruled", "ruled"), ("closed", "closed")]),
    (
        "ruled",
        &[
            ("adopted", "adopted"),
            ("published", "published"),
            ("withheld", "withheld"),
            ("closed", "closed"),
            ("reopened", "open"),
        ],
    ),
    ("adopted", &[("published", "published"), ("withheld", "withheld"), ("closed", "closed"), ("reopened", "open")]),
    ("published", &[("closed", "closed"), ("reopened", "open")]),
    ("withheld", &[("published", "published"), ("closed", "closed"), ("reopened", "open")]),
    ("closed", &[("reopened", "open")]),
];

/// Steps that move a file, by the name that the table gives them.
fn movers() -> Vec<(&'static str, Stage)> {
    vec![
        ("alleged", alleged()),
        ("insufficient", missing()),
        ("out of scope", Stage::OutOfScope),
        ("duplicate", duplicate()),
        ("opened", opened()),
        ("comments", Stage::CommentsOpen),
        ("ruled", ruled("minor")),
        ("adopted", adopted()),
        ("published", Stage::Published),
        ("withheld", withheld()),
        ("closed", Stage::Closed),
        ("reopened", Stage::Reopened),
    ]
}

/// Steps that move nothing.
fn standers() -> Vec<Stage> {
    vec![
        asked("North"),
        to("North", |party| Stage::Answered { party }),
        to("North", |party| Stage::Refused { party }),
        Stage::Found { finding: id(9_999) },
        to("North", |party| Stage::Comment { party }),
        follow_up("North"),
        to("North", |party| Stage::Replied { party }),
        to("North", |party| Stage::Done { party }),
    ]
}

// ---- F1 ----

/// A way to each stage.
fn ways() -> Vec<(&'static str, Vec<Stage>)> {
    vec![
        ("not received", vec![asked("North")]),
        ("alleged", vec![alleged()]),
        ("insufficient", vec![alleged(), missing()]),
        ("out of scope", vec![alleged(), Stage::OutOfScope]),
        ("duplicate", vec![alleged(), duplicate()]),
        ("open", vec![alleged(), opened()]),
        ("in comment", vec![alleged(), opened(), Stage::CommentsOpen]),
        ("ruled", vec![alleged(), opened(), ruled("minor")]),
        ("adopted", vec![alleged(), opened(), ruled("minor"), adopted()]),
        ("published", vec![alleged(), ruled("minor"), Stage::Published]),
        ("withheld", vec![alleged(), ruled("minor"), withheld()]),
        ("closed", vec![alleged(), opened(), Stage::Closed]),
    ]
}

#[test]
fn f1_only_the_transitions_of_the_table_move_a_file() {
    let mut moved = 0;
    for (from, way) in ways() {
        let said = said_of_file_1(&way);
        assert_eq!(word(&file_1(&said.all(), DAY).stage), from);
        let (_, next) = TABLE.iter().find(|(stage, _)| *stage == from).unwrap();
        for (name, stage) in movers() {
            let said = said_of_file_1(&[way.as_slice(), &[stage]].concat());
            let knowledge = said.all();
            let file = file_1(&knowledge, DAY);
            let listed = next.iter().find(|(step, _)| *step == name);
            assert_eq!(word(&file.stage), listed.map_or(from, |(_, to)| to), "{from}, {name}");
            let turn = if listed.is_some() { Turn::Moved } else { Turn::OutOfTurn };
            assert_eq!(file.steps.last().unwrap().turn, turn, "{from}, {name}: kept, and said to be out of turn");
            moved += usize::from(listed.is_some());
        }
        for stage in standers() {
            let said = said_of_file_1(&[way.as_slice(), std::slice::from_ref(&stage)].concat());
            let knowledge = said.all();
            let file = file_1(&knowledge, DAY);
            assert_eq!(word(&file.stage), from, "{stage:?} moves nothing");
            assert_eq!(file.steps.last().unwrap().turn, Turn::Stands);
        }
    }
    assert_eq!(moved, TABLE.iter().map(|(_, next)| next.len()).sum(), "each line of the table was tried");
}

#[test]
fn f1_a_stage_carries_what_is_true_in_it() {
    let stage = |steps: &[Stage]| file_1(&said_of_file_1(steps).all(), DAY).stage;
    assert_eq!(stage(&[alleged(), duplicate()]), FileStage::Duplicate { of: "17".into() });
    assert_eq!(stage(&[alleged(), opened()]), FileStage::Open { body: Some("joint office".into()) });
    assert_eq!(stage(&[alleged(), duplicate(), Stage::Reopened]), FileStage::Open { body: None });
    assert_eq!(stage(&[alleged(), ruled("grave")]), FileStage::Ruled { class: "grave".into() });
    let (body, class) = ("council".into(), "grave".into());
    assert_eq!(stage(&[alleged(), ruled("grave"), adopted()]), FileStage::Adopted { body, class });
    let until = Some(Instant(DAY));
    let held_back = [alleged(), ruled("grave"), adopted(), Stage::Withheld { until }];
    assert_eq!(stage(&held_back), FileStage::Withheld { until, class: "grave".into() });
    let published = [held_back.as_slice(), &[Stage::Published]].concat();
    assert_eq!(stage(&published), FileStage::Published { class: "grave".into() });
    let closed = [published.as_slice(), &[Stage::Closed]].concat();
    let from = Box::new(FileStage::Published { class: "grave".into() });
    assert_eq!(stage(&closed), FileStage::Closed { from });
}

#[test]
fn f1_steps_count_by_when_they_were_said_and_none_before_it_was_said() {
    let mut said = Said::default();
    said.say_known("mission", 3 * HOUR, 9 * HOUR, Content::Inquiry(step("1", ruled("minor"))));
    said.say_known("mission", 2 * HOUR, 10 * HOUR, Content::Inquiry(step("1", opened())));
    said.say_known("mission", HOUR, 11 * HOUR, Content::Inquiry(step("1", alleged())));
    assert_eq!(word(&file_1(&said.all(), DAY).stage), "ruled");
    assert_eq!(word(&file_1(&said.all(), 3 * HOUR - 1).stage), "open", "at T");
    assert_eq!(word(&file_1(&said.known(10 * HOUR), DAY).stage), "not received", "at K");
    // A statement cannot put itself after everything else.
    said.say_known("mission", 99 * DAY, 2 * HOUR + 1, Content::Inquiry(step("1", Stage::CommentsOpen)));
    assert_eq!(word(&file_1(&said.all(), 3 * HOUR - 1).stage), "in comment");
}

#[test]
fn f1_steps_of_one_instant_are_taken_in_the_order_of_the_table() {
    for seed in 0..30 {
        let mut stages = vec![alleged(), opened(), Stage::CommentsOpen, ruled("minor"), adopted(), Stage::Closed];
        Dice(seed).shuffle(&mut stages);
        let mut said = Said::default();
        for stage in stages {
            said.say("mission", HOUR, Content::Inquiry(step("1", stage)));
        }
        let knowledge = said.all();
        let file = file_1(&knowledge, HOUR);
        assert_eq!(word(&file.stage), "closed");
        assert_eq!(file.out_of_turn().count(), 0);
    }
}

#[test]
fn f1_a_withdrawn_step_moves_nothing_and_one_file_in_two_spellings_is_one() {
    let mut said = said_of_file_1(&[alleged(), opened()]);
    let ruling = said.say("mission", 3 * HOUR, Content::Inquiry(step("file one", ruled("minor"))));
    assert_eq!(files(&said.all(), Instant(DAY)).len(), 2);
    said.alias("file one", "1");
    assert_eq!(word(&file_1(&said.all(), DAY).stage), "ruled");
    said.withdraw("mission", 4 * HOUR, ruling);
    assert_eq!(word(&file_1(&said.all(), DAY).stage), "open");
}

#[test]
fn f1_findings_of_several_bodies_stand_side_by_side() {
    let mut said = said_of_file_1(&[alleged(), opened()]);
    let (first, second) = (id(700), id(800));
    said.say("joint office", 3 * HOUR, Content::Inquiry(step("1", Stage::Found { finding: first })));
    said.say("council", 4 * HOUR, Content::Inquiry(step("1", Stage::Found { finding: second })));
    let knowledge = said.all();
    let file = file_1(&knowledge, DAY);
    let found: Vec<_> = file.findings.iter().map(|found| (found.speaker.as_str(), found.finding)).collect();
    assert_eq!(found, [("joint office", first), ("council", second)]);
}

#[test]
fn f1_the_letter_says_what_is_missing() {
    let mut said = said_of_file_1(&[alleged()]);
    let (due, words) = (Some(Instant(9 * DAY)), "please send".to_owned());
    let letter = Inquiry { to: names(&["South"]), due, words, ..step("1", missing()) };
    let first = said.say("mission", 2 * HOUR, Content::Inquiry(letter));
    let knowledge = said.all();
    let file = file_1(&knowledge, DAY);
    let letter = file.letters().next().unwrap();
    assert_eq!(
        (letter.statement, letter.to, letter.missing),
        (first, &*names(&["South"]), &*names(&["place", "date"]))
    );
    assert_eq!((letter.due, letter.words, letter.stands), (Due::By(Instant(9 * DAY)), "please send", true));
    assert_eq!(file.stage, FileStage::Insufficient { letter: first, missing: names(&["place", "date"]) });

    said.say("South", 3 * HOUR, Content::Inquiry(step("1", alleged())));
    let again = Stage::Insufficient { missing: names(&["date"]) };
    let second = said.say("mission", 4 * HOUR, Content::Inquiry(step("1", again)));
    let knowledge = said.all();
    let file = file_1(&knowledge, DAY);
    let letters: Vec<_> = file.letters().map(|letter| (letter.statement, letter.stands, letter.due)).collect();
    assert_eq!(letters, [(first, false, Due::By(Instant(9 * DAY))), (second, true, Due::NotStated)]);
    assert_eq!(file.received, Some(Instant(HOUR)), "it was received once");
}

// ---- F2 ----

fn requests(said: &Said, at: i64) -> Vec<Request> {
    files(&said.all(), Instant(at)).into_values().flat_map(|file| file.requests).collect()
}

#[test]
fn f2_a_request_is_overdue_only_where_it_states_when_it_is_due() {
    let mut said = said_of_file_1(&[alleged(), opened()]);
    let due = Some(Instant(5 * HOUR));
    said.say("mission", 3 * HOUR, Content::Inquiry(Inquiry { due, ..step("1", asked("North")) }));
    said.say("mission", 3 * HOUR, Content::Inquiry(step("1", asked("South"))));
    let states = |at: i64| -> Vec<(Name, RequestState, Due)> {
        requests(&said, at).into_iter().map(|request| (request.party, request.state, request.due)).collect()
    };
    let open = |north: RequestState| {
        let mut expected = vec![
            ("North".to_owned(), north, Due::By(Instant(5 * HOUR))),
            ("South".to_owned(), RequestState::Waiting, Due::NotStated),
        ];
        expected.sort();
        expected
    };
    let sorted = |mut states: Vec<_>| {
        states.sort();
        states
    };
    assert_eq!(sorted(states(5 * HOUR)), open(RequestState::Waiting), "at the instant it is not overdue yet");
    assert_eq!(sorted(states(5 * HOUR + 1)), open(RequestState::Overdue { since: Instant(5 * HOUR) }));
    assert_eq!(
        sorted(states(9999 * DAY)),
        open(RequestState::Overdue { since: Instant(5 * HOUR) }),
        "nothing else, ever"
    );
}

#[test]
fn f2_what_answers_what() {
    type Made = fn(Name) -> Stage;
    let answers: [(&str, Made); 5] = [
        ("answered", |party| Stage::Answered { party }),
        ("refused", |party| Stage::Refused { party }),
        ("comment", |party| Stage::Comment { party }),
        ("replied", |party| Stage::Replied { party }),
        ("done", |party| Stage::Done { party }),
    ];
    let requests_made = [
        ("asked", asked("North"), &["answered", "refused"][..]),
        ("comments", Stage::CommentsOpen, &["answered", "refused", "comment"][..]),
        ("follow-up", follow_up("North"), &["answered", "refused", "replied", "done"][..]),
    ];
    for (name, request, settles) in requests_made {
        for (word, answer) in answers {
            for party in ["North", "South"] {
                let mut said = said_of_file_1(&[alleged(), opened()]);
                let request = Inquiry { to: names(&["North"]), due: Some(Instant(DAY)), ..step("1", request.clone()) };
                // One that came before it answers nothing.
                said.say("North", 3 * HOUR, Content::Inquiry(step("1", answer("North".into()))));
                said.say("mission", 4 * HOUR, Content::Inquiry(request));
                let by = said.say("North", 2 * DAY, Content::Inquiry(step("1", answer(party.into()))));
                said.say("North", 3 * DAY, Content::Inquiry(step("1", answer(party.into()))));
                let found = requests(&said, 9 * DAY).remove(0);
                let at = Instant(2 * DAY);
                let expected = match settles.contains(&word) && party == "North" {
                    true if word == "refused" => RequestState::Refused { by, said: at },
                    true => RequestState::Answered { by, said: at },
                    false => RequestState::Overdue { since: Instant(DAY) },
                };
                let late = (expected != RequestState::Overdue { since: Instant(DAY) }).then_some(86_400);
                assert_eq!((found.state.clone(), found.late_s()), (expected, late), "{name}, {word} of {party}");
            }
        }
    }
}

#[test]
fn f2_comments_are_asked_of_whom_they_are_for_and_of_each_party_where_of_everybody() {
    let parties = |to: &[&str]| -> Vec<Name> {
        let mut said = said_of_file_1(&[alleged(), opened()]);
        let comments = Inquiry { to: names(to), ..step("1", Stage::CommentsOpen) };
        said.say("mission", 3 * HOUR, Content::Inquiry(comments));
        let asked = requests(&said, DAY);
        assert!(asked.iter().all(|request| request.asked == Asked::Comments));
        asked.into_iter().map(|request| request.party).collect()
    };
    assert_eq!(parties(&[]), ["North", "South"]);
    assert_eq!(parties(&["South"]), ["South"]);
    // Out of turn it asks nobody.
    assert_eq!(requests(&said_of_file_1(&[alleged(), Stage::CommentsOpen]), DAY), []);
}

#[test]
fn f2_the_overdue_list_is_by_when_they_were_due() {
    let mut said = Said::default();
    for (file, due) in [("b", 7), ("a", 9), ("c", 5), ("d", 30)] {
        said.say("mission", 0, Content::Inquiry(step(file, alleged())));
        let due = Some(Instant(due * HOUR));
        said.say("mission", HOUR, Content::Inquiry(Inquiry { due, ..step(file, follow_up("North")) }));
    }
    let knowledge = said.all();
    let found = files(&knowledge, Instant(DAY));
    let list: Vec<&str> = overdue(found.values()).iter().map(|request| request.file.as_str()).collect();
    assert_eq!(list, ["c", "b", "a"], "the last is not due yet");
}

// ---- F3 ----

#[test]
fn f3_the_ledger_has_a_row_for_each_follow_up() {
    let mut said = said_of_file_1(&[alleged(), opened(), Stage::Found { finding: id(700) }, ruled("minor")]);
    let due = Some(Instant(10 * HOUR));
    let asked = said.say("mission", 5 * HOUR, Content::Inquiry(Inquiry { due, ..step("1", follow_up("North")) }));
    said.say("mission", 5 * HOUR + 1, Content::Inquiry(step("1", follow_up("South"))));
    let reply = said.say("North", 6 * HOUR, Content::Inquiry(step("1", to("North", |party| Stage::Replied { party }))));
    let done = said.say("patrol 1", 7 * HOUR, Content::Inquiry(step("1", to("North", |party| Stage::Done { party }))));
    let knowledge = said.all();
    let found = files(&knowledge, Instant(DAY));
    let rows = ledger(found.values());
    assert_eq!(rows.len(), 2);
    let north = &rows[0];
    assert_eq!((north.follow_up.statement, north.follow_up.party.as_str()), (asked, "North"));
    assert_eq!(north.follow_up.asked, Asked::FollowUp { asked: "move the post".into() });
    assert_eq!(north.follow_up.due, Due::By(Instant(10 * HOUR)));
    assert_eq!(north.findings.iter().map(|found| found.finding).collect::<Vec<_>>(), [id(700)]);
    assert_eq!(north.ruling.map(|ruling| ruling.class.as_str()), Some("minor"));
    assert_eq!(north.follow_up.replies.iter().map(|reply| reply.statement).collect::<Vec<_>>(), [reply, done]);
    assert_eq!(
        north.done.iter().map(|done| done.speaker.as_str()).collect::<Vec<_>>(),
        ["patrol 1"],
        "somebody says so"
    );
    assert_eq!(north.follow_up.state, RequestState::Answered { by: reply, said: Instant(6 * HOUR) });
    let south = &rows[1];
    assert_eq!((&south.follow_up.state, south.follow_up.due), (&RequestState::Waiting, Due::NotStated));
    assert!(south.done.is_empty() && south.follow_up.replies.is_empty());
}

// ---- F4 ----

/// How many files of a funnel come to which end.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Load {
    ruled: BTreeMap<Name, usize>,
    open: usize,
    out_of_scope: usize,
    duplicate: usize,
    insufficient: usize,
    closed: usize,
}

impl Load {
    fn all(&self) -> usize {
        self.in_scope() + self.out_of_scope + self.duplicate + self.insufficient
    }
    fn in_scope(&self) -> usize {
        self.ruled.values().sum::<usize>() + self.open + self.closed
    }
}

/// Steps of as many files, whose names, order, ways and times a seed fixes; all are received in [1000 d, 2000 d).
fn load(load: &Load, dice: &mut Dice) -> (Said, usize) {
    let mut ends: Vec<Vec<Stage>> = Vec::new();
    let mut examined = 0;
    for (class, number) in &load.ruled {
        for _ in 0..*number {
            examined += 1;
            ends.push(match dice.between(0, 5) {
                0 => vec![ruled(class)],
                1 => vec![opened(), Stage::CommentsOpen, ruled(class), adopted(), Stage::Published, Stage::Closed],
                2 => vec![opened(), ruled("drawn back"), Stage::Reopened, ruled(class), withheld()],
                3 => vec![missing(), alleged(), opened(), ruled(class), Stage::Reopened],
                _ => vec![duplicate(), Stage::Reopened, ruled(class), Stage::Closed],
            });
        }
    }
    for _ in 0..load.open {
        let ways =
            [vec![], vec![opened()], vec![opened(), Stage::CommentsOpen], vec![Stage::OutOfScope, Stage::Reopened]];
        let way = ways[dice.between(0, 4) as usize].clone();
        examined += usize::from(!way.is_empty());
        ends.push(way);
    }
    for _ in 0..load.closed {
        examined += 1;
        ends.push(vec![opened(), Stage::Closed]);
    }
    ends.extend((0..load.out_of_scope).map(|_| vec![Stage::OutOfScope]));
    ends.extend((0..load.duplicate).map(|_| vec![duplicate()]));
    for _ in 0..load.insufficient {
        ends.push(if dice.between(0, 2) == 0 { vec![missing()] } else { vec![missing(), Stage::Closed] });
    }
    let mut said = Said::default();
    let names = dice.names(ends.len() + 3);
    for (name, end) in names.iter().zip(ends) {
        let mut at = dice.between(1000 * DAY, 2000 * DAY);
        for stage in [vec![alleged()], end].concat() {
            said.say("mission", at, Content::Inquiry(step(name, stage)));
            at += dice.between(1, 30 * DAY);
            // Whatever stands in a file changes nothing.
            if dice.between(0, 3) == 0 {
                said.say("mission", at, Content::Inquiry(step(name, standers()[dice.between(0, 8) as usize].clone())));
            }
        }
    }
    // Received before, after, and never.
    said.say("mission", 1000 * DAY - 1, Content::Inquiry(step(&names[names.len() - 3], alleged())));
    said.say("mission", 2000 * DAY, Content::Inquiry(step(&names[names.len() - 2], alleged())));
    said.say("mission", 1500 * DAY, Content::Inquiry(step(&names[names.len() - 1], ruled("grave"))));
    (said.shuffled(dice.next()), examined)
}

fn funnel_holds(wanted: &Load, dice: &mut Dice) {
    let (said, examined) = load(wanted, dice);
    let knowledge = said.all();
    let found = files(&knowledge, Instant(9000 * DAY));
    let funnel = Funnel::of(found.values(), span(1000 * DAY, 2000 * DAY));
    let ruled: BTreeMap<&str, usize> = wanted
        .ruled
        .iter()
        .filter(|(_, number)| **number > 0)
        .map(|(class, number)| (class.as_str(), *number))
        .collect();
    assert_eq!(funnel.ruled(), ruled);
    assert_eq!((funnel.received(), funnel.in_scope(), funnel.examined()), (wanted.all(), wanted.in_scope(), examined));
    let counts = [Outcome::StillOpen, Outcome::ClosedWithoutRuling].map(|outcome| funnel.count(&outcome));
    assert_eq!(counts, [wanted.open, wanted.closed]);
    let counts = [Outcome::OutOfScope, Outcome::Duplicate, Outcome::Insufficient].map(|outcome| funnel.count(&outcome));
    assert_eq!(counts, [wanted.out_of_scope, wanted.duplicate, wanted.insufficient]);
}

/// The shape of a funnel that a mission published: most of what was received was no incident.
fn four_hundred_and_ninety_one() -> Load {
    let classes = [("no incident", 331), ("relevant, no violation", 78), ("minor", 54), ("grave", 10)];
    Load {
        ruled: classes.map(|(class, number)| (class.to_owned(), number)).into(),
        open: 18,
        out_of_scope: 0,
        duplicate: 0,
        insufficient: 0,
        closed: 0,
    }
}

#[test]
fn f4_a_funnel_of_491_files() {
    let wanted = four_hundred_and_ninety_one();
    assert_eq!((wanted.all(), wanted.in_scope()), (491, 491));
    for seed in 0..4 {
        funnel_holds(&wanted, &mut Dice(seed));
    }
}

#[test]
fn f4_no_incident_is_ruled_and_the_examined_are_in_scope() {
    let mut said = said_of_file_1(&[alleged(), ruled("no incident")]);
    said.say("mission", HOUR, Content::Inquiry(step("2", alleged())));
    said.say("mission", 2 * HOUR, Content::Inquiry(step("2", missing())));
    said.say("mission", 3 * HOUR, Content::Inquiry(step("2", Stage::Closed)));
    let knowledge = said.all();
    let found = files(&knowledge, Instant(DAY));
    let funnel = Funnel::of(found.values(), span(0, DAY));
    assert_eq!(funnel.ruled(), BTreeMap::from([("no incident", 1)]));
    assert_eq!(funnel.count(&Outcome::Insufficient), 1, "closed as insufficient");
    assert_eq!((funnel.received(), funnel.in_scope(), funnel.examined()), (2, 1, 1));
    assert_eq!(Funnel::of(found.values(), span(0, HOUR)).received(), 0, "a period ends before its end");
    assert_eq!(Funnel::of(found.values(), span(HOUR, HOUR + 1)).received(), 2);
}

// ---- laws ----

/// Steps on few files, in any order.
fn steps() -> impl Strategy<Value = Vec<(usize, usize, i64, i64, bool)>> {
    prop::collection::vec((0..3usize, 0..28usize, 0..40i64, 0..5i64, any::<bool>()), 0..40)
}

fn record(steps: &[(usize, usize, i64, i64, bool)], parties: [&str; 2]) -> Said {
    let mut said = Said::default();
    for (file, what, at, late, due) in steps {
        let party = parties[what % 2];
        let mut stages: Vec<Stage> = movers().into_iter().map(|(_, stage)| stage).collect();
        stages.extend([
            asked(party),
            to(party, |party| Stage::Answered { party }),
            to(party, |party| Stage::Refused { party }),
            Stage::Found { finding: id(9_999) },
            to(party, |party| Stage::Comment { party }),
            follow_up(party),
            to(party, |party| Stage::Replied { party }),
            to(party, |party| Stage::Done { party }),
        ]);
        // Steps that lead on are more frequent.
        let stage = stages
            .get(*what)
            .cloned()
            .unwrap_or_else(|| [alleged(), opened(), ruled("minor"), asked(party)][what % 4].clone());
        let due = due.then_some(Instant(at + 3));
        let step = Inquiry { due, ..step(["a", "b", "c"][*file], stage) };
        said.say_known("mission", *at, at + late, Content::Inquiry(step));
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_funnel_with_every_number_and_name_varied(seed: u64) {
        let mut dice = Dice(seed);
        let mut number = |most: i64| dice.between(0, most) as usize;
        let wanted = Load {
            ruled: [("no incident", number(90)), ("minor", number(20)), ("grave", number(9))]
                .map(|(class, number)| (class.to_owned(), number)).into(),
            open: number(20),
            out_of_scope: number(9),
            duplicate: number(9),
            insufficient: number(9),
            closed: number(9),
        };
        funnel_holds(&wanted, &mut dice);
    }

    #[test]
    fn neither_order_nor_later_steps_matter(steps in steps(), seed: u64, known in 0..45i64, at in 0..45i64) {
        let said = record(&steps, ["North", "South"]);
        let shuffled = said.shuffled(seed);
        let (one, other) = (said.all(), shuffled.all());
        prop_assert_eq!(files(&one, Instant(at)), files(&other, Instant(at)));
        let before = said.until(known);
        let (one, other) = (said.known(known), before.all());
        prop_assert_eq!(files(&one, Instant(at)), files(&other, Instant(at)));
    }

    #[test]
    fn swapping_the_parties_swaps_the_answers(steps in steps(), at in 0..45i64) {
        let swap = |name: &str| if name == "North" { "South" } else { "North" }.to_owned();
        let (one, other) = (record(&steps, ["North", "South"]), record(&steps, ["South", "North"]));
        let asked = |said: &Said, swapped: bool| {
            let shown = |r: Request| {
                let party = if swapped { swap(&r.party) } else { r.party };
                (r.file, r.statement, party, r.state, r.replies)
            };
            let mut asked: Vec<_> = requests(said, at).into_iter().map(shown).collect();
            asked.sort();
            asked
        };
        prop_assert_eq!(asked(&one, false), asked(&other, true));
        let (one, other) = (one.all(), other.all());
        let stages = |knowledge| files(knowledge, Instant(at)).into_values().map(|file| file.stage).collect::<Vec<_>>();
        prop_assert_eq!(stages(&one), stages(&other));
    }

    #[test]
    fn only_listed_transitions_move_a_file_and_every_step_is_kept(steps in steps(), at in 0..45i64) {
        let said = record(&steps, ["North", "South"]);
        let knowledge = said.all();
        let found = files(&knowledge, Instant(at));
        let mut kept = 0;
        for file in found.values() {
            kept += file.steps.len();
            let mut here = "not received";
            for step in &file.steps {
                let mover = movers().into_iter().find(|(_, stage)| std::mem::discriminant(stage) == std::mem::discriminant(&step.step.stage));
                let (_, next) = TABLE.iter().find(|(stage, _)| *stage == here).unwrap();
                let listed = mover.as_ref().and_then(|(name, _)| next.iter().find(|(step, _)| step == name));
                let turn = match (&mover, listed) {
                    (None, _) => Turn::Stands,
                    (Some(_), None) => Turn::OutOfTurn,
                    (Some(_), Some((_, to))) => {
                        here = to;
                        Turn::Moved
                    }
                };
                prop_assert_eq!(step.turn, turn);
            }
            prop_assert_eq!(word(&file.stage), here, "one stage: that of the latest step that moves it");
        }
        prop_assert_eq!(kept, said.statements.iter().filter(|statement| statement.said_at().0 <= at).count());

        let funnel = Funnel::of(found.values(), span(0, 45));
        prop_assert_eq!(funnel.received(), found.values().filter(|file| file.received.is_some()).count());
        let once: BTreeSet<&Name> = funnel.files.values().flatten().collect();
        prop_assert_eq!(once.len(), funnel.received(), "each counted once");
        let others = [Outcome::StillOpen, Outcome::ClosedWithoutRuling].map(|outcome| funnel.count(&outcome)).iter().sum::<usize>();
        prop_assert_eq!(funnel.in_scope(), others + funnel.ruled().values().sum::<usize>());
        prop_assert!(funnel.examined() <= funnel.in_scope() && funnel.in_scope() <= funnel.received());

        for request in overdue(found.values()) {
            prop_assert!(matches!(request.due, Due::By(due) if due < Instant(at)));
        }
    }
}
