//! CAP messages: valid by the schema of OASIS, chained right, and followed by a reader who knows nothing else.
//!
//! `tests/data/CAP-v1.2.xsd` is the schema of CAP 1.2 as OASIS publishes it, with its notice: copyright OASIS Open 2010.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use armistice::exchange::SENTENCE;
use armistice::exchange::cap::{CapMessage, messages};
use armistice::limits::{CAP_HEADLINE_CHARACTERS, CAP_REFERENCES};
use channel::alert::AlertState;
use channel::notice::NoticeState;
use proptest::prelude::*;
use quick_xml::events::Event;
use record::statement::*;
use record::vocabulary::place::{Area, Polygon};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision};

use crate::common::{Folder, skip};
use crate::made::*;

const ORIGIN: &str = "mission.example/valley";

fn of(made: &Made) -> Vec<CapMessage> {
    messages(&made.all(), &made.knowledge().registers, ORIGIN)
}

/// What a reader of XML finds in a message: every text with the names of its elements, in order.
fn read(xml: &str) -> Vec<(String, String)> {
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut path, mut found, mut text) = (Vec::new(), Vec::new(), String::new());
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                text.clear();
            }
            Event::Text(part) => text.push_str(&part),
            Event::GeneralRef(name) => match name.resolve_char_ref().unwrap() {
                Some(c) => text.push(c),
                None => text.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap()),
            },
            Event::End(_) => {
                if !text.trim().is_empty() || !path.is_empty() {
                    found.push((path[1..].join("/"), std::mem::take(&mut text)));
                }
                path.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

fn field(message: &CapMessage, path: &str) -> String {
    let all = read(&message.xml);
    let found: Vec<&str> = all.iter().filter(|(name, _)| name == path).map(|(_, text)| text.as_str()).collect();
    found.join("|")
}

fn parameter(message: &CapMessage, name: &str) -> Option<String> {
    let all = read(&message.xml);
    let at = all.iter().position(|(path, text)| path == "info/parameter/valueName" && text == name)?;
    Some(all[at + 1].1.clone())
}

/// Holds the messages to the schema; says loudly where nobody can.
fn validate(messages: &[CapMessage]) {
    if Command::new("xmllint").arg("--version").output().is_err() {
        assert!(
            std::env::var("ARMISTICE_XMLLINT").as_deref() != Ok("must"),
            "xmllint is missing, and ARMISTICE_XMLLINT=must"
        );
        return skip("xmllint is not installed (libxml2-utils): no message was held to the schema of CAP");
    }
    let folder = Folder::new("cap");
    let mut files = Vec::new();
    for (number, message) in messages.iter().enumerate() {
        let path = folder.path().join(format!("{number}.xml"));
        fs::write(&path, &message.xml).unwrap();
        files.push(path);
    }
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/CAP-v1.2.xsd");
    for files in files.chunks(500) {
        let output =
            Command::new("xmllint").args(["--noout", "--nonet", "--schema"]).arg(&schema).args(files).output().unwrap();
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr).chars().take(3_000).collect::<String>()
        );
    }
}

#[test]
fn the_schema_refuses_what_is_wrong() {
    let mut made = Made::default();
    made.say("North", 0, Content::Notice(notice()));
    let good = of(&made).remove(0);
    if Command::new("xmllint").arg("--version").output().is_err() {
        return validate(&[good]);
    }
    for (right, wrong) in [("-00:00</sent>", "Z</sent>"), ("Private", "Secret"), ("<urgency>Unknown</urgency>", "")] {
        let xml = good.xml.replacen(right, wrong, 1);
        assert_ne!(xml, good.xml);
        let bad = CapMessage { xml, ..good.clone() };
        assert!(std::panic::catch_unwind(|| validate(&[bad])).is_err(), "{wrong} is refused");
    }
}

#[test]
fn random_notices_alerts_and_histories_are_valid() {
    let mut all = Vec::new();
    for notice in samples(150, any_notice()) {
        let mut made = Made::default();
        made.say("North", 0, Content::Notice(notice));
        all.extend(of(&made));
    }
    for alert in samples(60, any_alert()) {
        let mut made = Made::default();
        made.say("a <speaker> & \"more\"", 0, Content::Alert(alert));
        all.extend(of(&made));
    }
    assert_eq!(all.len(), 210);
    samples(120, history()).iter().for_each(|made| all.extend(of(made)));
    validate(&all);
    for message in &all {
        assert_eq!(field(message, "scope"), "Private");
        assert!(!field(message, "addresses").is_empty(), "somebody is named");
        assert_eq!(field(message, "info/instruction"), SENTENCE);
        assert!(field(message, "info/headline").chars().count() <= CAP_HEADLINE_CHARACTERS);
        for unknown in ["info/severity", "info/certainty"] {
            assert_eq!(field(message, unknown), "Unknown");
        }
    }
}

#[test]
fn a_message_says_what_the_notice_says() {
    let mut made = Made::default();
    let said = Notice {
        heights: Some(Heights { from_m: 0, to_m: 300 }),
        marking: Some("a red crescent on the roof".into()),
        seen_at_night: Some(false),
        contact: Some("telephone 1".into()),
        expires: Some(at(2 * 3_600)),
        objections_until: Some(at(1_800)),
        to: vec!["South".into(), "Joint \"centre\" east".into()],
        words: "A clinic <under> repair & \"open\".\nالعيادة مفتوحة".into(),
        ..notice()
    };
    let id = made.say("North", 0, Content::Notice(said));
    let [message] = &of(&made)[..] else { panic!("one message") };
    validate(std::slice::from_ref(message));
    let expected = [
        ("identifier", id.to_string()),
        ("sender", ORIGIN.into()),
        ("sent", "2030-03-05T10:00:00-00:00".into()),
        ("status", "Actual".into()),
        ("msgType", "Alert".into()),
        ("addresses", "South \"Joint 'centre' east\"".into()),
        ("references", String::new()),
        ("info/category", "Safety".into()),
        ("info/event", "notice of a protected site".into()),
        ("info/responseType", "Assess".into()),
        ("info/urgency", "Unknown".into()),
        ("info/onset", "2030-03-05T11:00:00-00:00".into()),
        // The window ends at one, the notice by its own words at noon.
        ("info/expires", "2030-03-05T12:00:00-00:00".into()),
        ("info/senderName", "North".into()),
        ("info/headline", "notice of a protected site, Mill, North says".into()),
        ("info/contact", "telephone 1".into()),
        ("info/area/areaDesc", "Mill, East".into()),
        ("info/area/circle", "39.1000000,22.5000000 0.500000".into()),
    ];
    for (path, text) in expected {
        assert_eq!(field(message, path), text, "{path}");
    }
    assert_eq!(parameter(message, "window until").as_deref(), Some("2030-03-05T13:00:00-00:00"));
    let description = field(message, "info/description");
    let lines: Vec<&str> = description.lines().collect();
    assert_eq!(lines[..2], ["A clinic <under> repair & \"open\".", "العيادة مفتوحة"]);
    assert!(description.contains("Heights: 0 to 300 m (0 to 984 feet) above the ground."), "{description}");
    assert!(description.contains("cannot be seen at night"), "{description}");
    assert!(description.contains("Nothing follows from its passing."), "{description}");
    // Heights of CAP are above the sea, and nobody said how high the ground is.
    assert!(!message.xml.contains("<altitude>") && !message.xml.contains("<ceiling>"));
}

#[test]
fn polygons_are_closed_and_what_is_cut_out_is_said_to_be() {
    let ring = |from: i32| vec![point(from, 10_000_000), point(from, -5), point(from + 100, -5)];
    let area = Area::Polygons(vec![
        Polygon { outer: ring(391_000_000), holes: vec![] },
        Polygon { outer: ring(-1), holes: vec![ring(0)] },
    ]);
    let mut place = mill();
    place.area = Some(area);
    let mut made = Made::default();
    made.say("North", 0, Content::Notice(Notice { place, ..notice() }));
    let message = of(&made).remove(0);
    validate(std::slice::from_ref(&message));
    let outlines = "39.1000000,1.0000000 39.1000000,-0.0000005 39.1000100,-0.0000005 39.1000000,1.0000000\
                    |-0.0000001,1.0000000 -0.0000001,-0.0000005 0.0000099,-0.0000005 -0.0000001,1.0000000";
    assert_eq!(field(&message, "info/area/polygon"), outlines);
    assert_eq!(field(&message, "info/area/areaDesc"), "Mill, East (parts of the outline are not meant)");
}

#[test]
fn drills_are_exercises_and_alerts_are_immediate() {
    let mut made = Made::default();
    made.say("North", 0, Content::Notice(Notice { drill: true, ..notice() }));
    let since = EventTime::within(Interval::new(at(-60), at(0)), Precision::Stated("just now".into()));
    made.say("North", 1, Content::Alert(Alert { since: Some(since), place: None, ..alert(AlertKind::Halt) }));
    made.say("North", 2, Content::Alert(Alert { drill: true, ..alert(AlertKind::Warning) }));
    let messages = of(&made);
    validate(&messages);
    let status: Vec<String> = messages.iter().map(|message| field(message, "status")).collect();
    assert_eq!(status, ["Exercise", "Actual", "Exercise"]);
    assert!(field(&messages[0], "info/headline").starts_with("EXERCISE: "));
    let halt = &messages[1];
    assert_eq!((field(halt, "info/urgency"), field(halt, "info/responseType")), ("Immediate".into(), "Avoid".into()));
    assert_eq!(field(halt, "info/event"), "halt");
    assert_eq!(
        field(halt, "info/description"),
        "People are there.\nThere: civilians.\nGoing on since some instant from 2030-03-05T09:59:00Z to 2030-03-05T09:59:59Z."
    );
    assert!(!halt.xml.contains("<area>"), "where, nobody said");
}

/// Message type, and the identifiers that a message refers to.
fn chain(messages: &[CapMessage]) -> Vec<(String, Vec<usize>)> {
    let references = |message: &CapMessage| {
        let text = field(message, "references");
        let mut found = Vec::new();
        for reference in text.split(' ').filter(|reference| !reference.is_empty()) {
            let [sender, identifier, sent] = reference.split(',').collect::<Vec<_>>()[..] else {
                panic!("three parts")
            };
            let number = messages.iter().position(|other| other.identifier == identifier).expect("an earlier message");
            assert_eq!((sender, sent), (ORIGIN, field(&messages[number], "sent").as_str()));
            found.push(number);
        }
        found
    };
    messages.iter().map(|message| (field(message, "msgType"), references(message))).collect()
}

fn expect(made: &Made, expected: &[(&str, &[usize])]) -> Vec<CapMessage> {
    let messages = of(made);
    validate(&messages);
    let found = chain(&messages);
    let found: Vec<(&str, &[usize])> = found.iter().map(|(kind, to)| (kind.as_str(), to.as_slice())).collect();
    assert_eq!(found, expected);
    messages
}

#[test]
fn an_update_names_every_earlier_message_and_a_cancel_too() {
    let mut made = Made::default();
    let one = made.say("North", 0, Content::Notice(notice()));
    let two = made.say("North", 10, Content::Notice(Notice { replaces: Some(one), ..notice() }));
    let three = made.say("North", 20, Content::Notice(Notice { replaces: Some(two), ..notice() }));
    made.withdraw("North", 30, three, "no longer a <clinic>");
    // What two was replaced by is gone: it stands again, in the place of one.
    let expected: [(&str, &[usize]); 5] =
        [("Alert", &[]), ("Update", &[0]), ("Update", &[0, 1]), ("Cancel", &[0, 1, 2]), ("Update", &[0, 1, 2, 3])];
    let messages = expect(&made, &expected);
    assert_eq!(field(&messages[3], "note"), "North withdraws it: no longer a <clinic>");
    assert_eq!(field(&messages[3], "info/urgency"), "Past");
    assert!(!messages[3].xml.contains("AllClear"), "that it is safe, nobody said");
    assert_eq!(messages[4].of, two);
}

#[test]
fn a_halt_that_is_lifted_is_cancelled_and_stands_again_when_that_is_taken_back() {
    let mut made = Made::default();
    let halt = made.say("North", 0, Content::Alert(alert(AlertKind::Halt)));
    made.receipt("South", 1, halt, Step::Seen { officer: "Major A".into() });
    made.receipt("South", 2, halt, Step::Closed);
    let lifted = made.receipt("North", 3, halt, Step::Closed);
    made.withdraw("North", 4, lifted, "by mistake");
    let expected: [(&str, &[usize]); 3] = [("Alert", &[]), ("Cancel", &[0]), ("Update", &[0, 1])];
    let messages = expect(&made, &expected);
    assert_eq!(field(&messages[1], "note"), "North lifts the halt");
    assert_eq!(field(&messages[2], "note"), "it stands again, by what North says: by mistake");
}

#[test]
fn nobody_else_and_no_drill_replaces_closes_or_withdraws() {
    let mut made = Made::default();
    let one = made.say("North", 0, Content::Notice(notice()));
    made.say("South", 1, Content::Notice(Notice { replaces: Some(one), ..notice() }));
    made.say("North", 2, Content::Notice(Notice { replaces: Some(one), drill: true, ..notice() }));
    made.withdraw("South", 3, one, "");
    made.receipt("South", 4, one, Step::Closed);
    expect(&made, &[("Alert", &[]), ("Alert", &[]), ("Alert", &[])]);
}

#[test]
fn an_undone_import_cancels_what_came_with_it() {
    let mut made = Made::default();
    let batch =
        Batch { format: "statements".into(), file: "n".into(), sha256: [1; 32], known_rule: "".into(), rows: 1 };
    let head = made.say("mission", 0, Content::Batch(batch));
    made.say("North", 0, Content::Notice(notice()));
    made.0[1].accepted.batch = Some(head);
    let undone = made.say("mission", 5, Content::BatchUndone(head));
    made.withdraw("mission", 6, undone, "");
    let messages = expect(&made, &[("Alert", &[]), ("Cancel", &[0]), ("Update", &[0, 1])]);
    assert_eq!(field(&messages[1], "note"), "mission takes back the import it came with");
}

#[test]
fn at_most_so_many_references_are_named_and_they_are_the_latest() {
    for links in [CAP_REFERENCES, CAP_REFERENCES + 1] {
        let mut made = Made::default();
        let mut last = made.say("North", 0, Content::Notice(notice()));
        for link in 1..=links {
            last = made.say("North", link as i64, Content::Notice(Notice { replaces: Some(last), ..notice() }));
        }
        let messages = of(&made);
        let (_, named) = chain(&messages).pop().unwrap();
        assert_eq!(named, (links - CAP_REFERENCES..links).collect::<Vec<_>>());
    }
}

#[test]
fn names_of_the_sender_have_no_characters_that_references_cannot_have() {
    let mut made = Made::default();
    let one = made.say("North", 0, Content::Notice(notice()));
    made.withdraw("North", 1, one, "");
    let messages = messages(&made.all(), &made.knowledge().registers, "a b,c<d&e%/é");
    validate(&messages);
    assert_eq!(field(&messages[0], "sender"), "a%20b%2Cc%3Cd%26e%25/é");
    assert_eq!(field(&messages[1], "references").split(' ').count(), 1);
}

/// What somebody holds for valid who has the messages alone, and follows their references.
fn followed(messages: &[CapMessage]) -> BTreeSet<BodyId> {
    let mut valid: BTreeMap<&str, BodyId> = BTreeMap::new();
    for (message, (kind, references)) in messages.iter().zip(chain(messages)) {
        for number in references {
            valid.remove(messages[number].identifier.as_str());
        }
        if kind != "Cancel" {
            valid.insert(&message.identifier, message.of);
        }
    }
    let subjects: BTreeSet<BodyId> = valid.values().copied().collect();
    assert_eq!(subjects.len(), valid.len(), "nothing is valid twice");
    subjects
}

/// What the fold of the channel holds for standing, whatever its window says.
fn standing(made: &Made) -> BTreeSet<BodyId> {
    let knowledge = made.knowledge();
    let channel = channel::at(&made.0, &knowledge, at(1_000_000));
    let mut standing = BTreeSet::new();
    for channel in [channel.clone(), channel.drills()] {
        for notice in channel.notices() {
            use NoticeState::*;
            if !matches!(notice.state, Withdrawn { .. } | Replaced { .. } | Closed { .. }) {
                standing.insert(notice.id());
            }
        }
        standing.extend(
            channel.alerts().iter().filter(|a| matches!(a.state, AlertState::Standing)).map(|alert| alert.statement.id),
        );
    }
    standing
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn who_follows_the_messages_holds_the_same_for_valid_as_the_channel(made in history()) {
        prop_assert_eq!(followed(&of(&made)), standing(&made));
    }

    #[test]
    fn later_statements_only_add_messages_and_the_order_of_arrival_never_matters(made in history(), cut in 0i64..40) {
        let all = of(&made);
        let known = KnownAt(at(cut));
        let early = Made(made.0.iter().filter(|statement| statement.known() <= known).cloned().collect());
        let first = messages(&early.all(), &made.knowledge().registers, ORIGIN);
        prop_assert_eq!(&all[..first.len()], &first[..]);

        let identifiers: BTreeSet<&str> = all.iter().map(|message| message.identifier.as_str()).collect();
        prop_assert_eq!(identifiers.len(), all.len(), "each message has an identifier of its own");
        let turned = Made(made.0.iter().rev().cloned().collect());
        prop_assert_eq!(of(&turned), all);
    }
}

#[test]
fn open_ends_and_years_without_four_digits_are_left_out() {
    let mut made = Made::default();
    let during = Interval::new(Instant::EVER, Instant::NEVER);
    made.say("North", 0, Content::Notice(Notice { during, ..notice() }));
    let during = Interval::new(Instant(-70_000_000_000), Instant::NEVER);
    made.say("North", 1, Content::Notice(Notice { during, ..notice() }));
    let messages = of(&made);
    validate(&messages);
    for message in &messages {
        assert!(!message.xml.contains("<onset>") && !message.xml.contains("<expires>"), "{}", message.xml);
    }
    assert!(
        field(&messages[0], "info/description").contains("When: without a stated beginning, without a stated end.")
    );
}
