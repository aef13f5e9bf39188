//! Casualties as they are claimed: figures of each origin side by side, what two independent origins agree on, what is not known.
//!
//! ```text
//! incidents, perspective ─▶ for each category the figures ─▶ `claimed` and `corroborated` ─▶ totals, with incidents that may be one
//! ```
//!
//! Holds
//! - No figure is preferred, averaged or split: *killed or injured: 200* is a category of its own, and a bound on the others.
//! - Figures of different reports are never added. Counts of one report never overlap, and are added within a category.
//! - A running total of several incidents belongs to none of them.
//!
//! Not here: estimates of what nobody reported (`estimate`), what counts as one incident (`incident`).

use std::collections::{BTreeMap, BTreeSet};

use incident::likeness::reports::{Comparing, Undecided, Way};
use record::statement::{BodyId, Polarity, Report};
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::sources::{Grade, Origin};
use record::vocabulary::standards::{Alternative, Evidence, Standard, independent_origins};
use record::vocabulary::time::KnownAt;

use crate::Situation;
use crate::distinct::{distinct, happened};

/// A number of people, at least and at most.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Figure {
    /// At least so many.
    pub least: u32,
    /// At most so many; `None` where the words leave it open.
    pub most: Option<u32>,
}

impl Figure {
    fn and(self, other: Figure) -> Figure {
        Figure { least: self.least.saturating_add(other.least), most: both(self.most, other.most, u32::saturating_add) }
    }
    fn hull(self, other: Figure) -> Figure {
        Figure { least: self.least.min(other.least), most: both(self.most, other.most, u32::max) }
    }
    fn meet(self, other: Figure) -> Option<Figure> {
        let most = match (self.most, other.most) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let met = Figure { least: self.least.max(other.least), most };
        met.most.is_none_or(|most| met.least <= most).then_some(met)
    }
}

/// Both where both are there: open stays open.
fn both(a: Option<u32>, b: Option<u32>, of: fn(u32, u32) -> u32) -> Option<u32> {
    Some(of(a?, b?))
}

/// What one report says of one category.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said {
    /// The report.
    pub report: BodyId,
    /// Its origins, as the registers resolve them.
    pub origins: Vec<Name>,
    /// When it became known.
    pub known: KnownAt,
    /// The counts as stated, one for each population.
    pub counts: Vec<Count>,
    /// Their sum.
    pub figure: Figure,
    /// Whether a later report of the same origins gives a figure in its place.
    pub superseded: bool,
}

/// One category of one incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Tally {
    /// The category.
    pub category: Category,
    /// What each report says, by known-at.
    pub said: Vec<Said>,
    /// From the least to the greatest of what is claimed, superseded figures left out.
    pub claimed: Figure,
    /// The figures that two independent origins both allow; `None` where no two overlap.
    pub corroborated: Option<Figure>,
    /// At least so many by two independent origins; `None` with one.
    pub at_least: Option<u32>,
    /// The standard asked about, where it asks for origins, and `corroborated` among reports graded as it asks.
    pub at_standard: Option<(Name, Option<Figure>)>,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.most {
            None => write!(f, "{} or more", self.least),
            Some(most) if most == self.least => write!(f, "{most}"),
            Some(most) => write!(f, "{} to {most}", self.least),
        }
    }
}

impl std::fmt::Display for Tally {
    /// The ranges, each with its rule.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "claimed {}; ", self.claimed)?;
        match (self.corroborated, self.at_least) {
            (Some(figure), Some(least)) => {
                write!(f, "two independent origins allow {figure}, and say at least {least}")
            }
            (None, Some(least)) => write!(f, "no two independent origins allow one figure; two say at least {least}"),
            _ => return f.write_str("by one independent origin"),
        }?;
        match &self.at_standard {
            Some((_, figure)) if *figure == self.corroborated => Ok(()),
            Some((standard, Some(figure))) => write!(f, "; of reports graded as {standard} asks: {figure}"),
            Some((standard, None)) => write!(f, "; of reports graded as {standard} asks, no two do"),
            None => Ok(()),
        }
    }
}

/// The figures of one incident.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IncidentTallies {
    /// The incident.
    pub incident: IncidentId,
    /// By category; empty where no report gives a figure.
    pub tallies: Vec<Tally>,
    /// Running totals that its reports give, which belong to no single incident.
    pub cumulative: Vec<(BodyId, Count)>,
}

/// Totals of one category over all incidents.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// The category.
    pub category: Category,
    /// As claimed, if every incident of the record is one of its own.
    pub claimed: Figure,
    /// The least that a likely way of dividing the incidents gives, where those that may be one count once.
    pub if_likely_ones_are_one: u32,
    /// At least so many by two independent origins each, incidents with one origin left out.
    pub corroborated: u32,
    /// Incidents with a figure of this category.
    pub incidents: usize,
}

/// Casualties of all incidents known at a moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Casualties {
    /// Of each incident, in their order.
    pub incidents: Vec<IncidentTallies>,
    /// Totals by category.
    pub totals: Vec<Total>,
    /// How many incidents there are: at least, in the likely ways of dividing them, and as recorded.
    pub distinct: (usize, usize),
    /// What is not known, each with how many incidents.
    pub unknown: Vec<(NotKnown, usize)>,
}

/// What is not known of an incident's casualties.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum NotKnown {
    /// No report gives a figure.
    NoFigure,
    /// Every figure comes from one origin.
    OneOrigin,
    /// No two independent origins allow one figure.
    NoAgreement,
    /// Killed and injured are given as one number.
    OneNumberForBoth,
    /// A report gives a running total of several incidents.
    RunningTotal,
}

/// Casualties as claimed at the situation's moment, in its perspective.
pub fn casualties(situation: &Situation<'_>, comparing: &Comparing) -> Casualties {
    let found = distinct(situation, comparing);
    let incidents: Vec<IncidentTallies> = situation
        .incidents
        .iter()
        .filter(|incident| happened(situation, incident))
        .map(|incident| of_incident(situation, incident))
        .collect();
    let totals = CATEGORIES.iter().filter_map(|category| total(*category, &incidents, &found.undecided)).collect();
    let distinct = (found.least(), found.recorded);
    let unknown = unknown(&incidents);
    Casualties { incidents, totals, distinct, unknown }
}

const CATEGORIES: [Category; 5] =
    [Category::Killed, Category::Injured, Category::KilledOrInjured, Category::Missing, Category::Detained];

/// The figures of one incident.
pub fn of_incident(situation: &Situation<'_>, incident: &incident::Incident) -> IncidentTallies {
    let knowledge = &situation.knowledge;
    let none = BTreeSet::new();
    let mut by_category: BTreeMap<Category, Vec<(Said, Evidence)>> = BTreeMap::new();
    let mut cumulative = Vec::new();
    for &i in &incident.reports {
        let live = &knowledge.live[i];
        let Some(report) = live.report.as_deref().filter(|report| report.polarity == Polarity::Happened) else {
            continue;
        };
        let retracted = incident.retracted.get(&i).unwrap_or(&none);
        let perspective = &situation.evaluation.moment.perspective;
        let Some(seen) = incident::see(knowledge, perspective, live.statement, &report.chain, retracted) else {
            continue;
        };
        cumulative.extend(running_totals(report).map(|count| (live.statement.id, count.clone())));
        for category in CATEGORIES {
            let counts: Vec<Count> =
                of_this_incident(report).filter(|count| count.category == category).cloned().collect();
            let sum = counts.iter().map(|count| Figure { least: count.least, most: count.most }).reduce(Figure::and);
            let Some(figure) = sum else { continue };
            let said = Said {
                report: live.statement.id,
                origins: origins(&seen.evidence),
                known: live.statement.known(),
                counts,
                figure,
                superseded: false,
            };
            by_category.entry(category).or_default().push((said, seen.evidence.clone()));
        }
    }
    let tallies = by_category.into_iter().filter_map(|(category, said)| tally(situation, category, said)).collect();
    IncidentTallies { incident: incident.id.clone(), tallies, cumulative }
}

fn of_this_incident(report: &Report) -> impl Iterator<Item = &Count> {
    report.counts.iter().filter(|count| count.scope != CountScope::Cumulative)
}

fn running_totals(report: &Report) -> impl Iterator<Item = &Count> {
    report.counts.iter().filter(|count| count.scope == CountScope::Cumulative)
}

fn origins(evidence: &Evidence) -> Vec<Name> {
    let mut origins: Vec<Name> = evidence
        .chain
        .origins
        .iter()
        .map(|origin| match origin {
            Origin::Named(name) => name.clone(),
            Origin::Unnamed(words) if words.is_empty() => "unnamed".to_owned(),
            Origin::Unnamed(words) => format!("unnamed ({words})"),
        })
        .collect();
    origins.sort();
    origins
}

fn tally(situation: &Situation<'_>, category: Category, mut all: Vec<(Said, Evidence)>) -> Option<Tally> {
    all.sort_by_key(|(said, _)| (said.known, said.report));
    // Of the same named origins the latest figure stands for what they say now.
    for at in 0..all.len() {
        let named = |said: &Said| !said.origins.iter().any(|origin| origin.starts_with("unnamed"));
        let later = all[at + 1..].iter().any(|(later, _)| named(later) && later.origins == all[at].0.origins);
        all[at].0.superseded = later;
    }
    let current: Vec<&(Said, Evidence)> = all.iter().filter(|(said, _)| !said.superseded).collect();
    let claimed = current.iter().map(|(said, _)| said.figure).reduce(Figure::hull)?;
    let as_one = situation.tree.standards.single_channel_as_one;
    let independent =
        |a: &Evidence, b: &Evidence| independent_origins(&[a, b], &situation.knowledge.registers, as_one) >= 2;
    let standard = &situation.tree.standards.standards[situation.evaluation.moment.standard];
    let asked = graded_as(standard);
    let meets =
        |evidence: &Evidence| asked.iter().flatten().any(|bound| bound.is_none_or(|bound| evidence.grade.meets(bound)));
    let (mut corroborated, mut at_least): (Option<Figure>, Option<u32>) = (None, None);
    let mut graded: Option<Figure> = None;
    for (at, (a, first)) in current.iter().enumerate() {
        for (b, second) in current[at + 1..].iter().filter(|(_, second)| independent(first, second)) {
            at_least = at_least.max(Some(a.figure.least.min(b.figure.least)));
            if let Some(met) = a.figure.meet(b.figure) {
                let wider = |so_far: Option<Figure>| Some(so_far.map_or(met, |so_far| so_far.hull(met)));
                corroborated = wider(corroborated);
                if meets(first) && meets(second) {
                    graded = wider(graded);
                }
            }
        }
    }
    let at_standard = asked.is_some().then(|| (standard.name.clone(), graded));
    let said = all.into_iter().map(|(said, _)| said).collect();
    Some(Tally { category, said, claimed, corroborated, at_least, at_standard })
}

/// How well reports are to be graded of which a standard asks for origins: one bound for each such alternative, an open one where any will
/// do; `None` where it asks for none.
fn graded_as(standard: &Standard) -> Option<Vec<Option<Grade>>> {
    let bound = |alternative: &Alternative| match alternative {
        Alternative::Origins { at_least, .. } => Some(*at_least),
        _ => None,
    };
    let bounds: Vec<Option<Grade>> = standard.alternatives.iter().filter_map(bound).collect();
    (!bounds.is_empty()).then_some(bounds)
}

fn total(category: Category, incidents: &[IncidentTallies], undecided: &[Undecided]) -> Option<Total> {
    let mut least: BTreeMap<&IncidentId, u32> = BTreeMap::new();
    let mut total = Total {
        category,
        claimed: Figure { least: 0, most: Some(0) },
        if_likely_ones_are_one: 0,
        corroborated: 0,
        incidents: 0,
    };
    for incident in incidents {
        let Some(tally) = incident.tallies.iter().find(|tally| tally.category == category) else { continue };
        total.incidents += 1;
        total.claimed = total.claimed.and(tally.claimed);
        total.corroborated = total.corroborated.saturating_add(tally.at_least.unwrap_or(0));
        least.insert(&incident.incident, tally.claimed.least);
    }
    for group in undecided {
        let of_part = |part: &Vec<usize>| part.iter().filter_map(|at| least.get(&group.incidents[*at])).min().copied();
        let of_way = |way: &Way| way.parts.iter().filter_map(of_part).fold(0, u32::saturating_add);
        let recorded =
            group.incidents.iter().filter_map(|id| least.get(id)).fold(0, |sum: u32, one| sum.saturating_add(*one));
        let of_group = group.likely().iter().map(of_way).fold(recorded, u32::min);
        for id in &group.incidents {
            least.remove(id);
        }
        total.if_likely_ones_are_one = total.if_likely_ones_are_one.saturating_add(of_group);
    }
    total.if_likely_ones_are_one = least.into_values().fold(total.if_likely_ones_are_one, u32::saturating_add);
    (total.incidents > 0).then_some(total)
}

fn unknown(incidents: &[IncidentTallies]) -> Vec<(NotKnown, usize)> {
    let one_origin = |incident: &IncidentTallies| {
        !incident.tallies.is_empty() && incident.tallies.iter().all(|tally| tally.at_least.is_none())
    };
    let no_agreement = |incident: &IncidentTallies| {
        incident.tallies.iter().any(|tally| tally.at_least.is_some() && tally.corroborated.is_none())
    };
    let one_number =
        |incident: &IncidentTallies| incident.tallies.iter().any(|tally| tally.category == Category::KilledOrInjured);
    let counted = |unknown, holds: &dyn Fn(&IncidentTallies) -> bool| {
        (unknown, incidents.iter().filter(|one| holds(one)).count())
    };
    let all = [
        counted(NotKnown::NoFigure, &|incident| incident.tallies.is_empty()),
        counted(NotKnown::OneOrigin, &one_origin),
        counted(NotKnown::NoAgreement, &no_agreement),
        counted(NotKnown::OneNumberForBoth, &one_number),
        counted(NotKnown::RunningTotal, &|incident| !incident.cumulative.is_empty()),
    ];
    all.into_iter().filter(|(_, incidents)| *incidents > 0).collect()
}
