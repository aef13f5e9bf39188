//! Quantities: what was measured, against the bound of a clause, in each unit that the text can be read in (P2, P4, S14).
//!
//! Holds
//! - Integers only; lengths are compared in tenths of a millimetre, so that every unit of length is whole.
//! - A value that nobody stated is *may*; different units are never silently taken for one another.
//!
//! Not here: distances on the map (`record::vocabulary::geometry`).

use record::vocabulary::Kleene;
use record::vocabulary::counts::Measure;
use record::vocabulary::facts::Claim;

use crate::tree::{Comparison, Measured, Threshold};

/// Units of length, in tenths of a millimetre.
const LENGTHS: [(&str, u128); 8] = [
    ("mm", 10),
    ("cm", 100),
    ("m", 10_000),
    ("km", 10_000_000),
    ("ft", 3_048),
    ("yd", 9_144),
    ("mi", 16_093_440),
    ("nmi", 18_520_000),
];

/// What one reading of a bound says of a value.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reading {
    /// It is met.
    Met,
    /// It is missed by less than half of the last stated digit (P4).
    WithinRounding,
    /// It is not met.
    NotMet,
    /// It cannot be said.
    Undetermined,
}

impl Reading {
    fn as_kleene(self) -> Kleene {
        match self {
            Reading::Met | Reading::WithinRounding => Kleene::Must,
            Reading::NotMet => Kleene::No,
            Reading::Undetermined => Kleene::May,
        }
    }
}

/// Each bound's reading of one measure, in the order of the text.
pub fn readings(measured: &Measured, measure: &Measure) -> Vec<Reading> {
    measured.thresholds.iter().map(|bound| reading(measured.comparison, bound, measure)).collect()
}

fn reading(comparison: Comparison, bound: &Threshold, measure: &Measure) -> Reading {
    let length = |unit: &str| LENGTHS.iter().find(|(name, _)| *name == unit).map(|(_, tenths)| *tenths);
    let (stated, asked) = match (length(&measure.unit), length(&bound.unit)) {
        (Some(stated), Some(asked)) => (stated, asked),
        _ if measure.unit == bound.unit => (1, 1),
        _ => return Reading::Undetermined,
    };
    let (least, most) = (u128::from(measure.least) * stated, measure.most.map(|most| u128::from(most) * stated));
    let d = u128::from(bound.number) * asked;
    let (met, missed) = match comparison {
        Comparison::AtLeast => (least >= d, most.is_some_and(|most| most < d)),
        Comparison::MoreThan => (least > d, most.is_some_and(|most| most <= d)),
        Comparison::AtMost => (most.is_some_and(|most| most <= d), least > d),
        Comparison::LessThan => (most.is_some_and(|most| most < d), least >= d),
    };
    let is_inclusive = matches!(comparison, Comparison::AtLeast | Comparison::AtMost);
    // Twice the miss against one whole unit: no halves.
    let rounds = most == Some(least) && is_inclusive && 2 * least.abs_diff(d) < stated;
    match (met, missed) {
        (true, _) => Reading::Met,
        (_, true) if rounds => Reading::WithinRounding,
        (_, true) => Reading::NotMet,
        (false, false) => Reading::Undetermined,
    }
}

/// Whether the claims meet what must be measured, and why they may not: the field that is missing or doubtful.
pub(super) fn meets(measured: &Measured, claims: &[&Claim]) -> (Kleene, &'static str) {
    let stated = claims.iter().flat_map(|claim| &claim.measures).filter(|measure| measure.name == measured.name);
    let all: Vec<Vec<Reading>> = stated.map(|measure| readings(measured, measure)).collect();
    let units_differ = all.iter().any(|each| {
        let answers: Vec<Kleene> = each.iter().map(|reading| reading.as_kleene()).collect();
        answers.contains(&Kleene::Must) && answers.contains(&Kleene::No)
    });
    let answer = Kleene::same(all.into_iter().flatten().map(Reading::as_kleene));
    (answer, if units_differ { "unit" } else { "measure" })
}

/// What the claims state of a measure in this unit, together: from the least to the greatest; nothing known where none does.
pub fn amount(name: &str, unit: &str, claims: &[&Claim]) -> (u64, Option<u64>) {
    let own = |measure: &&Measure| measure.name == name && measure.unit == unit;
    let stated = claims.iter().flat_map(|claim| &claim.measures).filter(own);
    let both = stated.map(|measure| (measure.least, measure.most));
    both.reduce(|a, b| (a.0.min(b.0), a.1.zip(b.1).map(|(a, b)| a.max(b)))).unwrap_or((0, None))
}
