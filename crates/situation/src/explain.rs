//! Explanations: which words, which statements, which rule, and what would flip it (semantics 10).
//!
//! ```text
//! one verdict ─▶ minimal support (smallest set that gives the same verdict) + opposing + causes + nearest flip
//! ```
//!
//! Holds
//! - Support is checked by evaluating again with those statements alone, never by bookkeeping.
//! - The ids of all opposing statements stand beside the support.
//!
//! Not here: the verdict itself (`agreement`).

use std::collections::BTreeSet;

use agreement::evaluate::{Break, Cause, EffectShown, Judged, StateShown, Word, ZoneAsked};
use agreement::tree::{Article, ArticleKind, Condition, Part, Tree};
use record::statement::{
    Acceptance, Accused, Body, BodyId, Content, Decision, Finding, Identity, OnIncident, Polarity, Question,
    Registration, Reply, Report, Stance, Statement, Unsure,
};
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Attribution, Fact, IncidentId, Status};
use record::vocabulary::sources::{Chain, Grade};
use record::vocabulary::standards::{Alternative, FindingWord};
use record::vocabulary::time::Interval;

use crate::{Situation, without_flags};

/// Most statements among which every small set is tried; beyond it support is found by leaving out one at a time.
const SEARCHED_STATEMENTS: usize = 14;
/// Most statements of which each is left out in turn; beyond it the support shown may hold more than it needs.
const MINIMISED_STATEMENTS: usize = 60;
/// Most reports whose withdrawal is tried as a flip, latest first.
const WITHDRAWALS_TRIED: usize = 8;
/// Most statements of an incident for which a flip is looked for.
const FLIPPED_STATEMENTS: usize = 400;
/// Most statements a flip is looked for with.
const FLIP_STATEMENTS: usize = 3;

/// Why one verdict is what it is.
#[derive(Clone, Debug)]
pub struct Explanation<'a> {
    /// The article.
    pub article: &'a Article,
    /// The incident.
    pub incident: IncidentId,
    /// The proposition.
    pub about: About,
    /// Index into the standard chain.
    pub standard: usize,
    /// The word.
    pub word: Word,
    /// The status at the standard.
    pub status: Status,
    /// Why it is undetermined, headline first.
    pub causes: Vec<Cause>,
    /// An exception that holds.
    pub because: Option<Name>,
    /// Claims of states that it looked at (V11).
    pub states: Vec<StateShown>,
    /// Versions of zones that were asked (P5).
    pub zones: Vec<ZoneAsked>,
    /// The smallest set of statements it rests on (X1).
    pub support: Vec<BodyId>,
    /// Everything on the same incident, and on those of the states, that speaks against it, counted or not.
    pub opposing: Vec<BodyId>,
    /// The accused's own acknowledgement.
    pub acknowledged: Option<BodyId>,
    /// The fewest statements that would change the word (X3).
    pub flip: Option<Flip>,
}

/// What would change a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flip {
    /// How many statements.
    pub statements: usize,
    /// Of which kind, in words.
    pub kind: String,
    /// Of which kind.
    pub arrival: Arrival,
    /// On which incident: its own, or that of a state.
    pub on: IncidentId,
    /// The word it would become.
    pub becomes: Word,
}

/// What may arrive and change a word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Arrival {
    /// The withdrawal of this report by its outermost source.
    Withdrawal {
        /// The report.
        of: BodyId,
        /// Who may withdraw it.
        by: Name,
    },
    /// More independent reports.
    Reports {
        /// That it happened, or that it did not.
        polarity: Polarity,
        /// The grade they need; `None`: any.
        grade: Option<Grade>,
    },
    /// An acknowledgement by a registered speaker of this actor.
    Acknowledgement {
        /// Who is accused.
        actor: Name,
    },
    /// A finding in this word.
    Finding {
        /// The word.
        word: FindingWord,
        /// By these bodies.
        bodies: Vec<Name>,
    },
    /// An answer to this judgement slot.
    Judgement {
        /// The slot.
        slot: Name,
    },
}

/// Which verdict is asked about.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Asked {
    incident: IncidentId,
    about: About,
    article: usize,
    standard: usize,
}

impl Asked {
    fn of(fact: &Fact, judged: &Judged) -> Asked {
        let (incident, about) = (fact.incident.clone(), fact.about.clone());
        Asked { incident, about, article: judged.article, standard: judged.standard }
    }
}

/// Explains one judged verdict of `situation`; `statements` is the record it was computed from.
pub fn explain<'a>(situation: &Situation<'a>, statements: &[Statement], judged: &Judged) -> Explanation<'a> {
    let fact = &situation.facts[judged.fact];
    let asked = Asked::of(fact, judged);
    let ground = split(situation, statements, judged);
    let because = judged.cells.iter().find_map(|(_, verdict)| match verdict {
        agreement::evaluate::Verdict::KeptBecause(name) => Some(name.clone()),
        _ => None,
    });
    let looked_at = ground.states.iter().flat_map(|state| {
        let facts = situation.facts_of(&state.incident).map(|index| &situation.facts[index]);
        facts.filter(|fact| fact.about == state.about)
    });
    let facts = std::iter::once(fact).chain(looked_at);
    let mut opposing: Vec<BodyId> = facts.flat_map(|fact| fact.denied.iter().chain(&fact.against)).copied().collect();
    opposing.sort();
    opposing.dedup();
    Explanation {
        article: &situation.tree.articles[judged.article],
        incident: fact.incident.clone(),
        about: fact.about.clone(),
        standard: judged.standard,
        word: judged.word,
        status: judged.status,
        causes: judged.causes(),
        because,
        states: judged.states.clone(),
        zones: situation.zones_asked(judged),
        support: support(situation, &ground, &asked, (judged.word, judged.status)),
        opposing,
        acknowledged: fact.acknowledged,
        flip: flip(situation, &ground, &asked, |word, _| word != judged.word),
    }
}

/// The nearest flip of one verdict alone, without its support.
pub(crate) fn nearest_flip(situation: &Situation<'_>, statements: &[Statement], judged: &Judged) -> Option<Flip> {
    let asked = Asked::of(&situation.facts[judged.fact], judged);
    flip(situation, &split(situation, statements, judged), &asked, |word, _| word != judged.word)
}

/// The fewest statements that would make one verdict *breached*.
pub(crate) fn flip_to_breach(situation: &Situation<'_>, statements: &[Statement], judged: &Judged) -> Option<Flip> {
    let asked = Asked::of(&situation.facts[judged.fact], judged);
    flip(situation, &split(situation, statements, judged), &asked, |word, _| word == Word::Breached)
}

/// The fewest statements that would make an alleged incident matter to a clock: established or contested, and covered.
fn mattering(situation: &Situation<'_>, statements: &[Statement], judged: &Judged) -> Option<Flip> {
    let asked = Asked::of(&situation.facts[judged.fact], judged);
    let matters = |word: Word, status: Status| {
        matches!(status, Status::Established | Status::Contested) && word >= Word::Undetermined
    };
    flip(situation, &split(situation, statements, judged), &asked, matters)
}

/// What a verdict rests on.
struct Ground {
    /// What every incident's verdict rests on: registers, zones, renewals.
    context: Vec<Statement>,
    /// The statements on the incident, and on those of the states that its verdict looked at, by known-at.
    evidence: Vec<Statement>,
    /// Those of them on the incident itself.
    own: BTreeSet<BodyId>,
    /// The states, each once.
    states: Vec<StateAsked>,
}

/// A proposition that claims a state, with the statements on its incident.
struct StateAsked {
    incident: IncidentId,
    about: About,
    members: BTreeSet<BodyId>,
}

/// The statements on one incident.
fn members(situation: &Situation<'_>, statements: &[Statement], id: &IncidentId) -> BTreeSet<BodyId> {
    let incident = situation.incident(&id.0).expect("the incident was judged");
    let mut members: BTreeSet<BodyId> = incident
        .reports
        .iter()
        .chain(&incident.findings)
        .chain(&incident.replies)
        .map(|i| situation.knowledge.live[*i].statement.id)
        .collect();
    let known = situation.knowledge.known;
    // A correction, grading or identity belongs to what it is about, through as many steps as there are; the slice's order
    // says nothing, so it is asked again until nothing more belongs.
    loop {
        let before = members.len();
        for statement in statements.iter().filter(|s| s.known() <= known) {
            let touches = match &statement.body.content {
                Content::Reply(reply) => members.contains(&reply.to),
                Content::Grading(grading) => members.contains(&grading.of),
                Content::Translation(translation) => members.contains(&translation.of),
                Content::Identity(Identity { a, b, .. }) | Content::Unsure(Unsure { a, b }) => {
                    members.contains(a) || members.contains(b)
                }
                Content::Decision(Decision { question: Question::Judgement { on: Some(on), .. }, .. }) => {
                    incident.is(&situation.knowledge, on)
                }
                _ => false,
            };
            if touches {
                members.insert(statement.id);
            }
        }
        if members.len() == before {
            return members;
        }
    }
}

/// What the verdict rests on, taken from the record.
fn split(situation: &Situation<'_>, statements: &[Statement], judged: &Judged) -> Ground {
    let known = situation.knowledge.known;
    let id = &situation.facts[judged.fact].incident;
    let own = members(situation, statements, id);
    let states = judged.states.iter().map(|state| StateAsked {
        incident: state.incident.clone(),
        about: About::Actor(state.actor.clone()),
        members: members(situation, statements, &state.incident),
    });
    let states: Vec<StateAsked> = states.collect();
    let incident_of = |statement: &BodyId| match own.contains(statement) {
        true => Some(id),
        false => states.iter().find(|state| state.members.contains(statement)).map(|state| &state.incident),
    };
    let mut context = Vec::new();
    let mut evidence = Vec::new();
    let mut answers = Vec::new();
    for statement in statements.iter().filter(|s| s.known() <= known) {
        match &statement.body.content {
            _ if incident_of(&statement.id).is_some() => evidence.push(statement.clone()),
            Content::Registration(_)
            | Content::ZoneVersion(_)
            | Content::ZoneSignature(_)
            | Content::Renewal(_)
            | Content::Coverage(_)
            | Content::BatchUndone(_)
            | Content::Batch(_) => context.push(statement.clone()),
            Content::Reply(_) => answers.push(statement),
            _ => {}
        }
    }
    // What withdraws an entry, or withdraws that withdrawal, stands with it.
    let mut standing: BTreeSet<BodyId> = context.iter().map(|statement| statement.id).collect();
    loop {
        let before = context.len();
        answers.retain(|statement| {
            let to = matches!(&statement.body.content, Content::Reply(reply) if standing.contains(&reply.to));
            if to {
                standing.insert(statement.id);
                context.push((*statement).clone());
            }
            !to
        });
        if context.len() == before {
            break;
        }
    }
    // The order of the slice says nothing, and what stands in it twice counts once.
    for list in [&mut context, &mut evidence] {
        list.sort_by_key(|statement| (statement.known(), statement.id));
        list.dedup_by_key(|statement| statement.id);
    }
    // What may arrive must find its incident: reports joined by hand get the incident's name as their event key.
    for statement in &mut evidence {
        let incident = incident_of(&statement.id);
        if let Content::Report(report) = &mut statement.body.content
            && report.event.is_none()
        {
            report.event = incident.map(|id| id.0.clone());
        }
    }
    Ground { context, evidence, own, states }
}

/// The word and status of the verdict asked about, with this evidence alone; the incident's name may change.
fn verdict(
    situation: &Situation<'_>,
    ground: &Ground,
    evidence: &[Statement],
    asked: &Asked,
) -> Option<(Word, Status)> {
    let mut all = ground.context.clone();
    all.extend_from_slice(evidence);
    let again = without_flags(situation.tree, &all, &situation.evaluation.moment);
    // Where other incidents stand beside it, it is the one that holds its reports.
    let is_own = |id: &IncidentId| {
        let report = |index: &usize| again.knowledge.live[*index].statement.id;
        let held = again.incident(&id.0).is_some_and(|own| own.reports.iter().any(|i| ground.own.contains(&report(i))));
        ground.states.is_empty() || held
    };
    let found = again.evaluation.judged.iter().find(|judged| {
        judged.article == asked.article
            && judged.standard == asked.standard
            && again.facts[judged.fact].about == asked.about
            && is_own(&again.facts[judged.fact].incident)
    });
    found.map(|judged| (judged.word, judged.status))
}

/// X1: least size first, then earliest latest-known, then ids.
fn support(situation: &Situation<'_>, ground: &Ground, asked: &Asked, wanted: (Word, Status)) -> Vec<BodyId> {
    let evidence = ground.evidence.as_slice();
    let same = |set: &[Statement]| verdict(situation, ground, set, asked) == Some(wanted);
    if evidence.len() <= SEARCHED_STATEMENTS {
        let mut sets: Vec<u32> = (1..1u32 << evidence.len()).collect();
        // Evidence is sorted by known-at: a set's latest-known is its highest bit.
        sets.sort_by_key(|set| (set.count_ones(), 32 - set.leading_zeros(), *set));
        for set in sets {
            let chosen: Vec<Statement> =
                (0..evidence.len()).filter(|i| set & (1 << i) != 0).map(|i| evidence[i].clone()).collect();
            if same(&chosen) {
                return chosen.iter().map(|statement| statement.id).collect();
            }
        }
        return evidence.iter().map(|statement| statement.id).collect();
    }
    // Many statements: the shortest beginning (by known-at, doubled each time) that gives the verdict, then without each of
    // its statements in turn. What is left out of a long one is not searched for.
    let mut size = SEARCHED_STATEMENTS;
    while size < evidence.len() && !same(&evidence[..size]) {
        size *= 2;
    }
    let mut left = evidence[..size.min(evidence.len())].to_vec();
    if left.len() > MINIMISED_STATEMENTS {
        return left.iter().map(|statement| statement.id).collect();
    }
    let mut i = left.len();
    while i > 0 {
        i -= 1;
        let removed = left.remove(i);
        if !same(&left) {
            left.insert(i, removed);
        }
    }
    left.iter().map(|statement| statement.id).collect()
}

/// X3: the fewest statements after which `wanted` holds of word and status; kinds in the order of the rule.
fn flip(
    situation: &Situation<'_>,
    ground: &Ground,
    asked: &Asked,
    wanted: impl Fn(Word, Status) -> bool,
) -> Option<Flip> {
    let evidence = &ground.evidence;
    if evidence.len() > FLIPPED_STATEMENTS {
        return None;
    }
    let mut counter = 0;
    let of = |members: &BTreeSet<BodyId>| -> Vec<&Statement> {
        evidence.iter().filter(|statement| members.contains(&statement.id)).collect()
    };
    let mut kinds = hypotheses(situation, &of(&ground.own), asked, &mut counter);
    for state in &ground.states {
        let (incident, about) = (state.incident.clone(), state.about.clone());
        let on_state = Asked { incident, about, ..asked.clone() };
        let on_its_incident = hypotheses(situation, &of(&state.members), &on_state, &mut counter);
        // A judgement is about the act itself.
        let judges = |kind: &Hypothesis| matches!(kind.arrival, Arrival::Judgement { .. });
        kinds.extend(on_its_incident.into_iter().filter(|kind| !judges(kind)));
    }
    for size in 1..=FLIP_STATEMENTS {
        for kind in kinds.iter().filter(|kind| kind.statements.len() >= size) {
            let mut with = evidence.clone();
            with.extend_from_slice(&kind.presupposed);
            with.extend_from_slice(&kind.statements[..size]);
            if let Some((becomes, status)) = verdict(situation, ground, &with, asked)
                && wanted(becomes, status)
            {
                let many = if size == 1 { kind.one.clone() } else { format!("{size} {}", kind.many) };
                let (arrival, on) = (kind.arrival.clone(), kind.on.clone());
                return Some(Flip { statements: size, kind: many, arrival, on, becomes });
            }
        }
    }
    None
}

/// A kind of statement that might arrive.
struct Hypothesis {
    one: String,
    many: String,
    arrival: Arrival,
    on: IncidentId,
    /// What must be registered for them to count; not counted itself.
    presupposed: Vec<Statement>,
    statements: Vec<Statement>,
}

/// What might arrive on one incident, of which `evidence` are the statements.
fn hypotheses(situation: &Situation<'_>, evidence: &[&Statement], asked: &Asked, counter: &mut u32) -> Vec<Hypothesis> {
    let tree = situation.tree;
    let moment = &situation.evaluation.moment;
    let mut arriving = |body: Body| {
        *counter += 1;
        let mut id = [0xff; 32];
        id[..4].copy_from_slice(&counter.to_be_bytes());
        let accepted = Acceptance { known: moment.known, history: false, received: None, batch: None };
        Statement { id: BodyId(id), body, accepted }
    };
    let said = |author: &str, content: Content| Body {
        author: author.to_owned(),
        said_at: Some(moment.known.0),
        on_behalf: None,
        cited: None,
        content,
    };
    let mut kinds = Vec::new();
    let reports = evidence.iter().filter(|s| matches!(s.body.content, Content::Report(_)));
    let reports: Vec<&Statement> = reports.copied().collect();

    for report in reports.iter().rev().take(WITHDRAWALS_TRIED) {
        let Some(author) = report.body.outermost() else { continue };
        let reply = Reply {
            to: report.id,
            stance: Stance::Withdraws,
            subject: "any".into(),
            without_prejudice: false,
            words: String::new(),
        };
        kinds.push(Hypothesis {
            one: format!("the withdrawal of {} by {author}", report.id.short()),
            many: "withdrawals".into(),
            arrival: Arrival::Withdrawal { of: report.id, by: author.clone() },
            on: asked.incident.clone(),
            presupposed: Vec::new(),
            statements: vec![arriving(said(author, Content::Reply(reply)))],
        });
    }

    let on = OnIncident::Of(reports.first().map_or(BodyId([0; 32]), |report| report.id));
    let model = reports.iter().find_map(|statement| match &statement.body.content {
        Content::Report(report) if report.polarity == Polarity::Happened => Some(report),
        _ => None,
    });
    if let Some(model) = model {
        for (polarity, grade, words) in grades(tree, asked.standard) {
            let arrivals = (0..FLIP_STATEMENTS).map(|n| {
                let report = Report {
                    chain: Chain::direct(format!("another source {n}")),
                    polarity,
                    accused: match (&asked.about, &model.accused) {
                        (About::Actor(actor), _) => Accused::Actor(actor.clone()),
                        (About::Event, dyad @ Accused::Dyad(..)) => dyad.clone(),
                        (About::Event, _) => Accused::Unstated,
                    },
                    grade: Some(grade),
                    basis: Some("own observation".into()),
                    ..model.clone()
                };
                arriving(said(&moment.perspective.grader, Content::Report(report)))
            });
            let statements: Vec<Statement> = arrivals.collect();
            let (one, many) = match polarity {
                Polarity::Happened => ("report", "reports"),
                Polarity::DidNotHappen => ("report that it did not happen,", "reports that it did not happen,"),
            };
            kinds.push(Hypothesis {
                one: format!("one more independent {one}{words} on {}", asked.incident.0),
                many: format!("more independent {many}{words} on {}", asked.incident.0),
                arrival: Arrival::Reports { polarity, grade: (grade != Grade::UNGRADED).then_some(grade) },
                on: asked.incident.clone(),
                presupposed: Vec::new(),
                statements,
            });
        }
    }
    if let (About::Actor(actor), Some(report)) = (&asked.about, reports.first()) {
        let reply = Reply {
            to: report.id,
            stance: Stance::Acknowledges,
            subject: "any".into(),
            without_prejudice: false,
            words: String::new(),
        };
        let speaker = Registration::Speaker {
            name: actor.clone(),
            party: actor.clone(),
            subject: "any".into(),
            during: Interval::ALWAYS,
        };
        kinds.push(Hypothesis {
            one: format!("an acknowledgement by a registered speaker of {actor}"),
            many: "acknowledgements".into(),
            arrival: Arrival::Acknowledgement { actor: actor.clone() },
            on: asked.incident.clone(),
            presupposed: vec![arriving(said(actor, Content::Registration(speaker)))],
            statements: vec![arriving(said(actor, Content::Reply(reply)))],
        });
    }
    let mut bodies: Vec<(&Vec<Name>, FindingWord)> = Vec::new();
    for standard in &tree.standards.standards[asked.standard..] {
        for alternative in &standard.alternatives {
            if let Alternative::Finding { words, bodies: asked_bodies, .. } = alternative {
                bodies.extend(words.first().map(|word| (asked_bodies, *word)));
                bodies.push((asked_bodies, FindingWord::Refuted));
            }
        }
    }
    for (names, word) in bodies {
        let finding = |body: &Name| {
            let finding = Finding {
                on: on.clone(),
                finding: Some(word),
                attribution: match &asked.about {
                    About::Actor(actor) => Some(Attribution::Actor(actor.clone())),
                    About::Event => None,
                },
                intent: None,
                severity: None,
                time: None,
                place: None,
                targets: Vec::new(),
                words: String::new(),
            };
            said(body, Content::Finding(finding))
        };
        let statements: Vec<Statement> = names.iter().map(|name| arriving(finding(name))).collect();
        let kind = format!("finding \"{}\" by {}", word.as_str(), names.join(" and "));
        kinds.push(Hypothesis {
            one: format!("a {kind}"),
            many: format!("findings: {kind}"),
            arrival: Arrival::Finding { word, bodies: names.clone() },
            on: asked.incident.clone(),
            presupposed: Vec::new(),
            statements,
        });
    }
    if let ArticleKind::Prohibition(provision) = &tree.articles[asked.article].kind {
        for exception in &provision.exceptions {
            let Condition::Judged(slot) = &exception.condition else { continue };
            let Some(judgement) = tree.judgements.iter().find(|j| &j.name == slot) else { continue };
            let question = Question::Judgement { slot: slot.clone(), on: Some(on.clone()) };
            let decided =
                |name: &Name| said(name, Content::Decision(Decision { question: question.clone(), yes: true }));
            let statements: Vec<Statement> = judgement.deciders.names.iter().map(|n| arriving(decided(n))).collect();
            kinds.push(Hypothesis {
                one: format!("a judgement of \"{slot}\""),
                many: format!("judgements of \"{slot}\""),
                arrival: Arrival::Judgement { slot: slot.clone() },
                on: asked.incident.clone(),
                presupposed: Vec::new(),
                statements,
            });
        }
    }
    kinds
}

/// Grades that a further report would need at this standard or a stronger one, for and against.
fn grades(tree: &Tree, standard: usize) -> Vec<(Polarity, Grade, String)> {
    let mut found: Vec<(Polarity, Grade, String)> = Vec::new();
    for alternative in tree.standards.standards[standard..].iter().flat_map(|s| &s.alternatives) {
        let Alternative::Origins { at_least, .. } = alternative else { continue };
        let grade = at_least.unwrap_or(Grade::UNGRADED);
        let words = at_least.map(|bound| format!(" graded {bound} or better")).unwrap_or_default();
        for polarity in [Polarity::Happened, Polarity::DidNotHappen] {
            if !found.iter().any(|(p, g, _)| *p == polarity && *g == grade) {
                found.push((polarity, grade, words.clone()));
            }
        }
    }
    // The least admitted grade first.
    found.sort_by_key(|(polarity, grade, _)| {
        (std::cmp::Reverse((grade.letter(), grade.digit())), *polarity == Polarity::DidNotHappen)
    });
    found
}

/// Most alleged incidents among which the cheapest flip of a holding clock is looked for, latest first.
const AT_RISK_SEARCHED: usize = 12;

/// Why a clock stands where it stands (X2).
#[derive(Clone, Debug)]
pub struct ClockExplanation {
    /// The clock.
    pub clock: Name,
    /// Index into the standard chain.
    pub standard: usize,
    /// Which of the clocks of its scope.
    pub part: Part,
    /// The last established break, with the smallest set of statements that establishes it.
    pub broken_by: Option<(Break, Vec<BodyId>)>,
    /// Breaks that may have broken it after that.
    pub may_break: Vec<Break>,
    /// How many alleged incidents are at risk.
    pub at_risk: usize,
    /// Days nobody watched enough, and whether the agreement asks.
    pub unobserved: usize,
    /// The cheapest arrival that would break it, or may, with the incident; looked for among the latest at risk.
    pub cheapest: Option<(Break, Flip)>,
}

/// Explains `clock` at each of its standards.
pub fn explain_clock(
    situation: &Situation<'_>,
    statements: &[Statement],
    clock: &agreement::tree::Clock,
) -> Vec<ClockExplanation> {
    let readings = situation.evaluation.clocks.iter().filter(|r| r.clock == clock.name && r.policy == 0);
    readings
        .map(|reading| {
            let judged = |b: &Break| {
                situation.evaluation.judged.iter().find(|judged| {
                    let fact = &situation.facts[judged.fact];
                    judged.article == b.article
                        && judged.standard == reading.standard
                        && fact.incident == b.incident
                        && fact.about == b.about
                })
            };
            let last = reading.breaks.iter().filter(|b| b.effect == EffectShown::Breaks).max_by_key(|b| b.span.from);
            let broken_by = last.map(|b| {
                let support = judged(b).map(|j| explain(situation, statements, j).support).unwrap_or_default();
                (b.clone(), support)
            });
            let may_break = reading
                .breaks
                .iter()
                .filter(|b| b.effect == EffectShown::MayBreak && last.is_none_or(|last| b.span.until > last.span.from))
                .cloned()
                .collect();
            let cheapest = reading
                .at_risk
                .iter()
                .rev()
                .take(AT_RISK_SEARCHED)
                .filter_map(|b| {
                    let flip = mattering(situation, statements, judged(b)?)?;
                    Some((b.clone(), flip))
                })
                .min_by_key(|(_, flip)| flip.statements);
            ClockExplanation {
                clock: clock.name.clone(),
                standard: reading.standard,
                part: reading.part.clone(),
                broken_by,
                may_break,
                at_risk: reading.at_risk.len(),
                unobserved: reading.unobserved.len(),
                cheapest,
            }
        })
        .collect()
}
