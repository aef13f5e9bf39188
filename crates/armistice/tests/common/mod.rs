//! What the tests of files share: a folder of their own, and the shared data where it is.

#![allow(dead_code)]

pub mod cases;
pub mod log;
pub mod pages;
pub mod http;
pub mod served;
pub mod posts;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use armistice::keys::{Keyring, Passphrase, Purpose, Secret};
use armistice::message::Message;
use armistice::mission::{Founding, Mission};
use armistice::store::Store;
use record::envelope::Signer;
use record::vocabulary::time::Instant;

/// A new, empty folder that is removed when it goes out of scope.
pub struct Folder(PathBuf);

impl Folder {
    /// A folder whose name begins with `name`.
    pub fn new(name: &str) -> Folder {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let unique = format!("{name}-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(unique);
        fs::create_dir_all(&path).expect("the folder for tests can be written");
        Folder(path)
    }
    /// Its path.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// How missions of tests begin: with keys that anybody can guess.
pub fn founding(name: &str) -> Founding {
    Founding::alone(name, &Signer::new(&[1; 32]), Signer::new(&[2; 32]), &[3; 32], None)
}

/// The store of the mission in `dir`, able to append; its log is begun where there is none.
pub fn store(dir: &Path) -> Store {
    let founding = founding("test");
    let store = Store::open(dir).expect("a log of our own");
    if store.log_size() > 0 {
        return store.with_pen(founding.pen);
    }
    Store::found(dir, &founding, Instant(0)).expect("a new log")
}

/// The mission in `dir`, able to append.
pub fn mission(dir: &Path) -> Result<Mission, Vec<Message>> {
    let mut mission = Mission::open(dir)?;
    mission.store.take_pen(founding("test").pen);
    Ok(mission)
}

/// A file with the passphrase of missions that the program makes in tests.
pub fn passphrase_file() -> PathBuf {
    static WRITTEN: OnceLock<PathBuf> = OnceLock::new();
    let written = WRITTEN.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("passphrase-{}", std::process::id()));
        fs::write(&path, "four words for tests\n").expect("the folder for tests can be written");
        #[cfg(unix)]
        fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("its owner's alone");
        path
    });
    written.clone()
}

/// The keys of a mission that began with [`founding`], in its folder, as the program unlocks them.
pub fn keys(mission: &Path) {
    let words = fs::read_to_string(passphrase_file()).expect("just written");
    let passphrase = Passphrase::new(words.trim_end()).expect("words");
    let mut keyring = Keyring::open(&mission.join("keys")).expect("no keys yet");
    let origin = Store::open(mission).expect("a log").origin().expect("it has begun").to_owned();
    for (purpose, byte) in [
        (Purpose::Root { of: "mission".to_owned() }, 1),
        (Purpose::Author { name: "mission".to_owned() }, 2),
        (Purpose::Log { origin }, 3),
    ] {
        keyring.keep(purpose, &Secret::new([byte; 32]), &passphrase).expect("the folder can be written");
    }
}

/// The file at `path` in the shared data; says loudly that a test is skipped where it is not there.
pub fn shared(path: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let folder = std::env::var_os("ARMISTICE_SHARED").map_or(beside, PathBuf::from);
    let file = folder.join(path);
    if file.exists() {
        return Some(file);
    }
    skip(&format!("`{path}` is not in the shared data ($ARMISTICE_SHARED, else ../shared)"));
    None
}

/// Says that a test leaves something out. Not with `println!`: what a test that passes says there, nobody sees.
pub fn skip(why: &str) {
    writeln!(std::io::stdout(), "SKIP: {why}").expect("standard output can be written");
}

/// Spellings of secret bytes, each long enough to be told from chance: as they are, in hexadecimal and in base64.
pub fn spellings(secret: &[u8; 32]) -> Vec<Vec<u8>> {
    let hex = armistice::hash::hex(secret);
    let mut all = vec![secret[..16].to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    // Where it begins in a longer text decides its spelling: one for each of the three places.
    for before in 0..3 {
        let bytes = [&vec![0; before][..], secret].concat();
        let spelled: String = bytes.chunks_exact(3).map(base64_of_three).collect();
        all.push(spelled.as_bytes()[4..36].to_vec());
        all.push(spelled[4..36].replace('+', "-").replace('/', "_").into_bytes());
    }
    all
}

fn base64_of_three(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let number = bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte));
    [18, 12, 6, 0].map(|shift| char::from(DIGITS[number >> shift & 63])).iter().collect()
}
