//! A report as JSON: the same sections, sentences and footnotes, for other renderers and for comparing two reports.
//!
//! Holds
//! - Instants are RFC 3339 in UTC; values of clocks are seconds or civil days as `unit` says; ids are whole.
//! - Texts keep their isolates (U+2068, U+2069): they are what keeps a name in its own direction.
//!
//! Not here: layout (`page`).

use record::vocabulary::place::{Area, Point};
use record::vocabulary::time::{Instant, Interval};
use serde_json::{Value, json};
use situation::report::{
    Block, Card, ChainRole, ClockDrawing, MapDrawing, Mark, Report, Section, Sentence, SentenceKind, ShapeKind, Strip,
    Table, TimelineDrawing, Tone,
};

use super::tone_class;
use crate::message::utc;

/// The whole report.
pub fn report(report: &Report) -> Value {
    json!({
        "language": report.language.tag(),
        "title": report.title,
        "header": report.header.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "disclaimer": report.disclaimer,
        "standards": report.standards,
        "period": span(report.period),
        "sections": report.sections.iter().map(section).collect::<Vec<_>>(),
        "notes": report.notes.iter().map(|note| json!({
            "statements": note.statements.iter().map(ToString::to_string).collect::<Vec<_>>(),
            "lines": note.lines,
            "more": note.more,
        })).collect::<Vec<_>>(),
    })
}

fn span(span: Interval) -> Value {
    json!({ "from": utc(span.from), "until": utc(span.until) })
}
fn at(at: Option<Instant>) -> Value {
    at.map_or(Value::Null, |at| utc(at).into())
}
fn tone(tone: Tone) -> &'static str {
    tone_class(tone)
}

fn section(section: &Section) -> Value {
    json!({
        "key": section.key,
        "title": section.title,
        "blocks": section.blocks.iter().map(block).collect::<Vec<_>>(),
    })
}

fn block(block: &Block) -> Value {
    match block {
        Block::Heading(title) => json!({ "heading": title }),
        Block::Paragraph(sentences) => json!({ "paragraph": all(sentences) }),
        Block::List(points) => json!({ "list": all(points) }),
        Block::Table(shown) => json!({ "table": table(shown) }),
        Block::Clock(drawing) => json!({ "clock": clock(drawing) }),
        Block::Timeline(drawing) => json!({ "timeline": timeline(drawing) }),
        Block::Map(drawing) => json!({ "map": map(drawing) }),
        Block::Card(shown) => json!({ "card": card(shown) }),
    }
}

fn all(sentences: &[Sentence]) -> Vec<Value> {
    sentences.iter().map(sentence).collect()
}
fn sentence(said: &Sentence) -> Value {
    let rests_on = match said.kind {
        SentenceKind::Said => "statements",
        SentenceKind::Computed => "computation",
        SentenceKind::Plain => "nothing",
    };
    json!({ "text": said.text, "notes": said.notes, "rests_on": rests_on })
}
fn table(shown: &Table) -> Value {
    json!({
        "caption": shown.caption,
        "columns": shown.columns,
        "rows": shown.rows.iter().map(|row| all(row)).collect::<Vec<_>>(),
    })
}
fn mark(mark: &Mark) -> Value {
    json!({ "span": span(mark.span), "tone": tone(mark.tone), "label": mark.label, "name": mark.name, "card": mark.anchor })
}

fn clock(drawing: &ClockDrawing) -> Value {
    json!({
        "title": drawing.title,
        "summary": drawing.summary,
        "span": span(drawing.span),
        "now": utc(drawing.now),
        "needs": drawing.needs,
        "target": drawing.target,
        "unit": drawing.unit,
        "rows": drawing.rows.iter().map(|row| json!({
            "label": row.label,
            "points": row.points.iter().map(|point| json!({
                "at": utc(point.at), "least": point.least, "greatest": point.greatest,
            })).collect::<Vec<_>>(),
            "reading": sentence(&row.reading),
            "completion": { "earliest": at(row.completion.0), "latest": at(row.completion.1) },
            "marks": row.marks.iter().map(mark).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn timeline(drawing: &TimelineDrawing) -> Value {
    json!({
        "title": drawing.title,
        "summary": drawing.summary,
        "span": span(drawing.span),
        "period": span(drawing.period),
        "lanes": drawing.lanes.iter().map(|(name, marks)| json!({
            "name": name, "marks": marks.iter().map(mark).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

fn map(drawing: &MapDrawing) -> Value {
    json!({
        "title": drawing.title,
        "summary": drawing.summary,
        "shapes": drawing.shapes.iter().map(|shape| json!({
            "label": shape.label,
            "words": shape.words,
            "kind": match shape.kind {
                ShapeKind::Zone => "zone",
                ShapeKind::ZoneNotAgreed => "zone not agreed",
                ShapeKind::Place => "place",
                ShapeKind::Incident(_) => "incident",
            },
            "tone": match shape.kind { ShapeKind::Incident(of) => tone(of).into(), _ => Value::Null },
            "area": area(&shape.area),
            "card": shape.anchor,
        })).collect::<Vec<_>>(),
        "not_drawn": all(&drawing.not_drawn),
    })
}

/// As GeoJSON coordinates, longitude first, in degrees; a disc as its centre and radius in metres.
fn area(area: &Area) -> Value {
    let position = |point: &Point| json!([f64::from(point.lon_e7) / 1e7, f64::from(point.lat_e7) / 1e7]);
    let ring = |points: &[Point]| points.iter().chain(points.first()).map(position).collect::<Vec<_>>();
    match area {
        Area::Disc { centre, radius_mm } => {
            json!({ "centre": position(centre), "radius_m": radius_mm.div_ceil(1_000) })
        }
        Area::Polygons(polygons) => json!({
            "polygons": polygons.iter().map(|polygon| {
                std::iter::once(&polygon.outer).chain(&polygon.holes).map(|points| ring(points)).collect::<Vec<_>>()
            }).collect::<Vec<_>>(),
        }),
    }
}

fn card(card: &Card) -> Value {
    json!({
        "anchor": card.anchor,
        "incident": card.incident,
        "title": card.title,
        "tone": tone(card.tone),
        "verdicts": all(&card.verdicts),
        "common": all(&card.common),
        "versions": table(&card.versions),
        "quotes": all(&card.quotes),
        "chains": {
            "summary": card.chains.summary,
            "sources": card.chains.nodes.iter().map(|node| json!({
                "label": node.label,
                "role": match node.role {
                    ChainRole::Origin => "origin",
                    ChainRole::UnnamedOrigin => "unnamed origin",
                    ChainRole::Relayer => "relayer",
                },
            })).collect::<Vec<_>>(),
            "passed_on": card.chains.edges,
        },
        "figures": card.figures.iter().map(strip).collect::<Vec<_>>(),
        "answers": all(&card.answers),
        "missing": all(&card.missing),
    })
}

fn strip(strip: &Strip) -> Value {
    json!({
        "category": strip.category,
        "summary": strip.summary,
        "marks": strip.marks.iter().map(|mark| json!({
            "least": mark.least, "most": mark.most, "label": sentence(&mark.label), "unclear": mark.unclear,
        })).collect::<Vec<_>>(),
    })
}
