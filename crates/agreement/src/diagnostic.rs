//! Diagnostics: what is wrong with a text, where, and what to write instead.
//!
//! ```text
//! error[A0304]: no standard is called `credibel`
//!    valley.accord:31:12
//! 31 │   headline credibel
//!    │            ^^^^^^^^ not declared
//!    the standards are `any report`, `credible`
//!    help: did you mean `credible`?
//! ```
//!
//! Holds
//! - Columns and carets count characters, so that they stand right under any script.
//! - What is shown holds no character that a terminal would obey.
//!
//! Not here: the list of codes (`codes`), colours, editors.

use std::fmt::Write as _;

use crate::limits;

/// Bytes `start..end` of the text; always on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

impl Span {
    /// `start..end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start, end }
    }
    /// From the beginning of this one to the end of `other`.
    pub fn to(self, other: Span) -> Span {
        Span { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// How much a diagnostic weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Severity {
    /// The text is not an agreement until this is repaired.
    Error,
    /// It can be adopted, and probably does not say what is meant.
    Warning,
    /// Worth knowing before signing.
    Note,
}

/// A place in the text and what is to be said about it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Where.
    pub span: Span,
    /// What; may be empty.
    pub text: String,
    /// Whether it is the place to which the reader is sent first.
    pub primary: bool,
}

/// One problem of a text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Its code: see [`crate::codes::CODES`].
    pub code: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// One sentence in the reader's own words.
    pub message: String,
    /// Where; the primary one first.
    pub labels: Vec<Label>,
    /// What the reader needs to know: what was expected, the arithmetic.
    pub notes: Vec<String>,
    /// What to do. Lines after the first are lines to paste.
    pub help: Vec<String>,
}

impl Diagnostic {
    /// An error with `label` under `span`.
    pub(crate) fn error(
        code: &'static str,
        message: impl Into<String>,
        span: Span,
        label: impl Into<String>,
    ) -> Diagnostic {
        let labels = vec![Label { span, text: label.into(), primary: true }];
        Diagnostic { code, severity: Severity::Error, message: message.into(), labels, notes: vec![], help: vec![] }
    }
    /// The same with another weight.
    pub(crate) fn weighing(mut self, severity: Severity) -> Diagnostic {
        self.severity = severity;
        self
    }
    /// With a further place.
    pub(crate) fn also(mut self, span: Span, text: impl Into<String>) -> Diagnostic {
        self.labels.push(Label { span, text: text.into(), primary: false });
        self
    }
    /// With a note.
    pub(crate) fn note(mut self, text: impl Into<String>) -> Diagnostic {
        self.notes.push(text.into());
        self
    }
    /// With help.
    pub(crate) fn help(mut self, text: impl Into<String>) -> Diagnostic {
        self.help.push(text.into());
        self
    }
    /// With help whose lines after the first are to be pasted.
    pub(crate) fn lines<S: AsRef<str>>(
        self,
        first: impl Into<String>,
        lines: impl IntoIterator<Item = S>,
    ) -> Diagnostic {
        let mut text = first.into();
        for line in lines {
            text.push_str("\n  ");
            text.push_str(line.as_ref());
        }
        self.help(text)
    }
    /// The first byte of the primary place.
    pub(crate) fn position(&self) -> usize {
        self.labels.iter().find(|label| label.primary).map_or(0, |label| label.span.start)
    }

    /// As plain text of several lines, each ended; `text` is the text it is about.
    ///
    /// The primary place comes first, the others follow in the order of the text.
    pub fn render(&self, file_name: &str, text: &str) -> String {
        self.render_at(file_name, text, &line_ends(text))
    }

    fn render_at(&self, file_name: &str, text: &str, line_ends: &[usize]) -> String {
        let word = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        let mut out = format!("{word}[{}]: {}\n", self.code, visible(&self.message));
        let mut places: Vec<(Place<'_>, &Label)> =
            self.labels.iter().map(|label| (Place::of(text, line_ends, label.span), label)).collect();
        places.sort_by_key(|(place, label)| (!label.primary, place.line, place.column));
        let widest = places.iter().map(|(place, _)| place.line.to_string().len()).max().unwrap_or(1).max(2);
        let indent = " ".repeat(widest + 1);
        if let Some((place, _)) = places.first() {
            let _ = writeln!(out, "{indent}{}:{}:{}", visible(file_name), place.line, place.column);
        }
        let most = limits::SHOWN_CHARACTERS;
        // The line shown last, and how many of its characters were passed over.
        let mut shown: Option<(usize, usize)> = None;
        for (place, label) in &places {
            let column = place.column - 1;
            let skipped = match shown {
                Some((line, skipped)) if line == place.line && (skipped..skipped + most).contains(&column) => skipped,
                _ => {
                    let (skipped, row) = place.window();
                    let _ = writeln!(out, "{}", format!("{:>widest$} │ {}", place.line, visible(&row)).trim_end());
                    shown = Some((place.line, skipped));
                    skipped
                }
            };
            let before = " ".repeat(column - skipped + usize::from(skipped > 0));
            let width = place.width.min(skipped + most - column).max(1);
            let mark = if label.primary { "^" } else { "-" }.repeat(width);
            let _ = writeln!(out, "{}", format!("{indent}│ {before}{mark} {}", visible(&label.text)).trim_end());
        }
        for note in &self.notes {
            paragraph(&mut out, &indent, note);
        }
        for help in &self.help {
            paragraph(&mut out, &indent, &format!("help: {}", help.replace('\n', "\n      ")));
        }
        out
    }
}

/// Diagnostics in the order of the text, each rendered, with an empty line between.
pub fn render_all(diagnostics: &[Diagnostic], file_name: &str, text: &str) -> String {
    let ends = line_ends(text);
    diagnostics.iter().map(|diagnostic| diagnostic.render_at(file_name, text, &ends)).collect::<Vec<_>>().join("\n")
}

/// The byte of each end of a line.
pub(crate) fn line_ends(text: &str) -> Vec<usize> {
    text.match_indices('\n').map(|(at, _)| at).collect()
}

/// The row, counted from 0, of a byte of the text that has these ends of lines.
pub(crate) fn row_at(line_ends: &[usize], at: usize) -> usize {
    line_ends.partition_point(|end| *end < at)
}

/// The one of `known` that `word` is most likely meant to be, if any is near: small and capital letters count as equal.
pub(crate) fn closest<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let letters = |word: &str| word.chars().flat_map(char::to_lowercase).collect::<Vec<char>>();
    let word = letters(word);
    let most = (word.len() / 3).clamp(1, 4);
    let near = known.into_iter().filter_map(|name| {
        let other = letters(name);
        let distance = if other.len().abs_diff(word.len()) <= most { edits(&word, &other, most) } else { usize::MAX };
        (distance <= most && distance < word.len()).then_some((distance, name))
    });
    near.min_by_key(|(distance, _)| *distance).map(|(_, name)| name)
}

/// Letters to insert, delete, replace or swap with their neighbour to turn one word into the other, where these are at
/// most `most`; else some greater number.
fn edits(a: &[char], b: &[char], most: usize) -> usize {
    let far = a.len() + b.len() + 1;
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut next = vec![far; b.len() + 1];
        next[0] = i + 1;
        // Places further from the diagonal than `most` cannot lie on the way.
        for j in i.saturating_sub(most)..b.len().min(i + most + 1) {
            let mut least = (row[j] + usize::from(*x != b[j])).min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == b[j] {
                least = least.min(before[j - 1] + 1);
            }
            next[j + 1] = least;
        }
        before = std::mem::replace(&mut row, next);
    }
    row[b.len()]
}

/// One line of a text with the part that is marked.
struct Place<'t> {
    line: usize,
    column: usize,
    width: usize,
    row: &'t str,
}

impl<'t> Place<'t> {
    fn of(text: &'t str, line_ends: &[usize], span: Span) -> Place<'t> {
        let start = boundary(text, span.start);
        let from = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let until = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let end = boundary(text, span.end).clamp(start, until);
        Place {
            line: row_at(line_ends, from) + 1,
            column: text[from..start].chars().count() + 1,
            width: text[start..end].chars().count().max(1),
            row: text[from..until].trim_end_matches('\r'),
        }
    }
    /// The part of the line that is shown, and how many characters before it are not: all of it, or of a long line a
    /// part that begins a little before the mark.
    fn window(&self) -> (usize, String) {
        let most = limits::SHOWN_CHARACTERS;
        if self.row.chars().nth(most).is_none() {
            return (0, self.row.to_owned());
        }
        let skipped = (self.column - 1).saturating_sub(most / 4);
        let part: String = self.row.chars().skip(skipped).take(most).collect();
        let after = if self.row.chars().nth(skipped + most).is_some() { "…" } else { "" };
        let before = if skipped > 0 { "…" } else { "" };
        (skipped, format!("{before}{part}{after}"))
    }
}

/// The greatest character boundary at or before `at`.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn paragraph(out: &mut String, indent: &str, text: &str) {
    for line in text.split('\n') {
        let _ = writeln!(out, "{}", format!("{indent}{}", visible(line)).trim_end());
    }
}

/// `text` with a tab as one space and every character that is not seen, or that turns the direction, as `�`; cut where
/// it is too long to be read.
fn visible(text: &str) -> String {
    let cut = text.chars().nth(limits::SHOWN_CHARACTERS + 2).is_some();
    text.chars()
        .take(limits::SHOWN_CHARACTERS + 2)
        .chain(cut.then_some('…'))
        .map(|c| match c {
            '\t' => ' ',
            c if unseen(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// Whether `c` cannot be seen, or makes other characters appear in another order or place.
pub(crate) fn unseen(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}
