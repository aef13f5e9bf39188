//! The envelope of a statement, version 1 (`spec/envelopes.md`): whose it is, the how manyth of that author, and the signature.
//!
//! ```text
//! body ─▶ `Commitment` (salted) ─▶ envelope ─▶ `Signed` ─▶ `Entry` (with the acceptance) ─▶ bytes of one leaf of the log
//!   └──▶ body id, which statements cite         └──▶ envelope id, which the author's next envelope names
//! ```
//!
//! Holds
//! - An envelope holds no word of its body: what is said can be withheld or erased, and its place in the log stays.
//! - It names the mission's log, so that it cannot be used in another one.
//! - A signature counts where `verify_strict` says so; two valid signatures over one envelope are one statement.
//! - What `encode` writes, `decode` reads back equal; other spellings are refused.
//!
//! Not here: which key may sign for whom (`identity`), which envelope may come next (`order`), where bodies lie (the shell).

mod wire;

use std::fmt;

use ed25519_dalek::{Signature as Ed25519, SigningKey, VerifyingKey};
use sha2::{Digest as _, Sha256};

use crate::codes;
use crate::identity::{ActId, OpenAct};
use crate::limits;
use crate::statement::Received;
use crate::vocabulary::Name;
use crate::vocabulary::time::{Instant, Interval};
use crate::wire::WireError;
use crate::wire::cbor::{Item, Reader, Writer};
use crate::wire::tables;

/// What stands before the bytes that are signed.
pub(crate) const SIGNED: &[u8] = b"armistice-statement/v1\n";
/// What stands before the salt and the body that are committed to.
const COMMITTED: &[u8] = b"armistice-commitment/v1";
/// What stands before a public key whose id is asked for.
const KEYED: &[u8] = b"armistice-key/v1";

/// SHA-256 of the canonical bytes of an envelope without its signature.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EnvelopeId(pub [u8; 32]);

/// The first eight bytes of SHA-256("armistice-key/v1" || public key).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(pub [u8; 8]);

/// What an author chooses at random for one statement: the same statement sent twice is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SubmitId(pub [u8; 16]);

/// 32 random bytes that keep a commitment from being guessed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

/// What is in the log of a body: SHA-256("armistice-commitment/v1" || salt || body), and how long the body is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Commitment {
    /// The digest.
    pub digest: [u8; 32],
    /// Bytes of the body.
    pub body_bytes: u64,
}

impl Commitment {
    /// Commits to `body`.
    pub fn to(salt: &Salt, body: &[u8]) -> Commitment {
        let digest = Sha256::new().chain_update(COMMITTED).chain_update(salt.0).chain_update(body).finalize();
        Commitment { digest: digest.into(), body_bytes: body.len() as u64 }
    }
    /// Whether this is what `body` was committed to with `salt`.
    pub fn opens(&self, salt: &Salt, body: &[u8]) -> bool {
        *self == Commitment::to(salt, body)
    }
}

/// A file beside a statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// How many they are.
    pub bytes: u64,
    /// What kind of file it is, such as "image/jpeg".
    pub media: String,
}

/// How one statement is about another, as its author says it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Relation {
    /// It answers it.
    Answers,
    /// It corrects it.
    Corrects,
    /// It withdraws it.
    Withdraws,
    /// It says that it got it.
    Receives,
    /// It opens what was sealed.
    Opens,
    /// It says that something of it was erased.
    Erases,
    /// It came with it, in one batch: the first of the batch.
    ComesWith,
}

/// A statement named by another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference {
    /// How.
    pub relation: Relation,
    /// Which.
    pub to: EnvelopeId,
}

/// Whose words the author signs for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Voice {
    /// Its own.
    Own,
    /// A file's that nobody had signed: the author signs that it was imported.
    Imported,
    /// Those of an act, which stands in the clear in its entry: announced, so that nobody can leave it out there.
    Act,
}

/// An envelope, unsigned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// The origin of the mission's log: the statement belongs into no other.
    pub mission: String,
    /// Who says it into the record.
    pub author: Name,
    /// The key that signs.
    pub key: KeyId,
    /// The how manyth statement of this author, from 0.
    pub number: u64,
    /// The author's statement before; none before number 0.
    pub previous: Option<EnvelopeId>,
    /// Makes sending it again harmless.
    pub submit: SubmitId,
    /// When the author claims to have said it, as precisely as is known; the log's own time stands beside it.
    pub claimed: Option<Interval>,
    /// What it is about.
    pub references: Vec<Reference>,
    /// Its body.
    pub body: Commitment,
    /// Files beside it.
    pub attachments: Vec<Attachment>,
    /// Whose words they are.
    pub voice: Voice,
    /// Of a history batch: since when the author says that it was known.
    pub known: Option<Instant>,
}

impl Envelope {
    /// Its canonical bytes without a signature.
    ///
    /// # Errors
    /// A field is beyond its limit, or number 0 names a statement before it, or a later one none.
    pub fn bytes(&self) -> Result<Vec<u8>, WireError> {
        let mut writer = Writer::default();
        self.write(&mut writer);
        writer.finish()
    }
    /// Its id, which no signature is part of.
    ///
    /// # Errors
    /// As for [`Envelope::bytes`].
    pub fn id(&self) -> Result<EnvelopeId, WireError> {
        self.bytes().map(|bytes| id_of(&bytes))
    }
    /// Signs it.
    ///
    /// # Errors
    /// As for [`Envelope::bytes`]; or the whole is longer than a leaf may be.
    ///
    /// ```
    /// use record::envelope::*;
    ///
    /// let signer = Signer::new(&[7; 32]);
    /// let (salt, body) = (Salt([1; 32]), b"what is said");
    /// let envelope = Envelope {
    ///     mission: "valley.example/log".into(),
    ///     author: "patrol-2".into(),
    ///     key: signer.key().id(),
    ///     number: 0,
    ///     previous: None,
    ///     submit: SubmitId([2; 16]),
    ///     claimed: None,
    ///     references: Vec::new(),
    ///     body: Commitment::to(&salt, body),
    ///     attachments: Vec::new(),
    ///     voice: Voice::Own,
    ///     known: None,
    /// };
    /// let signed = envelope.sign(&signer).unwrap();
    /// assert!(signed.is_by(signer.key()));
    /// assert!(signed.envelope.body.opens(&salt, body));
    /// assert_eq!(Signed::decode(&signed.encode().unwrap()), Ok(signed));
    /// ```
    pub fn sign(self, signer: &Signer) -> Result<Signed, WireError> {
        self.unsigned().map(|ready| ready.sign(signer))
    }
    /// Spells it out, once, to be signed on any thread.
    ///
    /// # Errors
    /// As for [`Envelope::sign`].
    pub fn unsigned(self) -> Result<UnsignedEnvelope, WireError> {
        let bytes = self.bytes()?;
        within_limit(bytes.len() + wire::SIGNATURE_BYTES)?;
        Ok(UnsignedEnvelope { id: id_of(&bytes), envelope: self, bytes })
    }
}

/// An envelope whose bytes are laid down and that nothing refuses any more; only its signature lacks.
#[derive(Clone, Debug)]
pub struct UnsignedEnvelope {
    envelope: Envelope,
    bytes: Vec<u8>,
    id: EnvelopeId,
}

impl UnsignedEnvelope {
    /// Its id.
    pub fn id(&self) -> EnvelopeId {
        self.id
    }
    /// Signs it.
    pub fn sign(self, signer: &Signer) -> Signed {
        Signed { signature: signer.sign_text(SIGNED, &self.bytes), id: self.id, envelope: self.envelope }
    }
}

fn id_of(bytes: &[u8]) -> EnvelopeId {
    EnvelopeId(Sha256::digest(bytes).into())
}

/// An envelope with a signature, which may be anybody's: [`Signed::is_by`] says whose it is not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signed {
    /// What is signed.
    pub envelope: Envelope,
    /// The signature's bytes.
    pub signature: [u8; 64],
    id: EnvelopeId,
}

impl Signed {
    /// Its canonical bytes.
    ///
    /// # Errors
    /// It is longer than a leaf may be.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        tables::bytes_of(self, is_within_limit)
    }
    /// The signed envelope that `bytes` spell; whether the signature holds is another question.
    ///
    /// # Errors
    /// `bytes` are not what [`Signed::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Signed, WireError> {
        tables::item_of(bytes, is_within_limit)
    }
    /// The id of the envelope.
    pub fn id(&self) -> EnvelopeId {
        self.id
    }
    /// Whether `key` made the signature.
    pub fn is_by(&self, key: &PublicKey) -> bool {
        self.envelope.key == key.id() && self.check(*key).is_ok_and(|check| check.holds())
    }
    /// The check that `key` made the signature.
    ///
    /// # Errors
    /// The envelope has no canonical bytes; one that was read has.
    pub fn check(&self, key: PublicKey) -> Result<Check, WireError> {
        let mut message = SIGNED.to_vec();
        message.append(&mut self.envelope.bytes()?);
        Ok(Check::new(key, message, self.signature))
    }
}

/// A signature that is still to be checked: on any thread, at any time.
#[derive(Clone, Debug)]
pub struct Check {
    key: PublicKey,
    message: Vec<u8>,
    signature: [u8; 64],
}

impl Check {
    pub(crate) fn new(key: PublicKey, message: Vec<u8>, signature: [u8; 64]) -> Check {
        Check { key, message, signature }
    }
    /// Whether the signature holds: the one rule is `verify_strict`.
    pub fn holds(&self) -> bool {
        self.key.key.verify_strict(&self.message, &Ed25519::from_bytes(&self.signature)).is_ok()
    }
}

/// One leaf of the log: a signed envelope as the sequencer accepted it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// What was handed in.
    pub signed: Signed,
    /// When it was accepted, by the sequencer's clock; cosignatures bound it.
    pub accepted_at: Instant,
    /// The mission's first receipt, where stated.
    pub received: Option<Received>,
    /// What it says in the clear: of who may sign, and nothing else.
    pub act: Option<OpenAct>,
}

impl Entry {
    /// The bytes of the leaf.
    ///
    /// # Errors
    /// It is longer than a leaf may be.
    pub fn encode(&self) -> Result<Vec<u8>, WireError> {
        tables::bytes_of(self, is_within_limit)
    }
    /// The entry that the bytes of a leaf spell.
    ///
    /// # Errors
    /// `bytes` are not what [`Entry::encode`] writes.
    pub fn decode(bytes: &[u8]) -> Result<Entry, WireError> {
        tables::item_of(bytes, is_within_limit)
    }
}

fn is_within_limit(bytes: &[u8]) -> Result<(), WireError> {
    within_limit(bytes.len())
}

fn within_limit(bytes: usize) -> Result<(), WireError> {
    if bytes > limits::ENTRY_BYTES { Err(WireError::EntryTooLong { bytes }) } else { Ok(()) }
}

/// A public key of an author.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey {
    key: VerifyingKey,
    id: KeyId,
}

impl PublicKey {
    /// The key with these bytes.
    ///
    /// # Errors
    /// They are no point of the curve, or one of those for which every signature can be made to hold.
    pub fn new(bytes: &[u8; 32]) -> Result<PublicKey, BadKey> {
        let key = VerifyingKey::from_bytes(bytes).ok().filter(|key| !key.is_weak()).ok_or(BadKey)?;
        let digest: [u8; 32] = Sha256::new().chain_update(KEYED).chain_update(bytes).finalize().into();
        let mut id = [0; 8];
        id.copy_from_slice(&digest[..8]);
        Ok(PublicKey { key, id: KeyId(id) })
    }
    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }
    /// Its bytes.
    pub fn bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }
}

/// Bytes that are no usable public key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct BadKey;

impl BadKey {
    /// Its code.
    pub fn code(&self) -> &'static str {
        codes::BAD_KEY
    }
}
impl fmt::Display for BadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("these bytes are no Ed25519 public key, or a weak one")
    }
}
impl std::error::Error for BadKey {}

/// A secret key; never shown, wiped from memory when it is dropped.
pub struct Signer {
    secret: SigningKey,
    key: PublicKey,
}

impl Signer {
    /// The signer with these secret bytes.
    pub fn new(secret: &[u8; 32]) -> Signer {
        let secret = SigningKey::from_bytes(secret);
        let key = PublicKey::new(secret.verifying_key().as_bytes()).expect("a secret key has a usable public key");
        Signer { secret, key }
    }
    /// Its public key.
    pub fn key(&self) -> &PublicKey {
        &self.key
    }
    /// Signs `bytes` behind a text that says what the signature is for.
    pub(crate) fn sign_text(&self, purpose: &[u8], bytes: &[u8]) -> [u8; 64] {
        use ed25519_dalek::Signer as _;
        self.secret.sign(&[purpose, bytes].concat()).to_bytes()
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Signer({})", self.key.id)
    }
}
impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.id)
    }
}
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt")
    }
}

macro_rules! hexadecimal {
    ($($type:ident)*) => { $(
        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }
        impl fmt::Debug for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    )* };
}
hexadecimal! { EnvelopeId KeyId SubmitId ActId }
