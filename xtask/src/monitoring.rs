//! `cargo xtask bench monitoring [--long]`: one query on one synthetic trace, this program beside other engines, one after another.
//!
//! ```text
//! gen.py ─▶ trace ─▶ armistice (`benches/monitoring.rs`), DuckDB, SQLite, RTLola ─▶ figures, answers compared by hash
//! ```
//!
//! Holds
//! - An engine that is not installed is skipped loudly, with what would install it; a wrong answer fails.
//! - Queries, harnesses and right answers are those of the shared folder; only this program's query stands here.
//!
//! Not here: engines that are packaged nowhere: their recorded figures stand in COMPARE.md.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Outcome, Step, cargo, step, top};

/// A trace and its right answers: rows and hash of violations and of calm zone-days, and RTLola's own sums over both.
struct Trace {
    events: &'static str,
    violations: &'static str,
    calm: &'static str,
    sums: [&'static str; 2],
}

const SHORT: Trace = Trace {
    events: "100000",
    violations: "viol 52499 02a513bb986e",
    calm: "calm 137069 ad053d9c49f4",
    sums: ["viol 52499 h4ca846019dff7ca3", "calm 137069 h1590c358dbfe48b8"],
};
const LONG: Trace = Trace {
    events: "1000000",
    violations: "viol 525629 1ba5775fbc59",
    calm: "calm 41725 86d63f680863",
    sums: ["viol 525629 hb199bec498b5d314", "calm 41725 h7714b937614abb1b"],
};

/// Runs every engine over the trace of 100,000 events, and with `long` over that of a million.
pub(crate) fn run(long: bool) -> Vec<Step> {
    let Some(shared) = shared() else {
        println!("SKIP monitoring: the shared folder is not here (set ARMISTICE_SHARED)");
        return Vec::new();
    };
    let mut steps = Vec::new();
    for trace in if long { &[SHORT, LONG][..] } else { &[SHORT] } {
        let csv = folder().join(format!("{}.csv", trace.events));
        let mut made = false;
        steps.push(step(&format!("trace {}", trace.events), || {
            let outcome = make(&shared, trace, &csv);
            made = matches!(outcome, Outcome::Well(_));
            outcome
        }));
        if !made {
            break;
        }
        steps.push(step("armistice", || armistice(trace, &csv)));
        let script = |name: &str| python(&shared).arg(name).arg(&csv).arg("1").output();
        for (engine, name) in [("DuckDB", "duck_cpu.py"), ("DuckDB pruned", "duck_tuned.py")] {
            steps.push(step(engine, || match python(&shared).args(["-c", "import duckdb"]).status() {
                Ok(found) if found.success() => said(script(name), trace),
                _ => skipped("DuckDB is not here: `pip install duckdb`"),
            }));
        }
        steps.push(step("SQLite", || said(script("sqlite_cpu.py"), trace)));
        steps.push(step("RTLola", || rtlola(&shared, trace, &csv)));
    }
    steps
}

fn shared() -> Option<PathBuf> {
    let beside = || top().join("../shared");
    let shared = std::env::var_os("ARMISTICE_SHARED").map_or_else(beside, PathBuf::from);
    Some(shared.join("bench/monitoring")).filter(|path| path.exists())
}

fn folder() -> PathBuf {
    top().join("target/monitoring")
}

/// Python, in the folder of the scripts: one of them reads another.
fn python(shared: &Path) -> Command {
    let mut command = Command::new("python3");
    command.current_dir(shared);
    command
}

fn skipped(why: &str) -> Outcome {
    Outcome::Well(format!("SKIP {why}"))
}

fn make(shared: &Path, trace: &Trace, csv: &Path) -> Outcome {
    if csv.exists() {
        return Outcome::Well("made before".to_owned());
    }
    if let Err(error) = fs::create_dir_all(folder()) {
        return Outcome::NotStarted(error.to_string());
    }
    crate::run(python(shared).arg("gen.py").arg(trace.events).arg(csv.with_extension("")))
}

fn armistice(trace: &Trace, csv: &Path) -> Outcome {
    let mut command = cargo(&["bench", "--package", "benches", "--locked", "--bench", "monitoring", "--"]);
    said(command.arg(csv).output(), trace)
}

fn rtlola(shared: &Path, trace: &Trace, csv: &Path) -> Outcome {
    let harness = folder().join("rtlola");
    let copied = || -> std::io::Result<()> {
        fs::create_dir_all(harness.join("src"))?;
        let manifest = fs::read_to_string(shared.join("rtlola/Cargo.toml"))?;
        // It stands below our workspace and is none of it.
        fs::write(harness.join("Cargo.toml"), format!("{manifest}\n[workspace]\n"))?;
        fs::write(harness.join("src/main.rs"), fs::read(shared.join("rtlola/src/main.rs"))?)
    };
    if let Err(error) = copied() {
        return Outcome::NotStarted(format!("cannot copy RTLola's harness: {error}"));
    }
    let built = cargo(&["build", "--release"]).current_dir(&harness).status();
    if !built.is_ok_and(|status| status.success()) {
        return skipped("RTLola's interpreter cannot be fetched or built here");
    }
    let output = Command::new(harness.join("target/release/rtl")).arg(shared.join("truce.lola")).arg(csv).output();
    match output {
        Ok(output) => {
            let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
            let right = trace.sums.iter().all(|sum| text.contains(sum));
            if right { Outcome::Well(text) } else { Outcome::Failed(format!("other answers: {text}")) }
        }
        Err(error) => Outcome::NotStarted(error.to_string()),
    }
}

/// What an engine said; well where both answers are the right ones.
fn said(output: std::io::Result<std::process::Output>, trace: &Trace) -> Outcome {
    let output = match output {
        Ok(output) => output,
        Err(error) => return Outcome::NotStarted(error.to_string()),
    };
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if text.contains(trace.violations) && text.contains(trace.calm) {
        return Outcome::Well(text);
    }
    Outcome::Failed(format!("other answers: {text}\n{}", String::from_utf8_lossy(&output.stderr)))
}
