//! Counts: how many, of what, as a range and in the words that were used.
//!
//! Holds
//! - "killed and injured: 200" is a category of its own and is never split (a sum is a constraint, not two numbers).
//! - A count keeps its words; its bounds are what the words allow.
//!
//! Not here: adding counts (counts of different sources are never added, semantics S13).

/// What is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Category {
    /// People killed.
    Killed,
    /// People injured.
    Injured,
    /// People killed or injured, stated as one sum.
    KilledOrInjured,
    /// People missing.
    Missing,
    /// People detained.
    Detained,
}

/// Who is counted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Population {
    /// Members of armed forces or groups.
    Combatant,
    /// Civilians.
    Civilian,
    /// Not stated, or mixed.
    Unknown,
}

/// What the count is a count of.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CountScope {
    /// Of this incident alone.
    Incident,
    /// A running total of several incidents.
    Cumulative,
    /// The words allow both.
    Ambiguous,
}

/// One stated count.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Count {
    /// What is counted.
    pub category: Category,
    /// Who is counted.
    pub population: Population,
    /// Least number the words allow.
    pub least: u32,
    /// Greatest number the words allow; `None` where open ("at least 60").
    pub most: Option<u32>,
    /// What it is a count of.
    pub scope: CountScope,
    /// The words, where they say more than the number: "at least", "nearly", "low 5, best 3".
    pub words: String,
}

/// A number with a unit that is not a casualty: trucks, minutes of waiting, kilometres of error (semantics S7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Measure {
    /// What is measured: "trucks waiting", "answer delay", "position error".
    pub name: String,
    /// Least value, in `unit`.
    pub least: u64,
    /// Greatest value; `None` where open.
    pub most: Option<u64>,
    /// The unit as stated.
    pub unit: String,
}
