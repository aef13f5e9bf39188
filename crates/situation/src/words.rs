//! Words for people: instants, durations, names of things, always the same way.
//!
//! Holds
//! - Neutral words only; a computed verdict never reads like a finding.
//!
//! Not here: layout (`armistice`), what goes through the channel between the parties (`channel`).

mod channel;

use agreement::evaluate::quantity::{Reading, readings as readings_of};
use agreement::evaluate::{
    Cause, ChangeReading, ChangeWord, ConditionReading, ConditionState, Duty, DutyState, PatternReading, State,
    StateShown, Word, ZoneAsked,
};
use agreement::tree::{ArticleKind, Comparison, Due, Measured, Tree};
use record::statement::{Accused, Content, OnIncident, Polarity, Question, Stance, Statement};
use record::vocabulary::Kleene;
use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::facts::{About, Attribution, Status};
use record::vocabulary::sources::{Chain, Origin};
use record::vocabulary::time::{EventTime, Instant, Interval, Precision, Zone};

use crate::Situation;

pub(crate) use channel::kilometres;
pub use channel::step_of_inquiry;

/// A version of a zone on which a verdict rests: `Annex: "annex, opened", in force from 2030-03-04 06:00, sealed in the text`.
pub fn zone_asked(zone: &Zone, used: &ZoneAsked) -> String {
    let mut words = match &used.version {
        None => format!("{}: as in the text", used.zone),
        Some((label, from)) if *from == Instant::EVER => format!("{}: {}", used.zone, quoted(label)),
        Some((label, from)) => format!("{}: {}, in force from {}", used.zone, quoted(label), instant(zone, *from)),
    };
    if !used.agreed {
        words += ", signed by some and not agreed";
    }
    words += match (used.sealed, used.sealed_in_the_text) {
        (true, _) => ", sealed",
        (false, true) => ", sealed in the text",
        (false, false) => "",
    };
    words
}

/// "2030-03-05 10:00", with seconds where they are not zero; "ever" and "never" for open ends.
pub fn instant(zone: &Zone, at: Instant) -> String {
    if at == Instant::NEVER {
        return "never, as known".into();
    }
    if at == Instant::EVER {
        return "ever".into();
    }
    let civil = zone.civil(at);
    let date = format!("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day());
    if civil.second() == 0 {
        format!("{date} {:02}:{:02}", civil.hour(), civil.minute())
    } else {
        format!("{date} {:02}:{:02}:{:02}", civil.hour(), civil.minute(), civil.second())
    }
}

/// "2030-03-05" for the civil day that holds `at`.
pub fn date(zone: &Zone, at: Instant) -> String {
    let civil = zone.civil(at);
    format!("{:04}-{:02}-{:02}", civil.year(), civil.month(), civil.day())
}

/// "36 h 0 min 1 s", "18 h", "0 h".
pub fn duration(seconds: i64) -> String {
    let (hours, minutes, rest) = (seconds / 3_600, seconds % 3_600 / 60, seconds % 60);
    match (minutes, rest) {
        (0, 0) => format!("{hours} h"),
        (_, 0) => format!("{hours} h {minutes} min"),
        _ => format!("{hours} h {minutes} min {rest} s"),
    }
}

/// A time of which every second matters: "45 s", "27 min 0 s", "3 h 20 min".
pub fn seconds(seconds: u64) -> String {
    match seconds {
        ..60 => format!("{seconds} s"),
        60..3_600 => format!("{} min {} s", seconds / 60, seconds % 60),
        _ => duration(i64::try_from(seconds).unwrap_or(i64::MAX)),
    }
}

/// When something happened, as precisely as it is known.
pub fn event_time(zone: &Zone, time: &EventTime) -> String {
    let span = |span: Interval| {
        if span.from == Instant::EVER {
            return format!("not stated, before {}", instant(zone, span.until));
        }
        if span.seconds() == 1 {
            return instant(zone, span.from);
        }
        let day = zone.day_of(span.from);
        if day == span {
            return date(zone, span.from);
        }
        if day.from == span.from && zone.day_of(span.last()).until == span.until {
            return format!("{} to {}", date(zone, span.from), date(zone, span.last()));
        }
        format!("between {} and {}", instant(zone, span.from), instant(zone, span.last()))
    };
    let base = match time.ended {
        None => span(time.began),
        Some(ended) => format!("from {} until {}", span(time.began), span(ended)),
    };
    match &time.precision {
        Precision::Stated(words) if !words.is_empty() => format!("{base} (\"{words}\")"),
        _ => base,
    }
}

/// What became of an amendment or exit: "signed since …, in effect from …", "signed by North, awaiting South".
pub fn change(tree: &Tree, reading: &ChangeReading, now: Instant) -> String {
    let who = |yes: bool| {
        let said = reading.answers.iter().filter(|(_, answer, _)| *answer == yes);
        said.map(|(name, _, _)| name.as_str()).collect::<Vec<_>>().join(", ")
    };
    let (yes, no, awaited) = (who(true), who(false), reading.awaiting.join(", "));
    let mut parts = Vec::new();
    // Nobody waits for somebody to leave.
    if tree.changes[reading.change].is_exit && yes.is_empty() {
        return "not given".to_owned();
    }
    match (reading.word, reading.signed, reading.effect) {
        (ChangeWord::Signed, Some(signed), Some(effect)) => {
            let takes = if effect <= now { "in effect from" } else { "takes effect" };
            parts.push(format!("signed {}", instant(&tree.zone, signed)));
            parts.push(format!("{takes} {}", instant(&tree.zone, effect)));
            return parts.join(", ");
        }
        (ChangeWord::Disputed, ..) => parts.push("disputed".to_owned()),
        (ChangeWord::Refused, ..) => {}
        (ChangeWord::Proposed, ..) => parts.push("proposed".to_owned()),
        (ChangeWord::Awaiting | ChangeWord::Signed, ..) => {}
    }
    parts.extend((!yes.is_empty()).then(|| format!("signed by {yes}")));
    parts.extend((!no.is_empty()).then(|| format!("refused by {no}")));
    parts.extend((!awaited.is_empty()).then(|| format!("awaiting {awaited}")));
    parts.join(", ")
}

/// What a pattern comes to: "stands since …, with 12 in one window, awaiting G1, G2".
pub fn pattern(tree: &Tree, reading: &PatternReading) -> String {
    let (surely, possibly) = reading.most;
    let most = if surely == possibly { surely.to_string() } else { format!("{surely} to {possibly}") };
    let state = match (reading.stands, reading.since) {
        (Kleene::Must, Some(since)) => format!("stands since {}", instant(&tree.zone, since)),
        (Kleene::Must, None) => "stands".to_owned(),
        (Kleene::May, _) => "may stand".to_owned(),
        (Kleene::No, _) => "does not stand".to_owned(),
    };
    let mut parts = vec![state, format!("at most {most} in one window")];
    match reading.judged {
        Kleene::Must => parts.push("found, as judged".to_owned()),
        Kleene::No => parts.push("not found, as judged".to_owned()),
        Kleene::May if reading.awaiting.is_empty() => {}
        Kleene::May => parts.push(format!("awaiting {}", reading.awaiting.join(", "))),
    }
    parts.join(", ")
}

/// Outermost first: "BBC < ministry < a commander".
pub fn chain(chain: &Chain) -> String {
    let origins: Vec<String> = chain
        .origins
        .iter()
        .map(|origin| match origin {
            Origin::Named(name) => name.clone(),
            Origin::Unnamed(words) if words.is_empty() => "unnamed".into(),
            Origin::Unnamed(words) => format!("unnamed ({words})"),
        })
        .collect();
    let mut links: Vec<String> = chain.relayers.clone();
    links.push(origins.join(" & "));
    links.join(" < ")
}

/// The innermost links alone.
pub fn origins(from: &Chain) -> String {
    chain(&Chain { relayers: Vec::new(), origins: from.origins.clone() })
}

/// "killed 62 combatants (at least)".
pub fn count(count: &Count) -> String {
    let number = match count.most {
        Some(most) if most == count.least => count.least.to_string(),
        Some(most) => format!("{}-{most}", count.least),
        None => format!("{} or more", count.least),
    };
    let population = match count.population {
        Population::Combatant if count.most == Some(1) => " combatant",
        Population::Civilian if count.most == Some(1) => " civilian",
        Population::Combatant => " combatants",
        Population::Civilian => " civilians",
        Population::Unknown => "",
    };
    let scope = match count.scope {
        CountScope::Incident => "",
        CountScope::Cumulative => ", cumulative",
        CountScope::Ambiguous => ", scope ambiguous",
    };
    let words = if count.words.is_empty() { String::new() } else { format!(" ({})", quoted(&count.words)) };
    format!("{} {number}{population}{words}{scope}", category(count.category))
}

/// "killed", "killed or injured".
pub fn category(category: Category) -> &'static str {
    match category {
        Category::Killed => "killed",
        Category::Injured => "injured",
        Category::KilledOrInjured => "killed or injured",
        Category::Missing => "missing",
        Category::Detained => "detained",
    }
}

/// "answer delay 27 minutes".
pub fn measure(measure: &Measure) -> String {
    let number = match measure.most {
        Some(most) if most == measure.least => most.to_string(),
        Some(most) => format!("{}-{most}", measure.least),
        None => format!("{} or more", measure.least),
    };
    format!("{} {number} {}", measure.name, measure.unit)
}

/// "by South", "author not established".
pub fn about(about: &About) -> String {
    match about {
        About::Actor(actor) => format!("by {actor}"),
        About::Event => "author not established".into(),
    }
}

/// Whom a report accuses.
pub fn accused(accused: &Accused) -> String {
    match accused {
        Accused::Unstated => "nobody named".into(),
        Accused::Actor(actor) => format!("by {actor}"),
        Accused::Dyad(a, b) => format!("between {a} and {b}, no attacker stated"),
    }
}

/// Why a verdict is undetermined.
pub fn cause(cause: &Cause) -> String {
    match cause {
        Cause::NotEstablished => "not established".into(),
        Cause::Imprecise(field) => format!("imprecise ({field})"),
        Cause::NotObserved => "not observed".into(),
        Cause::JudgementAwaited(deciders) => format!("judgement awaited ({})", deciders.join(", ")),
        Cause::StepsAwaited(steps) => format!("steps awaited ({})", steps.join(", ")),
        Cause::Trigger => "trigger".into(),
        Cause::ExceptionNotSettled(name) => format!("exception {name} claimed and not settled"),
        Cause::Sealed(zone) => format!("sealed ({zone})"),
        Cause::NoAgreedVersion(zone) => format!("no agreed version of {zone}"),
        Cause::Pending => "pending referral".into(),
        Cause::NotYetDue => "not yet due".into(),
    }
}

/// A claim of a state, of the incident called `incident`: "North held the ground (m1): established".
pub fn state(shown: &StateShown, incident: &str) -> String {
    let said = match shown.state {
        State::HoldsGround => "held the ground",
        State::Supports => "supported the author",
    };
    format!("{} {said} ({incident}): {}", shown.actor, status(shown.status))
}

/// A status.
pub fn status(status: Status) -> &'static str {
    match status {
        Status::None => "none",
        Status::Alleged => "alleged",
        Status::Refuted => "refuted",
        Status::Contested => "contested",
        Status::Established => "established",
    }
}

/// The word of an article's verdict: a prohibition that is kept is "no breach established", an obligation is "kept".
pub fn article_word(tree: &Tree, article: usize, word: Word) -> String {
    match (&tree.articles[article].kind, word) {
        (ArticleKind::Obligation(_), Word::Kept) => "kept".into(),
        _ => word.to_string(),
    }
}

/// Why an article's verdict is undetermined, behind its word: "undetermined, not established".
pub fn with_causes(word: String, causes: &[Cause]) -> String {
    let causes: Vec<String> = causes.iter().map(cause).collect();
    if causes.is_empty() { word } else { format!("{word}, {}", causes.join("; ")) }
}

/// A duty's word, causes and states: "breached, denied (overdue since 2030-03-07 00:00)".
pub fn duty(situation: &Situation<'_>, duty: &Duty) -> String {
    let tree = situation.tree;
    let word = with_causes(article_word(tree, duty.article, duty.word), &duty.causes);
    let denied = if situation.is_denied(duty) { ", denied" } else { "" };
    format!("{word}{denied} ({})", duty_states(tree, duty))
}

/// "failed since 2030-03-13 09:00, awaiting G1", "stands".
pub fn condition(tree: &Tree, reading: &ConditionReading) -> String {
    let since = reading.since.map(|(first, last)| match first == last {
        true => format!(" since {}", instant(&tree.zone, first)),
        false => format!(" since {} to {}", instant(&tree.zone, first), instant(&tree.zone, last)),
    });
    let state = match reading.state {
        ConditionState::Stands => return "stands".into(),
        ConditionState::InDoubt => "in doubt".to_owned(),
        ConditionState::Failed => format!("failed{}", since.unwrap_or_default()),
    };
    match reading.judged {
        Kleene::Must => format!("{state}, goes on as judged"),
        Kleene::No => format!("{state}, ended as judged"),
        Kleene::May => format!("{state}, awaiting {}", reading.awaiting.join(", ")),
    }
}

/// "457 m against at least 500 m: not met; against at least 500 yd: met within rounding".
pub fn readings(measured: &Measured, stated: &Measure) -> String {
    let how = match measured.comparison {
        Comparison::AtLeast => "at least",
        Comparison::MoreThan => "more than",
        Comparison::AtMost => "at most",
        Comparison::LessThan => "less than",
    };
    let word = |reading: &Reading| match reading {
        Reading::Met => "met",
        Reading::WithinRounding => "met within rounding",
        Reading::NotMet => "not met",
        Reading::Undetermined => "undetermined",
    };
    let each = readings_of(measured, stated).into_iter().zip(&measured.thresholds);
    let each: Vec<String> = each
        .map(|(reading, bound)| format!("against {how} {} {}: {}", bound.number, bound.unit, word(&reading)))
        .collect();
    let number = match stated.most {
        Some(most) if most == stated.least => most.to_string(),
        Some(most) => format!("{}-{most}", stated.least),
        None => format!("{} or more", stated.least),
    };
    format!("{number} {} {}", stated.unit, each.join("; "))
}

/// A duty's states: "in force, due before 2030-03-07 00:00", "late by 2 h, \"delay\"".
pub fn duty_states(tree: &Tree, duty: &Duty) -> String {
    let measured = duty.obligation(tree).is_some_and(|o| matches!(o.due, Due::Promptly { .. }));
    let range = |(least, most): (i64, i64)| match least == most {
        true => duration(least),
        false => format!("{} to {}", duration(least), duration(most)),
    };
    let due = duty.due.map(|(first, last)| match first == last {
        true => instant(&tree.zone, first),
        false => format!("{} to {}", instant(&tree.zone, first), instant(&tree.zone, last)),
    });
    let due = due.unwrap_or_default();
    let one = |state: &DutyState| match state {
        DutyState::InForce if measured => "not done so far".to_owned(),
        DutyState::Done if measured => format!("done after {}", duty.late.map(range).unwrap_or_default()),
        DutyState::InForce => format!("in force, due before {due}"),
        DutyState::Overdue => format!("overdue since {due}"),
        DutyState::Late => {
            let bands = duty.obligation(tree).map(|obligation| obligation.bands.as_slice()).unwrap_or_default();
            let labels: Vec<String> = duty.bands.iter().map(|band| quoted(&bands[*band].label)).collect();
            let by = format!("late by {}", duty.late.map(range).unwrap_or_default());
            if labels.is_empty() { by } else { format!("{by}, {}", labels.join(" or ")) }
        }
        other => other.to_string(),
    };
    duty.states.iter().map(one).collect::<Vec<_>>().join(" or ")
}

/// "1 article", "3 articles".
pub fn counted(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// In quotation marks; in single ones where the words have double ones of their own.
pub fn quoted(words: &str) -> String {
    if words.contains('"') { format!("'{words}'") } else { format!("\"{words}\"") }
}

/// One line that says what a statement says.
pub fn statement(zone: &Zone, statement: &Statement) -> String {
    let speaker = statement.body.speaker();
    match &statement.body.content {
        Content::Report(report) => {
            let mut parts = vec![match report.polarity {
                Polarity::Happened => format!("{} says", chain(&report.chain)),
                Polarity::DidNotHappen => format!("{} says that it did not happen", chain(&report.chain)),
            }];
            parts.extend(report.act.clone());
            parts.push(accused(&report.accused));
            if !report.targets.is_empty() {
                parts.push(format!("on {}", report.targets.join(" and ")));
            }
            parts.extend(report.weapon.as_ref().map(|weapon| format!("with {weapon}")));
            parts.extend(report.place.as_ref().map(place));
            parts.extend(report.time.as_ref().map(|time| event_time(zone, time)));
            parts.extend(report.counts.iter().map(count));
            parts.extend(report.measures.iter().map(measure));
            parts.extend(report.cause.as_ref().map(|cause| format!("claimed cause: {cause}")));
            if !report.words.is_empty() {
                parts.push(quoted(&report.words));
            }
            parts.join(", ")
        }
        Content::Reply(reply) => {
            let stance = match &reply.stance {
                Stance::Acknowledges => "acknowledges".into(),
                Stance::Denies { basis: None } => "denies, stating no basis".into(),
                Stance::Denies { basis: Some(basis) } => format!("denies, on the basis of {basis}"),
                Stance::Explains { exception, intent, acknowledges } => {
                    let mut parts = vec!["explains".to_owned()];
                    parts.extend(exception.as_ref().map(|name| format!("claiming exception {name}")));
                    parts.extend(intent.as_ref().map(|intent| format!("intent: {intent}")));
                    if *acknowledges {
                        parts.push("acknowledging the act".into());
                    }
                    parts.join(", ")
                }
                Stance::Disputes { field } => format!("disputes {field}"),
                Stance::Corrects(_) => "corrects".into(),
                Stance::Withdraws => "withdraws".into(),
            };
            let reserve = if reply.without_prejudice { ", without prejudice (not counted)" } else { "" };
            let words = if reply.words.is_empty() { String::new() } else { format!(": {}", quoted(&reply.words)) };
            format!("{speaker} {stance} ({}){reserve}{words}", reply.to.short())
        }
        Content::Finding(held) => {
            let mut parts = vec![format!("{speaker} finds")];
            parts.extend(held.finding.map(|word| word.as_str().to_owned()));
            parts.push(match &held.attribution {
                None => "attribution empty".into(),
                Some(Attribution::Actor(actor)) => format!("attributed to {actor}"),
                Some(Attribution::SomeParty) => "attributed to some party, undetermined which".into(),
                Some(Attribution::NotAttributable) => "not attributable".into(),
            });
            parts.push(held.intent.as_ref().map_or("intent empty".into(), |intent| format!("intent: {intent}")));
            parts.extend(held.severity.as_ref().map(|severity| format!("severity {severity}")));
            if !held.words.is_empty() {
                parts.push(quoted(&held.words));
            }
            parts.join(", ")
        }
        Content::Decision(decision) => {
            let (question, word) = match &decision.question {
                Question::Phase(phase) => (format!("open {phase}"), if decision.yes { "yes" } else { "no" }),
                Question::Ruling { clock, on } => {
                    (format!("{} on clock {clock}", on_incident(on)), if decision.yes { "breaks" } else { "excused" })
                }
                Question::Judgement { slot, on } => (
                    match on {
                        Some(on) => format!("{slot}, of {}", on_incident(on)),
                        None if agreement::is_signing_name(slot) => format!("to sign {}", quoted(slot)),
                        None => slot.clone(),
                    },
                    if decision.yes { "yes" } else { "no" },
                ),
            };
            format!("{speaker} decides: {question}: {word}")
        }
        Content::Coverage(coverage) => format!(
            "{} watched {} from {} until {}",
            coverage.watcher,
            coverage.zone,
            instant(zone, coverage.during.from),
            instant(zone, coverage.during.until)
        ),
        Content::Renewal(renewal) => format!("{speaker} signs {} of {}", renewal.act, renewal.regime),
        Content::Translation(translation) => format!(
            "{speaker} translates {} into {}: {}",
            translation.of.short(),
            translation.into,
            quoted(&translation.words)
        ),
        Content::Grading(grading) => format!("{speaker} grades {} {}", grading.of.short(), grading.grade),
        Content::Identity(identity) => {
            let word = if identity.same { "the same incident" } else { "different incidents" };
            format!("{speaker} says that {} and {} are {word}", identity.a.short(), identity.b.short())
        }
        Content::Unsure(unsure) => {
            format!("{speaker} cannot say whether {} and {} are the same incident", unsure.a.short(), unsure.b.short())
        }
        Content::Weighing(weights) => {
            format!("{speaker} compares reports by weights learnt from {} reports", weights.reports)
        }
        Content::Registration(_) => format!("{speaker} registers"),
        Content::ZoneVersion(version) => format!("{speaker} states version {} of {}", version.label, version.zone),
        Content::ZoneSignature(signature) => format!("{speaker} signs zone version {}", signature.version.short()),
        Content::Adoption(adoption) => format!("{speaker} adopts \"{}\"", adoption.agreement),
        Content::Batch(batch) => format!("import of {} ({}), {} rows", batch.file, batch.format, batch.rows),
        Content::BatchUndone(batch) => format!("{speaker} undoes import {}", batch.short()),
        Content::Notice(notice) => channel::notice(zone, speaker, notice),
        Content::Receipt(receipt) => channel::receipt(zone, speaker, receipt),
        Content::Alert(alert) => channel::alert(zone, speaker, alert),
        Content::Escalation(escalation) => channel::escalation(zone, speaker, escalation),
        Content::Ladder(ladder) => channel::ladder(speaker, ladder),
        Content::Duty(duty) => channel::duty(zone, speaker, duty),
        Content::Handover(handover) => channel::handover(zone, speaker, handover),
        Content::Call(call) => channel::call(zone, speaker, call),
        Content::Convoy(convoy) => channel::convoy(zone, speaker, convoy),
        Content::ConvoyEvent(event) => channel::convoy_event(zone, speaker, event),
        Content::Access(access) => channel::access(zone, speaker, access),
        Content::Inquiry(inquiry) => channel::inquiry(zone, speaker, inquiry),
        Content::AreaQuestion(question) => channel::area_question(zone, speaker, question),
    }
}

fn on_incident(on: &OnIncident) -> String {
    match on {
        OnIncident::Of(id) => format!("the incident of {}", id.short()),
        OnIncident::Event(key) => key.clone(),
    }
}

/// Most corners of an outline that a line names.
const OUTLINE_CORNERS: usize = 6;

/// "at Mill, East".
pub fn place(place: &record::vocabulary::place::Place) -> String {
    use record::vocabulary::place::Area;
    let mut text = if place.names.is_empty() { String::new() } else { format!("at {}", place.names.join(", ")) };
    let position = |point: &record::vocabulary::place::Point| {
        let degrees = |e7: i32| {
            let e7 = i64::from(e7).abs();
            format!("{}.{:04}", e7 / 10_000_000, e7 % 10_000_000 / 1_000)
        };
        let (north, east) = (if point.lat_e7 < 0 { "S" } else { "N" }, if point.lon_e7 < 0 { "W" } else { "E" });
        format!("{} {north} {} {east}", degrees(point.lat_e7), degrees(point.lon_e7))
    };
    let within = place.area.as_ref().map(|area| match area {
        Area::Disc { centre, radius_mm: 0 } => format!("at {}", position(centre)),
        Area::Disc { centre, radius_mm: radius_mm @ 1..1_000_000 } => {
            format!("within {} m of {}", radius_mm.div_ceil(1_000), position(centre))
        }
        Area::Disc { centre, radius_mm } => {
            format!("within {} km of {}", radius_mm.div_ceil(1_000_000), position(centre))
        }
        Area::Polygons(polygons) => {
            let outer: Vec<String> = polygons.iter().flat_map(|polygon| &polygon.outer).map(position).collect();
            match outer.first() {
                Some(first) if outer.len() > OUTLINE_CORNERS => {
                    format!("within an outline of {} corners, the first at {first}", outer.len())
                }
                _ => format!("within the outline {}", outer.join(", ")),
            }
        }
    });
    if let Some(within) = within {
        text = if text.is_empty() { within } else { format!("{text} ({within})") };
    }
    text
}
