//! The vectors of transparency-dev/merkle: every inclusion and consistency proof, good and bad.
//!
//! They lie in the shared data (`$ARMISTICE_SHARED`, else `../shared` beside the checkout); without it this skips loudly.

use std::io::{Read, Write as _};
use std::path::PathBuf;

use serde_json::Value;
use tlog::hash::Hash;
use tlog::proof::{EntryRange, verify_consistency, verify_inclusion, verify_subtree};

/// Files of the archive that hold vectors: path and JSON.
fn vectors() -> Option<Vec<(String, Value)>> {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    let shared = std::env::var_os("ARMISTICE_SHARED").map_or_else(beside, PathBuf::from);
    let archive = shared.join("data/tlog-vectors/merkle-testdata.tar.gz");
    let Ok(bytes) = std::fs::read(&archive) else {
        // Not with `println!`: what a test that passes says there, nobody sees.
        let told = writeln!(std::io::stdout(), "SKIP: no vectors at {} (set ARMISTICE_SHARED)", archive.display());
        told.expect("standard output can be written");
        return None;
    };
    let mut tar = Vec::new();
    flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut tar).expect("a gzipped archive");
    let files = untar(&tar).into_iter().filter(|(name, _)| name.ends_with(".json"));
    Some(files.map(|(name, text)| (name, serde_json::from_slice(text).expect("JSON"))).collect())
}

/// The files of a tar archive as GNU tar writes it: headers of 512 bytes, contents padded to 512, long names before.
fn untar(mut tar: &[u8]) -> Vec<(String, &[u8])> {
    let mut files = Vec::new();
    let mut long_name = None;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim_end_matches(['\0', ' ']).to_owned();
    while tar.len() >= 512 && tar[0] != 0 {
        let size = usize::from_str_radix(text(&tar[124..136]).trim(), 8).expect("a size");
        let content = &tar[512..512 + size];
        match tar[156] {
            b'L' => long_name = Some(text(content)),
            b'0' => files.push((long_name.take().unwrap_or_else(|| text(&tar[..100])), content)),
            _ => {}
        }
        tar = &tar[512 + size.div_ceil(512) * 512..];
    }
    files
}

/// A hash; `None` where it has not 32 bytes.
fn hash(value: &Value) -> Option<Hash> {
    Hash::from_base64(value.as_str().unwrap_or(""))
}

fn number(value: &Value, key: &str) -> u64 {
    value[key].as_u64().unwrap_or_else(|| panic!("{key} of {value}"))
}

/// Whether the vector's proof holds; `None` where one of its hashes is not of 32 bytes.
fn holds(value: &Value) -> Option<bool> {
    let proof: Vec<&Value> = value["proof"].as_array().into_iter().flatten().collect();
    let proof: Vec<Hash> = proof.into_iter().map(hash).collect::<Option<_>>()?;
    if value.get("leafIdx").is_some() {
        let (leaf, root) = (hash(&value["leafHash"])?, hash(&value["root"])?);
        let index = number(value, "leafIdx");
        if value.get("treeSize").is_some() {
            return Some(verify_inclusion(index, number(value, "treeSize"), &leaf, &proof, &root).is_ok());
        }
        // Inclusion in a subtree is inclusion in the log of its entries.
        let subtree = EntryRange { start: number(value, "start"), end: number(value, "end") };
        let inside = subtree.is_subtree().then(|| index.checked_sub(subtree.start)).flatten();
        return Some(inside.is_some_and(|at| verify_inclusion(at, subtree.count(), &leaf, &proof, &root).is_ok()));
    }
    let (one, two) = (hash(&value["root1"]), hash(&value["root2"]));
    if value.get("size1").is_some() {
        let (old, new) = (number(value, "size1"), number(value, "size2"));
        return Some(verify_consistency(old, new, &proof, &one?, &two?).is_ok());
    }
    let subtree = EntryRange { start: number(value, "start"), end: number(value, "end") };
    Some(verify_subtree(subtree, number(value, "size"), &proof, &one?, &two?).is_ok())
}

#[test]
fn every_published_vector_is_judged_as_published() {
    let Some(vectors) = vectors() else { return };
    let (mut good, mut bad, mut dummies) = (0, 0, 0);
    for (name, value) in &vectors {
        let refused = value["wantErr"].as_bool().unwrap_or_else(|| panic!("{name}: {value}"));
        match holds(value) {
            Some(holds) => assert_eq!(holds, !refused, "{name}: {value}"),
            // A few proofs hold for any roots and have texts of 12 bytes for roots; every root here has 32.
            None if !refused => dummies += 1,
            // A hash that is not one is refused before it is a proof.
            None => {}
        }
        *if refused { &mut bad } else { &mut good } += 1;
    }
    println!("{good} good, {bad} bad, {dummies} of the good ones not judged");
    assert_eq!((good, bad, dummies), (36, 482, 4), "the archive holds other vectors than it did");
}
