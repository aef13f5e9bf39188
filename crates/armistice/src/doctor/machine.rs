//! Whether the machine can be relied on: its clock, its disk, whether something writes the log now.
//!
//! Holds
//! - The disk is judged by what it does: a small file is written and secured a few times, and removed.
//!
//! Not here: the log itself (`log`).

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::{Duration, Instant as Stopwatch};

use record::vocabulary::time::Instant;

use super::log::Seen;
use super::{Finding, span};
use crate::limits::{
    CLOCK_AHEAD_S, CLOCK_BEHIND_S, FREE_BYTES_BAD, FREE_BYTES_LOOK, SYNC_PROBES, SYNC_SLOW_MICROSECONDS,
    SYNC_UNBELIEVABLE_MICROSECONDS,
};
use crate::message::utc;

const CLOCK: &str = "clock";
const ROOM: &str = "room";
const SYNC: &str = "disk";
const SERVER: &str = "server";

pub(super) fn examine(mission: &Path, seen: &Seen, now: Instant, findings: &mut Vec<Finding>) {
    let accepted = seen.ledger.as_ref().and_then(record::ledger::Ledger::last_accepted);
    findings.push(clock(now, accepted, seen.cosigned_at));
    // Where nothing was begun yet, the disk of the folder itself decides.
    let state = mission.join("state");
    let place = if state.is_dir() { &state } else { mission };
    findings.push(room(free_bytes(place)));
    findings.push(sync(place));
    if seen.has_log {
        findings.push(server(&state.join("lock")));
    }
}

/// The clock, held to when the last entry was accepted and when a witness cosigned last.
pub fn clock(now: Instant, accepted: Option<Instant>, cosigned: Option<Instant>) -> Finding {
    let Some((last, what)) = [(accepted, "the last entry was accepted"), (cosigned, "a witness cosigned last")]
        .into_iter()
        .filter_map(|(at, what)| Some((at?, what)))
        .max_by_key(|(at, _)| *at)
    else {
        let help = "compare it with another clock before the first statement is accepted";
        return Finding::look(CLOCK, format!("it is {} here, and nothing is there to compare with", utc(now)), help);
    };
    let help = "set the clock before anything is accepted: an acceptance time outside what witnesses saw is evidence against the mission";
    let ahead = now.0.saturating_sub(last.0);
    if ahead < -CLOCK_BEHIND_S {
        let says = format!(
            "it is {} here, {} before {what}: this clock is behind, or that one was ahead",
            utc(now),
            span(ahead)
        );
        return Finding::bad(CLOCK, says, help);
    }
    if ahead > CLOCK_AHEAD_S {
        let says = format!(
            "it is {} here, {} after {what}: either nothing happened so long, or this clock is ahead",
            utc(now),
            span(ahead)
        );
        return Finding::look(CLOCK, says, help);
    }
    Finding::ok(CLOCK, format!("it is {}, {} after {what}", utc(now), span(ahead.max(0))))
}

#[cfg(unix)]
fn free_bytes(place: &Path) -> Option<u64> {
    let seen = rustix::fs::statvfs(place).ok()?;
    seen.f_bavail.checked_mul(seen.f_frsize)
}
#[cfg(not(unix))]
fn free_bytes(_: &Path) -> Option<u64> {
    None
}

/// The room that is left on the log's disk.
pub fn room(free: Option<u64>) -> Finding {
    let help = "make room on the disk; a log without room refuses statements, and loses none";
    let Some(free) = free else {
        return Finding::look(
            ROOM,
            "the system does not say how much room is left",
            "look at the disk with the system's own means",
        );
    };
    let says = format!("{} MB free on the log's disk", free / 1_000_000);
    match free {
        0..FREE_BYTES_BAD => Finding::bad(ROOM, says, help),
        FREE_BYTES_BAD..FREE_BYTES_LOOK => Finding::look(ROOM, says, help),
        _ => Finding::ok(ROOM, says),
    }
}

/// Whether the disk secures what is written, judged by how long it takes.
pub fn sync(place: &Path) -> Finding {
    #[cfg(target_os = "linux")]
    if is_memory(place) {
        return Finding::bad(
            SYNC,
            "the folder lies in memory: everything in it goes with the next restart",
            "move the mission to a disk",
        );
    }
    match measured(place) {
        Err(error) => Finding::look(
            SYNC,
            format!("nothing can be written here: {}", error.kind()),
            "a machine that only reads needs no more; one that keeps the log must be able to write `state`",
        ),
        Ok(median) => judged(median),
    }
}

/// A disk that says so faster than any disk can has not written.
fn judged(median: Duration) -> Finding {
    let says = |what: &str| format!("a write is secured in {:.2} ms{what}", median.as_secs_f64() * 1000.0);
    match median.as_micros() {
        0..SYNC_UNBELIEVABLE_MICROSECONDS => Finding::look(
            SYNC,
            says(": no disk is that fast, so it may be a cache that a power cut empties"),
            "find out what the disk is; a mission keeps its log where a secured write survives a power cut",
        ),
        SYNC_SLOW_MICROSECONDS.. => Finding::look(
            SYNC,
            says(": each statement waits for that"),
            "find out what else uses the disk, or move the mission",
        ),
        _ => Finding::ok(SYNC, says("")),
    }
}

/// The median time in which a small file, written anew in its place, is secured.
fn measured(place: &Path) -> io::Result<Duration> {
    let path = place.join(format!("doctor-{}.tmp", std::process::id()));
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    let probe = || -> io::Result<Duration> {
        file.write_all(&[0; 4096])?;
        file.sync_all()?;
        let mut times = Vec::with_capacity(SYNC_PROBES);
        for probe in 0..SYNC_PROBES {
            io::Seek::rewind(&mut file)?;
            let began = Stopwatch::now();
            file.write_all(&[probe as u8 + 1; 4096])?;
            file.sync_data()?;
            times.push(began.elapsed());
        }
        times.sort();
        Ok(times[SYNC_PROBES / 2])
    };
    let outcome = { probe }();
    fs::remove_file(&path)?;
    outcome
}

#[cfg(target_os = "linux")]
fn is_memory(place: &Path) -> bool {
    const TMPFS: i64 = 0x0102_1994;
    const RAMFS: i64 = 0x8584_58f6;
    rustix::fs::statfs(place).is_ok_and(|seen| [TMPFS, RAMFS].contains(&seen.f_type))
}

/// Whether a program holds the log's lock. The system's list of locks is read; the lock itself is not touched.
fn server(lock: &Path) -> Finding {
    match holder(lock) {
        Some(process) => Finding::ok(SERVER, format!("process {process} writes the log")),
        None => Finding::look(
            SERVER,
            "no program writes the log now",
            "if this machine should take statements in, start its server: `armistice serve`",
        ),
    }
}

#[cfg(target_os = "linux")]
fn holder(lock: &Path) -> Option<String> {
    use std::os::unix::fs::MetadataExt;
    let inode = fs::metadata(lock).ok()?.ino();
    let locks = fs::read_to_string("/proc/locks").ok()?;
    // "1: FLOCK  ADVISORY  WRITE 1204 fd:01:131090 0 EOF"
    locks.lines().find_map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let is_it = words.get(1) == Some(&"FLOCK") && words.get(5)?.rsplit(':').next()? == inode.to_string();
        is_it.then(|| words.get(4).map(|process| (*process).to_owned())).flatten()
    })
}
#[cfg(not(target_os = "linux"))]
fn holder(_: &Path) -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doctor::Health;

    const DAY: i64 = 86_400;

    #[test]
    fn a_clock_that_went_back_is_bad_and_one_a_year_ahead_is_to_be_looked_at() {
        let last = Instant(1_900_000_000);
        let at = |offset: i64| clock(Instant(last.0 + offset), Some(last), None).health;
        assert_eq!(at(0), Health::Ok);
        assert_eq!(at(-CLOCK_BEHIND_S), Health::Ok);
        assert_eq!(at(-CLOCK_BEHIND_S - 1), Health::Bad);
        assert_eq!(at(-365 * DAY), Health::Bad);
        assert_eq!(at(CLOCK_AHEAD_S), Health::Ok);
        assert_eq!(at(CLOCK_AHEAD_S + 1), Health::Look);
        // The later of the two that are known decides.
        assert_eq!(clock(last, Some(Instant(0)), Some(Instant(last.0 + 365 * DAY))).health, Health::Bad);
        assert_eq!(clock(last, None, None).health, Health::Look);
    }

    #[test]
    fn room_and_speed_are_judged_at_their_limits() {
        assert_eq!(room(Some(FREE_BYTES_BAD - 1)).health, Health::Bad);
        assert_eq!(room(Some(FREE_BYTES_BAD)).health, Health::Look);
        assert_eq!(room(Some(FREE_BYTES_LOOK)).health, Health::Ok);
        assert_eq!(room(None).health, Health::Look);
        let micros = |micros: u128| judged(Duration::from_micros(micros as u64)).health;
        assert_eq!(micros(SYNC_UNBELIEVABLE_MICROSECONDS - 1), Health::Look);
        assert_eq!(micros(SYNC_UNBELIEVABLE_MICROSECONDS), Health::Ok);
        assert_eq!(micros(SYNC_SLOW_MICROSECONDS - 1), Health::Ok);
        assert_eq!(micros(SYNC_SLOW_MICROSECONDS), Health::Look);
    }
}
