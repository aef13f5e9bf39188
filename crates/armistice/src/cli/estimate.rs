//! `armistice estimate`: how many people may be on no list, as a spread of models and never as one number.
//!
//! Not here: the models (`estimate`).

use std::collections::BTreeMap;
use std::path::PathBuf;

use csv::ReaderBuilder;
use estimate::{Extent, Greatest, Interval, Line, Lists, Part, Spread, spread};
use serde_json::{Value, json};

use super::{Answer, Failure};
use crate::codes;
use crate::import::input::Input;
use crate::limits::ImportLimits;
use crate::message::{Message, quoted};

/// Which lists.
#[derive(clap::Args)]
pub(super) struct EstimateFlags {
    /// A table (CSV): a column of 0 and 1 for each list, and last how many people are on exactly those lists; .gz is unpacked
    file: PathBuf,
}

/// Most models listed for people; the JSON answer has all.
const MODELS_SHOWN: usize = 12;

pub(super) fn estimate(flags: &EstimateFlags) -> Result<Answer, Failure> {
    let lists = read(&flags.file)?;
    let found = spread(&lists);
    Ok(Answer::ok(text(&found), as_json(&found)))
}

fn read(path: &std::path::Path) -> Result<Lists, Failure> {
    let input = Input::open(path, ImportLimits::default())?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(input.text.as_bytes());
    let bad = |row: u64, code, sentence: String, expected: &str| {
        Failure::from(
            Message::new(code, sentence).at(format!("{} row {row}", input.name)).note(format!("expected {expected}")),
        )
    };
    let mut names: Vec<String> = match reader.headers() {
        Ok(head) => head.iter().map(|name| name.trim().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    names.pop();
    let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
    for (row, record) in (2..).zip(reader.records()) {
        let Ok(record) = record else {
            return Err(bad(row, codes::ROW_CELLS, "the row cannot be read".to_owned(), "cells divided by commas"));
        };
        if record.len() != names.len() + 1 {
            let sentence = format!("the row has {} cells, the header {}", record.len(), names.len() + 1);
            return Err(bad(row, codes::ROW_CELLS, sentence, "a cell for each list and the count"));
        }
        let mut pattern = 0_u32;
        for (list, cell) in record.iter().take(names.len()).enumerate() {
            match cell.trim() {
                "0" => {}
                // More lists than bits are refused by name below.
                "1" => pattern |= 1_u32.checked_shl(list as u32).unwrap_or(0),
                other => {
                    return Err(bad(row, codes::ROW_CODE, format!("{} is neither 0 nor 1", quoted(other)), "0 or 1"));
                }
            }
        }
        let cell = record.get(names.len()).unwrap_or_default().trim();
        let Ok(people) = cell.parse::<u64>() else {
            return Err(bad(row, codes::ROW_NUMBER, format!("{} is no whole number", quoted(cell)), "digits only"));
        };
        let sum = counts.entry(pattern).or_default();
        *sum = sum.saturating_add(people);
    }
    Lists::new(names, counts)
        .map_err(|wrong| Message::new(codes::LISTS, wrong.to_string()).at(input.name.clone()).into())
}

fn text(found: &Spread) -> Vec<String> {
    let mut text =
        vec![format!("{} people on {} lists: {}", found.observed, found.names.len(), found.names.join(", "))];
    match &found.extent {
        Extent::Between { least, greatest } => text.push(format!(
            "all of them and those on no list: {} to {}, from the least to the greatest end of the models below",
            whole(*least),
            end(*greatest)
        )),
        Extent::NotEstimable(reasons) => {
            text.push("how many are on no list cannot be estimated".to_owned());
            text.extend(reasons.iter().map(|reason| format!("  {reason}")));
        }
    }
    let of = |part: Part| found.lines.iter().filter(move |line| line.part == part).collect::<Vec<&Line>>();
    let models = of(Part::Spread);
    if !models.is_empty() {
        text.push(String::new());
        text.push("Models that fit about as well as the best, none preferred".to_owned());
        text.extend(models.iter().take(MODELS_SHOWN).map(|line| shown(line)));
        if models.len() > MODELS_SHOWN {
            text.push(format!("  and {} more; --json has them", models.len() - MODELS_SHOWN));
        }
    }
    for (part, title) in
        [(Part::LowerBound, "Lower bounds"), (Part::Beside, "Beside them; they answer other questions")]
    {
        let lines = of(part);
        if !lines.is_empty() {
            text.push(String::new());
            text.push(title.to_owned());
            text.extend(lines.iter().map(|line| shown(line)));
        }
    }
    if !found.cautions.is_empty() {
        text.push(String::new());
        text.push("Cautions".to_owned());
        text.extend(found.cautions.iter().map(|caution| format!("  {caution}")));
    }
    text.push(String::new());
    text.push("Taken as given by all: that a person is found to be the same on every list, belongs to what is counted, and could be on any list.".to_owned());
    text.push(
        "An estimate is of all these people together, never of one incident. There is no best number.".to_owned(),
    );
    text
}

fn shown(line: &Line) -> String {
    format!("  {}: {} ({})", line.method, whole(line.people), interval(line.interval))
}

fn interval(interval: Interval) -> String {
    format!("{} to {}", whole(interval.least), end(interval.greatest))
}

fn end(greatest: Greatest) -> String {
    match greatest {
        Greatest::At(people) => whole(people),
        Greatest::Open => "no end".to_owned(),
    }
}

/// A number of people, rounded to one.
fn whole(people: f64) -> String {
    format!("{people:.0}")
}

fn as_json(found: &Spread) -> Value {
    let number = |people: f64| Some(people).filter(|people| people.is_finite()).map(|people| people.round());
    let end = |greatest: Greatest| match greatest {
        Greatest::At(people) => number(people),
        Greatest::Open => None,
    };
    let line = |line: &Line| {
        json!({
            "method": line.method.to_string(),
            "takes_as_given": line.method.assumption(),
            "part": match line.part { Part::Spread => "spread", Part::LowerBound => "lower bound", Part::Beside => "beside" },
            "people": number(line.people),
            "least": number(line.interval.least),
            "greatest": end(line.interval.greatest),
        })
    };
    let (extent, reasons) = match &found.extent {
        Extent::Between { least, greatest } => {
            (Some(json!({ "least": number(*least), "greatest": end(*greatest) })), Vec::new())
        }
        Extent::NotEstimable(reasons) => (None, reasons.iter().map(ToString::to_string).collect()),
    };
    json!({
        "lists": found.names,
        "observed": found.observed,
        "extent": extent,
        "not_estimable": reasons,
        "lines": found.lines.iter().map(line).collect::<Vec<_>>(),
        "cautions": found.cautions.iter().map(ToString::to_string).collect::<Vec<_>>(),
    })
}
