//! The channel between the parties: what state notices, warnings, halts, convoys, access and inquiries are in.
//!
//! ```text
//! statements known until K that stand, T ─▶ one fold per subject ─▶ states, waits, what is due
//! ```
//!
//! Holds
//! - Every answer is a pure function of the statements and the moment: live and in replay it is the same.
//! - Silence is a state with an age. It is never consent, and no time alone leaves it.
//! - It sees no terms and no incidents: whether somebody obstructed or broke anything is not said here.
//!
//! Not here: the statements themselves (`record::statement`), incidents and zones (`situation`), sleeping until something
//! is due and sending it (the shell).

mod front;
pub mod notice;
pub mod told;
pub mod read_back;
pub mod alert;
pub mod roster;
pub mod call;
pub mod watch;
pub mod convoy;
pub mod access;
pub mod inquiry;
pub mod forms;
pub mod conflict;
pub mod question;
pub mod index;
pub mod admissible;
pub mod when;
mod speak;
mod book;
pub mod limits;
pub mod codes;

pub use admissible::admissible;
pub use front::{Channel, at};
pub use speak::same_speaker;
