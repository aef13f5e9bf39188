//! How many distinct incidents there are, where all that is known is how many each register counts in each stratum.
//!
//! ```text
//! East: 4 and 3, West: 1 and 0, South: 0 and 5  ─▶  10 to 13 where places are trusted, 8 to 13 where they are not
//! ```
//!
//! Holds
//! - Registers that nobody linked are never added: the sum is an upper end, reached only if no incident is in two of them.
//! - It takes as given that a register counts an incident once.
//!
//! Not here: people on lists that were matched one by one (`spread`).

use std::fmt;

use crate::limits;

/// Least and greatest number of distinct incidents.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Distinct {
    /// If every incident that may be in two registers is.
    pub least: u64,
    /// If none is.
    pub most: u64,
}

/// How many each register counts in each stratum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    registers: Vec<String>,
    strata: Vec<(String, Vec<u64>)>,
}

/// Why counts are no tally.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TallyFault {
    /// So many registers: fewer than two or more than [`limits::REGISTERS`].
    Registers(usize),
    /// So many strata: none or more than [`limits::STRATA`].
    Strata(usize),
    /// A stratum stands twice.
    Twice(String),
    /// The counts sum to more than [`limits::COUNTED`].
    TooMany,
}

impl fmt::Display for TallyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TallyFault::Registers(given) => {
                let registers = if *given == 1 { "register was" } else { "registers were" };
                write!(f, "{given} {registers} given, and 2 to {} can be set side by side", limits::REGISTERS)
            }
            TallyFault::Strata(given) => write!(f, "{given} strata were given, and 1 to {} are taken", limits::STRATA),
            TallyFault::Twice(name) => {
                write!(f, "the stratum `{name}` stands twice; add up what each register counts in it")
            }
            TallyFault::TooMany => write!(f, "the counts sum to more than {}", limits::COUNTED),
        }
    }
}

impl Tally {
    /// Counts of `registers`, in their order, for each stratum.
    ///
    /// # Errors
    /// What is wrong with them.
    ///
    /// # Panics
    /// A stratum has another number of counts than there are registers.
    pub fn new(registers: Vec<String>, strata: Vec<(String, Vec<u64>)>) -> Result<Tally, TallyFault> {
        if !(2..=limits::REGISTERS).contains(&registers.len()) {
            return Err(TallyFault::Registers(registers.len()));
        }
        if !(1..=limits::STRATA).contains(&strata.len()) {
            return Err(TallyFault::Strata(strata.len()));
        }
        let mut names = std::collections::BTreeSet::new();
        let mut sum = 0_u64;
        for (name, counts) in &strata {
            assert_eq!(counts.len(), registers.len(), "a count for each register");
            if !names.insert(name) {
                return Err(TallyFault::Twice(name.clone()));
            }
            sum = counts.iter().fold(sum, |sum, count| sum.saturating_add(*count));
        }
        if sum > limits::COUNTED {
            return Err(TallyFault::TooMany);
        }
        Ok(Tally { registers, strata })
    }

    /// Each register with its total.
    pub fn totals(&self) -> impl Iterator<Item = (&str, u64)> {
        self.registers
            .iter()
            .enumerate()
            .map(|(at, name)| (name.as_str(), self.strata.iter().map(|(_, counts)| counts[at]).sum()))
    }

    /// Each stratum by itself.
    pub fn strata(&self) -> impl Iterator<Item = (&str, Distinct)> {
        self.strata.iter().map(|(name, counts)| (name.as_str(), among(counts.iter().copied())))
    }

    /// Where both registers put an incident into the same stratum.
    pub fn by_stratum(&self) -> Distinct {
        let all = self.strata().map(|(_, distinct)| distinct);
        all.fold(Distinct { least: 0, most: 0 }, |sum, one| Distinct {
            least: sum.least + one.least,
            most: sum.most + one.most,
        })
    }

    /// Where strata are not trusted: an incident of one may be one of another there.
    pub fn by_total(&self) -> Distinct {
        among(self.totals().map(|(_, total)| total))
    }
}

fn among(counts: impl Iterator<Item = u64>) -> Distinct {
    counts.fold(Distinct { least: 0, most: 0 }, |distinct, count| Distinct {
        least: distinct.least.max(count),
        most: distinct.most + count,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tally(strata: &[(&str, [u64; 2])]) -> Tally {
        let strata = strata.iter().map(|(name, counts)| ((*name).to_owned(), counts.to_vec())).collect();
        Tally::new(vec!["X".to_owned(), "Y".to_owned()], strata).expect("a tally")
    }

    #[test]
    fn two_registers_give_a_range_and_never_their_sum() {
        let tally = tally(&[("East", [4, 3]), ("West", [1, 0]), ("South", [0, 5])]);
        assert_eq!(tally.by_stratum(), Distinct { least: 10, most: 13 });
        assert_eq!(tally.by_total(), Distinct { least: 8, most: 13 });
        assert_eq!(tally.totals().collect::<Vec<_>>(), [("X", 5), ("Y", 8)]);
    }

    #[test]
    fn coarser_strata_never_raise_the_least() {
        // All ways to fill three strata with up to three each: merged into one they say less.
        for drawn in 0..4_u64.pow(6) {
            let count = |at: u32| drawn / 4_u64.pow(at) % 4;
            let fine = tally(&[("a", [count(0), count(1)]), ("b", [count(2), count(3)]), ("c", [count(4), count(5)])]);
            let (by_stratum, by_total) = (fine.by_stratum(), fine.by_total());
            assert!(by_total.least <= by_stratum.least && by_stratum.least <= by_stratum.most);
            assert_eq!(by_stratum.most, by_total.most);
        }
    }

    #[test]
    fn what_is_no_tally_is_refused() {
        let of = |registers: usize, strata: Vec<(String, Vec<u64>)>| {
            Tally::new((0..registers).map(|at| at.to_string()).collect(), strata).err()
        };
        let one = |count| vec![("a".to_owned(), vec![count; 2])];
        assert_eq!(of(1, vec![("a".to_owned(), vec![1])]), Some(TallyFault::Registers(1)));
        assert_eq!(of(2, Vec::new()), Some(TallyFault::Strata(0)));
        assert_eq!(of(2, [one(1), one(2)].concat()), Some(TallyFault::Twice("a".to_owned())));
        assert_eq!(of(2, one(limits::COUNTED / 2)), None);
        assert_eq!(of(2, one(limits::COUNTED / 2 + 1)), Some(TallyFault::TooMany));
        let many = |n: usize| (0..n).map(|at| (at.to_string(), vec![0; 2])).collect::<Vec<_>>();
        assert_eq!(of(2, many(limits::STRATA)), None);
        assert_eq!(of(2, many(limits::STRATA + 1)), Some(TallyFault::Strata(limits::STRATA + 1)));
    }
}
