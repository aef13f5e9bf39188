//! A moment: happened until, known until, under which standard of proof, in which perspective (semantics T3).
//!
//! Not here: how a moment is written on the command line (`armistice`).

use super::Name;
use super::time::{Instant, KnownAt};

/// Four answers that fix every verdict. Both limits are inclusive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Incidents placed after this have not happened yet.
    pub happened: Instant,
    /// Statements known after this are not known yet.
    pub known: KnownAt,
    /// Index into the standard chain, weakest 0: the one shown first. Every standard is computed.
    pub standard: usize,
    /// Whose sources are accepted and who grades.
    pub perspective: Perspective,
}

/// Accepted sources and a grader (S11); declared in the agreement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Perspective {
    /// Its name.
    pub name: Name,
    /// Which sources it accepts.
    pub accepts: Accepts,
    /// Whose grades count in it.
    pub grader: Name,
}

/// Which sources a perspective accepts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Accepts {
    /// Every source.
    All,
    /// These alone.
    Only(Vec<Name>),
    /// All but these.
    Except(Vec<Name>),
}
