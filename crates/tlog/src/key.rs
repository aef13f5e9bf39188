//! Keys: who signs logs and who cosigns, and how a key is written down (C2SP signed-note, "Verifier keys").
//!
//! ```text
//! example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k
//! name            id       signature type and public key, base64
//! ```
//!
//! Holds
//! - A key has one spelling, and its id follows from its name, its type and its bytes.
//! - Points of small order and points that are spelled in a second way are no keys.
//! - A signature counts where `verify_strict` says so, and nowhere else.
//!
//! Not here: where secret keys are kept and how they are made; a signer takes 32 secret bytes and never shows them.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::{Signature, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use crate::limits::NAME_BYTES;
use crate::spell::{base64, from_base64, shown};

/// What a key signs, and so how its signatures are made.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum SignatureType {
    /// The text of a note: how a log signs its checkpoints. Byte 0x01.
    Note,
    /// A log checkpoint and a time: how a witness cosigns. Byte 0x04.
    Cosignature,
}

impl SignatureType {
    fn byte(self) -> u8 {
        match self {
            SignatureType::Note => 0x01,
            SignatureType::Cosignature => 0x04,
        }
    }
}

/// The first four bytes of a hash over a key's name, type and bytes: which key a signature is by. Shown in hexadecimal.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct KeyId(pub [u8; 4]);

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08x}", u32::from_be_bytes(self.0))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A key by which signatures are checked, with its name.
///
/// ```
/// use tlog::key::{SignatureType, VerifierKey};
///
/// let text = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"; // of C2SP signed-note
/// let key: VerifierKey = text.parse().unwrap();
/// assert_eq!((key.name(), key.signature_type()), ("example.com/foo", SignatureType::Note));
/// assert_eq!(key.to_string(), text);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    signature_type: SignatureType,
    id: KeyId,
    key: VerifyingKey,
}

impl VerifierKey {
    /// The key with this name and these public bytes.
    pub fn new(name: &str, signature_type: SignatureType, public: &[u8; 32]) -> Result<VerifierKey, KeyError> {
        check_name(name)?;
        let key = VerifyingKey::from_bytes(public).map_err(|_| KeyError::NotAPoint)?;
        if key.to_edwards().compress().to_bytes() != *public {
            return Err(KeyError::NotAPoint);
        }
        if key.is_weak() {
            return Err(KeyError::Weak);
        }
        let id = key_id(name, signature_type, public);
        Ok(VerifierKey { name: name.to_owned(), signature_type, id, key })
    }

    /// Its name: that of the log, or of the witness.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// What it signs.
    pub fn signature_type(&self) -> SignatureType {
        self.signature_type
    }
    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }
    /// Its public bytes.
    pub fn public_bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }

    /// Whether `signature` is one of these bytes by this key.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.key.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

fn key_id(name: &str, signature_type: SignatureType, public: &[u8; 32]) -> KeyId {
    let hash = Sha256::new().chain_update(name).chain_update([b'\n', signature_type.byte()]).chain_update(public);
    let hash: [u8; 32] = hash.finalize().into();
    KeyId([hash[0], hash[1], hash[2], hash[3]])
}

/// Whether a text may name a key in a note: not empty, no spaces of any alphabet, no plus.
pub(crate) fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.chars().any(|c| c.is_whitespace() || c < ' ' || c == '+')
}

fn check_name(name: &str) -> Result<(), KeyError> {
    if !is_name(name) {
        Err(KeyError::Name { name: shown(name) })
    } else if name.len() > NAME_BYTES {
        Err(KeyError::NameTooLong { bytes: name.len() })
    } else {
        Ok(())
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let typed = [&[self.signature_type.byte()], &self.public_bytes()[..]].concat();
        write!(f, "{}+{}+{}", self.name, self.id, base64(&typed))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<VerifierKey, KeyError> {
        // Base64 has plus signs of its own: only the first two divide.
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(KeyError::NotThreeParts);
        };
        check_name(name)?;
        let is_hexadecimal = id.len() == 8 && id.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'));
        if !is_hexadecimal {
            return Err(KeyError::Id { id: shown(id) });
        }
        let bytes = from_base64(key).ok_or(KeyError::Base64)?;
        let (byte, public) = bytes.split_first().ok_or(KeyError::Base64)?;
        let known = [SignatureType::Note, SignatureType::Cosignature].into_iter().find(|known| known.byte() == *byte);
        let signature_type = known.ok_or(KeyError::UnknownType { byte: *byte })?;
        let public = public.try_into().map_err(|_| KeyError::Length { bytes: public.len() })?;
        let key = VerifierKey::new(name, signature_type, public)?;
        if key.id.to_string() == id { Ok(key) } else { Err(KeyError::OtherId { stated: id.to_owned(), id: key.id }) }
    }
}

/// A secret key with its name and type; never shown, wiped from memory when it is dropped.
#[derive(Clone)]
pub(crate) struct SecretKey {
    key: SigningKey,
    pub(crate) verifier: VerifierKey,
}

impl SecretKey {
    pub(crate) fn new(name: &str, signature_type: SignatureType, secret: &[u8; 32]) -> Result<SecretKey, KeyError> {
        let key = SigningKey::from_bytes(secret);
        let verifier = VerifierKey::new(name, signature_type, key.verifying_key().as_bytes())?;
        Ok(SecretKey { key, verifier })
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        use ed25519_dalek::Signer;
        self.key.sign(message).to_bytes()
    }
}

/// Why a text is no verifier key, or a key cannot have its name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum KeyError {
    /// Not a name, an id and a key with a plus between.
    NotThreeParts,
    /// An empty name, or one with spaces or a plus.
    Name {
        /// The name.
        name: String,
    },
    /// A name longer than allowed.
    NameTooLong {
        /// How long it is.
        bytes: usize,
    },
    /// An id that is not eight lower-case hexadecimal digits.
    Id {
        /// The id.
        id: String,
    },
    /// A key that is no base64.
    Base64,
    /// A signature type that is not checked here.
    UnknownType {
        /// Its byte.
        byte: u8,
    },
    /// A key of another length than 32 bytes.
    Length {
        /// How long it is.
        bytes: usize,
    },
    /// Bytes that are no point of the curve, or not its one spelling.
    NotAPoint,
    /// A point of small order, for which one signature fits many texts.
    Weak,
    /// An id that does not follow from the name and the key.
    OtherId {
        /// The id stated.
        stated: String,
        /// The id that follows.
        id: KeyId,
    },
}

impl fmt::Display for KeyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use KeyError::*;
        match self {
            NotThreeParts => f.write_str("a verifier key is a name, an id and a key, with `+` between them"),
            Name { name } => write!(f, "`{name}` cannot name a key, which takes a name without spaces and without `+`"),
            NameTooLong { bytes } => {
                write!(f, "the name of the key has {bytes} bytes, more than the {NAME_BYTES} allowed")
            }
            Id { id } => write!(f, "`{id}` is no key id of eight digits 0-9, a-f"),
            Base64 => f.write_str("the key is not in base64"),
            UnknownType { byte: 0x06 } => f.write_str("keys of type 0x06 (ML-DSA-44) are not checked yet"),
            UnknownType { byte } => write!(f, "keys of type {byte:#04x} are not checked; 0x01 and 0x04 are"),
            Length { bytes } => write!(f, "the key has {bytes} bytes, not 32"),
            NotAPoint => f.write_str("the key is no Ed25519 public key"),
            Weak => f.write_str("the key is of small order, and a signature by it shows nothing"),
            OtherId { stated, id } => write!(f, "the key id is {stated}, and {id} follows from the name and the key"),
        }
    }
}

impl std::error::Error for KeyError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(hex: &str) -> Vec<u8> {
        hex.as_bytes()
            .chunks(2)
            .map(|two| u8::from_str_radix(std::str::from_utf8(two).expect("ASCII"), 16).expect("two digits"))
            .collect()
    }

    #[test]
    fn edge_cases_on_which_programs_differ_are_judged_by_the_strict_rule() {
        let cases = include_str!("../../../cases/log/ed25519-edges.txt").lines().filter(|line| !line.starts_with('#'));
        let mut count = 0;
        for case in cases {
            let [number, message, public, signature, word] = case.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{case}")
            };
            let key = VerifierKey::new("edge", SignatureType::Note, &bytes(public).try_into().expect("32 bytes"));
            let signature = bytes(signature).try_into().expect("64 bytes");
            let accepted = key.is_ok_and(|key| key.has_signed(&bytes(message), &signature));
            assert_eq!(accepted, word == "accepted", "case {number}");
            count += 1;
        }
        assert_eq!(count, 12);
    }
}
