//! Overlap: two exceptions of one article that apply to one act, and ask differently of it (verdicts V4).
//!
//! Holds
//! - Order ranks exceptions; it cannot rank two demands about the same thing, so these are refused with both places.
//!
//! Not here: lists that come to share a member (registers know it, at each instant).

use record::vocabulary::Name;

use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::syntax::*;

/// Two exceptions of one article that apply to one act, and ask differently of it.
pub(super) fn overlaps(exceptions: &[ExceptionLine]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (i, second) in exceptions.iter().enumerate() {
        for first in &exceptions[..i] {
            let (Some(one), Some(two)) = (&first.rest, &second.rest) else { continue };
            let Some(shared) = shared(&one.condition, &two.condition).filter(|_| same_ground(one, two)) else {
                continue;
            };
            found.extend(overlap((first, one), (second, two), &shared));
        }
    }
    found
}

fn overlap(
    first: (&ExceptionLine, &ExceptionText),
    second: (&ExceptionLine, &ExceptionText),
    shared: &str,
) -> Option<Diagnostic> {
    let (a, b) = (&first.0.name.value, &second.0.name.value);
    let said =
        |exception: &ExceptionText| Some((exception.on_the_accused?, exception.standard.as_ref()?.value.clone()));
    let (one, two) = (said(first.1)?, said(second.1)?);
    if one == two && first.1.zone.is_none() == second.1.zone.is_none() {
        let message = format!("exception `{b}` says again what `{a}` says of {shared}");
        let diagnostic = Diagnostic::error(codes::SAID_TWICE, message, second.0.span, "said again here");
        return Some(diagnostic.also(first.0.span, "said here first").help("delete one of the two"));
    }
    if one == two {
        return None;
    }
    let asks = |(on_the_accused, standard): &(bool, Name)| {
        let who = if *on_the_accused { "accused" } else { "accuser" };
        format!("here the burden is on the {who}, at `{standard}`")
    };
    let message = format!("exceptions `{a}` and `{b}` both apply to {shared}, and ask differently");
    // Inside an agreed zone another measure can be meant: there it is a warning.
    let weight = if first.1.zone.is_some() == second.1.zone.is_some() { Severity::Error } else { Severity::Warning };
    Some(
        Diagnostic::error(codes::OVERLAP, message, second.0.span, asks(&two))
            .weighing(weight)
            .also(first.0.span, asks(&one))
            .note("whichever is easier to show would always decide, and the other would say nothing")
            .help(format!("let both ask the same, or let `{b}` name another list, judgement or agreed zone")),
    )
}

/// What both conditions are about: a list or a judgement that they share.
fn shared(one: &ConditionText, two: &ConditionText) -> Option<String> {
    match (one, two) {
        (ConditionText::TargetIs(ours), ConditionText::TargetIs(theirs)) => {
            let both = ours.iter().find(|name| theirs.iter().any(|other| other.value == name.value))?;
            Some(format!("a target that is `{}`", both.value))
        }
        (ConditionText::Judged(one), ConditionText::Judged(two)) if one.value == two.value => {
            Some(format!("an act judged `{}`", one.value))
        }
        _ => None,
    }
}

/// Whether one place can lie in the ground of both: two agreed zones of different names may be meant to be apart.
fn same_ground(one: &ExceptionText, two: &ExceptionText) -> bool {
    match (&one.zone, &two.zone) {
        (Some(one), Some(two)) => one.value == two.value,
        _ => true,
    }
}
