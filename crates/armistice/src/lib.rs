//! The shell: the only crate that touches the world. Files, the command line, the wall clock.
//!
//! ```text
//! files ─▶ `import` ─▶ `store` ─▶ `pen` ─▶ `sequencer` ─▶ `log`    `mission` ─▶ situation ─▶ `cli`, `page`
//! ```
//!
//! Holds
//! - Whatever changes a verdict is a statement in the store; nothing in `mission.toml` can.
//!
//! Not here: any rule of the agreement, any counting of evidence.

pub mod limits;
pub mod hash;
pub mod codes;
pub mod message;
pub mod pen;
pub mod sequencer;
pub mod store;
pub mod log;
pub mod keys;
pub mod draft;
pub mod notation;
pub mod jsonl;
pub mod intake;
pub mod import;
pub mod exchange;
pub mod linking;
pub mod terms;
pub mod mission;
pub mod doctor;
pub mod page;
pub mod serve;
pub mod witness;
pub mod post;
pub mod cli;
pub mod case;
pub mod redline;
pub mod scenario;
