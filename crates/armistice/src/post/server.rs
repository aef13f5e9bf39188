//! Asking the mission's server: who we are, what we hand in, what it has.
//!
//! Holds
//! - Nothing is believed because the server says it: statements are signed, receipts are signed, the log is checked.
//! - A server that is slow or silent costs its time limit and no more.
//!
//! Not here: what is done with the answers.

use std::io::{BufRead, BufReader, Read};
use std::time::Duration;

use record::challenge::Challenge;
use record::envelope::{KeyId, Signer};
use record::vocabulary::time::Instant;
use serde_json::{Value, json};

use super::codes;
use crate::limits::{POST_ANSWER_BYTES, POST_ANSWER_S, POST_IDLE_S};
use crate::message::{Message, quoted};

/// A server at an address.
#[derive(Clone)]
pub struct Server {
    agent: ureq::Agent,
    address: String,
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.address)
    }
}

/// What it answered.
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The bytes.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Of a problem: its code and what it says.
    pub fn problem(&self) -> (String, String) {
        let problem: Value = serde_json::from_slice(&self.bytes).unwrap_or(Value::Null);
        let said = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
        (said("code"), said("detail"))
    }
}

/// One part of a stream (an event of `text/event-stream`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StreamPart {
    /// What kind of part.
    pub name: String,
    /// What it says.
    pub data: String,
}

/// A stream: its parts as they come.
pub struct Stream(BufReader<Box<dyn Read + Send>>);

impl Server {
    /// The server at an address: `http://HOST:PORT`.
    ///
    /// # Errors
    /// L0701: it is no such address.
    pub fn new(address: &str) -> Result<Server, Message> {
        let address = address.trim_end_matches('/');
        if !address.starts_with("http://") || address.len() <= "http://".len() {
            return Err(Message::new(codes::AWAY, format!("{} is no address of a server", quoted(address))).help(
                "name it as `http://HOST:PORT`; for encryption put a tunnel or a server with TLS in front of it",
            ));
        }
        let agent = ureq::Agent::config_builder()
            .timeout_connect(Some(Duration::from_secs(POST_ANSWER_S)))
            .timeout_send_body(Some(Duration::from_secs(POST_ANSWER_S)))
            .max_idle_age(Duration::from_secs(POST_IDLE_S))
            .timeout_recv_response(Some(Duration::from_secs(POST_ANSWER_S)))
            .http_status_as_error(false)
            .max_redirects(0)
            .proxy(None)
            .user_agent("armistice");
        Ok(Server { agent: agent.build().into(), address: address.to_owned() })
    }

    /// Its address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What is at a path.
    ///
    /// # Errors
    /// L0701: it does not answer.
    pub fn get(&self, path: &str, token: Option<&str>) -> Result<Answer, Message> {
        let mut request = self.agent.get(format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        self.read(request.config().timeout_recv_body(Some(Duration::from_secs(POST_ANSWER_S))).build().call())
    }

    /// Sends bytes of a kind to a path.
    ///
    /// # Errors
    /// L0701: it does not answer.
    pub fn post(&self, path: &str, kind: &str, bytes: &[u8]) -> Result<Answer, Message> {
        let request = self.agent.post(format!("{}{path}", self.address)).header("content-type", kind);
        self.read(request.config().timeout_recv_body(Some(Duration::from_secs(POST_ANSWER_S))).build().send(bytes))
    }

    /// A token to read with as `author`.
    ///
    /// # Errors
    /// L0701: it does not answer, or does not take the key.
    pub fn token(&self, mission: &str, author: &str, signer: &Signer) -> Result<String, Message> {
        let ask = |path: &str, asked: Value| {
            let answer = self.post(path, "application/json", asked.to_string().as_bytes())?;
            match answer.status {
                200 => Ok(serde_json::from_slice::<Value>(&answer.bytes).unwrap_or(Value::Null)),
                _ => {
                    let (code, detail) = answer.problem();
                    Err(self.away(format!("it gives no token: {detail} [{code}]")))
                }
            }
        };
        let given = ask("/challenge", json!({ "author": author, "key": signer.key().id().to_string() }))?;
        let nonce = given["nonce"].as_str().and_then(hex::<32>);
        let (Some(nonce), Some(ends_at)) = (nonce, given["ends_at"].as_i64()) else {
            return Err(self.away("its challenge cannot be read"));
        };
        // What is signed names the mission and the author that we know, whatever the server says.
        let key: KeyId = signer.key().id();
        let challenge =
            Challenge { mission: mission.to_owned(), author: author.to_owned(), key, nonce, ends_at: Instant(ends_at) };
        let signature = digits(&challenge.sign(signer));
        let granted = ask("/token", json!({ "nonce": given["nonce"], "signature": signature }))?;
        granted["token"].as_str().map(str::to_owned).ok_or_else(|| self.away("its token cannot be read"))
    }

    /// Reads along from behind the entry `last`, for so long at most; `None` where the token does not count any more.
    ///
    /// # Errors
    /// L0701: it does not answer, or may not be read.
    pub fn follow(&self, token: &str, last: Option<u64>, ends: Duration) -> Result<Option<Stream>, Message> {
        let request = self.agent.get(format!("{}/channel", self.address));
        let mut request = request.header("authorization", format!("Bearer {token}"));
        if let Some(last) = last {
            request = request.header("last-event-id", last.to_string());
        }
        let answer = request.config().timeout_recv_body(Some(ends)).build().call();
        let answer = answer.map_err(|error| self.away(why(&error)))?;
        match answer.status().as_u16() {
            200 => Ok(Some(Stream(BufReader::new(Box::new(answer.into_body().into_reader()))))),
            401 => Ok(None),
            status => Err(self.away(format!("it answered {status} to reading along"))),
        }
    }

    fn read(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Answer, Message> {
        let mut answer = answer.map_err(|error| self.away(why(&error)))?;
        let read = answer.body_mut().with_config().limit(POST_ANSWER_BYTES).read_to_vec();
        let bytes = read.map_err(|error| self.away(why(&error)))?;
        Ok(Answer { status: answer.status().as_u16(), bytes })
    }

    /// That it does not answer as it should.
    pub(crate) fn away(&self, why: impl Into<String>) -> Message {
        super::told(codes::AWAY, "the mission's server does not answer").at(self.address.clone()).note(why)
    }
}

/// Why there was no answer; the kind of an error reads the same on every system.
fn why(error: &ureq::Error) -> String {
    match error {
        ureq::Error::Io(error) => error.kind().to_string(),
        ureq::Error::Timeout(_) => "it took too long".to_owned(),
        other => other.to_string(),
    }
}

impl Iterator for Stream {
    type Item = StreamPart;
    /// The next part; `None` where the stream ended.
    fn next(&mut self) -> Option<StreamPart> {
        let mut part = StreamPart { name: String::new(), data: String::new() };
        loop {
            let mut line = String::new();
            let read = (&mut self.0).take(POST_ANSWER_BYTES).read_line(&mut line).ok()?;
            if read == 0 || !line.ends_with('\n') {
                return None;
            }
            match line.trim_end_matches(['\n', '\r']).split_once(':') {
                Some(("event", name)) => part.name = name.trim_start().to_owned(),
                Some(("data", data)) => part.data.push_str(data.trim_start()),
                None if !part.data.is_empty() => return Some(part),
                _ => {}
            }
        }
    }
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn digits(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    hex_bytes(text)?.try_into().ok()
}

/// Bytes in lower-case hexadecimal, as many as there are.
pub(crate) fn hex_bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes();
    let digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if !digits.len().is_multiple_of(2) || !digits.iter().copied().all(digit) {
        return None;
    }
    digits.chunks_exact(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()).collect()
}
