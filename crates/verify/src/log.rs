//! A whole log: a copy of a mission's `record/` folder, from its first entry to its checkpoint.
//!
//! ```text
//! policy.txt, checkpoint ─▶ `head` (who signed)      bundles, tiles ─▶ `tree` (nothing altered, all lead to the root)
//! entries ─▶ `entries` (who may say it, in order) ─▶ `signatures`      other files ─▶ `sweep`      bodies ─▶ their commitments
//! ```
//!
//! Holds
//! - The checkpoint is read first, so that a log can be checked while it is being written.
//! - One bundle, the right edge and the ledger are in memory, however long the log.

use std::path::Path;

use record::ledger::Ledger;
use tlog::checkpoint::Checkpoint;
use tlog::limits::NOTE_BYTES;
use tlog::note::SignedNote;
use tlog::policy::{Examined, LogPolicy};

use crate::codes;
use crate::consistency;
use crate::entries::{Entries, hold_body, utc};
use crate::evidence::Evidence;
use crate::folder::Folder;
use crate::head::{self, CHECKPOINT, Policy};
use crate::limits::{BLOB_BYTES, PACK_BYTES, PROBLEMS_SHOWN};
use crate::report::{Failure, Problem, Report};
use crate::signatures::{Failed, OfEntry, in_parallel};
use crate::sweep;
use crate::tree::{Bundle, Tree};

/// What a report says of bodies that it did not find, after their number.
pub const BODIES_ABSENT: &str = "bodies: not in the folder, withheld or erased";

/// What is to be checked.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The copy of the log.
    pub folder: &'a Path,
    /// A copy of the bodies, where one is held.
    pub blobs: Option<&'a Path>,
    /// A checkpoint of the same log that was checked before.
    pub from: Option<&'a Path>,
    /// The policy that is held to be the mission's, where the log's own is not to be believed.
    pub policy: Option<&'a Path>,
}

/// A checkpoint that was checked before.
struct Older {
    note: SignedNote,
    checkpoint: Checkpoint,
    /// The policy of the charter that was in force at its size; none where the entries do not lead there.
    policy: Option<Policy>,
}

/// Checks a log; where it contradicts the older checkpoint, the evidence for it.
///
/// # Errors
/// A file cannot be read, or there is no log.
pub fn check(asked: Asked<'_>) -> Result<(Report, Option<Evidence>), Failure> {
    check_with_ledger(asked).map(|(report, evidence, _)| (report, evidence))
}

/// The same, and the ledger that the entries make: who may sign, as far as the log holds.
///
/// # Errors
/// As for [`check`].
pub fn check_with_ledger(asked: Asked<'_>) -> Result<(Report, Option<Evidence>, Ledger), Failure> {
    let folder = Folder::new(asked.folder);
    let mut report = Report::about("the log");
    let Some(bytes) = folder.read(CHECKPOINT, NOTE_BYTES)? else { return Err(no_log(asked.folder)) };
    let own = Policy::of(&folder, &mut report)?;
    let given = asked.policy.map(Policy::named).transpose()?;
    let policy = given.as_ref().or(own.as_ref());
    let (note, checkpoint) = match head::checkpoint(&bytes) {
        Ok(read) => read,
        Err(why) => {
            report.problem(Problem::new(codes::NO_CHECKPOINT, why).at(CHECKPOINT).help("fetch it again"));
            return Ok((report, None, Ledger::new("")));
        }
    };
    report.subject = format!("{}, {} entries", head::log_named(&checkpoint), checkpoint.size());
    let examined = policy.and_then(|policy| head::examine(&mut report, CHECKPOINT, &note, &policy.read));
    let older = asked.from.map(head::named_checkpoint).transpose()?;
    let mut older = older.map(|(note, checkpoint)| Older { note, checkpoint, policy: None });

    let mut entries = Entries::new(checkpoint.origin(), older.as_ref().map_or(0, |older| older.checkpoint.size()));
    let root_at = older.as_ref().map_or(u64::MAX, |older| older.checkpoint.size());
    let mut tree = Tree::new(&folder, checkpoint.size(), *checkpoint.root(), root_at);
    let mut bodies = asked.blobs.map(Bodies::new);
    let (read, failed) = in_parallel(|to_check| {
        while let Some(bundle) = tree.next_bundle(&mut report)? {
            judge(&bundle, &mut entries, older.as_mut(), bodies.as_mut(), &mut report)?;
            send(to_check, entries.batch());
        }
        tree.finish(&mut report)
    });
    read?;
    signatures(&failed, &mut report);
    if !entries.stopped
        && let Some(seen) = examined.as_ref().zip(policy).and_then(|(e, policy)| head::seen_by(e, &policy.read))
    {
        entries.last_seen(seen, &mut report);
    }
    own_policy(own.as_ref(), given.as_ref(), &entries, &mut report);
    let evidence = match &older {
        Some(older) => {
            let policy = older.policy.as_ref().or(policy);
            if let Some(policy) = policy {
                head::examine(&mut report, "the checkpoint you hold", &older.note, &policy.read);
            }
            continues(older, (&note, &checkpoint), &folder, &tree, policy, &mut report)?
        }
        None => None,
    };
    sweep::tell(&folder, checkpoint.size(), &mut report)?;
    summary(&mut report, &tree, &entries, &failed, examined.as_ref(), older.as_ref(), bodies.as_ref());
    Ok((report, evidence, entries.ledger))
}

fn no_log(folder: &Path) -> Failure {
    let why = format!("`{}` has no file `{CHECKPOINT}`", tlog::spell::shown(&folder.to_string_lossy()));
    Failure::input(Problem::new(codes::NO_LOG, why).help("name a copy of a mission's `record` folder"))
}

/// The policy of the charter in force: the one that a log of this size is signed by.
fn in_force(entries: &Entries) -> Option<Policy> {
    let bytes = entries.ledger.charter()?.policy.as_bytes().to_vec();
    let read = LogPolicy::parse(&bytes).ok()?;
    Some(Policy { bytes, read })
}

/// The entries of a bundle, each in its turn, and what lies beside them.
fn judge(
    bundle: &Bundle,
    entries: &mut Entries,
    mut older: Option<&mut Older>,
    mut bodies: Option<&mut Bodies>,
    report: &mut Report,
) -> Result<(), Failure> {
    if let Some(bodies) = &mut bodies {
        bodies.turn_to(bundle.first / 256, report)?;
    }
    for (index, bytes) in bundle.entries() {
        let older = older.as_mut().filter(|older| older.checkpoint.size() == index && !entries.stopped);
        let seen = older.and_then(|older| {
            older.policy = in_force(entries);
            let policy = &older.policy.as_ref()?.read;
            head::seen_since(&policy.examine(&older.note).ok()?, policy)
        });
        let Some(entry) = entries.take(index, bytes, report) else { return Ok(()) };
        if let Some(seen) = seen {
            entries.first_unseen(&entry, index, seen, report);
        }
        if let Some(bodies) = &mut bodies
            && entry.act.is_none()
            && let Some(blob) = bodies.of(index)
        {
            hold_body(&entries.ledger, index, &entry, blob, report);
        }
    }
    if !bundle.is_whole() {
        entries.lose();
    }
    Ok(())
}

fn send(to_check: &std::sync::mpsc::SyncSender<Vec<OfEntry>>, batch: Vec<OfEntry>) {
    if !batch.is_empty() {
        to_check.send(batch).expect("workers wait until the reader is done");
    }
}

fn signatures(failed: &Failed, report: &mut Report) {
    for (index, number) in &failed.first {
        let sentence = match number {
            0 => "the signature of an entry is not by its author's key",
            _ => "a consent to a charter or change of keys is not by its principal's key",
        };
        report.problem(
            Problem::new(codes::SIGNATURE, sentence)
                .at(format!("entry {index}"))
                .help("the log took in what was not signed: keep it as evidence"),
        );
    }
    let more = failed.count.saturating_sub(PROBLEMS_SHOWN);
    if more > 0 {
        report.noticed.push(format!("{more} more signatures do not hold"));
    }
}

/// The policy beside the log is the one in the charter in force, and the one that was given.
fn own_policy(own: Option<&Policy>, given: Option<&Policy>, entries: &Entries, report: &mut Report) {
    let charters = entries.ledger.charter().filter(|_| !entries.stopped).map(|charter| charter.policy.as_bytes());
    let others =
        [(charters, "the charter in force holds another one"), (given.map(|p| &p.bytes[..]), "you gave another one")];
    let Some(own) = own else { return };
    for (other, note) in others {
        if other.is_some_and(|other| other != own.bytes) {
            report.problem(
                Problem::new(codes::POLICY_OTHER, "the policy beside the log is not the mission's")
                    .at(head::POLICY)
                    .note(note)
                    .help("take the policy from the charter that your side signed; this one lets others sign"),
            );
        } else if other.is_some() && note.starts_with("the charter") {
            report.checked.push("policy.txt is the policy of the charter in force".to_owned());
        }
    }
}

fn continues(
    older: &Older,
    (note, checkpoint): (&SignedNote, &Checkpoint),
    folder: &Folder,
    tree: &Tree<'_>,
    policy: Option<&Policy>,
    report: &mut Report,
) -> Result<Option<Evidence>, Failure> {
    let held = &older.checkpoint;
    let grown = held.origin() == checkpoint.origin() && held.size() < checkpoint.size();
    let found = match tree.older_root() {
        // The entries themselves say that they begin as they should: no proof is needed.
        Some(root) if grown && root == *held.root() => Some((root, Vec::new())),
        Some(_) if grown => consistency::beginning(folder, held, checkpoint, report)?,
        _ => None,
    };
    Ok(consistency::compare(report, (&older.note, held), (note, checkpoint), found, policy))
}

/// Bodies by their packs: `x000/123`, in each 256 times a length in four bytes and as many bytes.
struct Bodies {
    folder: Folder,
    first: u64,
    pack: Vec<Vec<u8>>,
    held: u64,
    absent: u64,
}

impl Bodies {
    fn new(path: &Path) -> Bodies {
        Bodies { folder: Folder::new(path), first: 0, pack: Vec::new(), held: 0, absent: 0 }
    }

    fn turn_to(&mut self, number: u64, report: &mut Report) -> Result<(), Failure> {
        let name =
            tlog::tile::TilePath::new(tlog::tile::TileKind::Entries, number, 256).expect("the log has the bundle");
        let name = name.to_string().replace("tile/entries/", "");
        (self.first, self.pack) = (number * 256, Vec::new());
        if let Some(bytes) = self.folder.read(&name, PACK_BYTES)? {
            match read_pack(&bytes) {
                Some(pack) => self.pack = pack,
                None => report.problem(
                    Problem::new(codes::BLOBS_DAMAGED, "the file has not 256 bodies, each behind its length")
                        .at(format!("`{name}`"))
                        .help("it was cut or altered: fetch it again"),
                ),
            }
        }
        Ok(())
    }

    /// What lies beside an entry, where something does.
    fn of(&mut self, index: u64) -> Option<&[u8]> {
        let blob = self.pack.get((index - self.first) as usize).filter(|blob| !blob.is_empty());
        *(if blob.is_some() { &mut self.held } else { &mut self.absent }) += 1;
        blob.map(Vec::as_slice)
    }
}

/// The salts and bodies of a pack; `None` where the bytes are none.
pub fn read_pack(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut rest = bytes;
    let mut pack = Vec::new();
    for _ in 0..256 {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok().filter(|length| *length <= BLOB_BYTES)?;
        let (blob, after) = after.split_at_checked(length)?;
        pack.push(blob.to_vec());
        rest = after;
    }
    rest.is_empty().then_some(pack)
}

fn summary(
    report: &mut Report,
    tree: &Tree<'_>,
    entries: &Entries,
    failed: &Failed,
    examined: Option<&Examined<'_>>,
    older: Option<&Older>,
    bodies: Option<&Bodies>,
) {
    let ledger = &entries.ledger;
    report
        .checked
        .push(format!("{} files of hashes and entries, each against those below it and the root", tree.files));
    report.checked.push(format!("{} entries: canonical bytes, charter, keys, order, acceptance", ledger.size()));
    report.checked.push(format!("{} signatures of authors and consents", failed.checked));
    if let Some(bodies) = bodies {
        report.checked.push(format!("{} bodies against what their authors committed to", bodies.held));
        if bodies.absent > 0 {
            let absent = format!("{} {BODIES_ABSENT}", bodies.absent);
            report.unchecked.push(absent);
        }
    } else {
        report
            .unchecked
            .push("bodies: what was said lies beside the log; `--blobs DIR` checks what you hold of it".to_owned());
    }
    if let (Some(charter), Some(id)) = (ledger.charter(), ledger.charter_id()) {
        report.unchecked.push(format!("that charter {id} of `{}` is the one your side consented to", charter.name));
    }
    for suspect in ledger.suspects() {
        report.noticed.push(format!(
            "entries {} to {} signed by key {} of `{}` are under suspicion: its principal says that others had the key",
            suspect.from, suspect.until, suspect.key, suspect.author
        ));
    }
    if entries.stopped {
        report.unchecked.push(format!(
            "what entries from {} on say, and who signed them: what comes before is not known",
            ledger.size()
        ));
    }
    if let Some(last) = ledger.last_accepted() {
        report.noticed.push(format!("the last entry was accepted at {}", utc(last)));
    }
    if older.is_some() {
        report.unchecked.push("signatures of entries in the checkpoint you hold: they were checked with it".to_owned());
    }
    if examined.is_some_and(|examined| !examined.cosigned.is_empty()) {
        report.unchecked.push("that the witnesses are independent of each other and of the log".to_owned());
    }
    report.unchecked.push(
        "that this is the latest: a log that stopped looks like one that was held back; mind the times above"
            .to_owned(),
    );
    report.unchecked.push("that others were shown the same log: compare checkpoints with them".to_owned());
    report.unchecked.push("that no author used a submit id twice: it would make nothing true or false".to_owned());
}
