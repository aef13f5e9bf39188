//! Patterns: many breaches in a short time.
//!
//! Not here: what a pattern comes to (`evaluate`).

use record::vocabulary::Name;

use super::Cited;

/// Many breaches in a short time, put before people (V10).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern {
    /// Its name.
    pub name: Name,
    /// So many breaches, at least 2.
    pub at_least: usize,
    /// Articles whose breaches count; prohibitions.
    pub watches: Vec<Name>,
    /// In a window of so many seconds.
    pub seconds: i64,
    /// Whose breaches, with their members; empty: anybody's.
    pub by: Vec<Name>,
    /// Index of the least severity class that counts; 0 where there are no classes.
    pub qualifying: usize,
    /// The judgement slot that is asked.
    pub judgement: Name,
    /// Source.
    pub cited: Cited,
}
