//! Clocks by brute force over placements: section 7 (C1-C11), T4, T5, T8, T9.
//!
//! Each (incident, accused) that breaks or may break gets a finite list of outcomes: where it is placed, whether it is there
//! (a may-break), its class (where the severity is a range and the policy asks for it), its ruling (where it is pending).
//! Every combination is computed by the formulas of C2 and C9 as they are written.
//!
//! Exact
//! - Under every policy, where each set of possible instants has at most [`EVERY_INSTANT`] instants: all are tried.
//! - Larger sets are tried at both ends of every cell of constant judgement, and at every instant that lies the clock's own
//!   lengths (N, window, pause, term; also across uncounted time) from the start, T, K, a ruling, a gap, a midnight or an
//!   instant tried of another incident, and one second beside it; through up to two other incidents in a row. Every result
//!   is attained, so the interval is never too wide. It is exact for `reset`, `pause by civil day`, `pause until restored` and
//!   `discretionary` with up to three larger sets, and for the other policies where no extreme needs two different lengths
//!   added up. (Tried against all instants on 6,000 random histories with every set treated as a large one: no difference.)
//! - Beyond [`PLACEMENTS`] nothing is answered.
//!
//! Not here: what breaks (`terms`), phases (`phase`).

use std::collections::BTreeSet;

use agreement::tree::{
    Article, Beyond, Clock, Effect, GapEffect, Length, Part, PauseUnit, Policy, Prohibition, ReferFrom, Scope,
    Standing, Then, Tree, Unobserved,
};
use record::statement::{Accused, Question};
use record::vocabulary::facts::{About, Attribution};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::calm::{gaps_of, unobserved_days, zones_of};
use crate::changes::{end_of_the_agreement, life, texts};
use crate::known::{Known, all_agree, all_of, any_of};
use crate::proof::{Fields, Proposition, When, fields, first_established, used};
use crate::said::Said;
use crate::spans;
use crate::terms::{
    Line, Where, cells, changes, decided, decisions, instant, place_in_zone, prohibitions, severity, verdict_at,
};

/// Most placements of one clock that are tried.
pub const PLACEMENTS: usize = 100_000;
/// Largest set of possible instants of which every one is tried.
pub const EVERY_INSTANT: i64 = 6;

/// What the placements of one clock have in common.
pub struct Outcome {
    /// C10: least and greatest value at T.
    pub value: (i64, i64),
    /// C10: earliest and latest completion; `None` is never.
    pub completion: (Option<Instant>, Option<Instant>),
    /// C12: the runs completed by T, each under at least one placement: begin and completion.
    pub runs: BTreeSet<(Instant, Instant)>,
}

/// The parts in which a clock runs: one, one per zone, or one per unordered pair (C11).
pub fn parts(clock: &Clock) -> Vec<Part> {
    match &clock.scope {
        Scope::Anywhere => vec![Part::Whole],
        Scope::Each(zones) => zones.iter().cloned().map(Part::Zone).collect(),
        Scope::Pairs(names) => {
            let mut pairs = Vec::new();
            for (at, one) in names.iter().enumerate() {
                pairs.extend(names[at + 1..].iter().map(|other| Part::Pair(one.clone(), other.clone())));
            }
            pairs
        }
    }
}

/// C11: whether an incident placed at v is of the pair.
fn of_pair(known: &Known, p: &Proposition, fields: &Fields, (x, y): (&Name, &Name), v: Instant) -> Kleene {
    let target_in = |group: &Name| {
        let claims = fields.targets();
        all_agree(claims.iter().map(|claim| any_of(claim.iter().map(|one| known.member(one, group, v)))).collect())
    };
    let accused = |a: &Name| {
        any_of([all_of([known.member(a, x, v), target_in(y)]), all_of([known.member(a, y, v), target_in(x)])])
    };
    if let About::Actor(a) = &p.about {
        return accused(a);
    }
    let some_party = p.findings.iter().any(|finding| finding.attribution == Some(Attribution::SomeParty));
    let is_dyad = |report: &&Said| matches!(report.accused, Accused::Dyad(..));
    if some_party || !fields.reports.iter().any(|report| is_dyad(&report)) {
        return all_of([Kleene::May, any_of([target_in(x), target_in(y)])]);
    }
    let named = fields.reports.iter().filter_map(|report| match &report.accused {
        Accused::Dyad(a, b) => Some(any_of([
            all_of([known.member(a, x, v), known.member(b, y, v)]),
            all_of([known.member(a, y, v), known.member(b, x, v)]),
        ])),
        Accused::Actor(a) => Some(accused(a)),
        Accused::Unstated => None,
    });
    all_agree(named.collect())
}

/// Something that breaks or may break: one (incident, accused), or an unobserved day left open.
struct Item {
    when: When,
    /// Instants in [start, T] at which it breaks, and at which it may.
    breaks: Vec<Interval>,
    may_break: Vec<Interval>,
    /// Least and greatest class at or above the qualifying one.
    classes: (usize, usize),
    /// C6: the instant first established, and what deciders ruled.
    first_established: Option<Instant>,
    rulings: Vec<(Name, Instant, bool)>,
}

/// One item in one placement, where it is there.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Break {
    /// The instants at which it breaks (T4: a lasting one at each of them).
    instants: Vec<Interval>,
    lasting: bool,
    /// C4: when it was restored; `NEVER` where it was not.
    restored: Instant,
    class: usize,
    /// C6: what follows from its referral.
    referred: Option<Acts>,
}

/// What a break does.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Acts {
    Restart,
    Pause(PauseUnit),
}

/// The parts of one clock that no placement changes.
struct Course<'a> {
    scene: &'a Scene<'a>,
    clock: &'a Clock,
    policy: &'a Policy,
    start: Instant,
    gaps: Vec<Interval>,
    gap_effect: GapEffect,
    /// L3: from when it stands still, because the agreement has ended.
    end: Instant,
    /// V7: unobserved days, where they do not count.
    not_counted_days: Vec<Interval>,
}

/// One clock under one policy at standard `s`, in one of its parts; `None` beyond [`PLACEMENTS`].
pub fn clock(scene: &Scene<'_>, clock: &Clock, policy: &Policy, s: usize, part: &Part) -> Option<Outcome> {
    let known = &scene.known;
    let start = instant(known.tree, &clock.start);
    let regime = clock.regime.as_ref().and_then(|name| known.tree.regimes.iter().find(|r| &r.name == name));
    let watched = watched(known.tree, clock);
    let of_the_agreement = watched.iter().any(|(article, _)| !matches!(article.standing, Standing::DeclaredBy(_)));
    let end = end_of_the_agreement(known).filter(|_| of_the_agreement).unwrap_or(Instant::NEVER);
    // V7, L3: of the day in which it ends, the part before the end is asked.
    let since_start = [Interval::new(start, end)];
    let unobserved: Vec<Interval> = match part {
        Part::Zone(zone) => unobserved_days(known, std::slice::from_ref(zone), &since_start, scene.happened),
        // C11: of a pair as anywhere.
        Part::Whole | Part::Pair(..) => {
            // L1: the zones of a text are asked on the days on which it lives.
            let mut days = BTreeSet::new();
            for (article, prohibition) in &watched {
                let of_text = unobserved_days(known, &zones_of(known, prohibition), &since_start, scene.happened);
                let life = life(known, article);
                days.extend(of_text.into_iter().filter(|day| !spans::within(*day, &[life]).is_empty()));
            }
            days.into_iter().collect()
        }
    };
    let gap_effect = regime.map_or(GapEffect::Unaffected, |regime| regime.clocks_in_gap);
    let course = Course {
        scene,
        clock,
        policy,
        start,
        gaps: match (regime, gap_effect) {
            (None, _) | (_, GapEffect::Unaffected) => Vec::new(),
            (Some(regime), _) => gaps_of(known, regime),
        },
        gap_effect,
        end,
        not_counted_days: if clock.unobserved == Unobserved::DoNotCount { unobserved.clone() } else { Vec::new() },
    };
    let mut items = course.items(s, part);
    if clock.unobserved == Unobserved::LeaveOpen {
        let in_course = |day: &Interval| !spans::within(*day, &[course.so_far()]).is_empty();
        items.extend(unobserved.into_iter().filter(in_course).map(|day| course.open_day(day)));
    }
    let outcomes = course.outcomes(&items);
    let placements = outcomes.iter().try_fold(1_usize, |product, each| product.checked_mul(each.len()))?;
    if placements > PLACEMENTS {
        return None;
    }
    let mut values: BTreeSet<i64> = BTreeSet::new();
    let mut completions: BTreeSet<Option<Instant>> = BTreeSet::new();
    let mut runs: BTreeSet<(Instant, Instant)> = BTreeSet::new();
    for number in 0..placements {
        let mut rest = number;
        let mut placement: Vec<&Break> = Vec::new();
        for each in &outcomes {
            placement.extend(each[rest % each.len()].as_ref());
            rest /= each.len();
        }
        let (value, completed) = match clock.length {
            Length::Elapsed(n) => (course.value(&placement), course.completion(&placement, n)),
            Length::Calendar { days, first_day_counts } => course.calendar(&placement, days, first_day_counts),
        };
        values.insert(value);
        completions.insert(completed.map(|(_, at)| at));
        runs.extend(completed.filter(|(_, at)| *at <= scene.happened));
    }
    // `None` is never, later than all.
    let earliest = completions.iter().flatten().min().copied();
    let latest = if completions.contains(&None) { None } else { completions.iter().flatten().max().copied() };
    let value = (*values.first()?, *values.last()?);
    Some(Outcome { value, completion: (earliest, latest), runs })
}

/// L1: the texts that a clock watches.
fn watched<'a>(tree: &'a Tree, clock: &Clock) -> Vec<(&'a Article, &'a Prohibition)> {
    let texts: Vec<Name> = clock.watches.iter().flat_map(|name| texts(tree, name)).map(|text| text.label()).collect();
    prohibitions(tree).into_iter().filter(|(article, _)| texts.contains(&article.label())).collect()
}

/// The instants of all items but one.
fn of_others(instants: &[BTreeSet<Instant>], of: usize) -> BTreeSet<Instant> {
    let others = instants.iter().enumerate().filter(|(other, _)| *other != of);
    others.flat_map(|(_, instants)| instants.iter().copied()).collect()
}

impl Course<'_> {
    /// [start, T]: where breaks count (C1); not from the end of the agreement on (L3).
    fn so_far(&self) -> Interval {
        Interval::new(self.start, self.end.min(Instant(self.scene.happened.0 + 1)))
    }

    /// C1: what one proposition does to the clock when it is placed at v.
    fn effect_at(&self, p: &Proposition, fields: &Fields, s: usize, part: &Part, v: Instant) -> Effect {
        let known = &self.scene.known;
        let mut effect = Effect::DoNotBreak;
        for text in watched(known.tree, self.clock) {
            effect = effect.max(match verdict_at(self.scene, text, p, fields, s, v) {
                Line::Breached => Effect::Break,
                Line::Imprecise => Effect::LeaveOpen,
                Line::Contested => self.clock.contested,
                Line::NotCovered | Line::Kept | Line::Alleged => Effect::DoNotBreak,
            });
        }
        // C11: in each zone in which it is, or may be; a contested place does what a contested breach does.
        if let Part::Zone(zone) = part {
            effect = effect.min(match place_in_zone(known, fields, zone, v) {
                Where::In => Effect::Break,
                Where::May => Effect::LeaveOpen,
                Where::Out => Effect::DoNotBreak,
                Where::Contested => self.clock.contested,
            });
        }
        if p.about == About::Event {
            effect = effect.min(self.clock.unattributed);
        }
        if let Part::Pair(one, other) = part {
            effect = effect.min(match of_pair(known, p, fields, (one, other), v) {
                Kleene::Must => Effect::Break,
                Kleene::May => Effect::LeaveOpen,
                Kleene::No => Effect::DoNotBreak,
            });
        }
        // A severity range that straddles the qualifying class turns a break into a may-break.
        let (least, greatest) = severity(known, fields);
        if greatest < self.clock.qualifying {
            Effect::DoNotBreak
        } else if least < self.clock.qualifying {
            effect.min(Effect::LeaveOpen)
        } else {
            effect
        }
    }

    /// C1: every (incident, accused) that breaks or may break somewhere in [start, T].
    fn items(&self, s: usize, part: &Part) -> Vec<Item> {
        let known = &self.scene.known;
        let mut items = Vec::new();
        for propositions in &self.scene.incidents {
            for p in used(propositions, s) {
                let fields = fields(known, p, s);
                let when = fields.when;
                let until = when.ended.map_or(when.began.until, |ended| when.began.until.max(ended.until));
                let possible = spans::meet(Interval::new(when.began.from, until), self.so_far());
                let (mut breaks, mut may_break) = (Vec::new(), Vec::new());
                for cell in cells(possible, &changes(self.scene)) {
                    match self.effect_at(p, &fields, s, part, cell.from) {
                        Effect::Break => breaks.push(cell),
                        Effect::LeaveOpen => may_break.push(cell),
                        Effect::DoNotBreak => {}
                    }
                }
                if breaks.is_empty() && may_break.is_empty() {
                    continue;
                }
                let (least, greatest) = severity(known, &fields);
                let refers = matches!(self.policy, Policy::Refer { .. });
                let rulings = decisions(known, |question| match question {
                    Question::Ruling { clock, on } => *clock == self.clock.name && p.incident.is(on),
                    _ => false,
                });
                items.push(Item {
                    when,
                    breaks,
                    may_break,
                    classes: (least.max(self.clock.qualifying), greatest),
                    first_established: if refers { first_established(known, p, s) } else { None },
                    rulings,
                });
            }
        }
        items
    }

    /// C1: an unobserved day left open is one may-break of the gravest class somewhere in it.
    fn open_day(&self, day: Interval) -> Item {
        let part = spans::meet(day, self.so_far());
        let gravest = self.scene.known.tree.severity.classes.len().saturating_sub(1);
        Item {
            when: When { began: part, ended: None },
            breaks: Vec::new(),
            may_break: vec![part],
            classes: (gravest, gravest),
            first_established: None,
            rulings: Vec::new(),
        }
    }

    /// T5: for each item all outcomes that are tried; `None`: it is not there, or does nothing.
    fn outcomes(&self, items: &[Item]) -> Vec<Vec<Option<Break>>> {
        // The instants tried of the others are anchors; twice, so that lengths reach across two of them.
        let mut tried: Vec<BTreeSet<Instant>> = vec![BTreeSet::new(); items.len()];
        for _ in 0..2 {
            tried = (0..items.len()).map(|at| self.instants_tried(&items[at], &of_others(&tried, at))).collect();
        }
        (0..items.len())
            .map(|at| {
                let outcomes: BTreeSet<Option<Break>> =
                    self.placed(&items[at], &of_others(&tried, at)).into_iter().collect();
                outcomes.into_iter().collect()
            })
            .collect()
    }

    /// The instants of a set that are tried: all of a small one; of a larger one the ends of its cells.
    fn tried(&self, set: Interval, item: &Item, others: &BTreeSet<Instant>) -> BTreeSet<Instant> {
        if set.until.0 - set.from.0 <= EVERY_INSTANT {
            return (set.from.0..set.until.0).map(Instant).collect();
        }
        let mut cuts: BTreeSet<Instant> =
            item.breaks.iter().chain(&item.may_break).flat_map(|cell| [cell.from, cell.until]).collect();
        let mut lengths = Vec::new();
        let mut anchors = others.clone();
        if let Length::Elapsed(n) = self.clock.length {
            lengths.push(n);
        }
        let pause_seconds = |unit: &PauseUnit| if let PauseUnit::Seconds(d) = unit { Some(*d) } else { None };
        match self.policy {
            Policy::Reset | Policy::Discretionary => {}
            Policy::Pause(unit) => lengths.extend(pause_seconds(unit)),
            Policy::Tolerate { window, beyond, .. } => {
                lengths.extend(*window);
                if let Beyond::Pause(unit) = beyond {
                    lengths.extend(pause_seconds(unit));
                }
            }
            Policy::Refer { term, then, .. } => {
                lengths.push(*term);
                if let Then::Pause(unit) = then {
                    lengths.extend(pause_seconds(unit));
                }
                anchors.insert(self.scene.known.at.0);
                anchors.extend(item.rulings.iter().map(|(_, said, _)| *said));
            }
        }
        anchors.extend([self.start, self.scene.happened]);
        anchors.extend(Some(self.end).filter(|end| *end < Instant::NEVER));
        anchors.extend(self.gaps.iter().chain(&self.not_counted_days).flat_map(|span| [span.from, span.until]));
        let reaches = lengths.iter().max().copied().unwrap_or(0);
        let zone = &self.scene.known.tree.zone;
        let mut midnight = zone.day_of(set.from).from;
        while midnight.0 <= set.until.0 + reaches {
            anchors.insert(midnight);
            midnight = zone.day_of(midnight).until;
        }
        let uncounted = self.uncounted_anyway();
        for x in anchors {
            let mut near = vec![x];
            for length in &lengths {
                near.extend([x.plus(*length), x.plus(-*length)]);
                near.extend(spans::reach(x, *length, &uncounted));
                near.extend(spans::reach_back(x, *length, &uncounted));
            }
            cuts.extend(near.into_iter().flat_map(|x| [x, x.plus(1)]));
        }
        cells(set, &cuts).into_iter().flat_map(|cell| [cell.from, Instant(cell.until.0 - 1)]).collect()
    }

    /// All instants tried of an item, as anchors for the others.
    fn instants_tried(&self, item: &Item, others: &BTreeSet<Instant>) -> BTreeSet<Instant> {
        let tried = |set: Interval| self.tried(spans::meet(set, self.so_far()), item, others);
        let mut all = tried(item.when.began);
        all.extend(item.when.ended.into_iter().flat_map(tried));
        all
    }

    /// T4, T5: the outcomes of one item.
    fn placed(&self, item: &Item, others: &BTreeSet<Instant>) -> Vec<Option<Break>> {
        let so_far = self.so_far();
        let tried = |set: Interval| self.tried(set, item, others);
        let mut out = Vec::new();
        match item.when.ended {
            None => {
                let began = spans::meet(item.when.began, so_far);
                if began != item.when.began {
                    // Possible instants before the start or after T: no break there.
                    out.push(None);
                }
                for v in tried(began) {
                    out.extend(self.there(item, Interval::instant(v), false, Instant::NEVER));
                }
            }
            Some(ended) => {
                // What lies before the start or after T changes nothing: begins before the start are tried at the start, ends
                // after T as one end after T.
                let happens_until = so_far.until;
                let clip = |set: Interval, last: Instant| {
                    let from = set.from.max(so_far.from).min(last);
                    Interval::new(from, Instant(set.until.0.clamp(from.0 + 1, last.0 + 1)))
                };
                if item.when.began.until > happens_until {
                    out.push(None);
                }
                for begin in tried(clip(item.when.began, Instant(happens_until.0 - 1))) {
                    for end in tried(clip(ended, happens_until)) {
                        let restored = if end <= self.scene.happened { end } else { Instant::NEVER };
                        let lasts = Interval::new(begin, end);
                        if begin < end {
                            out.extend(self.there(item, lasts, true, restored));
                        } else if end == so_far.from {
                            // It ended before the clock started.
                            out.push(None);
                        }
                    }
                }
            }
        }
        if out.is_empty() { vec![None] } else { out }
    }

    /// T5: what an item placed in `at` may be: there with one class and one effect of its referral, or not.
    fn there(&self, item: &Item, at: Interval, lasting: bool, restored: Instant) -> Vec<Option<Break>> {
        let surely = spans::within(at, &item.breaks);
        let possibly = spans::within(at, &[item.breaks.clone(), item.may_break.clone()].concat());
        let mut out = Vec::new();
        for instants in [surely, possibly] {
            let Some(first) = instants.first().map(|span| span.from) else {
                out.push(None);
                continue;
            };
            let classes = match self.policy {
                Policy::Tolerate { .. } => item.classes.0..=item.classes.1,
                _ => item.classes.0..=item.classes.0,
            };
            for class in classes {
                let made = |referred| Break { instants: instants.clone(), lasting, restored, class, referred };
                match self.policy {
                    Policy::Refer { .. } => {
                        out.extend(self.referral(item, first).into_iter().map(|acts| acts.map(|acts| made(Some(acts)))))
                    }
                    _ => out.push(Some(made(None))),
                }
            }
        }
        out
    }

    /// C6: what may follow from the referral of a break at v.
    fn referral(&self, item: &Item, v: Instant) -> Vec<Option<Acts>> {
        let Policy::Refer { deciders, term, from, then, late_count } = self.policy else {
            return Vec::new();
        };
        let ends = match from {
            ReferFrom::Breach => v.plus(*term),
            ReferFrom::Known => item.first_established.map_or(Instant::NEVER, |at| at.plus(*term)),
        };
        let given: Vec<(Name, Instant, bool)> =
            item.rulings.iter().filter(|(_, said, _)| *late_count || *said < ends).cloned().collect();
        let breaks = match then {
            Then::Pause(unit) => Acts::Pause(*unit),
            Then::Reset | Then::Excuse => Acts::Restart,
        };
        match decided(&self.scene.known, deciders, &given) {
            Some(true) => vec![Some(breaks)],
            Some(false) => vec![None],
            None if ends > self.scene.known.at.0 => vec![Some(breaks), None],
            None => vec![match then {
                Then::Reset => Some(Acts::Restart),
                Then::Pause(unit) => Some(Acts::Pause(*unit)),
                Then::Excuse => None,
            }],
        }
    }

    /// G3: the instants at which a reset-gap restarts the run: its first one, and the first of the next period.
    fn gap_restarts(&self) -> Vec<Instant> {
        if self.gap_effect != GapEffect::Reset {
            return Vec::new();
        }
        let ends = self.gaps.iter().flat_map(|gap| [gap.from, gap.until]);
        ends.filter(|at| *at != Instant::EVER && *at < self.end).collect()
    }

    /// L3: nothing counts from here on.
    fn stands_still(&self) -> Interval {
        Interval::new(self.end, Instant::NEVER)
    }

    /// Time that no placement counts: gaps, unobserved days that do not count, and what follows the end of the agreement.
    fn uncounted_anyway(&self) -> Vec<Interval> {
        spans::merged(self.gaps.iter().chain(&self.not_counted_days).copied().chain([self.stands_still()]).collect())
    }

    /// C3-C7: the restarts and the time not counted that follow from the breaks at instants before `limit`.
    fn effects(&self, placement: &[&Break], limit: Instant) -> (Vec<Instant>, Vec<Interval>) {
        let (mut restarts, mut uncounted) = (Vec::new(), Vec::new());
        let before = Interval::new(Instant::EVER, limit);
        let mut act = |acts: Acts, v: Instant, restored: Instant| match acts {
            Acts::Restart => restarts.push(v),
            Acts::Pause(unit) => uncounted.extend(self.pause(unit, &[Interval::instant(v)], restored)),
        };
        match self.policy {
            Policy::Discretionary => {}
            Policy::Refer { .. } => {
                for each in placement {
                    let v = each.instants[0].from;
                    if let (true, Some(acts)) = (v < limit, each.referred) {
                        act(acts, v, each.restored);
                    }
                }
            }
            Policy::Tolerate { at_most, window, beyond } => {
                for (v, restored) in self.not_tolerated(placement, limit, at_most, *window, *beyond) {
                    match beyond {
                        Beyond::Reset => act(Acts::Restart, v, restored),
                        Beyond::Pause(unit) => act(Acts::Pause(*unit), v, restored),
                    }
                }
            }
            Policy::Reset => {
                for each in placement {
                    if let Some(last) = spans::within(before, &each.instants).last() {
                        // T4: at v, or at the instant after the last one of a lasting incident.
                        restarts.push(if each.lasting { last.until } else { last.from });
                    }
                }
            }
            Policy::Pause(unit) => {
                for each in placement {
                    let instants = spans::within(before, &each.instants);
                    uncounted.extend(self.pause(*unit, &instants, each.restored));
                }
            }
        }
        (restarts, uncounted)
    }

    /// C4: what a pause takes out for breaks at these instants.
    fn pause(&self, unit: PauseUnit, instants: &[Interval], restored: Instant) -> Vec<Interval> {
        let Some(first) = instants.first() else { return Vec::new() };
        match unit {
            PauseUnit::Seconds(d) => {
                instants.iter().map(|at| Interval::new(at.from, Instant(at.until.0 - 1 + d))).collect()
            }
            PauseUnit::UntilRestored => vec![Interval::new(first.from, restored)],
            PauseUnit::CivilDay => {
                let zone = &self.scene.known.tree.zone;
                let mut days = Vec::new();
                for at in instants {
                    let mut day = zone.day_of(at.from);
                    while day.from < at.until {
                        days.push(day);
                        day = zone.day_of(day.until);
                    }
                }
                days
            }
        }
    }

    /// C5: the instants before `limit` at which tolerance is exceeded, with the restoration of a break there.
    fn not_tolerated(
        &self,
        placement: &[&Break],
        limit: Instant,
        at_most: &[Option<u32>],
        window: Option<i64>,
        beyond: Beyond,
    ) -> Vec<(Instant, Instant)> {
        let breaks: Vec<(Instant, &Break)> =
            placement.iter().map(|each| (each.instants[0].from, *each)).filter(|(v, _)| *v < limit).collect();
        let instants: BTreeSet<Instant> = breaks.iter().map(|(v, _)| *v).collect();
        let mut restarts = self.gap_restarts();
        let mut exceeding = Vec::new();
        for v in instants {
            let last_restart = restarts.iter().copied().filter(|r| *r <= v).max();
            let counts = |u: Instant| {
                u <= v && window.is_none_or(|w| u.0 > v.0 - w) && last_restart.is_none_or(|restart| u > restart)
            };
            let exceeded: Vec<&(Instant, &Break)> = breaks
                .iter()
                .filter(|(u, each)| {
                    let class = each.class;
                    let tally = breaks.iter().filter(|(w, other)| other.class == class && counts(*w)).count();
                    *u == v && tally > at_most.get(class).copied().flatten().unwrap_or(0) as usize
                })
                .collect();
            if let Some(restored) = exceeded.iter().map(|(_, each)| each.restored).max() {
                exceeding.push((v, restored));
                if beyond == Beyond::Reset {
                    restarts.push(v);
                }
            }
        }
        exceeding
    }

    /// S(t) and U(t) of C2, counting only breaks and restarts at instants before `limit`.
    fn run_and_uncounted(&self, placement: &[&Break], limit: Instant) -> (Instant, Vec<Interval>) {
        let (mut restarts, mut uncounted) = self.effects(placement, limit);
        restarts.extend(self.gap_restarts().into_iter().filter(|restart| *restart < limit));
        uncounted.extend(self.uncounted_anyway());
        (restarts.into_iter().fold(self.start, Instant::max), uncounted)
    }

    /// C2: value(T) = |[S(T), T) \ U(T)|, counting breaks at v <= T; 0 before the start.
    fn value(&self, placement: &[&Break]) -> i64 {
        let happened = self.scene.happened;
        let (run, uncounted) = self.run_and_uncounted(placement, Instant(happened.0 + 1));
        spans::count(&spans::without(Interval::new(run, happened), &uncounted))
    }

    /// C2, C10: the completed run and its completion: the least t with value(t) >= N, counting only breaks at v < t.
    fn completion(&self, placement: &[&Break], n: i64) -> Option<(Instant, Instant)> {
        // Between two breaks nothing new is counted out, so value(t) grows: one look at each stretch is enough. Inside a
        // lasting break it does not grow.
        let mut breaking: Vec<Interval> = self.gap_restarts().into_iter().map(Interval::instant).collect();
        for each in placement {
            match self.policy {
                Policy::Discretionary => {}
                // T4: they see one break at the first instant.
                Policy::Tolerate { .. } | Policy::Refer { .. } => {
                    breaking.push(Interval::instant(each.instants[0].from));
                }
                Policy::Reset | Policy::Pause(_) => breaking.extend(&each.instants),
            }
        }
        breaking.sort();
        breaking.push(Interval::new(Instant::NEVER, Instant::NEVER));
        let mut from = self.start;
        for stretch_ends in breaking {
            // Stretch: t in [from, stretch_ends.from]; the breaks at instants before t are those before `from`.
            let (run, uncounted) = self.run_and_uncounted(placement, from);
            if let Some(at) = spans::reach(run, n, &uncounted) {
                let at = at.max(from);
                if at <= stretch_ends.from {
                    return Some((run, at));
                }
            }
            from = from.max(stretch_ends.until);
        }
        None
    }

    /// C9: value at T in days, and the completed run with the end of its N-th day.
    fn calendar(&self, placement: &[&Break], n: i64, first_day_counts: bool) -> (i64, Option<(Instant, Instant)>) {
        let happened = self.scene.happened;
        let zone = &self.scene.known.tree.zone;
        let (mut restarts, uncounted) = self.effects(placement, Instant(happened.0 + 1));
        let lapses =
            self.gaps.iter().map(|gap| gap.from).filter(|at| self.gap_effect == GapEffect::Reset && *at < self.end);
        restarts.extend(lapses);
        restarts.retain(|restart| *restart >= self.start);
        restarts.retain(|restart| *restart <= self.end);
        let breaks: Vec<Interval> = match self.policy {
            Policy::Reset => placement.iter().flat_map(|each| each.instants.clone()).collect(),
            _ => Vec::new(),
        };
        let touches = |day: Interval, spans: &[Interval]| !spans::within(day, spans).is_empty();

        // Nothing changes after the last of these: N days later every clock that completes has completed.
        let bounds = self.gaps.iter().chain(&uncounted).flat_map(|span| [span.from, span.until]);
        let finite = bounds.filter(|at| *at < Instant::NEVER).chain(restarts.iter().copied());
        let horizon = finite.fold(happened.max(self.start), Instant::max).0 + (n + 3) * 26 * 3_600;

        let (mut run, mut run_from, mut value, mut completed) = (0, self.start, 0, None);
        let mut day = zone.day_of(self.start);
        while day.from.0 <= horizon {
            let of_clock = spans::meet(day, Interval::new(self.start, Instant::NEVER));
            let restarted = restarts.iter().copied().filter(|restart| day.contains(*restart)).max();
            let broken = restarted.is_some() || touches(of_clock, &breaks);
            if broken {
                run = 0;
                run_from = restarted.unwrap_or(run_from);
            }
            let whole = day.from >= self.start || first_day_counts;
            let in_regime = !touches(of_clock, &self.gaps);
            let observed = !self.not_counted_days.contains(&day);
            let stands_still = touches(day, &[self.stands_still()]);
            if whole && in_regime && observed && !broken && !stands_still && !touches(day, &uncounted) {
                run += 1;
                if run == n && completed.is_none() {
                    completed = Some((run_from, day.until));
                }
            }
            if day.until.0 - 1 <= happened.0 {
                value = run;
            } else if day.contains(happened) {
                let broken_by_now = restarts.iter().any(|restart| day.contains(*restart) && *restart <= happened)
                    || touches(Interval::new(of_clock.from, Instant(happened.0 + 1)), &breaks);
                if broken_by_now {
                    value = 0;
                }
            }
            day = zone.day_of(day.until);
        }
        (value, completed)
    }
}
