//! Pages about the server itself: what is here, how it stands, what a code means.
//!
//! Holds
//! - They work without scripts, and say nothing that is not public.
//!
//! Not here: answers about entries (`reading`).

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use serde_json::json;
use tlog::checkpoint::Checkpoint;
use tlog::note::SignedNote;

use super::codes;
use super::problem::{Problem, explained};
use super::site::Site;
use crate::message::utc;
use crate::mission::{WATERMARK, is_exercise};

pub(super) async fn health(State(site): State<Arc<Site>>) -> (StatusCode, &'static str) {
    match site.log.log_stopped() {
        None => (StatusCode::OK, "ok\n"),
        Some(_) => (StatusCode::SERVICE_UNAVAILABLE, "the log takes nothing more: see /status\n"),
    }
}

pub(super) async fn status(State(site): State<Arc<Site>>) -> Response {
    let shown = site.log.shown();
    let published = site.published().borrow().as_ref().map(|published| published.note.clone());
    let published = published.and_then(|note| checkpoint(&note));
    let state = site.witnessed.state();
    let witnesses: Vec<_> = state
        .witnesses
        .iter()
        .map(|(name, witness)| {
            json!({
                "name": name,
                "cosigned": witness.cosigned,
                "missing_since": witness.missing.as_ref().map(|(since, _)| utc(*since)),
                "why": witness.missing.as_ref().map(|(_, why)| json!({ "code": why.code, "detail": why.sentence })),
            })
        })
        .collect();
    let page = json!({
        "mission": shown.ledger.origin(),
        "name": shown.ledger.charter().map(|charter| charter.name.clone()),
        "accepted": { "size": shown.ledger.size(), "root": shown.root.to_string() },
        "published": published.map(|published| json!({ "size": published.size(), "root": published.root().to_string() })),
        "published_at": state.published_at.map(utc),
        "has_quorum": state.has_quorum,
        "witnesses": witnesses,
        "log_stopped": site.log.log_stopped().map(|why| json!({ "code": why.code, "detail": why.sentence })),
        "alarm": state.alarm.as_ref().map(|why| json!({ "code": why.code, "detail": why.sentence })),
        "stopping": site.stopping.now(),
    });
    ([(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")], format!("{page:#}\n")).into_response()
}

pub(super) async fn home(State(site): State<Arc<Site>>) -> Response {
    let shown = site.log.shown();
    let charter = shown.ledger.charter();
    let name = charter.map_or("A mission", |charter| charter.name.as_str());
    let published = site.published().borrow().as_ref().map(|published| published.note.clone());
    let published = published.and_then(|note| checkpoint(&note));
    let state = site.witnessed.state();
    page(name, html! {
        @if is_exercise(shown.ledger.origin()) { p { strong { (WATERMARK) } } }
        h1 { (name) }
        p { "The record of this mission: every statement signed by its author, in a log that anybody can check." }
        dl {
            dt { "Log" } dd { code { (shown.ledger.origin()) } }
            @if let Some(charter) = charter {
                dt { "Key of the log" } dd { code { (charter.log_key) } }
            }
            dt { "Accepted" }
            dd {
                (shown.ledger.size()) " entries"
                @if let Some(why) = site.log.log_stopped() { p { strong { "Nothing more is accepted: " } (why.sentence) } }
            }
            dt { "Published" }
            @match &published {
                Some(published) => dd { (published.size()) " entries, root " code { (published.root()) } },
                None => dd { "nothing yet" },
            }
            dt { "Witnesses" }
            dd {
                @if state.witnesses.is_empty() { "the policy names none, or nothing was published since the start" }
                @for (name, witness) in &state.witnesses {
                    p {
                        (name) ": "
                        @match &witness.missing {
                            None => "has cosigned",
                            Some((since, _)) => { "has not cosigned since " (utc(*since)) }
                        }
                    }
                }
            }
        }
        h2 { "To check" }
        ul {
            li { a href="/record/checkpoint" { "the latest log checkpoint" } ", and " a href="/events" { "each new one as it comes" } }
            li { a href="/record/policy.txt" { "the policy" } ": which witnesses must have cosigned" }
            li { "tiles and entries below " code { "/record/tile/" } " (C2SP tlog-tiles)" }
            li { "of entry N: " code { "/entry/N" } ", its " code { "/receipt/N" } ", its " code { "/proof/N" } ", and " code { "/statement/N" } " for those who may read it" }
            li { a href="/status" { "how the server stands" } }
        }
        h2 { "To hand in" }
        p { "Statements are signed by their author and sent to " code { "/submit" } "; the answer is a signed receipt." }
    })
    .into_response()
}

pub(super) async fn code(Path(code): Path<String>) -> Result<Response, Problem> {
    let Some(code) = explained(&code) else {
        return Err(Problem::new(StatusCode::NOT_FOUND, codes::NO_PATH, "there is no such code"));
    };
    let title = format!("{}: {}", code.code, code.title);
    Ok(page(&title, html! { h1 { (title) } p { (code.help) } p { a href="/" { "What is here" } } }).into_response())
}

const STYLE: &str = "body{font:1rem/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}\
    dt{font-weight:bold;margin-top:.5rem}dd{margin:0}dd p{margin:0}code{overflow-wrap:anywhere}";

fn page(title: &str, content: Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" dir="ltr" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width,initial-scale=1";
                title { (title) }
                style { (STYLE) }
            }
            body { main { (content) } }
        }
    };
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
        (
            CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ),
    ];
    (headers, markup.into_string()).into_response()
}

fn checkpoint(note: &str) -> Option<Checkpoint> {
    Checkpoint::parse(SignedNote::parse(note.as_bytes()).ok()?.text()).ok()
}
