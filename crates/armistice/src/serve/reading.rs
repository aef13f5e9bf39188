//! Reading one entry: its receipt, its proof, its bytes, and what it says to whoever may read that.
//!
//! ```text
//! /receipt/N   what the log promised          /proof/N      that it is there, cosigned (C2SP tlog-proof)
//! /entry/N     the bytes of the leaf          /statement/N  the body, for an audience
//! ```
//!
//! Holds
//! - Receipts, proofs and leaves are public; a body is given to those whom `situation::audience` names and to nobody else.
//! - A proof rests on the checkpoint that is published just now, with the cosignatures it has.
//!
//! Not here: making receipts and proofs (`sequencer`, `tlog`).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT, CACHE_CONTROL, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, VARY, WWW_AUTHENTICATE,
};
use axum::response::{IntoResponse, Response};
use record::envelope::Entry;
use record::submission::salt_and_body;
use record::wire;
use serde_json::json;
use situation::audience::Audience;
use tlog::checkpoint::Checkpoint;
use tlog::hash::leaf_hash;
use tlog::note::SignedNote;
use tlog::proof_file::ProofFile;

use super::codes;
use super::problem::Problem;
use super::site::{Site, digits};
use super::submit::{self, failed};
use crate::log::{Leaf, Proving};

/// A number of an entry, spelled in one way.
fn number(text: &str) -> Result<u64, Problem> {
    let index = text.parse::<u64>().ok().filter(|index| index.to_string() == text);
    index.ok_or_else(|| Problem::malformed("an entry has a number, without leading zeros"))
}

fn no_entry(index: u64) -> Problem {
    Problem::new(StatusCode::NOT_FOUND, codes::NO_ENTRY, format!("the log has no entry {index}"))
}

/// What a thread that may wait makes of an entry's number.
async fn of_entry(
    site: Arc<Site>,
    index: String,
    answer: impl FnOnce(&Site, u64) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let index = number(&index)?;
    tokio::task::spawn_blocking(move || answer(&site, index)).await.map_err(|_| Problem::fault())?
}

pub(super) async fn receipt(State(site): State<Arc<Site>>, Path(index): Path<String>) -> Result<Response, Problem> {
    of_entry(site, index, |site, index| {
        if index >= site.log.shown().ledger.size() {
            return Err(no_entry(index));
        }
        let note = site.log.receipt(index).map_err(|message| failed(&message))?;
        Ok(submit::receipt(StatusCode::OK, index, &note))
    })
    .await
}

pub(super) async fn proof(State(site): State<Arc<Site>>, Path(index): Path<String>) -> Result<Response, Problem> {
    of_entry(site, index, |site, index| {
        // A publication between reading the checkpoint and its tiles may take a partial tile away: then once more.
        let proof = proof_file(site, index).or_else(|first| match first.status {
            StatusCode::INTERNAL_SERVER_ERROR => proof_file(site, index),
            _ => Err(first),
        })?;
        Ok(text(proof.to_string()))
    })
    .await
}

fn proof_file(site: &Site, index: u64) -> Result<ProofFile, Problem> {
    let fault = |why: String| {
        eprintln!("note: no proof of entry {index}: {why}");
        Problem::fault()
    };
    let published = match std::fs::read(site.record().join("checkpoint")) {
        Ok(bytes) => Some(SignedNote::parse(&bytes).map_err(|error| fault(error.to_string()))?),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(fault(error.to_string())),
    };
    let size = match &published {
        Some(note) => Checkpoint::parse(note.text()).map_err(|error| fault(error.to_string()))?.size(),
        None => 0,
    };
    match published {
        Some(note) if index < size => {
            let mut proving = Proving::open(site.mission(), size).map_err(|error| fault(error.to_string()))?;
            let path = proving.inclusion(index).map_err(|error| fault(error.to_string()))?;
            ProofFile::new(index, path, note).map_err(|error| fault(error.to_string()))
        }
        _ if index < site.log.shown().ledger.size() => {
            let detail = format!("entry {index} is accepted, and follows with the next log checkpoint");
            Err(Problem::new(StatusCode::NOT_FOUND, codes::NOT_PUBLISHED, detail).retry_after(1))
        }
        _ => Err(no_entry(index)),
    }
}

pub(super) async fn entry(State(site): State<Arc<Site>>, Path(index): Path<String>) -> Result<Response, Problem> {
    of_entry(site, index, |site, index| {
        let leaf = site.leaf(index).map_err(|message| failed(&message))?.ok_or_else(|| no_entry(index))?;
        let media = HeaderValue::from_static("application/cbor");
        // An accepted entry never changes.
        let kept = HeaderValue::from_static("public, max-age=31536000, immutable");
        Ok(([(CONTENT_TYPE, media), (CACHE_CONTROL, kept)], leaf.entry).into_response())
    })
    .await
}

pub(super) async fn statement(
    State(site): State<Arc<Site>>,
    Path(index): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let audience = site.audience(&headers)?;
    let as_json = headers.get(ACCEPT).and_then(|kinds| kinds.to_str().ok()).is_some_and(|kinds| kinds.contains("json"));
    of_entry(site, index, move |site, index| {
        let leaf = site.leaf(index).map_err(|message| failed(&message))?.ok_or_else(|| no_entry(index))?;
        let (salt, body) = opened(index, &leaf, &audience, site)?;
        let kept = HeaderValue::from_static("no-store");
        let vary = HeaderValue::from_static("authorization, accept");
        if as_json {
            let page = json!({ "index": index, "leaf": leaf_hash(&leaf.entry).to_string(), "salt": digits(&salt), "body": digits(&body) });
            let media = HeaderValue::from_static("application/json");
            return Ok(([(CONTENT_TYPE, media), (CACHE_CONTROL, kept), (VARY, vary)], format!("{page:#}\n")).into_response());
        }
        let salt = HeaderValue::try_from(digits(&salt)).expect("digits");
        let media = HeaderValue::from_static("application/cbor");
        let salted = (HeaderName::from_static("armistice-salt"), salt);
        Ok(([(CONTENT_TYPE, media), (CACHE_CONTROL, kept), (VARY, vary), salted], body).into_response())
    })
    .await
}

/// Salt and body of an entry, for an audience that may read them.
fn opened(index: u64, leaf: &Leaf, audience: &Audience, site: &Site) -> Result<([u8; 32], Vec<u8>), Problem> {
    let fault = |why: String| {
        eprintln!("note: entry {index} cannot be read: {why}");
        Problem::fault()
    };
    let entry = Entry::decode(&leaf.entry).map_err(|error| fault(error.to_string()))?;
    if let Some(open) = &entry.act {
        // An act stands in the clear in its entry.
        let bytes = open.act.encode().map_err(|error| fault(error.to_string()))?;
        return Ok((open.salt.0, bytes));
    }
    let Some((salt, bytes)) = salt_and_body(&leaf.blob) else {
        let detail = format!("the body of entry {index} is not here");
        return Err(Problem::new(StatusCode::GONE, codes::NO_BODY, detail));
    };
    if index >= site.hub.told() {
        return Err(no_entry(index));
    }
    let body = wire::decode(bytes).map_err(|error| fault(error.to_string()))?;
    // A liaison reads what the other liaisons of its party say.
    let ledger = &site.log.shown().ledger;
    let principal = ledger.author(&body.author).map(|author| &author.of);
    if site.hub.may_read(audience, &body, principal) {
        return Ok((salt.0, bytes.to_vec()));
    }
    let detail = format!("the body of entry {index} is not for this audience");
    Err(match audience {
        Audience::Public => Problem::new(StatusCode::UNAUTHORIZED, codes::NOT_FOR_AUDIENCE, detail)
            .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")),
        _ => Problem::new(StatusCode::FORBIDDEN, codes::NOT_FOR_AUDIENCE, detail),
    })
}

fn text(text: String) -> Response {
    let media = HeaderValue::from_static("text/plain; charset=utf-8");
    ([(CONTENT_TYPE, media), (CACHE_CONTROL, HeaderValue::from_static("no-store"))], text).into_response()
}
