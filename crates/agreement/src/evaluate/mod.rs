//! Evaluation: what the terms say of the facts at one moment, under every standard of proof.
//!
//! ```text
//! agreement + facts + acts + moment ─▶ judged incidents ─▶ period verdicts, clocks, phases = `Evaluation`
//! ```
//!
//! Holds
//! - It cannot fail: a checked agreement has an answer everywhere.
//! - The same facts and acts in any order give the same evaluation.
//! - A verdict is computed; it is not a determination by any body, and is without prejudice.
//!
//! Not here: which statements a verdict rests on and what would flip it (`explain`).

mod changes;
mod clock;
mod condition;
mod duty;
mod events;
mod grounds;
mod order;
mod outcomes;
mod pattern;
mod phase;
pub mod quantity;
mod regime;
mod state;
mod totals;
mod zones;
mod verdict;

pub use changes::{ChangeReading, ChangeWord, changes};
pub use clock::{Break, ClockReading, Completion, EffectShown};
pub use condition::{ConditionReading, ConditionState};
pub use duty::{Duty, DutyState};
pub use pattern::PatternReading;
pub use phase::{OpeningFlags, PhaseReading, PhaseWord, opening_flags};
pub use regime::{gaps, periods};
pub use state::{State, StateShown};
pub use verdict::{Cells, Judged, PeriodVerdict, Verdict, Word, cured};
pub use zones::{ZoneAsked, zones_asked};

use std::collections::BTreeSet;

use record::vocabulary::facts::{Fact, IncidentId};
use record::vocabulary::moment::Moment;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::acts::{Acts, Decided};
use crate::tree::{Deciders, Rule, Tree};

/// Why a verdict is undetermined, in the order in which causes are named (X4).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Cause {
    /// Nothing meets the standard.
    NotEstablished,
    /// This field is missing, imprecise or disputed: "actor", "target", "act", "weapon", "place", "time"; or who held the
    /// "ground", or whose "support" there was, is not established or not certain (V11).
    Imprecise(String),
    /// Too little of it was watched.
    NotObserved,
    /// A judgement is awaited from these deciders.
    JudgementAwaited(Vec<Name>),
    /// Steps of an ordered permission are still owed: these (O7).
    StepsAwaited(Vec<Name>),
    /// What triggers the duty is alleged, contested or imprecise (O1).
    Trigger,
    /// This exception is claimed and not settled.
    ExceptionNotSettled(Name),
    /// This zone's geometry is sealed or unpublished.
    Sealed(Name),
    /// No version of this zone is agreed.
    NoAgreedVersion(Name),
    /// A referral is pending.
    Pending,
    /// The deadline, or the end of the bands that count as kept, is still to come (O1).
    NotYetDue,
}

/// Everything that follows at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evaluation {
    /// The moment asked.
    pub moment: Moment,
    /// One per prohibition, used proposition and standard, in that order of nesting: incident, standard, article.
    pub judged: Vec<Judged>,
    /// Every duty: article, standard, obliged, trigger, in that order of nesting (O1).
    pub duties: Vec<Duty>,
    /// One per article that has verdicts and standard (V3, V7).
    pub periods: Vec<PeriodVerdict>,
    /// Incidents that no clause covers, per standard (V6).
    pub uncovered: Vec<(IncidentId, usize)>,
    /// Incidents whose act is one by which an article of the agreement asks about a state, per standard (V6, V11).
    pub states: BTreeSet<(IncidentId, usize)>,
    /// One per amendment and exit, in the order of the text.
    pub changes: Vec<ChangeReading>,
    /// One per pattern and standard.
    pub patterns: Vec<PatternReading>,
    /// One per clock, policy, standard and zone.
    pub clocks: Vec<ClockReading>,
    /// One per article that depends on another and standard (O8).
    pub conditions: Vec<ConditionReading>,
    /// One per phase.
    pub phases: Vec<PhaseReading>,
    /// Per regime, in the order of the text: its periods as known.
    pub regimes: Vec<(Name, Vec<Interval>)>,
}

/// What the terms of `tree` say of `facts` and `acts` at `moment`.
///
/// `facts` are in the order of `incident::facts`: all of one incident side by side.
pub fn evaluate(tree: &Tree, facts: &[Fact], acts: &Acts, moment: &Moment) -> Evaluation {
    let context = grounds::Context::new(tree, acts, facts, moment.happened);
    let judged = verdict::judge(&context, facts, moment);
    let duty::Duties { duties, part } = duty::read(&context);
    let periods = verdict::periods(&context, &judged, &duties, moment);
    let agreed = tree.articles.iter().zip(&context.states).filter(|(article, _)| article.is_of_the_agreement());
    let states = agreed.flat_map(|(_, states)| states.named());
    let states: BTreeSet<_> = states.map(|(fact, standard)| (facts[fact].incident.clone(), standard)).collect();
    let mut uncovered = verdict::uncovered(tree, facts, &judged, &part);
    uncovered.retain(|one| !states.contains(one));
    let patterns = pattern::read(&context, facts, &judged, moment);
    let clocks = clock::read(&context, facts, &judged, moment);
    let conditions = condition::read(&context, facts, &judged, &duties, &periods);
    let phases = phase::read(&context, facts, &judged, &clocks, moment);
    let regimes = tree.regimes.iter().map(|regime| {
        let of_the_agreement = regime::is_of_the_agreement(tree, regime);
        let until = context.end.filter(|_| of_the_agreement).unwrap_or(Instant::NEVER);
        let periods = regime::periods(tree, acts, regime).into_iter();
        let periods = periods.map(|period| period.meet(Interval::new(Instant::EVER, until)));
        (regime.name.clone(), periods.filter(|period| !period.is_empty()).collect())
    });
    let regimes = regimes.collect();
    let changes = context.changes;
    Evaluation {
        moment: moment.clone(),
        judged,
        duties,
        periods,
        uncovered,
        states,
        changes,
        patterns,
        clocks,
        conditions,
        phases,
        regimes,
    }
}

/// What every clock shows at each of `instants`, as known at `moment`: what [`evaluate`] says at each of them, with every
/// verdict computed once. One instant's readings at a time: together they may be large.
pub fn clocks_over<'a>(
    tree: &'a Tree,
    facts: &'a [Fact],
    acts: &'a Acts,
    moment: &'a Moment,
    instants: &'a [Instant],
) -> impl Iterator<Item = Vec<ClockReading>> + 'a {
    let at = |happened: Instant| Moment { happened, ..moment.clone() };
    let last = instants.iter().max().copied().unwrap_or(Instant::EVER);
    let context = grounds::Context::new(tree, acts, facts, last);
    let judged = verdict::judge(&context, facts, &at(last));
    // What permits an act may come after it: then each instant has verdicts of its own.
    let ordered = context.has_steps();
    instants.iter().map(move |instant| {
        if ordered {
            let context = grounds::Context::new(tree, acts, facts, *instant);
            let judged = verdict::judge(&context, facts, &at(*instant));
            return clock::read(&context, facts, &judged, &at(*instant));
        }
        let judged = verdict::as_of(&judged, facts, *instant);
        clock::read(&context, facts, &judged, &at(*instant))
    })
}

/// Steps that would have permitted what `judged` says, and that nobody took in their time (O7); in the order of the text.
pub fn missing_steps(tree: &Tree, facts: &[Fact], acts: &Acts, judged: &Judged, now: Instant) -> Vec<Name> {
    let context = grounds::Context::new(tree, acts, facts, now);
    let mut missing: Vec<Name> = Vec::new();
    let changes = context.steps[judged.article].changes(now);
    let covered = judged.cells.iter().filter(|(_, verdict)| verdict.word() != Word::NotApplicable);
    for part in covered.flat_map(|(cell, _)| verdict::split(*cell, &changes)) {
        for step in context.missing_steps(judged.article, &facts[judged.fact], part.from) {
            if !missing.contains(&step) {
                missing.push(step);
            }
        }
    }
    missing
}

/// Each decider's latest answer among `answers`, taken together by the rule: yes, no, or nothing decided.
fn decided<'a>(deciders: &Deciders, answers: impl Iterator<Item = &'a Decided>, registers: &Registers) -> Kleene {
    let mut answers: Vec<&Decided> = answers.collect();
    answers.sort_by_key(|decided| (decided.at, decided.known, decided.statement));
    let latest = |name: &Name| {
        let name = registers.resolve(name);
        answers.iter().rev().find(|decided| decided.decider == name).map(|decided| decided.yes)
    };
    let said: Vec<Option<bool>> = deciders.names.iter().map(latest).collect();
    let yes = said.iter().filter(|answer| **answer == Some(true)).count();
    let no = said.iter().filter(|answer| **answer == Some(false)).count();
    let (yes, no) = match &deciders.rule {
        Rule::All => (yes == said.len(), no == said.len()),
        Rule::Any => (yes > 0 && no == 0, no > 0 && yes == 0),
        Rule::Chair(chair) => (latest(chair) == Some(true), latest(chair) == Some(false)),
    };
    match (yes, no) {
        (true, _) => Kleene::Must,
        (_, true) => Kleene::No,
        _ => Kleene::May,
    }
}
