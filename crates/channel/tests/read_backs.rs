//! N4: what is said back, held against what was meant, and the words to say it in.

mod hotline;

use channel::read_back::{Comparison, KnownAs, compare};
use hotline::*;
use record::statement::*;
use record::vocabulary::geometry::apart::Apart;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{PlaceEntry, Registers, ZoneGeometry};

fn registers(known: &[(&str, Area)]) -> Registers {
    let entry = |area: &Area| PlaceEntry { area: Some(area.clone()), ..PlaceEntry::default() };
    Registers {
        places: known.iter().map(|(name, area)| ((*name).to_owned(), entry(area))).collect(),
        ..Registers::default()
    }
}

fn against_mill(back: &Place, marks: &[Mark], registers: &Registers) -> Comparison<'static> {
    match compare(&place(MILL, 100), back, marks, registers) {
        Comparison::Differs { apart, wrong } => {
            // Marks are borrowed from the test; how many are wrong is what it asks.
            Comparison::Differs { apart, wrong: Vec::with_capacity(wrong.len()) }
        }
        Comparison::Agrees { apart } => Comparison::Agrees { apart },
        Comparison::TooWide { apart, width_mm } => Comparison::TooWide { apart, width_mm },
        Comparison::NotMeasurable => Comparison::NotMeasurable,
    }
}

#[test]
fn a_position_nine_kilometres_off_differs_with_its_distance() {
    let back = place(north_of(MILL, 9_000), 50);
    let Comparison::Differs { apart: Some(apart), .. } = against_mill(&back, &[], &Registers::default()) else {
        panic!("it differs")
    };
    assert!(apart.least_mm.abs_diff(8_850_000) < 1_000, "{apart:?}");
    assert!(apart.most_mm.abs_diff(9_150_000) < 1_000, "{apart:?}");
}

#[test]
fn at_the_tolerance_it_agrees_and_one_millimetre_farther_it_differs() {
    // Both rims are counted: 100 m around the Mill, and what the read-back leaves.
    let back = north_of(MILL, 400);
    let centres = record::vocabulary::geometry::distance_mm(MILL, back);
    let disc = |radius_mm| Place { names: Vec::new(), area: Some(Area::Disc { centre: back, radius_mm }) };
    let reach = centres - 100_000 - channel::limits::READ_BACK_MM;
    assert!(against_mill(&disc(reach), &[], &Registers::default()).agrees());
    assert!(against_mill(&disc(reach - 1), &[], &Registers::default()).differs());
}

#[test]
fn without_an_area_it_differs_from_nothing_and_is_not_measurable() {
    assert_eq!(against_mill(&named(&["the mill"]), &[], &Registers::default()), Comparison::NotMeasurable);
    let nowhere = compare(&named(&["the mill"]), &place(MILL, 0), &[], &Registers::default());
    assert_eq!(nowhere, Comparison::NotMeasurable);
    // Names that the register knows can be measured.
    let known = registers(&[("the mill", disc(MILL, 50)), ("the ford", disc(north_of(MILL, 3_000), 50))]);
    assert!(against_mill(&named(&["the mill"]), &[], &known).agrees());
    assert!(against_mill(&named(&["the ford"]), &[], &known).differs());
    // So is an area that the geometry cannot answer for.
    let beyond = place(Point { lat_e7: 750_000_000, lon_e7: 225_000_000 }, 10);
    assert_eq!(against_mill(&beyond, &[], &Registers::default()), Comparison::NotMeasurable);
}

#[test]
fn an_answer_so_wide_that_it_would_agree_with_anything_agrees_with_nothing() {
    let wide = |radius_m| against_mill(&place(MILL, radius_m), &[], &Registers::default());
    assert!(wide(500).agrees(), "1 km across");
    assert!(matches!(wide(501), Comparison::TooWide { width_mm: 1_002_000, .. }));
    // What is wide itself may be read back as wide.
    let valley = place(MILL, 20_000);
    assert!(compare(&valley, &place(MILL, 20_000), &[], &Registers::default()).agrees());
    assert!(matches!(compare(&valley, &place(MILL, 20_001), &[], &Registers::default()), Comparison::TooWide { .. }));
    // Wide and far is a difference all the same.
    assert!(against_mill(&place(north_of(MILL, 30_000), 5_000), &[], &Registers::default()).differs());
}

fn wrong_marks(back: &Place, marks: &[Mark], registers: &Registers) -> usize {
    match compare(&place(MILL, 100), back, marks, registers) {
        Comparison::Differs { wrong, .. } => wrong.len(),
        _ => 0,
    }
}

#[test]
fn a_mark_may_be_off_by_a_tenth_and_500_m_and_by_15_degrees() {
    let ford = north_of(MILL, -10_000);
    let known = registers(&[("the ford", disc(ford, 0))]);
    let back = place(MILL, 0);
    let right = right_mark("the ford", ford, MILL);
    let off = |distance_mm: i64, deg: i64| {
        let mark = Mark {
            distance_mm: right.distance_mm.checked_add_signed(distance_mm).unwrap(),
            bearing_deg: (right.bearing_deg as i64 + deg).rem_euclid(360) as u64,
            ..right.clone()
        };
        wrong_marks(&back, &[mark], &known)
    };
    assert_eq!(off(0, 0), 0);
    // A tenth of what the mark says: 11,666 m says 10,000 m and 1,666.
    let most = ((right.distance_mm + 500_000) as i64 * 10) / 9 - right.distance_mm as i64;
    assert_eq!((off(most - 10, 0), off(most + 10, 0)), (0, 1));
    let least = ((right.distance_mm - 500_000) as i64 * 10) / 11 - right.distance_mm as i64;
    assert_eq!((off(least + 10, 0), off(least - 10, 0)), (0, 1));
    assert_eq!((off(0, 15), off(0, -15)), (0, 0));
    assert_eq!((off(0, 16), off(0, -16)), (1, 1));
    assert_eq!(off(0, 180), 1, "the other way");
    let unknown = Mark { from: "the tower".into(), distance_mm: 1, bearing_deg: 90 };
    assert_eq!(wrong_marks(&back, &[unknown], &known), 0, "what the register does not know is not wrong");
}

#[test]
fn a_bearing_is_asked_from_one_kilometre_on() {
    for (metres, wrong) in [(990, 0), (1_010, 1)] {
        let ford = north_of(MILL, -metres);
        let known = registers(&[("the ford", disc(ford, 0))]);
        let mut mark = right_mark("the ford", ford, MILL);
        mark.bearing_deg = 90;
        assert_eq!(wrong_marks(&place(MILL, 0), &[mark], &known), wrong, "{metres}");
    }
}

#[test]
fn words_alone_can_be_wrong_and_are_too_coarse_to_agree() {
    let ford = north_of(MILL, -10_000);
    let known = registers(&[("the ford", disc(ford, 0))]);
    let right = right_mark("the ford", ford, MILL);
    let nowhere = named(&["where the officer stands"]);
    assert_eq!(compare(&place(MILL, 100), &nowhere, std::slice::from_ref(&right), &known), Comparison::NotMeasurable);
    let wrong = Mark { bearing_deg: 90, ..right };
    let found = compare(&place(MILL, 100), &nowhere, std::slice::from_ref(&wrong), &known);
    let Comparison::Differs { apart: None, wrong } = found else { panic!("the words are wrong: {found:?}") };
    assert_eq!(wrong[0].bearing_deg, Some(0), "and this is what they should have been");
}

#[test]
fn a_right_position_with_wrong_words_differs() {
    let ford = north_of(MILL, -10_000);
    let known = registers(&[("the ford", disc(ford, 0))]);
    let mark = Mark { from: "the ford".into(), distance_mm: 2_000_000, bearing_deg: 0 };
    let found = compare(&place(MILL, 100), &place(MILL, 0), std::slice::from_ref(&mark), &known);
    let Comparison::Differs { apart: Some(Apart { least_mm: 0, .. }), wrong } = found else { panic!("{found:?}") };
    assert_eq!(wrong.len(), 1);
}

// ---- Words to say at the phone ----------------------------------------------------------------------------------

#[test]
fn the_words_are_the_two_nearest_known_places_that_it_does_not_lie_in() {
    let mut record = Record::default();
    record.known_place("East", disc(MILL, 6_000));
    record.known_place("the ford", disc(north_of(MILL, -4_000), 100));
    record.known_place("the tower", disc(north_of(MILL, 2_000), 0));
    record.known_place("far away", disc(north_of(MILL, 40_000), 100));
    let words = record.now(0, |channel| channel.words_for(&place(MILL, 100)));
    assert_eq!(words.len(), 2);
    assert_eq!((words[0].from.as_str(), words[0].bearing_deg), ("the tower", 180), "seen from the tower it is south");
    assert_eq!((words[1].from.as_str(), words[1].bearing_deg), ("the ford", 0));
    assert!(words[0].distance_mm.abs_diff(2_000_000) < 2_000 && words[1].distance_mm.abs_diff(4_000_000) < 2_000);
    // Whoever reads them back is not wrong.
    let knowledge = record.knowledge(0);
    assert!(compare(&place(MILL, 100), &place(MILL, 0), &words, &knowledge.registers).agrees());
    assert!(record.now(0, |channel| channel.words_for(&named(&["nowhere"])).is_empty()));
    // Far from all: north and south exchanged, not what lies in a known place.
    let far = |place: Place| channel::read_back::far_from_all(&place.area.unwrap(), &record.knowledge(0).registers);
    assert!(far(place(Point { lat_e7: -MILL.lat_e7, ..MILL }, 100)) && !far(place(MILL, 100)));
    assert!(!channel::read_back::far_from_all(
        &place(MILL, 1).area.unwrap(),
        &Record::default().knowledge(0).registers
    ));
}

proptest::proptest! {
    #[test]
    fn words_that_the_register_gives_are_never_wrong(
        lat in -600_000_000..600_000_000i32,
        places in proptest::collection::vec((-400_000..400_000i32, -400_000..400_000i32, 0..9_000u64, 3..7usize), 1..8),
    ) {
        let position = place(Point { lat_e7: lat, lon_e7: 225_000_000 }, 100);
        let known: Vec<(String, Area)> = places.iter().enumerate().map(|(number, (north, east, size, corners))| {
            let centre = Point { lat_e7: lat + north, lon_e7: 225_000_000 + east };
            let area = if *size % 2 == 0 {
                disc(centre, *size)
            } else {
                // A comb, whose middle may lie outside of it.
                let side = *size as i32 * 10;
                let outer = (0..*corners as i32).map(|i| {
                    Point { lon_e7: centre.lon_e7 + i * side, lat_e7: centre.lat_e7 + i * i * side % 7_000 }
                });
                Area::Polygons(vec![Polygon { outer: outer.collect(), holes: Vec::new() }])
            };
            (format!("place {number}"), area)
        }).collect();
        let known: Vec<(&str, Area)> = known.iter().map(|(name, area)| (name.as_str(), area.clone())).collect();
        let registers = registers(&known);
        let words = channel::read_back::words_for(position.area.as_ref().unwrap(), &registers);
        proptest::prop_assert!(words.len() <= 2);
        let found = compare(&position, &position, &words, &registers);
        proptest::prop_assert!(found.agrees(), "{words:?} {found:?}");
    }
}

// ---- The notice's own names -------------------------------------------------------------------------------------

#[test]
fn a_notice_is_held_against_the_places_and_zones_of_its_own_names() {
    let mut record = Record::default();
    record.known_place("Mill", disc(MILL, 200));
    record.known_place("East", disc(MILL, 6_000));
    record.known_place("Ford", disc(north_of(MILL, 9_000), 200));
    let version = |label: &str, from: i64, geometry| {
        Content::ZoneVersion(ZoneVersionStated {
            zone: "Mill".into(),
            label: label.into(),
            in_force_from: at(from),
            geometry,
            with_agreement: true,
        })
    };
    record.say(-1_000, "mission", version("map 1", -90_000, ZoneGeometry::Area(disc(MILL, 900))));
    record.say(-900, "mission", version("map 2", 500, ZoneGeometry::Area(disc(north_of(MILL, 12_000), 900))));
    let held = |names: &[&str], centre| Place { names: strings(names), ..place(centre, 100) };
    let id = record.notify(0, "North", notice(&["South"], held(&["Mill", "East", "nowhere"], MILL), span(0, 900)));
    let wrong = record.notify(0, "North", notice(&["South"], held(&["Ford"], MILL), span(0, 900)));
    record.now(100, |channel| {
        let found = channel.named_places(&channel.notice(id).unwrap());
        let names: Vec<_> = found.iter().map(|named| (named.name, named.known_as, named.comparison.agrees())).collect();
        let map_1 = KnownAs::Zone { version: "map 1" };
        assert_eq!(names, [("Mill", KnownAs::Place, true), ("Mill", map_1, true), ("East", KnownAs::Place, true)]);
        let found = channel.named_places(&channel.notice(wrong).unwrap());
        let Comparison::Differs { apart: Some(apart), .. } = &found[0].comparison else { panic!("{found:?}") };
        assert!(apart.least_mm.abs_diff(8_700_000) < 2_000, "{apart:?}");
    });
    // From 500 s on another map is in force.
    record.now(600, |channel| {
        let found = channel.named_places(&channel.notice(id).unwrap());
        assert_eq!(found[1].known_as, KnownAs::Zone { version: "map 2" });
        assert!(found[1].comparison.differs());
    });
}
