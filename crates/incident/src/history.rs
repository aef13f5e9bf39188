//! When an incident was first established (C6): the same facts, asked at every earlier known-at that touches it.
//!
//! Holds
//! - The incident is the one linked now; what was known of it then decides.
//! - A lone report that nothing has touched since is answered at once: what follows from it now followed from it then.
//!
//! Not here: what a referral makes of the instant (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use record::live::{Declared, Knowledge};
use record::statement::{BodyId, Content, OnIncident, Statement};
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Fact, Status};
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::standards::StandardChain;
use record::vocabulary::time::KnownAt;

use crate::{Incident, facts};

/// The record up to one known-at, indexed by what its statements are about.
pub struct History<'a> {
    knowledge: &'a Knowledge<'a>,
    /// Registrations and undone batches: they can touch every incident.
    everywhere: Vec<&'a Statement>,
    /// Replies to a statement, and gradings of it.
    about: BTreeMap<BodyId, Vec<&'a Statement>>,
    /// Findings that name an incident by its event key.
    by_event: BTreeMap<&'a str, Vec<&'a Statement>>,
    by_id: BTreeMap<BodyId, &'a Statement>,
}

impl<'a> History<'a> {
    /// Indexes what is known of `statements` at the known-at of `knowledge`. One pass.
    pub fn new(knowledge: &'a Knowledge<'a>, statements: &'a [Statement]) -> History<'a> {
        let mut history = History {
            knowledge,
            everywhere: Vec::new(),
            about: BTreeMap::new(),
            by_event: BTreeMap::new(),
            by_id: BTreeMap::new(),
        };
        for statement in statements.iter().filter(|s| s.known() <= knowledge.known) {
            history.by_id.insert(statement.id, statement);
            match &statement.body.content {
                Content::Registration(_) | Content::BatchUndone(_) => history.everywhere.push(statement),
                Content::Reply(reply) => history.about.entry(reply.to).or_default().push(statement),
                Content::Grading(grading) => history.about.entry(grading.of).or_default().push(statement),
                Content::Finding(finding) => match &finding.on {
                    OnIncident::Of(id) => history.about.entry(*id).or_default().push(statement),
                    OnIncident::Event(key) => history.by_event.entry(key).or_default().push(statement),
                },
                _ => {}
            }
        }
        history
    }

    /// When each proposition of `incident` was first established, per standard. `now` are its facts as known now.
    pub fn first_established(
        &self,
        incident: &Incident,
        now: &[&Fact],
        declared: &Declared,
        chain: &StandardChain,
        perspective: &Perspective,
    ) -> BTreeMap<About, Vec<Option<KnownAt>>> {
        if let Some(known) = self.untouched_since(incident, perspective) {
            let since = |fact: &Fact| {
                let at = |standard| (fact.status(standard) == Status::Established).then_some(known);
                (0..chain.standards.len()).map(at).collect()
            };
            return now.iter().map(|fact| (fact.about.clone(), since(fact))).collect();
        }
        let subset = self.touching(incident);
        let times: BTreeSet<KnownAt> = subset.iter().map(Statement::known).collect();
        let mut first: BTreeMap<About, Vec<Option<KnownAt>>> = BTreeMap::new();
        for known in times {
            let then = Knowledge::at(&subset, known, declared);
            let whole = whole(incident, &then);
            if whole.reports.is_empty() {
                continue;
            }
            for fact in facts(&[whole], &then, chain, perspective) {
                let firsts = first.entry(fact.about.clone()).or_insert_with(|| vec![None; chain.standards.len()]);
                for (standard, slot) in firsts.iter_mut().enumerate() {
                    if slot.is_none() && fact.status(standard) == Status::Established {
                        *slot = Some(known);
                    }
                }
            }
        }
        first
    }

    /// The known-at of a lone report since which nothing could change what follows from it.
    fn untouched_since(&self, incident: &Incident, perspective: &Perspective) -> Option<KnownAt> {
        let [report] = incident.reports.as_slice() else { return None };
        let live = &self.knowledge.live[*report];
        let alone = incident.findings.is_empty() && incident.replies.is_empty() && live.answers.is_none();
        if !alone || self.about.contains_key(&live.statement.id) {
            return None;
        }
        let known = live.statement.known();
        let origins = live.report.as_ref().map_or(0, |report| report.chain.origins.len());
        // One origin of a report that is accepted anyway asks no register.
        let asks_no_register = origins <= 1 && perspective.accepts == Accepts::All;
        (asks_no_register || self.everywhere.iter().all(|statement| statement.known() <= known)).then_some(known)
    }

    /// Everything known that belongs to the incident's history: its statements, what answers or grades them, and so on.
    fn touching(&self, incident: &Incident) -> Vec<Statement> {
        let live = incident.reports.iter().chain(&incident.findings);
        let mut open: Vec<BodyId> = live.map(|i| self.knowledge.live[*i].statement.id).collect();
        let by_event = incident.events.iter().filter_map(|key| self.by_event.get(key.as_str())).flatten();
        open.extend(by_event.map(|statement| statement.id));
        let mut found: BTreeSet<BodyId> = BTreeSet::new();
        while let Some(id) = open.pop() {
            if found.insert(id) {
                open.extend(self.about.get(&id).into_iter().flatten().map(|statement| statement.id));
            }
        }
        let own = found.iter().filter_map(|id| self.by_id.get(id)).copied();
        own.chain(self.everywhere.iter().copied()).cloned().collect()
    }
}

/// Everything live in `then` as one incident.
fn whole(incident: &Incident, then: &Knowledge<'_>) -> Incident {
    let of = |is: &dyn Fn(&Content) -> bool| {
        (0..then.live.len()).filter(|i| is(&then.live[*i].statement.body.content)).collect()
    };
    let origins: BTreeSet<Name> = then.retractions.iter().map(|(_, origin)| origin.clone()).collect();
    Incident {
        id: incident.id.clone(),
        events: incident.events.clone(),
        reports: (0..then.live.len()).filter(|i| then.live[*i].report.is_some()).collect(),
        findings: of(&|content| matches!(content, Content::Finding(_))),
        replies: of(&|content| matches!(content, Content::Reply(_))),
        retracted: if origins.is_empty() {
            BTreeMap::new()
        } else {
            (0..then.live.len()).map(|i| (i, origins.clone())).collect()
        },
    }
}
