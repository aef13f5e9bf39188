//! Reports that cover several incidents and do not say so: "24 violations in the district since Monday".
//!
//! Holds
//! - What such a report looks like is learnt from those that say so; a set in which none does knows none that hides it.
//!
//! Not here: which incidents it covers (`linker`).

use super::compare::coarseness;
use super::entry::{Entry, UNSTATED};

/// What is looked at: place, who did it, to whom, time, killed, injured.
pub(super) const FEATURES: usize = 6;
/// How many classes a feature has.
pub(super) const CLASSES: usize = 6;

/// Weights for telling a report that covers several incidents from one that does not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Covers {
    /// log2 of how much more often each class of each feature is seen among those that cover several, in millibits.
    pub classes: [[i32; CLASSES]; FEATURES],
    /// log2 of the odds before anything is looked at, in millibits.
    pub prior: i32,
}

impl Covers {
    /// Whether a report that says nothing of it more likely covers several incidents than one.
    pub fn hides_it(&self, entry: &Entry) -> bool {
        let seen = features(entry).into_iter().zip(&self.classes).map(|(class, weights)| weights[class]);
        self.prior + seen.sum::<i32>() > 0
    }
}

/// The class of each feature.
pub(super) fn features(entry: &Entry) -> [usize; FEATURES] {
    let finest = |path: &[u32; 3]| path.iter().rev().take_while(|level| **level != UNSTATED).count();
    let size = |count: Option<u32>| match count {
        None => 0,
        Some(0) => 1,
        Some(1..=4) => 2,
        Some(5..=9) => 3,
        Some(10..=19) => 4,
        Some(_) => 5,
    };
    let days = match (entry.until - entry.from) / 86_400 {
        ..=1 => 0,
        2 => 1,
        3 | 4 => 2,
        5 | 6 => 3,
        _ => 4,
    };
    [
        coarseness(entry),
        finest(&entry.actors[0]),
        finest(&entry.actors[1]),
        days,
        size(entry.killed),
        size(entry.injured),
    ]
}
