//! Periods, coverage and regimes: V3, V6, V7, G1-G3.
//!
//! Not here: clocks (`clock`).

use std::collections::BTreeMap;

use agreement::tree::{Article, ArticleKind, CoverageRule, Prohibition, Regime, Rule};
use record::statement::{Content, RenewalTerm};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use crate::answers::Word;
use crate::known::Known;
use crate::spans;
use crate::terms::{badness, in_force, instant};

/// Terms of a renewal act: its name, its term, from when it reaches back.
type Act = (String, RenewalTerm, Option<Instant>);

/// G1-G3: the periods of a regime as known at K, without overlaps.
pub fn periods_of(known: &Known, regime: &Regime) -> Vec<Interval> {
    let from = instant(known.tree, &regime.from);
    if regime.continues_on_silence {
        return vec![Interval::new(from, Instant::NEVER)];
    }
    // G3: with `on silence continues` it never lapses.
    let seconds = regime.seconds.filter(|_| !regime.continues_on_silence);
    let mut periods = vec![Interval::new(from, seconds.map_or(Instant::NEVER, |d| from.plus(d)))];
    for (signed, (_, term, retroactive_from)) in renewal_acts(known, regime) {
        let last = periods.last_mut().expect("a regime has a first period");
        let stated = |from: Instant| match term {
            RenewalTerm::Seconds(seconds) => from.plus(seconds),
            RenewalTerm::Until(until) => until,
            RenewalTerm::Open => Instant::NEVER,
        };
        if signed < last.until {
            // Timely: the period is longer.
            last.until = stated(last.until);
        } else {
            // Late: a new period from the signature, or from where the act reaches back and the text permits it.
            let permitted = regime.renewal.as_ref().is_some_and(|rule| rule.retroactive);
            let from = retroactive_from.filter(|_| permitted).unwrap_or(signed);
            periods.push(Interval::new(from, stated(from)));
        }
    }
    spans::merged(periods)
}

/// G1: each renewal act whose needed signatures are all known, with the instant of the last needed one; earliest first.
fn renewal_acts(known: &Known, regime: &Regime) -> Vec<(Instant, Act)> {
    let Some(rule) = &regime.renewal else { return Vec::new() };
    let mut signatures: BTreeMap<Act, Vec<(Name, Instant)>> = BTreeMap::new();
    for statement in &known.live {
        if let Content::Renewal(renewal) = &statement.body.content
            && renewal.regime == regime.name
        {
            let act = (renewal.act.clone(), renewal.term, renewal.retroactive_from);
            let signed = (known.name(statement.body.speaker()), statement.said_at());
            signatures.entry(act).or_default().push(signed);
        }
    }
    let mut acts: Vec<(Instant, Act)> = signatures
        .into_iter()
        .filter_map(|(act, signed)| {
            let first_of =
                |decider: &Name| signed.iter().filter(|(who, _)| known.same(who, decider)).map(|(_, at)| *at).min();
            let deciders = &rule.deciders;
            let counts_from = match &deciders.rule {
                Rule::All => deciders.names.iter().map(first_of).collect::<Option<Vec<_>>>()?.into_iter().max(),
                Rule::Any => deciders.names.iter().filter_map(first_of).min(),
                Rule::Chair(chair) => first_of(chair),
            };
            Some((counts_from?, act))
        })
        .collect();
    acts.sort();
    acts
}

/// G3: the gaps of a regime: all time outside its periods.
pub fn gaps_of(known: &Known, regime: &Regime) -> Vec<Interval> {
    spans::without(Interval::ALWAYS, &periods_of(known, regime))
}

/// V7: the civil days that are finished at T and that nobody watched long enough, in the parts of them that lie in `of`.
///
/// A day is unobserved if any of the zones is.
pub fn unobserved_days(known: &Known, zones: &[Name], of: &[Interval], happened: Instant) -> Vec<Interval> {
    let CoverageRule::Needs { seconds, .. } = &known.tree.coverage else { return Vec::new() };
    let Some(begins) = of.iter().map(|span| span.from).min() else { return Vec::new() };
    let watched: BTreeMap<&Name, Vec<Interval>> = zones.iter().map(|zone| (zone, watched(known, zone))).collect();
    let zone = &known.tree.zone;
    let mut day = zone.day_of(begins);
    let mut out = Vec::new();
    while day.until.0 - 1 <= happened.0 {
        let part = spans::within(day, of);
        let needed = (*seconds).min(spans::count(&part));
        let hours = |zone: &Name| {
            let spans_of_day: Vec<Interval> =
                part.iter().flat_map(|part| spans::within(*part, &watched[zone])).collect();
            spans::count(&spans_of_day)
        };
        if !part.is_empty() && zones.iter().any(|zone| hours(zone) < needed) {
            out.push(day);
        }
        day = zone.day_of(day.until);
    }
    out
}

/// V7: the union of live coverage of a zone by accepted sources that the rule names (none named: any).
fn watched(known: &Known, zone: &Name) -> Vec<Interval> {
    let CoverageRule::Needs { by, .. } = &known.tree.coverage else { return Vec::new() };
    let spans = known.live.iter().filter_map(|statement| match &statement.body.content {
        Content::Coverage(coverage)
            if known.same(&coverage.zone, zone)
                && known.accepts(&coverage.watcher)
                && (by.is_empty() || known.among(by, &coverage.watcher)) =>
        {
            Some(coverage.during)
        }
        _ => None,
    });
    spans::merged(spans.collect())
}

/// V7: the zones of an article: its own, else all that the agreement declares.
pub fn zones_of(known: &Known, prohibition: &Prohibition) -> Vec<Name> {
    match &prohibition.zone {
        Some(zone) => vec![zone.clone()],
        None => known.tree.zones.iter().map(|zone| zone.name.clone()).collect(),
    }
}

/// V3, V7: an article over [first instant in force, T], of the words of all incidents that are there.
pub fn verdict_on_period(known: &Known, article: &Article, words: &[Word], happened: Instant) -> Word {
    let ArticleKind::Prohibition(prohibition) = &article.kind else { return Word::NotApplicable };
    let so_far = Interval::new(Instant::EVER, Instant(happened.0 + 1));
    let in_force = spans::within(so_far, &in_force(known, article));
    let counting = words.iter().copied().filter(|word| *word != Word::NotApplicable);
    match counting.max_by_key(|word| badness(*word)) {
        None if in_force.is_empty() => Word::NotApplicable,
        None | Some(Word::Kept) => {
            let days = unobserved_days(known, &zones_of(known, prohibition), &in_force, happened);
            if days.is_empty() { Word::Kept } else { Word::Undetermined }
        }
        Some(worst) => worst,
    }
}
