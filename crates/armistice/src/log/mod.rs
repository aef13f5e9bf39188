//! The log on disk: leaves go in, and what was accepted stays, whatever the machine does. Bytes only; it knows no statement.
//!
//! ```text
//! group of leaves ─▶ `DiskLog::append` ─▶ state/wal/NNNN.seg, secured ─▶ yes
//!                     write-ahead log  ─▶ `Publisher::publish` ─▶ record/tile/…, blobs/…, record/checkpoint
//! anybody         ─▶ `LogReader` ─▶ leaves by index, from bundles and packs or from the write-ahead log
//! ```
//!
//! Holds
//! - A group is accepted whole or not at all, and `append` says yes only after it is on the disk.
//! - Recovery is the way in: a start reads the write-ahead log through the same steps as an append, and publishes the same
//!   bytes. What was cut short at the end was never accepted and is dropped; any other fault refuses to open and names the
//!   place, and nothing is deleted.
//! - After an error of writing or securing the log takes nothing more until it is opened again. Nothing is tried twice.
//! - One writer. Readers need no lock and are never in its way.
//! - Nothing in memory grows with the log.
//!
//! Not here: what a leaf says, who may append it, keys and signatures (`sequencer`, `keys`), when to publish.
//! The bytes are laid down in `spec/log-on-disk.md`.

mod error;
mod head;
mod reader;
pub mod index;
mod publish;
mod replay;
mod walk;
mod wal;
mod segment;
mod tiles;
mod pack;
mod files;

pub use error::{LogError, Outcome};
pub(crate) use files::read as read_limited;
pub use head::LogHead;
pub use reader::{Leaves, LogReader, Proving};
pub(crate) use tiles::CHECKPOINT;

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tlog::edge::RightEdge;
use tlog::hash::{EMPTY_ROOT, Hash};

use crate::codes;
use crate::limits::{LOG_BLOB_BYTES, LOG_ENTRY_BYTES, LOG_GROUP_BYTES, LOG_GROUP_LEAVES};
use crate::message::Message;
use head::Heads;
use publish::Publishing;
use replay::{enter, replay, wal_folder};
use wal::Wal;
use walk::Thorough;

/// One entry of the log, and what belongs to it and is not public.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Leaf {
    /// What is hashed and published: at most [`LOG_ENTRY_BYTES`].
    pub entry: Vec<u8>,
    /// Salt and body, or nothing: at most [`LOG_BLOB_BYTES`].
    pub blob: Vec<u8>,
}

impl Leaf {
    /// How many bytes it takes of a group's [`LOG_GROUP_BYTES`].
    pub fn bytes(&self) -> usize {
        self.entry.len() + self.blob.len()
    }
}

/// A log, for its one writer. The lock goes when it and its publishers are dropped.
pub struct DiskLog {
    wal: Wal,
    edge: RightEdge,
    shared: Arc<Shared>,
}

/// Publishes a log, on whatever thread. Several share one log, and one publishes at a time.
#[derive(Clone)]
pub struct Publisher(Arc<Shared>);

struct Shared {
    /// Why the log stopped.
    stopped: Mutex<Option<Message>>,
    published: Mutex<Option<LogHead>>,
    publishing: Mutex<Publishing>,
    /// Held while this lives.
    _lock: File,
}

impl DiskLog {
    /// Opens the log of a mission and makes what is missing.
    ///
    /// # Errors
    /// Another program writes it; the disk stands in the way; what was accepted is damaged, or less than what was signed.
    pub fn open(mission: &Path) -> Result<DiskLog, LogError> {
        DiskLog::open_with_copy(mission, None)
    }

    /// The same, with a second place for the last signed size and root: on another device, so that a mission put back from
    /// an old copy is noticed. The file's folder must be there.
    pub fn open_with_copy(mission: &Path, copy: Option<&Path>) -> Result<DiskLog, LogError> {
        let folder = wal_folder(mission);
        for folder in [&folder, &mission.join("record"), &mission.join("blobs")] {
            files::make_folder(folder)?;
        }
        let lock = lock(&mission.join("state").join("lock"))?;
        let heads = Heads::of(mission, copy);
        let (wal, edge, publishing) = match replay(mission, &heads.read()?, Thorough::All)? {
            Some(found) => {
                let wal = Wal::go_on(&found.walk, found.last)?;
                let publishing = Publishing::new(mission, heads, found.published, found.published_edge, found.unpacked);
                (wal, found.edge, publishing)
            }
            None => {
                let wal = Wal::begin(&folder, EMPTY_ROOT)?;
                let publishing = Publishing::new(mission, heads, None, RightEdge::default(), wal.end());
                (wal, RightEdge::default(), publishing)
            }
        };
        let mut publishing = publishing;
        publishing.tidy_up(edge.size())?;
        let shared = Shared {
            stopped: Mutex::new(None),
            published: Mutex::new(publishing.published()),
            publishing: Mutex::new(publishing),
            _lock: lock,
        };
        Ok(DiskLog { wal, edge, shared: Arc::new(shared) })
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }
    /// The root of their tree.
    pub fn root(&self) -> Hash {
        self.edge.root()
    }
    /// Both: what a publication publishes.
    pub fn head(&self) -> LogHead {
        LogHead { size: self.size(), root: self.root() }
    }
    /// What the published checkpoint says; `None` where nothing was published yet.
    pub fn last_published(&self) -> Option<LogHead> {
        *self.shared.published()
    }
    /// Why the log takes nothing more, if it does not.
    pub fn stopped(&self) -> Option<LogError> {
        self.shared.check().err()
    }
    /// Takes nothing more from now on, until it is opened again.
    pub fn stop(&self, why: Message) {
        self.shared.stop_for(LogError::stopped(why));
    }

    /// Accepts the leaves as one group and gives the index of the first: they are on the disk then. An empty group changes
    /// nothing.
    ///
    /// # Errors
    /// The group is beyond a limit or finds no room, and the log goes on; or the disk failed, and it stopped. Whether the
    /// group was accepted is known unless the [`Outcome`] says that it is not.
    pub fn append(&mut self, leaves: &[Leaf]) -> Result<u64, LogError> {
        self.shared.check()?;
        let first = self.size();
        if leaves.is_empty() {
            return Ok(first);
        }
        within_limits(leaves)?;
        self.wal.append(self.edge.root(), leaves).map_err(|error| self.shared.stop_for(error))?;
        enter(&mut self.edge, leaves.iter().map(|leaf| leaf.entry.as_slice()));
        Ok(first)
    }

    /// Publishes all that was accepted; see [`Publisher::publish`].
    ///
    /// # Errors
    /// As there.
    pub fn publish(&mut self, sign: &mut dyn FnMut(&LogHead) -> Result<Vec<u8>, LogError>) -> Result<(), LogError> {
        self.publisher().publish(&self.head(), sign)
    }

    /// A publisher of this log, for a thread of its own: appends go on while it publishes.
    pub fn publisher(&self) -> Publisher {
        Publisher(Arc::clone(&self.shared))
    }
}

impl Publisher {
    /// Publishes the log as it was with `due.size` entries: bundles, tiles and packs, then `state/head`, then the
    /// checkpoint whose bytes `sign` makes. At the size of the last publication only the checkpoint is written again. A size
    /// below it publishes nothing.
    ///
    /// # Errors
    /// `sign` refused, or there is no room: nothing was published, and it may be done again. For any other reason the log
    /// stopped.
    pub fn publish(
        &self,
        due: &LogHead,
        sign: &mut dyn FnMut(&LogHead) -> Result<Vec<u8>, LogError>,
    ) -> Result<(), LogError> {
        let mut publishing = held(&self.0.publishing);
        self.0.check()?;
        if publishing.published().is_some_and(|published| published.size > due.size) {
            return Ok(());
        }
        let done = publishing.publish(due, sign);
        // The checkpoint may be out although a later step failed.
        *self.0.published() = publishing.published();
        done.map_err(|error| self.0.stop_for(error))
    }
    /// Why the log takes nothing more, if it does not.
    pub fn stopped(&self) -> Option<LogError> {
        self.0.check().err()
    }
}

impl Shared {
    fn published(&self) -> MutexGuard<'_, Option<LogHead>> {
        held(&self.published)
    }

    /// Refuses where the log stopped.
    fn check(&self) -> Result<(), LogError> {
        match &*held(&self.stopped) {
            None => Ok(()),
            Some(why) => Err(LogError::stopped(
                Message::new(codes::LOG_STOPPED, "the log stopped after an error of the disk and takes nothing more")
                    .note(format!("[{}] {}", why.code, why.sentence))
                    .help("look at the disk, then start again: what is in the log then is what was accepted"),
            )),
        }
    }

    /// Remembers an error after which nothing may follow.
    fn stop_for(&self, error: LogError) -> LogError {
        if error.outcome() != Outcome::Refused {
            held(&self.stopped).get_or_insert_with(|| error.message().clone());
        }
        error
    }
}

/// Puts a file of a caller's in its place: whole or not at all, with its folder.
///
/// # Errors
/// L01: the disk.
pub fn place_file(path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    files::place_beside(path, bytes)
}

/// The value behind a lock. A thread that panicked with it stopped in the middle of a step, which a next one does again.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn within_limits(leaves: &[Leaf]) -> Result<(), LogError> {
    let refused = |sentence: String, help: &str| {
        Err(LogError::refused(
            Message::new(codes::LOG_GROUP, sentence).note("nothing of the group was accepted").help(help),
        ))
    };
    for (place, leaf) in leaves.iter().enumerate() {
        for (what, bytes, most) in
            [("entry", leaf.entry.len(), LOG_ENTRY_BYTES), ("blob", leaf.blob.len(), LOG_BLOB_BYTES)]
        {
            if bytes > most {
                let sentence = format!("the {what} of leaf {place} has {bytes} bytes, more than the {most} allowed");
                return refused(sentence, "divide the statement, or attach what is long");
            }
        }
    }
    let bytes: usize = leaves.iter().map(Leaf::bytes).sum();
    if leaves.len() > LOG_GROUP_LEAVES {
        let sentence = format!("the group has {} leaves, more than the {LOG_GROUP_LEAVES} allowed", leaves.len());
        return refused(sentence, "append it as several groups");
    }
    if bytes > LOG_GROUP_BYTES {
        let sentence = format!("the group has {bytes} bytes, more than the {LOG_GROUP_BYTES} allowed");
        return refused(sentence, "append it as several groups");
    }
    Ok(())
}

/// Takes the lock of a log's one writer, and leaves the number of this process in it for whoever comes second.
fn lock(path: &Path) -> Result<File, LogError> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let mut file = file.map_err(|error| LogError::step("open", path, &error))?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut holder = String::new();
            let _ = (&file).take(32).read_to_string(&mut holder);
            let holder = match holder.trim() {
                "" => "its holder".to_owned(),
                number => format!("process {number}"),
            };
            return Err(LogError::refused(
                Message::new(codes::LOG_HELD, "another program writes this log")
                    .at(path.display().to_string())
                    .note(format!("held by {holder}; two writers would make two histories"))
                    .help("use that program, or stop it first; the lock goes with it, and the file may stay"),
            ));
        }
        Err(TryLockError::Error(error)) => return Err(LogError::step("lock", path, &error)),
    }
    // Only a help for people: a failure changes nothing.
    let _ = file.set_len(0).and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(file)
}
