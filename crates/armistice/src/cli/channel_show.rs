//! The channel for people and as JSON: who has a notice, who has not answered, since when, and how far off a position is.
//!
//! Holds
//! - Silence is shown as silence, with its age, and never as anything else.
//! - Waits and distances are the least and the greatest; where clocks disagree, that is said beside them.
//! - Exercises stand apart, each marked.
//!
//! Not here: what is true of a notice or an alert (`channel`), signing (`notice`).

use channel::Channel;
use channel::alert::{AlertHeld, AlertRecipient, AlertState, HaltState};
use channel::call::{CallDifference, CallHeld, CallNote};
use channel::conflict::Meet;
use channel::notice::{EndedBy, NoticeHeld, NoticeState, Objection, SENTENCE};
use channel::read_back::{Comparison, KnownAs, compare, far_from_all, named, words_for};
use channel::roster::Turn;
use channel::told::{Attested, NotTold, ReadBack, Standing, Told, UnitStanding};
use channel::when::{Wait, When};
use record::statement::{AlertKind, Escalation, Mark, Notified, Statement};
use record::vocabulary::Kleene;
use record::vocabulary::facts::Status;
use record::vocabulary::geometry::apart::Apart;
use record::vocabulary::place::Place;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval, KnownAt, Zone};
use serde_json::{Value, json};
use situation::channel::Ground;
use situation::words::seconds;
use situation::{Situation, words};

use super::Answer;
use super::convoy::span;
use super::desk::Desk;
use crate::message::utc;

/// Notices, warnings and halts at a moment.
pub(super) fn list(
    desk: &Desk,
    situation: Option<&Situation<'_>>,
    happened: Instant,
    known: KnownAt,
    all: bool,
) -> Answer {
    let zone = desk.zone();
    let knowledge = desk.knowledge(known);
    let channel = channel::at(desk.statements(), &knowledge, happened);
    // A post has no terms that say the zone.
    let in_zone = match desk {
        Desk::Post(post) => format!(", all times in {}", post.zone.name()),
        Desk::Mission(_) => String::new(),
    };
    let mut text = vec![
        format!(
            "The channel at {}, known {}{in_zone}",
            words::instant(&zone, happened),
            words::instant(&zone, known.0)
        ),
        SENTENCE.to_owned(),
    ];
    let (mut notices, mut alerts) = (Vec::new(), Vec::new());
    for channel in [&channel, &channel.drills()] {
        let mut standing = channel.alerts();
        // Halts go before everything else.
        standing.sort_by_key(|held| held.alert.kind != AlertKind::Halt);
        for alert in standing {
            alerts.push(alert_json(&alert));
            if all || alert.state == AlertState::Standing {
                text.push(String::new());
                let calls = channel.calls_about(alert.id());
                text.extend(alert_lines(&zone, &alert, &calls));
                text.extend(call_lines(&zone, &calls));
            }
        }
        for notice in channel.notices() {
            notices.push(notice_json(&knowledge.registers, &notice));
            if all || notice.state.is_open() {
                text.push(String::new());
                text.extend(notice_lines(&zone, &knowledge.registers, &notice));
                text.extend(call_lines(&zone, &channel.calls_about(notice.id())));
            }
        }
    }
    let other: Vec<CallHeld<'_>> = channel.calls().into_iter().filter(|call| call.about().is_empty()).collect();
    if !other.is_empty() {
        text.push(String::new());
        text.push("Calls about nothing that is named".to_owned());
        text.extend(call_lines(&zone, &other));
    }
    let hidden = notices.len() + alerts.len();
    if text.len() == 2 {
        text.push(String::new());
        text.push(match hidden {
            0 => "no notice, warning or halt is known by then".to_owned(),
            some => format!("nothing is open; {some} are over: --all lists them"),
        });
    }
    // What others notified is for the mission alone: a post holds its own and what was for it.
    let (conflicts, questions) = match desk {
        Desk::Mission(_) => {
            let (lines, conflicts, questions) = for_the_mission(&channel);
            if !lines.is_empty() {
                text.push(String::new());
                text.extend(lines);
            }
            (conflicts, questions)
        }
        Desk::Post(_) => (json!([]), json!([])),
    };
    let ground =
        situation.map(|situation| situation::channel::ground(situation, desk.statements())).unwrap_or_default();
    let lines: Vec<String> = ground.iter().flat_map(|ground| ground_lines(&zone, ground)).collect();
    if !lines.is_empty() {
        text.push(String::new());
        text.push("The ground of each notice, for the mission alone".to_owned());
        text.extend(lines);
    }
    let accounts = desk.accounts(happened, known);
    if !accounts.is_empty() {
        text.push(String::new());
        text.push("As reports tell it: each is its source's account, side by side".to_owned());
        for (line, _) in &accounts {
            text.push(format!("  {line}"));
        }
    }
    let json = json!({
        "at": utc(happened), "known": utc(known.0), "sentence": SENTENCE, "notices": notices, "alerts": alerts,
        "conflicts": conflicts, "ground": ground.iter().map(ground_json).collect::<Vec<_>>(), "questions": questions, "calls": channel.calls().iter().map(call_json).collect::<Vec<_>>(), "accounts": accounts.into_iter().map(|(_, json)| json).collect::<Vec<_>>(),
    });
    Answer::ok(text, json)
}

/// Calls, each with the note of either end, side by side.
pub(super) fn call_lines(zone: &Zone, calls: &[CallHeld<'_>]) -> Vec<String> {
    let mut text = Vec::new();
    for held in calls {
        for note in &held.notes {
            let call = note.call;
            let ended = call.ended.map_or(String::new(), |ended| format!(" to {}", words::instant(zone, ended)));
            let spoke = match call.spoke.as_slice() {
                [] => "nobody is said to have answered".to_owned(),
                spoke => format!("{} spoke", spoke.join(" and ")),
            };
            let language = call.language.as_ref().map_or(String::new(), |language| format!(", in {language}"));
            let interpreter =
                call.interpreter.as_ref().map_or(String::new(), |name| format!(", interpreted by {name}"));
            let said = if call.words.is_empty() { String::new() } else { format!(": {}", words::quoted(&call.words)) };
            text.push(format!(
                "  call, {} to {}, {}{ended}, as {} notes it ({}): {spoke}{language}{interpreter}{said}",
                call.caller,
                call.called,
                words::instant(zone, call.began),
                note.statement.body.speaker(),
                note.statement.id.short()
            ));
        }
        for difference in held.differences() {
            text.push(format!("    the two notes differ in {}", differing(difference)));
        }
    }
    text
}

fn differing(difference: CallDifference) -> &'static str {
    match difference {
        CallDifference::Began => "when it began",
        CallDifference::Ended => "when it ended",
        CallDifference::Spoke => "who spoke",
        CallDifference::Language => "the language",
    }
}

fn call_json(held: &CallHeld<'_>) -> Value {
    let note = |note: &CallNote<'_>| {
        let call = note.call;
        json!({
            "statement": note.statement.id.to_string(), "speaker": note.statement.body.speaker(), "caller": call.caller, "called": call.called,
            "began": utc(call.began), "ended": call.ended.map(utc), "spoke": call.spoke, "numbers": call.numbers, "language": call.language,
            "interpreter": call.interpreter, "words": call.words,
        })
    };
    json!({
        "about": held.about().iter().map(ToString::to_string).collect::<Vec<_>>(),
        "notes": held.notes.iter().map(note).collect::<Vec<_>>(),
        "differ_in": held.differences().into_iter().map(differing).collect::<Vec<_>>(),
    })
}

/// The word for what a notice is about.
pub(super) fn notified(what: Notified) -> &'static str {
    match what {
        Notified::ProtectedSite => "protected site",
        Notified::HumanitarianMovement => "humanitarian movement",
        Notified::PlannedActivity => "planned activity",
        Notified::RepairWindow => "repair window",
        Notified::LocalSilence => "local silence",
    }
}

fn exercise(drill: bool) -> &'static str {
    if drill { "  [EXERCISE]" } else { "" }
}

/// When something was; where the clocks disagree, with what was stated.
pub(super) fn when(zone: &Zone, when: When) -> String {
    let clocks =
        when.disagrees.map_or(String::new(), |stated| format!(" (clocks disagree: said to be {})", span(zone, stated)));
    format!("{}{clocks}", span(zone, Interval::new(when.first, when.last.plus(1))))
}

/// A wait for people: "27 min", "0 s to 5 min", "still running".
pub(super) fn wait(wait: &Wait) -> String {
    let (least, most) = (seconds(wait.least_s), seconds(wait.most_s));
    let range = if least == most { least } else { format!("{least} to {most}") };
    if wait.running { format!("{range} so far, still running") } else { range }
}

fn wait_json(wait: &Wait) -> Value {
    json!({ "least": wait.least_s, "most": wait.most_s, "running": wait.running })
}

fn alert_lines(zone: &Zone, held: &AlertHeld<'_>, calls: &[CallHeld<'_>]) -> Vec<String> {
    let alert = held.alert;
    let word = if alert.kind == AlertKind::Halt { "HALT" } else { "WARNING" };
    let state = match &held.state {
        AlertState::Standing => String::new(),
        AlertState::Withdrawn { since, .. } => format!(", withdrawn {}", words::instant(zone, *since)),
        AlertState::Closed { since, .. } => {
            format!(", {} {}", if alert.kind == AlertKind::Halt { "lifted" } else { "over" }, when(zone, *since))
        }
    };
    let mut text = vec![format!(
        "{word} {} by {} to {}, {}{state}{}",
        held.id().short(),
        held.statement.body.speaker(),
        alert.to.join(", "),
        when(zone, held.since),
        exercise(alert.drill)
    )];
    if !alert.endangered.is_empty() {
        text.push(format!("  there: {}", alert.endangered.join(", ")));
    }
    match (held.place, &alert.place) {
        (Some(place), Some(_)) => text.push(format!("  {}", words::place(place))),
        (Some(place), None) => text.push(format!("  where the notice is: {}", words::place(place))),
        (None, _) => text.push("  where: not stated".to_owned()),
    }
    if let Some(since) = &alert.since {
        text.push(format!("  going on since {}", words::event_time(zone, since)));
    }
    if !alert.words.is_empty() {
        text.push(format!("  says: {}", words::quoted(&alert.words)));
    }
    for recipient in &held.recipients {
        text.extend(alert_recipient(zone, recipient, calls));
    }
    text.extend(not_told_lines(&held.not_told()));
    text
}

fn alert_recipient(zone: &Zone, recipient: &AlertRecipient<'_>, calls: &[CallHeld<'_>]) -> Vec<String> {
    let mut text = told_lines(zone, &recipient.told);
    text.push(format!("    wait for a person: {}", wait(&recipient.person)));
    if let Some(delivered) = &recipient.person_from_delivery {
        text.push(format!("      from the machine that had it: {}", wait(delivered)));
    }
    if let Some(halting) = &recipient.halting {
        let state = match &halting.state {
            HaltState::Asked => "nobody says that it has stopped".to_owned(),
            HaltState::HaltedAt { at, by } => format!("{} says that it stopped {}", by.speaker, when(zone, *at)),
            HaltState::Continues { by, words } => {
                format!("{} says that it has not stopped: {}", by.speaker, words::quoted(words))
            }
        };
        text.push(format!("    halt: {state}; {} after it was asked", wait(&halting.wait)));
        if let Some(from_person) = &halting.wait_from_person {
            text.push(format!("      after a person had seen it: {}", wait(from_person)));
        }
    }
    for step in &recipient.escalations {
        text.push(format!("    {}, said {}", rung(step.escalation, calls), when(zone, step.by.when)));
    }
    text
}

/// A rung that was said: whom the mission turns to, and whether a call to them is noted. Signing it telephones nobody.
pub(super) fn rung(step: &Escalation, calls: &[CallHeld<'_>]) -> String {
    if step.to == [step.silent.as_str()] {
        return format!("rung {}: nobody else is named; {} again, on another way", step.rung, step.silent);
    }
    let is_of = |note: &CallNote<'_>| {
        step.to.contains(&note.call.called) || note.call.spoke.iter().any(|name| step.to.contains(name))
    };
    let called = calls.iter().any(|call| call.notes.iter().any(is_of));
    let noted = if called { "a call to them about it is noted" } else { "no call to them is noted" };
    format!("rung {}: the mission turns to {}; {noted}", step.rung, step.to.join(", "))
}

fn told_lines(zone: &Zone, told: &Told<'_>) -> Vec<String> {
    let by = |by: &Attested<'_>| {
        let entered =
            by.entered.map_or(String::new(), |entry| format!(", as {} enters it, by {}", entry.recorder, entry.medium));
        format!("{} ({}{entered})", when(zone, by.when), by.id.short())
    };
    let mut text = vec![match &told.standing {
        Standing::Silent { since, for_s } => format!(
            "  {}: SILENT since {}, {}; silence is not consent",
            told.recipient,
            words::instant(zone, *since),
            seconds(*for_s)
        ),
        Standing::Delivered(delivery) => format!(
            "  {}: delivered to the machine {} {}; no person has answered",
            told.recipient,
            words::quoted(delivery.system),
            by(&delivery.by)
        ),
        Standing::Seen { person, .. } => format!("  {}: seen by {} {}", told.recipient, person.officer, by(&person.by)),
        Standing::Understood { person, .. } => {
            format!("  {}: understood by {} {}", told.recipient, person.officer, by(&person.by))
        }
    }];
    for back in &told.read_backs {
        text.push(format!(
            "    read back by {} {}: {}",
            back.person.officer,
            by(&back.person.by),
            compared(&back.comparison)
        ));
    }
    for person in &told.out_of_turn {
        text.push(format!(
            "    {} says understood {}, with no read-back that agrees before it",
            person.officer,
            by(&person.by)
        ));
    }
    for unit in &told.units {
        text.push(match &unit.has_it {
            UnitStanding::Passed { passed } => {
                format!("    passed to {} by {}; the unit attests nothing", unit.name, passed.speaker)
            }
            UnitStanding::Holds { by: attested, .. } => {
                format!("    {} has it, says {} {}", unit.name, attested.speaker, by(attested))
            }
        });
    }
    text
}

fn not_told_lines(not_told: &[NotTold<'_>]) -> Vec<String> {
    if not_told.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = not_told
        .iter()
        .map(|one| match one {
            NotTold::Recipient(name) => (*name).to_owned(),
            NotTold::Unit { of, unit } => format!("{unit} of {of}"),
        })
        .collect();
    vec![format!("  did not get it: {}", names.join(", "))]
}

/// A distance for people: "9.0 km", "8.9 km to 9.1 km", "120 m".
fn distance(apart: &Apart) -> String {
    let one = |mm: u64| match mm {
        ..=999_999 => format!("{} m", (mm + 500) / 1_000),
        _ => format!("{}.{} km", (mm + 50_000) / 1_000_000, (mm + 50_000) % 1_000_000 / 100_000),
    };
    let (least, most) = (one(apart.least_mm), one(apart.most_mm));
    if least == most { least } else { format!("{least} to {most}") }
}

fn compared(comparison: &Comparison<'_>) -> String {
    match comparison {
        Comparison::Agrees { apart } => format!("the same place, {} apart", distance(apart)),
        Comparison::Differs { apart, wrong } => {
            let mut parts = Vec::new();
            if let Some(apart) = apart {
                parts.push(format!("DIFFERS: {} from where it was notified", distance(apart)));
            }
            for one in wrong {
                let bearing = one.bearing_deg.map_or(String::new(), |degrees| format!(", {degrees} degrees"));
                parts.push(format!(
                    "DIFFERS: from {} it is {}{bearing}, not {}",
                    one.mark.from,
                    distance(&one.apart),
                    mark(one.mark)
                ));
            }
            parts.join("; ")
        }
        Comparison::TooWide { width_mm, .. } => {
            let width = Apart { least_mm: *width_mm, most_mm: *width_mm };
            format!("says too little: what was read back is {} wide", distance(&width))
        }
        Comparison::NotMeasurable => "cannot be measured: one of the two has no position".to_owned(),
    }
}

fn mark(mark: &Mark) -> String {
    let apart = Apart { least_mm: mark.distance_mm, most_mm: mark.distance_mm };
    format!("{}, {} degrees", distance(&apart), mark.bearing_deg)
}

/// A position in words, for the telephone, and where the places that it names are not there.
pub(super) fn position_lines(registers: &Registers, place: &Place, at: Instant) -> Vec<String> {
    let mut text = Vec::new();
    if let Some(area) = registers.area_of(place) {
        let marks: Vec<String> =
            words_for(area, registers).iter().map(|one| format!("{} from {}", mark(one), one.from)).collect();
        if !marks.is_empty() {
            text.push(format!("  at the telephone say: {}", marks.join("; ")));
        } else if far_from_all(area, registers) {
            text.push(
                "  FAR FROM EVERY KNOWN PLACE, more than 100 km: look at north and south, and at which number comes first"
                    .to_owned(),
            );
        }
    }
    for one in named(place, registers, at) {
        if one.comparison.differs() {
            let what = match one.known_as {
                KnownAs::Place => "the place".to_owned(),
                KnownAs::Zone { version } => format!("the zone (version {})", words::quoted(version)),
            };
            text.push(format!("  {what} {}: {}", one.name, compared(&one.comparison)));
        }
    }
    text
}

/// What was said back against what was notified, for whoever signs it.
pub(super) fn read_back_lines(registers: &Registers, meant: &Place, back: &Place, marks: &[Mark]) -> Vec<String> {
    vec![format!("  read back: {}", compared(&compare(meant, back, marks, registers)))]
}

fn notice_lines(zone: &Zone, registers: &Registers, held: &NoticeHeld<'_>) -> Vec<String> {
    let notice = held.notice;
    let mut text = vec![format!(
        "{} {} by {} to {}, {}{}",
        notified(notice.what),
        held.id().short(),
        held.statement.body.speaker(),
        notice.to.join(", "),
        state_words(zone, &held.state),
        exercise(notice.drill)
    )];
    text.push(format!(
        "  {}, {} to {}",
        words::place(&notice.place),
        words::instant(zone, notice.during.from),
        words::instant(zone, notice.during.until)
    ));
    if let Some(heights) = &notice.heights {
        text.push(format!("  from {} to {} m above the ground", heights.from_m, heights.to_m));
    }
    if let Some(marking) = &notice.marking {
        let night = match notice.seen_at_night {
            Some(true) => "seen at night",
            Some(false) => "NOT seen at night",
            None => "not said whether it is seen at night",
        };
        text.push(format!("  marking: {marking}, {night}"));
    }
    if let Some(contact) = &notice.contact {
        text.push(format!("  contact: {contact}"));
    }
    if !notice.words.is_empty() {
        text.push(format!("  says: {}", words::quoted(&notice.words)));
    }
    text.extend(position_lines(registers, &notice.place, notice.during.from));
    for recipient in &held.recipients {
        text.extend(told_lines(zone, &recipient.told));
        text.extend(objection_line(zone, &recipient.objection));
    }
    text.extend(not_told_lines(&held.not_told()));
    text
}

fn state_words(zone: &Zone, state: &NoticeState) -> String {
    match state {
        NoticeState::Withdrawn { since, .. } => format!("withdrawn {}", words::instant(zone, *since)),
        NoticeState::Replaced { by, since } => format!("replaced by {} {}", by.short(), words::instant(zone, *since)),
        NoticeState::Closed { since, .. } => format!("closed {}", when(zone, *since)),
        NoticeState::Ended { since, by: EndedBy::Window } => format!("ended {}", words::instant(zone, *since)),
        NoticeState::Ended { since, by: EndedBy::Expiry } => {
            format!("expired {}: it was not said again", words::instant(zone, *since))
        }
        NoticeState::InForce { until } => format!("in force until {}", words::instant(zone, *until)),
        NoticeState::ToCome { from } => format!("to come, from {}", words::instant(zone, *from)),
    }
}

fn state_word(state: &NoticeState) -> &'static str {
    match state {
        NoticeState::Withdrawn { .. } => "withdrawn",
        NoticeState::Replaced { .. } => "replaced",
        NoticeState::Closed { .. } => "closed",
        NoticeState::Ended { by: EndedBy::Window, .. } => "ended",
        NoticeState::Ended { by: EndedBy::Expiry, .. } => "expired",
        NoticeState::InForce { .. } => "in force",
        NoticeState::ToCome { .. } => "to come",
    }
}

fn objection_line(zone: &Zone, objection: &Objection<'_>) -> Option<String> {
    match objection {
        Objection::NotAsked => None,
        Objection::OpenUntil { until } => Some(format!("    objections asked until {}", words::instant(zone, *until))),
        Objection::Objects { by, words, late } => {
            let late = match late {
                record::vocabulary::Kleene::No => "",
                record::vocabulary::Kleene::May => ", perhaps late: it counts all the same",
                record::vocabulary::Kleene::Must => ", late: it counts all the same",
            };
            Some(format!("    OBJECTS {}: {}{late}", when(zone, by.when), words::quoted(words)))
        }
        Objection::NoObjectionSaid { by } => {
            Some(format!("    says {} that it has no objection; it is no permission", when(zone, by.when)))
        }
        Objection::NoAnswer { since } => Some(format!(
            "    no answer since the time for objections ended {}; it is not consent",
            words::instant(zone, *since)
        )),
    }
}

fn when_json(when: When) -> Value {
    json!({ "first": utc(when.first), "last": utc(when.last), "clocks_disagree": when.disagrees.is_some() })
}

fn attested(by: &Attested<'_>) -> Value {
    json!({
        "statement": by.id.to_string(), "speaker": by.speaker, "when": when_json(by.when),
        "entered_by": by.entered.map(|entry| &entry.recorder), "medium": by.entered.map(|entry| &entry.medium),
    })
}

fn metres(apart: &Apart) -> Value {
    json!({ "least": apart.least_mm / 1_000, "most": apart.most_mm.div_ceil(1_000) })
}

fn comparison_json(comparison: &Comparison<'_>) -> Value {
    let (word, apart) = match comparison {
        Comparison::Agrees { apart } => ("agrees", Some(apart)),
        Comparison::Differs { apart, .. } => ("differs", apart.as_ref()),
        Comparison::TooWide { apart, .. } => ("too wide", Some(apart)),
        Comparison::NotMeasurable => ("not measurable", None),
    };
    json!({ "word": word, "position_error_m": apart.map(metres) })
}

fn told_json(told: &Told<'_>) -> Value {
    let standing = match &told.standing {
        Standing::Silent { since, for_s } => json!({ "word": "silent", "since": utc(*since), "silent_seconds": for_s }),
        Standing::Delivered(delivery) => {
            json!({ "word": "delivered", "system": delivery.system, "by": attested(&delivery.by) })
        }
        Standing::Seen { person, .. } => {
            json!({ "word": "seen", "officer": person.officer, "by": attested(&person.by) })
        }
        Standing::Understood { person, .. } => {
            json!({ "word": "understood", "officer": person.officer, "by": attested(&person.by) })
        }
    };
    let back = |back: &ReadBack<'_>| {
        let mut json = comparison_json(&back.comparison);
        json["officer"] = json!(back.person.officer);
        json["by"] = attested(&back.person.by);
        json
    };
    let units: Vec<Value> = told
        .units
        .iter()
        .map(|unit| json!({ "unit": unit.name, "attests": matches!(unit.has_it, UnitStanding::Holds { .. }) }))
        .collect();
    json!({
        "recipient": told.recipient, "standing": standing,
        "delivered": told.standing.delivered().map(|delivery| json!({ "system": delivery.system, "by": attested(&delivery.by) })),
        "read_backs": told.read_backs.iter().map(back).collect::<Vec<_>>(),
        "out_of_turn": told.out_of_turn.iter().map(|person| attested(&person.by)).collect::<Vec<_>>(),
        "units": units,
    })
}

fn not_told_json(not_told: &[NotTold<'_>]) -> Vec<Value> {
    let one = |one: &NotTold<'_>| match one {
        NotTold::Recipient(name) => json!({ "recipient": name }),
        NotTold::Unit { of, unit } => json!({ "recipient": of, "unit": unit }),
    };
    not_told.iter().map(one).collect()
}

fn notice_json(registers: &Registers, held: &NoticeHeld<'_>) -> Value {
    let notice = held.notice;
    let recipients: Vec<Value> = held
        .recipients
        .iter()
        .map(|recipient| {
            let mut json = told_json(&recipient.told);
            json["objection"] = match &recipient.objection {
                Objection::NotAsked => json!({ "word": "not asked" }),
                Objection::OpenUntil { until } => json!({ "word": "open", "until": utc(*until) }),
                Objection::Objects { by, words, .. } => {
                    json!({ "word": "objects", "by": attested(by), "words": words })
                }
                Objection::NoObjectionSaid { by } => json!({ "word": "no objection said", "by": attested(by) }),
                Objection::NoAnswer { since } => json!({ "word": "no answer", "since": utc(*since) }),
            };
            json
        })
        .collect();
    // The latest read-back that differs, else where the places that it names are.
    let read_backs = held.recipients.iter().flat_map(|recipient| &recipient.told.read_backs);
    let differing = read_backs.filter(|back| back.comparison.differs()).max_by_key(|back| back.person.by.when.last);
    let places = named(&notice.place, registers, notice.during.from);
    let named_off = places.iter().find(|one| one.comparison.differs());
    let off = differing.map(|back| &back.comparison).or(named_off.map(|one| &one.comparison));
    let error = off.and_then(|comparison| match comparison {
        Comparison::Differs { apart: Some(apart), .. } => Some(metres(apart)),
        _ => None,
    });
    json!({
        "id": held.id().to_string(), "speaker": held.statement.body.speaker(), "what": notified(notice.what), "to": notice.to,
        "drill": notice.drill, "state": state_word(&held.state), "since": when_json(held.since),
        "from": utc(notice.during.from), "until": utc(notice.during.until), "words": notice.words,
        "position_error_m": error, "differs": off.is_some(),
        "recipients": recipients, "not_told": not_told_json(&held.not_told()),
    })
}

fn alert_json(held: &AlertHeld<'_>) -> Value {
    let recipients: Vec<Value> = held
        .recipients
        .iter()
        .map(|recipient| {
            let mut json = told_json(&recipient.told);
            json["wait_seconds"] = wait_json(&recipient.person);
            json["wait_from_delivery_seconds"] = recipient.person_from_delivery.as_ref().map_or(Value::Null, wait_json);
            if let Some(halting) = &recipient.halting {
                json["halt"] = match &halting.state {
                    HaltState::Asked => json!({ "word": "asked" }),
                    HaltState::HaltedAt { at, by } => json!({ "word": "halted", "at": when_json(*at), "by": attested(by) }),
                    HaltState::Continues { by, words } => json!({ "word": "continues", "by": attested(by), "words": words }),
                };
                json["halt_seconds"] = wait_json(&halting.wait);
                json["halt_from_person_seconds"] = halting.wait_from_person.as_ref().map_or(Value::Null, wait_json);
            }
            json["escalations"] = recipient
                .escalations
                .iter()
                .map(|one| json!({ "rung": one.escalation.rung, "to": one.escalation.to, "due": utc(one.escalation.due), "by": attested(&one.by) }))
                .collect();
            json
        })
        .collect();
    json!({
        "id": held.id().to_string(), "kind": if held.alert.kind == AlertKind::Halt { "halt" } else { "warning" },
        "speaker": held.statement.body.speaker(), "to": held.alert.to, "drill": held.alert.drill, "since": when_json(held.since),
        "on": held.alert.on.map(|id| id.to_string()), "endangered": held.alert.endangered, "words": held.alert.words,
        "state": match held.state { AlertState::Withdrawn { .. } => "withdrawn", AlertState::Closed { .. } => "over", AlertState::Standing => "standing" },
        "recipients": recipients, "not_told": not_told_json(&held.not_told()),
    })
}

/// What is due because nobody answered.
pub(super) fn due(desk: &Desk, happened: Instant, known: KnownAt) -> Answer {
    let zone = desk.zone();
    let knowledge = desk.knowledge(known);
    let channel = channel::at(desk.statements(), &knowledge, happened);
    let due = channel.due();
    let guarantors = match desk {
        Desk::Mission(mission) => mission.agreement.bodies.clone(),
        Desk::Post(_) => vec!["those of the agreement".to_owned()],
    };
    let mut text = vec![match due.len() {
        0 => format!("nothing is due at {}", words::instant(&zone, happened)),
        some => format!("{} due at {}", super::words::counted(some, "rung"), words::instant(&zone, happened)),
    }];
    for one in &due {
        text.push(format!(
            "  {}: {} has not answered {}",
            words::instant(&zone, one.at),
            one.silent,
            one.alert.short()
        ));
        text.push(format!("    rung {}: {}", one.rung, turn(&one.turn, one.silent, &guarantors)));
    }
    if let (Some(one), Desk::Mission(_)) = (due.first(), desk) {
        text.push(format!(
            "once it is done, say so: armistice notice escalate {} --silent {}; a running server says it by itself",
            one.alert.short(),
            words::quoted(one.silent)
        ));
    }
    if let Some(next) = channel.next_due() {
        text.push(format!("next, if nobody answers: {}", words::instant(&zone, next)));
    }
    let list: Vec<Value> = due
        .iter()
        .map(|one| json!({ "due": utc(one.at), "alert": one.alert.to_string(), "silent": one.silent, "rung": one.rung, "turn": turn(&one.turn, one.silent, &guarantors) }))
        .collect();
    let json = json!({ "at": utc(happened), "due": list, "next": channel.next_due().map(utc) });
    Answer::ok(text, json)
}

fn turn(turn: &Turn<'_>, silent: &str, guarantors: &[String]) -> String {
    let named = |what: &str, whom: &[String]| match whom {
        [] => format!("turn to {what}: nobody is named"),
        some => format!("turn to {what}: {}", some.join(", ")),
    };
    match turn {
        Turn::NextOfficer { officer, reach, .. } => match reach.is_empty() {
            true => format!("call {officer}; nobody said how"),
            false => format!("call {officer}: {}", reach.join(", then ")),
        },
        Turn::NobodyLeft => "nobody is left on the roster; go on to the next rung".to_owned(),
        Turn::OtherChannel { whom } if whom.is_empty() => format!("reach {silent} on another way"),
        Turn::OtherChannel { whom } => named("another way to the same party", whom),
        Turn::OtherSide { whom } => named("the other side", whom),
        Turn::Guarantors { whom } if whom.is_empty() => named("the guarantors", guarantors),
        Turn::Guarantors { whom } => named("the guarantors", whom),
    }
}

/// The register of what was struck although it was notified.
pub(super) fn struck(situation: &Situation<'_>, statements: &[Statement]) -> Answer {
    let zone = &situation.tree.zone;
    let found = situation::channel::struck(situation, statements);
    let mut text = super::show::head(situation);
    text.push(String::new());
    text.push(match found.len() {
        0 => "no incident is known where and when a notice was in force".to_owned(),
        some => format!("{} where and when a notice was in force", super::words::counted(some, "incident")),
    });
    for one in &found {
        let certain =
            if one.certain == Kleene::Must { "must have been there and then" } else { "may have been there and then" };
        text.push(format!(
            "  {} ({}): {certain}, {}; notice {}, there for {}",
            one.incident.0,
            status(one.status),
            span(zone, one.during),
            one.notice.short(),
            seconds(one.notified_for_s)
        ));
        for told in &one.told {
            let officer = told.officer.as_ref().map_or(String::new(), |officer| format!(" by {officer}"));
            text.push(format!("    {}: {}{officer}", told.recipient, situation::channel::step_word(told.step)));
        }
        if !one.not_told.is_empty() {
            text.push(format!("    had not been told: {}", one.not_told.join(", ")));
        }
    }
    text.push("It says nothing of why, and nothing of intent.".to_owned());
    let list: Vec<Value> = found
        .iter()
        .map(|one| {
            json!({
                "incident": one.incident.0, "notice": one.notice.to_string(),
                "certain": if one.certain == Kleene::Must { "must" } else { "may" }, "status": status(one.status),
                "from": utc(one.during.from), "until": utc(one.during.until), "notified_for_seconds": one.notified_for_s,
                "told": one.told.iter().map(|told| json!({ "recipient": told.recipient, "standing": situation::channel::step_word(told.step), "officer": told.officer })).collect::<Vec<_>>(),
                "not_told": one.not_told,
            })
        })
        .collect();
    Answer::ok(text, json!({ "moment": super::json::head(situation), "struck": list }))
}

fn status(status: Status) -> &'static str {
    match status {
        Status::None => "nothing alleges it",
        Status::Alleged => "alleged",
        Status::Refuted => "refuted",
        Status::Contested => "contested",
        Status::Established => "established",
    }
}

/// Zones and incidents where a notice is; none where none are.
pub(super) fn ground_lines(zone: &Zone, ground: &Ground) -> Vec<String> {
    let mut text = Vec::new();
    for (name, inside) in &ground.zones {
        let word = if *inside == Kleene::Must { "lies in" } else { "may lie in, or reaches into," };
        text.push(format!("  {} {word} {name}", ground.notice.short()));
    }
    for (incident, there, how, during) in &ground.incidents {
        let word = if *there == Kleene::Must { "there" } else { "may have been there" };
        text.push(format!(
            "  {}: incident {} ({}), {}, {word}",
            ground.notice.short(),
            incident.0,
            status(*how),
            span(zone, *during)
        ));
    }
    text
}

fn ground_json(ground: &Ground) -> Value {
    let certain = |one: Kleene| if one == Kleene::Must { "certain" } else { "possible" };
    let zones = ground.zones.iter().map(|(name, inside)| json!({ "zone": name, "meet": certain(*inside) }));
    let incidents = ground.incidents.iter().map(|(incident, there, how, during)| {
        json!({
            "incident": incident.0, "meet": certain(*there), "status": status(*how), "from": utc(during.from), "until": utc(during.until),
        })
    });
    json!({
        "notice": ground.notice.to_string(), "zones": zones.collect::<Vec<_>>(), "incidents": incidents.collect::<Vec<_>>(),
    })
}

/// Conflicts and questions, for the mission's duty officer.
fn for_the_mission(channel: &Channel<'_>) -> (Vec<String>, Value, Value) {
    let mut text = Vec::new();
    let meet = |meet: Meet| if meet == Meet::Certain { "certain" } else { "possible" };
    let conflicts = channel.conflicts();
    for one in &conflicts {
        text.push(format!(
            "{} overlap of {} and {}: for the mission alone",
            meet(one.meet),
            one.older.short(),
            one.newer.short()
        ));
    }
    let questions = channel.questions();
    for held in questions.iter().filter(|held| held.sweeps.is_some()) {
        text.push(format!("ALARM: questions of {} sweep ({} in 24 hours)", held.statement.body.speaker(), held.number));
    }
    let conflicts = conflicts
        .iter()
        .map(|one| json!({ "older": one.older.to_string(), "newer": one.newer.to_string(), "meet": meet(one.meet) }))
        .collect();
    let questions = questions
        .iter()
        .map(|held| {
            let (sweeps, purpose) = (held.sweeps.is_some(), &held.question.purpose);
            let touched: Vec<String> = channel.touched(held.statement.id).iter().map(ToString::to_string).collect();
            json!({ "id": held.statement.id.to_string(), "by": held.statement.body.speaker(), "purpose": purpose, "number": held.number, "sweeps": sweeps, "touched": touched })
        })
        .collect();
    (text, conflicts, questions)
}
