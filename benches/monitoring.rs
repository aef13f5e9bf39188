//! "Seven calm days, and every violation": the query that other engines answer too, by the product's own evaluation.
//!
//! ```text
//! trace ─▶ bodies ─▶ bytes ─▶ decode, check ids, store with fsync ─▶ situation ─▶ facts ─▶ `evaluate` ─▶ violations
//!                                                                                └─▶ `evaluate` at each tick ─▶ calm
//! ```
//!
//! Holds
//! - The answers are compared by hash with those of the other engines; a wrong one stops the benchmark.
//!
//! Not here: the other engines, and making the trace (`cargo xtask bench monitoring`).

use agreement::evaluate::{ClockReading, Evaluation, Word, clocks_over, evaluate};
use armistice::hash::sha256;
use armistice::store::{Entry, Store};
use benches::{Cost, cost, peak_megabytes, trace};
use record::vocabulary::facts::{About, Fact};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};
use record::wire;

/// Seconds of calm that are asked for.
const CALM_SECONDS: i64 = 7 * 86_400;
/// Statements of one batch: one write and one fsync.
const BATCH: usize = 100_000;
/// When everything is accepted.
const NOW: Instant = Instant(1_000_000_000);

fn main() {
    let paths: Vec<String> = std::env::args().skip(1).filter(|argument| !argument.starts_with("--")).collect();
    if paths.is_empty() {
        println!(
            "SKIP monitoring: no trace was given (`cargo xtask bench monitoring` makes it and runs the others beside it)"
        );
    }
    for path in &paths {
        run(path);
    }
}

fn run(path: &str) {
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("`{path}`: {error}"));
    let events = trace::read(&text);
    let checked = agreement::check(agreement::parse(include_str!("monitoring.accord")));
    let tree = checked.agreement.expect("the query has no errors");
    let bodies = trace::bodies(&events);
    let end = events.last().expect("a trace has events").at;
    let moment = |at: Instant| Moment {
        happened: at,
        known: KnownAt(NOW),
        standard: tree.standards.headline,
        perspective: tree.perspectives[0].clone(),
    };
    println!("armistice n={} statements={}", events.len(), bodies.len());

    let bytes: Vec<(Vec<u8>, KnownAt)> =
        bodies.iter().map(|(body, known)| (wire::encode(body).expect("a body within the limits"), *known)).collect();
    let folder = std::env::temp_dir().join(format!("armistice-monitoring-{}", std::process::id()));
    let mut store = Store::found(&folder, &benches::founding(), Instant(0)).expect("a store of our own");
    let (taken, ()) = cost(|| take(&mut store, &bytes));
    say("bytes decoded, ids computed, stored with fsync", taken, events.len());
    let (situated, situation) = cost(|| situation::at(&tree, store.statements(), &moment(Instant(end))));
    say("statements to verdicts", situated, events.len());
    let evaluation = || evaluate(&tree, &situation.facts, &situation.acts, &moment(Instant(end)));
    let (evaluated, evaluation) = cost(evaluation);
    say("facts to verdicts", evaluated, events.len());
    let violations = violations(&evaluation, &situation.facts);
    println!("  viol {} {}", violations.len(), hash(&violations));
    let ticks: Vec<Instant> = trace::ticks(&events).collect();
    let at_end = moment(Instant(end));
    let (read, calm) = cost(|| {
        let readings = clocks_over(&tree, &situation.facts, &situation.acts, &at_end, &ticks);
        ticks.iter().zip(readings).flat_map(|(tick, readings)| calm(&readings, *tick)).collect::<Vec<_>>()
    });
    say("facts to clocks at every tick", read, events.len());
    println!("  calm {} {}", calm.len(), hash(&calm));
}

/// The zones whose clock shows seven days or more at `tick`, as rows.
fn calm(readings: &[ClockReading], tick: Instant) -> Vec<Vec<i64>> {
    let complete = readings.iter().filter(|reading| reading.value.0 >= CALM_SECONDS);
    let mut rows: Vec<Vec<i64>> = complete
        .map(|reading| {
            let zone = reading.part.zone().and_then(|zone| zone.strip_prefix('Z')).expect("a clock of a zone");
            vec![tick.0, zone.parse().expect("its number")]
        })
        .collect();
    rows.sort();
    rows
}

fn take(store: &mut Store, bytes: &[(Vec<u8>, KnownAt)]) {
    for batch in bytes.chunks(BATCH) {
        let entries = batch.iter().map(|(bytes, known)| {
            let body = wire::decode(bytes).expect("canonical bytes");
            let entry = Entry::new(body).expect("canonical bytes");
            assert_eq!(entry.id(), wire::body_id(bytes), "the id is that of the bytes that came");
            entry.known(Some(*known))
        });
        store.append(entries.collect(), NOW, true).expect("nothing stands in the way");
    }
}

/// The ids of attacks on which the verdict is *breached*, as rows.
fn violations(evaluation: &Evaluation, facts: &[Fact]) -> Vec<Vec<i64>> {
    let breached = evaluation.judged.iter().filter(|judged| judged.article == 0 && judged.word == Word::Breached);
    let mut rows: Vec<Vec<i64>> = breached
        .filter(|judged| facts[judged.fact].about != About::Event)
        .map(|judged| {
            let key = facts[judged.fact].incident.0.strip_prefix("trace:").expect("an event of the trace");
            vec![key.parse().expect("its id")]
        })
        .collect();
    rows.sort();
    rows
}

/// Python's `repr` of a list of tuples, hashed: as the other engines' answers are.
fn hash(rows: &[Vec<i64>]) -> String {
    let tuple = |row: &Vec<i64>| match row.as_slice() {
        [one] => format!("({one},)"),
        several => format!("({})", several.iter().map(i64::to_string).collect::<Vec<_>>().join(", ")),
    };
    let text = format!("[{}]", rows.iter().map(tuple).collect::<Vec<_>>().join(", "));
    sha256(text.as_bytes())[..6].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn say(what: &str, cost: Cost, events: usize) {
    println!(
        "  {what}: {:.2} s wall, {:.2} s CPU, {:.0} events a CPU second, peak {:.0} MB",
        cost.wall,
        cost.cpu,
        events as f64 / cost.cpu,
        peak_megabytes()
    );
}
