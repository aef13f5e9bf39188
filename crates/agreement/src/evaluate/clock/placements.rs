//! Over all placements: least and greatest value, earliest and latest completion (T5, C10).
//!
//! Holds
//! - Reset and discretionary are exact; pause by civil day is exact up to [`limits::PLACEMENTS`] combinations; whatever
//!   is only a bound contains the exact interval and says `bound`.
//! - More breaks never make a reset or pause clock longer: the extremes lie at the ends.
//!
//! Not here: one placement (`run`), where an incident may break (`items`).

use std::collections::BTreeSet;

use record::vocabulary::time::{Instant, Interval};

use super::Completion;
use super::axis::Axis;
use super::items::{Item, Placement, Shape};
use super::run::{Act, simulate};
use crate::limits;
use crate::tree::{Beyond, PauseUnit};

/// What holds over all placements.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Extremes {
    pub value: (i64, i64),
    pub completion: Completion,
    pub bound: bool,
    pub since: (Instant, Instant),
}

/// A stretch of breaks: the run cannot stand from `first` on and begins again at `restart` (`None`: never).
#[derive(Clone, Copy, Debug)]
struct Block {
    first: i64,
    restart: Option<i64>,
}

/// A break at one position of `[from, last]`; `sure`: it must be somewhere in it.
#[derive(Clone, Copy, Debug)]
struct Job {
    from: i64,
    last: i64,
    sure: bool,
}

/// Every break restarts (C3). Exact.
pub(super) fn reset(axis: &Axis<'_>, items: &[Item], now: Instant) -> Extremes {
    let gaps: Vec<Block> =
        axis.resets.iter().map(|gap| Block { first: axis.position(gap.from), restart: axis.after_gap(*gap) }).collect();
    // A gap at the very start moves the first run.
    let mut origin = Some(axis.origin());
    for gap in axis.resets.iter().filter(|gap| gap.from <= axis.start) {
        origin = axis.after_gap(*gap);
    }

    // The value needs only the last restart at or before T.
    let running: Option<i64> = axis
        .resets
        .iter()
        .filter(|gap| gap.from <= now && gap.from > axis.start)
        .fold(origin, |_, gap| axis.after_gap(*gap));
    let (mut least, mut greatest) = (running, running);
    for item in items {
        let (low, high) = restarts(axis, item);
        if let Some(low) = low {
            least = least.map(|so_far| so_far.max(low));
        }
        greatest = greatest.map(|so_far| so_far.max(high));
    }
    let value = |from: Option<i64>| from.map_or(0, |from| axis.value(from, now));
    let at = |from: Option<i64>| from.map_or(Instant::NEVER, |from| axis.instant(from).max(axis.start));

    let (earliest, latest, bound) = completions(axis, origin, &gaps, items);
    Extremes {
        value: (value(greatest), value(least)),
        completion: Completion { earliest, latest },
        bound,
        since: (at(least), at(greatest)),
    }
}

/// Least (if it must restart at all) and greatest position at which `item` restarts a run.
fn restarts(axis: &Axis<'_>, item: &Item) -> (Option<i64>, i64) {
    match &item.shape {
        Shape::Instant { spans, avoidable, .. } => {
            let low = axis.position(spans[0].from);
            let high = axis.position(spans.last().expect("an item breaks somewhere").last());
            ((!avoidable).then_some(low), high)
        }
        Shape::Lasting(options) => {
            let after = |option: &Placement| option.broken.last().map(|span| after_span(axis, *span));
            let low = options.iter().map(after).min().flatten();
            (low, options.iter().filter_map(after).max().unwrap_or(i64::MIN))
        }
    }
}

/// Where a run begins again after a break throughout `span`.
fn after_span(axis: &Axis<'_>, span: Interval) -> i64 {
    axis.after_lasting(span.last())
}

/// Earliest and latest completion of a reset clock; the last answer says whether they are bounds only.
fn completions(
    axis: &Axis<'_>,
    origin: Option<i64>,
    gaps: &[Block],
    items: &[Item],
) -> (Option<Instant>, Option<Instant>, bool) {
    // Items that can be at one place only are jobs or blocks; the others are chosen one way after the other.
    let mut jobs: Vec<Job> = Vec::new();
    let mut choices: Vec<Vec<(Vec<Job>, Vec<Block>)>> = Vec::new();
    let job =
        |span: Interval, sure: bool| Job { from: axis.position(span.from), last: axis.position(span.last()), sure };
    for item in items {
        match &item.shape {
            Shape::Instant { spans, avoidable, .. } if spans.len() == 1 => jobs.push(job(spans[0], !avoidable)),
            Shape::Instant { spans, avoidable, .. } => {
                choices.push(spans.iter().map(|span| (vec![job(*span, !avoidable)], Vec::new())).collect());
            }
            Shape::Lasting(options) => choices.push(
                options
                    .iter()
                    .map(|option| {
                        let blocks = option.broken.iter().map(|span| Block {
                            first: axis.position(span.from),
                            restart: Some(after_span(axis, *span)),
                        });
                        (Vec::new(), blocks.collect())
                    })
                    .collect(),
            ),
        }
    }
    let combinations =
        choices.iter().try_fold(1usize, |n, c| n.checked_mul(c.len()).filter(|n| *n <= limits::PLACEMENTS));
    let Some(combinations) = combinations else {
        // Too many to try: every choice at once is worse than any, none of them kinder than any.
        let mut all = jobs.clone();
        let mut blocks = gaps.to_vec();
        for (more_jobs, more_blocks) in choices.iter().flatten() {
            all.extend(more_jobs);
            blocks.extend(more_blocks);
        }
        let (_, latest) = extremes(axis, origin, &all, &blocks);
        let (earliest, _) = extremes(axis, origin, &jobs, gaps);
        let earliest = [earliest, origin.and_then(|o| axis.complete(o))].into_iter().flatten().min();
        return (earliest.map(|at| axis.instant(at)), latest.map(|at| axis.instant(at)), true);
    };
    let mut earliest: Option<i64> = None;
    let mut latest: Option<Option<i64>> = None;
    for combination in 0..combinations {
        let mut rest = combination;
        let (mut all, mut blocks) = (jobs.clone(), gaps.to_vec());
        for choice in &choices {
            let (more_jobs, more_blocks) = &choice[rest % choice.len()];
            rest /= choice.len();
            all.extend(more_jobs);
            blocks.extend(more_blocks);
        }
        let (early, late) = extremes(axis, origin, &all, &blocks);
        earliest = match (earliest, early) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        latest = Some(match (latest, late) {
            (None, late) => late,
            (Some(Some(a)), Some(b)) => Some(a.max(b)),
            _ => None,
        });
    }
    (earliest.map(|at| axis.instant(at)), latest.flatten().map(|at| axis.instant(at)), false)
}

/// Earliest and latest completion, as positions, with each job at one place of its own range.
fn extremes(axis: &Axis<'_>, origin: Option<i64>, jobs: &[Job], blocks: &[Block]) -> (Option<i64>, Option<i64>) {
    let Some(origin) = origin else { return (None, None) };
    (earliest(axis, origin, jobs, blocks), latest(axis, origin, jobs, blocks))
}

/// The kindest placement: the first restart from which every sure break can stay out of the run.
fn earliest(axis: &Axis<'_>, origin: i64, jobs: &[Job], blocks: &[Block]) -> Option<i64> {
    let mut best: Option<i64> = None;
    // (first possible, last possible)
    let mut starts: Vec<(i64, i64)> = vec![(origin, origin)];
    starts.extend(jobs.iter().map(|job| (job.from, job.last)));
    starts.extend(blocks.iter().filter_map(|block| block.restart).map(|restart| (restart, restart)));
    starts.sort();
    // Sure breaks by their last position, each with the greatest first position up to it.
    let mut sure: Vec<(i64, i64)> = jobs.iter().filter(|job| job.sure).map(|job| (job.last, job.from)).collect();
    sure.sort();
    let mut greatest = i64::MIN;
    for (_, from) in &mut sure {
        greatest = greatest.max(*from);
        *from = greatest;
    }
    for (from, last) in starts {
        let mut at = from.max(origin);
        while at <= last.max(origin) {
            let Some(done) = axis.complete(at) else { break };
            if best.is_some_and(|best| best <= done) {
                return best; // later starts complete later
            }
            // The break that provides this start began at or before it, so it never pushes.
            let before_done = sure.partition_point(|(last, _)| *last < done);
            let pushed_by_job = before_done.checked_sub(1).map(|i| sure[i].1).filter(|from| *from > at);
            let in_run = blocks.iter().filter(|b| b.first < done && b.first > at - 1);
            let straddles = blocks.iter().filter(|b| b.first <= at && b.restart.is_none_or(|r| r > at));
            let mut pushed_by_block: Option<Option<i64>> = None;
            for block in in_run.chain(straddles) {
                if block.first <= at && block.restart == Some(at) {
                    continue;
                }
                pushed_by_block = Some(match (pushed_by_block, block.restart) {
                    (None, restart) => restart,
                    (Some(Some(a)), Some(b)) => Some(a.max(b)),
                    _ => None,
                });
            }
            match (pushed_by_job, pushed_by_block) {
                (None, None) => {
                    best = Some(best.map_or(done, |best| best.min(done)));
                    break;
                }
                (_, Some(None)) => break,
                (job, block) => at = job.unwrap_or(i64::MIN).max(block.flatten().unwrap_or(i64::MIN)).max(at + 1),
            }
        }
    }
    best
}

/// The unkindest placement: restarts chained so that each comes before the run before it completes.
///
/// Taking the break that must come first (least last possible position) is never worse: breaks used later stay usable.
fn latest(axis: &Axis<'_>, origin: i64, jobs: &[Job], blocks: &[Block]) -> Option<i64> {
    let mut by_deadline: Vec<(i64, i64, bool)> = jobs.iter().map(|job| (job.last, job.from, false)).collect();
    for block in blocks {
        by_deadline.push((block.restart.unwrap_or(i64::MAX), block.first, true));
    }
    by_deadline.sort();
    // The least first position from each on: where none is before the run's end, no later one is.
    let mut least: Vec<i64> = by_deadline.iter().map(|(_, from, _)| *from).collect();
    for i in (1..least.len()).rev() {
        least[i - 1] = least[i - 1].min(least[i]);
    }
    let mut used = vec![false; by_deadline.len()];
    let mut at = origin;
    let mut passed = 0;
    loop {
        let done = axis.complete(at)?;
        // A run only begins later: what can no longer be after `at` never will.
        while by_deadline.get(passed).is_some_and(|(last, ..)| *last <= at) {
            passed += 1;
        }
        let next = (passed..by_deadline.len()).take_while(|i| least[*i] < done).find(|i| {
            let (last, from, block) = by_deadline[*i];
            !used[*i] && from < done && (block || last.min(done - 1) > at)
        });
        let Some(i) = next else { return Some(done) };
        used[i] = true;
        let (last, _, block) = by_deadline[i];
        if last == i64::MAX {
            return None;
        }
        at = if block { last } else { last.min(done - 1) };
    }
}

/// Some time is not counted (C4).
pub(super) fn pause(axis: &Axis<'_>, items: &[Item], unit: PauseUnit, now: Instant) -> Extremes {
    let mut bound = false;
    // Per item: what it can do at its kindest (an empty one: nothing) and at its unkindest.
    let mut kindest: Vec<Vec<(Instant, Act)>> = Vec::new();
    let mut unkindest: Vec<Vec<(Instant, Act)>> = Vec::new();
    let mut kind_choices: Vec<Vec<Vec<(Instant, Act)>>> = Vec::new();
    let mut unkind_choices: Vec<Vec<Vec<(Instant, Act)>>> = Vec::new();
    for item in items {
        let (kind, unkind, exact) = paused(axis, item, unit);
        bound |= !exact;
        match <[_; 1]>::try_from(kind) {
            Ok([one]) => kindest.push(one),
            Err(many) => kind_choices.push(many),
        }
        match <[_; 1]>::try_from(unkind) {
            Ok([one]) => unkindest.push(one),
            Err(many) => unkind_choices.push(many),
        }
    }
    let (best_value, earliest, exact_best) = over_choices(axis, &kindest, &kind_choices, now, true);
    let (worst_value, latest, exact_worst) = over_choices(axis, &unkindest, &unkind_choices, now, false);
    Extremes {
        value: (worst_value, best_value),
        completion: Completion { earliest, latest },
        bound: bound || !exact_best || !exact_worst,
        since: (axis.start, axis.start),
    }
}

/// What one item can pause: its kindest options, its unkindest options, and whether they are exact.
#[allow(clippy::type_complexity)]
fn paused(axis: &Axis<'_>, item: &Item, unit: PauseUnit) -> (Vec<Vec<(Instant, Act)>>, Vec<Vec<(Instant, Act)>>, bool) {
    let nothing = Vec::new();
    match (&item.shape, unit) {
        (Shape::Instant { spans, avoidable, .. }, PauseUnit::CivilDay) => {
            let mut kind = Vec::new();
            let mut unkind = Vec::new();
            let mut days: BTreeSet<Instant> = BTreeSet::new();
            for span in spans {
                let mut at = span.from;
                while at < span.until {
                    let day = axis.zone.day_of(at);
                    let inside = day.meet(*span);
                    // Within one day: broken late, its hours count until then; broken early, they never did.
                    if days.insert(day.from) {
                        unkind.push(vec![(inside.from, Act::Pause(vec![day]))]);
                        kind.push(vec![(inside.last(), Act::Pause(vec![day]))]);
                    } else if let Some(last) = kind.last_mut() {
                        *last = vec![(inside.last(), Act::Pause(vec![day]))];
                    }
                    at = day.until;
                }
            }
            if *avoidable {
                kind = vec![nothing];
            }
            (kind, unkind, true)
        }
        (Shape::Instant { spans, avoidable, restored }, unit) => {
            let from = spans[0].from;
            let last = spans.last().expect("an item breaks somewhere").last();
            // The least and the greatest end of the pause.
            let (least, most) = match unit {
                PauseUnit::Seconds(seconds) => (from.plus(seconds), last.plus(seconds)),
                _ => *restored,
            };
            let exact = from == last && least == most;
            let common = Interval::new(last, least);
            let kind = if *avoidable || common.is_empty() { nothing } else { vec![(last, Act::Pause(vec![common]))] };
            let unkind = vec![(from, Act::Pause(vec![Interval::new(from, most)]))];
            (vec![kind], vec![unkind], exact)
        }
        (Shape::Lasting(options), unit) => {
            let of = |placement: &Placement| -> Vec<(Instant, Act)> {
                let option = &placement.broken;
                let first = match option.first() {
                    Some(span) => span.from,
                    None => return Vec::new(),
                };
                match unit {
                    PauseUnit::CivilDay => option.iter().flat_map(|span| days_of(axis, *span)).collect(),
                    PauseUnit::Seconds(seconds) => option
                        .iter()
                        .map(|span| (span.from, Act::Pause(vec![Interval::new(span.from, span.last().plus(seconds))])))
                        .collect(),
                    PauseUnit::UntilRestored => {
                        vec![(first, Act::Pause(vec![Interval::new(first, placement.restored)]))]
                    }
                }
            };
            let (kind, exact) = match options.iter().find(|one| options.iter().all(|other| one.lies_in(other))) {
                Some(least) => (vec![of(least)], true),
                // None lies in all others: it may be over in one instant, which is kinder than any longer.
                None => {
                    let (kind, _, exact) = paused(axis, &item.as_one_instant(), unit);
                    (kind, exact)
                }
            };
            let unkind = options.iter().map(of).filter(|acts| !acts.is_empty()).collect();
            (kind, unkind, exact)
        }
    }
}

/// Each civil day of a lasting break, paused from its first broken instant on.
fn days_of(axis: &Axis<'_>, span: Interval) -> Vec<(Instant, Act)> {
    let mut acts = Vec::new();
    let mut at = span.from;
    while at < span.until {
        let day = axis.zone.day_of(at);
        acts.push((at, Act::Pause(vec![day])));
        at = day.until;
    }
    acts
}

/// The best (or worst) over every combination of choices; beyond the limit a bound.
fn over_choices(
    axis: &Axis<'_>,
    fixed: &[Vec<(Instant, Act)>],
    choices: &[Vec<Vec<(Instant, Act)>>],
    now: Instant,
    kindest: bool,
) -> (i64, Option<Instant>, bool) {
    let base: Vec<(Instant, Act)> = fixed.iter().flatten().cloned().collect();
    // What only gets longer by a pause after T does not matter: breaks are at or before T.
    let combinations =
        choices.iter().try_fold(1usize, |n, c| n.checked_mul(c.len()).filter(|n| *n <= limits::PLACEMENTS));
    let Some(combinations) = combinations else {
        let mut acts = base;
        if !kindest {
            acts.extend(choices.iter().flatten().flatten().cloned());
        }
        let (value, completion) = simulate(axis, acts, now);
        return (value, completion, false);
    };
    let mut best: Option<(i64, Option<Instant>)> = None;
    for combination in 0..combinations {
        let mut rest = combination;
        let mut acts = base.clone();
        for choice in choices {
            acts.extend(choice[rest % choice.len()].iter().cloned());
            rest /= choice.len();
        }
        let (value, completion) = simulate(axis, acts, now);
        let never = |at: Option<Instant>| at.unwrap_or(Instant::NEVER);
        best = Some(match best {
            None => (value, completion),
            Some((v, c)) if kindest => (v.max(value), if never(c) <= never(completion) { c } else { completion }),
            Some((v, c)) => (v.min(value), if never(c) >= never(completion) { c } else { completion }),
        });
    }
    let (value, completion) = best.unwrap_or((0, None));
    (value, completion, true)
}

/// Some breaks are tolerated (C5). Exact where every break has one instant; else a bound.
pub(super) fn tolerate(
    axis: &Axis<'_>,
    items: &[Item],
    at_most: &[Option<u32>],
    window: Option<i64>,
    beyond: Beyond,
    qualifying: usize,
    now: Instant,
) -> Extremes {
    let singles: Vec<Item> = items.iter().map(Item::first_instants).collect();
    // Each break: its instant, and the classes it may have; `None`: it is not there, or below what qualifies.
    let mut choices: Vec<(Instant, Instant, Vec<Option<usize>>)> = Vec::new();
    let mut exact = true;
    for item in &singles {
        let Shape::Instant { spans, avoidable, restored } = &item.shape else { continue };
        exact &= spans.len() == 1 && spans[0].seconds() == 1 && restored.0 == restored.1;
        let classes = item.classes.0.max(qualifying)..=item.classes.1;
        let mut options: Vec<Option<usize>> = classes.map(Some).collect();
        if *avoidable {
            options.push(None);
        }
        choices.push((spans[0].from, restored.1, options));
    }
    let combinations =
        choices.iter().try_fold(1usize, |n, c| n.checked_mul(c.2.len()).filter(|n| *n <= limits::PLACEMENTS));
    let Some(combinations) = combinations.filter(|_| exact) else {
        let none = reset(axis, &[], now);
        let all = match beyond {
            Beyond::Reset => reset(axis, &singles, now),
            Beyond::Pause(unit) => pause(axis, &singles, unit, now),
        };
        return Extremes {
            value: (all.value.0, none.value.1),
            completion: Completion { earliest: none.completion.earliest, latest: all.completion.latest },
            bound: true,
            since: (none.since.0, all.since.1),
        };
    };
    let mut values: Vec<i64> = Vec::new();
    let mut done: Vec<Option<Instant>> = Vec::new();
    for combination in 0..combinations {
        let mut rest = combination;
        let mut breaks: Vec<Tolerable> = Vec::new();
        for (at, restored, options) in &choices {
            let there = options[rest % options.len()];
            breaks.extend(there.map(|class| Tolerable { at: *at, class, restored: *restored }));
            rest /= options.len();
        }
        breaks.sort();
        let (value, completion) = simulate(axis, exceeding(axis, &breaks, at_most, window, beyond), now);
        values.push(value);
        done.push(completion);
    }
    Extremes {
        value: (values.iter().copied().min().unwrap_or(0), values.iter().copied().max().unwrap_or(0)),
        completion: Completion {
            earliest: done.iter().flatten().min().copied(),
            latest: if done.contains(&None) { None } else { done.iter().flatten().max().copied() },
        },
        bound: false,
        since: (axis.start, axis.start),
    }
}

/// A break that may be tolerated.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Tolerable {
    at: Instant,
    class: usize,
    restored: Instant,
}

/// What the breaks beyond tolerance do, breaks at one instant judged together.
fn exceeding(
    axis: &Axis<'_>,
    breaks: &[Tolerable],
    at_most: &[Option<u32>],
    window: Option<i64>,
    beyond: Beyond,
) -> Vec<(Instant, Act)> {
    let mut acts = Vec::new();
    let mut tally: Vec<Tolerable> = Vec::new();
    let mut next = 0;
    while next < breaks.len() {
        let at = breaks[next].at;
        while let Some(other) = breaks.get(next).filter(|other| other.at == at) {
            tally.push(*other);
            next += 1;
        }
        // A gap that restarts clears the tally too: what counts comes after the last restart.
        let restarted = axis.restarts.iter().copied().filter(|restart| *restart <= at).max();
        tally.retain(|before| {
            window.is_none_or(|window| before.at.0 > at.0 - window)
                && restarted.is_none_or(|restarted| before.at > restarted)
        });
        let exceeded: Vec<usize> = (0..at_most.len())
            .filter(|class| {
                let found = tally.iter().filter(|other| other.class == *class).count();
                at_most[*class].is_some_and(|allowed| found > allowed as usize)
            })
            .collect();
        let now = tally.iter().filter(|other| other.at == at && exceeded.contains(&other.class));
        let Some(restored) = now.map(|other| other.restored).max() else { continue };
        match beyond {
            Beyond::Reset => {
                // In a gap that restarts, the run begins with the next period whatever happens.
                let gap = axis.resets.iter().find(|gap| gap.contains(at));
                let restart = gap.map_or_else(|| Some(axis.position(at)), |gap| axis.after_gap(*gap));
                acts.push((at, Act::Restart(restart)));
                tally.clear();
            }
            Beyond::Pause(unit) => acts.push((
                at,
                Act::Pause(vec![match unit {
                    PauseUnit::CivilDay => axis.zone.day_of(at),
                    PauseUnit::Seconds(seconds) => Interval::new(at, at.plus(seconds)),
                    PauseUnit::UntilRestored => Interval::new(at, restored),
                }]),
            )),
        }
    }
    acts
}
