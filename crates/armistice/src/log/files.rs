//! Files that appear whole or not at all: written beside, secured, named, and the name secured.
//!
//! ```text
//! bytes ─▶ state/unfinished ─▶ fsync ─▶ rename ─▶ fsync of the folder, which was open all the while
//! ```
//!
//! Holds
//! - A name in `record/` or `blobs/` never stands for half a file, whatever happened.
//! - A folder is held open from before its first change: an error of writing it back is told to whoever had it open.
//! - A file that is there already is compared, never replaced, where its bytes follow from the log.
//!
//! Not here: which files there are (`publish`).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::error::{self, LogError};
use crate::limits::LOG_OPEN_FOLDERS;

/// The file in which everything is written before it gets its name; whatever a crash leaves in it is written over.
const UNFINISHED: &str = "state/unfinished";

/// What is done with a file that is there already.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Existing {
    /// It is replaced.
    Replace,
    /// It has these bytes, or somebody changed it.
    Same,
    /// It stays.
    Keep,
}

/// Puts files of a mission in their places.
pub struct Placer {
    mission: PathBuf,
    folders: BTreeMap<PathBuf, Opened>,
}

struct Opened {
    file: File,
    changed: bool,
}

impl Placer {
    /// For the files of this mission.
    pub fn new(mission: &Path) -> Placer {
        Placer { mission: mission.to_owned(), folders: BTreeMap::new() }
    }

    /// Puts `bytes` at `path` (from the top of the mission). The name is safe after the next [`settle`](Placer::settle).
    pub fn place(&mut self, path: &Path, bytes: &[u8], existing: Existing) -> Result<(), LogError> {
        let target = self.mission.join(path);
        if existing != Existing::Replace
            && let Some(found) = read(&target, bytes.len() as u64 + 1)?
        {
            if existing == Existing::Same && found != bytes {
                let sentence = "a published file has other bytes than the log says";
                return Err(LogError::stopped(error::damaged(sentence, &target)));
            }
            // Its name may not have been secured before a crash.
            return self.change(parent(&target));
        }
        self.change(parent(&target))?;
        let unfinished = self.mission.join(UNFINISHED);
        let mut file = File::create(&unfinished).map_err(|error| LogError::step("make", &unfinished, &error))?;
        file.write_all(bytes).map_err(|error| LogError::step("write", &target, &error))?;
        file.sync_all().map_err(|error| LogError::sync(&target, &error))?;
        fs::rename(&unfinished, &target).map_err(|error| LogError::step("name", &target, &error))
    }

    /// Deletes a folder of files, if it is there.
    pub fn delete_folder(&mut self, path: &Path) -> Result<(), LogError> {
        let folder = self.mission.join(path);
        let deleted = match fs::read_dir(&folder) {
            Ok(_) => fs::remove_dir_all(&folder),
            Err(error) => Err(error),
        };
        match deleted {
            Ok(()) => {
                self.folders.remove(&folder);
                self.change(parent(&folder))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(LogError::step("delete", &folder, &error)),
        }
    }

    /// Secures every name that was given or taken away.
    pub fn settle(&mut self) -> Result<(), LogError> {
        for (path, folder) in self.folders.iter_mut().filter(|(_, folder)| folder.changed) {
            folder.file.sync_all().map_err(|error| LogError::sync(path, &error))?;
            folder.changed = false;
        }
        if self.folders.len() > LOG_OPEN_FOLDERS {
            self.folders.clear();
        }
        Ok(())
    }

    /// Says that names in `folder` change; makes it, and those above it, where they are missing.
    fn change(&mut self, folder: &Path) -> Result<(), LogError> {
        if self.folders.len() > LOG_OPEN_FOLDERS {
            self.settle()?;
        }
        if let Some(opened) = self.folders.get_mut(folder) {
            opened.changed = true;
            return Ok(());
        }
        if !folder.is_dir() {
            self.change(parent(folder))?;
            match fs::create_dir(folder) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                    return Err(LogError::step("make", folder, &error));
                }
                _ => {}
            }
        }
        let file = File::open(folder).map_err(|error| LogError::step("open", folder, &error))?;
        self.folders.insert(folder.to_owned(), Opened { file, changed: true });
        Ok(())
    }
}

fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    }
}

/// Writes `bytes` beside `path`, secures them, and gives them the name; makes the folder where it is missing.
pub fn place_beside(path: &Path, bytes: &[u8]) -> Result<(), LogError> {
    let folder = parent(path);
    make_folder(folder)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".unfinished");
    let beside = PathBuf::from(beside);
    let handle = File::open(folder).map_err(|error| LogError::step("open", folder, &error))?;
    let mut file = File::create(&beside).map_err(|error| LogError::step("make", &beside, &error))?;
    file.write_all(bytes).map_err(|error| LogError::step("write", path, &error))?;
    file.sync_all().map_err(|error| LogError::sync(path, &error))?;
    fs::rename(&beside, path).map_err(|error| LogError::step("name", path, &error))?;
    handle.sync_all().map_err(|error| LogError::sync(folder, &error))
}

/// The bytes of a file, `limit` of them at most; `None` where there is no such file.
pub fn read(path: &Path, limit: u64) -> Result<Option<Vec<u8>>, LogError> {
    let io = |error: io::Error| LogError::refused(error::io("read", path, &error));
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(None);
        }
        Err(error) => return Err(io(error)),
    };
    let mut bytes = Vec::new();
    file.take(limit).read_to_end(&mut bytes).map_err(io)?;
    Ok(Some(bytes))
}

/// Makes a folder, and those above it, where they are missing, and secures their names.
pub fn make_folder(folder: &Path) -> Result<(), LogError> {
    if folder.is_dir() {
        return Ok(());
    }
    let above = parent(folder);
    make_folder(above)?;
    let handle = File::open(above).map_err(|error| LogError::step("open", above, &error))?;
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            return Err(LogError::step("make", folder, &error));
        }
        _ => {}
    }
    handle.sync_all().map_err(|error| LogError::sync(above, &error))
}
