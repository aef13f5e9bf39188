//! Reports of other systems, linked into incidents without a mission: tables in, clusters out.
//!
//! ```text
//! folder of tables ──▶ `tables` ─┐
//! table and mapping ─▶ `mapped` ─┴▶ entries, with what is wrong with rows ─▶ `incident::likeness` ─▶ clusters
//! ```
//!
//! Not here: how reports are linked (`incident::likeness`), the command (`cli::link`).

use std::collections::BTreeMap;

use incident::likeness::{Weights, learn};

pub mod mapped;
pub mod tables;
pub mod score;

/// Weights for the reports of a folder: learnt from them where there are enough, else those that come with the program.
pub fn weights(reports: &mut tables::Reports) -> Weights {
    if reports.entries.len() < incident::limits::LEARN_FROM_REPORTS {
        return Weights::first(&mut reports.lexicon);
    }
    learn(&reports.entries, &reports.lexicon, &BTreeMap::new(), reports.repeats)
}
