//! Zones: what stands after `zone Z is`, with its positions, distances and lines.
//!
//! Holds
//! - How a strip ends is read as open where the text does not say it; `check` demands it.
//! - The zone that a buffer lies around is read as a name; `check` looks whether it can be measured from.
//!
//! Not here: which lines there are (`grammar`), words and numbers (`cursor`), distances (`record::vocabulary::geometry`).

use record::limits::STRIP_MM;
use record::vocabulary::geometry::buffer::Buffer;
use record::vocabulary::geometry::strip::{Compass, Ends, Strip, StripFault};
use record::vocabulary::place::{Area, Point, Polygon};
use record::vocabulary::registers::ZoneGeometry;

use super::cursor::{Cursor, Fail, Read, quantity};
use super::syntax::*;
use crate::check::ONE_ON_EACH_SIDE;
use crate::diagnostic::Span;
use crate::tree::{Around, ZoneSource};
use crate::{codes, limits};

/// What stands after `zone Z is`.
pub fn zone(at: &mut Cursor<'_, '_>) -> Read<ZoneText> {
    let start = at.here();
    let (mut endless, mut around) = (None, None);
    let source = if at.eat("named area") {
        let name = at.name("the name of an area", &Cursor::before_tail(&[]))?;
        ZoneSource::Stated(ZoneGeometry::NamedArea(name.value))
    } else if at.eat("feature") {
        let feature = at.quoted("the name of a feature")?.value;
        at.expect("of (a file)")?;
        ZoneSource::File { path: at.path("a path")?.value, feature }
    } else if WAYS_NEAR.iter().any(|phrase| at.sees(phrase)) {
        near(at, &mut endless, &mut around)?
    } else if let Some((_, side)) = SIDES_OF_LINES.into_iter().find(|(phrase, _)| at.eat(phrase)) {
        let whole = Distances { from_mm: 0, to_mm: STRIP_MM, span: at.since(start) };
        along(at, start, whole, Some(side), &mut endless)?
    } else if at.eat("polygon") {
        ZoneSource::Stated(ZoneGeometry::Area(Area::Polygons(vec![polygon(at)?])))
    } else if at.eat("sealed") {
        ZoneSource::Stated(ZoneGeometry::Sealed(at.digest()?))
    } else if at.eat("unpublished") {
        ZoneSource::Stated(ZoneGeometry::Unpublished)
    } else if at.eat("not agreed yet") {
        ZoneSource::NoneYet
    } else {
        return Err(at.expected("what the zone is"));
    };
    let source = Said { value: source, span: at.since(start) };
    let cosigners = if at.eat_after_comma("later versions signed by") || at.eat_after_comma("versions signed by") {
        Some(at.list("a name", &Cursor::before_tail(&[]))?)
    } else {
        None
    };
    Ok(ZoneText { source, endless, around, cosigners, tail: at.tail(false)? })
}

/// How a zone near something begins: a circle, a strip or buffer from the line or area on, one between two distances.
const WAYS_NEAR: [&str; 4] =
    ["within (a distance)", "within (a strip)", "within (a buffer)", "between (two distances)"];
const SIDES: [(&str, Compass); 4] = [
    ("north (a side)", Compass::North),
    ("south (a side)", Compass::South),
    ("east (a side)", Compass::East),
    ("west (a side)", Compass::West),
];
/// How all ground on one side of a line begins.
const SIDES_OF_LINES: [(&str, Compass); 4] = [
    ("north of line", Compass::North),
    ("south of line", Compass::South),
    ("east of line", Compass::East),
    ("west of line", Compass::West),
];

/// How near, and where the text says it.
#[derive(Clone, Copy)]
struct Distances {
    from_mm: u64,
    to_mm: u64,
    span: Span,
}

/// `within 2 km of 39.10 N 22.50 E`, `within 2000 m north of line …`, `between 1000 m and 2500 m of line …`,
/// `within 2 km of zone East`, `between 500 m and 2 km of polygon …`.
fn near(at: &mut Cursor<'_, '_>, endless: &mut Option<Span>, around: &mut Option<Named>) -> Read<ZoneSource> {
    let start = at.here();
    let within = if at.holds("of line") {
        "within (a strip)"
    } else if at.holds("of zone") || at.holds("of polygon") {
        "within (a buffer)"
    } else {
        "within (a distance)"
    };
    let (from_mm, to_mm) = if at.eat("between (two distances)") {
        let from_mm = radius(at)?;
        at.expect("and (a distance)")?;
        (from_mm, radius(at)?)
    } else {
        at.expect(within)?;
        (0, radius(at)?)
    };
    let distances = Distances { from_mm, to_mm, span: at.since(start) };
    let side = SIDES.into_iter().find(|(phrase, _)| at.eat(phrase)).map(|(_, side)| side);
    if at.eat("of line") {
        return along(at, start, distances, side, endless);
    }
    if side.is_some() {
        return Err(at.expected("`of line` and its corners"));
    }
    if at.eat("of zone") {
        let name = at.name("the name of a zone", &Cursor::before_tail(&[]))?;
        *around = Some(name.clone());
        return buffer(Around::Zone(name.value), distances);
    }
    if at.eat("of polygon") {
        return buffer(Around::Polygon(polygon(at)?), distances);
    }
    if from_mm > 0 {
        return Err(at.expected("`of line` and its corners, `of zone` and its name, or `of polygon` and its corners"));
    }
    at.expect("of (a centre)")?;
    let (centre, _) = position(at)?;
    Ok(ZoneSource::Stated(ZoneGeometry::Area(Area::Disc { centre, radius_mm: to_mm })))
}

/// The line of a strip, and what stands behind it.
fn along(
    at: &mut Cursor<'_, '_>,
    start: Span,
    distances: Distances,
    side: Option<Compass>,
    endless: &mut Option<Span>,
) -> Read<ZoneSource> {
    let (line, spans) = positions(at, LINE_TOO_LONG)?;
    let ends = ends(at)?;
    if ends.is_none() {
        *endless = Some(at.since(start));
    }
    let except = if at.eat_after_comma("except (posts)") { positions(at, "name fewer exceptions")?.0 } else { vec![] };
    let Distances { from_mm, to_mm, span } = distances;
    let strip = Strip { line, from_mm, to_mm, side, ends: ends.unwrap_or(Ends::Flat), except };
    match strip.check() {
        Ok(()) => Ok(ZoneSource::Strip(strip)),
        Err(fault) => Err(refused(&strip, fault, span, &spans)),
    }
}

/// A buffer whose distances can be meant, and which keeps away from longitude 180 where the text states its area.
fn buffer(around: Around, distances: Distances) -> Read<ZoneSource> {
    let Distances { from_mm, to_mm, span } = distances;
    if from_mm >= to_mm {
        return Err(no_width("buffer", span));
    }
    if let Around::Polygon(polygon) = &around {
        let area = Area::Polygons(vec![polygon.clone()]);
        if let Err(fault) = (Buffer { around: area, from_mm, to_mm }).check() {
            return Err(
                Fail::new(codes::COORDINATE, fault.to_string(), span, "so far around it").help(ONE_ON_EACH_SIDE)
            );
        }
    }
    Ok(ZoneSource::Buffer { around, from_mm, to_mm })
}

fn no_width(what: &str, distances: Span) -> Fail {
    let message = format!("this {what} ends no farther away than it begins");
    Fail::new(codes::QUANTITY, message, distances, "nothing lies between these")
        .help("write the smaller distance first: `between 1000 m and 2500 m`")
}

const LINE_TOO_LONG: &str = "write one zone for each stretch of the line";

/// `, ends flat`, `, ends round`.
fn ends(at: &mut Cursor<'_, '_>) -> Read<Option<Ends>> {
    let ways = [("ends flat", Ends::Flat), ("ends round", Ends::Round)];
    let said = at.choice_after_comma(&ways);
    let mut ahead = at.clone();
    let others = ["except (posts)", "later versions signed by", "versions signed by"];
    if said.is_none() && ahead.eat_comma() && !others.iter().any(|phrase| ahead.sees(phrase)) {
        return ahead.choice(&ways).map(Some);
    }
    Ok(said)
}

/// `39.10 N 22.50 E, 39.10 N 22.60 E`.
fn positions(at: &mut Cursor<'_, '_>, too_many: &'static str) -> Read<(Vec<Point>, Vec<Span>)> {
    let (mut points, mut spans) = (vec![], vec![]);
    loop {
        let (point, span) = position(at)?;
        points.push(point);
        spans.push(span);
        at.list_fits(points.len()).map_err(|fail| fail.help(too_many))?;
        if !at.eat_comma_before_number() {
            return Ok((points, spans));
        }
    }
}

/// What is wrong with a strip, where it stands, and what to write instead.
fn refused(strip: &Strip, fault: StripFault, distances: Span, corners: &[Span]) -> Fail {
    let here = |corner: usize| corners.get(corner).copied().unwrap_or(distances);
    let edge = |from: usize| Span::new(here(from).start, here(from + 1).end);
    let whole = Span::new(here(0).start, corners.last().unwrap_or(&distances).end);
    let position = |span: Span, label: &str| Fail::new(codes::COORDINATE, fault.to_string(), span, label);
    match fault {
        StripFault::Width => no_width("strip", distances),
        StripFault::TooFewCorners => write_positions(position(whole, "one point is no line")),
        StripFault::TooManyCorners => position(whole, "too many").help(LINE_TOO_LONG),
        StripFault::OutOfRange { corner } => write_positions(position(here(corner), "outside")),
        StripFault::CrossesAntimeridian { corner } => {
            position(here(corner), "from here it does").help(ONE_ON_EACH_SIDE)
        }
        StripFault::CornerTwice { again, .. } => {
            position(here(again), "the line was here before").help("write each corner once, in the order of the line")
        }
        StripFault::SideUnclear { edge: of } => {
            let side = strip.side.unwrap_or(Compass::North);
            let along = match side {
                Compass::North | Compass::South => "exactly north and south",
                Compass::East | Compass::West => "exactly east and west",
            };
            let straight = match (strip.line.get(of), strip.line.get(of + 1), side) {
                (Some(a), Some(b), Compass::North | Compass::South) => a.lon_e7 == b.lon_e7,
                (Some(a), Some(b), Compass::East | Compass::West) => a.lat_e7 == b.lat_e7,
                _ => false,
            };
            let label = if straight { format!("this stretch runs {along}") } else { "here the line turns back".into() };
            let message = format!("what lies {} of this line is not clear", side.as_str());
            Fail::new(codes::SIDE_UNCLEAR, message, edge(of), label)
                .help("name the side that every stretch of the line has, or write one zone for each stretch")
        }
    }
}

fn radius(at: &mut Cursor<'_, '_>) -> Read<u64> {
    let start = at.here();
    // In millionths of the unit: millimetres where it is the kilometre.
    let number = at.decimal("a distance such as `2 km`", 6)?;
    let per_mm = at.choice(&[("km", 1), ("m", 1_000)])?;
    let span = at.since(start);
    if number.value <= 0 {
        return Err(quantity("a distance of nothing", span, "write a distance greater than nothing"));
    }
    if number.value % per_mm != 0 {
        return Err(quantity("a distance below a millimetre", span, "at most 3 digits after the point"));
    }
    match u64::try_from(number.value / per_mm) {
        Ok(mm) if mm <= limits::RADIUS_MM => Ok(mm),
        _ => Err(quantity("a distance of more than 500 km", span, "too far")),
    }
}

/// `39.10 N 22.50 E`.
fn position(at: &mut Cursor<'_, '_>) -> Read<(Point, Span)> {
    let start = at.here();
    let lat = at.decimal("a latitude such as `39.10 N`", 7)?;
    let north = at.choice(&[("N", 1), ("S", -1)])?;
    let lon = at.decimal("a longitude such as `22.50 E`", 7)?;
    let east = at.choice(&[("E", 1), ("W", -1)])?;
    if !(0..=700_000_000).contains(&lat.value) {
        return outside(at, "latitude", start, "expected 70 S to 70 N");
    }
    if !(0..=1_800_000_000).contains(&lon.value) {
        return outside(at, "longitude", lon.span, "expected 180 W to 180 E");
    }
    let point = Point { lon_e7: (east * lon.value) as i32, lat_e7: (north * lat.value) as i32 };
    Ok((point, at.since(start)))
}

fn outside<T>(at: &Cursor<'_, '_>, what: &str, from: Span, label: &str) -> Read<T> {
    let span = at.since(from);
    let message = format!("this {what} lies outside what the geometry holds");
    Err(Fail::new(codes::COORDINATE, message, span, label)
        .help("correct it, or name the place without coordinates: `zone Z is named area \"…\" [¶2]`"))
}

fn write_positions(fail: Fail) -> Fail {
    fail.help("write degrees with N or S first, then E or W: `39.10 N 22.50 E`")
}

fn polygon(at: &mut Cursor<'_, '_>) -> Read<Polygon> {
    let start = at.here();
    let too_many = "put the zone into a file: `zone Z is feature \"F\" of \"zones.geojson\"`";
    let (mut outer, _) = positions(at, too_many)?;
    let span = at.since(start);
    if outer.len() > 1 && outer.first() == outer.last() {
        outer.pop();
    }
    let refuse = |message: &str, label: &str| Err(Fail::new(codes::COORDINATE, message, span, label));
    if outer.len() < 3 {
        return refuse("this polygon has fewer than three corners", "encloses nothing").map_err(write_positions);
    }
    let lons = || outer.iter().map(|point| i64::from(point.lon_e7));
    if lons().max().unwrap_or(0) - lons().min().unwrap_or(0) > 1_800_000_000 {
        return refuse("this polygon crosses the line of 180 degrees", "more than half around the earth")
            .map_err(write_positions);
    }
    if let Some((a, b)) = crossing(&outer) {
        let label = format!("side {a} meets side {b}");
        return refuse("this polygon crosses itself", &label)
            .map_err(|fail| fail.help("write the corners in their order around the zone"));
    }
    Ok(Polygon { outer, holes: vec![] })
}

/// Two sides of a ring, counted from 1, that meet elsewhere than in the corner between them.
fn crossing(ring: &[Point]) -> Option<(usize, usize)> {
    let point = |i: usize| {
        let point = ring[i % ring.len()];
        (i128::from(point.lon_e7), i128::from(point.lat_e7))
    };
    let turn = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    };
    let between = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        turn(a, b, c) == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
    };
    for i in 0..ring.len() {
        for j in i + 1..ring.len() {
            let (a, b, c, d) = (point(i), point(i + 1), point(j), point(j + 1));
            let meet = if j == i + 1 {
                between(a, b, d) || between(c, d, a)
            } else if i == 0 && j == ring.len() - 1 {
                between(a, b, c) || between(c, d, b)
            } else {
                (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0)
                    || between(a, b, c)
                    || between(a, b, d)
                    || between(c, d, a)
                    || between(c, d, b)
            };
            if meet {
                return Some((i + 1, j + 1));
            }
        }
    }
    None
}
