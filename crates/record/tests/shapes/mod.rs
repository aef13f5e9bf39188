//! Polygons in floating point, and random ones, for the tests of the geometry.

use record::vocabulary::place::{Point, Polygon};

use crate::ground::{Random, away, degrees};

/// Every edge of every ring.
pub fn edges_of(polygon: &Polygon) -> impl Iterator<Item = (Point, Point)> {
    let rings = std::iter::once(&polygon.outer).chain(&polygon.holes);
    rings.flat_map(|ring| (0..ring.len()).map(|i| (ring[i], ring[(i + 1) % ring.len()])))
}

/// Even-odd over all rings, in floating point.
pub fn holds_by_winding(polygon: &Polygon, point: Point) -> bool {
    let (lat, lon) = degrees(point);
    let crossed = edges_of(polygon).filter(|&(a, b)| {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(a), degrees(b));
        (lat_a > lat) != (lat_b > lat) && lon < lon_a + (lat - lat_a) / (lat_b - lat_a) * (lon_b - lon_a)
    });
    crossed.count() % 2 == 1
}

impl Random {
    /// A ring around `middle`, its corners in order of direction and 0.5 to 1 of `metres` away.
    pub fn star(&mut self, middle: Point, metres: f64, corners: usize) -> Vec<Point> {
        let turn = 360.0 / corners as f64;
        let corner = |i: usize| {
            let azimuth = turn * (i as f64 + self.between(0.1, 0.9));
            away(middle, azimuth, metres * self.between(0.5, 1.0))
        };
        (0..corners).map(corner).collect()
    }
}
