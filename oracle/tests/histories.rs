//! Random histories: the oracle answers all of them, and what must not matter does not.

use oracle::generate::{describe, history, shuffle, swap_parties};
use oracle::{Answers, answer};
use record::vocabulary::facts::About;

/// How many seeds each test looks at.
const SEEDS: u64 = 400;

fn answers(case: &oracle::generate::Case) -> Vec<Answers> {
    case.moments.iter().map(|moment| answer(&case.tree, &case.statements, moment)).collect()
}

#[test]
fn almost_every_history_is_small_enough_for_brute_force() {
    let beyond = (0..SEEDS).filter(|seed| answers(&history(*seed)).iter().any(|answer| !answer.beyond.is_empty()));
    let beyond: Vec<u64> = beyond.collect();
    assert!(beyond.len() as u64 * 50 <= SEEDS, "too many placements at seeds {beyond:?}");
}

#[test]
fn arrival_order_never_matters() {
    for seed in 0..SEEDS / 4 {
        let case = history(seed);
        assert_eq!(answers(&case), answers(&shuffle(&case, seed + 1)), "seed {seed}\n{}", describe(&case));
    }
}

#[test]
fn renaming_the_parties_renames_them_in_the_answers() {
    let renamed = |about: &About| match about {
        About::Actor(name) if name == "North" => About::Actor("South".to_owned()),
        About::Actor(name) if name == "South" => About::Actor("North".to_owned()),
        other => other.clone(),
    };
    for seed in 0..SEEDS / 4 {
        let case = history(seed);
        let swapped = answers(&swap_parties(&case));
        for (mut one, other) in answers(&case).into_iter().zip(swapped) {
            let verdicts = one.verdicts.into_iter();
            one.verdicts = verdicts
                .map(|((article, incident, about, s), word)| ((article, incident, renamed(&about), s), word))
                .collect();
            assert_eq!(one, other, "seed {seed}\n{}", describe(&case));
        }
    }
}

#[test]
fn later_statements_never_change_what_was_known_before() {
    for seed in 0..SEEDS / 4 {
        let case = history(seed);
        for moment in &case.moments {
            let mut known = case.statements.clone();
            known.retain(|statement| statement.known() <= moment.known);
            let with_all = answer(&case.tree, &case.statements, moment);
            assert_eq!(with_all, answer(&case.tree, &known, moment), "seed {seed}\n{}", describe(&case));
        }
    }
}
