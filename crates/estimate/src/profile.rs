//! Intervals: numbers of people that a model fits almost as well as its best.
//!
//! Holds
//! - The interval of a model is where twice the multinomial log likelihood is within 3.84 of its greatest (Cormack,
//!   Biometrics 48, 1992), as `closedpCI.t` of Rcapture computes it, with factorials in place of Stirling's formula.
//! - An interval never begins below the observed people, and is open where the likelihood does not fall again.
//!
//! Not here: which models get one (`spread`).

use crate::limits;
use crate::lists::Lists;
use crate::loglinear::{self, Estimate};
use crate::matrix::Matrix;
use crate::model::Model;
use crate::numbers::{CHI_SQUARE_95, HALF_WIDTH_95, exp, ln, ln_gamma};
use crate::poisson::{self, Fitted};

/// Where a range ends.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Greatest {
    /// At this number of people.
    At(f64),
    /// Nowhere that was looked at: it is open above.
    Open,
}

/// A 95 % interval.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// Least number of people.
    pub least: f64,
    /// Greatest number of people.
    pub greatest: Greatest,
}

/// What the profile likelihood of a model says of the number of people.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Profile {
    /// Where the multinomial likelihood is greatest: a little below the number of the Poisson fit.
    pub likeliest: f64,
    /// The 95 % interval.
    pub interval: Interval,
}

/// Golden section: the part of an interval that stays.
const GOLDEN: f64 = 0.618_033_988_749_894_8;
/// Rounds of searching for the greatest likelihood, and for where it has fallen by the half of 3.84.
const TOP_ROUNDS: usize = 40;
const END_ROUNDS: usize = 60;
/// Fewer missing people than this are none.
const MISSING: f64 = 0.5;

/// The profile likelihood of a model; `None` where the model gives no number, or the computation does not settle.
pub fn profile(lists: &Lists, model: &Model) -> Option<Profile> {
    let fitted = loglinear::fitted(lists, model).ok()?;
    let Estimate::People { people, .. } = loglinear::estimate(lists.observed(), &fitted, &[]) else { return None };
    let observed = lists.observed() as f64;
    let mut curve = Curve::of(&fitted, observed);
    let most = (looked_to(lists.observed()) - lists.observed()) as f64;
    let at = (people - observed).clamp(MISSING, most);
    let (top, level) = curve.top((at / 4.0).max(MISSING), (at * 2.0).max(2.0 * MISSING))?;
    let aim = level - CHI_SQUARE_95 / 2.0;
    let mut below = top;
    let mut least = None;
    while below > MISSING {
        let next = (below / 2.0).max(MISSING);
        if curve.level(next)? < aim {
            least = Some(curve.crossing(next, below, aim)?);
            break;
        }
        below = next;
    }
    let mut above = top;
    let mut greatest = Greatest::Open;
    while above < most {
        let next = (above * 2.0).min(most);
        if curve.level(next)? < aim {
            greatest = Greatest::At(observed + curve.crossing(next, above, aim)?);
            break;
        }
        above = next;
    }
    let interval = Interval { least: observed + least.unwrap_or(0.0), greatest };
    Some(Profile { likeliest: observed + top, interval })
}

/// The greatest number of people that is looked at, where so many are observed.
pub(crate) fn looked_to(observed: u64) -> u64 {
    observed + observed.saturating_mul(limits::MISSING_RATIO).max(limits::MISSING_LEAST)
}

/// The likelihood of each number of missing people, the rest being fitted anew.
struct Curve {
    design: Matrix,
    counts: Vec<f64>,
    values: Vec<f64>,
    observed: f64,
}

impl Curve {
    fn of(fitted: &Fitted, observed: f64) -> Curve {
        let mut design = fitted.used.clone();
        design.push((0..design.columns()).map(|column| if column == 0 { 1.0 } else { 0.0 }));
        let mut counts = fitted.counts.clone();
        counts.push(0.0);
        Curve { design, counts, values: fitted.values.clone(), observed }
    }

    fn level(&mut self, missing: f64) -> Option<f64> {
        *self.counts.last_mut()? = missing;
        let newton = poisson::newton(&self.design, &self.counts, Some(&self.values))
            .or_else(|| poisson::newton(&self.design, &self.counts, None))?;
        self.values = newton.values;
        let people = self.observed + missing;
        let orders = missing * ln(missing) - ln_gamma(missing + 1.0) + ln_gamma(people + 1.0) - people * ln(people);
        let level = orders - newton.deviance / 2.0;
        level.is_finite().then_some(level)
    }

    /// The number of missing people with the greatest likelihood between two, and that likelihood.
    fn top(&mut self, least: f64, greatest: f64) -> Option<(f64, f64)> {
        let (mut from, mut to) = (ln(least), ln(greatest));
        let mut inner = [to - GOLDEN * (to - from), from + GOLDEN * (to - from)];
        let mut levels = [self.level(exp(inner[0]))?, self.level(exp(inner[1]))?];
        for _ in 0..TOP_ROUNDS {
            if to - from < 1e-6 {
                break;
            }
            if levels[0] >= levels[1] {
                to = inner[1];
                inner = [to - GOLDEN * (to - from), inner[0]];
                levels = [self.level(exp(inner[0]))?, levels[0]];
            } else {
                from = inner[0];
                inner = [inner[1], from + GOLDEN * (to - from)];
                levels = [levels[1], self.level(exp(inner[1]))?];
            }
        }
        let best = if levels[0] >= levels[1] { 0 } else { 1 };
        Some((exp(inner[best]), levels[best]))
    }

    /// Where the likelihood is `aim`, between a number with less and one with more (regula falsi, Illinois rule).
    fn crossing(&mut self, less: f64, more: f64, aim: f64) -> Option<f64> {
        let mut ends = [ln(less), ln(more)];
        let mut apart = [self.level(less)? - aim, self.level(more)? - aim];
        let mut kept = None;
        for _ in 0..END_ROUNDS {
            let at = (ends[0] * apart[1] - ends[1] * apart[0]) / (apart[1] - apart[0]);
            let here = self.level(exp(at))? - aim;
            if here.abs() < 1e-9 || (ends[1] - ends[0]).abs() < 1e-10 {
                return Some(exp(at));
            }
            let side = usize::from(here >= 0.0);
            (ends[side], apart[side]) = (at, here);
            if kept == Some(1 - side) {
                apart[1 - side] /= 2.0;
            }
            kept = Some(1 - side);
        }
        Some(exp((ends[0] + ends[1]) / 2.0))
    }
}

/// An interval of a number that is at least `observed`, from its standard error, with the logarithm of the rest taken
/// as normal.
/// # Source   Chao, Biometrics 43, 1987, equation 12.
pub fn from_error(observed: f64, people: f64, error: f64) -> Interval {
    let missing = people - observed;
    if missing <= 0.0 || !error.is_finite() {
        return Interval { least: observed, greatest: Greatest::At(people.max(observed)) };
    }
    let ratio = error / missing;
    let factor = exp(HALF_WIDTH_95 * ln(1.0 + ratio * ratio).sqrt());
    let greatest = observed + missing * factor;
    let greatest = if greatest.is_finite() { Greatest::At(greatest) } else { Greatest::Open };
    Interval { least: observed + missing / factor, greatest }
}
