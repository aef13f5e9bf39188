//! How likely two reports are about one incident, per mille, by what linking knows of them and of whoever stands around them.
//!
//! ```text
//! odds of the two with all around them ─▶ `margin`: how much better each stands here than elsewhere ─▶ a table that was measured
//! ```
//!
//! Odds alone say too much: each pair is judged as if the others were not there. What tells is by how much the mean odds of a report
//! with its own incident exceed those with the next best, alone counting as *join*.
//!
//! Holds
//! - Integers only. What a person or a source said binds: 1000 for what must go together, 0 for what must not.
//! - A greater margin never gives a smaller chance.
//!
//! Not here: how reports are linked (`partition`), whole divisions of several (`alternatives`).

use std::collections::{BTreeMap, BTreeSet};

use super::linker::Linker;
use super::partition::NEVER;
use super::weights::FARTHEST_MILLIBITS;

/// How two reports stand to each other after linking.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// In one incident.
    Together,
    /// In two incidents that might be one.
    Apart,
    /// In two incidents of which some reports must not be together.
    Kept,
    /// Must go together, or must not: somebody said so.
    Bound,
}

/// What is known of two reports beside their odds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Outlook {
    /// How they stand.
    pub standing: Standing,
    /// By how much, in millibits: together, how much better the one that stands less well does so here than elsewhere; apart, how much
    /// better one of them would stand with the other, mostly less than none.
    pub margin: i64,
    /// How likely they are about one incident, per mille.
    pub chance: u32,
}

/// The least margin of the second column of the tables, in millibits; each column is [`STEP`] wider.
const FROM: i64 = -14_000;
const STEP: i64 = 1_000;
/// How many columns the tables have.
pub const COLUMNS: usize = 30;

/// Chances per mille by margin, for [`Standing::Together`], `Apart`, `Kept`: the shares of pairs truly about one incident in sets whose truth is
/// known, made never to fall. `chances_of_other_sets_and_the_tables_they_come_from` (in the tests of `armistice`) prints them.
type Table = [[u32; COLUMNS]; 3];
/// Where a source reports an incident once. By the shared set `dev10k_core`.
const ONCE: Table = [
    [
        625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 625, 797, 871, 928, 934, 970, 970,
        990, 996, 996, 996, 999, 999, 999, 999,
    ],
    [
        0, 0, 0, 0, 0, 1, 1, 7, 35, 56, 100, 203, 349, 440, 621, 621, 621, 621, 621, 621, 621, 621, 621, 621, 621, 621,
        621, 621, 621, 621,
    ],
    [
        0, 0, 0, 0, 0, 1, 8, 8, 9, 18, 107, 114, 211, 288, 390, 447, 447, 447, 447, 447, 447, 447, 447, 447, 447, 447,
        447, 447, 447, 447,
    ],
];
/// Where sources may report an incident several times. By the set `between_full` of `benches/linkage/noise.py`.
const REPEATED: Table = [
    [
        22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 22, 264, 264, 368, 650, 735, 808, 849, 893, 906, 941, 971, 991,
        998, 999, 999, 999, 999, 999,
    ],
    [
        0, 0, 0, 0, 0, 0, 1, 1, 12, 14, 45, 151, 241, 383, 573, 737, 737, 737, 737, 737, 737, 737, 737, 737, 737, 737,
        737, 737, 737, 737,
    ],
    [
        0, 0, 0, 0, 1, 1, 3, 15, 29, 49, 101, 145, 239, 431, 536, 674, 674, 897, 999, 999, 999, 999, 999, 999, 999,
        999, 999, 999, 999, 999,
    ],
];

/// The column of the tables in which a margin lies: all that lies below or above them counts as the first or last.
pub fn column(margin: i64) -> usize {
    ((margin - FROM).div_euclid(STEP) + 1).clamp(0, COLUMNS as i64 - 1) as usize
}

/// How well a report stands, with what must go with it: mean odds with the rest of its incident, and with the best other one.
#[derive(Clone, Copy)]
struct Stand {
    own: Option<i64>,
    rival: i64,
}

/// All reports of a linker as they stand.
pub(super) struct Stands<'l> {
    linker: &'l Linker,
    parts: BTreeMap<u32, Vec<u32>>,
    odds: BTreeMap<(u32, u32), i32>,
    stands: BTreeMap<u32, Stand>,
}

impl Stands<'_> {
    pub(super) fn of(linker: &Linker) -> Stands<'_> {
        let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for number in linker.live_numbers() {
            parts.entry(linker.first_of(number)).or_default().push(number);
        }
        let odds = linker.scored().into_iter().map(|(a, b, odds)| ((a, b), odds)).collect();
        let mut stands = Stands { linker, parts, odds, stands: BTreeMap::new() };
        let mut near: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for (a, b) in stands.odds.keys() {
            near.entry(*a).or_default().insert(linker.first_of(*b));
            near.entry(*b).or_default().insert(linker.first_of(*a));
        }
        for number in linker.live_numbers() {
            if stands.stands.contains_key(&number) {
                continue;
            }
            let atom = stands.atom(number);
            let around = atom.iter().flat_map(|member| near.get(member).into_iter().flatten());
            let own = linker.first_of(number);
            let others = around.filter(|part| **part != own && !stands.kept(&atom, &stands.parts[*part]));
            let rival = others.filter_map(|part| stands.mean(&atom, &stands.parts[part])).max();
            let join = i64::from(linker.weights().join);
            let stand = Stand {
                own: stands.mean(&atom, &stands.parts[&own]),
                rival: rival.map_or(join, |rival| rival.max(join)),
            };
            stands.stands.extend(atom.into_iter().map(|member| (member, stand)));
        }
        stands
    }

    /// Every two reports that are compared.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (u32, u32)> {
        self.odds.keys().copied()
    }

    /// How two reports stand to each other.
    pub(super) fn outlook(&self, a: u32, b: u32) -> Outlook {
        let (x, y) = (self.linker.first_of(a), self.linker.first_of(b));
        let join = i64::from(self.linker.weights().join);
        let (one, other) = (self.atom(a), self.atom(b));
        if one.contains(&b) {
            return Outlook { standing: Standing::Bound, margin: i64::from(FARTHEST_MILLIBITS), chance: 1_000 };
        }
        let (standing, margin) = if x == y {
            let margin = |number: u32| self.stands[&number].own.unwrap_or(join) - self.stands[&number].rival;
            (Standing::Together, margin(a).min(margin(b)))
        } else {
            let gain = |number: u32, atom: &[u32], part: u32| {
                let there = self.mean(atom, &self.parts[&part]).unwrap_or(join);
                there - self.stands[&number].own.unwrap_or(join).max(join)
            };
            let kept = self.kept(&self.parts[&x], &self.parts[&y]);
            (if kept { Standing::Kept } else { Standing::Apart }, gain(a, &one, y).max(gain(b, &other, x)))
        };
        if self.millibits(a, b) == NEVER {
            return Outlook { standing: Standing::Bound, margin: -i64::from(FARTHEST_MILLIBITS), chance: 0 };
        }
        let table = if self.linker.weights().update.is_some() { REPEATED } else { ONCE };
        let chance = table[standing as usize][column(margin)];
        Outlook { standing, margin, chance }
    }

    /// A report with what must go with it.
    fn atom(&self, number: u32) -> Vec<u32> {
        let mut atom = vec![number];
        let mut at = 0;
        while at < atom.len() {
            let bound = self.linker.bound_to(atom[at]);
            bound.into_iter().for_each(|other| {
                if !atom.contains(&other) {
                    atom.push(other)
                }
            });
            at += 1;
        }
        atom
    }

    fn millibits(&self, a: u32, b: u32) -> i32 {
        self.odds.get(&(a.min(b), a.max(b))).copied().unwrap_or(self.linker.weights().apart)
    }

    fn mean(&self, atom: &[u32], part: &[u32]) -> Option<i64> {
        let others = || part.iter().filter(|other| !atom.contains(other));
        let pairs = (others().count() * atom.len()) as i64;
        let odds =
            atom.iter().flat_map(|a| others().map(|b| i64::from(self.millibits(*a, *b).max(-FARTHEST_MILLIBITS))));
        (pairs > 0).then(|| odds.sum::<i64>() / pairs)
    }

    fn kept(&self, one: &[u32], other: &[u32]) -> bool {
        one.iter().any(|a| other.iter().any(|b| a != b && self.millibits(*a, *b) == NEVER))
    }
}
