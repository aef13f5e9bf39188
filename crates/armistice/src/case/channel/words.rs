//! Instants, waits, distances and numbers in the answers about the channel.
//!
//! Holds
//! - Durations are exact to the second; distances are to the nearest metre, from 1 km on to the nearest tenth of one.
//!
//! Not here: which of them an answer shows.

use channel::when::{Wait, When};
use record::statement::{Amount, BodyId};
use record::vocabulary::Kleene;
use record::vocabulary::geometry::apart::Apart;
use record::vocabulary::time::Interval;
use situation::words::seconds;

use super::super::answer::Teller;

impl Teller<'_> {
    /// One instant, or the first and the last; whether two clocks disagree about it.
    pub(super) fn when(&self, when: When) -> String {
        let span = self.span(Interval::new(when.first, when.last.plus(1)));
        if when.disagrees.is_some() { format!("{span}, clocks disagree") } else { span }
    }
    /// From when until before when.
    pub(super) fn window(&self, window: Interval) -> String {
        format!("{} to {}", self.instant(window.from), self.instant(window.until))
    }
    /// The label of a statement; else the beginning of its id.
    pub(super) fn name(&self, id: BodyId) -> String {
        self.label_of(id).map_or_else(|| id.short(), str::to_owned)
    }
    /// The name that something is registered under.
    pub(super) fn resolved<'n>(&'n self, name: &'n str) -> &'n str {
        self.situation.knowledge.registers.resolve(name)
    }
}

/// "27 min 0 s", "0 s to 5 min 0 s", "40 s so far, still running".
pub(super) fn wait(wait: Wait) -> String {
    let running = if wait.running { " so far, still running" } else { "" };
    format!("{}{running}", range_s(wait.least_s, wait.most_s))
}

/// "27 min 0 s", "0 s to 5 min 0 s".
pub(super) fn range_s(least_s: u64, most_s: u64) -> String {
    match least_s == most_s {
        true => seconds(least_s),
        false => format!("{} to {}", seconds(least_s), seconds(most_s)),
    }
}

/// Whether something goes on, behind its duration.
pub(super) fn running(running: Kleene) -> &'static str {
    match running {
        Kleene::Must => ", still running",
        Kleene::May => ", perhaps still running",
        Kleene::No => "",
    }
}

/// "850 m", "9.0 km", "8.3 km to 9.5 km".
pub(super) fn distance(apart: Apart) -> String {
    let (least, most) = (length(apart.least_mm), length(apart.most_mm));
    if least == most { least } else { format!("{least} to {most}") }
}

/// "850 m", "9.0 km".
pub(super) fn length(mm: u64) -> String {
    match (mm + 500) / 1_000 {
        metres @ ..1_000 => format!("{metres} m"),
        _ => format!("{}.{} km", (mm + 50_000) / 1_000_000, (mm + 50_000) % 1_000_000 / 100_000),
    }
}

/// "10", "10 to 12", "10 or more".
pub(super) fn number(amount: Amount) -> String {
    match amount.most {
        Some(most) if most == amount.least => most.to_string(),
        Some(most) => format!("{} to {most}", amount.least),
        None => format!("{} or more", amount.least),
    }
}

/// Several answers as one line; a word where there is none.
pub(super) fn joined(parts: impl IntoIterator<Item = String>, none: &str) -> String {
    let parts: Vec<String> = parts.into_iter().collect();
    if parts.is_empty() { none.to_owned() } else { parts.join("; ") }
}
