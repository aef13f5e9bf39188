//! Power cuts: the log lies on an ext4 of its own in a file, which is copied at the moment of an acknowledgement, or while
//! the program stands still somewhere in between. The copy is what a disk holds after the cut: it is mounted and checked.
//!
//! What the machine had not written out is in its memory and in no copy.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::after::{Said, check};
use super::{Numbers, has, mount};
use crate::common::Folder;

const DISK_MEGABYTES: u64 = 64;
const WHAT: &str = "power cuts";

/// Cuts the power `cycles` times.
pub fn cut(cycles: usize) {
    if !has("mkfs.ext4", WHAT) || cycles == 0 {
        return;
    }
    let folder = Folder::new("crash-power");
    let path = |name: &str| folder.path().join(name);
    let (disk, copy, live, after) = (path("disk"), path("copy"), path("live"), path("after"));
    fs::create_dir_all(&live).unwrap();
    fs::create_dir_all(&after).unwrap();
    let mut numbers = Numbers(9);
    let (mut done, mut between) = (0, 0);
    while done < cycles {
        fs::File::create(&disk).unwrap().set_len(DISK_MEGABYTES << 20).unwrap();
        let made = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&disk).status().unwrap();
        assert!(made.success());
        let Some(_mounted) = mount(&["-o", "loop", disk.to_str().unwrap()], &live, WHAT) else { return };
        // A log that grows through some bundles and segments; after each step the program waits.
        let steps: Vec<String> = (0..24)
            .flat_map(|_| {
                let step = match numbers.below(6) {
                    0 | 1 => "p".to_owned(),
                    2 => format!("b{}", 1 + numbers.below(9)),
                    3 => format!("a{}", 60 + numbers.below(90)),
                    _ => format!("a{}", 1 + numbers.below(9)),
                };
                [step, "w".to_owned()]
            })
            .collect();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--appender", live.join("mission").to_str().unwrap(), "1"])
            .args(&steps)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut said = Said::default();
        said.hear(&format!("{}\n", lines.next().unwrap().unwrap()));
        for step in steps.iter().filter(|step| *step != "w") {
            if done == cycles {
                break;
            }
            let pending = step[1..].parse::<u64>().unwrap_or(0);
            let mut known = said.clone();
            if numbers.below(3) == 0 {
                // Somewhere in the middle of this step: the program stands still while the disk is copied.
                std::thread::sleep(Duration::from_micros(numbers.below(4000)));
                signal(&child, "STOP");
                fs::copy(&disk, &copy).unwrap();
                signal(&child, "CONT");
                // A publication may have come as far as its signature.
                known.signed.extend(said.acknowledged.last());
                hear(step, &mut lines, &mut said);
                between += 1;
            } else {
                hear(step, &mut lines, &mut said);
                fs::copy(&disk, &copy).unwrap();
                known = said.clone();
            }
            let what = format!("power cut number {done} at `{step}` of {steps:?}");
            {
                let Some(_mounted) = mount(&["-o", "loop", copy.to_str().unwrap()], &after, WHAT) else {
                    let _ = child.kill();
                    child.wait().unwrap();
                    return;
                };
                check(&after.join("mission"), &known, pending, &what);
            }
            done += 1;
            if done % 500 == 0 {
                println!("{done} power cuts so far");
            }
            child.stdin.as_mut().unwrap().write_all(b"\n").unwrap();
        }
        let _ = child.kill();
        child.wait().unwrap();
    }
    println!("{done} power cuts, {between} of them between two acknowledgements");
}

/// Waits for what the program says of a step.
fn hear(step: &str, lines: &mut impl Iterator<Item = std::io::Result<String>>, said: &mut Said) {
    for _ in 0..if step == "p" { 2 } else { 1 } {
        said.hear(&format!("{}\n", lines.next().expect("the program goes on").unwrap()));
        assert_eq!(said.error, None);
    }
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}
