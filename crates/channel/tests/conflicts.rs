//! N8: notices that meet, what anybody learns of that, questions, and the index that finds them.

mod hotline;

use channel::conflict::{Conflict, Learns, Meet};
use channel::index::Index;
use channel::question::{Heard, Sweep};
use hotline::*;
use record::statement::*;
use record::vocabulary::Kleene;
use record::vocabulary::geometry::area_in;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::time::Interval;

fn site(centre: Point, radius_m: u64) -> Notice {
    notice(&["mission"], place(centre, radius_m), span(0, 7_200))
}

fn plan(centre: Point, radius_m: u64) -> Notice {
    Notice { what: Notified::PlannedActivity, ..site(centre, radius_m) }
}

fn meets(one: Notice, other: Notice) -> Option<Meet> {
    let mut record = Record::default();
    let older = record.notify(0, "North", one);
    let newer = record.notify(10, "South", other);
    record.now(100, |channel| {
        let all = channel.conflicts();
        assert_eq!(channel.conflicts_of(older), all);
        assert_eq!(channel.conflicts_of(newer), all);
        assert!(all.len() <= 1);
        all.first().map(|found| {
            assert_eq!((found.older, found.newer), (older, newer));
            found.meet
        })
    })
}

// ---- Exactly, for the mission -----------------------------------------------------------------------------------

#[test]
fn a_place_and_a_time_within_the_other_is_certain_and_an_overlap_is_possible() {
    assert_eq!(meets(site(MILL, 1_000), plan(MILL, 200)), Some(Meet::Certain));
    assert_eq!(meets(plan(MILL, 200), site(MILL, 1_000)), Some(Meet::Certain), "whichever came first");
    assert_eq!(meets(site(MILL, 1_000), plan(north_of(MILL, 900), 200)), Some(Meet::Possible));
    assert_eq!(meets(site(MILL, 1_000), plan(north_of(MILL, 1_300), 200)), None);
    let half = Notice { during: span(3_600, 9_000), ..plan(MILL, 200) };
    assert_eq!(meets(site(MILL, 1_000), half.clone()), Some(Meet::Possible), "the windows overlap");
    assert_eq!(meets(Notice { expires: Some(at(3_600)), ..site(MILL, 1_000) }, half), None, "it has expired by then");
}

#[test]
fn heights_that_share_no_metre_are_no_conflict() {
    let with = |from_m, to_m, centre| Notice { heights: Some(Heights { from_m, to_m }), ..plan(centre, 200) };
    assert_eq!(meets(with(0, 300, MILL), with(300, 900, MILL)), Some(Meet::Certain), "one metre");
    assert_eq!(meets(with(0, 299, MILL), with(300, 900, MILL)), None);
    assert_eq!(meets(with(0, 299, MILL), plan(MILL, 200)), Some(Meet::Certain), "the other states none");
}

#[test]
fn where_an_area_is_missing_names_decide() {
    let by_name = |names: &[&str]| Notice { place: named(names), ..plan(MILL, 1) };
    assert_eq!(meets(by_name(&["Mill", "East"]), by_name(&["Mill"])), Some(Meet::Possible));
    assert_eq!(
        meets(by_name(&["Mill", "East"]), by_name(&["East"])),
        Some(Meet::Possible),
        "all of East holds the Mill"
    );
    assert_eq!(meets(by_name(&["Mill", "East"]), by_name(&["Ford", "East"])), None);
    let both = Notice { place: Place { names: strings(&["Mill"]), ..place(MILL, 200) }, ..plan(MILL, 1) };
    assert_eq!(meets(both, by_name(&["Mill"])), Some(Meet::Possible));
    // A name that the register gives an area is where that is.
    let mut record = Record::default();
    record.known_place("Mill", disc(MILL, 100));
    record.notify(0, "North", by_name(&["Mill"]));
    record.notify(0, "South", plan(MILL, 500));
    assert_eq!(record.now(100, |channel| channel.conflicts()[0].meet), Meet::Certain);
}

#[test]
fn an_area_that_cannot_be_measured_is_where_its_names_are() {
    let beyond = Place { names: strings(&["the ice"]), ..place(point(750_000_000, 225_000_000), 100) };
    let unusable = Notice { place: beyond, ..plan(MILL, 1) };
    assert_eq!(meets(unusable.clone(), plan(MILL, 500)), None);
    assert_eq!(meets(unusable, Notice { place: named(&["the ice"]), ..plan(MILL, 1) }), Some(Meet::Possible));
}

#[test]
fn notices_of_one_speaker_of_exercises_and_those_that_are_over_do_not_meet() {
    let mut record = Record::default();
    record.speaker("North-post", "North");
    record.notify(0, "North", site(MILL, 500));
    record.notify(0, "North-post", plan(MILL, 500));
    record.notify(0, "South", Notice { drill: true, ..plan(MILL, 500) });
    let closed = record.notify(0, "South", plan(MILL, 500));
    record.answer(50, "South", closed, Step::Closed);
    record.now(100, |channel| {
        assert_eq!(channel.conflicts(), []);
        assert_eq!(channel.drills().conflicts(), []);
    });
    record.then(40, 100, |channel| assert_eq!(channel.conflicts().len(), 2, "both of the North's"));
}

// ---- In squares, for everybody else -----------------------------------------------------------------------------

#[test]
fn the_speaker_of_the_older_notice_learns_to_speak_to_the_mission() {
    let mut record = Record::default();
    let older = record.notify(0, "North", site(MILL, 500));
    let newer = record.notify(10, "South", plan(MILL, 500));
    record.now(100, |channel| {
        let learnt = channel.learnt();
        assert_eq!(learnt.get(&older), Some(&Learns::SpeakToTheMission));
        assert_eq!(learnt.get(&newer), None, "who comes later asks");
    });
    record.notify(20, "Guarantor", Notice { may_be_told: true, ..plan(MILL, 500) });
    assert_eq!(record.now(100, |channel| channel.learnt()[&older]), Learns::ThereIsANotice);
    record.now(5, |channel| assert!(channel.learnt().is_empty()));
}

fn question(record: &mut Record, known: i64, asker: &str, place: Place) -> BodyId {
    let question = AreaQuestion { purpose: "a repair".into(), place, during: span(0, 7_200) };
    record.say(known, asker, Content::AreaQuestion(question))
}

fn heard(record: &Record, id: BodyId) -> (usize, Option<Sweep>, Heard) {
    record.now(200_000, |channel| {
        let questions = channel.questions();
        let held = questions.iter().find(|held| held.statement.id == id).unwrap();
        (held.number, held.sweeps, held.heard)
    })
}

#[test]
fn who_asks_learns_that_there_is_something_or_nothing_and_never_where() {
    let mut record = Record::default();
    let site_id = record.notify(0, "North", site(MILL, 500));
    let near = question(&mut record, 10, "South", place(north_of(MILL, 2_000), 500));
    let far = question(&mut record, 20, "South", place(north_of(MILL, 40_000), 500));
    let own = question(&mut record, 30, "North", place(MILL, 500));
    let past = question(&mut record, 8_000, "South", place(MILL, 500));
    assert_eq!(heard(&record, near).2, Heard::Answered(Learns::SpeakToTheMission), "2 km away, in one square");
    assert_eq!(heard(&record, far).2, Heard::Answered(Learns::Nothing));
    assert_eq!(heard(&record, own).2, Heard::Answered(Learns::Nothing), "one's own notice is known");
    assert_eq!(heard(&record, past).2, Heard::Answered(Learns::Nothing), "it was over when it was asked");
    record.now(9_000, |channel| {
        assert_eq!(channel.touched(near), [site_id], "its owner is told");
        assert_eq!(channel.touched(far), []);
    });
}

#[test]
fn a_question_without_purpose_or_area_is_not_answered_and_counts() {
    let mut record = Record::default();
    let site_id = record.notify(0, "North", Notice { place: named(&["Mill"]), ..site(MILL, 1) });
    let by_name = question(&mut record, 10, "South", named(&["Mill"]));
    assert_eq!(heard(&record, by_name), (1, None, Heard::NotMeasurable));
    let without = AreaQuestion { purpose: "  ".into(), place: place(MILL, 100), during: span(0, 7_200) };
    let without = record.say(20, "South", Content::AreaQuestion(without));
    assert_eq!(heard(&record, without), (2, None, Heard::NoPurpose));
    assert!(
        [Heard::NoPurpose, Heard::NotMeasurable, Heard::Sweeps]
            .iter()
            .all(|heard| heard.learns() == Learns::SpeakToTheMission)
    );
    assert_eq!(record.now(30, |channel| channel.touched(by_name)), [site_id], "the owner is told by name, too");
}

#[test]
fn twenty_questions_in_24_hours_are_answered_and_no_more() {
    let mut record = Record::default();
    record.speaker("South-desk", "South");
    let far = |number: i64| place(north_of(MILL, 20_000 * (number % 30)), 500);
    let askers = ["South", "South-desk"];
    let ids: Vec<_> =
        (0..21).map(|number| question(&mut record, number * 60, askers[number as usize % 2], far(number))).collect();
    assert_eq!(heard(&record, ids[19]), (20, None, Heard::Answered(Learns::Nothing)), "both desks are one party");
    assert_eq!(heard(&record, ids[20]), (21, Some(Sweep::Many { questions: 21 }), Heard::Sweeps));
    // The first has left the 24 hours exactly a day later; one second before it has not.
    let before = question(&mut record, 86_399, "South", far(22));
    assert_eq!(heard(&record, before).0, 22);
    let after = question(&mut record, 86_400 + 2 * 60, "South", far(23));
    assert_eq!(heard(&record, after).0, 20, "three have left, and two came");
    let other = question(&mut record, 86_400, "North", far(24));
    assert_eq!(heard(&record, other).0, 1);
}

#[test]
fn a_question_that_is_taken_back_was_asked_all_the_same() {
    let mut record = Record::default();
    for number in 0..20 {
        let id = question(&mut record, number, "South", place(north_of(MILL, 20_000 * number), 500));
        record.withdraw(number, "South", id);
    }
    let last = question(&mut record, 100, "South", place(MILL, 500));
    assert_eq!(heard(&record, last).0, 21);
}

#[test]
fn questions_of_one_second_count_together_whichever_was_first() {
    let mut record = Record::default();
    let ids: Vec<_> =
        (0..21).map(|number| question(&mut record, 0, "South", place(north_of(MILL, 20_000 * number), 500))).collect();
    assert!(ids.iter().all(|id| heard(&record, *id).2 == Heard::Sweeps));
}

#[test]
fn questions_that_hang_together_sweep_from_the_fourth_on() {
    let mut record = Record::default();
    // In a row to the north, a square each.
    let row: Vec<_> = (0..5)
        .map(|number| question(&mut record, number * 60, "South", place(north_of(MILL, 5_550 * number), 100)))
        .collect();
    assert_eq!(heard(&record, row[2]).1, None);
    assert_eq!(heard(&record, row[3]), (4, Some(Sweep::Touching { questions: 4 }), Heard::Sweeps));
    assert_eq!(heard(&record, row[4]).1, Some(Sweep::Touching { questions: 5 }));
    let apart = question(&mut record, 400, "South", place(north_of(MILL, 90_000), 100));
    assert_eq!(heard(&record, apart), (6, None, Heard::Answered(Learns::Nothing)));
    // Two groups that a question between joins.
    let mut record = Record::default();
    for metres in [0, 0, 11_100, 11_100] {
        question(&mut record, 0, "South", place(north_of(MILL, metres), 100));
    }
    let between = question(&mut record, 60, "South", place(north_of(MILL, 5_550), 100));
    assert_eq!(heard(&record, between).1, Some(Sweep::Touching { questions: 5 }));
}

#[test]
fn a_question_may_be_five_kilometres_wide_and_no_wider() {
    let mut record = Record::default();
    let ask = |record: &mut Record, radius_mm| {
        let area = Area::Disc { centre: MILL, radius_mm };
        question(record, 0, "South", Place { names: Vec::new(), area: Some(area) })
    };
    let at_most = ask(&mut record, 2_500_000);
    assert_eq!(heard(&record, at_most).1, None);
    let wider = ask(&mut record, 2_500_001);
    assert_eq!(heard(&record, wider).1, Some(Sweep::Wide { width_mm: 5_000_002 }));
}

#[test]
fn a_question_is_answered_by_what_was_known_when_it_came_in() {
    let mut record = Record::default();
    let early = question(&mut record, 10, "South", place(MILL, 100));
    let id = record.notify(20, "North", site(MILL, 500));
    let late = question(&mut record, 30, "South", place(MILL, 100));
    record.withdraw(40, "North", id);
    let after = question(&mut record, 50, "South", place(MILL, 100));
    let learns = [early, late, after].map(|id| heard(&record, id).2.learns());
    assert_eq!(learns, [Learns::Nothing, Learns::SpeakToTheMission, Learns::Nothing]);
    assert_eq!(record.now(60, |channel| channel.touched(late)), [id]);
    // That it was over before the question came out only afterwards.
    let mut record = Record::default();
    let id = record.notify(0, "North", site(MILL, 500));
    let asked = question(&mut record, 30, "South", place(MILL, 100));
    record.answer_said(60, 15, "North", id, Step::Closed);
    assert_eq!(heard(&record, asked).2.learns(), Learns::SpeakToTheMission);
}

// ---- An adversary with a thousand notices and questions of its own ----------------------------------------------

/// Numbers of a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 1) as i64 % limit
    }
}

const SQUARE: i32 = channel::limits::SQUARE_E7;
/// South-western corner of a square of the grid.
const CORNER: Point = Point { lon_e7: 45 * 5 * 1_000_000, lat_e7: 391_000_000 };

/// Everything that the adversary learns: of its notices that are older and newer than the site, of questions that were put,
/// and of questions answered as if nothing were counted.
fn all_that_is_learnt(seed: u64, hidden: Point, drawn_closely: bool) -> (Vec<Learns>, usize) {
    let mut random = Random(seed);
    let mut record = Record::default();
    let mut own = Vec::new();
    let mut asked = Vec::new();
    // Drawn closely around where the site is thought to be, or over the whole country.
    let spread = i64::from(if drawn_closely { SQUARE } else { 20 * SQUARE });
    let near = |random: &mut Random| Point {
        lon_e7: CORNER.lon_e7 + random.below(2 * spread) as i32 - spread as i32 / 2,
        lat_e7: CORNER.lat_e7 + random.below(2 * spread) as i32 - spread as i32 / 2,
    };
    for number in 0..1_000 {
        if number == 500 {
            record.notify(1_000, "North", notice(&["mission"], place(hidden, 300), span(0, 700_000)));
        }
        let centre = near(&mut random);
        let radius = random.below(3_000) as u64;
        let area = match random.below(3) {
            0 => disc(centre, 0),
            1 => disc(centre, radius),
            _ => {
                let side = 1 + random.below(20_000) as i32;
                let corner = |lon: i32, lat: i32| Point { lon_e7: centre.lon_e7 + lon, lat_e7: centre.lat_e7 + lat };
                let outer = vec![corner(0, 0), corner(side, 0), corner(side, side), corner(0, side)];
                Area::Polygons(vec![Polygon { outer, holes: Vec::new() }])
            }
        };
        let place = Place { names: Vec::new(), area: Some(area) };
        let known = number * 2;
        own.push((record.notify(known, "South", notice(&["mission"], place.clone(), span(0, 700_000))), place.clone()));
        // A question every so often, for days.
        let question = AreaQuestion { purpose: "a repair".into(), place, during: span(0, 700_000) };
        asked.push(record.say(2_000 + number * 600, "South", Content::AreaQuestion(question)));
    }
    record.now(650_000, |channel| {
        let told = channel.learnt();
        let of_own = |id: &BodyId| told.get(id).copied().unwrap_or(Learns::Nothing);
        let mut learnt: Vec<Learns> = own.iter().map(|(id, _)| of_own(id)).collect();
        let questions = channel.questions();
        learnt.extend(questions.iter().map(|held| held.heard.learns()));
        let free = own
            .iter()
            .step_by(2)
            .map(|(_, place)| channel.ask("South", place.area.as_ref().unwrap(), span(0, 700_000)));
        learnt.extend(free);
        let answered = questions.iter().filter(|held| matches!(held.heard, Heard::Answered(_))).count();
        (learnt, answered)
    })
}

#[test]
fn a_thousand_notices_and_questions_tell_no_more_than_the_square() {
    for (seed, drawn_closely) in [(0xADE, true), (0xADF, false), (0xAE0, true)] {
        let mut random = Random(seed ^ 0x5eed);
        // Wherever in its square the site is, all that is learnt is the same, to the last answer.
        let mut inside = || Point {
            lon_e7: CORNER.lon_e7 + random.below(SQUARE.into()) as i32,
            lat_e7: CORNER.lat_e7 + random.below(SQUARE.into()) as i32,
        };
        let (learnt, answered) = all_that_is_learnt(seed, inside(), drawn_closely);
        for hidden in [
            CORNER,
            inside(),
            inside(),
            Point { lon_e7: CORNER.lon_e7 + SQUARE - 1, lat_e7: CORNER.lat_e7 + SQUARE - 1 },
        ] {
            assert_eq!(all_that_is_learnt(seed, hidden, drawn_closely).0, learnt, "{hidden:?}");
        }
        // There is something to learn, and another square would be told apart: without counting, that is how much it is.
        assert!(learnt.contains(&Learns::SpeakToTheMission) && learnt.contains(&Learns::Nothing));
        assert!(answered < 1_000 && answered > 0, "{answered}");
        let next = Point { lon_e7: CORNER.lon_e7 - 1, lat_e7: CORNER.lat_e7 };
        assert_ne!(all_that_is_learnt(seed, next, drawn_closely).0, learnt);
    }
}

#[test]
fn counted_questions_drawn_closely_tell_nothing_at_all() {
    // All of them lie beside one another: after the third they sweep, and a refusal looks like a notice.
    let (_, answered) = all_that_is_learnt(0xADE, CORNER, true);
    assert!(answered < 100, "{answered} of 1,000 in a week");
}

// ---- The index --------------------------------------------------------------------------------------------------

fn areas(random: &mut Random, count: usize) -> Vec<Area> {
    let mut area = || {
        let centre = Point {
            lon_e7: -20_000_000 + random.below(40_000_000) as i32,
            lat_e7: -20_000_000 + random.below(40_000_000) as i32,
        };
        match random.below(8) {
            0 => disc(centre, random.below(400_000) as u64),
            1 => disc(Point { lat_e7: 750_000_000, ..centre }, 100),
            2 | 3 => {
                let side = 1 + random.below(3_000_000) as i32;
                let corner = |lon: i32, lat: i32| Point { lon_e7: centre.lon_e7 + lon, lat_e7: centre.lat_e7 + lat };
                let outer = vec![corner(0, 0), corner(side, side / 3), corner(side / 2, side)];
                Area::Polygons(vec![Polygon { outer, holes: Vec::new() }])
            }
            _ => disc(centre, random.below(20_000) as u64),
        }
    };
    (0..count).map(|_| area()).collect()
}

fn id(number: usize) -> BodyId {
    let mut id = [0; 32];
    id[..8].copy_from_slice(&(number as u64).to_be_bytes());
    BodyId(id)
}

#[test]
fn the_index_answers_what_asking_every_notice_does() {
    let mut random = Random(0x1DE);
    let areas = areas(&mut random, 2_000);
    let window = |number: usize| span(0, 100 * (number as i64 % 7));
    let index = Index::new(areas.iter().enumerate().map(|(number, area)| (id(number), window(number), area)));
    assert!(index.len() < areas.len() && !index.is_empty(), "what cannot be measured holds no position");
    let mut found = 0;
    for _ in 0..3_000 {
        let position = Point {
            lon_e7: -25_000_000 + random.below(50_000_000) as i32,
            lat_e7: -25_000_000 + random.below(50_000_000) as i32,
        };
        let when = at(random.below(700));
        let mut held: Vec<BodyId> = index.at(position, when).collect();
        held.sort();
        let every = areas.iter().enumerate().filter(|(number, area)| {
            window(*number).contains(when) && area_in(&disc(position, 0), area) == Kleene::Must
        });
        assert_eq!(held, every.map(|(number, _)| id(number)).collect::<Vec<_>>());
        found += held.len();
    }
    assert!(found > 10_000, "{found}");
    assert_eq!(index.at(Point { lon_e7: i32::MIN, lat_e7: i32::MAX }, at(0)).count(), 0);
}

#[test]
fn conflicts_found_through_the_index_are_those_of_all_pairs() {
    let mut random = Random(0xC0);
    let areas = areas(&mut random, 260);
    let mut record = Record::default();
    let names = ["Mill", "Ford", "Tower", "East"];
    let mut notices = Vec::new();
    for (number, area) in areas.into_iter().enumerate() {
        let mut own = site(MILL, 1);
        let names: Vec<&str> = (0..random.below(3)).map(|_| names[random.below(4) as usize]).collect();
        let area = Some(area).filter(|_| names.is_empty() || random.below(4) > 0);
        own.place = Place { names: strings(&names), area };
        own.during = span(random.below(500), 600 + random.below(500));
        let author = ["North", "South", "Guarantor"][random.below(3) as usize];
        notices.push((record.notify(-1_000 + number as i64, author, own.clone()), author, own));
    }
    let registers = &record.knowledge(0).registers;
    let mut expected = Vec::new();
    for (number, (older, one_author, one)) in notices.iter().enumerate() {
        for (newer, other_author, other) in &notices[number + 1..] {
            let usable = |notice: &Notice| notice.place.area.clone().filter(|area| area_in(area, area) == Kleene::Must);
            let place = match (usable(one), usable(other)) {
                (Some(a), Some(b)) => match (area_in(&a, &b), area_in(&b, &a)) {
                    (Kleene::No, _) => Kleene::No,
                    (Kleene::Must, _) | (_, Kleene::Must) => Kleene::Must,
                    _ => Kleene::May,
                },
                _ => {
                    let first = |notice: &'_ Notice| notice.place.names.first().cloned();
                    let holds = |inner: &Notice, outer: &Notice| {
                        first(outer).is_some_and(|name| inner.place.names.contains(&name))
                    };
                    if holds(one, other) || holds(other, one) { Kleene::May } else { Kleene::No }
                }
            };
            let (a, b) = (one.during, other.during);
            let within = |x: Interval, y: Interval| x.from <= y.from && y.until <= x.until;
            if one_author != other_author && place != Kleene::No && !a.meet(b).is_empty() {
                let certain = place == Kleene::Must && (within(a, b) || within(b, a));
                let meet = if certain { Meet::Certain } else { Meet::Possible };
                expected.push(Conflict { older: *older, newer: *newer, meet });
            }
        }
    }
    expected.sort();
    assert!(registers.places.is_empty());
    assert!(expected.len() > 500 && expected.iter().any(|found| found.meet == Meet::Certain), "{}", expected.len());
    record.now(0, |channel| {
        assert_eq!(channel.conflicts(), expected);
        for (id, ..) in notices.iter().take(40) {
            let of: Vec<_> =
                expected.iter().copied().filter(|found| found.older == *id || found.newer == *id).collect();
            assert_eq!(channel.conflicts_of(*id), of);
        }
        let held = channel.index().at(Point { lon_e7: 0, lat_e7: 0 }, at(500)).count();
        let every = notices.iter().filter(|(_, _, own)| {
            let here = own.place.area.as_ref().map(|area| area_in(&disc(Point { lon_e7: 0, lat_e7: 0 }, 0), area));
            own.during.contains(at(500)) && here == Some(Kleene::Must)
        });
        assert_eq!(held, every.count());
    });
}
