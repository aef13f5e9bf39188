//! Points: in which direction one lies from another, the middle and the box of an area, many points against one area.
//!
//! Holds
//! - Integers only; a bearing is exact up to the millimetres of the plane (rule 4).
//! - A box is never too small: every point of the area lies in it.
//!
//! Not here: how far two areas lie apart (`apart`).

use super::{Bounds, Ground, PI_Q60, Prepared, Reach, Side, Spot, offset, rings, sin_cos_q60, sound};
use crate::vocabulary::place::{Area, Point};

/// Direction from `a` to `b` in the plane at their middle latitude, in whole degrees from north through east, to the
/// nearest: 0 to 359. 0 where both are one point.
///
/// ```
/// use record::vocabulary::{geometry::point::bearing_deg, place::Point};
/// let at = |lat_e7, lon_e7| Point { lon_e7, lat_e7 };
/// assert_eq!(bearing_deg(at(391_000_000, 225_000_000), at(391_000_000, 226_000_000)), 90);
/// assert_eq!(bearing_deg(at(391_000_000, 225_000_000), at(390_000_000, 225_000_000)), 180);
/// ```
pub fn bearing_deg(a: Point, b: Point) -> u16 {
    let way = offset(a, b);
    let (east, north) = (way.east.abs(), way.north.abs());
    // From the north-south line: how many of the half degrees 0.5, 1.5, … 89.5 it lies beyond. Their tangents are no
    // fractions, so that no vector of whole millimetres lies on one of them.
    let beyond = |halves: i128| {
        let (sin, cos) = sin_cos_q60((halves * PI_Q60 / 360) as i64);
        east * cos > north * sin
    };
    let (mut least, mut most) = (0, 90);
    while least < most {
        let half = (least + most) / 2;
        if beyond(2 * half + 1) { least = half + 1 } else { most = half }
    }
    let turned = least as u16;
    match (way.east >= 0, way.north >= 0) {
        (true, true) => turned,
        (true, false) => 180 - turned,
        (false, false) => 180 + turned,
        (false, true) => (360 - turned) % 360,
    }
}

/// The centre of a disc; of polygons, the middle of the box around all of them. `None` where [`super::check`] refuses the
/// area for its shape.
pub fn middle(area: &Area) -> Option<Point> {
    sound(area).ok()?;
    Some(match area {
        Area::Disc { centre, .. } => *centre,
        Area::Polygons(_) => outline_box(area).middle(),
    })
}

/// South-western and north-eastern corner of a box that holds the area; of a disc it may be a little wider than need be.
/// `None` as for [`middle`].
pub fn corners(area: &Area) -> Option<(Point, Point)> {
    sound(area).ok()?;
    Some(match area {
        Area::Disc { centre, radius_mm } => {
            let reach = Reach::new(*centre, *radius_mm);
            let by = |sign: i64| {
                let moved =
                    |at: i32, by: i64| (i64::from(at) + sign * by).clamp(i32::MIN.into(), i32::MAX.into()) as i32;
                Point { lon_e7: moved(centre.lon_e7, reach.lon_e7), lat_e7: moved(centre.lat_e7, reach.lat_e7) }
            };
            (by(-1), by(1))
        }
        Area::Polygons(_) => {
            let Bounds { west, east, south, north } = outline_box(area);
            (Point { lon_e7: west, lat_e7: south }, Point { lon_e7: east, lat_e7: north })
        }
    })
}

impl super::Outline {
    /// A box around the middle that no edge touches, where the middle is inside: then all of it is.
    fn inner(&self) -> Option<Bounds> {
        let middle = self.bounds.middle();
        if self.locate(Spot::of(middle)) != Side::Inside {
            return None;
        }
        let half = |low: i32, high: i32| (i64::from(high) - i64::from(low)) / 2;
        let (wide, high) = (half(self.bounds.west, self.bounds.east), half(self.bounds.south, self.bounds.north));
        let around = |parts: i64| {
            let by = |at: i32, half: i64| {
                let by = half * parts / INNER_PARTS;
                ((i64::from(at) - by) as i32, (i64::from(at) + by) as i32)
            };
            let ((west, east), (south, north)) = (by(middle.lon_e7, wide), by(middle.lat_e7, high));
            Bounds { west, east, south, north }
        };
        let clear = |inner: &Bounds| self.edges().all(|edge| edge.misses(inner));
        (1..INNER_PARTS).rev().map(around).find(clear)
    }
}

impl super::Edge {
    /// Whether it surely shares no point with the box: it lies beside it, or all corners lie on one side of its line.
    fn misses(&self, bounds: &Bounds) -> bool {
        if self.bounds().apart(bounds) {
            return true;
        }
        let Bounds { west, east, south, north } = *bounds;
        let corner = |lon_e7, lat_e7| Spot::of(Point { lon_e7, lat_e7 });
        let corners = [corner(west, south), corner(east, south), corner(east, north), corner(west, north)];
        let (from, to) = (Spot::of(self.from), Spot::of(self.to));
        let turns = corners.map(|corner| from.turn(to, corner));
        turns.iter().all(|turn| *turn > 0) || turns.iter().all(|turn| *turn < 0)
    }
}

fn outline_box(area: &Area) -> Bounds {
    let Area::Polygons(polygons) = area else { return Bounds::around([]) };
    Bounds::around(polygons.iter().flat_map(rings).flatten().copied())
}

/// An inner box is looked for around the middle, from so many parts of the half width down to one.
const INNER_PARTS: i64 = 8;

impl Prepared {
    /// South-western and north-eastern corner of a box all of whose points the area holds, so that most points inside are known to be
    /// without a look at the outline. `None` where none was found: of a disc, and of outlines that do not hold the middle of their box or come near it.
    pub fn inner_corners(&self) -> Option<(Point, Point)> {
        let Ground::Outlines(outlines) = &self.0 else { return None };
        let size = |bounds: &Bounds| {
            (i64::from(bounds.east) - i64::from(bounds.west)) * (i64::from(bounds.north) - i64::from(bounds.south))
        };
        outlines.iter().filter_map(super::Outline::inner).max_by_key(size).map(|inner| {
            let Bounds { west, east, south, north } = inner;
            (Point { lon_e7: west, lat_e7: south }, Point { lon_e7: east, lat_e7: north })
        })
    }

    /// Whether the area holds the point: as [`Prepared::holds`] of a disc of radius 0, for very many points. `false` where
    /// the area or the point cannot be used.
    pub fn holds_point(&self, point: Point) -> bool {
        if super::in_range(point).is_err() {
            return false;
        }
        match &self.0 {
            Ground::Disc(disc) => {
                !disc.misses(&Bounds::around([point]))
                    && (disc.takes_in(point) || offset(disc.centre, point).square() <= disc.radius_mm.pow(2))
            }
            Ground::Outlines(outlines) => {
                let held = |outline: &super::Outline| {
                    outline.bounds.holds(point) && outline.locate(Spot::of(point)) != Side::Outside
                };
                outlines.iter().any(held)
            }
            Ground::Unusable => false,
        }
    }
}
