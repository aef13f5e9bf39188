//! Figures: who counts how many, by origin; on one scale for each category, never added.
//!
//! Holds
//! - Each figure keeps its origin, its chain, its words and since when it is known.
//! - Killed, injured, and "killed or injured" as one sum are different categories; none is made from another.
//!
//! Not here: a total: there is none (semantics S13).

use std::collections::BTreeMap;

use incident::Incident;
use record::statement::{BodyId, Report};
use record::vocabulary::counts::{Category, Count, CountScope, Population};
use record::vocabulary::sources::Origin;

use super::context::Context;
use super::document::{Block, Section, Sentence, Strip, StripMark, Table};
use super::limits;
use super::notes::Notes;

/// One figure by one origin.
struct Figure<'s> {
    statement: BodyId,
    report: &'s Report,
    count: &'s Count,
    known: String,
    /// The figures of this category before they were corrected.
    before: Option<String>,
}

impl Figure<'_> {
    /// The figure as it stands, and what it was.
    fn text(&self, context: &Context<'_>) -> String {
        let now = context.say.figure(self.count);
        match &self.before {
            Some(before) => {
                context.say.say("cell-corrected", &[("now", now.into()), ("before", before.clone().into())])
            }
            None => now,
        }
    }
}

fn figures<'s>(context: &'s Context<'_>, incident: &'s Incident) -> Vec<Figure<'s>> {
    let mut figures = Vec::new();
    for (statement, report) in context.reports(incident) {
        // A corrected figure is known since its correction.
        let corrected = context.before_correction(statement).filter(|(before, _)| before.counts != report.counts);
        let known = context.say.instant(corrected.map_or(statement.known().0, |(_, at)| at));
        figures.extend(report.counts.iter().map(|count| {
            let before = corrected.map(|(before, _)| {
                let own = before.counts.iter().filter(|before| before.category == count.category);
                context.say.join(&own.map(|before| context.say.figure(before)).collect::<Vec<_>>())
            });
            let before = before.filter(|before| !before.is_empty());
            Figure { statement: statement.id, report, count, known: known.clone(), before }
        }));
    }
    figures
}

fn origins(context: &Context<'_>, report: &Report) -> String {
    let registers = &context.now.knowledge.registers;
    let named: Vec<String> = report
        .chain
        .origins
        .iter()
        .map(|origin| match origin {
            Origin::Named(name) => super::isolated(registers.resolve(name)),
            unnamed => context.say.origin(unnamed),
        })
        .collect();
    context.say.join(&named)
}

pub(super) fn section<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let mut rows: Vec<Vec<Sentence>> = Vec::new();
    let mut more = 0usize;
    for reported in &context.incidents {
        let incident = context.incident(reported);
        for figure in figures(context, incident) {
            if rows.len() == limits::TABLE_ROWS {
                more += 1;
                continue;
            }
            rows.push(vec![
                context.cell(super::isolated(&incident.id.0)),
                context.cell(say.category(figure.count.category)),
                context.said_text(notes, [figure.statement], figure.text(context)),
                context.cell(origins(context, figure.report)),
                context.cell(say.chain(&figure.report.chain)),
                context.cell(figure.known),
            ]);
        }
    }
    let mut blocks = Vec::new();
    if rows.is_empty() {
        blocks.push(Block::Paragraph(vec![context.plain("figures-none", &[])]));
    } else {
        blocks.push(Block::Paragraph(vec![context.plain("figures-never-added", &[])]));
        blocks.push(Block::Table(Table {
            caption: say.word("figures-caption"),
            rows,
            columns: context.columns(&[
                "column-incident",
                "column-category",
                "column-figure",
                "column-origin",
                "column-chain",
                "column-known",
            ]),
        }));
    }
    blocks.extend(context.more(more));
    super::section(context, "casualties", blocks)
}

/// One strip for each category, one mark for each figure.
pub(super) fn strips<'a>(context: &Context<'a>, notes: &mut Notes<'a>, incident: &Incident) -> Vec<Strip> {
    let say = &context.say;
    let mut by_category: BTreeMap<Category, Vec<Figure<'_>>> = BTreeMap::new();
    for figure in figures(context, incident) {
        by_category.entry(figure.count.category).or_default().push(figure);
    }
    by_category
        .into_iter()
        .map(|(category, figures)| {
            let populations: Vec<Population> = figures.iter().map(|figure| figure.count.population).collect();
            let differs = populations.iter().any(|one| *one != populations[0]);
            let least = figures.iter().map(|figure| figure.count.least).min().unwrap_or(0);
            let open = figures.iter().any(|figure| figure.count.most.is_none());
            let most = figures.iter().map(|figure| figure.count.most.unwrap_or(figure.count.least)).max().unwrap_or(0);
            let name = if open { "strip-summary-open" } else { "strip-summary" };
            let one = say.range(least.into(), (!open).then_some(most.into()));
            let values = [
                ("category", say.category(category).into()),
                ("n", figures.len().into()),
                ("one", one.into()),
                ("least", i64::from(least).into()),
                ("most", i64::from(most).into()),
            ];
            let summary = say.say(name, &values);
            let marks = figures
                .iter()
                .take(limits::LIST_POINTS)
                .map(|figure| {
                    let values = [
                        ("origin", origins(context, figure.report).into()),
                        ("figure", figure.text(context).into()),
                        ("known", figure.known.clone().into()),
                    ];
                    StripMark {
                        least: figure.count.least.into(),
                        most: figure.count.most.map(u64::from),
                        label: context.said(notes, [figure.statement], "strip-mark", &values),
                        unclear: figure.count.scope != CountScope::Incident
                            || (differs && figure.count.population == Population::Unknown),
                    }
                })
                .collect();
            Strip { category: say.category(category), summary, marks }
        })
        .collect()
}
