//! Reading a log without its lock: also while a program writes it, and after one was killed.
//!
//! ```text
//! index range ─▶ full bundles and packs (record/, blobs/) ─▶ then frames (state/wal/) ─▶ leaves, in order
//! ```
//!
//! Holds
//! - A leaf is the same wherever it is read: a publication moves it from the write-ahead log to bundle and pack.
//! - Entries are compared with the hashes of their tile, frames with their digest: nothing changed is handed out.
//! - What looks wrong is looked at again before it is called damage: a writer may be in the middle of a write.
//! - Some 256 leaves are in memory at a time, or one group.
//!
//! Not here: whether the last group was acknowledged. A reader may see a group a moment before its writer says yes.

use std::collections::VecDeque;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tlog::hash::{EMPTY_ROOT, Hash};
use tlog::limits::TILE_WIDTH;

use super::error::{self, LogError};
use super::head::LogHead;
use super::replay::{enter, first_unpacked, replay, wal_folder};
use super::walk::{self, Found, Position, Step, Thorough, Walk};
use super::{Leaf, files, pack, tiles};
use crate::limits::{LOG_BLOB_BYTES, LOG_LOOK_AGAIN_MILLISECONDS, LOG_LOOKS};
use tlog::edge::RightEdge;

/// Longest pack.
const PACK_BYTES: u64 = TILE_WIDTH as u64 * (4 + LOG_BLOB_BYTES as u64);

/// A log as a reader found it. It does not change until [`refresh`](LogReader::refresh).
pub struct LogReader {
    mission: PathBuf,
    published: Option<LogHead>,
    edge: RightEdge,
    end: Option<Position>,
}

impl LogReader {
    /// Opens the log of a mission for reading; one that was not begun has no entries. Writes nothing.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn open(mission: &Path) -> Result<LogReader, LogError> {
        patiently(|| LogReader::look(mission))
    }

    fn look(mission: &Path) -> Result<LogReader, LogError> {
        let mission = mission.to_owned();
        Ok(match replay(&mission, &[], Thorough::Enough)? {
            Some(found) => {
                LogReader { mission, published: found.published, edge: found.edge, end: Some(found.walk.position()) }
            }
            None => LogReader { mission, published: None, edge: RightEdge::default(), end: None },
        })
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.edge.size()
    }
    /// The root of their tree.
    pub fn root(&self) -> Hash {
        if self.size() == 0 { EMPTY_ROOT } else { self.edge.root() }
    }
    /// What the published checkpoint said.
    pub fn published(&self) -> Option<LogHead> {
        self.published
    }

    /// Whether the log had this size and root once, or has it now.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn holds(&self, head: &LogHead) -> Result<bool, LogError> {
        if head.size >= self.size() {
            return Ok(head.size == self.size() && head.root == self.root());
        }
        let published = self.published.unwrap_or(LogHead { size: 0, root: EMPTY_ROOT });
        if head.size <= published.size {
            return Ok(head.root == tiles::root_at(&self.mission, &published, head.size)?);
        }
        let mut edge = tiles::edge(&self.mission, &published)?;
        for leaf in self.leaves(published.size..head.size) {
            enter(&mut edge, [leaf?.1.entry.as_slice()].into_iter());
        }
        Ok(head.root == edge.root())
    }

    /// Takes in what was accepted since, and gives the new size.
    ///
    /// # Errors
    /// As [`open`](LogReader::open).
    pub fn refresh(&mut self) -> Result<u64, LogError> {
        let Some(from) = self.end else {
            *self = LogReader::open(&self.mission)?;
            return Ok(self.size());
        };
        let folder = wal_folder(&self.mission);
        let found = patiently(|| {
            let published = tiles::checkpoint(&self.mission)?;
            let Some(mut walk) = Walk::from_position(&folder, from)? else { return Ok(None) };
            let mut edge = self.edge.clone();
            while let Step::Frame(_, frame) = walk.step()? {
                enter(&mut edge, frame.leaves().map(|(entry, _)| entry));
            }
            Ok(Some((published, edge, walk.position())))
        })?;
        match found {
            Some((published, edge, end)) => (self.published, self.edge, self.end) = (published, edge, Some(end)),
            // The segment it stood in was published and went.
            None => *self = LogReader::open(&self.mission)?,
        }
        Ok(self.size())
    }

    /// The leaves of a range, in order; what is beyond the size is left out.
    ///
    /// ```no_run
    /// # use armistice::log::LogReader;
    /// let log = LogReader::open("my-mission".as_ref()).unwrap();
    /// for leaf in log.leaves(0..log.size()) {
    ///     let (index, leaf) = leaf.unwrap();
    ///     println!("{index}: {} bytes", leaf.entry.len());
    /// }
    /// ```
    pub fn leaves(&self, range: Range<u64>) -> Leaves<'_> {
        let end = range.end.min(self.size());
        Leaves { reader: self, packed: self.published, next: range.start, end, ready: VecDeque::new(), walk: None }
    }

    /// The leaf of an index; `None` where the log has none.
    ///
    /// # Errors
    /// It cannot be read, or is damaged.
    pub fn leaf(&self, index: u64) -> Result<Option<Leaf>, LogError> {
        self.leaves(index..index.saturating_add(1)).next().map(|leaf| leaf.map(|(_, leaf)| leaf)).transpose()
    }
}

/// Proofs out of the published tiles.
pub struct Proving {
    mission: PathBuf,
    source: tiles::Source,
}

impl Proving {
    /// Of the log with `size` entries, all of them published.
    ///
    /// # Errors
    /// The log cannot be so large.
    pub fn open(mission: &Path, size: u64) -> Result<Proving, LogError> {
        let source = tiles::source(mission, size)?;
        Ok(Proving { mission: mission.to_owned(), source })
    }
    /// The proof that entry `index` is in it.
    ///
    /// # Errors
    /// It is not, or tiles are missing or damaged.
    pub fn inclusion(&mut self, index: u64) -> Result<Vec<Hash>, LogError> {
        self.source.prove_inclusion(index).map_err(|why| tiles::wrong(&self.mission, why))
    }
    /// The proof that the log of `old` entries is the beginning of it.
    ///
    /// # Errors
    /// As for [`Proving::inclusion`].
    pub fn consistency(&mut self, old: u64) -> Result<Vec<Hash>, LogError> {
        self.source.prove_consistency(old).map_err(|why| tiles::wrong(&self.mission, why))
    }
    /// The root of the log when it had `size` entries.
    ///
    /// # Errors
    /// As for [`Proving::inclusion`].
    pub fn root_at(&mut self, size: u64) -> Result<Hash, LogError> {
        self.source.root_at(size).map_err(|why| tiles::wrong(&self.mission, why))
    }
}

/// The leaves of a range, each with its index.
pub struct Leaves<'r> {
    reader: &'r LogReader,
    /// What is published, as far as this iterator knows.
    packed: Option<LogHead>,
    next: u64,
    end: u64,
    ready: VecDeque<Leaf>,
    walk: Option<Walk>,
}

impl Iterator for Leaves<'_> {
    type Item = Result<(u64, Leaf), LogError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        if self.ready.is_empty()
            && let Err(error) = patiently(|| self.fill())
        {
            self.next = self.end;
            return Some(Err(error));
        }
        let leaf = self.ready.pop_front().expect("filled with at least one");
        self.next += 1;
        Some(Ok((self.next - 1, leaf)))
    }
}

impl Leaves<'_> {
    /// Reads the bundle or frame with the next leaf.
    fn fill(&mut self) -> Result<(), LogError> {
        let wide = u64::from(TILE_WIDTH);
        if self.next >= first_unpacked(self.packed.map_or(0, |head| head.size)) {
            if self.fill_from_frames()? {
                return Ok(());
            }
            // The frames went since, and what they held is published.
            self.packed = tiles::checkpoint(&self.reader.mission)?;
        }
        let (number, place) = (self.next / wide, (self.next % wide) as usize);
        let at = self.reader.mission.join(pack::path(number));
        let entries = tiles::entries(&self.reader.mission, number)?;
        let packed = files::read(&at, PACK_BYTES + 1)?;
        let (Some(entries), Some(packed)) = (entries, packed) else {
            let missing = format!("entry {} is in no bundle with its pack, and in no segment", self.next);
            return Err(LogError::refused(error::damaged(missing, &at)));
        };
        let blobs = pack::read(&packed)
            .ok_or_else(|| LogError::refused(error::damaged("a pack of blobs cannot be read", &at)))?;
        let leaves = entries.into_iter().zip(blobs).skip(place);
        self.ready = leaves.map(|(entry, blob)| Leaf { entry, blob: blob.to_vec() }).collect();
        Ok(())
    }

    /// Reads the frame with the next leaf; false where its segment is there no more.
    fn fill_from_frames(&mut self) -> Result<bool, LogError> {
        let mut walk = match self.walk.take() {
            Some(walk) => walk,
            None => match self.segment()? {
                Some(walk) => walk,
                None => return Ok(false),
            },
        };
        loop {
            let Step::Frame(before, frame) = walk.step()? else {
                let sentence = format!("the write-ahead log ends before entry {}", self.next);
                return Err(LogError::refused(error::damaged(sentence, &walk.segment().path)));
            };
            if before.index + frame.count() > self.next {
                let skip = usize::try_from(self.next - before.index).unwrap_or(usize::MAX);
                let leaves = frame.leaves().skip(skip);
                self.ready = leaves.map(|(entry, blob)| Leaf { entry: entry.to_vec(), blob: blob.to_vec() }).collect();
                self.walk = Some(walk);
                return Ok(true);
            }
        }
    }

    /// A walk from the beginning of the segment with the next leaf.
    fn segment(&self) -> Result<Option<Walk>, LogError> {
        let folder = wal_folder(&self.reader.mission);
        for number in walk::segments(&folder)?.into_iter().rev() {
            if let Found::Begun(open) = walk::find(&folder, number)?
                && open.head.index <= self.next
            {
                return Ok(Some(Walk::from_segment(&folder, *open, Thorough::Enough)));
            }
        }
        Ok(None)
    }
}

/// Does `look` again after a moment where it fails: a writer may have been in the middle of a write.
fn patiently<T>(mut look: impl FnMut() -> Result<T, LogError>) -> Result<T, LogError> {
    for _ in 1..LOG_LOOKS {
        if let Ok(found) = look() {
            return Ok(found);
        }
        std::thread::sleep(Duration::from_millis(LOG_LOOK_AGAIN_MILLISECONDS));
    }
    look()
}
