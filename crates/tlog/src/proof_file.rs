//! Proof files: an entry's place, its inclusion proof and a cosigned checkpoint in one text (C2SP tlog-proof).
//!
//! ```text
//! bytes ─▶ `parse` ─▶ `verify` with the entry's hash and a policy ─▶ it is in the log, and these have seen it
//! ```
//!
//! Holds
//! - What is read is written back to the byte.
//! - Nothing of a file is believed before `verify`; its extra data never.
//!
//! Not here: which bytes are the entry, files and their names (`*.tlog-proof`).

use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::hash::Hash;
use crate::limits::{EXTRA_BYTES, PROOF_FILE_BYTES, PROOF_HASHES};
use crate::note::{NoteError, SignedNote};
use crate::policy::{Examined, LogPolicy, PolicyRefusal};
use crate::proof::{ProofError, verify_inclusion};
use crate::spell::{base64, decimal, from_base64, shown};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";

/// A proof that can be checked without the log. Shown as the text of its file.
///
/// ```
/// use tlog::checkpoint::Checkpoint;
/// use tlog::hash::leaf_hash;
/// use tlog::note::{NoteSigner, SignedNote};
/// use tlog::policy::LogPolicy;
/// use tlog::proof_file::ProofFile;
///
/// let log = NoteSigner::new("example.com/log", &[7; 32]).unwrap();
/// let leaf = leaf_hash(b"the only entry");
/// let checkpoint = Checkpoint::new("example.com/log", 1, leaf).unwrap();
/// let note = SignedNote::sign(&checkpoint.to_string(), &log).unwrap();
/// let text = ProofFile::new(0, Vec::new(), note).unwrap().to_string();
///
/// let policy = LogPolicy::parse(format!("log {}\nquorum none\n", log.verifier()).as_bytes()).unwrap();
/// let proof = ProofFile::parse(text.as_bytes()).unwrap();
/// assert_eq!(proof.verify(&leaf, &policy).unwrap().checkpoint, checkpoint);
/// assert!(proof.verify(&leaf_hash(b"another entry"), &policy).is_err());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProofFile {
    extra: Vec<u8>,
    index: u64,
    path: Vec<Hash>,
    note: SignedNote,
}

impl ProofFile {
    /// The proof of entry `index`, whose inclusion proof is `path`, in the log of a signed checkpoint.
    pub fn new(index: u64, path: Vec<Hash>, note: SignedNote) -> Result<ProofFile, ProofFileError> {
        Checkpoint::parse(note.text()).map_err(ProofFileError::NoCheckpoint)?;
        if path.len() > PROOF_HASHES {
            return Err(ProofFileError::TooManyHashes);
        }
        ProofFile { extra: Vec::new(), index, path, note }.within_limits()
    }

    /// The same with extra data, which nothing protects: whoever hands the file on can change it.
    pub fn with_extra(self, extra: &[u8]) -> Result<ProofFile, ProofFileError> {
        if extra.len() > EXTRA_BYTES {
            return Err(ProofFileError::ExtraTooLong { bytes: extra.len() });
        }
        ProofFile { extra: extra.to_vec(), ..self }.within_limits()
    }

    /// The proof that these bytes spell.
    pub fn parse(bytes: &[u8]) -> Result<ProofFile, ProofFileError> {
        if bytes.len() > PROOF_FILE_BYTES {
            return Err(ProofFileError::TooLong { bytes: bytes.len() });
        }
        let text = std::str::from_utf8(bytes).map_err(|_| ProofFileError::NotUtf8)?;
        let (head, note) = text.split_once("\n\n").ok_or(ProofFileError::NoEmptyLine)?;
        let mut lines = head.split('\n').peekable();
        if lines.next() != Some(FIRST_LINE) {
            return Err(ProofFileError::FirstLine);
        }
        let extra = match lines.next_if(|line| line.starts_with("extra ")) {
            // Empty extra data has no line.
            Some(line) => from_base64(&line["extra ".len()..]).filter(|extra| !extra.is_empty()),
            None => Some(Vec::new()),
        };
        let extra = extra.ok_or(ProofFileError::Extra)?;
        let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or(ProofFileError::NoIndex)?;
        let index = decimal(index).ok_or_else(|| ProofFileError::Index { index: shown(index) })?;
        let mut path = Vec::new();
        for (at, line) in (1..).zip(lines) {
            if at > PROOF_HASHES {
                return Err(ProofFileError::TooManyHashes);
            }
            path.push(Hash::from_base64(line).ok_or(ProofFileError::PathLine { at })?);
        }
        let note = SignedNote::parse(note.as_bytes()).map_err(ProofFileError::Note)?;
        ProofFile::new(index, path, note)?.with_extra(&extra)
    }

    /// That the entry with hash `leaf` is in the log as a checkpoint says that the policy accepts.
    pub fn verify<'p>(&self, leaf: &Hash, policy: &'p LogPolicy) -> Result<Examined<'p>, ProofFileError> {
        let examined = policy.check(&self.note).map_err(ProofFileError::Policy)?;
        let (size, root) = (examined.checkpoint.size(), examined.checkpoint.root());
        verify_inclusion(self.index, size, leaf, &self.path, root).map_err(ProofFileError::Proof)?;
        Ok(examined)
    }

    /// Which entry it says it is about, from 0.
    pub fn index(&self) -> u64 {
        self.index
    }
    /// The inclusion proof, from the entry's sibling up.
    pub fn path(&self) -> &[Hash] {
        &self.path
    }
    /// The log checkpoint with its signatures.
    pub fn note(&self) -> &SignedNote {
        &self.note
    }
    /// Extra data, which nobody signed.
    pub fn unverified_extra(&self) -> &[u8] {
        &self.extra
    }

    fn within_limits(self) -> Result<ProofFile, ProofFileError> {
        let bytes = self.to_string().len();
        if bytes > PROOF_FILE_BYTES { Err(ProofFileError::TooLong { bytes }) } else { Ok(self) }
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if !self.extra.is_empty() {
            writeln!(f, "extra {}", base64(&self.extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        self.path.iter().try_for_each(|hash| writeln!(f, "{hash}"))?;
        write!(f, "\n{}", self.note)
    }
}

/// Why bytes are no proof file, or a proof file proves nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ProofFileError {
    /// More bytes than a proof file may have.
    TooLong {
        /// How many.
        bytes: usize,
    },
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Another first line.
    FirstLine,
    /// Extra data that is empty or not base64.
    Extra,
    /// More extra data than allowed.
    ExtraTooLong {
        /// How many bytes.
        bytes: usize,
    },
    /// No line with the index where it belongs.
    NoIndex,
    /// An index that is no number without leading zeros.
    Index {
        /// The index.
        index: String,
    },
    /// A line of the inclusion proof that is no hash.
    PathLine {
        /// Which, from 1.
        at: usize,
    },
    /// More hashes than a proof can have.
    TooManyHashes,
    /// No empty line before the checkpoint.
    NoEmptyLine,
    /// What follows is no signed note.
    Note(NoteError),
    /// What follows is no log checkpoint.
    NoCheckpoint(CheckpointError),
    /// The checkpoint is not what the policy asks for.
    Policy(PolicyRefusal),
    /// The inclusion proof does not hold.
    Proof(ProofError),
}

impl fmt::Display for ProofFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ProofFileError::*;
        match self {
            TooLong { bytes } => {
                write!(f, "the proof file has {bytes} bytes, more than the {PROOF_FILE_BYTES} allowed")
            }
            NotUtf8 => f.write_str("the proof file is not UTF-8"),
            FirstLine => write!(f, "a proof file begins with the line `{FIRST_LINE}`"),
            Extra => f.write_str("the extra data of the proof file is empty or not in base64"),
            ExtraTooLong { bytes } => {
                write!(f, "the extra data has {bytes} bytes, more than the {EXTRA_BYTES} allowed")
            }
            NoIndex => f.write_str("the proof file lacks a line `index` with the number of the entry"),
            Index { index } => write!(f, "`{index}` is no index of an entry, a number without leading zeros"),
            PathLine { at } => write!(f, "line {at} of the inclusion proof is no hash, 32 bytes in base64"),
            TooManyHashes => write!(f, "the inclusion proof has more than {PROOF_HASHES} hashes"),
            NoEmptyLine => f.write_str("the proof file lacks an empty line and a log checkpoint behind it"),
            Note(error) => error.fmt(f),
            NoCheckpoint(error) => error.fmt(f),
            Policy(error) => error.fmt(f),
            Proof(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ProofFileError {}
