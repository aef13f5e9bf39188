//! Explanations and daily reports of random histories: what must not matter does not, and every report is in order.
//!
//! Holds
//! - Neither the order of arrival, nor arriving twice, nor what the parties are called changes what is said.
//! - A report of any history passes its lint in every language.
//!
//! Not here: whether a verdict is right (`evaluator`).

use oracle::generate::{Case, describe, history, shuffle, swap_parties};
use record::vocabulary::moment::Moment;
use situation::report::{Asked, Language, Report, SECTIONS, lint};

/// How many histories are explained whole; every statement is evaluated again many times.
const EXPLAINED: u64 = 20;
/// How many are told as a report.
const REPORTED: u64 = 30;

fn seeds(default: u64) -> std::ops::Range<u64> {
    let asked = std::env::var("ORACLE_SEEDS").ok().and_then(|text| {
        let (from, until) = text.split_once("..")?;
        Some(from.parse().ok()?..until.parse().ok()?)
    });
    asked.unwrap_or(0..default)
}

/// Every explanation of every verdict and clock, at one moment.
fn explained(case: &Case, moment: &Moment) -> String {
    let now = situation::at(&case.tree, &case.statements, moment);
    let mut said: Vec<String> = now
        .evaluation
        .judged
        .iter()
        .map(|judged| format!("{:?}", situation::explain(&now, &case.statements, judged)))
        .collect();
    for clock in &case.tree.clocks {
        said.extend(situation::explain_clock(&now, &case.statements, clock).iter().map(|clock| format!("{clock:?}")));
        said.extend(situation::panel::panel(&now, clock));
    }
    said.join("\n")
}

fn report(case: &Case, moment: &Moment, language: Language) -> Report {
    let Moment { happened, known, perspective, .. } = moment.clone();
    let asked = Asked::day(&case.tree, happened, known, perspective, language);
    situation::report::of(&case.tree, &case.statements, &asked)
}

/// The first line in which two texts differ, with some of what stands around it.
fn difference(one: &str, other: &str) -> String {
    let at = one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| text.chars().skip(at.saturating_sub(300)).take(700).collect::<String>();
    format!("…{}…\nor\n…{}…", around(one), around(other))
}

fn same(one: &str, other: &str, case: &Case, seed: u64) {
    assert!(one == other, "seed {seed}: {}\n{}", difference(one, other), describe(case));
}

/// The same history the other way round, and in an order that nothing decides.
fn orders(case: &Case, seed: u64) -> [Case; 2] {
    let mut turned = case.clone();
    turned.statements.reverse();
    [turned, shuffle(case, seed + 1)]
}

#[test]
fn explanations_do_not_depend_on_the_order_of_arrival() {
    for seed in seeds(EXPLAINED) {
        let case = history(seed);
        for moment in &case.moments[..2] {
            let one = explained(&case, moment);
            for other in orders(&case, seed) {
                same(&one, &explained(&other, moment), &case, seed);
            }
        }
    }
}

#[test]
fn a_statement_that_arrives_twice_says_nothing_more() {
    for seed in seeds(EXPLAINED / 3) {
        let case = history(seed);
        let mut twice = case.clone();
        twice.statements.extend(case.statements.iter().rev().cloned());
        let moment = &case.moments[0];
        same(&explained(&case, moment), &explained(&twice, moment), &case, seed);
        let of = |case: &Case| format!("{:?}", report(case, moment, Language::English));
        same(&of(&case), &of(&twice), &case, seed);
    }
}

#[test]
fn a_report_of_any_history_is_in_order_and_depends_on_no_order() {
    for seed in seeds(REPORTED) {
        let case = history(seed);
        for (language, moment) in Language::ALL.into_iter().zip(&case.moments) {
            let one = report(&case, moment, language);
            let keys: Vec<&str> = one.sections.iter().map(|section| section.key).collect();
            assert_eq!(keys, SECTIONS);
            assert_eq!(lint(&one), [], "seed {seed}\n{}", describe(&case));
            for other in orders(&case, seed) {
                same(&format!("{one:?}"), &format!("{:?}", report(&other, moment, language)), &case, seed);
            }
        }
    }
}

#[test]
fn swapped_parties_get_the_mirror_of_explanations_and_reports() {
    let renamed = |text: &str| text.replace("North", "\u{1}").replace("South", "North").replace('\u{1}', "South");
    for seed in seeds(REPORTED) {
        let case = history(seed);
        let mirror = swap_parties(&case);
        for (language, number) in Language::ALL.into_iter().zip(0..) {
            let of = |case: &Case| format!("{:?}", report(case, &case.moments[number], language));
            same(&renamed(&of(&case)), &of(&mirror), &case, seed);
        }
    }
    for seed in seeds(EXPLAINED) {
        let case = history(seed);
        let mirror = swap_parties(&case);
        same(&renamed(&explained(&case, &case.moments[0])), &explained(&mirror, &mirror.moments[0]), &case, seed);
    }
}
