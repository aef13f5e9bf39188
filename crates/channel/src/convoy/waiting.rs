//! Waiting by claimed cause: for how long somebody says that trucks waited, and why (spec/convoys.md B3).
//!
//! ```text
//! held legs ──┐
//!             ├─▶ `Hold`s ─▶ `waiting` ─▶ hours per cause, per claimant, of any cause
//! reports ────┘
//! ```
//!
//! Holds
//! - Competing claims of one time stand side by side; hours of several causes are never added.
//! - The least is what is held under every placement of imprecise times, the most under some.
//! - No cause is anybody's finding: it is its claimant's word.
//!
//! Not here: which reports are about a convoy (the caller says), who answers for a wait (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use record::live::Live;
use record::statement::{Accused, Amount, BodyId, Leg, Polarity};
use record::vocabulary::registers::Registers;
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::spans::Spans;
use super::{Said, range, with_room};

const NOTHING: Interval = Interval { from: Instant(0), until: Instant(0) };

/// The unit by which a report's measures speak of trucks.
pub const TRUCKS: &str = "trucks";

/// A time in which somebody says that trucks waited, with the cause that they claim.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hold {
    /// Why, as claimed, letter by letter.
    pub cause: String,
    /// By whom, as claimed: nobody, one, or both of whom a report says that they fought.
    pub by: Vec<Name>,
    /// Whose word it is, and who passed it on.
    pub chain: Chain,
    /// The time as stated, where one is.
    pub time: Option<EventTime>,
    /// From when until when; `None` where nobody says when: it is claimed, and adds no hours.
    pub lasted: Option<Lasted>,
    /// How many trucks waited, as said there.
    pub trucks: Vec<Amount>,
    /// The statement.
    pub statement: BodyId,
}

/// From when until when something lasted. What has no known end is open ([`Instant::NEVER`]) until T.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Lasted {
    /// Instants at which it went on, wherever in their sets its ends were; may hold none.
    pub surely: Interval,
    /// Instants at which it may have gone on.
    pub possibly: Interval,
}

/// A set of instants whose ends are not known exactly, up to T.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hours {
    /// Instants held under every placement.
    pub surely: Spans,
    /// Instants held under some.
    pub possibly: Spans,
    /// Whether it goes on at T.
    pub running: Kleene,
}

impl Hours {
    /// At least so many seconds.
    pub fn least_s(&self) -> u64 {
        self.surely.seconds()
    }
    /// At most so many seconds.
    pub fn most_s(&self) -> u64 {
        self.possibly.seconds()
    }

    fn of<'h>(holds: impl Iterator<Item = &'h Hold> + Clone, at: Instant) -> Hours {
        let lasted = holds.filter_map(|hold| hold.lasted);
        let past = |span: Interval| Interval::new(span.from, span.until.min(at));
        let running = lasted.clone().map(|lasted| lasted.at(at)).max().unwrap_or(Kleene::No);
        Hours {
            surely: Spans::of(lasted.clone().map(|lasted| past(lasted.surely))),
            possibly: Spans::of(lasted.map(|lasted| past(lasted.possibly))),
            running,
        }
    }
}

impl Lasted {
    /// Whether it went on at `at`.
    pub fn at(self, at: Instant) -> Kleene {
        match (self.surely.contains(at), self.possibly.contains(at)) {
            (true, _) => Kleene::Must,
            (false, true) => Kleene::May,
            (false, false) => Kleene::No,
        }
    }

    fn until(began: Interval, ended: Interval) -> Lasted {
        Lasted { surely: Interval::new(began.last(), ended.from), possibly: Interval::new(began.from, ended.last()) }
    }
}

/// Waiting as claimed, by cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Waiting {
    /// Each cause that somebody claims, by name.
    pub causes: Vec<Cause>,
    /// When any cause is claimed. The hours of the causes overlap, and are never added.
    pub any: Hours,
}

/// One claimed cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cause {
    /// What it is called: as registered, else letter by letter.
    pub name: String,
    /// When somebody claims it: the union of the holds.
    pub hours: Hours,
    /// The least and the greatest number of trucks that anybody says waited for it.
    pub trucks: Option<Amount>,
    /// Who claims it.
    pub claimants: Vec<Claimant>,
    /// The holds, by when they can have begun; undated ones last.
    pub holds: Vec<Hold>,
}

/// Who claims a cause.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claimant {
    /// The origin of the claim, by the name it is registered under.
    pub origin: Origin,
    /// When this one claims it.
    pub hours: Hours,
    /// Each number of trucks this one says, with its statement.
    pub trucks: Vec<(Amount, BodyId)>,
}

/// Held legs as holds. `legs` are those of one convoy, in order.
pub(super) fn holds_of_legs(legs: &[Said]) -> Vec<Hold> {
    let held = legs.iter().filter_map(|leg| match &leg.event.leg {
        Leg::Held { cause, by } => Some((leg, cause, by)),
        _ => None,
    });
    let mut ends: BTreeMap<&Name, Vec<&Said>> = BTreeMap::new();
    for leg in legs {
        if matches!(leg.event.leg, Leg::WentOn | Leg::Passed { .. } | Leg::TurnedBack | Leg::Arrived { .. }) {
            ends.entry(&leg.speaker).or_default().push(leg);
        }
    }
    let ends_of = |leg: &Said| ends.get(&leg.speaker).map(Vec::as_slice).unwrap_or_default();
    held.map(|(leg, cause, by)| Hold {
        cause: cause.clone(),
        by: by.iter().cloned().collect(),
        chain: Chain::direct(leg.speaker.clone()),
        time: leg.event.time.clone(),
        lasted: Some(match leg.time.ended {
            Some(ended) => Lasted::until(leg.time.began, ended),
            None => until_next(leg, ends_of(leg)),
        }),
        trucks: leg.event.trucks.into_iter().collect(),
        statement: leg.statement,
    })
    .collect()
}

/// From a held leg until the next of its speaker's `ends`, over all placements of both.
fn until_next(held: &Said, ends: &[&Said]) -> Lasted {
    let began = held.time.began;
    let mut earliest = Instant::NEVER;
    let mut latest = Instant::NEVER;
    for end in ends {
        let ended = end.time.began;
        // Of one and the same exact instant, what comes later in the order of legs is next.
        if ended == began && began.seconds() == 1 && held.order() < end.order() {
            return Lasted { surely: NOTHING, possibly: Interval::new(began.from, began.from) };
        }
        // It may come after: from there on nothing is sure.
        if began.from < ended.last() {
            earliest = earliest.min(ended.from.max(Instant(began.from.0 + 1)));
        }
        // It comes after, wherever both are.
        if began.last() < ended.from {
            latest = latest.min(ended.last());
        }
    }
    Lasted { surely: Interval::new(began.last(), earliest), possibly: Interval::new(began.from, latest) }
}

/// A report with a claimed cause as a hold; `None` where it claims none or says that nothing happened. Without an end it
/// was at one instant: nothing is sure of it. Without a time it adds no hours.
pub fn holds_of_report(live: &Live) -> Option<Hold> {
    let report = live.report.as_deref().filter(|report| report.polarity == Polarity::Happened)?;
    let trucks = report.measures.iter().filter(|measure| measure.unit == TRUCKS);
    Some(Hold {
        cause: report.cause.clone()?,
        by: match &report.accused {
            Accused::Unstated => Vec::new(),
            Accused::Actor(name) => vec![name.clone()],
            Accused::Dyad(a, b) => vec![a.clone(), b.clone()],
        },
        chain: report.chain.clone(),
        time: report.time.clone(),
        lasted: report.time.as_ref().map(with_room).map(|time| match time.ended {
            Some(ended) => Lasted::until(time.began, ended),
            None => Lasted { surely: NOTHING, possibly: time.began },
        }),
        trucks: trucks.map(|measure| Amount { least: measure.least, most: measure.most }).collect(),
        statement: live.statement.id,
    })
}

/// Waiting by claimed cause at `at`, from any holds in any order; one that is listed twice counts once.
pub fn waiting(registers: &Registers, holds: impl IntoIterator<Item = Hold>, at: Instant) -> Waiting {
    let key = |hold: &Hold| {
        let began = hold.lasted.map_or(Instant::NEVER, |lasted| lasted.possibly.from);
        (hold.lasted.is_none(), began, hold.statement)
    };
    let begun = |hold: &Hold| hold.lasted.is_none_or(|lasted| lasted.possibly.from <= at);
    let mut holds: Vec<Hold> = holds.into_iter().filter(begun).collect();
    holds.sort_by_key(key);
    holds.dedup_by_key(|hold| hold.statement);
    let any = Hours::of(holds.iter(), at);
    let mut causes: BTreeMap<String, Vec<Hold>> = BTreeMap::new();
    for hold in holds {
        causes.entry(registers.resolve(&hold.cause).to_owned()).or_default().push(hold);
    }
    let causes = causes.into_iter().map(|(name, holds)| Cause {
        name,
        hours: Hours::of(holds.iter(), at),
        trucks: range(holds.iter().flat_map(|hold| hold.trucks.iter().copied())),
        claimants: claimants(registers, &holds, at),
        holds,
    });
    Waiting { causes: causes.collect(), any }
}

fn claimants(registers: &Registers, holds: &[Hold], at: Instant) -> Vec<Claimant> {
    let registered = |origin: &Origin| match origin {
        Origin::Named(name) => Origin::Named(registers.resolve(name).to_owned()),
        unnamed => unnamed.clone(),
    };
    let mut by_origin: BTreeMap<Origin, Vec<&Hold>> = BTreeMap::new();
    for hold in holds {
        let origins: BTreeSet<Origin> = hold.chain.origins.iter().map(registered).collect();
        origins.into_iter().for_each(|origin| by_origin.entry(origin).or_default().push(hold));
    }
    let claimant = |(origin, own): (Origin, Vec<&Hold>)| {
        let trucks = own.iter().flat_map(|hold| hold.trucks.iter().map(|amount| (*amount, hold.statement)));
        Claimant { origin, hours: Hours::of(own.iter().copied(), at), trucks: trucks.collect() }
    };
    by_origin.into_iter().map(claimant).collect()
}
