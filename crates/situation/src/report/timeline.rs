//! The section that shows what happened and what was said, in lanes over time.
//!
//! Holds
//! - Incidents stand in the lane of their worst word at the report's standard; no lane is a party's.
//! - An imprecise time is drawn as long as it is imprecise.
//! - What has a time of day, several reports or a high figure is named; of what is known by its day alone the days are named.
//!
//! Not here: what an incident is (`cards`).

use incident::Incident;
use record::statement::{Content, Polarity, Report, Stance};
use record::vocabulary::time::{Instant, Interval};

use super::context::Context;
use super::document::{Block, Mark, Section, TimelineDrawing, Tone};
use super::limits;
use super::notes::Notes;
use crate::COMMUNICATION;

pub(super) fn section<'a>(context: &Context<'a>, _notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let zone = &context.tree.zone;
    let last = zone.day_number(context.period.from);
    let first = context.clocks_start().map_or(last, |start| zone.day_number(start).min(last));
    let from = zone.numbered_day(first.max(last - limits::TIMELINE_DAYS)).from;
    let span = Interval::new(from, context.period.until);

    let mut lanes: Vec<(Tone, &str, Vec<Mark>)> = [
        (Tone::Breaks, "lane-breached"),
        (Tone::MayBreak, "lane-contested"),
        (Tone::Open, "lane-undetermined"),
        (Tone::Calm, "lane-kept"),
        (Tone::Uncovered, "lane-uncovered"),
    ]
    .map(|(tone, name)| (tone, name, Vec::new()))
    .into();
    let mut named_marks = Vec::new();
    for reported in context.within(span) {
        let incident = context.incident(&reported);
        let tone = context.tone(&reported);
        let card = context.incidents.iter().find(|own| own.index == reported.index).map(|own| own.anchor.clone());
        let label = say.say(
            "mark-incident",
            &[
                ("incident", (&incident.id.0).into()),
                ("act", super::cards::acts(context, incident).into()),
                ("time", say.span(reported.stated).into()),
            ],
        );
        let lane = lanes.iter_mut().find(|(own, _, _)| *own == tone).expect("a lane for every tone of an incident");
        let shown = reported.span.meet(span);
        let name = rank(context, incident, reported.stated).map(|rank| (rank, named(context, incident)));
        named_marks.push((tone, lane.2.len(), name, !shown.meet(context.period).is_empty()));
        lane.2.push(Mark { span: shown, tone, label, name: None, anchor: card });
    }
    // The period's own are named first, then what most speak of.
    for (tone, _, marks) in &mut lanes {
        let mut own: Vec<_> = named_marks.iter().filter(|(of, _, name, _)| of == tone && name.is_some()).collect();
        own.sort_by_key(|(_, index, name, now)| {
            (!now, std::cmp::Reverse(name.as_ref().map(|(rank, _)| *rank)), *index)
        });
        for (_, index, name, _) in own.into_iter().take(limits::NAMED_MARKS) {
            marks[*index].name = name.as_ref().map(|(_, name)| name.clone());
        }
    }
    let mut words = (Vec::new(), Vec::new(), Vec::new());
    for live in &context.now.knowledge.live {
        let statement = live.statement;
        let at = statement.said_at();
        let mark = |at: Interval| {
            let label = say.statement(statement);
            Mark { span: at, tone: Tone::Word, label, name: None, anchor: None }
        };
        match &statement.body.content {
            Content::Reply(_) if !context.is_open(statement) => {}
            Content::Reply(reply) if span.contains(at) && !matches!(reply.stance, Stance::Withdraws) => {
                words.0.push(mark(Interval::instant(at)));
            }
            Content::Finding(_) if span.contains(at) => words.0.push(mark(Interval::instant(at))),
            Content::Decision(_) | Content::Renewal(_) if span.contains(at) => {
                words.1.push(mark(Interval::instant(at)));
            }
            Content::Report(report)
                if report.polarity == Polarity::Happened && context.is_act(report, COMMUNICATION) =>
            {
                let when = report.time.as_ref().map_or(Interval::instant(at), |time| time.began);
                if when.from > Instant::EVER && !when.meet(span).is_empty() {
                    words.2.push(mark(when.meet(span)));
                }
            }
            _ => {}
        }
    }
    lanes.push((Tone::Word, "lane-replies", words.0));
    lanes.push((Tone::Word, "lane-decisions", words.1));
    lanes.push((Tone::Word, "lane-messages", words.2));

    let mut blocks = Vec::new();
    let mut cut = Vec::new();
    let mut shown = Vec::new();
    for (_, name, mut marks) in lanes {
        marks.sort_by_key(|mark| (mark.span.from, mark.span.until));
        let title = say.word(name);
        if marks.len() > limits::LANE_MARKS {
            let more = marks.len() - limits::LANE_MARKS;
            // The latest are the period's own.
            marks.drain(..more);
            cut.push(context.plain("lane-cut", &[("lane", title.clone().into()), ("n", more.into())]));
        }
        shown.push((title, marks));
    }
    let happened: usize = shown.iter().map(|(_, marks)| marks.len()).sum();
    let summary = say.say(
        "timeline-summary",
        &[
            ("n", happened.into()),
            ("span", say.span(span).into()),
            ("standard", say.standards(&[context.standard()]).into()),
        ],
    );
    let mut ticks = Vec::new();
    for day in zone.day_number(span.from)..=zone.day_number(span.last()) {
        let begins = zone.numbered_day(day).from;
        ticks.push((begins, say.date(begins)));
    }
    blocks.push(Block::Timeline(TimelineDrawing {
        title: say.word("timeline-title"),
        summary,
        span,
        period: context.period,
        ticks,
        lanes: shown,
    }));
    if !cut.is_empty() {
        blocks.push(Block::List(cut));
    }
    super::section(context, "timeline", blocks)
}

/// How much is known of what is named on the drawing: reports, then the greatest figure of people; nothing for what is only
/// counted.
fn rank(context: &Context<'_>, incident: &Incident, stated: Interval) -> Option<(usize, u32)> {
    let zone = &context.tree.zone;
    let whole_days = zone.day_of(stated.from).from == stated.from && zone.day_of(stated.last()).until == stated.until;
    let reports = context.reports(incident).count();
    let figures = context.reports(incident).flat_map(|(_, report)| &report.counts);
    let most = figures.map(|count| count.least).max().unwrap_or(0);
    (!whole_days || reports > 1 || most >= limits::NAMED_FIGURE).then_some((reports, most))
}

/// Act and place, short.
fn named(context: &Context<'_>, incident: &Incident) -> String {
    let first = |report: &Report| report.place.as_ref().and_then(|place| place.names.first().cloned());
    let place = context.reports(incident).find_map(|(_, report)| first(report));
    let act = context.reports(incident).find_map(|(_, report)| report.act.clone());
    let words: Vec<String> = [act, place].into_iter().flatten().collect();
    let whole = if words.is_empty() { incident.id.0.clone() } else { words.join(", ") };
    match whole.chars().count() {
        0..=limits::NAME_CHARACTERS => super::isolated(&whole),
        _ => super::isolated(&format!("{}…", whole.chars().take(limits::NAME_CHARACTERS - 1).collect::<String>())),
    }
}
