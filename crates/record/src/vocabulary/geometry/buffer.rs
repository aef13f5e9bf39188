//! Buffers: what lies near an area, itself with it, or all around it (P3).
//!
//! ```text
//!   ┌ ─ ─ ─ ─ ─ ┐ ─ to: at exactly this distance the buffer has ended
//!     ┌───────┐
//!   │ │ area  │ │   distance 0: inside where `from` is 0
//!     └───────┘
//!   └ ─ ─ ─ ─ ─ ┘
//! ```
//!
//! Holds
//! - Integers of 128 bits only; a point has an exact answer, and a disc that lies outside the area is *out* exactly.
//! - `Must` and `No` are claimed only where they hold; a buffer that `Buffer::check` refuses is answered `May`.
//! - A ring is what is nearer than `to` without what is nearer than `from`: two that follow each other share no point.
//!
//! Not here: distances and pieces (`geometry`), which zone an agreement means (`agreement`).

use std::fmt;

use super::{
    ANTIMERIDIAN_E7, FARTHEST_MM, GeometryFault, Outline, Reach, Side, Spot, clear_of_edges, comes_nowhere_near,
    offset, outline_in_disc, outline_in_outlines, reaches_over_180, rings, sound,
};
use crate::limits;
use crate::vocabulary::Kleene;
use crate::vocabulary::place::{Area, Point};

/// What lies near an area.
///
/// ```
/// use record::vocabulary::{Kleene, place::{Area, Point}};
/// use record::vocabulary::geometry::buffer::Buffer;
/// let at = |lat_e7| Point { lon_e7: 225_000_000, lat_e7 };
/// let disc = |lat_e7, radius_mm| Area::Disc { centre: at(lat_e7), radius_mm };
/// let near = Buffer { around: disc(391_000_000, 1_000_000), from_mm: 0, to_mm: 2_000_000 };
/// assert_eq!(near.holds(&disc(391_000_000, 0)), Kleene::Must); // in the area itself
/// assert_eq!(near.holds(&disc(391_270_000, 0)), Kleene::Must); // 2,997 m from its centre
/// assert_eq!(near.holds(&disc(391_271_000, 0)), Kleene::No);   // 3,009 m
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Buffer {
    /// The area; its own points are at distance 0.
    pub around: Area,
    /// Least distance from the area, in millimetres; a point at exactly this distance is inside.
    pub from_mm: u64,
    /// Where the buffer has ended, in millimetres; a point at exactly this distance is outside.
    pub to_mm: u64,
}

/// Why a buffer cannot be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BufferFault {
    /// It ends no farther away than it begins, or farther away than `limits::STRIP_MM`.
    Width,
    /// It reaches over longitude 180.
    CrossesAntimeridian,
    /// The area itself cannot be used.
    Area(GeometryFault),
}

impl fmt::Display for BufferFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BufferFault::Width => write!(f, "this buffer ends no farther away than it begins, or beyond 500 km"),
            BufferFault::CrossesAntimeridian => write!(f, "this buffer crosses the line of 180 degrees"),
            BufferFault::Area(fault) => fault.fmt(f),
        }
    }
}

impl std::error::Error for BufferFault {}

impl Buffer {
    /// Whether the geometry can answer for this buffer. How many points the area has is not asked.
    ///
    /// # Errors
    /// The first fault found.
    pub fn check(&self) -> Result<(), BufferFault> {
        if self.from_mm >= self.to_mm || self.to_mm > limits::STRIP_MM {
            return Err(BufferFault::Width);
        }
        sound(&self.around).map_err(BufferFault::Area)?;
        let crosses = match &self.around {
            &Area::Disc { centre, radius_mm } => {
                let reach = Reach::new(centre, radius_mm.saturating_add(self.to_mm));
                i64::from(centre.lon_e7).abs() + reach.lon_e7 > ANTIMERIDIAN_E7
            }
            Area::Polygons(polygons) => {
                polygons.iter().flat_map(rings).flatten().any(|&corner| reaches_over_180(corner, self.to_mm))
            }
        };
        if crosses { Err(BufferFault::CrossesAntimeridian) } else { Ok(()) }
    }

    /// Whether the true position, somewhere in `reported`, lies in this buffer (P1).
    pub fn holds(&self, reported: &Area) -> Kleene {
        if self.check().is_err() || sound(reported).is_err() {
            return Kleene::May;
        }
        let ground = Ground::of(&self.around);
        // What is reported is of one piece, so where it lies in neither part it does not leap over the buffer.
        let within = |nearer: &dyn Fn(u64) -> Kleene| {
            let too_near = if self.from_mm == 0 { Kleene::No } else { nearer(self.from_mm) };
            nearer(self.to_mm).and(!too_near)
        };
        match reported {
            Area::Disc { centre, radius_mm } => within(&|mm| ground.disc_nearer(*centre, *radius_mm, mm)),
            Area::Polygons(polygons) => Kleene::same(polygons.iter().map(|polygon| {
                let outline = Outline::new(polygon);
                within(&|mm| ground.outline_nearer(&outline, mm))
            })),
        }
    }
}

/// The area, ready: `Must` where all that is reported is nearer to it than so many millimetres, `No` where nothing is.
enum Ground {
    Disc { centre: Point, radius_mm: u64 },
    Outlines(Vec<Outline>),
}

impl Ground {
    fn of(area: &Area) -> Ground {
        match area {
            Area::Disc { centre, radius_mm } => {
                Ground::Disc { centre: *centre, radius_mm: (*radius_mm).min(FARTHEST_MM) }
            }
            Area::Polygons(polygons) => Ground::Outlines(polygons.iter().map(Outline::new).collect()),
        }
    }

    fn disc_nearer(&self, reported: Point, radius_mm: u64, mm: u64) -> Kleene {
        let radius_mm = radius_mm.min(FARTHEST_MM);
        match self {
            Ground::Disc { centre, radius_mm: own_mm } => {
                let away = offset(reported, *centre).square();
                let (radius, reach) = (i128::from(radius_mm), i128::from(own_mm + mm));
                if radius < reach && away < (reach - radius).pow(2) {
                    Kleene::Must
                } else if away >= (reach + radius).pow(2) {
                    Kleene::No
                } else {
                    Kleene::May
                }
            }
            Ground::Outlines(outlines) => disc_nearer(reported, radius_mm, outlines, mm),
        }
    }

    fn outline_nearer(&self, reported: &Outline, mm: u64) -> Kleene {
        match self {
            // Within the last millimetre of a disc that is wider by so much all is nearer.
            Ground::Disc { centre, radius_mm } => {
                let wider = |mm: u64| outline_in_disc(reported, &Reach::new(*centre, radius_mm + mm));
                match wider(mm) {
                    Kleene::No => Kleene::No,
                    _ if wider(mm - 1) == Kleene::Must => Kleene::Must,
                    _ => Kleene::May,
                }
            }
            Ground::Outlines(outlines) => outline_nearer(reported, outlines, mm),
        }
    }
}

/// Nothing of the disc is nearer where no edge is; all of it is where its centre is nearer by more than the radius, or
/// lies so deep inside that the disc does not come out so far.
fn disc_nearer(centre: Point, radius_mm: u64, outlines: &[Outline], mm: u64) -> Kleene {
    let spot = Spot::of(centre);
    let around = outlines.iter().filter(|outline| outline.locate(spot) != Side::Outside);
    let edge_nearer = |mm: u64| {
        let disc = Reach::new(centre, mm);
        outlines.iter().any(|outline| outline.any_edge_within(&disc, i128::lt, |_| true))
    };
    let is_outside = around.clone().next().is_none();
    if is_outside && !edge_nearer(radius_mm + mm) {
        return Kleene::No;
    }
    let all = match radius_mm.checked_sub(mm) {
        None if is_outside => edge_nearer(mm - radius_mm),
        None => true,
        Some(_) if is_outside => false,
        // An edge at exactly this distance would let it out as far as is outside.
        Some(depth_mm) => clear_of_edges(&Reach::new(centre, depth_mm), i128::le, around, outlines),
    };
    if all { Kleene::Must } else { Kleene::May }
}

/// As the disc around it, or by the area: all is nearer where it lies in the area, nothing where no edge comes near it.
fn outline_nearer(reported: &Outline, outlines: &[Outline], mm: u64) -> Kleene {
    let Some((centre, around_mm)) = reported.disc_around() else { return Kleene::May };
    let answer = disc_nearer(centre, around_mm, outlines, mm);
    if answer != Kleene::May {
        return answer;
    }
    if outline_in_outlines(reported, outlines) == Kleene::Must {
        return Kleene::Must;
    }
    let is_outside = |corner| outlines.iter().all(|outline| outline.locate(Spot::of(corner)) == Side::Outside);
    let near = Reach::new(centre, around_mm + mm);
    // Where no edge comes near, it lies on one side of them all, and one corner tells which.
    let apart = reported.edges().next().is_some_and(|edge| is_outside(edge.from))
        && comes_nowhere_near(outlines.iter().flat_map(Outline::edges), &near, mm, reported);
    if apart { Kleene::No } else { Kleene::May }
}
