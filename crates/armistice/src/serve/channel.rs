//! Reading along: statements as they are accepted, to whoever may read them (`text/event-stream`).
//!
//! ```text
//! GET /channel, Last-Event-ID: 41 ─▶ 42, 43, … of the log, for this audience ─▶ what comes from now on
//! ```
//!
//! Holds
//! - Whoever comes back with the last number it has gets every statement since that it may read, in the order of the log.
//! - Warnings and halts come at once as `urgent`, also before what a reader has still to catch up with, and again in their turn.
//! - What came before is read in small parts: a reader that takes nothing holds up no thread.
//! - A token that ends, or a part in the mission that does, ends the stream.
//!
//! Not here: who is told (`hub`), what an audience may read (`situation::audience`).

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use record::envelope::Entry;
use record::ledger::Ledger;
use record::submission::salt_and_body;
use record::wire;
use situation::audience::Audience;
use tokio::sync::mpsc;
use tokio::time::{Instant as Later, interval_at};

use super::codes;
use super::events::Along;
use super::hub::Queues;
use super::problem::Problem;
use super::site::Site;
use crate::limits::{CHANNEL_EARLIER_ENTRIES, CHANNEL_READERS, EVENT_SILENCE_SECONDS};
use crate::log::Leaf;
use crate::sequencer::Fresh;

pub(super) async fn read_along(State(site): State<Arc<Site>>, headers: HeaderMap) -> Result<Response, Problem> {
    let audience = site.audience(&headers)?;
    let Ok(place) = site.channel_places.clone().try_acquire_owned() else {
        let detail = format!("{CHANNEL_READERS} read along already, which is the most");
        return Err(
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::TOO_MANY, detail).retry_after(EVENT_SILENCE_SECONDS)
        );
    };
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<u64>().ok());
    // First the queue, then how long the log is: what comes between the two is in both, and is told once.
    let queues = site.hub.join(audience.clone());
    let size = site.log.shown().ledger.size();
    let from = last.map_or(size, |last| last.saturating_add(1).min(size));
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(async move {
        follow(&site, &headers, &audience, queues, from..size, &sender).await;
        drop(place);
    });
    let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
    Ok((headers, Body::new(Along(receiver))).into_response())
}

/// The next entries that were accepted before, as this audience reads them, and what is left; `None` where one cannot be read.
async fn earlier(site: &Arc<Site>, audience: &Audience, entries: Range<u64>) -> Option<(VecDeque<Bytes>, Range<u64>)> {
    let (site, audience) = (site.clone(), audience.clone());
    let read = tokio::task::spawn_blocking(move || {
        let until = entries.end.min(entries.start.saturating_add(CHANNEL_EARLIER_ENTRIES));
        let mut events = VecDeque::new();
        for index in entries.start..until {
            let leaf = site.leaf(index).inspect_err(|message| eprintln!("{message}")).ok()??;
            let Some(fresh) = read_again(&site.log.shown().ledger, index, &leaf) else { continue };
            // One that is not told yet comes by the queue.
            if index < site.hub.told() && site.hub.may_read(&audience, &fresh.body, fresh.principal.as_ref()) {
                events.push_back(site.hub.event(&fresh, true));
            }
        }
        Some((events, until..entries.end))
    });
    read.await.ok()?
}

/// A statement as it was told when it came; `None` for acts and for bodies that are not here.
pub(super) fn read_again(ledger: &Ledger, index: u64, leaf: &Leaf) -> Option<Fresh> {
    let entry = Entry::decode(&leaf.entry).ok()?;
    let (salt, bytes) = salt_and_body(&leaf.blob)?;
    let body = wire::decode(bytes).ok()?;
    let principal = ledger.author(&body.author).map(|author| author.of.clone());
    Some(Fresh { index, accepted_at: entry.accepted_at, salt: salt.0, bytes: bytes.to_vec(), body, principal })
}

/// What came before, then what comes from now on, until the reader is gone, may not read any more, or the server stops.
async fn follow(
    site: &Arc<Site>,
    headers: &HeaderMap,
    audience: &Audience,
    mut queues: Queues,
    mut before: Range<u64>,
    sender: &mpsc::Sender<Bytes>,
) {
    let silence = Duration::from_secs(EVENT_SILENCE_SECONDS);
    let mut breath = interval_at(Later::now() + silence, silence);
    let mut stopping = site.stopping.clone();
    let size = before.end;
    let mut ready = VecDeque::from([Bytes::from("retry: 1000\n\n")]);
    loop {
        if ready.is_empty() && !before.is_empty() {
            match earlier(site, audience, before).await {
                Some(read) => (ready, before) = read,
                None => break,
            }
        }
        let next = tokio::select! {
            // A halt does not wait behind what is in the queue.
            biased;
            () = stopping.wait() => break,
            Some(urgent) = queues.urgent.recv() => urgent,
            _ = breath.tick() => match site.audience(headers) {
                Ok(still) if still == *audience => Bytes::from(":\n\n"),
                _ => break,
            },
            Some(event) = async { ready.pop_front() } => event,
            () = async {}, if !before.is_empty() => continue,
            line = queues.lines.recv() => match line {
                Some((index, line)) if index >= size => line,
                Some(_) => continue,
                None => break,
            },
            () = sender.closed() => break,
        };
        let sent = tokio::select! {
            sent = sender.send(next) => sent.is_ok(),
            () = stopping.wait() => false,
        };
        if !sent {
            break;
        }
    }
}
