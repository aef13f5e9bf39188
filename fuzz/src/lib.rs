//! What must hold of every reader of other people's bytes, whatever the bytes: the targets of the fuzzer.
//!
//! ```text
//! bytes ─▶ a target: read them, assert what holds ─▶ taken or refused
//!   fuzz/corpus/TARGET/* ─▶ `tests/corpus.rs`, with every test      libFuzzer ─▶ `engine`, with `cargo xtask fuzz`
//! ```
//!
//! Holds
//! - A target panics exactly where something is wrong with the program. Refusing is right.
//! - Targets call what the program calls; nothing is read by another way for the fuzzer.
//!
//! Not here: the engine and how it is built (`engine/`, a workspace of its own), starting it (xtask).

mod agreement;
mod body;
mod envelope;
mod evidence;
mod identity;
mod imports;
mod linking;
mod log;
mod zones;

/// What a reader made of the bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Read {
    /// At least something of them was taken.
    Taken,
    /// Nothing was taken.
    Refused,
}

/// A reader and what must hold of it.
pub struct Target {
    /// Its name: of its folder in `corpus`, too.
    pub name: &'static str,
    /// What it reads.
    pub reads: &'static str,
    /// Reads bytes and panics where something does not hold.
    pub run: fn(&[u8]) -> Read,
}

/// Every target.
pub const TARGETS: &[Target] = &[
    Target { name: "act", reads: "a charter or change of keys: decode, encode, id", run: identity::act },
    Target {
        name: "agreement",
        reads: "the text of an agreement: parse, check, JSON tree, layout, paraphrase, evaluate",
        run: agreement::run,
    },
    Target { name: "bodies", reads: "a file of 256 salted bodies", run: evidence::bodies },
    Target { name: "body", reads: "the bytes of a statement body: decode, encode, fields", run: body::run },
    Target { name: "bundle", reads: "a bundle of entries and its width", run: log::bundle },
    Target { name: "checkpoint", reads: "the text of a log checkpoint", run: log::checkpoint },
    Target { name: "envelope", reads: "a signed envelope, or a leaf of the log: decode, encode", run: envelope::run },
    Target { name: "evidence", reads: "an evidence file: parse, prove", run: evidence::run },
    Target { name: "ged", reads: "a file of UCDP GED events: import", run: imports::ged },
    Target { name: "log-names", reads: "paths of tiles and verifier keys, a line each", run: log::names },
    Target { name: "log-policy", reads: "a log policy: parse, print, quorums", run: log::policy },
    Target { name: "note", reads: "a signed note: parse, open, examine", run: log::note },
    Target { name: "proof-file", reads: "a proof file: parse, verify", run: log::proof_file },
    Target { name: "receipt", reads: "the text of an acceptance receipt", run: identity::receipt },
    Target { name: "register", reads: "a register as a CSV table: adoption", run: imports::register },
    Target { name: "reports", reads: "a table of reports: link, all at once and one by one", run: linking::reports },
    Target {
        name: "statements",
        reads: "statements in writing: JSON Lines import, readable form",
        run: imports::statements,
    },
    Target {
        name: "submission",
        reads: "a submission: decode, encode, commitment, admission to an empty log",
        run: identity::submission,
    },
    Target { name: "table", reads: "a mapping and the table it reads: any CSV or workbook", run: imports::table },
    Target { name: "weights", reads: "weights for linking in writing: read, write, weigh", run: linking::weights },
    Target {
        name: "witness-request",
        reads: "a request to a witness: parse, print, judgement",
        run: log::witness_request,
    },
    Target { name: "zones", reads: "a GeoJSON file of zones: geometry", run: zones::run },
];

/// The target called `name`.
pub fn target(name: &str) -> Option<&'static Target> {
    TARGETS.iter().find(|target| target.name == name)
}

fn taken(any: bool) -> Read {
    if any { Read::Taken } else { Read::Refused }
}
