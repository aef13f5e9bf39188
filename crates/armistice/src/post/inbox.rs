//! What came to a post: one line for each statement, kept as it came.
//!
//! Holds
//! - A line is on the disk before anything is answered to it, and is never changed.
//! - A statement that comes twice, by link and by hand, is one; the log's place and time count where both are there.
//!
//! Not here: whether to believe it (`carried`, crate `verify`).

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use record::statement::{Acceptance, BodyId, Statement};
use record::vocabulary::time::{Instant, KnownAt};
use record::wire;
use serde_json::{Value, json};

use super::server::hex_bytes;
use crate::message::{Message, utc};

/// The file.
pub const INBOX_FILE: &str = "inbox.jsonl";

/// How a statement came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Came {
    /// From the log, at this place, accepted then.
    FromLog(u64, Instant),
    /// By hand, read here then; the log may have it later.
    ByHand(Instant),
}

/// Keeps a statement, by its canonical bytes.
///
/// # Errors
/// M01: the disk.
pub fn keep(dir: &Path, bytes: &[u8], came: Came) -> Result<(), Message> {
    let path = dir.join(INBOX_FILE);
    let body: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let line = match came {
        Came::FromLog(index, at) => json!({ "index": index, "at": at.0, "shown": utc(at), "body": body }),
        Came::ByHand(at) => json!({ "at": at.0, "shown": utc(at), "body": body }),
    };
    let written = OpenOptions::new().create(true).append(true).open(&path).and_then(|mut file| {
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()
    });
    written.map_err(|error| Message::io(crate::codes::MISSION_IO, "write", &path, &error))
}

/// The last place of the log that came.
///
/// # Errors
/// M01: the disk.
pub fn last(dir: &Path) -> Result<Option<u64>, Message> {
    Ok(lines(dir)?.iter().filter_map(|line| line["index"].as_u64()).max())
}

/// Everything that came, each statement once: from the log in its order, then what only came by hand.
///
/// # Errors
/// M01: the disk.
pub fn read(dir: &Path) -> Result<Vec<Statement>, Message> {
    let mut found: BTreeMap<BodyId, (u64, Statement)> = BTreeMap::new();
    for line in lines(dir)? {
        let Some(bytes) = line["body"].as_str().and_then(hex_bytes) else { continue };
        let (Ok(body), Some(at)) = (wire::decode(&bytes), line["at"].as_i64()) else { continue };
        let id = wire::body_id(&bytes);
        let index = line["index"].as_u64().unwrap_or(u64::MAX);
        let known = KnownAt(Instant(at));
        let accepted = Acceptance { known, history: false, received: None, batch: None };
        let statement = Statement { id, body, accepted };
        let entry = found.entry(id).or_insert_with(|| (index, statement.clone()));
        if index < entry.0 {
            *entry = (index, statement);
        }
    }
    let mut all: Vec<(u64, Statement)> = found.into_values().collect();
    all.sort_by_key(|(index, statement)| (*index, statement.known(), statement.id));
    Ok(all.into_iter().map(|(_, statement)| statement).collect())
}

fn lines(dir: &Path) -> Result<Vec<Value>, Message> {
    let path = dir.join(INBOX_FILE);
    match fs::read_to_string(&path) {
        // A last line that a crash cut off came from the log, which has it still.
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Message::io(crate::codes::MISSION_IO, "read", &path, &error)),
    }
}
