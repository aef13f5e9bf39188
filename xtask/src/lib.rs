//! What the tasks of this repository share with its tests: `tidy`.
//!
//! Not here: running cargo (`main.rs`).

pub mod tidy;
