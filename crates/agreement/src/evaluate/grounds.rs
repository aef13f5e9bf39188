//! Grounds: does a provision cover an act at one instant, and does an exception hold (semantics V1, V4, V5, P5)?
//!
//! ```text
//! article, fact at a standard, instant v ─▶ `grounds_at` ─▶ covered must/may/no, zone contested?, exception state, causes
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
use record::vocabulary::facts::{About, Attribution, Claim, Fact, FindingHeld, IncidentId};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::standards::{Evidence, Side};
use record::vocabulary::time::Instant;
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::changes::{self, ChangeReading, Life};
use crate::acts::Acts;
use crate::tree::{
    Around, Binding, Burden, Class, Condition, Exception, Measured, Prohibition, Rule, Standing, Tree, Weapons,
    ZoneSource,
};

/// What holds of one provision and one proposition at one instant, whatever its status.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Grounds {
    pub covered: Kleene,
    pub zone_contested: bool,
    pub exception: Excuse,
    /// Why `covered` is *may*.
    pub causes: Vec<Cause>,
}

impl Grounds {
    pub fn new(covered: Kleene) -> Grounds {
        Grounds { covered, zone_contested: false, exception: Excuse::None, causes: Vec::new() }
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
    /// When the agreement ends as a whole, if it does.
    pub end: Option<Instant>,
    /// Per article: when it decides; nothing of it for what has no verdict.
    pub lives: Vec<Life>,
    /// Per article: propositions that may be steps of its ordered exceptions (O7).
    pub steps: Vec<super::order::Steps>,
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
}

impl<'a> From<&'a Prohibition> for Asked<'a> {
    fn from(provision: &'a Prohibition) -> Asked<'a> {
        Asked {
            acts: &provision.acts,
            binds: Some(&provision.binds),
            weapons: Some(&provision.weapons),
            zone: provision.zone.as_ref(),
            measured: provision.measured.as_ref(),
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
        let mut context = Context { tree, acts, facts, now, changes, end, lives, steps: Vec::new() };
        context.steps = super::order::steps(&context);
        context
    }

    /// Whether a text by amendment, or a reading, is nowhere in force (L1).
    pub fn is_nowhere(&self, index: usize) -> bool {
        let standing = &self.tree.articles[index].standing;
        matches!(standing, Standing::ByAmendment(_) | Standing::ReadBy(_)) && self.lives[index].in_force.is_empty()
    }

    /// Every instant at which the grounds of `fact` under article `index` may change.
    pub fn changes(&self, index: usize, provision: &Prohibition, fact: &Fact) -> BTreeSet<Instant> {
        let mut changes = self.changes_of(fact, provision.zone.as_ref());
        changes.extend(self.lives[index].in_force.iter().flat_map(|i| [i.from, i.until]));
        for zone in provision.exceptions.iter().filter_map(|e| e.zone.as_ref()) {
            changes.extend(self.zone_changes(zone));
        }
        changes.extend(self.steps[index].changes(self.now));
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

    /// The grounds at `v` for the claims and findings admitted (indices into the fact's).
    pub fn grounds_at(
        &self,
        index: usize,
        provision: &Prohibition,
        fact: &Fact,
        admitted: &[usize],
        deciding: &[usize],
        v: Instant,
    ) -> Grounds {
        if !self.lives[index].in_force.iter().any(|period| period.contains(v)) {
            return Grounds::new(Kleene::No);
        }
        let claims: Vec<&Claim> = admitted.iter().map(|i| fact.claims[*i].as_ref()).collect();
        let deciding: Vec<&FindingHeld> = deciding.iter().map(|i| &fact.findings[*i]).collect();
        let asked = Asked::from(provision);
        let stated = claims.iter().filter_map(|c| c.act.as_ref());
        let act = Kleene::same(stated.map(|act| in_classes(&self.tree.acts, asked.acts, act)));
        let mut grounds = self.covers(&asked, act, fact, &claims, &deciding, v);
        if grounds.covered != Kleene::No {
            grounds.exception = self.excuse(index, provision, fact, &places_of(&claims, &deciding), v);
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
        let weapon_in = |list: &[Name]| {
            let stated = claims.iter().filter_map(|claim| claim.weapon.as_ref());
            Kleene::same(stated.map(|weapon| in_classes(&self.tree.weapons, list, weapon)))
        };
        let weapon = match asked.weapons {
            None | Some(Weapons::Any { .. }) => Kleene::Must,
            Some(Weapons::Only(list)) => weapon_in(list),
        };
        let (parties, actor_unknown) = match asked.binds {
            Some(binds) => self.parties(binds, fact, claims, deciding, v),
            None => (Kleene::Must, false),
        };
        let (measured, doubt) = asked.measured.map_or((Kleene::Must, ""), |one| {
            let (met, doubt) = super::quantity::meets(one, claims);
            let of_it = if one.of.is_empty() { Kleene::Must } else { weapon_in(&one.of) };
            // Of another weapon it is not asked; where the weapon may be another, that is the doubt.
            ((!of_it).or(met), if met == Kleene::No { "weapon" } else { doubt })
        });
        let mut grounds = Grounds::new(act.and(weapon).and(parties).and(measured));
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
            grounds.causes.push(Cause::Imprecise(if actor_unknown { "actor" } else { "target" }.into()));
        }
        grounds
    }

    /// Whether the places lie in `zone` at `v`, all admitted ones taken together.
    fn places(&self, zone: &Name, places: &[&Place], v: Instant, grounds: &mut Grounds) -> Kleene {
        let answer = self.in_zone(zone, places, v);
        grounds.zone_contested = answer == InZone::Contested;
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
        let of_all = |one: &dyn Fn(&Place) -> Option<Kleene>| {
            let answers: Option<Vec<Kleene>> = places.iter().map(|place| one(place)).collect();
            answers.map_or(InZone::Sealed, |answers| InZone::Plain(Kleene::same(answers)))
        };
        let answer = |geometry: &ZoneGeometry| of_all(&|place| registers.in_geometry(place, geometry));
        let mut agreed: Option<InZone> = match &declared.geometry {
            ZoneSource::Stated(geometry) => Some(answer(geometry)),
            ZoneSource::Strip(strip) => Some(of_all(&|place| Some(registers.in_strip(place, strip)))),
            ZoneSource::Buffer { around, from_mm, to_mm } => self
                .adopted(around)
                .map(|geometry| of_all(&|place| registers.in_buffer(place, &geometry, *from_mm, *to_mm))),
            ZoneSource::File { .. } | ZoneSource::NoneYet => None,
        };
        let mut newer: Vec<InZone> = Vec::new();
        for version in registers.zones.get(zone).into_iter().flatten().filter(|version| version.in_force_from <= v) {
            let signed = |name: &Name| {
                let name = registers.resolve(name);
                version.signatures.iter().filter(|(by, _)| registers.resolve(by) == name).map(|(_, from)| *from).min()
            };
            let signed_by_all = declared.cosigners.iter().all(|name| signed(name).is_some_and(|from| from <= v));
            if version.with_agreement || (!declared.cosigners.is_empty() && signed_by_all) {
                agreed = Some(answer(&version.geometry));
                newer.clear();
            } else if declared.cosigners.iter().any(|name| signed(name).is_some()) {
                newer.push(answer(&version.geometry));
            }
        }
        let alike = |a: &InZone, b: &InZone| a.as_kleene() == b.as_kleene();
        match agreed {
            Some(answer) if newer.iter().all(|other| alike(other, &answer)) => answer,
            Some(_) => InZone::Contested,
            None if newer.is_empty() => InZone::NoAgreedVersion,
            None if newer.iter().all(|other| *other == InZone::Plain(Kleene::No)) => InZone::Plain(Kleene::No),
            None => InZone::Contested,
        }
    }

    /// What a buffer lies around, as it was adopted: no later version of that zone moves the buffer.
    fn adopted(&self, around: &Around) -> Option<Cow<'_, ZoneGeometry>> {
        let name = match around {
            Around::Polygon(polygon) => {
                return Some(Cow::Owned(ZoneGeometry::Area(Area::Polygons(vec![polygon.clone()]))));
            }
            Around::Zone(name) => name,
        };
        match &self.tree.zones.iter().find(|zone| &zone.name == name)?.geometry {
            ZoneSource::Stated(geometry) => Some(Cow::Borrowed(geometry)),
            ZoneSource::File { .. } => {
                let version = self.acts.registers.zones.get(name)?.iter().find(|version| version.with_agreement)?;
                Some(Cow::Borrowed(&version.geometry))
            }
            ZoneSource::Strip(_) | ZoneSource::Buffer { .. } | ZoneSource::NoneYet => None,
        }
    }

    /// Whether actor and target are bound and protected by one line, and whether doubt is about the actor (V1).
    fn parties(
        &self,
        binds: &[Binding],
        fact: &Fact,
        claims: &[&Claim],
        deciding: &[&FindingHeld],
        v: Instant,
    ) -> (Kleene, bool) {
        let stated: Vec<&[Name]> =
            deciding.iter().map(|f| f.targets.as_slice()).filter(|targets| !targets.is_empty()).collect();
        let targets_of = |claims: &[&Claim]| -> Vec<Vec<Name>> {
            if !stated.is_empty() {
                return stated.iter().map(|targets| targets.to_vec()).collect();
            }
            claims.iter().map(|claim| claim.targets.clone()).filter(|targets| !targets.is_empty()).collect()
        };
        let over = |actor: Actor<'_>, targets: &[Vec<Name>]| {
            if targets.is_empty() {
                // Where everybody is protected it does not matter who the target was.
                let protected = |line: &Binding| if line.towards.anyone { Kleene::Must } else { Kleene::May };
                return any(binds.iter().map(|line| self.bound(line, actor, v).and(protected(line))));
            }
            Kleene::same(targets.iter().map(|targets| {
                any(binds.iter().map(|line| {
                    self.bound(line, actor, v).and(any(targets.iter().map(|t| self.protected(line, actor, t, v))))
                }))
            }))
        };
        let bound_at_all = |actor: Actor<'_>| any(binds.iter().map(|line| self.bound(line, actor, v)));
        if let About::Actor(actor) = &fact.about {
            let actor = Actor::Named(actor);
            return (over(actor, &targets_of(claims)), bound_at_all(actor) == Kleene::May);
        }
        let dyads: Vec<(&Name, &Name)> = claims
            .iter()
            .filter_map(|claim| match &claim.accused {
                Accused::Dyad(a, b) => Some((a, b)),
                _ => None,
            })
            .collect();
        let each_way = |(a, b): &(&Name, &Name)| {
            [(*a, *b), (*b, *a)].map(|(actor, target)| over(Actor::Named(actor), &[vec![target.clone()]]))
        };
        if fact.findings.iter().any(|finding| finding.attribution == Some(Attribution::SomeParty)) {
            // The actor is some bound party: the target decides.
            let targets = targets_of(claims);
            let mut answers: Vec<Kleene> =
                targets.into_iter().map(|targets| over(Actor::SomeParty, &[targets])).collect();
            answers.extend(dyads.iter().map(|dyad| any(each_way(dyad))));
            let answer = if answers.is_empty() { over(Actor::SomeParty, &[]) } else { Kleene::same(answers) };
            return (answer, false);
        }
        if dyads.is_empty() {
            return (over(Actor::Unknown, &targets_of(claims)), true);
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
            answers.push(over(Actor::Named(actor), &targets_of(&own)));
        }
        (Kleene::same(answers), true)
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
fn places_of<'c>(claims: &[&'c Claim], deciding: &[&'c FindingHeld]) -> Vec<&'c Place> {
    let stated: Vec<&Place> = deciding.iter().filter_map(|f| f.place.as_ref()).collect();
    if stated.is_empty() { claims.iter().filter_map(|c| c.place.as_ref()).collect() } else { stated }
}

fn any(answers: impl IntoIterator<Item = Kleene>) -> Kleene {
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
