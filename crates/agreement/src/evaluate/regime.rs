//! Regimes: when the terms run, and the gaps between (semantics 6).
//!
//! Holds
//! - A gap is real: a late renewal does not close it unless it says so and the text permits it (G2).
//!
//! Not here: what a gap does to a clock (`clock`).

use record::statement::RenewalTerm;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::acts::{Acts, Decided, RenewalAct};
use crate::tree::{self, Article, ArticleKind, Deciders, Obligation, Prohibition, Regime, Rule, Standing, Tree};

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

/// Whether a regime is one of the agreement: it is, unless only declarations beside it, and clocks that watch such, name it.
pub(super) fn is_of_the_agreement(tree: &Tree, regime: &Regime) -> bool {
    let named = |article: &&Article| match &article.kind {
        ArticleKind::Prohibition(Prohibition { period: tree::Period::During(name), .. })
        | ArticleKind::Obligation(Obligation { period: tree::Period::During(name), .. }) => *name == regime.name,
        _ => false,
    };
    let declared = |article: &Article| matches!(article.standing, Standing::DeclaredBy(_));
    let clocks = tree.clocks.iter().filter(|clock| clock.regime.as_ref() == Some(&regime.name));
    let mut watched = clocks.flat_map(|clock| &clock.watches).flat_map(|name| tree.texts(name));
    let mut naming = tree.articles.iter().filter(named).peekable();
    naming.peek().is_none() || !naming.all(declared) || !watched.all(|article| declared(&tree.articles[article]))
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

/// When an article is in force: its period without the times in which it is suspended (O8). Empty for what has no verdict.
pub fn article_in_force(tree: &Tree, acts: &Acts, article: &Article) -> Vec<Interval> {
    let period = match &article.kind {
        ArticleKind::Prohibition(prohibition) => &prohibition.period,
        ArticleKind::Obligation(obligation) => &obligation.period,
        ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => return Vec::new(),
    };
    let mut left = in_force(tree, acts, period);
    for out in article.suspended_while.iter().flat_map(|slot| suspended(tree, acts, slot)) {
        let around = [Interval::new(Instant::EVER, out.from), Interval::new(out.until, Instant::NEVER)];
        left = left.iter().flat_map(|one| around.map(|part| part.meet(*one))).filter(|one| !one.is_empty()).collect();
    }
    left
}

/// When the slot, asked at large, is answered yes by its rule. Answers of one second are taken together.
fn suspended(tree: &Tree, acts: &Acts, slot: &Name) -> Vec<Interval> {
    let Some(declared) = tree.judgements.iter().find(|judgement| &judgement.name == slot) else { return Vec::new() };
    let answers: Vec<&Decided> =
        acts.judgements.iter().filter(|decided| &decided.question == slot && decided.incident.is_none()).collect();
    let mut times: Vec<Instant> = answers.iter().map(|decided| decided.at).collect();
    times.sort();
    times.dedup();
    let mut spans: Vec<Interval> = Vec::new();
    for (i, at) in times.iter().enumerate() {
        let until_then = answers.iter().filter(|decided| decided.at <= *at).copied();
        if super::decided(&declared.deciders, until_then, &acts.registers) == Kleene::Must {
            let until = times.get(i + 1).copied().unwrap_or(Instant::NEVER);
            spans.push(Interval::new(*at, until));
        }
    }
    spans
}

/// When an article's `period` is in force: the regime's periods (and gaps, where provisions stay), or the fixed one.
fn in_force(tree: &Tree, acts: &Acts, period: &tree::Period) -> Vec<Interval> {
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
