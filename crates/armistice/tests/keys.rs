//! Key files: what is in them, what opens them, and that no secret leaves them.
//!
//! Holds
//! - What we write OpenSSL opens, and the secret is the same to the bit.
//! - Nothing that is written or shown holds the secret in any of its spellings.
//!
//! Not here: messages about key files (`key_cases`), the commands (`key_command`).

#![cfg(unix)]

mod common;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::time::Instant;

use armistice::codes;
use armistice::hash::hex;
use armistice::keys::{KeyFile, Keyring, Passphrase, PassphraseSource, Purpose, Secret};
use armistice::limits::{KEY_FILE_BYTES, KEY_FILES, KEY_NAME_BYTES, PASSPHRASE_BYTES};
use common::{Folder, skip};

const WORDS: &str = "nine grey herons at the ford";

fn words() -> Passphrase {
    Passphrase::new(WORDS).unwrap()
}

fn author(name: &str) -> Purpose {
    Purpose::Author { name: name.to_owned() }
}

fn purposes() -> [Purpose; 4] {
    [
        author("patrol-2"),
        Purpose::Root { of: "دورية الشمال".to_owned() },
        Purpose::Log { origin: "valley.example/log".to_owned() },
        Purpose::Witness { name: "north.example/witness".to_owned() },
    ]
}

fn keyring(folder: &Folder) -> Keyring {
    Keyring::open(&folder.path().join("keys")).unwrap()
}

#[test]
fn what_is_kept_is_unlocked_again() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    for purpose in purposes() {
        let secret = Secret::random().unwrap();
        let bytes = *secret.bytes();
        let file = ring.keep(purpose, &secret, &words()).unwrap();
        let began = Instant::now();
        assert_eq!(file.unlock(&words()).unwrap().bytes(), &bytes);
        println!("opened in {:?}", began.elapsed());
    }
    let again = keyring(&folder);
    let mut found: Vec<&Purpose> = again.files().iter().map(KeyFile::purpose).collect();
    found.sort();
    assert_eq!(found, purposes().iter().collect::<Vec<_>>());
    assert!(again.unusable().is_empty());
    for (before, after) in ring.files().iter().map(|file| (file, KeyFile::read(file.path()).unwrap())) {
        assert_eq!((before.public(), before.verifier()), (after.public(), after.verifier()));
        assert_eq!(before.unlock(&words()).unwrap().bytes(), after.unlock(&words()).unwrap().bytes());
    }
}

#[test]
fn files_are_for_their_owner_alone_and_named_from_what_they_are_for() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let file = ring.create(author("../../etc/passwd\u{a0}x"), &words()).unwrap();
    let name = file.path().file_name().unwrap().to_str().unwrap();
    assert_eq!(name, format!("author-------etc-passwd-x-{}.pem", file.key().id()));
    assert_eq!(file.path().parent().unwrap(), folder.path().join("keys"));
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(file.path()), mode(ring.folder())), (0o600, 0o700));
}

#[test]
fn a_key_file_is_never_overwritten() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let secret = Secret::random().unwrap();
    let path = ring.keep(author("patrol-2"), &secret, &words()).unwrap().path().to_owned();
    let before = fs::read(&path).unwrap();
    let again = ring.keep(author("patrol-2"), &secret, &words()).unwrap_err();
    assert_eq!(again.code, codes::KEY_NEW);
    assert_eq!(fs::read(&path).unwrap(), before);
    // Another key of the same author is another file.
    ring.create(author("patrol-2"), &words()).unwrap();
    assert_eq!(keyring(&folder).all(&author("patrol-2")).count(), 2);
}

#[test]
fn limits_hold_at_them_and_not_one_past_them() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let named = |bytes: usize| author(&"n".repeat(bytes));
    let path = ring.create(named(KEY_NAME_BYTES), &words()).unwrap().path().to_owned();
    assert_eq!(ring.create(named(KEY_NAME_BYTES + 1), &words()).unwrap_err().code, codes::KEY_NEW);

    let at = "p".repeat(PASSPHRASE_BYTES);
    let source = |text: &str| {
        let file = folder.path().join("words");
        fs::write(&file, text).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        Passphrase::ask(&PassphraseSource::File(file), true)
    };
    for line_end in ["", "\n", "\r\n"] {
        assert!(source(&format!("{at}{line_end}")).is_ok());
        assert_eq!(source(&format!("{at}p{line_end}")).unwrap_err().code, codes::KEY_NO_PASSPHRASE);
    }

    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("{text}{}", " ".repeat(KEY_FILE_BYTES - text.len()))).unwrap();
    assert!(KeyFile::read(&path).is_ok());
    fs::write(&path, format!("{text}{}", " ".repeat(KEY_FILE_BYTES - text.len() + 1))).unwrap();
    assert_eq!(KeyFile::read(&path).unwrap_err().code, codes::KEY_FILE);

    for number in 1..KEY_FILES {
        fs::write(ring.folder().join(format!("{number}.pem")), "").unwrap();
    }
    assert_eq!(keyring(&folder).unusable().len(), KEY_FILES);
    fs::write(ring.folder().join("more.pem"), "").unwrap();
    assert_eq!(Keyring::open(ring.folder()).unwrap_err().code, codes::KEY_FILE);
}

#[test]
fn a_block_that_was_made_elsewhere_does_not_fit_under_our_lines() {
    let Some(block) = openssl_block(&["-scrypt"]) else { return };
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let path = ring.create(author("patrol-2"), &words()).unwrap().path().to_owned();
    let ours = fs::read_to_string(&path).unwrap();
    let head = &ours[..ours.find("-----BEGIN").unwrap()];
    fs::write(&path, format!("{head}{block}")).unwrap();
    assert_eq!(KeyFile::read(&path).unwrap_err().code, codes::KEY_CHANGED);
}

#[test]
fn every_flipped_bit_of_a_key_file_is_noticed() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let secret = Secret::random().unwrap();
    let path = ring.keep(author("patrol-2"), &secret, &words()).unwrap().path().to_owned();
    let whole = fs::read(&path).unwrap();
    let block = whole.windows(10).position(|bytes| bytes == b"-----BEGIN").unwrap();
    for place in 0..whole.len() {
        let mut changed = whole.clone();
        changed[place] ^= 1;
        fs::write(&path, &changed).unwrap();
        match KeyFile::read(&path) {
            Err(message) => assert!([codes::KEY_FILE, codes::KEY_CHANGED].contains(&message.code), "{message}"),
            // Below the lines, what is changed is found out when it is opened; that takes its time, so not each is.
            Ok(file) => {
                assert!(place > block, "byte {place} of the lines changes nothing");
                if place % 12 == 0 && changed[place].is_ascii_alphanumeric() {
                    assert!(file.unlock(&words()).is_err(), "byte {place} is not missed");
                }
            }
        }
    }
}

/// A PKCS#8 block that OpenSSL makes with our passphrase; none where there is no OpenSSL.
fn openssl_block(how: &[&str]) -> Option<String> {
    let folder = Folder::new("openssl");
    let (plain, sealed) = (folder.path().join("plain.pem"), folder.path().join("sealed.pem"));
    openssl(&["genpkey", "-algorithm", "ed25519", "-out", plain.to_str().unwrap()])?;
    let mut arguments = vec!["pkcs8", "-topk8", "-in", plain.to_str().unwrap(), "-out", sealed.to_str().unwrap()];
    let words = format!("pass:{WORDS}");
    arguments.extend(["-passout", &words]);
    arguments.extend(how);
    openssl(&arguments)?;
    Some(fs::read_to_string(sealed).unwrap())
}

/// What OpenSSL prints; none, loudly, where there is none.
fn openssl(arguments: &[&str]) -> Option<String> {
    match Command::new("openssl").args(arguments).output() {
        Ok(output) => {
            assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(_) => {
            skip("there is no openssl: key files are not held against it");
            None
        }
    }
}

#[test]
fn openssl_opens_what_is_kept_and_finds_the_same_key() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let passphrase = folder.path().join("words");
    fs::write(&passphrase, format!("{WORDS}\n")).unwrap();
    for purpose in purposes() {
        let secret = Secret::random().unwrap();
        let file = ring.keep(purpose, &secret, &words()).unwrap();
        let words = format!("file:{}", passphrase.display());
        let Some(said) = openssl(&["pkey", "-in", file.path().to_str().unwrap(), "-passin", &words, "-text", "-noout"])
        else {
            return;
        };
        // `priv:` and `pub:`, each with its bytes between colons.
        let digits: String = said.chars().filter(|c| !c.is_whitespace() && *c != ':').collect();
        assert!(digits.contains(&format!("priv{}pub{}", hex(secret.bytes()), hex(&file.public()))), "another key");
    }
}

#[test]
fn a_key_that_openssl_made_is_taken_over() {
    for how in
        [&["-scrypt"][..], &["-scrypt", "-scrypt_N", "1024", "-scrypt_r", "4", "-scrypt_p", "2"], &["-v2", "aes256"]]
    {
        let Some(block) = openssl_block(how) else { return };
        let folder = Folder::new("keys");
        let from = folder.path().join("made.pem");
        fs::write(&from, &block).unwrap();
        fs::set_permissions(&from, fs::Permissions::from_mode(0o600)).unwrap();
        let secret = Secret::of_pem(&from, &words()).unwrap();
        let mut ring = keyring(&folder);
        let file = ring.keep(author("patrol-2"), &secret, &words()).unwrap();
        let words = format!("pass:{WORDS}");
        let public = |path: &Path| openssl(&["pkey", "-in", path.to_str().unwrap(), "-passin", &words, "-pubout"]);
        assert_eq!(public(file.path()), public(&from));
        let other = Passphrase::new("other words").unwrap();
        assert_eq!(Secret::of_pem(&from, &other).unwrap_err().code, codes::KEY_PASSPHRASE);
    }
}

#[test]
fn no_secret_is_shown_or_written() {
    let folder = Folder::new("keys");
    let mut ring = keyring(&folder);
    let mut said = String::new();
    let mut secrets = Vec::new();
    for purpose in purposes() {
        let secret = Secret::random().unwrap();
        let file = ring.keep(purpose, &secret, &words()).unwrap();
        let wrong = Passphrase::new("no herons").unwrap();
        said +=
            &format!("{file:?} {secret:?} {:?} {}", file.unlock(&words()).unwrap(), file.unlock(&wrong).unwrap_err());
        let exchanged = ring.files()[0].is_not_for("a witness");
        said += &format!("{exchanged} {exchanged:?}");
        secrets.push(*secret.bytes());
    }
    said += &format!("{ring:?} {:?}", words());
    let mut haystack = said.into_bytes();
    for file in fs::read_dir(ring.folder()).unwrap() {
        haystack.extend(fs::read(file.unwrap().path()).unwrap());
    }
    for secret in secrets {
        for spelling in common::spellings(&secret) {
            assert!(!haystack.windows(spelling.len()).any(|bytes| bytes == spelling), "a secret is there");
        }
    }
    assert!(!haystack.windows(WORDS.len()).any(|bytes| bytes == WORDS.as_bytes()), "the passphrase is there");
}
