//! Acts from live statements: names resolved, incidents named.
//!
//! Holds
//! - Decisions and rulings of bodies are always seen; coverage and claimed exceptions as the perspective accepts (S11).
//!
//! Not here: what they mean (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::acts::{Acts, Decided, ExceptionClaim, RenewalAct, Watched};
use incident::Incident;
use record::live::{Knowledge, Live};
use record::statement::{BodyId, Content, OnIncident, Question, Stance};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::moment::Perspective;
use record::vocabulary::sources::Chain;

pub(super) fn gather(knowledge: &Knowledge<'_>, incidents: &[Incident], perspective: &Perspective) -> Acts {
    let registers = &knowledge.registers;
    let mut of_statement: BTreeMap<BodyId, &IncidentId> = BTreeMap::new();
    let mut of_event: BTreeMap<&str, &IncidentId> = BTreeMap::new();
    for incident in incidents {
        of_event.extend(incident.events.iter().map(|key| (key.as_str(), &incident.id)));
        let members = incident.reports.iter().chain(&incident.findings).chain(&incident.replies);
        of_statement.extend(members.map(|i| (knowledge.live[*i].statement.id, &incident.id)));
    }
    let named = |on: &OnIncident| match on {
        OnIncident::Of(id) => of_statement.get(id).map(|id| (*id).clone()),
        OnIncident::Event(key) => of_event.get(key.as_str()).map(|id| (*id).clone()),
    };
    let name = |name: &str| registers.resolve(name).to_owned();
    let nobody = BTreeSet::new();
    let mut acts = Acts { registers: registers.clone(), ..Acts::default() };
    let mut renewals: BTreeMap<_, RenewalAct> = BTreeMap::new();
    for live in &knowledge.live {
        let body = &live.statement.body;
        let speaker = name(body.speaker());
        match &body.content {
            Content::Decision(decision) => {
                let decided = |question: &str, incident| Decided {
                    question: question.to_owned(),
                    incident,
                    decider: speaker.clone(),
                    yes: decision.yes,
                    at: live.statement.said_at(),
                    known: live.statement.known(),
                    statement: live.statement.id,
                };
                match &decision.question {
                    Question::Phase(phase) => acts.openings.push(decided(phase, None)),
                    // A ruling or judgement on an incident nobody reports is kept in the record and has no effect.
                    Question::Ruling { clock, on } => {
                        acts.rulings.extend(named(on).map(|incident| decided(clock, Some(incident))));
                    }
                    Question::Judgement { slot, on: None } => acts.judgements.push(decided(slot, None)),
                    Question::Judgement { slot, on: Some(on) } => {
                        acts.judgements.extend(named(on).map(|incident| decided(slot, Some(incident))));
                    }
                }
            }
            Content::Renewal(renewal) => {
                let key = (renewal.regime.clone(), renewal.act.clone(), renewal.term, renewal.retroactive_from);
                let act = renewals.entry(key).or_insert_with(|| RenewalAct {
                    regime: renewal.regime.clone(),
                    act: renewal.act.clone(),
                    term: renewal.term,
                    retroactive_from: renewal.retroactive_from,
                    signed: BTreeMap::new(),
                });
                let at = live.statement.said_at();
                let signed = act.signed.entry(speaker).or_insert(at);
                *signed = at.min(*signed);
            }
            Content::Coverage(coverage) => {
                let chain = Chain::direct(coverage.watcher.clone());
                if incident::see(knowledge, perspective, live.statement, &chain, &nobody).is_some() {
                    acts.coverage.push(Watched {
                        watcher: name(&coverage.watcher),
                        zone: name(&coverage.zone),
                        during: coverage.during,
                    });
                }
            }
            Content::Reply(_) => acts.exceptions.extend(exception(knowledge, live, &of_statement, perspective)),
            _ => {}
        }
    }
    acts.renewals = renewals.into_values().collect();
    acts
}

/// The exception that a reply claims or disputes by name.
fn exception(
    knowledge: &Knowledge<'_>,
    live: &Live<'_>,
    of_statement: &BTreeMap<BodyId, &IncidentId>,
    perspective: &Perspective,
) -> Option<ExceptionClaim> {
    let Content::Reply(reply) = &live.statement.body.content else { return None };
    let (exception, supports) = match &reply.stance {
        Stance::Explains { exception: Some(exception), .. } => (exception, true),
        Stance::Disputes { field } => (field, false),
        _ => return None,
    };
    if reply.without_prejudice {
        return None;
    }
    let chain = Chain::direct(live.statement.body.speaker().clone());
    let seen = incident::see(knowledge, perspective, live.statement, &chain, &BTreeSet::new())?;
    Some(ExceptionClaim {
        incident: (*of_statement.get(&live.statement.id)?).clone(),
        exception: exception.clone(),
        supports,
        evidence: seen.evidence,
        statement: live.statement.id,
    })
}
