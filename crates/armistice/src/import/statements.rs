//! Statements in writing, as JSON Lines (`spec/notation.md`), imported as one batch.
//!
//! Holds
//! - A line that states a known-at is taken only as history; without one a statement becomes known when it is accepted.
//!
//! Not here: what a line says (`jsonl`, `draft`).

use record::vocabulary::Name;
use record::vocabulary::time::Zone;

use super::{BadRow, GoodRow, Input, PROGRESS_ROWS, Place, Progress, Reading};
use crate::codes;
use crate::draft::{Context, Problem};
use crate::jsonl;
use crate::message::Message;
use crate::store::Entry;

/// The format's name on the command line and in batch statements.
pub const FORMAT: &str = "statements";

/// What an import of statements needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who imports it: the author of statements that name none, and of the batch.
    pub author: Name,
    /// The agreement's zone: whose clocks local times are read by.
    pub zone: Zone,
    /// Whether lines may state when they were known.
    pub history: bool,
}

/// Reads the statements of `input`.
///
/// # Errors
/// The file as a whole cannot be used. Bad lines are in the reading.
pub fn read(input: &Input, options: &Options, progress: Progress<'_>) -> Result<Reading, Message> {
    let context = Context { author: options.author.clone(), ..Context::new(options.zone.clone()) };
    let read = jsonl::read(input.text.as_bytes(), &context);
    if let (true, Some(problem)) = (read.refused_whole, read.problems.first()) {
        return Err(message(problem).at(&input.name));
    }
    if read.entries.is_empty() && read.problems.is_empty() {
        return Err(Message::new(codes::IMPORT_EMPTY, "the file is empty")
            .at(&input.name)
            .help("if lines were expected, look at how the file was made"));
    }
    if is_cut(&input.text) {
        return Err(Message::new(codes::IMPORT_CUT, "the file ends inside a line")
            .at(format!("{} line {}", input.name, input.text.lines().count()))
            .help("the file was probably cut: fetch it again; nothing of it was taken"));
    }
    let at = |line: usize| Place { line: line as u64, row: None };
    let bad_line = |line: usize, field: Option<&str>, message| BadRow::new(&input.name, at(line), field, message);
    let mut bad: Vec<BadRow> = Vec::new();
    for problem in &read.problems {
        let field = Some(problem.field.as_str()).filter(|field| !field.is_empty());
        bad.push(bad_line(problem.line().unwrap_or(0), field, message(problem)));
    }
    let mut good = Vec::with_capacity(read.entries.len());
    for (index, written) in (1..).zip(read.entries) {
        if index % PROGRESS_ROWS == 0 {
            progress(index);
        }
        match Entry::new(written.body) {
            Ok(entry) => {
                let entry = entry.known(written.known).received(written.received);
                good.push(GoodRow { place: at(written.line), entry });
            }
            Err(error) => {
                let message = Message::new(codes::ROW_TOO_MUCH, "the line makes no statement")
                    .note(error.to_string())
                    .help("shorten what it says");
                bad.push(bad_line(written.line, None, message));
            }
        }
    }
    Ok(Reading {
        format: FORMAT,
        file: input.name.clone(),
        sha256: input.sha256,
        author: options.author.clone(),
        known_rule: if options.history { "stated by line" } else { "acceptance" }.to_owned(),
        history: options.history,
        good,
        bad,
    })
}

/// Whether the last line has neither the end of its object nor of itself.
fn is_cut(text: &str) -> bool {
    let last = text.lines().last().filter(|_| !text.ends_with('\n'));
    last.is_some_and(|line| serde_json::from_str::<serde_json::Value>(line).is_err_and(|error| error.is_eof()))
}

/// A problem of a written statement as a message of the shell.
pub(crate) fn message(problem: &Problem) -> Message {
    let mut message = Message::new(problem.code, problem.message.clone());
    if let Some(expected) = &problem.expected {
        message = message.note(format!("expected {expected}"));
    }
    message.help(problem.help.clone().unwrap_or_default())
}
