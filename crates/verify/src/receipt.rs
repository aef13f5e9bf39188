//! An acceptance receipt: whether the log signed it, and whether it kept what it promised.
//!
//! ```text
//! receipt ─▶ signed by the log? ─▶ in the log at its place?   yes: kept
//!                                       └ another one there, or not there although a quorum saw the log after it was due
//!                                                           ─▶ evidence
//! ```
//!
//! Holds
//! - What time it was is said by witnesses alone: without a quorum nothing is ever overdue.

use std::path::Path;

use record::receipt::Receipt;
use tlog::hash::Hash;
use tlog::limits::NOTE_BYTES;
use tlog::note::SignedNote;
use tlog::proof::verify_inclusion;
use tlog::tile::{SourceError, TileSource};

use crate::codes;
use crate::entries::utc;
use crate::evidence::{Broken, Evidence, OtherLeaf};
use crate::folder::{Folder, read_named};
use crate::head::{self, CHECKPOINT, Policy};
use crate::limits::RECEIPT_BYTES;
use crate::report::{Failure, Problem, Report};

/// Where the receipt is looked for, and who the log is.
#[derive(Clone, Copy, Debug)]
pub enum Against<'a> {
    /// A copy of the log, with its policy.
    Log(&'a Path),
    /// A policy alone: then only the signature is checked.
    Policy(&'a Path),
}

/// Checks the receipt in a file; where it was not honoured, the evidence for it.
///
/// # Errors
/// A file cannot be read, or the first is no receipt.
pub fn check(file: &Path, against: Against<'_>) -> Result<(Report, Option<Evidence>), Failure> {
    let bytes = read_named(file, RECEIPT_BYTES)?;
    let no_receipt = |why: String| Failure::input(Problem::new(codes::NO_RECEIPT, why).at(file.to_string_lossy()));
    let note = SignedNote::parse(&bytes).map_err(|error| no_receipt(error.to_string()))?;
    let receipt = Receipt::parse(note.text()).map_err(|error| no_receipt(error.to_string()))?;
    let mut report =
        Report::about(format!("the receipt for entry {} of `{}`", receipt.index, tlog::spell::shown(&receipt.origin)));
    let policy = match against {
        Against::Log(folder) => Policy::of(&Folder::new(folder), &mut report)?,
        Against::Policy(path) => Some(Policy::named(path)?),
    };
    let Some(policy) = policy else { return Ok((report, None)) };
    if let Err(why) = signed_by_log(&note, &receipt, &policy) {
        report.problem(
            Problem::new(codes::RECEIPT_NOT_SIGNED, why)
                .help("it promises nothing: hand the statement in again, and keep what is answered"),
        );
        return Ok((report, None));
    }
    report.checked.push(format!("the log signed it: accepted at {}", utc(receipt.accepted_at)));
    report.checked.push(format!("   due in a published checkpoint by {}", utc(receipt.due())));
    let evidence = match against {
        Against::Log(folder) => in_log(&Folder::new(folder), &note, &receipt, &policy, &mut report)?,
        Against::Policy(_) => {
            report.unchecked.push("whether the entry is in the log: `--log DIR` looks for it".to_owned());
            None
        }
    };
    report
        .unchecked
        .push("that the hash is that of your statement: it covers the entry as the log wrote it".to_owned());
    report.unchecked.push("that others were shown the same log: compare checkpoints with them".to_owned());
    Ok((report, evidence))
}

pub(crate) fn signed_by_log(note: &SignedNote, receipt: &Receipt, policy: &Policy) -> Result<(), String> {
    let keys = policy.read.logs().iter().map(|log| &log.key).filter(|key| key.name() == receipt.origin);
    note.open(keys).map(drop).map_err(|error| error.to_string())
}

fn in_log(
    folder: &Folder,
    note: &SignedNote,
    receipt: &Receipt,
    policy: &Policy,
    report: &mut Report,
) -> Result<Option<Evidence>, Failure> {
    let bytes = folder.read(CHECKPOINT, NOTE_BYTES)?.unwrap_or_default();
    let (checkpoint_note, checkpoint) = match head::checkpoint(&bytes) {
        Ok(read) => read,
        Err(why) => {
            report.problem(Problem::new(codes::NO_CHECKPOINT, why).at(CHECKPOINT).help("fetch it again"));
            return Ok(None);
        }
    };
    let Some(examined) = head::examine(report, CHECKPOINT, &checkpoint_note, &policy.read) else { return Ok(None) };
    let evidence = |other| {
        Broken::new(policy.read.clone(), note.clone(), checkpoint_note.clone(), other)
            .ok()
            .map(|b| Evidence::Receipt(Box::new(b)))
    };
    let broken = |note: String| {
        Problem::new(codes::RECEIPT_BROKEN, "the log did not keep what its receipt promised")
            .note(note)
            .note(format!(
                "receipt      entry {}, accepted at {}, due by {}",
                receipt.index,
                utc(receipt.accepted_at),
                utc(receipt.due())
            ))
            .note(format!("checkpoint   {}", head::size_and_root(&checkpoint)))
            .help("keep both; `--out FILE` writes the evidence for the other parties")
    };
    if receipt.index >= checkpoint.size() {
        let seen = head::seen_since(&examined, &policy.read);
        let overdue = seen.filter(|seen| crate::evidence::is_overdue(receipt, *seen));
        return Ok(match overdue {
            Some(seen) => {
                report.problem(broken(format!("a quorum saw the log without the entry at {}", head::utc(seen))));
                evidence(None)
            }
            None => {
                let why = match seen {
                    Some(seen) => format!("a quorum saw this checkpoint at {}, before it was due", head::utc(seen)),
                    None => "no quorum says at what time this checkpoint was the latest".to_owned(),
                };
                report.noticed.push(format!("the entry is not in the log yet: {why}"));
                None
            }
        });
    }
    let proved = TileSource::new(checkpoint.size(), |path| folder.hashes(path)).and_then(|mut tiles| {
        Ok::<(Hash, Vec<Hash>), SourceError<Failure>>((
            tiles.leaf(receipt.index)?,
            tiles.prove_inclusion(receipt.index)?,
        ))
    });
    let (leaf, path) = match proved {
        Ok(proved) => proved,
        Err(SourceError::Read { error, .. }) => return Err(error),
        Err(_) => {
            report.problem(
                Problem::new(codes::FILE_MISSING, "the log lacks tiles that prove its entry")
                    .help("fetch the log again"),
            );
            return Ok(None);
        }
    };
    if verify_inclusion(receipt.index, checkpoint.size(), &leaf, &path, checkpoint.root()).is_err() {
        report.problem(
            Problem::new(codes::TILE_OTHER, "the tiles do not lead to the root of the log checkpoint")
                .help("`armistice-verify log` says which tile was altered"),
        );
    } else if leaf.0 == receipt.leaf {
        report.checked.push(format!("the entry is in the log: entry {} of {}", receipt.index, checkpoint.size()));
    } else {
        report.problem(broken(format!("the log has another entry there, with hash {leaf}")));
        return Ok(evidence(Some(OtherLeaf { leaf, path })));
    }
    Ok(None)
}
