//! The log's mathematics and file formats: what lets strangers check that nothing was altered, dropped or shown twice.
//!
//! ```text
//! entry ─▶ leaf hash ─▶ `edge` ─▶ tiles, root ─▶ `checkpoint` ─▶ `note`, cosigned ─▶ held to a `policy`
//! tiles ─▶ `proof` (inclusion, consistency) ─▶ `proof_file`: checked without the log, by anybody
//! ```
//!
//! Holds
//! - Every byte is in a format of C2SP (`spec/log-profile.md`), so programs we did not write read and check it.
//! - A format has one spelling: what is read is written back to the byte, and every other spelling is refused.
//! - An Ed25519 signature counts where `verify_strict` says so: one rule for all.
//! - Nothing here reads a file, a socket or a clock, and nothing grows with the log.
//!
//! Not here: what an entry says (`record`), files and who serves them (`armistice`), whom a mission trusts (its policy).

pub mod hash;
pub mod proof;
pub mod tile;
pub mod edge;
pub mod key;
pub mod note;
pub mod checkpoint;
pub mod cosignature;
pub mod policy;
pub mod proof_file;
pub mod limits;
pub mod spell;
