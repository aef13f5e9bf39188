//! Acts, submissions and receipts: their bytes and their limits.
//!
//! Holds
//! - `cases/record/identity-v1.txt` is frozen: a line that differs is a broken promise. `UPDATE_EXPECT=1` writes new lines.
//!
//! Not here: what acts do (`attacks`, `histories`), messages (`said`).

mod valley;

use std::fmt::Write;
use std::path::Path;

use proptest::prelude::*;
use record::envelope::*;
use record::identity::*;
use record::limits;
use record::receipt::{NoReceipt, Receipt};
use record::statement::Received;
use record::submission::{Said, Submission, salt_and_body};
use record::vocabulary::time::Instant;
use record::wire::WireError;
use valley::*;

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A charter with every field.
fn full() -> Charter {
    let mut full = charter();
    full.retention_days = Some(730);
    full.live_from = Some(Instant(START));
    full.principals[2].kind = PrincipalKind::Body;
    let subjects = vec!["crossing".into(), "prisoners".into()];
    full.authors[2].mandates = vec![Mandate { speaks_for: "Ferrymen".into(), subjects }];
    full.authors[4].mandates = vec![Mandate { speaks_for: "North".into(), subjects: Vec::new() }];
    full
}

/// Named acts: every form of them.
fn acts() -> Vec<(&'static str, Act)> {
    let stolen = ["North-root-1", "North-root-2", "North-3"];
    vec![
        ("charter", chartered(full(), ALL)),
        ("amendment", chartered(Charter { name: "Valley and Hills".into(), ..amended(&full()) }, ALL)),
        ("rotation", change("North", Some("North-1"), None, Some("North-2"), &["North-2"])),
        ("revocation", change("North", Some("North-2"), None, None, NORTH)),
        ("stolen", change("North", Some("North-2"), Some(3), Some("North-3"), &stolen)),
    ]
}

fn received() -> Option<Received> {
    Some(Received { at: Instant(START - 60), by: "duty officer".into() })
}

/// What hands in an act, or words.
fn submission(said: Said) -> Submission {
    let signed = Log::empty().envelope("mission", "mission-1", &said).sign(&signer("mission-1")).unwrap();
    Submission { signed, salt: SALT, said, received: received() }
}

fn receipt() -> Receipt {
    Receipt { origin: LOG.into(), index: 17, leaf: [4; 32], accepted_at: Instant(START + 100), include_within_s: 60 }
}

fn updating() -> bool {
    #[allow(clippy::disallowed_methods, reason = "a test runner asks its caller whether to rewrite")]
    std::env::var_os("UPDATE_EXPECT").is_some()
}

// ---- bytes ----

#[test]
fn the_frozen_bytes_of_version_1_hold() {
    let mut page = String::from(
        "# Who may sign, version 1 (spec/identity.md). Frozen: a released line never changes.\n\
         # Key: name, secret, public, id. Act: name, bytes, act id. Consented: name, bytes without consents.\n\
         # Consent: act, whose, key id, signature. Entry: name, bytes of the leaf. Submission: name, bytes. Receipt: text in hexadecimal.\n",
    );
    for name in [ALL, &["mission-1", "North-1", "North-2", "North-3"]].concat() {
        let key = public(name);
        writeln!(page, "key {name} {} {} {}", to_hex(&secret(name)), to_hex(&key.bytes()), key.id()).unwrap();
    }
    for (name, act) in acts() {
        let says = act.says.bytes().unwrap();
        writeln!(page, "act {name} {} {}", to_hex(&act.encode().unwrap()), act.says.id().unwrap()).unwrap();
        writeln!(page, "consented {name} {}", to_hex(&says)).unwrap();
        for consent in &act.consents {
            writeln!(page, "consent {name} {} {} {}", consent.of, consent.key, to_hex(&consent.signature)).unwrap();
        }
    }
    let founding = submission(Said::Act(Box::new(acts().remove(0).1)));
    let entry = Entry {
        signed: founding.signed.clone(),
        accepted_at: Instant(START),
        received: received(),
        act: founding.act(),
    };
    writeln!(page, "entry charter {}", to_hex(&entry.encode().unwrap())).unwrap();
    writeln!(page, "submission charter {}", to_hex(&founding.encode().unwrap())).unwrap();
    let words = submission(said(&report("mission", "two shells", None)));
    writeln!(page, "submission words {}", to_hex(&words.encode().unwrap())).unwrap();
    writeln!(page, "receipt {}", to_hex(receipt().text().as_bytes())).unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/record/identity-v1.txt");
    if updating() {
        std::fs::write(&path, &page).unwrap();
    }
    let frozen = std::fs::read_to_string(&path).expect("the case file is there; UPDATE_EXPECT=1 writes it");
    assert_eq!(page, frozen, "cases/record/identity-v1.txt");
}

#[test]
fn acts_and_submissions_come_back_from_their_bytes() {
    for (name, act) in acts() {
        assert_eq!(Act::decode(&act.encode().unwrap()).as_ref(), Ok(&act), "{name}");
        let mut bare = act.clone();
        bare.consents.clear();
        assert_eq!(bare.encode(), act.says.bytes(), "what is consented to is the act without consents");
        assert_eq!(bare.says.id(), act.says.id());
        let handed_in = submission(Said::Act(Box::new(act.clone())));
        assert_eq!(Submission::decode(&handed_in.encode().unwrap()).as_ref(), Ok(&handed_in), "{name}");
        assert_eq!((handed_in.body(), handed_in.blob()), (Ok(None), Vec::new()));
        assert_eq!(handed_in.act(), Some(OpenAct { salt: SALT, act }));
    }
    let body = report("mission", "two shells", None);
    let handed_in = submission(said(&body));
    assert_eq!(Submission::decode(&handed_in.encode().unwrap()).as_ref(), Ok(&handed_in));
    assert_eq!((handed_in.body(), handed_in.act()), (Ok(Some(body)), None));
    let blob = handed_in.blob();
    let (salt, bytes) = salt_and_body(&blob).unwrap();
    assert!(handed_in.signed.envelope.body.opens(&salt, bytes));
    assert_eq!(salt_and_body(&blob[..31]), None);
}

/// What a flipped bit of `bytes` leads to.
fn flipped(bytes: &[u8]) -> impl Iterator<Item = (usize, Vec<u8>)> {
    (0..bytes.len() * 8).map(move |bit| {
        let mut flipped = bytes.to_vec();
        flipped[bit / 8] ^= 1 << (bit % 8);
        (bit, flipped)
    })
}

#[test]
fn every_flipped_bit_of_an_entry_is_refused_or_leaves_an_entry_that_the_log_refuses() {
    let mut log = Log::founded();
    let act = OpenAct {
        salt: SALT,
        act: change("North", Some("North-1"), Some(1), Some("North-2"), &["North-root-1", "North-root-2", "North-2"]),
    };
    let said = Said::Act(Box::new(act.act.clone()));
    let signed = log.envelope("mission", "mission-1", &said).sign(&signer("mission-1")).unwrap();
    let entry = Entry { signed, accepted_at: log.now(), received: received(), act: Some(act) };
    let bytes = entry.encode().unwrap();
    let mut read = 0;
    for (bit, flipped) in flipped(&bytes) {
        let Ok(other) = Entry::decode(&flipped) else { continue };
        read += 1;
        assert_eq!(other.encode().unwrap(), flipped);
        // Acceptance and receipt are the log's own words; its leaf hash holds them.
        let own = Entry { accepted_at: entry.accepted_at, received: entry.received.clone(), ..other.clone() } == entry;
        assert!(own || log.clone().take(other, None).is_err(), "bit {bit} changed and the log takes it");
    }
    assert!(read > 1_000, "{read}");
    for cut in 0..bytes.len() {
        assert!(Entry::decode(&bytes[..cut]).is_err());
    }
    log.take(entry, None).unwrap();
}

#[test]
fn every_flipped_bit_of_a_submission_is_refused() {
    for said in [said(&report("mission", "two shells", None)), Said::Act(Box::new(chartered(charter(), ALL)))] {
        let handed_in = submission(said);
        let bytes = handed_in.encode().unwrap();
        for (bit, flipped) in flipped(&bytes) {
            let Ok(other) = Submission::decode(&flipped) else { continue };
            assert_eq!(other.encode().unwrap(), flipped);
            let own = Submission { received: handed_in.received.clone(), ..other.clone() } == handed_in;
            let opens = other.body().is_ok() && other.signed.is_by(&public("mission-1"));
            assert!(own || !opens, "bit {bit} changed and all of it still fits");
        }
    }
}

#[test]
fn a_submission_has_a_body_or_an_act_and_not_both() {
    let words = submission(said(&report("mission", "two shells", None))).encode().unwrap();
    let act = submission(Said::Act(Box::new(change("North", Some("North-1"), None, None, NORTH)))).encode().unwrap();
    // From behind the salt on: keys 3 and 5, or 4 and 5.
    let salted = [&[2, 0x58, 32][..], &SALT.0].concat();
    let behind = |bytes: &[u8]| bytes.windows(salted.len()).position(|part| part == salted).unwrap() + salted.len();
    let received = 1 + "duty officer".len() + 1 + 5 + 1 + 1 + 1;
    let (head, body) = (&words[..behind(&words)], &words[behind(&words)..words.len() - received]);
    let (act, rest) = act[behind(&act)..].split_at(act.len() - behind(&act) - received);
    let made = |keys: u8, parts: &[&[u8]]| {
        let mut bytes = [head, &parts.concat()].concat();
        bytes[0] = 0xa0 | keys;
        Submission::decode(&bytes)
    };
    assert!(made(5, &[body, rest]).is_ok());
    assert!(made(5, &[act, rest]).is_ok());
    assert_eq!(made(6, &[body, act, rest]), Err(WireError::UnknownKey { at: 0, key: 4 }));
    assert_eq!(made(4, &[rest]), Err(WireError::MissingKey { at: 0, key: 3 }));
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_written_back_the_same(
        which in 0usize..5,
        changes in prop::collection::vec((any::<u16>(), any::<u8>()), 0..4),
        cut in prop::option::of(any::<u16>()),
    ) {
        let said = Said::Act(Box::new(acts().remove(which).1));
        let handed_in = submission(said.clone());
        let Said::Act(act) = said else { unreachable!() };
        let edit = |mut bytes: Vec<u8>| {
            for (at, byte) in &changes {
                let at = usize::from(*at) % bytes.len();
                bytes[at] = *byte;
            }
            bytes.truncate(cut.map_or(bytes.len(), |cut| usize::from(cut) % (bytes.len() + 1)));
            bytes
        };
        let bytes = edit(act.encode().unwrap());
        if let Ok(act) = Act::decode(&bytes) {
            prop_assert_eq!(act.encode().unwrap(), bytes);
        }
        let bytes = edit(handed_in.encode().unwrap());
        if let Ok(handed_in) = Submission::decode(&bytes) {
            prop_assert_eq!(handed_in.encode().unwrap(), bytes);
        }
    }

    #[test]
    fn any_receipt_comes_back_from_its_text_and_any_text_is_refused_or_written_back(
        origin in "[a-z./-]{1,30}", index in any::<u64>(), leaf in any::<[u8; 32]>(), at in any::<i64>(), within in any::<u64>(),
        junk in "[ -~\n\u{e9}]{0,200}", place in any::<u16>(), byte in 0u8..128,
    ) {
        let receipt = Receipt { origin, index, leaf, accepted_at: Instant(at), include_within_s: within };
        let text = receipt.text();
        prop_assert!(receipt.due() >= receipt.accepted_at);
        prop_assert_eq!(Receipt::parse(&text), Ok(receipt));
        let mut bytes = text.into_bytes();
        let place = usize::from(place) % bytes.len();
        bytes[place] = byte;
        for text in [String::from_utf8(bytes).unwrap(), junk] {
            if let Ok(receipt) = Receipt::parse(&text) {
                prop_assert_eq!(receipt.text(), text);
            }
        }
    }
}

#[test]
fn a_receipt_has_one_spelling() {
    let text = receipt().text();
    assert_eq!(text.lines().count(), 6);
    let spelled = |from: &str, to: &str| Receipt::parse(&text.replacen(from, to, 1));
    assert_eq!(spelled("60\n", "60\n"), Ok(receipt()));
    for (from, to) in [
        ("60\n", "60"),
        ("60\n", "60\n\n"),
        ("60\n", "060\n"),
        ("60\n", "+60\n"),
        ("60\n", "60\r\n"),
        ("60\n", "60 \n"),
        ("\n17\n", "\n-17\n"),
        ("\n17\n", "\n18446744073709551616\n"),
        ("0404", "040"),
        ("0404", "é4"),
        ("0404", "0A04"),
        ("armistice-receipt/v1", "armistice-receipt/v2"),
        ("armistice-receipt/v1\n", ""),
        ("19000001", "١900000"),
    ] {
        assert_eq!(spelled(from, to), Err(NoReceipt), "{from:?} as {to:?}");
    }
    // An origin that would spell two lines makes another receipt, or none.
    let split = Receipt { origin: "valley\n17".into(), ..receipt() };
    assert_ne!(Receipt::parse(&split.text()), Ok(split));
}

// ---- limits ----

#[test]
fn a_charter_reaches_its_limits_and_not_past_them() {
    let with = |edit: &dyn Fn(&mut Charter)| {
        let mut charter = charter();
        edit(&mut charter);
        Says::Charter(Box::new(charter)).bytes().map(drop)
    };
    let keys = |count: usize| (0..count).map(|number| public(&format!("k-{number}"))).collect::<Vec<_>>();
    let named = |number: usize| Author { keys: Vec::new(), ..author(&format!("a-{number}"), "mission", Role::Monitor) };
    let plain = |number: usize| {
        let (name, kind) = (format!("p-{number}"), PrincipalKind::Party);
        Principal { name, kind, roots: keys(1), needed: 1 }
    };
    let mandate = |subjects: usize| Mandate { speaks_for: "North".into(), subjects: vec!["s".into(); subjects] };
    let many = |result: Result<(), WireError>| matches!(result, Err(WireError::TooManyItems { .. }));
    let out = |result: Result<(), WireError>| matches!(result, Err(WireError::OutOfRange { .. }));
    type Edit<'a> = &'a dyn Fn(&mut Charter, usize);
    let lists: [(usize, Edit<'_>); 6] = [
        (limits::CHARTER_PRINCIPALS, &|c, n| c.principals = (0..n).map(plain).collect()),
        (limits::CHARTER_AUTHORS, &|c, n| c.authors = (0..n).map(named).collect()),
        (limits::PRINCIPAL_ROOTS, &|c, n| c.principals[0].roots = keys(n)),
        (limits::AUTHOR_KEYS, &|c, n| c.authors[0].keys = keys(n)),
        (limits::AUTHOR_MANDATES, &|c, n| c.authors[0].mandates = vec![mandate(0); n]),
        (limits::MANDATE_SUBJECTS, &|c, n| c.authors[0].mandates = vec![mandate(n)]),
    ];
    for (most, edit) in lists {
        assert_eq!(with(&|charter| edit(charter, most)), Ok(()), "{most}");
        assert!(many(with(&|charter| edit(charter, most + 1))), "{most}");
    }
    for empty in [
        with(&|charter| charter.principals.clear()),
        with(&|charter| charter.authors.clear()),
        with(&|charter| charter.principals[0].roots.clear()),
    ] {
        assert!(empty.is_err());
    }
    let numbers: [(u64, u64, Edit<'_>); 3] = [
        (1, limits::INCLUDE_WITHIN_S, &|c, n| c.include_within_s = n as u64),
        (1, limits::RETENTION_DAYS, &|c, n| c.retention_days = Some(n as u64)),
        (1, 3, &|c, n| c.principals[1].needed = n as u64),
    ];
    for (least, most, edit) in numbers {
        for within in [least, most] {
            assert_eq!(with(&|charter| edit(charter, within as usize)), Ok(()));
        }
        for beyond in [least - 1, most + 1, u64::MAX] {
            assert!(out(with(&|charter| edit(charter, beyond as usize))), "{beyond}");
        }
    }
    let names: [Edit<'_>; 3] =
        [&|c, n| c.mission = "m".repeat(n), &|c, n| c.principals[0].name = "m".repeat(n), &|c, n| {
            c.authors[0].name = "m".repeat(n)
        }];
    for edit in names {
        assert_eq!(with(&|charter| edit(charter, limits::NAME_BYTES)), Ok(()));
        assert!(out(with(&|charter| edit(charter, limits::NAME_BYTES + 1))) && out(with(&|charter| edit(charter, 0))));
    }
    for origin in ["valley log", "valley\nlog", "valley+log", "valley\u{2003}log", "\u{0}"] {
        assert!(out(with(&|charter| charter.mission = origin.into())), "{origin:?}");
    }
}

#[test]
fn a_change_of_keys_changes_one_and_suspects_only_what_ends() {
    let made = |ends, since, begins| change("North", ends, since, begins, &[]).encode();
    assert!(made(Some("North-1"), None, None).is_ok() && made(None, None, Some("North-2")).is_ok());
    assert!(matches!(
        std::panic::catch_unwind(|| change("North", None, None, None, &[]).encode()),
        Ok(Err(WireError::OutOfRange { .. }))
    ));
    assert!(matches!(made(None, Some(3), Some("North-2")), Err(WireError::OutOfRange { .. })));
}

#[test]
fn an_act_and_a_submission_are_as_long_as_allowed_and_not_longer() {
    // Texts of a charter fill an act to the byte.
    let long = |last: usize| {
        let mut long = charter();
        long.policy = "p".repeat(limits::TEXT_BYTES);
        long.name = "n".repeat(limits::TEXT_BYTES);
        long.log_key = "k".repeat(limits::TEXT_BYTES);
        let mandate = Mandate { speaks_for: "s".repeat(last), subjects: Vec::new() };
        long.authors[0].mandates = vec![mandate];
        Act { says: Says::Charter(Box::new(long)), consents: Vec::new() }.encode()
    };
    let least = long(1_000).unwrap().len() - 1_000;
    let full = long(limits::ACT_BYTES - least).unwrap();
    assert_eq!(full.len(), limits::ACT_BYTES);
    let beyond = long(limits::ACT_BYTES - least + 1);
    assert_eq!(beyond, Err(WireError::ActTooLong { bytes: limits::ACT_BYTES + 1 }));
    assert_eq!(Act::decode(&[full, vec![0]].concat()), Err(WireError::ActTooLong { bytes: limits::ACT_BYTES + 1 }));
    // The longest act fits into an entry.
    let act = Act::decode(&long(limits::ACT_BYTES - least).unwrap()).unwrap();
    let handed_in = submission(Said::Act(Box::new(act)));
    let entry =
        Entry { signed: handed_in.signed.clone(), accepted_at: Instant(START), received: None, act: handed_in.act() };
    assert!(entry.encode().unwrap().len() <= limits::ENTRY_BYTES);
    // Consents.
    let mut act = change("North", Some("North-1"), None, None, &["North-root-1"]);
    act.consents = vec![act.consents[0].clone(); limits::ACT_CONSENTS];
    assert!(act.encode().is_ok());
    act.consents.push(act.consents[0].clone());
    assert!(matches!(act.encode(), Err(WireError::TooManyItems { items: 257, .. })));
    // A submission has room for a body that is too long: it is read, and the body refused.
    let signed = submission(said(&report("mission", "calm", None))).signed;
    let with = |bytes: usize| Submission {
        signed: signed.clone(),
        salt: SALT,
        said: Said::Body(vec![0; bytes]),
        received: None,
    };
    let least = with(100_000).encode().unwrap().len() - 100_000;
    let most = limits::SUBMISSION_BYTES - least;
    assert_eq!(with(most).encode().unwrap().len(), limits::SUBMISSION_BYTES);
    assert!(with(most).body().is_err());
    let beyond = Err(WireError::SubmissionTooLong { bytes: limits::SUBMISSION_BYTES + 1 });
    assert_eq!(with(most + 1).encode(), beyond);
    assert_eq!(Submission::decode(&vec![0; limits::SUBMISSION_BYTES + 1]).map(drop), beyond.map(drop));
}
