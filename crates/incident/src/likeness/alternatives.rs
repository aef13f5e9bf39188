//! In which other ways reports that depend on each other may be divided, and how likely each is beside the others.
//!
//! ```text
//! odds of every pair ─▶ worth of a division = sum within its parts of (odds − join) ─▶ the worthiest few ─▶ weights per mille
//! ```
//!
//! Holds
//! - What must go together is never parted here, and what must not is never together.
//! - Of up to [`limits::EXACT_ATOMS`] reports the worthiest are found whatever the odds; of more by steps from the division of linking.
//! - Integers only; the same reports and odds give the same divisions, in the same order.
//!
//! Not here: how reports are linked (`partition`), in which words it is told.

use std::collections::{BTreeMap, BTreeSet};

use super::partition::{NEVER, Partition, atoms};
use crate::limits;

/// A way of dividing reports into incidents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alternative {
    /// Who is together.
    pub parts: Partition,
    /// What it is worth: the sum over pairs within parts of their odds less what joining takes, in millibits; reports that must go together
    /// count as one, with their mean.
    pub worth: i64,
    /// How likely it is beside the others that are listed, per mille; 1000 over all.
    pub weight: u32,
}

/// A difference in worth counts as one part of so many: pairs are not independent, and three reports that agree are not three times as sure
/// as two. By measure one for each other report, and no more than this.
const TEMPER: i64 = 3;
/// 2^-x in millionths for x of 0, 250, 500, 750 millibits.
const POWERS: [u64; 5] = [1_000_000, 840_896, 707_107, 594_604, 500_000];
/// How many of 1000 the divisions carry from which the range of distinct incidents is taken.
pub(super) const LIKELY: u32 = 950;

/// The worthiest ways of dividing as many reports as `own` holds, `own` always among them; the worthiest first.
///
/// `odds` and `must` are those of linking, `join` is what a pair must exceed to be worth joining.
pub fn alternatives(
    own: &Partition,
    odds: impl Fn(usize, usize) -> i32,
    must: &[(usize, usize)],
    join: i32,
) -> Vec<Alternative> {
    let n = own.iter().map(Vec::len).sum();
    let atoms = atoms(n, must);
    let field = Field::of(&atoms, odds, join);
    let mut part_of = vec![0; n];
    own.iter().enumerate().for_each(|(part, members)| members.iter().for_each(|report| part_of[*report] = part));
    let own = canonical(&atoms.iter().map(|members| part_of[members[0]]).collect::<Vec<_>>());
    let mut best = if field.k <= limits::EXACT_ATOMS {
        field.all()
    } else if field.k <= limits::SEARCH_ATOMS {
        field.around(own.clone())
    } else {
        vec![(field.worth(&own), own.clone())]
    };
    if !best.iter().any(|(_, division)| *division == own) {
        best.truncate(limits::ALTERNATIVES - 1);
        best.push((field.worth(&own), own));
    }
    let greatest = best[0].0;
    let temper = (field.k as i64 - 1).clamp(1, TEMPER);
    let shares: Vec<u64> = best.iter().map(|(worth, _)| power((greatest - worth) / temper)).collect();
    let weights = per_mille(&shares);
    let named = |division: &Division| {
        let mut parts: Partition = Vec::new();
        for (atom, part) in division.iter().enumerate() {
            parts.resize(parts.len().max(part + 1), Vec::new());
            parts[*part].extend(&atoms[atom]);
        }
        parts.iter_mut().for_each(|part| part.sort_unstable());
        parts.sort_unstable();
        parts
    };
    let alternative = |((worth, division), weight)| Alternative { parts: named(&division), worth, weight };
    best.into_iter().zip(weights).map(alternative).collect()
}

/// How many parts there are, at least and at most, in the likeliest alternatives that together carry 950 of 1000.
pub fn distinct(alternatives: &[Alternative]) -> (usize, usize) {
    let mut order: Vec<&Alternative> = alternatives.iter().collect();
    order.sort_by_key(|alternative| std::cmp::Reverse(alternative.weight));
    let mut carried = 0;
    let likely = order.into_iter().take_while(|alternative| {
        let open = carried < LIKELY;
        carried += alternative.weight;
        open
    });
    let counts: BTreeSet<usize> = likely.map(|alternative| alternative.parts.len()).collect();
    (counts.first().copied().unwrap_or(0), counts.last().copied().unwrap_or(0))
}

/// 2^-x in millionths, x in millibits.
fn power(x: i64) -> u64 {
    let (whole, rest) = (x / 1_000, (x % 1_000) as u64);
    let (here, next) = (POWERS[rest as usize / 250], POWERS[rest as usize / 250 + 1]);
    let straight = here - (here - next) * (rest % 250) / 250;
    if whole > 40 { 0 } else { straight >> whole }
}

/// Shares of their sum, per mille, which add up; what rounding leaves goes to the first.
fn per_mille(shares: &[u64]) -> Vec<u32> {
    let sum: u64 = shares.iter().sum::<u64>().max(1);
    let mut weights: Vec<u32> = shares.iter().map(|share| (share * 1_000 / sum) as u32).collect();
    weights[0] += 1_000 - weights.iter().sum::<u32>();
    weights
}

/// By atom its part, parts numbered by their first atoms: one division has one such list.
type Division = Vec<usize>;

fn canonical(part_of: &[usize]) -> Division {
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let number = |part: &usize| {
        let next = numbers.len();
        *numbers.entry(*part).or_insert(next)
    };
    part_of.iter().map(number).collect()
}

/// The worthiest so far; of equals the one whose list comes first.
struct Best(Vec<(i64, Division)>);

impl Best {
    /// Takes a division in where it is one of the worthiest.
    fn take(&mut self, worth: i64, division: &[usize]) {
        let at =
            self.0.partition_point(|(other, list)| *other > worth || *other == worth && list.as_slice() < division);
        let there = self.0.get(at).is_some_and(|(_, list)| list == division);
        if at < limits::ALTERNATIVES && !there {
            self.0.insert(at, (worth, division.to_vec()));
            self.0.truncate(limits::ALTERNATIVES);
        }
    }
    /// Whether one worth so much may be among them.
    fn open_to(&self, worth: i64) -> bool {
        self.0.len() < limits::ALTERNATIVES || self.0.last().is_none_or(|(least, _)| worth >= *least)
    }
}

/// What every two atoms are worth together; `None` for those that must not be.
struct Field {
    k: usize,
    pairs: Vec<Option<i64>>,
    /// What each is worth together with all before it that it may be with and that make it worth more.
    hopes: Vec<i64>,
}

impl Field {
    fn of(atoms: &[Vec<usize>], odds: impl Fn(usize, usize) -> i32, join: i32) -> Field {
        let k = atoms.len();
        let worth = |a: &[usize], b: &[usize]| {
            let pairs = a.iter().flat_map(|x| b.iter().map(|y| odds(*x, *y)));
            let each = pairs.map(|odds| (odds != NEVER).then(|| i64::from(odds) - i64::from(join)));
            // What must go together counts as one report: a mean, or an incident of many reports would outweigh everything.
            each.sum::<Option<i64>>().map(|sum| sum / (a.len() * b.len()) as i64)
        };
        let mut pairs = vec![None; k * k];
        for a in 0..k {
            for b in 0..a {
                let worth = worth(&atoms[a], &atoms[b]);
                (pairs[a * k + b], pairs[b * k + a]) = (worth, worth);
            }
        }
        let hope = |a: usize| (0..a).filter_map(|b| pairs[a * k + b]).filter(|worth| *worth > 0).sum();
        let hopes = (0..k).map(hope).collect();
        Field { k, pairs, hopes }
    }

    fn pair(&self, a: usize, b: usize) -> Option<i64> {
        self.pairs[a * self.k + b]
    }

    fn worth(&self, division: &[usize]) -> i64 {
        let together =
            (0..self.k).flat_map(|a| (0..a).map(move |b| (a, b))).filter(|(a, b)| division[*a] == division[*b]);
        together.map(|(a, b)| self.pair(a, b).unwrap_or(0)).sum()
    }

    /// The worthiest of all divisions.
    fn all(&self) -> Vec<(i64, Division)> {
        let mut best = Best(Vec::new());
        let mut rest: Vec<i64> = self.hopes.clone();
        (1..self.k).rev().for_each(|at| rest[at - 1] += rest[at]);
        rest.push(0);
        self.place(&rest, &mut Vec::new(), 0, 0, &mut best);
        best.0
    }

    /// Puts the next atom into each part and into one of its own, and so on; not where the rest can no longer make it worth enough.
    fn place(&self, rest: &[i64], division: &mut Division, parts: usize, worth: i64, best: &mut Best) {
        let at = division.len();
        if at == self.k {
            best.take(worth, division);
            return;
        }
        let mut sums: Vec<Option<i64>> = vec![Some(0); parts + 1];
        for (other, part) in division.iter().enumerate() {
            sums[*part] = sums[*part].zip(self.pair(at, other)).map(|(sum, worth)| sum + worth);
        }
        let mut order: Vec<(i64, usize)> =
            sums.into_iter().enumerate().filter_map(|(part, sum)| Some((-sum?, part))).collect();
        order.sort_unstable();
        for (sum, part) in order {
            if best.open_to(worth - sum + rest[at + 1]) {
                division.push(part);
                self.place(rest, division, parts.max(part + 1), worth - sum, best);
                division.pop();
            }
        }
    }

    /// The worthiest that steps from `own` lead to: the worthiest few are each looked at with all that one step makes of them, until
    /// none of these is new.
    fn around(&self, own: Division) -> Vec<(i64, Division)> {
        let mut best = Best(vec![(self.worth(&own), own)]);
        let mut looked_at: BTreeSet<Division> = BTreeSet::new();
        while looked_at.len() < limits::SEARCH_STEPS
            && let Some((worth, division)) = best.0.iter().find(|(_, division)| !looked_at.contains(division)).cloned()
        {
            self.step(&division, worth, &mut best);
            looked_at.insert(division);
        }
        best.0
    }

    /// What one step makes of a division: an atom moved, two parts joined, a part divided in two.
    fn step(&self, division: &[usize], worth: i64, best: &mut Best) {
        let parts = division.iter().max().map_or(0, |last| last + 1);
        // By atom and part: what the atom is worth together with it.
        let mut sums: Vec<Option<i64>> = vec![Some(0); self.k * (parts + 1)];
        for atom in 0..self.k {
            for (other, part) in division.iter().enumerate().filter(|(other, _)| *other != atom) {
                let sum = &mut sums[atom * (parts + 1) + part];
                *sum = sum.zip(self.pair(atom, other)).map(|(sum, worth)| sum + worth);
            }
        }
        let sum = |atom: usize, part: usize| sums[atom * (parts + 1) + part];
        let mut offer = |worth: i64, changed: &dyn Fn(usize) -> usize| {
            if best.open_to(worth) {
                let division: Vec<usize> = (0..self.k).map(changed).collect();
                best.take(worth, &canonical(&division));
            }
        };
        for atom in 0..self.k {
            let own = sum(atom, division[atom]).unwrap_or(0);
            for part in (0..=parts).filter(|part| *part != division[atom]) {
                if let Some(there) = sum(atom, part) {
                    offer(worth - own + there, &|other| if other == atom { part } else { division[other] });
                }
            }
        }
        let members: Vec<Vec<usize>> =
            (0..parts).map(|part| (0..self.k).filter(|atom| division[*atom] == part).collect()).collect();
        for (a, of_a) in members.iter().enumerate() {
            for b in 0..a {
                if let Some(joined) = of_a.iter().map(|atom| sum(*atom, b)).sum::<Option<i64>>() {
                    offer(worth + joined, &|atom| if division[atom] == a { b } else { division[atom] });
                }
            }
        }
        for (part, members) in members.iter().enumerate().filter(|(_, members)| members.len() > 3) {
            // Around the two that are worth least together.
            let pairs = members.iter().flat_map(|a| members.iter().map(move |b| (*a, *b))).filter(|(a, b)| a < b);
            let Some((a, b)) = pairs.min_by_key(|(a, b)| (self.pair(*a, *b), *a, *b)) else { continue };
            let with_b: BTreeSet<usize> = members
                .iter()
                .copied()
                .filter(|atom| *atom == b || *atom != a && self.pair(*atom, b) > self.pair(*atom, a))
                .collect();
            let divided: Division =
                (0..self.k).map(|atom| if with_b.contains(&atom) { parts } else { division[atom] }).collect();
            debug_assert!(divided.contains(&part), "the first of the two stays");
            best.take(self.worth(&divided), &canonical(&divided));
        }
    }
}
