//! The scope of a clock: anywhere, in each zone, for each pair; and the clocks that it makes.
//!
//! Not here: whether an incident is of a zone or pair (`evaluate`).

use record::vocabulary::Name;

/// One clock anywhere, or one in each zone, or one between each two (C11).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One clock; incidents anywhere.
    Anywhere,
    /// One clock per zone.
    Each(Vec<Name>),
    /// One clock per unordered pair of these actors; two or more.
    Pairs(Vec<Name>),
}

/// Which of the clocks of one scope.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Part {
    /// The only one.
    Whole,
    /// The one of this zone.
    Zone(Name),
    /// The one of this pair, in the order of the text.
    Pair(Name, Name),
}

impl Scope {
    /// Its clocks, in the order of the text.
    ///
    /// ```
    /// use agreement::tree::Scope;
    /// let scope = Scope::Pairs(["North", "South", "Band"].map(String::from).to_vec());
    /// let parts: Vec<String> = scope.parts().iter().map(ToString::to_string).collect();
    /// assert_eq!(parts, [" between North and South", " between North and Band", " between South and Band"]);
    /// ```
    pub fn parts(&self) -> Vec<Part> {
        match self {
            Scope::Anywhere => vec![Part::Whole],
            Scope::Each(zones) => zones.iter().cloned().map(Part::Zone).collect(),
            Scope::Pairs(names) => {
                let with_later = |(at, one): (usize, &Name)| {
                    let one = one.clone();
                    names[at + 1..].iter().map(move |other| Part::Pair(one.clone(), other.clone()))
                };
                names.iter().enumerate().flat_map(with_later).collect()
            }
        }
    }
}

impl Part {
    /// Its zone, for a clock per zone.
    pub fn zone(&self) -> Option<&Name> {
        match self {
            Part::Zone(zone) => Some(zone),
            Part::Whole | Part::Pair(..) => None,
        }
    }
    /// Its pair, for a clock per pair.
    pub fn pair(&self) -> Option<[&Name; 2]> {
        match self {
            Part::Pair(one, other) => Some([one, other]),
            Part::Whole | Part::Zone(_) => None,
        }
    }
}

/// As it stands behind a clock's name: nothing, " in East", " between North and South".
impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Part::Whole => Ok(()),
            Part::Zone(zone) => write!(f, " in {zone}"),
            Part::Pair(one, other) => write!(f, " between {one} and {other}"),
        }
    }
}
