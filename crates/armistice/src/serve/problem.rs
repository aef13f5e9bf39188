//! Answers that say what is wrong: `application/problem+json` (RFC 9457), with a code and what to do.
//!
//! ```text
//! { "type": "/codes/L0605", "title": …, "status": 429, "detail": …, "code": "L0605", "help": … }
//! ```
//!
//! Holds
//! - The address in `type` is a page of this server that says what the code means.
//! - Nothing secret and no inside of the program: what is shown here is all that the asker learns.
//!
//! Not here: when something is wrong.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use record::codes::Code;
use serde_json::json;

use super::codes;
use crate::message::shown;

/// What is wrong with a request, or with the server.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// The code, of any crate.
    pub code: &'static str,
    /// What is wrong with this request, in one lower-case sentence.
    pub detail: String,
    /// After how many seconds it is worth asking again.
    pub retry_after: Option<u64>,
    /// Further headers.
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Problem {
    /// A problem with a status, a code and a sentence.
    pub fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Problem {
        Problem { status, code, detail: detail.into(), retry_after: None, headers: Vec::new() }
    }
    /// A fault of our own, of which nothing is told but that.
    pub fn fault() -> Problem {
        Problem::new(StatusCode::INTERNAL_SERVER_ERROR, codes::FAULT, "the server failed at this request")
    }
    /// A request that cannot be read.
    pub fn malformed(detail: impl Into<String>) -> Problem {
        Problem::new(StatusCode::BAD_REQUEST, codes::MALFORMED, detail)
    }
    /// Worth asking again after so many seconds.
    pub fn retry_after(mut self, seconds: u64) -> Problem {
        self.retry_after = Some(seconds);
        self
    }
    /// With a header more.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Problem {
        self.headers.push((name, value));
        self
    }
}

/// What a code means, whichever part of the program it belongs to.
pub fn explained(code: &str) -> Option<&'static Code> {
    let tables =
        [codes::CODES, crate::witness::codes::CODES, crate::codes::CODES, record::codes::CODES, channel::codes::CODES];
    tables.into_iter().flatten().find(|entry| entry.code == code)
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let explained = explained(self.code);
        let mut body = json!({
            "type": format!("/codes/{}", self.code),
            "title": explained.map_or("", |code| code.title),
            "status": self.status.as_u16(),
            "detail": shown(&self.detail),
            "code": self.code,
            "help": explained.map_or("", |code| code.help),
        });
        if let Some(seconds) = self.retry_after {
            body["retry_after_s"] = seconds.into();
        }
        let mut response = (self.status, format!("{body:#}\n")).into_response();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.extend(self.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
        headers.extend(self.headers);
        response
    }
}
