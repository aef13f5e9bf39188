//! The bottom line, what is not known, and the annex.
//!
//! Holds
//! - The bottom line says one fact in each point and nothing that another section does not say too.
//! - What is not known is as much a part of the report as what is.
//!
//! Not here: clocks and phases in full (`clocks`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{Cause, ClockReading, Word};
use agreement::tree::{ArticleKind, Clock};
use record::statement::{Accused, BodyId, Content};
use record::vocabulary::counts::{Category, Count, CountScope};
use record::vocabulary::sources::Origin;
use record::vocabulary::standards::Alternative;
use record::vocabulary::time::{Instant, Interval, KnownAt};

use super::context::{Context, Reported, belongs, is_words};
use super::document::{Block, Section, Sentence, Table};
use super::ledger::Comparison;
use super::notes::Notes;
use super::{cards, clocks, limits};

/// Most clocks in the bottom line; the others are in their section.
const CLOCKS: usize = 4;
/// Most phases in the bottom line.
const PHASES: usize = 3;
/// Most incidents told in words in the bottom line.
const FOREMOST: usize = 3;

pub(super) fn bottom_line<'a>(context: &Context<'a>, notes: &mut Notes<'a>, found: &Comparison) -> Section {
    let say = &context.say;
    let mut points = Vec::new();
    let asked = context.standard();
    for (place, clock) in context.tree.clocks.iter().take(CLOCKS).enumerate() {
        let policy = clock.headline.unwrap_or(0);
        let of = |standard: usize| -> Vec<&ClockReading> {
            let all = context.now.evaluation.clocks.iter();
            all.filter(|r| r.clock == clock.name && r.policy == policy && r.standard == standard).collect()
        };
        let readings = of(asked);
        for reading in readings.iter().take(CLOCKS) {
            points.push(clock_said(context, notes, clock, reading));
        }
        // Under the weakest standard the first clock may read otherwise: neither stands without the other.
        if place == 0 && asked > 0 {
            let differ = |(weak, strong): &(&ClockReading, &ClockReading)| {
                (weak.value, weak.completion) != (strong.value, strong.completion)
            };
            let weakest = of(0);
            let pairs = weakest.iter().copied().zip(readings.iter().copied()).filter(differ).take(CLOCKS);
            points.extend(pairs.map(|(weak, _)| clock_said(context, notes, clock, weak)));
        }
    }
    if nothing_can_establish(context) {
        points.push(context.plain("bottom-ungraded", &[("standard", say.standards(&[asked]).into())]));
    }
    points.extend(foremost(context, notes));
    points.extend(words_counted(context, notes));
    points.extend(compared(context, notes));
    points.extend(figures(context, notes));
    for phase in context.now.evaluation.phases.iter().take(PHASES) {
        points.push(clocks::phase_said(context, notes, phase));
    }
    let watched = context.now.knowledge.live.iter().any(|live| match &live.statement.body.content {
        Content::Coverage(coverage) => !coverage.during.meet(context.period).is_empty(),
        _ => false,
    });
    if !watched {
        points.push(context.plain("bottom-unwatched", &[]));
    }
    if found.different > 0 {
        let values = [("days", found.days.into()), ("different", found.different.into())];
        points.push(context.plain("corrections-compared", &values));
    }
    super::section(context, "bottom-line", vec![Block::List(points)])
}

fn clock_said<'a>(context: &Context<'a>, notes: &mut Notes<'a>, clock: &Clock, reading: &ClockReading) -> Sentence {
    let say = &context.say;
    let values = [
        ("clock", say.clock(clock, &reading.part).into()),
        ("policy", say.policy(&clock.policies[reading.policy]).into()),
        ("standard", say.standards(&[reading.standard]).into()),
        ("value", say.value_of(clock, reading.value).into()),
        ("completion", say.completion(reading, context.moment.happened).into()),
        ("broken", clocks::broken_by(context, reading).into()),
    ];
    context.computed(notes, clocks::statements_of(context, reading), "bottom-clock", &values)
}

/// Whether no report on the record could meet the report's standard: it asks for a grade that none has.
fn nothing_can_establish(context: &Context<'_>) -> bool {
    let standard = &context.tree.standards.standards[context.standard()];
    let mut bounds = Vec::new();
    for alternative in &standard.alternatives {
        match alternative {
            Alternative::Origins { at_least: None, .. } => return false,
            Alternative::Origins { at_least: Some(bound), .. } => bounds.push(*bound),
            _ => {}
        }
    }
    let mut grades =
        context.now.facts.iter().flat_map(|fact| &fact.claims).map(|claim| claim.evidence.grade).peekable();
    !bounds.is_empty() && grades.peek().is_some() && !grades.any(|grade| bounds.iter().any(|bound| grade.meets(*bound)))
}

/// The incidents of the period that most origins speak of, or with most people killed, in words.
fn foremost<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Vec<Sentence> {
    let say = &context.say;
    let standard = context.standard();
    let longest = 2 * context.period.seconds();
    let mut ranked: Vec<(usize, u32, &Reported)> = context
        .incidents
        .iter()
        .filter(|reported| reported.stated.from != Instant::EVER && reported.stated.seconds() <= longest)
        .map(|reported| (reported, context.incident(reported)))
        .filter(|(_, incident)| !context.is_words(incident))
        .map(|(reported, incident)| {
            let killed = killed(context, reported).map_or(0, |all| all.greatest);
            (cards::origins(context, incident), killed, reported)
        })
        .collect();
    // Among many that one origin speaks of, without figures, none is foremost.
    if ranked.len() > FOREMOST {
        ranked.retain(|(origins, killed, _)| *origins > 1 || *killed > 0);
    }
    ranked.sort_by_key(|(origins, killed, _)| std::cmp::Reverse((*origins, *killed)));
    let told = ranked.into_iter().take(FOREMOST).map(|(_, _, reported)| {
        let incident = context.incident(reported);
        let mut parts = vec![cards::sources(context, incident)];
        if let Some(all) = killed(context, reported) {
            let values = [("category", say.word("killed").into()), ("figure", killed_range(context, &all).into())];
            parts.push(say.say("count", &values));
        }
        let word = reported.words[standard].map_or(say.word("word-uncovered"), |word| say.verdict(word));
        parts.push(say.say("verdict-at", &[("word", word.into()), ("standard", say.standards(&[standard]).into())]));
        let values = [("incident", cards::titled(context, incident).into()), ("parts", say.clauses(&parts).into())];
        context.computed(notes, context.ids(incident), "bottom-incident", &values)
    });
    told.collect()
}

/// How many things done in the period have which worst word, at the report's standard; and how many were only said.
fn words_counted<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Vec<Sentence> {
    let say = &context.say;
    let standard = context.standard();
    let (said, done): (Vec<&Reported>, Vec<&Reported>) =
        context.incidents.iter().partition(|reported| context.is_words(context.incident(reported)));
    let mut points = Vec::new();
    if done.is_empty() {
        points.push(context.plain("violations-none", &[]));
    } else {
        let mut counts: Vec<(Option<Word>, usize, Vec<BodyId>)> = Vec::new();
        for reported in &done {
            let word = reported.words[standard];
            let ids = context.ids(context.incident(reported));
            match counts.iter_mut().find(|(known, _, _)| *known == word) {
                Some((_, count, known)) => {
                    *count += 1;
                    known.extend(ids);
                }
                None => counts.push((word, 1, ids)),
            }
        }
        counts.sort_by_key(|(word, _, _)| std::cmp::Reverse(*word));
        let parts = counts.iter().map(|(word, count, _)| {
            let n = ("n", (*count).into());
            match word {
                Some(word) => say.say("word-counted", &[n, ("word", say.verdict(*word).into())]),
                None => say.say("uncovered-counted", &[n]),
            }
        });
        let parts: Vec<String> = parts.collect();
        let worst = counts.into_iter().next().map(|(_, _, ids)| ids).unwrap_or_default();
        let period = context.period;
        let within =
            |reported: &&&Reported| reported.stated.from >= period.from && reported.stated.until <= period.until;
        let values = [
            ("n", done.len().into()),
            ("within", done.iter().filter(within).count().into()),
            ("counts", say.join(&parts).into()),
            ("standard", say.standards(&[standard]).into()),
        ];
        points.push(context.computed(notes, worst, "bottom-words", &values));
    }
    if !said.is_empty() {
        let ids: Vec<BodyId> = said.iter().flat_map(|reported| context.ids(context.incident(reported))).collect();
        points.push(context.said(notes, ids, "bottom-said", &[("n", said.len().into())]));
    }
    points
}

/// How many incidents were known at this period's end, and at the end of the one before: like with like; and as now known.
fn compared<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Option<Sentence> {
    let (zone, period) = (&context.tree.zone, context.period);
    if context.moment.known < KnownAt(period.last()) {
        return None;
    }
    let before = zone.numbered_day(zone.day_number(period.from) - 1);
    let length = period.seconds();
    let before = if length > before.seconds() * 2 {
        Interval::new(Instant(period.from.0 - length), period.from)
    } else {
        before
    };
    let known_then = |span: Interval| {
        let (knowledge, incidents) = crate::linked(context.tree, context.statements, KnownAt(span.last()));
        let own = incidents.iter().filter(|incident| belongs(&knowledge, incident, span));
        own.filter(|incident| !is_words(context.tree, &knowledge, incident)).count()
    };
    let earlier: Vec<Reported> = context.within(before);
    let done = |all: &[Reported]| all.iter().filter(|one| !context.is_words(context.incident(one))).count();
    let ids = earlier.iter().flat_map(|reported| context.ids(context.incident(reported)));
    let values = [
        ("now", known_then(period).into()),
        ("then", known_then(before).into()),
        ("before", context.say.span(before).into()),
        ("now-later", done(&context.incidents).into()),
        ("then-later", done(&earlier).into()),
    ];
    Some(context.told(notes, ids, context.say.say("bottom-trend", &values)))
}

/// The figures of people killed on one incident; what is said to count more than it, or perhaps more, is left out.
struct Killed {
    least: u32,
    greatest: u32,
    open: bool,
    ids: Vec<BodyId>,
}

fn killed(context: &Context<'_>, reported: &Reported) -> Option<Killed> {
    let mut found: Option<Killed> = None;
    for (statement, report) in context.reports(context.incident(reported)) {
        let own = |count: &&Count| count.category == Category::Killed && count.scope == CountScope::Incident;
        for count in report.counts.iter().filter(own) {
            let greatest = count.most.unwrap_or(count.least);
            let all = found.get_or_insert(Killed { least: count.least, greatest, open: false, ids: Vec::new() });
            all.least = all.least.min(count.least);
            all.greatest = all.greatest.max(greatest);
            all.open |= count.most.is_none();
            all.ids.push(statement.id);
        }
    }
    found
}

/// On how many incidents figures are stated; the sources' least and greatest on the one with most, of those that are not
/// told to have lasted much longer than the period: their figures are not the period's.
fn figures<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Option<Sentence> {
    let with: Vec<(&Reported, Killed)> =
        context.incidents.iter().filter_map(|reported| Some((reported, killed(context, reported)?))).collect();
    let n = with.len();
    let longest = 2 * context.period.seconds();
    let long = with.iter().filter(|(reported, _)| reported.stated.seconds() > longest).count();
    let short = with.into_iter().rev().filter(|(reported, _)| reported.stated.seconds() <= longest);
    let Some((most, all)) = short.max_by_key(|(_, all)| all.greatest) else {
        return (n > 0).then(|| context.plain("bottom-figures-long", &[("n", n.into())]));
    };
    let range = killed_range(context, &all);
    let title = cards::titled(context, context.incident(most));
    let values = [("n", n.into()), ("long", long.into()), ("incident", title.into()), ("range", range.into())];
    Some(context.said(notes, all.ids, "bottom-figures", &values))
}

fn killed_range(context: &Context<'_>, all: &Killed) -> String {
    let say = &context.say;
    match all.open {
        true => say
            .say("range-open-to", &[("least", i64::from(all.least).into()), ("most", i64::from(all.greatest).into())]),
        false => say.range(all.least.into(), Some(all.greatest.into())),
    }
}

pub(super) fn unknown<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let standard = context.standard();
    let mut points = Vec::new();
    // Why verdicts of the period are undetermined.
    let mut causes: BTreeMap<Cause, BTreeSet<usize>> = BTreeMap::new();
    for reported in &context.incidents {
        for judged in context.judged(&context.incident(reported).id).filter(|judged| judged.standard == standard) {
            for cause in judged.causes() {
                causes.entry(cause).or_default().insert(reported.index);
            }
        }
    }
    for (cause, incidents) in &causes {
        let ids: Vec<BodyId> = incidents.iter().flat_map(|index| context.ids(&context.now.incidents[*index])).collect();
        let values = [
            ("n", incidents.len().into()),
            ("cause", say.cause(cause).into()),
            ("standard", say.standards(&[standard]).into()),
        ];
        points.push(context.computed(notes, ids, "unknown-cause", &values));
    }
    // Reports that name nobody, or two without saying who acted.
    let count = |wanted: fn(&Accused) -> bool| -> Vec<BodyId> {
        let mut ids = Vec::new();
        for reported in &context.incidents {
            let incident = context.incident(reported);
            ids.extend(context.reports(incident).filter(|(_, report)| wanted(&report.accused)).map(|(s, _)| s.id));
        }
        ids
    };
    for (name, ids) in [
        ("unknown-dyad", count(|accused| matches!(accused, Accused::Dyad(..)))),
        ("unknown-nobody", count(|accused| matches!(accused, Accused::Unstated))),
    ] {
        if !ids.is_empty() {
            let values = [("n", ids.len().into())];
            points.push(context.said(notes, ids, name, &values));
        }
    }
    let uncovered: Vec<BodyId> = context
        .incidents
        .iter()
        .filter(|reported| reported.words.iter().all(Option::is_none))
        .flat_map(|reported| context.ids(context.incident(reported)))
        .collect();
    if !uncovered.is_empty() {
        let n = context.incidents.iter().filter(|reported| reported.words.iter().all(Option::is_none)).count();
        points.push(context.said(notes, uncovered, "unknown-uncovered", &[("n", n.into())]));
    }
    let waiting: Vec<String> = context
        .tree
        .articles
        .iter()
        .filter(|article| matches!(article.kind, ArticleKind::NotYetExpressed { .. }))
        .map(|article| say.article(article))
        .collect();
    if !waiting.is_empty() {
        let values = [("n", waiting.len().into()), ("articles", say.join(&waiting).into())];
        points.push(context.plain("unknown-articles", &values));
    }
    if points.is_empty() {
        points.push(context.plain("unknown-none", &[]));
    }
    super::section(context, "unknown", vec![Block::List(context.cut(points, limits::LIST_POINTS))])
}

pub(super) fn annex<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let registers = &context.now.knowledge.registers;
    // Sources of the period's reports: as origin, as relayer. In order of their first being known.
    let mut order: Vec<String> = Vec::new();
    let mut used: BTreeMap<String, (usize, usize, Vec<BodyId>)> = BTreeMap::new();
    for reported in &context.incidents {
        for (statement, report) in context.reports(context.incident(reported)) {
            let mut note = |name: &str, as_origin: bool| {
                let name = registers.resolve(name).to_owned();
                if !order.contains(&name) {
                    order.push(name.clone());
                }
                let entry = used.entry(name).or_default();
                if as_origin {
                    entry.0 += 1
                } else {
                    entry.1 += 1
                }
                entry.2.push(statement.id);
            };
            for origin in &report.chain.origins {
                if let Origin::Named(name) = origin {
                    note(name, true);
                }
            }
            for relayer in &report.chain.relayers {
                note(relayer, false);
            }
        }
    }
    let rows: Vec<Vec<Sentence>> = order
        .iter()
        .take(limits::TABLE_ROWS)
        .map(|name| {
            let (origin, relayer, ids) = &used[name];
            vec![
                context.said_text(notes, ids.clone(), super::isolated(name)),
                context.cell(origin.to_string()),
                context.cell(relayer.to_string()),
            ]
        })
        .collect();
    let mut blocks = Vec::new();
    if !rows.is_empty() {
        blocks.push(Block::Table(Table {
            caption: say.word("annex-sources"),
            columns: context.columns(&["column-source", "column-as-origin", "column-as-relayer"]),
            rows,
        }));
    }
    blocks.extend(context.more(order.len().saturating_sub(limits::TABLE_ROWS)));
    let until = context.moment.known;
    let known: BTreeSet<BodyId> = context
        .statements
        .iter()
        .filter(|statement| statement.known() <= until)
        .map(|statement| statement.id)
        .collect();
    let known = known.len();
    let mut how = vec![
        context
            .plain("annex-statements", &[("known", known.into()), ("live", context.now.knowledge.live.len().into())]),
        context.plain("annex-how", &[]),
    ];
    let history = context.now.knowledge.live.iter().filter(|live| live.statement.accepted.history).count();
    if history > 0 {
        how.push(context.plain("annex-history", &[("n", history.into())]));
    }
    blocks.push(Block::List(how));
    super::section(context, "annex", blocks)
}
