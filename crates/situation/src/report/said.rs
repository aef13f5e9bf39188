//! The sections of what was said beside violations: aid and its waiting, notices between people, access of monitors.
//!
//! Holds
//! - Rival causes stand side by side; their hours are not added.
//! - Silence is no answer: it is never consent and never denial.
//!
//! Not here: what state a notice is in (crate `channel`).

use std::collections::{BTreeMap, BTreeSet};

use channel::alert::HaltState;
use channel::convoy::convoys;
use channel::convoy::waiting::Hold;
use channel::notice::Objection;
use channel::when::Wait;
use record::statement::{AccessStep, AlertKind, BodyId, Content, Report, Statement};
use record::vocabulary::Kleene;
use record::vocabulary::time::{Instant, Interval};

use super::context::Context;
use super::document::{Block, Section, Sentence, Table};
use super::notes::Notes;
use super::say::Say;
use super::{ACCESS_DENIED, limits};
use crate::COMMUNICATION;

/// Live reports about the period, or said in it, in order of their being known.
fn reports<'s>(context: &'s Context<'_>) -> impl Iterator<Item = (&'s Statement, &'s Report)> {
    let live = context.now.knowledge.live.iter();
    let reports = live.filter_map(|live| Some((live.statement, live.report.as_deref()?)));
    reports.filter(|(statement, _)| context.in_period(statement))
}

pub(super) fn humanitarian<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    // Causes in the order in which they were first claimed.
    let mut causes: Vec<String> = Vec::new();
    let mut claims: BTreeMap<String, Vec<Sentence>> = BTreeMap::new();
    for (statement, report) in reports(context) {
        let waits = report.measures.iter().any(|measure| measure.name.contains("wait"));
        if report.cause.is_none() && !waits {
            continue;
        }
        let cause = report.cause.as_ref().map_or(say.word("aid-no-cause"), |cause| say.quoted(cause));
        let length = report.time.as_ref().and_then(|time| {
            let ended = time.ended?;
            let (least, most) = lasted(time.began, ended);
            Some(say.lasting(least, most))
        });
        let values = [("source", say.chain(&report.chain).into()), ("claim", say.claim(report).into())];
        let mut text = say.say("says-happened", &values);
        if let Some(length) = length {
            text = say.say("aid-length", &[("said", text.into()), ("length", length.into())]);
        }
        if !causes.contains(&cause) {
            causes.push(cause.clone());
        }
        claims.entry(cause).or_default().push(context.said_text(notes, [statement.id], text));
    }
    for (statement, hold) in holds(context) {
        let cause = say.quoted(&hold.cause);
        let mut text = say.statement(statement);
        // Only an end that the hold itself states: another leg may end it, and be for others.
        if let Some((began, ended)) = hold.time.as_ref().and_then(|time| Some((time.began, time.ended?))) {
            let (least, most) = lasted(began, ended);
            text = say.say("aid-length", &[("said", text.into()), ("length", say.lasting(least, most).into())]);
        }
        if !causes.contains(&cause) {
            causes.push(cause.clone());
        }
        claims.entry(cause).or_default().push(context.said_text(notes, [statement.id], text));
    }
    let mut blocks = Vec::new();
    for cause in causes {
        blocks.push(Block::Heading(say.say("aid-cause", &[("cause", cause.clone().into())])));
        blocks.push(Block::List(context.cut(claims.remove(&cause).unwrap_or_default(), limits::LIST_POINTS)));
    }
    let name = if blocks.is_empty() { "aid-none" } else { "aid-never-added" };
    blocks.push(Block::Paragraph(vec![context.plain(name, &[]), context.plain("aid-told-to-all", &[])]));
    super::section(context, "humanitarian", blocks)
}

/// No wait runs on past the cut-off.
fn until(context: &Context<'_>) -> Instant {
    context.moment.happened.min(context.moment.known.0)
}

/// Holds of convoys in the period that everybody was told of: a report is read by more than those whom a plan names.
fn holds<'s>(context: &'s Context<'_>) -> Vec<(&'s Statement, Hold)> {
    let knowledge = &context.now.knowledge;
    let statements: BTreeMap<BodyId, &Statement> =
        knowledge.live.iter().map(|live| (live.statement.id, live.statement)).collect();
    let known = convoys(knowledge, until(context));
    let own = known.convoys.into_iter().filter(|at| !at.convoy.drill).flat_map(|at| at.holds);
    let told = own.filter_map(|hold| Some((*statements.get(&hold.statement)?, hold)));
    let in_period = |hold: &Hold| hold.lasted.is_none_or(|lasted| !lasted.possibly.meet(context.period).is_empty());
    told.filter(|(statement, hold)| in_period(hold) && context.is_for_all(statement)).collect()
}

/// How long it lasted at least and at most. A time stated as a day or an hour is bounded by its ends: the single second
/// that its last instant falls short of them would be more exact than what was stated.
fn lasted(began: Interval, ended: Interval) -> (i64, i64) {
    let end = |stated: Interval| if stated.seconds() == 1 { stated.from.0 } else { stated.until.0 };
    let least = (ended.from.0 - end(began)).max(0);
    (least, (end(ended) - began.from.0).max(least))
}

pub(super) fn notices<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let say = &context.say;
    let mut told: Vec<(&Statement, &Report)> =
        reports(context).filter(|(_, report)| context.is_act(report, COMMUNICATION)).collect();
    told.sort_by_key(|(statement, report)| {
        (report.time.as_ref().map_or(statement.said_at(), |time| time.began.from), statement.known(), statement.id)
    });
    let more = told.len().saturating_sub(limits::TABLE_ROWS);
    let rows: Vec<Vec<Sentence>> = told
        .into_iter()
        .take(limits::TABLE_ROWS)
        .map(|(statement, report)| {
            let known = say.instant(statement.known().0);
            vec![
                context.cell(report.time.as_ref().map_or(say.word("not-stated"), |time| say.event_time(time))),
                context.said_text(notes, [statement.id], say.statement(statement)),
                context.cell(match statement.accepted.history {
                    true => say.say("known-stated", &[("known", known.into())]),
                    false => known,
                }),
            ]
        })
        .collect();
    let mut blocks = Vec::new();
    let channel = through_the_channel(context);
    if rows.is_empty() {
        if channel.is_empty() {
            blocks.push(Block::Paragraph(vec![context.plain("notices-none", &[])]));
        }
    } else {
        blocks.push(Block::Table(Table {
            caption: say.word("notices-caption"),
            columns: context.columns(&["column-time", "column-said", "column-known"]),
            rows,
        }));
    }
    blocks.extend(context.more(more));
    if !channel.is_empty() {
        blocks.push(Block::List(context.cut(channel, limits::LIST_POINTS)));
    }
    blocks.push(Block::Paragraph(vec![context.plain("notices-silence", &[])]));
    super::section(context, "notices", blocks)
}

/// Notices, warnings and halts of the period, counted and not placed: a report is read by more than those whom they are for.
/// Nothing where there are none.
fn through_the_channel(context: &Context<'_>) -> Vec<Sentence> {
    let say = &context.say;
    let channel = ::channel::at(context.statements, &context.now.knowledge, until(context));
    let of_period = |since: Instant| context.period.contains(since);
    let notices: Vec<_> =
        channel.notices().into_iter().filter(|held| of_period(held.since.last) || held.state.is_open()).collect();
    let mut sentences = Vec::new();
    if !notices.is_empty() {
        let recipients = || notices.iter().flat_map(|held| &held.recipients);
        let silent = recipients().filter(|one| one.told.standing.is_unanswered()).count();
        let differ =
            recipients().filter(|one| one.told.read_backs.iter().any(|back| back.comparison.differs())).count();
        let objected = recipients().filter(|one| matches!(one.objection, Objection::Objects { .. })).count();
        for (name, n) in [
            ("notices-counted", notices.len()),
            ("notices-unanswered", silent),
            ("notices-read-back-differs", differ),
            ("notices-objected", objected),
        ] {
            if n > 0 {
                sentences.push(context.plain(name, &[("n", n.into())]));
            }
        }
    }
    for held in channel.alerts().into_iter().filter(|held| of_period(held.since.last)) {
        let name = if held.alert.kind == AlertKind::Halt { "says-halt" } else { "says-warns" };
        for recipient in &held.recipients {
            let values = [("speaker", held.statement.body.speaker().into()), ("to", recipient.told.recipient.into())];
            let said = say.say(name, &values);
            let wait = waited(say, &recipient.person);
            let word = if recipient.person.running { "alert-no-person" } else { "alert-person" };
            sentences.push(context.plain(word, &[("said", said.clone().into()), ("wait", wait.into())]));
            if let Some(halting) =
                recipient.halting.filter(|halting| matches!(halting.state, HaltState::HaltedAt { .. }))
            {
                let wait = waited(say, &halting.wait);
                sentences.push(context.plain("alert-halted", &[("said", said.into()), ("wait", wait.into())]));
            }
        }
    }
    // Only what is established, and only how many: whoever could read which ones would find a site by reporting here and there.
    let struck = crate::channel::struck(&context.now, context.statements);
    let struck: BTreeSet<_> =
        struck.iter().filter(|one| one.certain == Kleene::Must).map(|one| &one.incident).collect();
    if !struck.is_empty() {
        sentences.push(context.plain("notices-struck", &[("n", struck.len().into())]));
    }
    sentences
}

/// A wait from its least to its greatest.
fn waited(say: &Say, wait: &Wait) -> String {
    let seconds = |seconds: u64| i64::try_from(seconds).unwrap_or(i64::MAX);
    say.lasting(seconds(wait.least_s), seconds(wait.most_s))
}

pub(super) fn access<'a>(context: &Context<'a>, notes: &mut Notes<'a>) -> Section {
    let denied: Vec<Sentence> = reports(context)
        .filter(|(_, report)| context.is_act(report, ACCESS_DENIED))
        .map(|(statement, _)| (statement.id, context.say.statement(statement)))
        .collect::<Vec<_>>()
        .into_iter()
        .map(|(id, text)| context.said_text(notes, [id], text))
        .collect();
    let refused = context.now.knowledge.live.iter().filter_map(|live| match &live.statement.body.content {
        Content::Access(access) if !matches!(access.step, AccessStep::Requested | AccessStep::Granted) => {
            Some((live.statement, access.during.meet(context.period))).filter(|(_, during)| !during.is_empty())
        }
        _ => None,
    });
    let refused: Vec<Sentence> = refused
        .map(|(statement, _)| context.said_text(notes, [statement.id], context.say.statement(statement)))
        .collect();
    let denied: Vec<Sentence> = denied.into_iter().chain(refused).collect();
    let blocks = match denied.is_empty() {
        true => vec![Block::Paragraph(vec![context.plain("access-none", &[("act", ACCESS_DENIED.into())])])],
        false => vec![Block::List(context.cut(denied, limits::LIST_POINTS))],
    };
    super::section(context, "access", blocks)
}
