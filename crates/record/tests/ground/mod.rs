//! Points, geodesics in floating point, and random ones, for the tests of the geometry.

use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};
use record::vocabulary::place::{Area, Point};

/// Degrees, to the nearest 1e-7.
pub fn at(lat: f64, lon: f64) -> Point {
    Point { lon_e7: (lon * 1e7).round() as i32, lat_e7: (lat * 1e7).round() as i32 }
}

pub fn disc(centre: Point, radius_mm: u64) -> Area {
    Area::Disc { centre, radius_mm }
}

pub fn degrees(point: Point) -> (f64, f64) {
    (f64::from(point.lat_e7) / 1e7, f64::from(point.lon_e7) / 1e7)
}

pub fn geodesic_m(a: Point, b: Point) -> f64 {
    let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(a), degrees(b));
    Geodesic::wgs84().inverse(lat_a, lon_a, lat_b, lon_b)
}

/// The point a share of the way along an edge that is straight in longitude and latitude.
pub fn between(a: Point, b: Point, share: f64) -> Point {
    let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(a), degrees(b));
    at(lat_a + share * (lat_b - lat_a), lon_a + share * (lon_b - lon_a))
}

/// Least geodesic distance to an edge: seven places, then golden sections around the nearest.
pub fn geodesic_to_edge_m(point: Point, a: Point, b: Point) -> f64 {
    let ((lat, lon), (lat_a, lon_a), (lat_b, lon_b)) = (degrees(point), degrees(a), degrees(b));
    let geodesic = Geodesic::wgs84();
    let distance = |share: f64| -> f64 {
        geodesic.inverse(lat, lon, lat_a + share * (lat_b - lat_a), lon_a + share * (lon_b - lon_a))
    };
    let nearest = (0..=6).map(|i| f64::from(i) / 6.0).min_by(|x, y| distance(*x).total_cmp(&distance(*y))).unwrap();
    let (mut low, mut high) = ((nearest - 1.0 / 6.0).max(0.0), (nearest + 1.0 / 6.0).min(1.0));
    let mut least = distance(nearest);
    for _ in 0..26 {
        let (left, right) = (high - 0.618 * (high - low), low + 0.618 * (high - low));
        let (at_left, at_right) = (distance(left), distance(right));
        least = least.min(at_left).min(at_right);
        if at_left < at_right { high = right } else { low = left }
    }
    least
}

/// Xorshift: the same numbers on every machine.
pub struct Random(pub u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * ((self.next() >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// A point at most `metres` from `middle`.
    pub fn near(&mut self, middle: Point, metres: f64) -> Point {
        let (azimuth, distance) = (self.between(0.0, 360.0), self.between(0.0, metres));
        away(middle, azimuth, distance)
    }
}

pub fn away(from: Point, azimuth: f64, metres: f64) -> Point {
    let (lat, lon) = degrees(from);
    let (lat, lon) = Geodesic::wgs84().direct(lat, lon, azimuth, metres);
    at(lat, lon)
}
