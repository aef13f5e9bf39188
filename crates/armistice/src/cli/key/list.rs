//! `armistice key list`: the keys here, joined with what the log says of each.
//!
//! Holds
//! - A file that cannot be used is told, and hides no other.
//!
//! Not here: what a key file says (`keys`).

use std::path::Path;

use record::ledger::{KeyLife, Ledger};
use serde_json::{Value, json};

use super::{described, ledger, spelled};
use crate::cli::{Answer, Failure};
use crate::hash::hex;
use crate::keys::{KeyFile, Keyring, Purpose};
use crate::mission::KEYS_FOLDER;

pub(super) fn list(mission: &Path) -> Result<Answer, Failure> {
    let keyring = Keyring::open(&mission.join(KEYS_FOLDER))?;
    let ledger = ledger(mission)?;
    let (mut lines, mut keys) = (Vec::new(), Vec::new());
    if keyring.files().is_empty() {
        lines.push(format!("no key that can be used lies in {}", keyring.folder().display()));
    }
    for file in keyring.files() {
        let standing = Standing::of(file, ledger.as_ref());
        lines.push(format!("{}  {}  {}", file.purpose(), file.key().id(), standing.words()));
        lines.extend(described(file));
        lines.extend(file.exposed().map(|message| format!("  careful   {}", message.sentence)));
        let mut json = spelled(file);
        if let Some(map) = json.as_object_mut() {
            map.extend(standing.spelled());
        }
        keys.push(json);
    }
    let elsewhere: Vec<&KeyLife> = ledger.iter().flat_map(|ledger| elsewhere(ledger, &keyring)).collect();
    if !elsewhere.is_empty() {
        lines.push(String::new());
        lines.push("in force, and not on this machine:".to_owned());
        lines.extend(elsewhere.iter().map(|life| {
            let KeyLife { author, key, from, .. } = life;
            format!("  author {author}  {}  since entry {from}", key.id())
        }));
    }
    for message in keyring.unusable() {
        lines.push(String::new());
        lines.extend(message.to_string().lines().map(str::to_owned));
    }
    let elsewhere = elsewhere.iter().map(|life| {
        json!({ "name": life.author, "id": life.key.id().to_string(), "public": hex(&life.key.bytes()), "since": life.from })
    });
    let json = json!({
        "folder": keyring.folder().display().to_string(),
        "log": ledger.as_ref().map(|ledger| json!({ "origin": ledger.origin(), "size": ledger.size() })),
        "keys": keys,
        "elsewhere": elsewhere.collect::<Vec<_>>(),
        "unusable": keyring.unusable().iter().map(|m| json!({ "code": m.code, "message": m.to_string() })).collect::<Vec<_>>(),
    });
    Ok(Answer { text: lines, json, code: u8::from(!keyring.unusable().is_empty()) })
}

/// Authors' keys in force of which no file is here.
fn elsewhere<'l>(ledger: &'l Ledger, keyring: &Keyring) -> impl Iterator<Item = &'l KeyLife> {
    let here = |life: &KeyLife| keyring.files().iter().any(|file| *file.key() == life.key);
    ledger.keys().values().filter(move |life| life.signs(ledger.size()) && !here(life))
}

/// What the log says of a key.
enum Standing<'l> {
    /// There is no log yet.
    NoLog,
    /// The log does not know it.
    Unknown,
    /// An author's, in force or not any more.
    Author(&'l KeyLife, u64),
    /// The log has it as an author's, and the file as something else.
    OfAnother(&'l KeyLife),
    /// One of a principal's root keys, of which so many must consent.
    Root(u64),
    /// The key of the charter's log.
    Log,
    /// A witness of the charter's policy.
    Witness,
}

impl<'l> Standing<'l> {
    fn of(file: &KeyFile, ledger: Option<&'l Ledger>) -> Standing<'l> {
        let Some(ledger) = ledger else { return Standing::NoLog };
        if let Some(life) = ledger.keys().get(&file.key().id()) {
            return match file.purpose() {
                Purpose::Author { name } if *name == life.author => Standing::Author(life, ledger.size()),
                _ => Standing::OfAnother(life),
            };
        }
        let Some(charter) = ledger.charter() else { return Standing::Unknown };
        let verifier = file.verifier().map(|verifier| verifier.to_string());
        match file.purpose() {
            Purpose::Author { .. } => Standing::Unknown,
            Purpose::Root { of } => match ledger.principal(of) {
                Some(principal) if principal.roots.contains(file.key()) => Standing::Root(principal.needed),
                _ => Standing::Unknown,
            },
            Purpose::Log { .. } if verifier.as_ref() == Some(&charter.log_key) => Standing::Log,
            Purpose::Witness { .. }
                if charter.policy.split_whitespace().any(|word| Some(word) == verifier.as_deref()) =>
            {
                Standing::Witness
            }
            Purpose::Log { .. } | Purpose::Witness { .. } => Standing::Unknown,
        }
    }

    fn words(&self) -> String {
        match self {
            Standing::NoLog => "no log here that could say whether it is in force".to_owned(),
            Standing::Unknown => "not in force: the log does not name it".to_owned(),
            Standing::Author(life, size) => {
                let suspect = life.suspect_since.map(|since| format!(", under suspicion since entry {since}"));
                let until = life.until.filter(|_| !life.signs(*size));
                let words = match until {
                    Some(until) => format!("ended by entry {until}"),
                    None => format!("in force since entry {}", life.from),
                };
                words + &suspect.unwrap_or_default()
            }
            Standing::OfAnother(life) => {
                format!("not usable as this: the log has it as a key of the author {}", life.author)
            }
            Standing::Root(needed) => format!("in the charter; consents needed: {needed}"),
            Standing::Log => "in force: the charter's log key".to_owned(),
            Standing::Witness => "in force: a witness of the charter's policy".to_owned(),
        }
    }

    fn spelled(&self) -> Vec<(String, Value)> {
        let (word, life) = match self {
            Standing::NoLog => ("no log", None),
            Standing::Unknown => ("not in force", None),
            Standing::Author(life, size) if life.signs(*size) => ("in force", Some(*life)),
            Standing::Author(life, _) => ("ended", Some(*life)),
            Standing::OfAnother(life) => ("of another", Some(*life)),
            Standing::Root(_) | Standing::Log | Standing::Witness => ("in force", None),
        };
        vec![
            ("standing".to_owned(), word.into()),
            ("since".to_owned(), life.map_or(Value::Null, |life| life.from.into())),
            ("until".to_owned(), life.and_then(|life| life.until).into()),
            ("suspect_since".to_owned(), life.and_then(|life| life.suspect_since).into()),
        ]
    }
}
