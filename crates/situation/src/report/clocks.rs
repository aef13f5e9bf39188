//! The section on clocks and phases: each clock over time under every policy and standard, what broke it or may have.
//!
//! Holds
//! - Policies and standards with the same course are one row; nothing is left out and nothing is said twice.
//! - Values before the period's end are those that the same facts give at the end of each day.
//!
//! Not here: how a clock is computed (`agreement`), how it is drawn (`armistice`).

use std::collections::BTreeMap;

use agreement::evaluate::{Break, ChangeReading, ClockReading, EffectShown, Evaluation, PhaseReading, PhaseWord};
use agreement::tree::{Clock, Length, Part, PhaseCondition};
use record::statement::BodyId;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::context::Context;
use super::document::{Block, ClockDrawing, ClockPoint, ClockRow, Mark, Section, Sentence, Tone};
use super::limits;
use super::notes::Notes;

pub(super) fn section<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let mut blocks = Vec::new();
    let days = drawn_days(context);
    let ends = days.iter().map(|day| day.last()).filter(|end| *end < context.moment.happened);
    let evaluated = context.evaluated_at(ends);
    for clock in &context.tree.clocks {
        for part in clock.scope.parts() {
            blocks.push(Block::Clock(drawing(context, notes, clock, &part, &days, &evaluated)));
        }
    }
    if context.tree.clocks.is_empty() {
        blocks.push(Block::Paragraph(vec![context.plain("clocks-none", &[])]));
    }
    blocks.push(Block::Heading(context.say.word("heading-phases")));
    let phases: Vec<Sentence> =
        context.now.evaluation.phases.iter().map(|phase| phase_said(context, notes, phase)).collect();
    blocks.push(match phases.is_empty() {
        true => Block::Paragraph(vec![context.plain("phases-none", &[])]),
        false => Block::List(phases),
    });
    blocks.extend(super::duties::blocks(context, notes));
    let regimes = regimes(context);
    if !regimes.is_empty() {
        blocks.push(Block::Heading(context.say.word("heading-regimes")));
        blocks.push(Block::List(regimes));
    }
    let patterns = patterns(context);
    if !patterns.is_empty() {
        blocks.push(Block::Heading(context.say.word("heading-patterns")));
        blocks.push(Block::List(patterns));
    }
    let changes = changes(context);
    if !changes.is_empty() {
        blocks.push(Block::Heading(context.say.word("heading-changes")));
        blocks.push(Block::List(changes));
    }
    super::section(context, "clocks", blocks)
}

/// The civil days drawn: from the first clock's start, at most so many, up to the period's end.
fn drawn_days(context: &Context<'_>) -> Vec<Interval> {
    let zone = &context.tree.zone;
    let last = zone.day_number(context.moment.happened);
    let start = context.clocks_start().map_or(last, |start| zone.day_number(start).min(last));
    (start.max(last - limits::CLOCK_DAYS)..=last).map(|day| zone.numbered_day(day)).collect()
}

/// Policies and standards whose clock has the same course, its points, and the reading at the period's end.
type Course = (Vec<(usize, usize)>, Vec<ClockPoint>, ClockReading);

fn drawing<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    clock: &Clock,
    part: &Part,
    days: &[Interval],
    evaluated: &[(Instant, Evaluation)],
) -> ClockDrawing {
    let say = &context.say;
    let now = context.moment.happened;
    let start = context.tree.instant(&clock.start).unwrap_or(now);
    let of = |evaluation: &Evaluation, policy: usize, standard: usize| -> Option<ClockReading> {
        let found = evaluation.clocks.iter().find(|reading| {
            reading.clock == clock.name
                && reading.policy == policy
                && reading.standard == standard
                && reading.part == *part
        });
        found.cloned()
    };
    // Courses that are equal are one row.
    let mut courses: Vec<Course> = Vec::new();
    for policy in policies(clock) {
        for &standard in &clock.standards {
            let Some(reading) = of(&context.now.evaluation, policy, standard) else { continue };
            let mut points: Vec<ClockPoint> = Vec::new();
            if days.first().is_some_and(|day| day.from <= start) && start <= now {
                points.push(ClockPoint { at: start, least: 0, greatest: 0 });
            }
            for (end, evaluation) in evaluated.iter().filter(|(end, _)| *end > start) {
                let value = of(evaluation, policy, standard).map_or((0, 0), |reading| reading.value);
                points.push(ClockPoint { at: *end, least: value.0, greatest: value.1 });
            }
            points.push(ClockPoint { at: now, least: reading.value.0, greatest: reading.value.1 });
            let same = courses.iter_mut().find(|(_, other, known)| {
                *other == points
                    && known.completion == reading.completion
                    && known.bound == reading.bound
                    && known.breaks == reading.breaks
                    && known.at_risk == reading.at_risk
            });
            match same {
                Some((keys, _, _)) => keys.push((policy, standard)),
                None => courses.push((vec![(policy, standard)], points, reading)),
            }
        }
    }
    // What is told first is the headline policy at the report's standard.
    let told = (policies(clock).first().copied().unwrap_or(0), context.standard());
    courses.sort_by_key(|(keys, _, _)| !keys.contains(&told));
    let mut projected = now;
    for (_, _, reading) in &courses {
        for at in [reading.completion.earliest, reading.completion.latest].into_iter().flatten() {
            projected = projected.max(at);
        }
    }
    let from = days.first().map_or(start, |day| day.from.max(start).min(now));
    let room = context.tree.zone.numbered_day(context.tree.zone.day_number(now) + limits::CLOCK_DAYS).until;
    let span = Interval::new(from, Instant(projected.min(room).0 + 1).max(context.period.until));
    let rows: Vec<ClockRow> = courses
        .into_iter()
        .map(|(keys, points, reading)| row(context, notes, clock, &keys, points, &reading))
        .collect();
    let title = say.clock(clock, part);
    let summary = say.say(
        "clock-summary",
        &[
            ("length", say.length(clock).into()),
            ("start", say.instant(start).into()),
            ("rows", rows.len().into()),
            ("paragraph", (&clock.cited.paragraph).into()),
        ],
    );
    let while_what = match &clock.regime {
        Some(regime) => say.say("clock-while", &[("regime", regime.into())]),
        None => say.word("clock-whatever"),
    };
    let summary = format!("{summary} {while_what}");
    let (needs, unit, target) = match clock.length {
        Length::Elapsed(seconds) => (seconds, say.word("clock-unit-hours"), say.duration(seconds)),
        Length::Calendar { days, .. } => (days, say.word("clock-unit-days"), say.days(days)),
    };
    let mut marked = Vec::new();
    let zone_of = &context.tree.zone;
    for day in zone_of.day_number(span.from)..=zone_of.day_number(span.last()) {
        let begins = zone_of.numbered_day(day).from;
        if span.contains(begins) {
            marked.push((begins, say.date(begins)));
        }
    }
    ClockDrawing { title, summary, span, days: marked, now, needs, unit, target, rows }
}

/// Indices of policies, the headline first.
fn policies(clock: &Clock) -> Vec<usize> {
    let mut policies: Vec<usize> = (0..clock.policies.len()).collect();
    policies.sort_by_key(|policy| clock.headline != Some(*policy));
    policies
}

fn row<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    clock: &Clock,
    keys: &[(usize, usize)],
    points: Vec<ClockPoint>,
    reading: &ClockReading,
) -> ClockRow {
    let say = &context.say;
    let label = label(context, clock, keys);
    let name = if reading.bound { "clock-reading-bound" } else { "clock-reading" };
    let values = [
        ("value", say.value(clock, reading.value).into()),
        ("completion", say.completion(reading, context.moment.happened).into()),
        ("broken", broken_by(context, reading).into()),
    ];
    let cited = statements_of(context, reading);
    let reading_said = context.computed(notes, cited, name, &values);
    ClockRow {
        label,
        points,
        reading: reading_said,
        completion: (reading.completion.earliest, reading.completion.latest),
        marks: marks(context, reading),
    }
}

/// "policy, policy – at standard, standard" for every group of policies that share the standards.
fn label(context: &Context<'_>, clock: &Clock, keys: &[(usize, usize)]) -> String {
    let say = &context.say;
    let mut by_policy: Vec<(usize, Vec<usize>)> = Vec::new();
    for (policy, standard) in keys {
        match by_policy.iter_mut().find(|(known, _)| known == policy) {
            Some((_, standards)) => standards.push(*standard),
            None => by_policy.push((*policy, vec![*standard])),
        }
    }
    let parts = crate::panel::together(by_policy).into_iter().map(|(policies, standards)| {
        let named = policies.iter().map(|policy| {
            let text = say.policy(&clock.policies[*policy]);
            let marked = clock.headline == Some(*policy) && clock.policies.len() > 1;
            if marked { say.say("headline-of", &[("name", text.into())]) } else { text }
        });
        let all = policies.len() == clock.policies.len() && policies.len() > 1;
        let named = if all { say.word("every-policy") } else { say.join(&named.collect::<Vec<_>>()) };
        say.say("clock-label", &[("policies", named.into()), ("standards", say.standards(&standards).into())])
    });
    say.clauses(&parts.collect::<Vec<_>>())
}

/// What broke the run that stands, or may have; what is at risk; what nobody watched.
pub(super) fn broken_by(context: &Context<'_>, reading: &ClockReading) -> String {
    let say = &context.say;
    let of = |effect: EffectShown| -> Vec<&Break> { reading.breaks.iter().filter(|b| b.effect == effect).collect() };
    let count = |breaks: &[&Break]| -> usize {
        breaks.iter().map(|b| &b.incident).collect::<std::collections::BTreeSet<_>>().len()
    };
    let last = |b: &Break| -> String {
        let about = say.about(&b.about);
        let day = say.date(b.span.from.max(Instant(0)));
        say.say("break-named", &[("incident", (&b.incident.0).into()), ("about", about.into()), ("date", day.into())])
    };
    let (breaks, may) = (of(EffectShown::Breaks), of(EffectShown::MayBreak));
    let mut parts = Vec::new();
    parts.push(match breaks.last() {
        Some(b) => {
            // What broke an earlier run does not stand against the one that is complete.
            let before = reading
                .completion
                .latest
                .is_some_and(|complete| complete <= context.moment.happened && b.span.until <= complete);
            let name = if before { "broken-before" } else { "broken-by" };
            say.say(name, &[("n", count(&breaks).into()), ("last", last(b).into())])
        }
        None => say.word("broken-by-nothing"),
    });
    if let Some(b) = may.last() {
        parts.push(say.say("broken-maybe", &[("n", count(&may).into()), ("last", last(b).into())]));
    }
    let at_risk: Vec<&Break> = reading.at_risk.iter().collect();
    if !at_risk.is_empty() {
        parts.push(say.say("broken-risk", &[("n", count(&at_risk).into())]));
    }
    if !reading.unobserved.is_empty() {
        parts.push(say.say("broken-unobserved", &[("n", reading.unobserved.len().into())]));
    }
    say.clauses(&parts)
}

/// The statements on the last break, and on the last that may be one.
pub(super) fn statements_of(context: &Context<'_>, reading: &ClockReading) -> Vec<BodyId> {
    let last = |effect: EffectShown| reading.breaks.iter().rfind(|b| b.effect == effect);
    let named = [last(EffectShown::Breaks), last(EffectShown::MayBreak)];
    let mut ids = Vec::new();
    for b in named.into_iter().flatten() {
        for fact in context.now.facts.iter().filter(|fact| fact.incident == b.incident && fact.about == b.about) {
            ids.extend(fact.claims.iter().map(|claim| claim.statement));
            ids.extend(fact.findings.iter().map(|finding| finding.statement));
            ids.extend(fact.acknowledged);
        }
    }
    ids
}

/// Breaks on the time axis: those of one day with one effect are one mark.
fn marks(context: &Context<'_>, reading: &ClockReading) -> Vec<Mark> {
    let say = &context.say;
    let zone = &context.tree.zone;
    let anchors: BTreeMap<&str, &str> = context
        .incidents
        .iter()
        .map(|reported| (context.incident(reported).id.0.as_str(), reported.anchor.as_str()))
        .collect();
    let mut grouped: BTreeMap<(Instant, Instant, Tone), Vec<&Break>> = BTreeMap::new();
    for b in reading.breaks.iter().chain(&reading.at_risk) {
        let tone = match b.effect {
            EffectShown::Breaks => Tone::Breaks,
            EffectShown::MayBreak => Tone::MayBreak,
            EffectShown::AtRisk => Tone::Open,
        };
        let (first, last) = (zone.day_of(b.span.from).from, zone.day_of(b.span.last()).until);
        grouped.entry((first, last, tone)).or_default().push(b);
    }
    let mut marks: Vec<Mark> = grouped
        .into_iter()
        .map(|((_, _, tone), breaks)| {
            let span = breaks.iter().map(|b| b.span).reduce(Interval::hull).expect("a group is never empty");
            let b = breaks[0];
            // One incident may stand in two propositions: by somebody, and by nobody established.
            let incidents = breaks.iter().map(|b| &b.incident).collect::<std::collections::BTreeSet<_>>().len();
            let label = match (incidents, breaks.len()) {
                (1, 1) => say.say(
                    "break-named",
                    &[
                        ("incident", (&b.incident.0).into()),
                        ("about", say.about(&b.about).into()),
                        ("date", say.span(span).into()),
                    ],
                ),
                // Whichever proposition stood first, nobody would be named before another.
                (1, _) => say.say("break-of", &[("incident", (&b.incident.0).into()), ("date", say.span(span).into())]),
                (n, _) => say.say("breaks-together", &[("n", n.into()), ("date", say.span(span).into())]),
            };
            let anchor = anchors.get(b.incident.0.as_str()).filter(|_| incidents == 1).map(|a| (*a).to_owned());
            Mark { span, tone, label, name: None, anchor }
        })
        .collect();
    // What establishes a break is shown before what is only at risk.
    if marks.len() > limits::CLOCK_MARKS {
        marks.sort_by_key(|mark| (mark.tone != Tone::Breaks, mark.tone != Tone::MayBreak, mark.span.from));
        marks.truncate(limits::CLOCK_MARKS);
        marks.sort_by_key(|mark| (mark.span.from, mark.tone));
    }
    marks
}

/// One phase: its word, the failing conditions, who must still decide, how the next ruling is awaited.
pub(super) fn phase_said<'a>(context: &Context<'a>, notes: &mut Notes<'a>, reading: &PhaseReading) -> Sentence {
    let say = &context.say;
    let declared = context.tree.phases.iter().find(|phase| phase.name == reading.phase);
    let standard = declared.map_or(context.headline(), |phase| phase.standard);
    let answered = |yes: bool| -> Vec<&Name> {
        reading.answers.iter().filter(|(_, answer, _)| *answer == yes).map(|(name, _, _)| name).collect()
    };
    let mut parts = vec![match reading.word {
        PhaseWord::Open { since, .. } => say.say("phase-open", &[("since", say.instant(since).into())]),
        PhaseWord::Disputed => say.say(
            "phase-disputed",
            &[("yes", say.list(&answered(true)).into()), ("no", say.list(&answered(false)).into())],
        ),
        PhaseWord::Refused => say.word("phase-refused"),
        PhaseWord::Eligible => say.word("phase-eligible"),
        PhaseWord::PossiblyEligible => say.word("phase-possibly"),
        PhaseWord::NotEligible => say.word("phase-not-eligible"),
    }];
    if let Some(flags) = context.now.openings.get(&reading.phase) {
        let said = |flag: Kleene, surely, perhaps| match flag {
            Kleene::Must => Some(say.word(surely)),
            Kleene::May => Some(say.word(perhaps)),
            Kleene::No => None,
        };
        parts.extend(said(flags.premature, "phase-premature", "phase-perhaps-premature"));
        parts.extend(said(flags.superseded, "phase-superseded", "phase-perhaps-superseded"));
    }
    for (condition, holds) in declared.iter().flat_map(|phase| phase.conditions.iter().zip(&reading.conditions)) {
        if *holds == Kleene::Must {
            continue;
        }
        let what = match condition {
            PhaseCondition::Complete { clock, policy } => {
                let policy =
                    context.tree.clocks.iter().find(|c| &c.name == clock).map(|c| say.policy(&c.policies[*policy]));
                let policy = policy.unwrap_or_default();
                say.say("condition-complete", &[("clock", clock.into()), ("policy", policy.into())])
            }
            PhaseCondition::Kept { article, .. } => say.say("condition-kept", &[("article", article.into())]),
            PhaseCondition::Judged(slot) => say.say("condition-judged", &[("slot", slot.into())]),
        };
        let name = if *holds == Kleene::May { "condition-undetermined" } else { "condition-fails" };
        parts.push(say.say(name, &[("what", what.into())]));
    }
    if !reading.awaiting.is_empty() {
        parts.push(say.say("phase-awaiting", &[("names", say.list(&reading.awaiting).into())]));
    }
    let cited: Vec<BodyId> = context
        .now
        .acts
        .openings
        .iter()
        .filter(|decided| decided.question == reading.phase)
        .map(|decided| decided.statement)
        .collect();
    let values = [
        ("phase", (&reading.phase).into()),
        ("standard", say.standards(&[standard]).into()),
        ("said", say.clauses(&parts).into()),
    ];
    context.computed(notes, cited, "phase", &values)
}

/// What each pattern comes to, at the standard that is shown first.
fn patterns(context: &Context<'_>) -> Vec<Sentence> {
    let say = &context.say;
    let own = context.now.evaluation.patterns.iter().filter(|reading| reading.standard == context.standard());
    let told = own.map(|reading| {
        let (surely, possibly) = reading.most;
        let state = match (reading.stands, reading.since) {
            (Kleene::Must, Some(since)) => say.say("pattern-stands", &[("since", say.instant(since).into())]),
            (Kleene::Must, None) | (Kleene::May, _) => say.word("pattern-may-stand"),
            (Kleene::No, _) => say.word("pattern-does-not-stand"),
        };
        let most = say.range(surely as u64, Some(possibly as u64));
        let mut parts = vec![state, say.say("pattern-most", &[("n", most.into())])];
        match reading.judged {
            Kleene::Must => parts.push(say.word("pattern-found")),
            Kleene::No => parts.push(say.word("pattern-not-found")),
            Kleene::May if reading.awaiting.is_empty() => {}
            Kleene::May => parts.push(say.say("phase-awaiting", &[("names", say.list(&reading.awaiting).into())])),
        }
        let values = [
            ("name", (&context.tree.patterns[reading.pattern].name).into()),
            ("state", say.clauses(&parts).into()),
            ("standard", say.standards(&[reading.standard]).into()),
        ];
        let mut sentence = context.plain("pattern-told", &values);
        sentence.kind = super::document::SentenceKind::Computed;
        sentence
    });
    told.collect()
}

/// What became of each amendment and exit.
fn changes(context: &Context<'_>) -> Vec<Sentence> {
    let say = &context.say;
    let told = |reading: &ChangeReading| {
        let name = &context.tree.changes[reading.change].name;
        let who = |yes: bool| {
            let said = reading.answers.iter().filter(|(_, answer, _)| *answer == yes);
            said.map(|(name, _, _)| name.clone()).collect::<Vec<Name>>()
        };
        if let (Some(signed), Some(effect)) = (reading.signed, reading.effect) {
            let message = if effect <= context.moment.happened { "change-in-effect" } else { "change-takes-effect" };
            let values =
                [("name", name.into()), ("signed", say.instant(signed).into()), ("effect", say.instant(effect).into())];
            return context.plain(message, &values);
        }
        if context.tree.changes[reading.change].is_exit && who(true).is_empty() {
            return context.plain("change-not-given", &[("name", name.into())]);
        }
        let lists = [
            ("change-signed-by", who(true)),
            ("change-refused-by", who(false)),
            ("change-awaiting", reading.awaiting.clone()),
        ];
        let parts: Vec<String> = lists
            .iter()
            .filter(|(_, names)| !names.is_empty())
            .map(|(message, names)| say.say(message, &[("names", say.list(names).into())]))
            .collect();
        context.plain("change-not-signed", &[("name", name.into()), ("state", say.clauses(&parts).into())])
    };
    context.now.evaluation.changes.iter().map(told).collect()
}

fn regimes(context: &Context<'_>) -> Vec<Sentence> {
    let say = &context.say;
    let mut said = Vec::new();
    for (name, periods) in &context.now.evaluation.regimes {
        let running = periods.iter().find(|period| period.contains(context.moment.happened));
        said.push(match (running, periods.iter().rfind(|period| period.until <= context.moment.happened)) {
            (Some(period), _) if period.until == Instant::NEVER => {
                context.plain("regime-runs-open", &[("regime", name.into()), ("from", say.instant(period.from).into())])
            }
            (Some(period), _) => context.plain(
                "regime-runs",
                &[
                    ("regime", name.into()),
                    ("from", say.instant(period.from).into()),
                    ("until", say.instant(period.until).into()),
                ],
            ),
            (None, Some(period)) => {
                context.plain("regime-ended", &[("regime", name.into()), ("until", say.instant(period.until).into())])
            }
            (None, None) => context.plain("regime-not-begun", &[("regime", name.into())]),
        });
    }
    said
}
