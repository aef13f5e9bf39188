//! What a command answers: what was checked, what was not, what was noticed, and every problem.
//!
//! ```text
//! DOES NOT HOLD: the log `valley.example/log`
//!
//! error[V0302]: …
//!
//! checked
//!   …
//! not checked
//!   …
//! ```
//!
//! Holds
//! - It holds exactly where there is no problem.
//! - Many problems of one code are counted and the first of them shown: an altered log may have millions.
//! - What others wrote is shown, never obeyed: control characters are replaced.

use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::Path;

use tlog::spell::shown;

use crate::codes;
use crate::limits::PROBLEMS_SHOWN;

/// One thing that does not hold: a code, one sentence, where, what is known, what to do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// One of [`codes::CODES`], or of `record::codes::CODES` where an entry is refused by the record's rules.
    pub code: &'static str,
    /// One lower-case sentence.
    pub sentence: String,
    /// Where; may be empty.
    pub at: String,
    /// What is known beside it, a line each.
    pub notes: Vec<String>,
    /// What to do; may be empty.
    pub help: String,
}

impl Problem {
    /// A problem that says only what does not hold.
    pub fn new(code: &'static str, sentence: impl Into<String>) -> Problem {
        Problem { code, sentence: sentence.into(), at: String::new(), notes: Vec::new(), help: String::new() }
    }
    /// With a place.
    pub fn at(mut self, place: impl Into<String>) -> Problem {
        self.at = place.into();
        self
    }
    /// With a further line.
    pub fn note(mut self, line: impl Into<String>) -> Problem {
        self.notes.push(line.into());
        self
    }
    /// With what to do.
    pub fn help(mut self, help: impl Into<String>) -> Problem {
        self.help = help.into();
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error[{}]: {}", self.code, plain(&self.sentence))?;
        let help = (!self.help.is_empty()).then(|| format!("help: {}", self.help));
        let lines = [&self.at].into_iter().filter(|at| !at.is_empty()).chain(&self.notes).chain(&help);
        lines.into_iter().try_for_each(|line| write!(f, "\n   {}", plain(line)))
    }
}

/// `text` without characters that a terminal would obey.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

/// Why there is no report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Failure {
    /// What was given is not what the command takes. Exit code 2.
    Input(Box<Problem>),
    /// A file could not be read or written. Exit code 3.
    World(Box<Problem>),
}

impl Failure {
    /// What was given is not what the command takes.
    pub fn input(problem: Problem) -> Failure {
        Failure::Input(Box::new(problem))
    }
    /// Something could not be done with a file.
    pub fn io(doing: &str, path: &Path, error: &io::Error) -> Failure {
        // The kind reads the same on every system; the system's own words do not.
        let why = match error.kind() {
            io::ErrorKind::NotFound => "it is not there".to_owned(),
            kind => kind.to_string(),
        };
        Failure::World(Box::new(Problem::new(
            codes::IO,
            format!("could not {doing} `{}`: {why}", shown(&path.to_string_lossy())),
        )))
    }
}

/// The answer of a command.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// What it is about.
    pub subject: String,
    /// What was checked, whether it holds or not.
    pub checked: Vec<String>,
    /// What was not checked and might matter.
    pub unchecked: Vec<String>,
    /// What is no problem and worth knowing.
    pub noticed: Vec<String>,
    problems: Vec<Problem>,
    /// How many problems of a code were found.
    counts: BTreeMap<&'static str, u64>,
}

impl Report {
    /// A report without anything yet.
    pub fn about(subject: impl Into<String>) -> Report {
        Report { subject: subject.into(), ..Report::default() }
    }
    /// Whether all that was checked holds.
    pub fn holds(&self) -> bool {
        self.problems.is_empty()
    }
    /// The problems: of each code the first few.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
    /// How many problems of `code` there are, shown or not.
    pub fn count(&self, code: &str) -> u64 {
        self.counts.get(code).copied().unwrap_or(0)
    }
    /// Takes note of a problem.
    pub fn problem(&mut self, problem: Problem) {
        let count = self.counts.entry(problem.code).or_default();
        *count += 1;
        if *count <= PROBLEMS_SHOWN {
            self.problems.push(problem);
        }
    }

    /// Codes of which more problems were found than are shown, and how many more.
    fn more(&self) -> impl Iterator<Item = (&'static str, u64)> {
        self.counts
            .iter()
            .filter(|(_, count)| **count > PROBLEMS_SHOWN)
            .map(|(code, count)| (*code, count - PROBLEMS_SHOWN))
    }

    /// The report as JSON.
    pub fn json(&self) -> String {
        let texts = |texts: &[String]| list(texts.iter().map(|text| quoted(text)));
        let problems = self.problems.iter().map(|problem| {
            format!(
                "{{\"code\":{},\"sentence\":{},\"at\":{},\"notes\":{},\"help\":{}}}",
                quoted(problem.code),
                quoted(&problem.sentence),
                quoted(&problem.at),
                texts(&problem.notes),
                quoted(&problem.help)
            )
        });
        let counts = self.counts.iter().map(|(code, count)| format!("{}:{count}", quoted(code)));
        format!(
            "{{\"subject\":{},\"holds\":{},\"problems\":{},\"counts\":{{{}}},\"checked\":{},\"not_checked\":{},\"noticed\":{}}}",
            quoted(&self.subject),
            self.holds(),
            list(problems),
            counts.collect::<Vec<_>>().join(","),
            texts(&self.checked),
            texts(&self.unchecked),
            texts(&self.noticed)
        )
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", if self.holds() { "holds" } else { "DOES NOT HOLD" }, plain(&self.subject))?;
        for problem in &self.problems {
            write!(f, "\n{problem}\n")?;
        }
        for (code, more) in self.more() {
            write!(f, "\n{more} more of {code} are not shown\n")?;
        }
        for (title, lines) in [("checked", &self.checked), ("noticed", &self.noticed), ("not checked", &self.unchecked)]
        {
            if !lines.is_empty() {
                write!(f, "\n{title}\n")?;
            }
            lines.iter().try_for_each(|line| writeln!(f, "   {}", plain(line)))?;
        }
        Ok(())
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

/// A JSON text.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            c if c < ' ' => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}
