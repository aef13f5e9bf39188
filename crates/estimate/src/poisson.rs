//! Log-linear Poisson regression by Newton's method, with what is known of each parameter when the table is sparse.
//!
//! ```text
//! design, counts ─▶ cells of parameters without people leave ─▶ `existence` ─▶ Newton on what is left ─▶ Fitted
//! ```
//!
//! Holds
//! - Deviance and likelihood are those of the limit where no finite estimate exists; means are unique even then.
//! - A parameter has a value only where the table determines it.
//!
//! Not here: which models are fitted and what their constant means (`loglinear`, `bounds`).

use crate::existence;
use crate::matrix::{Factored, Matrix, ZERO, dot};
use crate::numbers::{exp, ln, ln_gamma};

/// Most steps of Newton's method, and most halvings of one step.
const STEPS: usize = 200;
const HALVINGS: usize = 60;
/// The last step is the one whose gain in likelihood is less than this: its error is the square.
const GAIN: f64 = 1e-12;
/// By what part of a log likelihood its rounding may lower it.
const ROUNDING: f64 = 1e-13;

/// What is known of one parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Parameter {
    /// Determined.
    Known(f64),
    /// Falls without end: nobody is in any cell that it raises.
    Falls,
    /// The table does not determine it.
    Free,
}

/// What is known of the constant, the logarithm of the mean of the cell that nobody sees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Constant {
    /// Determined.
    Known {
        /// Its value.
        value: f64,
        /// Its variance.
        variance: f64,
    },
    /// Different values fit equally well.
    NotIdentified,
    /// The likelihood grows as it grows without end.
    Grows,
    /// The likelihood grows as it falls without end.
    Sinks,
    /// The likelihood has no greatest value, and the constant is not determined on the way.
    Undetermined,
    /// The numbers did not settle.
    Unsettled,
}

/// A fitted model.
pub struct Fitted {
    /// Twice the log likelihood that the table itself has above the model.
    pub deviance: f64,
    /// The log likelihood.
    pub log_likelihood: f64,
    /// Of each column of the design.
    pub parameters: Vec<Parameter>,
    /// Of the first column.
    pub constant: Constant,
    /// The design of the cells and columns that the fit rests on; its first column is the constant.
    pub used: Matrix,
    /// Counts of these cells.
    pub counts: Vec<f64>,
    /// Values of these columns.
    pub values: Vec<f64>,
}

/// Fits `counts` to `design`, which has a row for each cell, no negative entry, and 1 throughout its first column.
/// `None` where there is nobody, or the numbers run out of range.
pub fn fit(design: &Matrix, counts: &[f64]) -> Option<Fitted> {
    let margin = |column: usize| (0..design.rows()).map(|row| design.row(row)[column] * counts[row]).sum::<f64>();
    let (columns, falls): (Vec<usize>, Vec<usize>) = (0..design.columns()).partition(|column| margin(*column) > 0.0);
    if columns.first() != Some(&0) {
        return None;
    }
    let rows: Vec<usize> =
        (0..design.rows()).filter(|row| falls.iter().all(|column| design.row(*row)[*column] == 0.0)).collect();
    let left = design.part(&rows, &columns);
    let left_counts: Vec<f64> = rows.iter().map(|row| counts[*row]).collect();
    let is_moved = |moves: &[Vec<f64>], at: usize| moves.iter().any(|moves| moves[at].abs() > ZERO);
    let is_identified = !is_moved(&left.reduced().null_space(), 0);
    let face = existence::face(&left, &left_counts);
    let settled = face.is_some();
    // Without an answer, all cells stay; the constant is then called unsettled.
    let face = face
        .unwrap_or_else(|| existence::Face { cells: (0..left.rows()).collect(), free: left.reduced().null_space() });
    let all: Vec<usize> = (0..columns.len()).collect();
    let independent = left.part(&face.cells, &all).reduced().pivots;
    let used = left.part(&face.cells, &independent);
    let used_counts: Vec<f64> = face.cells.iter().map(|cell| left_counts[*cell]).collect();
    let newton = newton(&used, &used_counts, None)?;
    let mut parameters = vec![Parameter::Falls; design.columns()];
    for (at, column) in columns.iter().enumerate() {
        let value = independent.iter().position(|independent| *independent == at).map(|at| newton.values[at]);
        parameters[*column] = match value {
            Some(value) if !is_moved(&face.free, at) => Parameter::Known(value),
            _ => Parameter::Free,
        };
    }
    let constant = match parameters[0] {
        _ if !settled => Constant::Unsettled,
        Parameter::Known(value) => match constant_variance(&used, &newton.means) {
            Some(variance) => Constant::Known { value, variance },
            None => Constant::Unsettled,
        },
        _ if !is_identified => Constant::NotIdentified,
        _ => match existence::first_moves(&left, &left_counts) {
            Some((true, false)) => Constant::Grows,
            Some((false, true)) => Constant::Sinks,
            Some(_) => Constant::Undetermined,
            None => Constant::Unsettled,
        },
    };
    let Newton { deviance, log_likelihood, values, .. } = newton;
    Some(Fitted { deviance, log_likelihood, parameters, constant, used, counts: used_counts, values })
}

/// Where Newton's method ended.
pub struct Newton {
    /// Of each column.
    pub values: Vec<f64>,
    /// Of each cell.
    pub means: Vec<f64>,
    /// Twice the log likelihood that the table itself has above the fit.
    pub deviance: f64,
    /// The log likelihood.
    pub log_likelihood: f64,
}

/// The greatest likelihood of `counts` where it exists and the columns are independent. Starts at `start`, else at the
/// counts.
pub fn newton(design: &Matrix, counts: &[f64], start: Option<&[f64]>) -> Option<Newton> {
    let mut values = match start {
        Some(start) => start.to_vec(),
        None => {
            let raised: Vec<f64> = counts.iter().map(|count| count + 0.1).collect();
            let aims: Vec<f64> = counts.iter().zip(&raised).map(|(n, mean)| mean * ln(*mean) + n - mean).collect();
            information(design, &raised)?.solve(&weighed(design, &aims))
        }
    };
    let mut means = means(design, &values);
    let mut level = level(&means, counts);
    for _ in 0..STEPS {
        let rest: Vec<f64> = counts.iter().zip(&means).map(|(count, mean)| count - mean).collect();
        let slope = weighed(design, &rest);
        let step = information(design, &means)?.solve(&slope);
        let gain = dot(&slope, &step);
        if !gain.is_finite() {
            return None;
        }
        let mut size = 1.0;
        let mut halvings = 0;
        loop {
            let next: Vec<f64> = values.iter().zip(&step).map(|(value, step)| value + size * step).collect();
            let next_means = self::means(design, &next);
            let next_level = self::level(&next_means, counts);
            // Near the top the levels differ by less than their rounding.
            if next_level >= level - ROUNDING * (1.0 + level.abs()) {
                (values, means, level) = (next, next_means, next_level);
                break;
            }
            size /= 2.0;
            halvings += 1;
            if halvings > HALVINGS {
                return None;
            }
        }
        if gain < GAIN {
            let deviance = counts.iter().zip(&means).map(|(count, mean)| unit_deviance(*count, *mean)).sum();
            let log_likelihood = level - counts.iter().map(|count| ln_gamma(count + 1.0)).sum::<f64>();
            return Some(Newton { values, means, deviance, log_likelihood });
        }
    }
    None
}

fn unit_deviance(count: f64, mean: f64) -> f64 {
    let ratio = if count > 0.0 { count * ln(count / mean) } else { 0.0 };
    2.0 * (ratio - (count - mean))
}

fn means(design: &Matrix, values: &[f64]) -> Vec<f64> {
    (0..design.rows()).map(|row| exp(dot(design.row(row), values))).collect()
}

/// The log likelihood without the part that depends on counts only.
fn level(means: &[f64], counts: &[f64]) -> f64 {
    let of_cell = |(count, mean): (&f64, &f64)| if *count > 0.0 { count * ln(*mean) - mean } else { -mean };
    counts.iter().zip(means).map(of_cell).sum()
}

/// The design turned, times one number for each cell.
fn weighed(design: &Matrix, of_cells: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; design.columns()];
    for (row, value) in of_cells.iter().enumerate() {
        for (sum, entry) in sums.iter_mut().zip(design.row(row)) {
            *sum += entry * value;
        }
    }
    sums
}

/// The information matrix at these means, factored.
fn information(design: &Matrix, means: &[f64]) -> Option<Factored> {
    let size = design.columns();
    let mut sums = vec![0.0; size * size];
    for (row, mean) in means.iter().enumerate() {
        let entries = design.row(row);
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| **entry != 0.0) {
            for (sum, other) in sums[at * size..][..=at].iter_mut().zip(entries) {
                *sum += mean * entry * other;
            }
        }
    }
    Factored::of(size, &sums)
}

/// The variance of the first value.
fn constant_variance(design: &Matrix, means: &[f64]) -> Option<f64> {
    let mut first = vec![0.0; design.columns()];
    first[0] = 1.0;
    let variance = information(design, means)?.solve(&first)[0];
    (variance.is_finite() && variance >= 0.0).then_some(variance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Family;

    /// A small generator, so that the tables are the same in every run.
    fn below(seed: &mut u64, limit: u64) -> u64 {
        *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*seed >> 33) % limit
    }

    /// On sparse tables each fit keeps the sums that belong to its parameters, and no mean on the face is as good as
    /// zero: no cell that runs to zero was overlooked, none was taken away without reason.
    #[test]
    fn sparse_tables_are_fitted_on_the_right_cells() {
        let mut seed = 1972;
        for lists in [3_usize, 4] {
            let models = Family::of(lists).models(lists);
            for round in 0..60 {
                let counts: Vec<f64> = (1..1_u32 << lists)
                    .map(|_| if below(&mut seed, 10) < 6 { 0.0 } else { 1.0 + below(&mut seed, 9) as f64 })
                    .collect();
                if counts.iter().all(|count| *count == 0.0) {
                    continue;
                }
                for model in &models {
                    let mut design = Matrix::new(model.parameters());
                    for pattern in 1..1_u32 << lists {
                        let terms = model.terms().map(|term| if pattern & term == term { 1.0 } else { 0.0 });
                        design.push(std::iter::once(1.0).chain(terms));
                    }
                    let fitted = fit(&design, &counts).expect("fits");
                    let means = means(&fitted.used, &fitted.values);
                    assert!(means.iter().all(|mean| *mean > 1e-6), "round {round}, {model}: {means:?}");
                    assert!(fitted.constant != Constant::Unsettled, "round {round}, {model}");
                    // Taken-away cells have nobody, so the sums over the face are the sums over everything.
                    let sums = |of_cells: &[f64]| weighed(&fitted.used, of_cells);
                    for (ours, counted) in sums(&means).iter().zip(sums(&fitted.counts)) {
                        assert!((ours - counted).abs() < 1e-7, "round {round}, {model}: {ours} is not {counted}");
                    }
                    let kept: f64 = fitted.counts.iter().sum();
                    assert_eq!(kept, counts.iter().sum::<f64>(), "round {round}, {model}");
                }
            }
        }
    }
}
