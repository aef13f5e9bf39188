//! The copy of the log at a post: fetched as files, and believed only when it is checked.
//!
//! ```text
//! /record/checkpoint ─▶ the tiles and bundles that are missing ─▶ checked against what was here ─▶ record/checkpoint
//! ```
//!
//! Holds
//! - The checkpoint is placed last: a fetch that is cut leaves the copy as it was.
//! - What does not continue the checkpoint that is here is refused; where that can be proved, the evidence is kept.
//!
//! Not here: what is checked (crate `verify`).

use std::fs;
use std::path::Path;

use tlog::checkpoint::Checkpoint;
use tlog::note::SignedNote;
use tlog::tile::{TileKind, TilePath};

use super::codes;
use super::server::Server;
use crate::log::place_file;
use crate::message::Message;

/// Where evidence against the log is kept.
pub const EVIDENCE_FILE: &str = "fork.evidence";

/// Brings `record/` up to what the server has published. Gives how many entries it has.
///
/// # Errors
/// L0701: the server does not answer, or gives no log; L0702: the log does not continue what is here; L01: the disk.
pub fn fetch(dir: &Path, server: &Server) -> Result<u64, Message> {
    let folder = dir.join("record");
    let get = |path: &str| -> Result<Vec<u8>, Message> {
        let answer = server.get(&format!("/record/{path}"), None)?;
        match answer.status {
            200 => Ok(answer.bytes),
            status => Err(server.away(format!("it answered {status} to {path}"))),
        }
    };
    let bytes = get("checkpoint")?;
    let held = fs::read(folder.join("checkpoint")).ok();
    let read = SignedNote::parse(&bytes).ok().and_then(|note| Checkpoint::parse(note.text()).ok());
    let size = read.ok_or_else(|| server.away("what it calls its checkpoint is none"))?.size();
    let levels = (0..=u8::MAX).map(TileKind::Hashes).take_while(|kind| TilePath::in_log(*kind, 0, size).is_some());
    for kind in levels.chain([TileKind::Entries]) {
        for path in (0..).map_while(|index| TilePath::in_log(kind, index, size)) {
            let path = path.to_string();
            if !folder.join(&path).exists() {
                place_file(&folder.join(&path), &get(&path)?)?;
            }
        }
    }
    place_file(&folder.join("policy.txt"), &get("policy.txt")?)?;
    let before = dir.join("held.checkpoint");
    if let Some(held) = &held {
        place_file(&before, held)?;
    }
    place_file(&folder.join("checkpoint"), &bytes)?;
    match checked(dir, held.is_some().then_some(before.as_path())) {
        Ok(()) => Ok(size),
        Err(message) => {
            // The copy that was here still holds, and stays.
            match &held {
                Some(held) => place_file(&folder.join("checkpoint"), held)?,
                None => drop(fs::remove_file(folder.join("checkpoint"))),
            }
            Err(message)
        }
    }
}

/// Whether the copy holds, and continues the checkpoint in a file.
fn checked(dir: &Path, from: Option<&Path>) -> Result<(), Message> {
    let folder = dir.join("record");
    let refused = || {
        let help = codes::explain(codes::NOT_CONTINUED).map_or("", |code| code.help);
        Message::new(
            codes::NOT_CONTINUED,
            "what the server gives does not hold, or does not continue the copy that is here",
        )
        .help(help)
    };
    let asked = verify::log::Asked { folder: &folder, blobs: None, from, policy: None };
    let (report, evidence) = verify::log::check(asked).map_err(|failure| {
        let (verify::report::Failure::Input(problem) | verify::report::Failure::World(problem)) = failure;
        refused().note(format!("[{}] {}", problem.code, problem.sentence))
    })?;
    if let Some(evidence) = evidence {
        let path = dir.join(EVIDENCE_FILE);
        place_file(&path, evidence.to_string().as_bytes())?;
        return Err(refused().note(format!("the evidence is in {}", path.display())));
    }
    match report.problems().first() {
        None => Ok(()),
        Some(problem) => Err(refused().note(format!("[{}] {}", problem.code, problem.sentence))),
    }
}
