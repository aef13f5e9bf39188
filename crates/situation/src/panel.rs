//! The clock panel: what every policy says under every standard, equal answers said once.
//!
//! Holds
//! - Each line names all the standards and policies it speaks for; nothing is left out and nothing is said twice.
//!
//! Not here: how a clock is computed (`agreement`).

use std::collections::BTreeSet;

use agreement::evaluate::{Break, ClockReading, EffectShown};
use agreement::tree::{Clock, Length, Tree};
use record::vocabulary::time::Instant;

use crate::{Situation, words};

/// "168 h elapsed", "7 calendar days, first day counts".
pub fn length(clock: &Clock) -> String {
    match clock.length {
        Length::Elapsed(seconds) => format!("{} elapsed", words::duration(seconds)),
        Length::Calendar { days, first_day_counts } => {
            format!(
                "{days} calendar days, {}",
                if first_day_counts { "first day counts" } else { "first day is day 0" }
            )
        }
    }
}

/// "148 h", or "6 days" for a calendar clock; a range where it is one.
pub fn value(tree: &Tree, reading: &ClockReading) -> String {
    let calendar =
        tree.clocks.iter().any(|clock| clock.name == reading.clock && matches!(clock.length, Length::Calendar { .. }));
    let one = |value: i64| match calendar {
        true if value == 1 => "1 day".to_owned(),
        true => format!("{value} days"),
        false => words::duration(value),
    };
    let (least, most) = reading.value;
    if least == most { one(least) } else { format!("{} to {}", one(least), one(most)) }
}

/// "complete since …", "runs, would complete …", "stands still: never completes, as known": the state first.
pub fn completion(tree: &Tree, reading: &ClockReading, now: Instant) -> String {
    let at = |at: Instant| words::instant(&tree.zone, at);
    match (reading.completion.earliest, reading.completion.latest) {
        (None, _) => "stands still: never completes, as known".into(),
        (Some(a), Some(b)) if a == b && b <= now => format!("complete since {}", at(a)),
        (Some(a), Some(b)) if a == b => format!("runs, would complete {}", at(a)),
        (Some(a), Some(b)) if b <= now => format!("complete, since between {} and {}", at(a), at(b)),
        (Some(a), Some(b)) if a <= now => format!("possibly complete since {}, surely at {}", at(a), at(b)),
        (Some(a), Some(b)) => format!("runs, would complete between {} and {}", at(a), at(b)),
        (Some(a), None) if a <= now => format!("possibly complete since {}, or never, as known", at(a)),
        (Some(a), None) => format!("runs, would complete at {} at the earliest, or never, as known", at(a)),
    }
}

/// "credible, corroborated (headline), agreed".
pub fn standards(tree: &Tree, indices: &[usize]) -> String {
    let names = indices.iter().map(|index| {
        let mark = if *index == tree.standards.headline { " (headline)" } else { "" };
        format!("{}{mark}", tree.standards.standards[*index].name)
    });
    names.collect::<Vec<_>>().join(", ")
}

/// Items that say the same, together, in order of their first.
pub(crate) fn together<K: Clone, T: PartialEq>(items: Vec<(K, T)>) -> Vec<(Vec<K>, T)> {
    let mut groups: Vec<(Vec<K>, T)> = Vec::new();
    for (key, said) in items {
        match groups.iter_mut().find(|(_, same)| *same == said) {
            Some((keys, _)) => keys.push(key),
            None => groups.push((vec![key], said)),
        }
    }
    groups
}

/// The whole panel of one clock: per group of standards, per group of policies, and what broke it or may have.
pub fn panel(situation: &Situation<'_>, clock: &Clock) -> Vec<String> {
    let tree = situation.tree;
    let now = situation.evaluation.moment.happened;
    let start = tree.instant(&clock.start).map_or("an unknown start".into(), |at| words::instant(&tree.zone, at));
    let mut lines =
        vec![format!("Clock \"{}\": {} from {start} [{}]", clock.name, length(clock), clock.cited.paragraph)];
    let said: Vec<(usize, Vec<String>)> =
        clock.standards.iter().map(|&standard| (standard, at_standard(situation, clock, standard, now))).collect();
    for (indices, body) in together(said) {
        lines.push(format!("  at {}", standards(tree, &indices)));
        lines.extend(body.into_iter().map(|line| format!("    {line}")));
    }
    lines
}

fn at_standard(situation: &Situation<'_>, clock: &Clock, standard: usize, now: Instant) -> Vec<String> {
    let tree = situation.tree;
    let mut lines = Vec::new();
    for part in clock.scope.parts() {
        let readings: Vec<&ClockReading> = situation
            .evaluation
            .clocks
            .iter()
            .filter(|r| r.clock == clock.name && r.standard == standard && r.part == part)
            .collect();
        let said: Vec<(usize, String)> = readings
            .iter()
            .map(|reading| {
                let bound = if reading.bound { " (a bound)" } else { "" };
                let (value, completion) = (value(tree, reading), completion(tree, reading, now));
                (reading.policy, format!("{value}{bound}; {completion}"))
            })
            .collect();
        for (policies, text) in together(said) {
            let names: Vec<String> = policies
                .iter()
                .map(|policy| {
                    let mark = if clock.headline == Some(*policy) { " (headline)" } else { "" };
                    format!("{}{mark}", clock.policies[*policy])
                })
                .collect();
            let all = policies.len() == clock.policies.len() && policies.len() > 1;
            let names = if all { "every policy".to_owned() } else { names.join(", ") };
            lines.push(format!("{names}{part}: {text}"));
        }
        if let Some(first) = readings.first() {
            lines.push(broken_by(situation, first));
        }
    }
    lines
}

/// One line per clock and group of standards, under the headline policy: what a duty officer needs first.
pub fn bottom_line(situation: &Situation<'_>) -> Vec<String> {
    let tree = situation.tree;
    let now = situation.evaluation.moment.happened;
    let mut lines = Vec::new();
    for clock in &tree.clocks {
        let policy = clock.headline.unwrap_or(0);
        let mut said: Vec<(usize, String)> = Vec::new();
        for &standard in &clock.standards {
            let readings = situation.evaluation.clocks.iter().filter(|reading| {
                reading.clock == clock.name && reading.policy == policy && reading.standard == standard
            });
            let texts: Vec<String> = readings
                .map(|reading| {
                    let (value, done) = (value(tree, reading), completion(tree, reading, now));
                    let said = format!("{} {value}; {done}; {}", reading.part, broken_by(situation, reading));
                    said.trim_start().to_owned()
                })
                .collect();
            said.push((standard, texts.join(" | ")));
        }
        for (indices, text) in together(said) {
            lines.push(format!("\"{}\" by {}, at {}:", clock.name, clock.policies[policy], standards(tree, &indices)));
            lines.push(format!("  {text}"));
        }
    }
    if lines.is_empty() {
        lines.push("the agreement has no clock; see its terms".into());
    }
    lines
}

/// What broke the run that stands at T, or may have; what is at risk. Incidents are counted once each.
pub fn broken_by(situation: &Situation<'_>, reading: &ClockReading) -> String {
    let zone = &situation.tree.zone;
    let name = |b: &Break| {
        format!("{} {} ({})", b.incident.0, words::about(&b.about), words::date(zone, b.span.from.max(Instant(0))))
    };
    let of = |effect: EffectShown| -> Vec<&Break> { reading.breaks.iter().filter(|b| b.effect == effect).collect() };
    let count = |breaks: &[&Break]| breaks.iter().map(|b| &b.incident).collect::<BTreeSet<_>>().len();
    let (breaks, may) = (of(EffectShown::Breaks), of(EffectShown::MayBreak));
    let mut parts = Vec::new();
    match breaks.last() {
        // What broke an earlier run does not stand against the one that is complete.
        Some(last) => {
            let before = reading.completion.latest.is_some_and(|complete| {
                complete <= situation.evaluation.moment.happened && last.span.until <= complete
            });
            let earlier = if before { "earlier " } else { "" };
            let incidents = words::counted(count(&breaks), "incident");
            parts.push(format!("{earlier}broken by {incidents}, last {}", name(last)))
        }
        None => parts.push("nothing established breaks it".into()),
    }
    if let Some(last) = may.last() {
        parts.push(format!("{} may have, last {}", words::counted(count(&may), "incident"), name(last)));
    }
    let at_risk: Vec<&Break> = reading.at_risk.iter().collect();
    if !at_risk.is_empty() {
        parts.push(format!("{} alleged and at risk", words::counted(count(&at_risk), "incident")));
    }
    if !reading.unobserved.is_empty() {
        parts.push(format!("{} not observed", words::counted(reading.unobserved.len(), "day")));
    }
    parts.join("; ")
}
