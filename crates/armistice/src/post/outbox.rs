//! What is signed here and not yet in the log.
//!
//! ```text
//! body ─▶ signed as the author's next ─▶ outbox/NUMBER.submission ─▶ POST /submit ─▶ receipts/INDEX.receipt
//! ```
//!
//! Holds
//! - A statement is on this disk before it is sent, and stays until the log's signed receipt for it is.
//! - Numbers go on from what the log holds and what waits here, whether or not a link stands, and whichever program signs.
//!
//! Not here: what may be said (`record::ledger`).

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use record::envelope::{Entry, Signer};
use record::ledger::Ledger;
use record::receipt::Receipt;
use record::statement::Body;
use record::submission::Submission;
use record::vocabulary::time::Instant;
use record::wire;
use tlog::key::VerifierKey;
use tlog::note::SignedNote;

use super::codes;
use super::server::Server;
use crate::log::place_file;
use crate::message::Message;
use crate::pen::{Unsigned, sign_one};

/// The folder of what waits.
pub const OUTBOX_FOLDER: &str = "outbox";
/// The folder of receipts, each with the statement it is for.
pub const RECEIPTS_FOLDER: &str = "receipts";

/// Statements that wait, in the order of their numbers.
///
/// # Errors
/// M01: the disk; L0711: a file that is none.
pub fn waiting(dir: &Path) -> Result<Vec<(PathBuf, Submission)>, Message> {
    let folder = dir.join(OUTBOX_FOLDER);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Message::io(crate::codes::MISSION_IO, "read", &folder, &error)),
    };
    let mut found = Vec::new();
    for entry in entries.flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "submission") {
            let submission = super::carried::read_file(&path)?;
            found.push((path, submission));
        }
    }
    found.sort_by_key(|(_, submission)| submission.signed.envelope.number);
    Ok(found)
}

/// Own statements that were accepted at `size` or later, in the order of the log.
fn accepted_since(dir: &Path, size: u64) -> Result<Vec<Submission>, Message> {
    let folder = dir.join(RECEIPTS_FOLDER);
    let mut found: Vec<(u64, PathBuf)> = fs::read_dir(&folder)
        .map(|entries| entries.flatten().map(|entry| entry.path()).collect::<Vec<_>>())
        .unwrap_or_default()
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "submission"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.parse().ok()?, path)))
        .filter(|(index, _)| *index >= size)
        .collect();
    found.sort();
    found.iter().map(|(_, path)| super::carried::read_file(path)).collect()
}

/// The outbox, for one program at a time: numbers are given once. It is free again when this is dropped.
///
/// # Errors
/// M01: the disk.
pub fn hold(dir: &Path) -> Result<File, Message> {
    let folder = dir.join(OUTBOX_FOLDER);
    let path = folder.join("lock");
    let held = fs::create_dir_all(&folder).and_then(|()| {
        let file = File::options().create(true).append(true).open(&path)?;
        file.lock()?;
        Ok(file)
    });
    held.map_err(|error| Message::io(crate::codes::MISSION_IO, "hold", &path, &error))
}

/// Signs `body` as the author's next statement, and keeps it.
///
/// # Errors
/// R01: it is beyond a limit; M01: the disk.
pub fn sign(dir: &Path, ledger: &Ledger, signer: &Signer, body: &Body) -> Result<Submission, Message> {
    let bytes = wire::encode(body).map_err(|error| Message::new(error.code(), error.to_string()))?;
    let mut ledger = ledger.clone();
    // What was accepted since the copy of the log was fetched, then what waits.
    for submission in
        accepted_since(dir, ledger.size())?.into_iter().chain(waiting(dir)?.into_iter().map(|(_, one)| one))
    {
        let envelope = &submission.signed.envelope;
        if envelope.author == body.author && envelope.number >= ledger.next(&body.author).0 {
            ledger.enter(&Entry {
                signed: submission.signed.clone(),
                accepted_at: ledger.last_accepted().unwrap_or(Instant(0)),
                received: None,
                act: None,
            });
        }
    }
    let unsigned = Unsigned::own(bytes, body);
    let submission = sign_one(&ledger, &body.author, signer, unsigned)?;
    let name = format!("{:010}.submission", submission.signed.envelope.number);
    let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
    place_file(&dir.join(OUTBOX_FOLDER).join(name), &bytes)?;
    Ok(submission)
}

/// Sends what waits, in its order. Gives the places that were taken in the log.
///
/// # Errors
/// L0701: the server does not answer; L0703: it refuses one: that one and those behind it wait.
pub fn send(dir: &Path, ledger: &Ledger, server: &Server) -> Result<Vec<u64>, Message> {
    let mut places = Vec::new();
    for (path, submission) in waiting(dir)? {
        let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        let answer = server.post("/submit", "application/vnd.armistice.submission", &bytes)?;
        if !matches!(answer.status, 200 | 201) {
            let (code, detail) = answer.problem();
            let help = codes::explain(codes::REFUSED).map_or("", |code| code.help);
            return Err(Message::new(codes::REFUSED, "the server refuses a statement that waits here")
                .at(path.display().to_string())
                .note(format!("{detail} [{code}]"))
                .help(help));
        }
        let receipt = receipt_of(ledger, &answer.bytes).ok_or_else(|| {
            server.away("its receipt is not signed by the log; the statement waits and is sent again")
        })?;
        let folder = dir.join(RECEIPTS_FOLDER);
        place_file(&folder.join(format!("{}.submission", receipt.index)), &bytes)?;
        place_file(&folder.join(format!("{}.receipt", receipt.index)), &answer.bytes)?;
        fs::remove_file(&path).map_err(|error| Message::io(crate::codes::MISSION_IO, "remove", &path, &error))?;
        places.push(receipt.index);
    }
    Ok(places)
}

/// The receipt, where the log of the charter signed it.
fn receipt_of(ledger: &Ledger, bytes: &[u8]) -> Option<Receipt> {
    let note = SignedNote::parse(bytes).ok()?;
    let key: VerifierKey = ledger.charter()?.log_key.parse().ok()?;
    note.open([&key]).ok()?;
    Receipt::parse(note.text()).ok()
}
