//! Duties: what each obliged actor owed, by when, and what became of it, at each standard (semantics 9).
//!
//! ```text
//! obligation, propositions ─▶ triggers and deeds (`events`) ─▶ `outcomes` over all placements ─▶ states and one word
//! ```
//!
//! Holds
//! - The states are all that occur in some placement; the word is the one that they share, else *undetermined*.
//! - A deadline is an instant like any other: asked at T before or after it, live or later, the answer is the same.
//!
//! Not here: which propositions are deeds (`events`), ordered permissions (`order`).

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use record::vocabulary::facts::{About, Fact, FindingHeld, Status};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::changes::{Left, Life, Released, lives_of};
use super::events::{Event, Placed, Wanted, Words, event, events, present};
use super::grounds::{Asked, Context};
use super::outcomes::{Outcomes, Owed, Window, earliest};
use super::verdict::Word;
use crate::tree::{ArticleKind, Binding, Due, Found, Obligation, Shown, Targets, Towards, Tree, Trigger};

/// What became of a duty in some placement (O1). In the order in which they are named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum DutyState {
    /// Nothing has triggered it.
    Dormant,
    /// Owed, and its deadline is still to come.
    InForce,
    /// Done in time.
    Done,
    /// Done after its deadline.
    Late,
    /// Not done, and its deadline has passed.
    Overdue,
    /// Its deadline fell outside the time in which the article is in force.
    Lapsed,
}

impl fmt::Display for DutyState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            DutyState::Dormant => "dormant",
            DutyState::InForce => "in force",
            DutyState::Done => "done",
            DutyState::Late => "late",
            DutyState::Overdue => "overdue",
            DutyState::Lapsed => "lapsed",
        })
    }
}

/// One obliged actor's part of an obligation, at one standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// Index into the articles.
    pub article: usize,
    /// Who owes it: one, or all of whom any one is enough.
    pub obliged: Vec<Name>,
    /// What asks for it: index into the facts; `None` where a date does, or another's step.
    pub trigger: Option<usize>,
    /// Index into the standard chain.
    pub standard: usize,
    /// The word.
    pub word: Word,
    /// All states that occur, in order; never empty.
    pub states: Vec<DutyState>,
    /// The first and last possible instant that is too late; `None` where nothing triggered it, or it is measured only.
    pub due: Option<(Instant, Instant)>,
    /// Least and greatest lateness in seconds over the placements in which it was done late; for a duty that is only
    /// measured, the time that it took.
    pub late: Option<(i64, i64)>,
    /// Bands of the lateness that occurs: indices into the obligation's.
    pub bands: Vec<usize>,
    /// Why it is undetermined, headline first.
    pub causes: Vec<Cause>,
    /// Propositions that may be its deeds: indices into the facts.
    pub deeds: Vec<usize>,
    /// Propositions by which the accuser may show that it was not done: indices into the facts.
    pub failures: Vec<usize>,
    /// Whether placements differ in word.
    differs: bool,
}

impl Duty {
    /// The obligation of which it is part.
    pub fn obligation<'a>(&self, tree: &'a Tree) -> Option<&'a Obligation> {
        match &tree.articles[self.article].kind {
            ArticleKind::Obligation(obligation) => Some(obligation),
            _ => None,
        }
    }
    /// Whether something may still be owed: it is in force or overdue in some placement.
    pub fn is_open(&self) -> bool {
        self.states.iter().any(|state| matches!(state, DutyState::InForce | DutyState::Overdue))
    }
    /// Whether it is undetermined only because its time has not come.
    pub fn is_pending(&self) -> bool {
        self.word == Word::Undetermined && self.causes == [Cause::NotYetDue]
    }
}

/// What all obligations say, and which facts are part of some duty, per standard.
pub(super) struct Duties {
    pub duties: Vec<Duty>,
    pub part: BTreeSet<(usize, usize)>,
}

/// Every duty: article, standard, obliged, trigger, in that order of nesting.
pub(super) fn read(context: &Context<'_>) -> Duties {
    let mut all = Duties { duties: Vec::new(), part: BTreeSet::new() };
    for (index, article) in context.tree.articles.iter().enumerate() {
        let ArticleKind::Obligation(obligation) = &article.kind else { continue };
        let asked = Asker::new(context, index, obligation);
        for standard in 0..context.tree.standards.standards.len() {
            asked.at(standard, &mut all);
        }
    }
    all
}

/// An obligation with what is looked up once.
#[derive(Clone)]
struct Asker<'a> {
    context: &'a Context<'a>,
    article: usize,
    obligation: &'a Obligation,
    /// The words that each must have a deed of its own; one set where any is enough.
    words: Vec<Words>,
    any_word: Words,
    failure: Words,
    /// What may trigger it, and where (L4).
    triggers: Vec<(&'a Trigger, Words, Vec<Interval>)>,
    /// When the text decides for those asked about.
    life: Cow<'a, Life>,
}

impl<'a> Asker<'a> {
    fn new(context: &'a Context<'a>, article: usize, obligation: &'a Obligation) -> Asker<'a> {
        let tree = context.tree;
        let words = if obligation.every {
            obligation.acts.iter().map(|act| Words::of(tree, std::slice::from_ref(act))).collect()
        } else {
            vec![Words::of(tree, &obligation.acts)]
        };
        let failure = match &obligation.shown {
            Shown::ByTheObliged => Words::of(tree, &[]),
            Shown::ByTheAccuser { through } => Words::of(tree, through),
        };
        let any_word = Words::of(tree, &obligation.acts);
        let life = Cow::Borrowed(&context.lives[article]);
        let triggers = triggers_of(tree, &life);
        Asker { context, article, obligation, words, any_word, failure, triggers, life }
    }

    /// When `obliged` are bound by a text no longer (L5): where one of several is enough, once the last of them is released.
    fn left(&self, text: usize, obliged: &[Name]) -> Option<Left> {
        let of = |name: &Name| {
            let released = self.context.released_from(text);
            released.filter(|released| released.release.names.contains(name)).min_by_key(|released| released.from)
        };
        let all: Vec<&Released<'_>> = obliged.iter().map(of).collect::<Option<_>>()?;
        let last = all.into_iter().max_by_key(|released| released.from)?;
        Some(Left { at: last.from, running: last.running })
    }

    /// The same for `obliged`, whom an exit may have released from this text and those before it.
    fn left_to(&self, obliged: &[Name]) -> Asker<'a> {
        let Context { tree, acts, changes, .. } = self.context;
        let name = &tree.articles[self.article].id;
        let mut lives = lives_of(tree, acts, changes, name, &|text| self.left(text, obliged));
        let life = lives.remove(&self.article).map_or(self.life.clone(), Cow::Owned);
        Asker { triggers: triggers_of(tree, &life), life, ..self.clone() }
    }

    /// Whether a text by amendment, or a reading, owes nothing: it is nowhere in force, and nothing goes on under it (L1).
    fn owes_nothing(&self) -> bool {
        self.context.is_nowhere(self.article) && !self.life.receives
    }

    /// Whether it is due once, and neither under this text nor under the next (L4).
    fn is_owed_by_nobody(&self) -> bool {
        matches!(self.obligation.due, Due::By(_)) && self.life.start.is_none() && !self.life.goes_on
    }

    fn at(&self, standard: usize, all: &mut Duties) {
        let obligation = self.obligation;
        let groups: Vec<Vec<Name>> = if obligation.any_one {
            vec![obligation.obliged.clone()]
        } else {
            obligation.obliged.iter().map(|name| vec![name.clone()]).collect()
        };
        let some_left = !self.context.released.is_empty();
        let alike = if some_left { Vec::new() } else { self.triggers(standard) };
        for obliged in groups {
            let left = some_left.then(|| self.left_to(&obliged));
            let own = left.as_ref().unwrap_or(self);
            if own.owes_nothing() {
                continue;
            }
            let failures = self.failures(&obliged, standard);
            let shared = (obligation.towards != Towards::WhoeverTriggers).then(|| self.deeds(&obliged, None, standard));
            if !own.is_owed_by_nobody() {
                failures.iter().for_each(|failure| self.covers(failure, standard, all));
                shared.iter().flatten().flatten().for_each(|deed| self.covers(deed, standard, all));
            }
            match &obligation.due {
                Due::By(_) => all.duties.extend(own.by_date(&obliged, shared.unwrap_or_default(), &failures, standard)),
                Due::EachOther { seconds } => {
                    let deeds = shared.unwrap_or_default();
                    all.duties.extend(own.each_other(&obliged, *seconds, deeds, &failures, standard));
                }
                Due::Within { .. } | Due::Promptly { .. } => {
                    let left = some_left.then(|| own.triggers(standard));
                    for trigger in left.as_ref().unwrap_or(&alike) {
                        self.covers(trigger, standard, all);
                        let deeds = match &shared {
                            Some(shared) => shared.clone(),
                            None => self.deeds(&obliged, Some(trigger.fact), standard),
                        };
                        for deeds in &deeds {
                            deeds.iter().for_each(|deed| self.covers(deed, standard, all));
                        }
                        all.duties.push(own.triggered(&obliged, trigger, deeds, &failures, standard));
                    }
                }
            }
        }
    }

    /// An act that is part of what the agreement itself asks for is covered by it (V6).
    fn covers(&self, event: &Event, standard: usize, all: &mut Duties) {
        if self.context.tree.articles[self.article].is_of_the_agreement() {
            all.part.insert((event.fact, standard));
        }
    }

    // ---- what may be a deed, a trigger, a failure

    /// What may be the deeds of `obliged`: per word that must have one of its own.
    fn deeds(&self, obliged: &[Name], trigger: Option<usize>, standard: usize) -> Vec<Vec<Event>> {
        let (towards, target_unknown) = self.targets(trigger);
        let binds = [Binding { actors: obliged.to_vec(), towards }];
        self.words.iter().map(|words| self.done(&binds, words, target_unknown, standard)).collect()
    }

    fn done(&self, binds: &[Binding], words: &Words, target_unknown: bool, standard: usize) -> Vec<Event> {
        let asked = Asked {
            acts: &self.obligation.acts,
            binds: Some(binds),
            weapons: Some(&self.obligation.weapons),
            zone: self.obligation.zone.as_ref(),
            measured: self.obligation.measured.as_ref(),
            answers_for: None,
        };
        let total = self.obligation.total.as_ref();
        events(self.context, &Wanted { asked, total, words, target_unknown, placed: Placed::Done }, standard)
    }

    fn targets(&self, trigger: Option<usize>) -> (Targets, bool) {
        let anyone = Targets { each_other: false, named: Vec::new(), anyone: true };
        let named = |named: Vec<Name>| Targets { each_other: false, named, anyone: false };
        match (&self.obligation.towards, trigger.map(|fact| &self.context.facts[fact].about)) {
            (Towards::Anyone, _) => (anyone, false),
            (Towards::Named(names), _) => (named(names.clone()), false),
            (Towards::WhoeverTriggers, Some(About::Actor(actor))) => (named(vec![actor.clone()]), false),
            (Towards::WhoeverTriggers, _) => (anyone, true),
        }
    }

    fn failures(&self, obliged: &[Name], standard: usize) -> Vec<Event> {
        let Shown::ByTheAccuser { through } = &self.obligation.shown else { return Vec::new() };
        let towards = Targets { each_other: false, named: Vec::new(), anyone: true };
        let binds = [Binding { actors: obliged.to_vec(), towards }];
        let zone = self.obligation.zone.as_ref();
        let asked =
            Asked { acts: through, binds: Some(&binds), weapons: None, zone, measured: None, answers_for: None };
        let wanted =
            Wanted { asked, total: None, words: &self.failure, target_unknown: false, placed: Placed::Lasting };
        events(self.context, &wanted, standard)
    }

    /// What may be triggers, each at the instants at which it belongs to this text, by whichever text asks for it there (L4).
    fn triggers(&self, standard: usize) -> Vec<Event> {
        let of = |fact: usize| {
            let parts = self.triggers.iter().filter_map(|(trigger, words, own)| {
                let mut event = self.trigger(trigger, words, fact, standard)?;
                keep(&mut event.spans, own);
                (!event.spans.is_empty()).then_some(event)
            });
            let mut event = parts.reduce(|mut all, part| {
                all.spans.extend(part.spans);
                all.hull = all.hull.hull(part.hull);
                all.sure &= part.sure;
                all.contested |= part.contested;
                all.causes.extend(part.causes);
                all
            })?;
            event.spans.sort();
            // It is one for sure where the texts together take all of it.
            event.sure &= seconds(&event.spans) == event.hull.seconds();
            Some(event)
        };
        if self.triggers.is_empty() { Vec::new() } else { (0..self.context.facts.len()).filter_map(of).collect() }
    }

    /// The proposition as a trigger, whatever is in force; one that counts from a finding stands at the finding's instant.
    fn trigger(&self, trigger: &'a Trigger, words: &Words, fact: usize, standard: usize) -> Option<Event> {
        let towards = Targets { each_other: false, named: Vec::new(), anyone: true };
        let binds = [Binding { actors: trigger.by.clone(), towards }];
        let binds = (!trigger.by.is_empty()).then_some(binds.as_slice());
        let zone = trigger.zone.as_ref();
        let asked = Asked { acts: &trigger.acts, binds, weapons: None, zone, measured: None, answers_for: None };
        let wanted = Wanted { asked, total: None, words, target_unknown: false, placed: Placed::Beginning };
        let status = self.context.facts[fact].status(standard);
        if trigger.found.is_none() && matches!(status, Status::None | Status::Refuted) {
            return None;
        }
        let found = match &trigger.found {
            None => None,
            Some(found) => Some(since(&self.context.facts[fact], found)?),
        };
        let mut event = event(self.context, &wanted, fact, standard)?;
        match found {
            None => event.sure &= status == Status::Established,
            Some(at) => {
                let known = at <= self.context.now;
                // Certain or not as the act is, whenever it was: its status is not asked.
                event.sure = event.throughout && known && !event.zone_contested;
                event.contested = false;
                event.spans = if known { vec![Interval::instant(at)] } else { Vec::new() };
                event.hull = Interval::instant(at);
            }
        }
        Some(event)
    }

    // ---- the forms of `due`

    fn by_date(&self, obliged: &[Name], deeds: Vec<Vec<Event>>, failures: &[Event], standard: usize) -> Option<Duty> {
        let Due::By(by) = &self.obligation.due else { return None };
        let due = self.context.tree.instant(by)?.max(self.life.not_before);
        // Never in force, it is never triggered.
        let start = self.life.start.unwrap_or(Instant::NEVER);
        let owed = self.owed(due.0 - start.0, Window::FromTrigger, failures);
        let spans = if start <= self.context.now { vec![Interval::instant(start)] } else { Vec::new() };
        Some(self.duty(obliged, None, standard, &deeds, &owed, |_| (spans.clone(), spans.is_empty()), Some(due)))
    }

    fn triggered(
        &self,
        obliged: &[Name],
        trigger: &Event,
        deeds: Vec<Vec<Event>>,
        failures: &[Event],
        standard: usize,
    ) -> Duty {
        let seconds = match &self.obligation.due {
            Due::Within { seconds, .. } => *seconds,
            _ => 0,
        };
        let owed = self.owed(seconds, Window::FromTrigger, failures);
        let absent = !trigger.sure || trigger.contested;
        let mut duty =
            self.duty(obliged, Some(trigger), standard, &deeds, &owed, |_| (trigger.spans.clone(), absent), None);
        duty.trigger = Some(trigger.fact);
        duty
    }

    fn each_other(
        &self,
        obliged: &[Name],
        seconds: i64,
        deeds: Vec<Vec<Event>>,
        failures: &[Event],
        standard: usize,
    ) -> Option<Duty> {
        let start = self.life.start.unwrap_or(Instant::NEVER);
        let others: Vec<Name> =
            self.obligation.obliged.iter().filter(|name| !obliged.contains(name)).cloned().collect();
        let (towards, target_unknown) = self.targets(None);
        let binds = [Binding { actors: others, towards }];
        let steps = self.done(&binds, &self.any_word, target_unknown, standard);
        let owed = self.owed(seconds, Window::From(start), failures);
        let now = self.context.now;
        let first = |with_contested: bool| {
            let there = present(&steps, with_contested);
            let there: Vec<&Event> = there.iter().map(AsRef::as_ref).collect();
            let (mut spans, absent) = earliest(&there, start, now);
            let all = keep(&mut spans, &self.life.steps);
            (spans, absent || !all)
        };
        let mut duty = self.duty(obliged, None, standard, &deeds, &owed, first, None);
        self.doubt_of_others(&mut duty, &steps);
        Some(duty)
    }

    /// What is imprecise in the others' steps is imprecise in the trigger.
    fn doubt_of_others(&self, duty: &mut Duty, steps: &[Event]) {
        if duty.word != Word::Undetermined || !duty.differs {
            return;
        }
        duty.causes.extend(steps.iter().flat_map(|step| step.causes.iter().cloned()));
        if steps.iter().any(|step| step.hull.seconds() > 1) {
            duty.causes.push(Cause::Imprecise("time".into()));
        }
        duty.causes.sort();
        duty.causes.dedup();
    }

    fn owed<'o>(&'o self, seconds: i64, window: Window, failures: &'o [Event]) -> Owed<'o> {
        Owed {
            seconds,
            window,
            now: self.context.now,
            runs: &self.life.runs,
            not_before: self.life.not_before,
            bands: &self.obligation.bands,
            total: self.obligation.total.as_ref().map(|total| total.at_least),
            failures,
            by_accuser: matches!(self.obligation.shown, Shown::ByTheAccuser { .. }),
            measured: matches!(self.obligation.due, Due::Promptly { .. }),
        }
    }

    /// The duty from its outcomes with contested events taken as there, and as absent (O1). `triggers` gives the instants
    /// at which it is triggered up to T, and whether a placement without a trigger is among them.
    #[allow(clippy::too_many_arguments)]
    fn duty(
        &self,
        obliged: &[Name],
        trigger: Option<&Event>,
        standard: usize,
        deeds: &[Vec<Event>],
        owed: &Owed<'_>,
        triggers: impl Fn(bool) -> (Vec<Interval>, bool),
        due: Option<Instant>,
    ) -> Duty {
        let with = |contested: bool| {
            let (spans, absent) = triggers(contested);
            owed.outcomes(&spans, absent, deeds, contested)
        };
        let present = with(true);
        let any = deeds.iter().flatten().chain(owed.failures).any(|event| event.contested);
        let contested = any || triggers(true) != triggers(false);
        let absent = contested.then(|| with(false));
        let (first, second) = (present.word(), absent.as_ref().map_or(present.word(), Outcomes::word));
        let word = match (first, second) {
            (first, second) if first == second => first,
            (Word::Undetermined, _) | (_, Word::Undetermined) => Word::Undetermined,
            _ => Word::Contested,
        };
        let both: Vec<&Outcomes> = std::iter::once(&present).chain(&absent).collect();
        let states: BTreeSet<DutyState> = both.iter().flat_map(|one| one.states.iter().copied()).collect();
        let bands: BTreeSet<usize> = both.iter().flat_map(|one| one.bands.iter().copied()).collect();
        let late = both.iter().filter_map(|one| one.late).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        let (spans, _) = triggers(true);
        let owes = !owed.measured && !spans.is_empty();
        let first = spans.iter().map(|span| span.from).min().map(|at| owed.due(at));
        let last = spans.iter().map(|span| span.last()).max().map(|at| owed.due(at));
        let due = match due {
            Some(due) => Some((due, due)),
            None => first.zip(last).filter(|_| owes),
        };
        // Where the contested ones, taken as there, give a word, the doubt is what their absence leaves.
        let doubtful = both.iter().find(|one| one.word() == Word::Undetermined).unwrap_or(&both[0]);
        let causes = if word == Word::Undetermined { doubtful.causes(trigger, deeds) } else { Vec::new() };
        let facts = owed.that_may_count(&spans, deeds);
        Duty {
            article: self.article,
            obliged: obliged.to_vec(),
            trigger: None,
            standard,
            word,
            states: states.into_iter().collect(),
            due,
            late,
            bands: bands.into_iter().collect(),
            causes,
            deeds: facts.into_iter().collect(),
            failures: owed.failures.iter().map(|failure| failure.fact).collect(),
            differs: doubtful.differs(),
        }
    }
}

/// What the texts ask for whose triggers belong to a life, and where each does.
fn triggers_of<'a>(tree: &'a Tree, life: &Life) -> Vec<(&'a Trigger, Words, Vec<Interval>)> {
    let asked = life.triggers.iter().filter_map(|(text, triggers)| {
        let ArticleKind::Obligation(obligation) = &tree.articles[*text].kind else { return None };
        match &obligation.due {
            Due::Within { trigger, .. } | Due::Promptly { trigger } => {
                Some((trigger, Words::of(tree, &trigger.acts), triggers.clone()))
            }
            Due::By(_) | Due::EachOther { .. } => None,
        }
    });
    asked.collect()
}

fn seconds(spans: &[Interval]) -> i64 {
    spans.iter().map(|span| span.seconds()).sum()
}

/// Leaves of `spans` what lies in `own`; whether that is all of them.
fn keep(spans: &mut Vec<Interval>, own: &[Interval]) -> bool {
    let before = seconds(spans);
    let kept = spans.iter().flat_map(|span| own.iter().map(|period| period.meet(*span)));
    *spans = kept.filter(|span| !span.is_empty()).collect();
    before == seconds(spans)
}

/// Since when the bodies' finding stands on this proposition, where it does (O1).
fn since(fact: &Fact, found: &Found) -> Option<Instant> {
    let of = |body: &Name| -> Option<Instant> {
        let own = |held: &&FindingHeld| &held.body == body && found.words.contains(&held.word);
        fact.findings.iter().find(own).map(|held| held.since)
    };
    if found.all {
        found.bodies.iter().map(of).collect::<Option<Vec<_>>>()?.into_iter().max()
    } else {
        found.bodies.iter().filter_map(of).min()
    }
}

/// The word of an obligation until T at a standard: the worst of its duties'; a duty whose time has not come does not count
/// beside others.
pub(super) fn word(duties: &[Duty], article: usize, standard: usize) -> (Word, Vec<Cause>) {
    let own = duties.iter().filter(|duty| duty.article == article && duty.standard == standard);
    let (pending, settled): (Vec<&Duty>, Vec<&Duty>) =
        own.filter(|duty| duty.word != Word::NotApplicable).partition(|duty| duty.is_pending());
    let Some(word) = settled.iter().map(|duty| duty.word).max() else {
        return match pending.is_empty() {
            true => (Word::NotApplicable, Vec::new()),
            false => (Word::Undetermined, vec![Cause::NotYetDue]),
        };
    };
    let mut causes: Vec<Cause> = Vec::new();
    if word == Word::Undetermined {
        causes = settled.iter().flat_map(|duty| duty.causes.iter().cloned()).collect();
        causes.sort();
        causes.dedup();
    }
    (word, causes)
}

/// Kept and not applicable are true as a condition, breached false, anything else unknown.
pub(super) fn as_condition(word: Word) -> Kleene {
    match word {
        Word::Kept | Word::NotApplicable => Kleene::Must,
        Word::Breached => Kleene::No,
        Word::Contested | Word::Undetermined => Kleene::May,
    }
}
