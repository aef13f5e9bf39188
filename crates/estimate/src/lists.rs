//! Lists: who is on which, as counts of people for each pattern of lists.
//!
//! Holds
//! - Between three and eight lists with different names, and nobody counted who is on none.
//! - A pattern with nobody is not stored: two tables with the same people are equal.
//!
//! Not here: how people are found to be the same on several lists (linking), what is estimated from them.

use std::collections::BTreeMap;
use std::fmt;

use crate::limits;

/// People by the lists that they are on, in one stratum.
///
/// Bit `i` of a pattern says: on list `i`. Nobody is in two patterns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Lists {
    names: Vec<String>,
    counts: BTreeMap<u32, u64>,
    observed: u64,
}

impl Lists {
    /// Checks names and counts. Patterns that are left out, or that count 0, have nobody.
    pub fn new(names: Vec<String>, counts: BTreeMap<u32, u64>) -> Result<Lists, Wrong> {
        if names.len() < limits::LISTS_LEAST {
            return Err(Wrong::FewLists { given: names.len() });
        }
        if names.len() > limits::LISTS_MOST {
            return Err(Wrong::ManyLists { given: names.len() });
        }
        for (at, name) in names.iter().enumerate() {
            if name.trim().is_empty() {
                return Err(Wrong::NoName { list: at + 1 });
            }
            if name.len() > limits::LIST_NAME_BYTES {
                return Err(Wrong::LongName { list: at + 1, bytes: name.len() });
            }
            if names[..at].contains(name) {
                return Err(Wrong::SameName { name: name.clone() });
            }
        }
        let mut observed: u64 = 0;
        for (&pattern, &count) in &counts {
            if pattern == 0 {
                return Err(Wrong::OnNoList { people: count });
            }
            if pattern >> names.len() != 0 {
                return Err(Wrong::UnknownList { pattern, lists: names.len() });
            }
            observed = observed
                .checked_add(count)
                .filter(|sum| *sum <= limits::PEOPLE)
                .ok_or(Wrong::ManyPeople { most: limits::PEOPLE })?;
        }
        let counts = counts.into_iter().filter(|(_, count)| *count > 0).collect();
        Ok(Lists { names, counts, observed })
    }

    /// The names, in the order of the bits.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many lists there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Never: there are always three lists or more.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// People on any list.
    pub fn observed(&self) -> u64 {
        self.observed
    }

    /// People on exactly the lists of `pattern`.
    pub fn count(&self, pattern: u32) -> u64 {
        self.counts.get(&pattern).copied().unwrap_or(0)
    }

    /// Patterns with somebody, with their counts, in order.
    pub fn counts(&self) -> impl Iterator<Item = (u32, u64)> + '_ {
        self.counts.iter().map(|(pattern, count)| (*pattern, *count))
    }

    /// People on all lists of `lists`, whatever other lists they are on.
    pub fn on_all(&self, lists: u32) -> u64 {
        self.counts().filter(|(pattern, _)| pattern & lists == lists).map(|(_, count)| count).sum()
    }

    /// Every pattern of at least one list, from 1.
    pub(crate) fn patterns(&self) -> std::ops::Range<u32> {
        1..1 << self.names.len()
    }

    /// Counts of every pattern, in order from pattern 1.
    pub(crate) fn cells(&self) -> Vec<f64> {
        self.patterns().map(|pattern| self.count(pattern) as f64).collect()
    }

    /// The names of the lists of `pattern`.
    pub fn names_of(&self, pattern: u32) -> Vec<&str> {
        self.names.iter().enumerate().filter(|(at, _)| pattern >> at & 1 == 1).map(|(_, name)| name.as_str()).collect()
    }
}

/// What is wrong with lists that were handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wrong {
    /// Fewer lists than three.
    FewLists {
        /// How many were given.
        given: usize,
    },
    /// More lists than are handled.
    ManyLists {
        /// How many were given.
        given: usize,
    },
    /// A list without a name.
    NoName {
        /// Which list, from 1.
        list: usize,
    },
    /// A name that is too long.
    LongName {
        /// Which list, from 1.
        list: usize,
        /// How long its name is.
        bytes: usize,
    },
    /// Two lists with one name.
    SameName {
        /// The name.
        name: String,
    },
    /// People who are on no list were counted.
    OnNoList {
        /// How many.
        people: u64,
    },
    /// A pattern names a list that is not there.
    UnknownList {
        /// The pattern.
        pattern: u32,
        /// How many lists there are.
        lists: usize,
    },
    /// More people than are handled.
    ManyPeople {
        /// The greatest number handled.
        most: u64,
    },
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Wrong::FewLists { given } => write!(
                f,
                "{given} lists were given, and an estimate needs at least {}: two lists cannot tell whether they depend on \
                 each other or cover little; add a list from another source, or show the counts side by side",
                limits::LISTS_LEAST
            ),
            Wrong::ManyLists { given } => write!(
                f,
                "{given} lists were given, and at most {} are handled; join lists that come from one source",
                limits::LISTS_MOST
            ),
            Wrong::NoName { list } => write!(f, "list {list} has no name; give the name of its source"),
            Wrong::LongName { list, bytes } => write!(
                f,
                "the name of list {list} has {bytes} bytes, and at most {} are handled; shorten it",
                limits::LIST_NAME_BYTES
            ),
            Wrong::SameName { name } => {
                write!(f, "two lists have the name `{name}`; join them, or name them differently")
            }
            Wrong::OnNoList { people } => write!(
                f,
                "{people} people were counted as on no list, which is what is to be estimated; leave pattern 0 out"
            ),
            Wrong::UnknownList { pattern, lists } => write!(
                f,
                "pattern {pattern:b} names a list that is not among the {lists}; write one digit for each list"
            ),
            Wrong::ManyPeople { most } => {
                write!(f, "the counts sum to more than {most} people; check the counts, or divide the stratum")
            }
        }
    }
}

impl std::error::Error for Wrong {}
