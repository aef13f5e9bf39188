//! Who is asked next: the server sleeps until a rung is due, and says that the mission turns to somebody.
//!
//! ```text
//! statements as they are accepted ─▶ `channel::Channel::due` at now ─▶ escalation, signed by the mission ─▶ the log
//!                                           └▶ `next_due` ─▶ sleep, or until something comes
//! ```
//!
//! Holds
//! - What is due is computed from the record alone; here is only the clock on the wall and the pen. What was due while the
//!   server stood still is said as soon as it runs, with the instant at which it was due.
//! - Said once: what is on the record is due no more.
//!
//! Not here: what is due (`channel`), sending it on (`hub`, `hooks`).

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use record::live::{Declared, Knowledge};
use record::statement::{Acceptance, Body, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt};
use record::wire;

use super::listen::Stopping;
use crate::limits::{TIMER_AGAIN_S, TIMER_LOOKS_MS};
use crate::message::Message;
use crate::pen::{Pen, Unsigned, sign_one};
use crate::sequencer::{Fresh, Handle};

/// What the timers of a mission are made from.
pub struct Timekeeper {
    /// The mission's pen.
    pub pen: Pen,
    /// Names that stand for themselves.
    pub declared: Declared,
    /// Whom to turn to where a ladder names nobody: the bodies of the agreement.
    pub guarantors: Vec<Name>,
    /// What is on the record.
    pub statements: Vec<Statement>,
}

/// Tells the timers what came onto the disk.
#[derive(Clone)]
pub struct Told(Sender<Vec<Fresh>>);

impl Told {
    /// Hands it on.
    pub fn tell(&self, group: &[Fresh]) {
        let own: Vec<Fresh> = group.iter().filter(|fresh| bears(&fresh.body.content)).cloned().collect();
        if !own.is_empty() {
            // Where the timers are gone, the server is stopping.
            let _ = self.0.send(own);
        }
    }
}

/// Timers that wait for the log to run.
pub struct Timers {
    keeper: Timekeeper,
    comes: Receiver<Vec<Fresh>>,
}

/// Timers, and who tells them.
pub fn timers(mut keeper: Timekeeper) -> (Timers, Told) {
    keeper.statements.retain(|statement| bears(&statement.body.content));
    let (tell, comes) = channel();
    (Timers { keeper, comes }, Told(tell))
}

/// Whether what is due can depend on a statement of this kind.
fn bears(content: &Content) -> bool {
    matches!(
        content,
        Content::Alert(_)
            | Content::Receipt(_)
            | Content::Escalation(_)
            | Content::Ladder(_)
            | Content::Duty(_)
            | Content::Notice(_)
            | Content::Reply(_)
            | Content::Registration(_)
            | Content::BatchUndone(_)
    )
}

impl Timers {
    /// Runs them until the server stops.
    pub fn start(
        self,
        log: Handle,
        clock: Arc<dyn Fn() -> Instant + Send + Sync>,
        stopping: Stopping,
    ) -> JoinHandle<()> {
        std::thread::spawn(move || self.run(&log, &*clock, &stopping))
    }

    fn run(mut self, log: &Handle, clock: &dyn Fn() -> Instant, stopping: &Stopping) {
        // Nothing is looked at before something comes or is due.
        let mut next = self.step(log, clock());
        while !stopping.now() {
            match self.comes.recv_timeout(Duration::from_millis(TIMER_LOOKS_MS)) {
                Ok(group) => self.take(group),
                Err(RecvTimeoutError::Timeout) if next.is_none_or(|next| clock() < next) => continue,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            while let Ok(group) = self.comes.try_recv() {
                self.take(group);
            }
            next = self.step(log, clock());
        }
    }

    fn take(&mut self, group: Vec<Fresh>) {
        self.keeper.statements.extend(group.into_iter().map(|fresh| Statement {
            id: wire::body_id(&fresh.bytes),
            body: fresh.body,
            accepted: Acceptance { known: KnownAt(fresh.accepted_at), history: false, received: None, batch: None },
        }));
    }

    /// Says what is due, and gives when to look again.
    fn step(&mut self, log: &Handle, now: Instant) -> Option<Instant> {
        let (due, next) = self.due(now);
        for body in due {
            if let Err(message) = self.say(log, body, now) {
                eprintln!("{message}");
                return Some(now.plus(TIMER_AGAIN_S));
            }
        }
        next
    }

    /// Escalations that are due and not said, and when the next one will be.
    fn due(&self, now: Instant) -> (Vec<Body>, Option<Instant>) {
        let keeper = &self.keeper;
        if !keeper.statements.iter().any(|statement| matches!(statement.body.content, Content::Alert(_))) {
            return (Vec::new(), None);
        }
        let knowledge = Knowledge::at(&keeper.statements, KnownAt(now), &keeper.declared);
        let channel = ::channel::at(&keeper.statements, &knowledge, now);
        let body = |content| Body {
            author: keeper.pen.author.clone(),
            said_at: Some(now),
            on_behalf: None,
            cited: None,
            content: Content::Escalation(content),
        };
        let due = channel.due().iter().map(|due| body(due.escalation(&keeper.guarantors))).collect();
        (due, channel.next_due())
    }

    fn say(&mut self, log: &Handle, body: Body, now: Instant) -> Result<(), Message> {
        let bytes = wire::encode(&body).map_err(|error| Message::new(error.code(), error.to_string()))?;
        let unsigned = Unsigned::own(bytes.clone(), &body);
        let submission = sign_one(&log.shown().ledger, &self.keeper.pen.author, &self.keeper.pen.signer, unsigned)?;
        let accepted = log.submit(submission).map_err(|why| why.message())?;
        if let Content::Escalation(escalation) = &body.content {
            // Signing it telephones nobody.
            eprintln!(
                "note: {} has not answered {}: call {} now (rung {})",
                escalation.silent,
                escalation.of.short(),
                escalation.to.join(", "),
                escalation.rung
            );
        }
        // It is due no more, also before it is told.
        let accepted_at = accepted.accepted_at.max(now);
        self.keeper.statements.push(Statement {
            id: wire::body_id(&bytes),
            body,
            accepted: Acceptance { known: KnownAt(accepted_at), history: false, received: None, batch: None },
        });
        Ok(())
    }
}
