//! Publication: what was accepted becomes files that anybody can fetch, and then a checkpoint says so.
//!
//! ```text
//! write-ahead log ─▶ bundles, tiles, packs ─▶ state/head ─▶ signature ─▶ record/checkpoint ─▶ old segments go
//! ```
//!
//! Holds
//! - Nothing here is waited for by an acknowledgement.
//! - Every file follows from the entries alone, so a publication that was cut short is done again with the same bytes.
//! - The partial tiles of each size that may have been signed stay until the full ones are there (C2SP tlog-tiles).
//! - A checkpoint appears after all that it speaks of, and a segment goes after the checkpoint that no longer needs it.
//!
//! Not here: signing and cosigning (callers), when to publish.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use tlog::edge::RightEdge;
use tlog::hash::leaf_hash;
use tlog::limits::TILE_WIDTH;
use tlog::tile::{TileKind, TilePath, tile_bytes, write_bundle};

use super::error::{self, LogError};
use super::files::{Existing, Placer};
use super::head::{Heads, LogHead};
use super::pack;
use super::replay::{first_unpacked, wal_folder};
use super::tiles::{self, place};
use super::walk::{self, Found, Position, Step, Thorough, Walk, segment_path};

/// Puts accepted entries into their public places.
pub struct Publishing {
    mission: PathBuf,
    placer: Placer,
    heads: Heads,
    published: Option<LogHead>,
    edge: RightEdge,
    unpacked: Position,
}

impl Publishing {
    /// Goes on after `published`, whose right edge is `edge`.
    pub fn new(
        mission: &Path,
        heads: Heads,
        published: Option<LogHead>,
        edge: RightEdge,
        unpacked: Position,
    ) -> Publishing {
        Publishing { mission: mission.to_owned(), placer: Placer::new(mission), heads, published, edge, unpacked }
    }

    /// What is published.
    pub fn published(&self) -> Option<LogHead> {
        self.published
    }

    /// Publishes the log as it was with `due.size` entries; `sign` makes the bytes of the checkpoint's file.
    pub fn publish(
        &mut self,
        due: &LogHead,
        sign: &mut dyn FnMut(&LogHead) -> Result<Vec<u8>, LogError>,
    ) -> Result<(), LogError> {
        assert!(due.size >= self.edge.size(), "a log never publishes less than it did");
        let (mut edge, mut unpacked) = (self.edge.clone(), self.unpacked);
        if due.size > edge.size() {
            self.place_entries(&mut edge, &mut unpacked, due.size)?;
        }
        assert_eq!(edge.root(), due.root, "the write-ahead log holds what was accepted");
        for (path, hashes) in edge.partial_tiles() {
            self.placer.place(&place(path), &tile_bytes(hashes), Existing::Same)?;
        }
        self.placer.settle()?;
        self.heads.write(due)?;
        let note = sign(due)?;
        assert_eq!(tiles::head_of(&note).as_ref(), Ok(due), "the checkpoint is that of this log");
        self.placer.place(Path::new(tiles::CHECKPOINT), &note, Existing::Replace)?;
        self.placer.settle()?;
        (self.edge, self.unpacked, self.published) = (edge, unpacked, Some(*due));
        prune(&wal_folder(&self.mission), first_unpacked(due.size))
    }

    /// Places bundles, full tiles and packs of the entries up to `size`.
    fn place_entries(&mut self, edge: &mut RightEdge, unpacked: &mut Position, size: u64) -> Result<(), LogError> {
        let mut index = first_unpacked(edge.size());
        let mut walk = self.walk()?;
        let (mut entries, mut blobs) = (Vec::new(), Vec::new());
        while walk.position().index < size {
            let Step::Frame(before, frame) = walk.step()? else {
                let sentence = format!("the write-ahead log ends before entry {size}, which was accepted");
                return Err(LogError::stopped(error::damaged(sentence, &walk.segment().path)));
            };
            if before.index <= first_unpacked(size) {
                *unpacked = before;
            }
            let skip = usize::try_from(index.saturating_sub(before.index)).unwrap_or(usize::MAX);
            for (entry, blob) in frame.leaves().skip(skip) {
                if index >= edge.size() {
                    for (path, hashes) in edge.append(leaf_hash(entry)).expect("no disk holds a full log") {
                        self.placer.place(&place(path), &tile_bytes(&hashes), Existing::Same)?;
                        self.placer.delete_folder(&partials(path))?;
                    }
                }
                entries.push(entry.to_vec());
                blobs.push(blob.to_vec());
                index += 1;
                if index.is_multiple_of(u64::from(TILE_WIDTH)) {
                    let bundle = self.place_bundle(index, &entries)?;
                    self.placer.place(&pack::path(bundle.index()), &pack::write(&blobs), Existing::Keep)?;
                    self.placer.delete_folder(&partials(bundle))?;
                    entries.clear();
                    blobs.clear();
                }
            }
        }
        if index <= first_unpacked(size) {
            *unpacked = walk.position();
        }
        if !entries.is_empty() {
            self.place_bundle(index, &entries)?;
        }
        Ok(())
    }

    /// Places the bundle whose last entry is the one before `end`.
    fn place_bundle(&mut self, end: u64, entries: &[Vec<u8>]) -> Result<TilePath, LogError> {
        let path = TilePath::in_log(TileKind::Entries, (end - 1) / u64::from(TILE_WIDTH), end).expect("it has entries");
        let bytes = write_bundle(entries).expect("entries are within their limit");
        self.placer.place(&place(path), &bytes, Existing::Same)?;
        Ok(path)
    }

    /// A walk from the first leaf that is in no full bundle.
    fn walk(&self) -> Result<Walk, LogError> {
        let folder = wal_folder(&self.mission);
        if let Some(walk) = Walk::from_position(&folder, self.unpacked)? {
            return Ok(walk);
        }
        // The position was the end of a segment that went since: what follows begins the first one.
        let first = walk::segments(&folder)?.first().copied();
        match first.map(|first| walk::find(&folder, first)).transpose()? {
            Some(Found::Begun(open)) => Ok(Walk::from_segment(&folder, *open, Thorough::Enough)),
            _ => Err(LogError::stopped(error::damaged("the write-ahead log went away", &folder))),
        }
    }

    /// Takes away what a publication left that was cut short before anything was signed; the log now has `size` entries.
    ///
    /// A partial tile stays where its size was published, or may have been signed; full ones are the same again.
    pub fn tidy_up(&mut self, size: u64) -> Result<(), LogError> {
        let signed = self.heads.read()?.iter().map(|(_, head)| head.size).fold(self.edge.size(), u64::max);
        let wide = u64::from(TILE_WIDTH);
        for kind in (0..8u8).map(TileKind::Hashes).chain([TileKind::Entries]) {
            let width = |size: u64| match kind {
                TileKind::Hashes(level) => size >> (8 * u32::from(level)),
                TileKind::Entries => size,
            };
            for index in width(signed) / wide..=width(size) / wide {
                let kept = if index == width(signed) / wide { width(signed) % wide } else { 0 };
                let path = TilePath::new(kind, index, TILE_WIDTH).expect("within the log");
                let folder = self.mission.join(partials(path));
                let Ok(files) = fs::read_dir(&folder) else { continue };
                for file in files.flatten() {
                    let width = file.file_name().to_str().and_then(|name| name.parse::<u64>().ok());
                    if width.is_none_or(|width| width > kept) {
                        let deleted = fs::remove_file(file.path());
                        deleted.map_err(|error| LogError::step("delete", &file.path(), &error))?;
                    }
                }
                // One that still holds something stays.
                let _ = fs::remove_dir(&folder);
            }
        }
        prune(&wal_folder(&self.mission), first_unpacked(self.edge.size()))
    }
}

/// The folder of the partial tiles in the place of a full one.
fn partials(path: TilePath) -> PathBuf {
    place(path.full()).with_extension("p")
}

/// Deletes the segments whose leaves all come before number `kept`.
fn prune(folder: &Path, kept: u64) -> Result<(), LogError> {
    for number in walk::segments(folder)? {
        // The writer may be beginning the next one just now; then this one stays until the next publication.
        match walk::find(folder, number + 1) {
            Ok(Found::Begun(next)) if next.head.index <= kept => {
                let path = segment_path(folder, number);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(LogError::step("delete", &path, &error));
                    }
                    _ => {}
                }
            }
            _ => break,
        }
    }
    Ok(())
}
