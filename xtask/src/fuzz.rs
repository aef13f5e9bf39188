//! `cargo xtask fuzz [TARGET…] [--minutes N]`: builds libFuzzer around the targets of `fuzz/` and runs them one after another.
//!
//! ```text
//! fuzz/corpus/TARGET ─▶ engine, N minutes ─▶ target/fuzz/corpus/TARGET (kept for the next run), target/fuzz/TARGET.log
//!                                └─▶ target/fuzz/found-TARGET-… where something does not hold
//! ```
//!
//! Holds
//! - The instrumentation is what stable Rust gives; besides it a C++ compiler is needed, for libFuzzer itself.
//! - A target that found something does not stop the others.
//!
//! Not here: what must hold (`fuzz/src`).

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::{Outcome, Step, cargo, step, top};

/// Minutes for each target where none are asked for.
const MINUTES: u64 = 10;
/// Coverage of edges with counters and of comparisons: what libFuzzer steers by.
const INSTRUMENTED: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
/// Longest input, in bytes: several agreements or hundreds of rows.
const INPUT_BYTES: u64 = 16 * 1024;
/// An input that takes longer is a fault; on a busy machine the clock on the wall says little below that.
const INPUT_SECONDS: u64 = 60;
/// More memory than this is a fault.
const MEMORY_MEGABYTES: u64 = 2_048;

/// What was asked for.
pub(crate) struct Asked {
    targets: Vec<String>,
    minutes: u64,
}

impl Asked {
    /// Reads the arguments behind `fuzz`.
    pub(crate) fn read(arguments: &[&str]) -> Result<Asked, String> {
        let all = targets().map_err(|error| format!("cannot list `fuzz/corpus`: {error}"))?;
        let mut asked = Asked { targets: Vec::new(), minutes: MINUTES };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            if *argument == "--minutes" {
                let minutes = rest.next().and_then(|text| text.parse().ok()).filter(|minutes| *minutes > 0);
                asked.minutes = minutes.ok_or("`--minutes` takes a whole number of minutes, 1 or more")?;
            } else if all.iter().any(|target| target == argument) {
                asked.targets.push((*argument).to_owned());
            } else {
                return Err(format!("there is no fuzz target `{argument}`; the targets are {}", all.join(", ")));
            }
        }
        if asked.targets.is_empty() {
            asked.targets = all;
        }
        Ok(asked)
    }
}

/// Builds the engine, then runs each target.
pub(crate) fn run(asked: &Asked) -> Vec<Step> {
    let mut engine = PathBuf::new();
    let build = step("engine", || match build() {
        Ok(path) => {
            engine = path;
            Outcome::Well(format!("{} targets, {} minutes each", asked.targets.len(), asked.minutes))
        }
        Err(outcome) => outcome,
    });
    let mut steps = vec![build];
    if engine.exists() {
        for target in &asked.targets {
            let fuzz = || fuzz(&engine, target, asked.minutes);
            steps.push(step(target, || fuzz().unwrap_or_else(|error| Outcome::NotStarted(error.to_string()))));
        }
    }
    steps
}

/// The targets: the folders of the corpus, one a target.
fn targets() -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(top().join("fuzz/corpus"))? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}

/// The folder of everything that a run leaves behind.
fn folder() -> PathBuf {
    top().join("target/fuzz")
}

fn build() -> Result<PathBuf, Outcome> {
    // The versions that the product is built with; libFuzzer's own come on top.
    let lock = fs::copy(top().join("Cargo.lock"), top().join("fuzz/engine/Cargo.lock"));
    lock.map_err(|error| Outcome::NotStarted(format!("cannot copy `Cargo.lock` to `fuzz/engine`: {error}")))?;
    // With a stated target the flags do not reach build scripts, which have no libFuzzer to report to.
    let host = host().ok_or_else(|| Outcome::NotStarted("`rustc -vV` does not say what machine this is".to_owned()))?;
    let mut command = cargo(&["build", "--release", "--manifest-path", "fuzz/engine/Cargo.toml"]);
    command.args(["--target", &host, "--target-dir"]).arg(folder());
    command.env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTED.join("\u{1f}"));
    match crate::run(&mut command) {
        Outcome::Well(_) => Ok(folder().join(host).join("release/fuzz-engine")),
        Outcome::Failed(why) => Err(Outcome::Failed(format!("{why}; see above (libFuzzer needs a C++ compiler)"))),
        other => Err(other),
    }
}

fn host() -> Option<String> {
    let output = Command::new("rustc").arg("-vV").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned)
}

fn fuzz(engine: &Path, target: &str, minutes: u64) -> io::Result<Outcome> {
    let folder = folder();
    let (kept, committed) = (folder.join("corpus").join(target), top().join("fuzz/corpus").join(target));
    let (log, words) = (folder.join(format!("{target}.log")), folder.join(format!("{target}.words")));
    fs::create_dir_all(&kept)?;
    let mut command = Command::new(engine);
    command.args([&kept, &committed]).env("ARMISTICE_FUZZ", target);
    command.arg(format!("-max_total_time={}", Duration::from_secs(60 * minutes).as_secs()));
    command.arg(format!("-max_len={INPUT_BYTES}")).arg(format!("-timeout={INPUT_SECONDS}"));
    command.arg(format!("-rss_limit_mb={MEMORY_MEGABYTES}"));
    command.arg(format!("-artifact_prefix={}/found-{target}-", folder.display()));
    let known = dictionary(&committed)?;
    if !known.is_empty() {
        fs::write(&words, known)?;
        command.arg(format!("-dict={}", words.display()));
    }
    // Stores of a moment: in memory where the system has such a folder.
    let memory = Path::new("/dev/shm");
    if memory.is_dir() {
        command.env("TMPDIR", memory);
    }
    let out = File::create(&log)?;
    let status = command.stdout(Stdio::null()).stderr(out).status()?;
    let text = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    let figures = text.lines().rev().find(|line| line.contains("cov: ")).unwrap_or("").replace('\t', " ");
    if status.success() {
        return Ok(Outcome::Well(figures));
    }
    for line in text.lines().rev().take(40).collect::<Vec<_>>().iter().rev() {
        eprintln!("{line}");
    }
    Ok(Outcome::Failed(format!(
        "{figures}\n    copy target/fuzz/found-{target}-… to fuzz/corpus/{target}/ under a name that says what it shows; \
         `cargo test -p fuzz` then fails until it is mended"
    )))
}

/// The words of the corpus, in the form libFuzzer reads: what it inserts and exchanges.
fn dictionary(corpus: &Path) -> io::Result<String> {
    let mut words: BTreeSet<String> = BTreeSet::new();
    for entry in fs::read_dir(corpus)? {
        let Ok(text) = String::from_utf8(fs::read(entry?.path())?) else { continue };
        let parts = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        words.extend(parts.filter(|word| (2..=24).contains(&word.len())).map(str::to_owned));
    }
    Ok(words.into_iter().map(|word| format!("\"{word}\"\n")).collect())
}
