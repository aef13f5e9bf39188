//! A command's batch enters the log: by the command itself, or through the server that writes the log just now.
//!
//! ```text
//! the log is free ─▶ sequencer opened ─▶ signed ─▶ one frame ─▶ published
//! a server has it ─▶ state/serving ─▶ signed ─▶ POST /batch ─▶ the server's sequencer
//! ```
//!
//! Holds
//! - Either way the batch enters whole or not at all, signed by its author for the place that it takes.
//! - Whoever else writes meanwhile is no error: numbers that were taken by then are signed anew.
//!
//! Not here: what is signed (callers), answering (`serve`).

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use record::ledger::Ledger;
use record::submission::Submission;
use record::vocabulary::time::Instant;
use tlog::note::NoteSigner;

use super::{NotAccepted, Offer, Sequencer, ledger_of};
use crate::codes;
use crate::limits::{BATCH_BYTES, HAND_OVER_LOOKS, HAND_OVER_S};
use crate::message::Message;

/// The media type of a batch: each submission after its length in four bytes.
pub const BATCH_KIND: &str = "application/vnd.armistice.batch";

/// Where a running server says at which address it is.
pub fn serving_file(mission: &Path) -> PathBuf {
    mission.join("state").join("serving")
}

/// What is said of a statement whose number somebody else took.
const TAKEN_MEANWHILE: [&str; 3] =
    [record::codes::NUMBER_REUSED, record::codes::NUMBER_MISSING, record::codes::OTHER_PAST];

/// Enters what `sign` makes of the ledger: nothing where it makes nothing. Gives how many entries.
///
/// # Errors
/// What `sign` says; what the log refuses; the disk, or a server that does not answer.
pub fn enter(
    mission: &Path,
    log: &NoteSigner,
    now: Instant,
    sign: &mut dyn FnMut(&Ledger) -> Result<Vec<Offer>, Message>,
) -> Result<usize, Message> {
    match Sequencer::open(mission, log.clone()) {
        Ok(mut sequencer) => {
            let offers = sign(sequencer.ledger())?;
            if offers.is_empty() {
                return Ok(0);
            }
            let entered =
                sequencer.append_all(&offers, now).map_err(|(place, why)| not_entered(place, offers.len(), &why))?;
            sequencer.publish_with_witnesses().map_err(|message| {
                message.note("the batch was accepted and is on the disk; only publishing it did not work")
            })?;
            Ok(entered.len())
        }
        Err(message) if message.code == codes::LOG_HELD => {
            let Ok(address) = fs::read_to_string(serving_file(mission)) else { return Err(message) };
            hand_over(mission, address.trim(), sign)
        }
        Err(message) => Err(message),
    }
}

fn not_entered(place: usize, count: usize, why: &NotAccepted) -> Message {
    match why {
        NotAccepted::Refused(_) if count > 1 => why.message().at(format!("statement {} of the batch", place + 1)),
        _ => why.message(),
    }
}

fn hand_over(
    mission: &Path,
    address: &str,
    sign: &mut dyn FnMut(&Ledger) -> Result<Vec<Offer>, Message>,
) -> Result<usize, Message> {
    let mut refused = None;
    for _ in 0..HAND_OVER_LOOKS {
        let offers = sign(&ledger_of(mission)?)?;
        if offers.is_empty() {
            return Ok(0);
        }
        match post(address, &offers)? {
            None => return Ok(offers.len()),
            // Its numbers were taken by whoever wrote meanwhile.
            Some(message) if TAKEN_MEANWHILE.contains(&message.code) => refused = Some(message),
            Some(message) => return Err(message),
        }
    }
    Err(refused.expect("refused each time"))
}

/// Hands the batch to the server at `address`; what it refuses, if it does.
fn post(address: &str, offers: &[Offer]) -> Result<Option<Message>, Message> {
    let mut bytes = Vec::new();
    for offer in offers {
        let one = offer.submission().encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        bytes.extend_from_slice(&(one.len() as u32).to_be_bytes());
        bytes.extend_from_slice(&one);
    }
    if bytes.len() > BATCH_BYTES {
        let sentence = format!("the batch has {} bytes, more than the {BATCH_BYTES} that a server takes", bytes.len());
        return Err(
            Message::new(codes::LOG_GROUP, sentence).help("stop the server for this import, or divide the file")
        );
    }
    let agent: ureq::Agent = ureq::Agent::config_builder()
        .timeout_global(Some(Duration::from_secs(HAND_OVER_S)))
        .http_status_as_error(false)
        .max_redirects(0)
        .proxy(None)
        .build()
        .into();
    let lost = |why: String| {
        Message::new(codes::LOG_STOPPED, "the server that writes this log does not answer")
            .at(address.to_owned())
            .note(why)
            .note("whether the batch was accepted is not known; handed in again, nothing is accepted twice")
            .help("look at the server, or stop it, and run the command again")
    };
    let sent = agent.post(format!("{address}/batch")).header("content-type", BATCH_KIND).send(&bytes[..]);
    let mut answer = sent.map_err(|error| lost(error.to_string()))?;
    if answer.status().is_success() {
        return Ok(None);
    }
    let text = answer.body_mut().read_to_string().map_err(|error| lost(error.to_string()))?;
    let problem: serde_json::Value = serde_json::from_str(&text).map_err(|error| lost(error.to_string()))?;
    let said = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    let known = record::codes::explain(&said("code")).map(|code| (code.code, code.help));
    let known = known.or_else(|| codes::explain(&said("code")).map(|code| (code.code, code.help)));
    let (code, help) = known.unwrap_or((codes::LOG_STOPPED, ""));
    Ok(Some(Message::new(code, said("detail")).at(address.to_owned()).help(help)))
}

/// The submissions in the bytes of a batch; `None` where they are none.
pub fn read_batch(bytes: &[u8]) -> Option<Vec<Submission>> {
    let mut rest = bytes;
    let mut batch = Vec::new();
    while !rest.is_empty() {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (one, after) = after.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        batch.push(Submission::decode(one).ok()?);
        rest = after;
    }
    Some(batch)
}
