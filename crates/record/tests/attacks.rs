//! Each rule of `spec/identity.md` as somebody would try it who gains by breaking it: a thief, a party, whoever keeps the log.
//!
//! Not here: messages (`said`), random histories (`histories`), bytes (`identity`).

mod valley;

use record::codes;
use record::envelope::*;
use record::identity::*;
use record::ledger::{Refusal, Suspect};
use record::submission::{Said, Submission};
use record::vocabulary::time::Instant;
use valley::*;

fn suspects(log: &Log) -> Vec<(KeyId, u64, u64)> {
    log.ledger.suspects().map(|Suspect { key, from, until, .. }| (key, from, until)).collect()
}

/// Code of the refusal.
fn code<T: std::fmt::Debug>(result: Result<T, Refusal>) -> &'static str {
    result.expect_err("it is refused").code()
}

fn rotation(author: &str, ends: &str, begins: &str) -> Act {
    change(author, Some(ends), None, Some(begins), &[begins])
}

fn with<'a>(roots: &[&'a str], key: &'a str) -> Vec<&'a str> {
    [roots, &[key]].concat()
}

/// What is signed and handed in at once, however odd.
fn hand_in(log: &mut Log, envelope: Envelope, by: &str, said: Said) -> Result<u64, Refusal> {
    let (signed, now) = (envelope.sign(&signer(by)).unwrap(), log.now());
    log.hand_in(Submission { signed, salt: SALT, said, received: None }, now)
}

// ---- a thief ----

#[test]
fn a_thief_who_rotates_is_thrown_out_by_one_act_that_needs_nobody_else() {
    let mut log = Log::founded();
    log.says("North", "North-1", "calm").unwrap(); // 1
    log.says("North", "North-1", "said by the thief").unwrap(); // 2
    log.act("North", "North-1", rotation("North", "North-1", "thief-1")).unwrap_err(); // the new key is North's, not `thief`'s
    let stolen = {
        let says = Says::Keys(Box::new(KeyChange {
            mission: LOG.into(),
            author: "North".into(),
            ends: Some(id("North-1")),
            suspect_since: None,
            begins: Some(public("thief-1")),
        }));
        let consents = vec![says.consent("North", &signer("thief-1")).unwrap()];
        Act { says, consents }
    };
    log.act("North", "North-1", stolen).unwrap(); // 3
    log.says("North", "thief-1", "said by the thief again").unwrap(); // 4
    assert_eq!(code(log.says("North", "North-1", "calm")), codes::KEY_ENDED);
    // The thief has the only key of the North that lives. Its root keys end both, and the new key carries that itself.
    let back = change("North", Some("North-1"), Some(2), Some("North-2"), &with(NORTH, "North-2"));
    assert_eq!(log.act("North", "North-2", back), Ok(5));
    let mut expected = vec![(id("North-1"), 2, 3), (id("thief-1"), 4, 5)];
    expected.sort();
    assert_eq!(suspects(&log), expected);
    assert_eq!(code(log.says("North", "thief-1", "mine")), codes::KEY_ENDED);
    assert_eq!(log.says("North", "North-2", "calm"), Ok(6));
}

#[test]
fn a_chain_of_rotations_falls_with_its_first_key_however_late_and_in_whatever_order_that_is_said() {
    let mut log = Log::founded();
    log.act("North", "North-1", rotation("North", "North-1", "North-2")).unwrap(); // 1
    log.act("North", "North-2", rotation("North", "North-2", "North-3")).unwrap(); // 2
    log.says("North", "North-3", "calm").unwrap(); // 3
    log.act("North", "North-3", rotation("North", "North-3", "North-4")).unwrap(); // 4
    log.act("mission", "mission-1", change("North", Some("North-3"), Some(4), None, NORTH)).unwrap(); // 5
    assert_eq!(code(log.says("North", "North-4", "calm")), codes::KEY_ENDED);
    log.act("mission", "mission-1", change("North", None, None, Some("North-5"), &with(NORTH, "North-5"))).unwrap(); // 6
    log.act("mission", "mission-1", change("North", Some("North-1"), Some(1), None, NORTH)).unwrap(); // 7
    let mut expected = vec![(id("North-1"), 1, 1), (id("North-2"), 2, 2), (id("North-3"), 3, 4), (id("North-4"), 5, 5)];
    expected.sort();
    assert_eq!(suspects(&log), expected);
    // What root keys signed in does not fall.
    assert_eq!(log.says("North", "North-5", "calm"), Ok(8));
}

#[test]
fn suspicion_ends_where_the_key_does_and_always_reaches_its_rotation() {
    let mut log = Log::founded();
    log.says("North", "North-1", "said by the thief").unwrap(); // 1
    log.act("North", "North-1", rotation("North", "North-1", "North-2")).unwrap(); // 2
    // Suspicion ends where the key does: the rotation itself is the last that it signed.
    let late = change("North", Some("North-1"), Some(3), None, NORTH);
    assert_eq!(code(log.act("mission", "mission-1", late)), codes::SUSPECT_RANGE);
    log.act("mission", "mission-1", change("North", Some("North-1"), Some(2), None, NORTH)).unwrap();
    assert_eq!(suspects(&log).len(), 2, "it signed its successor in under suspicion");
}

#[test]
fn a_thief_ends_no_other_key_and_brings_none_beside_its_own() {
    let mut log = Log::founded();
    log.act("mission", "mission-1", change("North", None, None, Some("North-2"), &with(NORTH, "North-2"))).unwrap();
    for (act, refused) in [
        (rotation("North", "North-2", "North-3"), codes::NOT_CONSENTED), // another key of the same author
        (change("North", None, None, Some("North-3"), &["North-3"]), codes::NOT_CONSENTED), // one more
        (change("North", Some("North-1"), None, None, &[]), codes::NOT_CONSENTED), // an end without a beginning
        (change("North", Some("North-1"), Some(0), Some("North-3"), &["North-3"]), codes::NOT_CONSENTED), // suspicion
        (change("North", Some("North-1"), None, Some("North-3"), &[]), codes::NOT_CONSENTED), // one that it does not have
        (change("South", Some("South-1"), None, Some("South-2"), &["South-2"]), codes::NOT_CONSENTED), // another's
        (change("North", Some("South-1"), None, Some("North-3"), &["North-3"]), codes::UNKNOWN_AUTHOR_KEY),
        (change("North", Some("North-1"), None, Some("South-1"), &[]), codes::KEY_USED),
    ] {
        assert_eq!(code(log.act("North", "North-1", act)), refused);
    }
    // A newcomer without root keys does not carry itself in.
    assert_eq!(code(log.act("North", "North-3", rotation("North", "North-1", "North-3"))), codes::NOT_CONSENTED);
    assert_eq!(log.size(), 2);
}

#[test]
fn root_keys_that_take_part_make_a_rotation_theirs() {
    let mut log = Log::founded();
    let act = change("North", Some("North-1"), None, Some("North-2"), &with(NORTH, "North-2"));
    log.act("North", "North-1", act).unwrap(); // 1
    log.act("mission", "mission-1", change("North", Some("North-1"), Some(0), None, NORTH)).unwrap();
    assert_eq!(suspects(&log), [(id("North-1"), 0, 1)], "North-2 was signed in by root keys and does not fall");
    // One root key of the two that are needed does not make half a rotation.
    let half = change("North", Some("North-2"), None, Some("North-3"), &["North-root-1", "North-3"]);
    assert_eq!(code(log.act("North", "North-2", half)), codes::NOT_CONSENTED);
}

#[test]
fn root_keys_sign_no_statements_before_or_after() {
    let mut log = Log::founded();
    assert_eq!(code(log.says("North", "North-root-1", "calm")), codes::UNKNOWN_AUTHOR_KEY);
    let mut begins = |key: &'static str| log.act("mission", "mission-1", change("North", None, None, Some(key), NORTH));
    assert_eq!(code(begins("North-root-3")), codes::KEY_USED);
    assert_eq!(code(begins("South-root-1")), codes::KEY_USED);
    // Exchanged for another, it still is a root key.
    let mut next = amended(&charter());
    next.principals[2].roots = vec![public("South-root-2")];
    let all = [ALL, &["South-root-2"]].concat();
    log.act("mission", "mission-1", chartered(next.clone(), &all)).unwrap();
    let again = change("South", None, None, Some("South-root-1"), &["South-root-2"]);
    assert_eq!(code(log.act("mission", "mission-1", again)), codes::KEY_USED);
    // And a key of an author never becomes one.
    for key in ["South-1", "patrol-2-1"] {
        let mut third = amended(&next);
        third.principals[2].roots = vec![public(key)];
        let keys = ["mission-root-1", "North-root-1", "North-root-2", "South-root-2"];
        assert_eq!(code(log.act("mission", "mission-1", chartered(third, &keys))), codes::UNSOUND_CHARTER);
    }
    let mut first = charter();
    first.authors[2].keys = vec![public("South-root-1")];
    assert_eq!(code(Log::empty().act("mission", "mission-1", chartered(first, ALL))), codes::UNSOUND_CHARTER);
}

// ---- consents ----

#[test]
fn no_act_enters_twice_whoever_carries_it() {
    let mut log = Log::founded();
    let acts = [
        change("North", None, None, Some("North-2"), &with(NORTH, "North-2")),
        change("North", Some("North-1"), Some(0), None, NORTH),
        change("North", Some("North-2"), None, Some("North-3"), &with(NORTH, "North-3")),
        chartered(Charter { name: "Hills".into(), ..amended(&charter()) }, ALL),
    ];
    for act in &acts {
        log.act("mission", "mission-1", act.clone()).unwrap();
    }
    let before = format!("{:?}", log.ledger.keys());
    for act in &acts {
        for (carrier, key) in [("mission", "mission-1"), ("South", "South-1"), ("North", "North-3")] {
            let refused = code(log.act(carrier, key, act.clone()));
            assert!([codes::KEY_USED, codes::KEY_ENDED, codes::OTHER_CHARTER].contains(&refused), "{refused}");
        }
    }
    assert_eq!(format!("{:?}", log.ledger.keys()), before);
    // A suspicion reaches further back, and not again.
    let mut second = Log::founded();
    (0..3).for_each(|_| drop(second.says("North", "North-1", "calm")));
    let since = |entry| change("North", Some("North-1"), Some(entry), None, NORTH);
    second.act("mission", "mission-1", since(3)).unwrap();
    assert_eq!(code(second.act("South", "South-1", since(3))), codes::KEY_ENDED);
    second.act("South", "South-1", since(1)).unwrap();
    assert_eq!(code(second.act("South", "South-1", since(3))), codes::KEY_ENDED);
    assert_eq!(suspects(&second), [(id("North-1"), 1, 4)]);
}

#[test]
fn a_consent_fits_no_other_act_log_name_or_key() {
    let mut log = Log::founded();
    let good = change("North", Some("North-1"), None, None, NORTH);
    let moved = |edit: &dyn Fn(&mut Act)| {
        let mut act = good.clone();
        edit(&mut act);
        act
    };
    let of_keys = |edit: &dyn Fn(&mut KeyChange)| {
        moved(&|act| {
            let Says::Keys(change) = &mut act.says else { unreachable!() };
            edit(change);
        })
    };
    for (act, refused) in [
        (of_keys(&|change| change.suspect_since = Some(0)), codes::BAD_SIGNATURE),
        (
            of_keys(&|change| (change.author, change.ends) = ("North-post".into(), Some(id("North-post-1")))),
            codes::BAD_SIGNATURE,
        ),
        (of_keys(&|change| change.mission = "hills.example/log".into()), codes::OTHER_LOG),
        (moved(&|act| act.consents[0].of = "South".into()), codes::NOT_CONSENTED),
        (moved(&|act| act.consents[0].key = act.consents[1].key), codes::NOT_CONSENTED),
        (moved(&|act| act.consents.push(act.consents[0].clone())), codes::CONSENT_OF_NOBODY),
        (
            moved(&|act| act.consents.push(act.says.consent("South", &signer("South-root-1")).unwrap())),
            codes::CONSENT_OF_NOBODY,
        ),
        (moved(&|act| act.consents[1].signature[7] ^= 1), codes::BAD_SIGNATURE),
        (moved(&|act| act.consents.clear()), codes::NOT_CONSENTED),
        // Consents of three where two are needed are all checked.
        (
            moved(&|act| {
                let mut third = act.says.consent("North", &signer("North-root-3")).unwrap();
                third.signature[0] ^= 1;
                act.consents.push(third);
            }),
            codes::BAD_SIGNATURE,
        ),
    ] {
        assert_eq!(code(log.act("mission", "mission-1", act)), refused);
    }
    // A statement's signature is no consent, and a consent no statement's signature.
    let said = Says::Keys(Box::new(KeyChange {
        mission: LOG.into(),
        author: "North".into(),
        ends: Some(id("North-1")),
        suspect_since: None,
        begins: None,
    }));
    let envelope = log.envelope("North", "North-1", &Said::Body(said.bytes().unwrap()));
    let signature = envelope.sign(&signer("North-root-1")).unwrap().signature;
    let forged = Consent { of: "North".into(), key: id("North-root-1"), signature };
    let act = Act { consents: vec![forged, said.consent("North", &signer("North-root-2")).unwrap()], says: said };
    assert_eq!(code(log.act("mission", "mission-1", act)), codes::BAD_SIGNATURE);
    assert_eq!(log.act("mission", "mission-1", good), Ok(1));
}

#[test]
fn an_amendment_drops_a_party_or_its_root_keys_only_with_its_consent() {
    let mut log = Log::founded();
    let mut without = amended(&charter());
    without.principals.retain(|principal| principal.name != "South");
    without.authors.retain(|author| author.of != "South");
    let others = ["mission-root-1", "North-root-1", "North-root-2"];
    assert_eq!(code(log.act("mission", "mission-1", chartered(without.clone(), &others))), codes::NOT_CONSENTED);
    let mut exchanged = amended(&charter());
    exchanged.principals[2].roots = vec![public("South-root-2")];
    let new_only = [&others[..], &["South-root-2"]].concat();
    assert_eq!(code(log.act("mission", "mission-1", chartered(exchanged.clone(), &new_only))), codes::NOT_CONSENTED);
    // The old key alone brings no key that its owner does not have.
    assert_eq!(code(log.act("mission", "mission-1", chartered(exchanged, ALL))), codes::NOT_CONSENTED);
    // Fewer needed is a change as well.
    let mut weaker = amended(&charter());
    weaker.principals[1].needed = 1;
    let one = ["mission-root-1", "North-root-1", "South-root-1"];
    assert_eq!(code(log.act("mission", "mission-1", chartered(weaker, &one))), codes::NOT_CONSENTED);
    // Asked, South leaves; its keys end with the entry, and come back in no other name.
    log.act("South", "South-1", chartered(without.clone(), ALL)).unwrap();
    assert_eq!(code(log.says("South", "South-1", "calm")), codes::UNKNOWN_AUTHOR);
    let mut back = amended(&without);
    back.principals.push(charter().principals[2].clone());
    back.authors.push(author("South", "South", Role::Liaison));
    assert_eq!(code(log.act("mission", "mission-1", chartered(back.clone(), ALL))), codes::UNSOUND_CHARTER);
    back.authors.last_mut().unwrap().keys = vec![public("South-2")];
    log.act("mission", "mission-1", chartered(back, ALL)).unwrap();
    assert_eq!(code(log.says("South", "South-1", "calm")), codes::KEY_ENDED);
    assert_eq!(log.ledger.next("South").0, 1, "its numbers go on");
    assert_eq!(log.says("South", "South-2", "calm"), Ok(3));
}

#[test]
fn an_amendment_changes_the_logs_key_with_everybodys_consent_and_a_live_beginning_never() {
    let mut founding = charter();
    founding.live_from = Some(Instant(START + 90));
    let mut log = Log::empty();
    log.act("mission", "mission-1", chartered(founding.clone(), ALL)).unwrap(); // at START
    let mut keyed = amended(&founding);
    keyed.log_key = "valley.example/log+89abcdef+AQUFBQU=".into();
    assert_eq!(code(log.act("mission", "mission-1", chartered(keyed.clone(), &ALL[..3]))), codes::NOT_CONSENTED);
    // Not live yet, at START + 60: it may be moved.
    let mut moved = keyed.clone();
    moved.live_from = Some(Instant(START + 121));
    log.act("mission", "mission-1", chartered(moved.clone(), ALL)).unwrap();
    assert_eq!(log.ledger.charter().unwrap().log_key, keyed.log_key);
    log.says("North", "North-1", "calm").unwrap(); // at START + 120
    // Live at START + 180, whatever comes.
    for other in [None, Some(Instant(START)), Some(Instant(START + 1_000_000))] {
        let mut again = amended(&moved);
        again.live_from = other;
        assert_eq!(code(log.act("mission", "mission-1", chartered(again, ALL))), codes::UNSOUND_CHARTER);
    }
    log.act("mission", "mission-1", chartered(amended(&moved), ALL)).unwrap();
}

// ---- whoever keeps the log ----

#[test]
fn nobody_leaves_an_act_out_of_its_entry_or_puts_one_in() {
    let mut log = Log::founded();
    let act = Said::Act(Box::new(change("North", Some("North-1"), Some(0), None, NORTH)));
    let signed = log.envelope("South", "South-1", &act).sign(&signer("South-1")).unwrap();
    let accepted_at = log.now();
    let entry = |act| Entry { signed: signed.clone(), accepted_at, received: None, act };
    assert_eq!(code(log.take(entry(None), None)), codes::ACT_OUT_OF_PLACE);
    let other = OpenAct { salt: SALT, act: change("South", Some("South-1"), None, None, &["South-root-1"]) };
    assert_eq!(code(log.take(entry(Some(other)), None)), codes::OTHER_BODY);
    let salted = OpenAct { salt: Salt([4; 32]), act: change("North", Some("North-1"), Some(0), None, NORTH) };
    assert_eq!(code(log.take(entry(Some(salted)), None)), codes::OTHER_BODY);
    // A statement gets none.
    let words = said(&report("South", "calm", None));
    let plain = log.envelope("South", "South-1", &words).sign(&signer("South-1")).unwrap();
    let act = Some(OpenAct { salt: SALT, act: change("North", Some("North-1"), None, None, NORTH) });
    assert_eq!(
        code(log.take(Entry { signed: plain, accepted_at, received: None, act }, None)),
        codes::ACT_OUT_OF_PLACE
    );
    // And the bytes of an act are no body.
    let bytes = change("North", Some("North-1"), None, None, NORTH).encode().unwrap();
    assert!(record::wire::decode(&bytes).is_err());
}

#[test]
fn acts_that_are_dropped_or_moved_break_what_their_authors_signed() {
    let mut log = Log::founded();
    log.says("South", "South-1", "one").unwrap();
    log.act("South", "South-1", change("North", Some("North-1"), Some(0), None, NORTH)).unwrap();
    log.says("South", "South-1", "two").unwrap();
    let entries = log.entries.clone();
    let replay = |order: &[usize]| {
        let mut copy = Log::empty();
        order.iter().map(|index| copy.take(entries[*index].clone(), None)).find_map(Result::err)
    };
    assert_eq!(replay(&[0, 1, 2, 3]), None);
    assert_eq!(replay(&[0, 1, 3]).unwrap().code(), codes::NUMBER_MISSING);
    assert_eq!(replay(&[0, 2]).unwrap().code(), codes::NUMBER_MISSING);
    assert_eq!(replay(&[1]).unwrap().code(), codes::NO_CHARTER);
    assert_eq!(replay(&[0, 0, 0]), None, "an entry twice is an entry");
    // A revocation that is held back can be carried by somebody else, and reaches back.
    let mut held = Log::founded();
    held.says("North", "North-1", "said by the thief").unwrap();
    held.act("patrol-2", "patrol-2-1", change("North", Some("North-1"), Some(1), None, NORTH)).unwrap();
    assert_eq!(suspects(&held), [(id("North-1"), 1, 2)]);
}

#[test]
fn an_empty_log_takes_a_charter_by_its_own_keeper_and_nothing_else() {
    let entered = |author: &str, key: &str, act| Log::empty().act(author, key, act);
    assert_eq!(code(entered("North", "North-1", chartered(charter(), ALL))), codes::UNKNOWN_AUTHOR);
    assert_eq!(code(entered("mission", "North-1", chartered(charter(), ALL))), codes::UNKNOWN_AUTHOR_KEY);
    assert_eq!(code(entered("mission", "mission-root-1", chartered(charter(), ALL))), codes::UNKNOWN_AUTHOR_KEY);
    assert_eq!(code(entered("mission", "mission-1", chartered(charter(), &ALL[..3]))), codes::NOT_CONSENTED);
    let later = Charter { amends: amended(&charter()).amends, ..charter() };
    assert_eq!(code(entered("mission", "mission-1", chartered(later, ALL))), codes::OTHER_CHARTER);
    let newcomer = change("mission", None, None, Some("mission-2"), &["mission-root-1", "mission-2"]);
    assert_eq!(code(entered("mission", "mission-2", newcomer)), codes::NO_CHARTER);
    let mut log = Log::empty();
    let said = Said::Act(Box::new(chartered(Charter { live_from: Some(Instant(0)), ..charter() }, ALL)));
    let mut envelope = log.envelope("mission", "mission-1", &said);
    envelope.known = Some(Instant(5));
    assert_eq!(code(hand_in(&mut log, envelope, "mission-1", said)), codes::LIVE);
    // Keys of the first charter sign nothing before it, and everything after.
    assert!(log.ledger.keys().is_empty() && log.ledger.charter().is_none() && log.ledger.suspects().next().is_none());
}

#[test]
fn names_of_authors_can_be_told_apart() {
    let named = |name: &str, of: &str| {
        let mut next = amended(&charter());
        next.authors.push(Author { keys: vec![public("new-1")], ..author(name, of, Role::Liaison) });
        Log::founded().act("mission", "mission-1", chartered(next, ALL))
    };
    for name in [
        "south",
        "SOUTH",
        "So\u{200c}uth",
        "South ",
        " South",
        "South\u{a0}",
        "So\u{200b}uth",
        "\u{202e}htuoS",
        "a  b",
        "a\nb",
        "Mission",
    ] {
        assert_eq!(code(named(name, "North")), codes::UNSOUND_CHARTER, "{name:?}");
    }
    assert_eq!(named("North-post-2", "North"), Ok(1));
    assert_eq!(named("می\u{200c}بینم", "North"), Ok(1), "a joiner that its language needs");
    // North's author cannot have South's name; there, South's own author of that name is out of the way.
    let mut next = amended(&charter());
    next.authors.retain(|author| author.name != "South");
    next.authors.push(Author { keys: vec![public("new-1")], ..author("South", "North", Role::Liaison) });
    assert_eq!(code(Log::founded().act("mission", "mission-1", chartered(next, ALL))), codes::UNSOUND_CHARTER);
}

#[test]
fn the_greatest_numbers_overflow_nothing() {
    let mut log = Log::founded();
    let words = || said(&report("North", "calm", None));
    for number in [1, u64::MAX - 1, u64::MAX] {
        let envelope =
            Envelope { number, previous: Some(EnvelopeId([1; 32])), ..log.envelope("North", "North-1", &words()) };
        assert_eq!(code(hand_in(&mut log, envelope, "North-1", words())), codes::NUMBER_MISSING);
    }
    for since in [2, u64::MAX] {
        let act = change("North", Some("North-1"), Some(since), None, NORTH);
        assert_eq!(code(log.act("mission", "mission-1", act)), codes::SUSPECT_RANGE);
    }
    log.act("mission", "mission-1", change("North", Some("North-1"), Some(1), None, NORTH)).unwrap();
    assert_eq!(suspects(&log), [(id("North-1"), 1, 1)]);
    let signed = log.envelope("South", "South-1", &words()).sign(&signer("South-1")).unwrap();
    let entry = |accepted_at| Entry { signed: signed.clone(), accepted_at, received: None, act: None };
    assert_eq!(log.take(entry(Instant(i64::MAX)), None), Ok(2));
    assert_eq!(code(log.says("mission", "mission-1", "late")), codes::ACCEPTED_EARLIER);
}

// ---- who may say what ----

#[test]
fn words_are_ones_own_or_of_somebody_one_may_speak_for() {
    let mut next = amended(&charter());
    next.authors[2].mandates = vec![Mandate { speaks_for: "Ferrymen".into(), subjects: Vec::new() }];
    let mut log = Log::founded();
    log.act("mission", "mission-1", chartered(next, ALL)).unwrap();
    let mut says = |author: &str, speaker: Option<&str>, voice| {
        let words = said(&report(author, "calm", speaker));
        let envelope = Envelope { voice, ..log.envelope(author, &format!("{author}-1"), &words) };
        hand_in(&mut log, envelope, &format!("{author}-1"), words).map_err(|refused| refused.code())
    };
    assert!(says("North", None, Voice::Own).is_ok());
    assert!(says("North-post", Some("North"), Voice::Own).is_ok(), "its principal");
    assert!(says("North", Some("Ferrymen"), Voice::Own).is_ok(), "by mandate");
    assert!(says("patrol-2", Some("South"), Voice::Own).is_ok(), "a monitor tells what it was told");
    assert_eq!(says("North-post", Some("Ferrymen"), Voice::Own), Err(codes::NO_MANDATE));
    assert_eq!(says("North-post", Some("North-desk"), Voice::Own), Err(codes::NO_MANDATE));
    assert_eq!(says("North", Some("South"), Voice::Own), Err(codes::NO_MANDATE));
    assert_eq!(says("patrol-2", None, Voice::Imported), Err(codes::IMPORTS_NOT));
    assert_eq!(says("mission", None, Voice::Act), Err(codes::ACT_OUT_OF_PLACE));
}
