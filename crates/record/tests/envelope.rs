//! Envelopes: their bytes, their signatures, the order in which an author's may enter.
//!
//! Holds
//! - `cases/record/envelope-v1.txt` is frozen: a line that differs is a broken promise. `UPDATE_EXPECT=1` writes new lines.
//!
//! Not here: bodies (`wire`); who may sign (`ledger`); what is said of what is refused (`said`).

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use record::envelope::*;
use record::limits;
use record::order::{Admission, Authors, OutOfOrder, Submitted};
use record::statement::Received;
use record::vocabulary::time::{Instant, Interval};
use record::wire::WireError;

const MISSION: &str = "valley.example/log";

fn signer(author: &str) -> Signer {
    let mut secret = [7; 32];
    author.bytes().take(32).enumerate().for_each(|(i, byte)| secret[i] = byte);
    Signer::new(&secret)
}

fn first(author: &str) -> Envelope {
    Envelope {
        mission: MISSION.into(),
        author: author.into(),
        key: signer(author).key().id(),
        number: 0,
        previous: None,
        submit: SubmitId([1; 16]),
        claimed: None,
        references: Vec::new(),
        body: Commitment::to(&Salt([3; 32]), b"what is said"),
        attachments: Vec::new(),
        voice: Voice::Own,
        known: None,
    }
}

fn full() -> Envelope {
    Envelope {
        number: 41,
        previous: Some(EnvelopeId([9; 32])),
        claimed: Some(Interval::new(Instant(1_900_000_000), Instant(1_900_003_600))),
        references: vec![
            Reference { relation: Relation::Answers, to: EnvelopeId([4; 32]) },
            Reference { relation: Relation::Receives, to: EnvelopeId([5; 32]) },
        ],
        attachments: vec![Attachment { sha256: [6; 32], bytes: 70_000, media: "image/jpeg".into() }],
        voice: Voice::Imported,
        known: Some(Instant(1_899_999_999)),
        ..first("mission")
    }
}

fn sign(envelope: Envelope) -> Signed {
    let signer = signer(&envelope.author);
    envelope.sign(&signer).expect("within the limits")
}

fn entry(signed: Signed) -> Entry {
    let received = Some(Received { at: Instant(1_900_000_010), by: "duty officer".into() });
    Entry { signed, accepted_at: Instant(1_900_000_100), received, act: None }
}

fn updating() -> bool {
    #[allow(clippy::disallowed_methods, reason = "a test runner asks its caller whether to rewrite")]
    std::env::var_os("UPDATE_EXPECT").is_some()
}

// ---- bytes ----

#[test]
fn the_frozen_bytes_of_version_1_hold() {
    let mut page = String::from(
        "# Envelopes, version 1 (spec/statements.md). Frozen: a released line never changes.\n\
         # Key: secret, public, id. Commitment: salt, body, digest. Signed: name, bytes, envelope id. Entry: name, bytes of the leaf.\n",
    );
    let key = signer("patrol-2");
    let mut secret = [7; 32];
    secret[..8].copy_from_slice(b"patrol-2");
    writeln!(page, "key {} {} {}", to_hex(&secret), to_hex(&key.key().bytes()), key.key().id()).unwrap();
    let commitment = Commitment::to(&Salt([3; 32]), b"what is said");
    writeln!(page, "commitment {} {} {}", to_hex(&[3; 32]), to_hex(b"what is said"), to_hex(&commitment.digest))
        .unwrap();
    for (name, envelope) in [("first", first("patrol-2")), ("full", full())] {
        let signed = sign(envelope);
        writeln!(page, "signed-{name} {} {}", to_hex(&signed.encode().unwrap()), signed.id()).unwrap();
        writeln!(page, "entry-{name} {}", to_hex(&entry(signed).encode().unwrap())).unwrap();
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/record/envelope-v1.txt");
    if updating() {
        std::fs::write(&path, &page).unwrap();
    }
    let frozen = std::fs::read_to_string(&path).expect("the case file is there; UPDATE_EXPECT=1 writes it");
    assert_eq!(page, frozen, "cases/record/envelope-v1.txt");
}

#[test]
fn the_id_leaves_the_signature_out_and_a_field_not_stated_takes_no_bytes() {
    let mut signed = sign(first("patrol-2"));
    let id = signed.id();
    signed.signature[3] ^= 1;
    let again = Signed::decode(&signed.encode().unwrap()).unwrap();
    assert_eq!(again.id(), id, "two signatures are not two statements");
    let stated = Envelope { claimed: Some(Interval::new(Instant(0), Instant(1))), ..first("patrol-2") };
    assert!(stated.bytes().unwrap().len() > first("patrol-2").bytes().unwrap().len());
}

proptest! {
    #[test]
    fn any_envelope_comes_back_from_its_bytes(envelope in any_envelope(), accepted in any::<i32>(), received in any::<bool>()) {
        let signed = sign(envelope);
        prop_assert!(signed.is_by(signer(&signed.envelope.author).key()));
        prop_assert_eq!(Signed::decode(&signed.encode().unwrap()), Ok(signed.clone()));
        let received = received.then(|| Received { at: Instant(5), by: "officer".into() });
        let entry = Entry { signed, accepted_at: Instant(accepted.into()), received, act: None };
        prop_assert_eq!(Entry::decode(&entry.encode().unwrap()), Ok(entry));
    }

    #[test]
    fn any_bytes_are_refused_or_written_back_the_same(bytes in prop::collection::vec(any::<u8>(), 0..96)) {
        if let Ok(signed) = Signed::decode(&bytes) {
            prop_assert_eq!(signed.encode().unwrap(), bytes.clone());
        }
        if let Ok(entry) = Entry::decode(&bytes) {
            prop_assert_eq!(entry.encode().unwrap(), bytes);
        }
    }
}

#[test]
fn every_flipped_bit_is_refused_or_breaks_the_signature() {
    let signed = sign(full());
    let key = *signer("mission").key();
    let bytes = signed.encode().unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        if let Ok(other) = Signed::decode(&flipped) {
            assert!(!other.is_by(&key), "bit {bit} changed and the signature still holds");
        }
    }
    for cut in 0..bytes.len() {
        assert!(Signed::decode(&bytes[..cut]).is_err());
    }
}

// ---- signatures ----

#[test]
fn only_the_named_key_signs_and_only_in_the_one_form() {
    let signed = sign(first("patrol-2"));
    assert!(signed.is_by(signer("patrol-2").key()));
    assert!(!signed.is_by(signer("North").key()), "another key");
    // Signed by another key under this one's id.
    let forged = first("patrol-2").sign(&signer("North")).unwrap();
    assert!(!forged.is_by(signer("patrol-2").key()) && !forged.is_by(signer("North").key()));
    // S + L is the same number modulo the order of the group: some verifiers take it, strict ones do not.
    const ORDER: [u8; 32] = [
        0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
    ];
    let mut malleable = signed.clone();
    let mut carry = 0u16;
    for (byte, order) in malleable.signature[32..].iter_mut().zip(ORDER) {
        let sum = u16::from(*byte) + u16::from(order) + carry;
        *byte = sum as u8;
        carry = sum >> 8;
    }
    assert_ne!(malleable.signature, signed.signature);
    assert!(!malleable.is_by(signer("patrol-2").key()));
    // Points of small order: for them a signature can be made that holds over anything.
    let mut identity = [0; 32];
    identity[0] = 1;
    for weak in [identity, [0; 32]] {
        assert_eq!(PublicKey::new(&weak), Err(BadKey));
    }
}

#[test]
fn a_commitment_opens_to_its_body_and_salt_alone() {
    let commitment = Commitment::to(&Salt([3; 32]), b"two shells");
    assert!(commitment.opens(&Salt([3; 32]), b"two shells"));
    assert!(!commitment.opens(&Salt([4; 32]), b"two shells"));
    assert!(!commitment.opens(&Salt([3; 32]), b"two shell"));
    // The border between salt and body is fixed: bytes cannot be moved across it.
    let mut salt = [3; 32];
    salt[31] = b't';
    assert!(!commitment.opens(&Salt(salt), b"wo shells"));
}

#[test]
fn secrets_are_not_shown() {
    let shown = format!("{:?} {:?}", signer("patrol-2"), Salt([0xab; 32]));
    assert!(!shown.contains("abab") && !shown.contains(&to_hex(b"patrol-2")), "{shown}");
}

// ---- limits ----

#[test]
fn an_envelope_reaches_its_limits_and_not_past_them() {
    let reference = Reference { relation: Relation::Answers, to: EnvelopeId([4; 32]) };
    let file = Attachment { sha256: [6; 32], bytes: 1, media: "text/plain".into() };
    let with = |references: usize, files: usize, name: usize| {
        let envelope = Envelope {
            references: vec![reference; references],
            attachments: vec![file.clone(); files],
            author: "n".repeat(name),
            ..first("n")
        };
        envelope.sign(&signer("n")).map(|signed| Signed::decode(&signed.encode().unwrap()).map(drop))
    };
    let (references, files) = (limits::ENVELOPE_REFERENCES, limits::ENVELOPE_ATTACHMENTS);
    assert_eq!(with(references, files, limits::NAME_BYTES), Ok(Ok(())));
    assert!(matches!(with(references + 1, 0, 1), Err(WireError::TooManyItems { items: 65, .. })));
    assert!(matches!(with(0, files + 1, 1), Err(WireError::TooManyItems { items: 65, .. })));
    assert!(matches!(with(0, 0, limits::NAME_BYTES + 1), Err(WireError::OutOfRange { .. })));
    assert!(matches!(with(0, 0, 0), Err(WireError::OutOfRange { .. })));
}

#[test]
fn an_entry_may_have_65535_bytes() {
    let with = |bytes: usize| {
        let media = "m".repeat(bytes);
        let file = Attachment { sha256: [6; 32], bytes: 1, media };
        let envelope = Envelope { attachments: vec![file], ..first("n") };
        envelope.sign(&signer("n")).and_then(|signed| entry(signed).encode())
    };
    // A text is shorter than an entry; what an entry can hold is reached by several.
    let room = limits::TEXT_BYTES;
    let long = with(room).unwrap().len();
    assert!(long < limits::ENTRY_BYTES);
    let files = |last: usize| {
        let file = |bytes: usize| Attachment { sha256: [6; 32], bytes: 1, media: "m".repeat(bytes) };
        let attachments = vec![file(room), file(room), file(room), file(last)];
        let envelope = Envelope { attachments, ..first("n") };
        envelope.sign(&signer("n")).and_then(|signed| entry(signed).encode())
    };
    let least = files(1_000).unwrap().len() - 1_000;
    assert_eq!(files(limits::ENTRY_BYTES - least).unwrap().len(), limits::ENTRY_BYTES);
    assert!(matches!(files(limits::ENTRY_BYTES - least + 1), Err(WireError::EntryTooLong { bytes: 65_536 })));
}

// ---- order ----

/// A log as far as order goes.
#[derive(Default)]
struct Log {
    authors: Authors,
    entries: Vec<Signed>,
    submitted: BTreeMap<(String, SubmitId), Submitted>,
}

impl Log {
    fn hand_in(&mut self, signed: &Signed) -> Result<Admission, OutOfOrder> {
        let found = |author: &String, submit: &SubmitId| self.submitted.get(&(author.clone(), *submit)).copied();
        let admission = self.authors.admit(MISSION, signed, found)?;
        if admission == Admission::Next {
            self.authors.enter(signed);
            let key = (signed.envelope.author.clone(), signed.envelope.submit);
            self.submitted.insert(key, Submitted { index: self.entries.len() as u64, id: signed.id() });
            self.entries.push(signed.clone());
        }
        Ok(admission)
    }
}

/// The statements of several authors, each in its order.
fn written(counts: &[usize]) -> Vec<Vec<Signed>> {
    let chain = |(author, count): (usize, &usize)| {
        let name = format!("author-{author}");
        let mut chain: Vec<Signed> = Vec::new();
        for number in 0..*count {
            let mut submit = [author as u8; 16];
            submit[0] = number as u8;
            chain.push(sign(Envelope {
                number: number as u64,
                previous: chain.last().map(Signed::id),
                submit: SubmitId(submit),
                ..first(&name)
            }));
        }
        chain
    };
    counts.iter().enumerate().map(chain).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_interleaving_with_retries_keeps_each_author_in_order_and_everything_once(
        counts in prop::collection::vec(0usize..5, 1..4),
        picks in prop::collection::vec((any::<u8>(), any::<u8>()), 0..80),
    ) {
        let chains = written(&counts);
        let mut log = Log::default();
        let mut sent = vec![0usize; chains.len()];
        for (author, which) in picks {
            let author = usize::from(author) % chains.len();
            let Some(signed) = chains[author].get(usize::from(which) % (counts[author] + 1)) else { continue };
            let number = usize::from(which) % (counts[author] + 1);
            let before = log.entries.len();
            match log.hand_in(signed) {
                Ok(Admission::Next) => {
                    prop_assert_eq!(number, sent[author]);
                    sent[author] += 1;
                }
                Ok(Admission::Already { index }) => {
                    prop_assert!(number < sent[author]);
                    prop_assert_eq!(&log.entries[index as usize], signed);
                    prop_assert_eq!(log.entries.len(), before);
                }
                Err(OutOfOrder::Gap { number: found, next }) => {
                    prop_assert_eq!((found as usize, next as usize), (number, sent[author]));
                    prop_assert!(number > sent[author]);
                }
                Err(other) => prop_assert!(false, "{}", other),
            }
        }
        // Handed in once more, in turn, everything is there once, and a mirror that reads the log holds the same.
        chains.iter().flatten().for_each(|signed| drop(log.hand_in(signed)));
        prop_assert_eq!(log.entries.len(), counts.iter().sum::<usize>());
        let mut mirror = Authors::default();
        log.entries.iter().for_each(|signed| mirror.enter(signed));
        prop_assert_eq!(mirror, log.authors);
    }
}

fn any_envelope() -> impl Strategy<Value = Envelope> {
    let relation = prop_oneof![
        Just(Relation::Answers),
        Just(Relation::Corrects),
        Just(Relation::Withdraws),
        Just(Relation::Receives),
        Just(Relation::Opens),
        Just(Relation::Erases),
    ];
    let reference = (relation, any::<[u8; 32]>()).prop_map(|(relation, to)| Reference { relation, to: EnvelopeId(to) });
    let attachment = (any::<[u8; 32]>(), any::<u32>(), "[a-z]{1,8}/[a-z]{1,8}")
        .prop_map(|(sha256, bytes, media)| Attachment { sha256, bytes: bytes.into(), media });
    let claimed = prop::option::of((any::<i32>(), 1i64..100_000).prop_map(|(from, length)| {
        let from = Instant(from.into());
        Interval::new(from, Instant(from.0 + length))
    }));
    (
        "[a-z0-9 .-]{1,20}",
        (any::<u16>(), any::<[u8; 32]>(), any::<[u8; 16]>()),
        claimed,
        prop::collection::vec(reference, 0..4),
        prop::collection::vec(attachment, 0..3),
        (any::<[u8; 32]>(), any::<u16>(), any::<bool>(), prop::option::of(any::<i32>())),
    )
        .prop_map(|(author, (number, previous, submit), claimed, references, attachments, rest)| {
            let (digest, body_bytes, imported, known) = rest;
            Envelope {
                number: number.into(),
                previous: (number > 0).then_some(EnvelopeId(previous)),
                submit: SubmitId(submit),
                claimed,
                references,
                body: Commitment { digest, body_bytes: body_bytes.into() },
                attachments,
                voice: if imported { Voice::Imported } else { Voice::Own },
                known: known.map(|at| Instant(at.into())),
                ..first(&author)
            }
        })
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
