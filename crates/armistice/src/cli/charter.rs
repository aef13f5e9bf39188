//! `armistice charter`: who writes into the record, for whom, and who decides about it.
//!
//! ```text
//! draft ─▶ charter.toml, edited ─▶ consent, by each principal on its own machine ─▶ adopt: an entry of the log
//! ```
//!
//! Holds
//! - An amendment is one text that all consent to; a consent to another text is told apart and not taken.
//!
//! Not here: what a charter needs (`record::ledger`), the file's form (`mission::charter_file`).

use std::path::{Path, PathBuf};

use record::envelope::Signer;
use record::identity::{Act, Charter, Says};
use record::ledger::Ledger;
use serde_json::json;

use super::table::Table;
use super::unlock::{Unlock, pen, root_file};
use super::{Answer, Failure, now, read_text};
use crate::codes;
use crate::keys::Keyring;
use crate::message::{Message, utc};
use crate::mission::{AUTHOR, KEYS_FOLDER, charter_file};
use crate::pen::{Pen, Unsigned};
use crate::sequencer::{self, NotAccepted, Offer, ledger_of};

/// What is asked of the charter.
#[derive(clap::Subcommand)]
pub(super) enum CharterCommand {
    /// The charter in force
    #[command(after_help = "Example:\n  armistice charter show")]
    Show,
    /// Write the charter in force as a file to edit
    #[command(after_help = "Example:\n  armistice charter draft --out charter.toml")]
    Draft {
        /// Where to write it
        #[arg(long, value_name = "FILE", default_value = "charter.toml")]
        out: PathBuf,
    },
    /// Consent to an amended charter with a root key of this machine
    #[command(after_help = "Example:\n  armistice charter consent charter.toml --of north --out north.consent\n\n\
        Read the file first. The consent is for this text alone, and goes back to whoever collects them.")]
    Consent {
        /// The amended charter
        file: PathBuf,
        /// The principal whose root key signs
        #[arg(long, value_name = "NAME")]
        of: String,
        /// Where to write the consent
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Put an amended charter in force, with the consents of every principal
    #[command(
        after_help = "Example:\n  armistice charter adopt charter.toml --consent mission.consent --consent north.consent --consent south.consent"
    )]
    Adopt {
        /// The amended charter
        file: PathBuf,
        /// A file of a consent; one for each root key needed
        #[arg(long, value_name = "FILE")]
        consent: Vec<PathBuf>,
    },
}

pub(super) fn charter(dir: &Path, command: &CharterCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    match command {
        CharterCommand::Show => show(dir),
        CharterCommand::Draft { out } => draft(dir, out),
        CharterCommand::Consent { file, of, out } => consent(dir, file, of, out, unlock),
        CharterCommand::Adopt { file, consent } => adopt(dir, file, consent, unlock),
    }
}

fn in_force(ledger: &Ledger) -> &Charter {
    ledger.charter().expect("a log that has begun has a charter")
}

fn show(dir: &Path) -> Result<Answer, Failure> {
    let ledger = ledger_of(dir)?;
    let charter = in_force(&ledger);
    let id = ledger.charter_id().expect("a log that has begun has a charter");
    let mut lines = vec![
        format!("charter of {}: {}", charter.name, charter.mission),
        format!("  id          {id}"),
        format!("  log key     {}", charter.log_key),
        format!("  published   within {} s of acceptance", charter.include_within_s),
        match charter.retention_days {
            Some(days) => format!("  bodies      kept for {days} days"),
            None => "  bodies      kept, no end stated".to_owned(),
        },
        match charter.live_from {
            Some(at) => format!("  live from   {}", utc(at)),
            None => "  live from   not stated: history may be imported".to_owned(),
        },
        String::new(),
    ];
    let mut principals = Table::new(0, ["principal", "kind", "root keys", "needed"]);
    for principal in &charter.principals {
        let roots: Vec<String> = principal.roots.iter().map(|root| root.id().to_string()).collect();
        principals.row([
            principal.name.clone(),
            charter_file::kind_word(principal.kind).to_owned(),
            roots.join(" "),
            principal.needed.to_string(),
        ]);
    }
    lines.extend(principals.lines());
    lines.push(String::new());
    let mut authors = Table::new(0, ["author", "of", "role", "speaks also for", "keys in force"]);
    for author in &charter.authors {
        let keys: Vec<String> = ledger.keys_of(&author.name).map(|life| life.key.id().to_string()).collect();
        let mandates: Vec<String> = author.mandates.iter().map(|mandate| mandate.speaks_for.clone()).collect();
        let role = charter_file::role_word(author.role).to_owned();
        authors.row([author.name.clone(), author.of.clone(), role, mandates.join(", "), keys.join(" ")]);
    }
    lines.extend(authors.lines());
    lines.push(String::new());
    lines.push("policy:".to_owned());
    lines.extend(charter.policy.lines().map(|line| format!("  {line}")));
    let json = json!({
        "mission": charter.mission,
        "name": charter.name,
        "id": id.to_string(),
        "log_key": charter.log_key,
        "policy": charter.policy,
        "include_within_s": charter.include_within_s,
        "retention_days": charter.retention_days,
        "live_from": charter.live_from.map(utc),
        "principals": charter.principals.iter().map(|principal| json!({
            "name": principal.name,
            "kind": charter_file::kind_word(principal.kind),
            "roots": principal.roots.iter().map(|root| root.id().to_string()).collect::<Vec<_>>(),
            "needed": principal.needed,
        })).collect::<Vec<_>>(),
        "authors": charter.authors.iter().map(|author| json!({
            "name": author.name,
            "of": author.of,
            "role": charter_file::role_word(author.role),
            "speaks_for": author.mandates.iter().map(|mandate| mandate.speaks_for.clone()).collect::<Vec<_>>(),
            "keys": ledger.keys_of(&author.name).map(|life| life.key.id().to_string()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    Ok(Answer::ok(lines, json))
}

fn draft(dir: &Path, out: &Path) -> Result<Answer, Failure> {
    let ledger = ledger_of(dir)?;
    if out.exists() {
        let sentence = format!("`{}` is there already", out.display());
        return Err(Message::new(codes::CHARTER_FILE, sentence)
            .help("name another file with --out, or move it away")
            .into());
    }
    crate::log::place_file(out, charter_file::print(in_force(&ledger), true).as_bytes()).map_err(Message::from)?;
    let lines = vec![
        format!("wrote the charter in force to {}", out.display()),
        "  edit it; then each principal consents to it: armistice charter consent --help".to_owned(),
        "  a new author needs `keys = [\"…\"]`, as `armistice key list` shows them".to_owned(),
    ];
    Ok(Answer::ok(lines, json!({ "file": out.display().to_string() })))
}

/// The charter in a file, as an amendment of the one in force.
fn amended(ledger: &Ledger, file: &Path) -> Result<Says, Failure> {
    let text = read_text(file)?;
    let name = file.display().to_string();
    let charter = charter_file::parse(&name, &text, ledger.origin(), ledger.charter_id())?;
    Ok(Says::Charter(Box::new(charter)))
}

fn consent(dir: &Path, file: &Path, of: &str, out: &Path, unlock: &Unlock) -> Result<Answer, Failure> {
    let ledger = ledger_of(dir)?;
    let says = amended(&ledger, file)?;
    let id = says.id().map_err(|error| Message::new(error.code(), error.to_string()).at(file.display().to_string()))?;
    let keyring = Keyring::open(&dir.join(KEYS_FOLDER))?;
    let root = root_file(&keyring, of)?;
    let signer = Signer::new(root.unlock(&unlock.passphrase(dir, false)?)?.bytes());
    let consent = says.consent(of, &signer).map_err(|error| Message::new(error.code(), error.to_string()))?;
    crate::log::place_file(out, charter_file::print_consent(&id, &consent).as_bytes()).map_err(Message::from)?;
    let lines = vec![format!("`{of}` consents to {id}: {}", out.display())];
    Ok(Answer::ok(
        lines,
        json!({ "act": id.to_string(), "of": of, "key": consent.key.to_string(), "file": out.display().to_string() }),
    ))
}

fn adopt(dir: &Path, file: &Path, consents: &[PathBuf], unlock: &Unlock) -> Result<Answer, Failure> {
    let ledger = ledger_of(dir)?;
    let says = amended(&ledger, file)?;
    let id = says.id().map_err(|error| Message::new(error.code(), error.to_string()).at(file.display().to_string()))?;
    let consents = read_consents(&id, consents)?;
    let index = append_act(dir, &pen(dir, AUTHOR, unlock)?, Act { says, consents })?;
    let lines = vec![format!("the charter {id} is in force from entry {} on", index + 1)];
    Ok(Answer::ok(lines, json!({ "act": id.to_string(), "index": index })))
}

/// The consents in these files, each for the act `id`.
pub(super) fn read_consents(
    id: &record::identity::ActId,
    files: &[PathBuf],
) -> Result<Vec<record::identity::Consent>, Failure> {
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        let name = file.display().to_string();
        let (act, consent) = charter_file::parse_consent(&name, &read_text(file)?)?;
        if act != *id {
            return Err(Message::new(codes::CONSENT_FILE, "the consent is for another text")
                .at(name)
                .note(format!("consented to {act}"))
                .note(format!("asked for    {id}"))
                .help("have it consented to again, as it reads now")
                .into());
        }
        read.push(consent);
    }
    Ok(read)
}

/// Appends an act by an author of this machine, and publishes it.
pub(super) fn append_act(dir: &Path, pen: &Pen, act: Act) -> Result<u64, Failure> {
    let mut index = 0;
    let mut sign = |ledger: &Ledger| {
        index = ledger.size();
        let submission = pen.sign(ledger, Unsigned::act(act.clone()))?;
        let offer = Offer::check(submission, |_| None).map_err(|refusal| NotAccepted::Refused(refusal).message())?;
        Ok(vec![offer])
    };
    sequencer::enter(dir, &pen.log, now(), &mut sign)?;
    Ok(index)
}
