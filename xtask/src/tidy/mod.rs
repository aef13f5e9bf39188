//! Tidy: the habits of this repository that a compiler does not know.
//!
//! ```text
//! files ─▶ `Tree` ─▶ each rule of `RULES` ─▶ problems, all at once, by file and line
//! ```
//!
//! Holds
//! - A rule reads the tree and nothing else, so a test hands it a small tree in which it fires.
//! - An exception stands in a named list with its reason; one that nothing needs any more is a problem too.
//! - A problem says where, what is wrong, and what to do.
//!
//! Not here: format, lints, documentation (`cargo xtask check` runs the tools that know them).

pub mod arrows;
pub mod cases;
pub mod codes;
pub mod dependencies;
pub mod glossary;
pub mod links;
pub mod manifest;
pub mod modules;
pub mod plain;
pub mod pure;
pub mod rust;
pub mod tree;
pub mod words;

pub use tree::Tree;

use std::fmt;

/// One thing to mend.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Problem {
    /// The file, from the top of the repository.
    pub path: String,
    /// The line, from 1; 0 where the file as a whole is meant.
    pub line: usize,
    /// What is wrong: a lower-case sentence without a final stop.
    pub wrong: String,
    /// What to do.
    pub help: String,
}

impl Problem {
    /// A problem on one line, or with line 0 in a whole file.
    pub fn new(path: &str, line: usize, wrong: impl Into<String>, help: impl Into<String>) -> Problem {
        Problem { path: path.to_owned(), line, wrong: wrong.into(), help: help.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A whole file is shown as its first line, so that editors can open it.
        write!(f, "{}:{}: {}\n    help: {}", self.path, self.line.max(1), self.wrong, self.help)
    }
}

/// A rule: what it finds in a tree.
pub type Rule = fn(&Tree) -> Vec<Problem>;

/// Every rule by its name, in the order of the problems' weight for a reader.
pub const RULES: &[(&str, Rule)] = &[
    ("module headers", modules::headers),
    ("long files", modules::long_files),
    ("dead files", modules::dead_files),
    ("crate arrows", arrows::check),
    ("names in pure crates", pure::names),
    ("lints of pure crates", pure::lints),
    ("glossary", glossary::check),
    ("words", words::check),
    ("error codes", codes::check),
    ("machine paths", plain::machine_paths),
    ("registry hosts", plain::registry_hosts),
    ("unfinished marks", plain::unfinished),
    ("links", links::check),
    ("cases", cases::check),
    ("dependencies", dependencies::check),
];

/// The crates that compute verdicts and check proofs: no input, no output, the same result on every machine.
pub const PURE: &[&str] = &["record", "agreement", "incident", "channel", "situation", "tlog"];

/// What all rules find, by file and line.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems: Vec<Problem> = RULES.iter().flat_map(|(_, rule)| rule(tree)).collect();
    problems.sort();
    problems.dedup();
    problems
}

/// The lines of a text, numbered from 1.
pub fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..).zip(text.lines())
}

/// The Rust sources under `src/` of the pure crates: path and what is read of it, unit tests left out.
pub fn pure_sources(tree: &Tree) -> impl Iterator<Item = (&str, rust::Source)> {
    tree.texts()
        .filter(|(path, _)| {
            PURE.iter().any(|name| path.starts_with(&format!("crates/{name}/src/"))) && path.ends_with(".rs")
        })
        .map(|(path, text)| (path, rust::Source::read(text)))
}
