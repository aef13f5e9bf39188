//! `armistice key`: keys on this machine, made, listed, changed.
//!
//! ```text
//! new ─▶ keys/…pem ─▶ its public key goes into the charter, or is signed in ─▶ in force from an entry on ─▶ rotate, revoke
//! ```
//!
//! Holds
//! - A key is in force where the log says so, never because its file is here.
//!
//! Not here: key files (`keys`), who may change whose key (`record::ledger`).

mod change;
mod list;

use std::path::{Path, PathBuf};

use record::ledger::Ledger;
use serde_json::{Value, json};

use super::unlock::Unlock;
use super::{Answer, Failure, codes};
use crate::hash::hex;
use crate::keys::{KeyFile, Keyring, Purpose, Secret};
use crate::message::Message;
use crate::mission::KEYS_FOLDER;
use crate::sequencer::ledger_of;

/// What is asked of keys.
#[derive(clap::Subcommand)]
pub(super) enum KeyCommand {
    /// Make a key, encrypted with a passphrase, in the folder keys/
    #[command(after_help = "Examples:\n  armistice key new patrol-2\n  armistice key new --root north\n  \
        armistice key new --witness north.example/witness\n  armistice key new --log valley.example/log\n\n\
        A key that was made signs nothing yet: what counts is the charter, and changes of keys, in the log.")]
    New(NewKey),
    /// The keys here: what each is for, and since which entry it is in force
    #[command(after_help = "Example:\n  armistice key list")]
    List,
    /// Put a new key of an author in the place of the one that this machine has
    #[command(
        after_help = "Examples:\n  armistice key rotate patrol-2\n  armistice key rotate patrol-2 --out rotation.submission\n\n\
        The change is signed by both keys, and needs nobody else. Where the old key may have been stolen, this is not enough: revoke it."
    )]
    Rotate(change::Rotate),
    /// End an author's key with the consent of root keys, where it was lost or stolen
    #[command(after_help = "Examples:\n  armistice key revoke patrol-2 ef60b99e8203ed99 --suspect-since 40\n  \
        armistice key revoke patrol-2 ef60b99e8203ed99 --suspect-since 40 --change stolen.change\n  \
        armistice key revoke patrol-2 ef60b99e8203ed99 --suspect-since 40 --consent mission.consent\n\n\
        Root keys of this machine consent by themselves. Those of others consent to the file of --change, on their machines.")]
    Revoke(change::Revoke),
    /// Bring a further key of an author, with the consent of root keys
    #[command(after_help = "Example:\n  armistice key bring patrol-2 6b58c8…90a --consent mission.consent\n\n\
        The key that begins consents, too: on the machine where it lies, `armistice key consent CHANGE --of AUTHOR`.")]
    Bring(change::Bring),
    /// Consent to a change of keys with a key of this machine
    #[command(after_help = "Example:\n  armistice key consent stolen.change --of north --out north.consent\n\n\
        Read the file first. The consent is for this change alone, and goes back to whoever collects them.")]
    Consent(change::ConsentTo),
}

/// What a new key is for.
#[derive(clap::Args)]
pub(super) struct NewKey {
    /// The author whose statements it signs
    #[arg(required_unless_present_any = ["root", "witness", "log"])]
    author: Option<String>,
    /// The principal for which it consents to charters and changes of keys
    #[arg(long, value_name = "NAME", conflicts_with_all = ["author", "witness", "log"])]
    root: Option<String>,
    /// The witness that cosigns with it
    #[arg(long, value_name = "NAME", conflicts_with_all = ["author", "log"])]
    witness: Option<String>,
    /// The origin of the log whose checkpoints it signs; without one, that of this mission's log
    #[arg(long, value_name = "ORIGIN", conflicts_with = "author", num_args = 0..=1)]
    log: Option<Option<String>>,
    /// Take over an Ed25519 key in encrypted PKCS#8, which the same passphrase opens, instead of making one
    #[arg(long, value_name = "FILE.pem")]
    from: Option<PathBuf>,
}

pub(super) fn key(mission: &Path, command: &KeyCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    match command {
        KeyCommand::New(asked) => new(mission, asked, unlock),
        KeyCommand::List => list::list(mission),
        KeyCommand::Rotate(asked) => change::rotate(mission, asked, unlock),
        KeyCommand::Revoke(asked) => change::revoke(mission, asked, unlock),
        KeyCommand::Bring(asked) => change::bring(mission, asked, unlock),
        KeyCommand::Consent(asked) => change::consent(mission, asked, unlock),
    }
}

impl NewKey {
    fn purpose(&self, mission: &Path) -> Result<Purpose, Failure> {
        Ok(match (&self.author, &self.root, &self.witness, &self.log) {
            (Some(name), ..) => Purpose::Author { name: name.clone() },
            (_, Some(of), ..) => Purpose::Root { of: of.clone() },
            (_, _, Some(name), _) => Purpose::Witness { name: name.clone() },
            (_, _, _, Some(Some(origin))) => Purpose::Log { origin: origin.clone() },
            _ => match ledger(mission)? {
                Some(ledger) => Purpose::Log { origin: ledger.origin().to_owned() },
                None => {
                    return Err(Message::new(codes::BAD_CHOICE, "the log has not begun, so that it has no origin yet")
                        .at("--log")
                        .help("say which log: `--log valley.example/log`")
                        .into());
                }
            },
        })
    }
}

fn new(mission: &Path, asked: &NewKey, unlock: &Unlock) -> Result<Answer, Failure> {
    let purpose = asked.purpose(mission)?;
    let mut keyring = Keyring::open(&mission.join(KEYS_FOLDER))?;
    let passphrase = unlock.passphrase(mission, asked.from.is_none())?;
    let secret = match &asked.from {
        Some(path) => Secret::of_pem(path, &passphrase)?,
        None => Secret::random()?,
    };
    let file = keyring.keep(purpose, &secret, &passphrase)?;
    let mut lines = vec![format!("made a key for {}: {}", file.purpose(), file.key().id())];
    lines.extend(described(file));
    lines.push(String::new());
    lines.push(next_step(file.purpose()).to_owned());
    lines.push(
        "keep a copy of the file apart, and the passphrase apart from both: neither can be made again".to_owned(),
    );
    Ok(Answer::ok(lines, spelled(file)))
}

fn next_step(purpose: &Purpose) -> &'static str {
    match purpose {
        Purpose::Author { .. } => {
            "next: the author signs with it once the log says so: by an amended charter, where the author is new, or by a change of keys"
        }
        Purpose::Root { .. } => "next: the principal's root keys stand in the charter; take this file off the machine",
        Purpose::Log { .. } => "next: the log's key and its policy stand in the charter",
        Purpose::Witness { .. } => "next: the line `verifier` stands in the charter's policy",
    }
}

/// What a key file says, line by line.
fn described(file: &KeyFile) -> Vec<String> {
    let mut lines = vec![format!("  public    {}", hex(&file.public()))];
    lines.extend(file.verifier().map(|verifier| format!("  verifier  {verifier}")));
    lines.push(format!("  file      {}", file.path().display()));
    lines
}

fn spelled(file: &KeyFile) -> Value {
    let (word, name) = file.purpose().parts();
    json!({
        "for": word,
        "name": name,
        "id": file.key().id().to_string(),
        "public": hex(&file.public()),
        "verifier": file.verifier().map(|verifier| verifier.to_string()),
        "file": file.path().display().to_string(),
    })
}

/// The ledger of the mission's log; none where it has not begun.
fn ledger(mission: &Path) -> Result<Option<Ledger>, Message> {
    match ledger_of(mission) {
        Ok(ledger) => Ok(Some(ledger)),
        Err(message) if message.code == crate::codes::LOG_NO_CHARTER => Ok(None),
        Err(message) => Err(message),
    }
}
