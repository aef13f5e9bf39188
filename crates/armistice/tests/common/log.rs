//! What tests of the log on disk share: leaves that follow from their index, a key that signs, copies of folders.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use armistice::log::{Leaf, LogError, LogHead};
use tlog::checkpoint::Checkpoint;
use tlog::edge::RightEdge;
use tlog::hash::leaf_hash;
use tlog::note::{NoteSigner, SignedNote};
use tlog::tile::{TileKind, TilePath, tile_bytes, write_bundle};

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

/// All files of a folder with their bytes, by path.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(next).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// What `record/` and `blobs/` of a log with these leaves hold, of which these sizes were published, in order: written from
/// the specification, without the program's own publication.
pub fn published_files(leaves: &[Leaf], sizes: &[u64]) -> (BTreeMap<String, Vec<u8>>, BTreeMap<String, Vec<u8>>) {
    let (mut record, mut blobs) = (BTreeMap::new(), BTreeMap::new());
    let Some(last) = sizes.last().copied() else { return (record, blobs) };
    let mut edge = RightEdge::default();
    let bundle = |path: TilePath| {
        let first = (path.index() * 256) as usize;
        let entries: Vec<&[u8]> =
            leaves[first..first + usize::from(path.width())].iter().map(|l| &l.entry[..]).collect();
        write_bundle(&entries).unwrap()
    };
    for size in 0..=last {
        if sizes.contains(&size) {
            let partial = edge.partial_tiles().map(|(path, hashes)| (path, tile_bytes(hashes)));
            let bundles = TilePath::partial_in_log(size).into_iter().filter(|path| path.kind() == TileKind::Entries);
            let all: Vec<_> = partial.chain(bundles.map(|path| (path, bundle(path)))).collect();
            record.extend(all.into_iter().map(|(path, bytes)| (path.to_string(), bytes)));
        }
        if size == last {
            break;
        }
        for (path, hashes) in edge.append(leaf_hash(&leaves[size as usize].entry)).unwrap() {
            record.retain(|name: &String, _| !name.starts_with(&format!("{path}.p/")));
            record.insert(path.to_string(), tile_bytes(&hashes));
        }
        if (size + 1) % 256 == 0 {
            let path = TilePath::in_log(TileKind::Entries, size / 256, size + 1).unwrap();
            record.retain(|name, _| !name.starts_with(&format!("{path}.p/")));
            record.insert(path.to_string(), bundle(path));
            let pack = leaves[(size - 255) as usize..=size as usize]
                .iter()
                .flat_map(|leaf| [(leaf.blob.len() as u32).to_be_bytes().to_vec(), leaf.blob.clone()].concat());
            blobs.insert(path.to_string().replace("tile/entries/", ""), pack.collect());
        }
    }
    record.insert("checkpoint".to_owned(), sign(&LogHead { size: last, root: edge.root() }).unwrap());
    (record, blobs)
}

/// Size and root of a log with these leaves.
pub fn head(leaves: &[Leaf]) -> LogHead {
    let mut edge = RightEdge::default();
    for leaf in leaves {
        edge.append(leaf_hash(&leaf.entry)).unwrap();
    }
    LogHead { size: edge.size(), root: edge.root() }
}
