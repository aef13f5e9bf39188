//! A whole log: what holds, and what is said of it.

mod common;
#[path = "common/program.rs"]
mod program;

use common::*;
use program::verify;

#[test]
fn a_log_that_nobody_touched_holds() {
    let folder = Folder::new();
    Valley::of(600).publish(folder.path(), &[5, 130, 256, 300]);
    let (output, code) = verify(folder.path(), &["log", "record", "--blobs", "blobs"]);
    println!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(code, 0);
}

/// What the program says of a log with these arguments.
fn said(folder: &Folder, arguments: &[&str], expected: i32) -> String {
    let (output, code) = verify(folder.path(), arguments);
    let said = String::from_utf8(output.stdout).expect("texts");
    assert_eq!(code, expected, "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn entries_under_suspicion_are_listed_and_stay() {
    let folder = Folder::new();
    Valley::of(70).publish(folder.path(), &[]);
    let said = said(&folder, &["log", "record"], 0);
    assert!(said.contains("entries 50 to 60 signed by key"), "{said}");
    assert!(said.contains("of `south-liaison` are under suspicion"), "{said}");
}

#[test]
fn bodies_that_are_not_there_are_told_and_no_fault() {
    let folder = Folder::new();
    let valley = Valley::of(300);
    valley.publish(folder.path(), &[]);
    assert!(said(&folder, &["log", "record"], 0).contains("bodies: what was said lies beside the log"));
    // One is erased: nothing lies in its place.
    let mut blobs = valley.blobs[..256].to_vec();
    blobs[9].clear();
    write(&folder.join("blobs/000"), &pack(&blobs));
    let said = said(&folder, &["log", "record", "--blobs", "blobs"], 0);
    assert!(said.contains("45 bodies: not in the folder, withheld or erased"), "{said}");
}

#[test]
fn only_what_is_newer_is_checked_again_and_continues_what_is_held() {
    let folder = Folder::new();
    let valley = Valley::of(600);
    valley.publish(folder.path(), &[300]);
    let whole = said(&folder, &["log", "record"], 0);
    let newer = said(&folder, &["log", "record", "--from", "record/checkpoint.old"], 0);
    assert!(newer.contains("the first 300 entries of the newer log are those of the older one"), "{newer}");
    assert!(newer.contains("300 signatures of authors and consents"), "{newer}");
    assert!(!whole.contains("   300 signatures"), "{whole}");
}

#[test]
fn files_that_are_newer_or_foreign_are_told_and_no_fault() {
    let folder = Folder::new();
    let valley = Valley::of(300);
    valley.publish(folder.path(), &[]);
    let checkpoint = std::fs::read(folder.join("record/checkpoint")).expect("a checkpoint");
    let longer = Valley::of(600);
    write_tiles(&folder.join("record"), &longer.leaves());
    write(&folder.join("record/checkpoint"), &checkpoint);
    write(&folder.join("record/tile/0/000.tmp"), b"half");
    // The partial files of its own size may be gone once full ones are there.
    std::fs::remove_dir_all(folder.join("record/tile/0/001.p")).expect("a folder");
    std::fs::remove_dir_all(folder.join("record/tile/entries/001.p")).expect("a folder");
    let said = said(&folder, &["log", "record"], 0);
    assert!(said.contains("5 files are newer than the checkpoint"), "{said}");
    assert!(said.contains("1 files are no part of a log and were not checked: `tile/0/000.tmp`"), "{said}");
}

#[test]
fn a_report_is_json_where_that_is_asked_for() {
    let folder = Folder::new();
    Valley::of(5).publish(folder.path(), &[]);
    let said = said(&folder, &["log", "record", "--json"], 0);
    assert!(
        said.starts_with("{\"subject\":\"the log `valley.example/log`, 5 entries\",\"holds\":true,\"problems\":[]"),
        "{said}"
    );
    assert!(said.ends_with("]}\n"), "{said}");
}

#[test]
fn a_policy_that_is_given_decides_in_place_of_the_logs_own() {
    let folder = Folder::new();
    Valley::of(5).publish(folder.path(), &[]);
    write(&folder.join("mine"), policy().replace("quorum sides", "quorum north").as_bytes());
    let said = said(&folder, &["log", "record", "--policy", "mine"], 1);
    assert!(said.contains("error[V0206]") && said.contains("you gave another one"), "{said}");
}
