//! Patterns: every choice made, every name declared.
//!
//! Not here: what a pattern comes to (`evaluate`).

use super::clauses::called;
use super::names;
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::Diagnostic;
use crate::parse::syntax::*;
use crate::tree::Pattern;

impl Checker<'_> {
    pub(super) fn pattern(&mut self, block: &PatternBlock) -> Option<Pattern> {
        let code = codes::NO_PATTERN_LINE;
        let (what, at) = (called("pattern", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        let offered = |known: &[String], line: &dyn Fn(&String) -> String, other: &str| -> Vec<String> {
            let some: Vec<String> = known.iter().take(4).map(line).collect();
            if some.is_empty() { vec![other.to_owned()] } else { some }
        };
        if !block.counts.is_there() {
            let line = |name: &String| format!("  at least 10 breaches of article {} in 7 days", names::paste(name));
            let known: Vec<String> = self.known.of_kind(names::ARTICLE).iter().take(1).cloned().collect();
            let lines = offered(&known, &line, "  at least 10 breaches of article 1 in 7 days");
            self.missing(code, format!("{what} does not say how many breaches of what in which time"), at, lines);
        }
        if !block.by.is_there() {
            let mut lines =
                offered(self.known.of_kind(names::ACTOR), &|name| format!("  by {}", names::paste(name)), "  by North");
            lines.push("  by anyone".to_owned());
            self.missing(code, format!("{what} does not say whose breaches count"), at, lines);
        }
        if !block.qualifying.is_there() {
            let classes = self.known.of_kind(names::CLASS);
            let mut lines: Vec<String> =
                classes.iter().map(|name| format!("  of {} or graver", names::paste(name))).collect();
            lines.push("  of any class".to_owned());
            self.missing(code, format!("{what} does not say which breaches count"), at, lines);
        }
        if !block.judgement.is_there() {
            let line = |name: &String| format!("  referred to \"{name}\"");
            let lines = offered(self.known.of_kind(names::JUDGEMENT), &line, "  referred to \"a pattern\"");
            self.missing(code, format!("{what} does not say who is asked"), at, lines);
        }
        let counts = block.counts.said().map(|said| {
            self.unique("watched article", said.value.watches.iter().cloned());
            let mut whole = true;
            for article in &said.value.watches {
                whole &= self.prohibiting(article, &format!("{what} cannot count its breaches"));
            }
            self.watches_one_text(&said.value.watches);
            if said.value.at_least < 2 {
                let message = format!("{what} counts fewer than 2 breaches");
                self.out.push(
                    Diagnostic::error(code, message, said.span, "one breach is no pattern")
                        .help("write `at least 2 breaches` or more; what one breach does is for a clock to say"),
                );
                whole = false;
            }
            whole.then_some(&said.value)
        });
        let by = block.by.said().map(|said| {
            for name in &said.value {
                self.resolve(names::ACTOR, name);
            }
            values_of(&said.value)
        });
        let qualifying = block.qualifying.said().and_then(|class| match &class.value {
            None => Some(0),
            Some(class) => {
                self.resolve(names::CLASS, class);
                self.known.of_kind(names::CLASS).iter().position(|known| *known == class.value)
            }
        });
        let judgement = block.judgement.said().map(|said| &said.value);
        let known = judgement.is_some_and(|name| self.resolve(names::JUDGEMENT, name));
        let counts = counts.flatten()?;
        Some(Pattern {
            name: block.head.name.value.clone(),
            at_least: usize::try_from(counts.at_least).unwrap_or(usize::MAX),
            watches: values_of(&counts.watches),
            seconds: counts.seconds,
            by: by?,
            qualifying: qualifying?,
            judgement: judgement.filter(|_| known)?.value.clone(),
            cited: cited?,
        })
    }
}
