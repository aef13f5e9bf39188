//! The right edge of the tree: all that a log keeps in memory to grow.
//!
//! ```text
//! leaf hash ─▶ `append` ─▶ tiles that became full        `root`, `partial_tiles` ─▶ what a checkpoint needs
//! ```
//!
//! Holds
//! - At most 255 hashes for each of eight levels, however long the log: ten million entries or ten take the same.
//! - One hash for each entry on average besides its own.
//! - `open` believes tiles only where they lead to the root that was signed.
//!
//! Not here: files, and when a checkpoint is made.

use std::borrow::Borrow;
use std::fmt;

use crate::hash::{EMPTY_ROOT, Hash, node_hash};
use crate::limits::{LOG_ENTRIES, TILE_WIDTH};
use crate::tile::{SourceError, Tile, TileKind, TilePath, read_tile};

/// The right edge of a growing tree.
///
/// ```
/// use tlog::edge::RightEdge;
/// use tlog::hash::{leaf_hash, node_hash};
///
/// let mut edge = RightEdge::default();
/// assert!(edge.append(leaf_hash(b"a")).unwrap().is_empty()); // no tile is full yet
/// assert!(edge.append(leaf_hash(b"b")).unwrap().is_empty());
/// assert_eq!(edge.root(), node_hash(&leaf_hash(b"a"), &leaf_hash(b"b")));
/// ```
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RightEdge {
    size: u64,
    /// The roots of the whole subtrees that the log is made of, the largest first.
    peaks: Vec<Hash>,
    /// The hashes of the partial tile of each level, from level 0 on; a level without one has none.
    rows: Vec<Vec<Hash>>,
}

impl RightEdge {
    /// The edge of the log with `size` entries and `root`, from its partial tiles.
    ///
    /// `read` answers with the tile of a path, or `None` where it has none: then the full tile in its place is asked for.
    pub fn open<T: Borrow<Tile>, E>(
        size: u64,
        root: &Hash,
        mut read: impl FnMut(TilePath) -> Result<Option<T>, E>,
    ) -> Result<RightEdge, SourceError<E>> {
        if size > LOG_ENTRIES {
            return Err(SourceError::TooLarge { size });
        }
        let mut edge = RightEdge { size, ..RightEdge::default() };
        for level in (0..8u8).take_while(|level| size >> (8 * level) > 0) {
            let width = (size >> (8 * level) & 0xff) as u16;
            let index = size >> (8 * level) >> 8;
            let mut row = Vec::new();
            let mut peaks = Vec::new();
            if width > 0 {
                let path = TilePath::new(TileKind::Hashes(level), index, width).expect("the log has the tile");
                let tile = read_tile(path, &mut read)?;
                let tile = tile.borrow();
                row = tile.hashes()[..usize::from(width)].to_vec();
                peaks = tile.peaks(width);
            }
            edge.rows.push(row);
            peaks.append(&mut edge.peaks);
            edge.peaks = peaks;
        }
        let found = edge.root();
        if found == *root { Ok(edge) } else { Err(SourceError::OtherRoot { found }) }
    }

    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the log.
    pub fn root(&self) -> Hash {
        let mut peaks = self.peaks.iter().rev();
        let last = peaks.next().copied().unwrap_or(EMPTY_ROOT);
        peaks.fold(last, |right, left| node_hash(left, &right))
    }

    /// Appends the entry with hash `leaf` and gives the tiles that became full by it, the lowest level first.
    pub fn append(&mut self, leaf: Hash) -> Result<Vec<(TilePath, Vec<Hash>)>, LogFull> {
        if self.size >= LOG_ENTRIES {
            return Err(LogFull);
        }
        let mut full = Vec::new();
        self.push(0, leaf);
        let mut hash = leaf;
        // Each whole subtree that ends here joins the one of equal size on its left.
        for height in 1..=self.size.trailing_ones() {
            let left = self.peaks.pop().expect("a log has a whole subtree for each bit of its size");
            hash = node_hash(&left, &hash);
            if height % 8 == 0 {
                let level = (height / 8 - 1) as u8;
                let row = std::mem::take(&mut self.rows[usize::from(level)]);
                let index = self.size >> height;
                let path = TilePath::new(TileKind::Hashes(level), index, TILE_WIDTH).expect("within the log's limit");
                full.push((path, row));
                self.push(level + 1, hash);
            }
        }
        self.peaks.push(hash);
        self.size += 1;
        Ok(full)
    }

    /// The partial tiles of the log as it stands: what a checkpoint of this size needs besides the full ones.
    pub fn partial_tiles(&self) -> impl Iterator<Item = (TilePath, &[Hash])> {
        self.rows.iter().zip(0u8..).filter(|(row, _)| !row.is_empty()).map(|(row, level)| {
            let index = self.size >> (8 * u32::from(level)) >> 8;
            let path = TilePath::new(TileKind::Hashes(level), index, row.len() as u16).expect("a partial row");
            (path, row.as_slice())
        })
    }

    fn push(&mut self, level: u8, hash: Hash) {
        let level = usize::from(level);
        if self.rows.len() == level {
            self.rows.push(Vec::new());
        }
        self.rows[level].push(hash);
    }
}

/// Why an entry was not appended: the log has as many as it can.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogFull;

impl fmt::Display for LogFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the log has {LOG_ENTRIES} entries and takes no more")
    }
}

impl std::error::Error for LogFull {}
