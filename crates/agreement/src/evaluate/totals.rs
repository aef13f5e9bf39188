//! Totals: when the amounts of several deeds first come to what is asked for (S14).
//!
//! Holds
//! - An instant is named only if some choice of amounts and instants reaches the total there and not before; only where the
//!   sums that can stand before it lie in more than [`SEPARATE_SUMS`] separate ranges are the closest taken as one.
//!
//! Not here: what one deed adds (`quantity`), what follows from when it is done (`outcomes`).

use std::collections::BTreeSet;

use record::vocabulary::time::{Instant, Interval};

use super::events::Event;
use super::verdict::split;

/// Most separate ranges of sums that are kept apart.
const SEPARATE_SUMS: usize = 64;

/// A deed, as far as it lies in the time in which it counts.
struct Part {
    spans: Vec<Interval>,
    least: u64,
    most: u64,
    /// From then on it has certainly been added; `None`: it may never be.
    added_by: Option<Instant>,
}

/// The instants in `window` at which the deeds can come to `total`, and whether they may not come to it at all. A deed that
/// is sure and lies nowhere before `from` is certainly among them.
pub(super) fn reached(total: u64, window: Interval, from: Instant, deeds: &[&Event]) -> (Vec<Interval>, bool) {
    let parts: Vec<Part> = deeds.iter().filter_map(|deed| part(deed, total, window, from)).collect();
    let certain = parts.iter().filter(|part| part.added_by.is_some()).map(|part| part.least);
    let may_not = certain.fold(0, u64::saturating_add) < total;
    let mut cuts: BTreeSet<Instant> = parts.iter().filter_map(|part| part.added_by).collect();
    for span in parts.iter().flat_map(|part| &part.spans) {
        cuts.extend([span.from, span.from.plus(1), span.until]);
    }
    let adding = parts.iter().filter(|part| part.most > 0);
    let cells: BTreeSet<Interval> = adding.flat_map(|part| &part.spans).flat_map(|span| split(*span, &cuts)).collect();
    (cells.into_iter().filter(|cell| is_reached_at(total, &parts, cell.from)).collect(), may_not)
}

fn part(deed: &Event, total: u64, window: Interval, from: Instant) -> Option<Part> {
    let spans: Vec<Interval> =
        deed.spans.iter().map(|span| span.meet(window)).filter(|span| !span.is_empty()).collect();
    let (least, most) = deed.amount;
    let added_by = (deed.sure && deed.hull.from >= from).then_some(deed.hull.until);
    let part = Part { spans, least: least.min(total), most: most.map_or(total, |most| most.min(total)), added_by };
    (!part.spans.is_empty()).then_some(part)
}

/// Whether less than `total` can stand before `at`, and the rest be added at it. What can be added at it had best be: that
/// leaves less before it, and as much in all.
fn is_reached_at(total: u64, parts: &[Part], at: Instant) -> bool {
    let mut here = 0_u64;
    let mut before = Sums(vec![(0, 0)]);
    for part in parts {
        if part.spans.iter().any(|span| span.contains(at)) {
            here = here.saturating_add(part.most);
        } else if part.spans.iter().any(|span| span.from < at) {
            let may_be_without = part.added_by.is_none_or(|added_by| at < added_by);
            before.add((part.least, part.most), may_be_without, total);
        }
    }
    before.0.iter().any(|(_, most)| most.saturating_add(here) >= total)
}

/// Sums below the total that can occur: separate ranges, in order.
struct Sums(Vec<(u64, u64)>);

impl Sums {
    fn add(&mut self, (least, most): (u64, u64), may_be_without: bool, total: u64) {
        let added = self.0.iter().map(|(from, to)| (from.saturating_add(least), to.saturating_add(most)));
        let kept = self.0.iter().copied().filter(|_| may_be_without);
        let mut all: Vec<(u64, u64)> = added.chain(kept).filter(|(from, _)| *from < total).collect();
        all.sort();
        let mut ranges: Vec<(u64, u64)> = Vec::new();
        for (from, to) in all.into_iter().map(|(from, to)| (from, to.min(total.saturating_sub(1)))) {
            match ranges.last_mut() {
                Some(last) if from <= last.1.saturating_add(1) => last.1 = last.1.max(to),
                _ => ranges.push((from, to)),
            }
        }
        while ranges.len() > SEPARATE_SUMS {
            let closest = (1..ranges.len()).min_by_key(|i| ranges[*i].0 - ranges[*i - 1].1).unwrap_or(1);
            ranges[closest - 1].1 = ranges[closest].1;
            ranges.remove(closest);
        }
        self.0 = ranges;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn deed(at: (i64, i64), amount: (u64, Option<u64>), sure: bool) -> Event {
        let hull = Interval::new(Instant(at.0), Instant(at.1));
        Event {
            fact: 0,
            spans: vec![hull],
            hull,
            sure,
            throughout: sure,
            contested: false,
            zone_contested: false,
            uncontested: vec![hull],
            causes: Vec::new(),
            amount,
            counted: true,
        }
    }

    /// Every instant that some choice of amounts and instants gives, one after the other.
    fn by_trial(total: u64, deeds: &[Event]) -> (BTreeSet<i64>, bool) {
        let mut placements: Vec<Vec<(i64, u64)>> = vec![Vec::new()];
        for deed in deeds {
            let amounts = deed.amount.0..=deed.amount.1.unwrap_or(total).max(deed.amount.0);
            let mut each: Vec<Option<(i64, u64)>> = (deed.hull.from.0..deed.hull.until.0)
                .flat_map(|at| amounts.clone().map(move |amount| Some((at, amount))))
                .collect();
            each.extend((!deed.sure).then_some(None));
            placements = placements
                .iter()
                .flat_map(|so_far| each.iter().map(move |next| so_far.iter().copied().chain(*next).collect()))
                .collect();
        }
        let mut found = (BTreeSet::new(), false);
        for mut placed in placements {
            placed.sort();
            let mut sum = 0;
            let reached = placed.iter().find_map(|(at, amount)| {
                sum += amount;
                (sum >= total).then_some(*at)
            });
            match reached {
                Some(at) => {
                    found.0.insert(at);
                }
                None => found.1 = true,
            }
        }
        found
    }

    /// An instant is named if and only if trying every placement names it.
    #[test]
    fn every_instant_named_occurs_and_every_instant_that_occurs_is_named() {
        let mut random = 7_u64;
        let mut draw = move |below: u64| {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (random >> 33) % below
        };
        for _ in 0..2_000 {
            let total = 1 + draw(5);
            let deeds: Vec<Event> = (0..1 + draw(3))
                .map(|_| {
                    let from = draw(5) as i64;
                    let least = draw(4);
                    let most = (draw(4) != 0).then(|| least + draw(2));
                    deed((from, from + 1 + draw(3) as i64), (least, most), draw(2) == 0)
                })
                .collect();
            let window = Interval::new(Instant(0), Instant(20));
            let all: Vec<&Event> = deeds.iter().collect();
            let (spans, may_not) = reached(total, window, Instant(0), &all);
            let named: BTreeSet<i64> = spans.iter().flat_map(|span| span.from.0..span.until.0).collect();
            assert_eq!((named, may_not), by_trial(total, &deeds), "{total} of {deeds:?}");
        }
    }

    #[test]
    fn more_separate_sums_than_are_kept_apart_are_taken_together_and_never_left_out() {
        // Any set of these powers of two may stand before the last deed: far more sums than are kept apart.
        let mut deeds: Vec<Event> = (0..20).map(|i| deed((i, i + 1), (2 << i, Some(2 << i)), false)).collect();
        deeds.push(deed((30, 31), (1, Some(1)), true));
        let all: Vec<&Event> = deeds.iter().collect();
        let (spans, _) = reached(4_001, Interval::new(Instant(0), Instant(40)), Instant(0), &all);
        assert!(spans.contains(&Interval::instant(Instant(30))), "4,000 and 1");
    }
}
