//! Labels: names in the report's language, where the mission has translated them.
//!
//! ```text
//! a report, `Labels` ─▶ every name that has a label shown by it, and a table of what was translated
//! ```
//!
//! Holds
//! - A label is presentation alone: verdicts, ids and footnotes were made before, with the names as they stand.
//! - What was translated stands in the last section beside its original, which decides.
//! - A text is replaced only where it is wholly a name, or a list of names.
//! - A quotation that a label translates says inside its marks that it is translated.
//!
//! Not here: the file that a mission keeps them in (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;

use super::document::{Block, Report, Sentence, Table};
use super::language::{Language, Words, isolated};

/// The mark before and behind what somebody wrote.
const MARKS: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Names and what they are called in one language.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Labels(BTreeMap<Name, String>);

impl Labels {
    /// Those of the words that the program itself writes when it imports a feed.
    pub fn of(language: Language) -> Labels {
        let lines = language.names().lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pairs = lines.map(|line| line.split_once(" = ").expect("a name and its label"));
        Labels(pairs.map(|(name, label)| (name.to_owned(), label.to_owned())).collect())
    }
    /// With one more; a mission's own label stands before the program's.
    pub fn with(mut self, name: &str, label: &str) -> Labels {
        self.0.insert(name.to_owned(), label.to_owned());
        self
    }

    /// The report with its names as they are labelled.
    pub fn applied(&self, mut report: Report) -> Report {
        if self.0.is_empty() {
            return report;
        }
        let words = Words::of(report.language);
        let mut used = BTreeSet::new();
        report.each_text(&mut |text| *text = self.translated(text, &words, &mut used));
        if !used.is_empty() {
            let rows =
                used.iter().map(|name| [&self.0[*name], *name].map(|text| cell(isolated(text))).to_vec()).collect();
            let table = Table {
                caption: words.word("labels-caption"),
                columns: vec![words.word("column-label"), words.word("column-original")],
                rows,
            };
            if let Some(last) = report.sections.last_mut() {
                last.blocks.push(Block::Heading(words.word("heading-labels")));
                last.blocks.push(Block::Paragraph(vec![cell(words.word("labels-how"))]));
                last.blocks.push(Block::Table(table));
            }
        }
        report
    }

    fn translated<'l>(&'l self, text: &str, words: &Words, used: &mut BTreeSet<&'l Name>) -> String {
        let between = &words.word("list-separator");
        // A name that stands alone needs no marks around it.
        if let Some(label) = self.of_name(text, between, used) {
            return label;
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(from) = rest.find(MARKS[0]) {
            let (before, marked) = rest.split_at(from + MARKS[0].len_utf8());
            out.push_str(before);
            rest = marked;
            // A quotation is an isolate in an isolate.
            if let Some(quoted) = marked.strip_prefix(MARKS[0]) {
                let (quoted, after) = quoted.split_at(quoted.find(MARKS[1]).unwrap_or(quoted.len()));
                out.push(MARKS[0]);
                match self.0.get_key_value(quoted) {
                    Some((name, label)) => {
                        used.insert(name);
                        out.push_str(&words.say("label-quoted", &[("label", label.into())]));
                    }
                    None => out.push_str(quoted),
                }
                rest = after;
                continue;
            }
            let Some(end) = marked.find(MARKS).filter(|end| marked[*end..].starts_with(MARKS[1])) else { continue };
            match self.of_name(&marked[..end], between, used) {
                Some(label) => out.push_str(&label),
                None => out.push_str(&marked[..end]),
            }
            rest = &marked[end..];
        }
        out.push_str(rest);
        out
    }

    /// The label of a name, or the labels of a list in which each has one.
    fn of_name<'l>(&'l self, name: &str, between: &str, used: &mut BTreeSet<&'l Name>) -> Option<String> {
        if let Some((name, label)) = self.0.get_key_value(name) {
            used.insert(name);
            return Some(label.clone());
        }
        if !name.contains(", ") {
            return None;
        }
        let known: Vec<(&Name, &String)> =
            name.split(", ").map(|part| self.0.get_key_value(part)).collect::<Option<_>>()?;
        used.extend(known.iter().map(|(name, _)| *name));
        Some(known.iter().map(|(_, label)| label.as_str()).collect::<Vec<_>>().join(between))
    }
}

fn cell(text: String) -> Sentence {
    Sentence { text, ..Sentence::default() }
}
