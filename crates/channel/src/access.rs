//! The monitors' own way: for each hour whether somebody watched, could not, or did not look (spec/convoys.md B5).
//!
//! ```text
//! coverage, access statements known at K, what was reported ─▶ `zone` ─▶ a word per hour, hours per word, who said no
//! ```
//!
//! Holds
//! - Each hour has exactly one word. *Nobody looked* is never calm.
//! - Denials, delays and conditions are listed with the cause that is claimed; nobody is found to have obstructed.
//!
//! Not here: which reports lie in a zone (the caller says), whether days were observed enough for a clock (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use record::live::Knowledge;
use record::statement::{Access, AccessStep, BodyId, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use crate::convoy::spans::Spans;

/// One hour, in seconds.
pub const HOUR_S: i64 = 3600;

/// What is known of whether anybody looked at a zone in an hour.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Looked {
    /// Watched for all of the hour, and something is reported there and then.
    WatchedSomething,
    /// Watched for all of the hour, and nothing is reported.
    WatchedNothing,
    /// Watched for part of it.
    PartlyWatched,
    /// Not watched, and somebody says that access was denied or delayed.
    NotAllowed,
    /// Not watched: access was asked for, and nobody answered.
    NoAnswer,
    /// Not watched.
    NobodyLooked,
}

/// Hours of one word, one after the other.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Stretch {
    /// From when until when.
    pub during: Interval,
    /// How many hours: the last one before T may be shorter.
    pub hours: u64,
    /// The word of each of them.
    pub word: Looked,
}

/// A zone over a time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneAccess<'a> {
    /// The zone, by the name it is registered under.
    pub zone: Name,
    /// All hours in order, with neighbours of one word together.
    pub stretches: Vec<Stretch>,
    /// How many hours have each word that occurs.
    pub hours: BTreeMap<Looked, u64>,
    /// Every access statement about the zone that touches the time, by when it begins, then by when it became known.
    pub said: Vec<AccessSaid<'a>>,
}

/// One statement about the monitors' access.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccessSaid<'a> {
    /// The statement.
    pub statement: BodyId,
    /// Who says it.
    pub speaker: Name,
    /// What is said.
    pub access: &'a Access,
    /// Of a request: what answers it. Of anything else: nothing.
    pub answers: Vec<BodyId>,
    /// Of a denial or delay: the part of its time for which its speaker did not later say that access was given.
    pub stands: Spans,
}

impl<'a> ZoneAccess<'a> {
    /// The word of the hour that holds `at`; `None` outside the time asked for.
    pub fn word(&self, at: Instant) -> Option<Looked> {
        self.stretches.iter().find(|stretch| stretch.during.contains(at)).map(|stretch| stretch.word)
    }
    /// Each denial, delay and condition, with party, watcher, time and claimed cause.
    pub fn refusals(&self) -> impl Iterator<Item = &AccessSaid<'a>> {
        let refusal = |step| matches!(step, AccessStep::Denied | AccessStep::Delayed | AccessStep::Conditional);
        self.said.iter().filter(move |said| refusal(said.access.step))
    }
    /// Requests that nobody answered.
    pub fn unanswered(&self) -> impl Iterator<Item = &AccessSaid<'a>> {
        self.said.iter().filter(|said| said.access.step == AccessStep::Requested && said.answers.is_empty())
    }
}

/// The hours of `time` that began before `at`, counted from its begin, in one zone.
///
/// `reported` says where and when something was reported: the caller knows which incidents lie in which zone. The work
/// follows the number of statements, not of hours.
pub fn zone<'a>(
    knowledge: &Knowledge<'a>,
    zone: &str,
    time: Interval,
    reported: &[(Name, Interval)],
    at: Instant,
) -> ZoneAccess<'a> {
    let registers = &knowledge.registers;
    let zone = registers.resolve(zone);
    let time = time.meet(Interval::new(Instant::EVER, at));
    let is_zone = |name: &Name| registers.resolve(name) == zone;
    let mut watched = Vec::new();
    for live in &knowledge.live {
        if let Content::Coverage(coverage) = &live.statement.body.content
            && is_zone(&coverage.zone)
        {
            watched.push(coverage.during.meet(time));
        }
    }
    let watched = Spans::of(watched);
    let reported = Spans::of(reported.iter().filter(|(name, _)| is_zone(name)).map(|(_, when)| when.meet(time)));
    let said = said(knowledge, zone, time);
    let denied = Spans::of(said.iter().flat_map(|said| said.stands.intervals().iter().map(|span| span.meet(time))));
    let asked = said.iter().filter(|said| said.access.step == AccessStep::Requested && said.answers.is_empty());
    let asked = Spans::of(asked.map(|said| said.access.during.meet(time)));

    let word = |hour: Interval| match () {
        () if watched.holds(hour) && reported.touches(hour) => Looked::WatchedSomething,
        () if watched.holds(hour) => Looked::WatchedNothing,
        () if watched.touches(hour) => Looked::PartlyWatched,
        () if denied.touches(hour) => Looked::NotAllowed,
        () if asked.touches(hour) => Looked::NoAnswer,
        () => Looked::NobodyLooked,
    };
    let mut stretches: Vec<Stretch> = Vec::new();
    let mut hours: BTreeMap<Looked, u64> = BTreeMap::new();
    for (first, after) in alike(time, [&watched, &reported, &denied, &asked]) {
        let hour = |number: i64| time.from.0 + number * HOUR_S;
        let until = Instant(hour(after).min(time.until.0));
        let word = word(Interval::new(Instant(hour(first)), Instant(hour(first + 1).min(time.until.0))));
        let count = (after - first).unsigned_abs();
        *hours.entry(word).or_default() += count;
        match stretches.last_mut().filter(|last| last.word == word) {
            Some(last) => {
                last.during.until = until;
                last.hours += count;
            }
            None => stretches.push(Stretch { during: Interval::new(Instant(hour(first)), until), hours: count, word }),
        }
    }
    ZoneAccess { zone: zone.to_owned(), stretches, hours, said }
}

/// Runs of hours of `time`, each from its first number to the one after its last, within which no set begins or ends: all
/// hours of a run have one word.
fn alike(time: Interval, sets: [&Spans; 4]) -> Vec<(i64, i64)> {
    if time.is_empty() {
        return Vec::new();
    }
    let after_last = (time.seconds() + HOUR_S - 1) / HOUR_S;
    let mut cuts = BTreeSet::from([0, after_last]);
    for end in sets.iter().flat_map(|set| set.intervals()).flat_map(|span| [span.from, span.until]) {
        let hour = (end.0 - time.from.0) / HOUR_S;
        cuts.extend([hour, hour + 1]);
    }
    let cuts: Vec<i64> = cuts.into_iter().filter(|cut| (0..=after_last).contains(cut)).collect();
    cuts.windows(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Whose access is spoken of, and by whom: speaker, party, watcher.
type Whose<'n> = (&'n str, &'n str, &'n str);

/// When somebody said that access was given, in the order of statements, and for when.
type Given = ((Instant, Instant), Interval);

fn said<'a>(knowledge: &Knowledge<'a>, zone: &str, time: Interval) -> Vec<AccessSaid<'a>> {
    let registers = &knowledge.registers;
    let mut own: Vec<(&'a Statement, &'a Access)> = Vec::new();
    let mut answers: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
    let mut given: BTreeMap<Whose, Vec<Given>> = BTreeMap::new();
    for statement in knowledge.live.iter().map(|live| live.statement) {
        let Content::Access(access) = &statement.body.content else { continue };
        if let Some(of) = access.of.filter(|_| access.step != AccessStep::Requested) {
            answers.entry(of).or_default().push(statement.id);
        }
        if registers.resolve(&access.zone) != zone {
            continue;
        }
        if matches!(access.step, AccessStep::Granted | AccessStep::Conditional) {
            given.entry(whose(knowledge, statement, access)).or_default().push((order(statement), access.during));
        }
        if !access.during.meet(time).is_empty() {
            own.push((statement, access));
        }
    }
    own.sort_by_key(|(statement, access)| (access.during.from, statement.known(), statement.id));
    let said = own.into_iter().map(|(statement, access)| {
        let later = given.get(&whose(knowledge, statement, access)).into_iter().flatten();
        let later = later.filter(|(when, _)| order(statement) < *when).map(|(_, during)| *during);
        AccessSaid {
            statement: statement.id,
            speaker: registers.resolve(statement.body.speaker()).to_owned(),
            access,
            answers: match access.step {
                AccessStep::Requested => answers.get(&statement.id).cloned().unwrap_or_default(),
                _ => Vec::new(),
            },
            stands: match access.step {
                AccessStep::Denied | AccessStep::Delayed => Spans::of(later).missing_of(access.during),
                _ => Spans::default(),
            },
        }
    });
    said.collect()
}

fn whose<'n>(knowledge: &'n Knowledge, statement: &'n Statement, access: &'n Access) -> Whose<'n> {
    let name = |name: &'n str| knowledge.registers.resolve(name);
    (name(statement.body.speaker()), name(&access.party), name(&access.watcher))
}

fn order(statement: &Statement) -> (Instant, Instant) {
    (crate::convoy::said_at(statement), statement.known().0)
}
