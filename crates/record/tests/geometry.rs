//! The integer geometry, held against geodesics and against the definitions of `spec/place.md`.
//!
//! Floating point is used here to judge, never by what is judged. Every random case comes from a seed in the test.

mod ground;
mod shapes;

use ground::{Random, at, away, between, disc, geodesic_m, geodesic_to_edge_m};
use record::limits;
use record::vocabulary::Kleene::*;
use record::vocabulary::geometry::{GeometryFault, Prepared, area_in, check, distance_mm};
use record::vocabulary::place::{Area, Point, Polygon};
use shapes::{edges_of, holds_by_winding};

// ---- Distances against the geodesic (rules 2 to 4 and 11) -------------------------------------------------------

#[test]
fn distances_agree_with_the_geodesic_to_one_metre_up_to_fifty_kilometres() {
    // Most latitude, longest pair, greatest error allowed: degrees, metres, metres.
    for (lat, longest, allowed) in
        [(70.0, 10_000.0, 0.01), (40.0, 50_000.0, 0.15), (60.0, 50_000.0, 0.5), (70.0, 50_000.0, 1.1)]
    {
        let mut random = Random(20_300_304);
        for _ in 0..3_000 {
            let (a, b) = random.pair(lat, longest);
            let error = (distance_mm(a, b) as f64 / 1000.0 - geodesic_m(a, b)).abs();
            assert!(error < allowed, "{a:?} {b:?}: {error} m");
        }
    }
}

#[test]
fn a_distance_is_the_same_both_ways_and_in_both_hemispheres() {
    let mut random = Random(7);
    let mirror = |p: Point| Point { lat_e7: -p.lat_e7, lon_e7: -p.lon_e7 };
    for _ in 0..2_000 {
        let (a, b) = random.pair(69.0, 90_000.0);
        assert_eq!(distance_mm(a, b), distance_mm(b, a));
        assert_eq!(distance_mm(a, b), distance_mm(mirror(a), mirror(b)));
        assert_eq!(distance_mm(a, a), 0);
    }
}

#[test]
fn one_degree_measures_what_the_ellipsoid_says() {
    // On the equator a degree of longitude is 111 319.4908 m; on the 39th parallel it is shorter.
    assert_eq!(distance_mm(at(0.0, 22.0), at(0.0, 23.0)), 111_319_491);
    assert_eq!(distance_mm(at(39.1, 22.5), at(39.1, 22.51)), 865_043);
}

// ---- Disc in polygon (P1, rules 5 to 7) -------------------------------------------------------------------------

#[test]
fn a_disc_is_in_where_all_of_it_lies_inside_out_where_none_does_and_may_else() {
    let east = square();
    let inside = at(39.15, 22.5174); // about 1.5 km from the western edge
    assert_eq!(area_in(&disc(inside, 1_000_000), &east), Must);
    assert_eq!(area_in(&disc(inside, 2_000_000), &east), May);
    let outside = at(39.15, 22.4826);
    assert_eq!(area_in(&disc(outside, 1_000_000), &east), No);
    assert_eq!(area_in(&disc(outside, 2_000_000), &east), May);
    assert_eq!(area_in(&disc(at(39.15, 22.55), 50_000_000), &east), May, "wider than the zone");
    assert_eq!(area_in(&disc(at(-39.15, 22.55), 50_000_000), &east), No, "far away");
}

#[test]
fn a_disc_in_a_polygon_agrees_with_the_geodesic_to_one_metre() {
    let mut random = Random(0x5eed);
    let mut seen = [0; 3];
    for _ in 0..900 {
        let lat = random.between(-60.0, 60.0);
        let middle = at(lat, random.between(-170.0, 170.0));
        let (size, corners) = (random.between(3_000.0, 50_000.0), 6 + random.below(6));
        let holes = if random.below(2) == 0 { vec![random.star(middle, size * 0.25, 5)] } else { vec![] };
        let zone = Polygon { outer: random.star(middle, size, corners), holes };
        let centre = random.near(middle, size * 1.4);
        let distance = edges_of(&zone).map(|(a, b)| geodesic_to_edge_m(centre, a, b)).fold(f64::MAX, f64::min);
        let inside = holds_by_winding(&zone, centre);
        let zone = Prepared::new(&Area::Polygons(vec![zone]));
        // Half the radii lie within 3 m of the distance to the nearest edge.
        let radius = match random.below(2) {
            0 => (distance + random.between(-3.0, 3.0)).max(0.1),
            _ => random.between(1.0, size),
        };
        let answer = zone.holds(&disc(centre, (radius * 1000.0) as u64));
        seen[answer as usize] += 1;
        let clear = if inside { Must } else { No };
        if radius < distance - 1.0 {
            assert_eq!(answer, clear, "{centre:?} {radius} {distance}");
        } else if radius > distance + 1.0 {
            assert_eq!(answer, May, "{centre:?} {radius} {distance}");
        } else {
            assert!(answer == clear || answer == May, "{centre:?} {radius} {distance}");
        }
    }
    assert!(seen.iter().all(|&times| times > 100), "{seen:?}");
}

#[test]
fn long_edges_bend_as_lines_of_longitude_and_latitude_do() {
    // Corners 24 degrees apart: the parallel leaves the straight line over the ground by hundreds of kilometres.
    let zone = ring(&[(30.0, 10.0), (30.0, 34.0), (48.0, 34.0), (41.0, 10.0)]);
    let mut random = Random(99);
    let zone_area = Area::Polygons(vec![zone.clone()]);
    for _ in 0..300 {
        let edge = random.below(4);
        let (a, b) = edges_of(&zone).nth(edge).unwrap();
        let on_edge = between(a, b, random.between(0.2, 0.8));
        let centre = random.near(on_edge, 9_000.0);
        let distance = geodesic_to_edge_m(centre, between(a, on_edge, 0.9), between(on_edge, b, 0.1));
        let inside = holds_by_winding(&zone, centre);
        let clear = if inside { Must } else { No };
        let radius = |metres: f64| (metres.max(0.0) * 1000.0) as u64;
        assert_eq!(area_in(&disc(centre, radius(distance - 1.0)), &zone_area), clear);
        assert_eq!(area_in(&disc(centre, radius(distance + 1.0)), &zone_area), May);
    }
}

#[test]
fn boxes_spare_work_and_never_decide_near_the_rim() {
    // The tip of a needle that points at the centre: one millimetre less is out, one more may be in.
    let mut random = Random(17);
    for _ in 0..600 {
        let centre = at(random.between(-62.0, 62.0), random.between(-150.0, 150.0));
        let (azimuth, away_m) = (random.between(0.0, 360.0), random.between(100.0, 400_000.0));
        let tip = away(centre, azimuth, away_m);
        let ends = [-0.01, 0.01].map(|aside| away(centre, azimuth + aside, away_m * 1.1 + 500.0));
        let needle = area(vec![Polygon { outer: vec![tip, ends[0], ends[1]], holes: vec![] }]);
        let distance = distance_mm(centre, tip);
        assert_eq!(area_in(&disc(centre, distance - 1), &needle), No, "{centre:?} {azimuth} {away_m}");
        assert_eq!(area_in(&disc(centre, distance + 1), &needle), May, "{centre:?} {azimuth} {away_m}");
    }
}

#[test]
fn a_growing_radius_never_makes_an_answer_firmer() {
    let mut random = Random(11);
    for _ in 0..200 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let zone = Prepared::new(&Area::Polygons(vec![Polygon {
            outer: random.star(middle, 20_000.0, 7),
            holes: vec![random.star(middle, 6_000.0, 4)],
        }]));
        let centre = random.near(middle, 30_000.0);
        let answers: Vec<_> = (0..60).map(|step| zone.holds(&disc(centre, step * step * 12_000))).collect();
        assert_ne!(answers[0], May, "a point has an answer");
        let firm = answers.iter().take_while(|&&answer| answer == answers[0]).count();
        assert!(answers[firm..].iter().all(|&answer| answer == May), "{answers:?}");
    }
}

#[test]
fn a_point_on_an_edge_or_corner_is_in_and_one_unit_beside_it_is_not() {
    let east = square();
    for inside in [at(39.15, 22.5), at(39.2, 22.55), at(39.1, 22.5), at(39.2, 22.6)] {
        assert_eq!(area_in(&disc(inside, 0), &east), Must, "{inside:?}");
    }
    for point in [at(39.15, 22.499_999_9), at(39.200_000_1, 22.55), at(39.099_999_9, 22.5), at(39.2, 22.600_000_1)] {
        assert_eq!(area_in(&disc(point, 0), &east), No, "{point:?}");
    }
    // A slanting edge: exact cross products, no distance.
    let slope = area(vec![ring(&[(39.0, 22.0), (39.0, 22.3), (39.2, 22.0)])]);
    assert_eq!(area_in(&disc(at(39.1, 22.15), 0), &slope), Must);
    assert_eq!(area_in(&disc(at(39.1, 22.150_000_1), 0), &slope), No);
    assert_eq!(area_in(&disc(at(39.1, 22.149_999_9), 0), &slope), Must);
}

#[test]
fn a_ray_through_corners_is_counted_once() {
    // A row of teeth: points level with tips, notches and a flat top.
    let comb = area(vec![ring(&[
        (39.0, 22.0),
        (39.0, 22.6),
        (39.2, 22.6),
        (39.1, 22.5),
        (39.2, 22.4),
        (39.2, 22.3),
        (39.1, 22.2),
        (39.2, 22.1),
    ])]);
    for (point, answer) in [
        (at(39.1, 21.9), No),
        (at(39.1, 22.1), Must),
        (at(39.1, 22.7), No),
        (at(39.1, 22.35), Must),
        (at(39.2, 22.05), No),
        (at(39.2, 22.2), No),
        (at(39.2, 22.35), Must),
        (at(39.2, 22.5), No),
        (at(39.0, 21.9), No),
        (at(39.0, 22.3), Must),
        (at(39.15, 22.2), No),
        (at(39.15, 22.35), Must),
    ] {
        assert_eq!(area_in(&disc(point, 0), &comb), answer, "{point:?}");
    }
}

#[test]
fn the_boundary_belongs_to_the_zone() {
    // Nearest is a corner due east of the outside centre, and due west of the inside one.
    let wedge = area(vec![ring(&[(39.0, 22.5), (39.1, 22.4), (39.2, 22.5), (39.3, 22.4), (39.3, 22.7), (38.9, 22.7)])]);
    let tip = at(39.1, 22.4);
    let outside = at(39.1, 22.38);
    let distance = distance_mm(outside, tip);
    assert_eq!(area_in(&disc(outside, distance - 1), &wedge), No);
    assert_eq!(area_in(&disc(outside, distance), &wedge), May, "one point in common");
    let notch = at(39.2, 22.5);
    let inside = at(39.2, 22.52);
    let distance = distance_mm(inside, notch);
    assert_eq!(area_in(&disc(inside, distance), &wedge), Must, "touches from inside");
    assert_eq!(area_in(&disc(inside, distance + 1), &wedge), May);
}

#[test]
fn a_hole_is_outside_and_its_edge_is_not() {
    let zone = frame();
    assert_eq!(area_in(&disc(at(39.5, 22.5), 0), &zone), No);
    assert_eq!(area_in(&disc(at(39.5, 22.4), 0), &zone), Must, "on the edge of the hole");
    assert_eq!(area_in(&disc(at(39.4, 22.6), 0), &zone), Must, "on its corner");
    assert_eq!(area_in(&disc(at(39.5, 22.5), 5_000_000), &zone), No);
    assert_eq!(area_in(&disc(at(39.5, 22.5), 9_000_000), &zone), May);
    assert_eq!(area_in(&disc(at(39.5, 22.2), 15_000_000), &zone), Must);
    assert_eq!(area_in(&disc(at(39.5, 22.2), 18_000_000), &zone), May, "reaches the hole");
}

#[test]
fn every_hole_counts() {
    let Area::Polygons(mut polygons) = frame() else { unreachable!() };
    polygons[0].holes.push(block(39.7, 22.7, 39.9, 22.9).outer);
    let zone = area(polygons);
    for (point, answer) in
        [(at(39.5, 22.5), No), (at(39.8, 22.8), No), (at(39.65, 22.65), Must), (at(39.7, 22.8), Must)]
    {
        assert_eq!(area_in(&disc(point, 0), &zone), answer, "{point:?}");
    }
}

#[test]
fn a_tiny_hole_inside_a_disc_is_enough_for_may() {
    let hole = ring(&[(39.15, 22.55), (39.15, 22.550_000_2), (39.150_000_2, 22.55)]).outer;
    let Area::Polygons(mut polygons) = square() else { unreachable!() };
    let whole = area(polygons.clone());
    polygons[0].holes.push(hole);
    let report = disc(at(39.151, 22.551), 500_000);
    assert_eq!(area_in(&report, &whole), Must);
    assert_eq!(area_in(&report, &area(polygons)), May);
}

#[test]
fn which_way_and_from_where_a_ring_runs_never_matters() {
    let mut random = Random(3);
    for _ in 0..150 {
        let middle = at(random.between(-60.0, 60.0), random.between(-170.0, 170.0));
        let zone = random.star(middle, 30_000.0, 8);
        let mut turned = zone.clone();
        turned.rotate_left(3);
        turned.reverse();
        let [zone, turned] = [zone, turned].map(|outer| Prepared::new(&area(vec![Polygon { outer, holes: vec![] }])));
        for _ in 0..10 {
            let report = disc(random.near(middle, 40_000.0), random.below(9_000_000) as u64);
            assert_eq!(zone.holds(&report), turned.holds(&report));
        }
    }
}

// ---- Several polygons -------------------------------------------------------------------------------------------

#[test]
fn several_polygons_are_one_zone() {
    let islands = area(vec![block(39.0, 22.0, 39.1, 22.1), block(39.0, 22.2, 39.1, 22.3)]);
    assert_eq!(area_in(&disc(at(39.05, 22.05), 3_000_000), &islands), Must);
    assert_eq!(area_in(&disc(at(39.05, 22.25), 3_000_000), &islands), Must);
    assert_eq!(area_in(&disc(at(39.05, 22.15), 3_000_000), &islands), No);
    assert_eq!(area_in(&disc(at(39.05, 22.15), 5_000_000), &islands), May);
}

#[test]
fn an_edge_shared_in_full_by_two_polygons_is_no_boundary() {
    let seam = area(vec![block(39.0, 22.0, 39.2, 22.1), block(39.0, 22.1, 39.2, 22.2)]);
    assert_eq!(area_in(&disc(at(39.1, 22.1), 3_000_000), &seam), Must, "on the seam");
    assert_eq!(area_in(&disc(at(39.1, 22.12), 3_000_000), &seam), Must, "over the seam");
    assert_eq!(area_in(&disc(at(39.19, 22.1), 3_000_000), &seam), May, "over its end");
    assert_eq!(area_in(&area(vec![block(39.05, 22.05, 39.15, 22.15)]), &seam), Must, "a polygon over the seam");
    assert_eq!(area_in(&area(vec![block(39.05, 22.05, 39.25, 22.15)]), &seam), May);
    // The same ring one way round and the other; a block that fills the hole of a frame.
    let mut turned = block(39.0, 22.1, 39.2, 22.2);
    turned.outer.reverse();
    let turned = area(vec![block(39.0, 22.0, 39.2, 22.1), turned]);
    assert_eq!(area_in(&disc(at(39.1, 22.1), 3_000_000), &turned), Must);
    let Area::Polygons(mut filled) = frame() else { unreachable!() };
    filled.push(Polygon { outer: filled[0].holes[0].clone(), holes: vec![] });
    assert_eq!(area_in(&disc(at(39.5, 22.4), 3_000_000), &area(filled)), Must);
    // A hole that takes the ground away along the seam.
    let mut hollow = block(39.0, 22.0, 39.2, 22.1);
    hollow.holes.push(ring(&[(39.0, 22.1), (39.2, 22.1), (39.1, 22.05)]).outer);
    let hollow = area(vec![hollow, block(39.0, 22.1, 39.2, 22.2)]);
    assert_eq!(area_in(&disc(at(39.1, 22.12), 3_000_000), &hollow), May);
    // Two copies of one polygon have their ground on the same side of the edge.
    let twice = area(vec![block(39.0, 22.0, 39.2, 22.1), block(39.0, 22.0, 39.2, 22.1)]);
    assert_eq!(area_in(&disc(at(39.1, 22.1), 3_000_000), &twice), May);
}

#[test]
fn an_edge_shared_in_part_keeps_the_answer_at_may() {
    let stepped = area(vec![block(39.0, 22.0, 39.2, 22.1), block(39.05, 22.1, 39.15, 22.2)]);
    assert_eq!(area_in(&disc(at(39.1, 22.1), 1_000_000), &stepped), May);
    assert_eq!(area_in(&disc(at(39.1, 22.1), 0), &stepped), Must);
}

// ---- Disc in disc -----------------------------------------------------------------------------------------------

#[test]
fn a_disc_in_a_disc_is_in_to_the_rim_and_out_beyond_it() {
    let (mill, post) = (at(39.1, 22.5), at(39.12, 22.53));
    let apart = distance_mm(mill, post); // rounded down: the true distance is less than 1 mm more
    let zone = disc(mill, apart + 1_000);
    assert_eq!(area_in(&disc(post, 0), &zone), Must);
    assert_eq!(area_in(&disc(post, 999), &zone), Must);
    assert_eq!(area_in(&disc(post, 1_001), &zone), May);
    assert_eq!(area_in(&disc(post, 0), &disc(mill, apart + 1)), Must);
    assert_eq!(area_in(&disc(post, 0), &disc(mill, apart - 1)), No);
    assert_eq!(area_in(&disc(post, 5_000), &disc(mill, apart - 5_001)), No);
    assert_eq!(area_in(&disc(post, 5_000), &disc(mill, apart - 4_999)), May);
    assert_eq!(area_in(&disc(mill, 2_000), &disc(mill, 2_000)), Must, "equal discs");
    assert_eq!(area_in(&disc(mill, 2_001), &disc(mill, 2_000)), May);
    assert_eq!(area_in(&disc(mill, 0), &disc(mill, 0)), Must, "a point is in itself");
    assert_eq!(area_in(&disc(mill, 1), &disc(mill, 0)), May);
    // Due east the distance is a whole number of millimetres: the rim itself belongs to the zone.
    let due_east = at(39.1, 22.52);
    let apart = distance_mm(mill, due_east);
    assert_eq!(area_in(&disc(due_east, 0), &disc(mill, apart)), Must);
    assert_eq!(area_in(&disc(due_east, 300), &disc(mill, apart - 300)), May, "one point in common");
    assert_eq!(area_in(&disc(due_east, 300), &disc(mill, apart - 301)), No);
}

#[test]
fn discs_agree_with_the_geodesic_to_one_metre() {
    let mut random = Random(42);
    for _ in 0..3_000 {
        let (a, b) = random.pair(60.0, 50_000.0);
        let distance = geodesic_m(a, b);
        let (r, z) = (random.between(0.0, 20_000.0), random.between(0.0, 40_000.0));
        let answer = area_in(&disc(a, (r * 1000.0) as u64), &disc(b, (z * 1000.0) as u64));
        if distance + r < z - 1.0 {
            assert_eq!(answer, Must);
        } else if distance > z + r + 1.0 {
            assert_eq!(answer, No);
        } else if distance + r > z + 1.0 && distance < z + r - 1.0 {
            assert_eq!(answer, May);
        }
    }
}

// ---- A polygon in a disc ----------------------------------------------------------------------------------------

#[test]
fn a_polygon_in_a_disc_is_in_where_its_farthest_point_is_within_the_radius() {
    let report = area(vec![block(39.1, 22.5, 39.2, 22.6)]);
    let middle = at(39.15, 22.55);
    let farthest = [at(39.1, 22.5), at(39.1, 22.6), at(39.2, 22.5), at(39.2, 22.6)].map(|p| distance_mm(middle, p));
    let farthest = *farthest.iter().max().unwrap();
    assert_eq!(area_in(&report, &disc(middle, farthest + 1)), Must);
    assert_eq!(area_in(&report, &disc(middle, farthest - 1)), May);
    for tip in [at(39.15, 22.7), at(39.15, 22.4), at(39.25, 22.55), at(39.05, 22.55)] {
        let kite = area(vec![
            ring(&[(39.14, 22.54), (39.14, 22.56), (39.16, 22.56), (39.16, 22.54)]),
            Polygon { outer: vec![at(39.15, 22.55), tip, at(39.151, 22.551)], holes: vec![] },
        ]);
        let farthest = distance_mm(middle, tip);
        assert_eq!(area_in(&kite, &disc(middle, farthest + 1)), Must, "{tip:?}");
        assert_eq!(area_in(&kite, &disc(middle, farthest - 1)), May, "{tip:?}");
    }
    assert_eq!(area_in(&report, &disc(middle, 10)), May, "the zone lies inside the report");
    assert_eq!(area_in(&report, &disc(middle, 0)), May);
    assert_eq!(area_in(&report, &disc(at(39.15, 22.48), 1_000_000)), No);
    assert_eq!(area_in(&report, &disc(at(39.15, 22.48), 2_000_000)), May);
    assert_eq!(area_in(&report, &disc(at(-39.15, 22.48), 2_000_000)), No);
    let zone_in_hole = disc(at(39.5, 22.5), 5_000_000);
    assert_eq!(area_in(&frame(), &zone_in_hole), No, "the report surrounds the zone and leaves it out");
    assert_eq!(area_in(&frame(), &disc(at(39.5, 22.5), 100_000_000)), Must);
}

#[test]
fn a_long_edge_that_bulges_out_of_a_disc_is_seen() {
    // Both ends of the northern edge are within the radius. Far from the equator the parallel between them passes
    // nearer to a centre north of it, and farther from one in the south, than the corners do.
    let strip = area(vec![block(60.0, 20.0, 60.01, 24.0)]);
    let south = at(57.0, 22.0);
    let corner = distance_mm(south, at(60.01, 20.0));
    assert_eq!(area_in(&strip, &disc(south, corner + 1_000)), Must);
    let north = at(62.0, 22.0);
    let nearest = geodesic_m(north, at(60.01, 22.0));
    assert_eq!(area_in(&strip, &disc(north, ((nearest - 20.0) * 1000.0) as u64)), No);
    assert_eq!(area_in(&strip, &disc(north, ((nearest + 20.0) * 1000.0) as u64)), May);
}

// ---- A polygon in a polygon (rule 9) ----------------------------------------------------------------------------

#[test]
fn a_polygon_is_in_where_it_fits_out_where_it_is_apart_and_may_where_they_overlap() {
    let zone = area(vec![block(39.0, 22.0, 39.4, 22.4)]);
    let answer = |report: Polygon| area_in(&area(vec![report]), &zone);
    assert_eq!(answer(block(39.1, 22.1, 39.2, 22.2)), Must);
    assert_eq!(answer(block(39.1, 22.5, 39.2, 22.6)), No);
    assert_eq!(answer(block(39.1, 22.3, 39.2, 22.5)), May);
    assert_eq!(answer(block(38.9, 21.9, 39.5, 22.5)), May, "around the zone");
    assert_eq!(answer(block(39.1, 21.9, 39.2, 22.5)), May, "across it, no corner of either inside the other");
    let both = area(vec![block(39.1, 22.1, 39.2, 22.2), block(39.1, 22.5, 39.2, 22.6)]);
    assert_eq!(area_in(&both, &zone), May, "one inside, one outside");
}

#[test]
fn a_polygon_that_touches_from_inside_is_in_and_from_outside_may() {
    let zone = area(vec![block(39.0, 22.0, 39.4, 22.4)]);
    let answer = |report: Polygon| area_in(&area(vec![report]), &zone);
    assert_eq!(area_in(&zone, &zone), Must, "the zone itself");
    assert_eq!(answer(block(39.0, 22.1, 39.2, 22.2)), Must, "along its southern edge");
    assert_eq!(answer(ring(&[(39.1, 22.1), (39.1, 22.2), (39.4, 22.15)])), Must, "a tip on its northern edge");
    assert_eq!(answer(ring(&[(39.0, 22.0), (39.4, 22.4), (39.0, 22.4)])), Must, "half of it");
    assert_eq!(answer(block(39.1, 22.4, 39.2, 22.5)), May, "along its eastern edge");
    assert_eq!(answer(block(39.4, 22.4, 39.5, 22.5)), May, "corner to corner");
    assert_eq!(answer(ring(&[(39.5, 22.1), (39.5, 22.2), (39.4, 22.15)])), May, "a tip from the north");
    assert_eq!(answer(ring(&[(39.5, 22.1), (39.5, 22.2), (39.400_000_1, 22.15)])), No, "one unit short of it");
}

#[test]
fn a_polygon_over_a_notch_is_may_though_all_its_corners_are_in() {
    // The report closes the notch corner to corner: every corner lies in the zone and no edge crosses another.
    let notched = area(vec![ring(&[(39.0, 22.0), (39.0, 22.4), (39.4, 22.4), (39.2, 22.2), (39.4, 22.0)])]);
    let lid = ring(&[(39.4, 22.0), (39.2, 22.2), (39.4, 22.4)]);
    assert_eq!(area_in(&area(vec![lid]), &notched), May);
    assert_eq!(area_in(&area(vec![block(39.0, 22.0, 39.4, 22.4)]), &notched), May);
}

#[test]
fn a_hole_in_the_zone_is_seen_from_every_report_that_holds_it() {
    let zone = frame();
    let hole = block(39.4, 22.4, 39.6, 22.6);
    assert_eq!(area_in(&area(vec![block(39.3, 22.3, 39.7, 22.7)]), &zone), May, "around the hole");
    assert_eq!(area_in(&area(vec![hole.clone()]), &zone), May, "the hole itself: its edge belongs to the zone");
    assert_eq!(area_in(&area(vec![block(39.45, 22.45, 39.55, 22.55)]), &zone), No, "inside the hole");
    assert_eq!(area_in(&area(vec![block(39.4, 22.4, 39.6, 22.5)]), &zone), May, "half the hole");
    assert_eq!(area_in(&area(vec![block(39.4, 22.2, 39.6, 22.4)]), &zone), Must, "beside the hole");
    assert_eq!(area_in(&area(vec![ring(&[(39.5, 22.1), (39.9, 22.5), (39.5, 22.9), (39.1, 22.5)])]), &zone), May);
    assert_eq!(area_in(&zone, &zone), Must, "the zone itself, hole and all");
    let Area::Polygons(mut narrower) = frame() else { unreachable!() };
    narrower[0].holes[0] = block(39.3, 22.3, 39.7, 22.7).outer;
    assert_eq!(area_in(&area(narrower.clone()), &zone), Must, "its hole holds the hole of the zone");
    assert_eq!(area_in(&zone, &area(narrower)), May);
    // The corners of the hole lie on the edges of the report, its edges run through the inside.
    let diamond = ring(&[(39.5, 22.4), (39.6, 22.5), (39.5, 22.6), (39.4, 22.5)]).outer;
    let pierced = area(vec![Polygon { outer: block(39.0, 22.0, 40.0, 23.0).outer, holes: vec![diamond] }]);
    assert_eq!(area_in(&area(vec![hole]), &pierced), May);
}

#[test]
fn polygons_on_a_coarse_grid_agree_with_every_point_of_a_fine_one() {
    // Corners on a grid of 5 x 5, so that outlines touch, overlap and meet in corners all the time; the points asked
    // are all those of a grid sixteen times as fine.
    const STEP: i32 = 16;
    let mut random = Random(0xace);
    let mut seen = [0; 3];
    for _ in 0..1_000 {
        // Reports on half of the grid, so that many fit.
        let polygons: Vec<Polygon> = [2, 4, 4].into_iter().map(|cells| random.grid_polygon(cells, STEP)).collect();
        let report = area(polygons[..1].to_vec());
        let zone = area(match random.below(3) {
            0 => polygons[1..2].to_vec(),
            1 => polygons[1..].to_vec(),
            _ => {
                let side = |from: i32, to: i32| [(from, from), (to, from), (to, to), (from, to)];
                let outer = side(-STEP, 5 * STEP).map(|(lon_e7, lat_e7)| Point { lon_e7, lat_e7 }).to_vec();
                vec![Polygon { outer, holes: vec![polygons[1].outer.clone()] }]
            }
        });
        let (in_report, in_zone) = (Prepared::new(&report), Prepared::new(&zone));
        let (mut inside, mut outside) = (false, false);
        for (lon_e7, lat_e7) in (0..=4 * STEP).flat_map(|x| (0..=4 * STEP).map(move |y| (x, y))) {
            let point = disc(Point { lon_e7, lat_e7 }, 0);
            if in_report.holds(&point) == Must {
                if in_zone.holds(&point) == Must { inside = true } else { outside = true }
            }
        }
        let answer = in_zone.holds(&report);
        seen[answer as usize] += 1;
        let expected = match (inside, outside) {
            (true, false) => Must,
            (false, true) => No,
            _ => May,
        };
        // Polygons of one zone that overlap, or share an edge in part, may leave an honest `Must` at `May`.
        let cautious = answer == May && expected == Must && matches!(&zone, Area::Polygons(two) if two.len() > 1);
        assert!(answer == expected || cautious, "{report:?}\n{zone:?}\n{answer:?}, by points {expected:?}");
    }
    assert!(seen.iter().all(|&times| times > 100), "{seen:?}");
}

// ---- Preparing, and what is refused -----------------------------------------------------------------------------

#[test]
fn a_zone_of_many_points_answers_as_its_points_do() {
    // 2,000 points: chunks and boxes matter here. Judged by the geodesic over all edges of the neighbourhood.
    let mut random = Random(8);
    let middle = at(35.0, 38.0);
    let zone = Polygon { outer: random.star(middle, 300_000.0, 2_000), holes: vec![] };
    let prepared = Prepared::new(&area(vec![zone.clone()]));
    for round in 0..300 {
        let corner = zone.outer[random.below(2_000)];
        let centre = random.near(corner, 15_000.0);
        let clear = if holds_by_winding(&zone, centre) { Must } else { No };
        assert_eq!(prepared.holds(&disc(centre, 0)), clear);
        if round < 30 {
            let near = edges_of(&zone).filter(|(a, _)| distance_mm(*a, centre) < 200_000_000);
            let distance = near.map(|(a, b)| geodesic_to_edge_m(centre, a, b)).fold(f64::MAX, f64::min);
            let radius = |metres: f64| (metres.max(0.0) * 1000.0) as u64;
            assert_eq!(prepared.holds(&disc(centre, radius(distance - 1.0))), clear);
            assert_eq!(prepared.holds(&disc(centre, radius(distance + 1.0))), May);
        }
    }
}

#[test]
fn every_fault_says_in_one_sentence_what_to_do() {
    use GeometryFault::*;
    let polygon = |points: &[(f64, f64)]| area(vec![ring(points)]);
    let here = |lat, lon| at(lat, lon);
    let cases = [
        (area(vec![]), Empty, "this area has no outline; give a point and a radius, or a ring of three points or more"),
        (polygon(&[]), TooFewPoints { points: 0 }, "a ring of this area has 0 points; it needs three or more"),
        (
            polygon(&[(39.0, 22.0), (39.1, 22.0)]),
            TooFewPoints { points: 2 },
            "a ring of this area has 2 points; it needs three or more",
        ),
        (
            polygon(&[(39.0, 22.0), (39.1, 22.0), (70.000_000_1, 22.25)]),
            BeyondLatitude { point: here(70.000_000_1, 22.25) },
            "`70.0000001 N 22.25 E` lies beyond 70 degrees of latitude, where distances are not exact enough to judge",
        ),
        (
            disc(here(-70.5, -3.0), 0),
            BeyondLatitude { point: here(-70.5, -3.0) },
            "`70.50 S 3.00 W` lies beyond 70 degrees of latitude, where distances are not exact enough to judge",
        ),
        (
            polygon(&[(39.0, 179.0), (39.1, 179.0), (39.1, 181.0)]),
            BeyondLongitude { point: here(39.1, 181.0) },
            "`39.10 N 181.00 E` is no place; longitudes run from 180 W to 180 E",
        ),
        (
            polygon(&[(39.0, 179.0), (39.1, -179.0), (39.1, 179.0)]),
            CrossesAntimeridian { point: here(39.0, 179.0) },
            "this area crosses the antimeridian near `39.00 N 179.00 E`; give one polygon on each side of longitude 180",
        ),
        (
            disc(here(39.0, 179.95), 10_000_000),
            CrossesAntimeridian { point: here(39.0, 179.95) },
            "this area crosses the antimeridian near `39.00 N 179.95 E`; give one polygon on each side of longitude 180",
        ),
        (
            polygon(&[(39.0, 22.0), (39.1, 22.0), (39.1, 22.1), (39.0, 22.0)]),
            FirstPointRepeated { point: here(39.0, 22.0) },
            "the ring that begins at `39.00 N 22.00 E` states that point again at its end; leave the last one out",
        ),
        (
            polygon(&[(39.0, 22.0), (39.1, 22.1), (39.3, 22.3), (39.2, 22.2)]),
            Flat { point: here(39.0, 22.0) },
            "the points of the ring that begins at `39.00 N 22.00 E` lie on one line; it needs three that do not",
        ),
    ];
    for (area, fault, sentence) in cases {
        assert_eq!(check(&area), Err(fault));
        assert_eq!(fault.to_string(), sentence);
        assert_eq!(area_in(&area, &square()), May, "a report that is refused");
        assert_eq!(area_in(&square(), &area), May, "a zone that is refused");
    }
}

#[test]
fn a_fault_in_a_hole_is_a_fault_of_the_area() {
    let Area::Polygons(mut polygons) = frame() else { unreachable!() };
    assert_eq!(check(&area(polygons.clone())), Ok(()));
    polygons[0].holes.push(vec![at(39.1, 22.1)]);
    assert_eq!(check(&area(polygons)), Err(GeometryFault::TooFewPoints { points: 1 }));
}

#[test]
fn the_limits_themselves_are_accepted() {
    assert_eq!(check(&disc(at(70.0, 180.0), 0)), Ok(()));
    assert_eq!(check(&disc(at(-70.0, -180.0), 0)), Ok(()));
    assert_eq!(check(&disc(at(39.0, 179.95), 4_000_000)), Ok(()));
    assert_eq!(check(&area(vec![block(-70.0, 100.0, 70.0, 180.0)])), Ok(()));
    let circle = Random(1).star(at(39.0, 22.0), 50_000.0, limits::AREA_POINTS + 1);
    let fault = GeometryFault::TooManyPoints { points: limits::AREA_POINTS + 1 };
    let of = |outer: &[Point]| area(vec![Polygon { outer: outer.to_vec(), holes: vec![] }]);
    assert_eq!(check(&of(&circle[1..])), Ok(()));
    assert_eq!(check(&of(&circle)), Err(fault));
    assert_eq!(fault.to_string(), "this area has 5501 points, more than the 5500 allowed; simplify its outline");
}

#[test]
fn no_numbers_make_it_overflow() {
    let extremes = [i32::MIN, -1_800_000_000, -700_000_000, 0, 1, 700_000_000, 1_800_000_000, i32::MAX];
    let points: Vec<Point> =
        extremes.iter().flat_map(|&lon_e7| extremes.iter().map(move |&lat_e7| Point { lon_e7, lat_e7 })).collect();
    let zones = [square(), disc(at(0.0, 0.0), 5_000_000_000), area(vec![block(-70.0, -85.0, 70.0, 85.0)])];
    for &a in &points {
        for &b in &points {
            assert!(distance_mm(a, b) < 100_000_000_000);
        }
        for radius_mm in [0, 1, 1_000_000_000, u64::MAX] {
            for zone in &zones {
                area_in(&disc(a, radius_mm), zone);
                area_in(zone, &disc(a, radius_mm));
            }
        }
        let triangle = area(vec![Polygon { outer: vec![a, at(1.0, 2.0), at(3.0, -70.0)], holes: vec![] }]);
        for zone in &zones {
            area_in(&triangle, zone);
            area_in(zone, &triangle);
        }
    }
}

// ---- Helpers ----------------------------------------------------------------------------------------------------

fn area(polygons: Vec<Polygon>) -> Area {
    Area::Polygons(polygons)
}

/// A polygon without holes, its corners as (latitude, longitude).
fn ring(points: &[(f64, f64)]) -> Polygon {
    Polygon { outer: points.iter().map(|&(lat, lon)| at(lat, lon)).collect(), holes: vec![] }
}

fn block(south: f64, west: f64, north: f64, east: f64) -> Polygon {
    ring(&[(south, west), (south, east), (north, east), (north, west)])
}

/// Zone "East": 39.10-39.20 N, 22.50-22.60 E.
fn square() -> Area {
    area(vec![block(39.1, 22.5, 39.2, 22.6)])
}

/// 39-40 N, 22-23 E with a hole 39.4-39.6 N, 22.4-22.6 E.
fn frame() -> Area {
    area(vec![Polygon { outer: block(39.0, 22.0, 40.0, 23.0).outer, holes: vec![block(39.4, 22.4, 39.6, 22.6).outer] }])
}

impl Random {
    /// Two points at most `metres` apart, both within `lat` degrees of the equator.
    fn pair(&mut self, lat: f64, metres: f64) -> (Point, Point) {
        loop {
            let a = at(self.between(-lat, lat), self.between(-178.0, 178.0));
            let b = self.near(a, metres);
            if f64::from(b.lat_e7).abs() <= lat * 1e7 {
                return (a, b);
            }
        }
    }

    /// A polygon with three to six corners on a coarse grid, whose edges meet only at their ends.
    fn grid_polygon(&mut self, cells: usize, step: i32) -> Polygon {
        loop {
            let corners = 3 + self.below(4);
            let mut corner = || self.below(cells + 1) as i32 * step;
            let outer: Vec<Point> = (0..corners).map(|_| Point { lon_e7: corner(), lat_e7: corner() }).collect();
            let polygon = Polygon { outer, holes: vec![] };
            if check(&area(vec![polygon.clone()])).is_ok() && simple(&polygon.outer) {
                return polygon;
            }
        }
    }
}

/// Whether no two edges of the ring share a point other than a common end.
fn simple(ring: &[Point]) -> bool {
    let turn = |a: Point, b: Point, c: Point| {
        let run = |p: Point| (i64::from(p.lon_e7 - a.lon_e7), i64::from(p.lat_e7 - a.lat_e7));
        let ((x, y), (u, v)) = (run(b), run(c));
        (x * v - y * u).signum()
    };
    let on = |a: Point, b: Point, c: Point| {
        let within = |p: i32, q: i32, r: i32| p.min(q) <= r && r <= p.max(q);
        turn(a, b, c) == 0 && within(a.lon_e7, b.lon_e7, c.lon_e7) && within(a.lat_e7, b.lat_e7, c.lat_e7)
    };
    let n = ring.len();
    (0..n).all(|i| {
        let (a, b) = (ring[i], ring[(i + 1) % n]);
        let clear_of_corners = (0..n).all(|j| j == i || j == (i + 1) % n || !on(a, b, ring[j]));
        let clear_of_edges = (0..n).all(|j| {
            let (c, d) = (ring[j], ring[(j + 1) % n]);
            turn(a, b, c) * turn(a, b, d) >= 0 || turn(c, d, a) * turn(c, d, b) >= 0
        });
        clear_of_corners && clear_of_edges
    })
}
