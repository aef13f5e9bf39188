//! The weights by which a mission compares reports: a file by its hash, in force since a statement names it.
//!
//! ```text
//! `weights learn` ─▶ FILE ─▶ `weights difference` ─▶ `weights adopt` ─▶ weights/HASH.weights + a statement ─▶ in force
//! ```
//!
//! Holds
//! - As known at K the weights are those that the mission's latest statement by K names; before the first, those of the program.
//! - A file that is missing or that somebody changed is said to be; nothing else is taken in its place.
//!
//! Not here: what weights do (`incident::likeness`).

use std::fs;
use std::path::{Path, PathBuf};

use incident::likeness::WeightsText;
use record::live::Knowledge;
use record::statement::{Content, Statement, Weighing};

use super::AUTHOR;
use crate::codes;
use crate::hash::{hex, sha256};
use crate::message::Message;

/// The folder with every text of weights that was ever in force.
pub const WEIGHTS_FOLDER: &str = "weights";
/// Longest text of weights, in bytes; the program's own has some 50 kB.
pub const WEIGHTS_BYTES: usize = 4 << 20;

/// The mission's latest statement about weights; `None`: those that come with the program.
pub fn in_force<'a>(knowledge: &Knowledge<'a>) -> Option<(&'a Statement, &'a Weighing)> {
    let stated = knowledge.live.iter().filter_map(|live| match &live.statement.body.content {
        Content::Weighing(weighing) if live.statement.body.author == AUTHOR => Some((live.statement, weighing)),
        _ => None,
    });
    stated.max_by_key(|(statement, _)| (statement.known(), statement.id))
}

/// The weights in force.
///
/// # Errors
/// M0107: the text is missing, or is not the one that was stated.
pub fn read(dir: &Path, knowledge: &Knowledge<'_>) -> Result<WeightsText, Message> {
    let Some((statement, weighing)) = in_force(knowledge) else { return Ok(WeightsText::first()) };
    let path = path_of(&weighing.text_sha256);
    let wrong = |sentence: String| {
        Message::new(codes::WEIGHTS_MISSING, sentence)
            .at(path.display().to_string())
            .note(format!("stated by {}, sha256:{}", statement.id.short(), hex(&weighing.text_sha256)))
            .help("put the file back as it was, or adopt other weights with `armistice weights adopt FILE`")
    };
    let text = match fs::read_to_string(dir.join(&path)) {
        Ok(text) => text,
        Err(error) => return Err(wrong(format!("the weights in force cannot be read: {error}"))),
    };
    if sha256(text.as_bytes()) != weighing.text_sha256 {
        return Err(wrong("the file differs from the weights that were stated".to_owned()));
    }
    WeightsText::read(text).map_err(|fault| wrong(format!("the file states no weights: {fault}")))
}

/// Keeps a text beside the others, under its hash: it is there before a statement names it.
///
/// # Errors
/// M0101: the disk refuses.
pub fn keep(dir: &Path, weights: &WeightsText) -> Result<[u8; 32], Message> {
    let hash = sha256(weights.as_str().as_bytes());
    let path = dir.join(path_of(&hash));
    let io = |doing: &str, path: &Path, error: &std::io::Error| Message::io(codes::MISSION_IO, doing, path, error);
    let folder = dir.join(WEIGHTS_FOLDER);
    fs::create_dir_all(&folder).map_err(|error| io("make", &folder, &error))?;
    if !path.exists() {
        let being_written = path.with_extension("new");
        let written = fs::write(&being_written, weights.as_str())
            .and_then(|()| fs::File::open(&being_written)?.sync_all())
            .and_then(|()| fs::rename(&being_written, &path))
            .and_then(|()| fs::File::open(&folder)?.sync_all());
        written.map_err(|error| io("write", &path, &error))?;
    }
    Ok(hash)
}

fn path_of(hash: &[u8; 32]) -> PathBuf {
    Path::new(WEIGHTS_FOLDER).join(format!("{}.weights", &hex(hash)[..16]))
}
