//! Linking reports into incidents: accuracy, time and memory, beside Splink with equal levels and blocking in the same run.
//!
//! Targets: 10,000 reports in a fifteenth of Splink's time, 100,000 in a tenth, with an eighth of its memory; one report more at 100,000
//! within 5 ms at p99. Splink runs where Python has it (`pip install splink`); `ARMISTICE_SPLINK=0` leaves it out.
//!
//! Not here: how Splink is set up (`splink/link.py`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use armistice::limits::ImportLimits;
use armistice::linking::score::{Score, score};
use armistice::linking::{tables, weights};
use benches::{cost, median, peak_megabytes, shared};
use incident::likeness::{Entry, Linker};

const SETS: [&str; 4] = ["dev10k_core", "dev10k_full", "dev100k_core", "dev100k_full"];
const RUNS: usize = 5;
/// The environment variables by which this program asks itself for one set, and for a set made so many times larger.
const ONE: &str = "ARMISTICE_BENCH_SET";
const TIMES: &str = "ARMISTICE_BENCH_TIMES";
/// How many reports come in one by one.
const INSERTED: usize = 5_000;
const YEAR_S: i64 = 366 * 86_400;

fn main() {
    if let Some(set) = std::env::var_os(ONE) {
        let times = std::env::var(TIMES).ok().and_then(|times| times.parse().ok()).unwrap_or(1);
        one(Path::new(&set), times);
        return;
    }
    let Some(folder) = shared("data/linkage") else {
        eprintln!("the shared data is not here: nothing is measured");
        return;
    };
    for set in SETS {
        let set_folder = folder.join(set);
        let runs: Vec<Vec<f64>> =
            (0..if set.starts_with("dev10k") { RUNS } else { 3 }).map(|_| asked(&set_folder, 1)).collect();
        let of = |at: usize| median(runs.iter().map(|run| run[at]).collect());
        let (wall, cpu, megabytes) = (of(0), of(1), of(2));
        let score = linked(&set_folder);
        println!(
            "{set}: {wall:.3} s wall, {cpu:.3} s CPU, {megabytes:.0} MB; precision {:.4}, recall {:.4}, F1 {:.4}, B3 {:.4}, covering merged {:.3}",
            score.precision(),
            score.recall(),
            score.f1(),
            score.b_cubed_f1(),
            score.covering_merged()
        );
        for single_best in [false, true] {
            if let Some(splink) = splink(&set_folder, single_best) {
                println!("  Splink: {splink}");
            }
        }
    }
    let large = folder.join("dev100k_core");
    for times in [1, 3, 10] {
        let run = asked(&large, times);
        println!("  {} reports: {:.2} s wall, {:.0} MB", run[3], run[0], run[2]);
    }
    inserts(&large);
    hot_spot();
}

/// One set in a process of its own: seconds, CPU seconds, megabytes, reports.
fn asked(set: &Path, times: usize) -> Vec<f64> {
    let this = std::env::current_exe().expect("this program knows its place");
    let output = Command::new(this).env(ONE, set).env(TIMES, times.to_string()).output().expect("this program starts");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    said.split_whitespace().map(|figure| figure.parse().expect("a figure")).collect()
}

fn one(set: &Path, times: usize) {
    let (spent, reports) = cost(|| {
        let mut reports = tables::read(set, ImportLimits::default()).expect("tables");
        repeat(&mut reports.entries, times);
        let weights = weights(&mut reports);
        let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
        linker.incidents().iter().map(|(_, members)| members.len()).sum::<usize>()
    });
    println!("{} {} {} {reports}", spent.wall, spent.cpu, peak_megabytes());
}

/// The same reports again, years later: as dense, and so many times longer.
fn repeat(entries: &mut Vec<Entry>, times: usize) {
    let first = entries.clone();
    for time in 1..times as i64 {
        let later = 5 * YEAR_S * time;
        entries.extend(first.iter().map(|entry| Entry {
            id: format!("{}-{time}", entry.id),
            known: entry.known + later,
            said: entry.said.map(|said| said + later),
            from: entry.from + later,
            until: entry.until + later,
            updates: entry.updates.as_ref().map(|id| format!("{id}-{time}")),
            ..entry.clone()
        }));
    }
}

fn linked(set: &Path) -> Score {
    let mut reports = tables::read(set, ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let truth = tables::truth(set, ImportLimits::default()).expect("the truth beside the reports");
    score(&linker.incidents(), &truth)
}

/// Splink over the same pairs with the same levels, its threshold the best by the truth: what it costs and how well it does.
fn splink(set: &Path, single_best: bool) -> Option<String> {
    if std::env::var("ARMISTICE_SPLINK").is_ok_and(|asked| asked == "0") {
        return None;
    }
    let script = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/splink/link.py"));
    let out = std::env::temp_dir().join("splink-clusters.csv");
    let mut command = Command::new("python3");
    command.arg(script).arg(set).arg(&out).arg("--best-with").arg(set.join("truth.csv.gz"));
    if single_best {
        command.arg("--single-best");
    }
    let output = command.output().ok()?;
    if !output.status.success() {
        eprintln!("Splink did not run; `pip install splink` brings it");
        return None;
    }
    let cost = String::from_utf8(output.stdout).ok()?.lines().last()?.to_owned();
    let clusters = std::fs::read_to_string(out).ok()?;
    let mut members: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (report, cluster) in clusters.lines().skip(1).filter_map(|line| line.split_once(',')) {
        members.entry(cluster).or_default().push(report);
    }
    let members: Vec<(&str, Vec<&str>)> = members.into_iter().collect();
    let truth = tables::truth(set, ImportLimits::default()).ok()?;
    let score = score(&members, &truth);
    Some(format!(
        "precision {:.4}, recall {:.4}, F1 {:.4}, B3 {:.4}, covering merged {:.3}; {cost}",
        score.precision(),
        score.recall(),
        score.f1(),
        score.b_cubed_f1(),
        score.covering_merged()
    ))
}

/// How long one report more takes where there are many.
fn inserts(set: &Path) {
    let mut reports = tables::read(set, ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let (before, after) = reports.entries.split_at(reports.entries.len() - INSERTED);
    let mut linker = Linker::of(before.to_vec(), reports.lexicon.clone(), weights, BTreeMap::new());
    let mut micros: Vec<f64> = after
        .iter()
        .map(|entry| {
            let began = Instant::now();
            linker.insert(entry.clone()).expect("a new report");
            began.elapsed().as_secs_f64() * 1e6
        })
        .collect();
    micros.sort_by(f64::total_cmp);
    let at = |share: f64| micros[((micros.len() - 1) as f64 * share) as usize];
    println!(
        "one report more at {}: median {:.0} us, p99 {:.0} us, greatest {:.0} us (target p99 5,000 us)",
        before.len(),
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

/// Many reports of one place and day.
fn hot_spot() {
    for reports in [500, 1_000, 2_000, 4_000] {
        let mut lexicon = incident::likeness::Lexicon::default();
        let weights = incident::likeness::Weights::first(&mut lexicon);
        let entries: Vec<Entry> = (0..reports)
            .map(|number: i64| Entry {
                id: format!("h{number:05}"),
                known: number,
                source: lexicon.number(&format!("source {}", number % 50)),
                from: 0,
                until: 86_400,
                at: Some(record::vocabulary::place::Point {
                    lon_e7: 300_000_000 + (number % 7) as i32 * 50_000,
                    lat_e7: 400_000_000,
                }),
                radius_m: 6_000,
                incidents: 1,
                ..Entry::default()
            })
            .collect();
        let (spent, incidents) = cost(|| Linker::of(entries, lexicon, weights, BTreeMap::new()).incidents().len());
        println!("{reports} reports of one place and day: {:.2} s, {incidents} incidents", spent.wall);
    }
}
