//! Linking on sets whose truth is known: how much is found, and what must never happen.
//!
//! The sets lie in the shared data; without it these tests say so and pass.

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use armistice::limits::ImportLimits;
use armistice::linking::score::{Score, score};
use armistice::linking::{tables, weights};
use common::{Folder, shared};
use incident::likeness::Linker;

fn linked(set: &str) -> Option<(Score, Linker)> {
    let folder = shared(&format!("data/linkage/{set}"))?;
    let mut reports = tables::read(&folder, ImportLimits::default()).expect("tables");
    assert!(reports.bad.is_empty(), "{:?}", reports.bad.first());
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let truth = tables::truth(&folder, ImportLimits::default()).expect("the truth");
    Some((score(&linker.incidents(), &truth), linker))
}

#[test]
fn reports_of_eight_sources_once_each() {
    let Some((score, linker)) = linked("dev10k_core") else { return };
    assert!(score.f1() >= 0.92, "F1 {:.4}", score.f1());
    for (_, members) in linker.incidents() {
        let sources: BTreeSet<u32> = members.iter().map(|id| linker.entry(id).expect("live").source).collect();
        assert_eq!(sources.len(), members.len(), "one report for each source");
    }
}

#[test]
fn with_updates_and_reports_that_cover_several() {
    let Some((score, _)) = linked("dev10k_full") else { return };
    assert!(score.f1() >= 0.88, "F1 {:.4}", score.f1());
    assert!(score.covering_merged() <= 0.10, "merged {:.3}", score.covering_merged());
}

/// The example data of another program, with what that program found: three feeds of crashes, some of which are in several.
///
/// It has no truth. What the other program put together and we do not, and the other way round, is counted and bounded, so that a change shows.
#[test]
fn crashes_that_another_program_linked() {
    let Some(data) = shared("data/meltt-crash-sim") else { return };
    let rows = |name: &str| {
        let mut reader = csv::Reader::from_path(data.join(name)).expect("a table of the data set");
        let head: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let cells = |row: csv::StringRecord| head.iter().cloned().zip(row.iter().map(str::to_owned)).collect();
        reader.records().map(|row| cells(row.expect("a row"))).collect::<Vec<BTreeMap<String, String>>>()
    };
    let folder = Folder::new("crashes");
    let mut reports =
        String::from("report_id,source,date_start,date_end,lat,lon,event_type,actor_a,actor_b,updates_report_id\n");
    for feed in 1..=3 {
        for row in rows(&format!("crash_data{feed}.csv")) {
            let of = |column: &str| row[column].as_str();
            let (began, ended) = (of("date"), of("enddate"));
            let ended = if ended.is_empty() { began } else { ended };
            let (lat, lon, model) = (of("latitude"), of("longitude"), of("model_tax"));
            writeln!(
                reports,
                "{feed}-{},{},{began},{ended},{lat},{lon},{model},colour {},damage {},",
                of("event"),
                of("dataset"),
                of("color_tax"),
                of("damage_tax")
            )
            .expect("written");
        }
    }
    let mut actors = String::from("source,alias,unit,grp,bloc\n");
    let mut types = String::from("source,code,base,level2,level3\n");
    for row in rows("taxonomy_color_tax.csv") {
        writeln!(
            actors,
            "{},colour {},,{},{}",
            row["data.source"], row["base.categories"], row["col_level1"], row["col_level2"]
        )
        .expect("written");
    }
    for row in rows("taxonomy_damage_tax.csv") {
        writeln!(actors, "{},damage {},,,{}", row["data.source"], row["base.categories"], row["damage_level1"])
            .expect("written");
    }
    for row in rows("taxonomy_model_tax.csv") {
        let [source, code, one, two, three] =
            ["data.source", "base.categories", "make_level1", "make_level2", "make_level3"].map(|column| &row[column]);
        writeln!(types, "{source},{code},{one},{two},{three}").expect("written");
    }
    for (name, text) in [("reports", reports), ("actors", actors), ("event_types", types)] {
        std::fs::write(folder.path().join(format!("{name}.csv")), text).expect("written");
    }
    let mut reports = tables::read(folder.path(), ImportLimits::default()).expect("tables");
    let weights = weights(&mut reports);
    let linker = Linker::of(reports.entries, reports.lexicon, weights, BTreeMap::new());
    let pairs = |members: &[String]| {
        let pair = |(at, a): (usize, &String)| {
            members[..at].iter().map(|b| (a.clone().min(b.clone()), a.clone().max(b.clone()))).collect::<Vec<_>>()
        };
        members.iter().enumerate().flat_map(pair).collect::<Vec<_>>()
    };
    let ours: BTreeSet<(String, String)> = linker
        .incidents()
        .into_iter()
        .flat_map(|(_, members)| pairs(&members.into_iter().map(str::to_owned).collect::<Vec<_>>()))
        .collect();
    let theirs: BTreeSet<(String, String)> = rows("meltt_0.4.3_matches_4km_2d.csv")
        .iter()
        .flat_map(|row| {
            let member = |feed: usize| (feed, row[&format!("crash_data{feed}_event")].clone());
            let members: Vec<String> = (1..=3)
                .map(member)
                .filter(|(_, event)| event != "0")
                .map(|(feed, event)| format!("{feed}-{event}"))
                .collect();
            pairs(&members)
        })
        .collect();
    let both = ours.intersection(&theirs).count();
    eprintln!(
        "of {} pairs of the other program {both} are together here, and {} more",
        theirs.len(),
        ours.len() - both
    );
    assert_eq!(theirs.len(), 76);
    assert!(both >= 73, "{both}");
    assert!(ours.len() - both <= 13, "{}", ours.len() - both);
}
