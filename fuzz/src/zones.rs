//! A GeoJSON file of zones: what is taken can be judged and can be stated.

use armistice::mission::zones;
use record::limits::AREA_POINTS;
use record::statement::{Body, Content, ZoneVersionStated};
use record::vocabulary::Kleene;
use record::vocabulary::geometry::buffer::{Buffer, BufferFault};
use record::vocabulary::geometry::{area_in, check};
use record::vocabulary::place::Area;
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::time::Instant;
use record::wire::encode;

use crate::Read;

/// The feature that is asked for.
const FEATURE: &str = "Z";

pub(crate) fn run(bytes: &[u8]) -> Read {
    let Ok(text) = std::str::from_utf8(bytes) else { return Read::Refused };
    let area = match zones::area("zones.geojson", text, FEATURE) {
        Ok(area) => area,
        Err(message) => {
            assert!(message.code.starts_with("M03"), "{message}");
            return Read::Refused;
        }
    };
    assert_eq!(check(&area), Ok(()), "{area:?}");
    if let Area::Polygons(polygons) = &area {
        let holes = |rings: &[Vec<_>]| rings.iter().map(Vec::len).sum::<usize>();
        let points: usize = polygons.iter().map(|polygon| polygon.outer.len() + holes(&polygon.holes)).sum();
        assert!((3..=AREA_POINTS).contains(&points), "{points} points");
    }
    assert_ne!(area_in(&area, &area), Kleene::No, "an area lies outside itself: {area:?}");
    let near = Buffer { around: area.clone(), from_mm: 0, to_mm: 1_000_000 };
    assert!(matches!(near.check(), Ok(()) | Err(BufferFault::CrossesAntimeridian)), "{area:?}");
    assert_ne!(near.holds(&area), Kleene::No, "an area lies away from itself: {area:?}");
    let content = Content::ZoneVersion(ZoneVersionStated {
        zone: FEATURE.into(),
        label: "agreed".into(),
        in_force_from: Instant(0),
        geometry: ZoneGeometry::Area(area),
        with_agreement: true,
    });
    let body = Body { author: "mission".into(), said_at: None, on_behalf: None, cited: None, content };
    encode(&body).expect("a zone that can be judged has a statement");
    Read::Taken
}
