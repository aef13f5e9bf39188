//! Linking by likeness: which reports are about one incident, where nobody has said so.
//!
//! ```text
//! reports ─▶ `Entry` (numbers) ─▶ `Blocks` (candidates) ─▶ `compare` (levels) ─▶ `Weights` (millibits) ─▶ `partition`
//!                                        └────────▶ `learn` (without labels) ─▶ `Weights`
//! ```
//!
//! Holds
//! - Linking is a pure function of entries, words of people and weights: integers only, the same on every machine, whatever the
//!   order in which reports came. One report more touches the reports that it may be compared with, and no others.
//! - One report per source and incident, unless it updates another. What covers several incidents is merged into none.
//! - *Same* and *different* of people are obeyed; weights never outweigh them.
//!
//! Not here: reading files (the shell), what follows from an incident (`facts`), any agreement.

mod entry;
pub mod names;
mod ground;
mod compare;
mod block;
mod weights;
mod stated;
mod partition;
mod component;
mod chance;
mod alternatives;
mod linker;
mod covers;
mod copies;
mod learn;
mod explain;
pub mod reports;

pub use alternatives::{Alternative, alternatives, distinct};
pub use block::Blocks;
pub use chance::{COLUMNS, Outlook, Standing, column};
pub use compare::{FIELDS, Field, Pattern, compare};
pub use copies::{AGREEMENTS, Agreement, Copies, SURPRISE_MILLIBITS, Shared, copies, copies_by};
pub use covers::Covers;
pub use entry::{Entry, Lexicon, Path, UNSTATED};
pub use explain::{FieldWeight, Judged, judge};
pub use learn::learn;
pub use linker::{Change, Linker, Word};
pub use partition::{NEVER, Partition, partition};
pub use stated::{WeightsFault, WeightsText};
pub use weights::{FARTHEST_MILLIBITS, Hypothesis, Weights};
