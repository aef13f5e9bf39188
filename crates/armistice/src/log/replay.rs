//! What the disk holds of a log: the published part from its checkpoint, the rest from the write-ahead log.
//!
//! ```text
//! record/checkpoint, tile/… ─▶ right edge as published ─┐
//! state/wal/NNNN.seg ─▶ frame ─▶ `enter` ───────────────┴▶ right edge, the same as before the crash
//! ```
//!
//! Holds
//! - A leaf enters the tree through `enter`, at an append as at a start.
//! - Memory holds one frame and two right edges, however long the log is.
//!
//! Not here: writing (`wal`), waiting for a writer (`reader`).

use std::path::{Path, PathBuf};

use tlog::edge::RightEdge;
use tlog::hash::{Hash, leaf_hash};
use tlog::limits::TILE_WIDTH;

use super::error::{self, LogError};
use super::head::LogHead;
use super::tiles;
use super::walk::{self, Found, Position, Step, Thorough, Walk, segment_path};
use crate::codes;
use crate::message::Message;

/// A log as the disk has it.
pub struct Replayed {
    /// The checkpoint that is published.
    pub published: Option<LogHead>,
    /// The right edge of that checkpoint.
    pub published_edge: RightEdge,
    /// The right edge of all that was accepted.
    pub edge: RightEdge,
    /// Before the frame with the first leaf whose blob is in no pack yet.
    pub unpacked: Position,
    /// Before the last frame.
    pub last: Option<Position>,
    /// At the end.
    pub walk: Walk,
}

/// The index of the first leaf whose blob is in no pack, in a log of which `size` entries are published.
pub fn first_unpacked(size: u64) -> u64 {
    size - size % u64::from(TILE_WIDTH)
}

/// The folder of the write-ahead log.
pub fn wal_folder(mission: &Path) -> PathBuf {
    mission.join("state").join("wal")
}

/// Takes leaves into the tree.
pub fn enter<'e>(edge: &mut RightEdge, entries: impl Iterator<Item = &'e [u8]>) {
    for entry in entries {
        edge.append(leaf_hash(entry)).expect("no disk holds as many entries as a log may have");
    }
}

/// Reads the log of a mission; `None` where none was begun. `heads` are what was signed, each with the place that says so.
pub fn replay(mission: &Path, heads: &[(PathBuf, LogHead)], thorough: Thorough) -> Result<Option<Replayed>, LogError> {
    let folder = wal_folder(mission);
    let published = tiles::checkpoint(mission)?;
    let size = published.map_or(0, |head| head.size);
    let Some(open) = first_segment(&folder)? else {
        let signed = heads.iter().map(|(_, head)| head.size).max().unwrap_or(0);
        if published.is_none() && signed == 0 {
            return Ok(None);
        }
        let lost = size.max(signed);
        return Err(LogError::refused(
            error::damaged("the write-ahead log is missing", &folder)
                .note(format!("{lost} entries were signed for, and the last of them lie in it"))
                .note("a copy of `record/` has none: `armistice-verify log` reads such a copy"),
        ));
    };
    let begins = open.head.index;
    if begins > first_unpacked(size) {
        let first = segment_path(&folder, open.head.number);
        return Err(LogError::refused(
            error::damaged(format!("the write-ahead log begins with entry {begins}"), &first).note(format!(
                "{size} entries are published, and blobs from number {} on in no pack",
                first_unpacked(size)
            )),
        ));
    }
    let published_edge = match &published {
        Some(head) => tiles::edge(mission, head)?,
        None => RightEdge::default(),
    };
    if let Some(head) = &published
        && tiles::root_at(mission, head, begins)? != open.head.root
    {
        let sentence = "the write-ahead log does not belong to what is published";
        return Err(LogError::refused(error::damaged(sentence, &open.path)));
    }
    let mut edge = published_edge.clone();
    let mut walk = Walk::from_segment(&folder, *open, thorough);
    let (mut last, mut unpacked) = (None, walk.position());
    let mut roots: Vec<(u64, Hash)> = vec![(edge.size(), edge.root())];
    while let Step::Frame(before, frame) = walk.step()? {
        let skip = usize::try_from(edge.size() - before.index).unwrap_or(usize::MAX);
        enter(&mut edge, frame.leaves().skip(skip).map(|(entry, _)| entry));
        if heads.iter().any(|(_, head)| head.size == edge.size()) {
            roots.push((edge.size(), edge.root()));
        }
        if before.index <= first_unpacked(size) {
            unpacked = before;
        }
        last = Some(before);
    }
    if walk.position().index < size {
        let sentence = format!("the write-ahead log ends after entry {}", walk.position().index);
        let message = error::damaged(sentence, &walk.segment().path).note(format!("{size} entries are published"));
        return Err(LogError::refused(message));
    }
    if walk.position().index <= first_unpacked(size) {
        unpacked = walk.position();
    }
    for (place, head) in heads {
        let found = match roots.iter().find(|(size, _)| *size == head.size) {
            Some((_, root)) => Some(*root),
            None => match &published {
                Some(published) if head.size < published.size => Some(tiles::root_at(mission, published, head.size)?),
                _ => None,
            },
        };
        if found != Some(head.root) {
            return Err(LogError::refused(not_continued(place, head, edge.size(), found)));
        }
    }
    Ok(Some(Replayed { published, published_edge, edge, unpacked, last, walk }))
}

/// The first segment; `None` where no segment was begun.
fn first_segment(folder: &Path) -> Result<Option<Box<walk::Open>>, LogError> {
    if !folder.is_dir() {
        return Ok(None);
    }
    let Some(first) = walk::segments(folder)?.first().copied() else { return Ok(None) };
    match walk::find(folder, first)? {
        Found::Begun(open) => Ok(Some(open)),
        Found::Prepared { .. } => Ok(None),
        Found::Missing => Err(LogError::refused(error::damaged("a segment went away", &segment_path(folder, first)))),
    }
}

fn not_continued(place: &Path, head: &LogHead, size: u64, found: Option<Hash>) -> Message {
    let message = Message::new(codes::LOG_NOT_CONTINUED, "the log on this disk does not hold what was signed")
        .at(place.display().to_string())
        .note(format!("signed    size {}  root {}", head.size, head.root));
    let message = match found {
        Some(root) => message.note(format!("this disk size {}  root {root}", head.size)),
        None => message.note(format!("this disk size {size}")),
    };
    message
        .note("going on would make a second history, and the signatures on both would prove it")
        .help("it was put back from an older copy: put the newest one back, or fetch what is missing from a mirror")
}
