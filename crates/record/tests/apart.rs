//! Distances of areas, bearings, outlines that cross themselves, and many points against one area: each held against
//! geodesics or against a search of everything.
//!
//! Floating point is used here to judge, never by what is judged. Every random case comes from a seed in the test.

mod ground;
mod shapes;

use std::time::{Duration, Instant};

use geographiclib_rs::{Geodesic, InverseGeodesic};
use ground::{Random, at, away, between, degrees, disc, geodesic_m, geodesic_to_edge_m};
use record::limits;
use record::vocabulary::Kleene::*;
use record::vocabulary::geometry::apart::{Apart, apart, width_mm};
use record::vocabulary::geometry::crossing::crosses_itself;
use record::vocabulary::geometry::point::{bearing_deg, corners, middle};
use record::vocabulary::geometry::{Prepared, area_in, distance_mm};
use record::vocabulary::place::{Area, Point, Polygon};
use shapes::{edges_of, holds_by_winding};

#[allow(clippy::disallowed_methods, reason = "a test of how long the worst takes")]
fn now() -> Instant {
    Instant::now()
}

fn one(outer: Vec<Point>) -> Area {
    Area::Polygons(vec![Polygon { outer, holes: vec![] }])
}

fn square(south: f64, west: f64, degrees: f64) -> Area {
    let (north, east) = (south + degrees, west + degrees);
    one(vec![at(south, west), at(south, east), at(north, east), at(north, west)])
}

// ---- Bearings ---------------------------------------------------------------------------------------------------

#[test]
fn a_bearing_runs_from_north_through_east() {
    let from = at(39.1, 22.5);
    for azimuth in [0, 1, 44, 45, 46, 89, 90, 91, 134, 179, 180, 181, 226, 269, 270, 271, 315, 359] {
        assert_eq!(bearing_deg(from, away(from, f64::from(azimuth), 20_000.0)), azimuth);
    }
    assert_eq!(bearing_deg(from, from), 0, "one point is in no direction");
}

#[test]
fn bearings_agree_with_the_geodesic_to_the_degree() {
    let mut random = Random(360);
    let mut seen = [false; 360];
    for _ in 0..20_000 {
        let from = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let to = away(from, random.between(0.0, 360.0), random.between(1_000.0, 20_000.0));
        // The plane lies along the middle of the way: its north is between that at both ends.
        let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(from), degrees(to));
        let (_, there, back, _): (f64, f64, f64, f64) = Geodesic::wgs84().inverse(lat_a, lon_a, lat_b, lon_b);
        let turn = (back - there + 540.0).rem_euclid(360.0) - 180.0;
        let expected = (there + turn / 2.0).rem_euclid(360.0);
        let said = bearing_deg(from, to);
        let off = (f64::from(said) - expected + 540.0).rem_euclid(360.0) - 180.0;
        assert!(off.abs() <= 0.501, "{from:?} {to:?}: {said}, not {expected}");
        seen[usize::from(said)] = true;
    }
    assert!(seen.iter().all(|seen| *seen), "every degree was asked");
}

#[test]
fn the_way_back_is_the_opposite_bearing() {
    let mut random = Random(8);
    for _ in 0..5_000 {
        let (a, b) = (at(random.between(-69.0, 69.0), random.between(-179.0, 179.0)), at(39.0, 22.0));
        assert_eq!((bearing_deg(a, b) + 180) % 360, bearing_deg(b, a));
    }
}

// ---- Distances of areas -----------------------------------------------------------------------------------------

#[test]
fn two_discs_lie_between_their_rims() {
    let (a, b) = (at(39.1, 22.5), away(at(39.1, 22.5), 70.0, 9_000.0));
    let between = distance_mm(a, b);
    let apart_of = |r, z| apart(&disc(a, r), &disc(b, z)).unwrap();
    assert_eq!(apart_of(0, 0), Apart { least_mm: between, most_mm: between + 1 }, "outwards");
    assert_eq!(apart_of(100_000, 50_000), Apart { least_mm: between - 150_000, most_mm: between + 150_001 });
    assert_eq!(apart_of(5_000_000, 5_000_000).least_mm, 0, "they overlap");
    assert_eq!(apart(&disc(a, 0), &disc(a, 0)), Some(Apart { least_mm: 0, most_mm: 0 }));
}

#[test]
fn what_the_geometry_cannot_answer_has_no_distance() {
    let (good, bad) = (disc(at(39.0, 22.0), 0), disc(at(75.0, 22.0), 0));
    assert_eq!((apart(&good, &bad), apart(&bad, &good), width_mm(&bad)), (None, None, None));
    assert_eq!((middle(&bad), corners(&bad)), (None, None));
    assert_eq!(apart(&Area::Polygons(vec![]), &good), None);
}

/// Least and greatest distance by every pair of edge and corner of both, in metres.
fn by_everything(a: &Polygon, b: &Polygon) -> (f64, f64) {
    let (mut least, mut most) = (f64::MAX, 0f64);
    for (one, other) in [(a, b), (b, a)] {
        for (corner, _) in edges_of(one) {
            for (from, to) in edges_of(other) {
                least = least.min(geodesic_to_edge_m(corner, from, to));
                most = most.max(geodesic_m(corner, from));
            }
        }
    }
    (least, most)
}

#[test]
fn polygons_lie_as_far_apart_as_the_geodesic_says() {
    let mut random = Random(0xA9A2);
    let (mut near, mut far) = (0, 0);
    for _ in 0..120 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let size = random.between(500.0, 6_000.0);
        let corners = 3 + random.below(5);
        let a = Polygon { outer: random.star(middle, size, corners), holes: vec![] };
        let other = random.near(middle, 20_000.0);
        let corners = 3 + random.below(4);
        let b = Polygon { outer: random.star(other, size, corners), holes: vec![] };
        let areas = [&a, &b].map(|polygon| Area::Polygons(vec![polygon.clone()]));
        let found = apart(&areas[0], &areas[1]).unwrap();
        assert_eq!(found, apart(&areas[1], &areas[0]).unwrap(), "the same both ways");
        let (least, most) = by_everything(&a, &b);
        let off = |mm: u64, metres: f64| (mm as f64 / 1_000.0 - metres).abs();
        assert!(off(found.most_mm, most) < 0.2, "{found:?} {most}");
        if area_in(&areas[0], &areas[1]) == No {
            far += 1;
            assert!(off(found.least_mm, least) < 0.2, "{found:?} {least}");
        } else {
            near += 1;
            assert_eq!(found.least_mm, 0);
        }
    }
    assert!(near > 10 && far > 40, "{near} {far}");
}

#[test]
fn a_disc_lies_from_a_polygon_as_its_rim_does() {
    let mut random = Random(0xD15C);
    for _ in 0..200 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let corners = 3 + random.below(6);
        let size = random.between(500.0, 8_000.0);
        let polygon = Polygon { outer: random.star(middle, size, corners), holes: vec![] };
        let centre = random.near(middle, 25_000.0);
        let radius_mm = random.below(3_000_000) as u64;
        let zone = Area::Polygons(vec![polygon.clone()]);
        let found = apart(&disc(centre, radius_mm), &zone).unwrap();
        let rim = radius_mm as f64 / 1_000.0;
        let edge = edges_of(&polygon).map(|(a, b)| geodesic_to_edge_m(centre, a, b)).fold(f64::MAX, f64::min);
        let corner = polygon.outer.iter().map(|corner| geodesic_m(centre, *corner)).fold(0.0, f64::max);
        assert!((found.most_mm as f64 / 1_000.0 - corner - rim).abs() < 0.2);
        match area_in(&disc(centre, radius_mm), &zone) {
            No => assert!((found.least_mm as f64 / 1_000.0 - (edge - rim)).abs() < 0.2, "{found:?} {edge} {rim}"),
            _ => assert_eq!(found.least_mm, 0),
        }
        assert!(found.least_mm == 0 || !holds_by_winding(&polygon, centre));
    }
}

#[test]
fn no_two_points_are_nearer_or_farther() {
    let mut random = Random(0x0071);
    for _ in 0..60 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let shapes: Vec<Polygon> = (0..2)
            .map(|_| {
                let middle = random.near(middle, 15_000.0);
                Polygon { outer: random.star(middle, 5_000.0, 5), holes: vec![] }
            })
            .collect();
        let found = apart(&Area::Polygons(vec![shapes[0].clone()]), &Area::Polygons(vec![shapes[1].clone()])).unwrap();
        for _ in 0..200 {
            let mut on_edge = |polygon: &Polygon| {
                let (a, b) = edges_of(polygon).nth(random.below(polygon.outer.len())).unwrap();
                between(a, b, random.between(0.0, 1.0))
            };
            let between = distance_mm(on_edge(&shapes[0]), on_edge(&shapes[1]));
            // A point on an edge is rounded to 1e-7 degree: 8 mm off at most.
            assert!(found.least_mm <= between + 16 && between <= found.most_mm + 16, "{found:?} {between}");
        }
    }
}

#[test]
fn the_frame_and_what_lies_in_its_hole() {
    let hole = vec![at(39.4, 22.4), at(39.4, 22.6), at(39.6, 22.6), at(39.6, 22.4)];
    let Area::Polygons(frame) = square(39.0, 22.0, 1.0) else { unreachable!() };
    let frame = Area::Polygons(vec![Polygon { outer: frame[0].outer.clone(), holes: vec![hole] }]);
    let inside = disc(at(39.5, 22.5), 1_000_000);
    let found = apart(&inside, &frame).unwrap();
    let to_hole = distance_mm(at(39.5, 22.5), at(39.5, 22.4));
    assert!(found.least_mm.abs_diff(to_hole - 1_000_000) < 2_000, "{found:?} {to_hole}");
    assert_eq!(apart(&disc(at(39.2, 22.2), 0), &frame).unwrap().least_mm, 0, "in the frame itself");
}

#[test]
fn long_edges_are_measured_along_their_parallel() {
    // The southern edge of the zone runs along 30 N; a place 5,542.6 m north of it, in the middle, in a thin strip below.
    let strip = one(vec![at(29.9, 10.0), at(29.9, 34.0), at(30.0, 34.0), at(30.0, 10.0)]);
    let found = apart(&disc(at(30.05, 22.0), 0), &strip).unwrap();
    let across = distance_mm(at(30.05, 22.0), at(30.0, 22.0));
    assert!(found.least_mm.abs_diff(across) < 100, "{found:?} {across}");
}

#[test]
fn a_search_that_ends_early_is_wider_and_never_wrong() {
    // Two combs of long teeth between one another, 33 m apart everywhere: millions of pairs of pieces are equally near.
    let comb = |back: f64, tips: f64, shift: f64| {
        let lat = |tooth: i32| 39.0 + f64::from(tooth) * 0.001_2 + shift;
        let teeth = (0..1_000).flat_map(|tooth| {
            let (low, high) = (lat(tooth), lat(tooth) + 0.000_3);
            [at(low, back), at(low, tips), at(high, tips), at(high, back)]
        });
        let spine = back + (back - tips).signum() * 0.05;
        one(teeth.chain([at(lat(1_000), spine), at(lat(-1), spine)]).collect())
    };
    let (a, b) = (comb(22.0, 24.0, 0.0), comb(24.1, 22.1, 0.000_6));
    assert_eq!((crosses_itself(&a), crosses_itself(&b), area_in(&a, &b)), (None, None, No));
    let begun = now();
    let found = apart(&a, &b).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let gap = distance_mm(at(39.000_3, 23.0), at(39.000_6, 23.0));
    assert!(found.least_mm < gap && found.least_mm + 1_000 > gap, "{found:?} {gap}");
    let ends = distance_mm(at(38.998_8, 21.95), at(40.200_6, 24.15));
    assert!(found.most_mm >= ends && found.most_mm < ends + ends / 20, "{found:?} {ends}");
}

#[test]
fn the_largest_areas_take_no_longer_than_their_limit() {
    let ring = |middle: Point| -> Vec<Point> {
        (0..limits::AREA_POINTS).map(|i| away(middle, i as f64 * 360.0 / limits::AREA_POINTS as f64, 9_000.0)).collect()
    };
    let (a, b) = (one(ring(at(39.0, 22.0))), one(ring(at(39.3, 22.3))));
    let begun = now();
    let found = apart(&a, &b).unwrap();
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    let centres = distance_mm(at(39.0, 22.0), at(39.3, 22.3));
    assert!(found.least_mm.abs_diff(centres - 18_000_000) < 2_000, "{found:?} {centres}");
    assert!(found.most_mm >= centres + 17_999_000 && found.most_mm < centres + 18_100_000, "{found:?} {centres}");
    let wide = width_mm(&a).unwrap();
    assert!((17_999_000..18_100_000).contains(&wide), "{wide}");
}

#[test]
fn no_numbers_overflow_a_distance() {
    let whole = one(vec![at(-70.0, -89.0), at(-70.0, 89.0), at(70.0, 89.0), at(70.0, -89.0)]);
    for other in [disc(at(70.0, 179.9), 0), disc(at(-70.0, -180.0), 0), whole.clone(), disc(at(0.0, 0.0), u64::MAX)] {
        if let Some(found) = apart(&whole, &other) {
            assert!(found.least_mm <= found.most_mm);
        }
    }
}

// ---- Middles, boxes, points -------------------------------------------------------------------------------------

#[test]
fn everything_of_an_area_lies_in_its_box() {
    let mut random = Random(0xB0C5);
    for _ in 0..400 {
        let centre = at(random.between(-68.0, 68.0), random.between(-170.0, 170.0));
        let radius = random.between(0.0, 50_000.0);
        let (low, high) = corners(&disc(centre, (radius * 1_000.0) as u64)).unwrap();
        let rim = away(centre, random.between(0.0, 360.0), radius - 0.01);
        assert!((low.lon_e7..=high.lon_e7).contains(&rim.lon_e7) && (low.lat_e7..=high.lat_e7).contains(&rim.lat_e7));
        assert_eq!(middle(&disc(centre, 5)), Some(centre));
    }
    let both = Area::Polygons(
        [(39.0, 22.0), (39.5, 22.5)]
            .map(|(lat, lon)| {
                let Area::Polygons(polygons) = square(lat, lon, 0.1) else { unreachable!() };
                polygons[0].clone()
            })
            .to_vec(),
    );
    assert_eq!(corners(&both), Some((at(39.0, 22.0), at(39.6, 22.6))));
    assert_eq!(middle(&both), Some(at(39.3, 22.3)));
}

#[test]
fn a_point_is_held_as_a_disc_of_no_radius_is() {
    let mut random = Random(0x9017);
    let mut held = 0;
    for _ in 0..400 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let area = match random.below(2) {
            0 => disc(middle, random.below(9_000_000) as u64),
            _ => Area::Polygons(vec![Polygon {
                outer: random.star(middle, 9_000.0, 6),
                holes: vec![random.star(middle, 2_000.0, 4)],
            }]),
        };
        let ready = Prepared::new(&area);
        for _ in 0..50 {
            let point = random.near(middle, 10_000.0);
            assert_eq!(ready.holds_point(point), ready.holds(&disc(point, 0)) == Must, "{area:?} {point:?}");
            held += usize::from(ready.holds_point(point));
        }
    }
    assert!(held > 4_000 && held < 16_000, "{held}");
    assert!(!Prepared::new(&disc(at(75.0, 22.0), 9)).holds_point(at(75.0, 22.0)), "nothing is known there");
}

#[test]
fn every_point_of_an_inner_box_is_held() {
    let mut random = Random(0x1b0c);
    let mut found = 0;
    for case in 0..300 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let hole = at(f64::from(middle.lat_e7) / 1e7 + random.between(-0.05, 0.05), f64::from(middle.lon_e7) / 1e7);
        let holes = if case % 2 == 0 { vec![] } else { vec![random.star(hole, 1_000.0, 5)] };
        let area = Area::Polygons(vec![Polygon { outer: random.star(middle, 9_000.0, 7), holes }]);
        let ready = Prepared::new(&area);
        let Some((low, high)) = ready.inner_corners() else { continue };
        found += 1;
        for _ in 0..50 {
            let pick = |random: &mut Random, low: i32, high: i32| low + random.below((high - low) as usize + 1) as i32;
            let point = Point {
                lon_e7: pick(&mut random, low.lon_e7, high.lon_e7),
                lat_e7: pick(&mut random, low.lat_e7, high.lat_e7),
            };
            assert!(ready.holds_point(point), "{area:?} {point:?}");
        }
        let corners = [low, high, Point { lon_e7: low.lon_e7, ..high }, Point { lat_e7: low.lat_e7, ..high }];
        assert!(corners.iter().all(|corner| ready.holds_point(*corner)), "{area:?}");
    }
    assert!(found > 100, "{found}");
    // Two outlines that overlap, and one whose middle is a hole.
    let Area::Polygons(mut two) = square(39.0, 22.0, 0.2) else { unreachable!() };
    let Area::Polygons(other) = square(39.1, 22.1, 0.4) else { unreachable!() };
    two.extend(other.clone());
    let ready = Prepared::new(&Area::Polygons(two));
    let (low, high) = ready.inner_corners().expect("both hold their middles");
    assert!(at(39.1, 22.1) < low && high < at(39.5, 22.5), "of the larger one");
    let Area::Polygons(hole) = square(39.25, 22.25, 0.1) else { unreachable!() };
    let holed = Area::Polygons(vec![Polygon { holes: vec![hole[0].outer.clone()], ..other[0].clone() }]);
    assert_eq!(Prepared::new(&holed).inner_corners(), None);
    assert_eq!(Prepared::new(&disc(at(39.0, 22.0), 9_000)).inner_corners(), None, "a disc is asked at once");
}

// ---- Outlines that cross themselves -----------------------------------------------------------------------------

/// Every pair of edges, by exact products of 128 bits, with nothing shared with what is tested.
fn crosses_by_everything(ring: &[Point]) -> bool {
    let corner = |i: usize| ring[i % ring.len()];
    let turn = |a: Point, b: Point, c: Point| {
        let d = |x: i32, y: i32| i128::from(x) - i128::from(y);
        (d(b.lon_e7, a.lon_e7) * d(c.lat_e7, a.lat_e7) - d(b.lat_e7, a.lat_e7) * d(c.lon_e7, a.lon_e7)).signum()
    };
    let on = |a: Point, b: Point, p: Point| {
        turn(a, b, p) == 0
            && (a.lon_e7.min(b.lon_e7)..=a.lon_e7.max(b.lon_e7)).contains(&p.lon_e7)
            && (a.lat_e7.min(b.lat_e7)..=a.lat_e7.max(b.lat_e7)).contains(&p.lat_e7)
    };
    let n = ring.len();
    (0..n).any(|i| {
        let (a, b) = (corner(i), corner(i + 1));
        (i + 1..n).any(|j| {
            let (c, d) = (corner(j), corner(j + 1));
            if j == i + 1 {
                on(a, b, d) && d != b || on(c, d, a) && a != c
            } else if (j + 1) % n == i {
                on(c, d, b) && b != d || on(a, b, c) && c != a
            } else {
                let proper = turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
                proper || on(a, b, c) || on(a, b, d) || on(c, d, a) || on(c, d, b)
            }
        })
    })
}

#[test]
fn outlines_that_cross_or_touch_themselves_are_found_as_a_search_of_all_pairs_finds_them() {
    let mut random = Random(0xC4055);
    let mut found = [0; 2];
    for round in 0..30_000 {
        let corners = 3 + random.below(6);
        // A coarse grid, so that touching corners and edges on one line are common.
        let grid = [4, 6, 40, 100_000][round % 4];
        let ring: Vec<Point> = (0..corners)
            .map(|_| Point { lon_e7: random.below(grid) as i32, lat_e7: random.below(grid) as i32 })
            .collect();
        if (0..corners).any(|i| ring[i] == ring[(i + 1) % corners]) {
            continue;
        }
        let expected = crosses_by_everything(&ring);
        let crossing = crosses_itself(&one(ring.clone()));
        assert_eq!(crossing.is_some(), expected, "{ring:?}");
        found[usize::from(expected)] += 1;
        // Neither the corner it begins with nor the way it runs matters.
        let mut turned = ring.clone();
        turned.rotate_left(1);
        turned.reverse();
        assert_eq!(crosses_itself(&one(turned)).is_some(), expected, "{ring:?}");
        if let Some(point) = crossing {
            let box_of =
                ring.iter().fold((i32::MAX, i32::MIN), |(low, high), p| (low.min(p.lon_e7), high.max(p.lon_e7)));
            assert!((box_of.0..=box_of.1).contains(&point.lon_e7), "the point is on the ring");
        }
    }
    assert!(found.iter().all(|&times| times > 2_000), "{found:?}");
}

#[test]
fn where_it_crosses_is_said_to_the_nearest_unit() {
    let mut random = Random(0x0112);
    let mut asked = 0;
    for _ in 0..2_000 {
        let around = at(39.0, 22.0);
        let [a, b, c, d] = std::array::from_fn(|_| random.near(around, 5_000.0));
        if let Some(point) = crosses_itself(&one(vec![a, b, c, d])) {
            asked += 1;
            let near = |from, to| geodesic_to_edge_m(point, from, to) < 0.05;
            assert!(near(a, b) && near(c, d) || near(b, c) && near(d, a), "{a:?} {b:?} {c:?} {d:?} {point:?}");
        }
    }
    assert!(asked > 300, "{asked}");
}

#[test]
fn a_hole_that_crosses_its_outer_ring_is_found_and_one_that_touches_it_is_not() {
    let outer = vec![at(39.0, 22.0), at(39.0, 22.4), at(39.4, 22.4), at(39.4, 22.0)];
    let with = |hole: Vec<Point>| Area::Polygons(vec![Polygon { outer: outer.clone(), holes: vec![hole] }]);
    assert_eq!(crosses_itself(&with(vec![at(39.1, 22.1), at(39.1, 22.2), at(39.2, 22.2)])), None);
    assert!(crosses_itself(&with(vec![at(39.1, 22.1), at(39.1, 22.5), at(39.2, 22.2)])).is_some());
    assert_eq!(crosses_itself(&with(vec![at(39.1, 22.0), at(39.1, 22.2), at(39.2, 22.2)])), None);
}

#[test]
fn a_corner_stated_twice_in_a_row_is_one_corner() {
    let twice = vec![at(39.0, 22.0), at(39.0, 22.4), at(39.0, 22.4), at(39.4, 22.4), at(39.4, 22.0)];
    assert_eq!(crosses_itself(&one(twice)), None);
    assert_eq!(crosses_itself(&disc(at(39.0, 22.0), 5)), None, "a disc has no outline to cross");
}

#[test]
fn the_worst_rings_are_looked_through_in_time() {
    // A fan of slanting lines side by side: all boxes overlap and nothing crosses.
    let half = limits::AREA_POINTS as i32 / 2;
    let up = |i: i32| Point { lon_e7: 220_000_000 + i * 100, lat_e7: 390_000_000 };
    let down = |i: i32| Point { lon_e7: 225_000_000 + i * 100 + 50, lat_e7: 395_000_000 };
    let mut fan: Vec<Point> = (0..half - 1).flat_map(|i| [up(i), down(i)]).collect();
    fan.extend([
        Point { lon_e7: 230_000_000, lat_e7: 396_000_000 },
        Point { lon_e7: 219_000_000, lat_e7: 396_000_000 },
    ]);
    assert_eq!(fan.len(), limits::AREA_POINTS);
    let begun = now();
    assert_eq!(crosses_itself(&one(fan.clone())), None);
    assert!(begun.elapsed() < Duration::from_secs(5), "unoptimised: {:?}", begun.elapsed());
    fan.swap(half as usize - 1, half as usize + 1);
    assert!(crosses_itself(&one(fan)).is_some());
}
