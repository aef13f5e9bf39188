//! Crate arrows: who may use whom. Fairness is enforced by what a crate cannot see.
//!
//! ```text
//! armistice ──▶ situation, agreement, incident, channel, record, tlog        situation ──▶ agreement, incident, channel, record
//! agreement, incident, channel ──▶ record  (and do not know each other)      verify ──▶ tlog, record
//! oracle ──▶ agreement (syntax tree only), record                            simulate ──▶ all   (tests)
//! ```
//!
//! Not here: dependencies of tests (`[dev-dependencies]`).

use super::manifest::{self, dependencies};
use super::rust::Source;
use super::{Problem, Tree};

/// What a crate may use.
enum May<'a> {
    Anything,
    /// These crates of ours, and these of others.
    Only(&'a [&'a str], &'a [&'a str]),
    /// These crates of ours, and any of others.
    Ours(&'a [&'a str]),
}

/// The arrows of the architecture, in one place.
const ARROWS: &[(&str, May)] = &[
    ("tlog", May::Only(&[], &["ed25519-dalek", "sha2"])),
    ("record", May::Only(&[], &["ed25519-dalek", "jiff", "sha2"])),
    // The digest of an amendment, which its signatures cover.
    ("agreement", May::Only(&["record"], &["sha2"])),
    // Which letters of other scripts stand for which is a table that somebody keeps.
    ("incident", May::Only(&["record"], &["any_ascii"])),
    ("channel", May::Only(&["record"], &[])),
    // The report's sentences are written here in several languages; these two hold their words and plural forms.
    ("estimate", May::Only(&[], &[])),
    ("situation", May::Only(&["agreement", "incident", "channel", "record"], &["fluent-bundle", "unic-langid"])),
    ("verify", May::Only(&["tlog", "record"], &[])),
    ("oracle", May::Ours(&["agreement", "record"])),
    ("xtask", May::Only(&[], &[])),
    ("armistice", May::Anything),
    ("simulate", May::Anything),
    ("benches", May::Anything),
];

/// What the oracle may name of the agreement: it must not share the evaluation it is held against.
const ORACLE_SEES: &str = "tree";

/// Each dependency is an arrow of the table, and the oracle names only the syntax tree.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let manifests: Vec<(&str, &str, &str)> = tree
        .texts()
        .filter(|(path, _)| path.ends_with("/Cargo.toml") && !path.starts_with("fuzz/"))
        .filter_map(|(path, text)| Some((path, text, manifest::package(text)?.1)))
        .collect();
    let ours =
        |name: &str| manifests.iter().any(|(_, _, ours)| *ours == name) || ARROWS.iter().any(|(ours, _)| *ours == name);
    let mut problems = Vec::new();
    for (path, text, name) in &manifests {
        let Some((_, may)) = ARROWS.iter().find(|(crate_name, _)| crate_name == name) else {
            let (line, _) = manifest::package(text).expect("found above");
            problems.push(Problem::new(
                path,
                line,
                format!("crate `{name}` has no row in the table of crate arrows"),
                "add it to ARROWS of xtask/src/tidy/arrows.rs and to section 4 of the design, with what it may use",
            ));
            continue;
        };
        for used in dependencies(text, |section| matches!(section, "dependencies" | "build-dependencies")) {
            let package = used.package.as_str();
            let (allowed, others): (bool, &[&str]) = match may {
                May::Anything => (true, &[]),
                May::Only(own, others) => (own.contains(&package) || others.contains(&package), others),
                May::Ours(own) => (own.contains(&package) || !ours(package), &[]),
            };
            if !allowed && ours(package) {
                problems.push(Problem::new(
                    path,
                    used.line,
                    format!("`{name}` uses `{package}`, and no arrow allows it"),
                    format!("move what both need to a crate they may use, or pass it in from a crate that sees both; `{name}` may use {}", may.ours()),
                ));
            } else if !allowed {
                let named = if others.is_empty() { "no crate of others".to_owned() } else { others.join(", ") };
                problems.push(Problem::new(
                    path,
                    used.line,
                    format!("`{name}` uses `{package}`; of the crates of others it may use {named}"),
                    "do without, use it in the shell (`armistice`), or add it to ARROWS of xtask/src/tidy/arrows.rs with the reason",
                ));
            }
        }
    }
    problems.extend(oracle(tree));
    problems
}

impl May<'_> {
    fn ours(&self) -> String {
        match self {
            May::Anything => "anything".to_owned(),
            May::Only([], _) | May::Ours([]) => "no crate of ours".to_owned(),
            May::Only(own, _) | May::Ours(own) => own.join(", "),
        }
    }
}

fn oracle(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.starts_with("oracle/src/")) {
        for named in Source::read(text).paths() {
            if let [first, second, ..] = &named.segments[..]
                && first == "agreement"
                && second != ORACLE_SEES
            {
                problems.push(Problem::new(
                    path,
                    named.line,
                    format!("the oracle names `agreement::{second}`"),
                    format!("use `agreement::{ORACLE_SEES}` alone: shared code would share its mistakes"),
                ));
            }
        }
    }
    problems
}
