//! The glossary: each public type of a pure crate is a word that `GLOSSARY.md` explains.
//!
//! ```text
//! | word    | meaning            | also in code        |
//! | clock   | counts calm days … | Counted             |     covers `Clock`, `Clocks`, `Counted`, `CountedClock`
//! ```
//!
//! Holds
//! - A name is covered where its words stand side by side in one entry of the first column or of `also in code`, or where
//!   it is made of such entries. Case and a plural do not count: `ZoneVersions` is covered by *zone version*.
//! - A type that other crates cannot name is its crate's own affair.
//! - One word, one meaning: a word stands in one row.
//!
//! Not here: words that no name may use (`words`).

use std::collections::BTreeMap;

use super::modules::is_reachable;
use super::rust::{Item, Kind, split_name};
use super::{Problem, Tree, lines, pure_sources};

const FILE: &str = "GLOSSARY.md";
const CODE_COLUMN: &str = "also in code";

/// Words that need no explanation.
const PLAIN: &[&str] = &["id"];

/// Each public type of a pure crate stands in the glossary, and each word stands there once.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let Some(text) = tree.text(FILE) else {
        return vec![Problem::new(
            FILE,
            0,
            "missing GLOSSARY.md",
            format!(
                "write it: a table whose first column holds the words; a column `{CODE_COLUMN}` may hold type names"
            ),
        )];
    };
    let mut problems = Vec::new();
    let mut words: BTreeMap<String, usize> = BTreeMap::new();
    let mut entries: Vec<Vec<String>> = Vec::new();
    for entry in read(text) {
        let normal = normal(&entry.text);
        if entry.is_word && !normal.is_empty() {
            let word = normal.join(" ");
            match words.get(&word) {
                Some(first) => problems.push(Problem::new(
                    FILE,
                    entry.line,
                    format!("`{}` is explained twice, first in line {first}", entry.text),
                    "one word, one meaning: join the rows, or name one of the two differently",
                )),
                None => drop(words.insert(word, entry.line)),
            }
        }
        entries.push(normal);
    }
    for (path, source) in pure_sources(tree) {
        for item in source.public_items().into_iter().filter(|item| item.kind == Kind::Type) {
            let words = normal(&item.name);
            let missing = missing(&words, &entries);
            if !missing.is_empty() && is_reachable(tree, path, &item.name) {
                let Item { line, name, .. } = item;
                let wrong = if missing.len() == 1 && missing[0].eq_ignore_ascii_case(&name) {
                    format!("the glossary does not know `{name}`")
                } else {
                    format!("the glossary does not know `{}` of `{name}`", missing.join("`, `"))
                };
                let help = format!(
                    "rename it with words of {FILE}, or add it there: a word to the first column, a type name to `{CODE_COLUMN}`"
                );
                problems.push(Problem::new(path, line, wrong, help));
            }
        }
    }
    problems
}

/// The words of a name that no entry covers.
fn missing<'a>(name: &'a [String], entries: &[Vec<String>]) -> Vec<&'a str> {
    let side_by_side = |entry: &Vec<String>| entry.windows(name.len()).any(|words| words == name);
    if entries.iter().any(side_by_side) {
        return Vec::new();
    }
    let mut missing = Vec::new();
    let mut rest = name;
    while let Some((first, after)) = rest.split_first() {
        // The longest entry that the rest begins with.
        let covered = entries.iter().filter(|entry| !entry.is_empty() && rest.starts_with(entry)).map(Vec::len).max();
        match covered {
            Some(count) => rest = &rest[count..],
            None => {
                if !PLAIN.contains(&first.as_str()) {
                    missing.push(first.as_str());
                }
                rest = after;
            }
        }
    }
    missing
}

struct Entry {
    line: usize,
    text: String,
    /// From the first column.
    is_word: bool,
}

/// The entries of every table: first column, and `also in code` where the table has it.
fn read(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut header: Option<Vec<&str>> = None;
    for (line, row) in lines(text) {
        let row = row.trim();
        if !row.starts_with('|') {
            header = None;
            continue;
        }
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let Some(header) = &header else {
            header = Some(cells);
            continue;
        };
        if cells.iter().all(|cell| cell.trim_matches(':').chars().all(|c| c == '-')) {
            continue;
        }
        let code = header.iter().position(|title| title.eq_ignore_ascii_case(CODE_COLUMN));
        for (at, cell) in cells.iter().enumerate().filter(|(at, _)| *at == 0 || Some(*at) == code) {
            let words = cell.split([',', '/', ';', '·', '(', ')']).map(str::trim).filter(|word| !word.is_empty());
            entries.extend(words.map(|word| Entry { line, text: word.to_owned(), is_word: at == 0 }));
        }
    }
    entries
}

/// A name or entry as lower-case words in the singular.
fn normal(name: &str) -> Vec<String> {
    split_name(name).iter().map(|word| singular(word)).collect()
}

/// The singular, near enough that a word and its plural meet.
fn singular(word: &str) -> String {
    if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() > 1) {
        return format!("{stem}y");
    }
    for ending in ["sses", "shes", "ches", "xes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    let plural = word.len() > 3 && word.ends_with('s') && !["ss", "us", "is"].iter().any(|end| word.ends_with(end));
    if plural { word[..word.len() - 1].to_owned() } else { word.to_owned() }
}
