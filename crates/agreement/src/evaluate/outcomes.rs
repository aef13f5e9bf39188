//! Outcomes: every way in which trigger, deeds and failures of a duty can be placed, as the states and words they lead to.
//!
//! ```text
//! instants of the trigger, cut where anything changes ─▶ per piece: when it can be done, whether it can be undone ─▶ `Outcomes`
//! ```
//!
//! Holds
//! - It is exact: every outcome named occurs in some placement, and every placement's outcome is named.
//! - Inside a piece nothing depends on where in it the trigger stands, but for how late a deed is.
//!
//! Not here: which events there are (`events`), what the words are called (`duty`).

use std::collections::BTreeSet;

use record::vocabulary::time::{Instant, Interval};

use super::Cause;
use super::duty::DutyState;
use super::events::{Event, present};
use super::totals::reached;
use super::verdict::Word;
use crate::tree::Band;

/// From when a deed can be the one that is owed.
#[derive(Clone, Copy)]
pub(super) enum Window {
    /// From the trigger on.
    FromTrigger,
    /// From this instant on, also before the trigger (O6).
    From(Instant),
}

/// What is owed, whatever happened.
pub(super) struct Owed<'a> {
    /// Due is the trigger's instant plus these, or `not_before` where that is later.
    pub seconds: i64,
    pub window: Window,
    pub now: Instant,
    /// Where the last second before due is in none of these, it lapses.
    pub runs: &'a [Interval],
    /// Nothing is due before.
    pub not_before: Instant,
    pub bands: &'a [Band],
    /// What the deeds must come to together, where one alone is not enough (S14).
    pub total: Option<u64>,
    pub failures: &'a [Event],
    /// The accuser must show the breach.
    pub by_accuser: bool,
    /// Measured only, without a verdict.
    pub measured: bool,
}

/// What occurs over the placements.
#[derive(Default)]
pub(super) struct Outcomes {
    pub states: BTreeSet<DutyState>,
    words: BTreeSet<Word>,
    pub late: Option<(i64, i64)>,
    pub bands: BTreeSet<usize>,
    /// Some placement is overdue and the accuser has not shown it.
    not_shown: bool,
    /// Some placement waits for its deadline, or for the end of the bands that are kept.
    pending: bool,
    /// The placement without a trigger is among them.
    absent: bool,
}

impl Outcomes {
    /// The word that all placements share, else *undetermined*.
    pub fn word(&self) -> Word {
        match (self.words.len(), self.words.first()) {
            (1, Some(word)) => *word,
            _ => Word::Undetermined,
        }
    }

    /// Whether placements differ in word.
    pub fn differs(&self) -> bool {
        self.words.len() > 1
    }

    fn add(&mut self, state: DutyState, word: Word) {
        self.states.insert(state);
        self.words.insert(word);
    }

    fn took(&mut self, least: i64, greatest: i64) {
        let (a, b) = self.late.unwrap_or((least, greatest));
        self.late = Some((a.min(least), b.max(greatest)));
    }

    /// Why they do not share a word, headline first (O1).
    pub fn causes(&self, trigger: Option<&Event>, deeds: &[Vec<Event>]) -> Vec<Cause> {
        let mut causes = Vec::new();
        if self.not_shown {
            causes.push(Cause::NotEstablished);
        }
        if self.pending {
            causes.push(Cause::NotYetDue);
        }
        if self.differs() {
            let deeds = || deeds.iter().flatten();
            let several = |event: &Event| event.hull.seconds() > 1;
            if trigger.is_some_and(several) || deeds().any(several) {
                causes.push(Cause::Imprecise("time".into()));
            }
            causes.extend(deeds().flat_map(|deed| deed.causes.iter().cloned()));
            if deeds().any(|deed| deed.counted && deed.amount.1 != Some(deed.amount.0)) {
                causes.push(Cause::Imprecise("measure".into()));
            }
            if self.absent && self.states.len() > 1 {
                causes.push(Cause::Trigger);
            }
        }
        causes.sort();
        causes.dedup();
        causes
    }
}

/// When the first of `events` at or after `from` can be, up to T, and whether there may be none.
pub(super) fn earliest(events: &[&Event], from: Instant, now: Instant) -> (Vec<Interval>, bool) {
    let forced = forced(events, from);
    let until = forced.unwrap_or(now).plus(1);
    let window = Interval::new(from, until);
    let mut spans: Vec<Interval> =
        events.iter().flat_map(|event| event.spans.iter().map(|span| span.meet(window))).collect();
    spans.retain(|span| !span.is_empty());
    spans.sort();
    (spans, forced.is_none())
}

/// The last instant by which one of `events` is certainly done, none of whose placements lies before `from`.
fn forced(events: &[&Event], from: Instant) -> Option<Instant> {
    events.iter().filter(|event| event.sure && event.hull.from >= from).map(|event| event.hull.last()).min()
}

impl Owed<'_> {
    /// Events that may be the deed for a trigger at one of `spans`, or for none where there is none: their facts.
    pub fn that_may_count(&self, spans: &[Interval], deeds: &[Vec<Event>]) -> BTreeSet<usize> {
        let first = self.first(spans.iter().map(|span| span.from).min().unwrap_or(Instant::EVER));
        let last = self.first(spans.iter().map(|span| span.last()).max().unwrap_or(Instant::EVER));
        let of = |group: &'_ Vec<Event>| -> Vec<usize> {
            let sure: Vec<&Event> = group.iter().filter(|event| !event.contested).collect();
            let until = if self.total.is_some() { self.now.plus(1) } else { forced_until(&sure, last, self.now) };
            let window = Interval::new(first, until);
            let counts = |event: &&Event| event.spans.iter().any(|span| !span.meet(window).is_empty());
            group.iter().filter(counts).map(|event| event.fact).collect()
        };
        deeds.iter().flat_map(of).collect()
    }

    /// The outcomes for a trigger at any of `spans`, and without one where `absent`.
    pub fn outcomes(&self, spans: &[Interval], absent: bool, deeds: &[Vec<Event>], with_contested: bool) -> Outcomes {
        let mut out = Outcomes { absent, ..Outcomes::default() };
        let there: Vec<Vec<_>> = deeds.iter().map(|group| present(group, with_contested)).collect();
        let shown = present(self.failures, with_contested);
        let groups: Vec<Vec<&Event>> = there.iter().map(|group| group.iter().map(AsRef::as_ref).collect()).collect();
        let failures: Vec<&Event> = shown.iter().map(AsRef::as_ref).collect();
        if absent {
            self.untriggered(&groups, &mut out);
        }
        let cuts = self.cuts(&groups, &failures);
        for span in spans {
            for piece in super::verdict::split(*span, &cuts) {
                self.piece(piece, &groups, &failures, &mut out);
            }
        }
        out
    }

    /// Without a trigger nothing is owed; in step with each other, who went first is done all the same.
    fn untriggered(&self, groups: &[Vec<&Event>], out: &mut Outcomes) {
        let Window::From(start) = self.window else {
            out.add(DutyState::Dormant, Word::NotApplicable);
            return;
        };
        let (done, undone) = self.done(Interval::instant(start), groups);
        if !done.is_empty() {
            out.add(DutyState::Done, Word::Kept);
        }
        if undone {
            out.add(DutyState::Dormant, Word::NotApplicable);
        }
    }

    /// Where along the trigger's instants the answer can change in kind.
    fn cuts(&self, groups: &[Vec<&Event>], failures: &[&Event]) -> BTreeSet<Instant> {
        let mut cuts = BTreeSet::from([self.not_before.plus(1 - self.seconds)]);
        for event in groups.iter().flatten() {
            cuts.extend([event.hull.from.plus(1), event.hull.until]);
            cuts.extend(event.spans.iter().flat_map(|span| [span.from, span.from.plus(1), span.until]));
        }
        for period in self.runs {
            cuts.extend([period.from, period.until]);
            cuts.extend([period.from, period.until].map(|edge| edge.plus(1 - self.seconds)));
        }
        let limits = self.bands.iter().filter_map(|band| band.below).chain([0, self.grace()]);
        cuts.extend(limits.map(|limit| self.now.plus(1 - self.seconds - limit)));
        let limit = self.seconds + self.grace();
        cuts.extend(
            failures
                .iter()
                .flat_map(|failure| &failure.spans)
                .flat_map(|span| [span.from, span.last()].map(|edge| edge.plus(1 - limit))),
        );
        cuts
    }

    /// When it is due for a trigger at `at`.
    pub fn due(&self, at: Instant) -> Instant {
        at.plus(self.seconds).max(self.not_before)
    }

    /// Seconds after due from which no deed makes it kept.
    fn grace(&self) -> i64 {
        self.bands.iter().filter(|band| band.kept).filter_map(|band| band.below).max().unwrap_or(0)
    }

    fn piece(&self, piece: Interval, groups: &[Vec<&Event>], failures: &[&Event], out: &mut Outcomes) {
        let due = self.due(piece.from);
        let (done, undone) = self.done(piece, groups);
        if self.measured {
            for span in &done {
                out.add(DutyState::Done, Word::NotApplicable);
                let (least, greatest) = took(piece, *span);
                out.took(least.max(0), greatest);
            }
            if undone {
                out.add(DutyState::InForce, Word::NotApplicable);
            }
            return;
        }
        let lapses = self.lapses(due);
        for span in done {
            match lapses {
                Some(end) => {
                    // In step with each other, what is done by the other's step stays done.
                    let (first, by_then) = match self.window {
                        Window::FromTrigger => (piece.from, end),
                        Window::From(start) => (start, end.max(piece.last().plus(1))),
                    };
                    if span.from.max(first) < by_then {
                        out.add(DutyState::Done, Word::Kept);
                    }
                    let (_, longest) = took(piece, span);
                    let after_trigger = matches!(self.window, Window::FromTrigger) || longest > 0;
                    if span.last() >= end && after_trigger {
                        out.add(DutyState::Lapsed, Word::NotApplicable);
                    }
                }
                None => self.in_time_or_late(piece, span, out),
            }
        }
        if undone {
            match lapses {
                Some(end) if self.now >= end => out.add(DutyState::Lapsed, Word::NotApplicable),
                _ if self.now < due => {
                    out.add(DutyState::InForce, Word::Undetermined);
                    out.pending = true;
                }
                _ => self.overdue(piece, failures, out),
            }
        }
    }

    /// The first instant at which a deed can be the one owed.
    fn first(&self, trigger: Instant) -> Instant {
        match self.window {
            Window::FromTrigger => trigger,
            Window::From(start) => start,
        }
    }

    /// Where the last second before `due` is not in force: the end of the last period before it.
    fn lapses(&self, due: Instant) -> Option<Instant> {
        let last = due.plus(-1);
        if self.runs.iter().any(|period| period.contains(last)) {
            return None;
        }
        let before = self.runs.iter().map(|period| period.until).filter(|until| *until <= last);
        Some(before.max().unwrap_or(Instant::EVER))
    }

    /// When everything owed can be done, up to T, for triggers in `piece`; and whether it may not be done at all.
    fn done(&self, piece: Interval, groups: &[Vec<&Event>]) -> (Vec<Interval>, bool) {
        let first = self.first(piece.from);
        // Between the cuts an event lies before the trigger for all of the piece or for none of it.
        let from = match self.window {
            Window::FromTrigger => piece.last(),
            Window::From(start) => start,
        };
        if let Some(total) = self.total {
            let window = Interval::new(first, self.now.plus(1));
            return reached(total, window, from, groups.first().map(Vec::as_slice).unwrap_or_default());
        }
        let possible: Vec<(Vec<Interval>, bool)> = groups
            .iter()
            .map(|group| {
                let forced = forced(group, from);
                let window = Interval::new(first, forced.unwrap_or(self.now).plus(1));
                let spans = group.iter().flat_map(|event| &event.spans).copied();
                (spans.filter(|span| !span.meet(window).is_empty()).collect::<Vec<_>>(), forced.is_none())
            })
            .zip(groups)
            .map(|((spans, free), group)| {
                let until = forced_until(group, from, self.now);
                let cut = |span: Interval| Interval::new(span.from, span.until.min(until));
                (spans.into_iter().map(cut).collect(), free)
            })
            .collect();
        let undone = possible.iter().any(|(_, free)| *free);
        let starts: Option<Vec<Instant>> =
            possible.iter().map(|(spans, _)| spans.iter().map(|span| span.from).min()).collect();
        let Some(starts) = starts else { return (Vec::new(), undone) };
        // Everything is done once the last of the groups is.
        let latest = starts.into_iter().max().unwrap_or(Instant::EVER);
        let spans = possible.iter().flat_map(|(spans, _)| spans);
        let done = spans.map(|span| Interval::new(span.from.max(latest), span.until)).filter(|span| !span.is_empty());
        (done.collect(), undone)
    }

    fn in_time_or_late(&self, piece: Interval, span: Interval, out: &mut Outcomes) {
        let (least, greatest) = self.lateness(piece, span);
        if least < 0 {
            out.add(DutyState::Done, Word::Kept);
        }
        if greatest < 0 {
            return;
        }
        let (from, to) = (least.max(0), greatest);
        out.took(from, to);
        if self.bands.is_empty() {
            out.add(DutyState::Late, Word::Breached);
        }
        let mut begins = 0;
        for (index, band) in self.bands.iter().enumerate() {
            let ends = band.below.unwrap_or(i64::MAX);
            if from < ends && begins <= to {
                out.bands.insert(index);
                out.add(DutyState::Late, if band.kept { Word::Kept } else { Word::Breached });
            }
            begins = ends;
        }
    }

    /// Least and greatest time from due to a deed in `span`, for triggers in `piece`; below 0 in time.
    fn lateness(&self, piece: Interval, span: Interval) -> (i64, i64) {
        // Between the cuts all of the piece is due at one floor, or none of it.
        if self.due(piece.last()) == self.not_before {
            return (span.from.0 - self.not_before.0, span.last().0 - self.not_before.0);
        }
        let (mut least, greatest) = took(piece, span);
        if let Window::FromTrigger = self.window {
            least = least.max(0);
        }
        (least - self.seconds, greatest - self.seconds)
    }

    fn overdue(&self, piece: Interval, failures: &[&Event], out: &mut Outcomes) {
        let limit = self.due(piece.from).plus(self.grace());
        if self.now < limit {
            out.add(DutyState::Overdue, Word::Undetermined);
            out.pending = true;
            return;
        }
        if !self.by_accuser {
            out.add(DutyState::Overdue, Word::Breached);
            return;
        }
        let shows = |failure: &&&Event| failure.spans.iter().any(|span| span.last() >= limit);
        // Between the cuts a failure is after the limit for all of the piece or for none of it.
        let surely = failures.iter().any(|failure| failure.sure && failure.hull.from >= limit);
        if failures.iter().any(|failure| shows(&failure)) {
            out.add(DutyState::Overdue, Word::Breached);
        }
        if !surely {
            out.add(DutyState::Overdue, Word::Undetermined);
            out.not_shown = true;
        }
    }
}

/// First instant after those at which something of `group` is not yet certain to be done.
fn forced_until(group: &[&Event], from: Instant, now: Instant) -> Instant {
    forced(group, from).unwrap_or(now).plus(1)
}

/// Least and greatest time from a trigger in `piece` to a deed in `span`.
fn took(piece: Interval, span: Interval) -> (i64, i64) {
    (span.from.0 - piece.last().0, span.last().0 - piece.from.0)
}
