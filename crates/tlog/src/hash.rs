//! Hashes of entries and of pairs of hashes, as RFC 6962, section 2.1, makes them with SHA-256.
//!
//! Holds
//! - A leaf and a pair are hashed with different first bytes, so that neither can pass for the other.

use std::fmt;

use sha2::{Digest, Sha256};

use crate::spell;

/// A SHA-256: of an entry, of a part of the tree, or the root of the whole. Shown in base64, as the formats spell it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hash(pub [u8; 32]);

/// The root of a log without entries: the SHA-256 of nothing.
pub const EMPTY_ROOT: Hash = Hash([
    0xe3, 0xb0, 0xc4, 0x42, 0x98, 0xfc, 0x1c, 0x14, 0x9a, 0xfb, 0xf4, 0xc8, 0x99, 0x6f, 0xb9, 0x24, 0x27, 0xae, 0x41,
    0xe4, 0x64, 0x9b, 0x93, 0x4c, 0xa4, 0x95, 0x99, 0x1b, 0x78, 0x52, 0xb8, 0x55,
]);

/// The hash of an entry: SHA-256 of 0x00 and its bytes.
///
/// ```
/// use tlog::hash::{leaf_hash, node_hash};
///
/// assert_eq!(leaf_hash(b"").to_string(), "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=");
/// assert_ne!(leaf_hash(&[0; 64]), node_hash(&tlog::hash::Hash([0; 32]), &tlog::hash::Hash([0; 32])));
/// ```
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(entry).finalize().into())
}

/// The hash of a pair: SHA-256 of 0x01, the left and the right hash.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Hash(Sha256::new().chain_update([1]).chain_update(left.0).chain_update(right.0).finalize().into())
}

impl Hash {
    /// The hash that `text` spells in base64; `None` for every other spelling.
    pub fn from_base64(text: &str) -> Option<Hash> {
        spell::from_base64_32(text).map(Hash)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&spell::base64(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
