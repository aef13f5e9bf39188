//! A copy of a mission's public folder: its files by name, each read up to the most that it may have.
//!
//! Holds
//! - A file longer than it may be is read one byte past its limit, so that its reader refuses it.
//! - A partial tile may be gone once the full one exists: then the full one is read in its place.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use tlog::tile::{Tile, TileKind, TilePath};

use crate::limits::{BUNDLE_BYTES, TILE_BYTES};
use crate::report::Failure;

/// The folder.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(path: &Path) -> Folder {
        Folder(path.to_owned())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// The file called `name`, where there is one.
    pub(crate) fn read(&self, name: &str, most: usize) -> Result<Option<Vec<u8>>, Failure> {
        let path = self.path(name);
        match read_file(&path, most) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if is_absent(&error) => Ok(None),
            Err(error) => Err(Failure::io("read", &path, &error)),
        }
    }

    /// The tile or bundle of a path, or the full one in its place, and which of them it is.
    pub(crate) fn tile(&self, path: TilePath) -> Result<Option<(TilePath, Vec<u8>)>, Failure> {
        let most = match path.kind() {
            TileKind::Hashes(_) => TILE_BYTES,
            TileKind::Entries => BUNDLE_BYTES,
        };
        for path in [path, path.full()] {
            if let Some(bytes) = self.read(&path.to_string(), most)? {
                return Ok(Some((path, bytes)));
            }
        }
        Ok(None)
    }

    /// The tile of exactly this path, where there is one that can be read: what proofs are made from.
    pub(crate) fn hashes(&self, path: TilePath) -> Result<Option<Tile>, Failure> {
        let bytes = self.read(&path.to_string(), TILE_BYTES)?;
        Ok(bytes.and_then(|bytes| Tile::read(&bytes).ok()))
    }

    /// What lies in the folder called `name`, in order: names, and whether they are folders; nothing where there is none.
    pub(crate) fn list(&self, name: &str) -> Result<Vec<(String, bool)>, Failure> {
        let path = self.path(name);
        let entries = match fs::read_dir(&path) {
            Ok(entries) => entries,
            Err(error) if is_absent(&error) => return Ok(Vec::new()),
            Err(error) => return Err(Failure::io("list", &path, &error)),
        };
        let mut names = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Failure::io("list", &path, &error))?;
            names.push((entry.file_name().to_string_lossy().into_owned(), entry.path().is_dir()));
        }
        names.sort();
        Ok(names)
    }
}

/// The bytes of a file, and no more than one past `most`.
pub(crate) fn read_file(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The bytes of a file that was named by whoever calls.
pub(crate) fn read_named(path: &Path, most: usize) -> Result<Vec<u8>, Failure> {
    read_file(path, most).map_err(|error| Failure::io("read", path, &error))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
