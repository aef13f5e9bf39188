//! What the fields of a draft make, of the kinds that go through the channel between the parties.
//!
//! Holds
//! - A step, a leg or a stage has its own fields and no other's: one table says which, for both written forms.
//! - Whoever notifies, warns, attests or asks is named; only where the mission keeps house may it be the author unsaid.
//!
//! Not here: which keys a kind has (`table::channel`), how values look (`values`).

use std::collections::BTreeSet;

use record::limits::{LADDER_RUNGS, RADIUS_MM, RUNG_S};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::place::Place;
use record::vocabulary::time::{EventTime, Instant};
use serde_json::{Map, Value};

use super::{on_incident, somebody_speaks};
use crate::draft::fields::{Fields, one_of};
use crate::draft::problem::quoted;
use crate::draft::{Problem, codes};

/// What a notice is about, by its word.
pub(crate) const NOTIFIED: [(&str, Notified); 5] = [
    ("protected site", Notified::ProtectedSite),
    ("humanitarian movement", Notified::HumanitarianMovement),
    ("planned activity", Notified::PlannedActivity),
    ("repair window", Notified::RepairWindow),
    ("local silence", Notified::LocalSilence),
];
/// What a rung turns to, by its words.
pub(crate) const RUNG_KINDS: [(&str, RungKind); 4] = [
    ("next officer", RungKind::NextOfficer),
    ("other channel", RungKind::OtherChannel),
    ("other side", RungKind::OtherSide),
    ("guarantors", RungKind::Guarantors),
];
/// What happened to the monitors' access, by its word.
pub(crate) const ACCESS_STEPS: [(&str, AccessStep); 5] = [
    ("requested", AccessStep::Requested),
    ("granted", AccessStep::Granted),
    ("granted on conditions", AccessStep::Conditional),
    ("delayed", AccessStep::Delayed),
    ("denied", AccessStep::Denied),
];

/// A word of a choice, the fields that it needs, and those that it may have besides.
type Choice = (&'static str, &'static [&'static str], &'static [&'static str]);

/// What a receipt attests.
const STEPS: &[Choice] = &[
    ("delivered", &["system"], &[]),
    ("seen", &["officer"], &[]),
    ("read back", &["officer"], &["at", "area", "marks"]),
    ("passed", &["unit"], &[]),
    ("held", &["unit"], &[]),
    ("understood", &["officer"], &[]),
    ("no objection", &[], &[]),
    ("objects", &[], &[]),
    ("halted", &["time"], &[]),
    ("continues", &[], &[]),
    ("closed", &[], &[]),
];
/// What can happen to a convoy.
const LEGS: &[Choice] = &[
    ("asked", &["issuer"], &["answer_by"]),
    ("granted", &["issuer"], &["conditions"]),
    ("refused", &["issuer"], &[]),
    ("departed", &[], &[]),
    ("passed", &["checkpoint"], &[]),
    ("seal checked", &["seal", "whole"], &[]),
    ("held", &["cause"], &["held_by"]),
    ("went on", &[], &[]),
    ("turned back", &[], &[]),
    ("arrived", &[], &["delivered", "accepted"]),
];
/// The steps of an inquiry.
const STAGES: &[Choice] = &[
    ("alleged", &["on"], &[]),
    ("insufficient", &["missing"], &[]),
    ("out of scope", &[], &[]),
    ("duplicate", &["duplicate_of"], &[]),
    ("opened", &["body"], &[]),
    ("asked", &["party"], &[]),
    ("answered", &["party"], &[]),
    ("refused", &["party"], &[]),
    ("found", &["finding"], &[]),
    ("comments open", &[], &[]),
    ("comment", &["party"], &[]),
    ("ruled", &["class"], &[]),
    ("adopted", &["body"], &[]),
    ("published", &[], &[]),
    ("withheld", &[], &["until"]),
    ("follow-up", &["party", "asks"], &[]),
    ("replied", &["party"], &[]),
    ("done", &["party"], &[]),
    ("closed", &[], &[]),
    ("reopened", &[], &[]),
];

pub(super) fn content(fields: &mut Fields<'_>) -> Content {
    if !matches!(fields.kind.word, "escalation" | "ladder" | "duty" | "handover") {
        somebody_speaks(fields);
    }
    match fields.kind.word {
        "notice" => Content::Notice(notice(fields)),
        "receipt" => Content::Receipt(Receipt {
            of: fields.reference("of"),
            to: needed_names(fields, "to"),
            step: step(fields),
            words: fields.words("words"),
        }),
        "warning" => Content::Alert(alert(fields, AlertKind::Warning)),
        "halt" => Content::Alert(alert(fields, AlertKind::Halt)),
        "escalation" => Content::Escalation(Escalation {
            of: fields.reference("of"),
            silent: fields.needed_name("silent"),
            rung: from_one(fields, "rung"),
            to: needed_names(fields, "to"),
            due: needed_instant(fields, "due"),
        }),
        "ladder" => Content::Ladder(Ladder { party: fields.needed_name("party"), rungs: rungs(fields) }),
        "duty" => Content::Duty(Duty {
            officer: fields.needed_name("officer"),
            party: fields.needed_name("party"),
            to: names(fields, "to"),
            rank: fields.needed_number("rank"),
            reach: fields.texts("reach").unwrap_or_default(),
            languages: fields.texts("languages").unwrap_or_default(),
            during: fields.during(),
        }),
        "handover" => Content::Handover(Handover {
            watch: fields.needed_name("watch"),
            from: fields.needed_name("from"),
            to: fields.needed_name("to"),
            at: needed_instant(fields, "handed_at"),
            open: references(fields, "open"),
            words: fields.words("words"),
        }),
        "call" => Content::Call(call(fields)),
        "convoy" => Content::Convoy(Convoy {
            name: fields.needed_name("name"),
            to: names(fields, "to"),
            trucks: amount(fields, "trucks"),
            loads: fields.measures("loads").unwrap_or_default(),
            route: needed_names(fields, "route"),
            seals: fields.texts("seals").unwrap_or_default(),
            permits_from: names(fields, "permits_from"),
            during: fields.during(),
            drill: fields.said("drill"),
            words: fields.words("words"),
        }),
        "convoy-event" => Content::ConvoyEvent(ConvoyEvent {
            convoy: fields.reference("convoy"),
            to: names(fields, "to"),
            leg: leg(fields),
            trucks: amount(fields, "trucks"),
            time: fields.time(),
            place: fields.place(),
            words: fields.words("words"),
        }),
        "access" => Content::Access(Access {
            of: reference(fields, "of"),
            step: choice(fields, "step", &ACCESS_STEPS).unwrap_or(AccessStep::Requested),
            watcher: fields.needed_name("watcher"),
            party: fields.needed_name("party"),
            zone: fields.needed_name("zone"),
            during: fields.during(),
            cause: fields.text("cause"),
            words: fields.words("words"),
        }),
        "inquiry" => Content::Inquiry(Inquiry {
            file: fields.needed_name("file"),
            to: names(fields, "to"),
            stage: stage(fields),
            due: fields.instant("due"),
            words: fields.words("words"),
        }),
        _ => Content::AreaQuestion(AreaQuestion {
            purpose: fields.text("purpose").unwrap_or_default(),
            place: needed_place(fields, fields.kind.noun),
            during: fields.during(),
        }),
    }
}

fn notice(fields: &mut Fields<'_>) -> Notice {
    let what = fields.get("what").and_then(|value| fields.choice_of("what", "kind of notice", value, &NOTIFIED));
    Notice {
        what: what.unwrap_or(Notified::PlannedActivity),
        to: needed_names(fields, "to"),
        place: needed_place(fields, fields.kind.noun),
        during: fields.during(),
        heights: heights(fields),
        marking: fields.text("marking"),
        seen_at_night: fields.flag("seen_at_night"),
        contact: fields.text("contact"),
        expires: fields.instant("expires"),
        objections_until: fields.instant("objections_until"),
        replaces: reference(fields, "replaces"),
        may_be_told: fields.said("may_be_told"),
        drill: fields.said("drill"),
        words: fields.words("words"),
    }
}

fn alert(fields: &mut Fields<'_>, kind: AlertKind) -> Alert {
    Alert {
        kind,
        to: needed_names(fields, "to"),
        on: reference(fields, "on"),
        place: fields.place(),
        endangered: names(fields, "endangered"),
        since: fields.time_of("since"),
        drill: fields.said("drill"),
        words: fields.words("words"),
    }
}

fn call(fields: &mut Fields<'_>) -> Call {
    let (began, ended) = (fields.instant("began"), fields.instant("ended"));
    if began.zip(ended).is_some_and(|(began, ended)| ended < began) {
        let problem = Problem::new(codes::BACKWARDS, "ended", "the call ended before it began");
        fields.note(problem.help("where nobody answered, it ended when it began, or its end is left out"));
    }
    Call {
        same_as: reference(fields, "same_as"),
        to: names(fields, "to"),
        about: references(fields, "about"),
        caller: fields.needed_name("caller"),
        called: fields.needed_name("called"),
        began: began.unwrap_or(UNSTATED),
        ended,
        spoke: names(fields, "spoke"),
        numbers: fields.texts("numbers").unwrap_or_default(),
        language: fields.text("language"),
        interpreter: fields.name("interpreter"),
        words: fields.words("words"),
    }
}

fn step(fields: &mut Fields<'_>) -> Step {
    match chosen(fields, "step", STEPS) {
        Some("delivered") => Step::Delivered { system: fields.needed_name("system") },
        Some("seen") => Step::Seen { officer: fields.needed_name("officer") },
        Some("read back") => Step::ReadBack {
            officer: fields.needed_name("officer"),
            place: needed_place(fields, fields.kind.noun),
            marks: marks(fields),
        },
        Some("passed") => Step::Passed { unit: fields.needed_name("unit") },
        Some("held") => Step::Held { unit: fields.needed_name("unit") },
        Some("understood") => Step::Understood { officer: fields.needed_name("officer") },
        Some("no objection") => Step::NoObjection,
        Some("objects") => Step::Objects,
        Some("halted") => Step::Halted { time: fields.time().unwrap_or_else(|| EventTime::at(UNSTATED)) },
        Some("continues") => Step::Continues,
        _ => Step::Closed,
    }
}

fn leg(fields: &mut Fields<'_>) -> Leg {
    match chosen(fields, "leg", LEGS) {
        Some("asked") => Leg::Asked { issuer: fields.needed_name("issuer"), answer_by: fields.instant("answer_by") },
        Some("granted") => Leg::Granted { issuer: fields.needed_name("issuer"), conditions: fields.text("conditions") },
        Some("refused") => Leg::Refused { issuer: fields.needed_name("issuer") },
        Some("departed") => Leg::Departed,
        Some("passed") => Leg::Passed { checkpoint: fields.needed_name("checkpoint") },
        Some("seal checked") => Leg::SealChecked {
            seal: fields.text("seal").unwrap_or_default(),
            whole: fields.flag("whole").unwrap_or_default(),
        },
        Some("held") => Leg::Held { cause: fields.text("cause").unwrap_or_default(), by: fields.name("held_by") },
        Some("went on") => Leg::WentOn,
        Some("turned back") => Leg::TurnedBack,
        Some("arrived") => {
            Leg::Arrived { delivered: amount(fields, "delivered"), accepted: amount(fields, "accepted") }
        }
        _ => Leg::Departed,
    }
}

fn stage(fields: &mut Fields<'_>) -> Stage {
    match chosen(fields, "stage", STAGES) {
        Some("alleged") => {
            Stage::Alleged { on: on_incident(fields).unwrap_or_else(|| OnIncident::Event(String::new())) }
        }
        Some("insufficient") => {
            let missing = fields.texts("missing");
            not_empty(fields, "missing", missing.as_deref());
            Stage::Insufficient { missing: missing.unwrap_or_default() }
        }
        Some("out of scope") => Stage::OutOfScope,
        Some("duplicate") => Stage::Duplicate { of: fields.needed_name("duplicate_of") },
        Some("opened") => Stage::Opened { body: fields.needed_name("body") },
        Some("asked") => Stage::Asked { party: fields.needed_name("party") },
        Some("answered") => Stage::Answered { party: fields.needed_name("party") },
        Some("refused") => Stage::Refused { party: fields.needed_name("party") },
        Some("found") => Stage::Found { finding: fields.reference("finding") },
        Some("comments open") => Stage::CommentsOpen,
        Some("comment") => Stage::Comment { party: fields.needed_name("party") },
        Some("ruled") => Stage::Ruled { class: fields.needed_name("class") },
        Some("adopted") => Stage::Adopted { body: fields.needed_name("body") },
        Some("published") => Stage::Published,
        Some("withheld") => Stage::Withheld { until: fields.instant("until") },
        Some("follow-up") => {
            Stage::FollowUp { party: fields.needed_name("party"), asked: fields.text("asks").unwrap_or_default() }
        }
        Some("replied") => Stage::Replied { party: fields.needed_name("party") },
        Some("done") => Stage::Done { party: fields.needed_name("party") },
        Some("reopened") => Stage::Reopened,
        _ => Stage::Closed,
    }
}

/// What stands in for an instant whose absence is a problem that was noted.
const UNSTATED: Instant = Instant(0);

/// The word that `key` has, with a problem for each field that it lacks and each that belongs to another. Without a word nothing
/// says which fields belong.
fn chosen(fields: &mut Fields<'_>, key: &str, choices: &[Choice]) -> Option<&'static str> {
    let words: Vec<_> = choices.iter().map(|(word, ..)| (*word, *word)).collect();
    let word = choice(fields, key, &words)?;
    let has = |(_, needs, may): &Choice, field: &str| needs.contains(&field) || may.contains(&field);
    let all: BTreeSet<&str> = choices.iter().flat_map(|(_, needs, may)| needs.iter().chain(*may)).copied().collect();
    for field in all {
        let having: Vec<_> = choices.iter().filter(|choice| has(choice, field)).map(|(word, ..)| *word).collect();
        if !having.contains(&word) {
            fields.only_with(&[field], &one_of(having));
        }
    }
    let needs = choices.iter().find(|(choice, ..)| *choice == word).map_or(&[][..], |(_, needs, _)| needs);
    for field in needs.iter().filter(|field| !fields.has(field)).collect::<Vec<_>>() {
        let what = fields.kind.key(field).map_or("", |key| key.what);
        let message = format!("{} that says `{word}` needs {}: {what}", fields.kind.noun, fields.spell(field));
        fields.note(Problem::new(codes::MISSING, *field, message));
    }
    Some(word)
}
fn choice<T: Copy>(fields: &mut Fields<'_>, key: &str, choices: &[(&str, T)]) -> Option<T> {
    fields.get(key).and_then(|value| fields.choice(key, value, choices))
}

fn names(fields: &mut Fields<'_>, key: &str) -> Vec<Name> {
    fields.names(key).unwrap_or_default()
}
/// One name or more; the table demands the key.
fn needed_names(fields: &mut Fields<'_>, key: &str) -> Vec<Name> {
    let names = fields.names(key);
    not_empty(fields, key, names.as_deref());
    names.unwrap_or_default()
}
/// Notes a list that is there and has nothing.
fn not_empty<T>(fields: &mut Fields<'_>, key: &str, list: Option<&[T]>) {
    if list.is_some_and(<[T]>::is_empty) {
        let message = format!("{} lists nothing", fields.spell(key));
        let what = fields.kind.key(key).map_or("", |key| key.what);
        fields.note(Problem::new(codes::MISSING, key, message).expected(format!("one or more: {what}")));
    }
}
fn reference(fields: &mut Fields<'_>, key: &str) -> Option<BodyId> {
    fields.get(key).and_then(|value| fields.reference_at(key, value))
}
fn references(fields: &mut Fields<'_>, key: &str) -> Vec<BodyId> {
    let items = fields.list(key).unwrap_or_default();
    items.into_iter().filter_map(|(path, value)| fields.reference_at(&path, value)).collect()
}
fn needed_instant(fields: &mut Fields<'_>, key: &str) -> Instant {
    fields.instant(key).unwrap_or(UNSTATED)
}
/// A number that begins at 1.
fn from_one(fields: &mut Fields<'_>, key: &str) -> u64 {
    match fields.get(key) {
        Some(value) if value.as_u64() == Some(0) => {
            fields.wrong_form(key, value, "a whole number, 1 or more");
            0
        }
        _ => fields.needed_number(key),
    }
}
/// Where, as names, an area, or both; a problem where neither is there.
fn needed_place(fields: &mut Fields<'_>, of: &str) -> Place {
    if !fields.has("at") && !fields.has("area") {
        let message = format!("{of} needs {}: where", fields.spell("at"));
        fields.note(Problem::new(codes::MISSING, "at", message));
    }
    fields.place().unwrap_or(Place { names: Vec::new(), area: None })
}

/// `{"least":10,"most":12}`.
fn amount(fields: &mut Fields<'_>, key: &str) -> Option<Amount> {
    let value = fields.get(key)?;
    let map = fields.object(key, value, &["least", "most"], "an object with `least` and `most`")?;
    let (least, most) = fields.bounds(key, map)?;
    Some(Amount { least, most })
}

/// `{"from_m":0,"to_m":300}`.
fn heights(fields: &mut Fields<'_>) -> Option<Heights> {
    let value = fields.get("heights")?;
    let form = "`{\"from_m\":…,\"to_m\":…}`, in metres above the ground";
    let map = fields.object("heights", value, &["from_m", "to_m"], form)?;
    let from_m = part(fields, "heights.from_m", map.get("from_m"), form)?;
    let to_m = part(fields, "heights.to_m", map.get("to_m"), form)?;
    let (from_m, to_m) = (fields.number("heights.from_m", from_m)?, fields.number("heights.to_m", to_m)?);
    if from_m > to_m {
        let message = format!("the lowest height {from_m} m is above the highest, {to_m} m");
        fields.note(Problem::new(codes::COUNT, "heights", message));
        return None;
    }
    Some(Heights { from_m, to_m })
}

/// `{"from":"Mill","distance":"9 km","bearing":120}`, several.
fn marks(fields: &mut Fields<'_>) -> Vec<Mark> {
    let items = fields.list("marks").unwrap_or_default();
    items.into_iter().filter_map(|(path, value)| mark(fields, &path, value)).collect()
}
fn mark(fields: &mut Fields<'_>, path: &str, value: &Value) -> Option<Mark> {
    let form = "an object with `from`, `distance` and `bearing`";
    let map: &Map<String, Value> = fields.object(path, value, &["from", "distance", "bearing"], form)?;
    let (at, away, towards) = (format!("{path}.from"), format!("{path}.distance"), format!("{path}.bearing"));
    let from = part(fields, &at, map.get("from"), form).and_then(|name| fields.name_at(&at, name));
    let distance = part(fields, &away, map.get("distance"), form);
    let distance_mm = distance.and_then(|distance| fields.distance(&away, distance));
    if let Some(distance) = distance.filter(|_| distance_mm.is_some_and(|mm| mm > RADIUS_MM)) {
        let message = format!("{} is too far for a mark", quoted(distance.as_str().unwrap_or_default()));
        let most = format!("at most {} km", RADIUS_MM / 1_000_000);
        fields.note(Problem::new(codes::AREA, away.as_str(), message).expected(most));
    }
    let bearing = part(fields, &towards, map.get("bearing"), form)?;
    if bearing.as_u64().is_none_or(|degrees| degrees >= 360) {
        fields.wrong_form(&towards, bearing, "whole degrees from north through east, 0 to 359");
        return None;
    }
    Some(Mark { from: from?, distance_mm: distance_mm?, bearing_deg: bearing.as_u64()? })
}

/// `{"after":"60 seconds","by":"next officer","whom":[…]}`, several.
fn rungs(fields: &mut Fields<'_>) -> Vec<Rung> {
    let Some(items) = fields.list("rungs") else { return Vec::new() };
    not_empty(fields, "rungs", Some(&items));
    if items.len() > LADDER_RUNGS {
        let message = format!("the ladder has {} rungs", items.len());
        fields.note(Problem::new(codes::TOO_LONG, "rungs", message).expected(format!("at most {LADDER_RUNGS}")));
    }
    items.into_iter().filter_map(|(path, value)| rung(fields, &path, value)).collect()
}
fn rung(fields: &mut Fields<'_>, path: &str, value: &Value) -> Option<Rung> {
    let form = "an object with `after`, `by` and perhaps `whom`";
    let map: &Map<String, Value> = fields.object(path, value, &["after", "by", "whom"], form)?;
    let (time, kind) = (format!("{path}.after"), format!("{path}.by"));
    let after = part(fields, &time, map.get("after"), form).and_then(|after| fields.duration_at(&time, after));
    let after_s = after.and_then(|seconds| u64::try_from(seconds).ok());
    if after_s.is_some_and(|seconds| seconds > RUNG_S) {
        let message = "the rung comes later than a rung may";
        let most = format!("at most {} days", RUNG_S / (24 * 3600));
        fields.note(Problem::new(codes::DURATION, time.as_str(), message).expected(most));
    }
    let by = part(fields, &kind, map.get("by"), form)
        .and_then(|word| fields.choice_of(&kind, "kind of rung", word, &RUNG_KINDS));
    let whom = match map.get("whom") {
        Some(whom) => {
            let whom = fields.list_at(&format!("{path}.whom"), whom)?;
            whom.into_iter().map(|(path, name)| fields.name_at(&path, name)).collect::<Option<_>>()?
        }
        None => Vec::new(),
    };
    Some(Rung { after_s: after_s?, by: by?, whom })
}

/// A part of an object that it needs; a problem where it is not there.
fn part<'v>(fields: &mut Fields<'_>, path: &str, value: Option<&'v Value>, form: &str) -> Option<&'v Value> {
    if value.is_none() {
        let message = format!("{} is not stated", fields.spell_path(path));
        fields.note(Problem::new(codes::MISSING, path, message).expected(form));
    }
    value
}
