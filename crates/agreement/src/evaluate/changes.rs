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

use std::collections::{BTreeMap, BTreeSet};

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
    /// What is due once under it goes on under the next text.
    pub goes_on: bool,
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
            goes_on: false,
        }
    }
    /// What of it is left for somebody who leaves the text so (L5).
    fn until_left(mut self, left: Option<Left>) -> Life {
        let Some(left) = left else { return self };
        let before = Interval::new(Instant::EVER, left.at);
        for (_, triggers) in &mut self.triggers {
            *triggers = within(triggers, before);
        }
        self.steps = within(&self.steps, before);
        self.start = self.start.filter(|start| *start < left.at);
        if left.running == Running::Change {
            self.runs = within(&self.runs, before);
        }
        self
    }
    fn none(index: usize) -> Life {
        Life { span: Interval::new(Instant::NEVER, Instant::NEVER), ..Life::whole(index, Vec::new()) }
    }
}

/// When somebody is released from a text, and what becomes of what runs then (L5).
#[derive(Clone, Copy, Debug)]
pub(super) struct Left {
    pub at: Instant,
    pub running: Running,
}

impl Left {
    /// Whether what would run when the next text begins lapses before, or then.
    fn lapses_by(&self, until: Instant) -> bool {
        self.running == Running::Change && self.at <= until
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
    let mut lives: Vec<Life> = (0..tree.articles.len()).map(Life::none).collect();
    let names: BTreeSet<&Name> = tree.articles.iter().map(|article| &article.id).collect();
    for (index, life) in names.into_iter().flat_map(|name| lives_of(tree, acts, readings, name, &|_| None)) {
        lives[index] = life;
    }
    lives
}

/// The life of each text of the articles of that name, for somebody who leaves them so.
pub(super) fn lives_of(
    tree: &Tree,
    acts: &Acts,
    readings: &[ChangeReading],
    name: &Name,
    left: &dyn Fn(usize) -> Option<Left>,
) -> BTreeMap<usize, Life> {
    let named = tree.articles.iter().enumerate().filter(|(_, article)| &article.id == name);
    let mut own: BTreeMap<usize, Vec<Interval>> =
        named.map(|(index, article)| (index, article_in_force(tree, acts, article))).collect();
    let mut lives: BTreeMap<usize, Life> = BTreeMap::new();
    let declared = |index: &usize| matches!(tree.articles[*index].standing, Standing::DeclaredBy(_));
    let beside: Vec<usize> = own.keys().copied().filter(|index| tree.changes.is_empty() || declared(index)).collect();
    for index in beside {
        lives.extend(own.remove(&index).map(|own| (index, Life::whole(index, own))));
    }
    let texts: Vec<usize> = own.keys().copied().collect();
    let steps = steps(tree, readings, name, &texts);
    one_after_the_other(tree, &own, &steps, left, &mut lives);
    // A reading is of the text first agreed, and lives as long.
    let until = steps.get(1).map_or(Instant::NEVER, |next| next.from);
    for (index, own) in own {
        if let Standing::ReadBy(_) = tree.articles[index].standing {
            let span = Interval::new(Instant::EVER, until);
            let mut life = Life { span, steps: vec![span], ..Life::whole(index, within(&own, span)) };
            if stays(&steps, 1) {
                life.runs = own;
            }
            lives.insert(index, life.until_left(left(index)));
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

fn one_after_the_other(
    tree: &Tree,
    own: &BTreeMap<usize, Vec<Interval>>,
    steps: &[Step],
    left: &dyn Fn(usize) -> Option<Left>,
    lives: &mut BTreeMap<usize, Life>,
) {
    let mut passed = Passed::default();
    for (i, step) in steps.iter().enumerate() {
        let next = steps.get(i + 1);
        let until = next.map_or(Instant::NEVER, |next| next.from);
        let Some((index, own)) = step.text.and_then(|index| Some((index, own.get(&index)?))) else {
            passed = Passed { before: passed.before, in_step: passed.in_step, ..Passed::default() };
            continue;
        };
        let left = left(index);
        let lives_in = Interval::new(step.from, until);
        let in_force = within(own, lives_in);
        let first = in_force.first().map(|period| period.from);
        let mut runs = passed.before.clone();
        runs.extend(within(own, Interval::new(step.from, Instant::NEVER)));
        let mut life = Life {
            span: lives_in,
            triggers: [passed.triggers.clone(), vec![(index, in_force.clone())]].concat(),
            receives: !passed.triggers.is_empty() || !passed.steps.is_empty() || passed.once.is_some(),
            steps: joined([passed.steps.clone(), within(&[lives_in], lives_in)].concat()),
            runs,
            not_before: step.from,
            start: first,
            in_force,
            goes_on: false,
        };
        let due = obligation(&tree.articles[index]).map(|obligation| &obligation.due);
        let receives = next.and_then(|next| next.text).and_then(|text| obligation(&tree.articles[text]));
        let receives = due.zip(receives).is_some_and(|(due, next)| same_form(due, &next.due));
        let changes = !stays(steps, i + 1);
        if changes && !receives {
            life.runs = within(&life.runs, Interval::new(Instant::EVER, until));
        }
        let mut on = Passed { before: joined([passed.before, life.in_force.clone()].concat()), ..Passed::default() };
        if let Some(Due::EachOther { .. }) = due {
            on.in_step = passed.in_step.or(first);
            life.start = on.in_step;
        }
        if let Some(Due::By(by)) = due {
            // What was to be done before the text can be kept is owed by nobody.
            let stated = tree.instant(by).unwrap_or(Instant::NEVER);
            let in_time = |start: &Instant| i == 0 || *start < stated;
            life.start = passed.once.or(first.filter(|_| !passed.owed_already).filter(in_time));
        }
        life = life.until_left(left);
        // What has lapsed before the next text begins does not run then.
        let receives = receives && !left.is_some_and(|left| left.lapses_by(until));
        match due {
            Some(Due::Within { seconds, .. }) if changes && receives => {
                for (text, triggers) in &mut life.triggers {
                    let (stay, go) = split_at(triggers, runs_from(until, *seconds));
                    *triggers = stay;
                    on.triggers.extend((!go.is_empty()).then_some((*text, go)));
                }
            }
            Some(Due::EachOther { seconds }) if changes && receives => {
                (life.steps, on.steps) = split_at(&life.steps, runs_from(until, *seconds));
            }
            Some(Due::By(by)) => {
                let due = tree.instant(by).unwrap_or(Instant::NEVER).max(step.from);
                let runs = receives && due > until && life.start.is_some_and(|start| start < until);
                if runs && changes {
                    on.once = life.start.take();
                    life.goes_on = true;
                }
                on.owed_already = runs && !changes;
            }
            _ => {}
        }
        lives.insert(index, life);
        passed = on;
    }
}

/// The first trigger that is still due after `until`, so many seconds being given.
fn runs_from(until: Instant, seconds: i64) -> Instant {
    until.plus(1 - seconds).min(until)
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
