//! Limits of the checks, each with its unit in the name.

use tlog::limits::{ENTRY_BYTES, TILE_WIDTH};

/// Problems of one code that a report shows; the others are counted.
pub const PROBLEMS_SHOWN: u64 = 8;
/// Names of files that a report lists; the others are counted.
pub const FILES_SHOWN: usize = 8;
/// Longest file of entries.
pub const BUNDLE_BYTES: usize = TILE_WIDTH as usize * (ENTRY_BYTES + 2);
/// Longest file of hashes.
pub const TILE_BYTES: usize = TILE_WIDTH as usize * 32;
/// Longest receipt.
pub const RECEIPT_BYTES: usize = 4096;
/// Longest evidence file: two log checkpoints with every signature that they may have, and a proof.
pub const EVIDENCE_BYTES: usize = 2 * tlog::limits::NOTE_BYTES + 512 * 1024;
/// Seconds by which the clocks of a log and of its witnesses may differ before a time is held against the log.
pub const CLOCKS_DIFFER_S: u64 = 300;
/// Longest salt and body of one entry.
pub const BLOB_BYTES: usize = 32 + record::limits::BODY_BYTES;
/// Longest file of bodies.
pub const PACK_BYTES: usize = TILE_WIDTH as usize * (4 + BLOB_BYTES);
