//! What tests of the log on disk share: leaves that follow from their index, a key that signs, copies of folders.

use std::fs;
use std::path::Path;

use armistice::log::{Leaf, LogError, LogHead};
use tlog::checkpoint::Checkpoint;
use tlog::note::{NoteSigner, SignedNote};

/// The name of the log in tests.
pub const ORIGIN: &str = "valley.example/log";

/// The leaf of an index: of some length, the blob of another, and none in every seventh.
pub fn leaf(index: u64) -> Leaf {
    let filled = |what: &str, bytes: u64| {
        let mut text = format!("{what} {index} ").repeat((bytes / 8 + 1) as usize).into_bytes();
        text.truncate(bytes as usize);
        text
    };
    let mixed = index.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40;
    let entry = filled("entry", 16 + mixed % 900);
    let blob = if index % 7 == 3 { Vec::new() } else { filled("blob", 32 + mixed / 7 % 1500) };
    Leaf { entry, blob }
}

/// Signs a checkpoint of the log with a key that is no secret.
pub fn sign(head: &LogHead) -> Result<Vec<u8>, LogError> {
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).expect("a name of a log");
    let text = Checkpoint::new(ORIGIN, head.size, head.root).expect("a checkpoint").to_string();
    Ok(SignedNote::sign(&text, &signer).expect("a note").to_string().into_bytes())
}

/// Copies a folder with all that is in it.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
