//! Grounds: does a provision cover an act at one instant, and does an exception hold (semantics V1, V4, V5, P5)?
//!
//! ```text
//! article, fact at a standard, instant v ─▶ `grounds_at` ─▶ covered must/may/no, contested?, exception state, causes
//! ```
//!
//! Holds
//! - A missing field is *may* and says so; nothing is guessed.
//! - Weak proof of an exception never excuses strong proof of a breach: each has its own standard.
//!
//! Not here: the status of the incident (`record::vocabulary::facts`), the verdict (`verdict`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use record::statement::Accused;
use record::vocabulary::facts::{About, Attribution, Claim, Fact, FindingHeld, IncidentId, Status};
use record::vocabulary::place::Place;
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::standards::{Evidence, Side};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::changes::{self, ChangeReading, Life, Released};
use super::state::{Answer, Around, StateShown, States, Supporter, admitted};
use super::zones::{Version, versions_at};
use crate::acts::Acts;
use crate::tree::{
    Binding, Burden, Class, Condition, Exception, Measured, Prohibition, Rule, Standing, Tree, Weapons, ZoneSource,
};

/// What holds of one provision and one proposition at one instant, whatever its status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Grounds {
    pub covered: Kleene,
    /// Its zone is contested, or its ground, or the support by which its actor is bound.
    pub contested: bool,
    pub exception: Excuse,
    /// Why `covered` is *may*.
    pub causes: Vec<Cause>,
    /// Claims of states that were looked at.
    pub states: Vec<StateShown>,
}

impl Grounds {
    pub fn new(covered: Kleene) -> Grounds {
        Grounds { covered, contested: false, exception: Excuse::None, causes: Vec::new(), states: Vec::new() }
    }
}

/// The state of the exceptions together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Excuse {
    /// None is claimed, or all claimed fail.
    None,
    /// This one holds.
    Holds(Name),
    /// This one is undetermined.
    Undetermined(Name, Vec<Cause>),
    /// This one is contested.
    Contested(Name),
}

/// The read-only context of one evaluation.
pub(super) struct Context<'a> {
    pub tree: &'a Tree,
    pub acts: &'a Acts,
    pub facts: &'a [Fact],
    /// T.
    pub now: Instant,
    /// Amendments and exits as known.
    pub changes: Vec<ChangeReading>,
    /// Who is bound no longer, and from when.
    pub released: Vec<Released<'a>>,
    /// When the agreement ends as a whole, if it does.
    pub end: Option<Instant>,
    /// Per article: when it decides; nothing of it for what has no verdict.
    pub lives: Vec<Life>,
    /// Per article: propositions that may be steps of its ordered exceptions (O7).
    pub steps: Vec<super::order::Steps>,
    /// Per article: claims of the states that it asks about (V11).
    pub states: Vec<States>,
}

/// What is asked of an act: whose, towards whom, which, with what, where (V1). When it is asked is not in it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub acts: &'a [Name],
    /// `None`: by anyone towards anyone.
    pub binds: Option<&'a [Binding]>,
    /// `None`: any.
    pub weapons: Option<&'a Weapons>,
    pub zone: Option<&'a Name>,
    pub measured: Option<&'a Measured>,
    /// The article by which the bound answer for whoever they support, and the standard at which that is asked (V11).
    pub answers_for: Option<(usize, usize)>,
}

impl<'a> From<&'a Prohibition> for Asked<'a> {
    fn from(provision: &'a Prohibition) -> Asked<'a> {
        Asked {
            acts: &provision.acts,
            binds: Some(&provision.binds),
            weapons: Some(&provision.weapons),
            zone: provision.zone.as_ref(),
            measured: provision.measured.as_ref(),
            answers_for: None,
        }
    }
}

/// What a zone's versions say of a place at an instant (P5, P6).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum InZone {
    Plain(Kleene),
    Contested,
    Sealed,
    NoAgreedVersion,
}

impl InZone {
    /// As coverage takes it: contested counts as must (and is caught by line 6), the unseen as may.
    pub fn as_kleene(self) -> Kleene {
        match self {
            InZone::Plain(kleene) => kleene,
            InZone::Contested => Kleene::Must,
            InZone::Sealed | InZone::NoAgreedVersion => Kleene::May,
        }
    }
}

impl<'a> Context<'a> {
    pub fn new(tree: &'a Tree, acts: &'a Acts, facts: &'a [Fact], now: Instant) -> Context<'a> {
        let changes = changes::changes(tree, acts);
        let end = changes::end(tree, &changes);
        let lives = changes::lives(tree, acts, &changes);
        let released = changes::released(tree, &changes);
        let mut context =
            Context { tree, acts, facts, now, changes, released, end, lives, steps: Vec::new(), states: Vec::new() };
        context.steps = super::order::steps(&context);
        context.states = super::state::states(&context);
        context
    }

    /// Whether a text by amendment, or a reading, is nowhere in force (L1).
    pub fn is_nowhere(&self, index: usize) -> bool {
        let standing = &self.tree.articles[index].standing;
        matches!(standing, Standing::ByAmendment(_) | Standing::ReadBy(_)) && self.lives[index].in_force.is_empty()
    }

    /// The releases that touch article `index`: those after its text came into being; none touches a declaration beside.
    pub fn released_from(&self, index: usize) -> impl Iterator<Item = &Released<'a>> {
        let whole = self.tree.articles[index].is_a_declaration();
        let since = self.lives[index].span.from;
        self.released.iter().filter(move |released| !whole && since < released.from)
    }

    /// The lines of article `index` at `v`, without those who are released (L5).
    fn binds_at(&self, index: usize, binds: &'a [Binding], v: Instant) -> Cow<'a, [Binding]> {
        let gone: Vec<&Released<'_>> = self.released_from(index).filter(|released| released.from <= v).collect();
        if gone.is_empty() {
            return Cow::Borrowed(binds);
        }
        let free = |name: &Name| gone.iter().any(|released| released.release.names.contains(name));
        let unprotected = |name: &Name| {
            gone.iter().any(|released| !released.release.still_protected && released.release.names.contains(name))
        };
        let left = |line: &Binding| {
            let (out, actors): (Vec<Name>, Vec<Name>) = line.actors.iter().cloned().partition(free);
            let mut towards = line.towards.clone();
            towards.named.retain(|name| !unprotected(name));
            if towards.each_other {
                towards.named.extend(out.into_iter().filter(|name| !unprotected(name)));
            }
            Binding { actors, towards }
        };
        Cow::Owned(binds.iter().map(left).filter(|line| !line.actors.is_empty()).collect())
    }

    /// Every instant at which the grounds of `fact` under article `index` may change, those of states at a standard and
    /// inside a span.
    pub fn changes(
        &self,
        index: usize,
        provision: &Prohibition,
        fact: &Fact,
        (standard, span): (usize, Interval),
    ) -> BTreeSet<Instant> {
        let mut changes = self.changes_of(fact, provision.zone.as_ref());
        changes.extend(self.lives[index].in_force.iter().flat_map(|i| [i.from, i.until]));
        changes.extend(self.released.iter().map(|released| released.from));
        for zone in provision.exceptions.iter().filter_map(|e| e.zone.as_ref()) {
            changes.extend(self.zone_changes(zone));
        }
        changes.extend(self.steps[index].changes(self.now));
        changes.extend(self.states[index].changes(standard, span));
        changes
    }

    /// Every instant at which what is known of the actors and targets of `fact`, or of `zone`, may change.
    pub fn changes_of(&self, fact: &Fact, zone: Option<&Name>) -> BTreeSet<Instant> {
        let registers = &self.acts.registers;
        let mut changes = BTreeSet::new();
        let mut names: BTreeSet<&Name> = fact.findings.iter().flat_map(|f| &f.targets).collect();
        if let About::Actor(actor) = &fact.about {
            names.insert(actor);
        }
        for claim in &fact.claims {
            names.extend(&claim.targets);
            match &claim.accused {
                Accused::Unstated => {}
                Accused::Actor(actor) => names.extend([actor]),
                Accused::Dyad(a, b) => names.extend([a, b]),
            }
        }
        changes.extend(names.into_iter().flat_map(|name| registers.membership_changes(name)));
        changes.extend(zone.into_iter().flat_map(|zone| self.zone_changes(zone)));
        changes
    }

    pub fn zone_changes(&self, zone: &Name) -> BTreeSet<Instant> {
        let versions = self.acts.registers.zones.get(zone).into_iter().flatten();
        versions.flat_map(|v| std::iter::once(v.in_force_from).chain(v.signatures.values().copied())).collect()
    }

    /// The grounds at `v` for what is admitted at `standard`.
    pub fn grounds_at(
        &self,
        index: usize,
        provision: &Prohibition,
        fact: &Fact,
        standard: usize,
        v: Instant,
    ) -> Grounds {
        if !self.lives[index].in_force.iter().any(|period| period.contains(v)) {
            return Grounds::new(Kleene::No);
        }
        let (claims, deciding) = admitted(fact, standard);
        let binds = self.binds_at(index, &provision.binds, v);
        let answers_for = provision.answers_for.as_ref().map(|_| (index, standard));
        let asked = Asked { binds: Some(&binds), answers_for, ..provision.into() };
        let stated = claims.iter().filter_map(|c| c.act.as_ref());
        let act = Kleene::same(stated.map(|act| in_classes(&self.tree.acts, asked.acts, act)));
        let mut grounds = self.covers(&asked, act, fact, &claims, &deciding, v);
        let places = places_of(&claims, &deciding);
        if let Some(ground) = provision.ground.as_ref().filter(|_| grounds.covered != Kleene::No) {
            let around = Around { fact, places: &places, standard, v };
            match self.on_ground(index, (provision, ground), around, &mut grounds.states) {
                Answer::No => grounds.covered = Kleene::No,
                Answer::May => {
                    grounds.covered = Kleene::May;
                    grounds.causes.push(Cause::Imprecise("ground".into()));
                }
                Answer::Contested => grounds.contested = true,
                Answer::Must => {}
            }
        }
        if grounds.covered != Kleene::No {
            grounds.exception = self.excuse(index, provision, fact, &places, v);
        }
        grounds
    }

    /// Whether what is asked holds of `fact` at `v`, where the act's own answer is `act`. No exception is looked at.
    pub fn covers(
        &self,
        asked: &Asked<'_>,
        act: Kleene,
        fact: &Fact,
        claims: &[&Claim],
        deciding: &[&FindingHeld],
        v: Instant,
    ) -> Grounds {
        let weapon = match asked.weapons {
            None | Some(Weapons::Any { .. }) => Kleene::Must,
            Some(Weapons::Only(list)) => Kleene::same(
                claims.iter().filter_map(|c| c.weapon.as_ref()).map(|w| in_classes(&self.tree.weapons, list, w)),
            ),
        };
        let supported = match asked.answers_for {
            Some(answering) => self.supported(answering, fact, claims, deciding, v),
            None => Supported::default(),
        };
        let (parties, doubt_about) = match asked.binds {
            Some(binds) => self.parties(binds, &supported, Kleene::Must, fact, claims, deciding, v),
            None => (Kleene::Must, ""),
        };
        let (measured, doubt) = asked.measured.map_or((Kleene::Must, ""), |one| super::quantity::meets(one, claims));
        let mut grounds = Grounds::new(act.and(weapon).and(parties).and(measured));
        if let Some(binds) = asked.binds.filter(|_| parties == Kleene::Must && supported.is_contested()) {
            let without = self.parties(binds, &supported, Kleene::May, fact, claims, deciding, v).0;
            grounds.contested = without != Kleene::Must;
        }
        grounds.states = supported.shown;
        if grounds.covered == Kleene::No {
            return grounds;
        }
        let place = match asked.zone {
            None => Kleene::Must,
            Some(zone) => self.places(zone, &places_of(claims, deciding), v, &mut grounds),
        };
        grounds.covered = grounds.covered.and(place);
        if grounds.covered == Kleene::No {
            return grounds;
        }
        for (answer, cause) in [(act, "act"), (weapon, "weapon"), (measured, doubt)] {
            if answer == Kleene::May {
                grounds.causes.push(Cause::Imprecise(cause.into()));
            }
        }
        if parties == Kleene::May {
            grounds.causes.push(Cause::Imprecise(doubt_about.into()));
        }
        grounds
    }

    /// Whether the places lie in `zone` at `v`, all admitted ones taken together.
    fn places(&self, zone: &Name, places: &[&Place], v: Instant, grounds: &mut Grounds) -> Kleene {
        let answer = self.in_zone(zone, places, v);
        grounds.contested |= answer == InZone::Contested;
        match answer {
            InZone::Plain(Kleene::May) => grounds.causes.push(Cause::Imprecise("place".into())),
            InZone::Sealed => grounds.causes.push(Cause::Sealed(zone.clone())),
            InZone::NoAgreedVersion => grounds.causes.push(Cause::NoAgreedVersion(zone.clone())),
            InZone::Plain(_) | InZone::Contested => {}
        }
        answer.as_kleene()
    }

    /// What the versions of `zone` say at `v` of `places`, all admitted ones taken together (P5, P6).
    pub fn in_zone(&self, zone: &Name, places: &[&Place], v: Instant) -> InZone {
        let registers = &self.acts.registers;
        if places.is_empty() {
            return InZone::Plain(Kleene::May);
        }
        let Some(declared) = self.tree.zones.iter().find(|z| &z.name == zone) else { return InZone::NoAgreedVersion };
        let answer = |geometry: &ZoneGeometry| {
            let answers: Option<Vec<Kleene>> = places.iter().map(|p| registers.in_geometry(p, geometry)).collect();
            answers.map_or(InZone::Sealed, |answers| InZone::Plain(Kleene::same(answers)))
        };
        let says = |version: Version<'_>| match version {
            Version::Stated(version) => answer(&version.geometry),
            Version::Text(ZoneSource::Stated(geometry)) => answer(geometry),
            Version::Text(ZoneSource::Strip(strip)) => {
                InZone::Plain(Kleene::same(places.iter().map(|place| registers.in_strip(place, strip))))
            }
            Version::Text(ZoneSource::File { .. } | ZoneSource::NoneYet) => InZone::NoAgreedVersion,
        };
        let (agreed, newer) = versions_at(declared, registers, v);
        let agreed = agreed.map(says);
        let newer: Vec<InZone> = newer.into_iter().map(says).collect();
        let alike = |a: &InZone, b: &InZone| a.as_kleene() == b.as_kleene();
        match agreed {
            Some(answer) if newer.iter().all(|other| alike(other, &answer)) => answer,
            Some(_) => InZone::Contested,
            None if newer.is_empty() => InZone::NoAgreedVersion,
            None if newer.iter().all(|other| *other == InZone::Plain(Kleene::No)) => InZone::Plain(Kleene::No),
            None => InZone::Contested,
        }
    }

    /// Who may have done it, as the proposition and its admitted claims name them, with those who support them.
    fn supported(
        &self,
        (index, standard): (usize, usize),
        fact: &Fact,
        claims: &[&Claim],
        deciding: &[&FindingHeld],
        v: Instant,
    ) -> Supported {
        let mut actors: BTreeSet<&Name> = BTreeSet::new();
        match &fact.about {
            About::Actor(actor) => actors.extend([actor]),
            About::Event => {
                for claim in claims {
                    match &claim.accused {
                        Accused::Unstated => {}
                        Accused::Actor(actor) => actors.extend([actor]),
                        Accused::Dyad(a, b) => actors.extend([a, b]),
                    }
                }
            }
        }
        let around = Around { fact, places: &places_of(claims, deciding), standard, v };
        let mut supported = Supported::default();
        for actor in actors {
            let by = self.supporters(index, actor, around, &mut supported.shown);
            supported.by.insert(actor.clone(), by);
        }
        supported
    }

    /// Whether actor and target are bound and protected by one line, and what doubt about that is about (V1). Support that
    /// is contested counts as `contested` (V11).
    #[expect(clippy::too_many_arguments, reason = "what is asked, of what, read in which way")]
    fn parties(
        &self,
        binds: &[Binding],
        supported: &Supported,
        contested: Kleene,
        fact: &Fact,
        claims: &[&Claim],
        deciding: &[&FindingHeld],
        v: Instant,
    ) -> (Kleene, &'static str) {
        let over = |actor: Actor<'_>, targets: &[&[Name]]| {
            let line_holds = |line: &Binding, targets: Option<&[Name]>| {
                // Where everybody is protected it does not matter who the target was.
                let unstated = if line.towards.anyone { Kleene::Must } else { Kleene::May };
                let protected = |from: &[Actor<'_>]| match targets {
                    None => unstated,
                    Some(targets) => any(targets.iter().map(|target| {
                        from.iter().map(|from| self.protected(line, *from, target, v)).fold(Kleene::Must, Kleene::and)
                    })),
                };
                let own = self.bound(line, actor, v).and(protected(&[actor]));
                own.or(any(supported.of(actor).iter().map(|by| {
                    let as_whom = Actor::Named(&by.actor);
                    by.binds(self.bound(line, as_whom, v), contested).and(protected(&[as_whom, actor]))
                })))
            };
            if targets.is_empty() {
                return any(binds.iter().map(|line| line_holds(line, None)));
            }
            Kleene::same(targets.iter().map(|targets| any(binds.iter().map(|line| line_holds(line, Some(targets))))))
        };
        if let About::Actor(name) = &fact.about {
            let actor = Actor::Named(name);
            let own = any(binds.iter().map(|line| self.bound(line, actor, v)));
            let bound_as = |by: &Supporter| {
                let bound = any(binds.iter().map(|line| self.bound(line, Actor::Named(&by.actor), v)));
                by.binds(bound, contested)
            };
            let doubt = match (own, any(supported.of(actor).iter().map(bound_as))) {
                (Kleene::No, Kleene::May) => "support",
                (Kleene::May, Kleene::No | Kleene::May) => "actor",
                _ => "target",
            };
            return (over(actor, &targets_of(claims, deciding)), doubt);
        }
        let dyads: Vec<(&Name, &Name)> = claims
            .iter()
            .filter_map(|claim| match &claim.accused {
                Accused::Dyad(a, b) => Some((a, b)),
                _ => None,
            })
            .collect();
        let each_way = |(a, b): &(&Name, &Name)| {
            [(*a, *b), (*b, *a)].map(|(actor, target)| over(Actor::Named(actor), &[std::slice::from_ref(target)]))
        };
        if by_some_party(fact) {
            // The actor is some bound party: the target decides.
            let targets = targets_of(claims, deciding);
            let mut answers: Vec<Kleene> =
                targets.into_iter().map(|targets| over(Actor::SomeParty, &[targets])).collect();
            answers.extend(dyads.iter().map(|dyad| any(each_way(dyad))));
            let answer = if answers.is_empty() { over(Actor::SomeParty, &[]) } else { Kleene::same(answers) };
            return (answer, "target");
        }
        if dyads.is_empty() {
            return (over(Actor::Unknown, &targets_of(claims, deciding)), "actor");
        }
        let mut answers: Vec<Kleene> = dyads.iter().flat_map(each_way).collect();
        let accused: BTreeSet<&Name> = claims
            .iter()
            .filter_map(|claim| match &claim.accused {
                Accused::Actor(actor) => Some(actor),
                _ => None,
            })
            .collect();
        for actor in accused {
            let own: Vec<&Claim> =
                claims.iter().copied().filter(|c| c.accused == Accused::Actor(actor.clone())).collect();
            answers.push(over(Actor::Named(actor), &targets_of(&own, deciding)));
        }
        (Kleene::same(answers), "actor")
    }

    /// How far the incident is between the two of `pair` at `v`: one of them towards the other, either way round (C11).
    pub fn of_pair(&self, pair: [&Name; 2], fact: &Fact, standard: usize, v: Instant) -> Kleene {
        let [x, y] = pair;
        let admitted = &fact.admitted[standard];
        let claims: Vec<&Claim> = admitted.claims.iter().map(|i| fact.claims[*i].as_ref()).collect();
        let deciding: Vec<&FindingHeld> = admitted.findings.iter().map(|i| &fact.findings[*i]).collect();
        let member = |who: &Name, group: &Name| self.acts.registers.member(who, group, v);
        let targets = targets_of(&claims, &deciding);
        let towards = |group: &Name| Kleene::same(targets.iter().map(|t| any(t.iter().map(|who| member(who, group)))));
        let target = [towards(x), towards(y)];
        let between =
            |actor: &Name, [at_x, at_y]: [Kleene; 2]| member(actor, x).and(at_y).or(member(actor, y).and(at_x));
        if let About::Actor(actor) = &fact.about {
            return between(actor, target);
        }
        let is_dyad = |claim: &&Claim| matches!(claim.accused, Accused::Dyad(..));
        if by_some_party(fact) || !claims.iter().any(is_dyad) {
            let [at_x, at_y] = target;
            return Kleene::May.and(at_x.or(at_y));
        }
        Kleene::same(claims.iter().filter_map(|claim| match &claim.accused {
            // The other way round it is the same pair.
            Accused::Dyad(a, b) => Some(between(a, [member(b, x), member(b, y)])),
            Accused::Actor(actor) => Some(between(actor, target)),
            Accused::Unstated => None,
        }))
    }

    fn bound(&self, line: &Binding, actor: Actor<'_>, v: Instant) -> Kleene {
        match actor {
            Actor::Named(name) => any(line.actors.iter().map(|group| self.acts.registers.member(name, group, v))),
            Actor::SomeParty => Kleene::Must,
            Actor::Unknown => Kleene::May,
        }
    }

    fn protected(&self, line: &Binding, actor: Actor<'_>, target: &Name, v: Instant) -> Kleene {
        let registers = &self.acts.registers;
        if line.towards.anyone {
            return Kleene::Must;
        }
        let name = match actor {
            Actor::Named(name) => name,
            // Whoever of the bound it was: nobody is protected from itself.
            Actor::SomeParty | Actor::Unknown => {
                return any(line.actors.iter().map(|actor| self.protected(line, Actor::Named(actor), target, v)));
            }
        };
        let own = |group: &Name| registers.member(name, group, v);
        let groups = if line.towards.each_other { line.actors.as_slice() } else { &[] };
        any(groups.iter().chain(&line.towards.named).map(|group| registers.member(target, group, v).and(!own(group))))
    }

    /// The exceptions of a provision, first in rank that holds, else undetermined, else contested (V4).
    fn excuse(&self, index: usize, provision: &Prohibition, fact: &Fact, places: &[&Place], v: Instant) -> Excuse {
        let mut excuse = Excuse::None;
        for (at, exception) in provision.exceptions.iter().enumerate() {
            let found = match &exception.condition {
                Condition::InOrder(_) => {
                    let found = self.in_order(index, at, exception, fact, v);
                    match &exception.zone {
                        None => found,
                        Some(zone) => within(found, exception, zone, self.in_zone(zone, places, v)),
                    }
                }
                _ => self.exception(exception, fact, places, v),
            };
            match found {
                Excuse::Holds(name) => return Excuse::Holds(name),
                Excuse::None => {}
                found => {
                    let contested_so_far = matches!(excuse, Excuse::Contested(_));
                    if excuse == Excuse::None || (contested_so_far && matches!(found, Excuse::Undetermined(..))) {
                        excuse = found;
                    }
                }
            }
        }
        excuse
    }

    fn exception(&self, exception: &Exception, fact: &Fact, places: &[&Place], v: Instant) -> Excuse {
        let registers = &self.acts.registers;
        let chain = &self.tree.standards;
        let mut side = Weighed { for_it: Vec::new(), against: Vec::new(), condition: None };
        let mut findings_for = BTreeMap::new();
        let mut findings_against = BTreeMap::new();
        match &exception.condition {
            Condition::TargetIs(lists) => {
                let listed = |target: &Name| any(lists.iter().map(|list| registers.member(target, list, v)));
                for claim in &fact.claims {
                    let targets: Vec<Kleene> = match &claim.accused {
                        Accused::Dyad(a, b) => match (listed(a), listed(b)) {
                            (x, y) if x == y => vec![x],
                            _ => vec![Kleene::May],
                        },
                        _ => claim.targets.iter().map(listed).collect(),
                    };
                    targets.into_iter().for_each(|meets| side.weigh(&claim.evidence, meets));
                }
                for finding in &fact.findings {
                    for meets in finding.targets.iter().map(listed) {
                        let words = if meets == Kleene::No { &mut findings_against } else { &mut findings_for };
                        words.insert(finding.body.as_str(), finding.word);
                        side.condition = Some(side.condition.unwrap_or(Kleene::No).or(meets));
                    }
                }
            }
            Condition::Judged(slot) => side.condition = Some(self.judged(slot, fact)),
            // Asked of the steps themselves (`order`).
            Condition::InOrder(_) => return Excuse::None,
        }
        for claim in self.acts.exceptions.iter().filter(|claim| claim.incident == fact.incident) {
            if claim.exception == exception.name {
                (if claim.supports { &mut side.for_it } else { &mut side.against }).push(&claim.evidence);
            }
        }
        if side.for_it.is_empty() && findings_for.is_empty() {
            return Excuse::None; // not claimed by anyone
        }
        // On an exception a body's finding speaks in its own words on either side.
        let met = |reports, findings| {
            chain.level(&Side { reports, acknowledged: false, findings }, registers) > exception.standard
        };
        let for_met = met(side.for_it, findings_for);
        let against_met = met(side.against, findings_against);
        let mut condition = side.condition.unwrap_or(Kleene::May);
        let mut zone_contested = false;
        let mut causes = Vec::new();
        if let Some(zone) = &exception.zone {
            let answer = self.in_zone(zone, places, v);
            zone_contested = answer == InZone::Contested;
            let place = answer.as_kleene();
            if answer == InZone::Sealed {
                causes.push(Cause::Sealed(zone.clone()));
            }
            condition = condition.and(place);
        }
        let name = exception.name.clone();
        match (condition, for_met, against_met) {
            (Kleene::No, _, _) => Excuse::None,
            (_, true, _) if zone_contested => Excuse::Contested(name),
            (_, true, true) => Excuse::Contested(name),
            (Kleene::May, true, false) => {
                causes.insert(
                    0,
                    match &exception.condition {
                        Condition::Judged(slot) => Cause::JudgementAwaited(self.awaited(slot, fact)),
                        Condition::TargetIs(_) | Condition::InOrder(_) => Cause::Imprecise("target".into()),
                    },
                );
                Excuse::Undetermined(name, causes)
            }
            (Kleene::Must, true, false) => Excuse::Holds(name),
            (_, false, against_met) => match exception.burden {
                Burden::Accused => Excuse::None,
                Burden::Accuser if against_met => Excuse::None,
                Burden::Accuser => Excuse::Undetermined(name.clone(), vec![Cause::ExceptionNotSettled(name)]),
            },
        }
    }

    /// Whether the judgement slot was answered yes for this incident, by its rule.
    fn judged(&self, slot: &Name, fact: &Fact) -> Kleene {
        let answers =
            self.acts.judgements.iter().filter(|d| &d.question == slot && d.incident.as_ref() == Some(&fact.incident));
        let Some(declared) = self.tree.judgements.iter().find(|j| &j.name == slot) else { return Kleene::May };
        super::decided(&declared.deciders, answers, &self.acts.registers)
    }

    /// Who must still judge: the deciders without an answer; all of them where they answered and differ (X4).
    fn awaited(&self, slot: &Name, fact: &Fact) -> Vec<Name> {
        self.awaited_on(slot, Some(&fact.incident))
    }

    /// The same for the question asked at large.
    pub fn awaited_at_large(&self, slot: &Name) -> Vec<Name> {
        self.awaited_on(slot, None)
    }

    fn awaited_on(&self, slot: &Name, incident: Option<&IncidentId>) -> Vec<Name> {
        let Some(declared) = self.tree.judgements.iter().find(|j| &j.name == slot) else { return Vec::new() };
        let asked = match &declared.deciders.rule {
            Rule::Chair(chair) => std::slice::from_ref(chair),
            Rule::All | Rule::Any => declared.deciders.names.as_slice(),
        };
        let answered = |name: &&Name| {
            self.acts.judgements.iter().any(|decided| {
                &decided.question == slot
                    && decided.incident.as_ref() == incident
                    && decided.decider == self.acts.registers.resolve(name)
            })
        };
        let missing: Vec<Name> = asked.iter().filter(|name| !answered(name)).cloned().collect();
        if missing.is_empty() { asked.to_vec() } else { missing }
    }

    /// The same question asked at large (a phase condition).
    pub fn judged_at_large(&self, slot: &Name) -> Kleene {
        let answers = self.acts.judgements.iter().filter(|d| &d.question == slot && d.incident.is_none());
        let Some(declared) = self.tree.judgements.iter().find(|j| &j.name == slot) else { return Kleene::May };
        super::decided(&declared.deciders, answers, &self.acts.registers)
    }
}

/// Evidence on an exception.
struct Weighed<'a> {
    for_it: Vec<&'a Evidence>,
    against: Vec<&'a Evidence>,
    condition: Option<Kleene>,
}

impl<'a> Weighed<'a> {
    fn weigh(&mut self, evidence: &'a Evidence, meets: Kleene) {
        let list = if meets == Kleene::No { &mut self.against } else { &mut self.for_it };
        if !list.iter().any(|known| std::ptr::eq(*known, evidence)) {
            list.push(evidence);
        }
        self.condition = Some(self.condition.unwrap_or(Kleene::No).or(meets));
    }
}

/// Whoever may have acted, with those who support them (V11).
#[derive(Default)]
struct Supported {
    by: BTreeMap<Name, Vec<Supporter>>,
    shown: Vec<StateShown>,
}

impl Supported {
    fn of(&self, actor: Actor<'_>) -> &[Supporter] {
        match actor {
            Actor::Named(name) => self.by.get(name).map_or(&[], Vec::as_slice),
            Actor::SomeParty | Actor::Unknown => &[],
        }
    }
    fn is_contested(&self) -> bool {
        self.by.values().flatten().any(|by| by.status == Status::Contested)
    }
}

/// Who acted.
#[derive(Clone, Copy)]
enum Actor<'a> {
    Named(&'a Name),
    /// A finding says: some bound party.
    SomeParty,
    Unknown,
}

/// What an exception that depends on an agreed zone comes to, for a place in it or not.
fn within(found: Excuse, exception: &Exception, zone: &Name, place: InZone) -> Excuse {
    let name = exception.name.clone();
    match (found, place) {
        (Excuse::None, _) | (_, InZone::Plain(Kleene::No)) => Excuse::None,
        (Excuse::Holds(_), InZone::Contested) => Excuse::Contested(name),
        (Excuse::Holds(_), InZone::Plain(Kleene::May)) => {
            Excuse::Undetermined(name, vec![Cause::Imprecise("place".into())])
        }
        (Excuse::Holds(_), InZone::Sealed) => Excuse::Undetermined(name, vec![Cause::Sealed(zone.clone())]),
        (Excuse::Holds(_), InZone::NoAgreedVersion) => {
            Excuse::Undetermined(name, vec![Cause::NoAgreedVersion(zone.clone())])
        }
        (found, _) => found,
    }
}

/// The places that count: those of the findings that decide, else those of the claims.
pub(super) fn places_of<'c>(claims: &[&'c Claim], deciding: &[&'c FindingHeld]) -> Vec<&'c Place> {
    let stated: Vec<&Place> = deciding.iter().filter_map(|f| f.place.as_ref()).collect();
    if stated.is_empty() { claims.iter().filter_map(|c| c.place.as_ref()).collect() } else { stated }
}

/// The targets that count, one list for each that states some: those of the findings that decide, else those of the claims.
pub(super) fn targets_of<'c>(claims: &[&'c Claim], deciding: &[&'c FindingHeld]) -> Vec<&'c [Name]> {
    let stated = deciding.iter().map(|finding| finding.targets.as_slice());
    let stated: Vec<&[Name]> = stated.filter(|targets| !targets.is_empty()).collect();
    if !stated.is_empty() {
        return stated;
    }
    claims.iter().map(|claim| claim.targets.as_slice()).filter(|targets| !targets.is_empty()).collect()
}

/// Whether a finding says that some bound party did it, and not which.
fn by_some_party(fact: &Fact) -> bool {
    fact.findings.iter().any(|finding| finding.attribution == Some(Attribution::SomeParty))
}

pub(super) fn any(answers: impl IntoIterator<Item = Kleene>) -> Kleene {
    answers.into_iter().fold(Kleene::No, Kleene::or)
}

/// Whether `word` is in one of `wanted` (with what they include): *may* where it is wider or nobody declares it.
pub(super) fn in_classes(classes: &[Class], wanted: &[Name], word: &str) -> Kleene {
    if wanted.iter().any(|class| Tree::includes(classes, class, word)) {
        Kleene::Must
    } else if wanted.iter().any(|class| Tree::includes(classes, word, class)) || !Tree::declares(classes, word) {
        Kleene::May
    } else {
        Kleene::No
    }
}
