//! Cosignatures: a witness says when it saw a log checkpoint continue all earlier ones (C2SP tlog-cosignature, Ed25519).
//!
//! ```text
//! what is signed:   cosignature/v1 ⏎ time 1679315147 ⏎ the text of the checkpoint
//! the signature:    key id, time in 8 bytes, 64 bytes of Ed25519
//! ```
//!
//! Holds
//! - Only a log checkpoint is cosigned, and a cosignature under anything else is bad.
//! - What is signed does not name the witness: a key has one name and one role, which a policy sees to.
//!
//! Not here: whether the checkpoint continues an earlier one, which the witness checks first; what time it is.

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::key::{KeyError, SecretKey, SignatureType, VerifierKey};
use crate::limits::COSIGNED_AT_SECONDS;
use crate::note::{NoteSignature, SignedNote};

/// A secret key that cosigns log checkpoints.
///
/// ```
/// use tlog::checkpoint::Checkpoint;
/// use tlog::cosignature::Cosigner;
/// use tlog::hash::EMPTY_ROOT;
/// use tlog::note::{NoteSigner, SignedNote};
///
/// let log = NoteSigner::new("example.com/log", &[7; 32]).unwrap();
/// let witness = Cosigner::new("witness.example", &[8; 32]).unwrap();
/// let checkpoint = Checkpoint::new("example.com/log", 0, EMPTY_ROOT).unwrap();
/// let note = SignedNote::sign(&checkpoint.to_string(), &log).unwrap();
/// let cosigned = note.clone().with(witness.cosign(&note, 1_679_315_147).unwrap()).unwrap();
/// assert_eq!(cosigned.open([witness.verifier()]).unwrap()[0].cosigned_at, Some(1_679_315_147));
/// ```
#[derive(Clone)]
pub struct Cosigner(SecretKey);

impl Cosigner {
    /// The cosigner with this name and these secret bytes, which sign nothing else.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<Cosigner, KeyError> {
        SecretKey::new(name, SignatureType::Cosignature, secret).map(Cosigner)
    }

    /// The key by which its cosignatures are checked.
    pub fn verifier(&self) -> &VerifierKey {
        &self.0.verifier
    }

    /// Its cosignature of a log checkpoint at a time, in Unix seconds.
    pub fn cosign(&self, note: &SignedNote, cosigned_at: u64) -> Result<NoteSignature, CosignatureError> {
        Checkpoint::parse(note.text()).map_err(CosignatureError::NoCheckpoint)?;
        if cosigned_at > COSIGNED_AT_SECONDS {
            return Err(CosignatureError::TimeTooLate { cosigned_at });
        }
        let signature = self.0.sign(&message(note.text(), cosigned_at));
        let bytes = [&cosigned_at.to_be_bytes()[..], &signature].concat();
        Ok(NoteSignature { name: self.verifier().name().to_owned(), id: self.verifier().id(), bytes })
    }
}

impl fmt::Debug for Cosigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Cosigner({})", self.verifier())
    }
}

fn message(text: &str, cosigned_at: u64) -> Vec<u8> {
    format!("cosignature/v1\ntime {cosigned_at}\n{text}").into_bytes()
}

/// The time of a cosignature of `text` by `key`; `None` where it is none.
pub(crate) fn check(text: &str, key: &VerifierKey, bytes: &[u8]) -> Option<u64> {
    let (time, signature) = bytes.split_first_chunk::<8>()?;
    let cosigned_at = u64::from_be_bytes(*time);
    let signature = signature.try_into().ok()?;
    let is_checkpoint = cosigned_at <= COSIGNED_AT_SECONDS && Checkpoint::parse(text).is_ok();
    (is_checkpoint && key.has_signed(&message(text, cosigned_at), signature)).then_some(cosigned_at)
}

/// Why nothing was cosigned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CosignatureError {
    /// The note is no log checkpoint.
    NoCheckpoint(CheckpointError),
    /// A time later than a cosignature can say.
    TimeTooLate {
        /// The time, in Unix seconds.
        cosigned_at: u64,
    },
}

impl fmt::Display for CosignatureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CosignatureError::NoCheckpoint(error) => error.fmt(f),
            CosignatureError::TimeTooLate { cosigned_at } => {
                write!(f, "the time of the cosignature, {cosigned_at}, is above {COSIGNED_AT_SECONDS} seconds")
            }
        }
    }
}

impl std::error::Error for CosignatureError {}
