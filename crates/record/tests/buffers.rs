//! Buffers around an area, held against the definitions of `spec/place.md` (P3) and against geodesics.
//!
//! Floating point is used here to judge, never by what is judged. Every random case comes from a seed in the test.

// A sine that differs in its last bits from machine to machine judges to a metre all the same.
#![allow(clippy::disallowed_methods)]

mod ground;
mod shapes;

use ground::{Random, at, away, between, degrees, disc, geodesic_m, geodesic_to_edge_m};
use record::limits;
use record::vocabulary::Kleene::{self, *};
use record::vocabulary::geometry::buffer::{Buffer, BufferFault};
use record::vocabulary::geometry::{GeometryFault, distance_mm};
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{PlaceEntry, Registers, ZoneGeometry};
use shapes::{edges_of, holds_by_winding};

// ---- The examples of P3 -----------------------------------------------------------------------------------------

#[test]
fn two_kilometres_around_a_square_and_the_square_itself() {
    let near = around(east(), 0, 2_000_000);
    for (gun, answer) in [
        (at(39.15, 22.55), Must),
        (at(39.1, 22.55), Must),
        (south_of_east(1_999.0), Must),
        (south_of_east(2_001.0), No),
        (away(at(39.1, 22.5), 225.0, 1_999.0), Must),
        (away(at(39.1, 22.5), 225.0, 2_001.0), No),
    ] {
        assert_eq!(near.holds(&disc(gun, 0)), answer, "{gun:?}");
    }
}

#[test]
fn a_point_at_exactly_the_distance_is_outside_and_the_next_ring_begins_there() {
    for lat in [39.082, -12.6, 60.009] {
        let corner = at(lat + 0.017, 22.5);
        let area = ring(&[(lat + 0.017, 22.5), (lat + 0.017, 22.51), (lat + 0.1, 22.51), (lat + 0.1, 22.5)]);
        let gun = disc(at(lat, 22.5), 0);
        let exact = distance_mm(at(lat, 22.5), corner);
        for (to_mm, answer) in [(exact - 1, No), (exact, No), (exact + 1, Must)] {
            assert_eq!(around(area.clone(), 0, to_mm).holds(&gun), answer, "{lat} to {to_mm}");
        }
        for (from_mm, answer) in [(exact - 1, Must), (exact, Must), (exact + 1, No)] {
            assert_eq!(around(area.clone(), from_mm, 5_000_000).holds(&gun), answer, "{lat} from {from_mm}");
        }
        let round = |to_mm| around(disc(corner, 1_000), 0, to_mm).holds(&gun);
        assert_eq!([round(exact - 1_001), round(exact - 1_000), round(exact - 999)], [No, No, Must], "around a circle");
    }
}

#[test]
fn a_disc_is_in_up_to_the_edge_also_from_deep_inside_and_out_beyond_it() {
    let corner = at(39.1, 22.5);
    let centre = at(39.09, 22.5);
    let exact = distance_mm(centre, corner);
    let wide = around(east(), 0, exact + 500_000);
    assert_eq!(wide.holds(&disc(centre, 499_999)), Must);
    assert_eq!(wide.holds(&disc(centre, 500_000)), May, "one point at exactly d");
    let narrow = around(east(), 0, exact - 500_000);
    assert_eq!(narrow.holds(&disc(centre, 500_000)), No, "touches where the buffer has ended");
    assert_eq!(narrow.holds(&disc(centre, 500_001)), May);
    // From the middle, 4,323 m from the western edge, a disc may come out by less than the distance.
    let deep = distance_mm(at(39.15, 22.55), at(39.15, 22.5));
    let near = around(east(), 0, 2_000_000);
    assert_eq!(near.holds(&disc(at(39.15, 22.55), deep + 1_999_990)), Must);
    assert_eq!(near.holds(&disc(at(39.15, 22.55), deep + 2_000_010)), May);
    // A ring does not hold the area.
    let ring = around(east(), 500_000, 2_000_000);
    assert_eq!(ring.holds(&disc(at(39.15, 22.55), 0)), No);
    assert_eq!(ring.holds(&disc(at(39.15, 22.55), deep + 490_000)), No, "comes out by less than the ring begins");
    assert_eq!(ring.holds(&disc(at(39.15, 22.55), deep + 510_000)), May);
    assert_eq!(ring.holds(&disc(south_of_east(1_200.0), 600_000)), Must);
    assert_eq!(ring.holds(&disc(south_of_east(1_200.0), 710_000)), May);
}

#[test]
fn a_hole_is_near_its_edge_and_far_in_its_middle() {
    let frame = Area::Polygons(vec![Polygon {
        outer: corners(&[(39.0, 22.0), (39.0, 23.0), (40.0, 23.0), (40.0, 22.0)]),
        holes: vec![corners(&[(39.4, 22.4), (39.4, 22.6), (39.6, 22.6), (39.6, 22.4)])],
    }]);
    let middle = at(39.5, 22.5); // 8.6 km from the edges to the east and west
    let near = |mm| around(frame.clone(), 0, mm);
    assert_eq!(near(2_000_000).holds(&disc(middle, 0)), No);
    assert_eq!(near(2_000_000).holds(&disc(at(39.5, 22.41), 0)), Must, "860 m from the edge of the hole");
    assert_eq!(near(2_000_000).holds(&disc(middle, 5_000_000)), No);
    assert_eq!(near(2_000_000).holds(&disc(middle, 7_000_000)), May);
    assert_eq!(near(9_000_000).holds(&disc(middle, 0)), Must);
}

#[test]
fn an_edge_shared_by_two_polygons_is_no_edge_of_what_they_cover() {
    let block = |west: f64, east: f64| ring(&[(39.0, west), (39.0, east), (39.2, east), (39.2, west)]);
    let (Area::Polygons(one), Area::Polygons(two)) = (block(22.0, 22.1), block(22.1, 22.2)) else { unreachable!() };
    // 1.7 km from the edge between them, 6.8 km from every other.
    let report = disc(at(39.1, 22.12), 5_000_000);
    assert_eq!(around(Area::Polygons([one, two.clone()].concat()), 0, 1_000_000).holds(&report), Must);
    assert_eq!(around(Area::Polygons(two), 0, 1_000_000).holds(&report), May);
}

#[test]
fn rings_that_follow_each_other_share_no_point_and_leave_none_out() {
    let mut random = Random(0xb0ff);
    for _ in 0..400 {
        let middle = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let area = match random.below(2) {
            0 => disc(middle, random.below(3_000_000) as u64),
            _ => Area::Polygons(vec![Polygon { outer: random.star(middle, 3_000.0, 7), holes: vec![] }]),
        };
        let point = disc(random.near(middle, 9_000.0), 0);
        let of = |from_mm, to_mm| around(area.clone(), from_mm, to_mm).holds(&point);
        let rings = [(0, 1_000_000), (1_000_000, 2_500_000), (2_500_000, 5_000_000)].map(|(a, b)| of(a, b));
        assert!(rings.iter().all(|&answer| answer != May), "a point has an answer");
        assert_eq!(rings.iter().filter(|&&answer| answer == Must).count(), usize::from(of(0, 5_000_000) == Must));
    }
}

#[test]
fn a_growing_radius_never_makes_an_answer_firmer() {
    let mut random = Random(8);
    for _ in 0..150 {
        let middle = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let outer = random.star(middle, 4_000.0, 6);
        let area = Area::Polygons(vec![Polygon { outer, holes: vec![random.star(middle, 900.0, 5)] }]);
        let buffer = around(area, if random.below(2) == 0 { 0 } else { 400_000 }, 3_000_000);
        let centre = random.near(middle, 9_000.0);
        let answers: Vec<Kleene> = (0..50).map(|step| buffer.holds(&disc(centre, step * step * 5_000))).collect();
        let firm = answers.iter().take_while(|&&answer| answer == answers[0]).count();
        assert!(answers[firm..].iter().all(|&answer| answer == May), "{buffer:?} {centre:?} {answers:?}");
    }
}

// ---- Polygons, names --------------------------------------------------------------------------------------------

#[test]
fn a_polygon_is_in_where_the_disc_around_it_or_the_area_holds_it_and_out_where_no_edge_comes_near() {
    let near = around(east(), 0, 2_000_000);
    let block = |south: f64, west: f64, north: f64, east: f64| {
        ring(&[(south, west), (south, east), (north, east), (north, west)])
    };
    assert_eq!(near.holds(&block(39.092, 22.545, 39.096, 22.55)), Must);
    assert_eq!(near.holds(&block(39.07, 22.545, 39.09, 22.55)), May, "reaches over the edge");
    assert_eq!(near.holds(&block(39.06, 22.545, 39.07, 22.55)), No);
    assert_eq!(near.holds(&block(39.1, 22.5, 39.2, 22.6)), Must, "the area itself");
    // Wide districts: the disc around each reaches the buffer.
    assert_eq!(near.holds(&block(39.0, 22.2, 39.05, 22.9)), No, "5.5 km south of it");
    assert_eq!(near.holds(&block(39.0, 22.2, 39.09, 22.9)), May);
    assert_eq!(near.holds(&block(39.0, 22.2, 39.3, 22.9)), May, "around the area");
    assert_eq!(around(east(), 500_000, 2_000_000).holds(&block(39.1, 22.5, 39.2, 22.6)), No);
    assert_eq!(near.holds(&ring(&[(30.0, 10.0), (30.0, 40.0), (45.0, 40.0)])), May, "too wide to be looked at");
    let circle = around(disc(at(39.15, 22.55), 3_000_000), 0, 2_000_000);
    assert_eq!(circle.holds(&block(39.14, 22.54, 39.16, 22.56)), Must);
    assert_eq!(circle.holds(&block(39.14, 22.54, 39.16, 22.63)), May);
    assert_eq!(circle.holds(&block(39.2, 22.54, 39.3, 22.63)), No);
    let Area::Polygons(mut two) = block(39.092, 22.545, 39.096, 22.55) else { unreachable!() };
    let Area::Polygons(far) = block(39.06, 22.545, 39.07, 22.55) else { unreachable!() };
    two.extend(far);
    assert_eq!(near.holds(&Area::Polygons(two)), May);
}

#[test]
fn a_named_place_is_near_by_name_or_by_its_registered_area() {
    let mut registers = Registers::default();
    let entry = |area: Option<Area>, within: &[&str]| PlaceEntry {
        area,
        within: within.iter().map(|name| name.to_string()).collect(),
    };
    registers.places.insert("East".into(), entry(Some(east()), &[]));
    registers.places.insert("Mill".into(), entry(None, &["East"]));
    registers.places.insert("Ford".into(), entry(Some(disc(south_of_east(1_000.0), 300_000)), &[]));
    registers.places.insert("Hill".into(), entry(Some(disc(south_of_east(3_000.0), 300_000)), &[]));
    registers.places.insert("Pass".into(), entry(None, &[]));
    let named = |name: &str| Place { names: vec![name.into()], area: None };
    let area = ZoneGeometry::NamedArea("East".into());
    for (name, near, all_round) in
        [("East", Must, No), ("Mill", Must, No), ("Ford", Must, Must), ("Hill", No, No), ("Pass", May, May)]
    {
        assert_eq!(registers.in_buffer(&named(name), &area, 0, 2_000_000), Some(near), "{name}");
        assert_eq!(registers.in_buffer(&named(name), &area, 500_000, 2_000_000), Some(all_round), "{name}");
    }
    assert_eq!(registers.in_buffer(&named("Ford"), &ZoneGeometry::Area(east()), 0, 2_000_000), Some(Must));
    assert_eq!(registers.in_buffer(&named("Mill"), &ZoneGeometry::NamedArea("Pass".into()), 0, 2_000_000), Some(May));
    assert_eq!(registers.in_buffer(&named("Ford"), &ZoneGeometry::Unpublished, 0, 2_000_000), None);
}

// ---- Random cases against the geodesic --------------------------------------------------------------------------

/// A case in floating point: how far the centre is from the area, or how deep inside.
struct Judged {
    outside: bool,
    edge: f64,
    from: f64,
    to: f64,
}

impl Judged {
    /// Whether every point of a disc is surely nearer than `to`, seen from the distance of its centre.
    fn all_nearer(&self, radius: f64, than: f64) -> bool {
        if self.outside { self.edge + radius < than } else { radius - self.edge < than }
    }
    fn none_nearer(&self, radius: f64, than: f64) -> bool {
        self.outside && self.edge - radius >= than
    }
    /// The answer with `slack` metres in favour of a firm one.
    fn answer(&self, radius: f64, slack: f64) -> Kleene {
        let ring = self.from > 0.0;
        if self.all_nearer(radius, self.to + slack) && (!ring || self.none_nearer(radius, self.from - slack)) {
            Must
        } else if self.none_nearer(radius, self.to - slack) || ring && self.all_nearer(radius, self.from + slack) {
            No
        } else {
            May
        }
    }
}

#[test]
fn discs_around_polygons_and_circles_agree_with_the_geodesic_to_one_metre() {
    let mut random = Random(0x6e42);
    let mut seen = [0; 3];
    for round in 0..4_000 {
        let middle = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let size = random.between(500.0, 20_000.0);
        let to = random.between(100.0, 8_000.0);
        let from = if random.below(3) == 0 { random.between(1.0, to * 0.8) } else { 0.0 };
        let corners = 3 + random.below(6);
        let centre = random.near(middle, size + to * 1.5);
        let (area, outside, edge) = if random.below(4) == 0 {
            let away = geodesic_m(centre, middle);
            (disc(middle, (size * 1000.0) as u64), away > size, (away - size).abs())
        } else {
            let holes = if random.below(2) == 0 { vec![random.star(middle, size * 0.25, 4)] } else { vec![] };
            let polygon = Polygon { outer: random.star(middle, size, corners.max(5)), holes };
            let edge = edges_of(&polygon).map(|(a, b)| geodesic_to_edge_m(centre, a, b)).fold(f64::MAX, f64::min);
            (Area::Polygons(vec![polygon.clone()]), !holds_by_winding(&polygon, centre), edge)
        };
        let buffer = around(area, (from * 1000.0) as u64, (to * 1000.0) as u64);
        assert_eq!(buffer.check(), Ok(()));
        let judged = Judged { outside, edge, from, to };
        // Half of the radii lie within 3 m of one at which an answer changes.
        let turns = [(edge - to).abs(), (edge - from).abs(), edge + to, edge + from];
        let radius = match random.below(8) {
            turn @ 0..4 => turns[turn] + random.between(-3.0, 3.0),
            4 => 0.0,
            _ => random.between(1.0, to),
        };
        let radius = radius.max(0.0);
        let answer = buffer.holds(&disc(centre, (radius * 1000.0) as u64));
        seen[answer as usize] += 1;
        let (firm, loose) = (judged.answer(radius, -1.0), judged.answer(radius, 1.0));
        let context = || format!("{round}: {buffer:?} {centre:?} {radius}, {edge} from the edge: {answer:?}");
        assert!(firm == May || answer == firm, "left open; {}", context());
        assert!(answer == May || answer == loose, "wrong by more than a metre; {}", context());
        if radius == 0.0 {
            assert_ne!(answer, May, "a point has an answer; {}", context());
        }
    }
    assert!(seen.iter().all(|&times| times > 500), "{seen:?}");
}

#[test]
fn every_point_of_a_disc_that_is_in_is_in_and_none_of_one_that_is_out() {
    let mut random = Random(0x51de);
    let mut seen = [0; 3];
    for round in 0..2_500 {
        let middle = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let star = |random: &mut Random, at: Point, size: f64| random.star(at, size, 6);
        let mut polygons = vec![Polygon { outer: star(&mut random, middle, 3_000.0), holes: vec![] }];
        polygons[0].holes = vec![star(&mut random, middle, 900.0)];
        if random.below(2) == 0 {
            let other = away(middle, random.between(0.0, 360.0), 7_000.0);
            polygons.push(Polygon { outer: star(&mut random, other, 2_500.0), holes: vec![] });
        }
        let (from_mm, to_mm) =
            (if random.below(2) == 0 { 0 } else { 700_000 }, 1_000_000 + random.below(2_000_000) as u64);
        let buffer = around(Area::Polygons(polygons), from_mm, to_mm);
        let centre = random.near(middle, 9_000.0);
        let radius = random.between(5.0, 4_000.0);
        let answer = buffer.holds(&disc(centre, (radius * 1000.0) as u64));
        seen[answer as usize] += 1;
        if answer == May {
            continue;
        }
        let reported =
            (0..40).map(|i| away(centre, 9.0 * f64::from(i), (radius - 1.0) * random.between(0.0, 1.0).sqrt()));
        for point in reported.chain((0..40).map(|i| away(centre, 9.0 * f64::from(i), radius - 1.0))) {
            assert_eq!(buffer.holds(&disc(point, 0)), answer, "{round}: {buffer:?} {centre:?} {radius} {point:?}");
        }
    }
    assert!(seen.iter().all(|&times| times > 100), "{seen:?}");
}

#[test]
fn points_around_polygons_lie_where_the_geodesic_puts_them() {
    let mut random = Random(0x9057);
    for _ in 0..1_500 {
        let middle = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let polygon = Polygon { outer: random.star(middle, 4_000.0, 6), holes: vec![random.star(middle, 1_200.0, 4)] };
        let (a, b) = edges_of(&polygon).nth(random.below(10)).unwrap();
        let on_edge = between(a, b, random.between(0.0, 1.0));
        let point = random.near(on_edge, 4_000.0);
        let edge = edges_of(&polygon).map(|(a, b)| geodesic_to_edge_m(point, a, b)).fold(f64::MAX, f64::min);
        let away_m = if holds_by_winding(&polygon, point) { 0.0 } else { edge };
        let buffer = |to: f64| around(Area::Polygons(vec![polygon.clone()]), 0, (to * 1000.0) as u64);
        assert_eq!(buffer(away_m + 1.0).holds(&disc(point, 0)), Must, "{:?}", degrees(point));
        if away_m > 1.1 {
            assert_eq!(buffer(away_m - 1.0).holds(&disc(point, 0)), No, "{:?}", degrees(point));
        }
    }
}

// ---- What is refused --------------------------------------------------------------------------------------------

#[test]
fn a_buffer_that_cannot_be_meant_is_refused_and_answers_may() {
    let far_east = ring(&[(39.0, 179.9), (39.1, 179.95), (39.1, 179.9)]);
    for (buffer, fault) in [
        (around(east(), 0, 0), BufferFault::Width),
        (around(east(), 1_000, 1_000), BufferFault::Width),
        (around(east(), 0, limits::STRIP_MM + 1), BufferFault::Width),
        (around(far_east.clone(), 0, 10_000_000), BufferFault::CrossesAntimeridian),
        (around(disc(at(39.0, 179.9), 5_000_000), 0, 5_000_000), BufferFault::CrossesAntimeridian),
        (around(Area::Polygons(vec![]), 0, 1), BufferFault::Area(GeometryFault::Empty)),
    ] {
        assert_eq!(buffer.check(), Err(fault), "{buffer:?}");
        assert_eq!(buffer.holds(&disc(at(39.15, 22.55), 0)), May);
        assert!(!fault.to_string().is_empty() && !fault.to_string().ends_with('.'));
    }
    for buffer in [
        around(east(), 0, limits::STRIP_MM),
        around(east(), 0, 1),
        around(east(), 1, 2),
        around(far_east, 0, 1_000_000),
        around(disc(at(39.0, 179.9), 5_000_000), 0, 1_000_000),
    ] {
        assert_eq!(buffer.check(), Ok(()), "{buffer:?}");
    }
    assert_eq!(around(east(), 0, 1).holds(&disc(at(70.5, 22.5), 0)), May, "a report that is refused");
}

#[test]
fn no_numbers_make_it_overflow() {
    let extremes = [i32::MIN, -1_800_000_000, -700_000_000, 0, 1, 700_000_000, 1_800_000_000, i32::MAX];
    let points: Vec<Point> =
        extremes.iter().flat_map(|&lon_e7| extremes.iter().map(move |&lat_e7| Point { lon_e7, lat_e7 })).collect();
    let wide = ring(&[(-70.0, -85.0), (70.0, 85.0), (69.0, 85.0)]);
    for area in [wide, disc(at(0.0, 0.0), u64::MAX), disc(at(70.0, 1.0), 1_000), east()] {
        for (from_mm, to_mm) in [(0, limits::STRIP_MM), (limits::STRIP_MM - 1, limits::STRIP_MM), (0, 1), (0, u64::MAX)]
        {
            let buffer = around(area.clone(), from_mm, to_mm);
            for &centre in &points {
                for radius_mm in [0, 1, 1_000_000_000, u64::MAX] {
                    buffer.holds(&disc(centre, radius_mm));
                }
                let outer = vec![centre, at(1.0, 2.0), at(3.0, -70.0)];
                buffer.holds(&Area::Polygons(vec![Polygon { outer, holes: vec![] }]));
            }
        }
    }
}

// ---- Helpers ----------------------------------------------------------------------------------------------------

fn around(area: Area, from_mm: u64, to_mm: u64) -> Buffer {
    Buffer { around: area, from_mm, to_mm }
}

/// Zone "East": 39.10-39.20 N, 22.50-22.60 E.
fn east() -> Area {
    ring(&[(39.1, 22.5), (39.1, 22.6), (39.2, 22.6), (39.2, 22.5)])
}

/// So many metres south of the middle of its southern edge, by the geodesic.
fn south_of_east(metres: f64) -> Point {
    away(at(39.1, 22.55), 180.0, metres)
}

fn corners(points: &[(f64, f64)]) -> Vec<Point> {
    points.iter().map(|&(lat, lon)| at(lat, lon)).collect()
}

fn ring(points: &[(f64, f64)]) -> Area {
    Area::Polygons(vec![Polygon { outer: corners(points), holes: vec![] }])
}
