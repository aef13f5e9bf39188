//! Phases: what makes one eligible, and who opens it.
//!
//! Not here: whether it is (`evaluate`).

use record::vocabulary::Name;

use super::{Cited, Deciders};

/// A phase: computed to be eligible, decided to be open (H1, H2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phase {
    /// Its name.
    pub name: Name,
    /// All must hold.
    pub conditions: Vec<PhaseCondition>,
    /// `once complete` (else `while the run still stands`).
    pub once: bool,
    /// Index into the standard chain.
    pub standard: usize,
    /// Who opens it.
    pub deciders: Deciders,
    /// Source.
    pub cited: Cited,
}

/// One conjunct of a phase (C12).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PhaseCondition {
    /// A clock under one of its policies is complete (in every zone, or between every two).
    Complete {
        /// The clock.
        clock: Name,
        /// Index into its policies.
        policy: usize,
    },
    /// An article is kept, asked at the completion or throughout the run of the first clock condition.
    Kept {
        /// The article.
        article: Name,
        /// `throughout the run` (else `at completion`).
        throughout: bool,
    },
    /// A judgement slot, asked at large, is answered yes.
    Judged(Name),
}
