//! The bytes of a file that somebody else made: read within limits, unpacked, as UTF-8 text.
//!
//! ```text
//! path ─▶ bytes (hashed as they are) ─▶ unpacked where gzip ─▶ UTF-8, byte order mark left out
//! ```
//!
//! Holds
//! - Memory is taken for what was read, never for what a file claims of itself.
//! - gzip is known by its bytes, not by the file's name.
//!
//! Not here: rows and columns (`table`).

use std::fs::File;
use std::io::Read;
use std::path::Path;

use flate2::read::MultiGzDecoder;

use crate::codes;
use crate::hash::sha256;
use crate::limits::ImportLimits;
use crate::message::Message;

const GZIP: [u8; 2] = [0x1f, 0x8b];
const BYTE_ORDER_MARK: char = '\u{feff}';

/// A file to import.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Input {
    /// Its name, without its folder.
    pub name: String,
    /// SHA-256 of its bytes as they lie on the disk.
    pub sha256: [u8; 32],
    /// Its text.
    pub text: String,
    /// The limits it was read within.
    pub limits: ImportLimits,
}

impl Input {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// I01: it cannot be read or unpacked, is too long or not UTF-8.
    pub fn open(path: &Path, limits: ImportLimits) -> Result<Input, Message> {
        let (name, bytes) = read(path, limits)?;
        Input::of(&name, bytes, limits)
    }

    /// Takes the `bytes` of a file called `name`.
    ///
    /// # Errors
    /// As for [`Input::open`].
    pub fn of(name: &str, bytes: Vec<u8>, limits: ImportLimits) -> Result<Input, Message> {
        let sha256 = sha256(&bytes);
        let bytes = unpacked(name, bytes, limits)?;
        let mut text = String::from_utf8(bytes).map_err(|error| not_utf8(name, &error))?;
        if text.starts_with(BYTE_ORDER_MARK) {
            text.drain(..BYTE_ORDER_MARK.len_utf8());
        }
        Ok(Input { name: name.to_owned(), sha256, text, limits })
    }
}

/// The name and bytes of the file at `path`; one byte more than the limit where it is longer.
pub(super) fn read(path: &Path, limits: ImportLimits) -> Result<(String, Vec<u8>), Message> {
    let failed = |error| {
        Message::io(codes::IMPORT_IO, "read", path, &error)
            .help("look at the file's name and rights; nothing of it was taken")
    };
    let file = File::open(path).map_err(failed)?;
    let mut bytes = Vec::new();
    file.take(limits.file_bytes as u64 + 1).read_to_end(&mut bytes).map_err(failed)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Ok((name, bytes))
}

/// `bytes` within the limit, unpacked where they are gzip.
pub(super) fn unpacked(name: &str, bytes: Vec<u8>, limits: ImportLimits) -> Result<Vec<u8>, Message> {
    let within = |bytes: &[u8]| {
        if bytes.len() <= limits.file_bytes {
            return Ok(());
        }
        Err(Message::new(codes::IMPORT_TOO_LONG, format!("the file is longer than {} bytes", limits.file_bytes))
            .at(name)
            .help("divide the file; nothing of it was taken"))
    };
    within(&bytes)?;
    let bytes = if bytes.starts_with(&GZIP) { unpack(name, &bytes, limits)? } else { bytes };
    within(&bytes)?;
    Ok(bytes)
}

fn unpack(name: &str, packed: &[u8], limits: ImportLimits) -> Result<Vec<u8>, Message> {
    let mut bytes = Vec::new();
    match MultiGzDecoder::new(packed).take(limits.file_bytes as u64 + 1).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => {
            let what = match error.kind() {
                std::io::ErrorKind::UnexpectedEof => "the packed file was cut",
                _ => "the packed file was changed on its way",
            };
            Err(Message::new(codes::IMPORT_GZIP, what)
                .at(name)
                .note(format!("{} bytes could be unpacked", bytes.len()))
                .help("fetch the file again; nothing of it was taken"))
        }
    }
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Message {
    let at = error.utf8_error().valid_up_to();
    let line = 1 + error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    Message::new(codes::IMPORT_NOT_UTF8, "the file is not UTF-8")
        .at(format!("{name} line {line}, byte {at}"))
        .note("a byte there belongs to no character")
        .help("save the file as UTF-8 (a table program calls it `CSV UTF-8`); nothing of it was taken")
}
