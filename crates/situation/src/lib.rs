//! The situation: incidents, verdicts and acts joined at one moment.
//!
//! ```text
//! statements, agreement, moment ─▶ knowledge ─▶ incidents ─▶ facts ─┐
//!                                     └──────▶ acts ────────────────┴▶ evaluation = `Situation`
//! ```
//!
//! Holds
//! - It is a pure function of the statements, the agreement and the moment, whatever their order.
//!
//! Not here: rules of evidence (`incident`), rules of the terms (`agreement`), printing (`armistice`).

mod acts;
pub mod audience;
pub mod casualties;
pub mod channel;
pub mod codes;
pub mod difference;
pub mod distinct;
mod explain;
pub mod origins;
pub mod panel;
mod questions;
pub mod ready;
pub mod words;
pub mod report;
pub mod review;

pub use explain::{Arrival, ClockExplanation, Explanation, Flip, explain, explain_clock};
pub use questions::{COMMUNICATION, Section, WORDS, answers, casualty_lines, opening_words, phase_line, phase_word};

use std::collections::{BTreeMap, BTreeSet};

use agreement::acts::Acts;
use agreement::evaluate::{
    Duty, Evaluation, Judged, OpeningFlags, PhaseWord, Word, ZoneAsked, evaluate, opening_flags,
};
use agreement::tree::{Policy, ReferFrom, Tree};
use incident::{History, Incident};
use record::live::{Declared, Knowledge};
use record::statement::Statement;
use record::vocabulary::facts::{About, Fact, IncidentId};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

/// What is known at one moment and what follows from it.
pub struct Situation<'a> {
    /// The terms.
    pub tree: &'a Tree,
    /// Live statements and registers.
    pub knowledge: Knowledge<'a>,
    /// Incidents, in order of their names.
    pub incidents: Vec<Incident>,
    /// Facts, in the order of incidents.
    pub facts: Vec<Fact>,
    /// Decisions, renewals, coverage, claimed exceptions.
    pub acts: Acts,
    /// Verdicts, clocks, phases.
    pub evaluation: Evaluation,
    /// What is said of openings, by phase.
    pub openings: BTreeMap<Name, OpeningFlags>,
}

/// The situation at `moment`.
pub fn at<'a>(tree: &'a Tree, statements: &'a [Statement], moment: &Moment) -> Situation<'a> {
    let mut situation = without_flags(tree, statements, moment);
    for reading in &situation.evaluation.phases {
        let PhaseWord::Open { since, known } = reading.word else { continue };
        let as_known = |known: KnownAt| {
            let mut then = without_flags(tree, statements, &Moment { happened: since, known, ..moment.clone() });
            // Eligible is computed, open is decided.
            then.acts.openings.clear();
            then
        };
        let (then, now) = (as_known(KnownAt(since)), as_known(moment.known));
        let mut flags = opening_flags(&reading.phase, &as_known(known).evaluation, &then.evaluation, &now.evaluation);
        // Where nothing that bears on it became known since, nothing was superseded; a referral's term may have ended.
        let nothing_new = !refers(tree, |_| true) && then.facts == now.facts && then.acts == now.acts;
        if moment.known == KnownAt(since) || nothing_new {
            flags.superseded = Kleene::No;
        }
        situation.openings.insert(reading.phase.clone(), flags);
    }
    situation
}

fn without_flags<'a>(tree: &'a Tree, statements: &'a [Statement], moment: &Moment) -> Situation<'a> {
    let (knowledge, incidents) = linked(tree, statements, moment.known);
    let mut facts = incident::facts(&incidents, &knowledge, &tree.standards, &moment.perspective);
    in_order_of_parties(tree, &mut facts);
    if refers(tree, |from| from == ReferFrom::Known) {
        first_established(tree, statements, &incidents, &knowledge, &mut facts, moment);
    }
    let acts = acts::gather(&knowledge, &incidents, &moment.perspective);
    let evaluation = evaluate(tree, &facts, &acts, moment);
    Situation { tree, knowledge, incidents, facts, acts, evaluation, openings: BTreeMap::new() }
}

/// What stands at `known` and which incidents it makes, without what follows from them.
fn linked<'a>(tree: &Tree, statements: &'a [Statement], known: KnownAt) -> (Knowledge<'a>, Vec<Incident>) {
    let knowledge = Knowledge::at(statements, known, &declared(tree));
    let incidents = incident::link(&knowledge);
    (knowledge, incidents)
}

/// Facts of one incident: parties as the agreement names them, then other actors by name, then the event. What somebody is
/// called puts nobody first.
fn in_order_of_parties(tree: &Tree, facts: &mut [Fact]) {
    let place = |fact: &Fact| match &fact.about {
        About::Actor(actor) => tree.parties.iter().position(|party| party == actor).unwrap_or(tree.parties.len()),
        About::Event => usize::MAX,
    };
    for own in facts.chunk_by_mut(|a, b| a.incident == b.incident) {
        own.sort_by_key(place);
    }
}

/// Names that stand for themselves because the agreement declares them.
pub fn declared(tree: &Tree) -> Declared {
    let others = tree.others.iter().chain(&tree.bodies).cloned().collect();
    Declared { parties: tree.parties.clone(), others }
}

fn refers(tree: &Tree, wanted: fn(ReferFrom) -> bool) -> bool {
    let mut policies = tree.clocks.iter().flat_map(|clock| &clock.policies);
    policies.any(|policy| matches!(policy, Policy::Refer { from, .. } if wanted(*from)))
}

fn first_established(
    tree: &Tree,
    statements: &[Statement],
    incidents: &[Incident],
    knowledge: &Knowledge<'_>,
    facts: &mut [Fact],
    moment: &Moment,
) {
    let names = declared(tree);
    let history = History::new(knowledge, statements);
    let index: BTreeMap<&IncidentId, &Incident> = incidents.iter().map(|incident| (&incident.id, incident)).collect();
    // Only what lies in some clock's time can be referred.
    let starts = tree.clocks.iter().filter_map(|clock| tree.instant(&clock.start));
    let start = starts.min().unwrap_or(Instant::NEVER);
    // Facts of one incident stand side by side.
    for own in facts.chunk_by_mut(|a, b| a.incident == b.incident) {
        let spans = own.iter().flat_map(|fact| fact.admitted.iter().map(|admitted| admitted.time.hull()));
        let hull = spans.reduce(Interval::hull);
        let concerned = hull.is_some_and(|hull| hull.until > start && hull.from <= moment.happened);
        if !concerned || own.iter().all(|fact| fact.level_for == 0) {
            continue;
        }
        let now: Vec<&Fact> = own.iter().collect();
        let incident = index[&own[0].incident];
        let mut first = history.first_established(incident, &now, &names, &tree.standards, &moment.perspective);
        for fact in own {
            fact.first_established = first.remove(&fact.about).unwrap_or_default();
        }
    }
}

impl Situation<'_> {
    /// The incident with this name, or with this event key (a name that it had before it was put together with another), or the
    /// only one whose name begins with it.
    pub fn incident(&self, name: &str) -> Option<&Incident> {
        let exact = self.incidents.iter().find(|incident| incident.id.0 == name);
        let by_key = || self.incidents.iter().find(|incident| incident.events.iter().any(|key| key == name));
        exact.or_else(by_key).or_else(|| {
            let mut begin = self.incidents.iter().filter(|incident| incident.id.0.starts_with(name));
            begin.next().filter(|_| begin.next().is_none())
        })
    }
    /// Whether a breach ended in the time that its article gives (O5).
    pub fn cured(&self, judged: &Judged) -> bool {
        agreement::evaluate::cured(self.tree, &self.facts, judged, self.evaluation.moment.happened)
    }
    /// Verdicts under the agreement itself: neither under declarations beside it nor under readings (L6, L7).
    pub fn judged_as_agreed(&self) -> impl Iterator<Item = &Judged> {
        self.evaluation.judged.iter().filter(|judged| self.tree.articles[judged.article].is_of_the_agreement())
    }
    /// Steps that would have permitted an act, and that nobody took in their time (O7).
    pub fn missing_steps(&self, judged: &Judged) -> Vec<Name> {
        let now = self.evaluation.moment.happened;
        agreement::evaluate::missing_steps(self.tree, &self.facts, &self.acts, judged, now)
    }
    /// Versions of zones on which a verdict rests (P5).
    pub fn zones_asked(&self, judged: &Judged) -> Vec<ZoneAsked> {
        agreement::evaluate::zones_asked(self.tree, &self.facts, &self.acts, judged)
    }
    /// Duties of which an incident is the trigger, or may be the deed, at a standard.
    pub fn duties_of<'s>(&'s self, id: &'s IncidentId, standard: usize) -> impl Iterator<Item = &'s Duty> {
        let part = move |fact: &usize| &self.facts[*fact].incident == id;
        let duties = self.evaluation.duties.iter().filter(move |duty| duty.standard == standard);
        duties.filter(move |duty| duty.trigger.iter().chain(&duty.deeds).any(part))
    }
    /// Whether a duty has a word against somebody while what triggers it, or a failure that shows it, is denied.
    pub fn is_denied(&self, duty: &Duty) -> bool {
        let against = duty.trigger.iter().chain(&duty.failures);
        matches!(duty.word, Word::Breached | Word::Contested)
            && against.into_iter().any(|fact| !self.facts[*fact].denied.is_empty())
    }
    /// What the deeds of a duty come to in a measure: from the least to the greatest, open where one states none (S14).
    pub fn total(&self, duty: &Duty, name: &str) -> (u64, Option<u64>) {
        let unit = duty.obligation(self.tree).and_then(|obligation| obligation.total.as_ref()).map(|total| &total.unit);
        let unit = unit.map(String::as_str).unwrap_or_default();
        let of = |fact: &usize| {
            let fact = &self.facts[*fact];
            let claims: Vec<_> =
                fact.admitted[duty.standard].claims.iter().map(|claim| fact.claims[*claim].as_ref()).collect();
            agreement::evaluate::quantity::amount(name, unit, &claims)
        };
        duty.deeds.iter().map(of).fold((0, Some(0)), |sum, one| {
            (sum.0.saturating_add(one.0), sum.1.zip(one.1).map(|(a, b)| a.saturating_add(b)))
        })
    }
    /// Incidents that are the trigger, or may be the deed, of some duty of the agreement at a standard, with the articles.
    pub fn parts_of_duties(&self, standard: usize) -> BTreeMap<&IncidentId, BTreeSet<usize>> {
        let mut parts: BTreeMap<&IncidentId, BTreeSet<usize>> = BTreeMap::new();
        let agreed = |duty: &&Duty| self.tree.articles[duty.article].is_of_the_agreement();
        for duty in self.evaluation.duties.iter().filter(|duty| duty.standard == standard).filter(agreed) {
            for fact in duty.trigger.iter().chain(&duty.deeds) {
                parts.entry(&self.facts[*fact].incident).or_default().insert(duty.article);
            }
        }
        parts
    }
    /// Indices of the facts of one incident.
    pub fn facts_of<'s>(&'s self, id: &'s IncidentId) -> impl Iterator<Item = usize> + 's {
        // Facts stand in the order of incidents, and those in the order of their names.
        let first = self.facts.partition_point(|fact| fact.incident < *id);
        (first..self.facts.len()).take_while(move |i| &self.facts[*i].incident == id)
    }
}
