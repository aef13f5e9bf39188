//! Sets of instants as lists of intervals.

use record::vocabulary::time::{Instant, Interval};

/// The same instants, sorted, without overlaps or touching ends.
pub fn merged(mut spans: Vec<Interval>) -> Vec<Interval> {
    spans.retain(|span| span.from < span.until);
    spans.sort();
    let mut out: Vec<Interval> = Vec::new();
    for span in spans {
        match out.last_mut() {
            Some(last) if span.from <= last.until => last.until = last.until.max(span.until),
            _ => out.push(span),
        }
    }
    out
}

/// The instants of `window` that lie in none of `holes`.
pub fn without(window: Interval, holes: &[Interval]) -> Vec<Interval> {
    let mut out = Vec::new();
    let mut from = window.from;
    for hole in merged(holes.to_vec()) {
        if from < hole.from.min(window.until) {
            out.push(Interval::new(from, hole.from.min(window.until)));
        }
        from = from.max(hole.until);
    }
    if from < window.until {
        out.push(Interval::new(from, window.until));
    }
    out
}

/// The instants of `window` that lie in one of `spans`.
pub fn within(window: Interval, spans: &[Interval]) -> Vec<Interval> {
    merged(spans.iter().map(|span| meet(*span, window)).collect())
}

/// Instants in both.
pub fn meet(a: Interval, b: Interval) -> Interval {
    Interval::new(a.from.max(b.from), a.until.min(b.until))
}

/// How many instants there are; the spans do not overlap.
pub fn count(spans: &[Interval]) -> i64 {
    spans.iter().map(|span| span.until.0 - span.from.0).sum()
}

/// The least t with `n` instants of `[from, t)` outside `holes`, if there is one.
pub fn reach(from: Instant, n: i64, holes: &[Interval]) -> Option<Instant> {
    let mut left = n;
    for span in without(Interval::new(from, Instant::NEVER), holes) {
        let here = span.until.0 - span.from.0;
        if here >= left {
            let at = Instant(span.from.0 + left);
            return (at < Instant::NEVER).then_some(at);
        }
        left -= here;
    }
    None
}

/// The greatest t with `n` instants of `[t, until)` outside `holes`, if there is one.
pub fn reach_back(until: Instant, n: i64, holes: &[Interval]) -> Option<Instant> {
    let mut left = n;
    for span in without(Interval::new(Instant::EVER, until), holes).into_iter().rev() {
        let here = span.until.0 - span.from.0;
        if here >= left {
            return Some(Instant(span.until.0 - left));
        }
        left -= here;
    }
    None
}
