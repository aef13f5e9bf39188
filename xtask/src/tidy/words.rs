//! Words that take a side or mean two things: not in public names, not in what a reader is shown.
//!
//! Not here: words that are missing from the glossary (`glossary`).

use super::rust::{Kind, Source, split_name};
use super::{Problem, Tree};

/// Where a word is refused.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    /// In names of types, functions and fields, and in strings.
    Everywhere,
    /// In names of types only: elsewhere it is an ordinary word or a word of a feed.
    Types,
}

/// The refused word or words, where, and the word of the field.
const WORDS: &[(&str, Where, &str)] = &[
    ("enemy", Where::Everywhere, "party, actor"),
    ("hit", Where::Everywhere, "violation, or breached"),
    ("trust score", Where::Everywhere, "grade"),
    ("ping", Where::Everywhere, "notice, or warning"),
    ("user", Where::Everywhere, "party, actor, or the reader's role (duty officer, monitor)"),
    ("debunk", Where::Everywhere, "a source denies"),
    ("debunked", Where::Everywhere, "a source denies"),
    ("event", Where::Types, "incident"),
    ("attack", Where::Types, "incident"),
];

/// Types that may use a refused word, each with its reason.
const ALLOWED_TYPES: &[(&str, &str)] = &[
    ("EventTime", "when a report says it happened: the feeds' word"),
    ("ConvoyEvent", "what is said to have happened to a convoy: most of it is no incident"),
];

/// No public name and no string of a crate uses a refused word.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let sources =
        tree.texts().filter(|(path, _)| path.starts_with("crates/") && path.contains("/src/") && path.ends_with(".rs"));
    for (path, text) in sources {
        let source = Source::read(text);
        for item in source.public_items() {
            let refused = refused(&split_name(&item.name), item.kind == Kind::Type);
            if let Some((word, instead)) = refused
                && !ALLOWED_TYPES.iter().any(|(name, _)| *name == item.name)
            {
                problems.push(Problem::new(
                    path,
                    item.line,
                    format!("the public name `{}` says `{word}`", item.name),
                    format!("the field's word is: {instead}"),
                ));
            }
        }
        for literal in &source.strings {
            let words: Vec<String> = literal
                .text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_lowercase)
                .collect();
            if let Some((word, instead)) = refused(&words, false) {
                problems.push(Problem::new(
                    path,
                    literal.line,
                    format!("a text says `{word}`"),
                    format!("the field's word is: {instead}"),
                ));
            }
        }
    }
    problems
}

fn refused(words: &[String], is_type: bool) -> Option<(&'static str, &'static str)> {
    WORDS.iter().filter(|(_, place, _)| is_type || *place == Where::Everywhere).find_map(|(word, _, instead)| {
        let parts: Vec<&str> = word.split(' ').collect();
        let said = words.windows(parts.len()).any(|window| window.iter().zip(&parts).all(|(a, b)| a == b));
        said.then_some((*word, *instead))
    })
}
