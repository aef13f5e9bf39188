//! How many distinct incidents there are, where likeness leaves it open.
//!
//! ```text
//! incidents that happened ─▶ groups that may be fewer (`Undecided`) ─▶ from the least likely ways give to the number recorded
//! ```
//!
//! Holds
//! - The number recorded is always the greatest: likeness links nothing, and takes nothing apart.
//!
//! Not here: how likely a way of dividing is (`incident::likeness`).

use incident::Incident;
use incident::likeness::reports::{self, Comparing, Undecided};

use crate::Situation;

/// How many distinct incidents there may be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Distinct {
    /// The incidents that happened until the moment, as recorded.
    pub recorded: usize,
    /// Groups of them of which it is open how many they are.
    pub undecided: Vec<Undecided>,
}

impl Distinct {
    /// The least that likely ways of dividing give, every group at its own least.
    pub fn least(&self) -> usize {
        self.undecided
            .iter()
            .map(|group| group.incidents.len() - group.least())
            .fold(self.recorded, |all, fewer| all - fewer)
    }
}

/// How many distinct incidents happened until the situation's moment.
pub fn distinct(situation: &Situation<'_>, comparing: &Comparing) -> Distinct {
    let incidents: Vec<&Incident> =
        situation.incidents.iter().filter(|incident| happened(situation, incident)).collect();
    let undecided = reports::undecided(&incidents, &situation.knowledge, comparing);
    Distinct { recorded: incidents.len(), undecided }
}

/// Whether an incident had begun at the situation's moment, by the strictest reading of its reports.
pub(crate) fn happened(situation: &Situation<'_>, incident: &Incident) -> bool {
    let event = situation.facts_of(&incident.id).last();
    event.is_some_and(|fact| situation.facts[fact].admitted[0].time.hull().from <= situation.evaluation.moment.happened)
}
