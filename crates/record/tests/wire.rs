//! Bodies to bytes and back: round trips, frozen bytes, refusals, limits.
//!
//! The bytes are in `cases/record/body-v1.txt`; `UPDATE_EXPECT=1` writes it anew. A changed line that was released
//! is a broken promise, not a new expectation. The messages are in `cases/record/bad`, rewritten the same way.

mod channel;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use proptest::prelude::*;

use record::codes;
use record::limits;
use record::statement::*;
use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::facts::Attribution;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::standards::FindingWord;
use record::vocabulary::time::{EventTime, Instant, Interval, Precision};
use record::wire::{self, WireError, cbor};

// ---- round trips ----

#[test]
fn every_kind_comes_back_from_its_bytes() {
    for (name, body) in every_body() {
        let bytes = wire::encode(&body).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(wire::decode(&bytes), Ok(body), "{name}");
    }
}

#[test]
fn a_field_not_stated_takes_no_bytes() {
    let bare = wire::encode(&bare("ministry", Content::BatchUndone(id(9)))).unwrap();
    assert_eq!(bare, [hex("a4 00 01 01 0d 02 68"), b"ministry".to_vec(), hex("06 a1 00 58 20"), vec![9; 32]].concat());
}

#[test]
fn the_id_is_the_digest_of_a_prefix_and_the_bytes() {
    // printf 'armistice-body/v1' | sha256sum
    let empty = "2b549e7aa04f6985e1bcf86a4662635b4b53742e9b31d9f36605ab7cab9d8c52";
    assert_eq!(wire::body_id(b"").to_string(), empty);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_report_comes_back_from_its_bytes(body in any_body()) {
        let bytes = wire::encode(&body).unwrap();
        prop_assert_eq!(wire::decode(&bytes), Ok(body));
    }

    #[test]
    fn any_change_of_a_report_is_refused_or_is_another_body(
        body in any_body(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let mut bytes = wire::encode(&body).unwrap();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        refused_or_canonical(&bytes);
    }

    #[test]
    fn any_bytes_are_refused_or_are_a_body(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        refused_or_canonical(&bytes);
    }
}

#[test]
fn every_flipped_bit_is_refused_or_is_another_body() {
    for (_, body) in every_body() {
        let mut bytes = wire::encode(&body).unwrap();
        for at in 0..bytes.len() {
            for bit in 0..8 {
                bytes[at] ^= 1 << bit;
                refused_or_canonical(&bytes);
                bytes[at] ^= 1 << bit;
            }
        }
    }
}

#[test]
fn every_cut_is_refused() {
    for (name, body) in every_body() {
        let bytes = wire::encode(&body).unwrap();
        for len in 0..bytes.len() {
            let refused = wire::decode(&bytes[..len]);
            assert!(matches!(refused, Err(WireError::EndsEarly { .. })), "{name} cut to {len}: {refused:?}");
        }
    }
}

fn refused_or_canonical(bytes: &[u8]) {
    if let Ok(body) = wire::decode(bytes) {
        assert_eq!(wire::encode(&body).as_deref(), Ok(bytes));
    }
}

// ---- frozen bytes ----

#[test]
fn the_frozen_bytes_of_version_1_hold() {
    hold(1, &bodies(), &refused());
}

#[test]
fn the_frozen_bytes_of_version_2_hold() {
    hold(2, &bodies_of_version_2(), &refused_of_version_2());
}

type Refused = (&'static str, &'static str, Vec<u8>);

fn hold(version: u8, bodies: &[(&str, Body)], refused: &[Refused]) {
    let mut page = format!(
        "# Statement bodies, version {version} (spec/statements.md). Frozen: a released line never changes.\n\
         # Accepted: name, bytes, id. Refused: name, bytes, code, message.\n",
    );
    for (name, body) in bodies {
        let bytes = wire::encode(body).unwrap();
        writeln!(page, "{name} {} {}", to_hex(&bytes), wire::body_id(&bytes)).unwrap();
    }
    for (name, code, bytes) in refused {
        let error = wire::decode(bytes).expect_err(name);
        assert_eq!(error.code(), *code, "{name}: {error}");
        writeln!(page, "{name} {} {} {error}", to_hex(bytes), error.code()).unwrap();
    }
    let file = format!("cases/record/body-v{version}.txt");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(&file);
    #[allow(clippy::disallowed_methods, reason = "a test runner asks its caller whether to rewrite")]
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &page).unwrap();
    }
    let frozen = std::fs::read_to_string(&path).expect("the case file is there; UPDATE_EXPECT=1 writes it");
    for (line, (now, frozen)) in page.lines().zip(frozen.lines()).enumerate() {
        assert_eq!(now, frozen, "line {} of {file}", line + 1);
    }
    assert_eq!(page.lines().count(), frozen.lines().count());
}

#[test]
fn every_kind_has_frozen_bytes() {
    // The kind follows map, key 0, version and key 1: one byte below 24, else the byte after the length.
    let kind = |bytes: Vec<u8>| if bytes[4] == 0x18 { bytes[5] } else { bytes[4] };
    let kinds = |bodies: &[(&str, Body)]| -> BTreeSet<u8> {
        bodies.iter().map(|(_, body)| kind(wire::encode(body).unwrap())).collect()
    };
    assert_eq!(kinds(&bodies()), (0..14).collect());
    assert_eq!(kinds(&bodies_of_version_2()), (14..30).collect());
}

// ---- refusals ----

#[test]
fn every_other_spelling_is_refused_by_its_code() {
    for (name, code, bytes) in refused() {
        let error = wire::decode(&bytes).expect_err(name);
        assert_eq!(error.code(), code, "{name}: {error}");
    }
}

#[test]
fn every_code_has_a_refusal_and_a_sentence() {
    let mut errors: Vec<WireError> = refused().iter().map(|(_, _, bytes)| wire::decode(bytes).unwrap_err()).collect();
    errors.extend(beyond_limits().into_iter().map(|(_, error)| error));
    let codes: BTreeSet<String> = errors.iter().map(|error| error.code().to_owned()).collect();
    assert_eq!(codes, (101..=126).map(|number| format!("R0{number}")).collect());
    for error in errors {
        let says = error.to_string();
        assert!(says.starts_with(|first: char| first.is_lowercase()) && !says.ends_with('.'), "{says}");
        assert!(says.contains("byte"), "{says}");
    }
}

#[test]
fn a_body_that_says_what_none_may_say_has_no_bytes() {
    let refused = |code, body: Body| assert_eq!(wire::encode(&body).map_err(|error| error.code()), Err(code));
    let report = |change: &dyn Fn(&mut Report)| bare("mission", Content::Report(changed_report(change)));
    let at = |from, until| Interval::new(Instant(from), Instant(until));
    let time = |began, ended| Some(EventTime { began, ended, precision: Precision::Exact });
    let area = |area| Some(Place { names: vec![], area: Some(area) });
    let ring = |points: &[(i32, i32)]| -> Vec<Point> { points.iter().map(|&(x, y)| point(x, y)).collect() };
    let square = ring(&[(0, 0), (10, 0), (10, 10), (0, 10)]);

    refused("R0115", report(&|r| r.chain.origins.clear()));
    refused("R0115", report(&|r| r.place = area(Area::Polygons(vec![]))));
    refused("R0119", report(&|r| r.time = Some(EventTime::at(Instant::NEVER))));
    refused("R0119", report(&|r| r.place = area(Area::Disc { centre: point(0, 700_000_001), radius_mm: 0 })));
    let too_wide = limits::RADIUS_MM + 1;
    refused("R0119", report(&|r| r.place = area(Area::Disc { centre: point(0, 0), radius_mm: too_wide })));
    refused("R0120", report(&|r| r.time = time(at(5, 5), None)));
    refused("R0120", report(&|r| r.time = time(at(5, 6), Some(at(9, 8)))));
    refused("R0121", report(&|r| r.time = time(at(5, 6), Some(at(5, 6)))));
    refused("R0122", report(&|r| r.place = Some(Place { names: vec![], area: None })));
    refused("R0123", report(&|r| r.counts = vec![Count { least: 6, most: Some(5), ..count() }]));
    refused("R0123", report(&|r| r.measures = vec![Measure { least: 6, most: Some(5), ..measure() }]));
    refused("R0125", report(&|r| r.place = area(polygon(ring(&[(0, 0), (10, 0)]), vec![]))));
    refused("R0125", report(&|r| r.place = area(polygon(square.clone(), vec![ring(&[(1, 1), (2, 1), (1, 1)])]))));
    for seconds in [i64::MIN, -1, 0, (1 << 38) + 1, i64::MAX] {
        refused("R0119", renewal(RenewalTerm::Seconds(seconds)));
    }
    for said_at in [i64::MIN, -(1 << 37) - 1, (1 << 37) + 1, i64::MAX] {
        refused("R0119", Body { said_at: Some(Instant(said_at)), ..renewal(RenewalTerm::Open) });
    }
}

/// The bytes of a body with one part replaced; it stands there once.
fn with(body: &Body, part: &str, by: &str) -> Vec<u8> {
    let (bytes, part) = (wire::encode(body).unwrap(), hex(part));
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(&part)).collect();
    assert_eq!(places.len(), 1, "{} stands once in {}", to_hex(&part), to_hex(&bytes));
    [&bytes[..places[0]], &hex(by), &bytes[places[0] + part.len()..]].concat()
}

/// Name, code and bytes: each an accepted body with one thing changed.
fn refused() -> Vec<Refused> {
    let batch = bare(
        "mission",
        Content::Batch(Batch {
            format: "ucdp-ged".into(),
            file: "x".into(),
            sha256: [9; 32],
            known_rule: "from sources".into(),
            rows: 1,
        }),
    );
    let undone = Body { said_at: Some(Instant(7)), ..bare("North", Content::BatchUndone(id(9))) };
    let report = Body {
        said_at: None,
        on_behalf: None,
        cited: None,
        author: "mission".into(),
        content: Content::Report(Report {
            chain: Chain { relayers: vec!["agency".into()], origins: vec![Origin::Named("patrol-2".into())] },
            accused: Accused::Actor("South".into()),
            targets: vec!["North".into()],
            time: Some(EventTime {
                began: Interval::new(Instant(50), Instant(60)),
                ended: Some(Interval::new(Instant(70), Instant(80))),
                precision: Precision::Day,
            }),
            place: Some(Place { names: vec!["Mill".into()], area: None }),
            counts: vec![Count { least: 3, most: Some(4), ..count() }],
            measures: vec![Measure { least: 5, most: Some(6), ..measure() }],
            grade: Grade::parse("B2"),
            flags: vec!["odd".into()],
            ..Report::default()
        }),
    };
    let disc = bare("mission", zone_version(ZoneGeometry::Area(Area::Disc { centre: point(30, 40), radius_mm: 50 })));
    let triangle = polygon(vec![point(1, 2), point(3, 4), point(5, 7)], vec![]);
    let polygons = bare("mission", zone_version(ZoneGeometry::Area(triangle)));
    let seconds = renewal(RenewalTerm::Seconds(7));
    let wire = |body: &Body| wire::encode(body).unwrap();
    let digest = "5820".to_owned() + &"09".repeat(32);
    vec![
        ("cut-in-a-text", "R0102", wire(&undone)[..9].to_vec()),
        ("cut-in-a-number", "R0102", hex("a5 00 19 01")),
        ("length-past-the-end", "R0102", with(&undone, "65 4e6f727468", "7b ffffffffffffffff 4e6f727468")),
        ("list-past-the-end", "R0102", with(&report, "81 63 6f6464", "9b ffffffffffffffff 63 6f6464")),
        ("byte-after-the-body", "R0103", [wire(&undone), hex("00")].concat()),
        ("version-in-two-bytes", "R0104", with(&undone, "a5 00 01", "a5 00 1801")),
        ("key-in-two-bytes", "R0104", with(&undone, "03 07 06", "1803 07 06")),
        ("rows-in-two-bytes", "R0104", with(&batch, "04 01", "04 1817")),
        ("rows-in-three-bytes", "R0104", with(&batch, "04 01", "04 1900ff")),
        ("rows-in-five-bytes", "R0104", with(&batch, "04 01", "04 1a0000ffff")),
        ("rows-in-nine-bytes", "R0104", with(&batch, "04 01", "04 1b00000000ffffffff")),
        ("negative-in-two-bytes", "R0104", with(&undone, "03 07 06", "03 3807 06")),
        ("text-length-in-two-bytes", "R0104", with(&undone, "65 4e6f727468", "7805 4e6f727468")),
        ("digest-length-in-three-bytes", "R0104", with(&undone, "5820", "590020")),
        ("list-length-in-two-bytes", "R0104", with(&report, "81 63 6f6464", "9801 63 6f6464")),
        ("map-length-in-two-bytes", "R0104", with(&undone, "a5 00", "b805 00")),
        ("text-in-chunks", "R0105", with(&undone, "65 4e6f727468", "7f 65 4e6f727468 ff")),
        ("list-without-length", "R0105", with(&report, "81 63 6f6464", "9f 63 6f6464 ff")),
        ("map-without-length", "R0105", [hex("bf"), wire(&undone)[1..].to_vec(), hex("ff")].concat()),
        ("tag", "R0106", with(&undone, "65 4e6f727468", "c0 65 4e6f727468")),
        ("float", "R0106", with(&undone, "03 07 06", "03 f94700 06")),
        ("null", "R0106", with(&undone, "03 07 06", "03 f6 06")),
        ("undefined", "R0106", with(&undone, "03 07 06", "03 f7 06")),
        ("simple-value", "R0106", with(&undone, "03 07 06", "03 f820 06")),
        ("break-alone", "R0106", with(&undone, "03 07 06", "03 ff 06")),
        ("reserved-length", "R0106", with(&undone, "a5 00 01", "a5 00 1c")),
        ("list-for-the-body", "R0107", hex("80")),
        ("number-for-a-text", "R0107", with(&undone, "65 4e6f727468", "05")),
        ("byte-string-for-a-text", "R0107", with(&undone, "65 4e6f727468", "45 4e6f727468")),
        ("text-for-a-number", "R0107", with(&undone, "03 07 06", "03 6137 06")),
        ("true-for-a-number", "R0107", with(&undone, "a5 00 01", "a5 00 f5")),
        ("negative-for-the-version", "R0107", with(&undone, "a5 00 01", "a5 00 20")),
        ("negative-key", "R0107", with(&undone, "03 07 06", "20 07 06")),
        ("text-key", "R0107", with(&undone, "03 07 06", "6133 07 06")),
        ("number-for-true", "R0107", with(&polygons, "04 f4", "04 00")),
        ("map-for-a-list", "R0107", with(&report, "81 63 6f6464", "a1 0e 63 6f6464")),
        ("digest-of-31-bytes", "R0107", with(&undone, &digest, &("581f".to_owned() + &"09".repeat(31)))),
        ("interval-of-three", "R0107", with(&report, "82 1832 183c", "83 1832 183c 183d")),
        ("interval-of-one", "R0107", with(&report, "82 1832 183c", "81 1832")),
        ("key-repeated", "R0108", with(&undone, "03 07 06", "02 07 06")),
        ("key-out-of-order", "R0108", with(&undone, "03 07 06", "01 07 06")),
        ("key-out-of-order-at-the-end", "R0108", with(&report, "10 81 63 6f6464", "00 81 63 6f6464")),
        ("unknown-key-of-a-body", "R0109", [hex("a6"), wire(&undone)[1..].to_vec(), hex("07 00")].concat()),
        ("unknown-key-of-a-report", "R0109", with(&report, "10 81 63 6f6464", "11 81 63 6f6464")),
        ("unknown-key-of-an-origin", "R0109", with(&report, "a2 00 00 01 68", "a3 00 00 01 60 02 68")),
        ("author-missing", "R0110", with(&undone, "a5 00 01 01 0d 02 65 4e6f727468", "a4 00 01 01 0d")),
        ("content-missing", "R0110", with(&undone, &format!("06 a1 00 {digest}"), "").tap(|bytes| bytes[0] = 0xa4)),
        ("choice-missing", "R0110", with(&report, "a2 00 00 01 68", "a1 01 68")),
        (
            "origins-missing",
            "R0110",
            with(&report, "a2 00 81 66 6167656e6379 01 81 a2 00 00 01 68 706174726f6c2d32", "a1 00 81 66 6167656e6379"),
        ),
        ("version-0", "R0111", with(&undone, "a5 00 01", "a5 00 00")),
        ("version-2", "R0111", with(&undone, "a5 00 01", "a5 00 02")),
        ("unknown-kind", "R0112", with(&undone, "01 0d 02", "01 0e 02")),
        ("unknown-polarity", "R0113", with(&report, "01 00 02 a2", "01 02 02 a2")),
        ("unknown-accused", "R0113", with(&report, "a2 00 01 01 65 536f757468", "a2 00 03 01 65 536f757468")),
        ("unknown-origin", "R0113", with(&report, "a2 00 00 01 68", "a2 00 02 01 68")),
        ("unknown-category", "R0113", with(&report, "00 00 01 01 02 03", "00 05 01 01 02 03")),
        ("unknown-precision", "R0113", with(&report, "a1 00 01", "a1 00 04")),
        ("unknown-geometry", "R0113", with(&disc, "a2 00 00 01 a3", "a2 00 04 01 a3")),
        ("unknown-area", "R0113", with(&disc, "a3 00 00 01 82", "a3 00 02 01 82")),
        ("empty-relayers", "R0114", with(&report, "81 66 6167656e6379", "80")),
        ("empty-targets", "R0114", with(&report, "81 65 4e6f727468", "80")),
        ("empty-flags", "R0114", with(&report, "81 63 6f6464", "80")),
        ("no-origins", "R0115", with(&report, "81 a2 00 00 01 68 706174726f6c2d32", "80")),
        ("no-polygons", "R0115", with(&polygons, "81 81 83 820102 820304 820507", "80")),
        ("no-rings", "R0115", with(&polygons, "81 81 83 820102 820304 820507", "81 80")),
        ("text-not-utf8", "R0118", with(&undone, "65 4e6f727468", "65 4e6f7274ff")),
        ("text-of-a-surrogate", "R0118", with(&undone, "65 4e6f727468", "63 eda080")),
        ("text-overlong", "R0118", with(&undone, "65 4e6f727468", "62 c080")),
        ("instant-after-the-record", "R0119", with(&undone, "03 07 06", "03 1b0000002000000001 06")),
        ("instant-before-the-record", "R0119", with(&undone, "03 07 06", "03 3b0000002000000000 06")),
        ("instant-of-65-bits", "R0119", with(&undone, "03 07 06", "03 3bffffffffffffffff 06")),
        ("count-of-33-bits", "R0119", with(&report, "02 03 03 04", "02 1b0000000100000000 03 04")),
        ("longitude-past-180", "R0119", with(&disc, "82 181e 1828", "82 1a6b49d201 1828")),
        ("latitude-past-70", "R0119", with(&disc, "82 181e 1828", "82 181e 3a29b92700")),
        ("longitude-of-33-bits", "R0119", with(&disc, "82 181e 1828", "82 1b0000000100000000 1828")),
        ("renewal-for-0-seconds", "R0119", with(&seconds, "a2 00 00 01 07", "a2 00 00 01 00")),
        ("renewal-for-less", "R0119", with(&seconds, "a2 00 00 01 07", "a2 00 00 01 20")),
        ("renewal-for-too-long", "R0119", with(&seconds, "a2 00 00 01 07", "a2 00 00 01 1b0000004000000001")),
        ("began-at-no-instant", "R0120", with(&report, "82 1832 183c", "82 1832 1832")),
        ("ended-at-no-instant", "R0120", with(&report, "82 1846 1850", "82 1850 1846")),
        ("ended-before-it-began", "R0121", with(&report, "82 1846 1850", "82 181e 1833")),
        ("place-without-anything", "R0122", with(&report, "a1 00 81 64 4d696c6c", "a0")),
        ("count-least-above-most", "R0123", with(&report, "02 03 03 04", "02 05 03 04")),
        ("measure-least-above-most", "R0123", with(&report, "01 05 02 06", "01 07 02 06")),
        ("grade-letter", "R0124", with(&report, "62 4232", "62 4732")),
        ("grade-digit", "R0124", with(&report, "62 4232", "62 4237")),
        ("grade-digit-0", "R0124", with(&report, "62 4232", "62 4230")),
        ("grade-small-letter", "R0124", with(&report, "62 4232", "62 6232")),
        ("grade-too-long", "R0124", with(&report, "62 4232", "63 423232")),
        ("ring-of-two", "R0125", with(&polygons, "83 820102 820304 820507", "82 820102 820304")),
        ("ring-closed", "R0125", with(&polygons, "83 820102 820304 820507", "84 820102 820304 820507 820102")),
    ]
}

/// In-place change of a value in an expression.
trait Tap: Sized {
    fn tap(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}
impl Tap for Vec<u8> {}

// ---- limits ----

#[test]
fn a_text_may_have_16384_bytes() {
    let with = |len: usize| bare("mission", Content::Report(changed_report(&|r| r.words = "x".repeat(len))));
    let bytes = wire::encode(&with(limits::TEXT_BYTES)).unwrap();
    assert_eq!(wire::decode(&bytes), Ok(with(limits::TEXT_BYTES)));
    assert_eq!(wire::encode(&with(limits::TEXT_BYTES + 1)).map_err(|error| error.code()), Err("R0117"));
}

#[test]
fn a_body_may_have_65536_bytes() {
    let (longest, one_more) = (body_of(limits::BODY_BYTES), body_of(limits::BODY_BYTES + 1));
    let bytes = wire::encode(&longest).unwrap();
    assert_eq!(bytes.len(), limits::BODY_BYTES);
    assert_eq!(wire::decode(&bytes), Ok(longest));
    assert_eq!(wire::encode(&one_more), Err(WireError::BodyTooLong { bytes: limits::BODY_BYTES + 1 }));
}

#[test]
fn an_area_may_have_as_many_points_as_the_limit_says() {
    for holes in [0, 1] {
        let body = area_of(limits::AREA_POINTS, holes);
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
        let refused = wire::encode(&area_of(limits::AREA_POINTS + 1, holes)).map_err(|error| error.code());
        assert_eq!(refused, Err("R0126"));
    }
}

#[test]
fn lists_may_nest_16_levels() {
    let lists = |levels: usize| [vec![0x81; levels - 1], vec![0x80]].concat();
    assert_eq!(nested(&lists(limits::NESTING_LEVELS)), Ok(()));
    assert_eq!(nested(&lists(limits::NESTING_LEVELS + 1)), Err(WireError::TooDeep { at: limits::NESTING_LEVELS }));
}

#[test]
fn bytes_one_past_a_limit_are_refused() {
    for (code, error) in beyond_limits() {
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn numbers_may_reach_the_ends_of_their_range() {
    for instant in [Instant::EVER, Instant::NEVER, Instant(-1), Instant(0)] {
        let body = Body { said_at: Some(instant), ..renewal(RenewalTerm::Until(instant)) };
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
    }
    for seconds in [1, 1 << 38] {
        let body = renewal(RenewalTerm::Seconds(seconds));
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
    }
    for (lon_e7, lat_e7) in [(1_800_000_000, 700_000_000), (-1_800_000_000, -700_000_000)] {
        let area = Area::Disc { centre: Point { lon_e7, lat_e7 }, radius_mm: limits::RADIUS_MM };
        let body = bare("mission", zone_version(ZoneGeometry::Area(area)));
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
    }
    for number in [0, 23, 24, 0xff, 0x100, 0xffff, 0x1_0000, u32::MAX] {
        let counted = Count { least: number, most: Some(number), ..count() };
        let body = bare("mission", Content::Report(changed_report(&|r| r.counts = vec![counted.clone()])));
        assert_eq!(wire::decode(&wire::encode(&body).unwrap()), Ok(body));
    }
}

/// What each limit says of bytes one past it; bytes too long for the case file.
fn beyond_limits() -> Vec<(&'static str, WireError)> {
    let mut too_long = wire::encode(&body_of(limits::BODY_BYTES)).unwrap();
    too_long.push(0);
    let text = changed_report(&|r| r.words = "x".repeat(limits::TEXT_BYTES));
    let text = wire::encode(&bare("mission", Content::Report(text))).unwrap();
    let text = replaced(&text, &hex("79 4000"), &hex("79 4001 78"));
    let points = wire::encode(&area_of(limits::AREA_POINTS, 0)).unwrap();
    let points = replaced(&points, &hex("81 81 99 157c"), &hex("81 81 99 157d 82 01 01"));
    vec![
        ("R0101", wire::decode(&too_long).unwrap_err()),
        ("R0116", nested(&[0x81; 17]).unwrap_err()),
        ("R0117", wire::decode(&text).unwrap_err()),
        ("R0126", wire::decode(&points).unwrap_err()),
    ]
}

fn nested(bytes: &[u8]) -> Result<(), WireError> {
    fn list(reader: &mut cbor::Reader<'_>) -> Result<(), WireError> {
        reader.list(list).map(|_| ())
    }
    let mut reader = cbor::Reader::new(bytes);
    list(&mut reader)?;
    reader.finish()
}

fn replaced(bytes: &[u8], part: &[u8], by: &[u8]) -> Vec<u8> {
    let at = (0..bytes.len()).find(|at| bytes[*at..].starts_with(part)).expect("the part is there");
    [&bytes[..at], by, &bytes[at + part.len()..]].concat()
}

/// A report whose body has so many bytes.
fn body_of(bytes: usize) -> Body {
    let with = |last: usize| {
        let flags = [14_000; 4].into_iter().chain([last]).map(|len| "x".repeat(len)).collect();
        bare("mission", Content::Report(Report { flags, ..report() }))
    };
    let less = wire::encode(&with(9_000)).unwrap().len();
    with(9_000 + bytes - less)
}

/// A zone version whose one polygon has so many points, three of them in each hole.
fn area_of(points: usize, holes: usize) -> Body {
    let outer = (0..(points - 3 * holes) as i32).map(|i| point(1_000_000 + i, i * i % 1000)).collect();
    let hole = vec![point(0, 0), point(0, 9), point(9, 0)];
    bare("mission", zone_version(ZoneGeometry::Area(polygon(outer, vec![hole; holes]))))
}

// ---- cases ----

#[test]
fn every_refused_body_gets_its_message() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/record/bad");
    let mut paths: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    #[allow(clippy::disallowed_methods, reason = "a test runner asks its caller whether to rewrite")]
    let update = std::env::var_os("UPDATE_EXPECT").is_some();
    let (mut shown, mut wrong) = (BTreeSet::new(), Vec::new());
    for path in &paths {
        let case = std::fs::read_to_string(path).expect("a case is text");
        let name = path.display();
        assert!(case.starts_with("# "), "{name} has no title");
        let block = |fence: &str| {
            let from = case.find(fence)? + fence.len();
            Some(from..from + case[from..].find("```")?)
        };
        let refused = match (block("\n```hex\n"), block("\n```hex lists\n")) {
            (Some(body), None) => wire::decode(&spelled(&case[body])),
            (None, Some(lists)) => nested(&spelled(&case[lists])).map(|()| unreachable!("lists are no body")),
            // Envelopes, keys and what authors say in turn: `envelope.rs`.
            _ => continue,
        };
        let error = refused.expect_err(&name.to_string());
        let says = format!("error[{}]: {error}\n", error.code());
        shown.insert(error.code());
        let expected = block("\n```expect\n").unwrap_or_else(|| panic!("{name} expects nothing"));
        if case[expected.clone()] != says {
            match update {
                true => std::fs::write(path, [&case[..expected.start], &says, &case[expected.end..]].concat()).unwrap(),
                false => wrong.push(format!("{name}\n--- expected\n{}--- said\n{says}", &case[expected])),
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE_EXPECT=1 rewrites these:\n{}", wrong.join("\n"));
    let of_bodies = codes::CODES.iter().map(|entry| entry.code).filter(|code| code.starts_with("R01"));
    assert_eq!(shown, of_bodies.collect(), "every code has a case");
}

/// Bytes written for people: two digits a byte, `⟨32 × 09⟩` for a repetition, `-- …` for a remark.
fn spelled(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    for line in text.lines() {
        let mut rest = line.split_once("--").map_or(line, |(said, _)| said);
        while let Some((before, after)) = rest.split_once('⟨') {
            let (repeated, after) = after.split_once('⟩').expect("a repetition closes");
            let (times, what) = repeated.split_once(" × ").expect("a repetition says how often and what");
            bytes.extend(hex(before.trim()));
            bytes.extend(hex(what).repeat(times.parse().expect("a number")));
            rest = after;
        }
        bytes.extend(hex(rest.trim()));
    }
    bytes
}

#[test]
fn every_code_is_explained_once() {
    let codes: Vec<&str> = codes::CODES.iter().map(|entry| entry.code).collect();
    assert!(codes.is_sorted() && codes.iter().collect::<BTreeSet<_>>().len() == codes.len(), "{codes:?}");
    for entry in codes::CODES {
        assert_eq!(codes::explain(entry.code).map(|found| found.title), Some(entry.title));
        assert!(entry.title.starts_with(|first: char| first.is_lowercase()) && !entry.title.ends_with('.'));
        assert!(entry.help.ends_with('.'), "{}", entry.code);
    }
    assert!(codes::explain("R0100").is_none());
}

// ---- bodies ----

/// Every kind with every field stated, and with none that need not be.
fn bodies() -> Vec<(&'static str, Body)> {
    let place = Place { names: vec!["Mill Hill".into(), "East".into()], area: Some(disc()) };
    let span = |from, until| Interval::new(Instant(from), Instant(until));
    let lasting = EventTime {
        began: span(1_898_920_800, 1_898_924_400),
        ended: Some(span(1_898_928_000, 1_898_931_600)),
        precision: Precision::Stated("night of 5 March".into()),
    };
    let full_report = Report {
        chain: Chain {
            relayers: vec!["agency".into(), "ministry".into()],
            origins: vec![Origin::Named("patrol-2".into()), Origin::Unnamed("activists".into())],
        },
        polarity: Polarity::Happened,
        accused: Accused::Actor("South".into()),
        act: Some("shelling".into()),
        targets: vec!["North".into(), "civilians".into()],
        weapon: Some("artillery".into()),
        time: Some(lasting.clone()),
        place: Some(place.clone()),
        counts: vec![
            Count { most: Some(5), words: "low 3, high 5".into(), ..count() },
            Count { category: Category::KilledOrInjured, population: Population::Unknown, least: 60, ..count() },
        ],
        measures: vec![measure(), Measure { most: Some(90), ..measure() }],
        severity: Some("serious".into()),
        basis: Some("own observation".into()),
        cause: Some("permits missing".into()),
        event: Some("feed:1204".into()),
        words: "South shelled Mill Hill; three to five killed".into(),
        grade: Grade::parse("B2"),
        flags: vec!["low 5 exceeds best 3".into()],
    };
    let full = Body {
        author: "mission".into(),
        said_at: Some(Instant(1_898_935_200)),
        on_behalf: Some(OnBehalf {
            speaker: "commander".into(),
            recorder: "patrol-2".into(),
            medium: "telephone".into(),
        }),
        cited: Some("daily report 12, paragraph 3".into()),
        content: Content::Report(full_report),
    };
    let dyad = Report {
        chain: Chain { relayers: vec![], origins: vec![Origin::Unnamed("reports".into())] },
        polarity: Polarity::DidNotHappen,
        accused: Accused::Dyad("North".into(), "South".into()),
        time: Some(EventTime::within(span(-3_600, 82_800), Precision::Days)),
        place: Some(Place { names: vec![], area: Some(polygon(square(100), vec![square(10), square(5)])) }),
        ..report()
    };
    let reply = |stance| {
        let reply = Reply {
            to: id(1),
            stance,
            subject: "incidents".into(),
            without_prejudice: false,
            words: "as said in our letter".into(),
        };
        bare("South", Content::Reply(reply))
    };
    let aside = Reply {
        to: id(1),
        stance: Stance::Denies { basis: None },
        subject: "any".into(),
        without_prejudice: true,
        words: String::new(),
    };
    let correction = Correction {
        polarity: Some(Polarity::DidNotHappen),
        accused: Some(Accused::Unstated),
        act: Some("fire".into()),
        targets: Some(vec!["civilians".into()]),
        weapon: Some("rockets".into()),
        time: Some(EventTime::at(Instant(1_898_920_800))),
        place: Some(Place { names: vec!["Valley".into()], area: None }),
        counts: Some(vec![count()]),
        severity: Some("minor".into()),
    };
    let to_none = Correction { targets: Some(vec![]), counts: Some(vec![]), ..Correction::default() };
    let corrects = |correction| reply(Stance::Corrects(Box::new(correction)));
    let decision = |question, yes| bare("G1", Content::Decision(Decision { question, yes }));
    let finding = Finding {
        on: OnIncident::Of(id(1)),
        finding: Some(FindingWord::Confirmed),
        attribution: Some(Attribution::Actor("South".into())),
        intent: Some("accident".into()),
        severity: Some("grave".into()),
        time: Some(lasting),
        place: Some(place),
        targets: vec!["civilians".into()],
        words: "the board finds".into(),
    };
    let bare_finding = |finding, attribution| {
        let on = OnIncident::Event("feed:1204".into());
        let empty = (None, None, None, None, vec![]);
        let (intent, severity, time, place, targets) = empty;
        let words = String::new();
        let finding = Finding { on, finding, attribution, intent, severity, time, place, targets, words };
        bare("board", Content::Finding(finding))
    };
    let registers = |registration| bare("mission", Content::Registration(registration));
    let zone = |geometry| bare("North", zone_version(geometry));
    let during = span(1_898_920_800, 1_930_456_800);
    let adoption = |live_from| {
        let adoption = Adoption {
            agreement: "The valley cessation".into(),
            text_sha256: [2; 32],
            tree_sha256: [3; 32],
            live_from,
        };
        bare("mission", Content::Adoption(adoption))
    };
    let batch = |file: &str, rows| {
        let batch = Batch {
            format: "ucdp-ged".into(),
            file: file.into(),
            sha256: [4; 32],
            known_rule: "from sources".into(),
            rows,
        };
        bare("mission", Content::Batch(batch))
    };
    let name = |name: &str| -> String { name.into() };
    vec![
        ("report-full", full),
        ("report-bare", bare("ministry", Content::Report(report()))),
        ("report-dyad-denied", bare("mission", Content::Report(dyad))),
        ("reply-acknowledges", reply(Stance::Acknowledges)),
        ("reply-denies", reply(Stance::Denies { basis: Some("own observation".into()) })),
        ("reply-denies-bare-without-prejudice", bare("ministry", Content::Reply(aside))),
        (
            "reply-explains",
            reply(Stance::Explains {
                exception: Some("E1".into()),
                intent: Some("accident".into()),
                acknowledges: true,
            }),
        ),
        ("reply-explains-bare", reply(Stance::Explains { exception: None, intent: None, acknowledges: false })),
        ("reply-disputes", reply(Stance::Disputes { field: "place".into() })),
        ("reply-corrects", corrects(correction)),
        ("reply-corrects-nothing", corrects(Correction::default())),
        ("reply-corrects-to-none", corrects(to_none)),
        ("reply-withdraws", reply(Stance::Withdraws)),
        ("decision-phase", decision(Question::Phase("joint centre".into()), true)),
        (
            "decision-ruling",
            decision(Question::Ruling { clock: "seven days".into(), on: OnIncident::Of(id(1)) }, false),
        ),
        (
            "decision-judgement",
            decision(Question::Judgement { slot: name("defence"), on: Some(OnIncident::Event("k".into())) }, true),
        ),
        ("decision-judgement-at-large", decision(Question::Judgement { slot: name("defence"), on: None }, true)),
        ("finding-full", bare("board", Content::Finding(finding))),
        ("finding-bare", bare_finding(None, None)),
        ("finding-some-party", bare_finding(Some(FindingWord::Probable), Some(Attribution::SomeParty))),
        ("finding-not-attributable", bare_finding(Some(FindingWord::Inconclusive), Some(Attribution::NotAttributable))),
        (
            "coverage",
            bare("patrol-2", Content::Coverage(Coverage { watcher: name("patrol-2"), zone: name("Valley"), during })),
        ),
        ("register-name", registers(Registration::Name { name: name("Band"), what: "armed group".into() })),
        ("register-alias", registers(Registration::Alias { alias: name("the Band"), of: name("Band") })),
        (
            "register-member",
            registers(Registration::Member {
                member: name("2nd brigade"),
                of: name("North"),
                during: Interval::ALWAYS,
                certain: true,
                kind: MembershipKind::Part,
            }),
        ),
        (
            "register-listed",
            registers(Registration::Member {
                member: name("insurgents"),
                of: name("list of 2030"),
                during,
                certain: false,
                kind: MembershipKind::Listed,
            }),
        ),
        (
            "register-speaker",
            registers(Registration::Speaker {
                name: name("spokesperson"),
                party: name("South"),
                subject: "any".into(),
                during,
            }),
        ),
        (
            "register-relation",
            registers(Registration::Relation { a: name("agency"), b: name("ministry"), during, what: "relays".into() }),
        ),
        (
            "register-place",
            registers(Registration::Place { name: name("Mill Hill"), within: Some(name("East")), area: Some(disc()) }),
        ),
        ("register-place-bare", registers(Registration::Place { name: name("East"), within: None, area: None })),
        ("zone-disc", zone(ZoneGeometry::Area(disc()))),
        ("zone-polygons", zone(ZoneGeometry::Area(polygon(square(1_000), vec![])))),
        ("zone-named-area", zone(ZoneGeometry::NamedArea("Valley".into()))),
        ("zone-sealed", zone(ZoneGeometry::Sealed("sha256:9f2c".into()))),
        ("zone-unpublished", zone(ZoneGeometry::Unpublished)),
        ("zone-signature", bare("South", Content::ZoneSignature(ZoneSignature { version: id(5), retroactive: true }))),
        ("adoption", adoption(Some(Instant(1_898_920_800)))),
        ("adoption-bare", adoption(None)),
        ("renewal-seconds", renewal(RenewalTerm::Seconds(172_800))),
        (
            "renewal-until",
            bare(
                "G1",
                Content::Renewal(Renewal {
                    regime: "calm".into(),
                    act: "renewal of 6 March".into(),
                    term: RenewalTerm::Until(Instant(1_899_093_600)),
                    retroactive_from: Some(Instant(1_898_920_800)),
                }),
            ),
        ),
        ("renewal-open", renewal(RenewalTerm::Open)),
        ("identity-same", bare("mission", Content::Identity(Identity { a: id(1), b: id(2), same: true }))),
        ("identity-different", bare("mission", Content::Identity(Identity { a: id(1), b: id(2), same: false }))),
        (
            "grading",
            bare("mission", Content::Grading(Grading { of: id(1), grade: Grade::parse("C3").expect("a grade") })),
        ),
        ("grading-cannot-be-judged", bare("mission", Content::Grading(Grading { of: id(1), grade: Grade::UNGRADED }))),
        ("batch", batch("valley.csv", 15_000)),
        ("batch-empty", batch("", 0)),
        ("batch-undone", bare("mission", Content::BatchUndone(id(9)))),
    ]
}

fn every_body() -> Vec<(&'static str, Body)> {
    bodies().into_iter().chain(bodies_of_version_2()).collect()
}

fn bodies_of_version_2() -> Vec<(&'static str, Body)> {
    let translation = |out_of: Option<&str>| {
        let out_of = out_of.map(str::to_owned);
        let content = Translation { of: id(1), out_of, into: "en".into(), words: "the bridge is open".into() };
        bare("interpreter", Content::Translation(content))
    };
    let weighing = |reports| bare("mission", Content::Weighing(Weighing { text_sha256: [7; 32], reports }));
    let mut bodies = vec![
        ("unsure", bare("mission", Content::Unsure(Unsure { a: id(1), b: id(2) }))),
        ("weights", weighing(9_206)),
        ("weights-of-nothing", weighing(0)),
        ("translation", translation(Some("ar"))),
        ("translation-out-of-any", translation(None)),
    ];
    bodies.extend(channel::bodies());
    bodies
}

/// A kind has the version that introduced it and no other, so that no statement has two ids.
fn refused_of_version_2() -> Vec<Refused> {
    let unsure = bare("mission", Content::Unsure(Unsure { a: id(1), b: id(2) }));
    let undone = bare("mission", Content::BatchUndone(id(9)));
    vec![
        ("version-3", "R0111", with(&unsure, "a4 00 02", "a4 00 03")),
        ("old-kind-in-version-2", "R0111", with(&undone, "a4 00 01", "a4 00 02")),
        ("new-kind-in-version-1", "R0112", with(&unsure, "a4 00 02", "a4 00 01")),
        ("kind-past-the-last", "R0112", with(&unsure, "a4 00 02 01 0e", "a4 00 02 01 18 ff")),
    ]
    .into_iter()
    .chain(refused_of_the_channel())
    .collect()
}

fn refused_of_the_channel() -> Vec<Refused> {
    let bodies = channel::bodies();
    let of = |name: &str| &bodies.iter().find(|(body, _)| *body == name).expect("a body of the channel").1;
    let changed = |name, part, by| with(of(name), part, by);
    let (planned, full) = ("notice-planned-activity", "notice-protected-site-full");
    let ladder = bare("mission", channel::ladder_of(60, limits::LADDER_RUNGS));
    vec![
        ("notice-in-version-1", "R0112", changed(planned, "a4 00 02 01 11", "a4 00 01 01 11")),
        ("kind-30", "R0112", changed("area-question", "00 02 01 181d", "00 02 01 181e")),
        ("kind-of-one-byte-in-two", "R0104", changed(planned, "00 02 01 11", "00 02 01 1811")),
        ("unknown-notice", "R0113", changed(planned, "06 a7 00 02", "06 a7 00 05")),
        ("unknown-step", "R0113", changed("receipt-closed", "02 a1 00 0a", "02 a1 00 0b")),
        ("field-of-another-step", "R0109", changed("receipt-closed", "02 a1 00 0a", "02 a2 00 0a 01 60")),
        ("field-of-the-step-missing", "R0110", changed("receipt-closed", "02 a1 00 0a", "02 a1 00 01")),
        ("unknown-alert", "R0113", changed("alert-halt-bare", "06 a4 00 01", "06 a4 00 02")),
        ("unknown-rung", "R0113", changed("ladder", "183c 01 00", "183c 01 04")),
        ("unknown-leg", "R0113", changed("convoy-went-on", "02 a1 00 07", "02 a1 00 0a")),
        ("unknown-step-of-access", "R0113", changed("access-requested", "06 a6 01 00", "06 a6 01 05")),
        ("unknown-stage", "R0113", changed("inquiry-closed", "02 a1 00 12", "02 a1 00 14")),
        ("nobody-notified", "R0115", changed(planned, "01 81 65 536f757468", "01 80")),
        ("no-rungs", "R0115", changed("ladder", "01 84 a2 00 183c", "01 80 a2 00 183c")),
        ("nobody-endangered", "R0114", changed("alert-warning-full", "04 82 69 636976696c69616e73 63 616964", "04 80")),
        ("heights-upside-down", "R0123", changed(full, "04 a2 00 00 01 19012c", "04 a2 00 19012d 01 19012c")),
        ("window-of-nothing", "R0119", changed(planned, "82 1a712f3b60 1a712f5780", "82 1a712f3b60 1a712f3b60")),
        ("bearing-360", "R0119", changed("receipt-read-back", "02 1878", "02 190168")),
        ("mark-too-far", "R0119", changed("receipt-read-back", "01 1a00895440", "01 1a77359401")),
        ("rung-0", "R0119", changed("escalation", "02 02 03 82", "02 00 03 82")),
        ("rung-at-once", "R0119", changed("ladder", "00 183c 01", "00 00 01")),
        ("rung-after-more-than-a-week", "R0119", changed("ladder", "00 183c 01", "00 1a00093a81 01")),
        ("ladder-too-long", "R0203", with(&ladder, "01 90", "01 91 a2 00 183c 01 00")),
        ("call-ended-before-it-began", "R0121", changed("call-full", "06 1a712f3c50", "06 1a712f3b5f")),
        ("trucks-least-above-most", "R0123", changed("convoy-full", "02 a2 00 0a 01 0c", "02 a2 00 0d 01 0c")),
    ]
}

fn bare(author: &str, content: Content) -> Body {
    Body { author: author.into(), said_at: None, on_behalf: None, cited: None, content }
}
fn id(byte: u8) -> BodyId {
    BodyId([byte; 32])
}
fn report() -> Report {
    Report { chain: Chain::direct("ministry"), ..Report::default() }
}
fn changed_report(change: &dyn Fn(&mut Report)) -> Report {
    let mut report = report();
    change(&mut report);
    report
}
fn count() -> Count {
    Count {
        category: Category::Killed,
        population: Population::Civilian,
        least: 3,
        most: None,
        scope: CountScope::Incident,
        words: String::new(),
    }
}
fn measure() -> Measure {
    Measure { name: "trucks waiting".into(), least: 40, most: None, unit: "trucks".into() }
}
fn point(lon_e7: i32, lat_e7: i32) -> Point {
    Point { lon_e7, lat_e7 }
}
fn disc() -> Area {
    Area::Disc { centre: point(225_000_000, -391_000_000), radius_mm: 2_000_000 }
}
fn square(half: i32) -> Vec<Point> {
    vec![point(-half, -half), point(half, -half), point(half, half), point(-half, half)]
}
fn polygon(outer: Vec<Point>, holes: Vec<Vec<Point>>) -> Area {
    Area::Polygons(vec![Polygon { outer, holes }])
}
fn zone_version(geometry: ZoneGeometry) -> Content {
    Content::ZoneVersion(ZoneVersionStated {
        zone: "Valley".into(),
        label: "map 2".into(),
        in_force_from: Instant(1_898_920_800),
        geometry,
        with_agreement: false,
    })
}
fn renewal(term: RenewalTerm) -> Body {
    let renewal = Renewal { regime: "calm".into(), act: "renewal of 6 March".into(), term, retroactive_from: None };
    bare("G1", Content::Renewal(renewal))
}

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}
fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

// ---- any report, any correction ----

fn any_body() -> impl Strategy<Value = Body> {
    let entry = (any_text(), any_text(), any_text());
    let entry = entry.prop_map(|(speaker, recorder, medium)| OnBehalf { speaker, recorder, medium });
    let correction = any_report().prop_map(|report| {
        let correction = Correction {
            polarity: Some(report.polarity),
            accused: Some(report.accused),
            act: report.act,
            targets: Some(report.targets),
            weapon: report.weapon,
            time: report.time,
            place: report.place,
            counts: Some(report.counts),
            severity: report.severity,
        };
        Content::Reply(Reply {
            to: id(1),
            stance: Stance::Corrects(Box::new(correction)),
            subject: report.words,
            without_prejudice: false,
            words: String::new(),
        })
    });
    let content = prop_oneof![3 => any_report().prop_map(Content::Report), 1 => correction];
    (any_text(), prop::option::of(any_instant()), prop::option::of(entry), prop::option::of(any_text()), content)
        .prop_map(|(author, said_at, on_behalf, cited, content)| Body { author, said_at, on_behalf, cited, content })
}

fn any_report() -> impl Strategy<Value = Report> {
    let origin = prop_oneof![any_text().prop_map(Origin::Named), any_text().prop_map(Origin::Unnamed)];
    let chain = (texts(), prop::collection::vec(origin, 1..4));
    let chain = chain.prop_map(|(relayers, origins)| Chain { relayers, origins });
    let polarity = prop::sample::select(vec![Polarity::Happened, Polarity::DidNotHappen]);
    let accused = prop_oneof![
        Just(Accused::Unstated),
        any_text().prop_map(Accused::Actor),
        (any_text(), any_text()).prop_map(|(one, other)| Accused::Dyad(one, other)),
    ];
    let who = (chain, polarity, accused, maybe_text(), texts(), maybe_text());
    let numbers = (prop::collection::vec(any_count(), 0..4), prop::collection::vec(any_measure(), 0..3));
    let where_when = (prop::option::of(any_time()), prop::option::of(any_place()), numbers);
    let grade = prop::option::of("[A-F][1-6]".prop_map(|grade| Grade::parse(&grade).unwrap()));
    let why = (maybe_text(), maybe_text(), maybe_text(), maybe_text(), any_text(), grade, texts());
    (who, where_when, why).prop_map(|(who, where_when, why)| {
        let (chain, polarity, accused, act, targets, weapon) = who;
        let (time, place, (counts, measures)) = where_when;
        let (severity, basis, cause, event, words, grade, flags) = why;
        Report {
            chain,
            polarity,
            accused,
            act,
            targets,
            weapon,
            time,
            place,
            counts,
            measures,
            severity,
            basis,
            cause,
            event,
            words,
            grade,
            flags,
        }
    })
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof!["[A-Z][a-z]{1,8}", prop::collection::vec(any::<char>(), 0..40).prop_map(String::from_iter)]
}
fn maybe_text() -> impl Strategy<Value = Option<String>> {
    prop::option::of(any_text())
}
fn texts() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(any_text(), 0..3)
}
fn any_instant() -> impl Strategy<Value = Instant> {
    prop_oneof![Instant::EVER.0..=Instant::NEVER.0, -300i64..300].prop_map(Instant)
}
fn any_time() -> impl Strategy<Value = EventTime> {
    let precision = prop_oneof![
        Just(Precision::Exact),
        Just(Precision::Day),
        Just(Precision::Days),
        any_text().prop_map(Precision::Stated),
    ];
    let seconds = (-1i64 << 36..1 << 36, 1i64..90_000, prop::option::of((-90_000i64..90_000, 2i64..90_000)));
    (seconds, precision).prop_map(|((from, span, lasts), precision)| {
        let ended = lasts.map(|(later, span)| {
            let from = Instant(from + later);
            Interval::new(from, Instant((from.0 + span).max(from.0 + 1)))
        });
        let began = Interval::new(Instant(from), Instant(from + span));
        let ended = ended.filter(|ended| began.from < ended.last());
        EventTime { began, ended, precision }
    })
}
fn any_point() -> impl Strategy<Value = Point> {
    (-1_800_000_000..=1_800_000_000, -700_000_000..=700_000_000).prop_map(|(lon, lat)| point(lon, lat))
}
fn any_ring() -> impl Strategy<Value = Vec<Point>> {
    prop::collection::vec(any_point(), 3..7).prop_filter("open", |ring| ring.first() != ring.last())
}
fn any_place() -> impl Strategy<Value = Place> {
    let polygon = (any_ring(), prop::collection::vec(any_ring(), 0..3));
    let polygon = polygon.prop_map(|(outer, holes)| Polygon { outer, holes });
    let area = prop_oneof![
        (any_point(), 0..=limits::RADIUS_MM).prop_map(|(centre, radius_mm)| Area::Disc { centre, radius_mm }),
        prop::collection::vec(polygon, 1..3).prop_map(Area::Polygons),
    ];
    (texts(), prop::option::of(area))
        .prop_filter("somewhere", |(names, area)| !names.is_empty() || area.is_some())
        .prop_map(|(names, area)| Place { names, area })
}
fn any_count() -> impl Strategy<Value = Count> {
    use {Category::*, CountScope::*, Population::*};
    let category = prop::sample::select(vec![Killed, Injured, KilledOrInjured, Missing, Detained]);
    let population = prop::sample::select(vec![Combatant, Civilian, Unknown]);
    let scope = prop::sample::select(vec![Incident, Cumulative, Ambiguous]);
    let bounds = (any::<u32>(), prop::option::of(any::<u32>()));
    (category, population, bounds, scope, any_text()).prop_map(|(category, population, (a, b), scope, words)| {
        let (least, most) = (b.map_or(a, |b| a.min(b)), b.map(|b| a.max(b)));
        Count { category, population, least, most, scope, words }
    })
}
fn any_measure() -> impl Strategy<Value = Measure> {
    (any_text(), any::<u64>(), prop::option::of(any::<u64>()), any_text()).prop_map(|(name, a, b, unit)| Measure {
        name,
        least: b.map_or(a, |b| a.min(b)),
        most: b.map(|b| a.max(b)),
        unit,
    })
}
