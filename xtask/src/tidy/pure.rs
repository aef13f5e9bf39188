//! What a pure crate may name: nothing that differs between two machines or two runs.
//!
//! Not here: which crates it may use (`arrows`). Clippy looks at resolved types, this rule at names; each sees what the
//! other misses.

use super::{PURE, Problem, Tree, pure_sources};

/// A name or the beginning of a path that a pure crate does not say, why, and what instead.
const NAMES: &[(&str, &str, &str)] = &[
    ("std::fs", "files", "take bytes as an argument; the shell reads and writes"),
    ("std::net", "the network", "take bytes as an argument; the shell sends and receives"),
    ("std::env", "the environment", "take the value as an argument; the shell reads it"),
    ("std::thread", "threads", "return a value; the shell decides what runs when"),
    ("std::process", "other programs and exits", "return an error; the shell exits"),
    ("std::io::stdin", "the terminal", "take bytes as an argument"),
    ("std::io::stdout", "the terminal", "return a value; the shell prints"),
    ("std::io::stderr", "the terminal", "return a value; the shell prints"),
    ("std::time", "the clock on the wall", "take the moment as an argument"),
    ("SystemTime", "the clock on the wall", "take the moment as an argument"),
    ("Timestamp::now", "the clock on the wall", "take the moment as an argument"),
    ("Zoned::now", "the clock on the wall", "take the moment as an argument"),
    ("TimeZone::system", "the machine's time zone", "take the zone from the agreement"),
    ("HashMap", "an order that varies between runs", "use BTreeMap"),
    ("HashSet", "an order that varies between runs", "use BTreeSet"),
    ("f32", "floating point, which differs between machines", "use integers; see vocabulary::geometry"),
    ("f64", "floating point, which differs between machines", "use integers; see vocabulary::geometry"),
];

/// Macros that write to the terminal.
const MACROS: &[&str] = &["println!", "eprintln!", "print!", "eprint!", "dbg!"];

/// A path that begins like one of `NAMES` and is allowed everywhere.
const ALLOWED: &[&str] = &["std::time::Duration"];

/// File, name (`float` for literals) and reason of each documented exception.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    ("crates/incident/src/likeness/learn.rs", "f64", LEARNT),
    ("crates/incident/src/likeness/learn.rs", "float", LEARNT),
];
const LEARNT: &str = "weights are rounded and stated before anything is linked with them";

/// Pure crates name nothing that differs between machines or runs.
pub fn names(tree: &Tree) -> Vec<Problem> {
    names_but(tree, EXCEPTIONS)
}

/// `names` with these exceptions.
pub fn names_but(tree: &Tree, exceptions: &[(&str, &str, &str)]) -> Vec<Problem> {
    let mut found: Vec<(&str, usize, &str, &str, &str)> = Vec::new();
    let sources: Vec<_> = pure_sources(tree).collect();
    for (path, source) in &sources {
        for named in source.paths() {
            let mut segments = named.segments;
            if segments[0] == "core" {
                segments[0] = "std".to_owned();
            }
            // A number such as `2f64` is a name to `paths` and a literal to `float_literals`.
            if segments[0].starts_with(|c: char| c.is_ascii_digit()) {
                continue;
            }
            let said = segments.join("::");
            if ALLOWED.iter().any(|allowed| begins(&said, allowed)) {
                continue;
            }
            let starts = (0..segments.len()).map(|from| segments[from..].join("::"));
            // A single name counts anywhere in a path, a path of `std` only from its beginning.
            let hit = starts.enumerate().find_map(|(from, rest)| {
                NAMES.iter().find(|(name, ..)| begins(&rest, name) && (from == 0 || !name.starts_with("std::")))
            });
            if let Some((name, what, help)) = hit {
                found.push((path, named.line, name, what, help));
            }
        }
        for (line, text) in super::lines(&source.code) {
            for name in MACROS {
                let called = text
                    .match_indices(name)
                    .any(|(at, _)| !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'));
                if called {
                    found.push((path, line, name, "the terminal", "return a value; the shell prints"));
                }
            }
        }
        for line in source.float_literals() {
            let what = "a floating-point literal, whose results differ between machines";
            found.push((path, line, "float", what, "use integers; see vocabulary::geometry"));
        }
    }
    let excepted = |path: &str, name: &str| exceptions.iter().any(|(file, n, _)| *file == path && *n == name);
    let mut problems: Vec<Problem> = found
        .iter()
        .filter(|(path, _, name, ..)| !excepted(path, name))
        .map(|(path, line, name, what, help)| {
            Problem::new(path, *line, format!("a pure crate names `{name}`: {what}"), *help)
        })
        .collect();
    for (file, name, _) in exceptions {
        // Of a tree without the crate nothing is asked; of one with it, also a file that is gone needs none.
        let of_crate = file.split_once("/src/").map(|(folder, _)| format!("{folder}/src/lib.rs"));
        let here = sources.iter().any(|(path, _)| Some(*path) == of_crate.as_deref());
        if here && !found.iter().any(|(path, _, found, ..)| path == file && found == name) {
            problems.push(Problem::new(
                file,
                0,
                format!("an exception allows `{name}` here, and nothing needs it"),
                "take it out of EXCEPTIONS of xtask/src/tidy/pure.rs",
            ));
        }
    }
    problems
}

fn begins(path: &str, with: &str) -> bool {
    path.strip_prefix(with).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// Each pure crate has a `clippy.toml`, all the same; the top folder has none, which the shell would obey too.
pub fn lints(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let file = |name: &str| format!("crates/{name}/clippy.toml");
    let first = tree.text(&file(PURE[0]));
    for name in PURE.iter().filter(|name| tree.has(&format!("crates/{name}"))) {
        let path = file(name);
        match (tree.text(&path), first) {
            (None, _) => problems.push(Problem::new(
                &path,
                0,
                format!("pure crate `{name}` has no `clippy.toml`"),
                format!("copy the one of `{}`", PURE[0]),
            )),
            (Some(text), Some(first)) if text != first => problems.push(Problem::new(
                &path,
                0,
                format!("differs from {}", file(PURE[0])),
                "make the files the same: one rule for all pure crates",
            )),
            _ => {}
        }
    }
    if tree.has("clippy.toml") {
        problems.push(Problem::new(
            "clippy.toml",
            0,
            "a `clippy.toml` in the top folder binds every crate without its own, the shell too",
            "put what it says into the crates it is meant for",
        ));
    }
    problems
}
