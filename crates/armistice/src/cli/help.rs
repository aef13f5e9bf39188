//! What the program says of itself: its codes, its manual pages, the scripts by which shells complete it.
//!
//! Holds
//! - An explained code is shown by the case that the tests hold it to: the example cannot go stale.
//! - Pages and scripts are made from the command line itself: no flag is described twice.
//!
//! Not here: the words of a code (the `codes.rs` of its crate), help of one command (its doc comments).

use std::path::Path;

use clap::CommandFactory;
use clap_complete::Shell;
use include_dir::{Dir, include_dir};
use record::codes::Code;
use serde_json::{Value, json};

use super::{Answer, Cli, Failure, codes};
use crate::draft::{nearest, quoted};
use crate::message::Message;

const PROGRAM: &str = "armistice";

/// How completions are put to use.
pub(super) const COMPLETIONS: &str = "Examples:
  armistice completions bash > ~/.local/share/bash-completion/completions/armistice
  armistice completions zsh > ~/.zfunc/_armistice          with `fpath+=~/.zfunc` in .zshrc
  armistice completions fish > ~/.config/fish/completions/armistice.fish";

/// One letter of codes: what it is about, its table, its cases.
struct Letter {
    about: &'static str,
    codes: &'static [Code],
    cases: &'static Dir<'static>,
}

static AGREEMENT_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/agreement/bad");
static COMMAND_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/command/bad");
static IMPORT_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/import/bad");
static LOG_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/log/bad");
static CASE_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/case/bad");
static STATEMENT_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/statements/bad");
static BODY_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/record/bad");
static VERIFY_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/verify/bad");
static WITNESS_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/witness/bad");
static SERVE_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/serve/bad");
static CHANNEL_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/channel/bad");
static POST_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/post/bad");
static REPORT_CASES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../cases/report/bad");

const LETTERS: &[Letter] = &[
    Letter { about: "the text of an agreement", codes: agreement::codes::CODES, cases: &AGREEMENT_CASES },
    Letter { about: "the command line", codes: codes::CODES, cases: &COMMAND_CASES },
    Letter { about: "a mission, its store and what is imported", codes: crate::codes::CODES, cases: &IMPORT_CASES },
    Letter { about: "witnesses of a log", codes: crate::witness::codes::CODES, cases: &WITNESS_CASES },
    Letter { about: "requests to the server", codes: crate::serve::codes::CODES, cases: &SERVE_CASES },
    Letter { about: "posts of the parties", codes: crate::post::codes::CODES, cases: &POST_CASES },
    Letter { about: "a case", codes: crate::case::codes::CODES, cases: &CASE_CASES },
    Letter { about: "statements in writing", codes: crate::draft::codes::CODES, cases: &STATEMENT_CASES },
    Letter { about: "the bytes of a statement", codes: record::codes::CODES, cases: &BODY_CASES },
    Letter { about: "what a verifier finds", codes: verify::codes::CODES, cases: &VERIFY_CASES },
    Letter { about: "messages of other programs", codes: crate::exchange::codes::CODES, cases: &IMPORT_CASES },
    Letter {
        about: "what goes through the channel between the parties",
        codes: channel::codes::CODES,
        cases: &CHANNEL_CASES,
    },
    Letter { about: "a written report", codes: situation::codes::CODES, cases: &REPORT_CASES },
];

/// What `code` means; without one, all of them.
pub(super) fn explain_code(code: Option<&str>) -> Result<Answer, Failure> {
    let Some(asked) = code else { return Ok(all_codes()) };
    let wanted = asked.trim().to_uppercase();
    let found = LETTERS.iter().find_map(|letter| Some((letter, letter.codes.iter().find(|c| c.code == wanted)?)));
    let Some((letter, code)) = found else {
        let known = LETTERS.iter().flat_map(|letter| letter.codes).map(|code| code.code);
        let message = Message::new(codes::UNKNOWN_NAME, format!("there is no code {}", quoted(asked)));
        return Err(match nearest(&wanted, known) {
            Some(near) => message.note(format!("like it: `{near}`")),
            None => message,
        }
        .help("`armistice explain-code` lists every code")
        .into());
    };
    let mut text = vec![format!("{}: {}", code.code, code.title), format!("said of {}", letter.about), String::new()];
    text.extend(wrapped(code.help));
    // Messages about the log have cases of their own; those about files that only a command reads are shown with the commands.
    let elsewhere = || [&LOG_CASES, &COMMAND_CASES].into_iter().find_map(|cases| shown_by(cases, code.code));
    let example = shown_by(letter.cases, code.code).or_else(elsewhere);
    if let Some((path, case)) = example {
        text.extend([String::new(), format!("For example ({path}):"), String::new()]);
        text.extend(case.lines().map(|line| if line.is_empty() { String::new() } else { format!("  {line}") }));
    }
    let json = json!({
        "code": code.code, "about": letter.about, "title": code.title, "help": code.help, "example": example.map(|(_, case)| case),
    });
    Ok(Answer::ok(text, json))
}

/// The shortest case whose answer shows `code`, and its name.
fn shown_by(cases: &'static Dir<'static>, code: &str) -> Option<(&'static str, &'static str)> {
    let mark = format!("[{code}]");
    let texts = cases.files().filter_map(|file| Some((file.path().to_str()?, file.contents_utf8()?)));
    texts.filter(|(_, text)| text.contains(&mark)).min_by_key(|(path, text)| (text.len(), *path))
}

fn all_codes() -> Answer {
    let mut text = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    for Letter { about, codes, .. } in LETTERS {
        if !text.is_empty() {
            text.push(String::new());
        }
        text.push(format!("Of {about}"));
        for code in *codes {
            text.push(format!("  {}  {}", code.code, code.title));
            list.push(json!({ "code": code.code, "about": about, "title": code.title }));
        }
    }
    Answer::ok(text, json!({ "codes": list }))
}

/// The script by which `shell` completes the command line.
pub(super) fn completions(shell: Shell) -> Answer {
    let mut bytes = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), PROGRAM, &mut bytes);
    let script = String::from_utf8_lossy(&bytes).replace('\t', "    ");
    let text = script.lines().map(str::to_owned).collect();
    Answer::ok(text, json!({ "shell": shell.to_string(), "script": script }))
}

/// What a manual page says beyond the flags, in roff.
const REST_OF_PAGE: &str = r#".SH "EXIT STATUS"
.TP
0
all well
.TP
1
a check failed, or an expectation of a case
.TP
2
bad use or bad input; every problem is on standard error, with its code
.TP
3
the world failed: a disk, a file
.SH FILES
A mission is one folder:
.TP
mission.toml
its name; nothing in it can change a verdict
.TP
agreement.accord
the terms, as adopted by their hash
.TP
registers/, zones/
who belongs to whom, which source relays which, which place lies where
.TP
record/
the signed log of every statement that was accepted, in order, as others may have it
.TP
blobs/
what the statements say, which the log proves and does not show
.TP
state/
what is not published yet, and an index: for the program alone
.TP
keys/
the keys that sign, each encrypted with a passphrase
.TP
reports/
what \fBarmistice report\fR wrote
.SH ENVIRONMENT
.TP
ARMISTICE_PASSPHRASE_FILE
file whose one line is the passphrase of the keys, in place of asking for it
.TP
ARMISTICE_SHARED
folder of the data set that \fBarmistice demo\fR reads
.TP
UPDATE_EXPECT
with a value, \fBarmistice case\fR writes the answers it found into the cases
"#;

const SEE_ALSO: &str = r#".SH "SEE ALSO"
\fBarmistice\fR(1): the other commands, exit codes, the files of a mission
"#;

/// The manual page of the program; with a folder, a page of each command written there.
pub(super) fn man(dir: Option<&Path>) -> Result<Answer, Failure> {
    let mut pages: Vec<(String, String)> = Vec::new();
    let mut program = Cli::command().disable_help_subcommand(true);
    program.build();
    let mut open = vec![(program, PROGRAM.to_owned())];
    while let Some((command, name)) = open.pop() {
        let below = command.get_subcommands();
        open.extend(below.map(|below| (below.clone(), format!("{name}-{}", below.get_name()))));
        pages.push((format!("{name}.1"), page(command, &name)));
    }
    pages.sort();
    let Some(dir) = dir else {
        let (_, page) = pages
            .into_iter()
            .find(|(name, _)| name.strip_suffix(".1") == Some(PROGRAM))
            .expect("the program has a page");
        return Ok(Answer::ok(page.lines().map(str::to_owned).collect(), json!({ "page": page })));
    };
    let mut written = Vec::new();
    for (name, page) in pages {
        let path = dir.join(name);
        std::fs::create_dir_all(dir)
            .and_then(|()| std::fs::write(&path, page))
            .map_err(|error| Message::io(crate::codes::MISSION_IO, "write", &path, &error))?;
        written.push(path.display().to_string());
    }
    let text = vec![format!("wrote {} pages into {}", written.len(), dir.display())];
    Ok(Answer::ok(text, json!({ "files": written })))
}

fn page(command: clap::Command, name: &str) -> String {
    let after = command.get_after_help().map(|after| after.to_string()).unwrap_or_default();
    let man = clap_mangen::Man::new(command.display_name(name.to_owned()));
    let mut bytes = Vec::new();
    let rendered = man
        .render_title(&mut bytes)
        .and_then(|()| man.render_name_section(&mut bytes))
        .and_then(|()| man.render_synopsis_section(&mut bytes))
        .and_then(|()| man.render_options_section(&mut bytes))
        .and_then(|()| if name == PROGRAM { man.render_subcommands_section(&mut bytes) } else { Ok(()) });
    rendered.expect("a page is written into memory");
    let mut page = String::from_utf8_lossy(&bytes).into_owned();
    let (examples, notes): (Vec<&str>, Vec<&str>) = after.split("\n\n").partition(|part| part.starts_with("Example"));
    page.push_str(".SH EXAMPLES\n.nf\n");
    for line in examples.iter().flat_map(|part| part.lines().skip(1)) {
        page.push_str(&format!("{}\n", roff(line.trim_start())));
    }
    page.push_str(".fi\n");
    for note in notes {
        page.push_str(&format!(".PP\n{}\n", roff(note)));
    }
    page.push_str(if name == PROGRAM { REST_OF_PAGE } else { SEE_ALSO });
    page
}

/// Text as it stands, for a page of the manual.
fn roff(text: &str) -> String {
    text.replace('\\', "\\e").replace('-', "\\-")
}

/// Lines of at most this many characters, divided between words.
fn wrapped(text: &str) -> Vec<String> {
    const CHARACTERS: usize = 100;
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        match line.is_empty() {
            true => line.push_str(word),
            false if line.chars().count() + 1 + word.chars().count() <= CHARACTERS => {
                line.push(' ');
                line.push_str(word);
            }
            false => lines.push(word.to_owned()),
        }
    }
    lines
}
