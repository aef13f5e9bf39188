//! Missions as folders: made, opened, adopted, changed, moved.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use armistice::message::Message;
use armistice::mission::{Adopting, Mission, Settings, WatchSettings};
use armistice::store::Store;
use common::Folder;
use record::live::{Declared, Knowledge};
use record::statement::{Adoption, Content};
use record::vocabulary::Kleene;
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::registers::{Registers, ZoneGeometry};
use record::vocabulary::time::{Instant, KnownAt};

const VALLEY: &str = include_str!("data/valley.accord");
const ZONES: &str = include_str!("data/valley.geojson");
const NOW: Instant = Instant(1_906_500_000); // 2030-06-01

/// A new mission in `folder`, with its zone file.
fn valley(folder: &Folder) -> PathBuf {
    let dir = folder.path().join("valley");
    Mission::init(&dir, "The valley mission", VALLEY, &common::founding("test"), Instant(0)).unwrap();
    fs::write(dir.join("zones/valley.geojson"), ZONES).unwrap();
    dir
}

fn adopt(dir: &Path, adopting: Adopting, now: Instant) -> Result<usize, Vec<Message>> {
    let mut mission = Mission::open_changed(dir)?;
    mission.store.take_pen(common::founding("test").pen);
    mission.adopt(adopting, now).map(|appended| appended.new.len())
}

fn registers(dir: &Path, known: KnownAt) -> Registers {
    let store = Store::open(dir).unwrap();
    Knowledge::at(store.statements(), known, &Declared::default()).registers
}

fn codes<T: std::fmt::Debug>(result: Result<T, Vec<Message>>) -> Vec<&'static str> {
    result.unwrap_err().iter().map(|message| message.code).collect()
}

#[test]
fn a_new_mission_opens_and_has_adopted_nothing() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    let mission = Mission::open(&dir).unwrap();
    assert_eq!(
        (mission.settings.name.as_str(), mission.agreement.name.as_str()),
        ("The valley mission", "The valley cessation")
    );
    assert!(mission.adoption().is_none() && mission.store.statements().is_empty());
    for file in ["mission.toml", "agreement.accord", "registers/actors.csv", "registers/speakers.csv", "state"] {
        assert!(dir.join(file).exists(), "{file}");
    }
    // The tables of a new mission have their columns and no rows: they can be adopted as they are.
    assert_eq!(adopt(&dir, Adopting::default(), NOW).unwrap(), 2);
}

#[test]
fn a_text_with_errors_makes_no_mission() {
    let folder = Folder::new("mission");
    let dir = folder.path().join("valley");
    assert_eq!(
        codes(Mission::init(&dir, "x", "agreement \"Nothing\"\n", &common::founding("test"), Instant(0))),
        ["M0103"]
    );
    assert!(!dir.exists());
}

#[test]
fn settings_are_written_as_they_are_read() {
    for name in ["The valley mission", "a \"name\" with \\ and = and # in it", "بعثة"] {
        let plain = Settings {
            name: name.to_owned(),
            agreement: "agreement.accord".to_owned(),
            watch: WatchSettings::default(),
        };
        let watch =
            WatchSettings { stop_word: Some("red \"lantern\"".to_owned()), short_name: Some("VALLEY".to_owned()) };
        for settings in [Settings { watch, ..plain.clone() }, plain] {
            assert_eq!(Settings::parse(&settings.print()).unwrap(), settings);
        }
    }
    let text = "# a mission\n\n  agreement = \"a.accord\"  # its text\nname=\"x\"\n";
    assert_eq!(Settings::parse(text).unwrap().agreement, "a.accord");
    for bad in ["name = \"x\"\n", "name = \"x\" y\nagreement = \"a\"\n", "name = \"x\\n\"\nagreement = \"a\"\n"] {
        assert!(Settings::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn adopted_registers_and_zones_answer_questions() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    let actors = "name,member_of,from,until,certain,listed\nSouth brigade,South,2030-01-01,2030-03-01,,\nvolunteers,South,,,no,\n";
    fs::write(dir.join("registers/actors.csv"), actors).unwrap();
    fs::write(dir.join("registers/speakers.csv"), "name,party,subject\nGeneral X,South,any\n").unwrap();
    adopt(&dir, Adopting::default(), NOW).unwrap();
    let registers = registers(&dir, KnownAt::ALL);
    let zone = Mission::open(&dir).unwrap().agreement.zone.clone();
    let day = |date: &str| zone.day_start(date.parse().unwrap());
    assert_eq!(registers.member("South brigade", "South", day("2030-02-28")), Kleene::Must);
    // `until` is the first instant at which it no longer holds.
    assert_eq!(registers.member("South brigade", "South", Instant(day("2030-03-01").0 - 1)), Kleene::Must);
    assert_eq!(registers.member("South brigade", "South", day("2030-03-01")), Kleene::No);
    assert_eq!(registers.member("volunteers", "South", NOW), Kleene::May);
    assert!(registers.speaks_for("General X", "South", "military", NOW));
    let [version] = &registers.zones["East"][..] else { panic!("one version") };
    assert!(version.with_agreement && version.in_force_from == Instant::EVER);
    let ZoneGeometry::Area(_) = &version.geometry else { panic!("an area") };
    let inside = Point { lon_e7: 225_500_000, lat_e7: 391_500_000 };
    let place = Place { names: vec![], area: Some(Area::Disc { centre: inside, radius_mm: 1_000 }) };
    assert_eq!(registers.in_geometry(&place, &version.geometry), Some(Kleene::Must));
}

#[test]
fn what_leaves_the_files_is_withdrawn_from_then_on_and_can_come_back_again_and_again() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    let with = "name,member_of\nBand,South\nSouth brigade,South\n";
    let without = "name,member_of\nSouth brigade,South\n";
    let mut moments = Vec::new();
    for (turn, text) in [with, without, with, without, with].into_iter().enumerate() {
        fs::write(dir.join("registers/actors.csv"), text).unwrap();
        let now = Instant(NOW.0 + 1_000 * turn as i64);
        assert_eq!(adopt(&dir, Adopting::default(), now).unwrap(), if turn == 0 { 4 } else { 2 }, "turn {turn}");
        assert_eq!(adopt(&dir, Adopting::default(), Instant(now.0 + 1)).unwrap(), 0, "nothing differs");
        moments.push((now, text == with));
    }
    for (now, there) in moments {
        let registers = registers(&dir, KnownAt(now));
        let member = registers.member("Band", "South", NOW);
        assert_eq!(member, if there { Kleene::Must } else { Kleene::May }, "known {now:?}");
        assert_eq!(registers.member("South brigade", "South", NOW), Kleene::Must);
    }
}

#[test]
fn a_changed_zone_file_replaces_the_zone_and_keeps_what_was_known() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    adopt(&dir, Adopting::default(), NOW).unwrap();
    let point = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"east","radius_m":2000},
        "geometry":{"type":"Point","coordinates":[22.55,39.15]}}]}"#;
    fs::write(dir.join("zones/valley.geojson"), point).unwrap();
    // Files decide nothing by themselves.
    assert_eq!(Mission::open(&dir).unwrap().store.statements().len(), 2);
    adopt(&dir, Adopting::default(), Instant(NOW.0 + 60)).unwrap();
    let geometry = |known| registers(&dir, known).zones["East"].iter().map(|v| v.geometry.clone()).collect::<Vec<_>>();
    assert!(matches!(geometry(KnownAt(NOW))[..], [ZoneGeometry::Area(Area::Polygons(_))]));
    let centre = Point { lon_e7: 225_500_000, lat_e7: 391_500_000 };
    assert_eq!(geometry(KnownAt::ALL), [ZoneGeometry::Area(Area::Disc { centre, radius_mm: 2_000_000 })]);
}

#[test]
fn an_edited_agreement_is_refused_until_it_is_adopted_and_so_is_the_old_one_after() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    adopt(&dir, Adopting::default(), NOW).unwrap();
    let edited = VALLEY.replace("runs 7 days", "runs 9 days");
    let open_with = |text: &str| {
        fs::write(dir.join("agreement.accord"), text).unwrap();
        Mission::open(&dir)
    };
    assert_eq!(codes(open_with(&edited)), ["M0104"]);
    assert!(open_with(VALLEY).is_ok());
    assert_eq!(codes(open_with(&edited)), ["M0104"]);
    assert_eq!(adopt(&dir, Adopting::default(), Instant(NOW.0 + 60)).unwrap(), 1);
    assert!(open_with(&edited).is_ok());
    let messages = open_with(VALLEY).unwrap_err();
    let text = messages[0].to_string();
    let hash = |text: &str| armistice::hash::hex(&armistice::hash::sha256(text.as_bytes()));
    assert!(text.contains(&hash(VALLEY)) && text.contains(&hash(&edited)), "{text}");
    // Going back is an adoption like any other.
    assert_eq!(adopt(&dir, Adopting::default(), Instant(NOW.0 + 120)).unwrap(), 1);
    assert!(open_with(VALLEY).is_ok());
}

#[test]
fn an_adoption_may_be_history_and_then_everything_of_it_is_known_at_that_instant() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    let known = KnownAt(Instant(1_898_000_000));
    adopt(&dir, Adopting { known: Some(known), live_from: None }, NOW).unwrap();
    let mission = Mission::open(&dir).unwrap();
    assert!(mission.store.statements().iter().all(|s| s.known() == known && s.accepted.history));
    assert_eq!(mission.adoption().unwrap().0.said_at(), known.0);
}

#[test]
fn the_day_on_which_a_mission_goes_live_is_kept_by_later_adoptions() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    let live_from = Some(Instant(NOW.0 + 500));
    adopt(&dir, Adopting { live_from, known: None }, NOW).unwrap();
    fs::write(dir.join("registers/actors.csv"), "name\nBand\n").unwrap();
    adopt(&dir, Adopting::default(), Instant(NOW.0 + 60)).unwrap();
    let mission = Mission::open(&dir).unwrap();
    assert_eq!((mission.adoption().unwrap().1.live_from, mission.store.live_from()), (live_from, live_from));
    let late = Adopting { known: Some(KnownAt(NOW)), live_from: None };
    fs::write(dir.join("registers/actors.csv"), "name\nBand\nvolunteers\n").unwrap();
    assert_eq!(codes(adopt(&dir, late, Instant(NOW.0 + 500))), ["S0203"]);
}

#[test]
fn the_hashes_of_an_adoption_are_those_of_the_text_and_of_its_tree() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    adopt(&dir, Adopting::default(), NOW).unwrap();
    let mission = Mission::open(&dir).unwrap();
    let expected = Adoption {
        agreement: "The valley cessation".into(),
        text_sha256: armistice::hash::sha256(VALLEY.as_bytes()),
        tree_sha256: armistice::hash::sha256(agreement::to_json(&mission.agreement).as_bytes()),
        live_from: None,
    };
    assert_eq!(mission.adoption().unwrap().1, &expected);
    assert!(matches!(mission.store.statements()[0].body.content, Content::Adoption(_)));
}

#[test]
fn a_mission_is_one_folder_that_can_be_moved() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    adopt(&dir, Adopting::default(), NOW).unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(&dir, &elsewhere).unwrap();
    assert_eq!(Mission::open(&elsewhere).unwrap().store.statements().len(), 2);
    let link = elsewhere.join("mission.toml");
    fs::write(&link, "name = \"x\"\nagreement = \"/etc/hostname\"\n").unwrap();
    assert_eq!(codes(Mission::open(&elsewhere)), ["M0106"]);
}

#[test]
fn everything_wrong_with_registers_and_zones_is_said_at_once_and_nothing_adopted() {
    let folder = Folder::new("mission");
    let dir = valley(&folder);
    fs::write(dir.join("registers/actors.csv"), "name,alias_of\n,South\n").unwrap();
    fs::write(dir.join("registers/places.csv"), [0xff, 0xfe]).unwrap();
    fs::remove_file(dir.join("zones/valley.geojson")).unwrap();
    assert_eq!(codes(adopt(&dir, Adopting::default(), NOW)).len(), 3);
    assert!(Mission::open(&dir).unwrap().store.statements().is_empty());
}

#[test]
fn registers_are_read_whatever_the_order_of_columns_and_rows() {
    let ids = |text: &str| {
        let folder = Folder::new("mission");
        let dir = valley(&folder);
        fs::write(dir.join("registers/actors.csv"), text).unwrap();
        adopt(&dir, Adopting::default(), NOW).unwrap();
        let mission = Mission::open(&dir).unwrap();
        mission.store.statements().iter().map(|s| s.id).collect::<std::collections::BTreeSet<_>>()
    };
    let plain = ids("name,what,member_of\nBand,armed group,South\nvolunteers,,South\n");
    assert_eq!(ids("\u{feff}member_of,name,what\r\nSouth,volunteers,\r\nSouth,Band,armed group\r\n"), plain);
}
