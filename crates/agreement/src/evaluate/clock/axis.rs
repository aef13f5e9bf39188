//! The axis a clock counts along: seconds, or civil days; what is not counted; where a run can complete.
//!
//! Positions are integers: for an elapsed clock the instant, for a calendar clock the number of the civil day.
//! A break at position b is inside a run that began at p and would complete at c iff p < b < c.
//!
//! Holds
//! - `complete(p)` never decreases with p.
//!
//! Not here: breaks (`items`), policies (`placements`).

use std::collections::BTreeMap;

use record::vocabulary::Name;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval, Zone};

use crate::evaluate::grounds::Context;
use crate::evaluate::{regime, verdict};
use crate::limits;
use crate::tree::{ArticleKind, Clock, GapEffect, Length, Standing, Unobserved};

pub(super) struct Axis<'a> {
    pub start: Instant,
    /// From when it stands still: the end of the agreement (L3).
    pub end: Instant,
    pub zone: &'a Zone,
    length: Length,
    /// Times that never count: paused gaps, unobserved days that do not count. Sorted, disjoint.
    uncounted: Vec<Interval>,
    /// Gaps that restart the run.
    pub resets: Vec<Interval>,
    /// First instants of periods after such a gap, also of one that ends as the clock starts.
    pub restarts: Vec<Instant>,
    /// Times at which the regime does not run, where that matters; for calendar days.
    not_running: Vec<Interval>,
    /// Finished days that nobody watched enough.
    pub unobserved: Vec<Interval>,
    /// Days that may each hold a break (left open).
    pub doubtful: Vec<Interval>,
}

impl<'a> Axis<'a> {
    pub fn new(context: &Context<'a>, clock: &Clock, zone: Option<&Name>, moment: &Moment) -> Axis<'a> {
        let tree = context.tree;
        let start = tree.instant(&clock.start).unwrap_or(Instant::NEVER);
        let after_start = Interval::new(start, Instant::NEVER);
        let regime = clock.regime.as_ref().and_then(|name| tree.regimes.iter().find(|regime| &regime.name == name));
        let (mut uncounted, mut resets, mut restarts, mut not_running) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if let Some(regime) = regime {
            let gaps = regime::gaps(&regime::periods(tree, context.acts, regime));
            if regime.clocks_in_gap == GapEffect::Reset {
                restarts.extend(gaps.iter().map(|gap| gap.until).filter(|until| *until >= start));
            }
            let gaps = gaps.into_iter().map(|gap| gap.meet(after_start)).filter(|gap| !gap.is_empty());
            match regime.clocks_in_gap {
                GapEffect::Paused => uncounted.extend(gaps.clone()),
                GapEffect::Reset => resets.extend(gaps.clone()),
                GapEffect::Unaffected => {}
            }
            if regime.clocks_in_gap != GapEffect::Unaffected {
                not_running.extend(gaps);
            }
        }
        // Where the agreement has ended, its clocks stand still.
        let declared = |article: usize| matches!(tree.articles[article].standing, Standing::DeclaredBy(_));
        let beside = clock.watches.iter().flat_map(|article| tree.texts(article)).any(declared);
        let end = context.end.filter(|_| !beside);
        if let Some(end) = end {
            resets.retain(|gap: &Interval| gap.from < end);
            restarts.retain(|at| *at <= end);
            let after = Interval::new(end, Instant::NEVER).meet(after_start);
            uncounted.extend((!after.is_empty()).then_some(after));
            not_running.extend((!after.is_empty()).then_some(after));
        }
        let until = moment.happened.plus(1).min(end.unwrap_or(Instant::NEVER));
        let asked = Interval::new(start, until);
        let unobserved = if asked.is_empty() || clock.unobserved == Unobserved::Count {
            Vec::new()
        } else {
            let mut days = match zone {
                Some(zone) => verdict::unobserved_days(context, &[zone], &[asked], moment.happened),
                // The zones of a text are asked on the days that its life touches (L1).
                None => watched_zones(context, clock)
                    .into_iter()
                    .flat_map(|(life, zones)| {
                        let days = verdict::unobserved_days(context, &zones, &[asked], moment.happened);
                        days.into_iter().filter(move |day| !day.meet(life).is_empty())
                    })
                    .collect(),
            };
            days.sort();
            days.dedup();
            days
        };
        let mut doubtful = Vec::new();
        match clock.unobserved {
            Unobserved::DoNotCount => uncounted.extend(unobserved.iter().copied()),
            Unobserved::LeaveOpen => doubtful.extend(unobserved.iter().map(|day| day.meet(asked))),
            Unobserved::Count => {}
        }
        uncounted.sort();
        Axis {
            start,
            end: end.unwrap_or(Instant::NEVER),
            zone: &tree.zone,
            length: clock.length,
            uncounted,
            resets,
            restarts,
            not_running,
            unobserved,
            doubtful,
        }
    }

    /// What the clock must reach: seconds or days.
    pub fn needed(&self) -> i64 {
        match self.length {
            Length::Elapsed(seconds) => seconds,
            Length::Calendar { days, .. } => days,
        }
    }
    pub fn is_calendar(&self) -> bool {
        matches!(self.length, Length::Calendar { .. })
    }
    /// Where the first run begins.
    pub fn origin(&self) -> i64 {
        match self.length {
            Length::Elapsed(_) => self.start.0,
            Length::Calendar { .. } => self.zone.day_number(self.start) - 1,
        }
    }
    /// The position of a break at `at`.
    pub fn position(&self, at: Instant) -> i64 {
        match self.length {
            Length::Elapsed(_) => at.0,
            Length::Calendar { .. } => self.zone.day_number(at),
        }
    }
    /// Where the run begins again after a lasting break whose last instant is `last`.
    pub fn after_lasting(&self, last: Instant) -> i64 {
        match self.length {
            Length::Elapsed(_) => last.0 + 1,
            Length::Calendar { .. } => self.zone.day_number(last),
        }
    }
    /// Where the run begins again after a gap that restarts; `None` where the gap has no end as known.
    pub fn after_gap(&self, gap: Interval) -> Option<i64> {
        (gap.until != Instant::NEVER).then(|| match self.length {
            Length::Elapsed(_) => gap.until.0,
            Length::Calendar { .. } => self.zone.day_number(gap.last()),
        })
    }
    /// The instant at which a run that completes at position `at` does so.
    pub fn instant(&self, at: i64) -> Instant {
        match self.length {
            Length::Elapsed(_) => Instant(at),
            Length::Calendar { .. } => self.zone.numbered_day(at).from,
        }
    }

    /// Least position at which a run from `from` is long enough without a further break; `None` if never, as known.
    pub fn complete(&self, from: i64) -> Option<i64> {
        match self.length {
            Length::Elapsed(needed) => reach(Instant(from).max(self.start), needed, &self.uncounted).map(|at| at.0),
            Length::Calendar { days, .. } => {
                let mut left = days;
                let mut day = from.max(self.origin());
                let end = self.last_countable();
                while left > 0 {
                    day += 1;
                    if day > end {
                        return None;
                    }
                    left -= i64::from(self.day_counts(day));
                }
                Some(day + 1)
            }
        }
    }

    /// The value at `now` of a run from `from`.
    pub fn value(&self, from: i64, now: Instant) -> i64 {
        match self.length {
            Length::Elapsed(_) => counted(Interval::new(Instant(from).max(self.start), now), &self.uncounted),
            Length::Calendar { .. } => {
                let from = from.max(self.origin());
                let today = self.zone.day_number(now);
                let last = if self.zone.numbered_day(today).last() <= now { today } else { today - 1 };
                (from + 1..=last).filter(|day| self.day_counts(*day)).count() as i64
            }
        }
    }

    /// Whether the civil day counts, breaks and pauses apart (C9).
    pub fn day_counts(&self, number: i64) -> bool {
        let day = self.zone.numbered_day(number);
        let Length::Calendar { first_day_counts, .. } = self.length else { return false };
        let whole = day.from >= self.start || (first_day_counts && day.contains(self.start));
        let asked = day.meet(Interval::new(self.start, Instant::NEVER));
        whole
            && !asked.is_empty()
            && self.not_running.iter().chain(&self.uncounted).all(|gap| gap.meet(asked).is_empty())
    }

    /// The last day that may count, as known.
    fn last_countable(&self) -> i64 {
        match self.not_running.last() {
            Some(gap) if gap.until == Instant::NEVER => self.zone.day_number(gap.from),
            _ => self.origin() + limits::CLOCK_HORIZON_DAYS,
        }
    }

    /// Times that never count, with `more`; sorted.
    pub fn uncounted_with(&self, more: &[Interval]) -> Vec<Interval> {
        let mut all = self.uncounted.clone();
        all.extend(more);
        all.sort();
        all
    }
    /// The last day that a loop over days needs to look at.
    pub fn horizon_day(&self) -> i64 {
        self.last_countable()
    }
}

/// The zones that the watched texts speak of, by when those live.
fn watched_zones<'c>(context: &'c Context<'_>, clock: &Clock) -> BTreeMap<Interval, Vec<&'c Name>> {
    let mut by_life: BTreeMap<Interval, Vec<&Name>> = BTreeMap::new();
    for index in clock.watches.iter().flat_map(|article| context.tree.texts(article)) {
        if let ArticleKind::Prohibition(provision) = &context.tree.articles[index].kind {
            let zones = by_life.entry(context.lives[index].span).or_default();
            match &provision.zone {
                Some(zone) => zones.push(zone),
                None => zones.extend(context.tree.zones.iter().map(|zone| &zone.name)),
            }
        }
    }
    for zones in by_life.values_mut() {
        zones.sort();
        zones.dedup();
    }
    by_life
}

/// Seconds of `span` outside `uncounted` (sorted).
pub(super) fn counted(span: Interval, uncounted: &[Interval]) -> i64 {
    let cut: Vec<Interval> = uncounted.iter().map(|gap| gap.meet(span)).filter(|gap| !gap.is_empty()).collect();
    (span.seconds() - verdict::measure(&cut)).max(0)
}

/// Least t with `needed` seconds of `[from, t)` outside `uncounted` (sorted); `None` if never.
pub(super) fn reach(from: Instant, needed: i64, uncounted: &[Interval]) -> Option<Instant> {
    let mut at = from;
    let mut left = needed;
    for gap in uncounted {
        if gap.until <= at {
            continue;
        }
        let room = (gap.from.0 - at.0).max(0);
        if room >= left {
            break;
        }
        left -= room;
        at = at.max(gap.until);
    }
    (at != Instant::NEVER).then(|| at.plus(left)).filter(|at| *at < Instant::NEVER)
}
