//! Unlocking keys for a command: which key files, which passphrase, and the pen that comes of it.
//!
//! Holds
//! - A passphrase comes from a file or from the terminal, never from an argument.
//!
//! Not here: key files (`keys`), what is signed (`pen`).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use record::envelope::{KeyId, PublicKey, Signer};
use record::ledger::Ledger;
use tlog::note::NoteSigner;

use crate::codes;
use crate::keys::{KeyFile, Keyring, Passphrase, PassphraseSource, Purpose};
use crate::message::{Message, quoted};
use crate::mission::KEYS_FOLDER;
use crate::pen::Pen;
use crate::sequencer::ledger_of;

/// Where the passphrase of key files comes from.
#[derive(clap::Args, Clone, Debug, Default)]
pub(crate) struct Unlock {
    /// The file whose first line is the passphrase of the keys; else $ARMISTICE_PASSPHRASE_FILE, else it is asked for
    #[arg(long, global = true, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Unlock {
    /// Asks for the passphrase; twice where a key is made with it.
    pub(crate) fn passphrase(&self, mission: &Path, twice: bool) -> Result<Passphrase, Message> {
        Passphrase::ask(&PassphraseSource::of(self.passphrase_file.as_deref(), &mission.join(KEYS_FOLDER)), twice)
    }
    /// Asks for the passphrase of one key file, wherever it lies.
    pub(crate) fn passphrase_beside(&self, key: &Path) -> Result<Passphrase, Message> {
        let folder = super::witness::folder_of(key);
        Passphrase::ask(&PassphraseSource::of(self.passphrase_file.as_deref(), folder), false)
    }
}

/// The pen of `author` on this machine: its key, and the log's.
pub(crate) fn pen(mission: &Path, author: &str, unlock: &Unlock) -> Result<Pen, Message> {
    let ledger = ledger_of(mission)?;
    let keyring = Keyring::open(&mission.join(KEYS_FOLDER))?;
    let own = author_file(&keyring, &ledger, author)?;
    // Before a passphrase is asked for in vain.
    log_file(&keyring, &ledger)?;
    pen_of(&keyring, &ledger, own, &unlock.passphrase(mission, false)?)
}

/// The pen of an author whose key file this is: its key, and the log's.
pub(crate) fn pen_of(
    keyring: &Keyring,
    ledger: &Ledger,
    own: &KeyFile,
    passphrase: &Passphrase,
) -> Result<Pen, Message> {
    let signer = Signer::new(own.unlock(passphrase)?.bytes());
    let log = note_signer(log_file(keyring, ledger)?, passphrase)?;
    Ok(Pen { author: own.purpose().parts().1.to_owned(), signer: Arc::new(signer), log })
}

/// The log's signer on this machine.
pub(crate) fn log_signer(mission: &Path, unlock: &Unlock) -> Result<NoteSigner, Message> {
    let ledger = ledger_of(mission)?;
    let keyring = Keyring::open(&mission.join(KEYS_FOLDER))?;
    note_signer(log_file(&keyring, &ledger)?, &unlock.passphrase(mission, false)?)
}

fn note_signer(file: &KeyFile, passphrase: &Passphrase) -> Result<NoteSigner, Message> {
    let Purpose::Log { origin } = file.purpose() else { unreachable!("the file of a log's key") };
    NoteSigner::new(origin, file.unlock(passphrase)?.bytes())
        .map_err(|error| Message::new(codes::LOG_NO_PEN, error.to_string()).help("make the mission anew"))
}

pub(crate) fn log_file<'k>(keyring: &'k Keyring, ledger: &Ledger) -> Result<&'k KeyFile, Message> {
    let named = |file: &&KeyFile| matches!(file.purpose(), Purpose::Log { origin } if origin == ledger.origin());
    keyring.files().iter().find(named).ok_or_else(|| {
        Message::new(
            codes::LOG_NO_PEN,
            format!("the key of the log {} is not on this machine", quoted(ledger.origin())),
        )
        .help("only the machine that keeps the log appends to it; elsewhere statements are handed in to its server")
    })
}

/// The file of a key that may sign the author's next statement.
pub(crate) fn author_file<'k>(keyring: &'k Keyring, ledger: &Ledger, author: &str) -> Result<&'k KeyFile, Message> {
    let in_force: Vec<KeyId> = ledger.keys_of(author).map(|life| life.key.id()).collect();
    let own = |file: &&KeyFile| {
        let id = PublicKey::new(&file.public()).map(|key| key.id());
        matches!(file.purpose(), Purpose::Author { name } if name == author)
            && id.is_ok_and(|id| in_force.contains(&id))
    };
    keyring.files().iter().find(own).ok_or_else(|| {
        let message = Message::new(
            codes::LOG_NO_PEN,
            format!("no key of {} that is in force is on this machine", quoted(author)),
        );
        let message = in_force.iter().fold(message, |message, id| message.note(format!("in force: {id}")));
        message.help("`armistice key list` shows the keys that are here and those in force")
    })
}

/// A root key of a principal on this machine.
pub(crate) fn root_file<'k>(keyring: &'k Keyring, of: &str) -> Result<&'k KeyFile, Message> {
    let named = |file: &&KeyFile| matches!(file.purpose(), Purpose::Root { of: name } if name == of);
    keyring.files().iter().find(named).ok_or_else(|| {
        Message::new(codes::LOG_NO_PEN, format!("no root key of {} is on this machine", quoted(of)))
            .help("root keys are kept apart: bring the folder with it, or run this where it lies")
    })
}
