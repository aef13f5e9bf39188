//! What `record/` holds, read back: its checkpoint, tiles and bundles.
//!
//! Holds
//! - A right edge of tiles counts only where it leads to the root that the checkpoint states; a bundle, where its entries
//!   have the hashes of their tile.
//!
//! Not here: whose signatures the checkpoint bears (`verify`, and whoever publishes).

use std::path::{Path, PathBuf};

use tlog::checkpoint::Checkpoint;
use tlog::edge::RightEdge;
use tlog::hash::{EMPTY_ROOT, Hash, leaf_hash};
use tlog::limits::{NOTE_BYTES, TILE_WIDTH};
use tlog::note::SignedNote;
use tlog::tile::{SourceError, Tile, TileKind, TilePath, TileSource, read_bundle};

use super::error::{self, LogError};
use super::files;
use super::head::LogHead;
use crate::limits::LOG_ENTRY_BYTES;

/// Longest bundle: 256 of the longest entries.
const BUNDLE_BYTES: u64 = TILE_WIDTH as u64 * (2 + LOG_ENTRY_BYTES as u64);
const TILE_BYTES: u64 = TILE_WIDTH as u64 * 32;

/// The path of the checkpoint, from the top of the mission.
pub const CHECKPOINT: &str = "record/checkpoint";

/// Where a tile or bundle lies, from the top of the mission.
pub fn place(path: TilePath) -> PathBuf {
    PathBuf::from(format!("record/{path}"))
}

/// Size and root that the published checkpoint states; `None` where nothing was published.
pub fn checkpoint(mission: &Path) -> Result<Option<LogHead>, LogError> {
    let path = mission.join(CHECKPOINT);
    let Some(bytes) = files::read(&path, NOTE_BYTES as u64 + 1)? else { return Ok(None) };
    let head = head_of(&bytes)
        .map_err(|why| LogError::refused(error::damaged("the published checkpoint cannot be read", &path).note(why)))?;
    Ok(Some(head))
}

/// Size and root that the bytes of a signed checkpoint state.
pub fn head_of(bytes: &[u8]) -> Result<LogHead, String> {
    let note = SignedNote::parse(bytes).map_err(|error| error.to_string())?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| error.to_string())?;
    Ok(LogHead { size: checkpoint.size(), root: *checkpoint.root() })
}

/// The right edge of what was published.
pub fn edge(mission: &Path, published: &LogHead) -> Result<RightEdge, LogError> {
    RightEdge::open(published.size, &published.root, |path| read_tile(mission, path)).map_err(|why| wrong(mission, why))
}

/// The root that the log had with `size` entries, of which all are published.
pub fn root_at(mission: &Path, published: &LogHead, size: u64) -> Result<Hash, LogError> {
    if size == 0 {
        return Ok(EMPTY_ROOT);
    }
    let source = TileSource::new(published.size, |path| read_tile(mission, path));
    source.and_then(|mut source| source.root_at(size)).map_err(|why| wrong(mission, why))
}

/// The 256 entries of a full bundle.
pub fn entries(mission: &Path, number: u64) -> Result<Option<Vec<Vec<u8>>>, LogError> {
    let path = |kind| TilePath::new(kind, number, TILE_WIDTH).expect("a log has no more bundles");
    let at = mission.join(place(path(TileKind::Entries)));
    let Some(bytes) = files::read(&at, BUNDLE_BYTES + 1)? else { return Ok(None) };
    let found = read_bundle(&bytes, TILE_WIDTH).map_err(|why| {
        LogError::refused(error::damaged("a bundle of entries cannot be read", &at).note(why.to_string()))
    })?;
    let Some(tile) = read_tile(mission, path(TileKind::Hashes(0)))? else { return Ok(None) };
    if let Some(place) = tile.hashes().iter().zip(&found).position(|(hash, entry)| *hash != leaf_hash(entry)) {
        let index = number * u64::from(TILE_WIDTH) + place as u64;
        return Err(LogError::refused(error::damaged(
            format!("entry {index} does not have the hash of its tile"),
            &at,
        )));
    }
    Ok(Some(found.into_iter().map(<[u8]>::to_vec).collect()))
}

fn read_tile(mission: &Path, path: TilePath) -> Result<Option<Tile>, LogError> {
    let at = mission.join(place(path));
    let Some(bytes) = files::read(&at, TILE_BYTES + 1)? else { return Ok(None) };
    match Tile::read(&bytes) {
        Ok(tile) if tile.width() == path.width() => Ok(Some(tile)),
        Ok(tile) => Err(LogError::refused(error::damaged(format!("the tile has {} hashes", tile.width()), &at))),
        Err(why) => Err(LogError::refused(error::damaged("a tile cannot be read", &at).note(why.to_string()))),
    }
}

/// Tiles of a mission, read as they are asked for.
pub type Source = TileSource<Tile, Box<dyn FnMut(TilePath) -> Result<Option<Tile>, LogError>>>;

/// The published tiles of the log with `size` entries.
pub fn source(mission: &Path, size: u64) -> Result<Source, LogError> {
    let folder = mission.to_owned();
    let read: Box<dyn FnMut(TilePath) -> Result<Option<Tile>, LogError>> =
        Box::new(move |path| read_tile(&folder, path));
    TileSource::new(size, read).map_err(|why| wrong(mission, why))
}

/// What tiles were asked for and did not give.
pub fn wrong(mission: &Path, why: SourceError<LogError>) -> LogError {
    match why {
        SourceError::Read { error, .. } => error,
        why => LogError::refused(
            error::damaged("the published tiles do not lead to the published checkpoint", &mission.join("record"))
                .note(why.to_string()),
        ),
    }
}
