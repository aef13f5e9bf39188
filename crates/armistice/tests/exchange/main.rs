//! Exchange: CAP messages against the schema of OASIS, calendars through a second reader, Whiteflag against published vectors.
//!
//! Holds
//! - What follows the messages one by one holds the same notices for valid as the fold of `channel` does.
//! - What a reader may not read changes nothing in what is exported for that reader.
//!
//! Not here: what the messages of errors say (`cases/import/bad`).

#[path = "../common/mod.rs"]
mod common;
mod made;
mod cap;
mod ics;
mod whiteflag;
mod readers;
