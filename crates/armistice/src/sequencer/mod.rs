//! The sequencer: which submissions become the log's next entries, durably, once.
//!
//! ```text
//! submission ─▶ `Offer::check` (bytes, commitment, signature: on any thread) ─▶ `Sequencer::append`
//!                 a group of them ─▶ ledger, one after another ─▶ one frame, one fdatasync ─▶ accepted, with their places
//! ```
//!
//! Holds
//! - Nothing is accepted before it is on the disk. The same statement handed in again is the same entry.
//! - `append_all` takes a batch whole or not at all: it is one frame.
//! - The state is a fold over the log: what the index has is caught up by replay, and made anew where it is missing.
//! - When the disk fails, whether an entry was accepted may not be known: the sequencer stops, and says so.
//!
//! Not here: files (`log`), who hands in (`serve`, `store`), what statements say.

mod enter;
mod handle;

pub use enter::{BATCH_KIND, enter, read_batch, serving_file};
pub use handle::{Fresh, Handle, Pending, Running, Tap};

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant as Monotonic};

use record::envelope::{Check, Entry, EnvelopeId, KeyId, PublicKey, SubmitId};
use record::identity::Says;
use record::ledger::{Admitted, Ledger, Refusal};
use record::order::Submitted;
use record::receipt::Receipt;
use record::statement::{Body, BodyId};
use record::submission::{Submission, salt_and_body};
use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use record::wire;
use tlog::checkpoint::Checkpoint;
use tlog::edge::RightEdge;
use tlog::hash::{Hash, leaf_hash};
use tlog::key::{SignatureType, VerifierKey};
use tlog::note::{NoteSigner, SignedNote};
use tlog::policy::LogPolicy;

use crate::codes;
use crate::limits::{CLOCK_BACK_S, LOCK_LOOK_AGAIN_MS, LOCK_WAIT_S, WITNESS_COMMAND_S};
use crate::log::index::{Index, Resumed, Row};
use crate::log::{DiskLog, Leaf, LogError, LogHead, LogReader, Proving, Publisher};
use crate::message::{Message, utc};
use crate::witness::client::Client;

/// A submission whose bytes, commitment and signature are checked.
#[derive(Clone, Debug)]
pub struct Offer {
    submission: Submission,
    body: Option<Body>,
    /// The key by which its envelope is signed, where it was looked at.
    signed_by: Option<PublicKey>,
}

impl Offer {
    /// Checks what can be checked without the log; `key` finds a key that the log has seen, by its id.
    ///
    /// # Errors
    /// The bytes are none, the envelope commits to something else, or the signature does not hold.
    pub fn check(submission: Submission, key: impl FnOnce(KeyId) -> Option<PublicKey>) -> Result<Offer, Refusal> {
        let body = submission.body()?;
        let signed_by = key(submission.signed.envelope.key);
        if let Some(key) = signed_by
            && !submission.signed.check(key)?.holds()
        {
            return Err(Refusal::BadSignature { author: submission.signed.envelope.author.clone() });
        }
        Ok(Offer { submission, body, signed_by })
    }
    /// What was handed in.
    pub fn submission(&self) -> &Submission {
        &self.submission
    }
    /// A submission that this program has just signed itself.
    pub(crate) fn own(submission: Submission, body: Option<Body>, key: PublicKey) -> Offer {
        Offer { submission, body, signed_by: Some(key) }
    }
}

/// What became of an offer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Accepted {
    /// Its place in the log.
    pub index: u64,
    /// Its leaf hash.
    pub leaf: Hash,
    /// When it was accepted.
    pub accepted_at: Instant,
    /// Whether it was in the log already.
    pub already: bool,
}

/// Why an offer was not accepted.
#[derive(Clone, Debug)]
pub enum NotAccepted {
    /// The log does not take it, whoever asks.
    Refused(Refusal),
    /// The log cannot take it: the disk failed, or it is stopped. The message says whether the outcome is known.
    Failed(Message),
}

impl From<Refusal> for NotAccepted {
    fn from(refusal: Refusal) -> NotAccepted {
        NotAccepted::Refused(refusal)
    }
}

impl NotAccepted {
    /// As a message.
    pub fn message(&self) -> Message {
        match self {
            NotAccepted::Refused(refusal) => {
                let help = record::codes::explain(refusal.code()).map_or("", |code| code.help);
                Message::new(refusal.code(), refusal.to_string()).help(help)
            }
            NotAccepted::Failed(message) => message.clone(),
        }
    }
}

/// Rows of a replay that go into the index at once.
const REPLAYED_ROWS: usize = 4096;

/// The one writer of a log.
pub struct Sequencer {
    mission: PathBuf,
    ledger: Ledger,
    /// The ledger of what is on the disk: where a group fails, `ledger` goes back to it.
    secured: Arc<Ledger>,
    /// Closed before the log lets go of its lock: whoever comes next opens it.
    index: Index,
    log: DiskLog,
    reader: LogReader,
    /// Entries that are being secured and are in no index yet, by author and submit id.
    securing: HashMap<Name, HashMap<SubmitId, Submitted>>,
    rows: Vec<Row>,
    signer: NoteSigner,
}

impl Sequencer {
    /// Opens the log in the folder of a mission; `signer` signs its checkpoints, and its name is the log's origin.
    ///
    /// # Errors
    /// L01: the disk, or what is on it; R04: entries that no ledger takes.
    pub fn open(mission: &Path, signer: NoteSigner) -> Result<Sequencer, Message> {
        let log = unlocked(mission)?;
        let reader = LogReader::open(mission)?;
        let index = Index::open(mission, &reader)?;
        let origin = signer.verifier().name().to_owned();
        let ledger = Ledger::new(&origin);
        let mut sequencer = Sequencer {
            mission: mission.to_owned(),
            secured: Arc::new(ledger.clone()),
            ledger,
            log,
            reader,
            index,
            securing: HashMap::new(),
            rows: Vec::new(),
            signer,
        };
        sequencer.catch_up()?;
        sequencer.own_log()?;
        Ok(sequencer)
    }

    /// The ledger as the index has it, and every entry after it.
    fn catch_up(&mut self) -> Result<(), Message> {
        let applied = self.index.applied();
        if applied.size > 0 {
            let Resumed { authors, acts: places } = self.index.resumes()?;
            let mut acts = Vec::with_capacity(places.len());
            for index in places {
                acts.push((index, self.entry(index)?.0));
            }
            let last_accepted = self.entry(applied.size - 1)?.0.accepted_at;
            let authors = authors.into_iter().map(|(author, last)| (author, last.number, EnvelopeId(last.envelope)));
            self.ledger = Ledger::resume(self.ledger.origin(), applied.size, last_accepted, authors, acts);
        }
        // The reader's own handle: what is replayed is entered while it is read.
        let reader = LogReader::open(&self.mission)?;
        // An index that is made anew is put in parts, so that memory does not grow with the log.
        let mut edge = (applied.size == 0).then(RightEdge::default);
        for leaf in reader.leaves(self.ledger.size()..self.log.size()) {
            let (index, leaf) = leaf?;
            let entry = decoded(index, &leaf.entry)?;
            match self.ledger.admit(&entry, |_, _| None) {
                Ok(Admitted::Next(_)) => self.enter(&entry, body_id(&leaf.blob)),
                Ok(Admitted::Already { .. }) => unreachable!("nothing was submitted before"),
                Err(refusal) => return Err(foreign(index, &refusal)),
            }
            if let Some(edge) = &mut edge {
                edge.append(leaf_hash(&leaf.entry)).expect("a log that was read is within its limit");
                if self.rows.len() >= REPLAYED_ROWS {
                    self.securing.clear();
                    self.index.put(self.rows.drain(..), LogHead { size: edge.size(), root: edge.root() })?;
                }
            }
        }
        self.secured = Arc::new(self.ledger.clone());
        self.index_rows()
    }

    /// Whether the charter's log is the one that `signer` signs for.
    fn own_log(&self) -> Result<(), Message> {
        match self.ledger.charter() {
            Some(charter) if charter.log_key != self.signer.verifier().to_string() => {
                Err(Message::new(codes::KEY_FILE, "the key is not the one that the charter names for this log")
                    .note(format!("charter {}", charter.log_key))
                    .note(format!("key     {}", self.signer.verifier()))
                    .help("use the key file of this log; a new log key needs an amended charter"))
            }
            _ => Ok(()),
        }
    }

    /// What the log may take next, and who wrote into it.
    pub fn ledger(&self) -> &Ledger {
        &self.secured
    }
    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.log.size()
    }
    /// The root of the log.
    pub fn root(&self) -> Hash {
        self.log.root()
    }
    /// The key that signs checkpoints and receipts.
    pub fn signer(&self) -> &NoteSigner {
        &self.signer
    }

    /// The entry at a place that the index names.
    fn stored(&self, index: u64) -> Result<Entry, Message> {
        // The reader may be behind; a fresh look is cheap beside how seldom this is asked.
        let reader = LogReader::open(&self.mission)?;
        let leaf = reader.leaf(index)?.ok_or_else(|| no_entry(index, reader.size()))?;
        decoded(index, &leaf.entry)
    }

    /// The entry at a place, and its leaf hash.
    ///
    /// # Errors
    /// L01: it cannot be read.
    pub fn entry(&mut self, index: u64) -> Result<(Entry, Hash), Message> {
        if index >= self.reader.size() {
            self.reader.refresh()?;
        }
        let leaf = self.reader.leaf(index)?.ok_or_else(|| no_entry(index, self.size()))?;
        Ok((decoded(index, &leaf.entry)?, leaf_hash(&leaf.entry)))
    }

    /// The acceptance receipt of an entry, signed.
    ///
    /// # Errors
    /// L01: it cannot be read; L0302: there is no such entry.
    pub fn receipt(&mut self, index: u64) -> Result<SignedNote, Message> {
        let (entry, leaf) = self.entry(index)?;
        Ok(receipt(self.ledger(), &self.signer, index, leaf, entry.accepted_at))
    }

    /// Takes each of a group of offers that the log may take, at `now` (or at the last acceptance, if that is later).
    /// One write and one fdatasync for all of them.
    ///
    /// # Errors
    /// Each for itself; where the disk fails, all of them.
    pub fn append(&mut self, group: &[Offer], now: Instant) -> Vec<Result<Accepted, NotAccepted>> {
        let first = self.log.size();
        let mut leaves = Vec::with_capacity(group.len());
        let mut answers: Vec<Result<Accepted, NotAccepted>> =
            group.iter().map(|offer| self.take(offer, now, &mut leaves)).collect();
        if let Err(error) = self.secure(&leaves) {
            // What was sent twice within this group is not on the disk either.
            answers.iter_mut().filter(|answer| matches!(answer, Ok(accepted) if accepted.index >= first)).for_each(
                |answer| {
                    *answer = Err(NotAccepted::Failed(error.clone()));
                },
            );
        }
        answers
    }

    /// Takes all of a batch, or nothing of it. Offers that are in the log already are no hindrance.
    ///
    /// # Errors
    /// The number of the first offer that the log does not take, and why; or the disk.
    pub fn append_all(&mut self, batch: &[Offer], now: Instant) -> Result<Vec<Accepted>, (usize, NotAccepted)> {
        let mut leaves = Vec::with_capacity(batch.len());
        let mut accepted = Vec::with_capacity(batch.len());
        for (number, offer) in batch.iter().enumerate() {
            match self.take(offer, now, &mut leaves) {
                Ok(one) => accepted.push(one),
                Err(why) => {
                    self.take_back();
                    return Err((number, why));
                }
            }
        }
        self.secure(&leaves).map_err(|message| (0, NotAccepted::Failed(message)))?;
        Ok(accepted)
    }

    fn secure(&mut self, leaves: &[Leaf]) -> Result<(), Message> {
        if leaves.is_empty() {
            return Ok(());
        }
        if let Err(error) = self.log.append(leaves) {
            // Refused before anything was written, the log is as it was; else it stopped for good.
            self.take_back();
            return Err(error.into());
        }
        self.secured = Arc::new(self.ledger.clone());
        // What is on the disk is accepted, whatever becomes of the index; without one, nothing follows.
        self.index_rows().unwrap_or_else(|why| self.log.stop(why));
        Ok(())
    }

    /// Moves the ledger on by one offer; what goes to the disk is added to `leaves`.
    fn take(&mut self, offer: &Offer, now: Instant, leaves: &mut Vec<Leaf>) -> Result<Accepted, NotAccepted> {
        let submission = &offer.submission;
        if let Some(last) = self.ledger.last_accepted().filter(|last| now.plus(CLOCK_BACK_S) < *last) {
            return Err(NotAccepted::Failed(clock_behind(now, last)));
        }
        let accepted_at = self.ledger.last_accepted().map_or(now, |last| last.max(now));
        let entry = Entry {
            signed: submission.signed.clone(),
            accepted_at,
            received: submission.received.clone(),
            act: submission.act(),
        };
        let mut unread = None;
        let submitted = |author: &Name, submit: &SubmitId| {
            self.submitted(author, submit).unwrap_or_else(|message| {
                unread = Some(message);
                None
            })
        };
        let admitted = self.ledger.admit(&entry, submitted);
        if let Some(message) = unread {
            return Err(NotAccepted::Failed(message));
        }
        let signatures = match admitted? {
            Admitted::Already { index } => {
                // Sent twice within one group: the first one is on its way to the disk.
                let under_way = index.checked_sub(self.log.size()).and_then(|place| leaves.get(place as usize));
                let (entry, leaf) = match under_way {
                    Some(leaf) => (Entry::decode(&leaf.entry).map_err(Refusal::Wire)?, leaf_hash(&leaf.entry)),
                    None => self.entry(index).map_err(NotAccepted::Failed)?,
                };
                return Ok(Accepted { index, leaf, accepted_at: entry.accepted_at, already: true });
            }
            Admitted::Next(signatures) => signatures,
        };
        // A submitter's thread has checked the envelope already, unless its key came with another entry of this group.
        let signed = offer.signed_by == Some(signatures.key())
            || submission.signed.check(signatures.key()).map_err(Refusal::Wire)?.holds();
        if !signed || !signatures.consents().iter().all(Check::holds) {
            return Err(Refusal::BadSignature { author: entry.signed.envelope.author.clone() }.into());
        }
        if let Some(open) = &entry.act {
            policy_and_key(&open.act.says, self.signer.verifier().name()).map_err(NotAccepted::Refused)?;
        }
        if let Some(body) = &offer.body {
            self.ledger.may_say(&entry.signed.envelope, body)?;
        }
        let bytes = entry.encode().map_err(Refusal::Wire)?;
        let (index, leaf) = (self.ledger.size(), leaf_hash(&bytes));
        let blob = submission.blob();
        self.enter(&entry, body_id(&blob));
        leaves.push(Leaf { entry: bytes, blob });
        Ok(Accepted { index, leaf, accepted_at, already: false })
    }

    fn submitted(&self, author: &Name, submit: &SubmitId) -> Result<Option<Submitted>, Message> {
        match self.securing.get(author).and_then(|of_author| of_author.get(submit)) {
            Some(securing) => Ok(Some(*securing)),
            None => match self.index.by_submit(author, &submit.0)? {
                Some(index) => Ok(Some(Submitted { index, id: self.stored(index)?.signed.id() })),
                None => Ok(None),
            },
        }
    }

    fn enter(&mut self, entry: &Entry, body: Option<BodyId>) {
        let index = self.ledger.size();
        self.ledger.enter(entry);
        let (envelope, id) = (&entry.signed.envelope, entry.signed.id());
        let submitted = Submitted { index, id };
        match self.securing.get_mut(&envelope.author) {
            Some(of_author) => of_author.insert(envelope.submit, submitted),
            None => self.securing.entry(envelope.author.clone()).or_default().insert(envelope.submit, submitted),
        };
        self.rows.push(Row {
            index,
            author: envelope.author.clone(),
            submit: envelope.submit.0,
            body: body.map(|body| body.0),
            number: envelope.number,
            envelope: id.0,
            is_act: entry.act.is_some(),
        });
    }

    /// Puts what is on the disk into the index.
    fn index_rows(&mut self) -> Result<(), Message> {
        self.securing.clear();
        self.index.put(self.rows.drain(..), self.log.head())?;
        Ok(())
    }

    /// Goes back to what is secured.
    fn take_back(&mut self) {
        self.ledger = self.secured.as_ref().clone();
        self.securing.clear();
        self.rows.clear();
    }

    /// Brings the index up to the log, and secures it.
    fn save_index(&mut self) -> Result<(), Message> {
        Ok(self.index.save()?)
    }

    /// Publishes what was accepted: tiles, bundles, the charter's policy, and a signed checkpoint.
    ///
    /// # Errors
    /// L01: the disk.
    pub fn publish(&mut self) -> Result<(), Message> {
        self.save_index()?;
        self.publication().map_or(Ok(()), Publication::run)
    }

    /// The same, cosigned by the witnesses of the policy that can be asked. Those who cannot be are told on the error channel,
    /// and stop nothing.
    ///
    /// # Errors
    /// L01: the disk; L0411, L0412: a witness proves another log, and nothing was published.
    pub fn publish_with_witnesses(&mut self) -> Result<(), Message> {
        let policy = self.ledger.charter().and_then(|charter| LogPolicy::parse(charter.policy.as_bytes()).ok());
        let Some(policy) = policy.filter(|policy| policy.witnesses().iter().any(|witness| witness.url.is_some()))
        else {
            return self.publish();
        };
        self.save_index()?;
        let Some(publication) = self.publication() else { return Ok(()) };
        let client = Client::within(Duration::from_secs(WITNESS_COMMAND_S));
        let mission = &self.mission;
        publication.run_with(|note, size| {
            let prove = |old: u64| {
                let proof = Proving::open(mission, size).and_then(|mut proving| proving.consistency(old));
                proof.map_err(|error| error.to_string())
            };
            let cosigning = client.cosign(&policy, &note, &prove);
            for missing in &cosigning.missing {
                if missing.is_alarm() {
                    return Err(missing.why.clone());
                }
                eprintln!("note: the witness {} has not cosigned: {}", missing.name, missing.why.sentence);
            }
            Ok(cosigning.note)
        })
    }

    /// What there is to publish: run it on any thread, appends go on meanwhile. `None` in a log without entries.
    pub fn publication(&self) -> Option<Publication> {
        let charter = self.ledger.charter()?;
        Some(Publication {
            mission: self.mission.clone(),
            publisher: self.log.publisher(),
            head: self.log.head(),
            policy: charter.policy.clone(),
            signer: self.signer.clone(),
        })
    }
}

/// The log as it was, to be published.
#[derive(Clone)]
pub struct Publication {
    mission: PathBuf,
    publisher: Publisher,
    head: LogHead,
    policy: String,
    signer: NoteSigner,
}

impl Publication {
    /// Publishes it, signed by the log alone.
    ///
    /// # Errors
    /// L01: the disk.
    pub fn run(self) -> Result<(), Message> {
        self.run_with(|note, _| Ok(note))
    }
    /// Publishes it; `cosign` may add cosignatures to the signed checkpoint before it is placed. It is given the checkpoint
    /// and its size.
    ///
    /// # Errors
    /// L01: the disk; or why `cosign` refuses, and then nothing was published.
    pub fn run_with(
        self,
        mut cosign: impl FnMut(SignedNote, u64) -> Result<SignedNote, Message>,
    ) -> Result<(), Message> {
        place_policy(&self.mission, &self.policy)?;
        let mut sign = |head: &LogHead| {
            let checkpoint = Checkpoint::new(self.signer.verifier().name(), head.size, head.root);
            let text = checkpoint.expect("the origin of a log that has entries").to_string();
            let note = SignedNote::sign(&text, &self.signer).expect("a checkpoint is the text of a note");
            Ok(cosign(note, head.size).map_err(LogError::refused)?.to_string().into_bytes())
        };
        Ok(self.publisher.publish(&self.head, &mut sign)?)
    }
    /// What is published.
    pub fn head(&self) -> LogHead {
        self.head
    }
}

/// `record/policy.txt` is the policy of the charter in force.
fn place_policy(mission: &Path, policy: &str) -> Result<(), Message> {
    let path = mission.join("record").join("policy.txt");
    if std::fs::read(&path).is_ok_and(|there| there == policy.as_bytes()) {
        return Ok(());
    }
    crate::log::place_file(&path, policy.as_bytes()).map_err(Message::from)
}

/// The log, once the program that writes it is done: another command takes a moment, a server takes all day.
fn unlocked(mission: &Path) -> Result<DiskLog, Message> {
    let until = Monotonic::now() + Duration::from_secs(LOCK_WAIT_S);
    loop {
        match DiskLog::open(mission) {
            Err(error)
                if error.code() == codes::LOG_HELD && Monotonic::now() < until && !serving_file(mission).exists() =>
            {
                std::thread::sleep(Duration::from_millis(LOCK_LOOK_AGAIN_MS));
            }
            other => return Ok(other?),
        }
    }
}

/// The ledger of a mission's log, read without its lock. Where only `record/` is there, as a party has it, that copy is checked
/// first, down to each signature.
///
/// # Errors
/// L01: it cannot be read, or the copy does not hold; L0106: an entry that no ledger takes; L0303: it has no charter yet.
pub fn ledger_of(mission: &Path) -> Result<Ledger, Message> {
    if !mission.join("state").exists() && mission.join("record").join("checkpoint").exists() {
        return ledger_of_copy(&mission.join("record"));
    }
    let reader = LogReader::open(mission)?;
    let mut ledger: Option<Ledger> = None;
    for leaf in reader.leaves(0..reader.size()) {
        let (index, leaf) = leaf?;
        let entry = decoded(index, &leaf.entry)?;
        let ledger = ledger.get_or_insert_with(|| Ledger::new(&entry.signed.envelope.mission));
        match ledger.admit(&entry, |_, _| None) {
            Ok(_) => ledger.enter(&entry),
            Err(refusal) => return Err(foreign(index, &refusal)),
        }
    }
    ledger.ok_or_else(|| {
        Message::new(codes::LOG_NO_CHARTER, "the log has not begun: there is no charter")
            .help("make a mission with `armistice init`")
    })
}

fn ledger_of_copy(folder: &Path) -> Result<Ledger, Message> {
    let asked = verify::log::Asked { folder, blobs: None, from: None, policy: None };
    let does_not_hold = |problem: &verify::report::Problem| {
        Message::new(codes::LOG_DAMAGED, "this copy of the log does not hold")
            .at(folder.display().to_string())
            .note(format!("[{}] {}", problem.code, problem.sentence))
            .help("fetch the copy again; `armistice-verify log` says all that is wrong with it")
    };
    match verify::log::check_with_ledger(asked) {
        Ok((report, _, ledger)) => report.problems().first().map_or(Ok(ledger), |problem| Err(does_not_hold(problem))),
        Err(verify::report::Failure::Input(problem) | verify::report::Failure::World(problem)) => {
            Err(does_not_hold(&problem))
        }
    }
}

/// The acceptance receipt of an entry, signed by the log's key.
pub fn receipt(ledger: &Ledger, signer: &NoteSigner, index: u64, leaf: Hash, accepted_at: Instant) -> SignedNote {
    let receipt = Receipt {
        origin: ledger.origin().to_owned(),
        index,
        leaf: leaf.0,
        accepted_at,
        include_within_s: ledger.charter().map_or(0, |charter| charter.include_within_s),
    };
    SignedNote::sign(&receipt.text(), signer).expect("a receipt is the text of a note")
}

/// A charter's policy and log key are in the formats of C2SP, and the key's name is the log's.
fn policy_and_key(says: &Says, origin: &str) -> Result<(), Refusal> {
    let Says::Charter(charter) = says else { return Ok(()) };
    let key: VerifierKey =
        charter.log_key.parse().map_err(|error| Refusal::Unsound { why: format!("its log key: {error}") })?;
    if key.name() != origin || key.signature_type() != SignatureType::Note {
        return Err(Refusal::Unsound { why: "its log key is not one for this log".to_owned() });
    }
    match LogPolicy::parse(charter.policy.as_bytes()) {
        Ok(policy) if policy.logs().iter().any(|log| log.key == key) => Ok(()),
        Ok(_) => Err(Refusal::Unsound { why: "its policy does not have its log key".to_owned() }),
        Err(error) => Err(Refusal::Unsound { why: format!("its policy: {error}") }),
    }
}

fn clock_behind(now: Instant, last: Instant) -> Message {
    Message::new(codes::LOG_CLOCK, "the clock of this machine stands before the last entry of the log")
        .note(format!("the clock says    {}", utc(now)))
        .note(format!("the last entry is {}", utc(last)))
        .note("nothing was accepted: its time would be wrong, and acceptance never goes back")
        .help("set the clock; if the last entry was accepted with a wrong one, wait until that time, or begin a new log that cites this one")
}

/// The id of the body that lies beside an entry.
fn body_id(blob: &[u8]) -> Option<BodyId> {
    salt_and_body(blob).map(|(_, body)| wire::body_id(body))
}

/// There is no such entry.
pub fn no_entry(index: u64, size: u64) -> Message {
    Message::new(codes::LOG_NO_ENTRY, format!("the log has {size} entries, and no entry {index}"))
        .help("entries are counted from 0")
}

/// The entry that the bytes of a leaf spell.
///
/// # Errors
/// L0106: they spell none.
pub fn decoded(index: u64, bytes: &[u8]) -> Result<Entry, Message> {
    Entry::decode(bytes).map_err(|error| foreign(index, &Refusal::Wire(error)))
}

/// An entry is none that the log can have, or says what this program cannot read.
pub fn foreign(index: u64, refusal: &Refusal) -> Message {
    Message::new(codes::LOG_FOREIGN, format!("entry {index} of the log is whole, and this program cannot take it in"))
        .note(format!("[{}] {refusal}", refusal.code()))
        .help(
            "use the version that wrote it, or a later one; where there is none, keep the folder as it is, as evidence",
        )
}
