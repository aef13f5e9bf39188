//! Codes of the command line's own messages: letter C, four digits.
//!
//! Holds
//! - Every code is triggered by a case in `cases/command/bad/`.
//!
//! Not here: codes of files, stores and imports (`crate::codes`).

/// A name that is not declared: a standard, perspective, clock, incident.
pub const UNKNOWN_NAME: &str = "C0101";
/// A moment that cannot be read.
pub const BAD_MOMENT: &str = "C0102";
/// Two choices that exclude each other, or none where one is needed.
pub const BAD_CHOICE: &str = "C0103";
/// A folder that holds no mission.
pub const NO_MISSION: &str = "C0104";
