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
