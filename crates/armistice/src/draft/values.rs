//! Values with a form of their own: instants, times, durations, points, areas, counts.
//!
//! Holds
//! - A local time means what the agreement's zone says: skipped is refused, shown twice is a set of two ends (semantics T7).
//! - A part of a second is dropped, and the words are kept (T1).
//!
//! Not here: names, texts, lists (`fields`), how a readable line is cut (`notation`).

use jiff::{civil, tz};
use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::{Date, EventTime, Instant, Interval, LocalTime, Precision, Zone};
use serde_json::Value;

use super::fields::Fields;
use super::problem::quoted;
use super::{Problem, codes};

/// What an instant looks like, for messages.
const INSTANT_FORM: &str = "a date and a clock time, such as `2030-03-05 12:00`";
/// What a time looks like, for messages.
const TIME_FORM: &str = "a date, or a date and a clock time, such as `2030-03-05` or `2030-03-05 12:00`";

/// What a clock reading means.
#[derive(Clone, Copy)]
enum Reading {
    Once(Instant),
    Twice(Instant, Instant),
}

impl Reading {
    fn first(self) -> Instant {
        match self {
            Reading::Once(at) | Reading::Twice(at, _) => at,
        }
    }
    fn last(self) -> Instant {
        match self {
            Reading::Once(at) | Reading::Twice(_, at) => at,
        }
    }
}

/// A set of possible instants, how it was stated, and its words.
struct Span {
    instants: Interval,
    precision: Precision,
    words: String,
}

impl Fields<'_> {
    /// One instant; two readings need an offset.
    pub(super) fn instant(&mut self, key: &str) -> Option<Instant> {
        let value = self.get(key)?;
        self.instant_at(key, value)
    }
    pub(super) fn instant_at(&mut self, path: &str, value: &Value) -> Option<Instant> {
        match self.reading(path, value)? {
            Reading::Once(at) => Some(at),
            Reading::Twice(first, second) => {
                let text = value.as_str().unwrap_or_default();
                let (a, b) = (self.context.zone.offset(first), self.context.zone.offset(second));
                let message = format!("the clocks of {} showed {} twice", self.context.zone.name(), quoted(text));
                let help = format!("add the offset: `{a}` for the first, `{b}` for the second");
                self.note(Problem::new(codes::TWICE, path, message).help(help));
                None
            }
        }
    }
    fn reading(&mut self, path: &str, value: &Value) -> Option<Reading> {
        let text = self.string(path, value, INSTANT_FORM)?;
        match clock_reading(text, &self.context.zone) {
            Ok((reading, _)) => Some(reading),
            Err(problem) => {
                self.note(Problem { field: path.to_owned(), ..problem });
                None
            }
        }
    }

    /// `[from, until)` of two keys, open where one is left out.
    pub(super) fn during(&mut self) -> Interval {
        let (from, until) = (self.instant("from"), self.instant("until"));
        let during = Interval::new(from.unwrap_or(Instant::EVER), until.unwrap_or(Instant::NEVER));
        if during.is_empty() && from.is_some() && until.is_some() {
            let problem = Problem::new(codes::BACKWARDS, "until", "`until` is not after `from`");
            self.note(problem.help("`until` is the first instant after the period"));
        }
        during
    }

    /// When something happened.
    pub(super) fn time(&mut self) -> Option<EventTime> {
        let value = self.get("time")?;
        let Some(from) = value.get("from") else {
            let span = self.span("time", value, true)?;
            return Some(EventTime { began: span.instants, ended: None, precision: span.precision });
        };
        let map = self.object("time", value, &["from", "until", "words", "precision"], TIME_FORM)?;
        let began = self.span("time.from", from, false);
        let ended = match map.get("until") {
            Some(until) => self.span("time.until", until, false),
            None => {
                let problem = Problem::new(codes::MISSING, "time", "a time with `from` needs `until`");
                self.note(problem.help("where it did not last, state the time alone"));
                None
            }
        };
        let stated = self.stated_precision("time", map);
        let (began, ended) = (began?, ended?);
        if ended.instants.last() <= began.instants.from {
            let message = "it ended before it can have begun";
            self.note(Problem::new(codes::BACKWARDS, "time", message).help("put the earlier time first"));
        }
        let precision = stated.unwrap_or_else(|| match (began.precision, ended.precision) {
            (Precision::Exact, Precision::Exact) => Precision::Exact,
            (Precision::Day | Precision::Days, Precision::Day | Precision::Days) => Precision::Days,
            _ => Precision::Stated(format!("from {} until {}", began.words, ended.words)),
        });
        Some(EventTime { began: began.instants, ended: Some(ended.instants), precision })
    }

    /// One instant somewhere in a set. `whole` allows words and precision.
    fn span(&mut self, path: &str, value: &Value, whole: bool) -> Option<Span> {
        if let Value::String(text) = value {
            return self.plain(path, text);
        }
        let keys: &[&str] = match whole {
            true => &["at", "days", "between", "about", "within", "words", "precision"],
            false => &["at", "days", "between", "about", "within"],
        };
        let map = self.object(path, value, keys, TIME_FORM)?;
        let stated = if whole { self.stated_precision(path, map) } else { None };
        let forms = ["at", "days", "between", "about"];
        let mut given = forms.into_iter().filter_map(|form| map.get(form).map(|value| (form, value)));
        let (Some((form, inner)), None) = (given.next(), given.next()) else {
            let problem = Problem::new(codes::ONE_OF, path, format!("{} is not one time", self.spell_path(path)));
            self.note(problem.expected("one of `at`, `days`, `between`, `about`"));
            return None;
        };
        let here = format!("{path}.{form}");
        let span = match form {
            "at" => {
                let text = self.string(&here, inner, TIME_FORM)?;
                self.plain(&here, text)?
            }
            "about" => self.about(&here, inner, map.get("within"))?,
            _ => self.two(&here, inner, form == "days")?,
        };
        if form != "about" && map.contains_key("within") {
            self.note(Problem::new(codes::ONLY_WITH, format!("{path}.within"), "`within` goes only with `about`"));
        }
        Some(Span { precision: stated.unwrap_or(span.precision), ..span })
    }
    /// A date, or an instant.
    fn plain(&mut self, path: &str, text: &str) -> Option<Span> {
        let words = text.to_owned();
        if let Some(date) = date_of(text) {
            let instants = self.day(path, text, date)?;
            return Some(Span { instants, precision: Precision::Day, words });
        }
        match clock_reading(text, &self.context.zone) {
            Ok((reading, finer)) => {
                let instants = Interval::new(reading.first(), Instant(reading.last().0 + 1));
                let exact = matches!(reading, Reading::Once(_)) && !finer;
                let precision = if exact { Precision::Exact } else { Precision::Stated(words.clone()) };
                Some(Span { instants, precision, words })
            }
            Err(problem) => {
                self.note(Problem { field: path.to_owned(), expected: Some(TIME_FORM.into()), ..problem });
                None
            }
        }
    }
    fn about(&mut self, path: &str, value: &Value, within: Option<&Value>) -> Option<Span> {
        let reading = self.reading(path, value);
        let Some(within) = within else {
            let problem = Problem::new(codes::MISSING, path, "a time with `about` needs `within`");
            self.note(problem.help("say how far off it may be: `about 2030-03-05 17:00 within 30 minutes`"));
            return None;
        };
        let seconds = self.duration_at(path, within)?;
        let reading = reading?;
        let words = format!("about {} within {}", value.as_str()?, within.as_str()?);
        let instants = Interval::new(reading.first().plus(-seconds), reading.last().plus(seconds + 1));
        Some(Span { instants, precision: Precision::Stated(words.clone()), words: format!("({words})") })
    }
    /// From one day to another, or between two instants.
    fn two(&mut self, path: &str, value: &Value, days: bool) -> Option<Span> {
        let Some([a, b]) = value.as_array().map(Vec::as_slice) else {
            self.wrong_form(path, value, if days { "a list of two dates" } else { "a list of two instants" });
            return None;
        };
        let instants = if days {
            let mut day = |value: &Value| {
                let text = self.string(path, value, "a date such as `2030-03-05`")?;
                let Some(date) = date_of(text) else {
                    let problem = Problem::new(codes::TIME, path, format!("{} is no date", quoted(text)));
                    self.note(problem.expected("a date such as `2030-03-05`"));
                    return None;
                };
                self.day(path, text, date)
            };
            let (a, b) = (day(a), day(b));
            Interval::new(a?.from, b?.until)
        } else {
            let (a, b) = (self.reading(path, a), self.reading(path, b));
            Interval::new(a?.first(), b?.last())
        };
        if instants.is_empty() {
            let problem = Problem::new(codes::BACKWARDS, path, "the second time is not after the first");
            self.note(problem.help("put the earlier one first"));
            return None;
        }
        let (a, b) = (a.as_str()?, b.as_str()?);
        Some(if days {
            Span { instants, precision: Precision::Days, words: format!("({a} to {b})") }
        } else {
            let words = format!("between {a} and {b}");
            Span { instants, precision: Precision::Stated(words.clone()), words: format!("({words})") }
        })
    }
    fn day(&mut self, path: &str, text: &str, date: Date) -> Option<Interval> {
        let day = self.context.zone.day(date);
        let message = if !within_record(day.from) || !within_record(day.until) {
            format!("{} lies outside the years the record can speak of", quoted(text))
        } else if day.is_empty() {
            format!("the clocks of {} skipped the day {}", self.context.zone.name(), quoted(text))
        } else {
            return Some(day);
        };
        self.note(Problem::new(codes::SKIPPED, path, message));
        None
    }
    fn stated_precision(&mut self, path: &str, map: &serde_json::Map<String, Value>) -> Option<Precision> {
        let words = map.get("words").and_then(|value| {
            self.string(&format!("{path}.words"), value, "a text").map(|words| Precision::Stated(words.to_owned()))
        });
        let choices = [("exact", 0), ("day", 1), ("days", 2)];
        let word = map.get("precision").and_then(|value| self.choice(&format!("{path}.precision"), value, &choices));
        if words.is_some() && word.is_some() {
            let message = "`words` and `precision` both say how exactly it was stated";
            self.note(Problem::new(codes::ONE_OF, path, message).help("say it once"));
        }
        words.or(word.map(|word| [Precision::Exact, Precision::Day, Precision::Days][word].clone()))
    }

    /// A duration in seconds, 1 or more.
    pub(super) fn duration_at(&mut self, path: &str, value: &Value) -> Option<i64> {
        let text = self.string(path, value, "a duration such as `72 hours`")?;
        let seconds = seconds_of(text).filter(|seconds| (1..=Interval::ALWAYS.seconds()).contains(seconds));
        if seconds.is_none() {
            let problem = Problem::new(codes::DURATION, path, format!("{} is no duration", quoted(text)));
            self.note(problem.expected("a whole number above 0 and `seconds`, `minutes`, `hours` or `days`"));
        }
        seconds
    }

    /// Where: names, an area, or both.
    pub(super) fn place(&mut self) -> Option<Place> {
        let names = self.names("at");
        let area = self.area("area");
        if names.as_ref().is_some_and(Vec::is_empty) && !self.has("area") {
            let problem = Problem::new(codes::NAME, "at", format!("{} names no place", self.spell("at")));
            self.note(problem.help("leave the field out where no place is stated"));
        }
        (names.is_some() || area.is_some()).then(|| Place { names: names.unwrap_or_default(), area })
    }
    /// A set of points that the geometry can judge.
    pub(super) fn area(&mut self, key: &str) -> Option<Area> {
        let value = self.get(key)?;
        let form = "`{\"centre\":…,\"radius\":…}` or `{\"polygons\":…}`";
        let map = self.object(key, value, &["centre", "radius", "polygons"], form)?;
        let area = match (map.get("centre"), map.get("radius"), map.get("polygons")) {
            (Some(centre), Some(radius), None) => {
                let (centre, radius) = (self.point("area.centre", centre), self.distance("area.radius", radius));
                Area::Disc { centre: centre?, radius_mm: radius? }
            }
            (None, None, Some(polygons)) => {
                let polygons = self.list_at("area.polygons", polygons)?;
                let read: Vec<_> = polygons.iter().map(|(path, value)| self.polygon(path, value)).collect();
                Area::Polygons(read.into_iter().collect::<Option<_>>()?)
            }
            _ => {
                self.wrong_form(key, value, form);
                return None;
            }
        };
        if let Err(fault) = geometry::check(&area) {
            self.note(Problem::new(codes::AREA, key, fault.to_string()));
            return None;
        }
        Some(area)
    }
    fn polygon(&mut self, path: &str, value: &Value) -> Option<Polygon> {
        let map = self.object(path, value, &["outer", "holes"], "`{\"outer\":[…],\"holes\":[[…]]}`")?;
        let empty = Value::Array(Vec::new());
        let outer = self.ring(&format!("{path}.outer"), map.get("outer").unwrap_or(&empty));
        let holes = self.list_at(&format!("{path}.holes"), map.get("holes").unwrap_or(&empty))?;
        let holes: Vec<_> = holes.iter().map(|(path, value)| self.ring(path, value)).collect();
        Some(Polygon { outer: outer?, holes: holes.into_iter().collect::<Option<_>>()? })
    }
    /// Points; how many there may be is the geometry's to say.
    fn ring(&mut self, path: &str, value: &Value) -> Option<Vec<Point>> {
        let Value::Array(points) = value else {
            self.wrong_form(path, value, "a list of points");
            return None;
        };
        points.iter().enumerate().map(|(i, point)| self.point(&format!("{path}[{i}]"), point)).collect()
    }
    fn point(&mut self, path: &str, value: &Value) -> Option<Point> {
        let text = self.string(path, value, "a point such as `39.10 N 22.50 E`")?;
        let point = point_of(text);
        if point.is_none() {
            let problem = Problem::new(codes::AREA, path, format!("{} is no point", quoted(text)));
            self.note(problem.expected("degrees of latitude and longitude, such as `39.10 N 22.50 E`"));
        }
        point
    }
    fn distance(&mut self, path: &str, value: &Value) -> Option<u64> {
        let text = self.string(path, value, "a distance such as `2 km`")?;
        let distance = millimetres_of(text);
        if distance.is_none() {
            let problem = Problem::new(codes::AREA, path, format!("{} is no distance", quoted(text)));
            self.note(problem.expected("a number and `km`, `m` or `mm`, to the millimetre, such as `2 km`"));
        }
        distance
    }

    /// Casualties; empty where none are stated.
    pub(super) fn counts(&mut self) -> Option<Vec<Count>> {
        let items = self.list("counts")?;
        let read: Vec<_> = items.into_iter().map(|(path, value)| self.count(&path, value)).collect();
        read.into_iter().collect()
    }
    fn count(&mut self, path: &str, value: &Value) -> Option<Count> {
        let keys = ["category", "least", "most", "population", "scope", "words"];
        let map = self.object(path, value, &keys, "an object with `category`, `least` and `most`")?;
        let bounds = self.bounds(path, map);
        let category = match map.get("category") {
            Some(word) => self.choice(&format!("{path}.category"), word, &CATEGORIES),
            None => {
                let message = format!("{} does not say what is counted", self.spell_path(path));
                self.note(Problem::new(codes::MISSING, path, message).expected("a `category`, such as `killed`"));
                None
            }
        };
        let population = match map.get("population") {
            Some(word) => self.choice(&format!("{path}.population"), word, &POPULATIONS)?,
            None => Population::Unknown,
        };
        let scope = match map.get("scope") {
            Some(word) => self.choice(&format!("{path}.scope"), word, &SCOPES)?,
            None => CountScope::Incident,
        };
        let words = match map.get("words") {
            Some(words) => self.string(&format!("{path}.words"), words, "a text")?.to_owned(),
            None => String::new(),
        };
        let (least, most) = bounds?;
        let (Ok(least), Ok(most)) = (u32::try_from(least), most.map(u32::try_from).transpose()) else {
            let message = format!("{} is more than can be counted", self.spell_path(path));
            self.note(Problem::new(codes::COUNT, path, message).expected(format!("at most {}", u32::MAX)));
            return None;
        };
        Some(Count { category: category?, population, least, most, scope, words })
    }
    /// Numbers with a unit; empty where none are stated.
    pub(super) fn measures(&mut self) -> Option<Vec<Measure>> {
        let items = self.list("measures")?;
        let read: Vec<_> = items.into_iter().map(|(path, value)| self.measure(&path, value)).collect();
        read.into_iter().collect()
    }
    fn measure(&mut self, path: &str, value: &Value) -> Option<Measure> {
        let form = "an object with `name`, `least`, `most` and `unit`";
        let map = self.object(path, value, &["name", "least", "most", "unit"], form)?;
        let bounds = self.bounds(path, map);
        let (Some(name), Some(unit)) = (map.get("name"), map.get("unit")) else {
            let message = format!("{} lacks its name or its unit", self.spell_path(path));
            self.note(Problem::new(codes::MISSING, path, message).expected(form));
            return None;
        };
        let name = self.name_at(&format!("{path}.name"), name);
        let unit = self.string(&format!("{path}.unit"), unit, "a text")?.to_owned();
        let (least, most) = bounds?;
        Some(Measure { name: name?, least, most, unit })
    }
    /// `least` and `most`, both stated; `most` may be `null`.
    fn bounds(&mut self, path: &str, map: &serde_json::Map<String, Value>) -> Option<(u64, Option<u64>)> {
        let (Some(least), Some(most)) = (map.get("least"), map.get("most")) else {
            let message = format!("{} needs both `least` and `most`", self.spell_path(path));
            self.note(Problem::new(codes::MISSING, path, message).help("`most` is `null` where it is open"));
            return None;
        };
        let least = self.number(&format!("{path}.least"), least);
        let most = match most {
            Value::Null => Some(None),
            most => self.number(&format!("{path}.most"), most).map(Some),
        };
        let (least, most) = (least?, most?);
        if let Some(most) = most.filter(|most| *most < least) {
            let message = format!("the least number {least} is above the greatest, {most}");
            self.note(Problem::new(codes::COUNT, path, message));
            return None;
        }
        Some((least, most))
    }
}

/// What is counted, by its word.
pub(super) const CATEGORIES: [(&str, Category); 5] = [
    ("killed", Category::Killed),
    ("injured", Category::Injured),
    ("killed or injured", Category::KilledOrInjured),
    ("missing", Category::Missing),
    ("detained", Category::Detained),
];
/// Who is counted, by its word.
pub(super) const POPULATIONS: [(&str, Population); 3] =
    [("combatant", Population::Combatant), ("civilian", Population::Civilian), ("unknown", Population::Unknown)];
/// What a count is a count of, by its word.
pub(super) const SCOPES: [(&str, CountScope); 3] = [
    ("incident", CountScope::Incident),
    ("cumulative", CountScope::Cumulative),
    ("ambiguous", CountScope::Ambiguous),
];

/// Units of durations, in seconds; the plural is written with an `s`.
const DURATION_UNITS: [(&str, i64); 4] = [("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)];

/// The seconds of `72 hours`.
fn seconds_of(text: &str) -> Option<i64> {
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

fn within_record(at: Instant) -> bool {
    (Instant::EVER..=Instant::NEVER).contains(&at)
}

/// A date alone, whether or not the calendar has it.
fn looks_like_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}
fn date_of(text: &str) -> Option<Date> {
    if !looks_like_date(text) {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text[range].parse::<i16>().ok();
    Date::new(part(0..4)?, i8::try_from(part(5..7)?).ok()?, i8::try_from(part(8..10)?).ok()?).ok()
}

/// What a written instant means, and whether it states a part of a second. The problem has no field yet.
fn clock_reading(text: &str, zone: &Zone) -> Result<(Reading, bool), Problem> {
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
fn point_of(text: &str) -> Option<Point> {
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
fn millimetres_of(text: &str) -> Option<u64> {
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
        _ if mm % 1_000_000 == 0 => format!("{} km", mm / 1_000_000),
        _ if mm % 1_000 == 0 => format!("{} m", mm / 1_000),
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
