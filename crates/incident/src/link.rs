//! Which reports are about one incident: an importer's own event key, or what people stated.
//!
//! Holds
//! - Equal event keys are one incident; *same* joins; *different* takes its second report out of the key's group.
//! - The order of statements never matters; names come from the least key or the first report.
//!
//! Not here: proposals by likeness (the linking issue), where words contradict each other (`contradiction`).

use std::collections::{BTreeMap, BTreeSet};

use record::live::{Knowledge, Live};
use record::statement::{BodyId, Content, OnIncident};
use record::vocabulary::Name;
use record::vocabulary::facts::IncidentId;
use record::vocabulary::sources::Origin;
use record::vocabulary::time::KnownAt;

/// Everything live that is about one incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Incident {
    /// Its name.
    pub id: IncidentId,
    /// Event keys of its reports.
    pub events: Vec<String>,
    /// Indices into [`Knowledge::live`]: reports of either polarity, also those made from replies.
    pub reports: Vec<usize>,
    /// Indices of findings on it.
    pub findings: Vec<usize>,
    /// Indices of every reply to one of its reports.
    pub replies: Vec<usize>,
    /// Per report (index): the origins that retracted what they said of the incident (S4).
    pub retracted: BTreeMap<usize, BTreeSet<Name>>,
}

impl Incident {
    /// Whether `on` names this incident.
    pub fn is(&self, knowledge: &Knowledge<'_>, on: &OnIncident) -> bool {
        match on {
            OnIncident::Event(key) => self.events.contains(key),
            OnIncident::Of(id) => self.reports.iter().any(|i| knowledge.live[*i].statement.id == *id),
        }
    }
}

/// Groups the live reports of `knowledge` into incidents, in order of their names.
pub fn link(knowledge: &Knowledge<'_>) -> Vec<Incident> {
    let live = &knowledge.live;
    let index: BTreeMap<BodyId, usize> = live.iter().enumerate().map(|(i, l)| (l.statement.id, i)).collect();
    let retracted = retracted(knowledge);
    // A report whose every origin retracted is about nothing any more.
    let gone: BTreeSet<usize> = retracted
        .iter()
        .filter(|(i, origins)| {
            let retracts = |origin: &Origin| {
                matches!(origin, Origin::Named(name) if origins.contains(knowledge.registers.resolve(name)))
            };
            live[**i].report.as_ref().is_some_and(|report| report.chain.origins.iter().all(retracts))
        })
        .map(|(i, _)| *i)
        .collect();
    let reports: Vec<usize> = (0..live.len()).filter(|i| live[*i].report.is_some() && !gone.contains(i)).collect();
    let taken_out = |i: usize| knowledge.parted.contains(&live[i].statement.id);
    let parent = forest(live, knowledge, &gone);

    let mut groups: BTreeMap<usize, Incident> = BTreeMap::new();
    for &i in &reports {
        let incident = groups.entry(root(&parent, i)).or_insert_with(|| Incident {
            id: IncidentId(String::new()),
            events: Vec::new(),
            reports: Vec::new(),
            findings: Vec::new(),
            replies: Vec::new(),
            retracted: BTreeMap::new(),
        });
        incident.reports.push(i);
        if let Some(origins) = retracted.get(&i) {
            incident.retracted.insert(i, origins.clone());
        }
        if let Some(key) = live[i].report.as_ref().and_then(|r| r.event.as_ref())
            && !taken_out(i)
            && !incident.events.contains(key)
        {
            incident.events.push(key.clone());
        }
    }
    let mut of_event: BTreeMap<String, usize> = BTreeMap::new();
    for (&group, incident) in &mut groups {
        incident.events.sort();
        of_event.extend(incident.events.iter().map(|key| (key.clone(), group)));
        incident.id = IncidentId(match incident.events.first() {
            Some(key) => key.clone(),
            // Live statements are sorted by (known-at, id): the first report is the least index.
            None => format!("i-{}", &live[incident.reports[0]].statement.id.to_string()[..12]),
        });
    }
    for (i, entry) in live.iter().enumerate() {
        let group = match &entry.statement.body.content {
            Content::Finding(finding) => match &finding.on {
                OnIncident::Event(key) => of_event.get(key).copied(),
                OnIncident::Of(id) => index.get(id).map(|i| root(&parent, *i)),
            },
            Content::Reply(reply) => index.get(&reply.to).map(|i| root(&parent, *i)),
            _ => continue,
        };
        let Some(incident) = group.and_then(|group| groups.get_mut(&group)) else { continue };
        match &entry.statement.body.content {
            Content::Finding(_) => incident.findings.push(i),
            _ => incident.replies.push(i),
        }
    }
    let mut incidents: Vec<Incident> = groups.into_values().collect();
    incidents.sort_by(|a, b| a.id.cmp(&b.id));
    incidents
}

/// Which of `nodes` belong together, those in `gone` apart, as a forest of indices into it.
fn forest(nodes: &[Live<'_>], knowledge: &Knowledge<'_>, gone: &BTreeSet<usize>) -> Vec<usize> {
    let standing = || nodes.iter().enumerate().filter(|(i, _)| !gone.contains(i));
    let index: BTreeMap<BodyId, usize> = standing().map(|(i, node)| (node.statement.id, i)).collect();
    let stated = latest_words(knowledge, &index);
    let mut parent: Vec<usize> = (0..nodes.len()).collect();
    let mut first_of_event: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, node) in standing() {
        if let Some(key) = node.report.as_ref().and_then(|report| report.event.as_deref())
            && !knowledge.parted.contains(&node.statement.id)
        {
            let first = *first_of_event.entry(key).or_insert(i);
            join(&mut parent, first, i);
        }
        if let Some(answered) = node.answers.and_then(|to| index.get(&to)) {
            join(&mut parent, *answered, i);
        }
    }
    for (&(a, b), word) in &stated {
        if word.2 {
            join(&mut parent, a, b);
        }
    }
    parent
}

/// The latest known word on each unordered pair of what `index` numbers: when it was known, which statement it is, whether it says *same*.
pub(crate) fn latest_words(
    knowledge: &Knowledge<'_>,
    index: &BTreeMap<BodyId, usize>,
) -> BTreeMap<(usize, usize), (KnownAt, BodyId, bool)> {
    let mut stated: BTreeMap<(usize, usize), (KnownAt, BodyId, bool)> = BTreeMap::new();
    for entry in &knowledge.live {
        if let Content::Identity(identity) = &entry.statement.body.content
            && let (Some(&a), Some(&b)) = (index.get(&identity.a), index.get(&identity.b))
        {
            let word = (entry.statement.known(), entry.statement.id, identity.same);
            let latest = stated.entry((a.min(b), a.max(b))).or_insert(word);
            *latest = word.max(*latest);
        }
    }
    stated
}

/// Per live report (index): the origins that retracted a report of the same incident, also one that no longer stands.
fn retracted(knowledge: &Knowledge<'_>) -> BTreeMap<usize, BTreeSet<Name>> {
    let mut retracted: BTreeMap<usize, BTreeSet<Name>> = BTreeMap::new();
    if knowledge.retractions.is_empty() {
        return retracted;
    }
    let nodes: Vec<Live<'_>> = knowledge.live.iter().chain(&knowledge.retracted).cloned().collect();
    let parent = forest(&nodes, knowledge, &BTreeSet::new());
    for (to, origin) in &knowledge.retractions {
        let Some(withdrawn) = nodes.iter().position(|node| node.statement.id == *to) else { continue };
        let group = root(&parent, withdrawn);
        for i in (0..knowledge.live.len()).filter(|i| root(&parent, *i) == group) {
            retracted.entry(i).or_default().insert(origin.clone());
        }
    }
    retracted
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    // Path halving keeps a feed with thousands of reports on one key cheap.
    parent[a.max(b)] = a.min(b);
}
