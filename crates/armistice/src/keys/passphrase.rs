//! Passphrases: from a file, or asked for on the terminal.
//!
//! Holds
//! - Never an argument or a value of the environment: others on the machine can read those.
//! - It is wiped when it is dropped, and shown nowhere.
//!
//! Not here: what it opens (`keys`).

use std::fmt;
use std::fs::File;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::rights;
use crate::codes;
use crate::limits::PASSPHRASE_BYTES;
use crate::message::Message;

/// The variable that names a file with the passphrase.
const VARIABLE: &str = "ARMISTICE_PASSPHRASE_FILE";
/// The file in `keys/` by which a machine without an officer unlocks its own keys.
const UNATTENDED: &str = "passphrase";

/// Where a passphrase comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PassphraseSource {
    /// The one line of a file.
    File(PathBuf),
    /// Whoever sits at the terminal.
    Terminal,
}

impl PassphraseSource {
    /// The file named by a flag, else `keys/passphrase` of an unattended machine, which belongs to its keys, else the one that
    /// the environment names, else the terminal.
    pub fn of(flag: Option<&Path>, keys: &Path) -> PassphraseSource {
        let variable = || std::env::var_os(VARIABLE).filter(|value| !value.is_empty()).map(PathBuf::from);
        let unattended = || Some(keys.join(UNATTENDED)).filter(|path| path.exists());
        let named = flag.map(Path::to_path_buf).or_else(unattended).or_else(variable);
        named.map_or(PassphraseSource::Terminal, PassphraseSource::File)
    }
}

/// The words that open key files; wiped when they are dropped.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// These words.
    ///
    /// # Errors
    /// L0503: there are none, or too many, or they have a character that no keyboard gives.
    pub fn new(words: &str) -> Result<Passphrase, Message> {
        let wrong = |why: String| Err(refused(&why).help("a few words that nobody guesses do well, on one line"));
        match words {
            "" => wrong("the passphrase is empty".to_owned()),
            words if words.len() > PASSPHRASE_BYTES => {
                wrong(format!("the passphrase is longer than the {PASSPHRASE_BYTES} bytes allowed"))
            }
            words if words.contains(['\0', '\n', '\r']) => {
                wrong("the passphrase has a line break or a zero byte in it".to_owned())
            }
            words => Ok(Passphrase(Zeroizing::new(words.to_owned()))),
        }
    }

    /// Reads or asks for it; `twice` where something new is made with it.
    ///
    /// # Errors
    /// L0503: nobody is there to ask, the two differ, or there is no passphrase in the file; L0506: others can read the
    /// file.
    pub fn ask(source: &PassphraseSource, twice: bool) -> Result<Passphrase, Message> {
        match source {
            PassphraseSource::File(path) => of_file(path),
            PassphraseSource::Terminal => of_terminal(twice),
        }
    }

    /// Makes a random one and keeps it in the keys' folder: whoever can read the folder can sign.
    ///
    /// # Errors
    /// L0501: no random numbers, or the disk refuses; L0507: there is one already.
    pub fn unattended(keys: &Path) -> Result<Passphrase, Message> {
        let words = Zeroizing::new(crate::hash::hex(super::Secret::random()?.bytes()));
        let path = keys.join(UNATTENDED);
        super::write_new(keys, &path, &Zeroizing::new(format!("{}\n", *words))).map_err(|error| {
            match error.kind() {
                io::ErrorKind::AlreadyExists => {
                    Message::new(codes::KEY_NEW, format!("`{}` is there already", path.display()))
                        .help("keys that are there are opened with it; it is never overwritten")
                }
                _ => Message::io(codes::KEY_FILE, "write", &path, &error).help("look at the disk and its rights"),
            }
        })?;
        Passphrase::new(&words)
    }

    /// The words' bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

fn of_file(path: &Path) -> Result<Passphrase, Message> {
    if let Some(message) = rights::exposed(path) {
        return Err(message);
    }
    // As long as the longest one with its line end, and one byte more, so that a longer one shows; never moved while it grows.
    let mut bytes = Zeroizing::new(Vec::with_capacity(PASSPHRASE_BYTES + 3));
    let read = File::open(path).and_then(|file| file.take(PASSPHRASE_BYTES as u64 + 3).read_to_end(&mut bytes));
    let failed = |message: Message| message.help("name a file with --passphrase-file whose one line is the passphrase");
    read.map_err(|error| failed(Message::io(codes::KEY_NO_PASSPHRASE, "read the passphrase from", path, &error)))?;
    let text = std::str::from_utf8(&bytes).map_err(|_| failed(refused("the passphrase is not in UTF-8")));
    let words = text.map(|text| text.strip_suffix('\n').map_or(text, |line| line.strip_suffix('\r').unwrap_or(line)));
    words.and_then(Passphrase::new).map_err(|message| message.at(path.display().to_string()))
}

fn of_terminal(twice: bool) -> Result<Passphrase, Message> {
    let way_out = format!("name a file with --passphrase-file, or in ${VARIABLE}, whose one line is the passphrase");
    if !io::stdin().is_terminal() && !io::stderr().is_terminal() {
        return Err(refused("a passphrase is needed, and nobody is at the terminal").help(way_out));
    }
    let ask = |prompt: &str| {
        rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|error| {
            refused("no passphrase was given at the terminal").note(error.kind().to_string()).help(way_out.clone())
        })
    };
    let first = ask(if twice { "New passphrase: " } else { "Passphrase: " })?;
    if twice && *ask("The same once more: ")? != *first {
        return Err(refused("the two passphrases differ").help("nothing was made: run it again"));
    }
    Passphrase::new(&first)
}

fn refused(why: &str) -> Message {
    Message::new(codes::KEY_NO_PASSPHRASE, why)
}
