//! Order: which statement of an author may come next, what was sent before, and what an author says twice.
//!
//! ```text
//! signed envelope, what the log holds of its author ─▶ `admit` ─▶ next · already there · refused, with the reason
//! ```
//!
//! Holds
//! - An author's statements enter in the order of their numbers, each naming the one before: a gap is seen by everybody.
//! - The same statement sent again is the same entry; another one under the same submit id or number is refused, and the
//!   two together prove that the author said two things in one place.
//! - It depends on what the log holds, and on no clock: every mirror admits the same.
//!
//! Not here: whether the signature holds and the key may sign (`envelope`, `identity`), where it is stored.

use std::collections::BTreeMap;
use std::fmt;

use crate::codes;
use crate::envelope::{EnvelopeId, Signed, SubmitId};
use crate::vocabulary::Name;

/// What the log holds of each author: the number and id of the last statement.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Authors(BTreeMap<Name, (u64, EnvelopeId)>);

/// An entry of the log with some submit id.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Submitted {
    /// Its place in the log.
    pub index: u64,
    /// Its envelope.
    pub id: EnvelopeId,
}

/// What is to be done with an envelope that came in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Admission {
    /// It is its author's next one.
    Next,
    /// It is in the log already, at this place.
    Already {
        /// The place.
        index: u64,
    },
}

impl Authors {
    /// Whether `signed` may enter the log of `mission` now. `submitted` finds what its author sent under a submit id.
    ///
    /// # Errors
    /// The reason why it may not.
    pub fn admit(
        &self,
        mission: &str,
        signed: &Signed,
        submitted: impl FnOnce(&Name, &SubmitId) -> Option<Submitted>,
    ) -> Result<Admission, OutOfOrder> {
        let envelope = &signed.envelope;
        if envelope.mission != mission {
            return Err(OutOfOrder::OtherMission { mission: envelope.mission.clone() });
        }
        if let Some(known) = submitted(&envelope.author, &envelope.submit) {
            return match known.id == signed.id() {
                true => Ok(Admission::Already { index: known.index }),
                false => Err(OutOfOrder::SubmitReused { index: known.index }),
            };
        }
        let (next, last) = self.next(&envelope.author);
        match envelope.number.cmp(&next) {
            std::cmp::Ordering::Less => Err(OutOfOrder::SaidTwice { number: envelope.number, next }),
            std::cmp::Ordering::Greater => Err(OutOfOrder::Gap { number: envelope.number, next }),
            std::cmp::Ordering::Equal if envelope.previous != last => Err(OutOfOrder::OtherPast { number: next }),
            std::cmp::Ordering::Equal => Ok(Admission::Next),
        }
    }

    /// The number of an author's next statement, and the one that it has to name.
    pub fn next(&self, author: &str) -> (u64, Option<EnvelopeId>) {
        self.0.get(author).map_or((0, None), |(number, id)| (number + 1, Some(*id)))
    }

    /// Each author with the number and the id of its last statement, in the order of their names.
    pub fn heads(&self) -> impl Iterator<Item = (&Name, u64, EnvelopeId)> {
        self.0.iter().map(|(name, (number, id))| (name, *number, *id))
    }

    /// Takes note of an entry of the log.
    ///
    /// # Panics
    /// The entry does not follow its author's last one: entries are taken note of in the order of the log.
    pub fn enter(&mut self, signed: &Signed) {
        let envelope = &signed.envelope;
        assert_eq!(
            (envelope.number, envelope.previous),
            self.next(&envelope.author),
            "an entry follows its author's last one"
        );
        self.0.insert(envelope.author.clone(), (envelope.number, signed.id()));
    }
}

impl FromIterator<(Name, u64, EnvelopeId)> for Authors {
    fn from_iter<I: IntoIterator<Item = (Name, u64, EnvelopeId)>>(heads: I) -> Authors {
        Authors(heads.into_iter().map(|(name, number, id)| (name, (number, id))).collect())
    }
}

/// Why a signed envelope may not enter the log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OutOfOrder {
    /// It belongs into another mission's log.
    OtherMission {
        /// That log's origin.
        mission: String,
    },
    /// Its author sent something else under the same submit id.
    SubmitReused {
        /// Where that lies in the log.
        index: u64,
    },
    /// Its author said something else under this number.
    SaidTwice {
        /// The number.
        number: u64,
        /// The author's next one.
        next: u64,
    },
    /// One that comes before it is missing.
    Gap {
        /// Its number.
        number: u64,
        /// The author's next one.
        next: u64,
    },
    /// It names another statement as the one before.
    OtherPast {
        /// Its number.
        number: u64,
    },
}

impl OutOfOrder {
    /// Its code: stable, one per variant.
    pub fn code(&self) -> &'static str {
        match self {
            OutOfOrder::OtherMission { .. } => codes::OTHER_MISSION,
            OutOfOrder::SubmitReused { .. } => codes::SUBMIT_REUSED,
            OutOfOrder::SaidTwice { .. } => codes::NUMBER_REUSED,
            OutOfOrder::Gap { .. } => codes::NUMBER_MISSING,
            OutOfOrder::OtherPast { .. } => codes::OTHER_PAST,
        }
    }
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            OutOfOrder::OtherMission { mission } => {
                write!(f, "the statement was signed for the log `{mission}`, which is another one")
            }
            OutOfOrder::SubmitReused { index } => {
                write!(f, "the author sent another statement under this submit id: entry {index}")
            }
            OutOfOrder::SaidTwice { number, next } => {
                write!(f, "the author's statement {number} is in the log and is another one; the next is {next}")
            }
            OutOfOrder::Gap { number, next } => {
                write!(f, "statement {number} came before statement {next} of the same author")
            }
            OutOfOrder::OtherPast { number } => {
                write!(f, "statement {number} names another one before it than the log holds of its author")
            }
        }
    }
}

impl std::error::Error for OutOfOrder {}
