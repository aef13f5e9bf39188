//! The files of the repository, as the rules see them.
//!
//! Holds
//! - The files are those git tracks or would track; without git, all but build output and hidden folders.
//! - A file that is not text is there by name only.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Paths from the top of the repository, with `/`, and the text of each file that is text.
#[derive(Debug, Default)]
pub struct Tree {
    files: BTreeMap<String, Option<String>>,
}

impl Tree {
    /// A tree of these paths and texts.
    pub fn of(files: &[(&str, &str)]) -> Tree {
        Tree { files: files.iter().map(|(path, text)| (path.to_string(), Some(text.to_string()))).collect() }
    }

    /// The repository whose top folder is `top`. Fails with a sentence when the folder cannot be read.
    pub fn read(top: &Path) -> Result<Tree, String> {
        let paths = match listed_by_git(top) {
            Some(paths) => paths,
            None => {
                let mut paths = Vec::new();
                walk(top, "", &mut paths).map_err(|error| format!("cannot list `{}`: {error}", top.display()))?;
                paths
            }
        };
        let mut files = BTreeMap::new();
        for path in paths {
            // Listed and gone: deleted, not yet committed.
            let Ok(bytes) = std::fs::read(top.join(&path)) else { continue };
            files.insert(path, String::from_utf8(bytes).ok());
        }
        Ok(Tree { files })
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The text of one file; `None` where it is missing or not text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path)?.as_deref()
    }

    /// Every text file with its path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().filter_map(|(path, text)| Some((path.as_str(), text.as_deref()?)))
    }

    /// Whether `path` is a file or a folder that holds one; the empty path is the top folder.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        path.is_empty() || self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }
}

/// Tracked and not yet tracked files, ignored ones left out; `None` where git does not know this folder.
fn listed_by_git(top: &Path) -> Option<Vec<String>> {
    let output = Command::new("git")
        .arg("-C")
        .arg(top)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .ok()?;
    let paths: Vec<String> =
        output.stdout.split(|byte| *byte == 0).map(|p| String::from_utf8_lossy(p).into()).collect();
    // A copy inside another repository that ignores it lists nothing of ours.
    (output.status.success() && paths.iter().any(|path| path == "Cargo.toml")).then_some(paths)
}

fn walk(top: &Path, folder: &str, paths: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(top.join(folder))? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        if entry.file_type()?.is_dir() {
            let skipped = name == ".git" || name == "node_modules" || name == "target" || name.starts_with("target-");
            if !skipped {
                walk(top, &path, paths)?;
            }
        } else {
            paths.push(path);
        }
    }
    Ok(())
}
