//! A mission's log in a folder, made by nothing but `record` and `tlog`: the same bytes every time.
//!
//! ```text
//! `Valley` (charter, statements, changes of keys) ─▶ entries ─▶ `publish` ─▶ record/{checkpoint, policy.txt, tile/…}, blobs/…
//! ```
//!
//! Holds
//! - Whoever tampers as the log's host signs again with the log's key; whoever tampers with a copy does not.

#![allow(dead_code, reason = "each test program uses some of it")]

pub mod others;
pub mod tampering;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use record::envelope::*;
use record::identity::*;
use record::receipt::Receipt;
use record::statement::{Body, BodyId, Content};
use record::vocabulary::time::Instant;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::Cosigner;
use tlog::edge::RightEdge;
use tlog::hash::{Hash, leaf_hash};
use tlog::note::{NoteSigner, SignedNote};
use tlog::proof_file::ProofFile;
use tlog::tile::{Tile, TileKind, TilePath, TileSource, tile_bytes, write_bundle};

pub const ORIGIN: &str = "valley.example/log";
/// When the charter was accepted; an entry every ten seconds from then on.
pub const BEGIN: i64 = 1_900_000_000;
pub const WITHIN_S: u64 = 60;
pub const WITNESSES: [&str; 3] = ["north.example/witness", "south.example/witness", "neutral.example/witness"];

/// A folder that is gone with the test.
pub struct Folder(PathBuf);

impl Folder {
    pub fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("armistice-verify-{}-{number}", std::process::id()));
        fs::create_dir_all(&path).expect("a folder for tests can be made");
        Folder(path)
    }
    pub fn path(&self) -> &Path {
        &self.0
    }
    pub fn join(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub fn secret(of: &str) -> [u8; 32] {
    let mut secret = [7; 32];
    of.bytes().take(32).enumerate().for_each(|(place, byte)| secret[place] = byte);
    secret
}

pub fn signer(of: &str) -> Signer {
    Signer::new(&secret(of))
}

pub fn log_signer() -> NoteSigner {
    NoteSigner::new(ORIGIN, &secret("the log")).expect("a name")
}

pub fn cosigner(name: &str) -> Cosigner {
    Cosigner::new(name, &secret(name)).expect("a name")
}

/// One witness of each side and a neutral one; both sides must have cosigned.
pub fn policy() -> String {
    let mut text = format!("log {}\n", log_signer().verifier());
    for (name, witness) in ["north", "south", "neutral"].into_iter().zip(WITNESSES) {
        text += &format!("witness {name} {}\n", cosigner(witness).verifier());
    }
    text + "group sides all north south\nquorum sides\n"
}

pub fn charter() -> Charter {
    let principal = |name: &str, kind| Principal {
        name: name.into(),
        kind,
        roots: (1..=2).map(|number| *signer(&format!("{name} root {number}")).key()).collect(),
        needed: 2,
    };
    let author = |name: &str, of: &str, role| Author {
        name: name.into(),
        of: of.into(),
        role,
        mandates: Vec::new(),
        keys: vec![*signer(&format!("{name} 0")).key()],
    };
    Charter {
        mission: ORIGIN.into(),
        name: "the valley".into(),
        amends: None,
        log_key: log_signer().verifier().to_string(),
        policy: policy(),
        include_within_s: WITHIN_S,
        retention_days: None,
        live_from: Some(Instant(BEGIN)),
        principals: vec![
            principal("mission", PrincipalKind::Mission),
            principal("North", PrincipalKind::Party),
            principal("South", PrincipalKind::Party),
        ],
        authors: vec![
            author("mission-desk", "mission", Role::Mission),
            author("patrol-2", "mission", Role::Monitor),
            author("north-liaison", "North", Role::Liaison),
            author("south-liaison", "South", Role::Liaison),
        ],
    }
}

/// The consents of these principals' root keys.
pub fn consents(says: &Says, of: &[&str]) -> Vec<Consent> {
    let roots = of.iter().flat_map(|name| (1..=2).map(move |number| (name, format!("{name} root {number}"))));
    roots.map(|(name, root)| says.consent(name, &signer(&root)).expect("an act within its limits")).collect()
}

/// A mission's log as it grows.
#[derive(Clone)]
pub struct Valley {
    pub entries: Vec<Entry>,
    pub blobs: Vec<Vec<u8>>,
    next: BTreeMap<String, (u64, Option<EnvelopeId>)>,
    /// Which key of an author signs.
    pub keys: BTreeMap<String, u32>,
}

impl Valley {
    /// The log with its charter alone.
    pub fn founded() -> Valley {
        let mut valley =
            Valley { entries: Vec::new(), blobs: Vec::new(), next: BTreeMap::new(), keys: BTreeMap::new() };
        let says = Says::Charter(Box::new(charter()));
        let consents = consents(&says, &["mission", "North", "South"]);
        valley.act("mission-desk", Act { says, consents });
        valley
    }

    /// The log of so many entries: a rotation at 40, a key revoked at 60 with what it signed since 50, a new one at 61.
    pub fn of(size: usize) -> Valley {
        let mut valley = Valley::founded();
        while valley.entries.len() < size {
            let index = valley.entries.len();
            match index {
                40 => valley.rotate("patrol-2"),
                60 => valley.revoke("south-liaison", 50, &["South"]),
                61 => valley.begin("south-liaison"),
                _ => valley.say(["patrol-2", "north-liaison", "south-liaison", "mission-desk"][index % 4]),
            }
        }
        valley
    }

    pub fn key_of(&self, author: &str) -> Signer {
        signer(&format!("{author} {}", self.keys.get(author).copied().unwrap_or(0)))
    }

    /// The envelope that an author would sign next.
    pub fn envelope(&self, author: &str, body: Commitment) -> Envelope {
        let (number, previous) = self.next.get(author).copied().unwrap_or((0, None));
        let mut submit = [0; 16];
        submit[..8].copy_from_slice(&(self.entries.len() as u64).to_be_bytes());
        Envelope {
            mission: ORIGIN.into(),
            author: author.into(),
            key: self.key_of(author).key().id(),
            number,
            previous,
            submit: SubmitId(submit),
            claimed: None,
            references: Vec::new(),
            body,
            attachments: Vec::new(),
            voice: Voice::Own,
            known: None,
        }
    }

    /// A body of this author, salted.
    pub fn blob(&self, author: &str) -> Vec<u8> {
        let index = self.entries.len();
        let cited = Some(format!("line {index} of the log book of {author}"));
        let content = Content::BatchUndone(BodyId([index as u8; 32]));
        let body = Body { author: author.into(), said_at: None, on_behalf: None, cited, content };
        [&[(index / 3) as u8; 32][..], &record::wire::encode(&body).expect("a body within its limits")].concat()
    }

    /// An envelope of this author and what it commits to.
    pub fn said(&self, author: &str) -> (Envelope, Vec<u8>) {
        let blob = self.blob(author);
        let (salt, body) = blob.split_first_chunk::<32>().expect("salted");
        (self.envelope(author, Commitment::to(&Salt(*salt), body)), blob)
    }

    pub fn say(&mut self, author: &str) {
        let (envelope, blob) = self.said(author);
        self.enter(envelope, None, blob);
    }

    pub fn act(&mut self, author: &str, act: Act) {
        let open = OpenAct { salt: Salt([9; 32]), act };
        let body = open.commitment().expect("an act within its limits");
        let envelope = Envelope { voice: Voice::Act, ..self.envelope(author, body) };
        self.enter(envelope, Some(open), Vec::new());
    }

    pub fn rotate(&mut self, author: &str) {
        let ends = self.key_of(author).key().id();
        let begins = signer(&format!("{author} {}", self.keys.get(author).copied().unwrap_or(0) + 1));
        let change = KeyChange {
            mission: ORIGIN.into(),
            author: author.into(),
            ends: Some(ends),
            suspect_since: None,
            begins: Some(*begins.key()),
        };
        let says = Says::Keys(Box::new(change));
        let consents = vec![says.consent(author, &begins).expect("an act within its limits")];
        self.act(author, Act { says, consents });
        *self.keys.entry(author.to_owned()).or_default() += 1;
    }

    /// Ends the key of an author, as these principals consent.
    pub fn revoke(&mut self, author: &str, since: u64, of: &[&str]) {
        let change = KeyChange {
            mission: ORIGIN.into(),
            author: author.into(),
            ends: Some(self.key_of(author).key().id()),
            suspect_since: Some(since),
            begins: None,
        };
        let says = Says::Keys(Box::new(change));
        let consents = consents(&says, of);
        self.act("mission-desk", Act { says, consents });
    }

    pub fn begin(&mut self, author: &str) {
        *self.keys.entry(author.to_owned()).or_default() += 1;
        let begins = self.key_of(author);
        let change = KeyChange {
            mission: ORIGIN.into(),
            author: author.into(),
            ends: None,
            suspect_since: None,
            begins: Some(*begins.key()),
        };
        let says = Says::Keys(Box::new(change));
        let mut all = consents(&says, &["South"]);
        all.push(says.consent(author, &begins).expect("an act within its limits"));
        self.act("mission-desk", Act { says, consents: all });
    }

    /// Signs an envelope and takes it in as it is, whatever the rules say.
    pub fn enter(&mut self, envelope: Envelope, act: Option<OpenAct>, blob: Vec<u8>) {
        let signed = envelope.clone().sign(&self.key_of(&envelope.author)).expect("an envelope within its limits");
        self.next.insert(envelope.author, (envelope.number + 1, Some(signed.id())));
        let accepted_at = Instant(BEGIN + 10 * self.entries.len() as i64);
        self.entries.push(Entry { signed, accepted_at, received: None, act });
        self.blobs.push(blob);
    }

    /// The bytes of the leaves.
    pub fn leaves(&self) -> Vec<Vec<u8>> {
        self.entries.iter().map(|entry| entry.encode().expect("an entry within its limits")).collect()
    }

    /// Publishes the log under `mission`, by way of these earlier sizes.
    pub fn publish(&self, mission: &Path, sizes: &[usize]) {
        let leaves = self.leaves();
        for size in sizes.iter().copied().chain([leaves.len()]) {
            publish(mission, &leaves[..size]);
        }
        for (number, blobs) in self.blobs.chunks_exact(256).enumerate() {
            write(&mission.join(format!("blobs/{number:03}")), &pack(blobs));
        }
    }
}

/// The file of 256 salts and bodies.
pub fn pack(blobs: &[Vec<u8>]) -> Vec<u8> {
    let lengths = blobs.iter().map(|blob| (blob.len() as u32).to_be_bytes());
    lengths.zip(blobs).flat_map(|(length, blob)| [&length[..], blob].concat()).collect()
}

pub fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("a folder can be made");
    fs::write(path, bytes).expect("a file can be written");
}

/// Tiles and bundles of a log, and the root that they lead to; nothing is taken away.
pub fn write_tiles(record: &Path, leaves: &[Vec<u8>]) -> Hash {
    let mut edge = RightEdge::default();
    let place = |path: TilePath, hashes: &[Hash]| write(&record.join(path.to_string()), &tile_bytes(hashes));
    for leaf in leaves {
        for (path, hashes) in edge.append(leaf_hash(leaf)).expect("a small log") {
            place(path, &hashes);
        }
    }
    edge.partial_tiles().for_each(|(path, hashes)| place(path, hashes));
    for (number, entries) in (0..).zip(leaves.chunks(256)) {
        let path = TilePath::new(TileKind::Entries, number, entries.len() as u16).expect("a bundle");
        write(&record.join(path.to_string()), &write_bundle(entries).expect("entries within their limits"));
    }
    edge.root()
}

/// A checkpoint of a log of `size` entries, signed, and cosigned by these witnesses when it had that size.
pub fn checkpoint(size: usize, root: Hash, witnesses: &[&str]) -> SignedNote {
    checkpoint_at(size, root, witnesses, (BEGIN + 10 * size as i64) as u64)
}

pub fn checkpoint_at(size: usize, root: Hash, witnesses: &[&str], at: u64) -> SignedNote {
    let checkpoint = Checkpoint::new(ORIGIN, size as u64, root).expect("a checkpoint");
    let note = SignedNote::sign(&checkpoint.to_string(), &log_signer()).expect("a note");
    witnesses.iter().fold(note, |note, witness| {
        let line = cosigner(witness).cosign(&note, at).expect("a checkpoint");
        note.with(line).expect("a note within its limits")
    })
}

/// What the host of a log does: tiles, then the policy, then the checkpoint; the one before becomes `checkpoint.old`.
pub fn publish(mission: &Path, leaves: &[Vec<u8>]) {
    let record = mission.join("record");
    let root = write_tiles(&record, leaves);
    write(&record.join("policy.txt"), policy().as_bytes());
    let path = record.join("checkpoint");
    if path.exists() {
        fs::rename(&path, record.join("checkpoint.old")).expect("a file can be renamed");
    }
    write(&path, checkpoint(leaves.len(), root, &WITNESSES).to_string().as_bytes());
}

/// The proof of an entry as the log's folder gives it.
pub fn proof_of(record: &Path, index: u64) -> ProofFile {
    let note = SignedNote::parse(&fs::read(record.join("checkpoint")).expect("a checkpoint")).expect("a note");
    let size = Checkpoint::parse(note.text()).expect("a checkpoint").size();
    let read = |path: TilePath| {
        let bytes = fs::read(record.join(path.to_string())).ok();
        Ok::<_, String>(bytes.map(|bytes| Tile::read(&bytes).expect("a tile")))
    };
    let path = TileSource::new(size, read).expect("a log").prove_inclusion(index).expect("tiles of the log");
    ProofFile::new(index, path, note).expect("a proof")
}

/// The receipt that the log gave for an entry.
pub fn receipt(index: u64, leaf: &[u8]) -> SignedNote {
    let receipt = Receipt {
        origin: ORIGIN.into(),
        index,
        leaf: leaf_hash(leaf).0,
        accepted_at: Instant(BEGIN + 10 * index as i64),
        include_within_s: WITHIN_S,
    };
    SignedNote::sign(&receipt.text(), &log_signer()).expect("a note")
}

/// The evidence that North's liaison signed two statements under its first number.
pub fn equivocation() -> verify::evidence::Evidence {
    let valley = Valley::founded();
    let signer = valley.key_of("north-liaison");
    let (first, _) = valley.said("north-liaison");
    let second = Envelope { submit: SubmitId([5; 16]), ..first.clone() };
    let sign = |envelope: Envelope| (*signer.key(), envelope.sign(&signer).expect("an envelope within its limits"));
    let evidence = verify::evidence::Equivocation::new(sign(first), sign(second)).expect("two statements");
    verify::evidence::Evidence::Equivocation(Box::new(evidence))
}
