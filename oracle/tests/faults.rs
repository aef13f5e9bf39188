//! Ten planted faults, one per rule family: the oracle notices each of them.
//!
//! A fault is planted between the record and the evaluator: what the evaluator is handed lacks exactly what one rule looks
//! at, so that it computes as if it broke that rule, while the oracle is handed the truth. `spec/README.md` lists them.

mod common;

use agreement::tree::{PauseUnit, Policy};
use common::differences;
use oracle::generate::{Case, history};
use record::statement::{Accused, Content, Polarity, Registration, Report, Stance};
use record::vocabulary::sources::Grade;
use record::vocabulary::time::{Instant, Interval};

/// A fault must be noticed within so many histories.
const HISTORIES: u64 = 1_500;

/// Plants `fault` until the oracle notices; the number of the history in which it does.
fn noticed(fault: impl Fn(&mut Case)) -> u64 {
    for seed in 0..HISTORIES {
        let case = history(seed);
        let mut handed = case.clone();
        fault(&mut handed);
        if handed != case && case.moments.iter().any(|moment| !differences(&case, &handed, moment).is_empty()) {
            return seed;
        }
    }
    panic!("the fault went unnoticed in {HISTORIES} histories");
}

fn reports(case: &mut Case, change: impl Fn(&mut Report)) {
    for statement in &mut case.statements {
        if let Content::Report(report) = &mut statement.body.content {
            change(report);
        }
    }
}

#[test]
fn f1_a_corrected_report_keeps_standing_in_its_first_form() {
    noticed(|case| {
        case.statements.retain(|statement| {
            !matches!(&statement.body.content, Content::Reply(reply) if matches!(reply.stance, Stance::Corrects(_)))
        });
    });
}

#[test]
fn f2_a_denial_that_names_no_basis_counts_as_evidence_against() {
    noticed(|case| {
        for statement in &mut case.statements {
            match &mut statement.body.content {
                Content::Report(report) if report.polarity == Polarity::DidNotHappen => {
                    report.basis.get_or_insert_with(|| "a basis nobody stated".to_owned());
                }
                Content::Reply(reply) => {
                    if let Stance::Denies { basis } = &mut reply.stance {
                        basis.get_or_insert_with(|| "a basis nobody stated".to_owned());
                    }
                }
                _ => {}
            }
        }
    });
}

#[test]
fn f3_origins_that_relay_or_control_one_another_are_counted_apart() {
    noticed(|case| {
        case.statements.retain(|statement| {
            !matches!(&statement.body.content, Content::Registration(Registration::Relation { .. }))
        });
        case.tree.standards.single_channel_as_one = false;
    });
}

#[test]
fn f4_a_grade_is_read_by_its_letter_alone() {
    let by_letter = |grade: Grade| Grade::parse(&format!("{}1", grade.letter() as char)).expect("a letter and a digit");
    noticed(|case| {
        reports(case, |report| report.grade = report.grade.map(by_letter));
        for statement in &mut case.statements {
            if let Content::Grading(grading) = &mut statement.body.content {
                grading.grade = by_letter(grading.grade);
            }
        }
    });
}

#[test]
fn f5_an_imprecise_time_is_read_as_its_first_second() {
    noticed(|case| {
        reports(case, |report| {
            if let Some(time) = &mut report.time {
                time.began = Interval::instant(time.began.from);
            }
        });
    });
}

#[test]
fn f6_a_report_of_fighting_between_two_accuses_the_one_it_names_first() {
    noticed(|case| {
        reports(case, |report| {
            if let Accused::Dyad(first, second) = report.accused.clone() {
                report.accused = Accused::Actor(first);
                report.targets = vec![second];
            }
        });
    });
}

#[test]
fn f7_an_exception_is_measured_at_the_weakest_standard_not_at_its_own() {
    noticed(|case| {
        for article in &mut case.tree.articles {
            if let agreement::tree::ArticleKind::Prohibition(provision) = &mut article.kind {
                provision.exceptions.iter_mut().for_each(|exception| exception.standard = 0);
            }
        }
    });
}

#[test]
fn f8_the_newest_version_of_a_zone_counts_whoever_signed_it() {
    noticed(|case| {
        for statement in &mut case.statements {
            if let Content::ZoneVersion(version) = &mut statement.body.content {
                version.with_agreement = true;
            }
        }
    });
}

#[test]
fn f9_a_late_renewal_closes_the_gap_before_it() {
    noticed(|case| {
        for regime in &mut case.tree.regimes {
            if let Some(rule) = &mut regime.renewal {
                rule.retroactive = true;
            }
        }
        for statement in &mut case.statements {
            if let Content::Renewal(renewal) = &mut statement.body.content {
                renewal.retroactive_from = Some(Instant::EVER);
            }
        }
    });
}

#[test]
fn f10_a_break_pauses_a_reset_clock_in_place_of_restarting_it() {
    noticed(|case| {
        for policy in case.tree.clocks.iter_mut().flat_map(|clock| &mut clock.policies) {
            if *policy == Policy::Reset {
                *policy = Policy::Pause(PauseUnit::Seconds(1));
            }
        }
    });
}
