//! Two checkpoints: whether the newer log continues the older one, by the tiles of the newer.
//!
//! ```text
//! older, newer, tiles ─▶ consistency proof ─▶ continues · shorter · of another log · two histories (evidence)
//! ```

use std::path::Path;

use tlog::checkpoint::Checkpoint;
use tlog::hash::Hash;
use tlog::note::SignedNote;
use tlog::proof::verify_consistency;
use tlog::tile::{SourceError, TileSource};

use crate::codes;
use crate::evidence::{Evidence, Fork};
use crate::folder::Folder;
use crate::head::{self, Policy, size_and_root};
use crate::report::{Failure, Problem, Report};

/// Checks whether the log of the checkpoint in `newer` continues that of `older`; where it does not, the evidence for it.
///
/// # Errors
/// A file cannot be read, or one of the first two is no log checkpoint.
pub fn check(
    older: &Path,
    newer: &Path,
    log: &Path,
    policy: Option<&Path>,
) -> Result<(Report, Option<Evidence>), Failure> {
    let folder = Folder::new(log);
    let (older_note, older) = head::named_checkpoint(older)?;
    let (newer_note, newer) = head::named_checkpoint(newer)?;
    let mut report =
        Report::about(format!("{}: size {} continues size {}", head::log_named(&newer), newer.size(), older.size()));
    let policy = match policy {
        Some(path) => Some(Policy::named(path)?),
        None => Policy::of(&folder, &mut report)?,
    };
    if let Some(policy) = &policy {
        head::examine(&mut report, "the older checkpoint", &older_note, &policy.read);
        head::examine(&mut report, "the newer checkpoint", &newer_note, &policy.read);
    }
    report.unchecked.extend([
        "what the entries say: `armistice-verify log` reads them".to_owned(),
        "that others were shown the same log: compare checkpoints with them".to_owned(),
    ]);
    if !report.holds() {
        return Ok((report, None));
    }
    let sizes = (older.size(), newer.size());
    let found = if sizes.0 < sizes.1 { beginning(&folder, &older, &newer, &mut report)? } else { None };
    let evidence = compare(&mut report, (&older_note, &older), (&newer_note, &newer), found, policy.as_ref());
    Ok((report, evidence))
}

/// The root of the first entries of the newer log, as many as the older has, and the proof of it.
pub(crate) type Beginning = (Hash, Vec<Hash>);

/// That root as the tiles of the newer log prove it; a problem where they prove nothing.
pub(crate) fn beginning(
    folder: &Folder,
    older: &Checkpoint,
    newer: &Checkpoint,
    report: &mut Report,
) -> Result<Option<Beginning>, Failure> {
    let mut tiles = match TileSource::new(newer.size(), |path| folder.hashes(path)) {
        Ok(tiles) => tiles,
        Err(error) => return failed(error, report),
    };
    let (root, proof) =
        match tiles.root_at(older.size()).and_then(|root| Ok((root, tiles.prove_consistency(older.size())?))) {
            Ok(found) => found,
            Err(error) => return failed(error, report),
        };
    match verify_consistency(older.size(), newer.size(), &proof, &root, newer.root()) {
        Ok(()) => Ok(Some((root, proof))),
        Err(_) => {
            report.problem(
                Problem::new(codes::TILE_OTHER, "the tiles do not lead to the root of the newer checkpoint")
                    .help("`armistice-verify log` says which tile was altered"),
            );
            Ok(None)
        }
    }
}

fn failed<T>(error: SourceError<Failure>, report: &mut Report) -> Result<Option<T>, Failure> {
    match error {
        SourceError::Read { error, .. } => Err(error),
        error => {
            report.problem(
                Problem::new(codes::FILE_MISSING, plain(&error)).help("a proof needs this tile: fetch it again"),
            );
            Ok(None)
        }
    }
}

fn plain(error: &SourceError<Failure>) -> String {
    match error {
        SourceError::Missing { path } => format!("the log lacks `{path}`"),
        SourceError::TooNarrow { path, width } => format!("`{path}` has only {width} hashes"),
        _ => "the tiles are not those of the log".to_owned(),
    }
}

/// Reports whether the newer checkpoint continues the older one, and gives the evidence where it does not.
///
/// `found` is the root that the newer log had at the older one's size, with its proof; not asked for where sizes are equal.
pub(crate) fn compare(
    report: &mut Report,
    (older_note, older): (&SignedNote, &Checkpoint),
    (newer_note, newer): (&SignedNote, &Checkpoint),
    found: Option<Beginning>,
    policy: Option<&Policy>,
) -> Option<Evidence> {
    let held = format!("you hold   {}", size_and_root(older));
    let received = format!("received   {}", size_and_root(newer));
    let evidence = |beginning: Option<Beginning>| {
        let keys = policy.into_iter().flat_map(|policy| policy.read.logs());
        let key = keys.map(|log| &log.key).find(|key| key.name() == older.origin())?;
        Fork::new(key.clone(), older_note, newer_note, beginning).ok().map(|fork| Evidence::Fork(Box::new(fork)))
    };
    if older.origin() != newer.origin() {
        report.problem(
            Problem::new(codes::OTHER_LOG, "the two log checkpoints are of two logs").note(held).note(received),
        );
        return None;
    }
    if newer.size() < older.size() {
        report.problem(
            Problem::new(codes::ROLLED_BACK, "this log is shorter than the log checkpoint you hold")
                .note(held)
                .note(received)
                .help("keep both; ask the mission and the other parties for the latest log checkpoint that they hold"),
        );
        return None;
    }
    if older.contradicts(newer) {
        report.problem(
            Problem::new(codes::FORK, "two log checkpoints of one size have two roots")
                .note(held)
                .note(received)
                .help("keep both files; `--out FILE` writes the evidence for the other parties"),
        );
        return evidence(None);
    }
    if older.size() == newer.size() {
        report.checked.push("both log checkpoints are of one size and one root".to_owned());
        return None;
    }
    let (root, proof) = found?;
    if root == *older.root() {
        report.checked.push(format!("the first {} entries of the newer log are those of the older one", older.size()));
        return None;
    }
    report.problem(
        Problem::new(codes::NOT_CONTINUED, "this log checkpoint does not continue the one you hold")
            .note(held)
            .note(received)
            .note(format!("its first {} entries lead to root {root}", older.size()))
            .help("keep both files; `--out FILE` writes the evidence for the other parties"),
    );
    evidence(Some((root, proof)))
}
