//! A report as linking compares it.
//!
//! Holds
//! - What a report does not state is `None` or [`UNSTATED`], and says nothing in a comparison.
//!
//! Not here: how a report becomes an entry (the caller knows its calendar, registers and taxonomies).

use std::collections::BTreeMap;

use record::vocabulary::Name;
use record::vocabulary::place::Point;

use super::names;

/// The number of a name that is not stated.
pub const UNSTATED: u32 = 0;

/// A name at three levels of a taxonomy, finest first: a unit, its group, its bloc; an act, its kind, its class.
///
/// A level that is not stated is [`UNSTATED`]; what stands behind a stated level is stated, too.
pub type Path = [u32; 3];

/// A report in numbers. Names are numbers of a [`Lexicon`]; times are Unix seconds.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Entry {
    /// Its id: breaks ties, and names an incident whose first report it is.
    pub id: Name,
    /// When it arrived; with the id, the order of arrival.
    pub known: i64,
    /// Who published it.
    pub source: u32,
    /// When it was published.
    pub said: Option<i64>,
    /// When it happened: the first instant that it may have begun. Days are stated as whole civil days.
    pub from: i64,
    /// The first instant after all of it.
    pub until: i64,
    /// The middle of the area that it states; without one it has no candidates.
    pub at: Option<Point>,
    /// How far from there it may have been, in metres.
    pub radius_m: u32,
    /// The place as named, smallest.
    pub place: u32,
    /// The larger places around it, smallest first.
    pub within: [u32; 2],
    /// What was done.
    pub act: Path,
    /// Who did it, and to whom.
    pub actors: [Path; 2],
    /// How many were killed: its best figure. Killed and injured together where `combined`.
    pub killed: Option<u32>,
    /// How many were injured.
    pub injured: Option<u32>,
    /// Whether `killed` counts the injured, too.
    pub combined: bool,
    /// How many incidents it says it is about; 1 where it says nothing.
    pub incidents: u32,
    /// The id of the report that it says it updates.
    pub updates: Option<Name>,
    /// Whether its source tells apart what it reports, each under a key of its own: then no two of its reports are one incident.
    pub keyed: bool,
    /// The words with which it tells it, as numbers of their [`names::stems`], sorted.
    pub words: Vec<u32>,
}

impl Entry {
    /// Whether it says that it is about several incidents.
    pub fn covers_several(&self) -> bool {
        self.incidents > 1
    }

    /// The order of arrival: by known-at, then by id.
    pub fn arrival(&self) -> (i64, &str) {
        (self.known, &self.id)
    }
}

/// Numbers for names, and for each the form in which it is compared.
#[derive(Clone, Default, Debug)]
pub struct Lexicon {
    numbers: BTreeMap<Name, u32>,
    list: Vec<Name>,
    grams: Vec<Vec<u32>>,
}

impl Lexicon {
    /// The number of `name`; [`UNSTATED`] for none.
    pub fn number(&mut self, name: &str) -> u32 {
        if name.is_empty() {
            return UNSTATED;
        }
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        self.list.push(name.to_owned());
        self.grams.push(names::grams(name));
        let number = u32::try_from(self.list.len()).expect("fewer names than a machine has bytes");
        self.numbers.insert(name.to_owned(), number);
        number
    }

    /// The name of a number; empty for [`UNSTATED`].
    pub fn name(&self, number: u32) -> &str {
        match number {
            UNSTATED => "",
            _ => &self.list[number as usize - 1],
        }
    }

    /// The numbers of the words that say something in a text, sorted, each once; words that are alike to one of `places` are left out,
    /// because a place that is named in its own field is compared there.
    pub fn words(&mut self, text: &str, places: &[&str]) -> Vec<u32> {
        let named: Vec<Vec<u32>> =
            places.iter().flat_map(|name| names::stems(name)).map(|stem| names::grams(&stem)).collect();
        let names_it = |stem: &String| {
            let grams = names::grams(stem);
            named.iter().any(|name| names::likeness(name, &grams) >= names::MUCH_ALIKE)
        };
        let stems = names::stems(text).into_iter().filter(|stem| named.is_empty() || !names_it(stem));
        let mut words: Vec<u32> = stems.map(|stem| self.number(&stem)).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    /// How alike two names are as written, in percent; `None` where one is not stated.
    pub fn likeness(&self, a: u32, b: u32) -> Option<u32> {
        if a == UNSTATED || b == UNSTATED {
            return None;
        }
        if a == b {
            return Some(100);
        }
        Some(names::likeness(&self.grams[a as usize - 1], &self.grams[b as usize - 1]))
    }
}
