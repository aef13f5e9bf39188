//! Checking: from what was read to an agreement without loose ends, or to everything that stands in the way.
//!
//! ```text
//! Parsed ─▶ every choice made? every name declared? can it be meant? ─▶ Checked { agreement, diagnostics }
//! ```
//!
//! Holds
//! - An [`Agreement`] can only be made here, from a text without a single error; evaluating it cannot fail.
//! - All problems are reported at once; nothing is assumed where the text leaves a choice open.
//!
//! Not here: how lines are read (`parse`), what the terms say of facts (`evaluate`).

mod names;
mod standards;
mod changes;
mod inclusions;
mod clauses;
mod obligations;
mod states;
mod patterns;
mod clocks;
mod overlap;
mod sides;
mod drafting;
mod reach;

use std::collections::BTreeMap;
use std::ops::Deref;

use record::vocabulary::geometry::buffer::Buffer;
use record::vocabulary::moment::{Accepts, Perspective};
use record::vocabulary::time::{Instant, LocalTime, Zone};
use record::vocabulary::{Name, registers::ZoneGeometry};

use crate::diagnostic::{Diagnostic, Severity, Span};
use crate::include::at_the_inclusion;
use crate::json::signing_name;
use crate::parse::keywords::told::tell;
use crate::parse::syntax::*;
use crate::parse::{Included, Parsed, REGISTERS};
use crate::tree::{self, Cited, Class, Epoch, Moment, Provenance, RegisterFile, Tree, ZoneDeclared, ZoneSource};
use crate::{codes, limits};

use names::Known;

pub(crate) use names::listed;

/// What to write instead of a buffer that reaches over longitude 180.
pub(crate) const ONE_ON_EACH_SIDE: &str = "write one zone on each side of that line";
/// What to write instead of a zone that nobody knows the edge of.
const CORNERS_INSTEAD: &str =
    "name a zone whose ground this text states, or write the corners: `of polygon 39.10 N 22.50 E, …`";

/// A checked agreement: a tree without loose ends. Reads as its [`Tree`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreement(Tree);

impl Deref for Agreement {
    type Target = Tree;
    fn deref(&self) -> &Tree {
        &self.0
    }
}

/// What checking gives: an agreement where there is no error, and everything there is to say.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The agreement; `None` where any diagnostic is an error.
    pub agreement: Option<Agreement>,
    /// What was found by parsing and checking, in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
    /// The tests beside the terms. They are no terms: the tree and its bytes do not have them.
    pub tests: Vec<Test>,
}

/// A test beside the terms: what people said, and what follows from it, in the words of cases (`spec/cases.md`).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Test {
    /// What it shows.
    pub title: String,
    /// Where it begins.
    pub span: Span,
    /// Lines of statements, where there are any.
    pub given: Option<Span>,
    /// Lines of moments, and of questions with their answers.
    pub expected: Span,
}

/// Checks what was read, all of it.
///
/// ```
/// let checked = agreement::check(agreement::parse("agreement \"Cessation\"\n  time zone Europe/Athens\n"));
/// assert!(checked.agreement.is_none());
/// assert!(checked.diagnostics.iter().any(|d| d.code == "A0208"), "nothing is said about coverage");
/// ```
pub fn check(parsed: Parsed) -> Checked {
    let (text, syntax, included, diagnostics) = parsed.into_parts();
    let Some(syntax) = syntax else { return Checked { agreement: None, diagnostics, tests: Vec::new() } };
    let zone = syntax.time_zone.said().and_then(|name| Zone::named(&name.value));
    let told = diagnostics.len();
    let mut checker = Checker {
        known: Known::of(&syntax),
        text: &text,
        syntax: &syntax,
        zone,
        epochs: Vec::new(),
        // The first of a name is put in last.
        articles: {
            let (later, first): (Vec<_>, Vec<_>) = syntax.articles.iter().rev().partition(|block| {
                matches!(block.standing, Some(StandingText::ByAmendment(_) | StandingText::ReadBy(_)))
            });
            later.into_iter().chain(first).map(|block| (block.head.name.value.as_str(), block)).collect()
        },
        suggestions: limits::SUGGESTIONS,
        out: diagnostics,
    };
    let tree = checker.tree(&included);
    let tests = checker.tests();
    // Advice is given on a text that is whole: before that, it would be about what is still missing.
    if !checker.out.iter().any(|diagnostic| diagnostic.severity == Severity::Error) {
        checker.note_chain();
        checker.warn_of_sides();
        checker.read_as_drafted();
        checker.note_reach();
    }
    let mut diagnostics = checker.out;
    at_the_inclusion(&included, &mut diagnostics);
    tell(&text, &mut diagnostics[told..]);
    diagnostics.sort_by_key(Diagnostic::position);
    let errors = diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error);
    if diagnostics.len() > limits::DIAGNOSTICS {
        let more = diagnostics.len() - limits::DIAGNOSTICS;
        diagnostics.sort_by_key(|diagnostic| (diagnostic.severity, diagnostic.position()));
        diagnostics.truncate(limits::DIAGNOSTICS);
        let message = format!("{more} more problems are not shown");
        let label = format!("the first {} are", limits::DIAGNOSTICS);
        diagnostics.push(
            Diagnostic::error(codes::LIMIT, message, Span::new(0, 0), label)
                .weighing(if errors { Severity::Error } else { Severity::Note })
                .help("repair those first"),
        );
    }
    assert!(tree.is_some() || errors, "what stands in the way of an agreement is reported");
    Checked { agreement: tree.filter(|_| !errors).map(Agreement), diagnostics, tests }
}

/// What is known while checking.
struct Checker<'s> {
    text: &'s str,
    syntax: &'s Syntax,
    known: Known,
    zone: Option<Zone>,
    /// Epochs whose instant is known.
    epochs: Vec<(Name, Instant)>,
    /// Articles by name; of several texts the one first agreed.
    articles: BTreeMap<&'s str, &'s ArticleBlock>,
    /// How many more times a similar name is looked for.
    suggestions: usize,
    out: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// The whole tree; `None` where a part of it could not be made, which is then reported.
    fn tree(&mut self, included: &[Included]) -> Option<Tree> {
        let syntax = self.syntax;
        self.unique_names();
        let head = self.head();
        let epochs = self.epochs();
        let acts = self.classes(&syntax.acts, "acts");
        let weapons = self.classes(&syntax.weapons, "weapons");
        let registers = self.registers();
        let zones: Vec<_> = syntax.zones.iter().map(|zone| self.zone(zone)).collect();
        let standards = self.standards();
        let perspectives = self.perspectives();
        let coverage = self.coverage();
        let severity = self.severity();
        let judgements: Vec<_> = syntax.judgements.iter().map(|judgement| self.judgement(judgement)).collect();
        let regimes: Vec<_> = syntax.regimes.iter().map(|regime| self.regime(regime)).collect();
        let articles: Vec<_> = syntax.articles.iter().map(|article| self.article(article)).collect();
        let inclusions: Vec<_> = syntax.inclusions.iter().map(|one| self.inclusion(one, included)).collect();
        let changes: Vec<_> = syntax.changes.iter().map(|change| self.change(change)).collect();
        let patterns: Vec<_> = syntax.patterns.iter().map(|pattern| self.pattern(pattern)).collect();
        let clocks: Vec<_> = syntax.clocks.iter().map(|clock| self.clock(clock)).collect();
        let phases: Vec<_> = syntax.phases.iter().map(|phase| self.phase(phase)).collect();
        self.diagnose_completion();
        let authentic = self.authentic();
        let (name, source, provenance) = head?;
        let mut tree = Tree {
            name,
            source,
            provenance,
            authentic: authentic?,
            zone: self.zone.clone()?,
            parties: values(syntax.parties.said()?),
            others: syntax.others.said().map(values).unwrap_or_default(),
            bodies: syntax.bodies.said().map(values).unwrap_or_default(),
            epochs: epochs?,
            acts,
            weapons,
            registers: registers?,
            zones: zones.into_iter().collect::<Option<_>>()?,
            standards: standards?,
            perspectives: perspectives?,
            coverage: coverage?,
            severity: severity?,
            regimes: regimes.into_iter().collect::<Option<_>>()?,
            articles: articles.into_iter().collect::<Option<_>>()?,
            inclusions: inclusions.into_iter().collect::<Option<_>>()?,
            changes: changes.into_iter().collect::<Option<_>>()?,
            patterns: patterns.into_iter().collect::<Option<_>>()?,
            judgements: judgements.into_iter().collect::<Option<_>>()?,
            clocks: clocks.into_iter().collect::<Option<_>>()?,
            phases: phases.into_iter().collect::<Option<_>>()?,
        };
        self.means_the_same(&tree, included);
        for index in 0..tree.changes.len() {
            tree.changes[index].signed_as = signing_name(&tree, &tree.changes[index]);
        }
        Some(tree)
    }

    /// The tests, each with something to expect.
    fn tests(&mut self) -> Vec<Test> {
        let blocks = &self.syntax.tests;
        self.unique("test", blocks.iter().map(|test| test.title.clone()));
        let mut tests = Vec::new();
        for TestBlock { title, given, expected } in blocks.iter().filter(|block| !block.title.value.is_empty()) {
            if let Some(expected) = expected {
                let (title, span) = (title.value.clone(), title.span);
                tests.push(Test { title, span, given: *given, expected: *expected });
                continue;
            }
            let message = format!("test `{}` expects nothing", title.value);
            let lines = ["at 2030-03-08 10:00", "  clock \"seven days\" by reset at credible: 36 h of 168 h"];
            self.out.push(
                Diagnostic::error(codes::NO_EXPECTATION, message, title.span, "no moment stands under it")
                    .lines("add a moment, and under it a question with its answer, such as", lines),
            );
        }
        tests
    }

    /// A choice that the text does not make, with the lines to choose from.
    fn missing<S: AsRef<str>>(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        at: Span,
        choices: impl IntoIterator<Item = S>,
    ) {
        let choices: Vec<S> = choices.into_iter().collect();
        let first = if choices.len() == 1 { "add a line such as" } else { "add one of these lines" };
        self.out.push(Diagnostic::error(code, message, at, "nothing here says it").lines(first, choices));
    }

    /// A choice that a line leaves open, with the words to choose from.
    fn unsaid<S: AsRef<str>>(
        &mut self,
        code: &'static str,
        message: impl Into<String>,
        at: Span,
        choices: impl IntoIterator<Item = S>,
    ) {
        let choices: Vec<S> = choices.into_iter().collect();
        let first = if choices.len() == 1 { "add to the line, such as" } else { "add to the line one of" };
        self.out.push(Diagnostic::error(code, message, at, "this line does not say it").lines(first, choices));
    }

    /// The drafter's own words.
    fn quote(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or("")
    }

    /// Where a missing block is missed.
    fn top(&self) -> Span {
        self.syntax.head.as_ref().map_or(Span::new(0, 0), |head| head.span)
    }

    fn head(&mut self) -> Option<(String, String, Provenance)> {
        let Some(head) = &self.syntax.head else {
            let message = "this text does not say which agreement it is";
            self.missing(codes::NO_AGREEMENT, message, Span::new(0, 0), ["agreement \"title\""]);
            return None;
        };
        if head.value.is_none() {
            self.unsaid(
                codes::NO_AGREEMENT,
                "the agreement does not say what it is called",
                head.span,
                ["agreement \"title\""],
            );
        }
        let at = head.span;
        let provenances = ["as signed", "as official", "as press", "as reconstruction"];
        let mut found = None;
        match &self.syntax.source {
            Slot::Absent => {
                let message = "the agreement does not say where its text comes from, and how far it can be relied on";
                let lines = provenances.map(|as_what| format!("  source \"text of …\" {as_what}"));
                self.missing(codes::NO_AGREEMENT, message, at, lines);
            }
            Slot::Said(source) => match source.value.provenance {
                Some(provenance) => found = Some((source.value.words.clone(), provenance)),
                None => {
                    let message = "the agreement does not say how far its text can be relied on";
                    self.unsaid(codes::NO_AGREEMENT, message, source.span, provenances);
                }
            },
            Slot::Unreadable(_) => {}
        }
        match &self.syntax.time_zone {
            Slot::Absent => {
                let message = "the agreement does not say in which time zone its days and times are";
                self.missing(codes::NO_TIME_ZONE, message, at, ["  time zone Europe/Athens"]);
            }
            Slot::Said(name) if self.zone.is_none() => {
                let message = format!("no time zone is called `{}`", name.value);
                let at = self.last_words(name);
                self.out.push(
                    Diagnostic::error(codes::UNKNOWN_TIME_ZONE, message, at, "not in the zone data")
                        .help(zone_help(&name.value)),
                );
            }
            _ => {}
        }
        self.joined_names();
        if !self.syntax.parties.is_there() {
            let message = "the agreement does not say who its parties are";
            self.missing(codes::NO_AGREEMENT, message, at, ["  parties North, South"]);
        }
        let (source, provenance) = found?;
        Some((head.value.clone()?, source, provenance))
    }

    /// A citation, demanded.
    fn cited(&mut self, what: &str, at: Span, tail: &Tail) -> Option<Cited> {
        let overall = self.syntax.source.said().and_then(|source| source.value.provenance);
        match &tail.paragraph {
            _ if tail.unreadable => None,
            Some(paragraph) => {
                Some(Cited { paragraph: paragraph.value.clone(), provenance: tail.provenance.or(overall)? })
            }
            None => {
                let message = format!("{what} does not say which paragraph it comes from");
                self.unsaid(codes::NO_CITATION, message, at, ["[¶1]"]);
                None
            }
        }
    }

    fn epochs(&mut self) -> Option<Vec<Epoch>> {
        let mut all = Some(Vec::new());
        for line in &self.syntax.epochs {
            let epoch = line.rest.as_ref().and_then(|(civil, tail)| {
                let at = self.civil(civil);
                let cited = self.cited(&format!("epoch `{}`", line.name.value), line.name.span, tail);
                self.epochs.extend(at.map(|at| (line.name.value.clone(), at)));
                Some(Epoch { name: line.name.value.clone(), at: at?, cited: cited? })
            });
            all = all.zip(epoch).map(|(mut all, epoch)| {
                all.push(epoch);
                all
            });
        }
        all
    }

    /// The instant of a civil time in the agreement's zone; reported where there is none.
    fn civil(&mut self, civil: &Civil) -> Option<Instant> {
        let zone = self.zone.clone()?;
        let local = match instant_of(&zone, civil) {
            Ok(at) => return Some(at),
            Err(local) => local,
        };
        let end = civil.offset.as_ref().map_or(civil.span.end, |offset| offset.span.start);
        let written = self.quote(Span::new(civil.span.start, end)).trim_end().to_owned();
        let clocks = format!("the clocks of {}", zone.name());
        let with = |at: Instant| format!("{written} {}", zone.offset(at));
        let diagnostic = match (local, &civil.offset) {
            (LocalTime::Skipped, _) => {
                let label = "no clock there showed this time";
                let diagnostic =
                    Diagnostic::error(codes::SKIPPED_TIME, format!("{clocks} skipped `{written}`"), civil.span, label);
                let day = zone.day(civil.date);
                let shown = |at: Instant| format!("`{} {}`", civil_words(&zone, at), zone.offset(at));
                let diagnostic = match gap(&zone, day.from, day.until) {
                    Some((before, after)) => {
                        diagnostic.note(format!("one second after {} they showed {}", shown(before), shown(after)))
                    }
                    None => diagnostic,
                };
                diagnostic.help("write a time that the clocks showed")
            }
            (LocalTime::Twice(first, second), None) => {
                let message = format!("{clocks} showed `{written}` twice");
                Diagnostic::error(codes::DOUBLED_TIME, message, civil.span, "which of the two?")
                    .lines("write the offset of the one that is meant", [with(first), with(second)])
            }
            (LocalTime::Once(first) | LocalTime::Twice(first, _), _) => {
                let at = civil.offset.as_ref().map_or(civil.span, |offset| offset.span);
                let message = format!("{clocks} had another offset when they showed `{written}`");
                let also = match local {
                    LocalTime::Twice(_, second) => format!(" or `{}`", with(second)),
                    _ => format!(", or `{written}` alone"),
                };
                Diagnostic::error(codes::WRONG_OFFSET, message, at, "not an offset of that time")
                    .help(format!("write `{}`{also}", with(first)))
            }
        };
        self.out.push(diagnostic);
        None
    }

    /// The instant of a moment, where that is known; nothing is reported.
    fn instant(&self, moment: &MomentText) -> Option<Instant> {
        match moment {
            MomentText::At(civil) => instant_of(self.zone.as_ref()?, civil).ok(),
            MomentText::After { epoch, seconds } => {
                let (_, at) = self.epochs.iter().find(|(name, _)| *name == epoch.value)?;
                Some(at.plus(*seconds))
            }
            MomentText::EndOfDay { epoch, days } => {
                let (_, at) = self.epochs.iter().find(|(name, _)| *name == epoch.value)?;
                Some(tree::end_of_day(self.zone.as_ref()?, *at, *days))
            }
        }
    }

    /// A moment of the tree; reported where it leads nowhere.
    fn moment(&mut self, moment: &MomentText) -> Option<Moment> {
        match moment {
            MomentText::At(civil) => self.civil(civil).map(Moment::At),
            MomentText::After { epoch, seconds } => {
                let known = self.resolve(names::EPOCH, epoch);
                known.then(|| Moment::After { epoch: epoch.value.clone(), seconds: *seconds })
            }
            MomentText::EndOfDay { epoch, days } => {
                let known = self.resolve(names::EPOCH, epoch);
                known.then(|| Moment::EndOfDay { epoch: epoch.value.clone(), days: *days })
            }
        }
    }

    /// Classes of acts or weapons, without circles.
    fn classes(&mut self, lines: &[ClassLine], block: &str) -> Vec<Class> {
        let classes: Vec<Class> = lines
            .iter()
            .map(|line| Class { name: line.name.value.clone(), includes: values_of(&line.includes) })
            .collect();
        let mut named: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, class) in classes.iter().enumerate() {
            named.entry(&class.name).or_default().push(i);
        }
        let included =
            |i: usize| classes[i].includes.iter().flat_map(|word| named.get(word.as_str()).into_iter().flatten());
        // A class is free of circles once everything it includes is; what never becomes free lies on one or leads to one.
        let mut waits: Vec<usize> = (0..classes.len()).map(|i| included(i).count()).collect();
        let mut wider: Vec<Vec<usize>> = vec![Vec::new(); classes.len()];
        for i in 0..classes.len() {
            included(i).for_each(|narrower| wider[*narrower].push(i));
        }
        let mut free: Vec<usize> = (0..classes.len()).filter(|i| waits[*i] == 0).collect();
        while let Some(i) = free.pop() {
            for over in &wider[i] {
                waits[*over] -= 1;
                free.extend((waits[*over] == 0).then_some(*over));
            }
        }
        let open: Vec<usize> = (0..classes.len()).filter(|i| waits[*i] > 0).collect();
        if let Some(first) = open.first() {
            // Following any inclusion that leads to a class left over must come back to one already passed.
            let mut path = vec![*first];
            let ring = loop {
                let at = *path.last().expect("begins with one");
                let next = included(at).copied().find(|i| waits[*i] > 0);
                match next.map(|next| (next, path.iter().position(|passed| *passed == next))) {
                    Some((_, Some(start))) => break path.split_off(start),
                    Some((next, None)) => path.push(next),
                    None => break path,
                }
            };
            let words: Vec<String> =
                ring.iter().chain(ring.first()).map(|i| format!("`{}`", classes[*i].name)).collect();
            let line = &lines[ring[0]];
            let mut diagnostic = Diagnostic::error(
                codes::CIRCLE,
                format!("{} `{}` includes itself", block.trim_end_matches('s'), line.name.value),
                line.name.span,
                "wider than itself",
            )
            .note(words.join(" includes "))
            .help("delete one of these inclusions");
            for i in ring.iter().skip(1).take(4) {
                diagnostic = diagnostic.also(lines[*i].name.span, "on the way back");
            }
            self.out.push(diagnostic);
        }
        classes
    }

    fn registers(&mut self) -> Option<Vec<RegisterFile>> {
        let mut all = Vec::new();
        for line in &self.syntax.registers {
            if !REGISTERS.contains(&line.register.value.as_str()) {
                let message = format!("no register is called `{}`", line.register.value);
                let diagnostic =
                    Diagnostic::error(codes::UNKNOWN_REGISTER, message, line.register.span, "not a register")
                        .note(format!("the registers are {}", names::listed(&REGISTERS)));
                let or_else = "write one of these; acts and weapons are declared in the agreement itself";
                let diagnostic = self.suggest(diagnostic, &line.register.value, &REGISTERS.map(str::to_owned), or_else);
                self.out.push(diagnostic);
            }
            all.push(RegisterFile { register: line.register.value.clone(), path: line.path.value.clone() });
        }
        Some(all)
    }

    fn zone(&mut self, line: &ZoneLine) -> Option<ZoneDeclared> {
        let rest = line.rest.as_ref()?;
        let cited = self.cited(&format!("zone `{}`", line.name.value), line.name.span, &rest.tail);
        match &rest.cosigners {
            Some(cosigners) => cosigners.iter().for_each(|name| {
                self.resolve(names::DECIDER, name);
            }),
            None if rest.source.value == ZoneSource::NoneYet && !rest.tail.unreadable => {
                let message = format!("zone `{}` does not say who signs its first version", line.name.value);
                let choices = [format!(", versions signed by {}", self.some_deciders())];
                self.unsaid(codes::NO_COSIGNERS, message, rest.source.span, choices);
            }
            None => {}
        }
        if let Some(span) = rest.endless.filter(|_| !rest.tail.unreadable) {
            let message = format!("zone `{}` does not say how the strip ends", line.name.value);
            self.unsaid(codes::NO_ENDS, message, span, [", ends flat", ", ends round"]);
        }
        if let Some(around) = &rest.around {
            self.surrounded(line, around, &rest.source);
        }
        Some(ZoneDeclared {
            name: line.name.value.clone(),
            geometry: rest.source.value.clone(),
            cosigners: rest.cosigners.as_deref().map(values_of).unwrap_or_default(),
            cited: cited?,
        })
    }

    /// Refuses a buffer around a zone that nobody can measure from, or so near longitude 180 that nobody may.
    fn surrounded(&mut self, line: &ZoneLine, around: &Named, buffer: &Said<ZoneSource>) {
        if !self.resolve(names::SURROUNDED, around) {
            return;
        }
        let inner = self.syntax.zones.iter().find(|zone| zone.name.value == around.value);
        let Some(source) = inner.and_then(|zone| zone.rest.as_ref()).map(|rest| &rest.source) else { return };
        let (what, instead) = match &source.value {
            ZoneSource::File { .. } | ZoneSource::Stated(ZoneGeometry::NamedArea(_)) => return,
            ZoneSource::Stated(ZoneGeometry::Area(area)) => {
                let ZoneSource::Buffer { from_mm, to_mm, .. } = buffer.value else { return };
                if let Err(fault) = (Buffer { around: area.clone(), from_mm, to_mm }).check() {
                    self.out.push(
                        Diagnostic::error(codes::COORDINATE, fault.to_string(), around.span, "so far around it")
                            .also(source.span, "declared here")
                            .help(ONE_ON_EACH_SIDE),
                    );
                }
                return;
            }
            ZoneSource::Strip(_) => ("a strip", "write a strip along the same line that reaches farther"),
            ZoneSource::Buffer { .. } => ("a buffer", "write a buffer around an area that reaches farther"),
            ZoneSource::Stated(ZoneGeometry::Sealed(_)) => ("sealed", CORNERS_INSTEAD),
            ZoneSource::Stated(ZoneGeometry::Unpublished) => ("unpublished", CORNERS_INSTEAD),
            ZoneSource::NoneYet => ("not agreed yet", CORNERS_INSTEAD),
        };
        let message = format!("zone `{}` lies around zone `{}`, which is {what}", line.name.value, around.value);
        self.out.push(
            Diagnostic::error(codes::NO_OUTLINE, message, around.span, "no area to measure from")
                .also(source.span, "declared here")
                .help(instead),
        );
    }

    /// What keeps anybody from looking into a zone, if anything does.
    fn unseen_zone(&self, name: &str) -> Option<(Span, &'static str)> {
        let line = self.syntax.zones.iter().find(|zone| zone.name.value == name)?;
        let rest = line.rest.as_ref()?;
        let what = match &rest.source.value {
            ZoneSource::Stated(ZoneGeometry::Sealed(_)) => "sealed",
            ZoneSource::Stated(ZoneGeometry::Unpublished) => "unpublished",
            ZoneSource::NoneYet => "not agreed yet",
            _ => return None,
        };
        Some((rest.source.span, what))
    }

    /// Where a name stands that ends its line.
    fn last_words(&self, said: &Said<Name>) -> Span {
        let quoted = format!("\"{}\"", said.value);
        let line = self.quote(said.span);
        let length = [&quoted, &said.value].into_iter().find(|words| line.ends_with(*words)).map_or(0, |w| w.len());
        if length == 0 { said.span } else { Span::new(said.span.end - length, said.span.end) }
    }

    fn perspectives(&mut self) -> Option<Vec<Perspective>> {
        const EXAMPLE: &str = "mission accepts all sources, graded by mission";
        let syntax = self.syntax;
        let none = syntax.perspective_lines.is_empty() && !syntax.unread.contains(&Family::Perspective);
        match syntax.perspectives {
            None => {
                let message = "the agreement does not say whose sources are accepted, and whose grades count";
                let top = self.top();
                self.out.push(
                    Diagnostic::error(codes::NO_PERSPECTIVE, message, top, "no block `perspectives` in this text")
                        .lines("add a block such as", ["perspectives", &format!("  {EXAMPLE}")]),
                );
            }
            Some(head) if none => {
                let message = "the block `perspectives` has no perspective";
                self.missing(codes::NO_PERSPECTIVE, message, head, [format!("  {EXAMPLE}")]);
            }
            _ => {}
        }
        let mut all = Some(Vec::new());
        for line in &syntax.perspective_lines {
            let perspective = line.rest.as_ref().and_then(|(accepts, grader)| {
                let accepts = match accepts {
                    AcceptsText::All => Accepts::All,
                    AcceptsText::Only(names) => Accepts::Only(values_of(names)),
                    AcceptsText::Except(names) => Accepts::Except(values_of(names)),
                };
                let Some(grader) = grader else {
                    let message = format!("perspective `{}` does not say whose grades count", line.name.value);
                    self.unsaid(
                        codes::NO_PERSPECTIVE,
                        message,
                        line.name.span,
                        [format!(", graded by {}", line.name.value)],
                    );
                    return None;
                };
                self.grader(grader);
                Some(Perspective { name: line.name.value.clone(), accepts, grader: grader.value.clone() })
            });
            all = all.zip(perspective).map(|(mut all, perspective)| {
                all.push(perspective);
                all
            });
        }
        all.filter(|all| !all.is_empty())
    }

    /// Warns of a grader who is mentioned nowhere else.
    fn grader(&mut self, grader: &Named) {
        let syntax = self.syntax;
        let mut mentioned: Vec<Name> = syntax.perspective_lines.iter().map(|line| line.name.value.clone()).collect();
        for line in &syntax.perspective_lines {
            if let Some((AcceptsText::Only(names) | AcceptsText::Except(names), _)) = &line.rest {
                mentioned.extend(values_of(names));
            }
        }
        if let Some(Said { value: tree::CoverageRule::Needs { by, .. }, .. }) = syntax.coverage_rule.said() {
            mentioned.extend(by.iter().cloned());
        }
        mentioned.extend(self.known.of_kind(names::DECIDER).iter().chain(self.known.of_kind(names::ACTOR)).cloned());
        if mentioned.contains(&grader.value) {
            return;
        }
        let message = format!("nobody else in this text is called `{}`, whose grades are to count", grader.value);
        let diagnostic = Diagnostic::error(codes::UNKNOWN_GRADER, message, grader.span, "mentioned only here")
            .weighing(Severity::Warning);
        let or_else = "if the name is right, nothing is to be done: whoever grades under it will be heard";
        let diagnostic = self.suggest(diagnostic, &grader.value, &mentioned, or_else);
        self.out.push(diagnostic);
    }

    fn coverage(&mut self) -> Option<tree::CoverageRule> {
        let lines = ["  no minimum", "  calm needs N hours of each zone-day by …"];
        match (&self.syntax.coverage_rule, self.syntax.coverage) {
            (Slot::Said(rule), _) => {
                self.watchers();
                return Some(rule.value.clone());
            }
            (Slot::Unreadable(_), _) => {}
            (Slot::Absent, Some(head)) => {
                let message = "the block `coverage` does not say how much must be watched before silence is calm";
                self.missing(codes::NO_COVERAGE, message, head, lines);
            }
            (Slot::Absent, None) => {
                let message = "the agreement does not say how much must be watched before silence is calm";
                let top = self.top();
                self.out.push(
                    Diagnostic::error(codes::NO_COVERAGE, message, top, "no block `coverage` in this text")
                        .lines("add a block `coverage` with one of these lines", lines),
                );
            }
        }
        None
    }
}

/// What to write instead of a zone that the zone data do not have: for an offset, the zone that means it.
fn zone_help(written: &str) -> String {
    let offset = written.trim_start_matches("UTC").trim_start_matches("GMT").trim();
    let hours = offset.strip_prefix(['+', '-']).and_then(|rest| {
        let (hours, minutes) = rest.split_once(':').unwrap_or((rest, "00"));
        hours.parse::<u8>().ok().filter(|hours| (1..=12).contains(hours) && minutes == "00")
    });
    match hours {
        Some(hours) => {
            let (sign, turned) = if offset.starts_with('+') { ('+', '-') } else { ('-', '+') };
            format!(
                "write `time zone Etc/GMT{turned}{hours}`, which means UTC{sign}{hours}, and the offset behind each epoch, \
                 such as `06:00 {sign}{hours:02}:00`: a wrong zone is then refused"
            )
        }
        None => "write a time zone by its city, such as `Europe/Athens` or `Asia/Damascus`".to_owned(),
    }
}

/// The instant of a civil time, or what the clocks made of it.
fn instant_of(zone: &Zone, civil: &Civil) -> Result<Instant, LocalTime> {
    let local = zone.local(civil.date.at(civil.hour, civil.minute, civil.second, 0));
    let fits = |at: &Instant| civil.offset.as_ref().is_none_or(|offset| offset.value == zone.offset(*at));
    match local {
        LocalTime::Once(at) => Some(at).filter(fits),
        LocalTime::Twice(first, second) if civil.offset.is_some() => [first, second].into_iter().find(fits),
        LocalTime::Twice(..) | LocalTime::Skipped => None,
    }
    .ok_or(local)
}

/// The last second before and the first after the clocks were put forward, between two instants.
fn gap(zone: &Zone, from: Instant, until: Instant) -> Option<(Instant, Instant)> {
    let seconds = |at: Instant| zone.offset(at);
    let (mut low, mut high) = (Instant(from.0 - 1), until);
    if seconds(low) == seconds(high) {
        return None;
    }
    while high.0 - low.0 > 1 {
        let middle = Instant(low.0 + (high.0 - low.0) / 2);
        if seconds(middle) == seconds(low) { low = middle } else { high = middle }
    }
    Some((low, high))
}

/// "2030-03-04 06:00", with seconds where there are any.
fn civil_words(zone: &Zone, at: Instant) -> String {
    let local = zone.civil(at);
    let seconds = if local.second() == 0 { String::new() } else { format!(":{:02}", local.second()) };
    format!("{} {:02}:{:02}{seconds}", local.date(), local.hour(), local.minute())
}

/// "48 hours": in the greatest unit up to hours that divides it.
fn duration_words(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s % 3_600 == 0 => (s / 3_600, "hour"),
        s if s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// The names of a list.
fn values(names: &Said<Vec<Named>>) -> Vec<Name> {
    values_of(&names.value)
}

fn values_of(names: &[Named]) -> Vec<Name> {
    names.iter().map(|name| name.value.clone()).collect()
}
