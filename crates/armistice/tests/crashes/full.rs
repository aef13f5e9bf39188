//! A disk that is full, and one that may only be read.

use armistice::log::{DiskLog, LogReader, Outcome};

use super::after::{Said, check};
use super::appender::leaf_of;
use super::mount;
use crate::common::Folder;
use crate::common::log::sign;

/// Appends and publishes until there is no room, makes room, and goes on with the same log.
pub fn no_room(_: usize) {
    let folder = Folder::new("crash-full");
    let Some(_disk) = mount(&["-t", "tmpfs", "-o", "size=4m", "none"], folder.path(), "a full disk") else { return };
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    let mut said = Said::default();
    let group = |from: u64| (from..from + 4).map(|index| leaf_of(1, index, true)).collect::<Vec<_>>();
    let error = loop {
        match log.append(&group(log.size())) {
            Ok(_) => said.acknowledged.push(log.head()),
            Err(error) => break error,
        }
    };
    // The first segment has room for four such groups, and the next segment has no room on the disk.
    assert!(log.size() >= 12, "{} leaves", log.size());
    assert_eq!((error.code(), error.outcome()), ("L0102", Outcome::Refused), "{error}");
    let text = error.to_string();
    assert!(text.contains("state/wal/0001.seg`: no storage space") && text.contains("help: make room"), "{text}");
    // Now nothing is left at all: the publication finds no room either, and the log goes on.
    let filler = folder.path().join("filler");
    let _ = std::fs::write(&filler, vec![1; 8 << 20]);
    let error = log.publish(&mut sign).unwrap_err();
    assert_eq!((error.code(), error.outcome(), log.stopped()), ("L0102", Outcome::Refused, None), "{error}");
    assert_eq!(log.append(&group(log.size())).unwrap_err().code(), "L0102");
    std::fs::remove_file(&filler).unwrap();
    log.publish(&mut sign).unwrap();
    said.signed.push(log.head());
    let Some(_more) = mount(&["-t", "tmpfs", "-o", "remount,size=64m", "none"], folder.path(), "a full disk") else {
        return;
    };
    // A second mount of the same place would need a second unmount.
    std::mem::forget(_more);
    log.append(&group(log.size())).unwrap();
    said.acknowledged.push(log.head());
    drop(log);
    check(&mission, &said, 0, "after the disk was full");
}

/// A log on a disk that may only be read: nothing is written, and readers read.
pub fn read_only(_: usize) {
    let folder = Folder::new("crash-read-only");
    let what = "a read-only disk";
    let Some(_disk) = mount(&["-t", "tmpfs", "-o", "size=32m", "none"], folder.path(), what) else { return };
    let mission = folder.path().join("mission");
    let mut log = DiskLog::open(&mission).unwrap();
    log.append(&(0..300).map(|index| leaf_of(1, index, false)).collect::<Vec<_>>()).unwrap();
    log.publish(&mut sign).unwrap();
    log.append(&[leaf_of(1, 300, false)]).unwrap();
    let head = log.head();
    drop(log);
    let Some(_same) = mount(&["-o", "remount,ro"], folder.path(), what) else { return };
    std::mem::forget(_same);
    let error = DiskLog::open(&mission).err().expect("nothing can be written");
    assert_eq!((error.code(), error.outcome()), ("L0103", Outcome::Stopped), "{error}");
    assert!(error.to_string().contains("state/lock`: read-only filesystem"), "{error}");
    let error = DiskLog::open(&folder.path().join("new")).err().expect("nothing can be made");
    assert_eq!(error.code(), "L0103", "{error}");
    let reader = LogReader::open(&mission).unwrap();
    assert_eq!((reader.size(), reader.root()), (head.size, head.root));
    assert_eq!(reader.leaves(0..301).filter(|leaf| leaf.is_ok()).count(), 301);
}
