//! Follow-up and corrections: who must still answer or decide, and what earlier reports would say now.
//!
//! Holds
//! - An earlier day's report is compared as known at that day's end and as known at the cut-off; it is never rewritten.
//! - What a correction changes is shown with the old and the new word side by side.
//!
//! Not here: flags of openings (`clocks`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{Cause, Word};
use record::statement::{Accused, BodyId, Content, Polarity, Stance, Statement};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

use super::context::{Context, belongs};
use super::document::{Block, Section, Sentence, Table};
use super::limits;
use super::notes::Notes;
use crate::{Situation, at};

/// An incident's worst word in a report: outer `None` where it is not in the report, inner where no clause covers it.
type Shown = Option<Option<Word>>;

/// What an earlier day's report said of one incident and what it would say now.
pub(super) struct Changed {
    day: Interval,
    incident: IncidentId,
    then: Shown,
    now: Shown,
    ids: Vec<BodyId>,
}

/// The comparison of the days before the period.
pub(super) struct Comparison {
    /// How many days were compared.
    pub(super) days: usize,
    /// How many of their reports would read differently.
    pub(super) different: usize,
    changed: Vec<Changed>,
    values: Vec<(Interval, String, String, String)>,
}

/// Compares the reports of the days before the period: as known at each day's end, as known at the cut-off.
pub(super) fn compare(context: &Context<'_>) -> Comparison {
    let zone = &context.tree.zone;
    let last = zone.day_number(context.period.from);
    let first = context.clocks_start().map_or(last, |start| zone.day_number(start).min(last));
    let days: Vec<Interval> = (first.max(last - limits::COMPARED_DAYS)..last)
        .map(|day| zone.numbered_day(day))
        .filter(|day| KnownAt(day.last()) < context.moment.known)
        .collect();
    let evaluated = context.evaluated_at(days.iter().map(|day| day.last()));
    let mut comparison = Comparison { days: days.len(), different: 0, changed: Vec::new(), values: Vec::new() };
    for (day, (end, now)) in days.iter().zip(&evaluated) {
        let moment = Moment { happened: *end, known: KnownAt(*end), ..context.moment.clone() };
        let then = at(context.tree, context.statements, &moment);
        let before = comparison.changed.len() + comparison.values.len();
        changes(context, &then, *day, &mut comparison.changed);
        for clock in &context.tree.clocks {
            let policy = clock.headline.unwrap_or(0);
            let value = |readings: &[agreement::evaluate::ClockReading]| -> String {
                let own = readings.iter().filter(|reading| {
                    reading.clock == clock.name && reading.policy == policy && reading.standard == context.standard()
                });
                context.say.join(&own.map(|reading| context.say.value(clock, reading.value)).collect::<Vec<_>>())
            };
            let (old, new) = (value(&then.evaluation.clocks), value(&now.clocks));
            if old != new {
                comparison.values.push((*day, clock.name.clone(), old, new));
            }
        }
        comparison.different += usize::from(comparison.changed.len() + comparison.values.len() > before);
    }
    comparison
}

/// The incidents of `day`, with the worst word at the report's standard; `None` where no clause covers one.
fn words_of<'s>(
    context: &Context<'_>,
    situation: &'s Situation<'_>,
    day: Interval,
) -> BTreeMap<&'s IncidentId, Option<Word>> {
    let own = situation.incidents.iter().filter(|incident| belongs(&situation.knowledge, incident, day));
    let mut worst: BTreeMap<&IncidentId, Option<Word>> = own.map(|incident| (&incident.id, None)).collect();
    for judged in situation.judged_as_agreed() {
        if judged.standard == context.standard() && judged.word != Word::NotApplicable {
            let incident = &situation.facts[judged.fact].incident;
            worst.entry(incident).and_modify(|word| *word = (*word).max(Some(judged.word)));
        }
    }
    worst
}

fn changes(context: &Context<'_>, then: &Situation<'_>, day: Interval, changed: &mut Vec<Changed>) {
    let (old, new) = (words_of(context, then, day), words_of(context, &context.now, day));
    let ids: BTreeSet<&IncidentId> = old.keys().chain(new.keys()).copied().collect();
    for id in ids {
        let (before, now) = (old.get(id).copied(), new.get(id).copied());
        // What no clause covers, then and now, changes nothing that a report concludes, unless it was not in the report.
        if before == now || (before.is_some() && before.flatten() == now.flatten()) {
            continue;
        }
        let known = KnownAt(day.last());
        let later = context.now.incident(&id.0).map(|incident| context.ids(incident)).unwrap_or_default();
        let later: Vec<BodyId> = context
            .now
            .knowledge
            .live
            .iter()
            .map(|live| live.statement)
            .filter(|statement| statement.known() > known && later.contains(&statement.id))
            .map(|statement| statement.id)
            .collect();
        changed.push(Changed { day, incident: id.clone(), then: before, now, ids: later });
    }
}

pub(super) fn corrections<'a>(context: &Context<'a>, notes: &mut Notes<'a>, found: &Comparison) -> Section {
    let say = &context.say;
    let mut blocks = Vec::new();
    let values = [("days", found.days.into()), ("different", found.different.into())];
    blocks.push(Block::Paragraph(vec![match found.days {
        0 => context.plain("corrections-no-days", &[]),
        _ => context.plain("corrections-compared", &values),
    }]));
    let worded = |shown: Shown| match shown {
        None => say.word("correction-unknown"),
        Some(word) => word.map_or(say.word("word-uncovered"), |word| say.verdict(word)),
    };
    let mut rows: Vec<Vec<Sentence>> = found
        .values
        .iter()
        .map(|(day, clock, then, now)| {
            vec![
                context.cell(say.span(*day)),
                context.cell(say.say("correction-clock", &[("clock", clock.into())])),
                context.cell(then.clone()),
                context.cell(now.clone()),
            ]
        })
        .collect();
    let (arrived, changed): (Vec<&Changed>, Vec<&Changed>) =
        found.changed.iter().partition(|changed| changed.then.is_none());
    rows.extend(changed.iter().take(limits::TABLE_ROWS).map(|changed| {
        vec![
            context.cell(say.span(changed.day)),
            context.told(notes, changed.ids.clone(), super::isolated(&changed.incident.0)),
            context.cell(worded(changed.then)),
            context.cell(worded(changed.now)),
        ]
    }));
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            caption: say.say("corrections-caption", &[("standard", say.standards(&[context.standard()]).into())]),
            columns: context.columns(&["column-day", "column-what", "column-then", "column-now"]),
            rows,
        }));
    }
    blocks.extend(context.more(changed.len().saturating_sub(limits::TABLE_ROWS)));
    if !arrived.is_empty() {
        blocks.push(Block::Heading(say.word("heading-arrived")));
        blocks
            .push(Block::List(arrived.chunk_by(|a, b| a.day == b.day).map(|day| later(context, notes, day)).collect()));
    }
    blocks.push(Block::Heading(say.word("heading-corrected")));
    let own = told_of(context);
    let corrected: Vec<&Statement> = context
        .statements
        .iter()
        .filter(|statement| statement.known() <= context.moment.known && context.is_open(statement))
        .filter(|statement| {
            let (in_period, since) =
                (context.period.contains(statement.known().0), statement.known().0 > context.period.last());
            match &statement.body.content {
                Content::Reply(reply) => {
                    let changes = matches!(reply.stance, Stance::Corrects(_) | Stance::Withdraws);
                    (in_period && changes) || (since && own.contains(&reply.to))
                }
                Content::Finding(_) => since && own.contains(&statement.id),
                Content::BatchUndone(_) => in_period,
                _ => false,
            }
        })
        .collect();
    let sentences = said(context, notes, corrected, "correction-said");
    blocks.push(match sentences.is_empty() {
        true => Block::Paragraph(vec![context.plain("corrected-none", &[])]),
        false => Block::List(sentences),
    });
    super::section(context, "corrections", blocks)
}

/// Statements on the period's incidents, those that no longer stand among them.
fn told_of(context: &Context<'_>) -> BTreeSet<BodyId> {
    let mut own = BTreeSet::new();
    for reported in &context.incidents {
        let incident = context.incident(reported);
        own.extend(context.ids(incident));
        own.extend(context.withdrawn(incident).into_iter().map(|(report, _)| report.id));
    }
    own
}

/// How many incidents of a day became known only after it, by what is now said of them.
fn later<'a>(context: &Context<'a>, notes: &mut Notes<'a>, day: &[&Changed]) -> Sentence {
    let say = &context.say;
    let mut counts: BTreeMap<std::cmp::Reverse<Option<Word>>, usize> = BTreeMap::new();
    for changed in day {
        *counts.entry(std::cmp::Reverse(changed.now.flatten())).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(std::cmp::Reverse(word), n)| match word {
        Some(word) => say.say("word-counted", &[("n", n.into()), ("word", say.verdict(word).into())]),
        None => say.say("uncovered-counted", &[("n", n.into())]),
    });
    let values = [
        ("day", say.span(day[0].day).into()),
        ("n", day.len().into()),
        ("counts", say.join(&counts.collect::<Vec<_>>()).into()),
        ("standard", say.standards(&[context.standard()]).into()),
    ];
    let ids: Vec<BodyId> = day.iter().flat_map(|changed| changed.ids.iter().copied()).collect();
    context.computed(notes, ids, "correction-arrived", &values)
}

/// One sentence for each statement, in order of their being known.
fn said<'a>(
    context: &Context<'a>,
    notes: &mut Notes<'a>,
    mut statements: Vec<&Statement>,
    name: &str,
) -> Vec<Sentence> {
    statements.sort_by_key(|statement| (statement.known(), statement.id));
    statements.dedup_by_key(|statement| statement.id);
    let sentences = statements
        .into_iter()
        .map(|statement| {
            let values = [
                ("said", context.say.statement(statement).into()),
                ("known", context.say.instant(statement.known().0).into()),
            ];
            context.said(notes, [statement.id], name, &values)
        })
        .collect();
    context.cut(sentences, limits::LIST_POINTS)
}

pub(super) fn follow_up<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let mut blocks = Vec::new();
    // Who must still judge or rule, with how many incidents wait for it.
    let mut awaited: Vec<(Cause, BTreeSet<&IncidentId>)> = Vec::new();
    for judged in context.now.evaluation.judged.iter().filter(|judged| judged.standard == context.standard()) {
        for cause in judged.causes() {
            if !matches!(cause, Cause::JudgementAwaited(_) | Cause::ExceptionNotSettled(_) | Cause::Pending) {
                continue;
            }
            let incident = &context.now.facts[judged.fact].incident;
            match awaited.iter_mut().find(|(known, _)| *known == cause) {
                Some((_, incidents)) => drop(incidents.insert(incident)),
                None => awaited.push((cause, BTreeSet::from([incident]))),
            }
        }
    }
    let mut open: Vec<Sentence> = Vec::new();
    for (cause, incidents) in awaited {
        let first = incidents.iter().next().expect("made with one");
        let ids = context.now.incident(&first.0).map(|incident| context.ids(incident)).unwrap_or_default();
        let values = [
            ("what", say.cause(&cause).into()),
            ("n", incidents.len().into()),
            ("first", (&first.0).into()),
            ("standard", say.standards(&[context.standard()]).into()),
        ];
        open.push(context.computed(notes, ids, "follow-open", &values));
    }
    for reading in context.now.evaluation.phases.iter().filter(|reading| !reading.awaiting.is_empty()) {
        let standard =
            context.tree.phases.iter().find(|phase| phase.name == reading.phase).map_or(0, |phase| phase.standard);
        let values = [
            ("phase", (&reading.phase).into()),
            ("names", say.list(&reading.awaiting).into()),
            ("standard", say.standards(&[standard]).into()),
        ];
        open.push(context.computed(notes, [], "follow-phase", &values));
    }
    blocks.push(Block::Heading(say.word("heading-open")));
    blocks.push(match open.is_empty() {
        true => Block::Paragraph(vec![context.plain("follow-none", &[])]),
        false => Block::List(context.cut(open, limits::LIST_POINTS)),
    });
    // Whom reports of the period name, and whether they answered.
    let rows = asked(context, notes);
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            caption: say.word("follow-caption"),
            columns: context.columns(&[
                "column-named",
                "column-named-in",
                "column-answered",
                "column-heard",
                "column-unanswered",
            ]),
            rows,
        }));
    }
    let fights = fights(context);
    if fights > 0 {
        blocks.push(Block::Paragraph(vec![context.plain("follow-fights", &[("n", fights.into())])]));
    }
    blocks.push(Block::Heading(say.word("heading-decided")));
    let decided: Vec<&Statement> = context
        .known_in_period()
        .filter(|statement| {
            matches!(statement.body.content, Content::Decision(_) | Content::Renewal(_) | Content::Finding(_))
        })
        .collect();
    let sentences = said(context, notes, decided, "card-answer");
    blocks.push(match sentences.is_empty() {
        true => Block::Paragraph(vec![context.plain("decided-none", &[])]),
        false => Block::List(sentences),
    });
    super::section(context, "follow-up", blocks)
}

/// Whom reports of the period say to have acted, and whether they answered: parties in the order of the agreement, then others
/// in the order in which they are first named. Fights without a named attacker ask nobody.
fn asked<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Vec<Vec<Sentence>> {
    let registers = &context.now.knowledge.registers;
    let belongs = |name: &Name, party: &Name, when: Instant| registers.member(name, party, when) == Kleene::Must;
    let done = || context.incidents.iter().filter(|reported| !context.is_words(context.incident(reported)));
    let mut rows: Vec<(Name, [usize; 3], Vec<BodyId>)> =
        context.tree.parties.iter().map(|party| (party.clone(), [0; 3], Vec::new())).collect();
    for reported in done() {
        let incident = context.incident(reported);
        let when = reported.span.from.max(Instant(0));
        let mut named: Vec<Name> = Vec::new();
        for (_, report) in context.reports(incident).filter(|(_, report)| report.polarity == Polarity::Happened) {
            let Accused::Actor(actor) = &report.accused else { continue };
            let party = context.tree.parties.iter().find(|party| belongs(actor, party, when));
            let name = party.cloned().unwrap_or_else(|| registers.resolve(actor).to_owned());
            if !named.contains(&name) {
                named.push(name);
            }
        }
        for name in named {
            let row = match rows.iter().position(|(known, ..)| *known == name) {
                Some(row) => row,
                None => {
                    rows.push((name.clone(), [0; 3], Vec::new()));
                    rows.len() - 1
                }
            };
            let (_, [accused, answered, heard], replies) = &mut rows[row];
            *accused += 1;
            let own: Vec<BodyId> = context.replies_of(incident, &name).map(|statement| statement.id).collect();
            match own.is_empty() {
                false => *answered += 1,
                true => *heard += usize::from(context.is_heard(incident, &name)),
            }
            replies.extend(own);
        }
    }
    rows.into_iter()
        .filter(|(_, [accused, ..], _)| *accused > 0)
        .map(|(name, [accused, answered, heard], replies)| {
            vec![
                context.cell(super::isolated(&name)),
                context.cell(accused.to_string()),
                context.told(notes, replies, answered.to_string()),
                context.cell(heard.to_string()),
                context.cell((accused - answered - heard).to_string()),
            ]
        })
        .collect()
}

/// How many incidents are told as fights between two, by reports that name no attacker.
fn fights(context: &Context<'_>) -> usize {
    let of_two = |reported: &&super::context::Reported| {
        let mut reports = context.reports(context.incident(reported)).peekable();
        reports.peek().is_some() && reports.all(|(_, report)| matches!(report.accused, Accused::Dyad(..)))
    };
    context.incidents.iter().filter(of_two).count()
}
