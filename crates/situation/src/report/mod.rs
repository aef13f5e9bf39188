//! The daily report of a mission as a document in one of its languages.
//!
//! ```text
//! tree, statements, moment, period, language ─▶ `of` ─▶ `Report` ─▶ `lint`
//! ```
//!
//! Holds
//! - A pure function of the record and its arguments: the same report again, byte for byte, whenever it is asked for.
//!
//! Not here: HTML, files, the time of day (`armistice`).

pub mod document;
pub mod language;

pub use document::Report;
pub use language::{Language, Words};
