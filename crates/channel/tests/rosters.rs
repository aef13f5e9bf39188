//! N6: who answers, and to whom the mission turns where nobody does.

mod hotline;

use channel::roster::{Due, Turn};
use hotline::*;
use record::statement::*;
use record::vocabulary::time::{Instant, Interval};

const DAY: Interval = Interval { from: Instant(TEN - 86_400), until: Instant(TEN + 86_400) };

fn rung(after_s: u64, by: RungKind, whom: &[&str]) -> Rung {
    Rung { after_s, by, whom: strings(whom) }
}

fn ladder(party: &str, rungs: Vec<Rung>) -> Content {
    Content::Ladder(Ladder { party: party.into(), rungs })
}

fn officers(record: &Record, party: &str, t: i64) -> Vec<String> {
    record.now(t, |channel| channel.roster(party).officers.iter().map(|on| on.officer.to_owned()).collect())
}

/// Rung, instant, officer or kind.
fn due(record: &Record, t: i64) -> Vec<(u64, i64, String)> {
    let say = |due: Due| {
        let turn = match &due.turn {
            Turn::NextOfficer { officer, .. } => (*officer).to_owned(),
            Turn::NobodyLeft => "nobody left".to_owned(),
            Turn::OtherChannel { .. } => "other channel".to_owned(),
            Turn::OtherSide { whom } => format!("other side {}", whom.join(" ")),
            Turn::Guarantors { whom } => format!("guarantors {}", whom.join(" ")),
        };
        (due.rung, due.at.0 - TEN, turn)
    };
    record.now(t, |channel| channel.due().into_iter().map(say).collect())
}

fn said(rung: u64, at: i64, turn: &str) -> (u64, i64, String) {
    (rung, at, turn.to_owned())
}

#[test]
fn a_roster_is_by_rank_then_officer_of_the_duties_that_hold_and_were_known() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Fig", 2, DAY));
    record.say(-100, "South", duty("South", "Olive", 1, span(-50, 500)));
    record.say(-100, "South", duty("South", "Almond", 2, DAY));
    record.say(300, "South", duty("South", "Cedar", 3, DAY));
    assert_eq!(officers(&record, "South", 0), ["Olive", "Almond", "Fig"]);
    assert_eq!(officers(&record, "South", 500), ["Almond", "Fig", "Cedar"]);
    assert_eq!(record.then(0, 9_000, |channel| channel.roster("South").officers.len()), 3, "Cedar was not known yet");
    assert!(record.now(0, |channel| channel.roster("North").is_gap()));
    assert_eq!(record.now(0, |channel| channel.rosters().len()), 2, "both parties are shown, also with nobody");
}

#[test]
fn of_one_officer_the_duty_known_last_counts() {
    let mut record = Record::default();
    record.say(-200, "South", duty("South", "Olive", 1, DAY));
    record.say(-200, "South", duty("South", "Fig", 2, DAY));
    let later = record.say(-100, "South", duty("South", "Olive", 3, span(-50, 500)));
    assert_eq!(officers(&record, "South", -150), ["Olive", "Fig"], "not known yet");
    assert_eq!(officers(&record, "South", 0), ["Fig", "Olive"]);
    assert_eq!(record.now(0, |channel| channel.roster("South").officers[1].id), later);
    // Where the later one does not hold, the earlier one does.
    assert_eq!(officers(&record, "South", 500), ["Olive", "Fig"]);
}

#[test]
fn where_no_duty_holds_there_is_a_gap() {
    let mut record = Record::default();
    record.say(-500, "South", duty("South", "Olive", 1, span(0, 100)));
    record.say(-500, "South", duty("South", "Fig", 1, span(50, 200)));
    record.say(350, "South", duty("South", "Almond", 1, span(300, 400)));
    let gaps = record.now(9_000, |channel| channel.gaps("South", span(-10, 500)));
    assert_eq!(gaps, [span(-10, 0), span(200, 350), span(400, 500)], "Almond was known from 350 on");
    assert_eq!(record.now(0, |channel| channel.gaps("South", span(10, 20))), []);
    assert_eq!(record.now(0, |channel| channel.gaps("North", span(0, 5))), [span(0, 5)]);
}

#[test]
fn nobody_says_who_answers_for_the_other_side() {
    let mut record = Record::default();
    record.say(-100, "North", duty("South", "An actor of the North", 1, DAY));
    record.say(-100, "North", ladder("South", vec![rung(1, RungKind::Guarantors, &["North"])]));
    assert!(officers(&record, "South", 0).is_empty());
    assert_eq!(record.now(0, |channel| channel.ladder("South").id), None);
    record.say(-100, "mission", duty("South", "Olive", 1, DAY));
    assert_eq!(officers(&record, "South", 0), ["Olive"], "the mission enters what it was told");
}

#[test]
fn without_a_ladder_the_missions_own_is_climbed() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Olive", 1, DAY));
    record.say(-100, "South", duty("South", "Fig", 2, DAY));
    record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    assert_eq!(due(&record, 59), []);
    assert_eq!(due(&record, 60), [said(1, 60, "Fig")]);
    assert_eq!(due(&record, 180), [said(1, 60, "Fig"), said(2, 180, "other channel")]);
    assert_eq!(due(&record, 600).len(), 3);
    assert_eq!(due(&record, 600)[2], said(3, 600, "guarantors "));
    assert_eq!(record.now(10, |channel| channel.next_due()), Some(at(60)));
    assert_eq!(record.now(600, |channel| channel.next_due()), None);
}

#[test]
fn an_escalation_statement_ends_what_is_due_and_only_the_missions_does() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Olive", 1, DAY));
    record.say(-100, "South", duty("South", "Fig", 2, DAY));
    record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    let step = record.now(60, |channel| channel.due()[0].escalation(&strings(&["Guarantor"])));
    assert_eq!((step.rung, step.to.as_slice(), step.due), (1, strings(&["Fig"]).as_slice(), at(60)));
    record.escalate(61, "South", step.clone());
    record.escalate(61, "North", step.clone());
    assert_eq!(due(&record, 70).len(), 1, "no party says that the mission turned to somebody");
    record.escalate(62, "mission", step);
    assert_eq!(due(&record, 70), []);
    assert_eq!(record.then(61, 100, |channel| channel.due().len()), 1, "at T it was not said yet");
    record.now(70, |channel| {
        let held = channel.alerts().remove(0);
        let escalated = &held.recipients[0].escalations;
        assert_eq!((escalated.len(), escalated[0].escalation.rung), (1, 1));
    });
    let last = record.now(600, |channel| channel.due().last().unwrap().escalation(&strings(&["Guarantor"])));
    assert_eq!(last.to, ["Guarantor"], "the guarantors of the agreement");
}

#[test]
fn nothing_is_due_once_a_person_was_reached_or_the_alert_is_over() {
    for ends in [
        |record: &mut Record, id| record.answer(100, "South", id, seen("Major Olive")),
        |record: &mut Record, id| record.answer(100, "North", id, Step::Closed),
        |record: &mut Record, id| record.withdraw(100, "North", id),
    ] {
        let mut record = Record::default();
        let id = record.warn(0, "North", alert(AlertKind::Warning, &["South"], None));
        record.answer(10, "South", id, delivered());
        ends(&mut record, id);
        assert!(record.then(99, 9_000, |channel| channel.due().len()) > 0, "a machine is no person");
        assert_eq!(due(&record, 100), []);
    }
}

#[test]
fn where_nobody_is_left_the_next_rung_is_due_at_once() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Olive", 1, DAY));
    let next = || rung(60, RungKind::NextOfficer, &[]);
    let rungs = vec![next(), rung(120, RungKind::NextOfficer, &[]), rung(180, RungKind::OtherSide, &["Guarantor"])];
    record.say(-50, "South", ladder("South", rungs));
    record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    let expected = [said(1, 60, "nobody left"), said(2, 60, "nobody left"), said(3, 60, "other side Guarantor")];
    assert_eq!(due(&record, 60), expected);
    let named = record.now(60, |channel| channel.due()[0].escalation(&[]));
    assert_eq!(named.to, ["South"], "there is nobody to name but the party itself");
}

#[test]
fn the_next_officer_is_asked_when_the_rung_is_due_and_nobody_twice() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Olive", 1, span(-100, 90)));
    record.say(-100, "South", duty("South", "Fig", 2, span(-100, 90)));
    // The next shift has a first officer of its own, and Fig stays on.
    record.say(-100, "South", duty("South", "Cedar", 1, span(90, 9_000)));
    record.say(-100, "South", duty("South", "Fig", 2, span(90, 9_000)));
    let rungs = [60, 120, 180].map(|after_s| rung(after_s, RungKind::NextOfficer, &[]));
    record.say(-50, "mission", ladder("South", rungs.to_vec()));
    record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    let expected = [said(1, 60, "Fig"), said(2, 120, "Cedar"), said(3, 180, "nobody left")];
    assert_eq!(due(&record, 180), expected);
    // The mission called Cedar on the first rung: then Fig is next.
    let mut step = record.now(60, |channel| channel.due()[0].escalation(&[]));
    step.to = strings(&["Cedar"]);
    record.escalate(61, "mission", step);
    assert_eq!(due(&record, 180), [said(2, 120, "Fig"), said(3, 180, "nobody left")]);
}

#[test]
fn a_ladder_or_a_roster_that_changes_afterwards_changes_nothing_for_an_alert_that_has_begun() {
    let mut record = Record::default();
    record.say(-100, "South", duty("South", "Olive", 1, DAY));
    let fig = record.say(-100, "South", duty("South", "Fig", 2, DAY));
    let early = record.say(-50, "mission", ladder("South", vec![rung(30, RungKind::NextOfficer, &[])]));
    record.warn(0, "North", alert(AlertKind::Halt, &["South"], None));
    assert_eq!(due(&record, 700), [said(1, 30, "Fig")]);
    record.say(1, "South", ladder("South", vec![rung(604_800, RungKind::NextOfficer, &[])]));
    record.withdraw(2, "mission", early);
    record.withdraw(40, "South", fig);
    assert_eq!(due(&record, 700), [said(1, 30, "Fig")]);
    record.warn(50, "North", alert(AlertKind::Halt, &["South"], None));
    assert_eq!(due(&record, 700).len(), 1, "a later alert has the later ladder");
}

#[test]
fn an_exercise_escalates_nothing() {
    let mut record = Record::default();
    record.warn(0, "North", Alert { drill: true, ..alert(AlertKind::Halt, &["South"], None) });
    record.now(900, |channel| {
        assert!(channel.due().is_empty() && channel.drills().due().is_empty());
        assert_eq!(channel.drills().next_due(), None);
    });
}

#[test]
fn each_silent_recipient_has_its_own_rungs() {
    let mut record = Record::default();
    let id = record.warn(0, "North", alert(AlertKind::Halt, &["South", "Guarantor"], None));
    record.answer(30, "South", id, seen("Major Olive"));
    let silent = record.now(60, |channel| channel.due().iter().map(|due| due.silent.to_owned()).collect::<Vec<_>>());
    assert_eq!(silent, ["Guarantor", "Guarantor"], "no roster: nobody is left, and the next rung is due at once");
}
