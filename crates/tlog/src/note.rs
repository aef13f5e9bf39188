//! Signed notes: a text and the signatures under it (C2SP signed-note).
//!
//! ```text
//! bytes ─▶ `SignedNote::parse` ─▶ `open` with known keys ─▶ who signed, or a refusal
//! text, `NoteSigner` ─▶ `sign` ─▶ a note ─▶ `with` more signatures
//! ```
//!
//! Holds
//! - What is read is written back to the byte.
//! - Signatures by unknown keys are kept and do not count, whatever they hold and whatever they name.
//! - One bad signature by a known key makes the whole note worth nothing, also beside a good one by the same key.
//!
//! Not here: what the text says (`checkpoint`), whose signatures are asked for (`policy`).

use std::collections::BTreeMap;
use std::fmt;

use crate::cosignature;
use crate::key::{KeyError, KeyId, SecretKey, SignatureType, VerifierKey, is_name};
use crate::limits::{NOTE_BYTES, NOTE_SIGNATURES};
use crate::spell::{base64, from_base64, shown};

/// A text with one or more signatures, none of them checked yet.
///
/// ```
/// use tlog::key::VerifierKey;
/// use tlog::note::{NoteSigner, SignedNote};
///
/// let signer = NoteSigner::new("example.com/log", &[7; 32]).unwrap(); // 32 secret bytes from elsewhere
/// let note = SignedNote::sign("a text\n", &signer).unwrap();
/// let read = SignedNote::parse(note.to_string().as_bytes()).unwrap();
/// let signed = read.open([signer.verifier()]).unwrap();
/// assert_eq!((read.text(), signed[0].key.name()), ("a text\n", "example.com/log"));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SignedNote {
    text: String,
    signatures: Vec<NoteSignature>,
}

/// One signature of a note: by which key it says it is, and bytes that mean something to that key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoteSignature {
    pub(crate) name: String,
    pub(crate) id: KeyId,
    pub(crate) bytes: Vec<u8>,
}

/// A signature that was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CheckedSignature<'k> {
    /// By whom.
    pub key: &'k VerifierKey,
    /// When, in Unix seconds, as the cosigner says; `None` for a signature without a time.
    pub cosigned_at: Option<u64>,
}

impl SignedNote {
    /// The note of `text` signed by `signer`.
    pub fn sign(text: &str, signer: &NoteSigner) -> Result<SignedNote, NoteError> {
        let signature = signer.sign(text);
        let note = SignedNote { text: text.to_owned(), signatures: vec![signature] };
        check_characters(text)?;
        if !text.ends_with('\n') {
            return Err(NoteError::TextWithoutEnd);
        }
        note.within_limits()
    }

    /// The note that these bytes spell.
    pub fn parse(bytes: &[u8]) -> Result<SignedNote, NoteError> {
        if bytes.len() > NOTE_BYTES {
            return Err(NoteError::TooLong { bytes: bytes.len() });
        }
        let note = std::str::from_utf8(bytes).map_err(|_| NoteError::NotUtf8)?;
        check_characters(note)?;
        // The text may have empty lines of its own: the last one divides.
        let (text, lines) = note.rsplit_once("\n\n").ok_or(NoteError::NoSignatures)?;
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (at, line) in (1..).zip(lines.split('\n')) {
            if at > NOTE_SIGNATURES {
                return Err(NoteError::TooManySignatures);
            }
            signatures.push(NoteSignature::parse(line).ok_or(NoteError::SignatureLine { at })?);
        }
        Ok(SignedNote { text: format!("{text}\n"), signatures })
    }

    /// The text, with its final newline. It is worth nothing before the note was opened.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The signatures, in their order.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// The note with one signature more, at the end; the same note where it has this one already.
    pub fn with(mut self, signature: NoteSignature) -> Result<SignedNote, NoteError> {
        if !self.signatures.contains(&signature) {
            self.signatures.push(signature);
        }
        self.within_limits()
    }

    /// The signatures by `keys`, of which there is at least one and none is bad. Of unknown keys nothing is said.
    pub fn open<'k>(
        &self,
        keys: impl IntoIterator<Item = &'k VerifierKey>,
    ) -> Result<Vec<CheckedSignature<'k>>, NoteError> {
        let mut known: BTreeMap<(&str, KeyId), &VerifierKey> = BTreeMap::new();
        for key in keys {
            if known.insert((key.name(), key.id()), key).is_some_and(|other| other != key) {
                return Err(NoteError::TwoKeysAlike { name: shown(key.name()), id: key.id() });
            }
        }
        let mut checked = Vec::new();
        for signature in &self.signatures {
            let Some(key) = known.get(&(signature.name.as_str(), signature.id)) else { continue };
            let cosigned_at = signature.check(&self.text, key);
            let bad = || NoteError::BadSignature { name: shown(&signature.name), id: signature.id };
            checked.push(CheckedSignature { key, cosigned_at: cosigned_at.ok_or_else(bad)? });
        }
        if checked.is_empty() { Err(NoteError::NoKnownKey) } else { Ok(checked) }
    }

    fn within_limits(self) -> Result<SignedNote, NoteError> {
        if self.signatures.len() > NOTE_SIGNATURES {
            return Err(NoteError::TooManySignatures);
        }
        let bytes = self.to_string().len();
        if bytes > NOTE_BYTES { Err(NoteError::TooLong { bytes }) } else { Ok(self) }
    }
}

impl fmt::Display for SignedNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

/// How a signature line begins: an em dash and a space.
const LINE_BEGIN: &str = "\u{2014} ";

impl NoteSignature {
    /// The signature that a line spells, without its newline: what a witness answers with.
    pub fn parse(line: &str) -> Option<NoteSignature> {
        let (name, bytes) = line.strip_prefix(LINE_BEGIN)?.split_once(' ')?;
        let bytes = from_base64(bytes)?;
        let (id, signature) = bytes.split_first_chunk::<4>()?;
        let whole = is_name(name) && !signature.is_empty();
        whole.then(|| NoteSignature { name: name.to_owned(), id: KeyId(*id), bytes: signature.to_vec() })
    }

    /// Which key it says it is by.
    pub fn name(&self) -> &str {
        &self.name
    }
    /// The id of that key.
    pub fn id(&self) -> KeyId {
        self.id
    }
    /// The bytes behind the id.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Its time, where it has one; `None` where it is not by `key`.
    fn check(&self, text: &str, key: &VerifierKey) -> Option<Option<u64>> {
        match key.signature_type() {
            SignatureType::Note => {
                let signature = self.bytes.as_slice().try_into().ok()?;
                key.has_signed(text.as_bytes(), signature).then_some(None)
            }
            SignatureType::Cosignature => cosignature::check(text, key, &self.bytes).map(Some),
        }
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.0[..], &self.bytes].concat();
        write!(f, "{LINE_BEGIN}{} {}", self.name, base64(&bytes))
    }
}

/// A secret key that signs notes, as a log signs its checkpoints.
#[derive(Clone)]
pub struct NoteSigner(SecretKey);

impl NoteSigner {
    /// The signer with this name and these secret bytes.
    pub fn new(name: &str, secret: &[u8; 32]) -> Result<NoteSigner, KeyError> {
        SecretKey::new(name, SignatureType::Note, secret).map(NoteSigner)
    }

    /// The key by which its signatures are checked.
    pub fn verifier(&self) -> &VerifierKey {
        &self.0.verifier
    }

    /// Its signature of a text.
    pub fn sign(&self, text: &str) -> NoteSignature {
        let key = self.verifier();
        NoteSignature { name: key.name().to_owned(), id: key.id(), bytes: self.0.sign(text.as_bytes()).to_vec() }
    }
}

impl fmt::Debug for NoteSigner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "NoteSigner({})", self.verifier())
    }
}

fn check_characters(text: &str) -> Result<(), NoteError> {
    match text.bytes().position(|byte| byte < b' ' && byte != b'\n') {
        Some(at) => Err(NoteError::Control { at }),
        None => Ok(()),
    }
}

/// Why bytes are no signed note, or a note is not signed by a known key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NoteError {
    /// More bytes than a note may have.
    TooLong {
        /// How many.
        bytes: usize,
    },
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// A control character other than the newline.
    Control {
        /// Where, in bytes from 0.
        at: usize,
    },
    /// A text that does not end with a newline.
    TextWithoutEnd,
    /// No empty line with signatures behind it, up to a newline at the end.
    NoSignatures,
    /// A line that is no signature.
    SignatureLine {
        /// Which, from 1.
        at: usize,
    },
    /// More signatures than a note may have.
    TooManySignatures,
    /// Two known keys with one name and one id.
    TwoKeysAlike {
        /// Their name.
        name: String,
        /// Their id.
        id: KeyId,
    },
    /// A signature that is not by the known key that it names.
    BadSignature {
        /// The key's name.
        name: String,
        /// The key's id.
        id: KeyId,
    },
    /// No signature by any known key.
    NoKnownKey,
}

impl fmt::Display for NoteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use NoteError::*;
        match self {
            TooLong { bytes } => write!(f, "the note has {bytes} bytes, more than the {NOTE_BYTES} allowed"),
            NotUtf8 => f.write_str("the note is not UTF-8"),
            Control { at } => write!(f, "the note has a control character at byte {at}"),
            TextWithoutEnd => f.write_str("the text of the note does not end with a newline"),
            NoSignatures => f.write_str("the note does not end with an empty line and lines of signatures"),
            SignatureLine { at } => {
                write!(
                    f,
                    "line {at} below the text is no signature: `\u{2014}`, a name and base64, with spaces between"
                )
            }
            TooManySignatures => write!(f, "the note has more than the {NOTE_SIGNATURES} signatures allowed"),
            TwoKeysAlike { name, id } => write!(f, "two known keys are called `{name}` and have the id {id}"),
            BadSignature { name, id } => write!(f, "the signature of `{name}` with key {id} does not fit the text"),
            NoKnownKey => f.write_str("no known key has signed the note"),
        }
    }
}

impl std::error::Error for NoteError {}
