//! Why a log does not take an entry: one variant per reason, with its code and a sentence.

use std::fmt;

use crate::codes;
use crate::envelope::KeyId;
use crate::identity::ActId;
use crate::order::OutOfOrder;
use crate::vocabulary::Name;
use crate::vocabulary::time::Instant;
use crate::wire::WireError;

/// Why a log does not take an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refusal {
    /// It is not its author's next statement.
    OutOfOrder(OutOfOrder),
    /// It has no canonical bytes.
    Wire(WireError),
    /// It was accepted before the entry that stands before it.
    AcceptedEarlier {
        /// When it was.
        accepted_at: Instant,
        /// When the one before it was.
        last: Instant,
    },
    /// The log has no charter yet, and this is none.
    NoCharter,
    /// The charter has no such author.
    UnknownAuthor {
        /// The name.
        author: Name,
    },
    /// The author reads and does not write.
    ReadsOnly {
        /// Its name.
        author: Name,
    },
    /// The author may not import what nobody signed.
    ImportsNot {
        /// Its name.
        author: Name,
    },
    /// The author has no such key, and never had.
    UnknownKey {
        /// Its name.
        author: Name,
        /// The key.
        key: KeyId,
    },
    /// The author's key has ended.
    KeyEnded {
        /// Its name.
        author: Name,
        /// The key.
        key: KeyId,
        /// The entry that ended it.
        until: u64,
    },
    /// A signature does not hold.
    BadSignature {
        /// Whose it should be.
        author: Name,
    },
    /// It states to have been known after it was accepted.
    KnownLater {
        /// The known-at.
        known: Instant,
        /// The acceptance.
        accepted_at: Instant,
    },
    /// It states a known-at, and the mission is live.
    Live {
        /// Since when.
        live_from: Instant,
        /// The acceptance.
        accepted_at: Instant,
    },
    /// The envelope commits to something else than what stands in the entry.
    OtherBody,
    /// The envelope announces an act that does not stand in the entry, or does not announce the one that does.
    ActOutOfPlace {
        /// Whether it announces one.
        announced: bool,
    },
    /// The act was made for another log.
    OtherLog {
        /// Its origin.
        mission: String,
    },
    /// The charter amends another one than that in force.
    OtherCharter {
        /// The one it amends.
        amends: Option<ActId>,
        /// The one in force.
        in_force: Option<ActId>,
    },
    /// The charter is not sound in itself.
    Unsound {
        /// Why.
        why: String,
    },
    /// Too few have consented.
    NotConsented {
        /// Whose consent lacks.
        by: Name,
        /// How many of its keys consented.
        have: u64,
        /// How many are needed.
        needed: u64,
    },
    /// The key that should begin was used before.
    KeyUsed {
        /// The key.
        key: KeyId,
    },
    /// Suspicion from an entry on at which the key did not sign.
    SuspectRange {
        /// From when.
        since: u64,
        /// Since when the key signs.
        from: u64,
        /// Until which entry, at the latest.
        until: u64,
    },
    /// A consent that nobody asked for, or a second time.
    ConsentOfNobody {
        /// Whose it should be.
        of: Name,
        /// By which key.
        key: KeyId,
    },
    /// The body names another author than the envelope.
    OtherAuthor {
        /// The author of the envelope.
        author: Name,
        /// The author of the body.
        body: Name,
    },
    /// The author may not enter statements for the speaker.
    NoMandate {
        /// The author.
        author: Name,
        /// The speaker.
        speaker: Name,
    },
}

impl From<WireError> for Refusal {
    fn from(error: WireError) -> Refusal {
        Refusal::Wire(error)
    }
}

impl Refusal {
    /// Its code: stable.
    pub fn code(&self) -> &'static str {
        use Refusal::*;
        match self {
            OutOfOrder(error) => error.code(),
            Wire(error) => error.code(),
            AcceptedEarlier { .. } => codes::ACCEPTED_EARLIER,
            NoCharter => codes::NO_CHARTER,
            UnknownAuthor { .. } => codes::UNKNOWN_AUTHOR,
            ReadsOnly { .. } => codes::READS_ONLY,
            ImportsNot { .. } => codes::IMPORTS_NOT,
            UnknownKey { .. } => codes::UNKNOWN_AUTHOR_KEY,
            KeyEnded { .. } => codes::KEY_ENDED,
            BadSignature { .. } => codes::BAD_SIGNATURE,
            KnownLater { .. } => codes::KNOWN_LATER,
            Live { .. } => codes::LIVE,
            OtherBody => codes::OTHER_BODY,
            ActOutOfPlace { .. } => codes::ACT_OUT_OF_PLACE,
            OtherLog { .. } => codes::OTHER_LOG,
            OtherCharter { .. } => codes::OTHER_CHARTER,
            Unsound { .. } => codes::UNSOUND_CHARTER,
            NotConsented { .. } => codes::NOT_CONSENTED,
            KeyUsed { .. } => codes::KEY_USED,
            SuspectRange { .. } => codes::SUSPECT_RANGE,
            ConsentOfNobody { .. } => codes::CONSENT_OF_NOBODY,
            OtherAuthor { .. } => codes::OTHER_AUTHOR,
            NoMandate { .. } => codes::NO_MANDATE,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Refusal::*;
        match self {
            OutOfOrder(error) => error.fmt(f),
            Wire(error) => error.fmt(f),
            AcceptedEarlier { accepted_at, last } => write!(
                f,
                "the entry was accepted at {} and the one before it at {}: acceptance never goes back",
                utc(*accepted_at),
                utc(*last)
            ),
            NoCharter => f.write_str("the log has no charter yet, and its first entry has to be one"),
            UnknownAuthor { author } => write!(f, "the charter has no author `{author}` who may write"),
            ReadsOnly { author } => write!(f, "`{author}` reads the record and does not write into it"),
            ImportsNot { author } => write!(f, "`{author}` may not import what nobody has signed"),
            UnknownKey { author, key } => write!(f, "`{author}` has no key {key}"),
            KeyEnded { author, key, until } => write!(f, "the key {key} of `{author}` ended with entry {until}"),
            BadSignature { author } => write!(f, "a signature that should be by `{author}` is not by its key"),
            KnownLater { known, accepted_at } => {
                let (known, accepted_at) = (utc(*known), utc(*accepted_at));
                write!(f, "it states to have been known at {known}, and was accepted before that, at {accepted_at}")
            }
            Live { live_from, accepted_at } => write!(
                f,
                "the mission is live since {}: what is accepted at {} cannot state another known-at",
                utc(*live_from),
                utc(*accepted_at)
            ),
            OtherBody => f.write_str("the envelope commits to something else than what stands beside it"),
            ActOutOfPlace { announced: true } => {
                f.write_str("the envelope announces an act, and none stands in the entry")
            }
            ActOutOfPlace { announced: false } => {
                f.write_str("an act stands in the entry, and the envelope does not announce it")
            }
            OtherLog { mission } => write!(f, "the charter or change of keys was made for the log `{mission}`"),
            OtherCharter { amends: Some(amends), in_force: Some(in_force) } => {
                write!(f, "the charter amends {amends}, and {in_force} is in force")
            }
            OtherCharter { amends: None, .. } => {
                f.write_str("the charter is a first one, and the log has a charter already")
            }
            OtherCharter { in_force: None, .. } => {
                f.write_str("the charter amends another one, and the log has none yet")
            }
            Unsound { why } => write!(f, "the charter is not sound: {why}"),
            NotConsented { by, have, needed } => {
                write!(f, "`{by}` has not consented: {have} of {needed} keys did")
            }
            KeyUsed { key } => write!(f, "the key {key} was used before, and a key begins once"),
            SuspectRange { since, from, until } => write!(
                f,
                "suspicion from entry {since} on of a key that signs from entry {from} to entry {until} at the latest"
            ),
            ConsentOfNobody { of, key } => {
                write!(f, "the consent of `{of}` with the key {key} does not count here, or stands there twice")
            }
            OtherAuthor { author, body } => {
                write!(f, "`{author}` signed a statement whose author is `{body}`")
            }
            NoMandate { author, speaker } => write!(f, "`{author}` may not enter statements for `{speaker}`"),
        }
    }
}

impl std::error::Error for Refusal {}

/// In UTC, as "2030-03-05T10:00:00Z".
pub(super) fn utc(at: Instant) -> String {
    jiff::Timestamp::from_second(at.0).map_or_else(|_| format!("@{}", at.0), |time| time.to_string())
}
