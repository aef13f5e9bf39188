//! What must hold after every crash.

use std::path::Path;

use armistice::log::{DiskLog, Leaf, LogHead, LogReader};
use tlog::hash::Hash;

use super::appender::{ATTEMPT, leaf_of};
use crate::common::log::{files, head, leaf, published_files, sign};

/// What a program said before it ended.
#[derive(Clone, Default, Debug)]
pub struct Said {
    /// Sizes and roots that were acknowledged, the last one last.
    pub acknowledged: Vec<LogHead>,
    /// Sizes and roots that were signed.
    pub signed: Vec<LogHead>,
    /// The error it ended with.
    pub error: Option<String>,
}

impl Said {
    /// Takes in the lines of one run.
    pub fn hear(&mut self, lines: &str) {
        for line in lines.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
            match line.split(' ').collect::<Vec<_>>()[..] {
                ["open" | "ack", size, root] => self.acknowledged.push(read(size, root)),
                ["signed", size, root] => self.signed.push(read(size, root)),
                ["published", size, root] => {
                    assert!(self.signed.contains(&read(size, root)), "published without a signature");
                }
                ["error", code, outcome] => self.error = Some(format!("{code} {outcome}")),
                _ => panic!("`{line}` is nothing that an appender says"),
            }
        }
    }
}

fn read(size: &str, root: &str) -> LogHead {
    LogHead { size: size.parse().expect("a size"), root: Hash::from_base64(root).expect("a root") }
}

/// Checks a log after a crash, then uses it: `pending` is the most leaves that may be there without an acknowledgement.
pub fn check(mission: &Path, said: &Said, pending: u64, what: &str) {
    // What was about to be signed when the program ended.
    let about = std::fs::read_to_string(mission.join("state/head")).unwrap_or_default();
    let about = about.lines().nth(1).map(|size| size.parse::<u64>().expect("a size"));
    let last = said.acknowledged.last().map_or(0, |head| head.size);
    // A reader needs nobody's help, and sees what the writer will find.
    let reader = LogReader::open(mission).unwrap_or_else(|error| panic!("{what}: {error}"));
    let mut log = DiskLog::open(mission).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!((reader.size(), reader.root()), (log.size(), log.root()), "{what}");
    assert!(log.size() >= last, "{what}: {last} leaves were acknowledged, {} are there", log.size());
    assert!(
        log.size() <= last + pending,
        "{what}: {} leaves are there, nobody appended more than {last} + {pending}",
        log.size()
    );
    for head in said.acknowledged.iter().chain(&said.signed).chain(&log.last_published()) {
        assert!(reader.holds(head).unwrap(), "{what}: size {} was acknowledged or signed with another root", head.size);
    }
    let mut leaves: Vec<Leaf> = Vec::new();
    for found in reader.leaves(0..reader.size()) {
        let (index, found) = found.unwrap_or_else(|error| panic!("{what}: {error}"));
        let text = String::from_utf8_lossy(&found.entry);
        let number: u64 =
            text.split(' ').nth(1).and_then(|number| number.parse().ok()).expect("an entry says its number");
        assert_eq!(number % ATTEMPT, index, "{what}");
        assert!(
            found == leaf(number) || found == leaf_of(number / ATTEMPT, index, true),
            "{what}: leaf {index} is another"
        );
        leaves.push(found);
    }
    assert_eq!(log.head(), head(&leaves), "{what}");
    // It can be used: what comes now is appended, published, and found as the specification spells it.
    let more: Vec<Leaf> = (log.size()..log.size() + 2).map(|index| leaf_of(99, index, false)).collect();
    log.append(&more).unwrap_or_else(|error| panic!("{what}: {error}"));
    leaves.extend(more);
    log.publish(&mut sign).unwrap_or_else(|error| panic!("{what}: {error}"));
    assert_eq!(log.last_published(), Some(head(&leaves)), "{what}");
    let (record, blobs) = published_files(&leaves, &[log.size()]);
    assert!(files(&mission.join("blobs")) == blobs, "{what}: the packs are others");
    let found = files(&mission.join("record"));
    for (name, bytes) in &record {
        assert!(found.get(name) == Some(bytes), "{what}: `{name}` is missing or another");
    }
    // Besides, only partial tiles of sizes that were signed before, or may have been.
    let sizes: Vec<u64> = said.signed.iter().map(|head| head.size).chain(about).collect();
    for name in found.keys().filter(|name| !record.contains_key(*name)) {
        let expected = sizes
            .iter()
            .any(|size| tlog::tile::TilePath::partial_in_log(*size).iter().any(|path| path.to_string() == *name));
        assert!(expected, "{what}: `{name}` belongs to no size that was signed");
    }
}
