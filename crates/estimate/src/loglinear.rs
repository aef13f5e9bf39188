//! Log-linear models: each gives its own number of people, and its own reason where it gives none.
//!
//! ```text
//! lists ─▶ `Family` ─▶ `fit` each ─▶ in order of BIC ─▶ those near the least BIC, and their average
//! ```
//!
//! The counts of the patterns are Poisson with a mean that is log-linear in the terms of the model; the constant is the
//! logarithm of the mean of the pattern that nobody sees (Fienberg, Biometrika 59, 1972; Bishop, Fienberg and Holland,
//! Discrete Multivariate Analysis, 1975, chapter 6).
//!
//! Holds
//! - Estimate, error, deviance, degrees, AIC and BIC are defined as by `closedpMS.t` of Rcapture 1.4-4 (Baillargeon and
//!   Rivest, J. Stat. Softw. 19(5), 2007).
//! - A model without a finite estimate keeps its place by BIC: it is said to be inestimable, not left out.
//! - The average is one line of a spread, never the answer.
//!
//! Not here: intervals (`profile`), which models are shown (`spread`).

use std::collections::BTreeSet;
use std::fmt;

use crate::limits;
use crate::lists::Lists;
use crate::matrix::Matrix;
use crate::model::{self, Family, Model};
use crate::numbers::{exp, ln};
use crate::poisson::{self, Constant, Fitted, Parameter};

/// One model held against the lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Fit {
    /// The model.
    pub model: Model,
    /// Twice the log likelihood that the table itself has above the model.
    pub deviance: f64,
    /// Degrees of freedom: patterns less parameters.
    pub degrees: usize,
    /// -2 log likelihood + 2 for each parameter. A parameter that falls without end counts like any other.
    pub aic: f64,
    /// -2 log likelihood + ln of the observed people for each parameter.
    pub bic: f64,
    /// What it says of the number of people.
    pub estimate: Estimate,
}

/// What one method says of the number of people.
#[derive(Clone, PartialEq, Debug)]
pub enum Estimate {
    /// A number.
    People {
        /// Observed and unobserved together.
        people: f64,
        /// Its standard error.
        error: f64,
        /// Terms that fall without end, because nobody is on all of their lists; the number stands without them.
        falls: Vec<u32>,
    },
    /// None.
    Inestimable {
        /// Why.
        why: Why,
        /// The terms that the table does not determine.
        terms: Vec<u32>,
    },
}

/// Why a model gives no number.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Why {
    /// Different numbers fit equally well.
    NotIdentified,
    /// The fit gets better as the number grows without end.
    RunsAway,
    /// The fit gets better as the unobserved people become none at all.
    RunsToNobody,
    /// The fit has no best, and the number is not determined on the way.
    Undetermined,
    /// The computation did not settle.
    Unsettled,
}

impl Why {
    /// Whether the number may be greater than any other that is shown.
    pub fn is_open_above(self) -> bool {
        self != Why::RunsToNobody
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Why::NotIdentified => "different numbers fit equally well",
            Why::RunsAway => "the fit gets better as the number grows without end",
            Why::RunsToNobody => "the fit gets better as the unobserved become none at all",
            Why::Undetermined => "the fit has no best, and the number is not determined",
            Why::Unsettled => "the computation did not settle",
        })
    }
}

/// Why a model could not be held against lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoFit {
    /// Nobody is on any list.
    Nobody,
    /// The model is about another number of lists.
    OtherLists {
        /// Of the model.
        model: usize,
        /// Of the table.
        table: usize,
    },
    /// The numbers ran out of range.
    Unsettled,
}

impl fmt::Display for NoFit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            NoFit::Nobody => {
                f.write_str("nobody is on any list, so there is nothing to estimate from; check the counts")
            }
            NoFit::OtherLists { model, table } => {
                write!(f, "the model is about {model} lists, and there are {table}; write it for these lists")
            }
            NoFit::Unsettled => f.write_str("the computation did not settle; leave this model out and say so"),
        }
    }
}

impl std::error::Error for NoFit {}

/// Holds `model` against `lists`.
///
/// ```
/// use estimate::{Estimate, Lists, Model, fit};
///
/// // 40 on the first list only, and so on: with [1,2,3] the lists are independent.
/// let counts = [(1, 40), (2, 30), (4, 20), (3, 12), (5, 8), (6, 6), (7, 2)].into_iter().collect();
/// let lists = Lists::new(["a", "b", "c"].map(String::from).to_vec(), counts).unwrap();
/// let independent = fit(&lists, &Model::parse(3, "[1,2,3]").unwrap()).unwrap();
/// let Estimate::People { people, error, .. } = independent.estimate else { panic!("estimable") };
/// assert!(people > 118.0 && error > 10.0);
/// ```
pub fn fit(lists: &Lists, model: &Model) -> Result<Fit, NoFit> {
    let fitted = fitted(lists, model)?;
    let degrees = lists.patterns().count() - model.parameters();
    let parameters = model.parameters() as f64;
    let terms: Vec<u32> = model.terms().collect();
    Ok(Fit {
        deviance: fitted.deviance.max(0.0),
        degrees,
        aic: -2.0 * fitted.log_likelihood + 2.0 * parameters,
        bic: -2.0 * fitted.log_likelihood + ln(lists.observed() as f64) * parameters,
        estimate: estimate(lists.observed(), &fitted, &terms),
        model: model.clone(),
    })
}

/// The regression of `model`, as `profile` needs it again.
pub(crate) fn fitted(lists: &Lists, model: &Model) -> Result<Fitted, NoFit> {
    if model.lists() != lists.len() {
        return Err(NoFit::OtherLists { model: model.lists(), table: lists.len() });
    }
    if lists.observed() == 0 {
        return Err(NoFit::Nobody);
    }
    let mut design = Matrix::new(model.parameters());
    for pattern in lists.patterns() {
        let is_on = |term: u32| if pattern & term == term { 1.0 } else { 0.0 };
        design.push(std::iter::once(1.0).chain(model.terms().map(is_on)));
    }
    poisson::fit(&design, &lists.cells()).ok_or(NoFit::Unsettled)
}

/// Reads the constant of a regression whose other parameters belong to `terms`.
pub(crate) fn estimate(observed: u64, fitted: &Fitted, terms: &[u32]) -> Estimate {
    let which = |wanted: fn(&Parameter) -> bool| -> Vec<u32> {
        terms.iter().zip(&fitted.parameters[1..]).filter(|(_, known)| wanted(known)).map(|(term, _)| *term).collect()
    };
    let none = |why: Why| Estimate::Inestimable { why, terms: which(|known| !matches!(known, Parameter::Known(_))) };
    match fitted.constant {
        Constant::Known { value, variance } => {
            let missing = exp(value);
            let people = observed as f64 + missing;
            let error = (missing + missing * missing * variance).sqrt();
            if !people.is_finite() || !error.is_finite() {
                return none(Why::RunsAway);
            }
            Estimate::People { people, error, falls: which(|known| *known == Parameter::Falls) }
        }
        Constant::NotIdentified => none(Why::NotIdentified),
        Constant::Grows => none(Why::RunsAway),
        Constant::Sinks => none(Why::RunsToNobody),
        Constant::Undetermined => none(Why::Undetermined),
        Constant::Unsettled => none(Why::Unsettled),
    }
}

/// Every model of a family, held against the same lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Loglinear {
    /// Which models were fitted.
    pub family: Family,
    /// The models in order of BIC, least first.
    pub fits: Vec<Fit>,
    /// Models whose numbers ran out of range.
    pub unsettled: Vec<Model>,
    /// The average by BIC; `None` where no model gives a number.
    pub averaged: Option<Averaged>,
}

/// An average over models, each weighing exp(-BIC / 2).
/// # Source   Burnham and Anderson, Model Selection and Multimodel Inference, 2002, section 4.3, for the error.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Averaged {
    /// Observed and unobserved together.
    pub people: f64,
    /// Its standard error: within models and between them.
    pub error: f64,
    /// The weight, of 1, that lay on models without a number and was left out.
    pub left_out: f64,
}

impl Loglinear {
    /// The models within [`limits::NEAR_BIC`] of the least BIC, in order.
    pub fn near(&self) -> impl Iterator<Item = &Fit> + '_ {
        let least = self.fits.first().map_or(0.0, |fit| fit.bic);
        self.fits.iter().take_while(move |fit| fit.bic - least <= limits::NEAR_BIC)
    }
}

/// Fits the family of models for this number of lists; nothing where nobody is on any.
pub fn loglinear(lists: &Lists) -> Loglinear {
    let family = Family::of(lists.len());
    let mut found = Found::default();
    if lists.observed() > 0 {
        for model in family.models(lists.len()) {
            found.try_model(lists, model);
        }
        if let Family::FewPairs { .. } = family {
            found.extend(lists);
        }
    }
    let Found { mut fits, unsettled, .. } = found;
    fits.sort_by(|a, b| a.bic.total_cmp(&b.bic).then_with(|| a.model.cmp(&b.model)));
    let averaged = averaged(&fits);
    Loglinear { family, fits, unsettled, averaged }
}

/// Models tried so far.
#[derive(Default)]
struct Found {
    tried: BTreeSet<Model>,
    fits: Vec<Fit>,
    unsettled: Vec<Model>,
}

impl Found {
    /// Fits a model that was not tried before, and returns its BIC.
    fn try_model(&mut self, lists: &Lists, model: Model) -> Option<f64> {
        if !self.tried.insert(model.clone()) {
            return None;
        }
        match fit(lists, &model) {
            Ok(fit) => {
                let bic = fit.bic;
                self.fits.push(fit);
                Some(bic)
            }
            Err(_) => {
                self.unsettled.push(model);
                None
            }
        }
    }

    /// Adds pairs to the best models, one at a time, while BIC falls. Models that tie are all extended, so that the
    /// order of the lists decides nothing.
    fn extend(&mut self, lists: &Lists) {
        let is_less = |a: f64, b: f64| a < b - 1e-7;
        let Some(mut least) = self.fits.iter().map(|fit| fit.bic).min_by(f64::total_cmp) else { return };
        loop {
            let best: Vec<Model> =
                self.fits.iter().filter(|fit| !is_less(least, fit.bic)).map(|fit| fit.model.clone()).collect();
            let mut next = least;
            for model in best.iter().take(limits::LISTS_MOST) {
                for pair in model::pairs(lists.len()) {
                    if let Some(larger) = model.with_pair(pair)
                        && let Some(bic) = self.try_model(lists, larger)
                    {
                        next = next.min(bic);
                    }
                }
            }
            if !is_less(next, least) {
                break;
            }
            least = next;
        }
    }
}

fn averaged(fits: &[Fit]) -> Option<Averaged> {
    let least = fits.first()?.bic;
    let weight = |fit: &Fit| exp((least - fit.bic) / 2.0);
    let all: f64 = fits.iter().map(weight).sum();
    let numbers: Vec<(f64, f64, f64)> = fits
        .iter()
        .filter_map(|fit| match fit.estimate {
            Estimate::People { people, error, .. } => Some((weight(fit), people, error)),
            Estimate::Inestimable { .. } => None,
        })
        .collect();
    let used: f64 = numbers.iter().map(|(weight, _, _)| weight).sum();
    // Weights too small to be numbers leave nothing to divide by.
    if used <= 0.0 {
        return None;
    }
    let people = numbers.iter().map(|(weight, people, _)| weight * people).sum::<f64>() / used;
    let error = numbers
        .iter()
        .map(|(weight, of_model, error)| {
            let apart = of_model - people;
            weight * (error * error + apart * apart).sqrt()
        })
        .sum::<f64>()
        / used;
    Some(Averaged { people, error, left_out: (1.0 - used / all).max(0.0) })
}
