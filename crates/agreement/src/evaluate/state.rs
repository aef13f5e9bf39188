//! States that are claimed: on whose ground something happened, and who stands behind its author (V11).
//!
//! ```text
//! propositions in words that the article names ─▶ claims by time ─▶ at v: whose ground (no, may, contested, must), supporters
//! ```
//!
//! Holds
//! - Nothing goes on unless somebody says so: a state is there from its begin to its end, and an instant at that instant.
//! - A claim that may fit and a holder who may be asked are read both ways; what the readings share is the answer.
//! - The claims are found once; an act asks only those whose time may hold it.
//!
//! Not here: what the answer does to a verdict (`grounds`, `verdict`).

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use record::vocabulary::facts::{About, Claim, Fact, FindingHeld, IncidentId, Status};
use record::vocabulary::place::Place;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{EventTime, Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::events::Words;
use super::grounds::{Context, any, places_of, targets_of};
use crate::tree::{ArticleKind, Binding, Ground, Holders, Prohibition};

/// A claim of a state that a verdict looked at. Of several of one actor that fit alike, the one of the best status.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct StateShown {
    /// What is claimed.
    pub state: State,
    /// Who holds the ground, or supports the author.
    pub actor: Name,
    /// The incident that claims it.
    pub incident: IncidentId,
    /// Its status at the verdict's standard.
    pub status: Status,
}

/// What a claim of a state says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// The actor held the ground.
    HoldsGround,
    /// The actor supported the author.
    Supports,
}

/// Whether it was so, as coverage takes it: contested counts as must, and is caught by line 6 of V2.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Answer {
    No,
    May,
    Contested,
    Must,
}

/// The claims of the states that one article asks about.
#[derive(Clone, Default)]
pub(super) struct States {
    ground: Option<Rc<Claims>>,
    support: Option<Rc<Claims>>,
}

/// Claims of one kind of state, per standard.
struct Claims {
    standards: Vec<Vec<StateClaim>>,
    /// What they say, each once: many reports speak of one place.
    said: Vec<Said>,
}

/// Where the ground lies that somebody holds, or whom somebody supports, as the admitted evidence has it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    Places(Vec<Place>),
    Targets(Vec<Vec<Name>>),
}

/// A proposition that claims a state. In order of its first possible instant.
struct StateClaim {
    fact: usize,
    actor: Name,
    status: Status,
    act: Kleene,
    /// Index into what is said.
    said: usize,
    /// Its possible instants.
    hull: Interval,
    /// The first instant that neither it nor any before it can hold.
    reach: Instant,
    /// Where its answer may change.
    edges: Vec<Instant>,
}

/// What each article asks about; nothing for most.
pub(super) fn states<'a>(context: &Context<'a>) -> Vec<States> {
    // Articles that name the same acts share their claims.
    let mut known: BTreeMap<(State, &'a [Name]), Rc<Claims>> = BTreeMap::new();
    let mut claims = |state: State, acts: &'a [Name]| {
        let of = || Rc::new(Claims::of(context, state, acts));
        known.entry((state, acts)).or_insert_with(of).clone()
    };
    let articles = context.tree.articles.iter().map(|article| match &article.kind {
        ArticleKind::Prohibition(terms) => States {
            ground: terms.ground.as_ref().map(|ground| claims(State::HoldsGround, &ground.shown_by)),
            support: terms.answers_for.as_ref().map(|acts| claims(State::Supports, acts)),
        },
        _ => States::default(),
    });
    articles.collect()
}

impl States {
    /// Whether the article asks about any.
    pub fn are_asked(&self) -> bool {
        self.ground.is_some() || self.support.is_some()
    }

    /// Every instant inside `span` at which an answer at `standard` may change.
    pub fn changes(&self, standard: usize, span: Interval) -> BTreeSet<Instant> {
        let claims = self.ground.iter().chain(&self.support).flat_map(|claims| claims.within(standard, span));
        claims.flat_map(|claim| claim.edges.iter().copied()).filter(|at| span.contains(*at)).collect()
    }

    /// Propositions that claim a state, with the standards at which they do.
    pub fn claimed(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        let claims = self.ground.iter().chain(&self.support);
        let each = claims.flat_map(|claims| claims.standards.iter().enumerate());
        each.flat_map(|(standard, list)| list.iter().map(move |claim| (claim.fact, standard)))
    }
}

impl Claims {
    fn of(context: &Context<'_>, state: State, acts: &[Name]) -> Claims {
        let words = Words::of(context.tree, acts);
        let mut said: BTreeMap<Said, usize> = BTreeMap::new();
        let mut standards = Vec::new();
        for standard in 0..context.tree.standards.standards.len() {
            let facts = 0..context.facts.len();
            let claims = facts.filter_map(|fact| StateClaim::of(context, state, &words, (fact, standard), &mut said));
            let mut list: Vec<StateClaim> = claims.collect();
            list.sort_by_key(|claim| (claim.hull.from, claim.fact));
            let mut reach = Instant::EVER;
            for claim in &mut list {
                reach = reach.max(claim.hull.until);
                claim.reach = reach;
            }
            standards.push(list);
        }
        let mut said: Vec<(Said, usize)> = said.into_iter().collect();
        said.sort_by_key(|(_, index)| *index);
        Claims { standards, said: said.into_iter().map(|(said, _)| said).collect() }
    }

    /// Those whose time may hold an instant of `span`.
    fn within(&self, standard: usize, span: Interval) -> impl Iterator<Item = &StateClaim> {
        let list = &self.standards[standard];
        let begun = list.partition_point(|claim| claim.hull.from < span.until);
        let may_last = list[..begun].iter().rev().take_while(move |claim| claim.reach > span.from);
        may_last.filter(move |claim| !claim.hull.meet(span).is_empty())
    }

    /// Of the claims that fit what is asked, those of the best status of each actor, of such as must fit and of such as may;
    /// of equal ones that of the least incident. `fits` says whether what is said does.
    fn best(
        &self,
        facts: &[Fact],
        around: Around<'_>,
        fits: impl Fn(&Said) -> Kleene,
    ) -> BTreeMap<(&Name, Kleene), &StateClaim> {
        let mut best: BTreeMap<(&Name, Kleene), &StateClaim> = BTreeMap::new();
        let mut known: BTreeMap<usize, Kleene> = BTreeMap::new();
        for claim in self.within(around.standard, Interval::instant(around.v)) {
            let fact = &facts[claim.fact];
            let time = holds_at(&fact.admitted[around.standard].time, around.v);
            if fact.incident == around.fact.incident || time == Kleene::No {
                continue;
            }
            let said = *known.entry(claim.said).or_insert_with(|| fits(&self.said[claim.said]));
            let fit = claim.act.and(time).and(said);
            // Facts stand in the order of their incidents.
            let better = |held: &&StateClaim| (held.status, Reverse(held.fact)) < (claim.status, Reverse(claim.fact));
            if fit != Kleene::No && best.get(&(&claim.actor, fit)).is_none_or(better) {
                best.insert((&claim.actor, fit), claim);
            }
        }
        best
    }
}

impl StateClaim {
    fn of(
        context: &Context<'_>,
        state: State,
        words: &Words,
        (index, standard): (usize, usize),
        said: &mut BTreeMap<Said, usize>,
    ) -> Option<StateClaim> {
        let fact = &context.facts[index];
        let About::Actor(actor) = &fact.about else { return None };
        let status = fact.status(standard);
        if matches!(status, Status::None | Status::Refuted) {
            return None;
        }
        let act = words.act(fact, standard);
        if act == Kleene::No {
            return None;
        }
        let (claims, deciding) = admitted(fact, standard);
        let says = match state {
            State::HoldsGround => Said::Places(places_of(&claims, &deciding).into_iter().cloned().collect()),
            State::Supports => {
                Said::Targets(targets_of(&claims, &deciding).into_iter().map(<[Name]>::to_vec).collect())
            }
        };
        if matches!(&says, Said::Places(list) if list.is_empty())
            || matches!(&says, Said::Targets(list) if list.is_empty())
        {
            return None;
        }
        let next = said.len();
        let said = *said.entry(says).or_insert(next);
        let time = &fact.admitted[standard].time;
        let hull = match time.ended {
            None => time.began,
            Some(ended) => Interval::new(time.began.from, ended.last()),
        };
        let ends = time.ended.into_iter().flat_map(|ended| [ended.from, ended.last().plus(-1), ended.last()]);
        let began = time.began;
        let begins = [began.from, began.from.plus(1), began.last(), began.until];
        let edges = begins.into_iter().chain(ends).chain(context.acts.registers.membership_changes(actor)).collect();
        Some(StateClaim { fact: index, actor: actor.clone(), status, act, said, hull, reach: hull.until, edges })
    }

    fn shown(&self, state: State, facts: &[Fact]) -> StateShown {
        let incident = facts[self.fact].incident.clone();
        StateShown { state, actor: self.actor.clone(), incident, status: self.status }
    }
}

/// What is admitted of a proposition at a standard.
pub(super) fn admitted(fact: &Fact, standard: usize) -> (Vec<&Claim>, Vec<&FindingHeld>) {
    let admitted = &fact.admitted[standard];
    let claims = admitted.claims.iter().map(|i| fact.claims[*i].as_ref()).collect();
    (claims, admitted.findings.iter().map(|i| &fact.findings[*i]).collect())
}

/// Whether what is said to have been at `time` was there at `v`.
fn holds_at(time: &EventTime, v: Instant) -> Kleene {
    let began = time.began;
    let Some(ended) = time.ended else {
        return match began.contains(v) {
            true if began.seconds() == 1 => Kleene::Must,
            true => Kleene::May,
            false => Kleene::No,
        };
    };
    if v < began.from || v >= ended.last() {
        return Kleene::No;
    }
    // A placement without v begins after it, or has ended by then.
    let later = began.last() > v && ended.last() > began.from.max(v.plus(1));
    let earlier = ended.from <= v && began.from < ended.last().min(v);
    if later || earlier { Kleene::May } else { Kleene::Must }
}

/// What is asked of the states: of which proposition, where, when, at which standard.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub fact: &'a Fact,
    pub places: &'a [&'a Place],
    pub standard: usize,
    pub v: Instant,
}

/// Somebody who supports an actor.
pub(super) struct Supporter {
    pub actor: Name,
    pub status: Status,
    pub fit: Kleene,
}

impl Context<'_> {
    /// Whether the ground that article `index` asks for was held so. What was looked at is added to `shown`.
    pub fn on_ground(
        &self,
        index: usize,
        (terms, ground): (&Prohibition, &Ground),
        around: Around<'_>,
        shown: &mut Vec<StateShown>,
    ) -> Answer {
        let Some(claims) = &self.states[index].ground else { return Answer::May };
        let registers = &self.acts.registers;
        let on = |said: &Said| match said {
            Said::Places(held) => {
                Kleene::same(around.places.iter().flat_map(|at| held.iter().map(|held| registers.in_place(at, held))))
            }
            Said::Targets(_) => Kleene::No,
        };
        // The best status of the holders asked, and of the others: as all doubt is read for it, and against it.
        let mut most = (Status::None, Status::None);
        let mut least = (Status::None, Status::None);
        for ((holder, fit), claim) in claims.best(self.facts, around, on) {
            shown.push(claim.shown(State::HoldsGround, self.facts));
            let asked = self.is_asked(&ground.held_by, &terms.binds, holder, &around.fact.about, around.v);
            let raise = |best: &mut Status| *best = claim.status.max(*best);
            match (asked, fit) {
                (Kleene::Must | Kleene::May, _) => raise(&mut most.0),
                (Kleene::No, Kleene::Must) => raise(&mut most.1),
                (Kleene::No, _) => {}
            }
            match (asked, fit) {
                (Kleene::Must, Kleene::Must) => raise(&mut least.0),
                (Kleene::Must, _) => {}
                (Kleene::May | Kleene::No, _) => raise(&mut least.1),
            }
        }
        let (most, least) = (whose(most), whose(least));
        if most == least { most } else { Answer::May }
    }

    /// Whether `holder` is one of those whom the line names.
    fn is_asked(&self, asked: &Holders, binds: &[Binding], holder: &Name, about: &About, v: Instant) -> Kleene {
        let registers = &self.acts.registers;
        let side = || match about {
            About::Actor(accused) => one_side(registers, binds, holder, accused, v),
            About::Event => Kleene::May,
        };
        match asked {
            Holders::Named(names) => any(names.iter().map(|name| registers.member(holder, name, v))),
            Holders::TheAccused => side(),
            Holders::OthersThanTheAccused => !side(),
        }
    }

    /// Who supports `actor`, as article `index` has it shown. What was looked at is added to `shown`.
    pub fn supporters(
        &self,
        index: usize,
        actor: &Name,
        around: Around<'_>,
        shown: &mut Vec<StateShown>,
    ) -> Vec<Supporter> {
        let Some(claims) = &self.states[index].support else { return Vec::new() };
        let registers = &self.acts.registers;
        let belongs = |targets: &Vec<Name>| any(targets.iter().map(|target| registers.member(actor, target, around.v)));
        let of = |said: &Said| match said {
            Said::Targets(lists) => Kleene::same(lists.iter().map(belongs)),
            Said::Places(_) => Kleene::No,
        };
        let best = claims.best(self.facts, around, of).into_iter();
        best.map(|((by, fit), claim)| {
            shown.push(claim.shown(State::Supports, self.facts));
            Supporter { actor: by.clone(), status: claim.status, fit }
        })
        .collect()
    }
}

impl Supporter {
    /// How it binds whom it supports, where it is bound itself as `bound` says and what is contested is `contested`.
    pub fn binds(&self, bound: Kleene, contested: Kleene) -> Kleene {
        match self.status {
            Status::Established => bound.and(self.fit),
            Status::Contested => bound.and(self.fit).and(contested),
            _ => bound.and(self.fit).and(Kleene::May),
        }
    }
}

/// The table of V11: whose ground it was, from the best status of the holders asked and of the others.
fn whose((asked, others): (Status, Status)) -> Answer {
    match (asked, others) {
        (Status::Established, Status::Established | Status::Contested) | (Status::Contested, _) => Answer::Contested,
        (Status::Established, _) => Answer::Must,
        (Status::Alleged, _) => Answer::May,
        (_, Status::Established) => Answer::No,
        _ => Answer::May,
    }
}

/// Whether two actors are on one side: one belongs to the other, or both to one actor that is bound.
fn one_side(registers: &Registers, binds: &[Binding], a: &Name, b: &Name, v: Instant) -> Kleene {
    let bound = binds.iter().flat_map(|line| &line.actors);
    let together = bound.map(|side| registers.member(a, side, v).and(registers.member(b, side, v)));
    any(together.chain([registers.member(a, b, v), registers.member(b, a, v)]))
}
