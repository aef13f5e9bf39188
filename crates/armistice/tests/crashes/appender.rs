//! The program that crashes: appends and publishes as it is told, and says on standard output what was acknowledged.
//!
//! ```text
//! --appender DIR ATTEMPT STEP…     step: aN append a group of N leaves · bN the same with long blobs · p publish · w wait for a line
//! says: open SIZE ROOT · ack SIZE ROOT · signed SIZE ROOT · published SIZE ROOT · error CODE OUTCOME
//! ```
//!
//! Holds
//! - The leaves of an attempt are its own, so that a leaf that went and came again would be another one.

use std::io::{Read, Write};
use std::path::Path;

use armistice::log::{DiskLog, Leaf, LogError, LogHead, Outcome};

use crate::common::log::{leaf, sign};

/// Leaves of one attempt and those of the next are this far apart.
pub const ATTEMPT: u64 = 1_000_000;

/// The leaf of an index in an attempt; `long` ones have long blobs.
pub fn leaf_of(attempt: u64, index: u64, long: bool) -> Leaf {
    let mut leaf = leaf(attempt * ATTEMPT + index);
    if long {
        leaf.blob = vec![b'b'; 60_000];
    }
    leaf
}

/// Does what it is told.
pub fn run(arguments: &[String]) {
    let [dir, attempt, steps @ ..] = arguments else { panic!("--appender DIR ATTEMPT STEP…") };
    let attempt: u64 = attempt.parse().expect("a number");
    let mut log = match DiskLog::open(Path::new(dir)) {
        Ok(log) => log,
        Err(error) => return failed(&error),
    };
    say("open", &log.head());
    for step in steps {
        let (what, count) = step.split_at(1);
        let size = log.size();
        let group =
            || (size..size + count.parse::<u64>().expect("a number")).map(|index| leaf_of(attempt, index, what == "b"));
        let done = match what {
            "a" | "b" => log.append(&group().collect::<Vec<_>>()).map(|_| say("ack", &log.head())),
            "p" => log
                .publish(&mut |head| {
                    say("signed", head);
                    sign(head)
                })
                .map(|()| say("published", &log.head())),
            // One byte for each wait.
            "w" => std::io::stdin().read_exact(&mut [0]).map_err(|_| ()).map_or(Ok(()), |()| Ok(())),
            _ => panic!("`{step}` is no step"),
        };
        if let Err(error) = done {
            failed(&error);
            let again = log.append(&[leaf_of(attempt, log.size(), false)]);
            let goes_on = error.outcome() == Outcome::Refused;
            assert_eq!(again.is_ok() || again.is_err_and(|error| error.code() != "L0107"), goes_on, "{error}");
            return;
        }
    }
}

fn say(what: &str, head: &LogHead) {
    // One write, so that a line is there whole or not at all. A fault may be made at this very write: then once more.
    let line = format!("{what} {} {}\n", head.size, head.root);
    if std::io::stdout().write_all(line.as_bytes()).is_err() {
        let _ = std::io::stdout().write_all(line.as_bytes());
    }
}

fn failed(error: &LogError) {
    let _ = std::io::stdout().write_all(format!("error {} {:?}\n", error.code(), error.outcome()).as_bytes());
}
