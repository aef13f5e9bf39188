//! Which reports are compared at all: those whose stated times and places come near each other.
//!
//! Holds
//! - Two reports are candidates if their times lie within [`GAP_DAYS`] and their areas touch; nothing else decides.
//! - Coarse reports lie in an index of their own, so that they make nobody else's search longer.
//!
//! Not here: how alike they are (`compare`).

use std::collections::BTreeMap;

use record::vocabulary::place::Point;

use super::compare::{coarseness, gap_days, width};
use super::entry::Entry;
use super::ground::apart_m;

/// Most days between the times of two candidates: stated days slip.
pub(super) const GAP_DAYS: i64 = 2;

const DAY: i64 = 86_400;
/// A cell of the grid, in units of 1e-7 degree: a quarter of a degree.
const CELL_E7: i64 = 2_500_000;
/// A degree of latitude is at least so many metres.
const DEGREE_M: i64 = 110_500;
/// cos of 0, 10, … 90 degrees in thousandths, rounded down.
const COS: [i64; 10] = [1_000, 984, 939, 866, 766, 642, 500, 342, 173, 0];

type Cell = (i32, i32);
/// How coarse place and time are stated: reports of one class lie in one index.
type Class = (usize, usize);

/// Entries by place and time. Numbers are positions in the list of entries that the caller keeps.
#[derive(Clone, Default, Debug)]
pub struct Blocks {
    /// Of each class: its widest time in seconds, its greatest radius in metres, and the entries of each cell by begin.
    classes: BTreeMap<Class, Indexed>,
}

#[derive(Clone, Default, Debug)]
struct Indexed {
    widest: i64,
    radius_m: u32,
    cells: BTreeMap<Cell, Vec<(i64, u32)>>,
}

impl Blocks {
    /// All of `entries`.
    pub fn of<'a>(entries: impl IntoIterator<Item = (u32, &'a Entry)>) -> Blocks {
        let mut blocks = Blocks::default();
        for (number, entry) in entries {
            if let Some((indexed, cell)) = blocks.indexed(entry) {
                indexed.cells.entry(cell).or_default().push((entry.from, number));
            }
        }
        for indexed in blocks.classes.values_mut() {
            indexed.cells.values_mut().for_each(|entries| entries.sort_unstable());
        }
        blocks
    }

    /// Adds one.
    pub fn insert(&mut self, number: u32, entry: &Entry) {
        if let Some((indexed, cell)) = self.indexed(entry) {
            let entries = indexed.cells.entry(cell).or_default();
            let at = entries.partition_point(|other| *other < (entry.from, number));
            entries.insert(at, (entry.from, number));
        }
    }

    /// Takes one out.
    pub fn remove(&mut self, number: u32, entry: &Entry) {
        if let Some((indexed, cell)) = self.indexed(entry)
            && let Some(entries) = indexed.cells.get_mut(&cell)
        {
            entries.retain(|other| other.1 != number);
        }
    }

    fn indexed(&mut self, entry: &Entry) -> Option<(&mut Indexed, Cell)> {
        let at = entry.at?;
        let indexed = self.classes.entry((coarseness(entry), width(entry))).or_default();
        indexed.widest = indexed.widest.max(entry.until - entry.from);
        indexed.radius_m = indexed.radius_m.max(entry.radius_m);
        Some((indexed, cell(at)))
    }

    /// The numbers of all candidates of `entry`, itself among them where it is in the index, in no order that means anything.
    pub fn candidates<'a>(&self, entry: &Entry, entries: impl Fn(u32) -> &'a Entry, found: &mut Vec<u32>) {
        found.clear();
        let Some(at) = entry.at else { return };
        for indexed in self.classes.values() {
            let reach_m = i64::from(entry.radius_m) + i64::from(indexed.radius_m);
            let (least, greatest) = around(at, reach_m);
            let from = entry.from - indexed.widest - (GAP_DAYS + 1) * DAY;
            let until = entry.until + (GAP_DAYS + 1) * DAY;
            for row in least.0..=greatest.0 {
                for (_, listed) in indexed.cells.range((row, least.1)..=(row, greatest.1)) {
                    let first = listed.partition_point(|other| other.0 < from);
                    let near = listed[first..].iter().take_while(|other| other.0 <= until);
                    found.extend(near.map(|other| other.1).filter(|number| touch(entry, entries(*number))));
                }
            }
        }
    }
}

/// Whether two reports come near enough in time and place to be compared.
fn touch(a: &Entry, b: &Entry) -> bool {
    let (Some(x), Some(y)) = (a.at, b.at) else { return false };
    gap_days(a, b) <= GAP_DAYS && u64::from(apart_m(x, y)) <= u64::from(a.radius_m) + u64::from(b.radius_m)
}

fn cell(at: Point) -> Cell {
    let of = |e7: i32| i64::from(e7).div_euclid(CELL_E7) as i32;
    (of(at.lat_e7), of(at.lon_e7))
}

/// The cells of a box that holds every point within `reach_m`. Across the antimeridian it does not reach.
fn around(at: Point, reach_m: i64) -> (Cell, Cell) {
    let lat_e7 = reach_m * 10_000_000 / DEGREE_M + 1;
    let farthest = (i64::from(at.lat_e7).abs() + lat_e7) / 100_000_000 + 1;
    let cos = COS[(farthest as usize).min(COS.len() - 2)];
    let lon_e7 = lat_e7 * 1_000 / cos;
    let moved = |e7: i32, by: i64| (i64::from(e7) + by).div_euclid(CELL_E7) as i32;
    ((moved(at.lat_e7, -lat_e7), moved(at.lon_e7, -lon_e7)), (moved(at.lat_e7, lat_e7), moved(at.lon_e7, lon_e7)))
}
