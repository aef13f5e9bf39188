//! Bodies of requests: read whole, within a length and within a time.
//!
//! Not here: the time that the head of a request may take (`listen`).

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, HeaderMap};
use tokio::time::timeout;

use super::codes;
use super::problem::Problem;
use crate::limits::BODY_SECONDS;

/// The whole body, of at most `limit` bytes.
///
/// # Errors
/// It is longer (413), takes too long (408), or breaks off (400).
pub async fn whole(body: Body, limit: usize) -> Result<Bytes, Problem> {
    let too_long = || {
        let detail = format!("the body is longer than the {limit} bytes allowed");
        Problem::new(StatusCode::PAYLOAD_TOO_LARGE, codes::TOO_LONG, detail)
    };
    if body.size_hint().lower() > limit as u64 {
        return Err(too_long());
    }
    match timeout(Duration::from_secs(BODY_SECONDS), to_bytes(body, limit)).await {
        Err(_) => {
            let detail = format!("the body did not arrive within {BODY_SECONDS} seconds");
            Err(Problem::new(StatusCode::REQUEST_TIMEOUT, codes::TOO_SLOW, detail))
        }
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(error)) if is_too_long(&error) => Err(too_long()),
        Ok(Err(_)) => Err(Problem::malformed("the body broke off")),
    }
}

/// Whether the limit ended the reading.
fn is_too_long(error: &axum::Error) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(error) = source {
        if error.to_string().contains("length limit") {
            return true;
        }
        source = error.source();
    }
    error.to_string().contains("length limit")
}

/// That the body says to be of one of these kinds.
///
/// # Errors
/// It says another one, or none (415).
pub fn is_of(headers: &HeaderMap, kinds: &[&str]) -> Result<(), Problem> {
    let said = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = said.split(';').next().unwrap_or_default().trim();
    if kinds.iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        return Ok(());
    }
    let detail = match kind {
        "" => format!("the body does not say of which kind it is; `{}` is taken here", kinds.join("` or `")),
        _ => format!("the body says to be `{kind}`; `{}` is taken here", kinds.join("` or `")),
    };
    Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, codes::MEDIA, detail))
}
