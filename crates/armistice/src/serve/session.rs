//! Who asks: a challenge, the signature under it, a token (`spec/server.md`).
//!
//! ```text
//! POST /challenge {"author", "key"}        ─▶ {"mission", "author", "key", "nonce", "ends_at"}
//! POST /token     {"nonce", "signature"}   ─▶ {"token", "reads_as", "ends_at"}
//! ```
//!
//! Not here: what is signed (`record::challenge`), keeping tokens (`tokens`).

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderMap};
use axum::response::{IntoResponse, Response};
use record::envelope::KeyId;
use record::limits::NAME_BYTES;
use serde_json::{Value, json};
use situation::audience::Audience;

use super::body;
use super::listen::Peer;
use super::problem::Problem;
use super::site::{Site, bytes, digits, in_force, now, too_many};
use super::tokens::NoToken;
use crate::limits::TOKEN_REQUEST_BYTES;

pub(super) async fn challenge(
    State(site): State<Arc<Site>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Problem> {
    site.admit(peer)?;
    let asked = object(&headers, request).await?;
    let author = text(&asked, "author")?;
    if author.is_empty() || author.len() > NAME_BYTES {
        return Err(Problem::malformed(format!("`author` is a name of 1 to {NAME_BYTES} bytes")));
    }
    let key = bytes(text(&asked, "key")?).map(KeyId);
    let key = key.ok_or_else(|| Problem::malformed("`key` is a key id: 16 digits 0-9, a-f"))?;
    let nonce = random()?;
    let shown = site.log.shown();
    let challenge = site.tokens.challenge(peer, (shown.ledger.origin(), author, key), nonce, now());
    let challenge = challenge.map_err(problem)?;
    Ok(answer(&json!({
        "mission": challenge.mission,
        "author": challenge.author,
        "key": challenge.key.to_string(),
        "nonce": digits(&challenge.nonce),
        "ends_at": challenge.ends_at.0,
    })))
}

pub(super) async fn token(
    State(site): State<Arc<Site>>,
    Extension(Peer(peer)): Extension<Peer>,
    headers: HeaderMap,
    request: Body,
) -> Result<Response, Problem> {
    site.admit(peer)?;
    let asked = object(&headers, request).await?;
    let nonce = bytes(text(&asked, "nonce")?);
    let nonce = nonce.ok_or_else(|| Problem::malformed("`nonce` is that of a challenge: 64 digits 0-9, a-f"))?;
    let signature = bytes(text(&asked, "signature")?);
    let signature = signature.ok_or_else(|| Problem::malformed("`signature` is 128 digits 0-9, a-f"))?;
    let token = random()?;
    let shown = site.log.shown();
    let known = |author: &str, key| in_force(&shown.ledger, author, key);
    let grant = site.tokens.grant(&nonce, signature, &token, now(), known).map_err(problem)?;
    let reads_as = match &grant.audience {
        Audience::Mission => "mission".to_owned(),
        Audience::Monitor => "monitor".to_owned(),
        Audience::Party(party) => format!("party {party}"),
        Audience::Reader => "reader".to_owned(),
        Audience::Public => "public".to_owned(),
    };
    Ok(answer(&json!({ "token": digits(&token), "reads_as": reads_as, "ends_at": grant.ends_at.0 })))
}

/// A body that is a JSON object.
async fn object(headers: &HeaderMap, request: Body) -> Result<Value, Problem> {
    body::is_of(headers, &["application/json"])?;
    let bytes = body::whole(request, TOKEN_REQUEST_BYTES).await?;
    let value: Option<Value> = serde_json::from_slice(&bytes).ok();
    value.filter(Value::is_object).ok_or_else(|| Problem::malformed("the body is no JSON object"))
}

fn text<'v>(object: &'v Value, key: &str) -> Result<&'v str, Problem> {
    object[key].as_str().ok_or_else(|| Problem::malformed(format!("the body has no text `{key}`")))
}

fn random() -> Result<[u8; 32], Problem> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| {
        eprintln!("note: no random numbers: {error}");
        Problem::fault()
    })?;
    Ok(bytes)
}

fn answer(value: &Value) -> Response {
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], format!("{value:#}\n")).into_response()
}

fn problem(why: NoToken) -> Problem {
    match why {
        NoToken::TooMany { retry_after } => too_many("too many challenges wait, or too many tokens count", retry_after),
        NoToken::NoChallenge => {
            Problem::new(StatusCode::FORBIDDEN, why.code(), "there is no such challenge, or its time is over")
        }
        NoToken::NotItsKey | NoToken::Unknown => {
            let detail = "no key in force for this author has signed the challenge";
            Problem::new(StatusCode::FORBIDDEN, why.code(), detail)
        }
    }
}
