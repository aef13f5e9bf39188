//! Items: where each incident may break a clock, before any policy.
//!
//! Holds
//! - One item per incident and proposition, placed by its own facts; one per unobserved day that is left open.
//! - An effect is what the verdict of *that* placement does (C1): breached breaks, line 5 may break, contested and
//!   unattributed do as declared.
//!
//! Not here: what breaks do (`placements`).

use std::collections::{BTreeMap, BTreeSet};

use record::vocabulary::counts::{Category, Count, CountScope};
use record::vocabulary::facts::{About, Claim, Fact};
use record::vocabulary::moment::Moment;
use record::vocabulary::place::Place;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

use super::axis::Axis;
use super::{Break, EffectShown};
use crate::acts::Decided;
use crate::evaluate::decided;
use crate::evaluate::grounds::{Context, InZone, in_classes};
use crate::evaluate::verdict::{self, Judged, Verdict, Word};
use crate::tree::{Clock, Deciders, Effect, Part, ReferFrom, SeverityTest, Then};

/// Where one incident may break a clock.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// Index into the facts; `None` for an unobserved day.
    pub fact: Option<usize>,
    /// The possible placements, each the time of its break: an instant's set, or lasting ones.
    pub shape: Shape,
    /// Severity classes it may have, as indices; least and greatest.
    pub classes: (usize, usize),
}

#[derive(Clone, Debug)]
pub(super) enum Shape {
    /// It breaks at one instant of one of these spans; `avoidable`: or not at all.
    Instant {
        spans: Vec<Interval>,
        avoidable: bool,
        /// Earliest and latest restoration of what it broke; never for an incident of one instant.
        restored: (Instant, Instant),
    },
    /// It breaks throughout the intervals of one of these placements.
    Lasting(Vec<Placement>),
}

/// One placement of a lasting incident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Placement {
    /// What it breaks; empty: nothing.
    pub broken: Vec<Interval>,
    /// When it was restored; never while it goes on at T.
    pub restored: Instant,
}

impl Placement {
    /// Whether whatever this breaks the other breaks too, and is not restored earlier.
    pub fn lies_in(&self, other: &Placement) -> bool {
        let within = |span: &Interval| other.broken.iter().any(|wider| span.meet(*wider) == *span);
        self.broken.is_empty() || (self.broken.iter().all(within) && self.restored <= other.restored)
    }
}

/// The items of one clock, and what it shows.
pub(super) struct Listed {
    pub items: Vec<Item>,
    pub breaks: Vec<Break>,
    pub at_risk: Vec<Break>,
}

/// What a clock watches at one standard: per incident and proposition its verdicts, those at the same places side by side.
pub(super) struct Watched<'a> {
    standard: usize,
    by_place: BTreeMap<Vec<&'a Place>, Vec<Group<'a>>>,
}

/// The verdicts on one fact, by its index.
type Group<'a> = (usize, Vec<&'a Judged>);

impl<'a> Watched<'a> {
    pub fn new(
        context: &Context<'_>,
        clock: &Clock,
        facts: &'a [Fact],
        judged: &'a [Judged],
        standard: usize,
    ) -> Watched<'a> {
        let watched: Vec<usize> = clock.watches.iter().flat_map(|article| context.tree.texts(article)).collect();
        let mut by_place: BTreeMap<Vec<&Place>, Vec<Group<'_>>> = BTreeMap::new();
        // The verdicts on one fact stand side by side.
        for own in judged.chunk_by(|a, b| a.fact == b.fact) {
            let own: Vec<&Judged> =
                own.iter().filter(|j| j.standard == standard && watched.contains(&j.article)).collect();
            // What is kept or not covered everywhere breaks nothing and puts nothing at risk.
            let harmless = |verdict: &Verdict| matches!(verdict.word(), Word::Kept | Word::NotApplicable);
            let idle = own.iter().all(|judged| judged.cells.iter().all(|(_, verdict)| harmless(verdict)));
            if let Some(first) = own.first().filter(|_| !idle) {
                by_place.entry(places(&facts[first.fact], standard)).or_default().push((first.fact, own));
            }
        }
        Watched { standard, by_place }
    }

    /// What may concern a clock in `zone`, in the order of the facts.
    fn concerning(&self, context: &Context<'_>, zone: Option<&Name>) -> Vec<&Group<'a>> {
        // A zone that never changed lies where it lies at any instant.
        let fixed = zone.filter(|zone| context.zone_changes(zone).is_empty());
        let elsewhere = |places: &[&Place]| {
            fixed.is_some_and(|zone| context.in_zone(zone, places, Instant::EVER) == InZone::Plain(Kleene::No))
        };
        let near = self.by_place.iter().filter(|(places, _)| !elsewhere(places));
        let mut groups: Vec<&Group<'_>> = near.flat_map(|(_, groups)| groups).collect();
        groups.sort_by_key(|(fact, _)| *fact);
        groups
    }
}

#[allow(clippy::too_many_arguments)]
pub(super) fn list(
    context: &Context<'_>,
    clock: &Clock,
    part: &Part,
    facts: &[Fact],
    watched: &Watched<'_>,
    axis: &Axis<'_>,
    moment: &Moment,
) -> Listed {
    let asked = Interval::new(axis.start, moment.happened.plus(1).min(axis.end));
    let standard = watched.standard;
    let mut listed = Listed { items: Vec::new(), breaks: Vec::new(), at_risk: Vec::new() };
    for (fact_index, group) in watched.concerning(context, part.zone()) {
        let fact = &facts[*fact_index];
        let time = &fact.admitted[standard].time;
        if time.hull().meet(asked).is_empty() {
            continue;
        }
        let classes = severity(context, fact, standard);
        let places = places(fact, standard);
        let hull = Interval::new(group[0].cells[0].0.from, group[0].cells.last().expect("never empty").0.until);
        let mut changes: BTreeSet<Instant> = BTreeSet::new();
        if hull.seconds() > 1 {
            changes.extend(group.iter().flat_map(|j| j.cells.iter().flat_map(|(cell, _)| [cell.from, cell.until])));
            changes.extend([asked.from, asked.until]);
            match part {
                Part::Whole => {}
                Part::Zone(zone) => changes.extend(context.zone_changes(zone)),
                Part::Pair(..) => changes.extend(context.changes_of(fact, None)),
            }
        }
        let mut cells: Vec<(Interval, Effect)> = Vec::new();
        let mut shown: Option<(EffectShown, usize)> = None;
        for cell in verdict::split(hull, &changes) {
            // What it can do at most here, whichever article it breaches.
            let at_most = match part {
                Part::Whole => Effect::Break,
                Part::Zone(zone) => in_zone(context, clock, zone, &places, cell.from),
                Part::Pair(one, other) => certainly(context.of_pair([one, other], fact, standard, cell.from)),
            };
            let mut effect = Effect::DoNotBreak;
            for judged in group {
                let (_, verdict) =
                    judged.cells.iter().find(|(c, _)| c.contains(cell.from)).expect("cells cover the hull");
                let mut own = match verdict {
                    Verdict::Breached => Effect::Break,
                    Verdict::Undetermined(_) => Effect::LeaveOpen,
                    Verdict::Contested => clock.contested,
                    _ => Effect::DoNotBreak,
                };
                if fact.about == About::Event {
                    own = own.min(clock.unattributed);
                }
                let inside = !cell.meet(asked).is_empty();
                own = own.min(at_most);
                own = if classes.1 < clock.qualifying {
                    Effect::DoNotBreak
                } else if classes.0 < clock.qualifying {
                    own.min(Effect::LeaveOpen)
                } else {
                    own
                };
                let show = match (own, verdict) {
                    _ if !inside => None,
                    (Effect::Break, _) => Some(EffectShown::Breaks),
                    (Effect::LeaveOpen, _) => Some(EffectShown::MayBreak),
                    (Effect::DoNotBreak, Verdict::NotEstablished) if at_most != Effect::DoNotBreak => {
                        Some(EffectShown::AtRisk)
                    }
                    _ => None,
                };
                if let Some(show) = show
                    && shown.is_none_or(|(known, _)| known < show)
                {
                    shown = Some((show, judged.article));
                }
                if inside {
                    effect = effect.max(own);
                }
            }
            match cells.last_mut() {
                Some((last, same)) if *same == effect => last.until = cell.until,
                _ => cells.push((cell, effect)),
            }
        }
        let may_be_later = group.iter().any(|judged| judged.may_be_later);
        if let Some((effect, article)) = shown {
            let certain = effect == EffectShown::Breaks
                && !may_be_later
                && cells.iter().all(|(_, effect)| *effect == Effect::Break);
            let effect = if effect == EffectShown::Breaks && !certain { EffectShown::MayBreak } else { effect };
            let line = Break {
                incident: fact.incident.clone(),
                about: fact.about.clone(),
                span: hull.meet(asked),
                effect,
                article,
            };
            (if effect == EffectShown::AtRisk { &mut listed.at_risk } else { &mut listed.breaks }).push(line);
        }
        let shape = match time.ended {
            None => {
                let spans: Vec<Interval> =
                    cells.iter().filter(|(_, effect)| *effect != Effect::DoNotBreak).map(|(cell, _)| *cell).collect();
                let avoidable = may_be_later || cells.iter().any(|(_, effect)| *effect != Effect::Break);
                Shape::Instant { spans: joined(spans), avoidable, restored: (Instant::NEVER, Instant::NEVER) }
            }
            Some(ended) => Shape::Lasting(lasting(time.began, ended, &cells, may_be_later, moment.happened)),
        };
        listed.items.extend(Item { fact: Some(*fact_index), shape, classes }.if_any());
    }
    let gravest = context.tree.severity.classes.len().saturating_sub(1);
    for day in &axis.doubtful {
        let shape = Shape::Instant { spans: vec![*day], avoidable: true, restored: (Instant::NEVER, Instant::NEVER) };
        listed.items.extend(Item { fact: None, shape, classes: (gravest, gravest) }.if_any());
    }
    listed.breaks.sort_by(|a, b| (a.span, &a.incident, &a.about).cmp(&(b.span, &b.incident, &b.about)));
    listed.at_risk.sort_by(|a, b| (a.span, &a.incident, &a.about).cmp(&(b.span, &b.incident, &b.about)));
    listed
}

/// Every distinct set of instants that a lasting incident breaks, over its critical placements; what only may break is
/// taken in and left out.
fn lasting(
    began: Interval,
    ended: Interval,
    cells: &[(Interval, Effect)],
    may_be_later: bool,
    now: Instant,
) -> Vec<Placement> {
    let mut options: BTreeSet<Placement> = BTreeSet::new();
    for (span, restored) in verdict::lasting_placements(began, ended, cells, now) {
        for at_least in [Effect::Break, Effect::LeaveOpen] {
            let broken = cells.iter().filter(|(_, effect)| *effect >= at_least).map(|(cell, _)| cell.meet(span));
            let broken = joined(broken.filter(|cell| !cell.is_empty()).collect());
            let restored = if broken.is_empty() { Instant::NEVER } else { restored };
            options.insert(Placement { broken, restored });
        }
    }
    if may_be_later {
        options.insert(Placement { broken: Vec::new(), restored: Instant::NEVER });
    }
    options.into_iter().collect()
}

fn joined(spans: Vec<Interval>) -> Vec<Interval> {
    let mut joined: Vec<Interval> = Vec::new();
    for span in spans {
        match joined.last_mut() {
            Some(last) if last.until == span.from => last.until = span.until,
            _ => joined.push(span),
        }
    }
    joined
}

impl Item {
    fn if_any(self) -> Option<Item> {
        let breaks = match &self.shape {
            Shape::Instant { spans, .. } => !spans.is_empty(),
            Shape::Lasting(options) => options.iter().any(|option| !option.broken.is_empty()),
        };
        breaks.then_some(self)
    }

    /// As if it broke at one instant only: from its earliest possible last one until its latest possible first one.
    ///
    /// Of a lasting one of which no placement lies in all others; there each of these instants may be all that it breaks.
    pub fn as_one_instant(&self) -> Item {
        let Shape::Lasting(options) = &self.shape else { return self.clone() };
        let broken = || options.iter().map(|option| option.broken.as_slice());
        let from = broken().filter_map(|spans| spans.last()).map(|span| span.last()).min();
        let last = broken().filter_map(|spans| spans.first()).map(|span| span.from).max();
        let spans = from.zip(last).map(|(from, last)| Interval::new(from, last.plus(1))).into_iter().collect();
        let restored = || options.iter().map(|option| option.restored);
        let restored = (restored().min().unwrap_or(Instant::NEVER), restored().max().unwrap_or(Instant::NEVER));
        Item { shape: Shape::Instant { spans, avoidable: false, restored }, ..self.clone() }
    }

    /// The first instants at which it can be seen as one break (tolerate and refer, T4).
    pub fn first_instants(&self) -> Item {
        let shape = match &self.shape {
            Shape::Instant { .. } => self.shape.clone(),
            Shape::Lasting(options) => {
                let breaking = || options.iter().filter(|option| !option.broken.is_empty());
                let first = |option: &Placement| Interval::instant(option.broken[0].from);
                let restored = || breaking().map(|option| option.restored);
                Shape::Instant {
                    // The extremes of the first instants, and all between: a set that holds every placement.
                    spans: breaking().map(first).reduce(Interval::hull).into_iter().collect(),
                    avoidable: options.iter().any(|option| option.broken.is_empty()),
                    restored: (restored().min().unwrap_or(Instant::NEVER), restored().max().unwrap_or(Instant::NEVER)),
                }
            }
        };
        Item { fact: self.fact, shape, classes: self.classes }
    }
}

/// The terms under which a body rules on one incident (C6).
pub(super) struct Referral<'a> {
    pub rulings: &'a [&'a Decided],
    pub deciders: &'a Deciders,
    pub term: i64,
    pub from: ReferFrom,
    pub then: Then,
    pub late_count: bool,
    pub first_established: Option<Instant>,
    pub known: KnownAt,
    pub registers: &'a Registers,
}

impl Item {
    /// What is left of it after rulings and terms: breaks, may break (pending), or nothing.
    pub fn referred(&self, terms: &Referral<'_>) -> Option<Item> {
        let single = self.first_instants();
        let Shape::Instant { spans, avoidable, restored } = single.shape else { return None };
        let mut left: Vec<Interval> = Vec::new();
        let mut some_pending = false;
        let mut some_excused = false;
        for span in &spans {
            // The effect can only change where the term's end passes the known-at or a ruling's instant.
            let mut changes: BTreeSet<Instant> = BTreeSet::new();
            if terms.from == ReferFrom::Breach {
                let at = |end: Instant| end.plus(-terms.term);
                changes.extend(terms.rulings.iter().flat_map(|r| [at(r.at), at(r.at).plus(1)]));
                changes.extend([at(terms.known.0), at(terms.known.0).plus(1)]);
            }
            for cell in verdict::split(*span, &changes) {
                let end = match terms.from {
                    ReferFrom::Breach => Some(cell.from.plus(terms.term)),
                    ReferFrom::Known => terms.first_established.map(|first| first.plus(terms.term)),
                };
                let counted: Vec<&Decided> = terms
                    .rulings
                    .iter()
                    .copied()
                    .filter(|ruling| terms.late_count || end.is_none_or(|end| ruling.at < end))
                    .collect();
                // Members who differ have not ruled.
                match decided(terms.deciders, counted.into_iter(), terms.registers) {
                    Kleene::Must => left.push(cell),
                    Kleene::No => some_excused = true,
                    Kleene::May if end.is_some_and(|end| end <= terms.known.0) => match terms.then {
                        Then::Excuse => some_excused = true,
                        Then::Reset | Then::Pause(_) => left.push(cell),
                    },
                    Kleene::May => {
                        some_pending = true;
                        left.push(cell);
                    }
                }
            }
        }
        let avoidable = avoidable || some_pending || some_excused;
        let shape = Shape::Instant { spans: joined(left), avoidable, restored };
        Item { fact: self.fact, shape, classes: self.classes }.if_any()
    }
}

/// Where the evidence admitted at a standard puts the incident; what a finding states decides.
fn places(fact: &Fact, standard: usize) -> Vec<&Place> {
    let admitted = &fact.admitted[standard];
    let stated: Vec<_> = admitted.findings.iter().filter_map(|i| fact.findings[*i].place.as_ref()).collect();
    if !stated.is_empty() {
        return stated;
    }
    admitted.claims.iter().filter_map(|i| fact.claims[*i].place.as_ref()).collect()
}

/// Whether the incident's place lies in the clock's zone, as the effect it can have at most.
fn in_zone(context: &Context<'_>, clock: &Clock, zone: &Name, places: &[&Place], v: Instant) -> Effect {
    match context.in_zone(zone, places, v) {
        InZone::Contested => clock.contested,
        answer => certainly(answer.as_kleene()),
    }
}

/// The effect that an incident can have at most where it is so far within the clock's scope.
fn certainly(within: Kleene) -> Effect {
    match within {
        Kleene::No => Effect::DoNotBreak,
        Kleene::May => Effect::LeaveOpen,
        Kleene::Must => Effect::Break,
    }
}

/// The severity classes an incident may have at a standard: least and greatest index (E7, O9).
pub(in crate::evaluate) fn severity(context: &Context<'_>, fact: &Fact, standard: usize) -> (usize, usize) {
    let classes = &context.tree.severity.classes;
    if classes.is_empty() {
        return (0, 0);
    }
    let whole = (0, classes.len() - 1);
    let named = |name: &Name| classes.iter().position(|class| class == name);
    let admitted = &fact.admitted[standard];
    let found: Vec<usize> =
        admitted.findings.iter().filter_map(|i| fact.findings[*i].severity.as_ref().and_then(named)).collect();
    if let (Some(least), Some(greatest)) = (found.iter().min(), found.iter().max()) {
        return (*least, *greatest);
    }
    let claims: Vec<&Claim> = admitted.claims.iter().map(|i| fact.claims[*i].as_ref()).collect();
    // Claims that state a class speak on it; where none does, the table speaks on each.
    let stated: Vec<usize> = claims.iter().filter_map(|claim| claim.severity.as_ref().and_then(named)).collect();
    if let (Some(least), Some(greatest)) = (stated.iter().min(), stated.iter().max()) {
        return (*least, *greatest);
    }
    let ranges = claims.iter().map(|claim| by_table(context, claim).unwrap_or(whole));
    ranges.reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).unwrap_or(whole)
}

/// The classes of the rows that may be the first to match; `None` where no row does.
fn by_table(context: &Context<'_>, claim: &Claim) -> Option<(usize, usize)> {
    let tree = context.tree;
    let mut range: Option<(usize, usize)> = None;
    for row in &tree.severity.rows {
        let matches = row.when.iter().fold(Kleene::Must, |so_far, test| {
            so_far.and(match test {
                SeverityTest::Act(act) => claim
                    .act
                    .as_ref()
                    .map_or(Kleene::May, |word| in_classes(&tree.acts, std::slice::from_ref(act), word)),
                SeverityTest::Weapon(weapon) => claim
                    .weapon
                    .as_ref()
                    .map_or(Kleene::May, |word| in_classes(&tree.weapons, std::slice::from_ref(weapon), word)),
                SeverityTest::Killed(n) => at_least(claim, Category::Killed, *n),
                SeverityTest::Injured(n) => at_least(claim, Category::Injured, *n),
            })
        });
        if matches != Kleene::No {
            let (least, greatest) = range.unwrap_or((row.class, row.class));
            range = Some((least.min(row.class), greatest.max(row.class)));
        }
        if matches == Kleene::Must {
            return range;
        }
    }
    // Some row may match and none must: the scale is open beside it.
    range.map(|_| (0, tree.severity.classes.len() - 1))
}

/// Whether the counts of one category that are of this incident alone, populations together, reach `n`.
fn at_least(claim: &Claim, category: Category, n: u32) -> Kleene {
    let of_this = |count: &&Count| count.category == category && count.scope == CountScope::Incident;
    let counts: Vec<&Count> = claim.counts.iter().filter(of_this).collect();
    if counts.is_empty() {
        return Kleene::May;
    }
    let least: u64 = counts.iter().map(|count| u64::from(count.least)).sum();
    let most: Option<u64> = counts.iter().map(|count| count.most.map(u64::from)).sum();
    if least >= u64::from(n) {
        Kleene::Must
    } else if most.is_some_and(|most| most < u64::from(n)) {
        Kleene::No
    } else {
        Kleene::May
    }
}
