//! SHA-256 of files and texts, and how it is shown.
//!
//! Not here: the ids of statement bodies (`record::wire`), which have a prefix of their own.

use sha2::{Digest, Sha256};

/// The SHA-256 of `bytes`.
///
/// ```
/// use armistice::hash;
/// assert_eq!(hash::hex(&hash::sha256(b"abc"))[..8], *"ba7816bf");
/// ```
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of `parts`, one after the other.
pub fn sha256_of(parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().fold(Sha256::new(), |hash, part| hash.chain_update(part)).finalize().into()
}

/// The 64 hexadecimal digits of a digest.
pub fn hex(digest: &[u8; 32]) -> String {
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}
