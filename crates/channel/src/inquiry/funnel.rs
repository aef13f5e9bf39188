//! The funnel: what became of the files received in a period, each counted once (spec/inquiries.md F4).
//!
//! Holds
//! - The classes are disjoint and together are all files received.
//! - A number is the number of the files listed under it.
//!
//! Not here: what is a violation. A class of a ruling is a word of whoever ruled.

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;
use record::vocabulary::time::Interval;

use super::{File, FileStage};

/// What became of a file.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Outcome {
    /// Out of scope.
    OutOfScope,
    /// The same as another.
    Duplicate,
    /// Insufficient, also where it was closed as such.
    Insufficient,
    /// Ruled on: the class of the latest ruling.
    Ruled(Name),
    /// In scope, and closed without a ruling.
    ClosedWithoutRuling,
    /// In scope, without a ruling, and not closed.
    StillOpen,
}

/// Files received in a period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Funnel {
    /// The period.
    pub period: Interval,
    /// The files by what became of them: each stands under one.
    pub files: BTreeMap<Outcome, BTreeSet<Name>>,
    /// Those that were ever opened or ruled on, whatever became of them.
    pub examined: BTreeSet<Name>,
}

impl Funnel {
    /// The funnel of those of `files` that were first received in `period`.
    pub fn of<'f>(files: impl IntoIterator<Item = &'f File<'f>>, period: Interval) -> Funnel {
        let mut funnel = Funnel { period, files: BTreeMap::new(), examined: BTreeSet::new() };
        for file in files {
            if file.received.is_some_and(|received| period.contains(received)) {
                if file.ever_open || !file.rulings.is_empty() {
                    funnel.examined.insert(file.name.clone());
                }
                funnel.files.entry(outcome(file)).or_default().insert(file.name.clone());
            }
        }
        funnel
    }

    /// How many were received.
    pub fn received(&self) -> usize {
        self.files.values().map(BTreeSet::len).sum()
    }
    /// How many are neither out of scope, nor a duplicate, nor insufficient.
    pub fn in_scope(&self) -> usize {
        let out = [Outcome::OutOfScope, Outcome::Duplicate, Outcome::Insufficient];
        self.received() - out.iter().map(|outcome| self.count(outcome)).sum::<usize>()
    }
    /// How many were ever opened or ruled on.
    pub fn examined(&self) -> usize {
        self.examined.len()
    }
    /// How many were ruled on, by class of the latest ruling.
    pub fn ruled(&self) -> BTreeMap<&str, usize> {
        let classes = self.files.iter().filter_map(|(outcome, files)| match outcome {
            Outcome::Ruled(class) => Some((class.as_str(), files.len())),
            _ => None,
        });
        classes.collect()
    }
    /// How many became that.
    pub fn count(&self, outcome: &Outcome) -> usize {
        self.files.get(outcome).map_or(0, BTreeSet::len)
    }
}

fn outcome(file: &File) -> Outcome {
    let closed_from = match &file.stage {
        FileStage::Closed { from } => Some(from.as_ref()),
        _ => None,
    };
    match (closed_from.unwrap_or(&file.stage), file.rulings.last()) {
        (_, Some(ruling)) => Outcome::Ruled(ruling.class.clone()),
        (FileStage::OutOfScope, None) => Outcome::OutOfScope,
        (FileStage::Duplicate { .. }, None) => Outcome::Duplicate,
        (FileStage::Insufficient { .. }, None) => Outcome::Insufficient,
        (_, None) if closed_from.is_some() => Outcome::ClosedWithoutRuling,
        (_, None) => Outcome::StillOpen,
    }
}
