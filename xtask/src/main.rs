//! The six commands of this repository: `cargo xtask demo | test | check | tidy | bench | fuzz`.
//!
//! ```text
//! demo    the example mission, from its statements to its report
//! test    every test and case, then tidy
//! check   format, lints, documentation, tidy
//! tidy    the habits of this repository that a compiler does not know
//! bench   every benchmark
//! fuzz    every reader of other people's bytes, ten minutes each
//! ```
//!
//! Holds
//! - `test`, `check`, `tidy` and `fuzz` run all their steps, also after one failed, and end with one line per step.
//! - Exit codes: 0 all well, 1 something failed, 2 bad use, 3 a tool could not be started; `demo` and `bench` hand on the
//!   code of what they run.
//!
//! Not here: what tidy checks (`xtask::tidy`), anything the armistice program does.

mod fuzz;
mod monitoring;

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use xtask::tidy;

const USAGE: &str = "cargo xtask TASK

  demo [ARGS]    runs the example mission; further arguments go to `armistice demo`
  test           runs every test and case of the workspace, then tidy
  check          checks format, lints and documentation, then tidy
  tidy           checks module headers, crate arrows, glossary, error codes, links and cases
  bench [ARGS]   runs every benchmark; further arguments go to `cargo bench`
  bench monitoring [--long]
                 one query, this program beside other engines: 100,000 events, with --long a million too
  fuzz [TARGET…] [--minutes N]
                 runs the fuzz targets, ten minutes each if no other time is asked for (docs/fuzzing.md)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let steps = match arguments.split_first() {
        Some((&"demo", rest)) => {
            let demo = ["run", "--release", "--locked", "-p", "armistice", "--", "demo", "--no-serve"];
            return hand_over(cargo(&demo).args(rest));
        }
        Some((&"bench", ["monitoring"])) => monitoring::run(false),
        Some((&"bench", ["monitoring", "--long"])) => monitoring::run(true),
        Some((&"bench", rest)) => {
            return hand_over(cargo(&["bench", "--package", "benches", "--locked"]).args(rest));
        }
        Some((&"fuzz", rest)) => match fuzz::Asked::read(rest) {
            Ok(asked) => fuzz::run(&asked),
            Err(why) => {
                eprintln!("{why}\n\n{USAGE}");
                return ExitCode::from(2);
            }
        },
        Some((&"test", [])) => test(),
        Some((&"check", [])) => check(),
        Some((&"tidy", [])) => vec![step("tidy", tidy_here)],
        Some((&("help" | "--help" | "-h"), _)) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Some((task @ (&"test" | &"check" | &"tidy"), rest)) => {
            eprintln!("`{task}` takes no arguments, and got `{}`\n\n{USAGE}", rest.join(" "));
            return ExitCode::from(2);
        }
        Some((task, _)) => {
            eprintln!("there is no task `{task}`\n\n{USAGE}");
            return ExitCode::from(2);
        }
        None => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    summary(&steps)
}

fn test() -> Vec<Step> {
    vec![step("tests", run_tests), step("tidy", tidy_here)]
}

fn check() -> Vec<Step> {
    let clippy = ["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"];
    let doc = ["doc", "--workspace", "--no-deps", "--locked"];
    vec![
        step("format", || run(&mut cargo(&["fmt", "--all", "--check"]))),
        step("lints", || run(&mut cargo(&clippy))),
        step("documentation", || run(cargo(&doc).env("RUSTDOCFLAGS", "-Dwarnings"))),
        step("tidy", tidy_here),
    ]
}

/// How a step ended.
enum Outcome {
    Well(String),
    Failed(String),
    NotStarted(String),
}

/// One line of the summary.
struct Step {
    name: String,
    outcome: Outcome,
    seconds: f64,
}

fn step(name: &str, work: impl FnOnce() -> Outcome) -> Step {
    eprintln!("── {name} ──");
    let begun = Instant::now();
    let outcome = work();
    Step { name: name.to_owned(), outcome, seconds: begun.elapsed().as_secs_f64() }
}

fn summary(steps: &[Step]) -> ExitCode {
    println!("── summary ──");
    for Step { name, outcome, seconds } in steps {
        let (word, detail) = match outcome {
            Outcome::Well(detail) => ("ok", detail),
            Outcome::Failed(detail) => ("FAILED", detail),
            Outcome::NotStarted(detail) => ("NOT RUN", detail),
        };
        println!("{}", format!("{name:<14} {word:<8} {seconds:>6.1} s  {detail}").trim_end());
    }
    if steps.iter().any(|step| matches!(step.outcome, Outcome::NotStarted(_))) {
        ExitCode::from(3)
    } else if steps.iter().any(|step| matches!(step.outcome, Outcome::Failed(_))) {
        ExitCode::from(1)
    } else {
        ExitCode::SUCCESS
    }
}

/// The top folder of the repository: xtask stands directly below it.
fn top() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask stands below the top folder")
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(top());
    command
}

fn run(command: &mut Command) -> Outcome {
    match command.status() {
        Ok(status) if status.success() => Outcome::Well(String::new()),
        Ok(status) => Outcome::Failed(status.to_string()),
        Err(error) => Outcome::NotStarted(format!("cannot start `{}`: {error}", command.get_program().display())),
    }
}

/// Runs the command as if it had been called itself: its output and its exit code are ours.
fn hand_over(command: &mut Command) -> ExitCode {
    match command.status() {
        Ok(status) => ExitCode::from(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)),
        Err(error) => {
            eprintln!("cannot start `{}`: {error}", command.get_program().display());
            ExitCode::from(3)
        }
    }
}

fn tidy_here() -> Outcome {
    match tidy::Tree::read(top()) {
        Err(why) => Outcome::NotStarted(why),
        Ok(tree) => {
            let problems = tidy::check(&tree);
            for problem in &problems {
                println!("{problem}");
            }
            match problems.len() {
                0 => Outcome::Well(format!("{} rules over {} files", tidy::RULES.len(), tree.len())),
                count => Outcome::Failed(format!("{count} to mend, listed above")),
            }
        }
    }
}

/// Runs the tests with their usual output and adds up the closing line of each test program.
fn run_tests() -> Outcome {
    let mut command = cargo(&["test", "--workspace", "--locked", "--no-fail-fast"]);
    let mut child = match command.stdout(Stdio::piped()).spawn() {
        Ok(child) => child,
        Err(error) => return Outcome::NotStarted(format!("cannot start `cargo test`: {error}")),
    };
    let mut counts = Counts::default();
    let mut out = std::io::stdout().lock();
    for line in BufReader::new(child.stdout.take().expect("stdout is piped")).split(b'\n').map_while(Result::ok) {
        // A closed terminal must not stop the tests; their outcome still counts.
        let _ = out.write_all(&line).and_then(|()| out.write_all(b"\n"));
        counts.read(&String::from_utf8_lossy(&line));
    }
    drop(out);
    let Counts { passed, failed, ignored, .. } = counts;
    let mut detail = format!("{passed} passed, {failed} failed, {ignored} ignored");
    for name in &counts.failures {
        detail += &format!("\n    failed: {name}");
    }
    for why in &counts.skips {
        detail += &format!("\n    skipped: {why}");
    }
    match child.wait() {
        Ok(status) if status.success() => Outcome::Well(detail),
        Ok(_) if failed == 0 => Outcome::Failed(format!("{detail}; it does not build, or a test program stopped")),
        Ok(_) => Outcome::Failed(detail),
        Err(error) => Outcome::NotStarted(format!("cannot wait for `cargo test`: {error}")),
    }
}

/// What the test programs said, added up.
#[derive(Default)]
struct Counts {
    passed: u64,
    failed: u64,
    ignored: u64,
    failures: Vec<String>,
    /// What tests left out, each reason once.
    skips: BTreeSet<String>,
}

impl Counts {
    /// Reads `SKIP: WHY`, `test NAME ... FAILED` and `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    fn read(&mut self, line: &str) {
        // A test that runs alone says it behind its own name.
        if let Some((_, why)) = line.split_once("SKIP: ") {
            self.skips.insert(why.to_owned());
        }
        if let Some(name) = line.strip_prefix("test ").and_then(|rest| rest.strip_suffix(" ... FAILED")) {
            self.failures.push(name.to_owned());
        }
        let Some(result) = line.strip_prefix("test result: ") else { return };
        for part in result.split(['.', ';']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) = (words.next(), words.next()) else { continue };
            let Ok(number) = number.parse::<u64>() else { continue };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}
