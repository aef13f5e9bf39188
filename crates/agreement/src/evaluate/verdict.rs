//! Verdicts: the five words, per provision, proposition and standard; over placements and over periods (semantics 5).
//!
//! Holds
//! - One placement gets the first line of the table that applies; several placements the common word or *undetermined*.
//! - A prohibition's *kept* means "no breach established", and is subject to coverage over a period.
//!
//! Not here: what covers what (`grounds`), what a breach does to a clock (`clock`).

use std::collections::BTreeSet;
use std::fmt;
use std::rc::Rc;

use record::vocabulary::facts::{About, Fact, IncidentId, Status};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{EventTime, Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Cause;
use super::duty::{self, Duty};
use super::grounds::{Context, Excuse, Grounds};
use super::state::StateShown;
use crate::acts::Watched;
use crate::tree::{ArticleKind, CoverageRule, Prohibition, Tree};

/// The five words.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub enum Word {
    /// The provision does not cover it.
    NotApplicable,
    /// For a prohibition: no breach established.
    Kept,
    /// It cannot be said, and the verdict says why.
    Undetermined,
    /// Both sides meet the standard, or a zone or exception is contested.
    Contested,
    /// The provision forbids it and it is established.
    Breached,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Word::NotApplicable => "not applicable",
            Word::Kept => "no breach established",
            Word::Undetermined => "undetermined",
            Word::Contested => "contested",
            Word::Breached => "breached",
        })
    }
}

/// The verdict on one placement: a line of the table V2, with what decided it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Line 1: not covered.
    NotApplicable,
    /// Line 2: nothing alleged, or refuted.
    Kept,
    /// Line 3: this exception holds.
    KeptBecause(Name),
    /// Line 4: alleged, not established.
    NotEstablished,
    /// Line 5: covered or excepted only under some reading.
    Undetermined(Vec<Cause>),
    /// Line 6.
    Contested,
    /// Line 7.
    Breached,
}

impl Verdict {
    /// Its word.
    pub fn word(&self) -> Word {
        match self {
            Verdict::NotApplicable => Word::NotApplicable,
            Verdict::Kept | Verdict::KeptBecause(_) => Word::Kept,
            Verdict::NotEstablished | Verdict::Undetermined(_) => Word::Undetermined,
            Verdict::Contested => Word::Contested,
            Verdict::Breached => Word::Breached,
        }
    }
    /// Why it is undetermined.
    pub fn causes(&self) -> Vec<Cause> {
        match self {
            Verdict::NotEstablished => vec![Cause::NotEstablished],
            Verdict::Undetermined(causes) => causes.clone(),
            _ => Vec::new(),
        }
    }

    /// The first line of V2 that applies.
    fn of(status: Status, grounds: &Grounds) -> Verdict {
        if grounds.covered == Kleene::No {
            return Verdict::NotApplicable;
        }
        if matches!(status, Status::None | Status::Refuted) {
            return Verdict::Kept;
        }
        if let Excuse::Holds(name) = &grounds.exception {
            return Verdict::KeptBecause(name.clone());
        }
        if status == Status::Alleged {
            return Verdict::NotEstablished;
        }
        let mut causes = grounds.causes.clone();
        if let Excuse::Undetermined(_, more) = &grounds.exception {
            causes.extend(more.iter().cloned());
        }
        if grounds.covered == Kleene::May || matches!(grounds.exception, Excuse::Undetermined(..)) {
            causes.sort();
            causes.dedup();
            return Verdict::Undetermined(causes);
        }
        let contested = status == Status::Contested || grounds.contested;
        if contested || matches!(grounds.exception, Excuse::Contested(_)) {
            return Verdict::Contested;
        }
        Verdict::Breached
    }
}

/// One provision asked of one proposition at one standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// Index into the tree's articles.
    pub article: usize,
    /// Index into the facts.
    pub fact: usize,
    /// Index into the standard chain.
    pub standard: usize,
    /// The proposition's status there.
    pub status: Status,
    /// The verdict of each placement: where possible instants up to T fall. Never empty, in order.
    pub cells: Cells,
    /// Whether some placement is after T: it may not have happened yet.
    pub may_be_later: bool,
    /// The word over all placements.
    pub word: Word,
    /// Claims of states that it looked at (V11): each once, in order.
    pub states: Vec<StateShown>,
}

impl Judged {
    /// The word over the placements in `cells`, of a fact at a standard, at `now`.
    fn over(
        article: usize,
        (fact, standard): (usize, usize),
        status: Status,
        cells: Cells,
        time: &EventTime,
        now: Instant,
    ) -> Judged {
        let may_be_later = match time.ended {
            None => time.hull().last() > now,
            Some(_) => time.began.last() > now,
        };
        let word = word_over(time, &cells, may_be_later, now);
        Judged { article, fact, standard, status, cells, may_be_later, word, states: Vec::new() }
    }

    /// Why the word is *undetermined*, headline cause first.
    pub fn causes(&self) -> Vec<Cause> {
        if self.word != Word::Undetermined {
            return Vec::new();
        }
        let mut causes: Vec<Cause> = self.cells.iter().flat_map(|(_, verdict)| verdict.causes()).collect();
        let words: BTreeSet<Word> = self.cells.iter().map(|(_, verdict)| verdict.word()).collect();
        if words.len() > 1 || causes.is_empty() {
            causes.push(Cause::Imprecise("time".into()));
        }
        causes.sort();
        causes.dedup();
        causes
    }
}

/// Whether the proposition is used at this standard: an actor about whom something is alleged, or the event where no
/// actor of the incident is established or contested (E8), also where nothing is alleged any more.
pub(super) fn used(facts: &[Fact], index: usize, standard: usize) -> bool {
    let fact = &facts[index];
    if fact.about != About::Event {
        return fact.status(standard) != Status::None;
    }
    // Facts of one incident stand side by side, the event last.
    let same = facts[..index].iter().rev().take_while(|other| other.incident == fact.incident);
    !same.into_iter().any(|other| matches!(other.status(standard), Status::Established | Status::Contested))
}

pub(super) fn judge(context: &Context<'_>, facts: &[Fact], moment: &Moment) -> Vec<Judged> {
    let now = moment.happened;
    let mut judged = Vec::with_capacity(facts.len() * context.tree.articles.len());
    let mut provisions: Vec<(usize, &Prohibition)> = Vec::new();
    for (index, article) in context.tree.articles.iter().enumerate() {
        if let ArticleKind::Prohibition(provision) = &article.kind {
            provisions.push((index, provision));
        }
    }
    let standards = context.tree.standards.standards.len();
    for (i, fact) in facts.iter().enumerate() {
        for &(article, provision) in &provisions {
            // Standards that admit the same evidence share their grounds; the same status too, their verdicts.
            let mut shared: Option<Shared> = None;
            for standard in 0..standards {
                let admitted = &fact.admitted[standard];
                let hull = admitted.time.hull();
                if !used(facts, i, standard) || hull.from > now {
                    continue;
                }
                // States have an answer of their own at each standard.
                let states = context.states[article].are_asked();
                if states || shared.as_ref().is_none_or(|shared| fact.admitted[shared.standard] != *admitted) {
                    let known = hull.meet(Interval::new(Instant::EVER, now.plus(1)));
                    // Nothing changes inside one instant.
                    let changes = match known.seconds() {
                        0 | 1 => BTreeSet::new(),
                        _ => context.changes(article, provision, fact, (standard, known)),
                    };
                    let cells = split(known, &changes);
                    let grounds = cells
                        .into_iter()
                        .map(|cell| (cell, context.grounds_at(article, provision, fact, standard, cell.from)));
                    shared = Some(Shared { standard, grounds: grounds.collect(), cells: None });
                }
                let status = fact.status(standard);
                let shared = shared.as_mut().expect("just made");
                let mut verdict =
                    Judged::over(article, (i, standard), status, shared.cells(status), &admitted.time, now);
                if states {
                    verdict.states = shared.states();
                }
                judged.push(verdict);
            }
        }
    }
    judged
}

/// What `judge` says at `now`, taken from what it said at a later instant with the same knowledge.
pub(super) fn as_of(judged: &[Judged], facts: &[Fact], now: Instant) -> Vec<Judged> {
    let mut as_of = Vec::with_capacity(judged.len());
    for later in judged {
        let time = &facts[later.fact].admitted[later.standard].time;
        let hull = time.hull();
        if hull.last() <= now {
            as_of.push(later.clone());
        } else if hull.from <= now {
            let until = Interval::new(Instant::EVER, now.plus(1));
            let cells = later.cells.iter().map(|(cell, verdict)| (cell.meet(until), verdict.clone()));
            let cells: Cells = cells.filter(|(cell, _)| !cell.is_empty()).collect();
            let of = (later.fact, later.standard);
            let states = later.states.clone();
            as_of.push(Judged { states, ..Judged::over(later.article, of, later.status, cells, time, now) });
        }
    }
    as_of
}

/// Verdicts, each of the placements in its interval, in order of time.
pub type Cells = Rc<[(Interval, Verdict)]>;

/// What several standards share of one provision and proposition.
struct Shared {
    /// The standard whose admitted evidence this is.
    standard: usize,
    grounds: Vec<(Interval, Grounds)>,
    /// The cells at the latest status asked.
    cells: Option<(Status, Cells)>,
}

impl Shared {
    fn states(&self) -> Vec<StateShown> {
        let states: BTreeSet<&StateShown> = self.grounds.iter().flat_map(|(_, grounds)| &grounds.states).collect();
        states.into_iter().cloned().collect()
    }
    fn cells(&mut self, status: Status) -> Cells {
        match &self.cells {
            Some((same, cells)) if *same == status => cells.clone(),
            _ => {
                let verdicts = self.grounds.iter().map(|(cell, grounds)| (*cell, Verdict::of(status, grounds)));
                let cells = merged(verdicts);
                self.cells = Some((status, cells.clone()));
                cells
            }
        }
    }
}

/// `span` cut at every change inside it.
pub(super) fn split(span: Interval, changes: &BTreeSet<Instant>) -> Vec<Interval> {
    let mut cells = Vec::new();
    let mut from = span.from;
    for change in changes.range(Instant(span.from.0 + 1)..) {
        if *change >= span.until {
            break;
        }
        cells.push(Interval::new(from, *change));
        from = *change;
    }
    cells.push(Interval::new(from, span.until));
    cells
}

fn merged(cells: impl Iterator<Item = (Interval, Verdict)>) -> Cells {
    let mut merged: Vec<(Interval, Verdict)> = Vec::new();
    for (cell, verdict) in cells {
        match merged.last_mut() {
            Some((last, same)) if *same == verdict => last.until = cell.until,
            _ => merged.push((cell, verdict)),
        }
    }
    merged.into()
}

/// The word over all placements (V2): the common one, else undetermined.
fn word_over(time: &EventTime, cells: &[(Interval, Verdict)], may_be_later: bool, now: Instant) -> Word {
    let words: BTreeSet<Word> = match time.ended {
        None => cells.iter().map(|(_, verdict)| verdict.word()).collect(),
        Some(ended) => lasting_placements(time.began, ended, cells, now)
            .into_iter()
            .filter_map(|(span, _)| {
                cells.iter().filter(|(cell, _)| !cell.meet(span).is_empty()).map(|(_, verdict)| verdict.word()).max()
            })
            .collect(),
    };
    match (words.len(), words.first().copied()) {
        (1, Some(word)) if may_be_later && word >= Word::Contested => Word::Undetermined,
        (1, Some(word)) => word,
        // Either it is not covered or nothing stands against it: no breach is established whichever it is.
        (2, Some(Word::NotApplicable)) if words.contains(&Word::Kept) => Word::Kept,
        _ => Word::Undetermined,
    }
}

/// Critical placements of a lasting incident: starts and ends at the ends of their sets and at every change of cell.
/// Each with its restoration: its end, or never while that is after T.
pub(super) fn lasting_placements(
    began: Interval,
    ended: Interval,
    cells: &[(Interval, impl Sized)],
    now: Instant,
) -> Vec<(Interval, Instant)> {
    let edges: Vec<Instant> = cells.iter().flat_map(|(cell, _)| [cell.from, cell.until]).collect();
    let of = |set: Interval, extra: i64| -> BTreeSet<Instant> {
        let near = edges.iter().flat_map(|edge| [Instant(edge.0 - 1), *edge, Instant(edge.0 + extra)]);
        near.chain([set.from, set.last(), now, now.plus(1)]).filter(|at| set.contains(*at)).collect()
    };
    let mut spans = Vec::new();
    for start in of(began, 1) {
        if start > now {
            continue;
        }
        for end in of(ended, 1) {
            if start < end {
                let restored = if end <= now { end } else { Instant::NEVER };
                spans.push((Interval::new(start, end.min(now.plus(1))), restored));
            }
        }
    }
    spans
}

/// The verdict on a whole period (V3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PeriodVerdict {
    /// Index into the articles.
    pub article: usize,
    /// Index into the standard chain.
    pub standard: usize,
    /// The worst word over its incidents.
    pub word: Word,
    /// Civil days that nobody watched enough, where the word is *undetermined* (V7, X4).
    pub unobserved: Vec<Interval>,
    /// Why it is undetermined, headline first.
    pub causes: Vec<Cause>,
}

pub(super) fn periods(
    context: &Context<'_>,
    judged: &[Judged],
    duties: &[Duty],
    moment: &Moment,
) -> Vec<PeriodVerdict> {
    let mut verdicts = Vec::new();
    for (article, declared) in context.tree.articles.iter().enumerate() {
        let provision = match &declared.kind {
            ArticleKind::Prohibition(provision) => provision,
            ArticleKind::Obligation(_) => {
                verdicts.extend((0..context.tree.standards.standards.len()).map(|standard| {
                    let (word, causes) = duty::word(duties, article, standard);
                    PeriodVerdict { article, standard, word, unobserved: Vec::new(), causes }
                }));
                continue;
            }
            ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => continue,
        };
        let zones: Vec<&Name> = match &provision.zone {
            Some(zone) => vec![zone],
            None => context.tree.zones.iter().map(|zone| &zone.name).collect(),
        };
        let until = moment.happened.plus(1);
        let in_force: Vec<Interval> = context.lives[article]
            .in_force
            .iter()
            .map(|period| period.meet(Interval::new(Instant::EVER, until)))
            .filter(|period| !period.is_empty())
            .collect();
        let unobserved = unobserved_days(context, &zones, &in_force, moment.happened);
        for standard in 0..context.tree.standards.standards.len() {
            let own = || judged.iter().filter(|j| j.article == article && j.standard == standard);
            let worst = own().map(|j| j.word).filter(|word| *word != Word::NotApplicable).max();
            let word = match worst {
                None if in_force.is_empty() => Word::NotApplicable,
                None | Some(Word::Kept) if !unobserved.is_empty() => Word::Undetermined,
                None => Word::Kept,
                Some(word) => word,
            };
            let undetermined = word == Word::Undetermined;
            let days = if undetermined { unobserved.clone() } else { Vec::new() };
            let mut causes: BTreeSet<Cause> =
                if undetermined { own().flat_map(Judged::causes).collect() } else { BTreeSet::new() };
            causes.extend((!days.is_empty()).then_some(Cause::NotObserved));
            let causes = causes.into_iter().collect();
            verdicts.push(PeriodVerdict { article, standard, word, unobserved: days, causes });
        }
    }
    verdicts
}

/// Finished civil days that touch `within` and of which any of `zones` was watched too little (V7).
pub(super) fn unobserved_days(
    context: &Context<'_>,
    zones: &[&Name],
    within: &[Interval],
    now: Instant,
) -> Vec<Interval> {
    let CoverageRule::Needs { seconds, by } = &context.tree.coverage else { return Vec::new() };
    let registers = &context.acts.registers;
    let counts =
        |watcher: &Name| by.is_empty() || by.iter().any(|b| registers.resolve(b) == registers.resolve(watcher));
    let mut days = Vec::new();
    let Some(first) = within.iter().map(|part| part.from).min() else { return days };
    let mut day = context.tree.zone.day_of(first);
    while day.last() <= now {
        let parts: Vec<Interval> = within.iter().map(|p| p.meet(day)).filter(|part| !part.is_empty()).collect();
        let needed = (*seconds).min(parts.iter().map(|part| part.seconds()).sum());
        let watched = |zone: &Name| {
            let here = |w: &&Watched| registers.resolve(&w.zone) == registers.resolve(zone) && counts(&w.watcher);
            let spans = context.acts.coverage.iter().filter(here);
            let mut spans: Vec<Interval> =
                spans.flat_map(|w| parts.iter().map(|p| p.meet(w.during))).filter(|span| !span.is_empty()).collect();
            spans.sort();
            measure(&spans)
        };
        if !parts.is_empty() && zones.iter().any(|zone| watched(zone) < needed) {
            days.push(day);
        }
        day = context.tree.zone.day_of(day.until);
    }
    days
}

/// Seconds in the union of sorted spans.
pub(super) fn measure(sorted: &[Interval]) -> i64 {
    let mut total = 0;
    let mut reached = Instant::EVER;
    for span in sorted {
        let from = span.from.max(reached);
        total += (span.until.0 - from.0).max(0);
        reached = reached.max(span.until);
    }
    total
}

/// Incidents to which every prohibition of the agreement is not applicable, and that are part of no duty, per standard (V6). `part`: facts and
/// standards at which they are a duty's trigger, deed or shown failure.
pub(super) fn uncovered(
    tree: &Tree,
    facts: &[Fact],
    judged: &[Judged],
    part: &BTreeSet<(usize, usize)>,
) -> Vec<(IncidentId, usize)> {
    let mut covered: BTreeSet<(&IncidentId, usize)> = BTreeSet::new();
    let mut asked: BTreeSet<(&IncidentId, usize)> = BTreeSet::new();
    for judged in judged {
        let key = (&facts[judged.fact].incident, judged.standard);
        asked.insert(key);
        if judged.word != Word::NotApplicable && tree.articles[judged.article].is_of_the_agreement() {
            covered.insert(key);
        }
    }
    covered.extend(part.iter().map(|(fact, standard)| (&facts[*fact].incident, *standard)));
    asked.difference(&covered).map(|(id, standard)| ((*id).clone(), *standard)).collect()
}

/// Whether a breach is cured (O5): in every placement it ended by T, in fewer seconds than the article gives.
pub fn cured(tree: &Tree, facts: &[Fact], judged: &Judged, now: Instant) -> bool {
    let ArticleKind::Prohibition(Prohibition { cure: Some(cure), .. }) = &tree.articles[judged.article].kind else {
        return false;
    };
    let time = &facts[judged.fact].admitted[judged.standard].time;
    let lasted = |ended: Interval| ended.last() <= now && ended.last().0 - time.began.from.0 < *cure;
    judged.word == Word::Breached && time.ended.is_some_and(lasted)
}

/// The article's name.
impl Judged {
    /// The article judged.
    pub fn article_of<'a>(&self, tree: &'a Tree) -> &'a Name {
        &tree.articles[self.article].id
    }
}
