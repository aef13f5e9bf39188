//! Registers as tables: `registers/*.csv` become registration statements (`spec/import.md`).
//!
//! ```text
//! row ─▶ fields of a written statement (`draft`) ─▶ body, cited by its file, `source` and `note`
//! ```
//!
//! Holds
//! - One row says what one statement says, or two: what a name is, and what it belongs to.
//! - A row that cannot be read refuses the adoption; all of them are listed at once.
//!
//! Not here: what registers mean at an instant (`record::live`).

use record::statement::Body;
use record::vocabulary::Name;
use record::vocabulary::time::{Date, Zone};
use serde_json::{Map, Value};

use crate::codes;
use crate::draft::{self, Context, Draft, Spelling};
use crate::import::ged::degrees_e7;
use crate::import::statements;
use crate::import::table::{self, Asked, Row};
use crate::import::{Input, Place};
use crate::message::{Message, quoted, utc};

/// A register: its table and how a row becomes fields of written statements.
struct Register {
    name: &'static str,
    asked: Asked,
    /// Which column a field of the statement came from, where they differ.
    columns: &'static [(&'static str, &'static str)],
    fields: fn(&mut Cells<'_>) -> Vec<Map<String, Value>>,
}

impl Register {
    /// The column that a field of the statement came from.
    fn column<'f>(&self, field: &'f str) -> &'f str {
        self.columns.iter().find(|(of, _)| *of == field).map_or(field, |(_, column)| column)
    }
}

const REGISTERS: &[Register] = &[
    Register {
        name: "actors",
        asked: Asked {
            needed: &["name"],
            optional: &["what", "alias_of", "member_of", "from", "until", "certain", "listed", "source", "note"],
            closed: true,
        },
        columns: &[("alias", "name"), ("member", "name"), ("is", "what")],
        fields: actor,
    },
    Register {
        name: "sources",
        asked: Asked {
            needed: &["name"],
            optional: &["what", "alias_of", "relation", "with", "from", "until", "source", "note"],
            closed: true,
        },
        columns: &[("alias", "name"), ("of", "alias_of"), ("a", "name"), ("b", "with"), ("is", "what")],
        fields: source,
    },
    Register {
        name: "places",
        asked: Asked {
            needed: &["name"],
            optional: &["within", "lat", "lon", "radius_m", "source", "note"],
            closed: true,
        },
        columns: &[("place", "name"), ("area", "lat"), ("area.centre", "lat"), ("area.radius", "radius_m")],
        fields: place,
    },
    Register {
        name: "speakers",
        asked: Asked {
            needed: &["name", "party", "subject"],
            optional: &["from", "until", "source", "note"],
            closed: true,
        },
        columns: &[("speaker", "name")],
        fields: speaker,
    },
    Register {
        name: "designations",
        asked: Asked { needed: &["name", "list"], optional: &["from", "until", "source", "note"], closed: true },
        columns: &[("member", "name"), ("of", "list")],
        fields: designation,
    },
];

/// The names of the registers, in the order in which they are read.
pub fn names() -> impl Iterator<Item = &'static str> {
    REGISTERS.iter().map(|register| register.name)
}

/// The header of each register's table, for a new mission.
pub(super) fn headers() -> impl Iterator<Item = (&'static str, String)> {
    let columns = |asked: &Asked| asked.needed.iter().chain(asked.optional).copied().collect::<Vec<_>>().join(",");
    REGISTERS.iter().map(move |register| (register.name, columns(&register.asked)))
}

/// The registration statements of the table `input`, a file of the register called `register`, lying at `path`.
///
/// # Errors
/// Everything that is wrong with it.
pub fn read(register: &str, path: &str, input: &Input, author: &Name, zone: &Zone) -> Result<Vec<Body>, Vec<Message>> {
    let Some(register) = REGISTERS.iter().find(|known| known.name == register) else {
        let known: Vec<String> = names().map(|name| format!("`{name}`")).collect();
        return Err(vec![
            Message::new(codes::REGISTER_UNKNOWN, format!("there is no register {}", quoted(register)))
                .at(path)
                .note(format!("the registers are {}", known.join(", ")))
                .help("rename the file, or move it out of the folder of registers"),
        ]);
    };
    let context = Context { author: author.clone(), ..Context::new(zone.clone()) };
    let (mut bodies, mut wrong) = (Vec::new(), Vec::new());
    let read = table::read(input, register.asked, |row| match row {
        Ok(row) => {
            let mut cells = Cells { row, asked: register.asked, zone, path, wrong: Vec::new() };
            let statements = (register.fields)(&mut cells);
            let cited = cells.cited();
            let mut faults = cells.wrong;
            for mut fields in statements {
                fields.insert("cited".to_owned(), cited.clone().into());
                match draft::body(&Draft { fields, spelling: Spelling::Json }, &context) {
                    Ok(entry) if faults.is_empty() => bodies.push(entry.body),
                    Ok(_) => {}
                    Err(problems) => {
                        for problem in &problems {
                            let at = placed(path, row.place, register.column(&problem.field));
                            // One fault of a cell is enough, whoever found it first.
                            if faults.iter().all(|fault| fault.at != at) {
                                faults.push(statements::message(problem).at(at));
                            }
                        }
                    }
                }
            }
            wrong.extend(faults);
        }
        Err(ragged) => wrong.push(ragged.message().at(format!("{path} {}", ragged.place))),
    });
    match read {
        Err(message) => Err(vec![message]),
        Ok(_) if !wrong.is_empty() => Err(wrong),
        Ok(_) => Ok(bodies),
    }
}

fn placed(path: &str, place: Place, column: &str) -> String {
    if column.is_empty() { format!("{path} {place}") } else { format!("{path} {place}, column `{column}`") }
}

// ---- one row each ----

fn actor(cells: &mut Cells<'_>) -> Vec<Map<String, Value>> {
    if cells.has("alias_of") {
        cells.empty_beside("alias_of", &["what", "member_of", "from", "until", "certain", "listed"]);
        return vec![cells.fields("alias", &[("alias", "name"), ("of", "alias_of")])];
    }
    let mut statements = Vec::new();
    if cells.has("what") || !cells.has("member_of") {
        statements.push(cells.fields("name", &[("name", "name"), ("is", "what")]));
    }
    if !cells.has("member_of") {
        cells.empty_without("member_of", &["from", "until", "certain", "listed"]);
        return statements;
    }
    let certain = cells.yes("certain", true);
    let kind = if cells.yes("listed", false) { "listed" } else { "member" };
    let mut fields =
        cells.fields(kind, &[("member", "name"), ("of", "member_of"), ("from", "from"), ("until", "until")]);
    fields.insert("certain".to_owned(), certain.into());
    statements.push(fields);
    statements
}

fn source(cells: &mut Cells<'_>) -> Vec<Map<String, Value>> {
    if cells.has("alias_of") {
        cells.empty_beside("alias_of", &["what", "relation", "with", "from", "until"]);
        return vec![cells.fields("alias", &[("alias", "name"), ("of", "alias_of")])];
    }
    let mut statements = Vec::new();
    if cells.has("what") || !cells.has("with") {
        statements.push(cells.fields("name", &[("name", "name"), ("is", "what")]));
    }
    if cells.has("with") {
        let fields = [("a", "name"), ("b", "with"), ("what", "relation"), ("from", "from"), ("until", "until")];
        statements.push(cells.fields("relation", &fields));
    } else {
        cells.empty_without("with", &["relation", "from", "until"]);
    }
    statements
}

fn place(cells: &mut Cells<'_>) -> Vec<Map<String, Value>> {
    let mut fields = cells.fields("place", &[("place", "name"), ("within", "within")]);
    if ["lat", "lon", "radius_m"].iter().any(|column| cells.has(column)) {
        let lat = cells.degrees("lat", ["N", "S"]);
        let lon = cells.degrees("lon", ["E", "W"]);
        let radius = cells.metres("radius_m");
        let area = Value::from_iter([("centre", format!("{lat} {lon}")), ("radius", format!("{radius} m"))]);
        fields.insert("area".to_owned(), area);
    }
    vec![fields]
}

fn speaker(cells: &mut Cells<'_>) -> Vec<Map<String, Value>> {
    if !cells.has("subject") {
        cells.fault("subject", "the cell is empty", "write the subject, or `any` for all subjects");
    }
    let fields =
        [("speaker", "name"), ("party", "party"), ("subject", "subject"), ("from", "from"), ("until", "until")];
    vec![cells.fields("speaker", &fields)]
}

fn designation(cells: &mut Cells<'_>) -> Vec<Map<String, Value>> {
    vec![cells.fields("listed", &[("member", "name"), ("of", "list"), ("from", "from"), ("until", "until")])]
}

// ---- cells ----

/// The cells of one row by column name.
struct Cells<'r> {
    row: Row<'r>,
    asked: Asked,
    zone: &'r Zone,
    path: &'r str,
    wrong: Vec<Message>,
}

impl<'r> Cells<'r> {
    fn cell(&self, column: &str) -> &'r str {
        let mut names = self.asked.needed.iter().chain(self.asked.optional);
        let index = names.position(|name| *name == column).expect("a column of this register");
        self.row.cell(index)
    }
    fn has(&self, column: &str) -> bool {
        !self.cell(column).is_empty()
    }
    fn fault(&mut self, column: &str, sentence: impl Into<String>, help: &str) {
        let sentence = if self.has(column) { sentence.into() } else { "the cell is empty".to_owned() };
        let message = Message::new(codes::REGISTER_ROW, sentence).at(placed(self.path, self.row.place, column));
        self.wrong.push(message.help(help));
    }
    /// A statement of `kind` whose fields are cells; an empty cell is a field left out.
    fn fields(&mut self, kind: &str, fields: &[(&str, &str)]) -> Map<String, Value> {
        let mut map = Map::from_iter([("kind".to_owned(), kind.into())]);
        for (key, column) in fields {
            let cell = match *column {
                "from" | "until" => self.instant(column),
                _ => self.cell(column).to_owned(),
            };
            if !cell.is_empty() {
                map.insert((*key).to_owned(), cell.into());
            }
        }
        map
    }
    /// A date alone stands for the first instant of that civil day; anything else is read as written statements are.
    fn instant(&self, column: &str) -> String {
        let cell = self.cell(column);
        match cell.parse::<Date>() {
            Ok(date) if cell.len() == "2030-03-05".len() => utc(self.zone.day_start(date)),
            _ => cell.to_owned(),
        }
    }
    fn yes(&mut self, column: &str, otherwise: bool) -> bool {
        match self.cell(column) {
            "" => otherwise,
            "yes" => true,
            "no" => false,
            cell => {
                self.fault(column, format!("{} is neither yes nor no", quoted(cell)), "write `yes` or `no`");
                otherwise
            }
        }
    }
    fn empty_beside(&mut self, stated: &str, columns: &[&str]) {
        for column in columns.iter().filter(|column| self.has(column)).collect::<Vec<_>>() {
            self.fault(
                column,
                format!("an alias has no `{column}` of its own"),
                &format!("leave it out, or leave `{stated}` out"),
            );
        }
    }
    fn empty_without(&mut self, missing: &str, columns: &[&str]) {
        for column in columns.iter().filter(|column| self.has(column)).collect::<Vec<_>>() {
            self.fault(
                column,
                format!("`{column}` says nothing without `{missing}`"),
                &format!("fill `{missing}`, or leave `{column}` out"),
            );
        }
    }
    /// Decimal degrees as a written point spells them: `39.1 N`.
    fn degrees(&mut self, column: &str, sides: [&str; 2]) -> String {
        let cell = self.cell(column);
        if degrees_e7(cell).is_none() {
            let sentence = format!("{} is no position", quoted(cell));
            self.fault(
                column,
                sentence,
                "a place has `lat`, `lon` and `radius_m`, or none of them; degrees are such as 39.1",
            );
        }
        match cell.strip_prefix('-') {
            Some(degrees) => format!("{degrees} {}", sides[1]),
            None => format!("{cell} {}", sides[0]),
        }
    }
    fn metres(&mut self, column: &str) -> &'r str {
        let cell = self.cell(column);
        if cell.is_empty() || cell.len() > 9 || !cell.bytes().all(|byte| byte.is_ascii_digit()) {
            let sentence = format!("{} is no radius", quoted(cell));
            self.fault(
                column,
                sentence,
                "a place has `lat`, `lon` and `radius_m` in whole metres (0 for a point), or none of them",
            );
        }
        cell
    }
    /// Where the entry was taken from: the file, then what the row says.
    fn cited(&self) -> String {
        let parts = [self.path, self.cell("source"), self.cell("note")];
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
    }
}
