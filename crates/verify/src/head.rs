//! The head of a log: its policy, its checkpoint, and whether the one was signed as the other asks.

use std::collections::BTreeSet;
use std::path::Path;

use tlog::checkpoint::Checkpoint;
use tlog::key::VerifierKey;
use tlog::limits::{NOTE_BYTES, POLICY_BYTES};
use tlog::note::{NoteError, SignedNote};
use tlog::policy::{Examined, LogPolicy, PolicyRefusal};
use tlog::spell::shown;

use crate::codes;
use crate::folder::{Folder, read_named};
use crate::report::{Failure, Problem, Report};

pub(crate) const POLICY: &str = "policy.txt";
pub(crate) const CHECKPOINT: &str = "checkpoint";

/// A policy in its bytes and read.
pub(crate) struct Policy {
    pub(crate) bytes: Vec<u8>,
    pub(crate) read: LogPolicy,
}

impl Policy {
    /// The policy of a log's folder; a problem where there is none that can be read.
    pub(crate) fn of(folder: &Folder, report: &mut Report) -> Result<Option<Policy>, Failure> {
        let problem = match folder.read(POLICY, POLICY_BYTES)? {
            None => Problem::new(codes::FILE_MISSING, "the log has no policy").at(POLICY),
            Some(bytes) => match LogPolicy::parse(&bytes) {
                Ok(read) => return Ok(Some(Policy { bytes, read })),
                Err(error) => Problem::new(codes::POLICY, error.to_string()).at(POLICY),
            },
        };
        report.problem(
            problem.help("take the policy from the charter that your side signed; nothing here says who must sign"),
        );
        Ok(None)
    }

    /// The policy in a file of its own.
    pub(crate) fn named(path: &Path) -> Result<Policy, Failure> {
        let bytes = read_named(path, POLICY_BYTES)?;
        match LogPolicy::parse(&bytes) {
            Ok(read) => Ok(Policy { bytes, read }),
            Err(error) => {
                Err(Failure::input(Problem::new(codes::POLICY, error.to_string()).at(path.to_string_lossy())))
            }
        }
    }
}

/// A log checkpoint as its note spells it; its signatures are another question.
pub(crate) fn checkpoint(bytes: &[u8]) -> Result<(SignedNote, Checkpoint), String> {
    let note = SignedNote::parse(bytes).map_err(|error| error.to_string())?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| error.to_string())?;
    Ok((note, checkpoint))
}

/// A log checkpoint in a file of its own.
pub(crate) fn named_checkpoint(path: &Path) -> Result<(SignedNote, Checkpoint), Failure> {
    checkpoint(&read_named(path, NOTE_BYTES)?)
        .map_err(|why| Failure::input(Problem::new(codes::NO_CHECKPOINT, why).at(path.to_string_lossy())))
}

/// Holds a note against a policy and reports what was found; what it amounts to where its signatures are good.
pub(crate) fn examine<'p>(
    report: &mut Report,
    place: &str,
    note: &SignedNote,
    policy: &'p LogPolicy,
) -> Option<Examined<'p>> {
    let examined = match policy.examine(note) {
        Ok(examined) => examined,
        Err(refusal) => {
            report.problem(refused(&refusal).at(place));
            return None;
        }
    };
    let signers = examined.logs.iter().map(|log| log.key.to_string());
    report.checked.push(format!("{place}: {}", size_and_root(&examined.checkpoint)));
    report.checked.push(format!("   signed by {}", signers.collect::<Vec<_>>().join(", ")));
    for cosigned in &examined.cosigned {
        report.checked.push(format!("   cosigned by {} at {}", cosigned.witness.key.name(), utc(cosigned.cosigned_at)));
    }
    for witness in &examined.missing {
        report.noticed.push(format!("{place}: not cosigned by {}", witness.key.name()));
    }
    if !examined.has_quorum {
        let missing = examined.missing.iter().map(|witness| format!("`{}`", witness.key.name()));
        report.problem(
            Problem::new(codes::NO_QUORUM, "fewer witnesses than the policy asks for have cosigned the log checkpoint")
                .at(place)
                .note(format!("not cosigned by {}", missing.collect::<Vec<_>>().join(", ")))
                .help("ask these witnesses what they hold; until the quorum has cosigned it, others may be shown another log"),
        );
    }
    Some(examined)
}

fn refused(refusal: &PolicyRefusal) -> Problem {
    match refusal {
        PolicyRefusal::Note(NoteError::BadSignature { .. }) => Problem::new(codes::BAD_SIGNATURE, refusal.to_string())
            .help("the text or the signature was altered after it was made: fetch it again, and keep this copy"),
        PolicyRefusal::Note(_) | PolicyRefusal::NotByItsLog { .. } => {
            Problem::new(codes::NOT_BY_ITS_LOG, refusal.to_string())
                .help("compare the policy with the charter that your side signed")
        }
        refusal => Problem::new(codes::NO_CHECKPOINT, refusal.to_string()),
    }
}

/// The latest time such that those who cosigned then or later are a quorum: a quorum saw the log so at that time.
///
/// `None` where the policy asks for nobody: then nobody but the log says what time it was.
pub(crate) fn seen_since(examined: &Examined<'_>, policy: &LogPolicy) -> Option<u64> {
    let times = examined.cosigned.iter().map(|cosigned| cosigned.cosigned_at);
    times.filter(|time| is_quorum(examined, policy, |at| at >= *time)).max()
}

/// The earliest time such that those who cosigned then or earlier are a quorum: a quorum had seen the log by then.
pub(crate) fn seen_by(examined: &Examined<'_>, policy: &LogPolicy) -> Option<u64> {
    let times = examined.cosigned.iter().map(|cosigned| cosigned.cosigned_at);
    times.filter(|time| is_quorum(examined, policy, |at| at <= *time)).min()
}

/// Whether those who cosigned at such times are a quorum, of somebody.
fn is_quorum(examined: &Examined<'_>, policy: &LogPolicy, counts: impl Fn(u64) -> bool) -> bool {
    let cosigned = examined.cosigned.iter().filter(|cosigned| counts(cosigned.cosigned_at));
    let number = |key: &VerifierKey| policy.witnesses().iter().position(|witness| witness.key == *key);
    let numbers = cosigned.filter_map(|cosigned| number(&cosigned.witness.key)).collect();
    policy.is_quorum(&numbers) && !policy.is_quorum(&BTreeSet::new())
}

pub(crate) fn size_and_root(checkpoint: &Checkpoint) -> String {
    format!("size {}, root {}", checkpoint.size(), checkpoint.root())
}

pub(crate) fn log_named(checkpoint: &Checkpoint) -> String {
    format!("the log `{}`", shown(checkpoint.origin()))
}

/// A time in Unix seconds as people read it, in UTC: the civil calendar counted from 1970.
pub(crate) fn utc(seconds: u64) -> String {
    let (days, second) = (seconds / 86_400, seconds % 86_400);
    // Days since 0000-03-01 in eras of 400 years, years that begin in March, months of 30.6 days.
    let day = days.saturating_add(719_468);
    let (era, of_era) = (day / 146_097, day % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * of_year + 2) / 153;
    let (date, month) = (of_year - (153 * from_march + 2) / 5 + 1, (from_march + 2) % 12 + 1);
    let year = era * 400 + year_of_era + u64::from(month <= 2);
    format!("{year:04}-{month:02}-{date:02}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}
