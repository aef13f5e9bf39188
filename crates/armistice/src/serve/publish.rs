//! Publication: what was accepted becomes public, with the cosignatures of those who can be asked.
//!
//! ```text
//! sequencer, at most every second ─▶ tiles ─▶ signed checkpoint ─▶ witnesses ─▶ record/checkpoint ─▶ readers
//!                                       who is missing ─▶ asked again by `again` ─▶ record/checkpoint, with one more
//! ```
//!
//! Holds
//! - A checkpoint is placed with every cosignature that could be got in time. Who withholds is named, with since when, and
//!   stops nothing.
//! - A witness that proves another past, or more entries than are here, stops the server: nothing is signed after that.
//!
//! Not here: how witnesses are asked (`witness::client`), what is written in which order (`log`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use record::vocabulary::time::Instant;
use tlog::note::SignedNote;
use tlog::policy::LogPolicy;
use tokio::sync::watch;

use super::events::Published;
use super::listen::Stop;
use super::site::now;
use crate::log::Proving;
use crate::message::Message;
use crate::sequencer::Publication;
use crate::witness::client::Client;

/// What witnesses did: for whoever looks at `/status`.
#[derive(Default)]
pub struct Witnessed(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    witnesses: BTreeMap<String, WitnessState>,
    has_quorum: bool,
    published_at: Option<Instant>,
    alarm: Option<Message>,
    last: Option<Last>,
    /// What could not be published, and is tried again.
    failed: Option<Publication>,
}

/// What was published last.
#[derive(Clone)]
struct Last {
    publication: Publication,
    note: SignedNote,
    is_complete: bool,
}

/// What one witness did last.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WitnessState {
    /// The size that it cosigned last, since the server was started.
    pub cosigned: Option<u64>,
    /// Since when it gives no cosignature, and why.
    pub missing: Option<(Instant, Message)>,
}

/// What is known of the last publication.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublicationState {
    /// Each witness of the policy.
    pub witnesses: BTreeMap<String, WitnessState>,
    /// Whether those who cosigned are the quorum of the policy.
    pub has_quorum: bool,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Why the server stopped publishing, if a witness proved another log.
    pub alarm: Option<Message>,
}

impl Witnessed {
    /// What is known of the last publication.
    pub fn state(&self) -> PublicationState {
        let inside = self.inside();
        PublicationState {
            witnesses: inside.witnesses.clone(),
            has_quorum: inside.has_quorum,
            published_at: inside.published_at,
            alarm: inside.alarm.clone(),
        }
    }
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Publishes with witnesses.
#[derive(Clone)]
pub struct Publishing {
    mission: PathBuf,
    client: Arc<Client>,
    witnessed: Arc<Witnessed>,
    published: watch::Sender<Option<Published>>,
    stop: Stop,
}

impl Publishing {
    /// Publishes the log of a mission; `stop` ends the server where a witness proves another log.
    pub fn new(mission: &Path, client: Client, stop: Stop) -> Publishing {
        let published = latest(&mission.join("record"));
        Publishing {
            mission: mission.to_owned(),
            client: Arc::new(client),
            witnessed: Arc::default(),
            published: watch::Sender::new(published),
            stop,
        }
    }
    /// What witnesses did.
    pub fn witnessed(&self) -> Arc<Witnessed> {
        self.witnessed.clone()
    }
    /// The latest published checkpoint, and those that follow.
    pub fn published(&self) -> watch::Receiver<Option<Published>> {
        self.published.subscribe()
    }

    /// Publishes what was accepted, with the cosignatures that can be got. What the disk has no room for just now is tried
    /// again by [`Publishing::again`]: the log goes on taking statements.
    ///
    /// # Errors
    /// L01: the log stopped; L0411, L0412: a witness proved another log, and nothing was published.
    pub fn publish(&self, publication: Publication) -> Result<(), Message> {
        match self.place(publication.clone(), None) {
            Err(message) if message.code == crate::codes::LOG_NO_ROOM => {
                eprintln!("{message}");
                self.witnessed.inside().failed = Some(publication);
                Ok(())
            }
            done => done,
        }
    }

    /// Asks the witnesses that are missing under the last checkpoint once more.
    ///
    /// # Errors
    /// As [`Publishing::publish`].
    pub fn again(&self) -> Result<(), Message> {
        let failed = self.witnessed.inside().failed.take();
        if let Some(failed) = failed {
            return self.publish(failed);
        }
        let last = self.witnessed.inside().last.clone();
        match last {
            Some(last) if !last.is_complete => self.place(last.publication, Some(last.note)),
            _ => Ok(()),
        }
    }

    fn place(&self, publication: Publication, before: Option<SignedNote>) -> Result<(), Message> {
        if let Some(alarm) = self.witnessed.state().alarm {
            return Err(alarm);
        }
        let mut placed = None;
        let mut alarm = None;
        let result = publication.clone().run_with(|note, size| {
            let asked = self.cosigned(&note, size, before.as_ref());
            if let Some(why) = asked.alarm {
                alarm = Some(why.clone());
                return Err(why);
            }
            placed = Some((asked.note.clone(), asked.is_complete, size));
            Ok(asked.note)
        });
        if let Some(alarm) = alarm {
            self.witnessed.inside().alarm = Some(alarm.clone());
            eprintln!("{alarm}");
            self.stop.stop();
            return Err(alarm);
        }
        result?;
        let Some((note, is_complete, size)) = placed else { return Ok(()) };
        let text = note.to_string();
        let mut inside = self.witnessed.inside();
        inside.last = Some(Last { publication, note, is_complete });
        inside.published_at = Some(now());
        drop(inside);
        self.published.send_replace(Some(Published { size, note: text }));
        Ok(())
    }

    /// The note with the cosignatures that can be got, besides those it had before.
    fn cosigned(&self, note: &SignedNote, size: u64, before: Option<&SignedNote>) -> Asked {
        let policy = std::fs::read(self.mission.join("record").join("policy.txt")).ok();
        let Some(policy) = policy.and_then(|text| LogPolicy::parse(&text).ok()) else {
            return Asked { note: note.clone(), is_complete: true, alarm: None };
        };
        let prove = |old: u64| {
            let proof = Proving::open(&self.mission, size).and_then(|mut proving| proving.consistency(old));
            proof.map_err(|error| error.to_string())
        };
        let mut got = self.client.cosign(&policy, note, &prove);
        let alarm = got.missing.iter().find(|missing| missing.is_alarm()).map(|missing| missing.why.clone());
        let earlier = before.filter(|before| before.text() == note.text());
        for signature in earlier.into_iter().flat_map(|before| before.signatures()) {
            if let Ok(more) = got.note.clone().with(signature.clone()) {
                got.note = more;
            }
        }
        let mut inside = self.witnessed.inside();
        let (mut is_complete, mut missing) = (true, Vec::new());
        match policy.examine(&got.note) {
            Ok(examined) => {
                inside.has_quorum = examined.has_quorum;
                missing.extend(examined.missing.iter().map(|witness| shown(&witness.name)));
                is_complete = missing.is_empty();
            }
            Err(error) => eprintln!("note: the checkpoint of size {size} is not as the policy asks: {error}"),
        }
        let names: Vec<String> = policy.witnesses().iter().map(|witness| shown(&witness.name)).collect();
        inside.witnesses.retain(|name, _| names.contains(name));
        for name in names {
            let state = inside.witnesses.entry(name.clone()).or_insert(WitnessState { cosigned: None, missing: None });
            let why = got.missing.iter().find(|one| one.name == name).map(|one| one.why.clone());
            match why.filter(|_| missing.contains(&name)) {
                None => (state.cosigned, state.missing) = (Some(size), None),
                Some(why) => {
                    let since = state.missing.take().map_or_else(now, |(since, _)| since);
                    state.missing = Some((since, why));
                }
            }
        }
        Asked { note: got.note, is_complete, alarm }
    }
}

/// What came of asking.
struct Asked {
    note: SignedNote,
    is_complete: bool,
    alarm: Option<Message>,
}

/// The checkpoint that is published now.
fn latest(record: &Path) -> Option<Published> {
    let note = SignedNote::parse(&std::fs::read(record.join("checkpoint")).ok()?).ok()?;
    let size = tlog::checkpoint::Checkpoint::parse(note.text()).ok()?.size();
    Some(Published { size, note: note.to_string() })
}

fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}
