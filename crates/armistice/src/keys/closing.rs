//! Closing words: by the last words of a report an officer says that it is given freely, or under force.
//!
//! ```text
//! two words, agreed beforehand ─▶ `agree` ─▶ salted slow hashes in `keys/closing`
//! words at the end of a report ─▶ `Hashed` under every officer's salt, whatever they say ─▶ `keys/heard` ─▶ `signs`, for the mission's desk
//! ```
//!
//! Holds
//! - No word is kept, only scrypt hashes; the file is for its owner alone, in the folder that no export, mirror or server reads.
//! - Taking in a word does the same work and writes as many bytes whichever it is: what it says is found out by [`signs`] alone.
//!
//! Not here: where a report's closing words stand in its text (`intake`).

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;

use pkcs8::pkcs5::scrypt;
use record::vocabulary::time::Instant;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{fill, rights};
use crate::codes;
use crate::hash::hex;
use crate::limits::{
    CLOSING_BYTES, CLOSING_LINE_BYTES, CLOSING_OFFICERS, KEY_SCRYPT_LOG_N, KEY_SCRYPT_P, KEY_SCRYPT_R,
};
use crate::message::Message;

/// What was agreed, in the folder of keys.
const AGREED: &str = "closing";
/// What was heard, in the same folder.
const HEARD: &str = "heard";

/// Closing words as they are compared; wiped when they are dropped.
pub struct Closing(Zeroizing<String>);

impl Closing {
    /// These words, without a difference between capitals and others, or in spaces; `None` where there are none or too many.
    pub fn new(words: &str) -> Option<Closing> {
        let words: Vec<Zeroizing<String>> = words
            .split_whitespace()
            .map(|word| Zeroizing::new(word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()))
            .collect();
        let mut text = Zeroizing::new(String::with_capacity(CLOSING_BYTES));
        for word in words.iter().filter(|word| !word.is_empty()) {
            if text.len() + word.len() + 1 > CLOSING_BYTES {
                return None;
            }
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(word);
        }
        (!text.is_empty()).then_some(Closing(text))
    }
    fn hash(&self, salt: &str) -> String {
        let cost =
            scrypt::Params::new(KEY_SCRYPT_LOG_N, KEY_SCRYPT_R, KEY_SCRYPT_P).expect("a cost within scrypt's range");
        let mut hash = Zeroizing::new([0; 32]);
        scrypt::scrypt(self.0.as_bytes(), salt.as_bytes(), &cost, hash.as_mut_slice()).expect("a hash of 32 bytes");
        hex(&hash)
    }
}

/// What closing words say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Sign {
    /// The words agreed for *I am forced*.
    Forced,
    /// Words that nobody agreed on.
    NotAgreed,
    /// The words agreed for *all is as always*.
    Normal,
}

/// Closing words that were heard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Heard {
    /// What they say.
    pub sign: Sign,
    /// Whose they are; several where officers agreed on the same.
    pub officers: Vec<String>,
    /// The statement that they came with: its id.
    pub statement: String,
    /// When they were taken in.
    pub at: Instant,
}

/// Keeps the hashes of an officer's two closing words; they take the place of those agreed before.
///
/// # Errors
/// M0701: the two are one, too many officers, or a file that cannot be used; L0506: others can read it.
pub fn agree(keys: &Path, officer: &str, normal: &Closing, forced: &Closing) -> Result<(), Message> {
    if [normal, forced].iter().any(|words| words.0.split(' ').any(|word| word == "end")) {
        return Err(Message::new(codes::CLOSING, "a closing word says `end`, which stands before closing words")
            .help("agree on two other words of everyday talk"));
    }
    if *normal.0 == *forced.0 {
        return Err(Message::new(codes::CLOSING, "the two closing words are the same")
            .help("agree on two that differ, both words of everyday talk"));
    }
    let agreed = agreed(&read(keys, AGREED)?.0);
    if agreed.len() >= CLOSING_OFFICERS && agreed.iter().all(|one| one.officer != officer) {
        return Err(Message::new(codes::CLOSING, format!("{CLOSING_OFFICERS} officers have closing words already"))
            .help("each report is compared with the words of all: move `keys/closing` and `keys/heard` away and agree anew with those who are on duty"));
    }
    let mut salt = [0; 32];
    fill(&mut salt)?;
    let salt = hex(&salt);
    let line = json!({ "agreed": officer, "salt": salt, "normal": normal.hash(&salt), "forced": forced.hash(&salt) });
    append(keys, AGREED, &line)
}

/// The hashes of words that were heard, whichever they are: as many as officers agreed on some.
pub struct Hashed(Vec<Value>);

impl Hashed {
    /// Of these words. It takes a tenth of a second for each officer.
    ///
    /// # Errors
    /// As [`agree`].
    pub fn of(keys: &Path, words: &Closing) -> Result<Hashed, Message> {
        let agreed = agreed(&read(keys, AGREED)?.0);
        Ok(Hashed(agreed.iter().map(|one| json!({ "salt": one.salt, "hash": words.hash(&one.salt) })).collect()))
    }
    /// Keeps them as those of a statement, before it is on the record: a sign is not lost where something fails behind it. Where nobody agreed on any,
    /// nothing is kept.
    ///
    /// # Errors
    /// M0701: the disk.
    pub fn keep(&self, keys: &Path, statement: &str, at: Instant) -> Result<(), Message> {
        match self.0.is_empty() {
            true => Ok(()),
            false => append(keys, HEARD, &json!({ "heard": statement, "at": at.0, "hashes": self.0 })),
        }
    }
}

/// What was heard and what it says, in the order in which it came, and how many lines are cut or changed and say nothing.
///
/// # Errors
/// M0701: a file cannot be used; L0506: others can read it.
pub fn signs(keys: &Path) -> Result<(Vec<Heard>, usize), Message> {
    // Words that were agreed anew are compared as they were when they were heard.
    let ever: Vec<Agreed> = read(keys, AGREED)?.0.iter().filter_map(Agreed::of).collect();
    let (lines, cut) = read(keys, HEARD)?;
    let mut signs = Vec::new();
    for line in &lines {
        let (Some(statement), Some(at)) = (line["heard"].as_str(), line["at"].as_i64()) else { continue };
        let mut found: Vec<(Sign, String)> = Vec::new();
        for pair in line["hashes"].as_array().into_iter().flatten() {
            let (Some(salt), Some(hash)) = (pair["salt"].as_str(), pair["hash"].as_str()) else { continue };
            for one in ever.iter().filter(|one| one.salt == salt) {
                found.extend((one.forced == hash).then(|| (Sign::Forced, one.officer.clone())));
                found.extend((one.normal == hash).then(|| (Sign::Normal, one.officer.clone())));
            }
        }
        // Of words that are one officer's for this and another's for that, the graver is told.
        let sign = found.iter().map(|(sign, _)| *sign).min().unwrap_or(Sign::NotAgreed);
        let officers = found.into_iter().filter(|(said, _)| *said == sign).map(|(_, officer)| officer).collect();
        signs.push(Heard { sign, officers, statement: statement.to_owned(), at: Instant(at) });
    }
    Ok((signs, cut))
}

struct Agreed {
    officer: String,
    salt: String,
    normal: String,
    forced: String,
}

impl Agreed {
    fn of(line: &Value) -> Option<Agreed> {
        let text = |key: &str| line[key].as_str().map(str::to_owned);
        Some(Agreed { officer: text("agreed")?, salt: text("salt")?, normal: text("normal")?, forced: text("forced")? })
    }
}

/// The words in force: the last of each officer.
fn agreed(lines: &[Value]) -> Vec<Agreed> {
    let mut agreed: Vec<Agreed> = Vec::new();
    for one in lines.iter().filter_map(Agreed::of) {
        agreed.retain(|before| before.officer != one.officer);
        agreed.push(one);
    }
    agreed
}

/// The lines of a file, none where there is none, and how many are not whole: a machine may stop while one is written.
fn read(keys: &Path, file: &str) -> Result<(Vec<Value>, usize), Message> {
    let path = keys.join(file);
    let opened = match File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), 0)),
        opened => opened.map_err(|error| failed("read", &path, &error))?,
    };
    let (mut lines, mut cut) = (Vec::new(), 0);
    let mut reader = BufReader::new(opened);
    loop {
        let mut line = Vec::new();
        let read = reader.by_ref().take(CLOSING_LINE_BYTES).read_until(b'\n', &mut line);
        if read.map_err(|error| failed("read", &path, &error))? == 0 {
            break;
        }
        let value = serde_json::from_slice::<Value>(&line).ok();
        match value.filter(|line| Agreed::of(line).is_some() || line["heard"].is_string()) {
            Some(line) => lines.push(line),
            None => cut += usize::from(!line.trim_ascii().is_empty()),
        }
    }
    match rights::exposed(&path) {
        Some(message) => Err(message),
        None => Ok((lines, cut)),
    }
}

fn append(keys: &Path, file: &str, line: &Value) -> Result<(), Message> {
    let path = keys.join(file);
    let written = rights::make_folder(keys).and_then(|()| {
        let mut file = match path.exists() {
            true => OpenOptions::new().append(true).open(&path)?,
            false => rights::new_file(&path)?,
        };
        // A line that was cut off is left as it is, and spoils none behind it.
        file.write_all(format!("\n{line}\n").as_bytes()).and_then(|()| file.sync_all())?;
        fs::File::open(keys)?.sync_all()
    });
    written.map_err(|error| failed("write", &path, &error))
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Message {
    Message::io(codes::CLOSING, doing, path, error).help("look at the disk and its rights")
}
