//! The body of a request to cosign: where the proof begins, the proof, the log checkpoint (C2SP tlog-witness, "add-checkpoint").
//!
//! ```text
//! old 20852014 ⏎ hash ⏎ hash ⏎ ⏎ name ⏎ size ⏎ root ⏎ ⏎ — signatures ⏎
//! ```
//!
//! Holds
//! - One spelling: what is read is written back to the byte.
//!
//! Not here: whether any of it is true (`judge`).

use std::fmt;

use tlog::hash::Hash;
use tlog::limits::LOG_ENTRIES;
use tlog::note::{NoteError, SignedNote};

use crate::limits::WITNESS_PROOF_LINES;

/// A request to cosign a log checkpoint. Shown as the body that is sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AddCheckpoint {
    /// How many entries the log had when the witness cosigned it last; 0 where it never did.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// The signed log checkpoint.
    pub note: SignedNote,
}

impl AddCheckpoint {
    /// The request that these bytes spell.
    ///
    /// # Errors
    /// They are no such body; nothing was checked yet but the form.
    pub fn parse(bytes: &[u8]) -> Result<AddCheckpoint, RequestError> {
        let text = std::str::from_utf8(bytes).map_err(|_| RequestError::NotUtf8)?;
        // A checkpoint has no empty line before that of its signatures, so the first one divides.
        let (head, note) = text.split_once("\n\n").ok_or(RequestError::NoEmptyLine)?;
        let mut lines = head.split('\n');
        let first = lines.next().unwrap_or_default();
        let old = first.strip_prefix("old ").and_then(size).ok_or(RequestError::Old)?;
        let mut proof = Vec::new();
        for (at, line) in (1..).zip(lines) {
            if at > WITNESS_PROOF_LINES {
                return Err(RequestError::TooManyHashes);
            }
            proof.push(Hash::from_base64(line).ok_or(RequestError::ProofLine { at })?);
        }
        let note = SignedNote::parse(note.as_bytes()).map_err(RequestError::Note)?;
        Ok(AddCheckpoint { old, proof, note })
    }
}

/// A size in decimal, without leading zeros, as large as a log can be.
pub(super) fn size(text: &str) -> Option<u64> {
    let size: u64 = text.parse().ok()?;
    (size <= LOG_ENTRIES && size.to_string() == text).then_some(size)
}

impl fmt::Display for AddCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        self.proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

/// Why bytes are no request to cosign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RequestError {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// No empty line before the checkpoint.
    NoEmptyLine,
    /// A first line that is not `old` and a size.
    Old,
    /// A line of the proof that is no hash.
    ProofLine {
        /// Which, from 1.
        at: usize,
    },
    /// More hashes than a proof may have.
    TooManyHashes,
    /// What follows is no signed note.
    Note(NoteError),
}

impl fmt::Display for RequestError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RequestError::NotUtf8 => f.write_str("the request is not UTF-8"),
            RequestError::NoEmptyLine => f.write_str("the request lacks an empty line and a log checkpoint behind it"),
            RequestError::Old => f.write_str("the request does not begin with a line `old` and a size"),
            RequestError::ProofLine { at } => {
                write!(f, "line {at} of the consistency proof is no hash, 32 bytes in base64")
            }
            RequestError::TooManyHashes => {
                write!(f, "the consistency proof has more than {WITNESS_PROOF_LINES} hashes")
            }
            RequestError::Note(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for RequestError {}
