//! Clocks: how long has it been calm, at least and at most, and when is it long enough (semantics 7)?
//!
//! ```text
//! judged incidents ─▶ `items` (where may each break?) ─▶ policy ─▶ value and completion over all placements
//! ```
//!
//! Holds
//! - Value and completion are `[least, greatest]` over every placement of imprecise and possible breaks (T5, C10).
//! - Completion is a fact: a later break starts a new run and does not undo it (C2).
//! - A result that is only a bound says so.
//!
//! Not here: what is a breach (`verdict`), what opens when a clock completes (`phase`).

mod axis;
mod items;
mod placements;
mod run;

pub(super) use items::severity;

use record::vocabulary::Name;
use record::vocabulary::facts::{About, Fact, IncidentId};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval};

use super::grounds::Context;
use super::verdict::Judged;
use crate::tree::{Clock, Part, Policy, Then};
use axis::Axis;
use items::{Item, Watched};
use placements::Extremes;

/// One clock under one policy and standard, in one zone or between one pair where it has several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ClockReading {
    /// The clock.
    pub clock: Name,
    /// Index into its policies.
    pub policy: usize,
    /// Index into the standard chain.
    pub standard: usize,
    /// Which of the clocks of its scope.
    pub part: Part,
    /// Least and greatest value at T: seconds, or civil days for a calendar clock.
    pub value: (i64, i64),
    /// When it completes.
    pub completion: Completion,
    /// The interval is a bound, not exact.
    pub bound: bool,
    /// Least time at which the run that stands at T may have begun, and greatest.
    pub since: (Instant, Instant),
    /// What breaks it or may, in order of time; for *leave to the deciders* listed only.
    pub breaks: Vec<Break>,
    /// Alleged incidents that would break it if they were established (C1).
    pub at_risk: Vec<Break>,
    /// Days that nobody watched enough.
    pub unobserved: Vec<Interval>,
}

/// The first completion over all placements; `None` is never, as known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Completion {
    /// Under the kindest placement.
    pub earliest: Option<Instant>,
    /// Under the unkindest.
    pub latest: Option<Instant>,
}

impl Completion {
    /// Complete by `now` under every placement.
    pub fn surely(&self, now: Instant) -> bool {
        self.latest.is_some_and(|at| at <= now)
    }
    /// Complete by `now` under at least one placement.
    pub fn possibly(&self, now: Instant) -> bool {
        self.earliest.is_some_and(|at| at <= now)
    }
}

/// What an incident does to a clock.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum EffectShown {
    /// Nothing yet: alleged, not established at this standard.
    AtRisk,
    /// It may break.
    MayBreak,
    /// It breaks.
    Breaks,
}

/// One incident on a clock.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Break {
    /// The incident.
    pub incident: IncidentId,
    /// Whom the proposition is about.
    pub about: About,
    /// When it breaks or may break.
    pub span: Interval,
    /// What it does.
    pub effect: EffectShown,
    /// Index of the article.
    pub article: usize,
}

/// Reads every clock.
pub(super) fn read(context: &Context<'_>, facts: &[Fact], judged: &[Judged], moment: &Moment) -> Vec<ClockReading> {
    let mut readings = Vec::new();
    for clock in &context.tree.clocks {
        let standards = clock.standards.iter().map(|standard| Watched::new(context, clock, facts, judged, *standard));
        let watched: Vec<Watched<'_>> = standards.collect();
        for part in clock.scope.parts() {
            let axis = Axis::new(context, clock, part.zone(), moment);
            for (&standard, watched) in clock.standards.iter().zip(&watched) {
                let listed = items::list(context, clock, &part, facts, watched, &axis, moment);
                for (policy, declared) in clock.policies.iter().enumerate() {
                    let extremes = under(context, clock, declared, &axis, &listed.items, facts, moment, standard);
                    readings.push(ClockReading {
                        clock: clock.name.clone(),
                        policy,
                        standard,
                        part: part.clone(),
                        value: extremes.value,
                        completion: extremes.completion,
                        bound: extremes.bound,
                        since: extremes.since,
                        breaks: listed.breaks.clone(),
                        at_risk: listed.at_risk.clone(),
                        unobserved: axis.unobserved.clone(),
                    });
                }
            }
        }
    }
    readings
}

#[allow(clippy::too_many_arguments)]
fn under(
    context: &Context<'_>,
    clock: &Clock,
    policy: &Policy,
    axis: &Axis<'_>,
    items: &[Item],
    facts: &[Fact],
    moment: &Moment,
    standard: usize,
) -> Extremes {
    let now = moment.happened;
    match policy {
        Policy::Reset => placements::reset(axis, items, now),
        Policy::Pause(unit) => placements::pause(axis, items, *unit, now),
        Policy::Discretionary => placements::reset(axis, &[], now),
        Policy::Tolerate { at_most, window, beyond } => {
            placements::tolerate(axis, items, at_most, *window, *beyond, clock.qualifying, now)
        }
        Policy::Refer { deciders, term, from, then, late_count } => {
            let ruled: Vec<Item> = items
                .iter()
                .filter_map(|item| {
                    let rulings: Vec<_> = match item.fact {
                        Some(fact) => context
                            .acts
                            .rulings
                            .iter()
                            .filter(|r| r.question == clock.name && r.incident.as_ref() == Some(&facts[fact].incident))
                            .collect(),
                        None => Vec::new(),
                    };
                    let first = item.fact.and_then(|f| facts[f].first_established.get(standard).copied().flatten());
                    let terms = items::Referral {
                        rulings: &rulings,
                        deciders,
                        term: *term,
                        from: *from,
                        then: *then,
                        late_count: *late_count,
                        first_established: first.map(|known| known.0),
                        known: moment.known,
                        registers: &context.acts.registers,
                    };
                    item.referred(&terms)
                })
                .collect();
            match then {
                Then::Pause(unit) => placements::pause(axis, &ruled, *unit, now),
                Then::Reset | Then::Excuse => placements::reset(axis, &ruled, now),
            }
        }
    }
}
