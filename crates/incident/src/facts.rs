//! From an incident's claims to facts: one per accused and one for the event itself (semantics 4).
//!
//! Holds
//! - Evidence is what is live and seen: every source on its chain is accepted by the perspective (S11).
//! - A bare denial is shown and counts for nothing (S6); a reply *without prejudice* is never counted.
//!
//! Not here: independence and levels (`record::vocabulary::standards`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use record::live::{Knowledge, Live};
use record::statement::{Accused, BodyId, Content, Polarity, Report, Stance, Statement};
use record::vocabulary::facts::{About, Admitted, Attribution, Claim, Fact, FindingHeld, IncidentId};
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::registers::Registers;
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::standards::{Alternative, Evidence, FindingWord, Side, StandardChain};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision};
use record::vocabulary::{Kleene, Name};

use crate::Incident;

/// A live report or reply as evidence, where the perspective accepts every source on its chain.
pub struct Seen {
    /// Chain (resolved, retracted origins removed), grade, known-at.
    pub evidence: Evidence,
}

/// The evidence that a chain makes in this perspective; `None` where a source is not accepted or every origin retracted.
pub fn see(
    knowledge: &Knowledge<'_>,
    perspective: &Perspective,
    statement: &Statement,
    chain: &Chain,
    retracted: &BTreeSet<Name>,
) -> Option<Seen> {
    let registers = &knowledge.registers;
    let resolved = |name: &Name| registers.resolve(name).to_owned();
    let mut origins: Vec<Origin> = Vec::with_capacity(chain.origins.len());
    for origin in &chain.origins {
        let origin = match origin {
            Origin::Named(name) => Origin::Named(resolved(name)),
            unnamed => unnamed.clone(),
        };
        let gone = matches!(&origin, Origin::Named(name) if retracted.contains(name));
        if !gone && !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    let chain = Chain { relayers: chain.relayers.iter().map(resolved).collect(), origins };
    if chain.origins.is_empty() || !chain.named().all(|source| accepts(perspective, registers, source)) {
        return None;
    }
    let grade = knowledge.grade(statement.id, &perspective.grader);
    Some(Seen { evidence: Evidence { chain, grade, known: statement.known() } })
}

fn accepts(perspective: &Perspective, registers: &Registers, source: &str) -> bool {
    let source = registers.resolve(source);
    let named = |names: &[Name]| names.iter().any(|name| registers.resolve(name) == source);
    match &perspective.accepts {
        Accepts::All => true,
        Accepts::Only(names) => named(names),
        Accepts::Except(names) => !named(names),
    }
}

/// A negative report.
struct Denial {
    statement: BodyId,
    names: Accused,
    evidence: Evidence,
    bare: bool,
}

/// Everything seen on one incident.
struct Gathered {
    claims: Vec<Arc<Claim>>,
    denials: Vec<Denial>,
    findings: Vec<FindingHeld>,
    acknowledged: BTreeMap<Name, BodyId>,
    /// The earliest known-at of its live reports: it is not later where nobody states a time.
    first_known: KnownAt,
}

impl Gathered {
    /// Everybody whom a report or a finding names, or who acknowledges it: in order of names.
    fn accused(&self) -> BTreeSet<&Name> {
        let claimed = self.claims.iter().filter_map(|claim| match &claim.accused {
            Accused::Actor(actor) => Some(actor),
            _ => None,
        });
        let found = self.findings.iter().filter_map(|finding| match &finding.attribution {
            Some(Attribution::Actor(actor)) => Some(actor),
            _ => None,
        });
        self.acknowledged.keys().chain(claimed).chain(found).collect()
    }
    fn is_empty(&self) -> bool {
        self.claims.is_empty() && self.denials.is_empty() && self.findings.is_empty() && self.acknowledged.is_empty()
    }
}

/// The facts of every incident of which something is seen, in order of incidents, then accused by name, then the event.
///
/// [`Fact::first_established`] is left empty here; see [`crate::History`].
pub fn facts(
    incidents: &[Incident],
    knowledge: &Knowledge<'_>,
    chain: &StandardChain,
    perspective: &Perspective,
) -> Vec<Fact> {
    let mut facts = Vec::with_capacity(incidents.len() * 2);
    for incident in incidents {
        let gathered = gather(incident, knowledge, perspective);
        if gathered.is_empty() {
            continue; // nothing of it is seen in this perspective
        }
        for actor in gathered.accused() {
            facts.push(about_actor(&incident.id, actor, &gathered, chain, &knowledge.registers));
        }
        facts.push(about_event(&incident.id, &gathered, chain, &knowledge.registers));
    }
    facts
}

fn gather(incident: &Incident, knowledge: &Knowledge<'_>, perspective: &Perspective) -> Gathered {
    let registers = &knowledge.registers;
    let none = BTreeSet::new();
    let mut gathered = Gathered {
        claims: Vec::new(),
        denials: Vec::new(),
        findings: findings(incident, knowledge),
        acknowledged: BTreeMap::new(),
        first_known: incident
            .reports
            .iter()
            .map(|i| knowledge.live[*i].statement.known())
            .min()
            .unwrap_or(KnownAt::ALL),
    };
    for &i in &incident.reports {
        let live = &knowledge.live[i];
        let Some(report) = live.report.as_deref() else { continue };
        let retracted = incident.retracted.get(&i).unwrap_or(&none);
        let Some(seen) = see(knowledge, perspective, live.statement, &report.chain, retracted) else { continue };
        let accused = resolved(&report.accused, registers);
        match report.polarity {
            Polarity::Happened => {
                gathered.claims.push(Arc::new(claim(live, report, accused, seen.evidence, registers)))
            }
            Polarity::DidNotHappen => gathered.denials.push(Denial {
                statement: live.statement.id,
                names: accused,
                evidence: seen.evidence,
                bare: report.basis.is_none(),
            }),
        }
    }
    for &i in &incident.replies {
        acknowledge(&mut gathered, &knowledge.live[i], knowledge, perspective);
    }
    gathered
}

/// Adds the acknowledgement that a reply makes, where its speaker may make it (E1).
fn acknowledge(gathered: &mut Gathered, reply: &Live<'_>, knowledge: &Knowledge<'_>, perspective: &Perspective) {
    let registers = &knowledge.registers;
    let Content::Reply(content) = &reply.statement.body.content else { return };
    let acknowledges = match &content.stance {
        Stance::Acknowledges => true,
        Stance::Explains { acknowledges, .. } => *acknowledges,
        _ => false,
    };
    let speaker = reply.statement.body.speaker();
    if !acknowledges || content.without_prejudice || !accepts(perspective, registers, speaker) {
        return;
    }
    let Some(answered) = knowledge.live.iter().find(|l| l.statement.id == content.to) else { return };
    let Some(report) = answered.report.as_deref() else { return };
    let said = reply.statement.said_at();
    let parties = registers.speakers.iter().map(|entry| &entry.party).chain(&registers.parties);
    let spoken_for: Vec<&Name> =
        parties.filter(|party| registers.speaks_for(speaker, party, &content.subject, said)).collect();
    let may = |actor: &Name| {
        registers.speaks_for(speaker, actor, &content.subject, said)
            || (registers.knows(actor)
                && spoken_for.iter().any(|party| registers.member(actor, party, said) == Kleene::Must))
    };
    let accused = match resolved(&report.accused, registers) {
        Accused::Actor(actor) => may(&actor).then_some(actor),
        Accused::Dyad(a, b) => [a, b].into_iter().find(|actor| may(actor)),
        Accused::Unstated => {
            let name = registers.resolve(speaker).to_owned();
            registers.parties.contains(&name).then_some(name)
        }
    };
    if let Some(actor) = accused {
        gathered.acknowledged.entry(actor).or_insert(reply.statement.id);
    }
}

fn claim(live: &Live<'_>, report: &Report, accused: Accused, evidence: Evidence, registers: &Registers) -> Claim {
    Claim {
        statement: live.statement.id,
        evidence,
        accused,
        act: report.act.clone(),
        targets: report.targets.iter().map(|name| registers.resolve(name).to_owned()).collect(),
        weapon: report.weapon.clone(),
        place: report.place.clone(),
        time: report.time.clone(),
        severity: report.severity.clone(),
        counts: report.counts.clone(),
        measures: report.measures.clone(),
    }
}

fn resolved(accused: &Accused, registers: &Registers) -> Accused {
    let name = |name: &Name| registers.resolve(name).to_owned();
    match accused {
        Accused::Unstated => Accused::Unstated,
        Accused::Actor(actor) => Accused::Actor(name(actor)),
        Accused::Dyad(a, b) => Accused::Dyad(name(a), name(b)),
    }
}

/// Each body's latest known finding, slot by slot (S12).
fn findings(incident: &Incident, knowledge: &Knowledge<'_>) -> Vec<FindingHeld> {
    let registers = &knowledge.registers;
    let mut held: BTreeMap<Name, FindingHeld> = BTreeMap::new();
    // Indices of live statements are in order of (known-at, id): a later one replaces the slots it fills.
    for &i in &incident.findings {
        let statement = knowledge.live[i].statement;
        let Content::Finding(finding) = &statement.body.content else { continue };
        let body = registers.resolve(statement.body.speaker()).to_owned();
        let entry = held.entry(body.clone()).or_insert_with(|| FindingHeld {
            body,
            statement: statement.id,
            word: FindingWord::Inconclusive,
            since: statement.said_at(),
            attribution: None,
            severity: None,
            time: None,
            place: None,
            targets: Vec::new(),
        });
        if let Some(word) = finding.finding {
            if entry.word != word {
                entry.since = statement.said_at();
            }
            entry.word = word;
            entry.statement = statement.id;
        }
        if let Some(attribution) = &finding.attribution {
            entry.attribution = Some(match attribution {
                Attribution::Actor(actor) => Attribution::Actor(registers.resolve(actor).to_owned()),
                other => other.clone(),
            });
        }
        entry.severity = finding.severity.clone().or(entry.severity.take());
        entry.time = finding.time.clone().or(entry.time.take());
        entry.place = finding.place.clone().or(entry.place.take());
        if !finding.targets.is_empty() {
            entry.targets = finding.targets.iter().map(|name| registers.resolve(name).to_owned()).collect();
        }
    }
    held.into_values().collect()
}

fn positive(word: FindingWord) -> bool {
    matches!(word, FindingWord::Confirmed | FindingWord::Probable | FindingWord::Possible)
}

fn about_actor(
    id: &IncidentId,
    actor: &Name,
    gathered: &Gathered,
    chain: &StandardChain,
    registers: &Registers,
) -> Fact {
    let accuses = |accused: &Accused| matches!(accused, Accused::Actor(a) if a == actor);
    let claims = gathered.claims.iter().filter(|claim| accuses(&claim.accused)).cloned().collect();
    let names = |accused: &Accused| match accused {
        Accused::Unstated => true,
        Accused::Actor(a) => a == actor,
        Accused::Dyad(a, b) => a == actor || b == actor,
    };
    let attributed = |finding: &&FindingHeld| finding.attribution == Some(Attribution::Actor(actor.clone()));
    let nobody = |finding: &&FindingHeld| matches!(finding.attribution, None | Some(Attribution::NotAttributable));
    let sides = Sides {
        claims,
        findings: gathered.findings.iter().filter(attributed).collect(),
        refuting: gathered.findings.iter().filter(|f| attributed(f) || nobody(f)).collect(),
        denials: gathered.denials.iter().filter(|denial| names(&denial.names)).collect(),
        accused: vec![actor],
        acknowledged: gathered.acknowledged.get(actor).copied(),
        first_known: gathered.first_known,
    };
    fact(id, About::Actor(actor.clone()), sides, chain, registers)
}

fn about_event(id: &IncidentId, gathered: &Gathered, chain: &StandardChain, registers: &Registers) -> Fact {
    let mut accused = gathered.accused();
    for claim in &gathered.claims {
        if let Accused::Dyad(a, b) = &claim.accused {
            accused.extend([a, b]);
        }
    }
    let nobody = |finding: &&FindingHeld| matches!(finding.attribution, None | Some(Attribution::NotAttributable));
    let sides = Sides {
        claims: gathered.claims.clone(),
        findings: gathered.findings.iter().collect(),
        refuting: gathered.findings.iter().filter(nobody).collect(),
        denials: gathered.denials.iter().filter(|denial| !matches!(denial.names, Accused::Actor(_))).collect(),
        accused: accused.into_iter().collect(),
        acknowledged: None,
        first_known: gathered.first_known,
    };
    fact(id, About::Event, sides, chain, registers)
}

/// What speaks for one proposition and what against.
struct Sides<'a> {
    claims: Vec<Arc<Claim>>,
    findings: Vec<&'a FindingHeld>,
    refuting: Vec<&'a FindingHeld>,
    denials: Vec<&'a Denial>,
    /// Whose bare denials count for nothing.
    accused: Vec<&'a Name>,
    acknowledged: Option<BodyId>,
    first_known: KnownAt,
}

fn fact(id: &IncidentId, about: About, sides: Sides<'_>, chain: &StandardChain, registers: &Registers) -> Fact {
    let words = |findings: &[&'_ FindingHeld]| -> BTreeMap<String, FindingWord> {
        findings.iter().map(|finding| (finding.body.clone(), finding.word)).collect()
    };
    let (for_words, against_words) = (words(&sides.findings), words(&sides.refuting));
    let body = Side {
        reports: sides.claims.iter().map(|claim| &claim.evidence).collect(),
        acknowledged: sides.acknowledged.is_some(),
        findings: for_words.iter().map(|(body, word)| (body.as_str(), *word)).collect(),
    };
    let level_for = chain.level(&body, registers);

    let counted: Vec<(BodyId, Evidence)> = sides
        .denials
        .iter()
        .filter_map(|denial| {
            let evidence = if denial.bare {
                without(&denial.evidence, &sides.accused, registers)?
            } else {
                denial.evidence.clone()
            };
            Some((denial.statement, evidence))
        })
        .collect();
    let against = Side {
        reports: counted.iter().map(|(_, evidence)| evidence).collect(),
        acknowledged: false,
        findings: against_words.iter().map(|(body, word)| (body.as_str(), *word)).collect(),
    };
    let level_against = chain.level_against(&against, registers);
    let refuted = sides.refuting.iter().filter(|finding| finding.word == FindingWord::Refuted);

    let findings: Vec<FindingHeld> = sides.findings.iter().filter(|f| positive(f.word)).map(|f| (*f).clone()).collect();
    let admitted = (0..chain.standards.len())
        .map(|standard| admit(standard, level_for, &body, &sides, &findings, chain, registers))
        .collect();
    Fact {
        incident: id.clone(),
        about,
        level_for,
        level_against,
        acknowledged: sides.acknowledged,
        denied: sides.denials.iter().map(|denial| denial.statement).collect(),
        against: counted.iter().map(|(id, _)| *id).chain(refuted.map(|finding| finding.statement)).collect(),
        admitted,
        first_established: Vec::new(),
        claims: sides.claims,
        findings,
    }
}

/// The evidence of a denial without the origins that are the accused, its members or proxies; `None` if none is left.
fn without(evidence: &Evidence, accused: &[&Name], registers: &Registers) -> Option<Evidence> {
    let at = evidence.known.0;
    let own = |name: &Name| {
        accused.iter().any(|actor| {
            registers.same_origin(name, actor, at)
                || registers.speakers.iter().any(|s| registers.speaks_for(name, actor, &s.subject, at))
        })
    };
    let mut left = evidence.clone();
    left.chain.origins.retain(|origin| !matches!(origin, Origin::Named(name) if own(name)));
    (!left.chain.origins.is_empty()).then_some(left)
}

/// Which evidence is admitted at `standard`, and the time that follows (E7).
#[allow(clippy::too_many_arguments)]
fn admit(
    standard: usize,
    level_for: usize,
    body: &Side<'_>,
    sides: &Sides<'_>,
    findings: &[FindingHeld],
    chain: &StandardChain,
    registers: &Registers,
) -> Admitted {
    let all: Vec<usize> = (0..sides.claims.len()).collect();
    let deciding = if level_for > standard {
        (standard..chain.standards.len()).find_map(|k| chain.first_met(k, body, registers))
    } else {
        None
    };
    let (claims, decided_by) = match deciding {
        Some(Alternative::Origins { at_least: Some(bound), .. }) => {
            (all.into_iter().filter(|i| sides.claims[*i].evidence.grade.meets(*bound)).collect(), Vec::new())
        }
        Some(Alternative::Finding { words, bodies, .. }) => {
            let deciding = |f: &FindingHeld| words.contains(&f.word) && bodies.contains(&f.body);
            (all, (0..findings.len()).filter(|i| deciding(&findings[*i])).collect())
        }
        _ => (all, Vec::new()),
    };
    let stated: Vec<&EventTime> = decided_by.iter().filter_map(|i| findings[*i].time.as_ref()).collect();
    let times =
        if stated.is_empty() { claims.iter().filter_map(|i| sides.claims[*i].time.as_ref()).collect() } else { stated };
    let (time, time_disputed) = combine(&times, sides.first_known);
    Admitted { claims, findings: decided_by, time, time_disputed }
}

/// Times intersected where they all overlap, else hulled (E7).
fn combine(times: &[&EventTime], first_known: KnownAt) -> (EventTime, bool) {
    let Some(first) = times.first() else {
        let until = first_known.0.plus(1);
        return (EventTime::within(Interval::new(Instant::EVER, until), Precision::Stated(String::new())), false);
    };
    let mut disputed = false;
    let mut merge = |spans: Vec<Interval>| {
        let met = spans.iter().copied().reduce(Interval::meet).expect("never empty");
        if met.is_empty() {
            disputed = true;
            spans.into_iter().reduce(Interval::hull).expect("never empty")
        } else {
            met
        }
    };
    let (began, ended) = if times.iter().any(|time| time.ended.is_some()) {
        let one_second_later = |t: &EventTime| Interval::new(t.began.from.plus(1), t.began.until.plus(1));
        let of = |time: &&EventTime| in_order(time.began, time.ended.unwrap_or_else(|| one_second_later(time)));
        let (begins, ends) = times.iter().map(of).unzip();
        let (began, ended) = in_order(merge(begins), merge(ends));
        (began, Some(ended))
    } else {
        (merge(times.iter().map(|time| time.began).collect()), None)
    };
    (EventTime { began, ended, precision: first.precision.clone() }, disputed)
}

/// The begins before the last possible end, and the ends after the first possible begin (T4).
fn in_order(began: Interval, ended: Interval) -> (Interval, Interval) {
    let before_end = Interval::new(Instant::EVER, ended.last());
    let after_begin = Interval::new(began.from.plus(1), Instant::NEVER);
    (began.meet(before_end), ended.meet(after_begin))
}
