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

use std::collections::BTreeSet;
use std::fmt::Write;

use jiff::civil::{Date, DateTime};

use super::mapped;
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
        &[
            "type of incident",
            "incident type",
            "event type",
            "violation",
            "category",
            "type",
            "what",
            "tipo",
            "نوع",
            "النوع",
        ],
    ),
    (
        "accused",
        &[
            "alleged perpetrator",
            "perpetrator",
            "accused",
            "who is accused",
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
        &[
            "village",
            "town",
            "city",
            "settlement",
            "locality",
            "location",
            "place",
            "site",
            "where",
            "lieu",
            "lugar",
            "المكان",
            "البلدة",
            "القرية",
        ],
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
/// Titles of columns that number the rows: the number is the incident's where no other column is and none stands twice.
const NUMBERS: &[&str] = &["no", "nr", "#", "n°", "number", "serial", "serial no", "s/n", "row", "م"];
/// Words for a figure that nobody states.
const UNSTATED: &[&str] =
    &["unknown", "unk", "n/a", "na", "not known", "not stated", "?", "-", "–", "inconnu", "غير معروف", "غير محدد"];
/// Words for nobody.
const ZERO: &[&str] = &["none", "no", "nil", "nobody", "zero", "aucun", "ninguno", "لا يوجد", "لا أحد"];
/// Most different words in a column that classes what happened; one with more tells it in words.
const CLASSES: usize = 40;
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
        dates: Dates { zone: zone.to_owned(), date: None, time: None, date_time: None, undated: false },
        columns: super::mapping::Columns::default(),
        constants: super::mapping::Constants::default(),
        counts: Vec::new(),
        values: std::collections::BTreeMap::new(),
        precision: std::collections::BTreeMap::new(),
        sha256: [0; 32],
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
    let taken = taken(titles, data);
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
    let _ = writeln!(out, "header_row = {header_row}");
    let commas = |cell: &&str| cell.matches(',').count() == 1 && !cell.contains('.');
    if let Some(title) = column("latitude")
        && !cells(title).is_empty()
        && cells(title).iter().filter(|cell| commas(cell)).count() * 2 > cells(title).len()
    {
        let _ = writeln!(out, "decimal = \",\"  # positions are written with a decimal comma");
    }
    let _ = writeln!(out, "\n[dates]");
    let _ = writeln!(out, "zone = {zone:?}  # the agreement's; whose clocks does the table follow?");
    if let Some(title) = column("date") {
        match dates(&cells(title)) {
            Found::Iso => {}
            Found::One(key, form, odd) => {
                let _ = match odd.as_slice() {
                    [] => writeln!(out, "{key} = {form:?}  # fits every date that was looked at"),
                    odd => writeln!(out, "{key} = {form:?}  # fits all that was looked at but {}", some_of(odd)),
                };
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
    let figures: Vec<&str> = ["killed", "injured"].into_iter().filter_map(column).flat_map(cells).collect();
    number_words(out, &figures, &mut open);
    // A word that says that nobody is known is no name.
    if let Some(title) = column("accused") {
        let cells = cells(title);
        let words: BTreeSet<&str> =
            cells.into_iter().filter(|cell| UNSTATED.contains(&cell.to_lowercase().as_str())).collect();
        if !words.is_empty() {
            let _ = writeln!(out, "\n[values.accused]  # \"\" says that nobody is named");
            for word in words {
                let _ = writeln!(out, "{word:?} = \"\"");
            }
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

/// Words that stand where a figure is expected: what they usually mean, or that somebody has to say it.
fn number_words(out: &mut String, figures: &[&str], open: &mut Vec<String>) {
    let words: BTreeSet<&str> = figures.iter().copied().filter(|cell| mapped::bounds(cell).is_none()).collect();
    if words.is_empty() {
        return;
    }
    let _ =
        writeln!(out, "\n[values.number]  # what words mean where a figure is expected; \"\" says that none is stated");
    let mut undecided = Vec::new();
    for word in words.into_iter().take(CLASSES) {
        let lower = word.to_lowercase();
        let _ = match lower.trim_end_matches('.') {
            word_of_none if UNSTATED.contains(&word_of_none) => writeln!(out, "{word:?} = \"\""),
            word_of_zero if ZERO.contains(&word_of_zero) => writeln!(out, "{word:?} = \"0\""),
            _ => {
                undecided.push(word.to_owned());
                writeln!(out, "# DECIDE: {word:?} = \"…\"  # a figure such as 8-12; until then its rows are refused")
            }
        };
    }
    if !undecided.is_empty() {
        open.push(format!("what {} means as a figure", some_of(&undecided)));
    }
}

/// A few of many, as they are written.
fn some_of(cells: &[String]) -> String {
    let shown: Vec<String> = cells.iter().take(3).map(|cell| format!("{cell:?}")).collect();
    match cells.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Which title is taken for which field: by its words, then by what stands under it.
fn taken<'t>(titles: &'t [String], data: &[&Vec<String>]) -> Vec<Taken<'t>> {
    let mut taken = told_by_title(titles);
    let under = |title: &str| -> Vec<&str> {
        let index = titles.iter().position(|own| own == title).unwrap_or(usize::MAX);
        data.iter().filter_map(|cells| cells.get(index)).map(String::as_str).filter(|cell| !cell.is_empty()).collect()
    };
    let different = |title: &str| under(title).into_iter().collect::<BTreeSet<&str>>().len();
    let is_taken = |taken: &[Taken<'_>], field: &str| taken.iter().any(|taken| taken.field == field);
    if !is_taken(&taken, "event") {
        let numbers = titles.iter().find(|title| {
            let rows = under(title).len();
            NUMBERS.contains(&title.trim().trim_end_matches('.').to_lowercase().as_str())
                && rows > 0
                && different(title) == rows
                && rows == data.len()
        });
        taken.extend(numbers.map(|title| Taken { field: "event", title }));
    }
    // A column that says the same few things again and again classes what happened, whatever it is called.
    if !is_taken(&taken, "act")
        && let Some(words) = taken.iter_mut().find(|taken| taken.field == "words")
        && different(words.title) <= CLASSES.min(under(words.title).len() / 2)
    {
        words.field = "act";
        let free = |title: &&String| !taken.iter().any(|taken| taken.title == title.as_str());
        let rest: Vec<String> = titles.iter().filter(free).cloned().collect();
        let again =
            told_by_title(&rest).into_iter().find(|taken| taken.field == "words").map(|taken| taken.title.to_owned());
        let title = again.and_then(|again| titles.iter().find(|title| **title == again));
        taken.extend(title.map(|title| Taken { field: "words", title }));
    }
    taken
}

/// The most telling words first, each column once.
fn told_by_title(titles: &[String]) -> Vec<Taken<'_>> {
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
    /// One form, and the cells that it does not fit.
    One(&'static str, &'static str, Vec<String>),
    Several(&'static str, Vec<&'static str>),
    None,
}

/// The forms that fit most cells, four in five at least: a log has its slips, and they are told as bad rows.
fn dates(cells: &[&str]) -> Found {
    let in_years = |year: i16| (1950..=2100).contains(&year);
    let day = |form: &str, cell: &str| Date::strptime(form, cell).is_ok_and(|date| in_years(date.year()));
    let both = |form: &str, cell: &str| DateTime::strptime(form, cell).is_ok_and(|date| in_years(date.year()));
    for (key, forms, fits) in [("date", DATES, &day as &dyn Fn(&str, &str) -> bool), ("date_time", DATE_TIMES, &both)] {
        let fitting = |form: &str| cells.iter().filter(|cell| fits(form, cell)).count();
        let most = forms.iter().map(|form| fitting(form)).max().unwrap_or(0);
        if most == 0 || most * 5 < cells.len() * 4 {
            continue;
        }
        let best: Vec<&'static str> = forms.iter().filter(|form| fitting(form) == most).copied().collect();
        return match best.as_slice() {
            [form, ..] if form.starts_with("%Y-%m-%d") => Found::Iso,
            [form] => {
                let odd = cells.iter().filter(|cell| !fits(form, cell)).map(|cell| (*cell).to_owned()).collect();
                Found::One(key, form, odd)
            }
            _ => Found::Several(key, best),
        };
    }
    Found::None
}
