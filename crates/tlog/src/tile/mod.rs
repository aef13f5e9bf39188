//! Tiles: the tree in files of 256 hashes, and entries in files of 256 (C2SP tlog-tiles).
//!
//! ```text
//! size of a log ─▶ `TilePath`s ─▶ bytes of a file ─▶ `Tile` ─▶ hash of a range ─▶ root, proofs
//!                                                 └▶ `read_bundle` ─▶ entries
//! ```
//!
//! Holds
//! - A path has one spelling; a file has exactly the length that its path and its log ask for.
//! - A partial tile may be gone once the full one exists: then the full one is read in its place.
//! - Nothing is believed: what is made of tiles is compared with a root (`edge`, `proof`) before it counts.
//!
//! Not here: making tiles (`edge`), files and their names on a disk.

mod bundle;
mod path;
mod source;

pub use bundle::{BundleError, read_bundle, write_bundle};
pub use path::{TileKind, TilePath, TilePathError};
pub(crate) use source::read_tile;
pub use source::{SourceError, TileSource};

use std::fmt;

use crate::hash::{Hash, node_hash};
use crate::limits::TILE_WIDTH;

/// A tile: up to 256 hashes of one level, and the tree above them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tile {
    /// The hashes, then each pair's hash, then each pair of these, as long as pairs are whole.
    rows: Vec<Vec<Hash>>,
}

impl Tile {
    /// The tile with these hashes: 1 to 256.
    pub fn of(hashes: Vec<Hash>) -> Result<Tile, TileError> {
        if hashes.is_empty() || hashes.len() > usize::from(TILE_WIDTH) {
            return Err(TileError::Width { hashes: hashes.len() });
        }
        let mut rows = vec![hashes];
        while let Some(below) = rows.last().filter(|row| row.len() > 1) {
            let above = below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            rows.push(above);
        }
        Ok(Tile { rows })
    }

    /// The tile that the bytes of a file spell: 32 for each hash.
    ///
    /// ```
    /// use tlog::tile::{Tile, TileError};
    ///
    /// assert_eq!(Tile::read(&[7; 96]).unwrap().width(), 3);
    /// assert_eq!(Tile::read(&[7; 95]), Err(TileError::Bytes { bytes: 95 }));
    /// ```
    pub fn read(bytes: &[u8]) -> Result<Tile, TileError> {
        let (hashes, rest) = bytes.as_chunks::<32>();
        if !rest.is_empty() {
            return Err(TileError::Bytes { bytes: bytes.len() });
        }
        if hashes.len() > usize::from(TILE_WIDTH) {
            return Err(TileError::Width { hashes: hashes.len() });
        }
        Tile::of(hashes.iter().map(|hash| Hash(*hash)).collect())
    }

    /// The bytes of its file.
    pub fn bytes(&self) -> Vec<u8> {
        tile_bytes(self.hashes())
    }

    /// Its hashes.
    pub fn hashes(&self) -> &[Hash] {
        &self.rows[0]
    }

    /// How many hashes it has: 1 to 256.
    pub fn width(&self) -> u16 {
        self.hashes().len() as u16
    }

    /// Its first `width` hashes as a tile; `None` where it has fewer, or none are asked for.
    pub fn narrowed(&self, width: u16) -> Option<Tile> {
        let hashes = self.hashes().get(..usize::from(width))?;
        Tile::of(hashes.to_vec()).ok()
    }

    /// The hash of `2^row` of its hashes, of which the first is number `place << row`.
    fn node(&self, row: usize, place: usize) -> Option<&Hash> {
        self.rows.get(row)?.get(place)
    }

    /// The hashes of the whole subtrees that its first `width` hashes are made of, the largest first.
    pub(crate) fn peaks(&self, width: u16) -> Vec<Hash> {
        let rows = (0..9).rev().filter(|row| width >> row & 1 == 1);
        rows.filter_map(|row| self.node(row, usize::from(width >> (row + 1)) << 1)).copied().collect()
    }
}

/// The bytes of a tile's file.
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// Why bytes or hashes are no tile.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TileError {
    /// Bytes that end inside a hash.
    Bytes {
        /// How many.
        bytes: usize,
    },
    /// None, or more than 256.
    Width {
        /// How many hashes.
        hashes: usize,
    },
}

impl fmt::Display for TileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TileError::Bytes { bytes } => write!(f, "the tile has {bytes} bytes, which is no whole number of hashes"),
            TileError::Width { hashes } => write!(f, "the tile has {hashes} hashes, not 1 to {TILE_WIDTH}"),
        }
    }
}

impl std::error::Error for TileError {}
