//! The statements of a mission on disk, before the signed log exists: `state/statements.log`.
//!
//! ```text
//! entries ─▶ `Store::append` ─▶ one frame, one write, one fsync ─▶ yes
//! file    ─▶ `Store::open`   ─▶ statements in the order of their acceptance, or a refusal that names the byte
//!
//! file  = "armistice-statements/1\n" frame*
//! frame = length of payload (8 bytes, big-endian) | SHA-256(payload) | link | payload
//! link  = SHA-256(link of the frame before | length | SHA-256(payload)); before the first: SHA-256 of the file's first line
//! payload = canonical CBOR {0: accepted at, 1: history, 2: batch statement, 3: [{0: body, 1: known-at, 2: received at, 3: by}]}
//! ```
//!
//! Holds
//! - A batch is in the file whole or not at all. A frame cut short at the end was never accepted: it is not read, and the
//!   next append writes over it. Any other fault refuses the whole file; nothing is skipped.
//! - The acceptance time never decreases. Only a history batch states a known-at, never after its own acceptance, and none
//!   is accepted once the mission is live (semantics S1).
//! - Statements point at statements that are there already. A body is there once.
//!
//! Not here: what statements mean, signatures and proofs (the record issue), the time of day (callers pass it).

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use record::statement::{Acceptance, Body, BodyId, Content, OnIncident, Question, Received, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt};
use record::wire::cbor::{Item, Reader, Writer};
use record::wire::{self, WireError};

use crate::codes;
use crate::hash::{sha256, sha256_of};
use crate::message::{Message, utc};

/// The file's name in the state folder.
pub const FILE: &str = "statements.log";

const FIRST_LINE: &[u8] = b"armistice-statements/1\n";
const DIGEST_BYTES: usize = 32;
const FRAME_HEAD_BYTES: usize = 8 + 2 * DIGEST_BYTES;

type Digest = [u8; DIGEST_BYTES];

/// A body ready to be appended: its canonical bytes and id are known, so nothing can refuse it later for its form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    id: BodyId,
    bytes: Vec<u8>,
    body: Body,
    known: Option<KnownAt>,
    received: Option<Received>,
}

impl Entry {
    /// An entry that becomes known when it is accepted.
    ///
    /// # Errors
    /// The body has no canonical bytes.
    pub fn new(body: Body) -> Result<Entry, WireError> {
        let bytes = wire::encode(&body)?;
        Ok(Entry { id: wire::body_id(&bytes), bytes, body, known: None, received: None })
    }
    /// The same with a stated known-at; only a history batch may hold it.
    pub fn known(mut self, known: Option<KnownAt>) -> Entry {
        self.known = known;
        self
    }
    /// The same with the mission's first receipt.
    pub fn received(mut self, received: Option<Received>) -> Entry {
        self.received = received;
        self
    }
    /// The id of its body.
    pub fn id(&self) -> BodyId {
        self.id
    }
    /// Its body.
    pub fn body(&self) -> &Body {
        &self.body
    }
    /// The known-at it states.
    pub fn known_at(&self) -> Option<KnownAt> {
        self.known
    }
}

/// What an append did.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Appended {
    /// Statements that are new, in order. The batch statement is one of them.
    pub new: Vec<BodyId>,
    /// Entries whose body was there already (or stands twice in the batch); they keep their first acceptance.
    pub already: usize,
}

/// Everything accepted so far, and the file it lies in.
#[derive(Debug)]
pub struct Store {
    path: PathBuf,
    statements: Vec<Statement>,
    /// Where each batch begins in `statements`.
    begins: Vec<usize>,
    ids: BTreeSet<BodyId>,
    /// First byte after the last whole frame; 0 where there is no file yet.
    end: u64,
    link: Digest,
    last_accepted: Option<Instant>,
    live_from: Option<Instant>,
    cut_bytes: u64,
    /// A write whose outcome is not known: no further append before the file is opened again.
    in_doubt: bool,
}

impl Store {
    /// Reads the statements in the folder `dir`; none where there is no file yet. Writes nothing.
    ///
    /// # Errors
    /// S01: the file cannot be read, is no statement file, or holds a damaged batch.
    pub fn open(dir: &Path) -> Result<Store, Message> {
        let mut store = Store {
            path: dir.join(FILE),
            statements: Vec::new(),
            begins: Vec::new(),
            ids: BTreeSet::new(),
            end: 0,
            link: sha256(FIRST_LINE),
            last_accepted: None,
            live_from: None,
            cut_bytes: 0,
            in_doubt: false,
        };
        match File::open(&store.path) {
            Ok(mut file) => {
                // Waits for a writer to finish, so that a batch being written is not taken for a cut one.
                lock(&store.path, file.lock_shared())?;
                store.catch_up(&mut file)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(refused("open", &store.path, &error)),
        }
        Ok(store)
    }

    /// All statements, in the order of their acceptance.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }
    /// The statements, batch by batch.
    pub fn batches(&self) -> impl Iterator<Item = &[Statement]> {
        let ends = self.begins.iter().skip(1).copied().chain([self.statements.len()]);
        self.begins.iter().zip(ends).map(|(begin, end)| &self.statements[*begin..end])
    }
    /// Whether a body with this id was accepted.
    pub fn holds(&self, id: BodyId) -> bool {
        self.ids.contains(&id)
    }
    /// The instant at which a batch offered at `now` is accepted: acceptance never decreases.
    pub fn accepted_at(&self, now: Instant) -> Instant {
        self.last_accepted.map_or(now, |last| last.max(now))
    }
    /// From when the mission is live, by the adoption; `None` while no adoption says.
    pub fn live_from(&self) -> Option<Instant> {
        self.live_from
    }
    /// Bytes of a batch that was cut short and never accepted; 0 for a file that ends whole.
    pub fn cut_bytes(&self) -> u64 {
        self.cut_bytes
    }

    /// Accepts `entries` as one batch at `now` (or at the last acceptance, if that is later), or none of them.
    ///
    /// A first entry that is a batch statement heads the others. Where every other body is there already nothing is
    /// appended, and the heading neither. Returns when the batch is on the disk.
    ///
    /// # Errors
    /// S02 names what may not be appended; S01 says what the disk refused. Nothing was accepted, except where the message
    /// says that it is not known.
    pub fn append(&mut self, entries: Vec<Entry>, now: Instant, history: bool) -> Result<Appended, Message> {
        if self.in_doubt {
            return Err(Message::new(codes::STORE_IO, "an earlier write to this file may not have reached the disk")
                .at(self.path.display().to_string())
                .help("look at the disk, then start again: what is in the file then is what was accepted"));
        }
        let folder = self.path.parent().expect("the file was joined to a folder").to_owned();
        fs::create_dir_all(&folder).map_err(|error| refused("make", &folder, &error))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&self.path)
            .map_err(|error| refused("open", &self.path, &error))?;
        lock(&self.path, file.lock())?;
        // Another program may have appended since this one read the file.
        self.catch_up(&mut file)?;

        let accepted_at = self.accepted_at(now);
        let batch = entries.first().filter(|entry| is_batch(&entry.body)).map(|entry| entry.id);
        let (entries, already) = self.admit(entries, now, history)?;
        let appended = Appended { new: entries.iter().map(|entry| entry.id).collect(), already };
        if entries.is_empty() {
            return Ok(appended);
        }
        let frame = Frame { accepted_at, history, batch, kept: entries.into_iter().map(Kept::of).collect() };
        let (bytes, link) = frame.encode(self.end == 0, self.link);

        // Truncating first: what a cut batch left behind must not stand after this one.
        let written = file
            .set_len(self.end)
            .and_then(|()| file.seek(SeekFrom::Start(self.end)))
            .and_then(|_| file.write_all(&bytes));
        if let Err(error) = written {
            // What was written of it is a cut batch, which nobody reads; taking it away is a courtesy.
            let _ = file.set_len(self.end);
            return Err(refused("write", &self.path, &error).note("nothing was accepted"));
        }
        let on_disk = file.sync_all().and_then(|()| if self.end == 0 { sync_folders(&folder) } else { Ok(()) });
        if let Err(error) = on_disk {
            // A failed fsync may have dropped the pages: trying again would say yes to nothing.
            self.in_doubt = true;
            return Err(Message::io(codes::STORE_IO, "secure on the disk", &self.path, &error)
                .note("whether the batch was accepted is not known")
                .help("look at the disk, then start again: what is in the file then is what was accepted"));
        }
        self.end += bytes.len() as u64;
        self.link = link;
        self.cut_bytes = 0;
        self.take(frame);
        Ok(appended)
    }

    /// What a batch offered at `now` may hold: asked entry by entry, in order.
    ///
    /// # Errors
    /// S0203: the mission is live and takes no history.
    pub fn gate(&self, now: Instant, history: bool) -> Result<Gate<'_>, Message> {
        let accepted_at = self.accepted_at(now);
        match self.live_from {
            Some(live_from) if history && accepted_at >= live_from => {
                Err(Message::new(codes::STORE_LIVE, "the mission is live: a known-at cannot be stated any more")
                    .note(format!("live from {}, now {}", utc(live_from), utc(accepted_at)))
                    .help("import without a stated known-at: it becomes known now"))
            }
            _ => Ok(Gate { store: self, accepted_at, history, ids: BTreeSet::new(), batches: BTreeSet::new() }),
        }
    }

    /// The entries that are new, and how many were there already; refuses the batch if one may not be appended.
    fn admit(&self, entries: Vec<Entry>, now: Instant, history: bool) -> Result<(Vec<Entry>, usize), Message> {
        let mut gate = self.gate(now, history)?;
        let mut new = Vec::with_capacity(entries.len());
        let mut already = 0;
        for (index, entry) in entries.into_iter().enumerate() {
            let is_new = gate
                .admits(&entry)
                .map_err(|message| message.at(format!("statement {} of the batch, {}", index + 1, entry.id.short())))?;
            if is_new {
                new.push(entry);
            } else {
                already += usize::from(index > 0 || !is_batch(&entry.body));
            }
        }
        // A heading alone says that something was imported where nothing was.
        if already > 0 && matches!(&new[..], [head] if is_batch(&head.body)) {
            new.clear();
        }
        Ok((new, already))
    }

    /// Reads the frames behind `end`.
    fn catch_up(&mut self, file: &mut File) -> Result<(), Message> {
        let io = |error: io::Error| refused("read", &self.path, &error);
        let length = file.metadata().map_err(io)?.len();
        if length < self.end {
            let sentence = format!("the file ends at byte {length}, before a batch that was accepted");
            return Err(self.damaged(sentence, length));
        }
        file.seek(SeekFrom::Start(self.end)).map_err(io)?;
        let mut bytes = Vec::with_capacity(usize::try_from(length - self.end).unwrap_or(0));
        file.read_to_end(&mut bytes).map_err(io)?;
        let mut rest = bytes.as_slice();
        if self.end == 0 {
            match rest.strip_prefix(FIRST_LINE) {
                Some(frames) => {
                    self.end = FIRST_LINE.len() as u64;
                    rest = frames;
                }
                // Cut while the file was begun: nothing was accepted yet.
                None if FIRST_LINE.starts_with(rest) => {
                    self.cut_bytes = rest.len() as u64;
                    return Ok(());
                }
                None => {
                    return Err(Message::new(
                        codes::STORE_FOREIGN,
                        format!("`{}` does not hold statements of version 1", self.path.display()),
                    )
                    .note("a statement file begins with the line `armistice-statements/1`")
                    .help("put the file back from a copy, or move it away if it was never one"));
                }
            }
        }
        while let Some((payload, link)) = self.next_frame(rest)? {
            let frame = Frame::decode(payload).map_err(|error| {
                let at = self.end;
                Message::new(codes::STORE_UNREADABLE, format!("the batch at byte {at} is whole but cannot be read"))
                    .at(self.path.display().to_string())
                    .note(format!("[{}] {error}", error.code()))
                    .help("use the version of the program that wrote it, or a later one")
            })?;
            let length = FRAME_HEAD_BYTES + payload.len();
            rest = &rest[length..];
            self.end += length as u64;
            self.link = link;
            self.take(frame);
        }
        self.cut_bytes = rest.len() as u64;
        Ok(())
    }

    /// The payload of the first frame of `bytes` and its link; `None` where it is cut short.
    fn next_frame<'b>(&self, bytes: &'b [u8]) -> Result<Option<(&'b [u8], Digest)>, Message> {
        let Some((head, rest)) = bytes.split_at_checked(FRAME_HEAD_BYTES) else { return Ok(None) };
        let (length, digest, link) = (&head[..8], &head[8..8 + DIGEST_BYTES], &head[8 + DIGEST_BYTES..]);
        if sha256_of(&[&self.link, length, digest]) != link {
            // A crash can leave the file longer than what reached the disk; such a tail was never accepted.
            if bytes.iter().all(|byte| *byte == 0) {
                return Ok(None);
            }
            return Err(self.damaged(format!("the batch at byte {} is damaged in its head", self.end), self.end));
        }
        let length = u64::from_be_bytes(length.try_into().expect("eight bytes"));
        let whole = usize::try_from(length).ok().and_then(|length| rest.get(..length));
        let Some(payload) = whole else { return Ok(None) };
        if sha256(payload) != digest {
            return Err(self.damaged(format!("the batch at byte {} is damaged", self.end), self.end));
        }
        Ok(Some((payload, link.try_into().expect("a digest"))))
    }

    fn damaged(&self, sentence: String, at: u64) -> Message {
        Message::new(codes::STORE_DAMAGED, sentence)
            .at(self.path.display().to_string())
            .note(format!("the {} statements before byte {at} are whole; nothing was changed", self.statements.len()))
            .help("keep this file as evidence and put the file back from a copy")
    }

    /// Adds the statements of a frame that is on the disk.
    fn take(&mut self, frame: Frame) {
        let Frame { accepted_at, history, batch, kept } = frame;
        self.last_accepted = Some(self.accepted_at(accepted_at));
        self.begins.push(self.statements.len());
        for Kept { id, body, known, received, .. } in kept {
            if let Content::Adoption(adoption) = &body.content
                && self.live_from.is_none_or(|live_from| accepted_at < live_from)
            {
                // Once live, always live: a later adoption cannot open the history again.
                self.live_from = adoption.live_from;
            }
            let accepted = Acceptance {
                known: KnownAt(known.unwrap_or(accepted_at)),
                history: history && known.is_some(),
                received,
                batch: batch.filter(|batch| *batch != id),
            };
            self.ids.insert(id);
            self.statements.push(Statement { id, body, accepted });
        }
    }
}

/// Says of each entry of one batch whether it may be appended.
pub struct Gate<'s> {
    store: &'s Store,
    accepted_at: Instant,
    history: bool,
    /// Bodies and batch statements earlier in the batch.
    ids: BTreeSet<BodyId>,
    batches: BTreeSet<BodyId>,
}

impl Gate<'_> {
    /// Whether `entry` is new; entries admitted before it count as there.
    ///
    /// # Errors
    /// S02: it may not be appended. It does not count as there then.
    pub fn admits(&mut self, entry: &Entry) -> Result<bool, Message> {
        match entry.known {
            Some(_) if !self.history => {
                return Err(Message::new(codes::STORE_KNOWN_STATED, "a known-at is stated outside a history batch")
                    .help("leave the known-at out, or mark the batch as history"));
            }
            Some(KnownAt(known)) if known > self.accepted_at => {
                return Err(Message::new(
                    codes::STORE_LATER_THAN_ACCEPTED,
                    "it would be known later than it is accepted",
                )
                .note(format!("known {}, accepted {}", utc(known), utc(self.accepted_at)))
                .help("correct the date, or state one known-at for all"));
            }
            _ => {}
        }
        if let Some(id) =
            references(&entry.body).into_iter().find(|id| !self.store.holds(*id) && !self.ids.contains(id))
        {
            return Err(Message::new(codes::STORE_REFERENCE, format!("there is no statement `{id}`"))
                .help("import the statement it points at first"));
        }
        if let Content::BatchUndone(batch) = &entry.body.content
            && !self.batches.contains(batch)
            && !self.store.statements.iter().any(|statement| statement.id == *batch && is_batch(&statement.body))
        {
            return Err(Message::new(codes::STORE_UNDOES_NO_BATCH, format!("`{batch}` is no batch"))
                .help("name the batch statement of an import; a single statement is withdrawn by its source"));
        }
        if is_batch(&entry.body) {
            self.batches.insert(entry.id);
        }
        Ok(self.ids.insert(entry.id) && !self.store.holds(entry.id))
    }
}

/// Everything a body points at.
pub(crate) fn references(body: &Body) -> Vec<BodyId> {
    let incident = |on: &OnIncident| match on {
        OnIncident::Of(id) => Some(*id),
        OnIncident::Event(_) => None,
    };
    match &body.content {
        Content::Reply(reply) => vec![reply.to],
        Content::Decision(decision) => match &decision.question {
            Question::Phase(_) => vec![],
            Question::Ruling { on, .. } => incident(on).into_iter().collect(),
            Question::Judgement { on, .. } => on.as_ref().and_then(incident).into_iter().collect(),
        },
        Content::Finding(finding) => incident(&finding.on).into_iter().collect(),
        Content::ZoneSignature(signature) => vec![signature.version],
        Content::Identity(identity) => vec![identity.a, identity.b],
        Content::Grading(grading) => vec![grading.of],
        Content::BatchUndone(batch) => vec![*batch],
        Content::Report(_)
        | Content::Coverage(_)
        | Content::Registration(_)
        | Content::ZoneVersion(_)
        | Content::Adoption(_)
        | Content::Renewal(_)
        | Content::Batch(_) => vec![],
    }
}

/// The disk stands in the way, before anything was changed.
fn refused(doing: &str, path: &Path, error: &io::Error) -> Message {
    Message::io(codes::STORE_IO, doing, path, error)
        .help("look at the disk and the rights of the file, then do it again")
}

fn is_batch(body: &Body) -> bool {
    matches!(body.content, Content::Batch(_))
}

fn lock(path: &Path, locked: io::Result<()>) -> Result<(), Message> {
    match locked {
        // Some network folders have no locks; then one program at a time is the operator's care.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(refused("lock", path, &error)),
        _ => Ok(()),
    }
}

/// A new file is safe only when its name is: the folder's entry, and the folder's own.
pub(crate) fn sync_folders(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    for folder in [Some(folder), folder.parent()].into_iter().flatten() {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

// ---- frames: the wire form, version 1 ----

/// One batch as it lies in the file.
struct Frame {
    accepted_at: Instant,
    history: bool,
    batch: Option<BodyId>,
    kept: Vec<Kept>,
}

struct Kept {
    id: BodyId,
    bytes: Vec<u8>,
    body: Body,
    known: Option<Instant>,
    received: Option<Received>,
}

impl Frame {
    /// The bytes to append, with the file's first line where it begins here, and the new link.
    fn encode(&self, begins: bool, before: Digest) -> (Vec<u8>, Digest) {
        let mut writer = Writer::default();
        self.write(&mut writer);
        let payload = writer.finish().expect("every part was encoded once before");
        let length = (payload.len() as u64).to_be_bytes();
        let digest = sha256(&payload);
        let link = sha256_of(&[&before, &length, &digest]);
        let first_line = if begins { FIRST_LINE } else { &[] };
        ([first_line, &length, &digest, &link, &payload].concat(), link)
    }

    fn decode(payload: &[u8]) -> Result<Frame, WireError> {
        let mut reader = Reader::new(payload);
        let frame = Frame::read(&mut reader)?;
        reader.finish()?;
        Ok(frame)
    }
}

impl Kept {
    fn of(entry: Entry) -> Kept {
        let Entry { id, bytes, body, known, received } = entry;
        Kept { id, bytes, body, known: known.map(|known| known.0), received }
    }
}

impl Item for Frame {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| map.one(0, &self.accepted_at).one(1, &self.history).maybe(2, &self.batch).one(3, &self.kept));
    }
    fn read(reader: &mut Reader<'_>) -> Result<Frame, WireError> {
        reader.map(|map| {
            Ok(Frame { accepted_at: map.one(0)?, history: map.one(1)?, batch: map.maybe(2)?, kept: map.one(3)? })
        })
    }
}

impl Item for Kept {
    fn write(&self, writer: &mut Writer) {
        let received_at = self.received.as_ref().map(|received| received.at);
        let received_by = self.received.as_ref().map(|received| received.by.clone());
        writer.map(|map| {
            map.one(0, &Bytes(self.bytes.clone())).maybe(1, &self.known).maybe(2, &received_at).maybe(3, &received_by)
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Kept, WireError> {
        let at = reader.at();
        reader.map(|map| {
            let Bytes(bytes) = map.one(0)?;
            let known = map.maybe(1)?;
            let received = match (map.maybe::<Instant>(2)?, map.maybe::<Name>(3)?) {
                (Some(at), Some(by)) => Some(Received { at, by }),
                (None, None) => None,
                (Some(_), None) => return Err(WireError::MissingKey { at, key: 3 }),
                (None, Some(_)) => return Err(WireError::MissingKey { at, key: 2 }),
            };
            Ok(Kept { id: wire::body_id(&bytes), body: wire::decode(&bytes)?, bytes, known, received })
        })
    }
}

/// A byte string of any length.
struct Bytes(Vec<u8>);

impl Item for Bytes {
    fn write(&self, writer: &mut Writer) {
        writer.bytes(&self.0);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Bytes, WireError> {
        Ok(Bytes(reader.bytes()?.to_vec()))
    }
}
