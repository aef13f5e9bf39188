//! The log on disk under random histories: groups, publications, ends at random points, and writes that were cut short.
//!
//! Holds
//! - After every opening the log has the root of all leaves that were accepted, and of no others.
//! - `record/` and `blobs/` hold, to the byte, what the specification asks for the sizes that were published.
//! - No changed byte of what was accepted is taken for anything else.
//!
//! Not here: processes that are killed, full disks, power cuts (`crash.rs`), the words of messages (`log_cases.rs`).

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use armistice::limits::{
    LOG_BLOB_BYTES, LOG_ENTRY_BYTES, LOG_GROUP_BYTES, LOG_GROUP_LEAVES, LOG_INDEX_ROWS, LOG_SEGMENT_BYTES,
};
use armistice::log::index::{Index, Last, Row};
use armistice::log::{DiskLog, Leaf, LogHead, LogReader, Outcome};
use common::Folder;
use common::log::{copy, files, head, leaf, published_files, sign};
use proptest::collection::vec;
use proptest::prelude::*;

/// Something that happens to a log.
#[derive(Clone, Debug)]
enum Step {
    /// A group is accepted.
    Append(u64),
    /// What was accepted is published.
    Publish,
    /// The program ends and begins again.
    Reopen,
    /// A write is cut short: sectors are missing where the pattern says so. Then the program begins again.
    Torn(u64, u64),
    /// A reader looks at a range.
    Read(u64, u64),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => prop_oneof![1u64..4, 1u64..40, 200u64..320].prop_map(Step::Append),
        3 => Just(Step::Publish),
        2 => Just(Step::Reopen),
        2 => (1u64..20, any::<u64>()).prop_map(|(count, pattern)| Step::Torn(count, pattern)),
        2 => (any::<u64>(), 0u64..600).prop_map(|(from, count)| Step::Read(from, count)),
    ]
}

fn segments(mission: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(mission.join("state/wal")).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> = listed.filter(|path| path.extension().is_some_and(|end| end == "seg")).collect();
    found.sort();
    found
}

/// Takes sectors away that lie in `after` and not in `before`: those of the pattern, and the first if that names none.
fn tear(path: &Path, before: Option<&Vec<u8>>, pattern: u64) {
    let mut after = fs::read(path).unwrap();
    let nothing = vec![0; after.len()];
    let before = before.unwrap_or(&nothing);
    let new: Vec<usize> =
        (0..after.len() / 512).filter(|at| after[at * 512..][..512] != before[at * 512..][..512]).collect();
    let mut gone: Vec<usize> =
        new.iter().enumerate().filter(|(place, _)| pattern >> (place % 64) & 1 == 1).map(|(_, at)| *at).collect();
    if gone.is_empty() {
        gone.extend(new.first());
    }
    for at in gone {
        after[at * 512..][..512].fill(0);
    }
    fs::write(path, after).unwrap();
}

fn check(mission: &Path, leaves: &[Leaf], published: &[u64]) {
    let (record, blobs) = published_files(leaves, published);
    let (found, found_blobs) = (files(&mission.join("record")), files(&mission.join("blobs")));
    let names = |files: &std::collections::BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&found), names(&record));
    assert_eq!(names(&found_blobs), names(&blobs));
    assert!(found == record && found_blobs == blobs, "the files hold other bytes");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn after_any_history_the_log_holds_what_was_accepted_and_nothing_else(steps in vec(step(), 1..24)) {
        let folder = Folder::new("log-history");
        let mission = folder.path().join("mission");
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut published: Vec<u64> = Vec::new();
        let mut log = DiskLog::open(&mission).unwrap();
        for step in steps {
            let from = leaves.len() as u64;
            match step {
                Step::Append(count) => {
                    let group: Vec<Leaf> = (from..from + count).map(leaf).collect();
                    prop_assert_eq!(log.append(&group).unwrap(), from);
                    leaves.extend(group);
                }
                Step::Publish => {
                    log.publish(&mut sign).unwrap();
                    if published.last() != Some(&from) {
                        published.push(from);
                    }
                    prop_assert_eq!(log.last_published(), Some(log.head()));
                    check(&mission, &leaves, &published);
                }
                Step::Reopen => {
                    drop(log);
                    log = DiskLog::open(&mission).unwrap();
                }
                Step::Torn(count, pattern) => {
                    let before: Vec<(PathBuf, Vec<u8>)> =
                        segments(&mission).into_iter().map(|path| { let bytes = fs::read(&path).unwrap(); (path, bytes) }).collect();
                    let group: Vec<Leaf> = (from..from + count).map(|index| leaf(index + 1_000_000)).collect();
                    log.append(&group).unwrap();
                    drop(log);
                    for path in segments(&mission) {
                        tear(&path, before.iter().find(|(other, _)| *other == path).map(|(_, bytes)| bytes), pattern);
                    }
                    log = DiskLog::open(&mission).unwrap();
                }
                Step::Read(start, count) => {
                    let reader = LogReader::open(&mission).unwrap();
                    let start = start % (from + 1);
                    let found: Vec<(u64, Leaf)> = reader.leaves(start..start + count).map(|leaf| leaf.unwrap()).collect();
                    let end = (start + count).min(from);
                    let expected: Vec<(u64, Leaf)> = (start..end).map(|index| (index, leaves[index as usize].clone())).collect();
                    prop_assert_eq!(found, expected);
                }
            }
            prop_assert_eq!(log.head(), head(&leaves));
        }
        drop(log);
        let reader = LogReader::open(&mission).unwrap();
        prop_assert_eq!(LogHead { size: reader.size(), root: reader.root() }, head(&leaves));
        check(&mission, &leaves, &published);
    }
}

/// Two groups, closed; the segment's bytes and where they end.
fn two_groups(mission: &Path) -> (Vec<u8>, usize) {
    let mut log = DiskLog::open(mission).unwrap();
    log.append(&(0..3).map(leaf).collect::<Vec<_>>()).unwrap();
    log.append(&(3..5).map(leaf).collect::<Vec<_>>()).unwrap();
    drop(log);
    let bytes = fs::read(&segments(mission)[0]).unwrap();
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    (bytes, end)
}

#[test]
fn no_flipped_bit_of_an_accepted_group_is_taken_for_anything_else() {
    let folder = Folder::new("log-flips");
    let mission = folder.path().join("mission");
    let (bytes, end) = two_groups(&mission);
    let path = segments(&mission)[0].clone();
    let whole = head(&(0..5).map(leaf).collect::<Vec<_>>());
    let mut refused = 0;
    for at in (0..end + 8192).step_by(11).chain([0, 1, 4096, 4097, end - 1]) {
        let mut changed = bytes.clone();
        changed[at] ^= 1 << (at % 8);
        fs::write(&path, changed).unwrap();
        match DiskLog::open(&mission) {
            Err(error) => {
                assert!(matches!(error.code(), "L0105" | "L0106"), "byte {at}: {error}");
                refused += 1;
            }
            // Behind the last group nothing was accepted.
            Ok(log) => assert!(at >= end && log.head() == whole, "byte {at} was changed and nobody noticed"),
        }
    }
    assert!(refused >= end / 11);
}

#[test]
fn a_segment_that_lost_its_end_is_refused_wherever_it_was_cut() {
    let folder = Folder::new("log-cuts");
    let mission = folder.path().join("mission");
    let (bytes, end) = two_groups(&mission);
    let path = segments(&mission)[0].clone();
    for cut in (0..end + 4096).step_by(511).chain([4095, 4096, end, bytes.len() - 4096, bytes.len() - 1]) {
        fs::write(&path, &bytes[..cut]).unwrap();
        assert_eq!(DiskLog::open(&mission).err().map(|error| error.code()), Some("L0105"), "cut at {cut}");
    }
}

#[test]
fn a_log_of_many_segments_keeps_what_is_not_published_and_no_more() {
    let folder = Folder::new("log-segments");
    let mission = folder.path().join("mission");
    let long = |index: u64| Leaf { entry: format!("{index}").into_bytes(), blob: vec![index as u8; 100_000] };
    let mut log = DiskLog::open(&mission).unwrap();
    let mut leaves = Vec::new();
    for group in 0..10u64 {
        let more: Vec<Leaf> = (group * 60..group * 60 + 60).map(long).collect();
        log.append(&more).unwrap();
        leaves.extend(more);
    }
    assert!(segments(&mission).len() > 8, "{:?}", segments(&mission));
    let reader = LogReader::open(&mission).unwrap();
    assert_eq!(log.head(), head(&leaves));
    drop(log);
    let mut log = DiskLog::open(&mission).unwrap();
    assert_eq!(log.head(), head(&leaves));
    log.publish(&mut sign).unwrap();
    // The last 88 leaves are in no pack yet: two segments hold them, and one is prepared.
    assert!(segments(&mission).len() <= 4, "{:?}", segments(&mission));
    check(&mission, &leaves, &[600]);
    // A reader from before reads on where the leaves are now.
    let read: Vec<Leaf> = reader.leaves(0..600).map(|leaf| leaf.unwrap().1).collect();
    assert!(read == leaves);
    drop(log);
    let log = DiskLog::open(&mission).unwrap();
    assert_eq!((log.head(), log.last_published()), (head(&leaves), Some(head(&leaves))));
}

#[test]
fn readers_follow_a_log_that_is_written_and_published_at_the_same_time() {
    let folder = Folder::new("log-readers");
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    let leaves: Vec<Leaf> = (0..6000).map(leaf).collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let publisher = log.publisher();
        let (heads, due) = std::sync::mpsc::channel::<LogHead>();
        scope.spawn(move || {
            while let Ok(mut head) = due.recv() {
                head = due.try_iter().last().unwrap_or(head);
                publisher.publish(&head, &mut sign).unwrap();
            }
        });
        let follow = || {
            let mut reader = LogReader::open(&mission).unwrap();
            let mut seen = 0;
            loop {
                let last = done.load(Ordering::Acquire);
                let size = reader.refresh().unwrap();
                for found in reader.leaves(seen..size) {
                    let (index, found) = found.unwrap();
                    assert!(found == leaves[index as usize], "leaf {index}");
                    seen = index + 1;
                }
                assert_eq!(seen, size);
                if size > 0 {
                    assert!(reader.leaf(size / 2).unwrap().as_ref() == Some(&leaves[(size / 2) as usize]));
                }
                if last {
                    break size;
                }
            }
        };
        let followers = [scope.spawn(follow), scope.spawn(follow)];
        let mut from = 0;
        for count in (0..).map(|group: usize| 1 + group * 37 % 90) {
            let end = (from + count).min(leaves.len());
            log.append(&leaves[from..end]).unwrap();
            heads.send(log.head()).unwrap();
            from = end;
            if from == leaves.len() {
                break;
            }
        }
        drop(heads);
        done.store(true, Ordering::Release);
        for follower in followers {
            assert_eq!(follower.join().unwrap(), 6000);
        }
    });
    assert_eq!(log.head(), head(&leaves));
}

#[test]
fn a_group_is_as_large_as_allowed_and_not_larger() {
    let folder = Folder::new("log-limits");
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    let of = |entry: usize, blob: usize| Leaf { entry: vec![1; entry], blob: vec![2; blob] };
    let mut size = 0;
    let mut offer = |group: &[Leaf], accepted: bool| match log.append(group) {
        Ok(first) => {
            assert!(accepted && first == size);
            size += group.len() as u64;
        }
        Err(error) => assert!(!accepted && error.code() == "L0109" && error.outcome() == Outcome::Refused, "{error}"),
    };
    offer(&[of(LOG_ENTRY_BYTES, LOG_BLOB_BYTES)], true);
    offer(&[of(LOG_ENTRY_BYTES + 1, 0)], false);
    offer(&[of(0, LOG_BLOB_BYTES + 1)], false);
    // Longer than a segment is made beforehand.
    offer(&vec![of(1000, 1000); 5000], true);
    offer(&vec![of(1, 1); 100], true);
    offer(&vec![of(0, 0); LOG_GROUP_LEAVES + 1], false);
    // Zeros that nobody looks at take no memory.
    let blobs = LOG_GROUP_BYTES / LOG_BLOB_BYTES + 1;
    offer(&(0..blobs).map(|_| of_zeros(LOG_BLOB_BYTES)).collect::<Vec<_>>(), false);
    offer(&[], true);
    let head = log.head();
    drop(log);
    assert_eq!(DiskLog::open(&mission).unwrap().head(), head);
    let long = segments(&mission).iter().filter(|path| path.metadata().unwrap().len() > LOG_SEGMENT_BYTES).count();
    assert_eq!(long, 1);
}

fn of_zeros(blob: usize) -> Leaf {
    Leaf { entry: Vec::new(), blob: vec![0; blob] }
}

#[test]
#[ignore = "writes two gigabytes"]
fn the_longest_groups_are_accepted() {
    let folder = Folder::new("log-longest");
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&vec![of_zeros(1); LOG_GROUP_LEAVES]).unwrap();
    let blobs = LOG_GROUP_BYTES / LOG_BLOB_BYTES;
    let rest = of_zeros(LOG_GROUP_BYTES - blobs * LOG_BLOB_BYTES);
    log.append(&(0..blobs).map(|_| of_zeros(LOG_BLOB_BYTES)).chain([rest]).collect::<Vec<_>>()).unwrap();
    let head = log.head();
    drop(log);
    assert_eq!(DiskLog::open(&mission).unwrap().head(), head);
}

#[test]
fn the_partial_tiles_of_a_publication_that_was_never_signed_go_and_of_one_that_was_stay() {
    let folder = Folder::new("log-unsigned");
    let mission = folder.path().join("mission");
    let leaves: Vec<Leaf> = (0..700).map(leaf).collect();
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&leaves[..100]).unwrap();
    log.publish(&mut sign).unwrap();
    // Signed, and lost before the checkpoint was out: a witness may hold it.
    log.append(&leaves[100..150]).unwrap();
    let refusal = || armistice::message::Message::new("L0101", "the witness is away");
    let mut asked = None;
    let refused = log.publish(&mut |head| {
        asked = Some(*head);
        Err(armistice::log::LogError::refused(refusal()))
    });
    assert_eq!((refused.unwrap_err().message(), asked), (&refusal(), Some(head(&leaves[..150]))));
    assert_eq!(log.last_published(), Some(head(&leaves[..100])));
    drop(log);
    // Begun, and cut short before anything was signed.
    fs::write(mission.join("record/tile/0/000.p/160"), "begun").unwrap();
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&leaves[150..200]).unwrap();
    log.publish(&mut sign).unwrap();
    check(&mission, &leaves, &[100, 150, 200]);
    log.append(&leaves[200..300]).unwrap();
    drop(log);
    fs::create_dir_all(mission.join("record/tile/entries/001.p")).unwrap();
    fs::write(mission.join("record/tile/entries/001.p/3"), "begun").unwrap();
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&leaves[300..]).unwrap();
    log.publish(&mut sign).unwrap();
    check(&mission, &leaves, &[100, 150, 200, 700]);
}

#[test]
fn a_log_put_back_from_a_backup_is_noticed_by_the_copy_on_another_device() {
    let folder = Folder::new("log-backup");
    let (mission, stick) = (folder.path().join("mission"), folder.path().join("stick-head"));
    let open = || DiskLog::open_with_copy(&mission, Some(&stick));
    let mut log = open().unwrap();
    log.append(&[leaf(0)]).unwrap();
    log.publish(&mut sign).unwrap();
    drop(log);
    copy(&mission, &folder.path().join("backup"));
    let mut log = open().unwrap();
    log.append(&[leaf(1)]).unwrap();
    log.publish(&mut sign).unwrap();
    drop(log);
    fs::remove_dir_all(&mission).unwrap();
    copy(&folder.path().join("backup"), &mission);
    assert_eq!(open().err().map(|error| error.code()), Some("L0108"));
    // Without the copy nobody on this disk can know. Whoever goes on makes a fork, which the copy shows as well.
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&[leaf(2), leaf(3)]).unwrap();
    drop(log);
    assert_eq!(open().err().map(|error| error.code()), Some("L0108"));
}

fn row(index: u64) -> Row {
    let filled = |salt: u64| {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&(index ^ salt).wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
        bytes
    };
    Row {
        index,
        author: format!("author {}", index % 5),
        submit: filled(1)[..16].try_into().unwrap(),
        body: (!index.is_multiple_of(3)).then(|| filled(2)),
        number: index / 5,
        envelope: filled(4),
        is_act: index.is_multiple_of(7),
    }
}

#[test]
fn the_index_answers_from_memory_and_disk_alike_and_follows_its_log() {
    let folder = Folder::new("log-index");
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    let reader = LogReader::open(&mission).unwrap();
    let mut index = Index::open(&mission, &reader).unwrap();
    let count = LOG_INDEX_ROWS as u64 * 2 + 100;
    let mut middle = None;
    for from in (0..count).step_by(4096) {
        let end = (from + 4096).min(count);
        log.append(&vec![Leaf { entry: vec![1], blob: Vec::new() }; (end - from) as usize]).unwrap();
        index.put((from..end).map(row), log.head()).unwrap();
        middle = middle.or_else(|| (from > count / 2).then(|| log.head()));
    }
    let ask = |index: &Index, of: u64| {
        let row = row(of);
        assert_eq!(index.by_submit(&row.author, &row.submit).unwrap(), Some(of));
        assert_eq!(index.by_submit("nobody", &row.submit).unwrap(), None);
        if let Some(body) = row.body {
            assert_eq!(index.by_body(&body).unwrap(), Some(of));
        }
    };
    let last = |index: &Index| index.last_of("author 0").unwrap();
    let newest = row((count - 1) / 5 * 5);
    let expected = Some(Last { number: newest.number, envelope: newest.envelope });
    for of in [0, 1, 5, 32_767, 32_768, 40_000, count - 1] {
        ask(&index, of);
    }
    assert_eq!((last(&index), index.last_of("nobody").unwrap()), (expected, None));
    drop(index);
    let reader = LogReader::open(&mission).unwrap();
    assert!(reader.holds(&middle.unwrap()).unwrap());
    let index = Index::open(&mission, &reader).unwrap();
    assert_eq!((index.applied(), last(&index)), (log.head(), expected));
    for of in [0, 1, 5, 32_767, 32_768, 40_000, count - 1] {
        ask(&index, of);
    }
    drop(index);
    // What is no index, or that of another log, is begun anew.
    let file = mission.join("state/index.redb");
    let saved = fs::read(&file).unwrap();
    for bytes in [b"no index".to_vec(), saved[..saved.len() / 2].to_vec(), Vec::new()] {
        fs::write(&file, bytes).unwrap();
        let index = Index::open(&mission, &reader).unwrap();
        assert_eq!((index.applied().size, last(&index)), (0, None));
    }
    drop(log);
    let other = folder.path().join("other");
    DiskLog::open(&other).unwrap().append(&[leaf(0)]).unwrap();
    fs::write(other.join("state/index.redb"), saved).unwrap();
    let index = Index::open(&other, &LogReader::open(&other).unwrap()).unwrap();
    assert_eq!(index.applied().size, 0);
}
