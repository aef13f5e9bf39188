//! Random histories: the ledger and an oracle that looks over the whole log each time admit the same and suspect the same.
//!
//! Holds
//! - Authors, keys, rotations, revocations with suspicion, keys anew, amendments, retries, replays and forgeries, in any order.
//! - The refusals have the same codes.
//!
//! Not here: the rules one by one (`attacks`).

mod oracle;
mod valley;

use std::collections::BTreeMap;

use oracle::KEYS;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use record::codes;
use record::envelope::*;
use record::identity::*;
use record::ledger::KeyLife;
use record::submission::Said;
use record::vocabulary::time::Instant;
use valley::*;

const AUTHORS: &[&str] = &["mission", "North", "South", "patrol-2", "North-post", "South-desk", "ferry"];

/// A step of a history: what is tried, with what, and what is odd about it.
type Step = (u8, [u8; 4], u8);

fn pick<'a>(from: &[&'a str], which: u8) -> &'a str {
    from[usize::from(which) % from.len()]
}

/// A key that is the author's by its name: mostly one that lives.
fn key_of(log: &Log, author: &str, which: u8) -> &'static str {
    let own: Vec<&str> = KEYS.iter().copied().filter(|key| !key.contains("-root-") && owner(key) == author).collect();
    let lives = |key: &&str| log.ledger.keys_of(author).any(|life| life.key.id() == id(key));
    let living: Vec<&str> = own.iter().copied().filter(lives).collect();
    let all = || KEYS.iter().copied().filter(|key| owner(key) == author && !key.contains("-root-"));
    match which % 8 {
        0 => pick(KEYS, which / 8),
        1 => all().nth(usize::from(which) / 8 % own.len()).unwrap(),
        _ if living.is_empty() => KEYS.iter().copied().find(|key| *key == own[0]).unwrap(),
        _ => KEYS.iter().copied().find(|key| *key == living[usize::from(which) / 8 % living.len()]).unwrap(),
    }
}

/// A key of that author which the log has not seen, where there is one.
fn fresh_key(log: &Log, author: &str, which: u8) -> &'static str {
    let own = KEYS.iter().copied().filter(|key| owner(key) == author && !key.contains("-root-"));
    let unseen = own.clone().find(|key| !log.ledger.keys().contains_key(&id(key)));
    match which % 8 {
        0 => pick(KEYS, which / 8),
        _ => unseen.or(own.clone().next_back()).unwrap(),
    }
}

/// Root keys of the author's principal in the charter in force.
fn roots_of(log: &Log, author: &str) -> Vec<&'static str> {
    let principal = log.ledger.author(author).and_then(|author| log.ledger.principal(&author.of));
    principal.map_or_else(Vec::new, |principal| named(&principal.roots, principal.needed))
}

fn named(roots: &[PublicKey], needed: u64) -> Vec<&'static str> {
    let name = |root: &PublicKey| KEYS.iter().copied().find(|key| id(key) == root.id()).unwrap();
    roots.iter().map(name).take(needed as usize).collect()
}

fn amendment(log: &Log, which: [u8; 4]) -> Charter {
    let in_force = log.ledger.charter().cloned().unwrap_or_else(charter);
    let mut next = amended(&in_force);
    match which[0] % 10 {
        0 => {
            let dropped = pick(AUTHORS, which[1]);
            next.authors.retain(|author| author.name != dropped);
        }
        1 => {
            let name = pick(AUTHORS, which[1]);
            let keys = vec![public(fresh_key(log, name, which[2]))];
            let of = pick(&["mission", "North", "South"], which[3]);
            next.authors.push(Author { keys, ..author(name, of, Role::Liaison) });
        }
        2 => next.principals[2].roots = vec![public(pick(&["South-root-2", "South-root-1", "South-3"], which[1]))],
        3 => next.principals[1].needed = 1 + u64::from(which[1]) % 3,
        4 | 8 | 9 => next.live_from = Some(Instant(START + 60 * i64::from(which[1] % 16))),
        5 => {
            let at = usize::from(which[1]) % next.authors.len();
            next.authors[at].role = [Role::Liaison, Role::Reader, Role::Mission][usize::from(which[2]) % 3];
        }
        6 => {
            let at = usize::from(which[1]) % next.authors.len();
            next.authors[at].of = pick(&["mission", "North", "South", "West"], which[2]).into();
        }
        _ => next.name = format!("Valley {}", which[1]),
    }
    next
}

/// What a step hands in.
fn entry_of(log: &Log, (what, which, odd): Step) -> Entry {
    let carrier = pick(AUTHORS, which[0]);
    let whose = if which[1] % 3 == 0 { pick(AUTHORS, which[1] / 3) } else { pick(&["North", "South"], which[1]) };
    let mut key = key_of(log, carrier, which[2]);
    let mut author = carrier;
    let said = match what % 12 {
        0..=3 => said(&report(carrier, &format!("{which:?}"), None)),
        4 | 5 => {
            author = whose;
            key = key_of(log, whose, which[2]);
            let begins = fresh_key(log, whose, which[3]);
            act_of(log, odd, change(whose, Some(key), None, Some(begins), &[begins]))
        }
        6 | 7 => {
            // Half of them a key of the author's that may have ended; suspicion mostly from within its life.
            let lives: Vec<&KeyLife> = log.ledger.keys().values().filter(|life| life.author == whose).collect();
            let life = lives.get(usize::from(which[2] / 2) % lives.len().max(1));
            let of_life = life.and_then(|life| KEYS.iter().copied().find(|key| id(key) == life.key.id()));
            let ends = of_life.filter(|_| which[2] % 2 == 0).unwrap_or_else(|| key_of(log, whose, which[2]));
            let anywhere = u64::from(which[3] / 4) % (log.size() + 2);
            let within =
                life.map(|life| life.from + u64::from(which[3]) % (life.until.unwrap_or(log.size()) + 1 - life.from));
            let since = (which[3] % 4 > 0).then(|| within.filter(|_| which[3] % 4 > 1).unwrap_or(anywhere));
            let begins = (odd % 5 == 4).then(|| fresh_key(log, whose, which[0]));
            let mut keys = roots_of(log, whose);
            keys.extend(begins);
            key = key_of(log, carrier, which[0].rotate_left(3));
            act_of(log, odd, change(whose, Some(ends), since, begins, &keys))
        }
        8 => {
            let begins = fresh_key(log, whose, which[3]);
            let mut keys = roots_of(log, whose);
            keys.push(begins);
            (author, key) = if which[3] % 2 == 0 { (whose, begins) } else { (carrier, key) };
            act_of(log, odd, change(whose, None, None, Some(begins), &keys))
        }
        9 => {
            let next = amendment(log, which);
            let principals = log.ledger.charter().into_iter().chain([&next]).flat_map(|charter| &charter.principals);
            let mut keys: Vec<&str> = principals.flat_map(|p| named(&p.roots, p.needed)).collect();
            keys.sort();
            keys.dedup();
            (author, key) = ("mission", key_of(log, "mission", which[2]));
            act_of(log, odd, chartered(next, &keys))
        }
        // Somebody carries an act a second time.
        10 => {
            let acts: Vec<&Act> = log.entries.iter().filter_map(|entry| Some(&entry.act.as_ref()?.act)).collect();
            Said::Act(Box::new(acts[usize::from(which[3]) % acts.len()].clone()))
        }
        // The same again.
        _ => {
            let mut entry = log.entries[usize::from(which[3]) % log.entries.len()].clone();
            entry.accepted_at = log.now();
            return entry;
        }
    };
    let mut envelope = log.envelope(author, key, &said);
    let mut accepted_at = log.now();
    let mut by = key;
    match odd {
        10 => envelope.number += 1,
        11 => envelope.number = envelope.number.saturating_sub(1),
        12 => envelope.previous = envelope.previous.map(|_| EnvelopeId([9; 32])),
        13 | 25 | 26 => {
            let own = log.entries.iter().rev().find(|entry| entry.signed.envelope.author == author);
            envelope.submit = own.map_or(envelope.submit, |entry| entry.signed.envelope.submit);
        }
        14 => envelope.voice = Voice::Imported,
        15 => envelope.voice = Voice::Act,
        16 => envelope.voice = Voice::Own,
        17 | 23 | 24 => envelope.known = Some(Instant(accepted_at.0 - 5)),
        18 => envelope.known = Some(Instant(accepted_at.0 + 5)),
        19 => accepted_at.0 -= 600,
        20 => by = pick(KEYS, which[3]),
        21 => envelope.mission = "hills.example/log".into(),
        22 => envelope.body = Commitment::to(&Salt([4; 32]), b"other words"),
        _ => {}
    }
    envelope.previous = (envelope.number > 0).then(|| envelope.previous.unwrap_or(EnvelopeId([8; 32])));
    let act = match said {
        Said::Act(act) => Some(OpenAct { salt: SALT, act: *act }),
        Said::Body(_) => None,
    };
    Entry { signed: envelope.sign(&signer(by)).unwrap(), accepted_at, received: None, act }
}

/// The act, or one with something odd about its consents.
fn act_of(log: &Log, odd: u8, mut act: Act) -> Said {
    let stray = |of: &str, key: &str| act.says.consent(of, &signer(key)).unwrap();
    match odd {
        30 => drop(act.consents.pop()),
        31 => {
            let again = act.consents.first().cloned();
            act.consents.extend(again);
        }
        32 => {
            let more = stray("South", "South-root-1");
            act.consents.push(more);
        }
        33 => {
            let more = stray("North", pick(KEYS, log.size() as u8));
            act.consents.push(more);
        }
        34 => act.consents.iter_mut().for_each(|consent| consent.signature[5] ^= 1),
        35 => act.consents.reverse(),
        36 => {
            if let Says::Keys(change) = &mut act.says {
                change.mission = "hills.example/log".into();
            }
        }
        _ => {}
    }
    Said::Act(Box::new(act))
}

/// How often something came out: codes, and what else is worth reaching.
type Tally = BTreeMap<&'static str, u64>;

fn check(steps: &[Step], founded: bool) -> Result<Tally, TestCaseError> {
    let mut tally = Tally::new();
    let mut log = if founded { Log::founded() } else { Log::empty() };
    for step in steps {
        if log.entries.is_empty() && step.0 % 12 >= 10 {
            continue;
        }
        let entry = entry_of(&log, *step);
        let expected = oracle::refuses(&log.entries, &entry).map(|already| already.unwrap_or(log.entries.len()) as u64);
        let before = log.entries.len();
        let found = log.take(entry, None).map_err(|refused| refused.code());
        prop_assert_eq!(found, expected, "{:?} at size {}", step, before);
        *tally
            .entry(match found {
                Err(code) => code,
                Ok(index) if index < before as u64 => "already",
                Ok(_) if log.entries[before].act.is_some() => "act",
                Ok(_) => "statement",
            })
            .or_default() += 1;
        let suspects =
            log.ledger.suspects().map(|suspect| (suspect.key, suspect.from, suspect.until)).collect::<Vec<_>>();
        prop_assert_eq!(suspects, oracle::suspects(&log.entries), "suspects after {:?}", step);
        let living = log.ledger.keys().values().filter(|life| life.signs(log.size()));
        let mut living: Vec<_> = living.map(|life| (life.author.clone(), life.key.id())).collect();
        living.sort();
        prop_assert_eq!(living, oracle::living(&log.entries), "keys after {:?}", step);
    }
    // A mirror that reads the log comes to the same.
    let mut mirror = Log::empty();
    for entry in &log.entries {
        prop_assert!(mirror.take(entry.clone(), None).is_ok());
    }
    prop_assert_eq!(format!("{:?}", mirror.ledger), format!("{:?}", log.ledger));
    let said = |key| {
        log.entries.iter().filter_map(|entry| entry.act.as_ref()).any(|open| match &open.act.says {
            Says::Keys(change) => change.ends == Some(key) && change.suspect_since.is_some(),
            Says::Charter(_) => false,
        })
    };
    let fallen = log.ledger.suspects().filter(|suspect| !said(suspect.key));
    tally.insert("fallen", fallen.count() as u64);
    Ok(tally)
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec((any::<u8>(), any::<[u8; 4]>(), prop_oneof![3 => Just(0u8), 1 => 0u8..40]), 1..48)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_ledger_admits_and_suspects_what_the_oracle_does(steps in steps()) {
        check(&steps, true)?;
    }

    #[test]
    fn from_an_empty_log_too(steps in prop::collection::vec((any::<u8>(), any::<[u8; 4]>(), 0u8..40), 1..6)) {
        check(&steps, false)?;
    }
}

/// A comparison that never comes to a rule holds nothing to it.
#[test]
fn random_histories_come_to_every_rule() {
    let mut runner = TestRunner::deterministic();
    let mut all = Tally::new();
    for _ in 0..96 {
        let steps = steps().new_tree(&mut runner).expect("a history").current();
        for (what, times) in check(&steps, true).expect("ledger and oracle agree") {
            *all.entry(what).or_default() += times;
        }
    }
    let ledgers = codes::CODES.iter().map(|code| code.code).filter(|code| ("R03".."R06").contains(&&code[..3]));
    // The first entry is another test's, bodies are not compared, and their mandates are no matter of a history.
    let others = [codes::NO_CHARTER, codes::OTHER_AUTHOR, codes::NO_MANDATE];
    for what in ledgers.filter(|code| !others.contains(code)).chain(["already", "act", "statement", "fallen"]) {
        assert!(all.get(what).is_some_and(|times| *times > 0), "{what} never comes: {all:?}");
    }
}

/// As many as patience allows: `cargo test -p record --test histories -- --ignored`.
#[test]
#[ignore = "minutes"]
fn four_thousand_histories() {
    let mut runner = TestRunner::default();
    for _ in 0..4_000 {
        let steps = steps().new_tree(&mut runner).expect("a history").current();
        check(&steps, true).unwrap_or_else(|error| panic!("{error}: {steps:?}"));
    }
}
