//! Rows of any table by a mapping: each becomes one report, through the same door as a statement somebody writes down.
//!
//! ```text
//! row ─▶ fields (`spec/notation.md`) ─▶ `draft::body` ─▶ statement, or what is wrong with which column
//! ```
//!
//! Holds
//! - An empty cell states nothing. A cell that cannot be read makes its row a bad row; the others are not held up by it.
//! - A code without a word in `[values]` stands as it is, unless the field's table is marked closed by `"*" = "!"`.
//!
//! Not here: the table's form (`rows`), the mapping's (`mapping`).

use std::collections::BTreeMap;

use jiff::civil::{Date, DateTime, Time};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt, LocalTime, Zone};
use serde_json::{Map, Value, json};

use super::mapping::{CountColumns, Mapping, Precision};
use super::rows::Table;
use super::{BadRow, GoodRow, PROGRESS_ROWS, Progress, Reading};
use crate::codes;
use crate::draft::{self, Context, Draft, Spelling};
use crate::hash::hex;
use crate::message::{Message, quoted};
use crate::store::Entry;

/// The format's name in batch statements.
pub const FORMAT: &str = "table";
/// Years that a row can be dated in; another is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

/// What an import by a mapping needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who imports it.
    pub author: Name,
    /// When everything in it was known, where no column says: makes the batch history.
    pub known: Option<KnownAt>,
}

/// Reads the rows of `table` as `mapping` says.
///
/// # Errors
/// I01, I04: the file as a whole cannot be used. Bad rows are in the reading.
pub fn read(table: &Table, mapping: &Mapping, options: &Options, progress: Progress<'_>) -> Result<Reading, Message> {
    let zone = mapping.zone().expect("the mapping was checked");
    let context = Context { author: options.author.clone(), ..Context::new(zone.clone()) };
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let mut header: Option<Result<Header, Message>> = None;
    let mut rows = 0;
    table.rows(mapping, &mut |place, cells| {
        let header = match &header {
            None => {
                header = Some(Header::of(&table.name, mapping, cells));
                return;
            }
            Some(Err(_)) => return,
            Some(Ok(header)) => header,
        };
        rows += 1;
        if rows % PROGRESS_ROWS == 0 {
            progress(rows);
        }
        if cells.len() > header.width && cells[header.width..].iter().any(|cell| !cell.is_empty()) {
            let sentence = format!("the row has {} cells, the header {}", cells.len(), header.width);
            let help = "a cell that holds the delimiter stands in quotation marks";
            bad.push(BadRow::new(&table.name, place, None, Message::new(codes::ROW_CELLS, sentence).help(help)));
            return;
        }
        let mut row = Row { mapping, header, cells, zone: &zone, faults: Vec::new() };
        match row.entry(&context, options) {
            Some(entry) => good.push(GoodRow { place, entry }),
            None => bad.extend(
                row.faults
                    .into_iter()
                    .map(|(column, message)| BadRow::new(&table.name, place, column.as_deref(), message)),
            ),
        }
    })?;
    match header {
        None => return Err(empty(&table.name, "the file is empty")),
        Some(Err(message)) => return Err(message),
        Some(Ok(_)) if rows == 0 => return Err(empty(&table.name, "the file has a header and no rows")),
        Some(Ok(_)) => {}
    }
    progress(rows);
    let history = options.known.is_some() || mapping.columns.known.is_some();
    let known_rule = match (&mapping.columns.known, options.known) {
        (Some(_), _) => "stated by row".to_owned(),
        (None, Some(known)) => crate::message::utc(known.0),
        (None, None) => "acceptance".to_owned(),
    };
    Ok(Reading {
        format: FORMAT,
        file: table.name.clone(),
        sha256: table.sha256,
        author: options.author.clone(),
        known_rule: format!("{known_rule}, mapping {} {}", mapping.name, &hex(&mapping.sha256)[..8]),
        history,
        good,
        bad,
    })
}

fn empty(file: &str, sentence: &str) -> Message {
    Message::new(codes::IMPORT_EMPTY, sentence).at(file).help("if rows were expected, look at how the file was made")
}

/// Where the columns that a mapping names stand.
struct Header {
    places: BTreeMap<String, usize>,
    width: usize,
}

impl Header {
    fn of(file: &str, mapping: &Mapping, cells: &[&str]) -> Result<Header, Message> {
        let mut places = BTreeMap::new();
        let (mut missing, mut twice) = (Vec::new(), Vec::new());
        for (field, column) in mapping.named_columns() {
            let found: Vec<usize> =
                (0..cells.len()).filter(|index| cells[*index].eq_ignore_ascii_case(column.trim())).collect();
            match found.as_slice() {
                [one] => drop(places.insert(column.to_owned(), *one)),
                [] => missing.push(format!("`{column}` (for {field})")),
                _ => twice.push(format!("`{column}`")),
            }
        }
        let titles = || {
            let named: Vec<String> = cells.iter().filter(|cell| !cell.is_empty()).map(|cell| quoted(cell)).collect();
            format!("the columns of the file are {}", named.join(", "))
        };
        if !missing.is_empty() {
            return Err(Message::new(codes::IMPORT_COLUMNS, format!("there is no column {}", missing.join(", ")))
                .at(file)
                .note(titles())
                .help(match divided_by(cells) {
                    Some(sign) => format!("the titles look divided by `{sign}`: write `[file] delimiter = \"{sign}\"`"),
                    None => "correct the mapping; `[file] header_row` says in which row the titles stand".to_owned(),
                }));
        }
        if !twice.is_empty() {
            return Err(Message::new(codes::IMPORT_COLUMNS, format!("there are two columns {}", twice.join(", ")))
                .at(file)
                .help("give one of them another title in the file"));
        }
        let width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        Ok(Header { places, width })
    }
}

/// Where all titles stand in one cell: the sign that stands between them.
fn divided_by(cells: &[&str]) -> Option<char> {
    let mut filled = cells.iter().filter(|cell| !cell.is_empty());
    let (Some(only), None) = (filled.next(), filled.next()) else { return None };
    [';', ',', '\t', '|'].into_iter().find(|sign| only.matches(*sign).count() > 1)
}

/// One row, and what is wrong with it.
struct Row<'r> {
    mapping: &'r Mapping,
    header: &'r Header,
    cells: &'r [&'r str],
    zone: &'r Zone,
    faults: Vec<(Option<String>, Message)>,
}

impl Row<'_> {
    /// The cell under a title; `None` where it is empty or no column is named.
    fn cell(&self, column: Option<&String>) -> Option<&str> {
        let index = self.header.places.get(column?)?;
        self.cells.get(*index).copied().filter(|cell| !cell.is_empty())
    }

    fn fault(&mut self, column: Option<&String>, code: &'static str, sentence: String, expected: &str) {
        self.faults.push((column.cloned(), Message::new(code, sentence).note(format!("expected {expected}"))));
    }

    /// A cell in our words.
    fn word(&mut self, field: &str, column: Option<&String>) -> Option<String> {
        let cell = squeezed(self.cell(column)?);
        let Some(table) = self.mapping.values.get(field) else { return Some(cell) };
        let found = table
            .get(&cell)
            .or_else(|| table.iter().find(|(code, _)| code.eq_ignore_ascii_case(&cell)).map(|(_, word)| word));
        match (found, table.get("*").map(String::as_str)) {
            (Some(word), _) => Some(word.clone()).filter(|word| !word.is_empty()),
            (None, Some("!")) => {
                let codes: Vec<&str> = table.keys().map(String::as_str).filter(|code| *code != "*").collect();
                let expected = format!("one of {}", codes.join(", "));
                self.fault(column, codes::ROW_CODE, format!("{} is no code of this column", quoted(&cell)), &expected);
                None
            }
            (None, Some(other)) => Some(other.to_owned()).filter(|word| !word.is_empty()),
            (None, None) => Some(cell),
        }
    }

    /// The names in a cell.
    fn names(&mut self, field: &str, column: Option<&String>) -> Vec<String> {
        let separator = self.mapping.constants.separator.clone().unwrap_or_else(|| ";".to_owned());
        let Some(cell) = self.cell(column).map(str::to_owned) else { return Vec::new() };
        let mut names: Vec<String> = Vec::new();
        for part in cell.split(separator.as_str()).map(squeezed).filter(|part| !part.is_empty()) {
            let table = self.mapping.values.get(field);
            let name = table.and_then(|table| table.get(&part)).cloned().unwrap_or(part);
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    fn entry(&mut self, context: &Context, options: &Options) -> Option<Entry> {
        let mapping = self.mapping;
        let (columns, constants) = (&mapping.columns, &mapping.constants);
        let mut fields: Map<String, Value> = Map::new();
        fields.insert("kind".into(), "report".into());

        let mut chain: Vec<Value> = constants.relayers.iter().map(|name| json!(name)).collect();
        chain.extend(self.word("relayer", columns.relayer.as_ref()).map(Value::from));
        let origins = match self.names("origin", columns.origin.as_ref()) {
            names if !names.is_empty() => names,
            _ => constants.origin.iter().cloned().collect(),
        };
        chain.push(match origins.as_slice() {
            [] => json!([{ "unnamed": "" }]),
            [one] => json!(one),
            several => json!(several),
        });
        fields.insert("from".into(), Value::Array(chain));

        let mut put = |key: &str, value: Option<String>, constant: Option<&String>| {
            if let Some(text) = value.or_else(|| constant.cloned()) {
                fields.insert(key.to_owned(), text.into());
            }
        };
        put("act", self.word("act", columns.act.as_ref()), constants.act.as_ref());
        put("weapon", self.word("weapon", columns.weapon.as_ref()), constants.weapon.as_ref());
        put("severity", self.word("severity", columns.severity.as_ref()), None);
        put("cause", self.word("cause", columns.cause.as_ref()), None);
        put("basis", self.word("basis", columns.basis.as_ref()), constants.basis.as_ref());
        put("grade", self.word("grade", columns.grade.as_ref()), constants.grade.as_ref());
        put("words", self.cell(columns.words.as_ref()).map(squeezed), None);
        put("cited", self.cell(columns.cited.as_ref()).map(squeezed), None);
        let event = self.cell(columns.event.as_ref()).map(|key| format!("{}:{}", mapping.name, squeezed(key)));
        put("event", event, None);

        let accused = self.word("accused", columns.accused.as_ref());
        let sides =
            (self.word("between_a", columns.between_a.as_ref()), self.word("between_b", columns.between_b.as_ref()));
        match (accused, sides) {
            (Some(accused), _) => drop(fields.insert("accused".into(), accused.into())),
            (None, (Some(a), Some(b))) => drop(fields.insert("between".into(), json!([a, b]))),
            _ => {
                if let Some(accused) = &constants.accused {
                    fields.insert("accused".into(), accused.clone().into());
                }
            }
        }
        let mut targets = self.names("targets", columns.targets.as_ref());
        if targets.is_empty() {
            targets = constants.targets.clone();
        }
        if !targets.is_empty() {
            fields.insert("targets".into(), json!(targets));
        }
        match self.word("happened", columns.happened.as_ref()).as_deref() {
            None | Some("true") => {}
            Some("false") => drop(fields.insert("happened".into(), false.into())),
            Some(other) => {
                let sentence = format!("{} says neither `true` nor `false`", quoted(other));
                self.fault(
                    columns.happened.as_ref(),
                    codes::ROW_CODE,
                    sentence,
                    "a code that `[values.happened]` explains",
                );
            }
        }
        if let Some(time) = self.time() {
            fields.insert("time".into(), time);
        }
        let mut places: Vec<String> = Vec::new();
        for column in &columns.places {
            if let Some(name) = self.word("places", Some(column))
                && !places.contains(&name)
            {
                places.push(name);
            }
        }
        places.extend(constants.places.iter().filter(|name| !places.contains(name)).cloned().collect::<Vec<_>>());
        if !places.is_empty() {
            fields.insert("at".into(), json!(places));
        }
        if let Some(area) = self.area() {
            fields.insert("area".into(), area);
        }
        let counts: Vec<Value> = mapping.counts.iter().filter_map(|count| self.count(count)).collect();
        if !counts.is_empty() {
            fields.insert("counts".into(), Value::Array(counts));
        }
        let known = match columns.known.as_ref() {
            Some(column) => match self.cell(Some(column)).map(str::to_owned) {
                Some(cell) => self.last_instant(column, &cell).map(KnownAt),
                None => {
                    self.fault(
                        Some(column),
                        codes::ROW_EMPTY,
                        "the cell is empty".into(),
                        "when the mission knew of it",
                    );
                    None
                }
            },
            None => options.known,
        };
        if !self.faults.is_empty() {
            return None;
        }
        match draft::body(&Draft { fields, spelling: Spelling::Json }, context) {
            Ok(written) => match Entry::new(written.body) {
                Ok(entry) => Some(entry.known(known)),
                Err(error) => {
                    let message =
                        Message::new(codes::ROW_TOO_MUCH, "the row makes no statement").note(error.to_string());
                    self.faults.push((None, message.help("shorten what it says")));
                    None
                }
            },
            Err(problems) => {
                for problem in problems {
                    let field = problem.field.split(['[', '.']).next().unwrap_or_default().to_owned();
                    let column = self.column_of(&field);
                    self.faults.push((column, super::statements::message(&problem)));
                }
                None
            }
        }
    }

    /// The column that fills a field of the statement.
    fn column_of(&self, field: &str) -> Option<String> {
        let field = match field {
            "from" => "origin",
            "at" => "places",
            "area" => "latitude",
            "between" => "between_a",
            other => other,
        };
        let named = self.mapping.named_columns();
        let found = named.iter().find(|(own, _)| own == field || own.starts_with(field));
        found.map(|(_, column)| (*column).to_owned())
    }

    // ---- when ----

    fn time(&mut self) -> Option<Value> {
        let columns = &self.mapping.columns;
        let (date, time, to) = (columns.date.as_ref(), columns.time.as_ref(), columns.date_to.as_ref());
        if self.cell(date).is_none() && !self.mapping.dates.undated {
            let expected = "a date; rows without one are taken where the mapping says `[dates] undated = true`";
            self.fault(date, codes::ROW_EMPTY, "no date is stated".into(), expected);
            return None;
        }
        let first = self.day(date)?;
        let last = if self.cell(to).is_some() { Some(self.day(to)?) } else { None };
        let clock = match (self.cell(time).map(str::to_owned), first.1) {
            (Some(cell), _) => Some(self.clock(time, &cell)?),
            (None, clock) => clock,
        };
        match (clock, last) {
            (Some(clock), None) => {
                let civil = DateTime::from_parts(first.0, clock);
                match self.zone.local(civil) {
                    LocalTime::Once(at) => Some(format!("@{}", at.0).into()),
                    // The clocks showed it twice: it was at one of the two.
                    LocalTime::Twice(a, b) => {
                        Some(json!({ "between": [format!("@{}", a.0), format!("@{}", b.0 + 1)] }))
                    }
                    LocalTime::Skipped => {
                        let sentence = format!("the clocks of {} skipped {civil}", self.zone.name());
                        self.fault(time.or(date), codes::ROW_DATE, sentence, "a time that was shown there");
                        None
                    }
                }
            }
            (_, Some((last, _))) if last != first.0 => {
                let (from, until) = (first.0.min(last), first.0.max(last));
                Some(json!({ "days": [from.to_string(), until.to_string()] }))
            }
            _ => Some(first.0.to_string().into()),
        }
    }

    /// A date, and the time of day where the cell has one.
    fn day(&mut self, column: Option<&String>) -> Option<(Date, Option<Time>)> {
        let cell = self.cell(column)?.to_owned();
        let read = self.read_day(&cell);
        if read.is_none() {
            let form = self.mapping.dates.date_time.as_ref().or(self.mapping.dates.date.as_ref());
            let expected = match form {
                Some(form) => format!("`{form}`, or a date such as 2030-03-05, of the years 1900 to 2199"),
                None => {
                    "a date such as 2030-03-05; another form is stated in the mapping: `[dates] date = \"%d/%m/%Y\"`"
                        .into()
                }
            };
            self.fault(column, codes::ROW_DATE, format!("{} is no date", quoted(&cell)), &expected);
        }
        read
    }

    fn read_day(&self, cell: &str) -> Option<(Date, Option<Time>)> {
        let within = |date: Date| YEARS.contains(&date.year()).then_some(date);
        if let Some(form) = &self.mapping.dates.date_time
            && let Ok(both) = DateTime::strptime(form, cell)
        {
            return Some((within(both.date())?, Some(both.time())));
        }
        if let Some(form) = &self.mapping.dates.date
            && let Ok(date) = Date::strptime(form, cell)
        {
            return Some((within(date)?, None));
        }
        // The one form that nobody reads in two ways: year first, four digits.
        if cell.len() < 10 || !cell.is_char_boundary(10) || cell.as_bytes()[4] != b'-' {
            return None;
        }
        let date: Date = cell[..10].parse().ok()?;
        let rest = cell[10..].trim_start_matches(['T', ' ']);
        let clock = if rest.is_empty() { None } else { Some(rest.parse::<Time>().ok()?) };
        Some((within(date)?, clock))
    }

    fn clock(&mut self, column: Option<&String>, cell: &str) -> Option<Time> {
        let form = self.mapping.dates.time.as_deref();
        let read = form.and_then(|form| Time::strptime(form, cell).ok());
        let plain = || {
            let (hour, rest) = cell.split_once(':')?;
            let padded = format!("{hour:0>2}:{rest}");
            padded.parse::<Time>().ok()
        };
        let read = read.or_else(plain);
        if read.is_none() {
            let expected =
                form.map_or("a time such as 14:30".to_owned(), |form| format!("`{form}`, or a time such as 14:30"));
            self.fault(column, codes::ROW_DATE, format!("{} is no time of day", quoted(cell)), &expected);
        }
        read
    }

    /// A stated known-at: a date is its last second.
    fn last_instant(&mut self, column: &String, cell: &str) -> Option<Instant> {
        let read = self.read_day(cell).and_then(|(date, clock)| match clock {
            None => Some(self.zone.day(date).last()),
            Some(clock) => match self.zone.local(DateTime::from_parts(date, clock)) {
                LocalTime::Once(at) => Some(at),
                LocalTime::Twice(_, later) => Some(later),
                LocalTime::Skipped => None,
            },
        });
        if read.is_none() {
            self.fault(
                Some(column),
                codes::ROW_DATE,
                format!("{} is no instant", quoted(cell)),
                "a date, or a date and time",
            );
        }
        read
    }

    // ---- where ----

    fn area(&mut self) -> Option<Value> {
        let columns = &self.mapping.columns;
        let stated = |row: &Row<'_>, column: Option<&String>| row.cell(column).map(str::to_owned);
        let (lat, lon) = (stated(self, columns.latitude.as_ref())?, stated(self, columns.longitude.as_ref())?);
        let radius = match (stated(self, columns.radius_m.as_ref()), stated(self, columns.precision.as_ref())) {
            (Some(cell), _) => match cell.parse::<u64>() {
                Ok(metres) => metres,
                Err(_) => {
                    let sentence = format!("{} is no radius", quoted(&cell));
                    self.fault(columns.radius_m.as_ref(), codes::ROW_NUMBER, sentence, "whole metres");
                    return None;
                }
            },
            (None, Some(code)) => match self.mapping.precision.get(&code) {
                Some(Precision::Metres(metres)) => *metres,
                Some(Precision::Word(_)) => return None,
                None => {
                    let codes: Vec<&str> = self.mapping.precision.keys().map(String::as_str).collect();
                    let expected = format!("one of {}", codes.join(", "));
                    let sentence = format!("{} is no code of precision", quoted(&code));
                    self.fault(columns.precision.as_ref(), codes::ROW_CODE, sentence, &expected);
                    return None;
                }
            },
            (None, None) => self.mapping.constants.radius_m?,
        };
        let lat = self.degrees(columns.latitude.as_ref(), &lat, 90.0);
        let lon = self.degrees(columns.longitude.as_ref(), &lon, 180.0);
        let side = |text: String, positive: &str, negative: &str| match text.strip_prefix('-') {
            Some(rest) => format!("{rest} {negative}"),
            None => format!("{text} {positive}"),
        };
        let centre = format!("{} {}", side(lat?, "N", "S"), side(lon?, "E", "W"));
        Some(json!({ "centre": centre, "radius": format!("{radius} m") }))
    }

    fn degrees(&mut self, column: Option<&String>, cell: &str, most: f64) -> Option<String> {
        let stated = cell;
        let cell = &match self.mapping.file.decimal.as_str() {
            "," if !cell.contains('.') => cell.replacen(',', ".", 1),
            _ => cell.to_owned(),
        };
        let plain = cell.trim_start_matches(['+', '-']);
        let shape = !plain.is_empty()
            && plain.chars().all(|c| c.is_ascii_digit() || c == '.')
            && plain.matches('.').count() <= 1;
        let within = cell.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most);
        if !shape || !within {
            let expected = match stated.contains(',') {
                true => format!("degrees from -{most} to {most}; with a decimal comma where `[file] decimal = \",\"`"),
                false => format!("degrees from -{most} to {most} with a decimal point, such as 39.1"),
            };
            self.fault(column, codes::ROW_POSITION, format!("{} is no position", quoted(stated)), &expected);
            return None;
        }
        // Digits beyond a centimetre say nothing, and no statement holds them.
        let text = cell.trim_start_matches('+');
        Some(text.find('.').map_or(text.to_owned(), |point| text[..text.len().min(point + 8)].to_owned()))
    }

    // ---- how many ----

    fn count(&mut self, count: &CountColumns) -> Option<Value> {
        let cell = |row: &Row<'_>, column: &Option<String>| row.cell(column.as_ref()).map(str::to_owned);
        let (least, most, words) = match (&count.number, &count.least) {
            (Some(_), _) => {
                let text = cell(self, &count.number)?;
                // What the mapping says of a word: a figure, or nothing at all where the word says that none is known.
                let explained = self.mapping.values.get("number").and_then(|table| table.get(&text));
                if explained.is_some_and(String::is_empty) {
                    return None;
                }
                match bounds(explained.unwrap_or(&text)) {
                    Some((least, most, _)) if explained.is_some() => (least, most, text),
                    Some(found) => found,
                    None => {
                        let sentence = format!("{} is no number of people", quoted(&text));
                        self.fault(
                            count.number.as_ref(),
                            codes::ROW_NUMBER,
                            sentence,
                            "a number such as `5`, `5-8`, `at least 5`, `5+`, or a word that `[values.number]` explains",
                        );
                        return None;
                    }
                }
            }
            (None, _) => {
                let least = cell(self, &count.least);
                let most = cell(self, &count.most);
                if least.is_none() && most.is_none() {
                    return None;
                }
                let least = self.people(&count.least, least)?;
                let most = if count.most.is_some() { self.people(&count.most, most) } else { Some(least) };
                (least, most, String::new())
            }
        };
        let mut value = json!({ "category": count.category, "least": least, "most": most });
        if let Some(population) = &count.population {
            value["population"] = json!(population);
        }
        if let Some(scope) = &count.scope {
            value["scope"] = json!(scope);
        }
        if !words.is_empty() {
            value["words"] = json!(words);
        }
        Some(value)
    }

    fn people(&mut self, column: &Option<String>, cell: Option<String>) -> Option<u64> {
        let cell = cell?;
        let number = cell.parse::<u32>().ok().map(u64::from);
        if number.is_none() {
            self.fault(
                column.as_ref(),
                codes::ROW_NUMBER,
                format!("{} is no number of people", quoted(&cell)),
                "a whole number",
            );
        }
        number
    }
}

/// The least, the greatest and the words of a figure as people write it.
pub(super) fn bounds(text: &str) -> Option<(u64, Option<u64>, String)> {
    let number = |text: &str| whole(text).map(u64::from);
    let lower = text.trim().to_lowercase();
    if let Some(exact) = number(&lower) {
        return Some((exact, Some(exact), String::new()));
    }
    let pair = lower.split_once(['-', '–']).or_else(|| lower.split_once(" to ")).or_else(|| lower.split_once(" or "));
    if let Some((least, most)) = pair.filter(|(least, _)| !least.trim().is_empty()) {
        let (least, most) = (number(least)?, number(most)?);
        return (least <= most).then(|| (least, Some(most), String::new()));
    }
    let words = text.trim().to_owned();
    let after = |names: &[&str]| names.iter().find_map(|name| lower.strip_prefix(name)).and_then(number);
    if let Some(least) = lower.strip_suffix('+').and_then(number).or_else(|| after(&["at least", "≥", ">="])) {
        return Some((least, None, words));
    }
    if let Some(below) = after(&["more than", "over", ">"]) {
        return Some((below + 1, None, words));
    }
    if let Some(most) = after(&["at most", "up to", "≤", "<="]) {
        return Some((0, Some(most), words));
    }
    after(&["fewer than", "less than", "<"]).filter(|most| *most > 0).map(|most| (0, Some(most - 1), words))
}

/// A whole number, with commas or narrow spaces where thousands end and nowhere else: `3,0` is no thirty.
fn whole(text: &str) -> Option<u32> {
    let mut groups = text.trim().split([',', '\u{a0}', '\u{202f}']);
    let first = groups.next().filter(|first| !first.is_empty() && first.bytes().all(|byte| byte.is_ascii_digit()))?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 || !group.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        digits.push_str(group);
    }
    digits.parse().ok()
}

/// Without white space around it, and one space where there was more.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
