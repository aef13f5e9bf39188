//! Limits of the shell, each with its unit in the name.
//!
//! What a statement may hold is limited in `record::limits`; these are limits of files.

/// Longest file that an import reads, after it is unpacked.
pub const IMPORT_FILE_BYTES: usize = 512 * 1024 * 1024;
/// Most rows (or lines) of one import.
pub const IMPORT_ROWS: usize = 1_000_000;
/// Longest cell (or line) of an imported file: longer than any text a statement may hold.
pub const IMPORT_CELL_BYTES: usize = 64 * 1024;
/// Longest file of a mission: agreement, register, geometry.
pub const MISSION_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// Longest file of boundaries for a map.
pub const BASEMAP_BYTES: u64 = 32 * 1024 * 1024;
/// Most positions of a file of boundaries: more would make a report too heavy to open.
pub const BASEMAP_POINTS: usize = 200_000;
/// Most bad rows that one message lists; the rest is counted.
pub const BAD_ROWS_LISTED: usize = 50;

/// The limits of one import; a test states smaller ones.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ImportLimits {
    /// Longest file, unpacked.
    pub file_bytes: usize,
    /// Most rows.
    pub rows: usize,
    /// Longest cell.
    pub cell_bytes: usize,
}

impl Default for ImportLimits {
    fn default() -> ImportLimits {
        ImportLimits { file_bytes: IMPORT_FILE_BYTES, rows: IMPORT_ROWS, cell_bytes: IMPORT_CELL_BYTES }
    }
}
/// Longest label of a name in a report.
pub const LABEL_CHARACTERS: usize = 200;
/// Submissions that wait for the disk at most; more are asked to come again.
pub const QUEUED_SUBMISSIONS: usize = 16_384;
/// Most submissions that one write secures.
pub const GROUP_SUBMISSIONS: usize = 1_024;
/// Seconds within which an accepted statement is in a published checkpoint, as a new mission promises.
pub const INCLUDE_WITHIN_S: u64 = 60;
/// Longest key file.
pub const KEY_FILE_BYTES: usize = 16 * 1024;
/// Longest name of whom a key is for.
pub const KEY_NAME_BYTES: usize = 255;
/// Cost of opening a key file: 2^14 rounds over 16 MiB, a twentieth of a second. OpenSSL opens no costlier one unasked.
pub const KEY_SCRYPT_LOG_N: u8 = 14;
/// Longest passphrase.
pub const PASSPHRASE_BYTES: usize = 1024;
/// Longest entry of the log: what a bundle can hold of one.
pub const LOG_ENTRY_BYTES: usize = tlog::limits::ENTRY_BYTES;
/// Longest blob of an entry: a body with its salt, and room to grow.
pub const LOG_BLOB_BYTES: usize = 128 * 1024;
/// Length of a segment of the write-ahead log.
pub const LOG_SEGMENT_BYTES: u64 = 8 * 1024 * 1024;
/// Length of the first segment of a log: a mission that says little stays small.
pub const LOG_FIRST_SEGMENT_BYTES: u64 = 1024 * 1024;
/// Most leaves of one group: the rows of one import, with the statement that heads them.
pub const LOG_GROUP_LEAVES: usize = IMPORT_ROWS + 1;
/// Most bytes in the leaves of one group.
pub const LOG_GROUP_BYTES: usize = 1_000_000_000;
/// Longest segment: one that was made for the longest group.
pub const LOG_LONGEST_SEGMENT_BYTES: u64 = 1024 * 1024 * 1024;
/// Most folders that a publication holds open at a time.
pub const LOG_OPEN_FOLDERS: usize = 32;
/// How often a reader looks at something that seems damaged before it says so.
pub const LOG_LOOKS: u32 = 20;
/// How long it waits in between.
pub const LOG_LOOK_AGAIN_MILLISECONDS: u64 = 5;
/// Rows of the index that are saved in one commit.
pub const LOG_INDEX_ROWS: usize = 32_768;
/// Memory that the index keeps of its file.
pub const LOG_INDEX_CACHE_BYTES: usize = 32 * 1024 * 1024;
