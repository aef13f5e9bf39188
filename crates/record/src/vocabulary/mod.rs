//! The words every other part speaks: time, place, counts, sources, actors, standards, moments, facts.
//!
//! Not here: statements (who said these things) and terms (what follows from them).

pub mod time;
pub mod geometry;
pub mod place;
pub mod counts;
pub mod sources;
pub mod registers;
pub mod standards;
pub mod moment;
pub mod facts;

/// The name of an actor, party, body, source, zone, place, act or weapon, as the agreement or a register spells it.
///
/// Names are compared after [`registers::Registers::resolve`] has replaced aliases; case matters.
pub type Name = String;

/// Three-valued: true under every reading, under some, or under none. Kleene's strong logic.
///
/// ```
/// use record::vocabulary::Kleene::{self, *};
/// assert_eq!(Must.and(May), May);
/// assert_eq!(No.and(May), No);
/// assert_eq!(Kleene::same([Must, No]), May);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Kleene {
    /// Under no reading.
    No,
    /// Under at least one reading, not under all.
    May,
    /// Under every reading.
    Must,
}

impl Kleene {
    /// Both hold.
    pub fn and(self, other: Kleene) -> Kleene {
        self.min(other)
    }
    /// At least one holds.
    pub fn or(self, other: Kleene) -> Kleene {
        self.max(other)
    }
    /// `Must` or `No` where every answer is that one; else (also for no answers) `May`.
    pub fn same(answers: impl IntoIterator<Item = Kleene>) -> Kleene {
        let mut answers = answers.into_iter();
        let Some(first) = answers.next() else { return Kleene::May };
        if answers.all(|answer| answer == first) { first } else { Kleene::May }
    }
}

impl std::ops::Not for Kleene {
    type Output = Kleene;
    fn not(self) -> Kleene {
        match self {
            Kleene::Must => Kleene::No,
            Kleene::May => Kleene::May,
            Kleene::No => Kleene::Must,
        }
    }
}
