//! The server: the record as files, statements handed in, receipts and proofs given out, over HTTP (`spec/server.md`).
//!
//! ```text
//! author ─▶ POST /submit ─▶ `sequencer` ─▶ on the disk ─▶ acceptance receipt      anybody ─▶ /record/… ─▶ files
//!                              └▶ `publish`: tiles ─▶ witnesses ─▶ checkpoint ─▶ /events, /proof/N
//!                              └▶ `hub` ─▶ /channel: at once, to whoever may read it
//! ```
//!
//! Holds
//! - Nothing is decided here: what enters the log says the ledger, who reads a body says `situation::audience`.
//! - Whoever is answered with a receipt finds the statement in the log, whatever became of the connection.
//! - One request that fails, is slow or is long keeps no other from being answered.
//! - Stopping answers what was begun, publishes what was accepted, and closes the log.
//!
//! Not here: the log (`log`), who may write (`record::ledger`), a second server: later parts are further routes of this one.

pub mod codes;
pub mod listen;
pub mod body;
pub mod problem;
pub mod quota;
pub mod tokens;
pub mod files;
pub mod events;
pub mod hub;
pub mod hooks;
pub mod timers;
pub mod gate;
pub mod publish;
mod site;
mod submit;
mod reading;
mod channel;
mod session;
mod pages;
pub mod run;

pub use site::Site;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::Response;
use axum::routing::{get, post};

use problem::Problem;

/// Every address of the server, and what it answers.
pub fn router(site: Arc<Site>) -> Router {
    Router::new()
        .route("/", get(pages::home))
        .route("/healthz", get(pages::health))
        .route("/status", get(pages::status))
        .route("/codes/{code}", get(pages::code))
        .route("/record/{*path}", get(record))
        .route("/events", get(events))
        .route("/channel", get(channel::read_along))
        .route("/submit", post(submit::submit))
        .route("/batch", post(submit::batch))
        .route("/receipt/{index}", get(reading::receipt))
        .route("/proof/{index}", get(reading::proof))
        .route("/entry/{index}", get(reading::entry))
        .route("/statement/{index}", get(reading::statement))
        .route("/challenge", post(session::challenge))
        .route("/token", post(session::token))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .with_state(site)
}

async fn record(State(site): State<Arc<Site>>, uri: Uri, headers: HeaderMap) -> Response {
    // The path as it was sent: what is encoded is no name of a file of the record.
    let path = uri.path().strip_prefix("/record/").unwrap_or_default();
    files::answer(&site.record(), path, &headers).await
}

async fn events(State(site): State<Arc<Site>>, headers: HeaderMap) -> Response {
    site.readers.read_along(&headers, site.published(), site.stopping.clone())
}

async fn nothing_here() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, codes::NO_PATH, "there is nothing at this address")
}

async fn not_so(request: Request) -> Problem {
    let taken = match request.uri().path() {
        "/submit" | "/challenge" | "/token" => "POST",
        _ => "GET, HEAD",
    };
    let detail = format!("this address is asked with {taken}");
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, codes::NO_METHOD, detail)
        .header(ALLOW, HeaderValue::from_static(taken))
}
