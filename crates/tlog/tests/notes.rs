//! Signed notes, keys, log checkpoints and cosignatures: published examples, every bit, limits, a second reader.

use proptest::prelude::*;
use signed_note::{Note, StandardVerifier, VerifierList};
use tlog::checkpoint::{Checkpoint, CheckpointError};
use tlog::cosignature::{CosignatureError, Cosigner};
use tlog::hash::{EMPTY_ROOT, Hash};
use tlog::key::{KeyError, SignatureType, VerifierKey};
use tlog::limits::{COSIGNED_AT_SECONDS, LOG_ENTRIES, NAME_BYTES, NOTE_BYTES, NOTE_SIGNATURES};
use tlog::note::{NoteError, NoteSignature, NoteSigner, SignedNote};

/// The example of C2SP signed-note.
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE: &str = "This is an example message.\n\n— example.com/foo \
     Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";
/// A log checkpoint of the Go checksum database, and its public key.
const SUMDB_KEY: &str = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";
const SUMDB: &str = "go.sum database tree\n35225469\nvt5T6GaLCXvyHFl9VUvvItR43XZxfLgftEcTyO3eJCQ=\n\n— sum.golang.org \
     Az3grpukl5AXaVfYkLiDGORx/DN2nlcS5kZHR5uYOBV2KA2HgXpD+gu9HHONebHLAyaKbbTM75QTtPydhKCExixSfwQ=\n";
/// The examples of C2SP tlog-cosignature and of signed-note, whose keys are not published.
const SOFA: &str = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
     — example.com/behind-the-sofa \
     Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
     — witness.example.com/w1 \
     jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";
const OGNUNO: &str = "Ognuno sta solo sul cuor della terra\ntrafitto da un raggio di sole:\n\ned è subito sera.\n\n\
     — quasimodo.example/salvatore NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n";

fn parse(text: &str) -> SignedNote {
    SignedNote::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

fn log() -> NoteSigner {
    NoteSigner::new("valley.example/log", &[1; 32]).unwrap()
}

fn witness(number: u8) -> Cosigner {
    Cosigner::new(&format!("witness-{number}.example"), &[100 + number; 32]).unwrap()
}

fn checkpoint() -> SignedNote {
    SignedNote::sign(&Checkpoint::new("valley.example/log", 7, Hash([9; 32])).unwrap().to_string(), &log()).unwrap()
}

/// A signature of unknown make, by an unknown key.
fn foreign(name: &str, bytes: usize) -> NoteSignature {
    NoteSignature::parse(&format!("— {name} {}", base64(&vec![0xa5; bytes]))).unwrap()
}

/// Base64 of bytes that all stand thrice in a row.
fn base64(bytes: &[u8]) -> String {
    assert!(bytes.len().is_multiple_of(3) && bytes.iter().all(|byte| *byte == 0xa5));
    "paWl".repeat(bytes.len() / 3)
}

#[test]
fn the_published_examples_are_read_and_checked() {
    for (key, text) in [(EXAMPLE_KEY, EXAMPLE), (SUMDB_KEY, SUMDB)] {
        let key: VerifierKey = key.parse().unwrap();
        let note = parse(text);
        let signed = note.open([&key]).unwrap();
        assert_eq!((signed.len(), signed[0].key, signed[0].cosigned_at), (1, &key, None));
    }
    for text in [EXAMPLE, SUMDB, SOFA, OGNUNO] {
        assert_eq!(parse(text).to_string(), text);
        assert_eq!(parse(text).open([]), Err(NoteError::NoKnownKey));
    }
    let sumdb = Checkpoint::parse(parse(SUMDB).text()).unwrap();
    assert_eq!((sumdb.origin(), sumdb.size()), ("go.sum database tree", 35_225_469));
    assert_eq!(parse(OGNUNO).text().lines().count(), 4);
    let sofa = parse(SOFA);
    let witness = &sofa.signatures()[1];
    assert_eq!((witness.name(), witness.id().to_string().as_str()), ("witness.example.com/w1", "8d66cf3f"));
    assert_eq!(witness.bytes().len(), 72);
    assert_eq!(witness.bytes()[..8], 1_679_315_147u64.to_be_bytes()); // the time that its text states
}

#[test]
fn every_flipped_bit_of_a_note_is_refused_or_counts_for_nothing() {
    let note = checkpoint();
    let note = note.clone().with(witness(1).cosign(&note, 1_900_000_000).unwrap()).unwrap();
    let bytes = note.to_string().into_bytes();
    let (log, witness) = (log(), witness(1));
    let both = [log.verifier(), witness.verifier()];
    assert_eq!(note.open(both).unwrap().len(), 2);
    for bit in 0..8 * bytes.len() {
        let mut altered = bytes.clone();
        altered[bit / 8] ^= 1 << (bit % 8);
        // A changed name or id is an unknown key's, so one of the two signatures is left; never both, never a wrong one.
        let Ok(read) = SignedNote::parse(&altered) else { continue };
        match read.open(both) {
            Ok(signed) => {
                assert_eq!(signed.len(), 1, "bit {bit}");
                assert_eq!(read.text(), note.text(), "bit {bit}");
            }
            Err(error) => assert!(matches!(error, NoteError::BadSignature { .. }), "bit {bit}: {error}"),
        }
    }
}

#[test]
fn a_bad_signature_of_a_known_key_spoils_the_note_beside_any_good_one() {
    let note = checkpoint();
    let good = note.signatures()[0].clone();
    let other = SignedNote::sign("another text\n", &log()).unwrap().signatures()[0].clone();
    let bad = Err(NoteError::BadSignature { name: "valley.example/log".into(), id: good.id() });
    let spoiled = note.clone().with(other.clone()).unwrap();
    assert_eq!(spoiled.open([log().verifier()]), bad);
    // A witness that knows the log by another key does not care.
    let stranger = NoteSigner::new("valley.example/log", &[2; 32]).unwrap();
    assert_eq!(spoiled.open([stranger.verifier()]), Err(NoteError::NoKnownKey));
    // Too short, too long, and of the other type: all bad.
    let line = good.to_string();
    let (begin, end) = line.split_at(line.len() - 4);
    for line in [begin, &format!("{begin}AAAA{end}")] {
        let altered = NoteSignature::parse(line).unwrap();
        assert_eq!(checkpoint().with(altered).unwrap().open([log().verifier()]), bad);
    }
}

#[test]
fn unknown_signatures_are_kept_and_ignored_whatever_they_are() {
    // A post-quantum signature, a short one, one with a long name, one with a name close to a known one.
    let long = "n".repeat(NAME_BYTES + 1);
    let strangers = [
        foreign("pq.example", 2_433),
        foreign("short.example", 6),
        foreign(&long, 72),
        foreign("valley.example/log", 72),
    ];
    let note = strangers.iter().fold(checkpoint(), |note, signature| note.with(signature.clone()).unwrap());
    let again = parse(&note.to_string());
    assert_eq!(again, note);
    assert_eq!(again.signatures().len(), 5);
    assert_eq!(again.open([log().verifier(), witness(1).verifier()]).unwrap().len(), 1);
}

#[test]
fn what_is_no_note_is_refused_with_its_reason() {
    use NoteError::*;
    let line = EXAMPLE.rsplit_once("\n\n").unwrap().1.trim_end();
    let cases: &[(String, NoteError)] = &[
        (String::new(), NoSignatures),
        (line.to_owned() + "\n", NoSignatures),
        ("text\n".to_owned(), NoSignatures),
        ("text\n\n".to_owned(), NoSignatures),
        (format!("text\n{line}\n"), NoSignatures),
        (format!("text\n\n{line}"), NoSignatures),
        (format!("text\n\n{line}\n\n"), NoSignatures),
        (format!("text\n\n{line}\nanother line\n"), SignatureLine { at: 2 }),
        (format!("text\n\n {line}\n"), SignatureLine { at: 1 }),
        (format!("text\n\n{line} \n"), SignatureLine { at: 1 }),
        (format!("text\n\n{}\n", line.replace('—', "-")), SignatureLine { at: 1 }),
        (format!("text\n\n{}\n", line.replace("example.com", "example+com")), SignatureLine { at: 1 }),
        (format!("text\n\n{}\n", line.replace("example.com", "example\u{a0}com")), SignatureLine { at: 1 }),
        (format!("text\n\n{}\n", line.replace("example.com/foo", "")), SignatureLine { at: 1 }),
        (format!("text\n\n{}\n", line.replace('=', "")), SignatureLine { at: 1 }),
        ("text\n\n— example.com/foo Uw2QOg==\n".to_owned(), SignatureLine { at: 1 }), // an id and nothing behind it
        ("text\n\n— example.com/foo Uw2QOkl=\n".to_owned(), SignatureLine { at: 1 }), // stray bits
        (format!("te\rxt\n\n{line}\n"), Control { at: 2 }),
        (format!("te\u{0}xt\n\n{line}\n"), Control { at: 2 }),
    ];
    for (text, error) in cases {
        assert_eq!(SignedNote::parse(text.as_bytes()), Err(error.clone()), "{text:?}");
    }
    assert_eq!(SignedNote::parse(b"t\xff\n\n\xe2\x80\x94 a AAAA\n"), Err(NotUtf8));
    assert_eq!(SignedNote::sign("no end", &log()), Err(TextWithoutEnd));
    assert_eq!(SignedNote::sign("a\tb\n", &log()), Err(Control { at: 1 }));
}

#[test]
fn a_note_is_as_long_as_allowed_and_not_longer() {
    let line = checkpoint().signatures()[0].to_string();
    let most = NOTE_BYTES - line.len() - 3; // of the text but its newline; that, the empty line, that of the signature
    let text = |bytes: usize| "x".repeat(bytes) + "\n";
    assert_eq!(SignedNote::sign(&text(most), &log()).unwrap().to_string().len(), NOTE_BYTES);
    assert_eq!(SignedNote::sign(&text(most + 1), &log()), Err(NoteError::TooLong { bytes: NOTE_BYTES + 1 }));
    let note = |bytes: usize| format!("{}\n{line}\n", text(bytes));
    assert_eq!(note(most).len(), NOTE_BYTES);
    assert!(SignedNote::parse(note(most).as_bytes()).is_ok());
    assert_eq!(SignedNote::parse(note(most + 1).as_bytes()), Err(NoteError::TooLong { bytes: NOTE_BYTES + 1 }));

    let many = |count: usize| (1..count).map(|number| foreign(&format!("key-{number}"), 72));
    let full = many(NOTE_SIGNATURES).fold(checkpoint(), |note, signature| note.with(signature).unwrap());
    assert_eq!(parse(&full.to_string()), full);
    let text = format!("{full}{}\n", foreign("one-more", 72));
    assert_eq!(SignedNote::parse(text.as_bytes()), Err(NoteError::TooManySignatures));
    assert_eq!(full.clone().with(full.signatures()[3].clone()), Ok(full.clone())); // one that is there already
    assert_eq!(full.with(foreign("one-more", 72)), Err(NoteError::TooManySignatures));
}

#[test]
fn keys_have_one_spelling_and_an_id_that_follows() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    assert_eq!(key, VerifierKey::new("example.com/foo", SignatureType::Note, &key.public_bytes()).unwrap());
    // The same bytes and the same name, for another type: another id.
    let other = VerifierKey::new("example.com/foo", SignatureType::Cosignature, &key.public_bytes()).unwrap();
    assert_ne!(key.id(), other.id());
    assert_eq!(other.to_string().parse::<VerifierKey>(), Ok(other.clone()));

    let refused = |text: &str| text.parse::<VerifierKey>().unwrap_err();
    assert_eq!(refused(""), KeyError::NotThreeParts);
    assert_eq!(refused("example.com/foo+530d903a"), KeyError::NotThreeParts);
    assert_eq!(refused(&EXAMPLE_KEY.replace("example.com/foo", "")), KeyError::Name { name: String::new() });
    let spaced = EXAMPLE_KEY.replace("com/foo", "com foo");
    assert_eq!(refused(&spaced), KeyError::Name { name: "example.com foo".into() });
    for id in ["530D903A", "530d903", "530d903a0", "530d903g", "+30d903a"] {
        let error = refused(&EXAMPLE_KEY.replace("530d903a", id));
        assert!(matches!(error, KeyError::Id { .. }), "{id}: {error}");
    }
    let stated = KeyError::OtherId { stated: "530d903b".into(), id: key.id() };
    assert_eq!(refused(&EXAMPLE_KEY.replace("530d903a", "530d903b")), stated);
    assert_eq!(refused("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2"), KeyError::Base64);
    assert_eq!(refused("example.com/foo+530d903a+"), KeyError::Base64);
    assert_eq!(refused("example.com/foo+530d903a+AekyeRrm"), KeyError::Length { bytes: 5 });
    assert_eq!(refused("example.com/foo+530d903a+BukyeRrm"), KeyError::UnknownType { byte: 6 });
    let name = |bytes: usize| VerifierKey::new(&"n".repeat(bytes), SignatureType::Note, &key.public_bytes());
    assert!(name(NAME_BYTES).is_ok());
    assert_eq!(name(NAME_BYTES + 1), Err(KeyError::NameTooLong { bytes: NAME_BYTES + 1 }));
}

#[test]
fn two_known_keys_that_cannot_be_told_apart_are_an_error_of_the_caller() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    // One key twice is one key.
    assert!(parse(EXAMPLE).open([&key, &key.clone()]).is_ok());
    // Two with one name and one id: ids have 32 bits, and looking for these two took seconds.
    let signer = |number: u64| {
        let mut secret = [3; 32];
        secret[..8].copy_from_slice(&number.to_be_bytes());
        NoteSigner::new("twin.example", &secret).unwrap()
    };
    let (one, two) = (signer(57_976), signer(171_450));
    assert_eq!(one.verifier().id(), two.verifier().id());
    assert_ne!(one.verifier(), two.verifier());
    let error = SignedNote::sign("text\n", &one).unwrap().open([one.verifier(), two.verifier()]).unwrap_err();
    assert_eq!(error, NoteError::TwoKeysAlike { name: "twin.example".into(), id: one.verifier().id() });
}

#[test]
fn points_that_sign_anything_or_are_spelled_twice_are_no_keys() {
    let key = |hex: &str| {
        let bytes: Vec<u8> = (0..32).map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).unwrap()).collect();
        VerifierKey::new("name", SignatureType::Note, &bytes.try_into().unwrap())
    };
    // The points of small order, of which the last three are spelled with a coordinate that is not reduced.
    for small in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    ] {
        assert_eq!(key(small), Err(KeyError::Weak), "{small}");
    }
    for twice in [
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000", // no point at all
    ] {
        assert_eq!(key(twice), Err(KeyError::NotAPoint), "{twice}");
    }
}

#[test]
fn secrets_are_never_shown() {
    let shown = format!("{:?} {:?}", log(), witness(1));
    assert!(shown.contains("valley.example/log+") && shown.contains("witness-1.example+"));
    assert!(!shown.contains("0101") && !shown.contains("[1, 1") && !shown.contains("AQEBAQ"));
}

#[test]
fn checkpoints_are_read_strictly() {
    use CheckpointError::*;
    let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
    let read = |text: String| Checkpoint::parse(&text).unwrap_err();
    for few in ["", "\n", "log\n", "log\n7\n", &format!("log\n7\n{root}")] {
        assert_eq!(read(few.into()), NotThreeLines, "{few:?}");
    }
    assert_eq!(read(format!("\n7\n{root}\n")), NoOrigin);
    for size in ["", "07", "+7", "-7", "7 ", "0x7", "7.0", "9223372036854775808", "18446744073709551616"] {
        assert_eq!(read(format!("log\n{size}\n{root}\n")), Size { size: size.into() });
    }
    let short = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==";
    let stray = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2J=";
    for root in ["", "CsUY", short, stray, root.trim_end_matches('=')] {
        assert_eq!(read(format!("log\n7\n{root}\n")), Root { root: root.into() });
    }
    assert_eq!(read(format!("log\n0\n{root}\n")), EmptyLogWithRoot);
    for extension in ["\n", "one\n\n", "\none\n", "a\tb\n"] {
        assert_eq!(read(format!("log\n7\n{root}\n{extension}")), Extension, "{extension:?}");
    }
    let extended = format!("log\n7\n{root}\none\ntwo\n");
    let checkpoint = Checkpoint::parse(&extended).unwrap();
    assert_eq!(checkpoint.extensions(), ["one", "two"]);
    assert_eq!(checkpoint.to_string(), extended);
    // An origin may have spaces and any alphabet.
    assert_eq!(Checkpoint::parse(&format!("سجل الوادي +1\n7\n{root}\n")).unwrap().origin(), "سجل الوادي +1");

    let new = |origin: &str, size| Checkpoint::new(origin, size, Hash([9; 32]));
    assert!(new("log", LOG_ENTRIES).is_ok());
    assert_eq!(new("log", LOG_ENTRIES + 1), Err(Size { size: (LOG_ENTRIES + 1).to_string() }));
    assert!(new(&"o".repeat(NAME_BYTES), 1).is_ok());
    assert_eq!(new(&"o".repeat(NAME_BYTES + 1), 1), Err(OriginTooLong { bytes: NAME_BYTES + 1 }));
    assert!(matches!(new("two\nlines", 1), Err(Origin { .. })));
    assert_eq!(Checkpoint::new("log", 0, EMPTY_ROOT).unwrap().to_string().lines().nth(1), Some("0"));
}

#[test]
fn one_size_with_two_roots_is_a_contradiction() {
    let of = |origin: &str, size, root| Checkpoint::new(origin, size, Hash([root; 32])).unwrap();
    assert!(of("log", 7, 1).contradicts(&of("log", 7, 2)));
    assert!(!of("log", 7, 1).contradicts(&of("log", 7, 1)));
    assert!(!of("log", 7, 1).contradicts(&of("log", 8, 2)));
    assert!(!of("log", 7, 1).contradicts(&of("gol", 7, 2)));
}

#[test]
fn a_cosignature_holds_for_its_text_its_time_and_its_key() {
    let note = checkpoint();
    let line = witness(1).cosign(&note, 1_900_000_000).unwrap();
    let known = witness(1);
    let open = |note: &SignedNote| note.open([known.verifier()]).map(|signed| signed[0].cosigned_at);
    let id = known.verifier().id();
    let bad = Err(NoteError::BadSignature { name: "witness-1.example".into(), id });
    assert_eq!(open(&note.clone().with(line.clone()).unwrap()), Ok(Some(1_900_000_000)));
    // Under another checkpoint, and under what is none.
    for text in ["valley.example/log\n8\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", "not a checkpoint\n"] {
        let other = SignedNote::sign(text, &log()).unwrap().with(line.clone()).unwrap();
        assert_eq!(open(&other), bad);
    }
    // Of two cosignatures of one witness each counts with its own time.
    let twice = note.clone().with(line).unwrap().with(known.cosign(&note, 1_900_000_009).unwrap()).unwrap();
    let times: Vec<_> = twice.open([known.verifier()]).unwrap().iter().map(|signed| signed.cosigned_at).collect();
    assert_eq!(times, [Some(1_900_000_000), Some(1_900_000_009)]);
    // The log's key under the witness's type is another key.
    let same = Cosigner::new("valley.example/log", &[1; 32]).unwrap();
    assert_eq!(note.open([same.verifier()]), Err(NoteError::NoKnownKey));

    let last = note.clone().with(known.cosign(&note, COSIGNED_AT_SECONDS).unwrap()).unwrap();
    assert_eq!(open(&last), Ok(Some(COSIGNED_AT_SECONDS)));
    let cosigned_at = COSIGNED_AT_SECONDS + 1;
    assert_eq!(known.cosign(&note, cosigned_at), Err(CosignatureError::TimeTooLate { cosigned_at }));
    let plain = SignedNote::sign("not a checkpoint\n", &log()).unwrap();
    assert_eq!(known.cosign(&plain, 1), Err(CosignatureError::NoCheckpoint(CheckpointError::NotThreeLines)));
}

#[test]
fn messages_are_one_short_sentence() {
    let messages = [
        NoteError::BadSignature { name: "a".into(), id: log().verifier().id() }.to_string(),
        NoteError::SignatureLine { at: 2 }.to_string(),
        KeyError::UnknownType { byte: 6 }.to_string(),
        KeyError::UnknownType { byte: 2 }.to_string(),
        CheckpointError::EmptyLogWithRoot.to_string(),
        CosignatureError::TimeTooLate { cosigned_at: u64::MAX }.to_string(),
    ];
    for message in messages {
        assert!(message.len() < 160 && !message.ends_with('.') && !message.contains('\n'), "{message}");
        assert!(!message.starts_with(|c: char| c.is_uppercase()), "{message}");
    }
}

/// Notes that are nearly right: pieces of lines, in any order.
fn nearly_notes() -> impl Strategy<Value = String> {
    let line = EXAMPLE.rsplit_once("\n\n").unwrap().1.to_owned();
    let piece = prop_oneof![
        4 => Just("\n".to_owned()),
        4 => Just(line),
        2 => Just("This is an example message.\n".to_owned()),
        1 => Just("— other.example AAAAAAAA\n".to_owned()),
        1 => Just("— other.example AAAAAAA=\n".to_owned()),
        1 => Just("— ".to_owned()),
        1 => "[a-z+ \u{2003}\t\u{7f}é=/—]{0,6}",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..7).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn a_second_reader_takes_the_same_notes(text in nearly_notes()) {
        let (ours, theirs) = (SignedNote::parse(text.as_bytes()), Note::from_bytes(text.as_bytes()));
        prop_assert_eq!(ours.is_ok(), theirs.is_ok(), "{:?}: {:?}", text, ours);
        let (Ok(ours), Ok(theirs)) = (ours, theirs) else { return Ok(()) };
        prop_assert_eq!(ours.text().as_bytes(), theirs.text());
        prop_assert_eq!(ours.to_string().into_bytes(), theirs.to_bytes());
        prop_assert_eq!(ours.to_string(), text);
        let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
        let known = VerifierList::new(vec![Box::new(StandardVerifier::new(EXAMPLE_KEY).unwrap())]);
        prop_assert_eq!(ours.open([&key]).is_ok(), theirs.verify(&known).is_ok(), "{:?}", ours);
    }

    #[test]
    fn a_second_reader_checks_what_we_sign(text in "[ -~\u{a0}-\u{24f}\n]{0,80}", secret in any::<[u8; 32]>()) {
        let signer = NoteSigner::new("valley.example/log", &secret).unwrap();
        let note = SignedNote::sign(&(text + "\n"), &signer).unwrap();
        prop_assert_eq!(&parse(&note.to_string()), &note);
        let theirs = Note::from_bytes(note.to_string().as_bytes()).unwrap();
        let key = StandardVerifier::new(&signer.verifier().to_string()).unwrap();
        prop_assert!(theirs.verify(&VerifierList::new(vec![Box::new(key)])).is_ok());
    }
}
