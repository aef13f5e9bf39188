//! Sets of instants: what several intervals hold together.
//!
//! Holds
//! - The intervals of a set are in order, hold something, and neither overlap nor meet: one set has one form.
//!
//! Not here: whose intervals they are.

use record::vocabulary::time::Interval;

/// A set of instants, as the fewest intervals in order.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Spans(Vec<Interval>);

impl Spans {
    /// Every instant that at least one of `intervals` holds.
    pub fn of(intervals: impl IntoIterator<Item = Interval>) -> Spans {
        let mut sorted: Vec<Interval> = intervals.into_iter().filter(|span| !span.is_empty()).collect();
        sorted.sort();
        let mut spans: Vec<Interval> = Vec::new();
        for next in sorted {
            match spans.last_mut() {
                Some(last) if next.from <= last.until => last.until = last.until.max(next.until),
                _ => spans.push(next),
            }
        }
        Spans(spans)
    }

    /// Its intervals, in order.
    pub fn intervals(&self) -> &[Interval] {
        &self.0
    }
    /// How many instants it holds: seconds.
    pub fn seconds(&self) -> u64 {
        self.0.iter().map(|span| span.seconds().unsigned_abs()).sum()
    }
    /// Whether it holds all instants of `span`.
    pub fn holds(&self, span: Interval) -> bool {
        span.is_empty() || self.0.iter().any(|own| own.from <= span.from && span.until <= own.until)
    }
    /// Whether it holds an instant of `span`.
    pub fn touches(&self, span: Interval) -> bool {
        let after = self.0.partition_point(|own| own.until <= span.from);
        self.0.get(after).is_some_and(|own| !own.meet(span).is_empty())
    }
    /// What it holds of `span`.
    pub fn within(&self, span: Interval) -> Spans {
        Spans::of(self.0.iter().map(|own| own.meet(span)))
    }
    /// What of `span` it does not hold.
    pub fn missing_of(&self, span: Interval) -> Spans {
        let mut left = Vec::new();
        let mut from = span.from;
        for own in &self.0 {
            left.push(Interval::new(from, own.from.min(span.until)));
            from = from.max(own.until);
        }
        left.push(Interval::new(from, span.until));
        Spans::of(left)
    }
}
