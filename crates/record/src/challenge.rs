//! Challenges: how an author shows a server that it holds its key, without saying anything into the record.
//!
//! ```text
//! server: nonce, end ─▶ `Challenge` ─▶ author signs its bytes ─▶ `check` against a key in force
//! ```
//!
//! Holds
//! - The bytes begin unlike those of statements and consents: no such signature can pass for another.
//! - They name the mission's log, the author and the key, and end at an instant.
//!
//! Not here: which keys are in force (`ledger`), nonces and tokens (the shell).

use crate::envelope::{Check, KeyId, PublicKey, Signer};
use crate::vocabulary::Name;
use crate::vocabulary::time::Instant;

/// What stands before the bytes that are signed.
const CHALLENGED: &[u8] = b"armistice-challenge/v1\n";

/// What a server asks an author to sign.
///
/// ```
/// use record::challenge::Challenge;
/// use record::envelope::Signer;
/// use record::vocabulary::time::Instant;
///
/// let signer = Signer::new(&[7; 32]);
/// let challenge = Challenge {
///     mission: "valley.example/log".into(),
///     author: "patrol-2".into(),
///     key: signer.key().id(),
///     nonce: [1; 32],
///     ends_at: Instant(1_900_000_000),
/// };
/// let signature = challenge.sign(&signer);
/// assert!(challenge.check(*signer.key(), signature).holds());
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Challenge {
    /// The origin of the mission's log.
    pub mission: String,
    /// Who is asked.
    pub author: Name,
    /// The key that is to sign.
    pub key: KeyId,
    /// Bytes that the server chose at random.
    pub nonce: [u8; 32],
    /// Until when the answer counts.
    pub ends_at: Instant,
}

impl Challenge {
    /// What is signed, behind "armistice-challenge/v1\n": lines of mission, author, key id, nonce and end.
    ///
    /// Lengths stand before the texts, so that no two challenges have the same bytes.
    pub fn bytes(&self) -> Vec<u8> {
        let nonce: String = self.nonce.iter().map(|byte| format!("{byte:02x}")).collect();
        let (mission, author) = (&self.mission, &self.author);
        format!("{} {mission}\n{} {author}\n{}\n{nonce}\n{}\n", mission.len(), author.len(), self.key, self.ends_at.0)
            .into_bytes()
    }
    /// Its signature.
    pub fn sign(&self, signer: &Signer) -> [u8; 64] {
        signer.sign_text(CHALLENGED, &self.bytes())
    }
    /// Whether `signature` is one of `key` over it, to be checked.
    pub fn check(&self, key: PublicKey, signature: [u8; 64]) -> Check {
        Check::new(key, [CHALLENGED, &self.bytes()].concat(), signature)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge() -> Challenge {
        let key = Signer::new(&[7; 32]).key().id();
        let (mission, author) = ("valley.example/log".to_owned(), "patrol-2".into());
        Challenge { mission, author, key, nonce: [1; 32], ends_at: Instant(1_900_000_000) }
    }

    #[test]
    fn a_signature_holds_for_its_challenge_alone() {
        let signer = Signer::new(&[7; 32]);
        let one = challenge();
        let signature = one.sign(&signer);
        assert!(one.check(*signer.key(), signature).holds());
        assert!(!one.check(*Signer::new(&[8; 32]).key(), signature).holds());
        let others = [
            Challenge { mission: "hills.example/log".into(), ..one.clone() },
            Challenge { author: "patrol-3".into(), ..one.clone() },
            Challenge { key: Signer::new(&[8; 32]).key().id(), ..one.clone() },
            Challenge { nonce: [2; 32], ..one.clone() },
            Challenge { ends_at: Instant(1_900_000_001), ..one.clone() },
            // The same letters, divided elsewhere.
            Challenge { mission: "valley.example/log\n8 patrol-2".into(), author: String::new(), ..one.clone() },
        ];
        for other in others {
            assert!(!other.check(*signer.key(), signature).holds(), "{other:?}");
        }
    }

    #[test]
    fn what_is_signed_is_spelled_in_one_way() {
        let text = String::from_utf8(challenge().bytes()).expect("text");
        assert!(text.starts_with("18 valley.example/log\n8 patrol-2\n"), "{text}");
        assert!(text.ends_with("\n1900000000\n"), "{text}");
    }
}
