//! Whether the log is whole, signed, published and cosigned.
//!
//! ```text
//! entries ─▶ hashes ─▶ root      state/wal, blobs
//!    │                  ║ the same
//! ledger ─▶ charter     record/checkpoint ─▶ log's key · witnesses of record/policy.txt
//! ```
//!
//! Holds
//! - Every entry is read, in memory that does not grow with the log. Authors' signatures are not checked: that is the
//!   verifier's long work.
//!
//! Not here: whether witnesses can be reached (`machine`), a history of findings.

use std::path::Path;

use record::envelope::Entry;
use record::ledger::Ledger;
use record::vocabulary::time::Instant;
use tlog::checkpoint::Checkpoint;
use tlog::edge::RightEdge;
use tlog::hash::{EMPTY_ROOT, Hash, leaf_hash};
use tlog::note::SignedNote;
use tlog::policy::{Examined, LogPolicy};

use super::{Finding, Health, span};
use crate::limits::{CHECKPOINT_BYTES, COSIGNED_WITHIN_S};
use crate::log::{LogReader, read_limited};
use crate::message::{Message, quoted, utc};

const LOG: &str = "log";
const CHECKPOINT: &str = "checkpoint";
const POLICY: &str = "policy";
const WITNESSES: &str = "witnesses";
const PUBLICATION: &str = "publication";
const EVIDENCE: &str = "keep the folder as it is: it is evidence; put the mission back from a copy, or from a mirror";

/// What other checks need of the record.
#[derive(Default)]
pub(super) struct Seen {
    /// The ledger of the entries that could be read; none where there are none.
    pub ledger: Option<Ledger>,
    /// When the latest cosignature was made.
    pub cosigned_at: Option<Instant>,
    /// Whether there is a log.
    pub has_log: bool,
}

pub(super) fn examine(mission: &Path, now: Instant, findings: &mut Vec<Finding>) -> Seen {
    let mut seen =
        Seen { has_log: mission.join("record").is_dir() || mission.join("state/wal").is_dir(), ..Seen::default() };
    if !seen.has_log {
        findings.push(Finding::look(
            LOG,
            "there is no log in this folder",
            "`armistice init` makes a mission with one",
        ));
        return seen;
    }
    let reader = match LogReader::open(mission) {
        Ok(reader) => reader,
        Err(error) => {
            findings.push(Finding::of(Health::Bad, LOG, error.message()));
            return seen;
        }
    };
    let published = read_limited(&mission.join("record/checkpoint"), CHECKPOINT_BYTES);
    let stated = published.as_ref().ok().and_then(Option::as_ref).and_then(|bytes| SignedNote::parse(bytes).ok());
    let size = stated.as_ref().and_then(|note| Checkpoint::parse(note.text()).ok()).map(|checkpoint| checkpoint.size());
    let walked = match walk(&reader, size) {
        Ok(walked) => walked,
        Err(message) => {
            findings.push(Finding::of(Health::Bad, LOG, &message));
            return seen;
        }
    };
    findings.push(whole(&reader, &walked));
    if let Some(ledger) = &walked.ledger {
        findings.push(policy_finding(mission, ledger));
        match published {
            Ok(bytes) => seen.cosigned_at = checkpoint(bytes.as_deref(), ledger, &walked, now, findings),
            Err(error) => findings.push(Finding::of(Health::Bad, CHECKPOINT, error.message())),
        }
        findings.push(publication(size.unwrap_or(0), ledger, &walked, now));
    }
    seen.ledger = walked.ledger;
    seen
}

/// What one pass over the entries gives.
struct Walked {
    ledger: Option<Ledger>,
    root: Hash,
    /// The root of the tree of the published size.
    published_root: Option<Hash>,
    /// When the first entry was accepted that is not published yet.
    waits_since: Option<Instant>,
}

fn walk(reader: &LogReader, published: Option<u64>) -> Result<Walked, Message> {
    let mut edge = RightEdge::default();
    let mut ledger: Option<Ledger> = None;
    let mut walked = Walked { ledger: None, root: EMPTY_ROOT, published_root: None, waits_since: None };
    for leaf in reader.leaves(0..reader.size()) {
        if published == Some(edge.size()) {
            walked.published_root = Some(edge.root());
        }
        let (index, leaf) = leaf?;
        let foreign = |why: String| {
            Message::new(crate::codes::LOG_DAMAGED, format!("entry {index} is none that this log can have"))
                .note(why)
                .help(EVIDENCE)
        };
        let entry = Entry::decode(&leaf.entry).map_err(|error| foreign(error.to_string()))?;
        let ledger = ledger.get_or_insert_with(|| Ledger::new(&entry.signed.envelope.mission));
        ledger.admit(&entry, |_, _| None).map_err(|refusal| foreign(refusal.to_string()))?;
        ledger.enter(&entry);
        if index >= published.unwrap_or(0) {
            walked.waits_since.get_or_insert(entry.accepted_at);
        }
        edge.append(leaf_hash(&leaf.entry)).map_err(|_| foreign("the log is full".to_owned()))?;
    }
    if published == Some(edge.size()) {
        walked.published_root = Some(edge.root());
    }
    walked.root = edge.root();
    walked.ledger = ledger;
    Ok(walked)
}

fn whole(reader: &LogReader, walked: &Walked) -> Finding {
    let size = reader.size();
    if size == 0 {
        return Finding::look(
            LOG,
            "the log has no entries",
            "its first one is the mission's charter: `armistice init` makes it",
        );
    }
    if walked.root != reader.root() {
        return Finding::bad(LOG, "the entries do not lead to the root that the tiles have", EVIDENCE);
    }
    let origin = walked.ledger.as_ref().map_or("", Ledger::origin);
    Finding::ok(
        LOG,
        format!(
            "{origin}: {size} entries read, each has its place, and they lead to the root {}; authors' signatures are checked by armistice-verify",
            walked.root
        ),
    )
}

fn policy_finding(mission: &Path, ledger: &Ledger) -> Finding {
    let charter = ledger.charter().map_or("", |charter| charter.policy.as_str());
    match read_limited(&mission.join("record/policy.txt"), CHECKPOINT_BYTES) {
        Ok(Some(bytes)) if bytes == charter.as_bytes() => Finding::ok(POLICY, "record/policy.txt is the charter's"),
        Ok(Some(_)) => Finding::bad(
            POLICY,
            "record/policy.txt is not the charter's: readers would check the log by other rules",
            "find out who changed it; the charter's text is shown by `armistice key list --json` and stands in the log",
        ),
        Ok(None) => Finding::bad(
            POLICY,
            "record/policy.txt is missing: readers do not know whose signatures to ask for",
            "publish again: it is written with the next checkpoint",
        ),
        Err(error) => Finding::of(Health::Bad, POLICY, error.message()),
    }
}

/// The checkpoint's own findings; gives the time of its latest cosignature.
fn checkpoint(
    bytes: Option<&[u8]>,
    ledger: &Ledger,
    walked: &Walked,
    now: Instant,
    findings: &mut Vec<Finding>,
) -> Option<Instant> {
    let Some(bytes) = bytes else {
        let help = "start the server, which publishes; until then nobody can check the log";
        findings.push(Finding::look(CHECKPOINT, "nothing is published yet", help));
        return None;
    };
    let bad = |says: String| Finding::bad(CHECKPOINT, says, EVIDENCE);
    let charter = ledger.charter()?;
    let note = SignedNote::parse(bytes);
    let policy = LogPolicy::parse(charter.policy.as_bytes());
    let (note, policy) = match (&note, &policy) {
        (Ok(note), Ok(policy)) => (note, policy),
        (Err(error), _) => {
            findings.push(bad(format!("record/checkpoint is no signed note: {error}")));
            return None;
        }
        (_, Err(error)) => {
            let help = "amend the charter";
            findings.push(Finding::bad(POLICY, format!("the charter's policy cannot be read: {error}"), help));
            return None;
        }
    };
    let examined = match policy.examine(note) {
        Ok(examined) => examined,
        Err(refusal) => {
            findings.push(bad(format!("record/checkpoint is not signed as the charter says: {refusal}")));
            return None;
        }
    };
    let stated = &examined.checkpoint;
    findings.push(if stated.origin() != ledger.origin() {
        bad(format!("record/checkpoint is one of another log, {}", quoted(stated.origin())))
    } else if stated.size() > ledger.size() {
        bad(format!(
            "{} entries are signed for, and {} are here: the folder is older than its checkpoint",
            stated.size(),
            ledger.size()
        ))
    } else if walked.published_root != Some(*stated.root()) {
        bad(format!("the entries do not lead to the root that was signed for at size {}", stated.size()))
    } else {
        Finding::ok(CHECKPOINT, format!("size {}, signed by the log's key, and the entries lead to it", stated.size()))
    });
    findings.extend(witnesses(&examined, policy, now));
    examined.cosigned.iter().filter_map(|cosigned| i64::try_from(cosigned.cosigned_at).ok()).max().map(Instant)
}

fn witnesses(examined: &Examined<'_>, policy: &LogPolicy, now: Instant) -> Vec<Finding> {
    let mut findings = Vec::new();
    if policy.witnesses().is_empty() {
        findings.push(Finding::look(
            WITNESSES,
            "the charter's policy names no witness: nobody but this machine vouches for the log",
            "agree on witnesses with the parties and amend the charter",
        ));
        return findings;
    }
    for witness in policy.witnesses() {
        let name = witness.key.name();
        let times = examined.cosigned.iter().filter(|cosigned| cosigned.witness.key == witness.key);
        let latest = times.filter_map(|cosigned| i64::try_from(cosigned.cosigned_at).ok()).max();
        findings.push(match latest {
            None => Finding::look(
                WITNESSES,
                format!("{name} has not cosigned the published checkpoint"),
                "ask its keeper whether it runs and can be reached; what it withholds, everybody sees",
            ),
            Some(at) if at - now.0 > COSIGNED_WITHIN_S => Finding::bad(
                WITNESSES,
                format!("{name} cosigned {} from now, by its clock", span(at - now.0)),
                "one of the two clocks is wrong: see `clock`",
            ),
            Some(at) if now.0 - at > COSIGNED_WITHIN_S => Finding::look(
                WITNESSES,
                format!("{name} cosigned {} ago, at {}", span(now.0 - at), utc(Instant(at))),
                "if statements were accepted since, ask its keeper whether it runs and can be reached",
            ),
            Some(at) => Finding::ok(WITNESSES, format!("{name} cosigned {} ago", span(now.0 - at))),
        });
    }
    if !examined.has_quorum {
        findings.push(Finding::bad(
            WITNESSES,
            "the published checkpoint lacks the quorum of the charter: careful readers do not accept it",
            "ask the keepers of the witnesses above that have not cosigned",
        ));
    }
    findings
}

fn publication(published: u64, ledger: &Ledger, walked: &Walked, now: Instant) -> Finding {
    let waiting = ledger.size().saturating_sub(published);
    let within = ledger.charter().map_or(0, |charter| charter.include_within_s);
    let since = walked.waits_since.map_or(0, |since| now.0 - since.0);
    match waiting {
        0 => Finding::ok(PUBLICATION, "every accepted entry is published"),
        _ if since > 0 && since.unsigned_abs() > within => Finding::bad(
            PUBLICATION,
            format!(
                "{waiting} accepted entries are not published, the first since {}; the charter promises {within} seconds",
                span(since)
            ),
            "see that the server runs and the disk has room; a receipt that is not kept is evidence against the mission",
        ),
        _ => Finding::ok(
            PUBLICATION,
            format!("{waiting} accepted entries wait for the next checkpoint, within the time promised"),
        ),
    }
}
