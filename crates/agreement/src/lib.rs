//! The agreement: its language, and what its terms say of the facts at one moment.
//!
//! ```text
//! text ─▶ `parse` ─▶ tree + diagnostics ─▶ `check` ─▶ Agreement ─┐
//!                                     facts, acts, moment ──────┴▶ `evaluate` ─▶ Evaluation ─▶ `explain`
//! ```
//!
//! Holds
//! - A checked agreement has no loose ends, so evaluation cannot fail.
//! - The compiler never chooses where the text leaves a choice open: it demands one and lists the alternatives.
//! - Renaming the parties renames them in the verdicts and changes nothing else.
//!
//! Not here: how reports become facts (`incident`), files and the wall clock (`armistice`).

pub mod tree;
pub mod diagnostic;
pub mod codes;
pub mod parse;
pub mod include;
pub mod check;
pub mod json;
pub mod format;
pub mod translate;
pub mod paraphrase;
pub mod acts;
pub mod evaluate;
pub mod limits;

pub use check::{Agreement, Checked, Test, check};
pub use diagnostic::Diagnostic;
pub use format::format;
pub use include::{Texts, included, parse_with};
pub use json::{is_signing_name, to_json};
pub use paraphrase::paraphrase;
pub use parse::keywords::Keywords;
pub use parse::{Parsed, parse};
pub use translate::translate;
