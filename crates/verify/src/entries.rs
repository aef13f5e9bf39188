//! The entries of a log, one after another: each read, each admitted by the record's one ledger.
//!
//! ```text
//! bytes ─▶ `Entry` ─▶ `Ledger::admit` ─▶ signatures to check (`signatures`) ─▶ `Ledger::enter`
//! ```
//!
//! Holds
//! - The rules are those of `record::ledger`, which the sequencer and every mirror use, too.
//! - Behind an entry that is lost or refused nothing is judged: what may come next depends on all that came before.
//! - Acceptance is held against the times at which witnesses saw the log, never against this machine's clock.

use record::envelope::{Entry, Salt};
use record::ledger::{Admitted, Ledger};
use record::vocabulary::time::Instant;

use crate::codes;
use crate::limits::CLOCKS_DIFFER_S;
use crate::report::{Problem, Report};
use crate::signatures::OfEntry;

/// The entries that were read so far.
pub(crate) struct Entries {
    pub(crate) ledger: Ledger,
    /// Signatures of earlier entries were checked before.
    signatures_from: u64,
    /// From this size on nothing is judged.
    pub(crate) stopped: bool,
    /// Signatures that wait to be checked.
    batch: Vec<OfEntry>,
}

impl Entries {
    pub(crate) fn new(origin: &str, signatures_from: u64) -> Entries {
        Entries { ledger: Ledger::new(origin), signatures_from, stopped: false, batch: Vec::new() }
    }

    /// The next entry of the log, where all before it were sound; `None` where it or one of those is not.
    pub(crate) fn take(&mut self, index: u64, bytes: &[u8], report: &mut Report) -> Option<Entry> {
        if self.stopped {
            return None;
        }
        match self.admit(index, bytes) {
            Ok(entry) => Some(entry),
            Err(problem) => {
                report.problem(problem.at(format!("entry {index}")));
                self.stopped = true;
                None
            }
        }
    }

    fn admit(&mut self, index: u64, bytes: &[u8]) -> Result<Entry, Problem> {
        let entry = Entry::decode(bytes).map_err(|error| {
            Problem::new(codes::ENTRY_UNREADABLE, error.to_string())
                .note(format!("its bytes are refused as {}", error.code()))
                .help("the log signed for it: no mirror can judge what comes after")
        })?;
        let refused = |code, why: String| {
            Problem::new(code, why).help("the log signed for an entry that its rules refuse: keep it as evidence")
        };
        // That a submit id is used once keeps sending again harmless; nobody gains by breaking it, and it would take
        // memory that grows with the log.
        match self.ledger.admit(&entry, |_, _| None) {
            Ok(Admitted::Next(signatures)) => {
                if index >= self.signatures_from {
                    let checks = signatures.checks(&entry.signed);
                    let checks = checks.map_err(|error| refused(error.code(), error.to_string()))?;
                    let checks = checks.into_iter().enumerate();
                    self.batch.extend(checks.map(|(number, check)| OfEntry { index, number, check }));
                }
                self.ledger.enter(&entry);
                Ok(entry)
            }
            Ok(Admitted::Already { index }) => unreachable!("nothing was said to be at {index}"),
            Err(refusal) => Err(refused(refusal.code(), refusal.to_string())),
        }
    }

    /// An entry is lost: nothing behind it can be judged.
    pub(crate) fn lose(&mut self) {
        self.stopped = true;
    }

    /// The signatures that wait.
    pub(crate) fn batch(&mut self) -> Vec<OfEntry> {
        std::mem::take(&mut self.batch)
    }

    /// Holds the acceptance of the next entry, the first that witnesses did not see at `seen`, against that time.
    pub(crate) fn first_unseen(&self, entry: &Entry, index: u64, seen: u64, report: &mut Report) {
        let within = self.ledger.charter().map_or(0, |charter| charter.include_within_s);
        let due = entry.accepted_at.0.saturating_add_unsigned(within + CLOCKS_DIFFER_S);
        if due < seconds(seen) {
            report.problem(
                Problem::new(codes::BACK_DATED, "an entry was accepted before it can have been")
                    .at(format!("entry {index}"))
                    .note(format!("accepted at                         {}", utc(entry.accepted_at)))
                    .note(format!("a quorum saw the log without it at {}", crate::head::utc(seen)))
                    .note(format!("the charter has entries included within {within} seconds"))
                    .help("do not believe its known-at; ask for the receipt that its author holds"),
            );
        }
    }

    /// Holds the acceptance of the last entry, which witnesses saw at `seen`, against that time.
    pub(crate) fn last_seen(&self, seen: u64, report: &mut Report) {
        let Some(last) = self.ledger.last_accepted() else { return };
        if last.0 > seconds(seen).saturating_add_unsigned(CLOCKS_DIFFER_S) {
            report.problem(
                Problem::new(codes::FORWARD_DATED, "an entry was accepted after witnesses saw it in the log")
                    .at(format!("entry {}", self.ledger.size() - 1))
                    .note(format!("accepted at             {}", utc(last)))
                    .note(format!("a quorum had seen it by {}", crate::head::utc(seen)))
                    .help("one of the clocks is wrong, or the acceptance was altered"),
            );
        }
    }
}

fn seconds(unix: u64) -> i64 {
    i64::try_from(unix).unwrap_or(i64::MAX)
}

pub(crate) fn utc(at: Instant) -> String {
    u64::try_from(at.0).map_or_else(|_| format!("{} seconds before 1970", at.0.unsigned_abs()), crate::head::utc)
}

/// Holds what lies beside an entry against what its author committed to.
pub(crate) fn hold_body(ledger: &Ledger, index: u64, entry: &Entry, blob: &[u8], report: &mut Report) {
    let envelope = &entry.signed.envelope;
    let opened = blob.split_first_chunk::<32>().filter(|(salt, body)| envelope.body.opens(&Salt(**salt), body));
    let Some((_, bytes)) = opened else {
        return report.problem(
            Problem::new(codes::BODY_OTHER, "a body is not what its author committed to")
                .at(format!("entry {index}"))
                .help("fetch the body from its author or another party; the entry itself is sound"),
        );
    };
    let allowed = record::wire::decode(bytes).map_err(|error| (error.code(), error.to_string()));
    let allowed = allowed
        .and_then(|body| ledger.may_say(envelope, &body).map_err(|refusal| (refusal.code(), refusal.to_string())));
    if let Err((code, why)) = allowed {
        report.problem(Problem::new(code, why).at(format!("body of entry {index}")));
    }
}
