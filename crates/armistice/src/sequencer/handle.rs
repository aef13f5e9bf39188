//! A running sequencer: many hand in at once, one thread appends what has gathered meanwhile.
//!
//! ```text
//! submitters, each on its own thread ─▶ check ─▶ queue ─▶ the sequencer's thread ─▶ group ─▶ disk ─▶ each its answer
//! ```
//!
//! Holds
//! - Signatures are checked on the submitters' threads, so that as many are at once as there are cores.
//! - While one group is being secured the next one gathers; nobody waits for a group to fill.
//! - What was accepted is shown before it is answered: whoever has an answer finds its entry.
//! - Stopping answers everything that was handed in before.
//!
//! Not here: what is accepted (`sequencer`), HTTP (`serve`).

use std::sync::mpsc::{self, RecvTimeoutError, SyncSender, TrySendError};
use std::sync::{Arc, RwLock};
use std::thread::JoinHandle;
use std::time::{Duration, Instant as Monotonic};

use record::ledger::Ledger;
use record::statement::Body;
use record::submission::{Said, Submission};
use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use record::wire;
use tlog::hash::Hash;
use tlog::note::SignedNote;
use tokio::sync::oneshot;

use super::{Accepted, NotAccepted, Offer, Publication, Sequencer};
use crate::codes;
use crate::limits::{GROUP_SUBMISSIONS, QUEUED_SUBMISSIONS};
use crate::log::Publisher;
use crate::message::Message;

/// The time of day, in the shell's hands.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What a running sequencer shows to others.
#[derive(Clone, Debug)]
pub struct Shown {
    /// What the log may take next.
    pub ledger: Arc<Ledger>,
    /// Its root.
    pub root: Hash,
}

enum Job {
    One(Box<Offer>, oneshot::Sender<Answer>),
    Batch(Vec<Offer>, oneshot::Sender<Whole>),
    Receipt(u64, oneshot::Sender<Result<SignedNote, Message>>),
}

type Answer = Result<Accepted, NotAccepted>;
/// Of a batch: the first that is refused, by number, is why nothing was taken.
type Whole = Result<Vec<Accepted>, (usize, NotAccepted)>;

/// Hands submissions to a running sequencer; one for each who does.
#[derive(Clone)]
pub struct Handle {
    jobs: SyncSender<Job>,
    shown: Arc<RwLock<Arc<Shown>>>,
    publisher: Publisher,
}

/// A statement that has just come onto the disk.
#[derive(Clone, Debug)]
pub struct Fresh {
    /// Its place in the log.
    pub index: u64,
    /// When it was accepted.
    pub accepted_at: Instant,
    /// What its envelope's commitment is salted with.
    pub salt: [u8; 32],
    /// Its canonical bytes.
    pub bytes: Vec<u8>,
    /// What is said.
    pub body: Body,
    /// For whom its author writes, by the charter.
    pub principal: Option<Name>,
}

/// Who is told of each group that came onto the disk, before it is answered.
pub type Tap = Box<dyn FnMut(Vec<Fresh>) + Send>;

/// A submission that is on its way to the disk.
pub struct Pending(oneshot::Receiver<Answer>);

impl Pending {
    /// Waits until it is on the disk.
    ///
    /// # Errors
    /// The log does not take it, or cannot.
    pub fn wait(self) -> Result<Accepted, NotAccepted> {
        self.0.blocking_recv().unwrap_or_else(|_| Err(NotAccepted::Failed(stopped())))
    }
}

/// A sequencer on its own thread.
pub struct Running {
    handle: Handle,
    thread: JoinHandle<Result<(), Message>>,
}

impl Running {
    /// Starts it. What was accepted is given to `publish`, on a thread of its own, at most once in every `interval` and when
    /// it stops.
    pub fn start(
        sequencer: Sequencer,
        clock: Clock,
        interval: Duration,
        publish: impl FnMut(Publication) -> Result<(), Message> + Send + 'static,
    ) -> Running {
        Running::start_tapped(sequencer, clock, interval, publish, Box::new(|_| {}))
    }
    /// The same, with somebody who is told of what came onto the disk. `tap` holds up the log: it hands on and returns.
    pub fn start_tapped(
        sequencer: Sequencer,
        clock: Clock,
        interval: Duration,
        publish: impl FnMut(Publication) -> Result<(), Message> + Send + 'static,
        tap: Tap,
    ) -> Running {
        let (jobs, queue) = mpsc::sync_channel(QUEUED_SUBMISSIONS);
        let view = Arc::new(RwLock::new(Arc::new(shown(&sequencer))));
        let handle = Handle { jobs, shown: view.clone(), publisher: sequencer.log.publisher() };
        // One publication is under way, and the next one waits: each has all that was accepted before it.
        let (publications, due) = mpsc::sync_channel(1);
        let publisher = std::thread::spawn(move || due.into_iter().try_for_each(publish));
        let work = Work { sequencer, clock, interval, view, publications, publisher, tap };
        Running { handle, thread: std::thread::spawn(move || work.run(&queue)) }
    }
    /// A handle to it.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }
    /// Answers what was handed in, publishes, and stops once every other handle is gone.
    ///
    /// # Errors
    /// L01: the disk failed, now or before.
    pub fn stop(self) -> Result<(), Message> {
        drop(self.handle);
        self.thread.join().unwrap_or_else(|_| Err(stopped()))
    }
}

impl Handle {
    /// Hands in one submission, and waits until it is on the disk.
    ///
    /// # Errors
    /// The log does not take it, or cannot.
    pub fn submit(&self, submission: Submission) -> Answer {
        self.begin(submission)?.wait()
    }
    /// Hands in one submission without waiting: it is checked, and takes its place behind those that were handed in before.
    ///
    /// # Errors
    /// It does not hold in itself, or the log takes nothing just now.
    pub fn begin(&self, submission: Submission) -> Result<Pending, NotAccepted> {
        let offer = Box::new(self.check(submission)?);
        let (answer, answered) = oneshot::channel();
        self.hand_in(Job::One(offer, answer))?;
        Ok(Pending(answered))
    }
    /// Hands in a batch: all of it is accepted, or nothing.
    ///
    /// # Errors
    /// The first that the log does not take, by number, or the disk.
    pub fn submit_all(&self, batch: Vec<Submission>) -> Whole {
        let mut offers = Vec::with_capacity(batch.len());
        for (number, submission) in batch.into_iter().enumerate() {
            offers.push(self.check(submission).map_err(|why| (number, why))?);
        }
        let (answer, answered) = oneshot::channel();
        self.hand_in(Job::Batch(offers, answer)).map_err(|why| (0, why))?;
        answered.blocking_recv().unwrap_or_else(|_| Err((0, NotAccepted::Failed(stopped()))))
    }
    /// The acceptance receipt of an entry, signed.
    ///
    /// # Errors
    /// There is no such entry, or the log stands still.
    pub fn receipt(&self, index: u64) -> Result<SignedNote, Message> {
        let (answer, answered) = oneshot::channel();
        self.jobs.send(Job::Receipt(index, answer)).map_err(|_| stopped())?;
        answered.blocking_recv().unwrap_or_else(|_| Err(stopped()))
    }
    /// What the log may take next, as of the last group.
    pub fn shown(&self) -> Arc<Shown> {
        self.shown.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }
    /// Why the log takes nothing more, if it does not.
    pub fn log_stopped(&self) -> Option<Message> {
        self.publisher.stopped().map(Message::from)
    }

    fn check(&self, submission: Submission) -> Result<Offer, NotAccepted> {
        let shown = self.shown();
        Offer::check(submission, |id| shown.ledger.keys().get(&id).map(|life| life.key)).map_err(NotAccepted::Refused)
    }
    fn hand_in(&self, job: Job) -> Result<(), NotAccepted> {
        // Where the disk is slower than those who hand in, they wait for it.
        self.jobs.send(job).map_err(|_| NotAccepted::Failed(stopped()))
    }
}

fn stopped() -> Message {
    Message::new(codes::LOG_STOPPED, "the log stands still")
        .note("whether what was being handed in was accepted is not known")
        .help(
            "look at the server's own messages; hand it in again once it runs: what was accepted is not accepted twice",
        )
}

/// What was not in the log before; acts are no bodies.
fn fresh<'a>(ledger: &Ledger, accepted: impl Iterator<Item = (&'a Offer, &'a Accepted)>) -> Vec<Fresh> {
    let new = accepted.filter(|(_, accepted)| !accepted.already);
    new.filter_map(|(offer, accepted)| {
        let Said::Body(bytes) = &offer.submission.said else { return None };
        let body = match &offer.body {
            Some(body) => body.clone(),
            // Of what is imported the body is not kept beside its bytes.
            None => wire::decode(bytes).ok()?,
        };
        let (index, accepted_at) = (accepted.index, accepted.accepted_at);
        let principal = ledger.author(&body.author).map(|author| author.of.clone());
        Some(Fresh { index, accepted_at, salt: offer.submission.salt.0, bytes: bytes.clone(), body, principal })
    })
    .collect()
}

fn shown(sequencer: &Sequencer) -> Shown {
    Shown { ledger: Arc::clone(&sequencer.secured), root: sequencer.root() }
}

struct Work {
    sequencer: Sequencer,
    clock: Clock,
    interval: Duration,
    view: Arc<RwLock<Arc<Shown>>>,
    publications: SyncSender<Publication>,
    publisher: JoinHandle<Result<(), Message>>,
    tap: Tap,
}

impl Work {
    fn run(mut self, queue: &mpsc::Receiver<Job>) -> Result<(), Message> {
        let mut due: Option<Monotonic> = None;
        loop {
            let waited = match due {
                Some(due) => queue.recv_timeout(due.saturating_duration_since(Monotonic::now())),
                None => queue.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            let first = match waited {
                Ok(job) => job,
                Err(RecvTimeoutError::Timeout) => {
                    due = if self.publish()? { None } else { Some(Monotonic::now() + self.interval) };
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return self.end(),
            };
            let before = self.sequencer.size();
            self.work(first, queue);
            if self.sequencer.size() > before {
                due.get_or_insert_with(|| Monotonic::now() + self.interval);
            }
        }
    }

    /// One job, and all that waits behind it, up to a group.
    fn work(&mut self, first: Job, queue: &mpsc::Receiver<Job>) {
        let mut offers = Vec::new();
        let mut waiting = Vec::new();
        let mut next = Some(first);
        while let Some(job) = next {
            match job {
                Job::One(offer, answer) => {
                    offers.push(*offer);
                    waiting.push(answer);
                }
                Job::Batch(batch, answer) => {
                    self.group(&mut offers, &mut waiting);
                    let accepted = self.sequencer.append_all(&batch, (self.clock)());
                    self.show();
                    if let Ok(accepted) = &accepted {
                        // A batch may be long: it is told in parts, so that it is never in memory twice.
                        for (offers, accepted) in
                            batch.chunks(GROUP_SUBMISSIONS).zip(accepted.chunks(GROUP_SUBMISSIONS))
                        {
                            (self.tap)(fresh(self.sequencer.ledger(), offers.iter().zip(accepted)));
                        }
                    }
                    let _ = answer.send(accepted);
                }
                Job::Receipt(index, answer) => {
                    let _ = answer.send(self.sequencer.receipt(index));
                }
            }
            next = if offers.len() < GROUP_SUBMISSIONS { queue.try_recv().ok() } else { None };
        }
        self.group(&mut offers, &mut waiting);
    }

    fn group(&mut self, offers: &mut Vec<Offer>, waiting: &mut Vec<oneshot::Sender<Answer>>) {
        if offers.is_empty() {
            return;
        }
        let answers = self.sequencer.append(offers, (self.clock)());
        self.show();
        let accepted = offers.iter().zip(&answers).filter_map(|(offer, answer)| Some((offer, answer.as_ref().ok()?)));
        (self.tap)(fresh(self.sequencer.ledger(), accepted));
        offers.clear();
        for (answer, waiting) in answers.into_iter().zip(waiting.drain(..)) {
            // Whoever is gone finds its statement by handing it in again.
            let _ = waiting.send(answer);
        }
    }

    fn show(&mut self) {
        *self.view.write().unwrap_or_else(std::sync::PoisonError::into_inner) = Arc::new(shown(&self.sequencer));
    }

    /// Hands over what is to be published; `false` where the last one is still waiting.
    fn publish(&mut self) -> Result<bool, Message> {
        let Some(publication) = self.sequencer.publication() else { return Ok(true) };
        match self.publications.try_send(publication) {
            Ok(()) => Ok(true),
            Err(TrySendError::Full(_)) => Ok(false),
            // It ended with an error of the disk, which stopped the log, too.
            Err(TrySendError::Disconnected(_)) => Ok(true),
        }
    }

    /// The last publication, and the end of all that were begun.
    fn end(mut self) -> Result<(), Message> {
        self.sequencer.save_index()?;
        if let Some(publication) = self.sequencer.publication() {
            let _ = self.publications.send(publication);
        }
        drop(self.publications);
        self.publisher.join().unwrap_or_else(|_| Err(stopped()))
    }
}
