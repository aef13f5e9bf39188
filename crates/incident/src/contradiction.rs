//! Words that contradict each other: somebody says *different* of two reports that are one incident all the same.
//!
//! ```text
//! incidents, latest word on each pair ─▶ pairs said to be two inside one incident ─▶ the shortest chain that joins them
//! ```
//!
//! Holds
//! - Nothing is settled here: `link` joins by its rule, and this says where the rule goes against a word.
//! - A word that a later one on the same two takes back contradicts nothing.
//! - Of several chains the shortest is named, and of those the one through what was known first; the order of statements never matters.
//!
//! Not here: how words join (`link`), what people read of it (`armistice`).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use record::live::Knowledge;
use record::statement::{BodyId, Content, Identity};
use record::vocabulary::facts::IncidentId;

use crate::Incident;
use crate::link::latest_words;

/// Two reports of one incident of which the latest word is *different*.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contradiction {
    /// The incident that both are reports of.
    pub incident: IncidentId,
    /// The two, in the order in which the word names them.
    pub reports: (BodyId, BodyId),
    /// The statement that says *different* of them.
    pub different: BodyId,
    /// What makes them one: from the first report to the second, each link beginning where the one before it ends.
    pub chain: Vec<Link>,
}

/// What puts two reports together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Link {
    /// The one.
    pub from: BodyId,
    /// The other.
    pub to: BodyId,
    /// By what.
    pub by: LinkedBy,
}

/// By what two reports are one incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LinkedBy {
    /// A statement that says *same*, the latest on the two.
    Same(BodyId),
    /// An event key that both carry, neither taken out of its group.
    Event(String),
    /// The one was made from a reply to the other.
    Reply,
}

/// Where words contradict what joins the reports of `incidents`, by incident and by when the word was known.
///
/// `incidents` are some or all of those that [`link`](crate::link) makes of `knowledge`.
pub fn contradictions(knowledge: &Knowledge<'_>, incidents: &[Incident]) -> Vec<Contradiction> {
    let live = &knowledge.live;
    let parts = |content: &Content| matches!(content, Content::Identity(Identity { same: false, .. }));
    if !live.iter().any(|one| parts(&one.statement.body.content)) {
        return Vec::new();
    }
    let members =
        incidents.iter().enumerate().flat_map(|(at, one)| one.reports.iter().map(move |report| (*report, at)));
    let incident_of: BTreeMap<usize, usize> = members.collect();
    // A report that belongs to no incident here stands no more, or elsewhere.
    let stands = |i: usize| live[i].report.is_none() || incident_of.contains_key(&i);
    let index: BTreeMap<BodyId, usize> =
        (0..live.len()).filter(|i| stands(*i)).map(|i| (live[i].statement.id, i)).collect();
    let words = latest_words(knowledge, &index);

    let mut near: BTreeMap<usize, Vec<(usize, LinkedBy)>> = BTreeMap::new();
    let mut join = |a: usize, b: usize, by: &LinkedBy| {
        near.entry(a).or_default().push((b, by.clone()));
        near.entry(b).or_default().push((a, by.clone()));
    };
    for (&(a, b), word) in words.iter().filter(|(_, word)| word.2) {
        join(a, b, &LinkedBy::Same(word.1));
    }
    for &i in incident_of.keys() {
        if let Some(answered) = live[i].answers.and_then(|to| index.get(&to)) {
            join(i, *answered, &LinkedBy::Reply);
        }
    }
    let mut found = Vec::new();
    for (&(a, b), word) in words.iter().filter(|((a, b), word)| !word.2 && a != b) {
        let Some(at) = incident_of.get(&a).filter(|at| incident_of.get(&b) == Some(*at)) else { continue };
        let Some(statement) = live.iter().find(|one| one.statement.id == word.1) else { continue };
        let Content::Identity(identity) = &statement.statement.body.content else { continue };
        let ends = [identity.a, identity.b].map(|id| index[&id]);
        let incident = &incidents[*at];
        found.push((
            *at,
            (word.0, word.1),
            Contradiction {
                incident: incident.id.clone(),
                reports: (identity.a, identity.b),
                different: word.1,
                chain: shortest(knowledge, incident, &near, ends),
            },
        ));
    }
    found.sort_by_key(|(at, word, _)| (*at, *word));
    found.into_iter().map(|(_, _, contradiction)| contradiction).collect()
}

/// The fewest links from one end to the other; indices into [`Knowledge::live`], which stand in the order of (known-at, id).
fn shortest(
    knowledge: &Knowledge<'_>,
    incident: &Incident,
    near: &BTreeMap<usize, Vec<(usize, LinkedBy)>>,
    [first, last]: [usize; 2],
) -> Vec<Link> {
    let live = &knowledge.live;
    let key = |i: usize| {
        let event = live[i].report.as_ref().and_then(|report| report.event.as_deref());
        event.filter(|_| !knowledge.parted.contains(&live[i].statement.id))
    };
    let mut of_key: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &i in &incident.reports {
        if let Some(event) = key(i) {
            of_key.entry(event).or_default().push(i);
        }
    }
    let mut before: BTreeMap<usize, (usize, LinkedBy)> = BTreeMap::new();
    let mut reached = BTreeSet::from([first]);
    let mut queue = VecDeque::from([first]);
    while let Some(at) = queue.pop_front() {
        if at == last {
            break;
        }
        let by_word = near.get(&at).into_iter().flatten().cloned();
        // Whoever is reached by a key has reached everybody who carries it.
        let carried = key(at).and_then(|event| of_key.remove_entry(event)).into_iter();
        let by_key =
            carried.flat_map(|(event, all)| all.into_iter().map(move |i| (i, LinkedBy::Event(event.to_owned()))));
        let mut next: Vec<(usize, LinkedBy)> = by_word.chain(by_key).collect();
        next.sort_by_key(|(i, _)| *i);
        for (i, by) in next {
            if reached.insert(i) {
                before.insert(i, (at, by));
                queue.push_back(i);
            }
        }
    }
    let mut chain = Vec::new();
    let mut at = last;
    while let Some((from, by)) = before.remove(&at) {
        let id = |i: usize| live[i].statement.id;
        chain.push(Link { from: id(from), to: id(at), by });
        at = from;
    }
    chain.reverse();
    assert!(at == first && !chain.is_empty(), "reports of one incident are joined by something");
    chain
}
