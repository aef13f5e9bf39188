//! Limits of the log's formats, each with its unit in the name.

/// Most entries of a log: sizes and times fit the signed 64-bit numbers that other programs read them into.
pub const LOG_ENTRIES: u64 = (1 << 63) - 1;
/// Latest time of a cosignature, in Unix seconds (C2SP tlog-cosignature, "Format").
pub const COSIGNED_AT_SECONDS: u64 = (1 << 63) - 1;
/// Longest entry: a bundle gives its length in 16 bits (C2SP tlog-tiles, "Log entries").
pub const ENTRY_BYTES: usize = 65_535;
/// Hashes of a full tile, and entries of a full bundle.
pub const TILE_WIDTH: u16 = 256;
/// Highest level in the path of a tile (C2SP tlog-tiles, "Merkle Tree").
pub const TILE_LEVEL: u8 = 63;
/// Greatest index in the path of a tile: that of the last tile of the largest log.
pub const TILE_INDEX: u64 = LOG_ENTRIES >> 8;
/// Most hashes of one inclusion or consistency proof.
pub const PROOF_HASHES: usize = 64;
/// Longest signed note: with a hundred post-quantum signatures it still fits.
pub const NOTE_BYTES: usize = 1_000_000;
/// Most signatures of a signed note; 16 must be accepted (C2SP signed-note, "Format").
pub const NOTE_SIGNATURES: usize = 100;
/// Longest name of a key that is known here, and longest origin: the length that a later cosignature can name.
pub const NAME_BYTES: usize = 255;
/// Longest proof file: its extra data, its path and its checkpoint.
pub const PROOF_FILE_BYTES: usize = 2_000_000;
/// Longest extra data of a proof file.
pub const EXTRA_BYTES: usize = 65_536;
/// Longest policy.
pub const POLICY_BYTES: usize = 256 * 1024;
/// Most logs of a policy; 32 must be accepted (C2SP tlog-policy, "Implementation limits").
pub const POLICY_LOGS: usize = 64;
/// Most witnesses of a policy; 32 must be accepted.
pub const POLICY_WITNESSES: usize = 64;
/// Most groups of a policy; 32 must be accepted.
pub const POLICY_GROUPS: usize = 64;
