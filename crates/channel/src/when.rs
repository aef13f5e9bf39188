//! When something was said or took effect, as far as two clocks tell, and how long one waited (N1).
//!
//! ```text
//! stated by its author ─┐
//! known by the operator ┼─▶ `When`: one instant, or all that the bounds leave where the clocks disagree ─▶ `Wait`
//! what it answers ──────┘
//! ```
//!
//! Holds
//! - A statement is not after its known-at and not before what it answers; where what its author states lies outside, every
//!   instant between is possible and the stated one is kept beside.
//! - A wait is a range: two clocks an hour apart give an interval, never a figure off by an hour.
//!
//! Not here: which statement answers which (`book`).

use record::vocabulary::time::{Instant, Interval};

/// The instants at which something may have been: one where the clocks agree.
///
/// ```
/// use channel::when::When;
/// use record::vocabulary::time::{Instant, Interval};
/// // Said at 10:00:00, an answer to what came in at 10:40:00, and known at 10:41:00.
/// let (said, asked, known) = (Instant(36_000), Instant(38_400), Instant(38_460));
/// let seen = When::between(Interval::instant(said), Some(asked), known, false);
/// assert_eq!((seen.first, seen.last, seen.disagrees.is_some()), (asked, known, true));
/// assert_eq!(When::exactly(asked).wait_until(seen).most_s, 60);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct When {
    /// The first of them.
    pub first: Instant,
    /// The last of them.
    pub last: Instant,
    /// What was stated, where that cannot be and the clocks therefore disagree.
    pub disagrees: Option<Interval>,
}

/// From one instant to another, in seconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wait {
    /// It was no shorter.
    pub least_s: u64,
    /// It was no longer, or, where it is running, has not been longer so far.
    pub most_s: u64,
    /// What was waited for has not certainly come.
    pub running: bool,
}

impl When {
    /// One instant.
    pub fn exactly(at: Instant) -> When {
        When { first: at, last: at, disagrees: None }
    }

    /// What is left of `stated` between the `earliest` instant and the known-at; in a batch of history, which says nothing of
    /// when it was handed in, the known-at is no bound. Where nothing is left the clocks disagree: then it is all of what
    /// lies between, or the known-at where the statement answers nothing.
    pub fn between(stated: Interval, earliest: Option<Instant>, known: Instant, history: bool) -> When {
        let from = earliest.unwrap_or(Instant::EVER);
        let until = if history { Instant::NEVER } else { known };
        let (first, last) = (stated.from.max(from), stated.last().min(until));
        if first <= last {
            return When { first, last, disagrees: None };
        }
        let last = if history { known.max(from) } else { known };
        When { first: earliest.map_or(last, |earliest| earliest.min(last)), last, disagrees: Some(stated) }
    }

    /// Whether it certainly was by then.
    pub fn was_by(self, at: Instant) -> bool {
        self.last <= at
    }

    /// How long from this to `other`; never less than nothing.
    pub fn wait_until(self, other: When) -> Wait {
        Wait { least_s: seconds(self.last, other.first), most_s: seconds(self.first, other.last), running: false }
    }

    /// How long from this to the first of `others`. While none has certainly come by `at` the wait is running, and no
    /// longer than until then.
    pub(crate) fn wait_for(self, others: impl IntoIterator<Item = When>, at: Instant) -> Wait {
        let (mut first, mut last) = (Instant::NEVER, Instant::NEVER);
        for other in others {
            first = first.min(other.first);
            last = last.min(other.last);
        }
        let running = last > at;
        Wait { least_s: seconds(self.last, first.min(at)), most_s: seconds(self.first, last.min(at)), running }
    }
}

/// Seconds from the one to the other, 0 where it is not later.
pub(crate) fn seconds(from: Instant, until: Instant) -> u64 {
    (until.0 - from.0).max(0).unsigned_abs()
}
