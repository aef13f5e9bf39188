//! Roots and proofs from the tiles of a log, wherever the caller keeps them.
//!
//! ```text
//! range of entries ─▶ whole subtrees ─▶ the tile of each (asked of the caller once) ─▶ hash of the range
//! ```
//!
//! Holds
//! - A proof asks for a tile of each level and side at most once: a dozen tiles in a log of a thousand million entries.
//!
//! Not here: whether the tiles are the log's own. Whoever does not trust them verifies the proof against a root.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;

use super::{Tile, TileKind, TilePath};
use crate::hash::{EMPTY_ROOT, Hash, node_hash};
use crate::limits::LOG_ENTRIES;
use crate::proof::{EntryRange, ProofError, consistency_ranges, inclusion_ranges, subtree_ranges};

/// The tiles of a log of some size, read through the caller's function.
///
/// `read` answers with the tile of a path, or `None` where it has none: then the full tile in its place is asked for.
///
/// ```
/// use tlog::hash::{leaf_hash, node_hash};
/// use tlog::tile::{Tile, TilePath, TileSource};
///
/// let leaves = [leaf_hash(b"a"), leaf_hash(b"b")];
/// let tile = Tile::of(leaves.to_vec()).unwrap();
/// let read = |path: TilePath| Ok::<_, String>((path.to_string() == "tile/0/000.p/2").then_some(&tile));
/// let mut source = TileSource::new(2, read).unwrap();
/// assert_eq!(source.root().unwrap(), node_hash(&leaves[0], &leaves[1]));
/// assert_eq!(source.prove_inclusion(0).unwrap(), [leaves[1]]);
/// ```
pub struct TileSource<T, F> {
    size: u64,
    read: F,
    /// Those that were read for the proof at hand.
    held: BTreeMap<TilePath, T>,
}

impl<T: Borrow<Tile>, E, F: FnMut(TilePath) -> Result<Option<T>, E>> TileSource<T, F> {
    /// The log of `size` entries whose tiles `read` finds.
    pub fn new(size: u64, read: F) -> Result<TileSource<T, F>, SourceError<E>> {
        if size > LOG_ENTRIES {
            return Err(SourceError::TooLarge { size });
        }
        Ok(TileSource { size, read, held: BTreeMap::new() })
    }

    /// The root of the whole log.
    pub fn root(&mut self) -> Result<Hash, SourceError<E>> {
        if self.size == 0 {
            return Ok(EMPTY_ROOT);
        }
        Ok(self.hashes(&[EntryRange { start: 0, end: self.size }])?[0])
    }

    /// The root of the log when it had `size` entries.
    pub fn root_at(&mut self, size: u64) -> Result<Hash, SourceError<E>> {
        if size == 0 {
            return Ok(EMPTY_ROOT);
        }
        if size > self.size {
            return Err(SourceError::Proof(ProofError::LargerThanLog { end: size, size: self.size }));
        }
        Ok(self.hashes(&[EntryRange { start: 0, end: size }])?[0])
    }

    /// The hash of entry `index`.
    pub fn leaf(&mut self, index: u64) -> Result<Hash, SourceError<E>> {
        if index >= self.size {
            return Err(SourceError::Proof(ProofError::NotInLog { index, size: self.size }));
        }
        Ok(self.hashes(&[EntryRange { start: index, end: index + 1 }])?[0])
    }

    /// The proof that entry `index` is in the log.
    pub fn prove_inclusion(&mut self, index: u64) -> Result<Vec<Hash>, SourceError<E>> {
        let ranges = inclusion_ranges(index, self.size).map_err(SourceError::Proof)?;
        self.hashes(&ranges)
    }

    /// The proof that the log of `old` entries is the beginning of this one.
    pub fn prove_consistency(&mut self, old: u64) -> Result<Vec<Hash>, SourceError<E>> {
        let ranges = consistency_ranges(old, self.size).map_err(SourceError::Proof)?;
        self.hashes(&ranges)
    }

    /// The proof that the subtree over these entries is part of this log.
    pub fn prove_subtree(&mut self, subtree: EntryRange) -> Result<Vec<Hash>, SourceError<E>> {
        let ranges = subtree_ranges(subtree, self.size).map_err(SourceError::Proof)?;
        self.hashes(&ranges)
    }

    /// The hash of each range: those of one proof, each a part of the tree.
    fn hashes(&mut self, ranges: &[EntryRange]) -> Result<Vec<Hash>, SourceError<E>> {
        let hashes = ranges.iter().map(|range| self.range(*range)).collect();
        self.held.clear();
        hashes
    }

    /// The hash of a range that begins where a part of the tree does: whole subtrees, each larger than the next.
    fn range(&mut self, range: EntryRange) -> Result<Hash, SourceError<E>> {
        let mut parts = Vec::new();
        let mut start = range.start;
        while start < range.end {
            let height = (range.end - start).ilog2();
            parts.push(self.node(height, start >> height)?);
            start += 1 << height;
        }
        let mut parts = parts.into_iter().rev();
        let last = parts.next().expect("a range of a proof is not empty");
        Ok(parts.fold(last, |right, left| node_hash(&left, &right)))
    }

    /// The hash of the whole subtree of `2^height` entries, number `place` of its height.
    fn node(&mut self, height: u32, place: u64) -> Result<Hash, SourceError<E>> {
        let (level, row) = ((height / 8) as u8, height % 8);
        let first = place << row;
        let path = TilePath::in_log(TileKind::Hashes(level), first >> 8, self.size).expect("the log has the range");
        if !self.held.contains_key(&path) {
            let tile = read_tile(path, &mut self.read)?;
            self.held.insert(path, tile);
        }
        let tile: &Tile = self.held[&path].borrow();
        let found = tile.node(row as usize, ((first & 0xff) >> row) as usize);
        found.copied().ok_or(SourceError::TooNarrow { path, width: tile.width() })
    }
}

/// The tile of a path, or the full one in its place, at least as wide as the path says.
pub(crate) fn read_tile<T: Borrow<Tile>, E>(
    path: TilePath,
    read: &mut impl FnMut(TilePath) -> Result<Option<T>, E>,
) -> Result<T, SourceError<E>> {
    let mut found = read(path).map_err(|error| SourceError::Read { path, error })?;
    if found.is_none() && path.is_partial() {
        let path = path.full();
        found = read(path).map_err(|error| SourceError::Read { path, error })?;
    }
    let tile = found.ok_or(SourceError::Missing { path })?;
    let width = tile.borrow().width();
    if width < path.width() { Err(SourceError::TooNarrow { path, width }) } else { Ok(tile) }
}

/// Why tiles give no hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SourceError<E> {
    /// What the caller's function said.
    Read {
        /// The tile that was asked for.
        path: TilePath,
        /// What it said.
        error: E,
    },
    /// Neither the tile nor the full one in its place is there.
    Missing {
        /// The tile.
        path: TilePath,
    },
    /// The tile has fewer hashes than its path says.
    TooNarrow {
        /// The tile.
        path: TilePath,
        /// How many it has.
        width: u16,
    },
    /// More entries than a log can have.
    TooLarge {
        /// How many.
        size: u64,
    },
    /// The log does not have what should be proved.
    Proof(ProofError),
    /// The tiles lead to another root than the one that was signed.
    OtherRoot {
        /// The root they lead to.
        found: Hash,
    },
}

impl<E: fmt::Display> fmt::Display for SourceError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use SourceError::*;
        match self {
            Read { path, error } => write!(f, "`{path}` cannot be read: {error}"),
            Missing { path } => write!(f, "the log lacks `{path}`"),
            TooNarrow { path, width } => write!(f, "`{path}` has only {width} hashes"),
            TooLarge { size } => write!(f, "a log has at most {LOG_ENTRIES} entries, not {size}"),
            Proof(error) => error.fmt(f),
            OtherRoot { found } => write!(f, "the tiles lead to root {found}, not to the one that was signed"),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> std::error::Error for SourceError<E> {}
