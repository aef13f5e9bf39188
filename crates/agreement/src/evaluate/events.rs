//! Events: propositions that may be deeds, triggers or shown failures of an obligation, and at which instants (O1, O4).
//!
//! Holds
//! - Somebody must have said so: an act that nobody states, or in a word that nobody declares, is none of them.
//!
//! Not here: what follows from them (`duty`).

use std::collections::BTreeMap;

use std::borrow::Cow;

use record::vocabulary::facts::{About, Attribution, Fact, Status};
use record::vocabulary::time::{EventTime, Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::grounds::{Asked, Context};
use super::verdict::{split, used};
use crate::tree::{Total, Tree};

/// Declared words of acts that are, or may be, one of those wanted.
#[derive(Clone)]
pub(super) struct Words {
    answers: BTreeMap<Name, Kleene>,
}

impl Words {
    pub fn of(tree: &Tree, wanted: &[Name]) -> Words {
        let declared = tree.acts.iter().flat_map(|class| std::iter::once(&class.name).chain(&class.includes));
        let answer = |word: &Name| {
            let within = |class: &Name, word: &Name| Tree::includes(&tree.acts, class, word);
            if wanted.iter().any(|class| within(class, word)) {
                Kleene::Must
            } else if wanted.iter().any(|class| within(word, class)) {
                Kleene::May
            } else {
                Kleene::No
            }
        };
        let answers = declared.map(|word| (word.clone(), answer(word))).filter(|(_, answer)| *answer != Kleene::No);
        Words { answers: answers.collect() }
    }

    /// Whether the act that the evidence admitted at `standard` states is one of them.
    pub fn act(&self, fact: &Fact, standard: usize) -> Kleene {
        let admitted = fact.admitted[standard].claims.iter();
        let mut acts = admitted.filter_map(|claim| fact.claims[*claim].act.as_ref()).peekable();
        if acts.peek().is_none() {
            return Kleene::No;
        }
        Kleene::same(acts.map(|act| self.answers.get(act).copied().unwrap_or(Kleene::No)))
    }
}

/// The part of `span` up to T.
pub(super) fn before_t(span: Interval, now: Instant) -> Interval {
    span.meet(Interval::new(Instant::EVER, now.plus(1)))
}

/// Which of its times an event is placed at.
#[derive(Clone, Copy)]
pub(super) enum Placed {
    /// A trigger: its beginning.
    Beginning,
    /// A deed: its end, where it states one.
    Done,
    /// A failure: as late as it is there, and no later than T.
    Lasting,
}

/// A proposition that may be what is asked for.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub fact: usize,
    /// Instants up to T at which it counts, under some reading at least.
    pub spans: Vec<Interval>,
    /// All its possible instants.
    pub hull: Interval,
    /// It counts under every reading, at each of its possible instants, and none is after T.
    pub sure: bool,
    /// It counts at each of its possible instants, also after T.
    pub throughout: bool,
    /// Its status is contested, or its zone.
    pub contested: bool,
    /// Its zone is, at some of its instants.
    pub zone_contested: bool,
    /// Of `spans` those at which neither is contested.
    pub uncontested: Vec<Interval>,
    /// Why it may not count.
    pub causes: Vec<Cause>,
    /// What it adds to a total, where one is asked for: from least to most, open where it is not stated (S14).
    pub amount: (u64, Option<u64>),
    /// A total is asked for.
    pub counted: bool,
}

/// The events as they are with contested ones there, or absent (O1): of one contested at some instants, the others stay.
pub(super) fn present<'e>(events: impl IntoIterator<Item = &'e Event>, with_contested: bool) -> Vec<Cow<'e, Event>> {
    let there = events.into_iter().filter_map(|event| {
        match (with_contested || !event.contested, event.uncontested.is_empty()) {
            (true, _) => Some(Cow::Borrowed(event)),
            (false, true) => None,
            (false, false) => {
                let spans = event.uncontested.clone();
                Some(Cow::Owned(Event { spans, sure: false, ..event.clone() }))
            }
        }
    });
    there.collect()
}

/// What is asked for, with its words looked up once.
pub(super) struct Wanted<'a> {
    pub asked: Asked<'a>,
    pub total: Option<&'a Total>,
    pub words: &'a Words,
    /// The target must be somebody whom nobody knows.
    pub target_unknown: bool,
    pub placed: Placed,
}

/// The proposition `index` as the event asked for, where it may be it, whatever its status.
pub(super) fn event(context: &Context<'_>, wanted: &Wanted<'_>, index: usize, standard: usize) -> Option<Event> {
    let fact = &context.facts[index];
    let act = wanted.words.act(fact, standard);
    if act == Kleene::No || !used(context.facts, index, standard) {
        return None;
    }
    let admitted = &fact.admitted[standard];
    let (claims, deciding) = super::state::admitted(fact, standard);
    let hull = instants(&admitted.time, wanted.placed);
    // A failure counts or not as it does at its beginning.
    let asked_at = match wanted.placed {
        Placed::Lasting => admitted.time.began,
        Placed::Beginning | Placed::Done => hull,
    };
    let changes = if asked_at.seconds() > 1 { context.changes_of(fact, wanted.asked.zone) } else { Default::default() };
    let mut event = Event {
        fact: index,
        spans: Vec::new(),
        hull,
        sure: hull.last() <= context.now,
        throughout: true,
        contested: fact.status(standard) == Status::Contested,
        zone_contested: false,
        uncontested: Vec::new(),
        causes: Vec::new(),
        counted: wanted.total.is_some(),
        amount: wanted.total.map_or((0, None), |total| super::quantity::amount(&total.name, &total.unit, &claims)),
    };
    for cell in split(asked_at, &changes) {
        let mut grounds = context.covers(&wanted.asked, act, fact, &claims, &deciding, cell.from);
        // "One of the bound parties did it" is not yet that this one did.
        let alone = wanted.asked.binds.is_some_and(|binds| binds.iter().all(|line| line.actors.len() == 1));
        let some_party = fact.findings.iter().any(|held| held.attribution == Some(Attribution::SomeParty));
        if alone && some_party && fact.about == About::Event && grounds.covered == Kleene::Must {
            grounds.covered = Kleene::May;
            grounds.causes.push(Cause::Imprecise("actor".into()));
        }
        if wanted.target_unknown && grounds.covered == Kleene::Must {
            grounds.covered = Kleene::May;
            grounds.causes.push(Cause::Imprecise("target".into()));
        }
        event.sure &= grounds.covered == Kleene::Must;
        event.throughout &= grounds.covered == Kleene::Must;
        event.zone_contested |= grounds.contested && grounds.covered != Kleene::No;
        event.causes.extend(grounds.causes);
        let cell = before_t(cell, context.now);
        if grounds.covered != Kleene::No && !cell.is_empty() {
            event.spans.push(cell);
            event.uncontested.extend((!grounds.contested && !event.contested).then_some(cell));
        }
    }
    event.contested |= event.zone_contested;
    if let Placed::Lasting = wanted.placed {
        lasting(&mut event, &admitted.time, context.now);
        event.uncontested = if event.contested { Vec::new() } else { event.spans.clone() };
    }
    (!event.spans.is_empty()).then_some(event)
}

fn instants(time: &EventTime, placed: Placed) -> Interval {
    match (placed, time.ended) {
        (Placed::Done, Some(ended)) => ended,
        (Placed::Lasting, Some(ended)) => {
            Interval::new(ended.from.plus(-1).max(time.began.from), ended.last().max(time.began.from.plus(1)))
        }
        _ => time.began,
    }
}

/// A failure that lasts is placed at the last instant up to T at which it is there.
fn lasting(event: &mut Event, time: &EventTime, now: Instant) {
    if time.ended.is_none() || event.spans.is_empty() {
        return;
    }
    let clipped = Interval::new(event.hull.from.min(now), event.hull.last().min(now).plus(1));
    let all_began = time.began.last() <= now;
    let counted: i64 = event.spans.iter().map(|span| span.seconds()).sum();
    event.sure = all_began && event.causes.is_empty() && counted == time.began.seconds();
    event.spans = vec![clipped];
    event.hull = clipped;
}

/// Every event at `standard` that is established or contested there, and is what is asked for under some reading.
pub(super) fn events(context: &Context<'_>, wanted: &Wanted<'_>, standard: usize) -> Vec<Event> {
    (0..context.facts.len())
        .filter(|fact| matches!(context.facts[*fact].status(standard), Status::Established | Status::Contested))
        .filter_map(|fact| event(context, wanted, fact, standard))
        .collect()
}
