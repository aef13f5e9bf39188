//! Modules: each opens with what it is, is not too long to be one idea, and is used.
//!
//! Not here: what a header should say (STYLE section 4; readers judge it).

use super::rust::Source;
use super::{Problem, Tree};

/// Longest source file without a stated reason.
const FILE_LINES: usize = 900;

/// Files that are one long idea told well, each with its reason.
const LONG_FILES: &[(&str, &str)] = &[];

fn sources(tree: &Tree) -> impl Iterator<Item = (&str, &str)> {
    tree.texts().filter(|(path, _)| {
        ["crates/", "oracle/", "xtask/"].iter().any(|folder| path.starts_with(folder))
            && path.contains("/src/")
            && path.ends_with(".rs")
    })
}

/// Each source file opens with a `//!` header.
pub fn headers(tree: &Tree) -> Vec<Problem> {
    sources(tree)
        .filter(|(_, text)| {
            !text.strip_prefix("//! ").is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()))
        })
        .map(|(path, _)| {
            Problem::new(
                path,
                1,
                "the file does not open with a `//!` header",
                "begin the first line with `//! ` and say what the module is, what it holds and what is not in it",
            )
        })
        .collect()
}

/// No source file is long without a reason.
pub fn long_files(tree: &Tree) -> Vec<Problem> {
    long_files_but(tree, LONG_FILES)
}

/// `long_files` with these exceptions.
pub fn long_files_but(tree: &Tree, exceptions: &[(&str, &str)]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, text) in sources(tree) {
        let count = text.lines().count();
        let excepted = exceptions.iter().any(|(exception, _)| *exception == path);
        if count > FILE_LINES && !excepted {
            problems.push(Problem::new(
                path,
                FILE_LINES + 1,
                format!("the file has {count} lines; a module holds at most {FILE_LINES}"),
                "divide it where a second idea begins, or give the reason in LONG_FILES of xtask/src/tidy/modules.rs",
            ));
        }
    }
    for (exception, _) in exceptions {
        if tree.text(exception).is_none_or(|text| text.lines().count() <= FILE_LINES) {
            problems.push(Problem::new(
                exception,
                0,
                "the file is in LONG_FILES and is not long",
                "take it out of LONG_FILES of xtask/src/tidy/modules.rs",
            ));
        }
    }
    problems
}

/// Each source file is named by a `mod` line of its parent.
pub fn dead_files(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (path, _) in sources(tree) {
        let Some((stem, parents)) = parents(path) else { continue };
        if !parents.iter().filter_map(|parent| tree.text(parent)).any(|text| declares(text, stem)) {
            problems.push(Problem::new(
                path,
                0,
                format!("no file declares `mod {stem};`, so nothing compiles this one"),
                format!("declare it in {}, or delete the file", parents.join(" or ")),
            ));
        }
    }
    problems
}

/// The module's name and the files that may declare it; `None` for the root of a crate.
fn parents(path: &str) -> Option<(&str, [String; 2])> {
    let (folder, name) = path.rsplit_once('/')?;
    let stem = name.trim_end_matches(".rs");
    if path.contains("/src/bin/") || (folder.ends_with("/src") && matches!(stem, "lib" | "main")) {
        return None;
    }
    // `a/b.rs` and `a/b/mod.rs` are both `b` in `a`.
    let (stem, folder) = match (stem, folder.rsplit_once('/')) {
        ("mod", Some((above, name))) => (name, above),
        _ => (stem, folder),
    };
    let files = if folder.ends_with("/src") {
        [format!("{folder}/lib.rs"), format!("{folder}/main.rs")]
    } else {
        [format!("{folder}/mod.rs"), format!("{folder}.rs")]
    };
    Some((stem, files))
}

/// Whether a `mod` line names `stem`, also as a unit test module.
fn declares(text: &str, stem: &str) -> bool {
    let line = format!("mod {stem};");
    // Unit tests are blanks in `code`, so a `mod` line under `#[cfg(test)]` is looked up in the text.
    let ends = |code: &str| code.lines().any(|l| l.trim_start().ends_with(&line) && !l.trim_start().starts_with("//"));
    ends(&Source::read(text).code) || ends(text)
}

/// Whether other crates can name the item `name` of the file `path`: its modules are public, or a file above exports it.
pub fn is_reachable(tree: &Tree, path: &str, name: &str) -> bool {
    let (mut path, mut name) = (path.to_owned(), name.to_owned());
    while let Some((stem, parent)) = parent(tree, &path) {
        let public = tree
            .text(&parent)
            .is_some_and(|text| Source::read(text).code.lines().any(|line| line.trim() == format!("pub mod {stem};")));
        path = match (public, exported(tree, &parent, &stem, &name)) {
            // From here on the item is reached through the module's name.
            (true, _) => {
                name = stem;
                parent
            }
            (false, Some(file)) => file,
            (false, None) => return false,
        };
    }
    true
}

/// The module's name and the file above it that is there.
fn parent(tree: &Tree, path: &str) -> Option<(String, String)> {
    let (stem, files) = parents(path)?;
    let file = files.into_iter().find(|file| tree.text(file).is_some())?;
    Some((stem.to_owned(), file))
}

/// The first file from `file` upwards that has a `pub use` of `stem::name`, of all of `stem` or of `stem` itself.
fn exported(tree: &Tree, file: &str, stem: &str, name: &str) -> Option<String> {
    let mut file = file.to_owned();
    loop {
        let code = Source::read(tree.text(&file)?).code;
        let found = code.split("pub use ").skip(1).any(|rest| {
            Source::read(rest.split(';').next().unwrap_or("")).paths().iter().any(|path| {
                let at = path.segments.iter().position(|segment| segment == stem);
                at.is_some_and(|at| path.segments.get(at + 1).is_none_or(|next| next == name || next == "*"))
            })
        });
        if found {
            return Some(file);
        }
        file = parent(tree, &file)?.1;
    }
}
