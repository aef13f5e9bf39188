//! Patterns: V10.
//!
//! Holds
//! - Each (incident, accused) counts once. Placements are independent, so of each window it is asked which propositions some
//!   placement puts into it.
//! - A lasting proposition that may count before it does is counted at either instant.
//!
//! Not here: what is breached (`terms`), what a judgement slot says (`terms`).

use std::collections::BTreeSet;

use agreement::tree::{Article, Pattern, Prohibition};
use record::vocabulary::Kleene;
use record::vocabulary::facts::About;
use record::vocabulary::time::{Instant, Interval};

use crate::Scene;
use crate::answers::PatternAnswer;
use crate::changes::texts;
use crate::known::any_of;
use crate::proof::{Fields, Proposition, fields, used};
use crate::terms::{Line, cells, changes, judged, prohibitions, severity, verdict_at};

/// A proposition that counts or may count somewhere up to T.
struct Breach {
    /// The instants at which it may be counted.
    possible: Vec<Interval>,
    /// It counts in every placement, and none lies after T.
    surely: bool,
}

impl Breach {
    fn first(&self) -> Instant {
        self.possible.iter().map(|span| span.from).min().expect("a breach has a possible instant")
    }
    fn last(&self) -> Instant {
        let last = self.possible.iter().map(|span| Instant(span.until.0 - 1)).max();
        last.expect("a breach has a possible instant")
    }
    /// Whether every possible instant lies in the window.
    fn is_held_by(&self, window: Interval) -> bool {
        window.from <= self.first() && self.last() < window.until
    }
    /// Whether some placement puts it into the window.
    fn may_lie_in(&self, window: Interval) -> bool {
        self.possible.iter().any(|span| span.from < window.until && window.from < span.until)
    }
}

/// V10: one pattern at standard `s`.
pub fn pattern(scene: &Scene, pattern: &Pattern, s: usize) -> PatternAnswer {
    let counted = breaches(scene, pattern, s);
    let windows = windows(&counted, pattern.seconds);
    let most_held = |until: Instant| {
        let past = |breach: &&Breach| breach.surely && breach.last() <= until;
        let held = |window: &Interval| counted.iter().filter(past).filter(|breach| breach.is_held_by(*window)).count();
        windows.iter().map(held).max().unwrap_or(0)
    };
    let possibly = |window: &Interval| counted.iter().filter(|breach| breach.may_lie_in(*window)).count();
    let most = (most_held(scene.happened), windows.iter().map(possibly).max().unwrap_or(0));
    let stands = if most.0 >= pattern.at_least {
        Kleene::Must
    } else if most.1 >= pattern.at_least {
        Kleene::May
    } else {
        Kleene::No
    };
    let lasts: BTreeSet<Instant> = counted.iter().map(Breach::last).collect();
    let since = lasts.into_iter().find(|last| most_held(*last) >= pattern.at_least);
    let judged = match judged(&scene.known, &pattern.judgement, None) {
        _ if stands == Kleene::No => None,
        Kleene::Must => Some(true),
        Kleene::No => Some(false),
        Kleene::May => None,
    };
    PatternAnswer { stands, most, since, judged }
}

/// Every window that can matter: each end of it at, or one second beside, an end of possible instants.
fn windows(counted: &[Breach], seconds: i64) -> Vec<Interval> {
    let ends = counted.iter().flat_map(|breach| &breach.possible).flat_map(|span| [span.from, span.until]);
    let from = ends.flat_map(|end| [end, end.plus(-seconds)]).flat_map(|x| [x.plus(-1), x, x.plus(1)]);
    let from: BTreeSet<Instant> = from.collect();
    from.into_iter().map(|t| Interval::new(t, t.plus(seconds))).collect()
}

/// L1: the texts of the articles that it names.
fn watched<'a>(scene: &Scene<'a>, pattern: &Pattern) -> Vec<(&'a Article, &'a Prohibition)> {
    let tree = scene.known.tree;
    let labels: Vec<_> = pattern.watches.iter().flat_map(|name| texts(tree, name)).map(Article::label).collect();
    prohibitions(tree).into_iter().filter(|(article, _)| labels.contains(&article.label())).collect()
}

/// Everything that counts or may count.
fn breaches(scene: &Scene, pattern: &Pattern, s: usize) -> Vec<Breach> {
    let mut out = Vec::new();
    // T is the last instant that is asked.
    let at = &changes(scene) | &BTreeSet::from([Instant(scene.happened.0 + 1)]);
    for propositions in &scene.incidents {
        for p in used(propositions, s) {
            let fields = fields(&scene.known, p, s);
            let counts_at = |v: Instant| counts(scene, pattern, p, &fields, s, v);
            out.extend(match fields.when.ended {
                None => of_an_instant(scene, &cells(fields.when.began, &at), counts_at),
                Some(ended) => lasting(scene, fields.when.began, ended, &at, counts_at),
            });
        }
    }
    out
}

/// Whether a proposition counts at v.
fn counts(scene: &Scene, pattern: &Pattern, p: &Proposition, fields: &Fields, s: usize, v: Instant) -> Kleene {
    let known = &scene.known;
    let breached =
        any_of(watched(scene, pattern).into_iter().map(|text| match verdict_at(scene, text, p, fields, s, v) {
            Line::Breached => Kleene::Must,
            Line::Imprecise | Line::Contested => Kleene::May,
            Line::NotCovered | Line::Kept | Line::Alleged => Kleene::No,
        }));
    let by = match &p.about {
        _ if pattern.by.is_empty() => Kleene::Must,
        About::Actor(accused) => any_of(pattern.by.iter().map(|group| known.member(accused, group, v))),
        About::Event => Kleene::No,
    };
    let (least, greatest) = severity(known, fields);
    let severe = if least >= pattern.qualifying {
        Kleene::Must
    } else if greatest >= pattern.qualifying {
        Kleene::May
    } else {
        Kleene::No
    };
    breached.min(by).min(severe)
}

/// One that is over in an instant: the cells up to T in which it counts or may.
fn of_an_instant(scene: &Scene, began: &[Interval], counts_at: impl Fn(Instant) -> Kleene) -> Option<Breach> {
    let counts_in = |cell: &Interval| if cell.from <= scene.happened { counts_at(cell.from) } else { Kleene::No };
    let possible: Vec<Interval> = began.iter().filter(|cell| counts_in(cell) != Kleene::No).copied().collect();
    let surely = began.iter().all(|cell| counts_in(cell) == Kleene::Must);
    (!possible.is_empty()).then_some(Breach { possible, surely })
}

/// One that lasts, from each possible begin to each possible end: all instants from the least to the greatest at which it is
/// counted.
///
/// The answer is the same throughout a cell, so that its first and last instant stand for it.
fn lasting(
    scene: &Scene,
    began: Interval,
    ended: Interval,
    at: &BTreeSet<Instant>,
    counts_at: impl Fn(Instant) -> Kleene,
) -> Option<Breach> {
    let ends_of = |cells: &[Interval]| -> BTreeSet<Instant> {
        cells.iter().flat_map(|cell| [cell.from, Instant(cell.until.0 - 1)]).collect()
    };
    let hull = Interval::new(began.from.min(ended.from.plus(-1)), began.until.max(ended.until));
    let answers: Vec<(Interval, Kleene)> = cells(hull, at)
        .into_iter()
        .filter(|cell| cell.from <= scene.happened)
        .map(|cell| (cell, counts_at(cell.from)))
        .collect();
    // The first instant of [begin, last] at which it counts so.
    let first = |begin: Instant, last: Instant, so: &dyn Fn(Kleene) -> bool| {
        let here = answers.iter().filter(|(cell, answer)| so(*answer) && begin < cell.until);
        here.map(|(cell, _)| cell.from.max(begin)).find(|v| *v <= last)
    };
    let mut counted: BTreeSet<Instant> = BTreeSet::new();
    let mut surely = began.until.0 - 1 <= scene.happened.0;
    let lasts = ends_of(&cells(Interval::new(ended.from.plus(-1), ended.until.plus(-1)), at));
    for begin in ends_of(&cells(began, at)).into_iter().filter(|begin| *begin <= scene.happened) {
        for last in lasts.iter().filter(|last| begin <= **last) {
            let counts = first(begin, *last, &|answer| answer == Kleene::Must);
            counted.extend(counts);
            counted.extend(first(begin, *last, &|answer| answer != Kleene::No));
            surely &= counts.is_some();
        }
    }
    let (least, greatest) = (counted.first()?, counted.last()?);
    Some(Breach { possible: vec![Interval::new(*least, greatest.plus(1))], surely })
}
