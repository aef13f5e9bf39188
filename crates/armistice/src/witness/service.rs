//! A witness as a small server (C2SP tlog-witness, "HTTP Interface").
//!
//! ```text
//! POST /add-checkpoint          200 cosignature · 400 · 403 · 404 · 409 size · 413 · 422
//! GET  /<origin hash>/checkpoint  200 the checkpoint cosigned last · 404
//! GET  /                        what this is, in plain text
//! ```
//!
//! Holds
//! - A conflict is answered with the size held and nothing else, as `text/x.tlog.size`.
//!
//! Not here: what is cosigned (`judge`, `state`), connections and their limits (`serve::listen`).

use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use super::codes;
use super::judge::Refused;
use super::state::{NotCosigned, Witness, origin_hash};
use crate::limits::WITNESS_REQUEST_BYTES;
use crate::serve::body;
use crate::serve::problem::Problem;

/// The routes of a witness.
pub fn router(witness: Arc<Witness>) -> Router {
    Router::new()
        .route("/", get(home))
        .route("/add-checkpoint", post(add_checkpoint))
        .route("/{origin}/checkpoint", get(checkpoint))
        .fallback(nothing_here)
        .method_not_allowed_fallback(not_so)
        .with_state(witness)
}

async fn add_checkpoint(State(witness): State<Arc<Witness>>, request: Body) -> Response {
    let bytes = match body::whole(request, WITNESS_REQUEST_BYTES).await {
        Ok(bytes) => bytes,
        Err(problem) => return problem.into_response(),
    };
    // The disk is waited for on a thread that may wait.
    let answer = tokio::task::spawn_blocking(move || witness.add_checkpoint(&bytes, now())).await;
    match answer {
        Ok(Ok(signature)) => {
            ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], format!("{signature}\n"))
                .into_response()
        }
        Ok(Err(NotCosigned::Refused(Refused::OtherSize { held, .. }))) => {
            (StatusCode::CONFLICT, [(CONTENT_TYPE, "text/x.tlog.size")], format!("{held}\n")).into_response()
        }
        Ok(Err(NotCosigned::Refused(refused))) => {
            let status = StatusCode::from_u16(refused.status()).expect("a refusal has a status of HTTP");
            Problem::new(status, refused.code(), refused.to_string()).into_response()
        }
        Ok(Err(NotCosigned::Failed(message))) => {
            eprintln!("{message}");
            let detail = "the witness could not keep what it would have cosigned";
            Problem::new(StatusCode::INTERNAL_SERVER_ERROR, codes::STATE, detail).into_response()
        }
        Err(_) => Problem::fault().into_response(),
    }
}

async fn checkpoint(State(witness): State<Arc<Witness>>, Path(origin): Path<String>) -> Response {
    let latest = tokio::task::spawn_blocking(move || witness.latest(&origin)).await;
    match latest {
        Ok(Some(note)) => {
            ([(CONTENT_TYPE, "text/plain; charset=utf-8"), (CACHE_CONTROL, "no-store")], note).into_response()
        }
        Ok(None) => {
            let detail = "the witness has cosigned no checkpoint of a log with this hash";
            Problem::new(StatusCode::NOT_FOUND, codes::UNKNOWN_LOG, detail).into_response()
        }
        Err(_) => Problem::fault().into_response(),
    }
}

async fn home(State(witness): State<Arc<Witness>>) -> String {
    let mut page = format!("A witness of logs (C2SP tlog-witness).\n\nkey  {}\n", witness.verifier());
    for (origin, held) in witness.logs() {
        let held = held.map_or_else(|| "nothing cosigned yet".to_owned(), |held| format!("size {}", held.size));
        let _ = write!(page, "\nlog  {origin}\n     {held}\n     /{}/checkpoint\n", origin_hash(origin));
    }
    page
}

async fn nothing_here() -> Problem {
    Problem::new(StatusCode::NOT_FOUND, crate::serve::codes::NO_PATH, "there is nothing at this address")
}

async fn not_so() -> Problem {
    let detail = "this address is not asked in this way";
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, crate::serve::codes::NO_METHOD, detail)
}

/// The wall clock, in Unix seconds; 0 where it stands before 1970, which no witness signs.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
