//! The order of system calls: an acknowledgement is said after the group was written and secured, and after nothing else.

use std::path::Path;
use std::process::Command;

use super::has;
use crate::common::Folder;

/// One system call of a trace: who, which, with what, and what came of it.
#[derive(Clone, Debug)]
pub struct Call {
    /// The thread.
    pub thread: String,
    /// Its name.
    pub name: String,
    /// Its arguments and result.
    pub rest: String,
    /// The how manyth call of this name in its thread, from 1.
    pub place: usize,
}

/// Runs the appender under strace and gives the calls of its threads, in order.
pub fn trace(mission: &Path, steps: &[&str]) -> Vec<Call> {
    let out = mission.with_extension("trace");
    let status = Command::new("strace")
        .args(["-f", "-y", "-qq", "--seccomp-bpf", "-e", "trace=%file,%desc", "-s", "64", "-o"])
        .arg(&out)
        .arg(std::env::current_exe().unwrap())
        .args(["--appender", mission.to_str().unwrap(), "1"])
        .args(steps)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success());
    let text = std::fs::read_to_string(&out).unwrap();
    let mut places = std::collections::BTreeMap::new();
    let mut calls: Vec<Call> = Vec::new();
    for line in text.lines() {
        let Some((thread, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some((_, second)) = rest.strip_prefix("<... ").and_then(|rest| rest.split_once("resumed>")) {
            // The second half of a call that another thread came between: it belongs to its first half.
            let first = calls.iter_mut().rfind(|call| call.thread == thread).expect("a call has a first half");
            let begun = first.rest.trim_end().trim_end_matches("<unfinished ...>").trim_end().len();
            first.rest.truncate(begun);
            first.rest.push_str(second);
            continue;
        }
        let Some((name, rest)) = rest.split_once('(') else { continue };
        let place = places.entry((thread.to_owned(), name.to_owned())).or_insert(0);
        *place += 1;
        calls.push(Call { thread: thread.to_owned(), name: name.to_owned(), rest: rest.to_owned(), place: *place });
    }
    calls
}

/// Each acknowledgement of a trace follows one write of its segment and one fdatasync, both done.
pub fn acknowledgements_come_last(_: usize) {
    if !has("strace", "the order of write, fdatasync and acknowledgement") {
        return;
    }
    let folder = Folder::new("crash-trace");
    let mission = folder.path().join("mission");
    // Across a segment's end too: long blobs fill the first one.
    let steps = ["a1", "a16", "p", "b9", "b9", "a3", "p", "a1"];
    let calls = trace(&mission, &steps);
    let main = calls[0].thread.clone();
    let (mut written, mut secured, mut acknowledged) = (Vec::new(), 0, 0);
    for call in calls.iter().filter(|call| call.thread == main) {
        let to_segment = call.rest.contains("/state/wal/") && call.rest.contains(".seg>");
        let done = call.rest.rsplit("= ").next().and_then(|result| result.split(' ').next()).unwrap_or("?");
        match call.name.as_str() {
            "pwrite64" if to_segment => {
                let asked = call.rest.rsplit_once(')').and_then(|(rest, _)| rest.rsplit(", ").nth(1)).unwrap_or("");
                assert_eq!(done, asked.trim(), "a write was cut short: {call:?}");
                written.push(call.clone());
                secured = 0;
            }
            "fdatasync" if to_segment && done == "0" => secured += 1,
            "write" if call.rest.contains("\"ack ") => {
                assert_eq!((written.len(), secured), (1, 1), "before the acknowledgement {call:?}: {written:?}");
                acknowledged += 1;
            }
            _ => {}
        }
        if call.name == "write" {
            (written, secured) = if call.rest.contains("\"open ") || call.rest.contains("\"ack ") {
                (Vec::new(), 0)
            } else {
                (written, secured)
            };
        }
    }
    assert_eq!(acknowledged, steps.iter().filter(|step| !step.starts_with('p')).count());
}
