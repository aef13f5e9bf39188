//! `armistice import`: files of others become batches; guesses, dry runs, templates, undoing.
//!
//! Holds
//! - A dry run reads everything and writes nothing.
//! - What is wrong with rows is said all at once, and can be written beside the rows it is about.
//!
//! Not here: what a row says (`crate::import`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand, ValueEnum};
use record::live::Knowledge;
use record::statement::{Acceptance, Statement};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::time::KnownAt;
use serde_json::{Value, json};
use situation::words;

use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, moment, now, open, read_text};
use crate::import::input::Input;
use crate::import::mapping::Mapping;
use crate::import::rows::Table;
use crate::import::{self, KnownRule, Reading, acled, batches, guess, mapped, template, unknown};
use crate::limits::{self, ImportLimits};
use crate::message::Message;
use crate::mission::{AUTHOR, Mission, SETTINGS_FILE};

/// Titles of the list of faults of a format of the program's own.
const REJECTS_HEAD: [&str; 6] = ["row", "column", "code", "what", "expected", "help"];
/// The title of the column that stands behind rejected rows.
const WHAT_IS_WRONG: &str = "what is wrong";

/// What an import is asked with.
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct ImportFlags {
    #[command(subcommand)]
    command: Option<ImportCommand>,
    /// The file's format, where it is one that the program knows
    #[arg(long, required_unless_present = "mapping", conflicts_with = "mapping")]
    format: Option<Format>,
    /// The mapping that says which column is what: any CSV or workbook
    #[arg(long, value_name = "FILE.toml")]
    mapping: Option<PathBuf>,
    /// The file; .gz is unpacked
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// When everything in it became known: makes the batch history
    #[arg(long, value_name = "T", conflicts_with = "known_from_sources")]
    known_at: Option<String>,
    /// Each row became known at the end of its latest cited date (UCDP GED) or at its time stamp (ACLED): makes the batch history
    #[arg(long)]
    known_from_sources: bool,
    /// The lines state when they became known: makes the batch history
    #[arg(long)]
    history: bool,
    /// Import nothing if any row is bad
    #[arg(long)]
    all_or_nothing: bool,
    /// Read everything, say what would become of it, write nothing
    #[arg(long)]
    dry_run: bool,
    /// Write the bad rows to this file (CSV): as they stand, with what is wrong, to be corrected and imported
    #[arg(long, value_name = "FILE.csv")]
    rejects: Option<PathBuf>,
}

#[derive(Subcommand)]
enum ImportCommand {
    /// Guess a mapping for a table, and show what its first rows would become
    #[command(after_help = "Example:\n  armistice import guess incidents.xlsx --out incidents.toml")]
    Guess {
        /// The table: CSV or a workbook
        file: PathBuf,
        /// Where to write the mapping; without it it is printed
        #[arg(long, value_name = "FILE.toml")]
        out: Option<PathBuf>,
        /// The feed's name: event keys begin with it
        #[arg(long, default_value = "incident-log")]
        name: String,
    },
    /// Print a mapping to begin with
    #[command(after_help = "Example:\n  armistice import template incident-log > incidents.toml")]
    Template {
        /// Its name; without it the templates are listed
        name: Option<String>,
    },
    /// List what was imported, and what of it was undone
    #[command(after_help = "Example:\n  armistice import list")]
    List,
    /// Undo an import as a whole, by a statement: what was known before stays as it was known
    #[command(after_help = "Example:\n  armistice import undo 1a2b3c4d --because \"the wrong month\"")]
    Undo {
        /// The batch, or the beginning of its name
        batch: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
        /// Who undoes it
        #[arg(long, value_name = "NAME", default_value = AUTHOR)]
        by: String,
    },
    /// Take an undoing back: the batch counts again
    #[command(after_help = "Example:\n  armistice import restore 1a2b3c4d --because \"it was the right month\"")]
    Restore {
        /// The batch, or the beginning of its name
        batch: String,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
        /// Who restores it
        #[arg(long, value_name = "NAME", default_value = AUTHOR)]
        by: String,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// UCDP GED events, any layout
    UcdpGed,
    /// ACLED events, the current columns
    Acled,
    /// ACLED's list of deleted events
    AcledDeleted,
    /// Statements, one JSON object a line
    Statements,
}

pub(super) fn import(dir: &Path, flags: &ImportFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    match &flags.command {
        None => {}
        Some(ImportCommand::Template { name }) => return print_template(name.as_deref()),
        Some(ImportCommand::Guess { file, out, name }) => return guessed(dir, file, out.as_deref(), name),
        Some(ImportCommand::List) => return Ok(listed(&open(dir)?)),
        Some(ImportCommand::Undo { batch, because, by }) => {
            return changed(dir, batch, by, because.as_deref(), true, unlock);
        }
        Some(ImportCommand::Restore { batch, because, by }) => {
            return changed(dir, batch, by, because.as_deref(), false, unlock);
        }
    }
    let mut mission = open(dir)?;
    let Some(file) = &flags.file else { unreachable!("the command line asks for the file") };
    let zone = &mission.agreement.zone;
    let known = match (&flags.known_at, flags.known_from_sources) {
        (Some(text), false) => Some(KnownRule::At(moment::instant(zone, text, "--known-at")?)),
        (None, true) => Some(KnownRule::FromSources),
        _ => None,
    };
    let (mut reading, mut notes) = match (&flags.mapping, flags.format) {
        (Some(mapping), _) => (by_mapping(file, mapping, known, flags.rejects.as_deref())?, Vec::new()),
        (None, Some(format)) => by_format(&mission, format, file, known, flags.history)?,
        (None, None) => unreachable!("the command line asks for one of the two"),
    };
    batches::not_undone(&mission.store, &reading)?;
    let again = batches::state_again(&mission.store, &mut reading);
    if again > 0 {
        notes.push(format!("{} in an import that was undone: stated again", words::counted(again, "row")));
    }
    if let (Some(path), None) = (&flags.rejects, &flags.mapping) {
        write_rejects(path, &reading)?;
    }
    let mut answer = if flags.dry_run {
        tried(&mission, &reading)?
    } else {
        mission.store.take_pen(pen(dir, AUTHOR, unlock)?);
        let outcome = reading.accept(&mut mission.store, now(), flags.all_or_nothing)?;
        imported(&mission, file, &outcome)
    };
    answer.text.extend(notes);
    Ok(answer)
}

/// Imports one file of a known format; for the demo.
pub(super) fn import_file(
    mission: &mut Mission,
    format: Format,
    file: &Path,
    known: Option<KnownRule>,
    history: bool,
) -> Result<Answer, Failure> {
    let (reading, _) = by_format(mission, format, file, known, history)?;
    let outcome = reading.accept(&mut mission.store, now(), false)?;
    Ok(imported(mission, file, &outcome))
}

fn by_mapping(
    file: &Path,
    mapping: &Path,
    known: Option<KnownRule>,
    rejects: Option<&Path>,
) -> Result<Reading, Failure> {
    let text = read_text(mapping)?;
    let name = mapping.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mapping = Mapping::parse(&name, &text)?;
    let known = match known {
        None => None,
        Some(KnownRule::At(at)) => Some(KnownAt(at)),
        Some(KnownRule::FromSources) => {
            return Err(Message::new(codes::BAD_CHOICE, "a table says by a column when its rows became known")
                .at("--known-from-sources")
                .help("name the column in the mapping: `[columns] known = \"…\"`, or state `--known-at T`")
                .into());
        }
    };
    let table = Table::open(file, ImportLimits::default())?;
    let options = mapped::Options { author: AUTHOR.to_owned(), known };
    let reading = mapped::read(&table, &mapping, &options, &mut progress())?;
    if let Some(path) = rejects {
        write_rejected_rows(path, &table, &mapping, &reading)?;
    }
    Ok(reading)
}

/// The bad rows as they stand in the table, under its titles, with what is wrong behind them: corrected there, the file is
/// imported by the same mapping.
fn write_rejected_rows(path: &Path, table: &Table, mapping: &Mapping, reading: &Reading) -> Result<(), Message> {
    is_ours_to_write(path)?;
    let failed = |error: &std::io::Error| Message::io(crate::codes::MISSION_IO, "write", path, error);
    let mut wrong: BTreeMap<import::Place, Vec<String>> = BTreeMap::new();
    for bad in &reading.bad {
        let column = bad.column.as_ref().map_or(String::new(), |column| format!("{column}: "));
        wrong.entry(bad.place).or_default().push(format!("{column}{}", bad.message.sentence.replace('`', "\"")));
    }
    let mut writer =
        csv::WriterBuilder::new().flexible(true).delimiter(mapping.delimiter().unwrap_or(b',')).from_writer(Vec::new());
    let mut all = Ok(());
    for row in 1..mapping.file.header_row {
        let above = format!("rejected rows of {} ({row})", table.name);
        all = all.and_then(|()| writer.write_record([above]));
    }
    let mut titles = true;
    table.rows(mapping, &mut |place, cells| {
        let why = if std::mem::take(&mut titles) {
            Some(WHAT_IS_WRONG.to_owned())
        } else {
            wrong.get(&place).map(|wrong| wrong.join("; "))
        };
        if let (Some(why), Ok(())) = (why, &all) {
            all = writer.write_record(cells.iter().copied().chain([why.as_str()]));
        }
    })?;
    let bytes =
        all.map_err(std::io::Error::other).and_then(|()| writer.into_inner().map_err(|error| error.into_error()));
    // The mark says that it is UTF-8, whatever the mapping says of the table.
    let bytes = bytes.map(|bytes| [b"\xef\xbb\xbf".as_slice(), &bytes].concat());
    bytes.and_then(|bytes| std::fs::write(path, bytes)).map_err(|error| failed(&error))
}

fn by_format(
    mission: &Mission,
    format: Format,
    file: &Path,
    known: Option<KnownRule>,
    history: bool,
) -> Result<(Reading, Vec<String>), Failure> {
    let zone = mission.agreement.zone.clone();
    let author = AUTHOR.to_owned();
    let input = |()| Input::open(file, ImportLimits::default());
    let mut progress = progress();
    match format {
        Format::UcdpGed => {
            let Some(known) = known else {
                return Err(Message::new(
                    codes::BAD_CHOICE,
                    "a UCDP GED file does not say when its events became known",
                )
                .help(
                    "add `--known-at T` (everything at once) or `--known-from-sources` (each at its latest cited date)",
                )
                .into());
            };
            let options = import::ged::Options { author, zone, known };
            Ok((import::ged::read(&input(())?, &options, &mut progress)?, Vec::new()))
        }
        Format::Acled | Format::AcledDeleted => {
            let at = match known {
                Some(KnownRule::At(at)) => Some(KnownAt(at)),
                _ => None,
            };
            let options = acled::Options { author, zone, known: at, history: known.is_some() };
            if format == Format::Acled {
                let (reading, older) = acled::read(&input(())?, &options, &mission.store, &mut progress)?;
                let note = format!(
                    "{} older than what the record has of their events: left out",
                    words::counted(older, "row")
                );
                return Ok((reading, if older > 0 { vec![note] } else { Vec::new() }));
            }
            let (reading, unknown) = acled::read_deleted(&input(())?, &options, &mission.store)?;
            let note =
                format!("{} on the list not on the record: nothing to withdraw", words::counted(unknown, "event"));
            Ok((reading, if unknown > 0 { vec![note] } else { Vec::new() }))
        }
        Format::Statements => {
            let options = import::statements::Options { author, zone, history };
            Ok((import::statements::read(&input(())?, &options, &mut progress)?, Vec::new()))
        }
    }
}

/// Prints progress on a terminal, at most ten times a second.
fn progress() -> impl FnMut(u64) {
    let terminal = std::io::stderr().is_terminal();
    let mut last = std::time::Instant::now();
    move |rows| {
        if terminal && last.elapsed().as_millis() > 100 {
            last = std::time::Instant::now();
            eprint!("\r{rows} rows read");
        }
    }
}

/// What an import did, for people and as JSON.
pub(super) fn imported(mission: &Mission, file: &Path, outcome: &import::Outcome) -> Answer {
    let mut text = bad_rows(&outcome.bad_rows);
    let batch = outcome.batch.map(|id| id.to_string());
    text.push(format!(
        "{}: {} accepted, {} already there, {}{}",
        file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        words::counted(outcome.accepted, "statement"),
        outcome.already,
        words::counted(rows_of(&outcome.bad_rows), "bad row"),
        batch.as_ref().map(|id| format!("; batch {}", &id[..8])).unwrap_or_default(),
    ));
    // Of what is new; what was there already was told when it came.
    let statements = mission.store.statements();
    let fresh = statements
        .iter()
        .rev()
        .take_while(|statement| outcome.batch.is_some() && statement.accepted.batch == outcome.batch);
    let fresh: Vec<&Statement> = fresh.take(outcome.accepted).collect();
    let registers = unknown::registers(&mission.agreement, if fresh.is_empty() { &[] } else { statements });
    let unknown = unknown::unknown(&mission.agreement, &registers, fresh.iter().map(|statement| &statement.body));
    text.extend(unknown::told(&unknown));
    let json = json!({
        "accepted": outcome.accepted,
        "already": outcome.already,
        "unknown_names": unknown_json(&unknown),
        "batch": batch,
        "bad_rows": bad_rows_json(&outcome.bad_rows),
    });
    Answer { text, json, code: if outcome.bad_rows.is_empty() { 0 } else { 2 } }
}

/// How many rows are bad: one row may be so in several columns.
fn rows_of(bad: &[import::BadRow]) -> usize {
    bad.iter().map(|row| row.place).collect::<BTreeSet<_>>().len()
}

/// What is wrong with rows, as many as are read on a screen; the file of rejects holds all. What is wrong with several rows
/// alike is said once, with their numbers.
fn bad_rows(bad: &[import::BadRow]) -> Vec<String> {
    let mut alike: Vec<(&import::BadRow, Vec<import::Place>)> = Vec::new();
    let mut known = BTreeMap::new();
    for row in bad {
        let said = &row.message;
        let key = (said.code, &said.sentence, &said.notes, &said.help, &row.column);
        let index = *known.entry(key).or_insert(alike.len());
        match alike.get_mut(index) {
            Some((_, places)) => places.push(row.place),
            None => alike.push((row, vec![row.place])),
        }
    }
    let mut text = Vec::new();
    for (row, places) in alike.iter().take(limits::BAD_ROWS_LISTED) {
        let message = match places.as_slice() {
            [_] => row.message.clone(),
            places => row.message.clone().at(row.message.at.replacen(&row.place.to_string(), &rows_named(places), 1)),
        };
        text.extend(message.to_string().lines().map(String::from));
    }
    if alike.len() > limits::BAD_ROWS_LISTED {
        let more = alike.len() - limits::BAD_ROWS_LISTED;
        text.push(format!("… and {more} more; `--rejects FILE.csv` writes all of them"));
    }
    text
}

/// "rows 2, 3, 5 and 12 more".
fn rows_named(places: &[import::Place]) -> String {
    const NAMED: usize = 8;
    let noun = if places.iter().any(|place| place.row.is_some()) { "rows" } else { "lines" };
    let named: Vec<String> =
        places.iter().take(NAMED).map(|place| place.row.unwrap_or(place.line).to_string()).collect();
    match places.len().saturating_sub(NAMED) {
        0 => format!("{noun} {}", named.join(", ")),
        more => format!("{noun} {} and {more} more", named.join(", ")),
    }
}

fn bad_rows_json(bad: &[import::BadRow]) -> Vec<Value> {
    bad.iter().map(|row| json!({ "code": row.message.code, "message": row.message.to_string() })).collect()
}

/// Whether nothing is lost by writing there: nothing is there yet, or rejected rows of before.
fn is_ours_to_write(path: &Path) -> Result<(), Message> {
    let Ok(before) = std::fs::read(path) else { return Ok(()) };
    let first = before.split(|byte| *byte == b'\n').next().unwrap_or_default();
    let first = String::from_utf8_lossy(first);
    let first = first.trim_end();
    if first.ends_with(WHAT_IS_WRONG) || first == REJECTS_HEAD.join(",") || first.contains("rejected rows of ") {
        return Ok(());
    }
    Err(Message::new(codes::BAD_CHOICE, format!("`{}` is there already, and holds no rejected rows", path.display()))
        .at("--rejects")
        .help("name another file: nothing of somebody else's is written over"))
}

fn write_rejects(path: &Path, reading: &Reading) -> Result<(), Message> {
    is_ours_to_write(path)?;
    let failed = |error: &std::io::Error| Message::io(crate::codes::MISSION_IO, "write", path, error);
    let mut writer = csv::Writer::from_writer(Vec::new());
    let row = |cells: [&str; 6], writer: &mut csv::Writer<Vec<u8>>| writer.write_record(cells);
    let mut all = row(REJECTS_HEAD, &mut writer);
    for bad in &reading.bad {
        let number = bad.place.row.unwrap_or(bad.place.line).to_string();
        let column = bad.column.as_deref().unwrap_or("");
        let message = &bad.message;
        let cells = [&number, column, message.code, &message.sentence, &message.notes.join("; "), &message.help];
        all = all.and_then(|()| row(cells, &mut writer));
    }
    let bytes =
        all.map_err(std::io::Error::other).and_then(|()| writer.into_inner().map_err(|error| error.into_error()));
    bytes.and_then(|bytes| std::fs::write(path, bytes)).map_err(|error| failed(&error))
}

/// A dry run: what rows would become, and the incidents they would be on.
fn tried(mission: &Mission, reading: &Reading) -> Result<Answer, Failure> {
    const SHOWN: usize = 5;
    let tree = &mission.agreement;
    let mut bad = reading.bad.clone();
    let mut gate = mission.store.gate(now(), reading.history)?;
    let mut fresh: Vec<Statement> = Vec::new();
    let mut already = 0usize;
    for row in &reading.good {
        match gate.admits(&row.entry) {
            Ok(true) => fresh.push(Statement {
                id: row.entry.id(),
                body: row.entry.body().clone(),
                accepted: Acceptance {
                    known: row.entry.known_at().unwrap_or(KnownAt(now())),
                    history: reading.history,
                    received: None,
                    batch: None,
                },
            }),
            Ok(false) => already += 1,
            Err(message) => bad.push(import::BadRow::new(&reading.file, row.place, None, message)),
        }
    }
    let declared = situation::declared(tree);
    let before = Knowledge::at(mission.store.statements(), KnownAt::ALL, &declared);
    let known: BTreeSet<IncidentId> = incident::link(&before).into_iter().map(|incident| incident.id).collect();
    let mut all = mission.store.statements().to_vec();
    all.extend(fresh.iter().cloned());
    let after = Knowledge::at(&all, KnownAt::ALL, &declared);
    let ids: BTreeSet<_> = fresh.iter().map(|statement| statement.id).collect();
    let mut proposed: BTreeMap<IncidentId, (usize, bool)> = BTreeMap::new();
    for incident in incident::link(&after) {
        let own = incident.reports.iter().filter(|i| ids.contains(&after.live[**i].statement.id)).count();
        if own > 0 {
            let joins = known.contains(&incident.id);
            proposed.insert(incident.id, (own, joins));
        }
    }
    let joined = proposed.values().filter(|(_, joins)| *joins).count();
    let mut text = bad_rows(&bad);
    text.push(format!(
        "{}: a dry run, nothing was imported. {} would be accepted, {already} are there already, {}",
        reading.file,
        words::counted(fresh.len(), "statement"),
        words::counted(rows_of(&bad), "bad row"),
    ));
    text.push(format!(
        "they would be on {}: {} new, {joined} on the record already",
        words::counted(proposed.len(), "incident"),
        proposed.len() - joined,
    ));
    for (id, (reports, joins)) in proposed.iter().take(SHOWN) {
        let how = if *joins { "joins" } else { "new" };
        text.push(format!("  {how}: {} ({})", id.0, words::counted(*reports, "report")));
    }
    if proposed.len() > SHOWN {
        text.push(format!("  … and {} more", proposed.len() - SHOWN));
    }
    if !fresh.is_empty() {
        text.push("the first rows as statements:".into());
        text.extend(fresh.iter().take(SHOWN).map(|statement| format!("  {}", words::statement(&tree.zone, statement))));
    }
    let registers = unknown::registers(tree, &all);
    let unknown = unknown::unknown(tree, &registers, fresh.iter().map(|statement| &statement.body));
    text.extend(unknown::told(&unknown));
    let json = json!({
        "dry_run": true,
        "would_accept": fresh.len(),
        "already": already,
        "incidents": proposed.iter().map(|(id, (reports, joins))| json!({
            "incident": id.0, "reports": reports, "on_record": joins,
        })).collect::<Vec<_>>(),
        "unknown_names": unknown_json(&unknown),
        "bad_rows": bad_rows_json(&bad),
    });
    Ok(Answer { text, json, code: if bad.is_empty() { 0 } else { 2 } })
}

fn unknown_json(unknown: &[unknown::Unknown]) -> Vec<Value> {
    unknown
        .iter()
        .map(|one| json!({ "what": one.what, "name": one.name, "statements": one.times, "near": one.near }))
        .collect()
}

fn guessed(dir: &Path, file: &Path, out: Option<&Path>, name: &str) -> Result<Answer, Failure> {
    // Without a mission a table can be linked: then nothing declares acts, and days are those of UTC until the mapping says otherwise.
    let mission = if dir.join(SETTINGS_FILE).exists() { Some(open(dir)?) } else { None };
    let table = Table::open(file, ImportLimits::default())?;
    let declared = mission.iter().flat_map(|mission| &mission.agreement.acts);
    let zone = mission.as_ref().map_or("UTC", |mission| mission.agreement.zone.name());
    let mut acts: Vec<&str> = Vec::new();
    for act in declared.flat_map(|class| std::iter::once(&class.name).chain(&class.includes)) {
        if !acts.contains(&act.as_str()) {
            acts.push(act);
        }
    }
    let guess = guess::guess(&table, name, zone, &acts)?;
    let mut text = Vec::new();
    match out {
        Some(path) => {
            if path.exists() {
                return Err(Message::new(codes::BAD_CHOICE, format!("`{}` is there already", path.display()))
                    .at("--out")
                    .help("name another file: a mapping that somebody corrected is not written over")
                    .into());
            }
            std::fs::write(path, &guess.text)
                .map_err(|error| Message::io(crate::codes::MISSION_IO, "write", path, &error))?;
            text.push(format!("wrote {}", path.display()));
        }
        None => text.extend(guess.text.lines().map(String::from)),
    }
    text.push(String::new());
    if !guess.open.is_empty() {
        text.push("before it is used, decide:".into());
        text.extend(guess.open.iter().map(|open| format!("  {open}")));
    } else if let Some(mission) = &mission {
        match Mapping::parse("the guessed mapping", &guess.text) {
            Ok(mapping) => {
                let options = mapped::Options { author: AUTHOR.to_owned(), known: None };
                let reading = mapped::read(&table, &mapping, &options, &mut |_| {})?;
                text.extend(tried(mission, &reading)?.text);
            }
            Err(messages) => text.extend(messages.iter().map(ToString::to_string)),
        }
    }
    if mission.is_none() {
        text.push("without a mission: see whose clocks the table follows, then `armistice link --mapping`".to_owned());
    }
    Ok(Answer::ok(text, json!({ "mapping": guess.text, "open": guess.open })))
}

fn print_template(name: Option<&str>) -> Result<Answer, Failure> {
    let all = template::TEMPLATES;
    let Some(name) = name else {
        let text = all.iter().map(|template| format!("{:<14} {}", template.name, template.what)).collect();
        let list: Vec<Value> =
            all.iter().map(|template| json!({ "name": template.name, "what": template.what })).collect();
        return Ok(Answer::ok(text, json!({ "templates": list })));
    };
    let found = all.iter().find(|template| template.name == name).ok_or_else(|| {
        let names: Vec<&str> = all.iter().map(|template| template.name).collect();
        moment::unknown("template", name, &names)
    })?;
    let text = found.text.lines().map(String::from).collect();
    Ok(Answer::ok(text, json!({ "name": found.name, "mapping": found.text })))
}

fn listed(mission: &Mission) -> Answer {
    let zone = &mission.agreement.zone;
    let all = batches::list(&mission.store);
    let mut text: Vec<String> = all
        .iter()
        .map(|imported| {
            let undone = imported.undone_by.map_or(String::new(), |by| format!(", undone by {}", by.short()));
            format!(
                "{} {} {} ({}), {}{undone}",
                imported.head.id.short(),
                words::instant(zone, imported.head.known().0),
                imported.batch.file,
                imported.batch.format,
                words::counted(usize::try_from(imported.batch.rows).unwrap_or(usize::MAX), "row"),
            )
        })
        .collect();
    if text.is_empty() {
        text.push("nothing was imported yet".into());
    }
    let list: Vec<Value> = all
        .iter()
        .map(|imported| {
            json!({
                "batch": imported.head.id.to_string(),
                "known": crate::message::utc(imported.head.known().0),
                "file": imported.batch.file,
                "format": imported.batch.format,
                "sha256": crate::hash::hex(&imported.batch.sha256),
                "known_rule": imported.batch.known_rule,
                "rows": imported.batch.rows,
                "undone_by": imported.undone_by.map(|by| by.to_string()),
            })
        })
        .collect();
    Answer::ok(text, json!({ "batches": list }))
}

fn changed(
    dir: &Path,
    batch: &str,
    by: &str,
    because: Option<&str>,
    undo: bool,
    unlock: &Unlock,
) -> Result<Answer, Failure> {
    let mut mission = open(dir)?;
    mission.store.take_pen(pen(dir, AUTHOR, unlock)?);
    let store = &mut mission.store;
    let (id, appended) = match undo {
        true => batches::undo(store, batch, by, because, now())?,
        false => batches::restore(store, batch, by, because, now())?,
    };
    let done = if undo { "undone" } else { "restored" };
    let statement = appended.new.first().map(ToString::to_string);
    let text = vec![
        format!("batch {} is {done}, from now on; what was known before stays as it was known", id.short()),
        format!("  by statement {}", statement.as_deref().map_or("", |id| &id[..8])),
    ];
    Ok(Answer::ok(text, json!({ "batch": id.to_string(), "done": done, "statement": statement })))
}
