//! The record on disk: what this disk and these cores can do, and what the log makes of it, in one run.
//!
//! ```text
//! calibration: fdatasync · verify_strict · leaf hash · raw pipeline        what nothing can beat here
//! the log:     durable appends/s by size of group                         target: at least half of the raw pipeline
//! its growth:  start, memory, appends/s beside an empty log               targets: 5 s, 300 MB, within 10 %
//! ```
//!
//! - `ARMISTICE_BENCH_DIR`: a folder on the disk to measure; else beside the benchmark's program.
//! - `ARMISTICE_BENCH_ENTRIES`: how long the grown log is; ten million without it. It is made in memory where `/dev/shm` is,
//!   and copied: who publishes ten million entries at once waits for a hundred thousand fsyncs.
//!
//! Not here: other systems' figures (COMPARE.md).

use std::fs::{self, File};
use std::hint::black_box;
use std::io::Write;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use armistice::log::{DiskLog, Leaf, LogError, LogHead};
use benches::{cost, median, peak_megabytes};
use ed25519_dalek::{Signer, SigningKey};
use tlog::checkpoint::Checkpoint;
use tlog::hash::leaf_hash;
use tlog::note::{NoteSigner, SignedNote};

const ENTRY_BYTES: usize = 600;
const GROUPS: [usize; 5] = [1, 16, 64, 256, 1024];
const BLOCKS: u64 = 4096;
const ROUNDS: usize = 5;
const SHORT: Duration = Duration::from_secs(2);
const ORIGIN: &str = "bench.example/log";

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--start") {
        return started(Path::new(&arguments[at + 1]));
    }
    let exe = std::env::current_exe().expect("a program has a path");
    let beside = || exe.parent().expect("a program lies in a folder").to_owned();
    let dir = std::env::var_os("ARMISTICE_BENCH_DIR").map_or_else(beside, PathBuf::from);
    let folder = dir.join(format!("armistice-bench-record-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder to measure in");
    let calibration = calibrate(&folder);
    appends(&folder, &calibration);
    // The sequencer's figures come here: 64 submitters, one submitter, p99 at half load, each beside `calibration`.
    growth(&folder);
    fs::remove_dir_all(&folder).expect("the benchmark's own folder");
}

/// What the disk and the cores can do; the sequencer's targets are ratios of these.
struct Calibration {
    /// Blocks of 4 KiB that were written before, to write in.
    file: File,
}

fn calibrate(folder: &Path) -> Calibration {
    let path = folder.join("calibration");
    let mut file = File::create(&path).expect("a file to measure with");
    file.write_all(&vec![0; 4096 * BLOCKS as usize]).expect("room for 16 MB");
    file.sync_all().expect("a disk that works");
    let mut syncs = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < SHORT {
        let at = syncs.len() as u64 % BLOCKS;
        let one = Instant::now();
        file.write_all_at(&[syncs.len() as u8; 4096], at * 4096).expect("a disk that works");
        file.sync_data().expect("a disk that works");
        syncs.push(one.elapsed().as_secs_f64() * 1000.0);
    }
    syncs.sort_by(f64::total_cmp);
    let (middle, p99) = (syncs[syncs.len() / 2], syncs[syncs.len() * 99 / 100]);
    println!(
        "record: write + fdatasync of 4 KiB in zeros: median {middle:.2} ms, p99 {p99:.2} ms ({} of them)",
        syncs.len()
    );

    let key = SigningKey::from_bytes(&[7; 32]);
    let message = [5; ENTRY_BYTES];
    let (signature, public) = (key.sign(&message), key.verifying_key());
    let verify = rate(|| assert!(public.verify_strict(&message, &signature).is_ok()));
    let hash = rate(|| _ = black_box(leaf_hash(black_box(&message))));
    println!("  verify_strict of {ENTRY_BYTES} bytes: {verify:.0}/s on one core; leaf hashes of them: {hash:.0}/s");

    let rates = (0..ROUNDS).map(|_| pipeline_for(&file, SHORT / 2)).collect();
    println!("  raw pipeline, groups of 1,024: {:.0} durable entries/s, median of {ROUNDS}", median(rates));
    Calibration { file }
}

/// Durable entries a second of groups of 1,024 without a log: hashes, one write in zeros of old, one fdatasync.
fn pipeline_for(file: &File, time: Duration) -> f64 {
    let leaves: Vec<Vec<u8>> = (0..1024).map(|index| entry(index, ENTRY_BYTES)).collect();
    let bytes: Vec<u8> = leaves.concat();
    let (mut done, mut at) = (0, 0);
    let begun = Instant::now();
    while begun.elapsed() < time {
        leaves.iter().for_each(|leaf| _ = black_box(leaf_hash(black_box(leaf))));
        if at + bytes.len() as u64 > BLOCKS * 4096 {
            at = 0;
        }
        file.write_all_at(&bytes, at).expect("a disk that works");
        file.sync_data().expect("a disk that works");
        at += (bytes.len() as u64).next_multiple_of(4096);
        done += leaves.len();
    }
    done as f64 / begun.elapsed().as_secs_f64()
}

/// How often a second `work` is done.
fn rate(mut work: impl FnMut()) -> f64 {
    let (begun, mut done) = (Instant::now(), 0u32);
    while begun.elapsed() < SHORT / 2 {
        (0..64).for_each(|_| work());
        done += 64;
    }
    f64::from(done) / begun.elapsed().as_secs_f64()
}

fn appends(folder: &Path, calibration: &Calibration) {
    for group in GROUPS {
        let mission = folder.join(format!("group-{group}"));
        let mut log = DiskLog::open(&mission).expect("an empty folder");
        let (mut rates, mut waits, mut pipelines) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..ROUNDS {
            let (rate, p99) = append_for(&mut log, group, SHORT / 2);
            rates.push(rate);
            waits.push(p99);
            if group == 1024 {
                // In turns: the disk is shared, and its mood changes.
                pipelines.push(pipeline_for(&calibration.file, SHORT / 2));
            }
        }
        let (rate, p99) = (median(rates), median(waits));
        let share = if group == 1024 {
            format!(", {:.2} of the raw pipeline (target 0.5)", rate / median(pipelines))
        } else {
            String::new()
        };
        println!("  log, groups of {group}: {rate:.0} durable appends/s, p99 {p99:.2} ms{share}");
        drop(log);
        fs::remove_dir_all(mission).expect("the benchmark's own folder");
    }
}

/// Appends groups for a while: how many leaves a second, and the 99th percentile of one append in milliseconds.
fn append_for(log: &mut DiskLog, group: usize, time: Duration) -> (f64, f64) {
    let leaves: Vec<Leaf> =
        (0..group as u64).map(|index| Leaf { entry: entry(index, ENTRY_BYTES), blob: Vec::new() }).collect();
    let mut each = Vec::new();
    let begun = Instant::now();
    while begun.elapsed() < time {
        let one = Instant::now();
        log.append(&leaves).expect("a disk that works");
        each.push(one.elapsed().as_secs_f64() * 1000.0);
    }
    let rate = (each.len() * group) as f64 / begun.elapsed().as_secs_f64();
    each.sort_by(f64::total_cmp);
    (rate, each[each.len() * 99 / 100])
}

fn growth(folder: &Path) {
    let asked = std::env::var("ARMISTICE_BENCH_ENTRIES").ok().and_then(|entries| entries.parse().ok());
    let entries: u64 = asked.unwrap_or(10_000_000);
    let shared_memory = Path::new("/dev/shm");
    let made = if shared_memory.is_dir() { shared_memory } else { folder };
    let made = made.join(format!("armistice-bench-grown-{}", std::process::id()));
    let (spent, ()) = cost(|| grow(&made, entries));
    let grown = folder.join("grown");
    copy(&made, &grown);
    fs::remove_dir_all(&made).expect("the benchmark's own folder");
    println!(
        "  a log of {entries} entries was made and published in {:.0} s ({:.0} s CPU), in memory",
        spent.wall, spent.cpu
    );
    let empty = folder.join("empty");
    drop(DiskLog::open(&empty).expect("an empty folder"));
    for (name, mission) in [("grown", &grown), ("empty", &empty)] {
        let exe = std::env::current_exe().expect("a program has a path");
        let output = Command::new(exe).arg("--start").arg(mission).output().expect("the program starts");
        print!("  {name}: {}", String::from_utf8_lossy(&output.stdout));
    }
    // One after the other, several times: the disk is shared, and its mood changes.
    let mut logs = [&grown, &empty].map(|mission| DiskLog::open(mission).expect("the log that was made"));
    let mut rates = [Vec::new(), Vec::new()];
    for _ in 0..7 {
        for (log, rates) in logs.iter_mut().zip(&mut rates) {
            rates.push(append_for(log, 64, SHORT / 2).0);
        }
    }
    let [grown, empty] = rates.map(median);
    println!(
        "  appends/s in groups of 64, medians of 7: grown {grown:.0}, empty {empty:.0}, ratio {:.2} (target 0.9)",
        grown / empty
    );
}

/// A process of its own: how long a start takes, and how much memory.
fn started(mission: &Path) {
    let (spent, log) = cost(|| DiskLog::open(mission).expect("the log that was made"));
    println!(
        "start of {} entries: {:.3} s (target 5 s), peak {:.0} MB (target 300 MB)",
        log.size(),
        spent.wall,
        peak_megabytes()
    );
}

/// Makes a log of so many short entries, all of them published.
fn grow(mission: &Path, entries: u64) {
    let mut log = DiskLog::open(mission).expect("an empty folder");
    let mut size = 0;
    while size < entries {
        let end = (size + 4096).min(entries);
        let leaves: Vec<Leaf> = (size..end).map(|index| Leaf { entry: entry(index, 100), blob: Vec::new() }).collect();
        log.append(&leaves).expect("room for the log");
        size = end;
        if size % (1 << 18) == 0 || size == entries {
            log.publish(&mut sign).expect("room for the log");
        }
    }
}

fn sign(head: &LogHead) -> Result<Vec<u8>, LogError> {
    let signer = NoteSigner::new(ORIGIN, &[7; 32]).expect("a name of a log");
    let text = Checkpoint::new(ORIGIN, head.size, head.root).expect("a checkpoint").to_string();
    Ok(SignedNote::sign(&text, &signer).expect("a note").to_string().into_bytes())
}

fn entry(index: u64, bytes: usize) -> Vec<u8> {
    let mut entry = index.to_be_bytes().repeat(bytes / 8 + 1);
    entry.truncate(bytes);
    entry
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder to measure in");
    for entry in fs::read_dir(from).expect("the folder that was made").flatten() {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("room for the log");
        }
    }
}
