//! Articles that require: whom, what, by when, who must show it, bands of lateness; and steps that permit an act.
//!
//! Holds
//! - Every choice is in the text: a missing one is listed with its alternatives.
//!
//! Not here: what articles of every kind have (`clauses`).

use super::clauses::called;
use super::names;
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Span};
use crate::paraphrase::words::duration;
use crate::parse::syntax::*;
use crate::tree::{Band, Due, Found, Obligation, Provided, Shown, Step, StepTime, Towards, Trigger, Weapons};

impl Checker<'_> {
    pub(super) fn obligation(&mut self, block: &ArticleBlock, what: &str) -> Option<Obligation> {
        let code = codes::NO_ARTICLE_LINE;
        self.obligation_lines(block, what);
        let requires = block.requires.said();
        if let Some(Said { value: RequiresText { every: None, acts }, span }) = requires
            && acts.len() > 1
        {
            let message = format!("{what} does not say whether every one of these is required, or any one");
            let list = values_of(acts).join(", ");
            self.out.push(
                Diagnostic::error(code, message, *span, "several acts")
                    .lines("write one of", [format!("  requires all of {list}"), format!("  requires any of {list}")]),
            );
        }
        let acts = requires.map(|requires| {
            self.unique("act", requires.value.acts.iter().cloned());
            self.resolve_all(names::ACT, &requires.value.acts)
        });
        let every = requires.map(|requires| requires.value.every == Some(true));
        let obliged = self.obliged(block, what);
        let weapons = match &block.weapons {
            Slot::Absent => Some(Weapons::Any { such_as: Vec::new() }),
            _ => self.weapons_of(block),
        };
        let zone = self.zone_of(block, what);
        let period = block.period.said().and_then(|period| self.period(period, what));
        let due = block.due.said().and_then(|due| self.due(&due.value));
        self.due_first(block, what);
        let measured = matches!(block.due.said(), Some(Said { value: DueText::Promptly { .. }, .. }));
        let shown = match &block.shown {
            Slot::Said(Said { value: ShownText::ByTheObliged, .. }) => Some(Shown::ByTheObliged),
            Slot::Said(Said { value: ShownText::ByTheAccuser(through), span }) => match through {
                Some(through) => Some(Shown::ByTheAccuser { through: self.resolve_all(names::ACT, through) }),
                None => {
                    let message = format!("{what} does not say through which act the accuser shows a breach");
                    let line = format!(", through {}", self.some_act("roadblock"));
                    self.unsaid(code, message, *span, [line]);
                    None
                }
            },
            Slot::Absent if measured => Some(Shown::ByTheObliged),
            Slot::Absent | Slot::Unreadable(_) => None,
        };
        let bands = self.bands(block, what, measured);
        let (obliged, any_one, towards) = obliged?;
        let measured = self.measured_of(block)?;
        let total = match &block.totals {
            Slot::Said(said) if every == Some(true) => {
                let message = format!("{what} asks for a total of several acts that are all required");
                self.out.push(
                    Diagnostic::error(codes::NOT_OBLIGED, message, said.span, "the total of which of them?")
                        .help("write one article for each act, or `requires any of …`"),
                );
                return None;
            }
            Slot::Said(said) => Some(said.value.clone()),
            Slot::Absent => None,
            Slot::Unreadable(_) => return None,
        };
        Some(Obligation {
            acts: acts?,
            every: every?,
            obliged,
            any_one,
            towards,
            weapons: weapons?,
            zone: zone?,
            measured,
            total,
            period: period?,
            due: due?,
            shown: shown?,
            bands: bands?,
        })
    }

    /// Reports the lines that an obligation lacks.
    fn obligation_lines(&mut self, block: &ArticleBlock, what: &str) {
        let (code, at) = (codes::NO_ARTICLE_LINE, block.head.span);
        if !block.requires.is_there() {
            let act = self.some_act("withdrawal");
            self.missing(code, format!("{what} does not say what it requires"), at, [format!("  requires {act}")]);
        }
        if block.binds.is_empty() && !block.binds_unreadable {
            let parties = self.syntax.parties.said().map(|parties| values_of(&parties.value)).unwrap_or_default();
            let list = if parties.is_empty() { "North, South".to_owned() } else { parties.join(", ") };
            let lines = [format!("  binds {list}"), format!("  binds any of {list}")];
            self.missing(code, format!("{what} does not say whom it obliges"), at, lines);
        }
        self.where_and_when(block, what);
        if !block.due.is_there() {
            let moment = self.some_moment();
            let act = self.some_act("arrival");
            let lines = [
                format!("  before {moment} + 72 hours"),
                format!("  within 12 hours of {act} by anyone"),
                "  within 24 hours of each other".to_owned(),
                format!("  promptly after {act} by anyone"),
            ];
            self.missing(code, format!("{what} does not say by when"), at, lines);
        }
        let measured = matches!(block.due.said(), Some(Said { value: DueText::Promptly { .. }, .. }));
        match block.shown.span() {
            None if block.due.is_there() && !measured => {
                let accuser = format!("  breach shown by the accuser, through {}", self.some_act("roadblock"));
                let lines = ["  fulfilment shown by the obliged".to_owned(), accuser];
                self.missing(code, format!("{what} does not say what it means that nothing is shown"), at, lines);
            }
            Some(span) if measured => self.without_verdict(what, span),
            _ => {}
        }
    }

    /// An act that the text declares, for a line to paste; `else_this` where it declares none.
    fn some_act(&self, else_this: &str) -> String {
        self.known.of_kind(names::ACT).first().map_or(else_this, String::as_str).to_owned()
    }

    fn without_verdict(&mut self, what: &str, span: Span) {
        let message = format!("{what} is measured and has no verdict");
        self.out.push(
            Diagnostic::error(codes::NOT_OBLIGED, message, span, "nothing follows from this")
                .help("delete the line, or write a number: `within 12 hours of …` instead of `promptly after …`"),
        );
    }

    /// Who is obliged, whether any one is enough, and towards whom.
    fn obliged(&mut self, block: &ArticleBlock, what: &str) -> Option<(Vec<String>, bool, Towards)> {
        if let [first, second, ..] = block.binds.as_slice() {
            let message = format!("{what} obliges in two lines");
            self.out.push(
                Diagnostic::error(codes::SAID_TWICE, message, second.span, "said again here")
                    .also(first.span, "said here first")
                    .help("name all who are obliged in one line, or write two articles"),
            );
            return None;
        }
        let line = block.binds.first().filter(|_| !block.binds_unreadable)?;
        let obliged = self.resolve_all(names::ACTOR, &line.actors);
        self.unique("obliged actor", line.actors.iter().cloned());
        self.bound_outsiders(line);
        let triggered =
            matches!(block.due.said().map(|due| &due.value), Some(DueText::Within { .. } | DueText::Promptly { .. }));
        let together = matches!(block.due.said().map(|due| &due.value), Some(DueText::EachOther { .. }));
        let wrong = if line.each_other {
            Some((
                "obliges towards each other",
                "name those towards whom, or leave `towards` out: each is obliged for itself",
            ))
        } else if line.whoever && !triggered && block.due.is_there() {
            Some(("has no trigger", "write `within 12 hours of …`, or name those towards whom"))
        } else if together && (line.any_one || line.actors.len() < 2) {
            Some((
                "asks for a step within a time of each other, and nobody is there to be the other",
                "name two or more, without `any of`; or write `before D + 72 hours`",
            ))
        } else {
            None
        };
        if let Some((how, help)) = wrong {
            let message = format!("{what} {how}");
            self.out.push(Diagnostic::error(codes::NOT_OBLIGED, message, line.span, "cannot be meant so").help(help));
            return None;
        }
        let towards = if line.whoever {
            Towards::WhoeverTriggers
        } else if line.named.is_empty() {
            Towards::Anyone
        } else {
            Towards::Named(self.resolve_all(names::ACTOR, &line.named))
        };
        Some((obliged, line.any_one, towards))
    }

    fn due(&mut self, due: &DueText) -> Option<Due> {
        Some(match due {
            DueText::By(moment) => Due::By(self.moment(moment)?),
            DueText::EachOther { seconds } => Due::EachOther { seconds: *seconds },
            DueText::Within { seconds, trigger } => Due::Within { seconds: *seconds, trigger: self.trigger(trigger) },
            DueText::Promptly { trigger } => Due::Promptly { trigger: self.trigger(trigger) },
        })
    }

    fn trigger(&mut self, trigger: &TriggerText) -> Trigger {
        if let Some(zone) = &trigger.zone {
            self.resolve(names::ZONE, zone);
            self.note_unseen("the trigger", zone);
        }
        Trigger {
            acts: self.resolve_all(names::ACT, &trigger.acts),
            by: self.resolve_all(names::ACTOR, &trigger.by),
            zone: trigger.zone.as_ref().map(|zone| zone.value.clone()),
            found: trigger.found.as_ref().map(|found| Found {
                words: found.words.clone(),
                bodies: self.resolve_all(names::BODY, &found.bodies),
                all: found.all,
            }),
        }
    }

    /// Reports a deadline that is over when the article begins.
    fn due_first(&mut self, block: &ArticleBlock, what: &str) {
        let (Some(due), Some(period)) = (block.due.said(), block.period.said()) else { return };
        let DueText::By(moment) = &due.value else { return };
        let begins = match &period.value {
            PeriodText::Fixed { from, .. } => self.instant(from),
            PeriodText::During(regime) => {
                let regime = self.syntax.regimes.iter().find(|block| block.head.name.value == regime.value);
                regime.and_then(|regime| regime.runs.said()).and_then(|runs| self.instant(&runs.value.from))
            }
        };
        let (Some(begins), Some(ends), Some(zone)) = (begins, self.instant(moment), &self.zone) else { return };
        if ends > begins {
            return;
        }
        let (begins, ends) = (super::civil_words(zone, begins), super::civil_words(zone, ends));
        let message = format!("{what} is due when it begins, or before");
        self.out.push(
            Diagnostic::error(codes::DUE_FIRST, message, due.span, "no instant lies between")
                .also(period.span, "in force from here")
                .note(format!("it is in force from {begins}, and due before {ends}"))
                .help("write a later deadline, or let the article begin earlier"),
        );
    }

    fn bands(&mut self, block: &ArticleBlock, what: &str, measured: bool) -> Option<Vec<Band>> {
        if let Some(first) = block.bands.first().filter(|_| measured) {
            self.without_verdict(what, first.span);
            return None;
        }
        let mut bands: Vec<Band> = Vec::new();
        for (i, band) in block.bands.iter().enumerate() {
            let BandText { below, label, kept } = &band.value;
            let Some(kept) = *kept else {
                let message = format!("{what} does not say what this lateness means");
                self.unsaid(codes::NO_ARTICLE_LINE, message, band.span, [", kept", ", breached"]);
                return None;
            };
            let is_last = i + 1 == block.bands.len();
            let wrong = match (below, bands.last()) {
                (None, _) if !is_last => Some("`late by more` holds whatever no band above it holds, and stands last"),
                (Some(_), _) if is_last => Some("the last band says what more lateness means: `late by more is \"…\"`"),
                (Some(below), Some(Band { below: Some(before), .. })) if below <= before => {
                    Some("each band reaches further than the one before it")
                }
                (_, Some(Band { kept: false, .. })) if kept => {
                    Some("a greater lateness cannot be kept where a lesser is a breach")
                }
                (None, _) if kept => Some("the last band is a breach: otherwise nothing is ever due"),
                _ => None,
            };
            if let Some(rule) = wrong {
                let message = format!("the bands of lateness of {what} are not in order");
                self.out.push(Diagnostic::error(codes::BANDS, message, band.span, rule).help(
                    "write limits that rise, those that are kept first, and last `late by more is \"…\", breached`",
                ));
                return None;
            }
            bands.push(Band { below: *below, label: label.clone(), kept });
        }
        (!block.bands_unreadable).then_some(bands)
    }

    /// Steps of an ordered permission: those before the act stand first.
    pub(super) fn steps(&mut self, steps: &[StepText]) -> Vec<Step> {
        let mut after: Option<Span> = None;
        for step in steps {
            self.resolve(names::ACT, &step.act);
            match (step.when, after) {
                (StepTime::After { .. }, None) => after = Some(step.span),
                (StepTime::Before { .. }, Some(first)) => {
                    let message = "a step before the act stands behind one after it";
                    self.out.push(
                        Diagnostic::error(codes::STEPS, message, step.span, "before the act")
                            .also(first, "after the act")
                            .help("write the steps in the order in which they are taken"),
                    );
                }
                _ => {}
            }
            if let StepTime::Before { within, ahead } = step.when
                && ahead > within
            {
                let (within, ahead) = (duration(within), duration(ahead));
                let message = format!(
                    "step `{}` may be taken at most {within} before the act, and must be at least {ahead} ahead of what follows it",
                    step.act.value
                );
                self.out.push(
                    Diagnostic::error(codes::STEPS, message, step.span, "no instant is both")
                        .help("write a longer time behind `within`, or a shorter one behind `and`"),
                );
            }
        }
        self.unique("step", steps.iter().map(|step| step.act.clone()));
        steps.iter().map(|step| Step { act: step.act.value.clone(), when: step.when }).collect()
    }

    pub(super) fn provided(&mut self, block: &ArticleBlock, said: &Said<ProvidedText>) -> Option<Provided> {
        let what = called("article", &block.head);
        if said.value.article.value == block.head.name.value {
            let message = format!("{what} depends on itself");
            self.out.push(
                Diagnostic::error(codes::NOT_OBLIGED, message, said.value.article.span, "names its own article")
                    .help("name the article that must be kept"),
            );
            return None;
        }
        let named = self.with_verdict(&said.value.article, "nothing can depend on its being kept")
            && self.of_the_agreement(&said.value.article);
        let Some(judgement) = &said.value.judgement else {
            let known = self.known.of_kind(names::JUDGEMENT);
            let choices: Vec<String> = match known {
                [] => vec![", else judged \"the road may go on\"".to_owned()],
                known => known.iter().take(4).map(|name| format!(", else judged \"{name}\"")).collect(),
            };
            let message =
                format!("{what} does not say who decides where article `{}` is not kept", said.value.article.value);
            self.unsaid(codes::NO_ARTICLE_LINE, message, said.span, choices);
            return None;
        };
        let judged = self.resolve(names::JUDGEMENT, judgement);
        (named && judged)
            .then(|| Provided { article: said.value.article.value.clone(), judgement: judgement.value.clone() })
    }
}
