//! Bodies of the channel between the parties: every kind, every alternative, and where their numbers end.
//!
//! Not here: their frozen bytes, which `wire.rs` holds with those of the other kinds.

use record::limits;
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::counts::Measure;
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};
use record::wire;

const DURING: Interval = Interval { from: Instant(1_898_920_800), until: Instant(1_898_928_000) };

/// Every kind with every field stated, with none that need not be, and with each alternative.
pub fn bodies() -> Vec<(&'static str, Body)> {
    [notices(), receipts(), answering(), convoys(), access_and_inquiries()].concat()
}

/// Bodies with one thing past its range, and the code that says so.
pub fn out_of_range() -> Vec<(&'static str, &'static str, Body)> {
    let of = |content: Content| said("North", content);
    let receipt = |distance_mm, bearing_deg| {
        let marks = vec![Mark { from: name("Mill"), distance_mm, bearing_deg }];
        of(receipt(Step::ReadBack { officer: name("Major A"), place: mill(), marks }))
    };
    let rungs = |after_s: u64, times: usize| of(ladder_of(after_s, times));
    vec![
        ("heights-upside-down", "R0123", of(Content::Notice(Notice { heights: heights(301, 300), ..bare_notice() }))),
        ("window-of-nothing", "R0119", of(Content::Notice(Notice { during: span(7, 7), ..bare_notice() }))),
        ("window-backwards", "R0119", of(Content::Notice(Notice { during: span(8, 7), ..bare_notice() }))),
        ("notice-to-nobody", "R0115", of(Content::Notice(Notice { to: vec![], ..bare_notice() }))),
        ("bearing-360", "R0119", receipt(0, 360)),
        ("mark-too-far", "R0119", receipt(limits::RADIUS_MM + 1, 0)),
        ("rung-0", "R0119", of(escalation(0))),
        ("rung-at-once", "R0119", rungs(0, 1)),
        ("rung-after-more-than-a-week", "R0119", rungs(limits::RUNG_S + 1, 1)),
        ("ladder-too-long", "R0203", rungs(60, limits::LADDER_RUNGS + 1)),
        ("ladder-of-nothing", "R0115", rungs(60, 0)),
        ("call-ended-before-it-began", "R0121", of(Content::Call(Call { ended: Some(Instant(6)), ..bare_call(7) }))),
        (
            "trucks-least-above-most",
            "R0123",
            of(Content::Convoy(Convoy { trucks: amount(9, Some(8)), ..bare_convoy() })),
        ),
        ("convoy-without-a-way", "R0115", of(Content::Convoy(Convoy { route: vec![], ..bare_convoy() }))),
        ("nothing-missing", "R0115", of(inquiry(Stage::Insufficient { missing: vec![] }))),
        ("area-question-nowhere", "R0122", {
            let place = Place { names: vec![], area: None };
            of(Content::AreaQuestion(AreaQuestion { purpose: "repair".into(), place, during: DURING }))
        }),
    ]
}

#[test]
fn numbers_of_the_channel_may_reach_the_ends_of_their_range() {
    let receipt = |distance_mm, bearing_deg| {
        let marks = vec![Mark { from: name("Mill"), distance_mm, bearing_deg }];
        receipt(Step::ReadBack { officer: name("Major A"), place: mill(), marks })
    };
    let contents = [
        Content::Notice(Notice { heights: heights(0, 0), ..bare_notice() }),
        Content::Notice(Notice { heights: heights(u64::MAX, u64::MAX), ..bare_notice() }),
        Content::Notice(Notice { during: span(7, 8), ..bare_notice() }),
        Content::Notice(Notice { during: Interval::ALWAYS, ..bare_notice() }),
        receipt(0, 0),
        receipt(limits::RADIUS_MM, 359),
        escalation(1),
        escalation(u64::MAX),
        ladder_of(1, 1),
        ladder_of(limits::RUNG_S, limits::LADDER_RUNGS),
        Content::Call(Call { ended: Some(Instant(7)), ..bare_call(7) }),
        Content::Convoy(Convoy { trucks: amount(8, Some(8)), ..bare_convoy() }),
        Content::Convoy(Convoy { trucks: amount(u64::MAX, None), ..bare_convoy() }),
        Content::Duty(Duty { rank: u64::MAX, during: span(7, 7), ..bare_duty() }),
    ];
    for content in contents {
        let body = said("North", content);
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
    }
}

#[test]
fn one_past_a_range_of_the_channel_has_no_bytes() {
    for (name, code, body) in out_of_range() {
        assert_eq!(wire::encode(&body).map_err(|error| error.code()), Err(code), "{name}");
    }
}

fn said(author: &str, content: Content) -> Body {
    Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }
}
fn id(byte: u8) -> BodyId {
    BodyId([byte; 32])
}
fn name(text: &str) -> Name {
    text.to_owned()
}
fn names(list: &[&str]) -> Vec<Name> {
    list.iter().copied().map(name).collect()
}
fn span(from: i64, until: i64) -> Interval {
    Interval::new(Instant(from), Instant(until))
}
fn mill() -> Place {
    Place { names: names(&["Mill"]), area: None }
}
fn cross() -> Place {
    let centre = Point { lon_e7: 225_000_000, lat_e7: 391_000_000 };
    Place { names: names(&["Mill", "East"]), area: Some(Area::Disc { centre, radius_mm: 60_000 }) }
}
fn since() -> EventTime {
    EventTime { began: span(1_898_920_800, 1_898_921_400), ended: None, precision: Precision::Stated("at ten".into()) }
}
fn heights(from_m: u64, to_m: u64) -> Option<Heights> {
    Some(Heights { from_m, to_m })
}
fn amount(least: u64, most: Option<u64>) -> Option<Amount> {
    Some(Amount { least, most })
}

// ---- notices and what comes back ----

fn bare_notice() -> Notice {
    Notice {
        what: Notified::PlannedActivity,
        to: names(&["South"]),
        place: mill(),
        during: DURING,
        heights: None,
        marking: None,
        seen_at_night: None,
        contact: None,
        expires: None,
        objections_until: None,
        replaces: None,
        may_be_told: false,
        drill: false,
        words: String::new(),
    }
}
fn notices() -> Vec<(&'static str, Body)> {
    let full = Notice {
        what: Notified::ProtectedSite,
        to: names(&["South", "North"]),
        place: cross(),
        heights: heights(0, 300),
        marking: Some("white cross".into()),
        seen_at_night: Some(true),
        contact: Some("channel 7".into()),
        expires: Some(Instant(1_898_926_000)),
        objections_until: Some(Instant(1_898_910_000)),
        replaces: Some(id(1)),
        may_be_told: true,
        drill: true,
        words: "a hospital".into(),
        ..bare_notice()
    };
    let notice =
        |what, seen_at_night| said("mission", Content::Notice(Notice { what, seen_at_night, ..bare_notice() }));
    vec![
        ("notice-protected-site-full", said("relief body", Content::Notice(full))),
        ("notice-humanitarian-movement", notice(Notified::HumanitarianMovement, Some(false))),
        ("notice-planned-activity", notice(Notified::PlannedActivity, None)),
        ("notice-repair-window", notice(Notified::RepairWindow, None)),
        ("notice-local-silence", notice(Notified::LocalSilence, None)),
    ]
}

fn receipt(step: Step) -> Content {
    Content::Receipt(Receipt { of: id(1), to: names(&["North"]), step, words: String::new() })
}
fn receipts() -> Vec<(&'static str, Body)> {
    let officer = || name("Major A");
    let unit = || name("Brigade 4");
    let marks = vec![
        Mark { from: name("Mill"), distance_mm: 9_000_000, bearing_deg: 120 },
        Mark { from: name("East"), distance_mm: 0, bearing_deg: 359 },
    ];
    let worded = |step, words: &str| {
        let to = names(&["North", "mission"]);
        Content::Receipt(Receipt { of: id(1), to, step, words: words.into() })
    };
    let contents = vec![
        ("receipt-delivered", receipt(Step::Delivered { system: name("south-desk") })),
        ("receipt-seen", receipt(Step::Seen { officer: officer() })),
        ("receipt-read-back", receipt(Step::ReadBack { officer: officer(), place: cross(), marks })),
        ("receipt-read-back-bare", receipt(Step::ReadBack { officer: officer(), place: mill(), marks: vec![] })),
        ("receipt-passed", receipt(Step::Passed { unit: unit() })),
        ("receipt-held", receipt(Step::Held { unit: unit() })),
        ("receipt-understood", receipt(Step::Understood { officer: officer() })),
        ("receipt-no-objection", receipt(Step::NoObjection)),
        ("receipt-objects", worded(Step::Objects, "too near")),
        ("receipt-halted", receipt(Step::Halted { time: since() })),
        ("receipt-continues", worded(Step::Continues, "not ours")),
        ("receipt-closed", receipt(Step::Closed)),
    ];
    contents.into_iter().map(|(name, content)| (name, said("South", content))).collect()
}

// ---- warnings, halts, and who answers ----

fn escalation(rung: u64) -> Content {
    let to = names(&["South", "G1"]);
    Content::Escalation(Escalation { of: id(1), silent: name("North"), rung, to, due: Instant(1_898_920_860) })
}
/// A ladder of so many rungs, each after so many seconds.
pub fn ladder_of(after_s: u64, times: usize) -> Content {
    let rung = Rung { after_s, by: RungKind::NextOfficer, whom: vec![] };
    Content::Ladder(Ladder { party: name("North"), rungs: vec![rung; times] })
}
fn bare_duty() -> Duty {
    Duty {
        officer: name("Major A"),
        party: name("North"),
        to: vec![],
        rank: 1,
        reach: vec![],
        languages: vec![],
        during: Interval::ALWAYS,
    }
}
fn bare_call(began: i64) -> Call {
    Call {
        same_as: None,
        to: vec![],
        about: vec![],
        caller: name("North"),
        called: name("South"),
        began: Instant(began),
        ended: None,
        spoke: vec![],
        numbers: vec![],
        language: None,
        interpreter: None,
        words: String::new(),
    }
}
fn answering() -> Vec<(&'static str, Body)> {
    let bare_alert = Alert {
        kind: AlertKind::Halt,
        to: names(&["North"]),
        on: None,
        place: None,
        endangered: vec![],
        since: None,
        drill: false,
        words: String::new(),
    };
    let alert = Alert {
        kind: AlertKind::Warning,
        to: names(&["North", "mission"]),
        on: Some(id(1)),
        place: Some(cross()),
        endangered: names(&["civilians", "aid"]),
        since: Some(since()),
        drill: true,
        words: "children cross here".into(),
    };
    let rung = |after_s, by, whom: &[&str]| Rung { after_s, by, whom: names(whom) };
    let rungs = vec![
        rung(60, RungKind::NextOfficer, &[]),
        rung(180, RungKind::OtherChannel, &["satellite telephone"]),
        rung(300, RungKind::OtherSide, &["South"]),
        rung(600, RungKind::Guarantors, &["G1", "G2"]),
    ];
    let duty = Duty {
        to: names(&["South"]),
        rank: 2,
        reach: vec!["telephone 1".into(), "radio, call sign Olive".into()],
        languages: vec!["ar".into(), "en".into()],
        during: DURING,
        ..bare_duty()
    };
    let handover = |open, words: &str| {
        Content::Handover(Handover {
            watch: name("North desk"),
            from: name("Major A"),
            to: name("Major B"),
            at: Instant(1_898_920_800),
            open,
            words: words.into(),
        })
    };
    let call = Call {
        same_as: Some(id(2)),
        to: names(&["South"]),
        about: vec![id(1), id(3)],
        ended: Some(Instant(1_898_921_040)),
        spoke: names(&["Major A", "Captain B"]),
        numbers: vec!["telephone 1".into()],
        language: Some("ar".into()),
        interpreter: Some(name("Mr C")),
        words: "they will look".into(),
        ..bare_call(1_898_920_800)
    };
    vec![
        ("alert-warning-full", said("South", Content::Alert(alert))),
        ("alert-halt-bare", said("South", Content::Alert(bare_alert))),
        ("escalation", said("mission", escalation(2))),
        ("ladder", said("mission", Content::Ladder(Ladder { party: name("North"), rungs }))),
        ("duty-full", said("North", Content::Duty(duty))),
        ("duty-bare", said("North", Content::Duty(bare_duty()))),
        ("handover-full", said("North", handover(vec![id(1), id(2)], "quiet since noon"))),
        ("handover-bare", said("North", handover(vec![], ""))),
        ("call-full", said("North", Content::Call(call))),
        ("call-bare", said("North", Content::Call(bare_call(1_898_920_800)))),
    ]
}

// ---- convoys ----

fn bare_convoy() -> Convoy {
    Convoy {
        name: name("Aid 7"),
        to: vec![],
        trucks: None,
        loads: vec![],
        route: names(&["Mill"]),
        seals: vec![],
        permits_from: vec![],
        during: DURING,
        drill: false,
        words: String::new(),
    }
}
fn convoys() -> Vec<(&'static str, Body)> {
    let full = Convoy {
        to: names(&["North", "South"]),
        trucks: amount(10, Some(12)),
        loads: vec![Measure { name: name("flour"), least: 200, most: None, unit: "tonnes".into() }],
        route: names(&["Depot", "Mill", "Hospital"]),
        seals: vec!["S-1".into(), "S-2".into()],
        permits_from: names(&["North", "South"]),
        drill: true,
        words: "as agreed".into(),
        ..bare_convoy()
    };
    let bare_event = |leg| ConvoyEvent {
        convoy: id(1),
        to: vec![],
        leg,
        trucks: None,
        time: None,
        place: None,
        words: String::new(),
    };
    let event = |leg| said("relief body", Content::ConvoyEvent(bare_event(leg)));
    let full_event = ConvoyEvent {
        to: names(&["North"]),
        trucks: amount(11, None),
        time: Some(since()),
        place: Some(cross()),
        words: "late".into(),
        ..bare_event(Leg::Departed)
    };
    let north = || name("North");
    let answer_by = Some(Instant(1_898_900_000));
    vec![
        ("convoy-full", said("relief body", Content::Convoy(full))),
        ("convoy-bare", said("relief body", Content::Convoy(bare_convoy()))),
        ("convoy-asked", event(Leg::Asked { issuer: north(), answer_by })),
        ("convoy-asked-bare", event(Leg::Asked { issuer: north(), answer_by: None })),
        ("convoy-granted", event(Leg::Granted { issuer: north(), conditions: Some("by daylight".into()) })),
        ("convoy-granted-bare", event(Leg::Granted { issuer: north(), conditions: None })),
        ("convoy-refused", event(Leg::Refused { issuer: north() })),
        ("convoy-departed", event(Leg::Departed)),
        ("convoy-departed-full", said("relief body", Content::ConvoyEvent(full_event))),
        ("convoy-passed", event(Leg::Passed { checkpoint: name("Mill") })),
        ("convoy-seal-whole", event(Leg::SealChecked { seal: "S-1".into(), whole: true })),
        ("convoy-seal-not-whole", event(Leg::SealChecked { seal: "S-2".into(), whole: false })),
        ("convoy-held", event(Leg::Held { cause: "road blocked".into(), by: Some(name("armed group")) })),
        ("convoy-held-bare", event(Leg::Held { cause: "permits missing".into(), by: None })),
        ("convoy-went-on", event(Leg::WentOn)),
        ("convoy-turned-back", event(Leg::TurnedBack)),
        ("convoy-arrived", event(Leg::Arrived { delivered: amount(10, Some(10)), accepted: amount(8, Some(9)) })),
        ("convoy-arrived-bare", event(Leg::Arrived { delivered: None, accepted: None })),
    ]
}

// ---- the monitors' own way, and inquiries ----

fn inquiry(stage: Stage) -> Content {
    Content::Inquiry(Inquiry { file: name("file 7"), to: vec![], stage, due: None, words: String::new() })
}
fn access_and_inquiries() -> Vec<(&'static str, Body)> {
    let access = |step, of, cause: Option<&str>, words: &str| {
        let access = Access {
            of,
            step,
            watcher: name("patrol-2"),
            party: name("North"),
            zone: name("East"),
            during: DURING,
            cause: cause.map(str::to_owned),
            words: words.into(),
        };
        said("patrol-2", Content::Access(access))
    };
    let asked = Content::Inquiry(Inquiry {
        file: name("file 7"),
        to: names(&["South"]),
        stage: Stage::Asked { party: name("South") },
        due: Some(Instant(1_899_000_000)),
        words: "the duty log".into(),
    });
    let south = || name("South");
    let stages = vec![
        ("inquiry-alleged-of", Stage::Alleged { on: OnIncident::Of(id(1)) }),
        ("inquiry-alleged-event", Stage::Alleged { on: OnIncident::Event("feed:12".into()) }),
        ("inquiry-insufficient", Stage::Insufficient { missing: vec!["where".into(), "when".into()] }),
        ("inquiry-out-of-scope", Stage::OutOfScope),
        ("inquiry-duplicate", Stage::Duplicate { of: name("file 3") }),
        ("inquiry-opened", Stage::Opened { body: name("board") }),
        ("inquiry-asked", Stage::Asked { party: south() }),
        ("inquiry-answered", Stage::Answered { party: south() }),
        ("inquiry-refused", Stage::Refused { party: south() }),
        ("inquiry-found", Stage::Found { finding: id(1) }),
        ("inquiry-comments-open", Stage::CommentsOpen),
        ("inquiry-comment", Stage::Comment { party: south() }),
        ("inquiry-ruled", Stage::Ruled { class: name("no incident") }),
        ("inquiry-adopted", Stage::Adopted { body: name("joint commission") }),
        ("inquiry-published", Stage::Published),
        ("inquiry-withheld-until", Stage::Withheld { until: Some(Instant(1_899_000_000)) }),
        ("inquiry-withheld", Stage::Withheld { until: None }),
        ("inquiry-follow-up", Stage::FollowUp { party: south(), asked: "move the post".into() }),
        ("inquiry-replied", Stage::Replied { party: south() }),
        ("inquiry-done", Stage::Done { party: south() }),
        ("inquiry-closed", Stage::Closed),
        ("inquiry-reopened", Stage::Reopened),
    ];
    let mut bodies = vec![
        ("access-requested", access(AccessStep::Requested, None, None, "")),
        ("access-granted", access(AccessStep::Granted, Some(id(1)), None, "")),
        ("access-conditional", access(AccessStep::Conditional, Some(id(1)), Some("with escort"), "")),
        ("access-delayed", access(AccessStep::Delayed, None, None, "")),
        ("access-denied-full", access(AccessStep::Denied, Some(id(1)), Some("mines"), "turned round")),
        ("inquiry-asked-full", said("board", asked)),
    ];
    bodies.extend(stages.into_iter().map(|(name, stage)| (name, said("mission", inquiry(stage)))));
    let question = AreaQuestion { purpose: "to repair the line".into(), place: cross(), during: DURING };
    bodies.push(("area-question", said("North", Content::AreaQuestion(question))));
    bodies
}
