//! Phrases of obligations: what is required, when it is due, who must show it, bands of lateness, steps in order.
//!
//! Not here: lines that articles of other kinds have too (`phrases`).

use super::cursor::{Cursor, Read, quantity};
use super::phrases::found;
use super::syntax::*;
use crate::tree::{Comparison, Measured, StepTime, Threshold, Total};

/// `requires all of patrol, warning`.
pub fn requires(at: &mut Cursor<'_, '_>) -> Read<RequiresText> {
    at.expect("requires")?;
    let every = if at.eat("all of (acts)") {
        Some(true)
    } else if at.eat("any of (acts)") {
        Some(false)
    } else {
        None
    };
    Ok(RequiresText { every, acts: at.list("an act", &[])? })
}

/// `before D + 72 hours`, `within 12 hours of …`, `promptly after …`.
pub fn due(at: &mut Cursor<'_, '_>) -> Read<DueText> {
    if at.eat("before (a time)") {
        return at.moment(&[]).map(DueText::By);
    }
    if at.eat("promptly") {
        at.expect("after (a trigger)")?;
        return Ok(DueText::Promptly { trigger: trigger(at)? });
    }
    at.expect("within")?;
    let seconds = at.duration()?;
    at.expect("of (a trigger)")?;
    if at.eat("each other (a deadline)") {
        return Ok(DueText::EachOther { seconds });
    }
    Ok(DueText::Within { seconds, trigger: trigger(at)? })
}

/// `arrival by convoys in East, found confirmed by all of G1, G2`.
fn trigger(at: &mut Cursor<'_, '_>) -> Read<TriggerText> {
    let ends = ["by (an actor)", "in (a zone)", "found"];
    let acts = at.list("an act", &ends)?;
    at.expect("by (an actor)").map_err(|_| at.expected("`by` and whose act it is, or `by anyone`"))?;
    let by = if at.eat("anyone") { Vec::new() } else { at.list("an actor", &ends)? };
    let zone = if at.eat("in (a zone)") { Some(at.name("a zone", &ends)?) } else { None };
    let found = if at.eat_after_comma("found") { Some(found(at, &[])?) } else { None };
    Ok(TriggerText { acts, by, zone, found })
}

/// `fulfilment shown by the obliged`, `breach shown by the accuser, through roadblock`.
pub fn shown(at: &mut Cursor<'_, '_>) -> Read<ShownText> {
    if at.eat("fulfilment") {
        at.expect("shown by the obliged")?;
        return Ok(ShownText::ByTheObliged);
    }
    at.expect("breach shown by the accuser")?;
    let through = if at.eat_after_comma("through") { Some(at.list("an act", &[])?) } else { None };
    Ok(ShownText::ByTheAccuser(through))
}

/// `late by less than 6 hours is "delay", kept`, `late by more is "obstruction", breached`.
pub fn band(at: &mut Cursor<'_, '_>) -> Read<BandText> {
    at.expect("late by")?;
    let below = if at.eat("more") {
        None
    } else {
        at.expect("less than").map_err(|_| at.expected("`less than 6 hours` or `more`"))?;
        Some(at.duration()?)
    };
    at.expect("is (a band)")?;
    let label = at.quoted("what it is called")?.value;
    Ok(BandText { below, label, kept: at.choice_after_comma(&[("kept", true), ("breached", false)]) })
}

/// `where measured "distance" at least 500 m or 500 yd`, `where measured "calibre" of guns, mortars at least 100 mm`.
pub fn measured(at: &mut Cursor<'_, '_>) -> Read<MeasuredText> {
    at.expect("where measured")?;
    let name = at.quoted("what is measured")?.value;
    let comparisons = [
        ("at least (a measure)", Comparison::AtLeast),
        ("more than (a measure)", Comparison::MoreThan),
        ("at most (a measure)", Comparison::AtMost),
        ("less than (a measure)", Comparison::LessThan),
    ];
    let of =
        if at.eat("of (weapons)") { at.list("a weapon", &comparisons.map(|(phrase, _)| phrase))? } else { Vec::new() };
    let comparison = at.choice(&comparisons)?;
    let mut bounds = Vec::new();
    while bounds.is_empty() || at.eat("or") {
        let number = u64::from(at.count("a number, in figures")?);
        let unit = at.name("a unit such as `m`, or what is counted", &["or"])?.value;
        bounds.push(Threshold { number, unit });
        at.list_fits(bounds.len())?;
    }
    let bound =
        Measured { name, of: of.iter().map(|name| name.value.clone()).collect(), comparison, thresholds: bounds };
    Ok(MeasuredText { bound, of })
}

/// `totals at least 840 weapons "accepted"`.
pub fn totals(at: &mut Cursor<'_, '_>) -> Read<Total> {
    at.expect("totals at least")?;
    let start = at.here();
    let at_least = u64::from(at.count("a number, in figures")?);
    if at_least == 0 {
        return Err(quantity("a total of 0 is reached by nothing", at.since(start), "expected at least 1"));
    }
    let unit = at.name("a unit, or what is counted", &[])?.value;
    Ok(Total { name: at.quoted("the name of the measure")?.value, at_least, unit })
}

/// `provided article 2 is kept, else judged "J"`.
pub fn provided(at: &mut Cursor<'_, '_>) -> Read<ProvidedText> {
    at.expect("provided article")?;
    let article = at.name("an article", &["is kept", "is"])?;
    at.expect("is kept")?;
    let judgement = if at.eat_after_comma("else judged") { Some(at.name("a judgement", &[])?) } else { None };
    Ok(ProvidedText { article, judgement })
}

/// `call within 2 hours before and 5 minutes ahead of the next step, notice within 1 hour after`.
pub fn steps(at: &mut Cursor<'_, '_>, ends: &[&str]) -> Read<Vec<StepText>> {
    let mut steps = Vec::new();
    loop {
        let start = at.here();
        let act = at.name("an act", &["within"])?;
        at.expect("within")?;
        let within = at.duration()?;
        let before = at.choice(&[("before", true), ("after", false)])?;
        let ahead = if before && at.eat("and (a step)") {
            let ahead = at.duration()?;
            at.expect("ahead of the next step")?;
            ahead
        } else {
            0
        };
        let when = if before { StepTime::Before { within, ahead } } else { StepTime::After { within } };
        steps.push(StepText { act, when, span: at.since(start) });
        at.list_fits(steps.len())?;
        let mut ahead = at.clone();
        if !ahead.eat_comma() || ends.iter().any(|end| ahead.sees(end)) {
            return Ok(steps);
        }
        *at = ahead;
    }
}
