//! One concrete placement, run through: restarts and pauses at known instants (C2).
//!
//! Holds
//! - Completion counts only breaks at v < t; the value at T counts breaks at v <= T.
//!
//! Not here: choosing placements (`placements`).

use record::vocabulary::time::{Instant, Interval};

use super::axis::{Axis, counted, reach};

/// What one break does at its instant.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Act {
    /// The run begins again at this position; `None`: never, as known.
    Restart(Option<i64>),
    /// These times are not counted.
    Pause(Vec<Interval>),
}

/// Value at `now`, and completion, of one placement. `acts` in any order.
pub(super) fn simulate(axis: &Axis<'_>, mut acts: Vec<(Instant, Act)>, now: Instant) -> (i64, Option<Instant>) {
    for gap in &axis.resets {
        acts.push((gap.from, Act::Restart(axis.after_gap(*gap))));
    }
    acts.sort();
    if axis.is_calendar() { calendar(axis, &acts, now) } else { elapsed(axis, &acts, now) }
}

fn elapsed(axis: &Axis<'_>, acts: &[(Instant, Act)], now: Instant) -> (i64, Option<Instant>) {
    let mut from = Some(axis.start);
    let mut paused: Vec<Interval> = Vec::new();
    let mut completion: Option<Instant> = None;
    let mut value_at_now: Option<i64> = None;
    let value = |from: Option<Instant>, paused: &[Interval], at: Instant| {
        from.map_or(0, |from| counted(Interval::new(from, at), &axis.uncounted_with(paused)))
    };
    let mut next = 0;
    loop {
        // Between acts the value only grows: look for completion up to and including the next act's instant.
        let segment_end = acts.get(next).map_or(Instant::NEVER, |(at, _)| *at);
        if completion.is_none()
            && let Some(from) = from
        {
            completion = reach(from, axis.needed(), &axis.uncounted_with(&paused)).filter(|at| *at <= segment_end);
        }
        if value_at_now.is_none() && segment_end > now {
            value_at_now = Some(value(from, &paused, now));
        }
        let Some((at, _)) = acts.get(next) else { break };
        let at = *at;
        while let Some((_, act)) = acts.get(next).filter(|(other, _)| *other == at) {
            match act {
                Act::Restart(position) => from = position.map(|position| Instant(position).max(axis.start)),
                Act::Pause(times) => paused.extend(times),
            }
            next += 1;
        }
    }
    (value_at_now.unwrap_or(0), completion)
}

fn calendar(axis: &Axis<'_>, acts: &[(Instant, Act)], now: Instant) -> (i64, Option<Instant>) {
    let mut completion = None;
    let mut value_at_now = 0;
    let mut counted: i64 = 0;
    let mut paused: Vec<Interval> = Vec::new();
    let mut restart_day = Some(axis.origin());
    let mut next = 0;
    let mut broken_now = false;
    let today = axis.zone.day_number(now);
    let last = axis.horizon_day().max(today);
    let mut day = axis.origin();
    while day < last && (completion.is_none() || day <= today) {
        day += 1;
        let span = axis.zone.numbered_day(day);
        while let Some((at, act)) = acts.get(next).filter(|(at, _)| *at < span.until) {
            match act {
                Act::Restart(position) => {
                    restart_day = *position;
                    counted = 0;
                    broken_now |= *at <= now && span.last() > now;
                }
                Act::Pause(times) => paused.extend(times),
            }
            next += 1;
        }
        let free = paused.iter().all(|pause| pause.meet(span).is_empty());
        let runs = restart_day.is_some_and(|restart| day > restart);
        if runs && free && axis.day_counts(day) {
            counted += 1;
        }
        if completion.is_none() && counted >= axis.needed() && restart_day.is_some() {
            completion = Some(span.until);
        }
        if span.last() <= now {
            value_at_now = counted;
        }
    }
    (if broken_now { 0 } else { value_at_now }, completion)
}
