//! What a level weighs: log2 probabilities under three hypotheses, in thousandths of a bit (millibits).
//!
//! ```text
//! levels of a pair ─▶ under "one incident", "two of one episode", "unrelated" ─▶ log2 of the odds for one incident
//! ```
//!
//! Holds
//! - Integers only. Where the numbers came from (`learn`) does not matter to what they do.
//! - Two incidents of one episode (same town, same days, same opponents) are a hypothesis of their own: without it, everything near
//!   everything else looks like one incident.
//!
//! Not here: which reports are put together (`partition`).

use super::compare::{FIELDS, Pattern};
use super::covers::Covers;

/// What two reports may be about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Hypothesis {
    /// One incident.
    Same,
    /// Two incidents of one episode: near in place and time, often between the same.
    Episode,
    /// Two that have nothing to do with each other.
    Unrelated,
}

impl Hypothesis {
    /// All of them, in the order of the weights.
    pub const ALL: [Hypothesis; 3] = [Hypothesis::Same, Hypothesis::Episode, Hypothesis::Unrelated];

    /// Its name in a file of weights.
    pub fn as_str(self) -> &'static str {
        match self {
            Hypothesis::Same => "same",
            Hypothesis::Episode => "episode",
            Hypothesis::Unrelated => "unrelated",
        }
    }
}

/// How many numbers a level has.
pub(super) const LEVELS: usize = 256;
/// Farthest that the odds of a pair go, either way, in millibits: no comparison is certain.
pub const FARTHEST_MILLIBITS: i32 = 17_312;
/// Odds of a pair within a cluster that was never compared: their stated times or places exclude each other.
const APART_MILLIBITS: i32 = -8_656;
/// Mean odds from which clusters are joined. Below even odds, because each pair is judged as if the others were not there.
const JOIN_MILLIBITS: i32 = -2_164;
/// What it says that two texts share a word that is not listed, in millibits: one text in a thousand has it, or fewer.
pub(super) const RARE_MILLIBITS: i32 = 9_966;
/// Longest usual delay of a source, either way, in seconds: some hundred years.
pub(super) const LONGEST_DELAY_S: i64 = 3_200_000_000;
/// log2(1 + 2^-x) in millibits for x of 0, 250, 500, … millibits.
const LOG_SUM: [i32; 48] = [
    1000, 880, 772, 673, 585, 506, 437, 376, 322, 275, 235, 200, 170, 144, 122, 103, 87, 74, 62, 53, 44, 37, 32, 27,
    22, 19, 16, 13, 11, 9, 8, 7, 6, 5, 4, 3, 3, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0,
];
const STEP: i32 = 250;

/// A table of weights, with what is usual of each source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weights {
    /// log2 probability of each level of each field under each hypothesis, in millibits.
    pub levels: [[Vec<i32>; FIELDS]; 3],
    /// log2 probability of each hypothesis before anything is compared, of reports of two sources and of one.
    pub priors: [[i32; 3]; 2],
    /// Mean odds from which clusters are joined, in millibits.
    pub join: i32,
    /// Odds from which a report may be an update of another of its source that it does not name; `None`: it must name it.
    pub update: Option<i32>,
    /// Odds of a pair that was not compared, in millibits.
    pub apart: i32,
    /// By source number: usual seconds from the end of an incident to its publication.
    pub delays: Vec<i64>,
    /// By source number: how far its figures usually lie from the others', log2 in thousandths.
    pub leans: Vec<i32>,
    /// By number of a word: how much it says that two texts share it, in millibits; 0 for words that are not listed.
    pub words: Vec<i32>,
    /// The same of a word that is not listed: more than 0.
    pub rare: i32,
    /// How a report is known that covers several incidents and does not say so.
    pub covers: Option<Covers>,
    /// From how many reports they were learnt; 0 where nobody says.
    pub learnt_from: u64,
}

impl Default for Weights {
    /// Nothing weighs anything.
    fn default() -> Weights {
        Weights {
            levels: std::array::from_fn(|_| std::array::from_fn(|_| vec![0; LEVELS])),
            priors: [[0; 3]; 2],
            join: JOIN_MILLIBITS,
            update: None,
            apart: APART_MILLIBITS,
            delays: Vec::new(),
            leans: Vec::new(),
            words: Vec::new(),
            rare: RARE_MILLIBITS,
            covers: None,
            learnt_from: 0,
        }
    }
}

impl Weights {
    /// The log2 probabilities of a pattern under each hypothesis, with its prior.
    pub fn under(&self, pattern: &Pattern, one_source: bool) -> [i32; 3] {
        let mut under = self.priors[usize::from(one_source)];
        for (sum, levels) in under.iter_mut().zip(&self.levels) {
            *sum += levels.iter().zip(pattern).map(|(weights, level)| weights[usize::from(*level)]).sum::<i32>();
        }
        under
    }

    /// log2 of the odds that two reports are about one incident, in millibits, within ±[`FARTHEST_MILLIBITS`].
    pub fn odds(&self, pattern: &Pattern, one_source: bool) -> i32 {
        odds_of(self.under(pattern, one_source))
    }

    pub(super) fn delay(&self, source: u32) -> i64 {
        self.delays.get(source as usize).copied().unwrap_or(0)
    }

    /// How much it says that two texts share a word, in millibits.
    pub(super) fn word(&self, word: u32) -> i32 {
        self.words.get(word as usize).copied().filter(|bits| *bits > 0).unwrap_or(self.rare)
    }

    pub(super) fn lean(&self, source: u32) -> i32 {
        self.leans.get(source as usize).copied().unwrap_or(0)
    }
}

/// log2 of the odds for one incident against both other hypotheses, in millibits.
pub(super) fn odds_of([same, episode, unrelated]: [i32; 3]) -> i32 {
    (same - log_sum(episode, unrelated)).clamp(-FARTHEST_MILLIBITS, FARTHEST_MILLIBITS)
}

/// log2(2^a + 2^b) in millibits.
fn log_sum(a: i32, b: i32) -> i32 {
    let (greater, lesser) = (a.max(b), a.min(b));
    let apart = greater.saturating_sub(lesser);
    let at = (apart / STEP) as usize;
    let (Some(here), Some(next)) = (LOG_SUM.get(at), LOG_SUM.get(at + 1)) else { return greater };
    greater + here - (here - next) * (apart % STEP) / STEP
}
