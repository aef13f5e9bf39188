//! Asking witnesses: who cosigns a new log checkpoint, who does not, and whether one of them has seen more than this log has.
//!
//! ```text
//! policy, signed note ─▶ `cosign` ─▶ each witness in its own thread ─▶ the note with the cosignatures that hold, who is missing
//! policy, size, root  ─▶ `check_not_ahead` ─▶ go on, or do not start the log
//! ```
//!
//! Holds
//! - Nothing that a witness answers is believed but a cosignature by its key of the policy, over the very text that was sent.
//! - A slow, silent or talkative witness costs its own time limit and no more.
//! - A witness that shows a checkpoint, signed by the log itself, that is ahead of this log or of another past, raises an
//!   alarm. One that merely says so is missing: no witness can stop a log by a word.
//! - A witness that did not answer is left alone for a while, longer each time, so that it does not hold up the others.
//!
//! Not here: when to ask and what to do without a quorum (`serve`), where proofs come from (the caller's function).

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tlog::checkpoint::Checkpoint;
use tlog::hash::Hash;
use tlog::note::{NoteSignature, SignedNote};
use tlog::policy::{KnownWitness, LogPolicy};
use tlog::proof::verify_consistency;

use super::codes;
use super::request::{AddCheckpoint, size};
use super::state::origin_hash;
use crate::limits::{WITNESS_ANSWER_BYTES, WITNESS_ANSWER_SECONDS, WITNESS_ATTEMPTS, WITNESS_REST_SECONDS};
use crate::message::{Message, quoted};

/// Proves that the log was continued from a size on: the hashes, or why there are none.
pub type Prove<'a> = dyn Fn(u64) -> Result<Vec<Hash>, String> + Sync + 'a;

/// Asks witnesses over HTTP, and remembers what size each held last.
pub struct Client {
    agent: ureq::Agent,
    /// By the witness's name in the policy.
    known: Mutex<BTreeMap<Vec<u8>, Known>>,
}

/// What is remembered of a witness.
#[derive(Clone, Copy, Default)]
struct Known {
    /// What size it held last. Only a hint: a wrong one costs one more question.
    size: u64,
    /// How often in a row it could not be asked, and until when it is left alone.
    failed: u32,
    rests_until: Option<Instant>,
}

/// A log checkpoint that a witness has cosigned and the log has signed.
struct Seen {
    checkpoint: Checkpoint,
    note: SignedNote,
}

/// A checkpoint with the cosignatures that were got, and who is missing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cosigning {
    /// The note that was asked about, with every cosignature that holds.
    pub note: SignedNote,
    /// The witnesses that gave none, in the order of the policy.
    pub missing: Vec<Missing>,
}

/// A witness without a cosignature.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Its name in the policy.
    pub name: String,
    /// Why. L0411 and L0412 are alarms: the log must not go on.
    pub why: Message,
}

impl Missing {
    /// Whether the witness says that this log is not the one that it saw.
    pub fn is_alarm(&self) -> bool {
        [codes::AHEAD, codes::FORKED].contains(&self.why.code)
    }
}

impl Default for Client {
    fn default() -> Client {
        Client::within(Duration::from_secs(WITNESS_ANSWER_SECONDS))
    }
}

impl Client {
    /// A client that waits this long for one answer.
    pub fn within(answer: Duration) -> Client {
        let config = ureq::Agent::config_builder()
            .timeout_global(Some(answer))
            .http_status_as_error(false)
            // A witness is where the policy says it is, and nowhere else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent("armistice");
        Client { agent: config.build().into(), known: Mutex::default() }
    }

    /// Asks every witness of `policy` to cosign `note`, a log checkpoint. `prove` gives the proof from a size on.
    pub fn cosign(&self, policy: &LogPolicy, note: &SignedNote, prove: &Prove<'_>) -> Cosigning {
        let answers = self.of_each(policy, |witness| {
            self.rested(witness)?;
            let answer = self.cosign_by(policy, witness, note, prove);
            self.note_outcome(witness, answer.is_ok());
            answer
        });
        let mut cosigning = Cosigning { note: note.clone(), missing: Vec::new() };
        for (witness, answer) in policy.witnesses().iter().zip(answers) {
            let added = answer.and_then(|signature| {
                cosigning.note.clone().with(signature).map_err(|error| silent(witness, error.to_string()))
            });
            match added {
                Ok(note) => cosigning.note = note,
                Err(why) => cosigning.missing.push(Missing { name: shown_name(witness), why }),
            }
        }
        cosigning
    }

    /// That no witness of `policy` has seen more of the log `origin` than `size` entries with `root`, or another past of it.
    ///
    /// `root_at` gives the root that this log had at a smaller size. Witnesses that cannot be asked are given back: whoever
    /// starts without them takes the risk knowingly.
    ///
    /// # Errors
    /// L0411 or L0412: the log must not be started.
    pub fn check_not_ahead(
        &self,
        policy: &LogPolicy,
        origin: &str,
        size: u64,
        root: &Hash,
        root_at: &(dyn Fn(u64) -> Option<Hash> + Sync),
    ) -> Result<Vec<Missing>, Message> {
        let answers = self.of_each(policy, |witness| self.latest_of(policy, witness, origin));
        let mut missing = Vec::new();
        for (witness, answer) in policy.witnesses().iter().zip(answers) {
            match answer {
                Err(why) => missing.push(Missing { name: shown_name(witness), why }),
                Ok(None) => {}
                Ok(Some(Seen { checkpoint: seen, note })) => {
                    if seen.size() > size {
                        return Err(ahead(witness, &seen, &note, size));
                    }
                    let own = if seen.size() == size { Some(*root) } else { root_at(seen.size()) };
                    if own.is_some_and(|own| own != *seen.root()) {
                        return Err(forked(witness, &seen, &note));
                    }
                    self.remember(witness, seen.size());
                }
            }
        }
        Ok(missing)
    }

    /// What `ask` gives of each witness, all asked at once.
    fn of_each<T: Send>(
        &self,
        policy: &LogPolicy,
        ask: impl Fn(&KnownWitness) -> Result<T, Message> + Sync,
    ) -> Vec<Result<T, Message>> {
        thread::scope(|scope| {
            let asked: Vec<_> =
                policy.witnesses().iter().map(|witness| (witness, scope.spawn(|| ask(witness)))).collect();
            let fault = |witness| Err(silent(witness, "asking it failed within this program"));
            asked.into_iter().map(|(witness, thread)| thread.join().unwrap_or_else(|_| fault(witness))).collect()
        })
    }

    fn cosign_by(
        &self,
        policy: &LogPolicy,
        witness: &KnownWitness,
        note: &SignedNote,
        prove: &Prove<'_>,
    ) -> Result<NoteSignature, Message> {
        let ours = Checkpoint::parse(note.text()).map_err(|error| silent(witness, error.to_string()))?;
        let url = format!("{}/add-checkpoint", address(witness)?);
        let mut old = self.known(witness).size.min(ours.size());
        for _ in 0..WITNESS_ATTEMPTS {
            let proof =
                prove(old).map_err(|why| silent(witness, format!("there is no proof from size {old}: {why}")))?;
            let body = AddCheckpoint { old, proof, note: note.clone() }.to_string();
            let answer = self.post(witness, &url, &body)?;
            match answer.status {
                200 => {
                    let signature = cosignature(witness, note, &answer.body)?;
                    self.remember(witness, ours.size());
                    return Ok(signature);
                }
                409 => {
                    let held = answer.body.strip_suffix('\n').and_then(size).filter(|_| answer.is_size);
                    let held = held.ok_or_else(|| answer.refused(witness))?;
                    if held > ours.size() {
                        return Err(self.contradiction(policy, witness, &ours, prove).unwrap_or_else(|| {
                            silent(witness, format!("it says that it holds size {held}, and does not show it"))
                        }));
                    }
                    if held == old {
                        return Err(silent(witness, format!("it holds size {held} and refuses a proof from there")));
                    }
                    old = held;
                }
                422 => {
                    let alarm = self.contradiction(policy, witness, &ours, prove);
                    return Err(alarm.unwrap_or_else(|| answer.refused(witness)));
                }
                _ => return Err(answer.refused(witness)),
            }
        }
        Err(silent(witness, format!("it held another size in each of {WITNESS_ATTEMPTS} answers")))
    }

    /// The alarm that the witness can prove, if it can: a checkpoint signed by the log that `ours` does not continue.
    fn contradiction(
        &self,
        policy: &LogPolicy,
        witness: &KnownWitness,
        ours: &Checkpoint,
        prove: &Prove<'_>,
    ) -> Option<Message> {
        let Seen { checkpoint: seen, note } = self.latest_of(policy, witness, ours.origin()).ok()??;
        if seen.size() > ours.size() {
            return Some(ahead(witness, &seen, &note, ours.size()));
        }
        let proof = prove(seen.size()).ok()?;
        let continued = verify_consistency(seen.size(), ours.size(), &proof, seen.root(), ours.root());
        continued.is_err().then(|| forked(witness, &seen, &note))
    }

    /// The checkpoint that a witness cosigned last of a log; `None` where it never did.
    fn latest_of(&self, policy: &LogPolicy, witness: &KnownWitness, origin: &str) -> Result<Option<Seen>, Message> {
        let url = format!("{}/{}/checkpoint", address(witness)?, origin_hash(origin));
        let answer = Answer::of(witness, self.agent.get(&url).call())?;
        match answer.status {
            404 => return Ok(None),
            200 => {}
            _ => return Err(answer.refused(witness)),
        }
        let note = SignedNote::parse(answer.body.as_bytes()).map_err(|error| silent(witness, error.to_string()))?;
        let logs = policy.logs().iter().map(|log| &log.key).filter(|key| key.name() == origin);
        let opened = note.open([&witness.key]).and_then(|_| note.open(logs));
        opened.map_err(|error| silent(witness, error.to_string()))?;
        let checkpoint = Checkpoint::parse(note.text()).map_err(|error| silent(witness, error.to_string()))?;
        match checkpoint.origin() == origin {
            true => Ok(Some(Seen { checkpoint, note })),
            false => Err(silent(witness, format!("it answered with the log {}", quoted(checkpoint.origin())))),
        }
    }

    fn post(&self, witness: &KnownWitness, url: &str, body: &str) -> Result<Answer, Message> {
        Answer::of(witness, self.agent.post(url).content_type("text/plain; charset=utf-8").send(body))
    }

    fn known(&self, witness: &KnownWitness) -> Known {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&witness.name).copied().unwrap_or_default()
    }

    fn change(&self, witness: &KnownWitness, change: impl FnOnce(&mut Known)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        change(known.entry(witness.name.clone()).or_default());
    }

    fn remember(&self, witness: &KnownWitness, size: u64) {
        self.change(witness, |known| known.size = size);
    }

    /// That a witness is not being left alone just now.
    fn rested(&self, witness: &KnownWitness) -> Result<(), Message> {
        match self.known(witness).rests_until.and_then(|until| until.checked_duration_since(Instant::now())) {
            Some(rest) => {
                let why = format!("it did not before, and is asked again in {} s", rest.as_secs() + 1);
                Err(silent(witness, why))
            }
            None => Ok(()),
        }
    }

    fn note_outcome(&self, witness: &KnownWitness, good: bool) {
        self.change(witness, |known| {
            known.failed = if good { 0 } else { known.failed.saturating_add(1) };
            let rest = (1 << known.failed.min(16).saturating_sub(1)).min(WITNESS_REST_SECONDS);
            known.rests_until = (known.failed > 0).then(|| Instant::now() + Duration::from_secs(rest));
        });
    }
}

/// What a witness answered.
struct Answer {
    status: u16,
    /// Whether it says that its body is a size.
    is_size: bool,
    body: String,
}

impl Answer {
    fn of(
        witness: &KnownWitness,
        answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>,
    ) -> Result<Answer, Message> {
        let mut answer = answer.map_err(|error| silent(witness, format!("it cannot be reached: {error}")))?;
        let read = answer.body_mut().with_config().limit(WITNESS_ANSWER_BYTES).read_to_vec();
        let bytes = read.map_err(|error| silent(witness, format!("its answer cannot be read: {error}")))?;
        let body = String::from_utf8(bytes).map_err(|_| silent(witness, "its answer is not UTF-8"))?;
        let is_size = answer.headers().get("content-type").is_some_and(|media| media == "text/x.tlog.size");
        Ok(Answer { status: answer.status().as_u16(), is_size, body })
    }

    fn said(&self) -> String {
        format!("it answered {} {}", self.status, quoted(&self.body))
    }

    fn refused(&self, witness: &KnownWitness) -> Message {
        silent(witness, self.said())
    }
}

/// The cosignature by the witness's key in an answer; lines by other keys do not count.
fn cosignature(witness: &KnownWitness, note: &SignedNote, body: &str) -> Result<NoteSignature, Message> {
    let own = |signature: &NoteSignature| (signature.name(), signature.id()) == (witness.key.name(), witness.key.id());
    let mut lines = body.lines().filter_map(NoteSignature::parse).filter(own);
    let signature = lines.next().ok_or_else(|| silent(witness, "its answer has no cosignature by its key"))?;
    let bare = SignedNote::parse(format!("{}\n{signature}\n", note.text()).as_bytes());
    match bare.and_then(|bare| bare.open([&witness.key]).map(|_| ())) {
        Ok(()) => Ok(signature),
        Err(error) => Err(silent(witness, error.to_string())),
    }
}

/// Where a witness is asked, without a slash at the end.
fn address(witness: &KnownWitness) -> Result<&str, Message> {
    let missing = |what: &str| {
        Message::new(
            codes::ADDRESS,
            format!("the policy gives {what} for the witness {}", quoted(&shown_name(witness))),
        )
    };
    let url = witness.url.as_deref().ok_or_else(|| missing("no address"))?;
    let url = std::str::from_utf8(url).ok().filter(|url| url.starts_with("http://"));
    Ok(url.ok_or_else(|| missing("no `http://` address"))?.trim_end_matches('/'))
}

fn shown_name(witness: &KnownWitness) -> String {
    String::from_utf8_lossy(&witness.name).into_owned()
}

fn silent(witness: &KnownWitness, why: impl Into<String>) -> Message {
    let name = quoted(&shown_name(witness));
    Message::new(codes::SILENT, format!("the witness {name} did not cosign: {}", why.into()))
}

fn ahead(witness: &KnownWitness, seen: &Checkpoint, note: &SignedNote, ours: u64) -> Message {
    let (name, held) = (quoted(&shown_name(witness)), seen.size());
    Message::new(codes::AHEAD, format!("the witness {name} has seen {held} entries of this log, which holds {ours} here"))
        .note("it shows this checkpoint, signed by the log:")
        .note(note.to_string().trim_end())
        .help("this log was put back from an old copy, or another machine writes it: do not start it, and fetch the missing entries")
}

fn forked(witness: &KnownWitness, seen: &Checkpoint, note: &SignedNote) -> Message {
    let (name, held) = (quoted(&shown_name(witness)), seen.size());
    Message::new(codes::FORKED, format!("this log does not continue size {held} as the witness {name} holds it"))
        .note("it shows this checkpoint, signed by the log:")
        .note(note.to_string().trim_end())
        .help("do not start it; keep both checkpoints, and compare them with those of the other parties")
}
