//! Standards of proof: each read, their order checked, and what their words do not contain.
//!
//! Holds
//! - A stronger standard that every weaker one implies is refused; one whose words a weaker one does not contain is noted,
//!   because the order decides (evidence E4).
//!
//! Not here: what one party alone can meet (`sides`).

use record::vocabulary::standards::{Alternative, Standard, StandardChain};

use super::{Checker, names, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::syntax::*;

impl Checker<'_> {
    pub(super) fn standards(&mut self) -> Option<StandardChain> {
        let block = &self.syntax.standards;
        let unread = self.syntax.unread.contains(&Family::Standard);
        let Some(head) = block.head else {
            let lines = [
                "standards",
                "  any report: 1 report",
                "  corroborated: 2 independent origins of grade C3",
                "  headline corroborated",
                "  single channel counts as one",
            ];
            let top = self.top();
            let message = "the agreement does not say what counts as shown";
            self.out.push(
                Diagnostic::error(codes::NO_STANDARDS, message, top, "no block `standards` in this text")
                    .lines("add a block such as", lines),
            );
            return None;
        };
        if block.lines.is_empty() && !unread {
            let choices = ["  any report: 1 report", "  credible: 1 origin of grade B2"];
            self.missing(codes::NO_STANDARDS, "the block `standards` has no standard", head, choices);
        }
        let mut standards = Vec::new();
        for line in &block.lines {
            let alternatives: Option<Vec<Alternative>> = line
                .alternatives
                .as_ref()
                .map(|alternatives| alternatives.iter().map(|alternative| self.alternative(alternative)).collect());
            standards.push(alternatives.map(|alternatives| Standard { name: line.name.value.clone(), alternatives }));
        }
        for (pair, lines) in standards.windows(2).zip(block.lines.windows(2)) {
            let [Some(weaker), Some(stronger)] = pair else { continue };
            if weaker.alternatives.iter().all(|a| stronger.alternatives.iter().any(|b| implies(a, b))) {
                let message =
                    format!("`{}` is not stronger than `{}`, which stands before it", stronger.name, weaker.name);
                self.out.push(
                    Diagnostic::error(
                        codes::CHAIN_ORDER,
                        message,
                        lines[1].name.span,
                        "stands after it, as the stronger",
                    )
                    .also(lines[0].name.span, "whatever meets this meets the other too")
                    .help(format!("write `{}` first, or ask more of it", stronger.name)),
                );
            }
        }
        let lines = || block.lines.iter().map(|line| format!("  headline {}", line.name.value));
        let headline = match &block.headline {
            Slot::Said(name) => {
                let name = Said { value: name.value.clone(), span: self.last_words(name) };
                self.standard(&name)
            }
            Slot::Absent if !block.lines.is_empty() => {
                self.missing(
                    codes::NO_HEADLINE,
                    "the block `standards` does not say which standard is shown first",
                    head,
                    lines(),
                );
                None
            }
            _ => None,
        };
        if !block.single_channel_as_one.is_there() {
            let message =
                "the block `standards` does not say how origins count that reach the record through one channel only";
            let lines = ["  single channel counts as one", "  single channel counts by origin"];
            self.missing(codes::NO_SINGLE_CHANNEL, message, head, lines);
        }
        Some(StandardChain {
            standards: standards.into_iter().collect::<Option<_>>()?,
            headline: headline?,
            single_channel_as_one: block.single_channel_as_one.said()?.value,
        })
    }

    fn alternative(&mut self, alternative: &AlternativeText) -> Alternative {
        if let AlternativeText::Finding(found) = alternative {
            for body in &found.bodies {
                self.resolve(names::BODY, body);
            }
        }
        plain(alternative)
    }

    /// The index of a standard.
    pub(super) fn standard(&mut self, name: &Named) -> Option<usize> {
        self.resolve(names::STANDARD, name);
        self.syntax.standards.lines.iter().position(|line| line.name.value == name.value)
    }

    /// Notes standards that a stronger one does not contain by its words: one note for the whole chain.
    pub(super) fn note_chain(&mut self) {
        let lines = &self.syntax.standards.lines;
        let apart = lines.windows(2).filter_map(|pair| {
            let [weaker, stronger] = pair else { return None };
            let (low, high) = (weaker.alternatives.as_ref()?, stronger.alternatives.as_ref()?);
            let low: Vec<Alternative> = low.iter().map(plain).collect();
            // Whatever is said of an incident, a report of it is on the record.
            if low.contains(&Alternative::Origins { count: 1, at_least: None }) {
                return None;
            }
            let way = high.iter().map(plain).find(|way| !low.iter().any(|other| implies(way, other)))?;
            Some((stronger, format!("met by {}, which `{}` does not name", words(&way), weaker.name.value)))
        });
        let apart: Vec<(&StandardLine, String)> = apart.collect();
        let Some(((first, label), others)) = apart.split_first() else { return };
        let message =
            format!("standard `{}` can be met without the words of the weaker one before it", first.name.value);
        let mut diagnostic = Diagnostic::error(codes::NOT_NESTED, message, first.name.span, label)
            .weighing(Severity::Note)
            .note("the order of the chain decides: it counts as meeting every weaker one")
            .help(
                "write the same way into the weaker standard, after `, or`; if it is meant so, nothing is to be done",
            );
        for (line, label) in others {
            diagnostic = diagnostic.also(line.name.span, label);
        }
        self.out.push(diagnostic);
    }
}

/// A way to meet a standard, without its places.
fn plain(alternative: &AlternativeText) -> Alternative {
    match alternative {
        AlternativeText::Origins { count, at_least } => Alternative::Origins { count: *count, at_least: *at_least },
        AlternativeText::Acknowledged => Alternative::Acknowledged,
        AlternativeText::Finding(FoundText { words, bodies, all }) => {
            Alternative::Finding { words: words.clone(), bodies: values_of(bodies), all: *all }
        }
    }
}

/// A way to meet a standard, as it reads in a sentence.
fn words(way: &Alternative) -> String {
    match way {
        Alternative::Origins { count: 1, at_least: None } => "one report".to_owned(),
        Alternative::Origins { count, at_least } => {
            let origins = if *count == 1 { "1 origin".to_owned() } else { format!("{count} independent origins") };
            at_least.map_or(origins.clone(), |grade| format!("{origins} of grade {grade}"))
        }
        Alternative::Acknowledged => "an acknowledgement by the accused".to_owned(),
        Alternative::Finding { bodies, .. } => format!("a finding by {}", bodies.join(", ")),
    }
}

/// Whether everything that meets `a` meets `b`.
fn implies(a: &Alternative, b: &Alternative) -> bool {
    match (a, b) {
        (Alternative::Origins { count, at_least }, Alternative::Origins { count: fewer, at_least: bound }) => {
            let graded = match (at_least, bound) {
                (_, None) => true,
                (Some(grade), Some(bound)) => grade.letter() <= bound.letter() && grade.digit() <= bound.digit(),
                (None, Some(_)) => false,
            };
            count >= fewer && graded
        }
        (Alternative::Acknowledged, Alternative::Acknowledged) => true,
        (
            Alternative::Finding { words, bodies, all },
            Alternative::Finding { words: more, bodies: others, all: every },
        ) => {
            let asked = match (all, every) {
                (true, true) => others.iter().all(|body| bodies.contains(body)),
                (true, false) => others.iter().any(|body| bodies.contains(body)),
                (false, false) => bodies.iter().all(|body| others.contains(body)),
                (false, true) => bodies.len() == 1 && others.iter().all(|body| bodies.contains(body)),
            };
            asked && words.iter().all(|word| more.contains(word))
        }
        _ => false,
    }
}
