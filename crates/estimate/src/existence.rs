//! Whether a log-linear model has finite parameters for a table, and which cells run to zero where it has not.
//!
//! ```text
//! design, counts ─▶ directions in which the likelihood grows for ever ─▶ cells that run to zero ─▶ the rest: the face
//! ```
//!
//! The likelihood grows for ever along a direction that leaves the cells with people alone and lowers cells without:
//! exactly then no finite estimate exists (Fienberg and Rinaldo, Ann. Statist. 40, 2012, theorem 3.2; the same question
//! is put to a linear programme by Chan, Silverman and Vincent, J. Am. Stat. Assoc. 116, 2021).
//!
//! Holds
//! - Cells with people are always on the face; on the face finite means exist and are unique.
//!
//! Not here: the means themselves (`poisson`).

use crate::matrix::{Matrix, ZERO, dot};

/// Most pivots of one linear programme.
const PIVOTS: usize = 20_000;
/// How far a direction lowers a cell, at least, to count; the sum over all cells is 1.
const LOWERED: f64 = 1e-7;

/// What is left of a table when the cells that run to zero are taken away.
pub struct Face {
    /// Rows of the design that stay.
    pub cells: Vec<usize>,
    /// Directions of the parameters that change no cell of the face: parameters that move here are not determined.
    pub free: Vec<Vec<f64>>,
}

/// The face of `design` (a row for each cell) and `counts`, or `None` where the search was given up.
pub fn face(design: &Matrix, counts: &[f64]) -> Option<Face> {
    let all: Vec<usize> = (0..design.columns()).collect();
    let (with, mut without): (Vec<usize>, Vec<usize>) = (0..design.rows()).partition(|cell| counts[*cell] > 0.0);
    let unmoved = design.part(&with, &all).reduced().null_space();
    while let Some(moves) = lowering(design, &without, &unmoved)? {
        let before = without.len();
        without.retain(|cell| dot(design.row(*cell), &moves) > -LOWERED);
        assert!(without.len() < before, "a direction lowers some cell");
    }
    let mut cells = with;
    cells.extend(without);
    cells.sort_unstable();
    let free = design.part(&cells, &all).reduced().null_space();
    Some(Face { cells, free })
}

/// Whether the first parameter rises, and whether it falls, along some direction in which the likelihood never falls.
///
/// Where it only rises, it rises without end on every way to the greatest likelihood, and likewise where it only
/// falls: it is then a sum of cells with people and, of one sign, cells that run to zero (Farkas). The parameter must
/// be identified.
pub fn first_moves(design: &Matrix, counts: &[f64]) -> Option<(bool, bool)> {
    let all: Vec<usize> = (0..design.columns()).collect();
    let (with, without): (Vec<usize>, Vec<usize>) = (0..design.rows()).partition(|cell| counts[*cell] > 0.0);
    let unmoved = design.part(&with, &all).reduced().null_space();
    let rows = moved_rows(design, &without, &unmoved);
    let first: Vec<f64> = unmoved.iter().map(|moves| moves[0]).collect();
    let moves = |sign: f64| -> Option<bool> {
        let weights = maximise(table(&rows, unmoved.len()), both(&first, sign))?;
        Some(sign * dot(&first, &apart(&weights)) > LOWERED)
    };
    Some((moves(1.0)?, moves(-1.0)?))
}

/// A direction made of `unmoved` that raises none of `cells` and lowers some: `Some(None)` where there is none.
fn lowering(design: &Matrix, cells: &[usize], unmoved: &[Vec<f64>]) -> Option<Option<Vec<f64>>> {
    let rows = moved_rows(design, cells, unmoved);
    if rows.is_empty() {
        return Some(None);
    }
    let sums: Vec<f64> = (0..unmoved.len()).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
    let weights = apart(&maximise(table(&rows, unmoved.len()), both(&sums, -1.0))?);
    let moves: Vec<f64> = (0..design.columns())
        .map(|column| weights.iter().zip(unmoved).map(|(weight, moves)| weight * moves[column]).sum())
        .collect();
    let lowers = cells.iter().any(|cell| dot(design.row(*cell), &moves) <= -LOWERED);
    Some(lowers.then_some(moves))
}

/// How each direction of `unmoved` moves each of `cells`; cells that move alike once, cells that none moves not at all.
fn moved_rows(design: &Matrix, cells: &[usize], unmoved: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut rows: Vec<Vec<f64>> = Vec::new();
    for &cell in cells {
        let row: Vec<f64> = unmoved.iter().map(|moves| dot(design.row(cell), moves)).collect();
        let alike = |known: &Vec<f64>| known.iter().zip(&row).all(|(known, value)| (known - value).abs() < ZERO);
        if row.iter().any(|value| value.abs() > ZERO) && !rows.iter().any(alike) {
            rows.push(row);
        }
    }
    rows
}

/// The weights of a direction may be negative: each is the difference of two that may not.
fn both(row: &[f64], sign: f64) -> Vec<f64> {
    row.iter().map(|value| sign * value).chain(row.iter().map(|value| -sign * value)).collect()
}

fn apart(weights: &[f64]) -> Vec<f64> {
    let (raising, lowering) = weights.split_at(weights.len() / 2);
    raising.iter().zip(lowering).map(|(a, b)| a - b).collect()
}

/// The conditions on weights: no cell of `rows` is raised, and all together are lowered by at most 1.
fn table(rows: &[Vec<f64>], directions: usize) -> Vec<Vec<f64>> {
    let mut table: Vec<Vec<f64>> = rows.iter().map(|row| [both(row, 1.0), vec![0.0]].concat()).collect();
    let sums: Vec<f64> = (0..directions).map(|at| rows.iter().map(|row| row[at]).sum()).collect();
    table.push([both(&sums, -1.0), vec![1.0]].concat());
    table
}

/// Non-negative values that make `aim` greatest, where each row of `table` times them is at most the row's last entry,
/// which is not negative. `None` after too many pivots.
/// # Source   the simplex method with Bland's rule, which never goes round in circles (Math. Oper. Res. 2, 1977).
fn maximise(mut table: Vec<Vec<f64>>, mut aim: Vec<f64>) -> Option<Vec<f64>> {
    let (rows, columns) = (table.len(), aim.len());
    let mut outside: Vec<usize> = (0..columns).collect();
    let mut inside: Vec<usize> = (columns..columns + rows).collect();
    for _ in 0..PIVOTS {
        let enters = (0..columns).filter(|at| aim[*at] > ZERO).min_by_key(|at| outside[*at]);
        let Some(enters) = enters else {
            let mut values = vec![0.0; columns];
            for (row, variable) in inside.iter().enumerate().filter(|(_, variable)| **variable < columns) {
                values[*variable] = table[row][columns];
            }
            return Some(values);
        };
        let mut leaves: Option<(usize, f64)> = None;
        for row in (0..rows).filter(|row| table[*row][enters] > ZERO) {
            let ratio = table[row][columns] / table[row][enters];
            let better = leaves.is_none_or(|(best, least)| {
                ratio < least - 1e-12 || (ratio <= least + 1e-12 && inside[row] < inside[best])
            });
            if better {
                leaves = Some((row, ratio));
            }
        }
        let (leaves, _) = leaves?;
        let pivot = table[leaves][enters];
        table[leaves].iter_mut().for_each(|value| *value /= pivot);
        table[leaves][enters] = 1.0 / pivot;
        let row = table[leaves].clone();
        for other in (0..rows).filter(|other| *other != leaves) {
            let factor = table[other][enters];
            if factor != 0.0 {
                for (at, value) in table[other].iter_mut().enumerate() {
                    *value = if at == enters { -factor / pivot } else { *value - factor * row[at] };
                }
            }
        }
        let factor = aim[enters];
        for (at, value) in aim.iter_mut().enumerate() {
            *value = if at == enters { -factor / pivot } else { *value - factor * row[at] };
        }
        std::mem::swap(&mut outside[enters], &mut inside[leaves]);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn design(rows: &[&[f64]]) -> Matrix {
        let mut matrix = Matrix::new(rows[0].len());
        rows.iter().for_each(|row| matrix.push(row.iter().copied()));
        matrix
    }

    #[test]
    fn a_table_with_people_everywhere_is_its_own_face() {
        let design = design(&[&[1.0, 0.0], &[1.0, 1.0], &[1.0, 1.0]]);
        let face = face(&design, &[3.0, 4.0, 0.0]).expect("found");
        assert_eq!((face.cells, face.free.len()), (vec![0, 1, 2], 0));
    }

    #[test]
    fn a_cell_of_its_own_parameter_without_people_runs_to_zero() {
        let design = design(&[&[1.0, 0.0], &[1.0, 0.0], &[1.0, 1.0]]);
        let face = face(&design, &[3.0, 4.0, 0.0]).expect("found");
        assert_eq!((face.cells, face.free), (vec![0, 1], vec![vec![0.0, 1.0]]));
    }

    /// Two cells without people that can only move against each other stay.
    #[test]
    fn cells_that_move_against_each_other_stay() {
        let design = design(&[&[1.0, 0.0], &[1.0, 1.0], &[1.0, -1.0]]);
        let face = face(&design, &[3.0, 0.0, 0.0]).expect("found");
        assert_eq!(face.cells.len(), 3);
    }

    /// The first parameter is what a cell with people has above a cell without: as that one falls, it rises.
    #[test]
    fn a_parameter_rises_where_a_cell_below_it_falls() {
        let rises = design(&[&[1.0, 1.0], &[0.0, 1.0]]);
        assert_eq!(first_moves(&rises, &[3.0, 0.0]), Some((true, false)));
        let falls = design(&[&[1.0, 0.0], &[0.0, 1.0]]);
        assert_eq!(first_moves(&falls, &[0.0, 3.0]), Some((false, true)));
        assert_eq!(first_moves(&falls, &[3.0, 0.0]), Some((false, false)));
        let either = design(&[&[1.0, 1.0, -1.0], &[0.0, 1.0, 0.0], &[0.0, 0.0, 1.0]]);
        assert_eq!(first_moves(&either, &[3.0, 0.0, 0.0]), Some((true, true)));
    }
}
