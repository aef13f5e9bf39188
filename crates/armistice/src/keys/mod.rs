//! Key files: secret keys on this machine, each encrypted with a passphrase, in `keys/`.
//!
//! ```text
//! purpose: author north-liaison          what it is for, its public key and id, readable by anybody
//! public: 6b58…90a
//! id: ef60b99e8203ed99
//! -----BEGIN ENCRYPTED PRIVATE KEY-----  PKCS#8, scrypt and AES-256: `openssl pkey -in FILE` opens it
//! ```
//!
//! Holds
//! - A secret leaves its file only into [`Secret`], which shows nothing and is wiped when it is dropped.
//! - A file is made anew and never overwritten; it is on the disk, readable by its owner alone, before its key is used.
//! - What stands in the clear is held to the secret when it is unlocked: an exchanged file is found out.
//!
//! Not here: which keys are in force (`record::ledger`), what is signed (`pen`).

mod passphrase;

pub use passphrase::{Passphrase, PassphraseSource};

use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use pkcs8::pkcs5::{pbes2, scrypt};
use pkcs8::{AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, ObjectIdentifier, PrivateKeyInfoRef};
use record::envelope::{PublicKey, Signer};
use zeroize::Zeroizing;

use crate::codes;
use crate::limits::{KEY_FILE_BYTES, KEY_NAME_BYTES, KEY_SCRYPT_LOG_N};
use crate::message::{Message, quoted};

/// What a key is for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Purpose {
    /// Signs an author's statements.
    Author {
        /// The author.
        name: String,
    },
    /// Consents to charters and changes keys, for a principal.
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
    fn parts(&self) -> (&'static str, &str) {
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
}

impl fmt::Display for Purpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (word, name) = self.parts();
        write!(f, "{word} {name}")
    }
}

/// 32 secret bytes.
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
        getrandom::fill(bytes.as_mut_slice()).map_err(|_| no_random())?;
        Ok(Secret(bytes))
    }
    /// The bytes, for a signer.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// A key file: what it says in the clear, and what it keeps.
#[derive(Debug)]
pub struct KeyFile {
    path: PathBuf,
    purpose: Purpose,
    public: [u8; 32],
    pem: String,
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
        self.public
    }

    /// Reads a key file; the secret stays where it is.
    ///
    /// # Errors
    /// L0502: it cannot be read, or is none.
    pub fn read(path: &Path) -> Result<KeyFile, Message> {
        let mut text = String::new();
        let limit = KEY_FILE_BYTES as u64 + 1;
        let read = File::open(path).and_then(|file| file.take(limit).read_to_string(&mut text));
        read.map_err(|error| {
            Message::io(codes::KEY_FILE, "read", path, &error).help("look at the file and its rights")
        })?;
        let parsed = if text.len() > KEY_FILE_BYTES { None } else { Self::parse(path, &text) };
        parsed.ok_or_else(|| not_a_key(path, "it is no key file"))
    }

    fn parse(path: &Path, text: &str) -> Option<KeyFile> {
        let mut lines = text.lines();
        let mut field = |name: &str| lines.next()?.strip_prefix(name)?.strip_prefix(": ");
        let purpose = Purpose::read(field("purpose")?)?;
        let public = bytes_of(field("public")?)?;
        let id = field("id")?;
        let pem = &text[text.find("-----BEGIN")?..];
        let key = PublicKey::new(&public).ok().filter(|key| key.id().to_string() == id)?;
        Some(KeyFile { path: path.to_owned(), purpose, public: key.bytes(), pem: pem.to_owned() })
    }

    /// The secret.
    ///
    /// # Errors
    /// L0503: the passphrase is not that of the file; L0502: the file was cut, or its secret is not that of its public key.
    pub fn unlock(&self, passphrase: &Passphrase) -> Result<Secret, Message> {
        let cut = || not_a_key(&self.path, "its encrypted part cannot be read");
        let (label, document) = pkcs8::SecretDocument::from_pem(&self.pem).map_err(|_| cut())?;
        if label != "ENCRYPTED PRIVATE KEY" {
            return Err(not_a_key(&self.path, "its key is not encrypted"));
        }
        let encrypted = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).map_err(|_| cut())?;
        let wrong = || {
            Message::new(codes::KEY_PASSPHRASE, "the passphrase does not open this key file")
                .at(self.path.display().to_string())
                .help("try again; a forgotten passphrase cannot be found again, and root keys then sign a new key in")
        };
        let opened = encrypted.decrypt(passphrase.bytes()).map_err(|_| wrong())?;
        // CBC has no check of its own: a wrong passphrase may give bytes that only look right.
        let key = PrivateKeyInfoRef::try_from(opened.as_bytes()).map_err(|_| wrong())?;
        let inner = key.private_key.as_bytes();
        let bytes = inner.strip_prefix(&OCTETS).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
        let secret = Secret(Zeroizing::new(bytes.filter(|_| key.algorithm.oid == ED25519).ok_or_else(wrong)?));
        match Signer::new(secret.bytes()).key().bytes() == self.public {
            true => Ok(secret),
            false => Err(not_a_key(&self.path, "its secret key is not that of the public key that it names")),
        }
    }
}

/// The folder of this machine's keys.
#[derive(Debug)]
pub struct Keyring {
    folder: PathBuf,
    files: Vec<KeyFile>,
}

impl Keyring {
    /// Reads the key files of a folder, in the order of their names; none where it is not there.
    ///
    /// # Errors
    /// L0502: a file in it is no key file, or cannot be read.
    pub fn open(folder: &Path) -> Result<Keyring, Message> {
        let mut keyring = Keyring { folder: folder.to_owned(), files: Vec::new() };
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(keyring),
            Err(error) => return Err(Message::io(codes::KEY_FILE, "read", folder, &error).help("look at its rights")),
        };
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        for path in paths.into_iter().filter(|path| path.extension().is_some_and(|ending| ending == "pem")) {
            keyring.files.push(KeyFile::read(&path)?);
        }
        Ok(keyring)
    }
    /// The key files.
    pub fn files(&self) -> &[KeyFile] {
        &self.files
    }
    /// Makes a key and its file, which is on the disk when this returns.
    ///
    /// # Errors
    /// L0501: no random numbers; L0502: the name cannot be one, or the disk refuses.
    pub fn create(&mut self, purpose: Purpose, passphrase: &Passphrase) -> Result<&KeyFile, Message> {
        self.keep(purpose, &Secret::random()?, passphrase)
    }
    /// The same with a secret that is there already.
    ///
    /// # Errors
    /// As there.
    pub fn keep(&mut self, purpose: Purpose, secret: &Secret, passphrase: &Passphrase) -> Result<&KeyFile, Message> {
        let name = purpose.parts().1;
        if name.is_empty() || name.len() > KEY_NAME_BYTES || name.chars().any(char::is_control) {
            return Err(Message::new(codes::KEY_FILE, format!("a key cannot be for {}", quoted(name)))
                .help(format!("a name has 1 to {KEY_NAME_BYTES} bytes and stands on one line")));
        }
        let signer = Signer::new(secret.bytes());
        let id = signer.key().id().to_string();
        let path = self.folder.join(file_name(&purpose, &id));
        let text = format!(
            "purpose: {purpose}\npublic: {}\nid: {id}\n\n{}",
            crate::hash::hex(&signer.key().bytes()),
            encrypt(secret, passphrase)?.as_str()
        );
        write_new(&self.folder, &path, &text).map_err(|error| {
            Message::io(codes::KEY_FILE, "write", &path, &error).help("look at the disk and its rights")
        })?;
        self.files.push(KeyFile::read(&path)?);
        Ok(self.files.last().expect("just added"))
    }
}

/// The object identifier of Ed25519 keys (RFC 8410).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// What stands before the 32 bytes of such a key: an octet string of 32.
const OCTETS: [u8; 2] = [0x04, 0x20];

/// The PEM block.
fn encrypt(secret: &Secret, passphrase: &Passphrase) -> Result<Zeroizing<String>, Message> {
    let mut inner = Zeroizing::new([0; 34]);
    inner[..2].copy_from_slice(&OCTETS);
    inner[2..].copy_from_slice(secret.bytes());
    let octets = <&pkcs8::der::asn1::OctetStringRef>::try_from(inner.as_slice()).expect("34 bytes");
    let key = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid: ED25519, parameters: None }, octets);
    let (mut salt, mut iv) = ([0; 16], [0; 16]);
    getrandom::fill(&mut salt).and_then(|()| getrandom::fill(&mut iv)).map_err(|_| no_random())?;
    let cost = scrypt::Params::new(KEY_SCRYPT_LOG_N, 8, 1).expect("a cost within scrypt's range");
    let parameters = pbes2::Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).expect("a salt of 16 bytes");
    let document = key.encrypt_with_params(parameters, passphrase.bytes()).expect("a key of 32 bytes is encrypted");
    Ok(document.to_pem("ENCRYPTED PRIVATE KEY", LineEnding::LF).expect("a key has a PEM block"))
}

/// `author-north-liaison-ef60b99e.pem`: letters and digits of the purpose, and the id's first digits.
fn file_name(purpose: &Purpose, id: &str) -> String {
    let (word, name) = purpose.parts();
    let plain: String = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect();
    format!("{word}-{plain}-{}.pem", &id[..8])
}

/// Writes a file that is not there yet, for its owner alone, and secures it and its name.
fn write_new(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
        options.mode(0o600);
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))?;
    }
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    crate::store::sync_folders(folder)
}

fn not_a_key(path: &Path, why: &str) -> Message {
    Message::new(codes::KEY_FILE, "the key file cannot be used")
        .at(path.display().to_string())
        .note(why)
        .help("put it back from a copy; without one, root keys sign a new key in")
}

fn no_random() -> Message {
    Message::new(codes::LOG_NO_RANDOM, "the system gives no random numbers")
        .help("nothing can be signed safely without them: look at the machine")
}

fn bytes_of(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if text.len() != 64 || !text.is_ascii() {
        return None;
    }
    for (place, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&text[2 * place..2 * place + 2], 16).ok()?;
    }
    Some(bytes)
}
