//! ACLED-shaped event data: the current columns by name, releases as new knowledge, the list of deleted events.
//!
//! ```text
//! row ─▶ one report: relayer `ACLED`, its sources as origins, who acted only where the event type says so
//! row that differs from the one on the record ─▶ the withdrawal of the earlier report, and the new one
//! id on the deleted list ─▶ the withdrawal of the report
//! ```
//!
//! Holds
//! - A later release never rewrites: what an earlier one said stays on the record and stood until the later became known.
//! - A battle accuses nobody; remote violence and violence against civilians name `actor1` (codebook).
//! - The number of fatalities is ACLED's most conservative estimate: at least so many. 0 may mean that none is known.
//!
//! Not here: the data itself, which may not be passed on; names that are one actor (registers).

use std::collections::BTreeMap;

use record::statement::{Accused, Body, BodyId, Content, OnBehalf, Polarity, Reply, Report, Stance, Statement};
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope, Population};
use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Place as PlaceStated, Point};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{Date, EventTime, Instant, Interval, KnownAt, Precision, Zone};

use super::table::{self, Asked, Row};
use super::{BadRow, GoodRow, Input, PROGRESS_ROWS, Progress, Reading};
use crate::codes;
use crate::message::{Message, quoted};
use crate::store::{Entry, Store};

/// The format's name on the command line and in batch statements.
pub const FORMAT: &str = "acled";
/// The format of the list of deleted events.
pub const DELETED: &str = "acled-deleted";
/// Who compiled the events: the one relayer of every report.
pub const COMPILER: &str = "ACLED";
/// Years that an event can be dated in.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

const ASKED: Asked = Asked {
    needed: &[
        "event_id_cnty",
        "event_date",
        "time_precision",
        "event_type",
        "sub_event_type",
        "actor1",
        "actor2",
        "country",
        "admin1",
        "location",
        "latitude",
        "longitude",
        "geo_precision",
        "source",
        "notes",
        "fatalities",
        "timestamp",
    ],
    optional: &["admin2", "admin3", "civilian_targeting", "disorder_type", "tags"],
    closed: false,
};
const ID: usize = 0;
const DATE: usize = 1;
const TIME_PRECISION: usize = 2;
const EVENT_TYPE: usize = 3;
const SUB_EVENT_TYPE: usize = 4;
const ACTOR1: usize = 5;
const ACTOR2: usize = 6;
const COUNTRY: usize = 7;
const ADMIN1: usize = 8;
const LOCATION: usize = 9;
const LATITUDE: usize = 10;
const LONGITUDE: usize = 11;
const GEO_PRECISION: usize = 12;
const SOURCE: usize = 13;
const NOTES: usize = 14;
const FATALITIES: usize = 15;
const TIMESTAMP: usize = 16;
const ADMIN2: usize = 17;
const ADMIN3: usize = 18;

/// What stands before the time stamp in where a report was read.
const STAMP: &str = ", time stamp ";
const ASKED_DELETED: Asked = Asked { needed: &["event_id_cnty", "deleted_timestamp"], optional: &[], closed: false };

/// Acts by `sub_event_type`; another stands as it is written, in lower case.
const ACTS: [(&str, &str); 9] = [
    ("armed clash", "fighting"),
    ("shelling/artillery/missile attack", "shelling"),
    ("air/drone strike", "air strike"),
    ("remote explosive/landmine/ied", "explosion"),
    ("suicide bomb", "explosion"),
    ("grenade", "explosion"),
    ("attack", "attack"),
    ("government regains territory", "taking territory"),
    ("non-state actor overtakes territory", "taking territory"),
];
/// Metres around the stated position, by `geo_precision`; 3 is a named area whose position says nothing.
const RADIUS_M: [(&str, Option<u64>); 3] = [("1", Some(5_000)), ("2", Some(25_000)), ("3", None)];
/// Days before and after the stated date, by `time_precision`; 3 is the whole month.
const WEEK_DAYS: i64 = 6;

/// What an import of ACLED needs to know.
#[derive(Clone, Debug)]
pub struct Options {
    /// Who imports it.
    pub author: Name,
    /// The agreement's zone: whose days the dates are.
    pub zone: Zone,
    /// When the release became known; `None`: each row at its own `timestamp`, where history is stated.
    pub known: Option<KnownAt>,
    /// Whether a known-at is stated at all.
    pub history: bool,
}

/// Reads the events of `input` against what `store` holds of earlier releases.
///
/// Returns also how many rows are older than what the record has of their events, and left out.
///
/// # Errors
/// I01: the file as a whole cannot be used. Bad rows are in the reading.
pub fn read(
    input: &Input,
    options: &Options,
    store: &Store,
    progress: Progress<'_>,
) -> Result<(Reading, usize), Message> {
    let earlier = earlier(store);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let (mut rows, mut older) = (0, 0);
    table::read(input, ASKED, |row| {
        rows += 1;
        if rows % PROGRESS_ROWS == 0 {
            progress(rows);
        }
        let row = match row {
            Ok(row) => row,
            Err(ragged) => return bad.push(BadRow::new(&input.name, ragged.place, None, ragged.message())),
        };
        match event(&row, options) {
            Ok((report, known)) => {
                let place = row.place;
                let before = report.event.as_deref().and_then(|key| earlier.get(key)).copied();
                if let Some(before) = before
                    && let Content::Report(old) = &before.body.content
                {
                    if *old == report {
                        // Said already: the same body again, so that the count of what was there is right.
                        good.extend(
                            Entry::new(before.body.clone())
                                .ok()
                                .map(|entry| GoodRow { place, entry: entry.known(known) }),
                        );
                        return;
                    }
                    if stamp_of(before)
                        .is_some_and(|stamp| row.cell(TIMESTAMP).parse().is_ok_and(|own: i64| own < stamp))
                    {
                        // An earlier release, imported after a later one: what it says was replaced since.
                        older += 1;
                        return;
                    }
                    good.extend(
                        withdrawal(before.id, options, known, "replaced in a later release")
                            .map(|entry| GoodRow { place, entry }),
                    );
                }
                let cited = cited(&row);
                let body = Body {
                    author: options.author.clone(),
                    said_at: None,
                    on_behalf: None,
                    cited: Some(cited),
                    content: Content::Report(report),
                };
                match Entry::new(body) {
                    Ok(entry) => good.push(GoodRow { place, entry: entry.known(known) }),
                    Err(error) => {
                        let message =
                            Message::new(codes::ROW_TOO_MUCH, "the row makes no statement").note(error.to_string());
                        bad.push(BadRow::new(&input.name, place, None, message.help("shorten what it says")));
                    }
                }
            }
            Err(faults) => bad.extend(
                faults
                    .into_iter()
                    .map(|(column, message)| BadRow::new(&input.name, row.place, Some(row.name(column)), message)),
            ),
        }
    })?;
    progress(rows);
    Ok((reading(FORMAT, input, options, good, bad), older))
}

/// Reads the list of deleted events: each that is on the record is withdrawn, on behalf of the compiler.
///
/// # Errors
/// I01: the file as a whole cannot be used. Bad rows are in the reading.
pub fn read_deleted(input: &Input, options: &Options, store: &Store) -> Result<(Reading, usize), Message> {
    let earlier = earlier(store);
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    let mut unknown = 0;
    table::read(input, ASKED_DELETED, |row| match row {
        Ok(row) => {
            let id = row.cell(0);
            if id.is_empty() {
                let message = Message::new(codes::ROW_EMPTY, "the cell is empty").note("expected the id of an event");
                return bad.push(BadRow::new(&input.name, row.place, Some(row.name(0)), message));
            }
            let known = match known(&row, 1, options) {
                Ok(known) => known,
                Err(message) => return bad.push(BadRow::new(&input.name, row.place, Some(row.name(1)), message)),
            };
            match earlier.get(format!("{FORMAT}:{id}").as_str()) {
                Some(before) => good.extend(
                    withdrawal(before.id, options, known, "deleted in a later release")
                        .map(|entry| GoodRow { place: row.place, entry }),
                ),
                None => unknown += 1,
            }
        }
        Err(ragged) => bad.push(BadRow::new(&input.name, ragged.place, None, ragged.message())),
    })?;
    Ok((reading(DELETED, input, options, good, bad), unknown))
}

fn reading(format: &'static str, input: &Input, options: &Options, good: Vec<GoodRow>, bad: Vec<BadRow>) -> Reading {
    Reading {
        format,
        file: input.name.clone(),
        sha256: input.sha256,
        author: options.author.clone(),
        known_rule: match (options.history, options.known) {
            (true, Some(known)) => crate::message::utc(known.0),
            (true, None) => "timestamp of the row".to_owned(),
            (false, _) => "acceptance".to_owned(),
        },
        history: options.history,
        good,
        bad,
    }
}

/// The latest report of each event by the compiler that nobody withdrew, by event key.
fn earlier(store: &Store) -> BTreeMap<&str, &Statement> {
    let mut withdrawn: Vec<BodyId> = Vec::new();
    for statement in store.statements() {
        if let Content::Reply(Reply { to, stance: Stance::Withdraws, .. }) = &statement.body.content {
            withdrawn.push(*to);
        }
    }
    withdrawn.sort_unstable();
    let mut latest: BTreeMap<&str, &Statement> = BTreeMap::new();
    for statement in store.statements() {
        let Content::Report(report) = &statement.body.content else { continue };
        let ours = report.chain.relayers.first().is_some_and(|relayer| relayer == COMPILER);
        let Some(key) = report.event.as_deref().filter(|key| ours && key.starts_with("acled:")) else { continue };
        if withdrawn.binary_search(&statement.id).is_ok() {
            continue;
        }
        let newer = latest.get(key).is_none_or(|known| known.known() <= statement.known());
        if newer {
            latest.insert(key, statement);
        }
    }
    latest
}

/// The compiler takes its own report back; it says so in its release, and the mission writes it down.
fn withdrawal(of: BodyId, options: &Options, known: Option<KnownAt>, words: &str) -> Option<Entry> {
    let reply = Reply {
        to: of,
        stance: Stance::Withdraws,
        subject: "any".to_owned(),
        without_prejudice: false,
        words: words.to_owned(),
    };
    let on_behalf =
        OnBehalf { speaker: COMPILER.to_owned(), recorder: options.author.clone(), medium: "data release".to_owned() };
    let body = Body {
        author: options.author.clone(),
        said_at: known.map(|known| known.0),
        on_behalf: Some(on_behalf),
        cited: None,
        content: Content::Reply(reply),
    };
    // Short texts of our own have canonical bytes.
    Entry::new(body).ok().map(|entry| entry.known(known))
}

type Faults = Vec<(usize, Message)>;

fn event(row: &Row<'_>, options: &Options) -> Result<(Report, Option<KnownAt>), Faults> {
    let mut faults: Faults = Vec::new();
    let fault = |column: usize, code: &'static str, what: &str, expected: String| {
        let cell = row.cell(column);
        let message = match cell {
            "" => Message::new(codes::ROW_EMPTY, "the cell is empty"),
            _ => Message::new(code, format!("{} is {what}", quoted(cell))),
        };
        (column, message.note(format!("expected {expected}")))
    };
    for column in [ID, EVENT_TYPE, SUB_EVENT_TYPE] {
        if row.cell(column).is_empty() {
            faults.push(fault(column, codes::ROW_EMPTY, "", "a text".into()));
        }
    }
    let date = date(row.cell(DATE)).filter(|date| YEARS.contains(&date.year()));
    if date.is_none() {
        faults.push(fault(DATE, codes::ROW_DATE, "no date", "a date such as 2030-03-05 or `05 March 2030`".into()));
    }
    let happened = date.and_then(|date| happened(date, row.cell(TIME_PRECISION), &options.zone));
    if date.is_some() && happened.is_none() {
        faults.push(fault(TIME_PRECISION, codes::ROW_CODE, "no code of this column", "one of 1, 2, 3".into()));
    }
    let radius = RADIUS_M.iter().find(|(code, _)| *code == row.cell(GEO_PRECISION)).map(|(_, radius)| *radius);
    if radius.is_none() {
        faults.push(fault(GEO_PRECISION, codes::ROW_CODE, "no code of this column", "one of 1, 2, 3".into()));
    }
    let position = |column: usize, most: f64| -> Option<i32> {
        let degrees: f64 = row.cell(column).parse().ok()?;
        // Seven decimals are a centimetre; the products lie far within 32 bits.
        (degrees.abs() <= most).then(|| (degrees * 1e7).round() as i32)
    };
    let mut area = None;
    if let Some(Some(radius_m)) = radius {
        match (position(LONGITUDE, 180.0), position(LATITUDE, 90.0)) {
            (Some(lon_e7), Some(lat_e7)) => {
                area = Some(Area::Disc { centre: Point { lon_e7, lat_e7 }, radius_mm: radius_m * 1_000 });
            }
            (lon, _) => {
                let column = if lon.is_none() { LONGITUDE } else { LATITUDE };
                faults.push(fault(column, codes::ROW_POSITION, "no position", "degrees with a decimal point".into()));
            }
        }
    }
    let fatalities: Option<u32> = row.cell(FATALITIES).parse().ok();
    if fatalities.is_none() {
        faults.push(fault(FATALITIES, codes::ROW_NUMBER, "no number of people", "a whole number".into()));
    }
    let known = match known(row, TIMESTAMP, options) {
        Ok(known) => known,
        Err(message) => {
            faults.push((TIMESTAMP, message));
            None
        }
    };
    let (Some(happened), Some(fatalities), true) = (happened, fatalities, faults.is_empty()) else {
        return Err(faults);
    };

    let mut flags = Vec::new();
    if let Some(stated) = &area
        && let Err(fault) = geometry::check(stated)
    {
        flags.push(format!("position left out: {fault}"));
        area = None;
    }
    let mut names: Vec<Name> = Vec::new();
    for column in [LOCATION, ADMIN3, ADMIN2, ADMIN1, COUNTRY] {
        let name = squeezed(row.cell(column));
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    let counts = match fatalities {
        0 => {
            flags.push("fatalities 0: none, or none known".to_owned());
            Vec::new()
        }
        least => vec![Count {
            category: Category::Killed,
            population: Population::Unknown,
            least,
            most: None,
            scope: CountScope::Incident,
            words: format!("{least}, ACLED's most conservative estimate"),
        }],
    };
    let (accused, targets) = who(row);
    let precise = happened.seconds() <= 90_000;
    let report = Report {
        chain: Chain { relayers: vec![COMPILER.to_owned()], origins: origins(row) },
        polarity: Polarity::Happened,
        accused,
        act: Some(act(row.cell(SUB_EVENT_TYPE))),
        targets,
        time: Some(EventTime::within(happened, if precise { Precision::Day } else { Precision::Days })),
        place: (!names.is_empty() || area.is_some()).then_some(PlaceStated { names, area }),
        counts,
        event: Some(format!("{FORMAT}:{}", row.cell(ID))),
        words: squeezed(row.cell(NOTES)),
        flags,
        ..Report::default()
    };
    Ok((report, known))
}

/// When the row became known: as stated for the whole release, or at its own time stamp (Unix seconds).
fn known(row: &Row<'_>, column: usize, options: &Options) -> Result<Option<KnownAt>, Message> {
    if !options.history {
        return Ok(None);
    }
    if options.known.is_some() {
        return Ok(options.known);
    }
    let cell = row.cell(column);
    let seconds = cell.parse::<i64>().ok().filter(|seconds| (0..8_000_000_000).contains(seconds));
    seconds.map(|seconds| Some(KnownAt(Instant(seconds)))).ok_or_else(|| {
        Message::new(codes::ROW_NUMBER, format!("{} is no time stamp", quoted(cell)))
            .note("expected seconds since 1970, such as 1900000000")
    })
}

/// Who acted, where the event's type says so, and on whom.
fn who(row: &Row<'_>) -> (Accused, Vec<Name>) {
    let (one, two) = (squeezed(row.cell(ACTOR1)), squeezed(row.cell(ACTOR2)));
    let other = |name: &str| if name.is_empty() { Vec::new() } else { vec![name.to_owned()] };
    match row.cell(EVENT_TYPE).to_lowercase().as_str() {
        "battles" if !one.is_empty() && !two.is_empty() => (Accused::Dyad(one, two), Vec::new()),
        "violence against civilians" if !one.is_empty() => (Accused::Actor(one), vec!["civilians".to_owned()]),
        "explosions/remote violence" if !one.is_empty() => (Accused::Actor(one), other(&two)),
        _ => (Accused::Unstated, Vec::new()),
    }
}

fn act(sub_event_type: &str) -> String {
    let lower = squeezed(&sub_event_type.to_lowercase());
    ACTS.iter().find(|(theirs, _)| *theirs == lower).map_or(lower, |(_, ours)| (*ours).to_owned())
}

fn origins(row: &Row<'_>) -> Vec<Origin> {
    let mut names: Vec<Name> = Vec::new();
    for name in row.cell(SOURCE).split(';').map(squeezed) {
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { vec![Origin::Unnamed(String::new())] } else { names.into_iter().map(Origin::Named).collect() }
}

/// The release that the row is of: two releases that say different things are two statements.
fn cited(row: &Row<'_>) -> String {
    format!("ACLED {}{STAMP}{}", row.cell(ID), row.cell(TIMESTAMP))
}

/// The time stamp of the row that made a report.
fn stamp_of(report: &Statement) -> Option<i64> {
    let digits = report.body.cited.as_deref()?.split_once(STAMP)?.1;
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

fn happened(date: Date, precision: &str, zone: &Zone) -> Option<Interval> {
    let day = |date: Date| zone.day(date);
    match precision {
        "1" => Some(day(date)),
        "2" => {
            let span = jiff::Span::new().days(WEEK_DAYS);
            Some(day(date.checked_sub(span).ok()?).hull(day(date.checked_add(span).ok()?)))
        }
        "3" => Some(day(date.first_of_month()).hull(day(date.last_of_month()))),
        _ => None,
    }
}

/// `2030-03-05`, or `05 March 2030` as the platform writes it.
fn date(text: &str) -> Option<Date> {
    let written = || Date::strptime("%d %B %Y", text).ok();
    let plain = || if text.len() == 10 { text.parse().ok() } else { None };
    plain().or_else(written)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
