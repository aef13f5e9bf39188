//! Phrases: what stands in a line after its first words, where that is more than names and numbers.
//!
//! Holds
//! - A choice that a line may leave open is read as open and demanded by `check`, which lists the alternatives.
//!
//! Not here: zones and positions (`zones`), which lines there are (`grammar`), words and numbers (`cursor`).

use record::vocabulary::sources::Grade;
use record::vocabulary::standards::FindingWord;

use super::cursor::{Cursor, Fail, Read, quantity};
use super::syntax::*;
use crate::diagnostic::Span;
use crate::tree::{Beyond, ReferFrom, Then};
use crate::{codes, limits};

/// `confirmed or probable by all of G1, G2`; the list of bodies ends before `ends`.
pub fn found(at: &mut Cursor<'_, '_>, ends: &[&str]) -> Read<FoundText> {
    let mut words = Vec::new();
    while words.is_empty() || at.eat_after_comma("or") {
        words.push(at.choice(&[
            ("confirmed", FindingWord::Confirmed),
            ("probable", FindingWord::Probable),
            ("possible", FindingWord::Possible),
        ])?);
    }
    at.expect("by (a finding)")?;
    let all = at.choice(&[("all of", true), ("any of", false)])?;
    Ok(FoundText { words, bodies: at.list("a body", ends)?, all })
}

/// `during calm`, `from D`, `from D until D + 48 hours`.
pub fn period(at: &mut Cursor<'_, '_>) -> Read<PeriodText> {
    if at.eat("during") {
        return at.name("a regime", &[]).map(PeriodText::During);
    }
    at.expect("from (a time)")?;
    let from = at.moment(&["until"])?;
    let until = if at.eat("until") { Some(at.moment(&[])?) } else { None };
    Ok(PeriodText::Fixed { from, until })
}

/// One way to meet a standard.
pub fn alternative(at: &mut Cursor<'_, '_>) -> Read<AlternativeText> {
    if at.eat("acknowledged by the accused") {
        return Ok(AlternativeText::Acknowledged);
    }
    if at.eat("finding") {
        return found(at, &["or"]).map(AlternativeText::Finding);
    }
    let start = at.here();
    let count = at.count("`1 report`, a number of origins, `acknowledged by the accused` or `finding …`")? as usize;
    if count == 0 {
        return Err(quantity("a standard cannot ask for `0`", at.since(start), "expected at least 1"));
    }
    if count == 1 && at.eat("report") {
        return Ok(AlternativeText::Origins { count, at_least: None });
    }
    if at.eat("reports") || at.eat("report") {
        let message = "a standard cannot count reports: a hundred can repeat one";
        return Err(Fail::new(codes::COUNTED_REPORTS, message, at.since(start), "counts reports")
            .help("count independent origins instead, such as `2 independent origins of grade C3`"));
    }
    let independent = [("independent origins", ()), ("independent origin", ())];
    if count > 1 {
        at.choice(&independent).map_err(|_| at.expected("`independent origins`"))?;
    } else if at.choice(&independent).is_err() {
        at.choice(&[("origins", ()), ("origin", ())])?;
    }
    let at_least = if at.eat("of grade") {
        let fail = at.expected("a grade of a letter A to F and a digit 1 to 6, such as `B2`");
        let grade = at.word("a grade")?;
        Some(Grade::parse(&grade.value).ok_or(fail)?)
    } else {
        None
    };
    Ok(AlternativeText::Origins { count, at_least })
}

/// One condition of a severity row.
pub fn test(at: &mut Cursor<'_, '_>) -> Read<TestText> {
    if at.eat("act") {
        return at.name("an act", &["and (a class)"]).map(TestText::Act);
    }
    if at.eat("weapon") {
        return at.name("a weapon", &["and (a class)"]).map(TestText::Weapon);
    }
    let killed = at.choice(&[("killed at least", true), ("injured at least", false)]);
    let killed = killed.map_err(|_| at.expected("`act …`, `weapon …`, `killed at least 1` or `injured at least 1`"))?;
    let start = at.here();
    match at.count("a number")? {
        0 => Err(quantity("`at least 0` holds for every incident", at.since(start), "expected at least 1")),
        count if killed => Ok(TestText::Killed(count)),
        count => Ok(TestText::Injured(count)),
    }
}

/// `binds A, B towards each other, C`; `binds any of A, B`.
pub fn binds(at: &mut Cursor<'_, '_>, span: Span) -> Read<BindLine> {
    at.expect("binds")?;
    let any_one = at.eat("any of (the bound)");
    let actors = at.list("an actor", &["towards"])?;
    let towards = at.eat("towards");
    // `South each other`: the word between is missing, and no actor is called so.
    let missed = |name: &Named| ["each other", "anyone"].iter().any(|word| name.value.ends_with(at.written(word)));
    if !towards && actors.iter().any(missed) {
        return Err(at.expected("`towards`"));
    }
    let mut line =
        BindLine { any_one, actors, towards, each_other: false, named: vec![], anyone: false, whoever: false, span };
    if towards && at.eat("whoever triggers it") {
        line.whoever = true;
        return Ok(line);
    }
    let mut entries = 0;
    while towards && (entries == 0 || at.eat_comma()) {
        entries += 1;
        if at.eat("each other") {
            line.each_other = true;
        } else if at.eat("anyone") {
            line.anyone = true;
        } else {
            line.named.push(at.name("`each other`, `anyone` or an actor", &[])?);
        }
        at.list_fits(entries)?;
    }
    Ok(line)
}

/// `on ground held by the accused, shown by control`.
pub fn ground(at: &mut Cursor<'_, '_>) -> Read<GroundText> {
    at.expect("on ground held by")?;
    let held_by = if at.eat("the accused") {
        HoldersText::TheAccused
    } else if at.eat("others than the accused") {
        HoldersText::OthersThanTheAccused
    } else {
        HoldersText::Named(at.list("`the accused`, `others than the accused` or an actor", &["shown by"])?)
    };
    Ok(GroundText { held_by, shown_by: shown_by(at)? })
}

/// `, shown by control, patrol`: the acts that show a state, where they are named.
pub fn shown_by(at: &mut Cursor<'_, '_>) -> Read<Option<Vec<Named>>> {
    if at.eat_after_comma("shown by") { at.list("an act", &[]).map(Some) } else { Ok(None) }
}

/// What stands after `except E`.
pub fn exception(at: &mut Cursor<'_, '_>) -> Read<ExceptionText> {
    at.expect("when (an exception)")?;
    let ends = ["burden on", "in agreed zone", "at (a standard)"];
    let condition = if at.eat("target is") {
        ConditionText::TargetIs(at.list("a group", &ends)?)
    } else if at.eat("judged") {
        ConditionText::Judged(at.name("a judgement", &ends)?)
    } else if at.eat("in order") {
        ConditionText::InOrder(super::obligations::steps(at, &ends)?)
    } else {
        return Err(at.expected("`target is …`, `judged \"…\"` or `in order …`"));
    };
    let on_the_accused = at.choice_after_comma(&[("burden on the accused", true), ("burden on the accuser", false)]);
    let standard =
        if at.eat_after_comma("at (a standard)") { Some(at.name("a standard", &["in agreed zone"])?) } else { None };
    let zone = if at.eat_after_comma("in agreed zone") { Some(at.name("a zone", &[])?) } else { None };
    let mut ahead = at.clone();
    if ahead.eat_after_comma("outside") {
        return Err(at.expected("`, in agreed zone …` or the end of the line").help(
            "write the article twice: once `towards` those whom the exception leaves unprotected, `in` the zone and without the exception; \
             once for everywhere else, with it; let the clocks watch both",
        ));
    }
    Ok(ExceptionText { condition, on_the_accused, standard, zone })
}

/// `counts …`.
pub fn length(at: &mut Cursor<'_, '_>) -> Read<LengthText> {
    at.expect("counts")?;
    let mut ahead = at.clone();
    let start = at.here();
    let days = i64::from(ahead.count("a number of hours or days, in figures")?);
    if ahead.eat("calendar days") || ahead.eat("calendar day") {
        *at = ahead;
        if days == 0 || days > limits::DURATION_SECONDS / 86_400 {
            return Err(quantity("a length that cannot be meant", at.since(start), "between 1 day and 100 years"));
        }
        let first_day_counts = at.choice_after_comma(&[("first day counts", true), ("first day is day 0", false)]);
        return Ok(LengthText::Calendar { days, first_day_counts });
    }
    let seconds = at.duration()?;
    Ok(if at.eat("elapsed") { LengthText::Elapsed(seconds) } else { LengthText::Unsaid { seconds } })
}

/// `on break …`.
pub fn policy(at: &mut Cursor<'_, '_>) -> Read<PolicyText> {
    at.expect("on break")?;
    if at.eat("reset") {
        Ok(PolicyText::Reset)
    } else if at.eat("pause") {
        at.pause().map(PolicyText::Pause)
    } else if at.eat("leave to the deciders") {
        Ok(PolicyText::Discretionary)
    } else if at.eat("tolerate") {
        let mut numbers = vec![];
        while numbers.is_empty() || at.eat_comma_before_number() {
            let count = at.count("a number of breaches")?;
            numbers.push((
                count,
                at.name_or(&["breaches", "breach"], "a class", &["in the run", "in (a window)", "then"])?,
            ));
            at.list_fits(numbers.len())?;
        }
        let window = if at.eat("in the run") {
            Some(None)
        } else if at.eat("in (a window)") {
            Some(Some(at.duration()?))
        } else {
            None
        };
        let beyond = if !at.eat_after_comma("then") {
            None
        } else if at.eat("reset") {
            Some(Beyond::Reset)
        } else if at.eat("pause") {
            Some(Beyond::Pause(at.pause()?))
        } else {
            return Err(at.expected("`reset` or `pause …`"));
        };
        Ok(PolicyText::Tolerate { numbers, window, beyond })
    } else if at.eat("refer to") {
        let deciders = at.deciders(&["for"])?;
        at.expect("for")?;
        let term = at.duration()?;
        let from = at
            .choice_after_comma(&[("from the breach", ReferFrom::Breach), ("from its being known", ReferFrom::Known)]);
        let then = if !at.eat_after_comma("then") {
            None
        } else if at.eat("reset") {
            Some(Then::Reset)
        } else if at.eat("excuse") {
            Some(Then::Excuse)
        } else if at.eat("pause") {
            Some(Then::Pause(at.pause()?))
        } else {
            return Err(at.expected("`reset`, `pause …` or `excuse`"));
        };
        let late_count = at.choice_after_comma(&[("late rulings count", true), ("late rulings do not count", false)]);
        Ok(PolicyText::Refer { deciders, term, from, then, late_count })
    } else {
        Err(at.expected("`reset`, `pause …`, `tolerate …`, `refer to …` or `leave to the deciders`"))
    }
}

/// One condition of a phase.
pub fn condition(at: &mut Cursor<'_, '_>) -> Read<PhaseConditionText> {
    if at.eat("clock (a condition)") {
        let clock = at.name("a clock", &["is complete", "is"])?;
        at.expect("is complete")?;
        let policy = if at.eat("by (a policy)") { Some(at.policy_name()?) } else { None };
        Ok(PhaseConditionText::Complete { clock, policy })
    } else if at.eat("article (a condition)") {
        let article = at.name("an article", &["is kept", "is"])?;
        at.expect("is kept")?;
        let throughout = at.choice_after_comma(&[("throughout the run", true), ("at completion", false)]);
        Ok(PhaseConditionText::Kept { article, throughout })
    } else if at.eat("judged") {
        at.name("a judgement", &[]).map(PhaseConditionText::Judged)
    } else {
        Err(at.expected("`clock … is complete`, `article … is kept` or `judged \"…\"`"))
    }
}
