//! Read-back: whether what the receiver says back is where the sender means, and the words for saying it at the phone (N4).
//!
//! ```text
//! position, what was said back ─▶ least and greatest distance, each mark measured ─▶ agrees | differs | not measurable
//! position, register ─▶ "4.2 km, 118 degrees from Mill": the two nearest known places
//! ```
//!
//! Holds
//! - What differs is said with the least and greatest distance, what cannot be measured is said to be so: neither is guessed.
//! - An answer so wide that it would agree with anything agrees with nothing.
//!
//! Not here: distances and bearings themselves (`record::vocabulary::geometry`), what follows for the recipient (`told`).

use record::statement::Mark;
use record::vocabulary::geometry::apart::{Apart, apart, width_mm};
use record::vocabulary::geometry::distance_mm;
use record::vocabulary::geometry::point::{bearing_deg, middle};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::{Registers, ZoneGeometry};
use record::vocabulary::time::Instant;

use crate::limits;

/// Two positions held against each other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Comparison<'a> {
    /// The positions are within the tolerance, and no mark is wrong.
    Agrees {
        /// How far they lie apart.
        apart: Apart,
    },
    /// The positions, or the words for them, are not the same place.
    Differs {
        /// How far the positions lie apart, where both can be measured.
        apart: Option<Apart>,
        /// The marks that are wrong.
        wrong: Vec<WrongMark<'a>>,
    },
    /// Within the tolerance, and so wide that it says nothing.
    TooWide {
        /// How far they lie apart.
        apart: Apart,
        /// How wide the answer is, in millimetres.
        width_mm: u64,
    },
    /// One of the two has no area that can be measured.
    NotMeasurable,
}

impl Comparison<'_> {
    /// Whether it is the same place, as far as can be measured.
    pub fn agrees(&self) -> bool {
        matches!(self, Comparison::Agrees { .. })
    }
    /// Whether it is flagged.
    pub fn differs(&self) -> bool {
        matches!(self, Comparison::Differs { .. })
    }
}

/// A mark that is not where it is said to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongMark<'a> {
    /// As it was said.
    pub mark: &'a Mark,
    /// How far it is.
    pub apart: Apart,
    /// In which direction, in whole degrees; `None` where it is too near for that to matter.
    pub bearing_deg: Option<u16>,
}

/// What was said back, with its marks, against what was meant.
pub fn compare<'a>(meant: &Place, back: &Place, marks: &'a [Mark], registers: &Registers) -> Comparison<'a> {
    let (own, other) = (registers.area_of(meant), registers.area_of(back));
    let apart_of = own.zip(other).and_then(|(own, other)| apart(own, other));
    // Words alone can be wrong; that they are right is too coarse to agree.
    let seen_from = other.or(own);
    let wrong: Vec<WrongMark> =
        marks.iter().filter_map(|mark| seen_from.and_then(|area| wrong_mark(mark, area, registers))).collect();
    if !wrong.is_empty() || apart_of.is_some_and(|apart| apart.least_mm > limits::READ_BACK_MM) {
        return Comparison::Differs { apart: apart_of, wrong };
    }
    let Some(apart) = apart_of else { return Comparison::NotMeasurable };
    let width = |area: Option<&Area>| area.and_then(width_mm).unwrap_or(0);
    let width_mm = width(other);
    if width_mm > limits::READ_BACK_WIDTH_MM && width_mm > width(own) {
        Comparison::TooWide { apart, width_mm }
    } else {
        Comparison::Agrees { apart }
    }
}

/// Whether something at this place can be read back and measured.
pub fn is_measurable(place: &Place, registers: &Registers) -> bool {
    registers.area_of(place).and_then(middle).is_some()
}

/// `None` where the mark is right, or its place has no area in the register.
fn wrong_mark<'a>(mark: &'a Mark, position: &Area, registers: &Registers) -> Option<WrongMark<'a>> {
    let known = registers.places.get(registers.resolve(&mark.from))?.area.as_ref()?;
    let (from, to) = (middle(known)?, middle(position)?);
    let apart = apart(known, position)?;
    // People measure from the middle of a place or from its edge.
    let between = distance_mm(from, to);
    let (least, most) = (apart.least_mm.min(between), apart.most_mm.max(between));
    let off = least.saturating_sub(mark.distance_mm).max(mark.distance_mm.saturating_sub(most));
    let bearing_deg = (apart.least_mm >= limits::BEARING_FROM_MM).then(|| bearing_deg(from, to));
    let turned = bearing_deg.is_some_and(|bearing| {
        let off = u64::from(bearing).abs_diff(mark.bearing_deg % 360);
        off.min(360 - off) > limits::MARK_DEG.into()
    });
    let wrong = off > mark.distance_mm / limits::MARK_PART + limits::MARK_MM || turned;
    wrong.then_some(WrongMark { mark, apart, bearing_deg })
}

/// The position of a notice held against a place of its own names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedPlace<'a> {
    /// The name.
    pub name: &'a str,
    /// What has this name.
    pub known_as: KnownAs<'a>,
    /// Whether the position is there.
    pub comparison: Comparison<'a>,
}

/// What bears a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum KnownAs<'a> {
    /// A place of the register.
    Place,
    /// A zone, in its version of that instant.
    Zone {
        /// The label of that version.
        version: &'a str,
    },
}

/// The position of `place` against each of its names that the register knows an area or a zone of; nothing where it states
/// no position.
pub fn named<'a>(place: &'a Place, registers: &'a Registers, at: Instant) -> Vec<NamedPlace<'a>> {
    if place.area.is_none() {
        return Vec::new();
    }
    let against = |area: Option<&Area>| {
        let known = Place { names: Vec::new(), area: area.cloned() };
        // The name says the wider place: the position is held against it, not it against the position.
        compare(&known, &Place { names: Vec::new(), area: place.area.clone() }, &[], registers)
    };
    let mut all = Vec::new();
    for name in place.names.iter().map(|name| registers.resolve(name)) {
        if let Some(area) = registers.places.get(name).and_then(|entry| entry.area.as_ref()) {
            all.push(NamedPlace { name, known_as: KnownAs::Place, comparison: against(Some(area)) });
        }
        let versions = registers.zones.iter().filter(|(zone, _)| registers.resolve(zone) == name);
        for (_, versions) in versions {
            let Some(version) = versions.iter().rfind(|version| version.in_force_from <= at) else { continue };
            let area = match &version.geometry {
                ZoneGeometry::Area(area) => Some(area),
                ZoneGeometry::NamedArea(area) => {
                    registers.places.get(registers.resolve(area)).and_then(|entry| entry.area.as_ref())
                }
                ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished => None,
            };
            let known_as = KnownAs::Zone { version: &version.label };
            all.push(NamedPlace { name, known_as, comparison: against(area) });
        }
    }
    all
}

/// Whether the register has places with areas, and none of them comes within 100 km of this position.
pub fn far_from_all(position: &Area, registers: &Registers) -> bool {
    let mut areas = registers.places.values().filter_map(|entry| entry.area.as_ref()).peekable();
    let near = |area: &Area| apart(area, position).is_none_or(|apart| apart.least_mm <= limits::WORDS_MM);
    areas.peek().is_some() && !areas.any(near)
}

/// Where something is, to be said at the phone: distance and bearing from the nearest known places that it does not lie in.
/// The nearest first, two at most.
///
/// Distances and bearings are between the middles of both.
pub fn words_for(position: &Area, registers: &Registers) -> Vec<Mark> {
    let Some(to) = middle(position) else { return Vec::new() };
    let mut known: Vec<_> = registers
        .places
        .iter()
        .filter_map(|(name, entry)| {
            let area = entry.area.as_ref()?;
            let from = middle(area)?;
            Some((distance_mm(from, to), name, from, area))
        })
        .filter(|(distance, ..)| *distance <= limits::WORDS_MM)
        .collect();
    known.sort_by_key(|(distance, name, ..)| (*distance, *name));
    let outside = known.into_iter().filter(|(.., area)| apart(area, position).is_some_and(|apart| apart.least_mm > 0));
    let marks = outside.map(|(distance_mm, name, from, _)| Mark {
        from: name.clone(),
        distance_mm,
        bearing_deg: bearing_deg(from, to).into(),
    });
    marks.take(limits::WORDS_MARKS).collect()
}
