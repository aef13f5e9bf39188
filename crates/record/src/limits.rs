//! Limits of the record, each with its unit in the name.

/// Longest canonical body.
pub const BODY_BYTES: usize = 64 * 1024;
/// Longest single text inside a body.
pub const TEXT_BYTES: usize = 16 * 1024;
/// Deepest nesting of a canonical value.
pub const NESTING_LEVELS: usize = 16;
/// Most points of all rings of one area.
pub const AREA_POINTS: usize = 5_500;
/// Greatest radius of a disc, in millimetres: 2,000 km.
pub const RADIUS_MM: u64 = 2_000_000_000;
/// Longest leaf of the log: what C2SP tiles can hold of one entry is 65,535 bytes.
pub const ENTRY_BYTES: usize = 65_535;
/// Longest name of an author, and longest origin of a log, in bytes.
pub const NAME_BYTES: usize = 255;
/// Most statements that one envelope names.
pub const ENVELOPE_REFERENCES: usize = 64;
/// Most files beside one statement.
pub const ENVELOPE_ATTACHMENTS: usize = 64;
