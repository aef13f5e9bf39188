//! How well clusters agree with a truth that somebody knows: pairs, and reports (B-cubed).
//!
//! Holds
//! - Reports that truly cover several incidents are scored apart: they must be in no cluster with others.
//!
//! Not here: linking; nothing that links ever sees a truth.

use std::collections::{BTreeMap, BTreeSet};

/// What each report is truly about: one incident, or several.
pub type Truth = BTreeMap<String, BTreeSet<String>>;

/// Counts of pairs and reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Score {
    /// Pairs that are together, truly and here.
    pub both: u64,
    /// Pairs that are together here.
    pub found: u64,
    /// Pairs that truly are together.
    pub pairs: u64,
    /// Millionths: the sum over all reports of the share of its cluster that is truly with it, and of its incident that is here.
    pub b_cubed: (u64, u64),
    /// Reports of one incident.
    pub reports: u64,
    /// Reports that truly cover several incidents, and of them those in a cluster with others.
    pub covering: (u64, u64),
}

impl Score {
    /// Of the pairs put together, the share that belongs together.
    pub fn precision(&self) -> f64 {
        share(self.both, self.found)
    }
    /// Of the pairs that belong together, the share put together.
    pub fn recall(&self) -> f64 {
        share(self.both, self.pairs)
    }
    /// The harmonic mean of both.
    pub fn f1(&self) -> f64 {
        harmonic(self.precision(), self.recall())
    }
    /// The same of reports instead of pairs.
    pub fn b_cubed_f1(&self) -> f64 {
        let all = self.reports * 1_000_000;
        harmonic(share(self.b_cubed.0, all), share(self.b_cubed.1, all))
    }
    /// Of the reports that cover several incidents, the share merged into one.
    pub fn covering_merged(&self) -> f64 {
        share(self.covering.1, self.covering.0)
    }
}

/// Scores clusters, each with its reports.
pub fn score(clusters: &[(&str, Vec<&str>)], truth: &Truth) -> Score {
    let mut score = Score::default();
    let mut sizes: BTreeMap<&str, u64> = BTreeMap::new();
    let single =
        |id: &str| truth.get(id).filter(|incidents| incidents.len() == 1).and_then(|incidents| incidents.first());
    for incident in truth.keys().filter_map(|id| single(id)) {
        *sizes.entry(incident).or_default() += 1;
    }
    score.pairs = sizes.values().map(|size| size * (size - 1) / 2).sum();
    for (_, members) in clusters {
        let mut together: BTreeMap<&str, u64> = BTreeMap::new();
        for incident in members.iter().filter_map(|id| single(id)) {
            *together.entry(incident).or_default() += 1;
        }
        let here: u64 = together.values().sum();
        score.reports += here;
        score.found += here * here.saturating_sub(1) / 2;
        for (incident, count) in together {
            score.both += count * (count - 1) / 2;
            score.b_cubed.0 += 1_000_000 * count * count / here;
            score.b_cubed.1 += 1_000_000 * count * count / sizes[incident];
        }
        let several = |id: &&&str| truth.get(**id).is_some_and(|incidents| incidents.len() > 1);
        let covering = members.iter().filter(several).count() as u64;
        score.covering.0 += covering;
        score.covering.1 += if here > 0 { covering } else { 0 };
    }
    score
}

fn share(part: u64, all: u64) -> f64 {
    part as f64 / all.max(1) as f64
}

fn harmonic(a: f64, b: f64) -> f64 {
    2.0 * a * b / (a + b).max(1e-9)
}
