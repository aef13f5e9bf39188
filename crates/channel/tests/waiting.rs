//! Random convoys: waiting against an oracle that tries every placement, instant by instant; laws of B1 to B4.
//!
//! Holds
//! - The oracle is written from spec/convoys.md alone and shares no code with the fold.
//!
//! Not here: the rules one by one (`convoy`).

mod said;

use std::collections::{BTreeMap, BTreeSet};

use channel::convoy::waiting::{Hold, Hours, Waiting, holds_of_report, waiting};
use channel::convoy::{Convoys, State, convoys};
use proptest::prelude::*;
use record::live::Knowledge;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};
use said::*;

/// Instants at which things happen in these histories: 0 until before this one. An hour here is one instant.
const END: i64 = 24;
const CAUSES: [&str; 3] = ["papers", "road", "letters"];
const SPEAKERS: [&str; 3] = ["aid office", "bridge post", "press"];

/// Something that somebody says: who, what, from when, how exactly, until when, known when.
#[derive(Clone, Debug)]
struct Item {
    speaker: usize,
    what: What,
    began: (i64, i64),
    ended: Option<(i64, i64)>,
    known: i64,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum What {
    Held(usize),
    Report(usize),
    Ends(u8),
    Other(u8),
}

fn items(most: usize) -> impl Strategy<Value = Vec<Item>> {
    let set = (0..END, 1..4i64).prop_map(|(from, wide)| (from, from + wide));
    let what = prop_oneof![
        3 => (0..3usize).prop_map(What::Held),
        1 => (0..3usize).prop_map(What::Report),
        3 => (0..4u8).prop_map(What::Ends),
        1 => (0..3u8).prop_map(What::Other),
    ];
    let long = prop::option::of((0..6i64, 1..4i64));
    let item = (0..3usize, what, set, long, 0..4i64).prop_map(|(speaker, what, began, long, late)| {
        // An end has an instant after some begin.
        let ended = long.map(|(after, wide)| (began.0 + after, began.0 + after + wide.max(2 - after)));
        Item { speaker, what, began, ended, known: 100 + late }
    });
    prop::collection::vec(item, 0..=most)
}

fn time(item: &Item) -> EventTime {
    let set = |(from, until): (i64, i64)| span(from, until);
    EventTime { began: set(item.began), ended: item.ended.map(set), precision: Precision::Exact }
}

/// A convoy of which all that is said.
fn record(items: &[Item], names: &[&str; 3]) -> Said {
    let mut said = Said::default();
    said.alias("letters", "papers");
    let plan = Convoy {
        name: "mill 3".into(),
        to: Vec::new(),
        trucks: trucks(40),
        loads: Vec::new(),
        route: self::names(&["depot", "bridge", "fork", "mill"]),
        seals: self::names(&["1"]),
        permits_from: self::names(&["North"]),
        during: span(0, END),
        drill: false,
        words: String::new(),
    };
    let convoy = said.say(names[0], 0, Content::Convoy(plan));
    for item in items {
        let speaker = names[item.speaker];
        let leg = match item.what {
            What::Held(cause) => Leg::Held { cause: CAUSES[cause].into(), by: None },
            What::Ends(0) => Leg::WentOn,
            What::Ends(1) => Leg::Passed { checkpoint: ["bridge", "fork"][(item.began.0 % 2) as usize].into() },
            What::Ends(2) => Leg::TurnedBack,
            What::Ends(_) => Leg::Arrived { delivered: trucks(9), accepted: None },
            What::Other(0) => Leg::Departed,
            What::Other(1) => Leg::SealChecked { seal: "1".into(), whole: true },
            What::Other(_) => Leg::Asked { issuer: "North".into(), answer_by: None },
            What::Report(cause) => {
                let chain = Chain { relayers: Vec::new(), origins: vec![Origin::Named(speaker.into())] };
                let (cause, time) = (Some(CAUSES[cause].into()), Some(time(item)));
                let report = Report { chain, cause, time, ..Report::default() };
                said.say(speaker, item.known, Content::Report(report));
                continue;
            }
        };
        let trucks = trucks(u64::from(item.began.0.unsigned_abs() as u8) + 1);
        let (time, to, place, words) = (Some(time(item)), Vec::new(), None, String::new());
        let event = ConvoyEvent { convoy, to, leg, trucks, time, place, words };
        said.say(speaker, item.known, Content::ConvoyEvent(event));
    }
    said
}

fn wait_at(knowledge: &Knowledge, at: i64) -> Waiting {
    let legs = convoys(knowledge, Instant(at)).convoys.into_iter().flat_map(|convoy| convoy.holds);
    let holds: Vec<Hold> = legs.chain(knowledge.live.iter().filter_map(holds_of_report)).collect();
    waiting(&knowledge.registers, holds, Instant(at))
}

// ---- the oracle ----

/// Of one cause, or of any: the instants at which it is claimed under every placement, and under some.
type Claimed = BTreeMap<Option<&'static str>, (BTreeSet<i64>, BTreeSet<i64>)>;

/// B3, by trying every placement of everything said, and looking at every instant until `until`.
fn oracle(items: &[Item], until: i64) -> Claimed {
    // "told apart by the alias register or else letter by letter"
    let cause = |item: &Item| match item.what {
        What::Held(cause) | What::Report(cause) => Some(if cause == 2 { "papers" } else { CAUSES[cause] }),
        _ => None,
    };
    let instants: Vec<i64> = (0..until).collect();
    let causes: BTreeSet<Option<&'static str>> = items
        .iter()
        .filter(|item| item.began.0 <= until)
        .filter_map(|item| cause(item).map(Some))
        .chain([None])
        .collect();
    let mut claimed: Claimed =
        causes.iter().map(|cause| (*cause, (instants.iter().copied().collect(), BTreeSet::new()))).collect();
    for placement in placements(items) {
        for wanted in &causes {
            let is = |item: &Item| cause(item).is_some() && (wanted.is_none() || cause(item) == *wanted);
            let at = |t: i64, sure: bool| {
                (0..items.len()).filter(|n| is(&items[*n])).any(|n| went_on(items, &placement, n, t, sure))
            };
            let (every, some) = claimed.get_mut(wanted).unwrap();
            every.retain(|t| at(*t, true));
            some.extend(instants.iter().copied().filter(|t| at(*t, false)));
        }
    }
    claimed
}

/// Whether the hold `n` goes on at `t` under a placement.
fn went_on(items: &[Item], placement: &[(i64, Option<i64>)], n: usize, t: i64, sure: bool) -> bool {
    let (hold, (begin, end)) = (&items[n], placement[n]);
    let until = match (hold.what, end) {
        // "until the end it states"
        (_, Some(end)) => end,
        // "one of a single instant is surely at none"
        (What::Report(_), None) => return !sure && begin == t,
        // "until the next leg of the same speaker that is went on, passed, turned back or arrived; else until T"
        (_, None) => {
            let next = |m: &usize| {
                let (leg, at) = (&items[*m], placement[*m].0);
                let one = |item: &Item| placements(std::slice::from_ref(item)).iter().all(|p| p[0].0 == begin);
                let later = at == begin && one(hold) && one(leg) && hold.known <= leg.known;
                matches!(leg.what, What::Ends(_)) && leg.speaker == hold.speaker && (begin < at || later)
            };
            (0..items.len()).filter(next).map(|m| placement[m].0).min().unwrap_or(i64::MAX)
        }
    };
    (begin..until).contains(&t)
}

/// Every way in which the begins, and the ends after them, can be placed.
fn placements(items: &[Item]) -> Vec<Vec<(i64, Option<i64>)>> {
    let mut all = vec![Vec::new()];
    for item in items {
        let begins = item.began.0..item.began.1;
        let own: Vec<(i64, Option<i64>)> = match item.ended {
            None => begins.map(|begin| (begin, None)).collect(),
            Some((from, until)) => begins
                .flat_map(|begin| (from..until).filter(move |end| begin < *end).map(move |end| (begin, Some(end))))
                .collect(),
        };
        all = all.iter().flat_map(|so_far| own.iter().map(|one| [so_far.as_slice(), &[*one]].concat())).collect();
    }
    all
}

fn instants(hours: &Hours) -> (BTreeSet<i64>, BTreeSet<i64>) {
    let of = |spans: &[Interval]| spans.iter().flat_map(|span| span.from.0..span.until.0).collect();
    (of(hours.surely.intervals()), of(hours.possibly.intervals()))
}

// ---- laws ----

/// What is compared between two readings of one record.
fn shown<'k>(knowledge: &'k Knowledge<'k>, at: i64) -> (Convoys<'k>, Waiting) {
    (convoys(knowledge, Instant(at)), wait_at(knowledge, at))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_fold_says_what_the_oracle_says(items in items(4), until in 1..END + 8) {
        let said = record(&items, &SPEAKERS);
        let found = wait_at(&said.all(), until);
        let expected = oracle(&items, until);
        let causes = found.causes.iter().map(|cause| (Some(cause.name.as_str()), &cause.hours));
        let found: BTreeMap<_, _> = causes.chain([(None, &found.any)]).map(|(name, hours)| (name, instants(hours))).collect();
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn the_order_of_the_slice_never_matters(items in items(12), seed: u64) {
        let said = record(&items, &SPEAKERS);
        let shuffled = said.shuffled(seed);
        let (one, other) = (said.all(), shuffled.all());
        prop_assert_eq!(shown(&one, END), shown(&other, END));
    }

    #[test]
    fn later_statements_never_change_what_was_known(items in items(12), known in 99..105i64) {
        let said = record(&items, &SPEAKERS);
        let before = said.until(known);
        let (one, other) = (said.known(known), before.all());
        prop_assert_eq!(shown(&one, END), shown(&other, END));
    }

    #[test]
    fn swapping_two_speakers_swaps_them_in_the_answers(items in items(8)) {
        let one = record(&items, &SPEAKERS);
        let exchanged = record(&items, &["bridge post", "aid office", "press"]);
        let (one, exchanged) = (one.all(), exchanged.all());
        let (one, exchanged) = (shown(&one, END), shown(&exchanged, END));
        // All that is not a name stays.
        let hours = |waiting: &Waiting| {
            let causes = waiting.causes.iter().map(|cause| (cause.name.clone(), cause.hours.clone(), cause.trucks));
            (causes.collect::<Vec<_>>(), waiting.any.clone())
        };
        prop_assert_eq!(hours(&one.1), hours(&exchanged.1));
        let states = |(found, _): &(Convoys, Waiting), swap: bool| {
            let name = |name: &str| match name {
                "aid office" if swap => "bridge post".to_owned(),
                "bridge post" if swap => "aid office".to_owned(),
                name => name.to_owned(),
            };
            let convoy = &found.convoys[0];
            let states: BTreeMap<String, State> =
                convoy.states.iter().map(|s| (name(&s.speaker), s.state.clone())).collect();
            let disputed: BTreeSet<BTreeSet<String>> =
                convoy.disputed.iter().map(|(a, b)| BTreeSet::from([name(a), name(b)])).collect();
            let agreed: BTreeSet<(String, State)> =
                convoy.agreed().into_iter().map(|s| (name(&s.speaker), s.state.clone())).collect();
            (states, disputed, agreed)
        };
        prop_assert_eq!(states(&one, false), states(&exchanged, true));
    }

    #[test]
    fn hours_stay_within_their_bounds(items in items(12), until in 1..END + 8) {
        let found = wait_at(&record(&items, &SPEAKERS).all(), until);
        let mut sum = 0;
        for hours in found.causes.iter().map(|cause| &cause.hours).chain([&found.any]) {
            prop_assert!(hours.least_s() <= hours.most_s());
            let (surely, possibly) = instants(hours);
            prop_assert!(surely.is_subset(&possibly));
            prop_assert!(possibly.iter().all(|t| (0..until).contains(t)));
            if let (Some(first), Some(last)) = (possibly.first(), possibly.last()) {
                prop_assert!(hours.most_s() <= (last - first + 1).unsigned_abs());
            }
        }
        for cause in &found.causes {
            sum += cause.hours.most_s();
            prop_assert!(cause.hours.most_s() <= found.any.most_s());
            prop_assert!(cause.hours.least_s() <= found.any.least_s());
            for claimant in &cause.claimants {
                prop_assert!(claimant.hours.most_s() <= cause.hours.most_s());
                prop_assert!(claimant.hours.least_s() <= cause.hours.least_s());
            }
        }
        prop_assert!(found.any.most_s() <= sum, "of any cause never more than of all of them together");
    }

    #[test]
    fn each_speaker_has_one_state_and_what_is_agreed_is_not_disputed(items in items(12), until in 0..END) {
        let said = record(&items, &SPEAKERS);
        let knowledge = said.all();
        let convoy = convoys(&knowledge, Instant(until)).convoys.remove(0);
        let speakers: BTreeSet<&str> = convoy.states.iter().map(|standing| standing.speaker.as_str()).collect();
        prop_assert_eq!(speakers.len(), convoy.states.len());
        prop_assert!(convoy.agreed().is_empty() || convoy.disputed.is_empty());
        let words: BTreeSet<String> = convoy.agreed().into_iter().map(|s| format!("{:?}", std::mem::discriminant(&s.state))).collect();
        prop_assert!(words.len() <= 1);
        for passing in convoy.checkpoints.iter().flat_map(|checkpoint| &checkpoint.passings) {
            // By hand: the fork comes after the bridge.
            let bridge = convoy.checkpoints.iter().find(|c| c.name == "bridge").unwrap();
            let forks = &convoy.checkpoints.iter().find(|c| c.name == "fork").unwrap().passings;
            let expected = match bridge.passings.contains(passing) {
                false => Kleene::No,
                true if forks.iter().any(|fork| fork.time.last() < passing.time.from) => Kleene::Must,
                true if forks.iter().any(|fork| fork.time.from < passing.time.last()) => Kleene::May,
                true => Kleene::No,
            };
            prop_assert_eq!(passing.out_of_order, expected);
        }
    }
}
