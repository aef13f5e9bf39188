//! The evaluator is held to account: random histories give the same answers as the oracle, whatever the order of arrival
//! and whatever the parties are called.
//!
//! A disagreement prints its seed, the question, both answers and the history, shrunk to what the difference needs. `ORACLE_SEEDS=a..b` asks other seeds.

mod common;

use agreement::evaluate::{clocks_over, evaluate};
use agreement::tree::{Part, Standing};
use common::differences;
use oracle::generate::{Case, describe, history, shuffle, swap_parties};
use record::vocabulary::facts::About;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::Instant;

/// How many histories are compared by default.
const HISTORIES: u64 = 3_000;
/// How many are asked in other orders of arrival, and with other names.
const ORDERS: u64 = 300;

fn seeds() -> std::ops::Range<u64> {
    let asked = std::env::var("ORACLE_SEEDS").ok().and_then(|text| {
        let (from, until) = text.split_once("..")?;
        Some(from.parse().ok()?..until.parse().ok()?)
    });
    asked.unwrap_or(0..HISTORIES)
}

#[test]
fn random_histories_give_the_same_answers_as_the_oracle() {
    let mut wrong = Vec::new();
    let mut asked = 0;
    for seed in seeds() {
        let case = history(seed);
        for (number, moment) in case.moments.iter().enumerate() {
            asked += 1;
            let found = differences(&case, &case, moment);
            if !found.is_empty() {
                wrong.push((seed, number, found));
            }
        }
    }
    if let Some((seed, number, _)) = wrong.first() {
        let all: Vec<String> = wrong
            .iter()
            .map(|(seed, number, found)| format!("seed {seed} moment {number}: {}", found.join("\n    ")))
            .collect();
        let case = history(*seed);
        let shrunk = shrunk(&case, &case.moments[*number]);
        panic!(
            "{} of {asked} moments differ:\n{}\n\nfirst, shrunk: {}\nat moment {:?} of\n{}\n\nwrite it as a case in \
             cases/agreement/good before mending it",
            wrong.len(),
            all.join("\n"),
            differences(&shrunk, &shrunk, &case.moments[*number]).join("\n    "),
            case.moments[*number],
            describe(&shrunk)
        );
    }
}

/// The history without the statements, phases, patterns, changes with their texts, and clocks that the difference does not need.
/// What is left differs in the same kind of answer.
fn shrunk(case: &Case, moment: &Moment) -> Case {
    let kinds = |case: &Case| -> Vec<String> {
        let found = differences(case, case, moment).into_iter();
        found.filter_map(|one| one.split([' ', ':']).next().map(str::to_owned)).collect()
    };
    let kind = kinds(case).into_iter().next();
    let differs = |case: &Case| kinds(case).iter().any(|one| Some(one) == kind.as_ref());
    let mut left = case.clone();
    let mut before = usize::MAX;
    while left.statements.len() < before {
        before = left.statements.len();
        for i in (0..left.statements.len()).rev() {
            let mut without = left.clone();
            without.statements.remove(i);
            if differs(&without) {
                left = without;
            }
        }
    }
    let mut without = left.clone();
    without.tree.phases.clear();
    if differs(&without) {
        left = without;
    }
    for pattern in left.tree.patterns.clone() {
        let mut without = left.clone();
        without.tree.patterns.retain(|one| one.name != pattern.name);
        if differs(&without) {
            left = without;
        }
    }
    for change in left.tree.changes.clone() {
        let mut without = left.clone();
        without.tree.changes.retain(|one| one.name != change.name);
        without.tree.articles.retain(|text| text.standing != Standing::ByAmendment(change.name.clone()));
        if differs(&without) {
            left = without;
        }
    }
    for text in left.tree.articles.clone().into_iter().filter(|text| !text.is_of_the_agreement()) {
        let mut without = left.clone();
        without.tree.articles.retain(|one| one.label() != text.label());
        without.tree.clocks.retain(|clock| !clock.watches.contains(&text.id) || text.id != "own");
        if differs(&without) {
            left = without;
        }
    }
    left
}

#[test]
fn clocks_over_several_instants_are_those_of_each() {
    for seed in 0..ORDERS {
        let case = history(seed);
        for moment in &case.moments {
            let situation = situation::at(&case.tree, &case.statements, moment);
            let (facts, acts) = (&situation.facts, &situation.acts);
            let instants: Vec<Instant> = (0..5).map(|step| moment.happened.plus(-step * 31_547)).collect();
            let together = clocks_over(&case.tree, facts, acts, moment, &instants);
            for (happened, readings) in instants.iter().zip(together) {
                let alone = evaluate(&case.tree, facts, acts, &Moment { happened: *happened, ..moment.clone() });
                assert_eq!(readings, alone.clocks, "seed {seed} at {happened:?}\n{}", describe(&case));
            }
        }
    }
}

#[test]
fn the_order_of_arrival_at_equal_known_at_never_matters() {
    for seed in 0..ORDERS {
        let case = history(seed);
        for order in 1..=3 {
            let shuffled = shuffle(&case, seed * 3 + order);
            for moment in &case.moments {
                let one = situation::at(&case.tree, &case.statements, moment).evaluation;
                let other = situation::at(&shuffled.tree, &shuffled.statements, moment).evaluation;
                assert_eq!(one, other, "seed {seed}, order {order}\n{}", describe(&case));
            }
        }
    }
}

#[test]
fn renaming_the_parties_renames_them_in_the_verdicts_and_changes_nothing_else() {
    let renamed = |about: &About| match about {
        About::Actor(name) if name == "North" => About::Actor("South".to_owned()),
        About::Actor(name) if name == "South" => About::Actor("North".to_owned()),
        other => other.clone(),
    };
    for seed in 0..ORDERS {
        let case = history(seed);
        let swapped = swap_parties(&case);
        for (moment, moment_swapped) in case.moments.iter().zip(&swapped.moments) {
            let one = situation::at(&case.tree, &case.statements, moment);
            let other = situation::at(&swapped.tree, &swapped.statements, moment_swapped);
            let verdicts = |s: &situation::Situation<'_>, rename: bool| {
                let mut list: Vec<_> = s
                    .evaluation
                    .judged
                    .iter()
                    .map(|judged| {
                        let fact = &s.facts[judged.fact];
                        let about = if rename { renamed(&fact.about) } else { fact.about.clone() };
                        (fact.incident.clone(), about, judged.article, judged.standard, judged.word)
                    })
                    .collect();
                list.sort();
                list
            };
            assert_eq!(verdicts(&one, true), verdicts(&other, false), "seed {seed}\n{}", describe(&case));
            let part = |part: &Part, rename: bool| match part {
                Part::Pair(a, b) if rename => {
                    let [a, b] = [a, b].map(|name| renamed(&About::Actor(name.clone())));
                    format!("{a:?} {b:?}")
                }
                Part::Pair(a, b) => format!("{:?} {:?}", About::Actor(a.clone()), About::Actor(b.clone())),
                part => part.to_string(),
            };
            let clocks = |s: &situation::Situation<'_>, rename: bool| -> Vec<_> {
                s.evaluation
                    .clocks
                    .iter()
                    .map(|r| (r.policy, r.standard, part(&r.part, rename), r.value, r.completion))
                    .collect()
            };
            assert_eq!(clocks(&one, true), clocks(&other, false), "seed {seed}\n{}", describe(&case));
        }
    }
}
