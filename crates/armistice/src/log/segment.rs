//! The bytes of a segment of the write-ahead log, version 1 (`spec/log-on-disk.md`).
//!
//! ```text
//! segment = head, one block | frame, whole blocks | frame | … | zeros             block = 8 sectors of 512 bytes
//! sector  = what is written in it (1 byte) | 511 bytes of the head or frame, filled up with zeros
//! frame   = length of payload (8) | SHA-256(payload) | link | payload
//! link    = SHA-256(link of the frame before | length | SHA-256(payload)); before the first: SHA-256 of `MAGIC`
//! payload = index of the first leaf (8) | count (4) | count × (length of entry (2) | length of blob (4)) | count × (entry | blob)
//! ```
//!
//! Holds
//! - A sector reaches the disk whole or not at all and says whether it did: a write that was cut short has sectors that say
//!   nothing, and a changed byte never looks like one.
//! - A frame begins where no other frame has a byte: what was acknowledged is never written again for its neighbour's sake.
//! - Numbers are big-endian. One spelling: what is filled up is zero.
//!
//! Not here: files (`wal`), the order of frames across segments (`walk`).

use tlog::hash::Hash;

use super::Leaf;
use crate::hash::{sha256, sha256_of};
use crate::limits::{LOG_BLOB_BYTES, LOG_ENTRY_BYTES};

/// The first bytes of every segment.
pub const MAGIC: &[u8; 16] = b"armistice-wal/1\n";
/// What the disk writes whole or not at all.
pub const SECTOR_BYTES: usize = 512;
/// Where frames may begin, and what the page cache writes at once.
pub const BLOCK_BYTES: usize = 4096;

const PART_BYTES: usize = SECTOR_BYTES - 1;
const FRAME_HEAD_BYTES: usize = 8 + 2 * 32;
const LEAF_HEAD_BYTES: usize = 2 + 4;
const PAYLOAD_HEAD_BYTES: usize = 8 + 4;
const HEAD_BYTES: usize = MAGIC.len() + 3 * 8 + 3 * 32;

/// A sector in which nothing was written yet.
pub const UNWRITTEN: u8 = 0;
/// The sector of a segment's head.
pub const HEAD: u8 = b'h';
/// The first sector of a frame.
pub const FRAME: u8 = b'f';
/// A further sector of a frame.
pub const MORE: u8 = b'm';

pub type Digest = [u8; 32];

/// The link before the first frame of a log.
pub fn first_link() -> Digest {
    sha256(MAGIC)
}

/// The head of a segment that was begun.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// The number of the segment.
    pub number: u64,
    /// How long the segment is.
    pub bytes: u64,
    /// How many leaves the log had when it was begun.
    pub index: u64,
    /// The root it had then.
    pub root: Hash,
    /// The link of the last frame before.
    pub link: Digest,
}

impl Head {
    /// Its block.
    pub fn write(&self) -> Vec<u8> {
        let mut stream = MAGIC.to_vec();
        for number in [self.number, self.bytes, self.index] {
            stream.extend_from_slice(&number.to_be_bytes());
        }
        stream.extend_from_slice(&self.root.0);
        stream.extend_from_slice(&self.link);
        stream.extend_from_slice(&sha256(&stream));
        sectors(HEAD, &stream)
    }
}

/// What a block at the beginning of a segment says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FoundHead {
    /// The segment was begun.
    Begun(Head),
    /// It is prepared, and nothing was accepted in it.
    Unwritten,
    /// It was written by another version of the program, or is something else.
    Foreign,
    /// It was begun, and its head was changed since.
    Damaged,
}

/// Reads the first block of a segment.
pub fn read_head(block: &[u8]) -> FoundHead {
    let Some(sector) = block.get(..BLOCK_BYTES) else { return FoundHead::Damaged };
    if sector[0] == UNWRITTEN {
        return if sector.iter().all(|byte| *byte == 0) { FoundHead::Unwritten } else { FoundHead::Damaged };
    }
    let stream = &sector[1..SECTOR_BYTES];
    let (body, rest) = stream.split_at(HEAD_BYTES);
    let (body, digest) = body.split_at(HEAD_BYTES - 32);
    if &body[..MAGIC.len()] != MAGIC {
        // The name without its version is the program's own.
        return if sector[0] == HEAD && sha256(body) == digest { FoundHead::Foreign } else { FoundHead::Damaged };
    }
    let zeros = rest.iter().chain(&sector[SECTOR_BYTES..]).all(|byte| *byte == 0);
    if sector[0] != HEAD || sha256(body) != digest || !zeros {
        return FoundHead::Damaged;
    }
    let number = |at: usize| u64::from_be_bytes(body[MAGIC.len() + 8 * at..][..8].try_into().expect("eight bytes"));
    let digest = |at: usize| body[MAGIC.len() + 24 + 32 * at..][..32].try_into().expect("a digest");
    FoundHead::Begun(Head {
        number: number(0),
        bytes: number(1),
        index: number(2),
        root: Hash(digest(0)),
        link: digest(1),
    })
}

/// The blocks of a frame that holds `leaves` from index `first` on, and its link.
pub fn write_frame(before: &Digest, first: u64, leaves: &[Leaf]) -> (Vec<u8>, Digest) {
    let bytes: usize = leaves.iter().map(Leaf::bytes).sum();
    let mut stream = Vec::with_capacity(FRAME_HEAD_BYTES + PAYLOAD_HEAD_BYTES + leaves.len() * LEAF_HEAD_BYTES + bytes);
    stream.resize(FRAME_HEAD_BYTES, 0);
    stream.extend_from_slice(&first.to_be_bytes());
    stream.extend_from_slice(&u32::try_from(leaves.len()).expect("within the limit of a group").to_be_bytes());
    for leaf in leaves {
        stream.extend_from_slice(&u16::try_from(leaf.entry.len()).expect("within the limit").to_be_bytes());
        stream.extend_from_slice(&u32::try_from(leaf.blob.len()).expect("within the limit").to_be_bytes());
    }
    for leaf in leaves {
        stream.extend_from_slice(&leaf.entry);
        stream.extend_from_slice(&leaf.blob);
    }
    let length = ((stream.len() - FRAME_HEAD_BYTES) as u64).to_be_bytes();
    let digest = sha256(&stream[FRAME_HEAD_BYTES..]);
    let link = sha256_of(&[before, &length, &digest]);
    stream[..8].copy_from_slice(&length);
    stream[8..40].copy_from_slice(&digest);
    stream[40..FRAME_HEAD_BYTES].copy_from_slice(&link);
    (sectors(FRAME, &stream), link)
}

/// What the first block of a frame says.
pub enum FoundFrame {
    /// A frame begins here and takes this many bytes of the segment.
    Begins(usize),
    /// Its first sector was not written.
    Unwritten,
    /// A frame was begun here, and its head was changed since.
    Damaged,
}

/// Reads the head of a frame in its first block; `before` is the link of the frame before.
pub fn read_frame_head(before: &Digest, block: &[u8]) -> FoundFrame {
    match block[0] {
        UNWRITTEN if block[..SECTOR_BYTES].iter().all(|byte| *byte == 0) => return FoundFrame::Unwritten,
        FRAME => {}
        _ => return FoundFrame::Damaged,
    }
    let head = &block[1..][..FRAME_HEAD_BYTES];
    let (length, digest, link) = (&head[..8], &head[8..40], &head[40..]);
    if sha256_of(&[before, length, digest]) != link {
        return FoundFrame::Damaged;
    }
    let length = u64::from_be_bytes(length.try_into().expect("eight bytes"));
    match usize::try_from(length).ok().and_then(|length| length.checked_add(FRAME_HEAD_BYTES)) {
        Some(stream) if stream <= usize::MAX / 2 => FoundFrame::Begins(stored_bytes(stream)),
        _ => FoundFrame::Damaged,
    }
}

/// A frame that is whole.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Frame {
    /// The index of its first leaf.
    pub first: u64,
    /// Its link.
    pub link: Digest,
    count: u32,
    payload: Vec<u8>,
}

/// What the blocks of a frame say.
pub enum Body {
    /// It is whole.
    Whole(Frame),
    /// At least one of its sectors was not written.
    Torn,
    /// All of its sectors were written, and some of them were changed since.
    Damaged,
}

/// Reads a frame from its blocks, whose head was read already.
pub fn read_frame(blocks: &[u8]) -> Body {
    let head = &blocks[1..][..FRAME_HEAD_BYTES];
    let length = u64::from_be_bytes(head[..8].try_into().expect("eight bytes"));
    let stream = usize::try_from(length).expect("read with the head") + FRAME_HEAD_BYTES;
    let used = stream.div_ceil(PART_BYTES) * SECTOR_BYTES;
    let (written, spare) = blocks.split_at(used);
    let mut payload = Vec::with_capacity(used);
    let mut torn = false;
    for (place, sector) in written.chunks_exact(SECTOR_BYTES).enumerate() {
        match sector[0] {
            FRAME if place == 0 => {}
            MORE if place > 0 => {}
            UNWRITTEN if sector.iter().all(|byte| *byte == 0) => torn = true,
            _ => return Body::Damaged,
        }
        payload.extend_from_slice(&sector[1..]);
    }
    if torn {
        return Body::Torn;
    }
    let filled = payload[stream..].iter().chain(spare).any(|byte| *byte != 0);
    payload.truncate(stream);
    let payload = payload.split_off(FRAME_HEAD_BYTES);
    if filled || sha256(&payload) != blocks[9..41] {
        return Body::Damaged;
    }
    let link = head[40..].try_into().expect("a digest");
    match payload.first_chunk::<PAYLOAD_HEAD_BYTES>() {
        Some(start) => {
            let first = u64::from_be_bytes(start[..8].try_into().expect("eight bytes"));
            let count = u32::from_be_bytes(start[8..].try_into().expect("four bytes"));
            let frame = Frame { first, link, count, payload };
            if frame.is_sound() { Body::Whole(frame) } else { Body::Damaged }
        }
        None => Body::Damaged,
    }
}

impl Frame {
    /// How many leaves it holds.
    pub fn count(&self) -> u64 {
        u64::from(self.count)
    }

    /// Its leaves: entry and blob of each.
    pub fn leaves(&self) -> impl Iterator<Item = (&[u8], &[u8])> {
        let (heads, mut rest) = self.parts().unwrap_or_default();
        heads.chunks_exact(LEAF_HEAD_BYTES).map(move |head| {
            let (entry, after) = rest.split_at(entry_bytes(head));
            let (blob, after) = after.split_at(blob_bytes(head));
            rest = after;
            (entry, blob)
        })
    }

    /// The lengths of its leaves, and their bytes.
    fn parts(&self) -> Option<(&[u8], &[u8])> {
        let heads = usize::try_from(self.count).ok()?.checked_mul(LEAF_HEAD_BYTES)?;
        self.payload.get(PAYLOAD_HEAD_BYTES..)?.split_at_checked(heads)
    }

    fn is_sound(&self) -> bool {
        let Some((heads, rest)) = self.parts() else { return false };
        let bytes: usize = heads.chunks_exact(LEAF_HEAD_BYTES).map(|head| entry_bytes(head) + blob_bytes(head)).sum();
        let within = |head: &[u8]| entry_bytes(head) <= LOG_ENTRY_BYTES && blob_bytes(head) <= LOG_BLOB_BYTES;
        self.count > 0 && bytes == rest.len() && heads.chunks_exact(LEAF_HEAD_BYTES).all(within)
    }
}

fn entry_bytes(head: &[u8]) -> usize {
    usize::from(u16::from_be_bytes(head[..2].try_into().expect("two bytes")))
}

fn blob_bytes(head: &[u8]) -> usize {
    u32::from_be_bytes(head[2..].try_into().expect("four bytes")) as usize
}

/// The bytes of a segment that a stream of bytes takes, up to the end of its last block.
fn stored_bytes(stream: usize) -> usize {
    (stream.div_ceil(PART_BYTES) * SECTOR_BYTES).next_multiple_of(BLOCK_BYTES)
}

/// The blocks of a stream of bytes, of which the first sector is marked `first`.
fn sectors(first: u8, stream: &[u8]) -> Vec<u8> {
    let mut blocks = vec![0; stored_bytes(stream.len())];
    for (place, (sector, part)) in blocks.chunks_exact_mut(SECTOR_BYTES).zip(stream.chunks(PART_BYTES)).enumerate() {
        sector[0] = if place == 0 { first } else { MORE };
        sector[1..=part.len()].copy_from_slice(part);
    }
    blocks
}
