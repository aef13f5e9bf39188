//! Conditions: an article that stands only "provided that another is kept" (O8).
//!
//! Holds
//! - It changes no verdict; where the condition fails, people decide, and nothing resumes by itself.
//!
//! Not here: the verdicts it asks for (`verdict`, `duty`).

use record::vocabulary::facts::Fact;
use record::vocabulary::time::Instant;
use record::vocabulary::{Kleene, Name};

use super::duty::{self, Duty};
use super::grounds::Context;
use super::verdict::{Judged, PeriodVerdict, Word};
use crate::tree::Provided;

/// Whether what an article depends on is kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ConditionState {
    /// It is kept, or nothing asks for it.
    Stands,
    /// It is undetermined or contested.
    InDoubt,
    /// It is breached.
    Failed,
}

/// The condition of one article at one standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConditionReading {
    /// Index into the articles: the one that depends.
    pub article: usize,
    /// Index into the standard chain.
    pub standard: usize,
    /// Whether what it depends on is kept.
    pub state: ConditionState,
    /// The first breach, where it failed: its first and last possible instant.
    pub since: Option<(Instant, Instant)>,
    /// What people answered: it goes on, it ended, or nothing decided.
    pub judged: Kleene,
    /// Who has not answered, where it does not stand.
    pub awaiting: Vec<Name>,
}

pub(super) fn read(
    context: &Context<'_>,
    facts: &[Fact],
    judged: &[Judged],
    duties: &[Duty],
    periods: &[PeriodVerdict],
) -> Vec<ConditionReading> {
    let mut readings = Vec::new();
    for (article, declared) in context.tree.articles.iter().enumerate() {
        let Some(provided) = &declared.provided else { continue };
        if context.is_nowhere(article) {
            continue;
        }
        let texts: Vec<usize> = context.tree.texts(&provided.article).collect();
        for standard in 0..context.tree.standards.standards.len() {
            let own = periods.iter().filter(|period| period.standard == standard && texts.contains(&period.article));
            let Some(word) = own.map(|period| period.word).max() else { continue };
            let state = match duty::as_condition(word) {
                Kleene::Must => ConditionState::Stands,
                Kleene::May => ConditionState::InDoubt,
                Kleene::No => ConditionState::Failed,
            };
            let since =
                (state == ConditionState::Failed).then(|| first(facts, judged, duties, &texts, standard)).flatten();
            let (answer, awaiting) = answered(context, provided, state);
            readings.push(ConditionReading { article, standard, state, since, judged: answer, awaiting });
        }
    }
    readings
}

fn answered(context: &Context<'_>, provided: &Provided, state: ConditionState) -> (Kleene, Vec<Name>) {
    if state == ConditionState::Stands {
        return (Kleene::May, Vec::new());
    }
    let answer = context.judged_at_large(&provided.judgement);
    let awaiting = if answer == Kleene::May { context.awaited_at_large(&provided.judgement) } else { Vec::new() };
    (answer, awaiting)
}

fn first(
    facts: &[Fact],
    judged: &[Judged],
    duties: &[Duty],
    texts: &[usize],
    standard: usize,
) -> Option<(Instant, Instant)> {
    let own = |at: usize, s: usize, word: Word| texts.contains(&at) && s == standard && word == Word::Breached;
    let acts = judged.iter().filter(|j| own(j.article, j.standard, j.word)).map(|j| {
        let began = facts[j.fact].admitted[standard].time.began;
        (began.from, began.last())
    });
    let owed = duties.iter().filter(|d| own(d.article, d.standard, d.word)).filter_map(|d| d.due);
    acts.chain(owed).reduce(|a, b| (a.0.min(b.0), a.1.min(b.1)))
}
