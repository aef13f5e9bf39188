//! Time: whole seconds, half-open intervals, imprecise event times, civil days of a named zone.
//!
//! Holds
//! - An interval is `[from, until)`: two adjacent intervals share no instant (semantics T2).
//! - An event time is a set of possible instants; the true one is one of them (T4).
//! - Civil days come from the zone data bundled with the program, never from the machine's (T6).
//!
//! Not here: the time of day (callers pass it).

use std::fmt;

use jiff::civil;
use jiff::tz::{AmbiguousOffset, TimeZone};

/// A whole number of seconds since 1970-01-01T00:00:00Z (T1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Instant(pub i64);

impl Instant {
    /// Before everything the record can speak of; an open start.
    pub const EVER: Instant = Instant(-(1 << 37));
    /// After everything the record can speak of; an open end.
    pub const NEVER: Instant = Instant(1 << 37);

    /// This instant moved by `seconds`; open ends stay open.
    pub fn plus(self, seconds: i64) -> Instant {
        if self == Instant::NEVER || self == Instant::EVER {
            return self;
        }
        Instant((self.0 + seconds).clamp(Instant::EVER.0, Instant::NEVER.0))
    }
}

/// When the record first held something: the instant of its acceptance, or the one a history batch states (S1).
///
/// A type of its own, so that what happened and what was known cannot be swapped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct KnownAt(pub Instant);

impl KnownAt {
    /// After everything that will ever be known.
    pub const ALL: KnownAt = KnownAt(Instant::NEVER);
}

/// `[from, until)`, both in seconds; empty where `until <= from` (T2).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Interval {
    /// First instant inside.
    pub from: Instant,
    /// First instant after.
    pub until: Instant,
}

impl Interval {
    /// All instants.
    pub const ALWAYS: Interval = Interval { from: Instant::EVER, until: Instant::NEVER };

    /// `[from, until)`.
    pub fn new(from: Instant, until: Instant) -> Interval {
        Interval { from, until }
    }
    /// The one instant `at`.
    pub fn instant(at: Instant) -> Interval {
        Interval { from: at, until: Instant(at.0 + 1) }
    }
    /// Whether it holds no instant.
    pub fn is_empty(self) -> bool {
        self.until <= self.from
    }
    /// Whether `at` lies inside.
    pub fn contains(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
    /// The last instant inside; meaningless where empty.
    pub fn last(self) -> Instant {
        Instant(self.until.0 - 1)
    }
    /// Instants in both; may be empty.
    pub fn meet(self, other: Interval) -> Interval {
        Interval { from: self.from.max(other.from), until: self.until.min(other.until) }
    }
    /// The smallest interval that holds both.
    pub fn hull(self, other: Interval) -> Interval {
        Interval { from: self.from.min(other.from), until: self.until.max(other.until) }
    }
    /// Its length in seconds, 0 where empty.
    pub fn seconds(self) -> i64 {
        (self.until.0 - self.from.0).max(0)
    }
}

/// How exactly a time was stated; kept beside the computed set, never used to compute.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Precision {
    /// A clock time to the second or minute.
    Exact,
    /// A date alone: one civil day.
    Day,
    /// From one civil day to another.
    Days,
    /// In the source's own words: "night of 5 March", "about 17:00".
    Stated(String),
}

/// When something happened: its extent (began, ended) and the uncertainty of each end (T4).
///
/// `ended` is `None` for an event of one instant. For a lasting one it is the set of possible *ends*; the event is
/// `[start, end)` with `start` in `began`, `end` in `ended`, `start < end`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct EventTime {
    /// Possible instants at which it began. Never empty.
    pub began: Interval,
    /// Possible instants at which it ended, where it lasted. Never empty.
    pub ended: Option<Interval>,
    /// As stated.
    pub precision: Precision,
}

impl EventTime {
    /// The exact instant `at`.
    pub fn at(at: Instant) -> EventTime {
        EventTime { began: Interval::instant(at), ended: None, precision: Precision::Exact }
    }
    /// One instant, somewhere in `span`.
    pub fn within(span: Interval, precision: Precision) -> EventTime {
        EventTime { began: span, ended: None, precision }
    }
    /// Every instant at which it may have been going on.
    pub fn hull(&self) -> Interval {
        match self.ended {
            None => self.began,
            Some(ended) => Interval::new(self.began.from, ended.last().max(self.began.until)),
        }
    }
}

/// A civil date.
pub type Date = civil::Date;

/// What a local date and time means in a zone (T7).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LocalTime {
    /// One instant.
    Once(Instant),
    /// The clocks skipped it.
    Skipped,
    /// The clocks showed it twice: first and second occurrence.
    Twice(Instant, Instant),
}

/// A named time zone of the bundled zone data.
#[derive(Clone)]
pub struct Zone(TimeZone);

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Zone) -> bool {
        self.name() == other.name()
    }
}
impl Eq for Zone {}

impl Zone {
    /// The zone with this name of the zone database ("Asia/Damascus"), or `None`.
    pub fn named(name: &str) -> Option<Zone> {
        TimeZone::get(name).ok().filter(|zone| zone.iana_name().is_some()).map(Zone)
    }
    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().expect("a zone is only made from a name")
    }
    /// What the local time `date` `hour`:`minute`:`second` means here.
    pub fn local(&self, at: civil::DateTime) -> LocalTime {
        let once = |offset: jiff::tz::Offset| offset.to_timestamp(at).map(|t| Instant(t.as_second()));
        let clamp = |r: Result<Instant, jiff::Error>| r.unwrap_or(Instant::NEVER);
        match self.0.to_ambiguous_timestamp(at).offset() {
            AmbiguousOffset::Unambiguous { offset } => LocalTime::Once(clamp(once(offset))),
            AmbiguousOffset::Gap { .. } => LocalTime::Skipped,
            AmbiguousOffset::Fold { before, after } => LocalTime::Twice(clamp(once(before)), clamp(once(after))),
        }
    }
    /// The first instant whose local date here is `date` or later.
    pub fn day_start(&self, date: Date) -> Instant {
        // `start_of_day` is the first instant of the date; where the zone skipped the whole date, of the next one.
        match date.to_zoned(self.0.clone()) {
            Ok(zoned) => zoned.start_of_day().map_or(Instant::NEVER, |z| Instant(z.timestamp().as_second())),
            Err(_) => Instant::NEVER,
        }
    }
    /// The civil day `date` here: 23, 24 or 25 hours.
    pub fn day(&self, date: Date) -> Interval {
        let next = date.tomorrow().map_or(Instant::NEVER, |next| self.day_start(next));
        Interval::new(self.day_start(date), next)
    }
    /// The local date at `at`.
    pub fn date_of(&self, at: Instant) -> Date {
        self.civil(at).date()
    }
    /// The local date and time at `at`.
    pub fn civil(&self, at: Instant) -> civil::DateTime {
        let second = at.0.clamp(-60_000_000_000, 240_000_000_000);
        let stamp = jiff::Timestamp::from_second(second).expect("clamped into range");
        self.0.to_datetime(stamp)
    }
    /// The civil day that holds `at`.
    pub fn day_of(&self, at: Instant) -> Interval {
        self.day(self.date_of(at))
    }
    /// The number of the civil day that holds `at`, counted from 1970-01-01 here.
    pub fn day_number(&self, at: Instant) -> i64 {
        let date = self.date_of(at);
        // The duration between two dates is a whole multiple of 24 hours.
        date.duration_since(civil::date(1970, 1, 1)).as_hours() / 24
    }
    /// The civil day with this number.
    pub fn numbered_day(&self, number: i64) -> Interval {
        let days = jiff::SignedDuration::from_hours(number.clamp(-3_000_000, 2_900_000) * 24);
        match civil::date(1970, 1, 1).checked_add(days) {
            Ok(date) => self.day(date),
            Err(_) => Interval::new(Instant::NEVER, Instant::NEVER),
        }
    }
    /// The offset in force at `at`, as "+03:00".
    pub fn offset(&self, at: Instant) -> String {
        let second = at.0.clamp(-60_000_000_000, 240_000_000_000);
        let stamp = jiff::Timestamp::from_second(second).expect("clamped into range");
        let seconds = self.0.to_offset(stamp).seconds();
        let sign = if seconds < 0 { '-' } else { '+' };
        let minutes = seconds.abs() / 60;
        format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}
