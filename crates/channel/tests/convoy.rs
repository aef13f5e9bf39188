//! Convoys, rule by rule: B1 (states, trucks), B2 (permissions), B3 (waiting), B4 (seals, checkpoints).
//!
//! Not here: waiting on random histories (`waiting`).

mod said;

use channel::convoy::permits::{Permit, PermitStanding, Wait};
use channel::convoy::waiting::{Hold, Waiting, holds_of_report, waiting};
use channel::convoy::{Checkpoint, ConvoyAt, Counted, State, convoys};
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::counts::Measure;
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, Instant, Interval};
use said::*;

/// The day on which convoys of these tests are on their way.
const MONDAY: i64 = 100 * DAY;

fn plan() -> Convoy {
    Convoy {
        name: "mill 3".into(),
        to: Vec::new(),
        trucks: trucks(40),
        loads: Vec::new(),
        route: names(&["depot", "bridge", "fork", "mill"]),
        seals: names(&["0417", "0418"]),
        permits_from: names(&["North", "South"]),
        during: span(MONDAY, MONDAY + 7 * DAY),
        drill: false,
        words: String::new(),
    }
}

fn leg(convoy: BodyId, leg: Leg, time: Option<EventTime>) -> Content {
    counted(convoy, leg, time, None)
}

fn counted(convoy: BodyId, leg: Leg, time: Option<EventTime>, trucks: Option<Amount>) -> Content {
    Content::ConvoyEvent(ConvoyEvent { convoy, to: Vec::new(), leg, trucks, time, place: None, words: String::new() })
}

fn held(cause: &str) -> Leg {
    Leg::Held { cause: cause.into(), by: None }
}

fn arrived() -> Leg {
    Leg::Arrived { delivered: None, accepted: None }
}

fn passed(checkpoint: &str) -> Leg {
    Leg::Passed { checkpoint: checkpoint.into() }
}

fn asked(issuer: &str, answer_by: Option<i64>) -> Leg {
    Leg::Asked { issuer: issuer.into(), answer_by: answer_by.map(Instant) }
}

fn granted(issuer: &str) -> Leg {
    Leg::Granted { issuer: issuer.into(), conditions: None }
}

fn refused(issuer: &str) -> Leg {
    Leg::Refused { issuer: issuer.into() }
}

/// A report of a wait.
fn report(origin: &str, cause: Option<&str>, time: Option<EventTime>, waiting: Option<u64>) -> Report {
    let measure = |n| Measure { name: "waiting".into(), least: n, most: Some(n), unit: "trucks".into() };
    Report {
        chain: Chain { relayers: vec!["gazette".into()], origins: vec![Origin::Named(origin.into())] },
        cause: cause.map(str::to_owned),
        time,
        measures: waiting.map(measure).into_iter().collect(),
        ..Report::default()
    }
}

/// A record with the plan of one convoy by the aid office.
fn planned() -> (Said, BodyId) {
    let mut said = Said::default();
    let plan = said.say("aid office", MONDAY - DAY, Content::Convoy(plan()));
    (said, plan)
}

fn only<'a>(knowledge: &Knowledge<'a>, at: i64) -> ConvoyAt<'a> {
    let mut found = convoys(knowledge, Instant(at));
    assert_eq!((found.convoys.len(), found.without_plan.len()), (1, 0));
    found.convoys.pop().unwrap()
}

fn state_of<'c>(convoy: &'c ConvoyAt, speaker: &str) -> &'c State {
    &convoy.states.iter().find(|standing| standing.speaker == speaker).unwrap().state
}

/// Legs and live reports with a cause, folded.
fn wait_at(knowledge: &Knowledge, at: i64) -> Waiting {
    let legs = convoys(knowledge, Instant(at)).convoys.into_iter().flat_map(|convoy| convoy.holds);
    let holds: Vec<Hold> = legs.chain(knowledge.live.iter().filter_map(holds_of_report)).collect();
    waiting(&knowledge.registers, holds, Instant(at))
}

/// Least and greatest hours of a cause.
fn hours(waiting: &Waiting, cause: &str) -> (u64, u64) {
    let found = waiting.causes.iter().find(|found| found.name == cause);
    found.map_or((0, 0), |found| (found.hours.least_s() / 3600, found.hours.most_s() / 3600))
}

// ---- B1 ----

#[test]
fn b1_a_convoy_is_planned_until_its_planner_says_more() {
    let (mut said, plan) = planned();
    said.say("bridge post", MONDAY + HOUR, leg(plan, asked("North", None), None));
    let during = span(MONDAY, MONDAY + 7 * DAY);
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY + HOUR);
    assert_eq!(convoy.states.len(), 1, "asking for a permission moves nothing");
    assert_eq!(state_of(&convoy, "aid office"), &State::Planned { during });
    assert_eq!(convoy.agreed()[0].state, State::Planned { during });

    said.say("aid office", MONDAY + 2 * HOUR, leg(plan, Leg::Departed, None));
    let left = State::Left { since: span(MONDAY + 2 * HOUR, MONDAY + 2 * HOUR + 1) };
    assert_eq!(state_of(&only(&said.all(), MONDAY + 2 * HOUR), "aid office"), &left, "T is included");
    let before = &State::Planned { during };
    assert_eq!(state_of(&only(&said.all(), MONDAY + 2 * HOUR - 1), "aid office"), before);
}

#[test]
fn b1_each_leg_leads_to_its_state() {
    let (mut said, plan) = planned();
    let by = Some("North".into());
    let legs = [
        (Leg::Departed, "left"),
        (Leg::Held { cause: "papers".into(), by }, "held"),
        (Leg::WentOn, "on its way"),
        (passed("bridge"), "past the bridge"),
        (Leg::SealChecked { seal: "0417".into(), whole: true }, "past the bridge"),
        (granted("South"), "past the bridge"),
        (Leg::TurnedBack, "turned back"),
        (Leg::Arrived { delivered: trucks(38), accepted: trucks(37) }, "arrived"),
    ];
    for (hour, (what, word)) in (0..).zip(legs) {
        let now = MONDAY + hour * HOUR;
        said.say("aid office", now, leg(plan, what, None));
        let knowledge = said.all();
        let convoy = only(&knowledge, now);
        let is = match state_of(&convoy, "aid office") {
            State::Planned { .. } => "planned",
            State::Left { .. } => "left",
            State::Held { cause, by, until, .. } => {
                assert_eq!((cause.as_str(), by.as_deref(), *until), ("papers", Some("North"), None));
                "held"
            }
            State::OnItsWay { passed: None, .. } => "on its way",
            State::OnItsWay { passed: Some(name), .. } => {
                assert_eq!(name, "bridge");
                "past the bridge"
            }
            State::TurnedBack { .. } => "turned back",
            State::Arrived { delivered, accepted, .. } => {
                assert_eq!((*delivered, *accepted), (trucks(38), trucks(37)));
                "arrived"
            }
        };
        assert_eq!(is, word);
    }
}

#[test]
fn b1_who_says_less_does_not_differ() {
    let (mut said, plan) = planned();
    said.say("aid office", MONDAY + 8 * HOUR, leg(plan, Leg::Departed, None));
    said.say("bridge post", MONDAY + 10 * HOUR, leg(plan, passed("bridge"), None));
    said.say("mill office", MONDAY + 17 * HOUR, leg(plan, arrived(), None));
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY + DAY);
    assert_eq!(convoy.states.len(), 3);
    assert_eq!(convoy.disputed, []);
    assert_eq!(convoy.agreed().iter().map(|s| s.speaker.as_str()).collect::<Vec<_>>(), ["mill office"]);
}

#[test]
fn b1_what_comes_after_an_arrival_is_disputed_and_nothing_is_chosen() {
    for (hour, disputed) in [(12, true), (10, true), (9, false)] {
        let (mut said, plan) = planned();
        said.say("aid office", MONDAY + 10 * HOUR, leg(plan, arrived(), None));
        said.say("bridge post", MONDAY + 20 * HOUR, leg(plan, held("papers"), Some(at(MONDAY + hour * HOUR))));
        let knowledge = said.all();
        let convoy = only(&knowledge, MONDAY + DAY);
        let pair = ("aid office".to_owned(), "bridge post".to_owned());
        assert_eq!(convoy.disputed, if disputed { vec![pair] } else { vec![] }, "held at {hour}");
        assert_eq!(convoy.states.len(), 2, "both are shown");
        assert_eq!(convoy.agreed().is_empty(), disputed);
    }
}

#[test]
fn b1_a_convoy_that_turned_back_may_leave_again_and_not_go_on() {
    for (next, disputed) in [(Leg::Departed, false), (Leg::WentOn, true), (arrived(), true), (Leg::TurnedBack, false)] {
        let (mut said, plan) = planned();
        said.say("aid office", MONDAY + 10 * HOUR, leg(plan, Leg::TurnedBack, None));
        said.say("bridge post", MONDAY + 12 * HOUR, leg(plan, next.clone(), None));
        assert_eq!(!only(&said.all(), MONDAY + DAY).disputed.is_empty(), disputed, "{next:?}");
    }
}

#[test]
fn b1_times_that_leave_the_order_open_choose_nothing() {
    let (mut said, plan) = planned();
    let monday = Some(somewhere(MONDAY, MONDAY + DAY));
    said.say("bridge post", MONDAY + DAY, leg(plan, held("papers"), monday));
    said.say("aid office", MONDAY + DAY, leg(plan, Leg::WentOn, Some(at(MONDAY + 10 * HOUR))));
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY + DAY);
    assert_eq!(convoy.disputed, [], "either may have come first");
    assert!(convoy.agreed().is_empty());
}

#[test]
fn b1_after_its_stated_end_a_hold_is_over() {
    let (mut said, plan) = planned();
    let (ten, noon) = (MONDAY + 10 * HOUR, MONDAY + 12 * HOUR);
    said.say("aid office", noon, leg(plan, held("papers"), Some(lasting(ten, noon))));
    let until = Some(Interval::instant(Instant(noon)));
    assert!(
        matches!(state_of(&only(&said.all(), noon - 1), "aid office"), State::Held { until: u, .. } if *u == until)
    );
    let on = State::OnItsWay { since: Interval::instant(Instant(noon)), passed: None };
    assert_eq!(state_of(&only(&said.all(), noon), "aid office"), &on);
}

#[test]
fn b1_legs_are_in_the_order_in_which_they_can_have_happened_then_of_their_known_at() {
    let (mut said, plan) = planned();
    let third = said.say("c", MONDAY + 30 * HOUR, leg(plan, passed("fork"), Some(at(MONDAY + 9 * HOUR))));
    let first = said.say("a", MONDAY + 40 * HOUR, leg(plan, passed("bridge"), Some(somewhere(MONDAY, MONDAY + DAY))));
    let fourth = said.say("b", MONDAY + 50 * HOUR, leg(plan, arrived(), Some(at(MONDAY + 9 * HOUR))));
    let second = said.say("a", MONDAY + HOUR, leg(plan, Leg::Departed, None));
    said.say("a", MONDAY + 60 * HOUR, leg(plan, Leg::TurnedBack, None));
    let knowledge = said.all();
    let order: Vec<BodyId> = only(&knowledge, MONDAY + 59 * HOUR).legs.iter().map(|leg| leg.statement).collect();
    assert_eq!(order, [first, second, third, fourth], "the last one has not happened yet");
}

#[test]
fn b1_legs_of_one_day_that_came_in_together_are_in_the_order_of_a_way() {
    let legs = [asked("North", None), granted("North"), Leg::Departed, held("papers"), Leg::WentOn, arrived()];
    for seed in 0..20 {
        let (mut said, plan) = planned();
        let mut mixed = legs.clone();
        Dice(seed).shuffle(&mut mixed);
        for what in mixed {
            said.say("aid office", MONDAY + 3 * DAY, leg(plan, what, Some(somewhere(MONDAY, MONDAY + DAY))));
        }
        let knowledge = said.all();
        let convoy = only(&knowledge, MONDAY + 3 * DAY);
        assert_eq!(convoy.legs.iter().map(|leg| leg.event.leg.clone()).collect::<Vec<_>>(), legs);
        assert!(matches!(state_of(&convoy, "aid office"), State::Arrived { .. }));
    }
}

#[test]
fn b1_a_leg_without_a_time_happened_when_it_was_said_and_not_after_it_was_known() {
    let (mut said, plan) = planned();
    let (noon, evening) = (MONDAY + 12 * HOUR, MONDAY + 18 * HOUR);
    said.say_known("aid office", noon, evening, leg(plan, Leg::Departed, None));
    said.say_known("bridge post", MONDAY + 9 * DAY, evening, leg(plan, passed("bridge"), None));
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY + DAY);
    let began: Vec<Interval> = convoy.legs.iter().map(|leg| leg.time.began).collect();
    assert_eq!(began, [noon, evening].map(|at| Interval::instant(Instant(at))));
}

#[test]
fn b1_truck_numbers_stand_side_by_side_and_are_never_added() {
    let (mut said, plan) = planned();
    let now = MONDAY + HOUR;
    said.say("aid office", now, counted(plan, Leg::Departed, None, trucks(40)));
    said.say("bridge post", now + 1, counted(plan, Leg::Departed, None, trucks(20)));
    let open = Some(Amount { least: 30, most: None });
    said.say("bridge post", now + 2, counted(plan, held("papers"), None, open));
    said.say("aid office", now + 3, counted(plan, held("road"), None, trucks(7)));
    let delivered = Leg::Arrived { delivered: trucks(38), accepted: trucks(37) };
    said.say("aid office", now + 4, counted(plan, delivered, None, trucks(39)));
    said.say("aid office", now + 5, leg(plan, Leg::WentOn, None));
    let knowledge = said.all();
    let convoy = only(&knowledge, now + 5);
    let claims = |counted: Counted| -> Vec<(&str, u64)> {
        convoy.trucks[&counted].claims().iter().map(|claim| (claim.speaker.as_str(), claim.amount.least)).collect()
    };
    assert_eq!(claims(Counted::Planned), [("aid office", 40)]);
    assert_eq!(claims(Counted::Left), [("aid office", 40), ("bridge post", 20)]);
    assert_eq!(convoy.trucks[&Counted::Left].range(), Amount { least: 20, most: Some(40) });
    assert_eq!(convoy.trucks[&Counted::Held].range(), Amount { least: 7, most: None }, "an open end stays open");
    assert_eq!(claims(Counted::Delivered), [("aid office", 38)]);
    assert_eq!(claims(Counted::Accepted), [("aid office", 37)]);
    assert_eq!(claims(Counted::Arrived), [("aid office", 39)]);
    assert!(!convoy.trucks.contains_key(&Counted::WentOn), "nobody says how many went on");
}

#[test]
fn b1_what_is_withdrawn_counts_as_never_said() {
    let (mut said, plan) = planned();
    let left = said.say("aid office", MONDAY, leg(plan, Leg::Departed, None));
    said.withdraw("aid office", MONDAY + HOUR, left);
    assert_eq!(only(&said.known(MONDAY), MONDAY).legs.len(), 1);
    assert_eq!(only(&said.all(), MONDAY + HOUR).legs, []);

    let passing = said.say("bridge post", MONDAY + HOUR, leg(plan, passed("bridge"), None));
    said.withdraw("aid office", MONDAY + 2 * HOUR, plan);
    let knowledge = said.all();
    let found = convoys(&knowledge, Instant(MONDAY + 2 * HOUR));
    assert_eq!(found.convoys, []);
    assert_eq!(found.without_plan.iter().map(|leg| leg.statement).collect::<Vec<_>>(), [passing], "it is not lost");
}

#[test]
fn b1_a_speaker_is_who_the_register_says_it_is() {
    let (mut said, plan) = planned();
    said.alias("the aid people", "aid office");
    said.say("the aid people", MONDAY, leg(plan, Leg::Departed, None));
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY);
    assert_eq!(convoy.states.len(), 1);
    assert!(matches!(state_of(&convoy, "aid office"), State::Left { .. }));
}

// ---- B2 ----

fn permit(said: &Said, issuer: &str, at: i64) -> Permit {
    let knowledge = said.all();
    only(&knowledge, at).permits.into_iter().find(|permit| permit.issuer == issuer).unwrap()
}

#[test]
fn b2_silence_is_neither_granted_nor_refused_and_is_overdue_only_where_an_answer_was_needed() {
    let (mut said, plan) = planned();
    let (asked_at, needed) = (MONDAY, MONDAY + DAY);
    said.say("aid office", asked_at, leg(plan, asked("North", Some(needed)), None));
    said.say("aid office", asked_at, leg(plan, asked("joint office", None), None));
    let since = Interval::instant(Instant(asked_at));
    let year = MONDAY + 365 * DAY;

    assert_eq!(permit(&said, "South", year).standing, PermitStanding::NotAsked);
    assert_eq!(permit(&said, "South", year).wait, None);
    assert_eq!(permit(&said, "joint office", year).standing, PermitStanding::Waiting { since });
    assert!(!permit(&said, "joint office", year).in_plan && permit(&said, "North", year).in_plan);
    assert_eq!(permit(&said, "North", needed).standing, PermitStanding::Waiting { since }, "in time at the instant");
    let overdue = PermitStanding::Overdue { asked: since, since: Instant(needed) };
    assert_eq!(permit(&said, "North", needed + 1).standing, overdue);
    let running = Wait { least_s: 365 * 86_400, most_s: 365 * 86_400, running: Kleene::Must };
    assert_eq!(permit(&said, "North", year).wait, Some(running));
}

#[test]
fn b2_the_wait_runs_from_the_first_request_to_the_first_answer_and_the_latest_answer_counts() {
    let (mut said, plan) = planned();
    let hour = |n: i64| MONDAY + n * HOUR;
    said.say("aid office", hour(1), leg(plan, asked("North", Some(hour(2))), None));
    said.say("aid office", hour(5), leg(plan, asked("North", None), None));
    let no = said.say("North", hour(9), leg(plan, refused("North"), None));
    let conditions = Some("by day".to_owned());
    let yes = Leg::Granted { issuer: "North".into(), conditions: conditions.clone() };
    let yes = said.say("North", hour(30), leg(plan, yes, None));

    let time = |n| Interval::instant(Instant(hour(n)));
    let wait = Some(Wait { least_s: 8 * 3600, most_s: 8 * 3600, running: Kleene::No });
    let found = permit(&said, "North", hour(20));
    assert_eq!(found.standing, PermitStanding::Refused { time: time(9), statement: no });
    assert_eq!(found.wait, wait);
    let found = permit(&said, "North", hour(40));
    assert_eq!(found.standing, PermitStanding::Granted { time: time(30), conditions, statement: yes });
    assert_eq!(found.wait, wait);
    assert_eq!((found.requests.len(), found.answers.len()), (2, 2));
    assert!(!found.differ(), "one speaker changed its mind");
}

#[test]
fn b2_an_answer_that_two_speakers_tell_differently_is_said_to_differ() {
    let (mut said, plan) = planned();
    said.say("aid office", MONDAY, leg(plan, asked("North", None), None));
    said.say("North", MONDAY + HOUR, leg(plan, granted("North"), None));
    said.say("aid office", MONDAY + 2 * HOUR, leg(plan, refused("North"), None));
    let found = permit(&said, "North", MONDAY + DAY);
    assert!(matches!(found.standing, PermitStanding::Refused { .. }));
    assert!(found.differ());
}

#[test]
fn b2_imprecise_times_give_a_least_and_a_greatest_wait() {
    let (mut said, plan) = planned();
    let day = |n: i64| MONDAY + n * DAY;
    said.say("aid office", day(9), leg(plan, asked("North", None), Some(somewhere(day(0), day(1)))));
    said.say("aid office", day(9), leg(plan, granted("North"), Some(somewhere(day(2), day(3)))));
    let days = |least: u64, most: u64, running| {
        Some(Wait { least_s: least * 86_400 + 1, most_s: (most * 86_400).saturating_sub(1), running })
    };
    assert_eq!(permit(&said, "North", day(9)).wait, days(1, 3, Kleene::No));
    let wait = permit(&said, "North", day(2) + HOUR).wait.unwrap();
    assert_eq!((wait.most_s, wait.running), (2 * 86_400 + 3600, Kleene::May), "perhaps it has not come yet");

    // A day alone for both: between none and all of it, never less than none.
    let (mut said, plan) = planned();
    said.say("aid office", day(9), leg(plan, asked("North", None), Some(somewhere(day(0), day(1)))));
    said.say("aid office", day(9), leg(plan, granted("North"), Some(somewhere(day(0), day(1)))));
    let wait = permit(&said, "North", day(9)).wait.unwrap();
    assert_eq!((wait.least_s, wait.most_s, wait.running), (0, 86_399, Kleene::No));
}

#[test]
fn b2_an_answer_before_anybody_asked_ends_no_wait() {
    let (mut said, plan) = planned();
    said.say("North", MONDAY, leg(plan, granted("North"), None));
    said.say("aid office", MONDAY + HOUR, leg(plan, asked("North", None), None));
    let found = permit(&said, "North", MONDAY + 3 * HOUR);
    assert!(matches!(found.standing, PermitStanding::Granted { .. }));
    assert_eq!(found.wait, Some(Wait { least_s: 7200, most_s: 7200, running: Kleene::Must }));
}

// ---- B3 ----

#[test]
fn b3_the_example_of_the_page() {
    let mut said = Said::default();
    let day = |n: i64| n * DAY;
    said.say("press", day(20), Content::Report(report("UN", Some("permits"), Some(lasting(day(12), day(15))), None)));
    let groups = report("relief body", Some("armed groups"), Some(lasting(day(13), day(19))), None);
    said.say("press", day(20), Content::Report(groups));
    let found = wait_at(&said.all(), day(20));
    assert_eq!(hours(&found, "permits"), (72, 72));
    assert_eq!(hours(&found, "armed groups"), (144, 144));
    assert_eq!((found.any.least_s() / 3600, found.any.most_s() / 3600), (168, 168), "not 216");
}

#[test]
fn b3_a_held_leg_lasts_until_the_next_leg_of_its_speaker_that_ends_it() {
    for end in [Leg::WentOn, passed("fork"), Leg::TurnedBack, arrived()] {
        let (mut said, plan) = planned();
        said.say("aid office", MONDAY, leg(plan, held("papers"), None));
        // None of these ends it.
        said.say("bridge post", MONDAY + HOUR, leg(plan, Leg::WentOn, None));
        said.say("aid office", MONDAY + 2 * HOUR, leg(plan, Leg::SealChecked { seal: "1".into(), whole: true }, None));
        said.say("aid office", MONDAY + 3 * HOUR, leg(plan, held("road"), None));
        said.say("aid office", MONDAY + 4 * HOUR, leg(plan, Leg::Departed, None));
        let found = wait_at(&said.all(), MONDAY + 5 * HOUR);
        assert_eq!(hours(&found, "papers"), (5, 5));
        assert_eq!(hours(&found, "road"), (2, 2));
        assert_eq!(found.any.running, Kleene::Must);

        said.say("aid office", MONDAY + 6 * HOUR, leg(plan, end, None));
        let found = wait_at(&said.all(), MONDAY + 9 * HOUR);
        assert_eq!(hours(&found, "papers"), (6, 6));
        assert_eq!(hours(&found, "road"), (3, 3));
        assert_eq!(found.any.running, Kleene::No);
        assert_eq!(found.any.least_s(), 6 * 3600, "hours of two causes are not added");
    }
}

#[test]
fn b3_imprecise_ends_give_a_least_and_a_greatest() {
    let (mut said, plan) = planned();
    let hour = |n: i64| MONDAY + n * HOUR;
    said.say("aid office", hour(20), leg(plan, held("papers"), Some(somewhere(hour(10), hour(12)))));
    said.say("aid office", hour(20), leg(plan, Leg::WentOn, Some(somewhere(hour(14), hour(15)))));
    let found = wait_at(&said.all(), hour(20));
    assert_eq!(found.any.surely.intervals(), [span(hour(12) - 1, hour(14))]);
    assert_eq!(found.any.possibly.intervals(), [span(hour(10), hour(15) - 1)]);
    let running = |at| wait_at(&said.all(), at).any.running;
    assert_eq!(
        [hour(10), hour(12), hour(14), hour(15)].map(running),
        [Kleene::May, Kleene::Must, Kleene::May, Kleene::No]
    );
}

#[test]
fn b3_a_leg_that_may_come_before_or_after_makes_the_end_unsure() {
    let (mut said, plan) = planned();
    let hour = |n: i64| MONDAY + n * HOUR;
    said.say("aid office", hour(30), leg(plan, held("papers"), Some(at(hour(10)))));
    said.say("aid office", hour(30), leg(plan, Leg::WentOn, Some(somewhere(hour(0), hour(24)))));
    let found = wait_at(&said.all(), hour(30));
    assert_eq!((found.any.least_s(), found.any.most_s()), (1, 20 * 3600), "it may still run");
    assert_eq!(found.any.running, Kleene::May);
}

#[test]
fn b3_of_one_instant_what_became_known_later_is_next() {
    for (held_known, on_known, seconds) in [(1, 2, 0), (2, 1, 3600), (1, 1, 0)] {
        let (mut said, plan) = planned();
        let now = MONDAY;
        said.say_known("aid office", now, now + held_known, leg(plan, held("papers"), Some(at(now))));
        said.say_known("aid office", now, now + on_known, leg(plan, Leg::WentOn, Some(at(now))));
        assert_eq!(wait_at(&said.all(), now + HOUR).any.most_s(), seconds);
    }
}

#[test]
fn b3_one_cause_in_several_words_is_one_where_it_is_registered() {
    let (mut said, plan) = planned();
    said.say("aid office", MONDAY, leg(plan, held("papers"), Some(lasting(MONDAY, MONDAY + 4 * HOUR))));
    let letters = lasting(MONDAY + 2 * HOUR, MONDAY + 6 * HOUR);
    said.say("bridge post", MONDAY + DAY, leg(plan, held("letters missing"), Some(letters)));
    assert_eq!(wait_at(&said.all(), MONDAY + DAY).causes.len(), 2, "letter by letter");
    said.alias("letters missing", "papers");
    let found = wait_at(&said.all(), MONDAY + DAY);
    assert_eq!(found.causes.len(), 1);
    assert_eq!(hours(&found, "papers"), (6, 6), "the union, not 8");
    let words: Vec<&str> = found.causes[0].holds.iter().map(|hold| hold.cause.as_str()).collect();
    assert_eq!(words, ["papers", "letters missing"], "each keeps its words");
}

#[test]
fn b3_reports_say_who_when_and_how_many() {
    let mut said = Said::default();
    let day = |n: i64| n * DAY;
    let mut say = |report| said.say("press", day(20), Content::Report(report));
    say(report("UN", Some("papers"), Some(somewhere(day(3), day(4))), Some(20)));
    say(report("UN", Some("papers"), None, Some(22)));
    say(report("relief body", None, Some(lasting(day(3), day(9))), Some(99)));
    let denied = report("North", Some("papers"), Some(lasting(day(3), day(9))), Some(99));
    say(Report { polarity: Polarity::DidNotHappen, ..denied });
    let blamed = report("relief body", Some("road"), Some(lasting(day(3), day(4))), None);
    let litres = Measure { name: "fuel".into(), least: 5, most: Some(5), unit: "litres".into() };
    say(Report { accused: Accused::Actor("South".into()), measures: vec![litres], ..blamed });

    let found = wait_at(&said.all(), day(20));
    assert_eq!(found.causes.len(), 2, "a report without a cause, or of what did not happen, is no hold");
    let papers = found.causes.iter().find(|cause| cause.name == "papers").unwrap();
    assert_eq!((papers.hours.least_s(), papers.hours.most_s()), (0, 86_400), "one instant of that day");
    assert_eq!(papers.trucks, Some(Amount { least: 20, most: Some(22) }));
    assert_eq!(papers.claimants.len(), 1);
    assert_eq!(papers.claimants[0].origin, Origin::Named("UN".into()), "the origin claims it, not the press");
    assert_eq!(papers.claimants[0].trucks.iter().map(|(amount, _)| amount.least).collect::<Vec<_>>(), [20, 22]);
    let road = found.causes.iter().find(|cause| cause.name == "road").unwrap();
    assert_eq!((road.trucks, &road.holds[0].by), (None, &names(&["South"])), "litres are no trucks");
}

#[test]
fn b3_a_correction_is_applied_and_a_hold_that_is_listed_twice_counts_once() {
    let mut said = Said::default();
    let hour = |n: i64| n * HOUR;
    let first = report("UN", Some("papers"), Some(lasting(hour(0), hour(9))), None);
    let first = Report { chain: Chain::direct("UN"), ..first };
    let first = said.say("UN", hour(10), Content::Report(first));
    let correction = Correction { time: Some(lasting(hour(0), hour(5))), ..Correction::default() };
    let stance = Stance::Corrects(Box::new(correction));
    let reply = Reply { to: first, stance, subject: "any".into(), without_prejudice: false, words: String::new() };
    said.say("UN", hour(11), Content::Reply(reply));
    let knowledge = said.all();
    assert_eq!(hours(&wait_at(&knowledge, hour(12)), "papers"), (5, 5));
    let holds: Vec<Hold> = knowledge.live.iter().filter_map(holds_of_report).collect();
    let twice = waiting(&knowledge.registers, holds.iter().chain(&holds).cloned(), Instant(hour(12)));
    assert_eq!(twice.causes[0].holds.len(), 1);
}

// ---- the shape of the trucks at the border, with invented names ----

/// One claim of a cause: origin, cause, first and last day, trucks.
struct Claimed {
    origin: String,
    cause: String,
    days: (i64, i64),
    trucks: u64,
}

/// One convoy of which two numbers of trucks are said, held for competing causes; each claim as a leg or as a report.
fn trucks_at_the_border(claims: &[Claimed], numbers: (u64, u64), as_legs: bool) -> Said {
    let mut said = Said::default();
    let plan = said.say("relief body", 0, Content::Convoy(Convoy { trucks: trucks(numbers.1), ..plan() }));
    said.say("aid office", DAY, counted(plan, Leg::Departed, None, trucks(numbers.0)));
    for claim in claims {
        let time = Some(lasting(claim.days.0 * DAY, claim.days.1 * DAY));
        let content = match as_legs {
            true => counted(plan, held(&claim.cause), time, trucks(claim.trucks)),
            false => Content::Report(report(&claim.origin, Some(&claim.cause), time, Some(claim.trucks))),
        };
        said.say(if as_legs { &claim.origin } else { "press" }, 40 * DAY, content);
    }
    said
}

#[test]
fn trucks_at_the_border_wait_for_three_causes_in_two_numbers() {
    let claim =
        |origin: &str, cause: &str, days, trucks| Claimed { origin: origin.into(), cause: cause.into(), days, trucks };
    let claims = [
        claim("aid office", "letters from South are missing", (12, 15), 20),
        claim("relief body", "some groups block the road", (13, 19), 40),
        claim("aid office", "the road is not safe", (16, 18), 20),
        claim("river post", "the road is not safe", (17, 19), 40),
    ];
    for as_legs in [true, false] {
        let said = trucks_at_the_border(&claims, (20, 40), as_legs);
        let knowledge = said.all();
        let found = wait_at(&knowledge, 40 * DAY);
        assert_eq!(found.causes.len(), 3);
        assert_eq!(hours(&found, "letters from South are missing"), (72, 72));
        assert_eq!(hours(&found, "some groups block the road"), (144, 144));
        assert_eq!(hours(&found, "the road is not safe"), (72, 72), "not 96: two say so of one day");
        assert_eq!(found.any.least_s() / 3600, 168, "not 288");
        let road = found.causes.iter().find(|cause| cause.name == "the road is not safe").unwrap();
        assert_eq!(road.trucks, Some(Amount { least: 20, most: Some(40) }), "not 60");
        let per_claimant: Vec<u64> = road.claimants.iter().map(|who| who.hours.least_s() / 3600).collect();
        assert_eq!(per_claimant, [48, 48]);
        let convoy = only(&knowledge, 40 * DAY);
        assert_eq!(convoy.trucks[&Counted::Planned].range(), Amount { least: 40, most: Some(40) });
        assert_eq!(convoy.trucks[&Counted::Left].range(), Amount { least: 20, most: Some(20) });
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trucks_at_the_border_with_every_name_and_number_varied(seed: u64) {
        let mut dice = Dice(seed);
        let names = dice.names(6);
        let numbers = (dice.next() % 90 + 1, dice.next() % 90 + 1);
        let claims: Vec<Claimed> = (0..dice.between(1, 8)).map(|_| {
            let from = dice.between(2, 30);
            Claimed {
                origin: names[dice.between(0, 3) as usize].clone(),
                cause: names[dice.between(3, 6) as usize].clone(),
                days: (from, from + dice.between(1, 9)),
                trucks: if dice.between(0, 2) == 0 { numbers.0 } else { numbers.1 },
            }
        }).collect();
        let said = trucks_at_the_border(&claims, numbers, dice.between(0, 2) == 0).shuffled(seed);
        let now = dice.between(2, 40);
        let found = wait_at(&said.all(), now * DAY);
        // Day by day.
        let days = |cause: Option<&str>| (0..now).filter(|day| claims.iter().any(|claim| {
            cause.is_none_or(|cause| claim.cause == cause) && (claim.days.0..claim.days.1).contains(day)
        })).count() as u64 * 24;
        for cause in &found.causes {
            let days = days(Some(&cause.name));
            prop_assert_eq!((cause.hours.least_s() / 3600, cause.hours.most_s() / 3600), (days, days));
            let said: Vec<u64> = claims.iter().filter(|c| c.cause == cause.name && c.days.0 <= now).map(|c| c.trucks).collect();
            let (least, most) = (*said.iter().min().unwrap(), said.iter().max().copied());
            prop_assert_eq!(cause.trucks, Some(Amount { least, most }));
        }
        let begun: std::collections::BTreeSet<&str> =
            claims.iter().filter(|claim| claim.days.0 <= now).map(|claim| claim.cause.as_str()).collect();
        prop_assert_eq!(found.causes.iter().map(|cause| cause.name.as_str()).collect::<Vec<_>>(), Vec::from_iter(begun));
        prop_assert_eq!(found.any.least_s() / 3600, days(None));
    }
}

// ---- B4 ----

#[test]
fn b4_of_each_seal_it_is_known_where_it_was_last_whole_and_where_broken() {
    let (mut said, plan) = planned();
    let look = |seal: &str, whole| leg(plan, Leg::SealChecked { seal: seal.into(), whole }, None);
    said.say("bridge post", MONDAY, look("0417", true));
    let last = said.say("fork post", MONDAY + 2, look("0417", true));
    let broken = said.say("mill office", MONDAY + 3, look("0417", false));
    let strange = said.say("mill office", MONDAY + 3, look("9999", true));
    let knowledge = said.all();
    let convoy = only(&knowledge, MONDAY + 3);
    let seals: Vec<(&str, bool, usize)> =
        convoy.seals.iter().map(|seal| (seal.number.as_str(), seal.in_plan, seal.looks.len())).collect();
    assert_eq!(seals, [("0417", true, 3), ("0418", true, 0), ("9999", false, 1)]);
    let [first, second, third] = convoy.seals.as_slice() else { unreachable!() };
    assert_eq!(first.last_whole().map(|look| (look.statement, look.speaker.as_str())), Some((last, "fork post")));
    assert_eq!(first.broken().map(|look| look.statement).collect::<Vec<_>>(), [broken]);
    assert_eq!((second.last_whole(), second.broken().count()), (None, 0), "nobody looked");
    assert_eq!(third.last_whole().map(|look| look.statement), Some(strange));
}

#[test]
fn b4_a_checkpoint_passed_out_of_the_plans_order_is_said_to_be() {
    let hour = |n: i64| MONDAY + n * HOUR;
    for (bridge, expected) in [
        (at(hour(9)), Kleene::No),
        (at(hour(10)), Kleene::No),
        (at(hour(11)), Kleene::Must),
        (somewhere(hour(9), hour(12)), Kleene::May),
        (somewhere(hour(11), hour(12)), Kleene::Must),
    ] {
        let (mut said, plan) = planned();
        said.say("fork post", hour(20), leg(plan, passed("fork"), Some(at(hour(10)))));
        said.say("bridge post", hour(20), leg(plan, passed("bridge"), Some(bridge.clone())));
        said.say("bridge post", hour(20), leg(plan, passed("ford"), Some(bridge.clone())));
        let knowledge = said.all();
        let convoy = only(&knowledge, hour(20));
        let [first, second, third] = convoy.checkpoints.as_slice() else { unreachable!() };
        let order = |of: &Checkpoint| of.passings.iter().map(|passing| passing.out_of_order).collect::<Vec<_>>();
        assert_eq!((first.name.as_str(), first.on_route, order(first)), ("bridge", true, vec![expected]), "{bridge:?}");
        assert_eq!((second.name.as_str(), second.on_route, order(second)), ("fork", true, vec![Kleene::No]));
        assert_eq!((third.name.as_str(), third.on_route, order(third)), ("ford", false, vec![Kleene::No]));
        assert_eq!((first.passings[0].speaker.as_str(), first.passings.len()), ("bridge post", 1));
    }
}

#[test]
fn b4_a_checkpoint_on_the_way_there_and_back_is_in_order_both_times() {
    let mut said = Said::default();
    let route = names(&["depot", "bridge", "mill", "bridge", "depot"]);
    let plan = said.say("aid office", 0, Content::Convoy(Convoy { route, ..plan() }));
    for (hour, place) in [(1, "bridge"), (2, "mill"), (3, "bridge"), (4, "depot")] {
        said.say("aid office", hour * HOUR, leg(plan, passed(place), None));
    }
    let knowledge = said.all();
    let convoy = only(&knowledge, DAY);
    let found: Vec<(&str, usize)> = convoy.checkpoints.iter().map(|c| (c.name.as_str(), c.passings.len())).collect();
    assert_eq!(found, [("depot", 1), ("bridge", 2), ("mill", 1)]);
    let passings = convoy.checkpoints.iter().flat_map(|checkpoint| &checkpoint.passings);
    assert!(passings.into_iter().all(|passing| passing.out_of_order == Kleene::No));
}
