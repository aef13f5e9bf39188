//! Whether this machine's keys are safe, and whether it has those that it needs.
//!
//! Not here: whether a passphrase opens them: nobody is asked for one.

use std::path::Path;

use record::ledger::Ledger;

use super::{Finding, Health};
use crate::keys::{KeyFile, Keyring, Purpose, exposed};
use crate::mission::KEYS_FOLDER;

const ABOUT: &str = "keys";

pub(super) fn examine(mission: &Path, ledger: Option<&Ledger>, findings: &mut Vec<Finding>) {
    let folder = mission.join(KEYS_FOLDER);
    let keyring = match Keyring::open(&folder) {
        Ok(keyring) => keyring,
        Err(message) => return findings.push(Finding::of(Health::Bad, ABOUT, &message)),
    };
    findings.extend(keyring.unusable().iter().map(|message| Finding::of(Health::Bad, ABOUT, message)));
    let before = findings.len();
    let secrets = keyring.files().iter().map(KeyFile::path).map(Path::to_owned).chain([folder.join("passphrase")]);
    findings.extend(secrets.filter_map(|path| exposed(&path)).map(|message| Finding::of(Health::Bad, ABOUT, &message)));
    findings.extend(open_folder(&folder));
    if findings.len() == before && !keyring.files().is_empty() {
        let says = format!("{} key files, each for its owner alone", keyring.files().len());
        findings.push(Finding::ok(ABOUT, says));
    }
    if let Some(ledger) = ledger {
        for file in keyring.files() {
            findings.extend(standing(file, ledger));
        }
        needed(&keyring, ledger, findings);
    }
}

/// A folder that others can write into lets them exchange files.
#[cfg(unix)]
fn open_folder(folder: &Path) -> Option<Finding> {
    use std::os::unix::fs::MetadataExt;
    let rights = std::fs::metadata(folder).ok()?.mode() & 0o777;
    (rights & 0o022 != 0).then(|| {
        let says = format!("others can exchange what lies in {}: its rights are {rights:04o}", folder.display());
        Finding::bad(ABOUT, says, format!("`chmod 700 {}`", folder.display()))
    })
}
#[cfg(not(unix))]
fn open_folder(_: &Path) -> Option<Finding> {
    None
}

/// What the log says of a key that lies here, where that asks for something.
fn standing(file: &KeyFile, ledger: &Ledger) -> Option<Finding> {
    let id = file.key().id();
    match file.purpose() {
        Purpose::Author { name } => match ledger.keys().get(&id) {
            Some(life) if life.author != *name => {
                let says =
                    format!("the key {id} is kept as one of {name}, and the log has it as one of {}", life.author);
                Some(Finding::bad(ABOUT, says, "nothing of that author can be signed with it: put the right file back"))
            }
            Some(life) if life.suspect_since.is_some() => Some(Finding::look(
                ABOUT,
                format!(
                    "the key {id} of {name} was revoked; what it signed is under suspicion from entry {} on",
                    life.suspect_since.unwrap_or(0)
                ),
                "find out how it came into other hands; keep the file as evidence, outside this folder",
            )),
            Some(life) if !life.signs(ledger.size()) => Some(Finding::look(
                ABOUT,
                format!("the key {id} of {name} ended with entry {}", life.until.unwrap_or(0)),
                format!("it signs nothing more: move {} away", file.path().display()),
            )),
            Some(_) => None,
            None => Some(Finding::look(
                ABOUT,
                format!("the key {id} of {name} is not in force: the log does not name it"),
                "have it signed in, by an amended charter or by a change of keys",
            )),
        },
        Purpose::Root { of } => Some(Finding::look(
            ABOUT,
            format!("a root key of {of} lies on this machine: {id}"),
            "whoever takes this machine could change who signs: keep root keys on a stick in a safe, and copy them here only to consent",
        )),
        Purpose::Log { .. } | Purpose::Witness { .. } => None,
    }
}

/// Keys without which the mission cannot go on.
fn needed(keyring: &Keyring, ledger: &Ledger, findings: &mut Vec<Finding>) {
    let Some(charter) = ledger.charter() else { return };
    let verifiers: Vec<String> =
        keyring.files().iter().filter_map(KeyFile::verifier).map(|key| key.to_string()).collect();
    if !verifiers.contains(&charter.log_key) {
        findings.push(Finding::look(
            ABOUT,
            "the log's key is not on this machine: it can read the record and not continue it",
            "if this machine should keep the log, put the key file back from a copy",
        ));
    }
    for author in &charter.authors {
        if ledger.keys_of(&author.name).next().is_none() && author.role != record::identity::Role::Reader {
            findings.push(Finding::bad(
                ABOUT,
                format!("{} has no key in force: nothing that it says can be signed", author.name),
                "make it a new key and have root keys sign it in: `armistice key revoke --help`",
            ));
        }
    }
}
