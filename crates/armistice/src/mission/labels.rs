//! `labels/LANGUAGE.csv`: what a mission calls its names in a language of its reports. `labels/as/PERSPECTIVE.csv`: what the side whose
//! perspective it is calls places.
//!
//! Holds
//! - The files are presentation: they are no statements, are not adopted, and change no verdict.
//! - Each is read whole or refused, each fault with its line.
//! - A side's file names places of the register and nothing else, and shows in that side's view alone; the mission's view has none.
//!
//! Not here: where labels are shown (`situation::report`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use agreement::tree::Tree;
use record::statement::Statement;
use record::vocabulary::Name;
use record::vocabulary::registers::Registers;
use situation::report::{Labels, Language};

use super::AUTHOR;
use crate::codes;
use crate::draft::nearest;
use crate::import::{Input, unknown};
use crate::limits::{ImportLimits, LABEL_CHARACTERS};
use crate::message::{Message, quoted};

/// The folder of the mission that holds them.
pub const FOLDER: &str = "labels";
/// The folder in it with what sides call places.
pub const SIDES: &str = "labels/as";

/// The labels of a language: the mission's in the folder `dir`, and the program's own.
///
/// # Errors
/// M0501: the file is there and cannot be used.
pub fn read(dir: &Path, language: Language) -> Result<Labels, Vec<Message>> {
    let name = format!("{FOLDER}/{}.csv", language.tag());
    let rows = if dir.join(&name).exists() { rows(dir, &name, |_| None)? } else { Vec::new() };
    Ok(rows.iter().fold(Labels::of(language), |labels, (name, label)| labels.with(name, label)))
}

/// The labels of a language, and what the side whose perspective this is calls places, where it has a file.
///
/// # Errors
/// M0501: a file is there and cannot be used, or is no side's.
pub fn read_as(
    dir: &Path,
    language: Language,
    perspective: &str,
    tree: &Tree,
    statements: &[Statement],
) -> Result<Labels, Vec<Message>> {
    let labels = read(dir, language)?;
    let files = of_sides(dir, tree)?;
    let wanted = [format!("{perspective}.{}.csv", language.tag()), format!("{perspective}.csv")];
    let Some(name) = wanted.iter().find(|name| files.contains(*name)) else { return Ok(labels) };
    let registers = unknown::registers(tree, statements);
    let places: BTreeMap<Name, String> =
        rows(dir, &format!("{SIDES}/{name}"), |name| no_place(tree, &registers, name))?.into_iter().collect();
    Ok(labels.as_called_by(perspective, places))
}

/// The files of sides; a misspelt one would never be read.
fn of_sides(dir: &Path, tree: &Tree) -> Result<BTreeSet<String>, Vec<Message>> {
    let Ok(entries) = std::fs::read_dir(dir.join(SIDES)) else { return Ok(BTreeSet::new()) };
    let names = entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned());
    let files: BTreeSet<String> = names.filter(|name| name.ends_with(".csv")).collect();
    let sides: Vec<&str> =
        tree.perspectives.iter().map(|one| one.name.as_str()).filter(|name| *name != AUTHOR).collect();
    let known: BTreeSet<String> = sides
        .iter()
        .flat_map(|side| {
            let translated = Language::ALL.iter().map(move |language| format!("{side}.{}.csv", language.tag()));
            translated.chain([format!("{side}.csv")])
        })
        .collect();
    let wrong = files.difference(&known).map(|file| {
        let message =
            Message::new(codes::LABELS, "this file is of no side's perspective").at(format!("{SIDES}/{file}"));
        let message = match file.split('.').next() {
            Some(AUTHOR) => message.note("the mission's own view shows the agreed form of each place"),
            _ => match sides.as_slice() {
                [] => message.note("the agreement has no perspective but the mission's"),
                sides => message.note(format!(
                    "known: {}",
                    sides.iter().map(|side| format!("`{side}`")).collect::<Vec<_>>().join(", ")
                )),
            },
        };
        message.help("name the file by the perspective, or take it away")
    });
    let wrong: Vec<Message> = wrong.collect();
    if wrong.is_empty() { Ok(files) } else { Err(wrong) }
}

/// Why a side has no name of its own for `name`: what is wrong, and what to do.
fn no_place(tree: &Tree, registers: &Registers, name: &str) -> Option<(String, String)> {
    let agreed = registers.resolve(name);
    let lies_in = || registers.places.values().any(|place| place.within.contains(agreed));
    let declared = situation::declared(tree);
    let mut actors = declared.parties.iter().chain(&declared.others).chain(registers.memberships.keys());
    if actors.any(|actor| actor == agreed) || tree.zones.iter().any(|zone| zone.name == agreed) {
        let why =
            format!("{} is no name of a place alone: the agreement or a register uses it otherwise", quoted(name));
        return Some((why, "leave it out: actors and zones are called as they are written".into()));
    }
    if !registers.places.contains_key(agreed) && !lies_in() {
        let near = nearest(name, registers.places.keys().map(Name::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`? a place is added to registers/places.csv, then adopted"),
            None => "add it to registers/places.csv and adopt, or leave it out".into(),
        };
        return Some((format!("the register knows no place {}", quoted(name)), help));
    }
    (agreed != name).then(|| {
        let why = format!("{} is not the agreed form of the place", quoted(name));
        (why, format!("write {}, as the register has it", quoted(agreed)))
    })
}

/// The names of a file in the mission `dir` with their labels; `refuse` says of a name why it may have none, and what to do.
fn rows(
    dir: &Path,
    name: &str,
    refuse: impl Fn(&str) -> Option<(String, String)>,
) -> Result<Vec<(Name, String)>, Vec<Message>> {
    let input = Input::open(&dir.join(name), ImportLimits::default()).map_err(|message| vec![message])?;
    let mut wrong = Vec::new();
    let mut say = |line: u64, sentence: String, help: &str| {
        wrong.push(Message::new(codes::LABELS, sentence).at(format!("{name} line {line}")).help(help));
    };
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(input.text.as_bytes());
    let mut seen = BTreeSet::new();
    let mut labels = Vec::new();
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
                } else if let Some((sentence, help)) = refuse(named) {
                    say(line, sentence, &help);
                } else {
                    labels.push(((*named).to_owned(), (*label).to_owned()));
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
