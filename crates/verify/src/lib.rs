//! Checks what a mission keeps, from files alone: for whoever does not trust the mission, nor the program that keeps them.
//!
//! ```text
//! a copy of `record/` ─▶ `log`: signatures, every tile, every entry        receipt ─▶ `receipt`: was the promise kept?
//! two checkpoints ─▶ `consistency`    *.tlog-proof ─▶ `inclusion`          file of a fork ─▶ `evidence`
//!                          each ─▶ `Report`: what was checked, what was not, what does not hold
//! ```
//!
//! Holds
//! - Nothing is asked of the network, the clock or the mission's own programs; files are read and none is written but the
//!   evidence that was asked for.
//! - A log is read once, from its first entry to its last, in memory that does not grow with it.
//! - A report says what was not checked as plainly as what was.
//!
//! Not here: the formats (`tlog`), what an entry may say and who may sign it (`record`).

pub mod log;
mod tree;
mod entries;
mod signatures;
mod sweep;
pub mod receipt;
pub mod inclusion;
pub mod consistency;
pub mod evidence;
mod folder;
mod head;
pub mod report;
pub mod limits;
pub mod codes;
