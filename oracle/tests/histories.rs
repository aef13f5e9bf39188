//! Random histories: the oracle answers all of them, and what must not matter does not.

use agreement::tree::Part;
use oracle::generate::{describe, history, shuffle, swap_parties};
use oracle::{Answers, ClaimAnswer, ClockKey, DutyKey, JudgedKey, State, Word, answer};
use record::vocabulary::Name;
use record::vocabulary::facts::About;

/// How many seeds each test looks at.
const SEEDS: u64 = 400;

fn answers(case: &oracle::generate::Case) -> Vec<Answers> {
    case.moments.iter().map(|moment| answer(&case.tree, &case.statements, moment)).collect()
}

#[test]
fn almost_every_history_is_small_enough_for_brute_force() {
    let (mut beyond, mut duties, mut duties_beyond) = (Vec::new(), 0, 0);
    for seed in 0..SEEDS {
        let answers = answers(&history(seed));
        if answers.iter().any(|answer| !answer.beyond.is_empty()) {
            beyond.push(seed);
        }
        duties += answers.iter().map(|answer| answer.duties.len()).sum::<usize>();
        duties_beyond += answers.iter().map(|answer| answer.beyond_duties.len()).sum::<usize>();
    }
    assert!(beyond.len() as u64 * 50 <= SEEDS, "too many placements at seeds {beyond:?}");
    assert!(duties_beyond * 20 <= duties, "{duties_beyond} of {duties} duties have too many placements");
}

#[test]
fn the_word_of_a_duty_agrees_with_its_states() {
    for seed in 0..SEEDS / 4 {
        let case = history(seed);
        for (key, duty) in answers(&case).into_iter().flat_map(|answers| answers.duties) {
            let only = |states: &[State]| duty.states.iter().all(|state| states.contains(state));
            let agrees = match duty.word {
                Word::Kept => only(&[State::Done, State::Late]),
                Word::Breached => only(&[State::Late, State::Overdue]),
                Word::NotApplicable => {
                    only(&[State::Dormant, State::Lapsed]) || only(&[State::Dormant, State::InForce, State::Done])
                }
                Word::Contested => duty.states.len() > 1,
                Word::Undetermined => !duty.states.is_empty(),
            };
            let reasoned = duty.word == Word::Undetermined || duty.causes.is_empty();
            assert!(agrees && reasoned, "seed {seed} {key:?} {duty:?}\n{}", describe(&case));
        }
    }
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
    let renamed_name = |name: &Name| match name.as_str() {
        "North" => "South".to_owned(),
        "South" => "North".to_owned(),
        _ => name.clone(),
    };
    let renamed = |about: &About| match about {
        About::Actor(name) => About::Actor(renamed_name(name)),
        About::Event => About::Event,
    };
    // What an article is called by where it is declared or read by one of them.
    let label = |text: Name| match text.rsplit_once(' ') {
        Some((of, who)) if of.ends_with(" by") => format!("{of} {}", renamed_name(&who.to_owned())),
        _ => text,
    };
    for seed in 0..SEEDS / 4 {
        let case = history(seed);
        let swapped = answers(&swap_parties(&case));
        for (mut one, other) in answers(&case).into_iter().zip(swapped) {
            let verdicts = one.verdicts.into_iter();
            let judged = |(text, incident, about, s): JudgedKey| (label(text), incident, renamed(&about), s);
            one.verdicts = verdicts.map(|(key, word)| (judged(key), word)).collect();
            one.cured = one.cured.into_iter().map(judged).collect();
            let claim = |(state, by, incident, status): ClaimAnswer| (state, renamed_name(&by), incident, status);
            let states = one.states.into_iter();
            one.states = states.map(|(key, claims)| (judged(key), claims.into_iter().map(claim).collect())).collect();
            let part = |part: Part| match part {
                Part::Pair(a, b) => Part::Pair(renamed_name(&a), renamed_name(&b)),
                part => part,
            };
            let clock = |(name, policy, s, of): ClockKey| (name, policy, s, part(of));
            one.clocks = one.clocks.into_iter().map(|(key, answer)| (clock(key), answer)).collect();
            one.beyond = one.beyond.into_iter().map(clock).collect();
            let missing = one.missing_steps.into_iter();
            one.missing_steps = missing.map(|((key, exception), steps)| ((judged(key), exception), steps)).collect();
            let duty = |(text, obliged, trigger, s): DutyKey| -> DutyKey {
                let obliged = obliged.into_iter().map(|name| renamed_name(&name)).collect();
                (label(text), obliged, trigger.map(|(incident, about)| (incident, renamed(&about))), s)
            };
            one.duties = one.duties.into_iter().map(|(key, answer)| (duty(key), answer)).collect();
            one.beyond_duties = one.beyond_duties.into_iter().map(duty).collect();
            one.periods = one.periods.into_iter().map(|((text, s), word)| ((label(text), s), word)).collect();
            one.beyond_periods = one.beyond_periods.into_iter().map(|(text, s)| (label(text), s)).collect();
            one.provided = one.provided.into_iter().map(|((text, s), state)| ((label(text), s), state)).collect();
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
