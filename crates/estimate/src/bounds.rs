//! Lower bounds and pairs: what is shown beside a spread, and is never part of it.
//!
//! Holds
//! - Chao's bounds are fitted as `closedp.t` of Rcapture fits them: parameters of unequal visibility that come out
//!   negative are set to zero, the first of them first (Rivest and Baillargeon, Biometrics 63, 2007).
//! - A pair of lists gives a number even where they depend on each other; the number says nothing of that.
//!
//! Not here: models that say which lists depend on each other (`loglinear`).

use crate::lists::Lists;
use crate::loglinear::{self, Estimate, Why};
use crate::matrix::Matrix;
use crate::model;
use crate::poisson::{self, Parameter};

/// What a lower bound takes as given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Visibility {
    /// People differ in how visible they are, and all lists see equally well (Mh).
    OfPeople,
    /// People differ in how visible they are, and lists in how well they see (Mth).
    OfPeopleAndLists,
}

/// Chao's lower bound.
#[derive(Clone, PartialEq, Debug)]
pub struct LowerBound {
    /// What is taken as given.
    pub visibility: Visibility,
    /// The bound.
    pub estimate: Estimate,
}

/// Both lower bounds.
pub fn lower_bounds(lists: &Lists) -> Vec<LowerBound> {
    [Visibility::OfPeople, Visibility::OfPeopleAndLists]
        .map(|visibility| LowerBound { visibility, estimate: lower_bound(lists, visibility) })
        .to_vec()
}

fn lower_bound(lists: &Lists, visibility: Visibility) -> Estimate {
    let none = |why| Estimate::Inestimable { why, terms: Vec::new() };
    let count = lists.len();
    // Parameters of people on three lists, on four, and so on.
    let mut unequal: Vec<u32> = (3..=count as u32).collect();
    loop {
        let before = match visibility {
            Visibility::OfPeople => 2,
            Visibility::OfPeopleAndLists => count + 1,
        };
        let mut design = Matrix::new(before + unequal.len());
        for pattern in lists.patterns() {
            let on = pattern.count_ones();
            let mut row = vec![1.0];
            match visibility {
                Visibility::OfPeople => row.push(f64::from(on)),
                Visibility::OfPeopleAndLists => row.extend((0..count).map(|list| f64::from(pattern >> list & 1))),
            }
            row.extend(unequal.iter().map(|from| f64::from((on + 1).saturating_sub(*from))));
            design.push(row);
        }
        let Some(fitted) = poisson::fit(&design, &lists.cells()) else { return none(Why::Unsettled) };
        let negative = fitted.parameters[before..].iter().position(|parameter| match parameter {
            Parameter::Known(value) => *value < 0.0,
            Parameter::Falls => true,
            Parameter::Free => false,
        });
        match negative {
            Some(at) => drop(unequal.remove(at)),
            None => {
                return match loglinear::estimate(lists.observed(), &fitted, &[]) {
                    Estimate::People { people, error, .. } => Estimate::People { people, error, falls: Vec::new() },
                    Estimate::Inestimable { why, .. } => none(why),
                };
            }
        }
    }
}

/// What two lists alone would give.
/// # Source   Chapman, Univ. Calif. Publ. Stat. 1, 1951; the error by Seber, Biometrika 57, 1970.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TwoLists {
    /// The two lists, as a pattern.
    pub lists: u32,
    /// People on either.
    pub observed: u64,
    /// People on both.
    pub overlap: u64,
    /// The number, if the two were independent.
    pub people: f64,
    /// Its standard error.
    pub error: f64,
}

/// Every pair of lists.
pub fn two_lists(lists: &Lists) -> Vec<TwoLists> {
    let single = |pair: u32| (pair & pair.wrapping_neg(), pair & (pair - 1));
    model::pairs(lists.len())
        .into_iter()
        .map(|pair| {
            let (first, second) = single(pair);
            let (on_first, on_second, overlap) = (lists.on_all(first), lists.on_all(second), lists.on_all(pair));
            let (a, b, both) = (on_first as f64, on_second as f64, overlap as f64);
            let people = (a + 1.0) * (b + 1.0) / (both + 1.0) - 1.0;
            let spread = (a + 1.0) * (b + 1.0) * (a - both) * (b - both) / ((both + 1.0) * (both + 1.0) * (both + 2.0));
            TwoLists { lists: pair, observed: on_first + on_second - overlap, overlap, people, error: spread.sqrt() }
        })
        .collect()
}
