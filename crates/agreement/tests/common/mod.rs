//! The pages of the specification and of the cases, and a text checked: what several tests of the language begin with.
//!
//! Not here: lines that can stand in each other's place (`swaps`).

// Each test uses a part of it.
#![allow(dead_code)]

use std::fs;
use std::path::{Path, PathBuf};

use agreement::diagnostic::render_all;
use agreement::{Checked, Texts, check, parse, to_json};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file below the root.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The first fenced block of a kind.
pub fn block<'t>(page: &'t str, kind: &str) -> Option<&'t str> {
    let start = page.find(&format!("```{kind}\n"))? + kind.len() + 4;
    Some(&page[start..start + page[start..].find("```")?])
}

/// The texts that a case's terms include, by path.
pub fn included(page: &str) -> Texts {
    let texts = page.split("```agreement included ").skip(1);
    let text = |text: &str| text.split_once('\n').map(|(path, rest)| (path.to_owned(), rest.to_owned()));
    let until = |(path, rest): (String, String)| (path, rest.split("```").next().unwrap_or_default().to_owned());
    texts.filter_map(text).map(until).collect()
}

/// The example of `spec/language.md`.
pub fn example() -> String {
    block(&read("spec/language.md"), "accord").expect("the specification holds an example").to_owned()
}

/// A text, read and checked.
pub fn checked(text: &str) -> Checked {
    check(parse(text))
}

/// The JSON of a text without errors.
pub fn json(text: &str) -> String {
    let Checked { agreement, diagnostics, .. } = checked(text);
    to_json(&agreement.unwrap_or_else(|| panic!("{}\n{text}", render_all(&diagnostics, "text.accord", text))))
}
