//! Evidence files: each kind proves what it says, and nothing that was changed proves anything.

mod common;

use std::fs;

use common::tampering::{Mission, tamper};
use common::*;
use record::envelope::{Envelope, SubmitId};
use tlog::hash::Hash;
use tlog::note::SignedNote;
use tlog::policy::LogPolicy;
use verify::evidence::{Broken, Equivocation, Evidence, Fork, OtherLeaf};

/// One of each kind and form.
fn all() -> Vec<Evidence> {
    let mut all = vec![equivocation()];
    for kind in
        ["one side is shown another log of the same size", "one side is shown a log that goes on from another past"]
    {
        let mission = Mission::new();
        tamper(&mission, kind);
        let (held, newer) = (mission.folder.join("held"), mission.folder.join("record/checkpoint"));
        let found = verify::consistency::check(&held, &newer, &mission.folder.join("record"), None);
        all.push(found.expect("files can be read").1.expect("evidence"));
    }
    for kind in
        ["a receipt for entry 600, which is overdue", "a receipt for entry 17, in whose place another one stands"]
    {
        let mission = Mission::new();
        tamper(&mission, kind);
        let record = mission.folder.join("record");
        let found = verify::receipt::check(&mission.folder.join("receipt"), verify::receipt::Against::Log(&record));
        all.push(found.expect("files can be read").1.expect("evidence"));
    }
    all
}

#[test]
fn each_kind_is_read_back_and_proves_what_it_says() {
    for evidence in all() {
        let text = evidence.to_string();
        let read = Evidence::parse(text.as_bytes()).expect("what is written is read");
        assert_eq!(read, evidence);
        println!("{text}--- {}\n", read.prove().expect("it proves something").sentence);
    }
}

#[test]
fn no_changed_byte_leaves_other_evidence_that_proves_anything() {
    for evidence in all() {
        let text = evidence.to_string();
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << (at % 7);
            if let Ok(other) = Evidence::parse(&bytes) {
                let proved = other.prove();
                // Names of witnesses in a policy are the policy's own affair; so are quorums that are still met.
                let is_policy = text[..at].contains("\nlog ") || text[..at].contains("\nwitness ");
                assert!(proved.is_err() || is_policy, "byte {at} of\n{text}");
            }
        }
        for cut in 0..text.len() {
            // A cosignature less may leave a quorum; then the same is proved.
            let other = Evidence::parse(&text.as_bytes()[..cut]).and_then(|other| other.prove());
            assert!(
                other.is_err() || other.map(|p| p.sentence) == evidence.prove().map(|p| p.sentence),
                "cut at {cut}"
            );
        }
    }
}

#[test]
fn what_is_no_contradiction_is_not_written() {
    let mission = Mission::new();
    let note = |name: &str| SignedNote::parse(&fs::read(mission.folder.join(name)).expect("a file")).expect("a note");
    let (held, newer) = (note("held"), note("record/checkpoint"));
    let key = log_signer().verifier().clone();
    assert!(Fork::new(key.clone(), &held, &held, None).is_err(), "a checkpoint is no fork of itself");
    assert!(Fork::new(key.clone(), &held, &newer, None).is_err(), "two sizes need a proof");
    assert!(Fork::new(key, &held, &newer, Some((Hash([1; 32]), Vec::new()))).is_err(), "a proof has to hold");

    let policy = LogPolicy::parse(policy().as_bytes()).expect("a policy");
    let leaves = tampering::VALLEY.leaves();
    assert!(Broken::new(policy.clone(), receipt(17, &leaves[17]), newer.clone(), None).is_err(), "the entry is there");
    let path = proof_of(&mission.folder.join("record"), 17).path().to_vec();
    let own = OtherLeaf { leaf: tlog::hash::leaf_hash(&leaves[17]), path };
    assert!(Broken::new(policy.clone(), receipt(17, &leaves[17]), newer.clone(), Some(own)).is_err(), "it is the same");
    assert!(Broken::new(policy, receipt(610, b"x"), newer, None).is_err(), "it is not due");

    let valley = Valley::founded();
    let signer = valley.key_of("north-liaison");
    let (first, _) = valley.said("north-liaison");
    let sign = |envelope: Envelope| (*signer.key(), envelope.sign(&signer).expect("an envelope"));
    let again = sign(first.clone());
    assert!(Equivocation::new(again.clone(), again.clone()).is_err(), "one statement");
    let elsewhere = Envelope { mission: "hills.example/log".into(), submit: SubmitId([5; 16]), ..first };
    assert!(Equivocation::new(again, sign(elsewhere)).is_err(), "two logs");
}

#[test]
fn a_receipt_is_overdue_from_one_second_past_the_tolerance() {
    let mission = Mission::new();
    let policy = LogPolicy::parse(policy().as_bytes()).expect("a policy");
    let root = write_tiles(&mission.folder.join("e"), &tampering::VALLEY.leaves());
    // Accepted at BEGIN + 6000, due 60 seconds later, held against the log another 300 later.
    let due = (BEGIN + 6_000) as u64 + WITHIN_S + verify::limits::CLOCKS_DIFFER_S;
    for (at, proves) in [(due, false), (due + 1, true)] {
        let note = checkpoint_at(600, root, &WITNESSES, at);
        assert_eq!(Broken::new(policy.clone(), receipt(600, b"x"), note, None).is_ok(), proves, "at {at}");
        // One side alone is no quorum, whatever time it says.
        let note = checkpoint_at(600, root, &WITNESSES[..1], at);
        assert!(Broken::new(policy.clone(), receipt(600, b"x"), note, None).is_err());
    }
}
