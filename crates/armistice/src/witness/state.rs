//! What a witness holds: of each log the checkpoint that it cosigned last, as a file that anybody can read.
//!
//! ```text
//! DIR/witness                                  its own key, so that no other witness takes the folder over
//! DIR/<sha256 of the log's name>/checkpoint    cosigned last; replaced whole, synced before anybody gets the cosignature
//! DIR/<sha256 of the log's name>/refused/*     checkpoints that the log signed and that do not continue what was held;
//!                                              where both have one size: an evidence file, too
//! ```
//!
//! Holds
//! - Looking, judging, writing and cosigning are one step under one lock for each log.
//! - A cosignature that was given out is of a checkpoint that is on disk; one that could not be written is not given out.
//! - A folder that belongs to another key, or whose checkpoints are not by this witness, is not used.
//!
//! Not here: what may be cosigned (`judge`), HTTP (`service`).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tlog::checkpoint::Checkpoint;
use tlog::cosignature::Cosigner;
use tlog::key::{SignatureType, VerifierKey};
use tlog::note::{NoteSignature, SignedNote};
use tlog::policy::LogPolicy;
use verify::evidence::{Evidence, Fork};

use super::codes;
use super::judge::{self, Cosigned, LogKeys, Refused, SignedByLog};
use crate::hash::{hex, sha256};
use crate::limits::WITNESS_REFUSED_FILES;
use crate::message::Message;

/// A witness with its key, the logs it knows, and what it holds of them.
pub struct Witness {
    cosigner: Cosigner,
    keys: LogKeys,
    logs: BTreeMap<String, Held>,
    /// Locked while the witness lives: two processes with one folder could each cosign another past.
    _lock: File,
}

/// What is held of one log.
struct Held {
    folder: PathBuf,
    last: Mutex<Option<Last>>,
}

/// The checkpoint that was cosigned last.
struct Last {
    cosigned: Cosigned,
    note: SignedNote,
}

/// Why there is no cosignature.
#[derive(Debug)]
pub enum NotCosigned {
    /// The witness refuses.
    Refused(Refused),
    /// The witness could not keep what it would have cosigned.
    Failed(Message),
}

/// The folder and the address of a log's checkpoint: SHA-256 of the log's name, in hexadecimal.
pub fn origin_hash(origin: &str) -> String {
    hex(&sha256(origin.as_bytes()))
}

impl Witness {
    /// Opens the folder `dir`, which is made where it is not there, for the logs of `policy`.
    ///
    /// # Errors
    /// L0407 where the policy names no log or not this witness, or the folder is another's or in use; L0406 where what is
    /// held cannot be read.
    pub fn open(dir: &Path, cosigner: Cosigner, policy: &LogPolicy) -> Result<Witness, Message> {
        let name = cosigner.verifier().to_string();
        if !policy.witnesses().iter().any(|witness| witness.key == *cosigner.verifier()) {
            return Err(Message::new(codes::START, "the policy does not name this witness")
                .note(format!("its key is {name}"))
                .help("put a line `witness NAME KEY URL` with this key into the policy"));
        }
        let mut keys = LogKeys::new();
        for log in policy.logs() {
            keys.entry(log.key.name().to_owned()).or_default().push(log.key.clone());
        }
        if keys.is_empty() {
            return Err(Message::new(codes::START, "the policy names no log")
                .help("put a line `log KEY` with the log's key into the policy"));
        }
        let lock = own_folder(dir, &name)?;
        let mut logs = BTreeMap::new();
        for (origin, keys) in &keys {
            let folder = dir.join(origin_hash(origin));
            fs::create_dir_all(&folder).map_err(|error| failed("make", &folder, &error))?;
            let last = read_last(&folder.join(CHECKPOINT), origin, keys, cosigner.verifier())?;
            logs.insert(origin.clone(), Held { folder, last: Mutex::new(last) });
        }
        sync_folder(dir).map_err(|error| failed("write", dir, &error))?;
        Ok(Witness { cosigner, keys, logs, _lock: lock })
    }

    /// The key by which its cosignatures are checked.
    pub fn verifier(&self) -> &VerifierKey {
        self.cosigner.verifier()
    }

    /// The logs that it knows, with what it holds of each.
    pub fn logs(&self) -> impl Iterator<Item = (&str, Option<Cosigned>)> {
        self.logs.iter().map(|(origin, held)| (origin.as_str(), held.last().as_ref().map(|last| last.cosigned)))
    }

    /// Answers the body of a request: cosigns at `now`, in Unix seconds, what continues the checkpoint that is held.
    ///
    /// # Errors
    /// The witness refuses; or its disk does, and then nothing was cosigned.
    pub fn add_checkpoint(&self, body: &[u8], now: u64) -> Result<NoteSignature, NotCosigned> {
        let signed = judge::read(&self.keys, body).map_err(NotCosigned::Refused)?;
        let held = &self.logs[&signed.origin];
        // From here to the return nobody else looks or writes: else an older checkpoint could replace a later one.
        let mut last = held.last();
        let cosigned = match signed.continues(last.as_ref().map(|last| last.cosigned)) {
            Ok(cosigned) => cosigned,
            Err(refused) => {
                if matches!(refused, Refused::NotContinued { .. }) {
                    held.keep_refused(&self.keys[&signed.origin], &signed, last.as_ref(), &refused);
                }
                return Err(NotCosigned::Refused(refused));
            }
        };
        let fault = |what: String| NotCosigned::Failed(Message::new(codes::STATE, what));
        if now == 0 {
            return Err(fault("this machine's clock stands before 1970, and a cosignature has a time".to_owned()));
        }
        let signature = self.cosigner.cosign(&signed.note, now).map_err(|error| fault(error.to_string()))?;
        let note = signed.note.with(signature.clone()).map_err(|error| fault(error.to_string()))?;
        let path = held.folder.join(CHECKPOINT);
        replace(&path, note.to_string().as_bytes())
            .map_err(|error| NotCosigned::Failed(failed("write", &path, &error)))?;
        *last = Some(Last { cosigned, note });
        Ok(signature)
    }

    /// The checkpoint that was cosigned last of the log with this [`origin_hash`].
    pub fn latest(&self, hash: &str) -> Option<String> {
        let (_, held) = self.logs.iter().find(|(origin, _)| origin_hash(origin) == hash)?;
        held.last().as_ref().map(|last| last.note.to_string())
    }
}

impl Held {
    fn last(&self) -> MutexGuard<'_, Option<Last>> {
        // What is held changes only after it was written, so a panic elsewhere leaves it whole.
        self.last.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps both checkpoints side by side; a disk that cannot take them changes nothing about the refusal.
    fn keep_refused(&self, keys: &[VerifierKey], signed: &SignedByLog, last: Option<&Last>, refused: &Refused) {
        let folder = self.folder.join(REFUSED);
        let kept = || -> io::Result<()> {
            fs::create_dir_all(&folder)?;
            if fs::read_dir(&folder)?.count() >= 2 * WITNESS_REFUSED_FILES {
                return Ok(());
            }
            let page = refused_page(signed, last, refused);
            let name = format!("{}-{}.txt", signed.size, &hex(&sha256(page.as_bytes()))[..16]);
            let path = folder.join(name);
            if path.exists() {
                return Ok(());
            }
            if let Some(evidence) = last.and_then(|last| fork(keys, &last.note, &signed.note)) {
                replace(&path.with_extension("evidence"), evidence.to_string().as_bytes())?;
            }
            replace(&path, page.as_bytes())
        };
        if let Err(error) = kept() {
            eprintln!("{}", failed("write", &folder, &error));
        }
    }
}

/// The evidence that two checkpoints are, where they are one size with two roots.
fn fork(keys: &[VerifierKey], held: &SignedNote, sent: &SignedNote) -> Option<Evidence> {
    let forks = keys.iter().filter_map(|key| Fork::new(key.clone(), held, sent, None).ok());
    forks.map(|fork| Evidence::Fork(Box::new(fork))).next()
}

/// A page that a person reads, and from which the two notes can be cut out.
fn refused_page(signed: &SignedByLog, last: Option<&Last>, refused: &Refused) -> String {
    let held = last.map_or_else(|| "nothing yet\n".to_owned(), |last| last.note.to_string());
    let proof: String = signed.proof.iter().map(|hash| format!("{hash}\n")).collect();
    format!(
        "Not cosigned: {refused}.\n\n--- held\n{held}--- sent\n{}--- proof from size {}\n{proof}--- end\n",
        signed.note, signed.old
    )
}

/// The file with the checkpoint that was cosigned last.
const CHECKPOINT: &str = "checkpoint";
/// The folder of what was refused.
const REFUSED: &str = "refused";
/// The file with the witness's own key, locked while it runs.
const OWNER: &str = "witness";

/// Takes the folder for the witness with this key; an empty one becomes its own.
fn own_folder(dir: &Path, name: &str) -> Result<File, Message> {
    fs::create_dir_all(dir).map_err(|error| failed("make", dir, &error))?;
    let path = dir.join(OWNER);
    if !path.exists() {
        let mut inside = fs::read_dir(dir).map_err(|error| failed("read", dir, &error))?;
        if inside.next().is_some() {
            return Err(Message::new(codes::STATE, format!("`{}` holds other files", dir.display()))
                .help("name an empty folder for a new witness, or the folder of this one"));
        }
        replace(&path, format!("{name}\n").as_bytes()).map_err(|error| failed("write", &path, &error))?;
        eprintln!("note: `{}` is new: this witness has cosigned nothing yet", dir.display());
    }
    let file = File::open(&path).map_err(|error| failed("read", &path, &error))?;
    file.try_lock().map_err(|_| {
        Message::new(codes::START, format!("`{}` is in use by another process", dir.display()))
            .help("stop that one first: one witness, one process, one folder")
    })?;
    let owner = fs::read_to_string(&path).map_err(|error| failed("read", &path, &error))?;
    if owner.trim_end() != name {
        return Err(Message::new(codes::START, format!("`{}` belongs to another witness", dir.display()))
            .note(format!("it belongs to {}", owner.trim_end()))
            .note(format!("this key is   {name}"))
            .help("start that witness with its own key, or this one with a folder of its own"));
    }
    Ok(file)
}

/// The checkpoint in a file, if there is one: signed by its log and cosigned by this witness, or it is damage.
fn read_last(path: &Path, origin: &str, keys: &[VerifierKey], own: &VerifierKey) -> Result<Option<Last>, Message> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(failed("read", path, &error)),
    };
    let damaged = |why: String| {
        Message::new(codes::STATE, format!("`{}` is not a checkpoint that this witness cosigned", path.display()))
            .note(why)
            .help("put the file back as it was last; a witness that forgot must not go on under the same key")
    };
    let note = SignedNote::parse(&bytes).map_err(|error| damaged(error.to_string()))?;
    let checkpoint = Checkpoint::parse(note.text()).map_err(|error| damaged(error.to_string()))?;
    if checkpoint.origin() != origin {
        return Err(damaged(format!("it is of the log `{}`", checkpoint.origin())));
    }
    let cosigned = note.open([own]).map_err(|error| damaged(error.to_string()))?;
    debug_assert!(cosigned.iter().all(|signature| signature.key.signature_type() == SignatureType::Cosignature));
    note.open(keys).map_err(|error| damaged(error.to_string()))?;
    let cosigned = Cosigned { size: checkpoint.size(), root: *checkpoint.root() };
    Ok(Some(Last { cosigned, note }))
}

/// Puts `bytes` at `path` whole or not at all, and returns when they are on disk.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().expect("a file lies in a folder");
    let next = path.with_extension("next");
    let mut file = File::create(&next)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    drop(file);
    fs::rename(&next, path)?;
    sync_folder(folder)
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Message {
    Message::io(codes::STATE, doing, path, error)
}
