//! The section on coverage: who watched which zone how long, and what nobody watched.
//!
//! Holds
//! - Time that nobody watched is not calm: the section says what is not known to have been watched.
//!
//! Not here: what calm needs (`agreement`).

use std::collections::BTreeMap;

use agreement::tree::CoverageRule;
use record::statement::{BodyId, Content};
use record::vocabulary::Name;
use record::vocabulary::time::Interval;

use super::context::Context;
use super::document::{Block, Section, Table};
use super::limits;
use super::notes::Notes;

pub(super) fn section<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let registers = &context.now.knowledge.registers;
    let mut watched: BTreeMap<(Name, Name), (Vec<Interval>, Vec<BodyId>)> = BTreeMap::new();
    let mut order: Vec<(Name, Name)> = Vec::new();
    for live in &context.now.knowledge.live {
        let Content::Coverage(coverage) = &live.statement.body.content else { continue };
        let during = coverage.during.meet(context.period);
        if during.is_empty() {
            continue;
        }
        let key = (registers.resolve(&coverage.zone).to_owned(), registers.resolve(&coverage.watcher).to_owned());
        if !order.contains(&key) {
            order.push(key.clone());
        }
        let entry = watched.entry(key).or_default();
        entry.0.push(during);
        entry.1.push(live.statement.id);
    }
    let rows = order.iter().take(limits::TABLE_ROWS).map(|key| {
        let (spans, ids) = &watched[key];
        vec![
            context.cell(super::isolated(&key.0)),
            context.cell(super::isolated(&key.1)),
            context.said_text(notes, ids.clone(), say.duration(union_seconds(spans.clone()))),
        ]
    });
    let rows: Vec<_> = rows.collect();
    let unwatched: Vec<Name> = context
        .tree
        .zones
        .iter()
        .map(|zone| zone.name.clone())
        .filter(|zone| !watched.keys().any(|(watched, _)| watched == registers.resolve(zone)))
        .collect();
    let mut blocks = Vec::new();
    let rule = match &context.tree.coverage {
        CoverageRule::NoMinimum => context.plain("coverage-no-minimum", &[]),
        CoverageRule::Needs { seconds, by } if by.is_empty() => {
            context.plain("coverage-needs", &[("time", say.duration(*seconds).into())])
        }
        CoverageRule::Needs { seconds, by } => {
            context.plain("coverage-needs-by", &[("time", say.duration(*seconds).into()), ("by", say.list(by).into())])
        }
    };
    if rows.is_empty() {
        blocks.push(Block::Paragraph(vec![context.plain("coverage-none", &[]), rule]));
    } else {
        blocks.push(Block::Paragraph(vec![rule]));
        blocks.push(Block::Table(Table {
            caption: say.word("coverage-caption"),
            columns: context.columns(&["column-zone", "column-watcher", "column-watched"]),
            rows,
        }));
        blocks.extend(context.more(order.len().saturating_sub(limits::TABLE_ROWS)));
        if !unwatched.is_empty() {
            let shown = &unwatched[..unwatched.len().min(limits::LIST_POINTS)];
            blocks.push(Block::Paragraph(vec![
                context.plain("coverage-unwatched", &[("zones", say.list(shown).into())]),
            ]));
            blocks.extend(context.more(unwatched.len() - shown.len()));
        }
    }
    blocks.push(Block::Paragraph(vec![context.plain("coverage-not-calm", &[])]));
    super::section(context, "coverage", blocks)
}

/// How long at least one of `spans` runs, in seconds.
fn union_seconds(mut spans: Vec<Interval>) -> i64 {
    spans.sort();
    let mut total = 0;
    let mut reached = None;
    for span in spans {
        let from = reached.map_or(span.from, |until| span.from.max(until));
        total += Interval::new(from, span.until).seconds();
        reached = Some(reached.map_or(span.until, |until: record::vocabulary::time::Instant| until.max(span.until)));
    }
    total
}
