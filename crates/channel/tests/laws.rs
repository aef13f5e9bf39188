//! Laws that hold for every history: random ones, shrunk to the smallest that breaks one.
//!
//! Holds
//! - North and South have a post each; the mission and a guarantor speak, too. Nobody keeps to any order.

mod hotline;

use std::collections::BTreeSet;

use channel::Channel;
use channel::alert::HaltState;
use channel::notice::NoticeState;
use channel::read_back;
use channel::told::{Standing, Told};
use hotline::*;
use proptest::prelude::*;
use record::statement::*;
use record::vocabulary::time::{EventTime, Instant, Interval};

const VOICES: [&str; 6] = ["North", "South", "mission", "North-post", "South-post", "Guarantor"];
const OFFICERS: [&str; 5] = ["Olive", "Fig", "Cedar", "Almond", "Pine"];

/// A statement to be: small numbers that are read as far as its kind needs them.
#[derive(Clone, Debug)]
struct Move {
    kind: u8,
    author: usize,
    /// Seconds after the statement before.
    later: i64,
    /// Seconds by which its author's clock is off.
    off: i64,
    of: usize,
    number: usize,
    other: usize,
    drill: bool,
}

fn moves(most: usize) -> impl Strategy<Value = Vec<Move>> {
    let off = prop_oneof![4 => Just(0i64), 2 => -120..120i64, 1 => -4_000..4_000i64];
    let one = (0..16u8, 0..VOICES.len(), 0..90i64, off, 0..40usize, 0..18usize, 0..6usize, 0..5u8);
    let one = one.prop_map(|(kind, author, later, off, of, number, other, drill)| Move {
        kind,
        author,
        later,
        off,
        of,
        number,
        other,
        drill: drill == 0,
    });
    prop::collection::vec(one, 1..most)
}

fn founded() -> Record {
    let mut record = Record::default();
    record.speaker("North-post", "North");
    record.speaker("South-post", "South");
    record.known_place("Mill", disc(MILL, 300));
    record.known_place("Ford", disc(north_of(MILL, -8_000), 300));
    record
}

fn where_is(number: usize) -> record::vocabulary::place::Place {
    match number % 5 {
        0 => place(MILL, 100),
        1 => place(north_of(MILL, 150), 50),
        2 => place(north_of(MILL, 9_000), 50),
        3 => named(&["Mill"]),
        _ => named(&["the river"]),
    }
}

fn step(step: &Move, known: i64) -> Step {
    let officer = OFFICERS[step.other % OFFICERS.len()].to_owned();
    let unit = format!("brigade {}", step.other % 3);
    match step.number {
        0 => delivered(),
        1 | 2 => Step::Seen { officer },
        3 | 4 => Step::ReadBack { officer, place: where_is(step.other), marks: Vec::new() },
        5 | 11..=13 => Step::Understood { officer },
        14 => Step::ReadBack { officer, place: place(MILL, 20), marks: Vec::new() },
        6 => Step::Passed { unit },
        7 => Step::Held { unit },
        8 => {
            if step.other.is_multiple_of(2) {
                Step::Objects
            } else {
                Step::NoObjection
            }
        }
        16 => Step::Objects,
        9 | 17 if step.other.is_multiple_of(2) => Step::Continues,
        9 | 15 | 17 => Step::Halted { time: EventTime::at(at(known + step.off / 2)) },
        _ => Step::Closed,
    }
}

/// The history that these moves make.
fn history(moves: &[Move]) -> Record {
    let mut record = founded();
    let mut known = 0;
    for one in moves {
        known += one.later;
        let author = VOICES[one.author];
        let to: Vec<&str> = match one.other {
            0 => vec!["South"],
            1 => vec!["North"],
            2 => vec!["South", "Guarantor"],
            3 => vec!["North-post", "South"],
            _ => vec!["North", "South"],
        };
        let spoken: Vec<BodyId> = record.statements.iter().skip(4).map(|statement| statement.id).collect();
        let of = (!spoken.is_empty()).then(|| spoken[one.of % spoken.len().max(1)]);
        let subject = |record: &Record, wanted: fn(&Content) -> bool| {
            let fitting: Vec<BodyId> = record
                .statements
                .iter()
                .filter(|statement| wanted(&statement.body.content))
                .map(|statement| statement.id)
                .collect();
            (!fitting.is_empty()).then(|| fitting[one.of % fitting.len().max(1)])
        };
        let during = {
            let from = known + 60 * (one.number as i64 % 5) - 120;
            Interval::new(at(from), at(from + 300 + 200 * one.other as i64))
        };
        let said = Some(known + one.off);
        match one.kind {
            0 | 1 => {
                let mut notice = notice(&to, where_is(one.number), during);
                notice.drill = one.drill;
                notice.objections_until = one.number.is_multiple_of(3).then(|| at(known + 90));
                notice.expires = one.number.is_multiple_of(4).then(|| at(known + 200));
                notice.may_be_told = one.of.is_multiple_of(2);
                let notices = |content: &Content| matches!(content, Content::Notice(_));
                notice.replaces = subject(&record, notices).filter(|_| (7..12).contains(&one.number));
                record.add(known, said, author, false, Content::Notice(notice));
            }
            2 | 3 => {
                let kind = if one.number.is_multiple_of(2) { AlertKind::Halt } else { AlertKind::Warning };
                let mut alert = alert(kind, &to, one.number.is_multiple_of(3).then(|| where_is(one.other)));
                alert.drill = one.drill;
                alert.on = subject(&record, |content| matches!(content, Content::Notice(_)));
                record.add(known, said, author, false, Content::Alert(alert));
            }
            4..=8 => {
                let answers = |content: &Content| matches!(content, Content::Notice(_) | Content::Alert(_));
                let Some(of) = subject(&record, answers) else { continue };
                // Those who are asked answer more often than others.
                let author = VOICES[[0, 1, 2, 3, 4, 1][one.author]];
                let receipt =
                    Receipt { of, to: strings(&["mission"]), step: step(one, known), words: "As said.".into() };
                record.add(known, said, author, false, Content::Receipt(receipt));
            }
            9 => {
                let Some(of) = of else { continue };
                record.withdraw(known, author, of);
            }
            10 => {
                let party = ["North", "South"][one.other % 2];
                let during = Interval::new(at(0), at(60 * one.number as i64 + 300));
                record.say(known, author, duty(party, OFFICERS[one.of % 5], one.number as u64 % 3, during));
            }
            11 => {
                let by = [RungKind::NextOfficer, RungKind::OtherChannel, RungKind::OtherSide, RungKind::Guarantors];
                let rungs = (0..1 + one.number as u64 % 4).map(|rung| Rung {
                    after_s: 20 + 35 * rung,
                    by: by[(one.of + rung as usize) % 4],
                    whom: strings(&["Guarantor"]),
                });
                let ladder = Ladder { party: ["North", "South"][one.other % 2].into(), rungs: rungs.collect() };
                record.say(known, author, Content::Ladder(ladder));
            }
            12 => {
                let Some(of) = subject(&record, |content| matches!(content, Content::Alert(_))) else { continue };
                let silent = ["North", "South"][one.other % 2].to_owned();
                let rung = 1 + one.number as u64 % 3;
                let escalation = Escalation { of, silent, rung, to: strings(&["Guarantor"]), due: at(known) };
                record.add(known, said, author, false, Content::Escalation(escalation));
            }
            _ => {
                let question = AreaQuestion { purpose: "a repair".into(), place: where_is(one.other), during };
                record.say(known, author, Content::AreaQuestion(question));
            }
        }
    }
    record
}

/// All that a channel answers, a line each.
fn lines(channel: &Channel) -> Vec<String> {
    let mut lines = Vec::new();
    for channel in [channel.clone(), channel.drills()] {
        lines.extend(channel.notices().iter().map(|held| format!("{held:?} {:?}", held.not_told())));
        lines.extend(channel.alerts().iter().map(|held| format!("{held:?} {:?}", held.not_told())));
        lines.extend(channel.conflicts().iter().map(|found| format!("{found:?}")));
        lines.extend(channel.learnt().iter().map(|found| format!("{found:?}")));
        lines.extend(channel.due().iter().map(|due| format!("{due:?}")));
        lines.extend(
            channel.questions().iter().map(|held| format!("{held:?} {:?}", channel.touched(held.statement.id))),
        );
        lines.push(format!("next {:?}", channel.next_due()));
    }
    lines.extend(channel.rosters().iter().map(|roster| format!("{roster:?} {:?}", channel.ladder(&roster.party))));
    lines
}

fn all_told<'a>(channel: &Channel<'a>) -> Vec<(BodyId, Told<'a>)> {
    let both = [channel.clone(), channel.drills()];
    let notices = both.iter().flat_map(|channel| channel.notices());
    let mut all: Vec<_> = notices
        .flat_map(|held| held.recipients.iter().map(|to| (held.id(), to.told.clone())).collect::<Vec<_>>())
        .collect();
    let alerts = both.iter().flat_map(|channel| channel.alerts());
    all.extend(
        alerts.flat_map(|held| held.recipients.iter().map(|to| (held.id(), to.told.clone())).collect::<Vec<_>>()),
    );
    all
}

fn side(name: &str) -> &str {
    name.strip_suffix("-post").unwrap_or(name)
}

fn content(record: &Record, id: BodyId) -> &Statement {
    record.statements.iter().find(|statement| statement.id == id).expect("what is carried is on the record")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_the_slice_never_matters(moves in moves(40), t in 0..3_000i64, seed in any::<u64>()) {
        let record = history(&moves);
        let mut shuffled = record.clone();
        let mut state = seed | 1;
        for last in (1..shuffled.statements.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.statements.swap(last, (state >> 33) as usize % (last + 1));
        }
        prop_assert_eq!(record.now(t, |channel| lines(&channel)), shuffled.now(t, |channel| lines(&channel)));
    }

    #[test]
    fn what_becomes_known_later_never_changes_an_earlier_answer(moves in moves(40), t in 0..3_000i64, k in 0..3_000i64) {
        let record = history(&moves);
        let mut earlier = record.clone();
        earlier.statements.retain(|statement| statement.known().0 <= at(k));
        prop_assert_eq!(record.then(t, k, |channel| lines(&channel)), earlier.then(t, k, |channel| lines(&channel)));
        // Moving T is asking anew.
        let moved = record.then(0, k, |channel| lines(&channel.moved_to(at(t))));
        prop_assert_eq!(moved, record.then(t, k, |channel| lines(&channel)));
    }

    #[test]
    fn every_standing_rests_on_receipts_and_skips_none(moves in moves(60), t in 0..3_000i64, k in 0..3_000i64) {
        let record = history(&moves);
        let registers = record.knowledge(k).registers;
        let told = record.then(t, k, |channel| all_told(&channel).into_iter().map(|(id, told)| {
            let by = |id: BodyId| match &content(&record, id).body.content {
                Content::Receipt(receipt) => receipt.clone(),
                other => panic!("no receipt: {other:?}"),
            };
            let of = |person: channel::told::Attested| {
                let statement = content(&record, person.id);
                assert!(statement.known().0 <= at(k) && person.when.last <= at(t));
                assert_eq!(side(statement.body.speaker()), if told.recipient.ends_with("-post") {
                    assert_eq!(statement.body.speaker(), told.recipient, "an office speaks for itself");
                    side(told.recipient)
                } else {
                    told.recipient
                });
                let receipt = by(person.id);
                assert_eq!(receipt.of, id);
                receipt.step
            };
            match told.standing {
                Standing::Silent { since, for_s } => assert_eq!(since.0 + for_s as i64, at(t).0),
                Standing::Delivered(to) => assert!(matches!(of(to.by), Step::Delivered { .. })),
                Standing::Seen { person, delivered } => {
                    assert!(matches!(of(person.by), Step::Seen { .. } | Step::ReadBack { .. } | Step::Understood { .. }));
                    assert!(delivered.is_none_or(|to| matches!(of(to.by), Step::Delivered { .. })));
                }
                Standing::Understood { person, seen, read_back, .. } => {
                    assert!(matches!(of(person.by), Step::Understood { .. }));
                    assert!(matches!(of(seen.by), Step::Seen { .. } | Step::ReadBack { .. } | Step::Understood { .. }));
                    assert!(seen.by.when.last <= person.by.when.last, "seen before");
                    let position = match &content(&record, id).body.content {
                        Content::Notice(notice) => Some(notice.place.clone()),
                        Content::Alert(alert) => alert.place.clone().or_else(|| {
                            match &content(&record, alert.on?).body.content {
                                Content::Notice(notice) if notice.drill == alert.drill => Some(notice.place.clone()),
                                _ => None,
                            }
                        }),
                        _ => None,
                    };
                    let measurable = position.filter(|place| read_back::is_measurable(place, &registers));
                    assert_eq!(measurable.is_some(), read_back.is_some());
                    if let (Some(meant), Some(id)) = (measurable, read_back) {
                        let Step::ReadBack { place, marks, .. } = by(id).step else { panic!("no read-back") };
                        assert!(read_back::compare(&meant, &place, &marks, &registers).agrees());
                    }
                }
            }
        }).count());
        prop_assert!(told < 1_000);
    }

    #[test]
    fn without_receipts_everybody_is_silent_whatever_the_time(moves in moves(40), t in 0..100_000i64) {
        let mut record = history(&moves);
        record.statements.retain(|statement| !matches!(statement.body.content, Content::Receipt(_)));
        record.now(t, |channel| {
            for (_, told) in all_told(&channel) {
                assert!(matches!(told.standing, Standing::Silent { .. }));
            }
            for held in channel.alerts() {
                for recipient in &held.recipients {
                    assert!(recipient.person.running);
                    assert!(recipient.halting.is_none_or(|halting| halting.state == HaltState::Asked));
                }
            }
        });
    }

    #[test]
    fn time_alone_changes_no_standing_but_the_age_of_silence(moves in moves(40), t in 0..3_000i64) {
        let record = history(&moves);
        // The last statement came in by 3,600 s; from its latest instant on nothing is said any more.
        let last = moves.iter().map(|one| one.later).sum::<i64>() + 1;
        let steps = |t: i64| record.then(t, 100_000, |channel| {
            all_told(&channel).iter().map(|(id, told)| (*id, told.recipient.to_owned(), told.standing.step())).collect::<Vec<_>>()
        });
        prop_assert_eq!(steps(last), steps(last + t + 1));
    }

    #[test]
    fn a_standing_never_falls_where_nobody_withdraws(moves in moves(50), t in 0..2_500i64, more in 0..800i64) {
        let mut record = history(&moves);
        record.statements.retain(|statement| !matches!(statement.body.content, Content::Reply(_)));
        let steps = |t: i64, k: i64| record.then(t, k, |channel| {
            all_told(&channel).iter().map(|(id, told)| ((*id, told.recipient.to_owned()), told.standing.step())).collect::<Vec<_>>()
        });
        for (before, after) in [
            (steps(t, 100_000), steps(t + more, 100_000)),
            (steps(t, t), steps(t + more, t + more)),
            (steps(t, t), steps(t, t + more)),
        ] {
            for (whose, step) in before {
                let later = after.iter().find(|(other, _)| *other == whose).expect("it does not go away");
                prop_assert!(later.1 >= step, "{whose:?} fell from {step} to {}", later.1);
            }
        }
    }

    #[test]
    fn swapping_the_parties_swaps_the_answers(moves in moves(40), t in 0..3_000i64) {
        let record = history(&moves);
        let swap = |text: &str| text.replace("North", "\0").replace("South", "North").replace('\0', "South");
        let mut other = record.clone();
        for statement in &mut other.statements {
            statement.body.author = swap(&statement.body.author);
            statement.body.content = swap_content(&statement.body.content, &swap);
        }
        let lines_of = |record: &Record, swapping: bool| {
            let mut lines = record.now(t, |channel| lines(&channel));
            if swapping {
                lines = lines.iter().map(|line| swap(line)).collect();
            }
            lines.sort();
            lines
        };
        prop_assert_eq!(lines_of(&record, true), lines_of(&other, false));
    }

    #[test]
    fn only_its_speaker_closes_withdraws_or_replaces_a_notice(moves in moves(60), t in 0..3_000i64) {
        let record = history(&moves);
        record.now(t, |channel| {
            for channel in [channel.clone(), channel.drills()] {
                for held in channel.notices() {
                    let by = match held.state {
                        NoticeState::Withdrawn { by, .. } | NoticeState::Replaced { by, .. } | NoticeState::Closed { by, .. } => by,
                        _ => continue,
                    };
                    let by = content(&record, by);
                    assert_eq!(side(by.body.speaker()), side(held.statement.body.speaker()));
                    if let Content::Notice(other) = &by.body.content {
                        assert_eq!(other.drill, held.notice.drill);
                    }
                }
            }
        });
    }

    #[test]
    fn exercises_and_what_is_none_leave_each_other_alone(moves in moves(50), t in 0..3_000i64) {
        let record = history(&moves);
        let drill_of = |statement: &Statement| match &statement.body.content {
            Content::Notice(notice) => Some(notice.drill),
            Content::Alert(alert) => Some(alert.drill),
            _ => None,
        };
        for drills in [false, true] {
            let gone: BTreeSet<BodyId> = record.statements.iter().filter(|s| drill_of(s) == Some(!drills)).map(|s| s.id).collect();
            let mut rest = record.clone();
            rest.statements.retain(|statement| !gone.contains(&statement.id) && match &statement.body.content {
                Content::Receipt(receipt) => !gone.contains(&receipt.of),
                Content::Escalation(escalation) => !gone.contains(&escalation.of),
                _ => true,
            });
            let own = |record: &Record| record.now(t, |channel| {
                let channel = if drills { channel.drills() } else { channel };
                let held: Vec<String> = channel.notices().iter().map(|held| format!("{held:?}"))
                    .chain(channel.alerts().iter().map(|held| format!("{held:?}")))
                    .chain(channel.due().iter().map(|due| format!("{due:?}")))
                    .chain(channel.conflicts().iter().map(|found| format!("{found:?}")))
                    .chain(channel.learnt().iter().map(|found| format!("{found:?}")))
                    .chain(channel.questions().iter().map(|held| format!("{held:?}")))
                    .collect();
                held
            });
            prop_assert_eq!(own(&record), own(&rest));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_due_is_the_same_live_and_in_replay(moves in moves(40)) {
        let mut script = history(&moves);
        // Nobody but the one who is woken escalates.
        script.statements.retain(|statement| !matches!(statement.body.content, Content::Escalation(_)));
        let woken = live(&script, None);
        let polled = live(&script, Some(1));
        let said = |record: &Record| {
            let all = record.statements.iter().filter_map(|statement| match &statement.body.content {
                Content::Escalation(escalation) => Some((statement.known().0, escalation.clone())),
                _ => None,
            });
            let mut all: Vec<_> = all.collect();
            all.sort_by_key(|(at, escalation)| (*at, escalation.of, escalation.silent.clone(), escalation.rung));
            all
        };
        prop_assert_eq!(said(&woken), said(&polled), "woken when something is due, or asking every second");
        // In replay, with everything on the record, each was due at the instant it was said, and before that it was not.
        for (instant, escalation) in said(&woken) {
            // Later than on the second only where somebody took back what had ended it.
            prop_assert!(instant >= escalation.due);
            let t = instant.0 - TEN;
            let mut before = woken.clone();
            before.statements.retain(|statement| {
                let said_now = matches!(statement.body.content, Content::Escalation(_)) && statement.known().0 == instant;
                !said_now
            });
            let due_at = |record: &Record, t: i64, k: i64| record.then(t, k, |channel| {
                channel.due().iter().any(|due| due.escalation(&[]) == escalation)
            });
            prop_assert!(due_at(&before, t, t));
            prop_assert!(!due_at(&before, t - 1, t - 1));
            prop_assert!(!due_at(&woken, t, t), "said is not due");
        }
    }
}

#[test]
fn the_histories_reach_every_state() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut reached = std::collections::BTreeMap::<String, usize>::new();
    for round in 0..300 {
        let record = history(&moves(80).new_tree(&mut runner).unwrap().current());
        record.now(round * 7, |channel| {
            let mut note = |what: String| *reached.entry(what).or_default() += 1;
            for (_, told) in all_told(&channel) {
                note(format!("standing {}", told.standing.step()));
                told.out_of_turn.iter().for_each(|_| note("out of turn".into()));
                told.units.iter().for_each(|unit| note(format!("{:.4}", format!("{:?}", unit.has_it))));
                for back in &told.read_backs {
                    note(format!("{:.6}", format!("{:?}", back.comparison)));
                }
            }
            let first_word = |text: String| text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("").to_owned();
            for held in channel.notices() {
                note(first_word(format!("{:?}", held.state)));
                held.recipients.iter().for_each(|to| note(first_word(format!("{:?}", to.objection))));
            }
            for held in channel.alerts() {
                note(format!("alert {}", first_word(format!("{:?}", held.state))));
                let halts = held.recipients.iter().filter_map(|to| to.halting);
                halts.for_each(|halting| note(first_word(format!("{:?}", halting.state))));
            }
            channel.due().iter().for_each(|due| note(first_word(format!("{:?}", due.turn))));
            channel.conflicts().iter().for_each(|found| note(format!("{:?}", found.meet)));
            channel.learnt().values().for_each(|learns| note(format!("{learns:?}")));
            channel.questions().iter().for_each(|held| note(first_word(format!("{:?}", held.heard))));
        });
    }
    let expected = "standing 0,standing 1,standing 2,standing 3,out of turn,Pass,Hold,Agrees,Differ,NotMea,Withdrawn,Replaced,\
        Closed,Ended,InForce,ToCome,NotAsked,OpenUntil,Objects,NoObjectionSaid,NoAnswer,alert Withdrawn,alert Closed,alert Standing,\
        Asked,HaltedAt,Continues,NextOfficer,NobodyLeft,OtherChannel,OtherSide,Guarantors,Possible,Certain,SpeakToTheMission,\
        ThereIsANotice,Answered,Sweeps,NotMeasurable";
    for state in expected.split(',') {
        assert!(reached.get(state).is_some_and(|times| *times >= 4), "{state}: {reached:?}");
    }
}

/// The statements of a script, come in one after another, and a mission that says at once whatever is due: woken when the next
/// thing is due, or asking every so many seconds.
fn live(script: &Record, every: Option<i64>) -> Record {
    let mut record = Record::default();
    let mut coming: Vec<Statement> = script.statements.clone();
    coming.sort_by_key(|statement| (statement.known(), statement.id));
    let mut coming = coming.into_iter().peekable();
    let mut numbers = 0u64;
    let end = 1_700;
    let mut t = -100_000;
    while t <= end {
        while let Some(next) = coming.next_if(|statement| statement.known().0 <= at(t)) {
            record.statements.push(next);
        }
        loop {
            let due: Vec<Escalation> =
                record.now(t, |channel| channel.due().iter().map(|due| due.escalation(&[])).collect());
            if due.is_empty() {
                break;
            }
            for escalation in due {
                record.escalate(t, "mission", escalation);
                let mut id = [0xFF; 32];
                id[24..].copy_from_slice(&numbers.to_be_bytes());
                numbers += 1;
                record.statements.last_mut().unwrap().id = BodyId(id);
            }
        }
        let arrives = coming.peek().map(|statement| statement.known().0);
        t = match every {
            Some(seconds) if t >= 0 => t + seconds,
            _ => {
                let due = record.now(t, |channel| channel.next_due());
                let next = arrives.into_iter().chain(due).min().unwrap_or(Instant::NEVER);
                (next.0 - TEN).min(end + 1)
            }
        };
    }
    record
}

fn swap_content(content: &Content, swap: &impl Fn(&str) -> String) -> Content {
    let names = |names: &[String]| names.iter().map(|name| swap(name)).collect::<Vec<_>>();
    match content.clone() {
        Content::Notice(notice) => Content::Notice(Notice { to: names(&notice.to), ..notice }),
        Content::Alert(alert) => Content::Alert(Alert { to: names(&alert.to), ..alert }),
        Content::Escalation(escalation) => {
            Content::Escalation(Escalation { silent: swap(&escalation.silent), ..escalation })
        }
        Content::Duty(duty) => Content::Duty(Duty { party: swap(&duty.party), ..duty }),
        Content::Ladder(ladder) => Content::Ladder(Ladder { party: swap(&ladder.party), ..ladder }),
        Content::Registration(Registration::Speaker { name, party, subject, during }) => {
            Content::Registration(Registration::Speaker { name: swap(&name), party: swap(&party), subject, during })
        }
        other => other,
    }
}
