//! Decomposable graphs: models in which lists depend on each other through cliques that overlap like a chain or a tree.
//!
//! Holds
//! - A graph is decomposable when it is chordal: its lists can be taken away one by one, each with neighbours that are
//!   all joined to each other (Dirac 1961; Lauritzen, Graphical Models, 1996, section 2.1).
//! - Cliques and separators multiply out: each list is in one clique more than in separators.
//!
//! Not here: what a graph weighs (`posterior`).

use std::fmt;

use crate::limits;
use crate::model::{digits, pairs};

/// A decomposable graph over lists.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Graph {
    cliques: Vec<u32>,
    separators: Vec<u32>,
}

impl Graph {
    /// The largest sets of lists that all depend on each other, as patterns; more lists first.
    pub fn cliques(&self) -> &[u32] {
        &self.cliques
    }

    /// What neighbouring cliques share, as patterns, as often as they share it; nothing shared is not written.
    pub fn separators(&self) -> &[u32] {
        &self.separators
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.cliques.iter().map(|clique| digits(*clique)).collect();
        write!(f, "[{}]", words.join(","))
    }
}

/// Every decomposable graph over so many lists, up to [`limits::GRAPH_LISTS`]; none for more.
pub fn decomposable(lists: usize) -> Vec<Graph> {
    if lists == 0 || lists > limits::GRAPH_LISTS {
        return Vec::new();
    }
    let pairs = pairs(lists);
    (0_u32..1 << pairs.len())
        .filter_map(|chosen| {
            let mut joined = vec![0_u32; lists];
            for (_, pair) in pairs.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1) {
                for (list, joined) in joined.iter_mut().enumerate().filter(|(list, _)| pair >> list & 1 == 1) {
                    *joined |= pair & !(1 << list);
                }
            }
            graph(&joined)
        })
        .collect()
}

/// The graph in which list `i` is joined to the lists of `joined[i]`, where it is decomposable.
fn graph(joined: &[u32]) -> Option<Graph> {
    let mut left = (1_u32 << joined.len()) - 1;
    let mut candidates: Vec<u32> = Vec::new();
    while left != 0 {
        let members = |of: u32| (0..joined.len()).filter(move |list| of >> list & 1 == 1);
        let next = members(left).find(|list| {
            let around = joined[*list] & left;
            members(around).all(|other| around & !(joined[other] | 1 << other) == 0)
        })?;
        candidates.push(joined[next] & left | 1 << next);
        left &= !(1 << next);
    }
    let mut cliques: Vec<u32> = candidates
        .iter()
        .copied()
        .filter(|clique| !candidates.iter().any(|other| other != clique && other & clique == *clique))
        .collect();
    cliques.sort_by_key(|clique| (std::cmp::Reverse(clique.count_ones()), digits(*clique)));
    let separators = separators(&cliques);
    Some(Graph { cliques, separators })
}

/// What the cliques share along a tree of greatest sharing, which is a junction tree (Jensen and Jensen 1994).
fn separators(cliques: &[u32]) -> Vec<u32> {
    let mut outside: Vec<u32> = cliques.to_vec();
    let mut inside: Vec<u32> = outside.pop().into_iter().collect();
    let mut separators = Vec::new();
    while !outside.is_empty() {
        let (mut best, mut shared) = (0, 0_u32);
        for (at, clique) in outside.iter().enumerate() {
            for known in &inside {
                if (clique & known).count_ones() > shared.count_ones() {
                    (best, shared) = (at, clique & known);
                }
            }
        }
        inside.push(outside.remove(best));
        if shared != 0 {
            separators.push(shared);
        }
    }
    separators.sort_unstable();
    separators
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_as_many_graphs_as_are_known() {
        assert_eq!([3, 4, 5].map(|lists| decomposable(lists).len()), [8, 61, 822]);
        assert!(decomposable(0).is_empty() && decomposable(6).is_empty());
    }

    #[test]
    fn each_list_is_in_one_clique_more_than_in_separators_within_its_part() {
        for graph in decomposable(5) {
            for list in 0..5 {
                let count = |sets: &[u32]| sets.iter().filter(|set| *set >> list & 1 == 1).count();
                assert_eq!(count(graph.cliques()), count(graph.separators()) + 1, "{graph}");
            }
        }
    }

    #[test]
    fn a_square_without_diagonal_is_not_among_them() {
        assert!(!decomposable(4).iter().any(|graph| graph.to_string() == "[12,14,23,34]"));
        assert!(decomposable(4).iter().any(|graph| graph.to_string() == "[123,134]"));
    }
}
