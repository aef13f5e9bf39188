//! Error codes: each stands in the `codes.rs` of one crate and has a case that shows its message.
//!
//! Not here: whether the message is good (readers judge it), whether the case passes (`armistice case`).

use std::collections::BTreeMap;

use super::rust::Source;
use super::{Problem, Tree, lines};

/// Each code has a case, belongs to one crate, and is spelled nowhere else; each code of a case exists.
pub fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let bad = || tree.texts().filter(|(path, _)| path.starts_with("cases/") && path.contains("/bad/"));
    let mut letters: BTreeMap<char, (&str, String)> = BTreeMap::new();
    let mut codes: BTreeMap<String, String> = BTreeMap::new();
    let mut elsewhere = Vec::new();
    for (path, text) in tree.texts().filter(|(path, _)| path.contains("/src/") && path.ends_with(".rs")) {
        let Some(crate_name) = path.strip_prefix("crates/").and_then(|rest| rest.split('/').next()) else { continue };
        let literals = Source::read(text).strings;
        let found = literals.iter().filter(|literal| is_code(&literal.text));
        if !path.ends_with("/codes.rs") {
            elsewhere.extend(found.map(|literal| (path, literal.line, literal.text.clone())));
            continue;
        }
        for literal in found {
            let code = literal.text.clone();
            let letter = code.chars().next().expect("a code has a letter");
            let (owner, first) = letters.entry(letter).or_insert_with(|| (crate_name, code.clone())).clone();
            if owner != crate_name {
                problems.push(Problem::new(
                    path,
                    literal.line,
                    format!("code `{code}` has the letter of `{owner}`, which has `{first}`"),
                    "each crate has its own letter: choose a free one",
                ));
            }
            let new = codes.insert(code.clone(), path.to_owned()).is_none();
            if new && !bad().any(|(_, text)| text.contains(&code)) {
                problems.push(Problem::new(
                    path,
                    literal.line,
                    format!("no case shows the message of `{code}`"),
                    "add the smallest text that triggers it under cases/…/bad/, with the message as its expected output",
                ));
            }
        }
    }
    for (path, line, code) in elsewhere {
        let help = match codes.get(&code) {
            Some(home) => format!("use its constant in {home}"),
            None => "give it a constant in the codes.rs of its crate, with a case that shows its message".to_owned(),
        };
        problems.push(Problem::new(path, line, format!("the code `{code}` is spelled out here"), help));
    }
    for (path, text) in bad() {
        for (line, text) in lines(text) {
            for rest in ["error[", "warning[", "note["].iter().flat_map(|open| text.split(open).skip(1)) {
                let code = rest.split(']').next().unwrap_or("");
                if is_code(code) && !codes.contains_key(code) {
                    problems.push(Problem::new(
                        path,
                        line,
                        format!("the case expects `{code}`, and no codes.rs has it"),
                        "correct the code, or delete the case with the code it showed",
                    ));
                }
            }
        }
    }
    problems
}

/// A capital letter and four digits.
fn is_code(text: &str) -> bool {
    matches!(text.as_bytes(), [b'A'..=b'Z', digits @ ..] if digits.len() == 4 && digits.iter().all(u8::is_ascii_digit))
}
