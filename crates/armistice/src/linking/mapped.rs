//! Any table by a mapping file: the same rows that `import` makes statements of, as reports to link.
//!
//! ```text
//! table, mapping ─▶ `import::mapped` ─▶ statements that nobody accepts ─▶ entries, and rows that stand alone
//! ```
//!
//! Holds
//! - A row is called by its own key where the mapping names one, else by its row: "incidents.csv row 7".
//! - Who says it is the source. The feed, which keeps its rows apart in a mission, is only where they were found.
//! - A row that cannot be compared (no day, no place, a denial) is in no incident with another, and not lost.
//!
//! Not here: what a row says (`import::mapped`), how reports are compared (`incident::likeness`).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use incident::likeness::reports::entries;
use record::live::{Declared, Knowledge};
use record::statement::{Acceptance, BodyId, Content, Statement};
use record::vocabulary::time::KnownAt;

use super::tables::Reports;
use crate::import::mapped::{self, Options};
use crate::import::mapping::Mapping;
use crate::import::rows::Table;
use crate::limits::ImportLimits;
use crate::message::Message;

/// Who would state the rows: nobody does.
const NOBODY: &str = "nobody";

/// Adds the rows of `table` to `reports`.
///
/// # Errors
/// I01, I04: the table as a whole cannot be used.
pub fn add(reports: &mut Reports, path: &Path, mapping: &Mapping, limits: ImportLimits) -> Result<(), Message> {
    let table = Table::open(path, limits)?;
    let options = Options { author: NOBODY.to_owned(), known: None };
    let reading = mapped::read(&table, mapping, &options, &mut |_| {})?;
    let mut names: BTreeMap<BodyId, Vec<String>> = BTreeMap::new();
    let mut statements: BTreeMap<BodyId, Statement> = BTreeMap::new();
    let mut taken: BTreeSet<String> = reports.entries.iter().map(|entry| entry.id.clone()).collect();
    taken.extend(reports.alone.iter().cloned());
    for row in reading.good {
        let mut body = row.entry.body().clone();
        let mut key = None;
        if let Content::Report(report) = &mut body.content {
            key = report.event.take().and_then(|event| event.split_once(':').map(|(_, key)| key.to_owned()));
        }
        let by_row = || format!("{} {}", table.name, row.place);
        let name = key.filter(|key| !taken.contains(key)).unwrap_or_else(by_row);
        taken.insert(name.clone());
        let id = row.entry.id();
        names.entry(id).or_default().push(name);
        let known = row.entry.known_at();
        body.said_at = body.said_at.or(known.map(|known| known.0));
        let accepted = Acceptance { known: known.unwrap_or(KnownAt::ALL), history: true, received: None, batch: None };
        statements.entry(id).or_insert(Statement { id, body, accepted });
    }
    let statements: Vec<Statement> = statements.into_values().collect();
    let knowledge = Knowledge::at(&statements, KnownAt::ALL, &Declared::default());
    let zone = mapping.zone().expect("the mapping was checked");
    for (id, mut entry) in entries(&knowledge, &zone, &BTreeMap::new(), &mut reports.lexicon) {
        // Rows say when it was, and few say when it became known: the order of arrival is then that of the days.
        if entry.known == KnownAt::ALL.0.0 {
            entry.known = entry.until;
        }
        for name in names.remove(&id).unwrap_or_default() {
            reports.entries.push(incident::likeness::Entry { id: name, ..entry.clone() });
        }
    }
    reports.alone.extend(names.into_values().flatten());
    reports.left_out += reading.bad.chunk_by(|a, b| a.place == b.place).count();
    reports.bad.extend(reading.bad);
    Ok(())
}
