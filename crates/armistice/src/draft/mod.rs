//! Drafts: a statement as a flat list of named fields, between writing and body.
//!
//! ```text
//! JSON Lines ─▶ `jsonl` ────┐
//!                           ├─▶ draft ─▶ `body` ─▶ entry (body, label, known, received)
//! readable line ─▶ `notation` ┘            `from_body` ─▶ the same fields, to be read again anywhere
//! ```
//!
//! Holds
//! - Both forms go through one table (`table`) and one decoder (`content`); they differ in spelling alone.
//! - All problems of a draft are reported at once; a draft with a problem becomes nothing.
//! - What `from_body` writes, `body` reads back to the same body, in any zone and without labels.
//!
//! Not here: how a line is cut into fields (`notation`, `jsonl`), whether a batch may state known-at (`store`).

mod problem;
pub mod codes;
pub mod limits;
pub mod table;
mod fields;
mod spelled;
mod values;
mod content;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{Body, BodyId, Received};
use record::vocabulary::Name;
use record::vocabulary::time::{KnownAt, Zone};
use serde_json::{Map, Value};

pub(crate) use content::channel::RUNG_KINDS;
pub(crate) use fields::one_of;
pub use problem::{Problem, Shown, Spot};
pub(crate) use problem::{nearest, quoted};
pub use write::{from_body, from_entry, kind};

/// What a text of statements is read with.
#[derive(Clone, Debug)]
pub struct Context {
    /// Of local times without an offset: the agreement's.
    pub zone: Zone,
    /// Who enters a statement that names no author.
    pub author: Name,
    /// Statements that can be referred to by a label.
    pub labels: BTreeMap<String, BodyId>,
    /// Labels of statements that had problems: a reference to one says so.
    pub broken: BTreeSet<String>,
    /// What `signs` means by the bare name of an amendment or exit: in cases and tests, whose text is before the reader.
    pub signing: BTreeMap<Name, Name>,
}

impl Context {
    /// The mission as author, no labels yet.
    pub fn new(zone: Zone) -> Context {
        Context {
            zone,
            author: "mission".to_owned(),
            labels: BTreeMap::new(),
            broken: BTreeSet::new(),
            signing: BTreeMap::new(),
        }
    }
    /// The context of the next draft: its label now stands for this one, or is known to be broken.
    pub(crate) fn after(&mut self, label: Option<&str>, outcome: Option<&Entry>) {
        match (label, outcome) {
            (Some(label), Some(entry)) => {
                self.labels.insert(label.to_owned(), entry.id);
            }
            // The first holder keeps a label that a later line takes again.
            (Some(label), None) if !self.labels.contains_key(label) => {
                self.broken.insert(label.to_owned());
            }
            _ => {}
        }
    }
}

/// A statement as named fields.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Values by key (`spec/notation.md`).
    pub fields: Map<String, Value>,
    /// How messages spell the fields.
    pub spelling: Spelling,
}

/// In which form a draft was written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Spelling {
    /// JSON: fields are called by their keys.
    Json,
    /// The readable form: fields are called by their keywords.
    Readable,
}

/// A statement that was written down, and how it says it became known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// For references in the same text; no part of the record.
    pub label: Option<String>,
    /// The body's id.
    pub id: BodyId,
    /// What is said.
    pub body: Body,
    /// When it became known, where stated.
    pub known: Option<KnownAt>,
    /// When and by whom the mission first got it, where stated.
    pub received: Option<Received>,
    /// The line it begins on, from 1; 0 where it came alone.
    pub line: usize,
}

/// What came out of a text of statements: what could be read, and everything wrong with the rest.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Read {
    /// In the order of the text.
    pub entries: Vec<Entry>,
    /// In the order of the text.
    pub problems: Vec<Problem>,
    /// The text is refused whole: not UTF-8, or beyond a limit. Then there are no entries.
    pub refused_whole: bool,
}

impl Read {
    /// All entries, or all problems.
    pub fn complete(self) -> Result<Vec<Entry>, Vec<Problem>> {
        if self.problems.is_empty() { Ok(self.entries) } else { Err(self.problems) }
    }
    /// The whole text is refused for this one problem.
    pub(crate) fn refused(problem: Problem) -> Read {
        Read { problems: vec![problem], refused_whole: true, ..Read::default() }
    }
}

/// The entry that `draft` says, or everything that is wrong with it.
///
/// ```
/// use armistice::draft::{Context, Draft, Spelling, body};
/// use record::vocabulary::time::Zone;
/// let context = Context::new(Zone::named("Europe/Athens").unwrap());
/// let fields = serde_json::from_str(r#"{"kind":"report","from":["radio","ministry"],"act":"attack"}"#).unwrap();
/// let entry = body(&Draft { fields, spelling: Spelling::Json }, &context).unwrap();
/// assert_eq!(entry.body.outermost().unwrap(), "radio");
///
/// let fields = serde_json::from_str(r#"{"kind":"report","known":"soon"}"#).unwrap();
/// let problems = body(&Draft { fields, spelling: Spelling::Json }, &context).unwrap_err();
/// assert_eq!(problems.len(), 2); // `from` is missing, `soon` is no instant
/// ```
pub fn body(draft: &Draft, context: &Context) -> Result<Entry, Vec<Problem>> {
    content::entry(draft, context)
}
