//! Linking on sets whose truth is known: how much is found, and what must never happen.
//!
//! The sets lie in the shared data; without it these tests say so and pass.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use armistice::limits::ImportLimits;
use armistice::linking::score::{Score, score};
use armistice::linking::tables;
use common::shared;
use incident::likeness::{Linker, learn};

fn linked(set: &str) -> Option<(Score, Linker)> {
    let folder = shared(&format!("data/linkage/{set}"))?;
    let reports = tables::read(&folder, ImportLimits::default()).expect("tables");
    assert!(reports.bad.is_empty(), "{:?}", reports.bad.first());
    let weights = learn(&reports.entries, &reports.lexicon, &BTreeMap::new());
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let truth = tables::truth(&folder, ImportLimits::default()).expect("the truth");
    Some((score(&linker.incidents(), &truth), linker))
}

#[test]
fn reports_of_eight_sources_once_each() {
    let Some((score, linker)) = linked("dev10k_core") else { return };
    assert!(score.f1() >= 0.92, "F1 {:.4}", score.f1());
    for (_, members) in linker.incidents() {
        let sources: BTreeSet<u32> = members.iter().map(|id| linker.entry(id).expect("live").source).collect();
        assert_eq!(sources.len(), members.len(), "one report for each source");
    }
}

#[test]
fn with_updates_and_reports_that_cover_several() {
    let Some((score, _)) = linked("dev10k_full") else { return };
    assert!(score.f1() >= 0.88, "F1 {:.4}", score.f1());
    assert!(score.covering_merged() <= 0.10, "merged {:.3}", score.covering_merged());
}
