//! Tables as CSV: rows by column name, whatever the order of the columns.
//!
//! ```text
//! text ─▶ header ─▶ `Columns` (which cell is which) ─▶ each row ─▶ the caller
//! ```
//!
//! Holds
//! - A cell may hold line breaks and quotation marks (RFC 4180); a row is counted as a table program counts it.
//! - A row of HXL tags (`#date`, `#loc+name`) under the header is no data.
//! - A file that ends inside its last row is refused whole; another row with too few or too many cells is a bad row.
//!
//! Not here: what a cell means.

use csv::{ReaderBuilder, StringRecord};

use super::{Input, Place};
use crate::codes;
use crate::draft;
use crate::message::{Message, quoted};

/// Where the columns that a reader asked for stand.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Columns {
    /// Per column asked for: its name, and its place in a row, where the file has it.
    asked: Vec<(&'static str, Option<usize>)>,
    /// Cells in the header.
    width: usize,
}

/// One row of data.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// Where it stands.
    pub place: Place,
    columns: &'r Columns,
    cells: &'r StringRecord,
}

impl<'r> Row<'r> {
    /// The cell of the column with this index among those asked for, without white space around it; empty where the file
    /// has no such column.
    pub fn cell(&self, column: usize) -> &'r str {
        self.columns.asked[column].1.and_then(|index| self.cells.get(index)).unwrap_or("").trim()
    }
    /// The column's name.
    pub fn name(&self, column: usize) -> &'static str {
        self.columns.asked[column].0
    }
}

/// A row with another number of cells than the header.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ragged {
    /// Where it stands.
    pub place: Place,
    /// Its cells.
    pub cells: usize,
    /// The header's cells.
    pub expected: usize,
}

impl Ragged {
    /// What is to be said about it.
    pub fn message(&self) -> Message {
        Message::new(codes::ROW_CELLS, format!("the row has {} cells, the header {}", self.cells, self.expected))
            .help("a cell that holds a comma stands in quotation marks")
    }
}

/// What a reader asks of a table.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    /// Columns that must be there.
    pub needed: &'static [&'static str],
    /// Columns that may be missing. They are numbered behind the needed ones.
    pub optional: &'static [&'static str],
    /// Whether further columns are refused: in a table made for us a misspelt name must not be lost.
    pub closed: bool,
}

/// Reads `input` row by row; returns the number of rows of data.
///
/// # Errors
/// I01: columns are missing or stand twice, the file ends inside a row, or a limit is passed. What `take` was given before
/// must then be thrown away.
pub fn read(input: &Input, asked: Asked, mut take: impl FnMut(Result<Row<'_>, Ragged>)) -> Result<u64, Message> {
    let text = input.text.as_str();
    let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut cells = StringRecord::new();
    let mut next = |cells: &mut StringRecord| -> Option<(Place, usize)> {
        let row = reader.position().record() + 1;
        let more = reader.read_record(cells).expect("the text is UTF-8, in memory, and rows may be ragged");
        let begins = cells.position().filter(|_| more)?;
        Some((Place { row: Some(row), line: begins.line() }, usize::try_from(begins.byte()).expect("within a text")))
    };
    let Some(_) = next(&mut cells) else {
        return Err(Message::new(codes::IMPORT_EMPTY, "the file is empty")
            .at(&input.name)
            .help("if rows were expected, look at how the file was made"));
    };
    let columns = columns(input, asked, &cells)?;

    let mut rows = 0;
    let mut held: Option<(Place, usize, usize)> = None;
    let mut header_ended = false;
    while let Some((place, begins)) = next(&mut cells) {
        within_cell_limit(input, &columns, place, &cells)?;
        if !header_ended && is_hxl(&cells) {
            header_ended = true;
            continue;
        }
        header_ended = true;
        rows += 1;
        if rows > input.limits.rows as u64 {
            return Err(Message::new(
                codes::IMPORT_TOO_LONG,
                format!("the file has more than {} rows", input.limits.rows),
            )
            .at(&input.name)
            .help("divide the file; nothing of it was taken"));
        }
        held = Some((place, begins, cells.len()));
        if cells.len() == columns.width {
            take(Ok(Row { place, columns: &columns, cells: &cells }));
        } else {
            take(Err(Ragged { place, cells: cells.len(), expected: columns.width }));
        }
    }
    let Some((place, begins, width)) = held else {
        if asked.closed {
            return Ok(0);
        }
        return Err(Message::new(codes::IMPORT_EMPTY, "the file has a header and no rows")
            .at(&input.name)
            .help("if rows were expected, look at how the file was made"));
    };
    // Every quotation mark of a whole row has its partner.
    let cut = match text.as_bytes()[begins..].iter().filter(|byte| **byte == b'"').count() % 2 {
        1 => Some("a quotation mark opened there does not close".to_owned()),
        _ if width < columns.width => Some(format!("the last row has {width} cells, the header {}", columns.width)),
        _ => None,
    };
    match cut {
        None => Ok(rows),
        Some(why) => Err(Message::new(codes::IMPORT_CUT, "the file ends inside a row")
            .at(format!("{} {place}", input.name))
            .note(why)
            .help("the file was probably cut: fetch it again; nothing of it was taken")),
    }
}

fn columns(input: &Input, asked: Asked, header: &StringRecord) -> Result<Columns, Message> {
    let at = |name: &str| -> Vec<usize> {
        let matches = |(index, cell): (usize, &str)| cell.trim().eq_ignore_ascii_case(name).then_some(index);
        header.iter().enumerate().filter_map(matches).collect()
    };
    let all = || asked.needed.iter().chain(asked.optional);
    let twice: Vec<String> = all().filter(|name| at(name).len() > 1).map(|name| format!("`{name}`")).collect();
    let missing: Vec<String> =
        asked.needed.iter().filter(|name| at(name).is_empty()).map(|name| format!("`{name}`")).collect();
    let known = |cell: &&str| all().any(|name| name.eq_ignore_ascii_case(cell.trim()));
    let further = header.iter().filter(|cell| asked.closed && !known(cell));
    let further: Vec<String> = further.map(quoted).collect();
    let wrong = |what: &str, names: &[String]| {
        Message::new(codes::IMPORT_COLUMNS, format!("{what} {}", names.join(", ")))
            .at(format!("{} row 1", input.name))
            .note(format!("the row has {} columns, the first is {}", header.len(), quoted(header.get(0).unwrap_or(""))))
            .help(
                "columns are found by name in the first row; look at the format and the file; nothing of it was taken",
            )
    };
    if !missing.is_empty() {
        return Err(wrong(if missing.len() == 1 { "there is no column" } else { "there are no columns" }, &missing));
    }
    if !further.is_empty() {
        let names: Vec<String> = all().map(|name| format!("`{name}`")).collect();
        let what = if further.len() == 1 { "this table has no column" } else { "this table has no columns" };
        let mut message = wrong(what, &further).note(format!("its columns are {}", names.join(", ")));
        let unknown = header.iter().find(|cell| !known(cell)).unwrap_or("");
        if let Some(near) = draft::nearest(unknown.trim(), all().copied()) {
            message = message.help(format!("did you mean `{near}`?"));
        }
        return Err(message);
    }
    if !twice.is_empty() {
        return Err(wrong("there are two columns", &twice));
    }
    Ok(Columns { asked: all().map(|name| (*name, at(name).first().copied())).collect(), width: header.len() })
}

fn is_hxl(cells: &StringRecord) -> bool {
    let mut stated = cells.iter().map(str::trim).filter(|cell| !cell.is_empty()).peekable();
    stated.peek().is_some() && stated.all(|cell| cell.starts_with('#'))
}

fn within_cell_limit(input: &Input, columns: &Columns, place: Place, cells: &StringRecord) -> Result<(), Message> {
    // A row that is short as a whole has no long cell.
    if cells.as_slice().len() <= input.limits.cell_bytes {
        return Ok(());
    }
    let Some(index) = cells.iter().position(|cell| cell.len() > input.limits.cell_bytes) else { return Ok(()) };
    let name = columns
        .asked
        .iter()
        .find(|(_, at)| *at == Some(index))
        .map_or(String::new(), |(name, _)| format!(", column `{name}`"));
    Err(Message::new(codes::IMPORT_TOO_LONG, format!("a cell is longer than {} bytes", input.limits.cell_bytes))
        .at(format!("{} {place}{name}", input.name))
        .help("look for a quotation mark that does not close; nothing of it was taken"))
}
