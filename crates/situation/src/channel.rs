//! Where the channel meets incidents and zones: what was reported in which zone, what was struck although it was notified.
//!
//! Not here: the states of notices (crate `channel`), verdicts.

use std::borrow::Cow;

use agreement::tree::{Around, Tree, ZoneDeclared, ZoneSource};
use record::live::Knowledge;
use record::statement::{Polarity, Statement};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::{Registers, ZoneGeometry};
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

/// Where and when something is reported that happened by `happened`: each zone in which it may have been, with every instant at
/// which it may have been going on.
pub fn reported_in_zones(
    tree: &Tree,
    statements: &[Statement],
    happened: Instant,
    known: KnownAt,
) -> Vec<(Name, Interval)> {
    let knowledge = Knowledge::at(statements, known, &crate::declared(tree));
    let mut found = Vec::new();
    for report in knowledge.live.iter().filter_map(|live| live.report.as_deref()) {
        let (Some(place), Some(time)) = (&report.place, &report.time) else { continue };
        if report.polarity == Polarity::DidNotHappen || time.began.from > happened {
            continue;
        }
        for zone in &tree.zones {
            if in_zone(tree, &knowledge.registers, zone, place, time.began.from) != Kleene::No {
                found.push((zone.name.clone(), time.hull()));
            }
        }
    }
    found
}

/// Whether a place lies in a zone as its version in force at `at` has it; *may* where the geometry is sealed or not agreed.
pub fn in_zone(tree: &Tree, registers: &Registers, zone: &ZoneDeclared, place: &Place, at: Instant) -> Kleene {
    let versions = registers.zones.get(&zone.name).map_or(&[][..], Vec::as_slice);
    if let Some(version) = versions.iter().rfind(|version| version.in_force_from <= at) {
        return registers.in_geometry(place, &version.geometry).unwrap_or(Kleene::May);
    }
    match &zone.geometry {
        ZoneSource::Stated(geometry) => registers.in_geometry(place, geometry).unwrap_or(Kleene::May),
        ZoneSource::Strip(strip) => registers.in_strip(place, strip),
        ZoneSource::Buffer { around, from_mm, to_mm } => {
            let near = |geometry: Cow<'_, ZoneGeometry>| registers.in_buffer(place, &geometry, *from_mm, *to_mm);
            adopted(tree, around).and_then(near).unwrap_or(Kleene::May)
        }
        ZoneSource::File { .. } | ZoneSource::NoneYet => Kleene::May,
    }
}

/// What a buffer lies around, as the text states it.
fn adopted<'t>(tree: &'t Tree, around: &Around) -> Option<Cow<'t, ZoneGeometry>> {
    match around {
        Around::Polygon(polygon) => Some(Cow::Owned(ZoneGeometry::Area(Area::Polygons(vec![polygon.clone()])))),
        Around::Zone(name) => match &tree.zones.iter().find(|zone| &zone.name == name)?.geometry {
            ZoneSource::Stated(geometry) => Some(Cow::Borrowed(geometry)),
            _ => None,
        },
    }
}
