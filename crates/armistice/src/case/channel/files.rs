//! Watches and inquiries, put into words.
//!
//! Holds
//! - What is due without an instant is *not stated*, and never overdue.
//!
//! Not here: the rules (`channel`, B6 and F1 to F4).

use std::collections::BTreeMap;

use channel::inquiry::funnel::{Funnel, Outcome};
use channel::inquiry::{Asked, Due, File, FileStage, Request, RequestState, files, ledger, overdue as overdue_of};
use channel::watch::{GapKind, Holder, ItemState, Watch, watches};
use record::vocabulary::Name;
use record::vocabulary::time::{Date, Instant, Interval};
use situation::words::{quoted, seconds};

use super::super::answer::Teller;
use super::words::joined;

// ---- watches

fn of_watch(teller: &Teller<'_>, post: &str, period: Interval, answer: impl FnOnce(&Watch<'_>) -> String) -> String {
    let situation = teller.situation;
    let all = watches(&situation.knowledge, period, situation.evaluation.moment.happened);
    all.get(teller.resolved(post)).map_or_else(|| "no such watch".to_owned(), answer)
}

pub(super) fn watch(teller: &Teller<'_>, post: &str) -> String {
    let nothing = Interval::new(Instant(0), Instant(0));
    of_watch(teller, post, nothing, |watch| {
        let said = match &watch.holder {
            Holder::NotStated => "not stated".to_owned(),
            Holder::Has { officer, since, .. } => format!("{officer} since {}", teller.instant(*since)),
            Holder::Between { from, to, since, unsigned_by, .. } => {
                format!("between {from} and {to} since {}, {unsigned_by} has not signed", teller.instant(*since))
            }
        };
        let line = watch.handovers.last().and_then(|handed| handed.out_of_line.as_ref());
        line.map_or_else(|| said.clone(), |had| format!("{said}, out of line: {had} had it"))
    })
}

pub(super) fn gaps(teller: &Teller<'_>, post: &str, day: Date) -> String {
    of_watch(teller, post, teller.situation.tree.zone.day(day), |watch| {
        let gaps = watch.gaps.iter().map(|gap| {
            let why = match &gap.kind {
                GapKind::NoDuty => "no duty".to_owned(),
                GapKind::Unsigned(handover) => format!("{} not signed", teller.name(*handover)),
            };
            format!("{}, {why}", teller.window(gap.during))
        });
        joined(gaps, "none")
    })
}

pub(super) fn open(teller: &Teller<'_>, post: &str) -> String {
    let nothing = Interval::new(Instant(0), Instant(0));
    of_watch(teller, post, nothing, |watch| {
        let items = watch.items.iter().map(|item| {
            let state = match &item.state {
                ItemState::Open => "open".to_owned(),
                ItemState::Closed { by } => format!("closed by {}", teller.name(*by)),
                ItemState::Withdrawn => "withdrawn".to_owned(),
                ItemState::LeftOut { by } => format!("open, left out by {}", teller.name(*by)),
            };
            format!("{} {state}", teller.name(item.item))
        });
        joined(items, "nothing")
    })
}

// ---- inquiries

fn all<'c>(teller: &Teller<'c>) -> BTreeMap<Name, File<'c>> {
    files(&teller.situation.knowledge, teller.situation.evaluation.moment.happened)
}

fn of_file(teller: &Teller<'_>, name: &str, answer: impl FnOnce(&File<'_>) -> String) -> String {
    all(teller).get(teller.resolved(name)).map_or_else(|| "no such file".to_owned(), answer)
}

fn stage_words(teller: &Teller<'_>, stage: &FileStage) -> String {
    match stage {
        FileStage::NotReceived => "not received".to_owned(),
        FileStage::Alleged => "alleged".to_owned(),
        FileStage::Insufficient { missing, .. } => format!("insufficient, missing {}", missing.join(", ")),
        FileStage::OutOfScope => "out of scope".to_owned(),
        FileStage::Duplicate { of } => format!("duplicate of {of}"),
        FileStage::Open { body: Some(body) } => format!("open, by {body}"),
        FileStage::Open { body: None } => "open again".to_owned(),
        FileStage::InComment { until: Some(until) } => format!("in comment until {}", teller.instant(*until)),
        FileStage::InComment { until: None } => "in comment, until when is not stated".to_owned(),
        FileStage::Ruled { class } => format!("ruled {class}"),
        FileStage::Adopted { body, class } => format!("adopted by {body}, ruled {class}"),
        FileStage::Published { class } => format!("published, ruled {class}"),
        FileStage::Withheld { until: Some(until), class } => {
            format!("withheld until {}, ruled {class}", teller.instant(*until))
        }
        FileStage::Withheld { until: None, class } => format!("withheld, ruled {class}"),
        FileStage::Closed { from } => format!("closed, was {}", stage_words(teller, from)),
    }
}

pub(super) fn stage(teller: &Teller<'_>, name: &str) -> String {
    of_file(teller, name, |file| stage_words(teller, &file.stage))
}

pub(super) fn out_of_turn(teller: &Teller<'_>, name: &str) -> String {
    of_file(teller, name, |file| {
        joined(file.out_of_turn().map(|step| format!("{} by {}", teller.name(step.statement), step.speaker)), "none")
    })
}

fn due_words(teller: &Teller<'_>, due: Due) -> String {
    match due {
        Due::By(at) => format!("due {}", teller.instant(at)),
        Due::NotStated => "due is not stated".to_owned(),
    }
}

fn request(teller: &Teller<'_>, request: &Request) -> String {
    let what = match &request.asked {
        Asked::Something => "asked".to_owned(),
        Asked::Comments => "asked for comments".to_owned(),
        Asked::FollowUp { asked } => format!("asked to {}", quoted(asked)),
    };
    let late = request.late_s().map_or_else(String::new, |late| format!(", late by {}", seconds(late)));
    let state = match &request.state {
        RequestState::Waiting => "waiting".to_owned(),
        RequestState::Overdue { since } => format!("overdue since {}", teller.instant(*since)),
        RequestState::Answered { said, .. } => format!("answered {}{late}", teller.instant(*said)),
        RequestState::Refused { said, .. } => format!("refused {}{late}", teller.instant(*said)),
    };
    format!("{} {what}, {}, {state}", request.party, due_words(teller, request.due))
}

pub(super) fn requests(teller: &Teller<'_>, name: &str) -> String {
    of_file(teller, name, |file| joined(file.requests.iter().map(|one| request(teller, one)), "none"))
}

pub(super) fn letter(teller: &Teller<'_>, name: &str) -> String {
    of_file(teller, name, |file| {
        let lines = file.letters().map(|letter| {
            let to = if letter.to.is_empty() { "everybody".to_owned() } else { letter.to.join(", ") };
            let stands = if letter.stands { "" } else { ", no longer stands" };
            format!("to {to}, missing {}, {}{stands}", letter.missing.join(", "), due_words(teller, letter.due))
        });
        joined(lines, "none")
    })
}

pub(super) fn follow_ups(teller: &Teller<'_>, name: &str) -> String {
    of_file(teller, name, |file| {
        let rows = ledger([file]).into_iter().map(|row| {
            let findings: Vec<String> = row.findings.iter().map(|one| teller.name(one.finding)).collect();
            let findings = if findings.is_empty() { "none".to_owned() } else { findings.join(", ") };
            let ruling = row.ruling.map_or("none", |ruling| ruling.class.as_str());
            let replies = row.follow_up.replies.iter().filter(|reply| !reply.done);
            let replies = replies.map(|reply| format!(", {} replied {}", reply.speaker, teller.instant(reply.said)));
            let done = row.done.iter().map(|done| format!(", done says {}", done.speaker));
            let said: String = replies.chain(done).collect();
            format!("{}{said}, ruling {ruling}, findings {findings}", request(teller, row.follow_up))
        });
        joined(rows, "none")
    })
}

pub(super) fn overdue(teller: &Teller<'_>) -> String {
    let files = all(teller);
    let lines = overdue_of(files.values()).into_iter().map(|request| match request.state {
        RequestState::Overdue { since } => {
            format!("{} in {} since {}", request.party, quoted(&request.file), teller.instant(since))
        }
        _ => unreachable!("only overdue requests are listed"),
    });
    joined(lines, "none")
}

/// Over the files that were first received by the moment.
pub(super) fn funnel(teller: &Teller<'_>) -> String {
    let files = all(teller);
    let until = teller.situation.evaluation.moment.happened.plus(1);
    let funnel = Funnel::of(files.values(), Interval::new(Instant::EVER, until));
    let ruled = funnel.ruled();
    let classes: Vec<String> = ruled.iter().map(|(class, count)| format!("{class} {count}")).collect();
    let classes = if classes.is_empty() { String::new() } else { format!(" ({})", classes.join(", ")) };
    let closed = funnel.count(&Outcome::ClosedWithoutRuling);
    format!(
        "received {}, in scope {}, examined {}, ruled {}{classes}, closed without a ruling {closed}, still open {}",
        funnel.received(),
        funnel.in_scope(),
        funnel.examined(),
        ruled.values().sum::<usize>(),
        funnel.count(&Outcome::StillOpen)
    )
}
