//! Closing words: by the last words of a report an officer says that it is given freely, or under force.
//!
//! ```text
//! two words, agreed beforehand ─▶ `agree` ─▶ salted slow hashes in `keys/closing`
//! words at the end of a report ─▶ `heard` ─▶ its hashes under every officer's salt, whatever they say ─▶ `signs`, for the mission's desk
//! ```
//!
//! Holds
//! - No word is kept, only scrypt hashes; the file is for its owner alone, in the folder that no export, mirror or server reads.
//! - Taking in a word does the same work and writes as many bytes whichever it is: what it says is found out by [`signs`] alone.
//!
//! Not here: where a report's closing words stand in its text (`intake`).

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

use pkcs8::pkcs5::scrypt;
use record::vocabulary::time::Instant;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use super::{fill, rights};
use crate::codes;
use crate::hash::hex;
use crate::limits::{
    CLOSING_BYTES, CLOSING_FILE_BYTES, CLOSING_OFFICERS, KEY_SCRYPT_LOG_N, KEY_SCRYPT_P, KEY_SCRYPT_R,
};
use crate::message::{Message, quoted};

/// The file in the folder of keys.
const FILE: &str = "closing";

/// Closing words as they are compared; wiped when they are dropped.
pub struct Closing(Zeroizing<String>);

impl Closing {
    /// These words, without a difference between capitals and others, or in spaces; `None` where there are none or too many.
    pub fn new(words: &str) -> Option<Closing> {
        let words: Vec<Zeroizing<String>> = words
            .split_whitespace()
            .map(|word| Zeroizing::new(word.trim_matches(['.', ',', '!']).to_lowercase()))
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
    if *normal.0 == *forced.0 {
        return Err(Message::new(codes::CLOSING, "the two closing words are the same")
            .help("agree on two that differ, both words of everyday talk"));
    }
    let agreed = agreed(&read(keys)?);
    if agreed.len() >= CLOSING_OFFICERS && agreed.iter().all(|one| one.officer != officer) {
        return Err(Message::new(codes::CLOSING, format!("{CLOSING_OFFICERS} officers have closing words already"))
            .help("each report is compared with the words of all: move `keys/closing` away and agree anew with those who are on duty"));
    }
    let mut salt = [0; 32];
    fill(&mut salt)?;
    let salt = hex(&salt);
    let line = json!({ "agreed": officer, "salt": salt, "normal": normal.hash(&salt), "forced": forced.hash(&salt) });
    append(keys, &line)
}

/// Takes in the closing words of a statement. Where nobody agreed on any, nothing is kept.
///
/// # Errors
/// As [`agree`]; whichever the words are.
pub fn heard(keys: &Path, statement: &str, at: Instant, words: &Closing) -> Result<(), Message> {
    let lines = read(keys)?;
    let hashes: Vec<Value> =
        agreed(&lines).iter().map(|one| json!({ "salt": one.salt, "hash": words.hash(&one.salt) })).collect();
    if hashes.is_empty() {
        return Ok(());
    }
    append(keys, &json!({ "heard": statement, "at": at.0, "hashes": hashes }))
}

/// What was heard and what it says, in the order in which it came.
///
/// # Errors
/// M0701: the file cannot be used; L0506: others can read it.
pub fn signs(keys: &Path) -> Result<Vec<Heard>, Message> {
    let lines = read(keys)?;
    // Words that were agreed anew are compared as they were when they were heard.
    let ever: Vec<Agreed> = lines.iter().filter_map(Agreed::of).collect();
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
    Ok(signs)
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

/// The lines of the file; none where there is no file.
fn read(keys: &Path) -> Result<Vec<Value>, Message> {
    let path = keys.join(FILE);
    let mut text = Zeroizing::new(String::new());
    match File::open(&path).and_then(|file| file.take(CLOSING_FILE_BYTES + 1).read_to_string(&mut text)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed("read", &path, &error)),
        Ok(_) if text.len() as u64 > CLOSING_FILE_BYTES => {
            return Err(unusable(&path, "it is longer than any such file"));
        }
        Ok(_) => {}
    }
    let whole = |line: &Value| Agreed::of(line).is_some() || line["heard"].is_string();
    let lines = text.lines().map(|line| serde_json::from_str(line).ok().filter(whole)).collect::<Option<Vec<Value>>>();
    let lines = lines.ok_or_else(|| unusable(&path, "a line of it is cut or changed"))?;
    match rights::exposed(&path) {
        Some(message) => Err(message),
        None => Ok(lines),
    }
}

fn append(keys: &Path, line: &Value) -> Result<(), Message> {
    let path = keys.join(FILE);
    let written = rights::make_folder(keys).and_then(|()| {
        let mut file = match path.exists() {
            true => OpenOptions::new().append(true).open(&path)?,
            false => rights::new_file(&path)?,
        };
        file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_all())?;
        fs::File::open(keys)?.sync_all()
    });
    written.map_err(|error| failed("write", &path, &error))
}

fn failed(doing: &str, path: &Path, error: &io::Error) -> Message {
    Message::io(codes::CLOSING, doing, path, error).help("look at the disk and its rights")
}

fn unusable(path: &Path, why: &str) -> Message {
    Message::new(codes::CLOSING, format!("the file of closing words {} cannot be used", quoted(FILE)))
        .at(path.display().to_string())
        .note(why)
        .help("put it back from a copy, or move it away and agree anew with each officer: `armistice watch words`")
}
