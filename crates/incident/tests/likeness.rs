//! Linking by likeness, over random sets of reports: what must not matter does not, and what must hold does.

use std::collections::{BTreeMap, BTreeSet};

use incident::likeness::{Alternative, Change, Entry, Lexicon, Linker, NEVER, Partition, Standing, Weights, Word};
use incident::likeness::{alternatives, distinct, partition};
use incident::limits;
use proptest::prelude::*;
use record::vocabulary::Name;
use record::vocabulary::place::Point;

const DAY: i64 = 86_400;

/// The program's own weights, with some for texts.
fn weights(lexicon: &mut Lexicon) -> Weights {
    let text = Weights::first(lexicon).text(lexicon)
        + "rare 9966\nword \"struck\" 1000\nword \"market\" 5000\n\
           level words 1 same -4000 episode -2000 unrelated -1000    no word in common\n\
           level words 2 same -2000 episode -5000 unrelated -7000    the same words\n\
           level words 10 same -3000 episode -3000 unrelated -2000    a quarter of the shorter text, less than 4 bits\n\
           level words 26 same -2000 episode -4000 unrelated -6000    three quarters of the shorter text, 8 bits or more\n";
    Weights::read(&text, lexicon).expect("weights with words")
}

/// A lexicon in which the sources, two parties and some acts have the same numbers in every test.
fn lexicon() -> Lexicon {
    let mut lexicon = Lexicon::default();
    for name in [
        "North",
        "South",
        "shelling",
        "indirect fire",
        "violence",
        "Mill",
        "Ford",
        "East",
        "Valley",
        "p1",
        "p2",
        "p3",
        "p4",
        "p5",
        "struck",
        "market",
        "convoy",
    ] {
        lexicon.number(name);
    }
    lexicon
}

#[derive(Clone, Debug)]
struct Drawn {
    source: u8,
    day: i64,
    days: i64,
    east: i32,
    coarse: bool,
    by_north: bool,
    killed: Option<u32>,
    updates: bool,
    told: &'static str,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    (
        0_u8..5,
        0_i64..4,
        prop_oneof![3 => Just(1_i64), 1 => Just(5_i64)],
        0_i32..4,
        any::<bool>(),
        any::<bool>(),
        prop::option::of(0_u32..9),
        prop::bool::weighted(0.2),
        prop::sample::select(vec!["", "convoy struck", "market struck", "market", "convoy"]),
    )
        .prop_map(|(source, day, days, east, coarse, by_north, killed, updates, told)| Drawn {
            source,
            day,
            days,
            east,
            coarse,
            by_north,
            killed,
            updates,
            told,
        })
}

fn entries(drawn: &[Drawn], lexicon: &mut Lexicon) -> Vec<Entry> {
    let mut latest: BTreeMap<u8, Name> = BTreeMap::new();
    let mut entries = Vec::new();
    for (number, drawn) in drawn.iter().enumerate() {
        let id = format!("r{number:03}");
        let (north, south) = (lexicon.number("North"), lexicon.number("South"));
        let path = |name: u32| [0, 0, name];
        let actors = if drawn.by_north { [path(north), path(south)] } else { [path(south), path(north)] };
        let updates = if drawn.updates { latest.get(&drawn.source).cloned() } else { None };
        latest.insert(drawn.source, id.clone());
        entries.push(Entry {
            // Several arrive at one time: then the id decides.
            known: number as i64 / 3 * 3_600,
            source: lexicon.number(&format!("p{}", drawn.source + 1)),
            said: Some((drawn.day + drawn.days) * DAY + number as i64 * 600),
            from: drawn.day * DAY,
            until: (drawn.day + drawn.days) * DAY,
            at: Some(Point { lon_e7: 301_000_000 + drawn.east * 300_000, lat_e7: 401_000_000 }),
            radius_m: if drawn.coarse { 32_000 } else { 6_000 },
            place: lexicon.number(if drawn.east < 2 { "Mill" } else { "Ford" }),
            within: [lexicon.number("East"), lexicon.number("Valley")],
            act: [lexicon.number("shelling"), lexicon.number("indirect fire"), lexicon.number("violence")],
            actors,
            killed: drawn.killed,
            injured: drawn.killed.map(|killed| killed * 2),
            combined: false,
            incidents: 1,
            updates,
            keyed: false,
            words: lexicon.words(drawn.told, &[]),
            id,
        });
    }
    entries
}

type Parts = BTreeSet<BTreeSet<String>>;

fn parts(linker: &Linker) -> Parts {
    linker.incidents().into_iter().map(|(_, members)| members.into_iter().map(str::to_owned).collect()).collect()
}

fn all(entries: &[Entry], words: &BTreeMap<(Name, Name), Word>) -> Linker {
    let mut lexicon = lexicon();
    let weights = weights(&mut lexicon);
    Linker::of(entries.to_vec(), lexicon, weights, words.clone())
}

fn words(said: &[(usize, usize, u8)], n: usize) -> BTreeMap<(Name, Name), Word> {
    let id = |at: usize| format!("r{:03}", at % n);
    let word = |word: u8| [Word::Same, Word::Different, Word::Unsure][usize::from(word % 3)];
    said.iter().filter(|(a, b, _)| a % n != b % n).map(|(a, b, w)| ((id(*a), id(*b)), word(*w))).collect()
}

fn said() -> impl Strategy<Value = Vec<(usize, usize, u8)>> {
    prop::collection::vec((0_usize..40, 0_usize..40, any::<u8>()), 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_by_one_gives_what_all_at_once_gives(drawn in prop::collection::vec(drawn(), 1..40), said in said(), order in any::<u64>()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let words = words(&said, entries.len());
        let whole = all(&entries, &words);
        let mut grown = all(&[], &BTreeMap::new());
        let mut shuffled: Vec<&Entry> = entries.iter().collect();
        // Any order of arrival in the program: the order on the record is in the entries.
        shuffled.sort_by_key(|entry| (entry.id.len() as u64 + order).wrapping_mul(entry.from as u64 ^ order ^ entry.known as u64).rotate_left(17));
        for entry in shuffled {
            prop_assert!(grown.insert(entry.clone()).is_some());
            prop_assert!(grown.insert(entry.clone()).is_none());
        }
        for ((a, b), word) in &words {
            prop_assert!(grown.say(a, b, Some(*word)).is_some());
        }
        prop_assert_eq!(whole.incidents(), grown.incidents());
    }

    #[test]
    fn what_is_withdrawn_was_never_linked(drawn in prop::collection::vec(drawn(), 2..30), said in said(), which in any::<prop::sample::Index>()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let words = words(&said, entries.len());
        let gone = which.index(entries.len());
        let mut linker = all(&entries, &words);
        prop_assert!(linker.withdraw(&entries[gone].id).is_some());
        prop_assert!(linker.withdraw(&entries[gone].id).is_none());
        let left: Vec<Entry> = entries.iter().enumerate().filter(|(at, _)| *at != gone).map(|(_, entry)| entry.clone()).collect();
        let never = all(&left, &words);
        prop_assert_eq!(never.incidents(), linker.incidents());
        // And comes in again as if it had never been away.
        linker.insert(entries[gone].clone());
        let always = all(&entries, &words);
        prop_assert_eq!(always.incidents(), linker.incidents());
    }

    #[test]
    fn words_of_people_are_obeyed_and_one_source_says_a_thing_once(drawn in prop::collection::vec(drawn(), 1..40), said in said()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let words = words(&said, entries.len());
        let linker = all(&entries, &words);
        let contradicted: BTreeSet<(&str, &str)> = linker.contradictions().into_iter().collect();
        for ((a, b), word) in &words {
            let together = linker.incident_of(a) == linker.incident_of(b);
            let (a, b) = if a <= b { (a, b) } else { (b, a) };
            // Said in both orders, the later counts.
            let latest = words.get(&(b.clone(), a.clone())).or(words.get(&(a.clone(), b.clone()))).copied();
            if words.contains_key(&(b.clone(), a.clone())) && words.contains_key(&(a.clone(), b.clone())) && latest != Some(*word) {
                continue;
            }
            match word {
                Word::Same => prop_assert!(together, "{a} and {b} were said to be the same"),
                Word::Different if !contradicted.contains(&(a.as_str(), b.as_str())) => {
                    prop_assert!(!together, "{a} and {b} were said to differ");
                }
                _ => {}
            }
        }
        if words.is_empty() {
            for (_, members) in linker.incidents() {
                // What it updates, step by step, is one report that grew.
                let mut grew: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
                for id in &members {
                    let entry = linker.entry(id).expect("a live report");
                    let mut first = *id;
                    while let Some(updated) = linker.entry(first).and_then(|entry| entry.updates.as_deref()) {
                        first = updated;
                    }
                    grew.entry(entry.source).or_default().insert(first);
                }
                prop_assert!(grew.values().all(|firsts| firsts.len() == 1), "{members:?}");
            }
        }
    }

    #[test]
    fn a_word_taken_back_leaves_no_trace(drawn in prop::collection::vec(drawn(), 2..30), a in any::<prop::sample::Index>(), b in any::<prop::sample::Index>(), word in any::<u8>()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let (a, b) = (&entries[a.index(entries.len())].id, &entries[b.index(entries.len())].id);
        prop_assume!(a != b);
        let before = all(&entries, &BTreeMap::new());
        let mut linker = before.clone();
        linker.say(a, b, Some([Word::Same, Word::Different, Word::Unsure][usize::from(word % 3)]));
        linker.say(a, b, None);
        prop_assert_eq!(before.incidents(), linker.incidents());
    }

    #[test]
    fn swapping_the_parties_changes_nothing_else(drawn in prop::collection::vec(drawn(), 1..40)) {
        let mut lexicon = lexicon();
        let swapped: Vec<Drawn> = drawn.iter().map(|drawn| Drawn { by_north: !drawn.by_north, ..drawn.clone() }).collect();
        let (one, other) = (entries(&drawn, &mut lexicon), entries(&swapped, &mut lexicon));
        prop_assert_eq!(parts(&all(&one, &BTreeMap::new())), parts(&all(&other, &BTreeMap::new())));
    }

    #[test]
    fn what_changed_leads_from_one_state_to_the_next(drawn in prop::collection::vec(drawn(), 1..30), said in said(), gone in prop::collection::vec(any::<prop::sample::Index>(), 0..6)) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let mut linker = all(&[], &BTreeMap::new());
        // Whoever follows what is said of changes, and nothing else, knows where every report is.
        let mut told: BTreeMap<String, String> = BTreeMap::new();
        let follow = |told: &mut BTreeMap<String, String>, changes: Vec<Change>| {
            for change in changes {
                match change {
                    Change::Began { incident } => { told.insert(incident.clone(), incident); }
                    Change::Joined { report, incident } => { told.insert(report, incident); }
                    Change::Split { into, .. } => { told.insert(into.clone(), into); }
                    Change::Moved { report, to, .. } => { told.insert(report, to); }
                    Change::Merged { from, into } => told.values_mut().filter(|at| **at == from).for_each(|at| *at = into.clone()),
                }
            }
        };
        let states = |linker: &Linker| -> BTreeMap<String, String> {
            let of = linker.incidents().into_iter();
            of.flat_map(|(incident, members)| members.into_iter().map(|id| (id.to_owned(), incident.to_owned())).collect::<Vec<_>>()).collect()
        };
        for entry in &entries {
            follow(&mut told, linker.insert(entry.clone()).expect("a new report"));
            prop_assert_eq!(&told, &states(&linker));
        }
        for ((a, b), word) in words(&said, entries.len()) {
            follow(&mut told, linker.say(&a, &b, Some(word)).expect("both are there"));
            prop_assert_eq!(&told, &states(&linker));
        }
        for index in gone {
            let id = &entries[index.index(entries.len())].id;
            if let Some(changes) = linker.withdraw(id) {
                told.remove(id);
                follow(&mut told, changes);
                prop_assert_eq!(&told, &states(&linker));
            }
        }
    }

    #[test]
    fn weights_in_writing_are_the_same_weights(numbers in prop::collection::vec(-60_000_i32..60_000, 3), delay in -10_000_000_i64..10_000_000, name in "\\PC{1,12}") {
        let mut lexicon = lexicon();
        let mut stated = weights(&mut lexicon);
        stated.levels[0][3][7] = numbers[0];
        stated.priors[1][2] = numbers[1];
        stated.update = Some(numbers[2]);
        let source = lexicon.number(&name) as usize;
        stated.delays = vec![0; source + 1];
        stated.leans = vec![0; source + 1];
        stated.delays[source] = delay;
        stated.words = vec![0; source + 1];
        stated.words[source] = 1 + numbers[0].abs();
        let text = stated.text(&lexicon);
        let read = Weights::read(&text, &mut lexicon).expect("what was written is read");
        prop_assert_eq!(read.text(&lexicon), text);
    }
}

/// Odds of every two of `n`: mostly for and against, some of two that must not go together.
fn odds(n: usize) -> impl Strategy<Value = Vec<i32>> {
    prop::collection::vec(prop_oneof![8 => -9_000_i32..9_000, 1 => Just(NEVER)], n * n)
}

/// `odds` of either order, `must` obeyed as far as it contradicts nothing.
fn alternatives_of(n: usize, drawn: &[i32], must: &[(usize, usize)]) -> (Partition, Vec<Alternative>) {
    let of = |a: usize, b: usize| drawn[a.min(b) * n + a.max(b)];
    let own = partition(&vec![false; n], of, must, JOIN);
    let found = alternatives(&own, of, must, JOIN);
    (own, found)
}

const JOIN: i32 = -2_164;

/// Every division of 0..n, the slow way: each report into each part there is, and into one of its own.
fn every_division(n: usize) -> Vec<Partition> {
    let mut all: Vec<Partition> = vec![Vec::new()];
    for report in 0..n {
        all = all
            .into_iter()
            .flat_map(|division| {
                let into = |part: usize| {
                    let mut division = division.clone();
                    division.resize(division.len().max(part + 1), Vec::new());
                    division[part].push(report);
                    division
                };
                (0..=division.len()).map(into).collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

fn worth(division: &Partition, n: usize, drawn: &[i32], must: &[(usize, usize)]) -> Option<i64> {
    let part = |report: usize| division.iter().position(|part| part.contains(&report));
    if must.iter().any(|(a, b)| part(*a) != part(*b)) {
        return None;
    }
    // What must go together counts as one report, with its mean.
    let with = |report: usize| -> Vec<usize> {
        (0..n)
            .filter(|other| {
                *other == report || must.iter().any(|pair| *pair == (report, *other) || *pair == (*other, report))
            })
            .collect()
    };
    let first = |report: &usize| with(*report)[0] == *report;
    let mut sum = 0;
    for part in division {
        let firsts: Vec<usize> = part.iter().copied().filter(first).collect();
        for (at, b) in firsts.iter().enumerate() {
            for a in &firsts[..at] {
                let (ones, others) = (with(*a), with(*b));
                let mut of_pairs = 0;
                for one in &ones {
                    for other in &others {
                        match drawn[*one.min(other) * n + *one.max(other)] {
                            NEVER => return None,
                            odds => of_pairs += i64::from(odds) - i64::from(JOIN),
                        }
                    }
                }
                sum += of_pairs / (ones.len() * others.len()) as i64;
            }
        }
    }
    Some(sum)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_worthiest_divisions_are_those_that_looking_at_all_of_them_finds((n, drawn) in (1_usize..=7).prop_flat_map(|n| (Just(n), odds(n))), bound in any::<bool>()) {
        let must: Vec<(usize, usize)> = if bound && n > 2 { vec![(0, 2)] } else { Vec::new() };
        let (own, found) = alternatives_of(n, &drawn, &must);
        let mut all: Vec<i64> = every_division(n).iter().filter_map(|division| worth(division, n, &drawn, &must)).collect();
        all.sort_unstable_by_key(|worth| std::cmp::Reverse(*worth));
        all.truncate(limits::ALTERNATIVES);
        let own_found = found.iter().position(|alternative| alternative.parts == own);
        prop_assert!(own_found.is_some(), "the division of linking is listed");
        let worths: Vec<i64> = found.iter().map(|alternative| alternative.worth).collect();
        prop_assert_eq!(worths.len(), all.len());
        // The last may be that of linking, which is listed whatever it is worth.
        prop_assert_eq!(&worths[..all.len() - 1], &all[..all.len() - 1]);
        for alternative in &found {
            prop_assert_eq!(Some(alternative.worth), worth(&alternative.parts, n, &drawn, &must), "{:?}", alternative.parts);
        }
        let parts: BTreeSet<&Partition> = found.iter().map(|alternative| &alternative.parts).collect();
        prop_assert_eq!(parts.len(), found.len(), "each once");
    }

    #[test]
    fn of_many_the_best_division_is_no_worse_than_that_of_linking((n, drawn) in (2_usize..=30).prop_flat_map(|n| (Just(n), odds(n))), bound in prop::collection::vec((0_usize..30, 0_usize..30), 0..3)) {
        let must: Vec<(usize, usize)> = bound.into_iter().filter(|(a, b)| a != b && *a < n && *b < n).collect();
        let (own, found) = alternatives_of(n, &drawn, &must);
        let listed = found.iter().find(|alternative| alternative.parts == own).expect("the division of linking is listed");
        prop_assert!(found[0].worth >= listed.worth);
        prop_assert!(found.len() <= limits::ALTERNATIVES);
        prop_assert_eq!(found.iter().map(|alternative| alternative.weight).sum::<u32>(), 1_000);
        prop_assert!(found.windows(2).all(|pair| pair[0].weight >= pair[1].weight), "the worthiest first");
        let (least, most) = distinct(&found);
        prop_assert!(1 <= least && least <= most && most <= n);
        for alternative in &found {
            let part = |report: usize| alternative.parts.iter().position(|part| part.contains(&report));
            prop_assert!(must.iter().all(|(a, b)| part(*a) == part(*b)), "what must go together does");
            // What goes together by must may hold two that never should; nothing else does.
            let bound = |report: usize| must.iter().any(|(a, b)| *a == report || *b == report);
            for part in &alternative.parts {
                for (at, b) in part.iter().enumerate() {
                    for a in part[..at].iter().filter(|a| !bound(**a) || !bound(*b)) {
                        prop_assert!(drawn[a.min(b) * n + a.max(b)] != NEVER, "{a} and {b}");
                    }
                }
            }
        }
    }

    #[test]
    fn chances_and_alternatives_do_not_depend_on_the_order_of_entries(drawn in prop::collection::vec(drawn(), 2..30), said in said(), order in any::<u64>()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let words = words(&said, entries.len());
        let whole = all(&entries, &words);
        let mut shuffled = entries.clone();
        shuffled.sort_by_key(|entry| (entry.from as u64 ^ order ^ entry.known as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15 ^ entry.source as u64).rotate_left(23));
        let other = all(&shuffled, &words);
        let sorted = |linker: &Linker| {
            let mut alternatives: Vec<_> = linker.alternatives().into_iter().map(|(ids, found)| (ids.into_iter().map(str::to_owned).collect::<Vec<_>>(), found)).collect();
            alternatives.sort_by(|a, b| a.0.cmp(&b.0));
            let outlooks = linker.outlooks().into_iter().map(|(a, b, outlook)| ((a.min(b).to_owned(), a.max(b).to_owned()), outlook.chance)).collect::<BTreeMap<_, _>>();
            (alternatives, outlooks)
        };
        let (one, two) = (sorted(&whole), sorted(&other));
        prop_assert_eq!(one.0, two.0);
        prop_assert_eq!(one.1, two.1);
    }

    #[test]
    fn what_people_said_leaves_no_chance_of_anything_else(drawn in prop::collection::vec(drawn(), 2..30), said in said()) {
        let mut lexicon = lexicon();
        let entries = entries(&drawn, &mut lexicon);
        let words = words(&said, entries.len());
        let linker = all(&entries, &words);
        let contradicted = linker.contradictions().into_iter().map(|(a, b)| (a.to_owned(), b.to_owned())).collect::<BTreeSet<_>>();
        for (a, b, outlook) in linker.outlooks() {
            let together = linker.incident_of(a) == linker.incident_of(b);
            match outlook.standing {
                Standing::Together => prop_assert!(together),
                Standing::Apart | Standing::Kept => prop_assert!(!together),
                Standing::Bound => prop_assert_eq!(outlook.chance, u32::from(together) * 1_000),
            }
            let pair = (a.min(b).to_owned(), a.max(b).to_owned());
            match words.get(&pair) {
                Some(Word::Same) => prop_assert_eq!(outlook.chance, 1_000),
                Some(Word::Different) if !contradicted.contains(&pair) && !words.contains_key(&(pair.1.clone(), pair.0.clone())) => prop_assert_eq!(outlook.chance, 0),
                _ => {}
            }
        }
    }
}

/// A report of p`source` of shelling on a day at so many hundredths of a degree east.
fn report(id: &str, source: u8, day: i64, east: i32, lexicon: &mut Lexicon) -> Entry {
    let drawn = Drawn {
        source,
        day,
        days: 1,
        east: 0,
        coarse: false,
        by_north: true,
        killed: Some(7),
        updates: false,
        told: "",
    };
    let mut entry = entries(&[drawn], lexicon).remove(0);
    entry.id = id.to_owned();
    entry.known = i64::from(source);
    entry.said = Some((day + 1) * DAY + 6 * 3_600);
    entry.at = Some(Point { lon_e7: 301_000_000 + east * 100_000, lat_e7: 401_000_000 });
    entry
}

#[test]
fn two_that_say_the_same_are_one_and_two_far_apart_are_two() {
    let mut lexicon = lexicon();
    let same = [report("a", 0, 3, 0, &mut lexicon), report("b", 1, 3, 0, &mut lexicon)];
    assert_eq!(all(&same, &BTreeMap::new()).incidents().len(), 1);
    let apart =
        [report("a", 0, 3, 0, &mut lexicon), report("b", 1, 9, 0, &mut lexicon), report("c", 2, 3, 90, &mut lexicon)];
    assert_eq!(all(&apart, &BTreeMap::new()).incidents().len(), 3);
}

/// What few texts say, says more where two have it in common; what names the place is compared as the place, however it is spelt.
#[test]
fn a_rare_word_in_common_says_more() {
    let mut lexicon = lexicon();
    let level = |a: &str, b: &str, lexicon: &mut Lexicon| {
        let pair =
            [a, b].map(|text| Entry { words: lexicon.words(text, &["Old Mill"]), ..report("a", 0, 3, 0, lexicon) });
        let weights = weights(lexicon);
        let words = incident::likeness::judge(&pair[0], &pair[1], lexicon, &weights).fields[7].clone();
        words.field.level(words.level).expect("a level")
    };
    let told = |part: &str, bits: &str| format!("{part} of the shorter text, {bits}");
    for (a, b, expected) in [
        ("a convoy struck", "convoy on fire", told("three quarters or more", "8 bits or more")),
        ("a convoy struck", "struck: market", told("less than a quarter", "less than 4 bits")),
        ("a market struck", "struck!", told("three quarters or more", "less than 4 bits")),
        ("convoy struck", "market", "no word in common".to_owned()),
        ("struck: a convoy in old mill", "The convoy, struck", "the same words".to_owned()),
        ("In the Mill", "convoy", "not stated".to_owned()),
    ] {
        assert_eq!(level(a, b, &mut lexicon), expected, "{a} / {b}");
        assert_eq!(level(b, a, &mut lexicon), expected, "{b} / {a}");
    }
}

#[test]
fn one_source_that_tells_two_things_makes_two_incidents() {
    let mut lexicon = lexicon();
    let twice = [report("a", 0, 3, 0, &mut lexicon), report("b", 0, 3, 0, &mut lexicon)];
    assert_eq!(all(&twice, &BTreeMap::new()).incidents().len(), 2);
    let mut updated = twice;
    updated[1].updates = Some("a".to_owned());
    assert_eq!(all(&updated, &BTreeMap::new()).incidents().len(), 1);
}

/// A report between two others makes them no more alike: what is a day and a town farther each time does not become one incident.
#[test]
fn a_chain_joins_nothing() {
    let mut lexicon = lexicon();
    let chain: Vec<Entry> =
        (0..12).map(|at| report(&format!("c{at:02}"), at, i64::from(at), i32::from(at) * 8, &mut lexicon)).collect();
    for (_, members) in all(&chain, &BTreeMap::new()).incidents() {
        let days: Vec<usize> = members.iter().map(|id| id[1..].parse().expect("a number")).collect();
        assert!(days[days.len() - 1] - days[0] <= 2, "{members:?}");
    }
}

/// Bait: a report made so that it fits two incidents joins at most one of them, and they stay two.
#[test]
fn a_report_that_fits_both_joins_no_two() {
    let mut lexicon = lexicon();
    let mut reports = Vec::new();
    for (name, day, east) in [("x", 3, 0), ("y", 5, 6)] {
        for source in 0..3 {
            reports.push(report(&format!("{name}{source}"), source, day, east, &mut lexicon));
        }
    }
    let before = parts(&all(&reports, &BTreeMap::new()));
    assert_eq!(before.len(), 2, "{before:?}");
    let mut bait = report("z", 4, 4, 3, &mut lexicon);
    bait.radius_m = 32_000;
    bait.until += 2 * DAY;
    reports.push(bait);
    let linker = all(&reports, &BTreeMap::new());
    for name in ["x", "y"] {
        let incident = linker.incident_of(&format!("{name}0"));
        assert!((1..3).all(|source| linker.incident_of(&format!("{name}{source}")) == incident));
    }
    assert_ne!(linker.incident_of("x0"), linker.incident_of("y0"));
}

/// Wedge: one source's flood of reports about an incident that others reported splits it from nobody.
#[test]
fn a_flood_of_one_source_splits_nothing() {
    let mut lexicon = lexicon();
    let mut reports: Vec<Entry> =
        (0..4).map(|source| report(&format!("a{source}"), source, 3, 0, &mut lexicon)).collect();
    for number in 0..240 {
        reports.push(report(&format!("flood{number:03}"), 4, 3, number % 3, &mut lexicon));
    }
    let linker = all(&reports, &BTreeMap::new());
    let incident = linker.incident_of("a0");
    assert!((1..4).all(|source| linker.incident_of(&format!("a{source}")) == incident));
    let flood = (0..240).filter(|number| linker.incident_of(&format!("flood{number:03}")) == incident).count();
    assert!(flood <= 1, "one source says a thing once");
}

#[test]
fn names_are_alike_across_scripts() {
    let mut lexicon = Lexicon::default();
    for (a, b, least) in [
        ("Deir ez-Zor", "Dayr az-Zawr", 60),
        ("Deir al-Zour", "Deir ez-Zor", 75),
        ("Авдеевка", "Avdeyevka", 60),
        ("Al-Qasr", "el Kasr", 100),
        ("حلب", "Halab", 40),
        ("Müllerdorf", "Mullerdorf", 100),
    ] {
        let (x, y) = (lexicon.number(a), lexicon.number(b));
        let alike = lexicon.likeness(x, y).expect("both are stated");
        assert!(alike >= least, "{a} and {b}: {alike}");
    }
    let (x, y) = (lexicon.number("Aleppo"), lexicon.number("Homs"));
    assert!(lexicon.likeness(x, y).expect("both are stated") < 30);
}

/// The fast distance of linking, at 12 and at 200 km.
#[test]
fn a_ring_of_candidates_is_as_far_as_the_geodesic_says() {
    use geographiclib_rs::{DirectGeodesic, Geodesic};
    let mut lexicon = lexicon();
    for lat in [-60, -34, 0, 20, 35, 50, 60] {
        for azimuth in (0..360).step_by(30) {
            for (radius_m, metres, near) in [
                (6_000, 11_950.0, true),
                (6_000, 12_060.0, false),
                (100_000, 199_500.0, true),
                (100_000, 200_500.0, false),
            ] {
                let (x, y): (f64, f64) = Geodesic::wgs84().direct(f64::from(lat), 30.0, f64::from(azimuth), metres);
                let mut pair = [report("a", 0, 3, 0, &mut lexicon), report("b", 1, 3, 0, &mut lexicon)];
                pair.iter_mut().for_each(|entry| entry.radius_m = radius_m);
                pair[0].at = Some(Point { lon_e7: 300_000_000, lat_e7: lat * 10_000_000 });
                pair[1].at = Some(Point { lon_e7: (y * 1e7).round() as i32, lat_e7: (x * 1e7).round() as i32 });
                let blocks = incident::likeness::Blocks::of((0..).zip(&pair));
                let mut found = Vec::new();
                blocks.candidates(&pair[0], |number| &pair[number as usize], &mut found);
                assert_eq!(found.contains(&1), near, "at {lat}, {azimuth} degrees, {metres} m");
            }
        }
    }
}

/// A thousand reports of one place and day, of many sources, are divided, and quickly enough to wait for.
#[test]
fn a_thousand_reports_of_one_place_and_day() {
    let mut lexicon = lexicon();
    let reports: Vec<Entry> = (0..1_000)
        .map(|number| {
            let mut entry = report(&format!("h{number:04}"), 0, 3, number % 5, &mut lexicon);
            entry.source = lexicon.number(&format!("source {}", number % 40));
            entry.known = i64::from(number);
            entry
        })
        .collect();
    let linker = all(&reports, &BTreeMap::new());
    for (_, members) in linker.incidents() {
        let sources: BTreeSet<u32> = members.iter().map(|id| linker.entry(id).expect("live").source).collect();
        assert_eq!(sources.len(), members.len(), "one report of each source");
    }
}

/// What covers several incidents is merged into none, and is shown beside those that lie within what it says.
#[test]
fn a_report_that_covers_several_is_one_with_none_of_them() {
    let mut lexicon = lexicon();
    let mut reports = vec![
        report("a", 0, 3, 0, &mut lexicon),
        report("b", 1, 4, 20, &mut lexicon),
        report("c", 1, 9, 0, &mut lexicon),
    ];
    let mut covering = report("z", 2, 3, 0, &mut lexicon);
    (covering.until, covering.radius_m, covering.incidents) = (5 * DAY, 32_000, 24);
    reports.push(covering);
    let mut linker = all(&reports, &BTreeMap::new());
    assert!(linker.covers_several("z") && linker.incident_of("z") == Some("z"));
    assert_eq!(linker.covered_by("z"), ["a", "b"]);
    // Unless a person says that it is about one.
    linker.say("z", "a", Some(Word::Same));
    assert_eq!((linker.covers_several("z"), linker.incident_of("z")), (false, Some("a")));
}
