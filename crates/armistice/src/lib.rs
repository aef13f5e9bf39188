//! The shell: the only crate that touches the world. Files, the command line, the wall clock.
//!
//! ```text
//! files ─▶ `import` ─▶ `store` (state/statements.log) ─▶ `mission` ─▶ situation ─▶ `print`
//! ```
//!
//! Holds
//! - Whatever changes a verdict is a statement in the store; nothing in `mission.toml` can.
//!
//! Not here: any rule of the agreement, any counting of evidence.

