//! What the log on disk says when something is wrong: the cases of `cases/log/bad` that have a block `disk`.
//!
//! Holds
//! - Every code of the log on disk is shown by one of them.
//!
//! Not here: crashes (`crash.rs`), histories at random (`log.rs`).

mod common;

use std::fs;
use std::os::unix::fs::{FileExt, symlink};
use std::path::PathBuf;

use armistice::codes;
use armistice::hash::sha256;
use armistice::log::{DiskLog, Leaf, LogError, LogReader};
use common::log::{copy, leaf, sign};
use common::{Folder, pages};

#[test]
fn every_case_says_what_it_should_and_every_code_has_one() {
    let said = pages::hold("log/bad", "disk", |todo| World::new().answer(todo));
    pages::show(&said, codes::CODES.iter().filter(|code| code.code.starts_with("L01")));
}

/// One mission, the copy of its head on another device, and a backup.
struct World {
    folder: Folder,
    log: Option<DiskLog>,
    appended: u64,
    out: String,
}

impl World {
    fn new() -> World {
        let folder = Folder::new("log-case");
        fs::create_dir(folder.path().join("stick")).unwrap();
        World { folder, log: None, appended: 0, out: String::new() }
    }

    fn answer(mut self, todo: &str) -> String {
        for line in todo.lines() {
            self.act(line);
        }
        let mission = format!("{}/", self.mission().display());
        let all = format!("{}/", self.folder.path().display());
        let own = format!("process {};", std::process::id());
        self.out.replace(&mission, "").replace(&all, "").replace(&own, "process 1204;")
    }

    fn mission(&self) -> PathBuf {
        self.folder.path().join("mission")
    }

    fn open(&self) -> Result<DiskLog, LogError> {
        DiskLog::open_with_copy(&self.mission(), Some(&self.folder.path().join("stick/head")))
    }

    fn act(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let path = |name: &str| self.mission().join(name);
        let edit = |name: &str| fs::OpenOptions::new().read(true).write(true).open(path(name)).unwrap();
        let number = |word: &str| word.parse::<u64>().expect("a number");
        let said = match &words[..] {
            ["open"] => {
                self.log = None;
                match self.open() {
                    Ok(log) => {
                        let said = format!("open, {} entries", log.size());
                        self.log = Some(log);
                        Ok(said)
                    }
                    Err(error) => Err(error),
                }
            }
            ["open", "another"] => self.open().map(|log| format!("open, {} entries", log.size())),
            ["close"] => {
                self.log = None;
                return;
            }
            ["append", "one", "of", bytes, "bytes"] => {
                let entry = vec![b'e'; number(bytes) as usize];
                self.append(&[Leaf { entry, blob: Vec::new() }])
            }
            ["append", count] => {
                let from = self.appended;
                self.appended += number(count);
                self.append(&(from..self.appended).map(leaf).collect::<Vec<_>>())
            }
            ["publish"] => self.log().publish(&mut sign).map(|()| "published".to_owned()),
            ["read"] => LogReader::open(&self.mission()).map(|log| format!("read, {} entries", log.size())),
            ["link", name, target] => {
                let _ = fs::remove_file(path(name));
                symlink(target, path(name)).unwrap();
                return;
            }
            ["folder", name] => return fs::create_dir(path(name)).unwrap(),
            ["delete", name] => return fs::remove_file(path(name)).unwrap(),
            ["write", name, text @ ..] => {
                fs::create_dir_all(path(name).parent().unwrap()).unwrap();
                return fs::write(path(name), text.join(" ")).unwrap();
            }
            ["flip", name, at] => {
                let (file, mut byte) = (edit(name), [0]);
                file.read_exact_at(&mut byte, number(at)).unwrap();
                return file.write_all_at(&[byte[0] ^ 1], number(at)).unwrap();
            }
            ["zero", name, at, bytes] => {
                return edit(name).write_all_at(&vec![0; number(bytes) as usize], number(at)).unwrap();
            }
            ["version", name] => {
                let (file, mut head) = (edit(name), [0; 136]);
                file.read_exact_at(&mut head, 1).unwrap();
                head[14] = b'2';
                let digest = sha256(&head[..104]);
                head[104..].copy_from_slice(&digest);
                return file.write_all_at(&head, 1).unwrap();
            }
            ["save"] => return copy(&self.mission(), &self.folder.path().join("backup")),
            ["put", "back"] => {
                self.log = None;
                fs::remove_dir_all(self.mission()).unwrap();
                return copy(&self.folder.path().join("backup"), &self.mission());
            }
            _ => panic!("`{line}` is nothing that a case can do"),
        };
        match said {
            Ok(said) => self.out += &format!("{said}\n"),
            Err(error) => self.out += &format!("{error}\n"),
        }
    }

    fn log(&mut self) -> &mut DiskLog {
        if self.log.is_none() {
            self.log = Some(self.open().unwrap());
        }
        self.log.as_mut().unwrap()
    }

    fn append(&mut self, leaves: &[Leaf]) -> Result<String, LogError> {
        let first = self.log().append(leaves)?;
        Ok(format!("accepted {first} to {}", first + leaves.len() as u64 - 1))
    }
}
