//! Hierarchical models: which lists depend on which, named by their generators.
//!
//! ```text
//! [123,14,34]   lists 1, 2 and 3 depend on each other in any way, 1 on 4, and 3 on 4; nothing else
//! ```
//!
//! Holds
//! - A term brings every smaller term of its lists, and each list has a term of its own.
//! - The term of all lists is in no model: with it nothing says how many are on no list.
//!
//! Not here: how well a model fits (`loglinear`).

use std::collections::BTreeSet;
use std::fmt;

use crate::limits;

/// A hierarchical model for a number of lists.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Model {
    lists: usize,
    terms: BTreeSet<u32>,
}

impl Model {
    /// The model of these generators, each a pattern of lists. Lists that no generator names are independent.
    pub fn new(lists: usize, generators: &[u32]) -> Result<Model, WrongModel> {
        if !(limits::LISTS_LEAST..=limits::LISTS_MOST).contains(&lists) {
            return Err(WrongModel::Lists { lists });
        }
        let all = (1_u32 << lists) - 1;
        let mut terms: BTreeSet<u32> = (0..lists).map(|list| 1 << list).collect();
        for &generator in generators {
            if generator == 0 || generator & !all != 0 {
                return Err(WrongModel::UnknownList { lists });
            }
            if generator == all {
                return Err(WrongModel::HighestTerm);
            }
            // Every part of the generator: counted down through its bits.
            let mut part = generator;
            while part != 0 {
                terms.insert(part);
                part = (part - 1) & generator;
            }
        }
        Ok(Model { lists, terms })
    }

    /// Reads `[123,14,34]`: lists are digits from 1.
    pub fn parse(lists: usize, text: &str) -> Result<Model, WrongModel> {
        let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        let inner = inner.ok_or(WrongModel::Unreadable)?;
        let mut generators = Vec::new();
        for word in inner.split(',') {
            let mut generator = 0_u32;
            for digit in word.trim().chars() {
                let list = digit.to_digit(10).filter(|list| *list > 0).ok_or(WrongModel::Unreadable)?;
                generator |= 1 << (list - 1);
            }
            generators.push(generator);
        }
        Model::new(lists, &generators)
    }

    /// How many lists the model is about.
    pub fn lists(&self) -> usize {
        self.lists
    }

    /// Every term, each a pattern of lists: single lists too.
    pub fn terms(&self) -> impl Iterator<Item = u32> + '_ {
        self.terms.iter().copied()
    }

    /// Parameters: one for each term, and the constant.
    pub fn parameters(&self) -> usize {
        self.terms.len() + 1
    }

    /// The terms that no other contains: more lists first, then by their digits.
    pub fn generators(&self) -> Vec<u32> {
        let contained = |term: u32| self.terms.iter().any(|other| *other != term && other & term == term);
        let mut generators: Vec<u32> = self.terms().filter(|term| !contained(*term)).collect();
        generators.sort_by_key(|term| (std::cmp::Reverse(term.count_ones()), digits(*term)));
        generators
    }

    /// The same model with one more pair, or `None` where the pair is in it.
    pub(crate) fn with_pair(&self, pair: u32) -> Option<Model> {
        let mut next = self.clone();
        next.terms.insert(pair).then_some(next)
    }
}

impl fmt::Display for Model {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.generators().into_iter().map(digits).collect();
        write!(f, "[{}]", words.join(","))
    }
}

/// The lists of a pattern as digits from 1.
pub(crate) fn digits(pattern: u32) -> String {
    (0..32).filter(|list| pattern >> list & 1 == 1).map(|list| (list + 1).to_string()).collect()
}

/// All pairs of lists.
pub(crate) fn pairs(lists: usize) -> Vec<u32> {
    (0..lists).flat_map(|a| (a + 1..lists).map(move |b| 1 << a | 1 << b)).collect()
}

/// Which models are fitted for a number of lists.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Family {
    /// Every hierarchical model without the highest term.
    Hierarchical,
    /// Every set of pairs.
    Pairs,
    /// Every set of at most so many pairs; then, from the best of them, pairs added one at a time while BIC falls.
    /// Each model that was tried on the way is among them.
    FewPairs {
        /// At most so many.
        together: usize,
    },
}

impl Family {
    /// The family for this number of lists.
    pub fn of(lists: usize) -> Family {
        if lists <= limits::HIERARCHICAL_LISTS {
            return Family::Hierarchical;
        }
        let pairs = lists * (lists - 1) / 2;
        let (mut models, mut of_size, mut together) = (1_usize, 1_usize, 0_usize);
        while together < pairs {
            of_size = of_size * (pairs - together) / (together + 1);
            if models + of_size > limits::PAIR_MODELS {
                return Family::FewPairs { together };
            }
            models += of_size;
            together += 1;
        }
        Family::Pairs
    }

    /// The models of the family, before any is extended.
    pub fn models(self, lists: usize) -> Vec<Model> {
        let single: BTreeSet<u32> = (0..lists).map(|list| 1 << list).collect();
        let pairs = pairs(lists);
        let most = match self {
            Family::Hierarchical => return hierarchical(lists, &single),
            Family::Pairs => pairs.len(),
            Family::FewPairs { together } => together,
        };
        let mut models = vec![Model { lists, terms: single }];
        // Each model of the last size grows by pairs after its last one, so that no set comes twice.
        let mut last: Vec<(usize, Model)> = vec![(0, models[0].clone())];
        for _ in 0..most {
            let mut next = Vec::new();
            for (from, model) in &last {
                for (at, pair) in pairs.iter().enumerate().skip(*from) {
                    next.extend(model.with_pair(*pair).map(|model| (at + 1, model)));
                }
            }
            models.extend(next.iter().map(|(_, model)| model.clone()));
            last = next;
        }
        models
    }
}

impl fmt::Display for Family {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Family::Hierarchical => f.write_str("every hierarchical model without the term of all lists"),
            Family::Pairs => f.write_str("every set of pairs of lists that depend on each other"),
            Family::FewPairs { together } => write!(
                f,
                "every set of at most {together} pairs of lists that depend on each other, and from the best of them pairs \
                 added one at a time while BIC falls"
            ),
        }
    }
}

/// Sets of terms in which each term stands with all its parts, for few lists.
fn hierarchical(lists: usize, single: &BTreeSet<u32>) -> Vec<Model> {
    let all = (1_u32 << lists) - 1;
    let mut higher: Vec<u32> = (1..all).filter(|term| term.count_ones() > 1).collect();
    higher.sort_by_key(|term| (term.count_ones(), *term));
    let mut sets = vec![single.clone()];
    for term in higher {
        let fits = |set: &BTreeSet<u32>| {
            (0..lists).filter(|list| term >> list & 1 == 1).all(|list| set.contains(&(term & !(1 << list))))
        };
        let with: Vec<BTreeSet<u32>> = sets
            .iter()
            .filter(|set| fits(set))
            .map(|set| {
                let mut set = set.clone();
                set.insert(term);
                set
            })
            .collect();
        sets.extend(with);
    }
    sets.into_iter().map(|terms| Model { lists, terms }).collect()
}

/// Why words name no model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WrongModel {
    /// The words do not have the form.
    Unreadable,
    /// Too few or too many lists.
    Lists {
        /// How many.
        lists: usize,
    },
    /// A generator is empty or names a list that is not there.
    UnknownList {
        /// How many lists there are.
        lists: usize,
    },
    /// The term of all lists.
    HighestTerm,
}

impl fmt::Display for WrongModel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WrongModel::Unreadable => {
                f.write_str("this is not a model; write its generators as digits of lists, such as `[123,14,34]`")
            }
            WrongModel::Lists { lists } => write!(
                f,
                "a model is about {} to {} lists, not {lists}; choose among the lists",
                limits::LISTS_LEAST,
                limits::LISTS_MOST
            ),
            WrongModel::UnknownList { lists } => {
                write!(f, "a generator is empty or names a list that is not there; the lists are 1 to {lists}")
            }
            WrongModel::HighestTerm => {
                f.write_str("a model with the term of all lists says nothing of people on no list; leave that term out")
            }
        }
    }
}

impl std::error::Error for WrongModel {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generators_are_read_and_written() {
        for text in ["[123,14,34]", "[1,2,3,4]", "[123,124,134,234]", "[12,3,4]"] {
            assert_eq!(Model::parse(4, text).map(|model| model.to_string()), Ok(text.to_owned()));
        }
        assert_eq!(Model::parse(4, "[ 34 , 12 ]").map(|model| model.to_string()), Ok("[12,34]".to_owned()));
    }

    #[test]
    fn what_is_no_model_is_refused() {
        for (text, why) in [
            ("123", WrongModel::Unreadable),
            ("[12,x]", WrongModel::Unreadable),
            ("[0]", WrongModel::Unreadable),
            ("[]", WrongModel::UnknownList { lists: 4 }),
            ("[5]", WrongModel::UnknownList { lists: 4 }),
            ("[1234]", WrongModel::HighestTerm),
        ] {
            assert_eq!(Model::parse(4, text), Err(why), "{text}");
        }
        assert_eq!(Model::parse(2, "[1,2]"), Err(WrongModel::Lists { lists: 2 }));
        assert_eq!(Model::parse(9, "[1,2]"), Err(WrongModel::Lists { lists: 9 }));
    }

    #[test]
    fn families_have_the_known_numbers_of_models() {
        let count = |lists: usize| {
            let models = Family::of(lists).models(lists);
            let different: BTreeSet<&Model> = models.iter().collect();
            assert_eq!(different.len(), models.len());
            models.len()
        };
        assert_eq!((count(3), count(4), count(5)), (8, 113, 1_024));
        assert_eq!(Family::of(6), Family::FewPairs { together: 4 });
        assert_eq!(Family::of(7), Family::FewPairs { together: 3 });
        assert_eq!(Family::of(8), Family::FewPairs { together: 2 });
        assert_eq!((count(6), count(7), count(8)), (1_941, 1_562, 407));
    }
}
