//! A mission is a folder: its agreement, registers and zones as files, its keys, and its signed log.
//!
//! ```text
//! mission.toml ─▶ agreement.accord ─▶ parse ─▶ check ─┐
//! registers/*.csv, zones/*.geojson ──────────────────┴▶ `Mission::adopt` ─▶ entries of its log
//! ```
//!
//! Holds
//! - What counts is what was adopted: files decide nothing until `adopt` has turned them into statements.
//! - A text that differs from the adopted one is refused, with both hashes.
//! - An adoption is one batch: the agreement, its registers and its zones as they stand, or nothing of them.
//!
//! Not here: what the terms say (`agreement`), importing reports (`import`), the time of day (callers pass it).

pub mod change_file;
pub mod charter_file;
mod founding;
pub mod labels;
pub mod registers;
mod settings;
pub mod weights;
pub mod zones;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Component, Path, PathBuf};

use agreement::tree::ZoneSource;
use agreement::{Agreement, Diagnostic};
use record::identity::PrincipalKind;
use record::ledger::Ledger;
use record::live::{Declared, Knowledge};
use record::statement::{Adoption, Body, BodyId, Content, Reply, Stance, Statement, ZoneVersionStated};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::time::{Instant, KnownAt};

use crate::codes;
use crate::hash::{hex, sha256};
use crate::import::Input;
use crate::limits::{self, ImportLimits};
use crate::message::{Message, utc};
use crate::store::{Appended, Entry, Store};
use crate::terms::Terms;

pub use founding::{Founding, WATERMARK, is_exercise, is_exercise_at, origin};
pub use settings::{Settings, WatchSettings};

/// Who says what the mission itself adopts and imports.
pub const AUTHOR: &str = "mission";
/// The command that adopts a changed text, for messages.
pub const ADOPT_COMMAND: &str = "armistice adopt";

/// The file that makes a folder a mission.
pub const SETTINGS_FILE: &str = "mission.toml";
const AGREEMENT_FILE: &str = "agreement.accord";
const REGISTERS_FOLDER: &str = "registers";
const ZONES_FOLDER: &str = "zones";
/// The folder of this machine's keys.
pub const KEYS_FOLDER: &str = "keys";

/// What an adoption states.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Adopting {
    /// From when the mission is live; history is refused from then on. `None` keeps what the last adoption stated.
    pub live_from: Option<Instant>,
    /// Where the adoption itself is history: when it was known.
    pub known: Option<KnownAt>,
}

/// An open mission.
#[derive(Debug)]
pub struct Mission {
    /// Its folder.
    pub dir: PathBuf,
    /// What `mission.toml` says.
    pub settings: Settings,
    /// The agreement's text.
    pub text: String,
    /// SHA-256 of the text's bytes.
    pub text_sha256: [u8; 32],
    /// SHA-256 of its JSON tree.
    pub tree_sha256: [u8; 32],
    /// The agreement.
    pub agreement: Agreement,
    /// Warnings and notes about the text.
    pub diagnostics: Vec<Diagnostic>,
    /// Its statements.
    pub store: Store,
}

impl Mission {
    /// Makes a mission called `name` with `terms` in the folder `dir`, which is empty or not there yet, and begins
    /// its log. Adopts nothing.
    ///
    /// # Errors
    /// The text has errors, the folder holds something, or the disk refuses.
    pub fn init(
        dir: &Path,
        name: &str,
        terms: impl Into<Terms>,
        founding: &Founding,
        now: Instant,
    ) -> Result<Mission, Vec<Message>> {
        let terms = terms.into();
        terms.checked(AGREEMENT_FILE)?;
        Mission::vacant(dir)?;
        let io =
            |doing: &str, path: &Path, error: &std::io::Error| vec![Message::io(codes::MISSION_IO, doing, path, error)];
        for folder in [REGISTERS_FOLDER, ZONES_FOLDER] {
            let path = dir.join(folder);
            fs::create_dir_all(&path).map_err(|error| io("make", &path, &error))?;
        }
        let settings =
            Settings { name: name.to_owned(), agreement: AGREEMENT_FILE.to_owned(), watch: WatchSettings::default() };
        let mut files = BTreeMap::from([
            (PathBuf::from(SETTINGS_FILE), settings.print()),
            (PathBuf::from(AGREEMENT_FILE), terms.text),
        ]);
        files.extend(terms.included.into_iter().map(|(path, text)| (PathBuf::from(path), text)));
        for (register, header) in registers::headers() {
            files.insert(Path::new(REGISTERS_FOLDER).join(format!("{register}.csv")), format!("{header}\n"));
        }
        for (file, text) in files {
            let path = dir.join(file);
            let folder = path.parent().unwrap_or(dir);
            fs::create_dir_all(folder).map_err(|error| io("make", folder, &error))?;
            fs::write(&path, text).map_err(|error| io("write", &path, &error))?;
        }
        Store::found(dir, founding, now).map_err(|message| vec![message])?;
        let mut mission = Mission::open(dir)?;
        mission.store.take_pen(founding.pen.clone());
        Ok(mission)
    }

    /// Whether a mission may be made in `dir`: nothing is there yet, but keys.
    ///
    /// # Errors
    /// M0105: something is there; M0101: it cannot be read.
    pub fn vacant(dir: &Path) -> Result<(), Vec<Message>> {
        // Keys are made before what they sign.
        let others = |entries: fs::ReadDir| entries.flatten().filter(|entry| entry.file_name() != KEYS_FOLDER).count();
        match fs::read_dir(dir).map(others) {
            Ok(1..) => {
                let sentence = format!("the folder `{}` is not empty", dir.display());
                Err(vec![
                    Message::new(codes::MISSION_NOT_EMPTY, sentence)
                        .help("name a folder that is empty or not there yet"),
                ])
            }
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(vec![Message::io(codes::MISSION_IO, "read", dir, &error)])
            }
            _ => Ok(()),
        }
    }

    /// Opens the mission in `dir`. One that has adopted nothing yet opens, too.
    ///
    /// # Errors
    /// M01: a file is missing or cannot be read, the agreement has errors, or its text differs from the adopted one.
    /// S01: the statements cannot be read.
    pub fn open(dir: &Path) -> Result<Mission, Vec<Message>> {
        let mission = Mission::open_changed(dir)?;
        let Some((statement, adoption)) = mission.adoption() else { return Ok(mission) };
        if adoption.text_sha256 == mission.text_sha256 {
            return Ok(mission);
        }
        Err(vec![
            Message::new(codes::MISSION_CHANGED, "the agreement differs from the adopted one")
                .at(mission.settings.agreement.clone())
                .note(format!("the file  sha256:{}", hex(&mission.text_sha256)))
                .note(format!("adopted   sha256:{}", hex(&adoption.text_sha256)))
                .note(format!("adopted at {} by statement {}", utc(statement.said_at()), statement.id.short()))
                .help(format!("put the adopted text back, or adopt the change with `{ADOPT_COMMAND}`")),
        ])
    }

    /// Opens the mission in `dir` whether or not its text is the adopted one: to adopt it.
    ///
    /// # Errors
    /// As [`Mission::open`], except M0104.
    pub fn open_changed(dir: &Path) -> Result<Mission, Vec<Message>> {
        let settings = Settings::parse(&read(dir, SETTINGS_FILE).map_err(|message| {
            vec![message.help(
                "this is no mission's folder; name one with `--mission DIR`, or make one with `armistice init DIR`",
            )]
        })?)?;
        let text = read(dir, &settings.agreement).map_err(|message| vec![message])?;
        let beside = dir.join(&settings.agreement);
        let terms = Terms::beside(text, &beside).map_err(|message| vec![message])?;
        let (agreement, diagnostics) = terms.checked(&settings.agreement)?;
        let text = terms.text;
        let store = Store::open(dir).map_err(|message| vec![message])?;
        Ok(Mission {
            dir: dir.to_owned(),
            settings,
            text_sha256: sha256(text.as_bytes()),
            tree_sha256: sha256(agreement::to_json(&agreement).as_bytes()),
            text,
            agreement,
            diagnostics,
            store,
        })
    }

    /// The latest adoption.
    pub fn adoption(&self) -> Option<(&Statement, &Adoption)> {
        self.store.statements().iter().rev().find_map(|statement| match &statement.body.content {
            Content::Adoption(adoption) => Some((statement, adoption)),
            _ => None,
        })
    }

    /// Adopts the agreement, the registers and the zones as they stand in the folder, as one batch at `now`.
    ///
    /// A register entry or zone of an earlier adoption that is not in the files any more is withdrawn; one that comes back
    /// is revived. Where nothing differs from what was adopted, nothing is appended.
    ///
    /// # Errors
    /// Everything that is wrong with registers and zones; what the store refuses. Nothing was adopted then.
    pub fn adopt(&mut self, adopting: Adopting, now: Instant) -> Result<Appended, Vec<Message>> {
        let bodies = self.stated_by_files()?;
        let said_at = adopting.known.map_or(self.store.accepted_at(now), |known| known.0);
        let adoption = Adoption {
            agreement: self.agreement.name.clone(),
            text_sha256: self.text_sha256,
            tree_sha256: self.tree_sha256,
            live_from: adopting.live_from.or(self.adoption().and_then(|(_, adopted)| adopted.live_from)),
        };
        let head = says(Content::Adoption(adoption.clone()), Some(said_at), None);
        let mut entries = Vec::new();
        let mut wrong = Vec::new();
        for (place, body) in [(self.settings.agreement.clone(), head)].into_iter().chain(bodies) {
            match Entry::new(body) {
                Ok(entry) => entries.push(entry.known(adopting.known)),
                Err(error) => wrong.push(
                    Message::new(codes::REGISTER_ROW, "this makes no statement")
                        .at(place)
                        .note(error.to_string())
                        .help("shorten what it says"),
                ),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let stated = entries.split_off(1);
        let changes = self.changes(&stated, said_at);
        let same = self.adoption().is_some_and(|(_, adopted)| *adopted == adoption);
        if same && changes.is_empty() && stated.iter().all(|entry| self.store.holds(entry.id())) {
            return Ok(Appended { new: Vec::new(), already: stated.len() });
        }
        entries.extend(changes.into_iter().map(|entry| entry.known(adopting.known)));
        entries.extend(stated);
        self.store.append(entries, now, adopting.known.is_some()).map_err(|message| vec![message])
    }

    /// Registrations and zone versions that the files state, each with its place in them.
    fn stated_by_files(&self) -> Result<Vec<(String, Body)>, Vec<Message>> {
        let mut bodies = Vec::new();
        let mut wrong = Vec::new();
        match self.register_files() {
            Ok(files) => {
                for (path, register) in files {
                    let read = input(&self.dir, &path).map_err(|message| vec![message]).and_then(|input| {
                        registers::read(&register, &path, &input, &AUTHOR.to_owned(), &self.agreement.zone)
                    });
                    match read {
                        Ok(read) => bodies.extend(read.into_iter().map(|body| (path.clone(), body))),
                        Err(messages) => wrong.extend(messages),
                    }
                }
            }
            Err(message) => wrong.push(message),
        }
        for zone in &self.agreement.zones {
            let ZoneSource::File { path, feature } = &zone.geometry else { continue };
            let path = self.beside_agreement(path);
            match read(&self.dir, &path).and_then(|text| zones::area(&path, &text, feature)) {
                Ok(area) => {
                    let version = ZoneVersionStated {
                        zone: zone.name.clone(),
                        label: format!("{feature} of {path}"),
                        in_force_from: Instant::EVER,
                        geometry: ZoneGeometry::Area(area),
                        with_agreement: true,
                    };
                    bodies.push((path.clone(), says(Content::ZoneVersion(version), None, Some(path))));
                }
                Err(message) => wrong.push(message),
            }
        }
        if wrong.is_empty() { Ok(bodies) } else { Err(wrong) }
    }

    /// The files in the folder of registers, and those the agreement names: path within the mission, register.
    fn register_files(&self) -> Result<BTreeMap<String, String>, Message> {
        let mut files = BTreeMap::new();
        let folder = self.dir.join(REGISTERS_FOLDER);
        let failed = |error| Message::io(codes::MISSION_IO, "read", Path::new(REGISTERS_FOLDER), &error);
        match fs::read_dir(&folder) {
            Ok(entries) => {
                for entry in entries {
                    let path = entry.map_err(failed)?.path();
                    if path.extension().is_some_and(|extension| extension == "csv") {
                        let part =
                            |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
                        let file = format!("{REGISTERS_FOLDER}/{}", part(path.file_name()));
                        files.insert(file, part(path.file_stem()));
                    }
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(failed(error)),
        }
        for register in &self.agreement.registers {
            files.insert(self.beside_agreement(&register.path), register.register.clone());
        }
        Ok(files)
    }

    /// A path of the agreement, which is relative to it, as one relative to the mission.
    fn beside_agreement(&self, path: &str) -> String {
        match self.settings.agreement.rsplit_once('/') {
            Some((folder, _)) => format!("{folder}/{path}"),
            None => path.to_owned(),
        }
    }

    /// Withdrawals that make what earlier adoptions stated be what `stated` says now.
    fn changes(&self, stated: &[Entry], said_at: Instant) -> Vec<Entry> {
        let adopted: BTreeSet<BodyId> = self
            .store
            .batches()
            .filter(|batch| matches!(batch[0].body.content, Content::Adoption(_)))
            .flat_map(|batch| batch[1..].iter().map(|statement| statement.id))
            .collect();
        if adopted.is_empty() {
            return Vec::new();
        }
        let knowledge = Knowledge::at(self.store.statements(), KnownAt::ALL, &Declared::default());
        let live: BTreeMap<BodyId, &Statement> =
            knowledge.live.iter().map(|live| (live.statement.id, live.statement)).collect();
        let wanted: BTreeSet<BodyId> = stated.iter().map(Entry::id).collect();
        let gone = live.values().filter(|statement| {
            let of_files = matches!(statement.body.content, Content::Registration(_) | Content::ZoneVersion(_));
            of_files && adopted.contains(&statement.id) && !wanted.contains(&statement.id)
        });
        // What takes down a statement that the files state again.
        let revived = live.values().filter(|statement| match &statement.body.content {
            Content::Reply(Reply { to, stance: Stance::Withdraws, .. }) => {
                adopted.contains(&statement.id) && wanted.contains(to) && !live.contains_key(to)
            }
            _ => false,
        });
        let withdrawn = |statement: &Statement, words: &str| {
            let reply = Reply {
                to: statement.id,
                stance: Stance::Withdraws,
                subject: "registers and zones".to_owned(),
                without_prejudice: false,
                words: words.to_owned(),
            };
            Entry::new(says(Content::Reply(reply), Some(said_at), None)).expect("short texts have canonical bytes")
        };
        gone.map(|statement| withdrawn(statement, "not in the files adopted now"))
            .chain(revived.map(|statement| withdrawn(statement, "in the files adopted now")))
            .collect()
    }
}

/// What the mission itself says.
fn says(content: Content, said_at: Option<Instant>, cited: Option<String>) -> Body {
    Body { author: AUTHOR.to_owned(), said_at, on_behalf: None, cited, content }
}

/// The text of the file at `path` within the mission.
fn read(dir: &Path, path: &str) -> Result<String, Message> {
    input(dir, path).map(|input| input.text)
}

fn input(dir: &Path, path: &str) -> Result<Input, Message> {
    let relative = Path::new(path);
    if path.is_empty() || !relative.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(Message::new(codes::MISSION_OUTSIDE, format!("the path `{path}` leaves the mission's folder"))
            .help("put the file inside the folder and name it from there"));
    }
    let failed = |error| Message::io(codes::MISSION_IO, "read", relative, &error);
    let full = dir.join(relative);
    let length = fs::metadata(&full).map_err(failed)?.len();
    if length > limits::MISSION_FILE_BYTES {
        let sentence = format!("the file is longer than {} bytes", limits::MISSION_FILE_BYTES);
        return Err(Message::new(codes::IMPORT_TOO_LONG, sentence).at(path).help("divide the file"));
    }
    let bytes = fs::read(&full).map_err(failed)?;
    Input::of(path, bytes, ImportLimits::default())
}

/// Who is known where a mission's terms are not here: those of its charter.
pub fn of_charter(ledger: &Ledger) -> Declared {
    let Some(charter) = ledger.charter() else { return Declared::default() };
    let authors = charter.authors.iter().map(|author| author.name.clone());
    let named = |party: bool| {
        let own = charter.principals.iter().filter(move |one| (one.kind == PrincipalKind::Party) == party);
        own.map(|principal| principal.name.clone())
    };
    Declared { parties: named(true).collect(), others: named(false).chain(authors).collect() }
}
