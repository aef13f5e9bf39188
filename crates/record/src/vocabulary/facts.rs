//! Facts: an incident's claims reduced to levels for and against, per accused, along the chain of standards.
//!
//! Holds
//! - Levels are per proposition: a report that accuses one actor is no evidence against another (semantics E8).
//! - A fact keeps every claim it was reduced from, so that a verdict can name them.
//!
//! Not here: how facts are made (`incident`), what follows from them (`agreement`).

use std::sync::Arc;

use super::Name;
use super::counts::{Count, Measure};
use super::place::Place;
use super::standards::{Evidence, FindingWord};
use super::time::{EventTime, Instant, KnownAt};
use crate::statement::{Accused, BodyId};

/// The name of an incident: an importer's event key, else derived from its first report. Stable while it is not merged.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct IncidentId(pub String);

/// Who a proposition is about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum About {
    /// "This actor did it." The name is resolved.
    Actor(Name),
    /// "It happened", whoever did it (E8).
    Event,
}

/// One positive report, reduced to what a term can ask of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Claim {
    /// The statement that makes it.
    pub statement: BodyId,
    /// Its chain, grade and known-at.
    pub evidence: Evidence,
    /// Whom it accuses, resolved.
    pub accused: Accused,
    /// The act, as stated.
    pub act: Option<Name>,
    /// Targets named, resolved; several for a mixed position.
    pub targets: Vec<Name>,
    /// The weapon, as stated.
    pub weapon: Option<Name>,
    /// Where.
    pub place: Option<Place>,
    /// When.
    pub time: Option<EventTime>,
    /// Severity class, where stated.
    pub severity: Option<Name>,
    /// Casualty counts.
    pub counts: Vec<Count>,
    /// Other quantities.
    pub measures: Vec<Measure>,
}

/// A body's latest finding on the incident, per slot (S12).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FindingHeld {
    /// The body.
    pub body: Name,
    /// The statement that fills the *finding* slot.
    pub statement: BodyId,
    /// The word.
    pub word: FindingWord,
    /// When the body first said its present word, without another between (O1).
    pub since: Instant,
    /// Whom it attributes the act to.
    pub attribution: Option<Attribution>,
    /// Severity, where stated.
    pub severity: Option<Name>,
    /// When, where stated.
    pub time: Option<EventTime>,
    /// Where, where stated.
    pub place: Option<Place>,
    /// Targets, where stated.
    pub targets: Vec<Name>,
}

/// The *attribution* slot of a finding.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Attribution {
    /// This actor.
    Actor(Name),
    /// Some bound party, undetermined which.
    SomeParty,
    /// Examined, and not attributable.
    NotAttributable,
}

/// The status of a proposition at one standard (E5).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Status {
    /// Nothing live alleges it.
    None,
    /// Alleged; neither side meets the standard.
    Alleged,
    /// Against only.
    Refuted,
    /// Both sides meet the standard.
    Contested,
    /// For only.
    Established,
}

/// The evidence admitted at one standard, and the time that follows from it (E7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Admitted {
    /// Indices into [`Fact::claims`].
    pub claims: Vec<usize>,
    /// Indices into [`Fact::findings`]: the findings that decide the fields they state.
    pub findings: Vec<usize>,
    /// When it happened: times intersected where they all overlap, else hulled.
    pub time: EventTime,
    /// Whether the admitted times do not overlap.
    pub time_disputed: bool,
}

/// One proposition on one incident, as known at one instant in one perspective.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fact {
    /// The incident.
    pub incident: IncidentId,
    /// The proposition.
    pub about: About,
    /// Greatest standard (1-based) met by the evidence for it; 0 for none.
    pub level_for: usize,
    /// The same for the evidence against it.
    pub level_against: usize,
    /// Reports for it. For the event: every positive report on the incident.
    pub claims: Vec<Arc<Claim>>,
    /// Findings for it (those whose attribution is this actor; for the event all positive ones).
    pub findings: Vec<FindingHeld>,
    /// The accused's own acknowledgement, where it counts.
    pub acknowledged: Option<BodyId>,
    /// Statements that deny it, counted or not: shown as "denied".
    pub denied: Vec<BodyId>,
    /// Statements that count against it.
    pub against: Vec<BodyId>,
    /// Per standard (weakest first): the evidence admitted and its fields.
    pub admitted: Vec<Admitted>,
    /// Per standard: when it was first established in this perspective, if ever so far (C6).
    pub first_established: Vec<Option<KnownAt>>,
}

impl Fact {
    /// The status at standard `index`, weakest 0 (E5).
    pub fn status(&self, index: usize) -> Status {
        let standard = index + 1;
        match (self.level_for >= standard, self.level_against >= standard) {
            (true, false) => Status::Established,
            (true, true) => Status::Contested,
            (false, true) => Status::Refuted,
            (false, false) if self.claims.is_empty() && self.findings.is_empty() && self.acknowledged.is_none() => {
                Status::None
            }
            (false, false) => Status::Alleged,
        }
    }
}
