//! Tokens: an author shows once that it has its key, and reads with a token from then on.
//!
//! ```text
//! POST /challenge {author, key} ─▶ nonce, end ─▶ signature ─▶ POST /token ─▶ token, for minutes ─▶ Authorization: Bearer
//! ```
//!
//! Holds
//! - A challenge is answered once, within its time, by the key it names, which is in force then.
//! - Of a token only its hash is kept, in memory: a restart ends all of them, and a copy of the memory's disk gives none away.
//! - Tokens are compared in a time that does not depend on where they differ.
//! - Nothing here grows beyond its limit, and one address cannot use up the challenges of all.
//!
//! Not here: what a token lets one read (`situation::audience`), which keys are in force (the ledger).

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use record::challenge::Challenge;
use record::envelope::{KeyId, PublicKey};
use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use situation::audience::Audience;

use super::codes;
use crate::hash::sha256;
use crate::limits::{CHALLENGE_SECONDS, CHALLENGES, CHALLENGES_OF_ADDRESS, TOKEN_SECONDS, TOKENS};

/// Challenges that are not answered yet, and tokens that count.
#[derive(Default)]
pub struct Tokens(Mutex<Inside>);

#[derive(Default)]
struct Inside {
    challenges: BTreeMap<[u8; 32], (IpAddr, Challenge)>,
    /// By SHA-256 of the token.
    tokens: Vec<([u8; 32], Grant)>,
}

/// Whom a token stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grant {
    /// The author.
    pub author: Name,
    /// As whom it reads.
    pub audience: Audience,
    /// The key that it has shown.
    pub key: KeyId,
    /// Until when.
    pub ends_at: Instant,
}

/// A key of an author that is in force, and as whom the author reads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct InForce {
    /// The key.
    pub key: PublicKey,
    /// As whom the author reads.
    pub audience: Audience,
}

/// Why there is no challenge or no token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoToken {
    /// There are too many, of this address or of all; after so many seconds there is room.
    TooMany {
        /// Seconds.
        retry_after: u64,
    },
    /// No such challenge, or not any more.
    NoChallenge,
    /// The key is not in force for the author, or has not signed the challenge.
    NotItsKey,
    /// Not a token that counts.
    Unknown,
}

impl NoToken {
    /// Its code.
    pub fn code(&self) -> &'static str {
        match self {
            NoToken::TooMany { .. } => codes::TOO_MANY,
            NoToken::NoChallenge => codes::NO_CHALLENGE,
            NoToken::NotItsKey => codes::NOT_ITS_KEY,
            NoToken::Unknown => codes::NO_TOKEN,
        }
    }
}

impl Tokens {
    /// A challenge for whoever says to be this author with this key. `nonce` is random.
    ///
    /// # Errors
    /// Too many wait for an answer.
    pub fn challenge(
        &self,
        peer: IpAddr,
        asked: (&str, &str, KeyId),
        nonce: [u8; 32],
        now: Instant,
    ) -> Result<Challenge, NoToken> {
        let (mission, author, key) = asked;
        let mut inside = self.inside(now);
        let of_peer = inside.challenges.values().filter(|(address, _)| *address == peer).count();
        if inside.challenges.len() >= CHALLENGES || of_peer >= CHALLENGES_OF_ADDRESS {
            return Err(NoToken::TooMany { retry_after: CHALLENGE_SECONDS });
        }
        let ends_at = now.plus(CHALLENGE_SECONDS as i64);
        let challenge = Challenge { mission: mission.into(), author: author.into(), key, nonce, ends_at };
        inside.challenges.insert(nonce, (peer, challenge.clone()));
        Ok(challenge)
    }

    /// The grant for an answered challenge; `token` is random, and `in_force` finds an author's key that may sign now.
    ///
    /// # Errors
    /// The challenge is unknown or over, the key is not in force, the signature does not fit, or there are too many tokens.
    pub fn grant(
        &self,
        nonce: &[u8; 32],
        signature: [u8; 64],
        token: &[u8; 32],
        now: Instant,
        in_force: impl FnOnce(&str, KeyId) -> Option<InForce>,
    ) -> Result<Grant, NoToken> {
        // Taken out whatever follows: a challenge is answered once.
        let (_, challenge) = self.inside(now).challenges.remove(nonce).ok_or(NoToken::NoChallenge)?;
        let InForce { key, audience } = in_force(&challenge.author, challenge.key).ok_or(NoToken::NotItsKey)?;
        if key.id() != challenge.key || !challenge.check(key, signature).holds() {
            return Err(NoToken::NotItsKey);
        }
        let ends_at = now.plus(TOKEN_SECONDS as i64);
        let grant = Grant { author: challenge.author, audience, key: challenge.key, ends_at };
        let mut inside = self.inside(now);
        if inside.tokens.len() >= TOKENS {
            return Err(NoToken::TooMany { retry_after: TOKEN_SECONDS });
        }
        inside.tokens.push((sha256(token), grant.clone()));
        Ok(grant)
    }

    /// Whom a token stands for.
    ///
    /// # Errors
    /// It was never given out, or its time is over.
    pub fn of(&self, token: &[u8; 32], now: Instant) -> Result<Grant, NoToken> {
        let hash = sha256(token);
        let inside = self.inside(now);
        // Every token is looked at, and every byte of its hash.
        let found =
            inside.tokens.iter().fold(None, |found, (kept, grant)| if same(kept, &hash) { Some(grant) } else { found });
        found.cloned().ok_or(NoToken::Unknown)
    }

    /// What is inside, without what is over.
    fn inside(&self, now: Instant) -> MutexGuard<'_, Inside> {
        let mut inside = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        inside.challenges.retain(|_, (_, challenge)| now < challenge.ends_at);
        inside.tokens.retain(|(_, grant)| now < grant.ends_at);
        inside
    }
}

/// Whether two digests are equal, in a time that does not depend on where they differ.
fn same(a: &[u8; 32], b: &[u8; 32]) -> bool {
    let differ = a.iter().zip(b).fold(0, |differ, (a, b)| differ | (a ^ b));
    std::hint::black_box(differ) == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use record::envelope::Signer;

    const NOW: Instant = Instant(1_900_000_000);
    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    const MISSION: &str = "valley.example/log";

    fn signer() -> Signer {
        Signer::new(&[7; 32])
    }
    fn in_force(author: &str, key: KeyId) -> Option<InForce> {
        let known = author == "north-liaison" && key == signer().key().id();
        known.then(|| InForce { key: *signer().key(), audience: Audience::Party("North".into()) })
    }
    fn challenge(tokens: &Tokens, author: &str, nonce: u8, now: Instant) -> Challenge {
        tokens.challenge(HERE, (MISSION, author, signer().key().id()), [nonce; 32], now).unwrap()
    }

    #[test]
    fn whoever_has_the_key_gets_a_token_that_ends() {
        let tokens = Tokens::default();
        let asked = challenge(&tokens, "north-liaison", 1, NOW);
        let signature = asked.sign(&signer());
        let grant = tokens.grant(&asked.nonce, signature, &[5; 32], NOW, in_force).unwrap();
        assert_eq!(grant.audience, Audience::Party("North".into()));
        assert_eq!(tokens.of(&[5; 32], NOW), Ok(grant.clone()));
        assert_eq!(tokens.of(&[6; 32], NOW), Err(NoToken::Unknown));
        assert!(tokens.of(&[5; 32], Instant(grant.ends_at.0 - 1)).is_ok());
        assert_eq!(tokens.of(&[5; 32], grant.ends_at), Err(NoToken::Unknown), "one second past its time");
    }

    #[test]
    fn a_challenge_is_answered_once_in_time_and_by_its_key() {
        let tokens = Tokens::default();
        let grant = |asked: &Challenge, signature, now| tokens.grant(&asked.nonce, signature, &[5; 32], now, in_force);
        let asked = challenge(&tokens, "north-liaison", 1, NOW);
        assert_eq!(grant(&asked, [0; 64], NOW), Err(NoToken::NotItsKey));
        assert_eq!(grant(&asked, asked.sign(&signer()), NOW), Err(NoToken::NoChallenge), "a wrong answer ends it");
        let asked = challenge(&tokens, "north-liaison", 2, NOW);
        assert!(grant(&asked, asked.sign(&signer()), NOW).is_ok());
        assert_eq!(grant(&asked, asked.sign(&signer()), NOW), Err(NoToken::NoChallenge), "a second time");
        let asked = challenge(&tokens, "north-liaison", 3, NOW);
        assert_eq!(grant(&asked, asked.sign(&signer()), asked.ends_at), Err(NoToken::NoChallenge), "too late");
        let asked = challenge(&tokens, "south-liaison", 4, NOW);
        assert_eq!(grant(&asked, asked.sign(&signer()), NOW), Err(NoToken::NotItsKey), "another author");
    }

    #[test]
    fn challenges_and_tokens_have_limits() {
        let tokens = Tokens::default();
        let ask = |peer: u32, nonce: u32| {
            let mut bytes = [0; 32];
            bytes[..4].copy_from_slice(&nonce.to_be_bytes());
            let peer = IpAddr::V4(peer.into());
            tokens.challenge(peer, (MISSION, "north-liaison", signer().key().id()), bytes, NOW)
        };
        for nonce in 0..CHALLENGES_OF_ADDRESS as u32 {
            assert!(ask(0, nonce).is_ok());
        }
        assert!(ask(0, 9_999).is_err(), "one past what an address may have");
        for nonce in CHALLENGES_OF_ADDRESS as u32..CHALLENGES as u32 {
            assert!(ask(nonce, nonce).is_ok());
        }
        assert_eq!(ask(77_777, 10_000), Err(NoToken::TooMany { retry_after: CHALLENGE_SECONDS }));
        let mut given = 0;
        let tokens = Tokens::default();
        for number in 0..=TOKENS as u32 {
            let mut token = [0; 32];
            token[..4].copy_from_slice(&number.to_be_bytes());
            let asked = challenge(&tokens, "north-liaison", 1, NOW);
            given += usize::from(tokens.grant(&asked.nonce, asked.sign(&signer()), &token, NOW, in_force).is_ok());
        }
        assert_eq!(given, TOKENS, "one past what is kept");
    }
}
