//! Programs that we did not write check a log that we did: Go's `sumdb`, Python, and openssl with sha256sum.
//!
//! They are in `tests/third-party`. Each is run where it is; what is absent is said with a line `SKIP`.
//!
//! Holds
//! - They take a log that nobody touched, and refuse one that was altered in what they read.
//!
//! Not here: a log while it is being written (`crates/armistice/tests/while_written.rs`).

mod common;

use std::fs;
use std::process::Command;

use common::others::{all_hold, ask, said, script, skip, starts};
use common::tampering::{Mission, VALLEY, tamper};
use common::*;

#[test]
fn a_log_that_nobody_touched_is_taken_by_others() {
    let mission = Mission::new();
    all_hold(mission.folder.path(), &["log", "record"]);
    // The log of one entry, and one whose size is a power of 256.
    for size in [1, 256] {
        let folder = Folder::new();
        Valley::of(size).publish(folder.path(), &[]);
        all_hold(folder.path(), &["log", "record"]);
    }
}

#[test]
fn a_proof_is_taken_by_others_for_its_entry_alone() {
    let mission = Mission::new();
    for index in [0, 17, 255, 256, 599] {
        let proof = proof_of(&mission.folder.join("record"), index).to_string();
        write(&mission.folder.join("p.tlog-proof"), proof.as_bytes());
        write(&mission.folder.join("p.bin"), &VALLEY.leaves()[index as usize]);
        write(&mission.folder.join("other.bin"), &VALLEY.leaves()[index as usize ^ 1]);
        all_hold(mission.folder.path(), &["proof", "p.tlog-proof", "p.bin", "record/policy.txt"]);
        for (name, output) in ask(mission.folder.path(), &["proof", "p.tlog-proof", "other.bin", "record/policy.txt"]) {
            assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
        }
    }
}

#[test]
fn openssl_and_sha256sum_follow_a_proof_by_hand() {
    let present = starts("openssl", "version") && starts("basenc", "--version") && starts("sha256sum", "--version");
    if !present {
        return skip("no openssl or no GNU coreutils, so nobody follows a proof by hand");
    }
    let mission = Mission::new();
    let key = log_signer().verifier().to_string();
    let by_hand = |entry: &str, key: &str| {
        let mut command = Command::new("sh");
        command.arg(script("inclusion.sh")).args(["p.tlog-proof", entry, key]).current_dir(mission.folder.path());
        let output = command.output().expect("sh starts");
        (output.status.code(), said(&output))
    };
    for index in [0, 17, 255, 256, 511, 512, 599] {
        let proof = proof_of(&mission.folder.join("record"), index).to_string();
        write(&mission.folder.join("p.tlog-proof"), proof.as_bytes());
        write(&mission.folder.join("p.bin"), &VALLEY.leaves()[index as usize]);
        write(&mission.folder.join("other.bin"), &VALLEY.leaves()[index as usize ^ 1]);
        assert_eq!(by_hand("p.bin", &key), (Some(0), format!("holds: entry {index} of 600, signed by {ORIGIN}\n")));
        assert_eq!(by_hand("other.bin", &key).0, Some(1));
        let other = tlog::note::NoteSigner::new(ORIGIN, &[1; 32]).expect("a name").verifier().to_string();
        assert_eq!(by_hand("p.bin", &other).0, Some(1));
    }
}

/// What others read of a log, and so see when it is altered; they know no statement and no quorum.
const SEEN_BY_OTHERS: &[&str] = &[
    "a bit of an entry is flipped",
    "a bit of an author's signature is flipped",
    "a bit of an acceptance in the last bundle is flipped",
    "a bit of a tile of level 0 is flipped",
    "a bit of the last tile of level 0 is flipped",
    "a bit of a tile of level 1 is flipped",
    "a bit of the length of an entry is flipped",
    "a tile is cut",
    "the size of the checkpoint is changed",
    "the root of the checkpoint is changed",
    "a bit of the log's signature is flipped",
    "a bit of a cosignature is flipped",
    "a line of the checkpoint is lost",
    "the policy names another log",
    "the checkpoint is gone",
    "an entry is dropped",
    "an entry is dropped and the next bundle fills the place",
    "two entries are swapped",
    "an entry is replaced by another that its author signed",
    "an entry is replaced together with its tile",
    "the tail is cut off",
    "the last bundle is cut",
    "a tile is gone",
    "all is made anew but the checkpoint is not signed again",
];

#[test]
fn others_refuse_what_was_altered() {
    for kind in SEEN_BY_OTHERS {
        let mission = Mission::new();
        tamper(&mission, kind);
        for (name, output) in ask(mission.folder.path(), &["log", "record"]) {
            assert_eq!(output.status.code(), Some(1), "{name} takes a log although {kind}: {}", said(&output));
        }
    }
    // A fork is seen by whoever holds the checkpoint from before.
    let forked = "one side is shown a log that goes on from another past";
    for kind in [forked, "one side is shown another log of the same size", "an older state is put back"] {
        let mission = Mission::new();
        tamper(&mission, kind);
        fs::rename(mission.folder.join("held"), mission.folder.join("record/checkpoint.old")).expect("a file");
        for (name, output) in ask(mission.folder.path(), &["log", "record"]) {
            assert_eq!(output.status.code(), Some(1), "{name} takes a log although {kind}: {}", said(&output));
        }
    }
}

#[test]
fn the_slow_arithmetic_in_python_says_the_same_as_its_package() {
    if !starts("python3", "--version") {
        return skip("no python3, so nobody checks a log with the second verifier");
    }
    let mission = Mission::new();
    // A module of this name that is none hides the package.
    write(&mission.folder.join("hidden/cryptography.py"), b"raise ImportError\n");
    let slow = || {
        let mut command = Command::new("python3");
        command.arg(script("verify.py")).args(["log", "record"]).current_dir(mission.folder.path());
        command.env("PYTHONPATH", mission.folder.join("hidden")).output().expect("python starts")
    };
    assert!(slow().status.success(), "{}", said(&slow()));
    tamper(&mission, "a bit of a cosignature is flipped");
    assert_eq!(slow().status.code(), Some(1));
}
