//! Who has the watch (B6): hand-overs, signatures of the other officer, gaps, what stays open.
//!
//! Not here: whom a ladder turns to (the roster).

mod said;

use std::collections::BTreeSet;

use channel::watch::{Gap, GapKind, Holder, ItemState, OpenItem, Watch, watches};
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::*;
use record::vocabulary::time::{Instant, Interval};
use said::*;

const WATCH: &str = "radio room";

fn handover(from: &str, to: &str, at: i64, open: &[BodyId]) -> Content {
    Content::Handover(Handover {
        watch: WATCH.into(),
        from: from.into(),
        to: to.into(),
        at: Instant(at),
        open: open.to_vec(),
        words: String::new(),
    })
}

fn receipt(of: BodyId, step: Step) -> Content {
    Content::Receipt(Receipt { of, to: names(&["mission"]), step, words: String::new() })
}

fn understood(of: BodyId, officer: &str) -> Content {
    receipt(of, Step::Understood { officer: officer.into() })
}

fn duty(officer: &str, party: &str, from: i64, until: i64) -> Content {
    Content::Duty(Duty {
        officer: officer.into(),
        party: party.into(),
        to: Vec::new(),
        rank: 1,
        reach: Vec::new(),
        languages: Vec::new(),
        during: span(from, until),
    })
}

fn halt() -> Content {
    Content::Alert(Alert {
        kind: AlertKind::Halt,
        to: names(&["South"]),
        on: None,
        place: None,
        endangered: Vec::new(),
        since: None,
        drill: false,
        words: String::new(),
    })
}

fn watch_in<'a>(knowledge: &Knowledge<'a>, period: Interval, at: i64) -> Watch<'a> {
    watches(knowledge, period, Instant(at)).remove(WATCH).unwrap()
}

fn holder(said: &Said, at: i64) -> Holder {
    watch_in(&said.all(), Interval::ALWAYS, at).holder
}

fn has(officer: &str, since: i64, handover: BodyId) -> Holder {
    Holder::Has { officer: officer.into(), since: Instant(since), handover }
}

#[test]
fn b6_the_watch_is_between_two_until_the_other_signs_and_that_is_a_gap() {
    let mut said = Said::default();
    let (six, signed) = (18 * HOUR, 18 * HOUR + 1200);
    let handed = said.say("Ana", six, handover("Ana", "Ben", six, &[]));
    let receipt = said.say("Ben", signed, understood(handed, "Ben"));
    let between = Holder::Between {
        from: "Ana".into(),
        to: "Ben".into(),
        since: Instant(six),
        handover: handed,
        unsigned_by: "Ben".into(),
    };
    assert_eq!(holder(&said, six), between);
    assert_eq!(holder(&said, signed - 1), between);
    assert_eq!(holder(&said, signed), has("Ben", six, handed));
    let gap = |until| vec![Gap { during: span(six, until), kind: GapKind::Unsigned(handed) }];
    let knowledge = said.all();
    let found = watch_in(&knowledge, span(0, DAY), DAY);
    assert_eq!(found.gaps, gap(signed));
    assert_eq!(found.handovers[0].signed, Some((receipt, Instant(signed))));
    assert_eq!(found.unsigned().count(), 0);
    let knowledge = said.known(six);
    let found = watch_in(&knowledge, span(0, 9 * DAY), DAY);
    assert_eq!(found.gaps, gap(DAY), "until T");
    assert_eq!(found.unsigned().count(), 1);
    assert_eq!(watches(&said.all(), Interval::ALWAYS, Instant(six - 1)).len(), 0, "nothing was handed over yet");
}

#[test]
fn b6_only_the_other_officers_word_signs() {
    let six = 18 * HOUR;
    // Speaker of the hand-over, speaker of the receipt, officer it names; who has the watch.
    for (first, second, officer, signed) in [
        ("Ana", "Ben", "Ben", true),
        ("Ana", "Ana", "Ben", false),
        ("Ana", "Ben", "Ana", false),
        ("Ana", "Cem", "Ben", false),
        ("Ana", WATCH, "Ben", true),
        ("Ana", "duty desk", "Ben", true),
        ("Ana", "radio desk", "Ben", true),
        // Who comes wrote it down: who goes has to sign.
        ("Ben", "Ana", "Ana", true),
        ("Ben", "Ben", "Ana", false),
        ("Ben", "Ben", "Ben", false),
        // A third wrote it down.
        ("mission", "Ben", "Ben", true),
        ("mission", "mission", "Ben", false),
    ] {
        let mut said = Said::default();
        said.speaker("duty desk", "Ben");
        said.speaker("radio desk", WATCH);
        // Each of the two may speak for the watch: not for the other.
        said.speaker("Ana", WATCH);
        said.speaker("Ben", WATCH);
        let handed = said.say(first, six, handover("Ana", "Ben", six, &[]));
        said.say(second, six + 60, understood(handed, officer));
        assert_eq!(holder(&said, DAY) == has("Ben", six, handed), signed, "{first}, {second} of {officer}");
    }
    // Another step is no signature.
    let mut said = Said::default();
    let handed = said.say("Ana", six, handover("Ana", "Ben", six, &[]));
    said.say("Ben", six + 60, receipt(handed, Step::Seen { officer: "Ben".into() }));
    assert!(matches!(holder(&said, DAY), Holder::Between { .. }));
}

#[test]
fn b6_who_signs_beforehand_has_it_from_the_hand_over_on() {
    let mut said = Said::default();
    let handed = said.say("Ana", 17 * HOUR, handover("Ana", "Ben", 18 * HOUR, &[]));
    let signed = said.say("Ben", 17 * HOUR + 60, understood(handed, "Ben"));
    assert_eq!(holder(&said, 18 * HOUR), has("Ben", 18 * HOUR, handed));
    let knowledge = said.all();
    let found = watch_in(&knowledge, span(0, DAY), DAY);
    assert_eq!((found.gaps, found.handovers[0].signed), (vec![], Some((signed, Instant(18 * HOUR)))));
}

#[test]
fn b6_a_later_hand_over_that_is_signed_ends_the_gap_of_an_earlier_one() {
    let mut said = Said::default();
    let first = said.say("Ana", 6 * HOUR, handover("Ana", "Ben", 6 * HOUR, &[]));
    let second = said.say("Cem", 14 * HOUR, handover("Cem", "Dia", 14 * HOUR, &[]));
    said.say("Dia", 15 * HOUR, understood(second, "Dia"));
    let knowledge = said.all();
    let found = watch_in(&knowledge, span(0, DAY), DAY);
    assert_eq!(found.holder, has("Dia", 14 * HOUR, second));
    let gap = |from, kind| Gap { during: span(from * HOUR, 15 * HOUR), kind };
    assert_eq!(found.gaps, [gap(6, GapKind::Unsigned(first)), gap(14, GapKind::Unsigned(second))]);
    let out: Vec<_> = found.handovers.iter().map(|handed| handed.out_of_line.as_deref()).collect();
    assert_eq!(out, [None, Some("Ben")], "Cem handed on what had been handed to Ben");
}

#[test]
fn b6_a_time_in_which_no_duty_holds_is_a_gap() {
    let mut said = Said::default();
    said.alias("the room", WATCH);
    said.say("mission", 0, duty("Ana", WATCH, 6 * HOUR, 14 * HOUR));
    said.say("mission", 0, duty("Ben", "the room", 13 * HOUR, 18 * HOUR));
    said.say("mission", 0, duty("Cem", "North", 0, DAY));
    let knowledge = said.all();
    let found = watch_in(&knowledge, span(0, 9 * DAY), 20 * HOUR);
    let gap = |from, until| Gap { during: span(from * HOUR, until * HOUR), kind: GapKind::NoDuty };
    assert_eq!(found.gaps, [gap(0, 6), gap(18, 20)]);
    assert_eq!(found.holder, Holder::NotStated, "a duty is no hand-over");
    assert_eq!(watches(&knowledge, span(0, DAY), Instant(DAY))["North"].gaps, []);
}

#[test]
fn b6_what_the_next_hand_over_leaves_out_stays_open() {
    let mut said = Said::default();
    let [kept, left_out, closed, withdrawn, others_word] = [1, 2, 3, 4, 5].map(|at| said.say("mission", at, halt()));
    let all = [kept, left_out, closed, withdrawn, others_word];
    let first = said.say("Ana", HOUR, handover("Ana", "Ben", HOUR, &all));
    said.say("mission", 2 * HOUR, receipt(closed, Step::Closed));
    said.say("South", 2 * HOUR, receipt(others_word, Step::Closed));
    said.withdraw("mission", 2 * HOUR, withdrawn);
    let second = said.say("Ben", 9 * HOUR, handover("Ben", "Cem", 9 * HOUR, &[kept, kept]));
    let items = |at: i64| watch_in(&said.all(), Interval::ALWAYS, at).items;
    let by =
        said.statements.iter().find(|s| matches!(&s.body.content, Content::Receipt(r) if r.of == closed)).unwrap().id;
    let item = |item, named, state| OpenItem { item, first, named, state };
    let expected = [
        item(kept, 2, ItemState::Open),
        item(left_out, 1, ItemState::LeftOut { by: second }),
        item(closed, 1, ItemState::Closed { by }),
        item(withdrawn, 1, ItemState::Withdrawn),
        item(others_word, 1, ItemState::LeftOut { by: second }),
    ];
    let sorted = |items: Vec<OpenItem>| {
        let mut sorted = items;
        sorted.sort_by_key(|item| item.item);
        sorted
    };
    assert_eq!(sorted(items(DAY)), sorted(expected.to_vec()), "only who said the halt closes it");
    let knowledge = said.all();
    let carried: BTreeSet<BodyId> =
        watch_in(&knowledge, Interval::ALWAYS, DAY).carried().map(|item| item.item).collect();
    assert_eq!(carried, BTreeSet::from([kept, left_out, others_word]));
    // As known in time: before anything was closed all are open.
    let before = said.known(HOUR);
    assert!(watch_in(&before, Interval::ALWAYS, HOUR).items.iter().all(|item| item.state == ItemState::Open));
}

#[test]
fn b6_whoever_speaks_for_the_same_party_closes_what_it_said() {
    let mut said = Said::default();
    said.speaker("North desk", "North");
    let item = said.say("North", 1, halt());
    said.say("Ana", HOUR, handover("Ana", "Ben", HOUR, &[item]));
    let by = said.say("North desk", 2 * HOUR, receipt(item, Step::Closed));
    let state = |at| watch_in(&said.all(), Interval::ALWAYS, at).items.remove(0).state;
    assert_eq!(state(2 * HOUR - 1), ItemState::Open);
    assert_eq!(state(2 * HOUR), ItemState::Closed { by });
}

// ---- laws ----

/// Hand-overs, signatures and duties of few officers, at few instants.
fn items() -> impl Strategy<Value = Vec<(u8, usize, usize, i64, i64)>> {
    prop::collection::vec((0..4u8, 0..3usize, 0..3usize, 0..40i64, 0..9i64), 0..16)
}

fn record(items: &[(u8, usize, usize, i64, i64)], officers: [&str; 3]) -> Said {
    let mut said = Said::default();
    let mut handed: Vec<BodyId> = Vec::new();
    for (kind, a, b, at, more) in items {
        let (a, b) = (officers[*a], officers[*b]);
        match (kind, handed.get(*more as usize)) {
            (0 | 1, _) => handed.push(said.say(a, *at, handover(a, b, *at, &handed))),
            (2, Some(of)) => drop(said.say(b, *at, understood(*of, b))),
            (_, _) => drop(said.say("mission", *at, duty(a, WATCH, *at, at + more))),
        }
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn neither_order_nor_later_words_matter(items in items(), seed: u64, known in 0..40i64, at in 0..50i64) {
        let said = record(&items, ["Ana", "Ben", "Cem"]);
        let shuffled = said.shuffled(seed);
        let all = |knowledge| watches(knowledge, span(0, 50), Instant(at));
        let (one, other) = (said.all(), shuffled.all());
        prop_assert_eq!(all(&one), all(&other));
        let before = said.until(known);
        let (one, other) = (said.known(known), before.all());
        prop_assert_eq!(all(&one), all(&other));
    }

    #[test]
    fn gaps_are_found_instant_by_instant(items in items(), at in 0..50i64) {
        let said = record(&items, ["Ana", "Ben", "Cem"]);
        let knowledge = said.all();
        let Some(found) = watches(&knowledge, span(0, 50), Instant(at)).remove(WATCH) else { return Ok(()) };
        let duties: Vec<Interval> = said.statements.iter().filter_map(|s| match &s.body.content {
            Content::Duty(duty) => Some(duty.during),
            _ => None,
        }).collect();
        let is_gap = |kind: GapKind, t: i64| found.gaps.iter().any(|gap| gap.kind == kind && gap.during.contains(Instant(t)));
        for t in 0..50 {
            let nobody = t < at && !duties.is_empty() && !duties.iter().any(|during| during.contains(Instant(t)));
            prop_assert_eq!(is_gap(GapKind::NoDuty, t), nobody);
            for (place, handed) in found.handovers.iter().enumerate() {
                let passed = found.handovers[place..].iter().any(|later| later.signed.is_some_and(|(_, at)| at.0 <= t));
                let unsigned = t < at && handed.handover.at.0 <= t && !passed;
                prop_assert_eq!(is_gap(GapKind::Unsigned(handed.statement), t), unsigned);
            }
        }
        // Whoever has it is named by the latest hand-over, which the other signed.
        let last = found.handovers.last();
        match &found.holder {
            Holder::NotStated => prop_assert!(last.is_none()),
            Holder::Has { officer, .. } => prop_assert!(last.is_some_and(|h| h.signed.is_some() && h.handover.to == *officer)),
            Holder::Between { .. } => prop_assert!(last.is_some_and(|handed| handed.signed.is_none())),
        }
    }

    #[test]
    fn swapping_two_officers_swaps_the_answers(items in items(), at in 0..50i64) {
        let (one, other) = (record(&items, ["Ana", "Ben", "Cem"]), record(&items, ["Ben", "Ana", "Cem"]));
        let swap = |name: &str| match name { "Ana" => "Ben".to_owned(), "Ben" => "Ana".to_owned(), name => name.to_owned() };
        let shown = |said: &Said, swapped: bool| {
            let name = |name: &str| if swapped { swap(name) } else { name.to_owned() };
            let knowledge = said.all();
            watches(&knowledge, span(0, 50), Instant(at)).into_values().map(|watch| {
                let holder = match &watch.holder {
                    Holder::NotStated => vec![],
                    Holder::Has { officer, .. } => vec![name(officer)],
                    Holder::Between { from, to, unsigned_by, .. } => vec![name(from), name(to), name(unsigned_by)],
                };
                let out: Vec<Option<String>> = watch.handovers.iter().map(|h| h.out_of_line.as_deref().map(name)).collect();
                (holder, out, watch.gaps.clone(), watch.items.clone())
            }).collect::<Vec<_>>()
        };
        prop_assert_eq!(shown(&one, false), shown(&other, true));
    }
}
