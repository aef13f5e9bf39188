//! Sides: what one party can settle alone against another.
//!
//! Holds
//! - It is a warning, never an error: parties may agree to it, and should know that they do.
//! - It is the same for every party; exchanging their names exchanges them in the message and changes nothing else.
//!
//! Not here: independence of origins (registers know it, at each instant), who won by a text.

use record::vocabulary::Name;

use super::clauses::called;
use super::names::{listed, paste};
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::syntax::*;

impl Checker<'_> {
    /// Warns of a headline that one party establishes alone, and of questions that one party decides alone.
    pub(super) fn warn_of_sides(&mut self) {
        let syntax = self.syntax;
        self.one_sided_headline();
        for block in &syntax.judgements {
            let what = format!("answers {}", called("judgement", &block.head));
            self.decided_alone(block.deciders.as_ref(), &what);
        }
        for block in &syntax.clocks {
            let what = format!("rules on breaks of {}", called("clock", &block.head));
            for policy in &block.policies {
                if let PolicyText::Refer { deciders, .. } = &policy.value {
                    self.decided_alone(Some(deciders), &what);
                }
            }
        }
        // Leaving is for one to say; changing what both are held to is not.
        for block in syntax.changes.iter().filter(|block| !block.is_exit) {
            let what = format!("signs {}", called("amendment", &block.head));
            self.decided_alone(block.signers.said().map(|said| &said.value), &what);
        }
        for block in &syntax.phases {
            let what = format!("opens {}", called("phase", &block.head));
            self.decided_alone(block.deciders.said().map(|said| &said.value), &what);
        }
    }

    fn parties(&self) -> Vec<Name> {
        self.syntax.parties.said().map(|parties| values_of(&parties.value)).unwrap_or_default()
    }

    fn one_sided_headline(&mut self) {
        let syntax = self.syntax;
        let (lines, parties) = (&syntax.standards.lines, self.parties());
        let Some(headline) = syntax.standards.headline.said() else { return };
        let forbids = syntax.articles.iter().any(|article| article.forbids.is_there());
        let Some(at) = lines.iter().position(|line| line.name.value == headline.value).filter(|_| forbids) else {
            return;
        };
        // What meets a stronger standard meets the headline.
        let found = lines[at..].iter().find_map(|line| {
            let ways = line.alternatives.iter().flatten();
            ways.filter_map(|way| self.one_statement(way, &parties)).next().map(|how| (line, how))
        });
        let Some((line, how)) = found else { return };
        let message =
            format!("one statement of one party can establish a breach under the headline `{}`", headline.value);
        let mut diagnostic = Diagnostic::error(codes::ONE_SIDED, message, line.name.span, how)
            .weighing(Severity::Warning)
            .also(headline.span, "verdicts are shown under this one first");
        let clocks: Vec<&str> = syntax
            .clocks
            .iter()
            .filter(|clock| breaks_under(clock, &headline.value))
            .map(|clock| clock.head.name.value.as_str())
            .collect();
        if !clocks.is_empty() {
            diagnostic = diagnostic.note(format!("that statement then also breaks {}", listed(&clocks)));
        }
        self.out.push(diagnostic.lines(
            "ask for more than the word of one party, such as",
            ["  corroborated: 2 independent origins of grade C3", "  headline corroborated"],
        ));
    }

    /// How one statement of one party meets this way, if it can.
    fn one_statement(&self, way: &AlternativeText, parties: &[Name]) -> Option<String> {
        let is_party = |name: &Name| parties.contains(name);
        let (accepts, grader) = self.syntax.perspective_lines.first()?.rest.as_ref()?;
        let hears_a_party = match accepts {
            AcceptsText::All => true,
            AcceptsText::Only(names) => names.iter().any(|name| is_party(&name.value)),
            AcceptsText::Except(names) => parties.iter().any(|party| names.iter().all(|name| name.value != *party)),
        };
        match way {
            AlternativeText::Origins { count: 1, at_least: None } if hears_a_party => {
                Some("met by one report, whoever makes it".to_owned())
            }
            AlternativeText::Origins { count: 1, at_least: Some(_) } if hears_a_party => {
                let grader = grader.as_ref().map(|grader| &grader.value).filter(|name| is_party(name))?;
                Some(format!("met by one report, which `{grader}` grades itself"))
            }
            AlternativeText::Finding(FoundText { bodies, all, .. }) => {
                let alone = bodies.iter().find(|body| is_party(&body.value) && (!all || bodies.len() == 1))?;
                Some(format!("met by a finding of `{}` alone, a party", alone.value))
            }
            _ => None,
        }
    }

    /// Warns where one party of `deciders` is enough.
    fn decided_alone(&mut self, deciders: Option<&DecidersText>, what: &str) {
        let Some(DecidersText { names, rule }) = deciders else { return };
        let parties = self.parties();
        let is_party = |name: &&Named| parties.contains(&name.value);
        let alone: Option<(&Named, &str)> = match rule {
            RuleText::Chair(chair) => {
                Some(chair).filter(is_party).map(|chair| (chair, "a party; the others are only heard"))
            }
            RuleText::Any => names.iter().find(is_party).map(|name| (name, "a party; one is enough")),
            RuleText::All if names.len() == 1 => {
                names.iter().find(is_party).map(|name| (name, "a party; nobody else is asked"))
            }
            RuleText::All => None,
        };
        let Some((name, label)) = alone else { return };
        let message = format!("party `{}` alone {what}", name.value);
        let everyone = parties.iter().map(|party| paste(party)).collect::<Vec<_>>().join(", ");
        self.out.push(Diagnostic::error(codes::ALONE, message, name.span, label).weighing(Severity::Warning).help(
            format!(
                "write `all of {everyone}`, or name a body of both; if the parties agreed to it, nothing is to be done"
            ),
        ));
    }
}

/// Whether breaches at `standard` break the clock by some policy, without anybody being asked.
fn breaks_under(clock: &ClockBlock, standard: &str) -> bool {
    let counts = clock
        .standards
        .said()
        .is_some_and(|said| said.value.as_ref().is_none_or(|names| names.iter().any(|name| name.value == standard)));
    counts
        && clock
            .policies
            .iter()
            .any(|policy| !matches!(policy.value, PolicyText::Discretionary | PolicyText::Refer { .. }))
}
