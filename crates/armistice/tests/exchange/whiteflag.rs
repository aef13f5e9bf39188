//! Whiteflag: published vectors, and both ways of the mapping.

use armistice::exchange::whiteflag::{
    Answered, Decoded, Encoder, Fault, NoCounterpart, Problem, WhiteflagMessage, decode,
};
use proptest::prelude::*;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::geometry::area_in;
use record::vocabulary::place::{Area, Place};
use record::vocabulary::time::{EventTime, Instant, Interval};
use serde_json::{Value, json};

use crate::made::*;

/// Messages as fields, as text and as sent: the facts of `test/core/message.json` of the Whiteflag JavaScript Library 1.0
/// (WhiteflagProtocol/whiteflag-js), dedicated to the public domain (CC0-1.0).
fn vectors() -> Vec<(Value, &'static str, &'static str)> {
    let header = |duress: &str, code: &str, indicator: &str, to: &str| {
        json!({
            "Prefix": "WF", "Version": "1", "EncryptionIndicator": "0", "DuressIndicator": duress, "MessageCode": code,
            "ReferenceIndicator": indicator, "ReferencedMessage": to,
        })
    };
    let mission = json!({
        "SubjectCode": "80", "DateTime": "2013-08-31T04:29:15Z", "Duration": "P00D00H00M", "ObjectType": "22",
        "ObjectLatitude": "+30.79658", "ObjectLongitude": "-037.82602", "ObjectSizeDim1": "8765", "ObjectSizeDim2": "3210",
        "ObjectOrientation": "042",
    });
    let tested = json!({
        "PseudoMessageCode": "M", "SubjectCode": "80", "DateTime": "2013-08-31T04:29:15Z", "Duration": "P00D00H00M",
        "ObjectType": "22", "ObjectLatitude": "+30.79628", "ObjectLongitude": "-037.81602", "ObjectSizeDim1": "8745",
        "ObjectSizeDim2": "3231", "ObjectOrientation": "047",
    });
    vec![
        (
            json!({
                "MessageHeader": header("0", "A", "0", &"0".repeat(64)),
                "MessageBody": { "VerificationMethod": "1", "VerificationData": "https://organisation.int/whiteflag" },
            }),
            "WF100A000000000000000000000000000000000000000000000000000000000000000001https://organisation.int/whiteflag",
            "5746313020800000000000000000000000000000000000000000000000000000000000000000b43a3a38399d1797b7b933b0b734b9b0ba34b7b71734b73a17bbb434ba32b33630b380",
        ),
        (
            json!({
                "MessageHeader": header("1", "M", "4", "3efb4e0cfa83122b242634254c1920a769d615dfcc4c670bb53eb6f12843c3ae"),
                "MessageBody": mission,
            }),
            "WF101M43efb4e0cfa83122b242634254c1920a769d615dfcc4c670bb53eb6f12843c3ae802013-08-31T04:29:15ZP00D00H00M22+30.79658-037.8260287653210042",
            "57463130a6a1f7da7067d41891592131a12a60c9053b4eb0aefe6263385da9f5b789421e1d7401009841882148a800000114c1e596006f04c050eca6420084",
        ),
        (
            json!({
                "MessageHeader": header("0", "F", "5", "f6c1e1ed8950b137bb9e0edcf21593d62c03a7fb39dacfd554c593f72c8942df"),
                "MessageBody": { "Text": "Whiteflag test message!" },
            }),
            "WF100F5f6c1e1ed8950b137bb9e0edcf21593d62c03a7fb39dacfd554c593f72c8942dfWhiteflag test message!",
            "57463130232fb60f0f6c4a8589bddcf076e790ac9eb1601d3fd9ced67eaaa62c9fb9644a16fabb434ba32b33630b3903a32b9ba1036b2b9b9b0b3b2908",
        ),
        (
            json!({
                "MessageHeader": header("0", "T", "9", "fd124e0cfa83122b242634254c1920a769d615dfcc4c670bb53eb6f12843c399"),
                "MessageBody": tested,
            }),
            "WF100T9fd124e0cfa83122b242634254c1920a769d615dfcc4c670bb53eb6f12843c399M802013-08-31T04:29:15ZP00D00H00M22+30.79628-037.8160287453231047",
            "574631302a4fe8927067d41891592131a12a60c9053b4eb0aefe6263385da9f5b789421e1cca6c01009841882148a800000114c1e58a006f02c050e8a646208e",
        ),
    ]
}

/// The encrypted message of the same file.
const ENCRYPTED: &str = "574631326d7658e7d17479677a0de95076989fcd7825b709349b143f2b17644e5cb2c8ded5c7f18d77447cf9dc2115e0c1c81d717b57fadaeedf27bfef8926448ff666d3d9a65168827c94b393974ebbe6b7f0599e184bfd1ace3569117c23ae17c5640f2f2d";

#[test]
fn the_published_messages_are_written_and_read_as_published() {
    for (fields, text, sent) in vectors() {
        let message = WhiteflagMessage::from_json(&fields).unwrap();
        assert_eq!(message.to_text(), text);
        assert_eq!(message.to_hexadecimal(), sent);
        assert_eq!(WhiteflagMessage::from_text(text), Ok(message.clone()));
        assert_eq!(WhiteflagMessage::from_hexadecimal(sent), Ok(message.clone()));
        assert_eq!(WhiteflagMessage::from_json(&message.to_json()), Ok(message));
    }
    assert_eq!(WhiteflagMessage::from_hexadecimal(ENCRYPTED), Err(Fault::Encrypted));
}

#[test]
fn a_tested_message_is_written_as_the_schema_of_the_standard_has_it() {
    let (fields, ..) = vectors().remove(3);
    let written = WhiteflagMessage::from_json(&fields).unwrap().to_json();
    assert_eq!(written["MessageBody"]["PseudoMessageCode"], "M");
    assert_eq!(written["MessageBody"]["PseudoMessageBody"]["ObjectSizeDim1"], "8745");
    assert_eq!(written["MessageBody"].get("ObjectSizeDim1"), None);
}

#[test]
fn every_cut_and_every_flipped_bit_is_refused_or_is_another_message() {
    for (fields, text, sent) in vectors() {
        let message = WhiteflagMessage::from_json(&fields).unwrap();
        for end in 0..text.len() {
            assert_ne!(WhiteflagMessage::from_text(&text[..end]).as_ref(), Ok(&message), "cut at {end}");
        }
        for end in 0..sent.len() {
            let cut = WhiteflagMessage::from_hexadecimal(&sent[..end]);
            // The last digit of some holds nothing but zeros behind the last bit.
            assert!(cut.as_ref() != Ok(&message) || end == sent.len() - 1 && sent.ends_with('0'), "cut at {end}");
        }
        for at in 0..sent.len() {
            for bit in 0..4 {
                let mut flipped = sent.as_bytes().to_vec();
                let digit = char::from(flipped[at]).to_digit(16).unwrap() ^ 1 << bit;
                flipped[at] = char::from_digit(digit, 16).unwrap() as u8;
                let flipped = String::from_utf8(flipped).unwrap();
                if let Ok(read) = WhiteflagMessage::from_hexadecimal(&flipped) {
                    assert_ne!(read, message, "digit {at}");
                    assert_eq!(read.to_hexadecimal(), flipped, "digit {at}");
                }
            }
        }
    }
}

#[test]
fn requests_have_at_most_eight_kinds_of_objects() {
    let request = |objects: usize| {
        let objects: Vec<Value> =
            (0..objects).map(|n| json!({"ObjectType": "40", "ObjectTypeQuant": format!("0{n}")})).collect();
        json!({
            "MessageHeader": {
                "Prefix": "WF", "Version": "1", "EncryptionIndicator": "0", "DuressIndicator": "0", "MessageCode": "Q",
                "ReferenceIndicator": "0", "ReferencedMessage": "0".repeat(64),
            },
            "MessageBody": {
                "SubjectCode": "20", "DateTime": "2030-03-05T10:00:00Z", "Duration": "P01D00H00M", "ObjectType": "21",
                "ObjectLatitude": "+39.10000", "ObjectLongitude": "+022.50000", "ObjectSizeDim1": "0500",
                "ObjectSizeDim2": "0000", "ObjectOrientation": "000", "requestObjects": objects,
            },
        })
    };
    let most = WhiteflagMessage::from_json(&request(8)).unwrap();
    assert!(
        most.to_text().ends_with("0000000400040014002400340044005400640 07".replace(' ', "").as_str()),
        "{}",
        most.to_text()
    );
    assert_eq!(WhiteflagMessage::from_text(&most.to_text()), Ok(most.clone()));
    assert_eq!(WhiteflagMessage::from_hexadecimal(&most.to_hexadecimal()), Ok(most.clone()));
    assert!(matches!(WhiteflagMessage::from_json(&request(9)), Err(Fault::Form(_))));
    assert!(matches!(WhiteflagMessage::from_text(&format!("{}4009", most.to_text())), Err(Fault::Form(_))));
    let none = WhiteflagMessage::from_json(&request(0)).unwrap();
    assert_eq!(WhiteflagMessage::from_hexadecimal(&none.to_hexadecimal()), Ok(none));
}

// ---- statements as messages ----

fn encoded(made: &Made, id: BodyId) -> Result<WhiteflagMessage, String> {
    let (all, knowledge) = (made.all(), made.knowledge());
    let encoder = Encoder::new(&all, &knowledge.registers);
    let statement = all.iter().find(|statement| statement.id == id).unwrap();
    encoder.encode(statement).map_err(|NoCounterpart(why)| why)
}

fn short(message: &WhiteflagMessage) -> String {
    let test = if message.is_test() { "T:" } else { "" };
    format!("{test}{}{}({})", message.code(), message.field("SubjectCode").unwrap(), message.reference())
}

#[test]
fn a_notice_of_a_site_is_a_protective_sign_field_by_field() {
    let mut made = Made::default();
    let id = made.say("North", 0, Content::Notice(notice()));
    let message = encoded(&made, id).unwrap();
    let text = format!("WF100P0{}002030-03-05T11:00:00ZP00D02H00M21+39.10000+022.5000005000000000", "0".repeat(64));
    assert_eq!(message.to_text(), text);
    let about = &message.to_json()["MetaHeader"]["armistice"];
    assert_eq!(about["statement"], id.to_string());
    assert_eq!((&about["text"], &about["hexadecimal"]), (&json!(text), &json!(message.to_hexadecimal())));
}

#[test]
fn what_follows_refers_to_the_first_message_of_its_line() {
    let mut made = Made::default();
    let one = made.say("North", 0, Content::Notice(notice()));
    let two = made.say("North", 1, Content::Notice(Notice { replaces: Some(one), ..notice() }));
    let three = made.say("North", 2, Content::Notice(Notice { replaces: Some(two), ..notice() }));
    let seen = made.receipt("South", 3, three, Step::Seen { officer: "Major A".into() });
    let objects = made.receipt("South", 4, three, Step::Objects);
    let warned = made.say("North", 5, Content::Alert(Alert { on: Some(three), ..alert(AlertKind::Warning) }));
    let closed = made.receipt("North", 6, three, Step::Closed);
    let withdrawn = made.withdraw("North", 7, three, "");
    let is = |id, words: &str, refers: BodyId| {
        let message = encoded(&made, id).unwrap();
        assert_eq!((short(&message), message.referenced().to_owned()), (words.to_owned(), refers.to_string()));
        message
    };
    is(two, "P00(2)", one);
    is(three, "P00(2)", one);
    is(seen, "P00(7)", three);
    is(objects, "P00(9)", three);
    is(warned, "D00(5)", one);
    let closed = is(closed, "P00(4)", one);
    assert_eq!(
        closed.field("ObjectLatitude"),
        encoded(&made, one).unwrap().field("ObjectLatitude"),
        "it repeats the first"
    );
    is(withdrawn, "P00(1)", three);
}

#[test]
fn a_halt_asks_to_cease_fire_and_a_drill_is_a_test() {
    let mut made = Made::default();
    let halt = made.say("North", 0, Content::Alert(alert(AlertKind::Halt)));
    let halted = made.receipt("South", 1, halt, Step::Halted { time: EventTime::at(at(1)) });
    let lifted = made.receipt("North", 2, halt, Step::Closed);
    let movement = Notice { what: Notified::HumanitarianMovement, drill: true, ..notice() };
    let drill = made.say("North", 3, Content::Notice(movement));
    let planned = made.say("North", 4, Content::Notice(Notice { what: Notified::PlannedActivity, ..notice() }));
    let all: Vec<String> =
        [halt, halted, lifted, drill, planned].map(|id| short(&encoded(&made, id).unwrap())).to_vec();
    assert_eq!(all, ["Q10(0)", "Q10(8)", "Q10(4)", "T:M10(0)", "M00(0)"]);
    assert_eq!(encoded(&made, halt).unwrap().field("DateTime"), Some("2030-03-05T10:00:00Z"));
}

#[test]
fn what_has_no_counterpart_is_said_to_have_none() {
    let mut made = Made::default();
    let site = made.say("North", 0, Content::Notice(notice()));
    let warning = made.say("North", 0, Content::Alert(alert(AlertKind::Warning)));
    let halt = made.say("North", 0, Content::Alert(alert(AlertKind::Halt)));
    let mission = made.say("North", 1, Content::Notice(Notice { what: Notified::HumanitarianMovement, ..notice() }));
    let with = |change: fn(&mut Notice)| {
        let mut notice = notice();
        change(&mut notice);
        Content::Notice(notice)
    };
    let disc = |radius_mm| Some(Area::Disc { centre: point(391_000_000, 225_000_000), radius_mm });
    let cases: Vec<(BodyId, &str)> = vec![
        (made.say("North", 2, with(|n| n.what = Notified::RepairWindow)), "cannot say that there will be quiet"),
        (made.say("North", 2, with(|n| n.what = Notified::LocalSilence)), "cannot say that there will be quiet"),
        (made.say("North", 2, with(|n| n.place.area = None)), "no position"),
        (made.say("North", 2, with(|n| n.during.from = Instant::EVER)), "no stated beginning"),
        (made.say("North", 2, with(|n| n.expires = Some(at(0)))), "before its window begins"),
        (made.say("North", 2, with(|n| n.during.until = n.during.from.plus(8_639_940 + 1))), "longer than 99 days"),
        (
            made.say(
                "North",
                2,
                Content::Notice(Notice { place: Place { names: vec![], area: disc(9_999_001) }, ..notice() }),
            ),
            "10000 m far",
        ),
        (made.receipt("South", 3, site, Step::NoObjection), "would be consent"),
        (made.receipt("South", 3, site, Step::Passed { unit: "Brigade 4".into() }), "to whom a message was passed"),
        (made.receipt("South", 3, site, Step::Held { unit: "Brigade 4".into() }), "to whom a message was passed"),
        (
            made.receipt("South", 3, site, Step::ReadBack { officer: "A".into(), place: mill(), marks: vec![] }),
            "read-back",
        ),
        (made.receipt("South", 3, halt, Step::Continues), "why it goes on"),
        (made.receipt("South", 3, warning, Step::Halted { time: EventTime::at(at(0)) }), "nothing to comply with"),
        (made.receipt("South", 3, mission, Step::Objects), "a mission is not rejected"),
        (made.receipt("South", 3, site, Step::Closed), "only its speaker"),
        (made.receipt("North", 3, site, Step::Seen { officer: "B".into() }), "by others than its sender"),
        (made.withdraw("South", 4, site, ""), "only its speaker"),
        (made.say("North", 5, Content::Notice(Notice { replaces: Some(mission), ..notice() })), "of another"),
        (made.say("North", 6, Content::BatchUndone(site)), "no sign or signal"),
    ];
    for (id, why) in cases {
        let said = encoded(&made, id).expect_err(why);
        assert!(said.contains(why), "{said}\n{why}");
    }
    // At the limits there is one.
    let longest = with(|n| n.during.until = n.during.from.plus(8_639_940));
    let longest = made.say("North", 7, longest);
    assert_eq!(encoded(&made, longest).unwrap().field("Duration"), Some("P99D23H59M"));
    let widest = Notice { place: Place { names: vec![], area: disc(9_998_001) }, ..notice() };
    let widest = made.say("North", 7, Content::Notice(widest));
    assert_eq!(encoded(&made, widest).unwrap().field("ObjectSizeDim1"), Some("9999"));
}

// ---- and back ----

fn nothing_known(_: &str) -> Option<Answered> {
    None
}

fn back(message: &WhiteflagMessage) -> Result<Decoded, Problem> {
    decode(message, &["South".to_owned()], &nothing_known)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_notice_comes_back_no_smaller(said in any_notice()) {
        let mut made = Made::default();
        let id = made.say("North", 0, Content::Notice(said.clone()));
        let Ok(message) = encoded(&made, id) else { return Ok(()) };
        for read in [
            WhiteflagMessage::from_text(&message.to_text()).unwrap(),
            WhiteflagMessage::from_hexadecimal(&message.to_hexadecimal()).unwrap(),
        ] {
            prop_assert_eq!(read.to_text(), message.to_text());
            let Ok(Decoded { content: Content::Notice(found), .. }) = back(&read) else {
                // Where distances cannot be judged nothing is taken in.
                let Some(Area::Disc { centre, radius_mm }) = said.place.area else { panic!("{:?}", back(&read)) };
                let reaches = radius_mm / 100_000 + 1_800_000_000 - u64::from(centre.lon_e7.unsigned_abs()) ;
                prop_assert!(centre.lat_e7.unsigned_abs() > 699_999_000 || reaches < 1_900_000_000, "{:?}", back(&read));
                continue;
            };
            prop_assert_eq!((found.what, found.drill, &found.to), (said.what, said.drill, &vec!["South".to_owned()]));
            prop_assert_eq!(found.during.from, said.during.from);
            let until = said.expires.map_or(said.during.until, |at| at.min(said.during.until));
            prop_assert!(until <= found.during.until && found.during.until.0 - until.0 < 60 || until == Instant::NEVER);
            match (&said.place.area, found.place.area) {
                (Some(Area::Disc { centre, radius_mm: 0 }), Some(Area::Disc { centre: found, radius_mm: 0 })) => {
                    prop_assert!(found.lat_e7.abs_diff(centre.lat_e7) <= 50 && found.lon_e7.abs_diff(centre.lon_e7) <= 50);
                }
                (Some(disc @ Area::Disc { centre, .. }), Some(found)) if centre.lat_e7.abs() < 690_000_000 => {
                    prop_assert_eq!(area_in(disc, &found), Kleene::Must);
                }
                _ => {}
            }
        }
    }
}

/// A message of one sign or signal around Mill.
fn sign(code: &str, subject: &str) -> Value {
    json!({
        "MetaHeader": {
            "originatorAddress": "account-7", "transactionHash": format!("0x{}", "Ab".repeat(32)),
            "transactionTime": "2030-03-05T09:59:00Z",
        },
        "MessageHeader": {
            "Prefix": "WF", "Version": "1", "EncryptionIndicator": "0", "DuressIndicator": "0", "MessageCode": code,
            "ReferenceIndicator": "0", "ReferencedMessage": "0".repeat(64),
        },
        "MessageBody": {
            "SubjectCode": subject, "DateTime": "2030-03-05T10:00:00Z", "Duration": "P00D00H00M", "ObjectType": "21",
            "ObjectLatitude": "+39.10000", "ObjectLongitude": "+022.50000", "ObjectSizeDim1": "0500", "ObjectSizeDim2": "0000",
            "ObjectOrientation": "000",
        },
    })
}

fn changed(mut message: Value, changes: &[(&str, &str)]) -> WhiteflagMessage {
    for (path, value) in changes {
        *message.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = json!(value);
    }
    WhiteflagMessage::from_json(&message).unwrap()
}

#[test]
fn signs_and_signals_become_what_they_say() {
    let Decoded { content: Content::Notice(site), said, cited } = back(&changed(sign("P", "12"), &[])).unwrap() else {
        panic!("a notice");
    };
    assert_eq!((said, cited), (Some(at(-60)), Some(format!("Whiteflag message {}", "ab".repeat(32)))));
    assert_eq!((site.what, site.marking.as_deref()), (Notified::ProtectedSite, Some("red crescent")));
    assert_eq!(site.during, Interval::new(at(0), Instant::NEVER));
    assert_eq!(site.place, Place { names: vec![], area: mill().area });
    assert_eq!(site.words, "red crescent (Whiteflag P12), circular area, 500 m.");
    assert!(!site.may_be_told, "that is its speaker's to agree");

    let Content::Notice(mission) = back(&changed(sign("M", "2c"), &[])).unwrap().content else { panic!("a notice") };
    assert_eq!(mission.what, Notified::HumanitarianMovement);
    let Content::Alert(mines) =
        back(&changed(sign("D", "21"), &[("/MessageBody/Duration", "P01D00H00M")])).unwrap().content
    else {
        panic!("a warning");
    };
    assert_eq!((mines.kind, mines.endangered.len(), mines.since), (AlertKind::Warning, 0, None));
    let words = "mine field (Whiteflag D21), circular area, 500 m. From 2030-03-05T10:00:00Z until before 2030-03-06T10:00:00Z.";
    assert_eq!(mines.words, words);
    let Content::Alert(halt) = back(&changed(sign("Q", "10"), &[])).unwrap().content else { panic!("a halt") };
    assert_eq!(halt.kind, AlertKind::Halt);
}

#[test]
fn a_rectangle_and_a_triangle_are_held_by_a_disc() {
    for (kind, holds_mm) in [("22", 2_500_000), ("32", 2_500_000), ("23", 2_666_666), ("30", 0)] {
        let (long, short) = if kind == "30" { ("0000", "0000") } else { ("4000", "3000") };
        let message = changed(
            sign("P", "00"),
            &[
                ("/MessageBody/ObjectType", kind),
                ("/MessageBody/ObjectSizeDim1", long),
                ("/MessageBody/ObjectSizeDim2", short),
            ],
        );
        let Content::Notice(site) = back(&message).unwrap().content else { panic!("a notice") };
        let Some(Area::Disc { radius_mm, .. }) = site.place.area else { panic!("a disc") };
        assert!((holds_mm..holds_mm + 10).contains(&radius_mm), "{kind}: {radius_mm}");
        assert_eq!(site.words.contains("4000 m by 3000 m, orientation 000"), kind != "30", "{}", site.words);
    }
}

#[test]
fn what_says_nothing_here_is_refused_with_the_reason() {
    let refused =
        |code: &str, subject: &str, changes: &[(&str, &str)]| match back(&changed(sign(code, subject), changes)) {
            Err(Problem::NoCounterpart(why)) => why,
            other => panic!("{code}{subject}: {other:?}"),
        };
    let body = |field: &str| format!("/MessageBody/{field}");
    for (code, subject, why) in [
        ("P", "02", "asks to talk or to surrender"),
        ("P", "70", "no meaning in version 1"),
        ("D", "F0", "no meaning in version 1"),
        ("Q", "20", "access request"),
        ("E", "11", "call for help"),
        ("S", "22", "is a report"),
        ("I", "51", "marked"),
    ] {
        assert!(refused(code, subject, &[]).contains(why), "{code}{subject}");
    }
    for (field, value, why) in [
        ("DateTime", "2030-02-30T10:00:00Z", "no such instant"),
        ("Duration", "P00D24H00M", "hours go to 23"),
        ("ObjectType", "29", "no meaning"),
        ("ObjectSizeDim1", "0000", "has sizes"),
        ("ObjectLatitude", "+91.00000", "no place on earth"),
        ("ObjectLatitude", "+70.00001", "70 degrees"),
        ("ObjectLongitude", "+180.00000", "antimeridian"),
    ] {
        let found = refused("P", "00", &[(&body(field), value)]);
        assert!(found.contains(why), "{found}");
    }
    let nowhere = [(body("ObjectLatitude"), "+99.99999"), (body("ObjectLongitude"), "+999.99999")];
    let nowhere: Vec<(&str, &str)> = nowhere.iter().map(|(path, value)| (path.as_str(), *value)).collect();
    assert_eq!(refused("M", "10", &nowhere), "it states no position");
    let bounded = refused("Q", "10", &[(&body("Duration"), "P03D00H00M")]);
    assert!(bounded.contains("agreed between people"), "{bounded}");
    for (indicator, why) in [("3", "whole"), ("6", "is a report"), ("8", "will comply"), ("a", "no meaning")] {
        assert!(refused("P", "00", &[("/MessageHeader/ReferenceIndicator", indicator)]).contains(why));
    }
    let forced = changed(sign("P", "00"), &[("/MessageHeader/DuressIndicator", "1")]);
    assert_eq!(back(&forced), Err(Problem::Duress));
}

#[test]
fn answers_find_what_they_are_about_by_transaction_or_id() {
    let (site, danger) = (BodyId([1; 32]), BodyId([2; 32]));
    let known = |key: &str| match key {
        key if key == "ab".repeat(32) => Some(Answered { id: site, notice: true, drill: false }),
        key if key == danger.to_string() => Some(Answered { id: danger, notice: false, drill: false }),
        _ => None,
    };
    let answer = |code: &str, indicator: &str, to: &str| {
        let message = changed(
            sign(code, if code == "Q" { "10" } else { "00" }),
            &[("/MessageHeader/ReferenceIndicator", indicator), ("/MessageHeader/ReferencedMessage", to)],
        );
        decode(&message, &["South".to_owned()], &known).map(|decoded| decoded.content)
    };
    let sent = "AB".repeat(32);
    let Ok(Content::Notice(update)) = answer("P", "2", &sent) else { panic!("an update") };
    assert_eq!(update.replaces, Some(site));
    let Ok(Content::Alert(related)) = answer("D", "5", &sent) else { panic!("a warning") };
    assert_eq!(related.on, Some(site));
    let Ok(Content::Reply(Reply { to, stance: Stance::Withdraws, .. })) = answer("P", "1", &sent) else {
        panic!("a recall")
    };
    assert_eq!(to, site);
    for (indicator, step) in
        [("4", Step::Closed), ("7", Step::Delivered { system: "account-7".into() }), ("9", Step::Objects)]
    {
        let Ok(Content::Receipt(receipt)) = answer("D", indicator, &danger.to_string()) else { panic!("a receipt") };
        assert_eq!((receipt.of, receipt.step), (danger, step));
    }
    assert!(matches!(answer("D", "2", &danger.to_string()), Err(Problem::NoCounterpart(_))), "alerts are not updated");
    assert!(matches!(answer("D", "2", &sent), Err(Problem::NoCounterpart(_))), "nor a notice by an alert");
    let elsewhere = "cd".repeat(32);
    for indicator in ["1", "2", "4", "7", "9"] {
        assert_eq!(answer("P", indicator, &elsewhere), Err(Problem::NotOnRecord(elsewhere.clone())));
    }
    // A sign that relates to something unknown still says what it says, and that it relates to it.
    let Ok(Content::Alert(related)) = answer("D", "5", &elsewhere) else { panic!("a warning") };
    assert_eq!(related.on, None);
    assert!(related.words.contains(&format!("Relates to message {elsewhere}.")));
}

#[test]
fn a_test_answers_nothing_but_an_exercise() {
    let id = BodyId([1; 32]);
    for drill in [false, true] {
        let known = |_: &str| Some(Answered { id, notice: true, drill });
        for indicator in ["1", "4", "7", "9"] {
            let mut test = sign("T", "12");
            test["MessageBody"]["PseudoMessageCode"] = json!("P");
            let changes = [("/MessageHeader/ReferenceIndicator", indicator)];
            let decoded = decode(&changed(test, &changes), &["South".to_owned()], &known);
            assert_eq!(decoded.is_ok(), drill, "{indicator}: {decoded:?}");
        }
    }
}
