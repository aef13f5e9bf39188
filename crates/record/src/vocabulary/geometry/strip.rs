//! Strips: what lies near a line, on both its sides or on one (P3).
//!
//! ```text
//!   to ─ ┌────────────────────────┐ ─ outside: at exactly this distance the strip has ended
//!        │ 2,000 m north, flat    │
//!   0  ─ ●───────── line ─────────● ─ the line belongs to it, and so does the edge across each end
//!        ·                        ·   ends round: a quarter circle beyond each end, too
//! ```
//!
//! Holds
//! - Integers of 128 bits only; a point has an exact answer: which piece is nearest is decided without rounding.
//! - `Must` and `No` are claimed only where they hold; a strip that `Strip::check` refuses is answered `May`.
//! - Exception points count by being listed, never by nearness.
//!
//! Not here: distances and pieces (`geometry`), how a text writes a strip (`agreement`).

use std::cmp::Ordering;
use std::fmt;

use super::{
    ANTIMERIDIAN_E7, Edge, FARTHEST_MM, Outline, Reach, Side, Spot, Vector, comes_nowhere_near, in_range, offset,
    reaches_over_180, sound,
};
use crate::limits;
use crate::vocabulary::Kleene;
use crate::vocabulary::place::{Area, Point, Polygon};

/// A strip along a line.
///
/// ```
/// use record::vocabulary::{Kleene, place::{Area, Point}};
/// use record::vocabulary::geometry::strip::{Compass, Ends, Strip};
/// let at = |lat_e7, lon_e7| Point { lon_e7, lat_e7 };
/// let line = vec![at(391_000_000, 225_000_000), at(391_000_000, 226_000_000)];
/// let north = Strip { line, from_mm: 0, to_mm: 2_000_000, side: Some(Compass::North), ends: Ends::Flat, except: vec![] };
/// let gun = |lat_e7| Area::Disc { centre: at(lat_e7, 225_500_000), radius_mm: 0 };
/// assert_eq!(north.holds(&gun(391_180_000)), Kleene::Must); // 1,998 m north
/// assert_eq!(north.holds(&gun(391_181_000)), Kleene::No);   // 2,009 m north
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Strip {
    /// Corners of the line in their order; from each to the next it is straight in longitude and latitude.
    pub line: Vec<Point>,
    /// Least distance from the line, in millimetres; a point at exactly this distance is inside.
    pub from_mm: u64,
    /// Where the strip has ended, in millimetres; a point at exactly this distance is outside.
    pub to_mm: u64,
    /// On which side of the line; `None` for both.
    pub side: Option<Compass>,
    /// What lies beyond the ends of the line.
    pub ends: Ends,
    /// Points that are outside because they are listed.
    pub except: Vec<Point>,
}

/// A side of a line, by the direction in which it lies.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Compass {
    /// The side to the north.
    North,
    /// The side to the south.
    South,
    /// The side to the east.
    East,
    /// The side to the west.
    West,
}

impl Compass {
    /// As a text writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Compass::North => "north",
            Compass::South => "south",
            Compass::East => "east",
            Compass::West => "west",
        }
    }
}

/// How a strip ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Ends {
    /// Nothing beyond an end of the line is inside.
    Flat,
    /// What is near enough to an end is inside.
    Round,
}

/// Why a strip cannot be used. Corners and edges are counted from 0; an edge has the number of the corner it begins at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StripFault {
    /// A line of one corner, or of none.
    TooFewCorners,
    /// More corners than `limits::STRIP_CORNERS`.
    TooManyCorners,
    /// It ends no farther away than it begins, or farther away than `limits::STRIP_MM`.
    Width,
    /// A corner beyond 70 degrees of latitude or 180 of longitude.
    OutOfRange {
        /// The corner.
        corner: usize,
    },
    /// An edge that spans half the globe or more, or a strip that reaches over longitude 180.
    CrossesAntimeridian {
        /// The corner at which it does.
        corner: usize,
    },
    /// A corner that the line has already passed.
    CornerTwice {
        /// The earlier.
        first: usize,
        /// The later.
        again: usize,
    },
    /// An edge of which neither side, or the other side, lies in the direction named.
    SideUnclear {
        /// The edge.
        edge: usize,
    },
}

impl fmt::Display for StripFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StripFault::TooFewCorners => write!(f, "this line has fewer than two corners"),
            StripFault::TooManyCorners => write!(f, "this line has more than {} corners", limits::STRIP_CORNERS),
            StripFault::Width => write!(f, "this strip ends no farther away than it begins, or beyond 500 km"),
            StripFault::OutOfRange { .. } => write!(f, "a corner of this line lies outside what the geometry holds"),
            StripFault::CrossesAntimeridian { .. } => {
                write!(f, "this line, or the strip along it, crosses the line of 180 degrees")
            }
            StripFault::CornerTwice { .. } => write!(f, "this line passes the same corner twice"),
            StripFault::SideUnclear { .. } => write!(f, "which side of this line is meant is not clear"),
        }
    }
}

impl std::error::Error for StripFault {}

impl Strip {
    /// Whether the geometry can answer for this strip.
    ///
    /// # Errors
    /// The first fault found. Lines that cross themselves are not looked for.
    pub fn check(&self) -> Result<(), StripFault> {
        if self.line.len() < 2 {
            return Err(StripFault::TooFewCorners);
        }
        if self.line.len() > limits::STRIP_CORNERS {
            return Err(StripFault::TooManyCorners);
        }
        if self.from_mm >= self.to_mm || self.to_mm > limits::STRIP_MM {
            return Err(StripFault::Width);
        }
        for (corner, &point) in self.line.iter().enumerate() {
            in_range(point).map_err(|_| StripFault::OutOfRange { corner })?;
            if reaches_over_180(point, self.to_mm) {
                return Err(StripFault::CrossesAntimeridian { corner });
            }
        }
        if let Some(edge) = self.edges().position(|edge| edge.run_e7().0.abs() >= ANTIMERIDIAN_E7) {
            return Err(StripFault::CrossesAntimeridian { corner: edge });
        }
        let mut corners: Vec<(Point, usize)> = self.line.iter().copied().zip(0..).collect();
        corners.sort();
        if let Some(pair) = corners.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(StripFault::CornerTwice { first: pair[0].1, again: pair[1].1 });
        }
        let hand = self.hand();
        let unclear = |edge: Edge| self.side.is_some() && (hand.is_none() || self.hand_of(&edge) != hand);
        match self.edges().position(unclear) {
            Some(edge) => Err(StripFault::SideUnclear { edge }),
            None => Ok(()),
        }
    }

    /// Whether the true position, somewhere in `reported`, lies in this strip (P1).
    pub fn holds(&self, reported: &Area) -> Kleene {
        if self.check().is_err() || sound(reported).is_err() {
            return Kleene::May;
        }
        let excepted = |point: &Point| match reported {
            Area::Disc { centre, radius_mm } => {
                offset(*centre, *point).square() <= i128::from((*radius_mm).min(FARTHEST_MM)).pow(2)
            }
            Area::Polygons(polygons) => {
                polygons.iter().any(|polygon| Outline::new(polygon).locate(Spot::of(*point)) != Side::Outside)
            }
        };
        match reported {
            Area::Disc { centre, radius_mm: 0 } if self.except.contains(centre) => return Kleene::No,
            Area::Disc { centre, radius_mm: 0 } => return self.holds_disc(*centre, 0),
            _ => {}
        }
        let answer = match reported {
            Area::Disc { centre, radius_mm } => self.holds_disc(*centre, *radius_mm),
            Area::Polygons(polygons) => Kleene::same(polygons.iter().map(|polygon| self.holds_polygon(polygon))),
        };
        if answer == Kleene::Must && self.except.iter().any(excepted) { Kleene::May } else { answer }
    }

    fn edges(&self) -> impl Iterator<Item = Edge> {
        self.line.windows(2).map(|pair| Edge { from: pair[0], to: pair[1] })
    }

    /// On which hand of one who walks along the edge the named side lies; `None` where that is not clear.
    fn hand_of(&self, edge: &Edge) -> Option<Hand> {
        let (east, north) = edge.run_e7();
        match (self.side?, east.signum(), north.signum()) {
            (Compass::North, 1, _) | (Compass::South, -1, _) | (Compass::West, _, 1) | (Compass::East, _, -1) => {
                Some(Hand::Left)
            }
            (Compass::North, -1, _) | (Compass::South, 1, _) | (Compass::West, _, -1) | (Compass::East, _, 1) => {
                Some(Hand::Right)
            }
            _ => None,
        }
    }

    /// The hand of all edges of a line that `check` accepts; `None` for a strip on both sides.
    fn hand(&self) -> Option<Hand> {
        self.edges().next().and_then(|edge| self.hand_of(&edge))
    }

    fn holds_disc(&self, centre: Point, radius_mm: u64) -> Kleene {
        let radius_mm = radius_mm.min(FARTHEST_MM);
        let seen = Seen {
            pieces: self.pieces(&Reach::new(centre, radius_mm + self.to_mm)),
            radius: radius_mm.into(),
            from: self.from_mm.into(),
            to: self.to_mm.into(),
            hand: self.hand(),
            ends: self.ends,
        };
        seen.answer()
    }

    /// The pieces of the line that come near the disc, as the line runs.
    fn pieces(&self, near: &Reach) -> Vec<Piece> {
        let (start, end) = (self.line.first(), self.line.last());
        let mut pieces = Vec::new();
        let mut before = None;
        for edge in self.edges().filter(|edge| !near.misses(&edge.bounds())) {
            let mut cut: Vec<Edge> = edge.pieces(near).filter(|piece| !near.misses(&piece.bounds())).collect();
            if edge.from > edge.to {
                cut = cut.iter().rev().map(|piece| Edge { from: piece.to, to: piece.from }).collect();
            }
            for piece in cut {
                let is_first = Some(&edge.from) == start && piece.from == edge.from;
                let is_last = Some(&edge.to) == end && piece.to == edge.to;
                pieces.push(Piece {
                    is_first,
                    is_last,
                    follows: before == Some(piece.from),
                    ..Piece::new(offset(near.centre, piece.from), offset(near.centre, piece.to))
                });
                before = Some(piece.to);
            }
        }
        pieces
    }

    /// In or out where the disc around it is, out also where the line comes nowhere near it, else may.
    fn holds_polygon(&self, polygon: &Polygon) -> Kleene {
        let outline = Outline::new(polygon);
        let Some((centre, around_mm)) = outline.disc_around() else { return Kleene::May };
        let answer = self.holds_disc(centre, around_mm);
        if answer != Kleene::May {
            return answer;
        }
        let near = Reach::new(centre, around_mm + self.to_mm);
        let edges: Vec<Edge> = self.edges().collect();
        let apart = comes_nowhere_near(edges.iter(), &near, self.to_mm, &outline);
        if apart { Kleene::No } else { Kleene::May }
    }
}

/// A side of the line as it runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Hand {
    Left,
    Right,
}

impl Hand {
    fn other(self) -> Hand {
        if self == Hand::Left { Hand::Right } else { Hand::Left }
    }
    /// A height that counts to the left, as it counts to this hand.
    fn height(self, to_the_left: i128) -> i128 {
        if self == Hand::Left { to_the_left } else { -to_the_left }
    }
}

/// A piece of the line in the plane around the centre of a disc. Along and up from it are counted in millimetres times
/// the piece's own length, so that nothing is divided.
#[derive(Clone, Copy, Debug)]
struct Piece {
    from: Vector,
    to: Vector,
    along: Vector,
    /// The square of its length.
    length: i128,
    /// How far along it the foot of the centre lies: from 0 to `length` on the piece itself.
    foot: i128,
    /// How far to the left of it the centre lies.
    left: i128,
    is_first: bool,
    is_last: bool,
    /// Whether it begins where the one before it in the list ends.
    follows: bool,
}

/// A fraction that is not negative, compared without rounding and without leaving 128 bits.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Fraction {
    top: i128,
    bottom: i128,
}

impl Fraction {
    fn compare(self, other: Fraction) -> Ordering {
        let whole = (self.top / self.bottom).cmp(&(other.top / other.bottom));
        let rest = |own: Fraction, of: Fraction| own.top % own.bottom * of.bottom;
        whole.then_with(|| rest(self, other).cmp(&rest(other, self)))
    }
}

/// Beyond one end of the line: how far, and where the end is.
struct Beyond {
    out: i128,
    end: Vector,
}

impl Piece {
    fn new(from: Vector, to: Vector) -> Piece {
        let along = to.minus(from);
        Piece {
            from,
            to,
            along,
            length: along.square(),
            foot: -from.dot(along),
            left: from.cross(along),
            is_first: false,
            is_last: false,
            follows: false,
        }
    }

    /// The square of the distance (rule 5).
    fn distance(&self) -> Fraction {
        if self.foot <= 0 {
            Fraction { top: self.from.square(), bottom: 1 }
        } else if self.foot >= self.length {
            Fraction { top: self.to.square(), bottom: 1 }
        } else {
            self.straight_across()
        }
    }

    /// The square of the distance from the straight line through the piece.
    fn straight_across(&self) -> Fraction {
        Fraction { top: self.left.pow(2), bottom: self.length }
    }

    /// How the distance compares with so many millimetres.
    fn is_away(&self, mm: i128) -> Ordering {
        let distance = self.distance();
        distance.top.cmp(&(mm.pow(2) * distance.bottom))
    }

    /// The nearer first; of two equally near, the one whose line is farther (rule 8).
    fn by_nearness(&self, other: &Piece) -> Ordering {
        let nearer = self.distance().compare(other.distance());
        nearer.then_with(|| other.straight_across().compare(self.straight_across()))
    }

    /// The ends of the line that this piece has.
    fn ends(&self) -> impl Iterator<Item = Beyond> {
        let first = self.is_first.then_some(Beyond { out: -self.foot, end: self.from });
        let last = self.is_last.then_some(Beyond { out: self.foot - self.length, end: self.to });
        first.into_iter().chain(last)
    }

    /// Whether a point so far off along and up is within `radius`; one on the far edge of a part is not in the part.
    fn touches(&self, off_along: i128, off_up: i128, radius: i128, open: bool) -> bool {
        let (gap, most) = (off_along.pow(2) + off_up.pow(2), radius.pow(2) * self.length);
        if open { gap < most } else { gap <= most }
    }

    /// Millimetres times the length of the piece: rounded down, and rounded up.
    fn times_length(&self, mm: i128) -> (i128, i128) {
        let square = (mm.pow(2) * self.length).unsigned_abs();
        let root = square.isqrt();
        (root as i128, root as i128 + i128::from(root * root < square))
    }
}

/// A strip as it is seen from the centre of a disc.
struct Seen {
    pieces: Vec<Piece>,
    radius: i128,
    from: i128,
    to: i128,
    hand: Option<Hand>,
    ends: Ends,
}

impl Seen {
    fn answer(&self) -> Kleene {
        // A strip lies nowhere but within `to` of its line.
        let Some(nearest) = self.pieces.iter().min_by(|a, b| a.by_nearness(b)) else { return Kleene::No };
        let inside = self.centre_is_in(nearest);
        if self.radius == 0 {
            return if inside { Kleene::Must } else { Kleene::No };
        }
        if inside && self.all_is_in(nearest) {
            Kleene::Must
        } else if self.all_is_on_the_other_side(nearest) || !self.meets_either_side() {
            Kleene::No
        } else {
            Kleene::May
        }
    }

    fn centre_is_in(&self, nearest: &Piece) -> bool {
        let near_enough = nearest.is_away(self.to) == Ordering::Less && nearest.is_away(self.from) != Ordering::Less;
        let on_side = self.hand.is_none_or(|hand| hand.height(nearest.left) >= 0);
        let beyond = nearest.ends().any(|beyond| beyond.out > 0);
        near_enough && on_side && !(beyond && self.ends == Ends::Flat)
    }

    /// Whether the whole disc is in, given that its centre is.
    fn all_is_in(&self, nearest: &Piece) -> bool {
        let has_near_edge = self.hand.is_some() || self.from > 0;
        let clear = self.radius < self.to
            && nearest.is_away(self.to - self.radius) == Ordering::Less
            && (!has_near_edge || nearest.is_away(self.from + self.radius) != Ordering::Less);
        clear
            && match (self.ends, self.hand) {
                (Ends::Flat, _) => !self.reaches_beyond(),
                (Ends::Round, None) => true,
                (Ends::Round, Some(hand)) => !self.reaches_beyond() || !self.meets(hand.other(), 0),
            }
    }

    /// Whether the whole disc lies on the side that is not named. Sides change at the line and beyond its ends alone.
    fn all_is_on_the_other_side(&self, nearest: &Piece) -> bool {
        self.hand.is_some_and(|hand| hand.height(nearest.left) < 0)
            && nearest.is_away(self.radius) == Ordering::Greater
            && !self.reaches_beyond()
    }

    /// Whether the disc reaches beyond an end of the line that may be the nearest point of it.
    fn reaches_beyond(&self) -> bool {
        let near = (self.to + self.radius).pow(2);
        self.pieces.iter().any(|piece| {
            let reaches = |out: i128| out > 0 || out.pow(2) < self.radius.pow(2) * piece.length;
            piece.ends().any(|beyond| beyond.end.square() < near && reaches(beyond.out))
        })
    }

    fn meets_either_side(&self) -> bool {
        match self.hand {
            Some(hand) => self.meets(hand, self.from),
            None => self.meets(Hand::Left, self.from) || self.meets(Hand::Right, self.from),
        }
    }

    /// Whether the disc meets a part of that side: the ground straight up from each piece, the wedge at each corner that
    /// bends away, and, with round ends, the quarter circle beyond each end. All of the side lies in these.
    fn meets(&self, hand: Hand, from: i128) -> bool {
        let corners = self.pieces.windows(2).filter(|pair| pair[1].follows);
        self.pieces.iter().any(|piece| self.meets_upright(piece, hand, from))
            || corners.into_iter().any(|pair| self.meets_wedge(&pair[0], &pair[1], hand, from))
            || self.ends == Ends::Round && self.pieces.iter().any(|piece| self.meets_round(piece, hand, from))
    }

    fn meets_upright(&self, piece: &Piece, hand: Hand, from: i128) -> bool {
        let up = hand.height(piece.left);
        let (low, high) = (piece.times_length(from).0, piece.times_length(self.to).1);
        let off_along = (-piece.foot).max(piece.foot - piece.length).max(0);
        piece.touches(off_along, (low - up).max(up - high).max(0), self.radius, up >= high)
    }

    fn meets_wedge(&self, before: &Piece, after: &Piece, hand: Hand, from: i128) -> bool {
        let bends_away = hand.height(before.along.cross(after.along)) <= 0;
        let in_wedge = before.foot >= before.length && after.foot <= 0;
        bends_away && in_wedge && self.meets_ring(after.from, from)
    }

    fn meets_round(&self, piece: &Piece, hand: Hand, from: i128) -> bool {
        let up = hand.height(piece.left);
        let (low, high) = (piece.times_length(from).0, piece.times_length(self.to).1);
        piece.ends().any(|Beyond { out, end }| match up >= 0 {
            true => out >= 0 && self.meets_ring(end, from),
            false => piece.touches((low - out).max(out - high).max(0), up, self.radius, out >= high),
        })
    }

    /// Whether the disc, seen from its centre straight towards `middle`, meets what lies from `from` to `to` around it.
    fn meets_ring(&self, middle: Vector, from: i128) -> bool {
        let away = middle.square();
        away < (self.to + self.radius).pow(2) && (from <= self.radius || away >= (from - self.radius).pow(2))
    }
}
