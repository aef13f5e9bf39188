//! Log checkpoints: name, size and root of a log as one text, to be signed (C2SP tlog-checkpoint).
//!
//! ```text
//! example.com/log ⏎ 20852163 ⏎ CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= ⏎
//! ```
//!
//! Holds
//! - Two checkpoints with equal parts are equal texts.
//! - A log without entries has the one root that follows.
//!
//! Not here: signatures (`note`, `cosignature`), whether one log continues another (`proof`).

use std::fmt;

use crate::hash::{EMPTY_ROOT, Hash};
use crate::limits::{LOG_ENTRIES, NAME_BYTES};
use crate::spell::{decimal, shown};

/// Name, size and root of a log. Shown as the text that is signed.
///
/// ```
/// use tlog::checkpoint::Checkpoint;
///
/// let text = "example.com/log\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
/// let checkpoint = Checkpoint::parse(text).unwrap();
/// assert_eq!((checkpoint.origin(), checkpoint.size()), ("example.com/log", 20_852_163));
/// assert_eq!(checkpoint.to_string(), text);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    origin: String,
    size: u64,
    root: Hash,
    extensions: Vec<String>,
}

impl Checkpoint {
    /// The checkpoint of the log called `origin`, without extension lines: nobody could audit them.
    pub fn new(origin: &str, size: u64, root: Hash) -> Result<Checkpoint, CheckpointError> {
        if origin.is_empty() {
            return Err(CheckpointError::NoOrigin);
        }
        if origin.len() > NAME_BYTES {
            return Err(CheckpointError::OriginTooLong { bytes: origin.len() });
        }
        if origin.chars().any(|c| c < ' ') {
            return Err(CheckpointError::Origin { origin: shown(origin) });
        }
        if size > LOG_ENTRIES {
            return Err(CheckpointError::Size { size: size.to_string() });
        }
        if size == 0 && root != EMPTY_ROOT {
            return Err(CheckpointError::EmptyLogWithRoot);
        }
        Ok(Checkpoint { origin: origin.to_owned(), size, root, extensions: Vec::new() })
    }

    /// The checkpoint that the text of a note spells. Extension lines of other logs are kept.
    pub fn parse(text: &str) -> Result<Checkpoint, CheckpointError> {
        let lines = text.strip_suffix('\n').ok_or(CheckpointError::NotThreeLines)?;
        let mut lines = lines.split('\n');
        let (Some(origin), Some(size), Some(root)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(CheckpointError::NotThreeLines);
        };
        if origin.is_empty() {
            return Err(CheckpointError::NoOrigin);
        }
        let size = decimal(size).ok_or_else(|| CheckpointError::Size { size: shown(size) })?;
        let root = Hash::from_base64(root).ok_or_else(|| CheckpointError::Root { root: shown(root) })?;
        let mut checkpoint = Checkpoint::new(origin, size, root)?;
        for line in lines {
            if line.is_empty() || line.chars().any(|c| c < ' ') {
                return Err(CheckpointError::Extension);
            }
            checkpoint.extensions.push(line.to_owned());
        }
        Ok(checkpoint)
    }

    /// The name of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.size
    }
    /// The root of its tree.
    pub fn root(&self) -> &Hash {
        &self.root
    }
    /// Lines behind these three: signed by the log, vouched for by nobody.
    pub fn extensions(&self) -> &[String] {
        &self.extensions
    }

    /// Whether both cannot be checkpoints of one log: of one size, with two roots. Such a pair, signed, is evidence.
    pub fn contradicts(&self, other: &Checkpoint) -> bool {
        self.origin == other.origin && self.size == other.size && self.root != other.root
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)?;
        self.extensions.iter().try_for_each(|line| writeln!(f, "{line}"))
    }
}

/// Why a text is no log checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CheckpointError {
    /// Fewer than three whole lines.
    NotThreeLines,
    /// An empty first line.
    NoOrigin,
    /// A name longer than allowed.
    OriginTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// A name with control characters.
    Origin {
        /// The name.
        origin: String,
    },
    /// A size that is no number without leading zeros, or larger than a log can be.
    Size {
        /// The size.
        size: String,
    },
    /// A root that is not 32 bytes in base64.
    Root {
        /// The root.
        root: String,
    },
    /// A log without entries and with another root than theirs.
    EmptyLogWithRoot,
    /// An extension line that is empty or has control characters.
    Extension,
}

impl fmt::Display for CheckpointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use CheckpointError::*;
        match self {
            NotThreeLines => f.write_str("a log checkpoint has a line each for name, size and root hash"),
            NoOrigin => f.write_str("the log checkpoint does not name its log"),
            OriginTooLong { bytes } => {
                write!(f, "the name of the log has {bytes} bytes, more than the {NAME_BYTES} allowed")
            }
            Origin { origin } => write!(f, "the name of the log, `{origin}`, has a control character"),
            Size { size } => {
                write!(f, "`{size}` is no size of a log, a number up to {LOG_ENTRIES} without leading zeros")
            }
            Root { root } => write!(f, "`{root}` is no root hash, 32 bytes in base64"),
            EmptyLogWithRoot => {
                f.write_str("the log checkpoint says that the log is empty and gives it a root hash of entries")
            }
            Extension => f.write_str("an extension line of the log checkpoint is empty or has a control character"),
        }
    }
}

impl std::error::Error for CheckpointError {}
