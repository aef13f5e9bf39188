//! What a notice, a warning or a halt must be to be handed in.

mod hotline;

use channel::admissible;
use channel::admissible::{Fault, actionable, unknown_readers};
use channel::codes;
use channel::limits::AHEAD_S;
use hotline::*;
use record::statement::*;
use record::vocabulary::geometry::GeometryFault;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::EventTime;

fn said(author: &str, content: Content) -> Body {
    Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }
}

fn faults(record: &Record, author: &str, content: Content) -> Vec<Fault> {
    let body = said(author, content);
    let knowledge = record.knowledge(0);
    admissible(&body, &knowledge.registers, Some(at(0))).err().unwrap_or_default()
}

fn good() -> Notice {
    notice(&["South", "Guarantor"], place(MILL, 100), span(-3_600, 3_600))
}

fn of_notice(notice: Notice) -> Vec<Fault> {
    faults(&Record::default(), "North", Content::Notice(notice))
}

#[test]
fn a_sound_notice_and_a_sound_alert_are_admitted() {
    assert_eq!(of_notice(good()), []);
    let halt = alert(AlertKind::Halt, &["South"], Some(place(MILL, 100)));
    assert_eq!(faults(&Record::default(), "North", Content::Alert(halt)), []);
    assert_eq!(faults(&Record::default(), "North", duty("Nobody", "Olive", 1, span(0, 0))), [], "not asked here");
}

#[test]
fn an_outline_that_crosses_itself_or_cannot_be_measured_is_refused() {
    let ring = |corners: &[(i32, i32)]| {
        let outer = corners.iter().map(|(lat, lon)| point(391_000_000 + lat, 225_000_000 + lon)).collect();
        Place { names: Vec::new(), area: Some(Area::Polygons(vec![Polygon { outer, holes: Vec::new() }])) }
    };
    let bow_tie = ring(&[(0, 0), (200_000, 200_000), (0, 200_000), (200_000, 0)]);
    let fault = Fault::CrossesItself { near: point(391_100_000, 225_100_000) };
    let found = of_notice(Notice { place: bow_tie.clone(), ..good() });
    assert_eq!(found, [fault]);
    assert_eq!(
        found[0].to_string(),
        "the outline of this area crosses or touches itself near `39.11 N 22.51 E`; put its corners in the order in \
         which one walks around it"
    );
    let halt = Content::Alert(alert(AlertKind::Halt, &["South"], Some(bow_tie)));
    assert_eq!(faults(&Record::default(), "North", halt)[0].code(), codes::CROSSES_ITSELF);
    let beyond = place(Point { lat_e7: 710_000_000, lon_e7: 0 }, 5);
    let found = of_notice(Notice { place: beyond, ..good() });
    assert!(matches!(found[..], [Fault::Area(GeometryFault::BeyondLatitude { .. })]));
    assert_eq!(found[0].code(), codes::AREA);
}

#[test]
fn a_window_that_is_over_is_refused_and_one_that_has_begun_is_not() {
    let over = of_notice(Notice { during: span(-100, 0), ..good() });
    assert_eq!(over, [Fault::Over { until: at(0) }]);
    let says =
        "the window of this notice ended at `2031-03-01T10:00:00Z`; correct it, or say what happened in a report";
    assert_eq!((over[0].to_string().as_str(), over[0].code()), (says, codes::OVER));
    assert_eq!(of_notice(Notice { during: span(-100, 1), ..good() }), []);
}

#[test]
fn what_has_happened_lies_no_further_ahead_than_a_day() {
    let call = |began, ended| {
        let (began, ended) = (at(began), Some(at(ended)));
        let (caller, called, words) = ("North".into(), "South".into(), String::new());
        let (to, about, spoke, numbers) = (vec![], vec![], vec![], vec![]);
        let (same_as, language, interpreter) = (None, None, None);
        Content::Call(Call {
            same_as,
            to,
            about,
            caller,
            called,
            began,
            ended,
            spoke,
            numbers,
            language,
            interpreter,
            words,
        })
    };
    let none = Record::default();
    assert_eq!(faults(&none, "North", call(-10, AHEAD_S)), []);
    let found = faults(&none, "North", call(-10, AHEAD_S + 1));
    assert_eq!(found, [Fault::NotYet { what: "the end of the call", at: at(AHEAD_S + 1) }]);
    assert_eq!(found[0].code(), codes::NOT_YET);
    // What comes late comes with its own time.
    let body = said("North", call(2 * AHEAD_S, 3 * AHEAD_S));
    assert_eq!(admissible(&body, &none.knowledge(0).registers, None), Ok(()));
    // No halt is kept back by since when it has been going on.
    let since = Some(EventTime::at(at(2 * AHEAD_S)));
    let halt = Alert { since, ..alert(AlertKind::Halt, &["South"], Some(place(MILL, 100))) };
    assert_eq!(faults(&none, "North", Content::Alert(halt)), []);
}

#[test]
fn a_watch_passes_to_another_officer() {
    let handover = |from: &str, to: &str| {
        let (watch, from, to, words) = ("mission".into(), from.into(), to.into(), String::new());
        Content::Handover(Handover { watch, from, to, at: at(0), open: vec![], words })
    };
    let mut record = Record::default();
    record.register(-90_000, Registration::Alias { alias: "Maj. A".into(), of: "Major A".into() });
    assert_eq!(faults(&record, "mission", handover("Major A", "Major B")), []);
    for to in ["Major A", "Maj. A"] {
        let found = faults(&record, "mission", handover("Major A", to));
        assert_eq!(found, [Fault::HandedToItself { officer: to.into() }]);
    }
}

#[test]
fn no_more_is_accepted_than_delivered() {
    let amount = |least, most| Some(Amount { least, most });
    let arrived = |delivered, accepted| {
        let (convoy, to, words, leg) = (BodyId([7; 32]), vec![], String::new(), Leg::Arrived { delivered, accepted });
        Content::ConvoyEvent(ConvoyEvent { convoy, to, leg, trucks: None, time: None, place: None, words })
    };
    let none = Record::default();
    for (delivered, accepted) in [
        (amount(18, Some(18)), amount(18, Some(18))),
        (amount(10, Some(20)), amount(20, Some(30))),
        (amount(10, None), amount(99, None)),
        (None, amount(5, Some(5))),
    ] {
        assert_eq!(faults(&none, "relief", arrived(delivered, accepted)), []);
    }
    let found = faults(&none, "relief", arrived(amount(10, Some(18)), amount(19, Some(19))));
    assert_eq!(found, [Fault::AcceptedMore { accepted: 19, delivered: 18 }]);
}

#[test]
fn a_halt_is_for_every_side_also_where_its_speaker_may_speak_for_one() {
    let mut record = Record::default();
    record.speaker("mission", "North");
    let to = |kind| Content::Alert(alert(kind, &["North", "South"], Some(place(MILL, 100))));
    assert_eq!(faults(&record, "mission", to(AlertKind::Halt)), []);
    assert_eq!(faults(&record, "mission", to(AlertKind::Warning))[0].code(), codes::TO_ITSELF);
    assert_eq!(faults(&record, "North", to(AlertKind::Halt))[0].code(), codes::TO_ITSELF);
}

#[test]
fn a_log_refuses_only_what_others_are_to_act_on() {
    let registers = Record::default().knowledge(0).registers;
    let to_nobody = Alert { to: strings(&["Nobody"]), ..alert(AlertKind::Halt, &["South"], None) };
    assert_eq!(actionable(&said("North", Content::Alert(to_nobody)), &registers).unwrap_err().len(), 1);
    let over = Notice { during: span(-100, -50), ..good() };
    assert_eq!(actionable(&said("North", Content::Notice(over)), &registers), Ok(()), "it was carried by hand");
    let (watch, from, to, words) = ("mission".into(), "A".into(), "A".into(), String::new());
    let handover = Content::Handover(Handover { watch, from, to, at: at(0), open: vec![], words });
    assert_eq!(actionable(&said("North", handover), &registers), Ok(()));
    // Whoever has the register asks for whom the rest is.
    let duty = said("North", duty("Nobody", "Olive", 1, span(0, 0)));
    assert_eq!(unknown_readers(&duty, &registers), []);
}

#[test]
fn an_answer_is_asked_for_by_an_instant_after_the_asking() {
    let asked = |due| {
        let (file, to, words) = ("file 7".into(), vec![], String::new());
        Content::Inquiry(Inquiry { file, to, stage: Stage::Asked { party: "South".into() }, due: Some(at(due)), words })
    };
    let none = Record::default();
    assert_eq!(faults(&none, "mission", asked(1)), []);
    assert_eq!(faults(&none, "mission", asked(0)), [Fault::AnswerOver { by: at(0) }]);
    // A permission is needed by an instant after it was asked for, whenever that is entered.
    let event = |answer_by| {
        let leg = Leg::Asked { issuer: "North".into(), answer_by: Some(at(answer_by)) };
        let time = Some(EventTime::at(at(-500)));
        let (convoy, to, words) = (BodyId([7; 32]), vec![], String::new());
        Content::ConvoyEvent(ConvoyEvent { convoy, to, leg, trucks: None, time, place: None, words })
    };
    assert_eq!(faults(&none, "mission", event(-499)), []);
    assert_eq!(faults(&none, "mission", event(-500)), [Fault::AnswerOver { by: at(-500) }]);
}

#[test]
fn a_recipient_that_nobody_knows_is_refused_and_the_parties_are_named() {
    let found = of_notice(Notice { to: strings(&["Suoth", "South"]), ..good() });
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].to_string().as_str(), found[0].code()),
        (
            "`Suoth` is no party and in no register, so that nobody would get this; the parties are `North`, `South`",
            codes::UNKNOWN_RECIPIENT
        )
    );
    let mut record = Record::default();
    record.speaker("South-desk", "South");
    record.register(-90_000, Registration::Alias { alias: "the south".into(), of: "South".into() });
    let to = Notice { to: strings(&["South-desk", "the south", "mission"]), ..good() };
    assert_eq!(faults(&record, "North", Content::Notice(to)), []);
}

#[test]
fn a_recipient_that_is_the_speaker_is_refused_under_whatever_name() {
    let mut record = Record::default();
    record.speaker("North-post", "North");
    record.register(-90_000, Registration::Alias { alias: "the north".into(), of: "North".into() });
    let says = |author: &str, to: &str| {
        let found = faults(&record, author, Content::Notice(Notice { to: strings(&[to]), ..good() }));
        assert!(matches!(&found[..], [Fault::ToItself { .. }]), "{found:?}");
        assert_eq!(found[0].code(), codes::TO_ITSELF);
        found[0].to_string()
    };
    assert_eq!(says("North", "North"), "`North` says this to itself; name whom it is for");
    assert_eq!(
        says("North-post", "the north"),
        "`North-post` and `the north` speak for one party; name another for whom it is"
    );
    let warning = Content::Alert(alert(AlertKind::Warning, &["North"], None));
    assert_eq!(faults(&record, "North-post", warning)[0].code(), codes::TO_ITSELF);
}

#[test]
fn an_expiry_lies_in_the_window() {
    let with = |expires: i64| of_notice(Notice { expires: Some(at(expires)), ..good() });
    assert_eq!(with(3_600), []);
    assert_eq!(with(-3_599), []);
    assert_eq!(with(3_601)[0].code(), codes::EXPIRY);
    assert_eq!(
        with(-3_600)[0].to_string(),
        "this notice expires at `2031-03-01T09:00:00Z`, which is not in its window from `2031-03-01T09:00:00Z` until \
         `2031-03-01T11:00:00Z`"
    );
}

#[test]
fn objections_are_asked_for_until_an_instant_to_come_and_not_after_the_end() {
    let with = |until: i64| of_notice(Notice { objections_until: Some(at(until)), ..good() });
    assert_eq!(with(1), []);
    assert_eq!(with(3_600), []);
    assert_eq!(with(0), [Fault::ObjectionsOver { until: at(0) }]);
    assert_eq!(with(3_601), [Fault::ObjectionsAfter { until: at(3_601), during: span(-3_600, 3_600) }]);
    assert_eq!((with(0)[0].code(), with(3_601)[0].code()), (codes::OBJECTIONS, codes::OBJECTIONS));
    assert_eq!(
        with(0)[0].to_string(),
        "objections are asked for until `2031-03-01T10:00:00Z`, which is over; give a time in which somebody can object"
    );
}

#[test]
fn all_faults_are_said_at_once() {
    let bad = Notice {
        to: strings(&["North", "Suoth"]),
        during: span(-100, -50),
        expires: Some(at(-10)),
        objections_until: Some(at(-70)),
        ..good()
    };
    let codes_found: Vec<_> = of_notice(bad).iter().map(Fault::code).collect();
    let expected = [codes::TO_ITSELF, codes::UNKNOWN_RECIPIENT, codes::OVER, codes::EXPIRY, codes::OBJECTIONS];
    assert_eq!(codes_found, expected);
    let all: Vec<_> = codes::CODES.iter().map(|code| code.code).collect();
    assert!(expected.iter().all(|code| all.contains(code)));
}
