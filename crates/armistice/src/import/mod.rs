//! Import: files of other people become one batch of statements, whole rows or none.
//!
//! ```text
//! file ─▶ `Input` (unpacked, UTF-8) ─▶ `ged::read` | `statements::read` | `acled::read` ─┐
//! file ─▶ `Table` (text or workbook), `Mapping` ─▶ `mapped::read` ──────────────────────┴▶ `Reading` ─▶ `accept` ─▶ store
//! ```
//!
//! Holds
//! - Good rows enter as one batch or not at all; bad rows are listed with row and column, all at once.
//! - A file that was cut, is not UTF-8 or is beyond a limit is refused whole.
//! - The same file twice changes nothing; the order of its rows never matters.
//!
//! Not here: what a row means for the agreement; the time of day (callers pass it).

pub mod input;
pub mod table;
pub mod ged;
pub mod statements;
pub mod rows;
mod sheet;
pub mod mapping;
pub mod mapped;
pub mod guess;
pub mod template;
pub mod acled;
pub mod batches;
pub mod unknown;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use record::statement::{Batch, Body, BodyId, Content};
use record::vocabulary::Name;
use record::vocabulary::time::Instant;

use crate::codes;
use crate::limits;
use crate::message::{Message, utc};
use crate::store::{Entry, Store, references};

pub use input::Input;

/// Called with the number of rows read so far; the caller shows it on a terminal only.
pub type Progress<'p> = &'p mut dyn FnMut(u64);

/// Rows between two calls of [`Progress`].
pub const PROGRESS_ROWS: u64 = 1_000;

/// How the known-at of a batch of history is stated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KnownRule {
    /// All of it was known at this instant: the release of the file.
    At(Instant),
    /// Each row by the latest source it cites: the last second of that date in the agreement's zone, and never before the
    /// end of what it reports.
    FromSources,
}

impl fmt::Display for KnownRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            KnownRule::At(at) => f.write_str(&utc(*at)),
            KnownRule::FromSources => f.write_str("from sources"),
        }
    }
}

/// Where something stands in a file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// Line of the text on which it begins.
    pub line: u64,
    /// Row as a table program counts it, the header being row 1; differs from the line where cells have line breaks.
    /// `None` in a file that is no table.
    pub row: Option<u64>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.row {
            None => write!(f, "line {}", self.line),
            Some(row) if row == self.line => write!(f, "row {row}"),
            Some(row) => write!(f, "row {row} (line {})", self.line),
        }
    }
}

/// One thing that is wrong with one row. A row with several has several.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRow {
    /// Which row.
    pub place: Place,
    /// Which column or field; `None` where the row as a whole is meant.
    pub column: Option<String>,
    /// What is wrong and what was expected, with its code.
    pub message: Message,
}

impl BadRow {
    /// `message` about `column` of the row at `place` in `file`.
    pub fn new(file: &str, place: Place, column: Option<&str>, message: Message) -> BadRow {
        let at = match column {
            Some(column) => format!("{file} {place}, column `{column}`"),
            None => format!("{file} {place}"),
        };
        BadRow { place, column: column.map(str::to_owned), message: message.at(at) }
    }
}

/// A row that became a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GoodRow {
    /// Which row.
    pub place: Place,
    /// The statement.
    pub entry: Entry,
}

/// What a file says, before anything is accepted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reading {
    /// The format: "ucdp-ged".
    pub format: &'static str,
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes as they lie on the disk.
    pub sha256: [u8; 32],
    /// Who imports it.
    pub author: Name,
    /// How known-at is stated, in words for the batch statement.
    pub known_rule: String,
    /// Whether known-at is stated: a batch of history.
    pub history: bool,
    /// Rows that became statements.
    pub good: Vec<GoodRow>,
    /// What is wrong with the others.
    pub bad: Vec<BadRow>,
}

/// What an import did.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// Statements accepted now, the batch statement not counted.
    pub accepted: usize,
    /// Rows whose statement was there already, or stands twice in the file.
    pub already: usize,
    /// What is wrong with the rows left out; the caller exits with 2 where there are any.
    pub bad_rows: Vec<BadRow>,
    /// The statement that heads the batch; where everything was there already, that of the earlier import of these bytes.
    pub batch: Option<BodyId>,
}

impl Reading {
    /// Appends the good rows to `store` as one batch accepted at `now`.
    ///
    /// # Errors
    /// I0301 with `all_or_nothing` and any bad row; whatever the store refuses. Nothing was accepted then.
    pub fn accept(mut self, store: &mut Store, now: Instant, all_or_nothing: bool) -> Result<Outcome, Message> {
        self.set_aside(store, now)?;
        if all_or_nothing && !self.bad.is_empty() {
            return Err(self.refused_whole());
        }
        if self.good.is_empty() {
            return Ok(Outcome { accepted: 0, already: 0, bad_rows: self.bad, batch: None });
        }
        let head = Entry::new(self.head()).expect("a heading of short texts has canonical bytes");
        let head_id = head.id();
        let entries = std::iter::once(head).chain(self.good.into_iter().map(|row| row.entry)).collect();
        let appended = store.append(entries, now, self.history)?;
        let batch = if appended.new.is_empty() { earlier(store, &self.sha256) } else { Some(head_id) };
        let heads = usize::from(appended.new.first() == Some(&head_id));
        Ok(Outcome { accepted: appended.new.len() - heads, already: appended.already, bad_rows: self.bad, batch })
    }

    /// Says what the rows say in the author's own voice, as one group without a heading: what is meant for others to act on reaches them at once, and
    /// is withdrawn one by one. A row of which `fault` says what is wrong is a bad row.
    ///
    /// # Errors
    /// Whatever the store refuses. Nothing was accepted then.
    pub fn say(
        mut self,
        store: &mut Store,
        now: Instant,
        fault: impl Fn(&Body) -> Option<Message>,
    ) -> Result<Outcome, Message> {
        for row in std::mem::take(&mut self.good) {
            match fault(row.entry.body()) {
                Some(message) => self.bad.push(BadRow::new(&self.file, row.place, None, message)),
                None => self.good.push(row),
            }
        }
        self.set_aside(store, now)?;
        if self.good.is_empty() {
            return Ok(Outcome { accepted: 0, already: 0, bad_rows: self.bad, batch: None });
        }
        let entries = self.good.into_iter().map(|row| row.entry).collect();
        let appended = store.append(entries, now, self.history)?;
        Ok(Outcome { accepted: appended.new.len(), already: appended.already, bad_rows: self.bad, batch: None })
    }

    /// The batch statement.
    fn head(&self) -> Body {
        let batch = Batch {
            format: self.format.to_owned(),
            file: self.file.clone(),
            sha256: self.sha256,
            known_rule: self.known_rule.clone(),
            rows: self.good.len() as u64,
        };
        Body {
            author: self.author.clone(),
            said_at: None,
            on_behalf: None,
            cited: None,
            content: Content::Batch(batch),
        }
    }

    /// The id of the batch statement: of the same bytes read in the same way it is the same.
    ///
    /// # Panics
    /// Never: a heading is short.
    pub fn head_id(&self) -> BodyId {
        Entry::new(self.head()).expect("a heading of short texts has canonical bytes").id()
    }

    /// A row that the store would not take is a bad row; the others are not held up by it.
    fn set_aside(&mut self, store: &Store, now: Instant) -> Result<(), Message> {
        let mut gate = store.gate(now, self.history)?;
        let mut left_out: BTreeMap<BodyId, Place> = BTreeMap::new();
        for row in std::mem::take(&mut self.good) {
            let GoodRow { place, entry } = &row;
            match gate.admits(entry) {
                Ok(_) => self.good.push(row),
                Err(mut message) => {
                    if let Some(place) = references(entry.body()).iter().find_map(|id| left_out.get(id)) {
                        message = message.note(format!("{place} of this file says it, and was left out"));
                    }
                    self.bad.push(BadRow::new(&self.file, *place, None, message));
                    left_out.insert(entry.id(), *place);
                }
            }
        }
        self.bad.sort_by_key(|row| row.place);
        Ok(())
    }

    fn refused_whole(&self) -> Message {
        let rows: BTreeSet<Place> = self.bad.iter().map(|row| row.place).collect();
        let all = rows.len() + self.good.len();
        let sentence = format!("{} of {all} rows are bad, and all or nothing was asked for", rows.len());
        let mut message = Message::new(codes::IMPORT_ALL_OR_NOTHING, sentence).at(self.file.clone());
        for row in self.bad.iter().take(limits::BAD_ROWS_LISTED) {
            message = message.note(format!("[{}] {}: {}", row.message.code, row.message.at, row.message.sentence));
        }
        if self.bad.len() > limits::BAD_ROWS_LISTED {
            message = message.note(format!("and {} more", self.bad.len() - limits::BAD_ROWS_LISTED));
        }
        message.help("correct the rows, or leave `--all-or-nothing` out to import the good ones")
    }
}

/// The batch statement of an earlier import of the same bytes.
fn earlier(store: &Store, sha256: &[u8; 32]) -> Option<BodyId> {
    let mut batches = store.statements().iter().filter_map(|statement| match &statement.body.content {
        Content::Batch(batch) if batch.sha256 == *sha256 => Some(statement.id),
        _ => None,
    });
    batches.next()
}
