//! The witness: cosigns a log checkpoint that continues every one it cosigned before (C2SP tlog-witness).
//!
//! ```text
//! POST /add-checkpoint ─▶ `request` ─▶ `judge` against what is held ─▶ `state` on disk, synced ─▶ cosignature
//! log ─▶ `client` ─▶ the witnesses of a policy, all at once ─▶ the note with their cosignatures, and who is missing
//! ```
//!
//! Holds
//! - Keys of logs are given at the start, by a policy: no log and no key is believed because it came first.
//! - What was cosigned is on disk before anybody gets the cosignature, and looking and writing are one step under one lock.
//! - A checkpoint that a log signed and that does not continue the one held is kept with it, as a file.
//!
//! Not here: the formats (`tlog`), what a log does without a quorum (`serve`), the file of a secret key (`keys`).

pub mod codes;
pub mod request;
pub mod judge;
pub mod state;
pub mod service;
pub mod client;
