//! Patterns: many breaches in a short time, put before people (V10). Nothing else follows from them.
//!
//! ```text
//! breaches of the watched articles by the named ─▶ counted in every window ─▶ stands, may stand, does not ─▶ who is asked
//! ```
//!
//! Holds
//! - A pattern breaks no clock and opens no phase: it refers a question to a judgement slot.
//!
//! Not here: what one breach is (`verdict`), what breaks a clock (`clock`).

use std::collections::BTreeSet;

use record::vocabulary::facts::{About, Fact};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::clock::severity;
use super::grounds::Context;
use super::verdict::{Judged, Verdict, lasting_placements, split};
use crate::tree::Pattern;

/// What a pattern comes to at a standard.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PatternReading {
    /// Index into the tree's patterns.
    pub pattern: usize,
    /// Index into the standard chain.
    pub standard: usize,
    /// Whether so many breaches lie in one window: surely, possibly, or not.
    pub stands: Kleene,
    /// The most breaches that surely, and that possibly, lie in one window.
    pub most: (usize, usize),
    /// The earliest instant by which it stands, where it does.
    pub since: Option<Instant>,
    /// What people answered, where it stands or may stand: found, not found, or nothing decided.
    pub judged: Kleene,
    /// Who has not answered, where it stands or may stand.
    pub awaiting: Vec<Name>,
}

/// One breach that counts: the possible instants at which it does, and whether it surely does at one of them.
struct Counted {
    spans: Vec<Interval>,
    sure: bool,
}

impl Counted {
    fn hull(&self) -> Option<Interval> {
        self.spans.iter().copied().reduce(Interval::hull)
    }
}

pub(super) fn read(context: &Context<'_>, facts: &[Fact], judged: &[Judged], moment: &Moment) -> Vec<PatternReading> {
    let mut readings = Vec::new();
    for (index, pattern) in context.tree.patterns.iter().enumerate() {
        let watched: Vec<usize> = pattern.watches.iter().flat_map(|article| context.tree.texts(article)).collect();
        for standard in 0..context.tree.standards.standards.len() {
            let mut counted: Vec<Counted> = Vec::new();
            // The verdicts on one fact stand side by side.
            for own in judged.chunk_by(|a, b| a.fact == b.fact) {
                let own: Vec<&Judged> =
                    own.iter().filter(|one| one.standard == standard && watched.contains(&one.article)).collect();
                if let Some(first) = own.first() {
                    counted.extend(count(context, pattern, &facts[first.fact], &own, moment.happened));
                }
            }
            readings.push(reading(context, pattern, (index, standard), &counted));
        }
    }
    readings
}

fn reading(
    context: &Context<'_>,
    pattern: &Pattern,
    (index, standard): (usize, usize),
    counted: &[Counted],
) -> PatternReading {
    let (most, since) = surely(pattern, counted);
    let possibly = possibly(pattern, counted);
    let stands = match (since, possibly >= pattern.at_least) {
        (Some(_), _) => Kleene::Must,
        (None, true) => Kleene::May,
        (None, false) => Kleene::No,
    };
    let (judged, awaiting) = match stands {
        Kleene::No => (Kleene::May, Vec::new()),
        _ => match context.judged_at_large(&pattern.judgement) {
            Kleene::May => (Kleene::May, context.awaited_at_large(&pattern.judgement)),
            answer => (answer, Vec::new()),
        },
    };
    PatternReading { pattern: index, standard, stands, most: (most, possibly), since, judged, awaiting }
}

/// The breach that `judged` says of one proposition, if it may count.
fn count(context: &Context<'_>, pattern: &Pattern, fact: &Fact, judged: &[&Judged], now: Instant) -> Option<Counted> {
    let standard = judged[0].standard;
    let classes = severity(context, fact, standard);
    if classes.1 < pattern.qualifying {
        return None;
    }
    // Per placement the gravest of the articles: surely counted, maybe, or not.
    let mut cells: Vec<(Interval, Kleene)> = Vec::new();
    // Whether it is by one of those counted may change where the verdict does not.
    let belonging_changes = belonging_changes(context, pattern, fact);
    for one in judged {
        for (cell, verdict) in one.cells.iter() {
            let own = match verdict {
                Verdict::Breached => Kleene::Must,
                Verdict::Contested | Verdict::Undetermined(_) => Kleene::May,
                _ => Kleene::No,
            };
            let parts = split(*cell, &belonging_changes).into_iter();
            cells.extend(parts.map(|part| (part, own.and(by(context, pattern, fact, part.from)))));
        }
    }
    let time = &fact.admitted[standard].time;
    let at = |instant: Instant| {
        let here = cells.iter().filter(|(cell, _)| cell.contains(instant)).map(|(_, counts)| *counts);
        here.fold(Kleene::No, Kleene::or)
    };
    let mut edges: Vec<Instant> = cells.iter().flat_map(|(cell, _)| [cell.from, cell.until]).collect();
    edges.sort();
    edges.dedup();
    let pieces: Vec<Interval> = edges.windows(2).map(|pair| Interval::new(pair[0], pair[1])).collect();
    let mut all = classes.0 >= pattern.qualifying && !judged.iter().any(|one| one.may_be_later);
    let mut spans: Vec<Interval> = Vec::new();
    match time.ended {
        None => {
            for piece in pieces {
                let counts = at(piece.from);
                all &= counts == Kleene::Must;
                spans.extend((counts != Kleene::No).then_some(piece));
            }
        }
        // What lasts is counted at the first instant at which it breaks.
        Some(ended) => {
            for (span, _) in lasting_placements(time.began, ended, &cells, now) {
                let first = |least: Kleene| {
                    let broken = pieces.iter().filter(|piece| at(piece.from) >= least).map(|piece| piece.meet(span));
                    broken.filter(|piece| !piece.is_empty()).map(|piece| piece.from).min()
                };
                let (surely, maybe) = (first(Kleene::Must), first(Kleene::May));
                all &= surely.is_some();
                spans.extend(surely.into_iter().chain(maybe).map(Interval::instant));
            }
            // Between the first and the last of them every instant is possible.
            spans = spans.into_iter().reduce(Interval::hull).into_iter().collect();
        }
    }
    (!spans.is_empty()).then_some(Counted { spans, sure: all })
}

/// Whether a proposition is about one of those whose breaches are counted.
fn by(context: &Context<'_>, pattern: &Pattern, fact: &Fact, at: Instant) -> Kleene {
    if pattern.by.is_empty() {
        return Kleene::Must;
    }
    match &fact.about {
        About::Event => Kleene::No,
        About::Actor(actor) => {
            let registers = &context.acts.registers;
            pattern.by.iter().map(|name| registers.member(actor, name, at)).fold(Kleene::No, Kleene::or)
        }
    }
}

/// Every instant at which the answer of [`by`] may change.
fn belonging_changes(context: &Context<'_>, pattern: &Pattern, fact: &Fact) -> BTreeSet<Instant> {
    match &fact.about {
        About::Actor(actor) if !pattern.by.is_empty() => context.acts.registers.membership_changes(actor),
        _ => BTreeSet::new(),
    }
}

/// The most breaches whose every possible instant lies in one window, and the first instant by which they are enough.
fn surely(pattern: &Pattern, counted: &[Counted]) -> (usize, Option<Instant>) {
    let mut hulls: Vec<Interval> = counted.iter().filter(|one| one.sure).filter_map(Counted::hull).collect();
    hulls.sort_by_key(|hull| (hull.last(), hull.from));
    let (mut most, mut since, mut first) = (0, None, 0);
    for (i, hull) in hulls.iter().enumerate() {
        // The window that ends with the last possible instant of this one.
        let from = hull.last().plus(1 - pattern.seconds);
        while hulls[first].last() < from {
            first += 1;
        }
        let here = hulls[first..=i].iter().filter(|other| other.from >= from).count();
        most = most.max(here);
        if here >= pattern.at_least && since.is_none() {
            since = Some(hull.last());
        }
    }
    (most, since)
}

/// The most breaches that lie in one window under some placement.
fn possibly(pattern: &Pattern, counted: &[Counted]) -> usize {
    // A window that begins at t holds some instant of [a, b) where a - w < t < b.
    let mut changes: Vec<(Instant, i32)> = Vec::new();
    for one in counted {
        let mut begins: Vec<Interval> =
            one.spans.iter().map(|span| Interval::new(span.from.plus(1 - pattern.seconds), span.until)).collect();
        begins.sort();
        let mut until: Option<Instant> = None;
        for span in begins {
            let from = until.map_or(span.from, |until| until.max(span.from));
            if from < span.until {
                changes.extend([(from, 1), (span.until, -1)]);
                until = Some(span.until);
            }
        }
    }
    changes.sort();
    let (mut open, mut most) = (0, 0);
    for (_, change) in changes {
        open += change;
        most = most.max(open);
    }
    usize::try_from(most).unwrap_or(0)
}
