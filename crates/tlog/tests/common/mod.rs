//! What the tests of the tree share: a log in memory, with a file for each tile.

use std::collections::BTreeMap;
use std::convert::Infallible;

use tlog::edge::RightEdge;
use tlog::hash::{Hash, leaf_hash};
use tlog::tile::{Tile, TilePath, TileSource, tile_bytes};

/// A log whose tiles are kept as files would be.
#[derive(Default)]
pub struct Log {
    pub edge: RightEdge,
    pub leaves: Vec<Hash>,
    pub files: BTreeMap<TilePath, Vec<u8>>,
}

impl Log {
    /// The log of these many made-up entries; partial tiles of the last size alone.
    pub fn of(size: u64) -> Log {
        let mut log = Log::default();
        for index in 0..size {
            log.append(leaf_hash(&index.to_be_bytes()));
        }
        log.publish();
        log
    }

    pub fn append(&mut self, leaf: Hash) {
        for (path, hashes) in self.edge.append(leaf).expect("far from full") {
            assert!(self.files.insert(path, tile_bytes(&hashes)).is_none(), "a full tile is made once");
        }
        self.leaves.push(leaf);
    }

    /// Keeps the partial tiles of the present size, as a checkpoint asks for.
    pub fn publish(&mut self) {
        for (path, hashes) in self.edge.partial_tiles() {
            self.files.insert(path, tile_bytes(hashes));
        }
    }

    pub fn read(&self, path: TilePath) -> Result<Option<Tile>, Infallible> {
        Ok(self.files.get(&path).map(|bytes| Tile::read(bytes).expect("a file of hashes")))
    }

    /// The tiles of the log when it had `size` entries.
    pub fn source(&self, size: u64) -> TileSource<Tile, impl FnMut(TilePath) -> Result<Option<Tile>, Infallible>> {
        TileSource::new(size, |path| self.read(path)).expect("far from full")
    }
}
