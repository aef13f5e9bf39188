//! The store: what may be appended, what is there already, what two programs append at once. Files under faults are `log`'s.

mod common;

use armistice::store::{Entry, Store};
use common::{Folder, store};
use record::statement::{Adoption, Batch, Body, BodyId, Content, Grading, Received, Reply, Report, Stance};
use record::vocabulary::sources::{Chain, Grade};
use record::vocabulary::time::{Instant, KnownAt};

fn body(content: Content) -> Body {
    Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content }
}

fn report(words: &str) -> Entry {
    let report = Report { chain: Chain::direct("patrol-2"), words: words.into(), ..Report::default() };
    Entry::new(body(Content::Report(report))).unwrap()
}

fn head(file: &str) -> Entry {
    Entry::new(body(Content::Batch(Batch {
        format: "statements".into(),
        file: file.into(),
        sha256: [7; 32],
        known_rule: "acceptance".into(),
        rows: 1,
    })))
    .unwrap()
}

fn withdrawal(to: BodyId) -> Entry {
    let reply =
        Reply { to, stance: Stance::Withdraws, subject: "any".into(), without_prejudice: false, words: String::new() };
    Entry::new(body(Content::Reply(reply))).unwrap()
}

fn adoption(live_from: Option<Instant>, text: u8) -> Entry {
    let adoption =
        Adoption { agreement: "The valley".into(), text_sha256: [text; 32], tree_sha256: [2; 32], live_from };
    Entry::new(body(Content::Adoption(adoption))).unwrap()
}

fn code(result: Result<impl std::fmt::Debug, armistice::message::Message>) -> &'static str {
    result.expect_err("a refusal").code
}

#[test]
fn what_was_accepted_is_read_again_with_its_acceptance() {
    let folder = Folder::new("store");
    let received = Received { at: Instant(90), by: "duty officer".into() };
    let mut store = store(folder.path());
    assert!(store.statements().is_empty());
    let past = report("seen last week").known(Some(KnownAt(Instant(50)))).received(Some(received.clone()));
    let batch = vec![head("a.jsonl"), past, report("seen today")];
    let ids: Vec<BodyId> = batch.iter().map(Entry::id).collect();
    assert_eq!(store.append(batch, Instant(100), true).unwrap().new, ids);

    let again = Store::open(folder.path()).unwrap();
    assert_eq!(again.statements(), store.statements());
    let [batch, past, today] = again.statements() else { panic!("three statements") };
    assert_eq!((batch.known(), batch.accepted.history, batch.accepted.batch), (KnownAt(Instant(100)), false, None));
    assert_eq!((past.known(), past.accepted.history, past.accepted.batch), (KnownAt(Instant(50)), true, Some(ids[0])));
    assert_eq!(past.accepted.received, Some(received));
    assert_eq!((today.known(), today.accepted.history), (KnownAt(Instant(100)), false));
    assert!(again.holds(ids[1]) && !again.holds(report("else").id()));
}

#[test]
fn acceptance_never_decreases_even_where_the_wall_clock_does() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    store.append(vec![report("a")], Instant(200), false).unwrap();
    store.append(vec![report("b")], Instant(100), false).unwrap();
    let mut again = common::store(folder.path());
    again.append(vec![report("c")], Instant(150), false).unwrap();
    let known: Vec<i64> = again.statements().iter().map(|s| s.known().0.0).collect();
    assert_eq!(known, [200, 200, 200]);
}

#[test]
fn a_body_is_there_once_and_keeps_its_first_acceptance() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    let batch = vec![head("a.jsonl"), report("a"), report("a"), report("b")];
    let first = store.append(batch.clone(), Instant(100), false).unwrap();
    assert_eq!((first.new.len(), first.already), (3, 1));
    let size = store.log_size();
    // The same batch, and its statements under another heading: nothing changes.
    for same in [batch, vec![head("copy.jsonl"), report("b"), report("a")]] {
        let again = store.append(same, Instant(300), false).unwrap();
        assert!(again.new.is_empty());
        assert_eq!(store.log_size(), size, "nothing was appended");
    }
    // One more row under a heading that is there already: it belongs to that batch.
    let more = store.append(vec![head("a.jsonl"), report("b"), report("c")], Instant(300), false).unwrap();
    assert_eq!((more.new.len(), more.already), (1, 1));
    let last = Store::open(folder.path()).unwrap().statements().last().unwrap().clone();
    assert_eq!(last.accepted.batch, Some(head("a.jsonl").id()));
}

#[test]
fn two_programs_append_to_one_log_and_nothing_is_lost() {
    let folder = Folder::new("store");
    store(folder.path());
    std::thread::scope(|scope| {
        for name in ["north", "south"] {
            let dir = folder.path();
            scope.spawn(move || {
                let mut store = store(dir);
                for index in 0..25 {
                    let batch = vec![report(&format!("{name} {index}")), report(&format!("both {index}"))];
                    store.append(batch, Instant(100 + index), false).unwrap();
                }
            });
        }
    });
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(store.statements().len(), 75);
    assert!(store.statements().is_sorted_by_key(|statement| statement.known()));
}

#[test]
fn a_statement_points_only_at_what_is_there_or_earlier_in_the_batch() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    let shells = report("two shells");
    let to = shells.id();
    let error = store.append(vec![withdrawal(to), shells.clone()], Instant(100), false).unwrap_err();
    assert_eq!(error.code, "S0201");
    assert!(error.sentence.contains(&to.to_string()), "{error}");
    let grading = Entry::new(body(Content::Grading(Grading { of: to, grade: Grade::UNGRADED }))).unwrap();
    assert_eq!(code(store.append(vec![grading.clone()], Instant(100), false)), "S0201");
    assert!(store.statements().is_empty());
    store.append(vec![shells, withdrawal(to)], Instant(100), false).unwrap();
    store.append(vec![grading], Instant(100), false).unwrap();
    assert_eq!(store.statements().len(), 3);
}

#[test]
fn only_a_batch_can_be_undone() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    store.append(vec![head("a.jsonl"), report("a")], Instant(100), false).unwrap();
    let undo = |id| Entry::new(body(Content::BatchUndone(id))).unwrap();
    assert_eq!(code(store.append(vec![undo(report("a").id())], Instant(100), false)), "S0205");
    store.append(vec![undo(head("a.jsonl").id())], Instant(100), false).unwrap();
}

#[test]
fn a_known_at_is_stated_only_in_history_and_never_after_acceptance() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    let at = |second| report("a").known(Some(KnownAt(Instant(second))));
    assert_eq!(code(store.append(vec![at(50)], Instant(100), false)), "S0204");
    assert_eq!(code(store.append(vec![at(101)], Instant(100), true)), "S0202");
    store.append(vec![at(100)], Instant(100), true).unwrap();
}

#[test]
fn a_live_mission_takes_no_history_and_stays_live() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    let past = |words| report(words).known(Some(KnownAt(Instant(10))));
    store.append(vec![adoption(Some(Instant(200)), 1)], Instant(100), false).unwrap();
    store.append(vec![past("a")], Instant(199), true).unwrap();
    assert_eq!(code(store.append(vec![past("b")], Instant(200), true)), "S0203");
    // A later adoption that names a later instant, or none, does not open the history again.
    store.append(vec![adoption(None, 2)], Instant(210), false).unwrap();
    store.append(vec![adoption(Some(Instant(900)), 3)], Instant(220), false).unwrap();
    assert_eq!(code(store.append(vec![past("b")], Instant(230), true)), "S0203");
    assert_eq!(Store::open(folder.path()).unwrap().live_from(), Some(Instant(200)));
    store.append(vec![report("b")], Instant(230), false).unwrap();
}

#[test]
fn before_it_is_live_an_adoption_may_still_move_the_day() {
    let folder = Folder::new("store");
    let mut store = store(folder.path());
    store.append(vec![adoption(Some(Instant(200)), 1)], Instant(100), false).unwrap();
    store.append(vec![adoption(Some(Instant(300)), 2)], Instant(150), false).unwrap();
    assert_eq!(store.live_from(), Some(Instant(300)));
}
