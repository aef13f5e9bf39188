//! Where reports come from: whom an incident rests on, who counts as one, who may repeat whom.
//!
//! ```text
//! reports of an incident ─▶ named origins ─▶ groups that count as one, each with the reason ─▶ how many are independent
//! all incidents ─▶ origins that agree too often ─▶ proposed, until somebody registers that they share an origin
//! ```
//!
//! Holds
//! - The number of independent origins is the one by which standards count (S9). Reports add nothing to it, however many.
//!
//! Not here: how sources are compared (`incident::likeness`), registers (`record`).

use std::collections::{BTreeMap, BTreeSet};

use incident::likeness::Copies;
use incident::likeness::reports::{Comparing, repeated};
use record::vocabulary::Name;
use record::vocabulary::facts::IncidentId;
use record::vocabulary::sources::Origin;
use record::vocabulary::standards::{Evidence, independent_origins, origin_groups};

use crate::Situation;

/// Whom an incident rests on, as the perspective sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Origins {
    /// Reports that it happened.
    pub reports: usize,
    /// How many origins are independent.
    pub independent: usize,
    /// The named ones, in groups that count as one.
    pub groups: Vec<OriginGroup>,
    /// Reports that end in somebody without a name: they add nothing to a count above one.
    pub unnamed: usize,
}

/// Named origins that count as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OriginGroup {
    /// The names.
    pub names: Vec<Name>,
    /// Why several are one; of a single one `Alone`.
    pub because: Because,
}

/// Why origins count as one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Because {
    /// It is one name.
    Alone,
    /// A register says so: they share an origin, or belong to one party.
    Registered,
    /// They are heard through one relayer only, and the text counts a single channel as one.
    SingleChannel,
}

/// Whom the incident rests on.
pub fn origins(situation: &Situation<'_>, incident: &IncidentId) -> Origins {
    let event = situation.facts_of(incident).last().map(|index| &situation.facts[index]);
    let reports: Vec<&Evidence> =
        event.map(|event| event.claims.iter().map(|claim| &claim.evidence).collect()).unwrap_or_default();
    let registers = &situation.knowledge.registers;
    let as_one = situation.tree.standards.single_channel_as_one;
    let registered: BTreeSet<Vec<&str>> = origin_groups(&reports, registers, false).into_iter().collect();
    let group = |names: Vec<&str>| OriginGroup {
        because: match names.len() {
            1 => Because::Alone,
            _ if registered.contains(&names) => Because::Registered,
            _ => Because::SingleChannel,
        },
        names: names.into_iter().map(str::to_owned).collect(),
    };
    let ends_unnamed =
        |report: &&&Evidence| report.chain.origins.iter().any(|origin| matches!(origin, Origin::Unnamed(_)));
    Origins {
        reports: reports.len(),
        independent: independent_origins(&reports, registers, as_one),
        groups: origin_groups(&reports, registers, as_one).into_iter().map(group).collect(),
        unnamed: reports.iter().filter(ends_unnamed).count(),
    }
}

/// A source of the record.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Source {
    /// Reports of which it is an origin.
    pub origin_of: usize,
    /// Reports that it passed on.
    pub passed_on: usize,
    /// Who passed on what it said, with how many reports.
    pub relayed_by: BTreeMap<Name, usize>,
    /// Sources of this record with which it counts as one at the moment asked about.
    pub as_one_with: BTreeSet<Name>,
}

/// Every source that a live report names, by the name that it goes by.
pub fn sources(situation: &Situation<'_>) -> BTreeMap<Name, Source> {
    let registers = &situation.knowledge.registers;
    let mut sources: BTreeMap<Name, Source> = BTreeMap::new();
    for report in situation.knowledge.live.iter().filter_map(|live| live.report.as_deref()) {
        let name = |name: &Name| registers.resolve(name).to_owned();
        for relayer in &report.chain.relayers {
            sources.entry(name(relayer)).or_default().passed_on += 1;
        }
        for origin in report.chain.named_origins() {
            let source = sources.entry(name(origin)).or_default();
            source.origin_of += 1;
            for relayer in &report.chain.relayers {
                *source.relayed_by.entry(name(relayer)).or_default() += 1;
            }
        }
    }
    let names: Vec<Name> = sources.keys().cloned().collect();
    let at = situation.evaluation.moment.known.0;
    for (name, source) in &mut sources {
        let others = names.iter().filter(|other| *other != name);
        source.as_one_with = others.filter(|other| registers.same_origin(name, other, at)).cloned().collect();
    }
    sources
}

/// Origins that may repeat each other, and of whom no register says that they count as one.
pub fn proposed(situation: &Situation<'_>, comparing: &Comparing) -> Vec<([Name; 2], Copies)> {
    let knowledge = &situation.knowledge;
    let at = situation.evaluation.moment.known.0;
    let mut found = repeated(&situation.incidents, knowledge, comparing);
    found.retain(|([a, b], _)| !knowledge.registers.same_origin(a, b, at));
    found
}
