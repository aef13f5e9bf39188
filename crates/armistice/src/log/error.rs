//! What goes wrong with the log on disk, and what is known of it then.
//!
//! Holds
//! - An error says whether something may have been accepted, and whether the log goes on.
//! - The code follows from what the disk said: full, read-only, anything else.
//!
//! Not here: the form of a message (`message`), what the codes mean (`codes`).

use std::fmt;
use std::io;
use std::path::Path;

use crate::codes;
use crate::message::Message;

/// What is known after an error.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Nothing was accepted, and the log goes on as if it had not been asked.
    Refused,
    /// Nothing was accepted, and the log stopped: it takes nothing more before it is opened again.
    Stopped,
    /// Whether the group was accepted shows when the log is opened again; it stopped.
    NotKnown,
}

/// An error of the log: what to say, and what is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LogError {
    message: Box<Message>,
    outcome: Outcome,
}

impl LogError {
    /// An error after which the log goes on: `message` says why nothing was done.
    pub fn refused(message: Message) -> LogError {
        LogError { message: Box::new(message), outcome: Outcome::Refused }
    }
    /// What is said.
    pub fn message(&self) -> &Message {
        &self.message
    }
    /// What is known.
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
    /// The code of the message.
    pub fn code(&self) -> &'static str {
        self.message.code
    }

    /// The disk failed where the log cannot go on.
    pub(super) fn stopped(message: Message) -> LogError {
        LogError { message: Box::new(message), outcome: Outcome::Stopped }
    }
    /// The disk failed while a group was being secured.
    pub(super) fn not_known(message: Message) -> LogError {
        LogError { message: Box::new(message), outcome: Outcome::NotKnown }
    }
    /// A step failed that may be done again once there is room; for any other reason the log stops.
    pub(super) fn step(doing: &str, path: &Path, error: &io::Error) -> LogError {
        let message = io(doing, path, error);
        if is_full(error) { LogError::refused(message) } else { LogError::stopped(message) }
    }
    /// A file or folder could not be secured: nobody knows what of it is on the disk, so it is never tried again.
    pub(super) fn sync(path: &Path, error: &io::Error) -> LogError {
        LogError::stopped(io("secure", path, error).note("what had been accepted before stays accepted"))
    }
}

impl From<LogError> for Message {
    fn from(error: LogError) -> Message {
        *error.message
    }
}

impl fmt::Display for LogError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(f)
    }
}

impl std::error::Error for LogError {}

/// The disk or its rights stand in the way.
pub(super) fn io(doing: &str, path: &Path, error: &io::Error) -> Message {
    use io::ErrorKind as Kind;
    let (code, help) = match error.kind() {
        _ if is_full(error) => (codes::LOG_NO_ROOM, "make room on the disk, then do it again"),
        Kind::ReadOnlyFilesystem | Kind::PermissionDenied => {
            (codes::LOG_READ_ONLY, "whoever keeps the log must be able to write `record`, `state` and `blobs`")
        }
        _ => (codes::LOG_IO, "look at the disk, then start again: what is in the log then is what was accepted"),
    };
    Message::io(code, doing, path, error).help(help)
}

/// Bytes that are not as this program wrote them.
pub(super) fn damaged(sentence: impl Into<String>, path: &Path) -> Message {
    Message::new(codes::LOG_DAMAGED, sentence)
        .at(path.display().to_string())
        .note("nothing was changed or deleted")
        .help("keep the folder as it is: it is evidence; put the mission back from a copy, or from a mirror")
}

pub(super) fn is_full(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded)
}
