//! `armistice key` and `armistice doctor`, as they are used at a desk.
//!
//! Holds
//! - Consents are collected as files, from folders that know nothing of each other.
//! - The doctor finds what was done to a folder, and changes nothing in it.
//! - No secret leaves its key file, whatever is run.
//!
//! Not here: what a change of keys needs in every case (`record`'s tests), key files (`keys`).

#![cfg(unix)]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use armistice::keys::{Keyring, Passphrase, PassphraseSource};
use common::Folder;
use record::submission::{Said, Submission};
use serde_json::Value;

/// A mission that signs alone, and everything that was ever printed about it.
struct Desk {
    folder: Folder,
    said: Vec<u8>,
}

/// How a key stands: in words, since which entry, until which, and suspect since which.
type Standing = (String, Option<u64>, Option<u64>, Option<u64>);

impl Desk {
    fn new() -> Desk {
        let mut desk = Desk { folder: Folder::new("key-command"), said: Vec::new() };
        desk.does(&["init", "valley", "--unattended"]);
        desk
    }
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
    fn run(&mut self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("ARMISTICE_PASSPHRASE_FILE");
        let output = command.output().unwrap();
        self.said.extend_from_slice(&output.stdout);
        self.said.extend_from_slice(&output.stderr);
        output
    }
    /// What is printed; the command has to succeed.
    fn does(&mut self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(output.status.success(), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
    fn json(&mut self, arguments: &[&str]) -> Value {
        let text = self.does(&[arguments, &["--json"]].concat());
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{text}"))
    }
    /// The message; the command has to be refused.
    fn is_refused(&mut self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}\n{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }
    /// What `key list` says of each key: id, standing, since, until, under suspicion since.
    fn standing(&mut self) -> BTreeMap<String, Standing> {
        let list = self.json(&["key", "list", "--mission", "valley"]);
        let keys = list["keys"].as_array().unwrap().iter();
        keys.map(|key| {
            let text = |name: &str| key[name].as_str().unwrap().to_owned();
            let number = |name: &str| key[name].as_u64();
            (text("id"), (text("standing"), number("since"), number("until"), number("suspect_since")))
        })
        .collect()
    }
    fn author_key(&mut self) -> String {
        let list = self.json(&["key", "list", "--mission", "valley"]);
        let keys = list["keys"].as_array().unwrap().iter();
        let own = |key: &&Value| key["for"] == "author" && key["standing"] == "in force";
        keys.filter(own).map(|key| key["id"].as_str().unwrap().to_owned()).next().unwrap()
    }
    fn size(&mut self) -> u64 {
        self.json(&["key", "list", "--mission", "valley"])["log"]["size"].as_u64().unwrap()
    }
    /// The secrets of all key files, which no command prints.
    fn secrets(&self) -> Vec<[u8; 32]> {
        let mut secrets = Vec::new();
        for folder in ["valley/keys", "safe/keys"] {
            let folder = self.path(folder);
            let ring = Keyring::open(&folder).unwrap();
            if let Some(file) = Some(folder.join("passphrase")).filter(|file| file.exists()) {
                let passphrase = Passphrase::ask(&PassphraseSource::File(file), false).unwrap();
                secrets.extend(ring.files().iter().map(|file| *file.unlock(&passphrase).unwrap().bytes()));
            }
        }
        assert!(!secrets.is_empty());
        secrets
    }
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => drop(all.insert(path.clone(), fs::read(&path).unwrap())),
        }
    }
    all
}

#[test]
fn a_rotated_key_signs_from_the_next_entry_on_and_the_old_one_ended() {
    let mut desk = Desk::new();
    let first = desk.author_key();
    assert_eq!(desk.standing().len(), 3);
    let size = desk.size();
    let rotated = desk.json(&["key", "rotate", "mission", "--mission", "valley"]);
    assert_eq!((&rotated["ended"], rotated["index"].as_u64()), (&first.clone().into(), Some(size)));
    let second = rotated["began"].as_str().unwrap().to_owned();
    let standing = desk.standing();
    assert_eq!(standing[&first], ("ended".to_owned(), Some(0), Some(size), None));
    assert_eq!(standing[&second], ("in force".to_owned(), Some(size + 1), None, None));
    // The second signs the next change, and so on.
    let again = desk.json(&["key", "rotate", "mission", "--mission", "valley"]);
    assert_eq!((&again["ended"], again["index"].as_u64()), (&second.into(), Some(size + 1)));
    desk.does(&["record", "verify", "--mission", "valley"]);
    let list = desk.does(&["key", "list", "--mission", "valley"]);
    assert!(list.contains(&format!("author mission  {first}  ended by entry {size}")), "{list}");
}

#[test]
fn a_stolen_key_falls_with_those_that_it_signed_in_and_a_new_one_begins() {
    let mut desk = Desk::new();
    let first = desk.author_key();
    desk.does(&["key", "rotate", "mission", "--mission", "valley"]);
    let second = desk.author_key();
    let new =
        desk.json(&["key", "new", "mission", "--mission", "valley", "--passphrase-file", "valley/keys/passphrase"]);
    let third = new["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.standing()[&third].0, "not in force");
    let size = desk.size();
    let public = new["public"].as_str().unwrap();
    let revoke =
        ["key", "revoke", "mission", &first[..6], "--suspect-since", "1", "--begins", public, "--mission", "valley"];
    let revoked = desk.json(&revoke);
    assert_eq!(revoked["index"].as_u64(), Some(size));
    let standing = desk.standing();
    assert_eq!((standing[&first].0.as_str(), standing[&first].3), ("ended", Some(1)));
    assert_eq!(
        (standing[&second].0.as_str(), standing[&second].2),
        ("ended", Some(size)),
        "it was signed in by a stolen one"
    );
    assert!(standing[&second].3.is_some());
    assert_eq!(standing[&third].0, "in force");
    assert!(desk.is_refused(&revoke).contains("error[R0"), "a change is made once");
    let doctor = desk.does(&["doctor", "--mission", "valley"]);
    assert!(doctor.contains(&format!("the key {first} of mission was revoked")), "{doctor}");
}

#[test]
fn consents_of_root_keys_that_lie_elsewhere_are_collected_as_files() {
    let mut desk = Desk::new();
    // The root key is kept in a safe, with a passphrase of its own folder.
    fs::create_dir_all(desk.path("safe/keys")).unwrap();
    let root =
        files(&desk.path("valley/keys")).into_keys().find(|path| path.to_string_lossy().contains("/root-")).unwrap();
    fs::rename(&root, desk.path("safe/keys").join(root.file_name().unwrap())).unwrap();
    fs::copy(desk.path("valley/keys/passphrase"), desk.path("safe/keys/passphrase")).unwrap();

    let old = desk.author_key();
    let new =
        desk.json(&["key", "new", "mission", "--mission", "valley", "--passphrase-file", "valley/keys/passphrase"]);
    let public = new["public"].as_str().unwrap();
    let revoke = ["key", "revoke", "mission", &old, "--suspect-since", "0", "--begins", public, "--mission", "valley"];
    let message = desk.is_refused(&revoke);
    assert!(message.contains("error[R0504]") && message.contains("--change FILE"), "{message}");

    desk.does(&[&revoke[..], &["--change", "stolen.change"]].concat());
    let change = fs::read_to_string(desk.path("stolen.change")).unwrap();
    assert!(change.contains(&format!("ends {old}\nsuspect since 0\nbegins {public}\n")), "{change}");
    let consent =
        ["key", "consent", "stolen.change", "--of", "mission", "--out", "mission.consent", "--mission", "safe"];
    let said = desk.does(&consent);
    assert!(said.contains("under suspicion from entry 0 on"), "whoever consents reads what it is: {said}");

    // A consent is for one change and no other; and it is never written over.
    let other = [
        "key",
        "revoke",
        "mission",
        &old,
        "--suspect-since",
        "1",
        "--mission",
        "valley",
        "--consent",
        "mission.consent",
    ];
    assert!(desk.is_refused(&other).contains("error[M0602]"));
    assert!(desk.is_refused(&consent).contains("is there already"));
    fs::write(desk.path("altered.change"), change.replace("since 0", "since 00")).unwrap();
    let altered = ["key", "consent", "altered.change", "--of", "mission", "--out", "a.consent", "--mission", "safe"];
    assert!(desk.is_refused(&altered).contains("error[M0603]"));

    let revoked = desk.json(&[&revoke[..], &["--consent", "mission.consent"]].concat());
    assert!(revoked["index"].is_u64());
    assert_eq!(desk.standing()[&old].3, Some(0));
    desk.does(&["record", "verify", "--mission", "valley"]);
}

#[test]
fn a_change_is_written_to_be_handed_in_where_the_log_is_kept_elsewhere() {
    let mut desk = Desk::new();
    let old = desk.author_key();
    let size = desk.size();
    let out = ["key", "rotate", "mission", "--mission", "valley", "--out", "rotation.submission"];
    let rotated = desk.json(&out);
    assert!(rotated["index"].is_null());
    assert_eq!(desk.size(), size, "nothing was appended");
    let submission = Submission::decode(&fs::read(desk.path("rotation.submission")).unwrap()).unwrap();
    assert_eq!(submission.signed.envelope.key.to_string(), old);
    assert!(matches!(submission.said, Said::Act(_)));
}

#[test]
fn the_doctor_finds_what_was_done_to_a_folder_and_changes_nothing() {
    let mut desk = Desk::new();
    let before = files(&desk.path("valley"));
    let healthy = desk.json(&["doctor", "--mission", "valley"]);
    assert_eq!(healthy["bad"], 0, "{healthy:#}");
    assert_eq!(files(&desk.path("valley")), before);
    let about = |answer: &Value, what: &str| -> Vec<String> {
        let all = answer["findings"].as_array().unwrap().iter();
        all.filter(|f| f["about"] == what)
            .map(|f| format!("{}: {}", f["health"].as_str().unwrap(), f["says"].as_str().unwrap()))
            .collect()
    };
    for what in ["terms", "log", "checkpoint", "policy", "publication", "keys", "clock", "room", "disk", "server"] {
        assert!(!about(&healthy, what).is_empty(), "{what} was not looked at: {healthy:#}");
    }

    let key = before.keys().find(|path| path.to_string_lossy().contains("/author-")).unwrap();
    let bytes = |name: &str| fs::read(desk.path(name)).unwrap();
    let flipped = |mut bytes: Vec<u8>, at: usize| {
        bytes[at] ^= 1;
        bytes
    };
    let changed: Vec<(&str, PathBuf, Vec<u8>)> = vec![
        ("terms", desk.path("valley/agreement.accord"), b"agreement \"Other\"\n".to_vec()),
        ("policy", desk.path("valley/record/policy.txt"), b"quorum none\n".to_vec()),
        ("checkpoint", desk.path("valley/record/checkpoint"), {
            let whole = bytes("valley/record/checkpoint");
            let in_the_signature = whole.len() - 20;
            let other = if whole[in_the_signature] == b'A' { b'B' } else { b'A' };
            [&whole[..in_the_signature], &[other], &whole[in_the_signature + 1..]].concat()
        }),
        ("log", desk.path("valley/record/checkpoint"), flipped(bytes("valley/record/checkpoint"), 30)),
        ("keys", key.clone(), b"armistice key, version 1\n".to_vec()),
        ("log", desk.path("valley/state/wal/0000.seg"), flipped(bytes("valley/state/wal/0000.seg"), 4300)),
    ];
    for (what, path, content) in changed {
        let whole = fs::read(&path).unwrap();
        fs::write(&path, content).unwrap();
        let output = desk.run(&["doctor", "--mission", "valley", "--json"]);
        assert_eq!(output.status.code(), Some(1), "{what}");
        let found: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(about(&found, what).iter().any(|line| line.starts_with("bad")), "{what}: {found:#}");
        fs::write(&path, whole).unwrap();
    }
    fs::set_permissions(key, fs::Permissions::from_mode(0o604)).unwrap();
    let output = desk.run(&["doctor", "--mission", "valley"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.code() == Some(1) && text.contains("[L0506]") && text.contains("chmod 600"), "{text}");
    fs::set_permissions(key, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(files(&desk.path("valley")), before);
}

#[test]
fn no_secret_leaves_its_key_file() {
    let mut desk = Desk::new();
    desk.does(&["key", "rotate", "mission", "--mission", "valley"]);
    let new = desk.json(&["key", "new", "mission", "--mission", "valley"]);
    let old = desk.author_key();
    let since = desk.standing()[&old].1.unwrap().to_string();
    let public = new["public"].as_str().unwrap();
    desk.does(&[
        "key",
        "revoke",
        "mission",
        &old,
        "--suspect-since",
        &since,
        "--begins",
        public,
        "--mission",
        "valley",
    ]);
    desk.does(&["key", "list", "--mission", "valley"]);
    desk.does(&["key", "list", "--mission", "valley", "--json"]);
    desk.does(&["doctor", "--mission", "valley"]);
    fs::write(desk.path("wrong"), "no herons\n").unwrap();
    fs::set_permissions(desk.path("wrong"), fs::Permissions::from_mode(0o600)).unwrap();
    let wrong = desk.is_refused(&["key", "rotate", "mission", "--mission", "valley", "--passphrase-file", "wrong"]);
    assert!(wrong.contains("error[L0502]"), "{wrong}");

    let secrets = desk.secrets();
    assert_eq!(secrets.len(), 5);
    let mut places = files(desk.folder.path());
    places.insert(PathBuf::from("what was printed"), std::mem::take(&mut desk.said));
    for (place, bytes) in places {
        for spelling in secrets.iter().flat_map(common::spellings) {
            let found = bytes.windows(spelling.len()).any(|window| window == spelling);
            assert!(!found, "a secret stands in {}", place.display());
        }
    }
}
