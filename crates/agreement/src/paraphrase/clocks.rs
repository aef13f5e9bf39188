//! Clocks and phases, in sentences.
//!
//! Not here: how a clock is computed (`evaluate`).

use super::words::{and, counted, deciders, duration, moment, not_all, or};
use crate::tree::{
    Beyond, Clock, Effect, GapEffect, Length, PauseUnit, Phase, PhaseCondition, Policy, ReferFrom, Scope, Then, Tree,
    Unobserved,
};

/// What a clock counts, what breaks it, what a break does.
pub fn clock(tree: &Tree, clock: &Clock) -> Vec<String> {
    let start = moment(tree, &clock.start);
    let zone = tree.zone.name();
    let mut out = vec![match clock.length {
        Length::Elapsed(seconds) => {
            format!("It is complete when {} have passed since {start} without a break.", duration(seconds))
        }
        Length::Calendar { days, first_day_counts } => {
            let first = if first_day_counts { "the first of them" } else { "not counted" };
            let days = counted(days, "day");
            format!("It is complete after {days} of {zone} without a break; the day of {start} is {first}.")
        }
    }];
    out.push(match &clock.regime {
        None => "Whether a regime runs makes no difference to it.".into(),
        Some(regime) => {
            let effect = tree.regimes.iter().find(|r| &r.name == regime).map(|r| r.clocks_in_gap);
            let gap = match effect {
                Some(GapEffect::Paused) => "the time of a gap is not counted",
                Some(GapEffect::Reset) => "in a gap it goes back to nothing, and begins again with the next period",
                Some(GapEffect::Unaffected) | None => "a gap makes no difference",
            };
            format!("It counts while {regime} runs; {gap}.")
        }
    });
    out.push(match &clock.scope {
        Scope::Anywhere => "There is one clock, wherever something happens.".into(),
        Scope::Each(zones) => {
            format!("There is one clock for each of {}; a breach in one leaves the others alone.", and(zones))
        }
    });
    let watched: Vec<String> = clock.watches.iter().map(|article| format!("article {article}")).collect();
    let classes = &tree.severity.classes;
    let class = match clock.qualifying {
        _ if classes.is_empty() => String::new(),
        0 => ", whatever its class,".into(),
        least => format!(" that is {}", or(&classes[least..])),
    };
    out.push(format!("A breach of {}{class} breaks it.", or(&watched)));
    out.push(format!("A contested breach {}.", effect(clock.contested)));
    out.push(format!("A breach whose author is not established {}.", effect(clock.unattributed)));
    out.push(
        match clock.unobserved {
            Unobserved::Count => "A day that nobody watched counts as calm.",
            Unobserved::DoNotCount => "A day that nobody watched is not counted.",
            Unobserved::LeaveOpen => "A day that nobody watched may hold a break: the clock shows both.",
        }
        .into(),
    );
    out.extend(clock.policies.iter().map(|p| format!("By \"{p}\": {}.", policy(classes, p))));
    match clock.headline {
        Some(index) => out.push(format!("\"{}\" is the one shown first.", clock.policies[index])),
        None if clock.policies.len() > 1 => {
            out.push("Which of these readings is right is left open; the clock shows each.".into());
        }
        None => {}
    }
    let standards: Vec<String> =
        clock.standards.iter().map(|index| format!("\"{}\"", tree.standards.standards[*index].name)).collect();
    out.push(format!("It is computed under {}.", and(&standards)));
    out
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::Break => "breaks it too",
        Effect::DoNotBreak => "does not break it",
        Effect::LeaveOpen => "may break it: the clock shows both",
    }
}

fn policy(classes: &[String], policy: &Policy) -> String {
    match policy {
        Policy::Reset => "at a break it begins again from nothing".into(),
        Policy::Pause(unit) => format!("at a break {}", pause(*unit)),
        Policy::Tolerate { at_most, window, beyond } => {
            let many: Vec<String> = at_most
                .iter()
                .enumerate()
                .filter_map(|(class, most)| match classes.get(class) {
                    Some(class) => Some(counted((*most)?, &format!("{class} break"))),
                    None => Some(counted((*most)?, "break")),
                })
                .collect();
            let within = match window {
                Some(seconds) => format!("within {}", duration(*seconds)),
                None => "in one run".into(),
            };
            let beyond = match beyond {
                Beyond::Reset => "it begins again from nothing".to_owned(),
                Beyond::Pause(unit) => pause(*unit),
            };
            format!("up to {} {within} change nothing; at the first beyond, {beyond}", and(&many))
        }
        Policy::Refer { deciders: who, term, from, then, late_count } => {
            let from = match from {
                ReferFrom::Breach => "the breach",
                ReferFrom::Known => "the breach's being known",
            };
            let without = match then {
                Then::Reset => "it begins again from nothing".to_owned(),
                Then::Pause(unit) => pause(*unit),
                Then::Excuse => "it goes on as if there had been no break".to_owned(),
            };
            let late = if *late_count { "still counts" } else { "does not count" };
            format!(
                "it is for {}, within {} from {from}, to rule whether the break counts{}; without a ruling {without}, and a later ruling {late}",
                deciders(who),
                duration(*term),
                not_all(who, "make no ruling")
            )
        }
        Policy::Discretionary => "a break is listed and changes nothing by itself; the deciders judge".into(),
    }
}

fn pause(unit: PauseUnit) -> String {
    match unit {
        PauseUnit::CivilDay => "that whole day is taken out".into(),
        PauseUnit::Seconds(seconds) => format!("it stands still for {}", duration(seconds)),
        PauseUnit::UntilRestored => "it stands still until the breach is established to have ended".into(),
    }
}

/// When a phase is eligible, and who opens it.
pub fn phase(tree: &Tree, phase: &Phase) -> Vec<String> {
    let conditions: Vec<String> = phase
        .conditions
        .iter()
        .map(|condition| match condition {
            PhaseCondition::Complete { clock, policy } => {
                let declared = tree.clocks.iter().find(|c| &c.name == clock);
                let by = declared.and_then(|c| c.policies.get(*policy)).map(ToString::to_string).unwrap_or_default();
                let each = match declared.map(|c| &c.scope) {
                    Some(Scope::Each(_)) => " in every zone",
                    _ => "",
                };
                format!("clock \"{clock}\" is complete by \"{by}\"{each}")
            }
            PhaseCondition::Kept { article, throughout: true } => {
                format!("article {article} was kept throughout that run")
            }
            PhaseCondition::Kept { article, throughout: false } => {
                format!("article {article} was kept at that completion")
            }
            PhaseCondition::Judged(judgement) => format!("it was judged \"{judgement}\""),
        })
        .collect();
    let standard = &tree.standards.standards[phase.standard].name;
    vec![
        format!("It is eligible, under \"{standard}\", when {}.", and(&conditions)),
        match phase.once {
            true => "Once that was so, a later breach does not take it back.",
            false => "It stays eligible only while the run still stands: a later breach takes it back.",
        }
        .into(),
        format!(
            "Eligible is not open: it takes {} to open it{}. Silence opens nothing.",
            deciders(&phase.deciders),
            not_all(&phase.deciders, "open nothing")
        ),
    ]
}
