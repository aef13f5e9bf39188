//! Real claims that contradict each other, under `examples/`: each is kept with who says it, and none is made to fit.
//!
//! The tolls of two strikes and the trucks lie in the worked example (`example.rs`); the same shapes with invented names in
//! `cases/incident/good`.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use armistice::import::{Input, statements};
use armistice::limits::ImportLimits;
use armistice::mission::{Adopting, Mission};
use common::Folder;
use incident::likeness::WeightsText;
use incident::likeness::reports::Comparing;
use record::statement::Content;
use record::vocabulary::facts::About;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};
use situation::Situation;
use situation::casualties::{Casualties, NotKnown, casualties};

/// 1 January 2026: long after all of it was known.
const TODAY: Instant = Instant(1_767_225_600);

fn examples() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples")
}

/// A mission with the agreement and the claims of one example.
fn mission(example: &str) -> (Folder, Mission) {
    let folder = Folder::new("claims");
    let from = examples().join(example);
    let dir = folder.path().join("mission");
    let named = ["agreement.accord", "terms.accord"].map(|file| from.join(file));
    let text = named.iter().find_map(|file| fs::read_to_string(file).ok()).expect("an agreement");
    Mission::init(&dir, "claims", &text, &common::founding("test"), Instant(0))
        .unwrap_or_else(|messages| panic!("{messages:#?}"));
    let mut mission = common::mission(&dir).unwrap_or_else(|messages| panic!("{messages:#?}"));
    let terms = mission.agreement.epochs[0].at;
    let adopting = Adopting { live_from: None, known: Some(KnownAt(terms)) };
    mission.adopt(adopting, TODAY).unwrap_or_else(|messages| panic!("{messages:#?}"));
    let claims = Input::open(&from.join("claims.jsonl"), ImportLimits::default()).expect("claims");
    let zone = mission.agreement.zone.clone();
    let options = statements::Options { author: "mission".to_owned(), zone, history: true };
    let reading = statements::read(&claims, &options, &mut |_| {}).expect("statements");
    assert!(reading.bad.is_empty(), "{:?}", reading.bad);
    reading.accept(&mut mission.store, TODAY, true).expect("accepted");
    (folder, mission)
}

fn at(mission: &Mission) -> Situation<'_> {
    let tree = &mission.agreement;
    let moment = Moment {
        happened: TODAY,
        known: KnownAt(TODAY),
        standard: tree.standards.headline,
        perspective: tree.perspectives[0].clone(),
    };
    situation::at(tree, mission.store.statements(), &moment)
}

fn figures(mission: &Mission, now: &Situation<'_>) -> Casualties {
    let comparing =
        Comparing { zone: mission.agreement.zone.clone(), wider: Default::default(), weights: WeightsText::first() };
    casualties(now, &comparing)
}

/// What the reports measure under a name, the least first.
fn measured(now: &Situation<'_>, name: &str) -> Vec<(u64, Option<u64>)> {
    let reports = now.knowledge.live.iter().filter_map(|live| live.report.as_deref());
    let of = reports.flat_map(|report| report.measures.iter().filter(|measure| measure.name == name));
    let mut all: Vec<(u64, Option<u64>)> = of.map(|measure| (measure.least, measure.most)).collect();
    all.sort_unstable();
    all
}

#[test]
fn every_claim_says_where_it_was_read() {
    for example in ["hodeidah-2018", "israel-lebanon-2024", "nassir-2018"] {
        let (_folder, mission) = mission(example);
        for statement in mission.store.statements() {
            if let Content::Report(_) = &statement.body.content {
                let cited = statement.body.cited.as_deref().unwrap_or_default();
                assert!(cited.starts_with('[') && cited.contains("catalogue"), "{example}: {cited}");
            }
        }
    }
}

#[test]
fn tallies_of_the_parties_stand_beside_each_other_and_are_no_toll_of_any_incident() {
    let (_folder, mission) = mission("hodeidah-2018");
    let now = at(&mission);
    let found = figures(&mission, &now);
    assert_eq!(measured(&now, "breaches"), [(437, Some(437)), (573, Some(573))]);
    assert!(found.totals.is_empty(), "a running total became a toll: {:?}", found.totals);
    assert!(found.unknown.iter().any(|(what, _)| *what == NotKnown::RunningTotal), "{:?}", found.unknown);
    assert_eq!(found.incidents.iter().map(|incident| incident.cumulative.len()).sum::<usize>(), 2);
    // Neither tally is a breach by anybody: nobody but the accuser says so.
    assert!(now.evaluation.judged.iter().all(|judged| {
        judged.standard < now.tree.standards.headline || judged.word != agreement::evaluate::Word::Breached
    }));
}

#[test]
fn counters_with_another_scope_are_not_made_one() {
    let (_folder, mission) = mission("israel-lebanon-2024");
    let now = at(&mission);
    assert_eq!(measured(&now, "violations"), [(18, None), (62, Some(62))]);
    assert_eq!(now.incidents.len(), 2, "nobody said that the two count the same");
}

#[test]
fn two_accounts_of_who_attacked_when_stay_two() {
    let (_folder, mission) = mission("nassir-2018");
    let now = at(&mission);
    assert_eq!(now.incidents.len(), 3, "each account stands alone until somebody links it");
    for party in ["Government", "IO"] {
        let accused = now.facts.iter().filter(|fact| fact.about == About::Actor(party.to_owned()));
        assert!(accused.count() > 0, "{party} is accused by nobody");
    }
    let breached = |judged: &&agreement::evaluate::Judged| judged.word == agreement::evaluate::Word::Breached;
    let headline = now.evaluation.judged.iter().filter(|judged| judged.standard == now.tree.standards.headline);
    assert_eq!(headline.filter(breached).count(), 0, "one side's word is no more than that");
}
