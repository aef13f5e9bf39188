//! Phases: eligible is computed, open is decided (semantics 8).
//!
//! Holds
//! - Silence never opens; an opening stands, whatever becomes known later, and carries a flag.
//!
//! Not here: clocks (`clock`).

use record::vocabulary::Kleene;
use record::vocabulary::Name;
use record::vocabulary::facts::Fact;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval, KnownAt};

use super::Evaluation;
use super::clock::ClockReading;
use super::duty;
use super::grounds::Context;
use super::verdict::{Judged, Word};
use crate::acts::Decided;
use crate::tree::{ArticleKind, Length, Phase, PhaseCondition, Rule};

/// The word shown for a phase (H2).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhaseWord {
    /// Open since the last needed yes.
    Open {
        /// Since when.
        since: Instant,
        /// When that yes became known.
        known: KnownAt,
    },
    /// Deciders differ.
    Disputed,
    /// All said no.
    Refused,
    /// Surely eligible, awaiting decisions.
    Eligible,
    /// Eligible under some placement.
    PossiblyEligible,
    /// Not eligible.
    NotEligible,
}

/// One phase at the moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PhaseReading {
    /// The phase.
    pub phase: Name,
    /// The word.
    pub word: PhaseWord,
    /// Whether the condition holds: surely, possibly, not.
    pub eligible: Kleene,
    /// A clock that it asks says `bound`: what is *possibly* so may be surely so, or not at all (C10).
    pub bound: bool,
    /// Each condition, in the order of the text, and whether it holds.
    pub conditions: Vec<Kleene>,
    /// Deciders who have not answered.
    pub awaiting: Vec<Name>,
    /// The latest answer of each decider who did.
    pub answers: Vec<(Name, bool, Instant)>,
}

/// What is said of an opening afterwards (H3). The opening stands in every case.
///
/// *May*: a clock gives a bound only, and the exact one would decide.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OpeningFlags {
    /// Not surely eligible at (o, known o).
    pub premature: Kleene,
    /// Eligible at (o, o), no longer at (o, K).
    pub superseded: Kleene,
}

/// The flags of an opening at o: from the evaluations at (o, known o), (o, o) and (o, K).
pub fn opening_flags(
    phase: &Name,
    as_then_known: &Evaluation,
    at_the_instant: &Evaluation,
    as_now_known: &Evaluation,
) -> OpeningFlags {
    let surely_eligible = |evaluation: &Evaluation| {
        let reading = evaluation.phases.iter().find(|reading| &reading.phase == phase);
        match reading.map(|reading| (reading.eligible, reading.bound)) {
            Some((Kleene::May, false)) | None => Kleene::No,
            Some((eligible, _)) => eligible,
        }
    };
    OpeningFlags {
        premature: !surely_eligible(as_then_known),
        superseded: surely_eligible(at_the_instant).and(!surely_eligible(as_now_known)),
    }
}

pub(super) fn read(
    context: &Context<'_>,
    facts: &[Fact],
    judged: &[Judged],
    clocks: &[ClockReading],
    moment: &Moment,
) -> Vec<PhaseReading> {
    context.tree.phases.iter().map(|phase| read_one(context, facts, judged, clocks, moment, phase)).collect()
}

fn read_one(
    context: &Context<'_>,
    facts: &[Fact],
    judged: &[Judged],
    clocks: &[ClockReading],
    moment: &Moment,
    phase: &Phase,
) -> PhaseReading {
    let readings = |clock: &Name, policy: usize| -> Vec<&ClockReading> {
        clocks.iter().filter(|r| &r.clock == clock && r.policy == policy && r.standard == phase.standard).collect()
    };
    let first_clock = phase.conditions.iter().find_map(|condition| match condition {
        PhaseCondition::Complete { clock, policy } => Some(readings(clock, *policy)),
        _ => None,
    });
    let conditions: Vec<Kleene> = phase
        .conditions
        .iter()
        .map(|condition| match condition {
            PhaseCondition::Complete { clock, policy } => {
                let readings = readings(clock, *policy);
                if readings.is_empty() {
                    return Kleene::No;
                }
                readings.iter().map(|r| complete(context, r, phase.once, moment)).fold(Kleene::Must, Kleene::and)
            }
            PhaseCondition::Kept { article, throughout } => {
                let run = first_clock.as_deref().unwrap_or_default();
                kept(context, facts, judged, phase.standard, article, *throughout, run, moment)
            }
            PhaseCondition::Judged(slot) => context.judged_at_large(slot),
        })
        .collect();
    let eligible = conditions.iter().copied().fold(Kleene::Must, Kleene::and);
    let bound = phase.conditions.iter().any(|condition| match condition {
        PhaseCondition::Complete { clock, policy } => readings(clock, *policy).iter().any(|reading| reading.bound),
        PhaseCondition::Kept { .. } | PhaseCondition::Judged(_) => false,
    });

    let mut answers: Vec<&Decided> = context
        .acts
        .openings
        .iter()
        .filter(|decided| decided.question == phase.name && decided.at <= moment.happened)
        .collect();
    answers.sort_by_key(|decided| (decided.at, decided.known, decided.statement));
    let names: Vec<&str> = phase.deciders.names.iter().map(|name| context.acts.registers.resolve(name)).collect();
    let latest_until = |name: &str, until: usize| answers[..until].iter().rev().find(|d| d.decider == name).copied();
    let met = |until: usize| {
        let yes = |name: &str| latest_until(name, until).is_some_and(|decided| decided.yes);
        match &phase.deciders.rule {
            Rule::All => names.iter().all(|name| yes(name)),
            Rule::Any => names.iter().any(|name| yes(name)),
            Rule::Chair(chair) => yes(context.acts.registers.resolve(chair)),
        }
    };
    // Answers of one second are taken together; where any one opens, its first yes does.
    let whole = |until: usize| {
        phase.deciders.rule == Rule::Any || answers.get(until).is_none_or(|next| next.at > answers[until - 1].at)
    };
    let opened = (1..=answers.len()).find(|until| whole(*until) && met(*until)).map(|until| {
        let same = answers[..until].iter().filter(|decided| decided.yes && decided.at == answers[until - 1].at);
        same.max_by_key(|decided| decided.known).copied().unwrap_or(answers[until - 1])
    });
    let latest = |name: &str| latest_until(name, answers.len()).map(|decided| decided.yes);
    let asked: Vec<&str> = match &phase.deciders.rule {
        Rule::Chair(chair) => vec![context.acts.registers.resolve(chair)],
        _ => names.clone(),
    };
    let yes = asked.iter().filter(|name| latest(name) == Some(true)).count();
    let no = asked.iter().filter(|name| latest(name) == Some(false)).count();
    let word = match opened {
        Some(decided) => PhaseWord::Open { since: decided.at, known: decided.known },
        None if yes > 0 && no > 0 => PhaseWord::Disputed,
        None if no == asked.len() => PhaseWord::Refused,
        None => match eligible {
            Kleene::Must => PhaseWord::Eligible,
            Kleene::May => PhaseWord::PossiblyEligible,
            Kleene::No => PhaseWord::NotEligible,
        },
    };
    PhaseReading {
        phase: phase.name.clone(),
        word,
        eligible,
        bound,
        conditions,
        awaiting: asked.iter().filter(|name| latest(name).is_none()).map(|name| (*name).to_owned()).collect(),
        answers: names
            .iter()
            .filter_map(|name| latest_until(name, answers.len()).map(|d| ((*name).to_owned(), d.yes, d.at)))
            .collect(),
    }
}

/// Whether a clock is complete at T, or its run still stands (H1).
fn complete(context: &Context<'_>, reading: &ClockReading, once: bool, moment: &Moment) -> Kleene {
    let (surely, possibly) = if once {
        (reading.completion.surely(moment.happened), reading.completion.possibly(moment.happened))
    } else {
        let clock = context.tree.clocks.iter().find(|clock| clock.name == reading.clock);
        let needed = clock.map_or(i64::MAX, |clock| match clock.length {
            Length::Elapsed(seconds) => seconds,
            Length::Calendar { days, .. } => days,
        });
        (reading.value.0 >= needed, reading.value.1 >= needed)
    };
    match (surely, possibly) {
        (true, _) => Kleene::Must,
        (false, true) => Kleene::May,
        (false, false) => Kleene::No,
    }
}

/// No civil day of any zone is shorter.
const SHORTEST_DAY_SECONDS: i64 = 22 * 3_600;

/// Whether an article is kept at the completion, or throughout the run (C12); *may* where that depends on which placement
/// completes the run.
#[allow(clippy::too_many_arguments)]
fn kept(
    context: &Context<'_>,
    facts: &[Fact],
    judged: &[Judged],
    standard: usize,
    article: &Name,
    throughout: bool,
    run: &[&ClockReading],
    moment: &Moment,
) -> Kleene {
    let texts: Vec<usize> = context.tree.texts(article).collect();
    let now = moment.happened;
    let clock_of = |reading: &&ClockReading| context.tree.clocks.iter().find(|clock| clock.name == reading.clock);
    let completed: Vec<&ClockReading> = run.iter().copied().filter(|r| r.completion.possibly(now)).collect();
    // The run that completed lies in [start, latest completion) and holds at least its last N before the earliest.
    let (surely, maybe) = if completed.is_empty() {
        (Interval::instant(now), Interval::instant(now))
    } else {
        let earliest = completed.iter().filter_map(|r| r.completion.earliest).min().unwrap_or(now);
        let latest = completed.iter().map(|r| r.completion.latest.map_or(now, |at| at.min(now))).max().unwrap_or(now);
        let start = completed.iter().filter_map(clock_of).filter_map(|clock| context.tree.instant(&clock.start)).min();
        let needed = completed.iter().filter_map(clock_of).map(|clock| match clock.length {
            Length::Elapsed(seconds) => seconds,
            // A counted civil day is no shorter than this, whatever the clocks do.
            Length::Calendar { days, .. } => (days - 1).max(0) * SHORTEST_DAY_SECONDS,
        });
        let needed = needed.min().unwrap_or(0);
        if throughout {
            (Interval::new(latest.plus(-needed), earliest), Interval::new(start.unwrap_or(Instant::EVER), latest))
        } else {
            let common = if earliest == latest { Interval::instant(earliest) } else { Interval::new(now, now) };
            (common, Interval::new(earliest, latest.plus(1)))
        }
    };
    let owes = |index: &&usize| matches!(context.tree.articles[**index].kind, ArticleKind::Obligation(_));
    let mut answer = Kleene::Must;
    if texts.iter().any(|index| owes(&index)) {
        // At the completion; where that is a range, at both its ends.
        let ends = if completed.is_empty() { [now; 2] } else { [maybe.from.min(now), maybe.last().min(now)] };
        let [first, last] = if throughout { [surely.until.min(now), maybe.until.min(now)] } else { ends };
        let word = |at: Instant| {
            let context = Context::new(context.tree, context.acts, facts, at);
            let duties = duty::read(&context).duties;
            let of = |index: &usize| duty::as_condition(duty::word(&duties, *index, standard).0);
            texts.iter().filter(owes).map(of).fold(Kleene::Must, Kleene::and)
        };
        answer = Kleene::same([word(first), word(last)]);
    }
    for judged in judged.iter().filter(|j| texts.contains(&j.article) && j.standard == standard) {
        let hull = facts[judged.fact].admitted[standard].time.hull();
        if hull.meet(maybe).is_empty() {
            continue;
        }
        let certain =
            run.is_empty() || run.iter().all(|reading| reading.completion.surely(now)) || completed.is_empty();
        let inside = certain && surely.from <= hull.from && hull.until <= surely.until;
        let own = match judged.word {
            Word::NotApplicable | Word::Kept => Kleene::Must,
            Word::Breached if inside => Kleene::No,
            _ => Kleene::May,
        };
        answer = answer.and(own);
    }
    answer
}
