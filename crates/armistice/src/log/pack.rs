//! Packs of blobs: what belongs to 256 entries and is not for everybody, in one file (`blobs/x000/123`).
//!
//! ```text
//! pack = 256 × (length (4 bytes, big-endian) | blob)
//! ```
//!
//! Holds
//! - An entry's blob is found by its index alone. One that is empty was empty from the beginning, or was erased.
//!
//! Not here: what a blob holds, who may read it.

use std::path::PathBuf;

use tlog::limits::TILE_WIDTH;
use tlog::tile::{TileKind, TilePath};

use crate::limits::LOG_BLOB_BYTES;

/// The path of pack `number`, from the top of the mission.
pub fn path(number: u64) -> PathBuf {
    let full = TilePath::new(TileKind::Entries, number, TILE_WIDTH).expect("a log has no more bundles").to_string();
    PathBuf::from("blobs").join(full.strip_prefix("tile/entries/").expect("the path of a bundle"))
}

/// The bytes of a pack.
pub fn write<T: AsRef<[u8]>>(blobs: &[T]) -> Vec<u8> {
    assert_eq!(blobs.len(), usize::from(TILE_WIDTH), "a pack is full");
    let mut bytes = Vec::new();
    for blob in blobs {
        let blob = blob.as_ref();
        bytes.extend_from_slice(&u32::try_from(blob.len()).expect("within the limit of a blob").to_be_bytes());
        bytes.extend_from_slice(blob);
    }
    bytes
}

/// The blobs of a pack; `None` where the bytes are none.
pub fn read(bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut rest = bytes;
    let mut blobs = Vec::with_capacity(usize::from(TILE_WIDTH));
    for _ in 0..TILE_WIDTH {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| *length <= LOG_BLOB_BYTES)?;
        let (blob, after) = after.split_at_checked(length)?;
        blobs.push(blob);
        rest = after;
    }
    rest.is_empty().then_some(blobs)
}
