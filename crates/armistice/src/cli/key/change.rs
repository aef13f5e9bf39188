//! `armistice key rotate | revoke | bring | consent`: changes of an author's keys, as entries of the log.
//!
//! ```text
//! rotate   old key and new key sign                         ─▶ an entry, or a file to hand in
//! revoke   --change FILE ─▶ `consent` by each root's keeper ─▶ --consent FILE… ─▶ the same
//! ```
//!
//! Holds
//! - A new key is on the disk before anything is signed with it, and stays there whatever becomes of the change.
//! - A change is made anew from what was asked: consents to another one are told apart and not taken.
//!
//! Not here: what a change needs and does (`record::ledger`), the files that travel (`mission::change_file`).

use std::path::{Path, PathBuf};

use record::envelope::{KeyId, PublicKey, Signer};
use record::identity::{Act, ActId, Consent, KeyChange, Says};
use record::ledger::{KeyLife, Ledger};
use serde_json::{Value, json};

use crate::cli::charter::{append_act, read_consents};
use crate::cli::unlock::{Unlock, author_file, log_file, pen_of};
use crate::cli::{Answer, Failure, codes, read_text};
use crate::hash::hex;
use crate::keys::{KeyFile, Keyring, Passphrase, Purpose, Secret};
use crate::message::{Message, quoted};
use crate::mission::{AUTHOR, KEYS_FOLDER, change_file, charter_file};
use crate::pen::{Unsigned, sign_one};
use crate::sequencer::ledger_of;

/// What is rotated.
#[derive(clap::Args)]
pub(in crate::cli) struct Rotate {
    /// Whose key
    author: String,
    /// Where to write the signed change, to be handed in to the mission's server, instead of appending it here
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// How a change comes to its consents and into the log.
#[derive(clap::Args)]
pub(in crate::cli) struct Way {
    /// A file of a consent; one for each root key that is not on this machine
    #[arg(long, value_name = "FILE")]
    consent: Vec<PathBuf>,
    /// Write the change for others to consent to, and do nothing else
    #[arg(long, value_name = "FILE", conflicts_with_all = ["consent", "out"])]
    change: Option<PathBuf>,
    /// The author of this machine who brings the change into the log; anybody may
    #[arg(long = "as", value_name = "AUTHOR", default_value = AUTHOR)]
    carrier: String,
    /// Where to write the signed change, to be handed in to the mission's server, instead of appending it here
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// What is revoked.
#[derive(clap::Args)]
pub(in crate::cli) struct Revoke {
    /// Whose key
    author: String,
    /// The key's id, or its beginning
    key: String,
    /// The first entry that may have been signed by somebody else; without it the key ends and nothing is suspect
    #[arg(long, value_name = "ENTRY")]
    suspect_since: Option<u64>,
    /// The public key that begins in its place
    #[arg(long, value_name = "PUBLIC")]
    begins: Option<String>,
    #[command(flatten)]
    way: Way,
}

/// What is brought.
#[derive(clap::Args)]
pub(in crate::cli) struct Bring {
    /// Whose key
    author: String,
    /// The public key, as `armistice key list` shows it
    public: String,
    #[command(flatten)]
    way: Way,
}

/// What is consented to.
#[derive(clap::Args)]
pub(in crate::cli) struct ConsentTo {
    /// The change, as `--change` wrote it
    file: PathBuf,
    /// The principal whose root keys sign, or the author whose key begins
    #[arg(long, value_name = "NAME")]
    of: String,
    /// Where to write the consent
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// A mission's folder, as changes of keys need it.
struct Desk<'a> {
    mission: &'a Path,
    ledger: Ledger,
    keyring: Keyring,
}

impl<'a> Desk<'a> {
    fn open(mission: &'a Path) -> Result<Desk<'a>, Failure> {
        let (ledger, keyring) = (ledger_of(mission)?, Keyring::open(&mission.join(KEYS_FOLDER))?);
        Ok(Desk { mission, ledger, keyring })
    }

    /// The key file with this public key.
    fn file_of(&self, key: &PublicKey) -> Option<&KeyFile> {
        self.keyring.files().iter().find(|file| file.key() == key)
    }

    /// Signs the act and appends it, or writes it as a file to be handed in.
    fn carry(
        &self,
        own: &KeyFile,
        act: Act,
        out: Option<&Path>,
        passphrase: &Passphrase,
    ) -> Result<Option<u64>, Failure> {
        let Some(out) = out else {
            let pen = pen_of(&self.keyring, &self.ledger, own, passphrase)?;
            return append_act(self.mission, &pen, act).map(Some);
        };
        let signer = Signer::new(own.unlock(passphrase)?.bytes());
        let submission = sign_one(&self.ledger, own.purpose().parts().1, &signer, Unsigned::act(act))?;
        let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        place_new(out, &bytes)?;
        Ok(None)
    }
}

/// Writes a file that is not there yet.
fn place_new(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path.exists() {
        return Err(Message::new(codes::BAD_CHOICE, format!("`{}` is there already", path.display()))
            .help("name another file, or move it away")
            .into());
    }
    crate::log::place_file(path, bytes).map_err(|error| Message::from(error).into())
}

/// What became of a change, for people.
fn became(index: Option<u64>, out: Option<&Path>) -> String {
    match (index, out) {
        (Some(index), _) => format!("  entry {index} of the log says so; it counts from entry {} on", index + 1),
        (None, Some(out)) => {
            format!("  hand it in within the day: curl --data-binary @{} http://SERVER/submit", out.display())
        }
        (None, None) => String::new(),
    }
}

pub(super) fn rotate(mission: &Path, asked: &Rotate, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(mission)?;
    let old = *author_file(&desk.keyring, &desk.ledger, &asked.author)?.key();
    if asked.out.is_none() {
        log_file(&desk.keyring, &desk.ledger)?;
    }
    let passphrase = unlock.passphrase(mission, false)?;
    // Whoever asks must have the old key: found out before a new one is made.
    desk.file_of(&old).map(|file| file.unlock(&passphrase)).transpose()?;
    let secret = Secret::random()?;
    let signer = Signer::new(secret.bytes());
    let purpose = Purpose::Author { name: asked.author.clone() };
    let new = desk.keyring.keep(purpose, &secret, &passphrase)?;
    let (public, path) = (*new.key(), new.path().display().to_string());
    let says = Says::Keys(Box::new(KeyChange {
        mission: desk.ledger.origin().to_owned(),
        author: asked.author.clone(),
        ends: Some(old.id()),
        suspect_since: None,
        begins: Some(public),
    }));
    let consent = consent_by(&says, &asked.author, &signer)?;
    let own = desk.file_of(&old).expect("the file was there before the new one");
    let index = desk.carry(own, Act { says, consents: vec![consent] }, asked.out.as_deref(), &passphrase);
    let index = index.map_err(|Failure(messages)| {
        Failure(messages.into_iter().map(|m| m.note(format!("the new key stays in {path}, not in force"))).collect())
    })?;
    let lines = vec![
        format!("{}: the key {} takes the place of {}", asked.author, public.id(), old.id()),
        format!("  file      {path}"),
        became(index, asked.out.as_deref()),
        "keep a copy of the file apart, and the passphrase apart from both: neither can be made again".to_owned(),
    ];
    let json = json!({
        "author": asked.author, "ended": old.id().to_string(), "began": public.id().to_string(),
        "public": hex(&public.bytes()), "file": path, "index": index, "out": shown(asked.out.as_deref()),
    });
    Ok(Answer::ok(lines, json))
}

fn shown(path: Option<&Path>) -> Value {
    path.map_or(Value::Null, |path| path.display().to_string().into())
}

pub(super) fn revoke(mission: &Path, asked: &Revoke, unlock: &Unlock) -> Result<Answer, Failure> {
    let desk = Desk::open(mission)?;
    let ends = key_named(&desk.ledger, &asked.author, &asked.key)?;
    let change = KeyChange {
        mission: desk.ledger.origin().to_owned(),
        author: asked.author.clone(),
        ends: Some(ends),
        suspect_since: asked.suspect_since,
        begins: asked.begins.as_deref().map(|text| charter_file::public_key("--begins", text)).transpose()?,
    };
    change_keys(&desk, change, &asked.way, unlock)
}

pub(super) fn bring(mission: &Path, asked: &Bring, unlock: &Unlock) -> Result<Answer, Failure> {
    let desk = Desk::open(mission)?;
    let change = KeyChange {
        mission: desk.ledger.origin().to_owned(),
        author: asked.author.clone(),
        ends: None,
        suspect_since: None,
        begins: Some(charter_file::public_key("PUBLIC", &asked.public)?),
    };
    change_keys(&desk, change, &asked.way, unlock)
}

/// A key of an author, by the beginning of its id.
fn key_named(ledger: &Ledger, author: &str, text: &str) -> Result<KeyId, Message> {
    let own: Vec<&KeyLife> = ledger.keys().values().filter(|life| life.author == author).collect();
    let wanted = text.to_ascii_lowercase();
    let meant: Vec<KeyId> =
        own.iter().map(|life| life.key.id()).filter(|id| id.to_string().starts_with(&wanted)).collect();
    if let ([id], false) = (&meant[..], wanted.is_empty()) {
        return Ok(*id);
    }
    let sentence = match meant.len() {
        0 => format!("{} has no key {}", quoted(author), quoted(text)),
        _ => format!("{} can mean more than one key of {}", quoted(text), quoted(author)),
    };
    let message = Message::new(codes::UNKNOWN_NAME, sentence);
    let message = own.iter().fold(message, |message, life| message.note(life.key.id().to_string()));
    Err(message.help("`armistice key list` shows the keys"))
}

/// Collects the consents of a change and brings it into the log; or writes it for others to consent to.
fn change_keys(desk: &Desk<'_>, change: KeyChange, way: &Way, unlock: &Unlock) -> Result<Answer, Failure> {
    let says = Says::Keys(Box::new(change.clone()));
    let id = says.id().map_err(|error| Message::new(error.code(), error.to_string()))?;
    let head = said(&change);
    if let Some(path) = &way.change {
        place_new(path, change_file::print(&change).as_bytes())?;
        let lines = vec![
            head,
            format!("  nothing is changed yet; it stands in {}", path.display()),
            format!("  have it consented to: armistice key consent {} --of NAME --out NAME.consent", path.display()),
        ];
        return Ok(Answer::ok(lines, spelled(&change, &id, None, way)));
    }
    let own = carrier(desk, &change, &way.carrier)?;
    if way.out.is_none() {
        log_file(&desk.keyring, &desk.ledger)?;
    }
    let mut consents = read_consents(&id, &way.consent)?;
    let passphrase = unlock.passphrase(desk.mission, false)?;
    for (name, file) in asked_of(desk, &change) {
        if !consents.iter().any(|consent| consent.key == file.key().id()) {
            consents.push(consent_by(&says, name, &Signer::new(file.unlock(&passphrase)?.bytes()))?);
        }
    }
    let index = desk.carry(own, Act { says, consents }, way.out.as_deref(), &passphrase).map_err(more_consents)?;
    let lines = vec![head, became(index, way.out.as_deref())];
    Ok(Answer::ok(lines, spelled(&change, &id, index, way)))
}

/// What a change says, in a line.
fn said(change: &KeyChange) -> String {
    let ends = change.ends.map(|key| format!("the key {key} ends"));
    let suspect = change.suspect_since.map(|index| format!("what it signed is under suspicion from entry {index} on"));
    let begins = change.begins.map(|key| format!("the key {} begins", key.id()));
    let parts: Vec<String> = [ends, suspect, begins].into_iter().flatten().collect();
    format!("{}: {}", change.author, parts.join("; "))
}

fn spelled(change: &KeyChange, id: &ActId, index: Option<u64>, way: &Way) -> Value {
    json!({
        "act": id.to_string(),
        "author": change.author,
        "ends": change.ends.map(|key| key.to_string()),
        "suspect_since": change.suspect_since,
        "begins": change.begins.map(|key| hex(&key.bytes())),
        "index": index,
        "change": shown(way.change.as_deref()),
        "out": shown(way.out.as_deref()),
    })
}

/// The key file that signs the envelope: the key that begins may carry its own beginning.
fn carrier<'d>(desk: &'d Desk<'_>, change: &KeyChange, name: &str) -> Result<&'d KeyFile, Message> {
    let begins = change.begins.as_ref().filter(|_| change.author == name);
    match begins.and_then(|key| desk.file_of(key)) {
        Some(file) => Ok(file),
        None => author_file(&desk.keyring, &desk.ledger, name),
    }
}

/// Keys of this machine that a change asks for: root keys of the author's principal, and the key that begins.
fn asked_of<'d>(desk: &'d Desk<'_>, change: &'d KeyChange) -> Vec<(&'d str, &'d KeyFile)> {
    let principal = desk.ledger.author(&change.author).and_then(|author| desk.ledger.principal(&author.of));
    let roots = principal.iter().flat_map(|principal| {
        principal.roots.iter().filter_map(|root| Some((principal.name.as_str(), desk.file_of(root)?)))
    });
    let begins = change.begins.as_ref().and_then(|key| Some((change.author.as_str(), desk.file_of(key)?)));
    roots.chain(begins).collect()
}

fn consent_by(says: &Says, of: &str, signer: &Signer) -> Result<Consent, Message> {
    says.consent(of, signer).map_err(|error| Message::new(error.code(), error.to_string()))
}

/// Says how consents are collected, where they are too few.
fn more_consents(Failure(messages): Failure) -> Failure {
    let too_few = |message: &Message| message.code == record::codes::NOT_CONSENTED;
    let help = "write the change with --change FILE, have it consented to where the keys lie (`armistice key consent --help`), and run \
                this again with a --consent for each";
    Failure(messages.into_iter().map(|message| if too_few(&message) { message.help(help) } else { message }).collect())
}

pub(super) fn consent(mission: &Path, asked: &ConsentTo, unlock: &Unlock) -> Result<Answer, Failure> {
    let name = asked.file.display().to_string();
    let change = change_file::parse(&name, &read_text(&asked.file)?)?;
    let keyring = Keyring::open(&mission.join(KEYS_FOLDER))?;
    // A machine that only keeps a root key has no log to look at: there whoever consents knows which mission it is.
    if let Ok(ledger) = ledger_of(mission)
        && ledger.origin() != change.mission
    {
        return Err(Message::new(
            crate::codes::CHANGE_FILE,
            format!("the change is for the log {}", quoted(&change.mission)),
        )
        .at(name)
        .note(format!("this mission's is {}", quoted(ledger.origin())))
        .help("consent only where it belongs: in the other mission's folder")
        .into());
    }
    let begins = |file: &&KeyFile| change.author == asked.of && change.begins.as_ref() == Some(file.key());
    let root = |file: &&KeyFile| matches!(file.purpose(), Purpose::Root { of } if *of == asked.of);
    let mut own: Vec<&KeyFile> = keyring.files().iter().filter(|file| root(file) || begins(file)).collect();
    let file = match (own.pop(), own.pop()) {
        (Some(file), None) => file,
        (None, _) => {
            return Err(Message::new(
                crate::codes::LOG_NO_PEN,
                format!("no key of {} that can consent is on this machine", quoted(&asked.of)),
            )
            .help("root keys are kept apart: bring the folder with it, or run this where it lies")
            .into());
        }
        (Some(_), Some(_)) => {
            return Err(Message::new(
                codes::BAD_CHOICE,
                format!("more than one key of {} can consent from here", quoted(&asked.of)),
            )
            .help("leave one of them in the folder: each consents by a file of its own")
            .into());
        }
    };
    let says = Says::Keys(Box::new(change.clone()));
    let id = says.id().map_err(|error| Message::new(error.code(), error.to_string()))?;
    let signer = Signer::new(file.unlock(&unlock.passphrase(mission, false)?)?.bytes());
    let consent = consent_by(&says, &asked.of, &signer)?;
    place_new(&asked.out, charter_file::print_consent(&id, &consent).as_bytes())?;
    let lines =
        vec![said(&change), format!("  {} consents to it with {}: {}", asked.of, consent.key, asked.out.display())];
    let json = json!({
        "act": id.to_string(), "of": asked.of, "key": consent.key.to_string(), "file": asked.out.display().to_string(),
    });
    Ok(Answer::ok(lines, json))
}
