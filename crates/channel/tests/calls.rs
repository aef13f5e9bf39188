//! N7: calls as each end notes them.

mod hotline;

use channel::call::CallDifference;
use hotline::*;
use record::statement::*;

fn call(same_as: Option<BodyId>, about: &[BodyId], began: i64, spoke: &[&str]) -> Call {
    Call {
        same_as,
        to: Vec::new(),
        about: about.to_vec(),
        caller: "North".into(),
        called: "South".into(),
        began: at(began),
        ended: Some(at(began + 240)),
        spoke: strings(spoke),
        numbers: Vec::new(),
        language: Some("ar".into()),
        interpreter: None,
        words: "As noted.".into(),
    }
}

#[test]
fn two_notes_of_one_call_stand_side_by_side_and_nothing_is_chosen() {
    let mut record = Record::default();
    let halt = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    let north = record.say(400, "North", Content::Call(call(None, &[halt], 100, &["Cedar", "Olive"])));
    let south = record.say(500, "South", Content::Call(call(Some(north), &[], 160, &["Olive", "Cedar"])));
    let third = record.say(600, "mission", Content::Call(call(Some(south), &[], 100, &["Cedar"])));
    record.say(600, "North", Content::Call(call(None, &[], 900, &[])));
    record.now(1_000, |channel| {
        let calls = channel.calls();
        assert_eq!(calls.len(), 2);
        let notes: Vec<_> = calls[0].notes.iter().map(|note| note.statement.id).collect();
        assert_eq!(notes, [north, third, south], "by when each says that it began");
        assert_eq!(calls[0].differences(), [CallDifference::Began, CallDifference::Ended, CallDifference::Spoke]);
        assert_eq!(calls[0].about().into_iter().collect::<Vec<_>>(), [halt]);
        assert!(calls[0].was_answered() && !calls[1].was_answered());
        assert_eq!(calls[1].differences(), []);
        assert_eq!(channel.calls_about(halt).len(), 1);
        // A call reaches nobody by itself: only receipts are counted.
        assert!(channel.alert(halt).unwrap().recipients[0].told.standing.is_unanswered());
    });
    record.now(450, |channel| assert_eq!(channel.calls()[0].notes.len(), 1, "the other end has not said anything yet"));
}

#[test]
fn a_note_that_is_withdrawn_is_no_note_from_then_on() {
    let mut record = Record::default();
    let id = record.say(100, "North", Content::Call(call(None, &[], 0, &["Cedar"])));
    record.withdraw(200, "North", id);
    assert_eq!(record.then(150, 900, |channel| channel.calls().len()), 1);
    assert_eq!(record.then(200, 900, |channel| channel.calls().len()), 0);
}
