//! The form of a message to a person: a code, one sentence, where, what was expected, what to do.
//!
//! ```text
//! error[I0202]: `two` is no whole number
//!    events.csv row 3, column `deaths_a`
//!    expected a whole number, 0 or more
//!    help: …
//! ```
//!
//! Holds
//! - What somebody else wrote is shown, never obeyed: control characters are replaced.
//!
//! Not here: the codes (`codes`).

use std::fmt;
use std::io;
use std::path::Path;

use record::vocabulary::time::Instant;

use crate::draft;

/// What is said to a person: a code, one sentence, where, what was expected, what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Message {
    /// One of [`codes::CODES`](crate::codes::CODES).
    pub code: &'static str,
    /// One lower-case sentence with the reader's own words in backticks.
    pub sentence: String,
    /// Where; may be empty.
    pub at: String,
    /// What was expected, what is known, line by line.
    pub notes: Vec<String>,
    /// What to do; may be empty.
    pub help: String,
}

impl Message {
    /// A message that says only what happened.
    pub fn new(code: &'static str, sentence: impl Into<String>) -> Message {
        Message { code, sentence: sentence.into(), at: String::new(), notes: Vec::new(), help: String::new() }
    }
    /// About a file that could not be read or written.
    pub fn io(code: &'static str, doing: &str, path: &Path, error: &io::Error) -> Message {
        // The kind reads the same on every system; the system's own words do not.
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it is not there".to_owned(),
            kind => kind.to_string(),
        };
        Message::new(code, format!("could not {doing} `{}`: {why}", path.display()))
    }
    /// With a place.
    pub fn at(mut self, place: impl Into<String>) -> Message {
        self.at = place.into();
        self
    }
    /// With a further line.
    pub fn note(mut self, line: impl Into<String>) -> Message {
        self.notes.push(line.into());
        self
    }
    /// With what to do.
    pub fn help(mut self, help: impl Into<String>) -> Message {
        self.help = help.into();
        self
    }
}

impl From<&channel::admissible::Fault> for Message {
    /// A fault of what was to be said, with the way out.
    fn from(fault: &channel::admissible::Fault) -> Message {
        let help = channel::codes::explain(fault.code()).map_or("", |code| code.help);
        Message::new(fault.code(), fault.to_string()).help(help)
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, shown(&self.sentence))?;
        if !self.at.is_empty() {
            write!(f, "\n   {}", shown(&self.at))?;
        }
        for line in &self.notes {
            write!(f, "\n   {}", shown(line))?;
        }
        if !self.help.is_empty() {
            write!(f, "\n   help: {}", shown(&self.help))?;
        }
        Ok(())
    }
}

/// `text` without characters that a terminal would obey: a file's content is shown, never run.
pub fn shown(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

/// What somebody wrote, in backticks and on one line; long text is cut.
pub fn quoted(text: &str) -> String {
    draft::quoted(&text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `at` in UTC, as "2030-03-05T10:00:00Z".
pub fn utc(at: Instant) -> String {
    match at {
        Instant::EVER => "always".to_owned(),
        Instant::NEVER => "never".to_owned(),
        Instant(second) => {
            jiff::Timestamp::from_second(second).map_or_else(|_| format!("@{second}"), |t| t.to_string())
        }
    }
}
