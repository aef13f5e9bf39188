//! Mapping files: which column of somebody's table says what, written down once and used again.
//!
//! ```text
//! incidents.toml ─▶ `Mapping::parse` ─▶ checked mapping ─┐
//! incidents.csv | .xlsx ─▶ `rows` ───────────────────────┴▶ `mapped::read` ─▶ `Reading`
//! ```
//!
//! Holds
//! - Dates have a stated form and a stated zone; nothing about them is guessed when rows are read.
//! - A key that mappings do not have is refused with the keys there are: a slip of the pen loses nothing in silence.
//!
//! Not here: what a row says (`mapped`), what a mapping may be guessed to be (`guess`).

use std::collections::BTreeMap;

use record::vocabulary::Name;
use record::vocabulary::time::Zone;
use serde::Deserialize;

use crate::codes;
use crate::message::{Message, quoted};

/// Fields whose words `[values]` can explain.
const FIELDS_WITH_WORDS: &[&str] = &[
    "origin",
    "relayer",
    "act",
    "accused",
    "between_a",
    "between_b",
    "targets",
    "weapon",
    "places",
    "severity",
    "cause",
    "basis",
    "grade",
    "happened",
    "number",
];

/// A mapping as it is written (`spec/import.md`).
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// Names the feed: event keys are `NAME:KEY`.
    pub name: String,
    /// The table.
    #[serde(default)]
    pub file: FileForm,
    /// How dates are written, and by whose clocks.
    pub dates: Dates,
    /// Which column says what.
    pub columns: Columns,
    /// What every row says, whatever its cells.
    #[serde(default)]
    pub constants: Constants,
    /// Casualty figures: one entry for each column or pair of columns.
    #[serde(default)]
    pub counts: Vec<CountColumns>,
    /// Their codes and our words, by field: `[values.act] "SHEL" = "shelling"`.
    #[serde(default)]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What a code of precision says of the ground: a radius in metres, or `named` for the named area alone.
    #[serde(default)]
    pub precision: BTreeMap<String, Precision>,
    /// SHA-256 of the mapping as it is written: another mapping reads the same file otherwise.
    #[serde(skip)]
    pub sha256: [u8; 32],
}

/// How the table is written.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileForm {
    /// Of a text file: "utf-8", "utf-16le", "windows-1252", "windows-1256" …
    #[serde(default = "utf8")]
    pub encoding: String,
    /// Of a text file: one character, or "tab".
    #[serde(default = "comma")]
    pub delimiter: String,
    /// Of a workbook: the sheet's name; the first where missing.
    #[serde(default)]
    pub sheet: Option<String>,
    /// The row with the titles of columns, counted from 1.
    #[serde(default = "first")]
    pub header_row: u64,
    /// The sign between whole degrees and their parts: "." where left out, or ",".
    #[serde(default = "point")]
    pub decimal: String,
}

fn utf8() -> String {
    "utf-8".into()
}
fn comma() -> String {
    ",".into()
}
fn first() -> u64 {
    1
}
fn point() -> String {
    ".".into()
}

impl Default for FileForm {
    fn default() -> FileForm {
        FileForm { encoding: utf8(), delimiter: comma(), sheet: None, header_row: first(), decimal: point() }
    }
}

/// How dates are written.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dates {
    /// Whose days and clocks: "Africa/Juba".
    pub zone: String,
    /// As `strftime` writes it: "%d/%m/%Y". A date as `2030-03-05` is always understood.
    #[serde(default)]
    pub date: Option<String>,
    /// "%H:%M". A time as `14:30` is always understood.
    #[serde(default)]
    pub time: Option<String>,
    /// Of a column with both: "%d/%m/%Y %H:%M".
    #[serde(default)]
    pub date_time: Option<String>,
    /// Whether a row without a date is taken: it may have happened at any time.
    #[serde(default)]
    pub undated: bool,
}

/// Which column says what; a field that is left out is not stated.
#[derive(Clone, Default, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The row's own key.
    pub event: Option<String>,
    /// Who said it first, one or several.
    pub origin: Option<String>,
    /// Who passed it on, outermost.
    pub relayer: Option<String>,
    /// What was done.
    pub act: Option<String>,
    /// Who is said to have acted.
    pub accused: Option<String>,
    /// Fighting between two: the one.
    pub between_a: Option<String>,
    /// The other.
    pub between_b: Option<String>,
    /// To whom.
    pub targets: Option<String>,
    /// With what.
    pub weapon: Option<String>,
    /// The day, or the day and time where `dates.date_time` is stated.
    pub date: Option<String>,
    /// The time of that day.
    pub time: Option<String>,
    /// The last day, of something that may have been on any day between.
    pub date_to: Option<String>,
    /// Names of places, the smallest first.
    #[serde(default)]
    pub places: Vec<String>,
    /// Degrees north.
    pub latitude: Option<String>,
    /// Degrees east.
    pub longitude: Option<String>,
    /// How far the position is uncertain, in metres.
    pub radius_m: Option<String>,
    /// A code of the table `precision`.
    pub precision: Option<String>,
    /// In the source's words.
    pub words: Option<String>,
    /// Where it was read: an address, an article.
    pub cited: Option<String>,
    /// A claimed cause.
    pub cause: Option<String>,
    /// On what it rests.
    pub basis: Option<String>,
    /// A severity class.
    pub severity: Option<String>,
    /// An Admiralty grade.
    pub grade: Option<String>,
    /// Whether it happened, by `[values.happened]` to `true` or `false`.
    pub happened: Option<String>,
    /// When the mission knew of it; makes the import a batch of history.
    pub known: Option<String>,
}

/// What every row says.
#[derive(Clone, Default, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Constants {
    /// Who passed it on, outermost first.
    #[serde(default)]
    pub relayers: Vec<Name>,
    /// Who said it first, where no column does or its cell is empty.
    pub origin: Option<Name>,
    /// What was done.
    pub act: Option<Name>,
    /// Who is said to have acted.
    pub accused: Option<Name>,
    /// To whom.
    #[serde(default)]
    pub targets: Vec<Name>,
    /// With what.
    pub weapon: Option<Name>,
    /// Names of larger places.
    #[serde(default)]
    pub places: Vec<Name>,
    /// How far a position is uncertain, in metres.
    pub radius_m: Option<u64>,
    /// On what it rests.
    pub basis: Option<String>,
    /// An Admiralty grade.
    pub grade: Option<String>,
    /// What stands between several names of one cell; ";" where left out.
    pub separator: Option<String>,
}

/// Casualty figures.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountColumns {
    /// killed, injured, killed or injured, missing, detained.
    pub category: String,
    /// combatant or civilian.
    #[serde(default)]
    pub population: Option<String>,
    /// The figure: "5", "5-8", "at least 5", "5+".
    #[serde(default)]
    pub number: Option<String>,
    /// Or its least …
    #[serde(default)]
    pub least: Option<String>,
    /// … and greatest.
    #[serde(default)]
    pub most: Option<String>,
    /// "incident" where left out, "cumulative", "ambiguous".
    #[serde(default)]
    pub scope: Option<String>,
}

/// What a code of precision says.
#[derive(Clone, PartialEq, Debug, Deserialize)]
#[serde(untagged)]
pub enum Precision {
    /// Within so many metres of the position.
    Metres(u64),
    /// "named": somewhere in the named area; the position says nothing.
    Word(String),
}

impl Mapping {
    /// Reads and checks the mapping in `text` of the file called `file`.
    ///
    /// # Errors
    /// I0401, I0402: everything that is wrong with it.
    pub fn parse(file: &str, text: &str) -> Result<Mapping, Vec<Message>> {
        let mut mapping: Mapping = toml::from_str(text).map_err(|error| {
            let line = error.span().map(|span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            let at = line.map_or(file.to_owned(), |line| format!("{file} line {line}"));
            let mut message = Message::new(codes::MAPPING, "the mapping cannot be read").at(at);
            for line in error.message().lines() {
                message = message.note(line);
            }
            vec![message.help("`armistice import template` shows mappings that can be read")]
        })?;
        mapping.sha256 = crate::hash::sha256(text.as_bytes());
        let wrong = mapping.wrong(file);
        if wrong.is_empty() { Ok(mapping) } else { Err(wrong) }
    }

    fn wrong(&self, file: &str) -> Vec<Message> {
        let mut wrong = Vec::new();
        let mut say = |sentence: String, help: &str| {
            wrong.push(Message::new(codes::MAPPING_CHOICE, sentence).at(file.to_owned()).help(help));
        };
        if self.name.is_empty() || self.name.contains(char::is_whitespace) || self.name.contains(':') {
            say(
                format!("{} is no name of a feed", quoted(&self.name)),
                "write one word without a colon, such as `incident-log`: event keys begin with it",
            );
        }
        if Zone::named(&self.dates.zone).is_none() {
            say(format!("there is no time zone {}", quoted(&self.dates.zone)), "write a name such as `Africa/Juba`");
        }
        if encoding_rs::Encoding::for_label(self.file.encoding.as_bytes()).is_none() {
            say(
                format!("there is no encoding {}", quoted(&self.file.encoding)),
                "write `utf-8`, `utf-16le`, `windows-1252`, `windows-1256` or another name of the Encoding Standard",
            );
        }
        if self.delimiter().is_none() {
            say(format!("{} is no delimiter", quoted(&self.file.delimiter)), "write one character, or `tab`");
        }
        if self.file.decimal != "." && self.file.decimal != "," {
            say(format!("{} is no decimal sign", quoted(&self.file.decimal)), "write `.` or `,`");
        }
        if self.columns.date.is_none() && !self.dates.undated {
            say(
                "nothing says when".into(),
                "name a column `date`, or write `[dates] undated = true`: such a report may be of any time",
            );
        }
        for field in self.values.keys().filter(|field| !FIELDS_WITH_WORDS.contains(&field.as_str())) {
            say(
                format!("there is no field {} whose words could be explained", quoted(field)),
                "the fields are those of `[columns]` that hold words, and `number` for words in place of figures",
            );
        }
        if self.file.header_row == 0 {
            say("the header stands in row 0".into(), "rows are counted from 1");
        }
        if self.columns.origin.is_none() && self.constants.origin.is_none() {
            say(
                "nothing says who reports".into(),
                "name a column `origin`, or state a constant: `[constants] origin = \"…\"`",
            );
        }
        if self.columns.between_a.is_some() != self.columns.between_b.is_some() {
            say("one of `between_a` and `between_b` is missing".into(), "name both columns, or neither");
        }
        if self.columns.latitude.is_some() != self.columns.longitude.is_some() {
            say("one of `latitude` and `longitude` is missing".into(), "name both columns, or neither");
        }
        let has_radius =
            self.columns.radius_m.is_some() || self.columns.precision.is_some() || self.constants.radius_m.is_some();
        if self.columns.latitude.is_some() && !has_radius {
            say(
                "nothing says how far positions are uncertain".into(),
                "state `[constants] radius_m = 1000`, or name a column `radius_m` or `precision`: a position without it would be taken for exact",
            );
        }
        if self.columns.precision.is_some() && self.precision.is_empty() {
            say(
                "the codes of `precision` are not explained".into(),
                "add `[precision]` with a radius in metres, or \"named\", for each code",
            );
        }
        for (code, said) in &self.precision {
            if matches!(said, Precision::Word(word) if word != "named") {
                say(
                    format!("the precision {} is neither metres nor `named`", quoted(code)),
                    "write a number of metres, or \"named\"",
                );
            }
        }
        for count in &self.counts {
            let stated = (&count.number, &count.least, &count.most);
            if !matches!(stated, (Some(_), None, None) | (None, Some(_), Some(_)) | (None, Some(_), None)) {
                say(
                    format!("the figure {} names neither `number` nor `least`", quoted(&count.category)),
                    "name one column `number`, or `least` and `most`",
                );
            }
        }
        wrong
    }

    /// What stands between cells of a text file.
    pub fn delimiter(&self) -> Option<u8> {
        match self.file.delimiter.as_str() {
            "tab" => Some(b'\t'),
            other => <[u8; 1]>::try_from(other.as_bytes()).ok().map(|[byte]| byte).filter(|byte| *byte != b'"'),
        }
    }

    /// The zone of its dates; the mapping is checked.
    pub fn zone(&self) -> Option<Zone> {
        Zone::named(&self.dates.zone)
    }

    /// Every column that it names, with the field that it fills.
    pub fn named_columns(&self) -> Vec<(String, &str)> {
        let c = &self.columns;
        let single = [
            ("event", &c.event),
            ("origin", &c.origin),
            ("relayer", &c.relayer),
            ("act", &c.act),
            ("accused", &c.accused),
            ("between_a", &c.between_a),
            ("between_b", &c.between_b),
            ("targets", &c.targets),
            ("weapon", &c.weapon),
            ("date", &c.date),
            ("time", &c.time),
            ("date_to", &c.date_to),
            ("latitude", &c.latitude),
            ("longitude", &c.longitude),
            ("radius_m", &c.radius_m),
            ("precision", &c.precision),
            ("words", &c.words),
            ("cited", &c.cited),
            ("cause", &c.cause),
            ("basis", &c.basis),
            ("severity", &c.severity),
            ("grade", &c.grade),
            ("happened", &c.happened),
            ("known", &c.known),
        ];
        let mut named: Vec<(String, &str)> =
            single.into_iter().filter_map(|(field, column)| Some((field.to_owned(), column.as_deref()?))).collect();
        named.extend(c.places.iter().map(|column| ("places".to_owned(), column.as_str())));
        for count in &self.counts {
            let columns = [&count.number, &count.least, &count.most];
            named.extend(
                columns.into_iter().flatten().map(|column| (format!("counts {}", count.category), column.as_str())),
            );
        }
        named
    }
}
