//! Integer geometry: does a reported area lie in a zone?
//!
//! A report says where something happened as a set of points; a term names a zone. The answer is three-valued (P1):
//!
//! ```text
//! reported area, zone ─▶ boxes ─▶ exact point in ring ─▶ distances in a plane of whole millimetres ─▶ Must | May | No
//! ```
//!
//! Holds
//! - Integers only: two machines give the same answer to the last bit, and none overflows on an area that `check` accepts.
//! - An edge is straight in longitude and latitude (RFC 7946) and belongs to the zone; which way a ring runs never matters.
//! - `Must` and `No` are claimed only where they hold; an area that `check` refuses for its shape is answered `May`.
//!
//! Not here: which version of a zone is in force (`registers`), strips and the sides of a line (`strip`), what lies near
//! an area (`buffer`), how far two lie apart (`apart`), outlines that cross themselves (`crossing`), bearings (`point`),
//! reading GeoJSON (the shell).

use std::fmt;

use super::Kleene;
use super::place::{Area, Point, Polygon};
use crate::limits;

pub mod apart;
pub mod buffer;
pub mod crossing;
pub mod point;
pub mod strip;

/// Whether the true position, somewhere in `reported`, lies in `zone` (P1).
///
/// `Must` where all of `reported` lies in the zone, `No` where the two share no point, else `May`. For many reports
/// against one zone, prepare the zone once: [`Prepared`].
///
/// ```
/// use record::vocabulary::{Kleene, geometry::area_in, place::{Area, Point, Polygon}};
/// let at = |lon_e7, lat_e7| Point { lon_e7, lat_e7 };
/// // A square of 0.1 degree whose western edge is 22.5 E.
/// let outer = vec![at(225_000_000, 391_000_000), at(226_000_000, 391_000_000),
///     at(226_000_000, 392_000_000), at(225_000_000, 392_000_000)];
/// let zone = Area::Polygons(vec![Polygon { outer, holes: vec![] }]);
/// let near = |radius_mm| Area::Disc { centre: at(225_200_000, 391_500_000), radius_mm }; // 1.7 km from that edge
/// assert_eq!(area_in(&near(1_000_000), &zone), Kleene::Must);
/// assert_eq!(area_in(&near(2_000_000), &zone), Kleene::May);
/// ```
pub fn area_in(reported: &Area, zone: &Area) -> Kleene {
    Prepared::new(zone).holds(reported)
}

/// Distance in whole millimetres, rounded down, in the plane at the middle latitude of both points.
///
/// Off the geodesic by less than 0.01 m up to 10 km, and up to 50 km by less than 0.15 m at latitudes of 30 to 40
/// degrees, 0.5 m to 60 and 1.1 m to 70. Beyond, the error grows with the cube of the distance (4 m at 100 km).
pub fn distance_mm(a: Point, b: Point) -> u64 {
    offset(a, b).square().unsigned_abs().isqrt() as u64
}

/// Whether the geometry can answer for `area`; intake refuses one that it cannot.
///
/// # Errors
/// The first fault found. Rings that cross themselves are not looked for.
pub fn check(area: &Area) -> Result<(), GeometryFault> {
    if let Area::Polygons(polygons) = area {
        let points = polygons.iter().flat_map(rings).map(<[Point]>::len).sum();
        if points > limits::AREA_POINTS {
            return Err(GeometryFault::TooManyPoints { points });
        }
    }
    sound(area)
}

/// Why an area cannot be used. Rings are named by their first point.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GeometryFault {
    /// There is no polygon in it.
    Empty,
    /// A ring of one or two points, or of none.
    TooFewPoints {
        /// How many it has.
        points: usize,
    },
    /// More than `limits::AREA_POINTS` in all rings together.
    TooManyPoints {
        /// How many it has.
        points: usize,
    },
    /// A point nearer to a pole than the plane allows.
    BeyondLatitude {
        /// The point.
        point: Point,
    },
    /// A point whose longitude is more than 180 degrees.
    BeyondLongitude {
        /// The point.
        point: Point,
    },
    /// An edge that spans half the globe or more, or a disc that reaches over longitude 180.
    CrossesAntimeridian {
        /// Where the edge begins, or the centre.
        point: Point,
    },
    /// A ring that states its first point again at the end.
    FirstPointRepeated {
        /// That point.
        point: Point,
    },
    /// A ring whose points all lie on one line.
    Flat {
        /// Its first point.
        point: Point,
    },
}

impl fmt::Display for GeometryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use GeometryFault::*;
        match *self {
            Empty => {
                write!(f, "this area has no outline; give a point and a radius, or a ring of three points or more")
            }
            TooFewPoints { points } => write!(f, "a ring of this area has {points} points; it needs three or more"),
            TooManyPoints { points } => write!(
                f,
                "this area has {points} points, more than the {} allowed; simplify its outline",
                limits::AREA_POINTS
            ),
            BeyondLatitude { point } => write!(
                f,
                "`{}` lies beyond 70 degrees of latitude, where distances are not exact enough to judge",
                Degrees(point)
            ),
            BeyondLongitude { point } => {
                write!(f, "`{}` is no place; longitudes run from 180 W to 180 E", Degrees(point))
            }
            CrossesAntimeridian { point } => write!(
                f,
                "this area crosses the antimeridian near `{}`; give one polygon on each side of longitude 180",
                Degrees(point)
            ),
            FirstPointRepeated { point } => write!(
                f,
                "the ring that begins at `{}` states that point again at its end; leave the last one out",
                Degrees(point)
            ),
            Flat { point } => write!(
                f,
                "the points of the ring that begins at `{}` lie on one line; it needs three that do not",
                Degrees(point)
            ),
        }
    }
}

impl std::error::Error for GeometryFault {}

/// A zone made ready for many questions: its edges in chunks, each with its box.
///
/// Preparing takes one pass over the points. A disc is then held against the chunks it comes near, and no others.
#[derive(Clone, Debug)]
pub struct Prepared(Ground);

impl Prepared {
    /// `zone`, ready. One that [`check`] refuses for its shape answers `May` to everything; the number of points is
    /// not asked here.
    pub fn new(zone: &Area) -> Prepared {
        Prepared(match zone {
            _ if sound(zone).is_err() => Ground::Unusable,
            Area::Disc { centre, radius_mm } => Ground::Disc(Reach::new(*centre, *radius_mm)),
            Area::Polygons(polygons) => Ground::Outlines(polygons.iter().map(Outline::new).collect()),
        })
    }

    /// Whether the true position, somewhere in `reported`, lies in this zone; the same answer as [`area_in`].
    pub fn holds(&self, reported: &Area) -> Kleene {
        let reported = match (reported, &self.0) {
            (_, Ground::Unusable) => return Kleene::May,
            (reported, _) if sound(reported).is_err() => return Kleene::May,
            (&Area::Disc { centre, radius_mm }, Ground::Disc(zone)) => {
                return disc_in_disc(&Reach::new(centre, radius_mm), zone);
            }
            (&Area::Disc { centre, radius_mm }, Ground::Outlines(zone)) => {
                return disc_in_outlines(&Reach::new(centre, radius_mm), zone);
            }
            (Area::Polygons(polygons), _) => polygons.iter().map(Outline::new),
        };
        Kleene::same(reported.map(|reported| match &self.0 {
            Ground::Outlines(zone) => outline_in_outlines(&reported, zone),
            Ground::Disc(zone) => outline_in_disc(&reported, zone),
            Ground::Unusable => Kleene::May,
        }))
    }
}

/// The area that was prepared.
#[derive(Clone, Debug)]
enum Ground {
    Disc(Reach),
    Outlines(Vec<Outline>),
    Unusable,
}

// ---- The four questions -----------------------------------------------------------------------------------------

/// In where the farthest point of one is within the other, out where they do not touch.
fn disc_in_disc(reported: &Reach, zone: &Reach) -> Kleene {
    let distance = offset(reported.centre, zone.centre).square();
    let (r, z) = (reported.radius_mm, zone.radius_mm);
    if r <= z && distance <= (z - r).pow(2) {
        Kleene::Must
    } else if distance > (z + r).pow(2) {
        Kleene::No
    } else {
        Kleene::May
    }
}

/// Rule 7: in where the centre is inside and no edge is nearer than the radius, out where the centre is outside and no
/// edge is at the radius or nearer.
fn disc_in_outlines(disc: &Reach, zone: &[Outline]) -> Kleene {
    let centre = Spot::of(disc.centre);
    let inside = |outline: &&Outline| outline.locate(centre) != Side::Outside;
    if disc.radius_mm == 0 {
        return if zone.iter().any(|o| inside(&o)) { Kleene::Must } else { Kleene::No };
    }
    let mut around = zone.iter().filter(inside).peekable();
    if around.peek().is_none() {
        let touched = zone.iter().any(|outline| outline.any_edge_within(disc, i128::le, |_| true));
        return if touched { Kleene::May } else { Kleene::No };
    }
    if clear_of_edges(disc, i128::lt, around, zone) { Kleene::Must } else { Kleene::May }
}

/// Whether no edge that bounds the zone is so near, given the polygons that the centre lies in.
fn clear_of_edges<'a>(
    disc: &Reach,
    compares: fn(&i128, &i128) -> bool,
    mut around: impl Iterator<Item = &'a Outline>,
    zone: &[Outline],
) -> bool {
    let crossed = |outline: &Outline| outline.any_edge_within(disc, compares, |edge| !is_seam(edge, zone));
    around.any(|outline| !outline.any_edge_within(disc, compares, |_| true))
        || zone.len() > 1 && !zone.iter().any(crossed)
}

/// Out as in rule 7 the other way round, in where both ends of every piece of every edge are within the radius.
fn outline_in_disc(reported: &Outline, zone: &Reach) -> Kleene {
    if disc_in_outlines(zone, std::slice::from_ref(reported)) == Kleene::No {
        return Kleene::No;
    }
    let held = |end: Point| offset(zone.centre, end).square() <= zone.radius_mm.pow(2);
    let inside = !zone.leaves_out(&reported.bounds)
        && reported.edges().all(|edge| edge.pieces(zone).all(|piece| held(piece.from) && held(piece.to)));
    if inside { Kleene::Must } else { Kleene::May }
}

/// Whether no piece of these edges comes as near to a reported polygon as `mm`, which is asked of a disc around the middle
/// of the piece, through its ends and so much wider. Pieces outside of `near` are not looked at.
fn comes_nowhere_near<'a>(edges: impl Iterator<Item = &'a Edge>, near: &Reach, mm: u64, reported: &Outline) -> bool {
    edges.flat_map(|edge| edge.pieces(near)).all(|piece| {
        let half = piece.bounds().middle();
        let around = Reach::new(half, farthest_mm(half, [piece.from, piece.to]) + mm);
        disc_in_outlines(&around, std::slice::from_ref(reported)) == Kleene::No
    })
}

/// Rule 9: one polygon of a reported area against all polygons of a zone.
fn outline_in_outlines(reported: &Outline, zone: &[Outline]) -> Kleene {
    let mut met = Vec::new();
    for outline in zone {
        match outline_in(reported, &[outline], &outline.rings) {
            Kleene::Must => return Kleene::Must,
            Kleene::May => met.push(outline),
            Kleene::No => {}
        }
    }
    match met.len() {
        0 => Kleene::No,
        1 => Kleene::May,
        // Alone none of them holds it; where they share whole edges, together they may.
        _ => {
            let edges = met.iter().flat_map(|outline| outline.edges());
            let open = edges.filter(|edge| !is_seam(edge, met.iter().copied())).copied().collect();
            outline_in(reported, &met, &[Chain::new(open)])
        }
    }
}

/// One reported polygon against polygons taken as one area with this `boundary`.
fn outline_in(reported: &Outline, zone: &[&Outline], boundary: &[Chain]) -> Kleene {
    if zone.iter().all(|outline| outline.bounds.apart(&reported.bounds)) {
        return Kleene::No;
    }
    let locate = |spot| zone.iter().map(|outline| outline.locate(spot)).max().unwrap_or(Side::Outside);
    let (mut touched, mut inside, mut outside) = (false, false, false);
    for edge in reported.edges() {
        let Contacts::Stretches { touched: here, middles } = edge.contacts(boundary) else { return Kleene::May };
        touched |= here;
        for middle in middles {
            if locate(middle) == Side::Outside { outside = true } else { inside = true }
        }
        if inside && outside {
            return Kleene::May;
        }
    }
    let holds_zone = || {
        let firsts = zone.iter().flat_map(|outline| &outline.rings).map(|ring| ring.edges[0].from);
        firsts.map(Spot::of).any(|first| reported.locate(first) != Side::Outside)
    };
    if !touched && !inside && !holds_zone() {
        return Kleene::No;
    }
    if outside {
        return Kleene::May;
    }
    // The reported outline lies in the zone. What it encloses does too, unless an edge of the zone runs through the
    // inside (a hole, a gap between polygons) or all of it is one such hole.
    let unbroken = boundary.iter().flat_map(|chain| chain.near(|bounds| bounds.apart(&reported.bounds))).all(|edge| {
        match edge.contacts(&reported.rings) {
            Contacts::Crossing => false,
            Contacts::Stretches { middles, .. } => middles.iter().all(|&spot| reported.locate(spot) != Side::Inside),
        }
    });
    let held = unbroken && reported.inner_spot().is_some_and(|spot| locate(spot) != Side::Outside);
    if held { Kleene::Must } else { Kleene::May }
}

/// Whether two polygons share the whole edge, one on either side: then it bounds nothing of what they cover together.
fn is_seam<'a>(edge: &Edge, outlines: impl IntoIterator<Item = &'a Outline>) -> bool {
    let (mut left, mut right) = (false, false);
    for on_left in outlines.into_iter().filter_map(|outline| outline.on_left_of(&edge.ordered())) {
        if on_left { left = true } else { right = true }
    }
    left && right
}

// ---- Soundness --------------------------------------------------------------------------------------------------

const E7_PER_DEGREE: i64 = 10_000_000;
const LATITUDE_LIMIT_E7: i64 = 70 * E7_PER_DEGREE;
const ANTIMERIDIAN_E7: i64 = 180 * E7_PER_DEGREE;

/// Whether the calculations below mean anything for `area`, however many points it has.
fn sound(area: &Area) -> Result<(), GeometryFault> {
    match area {
        &Area::Disc { centre, radius_mm } => {
            in_range(centre)?;
            let wide = || i64::from(centre.lon_e7).abs() + Reach::new(centre, radius_mm).lon_e7 > ANTIMERIDIAN_E7;
            let is_wide = radius_mm > limits::STRIP_MM;
            let crosses = radius_mm > 0 && if is_wide { wide() } else { reaches_over_180(centre, radius_mm) };
            if crosses { Err(GeometryFault::CrossesAntimeridian { point: centre }) } else { Ok(()) }
        }
        Area::Polygons(polygons) if polygons.is_empty() => Err(GeometryFault::Empty),
        Area::Polygons(polygons) => polygons.iter().flat_map(rings).try_for_each(sound_ring),
    }
}

/// Whether something so far from the point, 500 km at most, lies beyond longitude 180.
fn reaches_over_180(point: Point, mm: u64) -> bool {
    let lon_e7 = i64::from(point.lon_e7).abs();
    // No strip is 14 degrees wide: the exact answer is needed near longitude 180 alone.
    lon_e7 + 14 * E7_PER_DEGREE > ANTIMERIDIAN_E7 && lon_e7 + Reach::new(point, mm).lon_e7 > ANTIMERIDIAN_E7
}

fn sound_ring(ring: &[Point]) -> Result<(), GeometryFault> {
    let &[first, .., last] = ring else { return Err(GeometryFault::TooFewPoints { points: ring.len() }) };
    ring.iter().try_for_each(|&point| in_range(point))?;
    if first == last {
        return Err(GeometryFault::FirstPointRepeated { point: first });
    }
    if ring.len() < 3 {
        return Err(GeometryFault::TooFewPoints { points: ring.len() });
    }
    if let Some(edge) = edges(ring).find(|edge| edge.run_e7().0.abs() >= ANTIMERIDIAN_E7) {
        return Err(GeometryFault::CrossesAntimeridian { point: edge.from });
    }
    let base = (Spot::of(first), Spot::of(last));
    if ring.iter().all(|&point| base.0.turn(base.1, Spot::of(point)) == 0) {
        return Err(GeometryFault::Flat { point: first });
    }
    Ok(())
}

fn in_range(point: Point) -> Result<(), GeometryFault> {
    if i64::from(point.lat_e7).abs() > LATITUDE_LIMIT_E7 {
        return Err(GeometryFault::BeyondLatitude { point });
    }
    if i64::from(point.lon_e7).abs() > ANTIMERIDIAN_E7 {
        return Err(GeometryFault::BeyondLongitude { point });
    }
    Ok(())
}

/// The outer ring, then the holes.
fn rings(polygon: &Polygon) -> impl Iterator<Item = &[Point]> {
    std::iter::once(polygon.outer.as_slice()).chain(polygon.holes.iter().map(Vec::as_slice))
}

fn edges(ring: &[Point]) -> impl Iterator<Item = Edge> {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(&from, &to)| Edge { from, to })
}

/// A point as people write it: `39.10 N 22.50 E`.
pub struct Degrees(pub Point);

impl fmt::Display for Degrees {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut one = |value: i32, letters: [&str; 2], gap: &str| {
            let (whole, rest) = (value.unsigned_abs() / 10_000_000, value.unsigned_abs() % 10_000_000);
            let digits = format!("{rest:07}");
            let digits = &digits[..digits.trim_end_matches('0').len().max(2)];
            write!(f, "{whole}.{digits} {}{gap}", letters[usize::from(value < 0)])
        };
        one(self.0.lat_e7, ["N", "S"], " ")?;
        one(self.0.lon_e7, ["E", "W"], "")
    }
}

// ---- The plane: rules 2 to 5 ------------------------------------------------------------------------------------

/// The number one, with 60 bits after the point.
const ONE_Q60: i128 = 1 << 60;
/// The ratio of a circle to its diameter.
const PI_Q60: i128 = 3_622_009_729_038_561_421;
/// WGS84: the larger half axis.
const HALF_AXIS_MM: i128 = 6_378_137_000;
/// WGS84: the square of the eccentricity, f (2 - f) with f = 1/298.257223563.
const ECCENTRICITY_SQUARED_Q60: i128 = 7_718_094_650_643_697;
/// No distance in the plane is longer, in millimetres; keeps every product inside 128 bits.
const FARTHEST_MM: u64 = 100_000_000_000;

/// Millimetres per 1e-7 degree at one latitude, with 40 bits after the point.
struct Scale {
    east_q40: i128,
    north_q40: i128,
}

impl Scale {
    /// At the latitude in the middle of two, given their sum. North and south are alike.
    fn at_middle(sum_e7: i64) -> Scale {
        // Half the sum: 90 degrees at most, so that areas out of range cannot overflow what follows.
        let sum = i128::from(sum_e7.abs().min(180 * E7_PER_DEGREE));
        let (sin, cos) = sin_cos_q60((sum * PI_Q60 / i128::from(360 * E7_PER_DEGREE)) as i64);
        let sin_squared = (sin * sin) >> 60;
        let w_squared = ONE_Q60 - ((ECCENTRICITY_SQUARED_Q60 * sin_squared) >> 60);
        let w = ((w_squared << 60) as u128).isqrt() as i128;
        let axis_q60 = HALF_AXIS_MM * PI_Q60 / i128::from(180 * E7_PER_DEGREE);
        // N cos and M, with N = a / w and M = a (1 - e^2) / w^3.
        let east = (((axis_q60 * cos) >> 60) << 60) / w;
        let north = (((axis_q60 * (ONE_Q60 - ECCENTRICITY_SQUARED_Q60)) >> 60) << 60) / ((w_squared * w) >> 60);
        Scale { east_q40: east >> 20, north_q40: north >> 20 }
    }
}

/// Sine and cosine of an angle from 0 to a right angle: Taylor, 24 terms after the first.
fn sin_cos_q60(angle: i64) -> (i128, i128) {
    let (mut sin, mut cos) = (0, 1_i64 << 60);
    let mut term = 1_i64 << 60;
    for k in 1..=24 {
        term = ((i128::from(term) * i128::from(angle)) >> 60) as i64 / k;
        match k % 4 {
            0 => cos += term,
            1 => sin += term,
            2 => cos -= term,
            _ => sin -= term,
        }
    }
    (sin.into(), cos.into())
}

/// A vector in the plane, in whole millimetres.
#[derive(Clone, Copy, Debug)]
struct Vector {
    east: i128,
    north: i128,
}

impl Vector {
    fn square(self) -> i128 {
        self.dot(self)
    }
    fn dot(self, other: Vector) -> i128 {
        self.east * other.east + self.north * other.north
    }
    fn cross(self, other: Vector) -> i128 {
        self.east * other.north - self.north * other.east
    }
    fn minus(self, other: Vector) -> Vector {
        Vector { east: self.east - other.east, north: self.north - other.north }
    }
}

/// From `centre` to `point` in the plane at their middle latitude (rule 4), each coordinate to the nearest millimetre.
fn offset(centre: Point, point: Point) -> Vector {
    let scale = Scale::at_middle(i64::from(centre.lat_e7) + i64::from(point.lat_e7));
    let rounded = |difference: i64, scale_q40: i128| {
        let size = (i128::from(difference.abs()) * scale_q40 + (1 << 39)) >> 40;
        if difference < 0 { -size } else { size }
    };
    Vector {
        east: rounded(i64::from(point.lon_e7) - i64::from(centre.lon_e7), scale.east_q40),
        north: rounded(i64::from(point.lat_e7) - i64::from(centre.lat_e7), scale.north_q40),
    }
}

/// A distance that none of the points is farther away than, in millimetres.
fn farthest_mm(centre: Point, points: impl IntoIterator<Item = Point>) -> u64 {
    let square = points.into_iter().map(|point| offset(centre, point).square().unsigned_abs()).max();
    square.unwrap_or(0).isqrt() as u64 + 1
}

/// A disc, with what is needed to see quickly that something is too far from it, or well inside.
#[derive(Clone, Debug)]
struct Reach {
    centre: Point,
    radius_mm: i128,
    /// Half its height and width, never too small.
    lat_e7: i64,
    lon_e7: i64,
    /// Millimetres per 1e-7 degree of longitude within its height, with 40 bits after the point: nowhere less, nowhere more.
    least_east_q40: i128,
    most_east_q40: i128,
}

impl Reach {
    /// Micrometres per 1e-7 degree of latitude: nowhere less (11 057 at the equator), nowhere more (11 157 at 70 degrees).
    const LEAST_NORTH_UM: i64 = 11_050;
    const MOST_NORTH_UM: i64 = 11_160;

    fn new(centre: Point, radius_mm: u64) -> Reach {
        let radius_mm = i128::from(radius_mm.min(FARTHEST_MM));
        let lat_e7 = radius_mm as i64 * 1_000 / Reach::LEAST_NORTH_UM + 2;
        // A piece that begins inside this height ends at most one piece's length beyond it.
        let (twice, height) = (2 * i64::from(centre.lat_e7).abs(), lat_e7 + Edge::PIECE_E7 + 1);
        let least_east_q40 = Scale::at_middle((twice + height).min(2 * LATITUDE_LIMIT_E7)).east_q40;
        let most_east_q40 = Scale::at_middle((twice - height).max(0)).east_q40;
        let lon_e7 = ((radius_mm << 40) / least_east_q40) as i64 + 2;
        Reach { centre, radius_mm, lat_e7, lon_e7, least_east_q40, most_east_q40 }
    }

    /// Whether everything in the box is surely farther than the radius.
    fn misses(&self, bounds: &Bounds) -> bool {
        let away = |at: i32, low: i32, high: i32| {
            let (at, low, high) = (i64::from(at), i64::from(low), i64::from(high));
            (low - at).max(at - high).max(0)
        };
        let lon = away(self.centre.lon_e7, bounds.west, bounds.east);
        let lat = away(self.centre.lat_e7, bounds.south, bounds.north);
        if lon > self.lon_e7 || lat > self.lat_e7 {
            return true;
        }
        // A corner: one millimetre off each side for what `offset` rounds.
        let east = ((i128::from(lon) * self.least_east_q40) >> 40) - 1;
        let north = i128::from(lat * Reach::LEAST_NORTH_UM / 1_000) - 1;
        east.max(0).pow(2) + north.max(0).pow(2) > self.radius_mm.pow(2)
    }

    /// Whether the point is surely nearer than the radius.
    fn takes_in(&self, point: Point) -> bool {
        let lon = (i64::from(point.lon_e7) - i64::from(self.centre.lon_e7)).abs();
        let lat = (i64::from(point.lat_e7) - i64::from(self.centre.lat_e7)).abs();
        if lon > self.lon_e7 || lat > self.lat_e7 {
            return false;
        }
        let east = ((i128::from(lon) * self.most_east_q40) >> 40) + 2;
        let north = i128::from(lat * Reach::MOST_NORTH_UM / 1_000) + 2;
        east.pow(2) + north.pow(2) < self.radius_mm.pow(2)
    }

    /// Whether something in the box is surely farther than the radius.
    fn leaves_out(&self, bounds: &Bounds) -> bool {
        let beyond = |at: i32, low: i32, high: i32, reach: i64| {
            let at = i64::from(at);
            (at - i64::from(low)).max(i64::from(high) - at) > reach
        };
        beyond(self.centre.lon_e7, bounds.west, bounds.east, self.lon_e7)
            || beyond(self.centre.lat_e7, bounds.south, bounds.north, self.lat_e7)
    }
}

// ---- Edges, rings, outlines -------------------------------------------------------------------------------------

/// A straight line in longitude and latitude, as its ring runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Edge {
    from: Point,
    to: Point,
}

/// Where an edge meets others: one crosses it, or the middles of its stretches from one contact to the next.
enum Contacts {
    Crossing,
    Stretches { touched: bool, middles: Vec<Spot> },
}

impl Edge {
    /// Longest piece on either axis: 0.02 degree.
    const PIECE_E7: i64 = 200_000;

    /// The same for an edge and its reverse, so that neighbours cut their common edge alike.
    fn ordered(&self) -> Edge {
        Edge { from: self.from.min(self.to), to: self.from.max(self.to) }
    }

    fn bounds(&self) -> Bounds {
        Bounds::around([self.from, self.to])
    }

    /// Differences of longitude and latitude.
    fn run_e7(&self) -> (i64, i64) {
        let run = |from: i32, to: i32| i64::from(to) - i64::from(from);
        (run(self.from.lon_e7, self.to.lon_e7), run(self.from.lat_e7, self.to.lat_e7))
    }

    /// How many pieces it is cut into.
    fn piece_count(&self) -> i64 {
        let (lon_run, lat_run) = self.run_e7();
        (lon_run.abs().max(lat_run.abs()) + Edge::PIECE_E7 - 1).div_euclid(Edge::PIECE_E7).max(1)
    }

    /// The cut before piece `i` of `count`, of an ordered edge.
    fn cut(&self, i: i64, count: i64) -> Point {
        let along = |from: i32, run: i64| from + ((2 * run * i + count).div_euclid(2 * count)) as i32;
        let (lon_run, lat_run) = self.run_e7();
        let Point { lon_e7, lat_e7 } = self.from;
        if i == count { self.to } else { Point { lon_e7: along(lon_e7, lon_run), lat_e7: along(lat_e7, lat_run) } }
    }

    /// The pieces that come near the disc's box; the others are never cut.
    fn pieces(&self, near: &Reach) -> impl Iterator<Item = Edge> + use<> {
        let ordered = self.ordered();
        let (Edge { from, .. }, (lon_run, lat_run), count) = (ordered, ordered.run_e7(), ordered.piece_count());
        // The pieces on which one axis lies within the disc's reach, one unit wider for what `place` rounds.
        let span = |from: i32, run: i64, centre: i32, reach: i64| {
            let start = i64::from(from) - i64::from(centre);
            let (start, run) = if run < 0 { (-start, -run) } else { (start, run) };
            if run == 0 {
                return if start.abs() <= reach { 0..count } else { 0..0 };
            }
            let piece = |at: i64| ((at - start) * count).div_euclid(run);
            piece(-reach - 1).max(0)..(piece(reach + 1) + 1).min(count)
        };
        let by_lon = span(from.lon_e7, lon_run, near.centre.lon_e7, near.lon_e7);
        let by_lat = span(from.lat_e7, lat_run, near.centre.lat_e7, near.lat_e7);
        let span = by_lon.start.max(by_lat.start)..by_lon.end.min(by_lat.end);
        span.map(move |i| Edge { from: ordered.cut(i, count), to: ordered.cut(i + 1, count) })
    }

    /// Whether the squared distance from the disc's centre compares so with its squared radius, on any piece (rule 5).
    fn within(&self, disc: &Reach, compares: fn(&i128, &i128) -> bool) -> bool {
        let radius_squared = disc.radius_mm.pow(2);
        self.pieces(disc).filter(|piece| !disc.misses(&piece.bounds())).any(|piece| {
            let (from, to) = (offset(disc.centre, piece.from), offset(disc.centre, piece.to));
            let along = to.minus(from);
            let foot = -from.dot(along);
            if foot <= 0 {
                compares(&from.square(), &radius_squared)
            } else if foot >= along.square() {
                compares(&to.square(), &radius_squared)
            } else {
                compares(&from.cross(along).pow(2), &(radius_squared * along.square()))
            }
        })
    }

    /// How this edge meets those of `chains`. Exact: contacts that are no crossing are points of one or the other.
    fn contacts(&self, chains: &[Chain]) -> Contacts {
        let bounds = self.bounds();
        let (from, to) = (Spot::of(self.from), Spot::of(self.to));
        let mut points = vec![self.from, self.to];
        let mut touched = false;
        for other in chains.iter().flat_map(|chain| chain.near(|far| far.apart(&bounds))) {
            let (start, end) = (Spot::of(other.from), Spot::of(other.to));
            let turns = [from.turn(to, start), from.turn(to, end), start.turn(end, from), start.turn(end, to)];
            if turns[0] * turns[1] < 0 && turns[2] * turns[3] < 0 {
                return Contacts::Crossing;
            }
            let on_this = |turn: i128, point: Point| turn == 0 && bounds.holds(point);
            for (turn, point) in [(turns[0], other.from), (turns[1], other.to)] {
                if on_this(turn, point) {
                    touched = true;
                    points.push(point);
                }
            }
            let on_other = |turn: i128, point: Point| turn == 0 && other.bounds().holds(point);
            touched |= on_other(turns[2], self.from) || on_other(turns[3], self.to);
        }
        // Points of one straight line: in their order along it.
        points.sort();
        points.dedup();
        let middles = points.windows(2).map(|pair| Spot::mean([pair[0], pair[0], pair[1], pair[1]])).collect();
        Contacts::Stretches { touched, middles }
    }
}

/// A point in quarters of 1e-7 degree, so that the mean of four points is exact.
#[derive(Clone, Copy, Debug)]
struct Spot {
    lon: i64,
    lat: i64,
}

impl Spot {
    fn of(point: Point) -> Spot {
        Spot { lon: i64::from(point.lon_e7) * 4, lat: i64::from(point.lat_e7) * 4 }
    }

    fn mean(points: [Point; 4]) -> Spot {
        let sum = |axis: fn(&Point) -> i32| points.iter().map(axis).map(i64::from).sum();
        Spot { lon: sum(|point| point.lon_e7), lat: sum(|point| point.lat_e7) }
    }

    /// 1 where `third` lies to the left of the way from here to `second`, -1 to the right, 0 on the line.
    fn turn(self, second: Spot, third: Spot) -> i128 {
        let run = |to: Spot| (i128::from(to.lon - self.lon), i128::from(to.lat - self.lat));
        let ((a, b), (c, d)) = (run(second), run(third));
        (a * d - b * c).signum()
    }
}

/// Where a point is seen from a ring or a polygon, farthest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Side {
    Outside,
    OnEdge,
    Inside,
}

/// The smallest box in longitude and latitude.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    west: i32,
    east: i32,
    south: i32,
    north: i32,
}

impl Bounds {
    fn around(points: impl IntoIterator<Item = Point>) -> Bounds {
        let empty = Bounds { west: i32::MAX, east: i32::MIN, south: i32::MAX, north: i32::MIN };
        points.into_iter().fold(empty, |bounds, point| Bounds {
            west: bounds.west.min(point.lon_e7),
            east: bounds.east.max(point.lon_e7),
            south: bounds.south.min(point.lat_e7),
            north: bounds.north.max(point.lat_e7),
        })
    }

    fn middle(&self) -> Point {
        let middle = |low: i32, high: i32| ((i64::from(low) + i64::from(high)) / 2) as i32;
        Point { lon_e7: middle(self.west, self.east), lat_e7: middle(self.south, self.north) }
    }

    fn apart(&self, other: &Bounds) -> bool {
        self.west > other.east || other.west > self.east || self.south > other.north || other.south > self.north
    }

    fn holds(&self, point: Point) -> bool {
        !self.apart(&Bounds::around([point]))
    }
}

/// Edges in chunks, each with its box.
#[derive(Clone, Debug)]
struct Chain {
    edges: Vec<Edge>,
    chunks: Vec<Bounds>,
}

impl Chain {
    const CHUNK_EDGES: usize = 16;

    fn new(edges: Vec<Edge>) -> Chain {
        let around = |chunk: &[Edge]| Bounds::around(chunk.iter().flat_map(|edge| [edge.from, edge.to]));
        let chunks = edges.chunks(Chain::CHUNK_EDGES).map(around).collect();
        Chain { edges, chunks }
    }

    /// The edges whose box is not skipped.
    fn near<'a>(&'a self, skip: impl Fn(&Bounds) -> bool + 'a) -> impl Iterator<Item = &'a Edge> {
        let chunks = self.edges.chunks(Chain::CHUNK_EDGES).zip(&self.chunks);
        chunks.flat_map(move |(edges, bounds)| if skip(bounds) { &[] } else { edges })
    }

    /// Rule 6, for a ring: even-odd on the ray to the east.
    fn locate(&self, spot: Spot) -> Side {
        // Chunks to the west are never met; those above and below neither.
        let skip = |bounds: &Bounds| {
            let beyond = |at: i64, low: i32, high: i32| at < i64::from(low) * 4 || at > i64::from(high) * 4;
            spot.lon > i64::from(bounds.east) * 4 || beyond(spot.lat, bounds.south, bounds.north)
        };
        let mut side = Side::Outside;
        for edge in self.near(skip) {
            let (from, to) = (Spot::of(edge.from), Spot::of(edge.to));
            let (south, north) = (from.lat.min(to.lat), from.lat.max(to.lat));
            if spot.lat < south || spot.lat > north || spot.lon > from.lon.max(to.lon) {
                continue;
            }
            let turn = from.turn(to, spot);
            if turn == 0 && spot.lon >= from.lon.min(to.lon) {
                return Side::OnEdge;
            }
            // The ray crosses where the edge passes this latitude, its northern end counted, and lies to the east.
            let passes = (from.lat > spot.lat) != (to.lat > spot.lat);
            if passes && (turn > 0) == (to.lat > from.lat) {
                side = if side == Side::Inside { Side::Outside } else { Side::Inside };
            }
        }
        side
    }

    /// The way a ring runs, by the sign of its area.
    fn counter_clockwise(&self) -> bool {
        let twice_area = self.edges.iter().map(|edge| {
            let (lon_run, lat_run) = edge.run_e7();
            i128::from(edge.from.lon_e7) * i128::from(lat_run) - i128::from(edge.from.lat_e7) * i128::from(lon_run)
        });
        twice_area.sum::<i128>() > 0
    }
}

/// One polygon: its outer ring, then its holes.
#[derive(Clone, Debug)]
struct Outline {
    rings: Vec<Chain>,
    /// Per ring, whether the polygon lies on the left of the way it runs.
    on_left: Vec<bool>,
    bounds: Bounds,
}

impl Outline {
    fn new(polygon: &Polygon) -> Outline {
        let rings: Vec<Chain> = rings(polygon).map(|ring| Chain::new(edges(ring).collect())).collect();
        let on_left = rings.iter().enumerate().map(|(depth, ring)| ring.counter_clockwise() == (depth == 0)).collect();
        Outline { rings, on_left, bounds: Bounds::around(polygon.outer.iter().copied()) }
    }

    /// A disc that holds all of it: its centre, its radius in millimetres. `None` where it would be wider than a strip.
    fn disc_around(&self) -> Option<(Point, u64)> {
        let centre = self.bounds.middle();
        let widest = Reach::new(centre, limits::STRIP_MM);
        let ends = self.edges().flat_map(|edge| edge.pieces(&widest)).flat_map(|piece| [piece.from, piece.to]);
        (!widest.leaves_out(&self.bounds)).then(|| (centre, farthest_mm(centre, ends)))
    }

    fn edges(&self) -> impl Iterator<Item = &Edge> {
        self.rings.iter().flat_map(|ring| &ring.edges)
    }

    /// Whether any edge that `counts` is within the disc; corners that surely are spare the exact work on the others.
    fn any_edge_within(
        &self,
        disc: &Reach,
        compares: fn(&i128, &i128) -> bool,
        counts: impl Fn(&Edge) -> bool,
    ) -> bool {
        let near = || self.rings.iter().flat_map(|ring| ring.near(|bounds| disc.misses(bounds)));
        !disc.misses(&self.bounds)
            && (near().any(|edge| disc.takes_in(edge.from) && counts(edge))
                || near().any(|edge| edge.within(disc, compares) && counts(edge)))
    }

    /// Whether the polygon lies to the left of this ordered edge; `None` where it does not run along it, or does so
    /// more than once (a spike, a hole on the rim), which says nothing about its sides.
    fn on_left_of(&self, ordered: &Edge) -> Option<bool> {
        let bounds = ordered.bounds();
        let mut sides = self.rings.iter().zip(&self.on_left).flat_map(|(ring, &on_left)| {
            let same = ring.near(|far| far.apart(&bounds)).filter(|edge| edge.ordered() == *ordered);
            same.map(move |edge| on_left == (edge == ordered))
        });
        sides.next().filter(|_| sides.next().is_none())
    }

    /// Inside is inside the outer ring and outside every hole; the edge of a hole belongs to the polygon.
    fn locate(&self, spot: Spot) -> Side {
        let Some((outer, holes)) = self.rings.split_first() else { return Side::Outside };
        match outer.locate(spot) {
            Side::Inside => {
                let holes = holes.iter().map(|hole| match hole.locate(spot) {
                    Side::Inside => Side::Outside,
                    Side::OnEdge => Side::OnEdge,
                    Side::Outside => Side::Inside,
                });
                holes.min().unwrap_or(Side::Inside)
            }
            side => side,
        }
    }

    /// A point inside, on no edge. Every polygon without holes has one in an ear; with holes, one is on a line from its
    /// south-western end to another point. `None` only where rings touch or cross.
    fn inner_spot(&self) -> Option<Spot> {
        let outer = &self.rings.first()?.edges;
        let corners = outer.iter().zip(outer.iter().cycle().skip(1));
        let ears = corners.map(|(edge, next)| Spot::mean([edge.from, edge.to, edge.to, next.to]));
        let end = outer.iter().map(|edge| edge.from).min()?;
        let lines = self.edges().map(|edge| Spot::mean([end, end, edge.from, edge.from]));
        ears.chain(lines).find(|&spot| self.locate(spot) == Side::Inside)
    }
}
