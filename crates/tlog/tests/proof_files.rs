//! Proof files: round trips, every flipped bit, every refusal, the limits; frozen bytes of version 1.

mod common;

use std::fmt::Write as _;

use common::Log;
use proptest::prelude::*;
use tlog::checkpoint::{Checkpoint, CheckpointError};
use tlog::cosignature::Cosigner;
use tlog::hash::{Hash, leaf_hash};
use tlog::limits::{EXTRA_BYTES, NOTE_BYTES, PROOF_FILE_BYTES, PROOF_HASHES};
use tlog::note::{NoteError, NoteSigner, SignedNote};
use tlog::policy::{LogPolicy, PolicyRefusal};
use tlog::proof::ProofError;
use tlog::proof_file::{ProofFile, ProofFileError};

fn log() -> NoteSigner {
    NoteSigner::new("valley.example/log", &[1; 32]).unwrap()
}

fn witnesses() -> [Cosigner; 2] {
    [("north.example", 2), ("south.example", 3)].map(|(name, byte)| Cosigner::new(name, &[byte; 32]).unwrap())
}

fn policy() -> LogPolicy {
    let [north, south] = witnesses();
    let lines = format!("witness north {}\nwitness south {}\n", north.verifier(), south.verifier());
    let text = format!("log {}\n{lines}group sides all north south\nquorum sides\n", log().verifier());
    LogPolicy::parse(text.as_bytes()).unwrap()
}

fn note(log_of: &Log) -> SignedNote {
    let checkpoint = Checkpoint::new("valley.example/log", log_of.edge.size(), log_of.edge.root()).unwrap();
    let note = SignedNote::sign(&checkpoint.to_string(), &log()).unwrap();
    witnesses().iter().zip(1_900_000_000..).fold(note, |note, (witness, at)| {
        let cosignature = witness.cosign(&note, at).unwrap();
        note.with(cosignature).unwrap()
    })
}

/// The proof of an entry of a log of some size, and the entry's hash.
fn proof(index: u64, size: u64) -> (ProofFile, Hash) {
    let log = Log::of(size);
    let path = log.source(size).prove_inclusion(index).unwrap();
    (ProofFile::new(index, path, note(&log)).unwrap(), log.leaves[index as usize])
}

fn parse(text: &str) -> Result<ProofFile, ProofFileError> {
    ProofFile::parse(text.as_bytes())
}

#[test]
fn a_proof_file_proves_its_entry_and_no_other() {
    let (file, leaf) = proof(5, 11);
    let policy = policy();
    let read = parse(&file.to_string()).unwrap();
    assert_eq!(read, file);
    let examined = read.verify(&leaf, &policy).unwrap();
    assert_eq!((examined.checkpoint.size(), examined.cosigned.len(), examined.has_quorum), (11, 2, true));
    assert_eq!(read.verify(&leaf_hash(b"other"), &policy), Err(ProofFileError::Proof(ProofError::OtherRoot)));

    // The only entry of a log: no hashes between its index and the empty line.
    let (file, leaf) = proof(0, 1);
    assert!(file.to_string().starts_with("c2sp.org/tlog-proof@v1\nindex 0\n\nvalley.example/log\n1\n"));
    assert!(parse(&file.to_string()).unwrap().verify(&leaf, &policy).is_ok());
}

#[test]
fn every_flipped_bit_is_refused_or_changes_nothing_that_is_claimed() {
    let (file, leaf) = proof(5, 11);
    let file = file.with_extra(b"seen at the bridge").unwrap();
    let policy = policy();
    let bytes = file.to_string().into_bytes();
    for bit in 0..8 * bytes.len() {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        let Ok(read) = ProofFile::parse(&altered) else { continue };
        // What is left of the file, if anything, differs in its extra data alone, which nothing protects.
        if let Ok(examined) = read.verify(&leaf, &policy) {
            assert_eq!((read.index(), read.path(), read.note()), (file.index(), file.path(), file.note()), "bit {bit}");
            assert_ne!(read.unverified_extra(), file.unverified_extra());
            assert!(examined.has_quorum);
        }
    }
}

#[test]
fn without_a_quorum_or_with_another_index_it_proves_nothing() {
    let (file, leaf) = proof(5, 11);
    let policy = policy();
    let text = file.to_string();
    let lines: Vec<&str> = text.trim_end().lines().collect();
    let without = lines[..lines.len() - 1].join("\n") + "\n";
    let missing = PolicyRefusal::NoQuorum { missing: vec!["south".into()] };
    assert_eq!(parse(&without).unwrap().verify(&leaf, &policy), Err(ProofFileError::Policy(missing)));
    for (index, error) in [
        (4, ProofError::OtherRoot),
        (10, ProofError::WrongLength { hashes: 4, needed: Some(2) }),
        (11, ProofError::NotInLog { index: 11, size: 11 }),
        (u64::MAX, ProofError::NotInLog { index: u64::MAX, size: 11 }),
    ] {
        let other = parse(&text.replace("index 5", &format!("index {index}"))).unwrap();
        assert_eq!(other.verify(&leaf, &policy), Err(ProofFileError::Proof(error)), "{index}");
    }
}

#[test]
fn what_is_no_proof_file_is_refused_with_its_reason() {
    use ProofFileError::*;
    let text = proof(2, 5).0.to_string();
    let hash = text.lines().nth(2).unwrap();
    let index = |index: &str| Index { index: index.into() };
    let cases = [
        (String::new(), NoEmptyLine),
        ("c2sp.org/tlog-proof@v1\nindex 0\n".into(), NoEmptyLine),
        (text.replace("proof@v1", "proof@v2"), FirstLine),
        (format!("\n{text}"), FirstLine),
        (text.replace("index 2\n", "").to_owned(), NoIndex),
        (text.replace("index 2", "Index 2"), NoIndex),
        (text.replace("index 2", "index=2"), NoIndex),
        (text.replace("index 2", "index"), NoIndex),
        (text.replace("index 2", "index "), index("")),
        (text.replace("index 2", "index 02"), index("02")),
        (text.replace("index 2", "index -2"), index("-2")),
        (text.replace("index 2", "index 2 "), index("2 ")),
        (text.replace("index 2", "index 18446744073709551616"), index("18446744073709551616")),
        (text.replace("index 2", "extra \nindex 2"), Extra),
        (text.replace("index 2", "extra !!!!\nindex 2"), Extra),
        (text.replace("index 2", "extra Zg\nindex 2"), Extra),
        (text.replace("index 2", "extra Zg==\nextra Zg==\nindex 2"), NoIndex),
        (text.replace("index 2", "index 2\nextra Zg=="), PathLine { at: 1 }),
        (text.replace(hash, &hash[4..]), PathLine { at: 1 }),
        (text.replace(hash, &format!("{hash} ")), PathLine { at: 1 }),
        (text.replace("\n\nvalley", "\n\n\nvalley"), NoCheckpoint(CheckpointError::NoOrigin)),
        (text.split_once("\u{2014}").unwrap().0.into(), Note(NoteError::NoSignatures)),
        (
            text.replace("valley.example/log\n5\n", "valley.example/log\n05\n"),
            NoCheckpoint(CheckpointError::Size { size: "05".into() }),
        ),
        (text.replace('\n', "\r\n"), NoEmptyLine),
        (text.clone() + "\n", Note(NoteError::NoSignatures)),
    ];
    for (text, error) in cases {
        assert_eq!(parse(&text), Err(error.clone()), "{text}");
        let message = error.to_string();
        assert!(!message.ends_with('.') && !message.starts_with(|c: char| c.is_uppercase()), "{message}");
    }
    assert_eq!(ProofFile::parse(b"c2sp.org/tlog-proof@v1\n\xff"), Err(NotUtf8));
    let plain = SignedNote::sign("no checkpoint\n", &log()).unwrap();
    assert_eq!(ProofFile::new(0, Vec::new(), plain), Err(NoCheckpoint(CheckpointError::NotThreeLines)));
}

#[test]
fn a_proof_file_is_as_large_as_allowed_and_not_larger() {
    let note = note(&Log::of(1));
    let hashes = |count| vec![Hash([7; 32]); count];
    let most = ProofFile::new(0, hashes(PROOF_HASHES), note.clone()).unwrap();
    assert_eq!(parse(&most.to_string()), Ok(most.clone()));
    assert_eq!(ProofFile::new(0, hashes(PROOF_HASHES + 1), note.clone()), Err(ProofFileError::TooManyHashes));
    let line = format!("{}\n", Hash([7; 32]));
    let more = most.to_string().replacen(&line, &line.repeat(2), 1);
    assert_eq!(parse(&more), Err(ProofFileError::TooManyHashes));

    let extra = most.with_extra(&[7; EXTRA_BYTES]).unwrap();
    assert_eq!(parse(&extra.to_string()).unwrap().unverified_extra().len(), EXTRA_BYTES);
    let bytes = EXTRA_BYTES + 1;
    assert_eq!(extra.clone().with_extra(&[7; EXTRA_BYTES + 1]), Err(ProofFileError::ExtraTooLong { bytes }));
    // No file with parts within their limits is too large; one past the limit is not read at all.
    assert!(extra.to_string().len() + NOTE_BYTES < PROOF_FILE_BYTES);
    let padded = |bytes: usize| "x".repeat(bytes);
    assert_eq!(parse(&padded(PROOF_FILE_BYTES)), Err(ProofFileError::NoEmptyLine));
    assert_eq!(parse(&padded(PROOF_FILE_BYTES + 1)), Err(ProofFileError::TooLong { bytes: PROOF_FILE_BYTES + 1 }));
}

/// The formats as this version writes them: keys, a policy, a cosigned checkpoint, tiles, proofs. Frozen.
#[test]
fn the_formats_are_written_as_ever() {
    let mut text = String::new();
    let log_of = Log::of(300);
    let policy = policy();
    let hex = |bytes: &[u8]| bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    writeln!(
        text,
        "What the log's formats are, byte for byte (spec/log-profile.md). Frozen: a released part never changes."
    )
    .unwrap();
    writeln!(
        text,
        "Entry n of the log is n in eight bytes, the first one greatest. The secret keys are the bytes 01, 02 and 03,"
    )
    .unwrap();
    writeln!(text, "32 times each: whoever has this file can sign as these three.").unwrap();
    writeln!(text, "\n== policy\n{}", String::from_utf8(policy.bytes()).unwrap()).unwrap();
    writeln!(text, "== checkpoint\n{}", note(&log_of)).unwrap();
    for (path, file) in log_of.files.iter().filter(|(path, _)| path.is_partial()) {
        writeln!(text, "== {path}\n{}\n", hex(file)).unwrap();
    }
    let bundle = tlog::tile::write_bundle(&[296u64, 297, 298, 299].map(u64::to_be_bytes)).unwrap();
    writeln!(text, "== bundle of the last four entries\n{}\n", hex(&bundle)).unwrap();
    for index in [0, 299] {
        writeln!(text, "== proof of entry {index}\n{}", proof(index, 300).0.with_extra(b"not protected").unwrap())
            .unwrap();
    }
    for old in [7, 256] {
        let hashes = log_of.source(300).prove_consistency(old).unwrap();
        let root = log_of.source(300).root_at(old).unwrap();
        writeln!(text, "== consistency of {old} with 300\n{root}").unwrap();
        hashes.iter().for_each(|hash| writeln!(text, "{hash}").unwrap());
        writeln!(text).unwrap();
    }
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../cases/log/formats-v1.txt");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(file).unwrap_or_default(), text, "UPDATE_EXPECT=1 writes it anew");
    assert!(proof(299, 300).0.verify(&log_of.leaves[299], &policy).is_ok());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn every_proof_is_written_read_and_verified(size in 1..400u64, at in any::<u64>(), extra in proptest::collection::vec(any::<u8>(), 0..40)) {
        let (file, leaf) = proof(at % size, size);
        let file = file.with_extra(&extra).unwrap();
        let read = parse(&file.to_string()).unwrap();
        prop_assert_eq!(&read, &file);
        prop_assert_eq!(read.unverified_extra(), &extra[..]);
        prop_assert!(read.verify(&leaf, &policy()).is_ok());
    }

    #[test]
    fn what_is_a_proof_file_is_written_back(cut in 0..600usize, put in "[ -~\n\u{2014}=]{0,4}") {
        let text = proof(2, 5).0.with_extra(b"x").unwrap().to_string();
        let Some((begin, end)) = text.split_at_checked(cut % text.len()) else { return Ok(()) };
        let altered = format!("{begin}{put}{end}");
        if let Ok(read) = parse(&altered) {
            prop_assert_eq!(read.to_string(), altered);
        }
    }
}
