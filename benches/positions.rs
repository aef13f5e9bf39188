//! Positions against notices: how many a second, on one core, beside a geometry library doing the same test.
//!
//! ```text
//! 10,000 outlines of 16 corners, about 1 km wide, in 10 by 10 degrees      1 M positions, 1 % of them in a notice, then 10 %
//! ours: `channel::index`, integers      theirs: `rstar` over boxes, then `geo`'s exact test of the outline, floating point
//! ```
//!
//! Both are made beforehand, and both have to find the same notices for every position.
//!
//! Not here: making the index (once for each change of a notice), reading statements.

use benches::{cost, median};
use channel::index::Index;
use geo::{Coord, Intersects, LineString, Polygon as Outline};
use record::statement::BodyId;
use record::vocabulary::place::{Area, Point, Polygon};
use record::vocabulary::time::{Instant, Interval};
use rstar::{AABB, RTree, RTreeObject};

const NOTICES: usize = 10_000;
const POSITIONS: usize = 1_000_000;
const ROUNDS: usize = 5;
const CORNERS: i64 = 16;
/// Half the width of an outline, in 1e-7 degree: about 500 m.
const HALF_E7: i64 = 45_000;

/// Numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
    fn below(&mut self, most: i64) -> i64 {
        (self.next() % most as u64) as i64
    }
}

struct Boxed {
    number: usize,
    outline: Outline<f64>,
    bounds: AABB<[f64; 2]>,
}

impl RTreeObject for Boxed {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.bounds
    }
}

fn main() {
    let mut numbers = Numbers(20_260_917);
    let middles: Vec<(i64, i64)> = (0..NOTICES)
        .map(|_| (380_000_000 + numbers.below(100_000_000), 300_000_000 + numbers.below(100_000_000)))
        .collect();
    let areas: Vec<Area> = middles.iter().map(|middle| outline(*middle)).collect();
    let named = areas.iter().enumerate().map(|(number, area)| (id(number), Interval::ALWAYS, area));
    let index = Index::new(named);
    let tree = RTree::bulk_load(areas.iter().enumerate().map(|(number, area)| boxed(number, area)).collect());
    for share in [100, 10] {
        let positions = positions(&mut numbers, &middles, share);
        let mut ours = Vec::new();
        let mut theirs = Vec::new();
        let mut hits = (0, 0);
        // In turns, so that a busy machine is busy for both.
        for _ in 0..ROUNDS {
            let (own, found) = cost(|| positions.iter().map(|at| index.at(*at, Instant(0)).count()).sum::<usize>());
            let (other, held) = cost(|| positions.iter().map(|at| of_library(&tree, *at).count()).sum::<usize>());
            ours.push(own.cpu);
            theirs.push(other.cpu);
            hits = (found, held);
        }
        let differ = positions.iter().filter(|at| !alike(&index, &tree, **at)).count();
        let (ours, theirs) = (median(ours), median(theirs));
        let rate = |seconds: f64| POSITIONS as f64 / seconds / 1e6;
        println!(
            "positions: {NOTICES} notices, {POSITIONS} positions, about 1 in {share} in a notice ({} and {} hits, {differ} positions differ): \
             ours {:.2} M/s, rstar and geo {:.2} M/s a core, {:.1} times",
            hits.0,
            hits.1,
            rate(ours),
            rate(theirs),
            theirs / ours
        );
    }
}

fn id(number: usize) -> BodyId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&(number as u64).to_be_bytes());
    BodyId(bytes)
}

fn outline((lon, lat): (i64, i64)) -> Area {
    let corner = |number: i64| {
        let turn = number as f64 / CORNERS as f64 * std::f64::consts::TAU;
        let (east, north) = (turn.cos() * HALF_E7 as f64, turn.sin() * HALF_E7 as f64);
        Point { lon_e7: (lon + east as i64) as i32, lat_e7: (lat + north as i64) as i32 }
    };
    Area::Polygons(vec![Polygon { outer: (0..CORNERS).map(corner).collect(), holes: Vec::new() }])
}

fn boxed(number: usize, area: &Area) -> Boxed {
    let Area::Polygons(polygons) = area else { unreachable!("outlines are polygons") };
    let corners: Vec<Coord<f64>> = polygons[0].outer.iter().map(|point| coordinate(*point)).collect();
    let points: Vec<[f64; 2]> = corners.iter().map(|corner| [corner.x, corner.y]).collect();
    Boxed { number, bounds: AABB::from_points(points.iter()), outline: Outline::new(LineString(corners), Vec::new()) }
}

fn coordinate(point: Point) -> Coord<f64> {
    Coord { x: f64::from(point.lon_e7), y: f64::from(point.lat_e7) }
}

fn of_library(tree: &RTree<Boxed>, at: Point) -> impl Iterator<Item = usize> + use<'_> {
    let at = coordinate(at);
    let near = tree.locate_in_envelope_intersecting(AABB::from_point([at.x, at.y]));
    near.filter(move |boxed| boxed.outline.intersects(&at)).map(|boxed| boxed.number)
}

fn alike(index: &Index, tree: &RTree<Boxed>, at: Point) -> bool {
    let mut ours: Vec<BodyId> = index.at(at, Instant(0)).collect();
    let mut theirs: Vec<BodyId> = of_library(tree, at).map(id).collect();
    ours.sort();
    theirs.sort();
    ours == theirs
}

/// One in `share` lies near the middle of a notice; the others in a land of the same size where there is none.
fn positions(numbers: &mut Numbers, middles: &[(i64, i64)], share: i64) -> Vec<Point> {
    (0..POSITIONS)
        .map(|_| match numbers.below(share) {
            0 => {
                let (lon, lat) = middles[numbers.below(middles.len() as i64) as usize];
                let off = |numbers: &mut Numbers| numbers.below(HALF_E7) - HALF_E7 / 2;
                Point { lon_e7: (lon + off(numbers)) as i32, lat_e7: (lat + off(numbers)) as i32 }
            }
            // Beside notices, too: most of these fall between them.
            _ => gap(numbers, middles),
        })
        .collect()
}

/// A place that is no notice's, mostly not far from one.
fn gap(numbers: &mut Numbers, middles: &[(i64, i64)]) -> Point {
    let (lon, lat) = middles[numbers.below(middles.len() as i64) as usize];
    let beside = HALF_E7 * 11 / 10;
    let side = if numbers.below(2) == 0 { beside } else { -beside };
    Point { lon_e7: (lon + side) as i32, lat_e7: (lat + numbers.below(HALF_E7)) as i32 }
}
