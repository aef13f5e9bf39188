//! P2, P4: what was measured against the bound of a clause; S14: what deeds add.
//!
//! Not here: when deeds come to a total (`duty`).

use agreement::tree::{Comparison, Measured, Threshold, Total};
use record::vocabulary::Kleene;
use record::vocabulary::counts::Measure;

use crate::known::all_agree;
use crate::proof::Fields;

/// P4: a unit of length as a fraction of a metre.
fn metres(unit: &str) -> Option<(u128, u128)> {
    Some(match unit {
        "mm" => (1, 1_000),
        "cm" => (1, 100),
        "m" => (1, 1),
        "km" => (1_000, 1),
        "ft" => (3_048, 10_000),
        "yd" => (9_144, 10_000),
        "mi" => (1_609_344, 1_000),
        "nmi" => (1_852, 1),
        _ => return None,
    })
}

/// P2 of everything that the admitted claims state, in every unit of the bound.
pub fn measured(asked: &Measured, fields: &Fields) -> Kleene {
    let stated = fields.reports.iter().flat_map(|said| &said.measures).filter(|measure| measure.name == asked.name);
    let answers = stated.flat_map(|measure| asked.thresholds.iter().map(|bound| one(asked.comparison, measure, bound)));
    all_agree(answers.collect())
}

/// P2, P4 in one unit.
fn one(comparison: Comparison, measure: &Measure, bound: &Threshold) -> Kleene {
    // x / common against d / common, both whole.
    let (x, d) = match (metres(&measure.unit), metres(&bound.unit)) {
        (Some((a, b)), Some((c, e))) => (a * e, c * b),
        _ if measure.unit == bound.unit => (1, 1),
        _ => return Kleene::May,
    };
    let d = u128::from(bound.number) * d;
    let least = u128::from(measure.least) * x;
    let holds = |value: Option<u128>| match (comparison, value) {
        (Comparison::AtLeast, None) | (Comparison::MoreThan, None) => true,
        (Comparison::AtMost, None) | (Comparison::LessThan, None) => false,
        (Comparison::AtLeast, Some(value)) => value >= d,
        (Comparison::MoreThan, Some(value)) => value > d,
        (Comparison::AtMost, Some(value)) => value <= d,
        (Comparison::LessThan, Some(value)) => value < d,
    };
    let most = measure.most.map(|most| u128::from(most) * x);
    match (holds(Some(least)), holds(most)) {
        (true, true) => Kleene::Must,
        (false, false) => {
            let rounds = matches!(comparison, Comparison::AtLeast | Comparison::AtMost) && most == Some(least);
            if rounds && least.abs_diff(d) * 2 < x { Kleene::Must } else { Kleene::No }
        }
        _ => Kleene::May,
    }
}

/// S14: from the least to the greatest that the admitted claims state; where none does, from nothing to any number.
pub fn amount(total: &Total, fields: &Fields) -> (u64, Option<u64>) {
    let stated: Vec<&Measure> = fields
        .reports
        .iter()
        .flat_map(|said| &said.measures)
        .filter(|m| m.name == total.name && m.unit == total.unit)
        .collect();
    let Some(least) = stated.iter().map(|measure| measure.least).min() else { return (0, None) };
    let most: Option<Vec<u64>> = stated.iter().map(|measure| measure.most).collect();
    (least, most.and_then(|all| all.into_iter().max()))
}
