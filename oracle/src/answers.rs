//! What the oracle answers: plain data, the same for every party.
//!
//! Holds
//! - Where an article is named, it is one of its texts, by its label (L1).
//!
//! Not here: how it is found (`changes`, `clock`, `duty`, `pattern`, `phase`, `terms`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::tree::Part;
use record::vocabulary::facts::{About, IncidentId, Status};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

/// Everything the oracle says of one moment, at every standard of the chain.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Answers {
    /// V2, per prohibition, incident, proposition used at the standard, and standard. An accused is used where something
    /// is alleged of it; the event where no accused is established or contested. Absent: propositions all of whose possible
    /// instants are after T.
    pub verdicts: BTreeMap<(Name, IncidentId, About, usize), Word>,
    /// V11: for each verdict of an article that asks about states, the claims that may fit at some instant up to T.
    pub states: BTreeMap<JudgedKey, BTreeSet<ClaimAnswer>>,
    /// V3 and V7: each article over [first instant in force, T]. Articles without a verdict (V8) are not applicable. Of an
    /// obligation: the worst of its duties.
    pub periods: BTreeMap<(Name, usize), Word>,
    /// O5: which of the verdicts are breaches that were cured.
    pub cured: BTreeSet<JudgedKey>,
    /// O7: for each verdict and exception in an order that fails at some instant of the act at which it is covered: the steps
    /// that are missing at one of these instants.
    pub missing_steps: BTreeMap<(JudgedKey, Name), BTreeSet<Name>>,
    /// O1-O6: each duty. One with a trigger is there where the trigger may have come by T.
    pub duties: BTreeMap<DutyKey, DutyAnswer>,
    /// O8: each article with a condition from the beginning, at each standard.
    pub provided: BTreeMap<(Name, usize), ProvidedAnswer>,
    /// V6: incidents that no clause covers.
    pub uncovered: BTreeSet<(IncidentId, usize)>,
    /// V10: each pattern at each standard.
    pub patterns: BTreeMap<(Name, usize), PatternAnswer>,
    /// Section 7: clock, index of the policy, standard, and which of the clocks of its scope.
    pub clocks: BTreeMap<ClockKey, ClockAnswer>,
    /// L2, L3: each amendment and exit.
    pub changes: BTreeMap<Name, ChangeAnswer>,
    /// G1-G3, L3: the periods of each regime as they are shown.
    pub regimes: BTreeMap<Name, Vec<Interval>>,
    /// Section 8.
    pub phases: BTreeMap<Name, PhaseAnswer>,
    /// Clocks with more placements than [`crate::PLACEMENTS`]: not computed, so absent from `clocks`.
    pub beyond: BTreeSet<ClockKey>,
    /// Phases that ask such a clock, or an obligation with such a duty: absent from `phases`.
    pub beyond_phases: BTreeSet<Name>,
    /// Duties with more placements than [`crate::DUTY_PLACEMENTS`]: absent from `duties`.
    pub beyond_duties: BTreeSet<DutyKey>,
    /// Obligations with such a duty: absent from `periods`; where they are a condition, what stands by it from `provided`.
    pub beyond_periods: BTreeSet<(Name, usize)>,
}

/// Article, incident, proposition, index of the standard.
pub type JudgedKey = (Name, IncidentId, About, usize);

/// Article, the obliged of the duty in the order of the text, its trigger (`None`: `by`, or `within … of each other`), index
/// of the standard.
pub type DutyKey = (Name, Vec<Name>, Option<(IncidentId, About)>, usize);

/// Clock, index of its policy, index of the standard, and which of the clocks of its scope.
pub type ClockKey = (Name, usize, usize, Part);

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

/// What is claimed of somebody (V11).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum StateClaimed {
    /// That it holds the ground.
    HoldsGround,
    /// That it supports the accused, or a possible actor.
    Supports,
}

/// A claim of a state: what, of whom, its incident, its status.
pub type ClaimAnswer = (StateClaimed, Name, IncidentId, Status);

/// One amendment or exit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChangeAnswer {
    /// The word shown (L2).
    pub word: ChangeWord,
    /// L2: w.
    pub signed: Option<Instant>,
    /// L3: e.
    pub effect: Option<Instant>,
}

/// The word of a change (L2); the first that applies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ChangeWord {
    /// Its rule was met.
    Signed,
    /// Every one asked says no.
    Refused,
    /// Some say yes, some no.
    Disputed,
    /// Somebody says yes, others have not answered.
    Awaiting,
    /// Anything else.
    Proposed,
}

/// One pattern at one standard (V10).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PatternAnswer {
    /// It stands, may stand, or does not.
    pub stands: Kleene,
    /// The most that surely, and that possibly, lie in one window.
    pub most: (usize, usize),
    /// Where it stands: the least instant by which so many in one window are past.
    pub since: Option<Instant>,
    /// Where it stands or may stand: found, or not; `None`: not given, or not asked.
    pub judged: Option<bool>,
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

/// One duty at one standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DutyAnswer {
    /// O1: what all placements share, else undetermined; `promptly`: not applicable.
    pub word: Word,
    /// All states that occur, with contested deeds there and absent.
    pub states: BTreeSet<State>,
    /// Least and greatest lateness in seconds over the placements that are done late; of `promptly`, the least and greatest
    /// time taken over those that are done.
    pub late: Option<(i64, i64)>,
    /// O3: the bands of lateness that occur among the placements that are done late.
    pub labels: BTreeSet<String>,
    /// O1, where the word is undetermined; empty where only contested deeds leave it so.
    pub causes: BTreeSet<Cause>,
}

/// What became of a duty in one placement (O1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum State {
    /// No trigger by T.
    Dormant,
    /// Not done, and not due yet.
    InForce,
    /// Done in time.
    Done,
    /// Done when it was due, or later.
    Late,
    /// Not done, and due.
    Overdue,
    /// The instant at which it was due is owed to nobody.
    Lapsed,
}

/// Why the word of a duty is undetermined (O1), in the order of X4.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Cause {
    /// A placement is overdue and the accuser has not shown it.
    NotEstablished,
    /// Placements differ in word, and the trigger or a deed has several possible instants.
    ImpreciseTime,
    /// Placements differ in word, and a deed counts *may* for some field.
    ImpreciseDeed,
    /// Placements differ in word, and a deed states no single amount of a total that is asked for.
    ImpreciseMeasure,
    /// The trigger may not be there.
    Trigger,
    /// Not due, or the limit is not reached.
    NotYetDue,
}

/// O8: a condition from the beginning.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ProvidedAnswer {
    /// What the verdict of the other article makes of it.
    pub state: Standing,
    /// The judgement asked at large, also where nobody awaits it; `None`: not given.
    pub judged: Option<bool>,
}

/// O8: how a condition stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Standing {
    /// The other article is kept or not applicable.
    Stands,
    /// It is undetermined or contested.
    InDoubt,
    /// It is breached.
    Failed,
}
