//! A folder of tables as it is exchanged between data sets: reports, and what their sources' words stand for.
//!
//! ```text
//! reports.csv ── words of each source ─▶ actors.csv, event_types.csv (levels of a taxonomy) ─▶ entries to link
//! ```
//!
//! Holds
//! - A bad row is left out and listed; what is wrong with all of them is said at once.
//! - A word that a taxonomy does not list stands for itself, and is compared as it is written.
//! - Tables may be packed. Only `reports.csv` must be there.
//!
//! Not here: linking.

use std::collections::BTreeMap;
use std::path::Path;

use incident::likeness::{Entry, Lexicon, UNSTATED};
use jiff::Timestamp;
use jiff::civil::Date;
use record::vocabulary::place::Point;

use crate::codes;
use crate::import::ged::degrees_e7;
use crate::import::input::Input;
use crate::import::table::{self, Asked, Row};
use crate::import::{BadRow, Place};
use crate::limits::ImportLimits;
use crate::linking::score::Truth;
use crate::message::{Message, quoted};

/// The reports of a folder.
pub struct Reports {
    /// Good rows, in the order of the file.
    pub entries: Vec<Entry>,
    /// The names they use.
    pub lexicon: Lexicon,
    /// What is wrong with the other rows, several things of some.
    pub bad: Vec<BadRow>,
    /// How many rows of all tables were left out.
    pub left_out: usize,
    /// Whether a source may report an incident several times without saying so: the table has no column for what a report updates.
    pub repeats: bool,
    /// Rows that cannot be compared with any other: each is an incident of its own.
    pub alone: Vec<String>,
}

impl Reports {
    /// None yet.
    pub fn none() -> Reports {
        Reports {
            entries: Vec::new(),
            lexicon: Lexicon::default(),
            bad: Vec::new(),
            left_out: 0,
            repeats: true,
            alone: Vec::new(),
        }
    }
}

const REPORTS: Asked = Asked {
    needed: &["report_id", "source", "date_start"],
    optional: &[
        "date_end",
        "published",
        "lat",
        "lon",
        "geo_prec",
        "place_name",
        "adm2",
        "adm1",
        "event_type",
        "actor_a",
        "actor_b",
        "killed_best",
        "injured_best",
        "killed_injured_combined",
        "n_incidents_claimed",
        "updates_report_id",
        "description",
    ],
    closed: false,
};
const ID: usize = 0;
const SOURCE: usize = 1;
const BEGAN: usize = 2;
const ENDED: usize = 3;
const PUBLISHED: usize = 4;
const LAT: usize = 5;
const LON: usize = 6;
const PRECISION: usize = 7;
const PLACE: usize = 8;
const DISTRICT: usize = 9;
const PROVINCE: usize = 10;
const ACT: usize = 11;
const BY: usize = 12;
const TO: usize = 13;
const KILLED: usize = 14;
const INJURED: usize = 15;
const COMBINED: usize = 16;
const INCIDENTS: usize = 17;
const UPDATES: usize = 18;
const DESCRIPTION: usize = 19;

const ACTORS: Asked = Asked { needed: &["source", "alias", "unit", "grp", "bloc"], optional: &[], closed: false };
const TYPES: Asked = Asked { needed: &["source", "code", "base", "level2", "level3"], optional: &[], closed: false };

/// How far from its point a report of each `geo_prec` may have been, in metres: in a town, within 25 km of one, in a second-order
/// district, in a first-order one.
const RADII_M: [u32; 4] = [6_000, 27_000, 32_000, 75_000];
const SECONDS_OF_DAY: i64 = 86_400;
/// What tables write for an actor that is not known.
const UNKNOWN: &str = "unknown";

type Paths = BTreeMap<(String, String), [u32; 3]>;

/// Reads the tables of a folder, or a table of reports with those that lie beside it.
///
/// # Errors
/// I01: there are no reports, or a table cannot be read as one.
pub fn read(path: &Path, limits: ImportLimits) -> Result<Reports, Message> {
    let mut lexicon = Lexicon::default();
    let (folder, input) = if path.is_file() {
        (path.parent().unwrap_or(Path::new("")), Input::open(path, limits)?)
    } else {
        let input = of(path, "reports", limits)?.ok_or_else(|| {
            Message::new(codes::IMPORT_IO, format!("there is no `reports.csv` in `{}`", path.display()))
                .help("name the folder that holds it; it may be packed as reports.csv.gz")
        })?;
        (path, input)
    };
    let mut bad = Vec::new();
    let actors = paths(folder, "actors", ACTORS, limits, &mut lexicon, &mut bad)?;
    let types = paths(folder, "event_types", TYPES, limits, &mut lexicon, &mut bad)?;
    let mut entries = Vec::new();
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    table::read(&input, REPORTS, |row| match row {
        Err(ragged) => bad.push(BadRow::new(&input.name, ragged.place, None, ragged.message())),
        Ok(row) => {
            let mut cells = Cells { row, file: &input.name, bad: Vec::new() };
            let entry = cells.entry(&actors, &types, &mut lexicon);
            if let Some(first) = seen.get(&entry.id) {
                let sentence = format!("`{}` stands in {first} already", entry.id);
                cells.fault(ID, codes::ROW_TOO_MUCH, sentence, "an id for each report");
            }
            if cells.bad.is_empty() {
                seen.insert(entry.id.clone(), row.place);
                entries.push(entry);
            }
            bad.append(&mut cells.bad);
        }
    })?;
    let left_out = bad.chunk_by(|a, b| a.place == b.place).count();
    let header = input.text.lines().next().unwrap_or_default().to_lowercase();
    let repeats = !header.contains(REPORTS.optional[UPDATES - REPORTS.needed.len()]);
    Ok(Reports { entries, lexicon, bad, left_out, repeats, alone: Vec::new() })
}

/// What the reports of a folder are truly about, where somebody knows: `truth.csv` (report_id, incident_id).
///
/// # Errors
/// I01: it is not there or cannot be read.
pub fn truth(folder: &Path, limits: ImportLimits) -> Result<Truth, Message> {
    const TRUTH: Asked = Asked { needed: &["report_id", "incident_id"], optional: &[], closed: false };
    let input = of(folder, "truth", limits)?
        .ok_or_else(|| Message::new(codes::IMPORT_IO, format!("there is no `truth.csv` in `{}`", folder.display())))?;
    let mut truth = Truth::new();
    table::read(&input, TRUTH, |row| {
        if let Ok(row) = row {
            truth.entry(row.cell(0).to_owned()).or_default().insert(row.cell(1).to_owned());
        }
    })?;
    Ok(truth)
}

/// A table of the folder, packed or not.
fn of(folder: &Path, name: &str, limits: ImportLimits) -> Result<Option<Input>, Message> {
    let plain = folder.join(format!("{name}.csv"));
    let packed = folder.join(format!("{name}.csv.gz"));
    let path = [plain, packed].into_iter().find(|path| path.exists());
    path.map(|path| Input::open(&path, limits)).transpose()
}

/// What each word of each source stands for: three levels of a taxonomy, finest first.
fn paths(
    folder: &Path,
    name: &str,
    asked: Asked,
    limits: ImportLimits,
    lexicon: &mut Lexicon,
    bad: &mut Vec<BadRow>,
) -> Result<Paths, Message> {
    let mut paths = Paths::new();
    let Some(input) = of(folder, name, limits)? else { return Ok(paths) };
    table::read(&input, asked, |row| match row {
        Err(ragged) => bad.push(BadRow::new(&input.name, ragged.place, None, ragged.message())),
        Ok(row) => {
            let path = [2, 3, 4].map(|column| lexicon.number(row.cell(column)));
            paths.insert((row.cell(0).to_owned(), row.cell(1).to_owned()), path);
        }
    })?;
    Ok(paths)
}

struct Cells<'r> {
    row: Row<'r>,
    file: &'r str,
    bad: Vec<BadRow>,
}

impl Cells<'_> {
    fn fault(&mut self, column: usize, code: &'static str, sentence: String, expected: &str) {
        let message = Message::new(code, sentence).note(format!("expected {expected}"));
        self.bad.push(BadRow::new(self.file, self.row.place, Some(self.row.name(column)), message));
    }

    fn needed(&mut self, column: usize) -> String {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            self.fault(column, codes::ROW_EMPTY, "the cell is empty".to_owned(), "something in it");
        }
        cell.to_owned()
    }

    fn date(&mut self, column: usize) -> Option<i64> {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            return None;
        }
        let date: Option<Date> = cell.parse().ok();
        // Civil days of one calendar: the zone does not matter where nothing is finer than a day.
        let at = date.and_then(|date| date.at(0, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).ok());
        if at.is_none() {
            self.fault(column, codes::ROW_DATE, format!("{} is no date", quoted(cell)), "a date such as 2030-03-05");
        }
        at.map(|at| at.timestamp().as_second())
    }

    fn published(&mut self) -> Option<i64> {
        let cell = self.row.cell(PUBLISHED);
        if cell.is_empty() {
            return None;
        }
        let at = cell.parse::<Timestamp>().ok().map(Timestamp::as_second);
        if at.is_none() && cell.parse::<Date>().is_ok() {
            return self.date(PUBLISHED);
        }
        if at.is_none() {
            let expected = "a date, or an instant such as 2030-03-05T17:00:00Z";
            self.fault(PUBLISHED, codes::ROW_DATE, format!("{} is no instant", quoted(cell)), expected);
        }
        at
    }

    fn number(&mut self, column: usize) -> Option<u32> {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            return None;
        }
        let number = cell.parse().ok();
        if number.is_none() {
            self.fault(column, codes::ROW_NUMBER, format!("{} is no whole number", quoted(cell)), "digits only");
        }
        number
    }

    fn degrees(&mut self, column: usize, most: i32) -> Option<i32> {
        let cell = self.row.cell(column);
        if cell.is_empty() {
            return None;
        }
        let e7 = degrees_e7(cell).filter(|e7| e7.abs() <= most * 10_000_000);
        if e7.is_none() {
            let expected = format!("degrees from -{most} to {most} with a decimal point");
            self.fault(column, codes::ROW_POSITION, format!("{} is no position", quoted(cell)), &expected);
        }
        e7
    }

    /// How far from its point it may have been.
    fn radius_m(&mut self) -> u32 {
        match self.row.cell(PRECISION) {
            "" | "1" => RADII_M[0],
            "2" => RADII_M[1],
            "3" => RADII_M[2],
            "4" => RADII_M[3],
            other => {
                let sentence = format!("{} is no precision", quoted(other));
                self.fault(PRECISION, codes::ROW_CODE, sentence, "1 town, 2 near a town, 3 district, 4 province");
                RADII_M[0]
            }
        }
    }

    fn path(&self, column: usize, source: &str, paths: &Paths, lexicon: &mut Lexicon) -> [u32; 3] {
        let cell = self.row.cell(column);
        if cell.is_empty() || cell.eq_ignore_ascii_case(UNKNOWN) {
            return [UNSTATED; 3];
        }
        let listed = paths.get(&(source.to_owned(), cell.to_owned())).copied();
        listed.unwrap_or_else(|| [lexicon.number(cell); 3])
    }

    fn entry(&mut self, actors: &Paths, types: &Paths, lexicon: &mut Lexicon) -> Entry {
        let (id, source) = (self.needed(ID), self.needed(SOURCE));
        let began = self.date(BEGAN);
        if self.row.cell(BEGAN).is_empty() {
            self.fault(BEGAN, codes::ROW_EMPTY, "the cell is empty".to_owned(), "the first day that it may have been");
        }
        let from = began.unwrap_or_default();
        let last = self.date(ENDED).unwrap_or(from);
        if last < from {
            self.fault(ENDED, codes::ROW_DATE, "it ends before it begins".to_owned(), "a day from the first on");
        }
        let said = self.published();
        let (lat, lon) = (self.degrees(LAT, 70), self.degrees(LON, 180));
        let at = lat.zip(lon).map(|(lat_e7, lon_e7)| Point { lon_e7, lat_e7 });
        let updates = self.row.cell(UPDATES);
        Entry {
            known: said.unwrap_or(last),
            said,
            from,
            until: last + SECONDS_OF_DAY,
            at,
            radius_m: self.radius_m(),
            place: lexicon.number(self.row.cell(PLACE)),
            within: [DISTRICT, PROVINCE].map(|column| lexicon.number(self.row.cell(column))),
            act: self.path(ACT, &source, types, lexicon),
            actors: [BY, TO].map(|column| self.path(column, &source, actors, lexicon)),
            killed: self.number(KILLED),
            injured: self.number(INJURED),
            combined: self.row.cell(COMBINED) == "1",
            incidents: self.number(INCIDENTS).unwrap_or(1),
            updates: Some(updates.to_owned()).filter(|id| !id.is_empty()),
            keyed: false,
            words: lexicon
                .words(self.row.cell(DESCRIPTION), &[PLACE, DISTRICT, PROVINCE].map(|column| self.row.cell(column))),
            source: lexicon.number(&source),
            id,
        }
    }
}
