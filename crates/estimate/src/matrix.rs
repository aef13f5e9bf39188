//! Small dense matrices: what spans what, and symmetric equations.
//!
//! Holds
//! - Entries of designs are small whole numbers, so one absolute tolerance tells zero from not zero.
//!
//! Not here: which design belongs to which model.

/// Below this an entry of a reduced design is zero.
pub const ZERO: f64 = 1e-9;
/// Least pivot of a symmetric matrix scaled to a unit diagonal.
const PIVOT: f64 = 1e-13;

/// A matrix by rows.
#[derive(Clone, Debug)]
pub struct Matrix {
    columns: usize,
    values: Vec<f64>,
}

impl Matrix {
    /// Without rows.
    pub fn new(columns: usize) -> Matrix {
        Matrix { columns, values: Vec::new() }
    }

    /// Adds a row below. `row` has as many entries as there are columns.
    pub fn push(&mut self, row: impl IntoIterator<Item = f64>) {
        let before = self.values.len();
        self.values.extend(row);
        assert_eq!(self.values.len() - before, self.columns, "a row has an entry for each column");
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns
    }

    /// How many rows there are.
    pub fn rows(&self) -> usize {
        self.values.len().checked_div(self.columns).unwrap_or(0)
    }

    /// One row.
    pub fn row(&self, at: usize) -> &[f64] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// These rows and columns.
    pub fn part(&self, rows: &[usize], columns: &[usize]) -> Matrix {
        let mut part = Matrix::new(columns.len());
        for &row in rows {
            part.push(columns.iter().map(|column| self.row(row)[*column]));
        }
        part
    }

    /// The reduced row echelon form.
    pub fn reduced(&self) -> Reduced {
        let (rows, columns) = (self.rows(), self.columns);
        let mut values = self.values.clone();
        let mut pivots = Vec::new();
        for column in 0..columns {
            let top = pivots.len();
            let Some(best) = (top..rows)
                .max_by(|a, b| values[a * columns + column].abs().total_cmp(&values[b * columns + column].abs()))
            else {
                break;
            };
            if values[best * columns + column].abs() < ZERO {
                continue;
            }
            for at in 0..columns {
                values.swap(best * columns + at, top * columns + at);
            }
            let pivot = values[top * columns + column];
            values[top * columns..(top + 1) * columns].iter_mut().for_each(|value| *value /= pivot);
            let row: Vec<f64> = values[top * columns..(top + 1) * columns].to_vec();
            for other in (0..rows).filter(|other| *other != top) {
                let factor = values[other * columns + column];
                if factor != 0.0 {
                    for (value, of_pivot) in values[other * columns..(other + 1) * columns].iter_mut().zip(&row) {
                        *value -= factor * of_pivot;
                    }
                    values[other * columns + column] = 0.0;
                }
            }
            pivots.push(column);
        }
        values.truncate(pivots.len() * columns);
        Reduced { rows: Matrix { columns, values }, pivots }
    }
}

/// A matrix in reduced row echelon form, without its zero rows.
pub struct Reduced {
    rows: Matrix,
    /// The column of the leading 1 of each row: columns that no columns before them span.
    pub pivots: Vec<usize>,
}

impl Reduced {
    /// Vectors that span everything the matrix maps to zero.
    pub fn null_space(&self) -> Vec<Vec<f64>> {
        let columns = self.rows.columns;
        (0..columns)
            .filter(|column| !self.pivots.contains(column))
            .map(|free| {
                let mut vector = vec![0.0; columns];
                vector[free] = 1.0;
                for (row, pivot) in self.pivots.iter().enumerate() {
                    vector[*pivot] = -self.rows.row(row)[free];
                }
                vector
            })
            .collect()
    }
}

/// The sum of products.
pub fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// A symmetric matrix with positive values only, factored for solving (Cholesky, diagonal scaled to 1).
pub struct Factored {
    size: usize,
    lower: Vec<f64>,
    scale: Vec<f64>,
}

impl Factored {
    /// Factors `values` (by rows, of which the lower half is read), or `None` where it is as good as singular.
    pub fn of(size: usize, values: &[f64]) -> Option<Factored> {
        let scale: Vec<f64> = (0..size).map(|at| values[at * size + at].sqrt()).collect();
        if scale.iter().any(|scale| !scale.is_finite() || *scale <= 0.0) {
            return None;
        }
        let mut lower = vec![0.0; size * size];
        for row in 0..size {
            for column in 0..=row {
                let scaled = values[row * size + column] / (scale[row] * scale[column]);
                let (above, this) = (&lower[column * size..][..column], &lower[row * size..][..column]);
                let rest = scaled - dot(above, this);
                lower[row * size + column] = if row == column {
                    if rest.is_nan() || rest < PIVOT {
                        return None;
                    }
                    rest.sqrt()
                } else {
                    rest / lower[column * size + column]
                };
            }
        }
        Some(Factored { size, lower, scale })
    }

    /// The vector that the matrix maps to `right`.
    pub fn solve(&self, right: &[f64]) -> Vec<f64> {
        let size = self.size;
        let mut x: Vec<f64> = right.iter().zip(&self.scale).map(|(value, scale)| value / scale).collect();
        for row in 0..size {
            let known = dot(&self.lower[row * size..][..row], &x[..row]);
            x[row] = (x[row] - known) / self.lower[row * size + row];
        }
        for row in (0..size).rev() {
            let known: f64 = (row + 1..size).map(|below| self.lower[below * size + row] * x[below]).sum();
            x[row] = (x[row] - known) / self.lower[row * size + row];
        }
        x.iter().zip(&self.scale).map(|(value, scale)| value / scale).collect()
    }
}
