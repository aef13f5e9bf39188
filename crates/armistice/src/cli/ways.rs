//! How many distinct incidents there are, and in which ways those that may be one can be divided.
//!
//! Holds
//! - What is recorded stands first in every list, whatever likeness says; nothing here links.
//!
//! Not here: how likely a way is (`incident::likeness`), proposals to decide (`same`).

use incident::likeness::reports::{Comparing, Undecided, Way, alike};
use record::vocabulary::facts::IncidentId;
use serde_json::{Value, json};
use situation::Situation;
use situation::distinct::Distinct;

/// Fewest of 1000 from which a way of dividing is listed, and most that are listed beside what is recorded.
const LISTED_PER_MILLE: u32 = 10;
const LISTED: usize = 4;

/// How many distinct incidents there are, where it is open.
pub(super) fn distinct_line(distinct: &Distinct) -> Option<String> {
    let (least, most) = (distinct.least(), distinct.recorded);
    (least < most).then(|| {
        format!("{least} to {most} distinct incidents: whether some of them are one is open (`armistice incident show ID --explain`)")
    })
}

/// The ways of dividing an incident and those that depend on it, and what would tip each link.
pub(super) fn explained(
    situation: &Situation<'_>,
    distinct: &Distinct,
    id: &IncidentId,
    comparing: &Comparing,
) -> Vec<String> {
    let Some(group) = distinct.undecided.iter().find(|group| group.incidents.contains(id)) else { return Vec::new() };
    let names: Vec<&str> = group.incidents.iter().map(|id| id.0.as_str()).collect();
    let mut text = vec![
        String::new(),
        format!("{} incidents of the record may be fewer: {}", group.incidents.len(), names.join(", ")),
    ];
    for way in listed(group) {
        let together: Vec<String> =
            together(group, way).into_iter().map(|names| format!("{} are one", names.join(" and "))).collect();
        let what = if way.as_recorded() { "as recorded".to_owned() } else { together.join("; ") };
        text.push(format!("  {what}: {} ({} of 1000)", words(way.weight), way.weight));
    }
    let incidents = &group.incidents;
    for (at, second) in incidents.iter().enumerate() {
        for first in &incidents[..at] {
            let both = |way: &&Way| {
                way.parts.iter().any(|part| part.iter().any(|i| incidents[*i] == *first) && part.contains(&at))
            };
            if (first != id && second != id) || !listed(group).into_iter().any(|way| both(&way)) {
                continue;
            }
            let (Some(one), Some(other)) = (situation.incident(&first.0), situation.incident(&second.0)) else {
                continue;
            };
            let Some(judged) = alike([one, other], &situation.knowledge, comparing) else { continue };
            let decisive: Vec<&str> = judged.decisive().into_iter().map(|field| field.as_str()).collect();
            text.push(match decisive.is_empty() {
                true => format!("  {} and {}: no single field decides it", first.0, second.0),
                false => format!(
                    "  {} and {}: without any one of these it would tip: {}",
                    first.0,
                    second.0,
                    decisive.join(", ")
                ),
            });
        }
    }
    text
}

/// What is recorded first, then the likeliest others.
fn listed(group: &Undecided) -> Vec<&Way> {
    let others = group.ways.iter().filter(|way| !way.as_recorded() && way.weight >= LISTED_PER_MILLE);
    group.ways.iter().filter(|way| way.as_recorded()).chain(others.take(LISTED)).collect()
}

/// The names of those that are one, for each part of several.
fn together<'u>(group: &'u Undecided, way: &Way) -> Vec<Vec<&'u str>> {
    let several = way.parts.iter().filter(|part| part.len() > 1);
    several.map(|part| part.iter().map(|at| group.incidents[*at].0.as_str()).collect()).collect()
}

/// A chance per mille in words that promise no more than it holds.
pub(super) fn words(per_mille: u32) -> &'static str {
    match per_mille {
        950.. => "very likely",
        700..950 => "likely",
        300..700 => "about as likely as not",
        50..300 => "unlikely",
        _ => "very unlikely",
    }
}

/// The ways of dividing an incident and those that depend on it.
pub(super) fn as_json(distinct: &Distinct, id: &IncidentId) -> Vec<Value> {
    let Some(group) = distinct.undecided.iter().find(|group| group.incidents.contains(id)) else { return Vec::new() };
    let way = |way: &Way| {
        json!({
            "as_recorded": way.as_recorded(),
            "together": together(group, way),
            "incidents": way.parts.len(),
            "per_mille": way.weight,
        })
    };
    listed(group).into_iter().map(way).collect()
}
