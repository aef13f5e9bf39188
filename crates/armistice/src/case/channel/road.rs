//! Convoys, waiting by claimed cause, and the monitors' own way, put into words.
//!
//! Holds
//! - Speakers stand side by side; numbers of several are never added, nor the hours of several causes.
//!
//! Not here: the rules (`channel`, B1 to B5).

use channel::access::{Looked, ZoneAccess, zone as of_zone};
use channel::convoy::permits::{Permit, PermitStanding};
use channel::convoy::waiting::{Hours, Waiting, holds_of_report, waiting};
use channel::convoy::{ConvoyAt, Counted, Said, Standing, State, convoys};
use record::statement::{AccessStep, Content};
use record::vocabulary::Kleene;
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{Date, Interval};
use situation::words::quoted;

use super::super::answer::{NOT_KNOWN, Teller};
use super::labelled;
use super::words::{joined, number, range_s, running};
use crate::message::Message;

/// Answers from a labelled convoy.
fn of_convoy(
    teller: &Teller<'_>,
    label: &str,
    answer: impl FnOnce(&ConvoyAt<'_>) -> String,
) -> Result<String, Message> {
    let Some(plan) = labelled(teller, label, "convoy", |content| matches!(content, Content::Convoy(_)))? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let situation = teller.situation;
    let known = convoys(&situation.knowledge, situation.evaluation.moment.happened);
    let own = known.convoys.iter().find(|convoy| convoy.plan == plan.id);
    Ok(own.map_or_else(|| "withdrawn".to_owned(), answer))
}

// ---- convoys

pub(super) fn convoy(teller: &Teller<'_>, label: &str, speaker: Option<&str>) -> Result<String, Message> {
    of_convoy(teller, label, |convoy| {
        if let Some(speaker) = speaker {
            let own = convoy.states.iter().find(|standing| standing.speaker == teller.resolved(speaker));
            return own.map_or_else(|| "says nothing".to_owned(), |own| state(teller, &own.state));
        }
        let listed = |standings: &[&Standing]| {
            joined(standings.iter().map(|one| format!("{} {}", one.speaker, state(teller, &one.state))), "")
        };
        let all: Vec<&Standing> = convoy.states.iter().collect();
        match (convoy.disputed.is_empty(), convoy.agreed().as_slice()) {
            (false, _) => format!("disputed, {}", listed(&all)),
            (true, []) => format!("which came last is open, {}", listed(&all)),
            (true, agreed) => listed(agreed),
        }
    })
}

fn state(teller: &Teller<'_>, state: &State) -> String {
    let since = state.since().map_or_else(String::new, |since| teller.span(since));
    match state {
        State::Planned { during } => format!("planned {}", teller.window(*during)),
        State::Left { .. } => format!("left {since}"),
        State::Held { until, cause, by, .. } => {
            let by = by.as_ref().map_or_else(String::new, |by| format!(" by {by}"));
            let until = until.map_or_else(String::new, |until| format!(" until {}", teller.span(until)));
            format!("held since {since}{until}{by}, claimed cause {}", quoted(cause))
        }
        State::OnItsWay { passed, .. } => {
            let passed = passed.as_ref().map_or_else(String::new, |name| format!(", passed {name}"));
            format!("on its way since {since}{passed}")
        }
        State::TurnedBack { .. } => format!("turned back {since}"),
        State::Arrived { delivered, accepted, .. } => {
            let delivered = delivered.map_or_else(String::new, |amount| format!(", {} delivered", number(amount)));
            let accepted = accepted.map_or_else(String::new, |amount| format!(", {} accepted", number(amount)));
            format!("arrived {since}{delivered}{accepted}")
        }
    }
}

pub(super) fn trucks(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_convoy(teller, label, |convoy| {
        let lines = convoy.trucks.iter().map(|(counted, trucks)| {
            let claims = trucks.claims().iter().map(|claim| format!("{} says {}", claim.speaker, number(claim.amount)));
            let claims: Vec<String> = claims.collect();
            let range = if claims.len() > 1 { format!(", {}", number(trucks.range())) } else { String::new() };
            format!("{} {}{range}", counted_words(counted), claims.join(", "))
        });
        joined(lines, "none stated")
    })
}

fn counted_words(counted: &Counted) -> String {
    match counted {
        Counted::Planned => "planned".to_owned(),
        Counted::Asked(issuer) => format!("asked of {issuer}"),
        Counted::Granted(issuer) => format!("granted by {issuer}"),
        Counted::Refused(issuer) => format!("refused by {issuer}"),
        Counted::Left => "left".to_owned(),
        Counted::Passed(checkpoint) => format!("passed {checkpoint}"),
        Counted::SealChecked => "seals looked at".to_owned(),
        Counted::Held => "held".to_owned(),
        Counted::WentOn => "went on".to_owned(),
        Counted::TurnedBack => "turned back".to_owned(),
        Counted::Arrived => "arrived".to_owned(),
        Counted::Delivered => "delivered".to_owned(),
        Counted::Accepted => "accepted".to_owned(),
    }
}

pub(super) fn seals(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_convoy(teller, label, |convoy| {
        let lines = convoy.seals.iter().map(|seal| {
            let look = |word: &str, look: &Said<'_>| {
                let place = look.event.place.as_ref().and_then(|place| place.names.first());
                let place = place.map_or_else(String::new, |name| format!(" at {name}"));
                format!("{word}{place} {}, says {}", teller.span(look.time.began), look.speaker)
            };
            let mut parts: Vec<String> = seal.last_whole().map(|whole| look("whole", whole)).into_iter().collect();
            parts.extend(seal.broken().map(|broken| look("broken", broken)));
            if parts.is_empty() {
                parts.push("not looked at".to_owned());
            }
            if !seal.in_plan {
                parts.push("not in the plan".to_owned());
            }
            format!("{} {}", seal.number, parts.join(", "))
        });
        joined(lines, "none")
    })
}

pub(super) fn checkpoints(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_convoy(teller, label, |convoy| {
        let lines = convoy.checkpoints.iter().map(|checkpoint| {
            let mut parts: Vec<String> = checkpoint
                .passings
                .iter()
                .map(|passing| {
                    let order = match passing.out_of_order {
                        Kleene::Must => ", out of order",
                        Kleene::May => ", perhaps out of order",
                        Kleene::No => "",
                    };
                    format!("passed {}, says {}{order}", teller.span(passing.time), passing.speaker)
                })
                .collect();
            if parts.is_empty() {
                parts.push("nobody says that it was passed".to_owned());
            }
            if !checkpoint.on_route {
                parts.push("not on the route".to_owned());
            }
            format!("{} {}", checkpoint.name, parts.join(", "))
        });
        joined(lines, "none")
    })
}

// ---- permissions

fn of_permit(
    teller: &Teller<'_>,
    issuer: &str,
    label: &str,
    answer: impl FnOnce(&Permit) -> String,
) -> Result<String, Message> {
    of_convoy(teller, label, |convoy| {
        let own = convoy.permits.iter().find(|permit| permit.issuer == teller.resolved(issuer));
        own.map_or_else(|| "not needed, as planned".to_owned(), answer)
    })
}

pub(super) fn permission(teller: &Teller<'_>, issuer: &str, label: &str) -> Result<String, Message> {
    of_permit(teller, issuer, label, |permit| {
        let said = match &permit.standing {
            PermitStanding::NotAsked => "not asked".to_owned(),
            PermitStanding::Waiting { since } => format!("asked, waiting since {}", teller.span(*since)),
            PermitStanding::Overdue { asked, since } => {
                format!("asked {}, no answer, overdue since {}", teller.span(*asked), teller.instant(*since))
            }
            PermitStanding::Granted { time, conditions, .. } => {
                let conditions =
                    conditions.as_ref().map_or_else(String::new, |said| format!(" on conditions {}", quoted(said)));
                format!("granted{conditions} {}", teller.span(*time))
            }
            PermitStanding::Refused { time, .. } => format!("refused {}", teller.span(*time)),
        };
        if permit.differ() { format!("{said}, others say otherwise") } else { said }
    })
}

pub(super) fn permission_wait(teller: &Teller<'_>, issuer: &str, label: &str) -> Result<String, Message> {
    of_permit(teller, issuer, label, |permit| match permit.wait {
        None => "not asked".to_owned(),
        Some(wait) => format!("{}{}", range_s(wait.least_s, wait.most_s), running(wait.running)),
    })
}

// ---- waiting

pub(super) fn waited(teller: &Teller<'_>, convoy: Option<&str>) -> Result<String, Message> {
    let knowledge = &teller.situation.knowledge;
    let at = teller.situation.evaluation.moment.happened;
    match convoy {
        Some(label) => of_convoy(teller, label, |convoy| {
            waiting_words(&waiting(&knowledge.registers, convoy.holds.iter().cloned(), at))
        }),
        None => {
            let reported = knowledge.live.iter().filter_map(holds_of_report);
            Ok(waiting_words(&waiting(&knowledge.registers, reported, at)))
        }
    }
}

fn waiting_words(waiting: &Waiting) -> String {
    let hours = |hours: &Hours| format!("{}{}", range_s(hours.least_s(), hours.most_s()), running(hours.running));
    if waiting.causes.is_empty() {
        return "no cause is claimed".to_owned();
    }
    let causes = waiting.causes.iter().map(|cause| {
        let trucks = cause.trucks.map_or_else(String::new, |trucks| format!(", {} trucks", number(trucks)));
        let claimants = cause.claimants.iter().map(|claimant| match &claimant.origin {
            Origin::Named(name) => name.clone(),
            Origin::Unnamed(words) => format!("unnamed ({words})"),
        });
        let claimants: Vec<String> = claimants.collect();
        format!("{} {}{trucks}, by {}", quoted(&cause.name), hours(&cause.hours), claimants.join(", "))
    });
    format!("{}; any cause {}", joined(causes, ""), hours(&waiting.any))
}

// ---- the monitors' own way

fn access<'c>(teller: &Teller<'c>, zone: &str, time: Interval) -> ZoneAccess<'c> {
    let situation = teller.situation;
    let moment = &situation.evaluation.moment;
    let reported =
        situation::channel::reported_in_zones(situation.tree, teller.statements, moment.happened, moment.known);
    of_zone(&situation.knowledge, zone, time, &reported, moment.happened)
}

fn looked(looked: Looked) -> &'static str {
    match looked {
        Looked::WatchedSomething => "watched, something reported",
        Looked::WatchedNothing => "watched, nothing reported",
        Looked::PartlyWatched => "partly watched",
        Looked::NotAllowed => "not allowed",
        Looked::NoAnswer => "asked, no answer",
        Looked::NobodyLooked => "nobody looked",
    }
}

/// The clock hour that began last before the moment.
pub(super) fn hour(teller: &Teller<'_>, zone: &str) -> String {
    let before = teller.situation.evaluation.moment.happened.plus(-1);
    let civil = teller.situation.tree.zone.civil(before);
    let from = before.plus(-(i64::from(civil.minute()) * 60 + i64::from(civil.second())));
    let access = access(teller, zone, Interval::new(from, from.plus(channel::access::HOUR_S)));
    access.word(from).map_or("", looked).to_owned()
}

fn of_day<'c>(teller: &Teller<'c>, zone: &str, day: Date) -> ZoneAccess<'c> {
    access(teller, zone, teller.situation.tree.zone.day(day))
}

pub(super) fn hours(teller: &Teller<'_>, zone: &str, day: Date) -> String {
    let access = of_day(teller, zone, day);
    joined(access.hours.iter().map(|(word, hours)| format!("{hours} h {}", looked(*word))), "not begun by then")
}

pub(super) fn refusals(teller: &Teller<'_>, zone: &str, day: Date) -> String {
    let access = of_day(teller, zone, day);
    let lines = access.refusals().map(|said| {
        let step = match said.access.step {
            AccessStep::Requested => "requested",
            AccessStep::Granted => "granted",
            AccessStep::Conditional => "granted on conditions",
            AccessStep::Delayed => "delayed",
            AccessStep::Denied => "denied",
        };
        let cause =
            said.access.cause.as_ref().map_or_else(String::new, |cause| format!(", claimed cause {}", quoted(cause)));
        let window = teller.window(said.access.during);
        format!("{step} by {} to {} {window}, says {}{cause}", said.access.party, said.access.watcher, said.speaker)
    });
    joined(lines, "none")
}
