//! Zones as a text declares them.
//!
//! Not here: later versions of a zone (`record`'s registers), which of them counts (`evaluate`).

use record::vocabulary::Name;
use record::vocabulary::geometry::strip::Strip;
use record::vocabulary::place::Polygon;
use record::vocabulary::registers::ZoneGeometry;

use super::Cited;

/// A zone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneDeclared {
    /// Its name.
    pub name: Name,
    /// What the text says of it.
    pub geometry: ZoneSource,
    /// Whose signatures make a later version agreed; empty where the text allows no later version.
    pub cosigners: Vec<Name>,
    /// Source.
    pub cited: Cited,
}

/// Where a zone's first geometry comes from. It is in force from ever and agreed by adoption.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ZoneSource {
    /// Stated in the text itself.
    Stated(ZoneGeometry),
    /// A strip along a line, stated in the text itself (P3).
    Strip(Strip),
    /// What lies near an area (P3).
    Buffer {
        /// The area.
        around: Around,
        /// Least distance from it, in millimetres; a point at exactly this distance is inside.
        from_mm: u64,
        /// Where the buffer has ended, in millimetres; a point at exactly this distance is outside.
        to_mm: u64,
    },
    /// A feature of a GeoJSON file of the mission; the shell states it as a zone version on adoption.
    File {
        /// Path, relative to the agreement.
        path: String,
        /// The feature's name.
        feature: String,
    },
    /// No version is agreed yet; versions come as statements.
    NoneYet,
}

/// What a buffer lies around.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Around {
    /// A zone of the same text that has an outline: its geometry as adopted, whatever later versions say.
    Zone(Name),
    /// An area stated with the buffer.
    Polygon(Polygon),
}
