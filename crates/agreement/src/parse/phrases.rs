//! Phrases: what stands in a line after its first words, where that is more than names and numbers.
//!
//! Holds
//! - A choice that a line may leave open is read as open and demanded by `check`, which lists the alternatives.
//!
//! Not here: which lines there are (`grammar`), words and numbers (`cursor`).

use record::vocabulary::place::{Area, Point, Polygon};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::sources::Grade;
use record::vocabulary::standards::FindingWord;

use super::cursor::{Cursor, Fail, Read, quantity};
use super::syntax::*;
use crate::diagnostic::Span;
use crate::tree::{Beyond, ReferFrom, Then, ZoneSource};
use crate::{codes, limits};

/// What stands after `zone Z is`.
pub fn zone(at: &mut Cursor<'_, '_>) -> Read<ZoneText> {
    let start = at.here();
    let source = if at.eat("named area") {
        let name = at.name("the name of an area", &Cursor::before_tail(&[]))?;
        ZoneSource::Stated(ZoneGeometry::NamedArea(name.value))
    } else if at.eat("feature") {
        let feature = at.quoted("the name of a feature")?.value;
        at.expect("of (a file)")?;
        ZoneSource::File { path: at.path("a path")?.value, feature }
    } else if at.eat("within (a distance)") {
        let radius_mm = radius(at)?;
        at.expect("of (a centre)")?;
        let (centre, _) = position(at)?;
        ZoneSource::Stated(ZoneGeometry::Area(Area::Disc { centre, radius_mm }))
    } else if at.eat("polygon") {
        ZoneSource::Stated(ZoneGeometry::Area(Area::Polygons(vec![polygon(at)?])))
    } else if at.eat("sealed") {
        let fail = at.expected("`sha256:` and 64 digits of 0 to 9 and a to f");
        let digest = at.word("a commitment")?;
        let is_digest = digest
            .value
            .strip_prefix("sha256:")
            .is_some_and(|hex| hex.len() == 64 && hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')));
        if !is_digest {
            return Err(fail);
        }
        ZoneSource::Stated(ZoneGeometry::Sealed(digest.value))
    } else if at.eat("unpublished") {
        ZoneSource::Stated(ZoneGeometry::Unpublished)
    } else if at.eat("not agreed yet") {
        ZoneSource::NoneYet
    } else {
        return Err(at.expected("what the zone is"));
    };
    let source = Said { value: source, span: at.since(start) };
    let cosigners = if at.eat_after_comma("later versions signed by") || at.eat_after_comma("versions signed by") {
        Some(at.list("a name", &Cursor::before_tail(&[]))?)
    } else {
        None
    };
    Ok(ZoneText { source, cosigners, tail: at.tail(false)? })
}

fn radius(at: &mut Cursor<'_, '_>) -> Read<u64> {
    let start = at.here();
    // In millionths of the unit: millimetres where it is the kilometre.
    let number = at.decimal("a distance such as `2 km`", 6)?;
    let per_mm = at.choice(&[("km", 1), ("m", 1_000)])?;
    let span = at.since(start);
    if number.value <= 0 {
        return Err(quantity("a radius of nothing", span, "write a distance greater than nothing"));
    }
    if number.value % per_mm != 0 {
        return Err(quantity("a distance below a millimetre", span, "at most 3 digits after the point"));
    }
    match u64::try_from(number.value / per_mm) {
        Ok(mm) if mm <= limits::RADIUS_MM => Ok(mm),
        _ => Err(quantity("a radius of more than 500 km", span, "too far")),
    }
}

/// `39.10 N 22.50 E`.
fn position(at: &mut Cursor<'_, '_>) -> Read<(Point, Span)> {
    let start = at.here();
    let lat = at.decimal("a latitude such as `39.10 N`", 7)?;
    let north = at.choice(&[("N", 1), ("S", -1)])?;
    let lon = at.decimal("a longitude such as `22.50 E`", 7)?;
    let east = at.choice(&[("E", 1), ("W", -1)])?;
    if !(0..=700_000_000).contains(&lat.value) {
        return outside(at, "latitude", start, "expected 70 S to 70 N");
    }
    if !(0..=1_800_000_000).contains(&lon.value) {
        return outside(at, "longitude", lon.span, "expected 180 W to 180 E");
    }
    let point = Point { lon_e7: (east * lon.value) as i32, lat_e7: (north * lat.value) as i32 };
    Ok((point, at.since(start)))
}

fn outside<T>(at: &Cursor<'_, '_>, what: &str, from: Span, label: &str) -> Read<T> {
    let span = at.since(from);
    let message = format!("this {what} lies outside what the geometry holds");
    Err(Fail::new(codes::COORDINATE, message, span, label)
        .help("correct it, or name the place without coordinates: `zone Z is named area \"…\" [¶2]`"))
}

fn write_positions(fail: Fail) -> Fail {
    fail.help("write degrees with N or S first, then E or W: `39.10 N 22.50 E`")
}

fn polygon(at: &mut Cursor<'_, '_>) -> Read<Polygon> {
    let start = at.here();
    let mut outer = vec![];
    loop {
        let (point, _) = position(at)?;
        outer.push(point);
        let fits = at.list_fits(outer.len());
        fits.map_err(|fail| fail.help("put the zone into a file: `zone Z is feature \"F\" of \"zones.geojson\"`"))?;
        if !at.eat_comma_before_number() {
            break;
        }
    }
    let span = at.since(start);
    if outer.len() > 1 && outer.first() == outer.last() {
        outer.pop();
    }
    let refuse = |message: &str, label: &str| Err(Fail::new(codes::COORDINATE, message, span, label));
    if outer.len() < 3 {
        return refuse("this polygon has fewer than three corners", "encloses nothing").map_err(write_positions);
    }
    let lons = || outer.iter().map(|point| i64::from(point.lon_e7));
    if lons().max().unwrap_or(0) - lons().min().unwrap_or(0) > 1_800_000_000 {
        return refuse("this polygon crosses the line of 180 degrees", "more than half around the earth")
            .map_err(write_positions);
    }
    if let Some((a, b)) = crossing(&outer) {
        let label = format!("side {a} meets side {b}");
        return refuse("this polygon crosses itself", &label)
            .map_err(|fail| fail.help("write the corners in their order around the zone"));
    }
    Ok(Polygon { outer, holes: vec![] })
}

/// Two sides of a ring, counted from 1, that meet elsewhere than in the corner between them.
fn crossing(ring: &[Point]) -> Option<(usize, usize)> {
    let point = |i: usize| {
        let point = ring[i % ring.len()];
        (i128::from(point.lon_e7), i128::from(point.lat_e7))
    };
    let turn = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        ((b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)).signum()
    };
    let between = |a: (i128, i128), b: (i128, i128), c: (i128, i128)| {
        turn(a, b, c) == 0
            && (a.0.min(b.0)..=a.0.max(b.0)).contains(&c.0)
            && (a.1.min(b.1)..=a.1.max(b.1)).contains(&c.1)
    };
    for i in 0..ring.len() {
        for j in i + 1..ring.len() {
            let (a, b, c, d) = (point(i), point(i + 1), point(j), point(j + 1));
            let meet = if j == i + 1 {
                between(a, b, d) || between(c, d, a)
            } else if i == 0 && j == ring.len() - 1 {
                between(a, b, c) || between(c, d, b)
            } else {
                (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0)
                    || between(a, b, c)
                    || between(a, b, d)
                    || between(c, d, a)
                    || between(c, d, b)
            };
            if meet {
                return Some((i + 1, j + 1));
            }
        }
    }
    None
}

/// One way to meet a standard.
pub fn alternative(at: &mut Cursor<'_, '_>) -> Read<AlternativeText> {
    if at.eat("acknowledged by the accused") {
        return Ok(AlternativeText::Acknowledged);
    }
    if at.eat("finding") {
        let mut words = vec![];
        while words.is_empty() || at.eat_after_comma("or") {
            words.push(at.choice(&[
                ("confirmed", FindingWord::Confirmed),
                ("probable", FindingWord::Probable),
                ("possible", FindingWord::Possible),
            ])?);
        }
        at.expect("by (a finding)")?;
        let all = at.choice(&[("all of", true), ("any of", false)])?;
        let bodies = at.list("a body", &["or"])?;
        return Ok(AlternativeText::Finding { words, bodies, all });
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
