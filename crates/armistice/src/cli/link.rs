//! `armistice link`: reports of any system into clusters, without a mission.
//!
//! Not here: how reports are linked (`incident::likeness`), what tables say (`crate::linking`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use incident::likeness::{Copies, Linker, Weights, copies};
use serde_json::json;

use super::{Answer, Failure, read_text, sources};
use crate::codes;
use crate::import::mapping::Mapping;
use crate::limits::{BAD_ROWS_LISTED, ImportLimits};
use crate::linking::tables::Reports;
use crate::linking::{self, mapped, tables};
use crate::message::Message;

/// What is linked, and with what.
#[derive(clap::Args)]
pub(super) struct LinkFlags {
    /// The folder with reports.csv and, where there are, actors.csv and event_types.csv; each may be packed (.gz). Or that table; or any tables, with --mapping
    #[arg(required = true, value_name = "DIR|FILE")]
    paths: Vec<PathBuf>,
    /// The mapping that says which column is what, as `import` takes it: one for all tables, or one for each in their order
    #[arg(long, value_name = "FILE.toml")]
    mapping: Vec<PathBuf>,
    /// Where to write which report is in which cluster (CSV: report_id, cluster_id)
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
    /// Where to write which incidents a report may cover that covers several (CSV: report_id, cluster_id, one line for each)
    #[arg(long, value_name = "FILE.csv")]
    covers: Option<PathBuf>,
    /// Link with these weights; without it they are learnt from the reports
    #[arg(long, value_name = "FILE")]
    weights: Option<PathBuf>,
    /// Where to write the weights that were used
    #[arg(long, value_name = "FILE")]
    write_weights: Option<PathBuf>,
}

pub(super) fn link(flags: &LinkFlags) -> Result<Answer, Failure> {
    let mut reports = reports(flags)?;
    let weights = match &flags.weights {
        Some(path) => Weights::read(&read_text(path)?, &mut reports.lexicon).map_err(|fault| {
            Message::new(codes::WEIGHTS, format!("`{}` states no weights", path.display()))
                .at(format!("line {}", fault.line))
                .note(format!("expected {}", fault.expected))
                .help("take a file that `armistice link --write-weights` wrote")
        })?,
        None => linking::weights(&mut reports),
    };
    if let Some(path) = &flags.write_weights {
        write(path, weights.text(&reports.lexicon).as_bytes())?;
    }
    let (all, alone) = (reports.entries.len() + reports.alone.len(), reports.alone);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let incidents = linker.incidents();
    let mut csv = String::from("report_id,cluster_id\n");
    for (incident, members) in &incidents {
        for report in members {
            csv.extend([&cell(report), ",", &cell(incident), "\n"]);
        }
    }
    for report in &alone {
        csv.extend([&cell(report), ",", &cell(report), "\n"]);
    }
    write(&flags.out, csv.as_bytes())?;
    if let Some(path) = &flags.covers {
        let mut csv = String::from("report_id,cluster_id\n");
        for (report, _) in incidents.iter().filter(|(incident, _)| linker.covers_several(incident)) {
            for incident in linker.covered_by(report) {
                csv.extend([&cell(report), ",", &cell(incident), "\n"]);
            }
        }
        write(path, csv.as_bytes())?;
    }
    let covering = incidents.iter().filter(|(incident, _)| linker.covers_several(incident)).count();
    let clusters = incidents.len() - covering + alone.len();
    let mut text =
        vec![format!("{all} reports: {clusters} clusters, and {covering} reports that cover several incidents")];
    let repeats: Vec<([String; 2], Copies)> = copies(&linker)
        .into_iter()
        .map(|one| (one.sources.map(|source| linker.lexicon().name(source).to_owned()), one))
        .collect();
    for ([first, second], copies) in &repeats {
        text.push(format!("{first} and {second} may share an origin: {}", sources::told(copies)));
    }
    if !alone.is_empty() {
        text.push(format!("{} without a day or a place, or that deny, stand alone", many(alone.len(), "report")));
    }
    for row in reports.bad.iter().take(BAD_ROWS_LISTED) {
        text.extend(row.message.to_string().lines().map(str::to_owned));
    }
    if reports.left_out > 0 {
        text.push(format!("{} left out", many(reports.left_out, "row")));
    }
    let problems: Vec<_> =
        reports.bad.iter().map(|row| json!({ "code": row.message.code, "message": row.message.to_string() })).collect();
    let repeats: Vec<_> = repeats.iter().map(|(names, copies)| sources::as_json(names, copies)).collect();
    let answer = json!({
        "reports": all,
        "clusters": clusters,
        "cover_several": covering,
        "may_repeat": repeats,
        "problems": problems,
    });
    Ok(Answer { text, json: answer, code: if reports.bad.is_empty() { 0 } else { 2 } })
}

/// The reports that the flags name.
fn reports(flags: &LinkFlags) -> Result<Reports, Failure> {
    let limits = ImportLimits::default();
    let (tables, mappings) = (flags.paths.len(), flags.mapping.len());
    if mappings == 0 && tables == 1 {
        let path = &flags.paths[0];
        return Ok(tables::read(path, limits).map_err(|message| match path.is_file() && message.code == codes::IMPORT_COLUMNS {
            true => message.note("a table with other columns is read with `--mapping FILE.toml`, which `armistice import guess` begins"),
            false => message,
        })?);
    }
    if mappings != 1 && mappings != tables {
        return Err(Message::new(codes::IMPORT_COLUMNS, format!("{tables} tables and {mappings} mappings are named"))
            .at("--mapping")
            .help("name one mapping for all tables or one for each; `armistice import guess FILE` writes one")
            .into());
    }
    let mut read = Vec::new();
    for path in &flags.mapping {
        let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        read.push(Mapping::parse(&name, &read_text(path)?)?);
    }
    let mut reports = Reports::none();
    for (at, path) in flags.paths.iter().enumerate() {
        mapped::add(&mut reports, path, read.get(at).unwrap_or(&read[0]), limits)?;
    }
    Ok(reports)
}

fn many(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// A cell of CSV: in quotation marks where it holds what divides cells.
fn cell(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| Message::io(codes::MISSION_IO, "write", path, &error).into())
}
