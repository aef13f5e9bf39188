//! Who may sign: the mission's charter and changes of keys, version 1 (`spec/identity.md`).
//!
//! ```text
//! charter (entry 0) ─▶ amendment ─▶ …     who the principals are, their root keys, who writes for them, the log's policy
//! change of keys    ─▶ …                  rotation by the key itself; revocation, and keys anew, by root keys
//! ```
//!
//! Holds
//! - An act stands in the clear in its own entry: the public part of a record is enough to check every signature.
//! - Consents are signatures of root keys over the act, which names its log: none fits another act or another log.
//! - A key enters a log once. So no consent can be used a second time.
//!
//! Not here: what an act changes, and whose consents it needs (`ledger`); where secret keys lie (the shell).

mod wire;

use sha2::{Digest as _, Sha256};

use crate::envelope::{Check, Commitment, KeyId, PublicKey, Salt, Signer};
use crate::limits;
use crate::vocabulary::Name;
use crate::vocabulary::time::Instant;
use crate::wire::WireError;
use crate::wire::cbor::{Item, Writer};
use crate::wire::tables;

/// What stands before the bytes of an act whose id is asked for.
const NAMED: &[u8] = b"armistice-act/v1";
/// What stands before the bytes of an act that are consented to.
const CONSENTED: &[u8] = b"armistice-consent/v1\n";

/// SHA-256("armistice-act/v1" || bytes of the act without consents).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActId(pub [u8; 32]);

/// What is said about who may sign, and who consents to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Act {
    /// What is said.
    pub says: Says,
    /// Who consents; in the order in which they were given.
    pub consents: Vec<Consent>,
}

/// What an act says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Says {
    /// The charter: of a new log, or in place of the one in force.
    Charter(Box<Charter>),
    /// A change of one author's keys.
    Keys(Box<KeyChange>),
}

/// Who the parties are, who writes for them, and how the log is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charter {
    /// The origin of the log.
    pub mission: String,
    /// The mission's name, for people.
    pub name: String,
    /// The charter in whose place it comes; none for the first.
    pub amends: Option<ActId>,
    /// The key that signs the log's checkpoints and receipts, as a C2SP verifier key.
    pub log_key: String,
    /// The log's policy: the text of `policy.txt`.
    pub policy: String,
    /// Seconds within which an accepted statement is in a published checkpoint.
    pub include_within_s: u64,
    /// Days for which bodies are kept; none: no end is stated.
    pub retention_days: Option<u64>,
    /// From when the mission is live: no statement accepted from then on may state another known-at.
    pub live_from: Option<Instant>,
    /// Those whose consent a change of the charter needs.
    pub principals: Vec<Principal>,
    /// Those who write into the log.
    pub authors: Vec<Author>,
}

/// A party, the mission or another body: its root keys decide who signs for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Principal {
    /// Its name.
    pub name: Name,
    /// What it is to the agreement.
    pub kind: PrincipalKind,
    /// Its root keys.
    pub roots: Vec<PublicKey>,
    /// How many of them must consent.
    pub needed: u64,
}

/// What a principal is to the agreement.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum PrincipalKind {
    /// The mission that keeps the record.
    Mission,
    /// A party to the agreement.
    Party,
    /// A guarantor, mediator or other body.
    Body,
}

/// Somebody who writes into the log, or only reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    /// The name that its envelopes carry.
    pub name: Name,
    /// The principal it belongs to.
    pub of: Name,
    /// What it may do.
    pub role: Role,
    /// For whom else it may enter statements.
    pub mandates: Vec<Mandate>,
    /// Its first keys, where it is new with this charter; else none: the keys it has stay.
    pub keys: Vec<PublicKey>,
}

/// What an author may do.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Keeps the record: imports what nobody signed, enters statements on behalf of anybody, reads everything.
    Mission,
    /// Observes: writes what it saw and what others told it, reads everything.
    Monitor,
    /// Speaks for its principal, reads everything.
    Liaison,
    /// Reads everything and writes nothing.
    Reader,
}

/// For whom an author may enter statements, and on what.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Mandate {
    /// For whom.
    pub speaks_for: Name,
    /// On which subjects; none listed: on every one.
    pub subjects: Vec<String>,
}

/// A key that ends, a key that begins, or both.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyChange {
    /// The origin of the log.
    pub mission: String,
    /// Whose keys.
    pub author: Name,
    /// The key that ends with this entry.
    pub ends: Option<KeyId>,
    /// From which entry on what that key signed is under suspicion; only root keys say so. The key that it rotated to
    /// falls with it.
    pub suspect_since: Option<u64>,
    /// The key that begins after this entry.
    pub begins: Option<PublicKey>,
}

/// A signature over an act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Consent {
    /// The principal whose root key it is; or the author, of the key that begins.
    pub of: Name,
    /// The key.
    pub key: KeyId,
    /// Over "armistice-consent/v1\n" and the bytes of the act without consents.
    pub signature: [u8; 64],
}

/// An act in its entry, with the salt that its envelope committed to it with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenAct {
    /// The salt.
    pub salt: Salt,
    /// The act.
    pub act: Act,
}

impl Says {
    /// The bytes that consents sign and ids are made of.
    ///
    /// # Errors
    /// It says what no act may say.
    pub fn bytes(&self) -> Result<Vec<u8>, WireError> {
        let mut writer = Writer::default();
        wire::write_says(self, &mut writer);
        let bytes = writer.finish()?;
        within_limit(&bytes).map(|()| bytes)
    }
    /// The id of the act.
    ///
    /// # Errors
    /// As for [`Says::bytes`].
    pub fn id(&self) -> Result<ActId, WireError> {
        Ok(ActId(Sha256::new().chain_update(NAMED).chain_update(self.bytes()?).finalize().into()))
    }
    /// The consent of `of` by this key.
    ///
    /// # Errors
    /// As for [`Says::bytes`].
    pub fn consent(&self, of: &str, signer: &Signer) -> Result<Consent, WireError> {
        let signature = signer.sign_text(CONSENTED, &self.bytes()?);
        Ok(Consent { of: of.to_owned(), key: signer.key().id(), signature })
    }
}

impl Act {
    /// Its canonical bytes, to which its envelope commits.
    ///
    /// # Errors
    /// It says what no act may say, or is longer than allowed.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        tables::bytes_of(self, within_limit)
    }
    /// The act that `bytes` spell.
    ///
    /// # Errors
    /// `bytes` are not what [`Act::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Act, WireError> {
        tables::item_of(bytes, within_limit)
    }
}

impl Consent {
    /// The check that `key` made it, over the bytes of an act.
    pub(crate) fn check(&self, key: PublicKey, says: &[u8]) -> Check {
        Check::new(key, [CONSENTED, says].concat(), self.signature)
    }
}

impl OpenAct {
    /// What an envelope with this act commits to.
    ///
    /// # Errors
    /// As for [`Act::encode`].
    pub fn commitment(&self) -> Result<Commitment, WireError> {
        Ok(Commitment::to(&self.salt, &self.act.encode()?))
    }
}

fn within_limit(bytes: &[u8]) -> Result<(), WireError> {
    if bytes.len() > limits::ACT_BYTES { Err(WireError::ActTooLong { bytes: bytes.len() }) } else { Ok(()) }
}
