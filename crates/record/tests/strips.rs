//! Strips along a line, held against the definitions of `spec/place.md` (P3) and against geodesics.
//!
//! Floating point is used here to judge, never by what is judged. Every random case comes from a seed in the test.

// A sine that differs in its last bits from machine to machine judges to a metre all the same.
#![allow(clippy::disallowed_methods)]

mod ground;

use geographiclib_rs::{Geodesic, InverseGeodesic};
use ground::{Random, at, away, between, degrees, disc, geodesic_m, geodesic_to_edge_m};
use record::limits;
use record::vocabulary::Kleene::{self, *};
use record::vocabulary::geometry::distance_mm;
use record::vocabulary::geometry::strip::{Compass, Ends, Strip, StripFault};
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{PlaceEntry, Registers};

// ---- The examples of P3 -----------------------------------------------------------------------------------------

#[test]
fn the_strip_of_two_thousand_metres_north_of_a_line() {
    let [flat, round] = [Ends::Flat, Ends::Round].map(north);
    for (gun, in_flat, in_round) in [
        (metres(1_999.0, 0.0), Must, Must),
        (metres(2_000.02, 0.0), No, No),
        (metres(-1_500.0, 0.0), No, No),
        (on_the_line(), Must, Must),
        (beyond(1_500.0), No, Must),
        (beyond(2_000.02), No, No),
    ] {
        assert_eq!(flat.holds(&disc(gun, 0)), in_flat, "{gun:?}, flat");
        assert_eq!(round.holds(&disc(gun, 0)), in_round, "{gun:?}, round");
    }
}

#[test]
fn a_point_at_exactly_the_distance_is_outside() {
    // The line is one piece due east of one meridian, so the nearest point is its western end, due south of the gun.
    for lat in [39.118, -12.6, 60.009] {
        let west = at(lat - 0.017, 22.5);
        let line = vec![west, at(lat - 0.017, 22.51)];
        let gun = disc(at(lat, 22.5), 0);
        let away = distance_mm(at(lat, 22.5), west);
        let wide = |to_mm| Strip { line: line.clone(), to_mm, ..north(Ends::Flat) };
        assert_eq!(wide(away - 1).holds(&gun), No);
        assert_eq!(wide(away).holds(&gun), No, "at exactly d");
        assert_eq!(wide(away + 1).holds(&gun), Must);
        // The next strip begins where this one ends: every gun is in exactly one of them.
        let beyond = |from_mm| Strip { line: line.clone(), from_mm, to_mm: 5_000_000, ..north(Ends::Flat) };
        assert_eq!(beyond(away - 1).holds(&gun), Must);
        assert_eq!(beyond(away).holds(&gun), Must, "at exactly d");
        assert_eq!(beyond(away + 1).holds(&gun), No);
    }
}

#[test]
fn a_disc_is_in_up_to_the_edge_and_out_beyond_it() {
    let west = at(39.101, 22.5);
    let line = vec![west, at(39.101, 22.55)];
    let centre = at(39.108, 22.5);
    let away = distance_mm(centre, west);
    let strip = |side, to_mm| Strip { line: line.clone(), side, to_mm, ..north(Ends::Round) };
    for side in [None, Some(Compass::North)] {
        let strip = strip(side, away + 500_000);
        // Its end is the nearest point, due south: with both sides named the disc may run past the end.
        assert_eq!(strip.holds(&disc(centre, 499_999)), Must);
        assert_eq!(strip.holds(&disc(centre, 500_000)), May, "one point at exactly d");
        assert_eq!(strip.holds(&disc(centre, away + 1)), May);
    }
    let narrow = strip(None, away - 500_000);
    assert_eq!(narrow.holds(&disc(centre, 500_000)), No, "touches from outside, where the strip has ended");
    assert_eq!(narrow.holds(&disc(centre, 500_001)), May);
    let south = strip(Some(Compass::South), 3_000_000);
    assert_eq!(south.holds(&disc(at(39.108, 22.525), 700_000)), No, "all of it lies north");
    assert_eq!(south.holds(&disc(at(39.108, 22.525), 800_000)), May, "over the line");
}

#[test]
fn a_disc_over_an_end_is_in_where_the_ends_are_round() {
    let at_the_end = disc(metres_from(39.1, 22.6, 900.0), 500_000);
    assert_eq!(north(Ends::Flat).holds(&at_the_end), May);
    assert_eq!(north(Ends::Round).holds(&at_the_end), Must);
    let far_out = disc(away(metres_from(39.1, 22.6, 900.0), 90.0, 600.0), 500_000);
    assert_eq!(north(Ends::Flat).holds(&far_out), No);
    assert_eq!(north(Ends::Round).holds(&far_out), Must);
    let straight_out = disc(beyond(1_000.0), 500_000);
    assert_eq!(north(Ends::Flat).holds(&straight_out), No);
    assert_eq!(north(Ends::Round).holds(&straight_out), May, "half of it lies south of the line, drawn on");
}

#[test]
fn around_a_bend_the_strip_goes_round_outside_and_meets_inside() {
    // A peak: north of it is the outside of the bend.
    let peak = vec![at(39.1, 22.5), at(39.14, 22.55), at(39.1, 22.6)];
    let strip = |side| Strip { line: peak.clone(), side: Some(side), ..north(Ends::Flat) };
    let tip = at(39.14, 22.55);
    assert_eq!(strip(Compass::North).holds(&disc(away(tip, 0.0, 1_990.0), 0)), Must);
    assert_eq!(strip(Compass::North).holds(&disc(away(tip, 0.0, 2_010.0), 0)), No);
    assert_eq!(strip(Compass::North).holds(&disc(away(tip, 0.0, 1_000.0), 900_000)), Must);
    assert_eq!(strip(Compass::North).holds(&disc(away(tip, 0.0, 3_000.0), 900_000)), No);
    assert_eq!(strip(Compass::South).holds(&disc(away(tip, 180.0, 2_600.0), 0)), Must, "1,770 m from either slope");
    assert_eq!(strip(Compass::South).holds(&disc(away(tip, 180.0, 3_200.0), 0)), No);
    assert_eq!(strip(Compass::North).holds(&disc(away(tip, 180.0, 1_000.0), 500_000)), No);
}

// ---- Exceptions, polygons, names --------------------------------------------------------------------------------

#[test]
fn an_exception_is_a_point_of_the_list_and_not_its_neighbourhood() {
    let post = at(39.11, 22.52);
    let strip = Strip { except: vec![post, at(39.3, 22.5)], ..north(Ends::Flat) };
    assert_eq!(strip.holds(&disc(post, 0)), No);
    assert_eq!(strip.holds(&disc(at(39.11, 22.520_000_1), 0)), Must, "9 mm beside it");
    assert_eq!(strip.holds(&disc(post, 1)), May, "it holds the post and more");
    assert_eq!(strip.holds(&disc(away(post, 90.0, 300.0), 200_000)), Must);
    assert_eq!(strip.holds(&disc(away(post, 90.0, 300.0), 301_000)), May);
    assert_eq!(strip.holds(&disc(at(39.3, 22.5), 200_000)), No, "out is out");
    let around = |share: f64| square_around(post, share);
    assert_eq!(strip.holds(&around(0.001)), May);
    assert_eq!(north(Ends::Flat).holds(&around(0.001)), Must);
}

#[test]
fn a_polygon_is_in_or_out_where_the_disc_around_it_is_or_where_the_line_is_far() {
    let strip = north(Ends::Flat);
    assert_eq!(strip.holds(&square_around(at(39.109, 22.55), 0.003)), Must);
    assert_eq!(strip.holds(&square_around(at(39.12, 22.55), 0.003)), May, "reaches over the edge");
    assert_eq!(strip.holds(&square_around(at(39.13, 22.55), 0.003)), No);
    assert_eq!(strip.holds(&square_around(at(39.09, 22.55), 0.003)), No, "south of the line");
    assert_eq!(strip.holds(&square_around(at(39.1, 22.55), 0.003)), May);
    // A wide district whose southern border runs 5 km north of the line: the disc around it reaches the strip.
    let district = |south: f64| ring(&[(south, 22.2), (south, 22.9), (south + 0.1, 22.9), (south + 0.1, 22.2)]);
    assert_eq!(strip.holds(&district(39.145)), No);
    assert_eq!(strip.holds(&district(39.11)), May);
    assert_eq!(strip.holds(&ring(&[(30.0, 10.0), (30.0, 40.0), (45.0, 40.0)])), May, "too wide to be looked at");
    let Area::Polygons(mut two) = square_around(at(39.109, 22.55), 0.003) else { unreachable!() };
    two.extend(match square_around(at(39.13, 22.55), 0.003) {
        Area::Polygons(other) => other,
        _ => unreachable!(),
    });
    assert_eq!(strip.holds(&Area::Polygons(two)), May);
}

#[test]
fn a_named_place_lies_where_the_register_puts_it() {
    let mut registers = Registers::default();
    let named = |name: &str| Place { names: vec![name.into()], area: None };
    registers
        .places
        .insert("Hill".into(), PlaceEntry { area: Some(disc(metres(900.0, 0.0), 300_000)), ..PlaceEntry::default() });
    registers.places.insert("Ford".into(), PlaceEntry::default());
    for (name, answer) in [("Hill", Must), ("Ford", May), ("Nowhere", May)] {
        assert_eq!(registers.in_strip(&named(name), &north(Ends::Flat)), answer, "{name}");
    }
}

// ---- Random cases against the geodesic --------------------------------------------------------------------------

/// A straight strip in a plane of metres: along the line from its beginning, and up to its left.
struct Flatland {
    length: f64,
    from: f64,
    to: f64,
    /// 1 for the left, -1 for the right.
    hand: Option<f64>,
    ends: Ends,
}

impl Flatland {
    fn holds(&self, along: f64, up: f64) -> bool {
        let off = (-along).max(along - self.length).max(0.0);
        let distance = off.hypot(up);
        let on_side = self.hand.is_none_or(|hand| up * hand >= 0.0);
        distance >= self.from && distance < self.to && on_side && (off == 0.0 || self.ends == Ends::Round)
    }

    /// Points of the disc, close to each other on its rim.
    fn of_disc(along: f64, up: f64, radius: f64) -> impl Iterator<Item = (f64, f64)> {
        let rings = (0..=8).map(|i| (f64::from(i) / 8.0, if i == 8 { 720 } else { 48 }));
        rings.flat_map(move |(share, count)| {
            (0..count).map(move |i| {
                let angle = f64::from(i) / f64::from(count) * std::f64::consts::TAU;
                (along + radius * share * angle.cos(), up + radius * share * angle.sin())
            })
        })
    }

    /// Points near every edge of the strip, and between.
    fn own_points(&self) -> impl Iterator<Item = (f64, f64)> {
        let ups = [self.from, (self.from + self.to) / 2.0, self.to - 0.001].into_iter().flat_map(|up| [up, -up]);
        let points = ups.flat_map(move |up| {
            let out = up.abs();
            let straight = (0..=40).map(move |i| (self.length * f64::from(i) / 40.0, up));
            let round = (0..=24).flat_map(move |i| {
                let angle = f64::from(i) / 24.0 * std::f64::consts::FRAC_PI_2;
                let (x, y) = (out * angle.sin(), up * angle.cos());
                [(-x, y), (self.length + x, y)]
            });
            straight.chain(round)
        });
        points.filter(|&(along, up)| self.holds(along, up))
    }

    fn holds_all(&self, along: f64, up: f64, radius: f64) -> bool {
        // The middle of the line is the one place that can lie outside with all around it inside.
        let hole = !self.holds(self.length / 2.0, 0.0) && (along - self.length / 2.0).hypot(up) < radius;
        !hole && Flatland::of_disc(along, up, radius).all(|(x, y)| self.holds(x, y))
    }

    fn holds_some(&self, along: f64, up: f64, radius: f64) -> bool {
        Flatland::of_disc(along, up, radius).any(|(x, y)| self.holds(x, y))
            || self.own_points().any(|(x, y)| (x - along).hypot(y - up) <= radius)
    }
}

#[test]
fn discs_against_a_straight_line_agree_with_the_geodesic_to_one_metre() {
    let mut random = Random(0x57121);
    let mut seen = [0; 3];
    for round in 0..6_000 {
        let start = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let (bearing, length) =
            (random.between(8.0, 172.0) + 180.0 * random.below(2) as f64, random.between(50.0, 4_000.0));
        let end = away(start, bearing, length);
        let to = random.between(100.0, 4_000.0);
        let from = if random.below(3) == 0 { random.between(0.0, to * 0.8) } else { 0.0 };
        let side = [None, Some(Compass::West), Some(Compass::East)][random.below(3)];
        let ends = [Ends::Flat, Ends::Round][random.below(2)];
        let strip = Strip {
            line: vec![start, end],
            from_mm: (from * 1000.0) as u64,
            to_mm: (to * 1000.0) as u64,
            side,
            ends,
            except: vec![],
        };
        if side.is_some() && (bearing - 90.0).abs().min((bearing - 270.0).abs()) < 2.0 {
            continue;
        }
        assert_eq!(strip.check(), Ok(()));
        // The line runs north or south: west is to the left of the way north.
        let runs_north = end.lat_e7 > start.lat_e7;
        let hand = side.map(|side| if (side == Compass::West) == runs_north { 1.0 } else { -1.0 });
        let flatland = Flatland { length: geodesic_m(start, end), from, to, hand, ends };
        let beside = between(start, end, random.between(-0.5, 1.5));
        let centre = random.near(beside, to * 1.6);
        let (along, up) = from_the_start(start, end, centre);
        // A third of the radii lie near the distance to the far edge or to the line.
        let off = (-along).max(along - flatland.length).max(0.0).hypot(up);
        let radius = match random.below(6) {
            0 => (off - to).abs() + random.between(-3.0, 3.0),
            1 => off + random.between(-3.0, 3.0),
            2 => random.between(1.5, 200.0),
            _ => random.between(1.5, to),
        };
        let radius = radius.max(1.5);
        let answer = strip.holds(&disc(centre, (radius * 1000.0) as u64));
        seen[answer as usize] += 1;
        let context = || format!("{round}: {strip:?} {centre:?} {radius}: {answer:?}");
        match answer {
            Must => assert!(flatland.holds_all(along, up, radius - 1.0), "{}", context()),
            No => assert!(!flatland.holds_some(along, up, radius - 1.0), "{}", context()),
            May => {
                assert!(!flatland.holds_all(along, up, radius + 1.0), "all of it is in; {}", context());
                assert!(flatland.holds_some(along, up, radius + 1.0), "none of it is in; {}", context());
            }
        }
        let firm = if flatland.holds(along, up) { Must } else { No };
        let clear_of_edges = flatland.holds_all(along, up, 1.0) == flatland.holds_some(along, up, 1.0);
        if clear_of_edges {
            assert_eq!(strip.holds(&disc(centre, 0)), firm, "{}", context());
        }
    }
    assert!(seen.iter().all(|&times| times > 150), "{seen:?}");
}

#[test]
fn points_and_discs_along_bent_lines_agree_with_the_geodesic_to_one_metre() {
    let mut random = Random(0xbe27);
    let mut seen = [0; 3];
    let mut firm = [0; 2];
    for round in 0..5_000 {
        let mut line = vec![at(random.between(-60.0, 60.0), random.between(-160.0, 160.0))];
        for _ in 0..1 + random.below(5) {
            let bearing = 90.0 + random.between(-60.0, 60.0);
            line.push(away(line[line.len() - 1], bearing, random.between(300.0, 9_000.0)));
        }
        if random.below(2) == 0 {
            line.reverse();
        }
        let to = random.between(200.0, 6_000.0);
        let from = if random.below(3) == 0 { random.between(0.0, to * 0.8) } else { 0.0 };
        let side = [None, Some(Compass::North), Some(Compass::South)][random.below(3)];
        let ends = [Ends::Flat, Ends::Round][random.below(2)];
        let strip =
            Strip { from_mm: (from * 1000.0) as u64, to_mm: (to * 1000.0) as u64, side, ends, except: vec![], line };
        assert_eq!(strip.check(), Ok(()));
        let edge = random.below(strip.line.len() - 1);
        let near = between(strip.line[edge], strip.line[edge + 1], random.between(-0.3, 1.3));
        let centre = random.near(near, to * 1.4);
        let radius = if round % 4 == 0 { random.between(2.0, to * 0.7) } else { 0.0 };
        let answer = strip.holds(&disc(centre, (radius * 1000.0) as u64));
        seen[answer as usize] += 1;
        let mut judged = vec![centre];
        if radius > 0.0 {
            judged.extend((0..10).map(|i| away(centre, 36.0 * f64::from(i), radius - 1.0)));
        }
        let truths: Vec<bool> = judged.iter().filter_map(|&point| by_geodesic(&strip, point)).collect();
        let context = || format!("{round}: {strip:?} {centre:?} {radius}: {answer:?} {truths:?}");
        match answer {
            Must => assert!(truths.iter().all(|&inside| inside), "{}", context()),
            No => assert!(truths.iter().all(|&inside| !inside), "{}", context()),
            May => {
                assert!(radius > 0.0, "a point has an answer; {}", context());
                let open = truths.contains(&true) && truths.contains(&false);
                firm[usize::from(open)] += 1;
            }
        }
    }
    assert!(seen.iter().all(|&times| times > 100), "{seen:?}");
    // Where all eleven points agree, a disc is seldom left open: it holds something that they miss, or lies in a bend.
    assert!(firm[0] * 3 < firm[1], "{firm:?}");
}

/// Whether a point is in, in floating point; `None` within a metre of an edge of the strip.
fn by_geodesic(strip: &Strip, point: Point) -> Option<bool> {
    let edges: Vec<(Point, Point)> = strip.line.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let distances: Vec<f64> = edges.iter().map(|&(a, b)| geodesic_to_edge_m(point, a, b)).collect();
    let distance = distances.iter().copied().fold(f64::MAX, f64::min);
    let (from, to) = (strip.from_mm as f64 / 1000.0, strip.to_mm as f64 / 1000.0);
    let clear = |gap: f64| gap.abs() > 1.0;
    if !clear(distance - to) || (from > 0.0 && !clear(distance - from)) {
        return None;
    }
    if distance >= to || distance < from {
        return Some(false);
    }
    // Beyond an end, seen from that end: how far out along the line drawn on, and how far to the north of it.
    let last = edges.len() - 1;
    let out = [(edges[0].0, edges[0].1, distances[0]), (edges[last].1, edges[last].0, distances[last])]
        .into_iter()
        .filter(|&(_, _, away)| away <= distance + 0.01)
        .map(|(end, inner, _)| (from_the_start(end, inner, point), inner.lon_e7 > end.lon_e7))
        .find(|&((along, _), _)| along < 1.0);
    let mut on_north = None;
    if let Some(((along, up), runs_east)) = out {
        if along > -1.0 {
            return None;
        }
        if strip.ends == Ends::Flat {
            return Some(false);
        }
        if strip.side.is_some() && !clear(up) {
            return None;
        }
        on_north = Some((up > 0.0) == runs_east);
    }
    let Some(side) = strip.side else { return Some(true) };
    if !clear(distance) {
        return None;
    }
    // Elsewhere the line is a graph over the longitudes.
    let (lat, lon) = degrees(point);
    let over = |&(a, b): &(Point, Point)| {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(a), degrees(b));
        let within = (lon_a.min(lon_b)..=lon_a.max(lon_b)).contains(&lon);
        within.then(|| lat > lat_a + (lon - lon_a) / (lon_b - lon_a) * (lat_b - lat_a))
    };
    let on_north = on_north.or_else(|| edges.iter().find_map(over))?;
    Some(on_north == (side == Compass::North))
}

/// Along the line from its start, and up to its left, in metres.
fn from_the_start(start: Point, end: Point, point: Point) -> (f64, f64) {
    let bearing = |to: Point| -> f64 {
        let ((lat_a, lon_a), (lat_b, lon_b)) = (degrees(start), degrees(to));
        let (azimuth, _, _): (f64, f64, f64) = Geodesic::wgs84().inverse(lat_a, lon_a, lat_b, lon_b);
        azimuth
    };
    // The bearing with which the edge begins, not that of the shortest way to its end.
    let turned = (bearing(end) - bearing(point)).to_radians();
    let away = geodesic_m(start, point);
    (away * turned.cos(), away * turned.sin())
}

#[test]
fn nested_strips_and_two_sides_share_no_point_and_leave_none_out() {
    let mut random = Random(31);
    for _ in 0..300 {
        let mut line = vec![at(random.between(-60.0, 60.0), random.between(-160.0, 160.0))];
        for _ in 0..1 + random.below(4) {
            line.push(away(line[line.len() - 1], random.between(20.0, 160.0), random.between(300.0, 9_000.0)));
        }
        let of = |side, from_mm, to_mm| Strip {
            line: line.clone(),
            from_mm,
            to_mm,
            side,
            ends: Ends::Round,
            except: vec![],
        };
        let point = disc(random.near(line[0], 9_000.0), 0);
        let whole = of(None, 0, 5_000_000).holds(&point);
        let nested =
            [(0, 1_000_000), (1_000_000, 2_500_000), (2_500_000, 5_000_000)].map(|(a, b)| of(None, a, b).holds(&point));
        assert_eq!(nested.iter().filter(|answer| **answer == Must).count(), usize::from(whole == Must));
        let sides = [Compass::North, Compass::South].map(|side| of(Some(side), 0, 5_000_000).holds(&point));
        assert_eq!(sides.contains(&Must), whole == Must);
        assert!(sides != [Must, Must], "no random point lies on the line");
    }
}

#[test]
fn which_way_the_line_runs_never_matters() {
    let mut random = Random(71);
    for _ in 0..400 {
        let mut line = vec![at(random.between(-60.0, 60.0), random.between(-160.0, 160.0))];
        for _ in 0..1 + random.below(4) {
            line.push(away(line[line.len() - 1], random.between(10.0, 170.0), random.between(300.0, 9_000.0)));
        }
        let side = [None, Some(Compass::North), Some(Compass::South)][random.below(3)];
        let ends = [Ends::Flat, Ends::Round][random.below(2)];
        let there = Strip { line, from_mm: 0, to_mm: 4_000_000, side, ends, except: vec![] };
        let mut back = there.clone();
        back.line.reverse();
        let report = disc(random.near(there.line[0], 8_000.0), random.below(3_000_000) as u64);
        assert_eq!(there.holds(&report), back.holds(&report), "{there:?} {report:?}");
    }
}

#[test]
fn a_growing_radius_never_makes_an_answer_firmer() {
    let mut random = Random(5);
    for _ in 0..120 {
        let start = at(random.between(-60.0, 60.0), random.between(-160.0, 160.0));
        let middle = away(start, random.between(20.0, 160.0), 4_000.0);
        let line = vec![start, middle, away(middle, random.between(20.0, 160.0), 4_000.0)];
        let side = [None, Some(Compass::North), Some(Compass::South)][random.below(3)];
        let ends = [Ends::Flat, Ends::Round][random.below(2)];
        let strip = Strip { line, from_mm: 500_000, to_mm: 4_000_000, side, ends, except: vec![] };
        let centre = random.near(middle, 9_000.0);
        let answers: Vec<Kleene> = (0..50).map(|step| strip.holds(&disc(centre, step * step * 5_000))).collect();
        assert_ne!(answers[0], May, "a point has an answer");
        let firm = answers.iter().take_while(|&&answer| answer == answers[0]).count();
        assert!(answers[firm..].iter().all(|&answer| answer == May), "{strip:?} {centre:?} {answers:?}");
    }
}

// ---- What is refused --------------------------------------------------------------------------------------------

#[test]
fn a_strip_that_cannot_be_meant_is_refused_and_answers_may() {
    let fine = north(Ends::Flat);
    let line = |points: &[(f64, f64)]| points.iter().map(|&(lat, lon)| at(lat, lon)).collect::<Vec<_>>();
    let with_line = |points: &[(f64, f64)]| Strip { line: line(points), ..fine.clone() };
    let both = |points: &[(f64, f64)]| Strip { side: None, ..with_line(points) };
    let wide = |from_mm, to_mm| Strip { from_mm, to_mm, ..fine.clone() };
    let many =
        |count: usize| Strip { line: (0..count).map(|i| at(39.0, 22.0 + i as f64 / 1000.0)).collect(), ..fine.clone() };
    let on_side = |side| Strip { side: Some(side), ..fine.clone() };
    for (strip, fault) in [
        (with_line(&[]), StripFault::TooFewCorners),
        (with_line(&[(39.0, 22.0)]), StripFault::TooFewCorners),
        (many(limits::STRIP_CORNERS + 1), StripFault::TooManyCorners),
        (wide(0, 0), StripFault::Width),
        (wide(1_000, 1_000), StripFault::Width),
        (wide(0, limits::STRIP_MM + 1), StripFault::Width),
        (both(&[(39.0, 22.0), (70.000_000_1, 22.5)]), StripFault::OutOfRange { corner: 1 }),
        (both(&[(39.0, 179.99), (39.0, 179.0)]), StripFault::CrossesAntimeridian { corner: 0 }),
        (both(&[(39.0, -100.0), (39.0, 100.0)]), StripFault::CrossesAntimeridian { corner: 0 }),
        (both(&[(39.0, 22.0), (39.0, 22.5), (39.0, 22.0)]), StripFault::CornerTwice { first: 0, again: 2 }),
        (with_line(&[(39.0, 22.0), (39.0, 22.5), (39.1, 22.5)]), StripFault::SideUnclear { edge: 1 }),
        (with_line(&[(39.0, 22.0), (39.1, 22.0), (39.1, 22.5)]), StripFault::SideUnclear { edge: 0 }),
        (with_line(&[(39.0, 22.0), (39.0, 22.5), (39.1, 22.4)]), StripFault::SideUnclear { edge: 1 }),
        (on_side(Compass::East), StripFault::SideUnclear { edge: 0 }),
    ] {
        assert_eq!(strip.check(), Err(fault), "{strip:?}");
        assert_eq!(strip.holds(&disc(at(39.101, 22.55), 0)), May);
        assert!(!fault.to_string().is_empty() && !fault.to_string().ends_with('.'));
    }
    for strip in
        [many(limits::STRIP_CORNERS), wide(0, limits::STRIP_MM), wide(0, 1), both(&[(-70.0, 0.0), (70.0, 0.0)])]
    {
        assert_eq!(strip.check(), Ok(()));
    }
    assert_eq!(fine.holds(&disc(at(70.5, 22.5), 0)), May, "a report that is refused");
}

#[test]
fn no_numbers_make_it_overflow() {
    let extremes = [i32::MIN, -1_800_000_000, -700_000_000, 0, 1, 700_000_000, 1_800_000_000, i32::MAX];
    let points: Vec<Point> =
        extremes.iter().flat_map(|&lon_e7| extremes.iter().map(move |&lat_e7| Point { lon_e7, lat_e7 })).collect();
    for side in [None, Some(Compass::North), Some(Compass::West)] {
        for (line, to_mm) in [
            (vec![at(-70.0, -85.0), at(70.0, 85.0)], limits::STRIP_MM),
            (vec![at(39.0, 22.0), at(39.000_000_1, 22.000_000_1), at(39.000_000_2, 22.5)], 1),
        ] {
            for ends in [Ends::Flat, Ends::Round] {
                let strip = Strip { line: line.clone(), from_mm: 0, to_mm, side, ends, except: points.clone() };
                for &centre in &points {
                    for radius_mm in [0, 1, 1_000_000_000, u64::MAX] {
                        strip.holds(&disc(centre, radius_mm));
                    }
                    let outer = vec![centre, at(1.0, 2.0), at(3.0, -70.0)];
                    strip.holds(&Area::Polygons(vec![Polygon { outer, holes: vec![] }]));
                }
            }
        }
    }
}

// ---- Helpers ----------------------------------------------------------------------------------------------------

/// 2 km north of the line along 39.10 N from 22.50 to 22.60 E.
fn north(ends: Ends) -> Strip {
    let line = vec![at(39.1, 22.5), at(39.1, 22.6)];
    Strip { line, from_mm: 0, to_mm: 2_000_000, side: Some(Compass::North), ends, except: vec![] }
}

fn on_the_line() -> Point {
    at(39.1, 22.53)
}

/// So many metres north of a cut of that line, by the geodesic.
fn metres(north: f64, east: f64) -> Point {
    away(away(at(39.1, 22.56), 0.0, north), 90.0, east)
}

fn metres_from(lat: f64, lon: f64, north: f64) -> Point {
    away(at(lat, lon), 0.0, north)
}

/// So many metres beyond the eastern end, along the same parallel.
fn beyond(metres: f64) -> Point {
    at(39.1, 22.6 + metres / 86_504.335)
}

fn ring(points: &[(f64, f64)]) -> Area {
    Area::Polygons(vec![Polygon { outer: points.iter().map(|&(lat, lon)| at(lat, lon)).collect(), holes: vec![] }])
}

/// A square, so many degrees from its middle to each edge.
fn square_around(middle: Point, share: f64) -> Area {
    let (lat, lon) = degrees(middle);
    ring(&[
        (lat - share, lon - share),
        (lat - share, lon + share),
        (lat + share, lon + share),
        (lat + share, lon - share),
    ])
}
