//! Webhooks: statements sent to an address as they are accepted, signed by the log, and again until they are taken.
//!
//! ```text
//! hooks.toml ─▶ for each hook a thread: the next entry it may read ─▶ POST, a signed note ─▶ 2xx ─▶ state/hooks/NAME
//! ```
//!
//! Holds
//! - Each statement comes in the order of the log, with its number; after a failure the same one comes again, so that none is left out.
//! - What is sent is a signed note (C2SP signed-note) of the log's key: whoever takes it can check it without asking.
//! - A hook reads what its audience may read, and nothing else.
//!
//! Not here: reading along (`channel`), what an audience may read (`situation::audience`).

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use serde::Deserialize;
use situation::audience::Audience;
use tlog::note::{NoteSigner, SignedNote};

use super::channel::read_again;
use super::hub::Hub;
use super::listen::Stopping;
use crate::codes;
use crate::limits::{HOOK_ANSWER_S, HOOK_LOOKS_MS, HOOK_REST_S, HOOKS};
use crate::log::{LogReader, place_file};
use crate::message::Message;
use crate::sequencer::Handle;

/// The file in a mission's folder that names hooks.
pub const HOOKS_FILE: &str = "hooks.toml";

/// Where statements are sent.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hook {
    /// What it is called: of letters, digits and dashes.
    pub name: String,
    /// Where to: `http://HOST…`.
    pub url: String,
    /// As which party it reads; as the mission where none is named.
    pub party: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    hook: Vec<Hook>,
}

/// The hooks of a mission.
///
/// # Errors
/// M0101: the file cannot be read; M0102: a line of it is wrong.
pub fn read(mission: &Path) -> Result<Vec<Hook>, Message> {
    let path = mission.join(HOOKS_FILE);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(Message::io(codes::MISSION_IO, "read", &path, &error)),
    };
    let hooks = toml::from_str::<File>(&text).map_err(|error| wrong(error.to_string()))?.hook;
    if hooks.len() > HOOKS {
        return Err(wrong(format!("there are {} hooks, more than the {HOOKS} allowed", hooks.len())));
    }
    for (place, hook) in hooks.iter().enumerate() {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if hook.name.is_empty() || !hook.name.chars().all(plain) || !hook.url.starts_with("http://") {
            return Err(wrong(format!("the hook `{}` has another name or address than one may have", hook.name)));
        }
        if hooks[..place].iter().any(|other| other.name == hook.name) {
            return Err(wrong(format!("two hooks are called `{}`", hook.name)));
        }
    }
    Ok(hooks)
}

fn wrong(why: String) -> Message {
    Message::new(codes::MISSION_LINE, "a line of hooks.toml is not understood").at(HOOKS_FILE).note(why).help(
        "each hook is `[[hook]]` with `name` (letters, digits, dashes), `url` (http://…), and `party` where it reads as one",
    )
}

/// Starts a thread for each hook of a mission; they end when the server stops.
///
/// # Errors
/// As for [`read`]; L01: the log cannot be read.
pub fn start(
    mission: &Path,
    log: &Handle,
    hub: &Arc<Hub>,
    signer: &NoteSigner,
    stopping: &Stopping,
) -> Result<Vec<JoinHandle<()>>, Message> {
    let hooks = read(mission)?;
    let ledger = log.shown().ledger.clone();
    let strange = |party: &&String| ledger.principal(party).is_none();
    if let Some(party) = hooks.iter().filter_map(|hook| hook.party.as_ref()).find(strange) {
        return Err(wrong(format!("the charter has no party `{party}`")));
    }
    hooks
        .into_iter()
        .map(|hook| {
            let sending = Sending {
                log: log.clone(),
                hub: hub.clone(),
                reader: LogReader::open(mission)?,
                sent: mission.join("state").join("hooks").join(&hook.name),
                signer: signer.clone(),
                agent: agent(),
                hook,
            };
            let stopping = stopping.clone();
            Ok(std::thread::spawn(move || sending.run(&stopping)))
        })
        .collect()
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(HOOK_ANSWER_S)))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .user_agent("armistice");
    config.build().into()
}

struct Sending {
    hook: Hook,
    log: Handle,
    hub: Arc<Hub>,
    reader: LogReader,
    sent: PathBuf,
    signer: NoteSigner,
    agent: ureq::Agent,
}

impl Sending {
    fn run(mut self, stopping: &Stopping) {
        // A hook that is new begins with what comes from now on, also where nothing comes for it before the next start.
        let mut next = self.last_sent().unwrap_or_else(|| self.reader.size());
        let (mut failures, mut told) = (0u32, false);
        let mut kept = None;
        while !stopping.now() {
            match self.step(&mut next, &mut kept) {
                Ok(true) => (failures, told) = (0, false),
                Ok(false) => std::thread::sleep(Duration::from_millis(HOOK_LOOKS_MS)),
                Err(why) => {
                    if !told {
                        eprintln!(
                            "note: the hook {} does not take entry {next}: {why}; it is sent again",
                            self.hook.name
                        );
                        told = true;
                    }
                    rest(failures, stopping);
                    failures = failures.saturating_add(1);
                }
            }
        }
    }

    fn last_sent(&self) -> Option<u64> {
        fs::read_to_string(&self.sent).ok()?.trim().parse().ok()
    }

    /// Sends the next entry that the hook may read, or passes it over; `false` where there is none. `kept` is the number on the disk:
    /// it is written after what was sent, and where nothing more is to be done, so that what is passed over costs nothing.
    fn step(&mut self, next: &mut u64, kept: &mut Option<u64>) -> Result<bool, String> {
        if *next >= self.hub.told() {
            self.keep(*next, kept)?;
            return Ok(false);
        }
        if *next >= self.reader.size() {
            self.reader.refresh().map_err(|error| error.to_string())?;
        }
        let leaf = self.reader.leaf(*next).map_err(|error| error.to_string())?;
        let fresh = leaf.and_then(|leaf| read_again(&self.log.shown().ledger, *next, &leaf));
        let audience = self.hook.party.clone().map_or(Audience::Mission, Audience::Party);
        match fresh.filter(|fresh| self.hub.may_read(&audience, &fresh.body, fresh.principal.as_ref())) {
            Some(fresh) => {
                self.keep(*next, kept)?;
                self.send(&format!("{}\n", self.hub.spoken(&fresh)))?;
                *next += 1;
                self.keep(*next, kept)?;
            }
            None => *next += 1,
        }
        Ok(true)
    }

    fn keep(&self, next: u64, kept: &mut Option<u64>) -> Result<(), String> {
        if *kept != Some(next) {
            place_file(&self.sent, format!("{next}\n").as_bytes()).map_err(|error| error.to_string())?;
            *kept = Some(next);
        }
        Ok(())
    }

    fn send(&self, line: &str) -> Result<(), String> {
        let note = SignedNote::sign(line, &self.signer).map_err(|error| error.to_string())?;
        let sent = self.agent.post(&self.hook.url).content_type("text/plain; charset=utf-8").send(note.to_string());
        match sent.map_err(|error| error.to_string())?.status().as_u16() {
            200..=299 => Ok(()),
            status => Err(format!("it answered {status}")),
        }
    }
}

/// 1, 2, 4 … seconds, as long as the server goes on.
fn rest(failures: u32, stopping: &Stopping) {
    let mut left = Duration::from_secs((1 << failures.min(16)).min(HOOK_REST_S));
    let moment = Duration::from_millis(100);
    while !left.is_zero() && !stopping.now() {
        std::thread::sleep(moment.min(left));
        left = left.saturating_sub(moment);
    }
}
