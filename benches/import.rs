//! Import of any CSV by a mapping: 100,000 rows with times, positions and figures, fsync included; memory for each row.
//!
//! Target: 100,000 rows under 3 s, and memory that grows by the same for each row.
//!
//! Not here: UCDP GED (`floor`).

use std::fmt::Write;
use std::process::Command;

use armistice::import::mapped;
use armistice::import::mapping::Mapping;
use armistice::import::rows::Table;
use armistice::limits::ImportLimits;
use armistice::mission::AUTHOR;
use armistice::store::Store;
use benches::{Cost, cost, median, peak_megabytes};
use record::vocabulary::time::Instant;

const RUNS: usize = 5;
const AT: Instant = Instant(1_780_272_000);
/// Rows whose memory is measured, each in a process of its own.
const SIZES: [usize; 3] = [50_000, 100_000, 200_000];
/// The environment variable by which this program asks itself for one size.
const ONE: &str = "ARMISTICE_BENCH_ROWS";
const MAPPING: &str = r#"
name = "bench"
[dates]
zone = "Africa/Juba"
date = "%d/%m/%Y"
[columns]
event = "ID"
date = "Date"
time = "Time"
origin = "Source"
act = "Type"
accused = "By"
targets = "On"
places = ["Village", "County", "State"]
latitude = "Lat"
longitude = "Lon"
words = "Notes"
[constants]
relayers = ["Monitoring team"]
radius_m = 500
[[counts]]
category = "killed"
number = "Killed"
[[counts]]
category = "injured"
number = "Injured"
[values.act]
"SHEL" = "shelling"
"FIRE" = "shooting"
"#;

fn main() {
    if let Some(rows) = std::env::var(ONE).ok().and_then(|rows| rows.parse().ok()) {
        let spent = import(rows);
        println!("{} {}", spent.wall, peak_megabytes());
        return;
    }
    let costs: Vec<Cost> = (0..RUNS).map(|_| import(100_000)).collect();
    let wall = median(costs.iter().map(|cost| cost.wall).collect());
    let cpu = median(costs.iter().map(|cost| cost.cpu).collect());
    println!("import: 100,000 rows by a mapping, median of {RUNS}: {wall:.3} s wall, {cpu:.3} s CPU (target 3 s)");
    let this = std::env::current_exe().expect("this program knows its place");
    let mut before: Option<(usize, f64)> = None;
    for rows in SIZES {
        let output = Command::new(&this).env(ONE, rows.to_string()).output().expect("this program starts");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let megabytes: f64 = said.split_whitespace().nth(1).and_then(|text| text.parse().ok()).expect("two figures");
        let growth = before.map_or(String::new(), |(fewer, less)| {
            format!(", {:.2} kB for each further row", (megabytes - less) * 1024.0 / (rows - fewer) as f64)
        });
        println!("  {rows} rows: peak {megabytes:.0} MB{growth}");
        before = Some((rows, megabytes));
    }
}

fn import(rows: usize) -> Cost {
    let folder = std::env::temp_dir().join(format!("armistice-bench-import-{}", std::process::id()));
    let text = table(rows);
    let mapping = Mapping::parse("bench.toml", MAPPING).expect("the mapping is whole");
    let mut store = Store::found(&folder, &benches::founding(), Instant(0)).expect("a new store");
    let (spent, accepted) = cost(|| {
        let table = Table::of("bench.csv", text.into_bytes(), ImportLimits::default()).expect("a table");
        let options = mapped::Options { author: AUTHOR.to_owned(), known: None };
        let reading = mapped::read(&table, &mapping, &options, &mut |_| {}).expect("rows");
        reading.accept(&mut store, AT, false).expect("nothing stands in the way").accepted
    });
    assert_eq!(accepted, rows);
    std::fs::remove_dir_all(&folder).expect("the benchmark's own folder");
    spent
}

fn table(rows: usize) -> String {
    let mut text = String::from("ID,Date,Time,Source,Type,By,On,Village,County,State,Lat,Lon,Notes,Killed,Injured\n");
    for row in 0..rows {
        let kind = if row % 3 == 0 { "SHEL" } else { "FIRE" };
        writeln!(
            text,
            "{row},{:02}/{:02}/2024,{:02}:{:02},\"patrol {}; clinic {}\",{kind},South,North,Village {},County {},State {},{}.{:04},{}.{:04},\"Row {row}: heard from the ridge, two bursts\",{},at least {}",
            row % 28 + 1,
            row % 12 + 1,
            row % 24,
            row % 60,
            row % 40,
            row % 7,
            row % 900,
            row % 70,
            row % 10,
            row % 9 + 3,
            row % 10_000,
            row % 9 + 28,
            (row * 7) % 10_000,
            row % 5,
            row % 11,
        )
        .expect("a text can be written to");
    }
    text
}
