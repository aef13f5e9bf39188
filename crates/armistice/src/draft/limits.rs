//! Limits of written statements, each with its unit in the name.
//!
//! Not here: the limits of a body once it is bytes (`record::limits`).

/// Longest statement in either form: one line of JSON, or a readable line with its continuations.
pub const STATEMENT_BYTES: usize = 256 * 1024;
/// Longest text of statements.
pub const FILE_BYTES: usize = 64 * 1024 * 1024;
/// Most statements in one text.
pub const STATEMENTS: usize = 200_000;
/// Most items of one list.
pub const LIST_ITEMS: usize = 1_000;
/// Longest label.
pub const LABEL_CHARACTERS: usize = 64;
/// Most characters of a line that a problem shows.
pub const SHOWN_CHARACTERS: usize = 160;
/// Most problems with places that one readable statement reports.
pub const PLACED_PROBLEMS: usize = 50;
