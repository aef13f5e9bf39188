//! A walk through the frames of the write-ahead log, from a position on, segment by segment.
//!
//! ```text
//! state/wal/0007.seg ─▶ frame ─▶ frame ─▶ state/wal/0008.seg ─▶ frame ─▶ `Step::End`: where the next append goes
//! ```
//!
//! Holds
//! - Each frame continues the one before, across segments too: its link, and the index of its first leaf.
//! - One frame is in memory at a time.
//! - What was cut short at the end ends the walk; every other fault is an error that names the file and the byte.
//!
//! Not here: what is done about a cut end (`wal`), whether a reader came while somebody wrote (`reader` looks again).

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::error::{self, LogError};
use super::segment::{self, BLOCK_BYTES, Body, Digest, FRAME, FoundFrame, FoundHead, Frame, Head, SECTOR_BYTES};
use crate::codes;
use crate::limits::LOG_LONGEST_SEGMENT_BYTES;
use crate::message::Message;

/// How much is read at once where a whole segment is looked through.
const SCAN_BYTES: usize = 64 * BLOCK_BYTES;

/// A place between two frames.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Position {
    /// The segment.
    pub segment: u64,
    /// The byte in it.
    pub at: u64,
    /// The link of the frame before.
    pub link: Digest,
    /// The index of the next leaf.
    pub index: u64,
}

/// What a walk finds next.
pub enum Step {
    /// A frame. The position before it is given too.
    Frame(Position, Frame),
    /// Nothing more: what is behind the position was never acknowledged.
    End,
}

/// A walk through the frames.
pub struct Walk {
    folder: PathBuf,
    open: Open,
    position: Position,
    /// Where the end is looked through for frames behind it, which would show that something was lost.
    thorough: Thorough,
}

/// How the end of the log is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thorough {
    /// Up to the first frame that is not whole.
    Enough,
    /// Through all that follows as well.
    All,
}

/// A segment that was begun, open.
pub struct Open {
    /// Its path.
    pub path: PathBuf,
    /// Its file, for reading.
    pub file: File,
    /// How long it is.
    pub bytes: u64,
    /// Its head.
    pub head: Head,
}

/// The path of a segment.
pub fn segment_path(folder: &Path, number: u64) -> PathBuf {
    folder.join(format!("{number:04}.seg"))
}

/// The numbers of the segments in a folder, in order.
pub fn segments(folder: &Path) -> Result<Vec<u64>, LogError> {
    let io = |error: io::Error| LogError::refused(error::io("list", folder, &error));
    let mut numbers = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let name = entry.map_err(io)?.file_name();
        let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(".seg")) else { continue };
        let number = stem.parse().ok().filter(|number| segment_path(folder, *number).file_name() == Some(&name));
        numbers.push(number.ok_or_else(|| {
            LogError::refused(error::damaged("a segment has a name that the program never gives", &folder.join(&name)))
        })?);
    }
    numbers.sort_unstable();
    if let Some(pair) = numbers.windows(2).find(|pair| pair[0] + 1 != pair[1]) {
        let missing = segment_path(folder, pair[0] + 1);
        return Err(LogError::refused(error::damaged("a segment of the write-ahead log is missing", &missing)));
    }
    Ok(numbers)
}

/// What a segment is.
pub enum Found {
    /// It was begun.
    Begun(Box<Open>),
    /// It is prepared; nothing was acknowledged in it.
    Prepared {
        /// Its file, for reading.
        file: File,
        /// How long it is.
        bytes: u64,
    },
    /// It is not there.
    Missing,
}

/// Opens the segment `number` for reading and looks at its head.
pub fn find(folder: &Path, number: u64) -> Result<Found, LogError> {
    let path = segment_path(folder, number);
    let io = |error: io::Error| LogError::refused(error::io("read", &path, &error));
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Missing),
        Err(error) => return Err(io(error)),
    };
    let bytes = file.metadata().map_err(io)?.len();
    let damaged = |sentence: String| LogError::refused(error::damaged(sentence, &path));
    let mut block = [0; BLOCK_BYTES];
    if bytes < BLOCK_BYTES as u64 || !bytes.is_multiple_of(BLOCK_BYTES as u64) || bytes > LOG_LONGEST_SEGMENT_BYTES {
        return Err(damaged(format!("the segment has {bytes} bytes, which is no length of a segment")));
    }
    file.read_exact_at(&mut block, 0).map_err(io)?;
    match segment::read_head(&block) {
        FoundHead::Begun(head) if head.number != number => {
            Err(damaged(format!("the segment says that it is number {}", head.number)))
        }
        FoundHead::Begun(head) if head.bytes != bytes => {
            Err(damaged(format!("the segment has {bytes} bytes and was made with {}", head.bytes)))
        }
        FoundHead::Begun(head) => Ok(Found::Begun(Box::new(Open { path, file, bytes, head }))),
        FoundHead::Unwritten => Ok(Found::Prepared { file, bytes }),
        FoundHead::Damaged => Err(damaged("the segment is damaged in its head, at byte 0".to_owned())),
        FoundHead::Foreign => Err(LogError::refused(
            Message::new(codes::LOG_FOREIGN, "the write-ahead log was written by another version of the program")
                .at(path.display().to_string())
                .note("this version reads segments that begin with `armistice-wal/1`")
                .help("use the version that wrote it, or a later one"),
        )),
    }
}

impl Walk {
    /// A walk from the beginning of the first segment.
    pub fn from_segment(folder: &Path, open: Open, thorough: Thorough) -> Walk {
        let head = &open.head;
        let position = Position { segment: head.number, at: BLOCK_BYTES as u64, link: head.link, index: head.index };
        Walk { folder: folder.to_owned(), open, position, thorough }
    }

    /// A walk from a position on; `None` where its segment is there no more.
    pub fn from_position(folder: &Path, position: Position) -> Result<Option<Walk>, LogError> {
        match find(folder, position.segment)? {
            Found::Begun(open) => {
                Ok(Some(Walk { folder: folder.to_owned(), open: *open, position, thorough: Thorough::Enough }))
            }
            Found::Prepared { .. } => {
                let path = segment_path(folder, position.segment);
                Err(LogError::refused(error::damaged("a segment that was begun is empty", &path)))
            }
            Found::Missing => Ok(None),
        }
    }

    /// Where it stands.
    pub fn position(&self) -> Position {
        self.position
    }
    /// The segment it stands in.
    pub fn segment(&self) -> &Open {
        &self.open
    }

    /// The next frame.
    ///
    /// # Errors
    /// Bytes that were acknowledged are damaged or missing, or cannot be read.
    pub fn step(&mut self) -> Result<Step, LogError> {
        loop {
            let at = self.position.at;
            match self.frame()? {
                Look::Whole(frame, bytes) => {
                    if frame.first != self.position.index {
                        let (first, index) = (frame.first, self.position.index);
                        return Err(
                            self.damaged(format!("the frame at byte {at} begins with entry {first}, not {index}"))
                        );
                    }
                    let before = self.position;
                    self.position.at += bytes;
                    self.position.link = frame.link;
                    self.position.index += frame.count();
                    return Ok(Step::Frame(before, frame));
                }
                Look::Nothing { torn } => {
                    if !self.next_segment(torn)? {
                        if self.thorough == Thorough::All {
                            self.look_behind()?;
                        }
                        return Ok(Step::End);
                    }
                }
            }
        }
    }

    /// Goes on to the next segment if it was begun.
    fn next_segment(&mut self, torn: bool) -> Result<bool, LogError> {
        let number = self.position.segment + 1;
        let Found::Begun(next) = find(&self.folder, number)? else { return Ok(false) };
        let Position { at, link, index, .. } = self.position;
        if torn || next.head.link != link || next.head.index != index {
            return Err(self.damaged(format!(
                "the frame at byte {at} is damaged or missing: the next segment was begun after it"
            )));
        }
        self.position = Position { segment: number, at: BLOCK_BYTES as u64, link, index };
        self.open = *next;
        Ok(true)
    }

    /// The frame at the position, and how many bytes it takes.
    fn frame(&self) -> Result<Look, LogError> {
        let Position { at, link, .. } = self.position;
        let left = self.open.bytes.saturating_sub(at);
        if left < BLOCK_BYTES as u64 {
            return Ok(Look::Nothing { torn: false });
        }
        let mut blocks = vec![0; BLOCK_BYTES];
        self.read(&mut blocks, at)?;
        let bytes = match segment::read_frame_head(&link, &blocks) {
            FoundFrame::Unwritten => return Ok(Look::Nothing { torn: false }),
            FoundFrame::Begins(bytes) if bytes as u64 <= left => bytes,
            FoundFrame::Begins(_) | FoundFrame::Damaged => {
                return Err(self.damaged(format!("the frame at byte {at} is damaged in its head")));
            }
        };
        blocks.resize(bytes, 0);
        self.read(&mut blocks[BLOCK_BYTES..], at + BLOCK_BYTES as u64)?;
        match segment::read_frame(&blocks) {
            Body::Whole(frame) => Ok(Look::Whole(frame, bytes as u64)),
            Body::Torn => Ok(Look::Nothing { torn: true }),
            Body::Damaged => Err(self.damaged(format!("the frame at byte {at} is damaged"))),
        }
    }

    /// Whether a frame stands behind the end, which is then the end no more.
    fn look_behind(&self) -> Result<(), LogError> {
        let mut at = self.position.at + BLOCK_BYTES as u64;
        let end = self.position.at;
        scan(&self.open.path, &self.open.file, at, self.open.bytes, &mut |block| {
            if block[0] == FRAME {
                let sentence = format!("the frame at byte {end} is damaged or missing: another stands behind it");
                return Err(self.damaged(sentence));
            }
            let sectors = block.chunks_exact(SECTOR_BYTES);
            if sectors.into_iter().any(|sector| !matches!(sector[0], segment::UNWRITTEN | segment::MORE)) {
                return Err(self.damaged(format!("the segment is damaged at byte {at}")));
            }
            at += BLOCK_BYTES as u64;
            Ok(())
        })?;
        Ok(())
    }

    fn read(&self, buffer: &mut [u8], at: u64) -> Result<(), LogError> {
        let read = self.open.file.read_exact_at(buffer, at);
        read.map_err(|error| LogError::refused(error::io("read", &self.open.path, &error)))
    }

    fn damaged(&self, sentence: String) -> LogError {
        let whole = format!("entries before number {} are whole", self.position.index);
        LogError::refused(error::damaged(sentence, &self.open.path).note(whole))
    }
}

/// Shows each block of a segment from byte `from` on.
pub fn scan(
    path: &Path,
    file: &File,
    from: u64,
    bytes: u64,
    see: &mut dyn FnMut(&[u8]) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let mut part = vec![0; SCAN_BYTES];
    let mut at = from;
    while at < bytes {
        let length = (bytes - at).min(SCAN_BYTES as u64) as usize;
        let read = file.read_exact_at(&mut part[..length], at);
        read.map_err(|error| LogError::refused(error::io("read", path, &error)))?;
        part[..length].chunks_exact(BLOCK_BYTES).try_for_each(&mut *see)?;
        at += length as u64;
    }
    Ok(())
}

/// What stands at a position.
enum Look {
    Whole(Frame, u64),
    Nothing { torn: bool },
}
