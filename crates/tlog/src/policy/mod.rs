//! Policies: which logs count, which witnesses are known, and who of them must have cosigned (C2SP tlog-policy).
//!
//! ```text
//! bytes ─▶ `parse` ─▶ a policy ─▶ `examine` a note ─▶ who signed, who cosigned and when, who did not, quorum or not
//!                                └▶ `check`: the same, or a refusal
//! ```
//!
//! Holds
//! - A group refers to what stands above it, and a name is in one group at most: each witness counts in one way.
//! - A log's key signs for the log of its own name alone.
//! - Names are bytes: two that look alike are two.
//!
//! Not here: which policy a mission has (`record`), how old a checkpoint may be.

mod parse;

pub use parse::{PolicyError, PolicyFault};

use std::collections::BTreeSet;
use std::fmt;

use crate::checkpoint::{Checkpoint, CheckpointError};
use crate::key::VerifierKey;
use crate::note::{NoteError, SignedNote};
use crate::spell::shown;

/// Known logs and witnesses, and the quorum.
///
/// ```
/// use tlog::policy::LogPolicy;
///
/// let text = b"log example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\nquorum none\n";
/// let policy = LogPolicy::parse(text).unwrap();
/// assert_eq!(policy.logs()[0].key.name(), "example.com/foo");
/// assert_eq!(policy.bytes(), text);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogPolicy {
    logs: Vec<KnownLog>,
    witnesses: Vec<KnownWitness>,
    groups: Vec<WitnessGroup>,
    quorum: Quorum,
}

/// A log of a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownLog {
    /// Its key, whose name is the log's.
    pub key: VerifierKey,
    /// Where it is reached, if stated; bytes that mean something to the caller.
    pub url: Option<Vec<u8>>,
}

/// A witness of a policy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KnownWitness {
    /// Its name in this policy.
    pub name: Vec<u8>,
    /// Its key, which may have another name.
    pub key: VerifierKey,
    /// Where it is reached, if stated; bytes that mean something to the caller.
    pub url: Option<Vec<u8>>,
}

/// A group of witnesses and of groups above it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WitnessGroup {
    /// Its name.
    pub name: Vec<u8>,
    /// How many of its members must have cosigned.
    pub needed: usize,
    /// Its members.
    pub members: Vec<GroupMember>,
}

/// A member of a group.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GroupMember {
    /// The witness with this number, from 0.
    Witness(usize),
    /// The group with this number, from 0.
    Group(usize),
}

/// Who must have cosigned.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quorum {
    /// Nobody.
    None,
    /// One witness, or a group.
    Of(GroupMember),
}

/// A cosignature by a witness of a policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Cosigned<'p> {
    /// The witness.
    pub witness: &'p KnownWitness,
    /// When it cosigned, in Unix seconds, as it says.
    pub cosigned_at: u64,
}

/// A log checkpoint that a known log has signed, and what its cosignatures amount to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Examined<'p> {
    /// The checkpoint.
    pub checkpoint: Checkpoint,
    /// By which keys of its log it is signed; never empty.
    pub logs: Vec<&'p KnownLog>,
    /// Cosignatures, in the order of the note; a witness may have more than one.
    pub cosigned: Vec<Cosigned<'p>>,
    /// Witnesses without a cosignature, in the order of the policy.
    pub missing: Vec<&'p KnownWitness>,
    /// Whether those who cosigned are the quorum.
    pub has_quorum: bool,
}

impl LogPolicy {
    /// The policy that these bytes spell.
    pub fn parse(bytes: &[u8]) -> Result<LogPolicy, PolicyError> {
        parse::policy(bytes)
    }

    /// The same policy in its plainest spelling, without comments.
    pub fn bytes(&self) -> Vec<u8> {
        parse::print(self)
    }

    /// Its logs.
    pub fn logs(&self) -> &[KnownLog] {
        &self.logs
    }
    /// Its witnesses.
    pub fn witnesses(&self) -> &[KnownWitness] {
        &self.witnesses
    }
    /// Its groups; members of a group stand before it.
    pub fn groups(&self) -> &[WitnessGroup] {
        &self.groups
    }
    /// Who must have cosigned.
    pub fn quorum(&self) -> Quorum {
        self.quorum
    }

    /// Whether the quorum is met where exactly these witnesses have cosigned; numbers count from 0.
    pub fn is_quorum(&self, cosigned: &BTreeSet<usize>) -> bool {
        let mut met: Vec<bool> = Vec::with_capacity(self.groups.len());
        let has = |met: &[bool], member: &GroupMember| match member {
            GroupMember::Witness(witness) => cosigned.contains(witness),
            GroupMember::Group(group) => met[*group],
        };
        for group in &self.groups {
            let count = group.members.iter().filter(|member| has(&met, member)).count();
            met.push(count >= group.needed);
        }
        match &self.quorum {
            Quorum::None => true,
            Quorum::Of(member) => has(&met, member),
        }
    }

    /// What the signatures of a note amount to, with or without a quorum. One bad signature of a known key refuses all.
    pub fn examine(&self, note: &SignedNote) -> Result<Examined<'_>, PolicyRefusal> {
        let checkpoint = Checkpoint::parse(note.text()).map_err(PolicyRefusal::NoCheckpoint)?;
        let keys = self.logs.iter().map(|log| &log.key).chain(self.witnesses.iter().map(|witness| &witness.key));
        let signatures = note.open(keys).map_err(PolicyRefusal::Note)?;
        let mut logs: Vec<&KnownLog> = Vec::new();
        let mut cosigned = Vec::new();
        let mut numbers = BTreeSet::new();
        for signature in signatures {
            match signature.cosigned_at {
                None => {
                    let own = |log: &&KnownLog| log.key == *signature.key && log.key.name() == checkpoint.origin();
                    logs.extend(self.logs.iter().find(own));
                }
                Some(cosigned_at) => {
                    let number = self.witnesses.iter().position(|witness| witness.key == *signature.key);
                    let number = number.expect("a key with times is a witness's");
                    cosigned.push(Cosigned { witness: &self.witnesses[number], cosigned_at });
                    numbers.insert(number);
                }
            }
        }
        if logs.is_empty() {
            return Err(PolicyRefusal::NotByItsLog { origin: shown(checkpoint.origin()) });
        }
        let missing = (0..self.witnesses.len()).filter(|number| !numbers.contains(number));
        let missing = missing.map(|number| &self.witnesses[number]).collect();
        let has_quorum = self.is_quorum(&numbers);
        Ok(Examined { checkpoint, logs, cosigned, missing, has_quorum })
    }

    /// A note that its log has signed and the quorum cosigned, or why it is not.
    pub fn check(&self, note: &SignedNote) -> Result<Examined<'_>, PolicyRefusal> {
        let examined = self.examine(note)?;
        if examined.has_quorum {
            return Ok(examined);
        }
        let missing = examined.missing.iter().map(|witness| shown_bytes(&witness.name)).collect();
        Err(PolicyRefusal::NoQuorum { missing })
    }
}

/// Bytes of another, as a message shows them.
fn shown_bytes(bytes: &[u8]) -> String {
    shown(&String::from_utf8_lossy(bytes))
}

/// Why a note is not what a policy asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PolicyRefusal {
    /// The note is no log checkpoint.
    NoCheckpoint(CheckpointError),
    /// No signature by a known key, or a bad one.
    Note(NoteError),
    /// No known key of the log that it names has signed it.
    NotByItsLog {
        /// The name of the log.
        origin: String,
    },
    /// Too few witnesses have cosigned it.
    NoQuorum {
        /// Those who have not.
        missing: Vec<String>,
    },
}

impl fmt::Display for PolicyRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use PolicyRefusal::*;
        match self {
            NoCheckpoint(error) => error.fmt(f),
            Note(error) => error.fmt(f),
            NotByItsLog { origin } => {
                write!(f, "the log checkpoint names `{origin}` and is signed by no known key of that log")
            }
            NoQuorum { missing } => {
                write!(f, "the log checkpoint lacks a quorum; not cosigned by {}", missing.join(", "))
            }
        }
    }
}

impl std::error::Error for PolicyRefusal {}
