//! Calendars: through a strict reader of our own, and through another program's where there is one.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use armistice::exchange::SENTENCE;
use armistice::exchange::ics::calendar;
use proptest::prelude::*;
use record::statement::*;
use record::vocabulary::time::{Instant, Interval};

use crate::common::{Folder, skip};
use crate::made::*;

const ORIGIN: &str = "mission.example/valley";

fn of(made: &Made) -> Option<String> {
    calendar(&made.all(), &made.knowledge(), ORIGIN)
}

/// One component: its properties by name, unescaped where they are texts.
type Component = BTreeMap<String, String>;

/// Reads a calendar as RFC 5545 lays it down, and no other.
fn read(text: &str) -> Vec<Component> {
    assert!(text.ends_with("\r\n"));
    let mut lines: Vec<String> = Vec::new();
    for line in text.strip_suffix("\r\n").unwrap().split("\r\n") {
        assert!(line.len() <= 75, "a line has 75 octets at most: {line}");
        assert!(!line.contains(['\r', '\n']), "lines end with both");
        assert!(line.chars().all(|c| c == '\t' || !c.is_control()), "no control characters");
        match line.strip_prefix(' ') {
            Some(more) => lines.last_mut().expect("something is continued").push_str(more),
            None => lines.push(line.to_owned()),
        }
    }
    let mut lines = lines.iter().map(|line| line.split_once(':').expect("name and value"));
    assert_eq!(lines.next(), Some(("BEGIN", "VCALENDAR")));
    let mut head = Component::new();
    let mut events = Vec::new();
    while let Some((name, value)) = lines.next() {
        match (name, value) {
            ("BEGIN", "VEVENT") => {
                let mut event = Component::new();
                for (name, value) in lines.by_ref().take_while(|line| *line != ("END", "VEVENT")) {
                    assert!(name.bytes().all(|byte| byte.is_ascii_uppercase()), "{name} has no parameters");
                    let texts = ["UID", "SUMMARY", "DESCRIPTION", "LOCATION", "CONTACT"];
                    let value = if texts.contains(&name) { unescaped(value) } else { value.to_owned() };
                    assert_eq!(event.insert(name.to_owned(), value), None, "{name} stands once");
                }
                for needed in ["UID", "DTSTAMP", "DTSTART", "SEQUENCE", "SUMMARY"] {
                    assert!(event.contains_key(needed), "{needed} is there");
                }
                for name in ["DTSTAMP", "DTSTART", "DTEND"] {
                    let Some(value) = event.get(name) else { continue };
                    let stamp = jiff::fmt::strtime::parse("%Y%m%dT%H%M%SZ", value).unwrap().to_datetime().unwrap();
                    assert_eq!(stamp.strftime("%Y%m%dT%H%M%SZ").to_string(), *value);
                }
                assert!(event.get("DTEND").is_none_or(|end| end > &event["DTSTART"]), "it ends after it begins");
                events.push(event);
            }
            ("END", "VCALENDAR") => {
                assert_eq!((head["VERSION"].as_str(), lines.next()), ("2.0", None));
                assert!(head.contains_key("PRODID") && !events.is_empty());
                return events;
            }
            _ => assert_eq!(head.insert(name.to_owned(), value.to_owned()), None),
        }
    }
    panic!("the calendar has no end");
}

fn unescaped(value: &str) -> String {
    let mut text = String::new();
    let mut rest = value.chars();
    while let Some(c) = rest.next() {
        text.push(match c {
            '\\' => match rest.next() {
                Some('n' | 'N') => '\n',
                Some(c @ ('\\' | ';' | ',')) => c,
                other => panic!("`\\{other:?}` is no escape"),
            },
            ';' | ',' => panic!("`{c}` is escaped in a text"),
            c => c,
        });
    }
    text
}

fn find<'e>(events: &'e [Component], id: BodyId, suffix: &str) -> &'e Component {
    let uid = format!("{id}{suffix}@{ORIGIN}");
    events.iter().find(|event| event["UID"] == uid).unwrap_or_else(|| panic!("{uid} is there"))
}

#[test]
fn a_window_and_its_deadlines_are_events() {
    let mut made = Made::default();
    let id = made.say(
        "North",
        0,
        Content::Notice(Notice {
            contact: Some("telephone 1; or radio, Olive".into()),
            expires: Some(at(2 * 3_600)),
            objections_until: Some(at(1_800)),
            words: "A clinic, and a school; both \\ open.\nالعيادة والمدرسة مفتوحتان طوال فترة التهدئة المتفق عليها"
                .into(),
            ..notice()
        }),
    );
    let events = read(&of(&made).unwrap());
    assert_eq!(events.len(), 3);
    let window = find(&events, id, "");
    let expected = [
        ("DTSTAMP", "20300305T100000Z"),
        ("DTSTART", "20300305T110000Z"),
        ("DTEND", "20300305T120000Z"),
        ("SEQUENCE", "0"),
        ("CLASS", "CONFIDENTIAL"),
        ("CATEGORIES", "NOTICE"),
        ("SUMMARY", "notice of a protected site, Mill, North says"),
        ("LOCATION", "Mill, East"),
        ("GEO", "39.1000000;22.5000000"),
        ("CONTACT", "telephone 1; or radio, Olive"),
    ];
    for (name, value) in expected {
        assert_eq!(window[name], value, "{name}");
    }
    assert!(!window.contains_key("STATUS"), "nothing is confirmed");
    assert!(window["DESCRIPTION"].starts_with("A clinic, and a school; both \\ open.\nالعيادة والمدرسة"));
    let objections = find(&events, id, "-objections");
    assert_eq!((objections["DTSTART"].as_str(), objections.get("DTEND")), ("20300305T103000Z", None));
    assert!(objections["DESCRIPTION"].contains("Nothing follows from its passing."));
    assert_eq!(find(&events, id, "-expiry")["DTSTART"], "20300305T120000Z");
    assert!(events.iter().all(|event| event["DESCRIPTION"].contains(SENTENCE)));
}

#[test]
fn what_is_replaced_closed_or_withdrawn_is_cancelled_and_counted_up() {
    let mut made = Made::default();
    let one = made.say("North", 0, Content::Notice(Notice { objections_until: Some(at(60)), ..notice() }));
    let two = made.say("North", 10, Content::Notice(Notice { replaces: Some(one), ..notice() }));
    let drill = made.say("North", 11, Content::Notice(Notice { drill: true, ..notice() }));
    let status = |made: &Made, id, suffix: &str| {
        let events = read(&of(made).unwrap());
        let event = find(&events, id, suffix);
        (event["SEQUENCE"].clone(), event.get("STATUS").cloned().unwrap_or_default(), event["SUMMARY"].clone())
    };
    let line = "notice of a protected site, Mill, North says";
    let is = |sequence: &str, status: &str, summary: String| (sequence.to_owned(), status.to_owned(), summary);
    assert_eq!(status(&made, one, ""), is("1", "CANCELLED", format!("replaced: {line}")));
    let objections = format!("replaced: objections asked for until now: {line}");
    assert_eq!(status(&made, one, "-objections"), is("1", "CANCELLED", objections));
    assert_eq!(status(&made, two, ""), is("0", "", line.into()));
    assert_eq!(status(&made, drill, ""), is("0", "", format!("EXERCISE: {line}")));
    let back = made.withdraw("North", 20, two, "");
    assert_eq!(status(&made, one, ""), is("2", "", line.into()));
    assert_eq!(status(&made, two, ""), is("1", "CANCELLED", format!("withdrawn: {line}")));
    made.withdraw("North", 30, back, "");
    assert_eq!(status(&made, one, "").0, "3");
    made.receipt("North", 40, two, Step::Closed);
    assert_eq!(status(&made, two, ""), is("3", "CANCELLED", format!("over: {line}")));
}

#[test]
fn permissions_and_inquiries_with_a_deadline_are_events_until_they_are_settled() {
    let mut made = Made::default();
    let plan = Convoy {
        name: "Aid 7".into(),
        to: vec!["South".into()],
        trucks: None,
        loads: vec![],
        route: vec!["Mill".into(), "Ford".into()],
        seals: vec![],
        permits_from: vec!["South".into()],
        during: Interval::new(at(0), at(60)),
        drill: false,
        words: String::new(),
    };
    let convoy = made.say("mission", 0, Content::Convoy(plan));
    let leg = |leg| {
        let (to, words) = (vec!["South".into()], "by road".to_owned());
        Content::ConvoyEvent(ConvoyEvent { convoy, to, leg, trucks: None, time: None, place: None, words })
    };
    let ask = |issuer: &str, by| leg(Leg::Asked { issuer: issuer.into(), answer_by: by });
    assert_eq!(of(&made), None, "there is no deadline yet, and an empty calendar is none");
    let asked = made.say("mission", 1, ask("South", Some(at(900))));
    made.say("mission", 1, ask("North", None));
    let step = |stage, due| {
        Content::Inquiry(Inquiry { file: "file 3".into(), to: vec![], stage, due, words: "crater".into() })
    };
    let follow_up = Stage::FollowUp { party: "South".into(), asked: "mend the road".into() };
    let followed = made.say("mission", 2, step(follow_up, Some(at(1_800))));
    let events = read(&of(&made).unwrap());
    assert_eq!(events.len(), 2);
    let event = find(&events, asked, "");
    assert_eq!(event["SUMMARY"], "answer of South needed, permission for a convoy");
    assert_eq!((event["DTSTART"].as_str(), event["SEQUENCE"].as_str()), ("20300305T101500Z", "0"));
    assert!(event["DESCRIPTION"].contains("An answer that does not come is neither yes nor no."));
    let event = find(&events, followed, "");
    assert_eq!(event["SUMMARY"], "follow-up of South due, inquiry file 3");
    assert!(event["DESCRIPTION"].starts_with("crater\nAsked: mend the road"), "{}", event["DESCRIPTION"]);

    // Another's answer settles nothing; the party's own does, until it is taken back.
    made.say("mission", 3, leg(Leg::Refused { issuer: "North".into() }));
    made.say("mission", 3, step(Stage::Done { party: "North".into() }, None));
    let states = |made: &Made| {
        let events = read(&of(made).unwrap());
        let of = |id| {
            let event = find(&events, id, "");
            (
                event["SEQUENCE"].clone(),
                event.get("STATUS").is_some(),
                event["SUMMARY"].split(':').next().unwrap().to_owned(),
            )
        };
        [of(asked), of(followed)]
    };
    assert!(states(&made).iter().all(|(sequence, cancelled, _)| sequence == "0" && !cancelled));
    let granted = made.say("South", 4, leg(Leg::Granted { issuer: "South".into(), conditions: None }));
    made.say("South", 5, step(Stage::Replied { party: "South".into() }, None));
    let settled = ("1".to_owned(), true, "answered".to_owned());
    assert_eq!(states(&made), [settled.clone(), settled]);
    made.withdraw("South", 6, granted, "");
    made.withdraw("mission", 7, followed, "");
    let [open, withdrawn] = states(&made);
    assert_eq!((open.0.as_str(), open.1), ("2", false));
    assert_eq!(withdrawn, ("2".into(), true, "withdrawn".into()));
}

#[test]
fn odd_windows_make_events_all_the_same() {
    let mut made = Made::default();
    let ever = made.say("North", 0, Content::Notice(Notice { during: Interval::ALWAYS, ..notice() }));
    let over = made.say("North", 1, Content::Notice(Notice { expires: Some(at(-1)), ..notice() }));
    let old = Interval::new(Instant(-70_000_000_000), at(0));
    let old = made.say("North", 2, Content::Notice(Notice { during: old, ..notice() }));
    let events = read(&of(&made).unwrap());
    let bounds = |id| {
        let event = find(&events, id, "");
        (event["DTSTART"].clone(), event.get("DTEND").cloned())
    };
    assert_eq!(bounds(ever), ("20300305T100000Z".into(), None));
    assert_eq!(bounds(over), ("20300305T110000Z".into(), None));
    assert_eq!(bounds(old), ("00010101T000000Z".into(), Some("20300305T100000Z".into())));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_history_makes_a_calendar_that_counts_up(made in history(), cut in 0i64..40) {
        let early = Made(made.0.iter().filter(|statement| statement.known().0 <= at(cut)).cloned().collect());
        let Some(text) = of(&made) else { return Ok(()) };
        let events = read(&text);
        let notices = made.0.iter().filter(|s| matches!(s.body.content, Content::Notice(_))).count();
        prop_assert!(events.iter().filter(|event| event["CATEGORIES"].starts_with("NOTICE")).count() <= notices);
        let turned = Made(made.0.iter().rev().cloned().collect());
        prop_assert_eq!(of(&turned), Some(text));
        // Whoever reads the later calendar after the earlier one takes over every change and nothing older.
        let by_uid: BTreeMap<&str, &Component> = events.iter().map(|event| (event["UID"].as_str(), event)).collect();
        prop_assert_eq!(by_uid.len(), events.len());
        for before in of(&early).map(|text| read(&text)).unwrap_or_default() {
            let after = by_uid[before["UID"].as_str()];
            let counted = |event: &Component| event["SEQUENCE"].parse::<u32>().unwrap();
            prop_assert!(counted(&before) < counted(after) || *after == before, "{:?}\n{:?}", before, after);
        }
    }
}

/// What the reader of another program finds: UID, summary, description and begin of each event, as JSON.
const OTHER_READER: &str = r#"
import json, sys
from icalendar import Calendar
found = []
for event in Calendar.from_ical(open(sys.argv[1], "rb").read()).walk("VEVENT"):
    assert not event.errors, event.errors
    begin = event.decoded("DTSTART").strftime("%Y%m%dT%H%M%SZ")
    found.append([str(event["UID"]), str(event["SUMMARY"]), str(event["DESCRIPTION"]), begin, int(event["SEQUENCE"])])
print(json.dumps(found))
"#;

#[test]
fn another_program_reads_the_same() {
    let pythons = ["/usr/bin/python3", "python3"];
    let has = |python: &&&str| {
        Command::new(python).args(["-c", "import icalendar"]).output().is_ok_and(|output| output.status.success())
    };
    let Some(python) = pythons.iter().find(has) else {
        return skip("no Python with the package icalendar: no other program read a calendar");
    };
    let mut made = Made::default();
    for mut notice in samples(60, any_notice()) {
        // A backslash before `n`, `;` or `,` that program takes for a part of their escape; ours reads it in the tests above.
        let plain = |text: &mut String| *text = text.replace('\\', "/");
        plain(&mut notice.words);
        notice.marking.iter_mut().chain(&mut notice.place.names).for_each(plain);
        // Years before 1000 it writes in another form than it reads.
        notice.during = Interval::new(notice.during.from.max(at(-1_000_000)), notice.during.until.max(at(1)));
        made.say("North", 0, Content::Notice(Notice { expires: None, objections_until: None, ..notice }));
    }
    let text = of(&made).unwrap();
    let folder = Folder::new("ics");
    let path = folder.path().join("channel.ics");
    fs::write(&path, &text).unwrap();
    let output = Command::new(python).args(["-c", OTHER_READER]).arg(&path).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: Vec<(String, String, String, String, usize)> = serde_json::from_slice(&output.stdout).unwrap();
    let ours: Vec<_> = read(&text)
        .into_iter()
        .map(|mut event| {
            let mut take = |name: &str| event.remove(name).unwrap();
            let sequence = take("SEQUENCE").parse().unwrap();
            (take("UID"), take("SUMMARY"), take("DESCRIPTION"), take("DTSTART"), sequence)
        })
        .collect();
    assert_eq!(theirs, ours);
}
