//! Outlines that cross themselves: intake refuses such an area, because nobody can say what is inside it.
//!
//! Holds
//! - Exact in integers; which way a ring runs and where it begins never matters for whether it crosses.
//! - Edges are met in order from west to east, each with those whose box it shares: the worst ring that intake lets
//!   through costs a fraction of a second.
//!
//! Not here: rings that bound nothing (`geometry::check`), polygons that overlap one another: the zone is both.

use super::{Bounds, Edge, Spot, edges, rings};
use crate::vocabulary::place::{Area, Point, Polygon};

/// A point at which the outline of one of the polygons crosses or touches itself: two edges of a ring that share more than
/// the end that joins them, or edges of two rings of a polygon that cross. `None` where there is none.
///
/// ```
/// use record::vocabulary::geometry::crossing::crosses_itself;
/// use record::vocabulary::place::{Area, Point, Polygon};
/// let at = |lon_e7, lat_e7| Point { lon_e7, lat_e7 };
/// let bow_tie = vec![at(0, 0), at(2, 2), at(2, 0), at(0, 2)];
/// let area = Area::Polygons(vec![Polygon { outer: bow_tie, holes: vec![] }]);
/// assert_eq!(crosses_itself(&area), Some(at(1, 1)));
/// ```
pub fn crosses_itself(area: &Area) -> Option<Point> {
    let Area::Polygons(polygons) = area else { return None };
    polygons.iter().find_map(crosses)
}

/// An edge with its place in its ring.
struct Placed {
    edge: Edge,
    bounds: Bounds,
    ring: usize,
    number: usize,
    of: usize,
}

fn crosses(polygon: &Polygon) -> Option<Point> {
    let mut all: Vec<Placed> = rings(polygon).enumerate().flat_map(|(number, ring)| placed(number, ring)).collect();
    all.sort_by_key(|placed| (placed.bounds.west, placed.edge, placed.ring));
    // Those that reach as far east as the edge at hand begins.
    let mut open: Vec<&Placed> = Vec::new();
    for next in &all {
        open.retain(|before| before.bounds.east >= next.bounds.west);
        if let Some(point) = open.iter().find_map(|before| meets(before, next)) {
            return Some(point);
        }
        open.push(next);
    }
    None
}

fn placed(number: usize, ring: &[Point]) -> impl Iterator<Item = Placed> {
    // A corner that is stated twice in a row is one corner.
    let mut corners = ring.to_vec();
    corners.dedup();
    let of = corners.len();
    let made: Vec<Edge> = edges(&corners).collect();
    made.into_iter().enumerate().map(move |(at, edge)| Placed {
        edge,
        bounds: edge.bounds(),
        ring: number,
        number: at,
        of,
    })
}

fn meets(a: &Placed, b: &Placed) -> Option<Point> {
    if a.bounds.apart(&b.bounds) {
        return None;
    }
    let follows = |a: &Placed, b: &Placed| a.ring == b.ring && (a.number + 1) % a.of == b.number;
    match (follows(a, b), follows(b, a)) {
        (true, _) => turns_back(&a.edge, &b.edge),
        (_, true) => turns_back(&b.edge, &a.edge),
        _ => shares(&a.edge, &b.edge, a.ring == b.ring),
    }
}

/// Whether the second of two edges that follow each other runs back along the first.
fn turns_back(a: &Edge, b: &Edge) -> Option<Point> {
    let straight = Spot::of(a.from).turn(Spot::of(a.to), Spot::of(b.to)) == 0;
    let ((along, up), (on, over)) = (a.run_e7(), b.run_e7());
    let back = i128::from(along) * i128::from(on) + i128::from(up) * i128::from(over) < 0;
    (straight && back).then_some(a.to)
}

/// A point that both have: where they cross, and where they may not even touch, an end of one that lies on the other.
fn shares(a: &Edge, b: &Edge, touching: bool) -> Option<Point> {
    let (from, to, start, end) = (Spot::of(a.from), Spot::of(a.to), Spot::of(b.from), Spot::of(b.to));
    let (left, right) = (from.turn(to, start), from.turn(to, end));
    if left * right > 0 {
        return None;
    }
    let (near, far) = (start.turn(end, from), start.turn(end, to));
    if near * far > 0 {
        return None;
    }
    if left * right < 0 && near * far < 0 {
        return Some(crossing_point(a, b));
    }
    let on = |turn: i128, edge: &Edge, point: Point| turn == 0 && edge.bounds().holds(point);
    let ends = [(left, a, b.from), (right, a, b.to), (near, b, a.from), (far, b, a.to)];
    ends.into_iter().find(|(turn, edge, point)| touching && on(*turn, edge, *point)).map(|(_, _, point)| point)
}

/// Where they cross, to the nearest 1e-7 degree.
fn crossing_point(a: &Edge, b: &Edge) -> Point {
    let wide = |(east, north): (i64, i64)| (i128::from(east), i128::from(north));
    let ((east, north), (other_east, other_north)) = (wide(a.run_e7()), wide(b.run_e7()));
    let (off_east, off_north) = wide(Edge { from: a.from, to: b.from }.run_e7());
    let whole = east * other_north - north * other_east;
    let part = off_east * other_north - off_north * other_east;
    let along = |from: i32, run: i128| {
        let (top, bottom) = if whole < 0 { (-part * run, -whole) } else { (part * run, whole) };
        from + (2 * top + bottom).div_euclid(2 * bottom) as i32
    };
    Point { lon_e7: along(a.from.lon_e7, east), lat_e7: along(a.from.lat_e7, north) }
}
