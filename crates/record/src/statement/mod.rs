//! Statements: one thing one party, monitor or source says; the unit of the record.
//!
//! ```text
//! body (what is said, canonical, with an id) + acceptance (when known, received, which batch) = statement
//! ```
//!
//! Holds
//! - A body never changes and has no known-at: the acceptance line carries it (semantics S1).
//! - Statements point only at earlier ones, by body id.
//!
//! Not here: bytes (`wire`), what stands at a known-at (`live`), envelopes and signatures (the record issue).

mod channel;
mod content;

pub use channel::*;
pub use content::*;

use std::fmt;

use crate::vocabulary::Name;
use crate::vocabulary::time::{Instant, KnownAt};

/// SHA-256("armistice-body/v1" || canonical bytes of the body).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BodyId(pub [u8; 32]);

impl BodyId {
    /// The first eight hexadecimal digits: enough for a person to find it.
    pub fn short(&self) -> String {
        self.0[..4].iter().map(|byte| format!("{byte:02x}")).collect()
    }
}
impl fmt::Display for BodyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}
impl fmt::Debug for BodyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.short())
    }
}

/// What is said and by whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Body {
    /// Who enters it into the record; whose grade it carries.
    pub author: Name,
    /// When it was said, signed or decided; the known-at where missing.
    pub said_at: Option<Instant>,
    /// Where somebody else said it: an entry on behalf.
    pub on_behalf: Option<OnBehalf>,
    /// Where the author read or heard it: citation, article, row. Never used for a verdict.
    pub cited: Option<String>,
    /// What is said.
    pub content: Content,
}

/// An entry on behalf of a speaker.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct OnBehalf {
    /// Who said it.
    pub speaker: Name,
    /// Who wrote it down.
    pub recorder: Name,
    /// How it reached the recorder: telephone, letter, press conference.
    pub medium: String,
}

impl Body {
    /// Who speaks: the speaker of an entry on behalf, else the author.
    pub fn speaker(&self) -> &Name {
        self.on_behalf.as_ref().map_or(&self.author, |entry| &entry.speaker)
    }
    /// The name on the outside: the outermost source of a report, the speaker of anything else (S4).
    pub fn outermost(&self) -> Option<&Name> {
        match &self.content {
            Content::Report(report) => report.chain.outermost(),
            _ => Some(self.speaker()),
        }
    }
}

/// Who first got it and when, as the receiver claims.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Received {
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: Name,
}

/// How a body entered the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// When it became known (S1).
    pub known: KnownAt,
    /// Whether a history batch stated the known-at; every screen marks it.
    pub history: bool,
    /// The mission's first receipt, where stated.
    pub received: Option<Received>,
    /// The batch statement it came with.
    pub batch: Option<BodyId>,
}

/// A body in the record.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Its content id.
    pub id: BodyId,
    /// What is said.
    pub body: Body,
    /// How it entered.
    pub accepted: Acceptance,
}

impl Statement {
    /// When it became known.
    pub fn known(&self) -> KnownAt {
        self.accepted.known
    }
    /// When it was said: as stated, else when it became known.
    pub fn said_at(&self) -> Instant {
        self.body.said_at.unwrap_or(self.accepted.known.0)
    }
}
