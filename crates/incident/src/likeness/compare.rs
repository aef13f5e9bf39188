//! How two reports compare, field by field: a level for each field, nothing but small numbers.
//!
//! Holds
//! - A level is of a *pair* of precisions: a day against a month is another comparison than a day against a day.
//! - Comparing is symmetric, and a field that one of them does not state says so.
//!
//! Not here: what a level weighs (`weights`), who is compared (`block`).

use std::fmt::Write;

use super::entry::{Entry, Lexicon, Path, UNSTATED};
use super::ground::apart_m;
use super::names;
use super::weights::Weights;

/// How many fields are compared.
pub const FIELDS: usize = 8;
/// A level for each field, in the order of [`Field::ALL`].
pub type Pattern = [u8; FIELDS];

const DAY: i64 = 86_400;

/// What is compared of two reports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Field {
    /// When it happened.
    When,
    /// When it was published, less the source's usual delay.
    Published,
    /// How far apart, by precision.
    Where,
    /// What the place and the larger places around it are called.
    Place,
    /// What was done.
    Act,
    /// Who did it and to whom: one field, because a pair of opponents is one thing.
    Actors,
    /// How many were killed and injured: one field, because the two go together.
    Figures,
    /// In which words it is told.
    Words,
}

impl Field {
    /// All of them, in the order of a [`Pattern`].
    pub const ALL: [Field; FIELDS] = [
        Field::When,
        Field::Published,
        Field::Where,
        Field::Place,
        Field::Act,
        Field::Actors,
        Field::Figures,
        Field::Words,
    ];

    /// Its name, in files of weights and in explanations.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::When => "when",
            Field::Published => "published",
            Field::Where => "where",
            Field::Place => "place",
            Field::Act => "act",
            Field::Actors => "actors",
            Field::Figures => "figures",
            Field::Words => "words",
        }
    }

    /// What is known of a level before the field is looked at: how precisely both state it, what fields before it say of that, whether both
    /// state it at all. None of it says whether two reports are about one incident, or it has been said already.
    pub(super) fn given(self, level: u8) -> u8 {
        let level = usize::from(level);
        let given = match self {
            Field::Published => {
                level / PUBLISHED.len() * 2 + usize::from(level % PUBLISHED.len() == PUBLISHED.len() - 1)
            }
            Field::Where => level.checked_sub(NEAR.len()).map_or(0, |level| 1 + level / SHARES.len()),
            Field::Place => level / (NAMED.len() * AROUND.len()),
            Field::Act | Field::Words => usize::from(level == 0),
            Field::When | Field::Actors | Field::Figures => 0,
        };
        given as u8
    }

    /// Runs of levels of which none says less for one incident than the next: of two coarse areas, the farther apart never says more.
    pub(super) fn falling(self) -> Vec<Vec<u8>> {
        let run = |from: usize| (from as u8..(from + SHARES.len() - 1) as u8).collect();
        match self {
            Field::Where => (NEAR.len()..).step_by(SHARES.len()).take(PAIRS.len() - 1).map(run).collect(),
            _ => Vec::new(),
        }
    }

    /// What a level of it means, in words; `None` for a number that is no level.
    pub fn level(self, level: u8) -> Option<String> {
        let level = usize::from(level);
        let mut words = String::new();
        match self {
            Field::When => {
                let (pair, gap) = (PAIRS.get(level / WHEN_GAPS)?, level % WHEN_GAPS);
                let _ = write!(words, "{} and {}: {}", WIDTHS[pair.0], WIDTHS[pair.1], GAPS[gap]);
            }
            Field::Published => {
                let of = PUBLISHED_OF.get(level / PUBLISHED.len())?;
                let _ = write!(words, "{}: {}", of, PUBLISHED[level % PUBLISHED.len()]);
            }
            Field::Where if level < NEAR.len() => words.push_str(NEAR[level]),
            Field::Where => {
                let level = level - NEAR.len();
                let (pair, share) = (PAIRS.get(1 + level / SHARES.len())?, level % SHARES.len());
                let _ = write!(words, "{} and {}: {}", GROUNDS[pair.0], GROUNDS[pair.1], SHARES[share]);
            }
            Field::Place => {
                let of = PLACE_OF.get(level / (NAMED.len() * AROUND.len()))?;
                let level = level % (NAMED.len() * AROUND.len());
                let _ = write!(words, "{}: {}, {}", of, NAMED[level / AROUND.len()], AROUND[level % AROUND.len()]);
            }
            Field::Act => words.push_str(ACTS.get(level)?),
            Field::Words if level < TOLD_FIRST.len() => words.push_str(TOLD_FIRST[level]),
            Field::Words => {
                let level = level - TOLD_FIRST.len();
                let part = SHARED.get(level / TOLD.len())?;
                let _ = write!(words, "{} of the shorter text, {}", part, TOLD[level % TOLD.len()]);
            }
            Field::Actors if level == usize::from(SWAPPED) => words.push_str("each in the other's place"),
            Field::Actors => {
                let by = SIDES.get(level / SIDES.len())?;
                let _ = write!(words, "by: {}; to: {}", by, SIDES[level % SIDES.len()]);
            }
            Field::Figures => {
                let (killed, injured) = (COUNTS.get(level / COUNTS.len())?, COUNTS[level % COUNTS.len()]);
                let _ = write!(words, "killed: {killed}; injured: {injured}");
            }
        }
        Some(words)
    }
}

/// Both orders of four classes as one: (0,0), (0,1), (1,1), (0,2), …
const PAIRS: [(usize, usize); 10] = [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2), (0, 3), (1, 3), (2, 3), (3, 3)];
const WIDTHS: [&str; 4] = ["a day", "some days", "a week", "longer"];
pub(super) const WHEN_GAPS: usize = 5;
const GAPS: [&str; WHEN_GAPS] = ["overlap", "a day apart", "two days apart", "the same", "some hours apart"];
const PUBLISHED_OF: [&str; 4] = ["of one day", "of days apart", "of a time stated roughly", "of one source"];
pub(super) const PUBLISHED: [&str; 8] = [
    "within 12 hours",
    "within a day",
    "within 2 days",
    "within 3 days",
    "within 5 days",
    "within 9 days",
    "later",
    "not stated",
];
const NEAR: [&str; 7] =
    ["one point", "within 700 m", "within 1.5 km", "within 3 km", "within 6 km", "within 9 km", "farther"];
const GROUNDS: [&str; 4] = ["a town", "near a town", "a district", "a province"];
const SHARES: [&str; 5] = [
    "within a quarter of their radii",
    "within half of their radii",
    "within three quarters of their radii",
    "within their radii",
    "one point",
];
const PLACE_OF: [&str; 4] = ["towns", "near a town", "a district", "a province"];
const NAMED: [&str; 5] = ["names not compared", "one name", "names much alike", "names somewhat alike", "other names"];
pub(super) const AROUND: [&str; 5] = [
    "one district",
    "one province, other districts",
    "other provinces",
    "one province",
    "larger places not stated alike",
];
const ACTS: [&str; 6] =
    ["not stated", "of other classes", "of one class", "of one kind", "of one kind, stated differently", "one act"];
/// How one side compares, from equal to different.
pub(super) const SIDES: [&str; 9] = [
    "not stated",
    "one unit",
    "one group",
    "a unit of the group",
    "of the bloc",
    "one bloc",
    "other units of one group",
    "other groups of one bloc",
    "others",
];
/// How much a level of one side says that it is the same: used only to tell which way round two pairs fit.
pub(super) const FITS: [i32; 9] = [0, 4, 3, 3, 1, 1, -1, -3, -5];
pub(super) const SWAPPED: u8 = 81;
/// Levels that a first guess looks at.
pub(super) const OVERLAP: u8 = 0;
pub(super) const THE_SAME: u8 = 3;
pub(super) const ONE_DISTRICT: u8 = 0;
pub(super) const WITHIN_TWO_DAYS: u8 = 2;
/// Of towns: from 6 km on.
pub(super) const FARTHEST_NEAR: u8 = 5;
const COUNTS: [&str; 16] = [
    "not stated",
    "none",
    "none or one",
    "none or more than three",
    "the same, one or two",
    "the same, 8 to 19",
    "the same, 20 or more",
    "up to 1.2 times the other",
    "up to 1.5 times the other",
    "up to twice the other",
    "up to 3.3 times the other",
    "more than that",
    "one more of four at most",
    "two or three more of four at most",
    "none or two or three",
    "the same, three to seven",
];

/// How much of the shorter text is in the other, by what its words say.
const SHARED: [&str; 4] = ["less than a quarter", "a quarter or more", "half or more", "three quarters or more"];
/// What the words that two texts share say together.
const TOLD: [&str; 7] = [
    "less than 4 bits",
    "4 bits or more",
    "8 bits or more",
    "12 bits or more",
    "16 bits or more",
    "22 bits or more",
    "30 bits or more",
];
/// From how many millibits each of them is.
const TOLD_FROM: [i64; TOLD.len() - 1] = [4_000, 8_000, 12_000, 16_000, 22_000, 30_000];
/// Levels of `words` before those of texts that share something.
const TOLD_FIRST: [&str; 3] = ["not stated", "no word in common", "the same words"];

/// The levels at which two reports compare.
pub fn compare(a: &Entry, b: &Entry, lexicon: &Lexicon, weights: &Weights) -> Pattern {
    let gap = gap_days(a, b);
    [
        when(a, b, gap),
        published(a, b, gap, weights),
        ground(a, b),
        place(a, b, lexicon),
        act(&a.act, &b.act),
        actors(&a.actors, &b.actors),
        figures(a, b, weights),
        told(a, b, weights),
    ]
}

fn told(a: &Entry, b: &Entry, weights: &Weights) -> u8 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0;
    }
    if a.words == b.words {
        return 2;
    }
    let says = |words: &[u32]| words.iter().map(|word| i64::from(weights.word(*word))).sum::<i64>();
    let shared: i64 = names::common(&a.words, &b.words).map(|word| i64::from(weights.word(word))).sum();
    if shared == 0 {
        return 1;
    }
    let parts = SHARED.len() as i64;
    let part = (shared * parts / says(&a.words).min(says(&b.words))).min(parts - 1) as usize;
    let bits = TOLD_FROM.iter().take_while(|from| **from <= shared).count();
    (TOLD_FIRST.len() + part * TOLD.len() + bits) as u8
}

/// Of a level of texts that share something: how much of the shorter one, and how many bits, as classes.
pub(super) fn shared_words(level: u8) -> Option<(usize, usize)> {
    let level = usize::from(level).checked_sub(TOLD_FIRST.len())?;
    Some((level / TOLD.len(), level % TOLD.len()))
}

/// Whole days between the two times; 0 where they overlap, or are on one day.
pub(super) fn gap_days(a: &Entry, b: &Entry) -> i64 {
    (a.from.max(b.from) - a.until.min(b.until) + DAY).div_euclid(DAY).max(0)
}

/// How precisely a time is stated, 0 to 3.
pub(super) fn width(entry: &Entry) -> usize {
    match (entry.until - entry.from) / DAY {
        ..=1 => 0,
        2..=6 => 1,
        7..=10 => 2,
        _ => 3,
    }
}

/// How precisely a place is stated, 0 to 3.
pub(super) fn coarseness(entry: &Entry) -> usize {
    match entry.radius_m {
        ..=10_000 => 0,
        10_001..=29_500 => 1,
        29_501..=50_000 => 2,
        _ => 3,
    }
}

/// The number of an unordered pair of classes: its place in [`PAIRS`].
fn pair(a: usize, b: usize) -> usize {
    let (least, greatest) = (a.min(b), a.max(b));
    greatest * (greatest + 1) / 2 + least
}

fn when(a: &Entry, b: &Entry, gap: i64) -> u8 {
    let same = a.from == b.from && a.until == b.until;
    // Of times within one day, stated to the hour or better.
    let apart = a.from.max(b.from) - a.until.min(b.until);
    let gap = if same {
        3
    } else if gap == 1 && apart < 12 * 3_600 && apart > 0 {
        4
    } else {
        gap.min(2) as usize
    };
    (pair(width(a), width(b)) * WHEN_GAPS + gap) as u8
}

fn published(a: &Entry, b: &Entry, gap: i64, weights: &Weights) -> u8 {
    let of = if a.source == b.source {
        3
    } else if width(a).max(width(b)) > 1 {
        2
    } else {
        usize::from(gap > 0)
    };
    let bucket = match (a.said, b.said) {
        (Some(x), Some(y)) => {
            // Two reports of one source have one delay, which falls out.
            let apart = ((x - weights.delay(a.source)) - (y - weights.delay(b.source))).abs();
            match apart / 3_600 {
                ..12 => 0,
                12..24 => 1,
                24..48 => 2,
                48..72 => 3,
                72..120 => 4,
                120..216 => 5,
                _ => 6,
            }
        }
        _ => 7,
    };
    (of * PUBLISHED.len() + bucket) as u8
}

fn ground(a: &Entry, b: &Entry) -> u8 {
    let (Some(x), Some(y)) = (a.at, b.at) else { return NEAR.len() as u8 - 1 };
    let apart = apart_m(x, y);
    let pair = pair(coarseness(a), coarseness(b));
    if pair == 0 {
        return match apart {
            ..10 => 0,
            10..700 => 1,
            700..1_500 => 2,
            1_500..3_000 => 3,
            3_000..6_000 => 4,
            6_000..9_000 => 5,
            _ => 6,
        };
    }
    let reach = u64::from(a.radius_m) + u64::from(b.radius_m);
    let share = if apart < 10 { 4 } else { (u64::from(apart) * 4 / reach.max(1)).min(3) as usize };
    (NEAR.len() + (pair - 1) * SHARES.len() + share) as u8
}

fn place(a: &Entry, b: &Entry, lexicon: &Lexicon) -> u8 {
    let (x, y) = (coarseness(a), coarseness(b));
    let of = x.max(y);
    let named = if of <= 1 || x == y {
        match lexicon.likeness(a.place, b.place) {
            None => 0,
            Some(100) => 1,
            Some(names::MUCH_ALIKE..) => 2,
            Some(50..) => 3,
            Some(_) => 4,
        }
    } else {
        0
    };
    let [(near_a, near_b), (far_a, far_b)] = [0, 1].map(|at| (a.within[at], b.within[at]));
    let one = |x: u32, y: u32| x == y && x != UNSTATED;
    let around = if near_a != UNSTATED && near_b != UNSTATED {
        if near_a == near_b {
            0
        } else if one(far_a, far_b) {
            1
        } else {
            2
        }
    } else if one(far_a, far_b) {
        3
    } else {
        4
    };
    (of * NAMED.len() * AROUND.len() + named * AROUND.len() + around) as u8
}

fn act(a: &Path, b: &Path) -> u8 {
    let [one, kind, class] = [0, 1, 2].map(|level| (a[level], b[level]));
    match () {
        () if class.0 == UNSTATED || class.1 == UNSTATED => 0,
        () if class.0 != class.1 => 1,
        () if kind.0 != kind.1 => 2,
        () if one.0 == UNSTATED || one.1 == UNSTATED => 3,
        () if one.0 != one.1 => 4,
        () => 5,
    }
}

fn side(a: &Path, b: &Path) -> usize {
    let [unit, group, bloc] = [0, 1, 2].map(|level| (a[level], b[level]));
    let unstated = |pair: (u32, u32)| usize::from(pair.0 == UNSTATED) + usize::from(pair.1 == UNSTATED);
    match () {
        () if unstated(bloc) > 0 => 0,
        () if bloc.0 != bloc.1 => 8,
        () if unstated(group) == 2 => 5,
        () if unstated(group) == 1 => 4,
        () if group.0 != group.1 => 7,
        () if unstated(unit) == 2 => 2,
        () if unstated(unit) == 1 => 3,
        () if unit.0 != unit.1 => 6,
        () => 1,
    }
}

fn actors(a: &[Path; 2], b: &[Path; 2]) -> u8 {
    let (by, to) = (side(&a[0], &b[0]), side(&a[1], &b[1]));
    let swapped = FITS[side(&a[0], &b[1])] + FITS[side(&a[1], &b[0])];
    if swapped > FITS[by] + FITS[to] + 4 { SWAPPED } else { (by * SIDES.len() + to) as u8 }
}

fn figures(a: &Entry, b: &Entry, weights: &Weights) -> u8 {
    let lean = weights.lean(a.source) - weights.lean(b.source);
    let (killed, injured) = match (a.combined, b.combined) {
        (false, false) => (counts(a.killed, b.killed, lean), counts(a.injured, b.injured, lean)),
        (true, true) => (counts(a.killed, b.killed, lean), 0),
        // One number for both is compared with the other's sum, where it gives both.
        (true, false) => (counts(a.killed, sum(b), 0), 0),
        (false, true) => (counts(sum(a), b.killed, 0), 0),
    };
    (killed * COUNTS.len() + injured) as u8
}

fn sum(entry: &Entry) -> Option<u32> {
    Some(entry.killed?.saturating_add(entry.injured?))
}

/// How two counts compare, a source's usual lean (log2, in thousandths) taken off where they differ.
fn counts(a: Option<u32>, b: Option<u32>, lean: i32) -> usize {
    let (Some(a), Some(b)) = (a, b) else { return 0 };
    match (a.min(b), a.max(b)) {
        (0, 0) => 1,
        (0, 1) => 2,
        (0, 2 | 3) => 14,
        (0, _) => 3,
        (least, greatest) if least == greatest => match least {
            1 | 2 => 4,
            3..=7 => 15,
            8..=19 => 5,
            _ => 6,
        },
        (least, greatest @ ..=4) => 12 + usize::from(greatest - least > 1),
        _ => match (log2_thousandths(a) - log2_thousandths(b) - lean).abs() {
            ..289 => 7,
            289..577 => 8,
            577..1_010 => 9,
            1_010..1_731 => 10,
            _ => 11,
        },
    }
}

/// log2 of a count of one or more, in thousandths, rounded down to one.
pub(super) fn log2_thousandths(count: u32) -> i32 {
    let whole = count.ilog2();
    // Squaring doubles a logarithm: ten binary digits of what lies behind the point.
    let mut rest = (u64::from(count) << 31) >> whole;
    let mut digits = 0;
    for _ in 0..12 {
        rest = (rest * rest) >> 31;
        digits <<= 1;
        if rest >= 1 << 32 {
            rest >>= 1;
            digits |= 1;
        }
    }
    (whole * 1_000 + ((digits * 1_000) >> 12)) as i32
}
