//! The review queue: what likeness proposes, in the order in which it matters, with what would be judged otherwise.
//!
//! ```text
//! proposals ─▶ suppose that somebody says *same* ─▶ situation ─▶ `difference` ─▶ clocks and phases first, then figures, then doubt
//! ```
//!
//! Holds
//! - Looking changes nothing: what is supposed is in no record.
//! - A pair of which somebody says that they cannot tell stands last, with who says so; it stays on the list.
//!
//! Not here: what is proposed (`incident::likeness`), which does not know what an agreement makes of it.

use incident::likeness::reports::{Comparing, Proposal, proposals};
use record::statement::{Acceptance, Body, BodyId, Content, Identity, Statement, Unsure};

use crate::Situation;
use crate::difference::{Differs, Kind, difference};

/// Most proposals of which it is looked up what they would change: each asks for the whole situation once more.
pub const EFFECTS_LOOKED_AT: usize = 20;
/// Most statements that are gone through for that, all proposals together: a large record has fewer looked up, and one at least.
pub const EFFECT_STATEMENTS: usize = 60_000;

/// Of how many proposals it is looked up what they would change, in a record of so many statements.
pub fn effects_looked_at(statements: usize) -> usize {
    (EFFECT_STATEMENTS / statements.max(1)).clamp(1, EFFECTS_LOOKED_AT)
}

/// A proposal with what hangs on it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reviewed {
    /// What is proposed.
    pub proposal: Proposal,
    /// What would read otherwise if somebody said *same*; `None` where that was not looked at, for there are too many.
    pub effect: Option<Vec<Differs>>,
    /// Statements of those who looked and cannot tell.
    pub unsure: Vec<BodyId>,
}

impl Reviewed {
    /// What would read otherwise of clocks and phases.
    pub fn of_clocks(&self) -> impl Iterator<Item = &Differs> {
        self.effect.iter().flatten().filter(|one| matches!(one.kind, Kind::Clock | Kind::Phase))
    }
}

/// What likeness proposes, what matters most first. `statements` are those of which the situation was made.
pub fn review(situation: &Situation<'_>, statements: &[Statement], comparing: &Comparing) -> Vec<Reviewed> {
    let found = proposals(&situation.incidents, &situation.knowledge, comparing);
    let mut queue: Vec<Reviewed> = found
        .into_iter()
        .map(|proposal| Reviewed { unsure: unsure(situation, &proposal), proposal, effect: None })
        .collect();
    // The greatest figures first, those of which nobody doubts: of these it is looked up.
    queue.sort_by_key(|one| !one.unsure.is_empty());
    let mut supposed = statements.to_vec();
    for one in queue.iter_mut().take(effects_looked_at(statements.len())) {
        let (a, b) = one.proposal.reports;
        supposed.push(same(situation, a, b));
        let after = crate::at(situation.tree, &supposed, &situation.evaluation.moment);
        one.effect = Some(difference(situation, &after));
        supposed.pop();
    }
    queue.sort_by(|a, b| order(a).cmp(&order(b)));
    queue
}

/// Whose doubt comes last; then what changes a clock; then the greatest figure; then what is nearest to even odds.
fn order(one: &Reviewed) -> impl Ord {
    let Proposal { first, second, odds, figure, .. } = &one.proposal;
    let no_clock = one.of_clocks().next().is_none();
    (!one.unsure.is_empty(), no_clock, std::cmp::Reverse(*figure), odds.abs(), first.clone(), second.clone())
}

/// Who says that they cannot tell whether a report of the one incident and one of the other are of one incident.
fn unsure(situation: &Situation<'_>, proposal: &Proposal) -> Vec<BodyId> {
    let of = |id: &BodyId| {
        let has = |incident: &&incident::Incident| {
            incident.reports.iter().any(|i| situation.knowledge.live[*i].statement.id == *id)
        };
        situation.incidents.iter().find(has).map(|incident| &incident.id)
    };
    let about = |content: &Content| {
        let Content::Unsure(Unsure { a, b }) = content else { return false };
        let (one, other) = (of(a), of(b));
        let pair = (Some(&proposal.first), Some(&proposal.second));
        (one, other) == pair || (other, one) == pair
    };
    let live = situation.knowledge.live.iter().filter(|live| about(&live.statement.body.content));
    live.map(|live| live.statement.id).collect()
}

/// A statement that nobody made, known at the situation's moment.
fn same(situation: &Situation<'_>, a: BodyId, b: BodyId) -> Statement {
    let known = situation.evaluation.moment.known;
    Statement {
        // It replaces and withdraws nothing, so its name means nothing.
        id: BodyId([0; 32]),
        body: Body {
            author: String::new(),
            said_at: Some(known.0),
            on_behalf: None,
            cited: None,
            content: Content::Identity(Identity { a, b, same: true }),
        },
        accepted: Acceptance { known, history: false, received: None, batch: None },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_record_has_fewer_looked_up_and_one_at_least() {
        let looked = [0, 1, 3_000, 3_001, 60_000, 60_001].map(effects_looked_at);
        assert_eq!(looked, [20, 20, 20, 19, 1, 1]);
    }
}
