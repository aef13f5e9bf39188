//! UCDP GED: the Georeferenced Event Dataset of the Uppsala Conflict Data Program, one row per event (`spec/import.md`).
//!
//! ```text
//! row ─▶ one report: compiler `UCDP GED`, the cited sources as origins, `side_a` and `side_b` as a dyad, counts, day, place
//! ```
//!
//! Holds
//! - All layouts (41, 49, 51 columns) by column name. What is not stated stays unstated; what is odd is kept and flagged.
//! - A dyad accuses nobody (semantics E8). Only one-sided violence names who acted.
//! - The counts of one report never overlap: adding them counts no death twice.
//! - A report's body depends on its row alone, not on the file, its order, or how known-at was stated.
//!
//! Not here: which names are the same actor or source (registers), whether two events are one incident (`incident`).

use std::collections::BTreeMap;

use record::statement::{Accused, Body, Content, Report};
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope, Population};
use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Place as PlaceStated, Point};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{Date, EventTime, Interval, KnownAt, Precision, Zone};

use super::table::{self, Asked, Row};
use super::{BadRow, GoodRow, Input, KnownRule, PROGRESS_ROWS, Progress, Reading};
use crate::codes;
use crate::message::{Message, quoted};
use crate::store::Entry;

/// The format's name on the command line and in batch statements.
pub const FORMAT: &str = "ucdp-ged";
/// Who compiled the events out of the sources they cite: the one relayer of every report.
pub const COMPILER: &str = "UCDP GED";

/// The three types of violence: who is accused, whom of, of which act.
const VIOLENCE: [(&str, Violence); 3] = [
    ("1", Violence { act: "fighting", one_sided: false }), // state-based
    ("2", Violence { act: "fighting", one_sided: false }), // non-state
    ("3", Violence { act: "attack", one_sided: true }),
];

#[derive(Clone, Copy)]
struct Violence {
    act: &'static str,
    one_sided: bool,
}

/// The target of one-sided violence, by the codebook's definition of it.
const ONE_SIDED_TARGET: &str = "civilians";

/// What each `where_prec` says of the ground. The reasons stand in `spec/import.md`.
const PRECISION: [(&str, Ground); 7] = [
    ("1", Ground::Within { radius_m: 1_000 }),
    ("2", Ground::Within { radius_m: 25_000 }),
    ("3", Ground::NamedArea), // a district
    ("4", Ground::NamedArea), // a province
    ("5", Ground::Within { radius_m: 100_000 }),
    ("6", Ground::NamedArea), // a country
    ("7", Ground::NamedArea), // international waters or airspace
];

#[derive(Clone, Copy)]
enum Ground {
    /// Within so many metres of the stated point.
    Within {
        /// Metres.
        radius_m: u64,
    },
    /// Somewhere in the area that is named; its stated point says nothing.
    NamedArea,
}

/// Years that an event can be dated in; another is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2200;

/// What an import of GED needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who imports it.
    pub author: Name,
    /// The agreement's zone: whose days the dates are.
    pub zone: Zone,
    /// When it was known.
    pub known: KnownRule,
}

/// Reads the events of `input`.
///
/// # Errors
/// I01: the file as a whole cannot be used. Bad rows are in the reading.
pub fn read(input: &Input, options: &Options, progress: Progress<'_>) -> Result<Reading, Message> {
    let mut days = Days { zone: &options.zone, seen: BTreeMap::new() };
    let mut good = Vec::new();
    let mut bad = Vec::new();
    let mut rows = 0;
    table::read(input, ASKED, |row| {
        rows += 1;
        if rows % PROGRESS_ROWS == 0 {
            progress(rows);
        }
        match row {
            Ok(row) => match event(&row, options, &mut days) {
                Ok(entry) => good.push(GoodRow { place: row.place, entry }),
                Err(faults) => bad.extend(faults.into_iter().map(|(column, message)| {
                    BadRow::new(&input.name, row.place, column.map(|column| row.name(column)), message)
                })),
            },
            Err(ragged) => bad.push(BadRow::new(&input.name, ragged.place, None, ragged.message())),
        }
    })?;
    progress(rows);
    Ok(Reading {
        format: FORMAT,
        file: input.name.clone(),
        sha256: input.sha256,
        author: options.author.clone(),
        known_rule: options.known.to_string(),
        history: true,
        good,
        bad,
    })
}

/// Names the columns and numbers them: the needed ones first, then those that some layouts lack.
macro_rules! columns {
    (needed { $($needed:ident)* } optional { $($optional:ident)* }) => {
        #[allow(non_camel_case_types, clippy::enum_variant_names)]
        enum Column { $($needed,)* $($optional,)* }
        const ASKED: Asked = Asked { needed: &[$(stringify!($needed)),*], optional: &[$(stringify!($optional)),*], closed: false };
        mod column {
            use super::Column;
            $(#[allow(non_upper_case_globals)] pub const $needed: usize = Column::$needed as usize;)*
            $(#[allow(non_upper_case_globals)] pub const $optional: usize = Column::$optional as usize;)*
        }
    };
}

columns! {
    needed {
        id type_of_violence side_a side_b source_office source_date where_prec where_coordinates adm_1 adm_2
        latitude longitude country date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown low best high
    }
    optional { source_article source_headline source_original dyad_name year date_prec event_clarity }
}

/// What is wrong with a row: the column, where one is meant, and the message without its place.
type Faults = Vec<(Option<usize>, Message)>;

/// The statement that one row makes.
fn event(row: &Row<'_>, options: &Options, days: &mut Days<'_>) -> Result<Entry, Faults> {
    let mut cells = Cells { row, faults: Vec::new() };
    let id = cells.text(column::id);
    let violence = cells.one_of(column::type_of_violence, &VIOLENCE);
    let (side_a, side_b) = (cells.text(column::side_a), cells.text(column::side_b));
    let ground = cells.one_of(column::where_prec, &PRECISION);
    let point = match ground {
        Some(Ground::Within { .. }) => cells.point(),
        _ => None,
    };
    let first = cells.date(column::date_start);
    let last = cells.date(column::date_end);
    let deaths = Deaths::of(&mut cells);
    let (Some(id), Some(violence), Some(side_a), Some(side_b), Some(ground), Some(first), Some(last), Some(deaths)) =
        (id, violence, side_a, side_b, ground, first, last, deaths)
    else {
        return Err(cells.faults);
    };
    if !cells.faults.is_empty() {
        return Err(cells.faults);
    }

    let mut flags = Vec::new();
    let (first, last) = in_order(first, last, &mut flags);
    let happened = days.of(first).hull(days.of(last));
    dates_that_differ(row, first, last, &mut flags);
    let cited = cited_date(row, &mut flags);
    if let Some(cited) = cited
        && cited < last
    {
        flags.push(format!("source date impossible: the latest is {cited}, the event lasted until {last}"));
    }
    let known = match options.known {
        KnownRule::At(at) => at,
        KnownRule::FromSources => cited.map_or(happened, |cited| days.of(cited)).last().max(happened.last()),
    };
    let place = place(row, ground, point, &mut flags);
    let counts = deaths.counts(&side_a, &side_b, &mut flags);
    if row.cell(column::event_clarity) == "2" {
        flags.push("several incidents in one row (event_clarity 2)".to_owned());
    }

    let dyad = squeezed(row.cell(column::dyad_name));
    let headline = squeezed(row.cell(column::source_headline));
    let report = Report {
        chain: Chain { relayers: vec![COMPILER.to_owned()], origins: origins(row) },
        accused: if violence.one_sided { Accused::Actor(side_a) } else { Accused::Dyad(side_a, side_b) },
        act: Some(violence.act.to_owned()),
        targets: if violence.one_sided { vec![ONE_SIDED_TARGET.to_owned()] } else { vec![] },
        time: Some(EventTime::within(happened, if first == last { Precision::Day } else { Precision::Days })),
        place,
        counts,
        event: Some(format!("{FORMAT}:{id}")),
        words: if headline.is_empty() { dyad } else { headline },
        flags,
        ..Report::default()
    };
    let body = Body {
        author: options.author.clone(),
        said_at: None,
        on_behalf: None,
        cited: articles(row),
        content: Content::Report(report),
    };
    let entry = Entry::new(body).map_err(|error| {
        let message = Message::new(codes::ROW_TOO_MUCH, "the row makes no statement").note(error.to_string());
        vec![(None, message.help("shorten what it says"))]
    })?;
    Ok(entry.known(Some(KnownAt(known))))
}

// ---- sources ----

/// The sources that the row cites, each once, in the order of the row.
fn origins(row: &Row<'_>) -> Vec<Origin> {
    let mut names: Vec<Name> = Vec::new();
    for name in row.cell(column::source_office).split(';').map(squeezed) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        // Whom the sources quoted is in their own words: "police", "residents".
        return vec![Origin::Unnamed(squeezed(row.cell(column::source_original)))];
    }
    names.into_iter().map(Origin::Named).collect()
}

/// The articles that the row cites, and whom they quoted where that says more than who published them.
fn articles(row: &Row<'_>) -> Option<String> {
    let articles = squeezed(row.cell(column::source_article));
    let original = squeezed(row.cell(column::source_original));
    let published = row.cell(column::source_office).split(';').any(|office| squeezed(office) == original);
    match (articles.is_empty(), original.is_empty() || published) {
        (true, true) => None,
        (true, false) => Some(format!("original source: {original}")),
        (false, true) => Some(articles),
        (false, false) => Some(format!("{articles}; original source: {original}")),
    }
}

/// The latest date of a cited source.
fn cited_date(row: &Row<'_>, flags: &mut Vec<String>) -> Option<Date> {
    let mut latest = None;
    for stated in row.cell(column::source_date).split(';').map(str::trim).filter(|stated| !stated.is_empty()) {
        match date(stated) {
            Some(date) => latest = latest.max(Some(date)),
            None => flags.push(format!("source date {} not understood", quoted(stated))),
        }
    }
    if latest.is_none() {
        flags.push("no source date".to_owned());
    }
    latest
}

// ---- when ----

/// Civil days of the agreement's zone; each is asked of the zone data once.
struct Days<'z> {
    zone: &'z Zone,
    seen: BTreeMap<Date, Interval>,
}

impl Days<'_> {
    fn of(&mut self, date: Date) -> Interval {
        *self.seen.entry(date).or_insert_with(|| self.zone.day(date))
    }
}

fn in_order(first: Date, last: Date, flags: &mut Vec<String>) -> (Date, Date) {
    if first <= last {
        return (first, last);
    }
    flags.push(format!("ends {last}, before it begins {first}: taken as between the two"));
    (last, first)
}

/// Flags dates that contradict other cells of the row.
fn dates_that_differ(row: &Row<'_>, first: Date, last: Date, flags: &mut Vec<String>) {
    let year = row.cell(column::year);
    if !year.is_empty() && year != format!("{:04}", first.year()) && year != format!("{:04}", last.year()) {
        flags.push(format!("the year is {}, the event began {first}", quoted(year)));
    }
    match (row.cell(column::date_prec), first == last) {
        ("1", false) => flags.push(format!("date_prec 1 says one day, the dates are {first} to {last}")),
        (prec @ ("2" | "3" | "4" | "5"), true) => {
            flags.push(format!("date_prec {prec} says several days, the dates are one: {first}"));
        }
        _ => {}
    }
}

/// `2030-03-05`, or the same at midnight as some releases write it: `2030-03-05 00:00:00.000`.
fn date(text: &str) -> Option<Date> {
    let (day, clock) = text.split_at_checked("2030-03-05".len())?;
    let midnight = match clock.strip_prefix([' ', 'T']) {
        Some(clock) => clock.len() >= "0:00".len() && clock.chars().all(|c| matches!(c, '0' | ':' | '.')),
        None => clock.is_empty(),
    };
    let mut parts = day.split('-').map(|part| part.bytes().all(|b| b.is_ascii_digit()).then_some(part));
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    let shape = midnight && parts.next().is_none() && (year.len(), month.len(), day.len()) == (4, 2, 2);
    if shape { Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok() } else { None }
}

// ---- where ----

fn place(row: &Row<'_>, ground: Ground, point: Option<Point>, flags: &mut Vec<String>) -> Option<PlaceStated> {
    let mut names: Vec<Name> = Vec::new();
    for column in [column::where_coordinates, column::adm_2, column::adm_1, column::country] {
        let name = squeezed(row.cell(column));
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let area = match (ground, point) {
        (Ground::Within { radius_m }, Some(centre)) => Some(Area::Disc { centre, radius_mm: radius_m * 1_000 }),
        _ => None,
    };
    let area = area.filter(|area| match geometry::check(area) {
        Ok(()) => true,
        Err(fault) => {
            flags.push(format!("position left out: {fault}"));
            false
        }
    });
    (!names.is_empty() || area.is_some()).then_some(PlaceStated { names, area })
}

// ---- how many ----

/// The seven numbers of a row. `best` is meant to be the sum of the four parts.
struct Deaths {
    a: u32,
    b: u32,
    civilians: u32,
    unknown: u32,
    low: u32,
    best: u32,
    high: u32,
}

impl Deaths {
    fn of(cells: &mut Cells<'_>) -> Option<Deaths> {
        let [a, b, civilians, unknown, low, best, high] = [
            column::deaths_a,
            column::deaths_b,
            column::deaths_civilians,
            column::deaths_unknown,
            column::low,
            column::best,
            column::high,
        ]
        .map(|column| cells.number(column));
        Some(Deaths { a: a?, b: b?, civilians: civilians?, unknown: unknown?, low: low?, best: best?, high: high? })
    }

    /// Either the parts, each exact, or the whole as a range; never both, so that adding counts no death twice.
    fn counts(&self, side_a: &str, side_b: &str, flags: &mut Vec<String>) -> Vec<Count> {
        let Deaths { a, b, civilians, unknown, low, best, high } = *self;
        if low > best {
            flags.push(format!("low {low} exceeds best {best}"));
        }
        if best > high {
            flags.push(format!("best {best} exceeds high {high}"));
        }
        let parts = [
            (a, Population::Combatant, format!("of {side_a}")),
            (b, Population::Combatant, format!("of {side_b}")),
            (civilians, Population::Civilian, String::new()),
            (unknown, Population::Unknown, String::new()),
        ];
        let sum = parts.iter().map(|part| u64::from(part.0)).sum::<u64>();
        if sum != u64::from(best) {
            flags.push(format!("the parts add up to {sum}, best is {best}"));
        }
        let killed = |population, least, most, words| Count {
            category: Category::Killed,
            population,
            least,
            most: Some(most),
            scope: CountScope::Incident,
            words,
        };
        let mut stated: Vec<_> = parts.into_iter().filter(|part| part.0 > 0).collect();
        let exact = low == best && best == high && sum == u64::from(best);
        match (exact, stated.len()) {
            (true, 0) => vec![killed(Population::Unknown, 0, 0, String::new())],
            (true, _) => stated.into_iter().map(|(number, who, words)| killed(who, number, number, words)).collect(),
            (false, parts) => {
                let sum = u32::try_from(sum).unwrap_or(u32::MAX);
                let all = [low, best, high, sum];
                let least = all.into_iter().min().expect("four numbers");
                let most = all.into_iter().max().expect("four numbers");
                let range = format!("low {low}, best {best}, high {high}");
                if parts == 1 {
                    let (_, who, words) = stated.remove(0);
                    let words = if words.is_empty() { range } else { format!("{words}: {range}") };
                    return vec![killed(who, least, most, words)];
                }
                let named = |(number, who, words): &(u32, Population, String)| match who {
                    Population::Combatant => format!("{number} {words}"),
                    Population::Civilian => format!("{number} civilians"),
                    Population::Unknown => format!("{number} unknown"),
                };
                let parts: Vec<String> = stated.iter().map(named).collect();
                let words = if parts.is_empty() { range } else { format!("{range}; best: {}", parts.join(", ")) };
                vec![killed(Population::Unknown, least, most, words)]
            }
        }
    }
}

// ---- cells ----

/// Reads the cells of a row and notes everything that is wrong with them.
struct Cells<'r> {
    row: &'r Row<'r>,
    faults: Faults,
}

impl Cells<'_> {
    fn fault(&mut self, column: usize, code: &'static str, sentence: String, expected: String) {
        let message = match self.row.cell(column) {
            "" => Message::new(codes::ROW_EMPTY, "the cell is empty"),
            _ => Message::new(code, sentence),
        };
        self.faults.push((Some(column), message.note(expected)));
    }
    fn text(&mut self, column: usize) -> Option<String> {
        let text = squeezed(self.row.cell(column));
        if text.is_empty() {
            self.fault(column, codes::ROW_EMPTY, String::new(), "expected a text".to_owned());
            return None;
        }
        Some(text)
    }
    fn one_of<T: Copy>(&mut self, column: usize, table: &[(&str, T)]) -> Option<T> {
        let cell = self.row.cell(column);
        let found = table.iter().find(|(code, _)| *code == cell).map(|(_, value)| *value);
        if found.is_none() {
            let codes: Vec<&str> = table.iter().map(|(code, _)| *code).collect();
            let expected = format!("expected one of {}", codes.join(", "));
            self.fault(column, codes::ROW_CODE, format!("{} is no code of this column", quoted(cell)), expected);
        }
        found
    }
    fn number(&mut self, column: usize) -> Option<u32> {
        let cell = self.row.cell(column);
        let number = if cell.bytes().all(|byte| byte.is_ascii_digit()) { cell.parse().ok() } else { None };
        if number.is_none() {
            let expected = format!("expected a whole number from 0 to {}", u32::MAX);
            self.fault(column, codes::ROW_NUMBER, format!("{} is no number of people", quoted(cell)), expected);
        }
        number
    }
    fn date(&mut self, column: usize) -> Option<Date> {
        let cell = self.row.cell(column);
        let date = date(cell).filter(|date| YEARS.contains(&date.year()));
        if date.is_none() {
            let (from, to) = (YEARS.start(), YEARS.end());
            let expected = format!("expected year, month and day, such as 2030-03-05, of the years {from} to {to}");
            self.fault(column, codes::ROW_DATE, format!("{} is no date", quoted(cell)), expected);
        }
        date
    }
    fn point(&mut self) -> Option<Point> {
        let lon_e7 = self.degrees(column::longitude, 180);
        let lat_e7 = self.degrees(column::latitude, 90);
        Some(Point { lon_e7: lon_e7?, lat_e7: lat_e7? })
    }
    fn degrees(&mut self, column: usize, most: i32) -> Option<i32> {
        let cell = self.row.cell(column);
        let degrees = degrees_e7(cell).filter(|e7| e7.abs() <= most * 10_000_000);
        if degrees.is_none() {
            let expected = format!("expected degrees from -{most} to {most} with a decimal point, such as 39.1");
            self.fault(column, codes::ROW_POSITION, format!("{} is no position", quoted(cell)), expected);
        }
        degrees
    }
}

/// Decimal degrees in units of 1e-7 degree, rounded to the nearest, read digit by digit: no machine rounds otherwise.
pub(crate) fn degrees_e7(text: &str) -> Option<i32> {
    const DECIMALS: usize = 7;
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || whole.len() > 3 || !all_digits(whole) || !all_digits(part) {
        return None;
    }
    let kept: i64 = format!("{whole}{:0<width$.width$}", part, width = DECIMALS).parse().ok()?;
    let up = part.as_bytes().get(DECIMALS).is_some_and(|digit| *digit >= b'5');
    let e7 = kept + i64::from(up);
    i32::try_from(if negative { -e7 } else { e7 }).ok()
}

/// `text` with every run of white space as one space and none at the ends; nothing else is changed.
fn squeezed(text: &str) -> String {
    let mut words = text.split_whitespace();
    let mut out = String::with_capacity(text.len());
    out.push_str(words.next().unwrap_or(""));
    for word in words {
        out.push(' ');
        out.push_str(word);
    }
    out
}
