//! What is said of a notice, a warning or a halt that cannot be acted on: the cases of `cases/channel/bad`.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers; no code of the channel lacks a case.
//!
//! Not here: what notices do when nothing is wrong (`cases/channel/good`).

mod common;

use armistice::draft::Context;
use armistice::message::Message;
use armistice::notation;
use common::pages;
use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::{Instant, Interval, KnownAt, Zone};

/// 5 March 2030, 12:00 in Athens.
const NOW: Instant = Instant(1_898_935_200);

#[test]
fn every_case_says_what_it_should() {
    let said = pages::hold("channel/bad", "said", answer);
    pages::show(&said, channel::codes::CODES);
}

/// What is wrong with the last statement, in messages.
fn answer(said: &str) -> String {
    let body = match said.trim() {
        "flat" => flat(),
        line => written(line),
    };
    let speaker = Registration::Speaker {
        name: "north-liaison".into(),
        party: "North".into(),
        subject: "any".into(),
        during: Interval::ALWAYS,
    };
    let registered = Body {
        author: "mission".into(),
        said_at: None,
        on_behalf: None,
        cited: None,
        content: Content::Registration(speaker),
    };
    let accepted = Acceptance { known: KnownAt(Instant(0)), history: false, received: None, batch: None };
    let statements = [Statement { id: BodyId([1; 32]), body: registered, accepted }];
    let declared = Declared { parties: vec!["North".into(), "South".into()], others: vec!["G1".into()] };
    let knowledge = Knowledge::at(&statements, KnownAt::ALL, &declared);
    let faults = channel::admissible(&body, &knowledge.registers, Some(NOW)).expect_err("it is a bad case");
    let message = |fault: &channel::admissible::Fault| {
        let help = channel::codes::explain(fault.code()).unwrap().help;
        format!("{}\n", Message::new(fault.code(), fault.to_string()).help(help))
    };
    faults.iter().map(message).collect()
}

fn written(line: &str) -> Body {
    let context = Context::new(Zone::named("Europe/Athens").unwrap());
    let read = notation::parse(line, &context);
    read.unwrap_or_else(|problems| panic!("{line}\n{problems:#?}")).remove(0).body
}

/// A warning by a program that does not measure what it signs.
fn flat() -> Body {
    let at = |lon_e7| Point { lon_e7, lat_e7: 391_000_000 };
    let outer = vec![at(225_000_000), at(226_000_000), at(227_000_000)];
    let alert = Alert {
        kind: AlertKind::Warning,
        to: vec!["South".into()],
        on: None,
        place: Some(Place { names: vec![], area: Some(Area::Polygons(vec![Polygon { outer, holes: vec![] }])) }),
        endangered: vec!["aid".into()],
        since: None,
        drill: false,
        words: String::new(),
    };
    Body { author: "North".into(), said_at: None, on_behalf: None, cited: None, content: Content::Alert(alert) }
}
