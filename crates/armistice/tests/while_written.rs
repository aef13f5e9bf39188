//! A log is checked while it is being written, and after its writer was killed: by our verifier and by others'.

#[path = "../../verify/tests/common/mod.rs"]
mod valley;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use armistice::log::{DiskLog, Leaf, LogHead};
use valley::others::all_hold;
use valley::*;

/// The folder that the writer below writes to.
const WRITER: &str = "ARMISTICE_VERIFY_TEST_WRITER";
const WRITTEN: usize = 2_000;

/// Not a test: the process that is killed. It appends the valley's entries, a few at a time, and publishes them.
#[test]
#[ignore = "a process that others start"]
fn a_writer_that_is_killed() {
    let Some(folder) = std::env::var_os(WRITER) else { return };
    let mission = PathBuf::from(folder);
    let valley = Valley::of(WRITTEN);
    let mut log = DiskLog::open(&mission).expect("the log opens, also after its writer was killed");
    let (leaves, mut size) = (valley.leaves(), log.size() as usize);
    write(&mission.join("record/policy.txt"), policy().as_bytes());
    while size < WRITTEN {
        // The first tile becomes full soon, and its partial files go, while others read them.
        let end = if size == 0 { 225 } else { WRITTEN.min(size + 1 + size % 7) };
        let leaf = |at: usize| Leaf { entry: leaves[at].clone(), blob: valley.blobs[at].clone() };
        log.append(&(size..end).map(leaf).collect::<Vec<_>>()).expect("an append");
        size = end;
        let mut sign =
            |head: &LogHead| Ok(checkpoint(head.size as usize, head.root, &WITNESSES).to_string().into_bytes());
        log.publish(&mut sign).expect("a publication");
        // Slow enough that it is still at it when a check ends.
        std::thread::sleep(Duration::from_millis(40));
    }
}

/// Our own verifier takes it, with its bodies, and as what the checkpoint was before goes on.
fn holds(folder: &Folder) {
    let (record, blobs, held) = (folder.join("record"), folder.join("blobs"), folder.join("held"));
    let asked = verify::log::Asked { folder: &record, blobs: Some(&blobs), from: Some(&held), policy: None };
    let (report, _) = verify::log::check(asked).expect("the files can be read");
    assert!(report.holds(), "{report}");
}

fn size_of(record: &Path) -> Option<usize> {
    fs::read_to_string(record.join("checkpoint")).ok()?.lines().nth(1)?.parse().ok()
}

#[test]
fn a_log_is_checked_while_it_is_written_and_after_its_writer_was_killed() {
    let folder = Folder::new();
    let record = folder.join("record");
    let own = std::env::current_exe().expect("a test knows its program");
    let begun = Instant::now();
    let (mut rounds, mut while_written) = (0, 0);
    loop {
        let before = size_of(&record);
        let mut writer = Command::new(&own)
            .args(["--exact", "a_writer_that_is_killed", "--ignored"])
            .env(WRITER, folder.path())
            .stdout(Stdio::null())
            .spawn()
            .expect("the writer starts");
        while size_of(&record) <= before {
            assert!(begun.elapsed() < Duration::from_secs(120), "the writer writes");
            std::thread::sleep(Duration::from_millis(5));
        }
        // What the checkpoint was when the check began, for those who look whether the log continues it.
        let older = fs::read(record.join("checkpoint")).expect("a checkpoint is replaced, never gone");
        write(&record.join("checkpoint.old"), &older);
        write(&folder.join("held"), &older);
        all_hold(folder.path(), &["log", "record"]);
        holds(&folder);
        let is_running = writer.try_wait().expect("the writer can be asked").is_none();
        while_written += u32::from(is_running);
        writer.kill().expect("the writer is ours");
        writer.wait().expect("the writer ends");
        all_hold(folder.path(), &["log", "record"]);
        holds(&folder);
        rounds += 1;
        if size_of(&record) == Some(WRITTEN) || rounds == 4 {
            break;
        }
    }
    println!("{rounds} writers, {while_written} checked while they wrote; size {:?}", size_of(&record));
    assert!(while_written > 0, "at least one check ran while the log was being written");
}
