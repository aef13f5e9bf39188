//! One duty over all placements: the table of O1, and O2, O3, O4, L4.
//!
//! Which instants are tried: a set of at most [`EVERY_INSTANT`] instants whole. Of a larger one the ends of its cells, and every
//! instant that lies a constant c of the duty (0, its seconds, its seconds and the end of a band) from an end of another set,
//! from T, from an end of a period in force; and one second beside. These suffice: what a placement gives depends only on
//! whether v < y + c for a deed (or failure) v, the trigger y and constants c, and on comparisons of y + c and v with fixed
//! instants. If any placement meets such a list of comparisons, then one does in which every instant is as late as they let it
//! be. There, the trigger lies c before (or at) an end of its own set, a fixed instant, or the end of the set of a deed; and
//! each deed at an end of its own set, a fixed instant, or c after such a place of the trigger. Likewise the greatest and least
//! lateness. With `each other` the trigger is whichever of the others' deeds is first, so every deed is tried at both kinds.
//! (Tried against all instants on the duties of 4,000 random histories with sets of up to 13 seconds, every set treated as a
//! large one: no difference.)
//!
//! Not here: what counts as a deed (`deeds`).

use std::collections::BTreeSet;

use agreement::tree::{Band, Shown};
use record::vocabulary::Kleene;
use record::vocabulary::time::{Instant, Interval};

use super::deeds::{Candidate, Cell, Failure};
use crate::answers::{Cause, DutyAnswer, State, Word};
use crate::clock::EVERY_INSTANT;
use crate::spans;
use crate::terms::cells;

/// Most placements of one duty that are tried.
pub const DUTY_PLACEMENTS: usize = 20_000;

/// When a duty begins.
pub enum Begins {
    /// O2, `by`: one certain trigger; `None`: it is never in force.
    Certain(Option<Instant>),
    /// O1: a proposition, and whether the placement without it is among them because of its status.
    Triggered(Candidate, bool),
    /// O6: the first deed of another of the obliged at or after the first instant in force. It is the last role of the deeds.
    FirstOfOthers(Option<Instant>),
}

/// The first instant that is too late.
pub enum Due {
    At(Instant),
    /// So many seconds after the trigger.
    After(i64),
    /// O5, `promptly`: there is none.
    Never,
}

/// One duty and everything that may be placed.
pub struct Duty<'a> {
    pub happened: Instant,
    /// The times of which it is asked whether it lapses.
    pub in_force: Vec<Interval>,
    /// L4: nobody is late before its text lives.
    pub floor: Instant,
    /// L4: the triggers whose deadlines are owed under its text.
    pub belongs: Vec<Interval>,
    pub begins: Begins,
    pub due: Due,
    pub bands: &'a [Band],
    /// S14: what the deeds must come to.
    pub total: Option<u64>,
    pub shown: &'a Shown,
    /// How many words need a deed: the first roles of each.
    pub words: usize,
    pub deeds: Vec<Candidate>,
    pub failures: Vec<Failure>,
}

/// A deed that is there, what it is taken for, and what it adds to a total.
type Placed = (Instant, Vec<bool>, u64);

/// What one placement gives.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Outcome {
    state: State,
    word: Word,
    /// Why it is undetermined in itself: not yet due, or not established.
    cause: Option<Cause>,
    /// Lateness, or the time taken.
    took: Option<i64>,
    label: Option<String>,
}

impl Outcome {
    fn new(state: State, word: Word) -> Outcome {
        Outcome { state, word, cause: None, took: None, label: None }
    }
    fn open(state: State, cause: Cause) -> Outcome {
        Outcome { cause: Some(cause), ..Outcome::new(state, Word::Undetermined) }
    }
}

impl Duty<'_> {
    /// O1 over all placements; `None` beyond [`DUTY_PLACEMENTS`].
    pub fn answer(&self) -> Option<DutyAnswer> {
        let there = self.outcomes(true)?;
        let absent = if self.is_contested() { self.outcomes(false)? } else { there.clone() };
        let all: BTreeSet<Outcome> = there.union(&absent).cloned().collect();
        let took = || all.iter().filter_map(|outcome| outcome.took);
        Some(DutyAnswer {
            word: both_ways(shared_word(&there), shared_word(&absent)),
            states: all.iter().map(|outcome| outcome.state).collect(),
            late: took().min().zip(took().max()),
            labels: all.iter().filter_map(|outcome| outcome.label.clone()).collect(),
            // Where the contested ones, taken as there, give a word, the doubt is what their absence leaves.
            causes: {
                let doubtful = if shared_word(&there) == Word::Undetermined { &there } else { &absent };
                self.causes(doubtful, both_ways(shared_word(&there), shared_word(&absent)))
            },
        })
    }

    fn is_contested(&self) -> bool {
        let deeds = self.deeds.iter().flat_map(|deed| &deed.cells);
        deeds.chain(self.failures.iter().flat_map(|failure| &failure.cells)).any(|cell| cell.contested)
    }

    /// O1: causes of *undetermined*; contested deeds are taken as present.
    fn causes(&self, outcomes: &BTreeSet<Outcome>, word: Word) -> BTreeSet<Cause> {
        let mut causes = BTreeSet::new();
        if word != Word::Undetermined {
            return causes;
        }
        causes.extend(outcomes.iter().filter_map(|outcome| outcome.cause));
        let differ = outcomes.iter().map(|outcome| outcome.word).collect::<BTreeSet<Word>>().len() > 1;
        let trigger_imprecise = matches!(&self.begins, Begins::Triggered(trigger, _) if trigger.is_imprecise());
        if differ && (trigger_imprecise || self.deeds.iter().any(Candidate::is_imprecise)) {
            causes.insert(Cause::ImpreciseTime);
        }
        if differ && self.deeds.iter().any(|deed| deed.may_count(self.happened)) {
            causes.insert(Cause::ImpreciseDeed);
        }
        if differ && self.total.is_some() && self.deeds.iter().any(|deed| self.amount_is_open(deed)) {
            causes.insert(Cause::ImpreciseMeasure);
        }
        let awake = outcomes.iter().any(|outcome| outcome.state != State::Dormant);
        if let Begins::Triggered(trigger, may_be_absent) = &self.begins
            && (*may_be_absent || trigger.may_count(self.happened))
            && awake
        {
            causes.insert(Cause::Trigger);
        }
        causes
    }

    /// S14: whether a deed of the duty's own, up to T, states no single amount.
    fn amount_is_open(&self, deed: &Candidate) -> bool {
        let (least, most) = deed.amount;
        let own = |cell: &Cell| cell.counts[..self.words].iter().any(|counts| *counts != Kleene::No);
        let is_own = deed.cells.iter().any(|cell| cell.span.from <= self.happened && own(cell));
        is_own && most != Some(least)
    }

    // ---- Placements (T5) ----

    /// Every placement; contested deeds and failures are all there, or all absent.
    fn outcomes(&self, contested_there: bool) -> Option<BTreeSet<Outcome>> {
        let (trigger_at, deed_at) = self.critical();
        let triggers = self.triggers_placed(&trigger_at);
        let earliest = match &self.begins {
            Begins::Certain(at) | Begins::FirstOfOthers(at) => *at,
            Begins::Triggered(..) => triggers.iter().flatten().min().copied(),
        };
        let deeds: Vec<Vec<Option<Placed>>> =
            self.deeds.iter().map(|deed| self.deed_placed(deed, &deed_at, earliest, contested_there)).collect();
        let failures: Vec<Vec<Vec<Interval>>> =
            self.failures.iter().map(|failure| failure_placed(failure, &deed_at, contested_there)).collect();
        let sizes =
            [vec![triggers.len()], deeds.iter().map(Vec::len).collect(), failures.iter().map(Vec::len).collect()];
        let placements = sizes.concat().iter().try_fold(1_usize, |product, size| product.checked_mul(*size))?;
        if placements > DUTY_PLACEMENTS {
            return None;
        }
        let mut outcomes = BTreeSet::new();
        for number in 0..placements {
            let mut rest = number;
            let mut digit = |size: usize| {
                let digit = rest % size;
                rest /= size;
                digit
            };
            let trigger = triggers[digit(triggers.len())];
            let placed: Vec<&Option<Placed>> = deeds.iter().map(|each| &each[digit(each.len())]).collect();
            let there: Vec<&Placed> = placed.into_iter().filter_map(Option::as_ref).collect();
            let shown: Vec<Interval> = failures.iter().flat_map(|each| each[digit(each.len())].clone()).collect();
            outcomes.insert(self.outcome(trigger, &there, &shown));
        }
        Some(outcomes)
    }

    /// The seconds that may lie between the trigger and what a placement is compared with.
    fn constants(&self) -> BTreeSet<i64> {
        let mut constants = BTreeSet::from([0]);
        if let Due::After(seconds) = self.due {
            constants.insert(seconds);
            constants.extend(self.bands.iter().filter_map(|band| band.below).map(|below| seconds + below));
        }
        constants
    }

    /// The instants at which a trigger, and a deed or failure, is tried where its set is large.
    fn critical(&self) -> (BTreeSet<Instant>, BTreeSet<Instant>) {
        let mut fixed: BTreeSet<Instant> =
            self.in_force.iter().chain(&self.belongs).flat_map(|period| [period.from, period.until]).collect();
        fixed.extend([self.happened, self.floor]);
        if let Due::At(due) = self.due {
            fixed.insert(due);
            fixed.extend(self.bands.iter().filter_map(|band| band.below).map(|below| due.plus(below)));
        }
        if let Begins::Certain(Some(at)) | Begins::FirstOfOthers(Some(at)) = self.begins {
            fixed.insert(at);
        }
        let of_trigger = match &self.begins {
            Begins::Triggered(trigger, _) => trigger.cells.iter(),
            Begins::Certain(_) | Begins::FirstOfOthers(_) => [].iter(),
        };
        let of_deeds = self.deeds.iter().flat_map(|deed| &deed.cells);
        let of_failures = self.failures.iter().flat_map(|failure| &failure.cells);
        for cell in of_trigger.chain(of_deeds).chain(of_failures) {
            fixed.extend([cell.span.from, cell.span.until]);
        }
        for failure in &self.failures {
            fixed.extend(failure.ended.into_iter().chain([failure.began]).flat_map(|set| [set.from, set.until]));
        }
        let beside = |at: Instant| (-1..=1).map(move |beside| at.plus(beside));
        let moved = |from: &BTreeSet<Instant>, sign: i64| -> BTreeSet<Instant> {
            let constants = self.constants();
            from.iter().flat_map(|at| constants.iter().flat_map(move |c| beside(at.plus(sign * c)))).collect()
        };
        let before = moved(&fixed, -1);
        let centre: BTreeSet<Instant> = match &self.begins {
            Begins::Certain(at) => at.iter().copied().collect(),
            Begins::Triggered(trigger, _) => trigger.cells.iter().flat_map(|cell| tried(cell.span, &before)).collect(),
            Begins::FirstOfOthers(_) => {
                self.deeds.iter().flat_map(|deed| &deed.cells).flat_map(|cell| tried(cell.span, &before)).collect()
            }
        };
        let mut after = moved(&centre, 1);
        after.extend(fixed.iter().flat_map(|at| beside(*at)));
        if matches!(self.begins, Begins::FirstOfOthers(_)) {
            after.extend(&before);
        }
        (before, after)
    }

    /// O1: where the trigger is placed; `None`: there is none by T.
    fn triggers_placed(&self, critical: &BTreeSet<Instant>) -> Vec<Option<Instant>> {
        let (trigger, may_be_absent) = match &self.begins {
            Begins::Certain(at) => return vec![at.filter(|at| *at <= self.happened)],
            // It follows from where the deeds are placed.
            Begins::FirstOfOthers(_) => return vec![None],
            Begins::Triggered(trigger, may_be_absent) => (trigger, *may_be_absent),
        };
        let mut out: BTreeSet<Option<Instant>> = may_be_absent.then_some(None).into_iter().collect();
        for cell in &trigger.cells {
            for y in tried(cell.span, critical) {
                if y > self.happened || cell.counts[0] != Kleene::Must {
                    out.insert(None);
                }
                if y <= self.happened && cell.counts[0] != Kleene::No {
                    out.insert(Some(y));
                }
            }
        }
        out.into_iter().collect()
    }

    /// O1: where a deed is placed, and what it is taken for; `None`: it is no deed there, or has not happened. A deed before
    /// everything that it could answer is as good as none.
    fn deed_placed(
        &self,
        deed: &Candidate,
        critical: &BTreeSet<Instant>,
        earliest: Option<Instant>,
        contested_there: bool,
    ) -> Vec<Option<Placed>> {
        let mut out = BTreeSet::new();
        for cell in &deed.cells {
            let absent = cell.contested && !contested_there;
            for v in tried(cell.span, critical) {
                if v > self.happened || earliest.is_none_or(|earliest| v < earliest) || absent {
                    out.insert(None);
                    continue;
                }
                for taken_for in each_may(&cell.counts) {
                    for amount in self.amounts(deed.amount) {
                        out.insert(taken_for.contains(&true).then(|| (v, taken_for.clone(), amount)));
                    }
                }
            }
        }
        out.into_iter().collect()
    }

    /// S14: every number that a deed may add; more is as good as all that is asked for.
    fn amounts(&self, (least, most): (u64, Option<u64>)) -> BTreeSet<u64> {
        match self.total {
            None => BTreeSet::from([0]),
            Some(total) => (least.min(total)..=most.unwrap_or(total).min(total)).collect(),
        }
    }

    // ---- One placement ----

    /// O1: the first instant at or after `from` at which the duty is done: with several words the last of a deed for each.
    fn done(&self, deeds: &[&Placed], from: Instant, word: usize) -> Option<Instant> {
        if word == self.words {
            return Some(from);
        }
        let own = deeds.iter().filter(|(v, taken_for, _)| taken_for[word] && *v >= from);
        let mut own: Vec<(Instant, u64)> = own.map(|(v, _, amount)| (*v, *amount)).collect();
        own.sort();
        let mut so_far = 0;
        let first = own.into_iter().find_map(|(v, amount)| {
            so_far += amount;
            self.total.is_none_or(|total| so_far >= total).then_some(v)
        })?;
        self.done(deeds, from, word + 1).map(|rest| rest.max(first))
    }

    /// The table of O1.
    fn outcome(&self, trigger: Option<Instant>, deeds: &[&Placed], shown: &[Interval]) -> Outcome {
        let dormant = Outcome::new(State::Dormant, Word::NotApplicable);
        let (y, done) = match &self.begins {
            Begins::Certain(_) | Begins::Triggered(..) => {
                let Some(y) = trigger else { return dormant };
                (y, self.done(deeds, y, 0))
            }
            Begins::FirstOfOthers(None) => return dormant,
            Begins::FirstOfOthers(Some(from)) => {
                let others = deeds.iter().filter(|(v, taken_for, _)| taken_for[self.words] && v >= from);
                // L4: it triggers only if the text whose life holds it is in force then, and belongs to one text.
                let y = others.map(|(v, ..)| *v).min();
                let y = y.filter(|y| self.belongs.iter().any(|span| span.contains(*y)));
                let done = self.done(deeds, *from, 0);
                if done.is_some_and(|v| y.is_none_or(|y| v <= y)) {
                    // O6: who moved first is done and stays so.
                    return Outcome::new(State::Done, Word::Kept);
                }
                let Some(y) = y else { return dormant };
                (y, done)
            }
        };
        let due = match self.due {
            Due::At(due) => due,
            Due::After(seconds) => y.plus(seconds).max(self.floor),
            Due::Never => return promptly(y, done),
        };
        let last_second = due.plus(-1);
        if !self.in_force.iter().any(|period| period.contains(last_second)) {
            let ends = self.in_force.iter().map(|period| period.until).filter(|end| *end < due);
            return self.lapses(done, ends.max().unwrap_or(Instant::EVER));
        }
        match done {
            Some(v) if v < due => Outcome::new(State::Done, Word::Kept),
            Some(v) => self.late_by(v.0 - due.0),
            None if self.happened < due => Outcome::open(State::InForce, Cause::NotYetDue),
            None => self.overdue(due, shown),
        }
    }

    /// O1: the last second before due is not in force; e is the end of the last period before it.
    fn lapses(&self, done: Option<Instant>, e: Instant) -> Outcome {
        if done.is_some_and(|v| v < e) {
            Outcome::new(State::Done, Word::Kept)
        } else if self.happened < e {
            Outcome::open(State::InForce, Cause::NotYetDue)
        } else {
            Outcome::new(State::Lapsed, Word::NotApplicable)
        }
    }

    /// O3: bands are half-open; without bands every lateness is a breach.
    fn late_by(&self, late: i64) -> Outcome {
        let band = self.bands.iter().find(|band| band.below.is_none_or(|below| late < below));
        let word = if band.is_some_and(|band| band.kept) { Word::Kept } else { Word::Breached };
        Outcome { took: Some(late), label: band.map(|band| band.label.clone()), ..Outcome::new(State::Late, word) }
    }

    /// O3: from then on no deed makes it kept.
    fn limit(&self, due: Instant) -> Instant {
        let last_kept = self.bands.iter().filter(|band| band.kept).filter_map(|band| band.below).max();
        due.plus(last_kept.unwrap_or(0))
    }

    /// O4: who must show it.
    fn overdue(&self, due: Instant, shown: &[Interval]) -> Outcome {
        let limit = self.limit(due);
        if self.happened < limit {
            return Outcome::open(State::Overdue, Cause::NotYetDue);
        }
        let since_limit = Interval::new(limit, Instant(self.happened.0 + 1));
        match self.shown {
            Shown::ByTheAccuser { .. } if spans::within(since_limit, shown).is_empty() => {
                Outcome::open(State::Overdue, Cause::NotEstablished)
            }
            Shown::ByTheAccuser { .. } | Shown::ByTheObliged => Outcome::new(State::Overdue, Word::Breached),
        }
    }
}

/// O5: no verdict; the time that the answer took.
fn promptly(y: Instant, done: Option<Instant>) -> Outcome {
    match done {
        Some(v) => Outcome { took: Some(v.0 - y.0), ..Outcome::new(State::Done, Word::NotApplicable) },
        None => Outcome::new(State::InForce, Word::NotApplicable),
    }
}

/// O1: the word that all placements share, else undetermined.
fn shared_word(outcomes: &BTreeSet<Outcome>) -> Word {
    let words: BTreeSet<Word> = outcomes.iter().map(|outcome| outcome.word).collect();
    match words.first() {
        Some(word) if words.len() == 1 => *word,
        _ => Word::Undetermined,
    }
}

/// O1: contested deeds all there, and all absent.
fn both_ways(there: Word, absent: Word) -> Word {
    if there == absent {
        there
    } else if there == Word::Undetermined || absent == Word::Undetermined {
        Word::Undetermined
    } else {
        Word::Contested
    }
}

/// The instants of a set that are tried.
fn tried(set: Interval, critical: &BTreeSet<Instant>) -> BTreeSet<Instant> {
    if set.until.0 - set.from.0 <= EVERY_INSTANT {
        return (set.from.0..set.until.0).map(Instant).collect();
    }
    let mut out: BTreeSet<Instant> = critical.range(set.from..set.until).copied().collect();
    out.extend([set.from, Instant(set.until.0 - 1)]);
    out
}

/// What counts *may* is there or not.
fn each_may(counts: &[Kleene]) -> Vec<Vec<bool>> {
    let mut out: Vec<Vec<bool>> = vec![Vec::new()];
    for counts in counts {
        let either: &[bool] = match counts {
            Kleene::Must => &[true],
            Kleene::May => &[true, false],
            Kleene::No => &[false],
        };
        out = out.iter().flat_map(|so_far| either.iter().map(move |x| [&so_far[..], &[*x]].concat())).collect();
    }
    out
}

/// O4: the instants at which a failure is, in each of its placements: its beginning, or every instant at which it lasts.
/// Whether it counts is asked at its beginning.
fn failure_placed(failure: &Failure, critical: &BTreeSet<Instant>, contested_there: bool) -> Vec<Vec<Interval>> {
    let mut out = BTreeSet::new();
    let cuts: BTreeSet<Instant> = failure.cells.iter().map(|cell| cell.span.from).collect();
    let instants = |set: Interval| cells(set, &cuts).into_iter().flat_map(|cell| tried(cell, critical));
    for begin in instants(failure.began) {
        let spans: Vec<Interval> = match failure.ended {
            None => vec![Interval::instant(begin)],
            Some(ended) => instants(ended).map(|end| Interval::new(begin, end)).collect(),
        };
        for span in spans.into_iter().filter(|span| span.from < span.until) {
            let counting = |least: Kleene| -> Vec<Interval> {
                let begins = |cell: &&Cell| cell.span.contains(begin);
                let counts = |cell: &&Cell| cell.counts[0] >= least && (contested_there || !cell.contested);
                failure.cells.iter().filter(begins).filter(counts).map(|_| span).collect()
            };
            out.extend([counting(Kleene::Must), counting(Kleene::May)]);
        }
    }
    out.into_iter().collect()
}
