//! What is refused, in cases that a diplomat could read (`spec/identity.md`, "How cases are written").
//!
//! Holds
//! - The messages are in `cases/record/bad`: `UPDATE_EXPECT=1` rewrites them.
//! - Every code of envelopes, order, ledger and receipts has a case.
//!
//! Not here: bodies (`wire`).

mod valley;

use std::collections::BTreeSet;
use std::path::Path;

use record::codes;
use record::envelope::*;
use record::identity::*;
use record::ledger::Refusal;
use record::limits;
use record::receipt::Receipt;
use record::submission::{Said, Submission};
use record::vocabulary::time::Instant;
use record::wire::WireError;
use valley::*;

#[test]
fn every_refused_envelope_act_and_receipt_gets_its_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/record/bad");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    #[allow(clippy::disallowed_methods, reason = "a test runner asks its caller whether to rewrite")]
    let updating = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut shown, mut wrong) = (BTreeSet::new(), Vec::new());
    for path in &paths {
        let case = std::fs::read_to_string(path).expect("a case is text");
        let block = |fence: &str| {
            let from = case.find(fence)? + fence.len();
            Some(from..from + case[from..].find("```")?)
        };
        let refused = if let Some(lines) = block("\n```said\n") {
            refused_in_turn(&case[lines]).map(|error| (error.code(), error.to_string()))
        } else if let Some(made) = block("\n```made\n") {
            made_badly(case[made].trim()).map(|error| (error.code(), error.to_string()))
        } else if let Some(key) = block("\n```hex key\n") {
            let bytes = hex(&case[key]).try_into().expect("a key has 32 bytes");
            PublicKey::new(&bytes).err().map(|error| (error.code(), error.to_string()))
        } else if let Some(text) = block("\n```receipt\n") {
            Receipt::parse(&case[text]).err().map(|error| (error.code(), error.to_string()))
        } else {
            continue;
        };
        let (code, says) = refused.unwrap_or_else(|| panic!("{}: nothing is refused", path.display()));
        shown.insert(code);
        let says = format!("error[{code}]: {says}\n");
        let expected = block("\n```expect\n").unwrap_or_else(|| panic!("{} expects nothing", path.display()));
        if case[expected.clone()] != says {
            match updating {
                true => std::fs::write(path, [&case[..expected.start], &says, &case[expected.end..]].concat()).unwrap(),
                false => wrong.push(format!("{}\n--- expected\n{}--- said\n{says}", path.display(), &case[expected])),
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 rewrites these:\n{}", wrong.join("\n"));
    let all = codes::CODES.iter().map(|entry| entry.code).filter(|code| !code.starts_with("R01"));
    assert_eq!(shown, all.collect(), "every code has a case");
}

/// Entries handed in to the valley's log one after another, a line each; the first refusal, which has to be the last line's.
fn refused_in_turn(lines: &str) -> Option<Refusal> {
    let lines: Vec<&str> = lines.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let founds =
        lines.first().is_some_and(|line| line.contains("founds the log") || line.contains("before any charter"));
    let mut log = if founds { Log::empty() } else { Log::founded() };
    for (number, line) in lines.iter().enumerate() {
        if let Err(refused) = hand_in(&mut log, line) {
            assert_eq!(number + 1, lines.len(), "`{line}` is refused before the last one: {refused}");
            return Some(refused);
        }
    }
    None
}

/// What a line states besides who does what.
struct Phrases<'l>(Vec<&'l str>);

impl<'l> Phrases<'l> {
    /// What follows `key`; each phrase is used once.
    fn after(&mut self, key: &str) -> Option<&'l str> {
        let at = self
            .0
            .iter()
            .position(|phrase| phrase.strip_prefix(key).is_some_and(|r| r.is_empty() || r.starts_with(' ')))?;
        Some(self.0.remove(at)[key.len()..].trim())
    }
    fn number<T: std::str::FromStr>(&mut self, key: &str) -> Option<T> {
        self.after(key).map(|text| text.split(' ').next().and_then(|text| text.parse().ok()).expect("a number"))
    }
    fn has(&mut self, key: &str) -> bool {
        self.after(key).is_some()
    }
}

fn hand_in(log: &mut Log, line: &str) -> Result<u64, Refusal> {
    let mut phrases = Phrases(line.split(", ").collect());
    let (author, does) = phrases.0.remove(0).split_once(' ').expect("somebody does something");
    phrases.has("before any charter");
    let voiced = phrases.after("as the words of").unwrap_or(author).to_owned();
    let speaker = phrases.after("on behalf of");
    let said = match does.split_once(' ').expect("a verb and its object") {
        ("says", words) => said(&report(&voiced, words, speaker)),
        (verb @ ("founds" | "amends"), _) => {
            let charter = charter_of(log, verb == "founds", &mut phrases);
            let consents = phrases.after("with the consents of").map(keys);
            let consents = consents.unwrap_or_else(|| ALL.to_vec());
            Said::Act(Box::new(chartered(charter, &consents)))
        }
        ("changes", whose) => {
            let whose = whose.strip_prefix("the keys of ").expect("the keys of somebody");
            let (ends, begins) = (phrases.after("ending"), phrases.after("beginning"));
            let since = phrases.number("in suspicion since entry");
            let consents = phrases.after("with the consents of").map(keys).unwrap_or_default();
            let mut act = change(whose, ends, since, begins, &consents);
            if let Some(other) = phrases.after("made for the log") {
                let Says::Keys(change) = &mut act.says else { unreachable!("a change of keys") };
                change.mission = other.into();
            }
            Said::Act(Box::new(act))
        }
        _ => panic!("nobody knows how to do `{does}`"),
    };
    let key = phrases.after("with the key").map_or(format!("{author}-1"), str::to_owned);
    let mut envelope = log.envelope(author, &key, &said);
    if let Some(number) = phrases.number("as number") {
        envelope.number = number;
        envelope.previous = (number > 0).then(|| envelope.previous.unwrap_or(EnvelopeId([0; 32])));
    }
    if phrases.has("after one that nobody knows") {
        envelope.previous = Some(EnvelopeId([9; 32]));
    }
    if let Some(letter) = phrases.after("under the submit id") {
        envelope.submit = SubmitId([letter.as_bytes()[0]; 16]);
    }
    if let Some(other) = phrases.after("for the log") {
        envelope.mission = other.into();
    }
    if phrases.has("imported") {
        envelope.voice = Voice::Imported;
    }
    if phrases.has("announcing no act") {
        envelope.voice = Voice::Own;
    }
    let accepted_at = Instant(log.now().0 - phrases.number("accepted seconds earlier:").unwrap_or(0));
    let known = phrases.number("known seconds earlier:").map(|earlier: i64| Instant(accepted_at.0 - earlier));
    envelope.known = known.or(phrases.number("known seconds later:").map(|later: i64| Instant(accepted_at.0 + later)));
    if phrases.has("promising other words") {
        envelope.body = Commitment::to(&SALT, b"other words");
    }
    let hand = phrases.after("signed by").map_or(signer(&key), signer);
    assert!(phrases.0.is_empty(), "nobody knows what {:?} means", phrases.0);
    let signed = envelope.sign(&hand)?;
    log.hand_in(Submission { signed, salt: SALT, said, received: None }, accepted_at)
}

fn charter_of(log: &Log, first: bool, phrases: &mut Phrases<'_>) -> Charter {
    let mut charter = match log.ledger.charter() {
        Some(in_force) if !first && !phrases.has("upon the first charter") => amended(in_force),
        Some(_) if !first => amended(&charter()),
        _ => charter(),
    };
    if let Some(seconds) = phrases.number::<i64>("live after seconds:") {
        charter.live_from = Some(Instant(START + seconds));
    }
    if let Some(name) = phrases.after("without") {
        charter.principals.retain(|principal| principal.name != name);
        charter.authors.retain(|author| author.name != name && author.of != name);
    }
    if let Some(new) = phrases.after("with the author") {
        let (name, of) = new.split_once(" of ").expect("an author of a principal");
        charter.authors.push(author(name, of, Role::Liaison));
    }
    if let Some(name) = phrases.after("named") {
        charter.name = name.into();
    }
    charter
}

fn keys(list: &str) -> Vec<&str> {
    list.split(" and ").collect()
}

/// What its author's program should not have made.
fn made_badly(how: &str) -> Option<WireError> {
    let said = Said::Body(Vec::new());
    let first = Log::empty().envelope("North", "North-1", &said);
    let file = Attachment { sha256: [6; 32], bytes: 1, media: "m".repeat(limits::TEXT_BYTES) };
    let envelope = match how {
        "a later one that names none before it" => Envelope { number: 3, ..first },
        "65 references" => {
            let reference = Reference { relation: Relation::Answers, to: EnvelopeId([4; 32]) };
            Envelope { references: vec![reference; 65], ..first }
        }
        "four attachments of the longest names" => Envelope { attachments: vec![file; 4], ..first },
        "a charter with the longest policy, and 400 authors with long names" => {
            let mut long = charter();
            long.policy = "p".repeat(limits::TEXT_BYTES);
            let name = |number: usize| format!("{number:0>100}");
            long.authors = (0..400).map(|number| author(&name(number), "mission", Role::Monitor)).collect();
            return Says::Charter(Box::new(long)).bytes().err();
        }
        "a submission with a body of 131,000 bytes" => {
            let signed = first.sign(&signer("North-1")).unwrap();
            let said = Said::Body(vec![0; 131_000]);
            return Submission { signed, salt: SALT, said, received: None }.encode().err();
        }
        other => panic!("nobody knows how to make {other}"),
    };
    envelope.sign(&signer("North-1")).err()
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_hexdigit).collect();
    digits.chunks(2).map(|pair| u8::from_str_radix(&String::from_iter(pair), 16).expect("two digits")).collect()
}
