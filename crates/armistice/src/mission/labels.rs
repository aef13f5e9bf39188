//! `labels/LANGUAGE.csv`: what a mission calls its names in a language of its reports.
//!
//! Holds
//! - The file is presentation: it is no statement, is not adopted, and changes no verdict.
//! - It is read whole or refused, each fault with its line.
//!
//! Not here: where labels are shown (`situation::report`).

use std::collections::BTreeSet;
use std::path::Path;

use situation::report::{Labels, Language};

use crate::codes;
use crate::import::Input;
use crate::limits::{ImportLimits, LABEL_CHARACTERS};
use crate::message::{Message, quoted};

/// The folder of the mission that holds them.
pub const FOLDER: &str = "labels";

/// The labels of a language: the mission's in the folder `dir`, and the program's own.
///
/// # Errors
/// M0501: the file is there and cannot be used.
pub fn read(dir: &Path, language: Language) -> Result<Labels, Vec<Message>> {
    let name = format!("{FOLDER}/{}.csv", language.tag());
    let path = dir.join(FOLDER).join(format!("{}.csv", language.tag()));
    let mut labels = Labels::of(language);
    if !path.exists() {
        return Ok(labels);
    }
    let input = Input::open(&path, ImportLimits::default()).map_err(|message| vec![message])?;
    let mut wrong = Vec::new();
    let mut say = |line: u64, sentence: String, help: &str| {
        wrong.push(Message::new(codes::LABELS, sentence).at(format!("{name} line {line}")).help(help));
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input.text.as_bytes());
    let mut seen = BTreeSet::new();
    for (index, row) in reader.records().enumerate() {
        let Ok(row) = row else { continue };
        let line = row.position().map_or(0, csv::Position::line);
        let cells: Vec<&str> = row.iter().map(str::trim).collect();
        match cells.as_slice() {
            ["name", "label"] if index == 0 => {}
            _ if index == 0 => {
                say(line, "the titles are not `name` and `label`".into(), "begin the file with `name,label`")
            }
            [named, label] if !named.is_empty() && !label.is_empty() => {
                if !seen.insert((*named).to_owned()) {
                    say(line, format!("{} has a label already", quoted(named)), "keep one of the two");
                } else if label.chars().count() > LABEL_CHARACTERS {
                    let most = format!("write at most {LABEL_CHARACTERS} characters");
                    say(line, format!("the label of {} is too long", quoted(named)), &most);
                } else if label.chars().any(turns) {
                    let sentence =
                        format!("the label of {} holds a mark that turns the direction of writing", quoted(named));
                    say(line, sentence, "write the label without it: the report keeps each name in its own direction");
                } else {
                    labels = labels.with(named, label);
                }
            }
            _ => say(
                line,
                "this is no name with its label".into(),
                "write `name,label`, in quotation marks where one has a comma",
            ),
        }
    }
    if wrong.is_empty() { Ok(labels) } else { Err(wrong) }
}

fn turns(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
