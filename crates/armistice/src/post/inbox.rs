//! What came to a post: one line for each statement, kept as it came.
//!
//! Holds
//! - A line is on the disk before anything is answered to it, and is never changed. One that a crash cut off says nothing, and spoils none
//!   that follows.
//! - A statement that comes twice, by link and by hand, is one; the log's place and time count where both are there.
//!
//! Not here: whether to believe it (`carried`, crate `verify`).

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use record::envelope::EnvelopeId;
use record::statement::{Acceptance, BodyId, Statement};
use record::vocabulary::time::{Instant, KnownAt};
use record::wire;
use serde_json::{Value, json};

use super::server::{digits, hex, hex_bytes};
use crate::message::{Message, utc};

/// The file.
pub const INBOX_FILE: &str = "inbox.jsonl";

/// How a statement came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Came {
    /// From the log, in its turn.
    InTurn(Place),
    /// From the log, before its turn: a warning or a halt.
    Ahead(Place),
    /// By hand, read here then; the log may have it later.
    ByHand(Instant),
}

/// Where the log has a statement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// The entry's number.
    pub index: u64,
    /// When it was accepted.
    pub accepted_at: Instant,
    /// Its envelope.
    pub envelope: EnvelopeId,
}

/// Everything that came.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inbox {
    /// Each statement once: from the log in its order, then what only came by hand.
    pub statements: Vec<Statement>,
    /// The last entry that came in its turn.
    pub last: Option<u64>,
    /// At which place of the log each envelope came.
    pub places: BTreeMap<EnvelopeId, u64>,
}

/// Keeps a statement, by its canonical bytes.
///
/// # Errors
/// M01: the disk.
pub fn keep(dir: &Path, bytes: &[u8], came: Came) -> Result<(), Message> {
    let path = dir.join(INBOX_FILE);
    let (key, place, at) = match came {
        Came::InTurn(place) => ("index", Some(place), place.accepted_at),
        Came::Ahead(place) => ("ahead", Some(place), place.accepted_at),
        Came::ByHand(at) => ("", None, at),
    };
    let mut line = json!({ "at": at.0, "shown": utc(at), "body": digits(bytes) });
    if let Some(place) = place {
        line[key] = json!(place.index);
        line["envelope"] = json!(digits(&place.envelope.0));
    }
    let written = OpenOptions::new().create(true).read(true).append(true).open(&path).and_then(|mut file| {
        // What a crash cut off stays a line of its own.
        let cut = file.seek(SeekFrom::End(0))? > 0 && {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            last != *b"\n"
        };
        file.write_all(format!("{}{line}\n", if cut { "\n" } else { "" }).as_bytes())?;
        file.sync_data()
    });
    written.map_err(|error| Message::io(crate::codes::MISSION_IO, "write", &path, &error))
}

/// Everything that came.
///
/// # Errors
/// M01: the disk.
pub fn read(dir: &Path) -> Result<Inbox, Message> {
    let mut inbox = Inbox::default();
    let mut found: BTreeMap<BodyId, (u64, Statement)> = BTreeMap::new();
    for line in lines(dir)? {
        let Some(bytes) = line["body"].as_str().and_then(hex_bytes) else { continue };
        let (Ok(body), Some(at)) = (wire::decode(&bytes), line["at"].as_i64()) else { continue };
        let id = wire::body_id(&bytes);
        let in_turn = line["index"].as_u64();
        inbox.last = inbox.last.max(in_turn);
        let index = in_turn.or(line["ahead"].as_u64());
        if let (Some(index), Some(envelope)) = (index, line["envelope"].as_str().and_then(hex)) {
            inbox.places.insert(EnvelopeId(envelope), index);
        }
        let index = index.unwrap_or(u64::MAX);
        let accepted = Acceptance { known: KnownAt(Instant(at)), history: false, received: None, batch: None };
        let statement = Statement { id, body, accepted };
        let entry = found.entry(id).or_insert_with(|| (index, statement.clone()));
        if index < entry.0 {
            *entry = (index, statement);
        }
    }
    let mut all: Vec<(u64, Statement)> = found.into_values().collect();
    all.sort_by_key(|(index, statement)| (*index, statement.known(), statement.id));
    inbox.statements = all.into_iter().map(|(_, statement)| statement).collect();
    Ok(inbox)
}

fn lines(dir: &Path) -> Result<Vec<Value>, Message> {
    let path = dir.join(INBOX_FILE);
    match fs::read(&path) {
        // A line that a crash cut off came from the log, which has it still, or from a file.
        Ok(bytes) => {
            Ok(bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(Message::io(crate::codes::MISSION_IO, "read", &path, &error)),
    }
}
