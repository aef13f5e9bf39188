//! The formats of the log: each thing has one spelling, and nobody without the secret keys makes anything that counts.
//!
//! The keys are those of `cases/log/formats-v1.txt`, whose parts the corpus begins with.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::sync::LazyLock;

use armistice::witness::judge::{self, Cosigned, LogKeys};
use armistice::witness::request::AddCheckpoint;
use tlog::checkpoint::Checkpoint;
use tlog::hash::{EMPTY_ROOT, leaf_hash};
use tlog::key::VerifierKey;
use tlog::note::SignedNote;
use tlog::policy::LogPolicy;
use tlog::proof_file::ProofFile;
use tlog::tile::{Tile, TilePath, read_bundle, write_bundle};

use crate::{Read, taken};

const FORMATS: &str = include_str!("../../cases/log/formats-v1.txt");

/// The only text that the known keys ever signed.
static SIGNED: LazyLock<SignedNote> =
    LazyLock::new(|| SignedNote::parse(part("checkpoint").as_bytes()).expect("a frozen note"));
static POLICY: LazyLock<LogPolicy> =
    LazyLock::new(|| LogPolicy::parse(part("policy").as_bytes()).expect("a frozen policy"));

static KEYS: LazyLock<LogKeys> = LazyLock::new(|| {
    let mut keys = LogKeys::new();
    for log in POLICY.logs() {
        keys.entry(log.key.name().to_owned()).or_default().push(log.key.clone());
    }
    keys
});

/// A part of the frozen formats, without the empty line behind it.
fn part(title: &str) -> &'static str {
    let (_, rest) = FORMATS.split_once(&format!("\n== {title}\n")).expect("a title");
    let end = rest.find("\n== ").unwrap_or(rest.len());
    &rest[..end]
}

/// The first byte says how many entries there are, as the path of a bundle does.
pub(crate) fn bundle(bytes: &[u8]) -> Read {
    let Some((width, bytes)) = bytes.split_first() else { return Read::Refused };
    let width = u16::from(*width) + 1;
    if let Ok(tile) = Tile::read(bytes) {
        assert_eq!(tile.bytes(), bytes);
    }
    match read_bundle(bytes, width) {
        Ok(entries) => {
            assert_eq!(entries.len(), usize::from(width));
            assert_eq!(write_bundle(&entries).as_deref(), Ok(bytes));
            Read::Taken
        }
        Err(error) => refused(&error),
    }
}

/// What a witness is asked that knows the log of the frozen formats.
pub(crate) fn witness_request(bytes: &[u8]) -> Read {
    let request = match AddCheckpoint::parse(bytes) {
        Ok(request) => request,
        Err(error) => return refused(&error),
    };
    assert_eq!(request.to_string().as_bytes(), bytes);
    match judge::read(&KEYS, bytes) {
        Ok(signed) => {
            assert_eq!(signed.note.text(), SIGNED.text(), "nothing else was ever signed");
            for held in [None, Some(Cosigned { size: request.old, root: EMPTY_ROOT })] {
                if let Ok(cosigned) = signed.continues(held) {
                    assert!(held.is_none_or(|held| held.size <= cosigned.size));
                }
            }
        }
        Err(error) => drop(refused(&error)),
    }
    Read::Taken
}

pub(crate) fn checkpoint(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    match Checkpoint::parse(text) {
        Ok(checkpoint) => {
            assert_eq!(checkpoint.to_string(), text);
            assert!(!checkpoint.contradicts(&checkpoint));
            Read::Taken
        }
        Err(error) => refused(&error),
    }
}

pub(crate) fn note(bytes: &[u8]) -> Read {
    let note = match SignedNote::parse(bytes) {
        Ok(note) => note,
        Err(error) => return refused(&error),
    };
    assert_eq!(note.to_string().as_bytes(), bytes);
    match POLICY.examine(&note) {
        Ok(examined) => {
            assert_eq!(note.text(), SIGNED.text(), "a text that was never signed");
            assert_eq!(examined.has_quorum, examined.missing.is_empty());
        }
        Err(error) => drop(refused(&error)),
    }
    Read::Taken
}

pub(crate) fn policy(bytes: &[u8]) -> Read {
    let policy = match LogPolicy::parse(bytes) {
        Ok(policy) => policy,
        Err(error) => return refused(&error),
    };
    let plain = policy.bytes();
    assert_eq!(LogPolicy::parse(&plain).as_ref(), Ok(&policy));
    assert_eq!(LogPolicy::parse(&plain).map(|again| again.bytes()), Ok(plain));
    // Whoever is asked for can be had: all witnesses are a quorum, and one more never takes it away.
    let mut cosigned = BTreeSet::new();
    let mut before = policy.is_quorum(&cosigned);
    for witness in 0..policy.witnesses().len() {
        cosigned.insert(witness);
        let now = policy.is_quorum(&cosigned);
        assert!(now || !before);
        before = now;
    }
    assert!(before);
    if let Err(error) = policy.check(&SIGNED) {
        refused(&error);
    }
    Read::Taken
}

pub(crate) fn proof_file(bytes: &[u8]) -> Read {
    let proof = match ProofFile::parse(bytes) {
        Ok(proof) => proof,
        Err(error) => return refused(&error),
    };
    assert_eq!(proof.to_string().as_bytes(), bytes);
    for index in [0u64, 299] {
        match proof.verify(&leaf_hash(&index.to_be_bytes()), &POLICY) {
            Ok(_) => {
                assert_eq!((proof.index(), proof.note().text()), (index, SIGNED.text()), "a proof of something else")
            }
            Err(error) => drop(refused(&error)),
        }
    }
    Read::Taken
}

/// The paths of tiles and bundles, and the keys of logs and witnesses: a line each.
pub(crate) fn names(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let mut any = false;
    for line in text.lines() {
        match line.parse::<TilePath>() {
            Ok(path) => {
                assert_eq!(path.to_string(), line);
                assert!(!path.full().is_partial());
                any = true;
            }
            Err(error) => drop(refused(&error)),
        }
        match line.parse::<VerifierKey>() {
            Ok(key) => {
                assert_eq!(key.to_string(), line);
                any = true;
            }
            Err(error) => drop(refused(&error)),
        }
    }
    taken(any)
}

/// A refusal is said in one plain sentence.
fn refused(error: &impl Display) -> Read {
    let message = error.to_string();
    let plain = message.chars().all(|c| !c.is_control());
    assert!(plain && !message.is_empty() && !message.ends_with('.'), "{message:?}");
    Read::Refused
}
