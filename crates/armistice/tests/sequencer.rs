//! The sequencer under every order of events: authors, retries, batches, crashes, keys that change in mid-course.

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use armistice::mission::Founding;
use armistice::pen::{Pen, Unsigned};
use armistice::sequencer::{Accepted, NotAccepted, Offer, Running, Sequencer, ledger_of};
use armistice::store::Store;
use common::Folder;
use proptest::prelude::*;
use record::envelope::{Relation, Signer, SubmitId, Voice};
use record::identity::{Act, KeyChange, Says};
use record::ledger::Ledger;
use record::limits::BODY_BYTES;
use record::statement::{Body, Content, Report};
use record::submission::{Said, Submission};
use record::vocabulary::sources::Chain;
use record::vocabulary::time::Instant;
use record::wire;

const PARTIES: [&str; 3] = ["North", "South", "patrol-2"];

fn secret(of: &str, which: u8) -> Signer {
    let mut bytes = [which; 32];
    of.bytes().take(31).enumerate().for_each(|(place, byte)| bytes[place] = byte);
    Signer::new(&bytes)
}

fn root(of: &str) -> Signer {
    secret(of, 201)
}

/// A log whose mission and three others write into it.
fn founding() -> Founding {
    let mut founding = common::founding("test");
    for party in PARTIES {
        founding = founding.with_party(party, root(party).key(), secret(party, 1).key());
    }
    founding.consent("mission", &Signer::new(&[1; 32]));
    for party in PARTIES {
        founding.consent(party, &root(party));
    }
    founding
}

fn begun(folder: &Path) -> Sequencer {
    let founding = founding();
    Store::found(folder, &founding, Instant(0)).expect("a new log");
    opened(folder)
}
fn opened(folder: &Path) -> Sequencer {
    Sequencer::open(folder, founding().pen.log).expect("a log of our own")
}

fn pen(author: &str, which: u8) -> Pen {
    let signer = if author == "mission" { Signer::new(&[2; 32]) } else { secret(author, which) };
    Pen { author: author.to_owned(), signer: Arc::new(signer), log: founding().pen.log }
}

fn draft(author: &str, words: &str) -> Unsigned {
    let report = Report { chain: Chain::direct(author), words: words.into(), ..Report::default() };
    let body =
        Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content: Content::Report(report) };
    let bytes = wire::encode(&body).expect("a short body");
    Unsigned {
        said: Said::Body(bytes),
        body: Some(body),
        voice: Voice::Own,
        claimed: None,
        known: None,
        received: None,
    }
}

fn statement(ledger: &Ledger, author: &str, words: &str) -> Submission {
    pen(author, 1).sign(ledger, draft(author, words)).expect("a short statement")
}

fn offer(submission: Submission) -> Offer {
    Offer::check(submission, |_| None).expect("it opens its commitment")
}

fn hand_in(sequencer: &mut Sequencer, submission: Submission, now: i64) -> Result<Accepted, NotAccepted> {
    sequencer.append(&[offer(submission)], Instant(now)).pop().expect("one answer")
}

fn code(answer: Result<Accepted, NotAccepted>) -> &'static str {
    answer.expect_err("a refusal").message().code
}

/// Every file below a folder, with its bytes.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => {
                let bytes = fs::read(&path).expect("it can be read");
                found.insert(path.clone(), bytes);
            }
        }
    }
    found
}

#[derive(Clone, Debug)]
enum Step {
    /// The next statement of an author.
    Next(usize),
    /// One that was handed in before, once more.
    Again(usize),
    /// A number that was used, with other words.
    Twice(usize),
    /// A batch of this many by the mission; where `bad`, with one that is refused at its end.
    Batch(usize, bool),
    /// The program is gone, and started again.
    Restart,
    /// The index is gone, too.
    RestartWithoutIndex,
    Publish,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        5 => (0..PARTIES.len()).prop_map(Step::Next),
        3 => any::<prop::sample::Index>().prop_map(|index| Step::Again(index.index(64))),
        1 => (0..PARTIES.len()).prop_map(Step::Twice),
        1 => (1usize..5, any::<bool>()).prop_map(|(count, bad)| Step::Batch(count, bad)),
        1 => Just(Step::Restart),
        1 => Just(Step::RestartWithoutIndex),
        1 => Just(Step::Publish),
    ];
    prop::collection::vec(step, 1..40)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_authors_retries_batches_and_restarts_keeps_order_uniqueness_and_views(steps in steps()) {
        let folder = Folder::new("sequencer");
        let mut sequencer = begun(folder.path());
        let mut accepted: Vec<(Submission, u64)> = Vec::new();
        let mut size = 1;
        for (at, step) in steps.into_iter().enumerate() {
            let now = 100 + at as i64;
            match step {
                Step::Next(author) => {
                    let submission = statement(sequencer.ledger(), PARTIES[author], &format!("shells, step {at}"));
                    let answer = hand_in(&mut sequencer, submission.clone(), now).expect("it is the next one");
                    prop_assert_eq!((answer.index, answer.already), (size, false));
                    accepted.push((submission, size));
                    size += 1;
                }
                Step::Again(which) if !accepted.is_empty() => {
                    let (submission, index) = accepted[which % accepted.len()].clone();
                    let answer = hand_in(&mut sequencer, submission, now).expect("it is there");
                    prop_assert_eq!((answer.index, answer.already), (index, true));
                }
                Step::Twice(author) if sequencer.ledger().next(PARTIES[author]).0 > 0 => {
                    let fresh = Ledger::new(sequencer.ledger().origin());
                    let submission = statement(&fresh, PARTIES[author], "other words under number 0");
                    prop_assert_eq!(code(hand_in(&mut sequencer, submission, now)), "R0303");
                }
                Step::Batch(count, bad) => {
                    let drafts = (0..count).map(|row| draft("mission", &format!("row {row}, step {at}"))).collect();
                    let mut offers = pen("mission", 1).sign_batch(sequencer.ledger(), drafts, None).expect("signed");
                    if bad {
                        let gap = Ledger::resume(sequencer.ledger().origin(), 9, Instant(0), [("South".to_owned(), 90, record::envelope::EnvelopeId([7; 32]))], []);
                        offers.push(offer(statement(&gap, "South", "before its turn")));
                        let (place, why) = sequencer.append_all(&offers, Instant(now)).expect_err("all or nothing");
                        prop_assert_eq!((place, why.message().code), (count, "R0304"));
                    } else {
                        let answers = sequencer.append_all(&offers, Instant(now)).expect("accepted");
                        prop_assert_eq!(answers.iter().map(|one| one.index).collect::<Vec<_>>(), (size..size + count as u64).collect::<Vec<_>>());
                        size += count as u64;
                    }
                }
                Step::Restart => {
                    drop(sequencer);
                    sequencer = opened(folder.path());
                }
                Step::RestartWithoutIndex => {
                    drop(sequencer);
                    fs::remove_file(folder.path().join("state/index.redb")).expect("it is there");
                    sequencer = opened(folder.path());
                }
                Step::Publish => sequencer.publish().expect("published"),
                Step::Again(_) | Step::Twice(_) => {}
            }
            prop_assert_eq!(sequencer.size(), size);
        }
        sequencer.publish().expect("published");
        // Each author's numbers follow one another along the log, and submit ids are used once.
        let mut next: BTreeMap<String, u64> = BTreeMap::new();
        let mut submits = std::collections::BTreeSet::new();
        for index in 0..size {
            let envelope = sequencer.entry(index).expect("it is there").0.signed.envelope;
            let number = next.entry(envelope.author.clone()).or_default();
            prop_assert_eq!(envelope.number, *number);
            *number += 1;
            prop_assert!(submits.insert((envelope.author, envelope.submit)));
        }
        // Made anew from the entries, the ledger, the view and the public files are the same.
        let ledger = ledger_of(folder.path()).expect("a ledger");
        prop_assert_eq!(format!("{:?}", ledger), format!("{:?}", sequencer.ledger()));
        drop(sequencer);
        let view = Store::open(folder.path()).expect("a view").statements().to_vec();
        let public = files(&folder.path().join("record"));
        fs::remove_file(folder.path().join("state/index.redb")).expect("it is there");
        drop(opened(folder.path()));
        let again = Store::open(folder.path()).expect("a view").statements().to_vec();
        prop_assert_eq!(again, view);
        prop_assert_eq!(files(&folder.path().join("record")), public);
    }
}

#[test]
fn sixty_four_submitters_at_once_are_each_answered_once_and_their_retries_are_the_same_entries() {
    let folder = Folder::new("submitters");
    let sequencer = begun(folder.path());
    let ledger = sequencer.ledger().clone();
    // Numbered and signed before: each author's statements, in their order.
    let mut signed: BTreeMap<&str, Vec<Submission>> = BTreeMap::new();
    for party in PARTIES {
        let drafts = (0..40).map(|number| draft(party, &format!("{party} says {number}"))).collect();
        signed.insert(
            party,
            pen(party, 1)
                .sign_batch(&ledger, drafts, None)
                .expect("signed")
                .into_iter()
                .map(|offer| offer.submission().clone())
                .collect(),
        );
    }
    let running =
        Running::start(sequencer, Arc::new(|| Instant(500)), Duration::from_millis(5), |publication| publication.run());
    std::thread::scope(|scope| {
        for thread in 0..64 {
            let (handle, signed) = (running.handle(), &signed);
            scope.spawn(move || {
                let party = PARTIES[thread % 3];
                for submission in &signed[party] {
                    // Others of the same author are on their way: before its turn it is refused, and handed in again.
                    let answer = loop {
                        match handle.submit(submission.clone()) {
                            Ok(answer) => break answer,
                            Err(why) => assert_eq!(why.message().code, "R0304", "{}", why.message()),
                        }
                        std::thread::yield_now();
                    };
                    assert!(handle.shown().ledger.size() > answer.index, "whoever has an answer finds its entry");
                    let again = handle.submit(submission.clone()).expect("it is there");
                    assert_eq!((again.index, again.already), (answer.index, true));
                }
            });
        }
    });
    let size = running.handle().shown().ledger.size();
    running.stop().expect("published");
    assert_eq!(size, 1 + 3 * 40, "each once");
    assert_eq!(Store::open(folder.path()).expect("a view").statements().len(), 120);
    let checkpoint = fs::read_to_string(folder.path().join("record/checkpoint")).expect("published");
    assert_eq!(checkpoint.lines().nth(1), Some("121"), "stopping publishes what was accepted");
}

#[test]
fn a_key_that_rotates_and_one_that_is_revoked_in_the_same_batch_sign_until_their_entry_and_not_after() {
    let folder = Folder::new("keys");
    let mut sequencer = begun(folder.path());
    let mut ahead = sequencer.ledger().clone();
    let mut offers = Vec::new();
    let mut say = |ahead: &mut Ledger, submission: Submission| {
        let entry = record::envelope::Entry {
            signed: submission.signed.clone(),
            accepted_at: Instant(100),
            received: None,
            act: submission.act(),
        };
        ahead.enter(&entry);
        offers.push(offer(submission));
    };
    let mission = ahead.origin().to_owned();
    // North rotates its key between two of its own statements.
    let before = statement(&ahead, "North", "before");
    say(&mut ahead, before);
    let (old, new) = (secret("North", 1), secret("North", 2));
    let says = Says::Keys(Box::new(KeyChange {
        mission: mission.clone(),
        author: "North".into(),
        ends: Some(old.key().id()),
        suspect_since: None,
        begins: Some(*new.key()),
    }));
    let consents = vec![says.consent("North", &new).unwrap()];
    let rotation = pen("North", 1).sign(&ahead, Unsigned::act(Act { says, consents })).unwrap();
    say(&mut ahead, rotation);
    let after = pen("North", 2).sign(&ahead, draft("North", "after")).unwrap();
    say(&mut ahead, after);
    // South's key is revoked by its root, through the mission.
    let last = statement(&ahead, "South", "the last of this key");
    say(&mut ahead, last);
    let ends = secret("South", 1);
    let says = Says::Keys(Box::new(KeyChange {
        mission,
        author: "South".into(),
        ends: Some(ends.key().id()),
        suspect_since: Some(1),
        begins: None,
    }));
    let consents = vec![says.consent("South", &root("South")).unwrap()];
    let revocation = pen("mission", 1).sign(&ahead, Unsigned::act(Act { says, consents })).unwrap();
    say(&mut ahead, revocation);
    assert_eq!(sequencer.append_all(&offers, Instant(100)).expect("one batch").len(), 5);

    let late = statement(sequencer.ledger(), "North", "with the old key");
    assert_eq!(code(hand_in(&mut sequencer, late, 101)), "R0407");
    let late = statement(sequencer.ledger(), "South", "with the revoked key");
    assert_eq!(code(hand_in(&mut sequencer, late, 101)), "R0407");
    let suspects: Vec<_> = sequencer.ledger().suspects().collect();
    assert_eq!(suspects.len(), 1);
    assert_eq!((suspects[0].author.as_str(), suspects[0].from), ("South", 1));
    drop(sequencer);
    assert_eq!(ledger_of(folder.path()).unwrap().suspects().collect::<Vec<_>>(), suspects, "every mirror agrees");
}

#[test]
fn what_is_forged_replayed_truncated_or_too_long_is_refused_with_its_reason() {
    let folder = Folder::new("refused");
    let mut sequencer = begun(folder.path());
    let good = statement(sequencer.ledger(), "North", "shells");
    // Another's signature.
    let mut forged = good.clone();
    forged.signed.signature = statement(sequencer.ledger(), "North", "other words").signed.signature;
    assert_eq!(code(hand_in(&mut sequencer, forged, 100)), "R0408");
    // South's key under North's name.
    let stolen = Pen { author: "North".into(), ..pen("South", 1) };
    let stolen = stolen.sign(sequencer.ledger(), draft("North", "shells")).unwrap();
    assert_eq!(code(hand_in(&mut sequencer, stolen, 100)), "R0406");
    // Somebody who is not in the charter, and words of another author.
    let stranger = statement(sequencer.ledger(), "stranger", "shells");
    assert_eq!(code(hand_in(&mut sequencer, stranger, 100)), "R0403");
    let other = pen("North", 1).sign(sequencer.ledger(), draft("South", "shells")).unwrap();
    assert_eq!(code(hand_in(&mut sequencer, other, 100)), "R0412");
    // Signed for another log.
    let elsewhere = statement(&Ledger::new("elsewhere/record"), "North", "shells");
    assert_eq!(code(hand_in(&mut sequencer, elsewhere, 100)), "R0301");
    // Another body than the one signed for, and every cut of the bytes.
    let mut exchanged = good.clone();
    exchanged.said = draft("North", "other words").said;
    assert_eq!(Offer::check(exchanged, |_| None).expect_err("refused").code(), "R0411");
    let bytes = good.encode().unwrap();
    for end in 0..bytes.len() {
        assert!(Submission::decode(&bytes[..end]).is_err(), "cut at {end}");
    }
    assert_eq!(Submission::decode(&[bytes.clone(), vec![0]].concat()).unwrap_err().code(), "R0103");
    // Too long: the body, before anything is signed.
    let Said::Body(_) = &good.said else { panic!("a body") };
    let long = Submission { said: Said::Body(vec![0; BODY_BYTES + 1]), ..good.clone() };
    assert_eq!(Offer::check(long, |_| None).expect_err("refused").code(), "R0101");
    // The same submit id for something else.
    hand_in(&mut sequencer, good.clone(), 100).expect("accepted");
    let again = pen("North", 1);
    let next = again.sign(sequencer.ledger(), draft("North", "more")).unwrap();
    let mut envelope = next.signed.envelope.clone();
    envelope.submit = SubmitId(good.signed.envelope.submit.0);
    let reused = Submission { signed: envelope.sign(&again.signer).unwrap(), ..next };
    assert_eq!(code(hand_in(&mut sequencer, reused, 100)), "R0302");
    assert_eq!(sequencer.size(), 2, "one was accepted");
}

#[test]
fn a_clock_far_behind_the_log_is_refused_and_one_a_little_behind_changes_nothing() {
    let folder = Folder::new("clock");
    let mut sequencer = begun(folder.path());
    let year = 366 * 24 * 3600;
    let submission = statement(sequencer.ledger(), "North", "a");
    hand_in(&mut sequencer, submission, 2 * year).expect("accepted");
    let submission = statement(sequencer.ledger(), "North", "b");
    assert_eq!(code(hand_in(&mut sequencer, submission.clone(), year)), "L0304");
    assert_eq!(code(hand_in(&mut sequencer, submission.clone(), 2 * year - 3601)), "L0304");
    let answer = hand_in(&mut sequencer, submission, 2 * year - 3600).expect("accepted");
    assert_eq!(answer.accepted_at, Instant(2 * year), "acceptance never goes back");
}

#[test]
fn statements_of_a_batch_name_its_first() {
    let folder = Folder::new("batch");
    let sequencer = begun(folder.path());
    let drafts = vec![draft("mission", "a"), draft("mission", "b"), draft("mission", "c")];
    let offers = pen("mission", 1).sign_batch(sequencer.ledger(), drafts, None).unwrap();
    let envelopes: Vec<_> = offers.iter().map(|offer| &offer.submission().signed.envelope).collect();
    assert!(envelopes[0].references.is_empty());
    for envelope in &envelopes[1..] {
        let [reference] = envelope.references[..] else { panic!("one reference") };
        assert_eq!((reference.relation, reference.to), (Relation::ComesWith, envelopes[0].id().unwrap()));
    }
}
