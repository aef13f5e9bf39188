//! A submission: a signed envelope with what it commits to, as an author hands it in (`spec/identity.md`).
//!
//! ```text
//! envelope, signed ─┐
//! salt, body or act ┴▶ `Submission` ⇄ bytes ─▶ sequencer ─▶ entry, and the body beside the log
//! ```
//!
//! Holds
//! - The envelope commits to what is handed in with it: another body or another salt is refused before anything else.
//! - What is written is read back equal; every other spelling is refused.
//!
//! Not here: whether the log may take it (`ledger`).

use crate::envelope::{Salt, Signed};
use crate::identity::{Act, OpenAct};
use crate::ledger::Refusal;
use crate::limits;
use crate::statement::{Body, Received};
use crate::wire::cbor::{Item, Reader, Writer};
use crate::wire::{self, WireError, tables};

/// What an author hands in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Submission {
    /// The signed envelope.
    pub signed: Signed,
    /// The salt of its commitment.
    pub salt: Salt,
    /// What it commits to.
    pub said: Said,
    /// Who first got it and when, where its author states that.
    pub received: Option<Received>,
}

/// What an envelope commits to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Said {
    /// A statement's body: its canonical bytes.
    Body(Vec<u8>),
    /// An act, which will stand in the clear.
    Act(Box<Act>),
}

impl Submission {
    /// Its canonical bytes.
    ///
    /// # Errors
    /// A part is beyond its limit.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        tables::bytes_of(self, within_limit)
    }
    /// The submission that `bytes` spell.
    ///
    /// # Errors
    /// `bytes` are not what [`Submission::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Submission, WireError> {
        tables::item_of(bytes, within_limit)
    }
    /// The body that is handed in, where it is one, held to the commitment.
    ///
    /// # Errors
    /// The bytes are no canonical body, or the envelope commits to something else.
    pub fn body(&self) -> Result<Option<Body>, Refusal> {
        let (bytes, body) = match &self.said {
            Said::Body(bytes) => (bytes.as_slice(), Some(wire::decode(bytes)?)),
            Said::Act(act) => (&act.encode()?[..], None),
        };
        match self.signed.envelope.body.opens(&self.salt, bytes) {
            true => Ok(body),
            false => Err(Refusal::OtherBody),
        }
    }
    /// What stands in the clear in its entry.
    pub fn act(&self) -> Option<OpenAct> {
        match &self.said {
            Said::Body(_) => None,
            Said::Act(act) => Some(OpenAct { salt: self.salt, act: act.as_ref().clone() }),
        }
    }
    /// What lies beside the log: the salt and the body; nothing of an act, whose entry has it.
    pub fn blob(&self) -> Vec<u8> {
        match &self.said {
            Said::Body(bytes) => [&self.salt.0, bytes.as_slice()].concat(),
            Said::Act(_) => Vec::new(),
        }
    }
}

/// The salt and the body of what lies beside the log.
pub fn salt_and_body(blob: &[u8]) -> Option<(Salt, &[u8])> {
    let (salt, body) = blob.split_first_chunk::<32>()?;
    Some((Salt(*salt), body))
}

fn within_limit(bytes: &[u8]) -> Result<(), WireError> {
    tables::require(bytes.len() <= limits::SUBMISSION_BYTES, WireError::SubmissionTooLong { bytes: bytes.len() })
}

impl Item for Submission {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| {
            map.one(0, &tables::VERSION).one(1, &self.signed).one(2, &self.salt);
            match &self.said {
                Said::Body(bytes) => map.one(3, &Bytes(bytes.clone())),
                Said::Act(act) => map.one(4, act.as_ref()),
            };
            map.maybe(5, &self.received)
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Submission, WireError> {
        let at = reader.at();
        reader.map(|map| {
            tables::read_version(map)?;
            let (signed, salt) = (map.one(1)?, map.one(2)?);
            let said = match (map.maybe(3)?, map.maybe(4)?) {
                (Some(Bytes(bytes)), None) => Said::Body(bytes),
                (None, Some(act)) => Said::Act(Box::new(act)),
                (None, None) => return Err(WireError::MissingKey { at, key: 3 }),
                (Some(_), Some(_)) => return Err(WireError::UnknownKey { at, key: 4 }),
            };
            Ok(Submission { signed, salt, said, received: map.maybe(5)? })
        })
    }
}

/// A byte string of any length.
struct Bytes(Vec<u8>);

impl Item for Bytes {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(&self.0);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Bytes, WireError> {
        Ok(Bytes(reader.bytes()?.to_vec()))
    }
}
