//! What the reports prove: S5, S6, S9, S12, and section 4 (E1-E8).
//!
//! Not here: what the terms make of it (`terms`).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{Accused, BodyId, Content, Polarity, Stance};
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Attribution, Status};
use record::vocabulary::place::Place;
use record::vocabulary::sources::{Grade, Origin};
use record::vocabulary::standards::{Alternative, FindingWord};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt};

use crate::known::Known;
use crate::said::{Incident, Said, reports};

/// One report, reduced to what counts for a level.
#[derive(Clone, Debug)]
pub struct Piece {
    pub known: KnownAt,
    pub relayers: Vec<Name>,
    pub origins: Vec<Origin>,
    pub grade: Grade,
}

/// Evidence on one side of a proposition.
#[derive(Clone, Default, Debug)]
pub struct Evidence {
    pub reports: Vec<Piece>,
    pub acknowledged: bool,
    /// Words found by each body that speak on this side.
    pub findings: BTreeMap<Name, FindingWord>,
}

/// S12: what one body holds of one incident: its latest known answer per slot and field.
#[derive(Clone, Debug)]
pub struct Held {
    pub body: Name,
    pub word: Option<FindingWord>,
    pub attribution: Option<Attribution>,
    pub severity: Option<Name>,
    pub time: Option<EventTime>,
    pub place: Option<Place>,
    pub targets: Vec<Name>,
}

/// One proposition on one incident (E8).
#[derive(Clone, Debug)]
pub struct Proposition {
    pub incident: Incident,
    pub about: About,
    /// Reports for it.
    pub reports: Vec<Said>,
    /// Findings for it.
    pub findings: Vec<Held>,
    pub acknowledged: bool,
    pub level_for: usize,
    pub level_against: usize,
    pub evidence_for: Evidence,
    /// E7: the earliest known-at of a live report on the incident; the event is not later where nobody states a time.
    pub first_known: Instant,
}

/// A report as a piece of evidence, with those of its origins that count.
pub fn piece(known: &Known, said: &Said, origins: Vec<Origin>) -> Piece {
    Piece { known: said.known, relayers: said.chain.relayers.clone(), origins, grade: known.grade(said.id) }
}

/// S9: connected components among the named origins of the set; unnamed ones make a non-empty set count at least one.
pub fn independent_origins(known: &Known, set: &[&Piece]) -> usize {
    let named: BTreeSet<&Name> = set
        .iter()
        .flat_map(|piece| &piece.origins)
        .filter_map(|origin| match origin {
            Origin::Named(name) => Some(name),
            Origin::Unnamed(_) => None,
        })
        .collect();
    let having = |name: &Name| -> Vec<&&Piece> {
        set.iter().filter(|piece| piece.origins.contains(&Origin::Named(name.clone()))).collect()
    };
    // The sources that every report of this origin passes through.
    let channels = |name: &Name| -> BTreeSet<Name> {
        let reports = having(name);
        let first: BTreeSet<Name> = reports[0].relayers.iter().cloned().collect();
        first.into_iter().filter(|x| reports.iter().all(|piece| piece.relayers.contains(x))).collect()
    };
    let edge = |a: &Name, b: &Name| {
        having(a).into_iter().chain(having(b)).any(|piece| known.same_origin(a, b, piece.known.0))
            || known.tree.standards.single_channel_as_one
                && (!channels(a).is_disjoint(&channels(b)) || channels(a).contains(b) || channels(b).contains(a))
    };
    let mut components: Vec<BTreeSet<&Name>> = Vec::new();
    for origin in named {
        let (touched, mut apart): (Vec<_>, Vec<_>) =
            components.into_iter().partition(|component| component.iter().any(|other| edge(origin, other)));
        let mut component: BTreeSet<&Name> = touched.into_iter().flatten().collect();
        component.insert(origin);
        apart.push(component);
        components = apart;
    }
    components.len().max(usize::from(!set.is_empty()))
}

/// Which side of a proposition is asked (E3: alternatives mirror).
#[derive(Clone, Copy, PartialEq)]
pub enum Side {
    For,
    Against,
}

/// E2, E3: whether the evidence of one side satisfies an alternative.
pub fn holds(known: &Known, alternative: &Alternative, evidence: &Evidence, side: Side) -> bool {
    match alternative {
        Alternative::Origins { count, at_least } => {
            let meeting: Vec<&Piece> =
                evidence.reports.iter().filter(|piece| at_least.is_none_or(|bound| piece.grade.meets(bound))).collect();
            independent_origins(known, &meeting) >= *count
        }
        Alternative::Acknowledged => side == Side::For && evidence.acknowledged,
        Alternative::Finding { words, bodies, all } => {
            let so_found = |body: &Name| {
                evidence.findings.get(&known.name(body)).is_some_and(|word| match side {
                    Side::For => words.contains(word),
                    Side::Against => *word == FindingWord::Refuted,
                })
            };
            if *all { bodies.iter().all(so_found) } else { bodies.iter().any(so_found) }
        }
    }
}

/// E4: the greatest k such that some alternative of s_k holds, 0 if none.
pub fn level(known: &Known, evidence: &Evidence, side: Side) -> usize {
    let standards = &known.tree.standards.standards;
    (1..=standards.len())
        .rev()
        .find(|k| standards[k - 1].alternatives.iter().any(|alternative| holds(known, alternative, evidence, side)))
        .unwrap_or(0)
}

/// S12: what each body holds of the incident. Findings of bodies named in the agreement are always seen (S11).
pub fn findings(known: &Known, incident: &Incident) -> Vec<Held> {
    let mut held: BTreeMap<Name, Held> = BTreeMap::new();
    for statement in &known.live {
        let Content::Finding(finding) = &statement.body.content else { continue };
        let body = known.name(statement.body.speaker());
        if !incident.is(&finding.on) || !(known.among(&known.tree.bodies, &body) || known.accepts(&body)) {
            continue;
        }
        let slots = held.entry(body.clone()).or_insert(Held {
            body,
            word: None,
            attribution: None,
            severity: None,
            time: None,
            place: None,
            targets: Vec::new(),
        });
        slots.word = finding.finding.or(slots.word);
        if let Some(attribution) = &finding.attribution {
            slots.attribution = Some(match attribution {
                Attribution::Actor(name) => Attribution::Actor(known.name(name)),
                other => other.clone(),
            });
        }
        slots.severity = finding.severity.clone().or(slots.severity.take());
        slots.time = finding.time.clone().or(slots.time.take());
        slots.place = finding.place.clone().or(slots.place.take());
        if !finding.targets.is_empty() {
            slots.targets = finding.targets.iter().map(|name| known.name(name)).collect();
        }
    }
    held.into_values().collect()
}

/// A finding that says it happened.
pub fn positive(held: &Held) -> bool {
    matches!(held.word, Some(FindingWord::Confirmed | FindingWord::Probable | FindingWord::Possible))
}

/// S5: the actors that a counted acknowledgement on the incident concerns.
fn acknowledging(known: &Known, on: &[Said]) -> BTreeSet<Name> {
    let mut actors = BTreeSet::new();
    for statement in &known.live {
        let Content::Reply(reply) = &statement.body.content else { continue };
        let says_so = matches!(reply.stance, Stance::Acknowledges | Stance::Explains { acknowledges: true, .. });
        let Some(answered) = on.iter().find(|said| said.id == reply.to) else { continue };
        let speaker = known.name(statement.body.speaker());
        if !says_so || reply.without_prejudice || !known.accepts(&speaker) {
            continue;
        }
        let registered = |actor: &Name| known.may_acknowledge(&speaker, actor, &reply.subject, statement.said_at());
        match &answered.accused {
            Accused::Actor(accused) if registered(accused) => {
                actors.insert(accused.clone());
            }
            Accused::Dyad(a, b) => actors.extend([a, b].into_iter().filter(|actor| registered(actor)).cloned()),
            Accused::Unstated if known.among(&known.tree.parties, &speaker) => {
                actors.insert(speaker);
            }
            _ => {}
        }
    }
    actors
}

/// S6: the origins of a negative report that count against a proposition with these accused; none of a bare denial's own.
fn counting_origins(known: &Known, denial: &Said, accused: &[Name]) -> Vec<Origin> {
    let own_side = |origin: &Origin| match origin {
        Origin::Named(source) => accused.iter().any(|actor| known.sides_with(source, actor, denial.known.0)),
        Origin::Unnamed(_) => false,
    };
    denial.chain.origins.iter().filter(|origin| denial.basis.is_some() || !own_side(origin)).cloned().collect()
}

/// E2, E3, E8: every accused of the incident and the event itself, with the evidence on both sides. `said` are the reports
/// that stand; nothing where the perspective sees no report, finding or acknowledgement of the incident.
pub fn propositions(known: &Known, incident: &Incident, said: &[Said]) -> Vec<Proposition> {
    let on: Vec<Said> = said.iter().filter(|x| incident.reports.contains(&x.id)).cloned().collect();
    let seen: Vec<&Said> = on.iter().filter(|x| known.sees(&x.chain)).collect();
    let happened: Vec<&Said> = seen.iter().copied().filter(|x| x.polarity == Polarity::Happened).collect();
    let did_not: Vec<&Said> = seen.iter().copied().filter(|x| x.polarity == Polarity::DidNotHappen).collect();
    let held = findings(known, incident);
    let acknowledging = acknowledging(known, &on);
    if seen.is_empty() && held.is_empty() && acknowledging.is_empty() {
        return Vec::new();
    }
    let mut accused: BTreeSet<Name> = acknowledging.clone();
    let mut possible: BTreeSet<Name> = BTreeSet::new();
    for report in &happened {
        match &report.accused {
            Accused::Actor(actor) => {
                accused.insert(actor.clone());
            }
            Accused::Dyad(a, b) => possible.extend([a.clone(), b.clone()]),
            Accused::Unstated => {}
        }
    }
    for finding in &held {
        if let Some(Attribution::Actor(actor)) = &finding.attribution {
            accused.insert(actor.clone());
        }
    }
    let first_known = on.iter().map(|x| x.known.0).min().unwrap_or(known.at.0);

    let mut abouts: Vec<About> = accused.iter().cloned().map(About::Actor).collect();
    abouts.push(About::Event);
    let whole = |x: &Said| piece(known, x, x.chain.origins.clone());
    abouts
        .into_iter()
        .map(|about| {
            let (reports, against_reports, findings, refuting, denying): (Vec<&Said>, Vec<&Said>, Vec<&Held>, _, _) =
                match &about {
                    About::Actor(actor) => (
                        happened.iter().copied().filter(|x| x.accused == Accused::Actor(actor.clone())).collect(),
                        did_not.iter().copied().filter(|x| names_or_nobody(&x.accused, actor)).collect(),
                        held.iter().filter(|f| f.attribution == Some(Attribution::Actor(actor.clone()))).collect(),
                        held.iter()
                            .filter(|f| {
                                attributed_to_nobody(f) || f.attribution == Some(Attribution::Actor(actor.clone()))
                            })
                            .collect::<Vec<&Held>>(),
                        vec![actor.clone()],
                    ),
                    About::Event => (
                        happened.clone(),
                        did_not.iter().copied().filter(|x| !matches!(x.accused, Accused::Actor(_))).collect(),
                        held.iter().collect(),
                        held.iter().filter(|f| attributed_to_nobody(f)).collect::<Vec<&Held>>(),
                        accused.iter().chain(&possible).cloned().collect(),
                    ),
                };
            let acknowledged = matches!(&about, About::Actor(actor) if acknowledging.contains(actor));
            let words = |held: &[&Held]| -> BTreeMap<Name, FindingWord> {
                held.iter().filter_map(|f| f.word.map(|word| (f.body.clone(), word))).collect()
            };
            let evidence_for = Evidence {
                reports: reports.iter().map(|x| whole(x)).collect(),
                acknowledged,
                findings: words(&findings),
            };
            let evidence_against = Evidence {
                reports: against_reports
                    .iter()
                    .map(|x| piece(known, x, counting_origins(known, x, &denying)))
                    .filter(|piece| !piece.origins.is_empty())
                    .collect(),
                acknowledged: false,
                findings: words(&refuting),
            };
            Proposition {
                incident: incident.clone(),
                about,
                level_for: level(known, &evidence_for, Side::For),
                level_against: level(known, &evidence_against, Side::Against),
                reports: reports.into_iter().cloned().collect(),
                findings: findings.into_iter().filter(|f| positive(f)).cloned().collect(),
                acknowledged,
                evidence_for,
                first_known,
            }
        })
        .collect()
}

/// E3, E8: a negative report speaks against whom it names, against everybody where it names nobody; a dyad against both.
fn names_or_nobody(accused: &Accused, actor: &Name) -> bool {
    match accused {
        Accused::Unstated => true,
        Accused::Actor(name) => name == actor,
        Accused::Dyad(a, b) => a == actor || b == actor,
    }
}

fn attributed_to_nobody(held: &Held) -> bool {
    matches!(held.attribution, None | Some(Attribution::NotAttributable))
}

impl Proposition {
    /// E5: the status at standard `s`, weakest 0.
    pub fn status(&self, s: usize) -> Status {
        match (self.level_for > s, self.level_against > s) {
            (true, false) => Status::Established,
            (true, true) => Status::Contested,
            (false, true) => Status::Refuted,
            (false, false) if self.reports.is_empty() && self.findings.is_empty() && !self.acknowledged => Status::None,
            (false, false) => Status::Alleged,
        }
    }
}

/// E8: the propositions of one incident that are used at `s`: every accused of whom something is alleged, and the event
/// where no accused is established or contested.
pub fn used(propositions: &[Proposition], s: usize) -> Vec<&Proposition> {
    let attributed = propositions
        .iter()
        .any(|p| p.about != About::Event && matches!(p.status(s), Status::Established | Status::Contested));
    propositions
        .iter()
        .filter(|p| if p.about == About::Event { !attributed } else { p.status(s) != Status::None })
        .collect()
}

/// C6: the instant at which the proposition was first established at `s` in this perspective, sought with the incident as it
/// is linked at K.
pub fn first_established(known: &Known, proposition: &Proposition, s: usize) -> Option<Instant> {
    let mut knowns: Vec<KnownAt> = known.all.iter().map(|x| x.known()).filter(|at| *at <= known.at).collect();
    knowns.sort();
    knowns.dedup();
    knowns
        .into_iter()
        .find(|at| {
            let then = Known::new(known.tree, known.all, *at, known.perspective);
            let said = reports(&then, Some(&proposition.incident.linked));
            propositions(&then, &proposition.incident, &said)
                .iter()
                .any(|p| p.about == proposition.about && p.status(s) == Status::Established)
        })
        .map(|at| at.0)
}

/// When an event was, as a set: it began in one, and where it lasted it ended in the other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct When {
    pub began: Interval,
    pub ended: Option<Interval>,
}

/// E7: the evidence admitted at one standard, and its fields.
#[derive(Clone, Debug)]
pub struct Fields {
    /// The admitted reports.
    pub reports: Vec<Said>,
    /// Findings that decide the fields they state.
    pub findings: Vec<Held>,
    pub when: When,
}

impl Fields {
    /// What the deciding findings say of a field, else what the admitted reports say; only who states it speaks.
    fn stated<T>(&self, found: impl Fn(&Held) -> Option<T>, reported: impl Fn(&Said) -> Option<T>) -> Vec<T> {
        let by_findings: Vec<T> = self.findings.iter().filter_map(found).collect();
        if by_findings.is_empty() { self.reports.iter().filter_map(reported).collect() } else { by_findings }
    }
    /// Places stated.
    pub fn places(&self) -> Vec<Place> {
        self.stated(|f| f.place.clone(), |x| x.place.clone())
    }
    /// Targets stated, one list per claim.
    pub fn targets(&self) -> Vec<Vec<Name>> {
        let any = |targets: &Vec<Name>| (!targets.is_empty()).then(|| targets.clone());
        self.stated(|f| any(&f.targets), |x| any(&x.targets))
    }
    /// Targets stated where this actor did it: those of the deciding findings, else of the reports that accuse it.
    pub fn targets_of(&self, accused: &Name) -> Vec<Vec<Name>> {
        let any = |targets: &Vec<Name>| (!targets.is_empty()).then(|| targets.clone());
        let accuses = |x: &&Said| x.accused == Accused::Actor(accused.clone());
        self.stated(|f| any(&f.targets), |x| Some(x).filter(accuses).and_then(|x| any(&x.targets)))
    }
    /// Severity classes stated.
    pub fn severities(&self) -> Vec<Name> {
        self.stated(|f| f.severity.clone(), |x| x.severity.clone())
    }
    /// Acts stated; findings state none.
    pub fn acts(&self) -> Vec<Name> {
        self.reports.iter().filter_map(|x| x.act.clone()).collect()
    }
    /// Weapons stated; findings state none.
    pub fn weapons(&self) -> Vec<Name> {
        self.reports.iter().filter_map(|x| x.weapon.clone()).collect()
    }
}

/// E7: the fields of a proposition at `s`. Below the standard they come from all reports for it.
pub fn fields(known: &Known, proposition: &Proposition, s: usize) -> Fields {
    let mut reports = proposition.reports.clone();
    let mut findings = Vec::new();
    let standards = &known.tree.standards.standards;
    let admitting = standards.iter().skip(s).find_map(|standard| {
        standard.alternatives.iter().find(|a| holds(known, a, &proposition.evidence_for, Side::For))
    });
    match admitting {
        Some(Alternative::Origins { at_least: Some(bound), .. }) => {
            reports.retain(|x| known.grade(x.id).meets(*bound));
        }
        Some(Alternative::Finding { words, bodies, .. }) => {
            let speaks = |f: &Held| f.word.is_some_and(|word| words.contains(&word)) && known.among(bodies, &f.body);
            findings = proposition.findings.iter().filter(|f| speaks(f)).cloned().collect();
        }
        _ => {}
    }
    let before_known = Interval::new(Instant::EVER, Instant(proposition.first_known.0 + 1));
    let mut fields = Fields { reports, findings, when: When { began: before_known, ended: None } };
    let times = fields.stated(|f| f.time.clone(), |x| x.time.clone());
    if !times.is_empty() {
        fields.when = when(&times);
    }
    fields
}

/// E7: times are intersected where they all overlap, else hulled; begin and end apart. Among lasting claims one of an
/// instant counts as begin in its set and end one second later. What no placement can be is left out of each, and of all.
fn when(times: &[EventTime]) -> When {
    let later = |span: Interval| Interval::new(Instant(span.from.0 + 1), Instant(span.until.0 + 1));
    let mut began: Vec<Interval> = times.iter().map(|time| time.began).collect();
    if times.iter().all(|time| time.ended.is_none()) {
        return When { began: meet_or_hull(&began), ended: None };
    }
    let mut ended: Vec<Interval> = times.iter().map(|time| time.ended.unwrap_or(later(time.began))).collect();
    for (began, ended) in began.iter_mut().zip(&mut ended) {
        leave_out_impossible(began, ended);
    }
    let (mut began, mut ended) = (meet_or_hull(&began), meet_or_hull(&ended));
    leave_out_impossible(&mut began, &mut ended);
    When { began, ended: Some(ended) }
}

/// T4, E7: a begin that comes before no possible end, an end that comes after no possible begin.
fn leave_out_impossible(began: &mut Interval, ended: &mut Interval) {
    let (first_begin, last_end) = (began.from.0, ended.until.0 - 1);
    began.until = Instant(began.until.0.min(last_end));
    ended.from = Instant(ended.from.0.max(first_begin + 1));
}

fn meet_or_hull(spans: &[Interval]) -> Interval {
    let from = |f: fn(i64, i64) -> i64| Instant(spans.iter().map(|x| x.from.0).reduce(f).expect("not empty"));
    let until = |f: fn(i64, i64) -> i64| Instant(spans.iter().map(|x| x.until.0).reduce(f).expect("not empty"));
    let meet = Interval::new(from(i64::max), until(i64::min));
    if meet.from < meet.until { meet } else { Interval::new(from(i64::min), until(i64::max)) }
}

/// S5: the live, seen, counted replies on an incident that explain by naming an exception, or dispute it by name.
pub fn replies_on_exception(known: &Known, on: &BTreeSet<BodyId>, exception: &Name) -> (Vec<Piece>, Vec<Piece>) {
    let (mut naming, mut disputing) = (Vec::new(), Vec::new());
    for statement in &known.live {
        let Content::Reply(reply) = &statement.body.content else { continue };
        let speaker = known.name(statement.body.speaker());
        if reply.without_prejudice || !on.contains(&reply.to) || !known.accepts(&speaker) {
            continue;
        }
        let piece = Piece {
            known: statement.known(),
            relayers: Vec::new(),
            origins: vec![Origin::Named(speaker)],
            grade: known.grade(statement.id),
        };
        match &reply.stance {
            Stance::Explains { exception: Some(name), .. } if name == exception => naming.push(piece),
            Stance::Disputes { field } if field == exception => disputing.push(piece),
            _ => {}
        }
    }
    (naming, disputing)
}
