//! Every system call of an append and of a publication: the program is killed at it, or it fails.
//!
//! ```text
//! one run, traced ─▶ calls that touch the mission ─▶ for each: SIGKILL, EIO, ENOSPC ─▶ `after::check`
//! ```

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Command, Stdio};

use super::after::{Said, check};
use super::{Numbers, appender, has, traced};
use crate::common::Folder;
use crate::common::log::copy;
use armistice::log::DiskLog;

/// What is done before a crash: a mission to begin with, and the steps of the program that crashes.
struct Scene {
    name: &'static str,
    before: &'static [&'static str],
    steps: &'static [&'static str],
}

const SCENES: [Scene; 5] = [
    Scene { name: "the first groups of a log", before: &[], steps: &["a3", "p", "a2", "p"] },
    Scene { name: "a bundle, a tile and a pack become full", before: &["a250", "p"], steps: &["a10", "p", "a1", "p"] },
    Scene { name: "a segment ends", before: &["a20", "p", "b9", "b4"], steps: &["b5", "a2", "p"] },
    Scene { name: "a group is longer than a segment", before: &["a20", "p"], steps: &["b150", "a1", "p"] },
    Scene {
        name: "a segment goes after a publication",
        before: &["a200", "p", "b9", "b9", "a20"],
        steps: &["a30", "p", "a4", "p"],
    },
];

const FAULTS: [&str; 3] = ["signal=SIGKILL", "error=EIO", "error=ENOSPC"];

/// Crashes at `cycles` of all (scene, call, fault), spread evenly; a run with more cycles makes further rounds.
pub fn every_call(cycles: usize) {
    if !has("strace", "crashes at system calls") {
        return;
    }
    let folder = Folder::new("crash-calls");
    let mut plan = Vec::new();
    for (number, scene) in SCENES.iter().enumerate() {
        let base = folder.path().join(format!("base-{number}"));
        let said = prepare(&base, scene);
        let traced_mission = folder.path().join(format!("traced-{number}"));
        if base.exists() {
            copy(&base, &traced_mission);
        }
        let mission = traced_mission.to_str().unwrap().to_owned();
        let calls = traced::trace(&traced_mission, scene.steps);
        let touching = calls.iter().filter(|call| call.name != "execve" && call.rest.contains(&mission));
        let unique: BTreeSet<(String, usize)> = touching.map(|call| (call.name.clone(), call.place)).collect();
        println!("{}: {} system calls touch the mission", scene.name, unique.len());
        for call in unique {
            for fault in FAULTS {
                plan.push((number, base.clone(), said.clone(), call.clone(), fault));
            }
        }
    }
    println!("{} crashes are possible, {cycles} are made", plan.len());
    let (mut numbers, mut killed, mut failed, mut unharmed) = (Numbers(4), 0, 0, 0);
    let mut wrong = Vec::new();
    for cycle in 0..cycles {
        // Evenly through the plan; from the second round on, every one of it again.
        let at = if cycles <= plan.len() { cycle * plan.len() / cycles } else { cycle % plan.len() };
        let (number, base, before, (name, place), fault) = &plan[at];
        let scene = &SCENES[*number];
        let what = format!("{}: {fault} at {name} number {place}", scene.name);
        let mission = folder.path().join("crashed");
        let _ = std::fs::remove_dir_all(&mission);
        if base.exists() {
            copy(base, &mission);
        }
        let attempt = 2 + numbers.below(50);
        let mut said = before.clone();
        let output = Command::new("strace")
            // Not with `--seccomp-bpf`: then strace 6.1 sends no signals.
            .args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={name}")])
            .args(["-e", &format!("inject={name}:{fault}:when={place}")])
            .arg(std::env::current_exe().unwrap())
            .args(["--appender", mission.to_str().unwrap(), &attempt.to_string()])
            .args(scene.steps)
            .stderr(Stdio::piped())
            .output()
            .unwrap();
        said.hear(&String::from_utf8(output.stdout).unwrap());
        let complaint = String::from_utf8_lossy(&output.stderr);
        // Rust's own library ends a program that cannot close a folder it listed; that is a crash like another.
        assert!(!complaint.contains("panicked") || complaint.contains("during closedir"), "{what}: {complaint}");
        match (*fault == FAULTS[0], &said.error) {
            (true, _) => {
                assert!(!output.status.success(), "{what}: it was not killed");
                killed += 1;
            }
            (false, Some(_)) => failed += 1,
            (false, None) => unharmed += 1,
        }
        let most = scene.steps.iter().filter_map(|step| step[1..].parse::<u64>().ok()).max().unwrap_or(0);
        let pending = match said.error.as_deref().and_then(|error| error.split(' ').nth(1)) {
            // The error said that nothing was accepted.
            Some("Stopped") => 0,
            // So did this one, and then the appender appended one leaf.
            Some("Refused") => 1,
            _ => most,
        };
        if catch_unwind(AssertUnwindSafe(|| check(&mission, &said, pending, &what))).is_err() {
            wrong.push(what);
        }
        if cycle % 500 == 499 {
            println!("{} crashes so far: killed {killed}, said an error {failed}", cycle + 1);
        }
    }
    assert!(wrong.is_empty(), "{} of {cycles} crashes went wrong:\n{}", wrong.len(), wrong.join("\n"));
    println!("{cycles} crashes: killed {killed}, said an error {failed}, went on in spite of it {unharmed}");
}

/// Makes the mission that a scene begins with.
fn prepare(base: &Path, scene: &Scene) -> Said {
    let mut said = Said::default();
    if scene.before.is_empty() {
        return said;
    }
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--appender", base.to_str().unwrap(), "1"])
        .args(scene.before)
        .output()
        .unwrap();
    assert!(output.status.success());
    said.hear(&String::from_utf8(output.stdout).unwrap());
    let size = DiskLog::open(base).unwrap().size();
    assert_eq!(said.acknowledged.last().map(|head| head.size), Some(size));
    assert!(size < appender::ATTEMPT);
    said
}
