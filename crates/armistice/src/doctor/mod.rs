//! What a duty officer wants to know of a mission's folder at night: what holds, what to look at, what is bad.
//!
//! ```text
//! folder ─▶ `terms` · `log` · `keys` · `machine` ─▶ findings: ok | look | bad, what it means, what to do
//! ```
//!
//! Holds
//! - Nothing of the mission is changed. One file of a few kilobytes is written, measured and removed, where the log lies.
//! - A finding that is not ok says what to do.
//! - What was not looked at is said, so that no silence reads as good health.
//!
//! Not here: how findings are printed (`cli::doctor`), checking every signature (the program `armistice-verify`).

mod terms;
mod log;
mod keys;
mod machine;

use std::path::Path;

use record::vocabulary::time::Instant;

use crate::message::Message;

pub use machine::{clock, room, sync};

/// How it stands with something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Health {
    /// As it should be.
    Ok,
    /// Not wrong yet, or nobody can say from here.
    Look,
    /// Wrong: something does not hold, or will not for long.
    Bad,
}

/// One thing that was looked at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// How it stands.
    pub health: Health,
    /// What was looked at, in a word or two.
    pub about: &'static str,
    /// What was found.
    pub says: String,
    /// What to do; empty where it is ok.
    pub help: String,
}

impl Finding {
    fn ok(about: &'static str, says: impl Into<String>) -> Finding {
        Finding { health: Health::Ok, about, says: says.into(), help: String::new() }
    }
    fn look(about: &'static str, says: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { health: Health::Look, about, says: says.into(), help: help.into() }
    }
    fn bad(about: &'static str, says: impl Into<String>, help: impl Into<String>) -> Finding {
        Finding { health: Health::Bad, about, says: says.into(), help: help.into() }
    }
    /// What a message says, as a finding.
    fn of(health: Health, about: &'static str, message: &Message) -> Finding {
        let mut says = format!("{} [{}]", message.sentence, message.code);
        for line in std::iter::once(&message.at).filter(|at| !at.is_empty()).chain(&message.notes) {
            says += &format!("; {}", line.trim());
        }
        Finding { health, about, says, help: message.help.clone() }
    }
}

/// Looks at the folder of a mission at `now`.
pub fn examine(mission: &Path, now: Instant) -> Vec<Finding> {
    let mut findings = terms::examine(mission);
    let seen = log::examine(mission, now, &mut findings);
    keys::examine(mission, seen.ledger.as_ref(), &mut findings);
    machine::examine(mission, &seen, now, &mut findings);
    findings
}

/// "3 days", "40 seconds": for people, in the largest unit that fits twice.
fn span(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (unit, name) = [(86_400, "days"), (3_600, "hours"), (60, "minutes")]
        .into_iter()
        .find(|(unit, _)| seconds >= 2 * unit)
        .unwrap_or((1, "seconds"));
    format!("{} {name}", seconds / unit)
}

#[cfg(test)]
mod tests {
    #[test]
    fn spans_are_told_in_the_largest_unit_that_fits_twice() {
        let told = [0, 119, 120, 7_199, 7_200, 172_799, 172_800, -172_800].map(super::span);
        let expected =
            ["0 seconds", "119 seconds", "2 minutes", "119 minutes", "2 hours", "47 hours", "2 days", "2 days"];
        assert_eq!(told, expected);
    }
}
