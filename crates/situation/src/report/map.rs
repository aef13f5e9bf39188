//! The section on zones: versions in force and the map of zones, places and where incidents are said to have been.
//!
//! Holds
//! - What is uncertain is drawn as large as it is uncertain; what is too coarse or not stated is listed, never a point.
//! - A zone that nobody agreed on says so.
//!
//! Not here: projection, graticule, scale bar (`armistice`).

use agreement::tree::ZoneDeclared;
use record::statement::{BodyId, Content};
use record::vocabulary::place::Area;
use record::vocabulary::registers::{ZoneGeometry, ZoneVersion};
use record::vocabulary::time::Instant;

use super::context::Context;
use super::document::{Block, MapDrawing, Section, Sentence, Shape, ShapeKind, Table};
use super::limits;
use super::notes::Notes;

pub(super) fn section<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let mut blocks = Vec::new();
    let mut shapes = Vec::new();
    let mut rows = Vec::new();
    for zone in &context.tree.zones {
        for (version, agreed) in in_force(context, zone) {
            if let Some(area) = area(context, &version.geometry) {
                let kind = if agreed { ShapeKind::Zone } else { ShapeKind::ZoneNotAgreed };
                shapes.push(Shape { area, kind, label: zone.name.clone(), words: String::new(), anchor: None });
            }
            rows.push(row(context, notes, zone, version, agreed));
        }
        if in_force(context, zone).is_empty() {
            rows.push(vec![
                context.cell(super::isolated(&zone.name)),
                context.cell(say.word("zone-none")),
                context.cell(say.word("zone-no-version")),
                context.cell(super::isolated(&zone.cited.paragraph)),
            ]);
        }
    }
    for (name, entry) in &context.now.knowledge.registers.places {
        if let Some(area) = &entry.area {
            let (area, label) = (area.clone(), name.clone());
            shapes.push(Shape { area, kind: ShapeKind::Place, label, words: String::new(), anchor: None });
        }
    }
    let mut not_drawn = Vec::new();
    for reported in &context.incidents {
        let incident = context.incident(reported);
        let tone = context.tone(reported);
        let mut areas: Vec<Area> = Vec::new();
        for (_, report) in context.reports(incident) {
            let Some(place) = &report.place else { continue };
            let Some(area) = context.now.knowledge.registers.area_of(place) else { continue };
            let drawn = match area {
                Area::Disc { radius_mm, .. } => *radius_mm <= limits::DRAWN_RADIUS_MM,
                Area::Polygons(_) => true,
            };
            if drawn && !areas.contains(area) {
                areas.push(area.clone());
            }
        }
        if areas.is_empty() {
            let values = [("incident", (&incident.id.0).into())];
            not_drawn.push(context.said(notes, context.ids(incident), "map-not-drawn", &values));
        }
        shapes.extend(areas.into_iter().map(|area| Shape {
            area,
            kind: ShapeKind::Incident(tone),
            label: incident.id.0.clone(),
            words: super::cards::titled(context, incident),
            anchor: Some(reported.anchor.clone()),
        }));
    }
    let incidents = shapes.iter().filter(|shape| matches!(shape.kind, ShapeKind::Incident(_))).count();
    let more = shapes.len().saturating_sub(limits::SHAPES);
    // Zones and places come first; within a kind the largest, so that nothing small lies hidden beneath.
    shapes.truncate(limits::SHAPES);
    shapes.sort_by_key(|shape| (matches!(shape.kind, ShapeKind::Incident(_)), std::cmp::Reverse(extent(&shape.area))));
    let summary = say.say(
        "map-summary",
        &[
            (
                "zones",
                shapes.iter().filter(|s| matches!(s.kind, ShapeKind::Zone | ShapeKind::ZoneNotAgreed)).count().into(),
            ),
            ("places", shapes.iter().filter(|s| s.kind == ShapeKind::Place).count().into()),
            ("areas", incidents.into()),
        ],
    );
    let not_drawn = context.cut(not_drawn, limits::LIST_POINTS);
    if !shapes.is_empty() {
        blocks.push(Block::Map(MapDrawing { title: say.word("map-title"), summary, shapes, not_drawn }));
    } else {
        blocks.push(Block::Paragraph(vec![context.plain("map-none", &[])]));
        if !not_drawn.is_empty() {
            blocks.push(Block::List(not_drawn));
        }
    }
    blocks.extend(context.more(more));
    if rows.is_empty() {
        blocks.push(Block::Paragraph(vec![context.plain("zones-none", &[])]));
    } else {
        let more = rows.len().saturating_sub(limits::TABLE_ROWS);
        rows.truncate(limits::TABLE_ROWS);
        blocks.push(Block::Table(Table {
            caption: say.word("zones-caption"),
            columns: context.columns(&["column-zone", "column-version", "column-agreed", "column-paragraph"]),
            rows,
        }));
        blocks.extend(context.more(more));
    }
    blocks.push(Block::Heading(say.word("heading-weapons")));
    blocks.push(Block::Paragraph(vec![context.plain("weapons-not-kept", &[])]));
    super::section(context, "zones", blocks)
}

/// The latest agreed version in force, and later ones that not all have signed.
fn in_force<'s>(context: &'s Context<'_>, zone: &ZoneDeclared) -> Vec<(&'s ZoneVersion, bool)> {
    let registers = &context.now.knowledge.registers;
    let now = context.moment.happened;
    let versions = registers.zones.get(registers.resolve(&zone.name)).map(Vec::as_slice).unwrap_or_default();
    let agreed = |version: &ZoneVersion| {
        let signed = |name: &String| {
            let name = registers.resolve(name);
            version.signatures.iter().any(|(by, from)| registers.resolve(by) == name && *from <= now)
        };
        version.with_agreement || (!zone.cosigners.is_empty() && zone.cosigners.iter().all(signed))
    };
    let mut shown = Vec::new();
    for version in versions.iter().filter(|version| version.in_force_from <= now) {
        if agreed(version) {
            shown.clear();
            shown.push((version, true));
        } else {
            shown.push((version, false));
        }
    }
    shown
}

fn row<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    zone: &ZoneDeclared,
    version: &ZoneVersion,
    agreed: bool,
) -> Vec<Sentence> {
    let say = &context.say;
    let stated: Vec<BodyId> = context
        .now
        .knowledge
        .live
        .iter()
        .map(|live| live.statement)
        .filter(|statement| match &statement.body.content {
            Content::ZoneVersion(stated) => {
                let registers = &context.now.knowledge.registers;
                registers.resolve(&stated.zone) == registers.resolve(&zone.name) && stated.label == version.label
            }
            _ => false,
        })
        .map(|statement| statement.id)
        .collect();
    let from = match version.in_force_from {
        Instant::EVER => super::isolated(&version.label),
        from => say.say("zone-version-from", &[("label", (&version.label).into()), ("from", say.instant(from).into())]),
    };
    let how = match &version.geometry {
        ZoneGeometry::Sealed(_) => "zone-sealed",
        ZoneGeometry::Unpublished => "zone-unpublished",
        _ if agreed => "zone-agreed",
        _ => "zone-not-agreed",
    };
    vec![
        context.cell(super::isolated(&zone.name)),
        context.told(notes, stated, from),
        context.cell(say.word(how)),
        context.cell(super::isolated(&zone.cited.paragraph)),
    ]
}

fn area(context: &Context<'_>, geometry: &ZoneGeometry) -> Option<Area> {
    match geometry {
        ZoneGeometry::Area(area) => Some(area.clone()),
        ZoneGeometry::NamedArea(name) => {
            let registers = &context.now.knowledge.registers;
            registers.places.get(registers.resolve(name))?.area.clone()
        }
        ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished => None,
    }
}

/// How large an area is, for the order of drawing: its north-south extent in 1e-7 degree.
fn extent(area: &Area) -> i64 {
    match area {
        // One kilometre is some 90,000 units of latitude.
        Area::Disc { radius_mm, .. } => i64::try_from(radius_mm / 1_000_000 * 2 * 90_000).unwrap_or(i64::MAX),
        Area::Polygons(polygons) => {
            let latitudes = || polygons.iter().flat_map(|polygon| &polygon.outer).map(|point| i64::from(point.lat_e7));
            latitudes().max().unwrap_or(0) - latitudes().min().unwrap_or(0)
        }
    }
}
