//! Sources that tell the same too often: who may repeat whom, for a person to look at.
//!
//! ```text
//! incidents ─▶ reports of two sources side by side: same odd figure? same words? soon after? ─▶ more often than expected of the two
//! ```
//!
//! Holds
//! - What is expected of two sources follows from how often each agrees with all the others: two good observers agree often, and
//!   that is no copying.
//! - It is proposed and changes nothing: origins count as one when somebody registers that they are.
//!
//! Not here: registers, what counts as independent (`record::vocabulary::standards`).

use std::collections::BTreeMap;

use super::compare::log2_thousandths;
use super::entry::Entry;
use super::linker::Linker;
use super::names;

/// Fewest agreements of one kind before anything is said of two sources.
pub const AGREEMENTS: u32 = 3;
/// How much more probable it must be that two sources agree so often by something in common, log2 in thousandths.
pub const SURPRISE_MILLIBITS: i32 = 10_000;
/// How far above what is expected a share must lie, in thousandths: many reports make small differences sure, and those mean little.
const EXCESS: u32 = 150;
/// Published so many seconds after each other counts as soon.
const SOON_S: i64 = 6 * 3_600;
/// Figures from which on an equal one says something, unless it is a round one.
const ODD_FIGURE: u32 = 6;
/// Fewest words of a text that is compared.
const WORDS: usize = 4;
/// The share of words in common from which on two texts are the same phrases, in percent.
const SAME_PHRASES: u32 = 60;

/// What two sources may share.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Shared {
    /// Figures that are not round: 17 killed.
    Figures,
    /// Phrases.
    Phrases,
    /// The time: one is published within six hours of the other.
    Time,
}

impl Shared {
    /// All, in order.
    pub const ALL: [Shared; 3] = [Shared::Figures, Shared::Phrases, Shared::Time];
}

/// How often two sources agree in one thing.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Agreement {
    /// In so many incidents.
    pub agree: u32,
    /// Of so many in which both can be compared.
    pub of: u32,
    /// As is expected of these two, in thousandths.
    pub expected: u32,
}

/// Two sources that agree more often than is expected of them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copies {
    /// The numbers of the two: the first is published first more often, where one is.
    pub sources: [u32; 2],
    /// In what they agree, in the order of [`Shared::ALL`].
    pub agreements: [Agreement; 3],
    /// In how many incidents the second was published after the first, of those with both times.
    pub later: (u32, u32),
    /// How much more probable it is by something in common than by chance, log2 in thousandths.
    pub surprise: i32,
}

#[derive(Clone, Copy, Default)]
struct Tally {
    agree: [u32; 3],
    of: [u32; 3],
    /// The first later, the second later.
    later: [u32; 2],
}

impl Tally {
    fn add(&mut self, other: &Tally) {
        for at in 0..3 {
            self.agree[at] += other.agree[at];
            self.of[at] += other.of[at];
        }
    }
}

/// Sources that agree more often than is expected of them, the greatest surprise first.
pub fn copies(linker: &Linker) -> Vec<Copies> {
    copies_by(linker, |entry| Some(entry.source))
}

/// The same of whom `teller` names of each report: its origin rather than the feed that it came by. Where it names nobody the report is left out.
pub fn copies_by(linker: &Linker, teller: impl Fn(&Entry) -> Option<u32>) -> Vec<Copies> {
    let mut pairs: BTreeMap<(u32, u32), Tally> = BTreeMap::new();
    for (_, members) in linker.incidents() {
        let told = members.iter().filter_map(|id| linker.entry(id));
        let reports: Vec<(u32, &Entry)> = told.filter_map(|entry| Some((teller(entry)?, entry))).collect();
        for (at, x) in reports.iter().enumerate() {
            for y in reports[at + 1..].iter().filter(|y| y.0 != x.0) {
                let (x, y) = if x.0 < y.0 { (x, y) } else { (y, x) };
                tally(pairs.entry((x.0, y.0)).or_default(), x.1, y.1);
            }
        }
    }
    let mut of_source: BTreeMap<u32, Tally> = BTreeMap::new();
    let mut of_all = Tally::default();
    for ((a, b), tally) in &pairs {
        of_source.entry(*a).or_default().add(tally);
        of_source.entry(*b).or_default().add(tally);
        of_all.add(tally);
    }
    let mut found = Vec::new();
    for ((a, b), tally) in &pairs {
        let mut agreements = [Agreement::default(); 3];
        let (mut surprise, mut enough) = (0, false);
        for (at, agreement) in agreements.iter_mut().enumerate() {
            let (agree, of) = (tally.agree[at], tally.of[at]);
            // How often each agrees with the others, and all that are neither.
            let without = |all: &Tally| share(all.agree[at] - agree, all.of[at] - of);
            let (one, other) = (without(&of_source[a]), without(&of_source[b]));
            let rest = |of: fn(&Tally) -> &[u32; 3]| {
                of(&of_all)[at] + of(tally)[at] - of(&of_source[a])[at] - of(&of_source[b])[at]
            };
            let all = share(rest(|tally| &tally.agree), rest(|tally| &tally.of));
            let both = u64::from(one) * u64::from(other) / u64::from(all.max(1));
            let expected = one.max(other).max(u32::try_from(both).unwrap_or(u32::MAX)).min(950);
            *agreement = Agreement { agree, of, expected };
            if agree * 1_000 > of * (expected + EXCESS) && agree >= AGREEMENTS {
                surprise += surprising(agree, of, expected);
                enough = true;
            }
        }
        if enough && surprise >= SURPRISE_MILLIBITS {
            let [first_later, second_later] = tally.later;
            let (sources, later) = if first_later > second_later {
                ([*b, *a], (first_later, first_later + second_later))
            } else {
                ([*a, *b], (second_later, first_later + second_later))
            };
            found.push(Copies { sources, agreements, later, surprise });
        }
    }
    found.sort_by_key(|one| (-one.surprise, one.sources));
    found
}

fn tally(tally: &mut Tally, x: &Entry, y: &Entry) {
    let mut seen = |shared: Shared, agree: bool| {
        tally.of[shared as usize] += 1;
        tally.agree[shared as usize] += u32::from(agree);
    };
    let figures: Vec<(u32, u32)> = [(x.killed, y.killed), (x.injured, y.injured)]
        .into_iter()
        .filter_map(|(a, b)| Some((a?, b?)))
        .filter(|(a, b)| x.combined == y.combined && (*a).max(*b) >= ODD_FIGURE)
        .collect();
    let equal = !figures.is_empty() && figures.iter().all(|(a, b)| a == b);
    // Two that give the same round number may have rounded the same truth.
    if !figures.is_empty() && (!equal || figures.iter().any(|(a, _)| a % 5 != 0)) {
        seen(Shared::Figures, equal);
    }
    if x.words.len().min(y.words.len()) >= WORDS {
        seen(Shared::Phrases, names::likeness(&x.words, &y.words) >= SAME_PHRASES);
    }
    if let (Some(a), Some(b)) = (x.said, y.said) {
        seen(Shared::Time, (a - b).abs() <= SOON_S);
        tally.later[usize::from(b > a)] += u32::from(a != b);
    }
}

/// A share in thousandths; of few, drawn towards one half.
fn share(agree: u32, of: u32) -> u32 {
    (1_000 * u64::from(agree + 1) / u64::from(of + 2)) as u32
}

/// How much better the share that was seen explains itself than the one expected, log2 in thousandths.
fn surprising(agree: u32, of: u32, expected: u32) -> i32 {
    let part = |count: u32, expected: u32| {
        if count == 0 {
            return 0;
        }
        let bits = log2_thousandths(count) - log2_thousandths(of) - log2_thousandths(expected.max(1)) + THOUSAND;
        i64::from(count) * i64::from(bits)
    };
    let bits = part(agree, expected) + part(of - agree, 1_000 - expected);
    i32::try_from(bits).unwrap_or(i32::MAX / 4)
}

/// log2 of 1000, in thousandths.
const THOUSAND: i32 = 9_965;
