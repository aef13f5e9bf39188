//! The statements of a mission, as its log holds them: what commands read, and what they append.
//!
//! ```text
//! log ─▶ `Store::open` ─▶ statements in the order of their acceptance
//! entries ─▶ `Store::append` ─▶ gate ─▶ signed envelopes ─▶ sequencer: one frame, one fsync ─▶ published ─▶ yes
//! ```
//!
//! Holds
//! - It is a view: everything in it follows from the log's entries and their bodies, and can be read again from them.
//! - A batch is in the log whole or not at all; its statements name the first of it in their envelopes.
//! - The acceptance time never decreases. Only a history batch states a known-at, never after its own acceptance, and none
//!   is accepted once the mission is live (semantics S1).
//! - Statements point at statements that are there already. A body is there once: what is said again keeps its first
//!   acceptance.
//! - What nobody had signed is signed by the mission's key and marked imported.
//!
//! Not here: what statements mean, who may sign (`record::ledger`), files (`log`), the time of day (callers pass it).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use record::envelope::{Commitment, Entry as Leaf, EnvelopeId, Relation, Voice};
use record::identity::{Act, Says};
use record::ledger::{Ledger, Refusal};
use record::statement::{Acceptance, Body, BodyId, Content, OnIncident, Question, Received, Stage, Statement};
use record::submission::{Said, salt_and_body};
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::wire::{self, WireError};
use tlog::edge::RightEdge;
use tlog::hash::leaf_hash;

use crate::codes;
use crate::log::LogReader;
use crate::message::{Message, utc};
use crate::mission::Founding;
use crate::pen::{Pen, Unsigned};
use crate::sequencer::{self, NotAccepted, Offer, Sequencer};

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

/// Everything accepted so far, and the log it lies in.
#[derive(Debug)]
pub struct Store {
    mission: PathBuf,
    pen: Option<Pen>,
    statements: Vec<Statement>,
    /// Where each batch begins in `statements`.
    begins: Vec<usize>,
    ids: BTreeSet<BodyId>,
    /// The log's entries that were read.
    read: RightEdge,
    /// The envelope of each import's heading, both ways: what comes with it names it.
    headings: BTreeMap<BodyId, EnvelopeId>,
    headed: BTreeMap<EnvelopeId, BodyId>,
    /// The first envelope of the batch that was read last.
    first: Option<EnvelopeId>,
    last_accepted: Option<Instant>,
    live_from: Option<Instant>,
    /// Entries whose body is not here: of a mirror that was not given it, or erased.
    bodies_missing: u64,
    origin: Option<String>,
}

impl Store {
    /// Reads the statements of the mission in the folder `mission`; none where it has no log yet. Writes nothing.
    ///
    /// # Errors
    /// L01: the log cannot be read, or is damaged; L0106: a statement that this version cannot read.
    pub fn open(mission: &Path) -> Result<Store, Message> {
        let mut store = Store {
            mission: mission.to_owned(),
            pen: None,
            statements: Vec::new(),
            begins: Vec::new(),
            ids: BTreeSet::new(),
            read: RightEdge::default(),
            headings: BTreeMap::new(),
            headed: BTreeMap::new(),
            first: None,
            last_accepted: None,
            live_from: None,
            bodies_missing: 0,
            origin: None,
        };
        store.catch_up()?;
        Ok(store)
    }

    /// Begins the log of the mission in the folder `mission` with its charter.
    ///
    /// # Errors
    /// M0105: it has begun already; what the ledger has against the charter; L01: the disk.
    pub fn found(mission: &Path, founding: &Founding, now: Instant) -> Result<Store, Message> {
        let pen = &founding.pen;
        let mut sequencer = Sequencer::open(mission, pen.log.clone())?;
        if sequencer.size() > 0 {
            return Err(Message::new(codes::MISSION_NOT_EMPTY, "the log has its charter already")
                .help("a charter is amended, and a new mission begins in an empty folder"));
        }
        let says = Says::Charter(Box::new(founding.charter.clone()));
        let act = Act { says, consents: founding.consents.clone() };
        let submission = pen.sign(sequencer.ledger(), Unsigned::act(act))?;
        let offer = Offer::check(submission, |_| None).map_err(|refusal| NotAccepted::Refused(refusal).message())?;
        sequencer.append_all(&[offer], now).map_err(|(_, why)| why.message())?;
        sequencer.publish_with_witnesses()?;
        drop(sequencer);
        Store::open(mission).map(|store| store.with_pen(pen.clone()))
    }
    /// The same, able to append: by the author whose pen it is.
    pub fn with_pen(mut self, pen: Pen) -> Store {
        self.pen = Some(pen);
        self
    }
    /// Takes a pen to append with.
    pub fn take_pen(&mut self, pen: Pen) {
        self.pen = Some(pen);
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
    /// From when the mission is live, by its charter or by the adoption; `None` while neither says.
    pub fn live_from(&self) -> Option<Instant> {
        self.live_from
    }
    /// The origin of the log; none where it has not begun.
    pub fn origin(&self) -> Option<&str> {
        self.origin.as_deref()
    }
    /// Entries of the log that were read.
    pub fn log_size(&self) -> u64 {
        self.read.size()
    }
    /// Root of the log as far as it was read.
    pub fn log_root(&self) -> tlog::hash::Hash {
        self.read.root()
    }
    /// Entries whose body is not here.
    pub fn bodies_missing(&self) -> u64 {
        self.bodies_missing
    }

    /// Accepts `entries` as one batch at `now` (or at the last acceptance, if that is later), or none of them.
    ///
    /// A first entry that is a batch statement heads the others. Where every other body is there already nothing is
    /// appended, and the heading neither. Returns when the batch is on the disk and published.
    ///
    /// # Errors
    /// S02 names what may not be appended; L01 says what the disk refused. Nothing was accepted, except where the message
    /// says that it is not known.
    pub fn append(&mut self, entries: Vec<Entry>, now: Instant, history: bool) -> Result<Appended, Message> {
        self.append_made(now, history, |_| Ok(Cow::Borrowed(&entries)))
    }

    /// The same of entries that `make` makes of what is on the log once nobody else enters anything: again, where somebody came between.
    ///
    /// # Errors
    /// As for [`Store::append`], and what `make` says.
    pub fn append_made<'e>(
        &mut self,
        now: Instant,
        history: bool,
        mut make: impl FnMut(&Store) -> Result<Cow<'e, [Entry]>, Message>,
    ) -> Result<Appended, Message> {
        let Some(pen) = self.pen.clone() else {
            return Err(Message::new(codes::LOG_NO_PEN, "nothing was unlocked to sign with")
                .help("unlock the mission's key first"));
        };
        let mission = self.mission.clone();
        let mut appended = Appended::default();
        let mut sign = |ledger: &Ledger| {
            // Another program may have appended since this one read the log.
            self.catch_up()?;
            let entries = make(self)?;
            let heading = entries.first().filter(|entry| is_batch(&entry.body)).map(|entry| entry.id);
            let (entries, already) = self.admit(&entries, now, history)?;
            appended = Appended { new: entries.iter().map(|entry| entry.id).collect(), already };
            let drafts = entries.into_iter().map(|entry| {
                let imported = heading.is_some_and(|heading| heading != entry.id);
                draft(&pen, entry, imported)
            });
            // More rows of a file that was imported before belong to that import.
            let first = heading.and_then(|heading| self.headings.get(&heading)).copied();
            pen.sign_batch(ledger, drafts.collect(), first)
        };
        sequencer::enter(&mission, &pen.log, now, &mut sign)?;
        self.catch_up()?;
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
    fn admit<'e>(&self, entries: &'e [Entry], now: Instant, history: bool) -> Result<(Vec<&'e Entry>, usize), Message> {
        let mut gate = self.gate(now, history)?;
        let mut new = Vec::with_capacity(entries.len());
        let mut already = 0;
        for (index, entry) in entries.iter().enumerate() {
            let is_new = gate
                .admits(entry)
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

    /// Reads the entries behind those that were read.
    fn catch_up(&mut self) -> Result<(), Message> {
        let reader = LogReader::open(&self.mission)?;
        for leaf in reader.leaves(self.read.size()..reader.size()) {
            let (index, leaf) = leaf?;
            let entry = sequencer::decoded(index, &leaf.entry)?;
            self.read.append(leaf_hash(&leaf.entry)).expect("a log that was read is within its limit");
            self.take(index, entry, &leaf.blob)?;
        }
        let root = reader.root();
        if root == self.read.root() {
            return Ok(());
        }
        Err(Message::new(codes::LOG_DAMAGED, "the log's entries are not those that its tiles were made of")
            .note(format!("the entries lead to root {}, the tiles to {root}", self.read.root()))
            .help("keep the folder as it is, as evidence; `armistice-verify log` says where they differ"))
    }

    /// Adds what an entry says.
    fn take(&mut self, index: u64, leaf: Leaf, blob: &[u8]) -> Result<(), Message> {
        self.last_accepted = Some(leaf.accepted_at);
        let envelope = &leaf.signed.envelope;
        if self.origin.is_none() {
            self.origin = Some(envelope.mission.clone());
        }
        if let Some(open) = &leaf.act {
            if let Says::Charter(charter) = &open.act.says {
                self.goes_live(charter.live_from, leaf.accepted_at);
            }
            return Ok(());
        }
        let Some((salt, bytes)) = salt_and_body(blob) else {
            self.bodies_missing += 1;
            return Ok(());
        };
        if Commitment::to(&salt, bytes) != envelope.body {
            return Err(Message::new(
                codes::LOG_DAMAGED,
                format!("entry {index} commits to another body than lies beside it"),
            )
            .help("keep the folder as it is, as evidence; the body can be had again from whoever has a copy"));
        }
        let body = wire::decode(bytes).map_err(|error| sequencer::foreign(index, &Refusal::Wire(error)))?;
        let id = wire::body_id(bytes);
        let comes_with = envelope.references.iter().find(|reference| reference.relation == Relation::ComesWith);
        let goes_on = comes_with.is_some_and(|reference| Some(reference.to) == self.first);
        if !goes_on {
            self.first = Some(comes_with.map_or(leaf.signed.id(), |reference| reference.to));
        }
        if !self.ids.insert(id) {
            return Ok(());
        }
        if !goes_on {
            self.begins.push(self.statements.len());
        }
        if is_batch(&body) {
            self.headings.insert(id, leaf.signed.id());
            self.headed.insert(leaf.signed.id(), id);
        }
        if let Content::Adoption(adoption) = &body.content {
            self.goes_live(adoption.live_from, leaf.accepted_at);
        }
        let accepted = Acceptance {
            known: KnownAt(envelope.known.unwrap_or(leaf.accepted_at)),
            history: envelope.known.is_some(),
            received: leaf.received,
            batch: comes_with.and_then(|reference| self.headed.get(&reference.to)).copied(),
        };
        self.statements.push(Statement { id, body, accepted });
        Ok(())
    }

    /// Once live, always live: a later charter or adoption cannot open the history again.
    fn goes_live(&mut self, stated: Option<Instant>, accepted_at: Instant) {
        if self.live_from.is_none_or(|live_from| accepted_at < live_from) {
            self.live_from = stated.or(self.live_from);
        }
    }
}

/// What is to be signed of an entry.
fn draft(pen: &Pen, entry: &Entry, imported: bool) -> Unsigned {
    let Entry { bytes, body, known, received, .. } = entry;
    let own = !imported && body.author == pen.author;
    let claimed = body.said_at.filter(|_| own).map(|at| Interval::new(at, at.plus(1)));
    Unsigned {
        said: Said::Body(bytes.clone()),
        // Whoever may import may import whatever it says.
        body: own.then(|| body.clone()),
        voice: if own { Voice::Own } else { Voice::Imported },
        claimed,
        known: known.map(|known| known.0),
        received: received.clone(),
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
        Content::Unsure(unsure) => vec![unsure.a, unsure.b],
        Content::Grading(grading) => vec![grading.of],
        Content::Translation(translation) => vec![translation.of],
        Content::BatchUndone(batch) => vec![*batch],
        Content::Notice(notice) => notice.replaces.into_iter().collect(),
        Content::Receipt(receipt) => vec![receipt.of],
        Content::Alert(alert) => alert.on.into_iter().collect(),
        Content::Escalation(escalation) => vec![escalation.of],
        Content::Handover(handover) => handover.open.clone(),
        Content::Call(call) => call.same_as.into_iter().chain(call.about.iter().copied()).collect(),
        Content::ConvoyEvent(event) => vec![event.convoy],
        Content::Access(access) => access.of.into_iter().collect(),
        Content::Inquiry(inquiry) => match &inquiry.stage {
            Stage::Alleged { on } => incident(on).into_iter().collect(),
            Stage::Found { finding } => vec![*finding],
            Stage::Insufficient { .. }
            | Stage::OutOfScope
            | Stage::Duplicate { .. }
            | Stage::Opened { .. }
            | Stage::Asked { .. }
            | Stage::Answered { .. }
            | Stage::Refused { .. }
            | Stage::CommentsOpen
            | Stage::Comment { .. }
            | Stage::Ruled { .. }
            | Stage::Adopted { .. }
            | Stage::Published
            | Stage::Withheld { .. }
            | Stage::FollowUp { .. }
            | Stage::Replied { .. }
            | Stage::Done { .. }
            | Stage::Closed
            | Stage::Reopened => vec![],
        },
        Content::Ladder(_)
        | Content::Duty(_)
        | Content::Convoy(_)
        | Content::AreaQuestion(_)
        | Content::Report(_)
        | Content::Weighing(_)
        | Content::Coverage(_)
        | Content::Registration(_)
        | Content::ZoneVersion(_)
        | Content::Adoption(_)
        | Content::Renewal(_)
        | Content::Batch(_) => vec![],
    }
}

fn is_batch(body: &Body) -> bool {
    matches!(body.content, Content::Batch(_))
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

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use record::wire;

    use super::*;

    #[test]
    fn a_body_points_at_every_id_in_its_bytes() {
        let page = include_str!("../../../cases/record/body-v2.txt");
        let accepted = page.lines().filter(|line| !line.starts_with('#') && line.split(' ').count() == 3);
        let mut pointing = 0;
        for line in accepted {
            let digits = line.split(' ').nth(1).expect("bytes");
            let pairs = (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16));
            let bytes: Vec<u8> = pairs.collect::<Result<_, _>>().expect("digits");
            let body = wire::decode(&bytes).expect("an accepted line");
            // Of this version only the weights have a digest that is no id.
            if matches!(body.content, Content::Weighing(_)) {
                continue;
            }
            let ids = bytes.windows(34).filter(|part| part.starts_with(&[0x58, 0x20]));
            let ids: BTreeSet<BodyId> = ids.map(|part| BodyId(part[2..].try_into().expect("32 bytes"))).collect();
            pointing += usize::from(!ids.is_empty());
            assert_eq!(references(&body).into_iter().collect::<BTreeSet<_>>(), ids, "{line}");
        }
        assert!(pointing > 40, "{pointing}");
    }
}
