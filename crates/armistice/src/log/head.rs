//! The last size and root that may have been signed: `state/head`, and a second copy elsewhere.
//!
//! ```text
//! armistice-head/1 ⏎ 1204 ⏎ CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I= ⏎
//! ```
//!
//! Holds
//! - It is on the disk before the log's key signs. A log that has less, or something else, was put back from an old copy:
//!   going on would make the fork that the whole record is there to prevent.
//!
//! Not here: the signature, what witnesses hold.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use tlog::hash::Hash;

use super::error::{self, LogError};
use super::files;

const FIRST_LINE: &str = "armistice-head/1";
const HEAD_BYTES: u64 = 256;

/// A size and a root.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LogHead {
    /// How many entries.
    pub size: u64,
    /// The root of their tree.
    pub root: Hash,
}

/// The places where the head is kept.
pub struct Heads(Vec<PathBuf>);

impl Heads {
    /// `state/head` of a mission, and the copy, if there shall be one.
    pub fn of(mission: &Path, copy: Option<&Path>) -> Heads {
        let own = mission.join("state").join("head");
        Heads([own].into_iter().chain(copy.map(Path::to_owned)).collect())
    }

    /// The heads that are there, each with its place.
    pub fn read(&self) -> Result<Vec<(PathBuf, LogHead)>, LogError> {
        let mut heads = Vec::new();
        for path in &self.0 {
            if let Some(bytes) = files::read(path, HEAD_BYTES)? {
                let head = parse(&bytes)
                    .ok_or_else(|| LogError::refused(error::damaged("the head of the log cannot be read", path)))?;
                heads.push((path.clone(), head));
            }
        }
        Ok(heads)
    }

    /// Writes the head to each place and secures it there.
    pub fn write(&self, head: &LogHead) -> Result<(), LogError> {
        let text = format!("{FIRST_LINE}\n{}\n{}\n", head.size, head.root);
        for path in &self.0 {
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
            let unfinished = path.with_extension("tmp");
            let handle = File::open(folder).map_err(|error| LogError::step("open", folder, &error))?;
            let mut file = File::create(&unfinished).map_err(|error| LogError::step("make", &unfinished, &error))?;
            file.write_all(text.as_bytes()).map_err(|error| LogError::step("write", path, &error))?;
            file.sync_all().map_err(|error| LogError::sync(path, &error))?;
            fs::rename(&unfinished, path).map_err(|error| LogError::step("name", path, &error))?;
            handle.sync_all().map_err(|error| LogError::sync(folder, &error))?;
        }
        Ok(())
    }
}

fn parse(bytes: &[u8]) -> Option<LogHead> {
    let text = std::str::from_utf8(bytes).ok()?;
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let (first, size, root) = (lines.next()?, lines.next()?, lines.next()?);
    let size: u64 = size.parse().ok().filter(|number: &u64| number.to_string() == size)?;
    let head = LogHead { size, root: Hash::from_base64(root)? };
    (first == FIRST_LINE && lines.next().is_none()).then_some(head)
}
