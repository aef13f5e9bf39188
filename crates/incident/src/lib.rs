//! Incidents: what several reports are about, with everybody's claims side by side; and the facts that follow.
//!
//! ```text
//! live statements ─▶ `link` ─▶ incidents (claims side by side) ─▶ `facts` (levels for and against, per accused)
//! ```
//!
//! Holds
//! - This crate cannot see an agreement: it knows standards, grades and counts, never a provision.
//! - No claim is dropped, merged or preferred; a fact names the claims it was reduced from.
//!
//! Not here: probabilistic linking (the linking issue), what the terms say of an incident (`agreement`).

mod link;
mod contradiction;
pub mod likeness;
pub mod limits;
mod facts;
mod history;

pub use contradiction::{Contradiction, Link, LinkedBy, contradictions};
pub use facts::{Seen, facts, see};
pub use history::History;
pub use link::{Incident, link};
