//! Kosovo, March to June 1999: four lists of killings, held against figures of others.
//!
//! Counts: Ball, Betts, Scheuren, Dudukovich and Asher (2002), as in the R package LCMCR. EXH exhumations, ABA American
//! Bar Association, OSCE Organization for Security and Co-operation in Europe, HRW Human Rights Watch.
//! Figures: `closedpMS.t`, `closedp.t` and `closedpCI.t` of Rcapture 1.4-4, and dga 2.0.2, run on the same counts.

use std::collections::BTreeMap;

use estimate::{
    Estimate, Extent, Greatest, Lists, Method, Model, Part, Visibility, decomposable, fit, loglinear, lower_bounds,
    posterior, profile, spread, two_lists,
};

/// Each pattern is written HRW OSCE ABA EXH, so that the digits of models, which count from the right, name EXH 1, ABA
/// 2, OSCE 3 and HRW 4. In the opposite order [123,14,34] has deviance 116.76; the order below gives the published
/// 9.32.
const COUNTS: [(u32, u64); 15] = [
    (0b1111, 27),
    (0b1110, 32),
    (0b1101, 42),
    (0b1100, 123),
    (0b1011, 18),
    (0b1010, 31),
    (0b1001, 106),
    (0b1000, 306),
    (0b0111, 181),
    (0b0110, 217),
    (0b0101, 228),
    (0b0100, 936),
    (0b0011, 177),
    (0b0010, 845),
    (0b0001, 1131),
];

fn kosovo() -> Lists {
    let names = ["EXH", "ABA", "OSCE", "HRW"].map(String::from).to_vec();
    Lists::new(names, COUNTS.into_iter().collect()).expect("four lists")
}

fn model(text: &str) -> Model {
    Model::parse(4, text).expect("a model")
}

fn people(estimate: &Estimate) -> (f64, f64) {
    match estimate {
        Estimate::People { people, error, .. } => (*people, *error),
        Estimate::Inestimable { why, .. } => panic!("inestimable: {why}"),
    }
}

fn near(ours: f64, theirs: f64, apart: f64) {
    assert!((ours - theirs).abs() <= apart, "{ours} is not {theirs}, give or take {apart}");
}

#[test]
fn the_counts_are_those_of_4400_people() {
    assert_eq!(kosovo().observed(), 4_400);
}

#[test]
fn the_published_model_gives_the_published_number() {
    let fit = fit(&kosovo(), &model("[123,14,34]")).expect("fits");
    let (people, error) = people(&fit.estimate);
    near(people, 10_356.52, 0.01);
    near(error, 786.0, 0.5);
    near(fit.deviance, 9.322_670, 1e-5);
    near(fit.bic, 203.029_6, 5e-5);
    assert_eq!(fit.degrees, 4);
}

#[test]
fn the_next_models_by_bic_give_numbers_twice_as_great() {
    let all = loglinear(&kosovo());
    assert_eq!((all.fits.len(), all.unsettled.len()), (113, 0));
    let near_ones: Vec<(String, f64)> =
        all.near().map(|fit| (fit.model.to_string(), people(&fit.estimate).0.round())).collect();
    let expected = [
        ("[123,14,34]", 10_357.0),
        ("[123,134]", 12_741.0),
        ("[134,12,23]", 18_393.0),
        ("[123,14,24,34]", 9_824.0),
        ("[134,12,23,24]", 19_233.0),
        ("[123,134,24]", 12_841.0),
    ];
    assert_eq!(near_ones, expected.map(|(model, people)| (model.to_owned(), people)));
    let distances: Vec<f64> = all.near().map(|fit| fit.bic - all.fits[0].bic).collect();
    near(distances[1], 0.1, 0.05);
    near(distances[5], 8.4, 0.1);
    let averaged = all.averaged.expect("an average");
    near(averaged.people, 13_184.0, 1.0);
    assert!(averaged.error > 3_000.0, "models differ by more than each errs: {}", averaged.error);
}

#[test]
fn all_pairs_have_the_interval_of_others() {
    let pairs = model("[12,13,14,23,24,34]");
    let profile = profile(&kosovo(), &pairs).expect("a number");
    near(profile.likeliest, 14_386.0, 1.0);
    near(profile.interval.least, 12_523.0, 1.0);
    let Greatest::At(greatest) = profile.interval.greatest else { panic!("it ends") };
    near(greatest, 16_668.0, 1.0);
}

#[test]
fn lower_bounds_are_those_of_others() {
    let bounds = lower_bounds(&kosovo());
    assert_eq!(bounds[0].visibility, Visibility::OfPeople);
    near(people(&bounds[0].estimate).0, 8_787.0, 0.5);
    near(people(&bounds[1].estimate).0, 8_591.0, 0.5);
}

#[test]
fn two_lists_are_not_enough() {
    let pairs = two_lists(&kosovo());
    let numbers: Vec<f64> = pairs.iter().map(|pair| pair.people).collect();
    assert_eq!(pairs.len(), 6);
    near(numbers.iter().copied().fold(f64::INFINITY, f64::min), 5_447.0, 0.5);
    near(numbers.iter().copied().fold(0.0, f64::max), 9_622.0, 0.5);
}

/// 97.5 % lie below 16,544 here; the figure of dga is one less. How far it looked for missing people is not stated with it.
#[test]
fn decomposable_graphs_give_the_posterior_of_others() {
    let posterior = posterior(&kosovo()).expect("four lists");
    near(posterior.mean, 12_749.0, 0.5);
    near(posterior.median, 12_595.0, 0.0);
    near(posterior.least, 9_827.0, 0.0);
    near(posterior.greatest, 16_543.0, 1.0);
    assert!(!posterior.is_cut_off());
    assert_eq!(posterior.graphs.len(), decomposable(4).len());
    assert_eq!(posterior.graphs[0].0.to_string(), "[123,134]");
    near(posterior.graphs.iter().map(|(_, weight)| weight).sum(), 1.0, 1e-12);
}

#[test]
fn the_spread_holds_every_model_near_the_best_and_names_none_of_them_best() {
    let spread = spread(&kosovo());
    let Extent::Between { least, greatest: Greatest::At(greatest) } = spread.extent else { panic!("estimable") };
    assert!(least < 8_600.0 && greatest > 22_000.0, "{least} to {greatest}");
    assert_eq!(spread.lines.iter().filter(|line| line.part == Part::Spread).count(), 7);
    assert_eq!(spread.lines.iter().filter(|line| line.part == Part::LowerBound).count(), 2);
    assert_eq!(spread.lines.len(), 7 + 1 + 2 + 6);
    for line in &spread.lines {
        assert!(!line.method.assumption().is_empty() && !line.method.to_string().is_empty());
        if line.part == Part::Spread {
            assert!(least <= line.interval.least && line.interval.least < line.people, "{}", line.method);
        }
    }
    assert!(spread.lines.iter().any(|line| line.method == Method::Graphs));
    assert!(spread.cautions.is_empty(), "{:?}", spread.cautions);
}

/// The order of the lists changes names and last digits, nothing else.
#[test]
fn permuted_lists_give_the_same_spread() {
    let straight = spread(&kosovo());
    for order in [[1, 0, 2, 3], [3, 2, 1, 0], [2, 3, 1, 0], [1, 2, 3, 0]] {
        let move_bits = |pattern: u32| (0..4).map(|list| (pattern >> list & 1) << order[list]).sum();
        let counts: BTreeMap<u32, u64> = COUNTS.into_iter().map(|(pattern, n)| (move_bits(pattern), n)).collect();
        let mut names = vec![String::new(); 4];
        for (list, name) in ["EXH", "ABA", "OSCE", "HRW"].into_iter().enumerate() {
            names[order[list]] = name.to_owned();
        }
        let permuted = spread(&Lists::new(names, counts).expect("four lists"));
        assert_eq!(permuted.lines.len(), straight.lines.len());
        let numbers = |spread: &estimate::Spread| {
            let mut numbers: Vec<f64> = spread.lines.iter().map(|line| line.people).collect();
            numbers.sort_by(f64::total_cmp);
            numbers
        };
        for (a, b) in numbers(&permuted).into_iter().zip(numbers(&straight)) {
            near(a, b, 1e-6);
        }
        for (a, b) in permuted.loglinear.fits.iter().zip(&straight.loglinear.fits) {
            near(a.bic, b.bic, 1e-8);
            near(a.deviance, b.deviance, 1e-8);
        }
        let (Extent::Between { least: a, .. }, Extent::Between { least: b, .. }) = (&permuted.extent, &straight.extent)
        else {
            panic!("estimable")
        };
        near(*a, *b, 1e-3);
    }
}

#[test]
fn ten_times_the_people_give_ten_times_the_numbers() {
    let counts = COUNTS.into_iter().map(|(pattern, n)| (pattern, 10 * n)).collect();
    let tenfold = Lists::new(["a", "b", "c", "d"].map(String::from).to_vec(), counts).expect("four lists");
    for text in ["[123,14,34]", "[1,2,3,4]", "[12,13,14,23,24,34]"] {
        let once = fit(&kosovo(), &model(text)).expect("fits");
        let ten = fit(&tenfold, &model(text)).expect("fits");
        near(people(&ten.estimate).0 / people(&once.estimate).0, 10.0, 1e-9);
        near(ten.deviance / once.deviance, 10.0, 1e-7);
    }
    for (ten, once) in lower_bounds(&tenfold).iter().zip(lower_bounds(&kosovo())) {
        near(people(&ten.estimate).0 / people(&once.estimate).0, 10.0, 1e-9);
    }
    for (ten, once) in two_lists(&tenfold).iter().zip(two_lists(&kosovo())) {
        near(ten.people / once.people, 10.0, 0.1);
    }
    let (ten, once) = (posterior(&tenfold).expect("four"), posterior(&kosovo()).expect("four"));
    near(ten.median / once.median, 10.0, 0.5);
}
