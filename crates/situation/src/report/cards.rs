//! The section on violations: a table of the period's incidents, and a card for each with the versions side by side.
//!
//! Holds
//! - No version is preferred: what all say is said once, what differs stands in columns beside one another.
//! - A title says "reported" and whom reports name, never who did it.
//!
//! Not here: the figures' table (`figures`), the drawing of a card (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{Cause, Judged, State, StateShown, Word};
use incident::Incident;
use record::statement::{Accused, BodyId, Content, Polarity, Report, Statement};
use record::vocabulary::Name;
use record::vocabulary::facts::{About, Status};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::Instant;

use super::context::{Context, Reported};
use super::document::{Block, Card, ChainGraph, ChainNode, ChainRole, Section, Sentence, Table};
use super::figures;
use super::limits;
use super::notes::Notes;
use crate::explain::{Arrival, Flip, flip_to_breach, nearest_flip};
use crate::panel::together;

pub(super) fn section<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let mut blocks = Vec::new();
    if context.incidents.is_empty() {
        blocks.push(Block::Paragraph(vec![context.plain("violations-none", &[])]));
        return super::section(context, "violations", blocks);
    }
    blocks.push(Block::Paragraph(vec![
        context.plain("violations-how", &[("standard", say.standards(&[context.standard()]).into())]),
    ]));
    // The worst first; among equals in order of time.
    let mut ranked: Vec<&Reported> = context.incidents.iter().collect();
    ranked.sort_by_key(|reported| {
        (std::cmp::Reverse(reported.words[context.standard()]), std::cmp::Reverse(reported.words[0]))
    });
    blocks.push(Block::Table(table(context, notes)));
    blocks.extend(context.more(context.incidents.len().saturating_sub(limits::TABLE_ROWS)));
    for (rank, reported) in ranked.iter().take(limits::CARDS).enumerate() {
        blocks.push(Block::Card(Box::new(card(context, notes, reported, rank < limits::FLIPS))));
    }
    if ranked.len() > limits::CARDS {
        blocks
            .push(Block::Paragraph(vec![context.plain("cards-more", &[("n", (ranked.len() - limits::CARDS).into())])]));
    }
    super::section(context, "violations", blocks)
}

fn table<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Table {
    let say = &context.say;
    let rows = context.incidents.iter().take(limits::TABLE_ROWS).map(|reported| {
        let incident = context.incident(reported);
        let said = |word: Option<Word>| word.map_or(say.word("word-uncovered"), |word| say.verdict(word));
        let asked = if context.standard() == 0 { vec![0] } else { vec![0, context.standard()] };
        let words = asked.into_iter().map(|standard| (standard, said(reported.words[standard]))).collect();
        let both = together::<usize, String>(words).into_iter().map(|(standards, word)| {
            say.say("verdict-at", &[("word", word.into()), ("standard", say.standards(&standards).into())])
        });
        let both = say.clauses(&both.collect::<Vec<_>>());
        let title = context.said_text(notes, context.ids(incident), super::isolated(&incident.id.0));
        vec![
            title,
            context.cell(say.span(reported.stated)),
            context.cell(places(context, incident)),
            context.cell(acts(context, incident)),
            context.cell(accused(context, incident, named)),
            context.cell(sources(context, incident)),
            Sentence { text: both, notes: Vec::new(), kind: super::SentenceKind::Computed },
        ]
    });
    Table {
        caption: say.word("violations-caption"),
        rows: rows.collect(),
        columns: context.columns(&[
            "column-incident",
            "column-time",
            "column-place",
            "column-act",
            "column-accused",
            "column-sources",
            "column-verdict",
        ]),
    }
}

/// An incident in words: what, said to be by whom, where. Its name stands beside it where it is looked up.
pub(super) fn titled(context: &Context<'_>, incident: &Incident) -> String {
    let values = [
        ("act", acts(context, incident).into()),
        ("accused", accused(context, incident, |context, accused| context.say.accused(accused)).into()),
        ("place", places(context, incident).into()),
    ];
    context.say.say("incident-titled", &values)
}

/// Acts that reports name, each once.
pub(super) fn acts(context: &Context<'_>, incident: &Incident) -> String {
    let mut named: Vec<String> = Vec::new();
    for (_, report) in context.reports(incident) {
        let act = report.act.as_ref().map_or(String::new(), |act| super::isolated(act));
        if !act.is_empty() && !named.contains(&act) {
            named.push(act);
        }
    }
    if named.is_empty() { context.say.word("act-not-stated") } else { context.say.join(&named) }
}

/// Whom reports name, each once, in the words that `said` has for it.
fn accused(context: &Context<'_>, incident: &Incident, said: fn(&Context<'_>, &Accused) -> String) -> String {
    let mut listed: Vec<String> = Vec::new();
    for (statement, report) in context.reports(incident).filter(|(_, report)| report.polarity == Polarity::Happened) {
        // A correction of a figure names nobody, and does not say that nobody is named.
        if is_correction(statement) && report.accused == Accused::Unstated {
            continue;
        }
        let said = said(context, &report.accused);
        if !listed.contains(&said) {
            listed.push(said);
        }
    }
    context.say.join(&listed)
}

/// Somebody else's correction: a version of its own that states only what it corrects.
fn is_correction(statement: &Statement) -> bool {
    matches!(statement.body.content, Content::Reply(_))
}

/// Whom one report names: the name alone, under a title that says that it is said.
fn named(context: &Context<'_>, accused: &Accused) -> String {
    match accused {
        Accused::Actor(actor) => super::isolated(actor),
        other => context.say.accused(other),
    }
}

fn places(context: &Context<'_>, incident: &Incident) -> String {
    let mut named: Vec<String> = Vec::new();
    for (_, report) in context.reports(incident) {
        let Some(place) = &report.place else { continue };
        let name = place.names.first().map_or_else(|| context.say.word("place-unnamed"), |name| super::isolated(name));
        if !named.contains(&name) {
            named.push(name);
        }
    }
    if named.is_empty() { context.say.word("place-not-stated") } else { context.say.join(&named) }
}

pub(super) fn sources(context: &Context<'_>, incident: &Incident) -> String {
    let reports = context.reports(incident).count();
    let origins = origins(context, incident);
    context.say.say("sources-counted", &[("reports", reports.into()), ("origins", origins.into())])
}

/// How many origins speak of an incident by a report.
pub(super) fn origins(context: &Context<'_>, incident: &Incident) -> usize {
    let registers = &context.now.knowledge.registers;
    let mut origins: BTreeSet<String> = BTreeSet::new();
    for (_, report) in context.reports(incident) {
        origins.extend(report.chain.origins.iter().map(|origin| match origin {
            Origin::Named(name) => registers.resolve(name).to_owned(),
            Origin::Unnamed(words) => format!("\u{0}{words}"),
        }));
    }
    origins.len()
}

fn card<'a>(context: &Context<'a>, notes: &mut Notes<'a>, reported: &Reported, with_flip: bool) -> Card {
    let say = &context.say;
    let incident = context.incident(reported);
    let all = context.ids(incident);
    let title = say.say(
        "card-title",
        &[
            ("act", acts(context, incident).into()),
            ("accused", accused(context, incident, |context, accused| context.say.accused(accused)).into()),
            ("place", places(context, incident).into()),
            ("time", say.span(reported.stated).into()),
        ],
    );
    let (common, versions) = versions(context, notes, incident);
    let quotes = context
        .reports(incident)
        .filter(|(_, report)| !report.words.is_empty())
        .map(|(statement, report)| {
            let values = [("source", say.chain(&report.chain).into()), ("words", say.quoted(&report.words).into())];
            context.said(notes, [statement.id], "card-quote", &values)
        })
        .collect();
    let chains: Vec<&Chain> = context.reports(incident).map(|(_, report)| &report.chain).collect();
    Card {
        anchor: reported.anchor.clone(),
        incident: incident.id.0.clone(),
        title,
        tone: context.tone(reported),
        verdicts: verdicts(context, notes, incident, &all),
        common,
        versions,
        quotes: context.cut(quotes, limits::VERSIONS),
        chains: graph(context, &chains),
        figures: figures::strips(context, notes, incident),
        answers: answers(context, notes, incident),
        missing: missing(context, notes, incident, with_flip),
    }
}

/// A verdict as it is told: about whom, the word, the status, why it is undetermined.
type Told = (About, Word, Status, Vec<Cause>);

/// The words at every standard, standards with the same answers together, and articles with the same answer.
fn verdicts<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident, all: &[BodyId]) -> Vec<Sentence> {
    let say = &context.say;
    let told = |standard: usize| -> Vec<(String, Told)> {
        let own = context.judged(&incident.id).filter(|judged| judged.standard == standard);
        let covered = own.filter(|judged| judged.word != Word::NotApplicable);
        covered
            .map(|judged| {
                let about = context.now.facts[judged.fact].about.clone();
                let article = say.article(&context.tree.articles[judged.article]);
                (article, (about, judged.word, judged.status, judged.causes()))
            })
            .collect()
    };
    let standards = (0..context.tree.standards.standards.len()).map(|standard| (standard, told(standard))).collect();
    let mut sentences = Vec::new();
    for (standards, lines) in together(standards) {
        let at = say.standards(&standards);
        // A declaration beside the agreement, or a reading, is not what covers an act (L6).
        let covered = context
            .judged_as_agreed(&incident.id)
            .any(|judged| standards.contains(&judged.standard) && judged.word != Word::NotApplicable);
        let state = |standard: &usize| context.now.evaluation.states.contains(&(incident.id.clone(), *standard));
        if standards.iter().any(state) {
            let values = [("standards", at.clone().into())];
            sentences.push(context.computed(notes, all.to_vec(), "verdict-state", &values));
        } else if !covered {
            let values = [("standards", at.clone().into())];
            sentences.push(context.computed(notes, all.to_vec(), "verdict-uncovered", &values));
        }
        for (articles, (about, word, status, causes)) in together(lines) {
            let because = match causes.is_empty() {
                true => say.word(status_name(status)),
                false => say.causes(&causes),
            };
            let values = [
                ("word", say.verdict(word).into()),
                ("about", say.about(&about).into()),
                ("articles", say.join(&articles).into()),
                ("standards", at.clone().into()),
                ("because", because.into()),
            ];
            sentences.push(context.computed(notes, all.to_vec(), "verdict", &values));
        }
        sentences.extend(only_of_the_event(context, notes, incident, &standards));
    }
    sentences.extend(states(context, notes, incident));
    sentences
}

/// Who is said to have held the ground, or to stand behind whom: claims of their own, with their status at each standard.
fn states<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident) -> Vec<Sentence> {
    let say = &context.say;
    let told = |standard: usize| -> Vec<&StateShown> {
        let own = context.judged(&incident.id).filter(|judged| judged.standard == standard);
        own.flat_map(|judged| &judged.states).collect::<BTreeSet<_>>().into_iter().collect()
    };
    let standards = (0..context.tree.standards.standards.len()).map(|standard| (standard, told(standard))).collect();
    let mut sentences = Vec::new();
    for (standards, shown) in together(standards) {
        for shown in shown {
            let name = match shown.state {
                State::HoldsGround => "state-holds-ground",
                State::Supports => "state-supports",
            };
            let values = [
                ("actor", (&shown.actor).into()),
                ("standards", say.standards(&standards).into()),
                ("status", say.word(status_name(shown.status)).into()),
            ];
            let ids = context.now.incident(&shown.incident.0).map(|claimed| context.ids(claimed)).unwrap_or_default();
            sentences.push(context.computed(notes, ids, name, &values));
        }
    }
    sentences
}

/// Why a clause is named that binds none of those whom reports name: nobody is established as having acted.
fn only_of_the_event<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    incident: &Incident,
    standards: &[usize],
) -> Option<Sentence> {
    let say = &context.say;
    let own = || context.judged(&incident.id).filter(|judged| standards.contains(&judged.standard));
    let covered = |judged: &&Judged| judged.word != Word::NotApplicable;
    let about = |judged: &Judged| &context.now.facts[judged.fact].about;
    let of_actors = own().filter(covered).any(|judged| matches!(about(judged), About::Actor(_)));
    let articles: BTreeSet<usize> =
        own().filter(covered).filter(|judged| *about(judged) == About::Event).map(|judged| judged.article).collect();
    let mut actors: Vec<&Name> = Vec::new();
    for fact in context.now.facts_of(&incident.id) {
        match &context.now.facts[fact].about {
            About::Actor(actor) if !actors.contains(&actor) => actors.push(actor),
            _ => {}
        }
    }
    if of_actors || articles.is_empty() || actors.is_empty() {
        return None;
    }
    let articles: Vec<String> = articles.iter().map(|article| say.article(&context.tree.articles[*article])).collect();
    let values = [
        ("articles", say.join(&articles).into()),
        ("names", say.list(&actors).into()),
        ("standards", say.standards(standards).into()),
    ];
    Some(context.computed(notes, context.ids(incident), "verdict-event-only", &values))
}

fn status_name(status: Status) -> &'static str {
    match status {
        Status::None => "status-none",
        Status::Alleged => "status-alleged",
        Status::Refuted => "status-refuted",
        Status::Contested => "status-contested",
        Status::Established => "status-established",
    }
}

type Field = (&'static str, fn(&Context<'_>, &Report) -> String);

/// What a version may differ in.
const FIELDS: [Field; 8] = [
    ("column-polarity", |c, r| match (r.polarity, &r.accused) {
        (Polarity::Happened, _) => c.say.word("polarity-happened"),
        (Polarity::DidNotHappen, Accused::Actor(actor)) => c.say.say("polarity-not-by", &[("actor", actor.into())]),
        (Polarity::DidNotHappen, _) => c.say.word("polarity-not"),
    }),
    ("column-accused", |c, r| match (r.polarity, &r.accused) {
        (Polarity::DidNotHappen, Accused::Actor(_)) => c.say.word("not-stated"),
        (_, accused) => named(c, accused),
    }),
    ("column-act", |c, r| r.act.as_ref().map_or(c.say.word("not-stated"), |act| super::isolated(act))),
    ("column-targets", |c, r| if r.targets.is_empty() { c.say.word("not-stated") } else { c.say.list(&r.targets) }),
    ("column-weapon", |c, r| r.weapon.as_ref().map_or(c.say.word("not-stated"), |w| super::isolated(w))),
    ("column-time", |c, r| r.time.as_ref().map_or(c.say.word("not-stated"), |time| c.say.event_time(time))),
    ("column-place", |c, r| r.place.as_ref().map_or(c.say.word("not-stated"), |place| c.say.place(place))),
    ("column-figures", |c, r| {
        let counts: Vec<String> = r.counts.iter().map(|count| c.say.count(count)).collect();
        if counts.is_empty() { c.say.word("not-stated") } else { c.say.clauses(&counts) }
    }),
];

/// What all versions say, and a table of what they differ in, one row for each report.
fn versions<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident) -> (Vec<Sentence>, Table) {
    let say = &context.say;
    let reports: Vec<(&Statement, &Report)> = context.reports(incident).collect();
    let all: Vec<BodyId> = reports.iter().map(|(statement, _)| statement.id).collect();
    let before: Vec<Option<(&Report, Instant)>> =
        reports.iter().map(|(statement, _)| context.before_correction(statement)).collect();
    let cell =
        |report: &Report, before: &Option<(&Report, Instant)>, said: &dyn Fn(&Context<'_>, &Report) -> String| {
            let now = said(context, report);
            match before.map(|(before, _)| said(context, before)).filter(|before| *before != now) {
                Some(before) => say.say("cell-corrected", &[("now", now.into()), ("before", before.into())]),
                None => now,
            }
        };
    let cells: Vec<Vec<String>> = reports
        .iter()
        .zip(&before)
        .map(|((_, report), before)| FIELDS.iter().map(|(_, said)| cell(report, before, said)).collect())
        .collect();
    // What a correction does not state is no other version of it.
    let whole: Vec<usize> = (0..reports.len()).filter(|i| !is_correction(reports[*i].0)).collect();
    let unstated = [say.word("not-stated"), say.word("accused-nobody")];
    let first = whole.first().copied().unwrap_or(0);
    let same = |field: usize| {
        cells.iter().enumerate().all(|(i, cell)| {
            cell[field] == cells[first][field] || (!whole.contains(&i) && unstated.contains(&cell[field]))
        })
    };
    let stated = |field: usize| cells[first][field] != say.word("not-stated");
    let mut common = Vec::new();
    for (field, (name, _)) in FIELDS.iter().enumerate().filter(|(field, _)| same(*field) && stated(*field)) {
        let values = [("field", say.word(name).into()), ("value", cells[first][field].clone().into())];
        common.push(context.said(notes, all.clone(), "version-common", &values));
    }
    let differing: Vec<usize> = (0..FIELDS.len()).filter(|field| !same(*field)).collect();
    let mut columns = vec![say.word("column-source"), say.word("column-grade"), say.word("column-known")];
    columns.extend(differing.iter().map(|field| say.word(FIELDS[*field].0)));
    let rows =
        reports.iter().zip(&before).zip(&cells).take(limits::VERSIONS).map(|(((statement, report), before), cell)| {
            let known = say.instant(statement.known().0);
            let known = match before {
                Some((_, at)) => {
                    say.say("known-corrected", &[("known", known.into()), ("corrected", say.instant(*at).into())])
                }
                None => known,
            };
            let grade = report.grade.map_or(say.word("not-graded"), |grade| grade.to_string());
            let mut row = vec![
                context.said_text(notes, [statement.id], say.chain(&report.chain)),
                context.cell(grade),
                context.cell(known),
            ];
            row.extend(differing.iter().map(|field| context.cell(cell[*field].clone())));
            row
        });
    let rows: Vec<Vec<Sentence>> = rows.collect();
    if reports.len() > limits::VERSIONS {
        let more = reports.len() - limits::VERSIONS;
        common.push(context.plain("versions-more", &[("n", more.into())]));
    }
    (common, Table { caption: say.word("versions-caption"), columns, rows })
}

/// Replies, findings, gradings: what was said of it.
fn answers<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident) -> Vec<Sentence> {
    let knowledge = &context.now.knowledge;
    let said = incident.replies.iter().chain(&incident.findings).map(|i| knowledge.live[*i].statement);
    let mut said: Vec<&Statement> = said.collect();
    said.sort_by_key(|statement| (statement.known(), statement.id));
    said.dedup_by_key(|statement| statement.id);
    let mut sentences: Vec<Sentence> = said
        .into_iter()
        .map(|statement| {
            let values = [
                ("said", context.say.statement(statement).into()),
                ("known", context.say.instant(statement.known().0).into()),
            ];
            context.said(notes, [statement.id], "card-answer", &values)
        })
        .collect();
    sentences.extend(context.withdrawn(incident).into_iter().map(|(report, by)| {
        let values = [
            ("said", context.say.statement(report).into()),
            ("known", context.say.instant(report.known().0).into()),
            ("by", by.body.speaker().into()),
            ("withdrawn", context.say.instant(by.known().0).into()),
        ];
        context.said(notes, [report.id, by.id], "card-withdrawn", &values)
    }));
    context.cut(sentences, limits::LIST_POINTS)
}

fn missing<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident, with_flip: bool) -> Vec<Sentence> {
    let say = &context.say;
    let mut missing = Vec::new();
    let own: Vec<_> = context.now.facts_of(&incident.id).map(|index| &context.now.facts[index]).collect();
    let (mut silent, mut heard): (Vec<&Name>, Vec<&Name>) = (Vec::new(), Vec::new());
    for fact in own.iter().filter(|_| !context.is_words(incident)) {
        if let About::Actor(actor) = &fact.about
            && context.tree.parties.contains(actor)
            && context.replies_of(incident, actor).next().is_none()
        {
            if context.is_heard(incident, actor) { heard.push(actor) } else { silent.push(actor) }
        }
    }
    if !heard.is_empty() {
        missing.push(context.plain("missing-reply-heard", &[("names", say.list(&heard).into())]));
    }
    if !silent.is_empty() {
        missing.push(context.plain("missing-reply", &[("names", say.list(&silent).into())]));
    }
    if incident.findings.is_empty() {
        missing.push(context.plain("missing-finding", &[]));
    }
    let named: Vec<&'static str> = FIELDS
        .iter()
        .filter(|(_, said)| {
            let not_stated = say.word("not-stated");
            context.reports(incident).all(|(_, report)| said(context, report) == not_stated)
        })
        .map(|(name, _)| *name)
        .collect();
    if !named.is_empty() {
        let fields: Vec<String> = named.iter().map(|name| say.word(name)).collect();
        missing.push(context.plain("missing-fields", &[("fields", say.join(&fields).into())]));
    }
    if with_flip {
        let standard = context.standard();
        let worst = context
            .judged_as_agreed(&incident.id)
            .filter(|judged| judged.standard == standard && judged.word != Word::NotApplicable)
            .max_by_key(|judged| (judged.word, std::cmp::Reverse((judged.article, judged.fact))));
        missing.extend(worst.into_iter().flat_map(|judged| flips(context, notes, incident, judged)));
    }
    missing
}

/// What would change the worst word at the report's standard: what is nearest, and what would make it a breach.
fn flips<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident, judged: &Judged) -> Vec<Sentence> {
    let nearest = nearest_flip(&context.now, context.statements, judged);
    let found = nearest.as_ref().is_some_and(|flip| flip.becomes == Word::Breached) || judged.word == Word::Breached;
    let breach = if found { None } else { flip_to_breach(&context.now, context.statements, judged) };
    nearest.iter().chain(&breach).map(|flip| flip_said(context, notes, incident, judged, flip)).collect()
}

fn flip_said<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    incident: &Incident,
    judged: &Judged,
    flip: &Flip,
) -> Sentence {
    let say = &context.say;
    let n = flip.statements;
    let what = match &flip.arrival {
        Arrival::Withdrawal { of, by } => say.say("flip-withdrawal", &[("of", of.short().into()), ("by", by.into())]),
        Arrival::Reports { polarity, grade } => {
            let name = match polarity {
                Polarity::Happened => "flip-reports",
                Polarity::DidNotHappen => "flip-reports-not",
            };
            let grade =
                grade.map_or(String::new(), |grade| say.say("flip-grade", &[("grade", grade.to_string().into())]));
            say.say(name, &[("n", n.into()), ("grade", grade.into())])
        }
        Arrival::Acknowledgement { actor } => say.say("flip-acknowledgement", &[("actor", actor.into())]),
        Arrival::Finding { word, bodies } => say.say(
            "flip-finding",
            &[("n", n.into()), ("word", say.quoted(&say.finding(*word)).into()), ("bodies", say.list(bodies).into())],
        ),
        Arrival::Judgement { slot } => say.say("flip-judgement", &[("slot", slot.into())]),
    };
    let values = [
        ("article", say.article(&context.tree.articles[judged.article]).into()),
        ("standard", say.standards(&[judged.standard]).into()),
        ("word", say.verdict(judged.word).into()),
        ("what", what.into()),
        ("becomes", say.verdict(flip.becomes).into()),
    ];
    let claimed = context.now.incident(&flip.on.0).filter(|on| on.id != incident.id);
    let name = if claimed.is_some() { "flip-state" } else { "flip" };
    context.computed(notes, context.ids(claimed.unwrap_or(incident)), name, &values)
}

/// Who relays whom: from the one who said it to the one who passed it on.
fn graph(context: &Context<'_>, chains: &[&Chain]) -> ChainGraph {
    let registers = &context.now.knowledge.registers;
    let mut roles: BTreeMap<String, ChainRole> = BTreeMap::new();
    let mut order: Vec<String> = Vec::new();
    let mut edges: Vec<(String, String)> = Vec::new();
    for chain in chains {
        let mut note = |label: String, role: ChainRole| {
            if !order.contains(&label) {
                order.push(label.clone());
            }
            let known = roles.entry(label).or_insert(role);
            *known = (*known).min(role);
        };
        let relayers: Vec<String> = chain.relayers.iter().map(|name| registers.resolve(name).to_owned()).collect();
        let origins: Vec<String> = chain
            .origins
            .iter()
            .map(|origin| match origin {
                Origin::Named(name) => registers.resolve(name).to_owned(),
                unnamed => context.say.origin(unnamed),
            })
            .collect();
        for (label, origin) in origins.iter().zip(&chain.origins) {
            let named = matches!(origin, Origin::Named(_));
            note(label.clone(), if named { ChainRole::Origin } else { ChainRole::UnnamedOrigin });
        }
        for label in &relayers {
            note(label.clone(), ChainRole::Relayer);
        }
        if let Some(innermost) = relayers.last() {
            edges.extend(origins.iter().map(|origin| (origin.clone(), innermost.clone())));
        }
        edges.extend(relayers.windows(2).map(|pair| (pair[1].clone(), pair[0].clone())));
    }
    let more = order.len().saturating_sub(limits::GRAPH_SOURCES);
    order.truncate(limits::GRAPH_SOURCES);
    let place = |label: &String| order.iter().position(|known| known == label);
    let mut indexed: Vec<(usize, usize)> =
        edges.iter().filter_map(|(from, to)| Some((place(from)?, place(to)?))).filter(|(a, b)| a != b).collect();
    indexed.sort();
    indexed.dedup();
    let of = |role: ChainRole| roles.values().filter(|known| **known == role).count();
    let origins = of(ChainRole::Origin) + of(ChainRole::UnnamedOrigin);
    let name = if more > 0 { "graph-summary-cut" } else { "graph-summary" };
    let mut values = vec![
        ("reports", chains.len().into()),
        ("origins", origins.into()),
        ("relayers", of(ChainRole::Relayer).into()),
    ];
    if more > 0 {
        values.push(("more", more.into()));
    }
    let summary = context.say.say(name, &values);
    let nodes = order.iter().map(|label| ChainNode { label: label.clone(), role: roles[label] }).collect();
    ChainGraph { summary, nodes, edges: indexed }
}
