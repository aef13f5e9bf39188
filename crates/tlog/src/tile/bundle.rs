//! Bundles: up to 256 entries in one file, each behind its length in two bytes (C2SP tlog-tiles, "Log entries").

use std::fmt;

use crate::limits::{ENTRY_BYTES, TILE_WIDTH};

/// The bytes of a bundle of these entries: 1 to 256, each of at most [`ENTRY_BYTES`].
///
/// ```
/// use tlog::tile::{read_bundle, write_bundle};
///
/// let bytes = write_bundle(&[b"one".as_slice(), b""]).unwrap();
/// assert_eq!(bytes, b"\x00\x03one\x00\x00");
/// assert_eq!(read_bundle(&bytes, 2).unwrap(), [b"one".as_slice(), b""]);
/// ```
pub fn write_bundle<T: AsRef<[u8]>>(entries: &[T]) -> Result<Vec<u8>, BundleError> {
    if entries.is_empty() || entries.len() > usize::from(TILE_WIDTH) {
        return Err(BundleError::Width { entries: entries.len() });
    }
    let mut bytes = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        let entry = entry.as_ref();
        let length = u16::try_from(entry.len()).map_err(|_| BundleError::EntryTooLong { place, bytes: entry.len() })?;
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    Ok(bytes)
}

/// The entries of a bundle, of which its path says that there are `width`: exactly as many as the bytes hold.
pub fn read_bundle(bytes: &[u8], width: u16) -> Result<Vec<&[u8]>, BundleError> {
    if !(1..=TILE_WIDTH).contains(&width) {
        return Err(BundleError::Width { entries: usize::from(width) });
    }
    let mut entries = Vec::with_capacity(usize::from(width));
    let mut rest = bytes;
    for place in 0..usize::from(width) {
        let ends_early = BundleError::EndsEarly { place, width };
        let (length, after) = rest.split_first_chunk::<2>().ok_or(ends_early)?;
        let (entry, after) = after.split_at_checked(usize::from(u16::from_be_bytes(*length))).ok_or(ends_early)?;
        entries.push(entry);
        rest = after;
    }
    if rest.is_empty() { Ok(entries) } else { Err(BundleError::BytesLeft { bytes: rest.len(), width }) }
}

/// Why bytes are no bundle, or entries make none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BundleError {
    /// No entries, or more than 256.
    Width {
        /// How many.
        entries: usize,
    },
    /// An entry longer than its length can say.
    EntryTooLong {
        /// Which, from 0.
        place: usize,
        /// How long it is.
        bytes: usize,
    },
    /// Bytes that end before the last entry does.
    EndsEarly {
        /// The entry, from 0.
        place: usize,
        /// How many there should be.
        width: u16,
    },
    /// Bytes after the last entry.
    BytesLeft {
        /// How many.
        bytes: usize,
        /// How many entries there should be.
        width: u16,
    },
}

impl fmt::Display for BundleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use BundleError::*;
        match self {
            Width { entries } => write!(f, "a bundle has 1 to {TILE_WIDTH} entries, not {entries}"),
            EntryTooLong { place, bytes } => {
                write!(f, "entry {place} of the bundle has {bytes} bytes, more than the {ENTRY_BYTES} allowed")
            }
            EndsEarly { place, width } => {
                write!(f, "the bundle of {width} entries ends inside entry {place}, counted from 0")
            }
            BytesLeft { bytes, width } => write!(f, "{bytes} bytes follow the {width} entries of the bundle"),
        }
    }
}

impl std::error::Error for BundleError {}
