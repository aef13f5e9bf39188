//! What is signed here and not yet in the log.
//!
//! ```text
//! body ─▶ signed as the author's next ─▶ outbox/NUMBER.submission ─▶ POST /submit ─▶ receipts/INDEX.receipt
//! ```
//!
//! Holds
//! - A statement is on this disk before it is sent, and stays until the log's signed receipt for it is.
//! - Numbers go on from what the log holds and what waits here, whether or not a link stands, and whichever program signs.
//! - What waits behind a number that was taken elsewhere is signed anew: the same words, the same id, another number.
//!
//! Not here: what may be said (`record::ledger`).

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use record::envelope::{Entry, EnvelopeId, Signer};
use record::ledger::Ledger;
use record::receipt::Receipt;
use record::statement::{Acceptance, Body, BodyId, Statement};
use record::submission::{Said, Submission};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt};
use record::wire;
use tlog::hash::leaf_hash;
use tlog::key::VerifierKey;
use tlog::note::SignedNote;

use super::server::{Answer, Server, digits};
use super::{carried, codes, copy, told};
use crate::log::place_file;
use crate::message::Message;
use crate::pen::{Unsigned, sign_one};

/// The folder of what waits.
pub const OUTBOX_FOLDER: &str = "outbox";
/// The folder of receipts, each with the statement it is for.
pub const RECEIPTS_FOLDER: &str = "receipts";
const SUBMISSION: &str = "submission";

/// Statements that wait, in the order of their numbers.
///
/// # Errors
/// M01: the disk; L0711: a file that is none.
pub fn waiting(dir: &Path) -> Result<Vec<(PathBuf, Submission)>, Message> {
    let mut found = Vec::new();
    for path in submissions(&dir.join(OUTBOX_FOLDER))? {
        let submission = carried::read_file(&path)?;
        found.push((path, submission));
    }
    found.sort_by_key(|(_, submission)| submission.signed.envelope.number);
    Ok(found)
}

/// The files of a folder that hold a submission.
fn submissions(folder: &Path) -> Result<Vec<PathBuf>, Message> {
    let failed = |error| Message::io(crate::codes::MISSION_IO, "read", folder, &error);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.map_err(failed)?.path();
        if path.extension().is_some_and(|extension| extension == SUBMISSION) {
            found.push(path);
        }
    }
    Ok(found)
}

/// Places of the log of which there is a receipt, from `first` on, the last one first.
fn receipted(dir: &Path, first: u64) -> Result<Vec<(u64, PathBuf)>, Message> {
    let paths = submissions(&dir.join(RECEIPTS_FOLDER))?.into_iter();
    let place = |path: PathBuf| Some((path.file_stem()?.to_str()?.parse::<u64>().ok()?, path));
    let mut found: Vec<(u64, PathBuf)> = paths.filter_map(place).filter(|(index, _)| *index >= first).collect();
    found.sort_by_key(|(index, _)| std::cmp::Reverse(*index));
    Ok(found)
}

/// What was signed here: what the log has from `first` on, by its receipts, and what waits.
///
/// # Errors
/// M01: the disk; L0711: a file that is none.
pub fn said_here(dir: &Path, first: u64) -> Result<Vec<Statement>, Message> {
    let mut said = Vec::new();
    for (index, path) in receipted(dir, first)?.into_iter().rev() {
        let receipt = fs::read(dir.join(RECEIPTS_FOLDER).join(format!("{index}.receipt"))).ok();
        let receipt = receipt.and_then(|bytes| Receipt::parse(SignedNote::parse(&bytes).ok()?.text()).ok());
        said.extend(statement(&carried::read_file(&path)?, receipt.map(|receipt| receipt.accepted_at)));
    }
    for (_, submission) in waiting(dir)? {
        said.extend(statement(&submission, None));
    }
    Ok(said)
}

/// What is said, known here since it was accepted or else since it was signed.
fn statement(submission: &Submission, accepted_at: Option<Instant>) -> Option<Statement> {
    let Said::Body(bytes) = &submission.said else { return None };
    let body = wire::decode(bytes).ok()?;
    let known = KnownAt(accepted_at.or(body.said_at).unwrap_or(Instant(0)));
    let accepted = Acceptance { known, history: false, received: None, batch: None };
    Some(Statement { id: wire::body_id(bytes), body, accepted })
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

/// An author's statements as they go on: the copy of the log, what was accepted since it was fetched, what waits.
struct Chain {
    origin: String,
    author: Name,
    last: Option<(u64, EnvelopeId)>,
}

impl Chain {
    fn of(dir: &Path, ledger: &Ledger, author: &str) -> Result<Chain, Message> {
        let last = ledger.heads().find(|(name, ..)| *name == author).map(|(_, number, id)| (number, id));
        let mut chain = Chain { origin: ledger.origin().to_owned(), author: author.to_owned(), last };
        // The last one says it all: each names the one before.
        for (_, path) in receipted(dir, ledger.size())? {
            let signed = carried::read_file(&path)?.signed;
            if signed.envelope.author == author {
                chain.last = chain.last.max(Some((signed.envelope.number, signed.id())));
                break;
            }
        }
        Ok(chain)
    }
    /// Whether a statement goes on from here; then the chain does, too.
    fn takes(&mut self, submission: &Submission) -> bool {
        let envelope = &submission.signed.envelope;
        let (number, previous) = self.last.map_or((0, None), |(number, id)| (number + 1, Some(id)));
        let next = (envelope.number, envelope.previous) == (number, previous);
        if next {
            self.last = Some((number, submission.signed.id()));
        }
        next
    }
    /// Whether the log has a statement already, which then only waits for its receipt.
    fn has(&self, dir: &Path, size: u64, submission: &Submission) -> bool {
        let (id, number) = (submission.signed.id(), submission.signed.envelope.number);
        self.last.is_some_and(|(last, head)| id == head || number <= last && copy::has(dir, size, id))
    }
    /// Signs what comes next, and keeps it.
    fn sign(&mut self, dir: &Path, ledger: &Ledger, signer: &Signer, body: &Body) -> Result<Submission, Message> {
        let bytes = wire::encode(body).map_err(|error| Message::new(error.code(), error.to_string()))?;
        let head = self.last.map(|(number, id)| (self.author.clone(), number, id));
        let so_far = Ledger::resume(&self.origin, 0, Instant(0), head, []);
        let submission = sign_one(&so_far, &self.author, signer, Unsigned::own(bytes, body))?;
        let signed = &submission.signed;
        // What the log is sure to refuse would keep back all that follows.
        ledger.may_say(&signed.envelope, body).map_err(|refusal| {
            let help = record::codes::explain(refusal.code()).map_or("", |code| code.help);
            Message::new(refusal.code(), refusal.to_string()).help(help)
        })?;
        let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        // Two that bear one number do not get into each other's way.
        let name = format!("{:010}-{}.{SUBMISSION}", signed.envelope.number, digits(&signed.id().0[..4]));
        place_file(&dir.join(OUTBOX_FOLDER).join(name), &bytes)?;
        assert!(self.takes(&submission), "what was signed as the next one is the next one");
        Ok(submission)
    }
}

/// Signs `body` as the author's next statement, and keeps it. What waits and does not go on from what the log has is signed anew first.
///
/// # Errors
/// R01: it is beyond a limit; R04: the author may not say it; M01: the disk.
pub fn sign(dir: &Path, ledger: &Ledger, signer: &Signer, body: &Body) -> Result<Submission, Message> {
    sign_anew(dir, ledger, signer, &body.author)?.0.sign(dir, ledger, signer, body)
}

/// Signs anew what waits of an author and does not go on from what the log has. Gives how many these were.
///
/// # Errors
/// As for [`sign`].
pub fn renew(dir: &Path, ledger: &Ledger, signer: &Signer, author: &str) -> Result<usize, Message> {
    sign_anew(dir, ledger, signer, author).map(|(_, count)| count)
}

fn sign_anew(dir: &Path, ledger: &Ledger, signer: &Signer, author: &str) -> Result<(Chain, usize), Message> {
    let mut chain = Chain::of(dir, ledger, author)?;
    let (mut stale, mut said) = (Vec::new(), Vec::new());
    for (path, submission) in waiting(dir)?.into_iter().filter(|(_, one)| one.signed.envelope.author == author) {
        match chain.takes(&submission) || chain.has(dir, ledger.size(), &submission) {
            true => said.push(submission.said),
            false => stale.push((path, submission.said)),
        }
    }
    let count = stale.len();
    for (path, words) in stale {
        let Said::Body(bytes) = &words else { continue };
        let Ok(body) = wire::decode(bytes) else { continue };
        // Where this was cut before, the words are signed anew already.
        if !said.contains(&words) {
            chain.sign(dir, ledger, signer, &body)?;
        }
        remove(&path)?;
    }
    Ok((chain, count))
}

/// How far sending went.
#[derive(Debug, Default)]
pub struct Went {
    /// What the log took, each with its place.
    pub places: Vec<(BodyId, u64)>,
    /// Why the rest waits.
    pub stopped: Option<Message>,
    /// Whether it waits because the log has something else in its place.
    pub out_of_turn: bool,
}

impl Went {
    fn stop(mut self, why: Message) -> Went {
        self.stopped = Some(why);
        self
    }
}

/// Sends what waits, in its order, as far as it goes. Why it goes no farther is L0701 where the server does not answer or takes nothing
/// just now, L0703 where it refuses a statement, L0704 where its receipt is none.
///
/// # Errors
/// M01: the disk; L0711: a file that is none.
pub fn send(dir: &Path, ledger: &Ledger, server: &Server) -> Result<Went, Message> {
    let mut went = Went::default();
    for (path, submission) in waiting(dir)? {
        let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        let answer = match server.post("/submit", "application/vnd.armistice.submission", &bytes) {
            Ok(answer) => answer,
            Err(away) => return Ok(went.stop(away)),
        };
        match answer.status {
            200 | 201 => {}
            status => {
                went.out_of_turn = status == 409;
                return Ok(went.stop(not_taken(server, &path, &answer)));
            }
        }
        let Some(index) = promised(ledger, &submission, &answer.bytes) else {
            let why = "its receipt is not one of the log's for this statement";
            return Ok(went.stop(told(codes::NOT_VOUCHED, why).at(path.display().to_string())));
        };
        let folder = dir.join(RECEIPTS_FOLDER);
        place_file(&folder.join(format!("{index}.{SUBMISSION}")), &bytes)?;
        place_file(&folder.join(format!("{index}.receipt")), &answer.bytes)?;
        remove(&path)?;
        if let Said::Body(bytes) = &submission.said {
            went.places.push((wire::body_id(bytes), index));
        }
    }
    Ok(went)
}

/// Why a statement was not taken: for good, or just now.
fn not_taken(server: &Server, path: &Path, answer: &Answer) -> Message {
    let (code, detail) = answer.problem();
    match answer.status {
        408 | 429 | 500.. => server.away(format!("it takes nothing just now: {detail} [{code}]")),
        _ => told(codes::REFUSED, "the server refuses a statement that waits here")
            .at(path.display().to_string())
            .note(format!("{detail} [{code}]")),
    }
}

/// The place that the log promises to a statement, where the receipt is for it.
fn promised(ledger: &Ledger, submission: &Submission, bytes: &[u8]) -> Option<u64> {
    let receipt = receipt(ledger, bytes)?;
    let entry = Entry {
        signed: submission.signed.clone(),
        accepted_at: receipt.accepted_at,
        received: submission.received.clone(),
        act: submission.act(),
    };
    (leaf_hash(&entry.encode().ok()?).0 == receipt.leaf).then_some(receipt.index)
}

/// The receipt, where the log of the charter signed it.
pub(crate) fn receipt(ledger: &Ledger, bytes: &[u8]) -> Option<Receipt> {
    let note = SignedNote::parse(bytes).ok()?;
    let key: VerifierKey = ledger.charter()?.log_key.parse().ok()?;
    note.open([&key]).ok()?;
    Receipt::parse(note.text()).ok().filter(|receipt| receipt.origin == ledger.origin())
}

fn remove(path: &Path) -> Result<(), Message> {
    fs::remove_file(path).map_err(|error| Message::io(crate::codes::MISSION_IO, "remove", path, &error))
}
