//! N2 and N3: the life of a notice, and where its recipients stand.

mod hotline;

use channel::notice::{EndedBy, NoticeHeld, NoticeState, Objection};
use channel::told::{NotTold, Standing, UnitStanding};
use hotline::*;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::registers::MembershipKind;
use record::vocabulary::time::Interval;

fn clinic() -> Notice {
    notice(&["South"], place(MILL, 100), span(3_600, 7_200))
}

fn state_at(record: &Record, id: BodyId, t: i64) -> NoticeState {
    record.then(t, 100_000, |channel| channel.notice(id).expect("it is there").state)
}

fn south<R>(record: &Record, id: BodyId, t: i64, read: impl FnOnce(&NoticeHeld, &Standing) -> R) -> R {
    record.then(t, 100_000, |channel| {
        let held = channel.notice(id).expect("it is there");
        read(&held, &held.recipients[0].told.standing)
    })
}

// ---- The life of a notice ---------------------------------------------------------------------------------------

#[test]
fn a_notice_is_to_come_then_in_force_then_ended() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    assert_eq!(state_at(&record, id, 3_599), NoticeState::ToCome { from: at(3_600) });
    assert_eq!(state_at(&record, id, 3_600), NoticeState::InForce { until: at(7_200) });
    assert_eq!(state_at(&record, id, 7_199), NoticeState::InForce { until: at(7_200) });
    assert_eq!(state_at(&record, id, 7_200), NoticeState::Ended { since: at(7_200), by: EndedBy::Window });
}

#[test]
fn a_notice_that_is_not_said_again_expires() {
    let mut record = Record::default();
    let id = record.notify(0, "North", Notice { expires: Some(at(5_000)), ..clinic() });
    assert_eq!(state_at(&record, id, 4_999), NoticeState::InForce { until: at(5_000) });
    assert_eq!(state_at(&record, id, 5_000), NoticeState::Ended { since: at(5_000), by: EndedBy::Expiry });
    let late = record.notify(0, "North", Notice { expires: Some(at(9_000)), ..clinic() });
    assert_eq!(state_at(&record, late, 8_000), NoticeState::Ended { since: at(7_200), by: EndedBy::Window });
}

#[test]
fn a_notice_is_not_there_before_it_came_in() {
    let mut record = Record::default();
    let id = record.notify(4_000, "North", clinic());
    assert!(record.then(3_999, 100_000, |channel| channel.notice(id).is_none()));
    assert_eq!(state_at(&record, id, 4_000), NoticeState::InForce { until: at(7_200) });
}

#[test]
fn withdrawing_replacing_and_closing_are_tried_in_that_order() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    let closed = record.answer(4_000, "North", id, Step::Closed);
    assert!(matches!(state_at(&record, id, 4_000), NoticeState::Closed { by, .. } if by == closed));
    let next = record.notify(4_100, "North", Notice { replaces: Some(id), ..clinic() });
    assert_eq!(state_at(&record, id, 4_100), NoticeState::Replaced { by: next, since: at(4_100) });
    let reply = record.withdraw(4_200, "North", id);
    assert_eq!(state_at(&record, id, 9_000), NoticeState::Withdrawn { by: reply, since: at(4_200) });
    // At an earlier T it was what it was.
    assert!(matches!(state_at(&record, id, 4_050), NoticeState::Closed { .. }));
    assert!(matches!(state_at(&record, id, 3_999), NoticeState::InForce { .. }));
}

#[test]
fn only_its_speaker_withdraws_replaces_or_closes_a_notice() {
    for stranger in ["South", "mission", "Somebody"] {
        let mut record = Record::default();
        let id = record.notify(0, "North", clinic());
        record.answer(4_000, stranger, id, Step::Closed);
        record.notify(4_100, stranger, Notice { replaces: Some(id), ..clinic() });
        record.withdraw(4_200, stranger, id);
        assert_eq!(state_at(&record, id, 5_000), NoticeState::InForce { until: at(7_200) }, "{stranger}");
    }
}

#[test]
fn two_offices_that_speak_for_one_party_are_one_speaker() {
    let mut record = Record::default();
    record.speaker("North-post", "North");
    record.speaker("North-desk", "North");
    let id = record.notify(0, "North-post", clinic());
    let reply = record.withdraw(4_000, "North-desk", id);
    assert_eq!(state_at(&record, id, 4_000), NoticeState::Withdrawn { by: reply, since: at(4_000) });
    let second = record.notify(0, "North", clinic());
    record.answer(4_000, "North-desk", second, Step::Closed);
    assert!(matches!(state_at(&record, second, 5_000), NoticeState::Closed { .. }));
}

#[test]
fn a_register_line_does_not_let_one_side_speak_for_the_other() {
    let mut record = Record::default();
    record.speaker("South", "North");
    let id = record.notify(0, "North", Notice { to: strings(&["Guarantor"]), ..clinic() });
    record.withdraw(4_000, "South", id);
    record.answer(4_000, "South", id, Step::Closed);
    assert_eq!(state_at(&record, id, 5_000), NoticeState::InForce { until: at(7_200) });
}

#[test]
fn a_replacement_that_is_withdrawn_brings_back_what_it_replaced() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    let next = record.notify(4_000, "North", Notice { replaces: Some(id), ..clinic() });
    record.withdraw(4_500, "North", next);
    assert_eq!(state_at(&record, id, 4_499), NoticeState::Replaced { by: next, since: at(4_000) });
    assert_eq!(state_at(&record, id, 4_500), NoticeState::InForce { until: at(7_200) });
}

#[test]
fn a_batch_that_was_undone_leaves_no_notice() {
    let mut record = Record::default();
    let batch = Batch {
        format: "notices".into(),
        file: "week.csv".into(),
        sha256: [0; 32],
        known_rule: "as stated".into(),
        rows: 1,
    };
    let batch = record.say(0, "mission", Content::Batch(batch));
    let id = record.notify(0, "North", clinic());
    record.statements.last_mut().unwrap().accepted.batch = Some(batch);
    record.say(4_000, "mission", Content::BatchUndone(batch));
    assert!(record.then(3_999, 100_000, |channel| channel.notice(id).is_some()));
    assert!(record.then(4_000, 100_000, |channel| channel.notice(id).is_none() && channel.notices().is_empty()));
}

#[test]
fn every_notice_says_that_it_gives_no_permission() {
    let sentence = channel::notice::SENTENCE;
    assert_eq!(sentence, "gives no permission; silence is not consent; its absence forbids nothing");
}

// ---- Where a recipient stands -----------------------------------------------------------------------------------

#[test]
fn silence_is_a_state_with_an_age_and_no_time_leaves_it() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    for t in [0, 1, 3_600, 7_200, 90_000] {
        let for_s = t as u64;
        south(&record, id, t, |_, standing| {
            assert_eq!(*standing, Standing::Silent { since: at(0), for_s });
            assert!(standing.is_unanswered());
        });
    }
}

#[test]
fn each_step_needs_its_receipt_and_carries_it() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    let machine = record.answer(100, "South", id, delivered());
    let looked = record.answer(200, "South", id, seen("Major Olive"));
    let back = record.answer(300, "South", id, read_back("Captain Fig", place(MILL, 0)));
    let done = record.answer(400, "South", id, understood("Captain Fig"));
    south(&record, id, 150, |_, standing| {
        assert!(matches!(standing, Standing::Delivered(to) if to.system == "board-1" && to.by.id == machine));
        assert!(standing.is_unanswered(), "a machine is no person");
    });
    south(&record, id, 350, |_, standing| match standing {
        Standing::Seen { person, delivered } => {
            assert_eq!((person.officer, person.by.id), ("Major Olive", looked));
            assert_eq!(delivered.unwrap().by.id, machine);
        }
        other => panic!("{other:?}"),
    });
    south(&record, id, 400, |_, standing| match standing {
        Standing::Understood { person, seen, read_back, .. } => {
            assert_eq!((person.officer, person.by.id, seen.by.id), ("Captain Fig", done, looked));
            assert_eq!(*read_back, Some(back));
        }
        other => panic!("{other:?}"),
    });
}

#[test]
fn understood_without_a_read_back_is_out_of_turn_and_no_more_than_seen() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    let early = record.answer(100, "South", id, understood("Major Olive"));
    record.answer(200, "South", id, read_back("Major Olive", place(north_of(MILL, 9_000), 0)));
    let again = record.answer(300, "South", id, understood("Major Olive"));
    record.answer(400, "South", id, read_back("Major Olive", place(north_of(MILL, 150), 0)));
    south(&record, id, 450, |held, standing| {
        assert!(matches!(standing, Standing::Seen { person, .. } if person.by.id == early), "{standing:?}");
        let told = &held.recipients[0].told;
        assert_eq!(told.out_of_turn.iter().map(|person| person.by.id).collect::<Vec<_>>(), [early, again]);
        assert!(told.read_backs[0].comparison.differs() && told.read_backs[1].comparison.agrees());
    });
    record.answer(500, "South", id, understood("Major Olive"));
    south(&record, id, 500, |_, standing| assert_eq!(standing.step(), 3));
}

#[test]
fn a_notice_without_a_position_needs_no_read_back() {
    let mut record = Record::default();
    let id = record.notify(0, "North", Notice { place: named(&["the river"]), ..clinic() });
    record.answer(100, "South", id, understood("Major Olive"));
    south(&record, id, 100, |held, standing| {
        assert!(matches!(standing, Standing::Understood { read_back: None, .. }));
        assert!(held.recipients[0].told.out_of_turn.is_empty());
    });
    // Once the register knows where that is, it has to be read back.
    record.known_place("the river", disc(MILL, 500));
    south(&record, id, 100, |_, standing| assert_eq!(standing.step(), 2));
}

#[test]
fn receipts_count_for_the_recipient_whose_speaker_signed_them() {
    let mut record = Record::default();
    record.speaker("South-desk", "South");
    let id = record.notify(0, "North", Notice { to: strings(&["South", "Guarantor", "South"]), ..clinic() });
    record.answer(100, "North", id, seen("An officer of the North"));
    record.answer(100, "mission", id, seen("A monitor"));
    record.now(150, |channel| {
        let held = channel.notice(id).unwrap();
        assert_eq!(held.recipients.len(), 2, "each recipient once");
        assert!(held.recipients.iter().all(|recipient| recipient.told.standing.is_unanswered()));
    });
    record.answer(200, "South-desk", id, seen("Major Olive"));
    record.now(250, |channel| {
        let held = channel.notice(id).unwrap();
        let steps: Vec<_> = held.recipients.iter().map(|recipient| recipient.told.standing.step()).collect();
        assert_eq!(steps, [2, 0], "the guarantor has said nothing");
        assert_eq!(held.not_told(), [NotTold::Recipient("Guarantor")]);
    });
}

#[test]
fn a_receipt_that_is_withdrawn_counts_until_then_and_not_from_then_on() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    let receipt = record.answer(100, "South", id, seen("Major Olive"));
    record.withdraw(500, "South", receipt);
    // Nobody unsays afterwards that it had been told when something happened.
    south(&record, id, 499, |_, standing| assert_eq!(standing.step(), 2));
    south(&record, id, 500, |_, standing| assert_eq!(standing.step(), 0));
}

#[test]
fn units_that_were_passed_it_and_attest_nothing_are_named() {
    let mut record = Record::default();
    let member = |name: &str| Registration::Member {
        member: name.into(),
        of: "South".into(),
        during: Interval::ALWAYS,
        certain: true,
        kind: MembershipKind::Part,
    };
    record.register(-90_000, member("battery 7"));
    let id = record.notify(0, "North", clinic());
    record.answer(50, "South", id, seen("Major Olive"));
    let pass = |unit: &str| Step::Passed { unit: unit.into() };
    let hold = |unit: &str| Step::Held { unit: unit.into() };
    record.answer(100, "South", id, pass("brigade 2"));
    record.answer(110, "South", id, pass("brigade 3"));
    record.answer(120, "brigade 2", id, hold("brigade 2"));
    record.answer(130, "battery 7", id, hold("battery 7"));
    record.answer(140, "battery 8", id, hold("battery 8"));
    record.answer(150, "South", id, hold("the air wing"));
    record.answer(160, "North", id, hold("brigade 3"));
    record.now(200, |channel| {
        let held = channel.notice(id).unwrap();
        let units: Vec<_> = held.recipients[0]
            .told
            .units
            .iter()
            .map(|unit| (unit.name, matches!(unit.has_it, UnitStanding::Holds { .. })))
            .collect();
        let expected = [("battery 7", true), ("brigade 2", true), ("brigade 3", false), ("the air wing", true)];
        assert_eq!(units, expected, "battery 8 is nobody's");
        assert_eq!(held.not_told(), [NotTold::Unit { of: "South", unit: "brigade 3" }]);
    });
}

// ---- Objections -------------------------------------------------------------------------------------------------

fn objection<R>(record: &Record, id: BodyId, t: i64, read: impl FnOnce(Objection) -> R) -> R {
    record.then(t, 100_000, |channel| read(channel.notice(id).unwrap().recipients[0].objection))
}

#[test]
fn a_window_for_objections_that_passes_in_silence_is_no_answer_and_no_consent() {
    let mut record = Record::default();
    let id = record.notify(0, "North", Notice { objections_until: Some(at(1_000)), ..clinic() });
    objection(&record, id, 999, |found| assert_eq!(found, Objection::OpenUntil { until: at(1_000) }));
    objection(&record, id, 1_000, |found| assert_eq!(found, Objection::NoAnswer { since: at(1_000) }));
    objection(&record, id, 90_000, |found| assert_eq!(found, Objection::NoAnswer { since: at(1_000) }));
    let plain = record.notify(0, "North", clinic());
    objection(&record, plain, 90_000, |found| assert_eq!(found, Objection::NotAsked));
}

#[test]
fn the_latest_of_objecting_and_not_objecting_counts_and_a_late_one_says_so() {
    let mut record = Record::default();
    let id = record.notify(0, "North", Notice { objections_until: Some(at(1_000)), ..clinic() });
    let fine = record.answer(100, "South", id, Step::NoObjection);
    let no = record.answer(200, "South", id, Step::Objects);
    objection(&record, id, 150, |found| {
        assert!(matches!(found, Objection::NoObjectionSaid { by } if by.id == fine));
    });
    objection(&record, id, 200, |found| {
        assert!(matches!(found, Objection::Objects { by, late: Kleene::No, .. } if by.id == no));
    });
    // In one second the objection counts, whichever id it has.
    record.answer(300, "South", id, Step::Objects);
    record.answer(300, "South", id, Step::NoObjection);
    objection(&record, id, 300, |found| assert!(matches!(found, Objection::Objects { .. })));
    record.answer(2_000, "South", id, Step::Objects);
    objection(&record, id, 2_000, |found| assert!(matches!(found, Objection::Objects { late: Kleene::Must, .. })));
    // A clock that says 9:00 of a receipt that came in at 10:40: in time or not, nobody can say.
    record.answer_said(2_400, -3_600, "South", id, Step::Objects);
    objection(&record, id, 2_400, |found| assert!(matches!(found, Objection::Objects { late: Kleene::May, .. })));
}

#[test]
fn an_objection_counts_where_none_was_asked_for() {
    let mut record = Record::default();
    let id = record.notify(0, "North", clinic());
    record.answer(100, "South", id, Step::Objects);
    objection(&record, id, 100, |found| {
        assert!(matches!(found, Objection::Objects { late: Kleene::No, words: "As said.", .. }));
    });
}

// ---- Exercises --------------------------------------------------------------------------------------------------

#[test]
fn exercises_are_kept_apart() {
    let mut record = Record::default();
    let real = record.notify(0, "North", clinic());
    let drill = record.notify(0, "North", Notice { drill: true, ..clinic() });
    record.notify(10, "North", Notice { drill: true, replaces: Some(real), ..clinic() });
    record.notify(10, "North", Notice { replaces: Some(drill), ..clinic() });
    record.then(4_000, 100_000, |channel| {
        let drills = channel.drills();
        assert!(channel.notice(drill).is_none() && drills.notice(real).is_none());
        assert_eq!((channel.notices().len(), drills.notices().len()), (2, 2));
        assert!(matches!(channel.notice(real).unwrap().state, NoticeState::InForce { .. }));
        assert!(matches!(drills.notice(drill).unwrap().state, NoticeState::InForce { .. }));
    });
}
