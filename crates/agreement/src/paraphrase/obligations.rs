//! Obligations in sentences: who must do what, by when, who must show it, what lateness means.
//!
//! Not here: articles that forbid (`clauses`).

use super::clauses::{scope, weapons};
use super::words::{and, duration, moment, or};
use crate::tree::{
    Band, Comparison, Due, Measured, Obligation, Shown, Step, StepTime, Towards, Tree, Trigger, Weapons,
};

/// Who must do what, by when, and what follows.
pub fn obligation(tree: &Tree, terms: &Obligation) -> Vec<String> {
    let mut out = vec![required(terms)];
    if !matches!(&terms.weapons, Weapons::Any { such_as } if such_as.is_empty()) {
        out.push(weapons(&terms.weapons));
    }
    out.extend(terms.measured.iter().map(measured));
    out.extend(terms.total.iter().map(|total| {
        format!(
            "It is done once what is measured as \"{}\" comes to {} {} or more in all; what is measured under another name is not added.",
            total.name, total.at_least, total.unit
        )
    }));
    out.push(due(tree, terms));
    out.push(scope(tree, &terms.zone, &terms.period));
    if matches!(terms.due, Due::Promptly { .. }) {
        out.push("How long it took is measured and shown; no verdict follows from it.".into());
        return out;
    }
    out.push("A deadline that falls outside this time is not owed.".into());
    out.push(match &terms.shown {
        Shown::ByTheObliged => "The obliged must show that it was done: where nothing is shown, it is a breach, which favours whoever says that it was not done.".into(),
        Shown::ByTheAccuser { through } => format!(
            "The accuser must show that it was not done, by a report of {} at or after {}; where nothing is shown, the verdict stays undetermined, which favours the obliged. What was done before it stays done.",
            or(through),
            match terms.bands.iter().filter(|band| band.kept).filter_map(|band| band.below).max() {
                None => "the deadline".to_owned(),
                Some(kept) => format!("the deadline and the {} of lateness that are no breach", duration(kept)),
            }
        ),
    });
    out.push(bands(&terms.bands));
    out
}

fn required(terms: &Obligation) -> String {
    let who = match terms.obliged.as_slice() {
        [one] => one.clone(),
        several if terms.any_one => format!("at least one of {}", and(several)),
        several => format!("{}, each for itself", and(several)),
    };
    let deed = match terms.acts.as_slice() {
        [one] => one.clone(),
        several if terms.every => format!("all of {}", and(several)),
        several => format!("one of {}", and(several)),
    };
    let towards = match &terms.towards {
        Towards::Anyone => String::new(),
        Towards::Named(names) => format!(", towards {}", and(names)),
        Towards::WhoeverTriggers => ", towards the one whose act asked for it".into(),
    };
    format!("Required of {who}: {deed}{towards}.")
}

fn due(tree: &Tree, terms: &Obligation) -> String {
    match &terms.due {
        Due::By(by) => format!("It is due once, before {}.", moment(tree, by)),
        Due::Within { seconds, trigger: of } => {
            format!(
                "It is due each time, in less than {} after {}; what was done before that does not count.",
                duration(*seconds),
                trigger(of)
            )
        }
        Due::EachOther { seconds } => format!(
            "Whoever goes first is done; the others' part is due in less than {} after that. Nothing here allows anybody to undo a step because another is late.",
            duration(*seconds)
        ),
        Due::Promptly { trigger: after } => {
            format!("It is asked for each time, as soon as can be, after {}.", trigger(after))
        }
    }
}

/// Which quantity is meant, and what happens where the unit can be read in two ways.
pub fn measured(measured: &Measured) -> String {
    let how = match measured.comparison {
        Comparison::AtLeast => "or more",
        Comparison::MoreThan => "exceeded",
        Comparison::AtMost => "or less",
        Comparison::LessThan => "not reached",
    };
    let bounds: Vec<String> =
        measured.thresholds.iter().map(|bound| format!("{} {}", bound.number, bound.unit)).collect();
    let readings = match bounds.len() {
        1 => "",
        _ => " The text can be read in each of these units; where they differ it is undetermined, and each is shown.",
    };
    let (it, beside) = match measured.of.as_slice() {
        [] => ("It".to_owned(), ""),
        weapons => {
            (format!("Of {} and what they include it", and(weapons)), "; of other weapons the measure is not asked")
        }
    };
    format!(
        "{it} speaks only of what is measured as \"{}\", where that is {} {how}{beside}.{readings}",
        measured.name,
        or(&bounds)
    )
}

fn trigger(trigger: &Trigger) -> String {
    let by = if trigger.by.is_empty() { "anyone".to_owned() } else { or(&trigger.by) };
    let place = trigger.zone.as_ref().map(|zone| format!(" in {zone}")).unwrap_or_default();
    let act = format!("{} by {by}{place}", or(&trigger.acts));
    match &trigger.found {
        None => act,
        Some(found) => {
            let words: Vec<String> = found.words.iter().map(|word| format!("\"{}\"", word.as_str())).collect();
            let who = match found.bodies.as_slice() {
                [one] => one.clone(),
                several if found.all => format!("all of {}", and(several)),
                several => format!("any one of {}", and(several)),
            };
            format!("{act} has been found {} by {who}, counted from that finding and not from the act", or(&words))
        }
    }
}

fn bands(bands: &[Band]) -> String {
    if bands.is_empty() {
        return "Done late, it is a breach, however short the delay.".into();
    }
    let means = |band: &Band| if band.kept { "is no breach" } else { "is a breach" };
    let parts: Vec<String> = bands
        .iter()
        .map(|band| match band.below {
            Some(below) => {
                format!("late by less than {} is called \"{}\" and {}", duration(below), band.label, means(band))
            }
            None => format!("later than that is called \"{}\" and {}", band.label, means(band)),
        })
        .collect();
    format!("Done {}.", parts.join("; "))
}

/// "the accused's own side took these steps in this order: …".
pub fn in_order(steps: &[Step]) -> String {
    let parts: Vec<String> = steps
        .iter()
        .map(|step| match step.when {
            StepTime::Before { within, ahead: 0 } => {
                format!("{}, at most {} before the act", step.act, duration(within))
            }
            StepTime::Before { within, ahead } => format!(
                "{}, at most {} before the act and at least {} before what follows it",
                step.act,
                duration(within),
                duration(ahead)
            ),
            StepTime::After { within } => format!("{}, in less than {} after the act", step.act, duration(within)),
        })
        .collect();
    format!("the accused's own side took each of these steps, in this order: {}", parts.join("; "))
}
