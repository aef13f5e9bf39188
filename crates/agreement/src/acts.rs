//! Acts: what else is known beside the facts - renewals, decisions, rulings, coverage, registers, claimed exceptions.
//!
//! Holds
//! - Everything here is live at the moment's known-at; names are resolved; incidents are named.
//!
//! Not here: gathering them from statements (`situation`).

use std::collections::BTreeMap;

use record::statement::{BodyId, RenewalTerm};
use record::vocabulary::Name;
use record::vocabulary::facts::IncidentId;
use record::vocabulary::registers::Registers;
use record::vocabulary::standards::Evidence;
use record::vocabulary::time::{Instant, Interval, KnownAt};

/// All acts at one known-at.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Acts {
    /// Registers as known, zone versions among them.
    pub registers: Registers,
    /// Renewal acts with their signatures.
    pub renewals: Vec<RenewalAct>,
    /// Who watched which zone when, of accepted watchers.
    pub coverage: Vec<Watched>,
    /// Decisions to open a phase.
    pub openings: Vec<Decided>,
    /// Rulings on whether an incident breaks a clock.
    pub rulings: Vec<Decided>,
    /// Answers to judgement slots.
    pub judgements: Vec<Decided>,
    /// Exceptions claimed or disputed by name.
    pub exceptions: Vec<ExceptionClaim>,
}

/// One act of renewal (G1): equal terms, signed by several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RenewalAct {
    /// The regime.
    pub regime: Name,
    /// The act's name.
    pub act: String,
    /// For how long.
    pub term: RenewalTerm,
    /// Retroactive from.
    pub retroactive_from: Option<Instant>,
    /// Earliest signature of each signer.
    pub signed: BTreeMap<Name, Instant>,
}

/// Hours of watching.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Watched {
    /// By whom.
    pub watcher: Name,
    /// Which zone.
    pub zone: Name,
    /// When.
    pub during: Interval,
}

/// One decider's answer to one question.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decided {
    /// The phase, clock or judgement slot.
    pub question: Name,
    /// The incident, where it is about one.
    pub incident: Option<IncidentId>,
    /// Who.
    pub decider: Name,
    /// Yes (for a ruling: breaks) or no (excused).
    pub yes: bool,
    /// When it was said.
    pub at: Instant,
    /// When it became known.
    pub known: KnownAt,
    /// The statement.
    pub statement: BodyId,
}

/// A reply that raises an exception by name, or disputes it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ExceptionClaim {
    /// The incident.
    pub incident: IncidentId,
    /// The exception's name.
    pub exception: Name,
    /// For it, or against it.
    pub supports: bool,
    /// Its evidence in this perspective.
    pub evidence: Evidence,
    /// The statement.
    pub statement: BodyId,
}
