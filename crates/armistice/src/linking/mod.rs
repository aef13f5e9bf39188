//! Reports of other systems, linked into incidents without a mission: tables in, clusters out.
//!
//! ```text
//! folder of tables ─▶ `tables` (entries, with what is wrong with rows) ─▶ `incident::likeness` ─▶ clusters
//! ```
//!
//! Not here: how reports are linked (`incident::likeness`), the command (`cli::link`).

pub mod tables;
pub mod score;
