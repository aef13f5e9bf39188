//! The encrypted block of a key file: PKCS#8 version 1 in PBES2 with scrypt and AES-256-CBC (RFC 5958, 8018, 7914, 8410).
//!
//! ```text
//! lines above ─┐
//! 16 random ───┴▶ salt: 16 random bytes, and 16 of SHA-256 over them and the lines above
//! ```
//!
//! Holds
//! - A line above that was changed is found out without the passphrase, and nobody without it can make a salt that fits.
//! - Work that a block asks for is limited before it is done.
//!
//! Not here: the lines above, whose public key they name (`keys`).

use pkcs8::der::asn1::OctetStringRef;
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::{EncryptionScheme, scrypt};
use pkcs8::{
    AlgorithmIdentifierRef, EncryptedPrivateKeyInfoRef, LineEnding, ObjectIdentifier, PrivateKeyInfoRef, SecretDocument,
};
use zeroize::Zeroizing;

use super::{Passphrase, Secret, fill};
use crate::hash::sha256_of;
use crate::limits::{
    KEY_PBKDF2_ROUNDS, KEY_SCRYPT_BYTES, KEY_SCRYPT_LOG_N, KEY_SCRYPT_P, KEY_SCRYPT_R, KEY_SCRYPT_WORK_BYTES,
};
use crate::message::Message;

/// The object identifier of Ed25519 keys (RFC 8410).
const ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");
/// What stands before the 32 bytes of such a key: an octet string of 32.
const OCTETS: [u8; 2] = [0x04, 0x20];
const LABEL: &str = "ENCRYPTED PRIVATE KEY";
const BEGIN: &str = "-----BEGIN ENCRYPTED PRIVATE KEY-----";
const END: &str = "-----END ENCRYPTED PRIVATE KEY-----";
/// What stands before the bytes that a salt is bound to.
const BOUND: &[u8] = b"armistice-key-file/v1\n";

/// Why a block gives no secret.
pub(super) enum Closed {
    /// It is no block that this program opens.
    Unusable(&'static str),
    /// The passphrase is another one, or bytes were changed.
    Wrong,
}

/// The block in the text of a key file.
pub(super) fn find(text: &str) -> Option<&str> {
    let from = text.find(BEGIN)?;
    let to = from + text[from..].find(END)? + END.len();
    Some(&text[from..to])
}

/// The salt of a block.
pub(super) fn salt(block: &str) -> Option<Vec<u8>> {
    let document = document(block)?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes()).ok()?;
    match encrypted.encryption_algorithm {
        EncryptionScheme::Pbes2(Parameters { kdf: Kdf::Scrypt(scrypt), .. }) => Some(scrypt.salt.as_ref().to_vec()),
        _ => None,
    }
}

/// Whether the salt was made for these lines.
pub(super) fn is_bound(salt: &[u8], head: &str) -> bool {
    salt.split_at_checked(16).is_some_and(|(random, bound)| bound == bound_to(random, head))
}

fn bound_to(random: &[u8], head: &str) -> [u8; 16] {
    let digest = sha256_of(&[BOUND, random, head.as_bytes()]);
    std::array::from_fn(|place| digest[place])
}

/// The block of a secret, under the lines `head`.
pub(super) fn seal(secret: &Secret, passphrase: &Passphrase, head: &str) -> Result<Zeroizing<String>, Message> {
    let mut inner = Zeroizing::new([0; 34]);
    inner[..2].copy_from_slice(&OCTETS);
    inner[2..].copy_from_slice(secret.bytes());
    let octets = <&OctetStringRef>::try_from(inner.as_slice()).expect("34 bytes are an octet string");
    // Version 1, without the public key: some readers refuse version 2.
    let key = PrivateKeyInfoRef::new(AlgorithmIdentifierRef { oid: ED25519, parameters: None }, octets);
    let (mut salt, mut iv) = ([0; 32], [0; 16]);
    fill(&mut salt[..16])?;
    fill(&mut iv)?;
    let bound = bound_to(&salt[..16], head);
    salt[16..].copy_from_slice(&bound);
    let cost = scrypt::Params::new(KEY_SCRYPT_LOG_N, KEY_SCRYPT_R, KEY_SCRYPT_P).expect("a cost within scrypt's range");
    let parameters = Parameters::generate_scrypt_aes256cbc(cost, &salt, iv).expect("a salt of 32 bytes");
    let document = key.encrypt_with_params(parameters, passphrase.bytes()).expect("a key of 32 bytes is encrypted");
    Ok(document.to_pem(LABEL, LineEnding::LF).expect("a key has a PEM block"))
}

/// The secret in a block.
pub(super) fn open(block: &str, passphrase: &Passphrase) -> Result<Secret, Closed> {
    let document = document(block).ok_or(Closed::Unusable("its encrypted block cannot be read"))?;
    let encrypted = EncryptedPrivateKeyInfoRef::try_from(document.as_bytes())
        .map_err(|_| Closed::Unusable("its encrypted block cannot be read"))?;
    if !is_affordable(&encrypted.encryption_algorithm) {
        return Err(Closed::Unusable(
            "opening it asks for more memory or work than any key file needs, or in another way",
        ));
    }
    let opened = encrypted.decrypt(passphrase.bytes()).map_err(|_| Closed::Wrong)?;
    // CBC has no check of its own: another passphrase may give bytes that only look right.
    let key = PrivateKeyInfoRef::try_from(opened.as_bytes()).map_err(|_| Closed::Wrong)?;
    let bytes = key.private_key.as_bytes().strip_prefix(&OCTETS).filter(|_| key.algorithm.oid == ED25519);
    let mut secret = Zeroizing::new([0; 32]);
    match bytes {
        Some(bytes) if bytes.len() == secret.len() => secret.copy_from_slice(bytes),
        _ => return Err(Closed::Wrong),
    }
    Ok(Secret(secret))
}

fn is_affordable(scheme: &EncryptionScheme) -> bool {
    match scheme {
        EncryptionScheme::Pbes2(Parameters { kdf: Kdf::Scrypt(cost), .. }) => {
            let memory = cost.cost_parameter.saturating_mul(128 * u64::from(cost.block_size));
            let work = memory.saturating_mul(u64::from(cost.parallelization));
            memory <= KEY_SCRYPT_BYTES && work <= KEY_SCRYPT_WORK_BYTES
        }
        // As other programs make them by themselves; never in a file of ours, whose salt is that of scrypt.
        EncryptionScheme::Pbes2(Parameters { kdf: Kdf::Pbkdf2(cost), .. }) => cost.iteration_count <= KEY_PBKDF2_ROUNDS,
        _ => false,
    }
}

fn document(block: &str) -> Option<SecretDocument> {
    let (label, document) = SecretDocument::from_pem(block).ok()?;
    (label == LABEL).then_some(document)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_limited_before_it_is_done() {
        let scrypt = |log_n, r, p| {
            let cost = scrypt::Params::new(log_n, r, p).expect("a cost within scrypt's range");
            is_affordable(&Parameters::generate_scrypt_aes256cbc(cost, &[0; 32], [0; 16]).expect("a salt").into())
        };
        // 2^18 blocks of 1 KiB are 256 MiB; four times gone through, 1 GiB.
        assert!(scrypt(18, 8, 4));
        assert!(!scrypt(18, 8, 5));
        assert!(!scrypt(18, 9, 1));
        assert!(!scrypt(19, 8, 1));
        let pbkdf2 = |rounds| {
            is_affordable(
                &Parameters::generate_pbkdf2_sha256_aes256cbc(rounds, &[0; 16], [0; 16]).expect("a salt").into(),
            )
        };
        assert!(pbkdf2(KEY_PBKDF2_ROUNDS));
        assert!(!pbkdf2(KEY_PBKDF2_ROUNDS + 1));
    }
}
