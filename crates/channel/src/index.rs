//! An index of notices by place: which of many hold a position, or come near a box.
//!
//! ```text
//! area ─▶ its box ─▶ the finest of some grids on which the box covers few squares ─▶ notices, row after row
//! position ─▶ one square of each grid ─▶ the few notices there ─▶ outside of the box: no; in a box inside of it: yes; else asked exactly
//! ```
//!
//! Holds
//! - It answers what asking every notice would; a grid spares work and decides nothing.
//! - Integers only, and a bounded number of squares for a notice of any size.
//!
//! Not here: what state a notice is in: whoever makes an index says which notices go in.

use record::statement::BodyId;
use record::vocabulary::geometry::Prepared;
use record::vocabulary::geometry::point::corners;
use record::vocabulary::place::{Area, Point};
use record::vocabulary::time::{Instant, Interval};

/// Notices by where they are.
///
/// ```
/// use channel::index::Index;
/// use record::statement::BodyId;
/// use record::vocabulary::place::{Area, Point};
/// use record::vocabulary::time::{Instant, Interval};
/// let mill = Area::Disc { centre: Point { lon_e7: 225_000_000, lat_e7: 391_000_000 }, radius_mm: 500_000 };
/// let index = Index::new([(BodyId([1; 32]), Interval::ALWAYS, &mill)]);
/// let near = |lat_e7| index.at(Point { lon_e7: 225_000_000, lat_e7 }, Instant(0)).count();
/// assert_eq!((near(391_040_000), near(391_050_000)), (1, 0)); // 444 m and 555 m north
/// ```
#[derive(Clone, Debug)]
pub struct Index {
    entries: Vec<Entry>,
    grids: Vec<Grid>,
}

#[derive(Clone, Debug)]
struct Entry {
    id: BodyId,
    window: Interval,
    /// A box inside of it: what lies there needs no look at the outline.
    inner: Option<Corners>,
    area: Prepared,
}

impl Entry {
    fn holds(&self, position: Point) -> bool {
        self.inner.is_some_and(|inner| inner.hold(position)) || self.area.holds_point(position)
    }
}

/// A box by its south-western and its north-eastern corner; its edges belong to it.
#[derive(Clone, Copy, Debug)]
struct Corners {
    low: Point,
    high: Point,
}

impl Corners {
    fn of((low, high): (Point, Point)) -> Corners {
        Corners { low, high }
    }
    fn hold(&self, point: Point) -> bool {
        (self.low.lon_e7..=self.high.lon_e7).contains(&point.lon_e7)
            && (self.low.lat_e7..=self.high.lat_e7).contains(&point.lat_e7)
    }
    fn meet(&self, low: Point, high: Point) -> bool {
        self.low.lon_e7 <= high.lon_e7
            && low.lon_e7 <= self.high.lon_e7
            && self.low.lat_e7 <= high.lat_e7
            && low.lat_e7 <= self.high.lat_e7
    }
}

/// A notice on a square: the box around it, so that most are left alone without a look at more, and its number.
#[derive(Clone, Copy, Debug)]
struct Here {
    /// The square's place in its row, from west to east.
    column: i32,
    number: u32,
    corners: Corners,
}

#[derive(Clone, Debug)]
struct Grid {
    side_e7: i64,
    /// Notices, row after row from south to north, and in a row from west to east.
    here: Vec<Here>,
    /// The first row.
    south: i32,
    /// Where each row begins among them; at last, where they end.
    rows: Vec<u32>,
}

/// Side of the finest grid, in 1e-7 degree: some 700 m.
const FINEST_E7: i64 = 62_500;
/// Each grid is so many times as coarse as the one before.
const COARSER: i64 = 4;
/// Most squares that a box covers in either direction on the grid it goes to.
const ACROSS: i64 = 4;

impl Index {
    /// Of these notices, each with the time at which it is asked for and its area. Those whose area cannot be used hold no
    /// position and are left out.
    pub fn new<'a>(notices: impl IntoIterator<Item = (BodyId, Interval, &'a Area)>) -> Index {
        let mut grids: Vec<Grid> = Vec::new();
        let mut on: Vec<Vec<(i32, Here)>> = Vec::new();
        let mut side_e7 = FINEST_E7;
        // The coarsest has a square or two for the whole globe.
        while side_e7 < 4 * i64::from(i32::MAX) {
            grids.push(Grid { side_e7, here: Vec::new(), south: 0, rows: Vec::new() });
            on.push(Vec::new());
            side_e7 *= COARSER;
        }
        let mut entries = Vec::new();
        for (id, window, area) in notices {
            let Some((low, high)) = corners(area) else { continue };
            let (number, corners) = (entries.len() as u32, Corners { low, high });
            let fits = |grid: &Grid| {
                let ((west, south), (east, north)) = (grid.square(low), grid.square(high));
                i64::from(east - west) < ACROSS && i64::from(north - south) < ACROSS
            };
            let place = grids.iter().position(fits).expect("the coarsest grid has room for everything");
            let squares = grids[place].squares_of(low, high);
            on[place].extend(squares.map(|(column, row)| (row, Here { column, number, corners })));
            let area = Prepared::new(area);
            entries.push(Entry { id, window, inner: area.inner_corners().map(Corners::of), area });
        }
        for (grid, on) in grids.iter_mut().zip(on) {
            grid.fill(on);
        }
        grids.retain(|grid| !grid.here.is_empty());
        Index { entries, grids }
    }

    /// How many notices are in it.
    pub fn len(&self) -> usize {
        self.entries.len()
    }
    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The notices that hold this position at this instant, each once.
    pub fn at(&self, position: Point, at: Instant) -> impl Iterator<Item = BodyId> {
        let here = self.grids.iter().flat_map(move |grid| grid.in_square(grid.square(position)));
        let near = here.filter(move |here| here.corners.hold(position));
        let entries = near.map(|here| &self.entries[here.number as usize]);
        entries.filter(move |entry| entry.window.contains(at) && entry.holds(position)).map(|entry| entry.id)
    }

    /// The notices whose box shares a point with that from `low` to `high`, by their number in the order given; what can
    /// share a point with something in the box is among them.
    pub(crate) fn near(&self, low: Point, high: Point) -> Vec<usize> {
        let mut found: Vec<Here> = Vec::new();
        for grid in &self.grids {
            let ((west, south), (east, north)) = (grid.square(low), grid.square(high));
            let across = |from: i32, to: i32| (i64::from(to) - i64::from(from) + 1).unsigned_abs();
            // A box of more squares than are taken is asked of those that are.
            if across(west, east).saturating_mul(across(south, north)) > grid.here.len() as u64 {
                found.extend(&grid.here);
            } else {
                found.extend(grid.squares_of(low, high).flat_map(|square| grid.in_square(square)));
            }
        }
        found.retain(|here| here.corners.meet(low, high));
        let mut numbers: Vec<usize> = found.into_iter().map(|here| here.number as usize).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }
}

impl Grid {
    fn square(&self, point: Point) -> (i32, i32) {
        let place = |at: i32| i64::from(at).div_euclid(self.side_e7) as i32;
        (place(point.lon_e7), place(point.lat_e7))
    }

    fn squares_of(&self, low: Point, high: Point) -> impl Iterator<Item = (i32, i32)> + use<> {
        let ((west, south), (east, north)) = (self.square(low), self.square(high));
        (west..=east).flat_map(move |lon| (south..=north).map(move |lat| (lon, lat)))
    }

    /// Puts notices on their rows.
    fn fill(&mut self, mut on: Vec<(i32, Here)>) {
        on.sort_unstable_by_key(|(row, here)| (*row, here.column, here.number));
        let Some((south, _)) = on.first() else { return };
        self.south = *south;
        for (place, (row, here)) in (0..).zip(on) {
            let rows = (row - self.south + 1) as usize;
            self.rows.resize(self.rows.len().max(rows), place);
            self.here.push(here);
        }
        self.rows.push(self.here.len() as u32);
    }

    fn in_square(&self, (column, row): (i32, i32)) -> impl Iterator<Item = &Here> {
        let row = i64::from(row) - i64::from(self.south);
        let ends = usize::try_from(row).ok().and_then(|row| Some((*self.rows.get(row)?, *self.rows.get(row + 1)?)));
        let (from, until) = ends.unwrap_or_default();
        let row = &self.here[from as usize..until as usize];
        let from = row.partition_point(|here| here.column < column);
        row[from..].iter().take_while(move |here| here.column == column)
    }
}
