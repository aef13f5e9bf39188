//! The public folder of a mission as files: `record/` served as it is (C2SP tlog-tiles asks for nothing else).
//!
//! ```text
//! /record/checkpoint · /record/policy.txt · /record/tile/0/000 · /record/tile/entries/000.p/17 · /record/proofs/3.tlog-proof
//! ```
//!
//! Holds
//! - Only names that such a folder has are looked for: letters, digits, dots, dashes; so nothing leads out of it. A link that
//!   leads out of it is not followed.
//! - Tiles and bundles never change, and say so; a checkpoint says that it does, and is asked for again for nothing where it
//!   did not.
//! - A partial tile that is gone is not found: clients ask for the full one.
//!
//! Not here: who writes the files (`log`).

use std::io;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use axum::http::header::{CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use hyper::body::{Frame, SizeHint};
use tlog::tile::TilePath;
use tokio::fs::File;
use tokio::io::{AsyncRead, ReadBuf};

use super::codes;
use super::problem::Problem;
use crate::hash::{hex, sha256};
use crate::limits::{FILE_PART_BYTES, TAGGED_FILE_BYTES};

/// What never changes may be kept for a year.
const FOREVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// What changes with every publication is never kept.
const NEVER: HeaderValue = HeaderValue::from_static("no-store");
/// What may change is asked for again.
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// The answer to a request for `path`, as it stands behind `/record/` in the address.
pub async fn answer(folder: &Path, path: &str, headers: &HeaderMap) -> Response {
    match file(folder, path, headers).await {
        Ok(response) => response,
        Err(problem) => problem.into_response(),
    }
}

async fn file(folder: &Path, path: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let missing = || Problem::new(StatusCode::NOT_FOUND, codes::NO_PATH, "the record has no such file");
    if !is_name(path) {
        return Err(missing());
    }
    let tile: Option<TilePath> = path.parse().ok();
    if path.starts_with("tile/") && tile.is_none() {
        return Err(missing());
    }
    let found = open(folder.to_owned(), folder.join(path)).await;
    let (file, length) = found.map_err(|error| if is_absent(&error) { missing() } else { fault(path, &error) })?;
    let mut response = Response::builder().header(HeaderName::from_static("x-content-type-options"), "nosniff");
    if tile.is_some() || length > TAGGED_FILE_BYTES {
        let kept = if tile.is_some() { FOREVER } else { ASK_AGAIN };
        response = response.header(CONTENT_TYPE, "application/octet-stream").header(CACHE_CONTROL, kept);
        let body = FileBody { file, left: length, part: vec![0; FILE_PART_BYTES] };
        return Ok(response.header(CONTENT_LENGTH, length).body(Body::new(body)).unwrap_or_default());
    }
    let bytes = read_whole(file, length).await.map_err(|error| fault(path, &error))?;
    let tag = format!("\"{}\"", &hex(&sha256(&bytes))[..32]);
    let kept = if path == "checkpoint" { NEVER } else { ASK_AGAIN };
    let media = if is_text(path) { "text/plain; charset=utf-8" } else { "application/octet-stream" };
    response = response.header(CACHE_CONTROL, kept).header(ETAG, &tag).header(CONTENT_TYPE, media);
    if has_tag(headers, &tag) {
        return Ok(response.status(StatusCode::NOT_MODIFIED).body(Body::empty()).unwrap_or_default());
    }
    Ok(response.body(Body::from(bytes)).unwrap_or_default())
}

/// Whether every part of a path is a name of letters, digits, dashes and dots, and begins with no dot.
fn is_name(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_');
    !path.is_empty()
        && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain))
}

fn is_text(path: &str) -> bool {
    let texts = ["checkpoint", "checkpoint.old", "policy.txt"];
    texts.contains(&path) || path.ends_with(".tlog-proof") || path.ends_with(".txt") || path.ends_with(".md")
}

/// A plain file inside the folder, and how long it is.
async fn open(folder: PathBuf, path: PathBuf) -> io::Result<(File, u64)> {
    let opened = tokio::task::spawn_blocking(move || {
        let (inside, path) = (folder.canonicalize()?, path.canonicalize()?);
        if !path.starts_with(&inside) {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        }
        let file = std::fs::File::open(path)?;
        let about = file.metadata()?;
        if about.is_file() { Ok((file, about.len())) } else { Err(io::Error::from(io::ErrorKind::NotFound)) }
    });
    let (file, length) = opened.await.map_err(io::Error::other)??;
    Ok((File::from_std(file), length))
}

async fn read_whole(file: File, length: u64) -> io::Result<Vec<u8>> {
    let file = file.into_std().await;
    let read = tokio::task::spawn_blocking(move || {
        use std::io::Read as _;
        let mut bytes = Vec::new();
        file.take(length).read_to_end(&mut bytes).map(|_| bytes)
    });
    read.await.map_err(io::Error::other)?
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory | io::ErrorKind::InvalidInput)
}

fn fault(path: &str, error: &io::Error) -> Problem {
    eprintln!("note: record/{path} cannot be read: {error}");
    Problem::fault()
}

/// Whether the asker has the file already, as it says.
fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let said = headers.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    said.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

/// A file as the body of an answer, read part by part as the asker takes it.
struct FileBody {
    file: File,
    left: u64,
    part: Vec<u8>,
}

impl HttpBody for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let FileBody { file, left, part } = &mut *self;
        let most = part.len().min(usize::try_from(*left).unwrap_or(usize::MAX));
        let mut buffer = ReadBuf::new(&mut part[..most]);
        match Pin::new(file).poll_read(context, &mut buffer) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) if buffer.filled().is_empty() => {
                Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())))
            }
            Poll::Ready(Ok(())) => {
                let bytes = Bytes::copy_from_slice(buffer.filled());
                *left -= bytes.len() as u64;
                Poll::Ready(Some(Ok(Frame::data(bytes))))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
