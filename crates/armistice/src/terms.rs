//! The terms as files: the text of an agreement, and beside it the texts that it includes.
//!
//! Holds
//! - Only files below the folder of the text are read.
//!
//! Not here: what the terms say (`agreement`), registers and zones (`mission`).

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use agreement::{Agreement, Diagnostic, Texts};

use crate::message::Message;
use crate::{codes, limits};

/// The text of an agreement with the texts that it includes.
#[derive(Clone, Debug)]
pub struct Terms {
    /// The text.
    pub text: String,
    /// What it includes, by path; what is not there is left out, and missed when the text is checked.
    pub included: Texts,
}

impl From<&str> for Terms {
    fn from(text: &str) -> Terms {
        Terms { text: text.to_owned(), included: Texts::new() }
    }
}

impl From<&String> for Terms {
    fn from(text: &String) -> Terms {
        text.as_str().into()
    }
}

impl Terms {
    /// `text`, whose file stands in `folder`, with what it includes.
    ///
    /// # Errors
    /// I0101 to I0103: a file that it includes cannot be read, is longer than a mission's files may be, or is not UTF-8.
    pub fn in_folder(text: String, folder: &Path) -> Result<Terms, Message> {
        let mut included = Texts::new();
        for path in agreement::included(&text) {
            let bytes = match fs::metadata(folder.join(&path)) {
                Ok(file) if file.len() > limits::MISSION_FILE_BYTES => {
                    let sentence = format!("the file is longer than {} bytes", limits::MISSION_FILE_BYTES);
                    return Err(Message::new(codes::IMPORT_TOO_LONG, sentence).at(path).help("include a shorter text"));
                }
                Ok(_) => fs::read(folder.join(&path)),
                Err(error) => Err(error),
            };
            match bytes.map(String::from_utf8) {
                Ok(Ok(other)) => {
                    included.insert(path, other);
                }
                Ok(Err(_)) => {
                    return Err(
                        Message::new(codes::IMPORT_NOT_UTF8, format!("`{path}` is not UTF-8")).help("save it as UTF-8")
                    );
                }
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Err(error) => return Err(Message::io(codes::IMPORT_IO, "read", Path::new(&path), &error)),
            }
        }
        Ok(Terms { text, included })
    }

    /// The same for the text of the file at `path`.
    ///
    /// # Errors
    /// As [`Terms::in_folder`].
    pub fn beside(text: String, path: &Path) -> Result<Terms, Message> {
        Terms::in_folder(text, path.parent().unwrap_or(Path::new("")))
    }

    /// What was read of them.
    pub fn parsed(&self) -> agreement::Parsed {
        agreement::parse_with(&self.text, &self.included)
    }

    /// The checked agreement, and warnings about it; `file` is what the text is called in messages.
    ///
    /// # Errors
    /// M0103: the text has errors.
    pub fn checked(&self, file: &str) -> Result<(Agreement, Vec<Diagnostic>), Vec<Message>> {
        let checked = agreement::check(self.parsed());
        match checked.agreement {
            Some(agreement) => Ok((agreement, checked.diagnostics)),
            None => {
                let mut message = Message::new(codes::MISSION_TEXT, "the agreement has errors").at(file);
                for line in agreement::diagnostic::render_all(&checked.diagnostics, file, &self.text).lines() {
                    message = message.note(line);
                }
                Err(vec![message.help("repair what the messages name")])
            }
        }
    }
}
