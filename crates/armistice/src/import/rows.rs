//! Rows of a table, whatever program wrote it: delimited text in a stated encoding, or a sheet of a workbook.
//!
//! ```text
//! bytes (hashed as they lie) ─▶ text, decoded ─▶ rows of cells
//!                            └▶ workbook (xlsx, ods, xls) ─▶ one sheet ─▶ rows of cells
//! ```
//!
//! Holds
//! - A date cell of a workbook becomes `2030-03-05`, or `2030-03-05 14:30:00` with its time: typed dates are not ambiguous.
//! - A byte that the stated encoding does not have refuses the file: nothing is replaced in silence.
//! - Memory is taken for what was read, never for what a file claims of itself.
//!
//! Not here: which column says what (`mapping`).

use std::io::Cursor;
use std::path::Path;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use csv::{ReaderBuilder, StringRecord};

use super::Place;
use super::mapping::Mapping;
use crate::codes;
use crate::hash::sha256;
use crate::limits::ImportLimits;
use crate::message::{Message, quoted};

/// A file to read rows of.
#[derive(Clone, Debug)]
pub struct Table {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes as they lie on the disk.
    pub sha256: [u8; 32],
    bytes: Vec<u8>,
    limits: ImportLimits,
}

impl Table {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// I01: it cannot be read or is too long.
    pub fn open(path: &Path, limits: ImportLimits) -> Result<Table, Message> {
        let (name, bytes) = super::input::read(path, limits)?;
        Table::of(&name, bytes, limits)
    }

    /// Takes the `bytes` of a file called `name`.
    ///
    /// # Errors
    /// As for [`Table::open`].
    pub fn of(name: &str, bytes: Vec<u8>, limits: ImportLimits) -> Result<Table, Message> {
        let hash = sha256(&bytes);
        let bytes = super::input::unpacked(name, bytes, limits)?;
        if bytes.starts_with(b"%PDF") {
            return Err(Message::new(codes::IMPORT_WORKBOOK, "the file is a PDF, and no table").at(name).help(
                "ask whoever made it for the table itself, or copy the table into a table program and save it as CSV",
            ));
        }
        Ok(Table { name: name.to_owned(), sha256: hash, bytes, limits })
    }

    /// Whether it is a workbook by its first bytes: a ZIP archive, or the older compound file.
    pub fn is_workbook(&self) -> bool {
        self.bytes.starts_with(b"PK\x03\x04") || self.bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
    }

    /// Calls `take` with the header and then with each row that is not empty.
    ///
    /// # Errors
    /// I01: the file cannot be read as the mapping says, ends inside a row, or passes a limit.
    pub fn rows(&self, form: &Mapping, take: &mut dyn FnMut(Place, &[&str])) -> Result<(), Message> {
        if self.is_workbook() { self.sheet(form, take) } else { self.text(form, take) }
    }

    /// The text in the encoding that the mapping states; a byte order mark outranks it.
    pub fn decoded(&self, label: &str) -> Result<String, Message> {
        let stated = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::UTF_8);
        let (text, used, broken) = stated.decode(&self.bytes);
        if broken {
            return Err(Message::new(
                codes::IMPORT_NOT_UTF8,
                format!("the file is not {}", used.name().to_lowercase()),
            )
            .at(&self.name)
            .help("save it as UTF-8, or state its encoding in the mapping: `[file] encoding = \"windows-1256\"`"));
        }
        Ok(text.into_owned())
    }

    fn text(&self, form: &Mapping, take: &mut dyn FnMut(Place, &[&str])) -> Result<(), Message> {
        let text = self.decoded(&form.file.encoding)?;
        let delimiter = form.delimiter().unwrap_or(b',');
        let mut reader =
            ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
        let mut cells = StringRecord::new();
        let mut rows = 0u64;
        let mut last = (Place { line: 1, row: Some(1) }, 0usize);
        loop {
            let row = reader.position().record() + 1;
            let more = reader.read_record(&mut cells).expect("the text is UTF-8, in memory, and rows may be ragged");
            let Some(begins) = cells.position().filter(|_| more) else { break };
            let place = Place { row: Some(row), line: begins.line() };
            last = (place, usize::try_from(begins.byte()).unwrap_or(0));
            if row < form.file.header_row || cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            rows += 1;
            self.within(rows, place, cells.iter())?;
            let shown: Vec<&str> = cells.iter().map(str::trim).collect();
            take(place, &shown);
        }
        // Every quotation mark of a whole row has its partner.
        if text.as_bytes()[last.1..].iter().filter(|byte| **byte == b'"').count() % 2 == 1 {
            return Err(Message::new(codes::IMPORT_CUT, "the file ends inside a row")
                .at(format!("{} {}", self.name, last.0))
                .note("a quotation mark opened there does not close")
                .help("the file was probably cut: fetch it again; nothing of it was taken"));
        }
        Ok(())
    }

    fn sheet(&self, form: &Mapping, take: &mut dyn FnMut(Place, &[&str])) -> Result<(), Message> {
        let broken = |why: String| {
            Message::new(codes::IMPORT_WORKBOOK, "the workbook cannot be read")
                .at(&self.name)
                .note(why)
                .help("open it in a table program and save it again, or save the sheet as CSV")
        };
        self.unpacks_within_limits().map_err(&broken)?;
        let mut book =
            open_workbook_auto_from_rs(Cursor::new(&self.bytes)).map_err(|error| broken(error.to_string()))?;
        let sheets = book.sheet_names();
        let name = match &form.file.sheet {
            Some(name) if sheets.contains(name) => name.clone(),
            Some(name) => {
                let listed = sheets.iter().map(|sheet| quoted(sheet)).collect::<Vec<_>>().join(", ");
                return Err(Message::new(codes::MAPPING_CHOICE, format!("there is no sheet {}", quoted(name)))
                    .at(&self.name)
                    .note(format!("the sheets are {listed}"))
                    .help("name one of them in the mapping: `[file] sheet = \"…\"`"));
            }
            None => sheets.first().cloned().ok_or_else(|| broken("it has no sheet".into()))?,
        };
        let range = book.worksheet_range(&name).map_err(|error| broken(error.to_string()))?;
        let top = u64::from(range.start().map_or(0, |(row, _)| row));
        let left = range.start().map_or(0, |(_, column)| column as usize);
        let mut rows = 0u64;
        for (index, cells) in (0u64..).zip(range.rows()) {
            let row = top + index + 1;
            let shown: Vec<String> =
                std::iter::repeat_n(String::new(), left).chain(cells.iter().map(cell_text)).collect();
            if row < form.file.header_row || shown.iter().all(String::is_empty) {
                continue;
            }
            let place = Place { line: row, row: Some(row) };
            rows += 1;
            self.within(rows, place, shown.iter().map(String::as_str))?;
            let shown: Vec<&str> = shown.iter().map(|cell| cell.trim()).collect();
            take(place, &shown);
        }
        Ok(())
    }

    /// A workbook is an archive: what it claims to unpack to is added up before anything is unpacked.
    fn unpacks_within_limits(&self) -> Result<(), String> {
        const ENTRY: &[u8] = b"PK\x01\x02";
        if !self.bytes.starts_with(b"PK") {
            return Ok(());
        }
        let mut total = 0u64;
        let mut at = 0;
        while let Some(found) = self.bytes[at..].windows(4).position(|four| four == ENTRY) {
            let entry = at + found;
            let size = self.bytes.get(entry + 24..entry + 28).and_then(|four| <[u8; 4]>::try_from(four).ok());
            total = total.saturating_add(u64::from(size.map_or(0, u32::from_le_bytes)));
            at = entry + 4;
        }
        if total > self.limits.file_bytes as u64 {
            return Err(format!("it unpacks to {total} bytes; {} are the limit", self.limits.file_bytes));
        }
        Ok(())
    }

    fn within<'c>(&self, rows: u64, place: Place, mut cells: impl Iterator<Item = &'c str>) -> Result<(), Message> {
        // The header is no row.
        if rows > self.limits.rows as u64 + 1 {
            let sentence = format!("the file has more than {} rows", self.limits.rows);
            return Err(Message::new(codes::IMPORT_TOO_LONG, sentence)
                .at(&self.name)
                .help("divide the file; nothing of it was taken"));
        }
        if cells.any(|cell| cell.len() > self.limits.cell_bytes) {
            let sentence = format!("a cell is longer than {} bytes", self.limits.cell_bytes);
            return Err(Message::new(codes::IMPORT_TOO_LONG, sentence)
                .at(format!("{} {place}", self.name))
                .help("look for a quotation mark that does not close; nothing of it was taken"));
        }
        Ok(())
    }
}

/// What a cell of a workbook says, as a text file would say it.
fn cell_text(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.trim().to_owned(),
        Data::Int(number) => number.to_string(),
        Data::Bool(yes) => yes.to_string(),
        // A whole number keeps no decimal point: 5 is five people, not 5.0.
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        Data::Float(number) => number.to_string(),
        Data::DateTime(stamp) => match stamp.to_ymd_hms_milli() {
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
