//! Evidence files: proof, in one text, that a log or an author said two things that cannot both be (`spec/evidence-files.md`).
//!
//! ```text
//! armistice-evidence/v1 fork · equivocation · receipt ⏎ what is needed besides ⏎⏎ what was signed ⏎⏎ signatures ⏎⏎ …
//! bytes ─▶ `Evidence::parse` ─▶ `prove` ─▶ what it proves, or why it proves nothing
//! ```
//!
//! Holds
//! - A file needs nothing but itself: keys, signatures and proofs are in it, in paragraphs divided by one empty line.
//! - What is read is written back to the byte; nothing of it is believed before `prove`.
//! - It holds only what bears it out: signatures of others, good or bad, are left out when it is written.
//!
//! Not here: whose keys they are. A reader compares them with the charter of the mission.

use std::fmt;
use std::path::Path;

use record::envelope::{PublicKey, Signed};
use record::receipt::Receipt;
use tlog::checkpoint::Checkpoint;
use tlog::hash::Hash;
use tlog::key::VerifierKey;
use tlog::limits::PROOF_HASHES;
use tlog::note::SignedNote;
use tlog::policy::LogPolicy;
use tlog::proof::{verify_consistency, verify_inclusion};
use tlog::spell::{base64, from_base64};

use crate::codes;
use crate::entries::utc;
use crate::folder::read_named;
use crate::head::{self, Policy, size_and_root};
use crate::limits::{CLOCKS_DIFFER_S, EVIDENCE_BYTES};
use crate::report::{Failure, Problem, Report};

const FIRST_WORD: &str = "armistice-evidence/v1";

/// What an evidence file holds, as it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Evidence {
    /// A log signed for two histories.
    Fork(Box<Fork>),
    /// An author signed two statements under one number.
    Equivocation(Box<Equivocation>),
    /// A log did not keep what its receipt promised.
    Receipt(Box<Broken>),
}

/// Two checkpoints by one log of which the second does not continue the first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fork {
    key: VerifierKey,
    first: SignedNote,
    second: SignedNote,
    /// Where the second is larger: the root of its first entries, as many as the first has, and the proof of it.
    beginning: Option<(Hash, Vec<Hash>)>,
}

/// Two envelopes of one author under one number, each with the key that signed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Equivocation {
    first: (PublicKey, Signed),
    second: (PublicKey, Signed),
}

/// A receipt, and a checkpoint of the log that does not have its entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Broken {
    policy: LogPolicy,
    receipt: SignedNote,
    checkpoint: SignedNote,
    /// What the log has in its place; without one, the log was seen without it after it was due.
    other: Option<OtherLeaf>,
}

/// The hash of an entry and its inclusion proof.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OtherLeaf {
    /// The hash.
    pub leaf: Hash,
    /// The proof.
    pub path: Vec<Hash>,
}

/// What evidence proves.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proved {
    /// In one sentence.
    pub sentence: String,
    /// By what, a line each.
    pub by: Vec<String>,
    /// What its reader has to know from elsewhere.
    pub supposing: String,
}

/// Why a text is no evidence, or evidence proves nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoEvidence(pub String);

impl fmt::Display for NoEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoEvidence {}

fn no<T>(why: impl Into<String>) -> Result<T, NoEvidence> {
    Err(NoEvidence(why.into()))
}

fn because(error: impl fmt::Display) -> NoEvidence {
    NoEvidence(error.to_string())
}

impl Fork {
    /// Two signed checkpoints; where the second is larger, with the root that it has at the size of the first, and its proof.
    ///
    /// # Errors
    /// It would prove nothing.
    pub fn new(
        key: VerifierKey,
        first: &SignedNote,
        second: &SignedNote,
        beginning: Option<(Hash, Vec<Hash>)>,
    ) -> Result<Fork, NoEvidence> {
        let (first, second) = (signed_by(first, &key)?, signed_by(second, &key)?);
        let fork = Fork { key, first, second, beginning };
        fork.prove().map(|_| fork)
    }

    fn prove(&self) -> Result<Proved, NoEvidence> {
        let checkpoint = |note: &SignedNote| {
            note.open([&self.key]).map_err(because)?;
            Checkpoint::parse(note.text()).map_err(because)
        };
        let (first, second) = (checkpoint(&self.first)?, checkpoint(&self.second)?);
        if first.origin() != self.key.name() || second.origin() != self.key.name() {
            return no("a log's key signs for the log of its own name, and a checkpoint names another one");
        }
        let mut by =
            vec![format!("first    {}", size_and_root(&first)), format!("second   {}", size_and_root(&second))];
        match &self.beginning {
            None if first.contradicts(&second) => {}
            None => return no("the two checkpoints are not of one size with two roots"),
            Some((root, proof)) => {
                if first.size() >= second.size() {
                    return no("a proof of the beginning belongs to a second checkpoint that is larger than the first");
                }
                verify_consistency(first.size(), second.size(), proof, root, second.root()).map_err(because)?;
                if root == first.root() {
                    return no("the second checkpoint continues the first");
                }
                by.push(format!("the first {} entries of the second lead to root {root}", first.size()));
            }
        }
        let supposing = format!("that `{}` is the key of the mission's log", self.key);
        Ok(Proved { sentence: format!("the log `{}` signed for two histories", self.key.name()), by, supposing })
    }
}

/// The note with the signatures of one key alone, which hold.
fn signed_by(note: &SignedNote, key: &VerifierKey) -> Result<SignedNote, NoEvidence> {
    let own = note.signatures().iter().filter(|signature| (signature.name(), signature.id()) == (key.name(), key.id()));
    let lines: String = own.map(|signature| format!("{signature}\n")).collect();
    let note = SignedNote::parse(format!("{}\n{lines}", note.text()).as_bytes()).map_err(because)?;
    note.open([key]).map_err(because)?;
    Ok(note)
}

impl Equivocation {
    /// Two signed envelopes, each with the public key that signed it.
    ///
    /// # Errors
    /// They would prove nothing.
    pub fn new(first: (PublicKey, Signed), second: (PublicKey, Signed)) -> Result<Equivocation, NoEvidence> {
        let equivocation = Equivocation { first, second };
        equivocation.prove().map(|_| equivocation)
    }

    fn prove(&self) -> Result<Proved, NoEvidence> {
        let [(first_key, first), (second_key, second)] = [&self.first, &self.second];
        if !first.is_by(first_key) || !second.is_by(second_key) {
            return no("an envelope is not signed by the key beside it");
        }
        let place = |signed: &Signed| {
            let envelope = &signed.envelope;
            (envelope.mission.clone(), envelope.author.clone(), envelope.number)
        };
        if place(first) != place(second) {
            return no("the envelopes are not of one author in one log under one number");
        }
        if first.id() == second.id() {
            return no("both envelopes are the same statement");
        }
        let (mission, author, number) = place(first);
        let keys = format!("keys {} and {}", first_key.id(), second_key.id());
        Ok(Proved {
            sentence: format!("`{author}` signed two statements under number {number} for the log `{mission}`"),
            by: vec![format!("first    envelope {}", first.id()), format!("second   envelope {}", second.id())],
            supposing: format!("that the {keys} are keys of `{author}` by the charter or a change of keys"),
        })
    }
}

/// Whether a log that a quorum saw at `seen` without the entry broke its promise.
pub(crate) fn is_overdue(receipt: &Receipt, seen: u64) -> bool {
    receipt.due().0.saturating_add_unsigned(CLOCKS_DIFFER_S) < i64::try_from(seen).unwrap_or(i64::MAX)
}

impl Broken {
    /// A receipt and a checkpoint, both signed, and what the log has in the entry's place if that is known.
    ///
    /// # Errors
    /// They would prove nothing.
    pub fn new(
        policy: LogPolicy,
        receipt: SignedNote,
        checkpoint: SignedNote,
        other: Option<OtherLeaf>,
    ) -> Result<Broken, NoEvidence> {
        let broken = Broken { policy, receipt, checkpoint, other };
        broken.prove().map(|_| broken)
    }

    fn prove(&self) -> Result<Proved, NoEvidence> {
        let receipt = Receipt::parse(self.receipt.text()).map_err(because)?;
        let keys = self.policy.logs().iter().map(|log| &log.key).filter(|key| key.name() == receipt.origin);
        let signed = self.receipt.open(keys).map_err(because)?;
        let examined = self.policy.examine(&self.checkpoint).map_err(because)?;
        let checkpoint = &examined.checkpoint;
        if checkpoint.origin() != receipt.origin {
            return no("the receipt and the checkpoint are of two logs");
        }
        let mut by = vec![
            format!(
                "receipt      entry {}, accepted at {}, due by {}",
                receipt.index,
                utc(receipt.accepted_at),
                utc(receipt.due())
            ),
            format!("checkpoint   {}", size_and_root(checkpoint)),
        ];
        match &self.other {
            Some(OtherLeaf { leaf, path }) => {
                verify_inclusion(receipt.index, checkpoint.size(), leaf, path, checkpoint.root()).map_err(because)?;
                if leaf.0 == receipt.leaf {
                    return no("the log has the entry of the receipt in its place");
                }
                by.push(format!("the log has another entry there, with hash {leaf}"));
            }
            None => {
                if receipt.index < checkpoint.size() {
                    return no(
                        "the log is long enough to have the entry, and nothing says that it has another one there",
                    );
                }
                let seen = head::seen_since(&examined, &self.policy).filter(|seen| is_overdue(&receipt, *seen));
                let Some(seen) = seen else { return no("no quorum saw the log without the entry after it was due") };
                by.push(format!("a quorum saw the log without the entry at {}", head::utc(seen)));
            }
        }
        let sentence =
            format!("the log `{}` did not keep what its receipt for entry {} promised", receipt.origin, receipt.index);
        let keys: Vec<String> = signed.iter().map(|signature| format!("`{}`", signature.key)).collect();
        let supposing =
            format!("that {} is the key of the mission's log, and the policy the mission's", keys.join(", "));
        Ok(Proved { sentence, by, supposing })
    }
}

impl Evidence {
    /// The evidence that these bytes spell.
    ///
    /// # Errors
    /// They are not what is written as evidence.
    pub fn parse(bytes: &[u8]) -> Result<Evidence, NoEvidence> {
        if bytes.len() > EVIDENCE_BYTES {
            return no(format!("the file has more than the {EVIDENCE_BYTES} bytes allowed"));
        }
        let text = std::str::from_utf8(bytes).map_err(|_| NoEvidence("the file is not UTF-8".to_owned()))?;
        let whole =
            text.strip_suffix('\n').ok_or_else(|| NoEvidence("the file does not end with a newline".to_owned()))?;
        let paragraphs: Vec<&str> = whole.split("\n\n").collect();
        let mut head = paragraphs[0].split('\n');
        let kind = head.next().and_then(|line| line.strip_prefix(FIRST_WORD)?.strip_prefix(' '));
        let head: Vec<&str> = head.collect();
        let evidence = match (kind, &head[..], &paragraphs[1..]) {
            (Some("fork"), [key, beginning @ ..], [a, a_signed, b, b_signed]) => Evidence::Fork(Box::new(Fork {
                key: labelled(key, "key")?.parse().map_err(because)?,
                first: note(a, a_signed)?,
                second: note(b, b_signed)?,
                beginning: hash_and_proof(beginning, "root")?,
            })),
            (Some("equivocation"), [], [a, b]) => {
                Evidence::Equivocation(Box::new(Equivocation { first: envelope(a)?, second: envelope(b)? }))
            }
            (Some("receipt"), other, [policy, receipt, receipt_signed, checkpoint, signed]) => {
                Evidence::Receipt(Box::new(Broken {
                    policy: LogPolicy::parse(format!("{policy}\n").as_bytes()).map_err(because)?,
                    receipt: note(receipt, receipt_signed)?,
                    checkpoint: note(checkpoint, signed)?,
                    other: hash_and_proof(other, "leaf")?.map(|(leaf, path)| OtherLeaf { leaf, path }),
                }))
            }
            (Some("fork" | "equivocation" | "receipt"), _, _) => {
                return no("the file lacks a part, or has one too many");
            }
            _ => return no(format!("an evidence file begins with `{FIRST_WORD}` and its kind")),
        };
        // One spelling: what is read is what would be written.
        if evidence.to_string() == text {
            Ok(evidence)
        } else {
            no("a part of the file is spelled in another way than it is written")
        }
    }

    /// What it proves, by nothing but itself.
    ///
    /// # Errors
    /// Why it proves nothing.
    pub fn prove(&self) -> Result<Proved, NoEvidence> {
        match self {
            Evidence::Fork(fork) => fork.prove(),
            Evidence::Equivocation(equivocation) => equivocation.prove(),
            Evidence::Receipt(broken) => broken.prove(),
        }
    }

    /// The logs that it accuses; none where it is an author.
    fn log_keys(&self) -> Vec<&VerifierKey> {
        match self {
            Evidence::Fork(fork) => vec![&fork.key],
            Evidence::Equivocation(_) => Vec::new(),
            Evidence::Receipt(broken) => broken.policy.logs().iter().map(|log| &log.key).collect(),
        }
    }
}

fn labelled<'t>(line: &'t str, label: &str) -> Result<&'t str, NoEvidence> {
    let rest = line.strip_prefix(label).and_then(|rest| rest.strip_prefix(' '));
    rest.ok_or_else(|| NoEvidence(format!("a line `{label}` is missing where it belongs")))
}

/// A labelled hash and the hashes of a proof below it.
fn hash_and_proof(lines: &[&str], label: &str) -> Result<Option<(Hash, Vec<Hash>)>, NoEvidence> {
    let Some((first, proof)) = lines.split_first() else { return Ok(None) };
    if proof.len() > PROOF_HASHES {
        return no(format!("a proof has at most {PROOF_HASHES} hashes"));
    }
    let hash =
        |text: &str| Hash::from_base64(text).ok_or_else(|| NoEvidence("a hash is not 32 bytes in base64".to_owned()));
    let first = hash(labelled(first, label)?)?;
    Ok(Some((first, proof.iter().map(|line| hash(line)).collect::<Result<_, _>>()?)))
}

fn note(text: &str, signatures: &str) -> Result<SignedNote, NoEvidence> {
    SignedNote::parse(format!("{text}\n\n{signatures}\n").as_bytes()).map_err(because)
}

/// The number of the key under which an envelope has its signature, and how its value of 64 bytes begins.
const SIGNATURE_KEY: [u8; 3] = [13, 0x58, 64];

fn envelope(paragraph: &str) -> Result<(PublicKey, Signed), NoEvidence> {
    let lines: Vec<&str> = paragraph.split('\n').collect();
    let [key, envelope, signature] = lines[..] else {
        return no("an envelope has lines `key`, `envelope` and `signature`");
    };
    let bytes = |line, label| {
        let bytes = from_base64(labelled(line, label)?);
        bytes.ok_or_else(|| NoEvidence(format!("what follows `{label}` is not base64")))
    };
    let key: [u8; 32] = bytes(key, "key")?.try_into().map_err(|_| NoEvidence("a key has 32 bytes".to_owned()))?;
    // The signed envelope is the same map with one key more, the last.
    let (envelope, signature) = (bytes(envelope, "envelope")?, bytes(signature, "signature")?);
    let Some((map, fields)) = envelope.split_first() else { return no("an envelope has bytes") };
    let signed = [&[map.wrapping_add(1)], fields, &SIGNATURE_KEY, &signature].concat();
    let signed = Signed::decode(&signed).map_err(because)?;
    Ok((PublicKey::new(&key).map_err(because)?, signed))
}

fn write_envelope(f: &mut fmt::Formatter<'_>, (key, signed): &(PublicKey, Signed)) -> fmt::Result {
    let bytes = signed.envelope.bytes().unwrap_or_default();
    let (key, envelope, signature) = (base64(&key.bytes()), base64(&bytes), base64(&signed.signature));
    writeln!(f, "\nkey {key}\nenvelope {envelope}\nsignature {signature}")
}

fn write_proof(f: &mut fmt::Formatter<'_>, label: &str, hash: &Hash, proof: &[Hash]) -> fmt::Result {
    writeln!(f, "{label} {hash}")?;
    proof.iter().try_for_each(|hash| writeln!(f, "{hash}"))
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Evidence::Fork(fork) => {
                writeln!(f, "{FIRST_WORD} fork\nkey {}", fork.key)?;
                if let Some((root, proof)) = &fork.beginning {
                    write_proof(f, "root", root, proof)?;
                }
                write!(f, "\n{}\n{}", fork.first, fork.second)
            }
            Evidence::Equivocation(equivocation) => {
                writeln!(f, "{FIRST_WORD} equivocation")?;
                write_envelope(f, &equivocation.first)?;
                write_envelope(f, &equivocation.second)
            }
            Evidence::Receipt(broken) => {
                writeln!(f, "{FIRST_WORD} receipt")?;
                if let Some(OtherLeaf { leaf, path }) = &broken.other {
                    write_proof(f, "leaf", leaf, path)?;
                }
                let policy = broken.policy.bytes();
                write!(f, "\n{}\n{}\n{}", String::from_utf8_lossy(&policy), broken.receipt, broken.checkpoint)
            }
        }
    }
}

/// Checks the evidence in a file; `policy` says which keys are the mission's.
///
/// # Errors
/// A file cannot be read, or the first is no evidence.
pub fn check(file: &Path, policy: Option<&Path>) -> Result<Report, Failure> {
    let evidence = Evidence::parse(&read_named(file, EVIDENCE_BYTES)?).map_err(|error| {
        Failure::input(Problem::new(codes::NO_EVIDENCE, error.to_string()).at(file.to_string_lossy()))
    })?;
    let policy = policy.map(Policy::named).transpose()?;
    let mut report = Report::about("the evidence");
    let fails = |why: String| Problem::new(codes::EVIDENCE_FAILS, why).help("do not hand it on: it proves nothing");
    match evidence.prove() {
        Err(error) => report.problem(fails(error.to_string())),
        Ok(proved) => {
            report.subject = format!("the evidence that {}", proved.sentence);
            report.checked = proved.by;
            let keys = evidence.log_keys();
            let known = |key: &VerifierKey| {
                policy.as_ref().is_some_and(|policy| policy.read.logs().iter().any(|log| log.key == *key))
            };
            if keys.is_empty() || policy.is_none() {
                report.unchecked.push(proved.supposing);
            } else if keys.iter().all(|key| known(key)) {
                report.checked.push("the key is that of the log in the policy you gave".to_owned());
            } else {
                report.problem(fails("the key is not that of a log in the policy you gave".to_owned()));
            }
        }
    }
    report.unchecked.push("why it came to this: a stolen key, an old copy restored, and intent look alike".to_owned());
    Ok(report)
}
