//! Conflicts: which notices of different speakers meet, and what a speaker learns of that (N8).
//!
//! ```text
//! open notices ─┬─▶ areas, windows, heights, exactly ─▶ no | possible | certain       the mission
//!               └─▶ squares of 0.05 degree ─▶ nothing | speak to the mission | there is a notice       a speaker
//! ```
//!
//! Holds
//! - What anybody but the mission learns depends on another's position through one thing alone: the square that holds its
//!   middle. However many notices and questions of its own somebody lays beside, it learns that square and no more.
//!
//! Not here: counting questions (`question`), zones and incidents (`situation`).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{BodyId, Heights, Notice};
use record::vocabulary::Kleene;
use record::vocabulary::geometry::Prepared;
use record::vocabulary::geometry::point::{corners, middle};
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};

use crate::book::{Book, Kind, Said, View};
use crate::index::Index;
use crate::limits;
use crate::notice;
use crate::speak;

/// Two notices that meet. It goes to the mission.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Conflict {
    /// The one that came in first.
    pub older: BodyId,
    /// The other.
    pub newer: BodyId,
    /// How sure that is.
    pub meet: Meet,
}

/// How sure it is that two notices meet.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Meet {
    /// They may.
    Possible,
    /// They do.
    Certain,
}

/// What somebody learns of the notices of others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Learns {
    /// Nothing is known that meets it. It is no permission.
    Nothing,
    /// Speak to the mission.
    SpeakToTheMission,
    /// There is a notice, whose speaker agreed that this be said; never where.
    ThereIsANotice,
}

/// Squares of the grid of 0.05 degree, first and last included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Squares {
    west: i32,
    east: i32,
    south: i32,
    north: i32,
}

impl Squares {
    /// Those of the box around an area; `None` where the geometry cannot answer for it.
    pub fn of(area: &Area) -> Option<Squares> {
        let (low, high) = corners(area)?;
        let ((west, south), (east, north)) = (square(low), square(high));
        Some(Squares { west, east, south, north })
    }
    /// Whether the square that holds this point is one of them.
    pub fn hold(&self, point: Point) -> bool {
        let (lon, lat) = square(point);
        (self.west..=self.east).contains(&lon) && (self.south..=self.north).contains(&lat)
    }
    /// Whether the two share a square, or have squares that border on each other.
    pub fn touch(&self, other: &Squares) -> bool {
        let near =
            |low: i32, high: i32, other_low: i32, other_high: i32| low <= other_high + 1 && other_low <= high + 1;
        near(self.west, self.east, other.west, other.east) && near(self.south, self.north, other.south, other.north)
    }
}

fn square(point: Point) -> (i32, i32) {
    (point.lon_e7.div_euclid(limits::SQUARE_E7), point.lat_e7.div_euclid(limits::SQUARE_E7))
}

/// A notice that is to come or in force.
struct Open<'b, 'a> {
    said: &'b Said<'a>,
    notice: &'a Notice,
    window: Interval,
    /// With its middle; what the geometry cannot answer for is where its names are.
    area: Option<(&'a Area, Point)>,
}

impl<'a> Open<'_, 'a> {
    fn order(&self) -> (Instant, BodyId) {
        (self.said.when.last, self.said.id())
    }
    fn area(&self) -> Option<&'a Area> {
        self.area.map(|(area, _)| area)
    }
    /// A place in the same square as another's middle, at a time at which both hold.
    fn is_seen_from(&self, squares: &Squares, during: Interval) -> bool {
        !self.window.meet(during).is_empty() && self.area.is_some_and(|(_, middle)| squares.hold(middle))
    }
    fn is_open(&self, book: &Book, view: View) -> bool {
        notice::state(book, self.said, self.notice, view).is_some_and(|state| state.is_open())
    }
    fn learns(&self) -> Learns {
        if self.notice.may_be_told { Learns::ThereIsANotice } else { Learns::SpeakToTheMission }
    }
}

/// Every notice, whatever state it is in.
fn every<'b, 'a>(book: &'b Book<'a>, drills: bool) -> impl Iterator<Item = Open<'b, 'a>> {
    book.of(Kind::Notice).filter_map(move |said| {
        let notice = notice::of(said).filter(|notice| notice.drill == drills)?;
        let area = book.registers.area_of(&notice.place).and_then(|area| Some((area, middle(area)?)));
        Some(Open { said, notice, window: notice::window(notice), area })
    })
}

fn open<'b, 'a>(book: &'b Book<'a>, drills: bool, view: View) -> Vec<Open<'b, 'a>> {
    every(book, drills).filter(|notice| notice.is_open(book, view)).collect()
}

/// Every pair of notices that meet. Of notices all in one place these are very many.
pub(crate) fn conflicts(book: &Book, drills: bool, view: View) -> Vec<Conflict> {
    let field = Field::new(book, open(book, drills, view));
    let mut found = Vec::new();
    for number in 0..field.open.len() {
        let later = field.meeting(number).into_iter().filter(|(other, _)| *other > number);
        found.extend(later.map(|(other, meet)| field.conflict(number, other, meet)));
    }
    found.sort();
    found
}

/// The notices that one notice meets.
pub(crate) fn conflicts_of(book: &Book, drills: bool, id: BodyId, view: View) -> Vec<Conflict> {
    let field = Field::new(book, open(book, drills, view));
    let Some(number) = field.open.iter().position(|open| open.said.id() == id) else { return Vec::new() };
    let mut found: Vec<Conflict> =
        field.meeting(number).into_iter().map(|(other, meet)| field.conflict(number, other, meet)).collect();
    found.sort();
    found
}

/// What the speaker of each notice learns of notices that came in after it; those whose speaker learns nothing are left out.
pub(crate) fn learnt(book: &Book, drills: bool, view: View) -> BTreeMap<BodyId, Learns> {
    let open = open(book, drills, view);
    let mut by_square: BTreeMap<(i32, i32), Vec<&Open>> = BTreeMap::new();
    for other in &open {
        if let Some((_, middle)) = other.area {
            by_square.entry(square(middle)).or_default().push(other);
        }
    }
    let learns = |own: &Open| {
        let squares = own.area().and_then(Squares::of)?;
        let columns = by_square.range((squares.west, i32::MIN)..=(squares.east, i32::MAX));
        let near =
            columns.filter(|((_, lat), _)| (squares.south..=squares.north).contains(lat)).flat_map(|(_, all)| all);
        let later = near.filter(|other| own.order() < other.order() && !own.window.meet(other.window).is_empty());
        later.filter(|other| !speak::same(&other.said.voices, &own.said.voices)).map(|other| other.learns()).max()
    };
    open.iter().filter_map(|own| Some((own.said.id(), learns(own)?))).collect()
}

/// What somebody who asks about an area learns. The squares and the time are all that the answer depends on.
pub(crate) fn ask(book: &Book, asker: &[&str], squares: &Squares, during: Interval, view: View) -> Learns {
    let seen = every(book, false).filter(|notice| notice.is_seen_from(squares, during) && notice.is_open(book, view));
    let others = seen.filter(|notice| !speak::same(&notice.said.voices, asker));
    others.map(|notice| notice.learns()).max().unwrap_or(Learns::Nothing)
}

/// The open notices that have an area, each for the time at which it can be in force.
pub(crate) fn index(book: &Book, drills: bool, view: View) -> Index {
    let open = open(book, drills, view);
    Index::new(open.iter().filter_map(|open| Some((open.said.id(), open.window, open.area()?))))
}

/// The notices of others that a question touches, also by name: their owners are told of it.
pub(crate) fn touched(book: &Book, asker: &[&str], place: &Place, during: Interval, view: View) -> Vec<BodyId> {
    let squares = book.registers.area_of(place).and_then(Squares::of);
    let others = every(book, false).filter(|notice| !speak::same(&notice.said.voices, asker));
    let touching = others.filter(|notice| {
        let seen = squares.is_some_and(|squares| notice.is_seen_from(&squares, during));
        let named = || !notice.window.meet(during).is_empty() && nest(book.registers, place, &notice.notice.place);
        (seen || named()) && notice.is_open(book, view)
    });
    touching.map(|notice| notice.said.id()).collect()
}

/// The open notices, by place and by name.
struct Field<'b, 'a> {
    registers: &'a Registers,
    open: Vec<Open<'b, 'a>>,
    /// The area of each, where it has one.
    ready: Vec<Option<Prepared>>,
    index: Index,
    /// Number in the index to number in `open`.
    placed: Vec<usize>,
    /// By smallest name.
    smallest: BTreeMap<&'a str, Vec<usize>>,
    /// By each name that a notice bears or lies in.
    within: BTreeMap<&'a str, Vec<usize>>,
}

impl<'b, 'a> Field<'b, 'a> {
    fn new(book: &Book<'a>, open: Vec<Open<'b, 'a>>) -> Field<'b, 'a> {
        let registers = book.registers;
        let placed: Vec<usize> = (0..open.len()).filter(|number| open[*number].area.is_some()).collect();
        let areas = open.iter().filter_map(|open| Some((open.said.id(), open.window, open.area()?)));
        let index = Index::new(areas);
        let mut smallest: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut within: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (number, open) in open.iter().enumerate() {
            if let Some(name) = open.notice.place.names.first() {
                smallest.entry(registers.resolve(name)).or_default().push(number);
            }
            for name in around(registers, &open.notice.place) {
                within.entry(name).or_default().push(number);
            }
        }
        let ready = open.iter().map(|open| open.area().map(Prepared::new)).collect();
        Field { registers, open, ready, index, placed, smallest, within }
    }

    /// The others that this notice meets.
    fn meeting(&self, number: usize) -> Vec<(usize, Meet)> {
        let own = &self.open[number];
        let mut near: BTreeSet<usize> = BTreeSet::new();
        if let Some((low, high)) = own.area().and_then(corners) {
            near.extend(self.index.near(low, high).into_iter().map(|place| self.placed[place]));
        }
        // Where either has no area, the smallest name of one is a name of the other or around it.
        let without = |other: &&usize| own.area.is_none() || self.open[**other].area.is_none();
        let place = &own.notice.place;
        let inside = place.names.first().and_then(|name| self.within.get(self.registers.resolve(name)));
        near.extend(inside.into_iter().flatten().filter(without));
        let outside = around(self.registers, place);
        near.extend(outside.into_iter().filter_map(|name| self.smallest.get(name)).flatten().filter(without));
        let others = near.into_iter().filter(|other| *other != number);
        others.filter_map(|other| Some((other, self.meet(number, other)?))).collect()
    }

    fn meet(&self, a: usize, b: usize) -> Option<Meet> {
        let (one, other) = (&self.open[a], &self.open[b]);
        let apart = |(one, other): (Heights, Heights)| one.to_m < other.from_m || other.to_m < one.from_m;
        if speak::same(&one.said.voices, &other.said.voices)
            || one.window.meet(other.window).is_empty()
            || one.notice.heights.zip(other.notice.heights).is_some_and(apart)
        {
            return None;
        }
        let place = match (one.area().zip(self.ready[a].as_ref()), other.area().zip(self.ready[b].as_ref())) {
            (Some((area, ready)), Some((other_area, other_ready))) => match other_ready.holds(area) {
                Kleene::May if ready.holds(other_area) == Kleene::Must => Kleene::Must,
                answer => answer,
            },
            _ if nest(self.registers, &one.notice.place, &other.notice.place) => Kleene::May,
            _ => Kleene::No,
        };
        let holds = |one: Interval, other: Interval| one.from <= other.from && other.until <= one.until;
        let within = holds(one.window, other.window) || holds(other.window, one.window);
        match place {
            Kleene::No => None,
            Kleene::Must if within => Some(Meet::Certain),
            _ => Some(Meet::Possible),
        }
    }

    fn conflict(&self, a: usize, b: usize, meet: Meet) -> Conflict {
        let (one, other) = (&self.open[a], &self.open[b]);
        let (older, newer) = if one.order() < other.order() { (one, other) } else { (other, one) };
        Conflict { older: older.said.id(), newer: newer.said.id(), meet }
    }
}

/// The names of a place and all that the register puts them in.
fn around<'a>(registers: &'a Registers, place: &'a Place) -> BTreeSet<&'a str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = place.names.iter().map(|name| registers.resolve(name)).collect();
    while let Some(name) = open.pop() {
        if found.insert(name) {
            let above = registers.places.get(name).into_iter().flat_map(|entry| &entry.within);
            open.extend(above.map(|name| registers.resolve(name)));
        }
    }
    found
}

/// Whether the smallest name of one is a name of the other, or of what that lies in.
fn nest(registers: &Registers, one: &Place, other: &Place) -> bool {
    let within = |inner: &Place, outer: &Place| {
        outer.names.first().is_some_and(|name| around(registers, inner).contains(registers.resolve(name)))
    };
    within(one, other) || within(other, one)
}
