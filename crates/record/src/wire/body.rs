//! The keys of every type in a body: each table here is a table of `spec/statements.md`.
//!
//! Holds
//! - A choice is a map whose key 0 says which alternative it is. Words without fields are numbers.
//! - Numbers and keys of version 1 are never given another meaning.
//!
//! Not here: how items are spelled (`cbor`), the limit on the whole body (`wire`).

use super::WireError;
use super::cbor::{Item, MapReader, MapWriter, Reader, Writer};
use super::tables::{anything, check_written, fields, require, words};
use crate::limits;
use crate::statement::*;
use crate::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use crate::vocabulary::facts::Attribution;
use crate::vocabulary::place::{Area, Place, Point, Polygon};
use crate::vocabulary::registers::{MembershipKind, ZoneGeometry};
use crate::vocabulary::sources::{Chain, Grade, Origin};
use crate::vocabulary::standards::FindingWord;
use crate::vocabulary::time::{EventTime, Instant, Interval, Precision};

pub(super) fn unknown<T>(map: &MapReader<'_, '_>, what: &'static str, number: u64) -> Result<T, WireError> {
    Err(WireError::UnknownChoice { at: map.at(), what, number })
}

// ---- the body ----

impl Item for Body {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| {
            let kind = kind_of(&self.content);
            map.one(0, &version_of(kind)).one(1, &kind).one(2, &self.author);
            map.maybe(3, &self.said_at).maybe(4, &self.on_behalf).maybe(5, &self.cited);
            write_content(&self.content, map)
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Body, WireError> {
        reader.map(|map| {
            // Version and kind are judged before the rest, which another version may spell otherwise.
            let (version_at, version) = (map.next_at(), map.one(0)?);
            let known_by = |expected| WireError::UnknownVersion { at: version_at, version, expected };
            require(version <= LATEST_VERSION, known_by(LATEST_VERSION))?;
            let at = map.next_at();
            let kind = map.one(1)?;
            let content = reader_of(kind).ok_or(WireError::UnknownKind { at, kind })?;
            require(version == 1 || version == version_of(kind), known_by(version_of(kind)))?;
            require(version == version_of(kind), WireError::UnknownKind { at, kind })?;
            Ok(Body {
                author: map.one(2)?,
                said_at: map.maybe(3)?,
                on_behalf: map.maybe(4)?,
                cited: map.maybe(5)?,
                content: content(map)?,
            })
        })
    }
}

/// Key 1 says the kind, key 6 holds its map. A batch undone is only an id in the content and a map of one key here.
macro_rules! kinds {
    ($($number:literal $kind:ident)* ; $undone:literal BatchUndone) => {
        fn kind_of(content: &Content) -> u64 {
            match content {
                $(Content::$kind(_) => $number,)*
                Content::BatchUndone(_) => $undone,
            }
        }
        fn write_content<'m, 'w>(content: &Content, map: &'m mut MapWriter<'w>) -> &'m mut MapWriter<'w> {
            match content {
                $(Content::$kind(said) => map.one(6, said),)*
                Content::BatchUndone(batch) => map.one(6, &BatchUndone { batch: *batch }),
            }
        }
        fn reader_of(kind: u64) -> Option<fn(&mut MapReader<'_, '_>) -> Result<Content, WireError>> {
            match kind {
                $($number => Some(|map| map.one(6).map(Content::$kind)),)*
                $undone => Some(|map| map.one(6).map(|undone: BatchUndone| Content::BatchUndone(undone.batch))),
                _ => None,
            }
        }
    };
}

kinds! {
    0 Report
    1 Reply
    2 Decision
    3 Finding
    4 Coverage
    5 Registration
    6 ZoneVersion
    7 ZoneSignature
    8 Adoption
    9 Renewal
    10 Identity
    11 Grading
    12 Batch
    14 Unsure
    15 Weighing
    16 Translation
    17 Notice
    18 Receipt
    19 Alert
    20 Escalation
    21 Ladder
    22 Duty
    23 Handover
    24 Call
    25 Convoy
    26 ConvoyEvent
    27 Access
    28 Inquiry
    29 AreaQuestion
    ; 13 BatchUndone
}

/// The version that introduced a kind: a body has it, so that every statement keeps one spelling and one id.
fn version_of(kind: u64) -> u64 {
    if kind < FIRST_OF_VERSION_2 { 1 } else { 2 }
}

/// The latest version of bodies.
const LATEST_VERSION: u64 = 2;
/// Kinds from this number on came with version 2.
const FIRST_OF_VERSION_2: u64 = 14;

fields! { OnBehalf {
    0 one speaker
    1 one recorder
    2 one medium
} }

// ---- reports ----

fields! { Report {
    0 one chain
    1 one polarity
    2 one accused
    3 maybe act
    4 list targets
    5 maybe weapon
    6 maybe time
    7 maybe place
    8 list counts
    9 list measures
    10 maybe severity
    11 maybe basis
    12 maybe cause
    13 maybe event
    14 one words
    15 maybe grade
    16 list flags
} }

fields! { Chain {
    0 list relayers
    1 some origins
} }

impl Item for Origin {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Origin::Named(name) => map.which(0).one(1, name),
            Origin::Unnamed(words) => map.which(1).one(1, words),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Origin, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Origin::Named(map.one(1)?)),
            1 => Ok(Origin::Unnamed(map.one(1)?)),
            number => unknown(map, "origin", number),
        })
    }
}

words! { Polarity, "polarity" {
    0 Happened
    1 DidNotHappen
} }

impl Item for Accused {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Accused::Unstated => map.which(0),
            Accused::Actor(actor) => map.which(1).one(1, actor),
            Accused::Dyad(one, other) => map.which(2).one(1, one).one(2, other),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Accused, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Accused::Unstated),
            1 => Ok(Accused::Actor(map.one(1)?)),
            2 => Ok(Accused::Dyad(map.one(1)?, map.one(2)?)),
            number => unknown(map, "accused", number),
        })
    }
}

fields! { Count where least_within_most {
    0 one category
    1 one population
    2 one least
    3 maybe most
    4 one scope
    5 one words
} }

fn least_within_most(count: &Count, at: usize) -> Result<(), WireError> {
    require(count.most.is_none_or(|most| count.least <= most), WireError::LeastAboveMost { at })
}

words! { Category, "category of count" {
    0 Killed
    1 Injured
    2 KilledOrInjured
    3 Missing
    4 Detained
} }

words! { Population, "population" {
    0 Combatant
    1 Civilian
    2 Unknown
} }

words! { CountScope, "scope of count" {
    0 Incident
    1 Cumulative
    2 Ambiguous
} }

fields! { Measure where measured_least_within_most {
    0 one name
    1 one least
    2 maybe most
    3 one unit
} }

fn measured_least_within_most(measure: &Measure, at: usize) -> Result<(), WireError> {
    require(measure.most.is_none_or(|most| measure.least <= most), WireError::LeastAboveMost { at })
}

/// As text: "B2".
impl Item for Grade {
    fn write(&self, writer: &mut Writer) {
        writer.text(&self.to_string());
    }
    fn read(reader: &mut Reader<'_>) -> Result<Grade, WireError> {
        let at = reader.at();
        Grade::parse(reader.text()?).ok_or(WireError::NotAGrade { at })
    }
}

// ---- time ----

/// Within what the record can speak of, both ends included.
impl Item for Instant {
    fn write(&self, writer: &mut Writer) {
        check_written(within_record, self, writer);
        writer.int(self.0);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Instant, WireError> {
        let at = reader.at();
        let instant = Instant(reader.int()?);
        within_record(&instant, at)?;
        Ok(instant)
    }
}

fn within_record(instant: &Instant, at: usize) -> Result<(), WireError> {
    require((Instant::EVER..=Instant::NEVER).contains(instant), WireError::OutOfRange { at, what: "instant" })
}

/// A list of two instants, from and until.
impl Item for Interval {
    fn write(&self, writer: &mut Writer) {
        writer.pair(&self.from, &self.until);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Interval, WireError> {
        reader.pair().map(|[from, until]| Interval { from, until })
    }
}

fields! { EventTime where possible {
    0 one began
    1 maybe ended
    2 one precision
} }

/// Some instant at which it began and, where it lasted, a later one at which it ended.
fn possible(time: &EventTime, at: usize) -> Result<(), WireError> {
    let none = time.began.is_empty() || time.ended.is_some_and(Interval::is_empty);
    require(!none, WireError::NoInstant { at })?;
    require(time.ended.is_none_or(|ended| time.began.from < ended.last()), WireError::EndsBeforeBegin { at })
}

impl Item for Precision {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Precision::Exact => map.which(0),
            Precision::Day => map.which(1),
            Precision::Days => map.which(2),
            Precision::Stated(words) => map.which(3).one(1, words),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Precision, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Precision::Exact),
            1 => Ok(Precision::Day),
            2 => Ok(Precision::Days),
            3 => Ok(Precision::Stated(map.one(1)?)),
            number => unknown(map, "precision", number),
        })
    }
}

// ---- place ----

fields! { Place where somewhere {
    0 list names
    1 maybe area
} }

fn somewhere(place: &Place, at: usize) -> Result<(), WireError> {
    require(!place.names.is_empty() || place.area.is_some(), WireError::NoPlace { at })
}

impl Item for Area {
    fn write(&self, writer: &mut Writer) {
        check_written(within_points, self, writer);
        writer.map(|map| match self {
            Area::Disc { centre, radius_mm } => map.which(0).one(1, centre).one(2, radius_mm),
            Area::Polygons(polygons) => map.which(1).some(1, polygons),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Area, WireError> {
        let at = reader.at();
        let area = reader.map(|map| match map.which()? {
            0 => Ok(Area::Disc { centre: map.one(1)?, radius_mm: map.one(2)? }),
            1 => Ok(Area::Polygons(map.some(1)?)),
            number => unknown(map, "area", number),
        })?;
        within_points(&area, at)?;
        Ok(area)
    }
}

fn within_points(area: &Area, at: usize) -> Result<(), WireError> {
    let points = match area {
        Area::Disc { radius_mm, .. } => {
            require(*radius_mm <= limits::RADIUS_MM, WireError::OutOfRange { at, what: "radius" })?;
            1
        }
        Area::Polygons(polygons) => {
            polygons.iter().flat_map(|polygon| [&polygon.outer].into_iter().chain(&polygon.holes)).map(Vec::len).sum()
        }
    };
    require(points <= limits::AREA_POINTS, WireError::TooManyPoints { at, points })
}

/// A list of rings: the outer ring, then its holes.
impl Item for Polygon {
    fn write(&self, writer: &mut Writer) {
        writer.list(1 + self.holes.len(), |writer| {
            for ring in [&self.outer].into_iter().chain(&self.holes) {
                check_written(open_ring, ring, writer);
                ring.write(writer);
            }
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Polygon, WireError> {
        let at = reader.at();
        let mut rings = reader
            .list(|reader| {
                let at = reader.at();
                let ring = Vec::read(reader)?;
                open_ring(&ring, at)?;
                Ok(ring)
            })?
            .into_iter();
        let outer = rings.next().ok_or(WireError::NothingListed { at })?;
        Ok(Polygon { outer, holes: rings.collect() })
    }
}

fn open_ring(ring: &[Point], at: usize) -> Result<(), WireError> {
    require(ring.len() >= 3 && ring.first() != ring.last(), WireError::BadRing { at })
}

/// A list of two: longitude, latitude.
impl Item for Point {
    fn write(&self, writer: &mut Writer) {
        check_written(on_the_map, self, writer);
        writer.pair(&self.lon_e7, &self.lat_e7);
    }
    fn read(reader: &mut Reader<'_>) -> Result<Point, WireError> {
        let at = reader.at();
        let [lon_e7, lat_e7] = reader.pair()?;
        let point = Point { lon_e7, lat_e7 };
        on_the_map(&point, at)?;
        Ok(point)
    }
}

fn on_the_map(point: &Point, at: usize) -> Result<(), WireError> {
    let lon = (-1_800_000_000..=1_800_000_000).contains(&point.lon_e7);
    let lat = (-700_000_000..=700_000_000).contains(&point.lat_e7);
    require(lon && lat, WireError::OutOfRange { at, what: "point" })
}

// ---- replies ----

fields! { Reply {
    0 one to
    1 one stance
    2 one subject
    3 one without_prejudice
    4 one words
} }

impl Item for Stance {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Stance::Acknowledges => map.which(0),
            Stance::Denies { basis } => map.which(1).maybe(1, basis),
            Stance::Explains { exception, intent, acknowledges } => {
                map.which(2).maybe(1, exception).maybe(2, intent).one(3, acknowledges)
            }
            Stance::Disputes { field } => map.which(3).one(1, field),
            Stance::Corrects(correction) => map.which(4).one(1, &**correction),
            Stance::Withdraws => map.which(5),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Stance, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Stance::Acknowledges),
            1 => Ok(Stance::Denies { basis: map.maybe(1)? }),
            2 => Ok(Stance::Explains { exception: map.maybe(1)?, intent: map.maybe(2)?, acknowledges: map.one(3)? }),
            3 => Ok(Stance::Disputes { field: map.one(1)? }),
            4 => Ok(Stance::Corrects(Box::new(map.one(1)?))),
            5 => Ok(Stance::Withdraws),
            number => unknown(map, "stance", number),
        })
    }
}

// Lists are `maybe` here: an empty one says that there are none, a missing one keeps the old.
fields! { Correction {
    0 maybe polarity
    1 maybe accused
    2 maybe act
    3 maybe targets
    4 maybe weapon
    5 maybe time
    6 maybe place
    7 maybe counts
    8 maybe severity
} }

// ---- decisions and findings ----

fields! { Decision {
    0 one question
    1 one yes
} }

impl Item for Question {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Question::Phase(phase) => map.which(0).one(1, phase),
            Question::Ruling { clock, on } => map.which(1).one(1, clock).one(2, on),
            Question::Judgement { slot, on } => map.which(2).one(1, slot).maybe(2, on),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Question, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Question::Phase(map.one(1)?)),
            1 => Ok(Question::Ruling { clock: map.one(1)?, on: map.one(2)? }),
            2 => Ok(Question::Judgement { slot: map.one(1)?, on: map.maybe(2)? }),
            number => unknown(map, "question", number),
        })
    }
}

impl Item for OnIncident {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            OnIncident::Of(report) => map.which(0).one(1, report),
            OnIncident::Event(key) => map.which(1).one(1, key),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<OnIncident, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(OnIncident::Of(map.one(1)?)),
            1 => Ok(OnIncident::Event(map.one(1)?)),
            number => unknown(map, "incident", number),
        })
    }
}

fields! { Finding {
    0 one on
    1 maybe finding
    2 maybe attribution
    3 maybe intent
    4 maybe severity
    5 maybe time
    6 maybe place
    7 list targets
    8 one words
} }

words! { FindingWord, "word of a finding" {
    0 Confirmed
    1 Probable
    2 Possible
    3 NotSubstantiated
    4 Refuted
    5 Inconclusive
} }

impl Item for Attribution {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Attribution::Actor(actor) => map.which(0).one(1, actor),
            Attribution::SomeParty => map.which(1),
            Attribution::NotAttributable => map.which(2),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Attribution, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Attribution::Actor(map.one(1)?)),
            1 => Ok(Attribution::SomeParty),
            2 => Ok(Attribution::NotAttributable),
            number => unknown(map, "attribution", number),
        })
    }
}

fields! { Coverage {
    0 one watcher
    1 one zone
    2 one during
} }

// ---- registers and zones ----

impl Item for Registration {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            Registration::Name { name, what } => map.which(0).one(1, name).one(2, what),
            Registration::Alias { alias, of } => map.which(1).one(1, alias).one(2, of),
            Registration::Member { member, of, during, certain, kind } => {
                map.which(2).one(1, member).one(2, of).one(3, during).one(4, certain).one(5, kind)
            }
            Registration::Speaker { name, party, subject, during } => {
                map.which(3).one(1, name).one(2, party).one(3, subject).one(4, during)
            }
            Registration::Relation { a, b, during, what } => {
                map.which(4).one(1, a).one(2, b).one(3, during).one(4, what)
            }
            Registration::Place { name, within, area } => map.which(5).one(1, name).maybe(2, within).maybe(3, area),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<Registration, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(Registration::Name { name: map.one(1)?, what: map.one(2)? }),
            1 => Ok(Registration::Alias { alias: map.one(1)?, of: map.one(2)? }),
            2 => Ok(Registration::Member {
                member: map.one(1)?,
                of: map.one(2)?,
                during: map.one(3)?,
                certain: map.one(4)?,
                kind: map.one(5)?,
            }),
            3 => Ok(Registration::Speaker {
                name: map.one(1)?,
                party: map.one(2)?,
                subject: map.one(3)?,
                during: map.one(4)?,
            }),
            4 => Ok(Registration::Relation { a: map.one(1)?, b: map.one(2)?, during: map.one(3)?, what: map.one(4)? }),
            5 => Ok(Registration::Place { name: map.one(1)?, within: map.maybe(2)?, area: map.maybe(3)? }),
            number => unknown(map, "register entry", number),
        })
    }
}

words! { MembershipKind, "kind of belonging" {
    0 Part
    1 Listed
} }

fields! { ZoneVersionStated {
    0 one zone
    1 one label
    2 one in_force_from
    3 one geometry
    4 one with_agreement
} }

impl Item for ZoneGeometry {
    fn write(&self, writer: &mut Writer) {
        writer.map(|map| match self {
            ZoneGeometry::Area(area) => map.which(0).one(1, area),
            ZoneGeometry::NamedArea(place) => map.which(1).one(1, place),
            ZoneGeometry::Sealed(commitment) => map.which(2).one(1, commitment),
            ZoneGeometry::Unpublished => map.which(3),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<ZoneGeometry, WireError> {
        reader.map(|map| match map.which()? {
            0 => Ok(ZoneGeometry::Area(map.one(1)?)),
            1 => Ok(ZoneGeometry::NamedArea(map.one(1)?)),
            2 => Ok(ZoneGeometry::Sealed(map.one(1)?)),
            3 => Ok(ZoneGeometry::Unpublished),
            number => unknown(map, "geometry of a zone", number),
        })
    }
}

fields! { ZoneSignature {
    0 one version
    1 one retroactive
} }

// ---- agreement and regime ----

fields! { Adoption {
    0 one agreement
    1 one text_sha256
    2 one tree_sha256
    3 maybe live_from
} }

fields! { Renewal {
    0 one regime
    1 one act
    2 one term
    3 maybe retroactive_from
} }

impl Item for RenewalTerm {
    fn write(&self, writer: &mut Writer) {
        check_written(forward, self, writer);
        writer.map(|map| match self {
            RenewalTerm::Seconds(seconds) => map.which(0).one(1, seconds),
            RenewalTerm::Until(instant) => map.which(1).one(1, instant),
            RenewalTerm::Open => map.which(2),
        });
    }
    fn read(reader: &mut Reader<'_>) -> Result<RenewalTerm, WireError> {
        let at = reader.at();
        let term = reader.map(|map| match map.which()? {
            0 => Ok(RenewalTerm::Seconds(map.one(1)?)),
            1 => Ok(RenewalTerm::Until(map.one(1)?)),
            2 => Ok(RenewalTerm::Open),
            number => unknown(map, "term of a renewal", number),
        })?;
        forward(&term, at)?;
        Ok(term)
    }
}

/// A renewal lasts one second or more, and no longer than the record can speak of.
fn forward(term: &RenewalTerm, at: usize) -> Result<(), WireError> {
    let RenewalTerm::Seconds(seconds) = term else { return Ok(()) };
    require(
        (1..=Interval::ALWAYS.seconds()).contains(seconds),
        WireError::OutOfRange { at, what: "term of the renewal" },
    )
}

// ---- statements about statements ----

fields! { Identity {
    0 one a
    1 one b
    2 one same
} }

fields! { Unsure {
    0 one a
    1 one b
} }

fields! { Weighing {
    0 one text_sha256
    1 one reports
} }

fields! { Translation {
    0 one of
    1 maybe out_of
    2 one into
    3 one words
} }

fields! { Grading {
    0 one of
    1 one grade
} }

fields! { Batch {
    0 one format
    1 one file
    2 one sha256
    3 one known_rule
    4 one rows
} }

struct BatchUndone {
    batch: BodyId,
}

fields! { BatchUndone {
    0 one batch
} }

impl Item for BodyId {
    fn write(&self, writer: &mut Writer) {
        self.0.write(writer);
    }
    fn read(reader: &mut Reader<'_>) -> Result<BodyId, WireError> {
        Item::read(reader).map(BodyId)
    }
}
