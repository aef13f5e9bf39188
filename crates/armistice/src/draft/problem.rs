//! Problems with a written statement: what is wrong, where, what was expected, what to do.
//!
//! Holds
//! - A problem names the writer's own words, and the field as the form at hand spells it.
//!
//! Not here: which problems there are (`codes`).

use std::fmt;

use super::limits;

/// One problem of one statement.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Problem {
    /// Its code, from [`codes`](super::codes).
    pub code: &'static str,
    /// What is wrong: one lower-case sentence.
    pub message: String,
    /// The field, as a path: `known`, `counts[1].least`. Empty where it is about the statement.
    pub field: String,
    /// What was expected there, where that says more.
    pub expected: Option<String>,
    /// What to do.
    pub help: Option<String>,
    /// Where in the text, once known.
    pub at: Option<Box<Spot>>,
}

/// A stretch of one line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spot {
    /// Line, from 1.
    pub line: usize,
    /// First character, from 1, and the line itself; `None` where only the line is known.
    pub shown: Option<Shown>,
}

/// What a caret stands under.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shown {
    /// First character, from 1.
    pub column: usize,
    /// Number of characters.
    pub width: usize,
    /// The whole line.
    pub text: String,
}

impl Problem {
    /// A problem with a field.
    pub fn new(code: &'static str, field: impl Into<String>, message: impl Into<String>) -> Problem {
        // What somebody wrote as a key is shown like any other of their words.
        let field = field.into().chars().map(harmless).collect();
        Problem { code, field, message: message.into(), ..Problem::default() }
    }
    /// States what was expected.
    pub fn expected(mut self, expected: impl Into<String>) -> Problem {
        self.expected = Some(expected.into());
        self
    }
    /// States what to do.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = Some(help.into());
        self
    }
    /// The same, in this line.
    pub(crate) fn on_line(mut self, line: usize) -> Problem {
        self.at.get_or_insert_with(|| Box::new(Spot { line, shown: None }));
        self
    }
    /// Its line, where known.
    pub fn line(&self) -> Option<usize> {
        self.at.as_ref().map(|spot| spot.line)
    }

    /// Several lines for a person: the message, where in `file`, a caret where the place is known, what to do.
    pub fn render(&self, file: &str) -> String {
        let mut out = format!("error[{}]: {}\n", self.code, self.message);
        match self.at.as_deref() {
            Some(Spot { line, shown: Some(shown) }) => {
                let (text, before) = shown.window();
                let width = shown.width.clamp(1, text.chars().count().saturating_sub(before).max(1));
                let gutter = line.to_string().len();
                out += &format!("   {file}:{line}:{}\n{line} │ {text}\n", shown.column);
                let note = self.expected.as_deref().map_or(String::new(), |text| format!(" expected {text}"));
                out += &format!("{:gutter$} │ {:before$}{}{note}\n", "", "", "^".repeat(width));
            }
            at => {
                let line = at.map_or(String::new(), |spot| format!(":{}", spot.line));
                let field = if self.field.is_empty() { String::new() } else { format!("  field `{}`", self.field) };
                out += &format!("   {file}{line}{field}\n");
                out += &self.expected.as_deref().map_or(String::new(), |text| format!("   expected {text}\n"));
            }
        }
        out + &self.help.as_deref().map_or(String::new(), |text| format!("   help: {text}\n"))
    }
}

impl Shown {
    /// The part of the line that is shown, and how many characters of it stand before the caret.
    fn window(&self) -> (String, usize) {
        let before = self.column.saturating_sub(1);
        let length = self.text.chars().count();
        if length <= limits::SHOWN_CHARACTERS {
            return (self.text.chars().map(harmless).collect(), before);
        }
        let from = before.saturating_sub(limits::SHOWN_CHARACTERS / 3);
        let part: String = self.text.chars().skip(from).take(limits::SHOWN_CHARACTERS).map(harmless).collect();
        let head = if from > 0 { "…" } else { "" };
        let tail = if from + limits::SHOWN_CHARACTERS < length { "…" } else { "" };
        (format!("{head}{part}{tail}"), before - from + head.chars().count())
    }
}

/// One line: `N0401: `soon` is no time (line 3, field `known`); expected …; …`.
impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        match (self.line(), self.field.as_str()) {
            (None, "") => {}
            (None, field) => write!(f, " (field `{field}`)")?,
            (Some(line), "") => write!(f, " (line {line})")?,
            (Some(line), field) => write!(f, " (line {line}, field `{field}`)")?,
        }
        self.expected.iter().try_for_each(|text| write!(f, "; expected {text}"))?;
        self.help.iter().try_for_each(|text| write!(f, "; {text}"))
    }
}

impl std::error::Error for Problem {}

/// The choice nearest to `word`, where one is near enough to be meant.
pub(crate) fn nearest<'a>(word: &str, choices: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let distances = choices.into_iter().map(|choice| (distance(word, choice), choice));
    distances.min().filter(|(distance, _)| *distance <= (word.chars().count() / 3).max(1)).map(|(_, choice)| choice)
}

/// Letters to add, drop or change to turn one word into the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != *y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

/// What somebody wrote is shown, never obeyed: characters that steer a terminal or the direction of text are replaced.
fn harmless(character: char) -> char {
    if character == '\t' {
        return ' ';
    }
    let steers = character.is_control() || matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if steers { char::REPLACEMENT_CHARACTER } else { character }
}

/// The writer's words in backticks; long ones cut.
pub(crate) fn quoted(text: &str) -> String {
    let mut characters = text.chars().map(harmless);
    let start: String = characters.by_ref().take(60).collect();
    format!("`{start}{}`", if characters.next().is_some() { "…" } else { "" })
}

/// `a`, `b` and `c`, each in backticks.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} and {last}", words.join(", ")) }
}
