//! The tree of a log, bottom up: every bundle against its tile, every tile against those below, all against the root.
//!
//! ```text
//! bundle ─▶ hashes of its entries ═ tile of level 0 ─▶ `RightEdge` ─▶ tiles of higher levels ═ their files ─▶ root ═ signed
//! ```
//!
//! Holds
//! - Where a bundle and its tile differ, the tile above says which of them was altered; the check goes on with the other.
//! - A partial file that was left behind is a beginning of what stands in its place now.
//! - One bundle and the right edge are in memory, however long the log.

use tlog::edge::RightEdge;
use tlog::hash::{Hash, leaf_hash};
use tlog::tile::{Tile, TileKind, TilePath, read_bundle};

use crate::codes;
use crate::folder::Folder;
use crate::limits::{BUNDLE_BYTES, TILE_BYTES};
use crate::report::{Failure, Problem, Report};

/// A log's tree on the way from its first entry to its last.
pub(crate) struct Tree<'f> {
    folder: &'f Folder,
    size: u64,
    root: Hash,
    edge: RightEdge,
    /// A size at which the root is asked for, and the root that the log had then.
    older: (u64, Option<Hash>),
    /// Files that were held against what follows from those below.
    pub(crate) files: u64,
}

/// Up to 256 entries as they lie in their file.
pub(crate) struct Bundle {
    /// Index of the first.
    pub(crate) first: u64,
    /// How many of them are the log's; those behind them are altered or lost.
    pub(crate) sound: usize,
    width: u16,
    bytes: Vec<u8>,
}

impl Bundle {
    /// The entries that are the log's, with their indexes.
    pub(crate) fn entries(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let entries = read_bundle(&self.bytes, self.width).unwrap_or_default();
        (self.first..).zip(entries.into_iter().take(self.sound))
    }
    /// Whether all are.
    pub(crate) fn is_whole(&self) -> bool {
        self.sound == usize::from(self.width)
    }
}

/// Which of two lists of hashes belongs into the tree.
enum Right {
    Entries,
    Tile,
    Neither,
}

impl<'f> Tree<'f> {
    /// The tree of the log of `size` entries with `root`; its root at `older` entries is kept.
    pub(crate) fn new(folder: &'f Folder, size: u64, root: Hash, older: u64) -> Tree<'f> {
        let edge = RightEdge::default();
        let empty = (older == 0).then(|| edge.root());
        Tree { folder, size, root, edge, older: (older, empty), files: 0 }
    }

    /// The root that the log had at the size that was asked for.
    pub(crate) fn older_root(&self) -> Option<Hash> {
        self.older.1
    }

    /// The next bundle, held against its tile and taken into the tree; `None` behind the last one, or where nothing leads on.
    pub(crate) fn next_bundle(&mut self, report: &mut Report) -> Result<Option<Bundle>, Failure> {
        let first = self.edge.size();
        if first >= self.size {
            return Ok(None);
        }
        let Some(path) = TilePath::in_log(TileKind::Entries, first / 256, self.size) else { return Ok(None) };
        let tile_path = TilePath::in_log(TileKind::Hashes(0), path.index(), self.size).expect("as for its bundle");
        let width = usize::from(path.width());
        let bytes = self.bundle_bytes(path, report)?;
        let stated = self.hashes(tile_path, report)?;
        let own: Option<Vec<Hash>> = bytes.as_ref().map(|bytes| {
            let entries = read_bundle(bytes, path.width()).expect("read before");
            entries.into_iter().map(leaf_hash).collect()
        });
        let (hashes, sound) = match (own, stated) {
            (Some(own), Some(stated)) if own == stated => (own, width),
            (Some(own), Some(stated)) => self.settle(tile_path, own, stated, report)?,
            (Some(own), None) => (own, width),
            (None, Some(stated)) => (stated, 0),
            (None, None) => return Ok(None),
        };
        self.take(&hashes, report)?;
        let bundle = Bundle { first, sound, width: path.width(), bytes: bytes.unwrap_or_default() };
        if bundle.is_whole() {
            self.left_behind(path, &bundle.bytes, report)?;
            self.left_behind(tile_path, &tlog::tile::tile_bytes(&hashes), report)?;
        }
        Ok(Some(bundle))
    }

    /// The partial tiles above, and the root: whether the entries lead to what was signed.
    pub(crate) fn finish(&mut self, report: &mut Report) -> Result<(), Failure> {
        if self.edge.size() < self.size {
            report.unchecked.push(format!("entries from {} on: nothing leads to them", self.edge.size()));
            return Ok(());
        }
        let partial: Vec<(TilePath, Vec<Hash>)> =
            self.edge.partial_tiles().map(|(path, hashes)| (path, hashes.to_vec())).collect();
        for (path, hashes) in partial.iter().filter(|(path, _)| path.kind() != TileKind::Hashes(0)) {
            self.compare(*path, hashes, report)?;
        }
        let found = self.edge.root();
        if found != self.root {
            report.problem(
                Problem::new(codes::ROOT_OTHER, "the entries lead to another root than the one that was signed")
                    .note(format!("signed   size {}, root {}", self.size, self.root))
                    .note(format!("found    size {}, root {found}", self.size))
                    .help("compare this copy with another party's; the one that leads to the signed root is the log"),
            );
        }
        Ok(())
    }

    /// Takes hashes into the tree and holds each tile above that became full by them against its file.
    fn take(&mut self, hashes: &[Hash], report: &mut Report) -> Result<(), Failure> {
        for hash in hashes {
            let full = self.edge.append(*hash).expect("a log checkpoint names no larger log");
            if self.edge.size() == self.older.0 {
                self.older.1 = Some(self.edge.root());
            }
            for (path, hashes) in full.iter().filter(|(path, _)| path.kind() != TileKind::Hashes(0)) {
                self.compare(*path, hashes, report)?;
            }
        }
        Ok(())
    }

    /// Which of a bundle and its tile was altered; the hashes to go on with, and how many entries are the log's.
    fn settle(
        &mut self,
        path: TilePath,
        own: Vec<Hash>,
        stated: Vec<Hash>,
        report: &mut Report,
    ) -> Result<(Vec<Hash>, usize), Failure> {
        let differ: Vec<usize> = (0..own.len()).filter(|place| own[*place] != stated[*place]).collect();
        let right = self.right(path, &own, &stated)?;
        if let Right::Entries = right {
            report.problem(tile_other(path, differ[0], "the entries, and the tile above, say otherwise"));
            return Ok((own, usize::from(path.width())));
        }
        let note = match right {
            Right::Tile => "its hash is not the one in the tile, which is borne out by what is above",
            _ => "its hash is not the one in the tile, and neither is borne out by what is above",
        };
        for run in differ.chunk_by(|place, next| place + 1 == *next) {
            let entry = |place: usize| path.index() * 256 + place as u64;
            let at = match run {
                [only] => format!("entry {}", entry(*only)),
                [first, .., last] => format!("entries {} to {}", entry(*first), entry(*last)),
                [] => continue,
            };
            report.problem(
                Problem::new(codes::ENTRY_OTHER, "an entry is not the one that the log holds in its place")
                    .at(format!("{at} in `{}`", bundle_of(path)))
                    .note(note)
                    .help("another party's copy has the entry; keep this one as evidence"),
            );
        }
        Ok((stated, differ[0]))
    }

    fn right(&self, path: TilePath, own: &[Hash], stated: &[Hash]) -> Result<Right, Failure> {
        let above = if path.is_partial() { Some(self.root) } else { self.above(path)? };
        // The last tile has none above it for all of its hashes: there the root decides.
        let begin = if path.is_partial() { self.edge.clone() } else { RightEdge::default() };
        let leads = |hashes: &[Hash]| {
            let mut edge = begin.clone();
            hashes.iter().for_each(|hash| drop(edge.append(*hash)));
            Some(edge.root()) == above
        };
        Ok(if leads(own) {
            Right::Entries
        } else if leads(stated) {
            Right::Tile
        } else {
            Right::Neither
        })
    }

    /// The hash of a full tile as the tile above it has it.
    fn above(&self, path: TilePath) -> Result<Option<Hash>, Failure> {
        let TileKind::Hashes(level) = path.kind() else { return Ok(None) };
        let Some(above) = TilePath::in_log(TileKind::Hashes(level + 1), path.index() / 256, self.size) else {
            return Ok(None);
        };
        let Some((_, bytes)) = self.folder.tile(above)? else { return Ok(None) };
        Ok(bytes.as_chunks::<32>().0.get((path.index() % 256) as usize).copied().map(Hash))
    }

    /// Holds a tile's file against the hashes that follow from what is below it.
    fn compare(&mut self, path: TilePath, hashes: &[Hash], report: &mut Report) -> Result<(), Failure> {
        let Some(stated) = self.hashes(path, report)? else { return Ok(()) };
        match hashes.iter().zip(&stated).position(|(found, stated)| found != stated) {
            Some(place) => report.problem(tile_other(path, place, "the tiles below it say otherwise")),
            None => self.left_behind(path, &tlog::tile::tile_bytes(hashes), report)?,
        }
        Ok(())
    }

    /// The hashes of a tile as its file has them, as many as the log has; `None` where that was reported.
    fn hashes(&mut self, path: TilePath, report: &mut Report) -> Result<Option<Vec<Hash>>, Failure> {
        let Some((found, bytes)) = self.folder.tile(path)? else {
            report.problem(missing(path));
            return Ok(None);
        };
        self.files += 1;
        match Tile::read(&bytes) {
            Ok(tile) if tile.width() == found.width() => Ok(Some(tile.hashes()[..usize::from(path.width())].to_vec())),
            Ok(tile) => {
                report.problem(damaged(found, format!("the tile has {} hashes, not {}", tile.width(), found.width())));
                Ok(None)
            }
            Err(error) => {
                report.problem(damaged(found, error.to_string()));
                Ok(None)
            }
        }
    }

    /// The bytes of the entries of a bundle, as many as the log has; `None` where that was reported.
    fn bundle_bytes(&mut self, path: TilePath, report: &mut Report) -> Result<Option<Vec<u8>>, Failure> {
        let Some((found, mut bytes)) = self.folder.tile(path)? else {
            report.problem(missing(path));
            return Ok(None);
        };
        self.files += 1;
        match read_bundle(&bytes, found.width()) {
            Ok(entries) => {
                let length = length_of(&entries[..usize::from(path.width())]);
                bytes.truncate(length);
                Ok(Some(bytes))
            }
            Err(error) => {
                report.problem(damaged(found, error.to_string()));
                Ok(None)
            }
        }
    }

    /// Holds partial files that were left in place of `path` against its bytes, of which each is a beginning.
    fn left_behind(&mut self, path: TilePath, bytes: &[u8], report: &mut Report) -> Result<(), Failure> {
        for (name, _) in self.folder.list(&format!("{}.p", path.full()))? {
            let width = name.parse().ok().filter(|width| *width < path.width());
            let Some(partial) = width.and_then(|width| TilePath::new(path.kind(), path.index(), width).ok()) else {
                continue;
            };
            let (most, length) = match path.kind() {
                TileKind::Hashes(_) => (TILE_BYTES, 32 * usize::from(partial.width())),
                TileKind::Entries => {
                    let entries = read_bundle(bytes, path.width()).unwrap_or_default();
                    (BUNDLE_BYTES, length_of(&entries[..usize::from(partial.width())]))
                }
            };
            let Some(found) = self.folder.read(&partial.to_string(), most)? else { continue };
            self.files += 1;
            if found != bytes[..length] {
                report.problem(
                    Problem::new(
                        codes::PARTIAL_OTHER,
                        "a partial file is no beginning of what stands in its place now",
                    )
                    .at(format!("`{partial}` beside `{path}`"))
                    .help("an earlier state of the log had other entries there, or the file was altered: keep it"),
                );
            }
        }
        Ok(())
    }
}

/// How many bytes of a bundle these entries take.
fn length_of(entries: &[&[u8]]) -> usize {
    entries.iter().map(|entry| 2 + entry.len()).sum()
}

fn bundle_of(path: TilePath) -> TilePath {
    TilePath::new(TileKind::Entries, path.index(), path.width()).expect("as its tile")
}

fn damaged(path: TilePath, why: String) -> Problem {
    Problem::new(codes::FILE_DAMAGED, why)
        .at(format!("`{path}`"))
        .help("it was cut, or lengths in it were altered; another party's copy has it whole")
}

fn missing(path: TilePath) -> Problem {
    Problem::new(codes::FILE_MISSING, "a file of the log is missing")
        .at(format!("`{path}`"))
        .help("fetch it again; a log that does not hand out what it signed for has something to explain")
}

fn tile_other(path: TilePath, place: usize, note: &str) -> Problem {
    Problem::new(codes::TILE_OTHER, "a tile holds another hash than follows from what is below it")
        .at(format!("`{path}`, hash {place}"))
        .note(note)
        .help("where the entries lead to the signed root this tile was altered, else what is below it: another copy shows it")
}
