//! The ledger: what a log may take next, from its charter, its keys and the order of its authors (`spec/identity.md`).
//!
//! ```text
//! entry ─▶ `admit` ─▶ next, with the signatures to check · already there · refused, with the reason
//!            │
//!            └▶ checked, accepted ─▶ `enter` ─▶ the ledger of a log that is one entry longer
//! ```
//!
//! Holds
//! - One fold over entries, and nothing else: sequencer, verifier and every mirror come to the same state and refusals.
//! - A key signs from the entry after the one that began it to the entry that ended it: places in the log, never a clock.
//! - Nothing grows with the log but what its authors, keys and charter are.
//!
//! Not here: whether signatures hold (`Check::holds`, on any thread), files, what statements say.

mod acts;
mod names;
mod refusal;

pub use refusal::Refusal;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::envelope::{Check, Entry, Envelope, EnvelopeId, KeyId, PublicKey, Signed, SubmitId, Voice};
use crate::identity::{ActId, Author, Charter, Principal, Role, Says};
use crate::order::{Admission, Authors, Submitted};
use crate::statement::{Body, Content};
use crate::vocabulary::Name;
use crate::vocabulary::time::Instant;
use crate::wire::WireError;

/// What a log holds of who may sign and who comes next.
#[derive(Clone, Debug)]
pub struct Ledger {
    origin: String,
    size: u64,
    charter: Option<(ActId, Arc<Charter>)>,
    authors: Authors,
    /// Shared by copies: keys seldom change, and copies are made often.
    keys: Arc<BTreeMap<KeyId, KeyLife>>,
    /// Every root key that a charter named: none of them ever signs a statement.
    roots: BTreeSet<KeyId>,
    last_accepted: Option<Instant>,
}

/// A key of an author, and the entries that it may sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyLife {
    /// Whose.
    pub author: Name,
    /// The key.
    pub key: PublicKey,
    /// The first entry that it may sign.
    pub from: u64,
    /// The entry that ended it, which it may still sign.
    pub until: Option<u64>,
    /// From which entry on what it signed is under suspicion.
    pub suspect_since: Option<u64>,
    /// The key that signed it in, where no root key did.
    pub signed_in_by: Option<KeyId>,
}

impl KeyLife {
    /// Whether the key may sign entry `index`.
    pub fn signs(&self, index: u64) -> bool {
        self.from <= index && self.until.is_none_or(|until| index <= until)
    }
}

/// Entries under suspicion: those that a key signed from one place on until it ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Suspect {
    /// Whose key.
    pub author: Name,
    /// The key.
    pub key: KeyId,
    /// The first entry.
    pub from: u64,
    /// The entry that ended the key.
    pub until: u64,
}

/// What is to be done with an entry.
#[expect(clippy::large_enum_variant, reason = "one at a time, and looked at at once")]
#[derive(Clone, Debug)]
pub enum Admitted {
    /// It may be the next one, where these signatures hold.
    Next(Signatures),
    /// Its statement is in the log already, at this place.
    Already {
        /// The place.
        index: u64,
    },
}

/// The signatures that an entry needs: its envelope's own, and those of the consents in its act.
#[derive(Clone, Debug)]
pub struct Signatures {
    key: PublicKey,
    consents: Vec<Check>,
}

impl Signatures {
    /// The key that has to have signed the envelope.
    pub fn key(&self) -> PublicKey {
        self.key
    }
    /// Those of the consents: all that is left for whoever checked the envelope by [`Signatures::key`].
    pub fn consents(&self) -> &[Check] {
        &self.consents
    }
    /// All of them; `signed` is the envelope of the entry. Its own comes first: without it, nobody has to look at the others.
    ///
    /// # Errors
    /// The envelope has no canonical bytes; one that was read has.
    pub fn checks(self, signed: &Signed) -> Result<Vec<Check>, WireError> {
        let mut checks = self.consents;
        checks.insert(0, signed.check(self.key)?);
        Ok(checks)
    }
}

impl Ledger {
    /// The ledger of the log `origin` without entries.
    pub fn new(origin: &str) -> Ledger {
        Ledger {
            origin: origin.to_owned(),
            size: 0,
            charter: None,
            authors: Authors::default(),
            keys: Arc::default(),
            roots: BTreeSet::new(),
            last_accepted: None,
        }
    }

    /// The ledger of a log of `size` entries, from what it keeps of them: each act with its place, in their order, and the
    /// last statement of each author.
    ///
    /// Whoever gives these has admitted all entries before; nothing is checked again.
    pub fn resume(
        origin: &str,
        size: u64,
        last_accepted: Instant,
        authors: impl IntoIterator<Item = (Name, u64, EnvelopeId)>,
        acts: impl IntoIterator<Item = (u64, Entry)>,
    ) -> Ledger {
        let mut ledger = Ledger::new(origin);
        for (index, entry) in acts {
            ledger.size = index;
            if let Some(open) = &entry.act {
                ledger.enter_act(&open.act, entry.signed.envelope.key);
            }
        }
        ledger.authors = authors.into_iter().collect();
        ledger.size = size;
        ledger.last_accepted = Some(last_accepted);
        ledger
    }

    /// The origin of the log.
    pub fn origin(&self) -> &str {
        &self.origin
    }
    /// How many entries the log has.
    pub fn size(&self) -> u64 {
        self.size
    }
    /// The charter in force; none in a log without entries.
    pub fn charter(&self) -> Option<&Charter> {
        self.charter.as_ref().map(|(_, charter)| charter.as_ref())
    }
    /// The id of the charter in force.
    pub fn charter_id(&self) -> Option<ActId> {
        self.charter.as_ref().map(|(id, _)| *id)
    }
    /// When the last entry was accepted.
    pub fn last_accepted(&self) -> Option<Instant> {
        self.last_accepted
    }
    /// The number of an author's next statement, and the one that it has to name.
    pub fn next(&self, author: &str) -> (u64, Option<EnvelopeId>) {
        self.authors.next(author)
    }
    /// Every key that the log has seen, in the order of their ids.
    pub fn keys(&self) -> &BTreeMap<KeyId, KeyLife> {
        &self.keys
    }
    /// Each author with the number and the id of its last statement.
    pub fn heads(&self) -> impl Iterator<Item = (&Name, u64, EnvelopeId)> {
        self.authors.heads()
    }
    /// Keys that may sign the author's next entry.
    pub fn keys_of(&self, author: &str) -> impl Iterator<Item = &KeyLife> {
        self.keys.values().filter(move |life| life.author == author && life.signs(self.size))
    }
    /// An author of the charter in force.
    pub fn author(&self, name: &str) -> Option<&Author> {
        self.charter()?.authors.iter().find(|author| author.name == name)
    }
    /// A principal of the charter in force.
    pub fn principal(&self, name: &str) -> Option<&Principal> {
        self.charter()?.principals.iter().find(|principal| principal.name == name)
    }
    /// What is under suspicion.
    pub fn suspects(&self) -> impl Iterator<Item = Suspect> {
        self.keys.iter().filter_map(|(id, life)| {
            let (from, until) = (life.suspect_since?, life.until?);
            Some(Suspect { author: life.author.clone(), key: *id, from, until })
        })
    }

    /// Whether the log may take `entry` next: every rule but the signatures, which are to be checked.
    /// `submitted` finds what the author sent under a submit id.
    ///
    /// # Errors
    /// The reason why it may not.
    pub fn admit(
        &self,
        entry: &Entry,
        submitted: impl FnOnce(&Name, &SubmitId) -> Option<Submitted>,
    ) -> Result<Admitted, Refusal> {
        let envelope = &entry.signed.envelope;
        match self.authors.admit(&self.origin, &entry.signed, submitted).map_err(Refusal::OutOfOrder)? {
            Admission::Already { index } => return Ok(Admitted::Already { index }),
            Admission::Next => {}
        }
        if let Some(last) = self.last_accepted.filter(|last| entry.accepted_at < *last) {
            return Err(Refusal::AcceptedEarlier { accepted_at: entry.accepted_at, last });
        }
        let announced = envelope.voice == Voice::Act;
        if announced != entry.act.is_some() {
            return Err(Refusal::ActOutOfPlace { announced });
        }
        let (charter, key) = match (self.charter(), entry.act.as_ref().map(|open| &open.act.says)) {
            // The first charter and its keys are judged by itself.
            (None, Some(Says::Charter(charter))) => (charter.as_ref(), acts::key_of_founder(charter, envelope)?),
            (None, _) => return Err(Refusal::NoCharter),
            (Some(charter), says) => match says.and_then(|says| acts::key_of_newcomer(says, envelope)) {
                Some(key) => (charter, self.writes(envelope).map(|()| key)?),
                None => (charter, self.key_of(envelope)?),
            },
        };
        known(charter, envelope, entry.accepted_at)?;
        let mut consents = Vec::new();
        if let Some(open) = &entry.act {
            if open.commitment()? != envelope.body {
                return Err(Refusal::OtherBody);
            }
            self.admit_act(&open.act, envelope, entry.accepted_at, &mut consents)?;
        }
        Ok(Admitted::Next(Signatures { key, consents }))
    }

    /// Moves the ledger on by an entry that was admitted and whose signatures hold.
    ///
    /// # Panics
    /// The entry does not follow its author's last one: entries are admitted before they enter.
    pub fn enter(&mut self, entry: &Entry) {
        self.authors.enter(&entry.signed);
        if let Some(open) = &entry.act {
            self.enter_act(&open.act, entry.signed.envelope.key);
        }
        self.last_accepted = Some(entry.accepted_at);
        self.size += 1;
    }

    /// Whether the author of an envelope may say this: its own words, or those of whom it may speak for.
    ///
    /// Bodies are not public: whoever holds one asks, the sequencer before it accepts.
    ///
    /// # Errors
    /// The reason why it may not.
    pub fn may_say(&self, envelope: &Envelope, body: &Body) -> Result<(), Refusal> {
        let name = &envelope.author;
        let author = self.author(name).ok_or_else(|| Refusal::UnknownAuthor { author: name.clone() })?;
        // Words that nobody had signed keep whatever author their file names.
        if envelope.voice == Voice::Imported {
            return Ok(());
        }
        if body.author != *name {
            return Err(Refusal::OtherAuthor { author: name.clone(), body: body.author.clone() });
        }
        let speaker = body.speaker();
        let relays = matches!(author.role, Role::Mission | Role::Monitor);
        if speaker == name || *speaker == author.of || relays {
            return Ok(());
        }
        let subject = match &body.content {
            Content::Reply(reply) => Some(&reply.subject),
            _ => None,
        };
        let covers = |subjects: &[String]| subjects.is_empty() || subject.is_some_and(|s| subjects.contains(s));
        match author.mandates.iter().any(|mandate| mandate.speaks_for == *speaker && covers(&mandate.subjects)) {
            true => Ok(()),
            false => Err(Refusal::NoMandate { author: name.clone(), speaker: speaker.clone() }),
        }
    }

    /// The key that an envelope names, if it may sign the log's next entry.
    fn key_of(&self, envelope: &Envelope) -> Result<PublicKey, Refusal> {
        self.writes(envelope)?;
        let name = &envelope.author;
        let life = self.keys.get(&envelope.key).filter(|life| life.author == *name);
        let life = life.ok_or_else(|| Refusal::UnknownKey { author: name.clone(), key: envelope.key })?;
        match life.until {
            Some(until) => Err(Refusal::KeyEnded { author: name.clone(), key: envelope.key, until }),
            None => Ok(life.key),
        }
    }

    /// Whether the author of an envelope may write it, with whatever key.
    fn writes(&self, envelope: &Envelope) -> Result<(), Refusal> {
        let name = &envelope.author;
        let author = self.author(name).ok_or_else(|| Refusal::UnknownAuthor { author: name.clone() })?;
        if author.role == Role::Reader {
            return Err(Refusal::ReadsOnly { author: name.clone() });
        }
        if envelope.voice == Voice::Imported && author.role != Role::Mission {
            return Err(Refusal::ImportsNot { author: name.clone() });
        }
        Ok(())
    }
}

/// Only before the mission is live may a statement say that it was known before it was accepted.
fn known(charter: &Charter, envelope: &Envelope, accepted_at: Instant) -> Result<(), Refusal> {
    let Some(known) = envelope.known else { return Ok(()) };
    if known > accepted_at {
        return Err(Refusal::KnownLater { known, accepted_at });
    }
    match charter.live_from {
        Some(live_from) if accepted_at >= live_from => Err(Refusal::Live { live_from, accepted_at }),
        _ => Ok(()),
    }
}
