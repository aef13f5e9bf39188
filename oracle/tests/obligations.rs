//! The worked examples of the definitions of obligations, and tests for each of their rules, computed by the oracle.
//!
//! Not here: the valley in which they lie (`valley`), the evaluator.

mod valley;

use std::collections::BTreeSet;

use agreement::tree::{Step, *};
use oracle::{Cause, PhaseWord, ProvidedAnswer, Standing, State, Word};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::facts::About;
use record::vocabulary::place::Place;
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade};
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::{EventTime, Instant, Interval};
use valley::*;

// ---- O1 ----

/// The hill vacated 5 March 10:00, certified by G1 on 6 March 09:00: the other side's 24 hours end 7 March 09:00.
#[test]
fn o1_a_duty_that_waits_for_a_certificate() {
    let found = Found { words: vec![FindingWord::Confirmed], bodies: names(&["G1"]), all: true };
    let trigger = Trigger { acts: names(&["withdrawal"]), by: names(&["South"]), zone: None, found: Some(found) };
    let due = Due::Within { seconds: hours(24), trigger };
    let mut valley = Valley::requires(Obligation { obliged: names(&["North"]), ..required(due) });
    let vacated = valley.did("South", "withdrawal", mar(5, 10, 0));
    assert!(valley.duties("North", mar(6, 8, 0)).is_empty(), "nobody has certified it");
    valley.found("G1", vacated, FindingWord::Probable, "South", mar(6, 7, 0));
    valley.found("G1", vacated, FindingWord::Confirmed, "South", mar(6, 9, 0));
    valley.found("G1", vacated, FindingWord::Confirmed, "South", mar(6, 12, 0));
    assert!(valley.duties("North", before(mar(6, 9, 0))).is_empty());
    valley.north_is(before(mar(7, 9, 0)), Word::Undetermined, &[State::InForce]);
    valley.north_is(mar(7, 9, 0), Word::Breached, &[State::Overdue]);
}

#[test]
fn o1_with_all_of_several_bodies_the_last_of_them_certifies() {
    let certified_by = |all: bool| {
        let found = Found { words: vec![FindingWord::Confirmed], bodies: names(&["G1", "G2"]), all };
        let trigger = Trigger { acts: names(&["withdrawal"]), by: vec![], zone: None, found: Some(found) };
        let due = Due::Within { seconds: hours(24), trigger };
        let mut valley = Valley::requires(Obligation { obliged: names(&["North"]), ..required(due) });
        let vacated = valley.did("South", "withdrawal", mar(5, 10, 0));
        valley.found("G1", vacated, FindingWord::Confirmed, "South", mar(6, 9, 0));
        valley.found("G2", vacated, FindingWord::Confirmed, "South", mar(6, 18, 0));
        valley
    };
    certified_by(false).north_is(mar(7, 9, 0), Word::Breached, &[State::Overdue]);
    certified_by(true).north_is(mar(7, 9, 0), Word::Undetermined, &[State::InForce]);
    certified_by(true).north_is(mar(7, 18, 0), Word::Breached, &[State::Overdue]);
}

#[test]
fn o1_an_alleged_arrival_may_have_triggered_nothing() {
    let mut valley = Valley::requires(required(within_12_hours()));
    let arrived = valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.graded_c3(arrived, mar(5, 11, 0));
    let answers = valley.at(mar(6, 0, 0));
    let key = |s| (name("1"), names(&["North"]), Some((incident(arrived), About::Actor(name("convoys")))), s);
    assert_eq!(answers.duties[&key(ANY)].word, Word::Breached);
    let alleged = &answers.duties[&key(CREDIBLE)];
    assert_eq!(alleged.word, Word::Undetermined);
    assert_eq!(alleged.states, BTreeSet::from([State::Dormant, State::Overdue]));
    assert_eq!(alleged.causes, causes(&[Cause::Trigger]));
}

#[test]
fn o1_a_contested_arrival_may_have_triggered_nothing() {
    let mut valley = Valley::requires(required(within_12_hours()));
    let arrived = valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.denied(arrived, mar(5, 11, 0));
    valley.north_is(mar(6, 0, 0), Word::Undetermined, &[State::Dormant, State::Overdue]);
}

#[test]
fn o1_a_refuted_arrival_is_no_trigger() {
    let mut valley = Valley::requires(required(within_12_hours()));
    let arrived = valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.graded_c3(arrived, mar(5, 11, 0));
    let denial = Report {
        polarity: Polarity::DidNotHappen,
        event: None,
        ..told("convoys", "arrival", EventTime::at(mar(5, 10, 0)))
    };
    let denied = valley.report(Report { chain: Chain::direct("patrol-2"), grade: Grade::parse("B2"), ..denial });
    valley.say(mar(5, 13, 0), "desk", Content::Identity(Identity { a: arrived, b: denied, same: true }));
    let answers = valley.at(mar(6, 0, 0));
    let by_convoys = (incident(arrived), About::Actor(name("convoys")));
    let triggered = |s: usize| answers.duties.keys().any(|key| key.3 == s && key.2 == Some(by_convoys.clone()));
    assert_eq!((triggered(ANY), triggered(CREDIBLE)), (true, false), "contested at any, refuted at credible");
    // That somebody arrived is denied by nobody (E8): it stays alleged.
    let somebody = (incident(arrived), About::Event);
    let dormant = answers.duties.iter().find(|(key, _)| key.3 == CREDIBLE && key.2 == Some(somebody.clone()));
    assert!(dormant.expect("alleged").1.states.contains(&State::Dormant));
}

#[test]
fn o1_a_deadline_in_a_gap_is_owed_to_nobody() {
    let mut valley = Valley::requires(required(within_12_hours()));
    let period = valley.regime(hours(48));
    valley.tree.articles[0].kind = ArticleKind::Obligation(Obligation { period, ..required(within_12_hours()) });
    // The regime ends on 6 March 06:00; the twelve hours end at 10:00.
    valley.did("convoys", "arrival", mar(5, 22, 0));
    valley.north_is(before(mar(6, 6, 0)), Word::Undetermined, &[State::InForce]);
    valley.north_is(mar(6, 6, 0), Word::NotApplicable, &[State::Lapsed]);
    valley.did("South", "passage", before(mar(6, 6, 0)));
    valley.did("North", "passage", mar(6, 6, 0));
    valley.is("South", mar(6, 12, 0), Word::Kept, &[State::Done]);
    valley.north_is(mar(6, 12, 0), Word::NotApplicable, &[State::Lapsed]);
    // The same arrival four hours earlier is due at the end of the regime, the last second before which is in force.
    let mut earlier = Valley::new(valley.tree.articles[0].kind.clone());
    earlier.regime(hours(48));
    earlier.did("convoys", "arrival", mar(5, 18, 0));
    earlier.north_is(mar(6, 6, 0), Word::Breached, &[State::Overdue]);
}

#[test]
fn o1_every_step_of_a_duty_needs_a_deed() {
    let acts = names(&["patrol", "warning"]);
    let all = Obligation { every: true, acts: acts.clone(), ..required(within_12_hours()) };
    let mut valley = Valley::requires(all);
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.did("North", "patrol", mar(5, 12, 0));
    valley.north_is(mar(5, 22, 0), Word::Breached, &[State::Overdue]);
    valley.did("North", "warning", mar(5, 23, 0));
    let late = valley.north(mar(6, 0, 0));
    assert_eq!((late.word, late.late), (Word::Breached, Some((hours(1), hours(1)))), "done at the last of them");
    // A wider word may be one of them, or both: nobody said.
    let mut wider = Valley::new(valley.tree.articles[0].kind.clone());
    wider.did("convoys", "arrival", mar(5, 10, 0));
    wider.did("North", "outreach", mar(5, 12, 0));
    wider.north_is(mar(5, 22, 0), Word::Undetermined, &[State::Done, State::Overdue]);
    // With any of them the first is enough.
    let mut either = Valley::requires(Obligation { acts, ..required(within_12_hours()) });
    either.did("convoys", "arrival", mar(5, 10, 0));
    either.did("North", "warning", mar(5, 12, 0));
    either.north_is(mar(5, 22, 0), Word::Kept, &[State::Done]);
}

#[test]
fn o1_towards_the_convoy_that_asked() {
    let towards = Towards::WhoeverTriggers;
    let mut valley = Valley::requires(Obligation { towards, ..required(within_12_hours()) });
    valley.report(told("convoys", "arrival", EventTime::at(mar(5, 10, 0))));
    let passage =
        |target: &str| Report { targets: names(&[target]), ..told("North", "passage", EventTime::at(mar(5, 12, 0))) };
    valley.report(passage("civilians"));
    valley.north_is(mar(5, 22, 0), Word::Breached, &[State::Overdue]);
    valley.report(passage("convoys"));
    valley.north_is(mar(5, 22, 0), Word::Kept, &[State::Done]);
    // A target that nobody states may be the one that asked.
    let mut unstated = Valley::new(valley.tree.articles[0].kind.clone());
    unstated.did("convoys", "arrival", mar(5, 10, 0));
    unstated.did("North", "passage", mar(5, 12, 0));
    let duty = unstated.north(mar(5, 22, 0));
    assert_eq!((duty.word, duty.causes), (Word::Undetermined, causes(&[Cause::ImpreciseDeed])));
}

#[test]
fn o1_any_of_the_obliged_fulfils_the_duty_of_them_all() {
    let mut valley = Valley::requires(Obligation { any_one: true, ..required(within_12_hours()) });
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.did("South", "passage", mar(5, 12, 0));
    let answers = valley.at(mar(6, 0, 0));
    let of_all: Vec<_> = answers.duties.iter().filter(|((.., s), _)| *s == ANY).collect();
    assert_eq!(of_all.len(), 1);
    assert_eq!((&of_all[0].0.1, of_all[0].1.word), (&names(&["North", "South"]), Word::Kept));
}

#[test]
fn o1_contested_deeds_are_all_there_then_all_absent() {
    let mut valley = Valley::requires(required(within_12_hours()));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    let passed = valley.did("North", "passage", mar(5, 12, 0));
    valley.denied(passed, mar(5, 13, 0));
    valley.north_is(mar(5, 21, 0), Word::Undetermined, &[State::InForce, State::Done]);
    valley.north_is(mar(5, 22, 0), Word::Contested, &[State::Done, State::Overdue]);
    assert_eq!(valley.article_1(mar(5, 22, 0)), Word::Breached, "South's");
}

#[test]
fn o1_a_deed_before_the_trigger_answers_nothing_and_one_after_answers_all() {
    let mut valley = Valley::requires(Obligation { obliged: names(&["North"]), ..required(within_12_hours()) });
    valley.did("North", "passage", mar(5, 9, 0));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.north_is(mar(5, 22, 0), Word::Breached, &[State::Overdue]);
    valley.did("convoys", "arrival", mar(5, 20, 0));
    valley.did("North", "passage", mar(5, 21, 0));
    let words: Vec<Word> = valley.duties("North", mar(6, 12, 0)).iter().map(|duty| duty.word).collect();
    assert_eq!(words, [Word::Kept, Word::Kept]);
}

#[test]
fn o1_a_lasting_deed_is_done_at_its_end() {
    let mut valley = Valley::requires(required(within_12_hours()));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.report(told("North", "passage", lasting(mar(5, 9, 0), mar(5, 21, 0))));
    valley.north_is(mar(5, 20, 0), Word::Undetermined, &[State::InForce]);
    valley.north_is(mar(5, 21, 0), Word::Kept, &[State::Done]);
}

// ---- O2 ----

/// "Within 12 hours" of an arrival between 10:00 and 11:00; the deed at 22:30: in time if the arrival was after 10:30, else late
/// by at most 30 minutes.
#[test]
fn o2_an_imprecise_arrival() {
    let mut valley = Valley::requires(required(within_12_hours()));
    valley.report(told("convoys", "arrival", between(mar(5, 10, 0), mar(5, 11, 0))));
    valley.did("North", "passage", mar(5, 22, 30));
    valley.north_is(mar(6, 0, 0), Word::Undetermined, &[State::Done, State::Late]);
    let duty = valley.north(mar(6, 0, 0));
    assert_eq!((duty.late, duty.causes), (Some((0, 1_800)), causes(&[Cause::ImpreciseTime])));
    valley.is("South", mar(5, 22, 30), Word::Undetermined, &[State::InForce, State::Overdue]);
    valley.is("South", before(mar(5, 23, 0)), Word::Breached, &[State::Overdue]);
}

#[test]
fn o2_the_instant_at_which_it_is_due_is_too_late() {
    let mut valley = Valley::requires(required(within_12_hours()));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.did("North", "passage", before(mar(5, 22, 0)));
    valley.did("South", "passage", mar(5, 22, 0));
    valley.north_is(mar(6, 0, 0), Word::Kept, &[State::Done]);
    valley.is("South", mar(6, 0, 0), Word::Breached, &[State::Late]);
    assert_eq!(valley.duty("South", mar(6, 0, 0)).late, Some((0, 0)));
}

#[test]
fn o2_both_sets_may_be_days() {
    let mut valley = Valley::requires(Obligation { bands: delay_and_obstruction(), ..required(within_12_hours()) });
    valley.report(told("convoys", "arrival", between(mar(5, 0, 0), mar(6, 0, 0))));
    valley.report(told("North", "passage", between(mar(6, 0, 0), mar(7, 0, 0))));
    let duty = valley.north(mar(8, 0, 0));
    assert_eq!(duty.states, BTreeSet::from([State::Done, State::Late]));
    assert_eq!(duty.late, Some((0, 2 * 86_400 - 1 - hours(12))));
    assert_eq!(duty.labels, BTreeSet::from([name("delay"), name("obstruction")]));
}

#[test]
fn o2_a_withdrawal_by_a_date() {
    let due = Due::By(Moment::At(mar(7, 0, 0)));
    let mut valley = Valley::requires(Obligation { acts: names(&["withdrawal"]), ..required(due) });
    valley.did("North", "withdrawal", before(mar(4, 6, 0)));
    valley.north_is(before(mar(4, 6, 0)), Word::NotApplicable, &[State::Dormant]);
    valley.north_is(before(mar(7, 0, 0)), Word::Undetermined, &[State::InForce]);
    valley.north_is(mar(7, 0, 0), Word::Breached, &[State::Overdue]);
    valley.did("South", "withdrawal", mar(6, 23, 59));
    valley.is("South", mar(7, 0, 0), Word::Kept, &[State::Done]);
}

// ---- O3 ----

/// Late by 5:59:59: delay, kept. By 6:00:00: obstruction, breached. By 5 to 7 hours: undetermined, and both labels are shown.
#[test]
fn o3_delay_and_obstruction() {
    let late = |time: EventTime| {
        let mut valley = Valley::requires(Obligation { bands: delay_and_obstruction(), ..required(within_12_hours()) });
        valley.did("convoys", "arrival", mar(5, 10, 0));
        valley.report(told("North", "passage", time));
        let duty = valley.north(mar(7, 0, 0));
        (duty.word, duty.labels.into_iter().collect::<Vec<_>>(), duty.late)
    };
    let (delay, obstruction) = (name("delay"), name("obstruction"));
    let just = hours(6) - 1;
    assert_eq!(late(EventTime::at(before(mar(6, 4, 0)))), (Word::Kept, vec![delay.clone()], Some((just, just))));
    let six = Some((hours(6), hours(6)));
    assert_eq!(late(EventTime::at(mar(6, 4, 0))), (Word::Breached, vec![obstruction.clone()], six));
    let range = Some((hours(5), hours(7) - 1));
    assert_eq!(late(between(mar(6, 3, 0), mar(6, 5, 0))), (Word::Undetermined, vec![delay, obstruction], range));
}

#[test]
fn o3_until_the_limit_a_deed_still_makes_it_kept() {
    let mut valley = Valley::requires(Obligation { bands: delay_and_obstruction(), ..required(within_12_hours()) });
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.north_is(mar(5, 22, 0), Word::Undetermined, &[State::Overdue]);
    assert_eq!(valley.north(mar(5, 22, 0)).causes, causes(&[Cause::NotYetDue]));
    valley.north_is(before(mar(6, 4, 0)), Word::Undetermined, &[State::Overdue]);
    valley.north_is(mar(6, 4, 0), Word::Breached, &[State::Overdue]);
}

// ---- O4 ----

/// Due before 7 March 00:00. A roadblock seen on 6 March 18:00, then nothing. On 7 March: overdue, breached, if the obliged must
/// show it; undetermined if the accuser must.
#[test]
fn o4_who_must_show_it() {
    let shown = |shown: Shown| {
        let due = Due::By(Moment::At(mar(7, 0, 0)));
        let mut valley = Valley::requires(Obligation { shown, ..required(due) });
        valley.did("North", "roadblock", mar(6, 18, 0));
        valley
    };
    shown(Shown::ByTheObliged).north_is(mar(7, 12, 0), Word::Breached, &[State::Overdue]);
    let through = names(&["roadblock"]);
    let mut by_the_accuser = shown(Shown::ByTheAccuser { through });
    by_the_accuser.north_is(mar(7, 12, 0), Word::Undetermined, &[State::Overdue]);
    assert_eq!(by_the_accuser.north(mar(7, 12, 0)).causes, causes(&[Cause::NotEstablished]));
    by_the_accuser.did("North", "roadblock", mar(7, 13, 0));
    by_the_accuser.north_is(before(mar(7, 13, 0)), Word::Undetermined, &[State::Overdue]);
    by_the_accuser.north_is(mar(7, 13, 0), Word::Breached, &[State::Overdue]);
    by_the_accuser.is("South", mar(7, 13, 0), Word::Undetermined, &[State::Overdue]);
}

#[test]
fn o4_a_failure_that_lasts_counts_at_every_instant_and_a_contested_one_both_ways() {
    let through = names(&["roadblock"]);
    let due = Due::By(Moment::At(mar(7, 0, 0)));
    let accuser = Obligation { shown: Shown::ByTheAccuser { through }, ..required(due) };
    let mut valley = Valley::requires(accuser.clone());
    valley.report(told("North", "roadblock", lasting(mar(6, 18, 0), mar(7, 0, 0).plus(1))));
    valley.report(told("South", "roadblock", lasting(mar(6, 18, 0), mar(7, 0, 0))));
    valley.north_is(mar(7, 12, 0), Word::Breached, &[State::Overdue]);
    valley.is("South", mar(7, 12, 0), Word::Undetermined, &[State::Overdue]);
    // Shown, then not shown: breached, then undetermined.
    let mut contested = Valley::requires(accuser);
    let seen = contested.did("North", "roadblock", mar(7, 1, 0));
    contested.denied(seen, mar(7, 2, 0));
    contested.north_is(mar(7, 12, 0), Word::Undetermined, &[State::Overdue]);
}

// ---- O5 ----

/// Weapons back from 6 March 10:00, cure time 48 hours, gone 8 March 09:00: breached, cured.
#[test]
fn o5_weapons_that_went_back() {
    let gone = |until: Instant, at: Instant| {
        let mut valley = Valley::new(ArticleKind::Prohibition(forbids_presence()));
        let seen = valley.report(told("North", "weapons", lasting(mar(6, 10, 0), until)));
        let answers = valley.at(at);
        let key = (name("1"), incident(seen), About::Actor(name("North")), ANY);
        (answers.verdicts[&key], answers.cured.contains(&key))
    };
    assert_eq!(gone(mar(8, 9, 0), mar(9, 0, 0)), (Word::Breached, true));
    assert_eq!(gone(mar(8, 10, 0), mar(9, 0, 0)), (Word::Breached, false), "48 hours are too long");
    assert_eq!(gone(mar(8, 9, 0), before(mar(8, 9, 0))), (Word::Breached, false), "not over yet");
}

#[test]
fn o5_as_quickly_as_possible_is_measured() {
    let mut valley = Valley::requires(required(Due::Promptly { trigger: arrival() }));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.did("North", "passage", mar(5, 13, 0));
    valley.north_is(mar(5, 12, 0), Word::NotApplicable, &[State::InForce]);
    valley.north_is(mar(9, 0, 0), Word::NotApplicable, &[State::Done]);
    assert_eq!(valley.north(mar(9, 0, 0)).late, Some((hours(3), hours(3))));
    assert_eq!(valley.article_1(mar(9, 0, 0)), Word::NotApplicable);
}

// ---- O6 ----

/// North moved 15 March 11:00, South had not by 16 March 11:00, tolerance 24 hours: South overdue, North done.
#[test]
fn o6_step_by_step() {
    let due = Due::EachOther { seconds: hours(24) };
    let mut valley = Valley::requires(Obligation { acts: names(&["withdrawal"]), ..required(due) });
    valley.is("South", mar(15, 10, 0), Word::NotApplicable, &[State::Dormant]);
    valley.did("North", "withdrawal", mar(15, 11, 0));
    valley.is("South", before(mar(16, 11, 0)), Word::Undetermined, &[State::InForce]);
    valley.is("South", mar(16, 11, 0), Word::Breached, &[State::Overdue]);
    valley.is("North", mar(16, 11, 0), Word::Kept, &[State::Done]);
    valley.did("South", "withdrawal", mar(17, 0, 0));
    valley.is("South", mar(17, 0, 0), Word::Breached, &[State::Late]);
    valley.is("North", mar(20, 0, 0), Word::Kept, &[State::Done]);
}

#[test]
fn o6_which_of_two_moved_first_may_be_open() {
    let due = Due::EachOther { seconds: hours(1) };
    let mut valley = Valley::requires(Obligation { acts: names(&["withdrawal"]), ..required(due) });
    valley.report(told("North", "withdrawal", between(mar(15, 0, 0), mar(16, 0, 0))));
    valley.did("South", "withdrawal", mar(15, 12, 0));
    let late = |of: &str| {
        let duty = valley.duty(of, mar(17, 0, 0));
        (duty.word, duty.states.into_iter().collect::<Vec<_>>(), duty.late)
    };
    assert_eq!(late("South"), (Word::Undetermined, vec![State::Done, State::Late], Some((0, hours(11)))));
    assert_eq!(late("North"), (Word::Undetermined, vec![State::Done, State::Late], Some((0, hours(11) - 1))));
}

#[test]
fn o6_entry_by_an_outsider_is_a_trigger() {
    let trigger = Trigger { acts: names(&["entry"]), by: names(&["Band"]), zone: Some(name("East")), found: None };
    let due = Due::Within { seconds: hours(24), trigger };
    let acts = names(&["patrol", "warning"]);
    let obliged = names(&["North"]);
    let mut valley = Valley::requires(Obligation { acts, every: true, obliged, ..required(due) });
    let geometry = ZoneSource::Stated(ZoneGeometry::NamedArea(name("lowland")));
    valley.tree.zones.push(ZoneDeclared { name: name("East"), geometry, cosigners: vec![], cited: cited() });
    for (place, within) in [("mill", "lowland"), ("farm", "upland")] {
        let entry = Registration::Place { name: name(place), within: Some(name(within)), area: None };
        valley.say(mar(1, 0, 0), "office", Content::Registration(entry));
    }
    let entered = |at: &str| Report {
        place: Some(Place { names: names(&[at]), area: None }),
        ..told("Band", "entry", EventTime::at(mar(5, 10, 0)))
    };
    valley.report(entered("farm"));
    assert!(valley.duties("North", mar(7, 0, 0)).is_empty(), "outside East");
    valley.report(entered("mill"));
    valley.did("North", "patrol", mar(5, 12, 0));
    valley.did("North", "warning", mar(5, 13, 0));
    valley.north_is(mar(7, 0, 0), Word::Kept, &[State::Done]);
}

// ---- O7 ----

/// Call, wait 5 minutes, order, act; then notice within 1 hour.
fn return_fire(burden: Burden) -> Valley {
    let before = |act: &str, within, ahead| Step { act: name(act), when: StepTime::Before { within, ahead } };
    let after = |act: &str, within| Step { act: name(act), when: StepTime::After { within } };
    let steps = vec![before("call", hours(2), 300), before("order", hours(1), 0), after("notice", hours(1))];
    let exception =
        Exception { name: name("E"), condition: Condition::InOrder(steps), burden, standard: ANY, zone: None };
    let forbids =
        Prohibition { acts: names(&["attack"]), cure: None, exceptions: vec![exception], ..forbids_presence() };
    Valley::new(ArticleKind::Prohibition(forbids))
}
fn missing(valley: &Valley, at: Instant) -> Vec<Name> {
    let answers = valley.at(at);
    let of_any: Vec<_> = answers.missing_steps.iter().filter(|((key, _), _)| key.3 == ANY).collect();
    of_any.into_iter().flat_map(|(_, steps)| steps.clone()).collect()
}

/// Call, wait 5 minutes, order, act at 10:20, notice within 1 hour. At 11:00 no notice: undetermined. At 11:20: breached,
/// missing: notice.
#[test]
fn o7_a_notice_still_owed() {
    let mut valley = return_fire(Burden::Accused);
    valley.did("North", "call", mar(6, 10, 0));
    valley.did("North", "order", mar(6, 10, 15));
    let act = valley.did("North", "shelling", mar(6, 10, 20));
    assert_eq!(valley.judged_word(mar(6, 11, 0), "North", act), Word::Undetermined);
    assert_eq!(valley.judged_word(before(mar(6, 11, 20)), "North", act), Word::Undetermined);
    assert_eq!(valley.judged_word(mar(6, 11, 20), "North", act), Word::Breached);
    assert_eq!(missing(&valley, mar(6, 11, 20)), ["notice"]);
    valley.did("North", "notice", before(mar(6, 11, 20)));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "North", act), Word::Kept);
}

#[test]
fn o7_return_fire_without_a_call() {
    let mut valley = return_fire(Burden::Accused);
    valley.did("South", "call", mar(6, 10, 0));
    valley.did("North", "order", mar(6, 10, 15));
    let act = valley.did("North", "shelling", mar(6, 10, 20));
    valley.did("North", "notice", mar(6, 10, 30));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "North", act), Word::Breached, "the other side's call is no step");
    assert_eq!(missing(&valley, mar(6, 12, 0)), ["call"]);
    valley.did("North", "call", mar(6, 10, 11));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "North", act), Word::Breached, "four minutes ahead are not five");
    valley.did("North", "call", mar(6, 8, 20));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "North", act), Word::Kept, "exactly two hours before");
}

#[test]
fn o7_steps_by_a_member_of_ones_own_side() {
    let mut valley = return_fire(Burden::Accused);
    for member in ["brigade", "battery"] {
        let registered = Registration::Name { name: name(member), what: String::new() };
        valley.say(mar(1, 0, 0), "office", Content::Registration(registered));
    }
    let during = Interval::new(Instant::EVER, mar(6, 10, 0));
    for (member, during) in [("brigade", Interval::ALWAYS), ("battery", during)] {
        let (member, of, kind) = (name(member), name("North"), MembershipKind::Part);
        let entry = Registration::Member { member, of, during, certain: true, kind };
        valley.say(mar(1, 0, 0), "office", Content::Registration(entry));
    }
    valley.did("battery", "call", mar(6, 10, 0));
    valley.did("brigade", "order", mar(6, 10, 15));
    let act = valley.did("brigade", "shelling", mar(6, 10, 20));
    valley.did("North", "notice", mar(6, 10, 30));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "brigade", act), Word::Breached, "the battery had left");
    valley.did("battery", "call", mar(6, 9, 59));
    assert_eq!(valley.judged_word(mar(6, 12, 0), "brigade", act), Word::Kept);
}

#[test]
fn o7_an_imprecise_or_contested_step_leaves_it_undetermined() {
    let with_call = |time: EventTime, denied: bool| {
        let mut valley = return_fire(Burden::Accused);
        let call = valley.report(told("North", "call", time));
        if denied {
            valley.denied(call, mar(6, 12, 0));
        }
        valley.did("North", "order", mar(6, 10, 15));
        valley.did("North", "notice", mar(6, 10, 30));
        let act = valley.did("North", "shelling", mar(6, 10, 20));
        valley.judged_word(mar(6, 12, 0), "North", act)
    };
    assert_eq!(with_call(between(mar(6, 10, 0), mar(6, 10, 10).plus(1)), false), Word::Kept);
    assert_eq!(with_call(between(mar(6, 10, 0), mar(6, 10, 10).plus(2)), false), Word::Undetermined);
    assert_eq!(with_call(between(mar(6, 10, 11), mar(6, 10, 13)), false), Word::Breached);
    assert_eq!(with_call(EventTime::at(mar(6, 10, 0)), true), Word::Undetermined);
}

#[test]
fn o7_where_the_burden_is_on_the_accuser_it_is_not_settled() {
    let mut valley = return_fire(Burden::Accuser);
    let act = valley.did("North", "shelling", mar(6, 10, 20));
    assert_eq!(valley.judged_word(mar(7, 0, 0), "North", act), Word::Undetermined);
    assert!(missing(&valley, mar(7, 0, 0)).is_empty());
}

#[test]
fn o7_an_imprecise_act_is_asked_at_every_instant() {
    let mut valley = return_fire(Burden::Accused);
    valley.did("North", "call", mar(6, 9, 0));
    valley.did("North", "order", mar(6, 10, 0));
    valley.did("North", "notice", mar(6, 11, 30));
    // From 10:30 (the notice comes in fewer than 60 minutes after it from 10:30:01 on) to 11:00 (an hour after the order).
    let act = |from, until| {
        let mut valley = Valley { tree: valley.tree.clone(), statements: valley.statements.clone() };
        let act = valley.report(told("North", "shelling", between(from, until)));
        valley.judged_word(mar(7, 0, 0), "North", act)
    };
    assert_eq!(act(mar(6, 10, 30).plus(1), mar(6, 11, 0).plus(1)), Word::Kept);
    assert_eq!(act(mar(6, 10, 30), mar(6, 11, 0).plus(1)), Word::Undetermined);
    assert_eq!(act(mar(6, 10, 30).plus(1), mar(6, 11, 0).plus(2)), Word::Undetermined);
}

// ---- O8 ----

/// Road open since 5 March "provided the ridge stays empty"; the ridge occupied 13 March 09:00: condition failed from then,
/// awaiting G1.
#[test]
fn o8_provided_the_ridge_stays_empty() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids_presence()));
    let road = required(Due::By(Moment::At(mar(5, 0, 0))));
    valley.article("road", ArticleKind::Obligation(road)).provided =
        Some(Provided { article: name("1"), judgement: name("J") });
    valley.did("North", "passage", mar(4, 12, 0));
    valley.did("South", "passage", mar(4, 12, 0));
    let occupied = valley.did("South", "weapons", mar(13, 9, 0));
    valley.graded_c3(occupied, mar(13, 9, 0));
    let at = |valley: &Valley, at: Instant, s: usize| valley.at(at).provided[&(name("road"), s)];
    let standing = |state, judged| ProvidedAnswer { state, judged };
    assert_eq!(at(&valley, before(mar(13, 9, 0)), ANY), standing(Standing::Stands, None));
    assert_eq!(at(&valley, mar(13, 9, 0), ANY), standing(Standing::Failed, None));
    assert_eq!(at(&valley, mar(13, 9, 0), CREDIBLE), standing(Standing::InDoubt, None));
    assert_eq!(valley.at(mar(14, 0, 0)).periods[&(name("road"), ANY)], Word::Kept, "no verdict changes by it");
    valley.judged("G1", true, mar(14, 0, 0));
    valley.judged("G2", true, mar(14, 0, 0));
    assert_eq!(at(&valley, mar(14, 0, 0), ANY), standing(Standing::Failed, Some(true)));
}

#[test]
fn o8_a_condition_on_an_obligation() {
    let mut valley = Valley::requires(required(within_12_hours()));
    let hope = ArticleKind::Declaratory { metric: None };
    valley.article("2", hope).provided = Some(Provided { article: name("1"), judgement: name("J") });
    let state = |valley: &Valley, at: Instant| valley.at(at).provided[&(name("2"), ANY)].state;
    assert_eq!(state(&valley, mar(5, 0, 0)), Standing::Stands, "not applicable");
    valley.did("convoys", "arrival", mar(5, 10, 0));
    assert_eq!(state(&valley, mar(5, 12, 0)), Standing::InDoubt, "not yet due");
    assert_eq!(state(&valley, mar(5, 22, 0)), Standing::Failed);
}

#[test]
fn o8_suspended_while_judged() {
    let mut valley = Valley::new(ArticleKind::Prohibition(forbids_presence()));
    valley.tree.articles[0].suspended_while = Some(name("J"));
    valley.judged("G1", true, mar(5, 0, 0));
    valley.judged("G2", true, mar(6, 0, 0));
    valley.judged("G1", false, mar(8, 0, 0));
    let word = |at: Instant| {
        let mut valley = Valley { tree: valley.tree.clone(), statements: valley.statements.clone() };
        let act = valley.did("North", "weapons", at);
        valley.judged_word(mar(9, 0, 0), "North", act)
    };
    assert_eq!(word(before(mar(6, 0, 0))), Word::Breached);
    assert_eq!(word(mar(6, 0, 0)), Word::NotApplicable);
    assert_eq!(word(before(mar(8, 0, 0))), Word::NotApplicable);
    assert_eq!(word(mar(8, 0, 0)), Word::Breached);
}

#[test]
fn o8_what_falls_due_in_a_suspension_is_owed_to_nobody() {
    let mut valley = Valley::requires(required(within_12_hours()));
    valley.tree.articles[0].suspended_while = Some(name("J"));
    for who in ["G1", "G2"] {
        valley.judged(who, true, mar(5, 20, 0));
        valley.judged(who, false, mar(7, 0, 0));
    }
    valley.did("convoys", "arrival", mar(5, 10, 0));
    valley.north_is(before(mar(5, 20, 0)), Word::Undetermined, &[State::InForce]);
    valley.north_is(mar(5, 20, 0), Word::NotApplicable, &[State::Lapsed]);
    valley.north_is(mar(9, 0, 0), Word::NotApplicable, &[State::Lapsed]);
    valley.did("convoys", "arrival", mar(6, 0, 0));
    assert_eq!(valley.duties("North", mar(9, 0, 0)).len(), 1, "not in force: no trigger");
}

// ---- The verdict on the article, and phases ----

#[test]
fn the_worst_duty() {
    let mut valley = Valley::requires(Obligation { obliged: names(&["North"]), ..required(within_12_hours()) });
    assert_eq!(valley.article_1(mar(5, 0, 0)), Word::NotApplicable, "there are none");
    valley.did("convoys", "arrival", mar(5, 10, 0));
    assert_eq!(valley.article_1(mar(5, 12, 0)), Word::Undetermined, "not yet due");
    valley.did("North", "passage", mar(5, 20, 0));
    assert_eq!(valley.article_1(mar(6, 0, 0)), Word::Kept);
    valley.did("convoys", "arrival", mar(6, 10, 0));
    assert_eq!(valley.article_1(mar(6, 12, 0)), Word::Kept, "what is only not yet due does not count");
    assert_eq!(valley.article_1(mar(6, 22, 0)), Word::Breached);
}

#[test]
fn an_obligation_as_a_condition_of_a_phase_is_asked_as_of_the_completion() {
    let mut valley = Valley::new(ArticleKind::Prohibition(Prohibition { cure: None, ..forbids_presence() }));
    valley.article("2", ArticleKind::Obligation(required(Due::By(Moment::At(mar(6, 0, 0))))));
    valley.tree.clocks.push(Clock {
        name: name("calm"),
        length: Length::Elapsed(hours(24)),
        start: Moment::At(mar(4, 6, 0)),
        regime: None,
        scope: Scope::Anywhere,
        watches: names(&["1"]),
        qualifying: 0,
        policies: vec![Policy::Reset],
        headline: None,
        contested: Effect::DoNotBreak,
        unattributed: Effect::DoNotBreak,
        unobserved: Unobserved::Count,
        standards: vec![ANY],
        cited: cited(),
    });
    valley.tree.phases.push(Phase {
        name: name("joint"),
        conditions: vec![
            PhaseCondition::Complete { clock: name("calm"), policy: 0 },
            PhaseCondition::Kept { article: name("2"), throughout: true },
        ],
        once: true,
        standard: ANY,
        deciders: both(),
        cited: cited(),
    });
    let word = |valley: &Valley, at: Instant| valley.at(at).phases["joint"].word;
    // Complete on 5 March 06:00, when the duties were not yet due.
    assert_eq!(word(&valley, mar(7, 0, 0)), PhaseWord::PossiblyEligible);
    valley.did("North", "passage", mar(4, 12, 0));
    valley.did("South", "passage", mar(4, 13, 0));
    assert_eq!(word(&valley, mar(7, 0, 0)), PhaseWord::Eligible);
    // A duty of later, and a break that may be before the completion, so that it is complete a day later.
    valley.tree.articles[1].kind = ArticleKind::Obligation(required(within_12_hours()));
    valley.did("convoys", "arrival", mar(5, 10, 0));
    assert_eq!(word(&valley, mar(7, 0, 0)), PhaseWord::Eligible);
    valley.report(told("South", "weapons", between(mar(5, 4, 0), mar(5, 8, 0))));
    assert_eq!(word(&valley, mar(7, 0, 0)), PhaseWord::PossiblyEligible);
}
