//! Words for what goes through the channel between the parties: one line for each statement.
//!
//! Holds
//! - A notice never reads like a permission, and an answer that is missing never like one that was given.
//!
//! Not here: other kinds of statement (`words`), the same in the languages of the report (`report::say`).

use record::statement::*;
use record::vocabulary::time::{Instant, Interval, Zone};

use super::{duration, event_time, instant, measure, on_incident, place, quoted};

/// What every line says that shows a notice.
const NO_PERMISSION: &str = "gives no permission; silence is not consent; its absence forbids nothing";

pub(super) fn notice(zone: &Zone, speaker: &str, notice: &Notice) -> String {
    let what = match notice.what {
        Notified::ProtectedSite => "a protected site",
        Notified::HumanitarianMovement => "a humanitarian movement",
        Notified::PlannedActivity => "a planned activity",
        Notified::RepairWindow => "quiet for a repair",
        Notified::LocalSilence => "quiet in one place",
    };
    let mut parts = vec![place(&notice.place), window(zone, notice.during)];
    parts.extend(notice.heights.map(|heights| format!("heights {} to {} m", heights.from_m, heights.to_m)));
    parts.extend(notice.marking.as_ref().map(|marking| format!("marking {}", quoted(marking))));
    parts.extend(notice.seen_at_night.map(|seen| if seen { "seen at night" } else { "not seen at night" }.to_owned()));
    parts.extend(notice.contact.as_ref().map(|contact| format!("contact {}", quoted(contact))));
    parts.extend(notice.expires.map(|at| format!("no longer holds from {} unless said again", instant(zone, at))));
    parts.extend(notice.objections_until.map(|at| format!("objections asked for until {}", instant(zone, at))));
    parts.extend(notice.replaces.map(|of| format!("in place of {}", of.short())));
    if notice.may_be_told {
        parts.push("whoever asks about the place may be told of it".to_owned());
    }
    let said = with(format!("{speaker} notifies {} of {what}", notice.to.join(", ")), parts, &notice.words);
    drilled(format!("{said} ({NO_PERMISSION})"), notice.drill)
}

pub(super) fn receipt(zone: &Zone, speaker: &str, receipt: &Receipt) -> String {
    let step = match &receipt.step {
        Step::Delivered { system } => format!("reached the machine {system}"),
        Step::Seen { officer } => format!("seen by {officer}"),
        Step::ReadBack { officer, place: at, marks } => {
            let marks = marks.iter().map(|mark| {
                let distance = kilometres(mark.distance_mm);
                format!("{distance} km from {}, bearing {} degrees", mark.from, mark.bearing_deg)
            });
            let mut parts = vec![format!("read back by {officer}"), place(at)];
            parts.extend(marks);
            parts.join(", ")
        }
        Step::Passed { unit } => format!("passed to {unit}"),
        Step::Held { unit } => format!("{unit} attests that it has it"),
        Step::Understood { officer } => format!("understood by {officer}"),
        Step::NoObjection => "no objection, which is no permission".to_owned(),
        Step::Objects => "objects".to_owned(),
        Step::Halted { time } => format!("halted, {}", event_time(zone, time)),
        Step::Continues => "continues".to_owned(),
        Step::Closed => "says that it is over".to_owned(),
    };
    with(format!("{speaker} to {} on {}", receipt.to.join(", "), receipt.of.short()), vec![step], &receipt.words)
}

pub(super) fn alert(zone: &Zone, speaker: &str, alert: &Alert) -> String {
    let to = alert.to.join(", ");
    let said = match alert.kind {
        AlertKind::Warning => format!("{speaker} warns {to}"),
        AlertKind::Halt => format!("{speaker} asks {to} to halt"),
    };
    let mut parts: Vec<String> = alert.on.map(|on| format!("on {}", on.short())).into_iter().collect();
    parts.extend(alert.place.as_ref().map(place));
    if !alert.endangered.is_empty() {
        parts.push(format!("there: {}", alert.endangered.join(", ")));
    }
    parts.extend(alert.since.as_ref().map(|since| format!("going on, begun {}", event_time(zone, since))));
    drilled(with(said, parts, &alert.words), alert.drill)
}

pub(super) fn escalation(zone: &Zone, speaker: &str, escalation: &Escalation) -> String {
    format!(
        "{speaker} turns to {} on {}: {} has not answered, rung {}, due {}",
        escalation.to.join(", "),
        escalation.of.short(),
        escalation.silent,
        escalation.rung,
        instant(zone, escalation.due)
    )
}

pub(super) fn ladder(speaker: &str, ladder: &Ladder) -> String {
    let rungs = ladder.rungs.iter().map(|rung| {
        let by = match rung.by {
            RungKind::NextOfficer => "the next officer",
            RungKind::OtherChannel => "another channel",
            RungKind::OtherSide => "the other side",
            RungKind::Guarantors => "the guarantors",
        };
        let whom = if rung.whom.is_empty() { String::new() } else { format!(" ({})", rung.whom.join(", ")) };
        format!("after {} {by}{whom}", duration(i64::try_from(rung.after_s).unwrap_or(i64::MAX)))
    });
    let rungs: Vec<String> = rungs.collect();
    format!("{speaker} states whom the mission turns to where {} does not answer: {}", ladder.party, rungs.join("; "))
}

pub(super) fn duty(zone: &Zone, speaker: &str, duty: &Duty) -> String {
    let mut parts = vec![format!("rank {}", duty.rank), window(zone, duty.during)];
    if !duty.reach.is_empty() {
        parts.push(format!("reached by {}", listed(&duty.reach)));
    }
    if !duty.languages.is_empty() {
        parts.push(format!("languages {}", duty.languages.join(", ")));
    }
    with(format!("{speaker} states that {} is on duty for {}", duty.officer, duty.party), parts, "")
}

pub(super) fn handover(zone: &Zone, speaker: &str, handover: &Handover) -> String {
    let Handover { watch, from, to, at, open, words } = handover;
    let said = format!("{speaker} states that the watch of {watch} passes from {from} to {to}, {}", instant(zone, *at));
    let open: Vec<String> = open.iter().map(BodyId::short).collect();
    let parts = if open.is_empty() { vec![] } else { vec![format!("still open: {}", open.join(", "))] };
    with(said, parts, words)
}

pub(super) fn call(zone: &Zone, speaker: &str, call: &Call) -> String {
    let mut parts = vec![match call.ended {
        Some(ended) => window(zone, Interval::new(call.began, ended)),
        None => instant(zone, call.began),
    }];
    parts.push(match call.spoke.is_empty() {
        true => "nobody is said to have spoken".to_owned(),
        false => format!("spoke: {}", call.spoke.join(", ")),
    });
    if !call.numbers.is_empty() {
        parts.push(format!("numbers {}", listed(&call.numbers)));
    }
    parts.extend(call.language.as_ref().map(|language| format!("in {language}")));
    parts.extend(call.interpreter.as_ref().map(|interpreter| format!("interpreted by {interpreter}")));
    if !call.about.is_empty() {
        parts.push(format!("about {}", call.about.iter().map(BodyId::short).collect::<Vec<_>>().join(", ")));
    }
    parts.extend(call.same_as.map(|other| format!("the same call as {}", other.short())));
    with(format!("{speaker} notes a call from {} to {}", call.caller, call.called), parts, &call.words)
}

pub(super) fn convoy(zone: &Zone, speaker: &str, convoy: &Convoy) -> String {
    let mut parts: Vec<String> = convoy.trucks.map(trucks).into_iter().collect();
    parts.extend(convoy.loads.iter().map(measure));
    parts.push(format!("by way of {}", convoy.route.join(", ")));
    if !convoy.seals.is_empty() {
        parts.push(format!("seals {}", listed(&convoy.seals)));
    }
    if !convoy.permits_from.is_empty() {
        parts.push(format!("asking leave of {}", convoy.permits_from.join(", ")));
    }
    parts.push(window(zone, convoy.during));
    drilled(with(format!("{speaker} states the plan of convoy {}", convoy.name), parts, &convoy.words), convoy.drill)
}

pub(super) fn convoy_event(zone: &Zone, speaker: &str, event: &ConvoyEvent) -> String {
    let leg = match &event.leg {
        Leg::Asked { issuer, answer_by: None } => format!("asked leave of {issuer}"),
        Leg::Asked { issuer, answer_by: Some(by) } => {
            format!("asked leave of {issuer}, answer needed by {}", instant(zone, *by))
        }
        Leg::Granted { issuer, conditions: None } => format!("leave given by {issuer}"),
        Leg::Granted { issuer, conditions: Some(conditions) } => {
            format!("leave given by {issuer} on conditions: {}", quoted(conditions))
        }
        Leg::Refused { issuer } => format!("leave refused by {issuer}"),
        Leg::Departed => "left".to_owned(),
        Leg::Passed { checkpoint } => format!("passed the road checkpoint {checkpoint}"),
        Leg::SealChecked { seal, whole: true } => format!("seal {} looked at, whole", quoted(seal)),
        Leg::SealChecked { seal, whole: false } => format!("seal {} looked at, not whole", quoted(seal)),
        Leg::Held { cause, by: None } => format!("held, claimed cause: {}", quoted(cause)),
        Leg::Held { cause, by: Some(by) } => format!("held by {by}, as claimed, claimed cause: {}", quoted(cause)),
        Leg::WentOn => "went on".to_owned(),
        Leg::TurnedBack => "turned back".to_owned(),
        Leg::Arrived { delivered, accepted } => {
            let mut parts = vec!["arrived".to_owned()];
            parts.extend(delivered.map(|amount| format!("delivered {}", trucks(amount))));
            parts.extend(accepted.map(|amount| format!("accepted {}", trucks(amount))));
            parts.join(", ")
        }
    };
    let mut parts = vec![leg];
    parts.extend(event.trucks.map(trucks));
    parts.extend(event.time.as_ref().map(|time| event_time(zone, time)));
    parts.extend(event.place.as_ref().map(place));
    with(format!("{speaker} on convoy {}", event.convoy.short()), parts, &event.words)
}

pub(super) fn access(zone: &Zone, speaker: &str, access: &Access) -> String {
    let step = match access.step {
        AccessStep::Requested => "requested",
        AccessStep::Granted => "granted",
        AccessStep::Conditional => "granted on conditions",
        AccessStep::Delayed => "delayed",
        AccessStep::Denied => "denied",
    };
    let mut parts = vec![step.to_owned(), window(zone, access.during)];
    parts.extend(access.of.map(|of| format!("on {}", of.short())));
    parts.extend(access.cause.as_ref().map(|cause| format!("claimed cause: {}", quoted(cause))));
    let said = format!("{speaker} on access of {} to {}, leave of {}", access.watcher, access.zone, access.party);
    with(said, parts, &access.words)
}

pub(super) fn inquiry(zone: &Zone, speaker: &str, inquiry: &Inquiry) -> String {
    format!("{speaker} on inquiry {}: {}", inquiry.file, step_of_inquiry(zone, inquiry))
}

/// A step of an inquiry, without its file and speaker: `ruled "minor", due …`.
pub fn step_of_inquiry(zone: &Zone, inquiry: &Inquiry) -> String {
    let stage = match &inquiry.stage {
        Stage::Alleged { on } => format!("allegation received on {}", on_incident(on)),
        Stage::Insufficient { missing } => format!("insufficient, missing: {}", listed(missing)),
        Stage::OutOfScope => "out of scope".to_owned(),
        Stage::Duplicate { of } => format!("the same as {of}"),
        Stage::Opened { body } => format!("opened by {body}"),
        Stage::Asked { party } => format!("{party} is asked"),
        Stage::Answered { party } => format!("{party} answers"),
        Stage::Refused { party } => format!("{party} refuses"),
        Stage::Found { finding } => format!("finding {}", finding.short()),
        Stage::CommentsOpen => "the parties may comment".to_owned(),
        Stage::Comment { party } => format!("{party} comments"),
        Stage::Ruled { class } => format!("ruled {}", quoted(class)),
        Stage::Adopted { body } => format!("ruling adopted by {body}"),
        Stage::Published => "published".to_owned(),
        Stage::Withheld { until: None } => "not published".to_owned(),
        Stage::Withheld { until: Some(until) } => format!("not published until {}", instant(zone, *until)),
        Stage::FollowUp { party, asked } => format!("{party} is asked to act: {}", quoted(asked)),
        Stage::Replied { party } => format!("{party} says what it did"),
        Stage::Done { party } => format!("what was asked of {party} is done"),
        Stage::Closed => "closed".to_owned(),
        Stage::Reopened => "opened again".to_owned(),
    };
    let mut parts = vec![stage];
    parts.extend(inquiry.due.map(|due| format!("due {}", instant(zone, due))));
    if !inquiry.words.is_empty() {
        parts.push(quoted(&inquiry.words));
    }
    parts.join(", ")
}

pub(super) fn area_question(zone: &Zone, speaker: &str, question: &AreaQuestion) -> String {
    let said = format!("{speaker} asks whether {} would meet what others notified", quoted(&question.purpose));
    with(said, vec![place(&question.place), window(zone, question.during)], "")
}

/// What is said, its parts and its words.
fn with(said: String, mut parts: Vec<String>, words: &str) -> String {
    if !words.is_empty() {
        parts.push(quoted(words));
    }
    // A place of polygons alone has no words here.
    parts.retain(|part| !part.is_empty());
    if parts.is_empty() { said } else { format!("{said}: {}", parts.join(", ")) }
}
fn drilled(said: String, drill: bool) -> String {
    if drill { format!("drill: {said}") } else { said }
}
fn window(zone: &Zone, during: Interval) -> String {
    let (from, until) = (instant(zone, during.from), instant(zone, during.until));
    match (during.from == Instant::EVER, during.until == Instant::NEVER) {
        (false, false) => format!("from {from} until {until}"),
        (false, true) => format!("from {from} on"),
        (true, false) => format!("until {until}"),
        (true, true) => "without beginning or end".to_owned(),
    }
}
fn listed(texts: &[String]) -> String {
    texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(", ")
}
fn trucks(amount: Amount) -> String {
    match amount.most {
        Some(most) if most == amount.least => format!("{most} trucks"),
        Some(most) => format!("{}-{most} trucks", amount.least),
        None => format!("{} trucks or more", amount.least),
    }
}
/// Kilometres without the zeros that say nothing: "9", "0.35".
pub(crate) fn kilometres(mm: u64) -> String {
    let part = format!("{:06}", mm % 1_000_000);
    let part = part.trim_end_matches('0');
    if part.is_empty() { (mm / 1_000_000).to_string() } else { format!("{}.{part}", mm / 1_000_000) }
}
