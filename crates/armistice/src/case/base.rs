//! Bases: an agreement of which a case writes only the lines that differ (`spec/cases.md`, "The valley base").
//!
//! Holds
//! - The base that runs is the one printed in the specification: this module reads it from there.
//! - A change of something the base does not have is an error, so that no case silently tests something else.
//!
//! Not here: what the lines mean (`agreement`).

use super::codes;
use super::file::blocks;
use crate::message::{Message, quoted};

/// Per block: first words of lines that make the same choice, so that one replaces the other.
const SAME_CHOICE: [(&str, &[&str]); 7] = [
    ("coverage", &["no", "calm"]),
    ("regime", &["renewed", "not"]),
    ("article", &["anywhere", "in"]),
    ("article", &["during", "from"]),
    ("clock", &["anywhere", "in", "for"]),
    ("clock", &["while", "whatever"]),
    ("phase", &["once", "while"]),
];

const SPECIFICATION: &str = include_str!("../../../../spec/cases.md");

/// One block of an agreement: its head and its lines, each with the deeper lines that belong to it.
struct Clause {
    head: String,
    items: Vec<Item>,
}

struct Item {
    /// Its first word.
    word: String,
    lines: Vec<String>,
    /// Written by the case: nothing replaces it.
    written: bool,
}

/// The base `name` with the changes written in `changes`, as a whole agreement.
pub(super) fn over(name: &str, changes: &str) -> Result<String, Message> {
    let lines: Vec<&str> = SPECIFICATION.lines().collect();
    let bases = blocks(&lines).unwrap_or_default();
    let base =
        bases.iter().find(|block| block.info.strip_prefix("agreement base ") == Some(name)).ok_or_else(|| {
            let known: Vec<String> =
                bases.iter().filter_map(|block| block.info.strip_prefix("agreement base ")).map(quoted).collect();
            Message::new(codes::BASE, format!("there is no base {}", quoted(name))).help(format!(
                "the bases are: {}; or write the whole agreement in a block ```agreement",
                known.join(", ")
            ))
        })?;
    let mut clauses = clauses(&base.text());
    for change in self::clauses(changes) {
        if let Some(gone) = change.head.strip_prefix("without ") {
            let at = position(&clauses, gone).ok_or_else(|| missing(gone, "block"))?;
            clauses.remove(at);
            continue;
        }
        match position(&clauses, &change.head) {
            Some(at) => merge(&mut clauses[at], change)?,
            None => clauses.push(change),
        }
    }
    let mut text = String::new();
    for clause in clauses {
        text += &format!("{}\n", clause.head);
        for line in clause.items.iter().flat_map(|item| &item.lines) {
            text += &format!("{line}\n");
        }
        text.push('\n');
    }
    Ok(text)
}

fn missing(what: &str, kind: &str) -> Message {
    Message::new(codes::BASE, format!("the base has no {kind} {}", quoted(what)))
        .help("the base is printed in spec/cases.md; a block is named by its first line up to the bracket")
}

fn position(clauses: &[Clause], head: &str) -> Option<usize> {
    clauses.iter().position(|clause| name(&clause.head) == name(head))
}

/// A block's name: its first line up to the bracket; of `agreement "…"` the word alone.
fn name(head: &str) -> String {
    let until = head.find('[').unwrap_or(head.len());
    let words: Vec<&str> = head[..until].split_whitespace().collect();
    match words.first() {
        Some(&"agreement") => "agreement".to_owned(),
        _ => words.join(" "),
    }
}

/// Replaces the lines of `clause` that begin with the same words as lines of `change`; adds the others.
fn merge(clause: &mut Clause, change: Clause) -> Result<(), Message> {
    if change.head.contains('[') || change.head.contains('"') && name(&change.head) == "agreement" {
        clause.head = change.head;
    }
    let (without, written): (Vec<Item>, Vec<Item>) = change.items.into_iter().partition(|item| item.word == "without");
    for item in without {
        let word = item.lines[0].split_whitespace().nth(1).unwrap_or_default().to_owned();
        let before = clause.items.len();
        clause.items.retain(|item| item.word != word);
        if clause.items.len() == before {
            return Err(missing(&word, "line that begins with"));
        }
    }
    let block = name(&clause.head);
    let block = block.split(' ').next().unwrap_or_default();
    let mut begun: Vec<String> = Vec::new();
    for item in written.into_iter().map(|item| Item { written: true, ..item }) {
        if !begun.contains(&item.word) {
            // The first line with this word takes the place of the first it replaces.
            let replaces = |old: &Item| !old.written && same_choice(block, &old.word, &item.word);
            let at = clause.items.iter().position(replaces).unwrap_or(clause.items.len());
            clause.items.retain(|old| !replaces(old));
            begun.push(item.word.clone());
            clause.items.insert(at, item);
        } else {
            let last = clause.items.iter().rposition(|old| old.word == item.word).expect("its first line was put in");
            clause.items.insert(last + 1, item);
        }
    }
    Ok(())
}

/// Whether lines that begin with these words make the same choice in a block.
fn same_choice(block: &str, a: &str, b: &str) -> bool {
    let both = |(of, words): &(&str, &[&str])| *of == block && words.contains(&a) && words.contains(&b);
    a == b || SAME_CHOICE.iter().any(both)
}

/// The blocks of `text`. Comments at the margin and empty lines say nothing.
fn clauses(text: &str) -> Vec<Clause> {
    let mut clauses: Vec<Clause> = Vec::new();
    let mut margin = None;
    for line in text.lines() {
        let content = line.trim_start();
        if content.is_empty() || content.starts_with("--") {
            continue;
        }
        let indent = line.len() - content.len();
        let Some(clause) = clauses.last_mut().filter(|_| indent > 0) else {
            clauses.push(Clause { head: line.trim_end().to_owned(), items: Vec::new() });
            margin = None;
            continue;
        };
        let least = *margin.get_or_insert(indent);
        match clause.items.last_mut() {
            Some(item) if indent > least => item.lines.push(line.to_owned()),
            _ => clause.items.push(Item { word: first_word(content), lines: vec![line.to_owned()], written: false }),
        }
    }
    clauses
}

/// The first word, or the first quoted name, without a colon.
fn first_word(line: &str) -> String {
    let word = match line.strip_prefix('"') {
        Some(rest) => rest.split('"').next(),
        None => line.split_whitespace().next(),
    };
    word.unwrap_or_default().trim_end_matches(':').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_base_of_the_specification_is_an_agreement() {
        let text = over("valley", "").unwrap();
        let checked = agreement::check(agreement::parse(&text));
        let said = agreement::diagnostic::render_all(&checked.diagnostics, "valley", &text);
        assert!(checked.agreement.is_some(), "{said}");
    }

    #[test]
    fn a_line_replaces_the_lines_that_begin_with_the_same_word() {
        let text = over("valley", "clock \"seven days\"\n  without broken\n  whatever the regime\n  on break reset\n")
            .unwrap();
        let clock = &text[text.find("clock").unwrap()..text.find("phase").unwrap()];
        assert!(clock.contains("  from D\n  whatever the regime\n  anywhere\n"), "{clock}");
        assert!(
            clock.contains("  unobserved days leave it open\n  on break reset\n  under every standard\n"),
            "{clock}"
        );
        assert!(!clock.contains("while calm") && !clock.contains("broken by"), "{clock}");
    }
}
