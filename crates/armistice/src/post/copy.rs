//! The copy of the log at a post: fetched as files, and believed only when it is checked.
//!
//! ```text
//! /record/checkpoint ─▶ the tiles and bundles that are missing ─▶ fetched/ ─▶ checked against what is here ─▶ record/
//! ```
//!
//! Holds
//! - What is fetched lies apart until it is checked, and the checkpoint is placed last: `record/` is always a log that holds.
//! - What does not continue the checkpoint that is here is refused; where that can be proved, the evidence is kept.
//! - A fetch that is cut goes on where it was.
//!
//! Not here: what is checked (crate `verify`).

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use record::envelope::{Entry, EnvelopeId};
use tlog::checkpoint::Checkpoint;
use tlog::limits::TILE_WIDTH;
use tlog::note::SignedNote;
use tlog::tile::{TileKind, TilePath, read_bundle};
use verify::evidence::Evidence;
use verify::report::{Failure, Problem, Report};

use super::server::Server;
use super::{codes, told};
use crate::limits::POST_FETCH_LOOKS;
use crate::log::place_file;
use crate::message::Message;

/// Where evidence against the log is kept.
pub const EVIDENCE_FILE: &str = "fork.evidence";
/// Where what is fetched lies until it is checked.
const FETCHED_FOLDER: &str = "fetched";
const CHECKPOINT: &str = "checkpoint";
const POLICY: &str = "policy.txt";

/// Brings `record/` up to what the server has published. Gives how many entries it has.
///
/// # Errors
/// L0701: the server does not answer, or gives no log; L0702: the log does not continue what is here; L01: the disk.
pub fn fetch(dir: &Path, server: &Server) -> Result<u64, Message> {
    let fetched = dir.join(FETCHED_FOLDER);
    let _alone = alone(&fetched)?;
    let fetching = Fetching { dir, record: dir.join("record"), fetched, server, held: held(dir)? };
    let mut size = fetching.stage(false)?;
    if let Some(held) = fetching.held.filter(|held| size < *held) {
        return Err(fetching.shorter(size, held));
    }
    if let Some((message, evidence)) = fetching.check() {
        // The two do not go together. Either the log is another one, or the copy is damaged: its own files alone tell.
        if evidence.is_some() {
            return Err(fetching.refuse(message, evidence));
        }
        fetching.clear()?;
        size = fetching.stage(true)?;
        if let Some((message, evidence)) = fetching.check() {
            return Err(fetching.refuse(message, evidence));
        }
    }
    fetching.place(size)?;
    Ok(size)
}

/// The bytes of an entry of the copy; `None` where it has none.
pub fn entry(dir: &Path, size: u64, index: u64) -> Option<Vec<u8>> {
    let width = u64::from(TILE_WIDTH);
    let bundle = bundle(dir, TilePath::in_log(TileKind::Entries, index / width, size)?)?;
    bundle.into_iter().nth(usize::try_from(index % width).ok()?)
}

/// Whether the copy has an envelope, looked for from its end.
pub fn has(dir: &Path, size: u64, envelope: EnvelopeId) -> bool {
    let is = |bytes: &Vec<u8>| Entry::decode(bytes).is_ok_and(|entry| entry.signed.id() == envelope);
    let paths = (0..size.div_ceil(u64::from(TILE_WIDTH)))
        .rev()
        .filter_map(|index| TilePath::in_log(TileKind::Entries, index, size));
    paths.filter_map(|path| bundle(dir, path)).any(|entries| entries.iter().any(is))
}

fn bundle(dir: &Path, path: TilePath) -> Option<Vec<Vec<u8>>> {
    let bytes = fs::read(dir.join("record").join(path.to_string())).ok()?;
    Some(read_bundle(&bytes, path.width()).ok()?.into_iter().map(<[u8]>::to_vec).collect())
}

struct Fetching<'f> {
    dir: &'f Path,
    record: PathBuf,
    fetched: PathBuf,
    server: &'f Server,
    /// How many entries the copy has, where there is one.
    held: Option<u64>,
}

/// Why what was fetched is not believed, and the evidence, where there is some.
type NotContinued = (Message, Option<Evidence>);

impl Fetching<'_> {
    /// Puts what the server has published into a folder of its own, with what is here already unless the log is wanted `whole`.
    fn stage(&self, whole: bool) -> Result<u64, Message> {
        for _ in 0..POST_FETCH_LOOKS {
            if let Some(size) = self.stage_once(whole)? {
                return Ok(size);
            }
        }
        Err(self.server.away("its log grows faster than it can be fetched"))
    }

    /// The same; `None` where the log grew meanwhile, and files of its former end are gone.
    fn stage_once(&self, whole: bool) -> Result<Option<u64>, Message> {
        let bytes = self.get(CHECKPOINT)?.ok_or_else(|| self.server.away("it has published no log"))?;
        let size = size_of(&bytes).ok_or_else(|| self.server.away("what it calls its checkpoint is none"))?;
        let held = self.held.filter(|_| !whole);
        if held.is_none_or(|held| held <= size) {
            for path in paths(size) {
                let name = path.to_string();
                let target = self.fetched.join(&name);
                if target.exists() {
                    continue;
                }
                if held.is_some_and(|held| is_in(path, held)) && link(&self.record.join(&name), &target).is_ok() {
                    continue;
                }
                match self.get(&name)? {
                    Some(bytes) => place_file(&target, &bytes)?,
                    None if path.is_partial() => return Ok(None),
                    None => return Err(self.server.away(format!("it does not have {name}"))),
                }
            }
        }
        let policy = self.get(POLICY)?.ok_or_else(|| self.server.away("it has no policy"))?;
        place_file(&self.fetched.join(POLICY), &policy)?;
        place_file(&self.fetched.join(CHECKPOINT), &bytes)?;
        Ok(Some(size))
    }

    fn get(&self, path: &str) -> Result<Option<Vec<u8>>, Message> {
        let answer = self.server.get(&format!("/record/{path}"), None)?;
        match answer.status {
            200 => Ok(Some(answer.bytes)),
            404 => Ok(None),
            status => Err(self.server.away(format!("it answered {status} to {path}"))),
        }
    }

    /// Why what was fetched does not hold, or does not continue what is here; `None` where it does.
    fn check(&self) -> Option<NotContinued> {
        let from = self.record.join(CHECKPOINT);
        let from = self.held.is_some().then_some(from.as_path());
        let asked = verify::log::Asked { folder: &self.fetched, blobs: None, from, policy: None };
        match verify::log::check(asked) {
            Ok((report, evidence)) => found(&report, evidence),
            Err(Failure::Input(problem) | Failure::World(problem)) => Some((refused(&problem), None)),
        }
    }

    /// A log that is shorter than the copy: it was put back, or it is another one, which the copy can prove.
    fn shorter(&self, size: u64, held: u64) -> Message {
        let (theirs, own) = (self.fetched.join(CHECKPOINT), self.record.join(CHECKPOINT));
        let (message, evidence) = match verify::consistency::check(&theirs, &own, &self.record, None) {
            Ok((report, evidence)) => found(&report, evidence).unwrap_or_else(|| {
                let why = format!(
                    "it has {size} entries, the copy here {held}: it was put back, or the newer ones are kept from you"
                );
                (not_continued().note(why), None)
            }),
            Err(Failure::Input(problem) | Failure::World(problem)) => (refused(&problem), None),
        };
        self.refuse(message, evidence)
    }

    /// Refuses what was fetched, and keeps the evidence.
    fn refuse(&self, message: Message, evidence: Option<Evidence>) -> Message {
        let cleared = self.clear();
        let Some(evidence) = evidence else { return cleared.err().unwrap_or(message) };
        let path = self.dir.join(EVIDENCE_FILE);
        match place_file(&path, evidence.to_string().as_bytes()) {
            Ok(()) => message.note(format!("the evidence is in {}", path.display())),
            Err(error) => Message::from(error),
        }
    }

    /// Puts what was fetched and checked in its place.
    fn place(&self, size: u64) -> Result<(), Message> {
        let read = |name: &str| -> Result<Vec<u8>, Message> {
            let path = self.fetched.join(name);
            fs::read(&path).map_err(|error| Message::io(crate::codes::MISSION_IO, "read", &path, &error))
        };
        let names = paths(size).map(|path| path.to_string()).chain([POLICY.to_owned(), CHECKPOINT.to_owned()]);
        for name in names {
            let bytes = read(&name)?;
            // A file that was linked from here is here.
            if fs::read(self.record.join(&name)).ok().as_ref() != Some(&bytes) {
                place_file(&self.record.join(&name), &bytes)?;
            }
        }
        for gone in self.held.into_iter().flat_map(paths).filter(|path| !is_in(*path, size)) {
            // The end of the log as it was: what stays by mistake is no harm.
            let _ = fs::remove_file(self.record.join(gone.to_string()));
        }
        self.clear()
    }

    fn clear(&self) -> Result<(), Message> {
        for part in ["tile", POLICY, CHECKPOINT] {
            let path = self.fetched.join(part);
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            match removed {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                    return Err(Message::io(crate::codes::MISSION_IO, "remove", &path, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// One program fetches at a time.
fn alone(fetched: &Path) -> Result<File, Message> {
    let path = fetched.join("lock");
    let held = fs::create_dir_all(fetched).and_then(|()| {
        let file = File::options().create(true).append(true).open(&path)?;
        file.lock()?;
        Ok(file)
    });
    held.map_err(|error| Message::io(crate::codes::MISSION_IO, "hold", &path, &error))
}

/// How many entries the copy has that is here, if there is one.
fn held(dir: &Path) -> Result<Option<u64>, Message> {
    let path = dir.join("record").join(CHECKPOINT);
    match fs::read(&path) {
        Ok(bytes) => match size_of(&bytes) {
            Some(size) => Ok(Some(size)),
            None => Err(not_continued().note(format!("{} cannot be read any more", path.display()))),
        },
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Message::io(crate::codes::MISSION_IO, "read", &path, &error)),
    }
}

fn size_of(bytes: &[u8]) -> Option<u64> {
    let note = SignedNote::parse(bytes).ok()?;
    Checkpoint::parse(note.text()).ok().map(|checkpoint| checkpoint.size())
}

/// The files of a log of so many entries, one after the other: a server may say any number.
fn paths(size: u64) -> impl Iterator<Item = TilePath> {
    let levels = (0..=u8::MAX).map(TileKind::Hashes).take_while(move |kind| TilePath::in_log(*kind, 0, size).is_some());
    levels
        .chain([TileKind::Entries])
        .flat_map(move |kind| (0..).map_while(move |index| TilePath::in_log(kind, index, size)))
}

fn is_in(path: TilePath, size: u64) -> bool {
    TilePath::in_log(path.kind(), path.index(), size) == Some(path)
}

fn link(from: &Path, to: &Path) -> std::io::Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    // A stick may know no links.
    fs::hard_link(from, to).or_else(|_| fs::copy(from, to).map(drop))
}

fn found(report: &Report, evidence: Option<Evidence>) -> Option<NotContinued> {
    let forked = |problem: &&Problem| [verify::codes::FORK, verify::codes::NOT_CONTINUED].contains(&problem.code);
    let told = evidence.as_ref().and_then(|_| report.problems().iter().find(forked));
    let problem = told.or(report.problems().first())?;
    Some((refused(problem), evidence))
}

fn refused(problem: &Problem) -> Message {
    let message = not_continued().note(format!("[{}] {}", problem.code, problem.sentence));
    problem.notes.iter().fold(message, |message, note| message.note(note.clone()))
}

fn not_continued() -> Message {
    told(codes::NOT_CONTINUED, "what the server gives does not hold, or does not continue the copy that is here")
}
