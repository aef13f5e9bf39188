//! The guide as its readers meet it: every file and every session in `docs/guide` is what it says.
//!
//! Holds
//! - Each page has a folder of its own, and its blocks are taken in order. A block opened by a word and a path
//!   (`csv incidents.csv`) is that file. Lines that begin with `$ ` are run by a shell, and what stands below is what they
//!   print; `…` stands for anything, within a line or for whole lines.
//! - `<!-- by hand: COMMAND -->` does what the text asks its reader to do.
//! - A line of any other block that begins with `armistice ` is a command line that the program has.
//!
//! Not here: the pages of `spec` (the crates' own tests), the README (`command`).

#![cfg(unix)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use common::Folder;

const BINARY: &str = env!("CARGO_BIN_EXE_armistice");
/// Stands for what differs from run to run, or is left out.
const ANYTHING: char = '…';

fn pages() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide");
    let entries = fs::read_dir(folder).expect("the guide is there");
    let paths = entries.map(|entry| entry.expect("a folder can be listed").path());
    let mut pages: Vec<PathBuf> = paths.filter(|path| path.is_file()).collect();
    pages.sort();
    pages
}

/// What a reader does, in the order of the page.
#[derive(Debug, PartialEq)]
enum Step {
    Save {
        name: String,
        content: String,
    },
    Run {
        command: String,
        prints: Vec<String>,
    },
    ByHand(String),
    /// A command line that is shown and not run here.
    Exists(String),
}

fn steps(page: &str) -> Vec<Step> {
    let mut steps = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        if let Some(command) = line.strip_prefix("<!-- by hand: ").and_then(|rest| rest.strip_suffix(" -->")) {
            steps.push(Step::ByHand(command.to_owned()));
        }
        let info = line.trim_start_matches('`');
        // Four marks where a file has blocks of its own.
        let fence = &line[..line.len() - info.len()];
        if fence.len() < 3 {
            continue;
        }
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != fence).collect();
        if let Some((_, name)) = info.split_once(' ') {
            steps.push(Step::Save { name: name.to_owned(), content: block.join("\n") + "\n" });
        } else if block.first().is_some_and(|first| first.starts_with("$ ")) {
            for line in block {
                match (line.strip_prefix("$ "), steps.last_mut()) {
                    (Some(command), _) => steps.push(Step::Run { command: command.to_owned(), prints: Vec::new() }),
                    (None, Some(Step::Run { prints, .. })) => prints.push(line.to_owned()),
                    _ => unreachable!("the first line of a session is a command"),
                }
            }
        } else {
            let commands = block.iter().filter(|line| line.starts_with("armistice "));
            // What stands behind a command, after a gap, says what it is for.
            steps.extend(commands.map(|line| Step::Exists(line.split("   ").next().unwrap_or(line).to_owned())));
        }
    }
    steps
}

/// A reader with a folder, who is somewhere in it.
struct Reader {
    folder: Folder,
    at: PathBuf,
}

impl Reader {
    fn new() -> Reader {
        let folder = Folder::new("guide");
        let bin = folder.path().join("bin");
        fs::create_dir(&bin).expect("made");
        std::os::unix::fs::symlink(BINARY, bin.join("armistice")).expect("linked");
        let at = folder.path().join("desk");
        fs::create_dir(&at).expect("made");
        Reader { folder, at }
    }

    /// What `command` prints, on both ways out; where it is `cd`, the reader goes there.
    fn run(&mut self, command: &str) -> String {
        if let Some(folder) = command.strip_prefix("cd ") {
            self.at.push(folder);
            assert!(self.at.is_dir(), "there is no folder `{folder}`");
            return String::new();
        }
        let path = std::env::var("PATH").unwrap_or_default();
        let mut shell = Command::new("sh");
        shell.args(["-c", &format!("{command} 2>&1")]).current_dir(&self.at).stdin(Stdio::null());
        shell.env("PATH", format!("{}:{path}", self.folder.path().join("bin").display()));
        shell.env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
        shell.env("HOME", self.folder.path()).env("ARMISTICE_SHARED", self.folder.path()).env_remove("UPDATE_EXPECT");
        let output = shell.output().expect("a shell starts");
        String::from_utf8(output.stdout).expect("the program writes UTF-8")
    }

    /// What is not as the page says.
    fn does(&mut self, step: &Step) -> Option<String> {
        match step {
            Step::Save { name, content } => {
                let path = self.at.join(name);
                fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("made");
                fs::write(path, content).expect("written");
                None
            }
            Step::Run { command, prints } => {
                let said = self.run(command);
                let lines: Vec<&str> = said.lines().map(str::trim_end).collect();
                let expected: Vec<&str> = prints.iter().map(|line| line.trim_end()).collect();
                (!fits(&expected, &lines)).then(|| format!("$ {command}\n{said}"))
            }
            Step::ByHand(command) => {
                let said = self.run(command);
                (!said.is_empty()).then(|| format!("by hand: {command}\n{said}"))
            }
            Step::Exists(command) => {
                let command = command.split(['|', '>']).next().unwrap_or(command);
                let said = self.run(command);
                said.lines().any(|line| line.starts_with("error: ")).then(|| format!("{command}\n{said}"))
            }
        }
    }
}

/// Whether `lines` are as `expected`; a line that is nothing but `…` stands for any number of them.
fn fits(expected: &[&str], lines: &[&str]) -> bool {
    let Some((first, rest)) = expected.split_first() else { return lines.is_empty() };
    if first.trim() == ANYTHING.to_string() {
        return (0..=lines.len()).any(|skipped| fits(rest, &lines[skipped..]));
    }
    lines.split_first().is_some_and(|(line, others)| line_fits(first, line) && fits(rest, others))
}

fn line_fits(expected: &str, line: &str) -> bool {
    match expected.split_once(ANYTHING) {
        None => expected == line,
        Some((before, after)) => {
            let Some(rest) = line.strip_prefix(before) else { return false };
            rest.char_indices().map(|(at, _)| at).chain([rest.len()]).any(|at| line_fits(after, &rest[at..]))
        }
    }
}

#[test]
fn every_block_of_the_guide_is_what_a_reader_gets() {
    let (mut wrong, mut ran, mut saved) = (Vec::new(), 0, 0);
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page can be read");
        let mut reader = Reader::new();
        for step in steps(&page) {
            ran += usize::from(matches!(step, Step::Run { .. }));
            saved += usize::from(matches!(step, Step::Save { .. }));
            wrong.extend(reader.does(&step).map(|what| format!("{}\n{what}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "these print something else than their page says:\n{}", wrong.join("\n"));
    assert!(
        ran >= 25 && saved >= 6,
        "the guide ran {ran} commands and saved {saved} files: are its blocks still found?"
    );
}

#[test]
fn every_fragment_of_terms_can_be_read() {
    let mut fragments = 0;
    for path in pages() {
        let page = fs::read_to_string(&path).expect("a page can be read");
        for fragment in page.split("\n```accord\n").skip(1) {
            let fragment = fragment.split("\n```").next().expect("a block has an end");
            fragments += 1;
            // What it leaves open or names elsewhere is the page's affair; every line has to be one of the language.
            let checked = agreement::check(agreement::parse(fragment));
            let unread: Vec<_> = checked.diagnostics.iter().filter(|said| said.code.starts_with("A01")).collect();
            assert!(unread.is_empty(), "{}\n{fragment}\n{unread:?}", path.display());
        }
    }
    assert!(fragments >= 3, "only {fragments} fragments: are they still found?");
}

#[test]
fn a_session_that_prints_something_else_is_found() {
    let page = "```sh words.txt\none\ntwo\n```\n\n```text\n$ cat words.txt\none\n…\n$ echo on and on\non … on\n```\n\n```text\narmistice check none.accord     a file\n```\n";
    let wrong = |page: &str| -> Vec<String> {
        let mut reader = Reader::new();
        steps(page).iter().filter_map(|step| reader.does(step)).collect()
    };
    assert_eq!(wrong(page), Vec::<String>::new());
    assert_eq!(wrong(&page.replace("txt\none\n…", "txt\none")), ["$ cat words.txt\none\ntwo\n"]);
    assert_eq!(wrong(&page.replace("on … on", "on … off")), ["$ echo on and on\non and on\n"]);
    assert_eq!(wrong(&page.replace("check none", "chekc none")).len(), 1);
}
