//! Comparing the evaluator's answers with the oracle's.
//!
//! Not here: which histories are compared (`evaluator`), planted faults (`faults`).

use std::collections::BTreeSet;

use agreement::evaluate::{PhaseWord as Computed, Word as ComputedWord};
use agreement::tree::PhaseCondition;
use oracle::generate::Case;
use oracle::{PhaseWord, Word, answer};
use record::vocabulary::Kleene;
use record::vocabulary::moment::Moment;

fn word(word: ComputedWord) -> Word {
    match word {
        ComputedWord::Kept => Word::Kept,
        ComputedWord::Breached => Word::Breached,
        ComputedWord::Contested => Word::Contested,
        ComputedWord::Undetermined => Word::Undetermined,
        ComputedWord::NotApplicable => Word::NotApplicable,
    }
}

/// Every difference between the oracle's answers on `case` and the evaluator's on `handed` (the same case, unless a fault
/// is planted) at one moment; clocks that say `bound` must contain the oracle's interval.
pub fn differences(case: &Case, handed: &Case, moment: &Moment) -> Vec<String> {
    let expected = answer(&case.tree, &case.statements, moment);
    let situation = situation::at(&handed.tree, &handed.statements, moment);
    let evaluation = &situation.evaluation;
    let mut found = Vec::new();
    let mut asked = BTreeSet::new();
    for judged in &evaluation.judged {
        let fact = &situation.facts[judged.fact];
        let article = case.tree.articles[judged.article].id.clone();
        let key = (article, fact.incident.clone(), fact.about.clone(), judged.standard);
        let expected = expected.verdicts.get(&key);
        if expected != Some(&word(judged.word)) {
            found.push(format!("verdict {key:?}: oracle {expected:?}, evaluator {:?} {:?}", judged.word, judged.cells));
        }
        asked.insert(key);
    }
    for (key, word) in &expected.verdicts {
        if !asked.contains(key) {
            found.push(format!("verdict {key:?}: oracle {word:?}, evaluator says nothing"));
        }
    }
    for period in &evaluation.periods {
        let key = (case.tree.articles[period.article].id.clone(), period.standard);
        let expected = expected.periods.get(&key);
        if expected != Some(&word(period.word)) {
            found.push(format!("period {key:?}: oracle {expected:?}, evaluator {:?}", period.word));
        }
    }
    let uncovered: BTreeSet<_> = evaluation.uncovered.iter().cloned().collect();
    if uncovered != expected.uncovered {
        found.push(format!("uncovered: oracle {:?}, evaluator {uncovered:?}", expected.uncovered));
    }
    for reading in &evaluation.clocks {
        let key = (reading.clock.clone(), reading.policy, reading.standard, reading.zone.clone());
        if expected.beyond.contains(&key) {
            continue;
        }
        let Some(answer) = expected.clocks.get(&key) else {
            found.push(format!("clock {key:?}: the oracle has none"));
            continue;
        };
        let completion = (reading.completion.earliest, reading.completion.latest);
        let never = |at: Option<record::vocabulary::time::Instant>| at.map_or(i64::MAX, |at| at.0);
        let same = if reading.bound {
            reading.value.0 <= answer.value.0
                && answer.value.1 <= reading.value.1
                && never(completion.0) <= never(answer.completion.0)
                && never(answer.completion.1) <= never(completion.1)
        } else {
            reading.value == answer.value && completion == answer.completion
        };
        if !same {
            let policy = case.tree.clocks.iter().find(|c| c.name == reading.clock).map(|c| &c.policies[reading.policy]);
            found.push(format!(
                "clock {key:?} ({policy:?}): oracle {answer:?}, evaluator {:?} {completion:?} bound {}",
                reading.value, reading.bound
            ));
        }
    }
    for reading in &evaluation.phases {
        if expected.beyond_phases.contains(&reading.phase) {
            continue;
        }
        let Some(answer) = expected.phases.get(&reading.phase) else {
            found.push(format!("phase {}: the oracle has none", reading.phase));
            continue;
        };
        let word = match reading.word {
            Computed::Open { since, .. } => PhaseWord::Open { since },
            Computed::Disputed => PhaseWord::Disputed,
            Computed::Refused => PhaseWord::Refused,
            Computed::Eligible => PhaseWord::Eligible,
            Computed::PossiblyEligible => PhaseWord::PossiblyEligible,
            Computed::NotEligible => PhaseWord::NotEligible,
        };
        let flags = situation.openings.get(&reading.phase);
        let computed = (word, flags.map(|f| f.premature), flags.map(|f| f.superseded));
        // A clock that is a bound only, or an article asked over a run that depends on the placement (C12), may leave a
        // phase *possibly* eligible where the oracle knows better.
        let bounded = evaluation.clocks.iter().any(|clock| clock.bound);
        let asked_of_a_run = case
            .tree
            .phases
            .iter()
            .any(|phase| phase.conditions.iter().any(|condition| matches!(condition, PhaseCondition::Kept { .. })));
        let unsure = reading.eligible == Kleene::May || reading.word == Computed::PossiblyEligible;
        let open = matches!(reading.word, Computed::Open { .. });
        let excused = bounded || (asked_of_a_run && (unsure || open));
        if computed != (answer.word, answer.premature, answer.superseded) && !excused {
            found.push(format!("phase {}: oracle {answer:?}, evaluator {computed:?}", reading.phase));
        }
    }
    found
}
