//! Inclusion and consistency proofs: which hashes they hold, and what follows from them (RFC 6962, 2.1; RFC 9162, 2.1.3-4).
//!
//! ```text
//! index, size ─▶ `inclusion_ranges` ─▶ hashes of these ranges, from wherever ─▶ a proof ─▶ `verify_inclusion`
//! ```
//!
//! A subtree proof is a consistency proof whose older tree may begin anywhere that a whole subtree can: a mirror checks a
//! package of entries by it (C2SP tlog-mirror). With a start of 0 it is the consistency proof of RFC 6962.
//!
//! Holds
//! - A proof has exactly one length for its sizes; a longer or shorter one is refused.
//! - Verifying reads each hash once and takes no memory.
//!
//! Not here: where hashes come from (`tile`, `edge`), how proofs are written down (`proof_file`).

use std::fmt;

use crate::hash::{EMPTY_ROOT, Hash, node_hash};

/// Entries from one index to before another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct EntryRange {
    /// Index of the first.
    pub start: u64,
    /// Index after the last.
    pub end: u64,
}

impl EntryRange {
    /// How many entries; 0 where it ends before it begins.
    pub fn count(self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Whether the entries are all those of a part of some tree: none, or begun at a multiple of the power of two that
    /// holds them.
    pub fn is_subtree(self) -> bool {
        if self.start >= self.end {
            return self.start == self.end;
        }
        let width = self.count().checked_next_power_of_two();
        width.map_or(self.start == 0, |width| self.start.is_multiple_of(width))
    }

    /// The two parts that the tree over these entries is made of; the left one is the greatest power of two.
    fn halves(self) -> (EntryRange, EntryRange) {
        let middle = self.start + (1 << (self.count() - 1).ilog2());
        (EntryRange { end: middle, ..self }, EntryRange { start: middle, ..self })
    }
}

/// Which hashes prove that entry `index` is in the log of `size` entries: from its sibling up to the root's child.
///
/// ```
/// use tlog::proof::{EntryRange, inclusion_ranges};
///
/// let ranges = inclusion_ranges(2, 3).unwrap();
/// assert_eq!(ranges, [EntryRange { start: 0, end: 2 }]); // beside entry 2 stands the pair of the other two
/// ```
pub fn inclusion_ranges(index: u64, size: u64) -> Result<Vec<EntryRange>, ProofError> {
    in_log(index, size)?;
    let mut ranges = Vec::new();
    let mut part = EntryRange { start: 0, end: size };
    while part.count() > 1 {
        let (left, right) = part.halves();
        let (kept, beside) = if index < left.end { (left, right) } else { (right, left) };
        ranges.push(beside);
        part = kept;
    }
    ranges.reverse();
    Ok(ranges)
}

/// Which hashes prove that the log of `old` entries is the beginning of the log of `new` entries.
///
/// None where `old` is 0 or `new`: nothing is the beginning of everything, and equal logs have equal roots.
pub fn consistency_ranges(old: u64, new: u64) -> Result<Vec<EntryRange>, ProofError> {
    subtree_ranges(EntryRange { start: 0, end: old }, new)
}

/// Which hashes prove that the subtree over `subtree` is part of the log of `size` entries.
pub fn subtree_ranges(subtree: EntryRange, size: u64) -> Result<Vec<EntryRange>, ProofError> {
    subtree_in_log(subtree, size)?;
    let mut ranges = Vec::new();
    if subtree.count() == 0 {
        return Ok(ranges);
    }
    let mut part = EntryRange { start: 0, end: size };
    // What is left of the subtree inside `part`; its own root is known only while nothing was split off.
    let (mut rest, mut is_known) = (subtree, true);
    while part != rest {
        let (left, right) = part.halves();
        if rest.end <= left.end {
            ranges.push(right);
            part = left;
        } else {
            ranges.push(left);
            part = right;
            if rest.start < right.start {
                (rest.start, is_known) = (right.start, false);
            }
        }
    }
    if !is_known {
        ranges.push(part);
    }
    ranges.reverse();
    Ok(ranges)
}

/// That the entry with hash `leaf` is number `index` of the log with `size` entries and `root`.
///
/// ```
/// use tlog::hash::{leaf_hash, node_hash};
/// use tlog::proof::{ProofError, verify_inclusion};
///
/// let [a, b] = [leaf_hash(b"a"), leaf_hash(b"b")];
/// let root = node_hash(&a, &b);
/// assert_eq!(verify_inclusion(1, 2, &b, &[a], &root), Ok(()));
/// assert_eq!(verify_inclusion(0, 2, &b, &[a], &root), Err(ProofError::OtherRoot));
/// ```
pub fn verify_inclusion(index: u64, size: u64, leaf: &Hash, proof: &[Hash], root: &Hash) -> Result<(), ProofError> {
    if inclusion_root(index, size, leaf, proof)? == *root { Ok(()) } else { Err(ProofError::OtherRoot) }
}

/// The root that follows where the entry with hash `leaf` is number `index` of `size`.
pub fn inclusion_root(index: u64, size: u64, leaf: &Hash, proof: &[Hash]) -> Result<Hash, ProofError> {
    in_log(index, size)?;
    // Below `inner` the path is beside nodes on either side; above it the entry is on the right edge, where only those
    // levels have a hash in which its side is the right one.
    let inner = (u64::BITS - (index ^ (size - 1)).leading_zeros()) as usize;
    let border = (index.checked_shr(inner as u32).unwrap_or(0)).count_ones() as usize;
    has_length(proof, inner + border)?;
    let mut root = *leaf;
    for (level, beside) in proof.iter().enumerate() {
        let on_right = level >= inner || index >> level & 1 == 1;
        root = if on_right { node_hash(beside, &root) } else { node_hash(&root, beside) };
    }
    Ok(root)
}

/// That the log of `old` entries with `old_root` is the beginning of the log of `new` entries with `new_root`.
///
/// Of a log without entries only its root is checked.
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), ProofError> {
    verify_subtree(EntryRange { start: 0, end: old }, new, proof, old_root, new_root)
}

/// That the entries of `subtree`, whose own root is `subtree_root`, are part of the log of `size` entries with `root`.
///
/// No entries are part of every log: then only `subtree_root` is checked.
///
/// # Source   draft-ietf-plants-merkle-tree-certs-02, "Verifying subtree consistency proofs".
pub fn verify_subtree(
    subtree: EntryRange,
    size: u64,
    proof: &[Hash],
    subtree_root: &Hash,
    root: &Hash,
) -> Result<(), ProofError> {
    subtree_in_log(subtree, size)?;
    if size == 0 && *root != EMPTY_ROOT {
        return Err(ProofError::OtherRoot);
    }
    if subtree.count() == 0 {
        has_length(proof, 0)?;
        return if *subtree_root == EMPTY_ROOT { Ok(()) } else { Err(ProofError::OtherRoot) };
    }
    // First, last and log: the node of the first entry, of the last one and of the log's last one, each on one level.
    let (mut first, mut last, mut log) = (subtree.start, subtree.end - 1, size - 1);
    let skipped = if last == log {
        (first ^ last).checked_ilog2().map_or(0, |level| level + 1)
    } else {
        last.trailing_ones().min((first ^ last).checked_ilog2().map_or(0, |level| level + 1))
    };
    for node in [&mut first, &mut last, &mut log] {
        *node = node.checked_shr(skipped).unwrap_or(0);
    }
    let mut hashes = proof.iter();
    let seed = if first == last {
        subtree_root
    } else {
        hashes.next().ok_or(ProofError::WrongLength { hashes: 0, needed: None })?
    };
    let (mut from_subtree, mut from_log) = (*seed, *seed);
    for beside in hashes {
        if log == 0 {
            return Err(ProofError::WrongLength { hashes: proof.len(), needed: None });
        }
        if last & 1 == 1 || last == log {
            if first < last {
                from_subtree = node_hash(beside, &from_subtree);
            }
            from_log = node_hash(beside, &from_log);
            if last & 1 == 0 {
                // On the right edge: levels on which the node has no sibling have no hash.
                let lonely = last.trailing_zeros();
                for node in [&mut first, &mut last, &mut log] {
                    *node >>= lonely;
                }
            }
        } else {
            from_log = node_hash(&from_log, beside);
        }
        for node in [&mut first, &mut last, &mut log] {
            *node >>= 1;
        }
    }
    if log != 0 {
        return Err(ProofError::WrongLength { hashes: proof.len(), needed: None });
    }
    if from_subtree != *subtree_root || from_log != *root {
        return Err(ProofError::OtherRoot);
    }
    Ok(())
}

fn in_log(index: u64, size: u64) -> Result<(), ProofError> {
    if index < size { Ok(()) } else { Err(ProofError::NotInLog { index, size }) }
}

fn subtree_in_log(subtree: EntryRange, size: u64) -> Result<(), ProofError> {
    let EntryRange { start, end } = subtree;
    if !subtree.is_subtree() {
        Err(ProofError::NoSubtree { start, end })
    } else if end > size {
        Err(ProofError::LargerThanLog { end, size })
    } else {
        Ok(())
    }
}

fn has_length(proof: &[Hash], needed: usize) -> Result<(), ProofError> {
    if proof.len() == needed {
        Ok(())
    } else {
        Err(ProofError::WrongLength { hashes: proof.len(), needed: Some(needed) })
    }
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProofError {
    /// The log is not long enough to have the entry.
    NotInLog {
        /// Index of the entry.
        index: u64,
        /// Entries of the log.
        size: u64,
    },
    /// The older log or the subtree reaches past the log.
    LargerThanLog {
        /// Where it ends.
        end: u64,
        /// Entries of the log.
        size: u64,
    },
    /// No node of a tree covers these entries.
    NoSubtree {
        /// The first.
        start: u64,
        /// After the last.
        end: u64,
    },
    /// Too few hashes or too many.
    WrongLength {
        /// How many there are.
        hashes: usize,
        /// How many there should be, where one number says it.
        needed: Option<usize>,
    },
    /// The hashes lead to another root than the one given.
    OtherRoot,
}

impl fmt::Display for ProofError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use ProofError::*;
        match self {
            NotInLog { index, size } => write!(f, "a log of {size} entries has no entry {index}, counted from 0"),
            LargerThanLog { end, size } => write!(f, "a log of {size} entries does not hold the first {end}"),
            NoSubtree { start, end } => write!(f, "no part of the tree is exactly the entries {start} to before {end}"),
            WrongLength { hashes, needed: Some(needed) } => {
                write!(f, "the proof has {hashes} hashes and needs {needed}")
            }
            WrongLength { hashes, needed: None } => {
                write!(f, "the proof has {hashes} hashes, which these sizes do not need")
            }
            OtherRoot => f.write_str("the proof leads to another root hash"),
        }
    }
}

impl std::error::Error for ProofError {}
