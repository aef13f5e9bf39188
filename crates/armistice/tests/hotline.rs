//! 17 September 2016 from statements alone: 27 minutes to a person, a halt within 5 minutes, the other account beside it, and
//! what was known on which day; and how long the trucks for Aleppo waited, by claimed cause.
//!
//! Not here: the same with invented names and numbers (`crates/channel/tests`), how it is printed (`command`).

use std::fs;
use std::path::Path;

use armistice::draft::{Context, Entry};
use armistice::jsonl;
use channel::alert::HaltState;
use channel::convoy::waiting::{holds_of_report, waiting};
use record::live::{Declared, Knowledge};
use record::statement::{Acceptance, AlertKind, Content, Statement};
use record::vocabulary::time::{Date, Instant, KnownAt, Zone};

fn zone() -> Zone {
    Zone::named("Asia/Damascus").unwrap()
}
fn end_of(year: i16, month: i8, day: i8) -> Instant {
    Instant(zone().day(Date::new(year, month, day).unwrap()).until.0 - 1)
}
fn entries(file: &str) -> Vec<Entry> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/syria-2016").join(file);
    let text = fs::read(&path).unwrap();
    jsonl::parse(&text, &Context::new(zone())).unwrap_or_else(|problems| panic!("{file}: {problems:#?}"))
}
fn statements() -> Vec<Statement> {
    let all = entries("statements.jsonl").into_iter().chain(entries("hotline.jsonl"));
    let statement = |entry: Entry| Statement {
        id: entry.id,
        body: entry.body,
        accepted: Acceptance { known: entry.known.unwrap(), history: true, received: None, batch: None },
    };
    all.map(statement).collect()
}
/// The figure of a measure of a report with this label's words, in what is known at `known`.
fn figures(statements: &[Statement], name: &str, known: Instant) -> Vec<(u64, Option<u64>)> {
    let knowledge = Knowledge::at(statements, KnownAt(known), &Declared::default());
    let reports = knowledge.live.iter().filter_map(|live| live.report.as_deref());
    let measures = reports.flat_map(|report| &report.measures).filter(|measure| measure.name == name);
    measures.map(|measure| (measure.least, measure.most)).collect()
}

#[test]
fn the_call_waited_27_minutes_and_the_strike_stopped_within_five() {
    let statements = statements();
    let at = end_of(2016, 9, 17);
    let known = KnownAt(end_of(2016, 11, 29));
    let knowledge = Knowledge::at(&statements, known, &Declared::default());
    let channel = channel::at(&statements, &knowledge, at);
    let alerts = channel.alerts();
    let warning = alerts.iter().find(|held| held.alert.kind == AlertKind::Warning).unwrap();
    let person = warning.recipients[0].person;
    assert_eq!((person.least_s, person.most_s, person.running), (27 * 60, 27 * 60, false));
    let halt = alerts.iter().find(|held| held.alert.kind == AlertKind::Halt).unwrap();
    let halting = halt.recipients[0].halting.unwrap();
    assert!(matches!(halting.state, HaltState::HaltedAt { .. }));
    assert_eq!((halting.wait.least_s, halting.wait.most_s, halting.wait.running), (0, 5 * 60, false));
    assert!(halt.not_told().is_empty());
    // Nobody answered the notice, and that is silence: no consent is read out of it.
    let notice = &channel.notices()[0];
    assert!(notice.recipients[0].told.standing.is_unanswered());
}

#[test]
fn each_account_is_known_from_its_own_day_and_none_replaces_another() {
    let statements = statements();
    let (evening, first, last) = (end_of(2016, 9, 18), end_of(2016, 9, 20), end_of(2016, 11, 29));
    let running = "strike running when the call came";
    assert_eq!(figures(&statements, running, evening), []);
    assert_eq!(figures(&statements, running, first), [(30, Some(50))]);
    assert_eq!(figures(&statements, running, last), [(30, Some(50))]);
    assert_eq!(figures(&statements, "answer delay", first), []);
    assert_eq!(figures(&statements, "answer delay", last), [(27, Some(27))]);
    assert_eq!(figures(&statements, "position error", first), []);
    assert_eq!(figures(&statements, "position error", last), [(9, Some(9))]);
    for known in [evening, first] {
        let knowledge = Knowledge::at(&statements, KnownAt(known), &Declared::default());
        let channel = channel::at(&statements, &knowledge, end_of(2016, 9, 17));
        assert!(channel.alerts().is_empty() && channel.notices().is_empty());
    }
}

#[test]
fn every_line_is_a_reconstruction_with_its_source() {
    for entry in entries("hotline.jsonl") {
        let cited = entry.body.cited.as_deref().unwrap_or_default();
        assert!(cited.starts_with('[') && cited.contains("reconstruction: "), "{cited}");
        assert!(entry.body.on_behalf.is_some(), "nobody signed this");
    }
}

#[test]
fn the_trucks_waited_by_claimed_cause_and_hours_are_not_added() {
    let statements = statements();
    let knowledge = Knowledge::at(&statements, KnownAt(end_of(2016, 12, 31)), &Declared::default());
    let holds = knowledge.live.iter().filter(|live| matches!(live.statement.body.content, Content::Report(_)));
    let waited = waiting(&knowledge.registers, holds.filter_map(holds_of_report), end_of(2016, 9, 20));
    let hours: Vec<(&str, u64, u64)> = waited
        .causes
        .iter()
        .map(|cause| (cause.name.as_str(), cause.hours.least_s() / 3600, cause.hours.most_s().div_ceil(3600)))
        .collect();
    assert_eq!(
        hours,
        [
            ("permits from the government are missing", 48, 96),
            ("some groups block the road", 144, 192),
            ("the Syrian government prevents aid from reaching its destinations", 120, 168),
            ("the road is not yet demilitarised", 48, 96),
        ]
    );
    let most = waited.causes.iter().map(|cause| cause.hours.most_s()).max().unwrap();
    assert!(waited.any.most_s() < hours.iter().map(|(_, _, most)| most * 3600).sum());
    assert_eq!(waited.any.most_s(), most);
    // Both numbers of trucks stand, each with whoever says it.
    let trucks: Vec<_> = waited.causes.iter().filter_map(|cause| cause.trucks).map(|trucks| trucks.least).collect();
    assert_eq!(trucks, [20, 40]);
}
