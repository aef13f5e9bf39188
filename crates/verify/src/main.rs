//! The command line: words in, a report out, an exit code.
//!
//! Holds
//! - Exit codes: 0 all that was checked holds, 1 something does not, 2 bad use or bad input, 3 the world failed.
//! - Arguments are read here, by hand: a program that is read before it is trusted has no reader of arguments to be read.
//!
//! Not here: any check.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use verify::evidence::Evidence;
use verify::receipt::Against;
use verify::report::{Failure, Problem, Report};
use verify::{codes, consistency, evidence, inclusion, log, receipt};

const HELP: &str = "Checks what a mission keeps, from files alone. It asks no network, no clock and no other program.

armistice-verify log DIR [--policy FILE] [--from CHECKPOINT] [--blobs DIR] [--out FILE]
    a copy of a mission's `record` folder: checkpoint, policy, every tile, every entry, every signature
    --policy FILE       the policy your side agreed to, where the log's own is not to be believed
    --from CHECKPOINT   a checkpoint you hold: whether the log continues it; signatures of newer entries only
    --blobs DIR         a copy of the bodies: each against what its author committed to

armistice-verify receipt FILE --log DIR | --policy FILE [--out FILE]
    an acceptance receipt: whether the log signed it, and whether it kept what it promised

armistice-verify inclusion FILE [--entry FILE] --policy FILE
    a proof file (C2SP tlog-proof): whether the entry is in the log; by default the entry is FILE with `.bin` at its end

armistice-verify consistency OLDER NEWER --log DIR [--policy FILE] [--out FILE]
    two checkpoints: whether the newer log continues the older one

armistice-verify evidence FILE [--policy FILE]
    an evidence file: whether it proves what it says

armistice-verify explain CODE
    what the code of a message means

    --out FILE   writes the evidence, where a log or an author contradicts itself; never over a file that is there
    --json       the report as JSON

Exit codes: 0 all that was checked holds · 1 something does not · 2 bad use or bad input · 3 a file could not be read or written
";

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.peek().is_none_or(|first| matches!(first.to_str(), Some("--help" | "-h" | "help"))) {
        return print(HELP, 0);
    }
    if arguments.peek().is_some_and(|first| first == "--version") {
        return print(&format!("armistice-verify {}\n", env!("CARGO_PKG_VERSION")), 0);
    }
    match Arguments::read(arguments).and_then(|arguments| run(&arguments)) {
        Ok((text, code)) => print(&text, code),
        Err(failure) => {
            let (problem, code) = match failure {
                Failure::Input(problem) => (problem, 2),
                Failure::World(problem) => (problem, 3),
            };
            eprintln!("{problem}");
            ExitCode::from(code)
        }
    }
}

fn print(text: &str, code: u8) -> ExitCode {
    // Whoever closed the pipe has read enough.
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => ExitCode::from(3),
        _ => ExitCode::from(code),
    }
}

/// The words of the command line: the command and its files, and options with their values.
struct Arguments {
    words: Vec<OsString>,
    options: BTreeMap<&'static str, PathBuf>,
    is_json: bool,
}

/// Options that take a file or folder.
const OPTIONS: [&str; 6] = ["--policy", "--from", "--blobs", "--log", "--entry", "--out"];

fn usage(sentence: impl Into<String>) -> Failure {
    Failure::input(Problem::new(codes::USAGE, sentence).help("`armistice-verify --help` lists what each command takes"))
}

impl Arguments {
    fn read(arguments: impl Iterator<Item = OsString>) -> Result<Arguments, Failure> {
        let mut read = Arguments { words: Vec::new(), options: BTreeMap::new(), is_json: false };
        let mut arguments = arguments;
        while let Some(argument) = arguments.next() {
            let shown = tlog::spell::shown(&argument.to_string_lossy());
            if argument == "--json" {
                read.is_json = true;
            } else if let Some(option) = OPTIONS.into_iter().find(|option| argument == *option) {
                let value =
                    arguments.next().ok_or_else(|| usage(format!("`{option}` needs a file or folder behind it")))?;
                if read.options.insert(option, value.into()).is_some() {
                    return Err(usage(format!("`{option}` stands there twice")));
                }
            } else if shown.starts_with("--") {
                return Err(usage(format!("there is no option `{shown}`")));
            } else {
                read.words.push(argument);
            }
        }
        Ok(read)
    }

    /// The files behind the command, as many as `N`, where no other options than `known` were given.
    fn files<const N: usize>(&self, known: &[&str]) -> Result<[&Path; N], Failure> {
        let command = self.words[0].to_string_lossy();
        if let Some(option) = self.options.keys().find(|option| !known.contains(option)) {
            return Err(usage(format!("`{command}` takes no `{option}`")));
        }
        let files: Vec<&Path> = self.words[1..].iter().map(Path::new).collect();
        let count = files.len();
        files.try_into().map_err(|_| usage(format!("`{command}` takes {N} files or folders, and got {count}")))
    }

    fn option(&self, name: &str) -> Option<&Path> {
        self.options.get(name).map(PathBuf::as_path)
    }

    fn needed(&self, name: &str) -> Result<&Path, Failure> {
        self.option(name).ok_or_else(|| usage(format!("`{}` needs `{name}`", self.words[0].to_string_lossy())))
    }
}

fn run(arguments: &Arguments) -> Result<(String, u8), Failure> {
    let command = arguments.words.first().and_then(|word| word.to_str()).unwrap_or("");
    let (report, found) = match command {
        "log" => {
            let [folder] = arguments.files(&["--policy", "--from", "--blobs", "--out"])?;
            log::check(log::Asked {
                folder,
                blobs: arguments.option("--blobs"),
                from: arguments.option("--from"),
                policy: arguments.option("--policy"),
            })?
        }
        "receipt" => {
            let [file] = arguments.files(&["--log", "--policy", "--out"])?;
            let against = match (arguments.option("--log"), arguments.option("--policy")) {
                (Some(log), None) => Against::Log(log),
                (None, Some(policy)) => Against::Policy(policy),
                _ => return Err(usage("`receipt` needs either `--log` or `--policy`")),
            };
            receipt::check(file, against)?
        }
        "inclusion" => {
            let [file] = arguments.files(&["--entry", "--policy"])?;
            (inclusion::check(file, arguments.option("--entry"), arguments.needed("--policy")?)?, None)
        }
        "consistency" => {
            let [older, newer] = arguments.files(&["--log", "--policy", "--out"])?;
            consistency::check(older, newer, arguments.needed("--log")?, arguments.option("--policy"))?
        }
        "evidence" => {
            let [file] = arguments.files(&["--policy"])?;
            (evidence::check(file, arguments.option("--policy"))?, None)
        }
        "explain" => {
            let [code] = arguments.files(&[])?;
            return explain(&code.to_string_lossy());
        }
        other => return Err(usage(format!("there is no command `{}`", tlog::spell::shown(other)))),
    };
    answer(report, found, arguments)
}

fn answer(mut report: Report, found: Option<Evidence>, arguments: &Arguments) -> Result<(String, u8), Failure> {
    match (found, arguments.option("--out")) {
        (Some(evidence), Some(path)) => {
            write_new(path, &evidence.to_string())?;
            report
                .noticed
                .push(format!("the evidence was written to `{}`", tlog::spell::shown(&path.to_string_lossy())));
        }
        (None, Some(_)) => report.noticed.push("no evidence was written: nothing here contradicts itself".to_owned()),
        (_, None) => {}
    }
    let text = if arguments.is_json { report.json() + "\n" } else { report.to_string() };
    Ok((text, u8::from(!report.holds())))
}

/// Writes a file that was not there.
fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    let written = std::fs::File::create_new(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    written.map_err(|error| Failure::io("write", path, &error))
}

fn explain(code: &str) -> Result<(String, u8), Failure> {
    let wanted = code.to_uppercase();
    let found = codes::explain(&wanted).or_else(|| record::codes::explain(&wanted));
    let found = found.ok_or_else(|| usage(format!("there is no code `{}`", tlog::spell::shown(code))))?;
    Ok((format!("{}: {}\n{}\n", found.code, found.title, found.help), 0))
}
