//! The monitors' own way (B5): a word for every hour, and who said no.
//!
//! Not here: what coverage means to a clock (`agreement`).

mod said;

use std::collections::BTreeMap;

use channel::access::{Looked, Looked::*, ZoneAccess, zone};
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};
use said::*;

fn coverage(zone: &str, from: i64, until: i64) -> Content {
    Content::Coverage(Coverage { watcher: "patrol 1".into(), zone: zone.into(), during: span(from, until) })
}

fn access(step: AccessStep, of: Option<BodyId>, party: &str, from: i64, until: i64) -> Content {
    Content::Access(Access {
        of,
        step,
        watcher: "patrol 1".into(),
        party: party.into(),
        zone: "East".into(),
        during: span(from, until),
        cause: Some("mines".into()),
        words: String::new(),
    })
}

/// East, hour by hour from 0 until `hours`.
fn east<'a>(knowledge: &Knowledge<'a>, hours: i64, reported: &[(Name, Interval)]) -> ZoneAccess<'a> {
    zone(knowledge, "East", span(0, hours * HOUR), reported, Instant(hours * HOUR))
}

fn words(found: &ZoneAccess, hours: i64) -> Vec<Looked> {
    (0..hours).map(|hour| found.word(Instant(hour * HOUR)).unwrap()).collect()
}

#[test]
fn b5_each_word_has_its_need_and_the_first_counts() {
    let mut said = Said::default();
    said.say("patrol 1", 0, coverage("East", 0, 2 * HOUR + 600));
    said.say("patrol 1", 0, access(AccessStep::Denied, None, "North", HOUR, 4 * HOUR));
    said.say("patrol 1", 0, access(AccessStep::Requested, None, "North", 3 * HOUR, 5 * HOUR));
    let reported = [("East".to_owned(), span(0, 1)), ("East".to_owned(), span(4 * HOUR, 4 * HOUR + 1))];
    let knowledge = said.all();
    let found = east(&knowledge, 6, &reported);
    let expected = [WatchedSomething, WatchedNothing, PartlyWatched, NotAllowed, NoAnswer, NobodyLooked];
    assert_eq!(words(&found, 6), expected, "a report does not make an unwatched hour watched");
    assert_eq!(found.hours, expected.map(|word| (word, 1)).into());
    assert_eq!(found.word(Instant(-1)), None);
    assert_eq!(found.word(Instant(6 * HOUR)), None);
}

#[test]
fn b5_several_patrols_watch_one_hour_together_and_another_zone_is_another() {
    let mut said = Said::default();
    said.alias("the eastern zone", "East");
    said.say("patrol 1", 0, coverage("East", 0, HOUR / 2));
    said.say("patrol 1", 0, coverage("the eastern zone", HOUR / 2, HOUR));
    said.say("patrol 1", 0, coverage("West", HOUR, 2 * HOUR));
    said.say("patrol 1", 0, coverage("East", 2 * HOUR, 3 * HOUR - 1));
    let knowledge = said.all();
    let found = east(&knowledge, 3, &[("West".to_owned(), span(0, 9 * HOUR))]);
    assert_eq!(words(&found, 3), [WatchedNothing, NobodyLooked, PartlyWatched]);
}

#[test]
fn b5_hours_begin_where_the_time_asked_for_begins_and_end_at_t() {
    let mut said = Said::default();
    said.say("patrol 1", 0, coverage("East", 0, 90 * 60));
    let knowledge = said.all();
    let half_past = span(1800, 1800 + 10 * HOUR);
    let found = zone(&knowledge, "East", half_past, &[], Instant(1800 + 2 * HOUR + 600));
    assert_eq!(found.hours, BTreeMap::from([(WatchedNothing, 1), (NobodyLooked, 2)]), "the third has ten minutes");
    let last = found.stretches.last().unwrap();
    assert_eq!((last.during, last.hours), (span(1800 + HOUR, 1800 + 2 * HOUR + 600), 2));
    assert_eq!(zone(&knowledge, "East", half_past, &[], Instant(1800)).stretches, []);
    // All of time takes no longer than what is said of it.
    let ever = zone(&knowledge, "East", Interval::ALWAYS, &[], Instant::NEVER);
    let hours: u64 = ever.hours.values().sum();
    assert_eq!(hours, (1u64 << 38).div_ceil(3600));
    assert_eq!(
        ever.stretches.iter().map(|stretch| stretch.word).collect::<Vec<_>>(),
        [NobodyLooked, PartlyWatched, NobodyLooked]
    );
}

#[test]
fn b5_an_answered_request_is_no_silence() {
    for (step, expected) in [
        (AccessStep::Granted, NobodyLooked),
        (AccessStep::Conditional, NobodyLooked),
        (AccessStep::Delayed, NotAllowed),
        (AccessStep::Denied, NotAllowed),
        (AccessStep::Requested, NoAnswer),
    ] {
        let mut said = Said::default();
        let request = said.say("mission", 0, access(AccessStep::Requested, None, "North", 0, HOUR));
        assert_eq!(words(&east(&said.all(), 1, &[]), 1), [NoAnswer]);
        let answer = said.say("North", 9 * DAY, access(step, Some(request), "North", 0, HOUR));
        assert_eq!(words(&east(&said.all(), 1, &[]), 1), [expected], "{step:?}");
        assert_eq!(words(&east(&said.known(DAY), 1, &[]), 1), [NoAnswer], "as known before");
        let knowledge = said.all();
        let found = east(&knowledge, 1, &[]);
        let answers: Vec<BodyId> = found.said.iter().flat_map(|said| said.answers.clone()).collect();
        assert_eq!(answers, if step == AccessStep::Requested { vec![] } else { vec![answer] });
        assert_eq!(found.unanswered().count(), if step == AccessStep::Requested { 2 } else { 0 });
    }
}

#[test]
fn b5_a_later_word_of_the_same_speaker_takes_a_denial_back_for_its_time() {
    let mut said = Said::default();
    said.say("patrol 1", 0, access(AccessStep::Denied, None, "North", 0, 4 * HOUR));
    said.say("patrol 1", HOUR, access(AccessStep::Granted, None, "North", 2 * HOUR, 4 * HOUR));
    assert_eq!(words(&east(&said.all(), 4, &[]), 4), [NotAllowed, NotAllowed, NobodyLooked, NobodyLooked]);
    // Denied again, later still.
    said.say("patrol 1", 2 * HOUR, access(AccessStep::Delayed, None, "North", 3 * HOUR, 4 * HOUR));
    assert_eq!(words(&east(&said.all(), 4, &[]), 4), [NotAllowed, NotAllowed, NobodyLooked, NotAllowed]);
}

#[test]
fn b5_two_who_differ_on_a_denial_are_both_kept() {
    let mut said = Said::default();
    said.say("patrol 1", 0, access(AccessStep::Denied, None, "North", 0, HOUR));
    said.say("North", HOUR, access(AccessStep::Granted, None, "North", 0, HOUR));
    said.say("patrol 1", HOUR, access(AccessStep::Granted, None, "South", 0, HOUR));
    let knowledge = said.all();
    let found = east(&knowledge, 1, &[]);
    assert_eq!(
        words(&found, 1),
        [NotAllowed],
        "neither North's word nor South's leave takes back what the patrol says"
    );
    assert_eq!(found.said.len(), 3);
}

#[test]
fn b5_denials_delays_and_conditions_are_listed_with_their_claimed_cause() {
    let mut said = Said::default();
    let steps = [AccessStep::Denied, AccessStep::Delayed, AccessStep::Conditional, AccessStep::Granted];
    for (hour, step) in (0..).zip(steps) {
        said.say("patrol 1", hour, access(step, None, "North", hour * HOUR, (hour + 1) * HOUR));
    }
    said.say("patrol 1", 0, access(AccessStep::Denied, None, "South", 9 * HOUR, 10 * HOUR));
    let knowledge = said.all();
    let found = east(&knowledge, 6, &[]);
    let listed: Vec<_> = found.refusals().map(|said| (said.access.step, said.access.party.as_str())).collect();
    assert_eq!(listed, steps[..3].iter().map(|step| (*step, "North")).collect::<Vec<_>>(), "South's is outside");
    assert!(found.refusals().all(|said| said.access.cause.as_deref() == Some("mines") && said.speaker == "patrol 1"));
}

// ---- laws ----

#[derive(Clone, Debug)]
struct Item {
    kind: u8,
    speaker: usize,
    party: usize,
    from: i64,
    long: i64,
    of: usize,
    known: i64,
}

fn items() -> impl Strategy<Value = Vec<Item>> {
    let item = (0..7u8, 0..2usize, 0..2usize, 0..48i64, 1..9i64, 0..20usize, 0..4i64)
        .prop_map(|(kind, speaker, party, from, long, of, known)| Item { kind, speaker, party, from, long, of, known });
    prop::collection::vec(item, 0..14)
}

/// Quarters of an hour.
const QUARTER: i64 = 900;

fn record(items: &[Item], parties: [&str; 2]) -> Said {
    let mut said = Said::default();
    for item in items {
        let (from, until) = (item.from * QUARTER, (item.from + item.long) * QUARTER);
        let step = match item.kind {
            0 | 1 => {
                said.say("patrol 1", item.known, coverage("East", from, until));
                continue;
            }
            2 => AccessStep::Requested,
            3 => AccessStep::Granted,
            4 => AccessStep::Conditional,
            5 => AccessStep::Delayed,
            _ => AccessStep::Denied,
        };
        let of = said.statements.get(item.of).map(|statement| statement.id);
        let speaker = ["patrol 1", parties[item.party]][item.speaker];
        said.say(speaker, item.known, access(step, of, parties[item.party], from, until));
    }
    said
}

/// B5 for one hour, looked up in all statements.
fn by_hand(said: &Said, hour: Interval, reported: &[(Name, Interval)]) -> Looked {
    let all = || said.statements.iter();
    let seconds = || (hour.from.0..hour.until.0).step_by(QUARTER as usize).map(Instant);
    let covered = |at: Instant| {
        all().any(|s| matches!(&s.body.content, Content::Coverage(coverage) if coverage.during.contains(at)))
    };
    let accesses = || {
        all().filter_map(|s| match &s.body.content {
            Content::Access(access) => Some((s, access)),
            _ => None,
        })
    };
    let refused = |at: Instant| {
        accesses().any(|(s, access)| {
            matches!(access.step, AccessStep::Denied | AccessStep::Delayed)
                && access.during.contains(at)
                && !accesses().any(|(later, given)| {
                    matches!(given.step, AccessStep::Granted | AccessStep::Conditional)
                        && given.during.contains(at)
                        && (&later.body.author, &given.party) == (&s.body.author, &access.party)
                        && s.known() < later.known()
                })
        })
    };
    let unanswered = |at: Instant| {
        accesses().any(|(s, access)| {
            access.step == AccessStep::Requested
                && access.during.contains(at)
                && !accesses().any(|(_, answer)| answer.step != AccessStep::Requested && answer.of == Some(s.id))
        })
    };
    let something = reported.iter().any(|(_, when)| !when.meet(hour).is_empty());
    match () {
        () if seconds().all(covered) && something => WatchedSomething,
        () if seconds().all(covered) => WatchedNothing,
        () if seconds().any(covered) => PartlyWatched,
        () if seconds().any(refused) => NotAllowed,
        () if seconds().any(unanswered) => NoAnswer,
        () => NobodyLooked,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_hour_has_the_word_that_is_found_by_hand(
        items in items(),
        begin in 0..3i64,
        reports in prop::collection::vec((0..50i64, 1..5i64), 0..4),
        seed: u64,
    ) {
        let said = record(&items, ["North", "South"]);
        let reported: Vec<(Name, Interval)> = reports.iter()
            .map(|(from, long)| ("East".to_owned(), span(from * QUARTER, (from + long) * QUARTER))).collect();
        let time = span(begin * QUARTER, begin * QUARTER + 13 * HOUR);
        let shuffled = said.shuffled(seed);
        let knowledge = shuffled.all();
        let found = zone(&knowledge, "East", time, &reported, Instant(13 * HOUR));
        let end = time.until.0.min(13 * HOUR);
        let mut hours: BTreeMap<Looked, u64> = BTreeMap::new();
        for from in (time.from.0..end).step_by(HOUR as usize) {
            let hour = span(from, end.min(from + HOUR));
            let word = by_hand(&said, hour, &reported);
            prop_assert_eq!(found.word(Instant(from)), Some(word), "{:?}", hour);
            prop_assert_eq!(found.word(hour.last()), Some(word));
            *hours.entry(word).or_default() += 1;
        }
        prop_assert_eq!(&found.hours, &hours);
        prop_assert!(found.stretches.windows(2).all(|w| w[0].during.until == w[1].during.from && w[0].word != w[1].word));
        prop_assert_eq!(found.stretches.iter().map(|stretch| stretch.hours).sum::<u64>(), hours.values().sum::<u64>());
    }

    #[test]
    fn neither_order_nor_later_words_nor_the_parties_names_matter(items in items(), seed: u64, known in 0..4i64) {
        let said = record(&items, ["North", "South"]);
        let shuffled = said.shuffled(seed);
        let (one, other) = (said.all(), shuffled.all());
        prop_assert_eq!(east(&one, 14, &[]), east(&other, 14, &[]));

        let before = said.until(known);
        let (one, other) = (said.known(known), before.all());
        prop_assert_eq!(east(&one, 14, &[]), east(&other, 14, &[]));

        let swapped = record(&items, ["South", "North"]);
        let (one, other) = (said.all(), swapped.all());
        let (one, other) = (east(&one, 14, &[]), east(&other, 14, &[]));
        prop_assert_eq!(one.stretches, other.stretches);
        let swap = |name: &str| match name { "North" => "South".to_owned(), "South" => "North".to_owned(), n => n.to_owned() };
        let listed = |said: &channel::access::AccessSaid| (said.statement, said.access.party.clone(), said.speaker.clone());
        let swapped: Vec<_> = other.said.iter().map(listed).map(|(id, party, who)| (id, swap(&party), swap(&who))).collect();
        prop_assert_eq!(one.said.iter().map(listed).collect::<Vec<_>>(), swapped);
    }
}
