//! What the one writer of a log and its readers say when something is wrong: the cases of `cases/log/bad` with a block `writer`.
//!
//! Holds
//! - What another program or hand changed in the folder is told by the writer and by readers alike.
//!
//! Not here: the bytes on the disk (`log_cases`), what the writer does when nothing is wrong (`sequencer`).

mod common;

use std::fs;
use std::os::unix::fs::FileExt as _;
use std::path::PathBuf;

use armistice::log::{DiskLog, Leaf};
use armistice::message::Message;
use armistice::sequencer::{Offer, Sequencer};
use armistice::store::Store;
use common::served::{FOUNDED, ORIGIN, Writes, found, founding, log_key};
use common::{Folder, pages};
use tlog::note::NoteSigner;

#[test]
fn every_case_of_the_writer_says_what_it_should() {
    pages::hold("log/bad", "writer", |todo| Valley::new().answer(todo));
}

/// The valley's mission with its log, which has its charter.
struct Valley {
    folder: Folder,
    patrol: Writes,
    said: u64,
    out: String,
}

impl Valley {
    fn new() -> Valley {
        let valley =
            Valley { folder: Folder::new("writer-case"), patrol: Writes::new("patrol-2"), said: 0, out: String::new() };
        found(&valley.mission(), "quorum none\n");
        valley
    }

    fn mission(&self) -> PathBuf {
        self.folder.path().join("mission")
    }

    fn answer(mut self, todo: &str) -> String {
        for line in todo.lines() {
            match self.act(line) {
                Ok(said) if said.is_empty() => {}
                Ok(said) => self.out += &format!("{said}\n"),
                Err(message) => self.out += &format!("{message}\n"),
            }
        }
        let mission = format!("{}/", self.mission().display());
        without_roots(&self.out.replace(&mission, ""))
    }

    fn writer(&self) -> Result<Sequencer, Message> {
        Sequencer::open(&self.mission(), log_key())
    }

    fn act(&mut self, line: &str) -> Result<String, Message> {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |word: &str| word.parse::<u64>().expect("a number");
        let path = |name: &str| self.mission().join(name);
        let nothing = Ok(String::new());
        match &words[..] {
            ["begin"] => Store::found(&self.mission(), &founding("quorum none\n"), FOUNDED).map(|_| "begun".to_owned()),
            ["open"] => self.writer().map(|writer| format!("open, {} entries", writer.size())),
            ["open", "with", "another", "key"] => {
                let key = NoteSigner::new(ORIGIN, &[8; 32]).expect("a key of the same name");
                Sequencer::open(&self.mission(), key).map(|writer| format!("open, {} entries", writer.size()))
            }
            ["report", count] => {
                let mut writer = self.writer()?;
                let offers: Vec<Offer> = (0..number(count))
                    .map(|at| {
                        let words = format!("shelling, {}", self.said + at);
                        Offer::check(self.patrol.report(&words), |_| None).expect("a report that holds")
                    })
                    .collect();
                self.said += number(count);
                let accepted = writer.append_all(&offers, FOUNDED).map_err(|(_, why)| why.message())?;
                writer.publish()?;
                Ok(format!("accepted {} to {}", accepted[0].index, accepted[accepted.len() - 1].index))
            }
            ["another", "program", "appends", "`foreign`"] => {
                let mut log = DiskLog::open(&self.mission())?;
                log.append(&[Leaf { entry: b"foreign".to_vec(), blob: Vec::new() }])?;
                nothing
            }
            ["change", "byte", at, "of", name] => {
                let (file, mut byte) = (fs::OpenOptions::new().read(true).write(true).open(path(name)).unwrap(), [0]);
                file.read_exact_at(&mut byte, number(at)).unwrap();
                file.write_all_at(&[byte[0] ^ 1], number(at)).unwrap();
                nothing
            }
            ["read"] => {
                Store::open(&self.mission()).map(|store| format!("read, {} statements", store.statements().len()))
            }
            _ => panic!("`{line}` is nothing that a case can do"),
        }
    }
}

/// `text` with roots, in which salts of chance are, made the same.
fn without_roots(text: &str) -> String {
    let is_digit = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
    let same = |piece: &str| {
        let digits = piece.trim_end_matches(|c| !is_digit(c));
        if digits.len() == 44 && digits.ends_with('=') {
            piece.replace(digits, "5IZ7P3uo…")
        } else {
            piece.to_owned()
        }
    };
    text.split_inclusive(|c| !is_digit(c)).map(same).collect()
}
