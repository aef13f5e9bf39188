//! Sources: the chain a report came through, its origins, and grades on two axes.
//!
//! Holds
//! - Reliability of the source and credibility of the item are two answers; F and 6 mean *cannot be judged* and satisfy
//!   no bound (semantics S10).
//!
//! Not here: who relays whom (`registers`), how many origins are independent (`standards`).

use std::fmt;

use super::Name;

/// An innermost link of a chain (S8).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Origin {
    /// A source with a name.
    Named(Name),
    /// Someone unnamed, in the report's words: "activists", "reports".
    Unnamed(String),
}

/// How a report came to us: relayers outermost first, then its origins.
///
/// BBC citing a ministry citing a commander: relayers BBC, ministry; origin the commander. A source that speaks for
/// itself has no relayers. A compiler that cites several sources has several origins.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Chain {
    /// Outermost first; may be empty.
    pub relayers: Vec<Name>,
    /// Innermost links. Never empty.
    pub origins: Vec<Origin>,
}

impl Chain {
    /// A source that speaks for itself.
    pub fn direct(source: impl Into<Name>) -> Chain {
        Chain { relayers: Vec::new(), origins: vec![Origin::Named(source.into())] }
    }
    /// The outermost named source: who may withdraw or correct the report (S4). `None` where it is unnamed or there are
    /// several origins and no relayer.
    pub fn outermost(&self) -> Option<&Name> {
        match (self.relayers.first(), self.origins.as_slice()) {
            (Some(name), _) | (None, [Origin::Named(name)]) => Some(name),
            _ => None,
        }
    }
    /// Every named source on it, outermost first.
    pub fn named(&self) -> impl Iterator<Item = &Name> {
        self.relayers.iter().chain(self.named_origins())
    }
    /// The named origins.
    pub fn named_origins(&self) -> impl Iterator<Item = &Name> {
        self.origins.iter().filter_map(|origin| match origin {
            Origin::Named(name) => Some(name),
            Origin::Unnamed(_) => None,
        })
    }
}

/// An Admiralty grade: reliability `A`-`F` of the source, credibility 1-6 of the item.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade {
    letter: u8,
    digit: u8,
}

impl Grade {
    /// Neither can be judged: the grade of everything nobody graded.
    pub const UNGRADED: Grade = Grade { letter: b'F', digit: 6 };

    /// Reads "B2"; `None` for anything but a letter A-F and a digit 1-6.
    pub fn parse(text: &str) -> Option<Grade> {
        match text.as_bytes() {
            [letter @ b'A'..=b'F', digit @ b'1'..=b'6'] => Some(Grade { letter: *letter, digit: digit - b'0' }),
            _ => None,
        }
    }
    /// Whether it meets the bound `at_least` on both axes.
    ///
    /// ```
    /// use record::vocabulary::sources::Grade;
    /// let meets = |a: &str, b: &str| Grade::parse(a).unwrap().meets(Grade::parse(b).unwrap());
    /// assert!(meets("B2", "C3") && !meets("C4", "C3") && !meets("A6", "C3") && !meets("F6", "F6"));
    /// ```
    pub fn meets(self, at_least: Grade) -> bool {
        self.letter != b'F' && self.digit != 6 && self.letter <= at_least.letter && self.digit <= at_least.digit
    }
    /// The letter, `b'A'..=b'F'`.
    pub fn letter(self) -> u8 {
        self.letter
    }
    /// The digit, `1..=6`.
    pub fn digit(self) -> u8 {
        self.digit
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letter as char, self.digit)
    }
}
impl fmt::Debug for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}
