//! The targets over the committed corpus, and the corpus itself: small, and of every target.

use std::path::{Path, PathBuf};

use fuzz::{Read, TARGETS};

/// The corpus stays small: what a run finds beside it is kept in `target/`, not here.
const FILES: usize = 270;
const BYTES: usize = 300 * 1024;

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// Names and bytes of the files in `folder`, in order of their names.
fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<(String, Vec<u8>)> = entries
        .map(|entry| {
            let entry = entry.expect("a file of the corpus");
            (
                entry.file_name().to_string_lossy().into_owned(),
                std::fs::read(entry.path()).expect("a file of the corpus"),
            )
        })
        .collect();
    files.sort();
    files
}

#[test]
fn every_target_holds_over_its_corpus_and_takes_some_and_refuses_some() {
    for target in TARGETS {
        let read: Vec<Read> = files(&corpus().join(target.name))
            .iter()
            .map(|(name, bytes)| {
                eprintln!("{}/{name}", target.name); // shown where the test fails: the last line is the culprit
                (target.run)(bytes)
            })
            .collect();
        for wanted in [Read::Taken, Read::Refused] {
            assert!(read.contains(&wanted), "{}: nothing of the corpus is {wanted:?}", target.name);
        }
    }
}

#[test]
fn the_corpus_is_small_and_each_folder_is_a_target() {
    let mut folders: Vec<String> = std::fs::read_dir(corpus())
        .expect("the corpus")
        .map(|entry| entry.expect("a folder of the corpus").file_name().to_string_lossy().into_owned())
        .collect();
    folders.sort();
    assert_eq!(folders, TARGETS.iter().map(|target| target.name).collect::<Vec<_>>());
    let all: Vec<(String, Vec<u8>)> = folders.iter().flat_map(|folder| files(&corpus().join(folder))).collect();
    assert!(all.len() < FILES, "{} files", all.len());
    let bytes: usize = all.iter().map(|(_, bytes)| bytes.len()).sum();
    assert!(bytes < BYTES, "{bytes} bytes");
}

#[test]
fn no_input_is_a_fault_of_the_caller() {
    for target in TARGETS {
        for bytes in [&b""[..], b"\n", b"\xff\xfe", b"\xef\xbb\xbf", &[0; 64]] {
            assert_eq!((target.run)(bytes), Read::Refused, "{}: {bytes:?}", target.name);
        }
    }
}
