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

use record::envelope::PublicKey;
use record::ledger::Ledger;
use record::limits::SUBMISSION_BYTES;
use record::statement::Body;
use record::submission::Submission;

use super::codes;
use crate::message::{Message, quoted};

/// The submission in a file.
///
/// # Errors
/// I01: it cannot be read; L0711: it is none.
pub fn read_file(path: &Path) -> Result<Submission, Message> {
    let failed = |error| Message::io(crate::codes::IMPORT_IO, "read", path, &error);
    let length = std::fs::metadata(path).map_err(failed)?.len();
    let none = |why: String| {
        let help = codes::explain(codes::NOT_CARRIED).map_or("", |code| code.help);
        Message::new(codes::NOT_CARRIED, "this is no carried statement")
            .at(path.display().to_string())
            .note(why)
            .help(help)
    };
    if length > SUBMISSION_BYTES as u64 {
        return Err(none(format!("it has {length} bytes, more than the {SUBMISSION_BYTES} that a statement can have")));
    }
    Submission::decode(&std::fs::read(path).map_err(failed)?).map_err(|error| none(error.to_string()))
}

/// What a carried statement says, where its author signed it for this mission.
///
/// # Errors
/// L0712: the signature does not hold; L0713: nobody knows the key; L0714: it is of another mission.
pub fn opened(submission: &Submission, ledger: &Ledger) -> Result<Body, Message> {
    let envelope = &submission.signed.envelope;
    let refused = |code: &'static str, sentence: String| {
        Message::new(code, sentence).help(codes::explain(code).map_or("", |code| code.help))
    };
    if envelope.mission != ledger.origin() {
        let sentence = format!("it was signed for the mission {}", quoted(&envelope.mission));
        return Err(refused(codes::OTHER_MISSION, sentence).note(format!("this is {}", quoted(ledger.origin()))));
    }
    let not_signed =
        |why: String| refused(codes::NOT_SIGNED, format!("{} did not sign this", quoted(&envelope.author))).note(why);
    let body = submission.body().map_err(|refusal| not_signed(refusal.to_string()))?;
    let key: Option<PublicKey> =
        ledger.keys_of(&envelope.author).map(|life| life.key).find(|key| key.id() == envelope.key);
    let Some(key) = key else {
        let sentence = format!("the key {} is not known as one of {}", envelope.key, quoted(&envelope.author));
        return Err(refused(codes::STRANGE_KEY, sentence));
    };
    match submission.signed.check(key).map(|check| check.holds()) {
        Ok(true) => {}
        _ => return Err(not_signed("its signature does not hold".to_owned())),
    }
    let body =
        body.ok_or_else(|| refused(codes::NOT_CARRIED, "it is an act of the charter, no statement".to_owned()))?;
    match body.author == envelope.author {
        true => Ok(body),
        false => Err(not_signed(format!("what it says is {}'s", quoted(&body.author)))),
    }
}
