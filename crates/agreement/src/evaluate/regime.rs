//! Regimes: when the terms run, and the gaps between (semantics 6).
//!
//! Holds
//! - A gap is real: a late renewal does not close it unless it says so and the text permits it (G2).
//!
//! Not here: what a gap does to a clock (`clock`).

use record::statement::RenewalTerm;
use record::vocabulary::time::{Instant, Interval};

use crate::acts::{Acts, RenewalAct};
use crate::tree::{self, Deciders, Regime, Rule, Tree};

/// The periods in which `regime` runs as known, in order, disjoint; adjacent ones are joined.
pub fn periods(tree: &Tree, acts: &Acts, regime: &Regime) -> Vec<Interval> {
    let from = tree.instant(&regime.from).unwrap_or(Instant::NEVER);
    let until = match regime.seconds {
        Some(seconds) if !regime.continues_on_silence => from.plus(seconds),
        _ => Instant::NEVER,
    };
    let mut periods = vec![Interval::new(from, until)];
    let Some(rule) = regime.renewal.as_ref().filter(|_| !regime.continues_on_silence) else { return periods };
    let mut renewals: Vec<(Instant, &RenewalAct)> = acts
        .renewals
        .iter()
        .filter(|act| acts.registers.resolve(&act.regime) == regime.name)
        .filter_map(|act| Some((signed_at(acts, act, &rule.deciders)?, act)))
        .collect();
    renewals.sort_by(|a, b| (a.0, &a.1.act, a.1.term).cmp(&(b.0, &b.1.act, b.1.term)));
    for (signed, act) in renewals {
        let end = periods.last().expect("never empty").until;
        let until = |from: Instant| match act.term {
            RenewalTerm::Seconds(seconds) => from.plus(seconds),
            RenewalTerm::Until(until) => until,
            RenewalTerm::Open => Instant::NEVER,
        };
        if signed < end {
            // Timely: the running period ends later, or at the stated instant.
            let last = periods.last_mut().expect("never empty");
            last.until = until(end).max(last.from);
        } else {
            let from = match act.retroactive_from {
                Some(from) if rule.retroactive => from.max(end),
                _ => signed,
            };
            let period = Interval::new(
                from,
                until(match act.retroactive_from {
                    Some(stated) if rule.retroactive => stated,
                    _ => signed,
                }),
            );
            match periods.last_mut() {
                _ if period.is_empty() => {}
                Some(last) if period.from <= last.until => last.until = last.until.max(period.until),
                _ => periods.push(period),
            }
        }
    }
    periods
}

/// The instant of the last signature that `deciders` need, or `None` while one is missing (G1).
fn signed_at(acts: &Acts, act: &RenewalAct, deciders: &Deciders) -> Option<Instant> {
    let of = |name: &String| act.signed.get(acts.registers.resolve(name)).copied();
    match &deciders.rule {
        Rule::All => deciders.names.iter().map(of).collect::<Option<Vec<_>>>()?.into_iter().max(),
        Rule::Any => deciders.names.iter().filter_map(of).min(),
        Rule::Chair(chair) => of(chair),
    }
}

/// Times outside `periods`, from ever to never.
pub fn gaps(periods: &[Interval]) -> Vec<Interval> {
    let mut gaps = Vec::new();
    let mut from = Instant::EVER;
    for period in periods {
        gaps.push(Interval::new(from, period.from));
        from = period.until;
    }
    gaps.push(Interval::new(from, Instant::NEVER));
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

/// When an article's `period` is in force: the regime's periods (and gaps, where provisions stay), or the fixed one.
pub fn in_force(tree: &Tree, acts: &Acts, period: &tree::Period) -> Vec<Interval> {
    match period {
        tree::Period::During(name) => match tree.regimes.iter().find(|regime| &regime.name == name) {
            Some(regime) => {
                let periods = periods(tree, acts, regime);
                if regime.provisions_stay { vec![Interval::new(periods[0].from, Instant::NEVER)] } else { periods }
            }
            None => Vec::new(),
        },
        tree::Period::Fixed { from, until } => {
            let from = tree.instant(from).unwrap_or(Instant::NEVER);
            let until = until.as_ref().and_then(|until| tree.instant(until)).unwrap_or(Instant::NEVER);
            vec![Interval::new(from, until)]
        }
    }
}
