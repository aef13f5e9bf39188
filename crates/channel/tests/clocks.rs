//! N1: two clocks, and what is left between them.

mod hotline;

use channel::when::{Wait, When};
use hotline::*;
use record::statement::*;
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};

#[test]
fn a_stated_instant_within_its_bounds_is_taken_to_the_second() {
    let mut record = Record::default();
    let warning = record.warn(0, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer_said(300, 25, "South", warning, seen("Major Olive"));
    let wait = record.now(400, |channel| channel.alert(warning).unwrap().recipients[0].person);
    assert_eq!(wait, Wait { least_s: 25, most_s: 25, running: false });
}

#[test]
fn clocks_an_hour_apart_give_an_interval_and_never_a_figure_off_by_an_hour() {
    // The example of the page: said at 10:00:00, the warning came in at 10:40:00, the words at 10:41:00.
    let mut record = Record::default();
    let warning = record.warn(2_400, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer_said(2_460, 0, "South", warning, seen("Major Olive"));
    let (wait, when) = record.now(3_000, |channel| {
        let recipient = channel.alert(warning).unwrap().recipients.remove(0);
        (recipient.person, recipient.told.standing.person().unwrap().by.when)
    });
    assert_eq!(wait, Wait { least_s: 0, most_s: 60, running: false });
    assert_eq!(when, When { first: at(2_400), last: at(2_460), disagrees: Some(Interval::instant(at(0))) });
    // A clock that is fast by an hour.
    let mut record = Record::default();
    let warning = record.warn(0, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer_said(90, 3_690, "South", warning, seen("Major Olive"));
    let wait = record.now(4_000, |channel| channel.alert(warning).unwrap().recipients[0].person);
    assert_eq!(wait, Wait { least_s: 0, most_s: 90, running: false });
}

#[test]
fn what_answers_nothing_and_is_stated_after_its_known_at_has_its_known_at() {
    let late = When::between(Interval::instant(Instant(50)), None, Instant(10), false);
    assert_eq!((late.first, late.last, late.disagrees.is_some()), (Instant(10), Instant(10), true));
    let in_time = When::between(Interval::instant(Instant(5)), None, Instant(10), false);
    assert_eq!(in_time, When::exactly(Instant(5)));
}

#[test]
fn a_notice_and_an_alert_are_there_from_when_they_came_in_whatever_their_clock_says() {
    let mut record = Record::default();
    let during = span(-7_200, 7_200);
    let notice =
        record.add(60, Some(-3_600), "North", false, Content::Notice(notice(&["South"], place(MILL, 100), during)));
    assert!(record.then(59, 100, |channel| channel.notices().is_empty()), "backdated, and not there before");
    let since = record.now(100, |channel| channel.notice(notice).unwrap().since);
    assert_eq!(since, When::exactly(at(60)));
}

#[test]
fn in_a_batch_of_history_the_stated_instants_count() {
    let mut record = Record::default();
    let halt = alert(AlertKind::Halt, &["South"], None);
    let halt = record.add(900, Some(-5_000), "North", true, Content::Alert(halt));
    let receipt = Receipt { of: halt, to: strings(&["North"]), step: seen("Major Olive"), words: String::new() };
    record.add(900, Some(-4_970), "South", true, Content::Receipt(receipt));
    let (since, person) = record.now(1_000, |channel| {
        let held = channel.alert(halt).unwrap();
        (held.since, held.recipients[0].person)
    });
    assert_eq!(since, When::exactly(at(-5_000)));
    assert_eq!(person, Wait { least_s: 30, most_s: 30, running: false });
    // Known-at of the batch is no bound upwards, what is answered is one downwards.
    let stated = |at: i64| Interval::instant(Instant(at));
    assert_eq!(When::between(stated(500), Some(Instant(100)), Instant(200), true), When::exactly(Instant(500)));
    let before = When::between(stated(50), Some(Instant(100)), Instant(200), true);
    assert_eq!((before.first, before.last), (Instant(100), Instant(200)));
    let both = When::between(stated(50), Some(Instant(300)), Instant(200), true);
    assert_eq!((both.first, both.last), (Instant(300), Instant(300)));
}

#[test]
fn a_halt_took_effect_when_its_words_say_within_the_bounds() {
    let halt_at = |time: EventTime| {
        let mut record = Record::default();
        let halt = record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
        record.answer(100, "South", halt, seen("Major Olive"));
        record.answer(600, "South", halt, Step::Halted { time });
        record.now(700, |channel| {
            let halting = channel.alert(halt).unwrap().recipients[0].halting.unwrap();
            (halting.wait, halting.wait_from_person.unwrap())
        })
    };
    let exactly = |s| Wait { least_s: s, most_s: s, running: false };
    assert_eq!(halt_at(EventTime::at(at(400))), (exactly(400), exactly(300)));
    let about = EventTime::within(span(390, 451), Precision::Stated("about 10:07".into()));
    assert_eq!(halt_at(about).0, Wait { least_s: 390, most_s: 450, running: false });
    let half_before = EventTime::within(span(-100, 51), Precision::Stated("around ten".into()));
    assert_eq!(halt_at(half_before).0, Wait { least_s: 0, most_s: 50, running: false });
    // Stopped before it was asked: both clocks cannot be right.
    assert_eq!(halt_at(EventTime::at(at(-3_200))).0, Wait { least_s: 0, most_s: 600, running: false });
}

#[test]
fn a_wait_is_never_less_than_nothing() {
    let (early, late) = (When::exactly(Instant(10)), When::exactly(Instant(90)));
    assert_eq!(late.wait_until(early), Wait { least_s: 0, most_s: 0, running: false });
    assert_eq!(early.wait_until(late).least_s, 80);
}

#[test]
fn statements_that_claim_to_answer_one_another_bound_nothing() {
    let mut record = Record::default();
    let mut first = notice(&["South"], place(MILL, 100), span(0, 900));
    first.replaces =
        Some(BodyId([0, 0, 0, 0, 0, 0, 0, 2].into_iter().chain([0; 24]).collect::<Vec<u8>>().try_into().unwrap()));
    let first = record.notify(0, "North", first);
    let mut second = notice(&["South"], place(MILL, 100), span(0, 900));
    second.replaces = Some(first);
    let second = record.notify(10, "North", second);
    record.now(20, |channel| {
        assert_eq!(channel.notices().len(), 2);
        assert!(channel.notice(second).is_some());
    });
}

#[test]
fn who_saw_it_first_is_whoever_says_the_earlier_instant_and_not_whose_words_came_in_first() {
    let mut record = Record::default();
    let warning = record.warn(0, "North", alert(AlertKind::Warning, &["South"], None));
    record.answer_said(300, 200, "South", warning, seen("Major Olive"));
    let earlier = record.answer_said(310, 100, "South", warning, seen("Captain Fig"));
    let (person, wait) = record.now(400, |channel| {
        let south = channel.alert(warning).unwrap().recipients.remove(0);
        (south.told.standing.person().unwrap().by.id, south.person)
    });
    assert_eq!(person, earlier);
    assert_eq!(wait, Wait { least_s: 100, most_s: 100, running: false });
}
