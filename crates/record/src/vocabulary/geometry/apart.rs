//! How far two areas lie apart: least and greatest distance between a point of one and a point of the other (N4).
//!
//! ```text
//! two areas ─▶ boxes around runs of their edges, the most promising pair first ─▶ pieces of 0.02 degree ─▶ millimetres
//! ```
//!
//! Holds
//! - Rounded outwards: no pair of points is nearer than the least or farther apart than the greatest, by the plane of
//!   rules 4 and 5. A search that ends at its limit answers with a wider range, never with a wrong one.
//! - The same both ways; areas that share a point are at distance 0.
//!
//! Not here: whether one lies in the other (`geometry`), what is near enough (the channel's read-back).

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::{Bounds, Edge, FARTHEST_MM, Scale, area_in, edges, offset, rings, sound};
use crate::limits;
use crate::vocabulary::Kleene;
use crate::vocabulary::place::{Area, Point};

/// Least and greatest distance, in whole millimetres.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Apart {
    /// No two points are nearer.
    pub least_mm: u64,
    /// No two points are farther apart.
    pub most_mm: u64,
}

/// How far two areas lie apart; `None` where the geometry cannot answer for one of them.
///
/// ```
/// use record::vocabulary::geometry::apart::{Apart, apart};
/// use record::vocabulary::place::{Area, Point};
/// let disc = |lat_e7, radius_mm| Area::Disc { centre: Point { lon_e7: 225_000_000, lat_e7 }, radius_mm };
/// let away = apart(&disc(391_000_000, 50_000), &disc(391_100_000, 100_000)).unwrap(); // centres 1,110,175 mm apart
/// assert_eq!(away, Apart { least_mm: 960_175, most_mm: 1_260_175 });
/// ```
pub fn apart(a: &Area, b: &Area) -> Option<Apart> {
    sound(a).and(sound(b)).ok()?;
    // In one order, so that a search that ends early is the same both ways.
    let (a, b) = if a <= b { (a, b) } else { (b, a) };
    let (first, second) = (Shape::of(a), Shape::of(b));
    let radii_mm = first.radius_mm + second.radius_mm;
    let least_mm = match area_in(a, b) {
        Kleene::No => Search { a: &first, b: &second }.least_mm().saturating_sub(radii_mm),
        _ => 0,
    };
    Some(Apart { least_mm, most_mm: Search { a: &first, b: &second }.most_mm() + radii_mm })
}

/// How wide an area is: the greatest distance of two of its points, in millimetres. `None` where the geometry cannot answer.
pub fn width_mm(area: &Area) -> Option<u64> {
    apart(area, area).map(|apart| apart.most_mm)
}

/// The edges of an area under a tree of boxes; a disc is its centre, and wider by its radius.
struct Shape {
    edges: Vec<Edge>,
    /// A box per node; the two halves of node n are 2n + 1 and 2n + 2.
    boxes: Vec<Bounds>,
    radius_mm: u64,
}

/// A run of edges, or of the pieces of one edge.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Part {
    node: u32,
    from: u32,
    until: u32,
    /// Of a single edge: its pieces from the one to before the other.
    pieces: Option<(u32, u32)>,
}

impl Shape {
    fn of(area: &Area) -> Shape {
        let (edges, radius_mm): (Vec<Edge>, u64) = match area {
            Area::Disc { centre, radius_mm } => {
                (vec![Edge { from: *centre, to: *centre }], (*radius_mm).min(FARTHEST_MM))
            }
            Area::Polygons(polygons) => {
                (polygons.iter().flat_map(rings).flat_map(edges).map(|edge| edge.ordered()).collect(), 0)
            }
        };
        let mut shape = Shape { boxes: vec![Bounds::around([]); 4 * edges.len()], edges, radius_mm };
        shape.grow(shape.root());
        shape
    }

    fn root(&self) -> Part {
        Part { node: 0, from: 0, until: self.edges.len() as u32, pieces: None }
    }

    fn grow(&mut self, part: Part) -> Bounds {
        let bounds = if part.until - part.from == 1 {
            self.edges[part.from as usize].bounds()
        } else {
            let [low, high] = Shape::halves(part);
            let (low, high) = (self.grow(low), self.grow(high));
            Bounds {
                west: low.west.min(high.west),
                east: low.east.max(high.east),
                south: low.south.min(high.south),
                north: low.north.max(high.north),
            }
        };
        self.boxes[part.node as usize] = bounds;
        bounds
    }

    fn halves(part: Part) -> [Part; 2] {
        let half = part.from.midpoint(part.until);
        [Part { node: 2 * part.node + 1, until: half, ..part }, Part { node: 2 * part.node + 2, from: half, ..part }]
    }

    /// Two halves; `None` of a single piece.
    fn split(&self, part: Part) -> Option<[Part; 2]> {
        if part.until - part.from > 1 {
            return Some(Shape::halves(part));
        }
        let (from, until) = part.pieces.unwrap_or((0, self.edges[part.from as usize].piece_count() as u32));
        let half = from.midpoint(until);
        let pieces = |from, until| Part { pieces: Some((from, until)), ..part };
        (until - from > 1).then(|| [pieces(from, half), pieces(half, until)])
    }

    /// From the first to the last point of what is a run of pieces of one edge.
    fn stretch(&self, part: Part) -> Edge {
        let edge = &self.edges[part.from as usize];
        let count = edge.piece_count();
        match part.pieces {
            None => *edge,
            Some((from, until)) => Edge { from: edge.cut(from.into(), count), to: edge.cut(until.into(), count) },
        }
    }

    fn bounds(&self, part: Part) -> Bounds {
        match part.pieces {
            None => self.boxes[part.node as usize],
            Some(_) => self.stretch(part).bounds(),
        }
    }
}

/// Two shapes, one held against the other.
struct Search<'a> {
    a: &'a Shape,
    b: &'a Shape,
}

impl Search<'_> {
    /// The least distance between two points of edges, rounded down.
    fn least_mm(&self) -> u64 {
        let mut best = u64::MAX;
        let mut open = BinaryHeap::new();
        let (a, b) = (self.a.root(), self.b.root());
        open.push(Reverse((self.bounds_mm(a, b).least_mm, a, b)));
        for _ in 0..limits::APART_STEPS {
            let Some(Reverse((bound, a, b))) = open.pop() else { return best };
            if bound >= best {
                return best;
            }
            match self.halves(a, b) {
                None => best = best.min(least_between(&self.a.stretch(a), &self.b.stretch(b))),
                Some(pairs) => {
                    let bounded = pairs.map(|(a, b)| (self.bounds_mm(a, b).least_mm, a, b));
                    open.extend(bounded.into_iter().filter(|(bound, ..)| *bound < best).map(Reverse));
                }
            }
        }
        open.pop().map_or(best, |Reverse((bound, ..))| best.min(bound))
    }

    /// The greatest distance between two points of edges, rounded up.
    fn most_mm(&self) -> u64 {
        let mut best = 0;
        let mut open = BinaryHeap::new();
        let (a, b) = (self.a.root(), self.b.root());
        open.push((self.bounds_mm(a, b).most_mm, a, b));
        for _ in 0..limits::APART_STEPS {
            let Some((bound, a, b)) = open.pop() else { return best };
            if bound <= best {
                return best;
            }
            match self.halves(a, b) {
                None => best = best.max(most_between(&self.a.stretch(a), &self.b.stretch(b))),
                Some(pairs) => {
                    let bounded = pairs.map(|(a, b)| (self.bounds_mm(a, b).most_mm, a, b));
                    open.extend(bounded.into_iter().filter(|(bound, ..)| *bound > best));
                }
            }
        }
        open.pop().map_or(best, |(bound, ..)| best.max(bound))
    }

    /// The pair with its larger part in two halves; `None` of two single pieces.
    fn halves(&self, a: Part, b: Part) -> Option<[(Part, Part); 2]> {
        let size = |bounds: Bounds| {
            let long = |low: i32, high: i32| i64::from(high) - i64::from(low);
            long(bounds.west, bounds.east) + long(bounds.south, bounds.north)
        };
        let of_a = || self.a.split(a).map(|halves| halves.map(|half| (half, b)));
        let of_b = || self.b.split(b).map(|halves| halves.map(|half| (a, half)));
        if size(self.a.bounds(a)) >= size(self.b.bounds(b)) { of_a().or_else(of_b) } else { of_b().or_else(of_a) }
    }

    /// Between which distances two points of these parts certainly lie.
    fn bounds_mm(&self, a: Part, b: Part) -> Apart {
        let (a, b) = (self.a.bounds(a), self.b.bounds(b));
        let wide = i64::from;
        // Middle latitudes run from half of the one sum to half of the other; a degree of longitude is longest nearest to
        // the equator, one of latitude shortest.
        let (south, north) = (wide(a.south) + wide(b.south), wide(a.north) + wide(b.north));
        let inner = if south <= 0 && north >= 0 { 0 } else { south.abs().min(north.abs()) };
        let (low, high) = (Scale::at_middle(inner), Scale::at_middle(south.abs().max(north.abs())));
        let gap = |from: (i32, i32), to: (i32, i32)| (wide(from.0) - wide(to.1)).max(wide(to.0) - wide(from.1)).max(0);
        let span = |from: (i32, i32), to: (i32, i32)| (wide(from.1) - wide(to.0)).max(wide(to.1) - wide(from.0));
        let (lon, lat) = (|of: &Bounds| (of.west, of.east), |of: &Bounds| (of.south, of.north));
        // Two millimetres for what the coordinates and the scales round.
        let down = |e7: i64, scale: i128| (((i128::from(e7) * scale) >> 40) - 2).max(0).unsigned_abs();
        let up = |e7: i64, scale: i128| (((i128::from(e7) * scale) >> 40) + 2).unsigned_abs();
        let least = [down(gap(lon(&a), lon(&b)), high.east_q40), down(gap(lat(&a), lat(&b)), low.north_q40)];
        let most = [up(span(lon(&a), lon(&b)), low.east_q40), up(span(lat(&a), lat(&b)), high.north_q40)];
        let root = |[east, north]: [u128; 2]| (east.pow(2) + north.pow(2)).isqrt() as u64;
        Apart { least_mm: root(least), most_mm: root(most) + 1 }
    }
}

/// Between two pieces that do not cross: from an end of one to the other (rule 5), rounded down.
fn least_between(a: &Edge, b: &Edge) -> u64 {
    let ends = [(a.from, b), (a.to, b), (b.from, a), (b.to, a)];
    ends.into_iter().map(|(end, piece)| from_point(end, piece)).min().expect("four of them")
}

fn from_point(point: Point, piece: &Edge) -> u64 {
    let (from, to) = (offset(point, piece.from), offset(point, piece.to));
    let along = to.minus(from);
    let foot = -from.dot(along);
    let square = if foot <= 0 {
        from.square()
    } else if foot >= along.square() {
        to.square()
    } else {
        from.cross(along).pow(2) / along.square()
    };
    square.unsigned_abs().isqrt() as u64
}

/// The farthest two ends of two pieces, rounded up.
fn most_between(a: &Edge, b: &Edge) -> u64 {
    let ends = [(a.from, b.from), (a.from, b.to), (a.to, b.from), (a.to, b.to)];
    let square =
        ends.into_iter().map(|(from, to)| offset(from, to).square().unsigned_abs()).max().expect("four of them");
    let root = square.isqrt();
    (root + u128::from(root * root < square)) as u64
}
