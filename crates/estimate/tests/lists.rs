//! The lists of the shared data set, and small tables on purpose: each gives a spread or says why not, and nothing
//! panics.
//!
//! The shared data is found through `ARMISTICE_SHARED`, else beside the repository; where it is not there, the tests
//! that need it say so and pass.

use std::collections::BTreeMap;
use std::path::PathBuf;

use estimate::{
    Caution, Estimate, Extent, Family, Greatest, Lists, Model, NoFit, Reason, Spread, Why, Wrong, fit, limits,
    loglinear, lower_bounds, posterior, profile, spread, two_lists,
};

fn shared() -> Option<PathBuf> {
    let shared = match std::env::var_os("ARMISTICE_SHARED") {
        Some(path) => PathBuf::from(path),
        None => PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
    };
    let lists = shared.join("data").join("mse-lists");
    if lists.is_dir() {
        return Some(lists);
    }
    eprintln!("SKIPPED: no folder {}; set ARMISTICE_SHARED to the shared folder", lists.display());
    None
}

/// Each file of the shared data: its name and its lists.
fn files() -> Vec<(String, Lists)> {
    let Some(folder) = shared() else { return Vec::new() };
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|ending| ending == "csv") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            files.push((name, read(&std::fs::read_to_string(&path).expect("text"))));
        }
    }
    files.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(files.len() >= 8, "the shared data set has eight tables");
    files
}

/// The last column counts, the others say which lists.
fn read(text: &str) -> Lists {
    let mut lines = text.lines();
    let mut names: Vec<String> =
        lines.next().expect("a header").split(',').map(|name| name.trim_matches('"').to_owned()).collect();
    names.pop();
    let mut counts = BTreeMap::new();
    for line in lines {
        let cells: Vec<u64> = line.split(',').map(|cell| cell.trim().parse().expect("a number")).collect();
        let pattern = (0..names.len()).map(|list| (cells[list] as u32) << list).sum();
        *counts.entry(pattern).or_insert(0) += cells[names.len()];
    }
    Lists::new(names, counts).expect("lists")
}

fn table(names: usize, counts: &[(u32, u64)]) -> Lists {
    let names = (0..names).map(|list| format!("list {list}")).collect();
    Lists::new(names, counts.iter().copied().collect()).expect("lists")
}

/// What must be true of every spread.
fn check(what: &str, lists: &Lists, spread: &Spread) {
    let observed = lists.observed() as f64;
    match &spread.extent {
        Extent::Between { least, greatest } => {
            assert!(*least >= observed, "{what}: {least} is less than the {observed} observed");
            if let Greatest::At(greatest) = greatest {
                assert!(greatest.is_finite() && greatest >= least, "{what}: {least} to {greatest}");
            }
        }
        Extent::NotEstimable(reasons) => {
            assert!(!reasons.is_empty(), "{what}");
            reasons.iter().for_each(|reason| assert!(reason.to_string().starts_with("not estimable: ")));
        }
    }
    for line in &spread.lines {
        assert!(line.people.is_finite() && line.interval.least.is_finite(), "{what}: {}", line.method);
    }
    for caution in &spread.cautions {
        assert!(!caution.to_string().is_empty());
    }
    assert!(spread.loglinear.fits.windows(2).all(|pair| pair[0].bic <= pair[1].bic), "{what}: in order of BIC");
    for fit in &spread.loglinear.fits {
        assert!(fit.deviance.is_finite() && fit.bic.is_finite() && fit.aic.is_finite(), "{what}: {}", fit.model);
    }
    if let Some(posterior) = &spread.posterior {
        assert!(posterior.least <= posterior.median && posterior.median <= posterior.greatest, "{what}");
        assert!(posterior.least >= observed && posterior.greatest <= posterior.looked_to, "{what}");
    }
}

#[test]
fn every_table_of_the_shared_data_gives_a_spread_or_a_reason() {
    for (name, lists) in files() {
        let spread = spread(&lists);
        check(&name, &lists, &spread);
        assert!(spread.loglinear.unsettled.is_empty(), "{name}");
        match &spread.extent {
            Extent::Between { least, greatest } => {
                eprintln!(
                    "{name}: {} observed, {least:.0} to {greatest:?}, {} lines",
                    spread.observed,
                    spread.lines.len()
                );
                assert_ne!(name, "Artificial_3");
            }
            Extent::NotEstimable(reasons) => {
                eprintln!("{name}: {}", reasons[0]);
                assert_eq!(name, "Artificial_3");
            }
        }
    }
}

/// Chan, Silverman and Vincent (2021, section 2.7) found that every model with pairs has an estimate for the western
/// states.
#[test]
fn every_model_of_the_western_states_has_an_estimate() {
    for (_, lists) in files().into_iter().filter(|(name, _)| name == "Western") {
        let all = loglinear(&lists);
        assert_eq!((all.family, all.fits.len()), (Family::Pairs, 1_024));
        assert!(all.fits.iter().all(|fit| matches!(fit.estimate, Estimate::People { .. })));
    }
}

#[test]
fn the_order_of_the_lists_decides_nothing() {
    for (name, lists) in files().into_iter().filter(|(name, _)| name != "NewOrl") {
        let count = lists.len();
        let turn = |pattern: u32| (0..count).map(|list| (pattern >> list & 1) << (count - 1 - list)).sum();
        let names = lists.names().iter().rev().cloned().collect();
        let turned = Lists::new(names, lists.counts().map(|(pattern, n)| (turn(pattern), n)).collect()).expect("lists");
        let (straight, turned) = (spread(&lists), spread(&turned));
        assert_eq!(straight.loglinear.fits.len(), turned.loglinear.fits.len(), "{name}");
        for (a, b) in straight.loglinear.fits.iter().zip(&turned.loglinear.fits) {
            assert!((a.bic - b.bic).abs() < 1e-6, "{name}: {} and {}", a.bic, b.bic);
        }
        match (&straight.extent, &turned.extent) {
            (Extent::Between { least: a, .. }, Extent::Between { least: b, .. }) => {
                assert!((a - b).abs() < 0.01, "{name}")
            }
            (a, b) => assert_eq!(a, b, "{name}"),
        }
    }
}

/// Published by Chan, Silverman and Vincent (2021, tables 2 and 3): one model has no estimate, one no single one, one
/// has one.
fn artificial() -> Lists {
    table(3, &[(0b001, 40), (0b010, 30), (0b100, 20), (0b011, 6)])
}

#[test]
fn what_the_lists_do_not_determine_is_said_by_model_and_by_term() {
    let why = |text: &str| match fit(&artificial(), &Model::parse(3, text).expect("a model")).expect("fits").estimate {
        Estimate::Inestimable { why, terms } => (Some(why), terms),
        Estimate::People { falls, .. } => (None, falls),
    };
    let all = vec![0b001, 0b010, 0b011, 0b100, 0b101, 0b110];
    assert_eq!(why("[12,13,23]"), (Some(Why::NotIdentified), all));
    assert_eq!(why("[12,3]").0, Some(Why::RunsAway));
    assert_eq!(why("[12,13]").0, Some(Why::RunsAway));
    assert_eq!(why("[12,23]").0, Some(Why::RunsAway));
    assert_eq!(why("[13,23]"), (None, vec![0b101, 0b110]));
    assert_eq!(why("[13,2]"), (None, vec![0b101]));
    assert_eq!(why("[1,2,3]"), (None, vec![]));
}

/// With every pair dependent, three lists leave no freedom: the missing are on all three times each alone, over each
/// pair.
#[test]
fn one_empty_pattern_says_in_which_direction_a_model_runs() {
    let without = |empty: u32| {
        let counts: Vec<(u32, u64)> = (1..8).map(|pattern| (pattern, if pattern == empty { 0 } else { 10 })).collect();
        let lists = table(3, &counts);
        let spread = spread(&lists);
        check("one empty pattern", &lists, &spread);
        let pairs = spread.loglinear.fits.iter().find(|fit| fit.model.to_string() == "[12,13,23]").expect("fitted");
        match pairs.estimate {
            Estimate::Inestimable { why, .. } => (why, spread.extent),
            Estimate::People { people, .. } => panic!("{people}"),
        }
    };
    let (why, extent) = without(0b111);
    assert_eq!(why, Why::RunsToNobody);
    assert!(matches!(extent, Extent::Between { least: 60.0, greatest: Greatest::At(_) }), "{extent:?}");
    assert_eq!(without(0b001).0, Why::RunsToNobody);
    let (why, extent) = without(0b011);
    assert_eq!(why, Why::RunsAway);
    assert!(matches!(extent, Extent::Between { greatest: Greatest::Open, .. }), "{extent:?}");
}

#[test]
fn a_list_that_meets_no_other_leaves_two_and_two_are_not_enough() {
    let lists = artificial();
    let spread = spread(&lists);
    check("artificial", &lists, &spread);
    assert_eq!(spread.extent, Extent::NotEstimable(vec![Reason::FewLinked { apart: vec!["list 2".to_owned()] }]));
    let inestimable = spread.cautions.iter().filter(|caution| matches!(caution, Caution::Inestimable { .. })).count();
    assert_eq!(inestimable, 4);
    assert!(spread.cautions.contains(&Caution::ListApart { list: "list 2".to_owned() }));
}

/// Korea's three lists, with nobody on the last two alone: figures of the R package MultipleSystemsEstimation.
#[test]
fn sparse_lists_give_the_numbers_of_others() {
    let lists = table(3, &[(0b100, 41), (0b010, 5), (0b001, 5), (0b011, 54), (0b101, 6), (0b110, 0), (0b111, 12)]);
    let known = [
        ("[12,23]", 157.1667, 57.14081),
        ("[12,3]", 268.7778, 58.96860),
        ("[13,23]", 123.4630, 91.89711),
        ("[23,1]", 126.1944, 138.06368),
        ("[13,2]", 126.9394, 155.16018),
        ("[1,2,3]", 141.9926, 184.14431),
    ];
    let all = loglinear(&lists);
    let numbers: Vec<_> = all.fits.iter().filter(|fit| matches!(fit.estimate, Estimate::People { .. })).collect();
    assert_eq!((all.fits.len(), numbers.len()), (8, known.len()));
    for (fit, (model, theirs, bic)) in numbers.into_iter().zip(known) {
        let Estimate::People { people, .. } = fit.estimate else { panic!("a number") };
        assert_eq!(fit.model.to_string(), model);
        assert!((people - theirs).abs() < 1e-4, "{model}: {people} is not {theirs}");
        assert!((fit.bic - bic).abs() < 1e-4, "{model}: BIC {} is not {bic}", fit.bic);
    }
    let third = &all.fits.iter().find(|fit| fit.model.to_string() == "[12,3]").expect("fitted");
    assert!((third.deviance - 8.566_946).abs() < 1e-6 && (third.aic - 44.907_67).abs() < 1e-5);
    // Two models without a number fit best: nothing bounds the spread above.
    let spread = spread(&lists);
    check("Korea", &lists, &spread);
    assert!(matches!(spread.extent, Extent::Between { greatest: Greatest::Open, .. }), "{:?}", spread.extent);
}

#[test]
fn each_limit_is_kept_and_one_past_it_is_refused() {
    let names = |count: usize| -> Vec<String> { (0..count).map(|list| format!("list {list}")).collect() };
    let one = || BTreeMap::from([(1, 1)]);
    assert_eq!(Lists::new(names(2), one()), Err(Wrong::FewLists { given: 2 }));
    assert!(Lists::new(names(limits::LISTS_LEAST), one()).is_ok());
    assert!(Lists::new(names(limits::LISTS_MOST), one()).is_ok());
    assert_eq!(Lists::new(names(9), one()), Err(Wrong::ManyLists { given: 9 }));
    let named = |name: String| Lists::new(vec![name, "b".into(), "c".into()], one());
    assert!(named("x".repeat(limits::LIST_NAME_BYTES)).is_ok());
    assert_eq!(named("x".repeat(201)), Err(Wrong::LongName { list: 1, bytes: 201 }));
    assert_eq!(named(" ".into()), Err(Wrong::NoName { list: 1 }));
    assert_eq!(named("c".into()), Err(Wrong::SameName { name: "c".into() }));
    let counted = |counts: &[(u32, u64)]| Lists::new(names(3), counts.iter().copied().collect());
    assert!(counted(&[(1, limits::PEOPLE - 1), (7, 1)]).is_ok());
    assert_eq!(counted(&[(1, limits::PEOPLE), (7, 1)]), Err(Wrong::ManyPeople { most: limits::PEOPLE }));
    assert_eq!(counted(&[(1, u64::MAX), (7, u64::MAX)]), Err(Wrong::ManyPeople { most: limits::PEOPLE }));
    assert_eq!(counted(&[(0, 3)]), Err(Wrong::OnNoList { people: 3 }));
    assert_eq!(counted(&[(8, 3)]), Err(Wrong::UnknownList { pattern: 8, lists: 3 }));
    assert_eq!(counted(&[(1, 5), (2, 0)]), counted(&[(1, 5)]));
    for wrong in [
        Wrong::FewLists { given: 2 },
        Wrong::ManyLists { given: 9 },
        Wrong::NoName { list: 1 },
        Wrong::LongName { list: 1, bytes: 201 },
        Wrong::SameName { name: "c".into() },
        Wrong::OnNoList { people: 3 },
        Wrong::UnknownList { pattern: 8, lists: 3 },
        Wrong::ManyPeople { most: limits::PEOPLE },
    ] {
        let said = wrong.to_string();
        assert!((said.contains(';') || said.contains(',')) && !said.ends_with('.'), "{said}");
    }
}

#[test]
fn a_model_for_other_lists_and_a_table_without_people_are_refused() {
    let model = Model::parse(3, "[1,2,3]").expect("a model");
    assert_eq!(fit(&table(4, &[(1, 5)]), &model), Err(NoFit::OtherLists { model: 3, table: 4 }));
    let empty = table(3, &[]);
    assert_eq!(fit(&empty, &model), Err(NoFit::Nobody));
    assert!(posterior(&empty).is_none() && profile(&empty, &model).is_none());
    let spread = spread(&empty);
    check("empty", &empty, &spread);
    assert_eq!(spread.extent, Extent::NotEstimable(vec![Reason::FewLists { with_people: 0 }]));
    assert_eq!(lower_bounds(&empty).len(), 2);
    assert_eq!(two_lists(&empty).len(), 3);
}

#[test]
fn lists_that_all_name_the_same_people_add_none() {
    let lists = table(3, &[(0b111, 50)]);
    let spread = spread(&lists);
    check("the same people", &lists, &spread);
    // Where everybody is on every list, no model may invent people.
    assert!(
        spread
            .loglinear
            .fits
            .iter()
            .any(|fit| { matches!(fit.estimate, Estimate::Inestimable { why: Why::RunsToNobody, .. }) })
    );
    for fit in &spread.loglinear.fits {
        if let Estimate::People { people, .. } = fit.estimate {
            assert!(people < 50.5, "{}: {people}", fit.model);
        }
    }
}

#[test]
fn the_greatest_counts_are_fitted_like_small_ones() {
    let small = [(1, 60), (2, 50), (4, 40), (3, 30), (5, 20), (6, 15), (7, 10)];
    let scale = limits::PEOPLE / 225;
    let great: Vec<(u32, u64)> = small.iter().map(|(pattern, count)| (*pattern, count * scale)).collect();
    let (small, great) = (table(3, &small), table(3, &great));
    for text in ["[1,2,3]", "[12,3]", "[12,13]", "[12,13,23]"] {
        let number = |lists: &Lists| match fit(lists, &Model::parse(3, text).expect("a model")).expect("fits").estimate
        {
            Estimate::People { people, .. } => people,
            Estimate::Inestimable { why, .. } => panic!("{why}"),
        };
        let ratio = number(&great) / number(&small) / scale as f64;
        assert!((ratio - 1.0).abs() < 1e-9, "{text}: {ratio}");
    }
    check("great", &great, &spread(&great));
    // One pattern holds nearly everybody.
    for lists in [3, 4, 5] {
        for full in [1, 3, 7] {
            let most = limits::PEOPLE - (1 << lists);
            let lopsided: Vec<(u32, u64)> =
                (1..1 << lists).map(|pattern| (pattern, if pattern == full { most } else { 1 })).collect();
            let lists = table(lists, &lopsided);
            let spread = spread(&lists);
            check(&format!("{full} of {}", lists.len()), &lists, &spread);
            assert!(spread.loglinear.unsettled.is_empty(), "{full} of {}", lists.len());
        }
    }
}

/// A small generator, so that the tables are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

#[test]
fn random_tables_full_and_sparse_are_all_answered() {
    let mut random = Random(2_002);
    for round in 0..60_u64 {
        let lists = 3 + (random.below(10) / 5) as usize;
        let counts: Vec<(u32, u64)> = (1..1_u32 << lists)
            .map(|pattern| {
                let size = [2, 10, 1_000][(round % 3) as usize];
                let empty = random.below(10) < [7, 4, 1][(round / 3 % 3) as usize];
                (pattern, if empty { 0 } else { random.below(size) })
            })
            .collect();
        let lists = table(lists, &counts);
        let spread = spread(&lists);
        check(&format!("{counts:?}"), &lists, &spread);
        assert!(spread.loglinear.unsettled.is_empty(), "{counts:?}");
        let unsettled = |estimate: &Estimate| matches!(estimate, Estimate::Inestimable { why: Why::Unsettled, .. });
        assert!(!spread.loglinear.fits.iter().any(|fit| unsettled(&fit.estimate)), "{counts:?}");
    }
}

#[test]
fn more_lists_are_answered_too() {
    let mut random = Random(7);
    for (lists, size) in [(5, 20), (6, 3), (7, 2), (8, 2), (8, 40)] {
        let counts: Vec<(u32, u64)> = (1..1_u32 << lists).map(|pattern| (pattern, random.below(size))).collect();
        let lists = table(lists, &counts);
        let spread = spread(&lists);
        check(&format!("{} lists", lists.len()), &lists, &spread);
        assert_eq!(spread.posterior.is_some(), lists.len() <= limits::GRAPH_LISTS);
        assert!(spread.loglinear.unsettled.is_empty());
    }
}
