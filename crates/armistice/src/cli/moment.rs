//! The moment flags: `--at`, `--known`, `--proof`, `--as`.
//!
//! Holds
//! - A date means the last second of that civil day in the agreement's zone; both limits are inclusive.
//!
//! Not here: what follows at a moment (`situation`).

use agreement::tree::Tree;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt, LocalTime, Zone};

use super::codes;
use crate::message::Message;

/// Years that a moment may lie in.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// What the help of every command about a moment says of moments.
macro_rules! with_moments {
    ($examples:literal) => {
        concat!(
            $examples,
            "\n\nA moment is four things: until when something happened (--at), until when you had heard of it (--known), how well \
             it must be shown (--proof), and by whose sources (--as). Without --known you look back with all that is known today; \
             with the value of --at you see what was on the table then. A date alone is its last second."
        )
    };
}
pub(super) use with_moments;

/// The flags that every command about a moment takes.
#[derive(clap::Args, Clone, Debug, Default)]
pub struct MomentFlags {
    /// Happened until: a date (its last second), a local date and time, or one with an offset
    #[arg(long, value_name = "T")]
    pub at: Option<String>,
    /// Known until: the same forms; without it, or with "now", what is known today
    #[arg(long, value_name = "T")]
    pub known: Option<String>,
    /// Standard of proof shown first, by name
    #[arg(long, value_name = "STANDARD")]
    pub proof: Option<String>,
    /// Perspective, by name
    #[arg(long = "as", value_name = "PERSPECTIVE")]
    pub perspective: Option<String>,
}

impl MomentFlags {
    /// The two instants asked for, in a zone, where no terms say more: happened until, known until.
    pub fn instants(&self, zone: &Zone, now: Instant) -> Result<(Instant, KnownAt), Message> {
        let happened = self.at.as_deref().map_or(Ok(now), |text| instant(zone, text, "--at"))?;
        let known = match self.known.as_deref() {
            None | Some("now") => now,
            Some(text) => instant(zone, text, "--known")?,
        };
        Ok((happened, KnownAt(known)))
    }

    /// The moment asked for. `now` stands in for what is missing: `--at` without `--known` looks back with today's
    /// knowledge.
    pub fn moment(&self, tree: &Tree, now: Instant) -> Result<Moment, Message> {
        let (happened, known) = self.instants(&tree.zone, now)?;
        let standard = match &self.proof {
            None => tree.standards.headline,
            Some(name) => tree.standard(name).ok_or_else(|| {
                let names: Vec<&str> = tree.standards.standards.iter().map(|s| s.name.as_str()).collect();
                unknown("standard", name, &names)
            })?,
        };
        let perspective = match &self.perspective {
            None => tree.perspectives.first(),
            Some(name) => tree.perspectives.iter().find(|p| &p.name == name),
        };
        let perspective = perspective.ok_or_else(|| {
            let names: Vec<&str> = tree.perspectives.iter().map(|p| p.name.as_str()).collect();
            unknown("perspective", self.perspective.as_deref().unwrap_or(""), &names)
        })?;
        Ok(Moment { happened, known, standard, perspective: perspective.clone() })
    }
}

/// A message that lists the names there are.
pub fn unknown(what: &str, name: &str, names: &[&str]) -> Message {
    let known: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    let known = if known.is_empty() { "none is known".to_owned() } else { format!("known: {}", known.join(", ")) };
    Message::new(codes::UNKNOWN_NAME, format!("there is no {what} `{name}`")).note(known)
}

/// Reads a moment from which something begins, or before which it ends: a date alone is its first instant.
pub fn beginning(zone: &Zone, text: &str, flag: &str) -> Result<Instant, Message> {
    let last = read(zone, text, flag, "a date (2016-09-18: its first instant), ")?;
    Ok(date(text).map_or(last, |date| zone.day_start(date)))
}

/// Reads the instant of something that happened once: a date alone does not say it.
pub fn exact(zone: &Zone, text: &str, flag: &str) -> Result<Instant, Message> {
    match date(text) {
        None => read(zone, text, flag, ""),
        Some(_) => {
            Err(Message::new(codes::BAD_MOMENT, format!("`{text}` is a whole day, and one instant is asked for"))
                .at(flag.to_owned())
                .help("say the time of day, too: \"2016-09-18 19:00\""))
        }
    }
}

fn date(text: &str) -> Option<jiff::civil::Date> {
    let text = text.trim();
    if text.len() == 10 { text.parse().ok() } else { None }
}

/// Reads "2016-09-18" (its last second), "2016-09-18 19:00", "2016-09-18T19:00:00+03:00", or an RFC 3339 instant.
pub fn instant(zone: &Zone, text: &str, flag: &str) -> Result<Instant, Message> {
    read(zone, text, flag, "a date (2016-09-18: its last second), ")
}

fn read(zone: &Zone, text: &str, flag: &str, day: &str) -> Result<Instant, Message> {
    let bad = |why: &str| {
        Message::new(codes::BAD_MOMENT, format!("`{text}` is not a moment: {why}"))
            .at(flag.to_owned())
            .help(format!("write {day}a local time (\"2016-09-18 19:00\") or one with an offset"))
    };
    let text = text.trim();
    let year = text.get(..4).and_then(|year| year.parse::<i16>().ok());
    if year.is_some_and(|year| !YEARS.contains(&year)) {
        return Err(bad("its year is outside 1900 to 2199"));
    }
    if let Some(date) = date(text) {
        return Ok(Instant(zone.day(date).until.0 - 1));
    }
    let normal = text.replacen(' ', "T", 1).replace(' ', "");
    if let Ok(stamp) = normal.parse::<jiff::Timestamp>() {
        return Ok(Instant(stamp.as_second()));
    }
    let civil: jiff::civil::DateTime = normal.parse().map_err(|_| bad("no form of date and time fits"))?;
    match zone.local(civil) {
        LocalTime::Once(at) => Ok(at),
        LocalTime::Skipped => Err(bad("the clocks skipped it; state the offset")),
        LocalTime::Twice(..) => Err(bad("the clocks showed it twice; state the offset")),
    }
}
