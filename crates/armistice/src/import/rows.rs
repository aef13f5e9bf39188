//! Rows of a table, whatever program wrote it: delimited text in a stated encoding, or a sheet of a workbook.
//!
//! ```text
//! bytes (hashed as they lie) ─▶ text, decoded ─▶ rows of cells
//!                            └▶ workbook (xlsx) ─▶ one `sheet` ─▶ rows of cells
//! ```
//!
//! Holds
//! - A byte that the stated encoding does not have refuses the file: nothing is replaced in silence.
//! - Memory is taken for what was read, never for what a file claims of itself.
//!
//! Not here: which column says what (`mapping`).

use std::path::Path;

use csv::{ReaderBuilder, StringRecord};

use super::Place;
use super::mapping::Mapping;
use super::sheet::{self, NoRows};
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
        sheet::is_workbook(&self.bytes)
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
        let filled = sheet::rows(&self.bytes, form.file.sheet.as_deref(), self.limits.file_bytes);
        let filled = filled.map_err(|why| match why {
            NoRows::Broken(why) => Message::new(codes::IMPORT_WORKBOOK, "the workbook cannot be read")
                .at(&self.name)
                .note(why)
                .help("open it in a table program and save it again, or save the sheet as CSV"),
            NoRows::NoSheet(name, listed) => {
                Message::new(codes::MAPPING_CHOICE, format!("there is no sheet {}", quoted(&name)))
                    .at(&self.name)
                    .note(format!("the sheets are {listed}"))
                    .help("name one of them in the mapping: `[file] sheet = \"…\"`")
            }
        })?;
        let mut rows = 0u64;
        for (row, cells) in filled.into_iter().filter(|(row, _)| *row >= form.file.header_row) {
            let place = Place { line: row, row: Some(row) };
            rows += 1;
            self.within(rows, place, cells.iter().map(String::as_str))?;
            let shown: Vec<&str> = cells.iter().map(String::as_str).collect();
            take(place, &shown);
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
