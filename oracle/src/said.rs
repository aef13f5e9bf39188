//! Reports as they stand, and which of them are about the same incident: S2, S4, and the reading "Incidents".
//!
//! Not here: what the reports prove (`proof`).

use std::collections::BTreeSet;

use record::statement::{Accused, BodyId, Content, Correction, OnIncident, Polarity, Report, Stance, Statement};
use record::vocabulary::Name;
use record::vocabulary::counts::{Count, Measure};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::place::Place;
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, KnownAt};

use crate::known::Known;

/// A report as it stands at K: an entered one with its correction, a foreign correction (S4) or a denying reply (S6).
#[derive(Clone, Debug)]
pub struct Said {
    pub id: BodyId,
    pub known: KnownAt,
    pub chain: Chain,
    pub polarity: Polarity,
    pub accused: Accused,
    pub act: Option<Name>,
    pub targets: Vec<Name>,
    pub weapon: Option<Name>,
    pub time: Option<EventTime>,
    pub place: Option<Place>,
    pub counts: Vec<Count>,
    pub measures: Vec<Measure>,
    pub severity: Option<Name>,
    pub basis: Option<String>,
    pub event: Option<String>,
    /// The report whose incident it shares because it answers it.
    pub answers: Option<BodyId>,
}

/// One incident: the reports that are about it.
#[derive(Clone, Debug)]
pub struct Incident {
    pub name: IncidentId,
    pub reports: BTreeSet<BodyId>,
    pub keys: BTreeSet<String>,
    /// The reports and those that their origins withdrew: a retraction of one of them concerns the incident (S4).
    pub linked: BTreeSet<BodyId>,
}

impl Incident {
    /// Findings, rulings and judgements name an incident by one of its reports or its event key.
    pub fn is(&self, on: &OnIncident) -> bool {
        match on {
            OnIncident::Of(id) => self.reports.contains(id),
            OnIncident::Event(key) => self.keys.contains(key),
        }
    }
}

/// A report as entered, names resolved.
fn entered(known: &Known, statement: &Statement, report: &Report) -> Said {
    Said {
        id: statement.id,
        known: statement.known(),
        chain: known.chain(&report.chain),
        polarity: report.polarity,
        accused: resolved(known, &report.accused),
        act: report.act.clone(),
        targets: report.targets.iter().map(|target| known.name(target)).collect(),
        weapon: report.weapon.clone(),
        time: report.time.clone(),
        place: report.place.clone(),
        counts: report.counts.clone(),
        measures: report.measures.clone(),
        severity: report.severity.clone(),
        basis: report.basis.clone(),
        event: report.event.clone(),
        answers: None,
    }
}

fn resolved(known: &Known, accused: &Accused) -> Accused {
    match accused {
        Accused::Unstated => Accused::Unstated,
        Accused::Actor(name) => Accused::Actor(known.name(name)),
        Accused::Dyad(a, b) => Accused::Dyad(known.name(a), known.name(b)),
    }
}

/// S4: the report with the fields that a correction states.
fn corrected(known: &Known, mut said: Said, correction: &Correction) -> Said {
    let new = correction.clone();
    said.polarity = new.polarity.unwrap_or(said.polarity);
    said.accused = new.accused.map_or(said.accused, |accused| resolved(known, &accused));
    said.act = new.act.or(said.act);
    said.targets = new.targets.map_or(said.targets, |targets| targets.iter().map(|name| known.name(name)).collect());
    said.weapon = new.weapon.or(said.weapon);
    said.time = new.time.or(said.time);
    said.place = new.place.or(said.place);
    said.counts = new.counts.unwrap_or(said.counts);
    said.severity = new.severity.or(said.severity);
    said
}

/// S3, S4: of the live corrections of a report by its outermost source the latest known one. Only reports are corrected.
fn latest_correction<'a>(known: &Known<'a>, of: &Statement) -> Option<&'a Correction> {
    corrections(known)
        .into_iter()
        .filter(|(statement, to, _)| *to == of.id && by_outermost(known, statement, of))
        .map(|(_, _, correction)| correction)
        .next_back()
}

/// Live corrections, earliest first, with what they correct.
fn corrections<'a>(known: &Known<'a>) -> Vec<(&'a Statement, BodyId, &'a Correction)> {
    known
        .live
        .iter()
        .filter_map(|statement| match &statement.body.content {
            Content::Reply(reply) => match &reply.stance {
                Stance::Corrects(correction) => Some((*statement, reply.to, &**correction)),
                _ => None,
            },
            _ => None,
        })
        .collect()
}

/// S4: whether `reply` comes from the outermost source of `of`.
fn by_outermost(known: &Known, reply: &Statement, of: &Statement) -> bool {
    of.body.outermost().is_some_and(|outermost| known.same(outermost, reply.body.speaker()))
}

/// A report whose only origin is the speaker of a reply, without any field.
fn by_speaker(known: &Known, statement: &Statement, answers: BodyId) -> Said {
    let chain = Chain::direct(statement.body.speaker().clone());
    Said { answers: Some(answers), ..entered(known, statement, &Report { chain, ..Report::default() }) }
}

/// All reports that stand at K, wherever they come from; the incident of a retraction by an origin is the one given, or the
/// one linked at K.
pub fn reports(known: &Known, incident: Option<&BTreeSet<BodyId>>) -> Vec<Said> {
    let mut said: Vec<Said> = Vec::new();
    for statement in &known.live {
        if let Content::Report(report) = &statement.body.content {
            let as_entered = entered(known, statement, report);
            said.push(match latest_correction(known, statement) {
                Some(correction) => corrected(known, as_entered, correction),
                None => as_entered,
            });
        }
    }
    // S4: anybody else's correction is a new report with the fields it states, on the same incident.
    for (statement, to, correction) in corrections(known) {
        let Some(of) = known.all.iter().find(|x| x.id == to) else { continue };
        if matches!(of.body.content, Content::Report(_)) && !by_outermost(known, statement, of) {
            said.push(corrected(known, by_speaker(known, statement, to), correction));
        }
    }
    // S6: a denying reply is a negative report that names whom the answered report accuses. It is live by itself: where that
    // report no longer stands, it stands alone.
    for statement in &known.live {
        if let Content::Reply(reply) = &statement.body.content
            && let Stance::Denies { basis } = &reply.stance
            && !reply.without_prejudice
            && let Some(accused) = accused_of(known, &said, reply.to)
        {
            let denial = by_speaker(known, statement, reply.to);
            said.push(Said { polarity: Polarity::DidNotHappen, accused, basis: basis.clone(), ..denial });
        }
    }
    without_retracted_origins(known, said, incident)
}

/// Whom a report accuses, also one that is no longer live.
fn accused_of(known: &Known, said: &[Said], report: BodyId) -> Option<Accused> {
    let standing = said.iter().find(|x| x.id == report).map(|x| x.accused.clone());
    standing.or_else(|| {
        let withdrawn = known.all.iter().find(|x| x.id == report && x.known() <= known.at)?;
        match (&withdrawn.body.content, latest_correction(known, withdrawn)) {
            (Content::Report(_), Some(Correction { accused: Some(accused), .. })) => Some(resolved(known, accused)),
            (Content::Report(report), _) => Some(resolved(known, &report.accused)),
            _ => None,
        }
    })
}

/// S4: a named origin that withdraws a report, also its own direct one, is taken out of every report on the incident; a report
/// without origins is gone.
fn without_retracted_origins(known: &Known, said: Vec<Said>, incident: Option<&BTreeSet<BodyId>>) -> Vec<Said> {
    let with_withdrawn = [said.clone(), withdrawn_by_their_origin(known)].concat();
    let groups = match incident {
        Some(reports) => vec![reports.clone()],
        None => groups(known, &with_withdrawn),
    };
    let mut out = said;
    for (retracting, report) in retractions(known) {
        let had_it = with_withdrawn.iter().any(|x| x.id == report && x.chain.origins.contains(&retracting));
        let group = groups.iter().find(|group| group.contains(&report));
        if let (true, Some(group)) = (had_it, group) {
            for x in out.iter_mut().filter(|x| group.contains(&x.id)) {
                x.chain.origins.retain(|origin| *origin != retracting);
            }
        }
    }
    out.retain(|x| !x.chain.origins.is_empty());
    out
}

/// Live withdrawals: who, and of what.
fn retractions(known: &Known) -> Vec<(Origin, BodyId)> {
    known
        .live
        .iter()
        .filter_map(|statement| match &statement.body.content {
            Content::Reply(reply) if reply.stance == Stance::Withdraws => {
                Some((Origin::Named(known.name(statement.body.speaker())), reply.to))
            }
            _ => None,
        })
        .collect()
}

/// Reports that are not live because their own direct source withdrew them: they say nothing, but belong to an incident.
fn withdrawn_by_their_origin(known: &Known) -> Vec<Said> {
    let undone = |x: &Statement| {
        known
            .live
            .iter()
            .any(|y| matches!(y.body.content, Content::BatchUndone(batch) if x.accepted.batch == Some(batch)))
    };
    let live = |x: &Statement| known.statement(x.id).is_some();
    known
        .all
        .iter()
        .filter(|x| x.known() <= known.at && !live(x) && !undone(x))
        .filter_map(|x| match &x.body.content {
            Content::Report(report) => Some(entered(known, x, report)),
            _ => None,
        })
        .filter(|x| retractions(known).iter().any(|(who, of)| *of == x.id && x.chain.origins.contains(who)))
        .collect()
}

/// Incidents: a live `different` takes its second report out of the group of the event key that both carry.
fn key(known: &Known, said: &Said) -> Option<String> {
    let key_of = |id: BodyId| {
        known.all.iter().find(|x| x.id == id).and_then(|x| match &x.body.content {
            Content::Report(report) => report.event.clone(),
            _ => None,
        })
    };
    let taken_out = known.live.iter().any(|x| match &x.body.content {
        Content::Identity(identity) => {
            !identity.same && identity.b == said.id && key_of(identity.a) == said.event && said.event.is_some()
        }
        _ => false,
    });
    if taken_out { None } else { said.event.clone() }
}

/// Incidents: whether a live `same` joins two reports that no later known `different` has parted since.
fn joined(known: &Known, a: BodyId, b: BodyId) -> bool {
    let between = |same: bool| {
        known
            .live
            .iter()
            .filter(move |x| match &x.body.content {
                Content::Identity(identity) => {
                    identity.same == same && [(a, b), (b, a)].contains(&(identity.a, identity.b))
                }
                _ => false,
            })
            .map(|x| (x.known(), x.id))
            .max()
    };
    match (between(true), between(false)) {
        (Some(same), Some(different)) => same > different,
        (same, _) => same.is_some(),
    }
}

/// Which reports are about one incident: equal event keys, `same` statements, answers.
fn groups(known: &Known, said: &[Said]) -> Vec<BTreeSet<BodyId>> {
    let mut groups: Vec<BTreeSet<BodyId>> = Vec::new();
    for x in said {
        let mut group = BTreeSet::from([x.id]);
        for y in said {
            let (one, other) = (key(known, x), key(known, y));
            if (one.is_some() && one == other)
                || joined(known, x.id, y.id)
                || x.answers == Some(y.id)
                || y.answers == Some(x.id)
            {
                group.insert(y.id);
            }
        }
        let (mut touched, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|other| !other.is_disjoint(&group));
        group.extend(touched.drain(..).flatten());
        groups = apart;
        groups.push(group);
    }
    groups
}

/// Incidents: the groups with their names: the least event key, else `i-` and 12 digits of the first report.
pub fn incidents(known: &Known, said: &[Said]) -> Vec<Incident> {
    let with_withdrawn = groups(known, &[said.to_vec(), withdrawn_by_their_origin(known)].concat());
    let mut out: Vec<Incident> = groups(known, said)
        .into_iter()
        .map(|reports| {
            let members: Vec<&Said> = said.iter().filter(|x| reports.contains(&x.id)).collect();
            let keys: BTreeSet<String> = members.iter().filter_map(|x| key(known, x)).collect();
            let first = members.iter().map(|x| (x.known, x.id)).min().expect("an incident has a report").1;
            let digits: String = first.0[..6].iter().map(|byte| format!("{byte:02x}")).collect();
            let name = keys.first().cloned().unwrap_or_else(|| format!("i-{digits}"));
            let around = with_withdrawn.iter().filter(|group| !group.is_disjoint(&reports));
            let linked = around.flatten().copied().collect();
            Incident { name: IncidentId(name), reports, keys, linked }
        })
        .collect();
    out.sort_by(|a, b| a.name.cmp(&b.name));
    out
}
