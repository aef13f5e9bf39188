//! New log checkpoints as they come: server-sent events (`text/event-stream`, WHATWG HTML, "Server-sent events").
//!
//! ```text
//! id: 1204 ⏎ event: checkpoint ⏎ data: the note, line by line ⏎ ⏎
//! ```
//!
//! Holds
//! - Whoever comes back with the id of the last one seen gets what came since: the latest checkpoint says it all.
//! - A reader that does not keep up misses checkpoints and never the last one; it keeps nobody waiting.
//! - Readers have a limit of their own, and end when the server stops.
//!
//! Not here: making checkpoints.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use hyper::body::Frame;
use tokio::sync::{Semaphore, mpsc, watch};
use tokio::time::timeout;

use super::codes;
use super::listen::Stopping;
use super::problem::Problem;
use crate::limits::{EVENT_READERS, EVENT_SILENCE_SECONDS};

/// The latest published checkpoint.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Published {
    /// How many entries it has.
    pub size: u64,
    /// The signed note with its cosignatures.
    pub note: String,
}

/// Who reads along.
pub struct Readers(Arc<Semaphore>);

impl Default for Readers {
    fn default() -> Readers {
        Readers(Arc::new(Semaphore::new(EVENT_READERS)))
    }
}

impl Readers {
    /// The checkpoints from now on; the latest at once, unless the asker has it.
    pub fn read_along(
        &self,
        headers: &HeaderMap,
        mut published: watch::Receiver<Option<Published>>,
        mut stopping: Stopping,
    ) -> Response {
        let Ok(place) = self.0.clone().try_acquire_owned() else {
            let detail = format!("{EVENT_READERS} read along already, which is the most");
            return Problem::new(StatusCode::SERVICE_UNAVAILABLE, codes::TOO_MANY, detail)
                .retry_after(EVENT_SILENCE_SECONDS)
                .into_response();
        };
        let seen = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse::<u64>().ok());
        let (sender, receiver) = mpsc::channel(1);
        tokio::spawn(async move {
            let mut last = seen;
            let mut next = Some("retry: 2000\n\n".to_owned());
            loop {
                if let Some(text) = next.take()
                    && sender.send(Bytes::from(text)).await.is_err()
                {
                    break;
                }
                let latest = published.borrow_and_update().clone();
                if let Some(latest) = latest.filter(|latest| last != Some(latest.size)) {
                    last = Some(latest.size);
                    next = Some(event(&latest));
                    continue;
                }
                let silence = Duration::from_secs(EVENT_SILENCE_SECONDS);
                tokio::select! {
                    changed = timeout(silence, published.changed()) => match changed {
                        Ok(Ok(())) => {}
                        // A line that says nothing shows both sides that the connection stands.
                        Err(_) => next = Some(":\n\n".to_owned()),
                        Ok(Err(_)) => break,
                    },
                    () = stopping.wait() => break,
                    () = sender.closed() => break,
                }
            }
            drop(place);
        });
        let headers = [(CONTENT_TYPE, "text/event-stream"), (CACHE_CONTROL, "no-store")];
        (headers, Body::new(Along(receiver))).into_response()
    }
}

fn event(published: &Published) -> String {
    let lines: String = published.note.lines().map(|line| format!("data: {line}\n")).collect();
    // The last newline of the note is a line of its own: joined again, the lines are the note to the byte.
    format!("id: {}\nevent: checkpoint\n{lines}data:\n\n", published.size)
}

/// The body of an answer that goes on.
pub(super) struct Along(pub(super) mpsc::Receiver<Bytes>);

impl HttpBody for Along {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(context).map(|bytes| bytes.map(|bytes| Ok(Frame::data(bytes))))
    }
}
