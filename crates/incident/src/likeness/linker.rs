//! Incidents kept up to date: a report more, one fewer, a word of a person touch their neighbourhood and nothing else.
//!
//! ```text
//! a report ─▶ its candidates ─▶ everybody whom they may go with, and so on ─▶ divided anew ─▶ what changed
//! ```
//!
//! Holds
//! - Which incidents there are is a function of the live reports, the words of people and the weights: all at once gives the same as
//!   one by one, in any order.
//! - An incident is named after its first report by arrival. One that goes into another leaves a redirect.
//! - *Same* and *different* count whatever the weights say; where they contradict each other, *same* holds and it is reported.
//!
//! Not here: what the record says of it, signatures (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::Name;

use super::alternatives::Alternative;
use super::block::Blocks;
use super::chance::{Outlook, Stands};
use super::compare::{Pattern, compare};
use super::component::Component;
use super::entry::{Entry, Lexicon};
use super::partition::NEVER;
use super::weights::{FARTHEST_MILLIBITS, Weights};
use crate::limits;

/// What a person says of two reports.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Word {
    /// They are about one incident.
    Same,
    /// They are not.
    Different,
    /// It cannot be told: shown, binds nothing.
    Unsure,
}

/// What a step changed, by incident and report.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Change {
    /// A report is the first of a new incident.
    Began {
        /// The incident, named after the report.
        incident: Name,
    },
    /// A report joined an incident.
    Joined {
        /// The report.
        report: Name,
        /// The incident.
        incident: Name,
    },
    /// What is left of an incident went into another: its name leads there from now on.
    Merged {
        /// The incident that is no more.
        from: Name,
        /// Where its reports are.
        into: Name,
    },
    /// A report of an incident is the first of another from now on; whoever goes with it is said to have moved.
    Split {
        /// The incident.
        from: Name,
        /// The new one.
        into: Name,
    },
    /// A report left an incident for another.
    Moved {
        /// The report.
        report: Name,
        /// Where it was.
        from: Name,
        /// Where it is.
        to: Name,
    },
}

/// The live reports, what people said of them, and the incidents that follow.
#[derive(Clone, Debug)]
pub struct Linker {
    entries: Vec<Entry>,
    live: Vec<bool>,
    numbers: BTreeMap<Name, u32>,
    lexicon: Lexicon,
    weights: Weights,
    blocks: Blocks,
    words: BTreeMap<(Name, Name), Word>,
    /// Whom people put together with each report.
    same: BTreeMap<Name, BTreeSet<Name>>,
    /// Reports that name each report as the one that they update.
    updated_by: BTreeMap<Name, Vec<u32>>,
    /// By report: the first report of its incident.
    first: Vec<u32>,
}

/// Two reports and their odds, or [`NEVER`].
pub(super) type Scored = (u32, u32, i32);

impl Linker {
    /// All incidents of `entries`, whose ids differ.
    pub fn of(entries: Vec<Entry>, lexicon: Lexicon, weights: Weights, words: BTreeMap<(Name, Name), Word>) -> Linker {
        let mut linker = Linker::apart(entries, lexicon, weights, words);
        let scored = linker.scored();
        linker.divide(&scored);
        linker
    }

    /// The same before anything is put together.
    pub(super) fn apart(
        entries: Vec<Entry>,
        lexicon: Lexicon,
        weights: Weights,
        words: BTreeMap<(Name, Name), Word>,
    ) -> Linker {
        let mut linker = Linker {
            live: vec![true; entries.len()],
            numbers: numbered(entries.iter().map(|entry| &entry.id)),
            blocks: Blocks::of((0..).zip(&entries)),
            first: (0..entries.len() as u32).collect(),
            updated_by: BTreeMap::new(),
            words: BTreeMap::new(),
            same: BTreeMap::new(),
            entries,
            lexicon,
            weights,
        };
        words.into_iter().for_each(|((a, b), word)| linker.note(&a, &b, Some(word)));
        for (number, entry) in (0..).zip(&linker.entries) {
            if let Some(updated) = &entry.updates {
                linker.updated_by.entry(updated.clone()).or_default().push(number);
            }
        }
        linker
    }

    /// Divides all entries by these pairs; whoever learns weights has them already.
    pub(super) fn divide(&mut self, scored: &[Scored]) {
        self.first = (0..self.entries.len() as u32).collect();
        for (mut members, scored) in self.components(scored) {
            for part in self.divided(&mut members, &scored) {
                part.iter().for_each(|number| self.first[*number as usize] = part[0]);
            }
        }
    }

    /// The names used by entries: entries made later take their numbers from here.
    pub fn lexicon_mut(&mut self) -> &mut Lexicon {
        &mut self.lexicon
    }

    /// The names used by entries.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The first report of the incident of each entry, both by position in the list that the linker was made of.
    pub(super) fn firsts(&self) -> &[u32] {
        &self.first
    }

    /// The weights in use.
    pub fn weights(&self) -> &Weights {
        &self.weights
    }

    /// The entry of a live report.
    pub fn entry(&self, id: &str) -> Option<&Entry> {
        self.number(id).map(|number| &self.entries[number as usize])
    }

    /// How many reports are live.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether no report is live.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// The incident of a live report.
    pub fn incident_of(&self, id: &str) -> Option<&str> {
        let number = self.number(id)?;
        Some(&self.entries[self.first[number as usize] as usize].id)
    }

    /// Every incident with its reports, both in order of arrival.
    pub fn incidents(&self) -> Vec<(&str, Vec<&str>)> {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for number in self.numbers.values() {
            members.entry(self.first[*number as usize]).or_default().push(*number);
        }
        let mut incidents: Vec<(u32, Vec<u32>)> = members.into_iter().collect();
        incidents.iter_mut().for_each(|(_, members)| members.sort_by_key(|number| self.arrival(*number)));
        incidents.sort_by_key(|(first, _)| self.arrival(*first));
        let id = |number: u32| self.entries[number as usize].id.as_str();
        incidents.into_iter().map(|(first, members)| (id(first), members.into_iter().map(id).collect())).collect()
    }

    /// Whether a live report covers several incidents: it says so, or is taken for one that does; where a person put it together with
    /// another, it is not.
    pub fn covers_several(&self, id: &str) -> bool {
        self.number(id).is_some_and(|number| self.covering(number))
    }

    /// The incidents that a report which covers several may cover, in order of arrival of their first reports.
    pub fn covered_by(&self, id: &str) -> Vec<&str> {
        let Some(number) = self.number(id).filter(|number| self.covering(*number)) else { return Vec::new() };
        let mut found = Vec::new();
        self.candidates(number, &mut found);
        let covering = &self.entries[number as usize];
        let mut covered: Vec<u32> = found
            .into_iter()
            .filter(|other| *other != number && !self.covering(*other))
            .filter(|other| {
                let other = &self.entries[*other as usize];
                covering.from <= other.from && other.until <= covering.until
            })
            .map(|other| self.first[other as usize])
            .collect();
        covered.sort_by_key(|number| self.arrival(*number));
        covered.dedup();
        covered.into_iter().map(|number| self.entries[number as usize].id.as_str()).collect()
    }

    /// Every two live reports that are compared, and how likely they are about one incident.
    pub fn outlooks(&self) -> Vec<(&str, &str, Outlook)> {
        let stands = Stands::of(self);
        let id = |number: u32| self.entries[number as usize].id.as_str();
        stands.pairs().map(|(a, b)| (id(a), id(b), stands.outlook(a, b))).collect()
    }

    /// The same of these pairs of live reports.
    pub(super) fn outlooks_of(&self, pairs: &[(&str, &str)]) -> Vec<Outlook> {
        let stands = Stands::of(self);
        let outlook = |(a, b): &(&str, &str)| Some(stands.outlook(self.number(a)?, self.number(b)?));
        pairs.iter().filter_map(outlook).collect()
    }

    /// Every group of live reports that depend on each other, in order of arrival, with the ways of dividing them, the likeliest first; that
    /// of linking is among them.
    pub fn alternatives(&self) -> Vec<(Vec<&str>, Vec<Alternative>)> {
        self.depending_on_each_other(|component| component.alternatives(&component.divided()))
    }

    /// The same with the division in which nothing is together but what must be.
    pub(super) fn alternatives_to_apart(&self) -> Vec<(Vec<&str>, Vec<Alternative>)> {
        self.depending_on_each_other(|component| component.alternatives(&component.apart()))
    }

    fn depending_on_each_other<T>(&self, of: impl Fn(&Component) -> T) -> Vec<(Vec<&str>, T)> {
        let scored = self.scored();
        let components = self.components(&scored).into_iter();
        let components = components.flat_map(|(mut members, scored)| self.depending(&mut members, &scored));
        let id = |number: &u32| self.entries[*number as usize].id.as_str();
        components.map(|component| (component.members.iter().map(id).collect(), of(&component))).collect()
    }

    /// A report comes in; `None` where its id is there already.
    pub fn insert(&mut self, entry: Entry) -> Option<Vec<Change>> {
        if self.numbers.contains_key(&entry.id) {
            return None;
        }
        let number = self.entries.len() as u32;
        self.numbers.insert(entry.id.clone(), number);
        self.blocks.insert(number, &entry);
        if let Some(updated) = &entry.updates {
            self.updated_by.entry(updated.clone()).or_default().push(number);
        }
        self.entries.push(entry);
        self.live.push(true);
        self.first.push(number);
        Some(self.divide_around(&[number], Some(number)))
    }

    /// A report no longer stands; `None` where there is none of that id.
    pub fn withdraw(&mut self, id: &str) -> Option<Vec<Change>> {
        let number = self.numbers.remove(id)?;
        let mut around = Vec::new();
        self.candidates(number, &mut around);
        around.extend(self.bound_to(number));
        around.extend((0..self.entries.len() as u32).filter(|other| self.first[*other as usize] == number));
        around.retain(|other| *other != number);
        let entry = &self.entries[number as usize];
        self.blocks.remove(number, entry);
        if let Some(updated) = &entry.updates
            && let Some(updates) = self.updated_by.get_mut(updated)
        {
            updates.retain(|update| *update != number);
        }
        self.live[number as usize] = false;
        around.sort_unstable();
        around.dedup();
        Some(self.divide_around(&around, None))
    }

    /// A person says a word on two live reports, or takes it back; `None` where one of them is not there.
    pub fn say(&mut self, a: &str, b: &str, word: Option<Word>) -> Option<Vec<Change>> {
        let (x, y) = (self.number(a)?, self.number(b)?);
        let mut around = vec![x, y];
        let mut found = Vec::new();
        for number in [x, y] {
            self.candidates(number, &mut found);
            around.append(&mut found);
        }
        self.note(a, b, word);
        Some(self.divide_around(&around, None))
    }

    /// Pairs of which people said *different* although other words put them together: of people, or of a source that updates what it said.
    pub fn contradictions(&self) -> Vec<(&str, &str)> {
        let together = |a: &str, b: &str| {
            let (a, b) = (self.number(a)?, self.number(b)?);
            let mut seen = BTreeSet::from([a]);
            let mut open = vec![a];
            while let Some(at) = open.pop() {
                open.extend(self.bound_to(at).into_iter().filter(|next| seen.insert(*next)));
            }
            seen.contains(&b).then_some(())
        };
        let different = self.words.iter().filter(|(_, word)| **word == Word::Different);
        different.filter(|((a, b), _)| together(a, b).is_some()).map(|((a, b), _)| (a.as_str(), b.as_str())).collect()
    }

    /// The numbers of live reports.
    pub(super) fn live_numbers(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.live).filter(|(_, live)| **live).map(|(number, _)| number)
    }

    /// The first report of the incident of a report.
    pub(super) fn first_of(&self, number: u32) -> u32 {
        self.first[number as usize]
    }

    fn number(&self, id: &str) -> Option<u32> {
        self.numbers.get(id).copied()
    }

    fn arrival(&self, number: u32) -> (i64, &str) {
        self.entries[number as usize].arrival()
    }

    fn word(&self, a: u32, b: u32) -> Option<Word> {
        if self.words.is_empty() {
            return None;
        }
        let id = |number: u32| self.entries[number as usize].id.clone();
        self.words.get(&ordered(id(a), id(b))).copied()
    }

    fn note(&mut self, a: &str, b: &str, word: Option<Word>) {
        let key = ordered(a.to_owned(), b.to_owned());
        for (one, other) in [(a, b), (b, a)] {
            let same = self.same.entry(one.to_owned()).or_default();
            if word == Some(Word::Same) {
                same.insert(other.to_owned());
            } else {
                same.remove(other);
            }
        }
        match word {
            Some(word) => self.words.insert(key, word),
            None => self.words.remove(&key),
        };
    }

    /// The live reports that people put together with one.
    fn said_same(&self, number: u32) -> Vec<u32> {
        let same = self.same.get(&self.entries[number as usize].id);
        same.into_iter().flatten().filter_map(|id| self.number(id)).collect()
    }

    /// Whom a report must go with: what people said, and what it says it updates.
    pub(super) fn bound_to(&self, number: u32) -> Vec<u32> {
        let entry = &self.entries[number as usize];
        let mut bound = if self.words.is_empty() { Vec::new() } else { self.said_same(number) };
        let updated = entry.updates.as_ref().and_then(|id| self.number(id));
        let updates = self.updated_by.get(&entry.id).into_iter().flatten().copied();
        let of_one_source =
            |other: &u32| self.live[*other as usize] && self.entries[*other as usize].source == entry.source;
        let parted = |other: &u32| self.word(number, *other) == Some(Word::Different);
        bound.extend(updated.into_iter().chain(updates).filter(of_one_source).filter(|other| !parted(other)));
        bound
    }

    fn covering(&self, number: u32) -> bool {
        let entry = &self.entries[number as usize];
        let covers =
            entry.covers_several() || self.weights.covers.as_ref().is_some_and(|covers| covers.hides_it(entry));
        covers && (self.words.is_empty() || self.said_same(number).is_empty())
    }

    fn candidates(&self, number: u32, found: &mut Vec<u32>) {
        self.blocks.candidates(&self.entries[number as usize], |other| &self.entries[other as usize], found);
    }

    /// The odds of two candidates, with what people said and the rule of one report for each source.
    fn odds(&self, a: u32, b: u32) -> i32 {
        let (x, y) = (&self.entries[a as usize], &self.entries[b as usize]);
        self.odds_of(a, b, &compare(x, y, &self.lexicon, &self.weights), &self.weights)
    }

    /// The same by other weights, of a pattern.
    pub(super) fn odds_of(&self, a: u32, b: u32, pattern: &Pattern, weights: &Weights) -> i32 {
        match self.word(a, b) {
            Some(Word::Different) => return NEVER,
            Some(Word::Same) => return FARTHEST_MILLIBITS,
            _ => {}
        }
        let (x, y) = (&self.entries[a as usize], &self.entries[b as usize]);
        let one_source = x.source == y.source;
        let odds = weights.odds(pattern, one_source);
        let told_apart = x.keyed && y.keyed || weights.update.is_none_or(|least| odds <= least);
        if one_source && told_apart { NEVER } else { odds }
    }

    /// Every pair of candidates that may go together, once, with its odds.
    pub(super) fn scored(&self) -> Vec<Scored> {
        let covering: Vec<bool> = (0..self.entries.len() as u32).map(|number| self.covering(number)).collect();
        let mut scored = Vec::new();
        let mut found = Vec::new();
        for a in 0..self.entries.len() as u32 {
            if covering[a as usize] || !self.live[a as usize] {
                continue;
            }
            self.candidates(a, &mut found);
            found.retain(|b| *b > a && !covering[*b as usize]);
            found.sort_unstable();
            scored.extend(found.iter().map(|b| (a, *b, self.odds(a, *b))));
        }
        scored
    }

    /// Reports that may depend on each other, with their pairs: those that no odds above the join lead out of.
    fn components(&self, scored: &[Scored]) -> Vec<(Vec<u32>, Vec<Scored>)> {
        let mut forest = Forest::new(self.entries.len());
        let strong = scored.iter().filter(|(_, _, odds)| *odds > self.weights.join);
        strong.for_each(|(a, b, _)| forest.join(*a, *b));
        for (ids, word) in &self.words {
            if let (Word::Same, Some(a), Some(b)) = (word, self.number(&ids.0), self.number(&ids.1)) {
                forest.join(a, b);
            }
        }
        for number in 0..self.entries.len() as u32 {
            if self.live[number as usize] && self.entries[number as usize].updates.is_some() {
                self.bound_to(number).into_iter().for_each(|other| forest.join(number, other));
            }
        }
        let mut at = vec![usize::MAX; self.entries.len()];
        let mut components: Vec<(Vec<u32>, Vec<Scored>)> = Vec::new();
        for number in 0..self.entries.len() as u32 {
            let root = forest.root(number) as usize;
            if at[root] == usize::MAX {
                at[root] = components.len();
                components.push((Vec::new(), Vec::new()));
            }
            components[at[root]].0.push(number);
        }
        for pair in scored {
            let (a, b) = (forest.root(pair.0), forest.root(pair.1));
            if a == b {
                components[at[a as usize]].1.push(*pair);
            }
        }
        components.retain(|(members, _)| members.len() > 1);
        components
    }

    /// Divides reports that may depend on each other; each part in order of arrival.
    fn divided(&self, members: &mut [u32], scored: &[Scored]) -> Vec<Vec<u32>> {
        let components = self.depending(members, scored);
        let parts = components.iter().flat_map(|component| {
            let named = |part: Vec<usize>| part.into_iter().map(|at| component.members[at]).collect();
            component.divided().into_iter().map(named)
        });
        parts.collect()
    }

    /// Reports that may depend on each other with all that decides how they are divided; several where there are more than the limit.
    fn depending(&self, members: &mut [u32], scored: &[Scored]) -> Vec<Component> {
        members.sort_by(|a, b| self.arrival(*a).cmp(&self.arrival(*b)));
        let mut must: Vec<(u32, u32)> = Vec::new();
        for number in members.iter() {
            must.extend(
                self.bound_to(*number).into_iter().filter(|other| other > number).map(|other| (*number, other)),
            );
        }
        let groups = within_limit(members, scored, &must, self.weights.join).into_iter();
        let component = |(members, scored): (Vec<u32>, Vec<Scored>)| {
            let at: BTreeMap<u32, usize> = members.iter().enumerate().map(|(at, number)| (*number, at)).collect();
            let n = members.len();
            let mut odds = vec![self.weights.apart; n * n];
            for (a, b, millibits) in &scored {
                let (a, b) = (at[a], at[b]);
                (odds[a * n + b], odds[b * n + a]) = (*millibits, *millibits);
            }
            // One source says a thing once, also where two of its reports were never compared.
            for (a, x) in members.iter().enumerate() {
                for (b, y) in members.iter().enumerate().take(a) {
                    let one_source = self.entries[*x as usize].source == self.entries[*y as usize].source;
                    if one_source && odds[a * n + b] == self.weights.apart {
                        (odds[a * n + b], odds[b * n + a]) = (NEVER, NEVER);
                    }
                    if self.word(*x, *y) == Some(Word::Different) {
                        (odds[a * n + b], odds[b * n + a]) = (NEVER, NEVER);
                    }
                }
            }
            let must = must.iter().filter_map(|(a, b)| Some((*at.get(a)?, *at.get(b)?))).collect();
            let waits = self.waiting(&members);
            Component { members, odds, must, waits, join: self.weights.join }
        };
        groups.map(component).collect()
    }

    /// Which reports wait until the others are divided: those of a source that says more than [`limits::SOURCE_REPORTS`] things here, unless
    /// all sources do. Whoever floods a place with reports has no part in how the reports of others are divided.
    fn waiting(&self, members: &[u32]) -> Vec<bool> {
        let mut of_source: BTreeMap<u32, usize> = BTreeMap::new();
        let source = |number: &u32| self.entries[*number as usize].source;
        members.iter().for_each(|number| *of_source.entry(source(number)).or_default() += 1);
        let many = |source: u32| of_source[&source] > limits::SOURCE_REPORTS;
        let all = of_source.keys().all(|source| many(*source));
        members.iter().map(|number| !all && many(source(number))).collect()
    }

    /// Divides anew whatever depends on the reports in `around`, and says what changed; `new` has just come in.
    fn divide_around(&mut self, around: &[u32], new: Option<u32>) -> Vec<Change> {
        let mut seen: BTreeSet<u32> = BTreeSet::new();
        let mut touched: Vec<(u32, u32)> = Vec::new();
        for &start in around {
            if !self.live[start as usize] || !seen.insert(start) {
                continue;
            }
            let (mut members, scored) = self.component_of(start);
            seen.extend(&members);
            for part in self.divided(&mut members, &scored) {
                for number in part.iter() {
                    touched.push((*number, self.first[*number as usize]));
                    self.first[*number as usize] = part[0];
                }
            }
        }
        touched.sort_by(|a, b| self.arrival(a.0).cmp(&self.arrival(b.0)));
        self.changes(&touched, new)
    }

    /// What changed for reports of which each is given with the first report of the incident it was in: splits, moves, then merges.
    fn changes(&self, touched: &[(u32, u32)], new: Option<u32>) -> Vec<Change> {
        let id = |number: u32| self.entries[number as usize].id.clone();
        let goes_on = |first: u32| self.live[first as usize] && self.first[first as usize] == first;
        // The name of an incident that is no more leads where its first report is, or that of what is left of it.
        let mut leads: BTreeMap<u32, u32> = BTreeMap::new();
        for (number, was) in touched.iter().filter(|(number, was)| new != Some(*number) && !goes_on(*was)) {
            let to = if self.live[*was as usize] { self.first[*was as usize] } else { self.first[*number as usize] };
            leads.entry(*was).or_insert(to);
        }
        let (mut changes, mut moves) = (Vec::new(), Vec::new());
        for (number, was) in touched {
            let is = self.first[*number as usize];
            if new == Some(*number) {
                changes.push(if is == *number {
                    Change::Began { incident: id(is) }
                } else {
                    Change::Joined { report: id(*number), incident: id(is) }
                });
            } else if is != *was {
                if is == *number {
                    changes.push(Change::Split { from: id(*was), into: id(is) });
                }
                if leads.get(was) != Some(&is) {
                    moves.push(Change::Moved { report: id(*number), from: id(*was), to: id(is) });
                }
            }
        }
        changes.extend(moves);
        changes.extend(leads.into_iter().map(|(from, into)| Change::Merged { from: id(from), into: id(into) }));
        changes
    }

    /// What depends on one report, with the odds of its pairs.
    fn component_of(&self, start: u32) -> (Vec<u32>, Vec<Scored>) {
        let mut members = BTreeSet::from([start]);
        let mut open = vec![start];
        let mut all: BTreeMap<(u32, u32), i32> = BTreeMap::new();
        let mut found = Vec::new();
        while let Some(a) = open.pop() {
            if !self.covering(a) {
                self.candidates(a, &mut found);
                for b in found.iter().copied().filter(|b| *b != a && !self.covering(*b)) {
                    let odds = *all.entry((a.min(b), a.max(b))).or_insert_with(|| self.odds(a.min(b), a.max(b)));
                    if odds > self.weights.join && members.insert(b) {
                        open.push(b);
                    }
                }
            }
            open.extend(self.bound_to(a).into_iter().filter(|b| members.insert(*b)));
        }
        let inside = |pair: &(u32, u32)| members.contains(&pair.0) && members.contains(&pair.1);
        let scored = all.iter().filter(|(pair, _)| inside(pair)).map(|(pair, odds)| (pair.0, pair.1, *odds)).collect();
        (members.into_iter().collect(), scored)
    }
}

fn ordered(a: Name, b: Name) -> (Name, Name) {
    if a <= b { (a, b) } else { (b, a) }
}

fn numbered<'a>(ids: impl Iterator<Item = &'a Name>) -> BTreeMap<Name, u32> {
    (0..).zip(ids).map(|(number, id)| (id.clone(), number)).collect()
}

/// Reports of one component in groups of at most [`limits::COMPONENT_REPORTS`]: where there are more, the likeliest links are kept.
///
/// What must go together stays together, however many they are.
fn within_limit(members: &[u32], scored: &[Scored], must: &[(u32, u32)], join: i32) -> Vec<(Vec<u32>, Vec<Scored>)> {
    if members.len() <= limits::COMPONENT_REPORTS {
        return vec![(members.to_vec(), scored.to_vec())];
    }
    let at: BTreeMap<u32, u32> = (0..).zip(members).map(|(at, number)| (*number, at)).collect();
    let mut forest = Forest::new(members.len());
    must.iter().for_each(|(a, b)| forest.join(at[a], at[b]));
    let mut strong: Vec<(i32, u32, u32)> = scored
        .iter()
        .filter(|(_, _, odds)| *odds > join)
        .map(|(a, b, odds)| (-odds, at[a].min(at[b]), at[a].max(at[b])))
        .collect();
    strong.sort_unstable();
    for (_, a, b) in strong {
        let (a, b) = (forest.root(a), forest.root(b));
        if a != b && forest.size(a) + forest.size(b) <= limits::COMPONENT_REPORTS {
            forest.join(a, b);
        }
    }
    let mut groups: BTreeMap<u32, (Vec<u32>, Vec<Scored>)> = BTreeMap::new();
    for number in members {
        groups.entry(forest.root(at[number])).or_default().0.push(*number);
    }
    for pair in scored {
        let root = forest.root(at[&pair.0]);
        if root == forest.root(at[&pair.1])
            && let Some(group) = groups.get_mut(&root)
        {
            group.1.push(*pair);
        }
    }
    groups.into_values().collect()
}

/// Which numbers belong together.
struct Forest {
    parent: Vec<u32>,
    sizes: Vec<u32>,
}

impl Forest {
    fn new(n: usize) -> Forest {
        Forest { parent: (0..n as u32).collect(), sizes: vec![1; n] }
    }
    fn root(&mut self, mut at: u32) -> u32 {
        while self.parent[at as usize] != at {
            let above = self.parent[self.parent[at as usize] as usize];
            self.parent[at as usize] = above;
            at = above;
        }
        at
    }
    fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (least, greatest) = (a.min(b), a.max(b));
            self.parent[greatest as usize] = least;
            self.sizes[least as usize] += self.sizes[greatest as usize];
        }
    }
    fn size(&self, root: u32) -> usize {
        self.sizes[root as usize] as usize
    }
}
