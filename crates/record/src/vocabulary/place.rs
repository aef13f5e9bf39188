//! Places as they are reported: a named place, a point and radius, an area.
//!
//! Holds
//! - Every reported place keeps the names its source gave it, smallest first.
//!
//! Not here: zones with their versions (`registers`), whether an area lies in a zone (`geometry`).

use super::Name;

/// A position in units of 1e-7 degree, WGS84.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Point {
    /// Longitude, -1_800_000_000 ..= 1_800_000_000.
    pub lon_e7: i32,
    /// Latitude, -700_000_000 ..= 700_000_000 (the geometry's limit).
    pub lat_e7: i32,
}

/// A polygon with holes. Rings are open (first point not repeated) and hold three points or more; edges are straight in
/// longitude and latitude (RFC 7946).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Polygon {
    /// The outer ring.
    pub outer: Vec<Point>,
    /// Rings cut out of it.
    pub holes: Vec<Vec<Point>>,
}

/// A set of points on the ground.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Area {
    /// All points within `radius_mm` of `centre`.
    Disc {
        /// Its centre.
        centre: Point,
        /// Its radius in millimetres; 0 for a point.
        radius_mm: u64,
    },
    /// All points of any of these polygons.
    Polygons(Vec<Polygon>),
}

/// A place as one report states it. At least one of `names`, `area` is given.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// As stated, smallest first; the source says that each lies inside the next ("Mill Hill", "East", "Valley").
    pub names: Vec<Name>,
    /// The set of points it may be.
    pub area: Option<Area>,
}
