//! What is said when a key or a passphrase cannot be used: the cases of `cases/log/bad` that have a block `keys`.
//!
//! Holds
//! - Every code of keys is shown by one of them.
//!
//! Not here: what opens (`keys`), the commands (`key_command`).

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use armistice::codes;
use armistice::keys::{KeyFile, Keyring, Passphrase, PassphraseSource, Purpose};
use armistice::message::Message;
use common::{Folder, pages};

#[test]
fn every_case_says_what_it_should_and_every_code_has_one() {
    let said = pages::hold("log/bad", "keys", |todo| Desk::new().answer(todo));
    pages::show(&said, codes::CODES.iter().filter(|code| code.code.starts_with("L05")));
}

/// One machine's folder of keys.
struct Desk {
    folder: Folder,
    words: String,
    out: String,
}

impl Desk {
    fn new() -> Desk {
        Desk { folder: Folder::new("key-case"), words: "nine grey herons".to_owned(), out: String::new() }
    }

    fn answer(mut self, todo: &str) -> String {
        for line in todo.lines() {
            self.act(line).unwrap_or_else(|message| self.out += &format!("{message}\n"));
        }
        let all = format!("{}/", self.folder.path().display());
        same_ids(&self.out.replace(&all, ""))
    }

    fn keys(&self) -> PathBuf {
        self.folder.path().join("keys")
    }
    fn passphrase(&self) -> Passphrase {
        Passphrase::new(&self.words).unwrap()
    }
    /// The file of the purpose that is made first in the alphabet, or the only one.
    fn file(&self, purpose: &str) -> PathBuf {
        let word = purpose.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
        let mut files: Vec<PathBuf> = fs::read_dir(self.keys()).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.retain(|file| file.file_name().unwrap().to_string_lossy().starts_with(&word));
        files.pop().unwrap_or_else(|| panic!("a key for {purpose}"))
    }
    fn edit(&self, purpose: &str, change: impl FnOnce(String) -> String) {
        let file = self.file(purpose);
        let changed = change(fs::read_to_string(&file).unwrap());
        fs::write(file, changed).unwrap();
    }

    fn act(&mut self, line: &str) -> Result<(), Message> {
        let words: Vec<&str> = line.split(' ').collect();
        let in_marks: Vec<&str> = line.split('`').collect();
        match &words[..] {
            ["new", rest @ ..] => {
                let passphrase = self.passphrase();
                let mut keyring = Keyring::open(&self.keys())?;
                let file = keyring.create(purpose(&rest.join(" ")), &passphrase)?;
                self.out += &format!("a key for {}\n", file.purpose());
            }
            ["passphrase", "is", ..] => self.words = in_marks[1].to_owned(),
            ["passphrase", "file", ..] => {
                let path = self.folder.path().join("words.txt");
                fs::write(&path, in_marks[1].replace("\\n", "\n").replace("\\0", "\0")).unwrap();
                fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
                let asked = Passphrase::ask(&PassphraseSource::File(path), false)?;
                self.out += &format!("{asked:?}\n");
            }
            ["passphrase", "open", "to", "all"] => {
                let path = self.folder.path().join("words.txt");
                fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
                Passphrase::ask(&PassphraseSource::File(path), false)?;
            }
            ["passphrase", "asked"] => drop(Passphrase::ask(&PassphraseSource::Terminal, true)?),
            ["list"] => {
                let keyring = Keyring::open(&self.keys())?;
                for file in keyring.files() {
                    self.out += &format!("{}\n", file.purpose());
                }
                for message in keyring.unusable() {
                    self.out += &format!("{message}\n");
                }
            }
            ["unlock", ..] => {
                let secret =
                    KeyFile::read(&self.file(line.trim_start_matches("unlock ")))?.unlock(&self.passphrase())?;
                self.out += &format!("{secret:?}\n");
            }
            ["use", ..] => {
                let (file, what) = line.trim_start_matches("use ").split_once(" as ").unwrap();
                return Err(KeyFile::read(&self.file(file))?.is_not_for(what));
            }
            ["replace", ..] => {
                let [_, old, _, new, rest] = in_marks[..] else { panic!("replace `a` by `b` in PURPOSE") };
                self.edit(rest.trim_start_matches(" in "), |text| {
                    assert!(text.contains(old), "`{old}` is there");
                    text.replace(old, new)
                });
            }
            ["cut", bytes, "bytes", "of", rest @ ..] => {
                let bytes: usize = bytes.parse().unwrap();
                self.edit(&rest.join(" "), |mut text| {
                    text.truncate(text.len() - bytes);
                    text
                });
            }
            ["exchange", "the", "blocks", "of", rest @ ..] => {
                let (one, other) = line.trim_start_matches("exchange the blocks of ").split_once(" and ").unwrap();
                assert!(!rest.is_empty());
                let halves = |name: &str| {
                    let text = fs::read_to_string(self.file(name)).unwrap();
                    let at = text.find("-----BEGIN").unwrap();
                    (text[..at].to_owned(), text[at..].to_owned())
                };
                let ((head, block), (other_head, other_block)) = (halves(one), halves(other));
                fs::write(self.file(one), head + &other_block).unwrap();
                fs::write(self.file(other), other_head + &block).unwrap();
            }
            ["rights", mode, "of", rest @ ..] => {
                let mode = u32::from_str_radix(mode, 8).unwrap();
                fs::set_permissions(self.file(&rest.join(" ")), fs::Permissions::from_mode(mode)).unwrap();
            }
            ["write", name, ..] => fs::write(self.keys().join(name), in_marks[1]).unwrap(),
            ["folder", name] => fs::create_dir_all(self.keys().join(name)).unwrap(),
            ["unattended", ..] => drop(Passphrase::unattended(&self.keys())?),
            _ => panic!("`{line}` is nothing that a case can do"),
        }
        Ok(())
    }
}

fn purpose(text: &str) -> Purpose {
    let (word, name) = text.split_once(' ').unwrap_or((text, ""));
    let name = name.replace("LONG", &"n".repeat(256)).replace("\\n", "\n");
    match word {
        "author" => Purpose::Author { name },
        "root" => Purpose::Root { of: name },
        "log" => Purpose::Log { origin: name },
        "witness" => Purpose::Witness { name },
        _ => panic!("{text} is no purpose"),
    }
}

/// `text` with ids, which differ from run to run, made the same.
fn same_ids(text: &str) -> String {
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let pieces = text.split_inclusive(|c| !is_hex(c));
    let same = |piece: &str| {
        let digits = piece.trim_end_matches(|c| !is_hex(c));
        if digits.len() == 16 { piece.replace(digits, "ef60b99e8203ed99") } else { piece.to_owned() }
    };
    pieces.map(same).collect()
}
