//! What the log holds by submit id, by body and by author, on disk: `state/index.redb`.
//!
//! ```text
//! group of rows ─▶ `put`: in memory ─▶ 32,768 of them ─▶ one durable commit, on a thread of its own
//! question      ─▶ memory, then disk
//! ```
//!
//! Holds
//! - It follows from the log: it says which size and root it was applied to, and what it lacks is put again from there.
//! - One that is missing, unreadable, or of another history is begun anew.
//! - Memory holds the rows of two commits and a small cache, however long the log is.
//!
//! Not here: what a row is made of (`sequencer`), the log itself.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;

use redb::{Database, ReadableDatabase, ReadableTable, TableDefinition};
use tlog::hash::{EMPTY_ROOT, Hash};

use super::error::{self, LogError};
use super::{LogHead, LogReader};
use crate::limits::{LOG_INDEX_CACHE_BYTES, LOG_INDEX_ROWS};

/// From submit id and author to the index of the entry.
const SUBMITS: TableDefinition<'_, &[u8], u64> = TableDefinition::new("submits/1");
/// From the id of a body to the index of the first entry with it.
const BODIES: TableDefinition<'_, &[u8; 32], u64> = TableDefinition::new("bodies/1");
/// From an author to number and envelope id of the last statement.
const AUTHORS: TableDefinition<'_, &str, (u64, &[u8; 32])> = TableDefinition::new("authors/1");
/// The indexes of acts.
const ACTS: TableDefinition<'_, u64, ()> = TableDefinition::new("acts/1");
/// The size and root that the other tables were applied to.
const APPLIED: TableDefinition<'_, (), (u64, &[u8; 32])> = TableDefinition::new("applied/1");

/// What the index holds of one entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The index of the entry.
    pub index: u64,
    /// Who submitted it.
    pub author: String,
    /// Under which submit id.
    pub submit: [u8; 16],
    /// The id of its body, where it has one that can be asked for.
    pub body: Option<[u8; 32]>,
    /// Its number among the author's statements.
    pub number: u64,
    /// Its envelope id.
    pub envelope: [u8; 32],
    /// Whether it carries an act.
    pub is_act: bool,
}

/// An author's last statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Last {
    /// Its number among the author's statements.
    pub number: u64,
    /// Its envelope id.
    pub envelope: [u8; 32],
}

/// What a ledger is resumed from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resumed {
    /// Each author with its last statement.
    pub authors: Vec<(String, Last)>,
    /// The indexes of all acts, in order.
    pub acts: Vec<u64>,
}

/// The index of a log.
pub struct Index {
    path: PathBuf,
    database: Arc<Database>,
    fresh: Fresh,
    saving: Option<Saving>,
}

/// Rows on their way to the disk, and the thread that takes them there.
struct Saving {
    rows: Arc<Fresh>,
    thread: JoinHandle<Result<(), redb::Error>>,
}

/// Rows that are not on the disk yet.
#[derive(Clone)]
struct Fresh {
    applied: LogHead,
    rows: usize,
    submits: HashMap<Vec<u8>, u64>,
    bodies: HashMap<[u8; 32], u64>,
    authors: BTreeMap<String, Last>,
    acts: Vec<u64>,
}

impl Index {
    /// Opens the index of a mission whose log is `log`; begins it anew where it is not that log's.
    ///
    /// # Errors
    /// The disk stands in the way, or another program has it open.
    pub fn open(mission: &Path, log: &LogReader) -> Result<Index, LogError> {
        let path = mission.join("state").join("index.redb");
        let found = match begin(&path) {
            Ok(found) => Some(found),
            Err(error) if begins_anew(&error) => None,
            Err(error) => return Err(wrong("open", &path, error)),
        };
        let (database, applied) = match found {
            Some((database, applied)) if log.holds(&applied)? => (database, applied),
            other => {
                drop(other);
                match fs::remove_file(&path) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => {
                        return Err(LogError::step("delete", &path, &error));
                    }
                    _ => begin(&path).map_err(|error| wrong("make", &path, error))?,
                }
            }
        };
        Ok(Index { path, database: Arc::new(database), fresh: Fresh::after(applied), saving: None })
    }

    /// The size and root that it was applied to: what comes behind is to be put.
    pub fn applied(&self) -> LogHead {
        self.fresh.applied
    }

    /// The index of what `author` submitted under this id.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn by_submit(&self, author: &str, submit: &[u8; 16]) -> Result<Option<u64>, LogError> {
        let key = submit_key(author, submit);
        if let Some(index) = self.unsaved().find_map(|fresh| fresh.submits.get(&key)) {
            return Ok(Some(*index));
        }
        self.asked(|database| {
            let table = database.begin_read()?.open_table(SUBMITS)?;
            Ok(table.get(key.as_slice())?.map(|found| found.value()))
        })
    }

    /// The index of the first entry whose body has this id.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn by_body(&self, body: &[u8; 32]) -> Result<Option<u64>, LogError> {
        let saved = self.asked(|database| {
            let table = database.begin_read()?.open_table(BODIES)?;
            Ok(table.get(body)?.map(|found| found.value()))
        })?;
        Ok(saved.or_else(|| self.unsaved().filter_map(|fresh| fresh.bodies.get(body).copied()).min()))
    }

    /// The last statement of `author`.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn last_of(&self, author: &str) -> Result<Option<Last>, LogError> {
        if let Some(last) = self.unsaved().find_map(|fresh| fresh.authors.get(author)) {
            return Ok(Some(*last));
        }
        self.asked(|database| {
            let table = database.begin_read()?.open_table(AUTHORS)?;
            let found = table.get(author)?;
            Ok(found.map(|found| Last { number: found.value().0, envelope: *found.value().1 }))
        })
    }

    /// The last statement of each author, and the indexes of all acts, of a log that was just opened.
    ///
    /// # Errors
    /// It cannot be read.
    pub fn resumes(&self) -> Result<Resumed, LogError> {
        self.asked(|database| {
            let transaction = database.begin_read()?;
            let mut authors = Vec::new();
            for found in transaction.open_table(AUTHORS)?.iter()? {
                let (author, last) = found?;
                let (number, envelope) = last.value();
                authors.push((author.value().to_owned(), Last { number, envelope: *envelope }));
            }
            let mut acts = Vec::new();
            for found in transaction.open_table(ACTS)?.iter()? {
                acts.push(found?.0.value());
            }
            Ok(Resumed { authors, acts })
        })
    }

    /// Adds the rows of a group; `applied` is the log's size and root behind it.
    ///
    /// # Errors
    /// Earlier rows could not be saved.
    pub fn put(&mut self, rows: impl IntoIterator<Item = Row>, applied: LogHead) -> Result<(), LogError> {
        for row in rows {
            self.fresh.submits.insert(submit_key(&row.author, &row.submit), row.index);
            if let Some(body) = row.body {
                self.fresh.bodies.entry(body).or_insert(row.index);
            }
            if row.is_act {
                self.fresh.acts.push(row.index);
            }
            self.fresh.authors.insert(row.author, Last { number: row.number, envelope: row.envelope });
            self.fresh.rows += 1;
        }
        self.fresh.applied = applied;
        if self.fresh.rows >= LOG_INDEX_ROWS {
            self.begin_saving()?;
        }
        Ok(())
    }

    /// Saves every row that was put.
    ///
    /// # Errors
    /// It cannot be written. What is on the disk stays a whole index of fewer entries.
    pub fn save(&mut self) -> Result<(), LogError> {
        if self.fresh.rows > 0 {
            self.begin_saving()?;
        }
        self.end_saving()
    }

    fn begin_saving(&mut self) -> Result<(), LogError> {
        self.end_saving()?;
        let next = Fresh::after(self.fresh.applied);
        let full = Arc::new(std::mem::replace(&mut self.fresh, next));
        let (database, rows) = (Arc::clone(&self.database), Arc::clone(&full));
        self.saving = Some(Saving { rows: full, thread: std::thread::spawn(move || rows.save(&database)) });
        Ok(())
    }

    fn end_saving(&mut self) -> Result<(), LogError> {
        let Some(Saving { thread, .. }) = self.saving.take() else { return Ok(()) };
        let saved = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        saved.map_err(|error| wrong("write", &self.path, error))
    }

    /// Rows that are not on the disk, the newest first.
    fn unsaved(&self) -> impl Iterator<Item = &Fresh> {
        [&self.fresh].into_iter().chain(self.saving.iter().map(|saving| saving.rows.as_ref()))
    }

    fn asked<T>(&self, ask: impl FnOnce(&Database) -> Result<T, redb::Error>) -> Result<T, LogError> {
        ask(&self.database).map_err(|error| wrong("read", &self.path, error))
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        // What is not saved is put again at the next start.
        let _ = self.save();
    }
}

impl Fresh {
    fn after(applied: LogHead) -> Fresh {
        Fresh {
            applied,
            rows: 0,
            submits: HashMap::new(),
            bodies: HashMap::new(),
            authors: BTreeMap::new(),
            acts: Vec::new(),
        }
    }

    fn save(&self, database: &Database) -> Result<(), redb::Error> {
        let mut transaction = database.begin_write()?;
        // After a crash the file is ready at once, however large it is.
        transaction.set_quick_repair(true);
        {
            let mut submits = transaction.open_table(SUBMITS)?;
            for (key, index) in ordered(&self.submits) {
                submits.insert(key.as_slice(), index)?;
            }
            let mut bodies = transaction.open_table(BODIES)?;
            for (body, index) in ordered(&self.bodies) {
                let first = bodies.get(body)?.map_or(*index, |found| found.value().min(*index));
                bodies.insert(body, first)?;
            }
            let mut authors = transaction.open_table(AUTHORS)?;
            for (author, last) in &self.authors {
                authors.insert(author.as_str(), (last.number, &last.envelope))?;
            }
            let mut acts = transaction.open_table(ACTS)?;
            for index in &self.acts {
                acts.insert(index, ())?;
            }
            transaction.open_table(APPLIED)?.insert((), (self.applied.size, &self.applied.root.0))?;
        }
        Ok(transaction.commit()?)
    }
}

/// What goes into a table in the order of its keys changes few pages of it.
fn ordered<K: Ord, V>(rows: &HashMap<K, V>) -> Vec<(&K, &V)> {
    let mut rows: Vec<_> = rows.iter().collect();
    rows.sort_unstable_by_key(|(key, _)| *key);
    rows
}

/// Opens the file, or makes it, and reads what it was applied to.
fn begin(path: &Path) -> Result<(Database, LogHead), redb::Error> {
    let mut builder = Database::builder();
    builder.set_cache_size(LOG_INDEX_CACHE_BYTES);
    let database = builder.create(path)?;
    let saved = match database.begin_read()?.open_table(APPLIED) {
        Ok(table) => table.get(())?.map(|found| LogHead { size: found.value().0, root: Hash(*found.value().1) }),
        Err(redb::TableError::TableDoesNotExist(_)) => None,
        Err(error) => return Err(error.into()),
    };
    if let Some(applied) = saved {
        return Ok((database, applied));
    }
    // The tables are made, so that questions find them.
    let applied = LogHead { size: 0, root: EMPTY_ROOT };
    Fresh::after(applied).save(&database)?;
    Ok((database, applied))
}

/// Whether a file that gives this error is thrown away: it can be made again, unless the world stands in the way.
fn begins_anew(error: &redb::Error) -> bool {
    !matches!(error, redb::Error::Io(error) if error.kind() != io::ErrorKind::InvalidData && error.kind() != io::ErrorKind::UnexpectedEof)
        && !matches!(error, redb::Error::DatabaseAlreadyOpen)
}

fn submit_key(author: &str, submit: &[u8; 16]) -> Vec<u8> {
    [submit.as_slice(), author.as_bytes()].concat()
}

fn wrong(doing: &str, path: &Path, error: redb::Error) -> LogError {
    let error = match error {
        redb::Error::Io(error) => error,
        other => io::Error::other(other.to_string()),
    };
    LogError::refused(error::io(doing, path, &error))
}
