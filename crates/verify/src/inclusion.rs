//! A proof file: whether an entry is in the log, checked without the log.
//!
//! ```text
//! 17.tlog-proof, 17.bin (the entry), policy ─▶ in the log at index 17, as a signed and cosigned checkpoint says
//! ```

use std::path::Path;

use tlog::hash::leaf_hash;
use tlog::limits::PROOF_FILE_BYTES;
use tlog::proof::verify_inclusion;
use tlog::proof_file::ProofFile;

use crate::codes;
use crate::folder::read_named;
use crate::head::{self, Policy};
use crate::limits::BUNDLE_BYTES;
use crate::report::{Failure, Problem, Report};

/// Checks the proof in a file; without `entry`, of the file with the same name that ends with `.bin`.
///
/// # Errors
/// A file cannot be read, or the first is no proof file.
pub fn check(file: &Path, entry: Option<&Path>, policy: &Path) -> Result<Report, Failure> {
    let policy = Policy::named(policy)?;
    let entry = entry.map_or_else(|| file.with_extension("bin"), Path::to_owned);
    let proof = ProofFile::parse(&read_named(file, PROOF_FILE_BYTES)?)
        .map_err(|error| Failure::input(Problem::new(codes::NO_PROOF, error.to_string()).at(file.to_string_lossy())))?;
    let bytes = read_named(&entry, BUNDLE_BYTES)?;
    let mut report = Report::about(format!("entry {} in the log", proof.index()));
    if let Some(examined) = head::examine(&mut report, "the checkpoint of the proof", proof.note(), &policy.read) {
        let checkpoint = &examined.checkpoint;
        report.subject = format!("entry {} in {}", proof.index(), head::log_named(checkpoint));
        let leaf = leaf_hash(&bytes);
        match verify_inclusion(proof.index(), checkpoint.size(), &leaf, proof.path(), checkpoint.root()) {
            Ok(()) => report.checked.push(format!(
                "the {} bytes of the entry, hash {leaf}, are entry {} of {}",
                bytes.len(),
                proof.index(),
                checkpoint.size()
            )),
            Err(error) => report.problem(
                Problem::new(codes::PROOF_FAILS, error.to_string())
                    .at(format!("entry {}, hash {leaf}", proof.index()))
                    .help("the entry, its place or the checkpoint is another than the proof was made for"),
            ),
        }
    }
    report.unchecked.extend([
        "what the entry says, and whether its author signed it: `armistice-verify log` reads entries".to_owned(),
        "that the policy is the one your side agreed to: it names who must sign".to_owned(),
        "that others were shown the same log: compare checkpoints with them".to_owned(),
    ]);
    if !proof.unverified_extra().is_empty() {
        report.unchecked.push("the extra data of the proof file, which nobody signed".to_owned());
    }
    Ok(report)
}
