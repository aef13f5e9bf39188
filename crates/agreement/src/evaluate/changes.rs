//! Changes: which amendments and exits are signed, when they take effect, and which text of an article is in force (L1-L7).
//!
//! ```text
//! signatures ─▶ signed at w ─▶ effect e ─▶ the life of each text ─▶ when acts, triggers and deadlines are judged by it
//! ```
//!
//! Holds
//! - One act is judged by one text of an article, the one in force at its instant.
//! - A deadline that runs when the text changes belongs to one of the two texts, as the change says.
//!
//! Not here: what a text says of an act (`grounds`) or of a deed (`outcomes`).

use std::collections::BTreeMap;

use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use super::regime::article_in_force;
use crate::acts::{Acts, Decided};
use crate::tree::{
    Article, ArticleKind, Change, Due, Ends, Obligation, Release, Rule, Running, Standing, TakesEffect, Tree,
};

/// What became of a change (L2); the first word that applies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ChangeWord {
    /// Signed by those it needs.
    Signed,
    /// Everybody asked says no.
    Refused,
    /// Some say yes and some say no.
    Disputed,
    /// Somebody signed; others have not answered.
    Awaiting,
    /// Nobody answered yes.
    Proposed,
}

/// One change as known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeReading {
    /// Index into the tree's changes.
    pub change: usize,
    /// What became of it.
    pub word: ChangeWord,
    /// Since when it is signed.
    pub signed: Option<Instant>,
    /// From when other texts are in force.
    pub effect: Option<Instant>,
    /// Who said yes or no last, and when; in the order of the text.
    pub answers: Vec<(Name, bool, Instant)>,
    /// Who is asked and has not answered.
    pub awaiting: Vec<Name>,
}

/// Every change, in the order of the text.
pub fn changes(tree: &Tree, acts: &Acts) -> Vec<ChangeReading> {
    tree.changes.iter().enumerate().map(|(index, change)| read(tree, acts, index, change)).collect()
}

fn read(tree: &Tree, acts: &Acts, index: usize, change: &Change) -> ChangeReading {
    let about = |decided: &&Decided| decided.question == change.signed_as && decided.incident.is_none();
    let mut answers: Vec<&Decided> = acts.judgements.iter().filter(about).collect();
    answers.sort_by_key(|decided| (decided.at, decided.known, decided.statement));
    let resolve = |name: &Name| acts.registers.resolve(name).to_owned();
    let names: Vec<Name> = change.signers.names.iter().map(resolve).collect();
    let asked: Vec<Name> = match &change.signers.rule {
        Rule::Chair(chair) => vec![resolve(chair)],
        Rule::All | Rule::Any => names.clone(),
    };
    let latest = |name: &Name, until: Instant| {
        answers.iter().rev().find(|decided| decided.at <= until && &decided.decider == name).copied()
    };
    let yes = |name: &Name, until: Instant| latest(name, until).is_some_and(|decided| decided.yes);
    let met = |until: &Instant| match &change.signers.rule {
        // One is enough, whatever it says later in the same second.
        Rule::Any => {
            answers.iter().any(|decided| decided.at == *until && decided.yes && names.contains(&decided.decider))
        }
        Rule::All | Rule::Chair(_) => asked.iter().all(|name| yes(name, *until)),
    };
    let signed = answers.iter().map(|decided| decided.at).find(met);
    let said =
        |yes: bool| asked.iter().filter(|name| latest(name, Instant::NEVER).is_some_and(|d| d.yes == yes)).count();
    let word = match (signed, said(true), said(false)) {
        (Some(_), _, _) => ChangeWord::Signed,
        (None, 0, no) if no == asked.len() => ChangeWord::Refused,
        (None, 0, _) => ChangeWord::Proposed,
        (None, _, 0) => ChangeWord::Awaiting,
        (None, _, _) => ChangeWord::Disputed,
    };
    let effect = signed.map(|w| match &change.effect {
        TakesEffect::From { at, reaches_back } => {
            let stated = tree.instant(at).unwrap_or(Instant::NEVER);
            if *reaches_back { stated } else { stated.max(w) }
        }
        TakesEffect::AfterSignature(seconds) => w.plus(*seconds),
    });
    let answer = |name: &Name| latest(name, Instant::NEVER).map(|decided| (name.clone(), decided.yes, decided.at));
    ChangeReading {
        change: index,
        word,
        signed,
        effect,
        answers: names.iter().filter_map(answer).collect(),
        awaiting: asked.iter().filter(|name| latest(name, Instant::NEVER).is_none()).cloned().collect(),
    }
}

/// When the agreement ends as a whole, if it does (L3).
pub(super) fn end(tree: &Tree, readings: &[ChangeReading]) -> Option<Instant> {
    let whole = readings.iter().filter(|reading| tree.changes[reading.change].ends == Ends::Agreement);
    whole.filter_map(|reading| reading.effect).min()
}

/// Who is bound no longer, from when, while others stay bound (L5).
#[derive(Clone, Copy, Debug)]
pub(super) struct Released<'a> {
    pub release: &'a Release,
    pub from: Instant,
    pub running: Running,
}

/// Every release that takes effect.
pub(super) fn released<'a>(tree: &'a Tree, readings: &[ChangeReading]) -> Vec<Released<'a>> {
    let of = |reading: &ChangeReading| {
        let change = &tree.changes[reading.change];
        let running = change.running.unwrap_or(Running::Stay);
        Some(Released { release: change.releases.as_ref()?, from: reading.effect?, running })
    };
    readings.iter().filter_map(of).collect()
}

/// When one text of an article decides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Life {
    /// From its effect to the next, whatever period it states (L3).
    pub span: Interval,
    /// Acts are judged by it.
    pub in_force: Vec<Interval>,
    /// Triggers that belong to it (L4): by which text each is one, and where.
    pub triggers: Vec<(usize, Vec<Interval>)>,
    /// First steps of others that belong to it, whether or not it is in force then (O6).
    pub steps: Vec<Interval>,
    /// The times without which a deadline under it lapses.
    pub runs: Vec<Interval>,
    /// No deadline under it is due before: its first instant.
    pub not_before: Instant,
    /// From when deeds count that are due once, or in step with each other; `None` where it owes none.
    pub start: Option<Instant>,
    /// Deadlines of texts before it go on under it.
    pub receives: bool,
}

impl Life {
    /// The life of the text `index` where nothing follows it.
    fn whole(index: usize, in_force: Vec<Interval>) -> Life {
        let start = in_force.first().map(|period| period.from);
        Life {
            span: Interval::new(Instant::EVER, Instant::NEVER),
            triggers: vec![(index, in_force.clone())],
            steps: vec![Interval::new(Instant::EVER, Instant::NEVER)],
            runs: in_force.clone(),
            in_force,
            not_before: Instant::EVER,
            start,
            receives: false,
        }
    }
    /// What of it is left for somebody who is released at `at`.
    pub fn until_released(&self, at: Instant, running: Running) -> Life {
        let before = Interval::new(Instant::EVER, at);
        let runs = match running {
            Running::Stay => self.runs.clone(),
            Running::Change => within(&self.runs, before),
        };
        Life { runs, start: self.start.filter(|start| *start < at), steps: within(&self.steps, before), ..self.clone() }
    }
    fn none(index: usize) -> Life {
        Life { span: Interval::new(Instant::NEVER, Instant::NEVER), ..Life::whole(index, Vec::new()) }
    }
}

/// From when on which text of an article lives.
struct Step {
    from: Instant,
    text: Option<usize>,
    running: Running,
}

/// The life of each article of the tree, in its order.
pub(super) fn lives(tree: &Tree, acts: &Acts, readings: &[ChangeReading]) -> Vec<Life> {
    let own: Vec<Vec<Interval>> = tree.articles.iter().map(|article| article_in_force(tree, acts, article)).collect();
    if tree.changes.is_empty() {
        return own.into_iter().enumerate().map(|(index, own)| Life::whole(index, own)).collect();
    }
    let mut lives: Vec<Life> = (0..own.len()).map(Life::none).collect();
    let mut texts: BTreeMap<&Name, Vec<usize>> = BTreeMap::new();
    for (index, article) in tree.articles.iter().enumerate() {
        match article.standing {
            Standing::DeclaredBy(_) => lives[index] = Life::whole(index, own[index].clone()),
            _ => texts.entry(&article.id).or_default().push(index),
        }
    }
    for (article, texts) in texts {
        let steps = steps(tree, readings, article, &texts);
        one_after_the_other(tree, &own, &steps, &mut lives);
        // A reading is of the text first agreed, and lives as long.
        let until = steps.get(1).map_or(Instant::NEVER, |next| next.from);
        for index in texts {
            if let Standing::ReadBy(_) = tree.articles[index].standing {
                let span = Interval::new(Instant::EVER, until);
                let mut life = Life { span, steps: vec![span], ..Life::whole(index, within(&own[index], span)) };
                if stays(&steps, 1) {
                    life.runs = own[index].clone();
                }
                lives[index] = life;
            }
        }
    }
    lives
}

/// The lives of the texts of `article`: the first from ever, then one for each signed change that touches it.
fn steps(tree: &Tree, readings: &[ChangeReading], article: &Name, texts: &[usize]) -> Vec<Step> {
    let text = |standing: &Standing| texts.iter().copied().find(|index| tree.articles[*index].standing == *standing);
    let mut changed: Vec<Step> = Vec::new();
    for reading in readings {
        let change = &tree.changes[reading.change];
        let Some(from) = reading.effect else { continue };
        if change.gives(article) || change.ends(article) {
            let given = change.gives(article).then(|| Standing::ByAmendment(change.name.clone()));
            let running = change.running.unwrap_or(Running::Stay);
            changed.push(Step { from, text: given.and_then(|standing| text(&standing)), running });
        }
    }
    // Of equal effects the later in the text stands.
    changed.sort_by_key(|step| step.from);
    let mut steps = vec![Step { from: Instant::EVER, text: text(&Standing::Agreed), running: Running::Stay }];
    steps.extend(changed);
    steps
}

fn stays(steps: &[Step], next: usize) -> bool {
    steps.get(next).is_none_or(|step| step.running == Running::Stay)
}

/// What passes from one text to the next.
#[derive(Default)]
struct Passed {
    /// Triggers whose deadlines go on under the next text.
    triggers: Vec<(usize, Vec<Interval>)>,
    /// First steps of others that do.
    steps: Vec<Interval>,
    /// The trigger of a duty due once that goes on.
    once: Option<Instant>,
    /// A duty due once stays and runs: the next text's is owed by nobody.
    owed_already: bool,
    /// When the texts before were in force.
    before: Vec<Interval>,
    /// The first instant at which any of them that asks for steps of each other was.
    in_step: Option<Instant>,
}

fn one_after_the_other(tree: &Tree, own: &[Vec<Interval>], steps: &[Step], lives: &mut [Life]) {
    let mut passed = Passed::default();
    for (i, step) in steps.iter().enumerate() {
        let next = steps.get(i + 1);
        let until = next.map_or(Instant::NEVER, |next| next.from);
        let Some(index) = step.text else {
            passed = Passed { before: passed.before, in_step: passed.in_step, ..Passed::default() };
            continue;
        };
        let lives_in = Interval::new(step.from, until);
        let in_force = within(&own[index], lives_in);
        let mut runs = passed.before.clone();
        runs.extend(within(&own[index], Interval::new(step.from, Instant::NEVER)));
        let mut life = Life {
            span: lives_in,
            triggers: [passed.triggers.clone(), vec![(index, in_force.clone())]].concat(),
            receives: !passed.triggers.is_empty() || !passed.steps.is_empty() || passed.once.is_some(),
            steps: joined([passed.steps.clone(), within(&[lives_in], lives_in)].concat()),
            runs,
            not_before: step.from,
            start: in_force.first().map(|period| period.from),
            in_force,
        };
        let due = obligation(&tree.articles[index]).map(|obligation| &obligation.due);
        let receives = next.and_then(|next| next.text).and_then(|text| obligation(&tree.articles[text]));
        let receives = due.zip(receives).is_some_and(|(due, next)| same_form(due, &next.due));
        let goes_on = !stays(steps, i + 1) && receives;
        if !stays(steps, i + 1) && !receives {
            life.runs = within(&life.runs, Interval::new(Instant::EVER, until));
        }
        let mut on = Passed { before: joined([passed.before, life.in_force.clone()].concat()), ..Passed::default() };
        match due {
            Some(Due::Within { seconds, .. } | Due::EachOther { seconds }) => {
                if let Some(Due::EachOther { .. }) = due {
                    on.in_step = passed.in_step.or(life.start);
                    life.start = on.in_step;
                }
                if goes_on {
                    let runs_from = until.plus(1 - seconds).min(until);
                    for (text, triggers) in &mut life.triggers {
                        let (stay, go) = split_at(triggers, runs_from);
                        *triggers = stay;
                        on.triggers.extend((!go.is_empty()).then_some((*text, go)));
                    }
                    (life.steps, on.steps) = split_at(&life.steps, runs_from);
                }
            }
            Some(Due::By(by)) => {
                // What was to be done before the text can be kept is owed by nobody.
                let stated = tree.instant(by).unwrap_or(Instant::NEVER);
                let in_time = |start: &Instant| i == 0 || *start < stated;
                let own_start = life.start.filter(|_| !passed.owed_already).filter(in_time);
                life.start = passed.once.or(own_start);
                let due = stated.max(step.from);
                let runs = life.start.is_some_and(|start| start < until) && due > until;
                if goes_on && runs {
                    on.once = life.start.take();
                }
                on.owed_already = runs && receives && !goes_on;
            }
            Some(Due::Promptly { .. }) | None => {}
        }
        lives[index] = life;
        passed = on;
    }
}

fn obligation(article: &Article) -> Option<&Obligation> {
    match &article.kind {
        ArticleKind::Obligation(obligation) => Some(obligation),
        _ => None,
    }
}

fn same_form(one: &Due, other: &Due) -> bool {
    std::mem::discriminant(one) == std::mem::discriminant(other)
}

/// The parts of `spans` inside `window`.
fn within(spans: &[Interval], window: Interval) -> Vec<Interval> {
    spans.iter().map(|span| span.meet(window)).filter(|span| !span.is_empty()).collect()
}

/// The parts of `spans` before `at`, and from it on.
fn split_at(spans: &[Interval], at: Instant) -> (Vec<Interval>, Vec<Interval>) {
    (within(spans, Interval::new(Instant::EVER, at)), within(spans, Interval::new(at, Instant::NEVER)))
}

/// Sorted, adjacent ones joined.
fn joined(mut spans: Vec<Interval>) -> Vec<Interval> {
    spans.sort();
    let mut joined: Vec<Interval> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => joined.push(span),
        }
    }
    joined
}
