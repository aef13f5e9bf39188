//! Clocks and phases, in sentences.
//!
//! Not here: how a clock is computed (`evaluate`).

use super::clauses::has_gaps;
use super::words::{and, counted, deciders, duration, moment, not_all, or};
use crate::tree::{
    Beyond, Clock, CoverageRule, Effect, GapEffect, Length, PauseUnit, Phase, PhaseCondition, Policy, ReferFrom, Scope,
    Then, Tree, Unobserved,
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
            let effect = tree.regimes.iter().find(|r| &r.name == regime && has_gaps(r)).map(|r| r.clocks_in_gap);
            let gap = match effect {
                Some(GapEffect::Paused) => "; the time of a gap is not counted",
                Some(GapEffect::Reset) => "; in a gap it goes back to nothing, and begins again with the next period",
                Some(GapEffect::Unaffected) => "; a gap makes no difference",
                None => "",
            };
            format!("It counts while {regime} runs{gap}.")
        }
    });
    out.push(match &clock.scope {
        Scope::Anywhere => "There is one clock, wherever something happens.".into(),
        Scope::Each(zones) => {
            format!("There is one clock for each of {}; a breach in one leaves the others alone.", and(zones))
        }
        Scope::Pairs(actors) => format!(
            "There is one such clock for each two of {}: what one of the two does to the other leaves the other clocks alone.",
            and(actors)
        ),
    });
    let watched: Vec<String> = clock.watches.iter().map(|article| format!("article {article}")).collect();
    let classes = &tree.severity.classes;
    let class = match clock.qualifying {
        _ if classes.is_empty() => String::new(),
        0 => ", whatever its class,".into(),
        least => format!(" that is {}", or(&classes[least..])),
    };
    out.push(format!("A breach of {}{class} breaks it.", or(&watched)));
    out.push(format!(
        "Where each account of a breach has enough proof, {}.",
        effect(clock.contested, "this goes against the accused", "this favours the accused")
    ));
    out.push(format!(
        "Where a breach is established and its author is not, {}.",
        effect(clock.unattributed, "this favours whoever wants it to stop", "this favours whoever did it")
    ));
    out.push(
        match clock.unobserved {
            _ if tree.coverage == CoverageRule::NoMinimum => {
                "What the text says of days that nobody watched has no effect: no hour need be watched."
            }
            Unobserved::Count => "A day that nobody watched counts as calm; this favours whoever acts unseen.",
            Unobserved::DoNotCount => "A day that nobody watched is not counted; this favours whoever wants to wait.",
            Unobserved::LeaveOpen => {
                "A day that nobody watched may hold a break: the clock shows two results, with a break and without; this favours nobody."
            }
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

/// What a doubt does to a clock, and whom that favours.
fn effect(effect: Effect, breaks: &str, runs_on: &str) -> String {
    match effect {
        Effect::Break => format!("the clock breaks; {breaks}"),
        Effect::DoNotBreak => format!("the clock runs on; {runs_on}"),
        Effect::LeaveOpen => {
            "the clock shows two results, with the break and without it; this favours nobody".to_owned()
        }
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
            format!("{within}, up to {} make no difference; at the next, {beyond}", and(&many))
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
                "it takes {}, within {} from {from}, to rule whether the break counts{}; without a ruling {without}, and a later ruling {late}",
                deciders(who),
                duration(*term),
                not_all(who)
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
                    Some(Scope::Pairs(_)) => " between every two",
                    Some(Scope::Anywhere) | None => "",
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
        format!("It becomes eligible, to the standard \"{standard}\", when {}.", and(&conditions)),
        match phase.once {
            true => "After that, a later breach does not remove eligibility.",
            false => "It stays eligible only while the run still stands: a later breach removes eligibility.",
        }
        .into(),
        format!(
            "Eligible is not open: it takes {} to open it{}. Silence opens nothing.",
            deciders(&phase.deciders),
            not_all(&phase.deciders)
        ),
        "If they open it before it is eligible, it is open all the same, and marked premature.".into(),
    ]
}
