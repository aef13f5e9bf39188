//! `armistice tally`: how many distinct incidents registers count together that nobody has linked, as a range.
//!
//! Not here: the range (`estimate::Tally`).

use std::path::{Path, PathBuf};

use csv::ReaderBuilder;
use estimate::{Distinct, Tally};
use serde_json::{Value, json};

use super::{Answer, Failure};
use crate::codes;
use crate::import::input::Input;
use crate::limits::ImportLimits;
use crate::message::{Message, quoted};

/// Which counts.
#[derive(clap::Args)]
pub(super) struct TallyFlags {
    /// A table (CSV): first the stratum (a place, a day), then a column of counts for each register; an empty cell counts none; .gz is unpacked
    file: PathBuf,
}

/// Most strata listed for people; the JSON answer has all.
const STRATA_SHOWN: usize = 20;

pub(super) fn tally(flags: &TallyFlags) -> Result<Answer, Failure> {
    let tally = read(&flags.file)?;
    Ok(Answer::ok(text(&tally), as_json(&tally)))
}

fn read(path: &Path) -> Result<Tally, Failure> {
    let input = Input::open(path, ImportLimits::default())?;
    let mut reader = ReaderBuilder::new().flexible(true).from_reader(input.text.as_bytes());
    let bad = |row: u64, code, sentence: String, expected: &str| {
        Failure::from(
            Message::new(code, sentence).at(format!("{} row {row}", input.name)).note(format!("expected {expected}")),
        )
    };
    let head: Vec<String> = match reader.headers() {
        Ok(head) => head.iter().map(|name| name.trim().to_owned()).collect(),
        Err(_) => Vec::new(),
    };
    let registers: Vec<String> = head.into_iter().skip(1).collect();
    let mut strata = Vec::new();
    for (row, record) in (2..).zip(reader.records()) {
        let Ok(record) = record else {
            return Err(bad(row, codes::ROW_CELLS, "the row cannot be read".to_owned(), "cells divided by commas"));
        };
        if record.len() != registers.len() + 1 {
            let sentence = format!("the row has {} cells, the header {}", record.len(), registers.len() + 1);
            return Err(bad(row, codes::ROW_CELLS, sentence, "the stratum and a count for each register"));
        }
        let mut cells = record.iter().map(str::trim);
        let stratum = cells.next().unwrap_or_default().to_owned();
        let mut counts = Vec::new();
        for cell in cells {
            let Ok(count) = (if cell.is_empty() { Ok(0) } else { cell.parse::<u64>() }) else {
                let sentence = format!("{} is no whole number", quoted(cell));
                return Err(bad(row, codes::ROW_NUMBER, sentence, "digits only, or nothing"));
            };
            counts.push(count);
        }
        strata.push((stratum, counts));
    }
    Tally::new(registers, strata)
        .map_err(|fault| Message::new(codes::TALLY, fault.to_string()).at(input.name.clone()).into())
}

fn text(tally: &Tally) -> Vec<String> {
    let mut text: Vec<String> = tally.totals().map(|(name, total)| format!("{name} counts {total}")).collect();
    text.push(String::new());
    text.push(format!("{} distinct, where they put an incident into the same stratum:", range(tally.by_stratum())));
    let open: Vec<(&str, Distinct)> = tally.strata().filter(|(_, distinct)| distinct.most > 0).collect();
    text.extend(open.iter().take(STRATA_SHOWN).map(|(name, distinct)| format!("  {name}: {}", range(*distinct))));
    if open.len() > STRATA_SHOWN {
        text.push(format!("  and {} more; --json has them", open.len() - STRATA_SHOWN));
    }
    text.push(format!("{} distinct, where strata are not trusted", range(tally.by_total())));
    text.push(String::new());
    text.push(
        "The least holds if every incident that may be in several registers is, the greatest only if none is."
            .to_owned(),
    );
    text.push("Linking them one by one makes it narrower: armistice link.".to_owned());
    text
}

fn range(distinct: Distinct) -> String {
    match distinct.least == distinct.most {
        true => distinct.least.to_string(),
        false => format!("{} to {}", distinct.least, distinct.most),
    }
}

fn as_json(tally: &Tally) -> Value {
    let range = |distinct: Distinct| json!({ "least": distinct.least, "most": distinct.most });
    let registers: Vec<Value> =
        tally.totals().map(|(name, total)| json!({ "register": name, "counts": total })).collect();
    let strata: Vec<Value> =
        tally.strata().map(|(name, distinct)| json!({ "stratum": name, "distinct": range(distinct) })).collect();
    json!({
        "registers": registers,
        "strata": strata,
        "by_stratum": range(tally.by_stratum()),
        "by_total": range(tally.by_total()),
    })
}
