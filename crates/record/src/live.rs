//! What stands at a known-at: live statements, corrections applied, registers built (semantics S3, S4, S10).
//!
//! ```text
//! &[Statement], known until ─▶ `Knowledge` { live, registers } ─▶ incidents, facts, acts
//! ```
//!
//! Holds
//! - A statement stands unless a live one withdraws or corrects it; withdrawing a correction revives what it replaced.
//! - The order of the slice never matters.
//!
//! Not here: which reports are about one incident (`incident`).

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::statement::{
    Accused, BodyId, Content, Correction, Identity, Polarity, Registration, Reply, Report, Stance, Statement,
};
use crate::vocabulary::Name;
use crate::vocabulary::registers::{Membership, MembershipKind, PlaceEntry, Registers, Speaker, ZoneVersion};
use crate::vocabulary::sources::{Chain, Grade, Origin};
use crate::vocabulary::time::{Instant, KnownAt};

/// Names that stand for themselves because the agreement declares them.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Declared {
    /// Its parties.
    pub parties: Vec<Name>,
    /// Bodies and other actors.
    pub others: Vec<Name>,
}

/// A statement that stands, with what it says as a report where it is one.
#[derive(Clone, Debug)]
pub struct Live<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What it says as a report: its own (corrected), a denial as a negative report, or somebody else's correction as
    /// a report of its own.
    pub report: Option<Cow<'a, Report>>,
    /// The statement whose incident it shares, where `report` was made from a reply.
    pub answers: Option<BodyId>,
    /// The correction applied to it.
    pub corrected_by: Option<BodyId>,
}

/// Everything that stands at one known-at.
#[derive(Clone, Debug)]
pub struct Knowledge<'a> {
    /// Until when statements are known, inclusive.
    pub known: KnownAt,
    /// Live statements by (known-at, id).
    pub live: Vec<Live<'a>>,
    /// Registers as known.
    pub registers: Registers,
    /// An origin that retracts: the statement it answered and the origin's resolved name.
    pub retractions: Vec<(BodyId, Name)>,
    /// Reports that an origin took down by withdrawing them: not live, but their incident is where the origin retracts.
    pub retracted: Vec<Live<'a>>,
    /// Reports that a live *different* statement takes out of the event key they share with another.
    pub parted: BTreeSet<BodyId>,
    gradings: BTreeMap<BodyId, Vec<(KnownAt, BodyId, Name, Grade)>>,
}

impl<'a> Knowledge<'a> {
    /// What stands of `statements` at `known`.
    pub fn at(statements: &'a [Statement], known: KnownAt, declared: &Declared) -> Knowledge<'a> {
        let mut all: Vec<&Statement> = statements.iter().filter(|s| s.known() <= known).collect();
        all.sort_by_key(|s| (s.known(), s.id));
        all.dedup_by_key(|s| s.id);
        let by_id: BTreeMap<BodyId, &Statement> = all.iter().map(|s| (s.id, *s)).collect();

        // Registers decide who is who; among registrations themselves names are compared as written.
        let plain = Registers::default();
        let standing = Standing::of(&all, &by_id, &plain);
        let registers = registers(&all, declared, &by_id, |id| standing.is_live(id));
        let standing = Standing::of(&all, &by_id, &registers);

        let live_ids: BTreeSet<BodyId> = all.iter().map(|s| s.id).filter(|id| standing.is_live(*id)).collect();
        let mut knowledge = Knowledge {
            known,
            live: Vec::with_capacity(live_ids.len()),
            registers,
            retractions: Vec::new(),
            retracted: Vec::new(),
            parted: BTreeSet::new(),
            gradings: BTreeMap::new(),
        };
        for statement in all.iter().filter(|s| live_ids.contains(&s.id) || standing.is_corrected(s.id)) {
            let live = match &statement.body.content {
                Content::Report(report) => match standing.correction(statement.id) {
                    Some((id, correction)) => Live {
                        statement,
                        report: Some(Cow::Owned(corrected(report, correction))),
                        answers: None,
                        corrected_by: Some(id),
                    },
                    None => Live { statement, report: Some(Cow::Borrowed(report)), answers: None, corrected_by: None },
                },
                Content::Reply(reply) => {
                    let answered = by_id.get(&reply.to).and_then(|s| match &s.body.content {
                        Content::Report(report) => Some(match standing.correction(s.id) {
                            Some((_, correction)) => corrected(report, correction),
                            None => report.clone(),
                        }),
                        _ => None,
                    });
                    let speaker = statement.body.speaker().clone();
                    if matches!(reply.stance, Stance::Withdraws)
                        && let Some(origin) = retracts(by_id.get(&reply.to), &speaker, &knowledge.registers)
                    {
                        knowledge.retractions.push((reply.to, origin));
                    }
                    let report = answered.and_then(|answered| {
                        as_report(statement, reply, &answered, standing.is_applied(statement.id, reply.to))
                    });
                    Live { statement, answers: report.is_some().then_some(reply.to), report, corrected_by: None }
                }
                _ => Live { statement, report: None, answers: None, corrected_by: None },
            };
            if let Content::Report(Report { grade: Some(grade), .. }) = &statement.body.content {
                let author = knowledge.registers.resolve(&statement.body.author).to_owned();
                let entry = (statement.known(), statement.id, author, *grade);
                knowledge.gradings.entry(statement.id).or_default().push(entry);
            }
            if let Content::Identity(Identity { a, b, same: false }) = &statement.body.content
                && event_key(by_id.get(a)).is_some_and(|key| event_key(by_id.get(b)) == Some(key))
            {
                knowledge.parted.insert(*b);
            }
            if let Content::Grading(grading) = &statement.body.content {
                let grader = knowledge.registers.resolve(statement.body.speaker()).to_owned();
                let entry = (statement.known(), statement.id, grader, grading.grade);
                knowledge.gradings.entry(grading.of).or_default().push(entry);
            }
            knowledge.live.push(live);
        }
        for (to, _) in &knowledge.retractions {
            let undone = |s: &Statement| standing.undone.contains(&s.id);
            let Some(statement) = by_id.get(to).filter(|s| !live_ids.contains(&s.id) && !undone(s)) else { continue };
            if let Content::Report(report) = &statement.body.content
                && !standing.is_corrected(*to)
            {
                let report = Some(Cow::Borrowed(report));
                knowledge.retracted.push(Live { statement, report, answers: None, corrected_by: None });
            }
        }
        for gradings in knowledge.gradings.values_mut() {
            gradings.sort();
        }
        knowledge
    }

    /// The latest known grade that `grader` gave `statement`; ungraded is F6 (S10).
    pub fn grade(&self, statement: BodyId, grader: &str) -> Grade {
        let grader = self.registers.resolve(grader);
        let mut given = self.gradings.get(&statement).into_iter().flatten();
        given.rfind(|(_, _, by, _)| by == grader).map_or(Grade::UNGRADED, |(_, _, _, grade)| *grade)
    }
}

/// Which statements stand, and which corrections replace what.
struct Standing<'a> {
    /// Answers that would take a statement down, if they stand themselves: withdrawals, corrections, undoings.
    takers: BTreeMap<BodyId, Vec<BodyId>>,
    corrections: BTreeMap<BodyId, Vec<(KnownAt, BodyId, &'a Correction)>>,
    live: BTreeMap<BodyId, bool>,
    /// What an undone batch brought in.
    undone: BTreeSet<BodyId>,
}

impl<'a> Standing<'a> {
    fn of(all: &[&'a Statement], by_id: &BTreeMap<BodyId, &'a Statement>, registers: &Registers) -> Standing<'a> {
        let mut takers: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        let mut corrections: BTreeMap<BodyId, Vec<(KnownAt, BodyId, &Correction)>> = BTreeMap::new();
        let mut undone: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        for statement in all {
            match &statement.body.content {
                Content::Reply(Reply { to, stance, .. }) => {
                    let Some(target) = by_id.get(to) else { continue };
                    let may = target
                        .body
                        .outermost()
                        .is_some_and(|name| registers.resolve(name) == registers.resolve(statement.body.speaker()));
                    match (stance, &target.body.content) {
                        (Stance::Withdraws, _) if may => takers.entry(*to).or_default().push(statement.id),
                        (Stance::Corrects(correction), Content::Report(_)) if may => {
                            takers.entry(*to).or_default().push(statement.id);
                            corrections.entry(*to).or_default().push((statement.known(), statement.id, correction));
                        }
                        _ => {}
                    }
                }
                Content::BatchUndone(batch) => undone.entry(*batch).or_default().push(statement.id),
                _ => {}
            }
        }
        if !undone.is_empty() {
            for statement in all {
                for batch in statement.accepted.batch.iter().chain([&statement.id]) {
                    if let Some(undoings) = undone.get(batch) {
                        takers.entry(statement.id).or_default().extend(undoings);
                    }
                }
            }
        }
        let mut standing = Standing { takers, corrections, live: BTreeMap::new(), undone: BTreeSet::new() };
        for statement in all {
            standing.settle(statement.id);
        }
        let live = &standing.live;
        let undoing = |id: &BodyId| live[id] && matches!(by_id[id].body.content, Content::BatchUndone(_));
        let undone = standing.takers.iter().filter(|(_, takers)| takers.iter().any(undoing)).map(|(id, _)| *id);
        standing.undone = undone.collect();
        standing
    }

    /// Decides `id` after everything that could take it down; references only point back, so this ends.
    fn settle(&mut self, id: BodyId) {
        let mut open = vec![id];
        while let Some(&top) = open.last() {
            if self.live.contains_key(&top) {
                open.pop();
                continue;
            }
            let takers = self.takers.get(&top).map(Vec::as_slice).unwrap_or_default();
            let waiting: Vec<BodyId> = takers.iter().copied().filter(|t| !self.live.contains_key(t)).collect();
            if waiting.is_empty() {
                let live = !takers.iter().any(|taker| self.live[taker]);
                self.live.insert(top, live);
                open.pop();
            } else {
                open.extend(waiting);
            }
        }
    }

    fn is_live(&self, id: BodyId) -> bool {
        self.live.get(&id).copied().unwrap_or(false)
    }

    /// Taken down by nothing but corrections: it stands in corrected form.
    fn is_corrected(&self, id: BodyId) -> bool {
        self.correction(id).is_some()
            && self.takers[&id]
                .iter()
                .filter(|taker| self.live[taker])
                .all(|taker| self.corrections[&id].iter().any(|(_, correction, _)| correction == taker))
    }

    /// The latest known live correction of `id` (S3).
    fn correction(&self, id: BodyId) -> Option<(BodyId, &'a Correction)> {
        let mut live: Vec<_> = self.corrections.get(&id)?.iter().filter(|(_, id, _)| self.is_live(*id)).collect();
        live.sort_by_key(|(known, id, _)| (*known, *id));
        live.last().map(|(_, id, correction)| (*id, *correction))
    }

    /// Whether `reply` is a correction of `to` by someone who may correct it.
    fn is_applied(&self, reply: BodyId, to: BodyId) -> bool {
        self.corrections.get(&to).is_some_and(|list| list.iter().any(|(_, id, _)| *id == reply))
    }
}

fn event_key<'s>(statement: Option<&&'s Statement>) -> Option<&'s str> {
    match &statement?.body.content {
        Content::Report(report) => report.event.as_deref(),
        _ => None,
    }
}

/// The origin that a withdrawal by `speaker` retracts, if it is one of the answered report's (S4).
fn retracts(target: Option<&&Statement>, speaker: &str, registers: &Registers) -> Option<Name> {
    let Content::Report(report) = &target?.body.content else { return None };
    let speaker = registers.resolve(speaker);
    report.chain.named_origins().any(|name| registers.resolve(name) == speaker).then(|| speaker.to_owned())
}

fn corrected(report: &Report, correction: &Correction) -> Report {
    let mut report = report.clone();
    apply(&mut report, correction);
    report
}

fn apply(report: &mut Report, correction: &Correction) {
    let Correction { polarity, accused, act, targets, weapon, time, place, counts, severity } = correction.clone();
    report.polarity = polarity.unwrap_or(report.polarity);
    report.accused = accused.unwrap_or(std::mem::replace(&mut report.accused, Accused::Unstated));
    report.act = act.or(report.act.take());
    report.targets = targets.unwrap_or(std::mem::take(&mut report.targets));
    report.weapon = weapon.or(report.weapon.take());
    report.time = time.or(report.time.take());
    report.place = place.or(report.place.take());
    report.counts = counts.unwrap_or(std::mem::take(&mut report.counts));
    report.severity = severity.or(report.severity.take());
}

/// A reply as a report of its own: a denial is a negative report, somebody else's correction a new report.
fn as_report<'a>(statement: &Statement, reply: &Reply, answered: &Report, applied: bool) -> Option<Cow<'a, Report>> {
    if reply.without_prejudice {
        return None;
    }
    let chain = Chain { relayers: Vec::new(), origins: vec![Origin::Named(statement.body.speaker().clone())] };
    let base = Report { chain, words: reply.words.clone(), ..Report::default() };
    match &reply.stance {
        Stance::Denies { basis } => Some(Cow::Owned(Report {
            polarity: Polarity::DidNotHappen,
            accused: answered.accused.clone(),
            basis: basis.clone(),
            ..base
        })),
        Stance::Corrects(correction) if !applied => {
            let mut report = base;
            apply(&mut report, correction);
            Some(Cow::Owned(report))
        }
        _ => None,
    }
}

fn registers(
    all: &[&Statement],
    declared: &Declared,
    by_id: &BTreeMap<BodyId, &Statement>,
    is_live: impl Fn(BodyId) -> bool,
) -> Registers {
    let mut registers = Registers::default();
    registers.known_names.extend(declared.parties.iter().chain(&declared.others).cloned());
    registers.parties.extend(declared.parties.iter().cloned());
    let mut versions: BTreeMap<BodyId, (Name, ZoneVersion)> = BTreeMap::new();
    for statement in all.iter().filter(|s| is_live(s.id)) {
        match &statement.body.content {
            Content::Registration(entry) => register(&mut registers, entry),
            Content::ZoneVersion(stated) => {
                let version = ZoneVersion {
                    label: stated.label.clone(),
                    in_force_from: stated.in_force_from,
                    geometry: stated.geometry.clone(),
                    // Stating a version is not signing it: a co-signature is a statement of its own.
                    signatures: BTreeMap::new(),
                    with_agreement: stated.with_agreement,
                };
                versions.insert(statement.id, (stated.zone.clone(), version));
            }
            _ => {}
        }
    }
    for statement in all.iter().filter(|s| is_live(s.id)) {
        if let Content::ZoneSignature(signature) = &statement.body.content
            && by_id.contains_key(&signature.version)
            && let Some((_, version)) = versions.get_mut(&signature.version)
        {
            let from = if signature.retroactive { Instant::EVER } else { statement.said_at() };
            let entry = version.signatures.entry(statement.body.speaker().clone()).or_insert(from);
            *entry = from.min(*entry);
        }
    }
    for (zone, version) in versions.into_values() {
        registers.zones.entry(zone).or_default().push(version);
    }
    registers.aliases = settled(std::mem::take(&mut registers.aliases), declared);
    registers.memberships =
        rekeyed(std::mem::take(&mut registers.memberships), &registers, |all: &mut Vec<_>, more| {
            all.extend(more);
        });
    registers.places = rekeyed(std::mem::take(&mut registers.places), &registers, |all: &mut PlaceEntry, more| {
        all.within.extend(more.within);
        all.area = all.area.take().or(more.area);
    });
    let relations = std::mem::take(&mut registers.relations);
    for ((a, b), during) in relations {
        let pair = (registers.resolve(&a).to_owned(), registers.resolve(&b).to_owned());
        registers.relations.entry(pair).or_default().extend(during);
    }
    for versions in registers.zones.values_mut() {
        versions.sort_by(|a, b| (a.in_force_from, &a.label).cmp(&(b.in_force_from, &b.label)));
    }
    registers
}

/// Aliases followed to their end. A name that the agreement declares stands for itself and is no alias, and aliases that run
/// in a circle stand for themselves: whoever enters a register line can never make one party answer for another.
fn settled(aliases: BTreeMap<Name, Name>, declared: &Declared) -> BTreeMap<Name, Name> {
    let stands = |name: &Name| declared.parties.contains(name) || declared.others.contains(name);
    let step = |name: &Name| aliases.get(name).filter(|_| !stands(name));
    let end = |alias: &Name| {
        let mut at = alias;
        let mut seen = BTreeSet::new();
        while let Some(next) = step(at) {
            if !seen.insert(at) {
                return None;
            }
            at = next;
        }
        (at != alias).then(|| at.clone())
    };
    aliases.keys().filter_map(|alias| Some((alias.clone(), end(alias)?))).collect()
}

/// Entries made under an alias stand under the name it is an alias of.
fn rekeyed<V: Default>(
    entries: BTreeMap<Name, V>,
    registers: &Registers,
    merge: impl Fn(&mut V, V),
) -> BTreeMap<Name, V> {
    let mut under: BTreeMap<Name, V> = BTreeMap::new();
    for (name, entry) in entries {
        merge(under.entry(registers.resolve(&name).to_owned()).or_default(), entry);
    }
    under
}

fn register(registers: &mut Registers, entry: &Registration) {
    match entry.clone() {
        Registration::Name { name, .. } => {
            registers.known_names.insert(name);
        }
        Registration::Alias { alias, of } => {
            registers.aliases.insert(alias, of.clone());
            registers.known_names.insert(of);
        }
        Registration::Member { member, of, during, certain, kind } => {
            if kind == MembershipKind::Part {
                registers.known_names.insert(of.clone());
            }
            registers.known_names.insert(member.clone());
            registers.memberships.entry(member).or_default().push(Membership { of, during, certain, kind });
        }
        Registration::Speaker { name, party, subject, during } => {
            registers.speakers.push(Speaker { name, party, subject, during });
        }
        Registration::Relation { a, b, during, .. } => {
            registers.relations.entry((a, b)).or_default().push(during);
        }
        Registration::Place { name, within, area } => {
            let place = registers.places.entry(name).or_default();
            place.within.extend(within);
            place.area = area.or(place.area.take());
        }
    }
}
