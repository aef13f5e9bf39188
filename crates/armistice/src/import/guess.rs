//! A mapping guessed from a table: a draft for a person to read, correct and keep.
//!
//! ```text
//! titles and first rows ─▶ which column may say what, how dates are written ─▶ mapping text with the reasons as comments
//! ```
//!
//! Holds
//! - Nothing is imported by a guess: it becomes a file, and the file is what an import takes.
//! - Dates that can be read in two ways are left for the person to decide, and the mapping does not import until they are.
//!
//! Not here: reading rows by a mapping (`mapped`).

use std::fmt::Write;

use jiff::civil::{Date, DateTime};

use super::mapping::{Dates, Mapping};
use super::rows::Table;
use crate::message::Message;

/// Rows that are looked at.
const ROWS: usize = 500;
/// Words in titles that tell a field, the most telling first; in the languages that lists of incidents are kept in.
const TITLES: &[(&str, &[&str])] = &[
    (
        "event",
        &[
            "event_id",
            "event id",
            "incident id",
            "incident no",
            "incident number",
            "id",
            "ref",
            "reference",
            "no.",
            "رقم",
        ],
    ),
    (
        "date",
        &["date of incident", "incident date", "event date", "date", "datum", "fecha", "jour", "التاريخ", "تاريخ"],
    ),
    ("date_to", &["end date", "date to", "until", "date end", "إلى"]),
    ("time", &["time of incident", "time", "hour", "heure", "hora", "الوقت", "الساعة"]),
    ("relayer", &["relayed by", "passed on by", "via", "channel", "received from", "عبر"]),
    ("origin", &["source", "reported by", "reporter", "informant", "fuente", "المصدر"]),
    (
        "act",
        &["type of incident", "incident type", "event type", "violation", "category", "type", "tipo", "نوع", "النوع"],
    ),
    (
        "accused",
        &[
            "alleged perpetrator",
            "perpetrator",
            "accused",
            "alleged by",
            "responsible",
            "actor",
            "auteur",
            "الفاعل",
            "الجهة",
        ],
    ),
    ("targets", &["target", "victim group", "against", "objectif", "الهدف", "المستهدف"]),
    ("weapon", &["weapon", "arme", "arma", "السلاح"]),
    (
        "places",
        &["village", "town", "city", "location", "place", "site", "lieu", "lugar", "المكان", "البلدة", "القرية"],
    ),
    ("places", &["district", "sub-district", "county", "admin2", "cercle", "المنطقة"]),
    ("places", &["governorate", "province", "state", "region", "admin1", "المحافظة"]),
    ("latitude", &["latitude", "lat", "y", "خط العرض"]),
    ("longitude", &["longitude", "long", "lon", "lng", "x", "خط الطول"]),
    ("radius_m", &["radius", "accuracy_m", "uncertainty"]),
    ("killed", &["killed", "deaths", "dead", "fatalities", "kia", "morts", "muertos", "قتلى", "القتلى"]),
    ("injured", &["injured", "wounded", "wia", "blessés", "heridos", "جرحى", "الجرحى"]),
    (
        "words",
        &[
            "what happened",
            "description",
            "narrative",
            "summary",
            "details",
            "notes",
            "remarks",
            "comment",
            "الوصف",
            "ملاحظات",
        ],
    ),
    ("cited", &["url", "link", "report no", "document"]),
    ("grade", &["grade", "reliability", "admiralty"]),
    ("cause", &["cause", "reason", "السبب"]),
];
/// Forms of dates that are tried.
const DATES: &[&str] = &[
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%m/%d/%Y",
    "%d.%m.%Y",
    "%d-%m-%Y",
    "%m-%d-%Y",
    "%d/%m/%y",
    "%m/%d/%y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%B %d, %Y",
    "%Y/%m/%d",
];
/// Forms of dates with times that are tried.
const DATE_TIMES: &[&str] =
    &["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M", "%d.%m.%Y %H:%M"];

/// A guessed mapping.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Guess {
    /// The mapping as a file, with its reasons.
    pub text: String,
    /// What a person has to decide before it imports.
    pub open: Vec<String>,
}

/// Guesses a mapping called `name` for `table`; `zone` and `acts` are the agreement's.
///
/// # Errors
/// I01: the table cannot be read at all.
pub fn guess(table: &Table, name: &str, zone: &str, acts: &[&str]) -> Result<Guess, Message> {
    let (encoding, encoding_note) = encoding(table);
    let delimiter = if table.is_workbook() { ",".to_owned() } else { delimiter(&table.decoded(&encoding)?) };
    let mut form = blank(name, zone);
    form.file.encoding.clone_from(&encoding);
    form.file.delimiter.clone_from(&delimiter);
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    table.rows(&form, &mut |place, cells| {
        if rows.len() <= ROWS {
            rows.push((place.row.unwrap_or(place.line), cells.iter().map(|cell| (*cell).to_owned()).collect()));
        }
    })?;
    // Titles stand in the first row that is filled across; what is above it is a heading.
    let widest = rows.iter().take(20).map(|(_, cells)| filled(cells)).max().unwrap_or(0);
    let head = rows.iter().position(|(_, cells)| filled(cells) * 3 >= widest * 2).unwrap_or(0);
    let Some((header_row, titles)) = rows.get(head).cloned() else {
        return Err(Message::new(crate::codes::IMPORT_EMPTY, "the file is empty")
            .at(&table.name)
            .help("if rows were expected, look at how the file was made"));
    };
    let data: Vec<&Vec<String>> = rows[head + 1..].iter().map(|(_, cells)| cells).collect();
    let seen = Seen {
        table,
        encoding: (&encoding, encoding_note),
        delimiter: &delimiter,
        header_row,
        titles: &titles,
        data: &data,
    };
    Ok(written(name, zone, acts, &seen))
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

fn blank(name: &str, zone: &str) -> Mapping {
    Mapping {
        name: name.to_owned(),
        file: super::mapping::FileForm::default(),
        dates: Dates { zone: zone.to_owned(), date: None, time: None, date_time: None },
        columns: super::mapping::Columns::default(),
        constants: super::mapping::Constants::default(),
        counts: Vec::new(),
        values: std::collections::BTreeMap::new(),
        precision: std::collections::BTreeMap::new(),
    }
}

fn encoding(table: &Table) -> (String, &'static str) {
    if table.is_workbook() || table.decoded("utf-8").is_ok() {
        return ("utf-8".into(), "");
    }
    (
        "windows-1252".into(),
        "guessed: the file is not UTF-8. Look at the letters in the preview; Arabic files are often windows-1256",
    )
}

/// The character that stands most often, and equally often, in the first lines.
fn delimiter(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(10).collect();
    let score = |c: char| {
        lines.iter().map(|line| line.matches(c).count()).filter(|count| *count > 0).count() * 1_000
            + lines.first().map_or(0, |line| line.matches(c).count())
    };
    let best = [',', ';', '\t', '|'].into_iter().max_by_key(|c| (score(*c), *c == ',')).unwrap_or(',');
    if best == '\t' { "tab".into() } else { best.to_string() }
}

/// What one column is taken for.
struct Taken<'t> {
    field: &'static str,
    title: &'t str,
}

/// What was seen of a table.
struct Seen<'t> {
    table: &'t Table,
    /// Its encoding, and why it is taken for that where it is a guess.
    encoding: (&'t str, &'t str),
    delimiter: &'t str,
    header_row: u64,
    titles: &'t [String],
    data: &'t [&'t Vec<String>],
}

fn written(name: &str, zone: &str, acts: &[&str], seen: &Seen<'_>) -> Guess {
    let Seen { table, encoding, delimiter, header_row, titles, data } = *seen;
    let taken = taken(titles);
    let column = |field: &str| taken.iter().find(|taken| taken.field == field).map(|taken| taken.title);
    let cells = |title: &str| -> Vec<&str> {
        let index = titles.iter().position(|own| own == title).unwrap_or(usize::MAX);
        data.iter().filter_map(|cells| cells.get(index)).map(String::as_str).filter(|cell| !cell.is_empty()).collect()
    };
    let mut open = Vec::new();
    let mut text = String::new();
    let out = &mut text;
    // Writing into a text cannot fail.
    let _ = writeln!(
        out,
        "# A guess from {}: read it, correct it, keep it. Nothing is imported before you say so:",
        table.name
    );
    let _ = writeln!(out, "#   armistice import {} --mapping FILE.toml --dry-run", table.name);
    let _ = writeln!(out, "name = {name:?}  # event keys are {name}:KEY\n\n[file]");
    if !table.is_workbook() {
        let note = if encoding.1.is_empty() { String::new() } else { format!("  # {}", encoding.1) };
        let _ = writeln!(out, "encoding = {:?}{note}\ndelimiter = {delimiter:?}", encoding.0);
    }
    let _ = writeln!(out, "header_row = {header_row}\n\n[dates]");
    let _ = writeln!(out, "zone = {zone:?}  # the agreement's; whose clocks does the table follow?");
    if let Some(title) = column("date") {
        match dates(&cells(title)) {
            Found::Iso => {}
            Found::One(key, form) => {
                let _ = writeln!(out, "{key} = {form:?}  # fits every date that was looked at");
            }
            Found::Several(key, forms) => {
                for form in &forms {
                    let _ = writeln!(out, "# {key} = {form:?}");
                }
                let _ = writeln!(
                    out,
                    "# DECIDE: every date that was looked at can be read in each of these ways. Take the `#` away from the right one."
                );
                open.push(format!("how `{title}` writes dates: {}", forms.join(" or ")));
            }
            Found::None => {
                let _ = writeln!(
                    out,
                    "# DECIDE: date = \"…\"  # no form that was tried fits `{title}`; write it as strftime does: %d/%m/%Y"
                );
                open.push(format!("how `{title}` writes dates: no form that was tried fits"));
            }
        }
    }
    let _ = writeln!(out, "\n[columns]");
    let single = [
        "event",
        "relayer",
        "origin",
        "act",
        "accused",
        "targets",
        "weapon",
        "date",
        "date_to",
        "time",
        "latitude",
        "longitude",
        "radius_m",
        "words",
        "cited",
        "grade",
        "cause",
    ];
    for field in single {
        if let Some(title) = column(field) {
            let _ = writeln!(out, "{field} = {title:?}");
        }
    }
    if column("event").is_none() {
        let _ = writeln!(
            out,
            "# event = \"…\"  # no column numbers the incidents: each row would be an incident of its own"
        );
    }
    let places: Vec<&str> = taken.iter().filter(|taken| taken.field == "places").map(|taken| taken.title).collect();
    if !places.is_empty() {
        let _ = writeln!(out, "places = {places:?}  # the smallest first");
    }
    let _ = writeln!(out, "\n[constants]");
    if column("origin").is_none() {
        let _ = writeln!(out, "# DECIDE: origin = \"…\"  # nobody is said to report: who made this table?");
        open.push("who reports: no column says".into());
    }
    if column("latitude").is_some() && column("radius_m").is_none() {
        let _ = writeln!(
            out,
            "# DECIDE: radius_m = 1000  # how far may a position be off? Without it a position would be taken for exact"
        );
        open.push("how far positions may be off: no column says".into());
    }
    for field in ["killed", "injured"] {
        if let Some(title) = column(field) {
            let _ = writeln!(out, "\n[[counts]]\ncategory = {field:?}\nnumber = {title:?}");
        }
    }
    if let Some(title) = column("act") {
        let _ = writeln!(
            out,
            "\n[values.act]  # their words and those of your agreement; a word that is not listed stands as it is"
        );
        if !acts.is_empty() {
            let _ = writeln!(out, "# the agreement's acts: {}", acts.join(", "));
        }
        let mut words: Vec<&str> = cells(title);
        words.sort_unstable();
        words.dedup();
        for word in words.into_iter().take(40) {
            let _ = writeln!(out, "{word:?} = {:?}", word.to_lowercase());
        }
    }
    let left: Vec<String> = titles
        .iter()
        .filter(|title| !title.is_empty() && !taken.iter().any(|taken| taken.title == title.as_str()))
        .map(|title| format!("{title:?}"))
        .collect();
    if !left.is_empty() {
        let _ = writeln!(out, "\n# Columns that nothing is taken from: {}", left.join(", "));
    }
    Guess { text, open }
}

/// Which title is taken for which field: the most telling words first, each column once.
fn taken(titles: &[String]) -> Vec<Taken<'_>> {
    let mut taken: Vec<Taken<'_>> = Vec::new();
    for (field, words) in TITLES {
        let free = |title: &&String| !title.is_empty() && !taken.iter().any(|taken| taken.title == title.as_str());
        let normal = |title: &str| title.to_lowercase().replace(['_', '-'], " ");
        let exact =
            |word: &&&str| titles.iter().filter(free).find(|title| normal(title) == word.replace(['_', '-'], " "));
        let within = |word: &&&str| {
            let word = format!(" {} ", word.replace(['_', '-'], " "));
            // A short word tells nothing inside a longer title.
            (word.len() > 4)
                .then(|| titles.iter().filter(free).find(|title| format!(" {} ", normal(title)).contains(&word)))
                .flatten()
        };
        let found = words.iter().find_map(|word| exact(&word)).or_else(|| words.iter().find_map(|word| within(&word)));
        if let Some(title) = found {
            taken.push(Taken { field, title });
        }
    }
    taken
}

/// How the dates of a column are written.
enum Found {
    Iso,
    One(&'static str, &'static str),
    Several(&'static str, Vec<&'static str>),
    None,
}

fn dates(cells: &[&str]) -> Found {
    if cells.is_empty() {
        return Found::None;
    }
    let fits = |form: &&&'static str| {
        cells.iter().all(|cell| Date::strptime(**form, cell).is_ok_and(|date| (1950..=2100).contains(&date.year())))
    };
    let fits_both = |form: &&&'static str| {
        cells.iter().all(|cell| DateTime::strptime(**form, cell).is_ok_and(|date| (1950..=2100).contains(&date.year())))
    };
    let day: Vec<&'static str> = DATES.iter().filter(fits).copied().collect();
    let both: Vec<&'static str> = DATE_TIMES.iter().filter(fits_both).copied().collect();
    match (day.as_slice(), both.as_slice()) {
        (["%Y-%m-%d", ..], _) => Found::Iso,
        (_, [form, ..]) if form.starts_with("%Y-%m-%d") => Found::Iso,
        ([one], _) => Found::One("date", one),
        ([], [one]) => Found::One("date_time", one),
        ([], []) => Found::None,
        ([], several) => Found::Several("date_time", several.to_vec()),
        (several, _) => Found::Several("date", several.to_vec()),
    }
}
