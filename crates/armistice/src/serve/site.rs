//! What all answers of the server share: the mission's folder, the running log, tokens, quotas.
//!
//! Not here: any answer.

use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant as Monotonic, SystemTime, UNIX_EPOCH};

use axum::http::StatusCode;
use axum::http::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use record::envelope::KeyId;
use record::identity::Role;
use record::ledger::Ledger;
use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use situation::audience::Audience;
use tlog::note::NoteSigner;
use tokio::sync::{Semaphore, watch};

use super::codes;
use super::events::{Published, Readers};
use super::gate::Gate;
use super::hub::Hub;
use super::listen::Stopping;
use super::problem::Problem;
use super::publish::Witnessed;
use super::quota::Quota;
use super::tokens::{InForce, NoToken, Tokens};
use crate::limits::{CHANNEL_READERS, REQUESTS_OF_ADDRESS_A_MINUTE, SUBMISSIONS_OF_AUTHOR_A_MINUTE};
use crate::log::{Leaf, LogReader};
use crate::message::Message;
use crate::sequencer::Handle;

/// A mission as it is served.
pub struct Site {
    mission: PathBuf,
    /// The running log.
    pub(super) log: Handle,
    /// The log's key: of receipts. Checkpoints are signed by the sequencer.
    pub(super) signer: NoteSigner,
    reader: Mutex<LogReader>,
    published: watch::Receiver<Option<Published>>,
    /// What witnesses did.
    pub(super) witnessed: Arc<Witnessed>,
    pub(super) readers: Readers,
    /// Who reads statements along.
    pub(super) hub: Arc<Hub>,
    pub(super) channel_places: Arc<Semaphore>,
    /// What is refused because nobody could act on it.
    pub(super) gate: Arc<Gate>,
    pub(super) stopping: Stopping,
    pub(super) tokens: Tokens,
    pub(super) of_author: Quota<Name>,
    pub(super) of_address: Quota<IpAddr>,
}

impl Site {
    /// The mission in a folder, whose log runs.
    ///
    /// # Errors
    /// L01: the log cannot be read.
    pub fn new(
        mission: &Path,
        log: Handle,
        signer: NoteSigner,
        published: watch::Receiver<Option<Published>>,
        witnessed: Arc<Witnessed>,
        (hub, gate): (Arc<Hub>, Arc<Gate>),
        stopping: Stopping,
    ) -> Result<Site, Message> {
        Ok(Site {
            mission: mission.to_owned(),
            log,
            signer,
            reader: Mutex::new(LogReader::open(mission)?),
            published,
            witnessed,
            readers: Readers::default(),
            hub,
            channel_places: Arc::new(Semaphore::new(CHANNEL_READERS)),
            gate,
            stopping,
            tokens: Tokens::default(),
            of_author: Quota::a_minute(SUBMISSIONS_OF_AUTHOR_A_MINUTE),
            of_address: Quota::a_minute(REQUESTS_OF_ADDRESS_A_MINUTE),
        })
    }

    /// The mission's folder.
    pub(super) fn mission(&self) -> &Path {
        &self.mission
    }
    /// The public folder.
    pub(super) fn record(&self) -> PathBuf {
        self.mission.join("record")
    }
    /// The latest published checkpoint, and those that follow.
    pub(super) fn published(&self) -> watch::Receiver<Option<Published>> {
        self.published.clone()
    }

    /// The leaf of an accepted entry; `None` where there is none. Waits for the disk.
    pub(super) fn leaf(&self, index: u64) -> Result<Option<Leaf>, Message> {
        if index >= self.log.shown().ledger.size() {
            return Ok(None);
        }
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        if index >= reader.size() {
            reader.refresh()?;
        }
        Ok(reader.leaf(index)?)
    }

    /// That an address may ask for one thing more.
    pub(super) fn admit(&self, peer: IpAddr) -> Result<(), Problem> {
        self.of_address.take(&peer, Monotonic::now()).map_err(|seconds| {
            too_many(&format!("this address asked {REQUESTS_OF_ADDRESS_A_MINUTE} times within a minute"), seconds)
        })
    }

    /// As whom the asker reads: by its token, else as the public.
    ///
    /// # Errors
    /// 401: what it sent is no token that counts, or its key or its part in the mission ended meanwhile.
    pub(super) fn audience(&self, headers: &HeaderMap) -> Result<Audience, Problem> {
        let Some(header) = headers.get(AUTHORIZATION) else { return Ok(Audience::Public) };
        let token = header.to_str().ok().and_then(|text| text.strip_prefix("Bearer ")).and_then(bytes);
        let grant = token.ok_or(NoToken::Unknown).and_then(|token| self.tokens.of(&token, now()));
        let still = grant.ok().filter(|grant| {
            in_force(&self.log.shown().ledger, &grant.author, grant.key)
                .is_some_and(|held| held.audience == grant.audience)
        });
        still.map(|grant| grant.audience).ok_or_else(|| {
            Problem::new(StatusCode::UNAUTHORIZED, codes::NO_TOKEN, "the token does not count, or does not any more")
                .header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))
        })
    }
}

/// The key of an author that may sign its next statement, and as whom the author reads.
pub(super) fn in_force(ledger: &Ledger, author: &str, key: KeyId) -> Option<InForce> {
    let known = ledger.author(author)?;
    let audience = match known.role {
        Role::Mission => Audience::Mission,
        Role::Monitor => Audience::Monitor,
        Role::Liaison => Audience::Party(known.of.clone()),
        Role::Reader => Audience::Reader,
    };
    let life = ledger.keys_of(author).find(|life| life.key.id() == key)?;
    Some(InForce { key: life.key, audience })
}

/// Too much was asked for.
pub(super) fn too_many(detail: &str, seconds: u64) -> Problem {
    Problem::new(StatusCode::TOO_MANY_REQUESTS, codes::TOO_MANY, detail).retry_after(seconds)
}

/// Bytes in hexadecimal: exactly as many, in lower case.
pub(super) fn bytes<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits = text.as_bytes();
    if digits.len() != 2 * N || !digits.iter().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut bytes = [0; N];
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}

/// Bytes as lower-case hexadecimal digits.
pub(super) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The wall clock, in whole seconds.
pub(super) fn now() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Instant(i64::try_from(since).unwrap_or(i64::MAX))
}
