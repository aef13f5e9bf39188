//! Files of other people: whole rows or none, whole batches or none, twice the same as once.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use armistice::draft::Context;
use armistice::import::mapped;
use armistice::import::mapping::Mapping;
use armistice::import::rows::Table;
use armistice::import::{Input, KnownRule, Place, Reading, ged as ged_format, statements as statements_format};
use armistice::limits::ImportLimits;
use armistice::message::Message;
use armistice::mission::Founding;
use armistice::mission::registers;
use armistice::notation;
use armistice::store::Store;
use record::envelope::Signer;
use record::vocabulary::time::{Instant, Zone};
use record::wire::{decode, encode};

use crate::{Read, taken};

/// When the batch is accepted: long after anything that a file reports.
const NOW: Instant = Instant(8_000_000_000);
/// What stands between a mapping and its table.
const DIVIDER: &[u8] = b"\n===\n";
const AUTHOR: &str = "mission";

pub(crate) fn ged(bytes: &[u8]) -> Read {
    let options = || ged_format::Options { author: AUTHOR.into(), zone: zone(), known: KnownRule::FromSources };
    let read = |input: &Input| ged_format::read(input, &options(), &mut |_| {});
    imported("events.csv", bytes, |text| text.lines().count(), read)
}

pub(crate) fn statements(bytes: &[u8]) -> Read {
    let options = || statements_format::Options { author: AUTHOR.into(), zone: zone(), history: true };
    let read = |input: &Input| statements_format::read(input, &options(), &mut |_| {});
    let said = imported("statements.jsonl", bytes, |text| text.lines().count(), read);
    let Ok(text) = std::str::from_utf8(bytes) else { return said };
    let readable = notation::read(text, &Context::new(zone()));
    for problem in &readable.problems {
        assert!(problem.render("case").contains(problem.code));
    }
    for entry in &readable.entries {
        assert_eq!(encode(&entry.body).map(|bytes| decode(&bytes)), Ok(Ok(entry.body.clone())));
    }
    taken(said == Read::Taken || !readable.entries.is_empty())
}

/// The first line names the register, as a file's name does.
pub(crate) fn register(bytes: &[u8]) -> Read {
    let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return Read::Refused };
    let Ok(name) = std::str::from_utf8(&bytes[..end]) else { return Read::Refused };
    let Ok(input) = Input::of("register.csv", bytes[end + 1..].to_vec(), ImportLimits::default()) else {
        return Read::Refused;
    };
    match registers::read(name, "registers/register.csv", &input, &AUTHOR.to_owned(), &zone()) {
        Ok(bodies) => {
            for body in &bodies {
                assert_eq!(encode(body).map(|bytes| decode(&bytes)), Ok(Ok(body.clone())), "a row without a statement");
            }
            taken(!bodies.is_empty())
        }
        Err(faults) => {
            assert!(!faults.is_empty(), "a table was refused without a reason");
            faults.iter().for_each(well_said);
            Read::Refused
        }
    }
}

/// A mapping, a line of three signs, and the table that it reads: text, or a workbook where it begins like one.
pub(crate) fn table(bytes: &[u8]) -> Read {
    let Some(at) = bytes.windows(DIVIDER.len()).position(|window| window == DIVIDER) else { return Read::Refused };
    let Ok(text) = std::str::from_utf8(&bytes[..at]) else { return Read::Refused };
    let content = &bytes[at + DIVIDER.len()..];
    let name = if content.starts_with(b"PK") { "rows.xlsx" } else { "rows.csv" };
    let (mapping, table) =
        match (Mapping::parse("rows.toml", text), Table::of(name, content.to_vec(), ImportLimits::default())) {
            (Ok(mapping), Ok(table)) => (mapping, table),
            (Err(refused), _) => {
                refused.iter().for_each(well_said);
                return Read::Refused;
            }
            (_, Err(message)) => {
                well_said(&message);
                return Read::Refused;
            }
        };
    let options = || mapped::Options { author: AUTHOR.into(), known: None };
    read_twice(|| mapped::read(&table, &mapping, &options(), &mut |_| {}), u64::MAX)
}

/// What holds of every import: `lines` bounds the places of a text.
fn imported(
    name: &str,
    bytes: &[u8],
    lines: impl Fn(&str) -> usize,
    read: impl Fn(&Input) -> Result<Reading, Message>,
) -> Read {
    let input = match Input::of(name, bytes.to_vec(), ImportLimits::default()) {
        Ok(input) => input,
        Err(message) => {
            well_said(&message);
            return Read::Refused;
        }
    };
    read_twice(|| read(&input), lines(&input.text) as u64)
}

/// Reads twice alike; each row is a statement or a refusal, in a line up to `most`.
fn read_twice(read: impl Fn() -> Result<Reading, Message>, most: u64) -> Read {
    let reading = match read() {
        Ok(reading) => reading,
        Err(message) => {
            well_said(&message);
            return Read::Refused;
        }
    };
    assert_eq!(read().as_ref(), Ok(&reading), "a second reading differs");
    let good: BTreeSet<Place> = reading.good.iter().map(|row| row.place).collect();
    let bad: BTreeSet<Place> = reading.bad.iter().map(|row| row.place).collect();
    assert_eq!(good.len(), reading.good.len(), "a row makes two statements");
    assert!(good.is_disjoint(&bad), "a bad row makes a statement");
    assert!(good.iter().chain(&bad).all(|place| (1..=most).contains(&place.line)), "a row outside the file");
    reading.bad.iter().for_each(|row| well_said(&row.message));
    for row in &reading.good {
        let body = row.entry.body();
        assert_eq!(encode(body).map(|bytes| decode(&bytes)), Ok(Ok(body.clone())), "a statement without bytes");
    }
    accepted(reading, good.len() + bad.len());
    taken(!good.is_empty())
}

/// All good rows enter or none; with `all_or_nothing` a bad row keeps out all; the same file again changes nothing.
fn accepted(reading: Reading, rows: usize) {
    let folder = Folder::new();
    let founding = || Founding::alone("fuzz", &Signer::new(&[1; 32]), Signer::new(&[2; 32]), &[3; 32], None);
    let store = || match Store::open(&folder.0).expect("a store of our own") {
        store if store.log_size() > 0 => store.with_pen(founding().pen),
        _ => Store::found(&folder.0, &founding(), Instant(0)).expect("a store of our own"),
    };
    if !reading.bad.is_empty() {
        let refused = reading.clone().accept(&mut store(), NOW, true).expect_err("a bad row was overlooked");
        well_said(&refused);
        assert!(store().statements().is_empty(), "a batch that was refused entered");
    }
    let mut first = store();
    let outcome = reading.clone().accept(&mut first, NOW, false).expect("good rows of a file of history enter");
    let left_out: BTreeSet<Place> = outcome.bad_rows.iter().map(|row| row.place).collect();
    assert_eq!(outcome.accepted + outcome.already + left_out.len(), rows, "a row is lost");
    let heads = usize::from(outcome.accepted > 0);
    assert_eq!(first.statements().len(), outcome.accepted + heads);
    let mut second = store();
    assert_eq!(second.statements(), first.statements(), "the disk holds something else than was accepted");
    let again = reading.accept(&mut second, NOW, false).expect("the same rows again");
    assert_eq!(
        (again.accepted, again.bad_rows.len()),
        (0, outcome.bad_rows.len()),
        "the same file again changes something"
    );
    assert_eq!(second.statements().len(), first.statements().len());
}

/// A message says what and where, and shows what others wrote without obeying it.
fn well_said(message: &Message) {
    let said = message.to_string();
    assert!(message.code.len() == 5 && !message.sentence.is_empty() && !message.at.is_empty(), "{said}");
    assert!(said.chars().all(|c| c == '\n' || !c.is_control()), "a message that steers a terminal");
}

fn zone() -> Zone {
    Zone::named("Europe/Athens").expect("a zone of the bundled data")
}

/// A folder of its own that goes away, also when a target panics in a test.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let name = format!("armistice-fuzz-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        Folder(std::env::temp_dir().join(name))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // It is there only where something was accepted.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
