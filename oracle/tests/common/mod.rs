//! Comparing the evaluator's answers with the oracle's.
//!
//! Not here: which histories are compared (`evaluator`), planted faults (`faults`).

use std::collections::BTreeSet;

use agreement::evaluate::{
    ChangeWord as ComputedChange, ConditionState, DutyState, PhaseWord as Computed, State as StateComputed,
    Word as ComputedWord,
};
use agreement::tree::PhaseCondition;
use oracle::generate::Case;
use oracle::{
    Answers, ChangeAnswer, ChangeWord, ClaimAnswer, PatternAnswer, PhaseWord, Standing, State, StateClaimed, Word,
    answer,
};
use record::vocabulary::moment::Moment;
use record::vocabulary::{Kleene, Name};
use situation::Situation;

fn word(word: ComputedWord) -> Word {
    match word {
        ComputedWord::Kept => Word::Kept,
        ComputedWord::Breached => Word::Breached,
        ComputedWord::Contested => Word::Contested,
        ComputedWord::Undetermined => Word::Undetermined,
        ComputedWord::NotApplicable => Word::NotApplicable,
    }
}

fn state(state: DutyState) -> State {
    match state {
        DutyState::Dormant => State::Dormant,
        DutyState::InForce => State::InForce,
        DutyState::Done => State::Done,
        DutyState::Late => State::Late,
        DutyState::Overdue => State::Overdue,
        DutyState::Lapsed => State::Lapsed,
    }
}

/// O1-O6: each duty, its word, states, lateness and bands.
fn duties(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    let mut asked = BTreeSet::new();
    for duty in &situation.evaluation.duties {
        let trigger = duty.trigger.map(|fact| &situation.facts[fact]);
        let trigger = trigger.map(|fact| (fact.incident.clone(), fact.about.clone()));
        let key = (case.tree.articles[duty.article].label(), duty.obliged.clone(), trigger, duty.standard);
        asked.insert(key.clone());
        if expected.beyond_duties.contains(&key) {
            continue;
        }
        let Some(answer) = expected.duties.get(&key) else {
            found.push(format!("duty {key:?}: the oracle has none; evaluator {duty:?}"));
            continue;
        };
        let bands = duty.obligation(&case.tree).map(|obligation| obligation.bands.as_slice()).unwrap_or_default();
        let labels: BTreeSet<String> = duty.bands.iter().map(|band| bands[*band].label.clone()).collect();
        let states: BTreeSet<State> = duty.states.iter().map(|one| state(*one)).collect();
        let computed = (word(duty.word), states, duty.late, labels);
        if computed != (answer.word, answer.states.clone(), answer.late, answer.labels.clone()) {
            found.push(format!(
                "duty {key:?}: oracle {answer:?}, evaluator {computed:?} {:?} {:?}",
                duty.due, duty.causes
            ));
        }
    }
    for (key, answer) in &expected.duties {
        if !asked.contains(key) {
            found.push(format!("duty {key:?}: oracle {answer:?}, evaluator says nothing"));
        }
    }
}

/// O5, O7: which breaches are cured, and which steps are missing.
fn cured_and_missing(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    for judged in &situation.evaluation.judged {
        let fact = &situation.facts[judged.fact];
        let article = case.tree.articles[judged.article].label();
        let key = (article, fact.incident.clone(), fact.about.clone(), judged.standard);
        if situation.cured(judged) != expected.cured.contains(&key) {
            found.push(format!("cured {key:?}: evaluator {}", situation.cured(judged)));
        }
        let missing: BTreeSet<Name> = situation.missing_steps(judged).into_iter().collect();
        let named = expected.missing_steps.iter().filter(|((other, _), _)| *other == key);
        let named: BTreeSet<Name> = named.flat_map(|(_, steps)| steps.iter().cloned()).collect();
        // The evaluator names what no proposition takes in time, whether the exception fails or waits.
        if judged.word == ComputedWord::Breached && !named.is_subset(&missing) {
            found.push(format!("missing steps {key:?}: oracle {named:?}, evaluator {missing:?}"));
        }
    }
}

/// V11: the claims that a verdict names are among those that may fit.
fn states(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    for judged in &situation.evaluation.judged {
        let fact = &situation.facts[judged.fact];
        let article = case.tree.articles[judged.article].label();
        let key = (article, fact.incident.clone(), fact.about.clone(), judged.standard);
        let shown = judged.states.iter().map(|shown| {
            let state = match shown.state {
                StateComputed::HoldsGround => StateClaimed::HoldsGround,
                StateComputed::Supports => StateClaimed::Supports,
            };
            (state, shown.actor.clone(), shown.incident.clone(), shown.status)
        });
        let shown: BTreeSet<ClaimAnswer> = shown.collect();
        let looked_at = expected.states.get(&key).cloned().unwrap_or_default();
        if !shown.is_subset(&looked_at) {
            found.push(format!("states {key:?}: oracle {looked_at:?}, evaluator {shown:?}"));
        }
    }
}

/// O8: what each article stands by.
fn conditions(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    let mut asked = BTreeSet::new();
    for reading in &situation.evaluation.conditions {
        let article = &case.tree.articles[reading.article];
        let key = (article.label(), reading.standard);
        asked.insert(key.clone());
        let Some(answer) = expected.provided.get(&key) else {
            // L1: of all texts of the article that it stands by.
            let texts = article.provided.iter().flat_map(|provided| case.tree.texts(&provided.article));
            let mut labels = texts.map(|text| (case.tree.articles[text].label(), reading.standard));
            if !labels.any(|label| expected.beyond_periods.contains(&label)) {
                found.push(format!("condition {key:?}: the oracle has none, evaluator {reading:?}"));
            }
            continue;
        };
        let computed = match reading.state {
            ConditionState::Stands => Standing::Stands,
            ConditionState::InDoubt => Standing::InDoubt,
            ConditionState::Failed => Standing::Failed,
        };
        let judged = match reading.judged {
            Kleene::Must => Some(true),
            Kleene::No => Some(false),
            Kleene::May => None,
        };
        let same_answer = computed == Standing::Stands || judged == answer.judged;
        if computed != answer.state || !same_answer {
            found.push(format!("condition {key:?}: oracle {answer:?}, evaluator {computed:?} {judged:?}"));
        }
    }
    for (key, answer) in &expected.provided {
        if !asked.contains(key) {
            found.push(format!("condition {key:?}: oracle {answer:?}, evaluator says nothing"));
        }
    }
}

/// L2, L3: each amendment and exit; and the regimes as they are shown.
fn changes(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    let mut asked = BTreeSet::new();
    for reading in &situation.evaluation.changes {
        let name = &case.tree.changes[reading.change].name;
        asked.insert(name.clone());
        let word = match reading.word {
            ComputedChange::Signed => ChangeWord::Signed,
            ComputedChange::Refused => ChangeWord::Refused,
            ComputedChange::Disputed => ChangeWord::Disputed,
            ComputedChange::Awaiting => ChangeWord::Awaiting,
            ComputedChange::Proposed => ChangeWord::Proposed,
        };
        let computed = ChangeAnswer { word, signed: reading.signed, effect: reading.effect };
        let answer = expected.changes.get(name);
        if answer != Some(&computed) {
            found.push(format!("change {name}: oracle {answer:?}, evaluator {computed:?}"));
        }
    }
    let missing = expected.changes.keys().filter(|name| !asked.contains(*name));
    found.extend(missing.map(|name| format!("change {name}: evaluator says nothing")));
    for (name, periods) in &situation.evaluation.regimes {
        let answer = expected.regimes.get(name);
        if answer != Some(periods) {
            found.push(format!("regime {name}: oracle {answer:?}, evaluator {periods:?}"));
        }
    }
}

/// V10: each pattern.
fn patterns(case: &Case, situation: &Situation<'_>, expected: &Answers, found: &mut Vec<String>) {
    let mut asked = BTreeSet::new();
    for reading in &situation.evaluation.patterns {
        let key = (case.tree.patterns[reading.pattern].name.clone(), reading.standard);
        asked.insert(key.clone());
        let judged = match reading.judged {
            _ if reading.stands == Kleene::No => None,
            Kleene::Must => Some(true),
            Kleene::No => Some(false),
            Kleene::May => None,
        };
        let computed = PatternAnswer { stands: reading.stands, most: reading.most, since: reading.since, judged };
        let answer = expected.patterns.get(&key);
        if answer != Some(&computed) {
            found.push(format!("pattern {key:?}: oracle {answer:?}, evaluator {computed:?}"));
        }
    }
    let missing = expected.patterns.keys().filter(|key| !asked.contains(*key));
    found.extend(missing.map(|key| format!("pattern {key:?}: evaluator says nothing")));
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
        let article = case.tree.articles[judged.article].label();
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
        let key = (case.tree.articles[period.article].label(), period.standard);
        if expected.beyond_periods.contains(&key) {
            continue;
        }
        let expected = expected.periods.get(&key);
        if expected != Some(&word(period.word)) {
            found.push(format!("period {key:?}: oracle {expected:?}, evaluator {:?}", period.word));
        }
    }
    duties(case, &situation, &expected, &mut found);
    cured_and_missing(case, &situation, &expected, &mut found);
    states(case, &situation, &expected, &mut found);
    conditions(case, &situation, &expected, &mut found);
    changes(case, &situation, &expected, &mut found);
    patterns(case, &situation, &expected, &mut found);
    let uncovered: BTreeSet<_> = evaluation.uncovered.iter().cloned().collect();
    if uncovered != expected.uncovered {
        found.push(format!("uncovered: oracle {:?}, evaluator {uncovered:?}", expected.uncovered));
    }
    for reading in &evaluation.clocks {
        let key = (reading.clock.clone(), reading.policy, reading.standard, reading.part.clone());
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
        let flags = situation.openings.get(&reading.phase).map(|f| [f.premature, f.superseded]);
        let exact = answer.premature.zip(answer.superseded).map(|(premature, superseded)| [premature, superseded]);
        // Of a clock that is a bound only, and of an article asked over a run that depends on the placement (C12), the oracle
        // may know better what is *possibly* so; of the latter also whether that makes an opening premature.
        let asked_of_a_run = case
            .tree
            .phases
            .iter()
            .any(|phase| phase.conditions.iter().any(|condition| matches!(condition, PhaseCondition::Kept { .. })));
        let unsure = reading.word == Computed::PossiblyEligible;
        let same_word = word == answer.word || (unsure && (reading.bound || asked_of_a_run));
        let sure = |flag: Kleene| (flag != Kleene::May).then_some(flag == Kleene::Must);
        let same_flags = match (flags, exact) {
            (Some(flags), Some(exact)) => {
                let contained =
                    flags.iter().zip(exact).all(|(flag, exact)| sure(*flag).is_none_or(|flag| flag == exact));
                contained || asked_of_a_run
            }
            (flags, exact) => flags.is_none() && exact.is_none(),
        };
        if !same_word || !same_flags {
            found.push(format!("phase {}: oracle {answer:?}, evaluator {word:?} {flags:?}", reading.phase));
        }
    }
    found
}
