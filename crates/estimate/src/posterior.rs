//! The number of people averaged over decomposable graphs, each weighed by how well it tells the lists.
//!
//! ```text
//! for each number of missing people and each graph: product over cliques / product over separators of the chance of
//! the counts, all chances of cells being equally likely beforehand ─▶ weights ─▶ mean, median, 95 %
//! ```
//!
//! Method of Madigan and York (Biometrika 84, 1997), as the R package dga 2.0.2 computes it: hyper-Dirichlet prior with
//! 2^-lists for each cell, the number of people with chances in proportion to 1 / number, all graphs alike.
//!
//! Holds
//! - Numbers are searched one by one, great ones in steps ([`limits::PEOPLE_STEPS`]); what lies beyond the greatest
//!   that is looked at is said to be cut off, never taken as nothing.
//!
//! Not here: lists with dependence that no decomposable graph has (`loglinear`).

use crate::graphs::{Graph, decomposable};
use crate::limits;
use crate::lists::Lists;
use crate::numbers::{exp, ln, ln_gamma};
use crate::profile;

/// What is held of the number of people after seeing the lists.
#[derive(Clone, PartialEq, Debug)]
pub struct Posterior {
    /// The mean.
    pub mean: f64,
    /// The median.
    pub median: f64,
    /// 2.5 % lie below.
    pub least: f64,
    /// 2.5 % lie above.
    pub greatest: f64,
    /// The greatest number that was looked at.
    pub looked_to: f64,
    /// The weight of the last tenth of what was looked at: more than a little says that the range was too short.
    pub at_end: f64,
    /// Each graph with its weight, of 1; greatest first.
    pub graphs: Vec<(Graph, f64)>,
}

/// Weight at the end from which a posterior counts as cut off.
const CUT: f64 = 0.01;
/// Graphs are first looked at in every so many steps. The nearest of them is within four roots of the missing people
/// of the greatest level, and no level falls faster than a Poisson count: by about 8. The slack is several times that.
const STRIDE: usize = 16;
const SLACK: f64 = 40.0;
/// What is this far below the greatest level, as a logarithm, changes no digit.
const UNSEEN: f64 = 60.0;

impl Posterior {
    /// Whether so much weight lies at the end that the greatest number is not to be relied on.
    pub fn is_cut_off(&self) -> bool {
        self.at_end > CUT
    }
}

/// The posterior for up to [`limits::GRAPH_LISTS`] lists with somebody on them; `None` otherwise.
pub fn posterior(lists: &Lists) -> Option<Posterior> {
    let graphs = decomposable(lists.len());
    if graphs.is_empty() || lists.observed() == 0 {
        return None;
    }
    let grid = Grid::of(lists.observed());
    let sets = sets(lists, &grid);
    let common = common(lists, &grid);
    let level = |graph: &Graph, at: usize| -> f64 {
        let sum = |of: &[u32]| of.iter().map(|set| sets[*set as usize][at]).sum::<f64>();
        common[at] + sum(graph.cliques()) - sum(graph.separators())
    };
    let points = grid.missing.len();
    let rough =
        |graph: &Graph| (0..points).step_by(STRIDE).map(|at| level(graph, at)).fold(f64::NEG_INFINITY, f64::max);
    let tops: Vec<f64> = graphs.iter().map(rough).collect();
    let top = tops.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if !top.is_finite() {
        return None;
    }
    let mut of_people = vec![0.0; points];
    let mut of_graphs = Vec::new();
    for (graph, of_graph) in graphs.into_iter().zip(tops) {
        let mut weight = 0.0;
        if of_graph > top - UNSEEN - SLACK {
            for (at, of_number) in of_people.iter_mut().enumerate() {
                let here = level(&graph, at) - top;
                if here > -UNSEEN {
                    let here = exp(here);
                    *of_number += here;
                    weight += here;
                }
            }
        }
        of_graphs.push((graph, weight));
    }
    let all: f64 = of_people.iter().sum();
    of_graphs.iter_mut().for_each(|(_, weight)| *weight /= all);
    of_graphs.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Some(summary(lists.observed(), &grid, &of_people, all, of_graphs))
}

/// Numbers of missing people, each for as many as its step holds.
struct Grid {
    missing: Vec<f64>,
    ln_step: Vec<f64>,
}

impl Grid {
    fn of(observed: u64) -> Grid {
        let most = profile::looked_to(observed) - observed;
        let (mut missing, mut ln_step) = (Vec::new(), Vec::new());
        let mut from: u64 = 0;
        while from <= most {
            let step = ((observed + from) / limits::PEOPLE_STEPS).min(from.isqrt() / 2).max(1);
            // The middle of the step stands for all of it.
            missing.push(from as f64 + (step - 1) as f64 / 2.0);
            ln_step.push(ln(step as f64));
            from += step;
        }
        Grid { missing, ln_step }
    }
}

/// By pattern of lists and number of missing people: the logarithm of the chance of the counts of these lists alone.
fn sets(lists: &Lists, grid: &Grid) -> Vec<Vec<f64>> {
    let observed = lists.observed() as f64;
    let of_all: Vec<f64> = grid.missing.iter().map(|missing| ln_gamma(observed + missing + 1.0)).collect();
    // The prior of all cells together is 1; of a cell of fewer lists it is the sum over the cells inside it.
    (0_u32..1 << lists.len())
        .map(|set| {
            let prior = 1.0 / f64::from(1_u32 << set.count_ones());
            let mut cells = vec![0_u64; 1 << lists.len()];
            lists.counts().for_each(|(pattern, count)| cells[(pattern & set) as usize] += count);
            let prior_level = ln_gamma(prior);
            let known: f64 = (1..cells.len())
                .filter(|cell| *cell as u32 & set == *cell as u32)
                .map(|cell| ln_gamma(cells[cell] as f64 + prior) - prior_level)
                .sum();
            let unseen = cells[0] as f64 + prior;
            let of_cell = |missing: &f64| ln_gamma(unseen + missing) - prior_level;
            grid.missing.iter().zip(&of_all).map(|(missing, all)| known + of_cell(missing) - all).collect()
        })
        .collect()
}

/// What all graphs share: the ways in which people can be chosen, and the chance of their number beforehand.
fn common(lists: &Lists, grid: &Grid) -> Vec<f64> {
    let observed = lists.observed() as f64;
    grid.missing
        .iter()
        .zip(&grid.ln_step)
        .map(|(missing, ln_step)| {
            let people = observed + missing;
            ln_gamma(people + 1.0) - ln_gamma(missing + 1.0) - ln(people) + ln_step
        })
        .collect()
}

fn summary(observed: u64, grid: &Grid, of_people: &[f64], all: f64, graphs: Vec<(Graph, f64)>) -> Posterior {
    let observed = observed as f64;
    let mean = grid.missing.iter().zip(of_people).map(|(missing, weight)| missing * weight).sum::<f64>() / all;
    let quantile = |part: f64| {
        let mut below = 0.0;
        let found = of_people.iter().position(|weight| {
            below += weight;
            below >= part * all
        });
        observed + found.or(grid.missing.len().checked_sub(1)).map_or(0.0, |at| grid.missing[at])
    };
    let last = grid.missing.last().copied().unwrap_or(0.0);
    let at_end =
        grid.missing.iter().zip(of_people).filter(|(missing, _)| **missing > 0.9 * last).map(|(_, weight)| weight);
    Posterior {
        mean: observed + mean,
        median: quantile(0.5),
        least: quantile(0.025),
        greatest: quantile(0.975),
        looked_to: observed + last,
        at_end: at_end.sum::<f64>() / all,
        graphs,
    }
}
