//! `armistice init` and `armistice adopt`: a mission's folder with its keys and its log, and the terms that count in it.
//!
//! Holds
//! - Everything that may be refused is looked at before the first file is made.
//! - Keys are made first, and nothing is signed with a key that is not on the disk.
//!
//! Not here: the charter (`mission`), what adopting states (`mission`).

use std::path::Path;

use record::envelope::Signer;
use record::vocabulary::time::Instant;
use serde_json::json;

use super::unlock::{Unlock, pen};
use super::{Answer, Failure, Since, codes, demo, hex, now, read_text, words};
use crate::keys::{Keyring, Passphrase, Purpose, Secret};
use crate::message::Message;
use crate::mission::{AUTHOR, Adopting, Founding, KEYS_FOLDER, Mission, WATERMARK};
use crate::terms::Terms;

/// What a new mission is made from.
pub(super) struct Making<'a> {
    /// The agreement's text.
    pub agreement: Option<&'a Path>,
    /// Where registers, zones and labels come from.
    pub from: Option<&'a Path>,
    /// Whether its keys open without anybody.
    pub unattended: bool,
    /// Whether it is an exercise.
    pub exercise: bool,
}

/// The mission's own keys, made for it: root, author and log; and the root, to consent with.
pub(super) fn keys(
    dir: &Path,
    name: &str,
    passphrase: &Passphrase,
    live_from: Option<Instant>,
    exercise: bool,
) -> Result<(Founding, Signer), Failure> {
    let mut keyring = Keyring::open(&dir.join(KEYS_FOLDER))?;
    let (root, author, log) = (Secret::random()?, Secret::random()?, Secret::random()?);
    let root_signer = Signer::new(root.bytes());
    let made = if exercise { Founding::exercise } else { Founding::alone };
    let founding = made(name, &root_signer, Signer::new(author.bytes()), log.bytes(), live_from);
    let origin = founding.charter.mission.clone();
    keyring.keep(Purpose::Root { of: AUTHOR.to_owned() }, &root, passphrase)?;
    keyring.keep(Purpose::Author { name: AUTHOR.to_owned() }, &author, passphrase)?;
    keyring.keep(Purpose::Log { origin }, &log, passphrase)?;
    Ok((founding, root_signer))
}

pub(super) fn init(dir: &Path, making: &Making<'_>, since: &Since, unlock: &Unlock) -> Result<Answer, Failure> {
    // Errors of the text are told under its own name, before anything is made.
    let (terms, file) = match making.agreement {
        Some(path) => (Terms::beside(read_text(path)?, path)?, path.display().to_string()),
        None => (Terms::from(demo::FIRST_AGREEMENT), "agreement.accord".to_owned()),
    };
    let checked = terms.checked(&file)?.0;
    let name = dir.file_name().map_or_else(|| "mission".to_owned(), |name| name.to_string_lossy().into_owned());
    let adopting = since.read(&checked.zone)?;
    Mission::vacant(dir)?;
    let passphrase = match making.unattended {
        true => Passphrase::unattended(&dir.join(KEYS_FOLDER))?,
        false => unlock.passphrase(dir, true)?,
    };
    let (founding, _) = keys(dir, &name, &passphrase, adopting.live_from, making.exercise)?;
    let mut mission = make(dir, &name, terms, making.from, &founding)?;
    mission.adopt(adopting, now())?;
    let sha256 = hex(&mission.text_sha256);
    let mut lines = vec![
        format!("made the mission `{name}` in {}: {}", dir.display(), mission.agreement.name),
        format!("  adopted agreement.accord, sha256:{sha256}"),
        format!("  its keys are in {}: keep a copy of the folder apart", dir.join(KEYS_FOLDER).display()),
        "next: import reports (armistice import --help), then armistice status".to_owned(),
    ];
    if making.exercise {
        lines.insert(0, WATERMARK.to_owned());
    }
    Ok(Answer::ok(
        lines,
        json!({ "mission": dir.display().to_string(), "text_sha256": sha256, "log": founding.charter.mission }),
    ))
}

/// Makes the folder of a mission, with registers and zones copied from `from`; adopts nothing yet.
pub(super) fn make(
    dir: &Path,
    name: &str,
    terms: Terms,
    from: Option<&Path>,
    founding: &Founding,
) -> Result<Mission, Failure> {
    let mission = Mission::init(dir, name, terms, founding, now())?;
    for folder in ["registers", "zones", crate::mission::labels::FOLDER, crate::mission::labels::SIDES] {
        let Some(source) = from.map(|from| from.join(folder)).filter(|source| source.is_dir()) else { continue };
        let io = |doing: &str, path: &Path, error: &std::io::Error| {
            Failure::from(Message::io(crate::codes::MISSION_IO, doing, path, error))
        };
        let entries = std::fs::read_dir(&source).map_err(|error| io("read", &source, &error))?;
        for entry in entries.flatten().filter(|entry| entry.path().is_file()) {
            let to = dir.join(folder).join(entry.file_name());
            std::fs::create_dir_all(dir.join(folder)).map_err(|error| io("make", &dir.join(folder), &error))?;
            std::fs::copy(entry.path(), &to).map_err(|error| io("copy to", &to, &error))?;
        }
    }
    Ok(mission)
}

pub(super) fn adopt(dir: &Path, since: &Since, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut mission = Mission::open_changed(dir)?;
    let Adopting { live_from: asked, known } = since.read(&mission.agreement.zone)?;
    let already = mission.store.live_from();
    if let (Some(asked), Some(already)) = (asked, already)
        && asked != already
    {
        let since = words::instant(&mission.agreement.zone, already);
        return Err(Message::new(codes::BAD_CHOICE, format!("the mission is live from {since} already"))
            .at("--live-from")
            .help("leave it out: from when a mission is live does not change")
            .into());
    }
    let live_from = asked.or(already);
    mission.store.take_pen(pen(dir, AUTHOR, unlock)?);
    let appended = mission.adopt(Adopting { live_from, known }, now())?;
    let sha256 = hex(&mission.text_sha256);
    let lines = vec![
        format!("adopted agreement.accord, sha256:{sha256}"),
        format!("  {}, {} unchanged", words::counted(appended.new.len(), "new statement"), appended.already),
    ];
    Ok(Answer::ok(lines, json!({ "text_sha256": sha256, "new": appended.new.len(), "already": appended.already })))
}
