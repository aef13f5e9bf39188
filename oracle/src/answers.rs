//! What the oracle answers: plain data, the same for every party.
//!
//! Not here: how it is found (`clock`, `phase`, `terms`).

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;
use record::vocabulary::facts::{About, IncidentId};
use record::vocabulary::time::Instant;

/// Everything the oracle says of one moment, at every standard of the chain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    /// V2, per prohibition, incident, proposition used at the standard, and standard. An accused is used where something
    /// is alleged of it; the event where no accused is established or contested. Absent: propositions all of whose possible
    /// instants are after T.
    pub verdicts: BTreeMap<(Name, IncidentId, About, usize), Word>,
    /// V3 and V7: each article over [first instant in force, T]. Articles without a verdict (V8) are not applicable.
    pub periods: BTreeMap<(Name, usize), Word>,
    /// V6: incidents that no clause covers.
    pub uncovered: BTreeSet<(IncidentId, usize)>,
    /// Section 7: clock, index of the policy, standard, zone of a clock that runs per zone.
    pub clocks: BTreeMap<ClockKey, ClockAnswer>,
    /// Section 8.
    pub phases: BTreeMap<Name, PhaseAnswer>,
    /// Clocks with more placements than [`crate::PLACEMENTS`]: not computed, so absent from `clocks`.
    pub beyond: BTreeSet<ClockKey>,
    /// Phases that ask such a clock: absent from `phases`.
    pub beyond_phases: BTreeSet<Name>,
}

/// Clock, index of its policy, index of the standard, zone.
pub type ClockKey = (Name, usize, usize, Option<Name>);

/// The five words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Word {
    /// For a prohibition: no breach established.
    Kept,
    /// Breached.
    Breached,
    /// Evidence on both sides meets the standard.
    Contested,
    /// Not established, or imprecise, or not observed.
    Undetermined,
    /// The provision does not cover it.
    NotApplicable,
}

/// One clock under one policy at one standard.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ClockAnswer {
    /// Least and greatest value at T over all placements: seconds, or days of a calendar clock.
    pub value: (i64, i64),
    /// Earliest and latest completion over all placements; `None` is never. Later than T: a projection with no further break
    /// and known renewals only.
    pub completion: (Option<Instant>, Option<Instant>),
}

/// One phase.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PhaseAnswer {
    /// The word shown (H2).
    pub word: PhaseWord,
    /// H3, where open: it was not surely eligible as then known.
    pub premature: Option<bool>,
    /// H3, where open: it was surely eligible as then known and is no longer.
    pub superseded: Option<bool>,
}

/// The word of a phase (H2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PhaseWord {
    /// Decided.
    Open {
        /// The instant of the last needed yes.
        since: Instant,
    },
    /// A yes and a no.
    Disputed,
    /// All no.
    Refused,
    /// Its condition is surely true.
    Eligible,
    /// Its condition is possibly true.
    PossiblyEligible,
    /// Its condition is false.
    NotEligible,
}
