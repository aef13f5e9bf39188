//! The spread: every method side by side, with what it takes as given, and where none of them may be relied on.
//!
//! ```text
//! lists ─▶ models near the least BIC, each with its interval ─┐
//!       ─▶ average over decomposable graphs ──────────────────┴─▶ least, greatest, or why there is neither
//!       ─▶ lower bounds, pairs, the average by BIC ───────────▶ shown beside
//! ```
//!
//! Holds
//! - There is no best number: a spread has a least, a greatest and its lines.
//! - A model near the best that gives no number counts: it opens the spread above, or lets it begin at the observed
//!   people.
//! - The order of the lists decides nothing but names.
//!
//! Not here: how each method computes; in what words a report shows it.

use std::fmt;

use crate::bounds::{self, LowerBound, TwoLists, Visibility};
use crate::limits;
use crate::lists::Lists;
use crate::loglinear::{self, Estimate, Fit, Loglinear, Why};
use crate::model::{self, Family, Model};
use crate::posterior::{self, Posterior};
use crate::profile::{self, Greatest, Interval};

/// Everything that is estimated of one stratum.
#[derive(Clone, PartialEq, Debug)]
pub struct Spread {
    /// Names of the lists; bit `i` of a pattern and digit `i + 1` of a model are list `i`.
    pub names: Vec<String>,
    /// People on any list.
    pub observed: u64,
    /// From where to where, or why not.
    pub extent: Extent,
    /// Each number that is shown, in the order of the methods.
    pub lines: Vec<Line>,
    /// What whoever reads the lines must know.
    pub cautions: Vec<Caution>,
    /// Every log-linear model.
    pub loglinear: Loglinear,
    /// The average over decomposable graphs; `None` with more lists than [`limits::GRAPH_LISTS`], or with nobody.
    pub posterior: Option<Posterior>,
    /// Lower bounds.
    pub lower_bounds: Vec<LowerBound>,
    /// Pairs of lists.
    pub two_lists: Vec<TwoLists>,
}

/// From where to where the number of people may be.
#[derive(Clone, PartialEq, Debug)]
pub enum Extent {
    /// All lines of the spread together.
    Between {
        /// The least end of any interval.
        least: f64,
        /// The greatest end of any interval.
        greatest: Greatest,
    },
    /// Not estimable.
    NotEstimable(Vec<Reason>),
}

/// Why a stratum is not estimable.
#[derive(Clone, PartialEq, Debug)]
pub enum Reason {
    /// Fewer than three lists have anybody on them.
    FewLists {
        /// How many have.
        with_people: usize,
    },
    /// No three lists are linked by people whom they share.
    FewLinked {
        /// The lists that share nobody with any other.
        apart: Vec<String>,
    },
    /// No model near the least BIC gives a number.
    NoNumber {
        /// How many are near.
        near: usize,
    },
}

/// One number with its interval.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// By which method.
    pub method: Method,
    /// What it counts for.
    pub part: Part,
    /// Observed and unobserved together.
    pub people: f64,
    /// The 95 % interval, if what the method takes as given is so.
    pub interval: Interval,
}

/// What a line counts for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// It is part of the spread.
    Spread,
    /// It is a lower bound under what it takes as given.
    LowerBound,
    /// It is shown for comparison.
    Beside,
}

/// A method.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Method {
    /// One log-linear model.
    Model(Model),
    /// The median over decomposable graphs.
    Graphs,
    /// The average over log-linear models by BIC.
    Averaged,
    /// Chao's lower bound.
    LowerBound(Visibility),
    /// Two lists alone, as a pattern.
    TwoLists(u32),
}

impl Method {
    /// What the method takes as given beside the following: the same people are found again on every list, nobody who
    /// is not of the stratum is on any, and everybody could be on some.
    pub fn assumption(&self) -> &'static str {
        match self {
            Method::Model(_) => {
                "lists depend on each other only where the model has a term for them, and people are alike in how lists see \
                 them"
            }
            Method::Graphs => {
                "lists depend on each other along a decomposable graph, all such graphs being equally likely beforehand; the \
                 number has chances in proportion to 1 / number beforehand"
            }
            Method::Averaged => "each model is as likely as its BIC says; models without a number are left out",
            Method::LowerBound(Visibility::OfPeople) => {
                "lists are independent and see equally well; people differ in how visible they are"
            }
            Method::LowerBound(Visibility::OfPeopleAndLists) => {
                "lists are independent and differ in how well they see; people differ in how visible they are"
            }
            Method::TwoLists(_) => "the two lists are independent, and each sees everybody equally well",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Method::Model(model) => write!(f, "log-linear model {model}"),
            Method::Graphs => f.write_str("decomposable graphs, averaged (median)"),
            Method::Averaged => f.write_str("log-linear models, averaged by BIC"),
            Method::LowerBound(Visibility::OfPeople) => f.write_str("lower bound of Chao (Mh)"),
            Method::LowerBound(Visibility::OfPeopleAndLists) => f.write_str("lower bound of Chao (Mth)"),
            Method::TwoLists(lists) => write!(f, "two lists alone [{}] (Chapman)", model::digits(*lists)),
        }
    }
}

/// What whoever reads a spread must know.
#[derive(Clone, PartialEq, Debug)]
pub enum Caution {
    /// A list shares nobody with any other.
    ListApart {
        /// The list.
        list: String,
    },
    /// Nobody is on both of two lists that each share people with others.
    PairsApart {
        /// The pairs.
        pairs: Vec<[String; 2]>,
    },
    /// Nobody is on a list.
    EmptyList {
        /// The list.
        list: String,
    },
    /// A model near the least BIC gives no number.
    Inestimable {
        /// The model.
        model: Model,
        /// Why.
        why: Why,
        /// The dependences that the lists do not determine.
        terms: Vec<String>,
    },
    /// The interval of a model near the least BIC has no greatest end.
    OpenAbove {
        /// The model.
        model: Model,
        /// The greatest number that was looked at.
        looked_to: u64,
    },
    /// A model near the least BIC runs far beyond the observed people.
    RunsFar {
        /// The model.
        model: Model,
        /// Its number.
        people: f64,
    },
    /// The average over graphs runs beyond the greatest number that was looked at.
    CutOff {
        /// That number.
        looked_to: f64,
    },
    /// There are too many lists for the average over graphs.
    NoGraphs {
        /// How many there are.
        lists: usize,
    },
    /// Not every model was fitted.
    SomeModels {
        /// Which were.
        family: Family,
    },
    /// More models are near the least BIC than are shown.
    ManyNearModels {
        /// How many are near.
        near: usize,
        /// How many are shown.
        shown: usize,
    },
    /// Models whose computation did not settle are left out.
    Unsettled {
        /// How many.
        models: usize,
    },
}

/// Everything that is estimated of `lists`, side by side.
///
/// ```
/// use estimate::{Extent, Lists, spread};
///
/// // Nobody of the third list is on another: two lists are left, and two are not enough.
/// let counts = [(1, 40), (2, 30), (4, 20), (3, 6)].into_iter().collect();
/// let lists = Lists::new(["north", "south", "clinic"].map(String::from).to_vec(), counts).unwrap();
/// let spread = spread(&lists);
/// let Extent::NotEstimable(reasons) = spread.extent else { panic!("not estimable") };
/// assert!(reasons[0].to_string().contains("`clinic`"));
/// ```
pub fn spread(lists: &Lists) -> Spread {
    let loglinear = loglinear::loglinear(lists);
    let posterior = posterior::posterior(lists);
    let lower_bounds = bounds::lower_bounds(lists);
    let two_lists = bounds::two_lists(lists);
    let mut lines = Vec::new();
    for fit in loglinear.near().take(limits::NEAR_MODELS) {
        lines.extend(line(lists, fit));
    }
    if let Some(posterior) = &posterior {
        let greatest = if posterior.is_cut_off() { Greatest::Open } else { Greatest::At(posterior.greatest) };
        let interval = Interval { least: posterior.least, greatest };
        lines.push(Line { method: Method::Graphs, part: Part::Spread, people: posterior.median, interval });
    }
    let reasons = reasons(lists, &loglinear);
    let cautions = cautions(lists, &loglinear, &lines, posterior.as_ref());
    let extent = if reasons.is_empty() { between(lists, &loglinear, &lines) } else { Extent::NotEstimable(reasons) };
    if let Extent::NotEstimable(_) = extent {
        lines.clear();
    } else if let Some(averaged) = loglinear.averaged {
        let interval = profile::from_error(lists.observed() as f64, averaged.people, averaged.error);
        lines.push(Line { method: Method::Averaged, part: Part::Beside, people: averaged.people, interval });
    }
    lines.extend(beside(lists, &lower_bounds, &two_lists));
    Spread {
        names: lists.names().to_vec(),
        observed: lists.observed(),
        extent,
        lines,
        cautions,
        loglinear,
        posterior,
        lower_bounds,
        two_lists,
    }
}

fn line(lists: &Lists, fit: &Fit) -> Option<Line> {
    let Estimate::People { people, error, .. } = fit.estimate else { return None };
    let interval = match profile::profile(lists, &fit.model) {
        Some(profile) => profile.interval,
        None => profile::from_error(lists.observed() as f64, people, error),
    };
    Some(Line { method: Method::Model(fit.model.clone()), part: Part::Spread, people, interval })
}

fn beside(lists: &Lists, lower_bounds: &[LowerBound], two_lists: &[TwoLists]) -> Vec<Line> {
    let observed = lists.observed() as f64;
    let bounds = lower_bounds.iter().filter_map(|bound| {
        let Estimate::People { people, error, .. } = bound.estimate else { return None };
        let interval = profile::from_error(observed, people, error);
        Some(Line { method: Method::LowerBound(bound.visibility), part: Part::LowerBound, people, interval })
    });
    let pairs = two_lists.iter().filter(|pair| pair.overlap > 0).map(|pair| {
        let interval = profile::from_error(pair.observed as f64, pair.people, pair.error);
        Line { method: Method::TwoLists(pair.lists), part: Part::Beside, people: pair.people, interval }
    });
    bounds.chain(pairs).collect()
}

/// The lists that share people, in groups that are linked through each other.
fn linked(lists: &Lists) -> Vec<u32> {
    let mut groups: Vec<u32> = (0..lists.len()).map(|list| 1 << list).collect();
    for pair in model::pairs(lists.len()).into_iter().filter(|pair| lists.on_all(*pair) > 0) {
        let (touched, mut others): (Vec<u32>, Vec<u32>) = groups.into_iter().partition(|group| group & pair != 0);
        others.push(touched.into_iter().fold(0, |all, group| all | group));
        groups = others;
    }
    groups
}

/// The lists that have people and share none of them with another.
fn apart(lists: &Lists) -> Vec<String> {
    let alone = |group: u32| group.count_ones() == 1 && lists.on_all(group) > 0;
    let mut alone: Vec<u32> = linked(lists).into_iter().filter(|group| alone(*group)).collect();
    alone.sort_unstable();
    alone.into_iter().flat_map(|group| lists.names_of(group)).map(str::to_owned).collect()
}

fn reasons(lists: &Lists, loglinear: &Loglinear) -> Vec<Reason> {
    let with_people = (0..lists.len()).filter(|list| lists.on_all(1 << list) > 0).count();
    if with_people < limits::LISTS_LEAST {
        return vec![Reason::FewLists { with_people }];
    }
    if linked(lists).iter().all(|group| (group.count_ones() as usize) < limits::LISTS_LEAST) {
        return vec![Reason::FewLinked { apart: apart(lists) }];
    }
    if loglinear.near().all(|fit| matches!(fit.estimate, Estimate::Inestimable { .. })) {
        return vec![Reason::NoNumber { near: loglinear.near().count() }];
    }
    Vec::new()
}

fn between(lists: &Lists, loglinear: &Loglinear, lines: &[Line]) -> Extent {
    let least = lines.iter().map(|line| line.interval.least).fold(f64::INFINITY, f64::min);
    let greatest = lines.iter().map(|line| line.interval.greatest).fold(Greatest::At(0.0), |a, b| match (a, b) {
        (Greatest::At(a), Greatest::At(b)) => Greatest::At(a.max(b)),
        _ => Greatest::Open,
    });
    let mut extent = (least.max(lists.observed() as f64), greatest);
    for fit in loglinear.near() {
        let Estimate::Inestimable { why, .. } = fit.estimate else { continue };
        if why.is_open_above() {
            extent.1 = Greatest::Open;
        } else {
            extent.0 = lists.observed() as f64;
        }
    }
    Extent::Between { least: extent.0, greatest: extent.1 }
}

fn cautions(lists: &Lists, loglinear: &Loglinear, lines: &[Line], posterior: Option<&Posterior>) -> Vec<Caution> {
    let names = |pattern: u32| -> Vec<String> { lists.names_of(pattern).into_iter().map(str::to_owned).collect() };
    let mut cautions = apart_cautions(lists);
    for fit in loglinear.near() {
        match &fit.estimate {
            Estimate::People { people, .. } if *people > limits::FAR_RATIO * lists.observed() as f64 => {
                cautions.push(Caution::RunsFar { model: fit.model.clone(), people: *people });
            }
            Estimate::People { .. } => {}
            Estimate::Inestimable { why, terms } => cautions.push(Caution::Inestimable {
                model: fit.model.clone(),
                why: *why,
                terms: terms.iter().map(|term| names(*term).join(" with ")).collect(),
            }),
        }
    }
    for line in lines {
        if let (Method::Model(model), Greatest::Open) = (&line.method, line.interval.greatest) {
            cautions.push(Caution::OpenAbove { model: model.clone(), looked_to: profile::looked_to(lists.observed()) });
        }
    }
    let near = loglinear.near().count();
    if near > limits::NEAR_MODELS {
        cautions.push(Caution::ManyNearModels { near, shown: limits::NEAR_MODELS });
    }
    if let Family::FewPairs { .. } | Family::Pairs = loglinear.family {
        cautions.push(Caution::SomeModels { family: loglinear.family });
    }
    if !loglinear.unsettled.is_empty() {
        cautions.push(Caution::Unsettled { models: loglinear.unsettled.len() });
    }
    match posterior {
        Some(posterior) if posterior.is_cut_off() => {
            cautions.push(Caution::CutOff { looked_to: posterior.looked_to });
        }
        None if lists.len() > limits::GRAPH_LISTS => cautions.push(Caution::NoGraphs { lists: lists.len() }),
        _ => {}
    }
    cautions
}

/// Lists without people, lists that share none, and pairs that share none.
fn apart_cautions(lists: &Lists) -> Vec<Caution> {
    let mut cautions = Vec::new();
    for (at, name) in lists.names().iter().enumerate() {
        if lists.on_all(1 << at) == 0 {
            cautions.push(Caution::EmptyList { list: name.clone() });
        }
    }
    let apart = apart(lists);
    let pairs: Vec<[String; 2]> = model::pairs(lists.len())
        .into_iter()
        .filter(|pair| lists.on_all(*pair) == 0)
        .filter_map(|pair| match lists.names_of(pair)[..] {
            [first, second] => Some([first.to_owned(), second.to_owned()]),
            _ => None,
        })
        .filter(|pair| {
            // What was said of a list as a whole is not said again of each of its pairs.
            let said =
                |name: &String| apart.contains(name) || cautions.contains(&Caution::EmptyList { list: name.clone() });
            !pair.iter().any(said)
        })
        .collect();
    cautions.extend(apart.into_iter().map(|list| Caution::ListApart { list }));
    if !pairs.is_empty() {
        cautions.push(Caution::PairsApart { pairs });
    }
    cautions
}

/// Names in backticks, with `and` before the last.
fn and(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} and {last}", before.join(", ")),
        None => String::new(),
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::FewLists { with_people } => write!(
                f,
                "not estimable: {with_people} lists have anybody on them, and {} are needed; add a list from another source",
                limits::LISTS_LEAST
            ),
            Reason::FewLinked { apart } if apart.is_empty() => f.write_str(
                "not estimable: no three lists are linked by people whom they share; look for people who are on several lists",
            ),
            Reason::FewLinked { apart } => write!(
                f,
                "not estimable: nobody on {} is on any other list, and no three lists are left that share people; look for \
                 people who are on several lists",
                and(apart)
            ),
            Reason::NoNumber { near } => write!(
                f,
                "not estimable: none of the {near} models that fit best gives a number; show the counts side by side"
            ),
        }
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Caution::ListApart { list } => write!(
                f,
                "nobody on `{list}` is on any other list: how it depends on them cannot be estimated; check that its people \
                 were looked for on the others"
            ),
            Caution::PairsApart { pairs } => {
                let pairs: Vec<String> = pairs.iter().map(|pair| and(pair)).collect();
                write!(
                    f,
                    "nobody is on both {}: how the two depend on each other cannot be estimated",
                    pairs.join(", nor on both ")
                )
            }
            Caution::EmptyList { list } => {
                write!(f, "nobody is on `{list}`: it adds nothing; leave it out, or check its counts")
            }
            Caution::Inestimable { model, why, terms } if terms.is_empty() => {
                write!(f, "the model {model} fits about as well as the best and gives no number: {why}")
            }
            Caution::Inestimable { model, why, terms } => write!(
                f,
                "the model {model} fits about as well as the best and gives no number: {why}; the lists do not determine {}",
                and(terms)
            ),
            Caution::OpenAbove { model, looked_to } => write!(
                f,
                "the model {model} fits about as well as the best, and its interval does not end up to {looked_to}, the \
                 greatest number that was looked at"
            ),
            Caution::RunsFar { model, people } => write!(
                f,
                "the model {model} fits about as well as the best and gives {people:.0}, more than {} times the people \
                 observed",
                limits::FAR_RATIO
            ),
            Caution::CutOff { looked_to } => write!(
                f,
                "the average over graphs runs beyond {looked_to:.0}, the greatest number that was looked at; its greatest \
                 end is open"
            ),
            Caution::NoGraphs { lists } => write!(
                f,
                "there are {lists} lists, and graphs are averaged over at most {}; join lists that come from one source to \
                 see that average",
                limits::GRAPH_LISTS
            ),
            Caution::SomeModels { family } => write!(f, "not every model was fitted, but {family}"),
            Caution::ManyNearModels { near, shown } => write!(
                f,
                "{near} models fit about as well as the best, and the {shown} best of them are shown; the spread may be wider"
            ),
            Caution::Unsettled { models } => {
                write!(f, "the computation of {models} models did not settle, and they are left out")
            }
        }
    }
}
