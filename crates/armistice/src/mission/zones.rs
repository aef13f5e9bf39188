//! Zone files: a named feature of a GeoJSON file (RFC 7946) becomes a zone's geometry.
//!
//! Holds
//! - Positions are longitude first. A coordinate is rounded to 1e-7 degree, about a centimetre.
//! - What the geometry cannot judge is refused here, not at the first incident.
//!
//! Not here: versions and signatures (statements), whether a place lies in a zone (`record::vocabulary::geometry`).

use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Point, Polygon};
use serde_json::Value;

use crate::codes;
use crate::message::{Message, quoted};

/// The geometry of the feature called `feature` in the GeoJSON `text` of the file at `path`.
///
/// # Errors
/// M03: no GeoJSON, no such feature or two, a geometry that cannot be used.
pub fn area(path: &str, text: &str, feature: &str) -> Result<Area, Message> {
    let file: Value = serde_json::from_str(text).map_err(|error| {
        Message::new(codes::ZONE_FILE, "the file is no JSON")
            .at(format!("{path} line {}, column {}", error.line(), error.column()))
            .help("export the zones as GeoJSON again")
    })?;
    let Some(features) = features(&file) else {
        return Err(Message::new(codes::ZONE_FILE, "the file is no GeoJSON FeatureCollection")
            .at(path)
            .note("expected `{\"type\":\"FeatureCollection\",\"features\":[…]}`")
            .help("export the zones as GeoJSON again"));
    };
    let name = |feature: &Value| feature["properties"]["name"].as_str().map(str::to_owned);
    let found: Vec<&Value> = features.iter().filter(|value| name(value).as_deref() == Some(feature)).collect();
    let [found] = found[..] else {
        let names: Vec<String> = features.iter().filter_map(name).map(|name| format!("`{name}`")).collect();
        let sentence = match found.len() {
            0 => format!("there is no feature {}", quoted(feature)),
            count => format!("there are {count} features {}", quoted(feature)),
        };
        let note = match names.is_empty() {
            true => "no feature of the file has a property `name`".to_owned(),
            false => format!("the features are {}", names.join(", ")),
        };
        return Err(Message::new(codes::ZONE_FEATURE, sentence)
            .at(path)
            .note(note)
            .help("name the feature in the file as the agreement does, once"));
    };
    let refused = |why: String| {
        Message::new(codes::ZONE_GEOMETRY, format!("the geometry of {} cannot be used", quoted(feature)))
            .at(path)
            .note(why)
            .help("a zone is a Polygon, a MultiPolygon, or a Point with a property `radius_m`; positions are longitude first")
    };
    let area = geometry_of(found).map_err(refused)?;
    geometry::check(&area).map_err(|fault| refused(fault.to_string()))?;
    Ok(area)
}

fn features(file: &Value) -> Option<&Vec<Value>> {
    if file["type"] != "FeatureCollection" { None } else { file["features"].as_array() }
}

fn geometry_of(feature: &Value) -> Result<Area, String> {
    let geometry = &feature["geometry"];
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str() {
        Some("Polygon") => Ok(Area::Polygons(vec![polygon(coordinates)?])),
        Some("MultiPolygon") => {
            let polygons = coordinates.as_array().ok_or("`coordinates` is no list of polygons")?;
            Ok(Area::Polygons(polygons.iter().map(polygon).collect::<Result<_, _>>()?))
        }
        Some("Point") => {
            let metres = feature["properties"]["radius_m"].as_u64();
            let metres = metres.ok_or("a Point needs a property `radius_m` in whole metres; 0 for the point alone")?;
            let radius_mm = metres.checked_mul(1_000).ok_or("`radius_m` is larger than the earth")?;
            Ok(Area::Disc { centre: point(coordinates)?, radius_mm })
        }
        Some(kind) => Err(format!("it is a {kind}")),
        None => Err("it has no `type`".to_owned()),
    }
}

fn polygon(rings: &Value) -> Result<Polygon, String> {
    let rings = rings.as_array().ok_or("a polygon is no list of rings")?;
    let mut rings = rings.iter().map(ring).collect::<Result<Vec<_>, _>>()?;
    if rings.is_empty() {
        return Err("a polygon has no ring".to_owned());
    }
    let outer = rings.remove(0);
    Ok(Polygon { outer, holes: rings })
}

/// A ring, whose last position repeats the first in GeoJSON and not here.
fn ring(positions: &Value) -> Result<Vec<Point>, String> {
    let positions = positions.as_array().ok_or("a ring is no list of positions")?;
    let mut points = positions.iter().map(point).collect::<Result<Vec<_>, _>>()?;
    if points.len() < 4 || points.first() != points.last() {
        return Err("a ring has four positions or more and ends where it begins".to_owned());
    }
    points.pop();
    Ok(points)
}

fn point(position: &Value) -> Result<Point, String> {
    let wrong = || format!("`{position}` is no position [longitude, latitude]");
    let parts = position.as_array().filter(|parts| matches!(parts.len(), 2 | 3)).ok_or_else(wrong)?;
    let degrees = |value: &Value, most: f64| {
        let degrees = value.as_f64().filter(|degrees| degrees.abs() <= most)?;
        // One multiplication and one rounding, both exact in what they do: every machine gives the same integer.
        Some((degrees * 1e7).round() as i32)
    };
    Ok(Point {
        lon_e7: degrees(&parts[0], 180.0).ok_or_else(wrong)?,
        lat_e7: degrees(&parts[1], 90.0).ok_or_else(wrong)?,
    })
}
