//! What pages tell a reader to type is typed here: `docs/guide/check-us.md` and `spec/evidence-files.md`.
//!
//! Holds
//! - Each block of shell is run as it stands, in the order of the page, in a folder with a log; each has to end well.
//! - What is absent on the machine is left out with a line `SKIP`.

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::others::{GO_PATH, script, skip, starts};
use common::tampering::{Mission, VALLEY, tamper};
use common::*;

fn blocks(page: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(page);
    let text = fs::read_to_string(path).expect("the page is there");
    let blocks = text.split("\n```sh\n").skip(1);
    blocks.map(|block| block.split("\n```").next().expect("a block has an end").to_owned()).collect()
}

/// Runs a block; what it said.
fn run(folder: &Path, block: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_armistice-verify")).parent().expect("a program is in a folder");
    let path = format!("{}:{}", program.display(), std::env::var("PATH").expect("a path"));
    let mut shell = Command::new("bash");
    shell.args(["-euc", block]).current_dir(folder).env("PATH", path);
    shell.env("CHECKS", script("")).env("KEY", log_signer().verifier().to_string());
    let output = shell.env("GOCACHE", Path::new(env!("CARGO_TARGET_TMPDIR")).join("go")).output().expect("bash starts");
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{block}\n--- said\n{said}");
    said
}

/// Whether what a block needs is here.
fn can_run(block: &str) -> bool {
    let go = || starts("go", "version") && Path::new(GO_PATH).join("src/golang.org/x/mod/sumdb/tlog").is_dir();
    let needs: [(&str, &dyn Fn() -> bool); 4] = [
        ("go run", &go),
        ("python3", &|| starts("python3", "--version")),
        ("openssl", &|| starts("openssl", "version")),
        ("inclusion.sh", &|| starts("openssl", "version") && starts("basenc", "--version")),
    ];
    let absent = needs.iter().find(|(word, is_here)| block.contains(word) && !is_here());
    if let Some((word, _)) = absent {
        skip(&format!("what `{word}` needs is not here, so a block of a page was not run"));
    }
    absent.is_none()
}

#[test]
fn every_block_of_the_page_how_to_check_us_works() {
    if !starts("bash", "--version") {
        return skip("no bash, so no block of a page was run");
    }
    let mission = Mission::new();
    let proofs = mission.folder.join("record/proofs");
    write(&proofs.join("17.tlog-proof"), proof_of(&mission.folder.join("record"), 17).to_string().as_bytes());
    write(&proofs.join("17.bin"), &VALLEY.leaves()[17]);
    let blocks = blocks("docs/guide/check-us.md");
    assert!(blocks.len() >= 9, "{} blocks: are they still found?", blocks.len());
    for block in blocks.iter().filter(|block| can_run(block)) {
        let said = run(mission.folder.path(), block);
        println!("{block}\n--- said\n{said}");
        assert!(!said.contains("DOES NOT HOLD"), "{said}");
    }
}

#[test]
fn evidence_is_checked_by_hand_as_its_page_says() {
    let blocks = blocks("spec/evidence-files.md");
    let [fork, two] = &blocks[..] else { panic!("{} blocks: are they still found?", blocks.len()) };
    if !starts("bash", "--version") || !can_run(fork) || !starts("basenc", "--version") {
        return skip("no bash or no GNU coreutils, so no evidence was checked by hand");
    }
    let mission = Mission::new();
    tamper(&mission, "one side is shown another log of the same size");
    let mut verify = Command::new(env!("CARGO_BIN_EXE_armistice-verify"));
    verify.args(["consistency", "held", "record/checkpoint", "--log", "record", "--out", "fork.evidence"]);
    assert_eq!(verify.current_dir(mission.folder.path()).output().expect("it starts").status.code(), Some(1));
    assert!(run(mission.folder.path(), fork).contains("one size, two roots"));
    write(&mission.folder.join("two.evidence"), equivocation().to_string().as_bytes());
    assert_eq!(run(mission.folder.path(), two).matches("Signature Verified Successfully").count(), 2);
}
