//! A sheet of a workbook (xlsx): its rows as texts, read cell by cell.
//!
//! ```text
//! bytes ─▶ `gate` (how much it unpacks to, where its cells claim to stand) ─▶ sheet ─▶ rows, as far as they are filled
//! ```
//!
//! Holds
//! - Memory is taken for what was read: a cell that claims to stand far away takes no room before it.
//! - A date cell becomes `2030-03-05`, or `2030-03-05 14:30:00` with its time.
//!
//! Not here: which column says what (`mapping`), text files (`rows`).

use std::io::{BufReader, Cursor, Read};

use calamine::{DataRef, Reader, Xlsx};
use quick_xml::events::Event;
use zip::ZipArchive;

use crate::message::quoted;

/// Most rows of a sheet.
const ROWS: u32 = 1_048_576;
/// Most columns of a sheet.
const COLUMNS: u32 = 16_384;
/// The first bytes of an archive, which a workbook is.
const ARCHIVE: &[u8] = b"PK\x03\x04";
/// The first bytes of the older workbooks, which are none.
const COMPOUND: &[u8] = &[0xd0, 0xcf, 0x11, 0xe0];

/// Whether the bytes are a workbook of some kind by their beginning.
pub(super) fn is_workbook(bytes: &[u8]) -> bool {
    bytes.starts_with(ARCHIVE) || bytes.starts_with(COMPOUND)
}

/// Why there are no rows.
pub(super) enum NoRows {
    /// The workbook cannot be read.
    Broken(String),
    /// It has no such sheet; these it has.
    NoSheet(String, String),
}

impl From<String> for NoRows {
    fn from(why: String) -> NoRows {
        NoRows::Broken(why)
    }
}

/// The filled rows of the sheet called `sheet`, or of the first, with their numbers from 1; a workbook that unpacks to more
/// than `most` bytes is refused.
pub(super) fn rows(bytes: &[u8], sheet: Option<&str>, most: usize) -> Result<Vec<(u64, Vec<String>)>, NoRows> {
    if bytes.starts_with(COMPOUND) {
        return Err("it has the form of programs before 2007: save it as xlsx".to_owned().into());
    }
    gate(bytes, most)?;
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| error.to_string())?;
    let sheets = book.sheet_names();
    let name = match sheet {
        Some(name) if sheets.iter().any(|known| known == name) => name.to_owned(),
        Some(name) => {
            let listed = sheets.iter().map(|sheet| quoted(sheet)).collect::<Vec<_>>().join(", ");
            return Err(NoRows::NoSheet(name.to_owned(), listed));
        }
        None => sheets.first().cloned().ok_or_else(|| "it has no sheet".to_owned())?,
    };
    let mut cells = book.worksheet_cells_reader(&name).map_err(|error| error.to_string())?;
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    while let Some(cell) = cells.next_cell().map_err(|error| error.to_string())? {
        let (row, column) = cell.get_position();
        let text = text(cell.get_value());
        if text.is_empty() {
            continue;
        }
        if row >= ROWS || column >= COLUMNS {
            return Err(format!("a cell stands in row {} and column {}", row + 1, column + 1).into());
        }
        let number = u64::from(row) + 1;
        if rows.last().is_none_or(|(last, _)| *last < number) {
            rows.push((number, Vec::new()));
        }
        let (last, filled) = rows.last_mut().expect("one was just there");
        let column = column as usize;
        if *last != number || column < filled.len() {
            return Err(format!("its cells are not in order: row {number}").into());
        }
        filled.resize(column, String::new());
        filled.push(text);
    }
    Ok(rows)
}

/// Refuses what would unpack to too much, or names a cell that no sheet has: readers further in trust such claims.
fn gate(bytes: &[u8], most: usize) -> Result<(), String> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| "it was cut or changed on its way: its parts cannot be found")?;
    let mut left = most as u64 + 1;
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|error| error.to_string())?;
        let mut counted = Counted { inner: file, left: &mut left };
        // Whatever a part is called, the workbook may name it as a sheet.
        cells_stand_in_a_sheet(&mut counted)?;
        std::io::copy(&mut counted, &mut std::io::sink()).map_err(|error| error.to_string())?;
        if left == 0 {
            return Err(format!("it unpacks to more than {most} bytes"));
        }
    }
    Ok(())
}

/// Reads no more than is left.
struct Counted<'l, R> {
    inner: R,
    left: &'l mut u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let most = usize::try_from(*self.left).unwrap_or(usize::MAX).min(buffer.len());
        let read = self.inner.read(&mut buffer[..most])?;
        *self.left -= read as u64;
        Ok(read)
    }
}

fn cells_stand_in_a_sheet(part: impl Read) -> Result<(), String> {
    let mut xml = quick_xml::Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer) {
            Ok(Event::Start(element) | Event::Empty(element)) => {
                for attribute in element.attributes().with_checks(false).flatten() {
                    let named = matches!(attribute.key.as_ref(), "r" | "ref");
                    if named && !attribute.value.split(':').all(is_cell) {
                        return Err(format!("no sheet has a cell {}", quoted(&attribute.value)));
                    }
                }
            }
            // What is no XML is none of ours, and what is broken is told by the reader of the sheet, in its words.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
    }
}

/// `7`, `C7`, `XFD1048576`, and nothing longer.
fn is_cell(name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    name.len() - digits.len() <= 3 && digits.len() <= 7 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a cell says, as a text file would say it.
fn text(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::Empty | DataRef::Error(_) => String::new(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Bool(yes) => yes.to_string(),
        // A whole number keeps no decimal point: 5 is five people, not 5.0.
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::DateTime(stamp) => match stamp.to_ymd_hms_milli() {
            (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
            // A time alone is a part of the day before the first.
            (1899 | 1900 | 1904, _, _, hour, minute, second, _) if stamp.as_f64() < 1.0 => {
                format!("{hour:02}:{minute:02}:{second:02}")
            }
            (year, month, day, hour, minute, second, _) => {
                format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}")
            }
        },
    }
}
