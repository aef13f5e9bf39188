//! The record's vocabulary and the statement: what is said, by whom, in bytes that never change.
//!
//! ```text
//! bytes ⇄ `wire` ⇄ statement ─▶ `live` (what stands at a known-at) ─▶ incidents, facts, verdicts
//! ```
//!
//! Holds
//! - A body has one canonical encoding and one id; a decoder refuses every other spelling of it.
//! - Nothing here reads a clock, a file, the environment or a floating-point result.
//!
//! Not here: what several reports are about (`incident`), what the terms say of it (`agreement`), files (`armistice`).

pub mod vocabulary;
pub mod statement;
pub mod wire;
pub mod envelope;
pub mod identity;
pub mod order;
pub mod ledger;
pub mod submission;
pub mod receipt;
pub mod challenge;
pub mod live;
pub mod limits;
pub mod codes;
