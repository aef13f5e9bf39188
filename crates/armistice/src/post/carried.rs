//! Statements carried by hand: as a file, where no link stands.
//!
//! ```text
//! outbox ─▶ FILE, on a stick or in an e-mail ─▶ signed? by whom? ─▶ inbox of another post, or the log
//! ```
//!
//! Holds
//! - A carried statement is believed for its author's signature alone, never for who carries it.
//! - Carried twice it is one statement; carried into another mission it is none.
//!
//! Not here: taking it into the log (`sequencer`).

use std::path::Path;

use record::envelope::{PublicKey, Voice};
use record::ledger::{Ledger, Refusal};
use record::limits::SUBMISSION_BYTES;
use record::statement::Body;
use record::submission::Submission;

use super::{codes, told};
use crate::message::{Message, quoted};

/// The submission in a file.
///
/// # Errors
/// I01: it cannot be read; L0711: it is none.
pub fn read_file(path: &Path) -> Result<Submission, Message> {
    let failed = |error| Message::io(crate::codes::IMPORT_IO, "read", path, &error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    let none =
        |why: String| told(codes::NOT_CARRIED, "this is no carried statement").at(path.display().to_string()).note(why);
    if length > SUBMISSION_BYTES as u64 {
        return Err(none(format!("it has {length} bytes, more than the {SUBMISSION_BYTES} that a statement can have")));
    }
    Submission::decode(&std::fs::read(path).map_err(failed)?).map_err(|error| none(error.to_string()))
}

/// What a carried statement says, where its author signed it for this mission and may say it.
///
/// # Errors
/// L0711: it is no statement of its author's own; L0712: its author did not sign it; L0713: nobody knows the key; L0714: it is of another
/// mission; R04: its author may not say this.
pub fn opened(submission: &Submission, ledger: &Ledger) -> Result<Body, Message> {
    let envelope = &submission.signed.envelope;
    if envelope.mission != ledger.origin() {
        let sentence = format!("it was signed for the mission {}", quoted(&envelope.mission));
        return Err(told(codes::OTHER_MISSION, sentence).note(format!("this is {}", quoted(ledger.origin()))));
    }
    if envelope.voice != Voice::Own {
        return Err(told(codes::NOT_CARRIED, "it is no statement of its author's own"));
    }
    let body = committed(submission)?;
    let key: Option<PublicKey> =
        ledger.keys_of(&envelope.author).map(|life| life.key).find(|key| key.id() == envelope.key);
    let Some(key) = key else {
        let sentence = format!("the key {} is not known as one of {}", envelope.key, quoted(&envelope.author));
        return Err(told(codes::STRANGE_KEY, sentence));
    };
    match submission.signed.check(key).map(|check| check.holds()) {
        Ok(true) => {}
        _ => return Err(not_signed(submission, "its signature does not hold")),
    }
    match ledger.may_say(envelope, &body) {
        Ok(()) => Ok(body),
        Err(Refusal::OtherAuthor { body, .. }) => {
            Err(not_signed(submission, format!("what it says is {}'s", quoted(&body))))
        }
        Err(refusal) => {
            let help = record::codes::explain(refusal.code()).map_or("", |code| code.help);
            Err(Message::new(refusal.code(), refusal.to_string()).help(help))
        }
    }
}

/// What the envelope of a submission commits to, whoever signed it.
///
/// # Errors
/// L0712: it is another body, or none.
pub fn committed(submission: &Submission) -> Result<Body, Message> {
    let body = submission.body().map_err(|refusal| not_signed(submission, refusal.to_string()))?;
    body.ok_or_else(|| told(codes::NOT_CARRIED, "it is an act of the charter, no statement"))
}

fn not_signed(submission: &Submission, why: impl Into<String>) -> Message {
    told(codes::NOT_SIGNED, format!("{} did not sign this", quoted(&submission.signed.envelope.author))).note(why)
}
