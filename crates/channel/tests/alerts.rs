//! N5: warnings and halts, the wait for a person and the wait for the halt.

mod hotline;

use channel::alert::{AlertHeld, AlertRecipient, AlertState, HaltState};
use channel::when::Wait;
use hotline::*;
use record::statement::*;

fn exactly(seconds: u64) -> Wait {
    Wait { least_s: seconds, most_s: seconds, running: false }
}
fn running(seconds: u64) -> Wait {
    Wait { least_s: seconds, most_s: seconds, running: true }
}

fn held<R>(record: &Record, id: BodyId, t: i64, read: impl FnOnce(&AlertHeld, &AlertRecipient) -> R) -> R {
    record.then(t, 100_000, |channel| {
        let held = channel.alert(id).expect("it is there");
        read(&held, &held.recipients[0])
    })
}

#[test]
fn the_wait_for_a_person_runs_from_when_it_came_in() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer(40, "South", id, delivered());
    record.answer(1_620, "South", id, seen("Major Olive"));
    held(&record, id, 30, |held, south| {
        assert_eq!(held.state, AlertState::Standing);
        assert_eq!((south.person, south.person_from_delivery), (running(30), None));
    });
    held(&record, id, 1_000, |_, south| {
        assert_eq!((south.person, south.person_from_delivery), (running(1_000), Some(running(960))));
    });
    held(&record, id, 9_000, |_, south| {
        assert_eq!((south.person, south.person_from_delivery), (exactly(1_620), Some(exactly(1_580))));
        assert_eq!(south.halting, None, "a warning asks nobody to stop");
    });
}

#[test]
fn a_halt_is_asked_then_answered_and_the_latest_counts() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    record.answer(100, "South", id, seen("Major Olive"));
    let going_on = record.answer(200, "South", id, Step::Continues);
    record.answer(400, "South", id, halted(380));
    let again = record.answer(900, "South", id, Step::Continues);
    held(&record, id, 150, |_, south| {
        let halting = south.halting.unwrap();
        assert_eq!(
            (halting.state, halting.wait, halting.wait_from_person),
            (HaltState::Asked, running(150), Some(running(50)))
        );
    });
    held(&record, id, 300, |_, south| {
        let halting = south.halting.unwrap();
        assert!(matches!(halting.state, HaltState::Continues { by, words: "As said." } if by.id == going_on));
        assert_eq!(halting.wait, running(300));
    });
    held(&record, id, 400, |_, south| {
        let halting = south.halting.unwrap();
        assert!(matches!(halting.state, HaltState::HaltedAt { at: when, .. } if when.first == at(380)));
        assert_eq!((halting.wait, halting.wait_from_person), (exactly(380), Some(exactly(280))));
    });
    held(&record, id, 1_000, |_, south| {
        let halting = south.halting.unwrap();
        assert!(matches!(halting.state, HaltState::Continues { by, .. } if by.id == again));
        assert_eq!(halting.wait, running(1_000), "it goes on, so the wait does");
    });
}

#[test]
fn of_two_in_one_second_that_it_goes_on_counts() {
    for order in [[halted(300), Step::Continues], [Step::Continues, halted(300)]] {
        let mut record = Record::default();
        let id = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
        for step in order {
            record.answer(300, "South", id, step);
        }
        held(&record, id, 300, |_, south| {
            assert!(matches!(south.halting.unwrap().state, HaltState::Continues { .. }));
        });
    }
}

#[test]
fn a_correction_of_when_it_stopped_is_the_latest_that_was_said() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    record.answer(400, "South", id, halted(380));
    record.answer(500, "South", id, halted(350));
    held(&record, id, 600, |_, south| assert_eq!(south.halting.unwrap().wait, exactly(350)));
}

#[test]
fn only_its_speaker_lifts_a_halt_and_then_nobody_waits_any_more() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    record.answer(300, "South", id, Step::Closed);
    held(&record, id, 400, |held, south| {
        assert_eq!(held.state, AlertState::Standing);
        assert!(south.told.standing.is_unanswered(), "closing it is no looking at it");
    });
    record.answer(500, "North", id, Step::Closed);
    held(&record, id, 9_000, |held, south| {
        assert!(matches!(held.state, AlertState::Closed { since, .. } if since.last == at(500)));
        assert_eq!((south.person, south.halting.unwrap().wait), (running(500), running(500)), "nobody was reached");
    });
    // Who answers afterwards ends the wait.
    record.answer(700, "South", id, seen("Major Olive"));
    held(&record, id, 9_000, |_, south| assert_eq!(south.person, exactly(700)));
}

#[test]
fn a_withdrawn_alert_is_shown_as_withdrawn() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    let reply = record.withdraw(300, "North", id);
    held(&record, id, 299, |held, _| assert_eq!(held.state, AlertState::Standing));
    held(&record, id, 9_000, |held, south| {
        assert_eq!(held.state, AlertState::Withdrawn { by: reply, since: at(300) });
        assert_eq!(south.person, running(300));
    });
}

#[test]
fn an_alert_about_a_notice_is_read_back_where_the_notice_is() {
    let mut record = Record::default();
    let during = span(0, 9_000);
    let clinic = record.notify(0, "North", notice(&["South"], place(MILL, 100), during));
    let about = |drill| Alert { on: Some(clinic), drill, ..alert(AlertKind::Warning, &["South"], None) };
    let id = record.warn(100, "North", about(false));
    let drill = record.warn(100, "North", about(true));
    for of in [id, drill] {
        record.answer(200, "South", of, understood("Major Olive"));
    }
    held(&record, id, 300, |_, south| assert_eq!(south.told.standing.step(), 2, "nothing was read back"));
    record.then(300, 300, |channel| {
        let drills = channel.drills();
        assert_eq!(channel.alerts().len(), 1);
        let held = drills.alert(drill).unwrap();
        assert_eq!(held.recipients[0].told.standing.step(), 3, "an exercise is not about a notice that is none");
    });
    record.answer(300, "South", id, read_back("Major Olive", place(MILL, 0)));
    record.answer(310, "South", id, understood("Major Olive"));
    held(&record, id, 320, |_, south| assert_eq!(south.told.standing.step(), 3));
}

#[test]
fn each_recipient_has_its_own_wait() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Warning, &["South", "Guarantor"], None));
    record.answer(60, "Guarantor", id, seen("An ambassador"));
    record.now(600, |channel| {
        let held = channel.alert(id).unwrap();
        let waits: Vec<_> = held.recipients.iter().map(|recipient| recipient.person).collect();
        assert_eq!(waits, [running(600), exactly(60)]);
    });
}

#[test]
fn a_person_who_may_have_been_reached_keeps_the_wait_running_with_its_range() {
    // Seen between 10:40 and 10:41, the clocks disagree: asked about 10:40:30 nobody can say.
    let mut record = Record::default();
    let id = record.warn(2_400, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer_said(2_460, 0, "South", id, seen("Major Olive"));
    held(&record, id, 2_430, |_, south| {
        assert_eq!(south.person, Wait { least_s: 0, most_s: 30, running: true });
        assert!(south.told.standing.is_unanswered());
    });
}
