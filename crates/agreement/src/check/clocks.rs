//! Clocks and phases; whether a clock can complete and a phase be reached.
//!
//! Holds
//! - A clock that is refused because it can never complete comes with the arithmetic and with ways out.
//! - Where a text could mean two clocks, both are offered as lines to paste.
//!
//! Not here: counting (`evaluate`).

use record::vocabulary::time::{Instant, Interval, Zone};

use super::clauses::called;
use super::names::{self, listed, paste};
use super::{Checker, civil_words, duration_words, values_of};
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::syntax::*;
use crate::tree::{Clock, GapEffect, Length, PauseUnit, Phase, PhaseCondition, Policy, Scope};
use crate::{codes, limits};

impl Checker<'_> {
    pub(super) fn clock(&mut self, block: &ClockBlock) -> Option<Clock> {
        let (what, at) = (called("clock", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        self.clock_choices(block, &what, at);
        let length = block.length.said().and_then(|length| self.length(length, &what));
        let start = block.start.said().and_then(|start| self.moment(&start.value));
        let regime = block.regime.said().map(|regime| {
            let name = regime.value.as_ref()?;
            self.resolve(names::REGIME, name);
            Some(name.value.clone())
        });
        let scope = block.scope.said().map(|scope| match &scope.value {
            ScopeText::Anywhere => Scope::Anywhere,
            ScopeText::Each(zones) => {
                self.unique("zone of the clock", zones.iter().cloned());
                Scope::Each(self.resolve_all(names::ZONE, zones))
            }
            ScopeText::Pairs(actors) => {
                self.unique("actor of the clock", actors.iter().cloned());
                self.has_pairs(actors, &what);
                Scope::Pairs(self.resolve_all(names::ACTOR, actors))
            }
        });
        let watches = block.watches.said().map(|watches| {
            self.unique("watched article", watches.value.iter().cloned());
            for article in &watches.value {
                self.prohibiting(article, &format!("{what} cannot watch it"));
            }
            self.watches_one_text(&watches.value);
            values_of(&watches.value)
        });
        let qualifying = block.qualifying.said().and_then(|class| match &class.value {
            None => Some(0),
            Some(class) => {
                self.resolve(names::CLASS, class);
                self.known.of_kind(names::CLASS).iter().position(|known| *known == class.value)
            }
        });
        let policies: Vec<Option<Policy>> =
            block.policies.iter().map(|policy| self.policy(policy, qualifying, &what)).collect();
        for (i, policy) in policies.iter().enumerate().filter(|(_, policy)| policy.is_some()) {
            if let Some(first) = policies[..i].iter().position(|other| other == policy) {
                self.out.push(
                    Diagnostic::error(
                        codes::SAID_TWICE,
                        "this policy stands twice",
                        block.policies[i].span,
                        "said again here",
                    )
                    .also(block.policies[first].span, "said first here")
                    .help("delete one of the two"),
                );
            }
        }
        let headline = match &block.headline {
            Slot::Said(said) => Some(Some(self.policy_index(block, &said.value, said.span)?)),
            Slot::Absent => Some(None),
            Slot::Unreadable(_) => None,
        };
        let standards = block.standards.said().and_then(|standards| match &standards.value {
            None => Some((0..self.syntax.standards.lines.len()).collect::<Vec<_>>()),
            Some(list) => {
                self.unique("standard of the clock", list.iter().cloned());
                let found: Vec<Option<usize>> = list.iter().map(|name| self.standard(name)).collect();
                let mut found = found.into_iter().collect::<Option<Vec<_>>>()?;
                found.sort_unstable();
                Some(found)
            }
        });
        Some(Clock {
            name: block.head.name.value.clone(),
            length: length?,
            start: start?,
            regime: regime?,
            scope: scope?,
            watches: watches?,
            qualifying: qualifying?,
            policies: policies.into_iter().collect::<Option<_>>().filter(|_| !block.policies_unreadable)?,
            headline: headline?,
            contested: block.contested.said()?.value,
            unattributed: block.unattributed.said()?.value,
            unobserved: block.unobserved.said()?.value,
            standards: standards?,
            cited: cited?,
        })
    }

    /// Whether so many actors make pairs, and no more than are held.
    fn has_pairs(&mut self, actors: &[Named], what: &str) {
        if let [only] = actors {
            let known = self.known.of_kind(names::ACTOR);
            let all: Vec<String> = known.iter().take(limits::PAIR_NAMES).map(|name| paste(name)).collect();
            let line = format!("  for each pair of {}", all.join(", "));
            let message = format!("{what} does not say whom `{}` faces", only.value);
            self.out.push(
                Diagnostic::error(codes::NO_CLOCK_LINE, message, only.span, "a pair has two")
                    .lines("name those who face each other, such as", [line]),
            );
        }
        if let Some(beyond) = actors.get(limits::PAIR_NAMES) {
            let message = format!("{what} is for each pair of more than {} actors", limits::PAIR_NAMES);
            self.out.push(
                Diagnostic::error(codes::LIMIT, message, beyond.span, "one too many")
                    .help("write several clocks, each for those who face each other"),
            );
        }
    }

    /// Asks for every line of a clock that is not there.
    fn clock_choices(&mut self, block: &ClockBlock, what: &str, at: Span) {
        const OFFERED: usize = 6;
        let offered = |known: &[String], write: &dyn Fn(&str) -> String| -> Vec<String> {
            known.iter().filter(|name| !name.is_empty()).take(OFFERED).map(|name| write(name)).collect()
        };
        let breaches =
            |kind: &str| ["break", "do not break", "leave it open"].map(|does| format!("  {kind} breaches {does}"));
        let known = Known::of(self);
        let mut ask = |is_there: bool, asks: &str, lines: Vec<String>| {
            if !is_there {
                self.missing(codes::NO_CLOCK_LINE, format!("{what} does not say {asks}"), at, lines);
            }
        };
        let lengths = [
            "  counts N days elapsed",
            "  counts N calendar days, first day counts",
            "  counts N calendar days, first day is day 0",
        ];
        ask(block.length.is_there(), "how long it is, and in what unit", lengths.map(str::to_owned).to_vec());
        ask(block.start.is_there(), "from when it counts", vec![format!("  from {}", known.moment)]);
        let mut regimes = offered(&known.regimes, &|name| format!("  while {}", paste(name)));
        regimes.push("  whatever the regime".to_owned());
        ask(block.regime.is_there(), "whether a regime must run", regimes);
        let mut scopes = vec!["  anywhere".to_owned()];
        scopes.extend((!known.zones.is_empty()).then(|| {
            let zones: Vec<&str> = known.zones.iter().take(OFFERED).map(String::as_str).collect();
            format!("  in each of {}", zones.join(", "))
        }));
        let all: Vec<String> = known.actors.iter().take(OFFERED).map(|name| paste(name)).collect();
        scopes.extend((all.len() > 1).then(|| format!("  for each pair of {}", all.join(", "))));
        ask(block.scope.is_there(), "where, or between whom", scopes);
        let articles = offered(&known.articles, &|name| format!("  watches article {}", paste(name)));
        let articles = if articles.is_empty() { vec!["  watches article 1".to_owned()] } else { articles };
        ask(block.watches.is_there(), "which articles it watches", articles);
        let mut classes = offered(&known.classes, &|name| format!("  broken by {name} or graver"));
        classes.push("  broken by any breach".to_owned());
        ask(block.qualifying.is_there(), "which breaches break it", classes);
        ask(block.contested.is_there(), "what contested breaches do", breaches("contested").to_vec());
        ask(
            block.unattributed.is_there(),
            "what breaches do that are attributed to nobody",
            breaches("unattributed").to_vec(),
        );
        let days = ["count", "do not count", "leave it open"].map(|does| format!("  unobserved days {does}"));
        ask(block.unobserved.is_there(), "what days do that nobody watched", days.to_vec());
        let who = known.deciders;
        let first = known.classes.first().map_or("breaches", String::as_str);
        let policies = vec![
            "  on break reset".to_owned(),
            "  on break pause by civil day".to_owned(),
            "  on break pause for 12 hours".to_owned(),
            "  on break pause until restored".to_owned(),
            format!("  on break tolerate 2 {first} in 72 hours, then reset"),
            format!(
                "  on break refer to all of {who} for 24 hours from the breach, then reset, late rulings do not count"
            ),
            "  on break leave to the deciders".to_owned(),
        ];
        ask(!block.policies.is_empty() || block.policies_unreadable, "what happens on a break", policies);
        let mut standards = vec!["  under every standard".to_owned()];
        standards.extend(offered(&known.standards, &|name| format!("  under {name}")));
        ask(block.standards.is_there(), "under which standards it counts", standards);
    }

    fn length(&mut self, length: &Said<LengthText>, what: &str) -> Option<Length> {
        match &length.value {
            LengthText::Elapsed(seconds) => Some(Length::Elapsed(*seconds)),
            LengthText::Calendar { days, first_day_counts: Some(counts) } => {
                Some(Length::Calendar { days: *days, first_day_counts: *counts })
            }
            LengthText::Calendar { .. } => {
                let message = format!("{what} does not say whether its first day counts");
                let words = [", first day counts", ", first day is day 0"];
                self.unsaid(codes::NO_CLOCK_LINE, message, length.span, words);
                None
            }
            LengthText::Unsaid { seconds } => {
                let message = format!("{what} does not say whether it counts elapsed time or civil days");
                let mut lines = vec![format!("{} elapsed", self.quote(length.span))];
                if seconds % 86_400 == 0 {
                    let days = seconds / 86_400;
                    let unit = if days == 1 { "calendar day" } else { "calendar days" };
                    lines.push(format!("counts {days} {unit}, first day counts"));
                    lines.push(format!("counts {days} {unit}, first day is day 0"));
                }
                self.unsaid(codes::NO_CLOCK_LINE, message, length.span, lines);
                None
            }
        }
    }

    fn policy(&mut self, policy: &Said<PolicyText>, qualifying: Option<usize>, what: &str) -> Option<Policy> {
        let code = codes::NO_CLOCK_LINE;
        match &policy.value {
            PolicyText::Reset => Some(Policy::Reset),
            PolicyText::Pause(unit) => Some(Policy::Pause(*unit)),
            PolicyText::Discretionary => Some(Policy::Discretionary),
            PolicyText::Tolerate { numbers, window, beyond } => {
                if window.is_none() {
                    let message = format!("{what} does not say over what time it tolerates breaches");
                    self.unsaid(code, message, policy.span, ["in 72 hours", "in the run"]);
                }
                if beyond.is_none() {
                    let message = format!("{what} does not say what happens beyond what it tolerates");
                    self.unsaid(code, message, policy.span, [", then reset", ", then pause by civil day"]);
                }
                let at_most = self.at_most(numbers, qualifying?, policy.span, what);
                Some(Policy::Tolerate { at_most: at_most?, window: (*window)?, beyond: (*beyond)? })
            }
            PolicyText::Refer { deciders, term, from, then, late_count } => {
                let deciders = self.deciders(deciders);
                if from.is_none() {
                    let message = format!("{what} does not say from when the time for a ruling runs");
                    self.unsaid(code, message, policy.span, ["from the breach", "from its being known"]);
                }
                if then.is_none() {
                    let message = format!("{what} does not say what happens where no ruling comes");
                    let words = [", then reset", ", then pause by civil day", ", then excuse"];
                    self.unsaid(code, message, policy.span, words);
                }
                if late_count.is_none() {
                    let message = format!("{what} does not say whether late rulings count");
                    self.unsaid(code, message, policy.span, [", late rulings count", ", late rulings do not count"]);
                }
                let (from, then, late_count) = ((*from)?, (*then)?, (*late_count)?);
                Some(Policy::Refer { deciders, term: *term, from, then, late_count })
            }
        }
    }

    /// How many breaches of each class are tolerated: a number for every class that breaks the clock, and no other.
    fn at_most(
        &mut self,
        numbers: &[(u32, Named)],
        qualifying: usize,
        span: Span,
        what: &str,
    ) -> Option<Vec<Option<u32>>> {
        let classes = self.known.of_kind(names::CLASS).to_vec();
        if classes.is_empty() {
            return match numbers {
                [(count, word)] if matches!(word.value.as_str(), "breach" | "breaches") => Some(vec![Some(*count)]),
                _ => {
                    let message = format!("{what} tolerates by classes, and this text has none");
                    let count = numbers.first().map_or(0, |(count, _)| *count);
                    let line = format!("on break tolerate {count} breaches in 72 hours, then reset");
                    self.out.push(
                        Diagnostic::error(codes::TOLERANCE, message, span, "tolerates by classes")
                            .lines("declare the classes in a block `severity`, or write one number such as", [line]),
                    );
                    None
                }
            };
        }
        self.unique("tolerated class", numbers.iter().map(|(_, class)| class.clone()));
        let mut at_most: Vec<Option<u32>> = vec![None; classes.len()];
        let mut is_right = true;
        for (count, class) in numbers {
            is_right &= self.resolve(names::CLASS, class);
            let Some(index) = classes.iter().position(|known| *known == class.value) else { continue };
            at_most[index] = Some(*count);
            if index < qualifying {
                is_right = false;
                let message = format!("{what} tolerates `{}`, which does not break it", class.value);
                self.out.push(
                    Diagnostic::error(codes::TOLERANCE, message, class.span, "has no effect")
                        .note(format!("it is broken by `{}` or graver", classes[qualifying]))
                        .help("delete the number, or say that this class breaks the clock"),
                );
            }
        }
        let lacking: Vec<&str> = (qualifying..classes.len())
            .filter(|index| at_most[*index].is_none())
            .map(|index| classes[index].as_str())
            .collect();
        if lacking.is_empty() || !is_right {
            return is_right.then_some(at_most);
        }
        let message = format!("{what} does not say how many {} it tolerates", listed(&lacking));
        let all = (qualifying..classes.len())
            .map(|index| format!("{} {}", at_most[index].unwrap_or(0), classes[index]))
            .collect::<Vec<_>>()
            .join(", ");
        self.out.push(
            Diagnostic::error(codes::TOLERANCE, message, span, "not every class that breaks the clock has a number")
                .note("`0` says that none is tolerated")
                .help(format!("write `tolerate {all} …` with the numbers agreed on")),
        );
        None
    }

    /// The index of a policy of a clock by its words.
    fn policy_index(&mut self, clock: &ClockBlock, name: &PolicyName, span: Span) -> Option<usize> {
        let found: Vec<usize> =
            (0..clock.policies.len()).filter(|i| policy_name(&clock.policies[*i].value) == *name).collect();
        let what = called("clock", &clock.head);
        match found.as_slice() {
            [one] => return Some(*one),
            [] if clock.policies_unreadable => {}
            [] => {
                let words: Vec<String> = clock.policies.iter().map(|policy| policy_words(&policy.value)).collect();
                let shown: Vec<&str> = words.iter().map(String::as_str).collect();
                let message = format!("{what} has no such policy");
                let mut diagnostic =
                    Diagnostic::error(codes::UNKNOWN_POLICY, message, span, "not a policy of this clock")
                        .also(clock.head.span, "this clock");
                if !shown.is_empty() {
                    diagnostic = diagnostic.note(format!("its policies are {}", listed(&shown)));
                }
                let written = match name {
                    PolicyName::Other(words) => words.clone(),
                    _ => String::new(),
                };
                let diagnostic =
                    self.suggest(diagnostic, &written, &words, "name one of them, or add a line `on break …`");
                self.out.push(diagnostic);
            }
            [first, second, ..] => {
                let message = format!("{what} has two policies that these words can mean");
                self.out.push(
                    Diagnostic::error(codes::UNKNOWN_POLICY, message, span, "which of them?")
                        .also(clock.policies[*first].span, "this one")
                        .also(clock.policies[*second].span, "or this one")
                        .help("write two clocks, each with one of the policies"),
                );
            }
        }
        None
    }

    /// Whether an article is declared and forbids something; reported where not.
    pub(super) fn prohibiting(&mut self, article: &Named, so: &str) -> bool {
        if !self.with_verdict(article, so) {
            return false;
        }
        let block = self.articles.get(article.value.as_str());
        let Some(span) = block.and_then(|block| block.requires.span()) else { return true };
        let message = format!("article `{}` requires, so {so}", article.value);
        self.out.push(
            Diagnostic::error(
                codes::NO_VERDICT,
                message,
                article.span,
                "a clock is broken by acts, not by what is left undone",
            )
            .also(span, "this article requires")
            .help("ask for it in the phase: `and article … is kept at completion`"),
        );
        false
    }

    /// Whether an article is declared and has a verdict; reported where not.
    pub(super) fn with_verdict(&mut self, article: &Named, so: &str) -> bool {
        if !self.resolve(names::ARTICLE, article) {
            return false;
        }
        let Some(block) = self.articles.get(article.value.as_str()) else { return false };
        let (how, at) = match (block.declares.span(), block.not_yet.span()) {
            (Some(span), _) => ("declares", span),
            (_, Some(span)) => ("is not yet expressed", span),
            (None, None) => return true,
        };
        let message = format!("article `{}` has no verdict, so {so}", article.value);
        self.out.push(
            Diagnostic::error(codes::NO_VERDICT, message, article.span, "can be neither kept nor breached")
                .also(at, format!("this article {how}"))
                .help("name an article that forbids or requires, or let people answer in a `judgement`"),
        );
        false
    }

    /// Reports clocks that need more time than their regime can ever last (clocks C2, C9, gaps G3).
    pub(super) fn diagnose_completion(&mut self) {
        let syntax = self.syntax;
        let Some(zone) = self.zone.clone() else { return };
        let mut reported = 0;
        for clock in &syntax.clocks {
            if reported == limits::ARITHMETICS {
                return;
            }
            let Some(Said { value: Some(regime), .. }) = clock.regime.said() else { continue };
            let Some(block) = syntax.regimes.iter().find(|block| block.head.name.value == regime.value) else {
                continue;
            };
            let (Some(length), Some(start)) = (clock.length.said(), clock.start.said()) else { continue };
            let (Some(runs), Some(gap)) = (block.runs.said(), block.gap.said()) else { continue };
            let Some(renewal) = block.renewal.said().filter(|said| matches!(said.value, RenewalText::Not)) else {
                continue;
            };
            if block.continues_on_silence.said().is_none_or(|continues| continues.value) {
                continue;
            }
            let Some(GapEffect::Paused | GapEffect::Reset) = gap.value.clocks else { continue };
            let (Some(lasts), Some(from), Some(start)) =
                (runs.value.seconds, self.instant(&runs.value.from), self.instant(&start.value))
            else {
                continue;
            };
            let regime_runs = Interval::new(from, from.plus(lasts));
            let Some((needs, arithmetic)) = shortfall(&zone, &length.value, start, regime_runs) else { continue };
            reported += 1;
            let name = &regime.value;
            let mut diagnostic = Diagnostic::error(
                codes::NEVER_COMPLETE,
                format!("{} can never complete", called("clock", &clock.head)),
                length.span,
                format!("needs {needs} while regime `{name}` runs"),
            )
            .also(runs.span, format!("lasts {}", duration_words(lasts)))
            .also(renewal.span, "and is never longer")
            .also(gap.span, "outside of it nothing counts");
            diagnostic.notes = arithmetic;
            let who = self.some_deciders();
            self.out.push(
                diagnostic
                    .lines(
                        format!("if regime `{name}` can be renewed, write in it instead of `not renewable`"),
                        [format!("  renewed by all of {who}, late renewal is not retroactive")],
                    )
                    .lines("if the clock counts on without the regime, write in the clock", ["  whatever the regime"])
                    .help("otherwise shorten the clock or lengthen the regime"),
            );
        }
    }

    pub(super) fn phase(&mut self, block: &PhaseBlock) -> Option<Phase> {
        let code = codes::NO_PHASE_LINE;
        let (what, at) = (called("phase", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        if block.conditions.is_empty() && !block.conditions_unreadable {
            let lines: Vec<String> = self.syntax.clocks.iter().flat_map(completions).take(8).collect();
            let lines: Vec<String> = if lines.is_empty() {
                vec!["  eligible when clock \"…\" is complete by reset".into(), "  eligible when judged \"…\"".into()]
            } else {
                lines.into_iter().map(|line| format!("  eligible when {line}")).collect()
            };
            self.missing(code, format!("{what} does not say when it is eligible"), at, lines);
        }
        if !block.once.is_there() {
            let lines = ["  once complete", "  while the run still stands"];
            let message =
                format!("{what} does not say whether it stays eligible when the clock breaks after completion");
            self.missing(code, message, at, lines);
        }
        if !block.standard.is_there() {
            let lines: Vec<String> =
                self.known.of_kind(names::STANDARD).iter().take(8).map(|name| format!("  under {name}")).collect();
            self.missing(code, format!("{what} does not say under which standard it is eligible"), at, lines);
        }
        if !block.deciders.is_there() {
            let who = self.some_deciders();
            let chair = who.split(", ").next().unwrap_or("A");
            let lines = [
                format!("  opened by all of {who}"),
                format!("  opened by any of {who}"),
                format!("  opened by {chair} as chair of {who}"),
            ];
            self.missing(code, format!("{what} does not say who opens it"), at, lines);
        }
        let standard = match &block.standard {
            Slot::Said(said)
                if said.value == "every standard" && !self.known.of_kind(names::STANDARD).contains(&said.value) =>
            {
                let standards = self.known.of_kind(names::STANDARD).iter().take(8);
                let lines: Vec<String> = standards.map(|name| format!("  under {name}")).collect();
                let message = format!("{what} is decided under one standard, and this line names them all");
                let diagnostic =
                    Diagnostic::error(codes::UNKNOWN_STANDARD, message, self.last_words(said), "expected one");
                self.out.push(diagnostic.lines("write one of these lines instead", lines));
                None
            }
            Slot::Said(said) => {
                let name = Said { value: said.value.clone(), span: self.last_words(said) };
                self.standard(&name).map(|index| (index, name))
            }
            _ => None,
        };
        let conditions: Vec<Option<PhaseCondition>> =
            block.conditions.iter().map(|condition| self.condition(condition, standard.as_ref(), block)).collect();
        let kept = block.conditions.iter().find(|said| matches!(said.value, PhaseConditionText::Kept { .. }));
        let has_clock = block.conditions.iter().any(|said| matches!(said.value, PhaseConditionText::Complete { .. }));
        if let Some(kept) = kept.filter(|_| !has_clock && !block.conditions_unreadable) {
            let lines: Vec<String> =
                self.syntax.clocks.iter().flat_map(completions).take(8).map(|line| format!("  and {line}")).collect();
            let message = format!("{what} asks about the run of a clock and names no clock");
            self.out.push(Diagnostic::error(codes::NO_RUN, message, kept.span, "no condition names a clock").lines(
                "add a condition such as",
                if lines.is_empty() { vec!["  and clock \"…\" is complete by reset".into()] } else { lines },
            ));
        }
        let deciders = block.deciders.said().map(|deciders| self.deciders(&deciders.value));
        Some(Phase {
            name: block.head.name.value.clone(),
            conditions: conditions.into_iter().collect::<Option<_>>().filter(|_| !block.conditions_unreadable)?,
            once: block.once.said()?.value,
            standard: standard?.0,
            deciders: deciders?,
            cited: cited?,
        })
    }

    fn condition(
        &mut self,
        condition: &Said<PhaseConditionText>,
        standard: Option<&(usize, Named)>,
        phase: &PhaseBlock,
    ) -> Option<PhaseCondition> {
        let what = called("phase", &phase.head);
        match &condition.value {
            PhaseConditionText::Complete { clock, policy } => {
                let syntax = self.syntax;
                self.resolve(names::CLOCK, clock);
                let block = syntax.clocks.iter().find(|block| block.head.name.value == clock.value)?;
                if let (Some((_, standard)), Some(Said { value: Some(counted), span })) =
                    (standard, block.standards.said())
                    && !counted.iter().any(|name| name.value == standard.value)
                {
                    let message = format!("{what} can never be eligible");
                    let counted = values_of(counted);
                    let label = format!(
                        "clock `{}` counts under {} only",
                        clock.value,
                        listed(&counted.iter().map(String::as_str).collect::<Vec<_>>())
                    );
                    self.out.push(
                        Diagnostic::error(
                            codes::UNREACHABLE_PHASE,
                            message,
                            standard.span,
                            format!("asks under `{}`", standard.value),
                        )
                        .also(condition.span, "of this clock")
                        .also(*span, label)
                        .help(format!(
                            "let the clock count under `{}` too, or ask under one of its standards",
                            standard.value
                        )),
                    );
                }
                let Some(policy) = policy else {
                    let message = format!("{what} does not say by which policy the clock must be complete");
                    let words = block.policies.iter().map(|policy| format!("by {}", policy_words(&policy.value)));
                    self.unsaid(codes::NO_PHASE_LINE, message, condition.span, words.collect::<Vec<_>>());
                    return None;
                };
                let policy = self.policy_index(block, &policy.value, policy.span)?;
                Some(PhaseCondition::Complete { clock: clock.value.clone(), policy })
            }
            PhaseConditionText::Kept { article, throughout } => {
                if self.with_verdict(article, "it cannot be a condition") {
                    self.of_the_agreement(article);
                }
                if throughout.is_none() {
                    let message = format!("{what} does not say when article `{}` must be kept", article.value);
                    self.unsaid(codes::NO_PHASE_LINE, message, condition.span, ["at completion", "throughout the run"]);
                }
                Some(PhaseCondition::Kept { article: article.value.clone(), throughout: (*throughout)? })
            }
            PhaseConditionText::Judged(judgement) => {
                self.resolve(names::JUDGEMENT, judgement);
                Some(PhaseCondition::Judged(judgement.value.clone()))
            }
        }
    }
}

/// What can be offered for pasting in a clock.
struct Known {
    moment: String,
    deciders: String,
    regimes: Vec<String>,
    zones: Vec<String>,
    actors: Vec<String>,
    articles: Vec<String>,
    classes: Vec<String>,
    standards: Vec<String>,
}

impl Known {
    fn of(checker: &Checker<'_>) -> Known {
        let list = |kind| checker.known.of_kind(kind).to_vec();
        let forbids = |block: &&ArticleBlock| !block.declares.is_there() && !block.not_yet.is_there();
        Known {
            moment: checker.some_moment(),
            deciders: checker.some_deciders(),
            regimes: list(names::REGIME),
            zones: list(names::ZONE),
            actors: list(names::ACTOR),
            articles: checker.syntax.articles.iter().filter(forbids).map(|a| a.head.name.value.clone()).collect(),
            classes: list(names::CLASS),
            standards: list(names::STANDARD),
        }
    }
}

/// "clock "seven days" is complete by reset", once for each policy.
fn completions(clock: &ClockBlock) -> Vec<String> {
    let name = paste(&clock.head.name.value);
    clock.policies.iter().map(|policy| format!("clock {name} is complete by {}", policy_words(&policy.value))).collect()
}

fn policy_name(policy: &PolicyText) -> PolicyName {
    match policy {
        PolicyText::Reset => PolicyName::Reset,
        PolicyText::Pause(unit) => PolicyName::Pause(*unit),
        PolicyText::Tolerate { .. } => PolicyName::Tolerate,
        PolicyText::Refer { .. } => PolicyName::Refer,
        PolicyText::Discretionary => PolicyName::Discretionary,
    }
}

/// A policy by the words that name it.
fn policy_words(policy: &PolicyText) -> String {
    match policy {
        PolicyText::Reset => "reset".to_owned(),
        PolicyText::Pause(PauseUnit::CivilDay) => "pause by civil day".to_owned(),
        PolicyText::Pause(PauseUnit::Seconds(seconds)) => format!("pause for {}", duration_words(*seconds)),
        PolicyText::Pause(PauseUnit::UntilRestored) => "pause until restored".to_owned(),
        PolicyText::Tolerate { .. } => "tolerate".to_owned(),
        PolicyText::Refer { .. } => "refer".to_owned(),
        PolicyText::Discretionary => "leave to the deciders".to_owned(),
    }
}

/// What a clock of this length needs, and why `regime` cannot give it; `None` where it can.
fn shortfall(zone: &Zone, length: &LengthText, start: Instant, regime: Interval) -> Option<(String, Vec<String>)> {
    let counted = Interval::new(start.max(regime.from), regime.until);
    let words = |at: Instant| civil_words(zone, at);
    let mut notes = vec![format!(
        "the regime runs from {} until {} ({}): {}",
        words(regime.from),
        words(regime.until),
        zone.name(),
        duration_words(regime.seconds()),
    )];
    if start > regime.from {
        notes.push(format!(
            "the clock starts {}: {} of them are left",
            words(start),
            duration_words(counted.seconds())
        ));
    }
    match *length {
        LengthText::Elapsed(needs) if counted.seconds() < needs => {
            let (needs_words, has) = (duration_words(needs), duration_words(counted.seconds()));
            notes.push(format!(
                "{needs_words} - {has} = {} that can never come",
                duration_words(needs - counted.seconds())
            ));
            Some((needs_words, notes))
        }
        // No zone's days have ever added up to five days more or less than their number.
        LengthText::Calendar { days, .. } if counted.seconds() / 86_400 >= days + 5 => None,
        LengthText::Calendar { days, first_day_counts } => {
            let first_day_counts = first_day_counts?;
            let mut found = Vec::new();
            let (mut touched, mut day) = (0_i64, zone.day_of(counted.from));
            while day.from < counted.until && (found.len() as i64) < days {
                touched += 1;
                let is_whole = day.from >= start || (first_day_counts && day.contains(start));
                let asked = day.meet(Interval::new(start, Instant::NEVER));
                if is_whole && regime.from <= asked.from && asked.until <= regime.until {
                    found.push(zone.date_of(day.from).to_string());
                }
                let next = zone.day_of(day.until);
                if next.from <= day.from {
                    break;
                }
                day = next;
            }
            let has = found.len() as i64;
            if has >= days {
                return None;
            }
            let unit = |count: i64| if count == 1 { "civil day" } else { "civil days" };
            let which = if (1..=4).contains(&has) { format!(" ({})", found.join(", ")) } else { String::new() };
            notes.push(format!("that touches {touched} {} and holds {has} that count{which}", unit(touched)));
            notes.push(format!("{days} - {has} = {} {} that can never come", days - has, unit(days - has)));
            Some((format!("{days} {}", unit(days)), notes))
        }
        LengthText::Elapsed(_) | LengthText::Unsaid { .. } => None,
    }
}
