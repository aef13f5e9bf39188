//! Weights learnt from the reports themselves, without anybody's labels.
//!
//! ```text
//! pairs of candidates ─▶ a first guess ─▶ which hypothesis explains each pair, and how often each level goes with it (EM)
//!      ▲                                          │
//!      └──── incidents linked with the weights ◀──┘   some rounds, then the numbers are rounded and stated
//! ```
//!
//! Holds
//! - A source reports an incident once: what its own reports look like beside each other shows what distinct incidents look like.
//! - Only the rounded result is used for linking. Learning again gives other weights, which are another version.
//!
//! Not here: linking. This is the one file of a pure crate that computes with floating point, because nothing that it computes is
//! used before it is rounded, stated and signed.

use std::collections::BTreeMap;

use record::vocabulary::Name;

use super::block::Blocks;
use super::compare::{
    AROUND, FARTHEST_NEAR, FIELDS, FITS, Field, ONE_DISTRICT, OVERLAP, PUBLISHED, Pattern, SIDES, SWAPPED, THE_SAME,
    WHEN_GAPS, WITHIN_TWO_DAYS, compare, log2_thousandths, shared_words, width,
};
use super::covers::{CLASSES, Covers, FEATURES, features};
use super::entry::{Entry, Lexicon};
use super::linker::{Linker, Scored, Word};
use super::weights::{LEVELS, LONGEST_DELAY_S, RARE_MILLIBITS, Weights};
use crate::limits;

/// Steps of EM before anything was linked, and after each round of linking.
const FIRST_STEPS: usize = 10;
const STEPS: usize = 2;
/// Rounds of linking and counting.
const ROUNDS: usize = 3;
/// How often a level is taken to have been seen that was not: as often under each hypothesis, for its share of the pairs.
const UNSEEN: f64 = 1.0;
/// Fewest reports that say that they cover several incidents, before others are taken for such.
const COVERING_REPORTS: usize = 20;
/// Fewest figures of a source beside those of others, before its lean is taken off.
const LEANING_FIGURES: usize = 20;

/// A pair as it is counted.
struct Pair {
    a: u32,
    b: u32,
    pattern: Pattern,
    /// Of one source that says a thing once; what repeats itself without saying so is counted like two sources.
    one_source: bool,
    /// Surely one incident: one names the other as what it updates.
    update: bool,
}

type Counts = [[Vec<f64>; FIELDS]; 3];

/// Weights for `entries`, learnt from at most [`limits::LEARN_REPORTS`] of them that follow each other in time.
///
/// Words of people are obeyed while it learns. Too few reports give weights that say nothing. `repeats` says that a source may report an
/// incident several times without saying so; where reports name what they update, that is learnt from them.
pub fn learn(entries: &[Entry], lexicon: &Lexicon, words: &BTreeMap<(Name, Name), Word>, repeats: bool) -> Weights {
    let sample = sample(entries);
    let mut weights = Weights {
        delays: delays(&sample),
        covers: covers(&sample),
        words: said(&sample),
        learnt_from: sample.len() as u64,
        ..Weights::default()
    };
    if repeats || sample.iter().any(|entry| entry.updates.is_some()) {
        weights.update = Some(0);
    }
    let mut pairs = pairs(&sample, lexicon, &weights, repeats);
    if pairs.is_empty() {
        return weights;
    }
    let updates = weights.update.is_some();
    let mut counts = guessed(&pairs, updates);
    let priors = [start(0.1), start(if updates { 0.05 } else { 0.0 })];
    let mut model = Model { levels: fitted(&counts), priors, repeats };
    for _ in 0..FIRST_STEPS {
        counts = step(&pairs, &mut model, updates, |pair| pair.update.then_some(1.0));
        model.levels = fitted(&counts);
    }
    model.state(&mut weights);
    let mut linker = Linker::apart(sample.clone(), lexicon.clone(), weights.clone(), words.clone());
    let mut first = linked(&mut linker, &pairs, &weights);
    for _ in 0..ROUNDS {
        weights.leans = leans(&sample, &first, &weights.leans);
        for pair in &mut pairs {
            pair.pattern = compare(&sample[pair.a as usize], &sample[pair.b as usize], lexicon, &weights);
        }
        for _ in 0..STEPS {
            let same = |pair: &Pair| Some(f64::from(u8::from(first[pair.a as usize] == first[pair.b as usize])));
            counts = step(&pairs, &mut model, updates, same);
            model.levels = fitted(&counts);
        }
        model.state(&mut weights);
        first = linked(&mut linker, &pairs, &weights);
    }
    weights
}

/// The reports that are learnt from: those that follow each other in time, as many as the limits take.
fn sample(entries: &[Entry]) -> Vec<Entry> {
    let mut order: Vec<&Entry> = entries.iter().filter(|entry| entry.at.is_some()).collect();
    order.sort_by(|a, b| (a.from, a.arrival()).cmp(&(b.from, b.arrival())));
    order.into_iter().take(limits::LEARN_REPORTS).cloned().collect()
}

fn pairs(sample: &[Entry], lexicon: &Lexicon, weights: &Weights, repeats: bool) -> Vec<Pair> {
    let blocks = Blocks::of((0..).zip(sample));
    let covering =
        |entry: &Entry| entry.covers_several() || weights.covers.as_ref().is_some_and(|covers| covers.hides_it(entry));
    let mut root: BTreeMap<&str, u32> = (0..).zip(sample).map(|(at, entry)| (entry.id.as_str(), at)).collect();
    // Updates of updates: what is updated arrived before.
    let mut by_arrival: Vec<u32> = (0..sample.len() as u32).collect();
    by_arrival.sort_by(|a, b| sample[*a as usize].arrival().cmp(&sample[*b as usize].arrival()));
    for at in by_arrival {
        let entry = &sample[at as usize];
        if let Some(updated) = entry.updates.as_deref().and_then(|id| root.get(id).copied()) {
            root.insert(&entry.id, updated);
        }
    }
    let mut pairs = Vec::new();
    let mut found = Vec::new();
    for (a, entry) in (0..).zip(sample) {
        if covering(entry) {
            continue;
        }
        blocks.candidates(entry, |number| &sample[number as usize], &mut found);
        found.sort_unstable();
        for b in found.iter().copied().filter(|b| *b > a) {
            let other = &sample[b as usize];
            if covering(other) {
                continue;
            }
            if pairs.len() == limits::LEARN_PAIRS {
                return pairs;
            }
            let one_source = entry.source == other.source;
            pairs.push(Pair {
                a,
                b,
                pattern: compare(entry, other, lexicon, weights),
                one_source: one_source && !repeats,
                update: one_source && root[entry.id.as_str()] == root[other.id.as_str()],
            });
        }
    }
    pairs
}

/// Probabilities of the three hypotheses where that of one incident is given.
fn start(same: f64) -> [f64; 3] {
    [same, (1.0 - same) / 2.0, (1.0 - same) / 2.0]
}

/// A first guess from what each level means.
fn guessed(pairs: &[Pair], updates: bool) -> Counts {
    let mut counts = empty();
    let logistic = |x: f64| 1.0 / (1.0 + (-x).exp());
    for pair in pairs {
        let [when, published, ground, place, act, actors, _, told] = pair.pattern;
        let near = i32::from(matches!(when % WHEN_GAPS as u8, OVERLAP | THE_SAME))
            + i32::from(ground < FARTHEST_NEAR)
            + i32::from(place % AROUND.len() as u8 == ONE_DISTRICT);
        let act = match act {
            0 | 3 => 0,
            1 | 2 => -2,
            _ => 2,
        };
        let actors = match actors {
            SWAPPED => -2,
            level => (FITS[usize::from(level) / SIDES.len()] + FITS[usize::from(level) % SIDES.len()]) / 2,
        };
        let soon = i32::from(published % PUBLISHED.len() as u8 <= WITHIN_TWO_DAYS);
        let alike = near + act + actors + soon + guessed_of_words(told);
        let same = match pair.one_source {
            _ if pair.update => 1.0,
            true if updates => 0.05,
            true => 0.0,
            false => logistic(1.2 * f64::from(alike - 4)),
        };
        let episode = logistic(f64::from(near + act + actors - 3));
        add(&mut counts, &pair.pattern, [same, (1.0 - same) * episode, (1.0 - same) * (1.0 - episode)]);
    }
    counts
}

/// What a first guess makes of a level of `words`.
fn guessed_of_words(told: u8) -> i32 {
    let Some((part, bits)) = shared_words(told) else { return [0, -1, 2][usize::from(told)] };
    match bits {
        0 => -1,
        1 => 0,
        2 | 3 => 1,
        _ => 2 + i32::from(part > 1),
    }
}

struct Model {
    /// log2 probability of each level.
    levels: Counts,
    priors: [[f64; 3]; 2],
    /// Reports of one source are weighed like those of two.
    repeats: bool,
}

impl Model {
    /// Writes the model into weights, rounded to millibits.
    fn state(&self, weights: &mut Weights) {
        let millibits = |bits: f64| (bits * 1_000.0).round().clamp(-60_000.0, 60_000.0) as i32;
        for (stated, levels) in weights.levels.iter_mut().flatten().zip(self.levels.iter().flatten()) {
            *stated = levels.iter().map(|bits| millibits(*bits)).collect();
        }
        let of_one = usize::from(!self.repeats);
        for (stated, priors) in weights.priors.iter_mut().zip([self.priors[0], self.priors[of_one]]) {
            *stated = priors.map(|prior| millibits(prior.max(1e-9).log2()));
        }
    }
}

/// One step: how much each hypothesis explains each pair, counted; `known` says it for a pair of which it is known.
fn step(pairs: &[Pair], model: &mut Model, updates: bool, known: impl Fn(&Pair) -> Option<f64>) -> Counts {
    let mut counts = empty();
    let mut sums = [[0.0; 3]; 2];
    let priors = model.priors.map(|of| of.map(|prior| prior.max(1e-9).log2()));
    for pair in pairs {
        let source = usize::from(pair.one_source);
        let mut explains = [0.0; 3];
        for (hypothesis, explains) in explains.iter_mut().enumerate() {
            let levels = model.levels[hypothesis].iter().zip(&pair.pattern);
            *explains = priors[source][hypothesis] + levels.map(|(bits, level)| bits[usize::from(*level)]).sum::<f64>();
        }
        let greatest = explains.iter().copied().fold(f64::MIN, f64::max);
        let mut share = explains.map(|bits| (bits - greatest).exp2());
        if let Some(same) = known(pair) {
            let rest = share[1] + share[2];
            share = [same, (1.0 - same) * share[1] / rest, (1.0 - same) * share[2] / rest];
        } else {
            if pair.one_source && !updates {
                share[0] = 0.0;
            }
            let sum: f64 = share.iter().sum();
            share = share.map(|share| share / sum);
        }
        sums[source].iter_mut().zip(share).for_each(|(sum, share)| *sum += share);
        add(&mut counts, &pair.pattern, share);
    }
    for (source, (priors, sums)) in model.priors.iter_mut().zip(sums).enumerate() {
        let all: f64 = sums.iter().sum();
        if all > 0.0 {
            *priors = sums.map(|sum| sum / all);
        }
        if source == 1 && !updates {
            priors[0] = 0.0;
        }
    }
    counts
}

fn empty() -> Counts {
    std::array::from_fn(|_| std::array::from_fn(|_| vec![0.0; LEVELS]))
}

fn add(counts: &mut Counts, pattern: &Pattern, shares: [f64; 3]) {
    for (fields, share) in counts.iter_mut().zip(shares) {
        fields.iter_mut().zip(pattern).for_each(|(levels, level)| levels[usize::from(*level)] += share);
    }
}

/// log2 probabilities from counts, each level given what is known before it is looked at ([`Field::given`]). A level that was never seen
/// says nothing; one that was hardly seen says little.
fn fitted(counts: &Counts) -> Counts {
    let mut fitted = empty();
    let mut counts = counts.clone();
    for (at, field) in Field::ALL.into_iter().enumerate() {
        field.falling().iter().for_each(|levels| straighten(&mut counts, at, levels));
        let mut of_given: BTreeMap<u8, Vec<usize>> = BTreeMap::new();
        (0..LEVELS).for_each(|level| of_given.entry(field.given(level as u8)).or_default().push(level));
        for levels in of_given.values() {
            let sums: Vec<f64> = counts.iter().map(|of| levels.iter().map(|level| of[at][*level]).sum()).collect();
            let pairs: f64 = sums.iter().sum();
            for ((of, counts), sum) in fitted.iter_mut().zip(&counts).zip(sums) {
                // So many more pairs of each level, spread over the hypotheses as all pairs are.
                let more = UNSEEN * (sum + 1.0) / (pairs + 3.0);
                for level in levels {
                    of[at][*level] = ((counts[at][*level] + more) / (sum + 1.0 + more * LEVELS as f64)).log2();
                }
            }
        }
    }
    fitted
}

/// Makes no level say less for one incident than the next: where counts have it the other way round, neighbours are taken together
/// (pool adjacent violators).
fn straighten(counts: &mut Counts, field: usize, levels: &[u8]) {
    let at = |counts: &Counts, level: u8| [0, 1, 2].map(|of: usize| counts[of][field][usize::from(level)]);
    let add = |a: [f64; 3], b: [f64; 3]| [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
    let mut blocks: Vec<(usize, [f64; 3])> = Vec::new();
    for level in levels {
        let mut block = (1, at(counts, *level));
        // Of one incident to all, smaller before than here.
        while let Some((length, before)) = blocks.last()
            && before[0] * block.1.iter().sum::<f64>() <= block.1[0] * before.iter().sum::<f64>()
        {
            block = (block.0 + length, add(block.1, *before));
            blocks.pop();
        }
        blocks.push(block);
    }
    let mut rest = levels;
    for (length, sums) in blocks {
        let (these, others) = rest.split_at(length);
        rest = others;
        let all: f64 = sums.iter().sum();
        if length == 1 || all <= 0.0 {
            continue;
        }
        for level in these {
            let share = at(counts, *level).iter().sum::<f64>() / all;
            for (of, sum) in counts.iter_mut().zip(sums) {
                of[field][usize::from(*level)] = sum * share;
            }
        }
    }
}

/// The incident of each report of the sample, by its first report.
fn linked(linker: &mut Linker, pairs: &[Pair], weights: &Weights) -> Vec<u32> {
    let scored = |pair: &Pair| (pair.a, pair.b, linker.odds_of(pair.a, pair.b, &pair.pattern, weights));
    let scored: Vec<Scored> = pairs.iter().map(scored).collect();
    linker.divide(&scored);
    linker.firsts().to_vec()
}

/// By source: the usual seconds from the end of an incident, where it is stated to the day, to its publication.
fn delays(sample: &[Entry]) -> Vec<i64> {
    let mut delays: BTreeMap<u32, Vec<i64>> = BTreeMap::new();
    for entry in sample.iter().filter(|entry| width(entry) == 0) {
        if let Some(said) = entry.said {
            delays.entry(entry.source).or_default().push(said - entry.until);
        }
    }
    by_number(delays.into_iter().map(|(source, mut seconds)| {
        seconds.sort_unstable();
        (source, seconds[seconds.len() / 2].clamp(-LONGEST_DELAY_S, LONGEST_DELAY_S))
    }))
}

/// By word: log2 of how few of the texts have it, in millibits, where it says less than one that is not listed.
fn said(sample: &[Entry]) -> Vec<i32> {
    let mut texts: BTreeMap<u32, usize> = BTreeMap::new();
    let told = sample.iter().filter(|entry| !entry.words.is_empty());
    let all = told.clone().count() as f64;
    told.flat_map(|entry| &entry.words).for_each(|word| *texts.entry(*word).or_default() += 1);
    let bits = |texts: usize| (1_000.0 * (all / texts as f64).log2()).round().max(1.0) as i32;
    by_number(texts.into_iter().map(|(word, texts)| (word, bits(texts))).filter(|(_, bits)| *bits < RARE_MILLIBITS))
}

/// By source: the median of how far its figures lie from the others' of the same incident, log2 in thousandths.
fn leans(sample: &[Entry], first: &[u32], before: &[i32]) -> Vec<i32> {
    let mut by_incident: BTreeMap<u32, Vec<(u32, i32)>> = BTreeMap::new();
    for (entry, first) in sample.iter().zip(first) {
        if let Some(killed @ 3..) = entry.killed
            && !entry.combined
        {
            by_incident.entry(*first).or_default().push((entry.source, log2_thousandths(killed)));
        }
    }
    let mut leans: BTreeMap<u32, i32> = (0..).zip(before.iter().copied()).collect();
    for _ in 0..5 {
        let mut apart: BTreeMap<u32, Vec<i32>> = BTreeMap::new();
        for figures in by_incident.values().filter(|figures| figures.len() > 1) {
            let straight = |(source, log): &(u32, i32)| log - leans.get(source).unwrap_or(&0);
            let sum: i32 = figures.iter().map(straight).sum();
            for figure in figures {
                let own = straight(figure);
                let others = (sum - own) / (figures.len() as i32 - 1);
                apart.entry(figure.0).or_default().push(own - others);
            }
        }
        for (source, mut apart) in apart.into_iter().filter(|(_, apart)| apart.len() >= LEANING_FIGURES) {
            apart.sort_unstable();
            // All sources move at once: less than all of the way, or they would overshoot.
            *leans.entry(source).or_default() += apart[apart.len() / 2] * 7 / 10;
        }
    }
    by_number(leans.into_iter())
}

fn by_number<T: Copy + Default>(values: impl Iterator<Item = (u32, T)>) -> Vec<T> {
    let mut list = Vec::new();
    for (source, value) in values {
        let source = source as usize;
        if list.len() <= source {
            list.resize(source + 1, T::default());
        }
        list[source] = value;
    }
    list
}

/// What a report that covers several incidents looks like, learnt from those that say so.
fn covers(sample: &[Entry]) -> Option<Covers> {
    let announced = sample.iter().filter(|entry| entry.covers_several()).count();
    if announced < COVERING_REPORTS {
        return None;
    }
    // How much those that are only taken for such add to what such look like.
    const TAKEN: f64 = 0.3;
    let seen: Vec<[usize; FEATURES]> = sample.iter().map(features).collect();
    let mut hidden: Vec<f64> = sample.iter().map(|entry| if entry.covers_several() { 1.0 } else { 0.02 }).collect();
    let mut covers = Covers { classes: [[0; CLASSES]; FEATURES], prior: 0 };
    for _ in 0..20 {
        let mut counts = [[[0.5; CLASSES]; FEATURES]; 2];
        let mut silent = [0.0; 2];
        for ((entry, seen), hidden) in sample.iter().zip(&seen).zip(&hidden) {
            let taken = if entry.covers_several() { 1.0 } else { TAKEN * hidden };
            for (feature, class) in seen.iter().enumerate() {
                counts[0][feature][*class] += taken;
                counts[1][feature][*class] += 1.0 - hidden;
            }
            if !entry.covers_several() {
                silent[0] += hidden;
                silent[1] += 1.0 - hidden;
            }
        }
        let millibits = |odds: f64| (odds.log2() * 1_000.0).round() as i32;
        let [several, one] = &counts;
        for ((weights, several), one) in covers.classes.iter_mut().zip(several).zip(one) {
            let (of_several, of_one): (f64, f64) = (several.iter().sum(), one.iter().sum());
            for ((weight, several), one) in weights.iter_mut().zip(several).zip(one) {
                *weight = millibits(several / of_several / (one / of_one));
            }
        }
        covers.prior = millibits(silent[0].clamp(1.0, announced as f64) / silent[1]);
        for ((entry, seen), hidden) in sample.iter().zip(&seen).zip(&mut hidden) {
            if !entry.covers_several() {
                let odds: i32 = seen.iter().zip(&covers.classes).map(|(class, weights)| weights[*class]).sum();
                *hidden = 1.0 / (1.0 + (-f64::from(covers.prior + odds) / 1_000.0).exp2());
            }
        }
    }
    Some(covers)
}
