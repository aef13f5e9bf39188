//! Reports that depend on each other, with all that decides how they are divided.
//!
//! Holds
//! - In order of arrival; the odds are those of linking, with what people and sources keep apart as [`NEVER`].
//!
//! Not here: which reports depend on each other (`linker`), how they are divided (`partition`).

use super::alternatives::{Alternative, alternatives};
use super::partition::{Partition, atoms, partition};

/// Reports 0..n in order of arrival, and the odds of every pair.
pub(super) struct Component {
    /// Their numbers in the linker.
    pub members: Vec<u32>,
    /// Row by row: millibits, or [`super::NEVER`].
    pub odds: Vec<i32>,
    /// Pairs that go together whatever the odds.
    pub must: Vec<(usize, usize)>,
    /// Which of them are looked at when the others are divided.
    pub waits: Vec<bool>,
    /// Mean odds from which parts are joined.
    pub join: i32,
}

impl Component {
    /// As linking divides them.
    pub fn divided(&self) -> Partition {
        let n = self.members.len();
        partition(&self.waits, |a, b| self.odds[a * n + b], &self.must, self.join)
    }

    /// As it is where nothing is together but what must be.
    pub fn apart(&self) -> Partition {
        atoms(self.members.len(), &self.must)
    }

    /// The worthiest ways of dividing them, `own` among them.
    pub fn alternatives(&self, own: &Partition) -> Vec<Alternative> {
        let n = self.members.len();
        alternatives(own, |a, b| self.odds[a * n + b], &self.must, self.join)
    }
}
