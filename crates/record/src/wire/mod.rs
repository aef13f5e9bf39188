//! The canonical bytes of a statement body, version 1 (`spec/statements.md`), and its id.
//!
//! ```text
//! body ─▶ `encode` ─▶ bytes ─▶ `body_id`
//! body ◀─ `decode` ◀─ bytes from anywhere, or a refusal that names the byte
//! ```
//!
//! Holds
//! - What `encode` writes, `decode` reads back equal; what `decode` accepts, `encode` writes back to the byte.
//! - Bytes of version 1 never change their meaning: `cases/record/body-v1.txt` is frozen.
//!
//! Not here: acceptance (known-at, received), envelopes and signatures; none of it is part of a body.

pub mod cbor;
mod body;
mod channel;
pub(crate) mod tables;

use std::fmt;

use sha2::{Digest, Sha256};

use crate::codes;
use crate::limits;
use crate::statement::{Body, BodyId};

/// The canonical bytes of `body`, at most [`limits::BODY_BYTES`].
///
/// Refuses a body that says what no body may say, such as a count whose least is above its most.
///
/// ```
/// use record::statement::{Body, Content, Report};
/// use record::vocabulary::sources::Chain;
/// use record::wire;
///
/// let report = Report { chain: Chain::direct("patrol-2"), words: "two shells".into(), ..Report::default() };
/// let content = Content::Report(report);
/// let body = Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content };
/// let bytes = wire::encode(&body).unwrap();
/// assert_eq!(wire::decode(&bytes), Ok(body));
/// assert_eq!(wire::body_id(&bytes).short(), "f9e39ea5");
/// ```
pub fn encode(body: &Body) -> Result<Vec<u8>, WireError> {
    tables::bytes_of(body, within_body_limit)
}

/// The body that `bytes` spell; refuses bytes that `encode` would not have written.
pub fn decode(bytes: &[u8]) -> Result<Body, WireError> {
    tables::item_of(bytes, within_body_limit)
}

/// The id of the body with these canonical bytes: SHA-256 of `armistice-body/v1` and the bytes.
pub fn body_id(bytes: &[u8]) -> BodyId {
    BodyId(Sha256::new().chain_update(b"armistice-body/v1").chain_update(bytes).finalize().into())
}

fn within_body_limit(bytes: &[u8]) -> Result<(), WireError> {
    if bytes.len() > limits::BODY_BYTES { Err(WireError::BodyTooLong { bytes: bytes.len() }) } else { Ok(()) }
}

/// Why bytes are no canonical body, or a body has no canonical bytes. Offsets count bytes from 0.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum WireError {
    /// More bytes than a body may have.
    BodyTooLong {
        /// How many.
        bytes: usize,
    },
    /// The bytes end before the item does.
    EndsEarly {
        /// Where the item begins.
        at: usize,
    },
    /// Something follows the body.
    BytesLeft {
        /// Where it begins.
        at: usize,
    },
    /// A number or length that has a shorter form.
    NotShortest {
        /// Where.
        at: usize,
    },
    /// An item without a stated length.
    IndefiniteLength {
        /// Where.
        at: usize,
    },
    /// A tag, float, null or reserved form.
    Foreign {
        /// Where.
        at: usize,
    },
    /// Another item than the one that belongs there.
    Expected {
        /// Where.
        at: usize,
        /// What belongs there.
        expected: &'static str,
    },
    /// A key repeated, or smaller than the one before.
    KeyOrder {
        /// Where.
        at: usize,
        /// The key.
        key: u64,
    },
    /// A key that the map does not have.
    UnknownKey {
        /// Where.
        at: usize,
        /// The key.
        key: u64,
    },
    /// A key that the map must have.
    MissingKey {
        /// Where the map begins.
        at: usize,
        /// The key.
        key: u64,
    },
    /// A version that is not known, or is not the one of the kind that follows.
    UnknownVersion {
        /// Where.
        at: usize,
        /// The version.
        version: u64,
        /// The one expected.
        expected: u64,
    },
    /// A number that is no kind of statement of its version.
    UnknownKind {
        /// Where.
        at: usize,
        /// The number.
        kind: u64,
    },
    /// A number that is none of the alternatives.
    UnknownChoice {
        /// Where.
        at: usize,
        /// Alternatives of what.
        what: &'static str,
        /// The number.
        number: u64,
    },
    /// An empty list where an empty list is left out.
    EmptyList {
        /// Where.
        at: usize,
    },
    /// An empty list where at least one is needed: the origins of a chain, the polygons or rings of an area.
    NothingListed {
        /// Where.
        at: usize,
    },
    /// Lists and maps nested too deeply.
    TooDeep {
        /// Where.
        at: usize,
    },
    /// A text longer than allowed.
    TextTooLong {
        /// Where.
        at: usize,
        /// How long it is.
        bytes: usize,
    },
    /// A text that is not UTF-8.
    NotUtf8 {
        /// Where.
        at: usize,
    },
    /// A number outside the range of what it stands for.
    OutOfRange {
        /// Where.
        at: usize,
        /// What it stands for.
        what: &'static str,
    },
    /// An event time whose begin or end has no possible instant.
    NoInstant {
        /// Where.
        at: usize,
    },
    /// An event that ended before it can have begun.
    EndsBeforeBegin {
        /// Where.
        at: usize,
    },
    /// A place with neither names nor an area.
    NoPlace {
        /// Where.
        at: usize,
    },
    /// A least number above the greatest.
    LeastAboveMost {
        /// Where.
        at: usize,
    },
    /// A text that is no grade.
    NotAGrade {
        /// Where.
        at: usize,
    },
    /// A ring of fewer than three points, or closed by repeating its first.
    BadRing {
        /// Where.
        at: usize,
    },
    /// A leaf of the log longer than allowed.
    EntryTooLong {
        /// How many bytes.
        bytes: usize,
    },
    /// A submission longer than allowed.
    SubmissionTooLong {
        /// How many bytes.
        bytes: usize,
    },
    /// An act longer than allowed.
    ActTooLong {
        /// How many bytes.
        bytes: usize,
    },
    /// Bytes that are no usable public key.
    BadKey {
        /// Where.
        at: usize,
    },
    /// An author's first statement that names one before it, or a later one that names none.
    ChainBroken {
        /// Where the envelope begins.
        at: usize,
    },
    /// A list with too many items.
    TooManyItems {
        /// Where the map that has it begins.
        at: usize,
        /// Items of what.
        what: &'static str,
        /// How many.
        items: usize,
        /// How many are the most.
        most: usize,
    },
    /// An area of too many points.
    TooManyPoints {
        /// Where.
        at: usize,
        /// How many.
        points: usize,
    },
}

impl WireError {
    /// Its code: stable, one per variant; what it means is in [`codes::CODES`].
    pub fn code(&self) -> &'static str {
        use WireError::*;
        match self {
            BodyTooLong { .. } => codes::BODY_TOO_LONG,
            EndsEarly { .. } => codes::ENDS_EARLY,
            BytesLeft { .. } => codes::BYTES_LEFT,
            NotShortest { .. } => codes::NOT_SHORTEST,
            IndefiniteLength { .. } => codes::INDEFINITE_LENGTH,
            Foreign { .. } => codes::FOREIGN,
            Expected { .. } => codes::EXPECTED,
            KeyOrder { .. } => codes::KEY_ORDER,
            UnknownKey { .. } => codes::UNKNOWN_KEY,
            MissingKey { .. } => codes::MISSING_KEY,
            UnknownVersion { .. } => codes::UNKNOWN_VERSION,
            UnknownKind { .. } => codes::UNKNOWN_KIND,
            UnknownChoice { .. } => codes::UNKNOWN_CHOICE,
            EmptyList { .. } => codes::EMPTY_LIST,
            NothingListed { .. } => codes::NOTHING_LISTED,
            TooDeep { .. } => codes::TOO_DEEP,
            TextTooLong { .. } => codes::TEXT_TOO_LONG,
            NotUtf8 { .. } => codes::NOT_UTF8,
            OutOfRange { .. } => codes::OUT_OF_RANGE,
            NoInstant { .. } => codes::NO_INSTANT,
            EndsBeforeBegin { .. } => codes::ENDS_BEFORE_BEGIN,
            NoPlace { .. } => codes::NO_PLACE,
            LeastAboveMost { .. } => codes::LEAST_ABOVE_MOST,
            NotAGrade { .. } => codes::NOT_A_GRADE,
            BadRing { .. } => codes::BAD_RING,
            TooManyPoints { .. } => codes::TOO_MANY_POINTS,
            EntryTooLong { .. } => codes::ENTRY_TOO_LONG,
            SubmissionTooLong { .. } => codes::SUBMISSION_TOO_LONG,
            ActTooLong { .. } => codes::ACT_TOO_LONG,
            BadKey { .. } => codes::BAD_KEY,
            ChainBroken { .. } => codes::CHAIN_BROKEN,
            TooManyItems { .. } => codes::TOO_MANY_ITEMS,
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use WireError::*;
        match self {
            BodyTooLong { bytes } => {
                write!(f, "the statement body has {bytes} bytes, more than the {} allowed", limits::BODY_BYTES)
            }
            EndsEarly { at } => write!(f, "the bytes end inside the item that begins at byte {at}"),
            BytesLeft { at } => write!(f, "the statement body ends before byte {at}, but more bytes follow"),
            NotShortest { at } => write!(f, "the number or length at byte {at} is not in its shortest form"),
            IndefiniteLength { at } => write!(f, "the item at byte {at} does not state its length"),
            Foreign { at } => write!(f, "the item at byte {at} is a tag, a float, null or a reserved form"),
            Expected { at, expected } => write!(f, "{expected} belongs at byte {at}"),
            KeyOrder { at, key } => write!(f, "key {key} at byte {at} is repeated or out of order"),
            UnknownKey { at, key } => write!(f, "key {key} at byte {at} does not belong in its map"),
            MissingKey { at, key } => write!(f, "the map at byte {at} lacks key {key}"),
            UnknownVersion { at, version, expected } => {
                write!(f, "the version at byte {at} is {version}, not {expected}")
            }
            UnknownKind { at, kind } => write!(f, "the number {kind} at byte {at} is no kind of statement"),
            UnknownChoice { at, what, number } => {
                write!(f, "the number {number} at byte {at} is no choice for {what}")
            }
            EmptyList { at } => write!(f, "the list at byte {at} is empty and should be left out"),
            NothingListed { at } => write!(f, "the list at byte {at} is empty but needs at least one item"),
            TooDeep { at } => {
                write!(f, "the item at byte {at} is nested deeper than {} levels", limits::NESTING_LEVELS)
            }
            TextTooLong { at, bytes } => {
                write!(f, "the text at byte {at} has {bytes} bytes, more than the {} allowed", limits::TEXT_BYTES)
            }
            NotUtf8 { at } => write!(f, "the text at byte {at} is not UTF-8"),
            OutOfRange { at, what } => write!(f, "the {what} at byte {at} is out of range"),
            NoInstant { at } => write!(f, "the event time at byte {at} holds no instant"),
            EndsBeforeBegin { at } => {
                write!(f, "the event time at byte {at} ends before the event can have begun")
            }
            NoPlace { at } => write!(f, "the place at byte {at} has neither a name nor an area"),
            LeastAboveMost { at } => {
                write!(f, "the count or measure at byte {at} has its least value above its greatest")
            }
            NotAGrade { at } => write!(f, "the text at byte {at} is no grade from A1 to F6"),
            BadRing { at } => {
                write!(f, "the ring at byte {at} has fewer than three points or repeats its first point")
            }
            EntryTooLong { bytes } => {
                write!(f, "the entry has {bytes} bytes, more than the {} allowed", limits::ENTRY_BYTES)
            }
            SubmissionTooLong { bytes } => {
                write!(f, "the submission has {bytes} bytes, more than the {} allowed", limits::SUBMISSION_BYTES)
            }
            ActTooLong { bytes } => {
                write!(f, "the act has {bytes} bytes, more than the {} allowed", limits::ACT_BYTES)
            }
            BadKey { at } => write!(f, "the bytes at byte {at} are no Ed25519 public key, or a weak one"),
            ChainBroken { at } => write!(
                f,
                "the envelope at byte {at} is its author's first and names one before it, or is a later one and names none"
            ),
            TooManyItems { at, what, items, most } => {
                write!(f, "the map at byte {at} has {items} {what}, more than the {most} allowed")
            }
            TooManyPoints { at, points } => {
                write!(f, "the area at byte {at} has {points} points, more than the {} allowed", limits::AREA_POINTS)
            }
        }
    }
}

impl std::error::Error for WireError {}
