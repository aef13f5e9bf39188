//! Ordered permissions: were the steps that permit an act taken, in their order and time (O7)?
//!
//! ```text
//! steps of an exception, propositions established at its own standard ─▶ at v: holds, undetermined, or fails with what is missing
//! ```
//!
//! Holds
//! - A step is the act of the accused's own side, established at the standard of the exception and never at a weaker one.
//! - It *holds* where one choice of certain propositions fits in every placement, and is *undetermined* where some choice fits in some.
//!
//! Not here: what else an exception can be (`grounds`).

use std::collections::BTreeSet;

use record::vocabulary::facts::{About, Fact, Status};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::events::{Words, before_t};
use super::grounds::{Context, Excuse};
use crate::tree::{ArticleKind, Burden, Condition, Exception, Prohibition, Step, StepTime};

/// Propositions that may be steps, per exception of an article and step of it.
#[derive(Default)]
pub(super) struct Steps {
    exceptions: Vec<Vec<Candidates>>,
}

struct Candidates {
    step: Step,
    /// Seconds that this step and those after it, before the act, must lie ahead of it.
    ahead: i64,
    /// For each step from this one back to the first: how long before the act it may be, less what lies between.
    reach: Vec<i64>,
    all: Vec<Candidate>,
}

/// A proposition that may be a step.
struct Candidate {
    actor: Name,
    /// Its possible beginnings up to T.
    span: Interval,
    /// Where it begins, ends, and its actor's membership may change.
    edges: Vec<Instant>,
    certain: bool,
}

/// What may be a step of the exceptions of each article.
pub(super) fn steps(context: &Context<'_>) -> Vec<Steps> {
    let of = |provision: &Prohibition| {
        let exceptions = provision.exceptions.iter().map(|exception| match &exception.condition {
            Condition::InOrder(steps) => candidates(context, steps, exception.standard),
            _ => Vec::new(),
        });
        Steps { exceptions: exceptions.collect() }
    };
    let articles = context.tree.articles.iter();
    articles
        .map(|article| match &article.kind {
            ArticleKind::Prohibition(provision) => of(provision),
            _ => Steps::default(),
        })
        .collect()
}

fn candidates(context: &Context<'_>, steps: &[Step], standard: usize) -> Vec<Candidates> {
    let ahead = |step: &Step| match step.when {
        StepTime::Before { ahead, .. } => ahead,
        StepTime::After { .. } => 0,
    };
    let each = steps.iter().enumerate().map(|(j, step)| {
        let words = Words::of(context.tree, std::slice::from_ref(&step.act));
        let reach = (0..=j).filter_map(|i| match steps[i].when {
            StepTime::Before { within, .. } => Some(within - steps[i..j].iter().map(ahead).sum::<i64>()),
            StepTime::After { .. } => None,
        });
        let all = (0..context.facts.len()).filter_map(|fact| candidate(context, &words, fact, standard)).collect();
        Candidates { step: step.clone(), ahead: steps[j..].iter().map(ahead).sum(), reach: reach.collect(), all }
    });
    each.collect()
}

fn candidate(context: &Context<'_>, words: &Words, index: usize, standard: usize) -> Option<Candidate> {
    let fact = &context.facts[index];
    let About::Actor(actor) = &fact.about else { return None };
    let status = fact.status(standard);
    if !matches!(status, Status::Established | Status::Contested) {
        return None;
    }
    let act = words.act(fact, standard);
    let began = fact.admitted[standard].time.began;
    let span = before_t(began, context.now);
    let registers = &context.acts.registers;
    let known = registers.membership_changes(actor).into_iter().filter(|at| span.contains(*at));
    let edges = known.flat_map(|at| [at, at.plus(-1)]).chain([span.from, span.last()]).collect();
    (act != Kleene::No && !span.is_empty()).then(|| Candidate {
        actor: actor.clone(),
        span,
        edges,
        certain: status == Status::Established && act == Kleene::Must && span == began,
    })
}

impl Steps {
    /// Every instant of an act at which the answer may change.
    pub fn changes(&self, now: Instant) -> BTreeSet<Instant> {
        let mut changes = BTreeSet::new();
        let mut cut = |at: Instant| changes.extend([at, at.plus(1)]);
        for candidates in self.exceptions.iter().flatten() {
            if let StepTime::After { within } = candidates.step.when {
                cut(now.plus(-within));
            }
            for edge in candidates.all.iter().flat_map(|candidate| &candidate.edges).copied() {
                cut(edge);
                cut(edge.plus(candidates.ahead));
                candidates.reach.iter().for_each(|reach| cut(edge.plus(*reach)));
                if let StepTime::After { within } = candidates.step.when {
                    cut(edge.plus(-within));
                }
            }
        }
        changes
    }
}

/// A step's candidates for one accused: their spans, and whether each is certain.
struct Taken {
    when: StepTime,
    spans: Vec<(Interval, bool)>,
}

impl Taken {
    /// Whether some candidate is in the step's own time, seen from an act at v.
    fn in_time(&self, v: Instant) -> bool {
        let window = match self.when {
            StepTime::Before { within, .. } => Interval::new(v.plus(-within), v.plus(1)),
            StepTime::After { within } => Interval::new(v, v.plus(within)),
        };
        self.spans.iter().any(|(span, _)| !span.meet(window).is_empty())
    }
    /// Whether a step after an act at v was taken: surely (one certain candidate fits in every placement), or possibly.
    fn after(&self, v: Instant, within: i64) -> Kleene {
        let surely = |(span, certain): &(Interval, bool)| *certain && v <= span.from && span.last() < v.plus(within);
        if self.spans.iter().any(surely) {
            Kleene::Must
        } else if self.in_time(v) {
            Kleene::May
        } else {
            Kleene::No
        }
    }
}

/// Whether the steps before an act at v stand in order: some certain choice in every placement, or some choice in some.
fn before(steps: &[Taken], v: Instant) -> Kleene {
    // The last instant of the step before in the best certain choice so far, and the first possible one.
    let (mut surely, mut possibly) = (Some(Instant::EVER), Some(Instant::EVER));
    let mut gap = 0;
    for step in steps {
        let StepTime::Before { within, ahead } = step.when else { continue };
        let earliest = v.plus(-within);
        let fits =
            |from: Instant, span: &Interval| earliest <= span.from && from.plus(gap) <= span.from && span.last() <= v;
        let certain = step.spans.iter().filter(|(_, certain)| *certain).map(|(span, _)| span);
        surely = surely.and_then(|from| certain.filter(|span| fits(from, span)).map(|span| span.last()).min());
        possibly = possibly.and_then(|from| {
            let starts = step.spans.iter().map(|(span, _)| (span.from.max(earliest).max(from.plus(gap)), span));
            starts.filter(|(at, span)| *at <= span.last() && *at <= v).map(|(at, _)| at).min()
        });
        gap = ahead;
    }
    let ends = |last: Option<Instant>| last.is_some_and(|last| last == Instant::EVER || last.plus(gap) <= v);
    match (ends(surely), ends(possibly)) {
        (true, _) => Kleene::Must,
        (false, true) => Kleene::May,
        (false, false) => Kleene::No,
    }
}

impl Context<'_> {
    /// Whether some exception asks for steps.
    pub(super) fn has_steps(&self) -> bool {
        self.steps.iter().any(|steps| steps.exceptions.iter().any(|candidates| !candidates.is_empty()))
    }

    /// The state of an exception that asks for steps, for an act of `fact` at `v`.
    pub(super) fn in_order(
        &self,
        article: usize,
        exception: usize,
        declared: &Exception,
        fact: &Fact,
        v: Instant,
    ) -> Excuse {
        let taken = self.taken(article, exception, fact);
        let before = before(&taken, v);
        let mut answer = before;
        let mut awaited: Vec<Name> = Vec::new();
        let mut imprecise = before == Kleene::May;
        let candidates = &self.steps[article].exceptions[exception];
        for (step, candidates) in taken.iter().zip(candidates) {
            let StepTime::After { within } = step.when else { continue };
            match step.after(v, within) {
                Kleene::No if self.now < v.plus(within) => awaited.push(candidates.step.act.clone()),
                own => {
                    imprecise |= own == Kleene::May;
                    answer = answer.and(own);
                }
            }
        }
        let name = declared.name.clone();
        match (answer, declared.burden) {
            (Kleene::Must, _) if awaited.is_empty() => Excuse::Holds(name),
            (Kleene::Must | Kleene::May, _) => {
                let mut causes = Vec::new();
                if imprecise {
                    causes.push(Cause::Imprecise("steps".into()));
                }
                if !awaited.is_empty() {
                    causes.push(Cause::StepsAwaited(awaited));
                }
                Excuse::Undetermined(name, causes)
            }
            (Kleene::No, Burden::Accused) => Excuse::None,
            (Kleene::No, Burden::Accuser) => Excuse::Undetermined(name.clone(), vec![Cause::ExceptionNotSettled(name)]),
        }
    }

    /// Steps of the article's ordered exceptions that nothing takes in its own time, for an act of `fact` at `v`.
    pub(super) fn missing_steps(&self, article: usize, fact: &Fact, v: Instant) -> Vec<Name> {
        let exceptions = &self.steps[article].exceptions;
        let each = exceptions.iter().enumerate().flat_map(|(exception, candidates)| {
            let taken = self.taken(article, exception, fact);
            let missing = taken.into_iter().zip(candidates).filter(move |(step, _)| !step.in_time(v));
            missing.map(|(_, candidates)| candidates.step.act.clone())
        });
        each.collect()
    }

    fn taken(&self, article: usize, exception: usize, fact: &Fact) -> Vec<Taken> {
        let candidates = &self.steps[article].exceptions[exception];
        let each = candidates.iter().map(|step| {
            let spans = step.all.iter().flat_map(|candidate| self.own_side(article, fact, candidate));
            Taken { when: step.step.when, spans: spans.collect() }
        });
        each.collect()
    }

    /// When whoever took the step may belong with the accused to one actor whom the article binds: all of its possible
    /// beginnings where it does at each of them, with whether it is certain; else those at which it may.
    fn own_side(&self, article: usize, fact: &Fact, step: &Candidate) -> Vec<(Interval, bool)> {
        let ArticleKind::Prohibition(provision) = &self.tree.articles[article].kind else { return Vec::new() };
        let registers = &self.acts.registers;
        let mut changes: BTreeSet<Instant> = registers.membership_changes(&step.actor).into_iter().collect();
        if let About::Actor(accused) = &fact.about {
            changes.extend(registers.membership_changes(accused));
        }
        let both = |v: Instant| {
            let bound = provision.binds.iter().flat_map(|line| &line.actors);
            let each = bound.map(|actor| {
                let accused = match &fact.about {
                    About::Actor(name) => registers.member(name, actor, v),
                    About::Event => Kleene::May,
                };
                accused.and(registers.member(&step.actor, actor, v))
            });
            each.fold(Kleene::No, Kleene::or)
        };
        let cells: Vec<(Interval, Kleene)> =
            super::verdict::split(step.span, &changes).into_iter().map(|cell| (cell, both(cell.from))).collect();
        if cells.iter().all(|(_, own)| *own == Kleene::Must) {
            return vec![(step.span, step.certain)];
        }
        cells.into_iter().filter(|(_, own)| *own != Kleene::No).map(|(cell, _)| (cell, false)).collect()
    }
}
