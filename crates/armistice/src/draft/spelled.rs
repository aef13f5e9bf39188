//! Single values as they are spelled: instants, durations, points, distances, each read and written.
//!
//! Holds
//! - A local time means what the agreement's zone says (semantics T7). A part of a second is dropped (T1).
//! - What is written here is read back to the same value.
//!
//! Not here: sets of instants, areas, counts (`values`).

use jiff::{civil, tz};
use record::vocabulary::place::Point;
use record::vocabulary::time::{Date, Instant, LocalTime, Zone};

use super::problem::quoted;
use super::{Problem, codes};

/// What an instant looks like, for messages.
pub(super) const INSTANT_FORM: &str = "a date and a clock time, such as `2030-03-05 12:00`";
/// What a time looks like, for messages.
pub(super) const TIME_FORM: &str = "a date, or a date and a clock time, such as `2030-03-05` or `2030-03-05 12:00`";

/// What a clock reading means.
#[derive(Clone, Copy)]
pub(super) enum Reading {
    Once(Instant),
    Twice(Instant, Instant),
}

impl Reading {
    pub(super) fn first(self) -> Instant {
        match self {
            Reading::Once(at) | Reading::Twice(at, _) => at,
        }
    }
    pub(super) fn last(self) -> Instant {
        match self {
            Reading::Once(at) | Reading::Twice(_, at) => at,
        }
    }
}

/// Units of durations, in seconds; the plural is written with an `s`.
const DURATION_UNITS: [(&str, i64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

/// The seconds of `72 hours`.
pub(super) fn seconds_of(text: &str) -> Option<i64> {
    let (number, unit) = text.split_once(' ')?;
    let unit = unit.strip_suffix('s').unwrap_or(unit);
    let (_, seconds) = DURATION_UNITS.iter().find(|(word, _)| *word == unit)?;
    whole(number)?.checked_mul(*seconds)
}

/// So many seconds, in the largest unit that leaves no rest.
pub(super) fn duration_text(seconds: i64) -> String {
    let (unit, length) = DURATION_UNITS.iter().find(|(_, length)| seconds % length == 0).unwrap_or(&("second", 1));
    let number = seconds / length;
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// A number of ASCII digits alone.
fn whole(digits: &str) -> Option<i64> {
    let plain = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

pub(super) fn within_record(at: Instant) -> bool {
    (Instant::EVER..=Instant::NEVER).contains(&at)
}

/// A date alone, whether or not the calendar has it.
fn looks_like_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}
pub(super) fn date_of(text: &str) -> Option<Date> {
    if !looks_like_date(text) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    Date::new(part(0..4)?, i8::try_from(part(5..7)?).ok()?, i8::try_from(part(8..10)?).ok()?).ok()
}

/// What a written instant means, and whether it states a part of a second. The problem has no field yet.
pub(super) fn clock_reading(text: &str, zone: &Zone) -> Result<(Reading, bool), Problem> {
    let refuse = |code, message: String| Problem::new(code, "", message);
    let no_instant = || refuse(codes::TIME, format!("{} is no instant", quoted(text))).expected(INSTANT_FORM);
    let outside = || refuse(codes::TIME, format!("{} lies outside the years the record can speak of", quoted(text)));
    if let Some(seconds) = text.strip_prefix('@') {
        let (sign, digits) = seconds.strip_prefix('-').map_or((1, seconds), |digits| (-1, digits));
        let at = Instant(sign * whole(digits).ok_or_else(no_instant)?);
        return if within_record(at) { Ok((Reading::Once(at), false)) } else { Err(outside()) };
    }
    let (day, rest) = text.split_at_checked(10).ok_or_else(no_instant)?;
    if !looks_like_date(day) {
        return Err(no_instant());
    }
    let date = date_of(day).ok_or_else(|| refuse(codes::TIME, format!("the calendar has no day {}", quoted(day))))?;
    if rest.is_empty() {
        let help = format!("write `{day} 00:00` for its first instant, `{day} 23:59:59` for its last second");
        return Err(refuse(codes::DATE_ALONE, format!("{} is a date without a clock time", quoted(text))).help(help));
    }
    let rest = rest.strip_prefix(['T', ' ']).ok_or_else(no_instant)?;
    let (clock, offset) = match rest.find(['Z', '+', '-', ' ']) {
        Some(end) => (&rest[..end], Some(rest[end..].trim_start_matches(' '))),
        None => (rest, None),
    };
    let (time, finer) = time_of_day(clock).ok_or_else(|| {
        let problem = refuse(codes::TIME, format!("{} is no time of day", quoted(clock)));
        problem.expected("hours 00 to 23, minutes and seconds 00 to 59, such as `12:00` or `12:00:30`")
    })?;
    let local = date.to_datetime(time);
    let reading = match offset {
        Some(offset) => {
            let seconds = offset_seconds(offset).ok_or_else(|| {
                let problem = refuse(codes::TIME, format!("{} is no offset", quoted(offset)));
                problem.expected("`Z`, or hours and minutes such as `+02:00`")
            })?;
            let utc = tz::Offset::UTC.to_timestamp(local).map_err(|_| outside())?;
            Reading::Once(Instant(utc.as_second() - seconds))
        }
        None => match zone.local(local) {
            LocalTime::Once(at) => Reading::Once(at),
            LocalTime::Twice(first, second) => Reading::Twice(first, second),
            LocalTime::Skipped => {
                let message = format!("the clocks of {} skipped {}", zone.name(), quoted(text));
                let help = "no such local time existed: ask the source, or write it with an offset";
                return Err(refuse(codes::SKIPPED, message).help(help));
            }
        },
    };
    if within_record(reading.first()) && within_record(reading.last()) { Ok((reading, finer)) } else { Err(outside()) }
}

/// `12:00`, `12:00:30`, `12:00:30.25`; whether a part of a second was dropped.
fn time_of_day(text: &str) -> Option<(civil::Time, bool)> {
    let (text, finer) = match text.split_once('.') {
        Some((text, fraction)) if text.len() == 8 && whole(fraction).is_some() => (text, true),
        Some(_) => return None,
        None => (text, false),
    };
    let parts: Vec<&str> = text.split(':').collect();
    let two = |part: &str| if part.len() == 2 { whole(part).and_then(|n| i8::try_from(n).ok()) } else { None };
    let (hour, minute, second) = match parts.as_slice() {
        [hour, minute] => (two(hour)?, two(minute)?, 0),
        [hour, minute, second] => (two(hour)?, two(minute)?, two(second)?),
        _ => return None,
    };
    civil::Time::new(hour, minute, second, 0).ok().map(|time| (time, finer))
}

/// Seconds east of UTC.
fn offset_seconds(text: &str) -> Option<i64> {
    if text == "Z" {
        return Some(0);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':').filter(|(h, m)| h.len() == 2 && m.len() == 2)?;
    let (hours, minutes) = (whole(hours).filter(|h| *h <= 23)?, whole(minutes).filter(|m| *m <= 59)?);
    Some(sign * (hours * 3_600 + minutes * 60))
}

/// `2030-03-05T10:00:00Z`, or Unix seconds where the year has another form.
pub(super) fn instant_text(at: Instant) -> String {
    let date_time = jiff::Timestamp::from_second(at.0).map(|stamp| tz::Offset::UTC.to_datetime(stamp));
    match date_time {
        Ok(t) if (0..=9_999).contains(&t.year()) => format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            t.year(),
            t.month(),
            t.day(),
            t.hour(),
            t.minute(),
            t.second()
        ),
        _ => format!("@{}", at.0),
    }
}

/// `39.10 N 22.50 E`.
pub(super) fn point_of(text: &str) -> Option<Point> {
    let mut words = text.split(' ');
    let (lat, north, lon, east) = (words.next()?, words.next()?, words.next()?, words.next()?);
    let sign = |word, plus: &str, minus: &str| match word {
        _ if word == plus => Some(1),
        _ if word == minus => Some(-1),
        _ => None,
    };
    let (north, east) = (sign(north, "N", "S")?, sign(east, "E", "W")?);
    let lat_e7 = i32::try_from(north * scaled(lat, 7, true)?).ok()?;
    let lon_e7 = i32::try_from(east * scaled(lon, 7, true)?).ok()?;
    words.next().is_none().then_some(Point { lon_e7, lat_e7 })
}

/// `39.1000000 N 22.5000000 E`, without the zeros that say nothing.
pub(super) fn point_text(point: Point) -> String {
    let degrees = |e7: i32| {
        let (whole, part) = (e7.unsigned_abs() / 10_000_000, e7.unsigned_abs() % 10_000_000);
        let digits = format!("{part:07}");
        let digits = digits.trim_end_matches('0');
        if digits.is_empty() { whole.to_string() } else { format!("{whole}.{digits}") }
    };
    let (north, east) = (if point.lat_e7 < 0 { "S" } else { "N" }, if point.lon_e7 < 0 { "W" } else { "E" });
    format!("{} {north} {} {east}", degrees(point.lat_e7), degrees(point.lon_e7))
}

/// `2 km`, `350 m`, `1.5 km`, `12 mm`.
pub(super) fn millimetres_of(text: &str) -> Option<u64> {
    let (number, unit) = text.split_once(' ')?;
    let digits = match unit {
        "km" => 6,
        "m" => 3,
        "mm" => 0,
        _ => return None,
    };
    u64::try_from(scaled(number, digits, false)?).ok()
}

/// So many millimetres, in the largest unit that leaves no rest.
pub(super) fn distance_text(mm: u64) -> String {
    match mm {
        _ if mm == 0 => "0 m".to_owned(),
        _ if mm.is_multiple_of(1_000_000) => format!("{} km", mm / 1_000_000),
        _ if mm.is_multiple_of(1_000) => format!("{} m", mm / 1_000),
        _ => format!("{mm} mm"),
    }
}

/// A decimal number times ten to the `digits`; more digits than that are rounded or refused.
fn scaled(text: &str, digits: usize, round: bool) -> Option<i64> {
    let (number, part) = text.split_once('.').unwrap_or((text, ""));
    if text.ends_with('.') || number.len() > 12 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let (kept, rest) = part.split_at(part.len().min(digits));
    if !round && rest.bytes().any(|byte| byte != b'0') {
        return None;
    }
    let up = i64::from(rest.as_bytes().first().is_some_and(|byte| *byte >= b'5'));
    let scale = 10_i64.pow(u32::try_from(digits).ok()?);
    whole(number)?.checked_mul(scale)?.checked_add(whole(&format!("{kept:0<digits$}0"))? / 10 + up)
}
