//! The write-ahead log, for its one writer: `state/wal/NNNN.seg`.
//!
//! ```text
//! group ─▶ one frame ─▶ one write where zeros stood ─▶ one fdatasync ─▶ yes
//!                        └ the next segment is filled with zeros meanwhile, on a thread of its own
//! ```
//!
//! Holds
//! - `append` says yes only after its frame is on the disk. After a failed write or fdatasync the caller never asks again.
//! - A write changes no length and no name: room was made before, with real zeros, and secured.
//! - Segments that are no more needed are deleted and never used again, so an open file never changes under its reader.
//!
//! Not here: the bytes (`segment`), what the leaves mean, when old segments may go (`publish`).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use tlog::hash::Hash;

use super::Leaf;
use super::error::{self, LogError};
use super::segment::{self, BLOCK_BYTES, FRAME, Head, MORE, SECTOR_BYTES, UNWRITTEN};
use super::walk::{self, Found, Position, Walk, segment_path};
use crate::limits::{LOG_FIRST_SEGMENT_BYTES, LOG_SEGMENT_BYTES};

/// How much of a new segment is written and secured at once: what is acknowledged meanwhile waits for little.
const ZEROS_BYTES: usize = 256 * 1024;

/// The writer's end of the write-ahead log.
pub struct Wal {
    folder: PathBuf,
    path: PathBuf,
    file: File,
    bytes: u64,
    end: Position,
    next: Next,
}

/// The segment after the current one.
enum Next {
    Missing,
    Preparing(JoinHandle<Result<Prepared, LogError>>),
    Ready(Prepared),
}

struct Prepared {
    number: u64,
    bytes: u64,
    path: PathBuf,
    file: File,
}

impl Wal {
    /// Begins the write-ahead log of a log without entries.
    pub fn begin(folder: &Path, root: Hash) -> Result<Wal, LogError> {
        let prepared = match walk::find(folder, 0)? {
            Found::Prepared { file, bytes } => Prepared::found(folder, 0, bytes, &file)?,
            Found::Begun(_) | Found::Missing => prepare(folder, 0, LOG_FIRST_SEGMENT_BYTES)?,
        };
        let link = segment::first_link();
        let end = Position { segment: 0, at: BLOCK_BYTES as u64, link, index: 0 };
        let Prepared { bytes, path, file, .. } = prepared;
        let head = Head { number: 0, bytes, index: 0, root, link }.write();
        file.write_all_at(&head, 0).map_err(|error| LogError::step("write", &path, &error))?;
        file.sync_data().map_err(|error| LogError::sync(&path, &error))?;
        Ok(Wal { folder: folder.to_owned(), path, file, bytes, end, next: Next::Missing })
    }

    /// Goes on where a walk found the end; `last` is the position before the last frame.
    ///
    /// What was cut short behind the end is overwritten with zeros, and the last frame with itself: whether it was secured
    /// is not known, and it counts from now on.
    pub fn go_on(walk: &Walk, last: Option<Position>) -> Result<Wal, LogError> {
        let (open, end) = (walk.segment(), walk.position());
        let path = open.path.clone();
        let folder = path.parent().expect("a segment lies in a folder").to_owned();
        let file = OpenOptions::new().read(true).write(true).open(&path);
        let file = file.map_err(|error| LogError::step("open", &path, &error))?;
        let from = match last {
            Some(last) if last.segment == end.segment && last.at > BLOCK_BYTES as u64 => last.at,
            _ => 0,
        };
        let mut again = vec![0; usize::try_from(end.at - from).expect("a segment fits the memory")];
        file.read_exact_at(&mut again, from).map_err(|error| LogError::step("read", &path, &error))?;
        file.write_all_at(&again, from).map_err(|error| LogError::step("write", &path, &error))?;
        clear(&path, &file, end.at, open.bytes)?;
        file.sync_data().map_err(|error| LogError::sync(&path, &error))?;
        let next = match walk::find(&folder, end.segment + 1)? {
            Found::Prepared { file, bytes } => Next::Ready(Prepared::found(&folder, end.segment + 1, bytes, &file)?),
            Found::Begun(_) | Found::Missing => Next::Missing,
        };
        let mut wal = Wal { folder, path, file, bytes: open.bytes, end, next };
        wal.prepare_ahead();
        Ok(wal)
    }

    /// Where the next frame goes.
    pub fn end(&self) -> Position {
        self.end
    }

    /// Appends the group as one frame to a log with this root and secures it.
    ///
    /// # Errors
    /// There is no room for a further segment, and nothing was written; or the disk failed, and nothing may follow.
    pub fn append(&mut self, root: Hash, leaves: &[Leaf]) -> Result<(), LogError> {
        let (frame, link) = segment::write_frame(&self.end.link, self.end.index, leaves);
        let index = self.end.index + leaves.len() as u64;
        if self.end.at + frame.len() as u64 <= self.bytes {
            self.write(&frame, self.end.at)?;
            self.end = Position { at: self.end.at + frame.len() as u64, link, index, ..self.end };
        } else {
            let Prepared { number, bytes, path, file } = self.prepared(BLOCK_BYTES as u64 + frame.len() as u64)?;
            let head = Head { number, bytes, index: self.end.index, root, link: self.end.link };
            (self.path, self.file, self.bytes) = (path, file, bytes);
            let blocks = [head.write(), frame].concat();
            self.write(&blocks, 0)?;
            self.end = Position { segment: number, at: blocks.len() as u64, link, index };
        }
        self.prepare_ahead();
        Ok(())
    }

    fn write(&self, blocks: &[u8], at: u64) -> Result<(), LogError> {
        self.file.write_all_at(blocks, at).map_err(|error| {
            LogError::stopped(error::io("write", &self.path, &error).note("nothing of the group was accepted"))
        })?;
        self.file.sync_data().map_err(|error| {
            let message = error::io("secure", &self.path, &error).note("whether the group was accepted is not known");
            LogError::not_known(message)
        })
    }

    /// Begins to prepare the next segment where the current one is more than half full, unless there is one.
    fn prepare_ahead(&mut self) {
        if matches!(self.next, Next::Missing) && (self.end.at > self.bytes / 2 || self.bytes == LOG_SEGMENT_BYTES) {
            let (folder, number) = (self.folder.clone(), self.end.segment + 1);
            self.next = Next::Preparing(std::thread::spawn(move || prepare(&folder, number, LOG_SEGMENT_BYTES)));
        }
    }

    /// The next segment, which has `needed` bytes or more; waits for it where it is being prepared, and makes it where there
    /// is none. The one that was prepared gives way to a longer one for a group that it cannot hold.
    fn prepared(&mut self, needed: u64) -> Result<Prepared, LogError> {
        let number = self.end.segment + 1;
        let prepared = match std::mem::replace(&mut self.next, Next::Missing) {
            Next::Ready(prepared) => Some(prepared),
            Next::Preparing(thread) => Some(thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?),
            Next::Missing => None,
        };
        match prepared.filter(|prepared| prepared.bytes >= needed) {
            Some(prepared) => Ok(prepared),
            None => {
                let whole = needed.next_multiple_of(BLOCK_BYTES as u64);
                prepare(&self.folder, number, whole.max(LOG_SEGMENT_BYTES))
            }
        }
    }
}

impl Drop for Wal {
    fn drop(&mut self) {
        if let Next::Preparing(thread) = std::mem::replace(&mut self.next, Next::Missing) {
            // Whoever opens the log next must not meet a thread that still writes.
            let _ = thread.join();
        }
    }
}

impl Prepared {
    /// A segment that was prepared earlier: a first write to it that was cut short is taken back.
    fn found(folder: &Path, number: u64, bytes: u64, read: &File) -> Result<Prepared, LogError> {
        let path = segment_path(folder, number);
        let frames = count_frames(&path, read, bytes)?;
        if frames > 1 {
            let sentence = "the segment has frames and no head";
            return Err(LogError::refused(error::damaged(sentence, &path)));
        }
        let file = OpenOptions::new().read(true).write(true).open(&path);
        let file = file.map_err(|error| LogError::step("open", &path, &error))?;
        clear(&path, &file, 0, bytes)?;
        file.sync_data().map_err(|error| LogError::sync(&path, &error))?;
        Ok(Prepared { number, bytes, path, file })
    }
}

/// Makes a segment of zeros: under another name first, so that a segment always has its whole length.
fn prepare(folder: &Path, number: u64, bytes: u64) -> Result<Prepared, LogError> {
    let path = segment_path(folder, number);
    let unfinished = path.with_extension("seg.tmp");
    // Held open from before the first byte: an error of the folder is told to whoever had it open.
    let handle = File::open(folder).map_err(|error| LogError::step("open", folder, &error))?;
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(true).open(&unfinished);
    let mut file = file.map_err(|error| LogError::step("make", &unfinished, &error))?;
    let filled = fill(&mut file, bytes);
    if let Err(error) = filled {
        let _ = fs::remove_file(&unfinished);
        return Err(LogError::step("make room in", &path, &error));
    }
    file.sync_all().map_err(|error| LogError::sync(&unfinished, &error))?;
    fs::rename(&unfinished, &path).map_err(|error| LogError::step("name", &path, &error))?;
    handle.sync_all().map_err(|error| LogError::sync(folder, &error))?;
    Ok(Prepared { number, bytes, path, file })
}

fn fill(file: &mut File, bytes: u64) -> io::Result<()> {
    let zeros = vec![0; ZEROS_BYTES];
    let mut left = bytes;
    while left > 0 {
        let part = left.min(ZEROS_BYTES as u64);
        file.write_all(&zeros[..part as usize])?;
        file.sync_data()?;
        left -= part;
    }
    Ok(())
}

/// How many frames begin in a segment, in whatever state.
fn count_frames(path: &Path, file: &File, bytes: u64) -> Result<usize, LogError> {
    let (mut frames, mut at) = (0, 0);
    walk::scan(path, file, 0, bytes, &mut |block| {
        frames += usize::from(block[0] == FRAME);
        let sectors = block.chunks_exact(SECTOR_BYTES);
        if sectors.into_iter().any(|sector| !matches!(sector[0], UNWRITTEN | FRAME | MORE)) {
            return Err(LogError::refused(error::damaged(format!("the segment is damaged at byte {at}"), path)));
        }
        at += BLOCK_BYTES as u64;
        Ok(())
    })?;
    Ok(frames)
}

/// Overwrites with zeros what stands from `from` on and was never acknowledged.
fn clear(path: &Path, file: &File, from: u64, bytes: u64) -> Result<(), LogError> {
    let mut at = from;
    walk::scan(path, file, from, bytes, &mut |block| {
        if block.iter().any(|byte| *byte != 0) {
            let written = file.write_all_at(&[0; BLOCK_BYTES], at);
            written.map_err(|error| LogError::step("write", path, &error))?;
        }
        at += BLOCK_BYTES as u64;
        Ok(())
    })
}
