//! Values with a form of their own: instants, times, durations, points, areas, counts.
//!
//! Holds
//! - A time shown twice is a set of two ends (semantics T7); where one instant is needed it is refused.
//! - What a source's words leave open stays open: every value is a set or a range.
//!
//! Not here: names, texts, lists (`fields`), how single values are spelled (`spelled`), how a line is cut (`notation`).

use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::{Date, EventTime, Instant, Interval, Precision};
use serde_json::Value;

use super::fields::Fields;
use super::problem::quoted;
use super::spelled::{
    INSTANT_FORM, Reading, TIME_FORM, clock_reading, date_of, millimetres_of, point_of, seconds_of, within_record,
};
use super::{Problem, codes};

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
        self.time_of("time")
    }
    /// When what `key` is about happened.
    pub(super) fn time_of(&mut self, key: &str) -> Option<EventTime> {
        let value = self.get(key)?;
        let Some(from) = value.get("from") else {
            let span = self.span(key, value, true)?;
            return Some(EventTime { began: span.instants, ended: None, precision: span.precision });
        };
        let map = self.object(key, value, &["from", "until", "words", "precision"], TIME_FORM)?;
        let began = self.span(&format!("{key}.from"), from, false);
        let ended = match map.get("until") {
            Some(until) => self.span(&format!("{key}.until"), until, false),
            None => {
                let problem = Problem::new(codes::MISSING, key, "a time with `from` needs `until`");
                self.note(problem.help("where it did not last, state the time alone"));
                None
            }
        };
        let stated = self.stated_precision(key, map);
        let (began, ended) = (began?, ended?);
        if ended.instants.last() <= began.instants.from {
            let message = "it ended before it can have begun";
            self.note(Problem::new(codes::BACKWARDS, key, message).help("put the earlier time first"));
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
                let vague = problem.expected.as_deref() == Some(INSTANT_FORM);
                let problem = if vague { problem.expected(TIME_FORM) } else { problem };
                self.note(Problem { field: path.to_owned(), ..problem });
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
        let form =
            "`point 39.10 N 22.50 E`, `{\"centre\":\"39.10 N 22.50 E\",\"radius\":\"2 km\"}` or `{\"polygons\":…}`";
        if let Some(position) = value.as_str().and_then(|text| text.trim().strip_prefix("point ")) {
            let position = Value::from(position);
            return Some(Area::Disc { centre: self.point("area", &position)?, radius_mm: 0 });
        }
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
    pub(super) fn distance(&mut self, path: &str, value: &Value) -> Option<u64> {
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
    pub(super) fn measures(&mut self, key: &str) -> Option<Vec<Measure>> {
        let items = self.list(key)?;
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
    pub(super) fn bounds(&mut self, path: &str, map: &serde_json::Map<String, Value>) -> Option<(u64, Option<u64>)> {
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
pub(super) const SCOPES: [(&str, CountScope); 3] =
    [("incident", CountScope::Incident), ("cumulative", CountScope::Cumulative), ("ambiguous", CountScope::Ambiguous)];
