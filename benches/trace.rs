//! The synthetic trace of the monitoring benchmark as statements of the record, and its right answers.
//!
//! ```text
//! time,kind,id,a,b,z ─▶ `Event` ─▶ registrations (who is where, protected, designated, when) and reports, one an event
//! ```
//!
//! Holds
//! - What is stated is what the trace says: nothing of the answer is computed here.
//!
//! Not here: the query (`monitoring.accord`), running it (`monitoring.rs`).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{Accused, Body, Content, Registration, Report};
use record::vocabulary::Name;
use record::vocabulary::place::Place;
use record::vocabulary::registers::MembershipKind;
use record::vocabulary::sources::Chain;
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision};

/// One line of the trace.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Event {
    /// When, in seconds from the start.
    pub at: i64,
    /// 0 attack, 1 protect, 2 lift, 3 designate, 4 delist, 5 tick, 6 other.
    pub kind: i64,
    /// Of an attack or other report.
    pub id: i64,
    a: i64,
    b: i64,
    z: i64,
}

/// Reads the lines of a trace behind its header.
pub fn read(text: &str) -> Vec<Event> {
    let line = |line: &str| {
        let mut cells = line.split(',').map(|cell| cell.parse::<i64>().expect("a number of the trace"));
        let mut next = || cells.next().expect("six cells of the trace");
        Event { at: next(), kind: next(), id: next(), a: next(), b: next(), z: next() }
    };
    text.lines().skip(1).map(line).collect()
}

/// The daily ticks.
pub fn ticks(events: &[Event]) -> impl Iterator<Item = Instant> {
    events.iter().filter(|event| event.kind == 5).map(|event| Instant(event.at))
}

/// The statements that say what the trace says, each with its known-at: registers first, then events as they happened.
pub fn bodies(events: &[Event]) -> Vec<(Body, KnownAt)> {
    let mut said = Vec::with_capacity(events.len());
    let start = KnownAt(Instant(0));
    for entry in registrations(events) {
        said.push((stated(Content::Registration(entry)), start));
    }
    for (zone, without) in open_spans(events, 2, 1) {
        let time = EventTime {
            began: Interval::instant(without.from),
            ended: Some(Interval::instant(without.until)),
            precision: Precision::Exact,
        };
        let event = format!("trace:without-{zone}-{}", without.from.0);
        let report = report("Authority", "suspension", Vec::new(), zone, time, event);
        said.push((report, KnownAt(without.until)));
    }
    for event in events {
        let (time, key) = (EventTime::at(Instant(event.at)), format!("trace:{}", event.id));
        let report = match event.kind {
            0 => report(&force(event.a), "attack", vec![units(event.b, event.z)], event.z, time, key),
            6 => report(&force(event.a), "other report", Vec::new(), event.z, time, key),
            _ => continue,
        };
        said.push((report, KnownAt(Instant(event.at))));
    }
    said
}

fn registrations(events: &[Event]) -> Vec<Registration> {
    let always = Interval::new(Instant::EVER, Instant::NEVER);
    let member = |member: Name, of: &str, during: Interval, kind| Registration::Member {
        member,
        of: of.to_owned(),
        during,
        certain: true,
        kind,
    };
    let mut entries = Vec::new();
    let zones: BTreeSet<i64> = events.iter().filter(|event| event.kind == 1).map(|event| event.z).collect();
    entries.extend(zones.iter().map(|z| Registration::Place { name: zone(*z), within: None, area: None }));
    let forces: BTreeSet<i64> =
        events.iter().filter(|event| event.kind == 0).flat_map(|event| [event.a, event.b]).collect();
    entries.extend(forces.iter().map(|force| member(self::force(*force), "Forces", always, MembershipKind::Part)));
    let stationed: BTreeSet<(i64, i64)> =
        events.iter().filter(|event| event.kind == 0).map(|event| (event.b, event.z)).collect();
    for (force, zone) in stationed {
        let units = || units(force, zone);
        entries.push(member(units(), &self::force(force), always, MembershipKind::Part));
        entries.push(member(units(), &self::zone(zone), always, MembershipKind::Listed));
    }
    for (zone, during) in spans(events, 1, 2, |event| event.z) {
        entries.push(member(self::zone(zone), "protected", during, MembershipKind::Listed));
    }
    for (force, during) in spans(events, 3, 4, |event| event.b) {
        entries.push(member(self::force(force), "designated", during, MembershipKind::Listed));
    }
    entries
}

/// From each event of kind `begins` to the next of kind `ends` of the same subject.
fn spans(events: &[Event], begins: i64, ends: i64, subject: impl Fn(&Event) -> i64) -> Vec<(i64, Interval)> {
    let mut spans: Vec<(i64, Interval)> = Vec::new();
    let mut open: BTreeMap<i64, usize> = BTreeMap::new();
    for event in events {
        if event.kind == begins {
            open.insert(subject(event), spans.len());
            spans.push((subject(event), Interval::new(Instant(event.at), Instant::NEVER)));
        } else if event.kind == ends
            && let Some(index) = open.remove(&subject(event))
        {
            spans[index].1.until = Instant(event.at);
        }
    }
    spans
}

/// The spans in which a zone is not protected, from the start of the trace to its first protection too.
fn open_spans(events: &[Event], lift: i64, protect: i64) -> Vec<(i64, Interval)> {
    let mut spans = spans(events, lift, protect, |event| event.z);
    let mut seen = BTreeSet::new();
    for event in events.iter().filter(|event| event.kind == protect) {
        if seen.insert(event.z) {
            spans.push((event.z, Interval::new(Instant(0), Instant(event.at))));
        }
    }
    spans
}

fn report(accused: &str, act: &str, targets: Vec<Name>, zone: i64, time: EventTime, event: String) -> Body {
    stated(Content::Report(Report {
        chain: Chain::direct("trace"),
        accused: Accused::Actor(accused.to_owned()),
        act: Some(act.to_owned()),
        targets,
        time: Some(time),
        place: Some(Place { names: vec![self::zone(zone)], area: None }),
        event: Some(event),
        ..Report::default()
    }))
}

fn stated(content: Content) -> Body {
    Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content }
}

fn zone(z: i64) -> Name {
    format!("zone {z}")
}
fn force(a: i64) -> Name {
    format!("force {a}")
}
fn units(b: i64, z: i64) -> Name {
    format!("force {b} in zone {z}")
}
