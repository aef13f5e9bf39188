//! Passphrases: from a file, or asked for on the terminal.
//!
//! Holds
//! - Never an argument or a value of the environment: others on the machine can read those.
//! - It is wiped when it is dropped, and shown nowhere.
//!
//! Not here: what it opens (`keys`).

use std::fmt;
use std::fs;
use std::io::{self, IsTerminal, Read};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

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
    /// The first line of a file.
    File(PathBuf),
    /// Whoever sits at the terminal.
    Terminal,
}

impl PassphraseSource {
    /// The file named by a flag, else by the environment, else `keys/passphrase` of an unattended machine, else the
    /// terminal.
    pub fn of(flag: Option<&Path>, keys: &Path) -> PassphraseSource {
        let named = flag.map(Path::to_path_buf).or_else(|| std::env::var_os(VARIABLE).map(PathBuf::from));
        let unattended = || Some(keys.join(UNATTENDED)).filter(|path| path.is_file());
        named.or_else(unattended).map_or(PassphraseSource::Terminal, PassphraseSource::File)
    }
}

/// The words that open key files.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// These words.
    ///
    /// # Errors
    /// L0504: there are none, or too many, or they have a zero byte.
    pub fn new(words: &str) -> Result<Passphrase, Message> {
        let wrong =
            |why: &str| Message::new(codes::KEY_NO_PASSPHRASE, why).help("a few words that nobody guesses do well");
        match words {
            "" => Err(wrong("the passphrase is empty")),
            words if words.len() > PASSPHRASE_BYTES => Err(wrong("the passphrase is longer than allowed")),
            words if words.contains('\0') => Err(wrong("the passphrase has a zero byte")),
            words => Ok(Passphrase(Zeroizing::new(words.to_owned()))),
        }
    }

    /// Reads or asks for it; `twice` where something new is made with it.
    ///
    /// # Errors
    /// L0504: nobody is there to ask, the two differ, or the file cannot be read.
    pub fn ask(source: &PassphraseSource, twice: bool) -> Result<Passphrase, Message> {
        match source {
            PassphraseSource::File(path) => {
                let mut text = Zeroizing::new(String::new());
                let file = fs::File::open(path);
                let read = file.and_then(|file| file.take(PASSPHRASE_BYTES as u64 + 3).read_to_string(&mut text));
                read.map_err(|error| {
                    Message::io(codes::KEY_NO_PASSPHRASE, "read the passphrase from", path, &error)
                        .help("name a file with --passphrase-file, whose first line is the passphrase")
                })?;
                Passphrase::new(text.lines().next().unwrap_or_default())
            }
            PassphraseSource::Terminal if !io::stdin().is_terminal() => {
                Err(Message::new(codes::KEY_NO_PASSPHRASE, "a passphrase is needed, and nobody is at the terminal")
                    .help(format!(
                        "name a file with --passphrase-file, or in ${VARIABLE}, whose first line is the passphrase"
                    )))
            }
            PassphraseSource::Terminal => {
                let ask = |prompt: &str| {
                    rpassword::prompt_password(prompt).map(Zeroizing::new).map_err(|error| {
                        let why = Message::new(codes::KEY_NO_PASSPHRASE, "the passphrase could not be read");
                        why.note(error.kind().to_string()).help("name a file with --passphrase-file")
                    })
                };
                let first = ask("Passphrase of this machine's keys: ")?;
                if twice && *ask("The same once more: ")? != *first {
                    return Err(Message::new(codes::KEY_NO_PASSPHRASE, "the two passphrases differ").help("try again"));
                }
                Passphrase::new(&first)
            }
        }
    }

    /// Makes a random one and keeps it in the keys' folder: whoever can read the folder can sign.
    ///
    /// # Errors
    /// L0501: no random numbers; L0502: the disk refuses, or there is one already.
    pub fn unattended(keys: &Path) -> Result<Passphrase, Message> {
        let words = crate::hash::hex(super::Secret::random()?.bytes());
        let path = keys.join(UNATTENDED);
        super::write_new(keys, &path, &format!("{words}\n")).map_err(|error| {
            Message::io(codes::KEY_FILE, "write", &path, &error).help("look at the disk and its rights")
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
