//! Policies: the example of the specification, every refusal, quorums against a second evaluation, the limits.

use std::collections::BTreeSet;

use proptest::prelude::*;
use tlog::checkpoint::Checkpoint;
use tlog::cosignature::Cosigner;
use tlog::hash::Hash;
use tlog::key::KeyError;
use tlog::limits::{POLICY_BYTES, POLICY_GROUPS, POLICY_LOGS, POLICY_WITNESSES};
use tlog::note::{NoteError, NoteSigner, SignedNote};
use tlog::policy::{GroupMember, LogPolicy, PolicyError, PolicyFault, PolicyRefusal, Quorum};

fn log(number: u8) -> NoteSigner {
    NoteSigner::new(&format!("log-{number}.example"), &[number; 32]).unwrap()
}

fn witness(number: u8) -> Cosigner {
    Cosigner::new(&format!("witness-{number}.example"), &[100 + number; 32]).unwrap()
}

fn parse(text: &str) -> LogPolicy {
    LogPolicy::parse(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn refused(text: &str) -> (usize, PolicyFault) {
    let PolicyError { line, fault } = LogPolicy::parse(text.as_bytes()).expect_err(text);
    (line, fault)
}

/// Lines that define witnesses `w1` and on.
fn witnesses(numbers: std::ops::RangeInclusive<u8>) -> String {
    numbers.map(|number| format!("witness w{number} {}\n", witness(number).verifier())).collect()
}

/// Both sides with two of three and one of two, and a neutral: what a mission begins with.
fn sides() -> LogPolicy {
    let groups = "group north 2 w1 w2 w3\ngroup south any w4 w5\ngroup sides all north south w6\nquorum sides\n";
    parse(&format!("log {}\n{}{groups}", log(1).verifier(), witnesses(1..=6)))
}

fn note(by: &[&NoteSigner], origin: &str, cosigners: &[u8]) -> SignedNote {
    let checkpoint = Checkpoint::new(origin, 7, Hash([9; 32])).unwrap().to_string();
    let mut note = SignedNote::sign(&checkpoint, by[0]).unwrap();
    for signer in &by[1..] {
        note = note.with(signer.sign(&checkpoint)).unwrap();
    }
    cosigners.iter().fold(note, |note, number| {
        let cosignature = witness(*number).cosign(&note, 1_900_000_000 + u64::from(*number)).unwrap();
        note.with(cosignature).unwrap()
    })
}

#[test]
fn the_example_of_the_specification_asks_for_two_of_one_and_one_of_the_other() {
    let keys: Vec<String> = (1..=6).map(|number| witness(number).verifier().to_string()).collect();
    let text = format!(
        "log {}\n\nwitness X1 {}\nwitness X2 {}\nwitness X3 {}\ngroup X-witnesses 2 X1 X2 X3\n\n\
         witness Y1 {}\nwitness Y2 {}\nwitness Y3 {}\ngroup Y-witnesses any Y1 Y2 Y3\n\n\
         group X-and-Y all X-witnesses Y-witnesses\nquorum X-and-Y\n",
        log(1).verifier(),
        keys[0],
        keys[1],
        keys[2],
        keys[3],
        keys[4],
        keys[5],
    );
    let policy = parse(&text);
    for numbers in 0u32..64 {
        let cosigned: BTreeSet<usize> = (0..6).filter(|number| numbers >> number & 1 == 1).collect();
        let enough = (numbers & 7).count_ones() >= 2 && numbers >> 3 != 0;
        assert_eq!(policy.is_quorum(&cosigned), enough, "{cosigned:?}");
    }
    let [x, y, both] = policy.groups() else { panic!("three groups") };
    assert_eq!((x.needed, y.needed, both.needed), (2, 1, 2));
    assert_eq!(both.members, [GroupMember::Group(0), GroupMember::Group(1)]);
    assert_eq!(policy.quorum(), Quorum::Of(GroupMember::Group(2)));
}

#[test]
fn a_checkpoint_counts_where_its_log_signed_and_every_side_cosigned() {
    let policy = sides();
    let (north, south, neutral) = ([1, 2, 3], [4, 5], 6);
    let check = |cosigners: &[u8]| policy.check(&note(&[&log(1)], "log-1.example", cosigners)).map(|_| ());
    assert_eq!(check(&[1, 2, 4, 6]), Ok(()));
    assert_eq!(check(&[6, 5, 3, 1]), Ok(()));
    // All but one side; all of two and the wrong number of the third; the same witness twice is once.
    for lacking in [vec![4, 5, 6], vec![1, 2, 3, 6], vec![1, 4, 5, 6], vec![1, 2, 3, 4, 5], vec![], vec![1, 1, 4, 6]] {
        let missing = north.iter().chain(&south).chain([&neutral]).filter(|number| !lacking.contains(number));
        let missing = missing.map(|number| format!("w{number}")).collect();
        assert_eq!(check(&lacking), Err(PolicyRefusal::NoQuorum { missing }), "{lacking:?}");
    }
    let note = note(&[&log(1)], "log-1.example", &[2, 4]);
    let examined = policy.examine(&note).unwrap();
    let cosigned: Vec<_> = examined.cosigned.iter().map(|one| (&one.witness.name[..], one.cosigned_at)).collect();
    assert_eq!(cosigned, [(&b"w2"[..], 1_900_000_002), (b"w4", 1_900_000_004)]);
    assert_eq!(examined.missing.len(), 4);
    assert!(!examined.has_quorum);
    assert_eq!((examined.logs.len(), examined.checkpoint.size()), (1, 7));
}

#[test]
fn a_log_signs_for_its_own_name_alone() {
    let text = format!("log {} https://one.example/\nlog {}\nquorum none\n", log(1).verifier(), log(2).verifier());
    let policy = parse(&text);
    assert!(policy.check(&note(&[&log(1)], "log-1.example", &[])).is_ok());
    // A known log that signs in the name of another one, or of nobody known.
    for origin in ["log-2.example", "log-3.example"] {
        let refusal = PolicyRefusal::NotByItsLog { origin: origin.into() };
        assert_eq!(policy.check(&note(&[&log(1)], origin, &[])), Err(refusal));
    }
    let both = note(&[&log(1), &log(2)], "log-2.example", &[]);
    assert_eq!(policy.check(&both).unwrap().logs[0].key, *log(2).verifier());
    let stranger = note(&[&log(3)], "log-1.example", &[]);
    assert_eq!(policy.check(&stranger), Err(PolicyRefusal::Note(NoteError::NoKnownKey)));
    // A key of two names: the rotated key of a log counts beside the old one.
    let rotated = NoteSigner::new("log-1.example", &[77; 32]).unwrap();
    let policy = parse(&format!("log {}\nlog {}\nquorum none\n", log(1).verifier(), rotated.verifier()));
    let examined = policy.check(&note(&[&log(1), &rotated], "log-1.example", &[])).map(|examined| examined.logs.len());
    assert_eq!(examined, Ok(2));
}

#[test]
fn cosignatures_alone_and_bad_ones_are_not_enough() {
    let policy = sides();
    let stranger = note(&[&log(9)], "log-1.example", &[1, 2, 4, 6]);
    assert_eq!(policy.check(&stranger), Err(PolicyRefusal::NotByItsLog { origin: "log-1.example".into() }));
    let good = note(&[&log(1)], "log-1.example", &[1, 2, 4, 6]);
    let other = SignedNote::sign("log-1.example\n8\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", &log(1)).unwrap();
    let spoiled = good.with(witness(3).cosign(&other, 5).unwrap()).unwrap();
    let id = witness(3).verifier().id();
    let bad = NoteError::BadSignature { name: "witness-3.example".into(), id };
    assert_eq!(policy.check(&spoiled), Err(PolicyRefusal::Note(bad)));
    let plain = SignedNote::sign("no checkpoint\n", &log(1)).unwrap();
    assert!(matches!(policy.check(&plain), Err(PolicyRefusal::NoCheckpoint(_))));
}

#[test]
fn what_is_no_policy_is_refused_with_its_line_and_reason() {
    use PolicyFault::*;
    let (l, w) = (log(1).verifier().to_string(), witnesses(1..=3));
    let name = |name: &str| name.to_owned();
    let form = |keyword: &str| Form { keyword: keyword.into() };
    let cases: &[(String, usize, PolicyFault)] = &[
        (name(""), 0, NoQuorum),
        (format!("log {l}\n"), 0, NoQuorum),
        (name("quorum none"), 1, CutOff),
        (format!("{w}quorum w1\nquorum w2"), 5, CutOff),
        (name("quorum none\nquorum none\n"), 2, QuorumTwice),
        (name("quorum w1\n"), 1, Undefined { name: "w1".into() }),
        (format!("quorum w1\n{w}"), 1, Undefined { name: "w1".into() }),
        (name("quorum\n"), 1, form("quorum")),
        (name("quorum none none\n"), 1, form("quorum")),
        (name("quorum none # nobody\n"), 1, form("quorum")),
        (name("Quorum none\n"), 1, UnknownKeyword { word: "Quorum".into() }),
        (name("timeout 5\n"), 1, UnknownKeyword { word: "timeout".into() }),
        (name("log\n"), 1, form("log")),
        (format!("log {l} url another\n"), 1, form("log")),
        (format!("witness {l}\n"), 1, form("witness")),
        (name("log key\n"), 1, Key(KeyError::NotThreeParts)),
        (format!("log {}\n", witness(1).verifier()), 1, WitnessKeyForLog),
        (format!("witness w1 {l}\n"), 1, LogKeyForWitness),
        (format!("log {l}\nlog {l}\n"), 2, KeyTwice),
        (format!("{w}witness w4 {}\n", witness(2).verifier()), 4, KeyTwice),
        (format!("{w}witness w2 {}\n", witness(4).verifier()), 4, NameTwice { name: "w2".into() }),
        (format!("{w}group w2 all w1\n"), 4, NameTwice { name: "w2".into() }),
        (format!("{w}group g all w1\ngroup g all w2\n"), 5, NameTwice { name: "g".into() }),
        (format!("witness none {}\n", witness(2).verifier()), 1, NobodyDefined),
        (format!("{w}group none all w1\n"), 4, NobodyDefined),
        (format!("{w}group g any none\n"), 4, Undefined { name: "none".into() }),
        (format!("{w}group g any g\n"), 4, Undefined { name: "g".into() }),
        (format!("{w}group g any h\ngroup h any w1\n"), 4, Undefined { name: "h".into() }),
        (format!("{w}group g any\n"), 4, form("group")),
        (format!("{w}group g all w1 w1\n"), 4, MemberTwice { name: "w1".into() }),
        (format!("{w}group g all w1 w2\ngroup h any w3 w1\n"), 5, MemberTwice { name: "w1".into() }),
        (format!("{w}group g 0 w1\n"), 4, Threshold { threshold: "0".into(), members: 1 }),
        (format!("{w}group g 3 w1 w2\n"), 4, Threshold { threshold: "3".into(), members: 2 }),
        (format!("{w}group g 02 w1 w2\n"), 4, Threshold { threshold: "02".into(), members: 2 }),
        (format!("{w}group g most w1 w2\n"), 4, Threshold { threshold: "most".into(), members: 2 }),
        (name("quorum none\r\n"), 1, Control { byte: b'\r' }),
        (name("# \u{7f}\nquorum none\n"), 1, Control { byte: 0x7f }),
        (name("\u{0}\n"), 1, Control { byte: 0 }),
    ];
    for (text, line, fault) in cases {
        assert_eq!(refused(text), (*line, fault.clone()), "{text:?}");
        let message = LogPolicy::parse(text.as_bytes()).unwrap_err().to_string();
        assert!(!message.ends_with('.') && !message.starts_with(|c: char| c.is_uppercase()), "{message}");
    }
    assert_eq!(LogPolicy::parse(b"log \xff\nquorum none\n").unwrap_err().fault, KeyNotUtf8);
    let twins = [57_976u64, 171_450].map(|number| {
        let mut secret = [3; 32];
        secret[..8].copy_from_slice(&number.to_be_bytes());
        format!("log {}\n", NoteSigner::new("twin.example", &secret).unwrap().verifier())
    });
    assert_eq!(refused(&twins.concat()), (2, KeysAlike));
}

#[test]
fn layout_and_comments_mean_nothing_and_names_are_bytes() {
    let policy = sides();
    let plain = String::from_utf8(policy.bytes()).unwrap();
    assert_eq!(LogPolicy::parse(plain.as_bytes()), Ok(policy.clone()));
    let loose: String =
        plain.lines().map(|line| format!("\t # {line}\n\n  {} \t\n", line.replace(' ', " \t "))).collect();
    assert_eq!(LogPolicy::parse(loose.as_bytes()), Ok(policy));

    // An ASCII K and a Kelvin sign are two names; so are bytes that are no UTF-8.
    let (one, two, three) = (witness(1), witness(2), witness(3));
    let keys = [one.verifier(), two.verifier(), three.verifier()].map(|key| key.to_string());
    let text = format!("witness K {}\nwitness \u{212a} {}\nwitness ", keys[0], keys[1]);
    let text =
        [text.as_bytes(), b"\xff\xfe ", keys[2].as_bytes(), b" \xffurl\ngroup g 2 K \xe2\x84\xaa \xff\xfe\nquorum g\n"];
    let policy = LogPolicy::parse(&text.concat()).unwrap();
    assert_eq!(policy.bytes(), text.concat());
    assert_eq!(policy.witnesses()[2].url.as_deref(), Some(&b"\xffurl"[..]));
    // `all` and `any` are names too, where a name stands.
    parse(&format!("witness all {}\nwitness any {}\ngroup 2 all all any\nquorum 2\n", keys[0], keys[1]));
}

#[test]
fn a_policy_is_as_large_as_allowed_and_not_larger() {
    let logs = |count: usize| -> String {
        (0..count).map(|number| format!("log {}\n", log(number as u8).verifier())).collect::<String>()
    };
    assert_eq!(parse(&(logs(POLICY_LOGS) + "quorum none\n")).logs().len(), POLICY_LOGS);
    assert_eq!(refused(&logs(POLICY_LOGS + 1)), (POLICY_LOGS + 1, PolicyFault::TooManyLogs));
    let most = POLICY_WITNESSES as u8;
    assert_eq!(parse(&(witnesses(1..=most) + "quorum none\n")).witnesses().len(), POLICY_WITNESSES);
    assert_eq!(refused(&witnesses(1..=most + 1)), (POLICY_WITNESSES + 1, PolicyFault::TooManyWitnesses));
    // Each group holds the one before: the deepest policy there is.
    let groups = |count: usize| -> String {
        let nested = (1..count).map(|number| format!("group g{number} any g{}\n", number - 1));
        witnesses(1..=1) + "group g0 all w1\n" + &nested.collect::<String>()
    };
    let deepest = parse(&(groups(POLICY_GROUPS) + &format!("quorum g{}\n", POLICY_GROUPS - 1)));
    assert!(deepest.is_quorum(&BTreeSet::from([0])) && !deepest.is_quorum(&BTreeSet::new()));
    assert_eq!(refused(&groups(POLICY_GROUPS + 1)), (POLICY_GROUPS + 2, PolicyFault::TooManyGroups));

    let padded = |bytes: usize| format!("#{}\nquorum none\n", "x".repeat(bytes - "#\nquorum none\n".len()));
    assert!(LogPolicy::parse(padded(POLICY_BYTES).as_bytes()).is_ok());
    let bytes = POLICY_BYTES + 1;
    assert_eq!(refused(&padded(bytes)), (0, PolicyFault::TooLong { bytes }));
}

/// A group as a tree: what the text of a random policy is made from, and a second evaluation of it.
#[derive(Clone, Debug)]
enum Tree {
    Witness,
    Group(usize, Vec<Tree>),
}

fn trees() -> impl Strategy<Value = Tree> {
    Just(Tree::Witness).prop_recursive(4, 20, 4, |inner| {
        (any::<usize>(), proptest::collection::vec(inner, 1..4))
            .prop_map(|(needed, members)| Tree::Group(needed % members.len() + 1, members))
    })
}

impl Tree {
    /// Writes the lines of its groups and gives its name; witnesses are numbered as they come.
    fn write(&self, lines: &mut String, witnesses: &mut u8, groups: &mut usize) -> String {
        match self {
            Tree::Witness => {
                *witnesses += 1;
                format!("w{witnesses}")
            }
            Tree::Group(needed, members) => {
                let names: Vec<String> = members.iter().map(|member| member.write(lines, witnesses, groups)).collect();
                *groups += 1;
                *lines += &format!("group g{groups} {needed} {}\n", names.join(" "));
                format!("g{groups}")
            }
        }
    }

    fn holds(&self, cosigned: &mut impl Iterator<Item = bool>) -> bool {
        match self {
            Tree::Witness => cosigned.next().expect("one for each witness"),
            Tree::Group(needed, members) => {
                let held: Vec<bool> = members.iter().map(|member| member.holds(cosigned)).collect();
                held.iter().filter(|held| **held).count() >= *needed
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn quorums_are_what_a_second_evaluation_says(tree in trees(), cosigned in any::<u64>()) {
        let (mut lines, mut count, mut groups) = (String::new(), 0, 0);
        let name = tree.write(&mut lines, &mut count, &mut groups);
        let policy = parse(&format!("{}{lines}quorum {name}\n", witnesses(1..=count)));
        prop_assert_eq!(LogPolicy::parse(&policy.bytes()), Ok(policy.clone()));
        let set: BTreeSet<usize> = (0..usize::from(count)).filter(|number| cosigned >> number & 1 == 1).collect();
        let mut bits = (0..64).map(|number| cosigned >> number & 1 == 1);
        prop_assert_eq!(policy.is_quorum(&set), tree.holds(&mut bits));
        // More cosignatures never take a quorum away.
        let all: BTreeSet<usize> = (0..usize::from(count)).collect();
        prop_assert!(policy.is_quorum(&all));
    }

    #[test]
    fn what_is_a_policy_is_written_and_read_back(lines in proptest::collection::vec(0..14usize, 0..9)) {
        let (l1, l2) = (log(1).verifier().to_string(), log(2).verifier().to_string());
        let (w1, w2) = (witness(1).verifier().to_string(), witness(2).verifier().to_string());
        let pieces = [
            format!("log {l1}\n"), format!("log {l2} url\n"), format!("witness a {w1}\n"), format!("witness b {w2} url\n"),
            format!("witness b {w1}\n"), "group g all a b\n".into(), "group g any a\n".into(), "group h 1 g b\n".into(),
            "group h 2 a b\n".into(), "quorum none\n".into(), "quorum a\n".into(), "quorum h\n".into(), "# \n".into(),
            "quorum".into(),
        ];
        let text: String = lines.iter().map(|line| pieces[*line].as_str()).collect();
        if let Ok(policy) = LogPolicy::parse(text.as_bytes()) {
            prop_assert_eq!(LogPolicy::parse(&policy.bytes()), Ok(policy));
        }
    }
}
