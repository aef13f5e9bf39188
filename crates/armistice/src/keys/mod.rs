//! Key files: secret keys on this machine, each encrypted with a passphrase, in `keys/`.
//!
//! ```text
//! armistice key, version 1               what it is for, its public key and id, readable by anybody
//! purpose: author patrol-2
//! public: 6b58…90a
//! id: ef60b99e8203ed99
//!
//! -----BEGIN ENCRYPTED PRIVATE KEY-----  PKCS#8, scrypt and AES-256-CBC: `openssl pkey -in FILE` opens it
//! ```
//!
//! Holds
//! - A secret leaves its file only into [`Secret`], which shows nothing and is wiped when it is dropped.
//! - A file is made anew and never overwritten; it is on the disk, readable by its owner alone, before its key is used.
//! - What stands in the clear is held to the block beneath it when the file is read, and to the secret when it is unlocked.
//!
//! Not here: which keys are in force (`record::ledger`), what is signed.

mod block;
mod passphrase;
mod rights;
pub mod closing;

pub use passphrase::{Passphrase, PassphraseSource};
pub use rights::exposed;

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use record::envelope::{PublicKey, Signer};
use tlog::key::{SignatureType, VerifierKey};
use zeroize::Zeroizing;

use crate::codes;
use crate::hash::hex;
use crate::limits::{KEY_FILE_BYTES, KEY_FILES, KEY_NAME_BYTES};
use crate::message::{Message, quoted};

/// The first line of every key file.
const FIRST_LINE: &str = "armistice key, version 1";
/// The ending of key files.
const ENDING: &str = "pem";

/// What a key is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Purpose {
    /// Signs an author's statements.
    Author {
        /// The author.
        name: String,
    },
    /// Consents to charters and changes of keys, for a principal.
    Root {
        /// The principal.
        of: String,
    },
    /// Signs a log's checkpoints and receipts.
    Log {
        /// The log's origin.
        origin: String,
    },
    /// Cosigns checkpoints.
    Witness {
        /// The witness's name.
        name: String,
    },
}

impl Purpose {
    /// The word, and whose key it is.
    pub fn parts(&self) -> (&'static str, &str) {
        match self {
            Purpose::Author { name } => ("author", name),
            Purpose::Root { of } => ("root", of),
            Purpose::Log { origin } => ("log", origin),
            Purpose::Witness { name } => ("witness", name),
        }
    }
    fn read(text: &str) -> Option<Purpose> {
        let (word, name) = text.split_once(' ')?;
        let name = name.to_owned();
        match word {
            "author" => Some(Purpose::Author { name }),
            "root" => Some(Purpose::Root { of: name }),
            "log" => Some(Purpose::Log { origin: name }),
            "witness" => Some(Purpose::Witness { name }),
            _ => None,
        }
    }
    /// The public key as C2SP spells it, where it is the key of a log or a witness.
    fn verifier(&self, public: &[u8; 32]) -> Option<Result<VerifierKey, tlog::key::KeyError>> {
        match self {
            Purpose::Log { origin } => Some(VerifierKey::new(origin, SignatureType::Note, public)),
            Purpose::Witness { name } => Some(VerifierKey::new(name, SignatureType::Cosignature, public)),
            Purpose::Author { .. } | Purpose::Root { .. } => None,
        }
    }
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, name) = self.parts();
        write!(f, "{word} {name}")
    }
}

/// 32 secret bytes, wiped when they are dropped.
pub struct Secret(Zeroizing<[u8; 32]>);

impl Secret {
    /// These bytes.
    pub fn new(bytes: [u8; 32]) -> Secret {
        Secret(Zeroizing::new(bytes))
    }
    /// Random ones.
    ///
    /// # Errors
    /// L0501: the system has no random numbers.
    pub fn random() -> Result<Secret, Message> {
        let mut bytes = Zeroizing::new([0; 32]);
        fill(bytes.as_mut_slice())?;
        Ok(Secret(bytes))
    }
    /// The one in a PKCS#8 file that another program made, encrypted with a passphrase.
    ///
    /// # Errors
    /// L0501: it cannot be read, or is no encrypted Ed25519 key; L0502: the passphrase does not open it; L0506: others can
    /// read it.
    pub fn of_pem(path: &Path, passphrase: &Passphrase) -> Result<Secret, Message> {
        if let Some(message) = rights::exposed(path) {
            return Err(message);
        }
        let text = Zeroizing::new(read(path)?);
        let block = block::find(&text).ok_or_else(|| unusable(path, "it holds no encrypted block"))?;
        block::open(block, passphrase).map_err(|closed| not_opened(path, closed))
    }
    /// The bytes, for a signer.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
    /// The public key.
    fn public(&self) -> PublicKey {
        *Signer::new(self.bytes()).key()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A key file: what it says in the clear, and what it keeps.
pub struct KeyFile {
    path: PathBuf,
    purpose: Purpose,
    public: PublicKey,
    block: String,
}

impl KeyFile {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// What it is for.
    pub fn purpose(&self) -> &Purpose {
        &self.purpose
    }
    /// Its public key.
    pub fn public(&self) -> [u8; 32] {
        self.public.bytes()
    }
    /// Its public key, as authors' keys and root keys are used.
    pub fn key(&self) -> &PublicKey {
        &self.public
    }
    /// Its public key as C2SP spells it, where it is the key of a log or a witness.
    pub fn verifier(&self) -> Option<VerifierKey> {
        self.purpose.verifier(&self.public())?.ok()
    }
    /// What to say where a key for something else is needed.
    pub fn is_not_for(&self, needed: &str) -> Message {
        Message::new(codes::KEY_PURPOSE, format!("this is no key for {needed}"))
            .at(self.path.display().to_string())
            .note(format!("it is one for {}", quoted(&self.purpose.to_string())))
            .help("name another key file: `armistice key list` says what each is for")
    }
    /// What others on this machine may do with the file and should not, where they may.
    pub fn exposed(&self) -> Option<Message> {
        rights::exposed(&self.path)
    }

    /// Reads a key file; the secret stays where it is.
    ///
    /// # Errors
    /// L0501: it cannot be read, is none, or was cut; L0504: what stands in the clear was changed.
    pub fn read(path: &Path) -> Result<KeyFile, Message> {
        read(path).and_then(|text| KeyFile::parse(path, &text))
    }

    fn parse(path: &Path, text: &str) -> Result<KeyFile, Message> {
        let mut lines = text.lines();
        if lines.next() != Some(FIRST_LINE) {
            return Err(unusable(path, &format!("its first line is not `{FIRST_LINE}`")));
        }
        let block = block::find(text).ok_or_else(|| unusable(path, "its encrypted block was cut"))?;
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(": ");
        let stated = (|| {
            let purpose = Purpose::read(field("purpose")?)?;
            let public = PublicKey::new(&bytes_of(field("public")?)?).ok()?;
            Some((purpose, public))
        })();
        let changed = || {
            Message::new(codes::KEY_CHANGED, "the lines above the block are not those that the key file was made with")
                .at(path.display().to_string())
                .help("put the file back from a copy, and find out who can write into the folder")
        };
        let (purpose, public) = stated.ok_or_else(changed)?;
        let head = head(&purpose, &public).map_err(|_| changed())?;
        let stands = text.lines().take_while(|line| !line.starts_with("-----BEGIN"));
        let salt = block::salt(block).ok_or_else(|| unusable(path, "its encrypted block cannot be read"))?;
        if !stands.eq(head.lines()) || !block::is_bound(&salt, &head) {
            return Err(changed());
        }
        Ok(KeyFile { path: path.to_owned(), purpose, public, block: block.to_owned() })
    }

    /// The secret.
    ///
    /// # Errors
    /// L0502: the passphrase does not open it; L0504: its secret is not that of its public key; L0506: others can read
    /// the file; L0501: its block is none of this kind.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<Secret, Message> {
        if let Some(message) = self.exposed() {
            return Err(message);
        }
        let secret = block::open(&self.block, passphrase).map_err(|closed| not_opened(&self.path, closed))?;
        match secret.public() == self.public {
            true => Ok(secret),
            false => Err(Message::new(codes::KEY_CHANGED, "the secret key is not that of the public key above it")
                .at(self.path.display().to_string())
                .help("put the file back from a copy, and find out who can write into the folder")),
        }
    }
}

impl fmt::Debug for KeyFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeyFile({}, {})", self.purpose, self.public.id())
    }
}

/// The folder of this machine's keys.
#[derive(Debug)]
pub struct Keyring {
    folder: PathBuf,
    files: Vec<KeyFile>,
    unusable: Vec<Message>,
}

impl Keyring {
    /// Reads the key files of a folder, in the order of their names; none where it is not there.
    ///
    /// A file that cannot be used is set aside, so that it does not keep the others from being used.
    ///
    /// # Errors
    /// L0501: the folder cannot be read, or has more files than keys have reason to be.
    pub fn open(folder: &Path) -> Result<Keyring, Message> {
        let mut keyring = Keyring { folder: folder.to_owned(), files: Vec::new(), unusable: Vec::new() };
        let failed = |error: io::Error| Message::io(codes::KEY_FILE, "read", folder, &error).help("look at its rights");
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(keyring),
            Err(error) => return Err(failed(error)),
        };
        let mut paths = Vec::new();
        for entry in entries {
            let path = entry.map_err(failed)?.path();
            if path.extension().is_some_and(|ending| ending == ENDING) {
                paths.push(path);
            }
        }
        if paths.len() > KEY_FILES {
            return Err(Message::new(codes::KEY_FILE, format!("more than {KEY_FILES} key files lie in one folder"))
                .at(folder.display().to_string())
                .help("move those away that are not in force: `armistice key list`"));
        }
        paths.sort();
        for path in paths {
            match KeyFile::read(&path) {
                Ok(file) => keyring.files.push(file),
                Err(message) => keyring.unusable.push(message),
            }
        }
        Ok(keyring)
    }
    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
    /// The key files that can be used, in the order of their names.
    pub fn files(&self) -> &[KeyFile] {
        &self.files
    }
    /// What is wrong with the others.
    pub fn unusable(&self) -> &[Message] {
        &self.unusable
    }
    /// The key files for this, in the order of their names.
    pub fn all(&self, purpose: &Purpose) -> impl Iterator<Item = &KeyFile> {
        self.files.iter().filter(move |file| file.purpose == *purpose)
    }

    /// Makes a key and its file, which is on the disk when this returns.
    ///
    /// # Errors
    /// L0501: no random numbers, or the disk refuses; L0507: the name cannot be one, or the file is there already.
    pub fn create(&mut self, purpose: Purpose, passphrase: &Passphrase) -> Result<&KeyFile, Message> {
        self.keep(purpose, &Secret::random()?, passphrase)
    }
    /// The same with a secret that is there already.
    ///
    /// # Errors
    /// As there.
    pub fn keep(&mut self, purpose: Purpose, secret: &Secret, passphrase: &Passphrase) -> Result<&KeyFile, Message> {
        let public = secret.public();
        let head = head(&purpose, &public)?;
        let path = self.folder.join(file_name(&purpose, &public));
        let text = Zeroizing::new(format!("{head}{}", block::seal(secret, passphrase, &head)?.as_str()));
        write_new(&self.folder, &path, &text).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => {
                Message::new(codes::KEY_NEW, format!("`{}` is there already", path.display()))
                    .help("key files are never overwritten: move it away if it is not needed")
            }
            _ => Message::io(codes::KEY_FILE, "write", &path, &error)
                .note("no key was made")
                .help("look at the disk and its rights"),
        })?;
        self.files.push(KeyFile { block: block::find(&text).unwrap_or_default().to_owned(), path, purpose, public });
        Ok(self.files.last().expect("a file was just added"))
    }
}

/// The lines above the block, with the empty one between.
fn head(purpose: &Purpose, public: &PublicKey) -> Result<String, Message> {
    let name = purpose.parts().1;
    let wrong = |why: String| {
        Err(Message::new(codes::KEY_NEW, why).help("give it the name that the charter has, or will have"))
    };
    // White space at an end would be lost, and turning marks would show another name.
    let unseen = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if name.trim() != name || name.is_empty() || name.chars().any(unseen) {
        return wrong(format!("a key cannot be for {}", quoted(name)));
    }
    if name.len() > KEY_NAME_BYTES {
        return wrong(format!("a name of {} bytes is longer than the {KEY_NAME_BYTES} allowed", name.len()));
    }
    let mut head = format!("{FIRST_LINE}\npurpose: {purpose}\npublic: {}\nid: {}\n", hex(&public.bytes()), public.id());
    match purpose.verifier(&public.bytes()) {
        Some(Ok(verifier)) => head += &format!("verifier: {verifier}\n"),
        Some(Err(error)) => return wrong(error.to_string()),
        None => {}
    }
    Ok(head + "\n")
}

/// `author-patrol-2-ef60b99e8203ed99.pem`: letters and digits of the purpose, and the id.
fn file_name(purpose: &Purpose, public: &PublicKey) -> String {
    let (word, name) = purpose.parts();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    format!("{word}-{plain}-{}.{ENDING}", public.id())
}

/// Writes a file that is not there yet, for its owner alone, and secures it and its name. Where that fails, none is left.
fn write_new(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    rights::make_folder(folder)?;
    let mut file = rights::new_file(path)?;
    let written = io::Write::write_all(&mut file, text.as_bytes()).and_then(|()| file.sync_all());
    // The name is secured, too, and that of the folder where it is new.
    let secured = written.and_then(|()| {
        let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        [folder, parent].into_iter().try_for_each(|folder| File::open(folder)?.sync_all())
    });
    if secured.is_err() {
        let _ = fs::remove_file(path);
    }
    secured
}

/// The text of a key file.
fn read(path: &Path) -> Result<String, Message> {
    // As long as the longest one and a byte more, so that a longer one shows; never moved while it is read.
    let mut bytes = Vec::with_capacity(KEY_FILE_BYTES + 1);
    let read = File::open(path).and_then(|file| file.take(KEY_FILE_BYTES as u64 + 1).read_to_end(&mut bytes));
    read.map_err(|error| Message::io(codes::KEY_FILE, "read", path, &error).help("look at the file and its rights"))?;
    if bytes.len() > KEY_FILE_BYTES {
        return Err(unusable(path, "it is longer than any key file"));
    }
    String::from_utf8(bytes).map_err(|_| unusable(path, "it is no text"))
}

fn not_opened(path: &Path, closed: block::Closed) -> Message {
    match closed {
        block::Closed::Unusable(why) => unusable(path, why),
        block::Closed::Wrong => Message::new(codes::KEY_PASSPHRASE, "the passphrase does not open this key file")
            .at(path.display().to_string())
            .note("either it is another one, or bytes of the block were changed")
            .help("try again, or put the file back from a copy; a lost key is replaced by root keys: `armistice key revoke --help`"),
    }
}

fn unusable(path: &Path, why: &str) -> Message {
    Message::new(codes::KEY_FILE, "this key file cannot be used").at(path.display().to_string()).note(why).help(
        "put it back from a copy; where there is none, root keys sign a new key in: `armistice key revoke --help`",
    )
}

fn fill(bytes: &mut [u8]) -> Result<(), Message> {
    getrandom::fill(bytes).map_err(|_| {
        Message::new(codes::KEY_FILE, "the system gives no random numbers")
            .help("no key can be made without them: look at the machine")
    })
}

fn bytes_of(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}
