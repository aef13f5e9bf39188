//! Handing in: the bytes of a submission in, an acceptance receipt out.
//!
//! ```text
//! POST /batch  ─▶ 201: of a command on this machine, all or nothing
//! POST /submit ─▶ 201 receipt (new) · 200 the same receipt (sent again) · 403 · 409 · 413 · 415 · 422 · 429 · 503
//! ```
//!
//! Holds
//! - An answer of 200 or 201 comes after the statement is on the disk.
//! - An author is charged for what it signed itself: nobody uses up another one's quota.
//!
//! Not here: what may enter (`record::ledger`), appending (`sequencer`).

use std::sync::Arc;
use std::time::Instant as Monotonic;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use axum::response::{IntoResponse, Response};
use record::ledger::Refusal;
use record::limits::SUBMISSION_BYTES;
use record::order::OutOfOrder;
use record::submission::Submission;
use tlog::note::SignedNote;

use super::body;
use super::listen::Peer;
use super::problem::Problem;
use super::site::{Site, too_many};
use crate::codes;
use crate::limits::{BATCH_BYTES, SUBMISSIONS_OF_AUTHOR_A_MINUTE};
use crate::message::Message;
use crate::sequencer::{self, NotAccepted};

/// Of which kinds the body of a submission says to be.
pub(super) const KINDS: &[&str] = &["application/vnd.armistice.submission", "application/octet-stream"];

pub(super) async fn submit(
    State(site): State<Arc<Site>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Problem> {
    site.admit(peer)?;
    body::is_of(&headers, KINDS)?;
    let bytes = body::whole(request, SUBMISSION_BYTES).await?;
    // Checking signatures and waiting for the disk are for threads that may wait.
    let answered = tokio::task::spawn_blocking(move || hand_in(&site, &bytes)).await;
    answered.map_err(|_| Problem::fault())?
}

/// A batch of the mission's own, handed over by a command on the same machine: all of it, or nothing.
pub(super) async fn batch(
    State(site): State<Arc<Site>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Problem> {
    site.admit(peer)?;
    if !peer.is_loopback() {
        let detail = "batches are taken from commands on the machine of the server alone";
        return Err(Problem::new(StatusCode::NOT_FOUND, super::codes::NO_PATH, detail));
    }
    body::is_of(&headers, &[sequencer::BATCH_KIND])?;
    let bytes = body::whole(request, BATCH_BYTES).await?;
    let answered = tokio::task::spawn_blocking(move || hand_over(&site, &bytes)).await;
    answered.map_err(|_| Problem::fault())?
}

fn hand_over(site: &Site, bytes: &[u8]) -> Result<Response, Problem> {
    let batch = sequencer::read_batch(bytes).ok_or_else(|| Problem::malformed("the bytes are no batch"))?;
    let accepted = site.log.submit_all(batch).map_err(|(_, why)| refused(&why))?;
    let headers = [(CONTENT_TYPE, HeaderValue::from_static("application/json"))];
    Ok((StatusCode::CREATED, headers, format!("{{\"accepted\":{}}}\n", accepted.len())).into_response())
}

fn hand_in(site: &Site, bytes: &[u8]) -> Result<Response, Problem> {
    let submission = Submission::decode(bytes)
        .map_err(|error| Problem::new(StatusCode::UNPROCESSABLE_ENTITY, error.code(), error.to_string()))?;
    let author = submission.signed.envelope.author.clone();
    let charge = |seconds| {
        let detail = format!("`{author}` handed in {SUBMISSIONS_OF_AUTHOR_A_MINUTE} statements within a minute");
        too_many(&detail, seconds)
    };
    site.of_author.has(&author, Monotonic::now()).map_err(charge)?;
    // Of bytes that are no body, or another than was committed to, the log itself says so.
    if let Ok(Some(body)) = submission.body() {
        site.gate.admit(&body)?;
    }
    let accepted = site.log.submit(submission).map_err(|why| refused(&why))?;
    // What was accepted is answered, whatever others of the same author did meanwhile.
    let _ = site.of_author.take(&author, Monotonic::now());
    let shown = site.log.shown();
    let note = sequencer::receipt(&shown.ledger, &site.signer, accepted.index, accepted.leaf, accepted.accepted_at);
    let status = if accepted.already { StatusCode::OK } else { StatusCode::CREATED };
    Ok(receipt(status, accepted.index, &note))
}

/// An acceptance receipt as an answer.
pub(super) fn receipt(status: StatusCode, index: u64, note: &SignedNote) -> Response {
    let place = HeaderValue::try_from(format!("/entry/{index}")).expect("digits and letters");
    let media = HeaderValue::from_static("text/plain; charset=utf-8");
    let kept = HeaderValue::from_static("no-store");
    let headers = [(CONTENT_TYPE, media), (CACHE_CONTROL, kept), (LOCATION, place)];
    (status, headers, note.to_string()).into_response()
}

/// What it means for whoever asked that the log does not take a submission.
fn refused(why: &NotAccepted) -> Problem {
    match why {
        NotAccepted::Refused(refusal) => Problem::new(status(refusal), refusal.code(), refusal.to_string()),
        NotAccepted::Failed(message) => failed(message),
    }
}

/// What it means for whoever asked that the log failed. What the disk said is for whoever keeps the machine.
pub(super) fn failed(message: &Message) -> Problem {
    match message.code {
        codes::LOG_NO_ENTRY => Problem::new(StatusCode::NOT_FOUND, super::codes::NO_ENTRY, "the log has no such entry"),
        code => {
            eprintln!("{message}");
            let detail = "the log cannot go on; whether the statement was accepted is not known";
            Problem::new(StatusCode::SERVICE_UNAVAILABLE, code, detail).retry_after(30)
        }
    }
}

fn status(refusal: &Refusal) -> StatusCode {
    match refusal {
        Refusal::OutOfOrder(OutOfOrder::OtherMission { .. }) => StatusCode::UNPROCESSABLE_ENTITY,
        // Each contradicts what the log holds: something else under the same name, or not its turn.
        Refusal::OutOfOrder(_) => StatusCode::CONFLICT,
        Refusal::UnknownAuthor { .. }
        | Refusal::ReadsOnly { .. }
        | Refusal::ImportsNot { .. }
        | Refusal::UnknownKey { .. }
        | Refusal::KeyEnded { .. }
        | Refusal::BadSignature { .. }
        | Refusal::NotConsented { .. }
        | Refusal::OtherAuthor { .. }
        | Refusal::NoMandate { .. } => StatusCode::FORBIDDEN,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
