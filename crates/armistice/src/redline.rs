//! A legal redline: what is struck and what is inserted between two texts, clause by clause.
//!
//! ```text
//! text, other text ─▶ one layout ─▶ clauses by their heads ─▶ lines that differ ─▶ words struck and inserted
//! ```
//!
//! Holds
//! - Layout, comments, the order of clauses and tests beside the terms are no difference.
//! - Kept and struck words of a clause are its text before, kept and inserted ones its text after.
//!
//! Not here: what follows from the difference (`situation::difference`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::tree::{Ends, Standing, Tree};
use agreement::{Diagnostic, Keywords, translate};
use similar::{Algorithm, ChangeTag, DiffOp, TextDiff, capture_diff_slices};

/// A part of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// In both texts.
    Kept(String),
    /// In the text before alone.
    Struck(String),
    /// In the text after alone.
    Inserted(String),
}

/// What became of a clause.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It reads otherwise.
    Changed,
}

/// A clause that differs, with the lines that do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Clause {
    /// How it begins: `article 5`.
    pub name: String,
    /// What became of it.
    pub became: Became,
    /// The lines that differ, in the order of the text.
    pub lines: Vec<Vec<Piece>>,
}

/// The clauses in which `after` differs from `before`: changed and removed ones in the order of `before`, then new ones.
///
/// # Errors
/// What cannot be read of either text: `false` for `before`.
pub fn redline(before: &str, after: &str) -> Result<Vec<Clause>, (bool, Vec<Diagnostic>)> {
    let one = clauses(before).map_err(|problems| (false, problems))?;
    let other = clauses(after).map_err(|problems| (true, problems))?;
    let later: BTreeMap<&str, &Vec<String>> = other.iter().map(|(name, lines)| (name.as_str(), lines)).collect();
    let mut found: Vec<Clause> = Vec::new();
    for (name, lines) in &one {
        let name = name.clone();
        match later.get(name.as_str()) {
            None => found.push(Clause {
                name,
                became: Became::Removed,
                lines: lines.iter().map(|line| vec![Piece::Struck(line.clone())]).collect(),
            }),
            Some(now) if *now == lines => {}
            Some(now) => found.push(Clause { name, became: Became::Changed, lines: between(lines, now) }),
        }
    }
    let known: BTreeSet<&str> = one.iter().map(|(name, _)| name.as_str()).collect();
    for (name, lines) in other.iter().filter(|(name, _)| !known.contains(name.as_str())) {
        let lines = lines.iter().map(|line| vec![Piece::Inserted(line.clone())]).collect();
        found.push(Clause { name: name.clone(), became: Became::Added, lines });
    }
    Ok(found)
}

/// What the amendments of one text change in it: each text by an amendment beside the text before it, and what ends.
///
/// # Errors
/// What cannot be read of the text.
pub fn amendments(text: &str, tree: &Tree) -> Result<Vec<(String, Vec<Clause>)>, Vec<Diagnostic>> {
    let clauses: BTreeMap<String, Vec<String>> = clauses(text)?.into_iter().collect();
    // Whose text it is is said by the amendment's own name.
    let body = |label: &str| -> Vec<String> {
        let named = label.find(" by amendment ").map_or("", |at| &label[at..]);
        let lines = clauses.get(&format!("article {label}")).map(Vec::as_slice).unwrap_or_default();
        lines
            .iter()
            .map(|line| if line.starts_with("article ") { line.replacen(named, "", 1) } else { line.clone() })
            .collect()
    };
    let mut found = Vec::new();
    // What each article reads by now, if the amendments are taken in the order of the text.
    let mut now: BTreeMap<&str, String> = BTreeMap::new();
    for article in tree.articles.iter().filter(|article| article.standing == Standing::Agreed) {
        now.insert(&article.id, article.label());
    }
    for change in &tree.changes {
        let mut own = Vec::new();
        let gives =
            |article: &&agreement::tree::Article| article.standing == Standing::ByAmendment(change.name.clone());
        for article in tree.articles.iter().filter(gives) {
            let name = format!("article {}", article.id);
            let after = body(&article.label());
            let (became, lines) = match now.insert(&article.id, article.label()) {
                Some(before) => (Became::Changed, between(&body(&before), &after)),
                None => (Became::Added, after.iter().map(|line| vec![Piece::Inserted(line.clone())]).collect()),
            };
            own.push(Clause { name, became, lines });
        }
        let ended: Vec<&str> = now.keys().copied().filter(|article| change.ends(article)).collect();
        for article in ended {
            let before = now.remove(article).unwrap_or_default();
            // Where everything ends, nobody reads it all again.
            let all = change.ends == Ends::Agreement;
            let lines = body(&before).iter().filter(|_| !all).map(|line| vec![Piece::Struck(line.clone())]).collect();
            own.push(Clause { name: format!("article {article}"), became: Became::Removed, lines });
        }
        found.push((change.name.clone(), own));
    }
    Ok(found)
}

/// The clauses of a text in English keywords and in one layout: how each begins, and its lines.
fn clauses(text: &str) -> Result<Vec<(String, Vec<String>)>, Vec<Diagnostic>> {
    let laid_out = translate(text, Keywords::English)?;
    let mut clauses: Vec<(String, Vec<String>)> = Vec::new();
    for line in laid_out.lines() {
        let said = without_comment(line);
        if said.trim().is_empty() {
            continue;
        }
        match clauses.last_mut() {
            Some((_, lines)) if said.starts_with(' ') => {
                // A statement that goes on in a second row is one line.
                let goes_on = lines.last().is_some_and(|last| last.ends_with(','));
                match lines.last_mut().filter(|_| goes_on) {
                    Some(last) => *last = format!("{last} {}", said.trim()),
                    None => lines.push(said.trim().to_owned()),
                }
            }
            _ => {
                let name = said.split('[').next().unwrap_or_default().trim();
                let name = if name.starts_with("agreement ") { "agreement" } else { name };
                clauses.push((name.to_owned(), vec![said.trim_end().to_owned()]));
            }
        }
    }
    clauses.retain(|(name, _)| name != "tests");
    // A clause whose head says no more than its name is told by its lines.
    for (name, lines) in &mut clauses {
        if lines.first() == Some(name) {
            lines.remove(0);
        }
    }
    Ok(clauses)
}

/// A line up to its comment.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    for (at, c) in line.char_indices() {
        quoted ^= c == '"';
        if !quoted && line[at..].starts_with("--") && (at == 0 || line[..at].ends_with(' ')) {
            return line[..at].trim_end();
        }
    }
    line
}

/// The lines that differ; those that replace one another word by word.
fn between(before: &[String], after: &[String]) -> Vec<Vec<Piece>> {
    let mut lines = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, before, after) {
        let (old, new) = (&before[op.old_range()], &after[op.new_range()]);
        match op {
            DiffOp::Equal { .. } => {}
            DiffOp::Replace { .. } if old.len() == new.len() => {
                lines.extend(old.iter().zip(new).map(|(old, new)| words(old, new)));
            }
            _ => {
                lines.extend(old.iter().map(|line| vec![Piece::Struck(line.clone())]));
                lines.extend(new.iter().map(|line| vec![Piece::Inserted(line.clone())]));
            }
        }
    }
    lines
}

fn words(before: &str, after: &str) -> Vec<Piece> {
    let diff = TextDiff::from_words(before, after);
    let mut pieces: Vec<Piece> = Vec::new();
    for change in diff.iter_all_changes() {
        let said = change.value();
        match (change.tag(), pieces.last_mut()) {
            (ChangeTag::Equal, Some(Piece::Kept(last)))
            | (ChangeTag::Delete, Some(Piece::Struck(last)))
            | (ChangeTag::Insert, Some(Piece::Inserted(last))) => last.push_str(said),
            (ChangeTag::Equal, _) => pieces.push(Piece::Kept(said.to_owned())),
            (ChangeTag::Delete, _) => pieces.push(Piece::Struck(said.to_owned())),
            (ChangeTag::Insert, _) => pieces.push(Piece::Inserted(said.to_owned())),
        }
    }
    pieces
}
