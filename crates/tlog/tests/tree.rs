//! The tree against its definition and against a second implementation, over random sizes; tampering of every kind.

mod common;

use std::collections::BTreeSet;
use std::convert::Infallible;

use common::Log;
use ct_merkle::mem_backed_tree::MemoryBackedTree;
use ct_merkle::{ConsistencyProof, InclusionProof, RootHash};
use proptest::prelude::*;
use sha2::Sha256;
use tlog::edge::RightEdge;
use tlog::hash::{EMPTY_ROOT, Hash, leaf_hash, node_hash};
use tlog::limits::{LOG_ENTRIES, PROOF_HASHES};
use tlog::proof::{
    EntryRange, ProofError, consistency_ranges, inclusion_ranges, inclusion_root, verify_consistency, verify_inclusion,
    verify_subtree,
};
use tlog::tile::{SourceError, Tile, TileKind, TilePath, TileSource};

/// Sizes around the places where trees and tiles change their shape, and anything between.
fn sizes() -> impl Strategy<Value = u64> {
    prop_oneof![0..40u64, 240..280u64, 500..530u64, 0..1_500u64]
}

fn second(size: u64) -> MemoryBackedTree<Sha256, [u8; 8]> {
    let mut tree = MemoryBackedTree::new();
    (0..size).for_each(|index| tree.push(index.to_be_bytes()));
    tree
}

fn bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn root_and_proofs_are_those_of_the_definition_and_of_a_second_tree(size in sizes(), at in any::<u64>(), old in any::<u64>()) {
        let log = Log::of(size);
        let other = second(size);
        prop_assert_eq!(log.edge.root(), defined_root(&log.leaves));
        prop_assert_eq!(log.source(size).root().unwrap(), log.edge.root());
        let other_root = other.root();
        let root = log.edge.root();
        prop_assert_eq!(&root.0[..], &other_root.as_bytes()[..]);
        if size == 0 {
            return Ok(());
        }
        let index = at % size;
        let proof = log.source(size).prove_inclusion(index).unwrap();
        let theirs = other.prove_inclusion(index as usize);
        prop_assert_eq!(&bytes(&proof)[..], theirs.as_bytes());
        prop_assert_eq!(verify_inclusion(index, size, &log.leaves[index as usize], &proof, &root), Ok(()));
        let theirs = InclusionProof::<Sha256>::from_bytes(bytes(&proof));
        prop_assert!(other_root.verify_inclusion(&index.to_be_bytes(), index, &theirs).is_ok());

        let old = old % size + 1;
        let proof = log.source(size).prove_consistency(old).unwrap();
        let old_root = defined_root(&log.leaves[..old as usize]);
        prop_assert_eq!(log.source(size).root_at(old).unwrap(), old_root);
        prop_assert_eq!(verify_consistency(old, size, &proof, &old_root, &root), Ok(()));
        if old < size {
            let theirs = other.prove_consistency((size - old) as usize);
            prop_assert_eq!(&bytes(&proof)[..], theirs.as_bytes());
            let before = RootHash::<Sha256>::new(old_root.0.into(), old);
            let theirs = ConsistencyProof::<Sha256>::try_from_bytes(bytes(&proof)).unwrap();
            prop_assert!(other_root.verify_consistency(&before, &theirs).is_ok());
        } else {
            prop_assert!(proof.is_empty());
        }
    }

    #[test]
    fn any_single_change_of_an_inclusion_proof_is_refused(size in 1..700u64, at in any::<u64>(), other in any::<u64>()) {
        let log = Log::of(size);
        let (root, index) = (log.edge.root(), at % size);
        let leaf = log.leaves[index as usize];
        let proof = log.source(size).prove_inclusion(index).unwrap();
        let refused = |index, size, leaf: &Hash, proof: &[Hash], root: &Hash| {
            verify_inclusion(index, size, leaf, proof, root).is_err()
        };
        for bit in 0..256 * proof.len() {
            prop_assert!(refused(index, size, &leaf, &flipped(&proof, bit), &root), "bit {}", bit);
        }
        for bit in 0..256 {
            prop_assert!(refused(index, size, &flipped(&[leaf], bit)[0], &proof, &root));
            prop_assert!(refused(index, size, &leaf, &proof, &flipped(&[root], bit)[0]));
        }
        for changed in relengthened(&proof, &leaf) {
            prop_assert!(refused(index, size, &leaf, &changed, &root));
        }
        if other % size != index {
            prop_assert!(refused(other % size, size, &leaf, &proof, &root));
        }
        prop_assert_eq!(
            verify_inclusion(index + size, size, &leaf, &proof, &root),
            Err(ProofError::NotInLog { index: index + size, size })
        );
    }

    #[test]
    fn any_single_change_of_a_consistency_proof_is_refused(size in 2..700u64, old in any::<u64>()) {
        let log = Log::of(size);
        let old = old % (size - 1) + 1;
        let (old_root, root) = (defined_root(&log.leaves[..old as usize]), log.edge.root());
        let proof = log.source(size).prove_consistency(old).unwrap();
        let refused = |old, size, proof: &[Hash], old_root: &Hash, root: &Hash| {
            verify_consistency(old, size, proof, old_root, root).is_err()
        };
        for bit in 0..256 * proof.len() {
            prop_assert!(refused(old, size, &flipped(&proof, bit), &old_root, &root), "bit {}", bit);
        }
        for bit in 0..256 {
            prop_assert!(refused(old, size, &proof, &flipped(&[old_root], bit)[0], &root));
            prop_assert!(refused(old, size, &proof, &old_root, &flipped(&[root], bit)[0]));
        }
        for changed in relengthened(&proof, &root) {
            prop_assert!(refused(old, size, &changed, &old_root, &root));
        }
        prop_assert!(refused(size, old, &proof, &root, &old_root), "backwards");
        prop_assert!(refused(old, size, &proof, &root, &old_root), "roots exchanged");
    }

    #[test]
    fn subtrees_of_every_place_are_proved(size in 1..600u64, at in any::<u64>(), width in any::<u64>()) {
        let log = Log::of(size);
        let root = log.edge.root();
        let width = width % size + 1;
        let step = width.next_power_of_two();
        let start = at % size / step * step;
        let subtree = EntryRange { start, end: size.min(start + width) };
        prop_assert!(subtree.is_subtree());
        let part = defined_root(&log.leaves[start as usize..subtree.end as usize]);
        let proof = log.source(size).prove_subtree(subtree).unwrap();
        prop_assert_eq!(verify_subtree(subtree, size, &proof, &part, &root), Ok(()));
        for bit in (0..256 * proof.len()).step_by(7) {
            prop_assert!(verify_subtree(subtree, size, &flipped(&proof, bit), &part, &root).is_err());
        }
        for changed in relengthened(&proof, &part) {
            prop_assert!(verify_subtree(subtree, size, &changed, &part, &root).is_err());
        }
        let shifted = EntryRange { start: start + 1, end: subtree.end + 1 };
        prop_assert!(verify_subtree(shifted, size, &proof, &part, &root).is_err());
    }

    #[test]
    fn a_log_that_was_closed_goes_on_as_if_it_had_not_been(size in sizes(), more in 0..600u64) {
        let mut log = Log::of(size);
        let mut edge = RightEdge::open(size, &log.edge.root(), |path| log.read(path)).unwrap();
        prop_assert_eq!(&edge, &log.edge);
        for index in 0..more {
            let leaf = leaf_hash(&index.to_le_bytes());
            prop_assert_eq!(edge.append(leaf), log.edge.clone().append(leaf));
            log.append(leaf);
        }
        prop_assert_eq!(&edge, &log.edge);
    }

    #[test]
    fn the_files_of_a_log_are_those_that_its_size_asks_for(size in sizes()) {
        let log = Log::of(size);
        for (path, file) in &log.files {
            prop_assert_eq!(file.len(), 32 * usize::from(path.width()));
            prop_assert_eq!(TilePath::in_log(path.kind(), path.index(), size), Some(*path));
        }
        let partial: BTreeSet<TilePath> = log.files.keys().copied().filter(|path| path.is_partial()).collect();
        let mut asked: BTreeSet<TilePath> = TilePath::partial_in_log(size).into_iter().collect();
        asked.retain(|path| path.kind() != TileKind::Entries);
        prop_assert_eq!(partial, asked);
        let width: u64 = (0..3).map(|level| (size >> (8 * level)).div_ceil(256)).sum();
        prop_assert_eq!(log.files.len() as u64, width);
    }

    #[test]
    fn proofs_are_never_long_and_have_one_length(index in 0..LOG_ENTRIES, size in 1..=LOG_ENTRIES, old in 1..=LOG_ENTRIES) {
        let index = index % size;
        let ranges = inclusion_ranges(index, size).unwrap();
        prop_assert!(ranges.len() <= PROOF_HASHES);
        let proof = vec![Hash([7; 32]); ranges.len()];
        prop_assert!(inclusion_root(index, size, &Hash([1; 32]), &proof).is_ok());
        prop_assert!(ranges.iter().all(|range| range.is_subtree() && !(range.start..range.end).contains(&index)));
        let (old, new) = (old.min(size), old.max(size));
        prop_assert!(consistency_ranges(old, new).unwrap().len() <= PROOF_HASHES);
    }
}

/// The root of these leaves, as RFC 6962, section 2.1, defines it, word for word.
fn defined_root(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => EMPTY_ROOT,
        [leaf] => *leaf,
        _ => {
            let half = (leaves.len().div_ceil(2)).next_power_of_two();
            node_hash(&defined_root(&leaves[..half]), &defined_root(&leaves[half..]))
        }
    }
}

/// The hashes with one bit flipped.
fn flipped(hashes: &[Hash], bit: usize) -> Vec<Hash> {
    let mut hashes = hashes.to_vec();
    hashes[bit / 256].0[bit % 256 / 8] ^= 1 << (bit % 8);
    hashes
}

/// The proof with a hash less or more at any place, and with two exchanged.
fn relengthened(proof: &[Hash], extra: &Hash) -> Vec<Vec<Hash>> {
    let mut changed = Vec::new();
    for at in 0..=proof.len() {
        let mut longer = proof.to_vec();
        longer.insert(at, *extra);
        changed.push(longer);
        if at < proof.len() {
            let mut shorter = proof.to_vec();
            shorter.remove(at);
            changed.push(shorter);
        }
        if at + 1 < proof.len() {
            let mut exchanged = proof.to_vec();
            exchanged.swap(at, at + 1);
            changed.push(exchanged);
        }
    }
    changed
}

#[test]
fn every_entry_and_every_older_size_of_small_logs_is_proved() {
    for size in 0..70 {
        let log = Log::of(size);
        let root = log.edge.root();
        for index in 0..size {
            let proof = log.source(size).prove_inclusion(index).unwrap();
            assert_eq!(verify_inclusion(index, size, &log.leaves[index as usize], &proof, &root), Ok(()));
            assert_eq!(log.source(size).leaf(index).unwrap(), log.leaves[index as usize]);
        }
        for old in 0..=size {
            let proof = log.source(size).prove_consistency(old).unwrap();
            let old_root = defined_root(&log.leaves[..old as usize]);
            assert_eq!(verify_consistency(old, size, &proof, &old_root, &root), Ok(()), "{old} of {size}");
        }
        let past = log.source(size).prove_inclusion(size);
        assert_eq!(past, Err(SourceError::Proof(ProofError::NotInLog { index: size, size })));
        let past = log.source(size).prove_consistency(size + 1);
        assert_eq!(past, Err(SourceError::Proof(ProofError::LargerThanLog { end: size + 1, size })));
    }
}

#[test]
fn a_partial_tile_that_is_gone_is_read_from_the_full_one() {
    let mut log = Log::of(300);
    let root = log.edge.root();
    (300..600u64).for_each(|index| log.append(leaf_hash(&index.to_be_bytes())));
    log.publish();
    assert!(log.files.remove(&"tile/0/001.p/44".parse().unwrap()).is_some());
    let proof = log.source(300).prove_inclusion(299).unwrap();
    assert_eq!(verify_inclusion(299, 300, &log.leaves[299], &proof, &root), Ok(()));
    assert_eq!(RightEdge::open(300, &root, |path| log.read(path)).unwrap().root(), root);

    log.files.remove(&"tile/0/001".parse().unwrap());
    let missing = SourceError::Missing { path: "tile/0/001.p/44".parse().unwrap() };
    assert_eq!(log.source(300).prove_inclusion(299), Err(missing.clone()));
    assert_eq!(RightEdge::open(300, &root, |path| log.read(path)), Err(missing));
}

#[test]
fn an_edge_of_altered_tiles_is_refused_at_every_byte() {
    let log = Log::of(259);
    let root = log.edge.root();
    for path in TilePath::partial_in_log(259).into_iter().filter(|path| path.kind() != TileKind::Entries) {
        for byte in 0..log.files[&path].len() {
            let read = |asked: TilePath| {
                let mut file = log.files[&asked].clone();
                if asked == path {
                    file[byte] ^= 0x10;
                }
                Ok::<_, Infallible>(Some(Tile::read(&file).unwrap()))
            };
            let opened = RightEdge::open(259, &root, read);
            assert!(matches!(opened, Err(SourceError::OtherRoot { .. })), "{path}, byte {byte}");
        }
    }
    let narrow = |_| Ok::<_, Infallible>(Some(Tile::of(vec![EMPTY_ROOT]).unwrap()));
    assert_eq!(
        RightEdge::open(259, &root, narrow),
        Err(SourceError::TooNarrow { path: "tile/0/001.p/3".parse().unwrap(), width: 1 })
    );
}

#[test]
fn a_log_takes_entries_up_to_its_limit_and_not_one_more() {
    let tile = Tile::of(vec![EMPTY_ROOT; 256]).unwrap();
    let read = |_: TilePath| Ok::<_, Infallible>(Some(&tile));
    let open = |size, root: &Hash| RightEdge::open(size, root, read);
    let Err(SourceError::OtherRoot { found }) = open(LOG_ENTRIES - 1, &EMPTY_ROOT) else { panic!("no such root") };
    let mut edge = open(LOG_ENTRIES - 1, &found).unwrap();
    assert_eq!(edge.append(EMPTY_ROOT).map(|full| full.len()), Ok(0));
    assert_eq!(edge.size(), LOG_ENTRIES);
    assert!(edge.append(EMPTY_ROOT).is_err());
    assert_eq!(edge.size(), LOG_ENTRIES);
    assert_eq!(open(LOG_ENTRIES + 1, &found), Err(SourceError::TooLarge { size: LOG_ENTRIES + 1 }));
    assert!(matches!(TileSource::new(LOG_ENTRIES + 1, read), Err(SourceError::TooLarge { .. })));

    let mut source = TileSource::new(LOG_ENTRIES, read).unwrap();
    assert_eq!(source.root().unwrap(), edge.root());
    let proof = source.prove_inclusion(LOG_ENTRIES - 1).unwrap();
    assert_eq!(verify_inclusion(LOG_ENTRIES - 1, LOG_ENTRIES, &EMPTY_ROOT, &proof, &edge.root()), Ok(()));
    assert_eq!(proof.len(), 62);
}

/// Ten million entries: `cargo test -p tlog --release --test tree -- --ignored --nocapture`.
#[test]
#[ignore = "a minute without optimisation"]
fn ten_million_entries_are_appended_in_the_memory_of_a_few() {
    let megabytes = |key: &str| {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let line = status.lines().find(|line| line.starts_with(key)).unwrap_or("").to_owned();
        line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    let before = megabytes("VmHWM:");
    let mut edge = RightEdge::default();
    let mut full = 0;
    for index in 0..10_000_000u64 {
        full += edge.append(leaf_hash(&index.to_be_bytes())).unwrap().len();
    }
    let root = edge.root();
    println!("10,000,000 entries, {full} tiles, {:.1} MB more than before", megabytes("VmHWM:") - before);
    assert_eq!(full, 39_062 + 152);
    assert_eq!(root, edge.root());
    assert!(megabytes("VmHWM:") - before < 16.0);
}
