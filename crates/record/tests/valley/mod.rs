//! The valley's log: the charter, keys and authors that the tests of identities begin with, and a log that takes entries.
//!
//! ```text
//! mission  root key mission-root-1                       authors mission (keeps the record), patrol-2 (observes)
//! North    two of North-root-1, North-root-2, North-root-3       North, North-post (both speak for it)
//! South    root key South-root-1                                 South, South-desk (only reads)
//! ```
//!
//! Holds
//! - A key's secret follows from its name; the first key of `North` is `North-1`.
//! - An entry enters as it would at the sequencer: body and commitment, mandate, ledger, signatures.

#![allow(dead_code)]

use std::collections::BTreeMap;

use record::envelope::*;
use record::identity::*;
use record::ledger::{Admitted, Ledger, Refusal};
use record::order::Submitted;
use record::statement::{Body, Content, OnBehalf, Report};
use record::submission::{Said, Submission};
use record::vocabulary::sources::Chain;
use record::vocabulary::time::Instant;
use record::wire;
use sha2::{Digest as _, Sha256};

pub const LOG: &str = "valley.example/log";
/// When the charter is accepted; each later entry comes a minute after the one before.
pub const START: i64 = 1_900_000_000;

pub fn secret(key: &str) -> [u8; 32] {
    Sha256::digest(key).into()
}

pub fn signer(key: &str) -> Signer {
    Signer::new(&secret(key))
}

pub fn public(key: &str) -> PublicKey {
    *signer(key).key()
}

pub fn id(key: &str) -> KeyId {
    public(key).id()
}

fn principal(name: &str, kind: PrincipalKind, roots: u64, needed: u64) -> Principal {
    let roots = (1..=roots).map(|number| public(&format!("{name}-root-{number}"))).collect();
    Principal { name: name.into(), kind, roots, needed }
}

pub fn author(name: &str, of: &str, role: Role) -> Author {
    Author { name: name.into(), of: of.into(), role, mandates: Vec::new(), keys: vec![public(&format!("{name}-1"))] }
}

/// The valley's first charter.
pub fn charter() -> Charter {
    Charter {
        mission: LOG.into(),
        name: "Valley".into(),
        amends: None,
        log_key: "valley.example/log+01234567+AQIDBA==".into(),
        policy: "log valley.example/log+01234567+AQIDBA==\nquorum none\n".into(),
        include_within_s: 60,
        retention_days: None,
        live_from: None,
        principals: vec![
            principal("mission", PrincipalKind::Mission, 1, 1),
            principal("North", PrincipalKind::Party, 3, 2),
            principal("South", PrincipalKind::Party, 1, 1),
        ],
        authors: vec![
            author("mission", "mission", Role::Mission),
            author("patrol-2", "mission", Role::Monitor),
            author("North", "North", Role::Liaison),
            author("North-post", "North", Role::Liaison),
            author("South", "South", Role::Liaison),
            author("South-desk", "South", Role::Reader),
        ],
    }
}

/// Root keys whose consents a charter of these principals has.
pub const ALL: &[&str] = &["mission-root-1", "North-root-1", "North-root-2", "South-root-1"];
/// Enough root keys of the North.
pub const NORTH: &[&str] = &["North-root-1", "North-root-2"];

/// The charter that comes in place of this one; its authors have their keys already.
pub fn amended(charter: &Charter) -> Charter {
    let mut next = charter.clone();
    next.amends = Some(Says::Charter(Box::new(charter.clone())).id().unwrap());
    next.authors.iter_mut().for_each(|author| author.keys.clear());
    next
}

/// Who consents with a key of this name.
pub fn owner(key: &str) -> &str {
    key.split_once("-root-").or_else(|| key.rsplit_once('-')).expect("a key is called NAME-NUMBER").0
}

pub fn act(says: Says, keys: &[&str]) -> Act {
    let consents = keys.iter().map(|key| says.consent(owner(key), &signer(key)).unwrap()).collect();
    Act { says, consents }
}

pub fn chartered(charter: Charter, keys: &[&str]) -> Act {
    act(Says::Charter(Box::new(charter)), keys)
}

/// A change of keys by their names.
pub fn change(author: &str, ends: Option<&str>, since: Option<u64>, begins: Option<&str>, keys: &[&str]) -> Act {
    let (ends, begins) = (ends.map(id), begins.map(public));
    let change = KeyChange { mission: LOG.into(), author: author.into(), ends, suspect_since: since, begins };
    act(Says::Keys(Box::new(change)), keys)
}

/// A report in these words.
pub fn report(author: &str, words: &str, speaker: Option<&str>) -> Body {
    let report = Report { chain: Chain::direct(author), words: words.into(), ..Report::default() };
    let on_behalf = speaker.map(|speaker| OnBehalf {
        speaker: speaker.into(),
        recorder: author.into(),
        medium: "telephone".into(),
    });
    Body { author: author.into(), said_at: None, on_behalf, cited: None, content: Content::Report(report) }
}

pub fn said(body: &Body) -> Said {
    Said::Body(wire::encode(body).unwrap())
}

/// A log and what was handed in to it.
#[derive(Clone)]
pub struct Log {
    pub ledger: Ledger,
    pub entries: Vec<Entry>,
    submitted: BTreeMap<(String, SubmitId), Submitted>,
}

impl Log {
    pub fn empty() -> Log {
        Log { ledger: Ledger::new(LOG), entries: Vec::new(), submitted: BTreeMap::new() }
    }
    /// With the valley's charter in it.
    pub fn founded() -> Log {
        let mut log = Log::empty();
        log.enter("mission", "mission-1", Said::Act(Box::new(chartered(charter(), ALL))))
            .expect("the valley's charter");
        log
    }
    pub fn size(&self) -> u64 {
        self.ledger.size()
    }
    pub fn now(&self) -> Instant {
        Instant(START + 60 * self.size() as i64)
    }
    /// The author's next envelope around what is said, unsigned.
    pub fn envelope(&self, author: &str, key: &str, said: &Said) -> Envelope {
        let (number, previous) = self.ledger.next(author);
        let mut submit = [0; 16];
        submit.copy_from_slice(&Sha256::digest(format!("{author} {number}"))[..16]);
        Envelope {
            mission: LOG.into(),
            author: author.into(),
            key: id(key),
            number,
            previous,
            submit: SubmitId(submit),
            claimed: None,
            references: Vec::new(),
            body: commitment(said),
            attachments: Vec::new(),
            voice: if matches!(said, Said::Act(_)) { Voice::Act } else { Voice::Own },
            known: None,
        }
    }
    /// Signed and handed in with the commitment's salt, accepted now.
    pub fn enter(&mut self, author: &str, key: &str, said: Said) -> Result<u64, Refusal> {
        let signed = self.envelope(author, key, &said).sign(&signer(key))?;
        self.hand_in(Submission { signed, salt: SALT, said, received: None }, self.now())
    }
    pub fn act(&mut self, author: &str, key: &str, act: Act) -> Result<u64, Refusal> {
        self.enter(author, key, Said::Act(Box::new(act)))
    }
    pub fn says(&mut self, author: &str, key: &str, words: &str) -> Result<u64, Refusal> {
        self.enter(author, key, said(&report(author, words, None)))
    }
    /// What the sequencer does.
    pub fn hand_in(&mut self, submission: Submission, accepted_at: Instant) -> Result<u64, Refusal> {
        let body = submission.body()?;
        let act = submission.act();
        let entry = Entry { signed: submission.signed, accepted_at, received: submission.received, act };
        self.take(entry, body.as_ref())
    }
    /// What everybody does who reads the log; a body where it is at hand.
    pub fn take(&mut self, entry: Entry, body: Option<&Body>) -> Result<u64, Refusal> {
        let envelope = &entry.signed.envelope;
        let found = |author: &String, submit: &SubmitId| self.submitted.get(&(author.clone(), *submit)).copied();
        let checks = match self.ledger.admit(&entry, found)? {
            Admitted::Already { index } => return Ok(index),
            Admitted::Next(signatures) => signatures.checks(&entry.signed)?,
        };
        if !checks.iter().all(Check::holds) {
            return Err(Refusal::BadSignature { author: envelope.author.clone() });
        }
        if let Some(body) = body {
            self.ledger.may_say(envelope, body)?;
        }
        let index = self.size();
        self.ledger.enter(&entry);
        let key = (envelope.author.clone(), envelope.submit);
        self.submitted.insert(key, Submitted { index, id: entry.signed.id() });
        self.entries.push(entry);
        Ok(index)
    }
}

pub const SALT: Salt = Salt([3; 32]);

pub fn commitment(said: &Said) -> Commitment {
    match said {
        Said::Body(bytes) => Commitment::to(&SALT, bytes),
        Said::Act(act) => Commitment::to(&SALT, &act.encode().unwrap()),
    }
}
