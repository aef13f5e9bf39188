//! How fast a whole log is checked, beside its signatures alone; and that memory does not grow with it.
//!
//! `cargo test --release -p verify --test speed -- --ignored --nocapture`
//!
//! Processor time is compared, not time on the wall, so that a busy machine changes little.

mod common;
#[path = "common/program.rs"]
mod program;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use common::*;
use record::ledger::{Admitted, Ledger};

/// Clock ticks of the kernel in a second, as every Linux tells programs.
const TICKS: f64 = 100.0;

/// Seconds of processor time of a process, and the most memory that it had, in megabytes.
fn spent(process: &str) -> Option<(f64, u64)> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let peak =
        status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace().next()?.parse::<u64>().ok()?;
    Some((ticks / TICKS, peak / 1024))
}

#[test]
#[ignore = "a measurement; run it with --release"]
fn a_log_is_checked_at_four_fifths_of_the_rate_of_its_signatures_and_in_constant_memory() {
    let mut peaks = Vec::new();
    for size in [2_000, 100_000] {
        let valley = Valley::of(size);
        let folder = Folder::new();
        valley.publish(folder.path(), &[]);

        // The signatures alone, on one thread, by the rule that everybody uses.
        let mut ledger = Ledger::new(ORIGIN);
        let mut checks = Vec::new();
        for entry in valley.entries.iter().take(20_000) {
            let Ok(Admitted::Next(next)) = ledger.admit(entry, |_, _| None) else { panic!("a sound log") };
            checks.extend(next.checks(&entry.signed).expect("it was read"));
            ledger.enter(entry);
        }
        let begun = spent("self").expect("a Linux").0;
        assert!(checks.iter().all(|check| check.holds()));
        let alone = checks.len() as f64 / (spent("self").expect("a Linux").0 - begun);

        let mut verify = Command::new(env!("CARGO_BIN_EXE_armistice-verify"));
        let mut verify =
            verify.args(["log", "record"]).current_dir(folder.path()).stdout(Stdio::null()).spawn().expect("starts");
        let mut last = (0.0, 0);
        while verify.try_wait().expect("a process can be asked").is_none() {
            last = spent(&verify.id().to_string()).unwrap_or(last);
            std::thread::sleep(Duration::from_millis(2));
        }
        assert!(verify.wait().expect("it ends").success());
        let whole = (size + 12) as f64 / last.0;
        println!(
            "{size} entries: {whole:.0} signatures/s of processor time with everything, {alone:.0} alone, ratio {:.2}, {} MB",
            whole / alone,
            last.1
        );
        peaks.push(last.1);
        if size > 50_000 {
            assert!(whole > 0.8 * alone, "{whole:.0} is less than four fifths of {alone:.0}");
        }
    }
    assert!(peaks[1] < peaks[0] + 16, "memory grew with the log: {peaks:?} MB");
}

#[test]
fn the_program_is_small_in_what_it_needs() {
    // What a reader has to read before it is trusted: these crates and cryptography.
    let manifest = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).expect("its own manifest");
    let (_, needs) = manifest.split_once("[dependencies]\n").expect("dependencies");
    let needs: Vec<&str> = needs.lines().take_while(|line| !line.is_empty()).collect();
    assert_eq!(needs, ["record.workspace = true", "tlog.workspace = true"]);
    let folder = Folder::new();
    assert_eq!(program::verify(folder.path(), &["--version"]).1, 0);
}
