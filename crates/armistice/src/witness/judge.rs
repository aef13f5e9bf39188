//! The judgement of a witness: may this log checkpoint be cosigned, given what is held? No file, no clock, no secret.
//!
//! ```text
//! body ─▶ `read` with the keys of known logs ─▶ `Signed` by its log ─▶ `continues` what is held ─▶ yes, or a refusal
//! ```
//!
//! Holds
//! - Refusals come in the order of C2SP tlog-witness: form, unknown log, signature, sizes, conflict, proof.
//! - Signatures by keys that are not the log's own do not count, whatever they are; a bad one of the log's spoils all.
//!
//! Not here: holding and cosigning (`state`).

use std::collections::BTreeMap;
use std::fmt;

use tlog::checkpoint::{Checkpoint, CheckpointError};
use tlog::hash::Hash;
use tlog::key::VerifierKey;
use tlog::note::{NoteError, NoteSignature, SignedNote};
use tlog::proof::{ProofError, verify_consistency};

use super::codes;
use super::request::{AddCheckpoint, RequestError};
use crate::message::quoted;

/// Keys of logs by the logs' names.
pub type LogKeys = BTreeMap<String, Vec<VerifierKey>>;

/// Size and root of a log as it was cosigned last.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cosigned {
    /// How many entries.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// A request whose checkpoint is signed by its log.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedByLog {
    /// The log's name.
    pub origin: String,
    /// Where the proof begins.
    pub old: u64,
    /// The proof.
    pub proof: Vec<Hash>,
    /// The checkpoint with the signatures of its log and no others.
    pub note: SignedNote,
    /// How many entries it says.
    pub size: u64,
    /// Their root; `None` for a log without entries that claims another root than theirs.
    root: Option<Hash>,
}

/// Reads a body and checks by whom its checkpoint is signed.
///
/// # Errors
/// It cannot be read (400), names a log that is not known (404), or its log has not signed it (403).
pub fn read(known: &LogKeys, body: &[u8]) -> Result<SignedByLog, Refused> {
    let AddCheckpoint { old, proof, note } = AddCheckpoint::parse(body).map_err(Refused::Form)?;
    let origin = note.text().split('\n').next().unwrap_or_default().to_owned();
    let (size, root) = match Checkpoint::parse(note.text()) {
        Ok(checkpoint) => (checkpoint.size(), Some(*checkpoint.root())),
        Err(CheckpointError::EmptyLogWithRoot) => (0, None),
        Err(error) => return Err(Refused::Checkpoint(error)),
    };
    let Some(keys) = known.get(&origin) else { return Err(Refused::UnknownLog { origin }) };
    note.open(keys).map_err(|error| Refused::NotSigned { origin: origin.clone(), error })?;
    let own = |signature: &&NoteSignature| {
        keys.iter().any(|key| (key.name(), key.id()) == (signature.name(), signature.id()))
    };
    let note = with_signatures(note.text(), note.signatures().iter().filter(own));
    if old > size {
        return Err(Refused::OldAboveSize { old, size });
    }
    Ok(SignedByLog { origin, old, proof, note, size, root })
}

/// A note of `text` with some of the signatures that it came with.
fn with_signatures<'s>(text: &str, signatures: impl Iterator<Item = &'s NoteSignature>) -> SignedNote {
    let lines: String = signatures.map(|signature| format!("{signature}\n")).collect();
    SignedNote::parse(format!("{text}\n{lines}").as_bytes()).expect("a part of a note with a signature is a note")
}

impl SignedByLog {
    /// That it continues what is held; nothing is continued by everything.
    ///
    /// # Errors
    /// The proof begins elsewhere (409), or does not hold (422).
    pub fn continues(&self, held: Option<Cosigned>) -> Result<Cosigned, Refused> {
        let held_size = held.map_or(0, |held| held.size);
        if self.old != held_size {
            return Err(Refused::OtherSize { held: held_size, old: self.old });
        }
        let not_continued = |why| Refused::NotContinued { held: held_size, size: self.size, why };
        let root = self.root.ok_or_else(|| not_continued(NotContinued::EmptyLogWithRoot))?;
        if let Some(held) = held
            && held.size == self.size
            && held.root != root
        {
            return Err(not_continued(NotContinued::OtherRoot { held: held.root, root }));
        }
        let old_root = held.map_or(tlog::hash::EMPTY_ROOT, |held| held.root);
        verify_consistency(self.old, self.size, &self.proof, &old_root, &root)
            .map_err(|error| not_continued(NotContinued::Proof(error)))?;
        Ok(Cosigned { size: self.size, root })
    }
}

/// Why a log checkpoint does not continue another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotContinued {
    /// The proof does not hold.
    Proof(ProofError),
    /// One size, two roots.
    OtherRoot {
        /// The root that is held.
        held: Hash,
        /// The root that was signed now.
        root: Hash,
    },
    /// A log without entries has a root of entries.
    EmptyLogWithRoot,
}

/// Why a witness does not cosign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// The body is none.
    Form(RequestError),
    /// The note is no log checkpoint.
    Checkpoint(CheckpointError),
    /// No key of the log is known.
    UnknownLog {
        /// The log's name.
        origin: String,
    },
    /// The log has not signed it, or a signature of its key is bad.
    NotSigned {
        /// The log's name.
        origin: String,
        /// What is wrong with the signatures.
        error: NoteError,
    },
    /// The proof begins behind the checkpoint.
    OldAboveSize {
        /// Where it begins.
        old: u64,
        /// The checkpoint's size.
        size: u64,
    },
    /// The proof begins elsewhere than the witness stands.
    OtherSize {
        /// What the witness holds.
        held: u64,
        /// Where the proof begins.
        old: u64,
    },
    /// It does not continue what is held.
    NotContinued {
        /// What the witness holds.
        held: u64,
        /// The checkpoint's size.
        size: u64,
        /// Why.
        why: NotContinued,
    },
}

impl Refused {
    /// The status of the answer, as C2SP tlog-witness fixes it.
    pub fn status(&self) -> u16 {
        match self {
            Refused::Form(_) | Refused::Checkpoint(_) | Refused::OldAboveSize { .. } => 400,
            Refused::NotSigned { .. } => 403,
            Refused::UnknownLog { .. } => 404,
            Refused::OtherSize { .. } => 409,
            Refused::NotContinued { .. } => 422,
        }
    }
    /// Its code.
    pub fn code(&self) -> &'static str {
        match self.status() {
            400 => codes::REQUEST,
            403 => codes::NOT_SIGNED,
            404 => codes::UNKNOWN_LOG,
            409 => codes::OTHER_SIZE,
            _ => codes::NOT_CONTINUED,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refused::Form(error) => error.fmt(f),
            Refused::Checkpoint(error) => error.fmt(f),
            Refused::UnknownLog { origin } => write!(f, "the witness knows no log {}", quoted(origin)),
            Refused::NotSigned { origin, error: NoteError::NoKnownKey } => {
                write!(f, "no known key of the log {} has signed the checkpoint", quoted(origin))
            }
            Refused::NotSigned { error, .. } => error.fmt(f),
            Refused::OldAboveSize { old, size } => {
                write!(f, "the proof begins at size {old}, and the checkpoint has only {size} entries")
            }
            Refused::OtherSize { held, old } => {
                write!(f, "the proof begins at size {old}, and the witness holds size {held}")
            }
            Refused::NotContinued { held, size, why } => match why {
                NotContinued::Proof(error) => {
                    write!(f, "size {size} is not shown to continue size {held}: {error}")
                }
                NotContinued::OtherRoot { held: before, root } => {
                    write!(f, "the log signed two roots of size {size}: {before} is held, {root} was sent")
                }
                NotContinued::EmptyLogWithRoot => f.write_str("a log without entries has a root of entries"),
            },
        }
    }
}

impl std::error::Error for Refused {}
