//! Who is told at once: every statement, as soon as it is on the disk, to each reader who may read it.
//!
//! ```text
//! group on the disk ─▶ `Hub::tell`: for each audience that reads along, may it? ─▶ the queues of its readers
//!                                       a halt or a warning ─▶ their urgent queues, too, which are emptied first
//! ```
//!
//! Holds
//! - What a reader gets says `situation::audience`; a statement is put into words once, for however many readers.
//! - A halt or a warning stands in front of everything that waits. It comes again in its turn, with its number, so that a
//!   reader who comes back by number has missed nothing.
//! - A reader that does not keep up is let go, and keeps nobody waiting: it comes back with the last number it has.
//!
//! Not here: connections and what came before (`channel`).

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError, RwLock};

use axum::body::Bytes;
use record::statement::{Body, Content};
use record::vocabulary::Name;
use record::wire;
use serde_json::json;
use situation::audience::{Audience, Readership};
use tokio::sync::mpsc;

use super::site::digits;
use crate::draft;
use crate::limits::{CHANNEL_QUEUED, CHANNEL_QUEUED_URGENT};
use crate::message::utc;
use crate::sequencer::Fresh;

/// Readers by what they may read.
#[derive(Default)]
pub struct Hub {
    readers: Mutex<BTreeMap<Audience, Vec<Reader>>>,
    readership: RwLock<Readership>,
    told: AtomicU64,
    exercise: bool,
}

struct Reader {
    urgent: mpsc::Sender<Bytes>,
    lines: mpsc::Sender<(u64, Bytes)>,
}

/// What comes for one reader.
pub(super) struct Queues {
    /// Warnings and halts, at once.
    pub urgent: mpsc::Receiver<Bytes>,
    /// Everything in the order of the log, each with its number. It ends where the reader was let go.
    pub lines: mpsc::Receiver<(u64, Bytes)>,
}

impl Hub {
    /// Nobody reads along yet; `readership` knows the first `size` entries of the log. In an exercise everything that is told says so.
    pub fn new(readership: Readership, size: u64, exercise: bool) -> Hub {
        Hub { readers: Mutex::default(), readership: RwLock::new(readership), told: AtomicU64::new(size), exercise }
    }

    /// Until before which entry statements were told here. Who may read one that comes behind is not known yet.
    pub(super) fn told(&self) -> u64 {
        self.told.load(Ordering::Acquire)
    }

    /// Whether an audience may read a statement that was told. Whoever speaks of what was addressed has read it, after it was told here.
    pub(super) fn may_read(&self, audience: &Audience, body: &Body, principal: Option<&Name>) -> bool {
        self.readership.read().unwrap_or_else(PoisonError::into_inner).may_read(audience, body, principal)
    }

    /// One more reader, from now on.
    pub(super) fn join(&self, audience: Audience) -> Queues {
        let (urgent, urgent_comes) = mpsc::channel(CHANNEL_QUEUED_URGENT);
        let (lines, lines_come) = mpsc::channel(CHANNEL_QUEUED);
        let mut readers = self.readers();
        let same = readers.entry(audience).or_default();
        // Who has left is noticed when something is said to it, or here: readers who come and go leave nothing behind.
        same.retain(|reader| !reader.lines.is_closed());
        same.push(Reader { urgent, lines });
        Queues { urgent: urgent_comes, lines: lines_come }
    }

    /// Hands on what came onto the disk.
    pub fn tell(&self, group: &[Fresh]) {
        let mut readership = self.readership.write().unwrap_or_else(PoisonError::into_inner);
        for fresh in group {
            readership.enter(wire::body_id(&fresh.bytes), &fresh.body, fresh.principal.as_ref());
        }
        drop(readership);
        if let Some(last) = group.last() {
            self.told.fetch_max(last.index + 1, Ordering::Release);
        }
        let mut readers = self.readers();
        if readers.is_empty() {
            return;
        }
        for fresh in group {
            let mut spoken: Option<(Bytes, Option<Bytes>)> = None;
            for (audience, readers) in readers.iter_mut() {
                if !self.may_read(audience, &fresh.body, fresh.principal.as_ref()) {
                    continue;
                }
                let (line, urgent) = spoken.get_or_insert_with(|| {
                    let urgent = is_urgent(&fresh.body.content).then(|| self.event(fresh, false));
                    (self.event(fresh, true), urgent)
                });
                readers.retain(|reader| {
                    let urgent = urgent.as_ref().is_none_or(|urgent| reader.urgent.try_send(urgent.clone()).is_ok());
                    urgent && reader.lines.try_send((fresh.index, line.clone())).is_ok()
                });
            }
        }
        readers.retain(|_, readers| !readers.is_empty());
    }

    /// How many read along.
    pub fn count(&self) -> usize {
        self.readers().values().map(Vec::len).sum()
    }

    /// A statement as an event; with its number where it comes in its turn.
    pub(super) fn event(&self, fresh: &Fresh, in_turn: bool) -> Bytes {
        let id = if in_turn { format!("id: {}\n", fresh.index) } else { String::new() };
        let name = if in_turn { "statement" } else { "urgent" };
        Bytes::from(format!("{id}event: {name}\ndata: {}\n\n", self.spoken(fresh)))
    }

    /// A statement for whoever may read it, in one line of JSON.
    pub(super) fn spoken(&self, fresh: &Fresh) -> String {
        let mut told = json!({
            "index": fresh.index,
            "known": utc(fresh.accepted_at),
            "id": wire::body_id(&fresh.bytes).to_string(),
            "kind": draft::kind(&fresh.body.content),
            "statement": draft::from_body(&fresh.body),
            "body": digits(&fresh.bytes),
            "salt": digits(&fresh.salt),
        });
        if self.exercise {
            told["exercise"] = json!(true);
        }
        told.to_string()
    }

    fn readers(&self) -> std::sync::MutexGuard<'_, BTreeMap<Audience, Vec<Reader>>> {
        self.readers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a statement does not wait for those before it.
fn is_urgent(content: &Content) -> bool {
    matches!(content, Content::Alert(_))
}
