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
/// Most corners of the line along which a strip lies.
pub const STRIP_CORNERS: usize = 200;
/// Farthest from its line that a strip reaches, in millimetres: 500 km.
pub const STRIP_MM: u64 = 500_000_000;
/// Longest leaf of the log: what C2SP tiles can hold of one entry is 65,535 bytes.
pub const ENTRY_BYTES: usize = 65_535;
/// Longest name of an author, and longest origin of a log, in bytes.
pub const NAME_BYTES: usize = 255;
/// Most statements that one envelope names.
pub const ENVELOPE_REFERENCES: usize = 64;
/// Most files beside one statement.
pub const ENVELOPE_ATTACHMENTS: usize = 64;
/// Longest act: its entry has room for the envelope, too.
pub const ACT_BYTES: usize = 60_000;
/// Most consents of one act.
pub const ACT_CONSENTS: usize = 256;
/// Most principals of a charter.
pub const CHARTER_PRINCIPALS: usize = 64;
/// Most authors of a charter.
pub const CHARTER_AUTHORS: usize = 512;
/// Most root keys of a principal.
pub const PRINCIPAL_ROOTS: usize = 16;
/// Most keys that an author begins with.
pub const AUTHOR_KEYS: usize = 8;
/// Most others for whom one author may enter statements.
pub const AUTHOR_MANDATES: usize = 32;
/// Most subjects of one mandate.
pub const MANDATE_SUBJECTS: usize = 32;
/// Longest time in which an accepted statement has to be in a published checkpoint, in seconds: a week.
pub const INCLUDE_WITHIN_S: u64 = 7 * 24 * 3600;
/// Longest stated time for which bodies are kept, in days: a century.
pub const RETENTION_DAYS: u64 = 36_525;
/// Longest submission: an envelope, a salt, and a body or an act.
pub const SUBMISSION_BYTES: usize = ENTRY_BYTES + BODY_BYTES;
/// Most rungs of a ladder.
pub const LADDER_RUNGS: usize = 16;
/// Longest time after which a rung is due, in seconds: a week.
pub const RUNG_S: u64 = 7 * 24 * 3600;
/// Longest search for the least or the greatest distance of two areas, in pairs of parts looked at; one that ends here
/// answers with a wider range.
pub const APART_STEPS: usize = 200_000;
