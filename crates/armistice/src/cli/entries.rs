//! `armistice record`: what the log holds, what it proves, and how two copies of it compare.
//!
//! Holds
//! - Reading needs no key and no lock; appending needs the author's key.
//! - What is proved is written as C2SP files, beside the bytes that it proves.
//!
//! Not here: the log (`log`, `sequencer`), witnesses (`witness`), what an independent verifier checks (crate `verify`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use record::envelope::{Entry, EnvelopeId, Voice};
use record::identity::Says;
use record::ledger::{Ledger, Refusal};
use record::live::Knowledge;
use record::submission::{Submission, salt_and_body};
use record::vocabulary::Name;
use record::vocabulary::time::KnownAt;
use record::wire;
use serde_json::{Value, json};
use tlog::checkpoint::Checkpoint;
use tlog::hash::leaf_hash;
use tlog::note::SignedNote;
use tlog::proof_file::ProofFile;

use super::post::with_refused;
use super::unlock::{Unlock, log_signer, pen};
use super::{Answer, Failure, now, read_bytes, words};
use crate::codes;
use crate::draft::Context;
use crate::jsonl;
use crate::log::{LogReader, Proving};
use crate::message::{Message, utc};
use crate::mission::Mission;
use crate::post::carried::{opened, read_file};
use crate::sequencer::{Offer, decoded, enter, ledger_of, no_entry};
use crate::store::{self, Store};

/// What is asked of the record.
#[derive(clap::Subcommand)]
pub(super) enum RecordCommand {
    /// The entries of the log, or one of them with what it says
    #[command(after_help = "Examples:\n  armistice record show\n  armistice record show 17")]
    Show {
        /// The entry's number, from 0
        index: Option<u64>,
        /// How many of the last ones
        #[arg(long, default_value_t = 20, value_name = "N")]
        last: u64,
    },
    /// Sign statements with an author's key and append them, all or none
    #[command(after_help = "Example:\n  armistice record append reply.jsonl --author north-liaison")]
    Append {
        /// Statements, one JSON object a line (spec/notation.md)
        file: PathBuf,
        /// Who says them
        #[arg(long)]
        author: String,
    },
    /// Take statements that were carried here by hand, signed by their authors elsewhere
    #[command(
        after_help = "Example:\n  armistice record accept stick/*.submission\n\nWhoever carries them adds nothing: each is taken for its author's signature, once."
    )]
    Accept {
        /// Files that `armistice post carry` wrote
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Check the whole log of this mission, bodies too
    #[command(
        after_help = "Example:\n  armistice record verify\n\nWhoever does not trust this program uses armistice-verify, or none of ours: docs/guide/check-us.md"
    )]
    Verify,
    /// Write the proof that an entry is in the log, with the entry's bytes
    #[command(after_help = "Example:\n  armistice record prove 17")]
    Prove {
        /// The entry's number, from 0
        index: u64,
        /// Where to write them; without it into record/proofs
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    /// Show the log's latest checkpoint, or keep a copy to compare with later
    #[command(
        after_help = "Examples:\n  armistice record checkpoint\n  armistice record checkpoint --save ours.checkpoint"
    )]
    Checkpoint {
        /// Where to write it
        #[arg(long, value_name = "FILE")]
        save: Option<PathBuf>,
    },
    /// Cosign the checkpoints of a log, as its witness (C2SP tlog-witness)
    #[command(
        after_help = "Example:\n  armistice record witness --policy policy.txt --key keys/witness.pem --state witness-state"
    )]
    Witness(super::witness::WitnessFlags),
    /// Compare a checkpoint that somebody else holds with this log
    #[command(after_help = "Example:\n  armistice record compare theirs.checkpoint --out fork.evidence")]
    Compare {
        /// The checkpoint's file
        file: PathBuf,
        /// Where to write the evidence, if the two cannot both be true
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
}

pub(super) fn record(dir: &Path, command: &RecordCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    match command {
        RecordCommand::Show { index: Some(index), .. } => show_one(dir, *index),
        RecordCommand::Show { index: None, last } => show(dir, *last),
        RecordCommand::Append { file, author } => append(dir, file, author, unlock),
        RecordCommand::Accept { files } => accept(dir, files, unlock),
        RecordCommand::Verify => verify(dir),
        RecordCommand::Prove { index, out } => prove(dir, *index, out.as_deref()),
        RecordCommand::Checkpoint { save } => checkpoint(dir, save.as_deref()),
        RecordCommand::Witness(_) => unreachable!("a witness needs no mission"),
        RecordCommand::Compare { file, out } => compare(dir, file, out.as_deref()),
    }
}

fn show(dir: &Path, last: u64) -> Result<Answer, Failure> {
    let reader = LogReader::open(dir).map_err(Message::from)?;
    let mut table = super::table::Table::new(0, ["entry", "accepted", "author", "number", "says"]);
    let mut rows = Vec::new();
    for leaf in reader.leaves(reader.size().saturating_sub(last)..reader.size()) {
        let (index, leaf) = leaf.map_err(Message::from)?;
        let entry = decoded(index, &leaf.entry)?;
        let envelope = &entry.signed.envelope;
        let says = said(&entry, &leaf.blob);
        table.row([
            index.to_string(),
            utc(entry.accepted_at),
            envelope.author.clone(),
            envelope.number.to_string(),
            says.clone(),
        ]);
        rows.push(json!({ "index": index, "accepted_at": utc(entry.accepted_at), "author": envelope.author, "number": envelope.number, "says": says }));
    }
    let published = reader.published().map_or(0, |head| head.size);
    let mut lines = vec![format!("log of {} entries, {published} published, root {}", reader.size(), reader.root())];
    lines.extend(table.lines());
    let json =
        json!({ "size": reader.size(), "root": reader.root().to_string(), "published": published, "entries": rows });
    Ok(Answer::ok(lines, json))
}

/// What an entry says, in a few words.
fn said(entry: &Entry, blob: &[u8]) -> String {
    let imported = if entry.signed.envelope.voice == Voice::Imported { ", imported" } else { "" };
    match &entry.act {
        Some(open) => match &open.act.says {
            Says::Charter(charter) if charter.amends.is_none() => "charter".to_owned(),
            Says::Charter(_) => "charter, amended".to_owned(),
            Says::Keys(change) => match (&change.ends, &change.begins) {
                (Some(ends), Some(begins)) => format!("keys of {}: {ends} ends, {} begins", change.author, begins.id()),
                (Some(ends), None) => format!("keys of {}: {ends} ends", change.author),
                (None, Some(begins)) => format!("keys of {}: {} begins", change.author, begins.id()),
                (None, None) => format!("keys of {}", change.author),
            },
        },
        None => match salt_and_body(blob).map(|(_, body)| (wire::body_id(body), wire::decode(body))) {
            Some((id, Ok(body))) => format!("{} {}{imported}", crate::draft::kind(&body.content), id.short()),
            _ => format!("a body that is not here{imported}"),
        },
    }
}

fn show_one(dir: &Path, index: u64) -> Result<Answer, Failure> {
    let reader = LogReader::open(dir).map_err(Message::from)?;
    let leaf = reader.leaf(index).map_err(Message::from)?.ok_or_else(|| no_entry(index, reader.size()))?;
    let entry = decoded(index, &leaf.entry)?;
    let envelope = &entry.signed.envelope;
    let mut lines = vec![
        format!("entry {index} of {}", envelope.mission),
        format!("  leaf       {}", leaf_hash(&leaf.entry)),
        format!("  envelope   {}", entry.signed.id()),
        format!("  author     {}, statement {}, key {}", envelope.author, envelope.number, envelope.key),
        format!("  accepted   {}", utc(entry.accepted_at)),
    ];
    if let Some(known) = envelope.known {
        lines.push(format!("  known      {}, as its author says: history", utc(known)));
    }
    lines.push(format!("  says       {}", said(&entry, &leaf.blob)));
    let mut statement = Value::Null;
    if let Some((_, body)) = salt_and_body(&leaf.blob)
        && let Ok(body) = wire::decode(body)
    {
        statement = Value::Object(crate::draft::from_body(&body));
        let text = serde_json::to_string_pretty(&statement).unwrap_or_default();
        lines.extend(text.lines().map(|line| format!("  {line}")));
    }
    let json = json!({
        "index": index,
        "leaf": leaf_hash(&leaf.entry).to_string(),
        "envelope": entry.signed.id().to_string(),
        "author": envelope.author,
        "number": envelope.number,
        "key": envelope.key.to_string(),
        "accepted_at": utc(entry.accepted_at),
        "says": said(&entry, &leaf.blob),
        "statement": statement,
    });
    Ok(Answer::ok(lines, json))
}

fn append(dir: &Path, file: &Path, author: &str, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut mission = Mission::open(dir)?;
    let bytes = read_bytes(file)?;
    let mut context = Context::new(mission.agreement.zone.clone());
    context.author = author.to_owned();
    let read = jsonl::parse(&bytes, &context).map_err(|problems| {
        let at = |problem: &crate::draft::Problem| format!("{} line {}", file.display(), problem.line().unwrap_or(0));
        problems.iter().map(|problem| crate::import::statements::message(problem).at(at(problem))).collect::<Vec<_>>()
    })?;
    let mut entries = Vec::with_capacity(read.len());
    let knowledge = Knowledge::at(mission.store.statements(), KnownAt::ALL, &super::desk::declared(&mission));
    let registers = knowledge.registers.clone();
    let mut faults = Vec::new();
    for written in read {
        let place = format!("{} line {}", file.display(), written.line);
        // As a server has it: nobody could act on such a notice or halt. What is over is no fault of whoever enters it late.
        let found = channel::admissible::actionable(&written.body, &registers).err().unwrap_or_default();
        faults.extend(found.iter().map(|fault| Message::from(fault).at(place.clone())));
        let entry = store::Entry::new(written.body)
            .map_err(|error| Message::new(error.code(), error.to_string()).at(place).help("shorten what it says"))?;
        entries.push(entry.received(written.received));
    }
    if !faults.is_empty() {
        return Err(faults.into());
    }
    mission.store.take_pen(pen(dir, author, unlock)?);
    let before = mission.store.log_size();
    let appended = mission.store.append(entries, now(), false)?;
    let after = mission.store.log_size();
    let mut lines = vec![format!(
        "{} by `{author}` accepted, {} in the log already",
        words::counted(appended.new.len(), "statement"),
        appended.already
    )];
    lines.extend(
        (before..after).zip(&appended.new).map(|(index, id)| format!("  entry {index}: statement {}", id.short())),
    );
    let ids: Vec<String> = appended.new.iter().map(ToString::to_string).collect();
    Ok(Answer::ok(lines, json!({ "accepted": ids, "already": appended.already, "first": before, "size": after })))
}

/// Carried statements of one author, by their numbers, each with its file.
type OfAuthor<'f> = BTreeMap<(u64, EnvelopeId), (&'f Path, Submission)>;

fn accept(dir: &Path, files: &[PathBuf], unlock: &Unlock) -> Result<Answer, Failure> {
    let ledger = ledger_of(dir)?;
    // The files of a stick lie in any order; each author's statements enter in the order of their numbers.
    let mut carried: BTreeMap<Name, OfAuthor<'_>> = BTreeMap::new();
    let mut refused = Vec::new();
    for file in files {
        let read = read_file(file).and_then(|submission| {
            let opened = opened(&submission, &ledger).map_err(|message| message.at(file.display().to_string()));
            opened.map(|_| submission)
        });
        match read {
            Ok(one) => {
                let envelope = &one.signed.envelope;
                let place = (envelope.number, one.signed.id());
                carried.entry(envelope.author.clone()).or_default().insert(place, (file, one));
            }
            Err(message) => refused.push(message),
        }
    }
    let log = log_signer(dir, unlock)?;
    let (mut new, mut already) = (0, 0);
    for own in carried.values() {
        let mut taken = 0;
        let mut offers = |ledger: &Ledger| {
            let key = |id| ledger.keys().get(&id).map(|life| life.key);
            let offer = |(file, one): &(&Path, Submission)| {
                let refused =
                    |refusal: Refusal| Message::new(refusal.code(), refusal.to_string()).at(file.display().to_string());
                Offer::check(one.clone(), key).map_err(refused)
            };
            taken = own
                .values()
                .filter(|(_, one)| one.signed.envelope.number < ledger.next(&one.signed.envelope.author).0)
                .count();
            own.values().map(offer).collect::<Result<Vec<_>, _>>()
        };
        match enter(dir, &log, now(), &mut offers) {
            Ok(entered) => (new, already) = (new + entered - taken, already + taken),
            // One author's files keep no other's back.
            Err(message) => {
                let files = own.values().map(|(file, _)| format!("of {}", file.display()));
                refused.push(files.fold(message, Message::note));
            }
        }
    }
    let text = vec![
        format!("{} accepted, {already} in the log already", words::counted(new, "statement")),
        "  known from now on; when they were said stands in them".to_owned(),
    ];
    Ok(with_refused(text, json!({ "accepted": new, "already": already, "first": ledger.size() }), &refused))
}

fn verify(dir: &Path) -> Result<Answer, Failure> {
    let (folder, blobs) = (dir.join("record"), dir.join("blobs"));
    let asked = verify::log::Asked { folder: &folder, blobs: Some(&blobs), from: None, policy: None };
    let (mut report, _) = verify::log::check(asked).map_err(not_checked)?;
    // Bodies that are in no pack yet are in the write-ahead log, which only this program reads.
    let store = Store::open(dir)?;
    report.checked.push(format!(
        "{} as the mission's commands read them, each against what its author committed to",
        words::counted(store.statements().len(), "statement")
    ));
    if store.bodies_missing() == 0 {
        report.unchecked.retain(|line| !line.ends_with(verify::log::BODIES_ABSENT));
    }
    Ok(checked(&report, Vec::new()))
}

/// A report of the verifier as an answer of this program: exit code 1 where something does not hold.
fn checked(report: &verify::report::Report, more: Vec<String>) -> Answer {
    let mut lines: Vec<String> = report.to_string().lines().map(str::to_owned).collect();
    lines.extend(more);
    let json = serde_json::from_str(&report.json()).unwrap_or(Value::Null);
    Answer { text: lines, json, code: u8::from(!report.holds()) }
}

fn not_checked(failure: verify::report::Failure) -> Failure {
    let (problem, code) = match failure {
        verify::report::Failure::Input(problem) => (problem, codes::LOG_NOT_CHECKED),
        verify::report::Failure::World(problem) => (problem, codes::LOG_IO),
    };
    let message = Message::new(code, problem.sentence).at(problem.at);
    problem.notes.into_iter().fold(message, Message::note).help(problem.help).into()
}

fn prove(dir: &Path, index: u64, out: Option<&Path>) -> Result<Answer, Failure> {
    let written = write_proof(dir, index, out)?;
    let lines = vec![
        format!("entry {index} is in the log of {} entries", written.size),
        format!("  proof {}", written.proof.display()),
        format!("  entry {}", written.entry.display()),
        "  anybody checks them with: armistice-verify inclusion PROOF --policy record/policy.txt".to_owned(),
    ];
    let json = json!({ "index": index, "size": written.size, "proof": written.proof.display().to_string(), "entry": written.entry.display().to_string() });
    Ok(Answer::ok(lines, json))
}

/// A proof with the entry that it proves.
pub(super) struct Written {
    size: u64,
    proof: PathBuf,
    entry: PathBuf,
}

/// Writes `INDEX.tlog-proof` and `INDEX.bin`.
pub(super) fn write_proof(dir: &Path, index: u64, out: Option<&Path>) -> Result<Written, Failure> {
    let note = published(dir)?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| unreadable_checkpoint(dir, &error.to_string()))?;
    let reader = LogReader::open(dir).map_err(Message::from)?;
    let leaf = reader.leaf(index).map_err(Message::from)?.filter(|_| index < checkpoint.size());
    let leaf = leaf.ok_or_else(|| no_entry(index, checkpoint.size()))?;
    let path = Proving::open(dir, checkpoint.size())
        .and_then(|mut proving| proving.inclusion(index))
        .map_err(Message::from)?;
    let proof = ProofFile::new(index, path, note).map_err(|error| unreadable_checkpoint(dir, &error.to_string()))?;
    let folder = out.map_or_else(|| dir.join("record").join("proofs"), Path::to_path_buf);
    let write = |name: String, bytes: &[u8]| {
        let path = folder.join(name);
        crate::log::place_file(&path, bytes).map(|()| path).map_err(Message::from)
    };
    Ok(Written {
        size: checkpoint.size(),
        proof: write(format!("{index}.tlog-proof"), proof.to_string().as_bytes())?,
        entry: write(format!("{index}.bin"), &leaf.entry)?,
    })
}

fn unreadable_checkpoint(dir: &Path, why: &str) -> Message {
    Message::new(codes::LOG_DAMAGED, "the published checkpoint cannot be read")
        .at(dir.join("record").join("checkpoint").display().to_string())
        .note(why)
        .help("keep the folder as it is, as evidence")
}

/// The latest published checkpoint.
fn published(dir: &Path) -> Result<SignedNote, Failure> {
    let path = dir.join("record").join("checkpoint");
    let bytes = read_bytes(&path)?;
    Ok(SignedNote::parse(&bytes).map_err(|error| unreadable_checkpoint(dir, &error.to_string()))?)
}

fn checkpoint(dir: &Path, save: Option<&Path>) -> Result<Answer, Failure> {
    let note = published(dir)?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| unreadable_checkpoint(dir, &error.to_string()))?;
    let text = note.to_string();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if let Some(path) = save {
        crate::log::place_file(path, text.as_bytes()).map_err(Message::from)?;
        lines = vec![
            format!("kept the checkpoint of {} entries in {}", checkpoint.size(), path.display()),
            "  hold it against the log later: armistice record compare FILE".to_owned(),
        ];
    }
    let json = json!({ "origin": checkpoint.origin(), "size": checkpoint.size(), "root": checkpoint.root().to_string(), "note": text });
    Ok(Answer::ok(lines, json))
}

fn compare(dir: &Path, file: &Path, out: Option<&Path>) -> Result<Answer, Failure> {
    let folder = dir.join("record");
    let own = folder.join("checkpoint");
    let size = |path: &Path| -> Result<u64, Failure> {
        let note = SignedNote::parse(&read_bytes(path)?).map_err(|error| no_checkpoint(path, &error.to_string()))?;
        let read = Checkpoint::parse(note.text()).map_err(|error| no_checkpoint(path, &error.to_string()))?;
        Ok(read.size())
    };
    if size(file)? > size(&own)? {
        return Err(Message::new(codes::LOG_OLDER, "the checkpoint is newer than this log")
            .at(file.display().to_string())
            .note(format!("theirs {} entries, here {}", size(file)?, size(&own)?))
            .help("fetch the newer log and compare there; where this is the mission's own log, it was put back from an old copy")
            .into());
    }
    let (report, found) = verify::consistency::check(file, &own, &folder, None).map_err(not_checked)?;
    let mut more = Vec::new();
    if let (Some(found), Some(path)) = (found, out) {
        crate::log::place_file(path, found.to_string().as_bytes()).map_err(Message::from)?;
        more.push(format!("wrote the evidence to {}", path.display()));
        more.push("   everybody checks it with: armistice-verify evidence FILE".to_owned());
    }
    Ok(checked(&report, more))
}

fn no_checkpoint(path: &Path, why: &str) -> Failure {
    Message::new(codes::LOG_NOT_CHECKED, "this is no log checkpoint")
        .at(path.display().to_string())
        .note(why)
        .help("a checkpoint is the file `record/checkpoint` of a copy of the log, or what `record checkpoint --save` wrote")
        .into()
}
