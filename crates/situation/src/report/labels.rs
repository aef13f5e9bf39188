//! Labels: names in the report's language, where the mission has translated them; places as the side whose view it is calls them.
//!
//! ```text
//! a report, `Labels` ─▶ every name that has a label shown by it, and a table of what was translated, and of what a side calls otherwise
//! ```
//!
//! Holds
//! - A label is presentation alone: verdicts, ids and footnotes were made before, with the names as they stand.
//! - What was translated stands in the last section beside its original, which decides.
//! - A text is replaced only where it is wholly a name, or a list of names.
//! - A quotation that a label translates says inside its marks that it is translated; a side's name for a place is never put into one.
//! - A side's name stands before a translation, and beside the agreed form in the last section: it recognises nothing.
//!
//! Not here: the file that a mission keeps them in (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;

use super::document::{Block, Report, Sentence, Table};
use super::language::{Language, Words, isolated};

/// The mark before and behind what somebody wrote.
const MARKS: [char; 2] = ['\u{2068}', '\u{2069}'];

/// Names and what they are called in one language, places also by the side whose view is shown.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Labels {
    names: BTreeMap<Name, String>,
    side: Option<Side>,
}

/// What a side calls places.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Side {
    name: Name,
    places: BTreeMap<Name, String>,
}

/// Names that were shown by another.
#[derive(Default)]
struct Used<'l> {
    /// As the mission or the program translates them.
    translated: BTreeSet<&'l Name>,
    /// As a side calls them.
    by_side: BTreeSet<&'l Name>,
}

impl Labels {
    /// Those of the words that the program itself writes when it imports a feed.
    pub fn of(language: Language) -> Labels {
        let lines = language.names().lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let pairs = lines.map(|line| line.split_once(" = ").expect("a name and its label"));
        Labels { names: pairs.map(|(name, label)| (name.to_owned(), label.to_owned())).collect(), side: None }
    }
    /// With one more; a mission's own label stands before the program's.
    pub fn with(mut self, name: &str, label: &str) -> Labels {
        self.names.insert(name.to_owned(), label.to_owned());
        self
    }
    /// With what `side` calls places, by the agreed form of each; for the view of that side alone.
    pub fn as_called_by(mut self, side: &str, places: BTreeMap<Name, String>) -> Labels {
        self.side = Some(Side { name: side.to_owned(), places });
        self
    }

    /// The report with its names as they are labelled.
    pub fn applied(&self, mut report: Report) -> Report {
        if self.names.is_empty() && self.side.is_none() {
            return report;
        }
        let words = Words::of(report.language);
        let mut used = Used::default();
        report.each_text(&mut |text| *text = self.translated(text, &words, &mut used));
        let Some(last) = report.sections.last_mut() else { return report };
        let row = |shown: &str, original: &str| [shown, original].map(|text| cell(isolated(text))).to_vec();
        if !used.translated.is_empty() {
            last.blocks.push(Block::Heading(words.word("heading-labels")));
            last.blocks.push(Block::Paragraph(vec![cell(words.word("labels-how"))]));
            last.blocks.push(Block::Table(Table {
                caption: words.word("labels-caption"),
                columns: vec![words.word("column-label"), words.word("column-original")],
                rows: used.translated.iter().map(|name| row(&self.names[*name], name)).collect(),
            }));
        }
        if let Some(Side { name, places }) = self.side.as_ref().filter(|_| !used.by_side.is_empty()) {
            let called = isolated(self.names.get(name).unwrap_or(name));
            let how = words.say("places-how", &[("side", called.into())]);
            last.blocks.push(Block::Heading(words.word("heading-places")));
            last.blocks.push(Block::Paragraph(vec![cell(how), cell(words.word("places-recognise"))]));
            last.blocks.push(Block::Table(Table {
                caption: words.word("places-caption"),
                columns: vec![words.word("column-label"), words.word("column-agreed-form")],
                rows: used.by_side.iter().map(|name| row(&places[*name], name)).collect(),
            }));
        }
        report
    }

    /// What a name is shown by, if by another: first as the side calls the place, then as it is translated.
    fn shown<'l>(&'l self, name: &str, used: &mut Used<'l>) -> Option<&'l str> {
        let by_side = self.side.as_ref().and_then(|side| side.places.get_key_value(name));
        let (found, of) = match by_side {
            Some(found) => (Some(found), &mut used.by_side),
            None => (self.names.get_key_value(name), &mut used.translated),
        };
        let (name, label) = found?;
        of.insert(name);
        Some(label)
    }

    fn translated<'l>(&'l self, text: &str, words: &Words, used: &mut Used<'l>) -> String {
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
                match self.names.get_key_value(quoted) {
                    Some((name, label)) => {
                        used.translated.insert(name);
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
    fn of_name<'l>(&'l self, name: &str, between: &str, used: &mut Used<'l>) -> Option<String> {
        if let Some(label) = self.shown(name, used) {
            return Some(label.to_owned());
        }
        let parts = || name.split(", ");
        let has = |part: &str| self.shown(part, &mut Used::default()).is_some();
        if !name.contains(", ") || !parts().all(has) {
            return None;
        }
        Some(parts().filter_map(|part| self.shown(part, used)).collect::<Vec<_>>().join(between))
    }
}

fn cell(text: String) -> Sentence {
    Sentence { text, ..Sentence::default() }
}
