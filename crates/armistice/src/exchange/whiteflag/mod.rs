//! Whiteflag: notices, alerts and what comes back on them as messages of the Whiteflag Protocol, version 1 (draft 7), both ways.
//!
//! ```text
//! statements ─▶ `Encoder::encode` ─▶ message, or why there is none
//! message ─▶ `decode` ─▶ what it says, as content of a statement, or why it says nothing here
//! ```
//!
//! Holds
//! - A message says no more than the statement does: an area is rounded outwards, a sign that would claim more is not made.
//! - Nothing here gives a permission: *no objection* has no counterpart, *comply* is none of ours but for what has halted.
//! - What was sent under duress is not put on the record, where those who forced it could read that.
//!
//! Not here: the form of a message (`message`), sending it, which account speaks for whom (the caller says).

use std::collections::BTreeMap;

use channel::same_speaker;
use record::statement::{Alert, AlertKind, BodyId, Content, Notice, Notified, Receipt, Reply, Stance, Statement, Step};
use record::vocabulary::Name;
use record::vocabulary::geometry;
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};
use serde_json::{Map, Value, json};

use super::cap::ends;
use super::turns::{Course, Subject};
use crate::message::{quoted, utc};

pub mod message;
mod subjects;

pub use message::{Fault, WhiteflagMessage};
use subjects::{Means, meaning, object};

/// By what somebody is reached whose message was imported.
pub const MEDIUM: &str = "Whiteflag";
/// What `cited` begins with where a message came from a blockchain; the transaction follows.
const CITED: &str = "Whiteflag message ";
/// Greatest size of an object in one message, in metres (4.3.1.7).
const SIZE_M: u64 = 9_999;
/// Longest duration of a message, in minutes: 99 days, 23 hours and 59 minutes (4.3.1.4).
const DURATION_MINUTES: i64 = (99 * 24 + 23) * 60 + 59;
/// What stands for a position that is not stated (4.3.1.6).
const NO_POSITION: [&str; 2] = ["+99.99999", "+999.99999"];

/// Why a statement makes no message.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoCounterpart(pub String);

fn none<T>(why: impl Into<String>) -> Result<T, NoCounterpart> {
    Err(NoCounterpart(why.into()))
}

/// What statements are written as messages with: those they refer to.
pub struct Encoder<'a> {
    by_id: BTreeMap<BodyId, &'a Statement>,
    course: Course<'a>,
    registers: &'a Registers,
}

impl<'a> Encoder<'a> {
    /// Of what the reader may read.
    pub fn new(statements: &[&'a Statement], registers: &'a Registers) -> Encoder<'a> {
        let by_id = statements.iter().map(|statement| (statement.id, *statement)).collect();
        Encoder { by_id, course: Course::of(statements, registers), registers }
    }

    /// `statement` as a message. Where it refers to another one that was never sent, `ReferencedMessage` is that one's id, and the
    /// meta header says so: whoever sends it puts the transaction's identifier in its place.
    ///
    /// # Errors
    /// It has no counterpart, and why.
    pub fn encode(&self, statement: &Statement) -> Result<WhiteflagMessage, NoCounterpart> {
        let (message, refers_to) = match &statement.body.content {
            Content::Notice(_) => self.notice(statement)?,
            Content::Alert(alert) => self.alert(statement, alert)?,
            Content::Receipt(receipt) => self.receipt(statement, receipt)?,
            Content::Reply(Reply { to, stance: Stance::Withdraws, .. }) => {
                let of = self.subject(to)?;
                if !same_speaker(self.registers, statement, of) {
                    return none("only its speaker recalls a message");
                }
                // It counts from now on as never said: "the referenced message must be ignored".
                (refer('1', of, sign(of)?), Some(of))
            }
            _ => return none("Whiteflag has no sign or signal for this kind of statement"),
        };
        Ok(self.described(message, statement, refers_to))
    }

    fn described(
        &self,
        mut message: WhiteflagMessage,
        statement: &Statement,
        of: Option<&Statement>,
    ) -> WhiteflagMessage {
        let mut about = Map::new();
        about.insert("statement".to_owned(), json!(statement.id.to_string()));
        if let Some(of) = of {
            about.insert("refersToStatement".to_owned(), json!(of.id.to_string()));
            about.insert("referencedMessageIsTransaction".to_owned(), json!(transaction(of).is_some()));
        }
        about.insert("text".to_owned(), json!(message.to_text()));
        about.insert("hexadecimal".to_owned(), json!(message.to_hexadecimal()));
        message.meta.insert("armistice".to_owned(), Value::Object(about));
        message
    }

    /// The notice or alert that is referred to.
    fn subject(&self, id: &BodyId) -> Result<&'a Statement, NoCounterpart> {
        match self.by_id.get(id) {
            Some(of) if Subject::of(of).is_some() => Ok(of),
            Some(_) => {
                none("Whiteflag has signs and signals for notices, warnings and halts, and for answers to these")
            }
            None => none("what it refers to is not there, or is not for this reader"),
        }
    }

    /// The first message of the line that a notice belongs to: updates and endings refer to no other (5.4.1.2).
    fn first(&self, of: &'a Statement) -> &'a Statement {
        let line = self.course.before(of.id).into_iter().filter_map(|id| self.by_id.get(&id).copied());
        line.chain([of]).find(|notice| sign(notice).is_ok()).unwrap_or(of)
    }

    fn notice(&self, statement: &Statement) -> Result<(WhiteflagMessage, Option<&'a Statement>), NoCounterpart> {
        let message = sign(statement)?;
        let first = self.by_id.get(&statement.id).map(|of| self.first(of)).filter(|first| first.id != statement.id);
        match first {
            None => Ok((message, None)),
            Some(first) if sign(first)?.code() != message.code() => none(
                "a message is updated by one of the same kind, and the notice that this one replaces is of another",
            ),
            Some(first) => Ok((refer('2', first, message), Some(first))),
        }
    }

    fn alert(
        &self,
        statement: &Statement,
        alert: &Alert,
    ) -> Result<(WhiteflagMessage, Option<&'a Statement>), NoCounterpart> {
        let message = sign(statement)?;
        // A danger sign may relate to a protective sign or a mission, a request to neither (5.4.1.1).
        let on = alert.on.filter(|_| alert.kind == AlertKind::Warning).and_then(|on| self.subject(&on).ok());
        match on.map(|on| self.first(on)).filter(|on| sign(on).is_ok()) {
            Some(on) => Ok((refer('5', on, message), Some(on))),
            None => Ok((message, None)),
        }
    }

    fn receipt(
        &self,
        statement: &Statement,
        receipt: &Receipt,
    ) -> Result<(WhiteflagMessage, Option<&'a Statement>), NoCounterpart> {
        let of = self.subject(&receipt.of)?;
        let message = sign(of)?;
        let own = same_speaker(self.registers, statement, of);
        let code = message.code().to_owned();
        let indicator = match &receipt.step {
            Step::Closed if own => {
                let first = self.first(of);
                return Ok((refer('4', first, sign(first)?), Some(first)));
            }
            Step::Closed => return none("only its speaker discontinues a message"),
            _ if own => return none("a message is answered by others than its sender"),
            // Weaker than each of these: that it was received, and no more.
            Step::Delivered { .. } | Step::Seen { .. } | Step::Understood { .. } => '7',
            Step::Objects if code == "M" => return none("a mission is not rejected in Whiteflag"),
            Step::Objects => '9',
            Step::Halted { .. } if code == "Q" => '8',
            Step::Halted { .. } => return none("there is nothing to comply with in a danger sign"),
            Step::NoObjection => return none("*comply* would be consent, and no objection is none"),
            Step::Continues => return none("*reject* would say that it does not agree, and it says why it goes on"),
            Step::ReadBack { .. } => {
                return none(
                    "*confirm* would say that what is notified is so; a read-back says where it was understood to be",
                );
            }
            Step::Passed { .. } | Step::Held { .. } => {
                return none("Whiteflag does not say to whom a message was passed");
            }
        };
        Ok((refer(indicator, of, message), Some(of)))
    }
}

fn refer(indicator: char, to: &Statement, message: WhiteflagMessage) -> WhiteflagMessage {
    message.referring(indicator, transaction(to).map_or_else(|| to.id.to_string(), str::to_owned))
}

/// The transaction in which an imported message was sent.
fn transaction(statement: &Statement) -> Option<&str> {
    statement.body.cited.as_deref()?.strip_prefix(CITED).filter(|digits| is_identifier(digits))
}

fn is_identifier(digits: &str) -> bool {
    digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The sign or signal that a notice or an alert is by itself.
fn sign(statement: &Statement) -> Result<WhiteflagMessage, NoCounterpart> {
    let (code, subject, place, from, until, drill) = match &statement.body.content {
        Content::Notice(notice) => {
            let (code, subject) = match notice.what {
                // Which emblem it has, or what kind of zone it is, stands in words alone.
                Notified::ProtectedSite => ("P", "00"),
                Notified::HumanitarianMovement => ("M", "10"),
                Notified::PlannedActivity => ("M", "00"),
                Notified::RepairWindow | Notified::LocalSilence => {
                    return none("Whiteflag can ask for a cease fire, and cannot say that there will be quiet");
                }
            };
            (code, subject, Some(&notice.place), notice.during.from, ends(notice), notice.drill)
        }
        Content::Alert(alert) => {
            let (code, subject) = match alert.kind {
                AlertKind::Warning => ("D", "00"),
                // It asks to stop: a request to cease fire, there and from now on.
                AlertKind::Halt => ("Q", "10"),
            };
            (code, subject, alert.place.as_ref(), statement.said_at(), Instant::NEVER, alert.drill)
        }
        _ => return none("it is no notice, warning or halt"),
    };
    let Some(area) = place.and_then(|place| place.area.as_ref()) else {
        return none("it states no position: Whiteflag has no names of places");
    };
    let [kind, latitude, longitude, size, orientation] = of_area(area)?;
    let (instant, duration) = of_window(from, until)?;
    let subject = subject.to_owned();
    let body = [subject, instant, duration, kind, latitude, longitude, size, "0000".to_owned(), orientation];
    let message = WhiteflagMessage::sign(code, body);
    Ok(if drill { message.into_test() } else { message })
}

/// Object type, latitude, longitude, first size, orientation.
fn of_area(area: &Area) -> Result<[String; 5], NoCounterpart> {
    let (centre, radius_mm) = match area {
        Area::Disc { centre, radius_mm } => (*centre, *radius_mm),
        Area::Polygons(polygons) => match polygons.as_slice() {
            // An area of unspecified extent, by the middle of its box: its shape has no fields, and a circle around it says more.
            [polygon] => (middle(&polygon.outer), 0),
            _ => return none("it is several areas apart, and a message is about one"),
        },
    };
    let (latitude, moved_north) = degrees(centre.lat_e7, 2);
    let (longitude, moved_east) = degrees(centre.lon_e7, 3);
    let [kind, size, orientation] = if radius_mm == 0 {
        ["20", "0000", "999"].map(str::to_owned)
    } else {
        // Five digits of a degree move the centre by 0.8 m at most: then a metre more covers what was said.
        let moved = u64::from(moved_north || moved_east);
        let radius_m = radius_mm.div_ceil(1_000) + moved;
        if radius_m > SIZE_M {
            return none(format!("it reaches {radius_m} m far, and a message {SIZE_M} m"));
        }
        ["21".to_owned(), format!("{radius_m:04}"), "000".to_owned()]
    };
    Ok([kind, latitude, longitude, size, orientation])
}

/// The middle of the box around `ring`.
fn middle(ring: &[Point]) -> Point {
    let of = |value: fn(&Point) -> i32| {
        let (least, most) = (ring.iter().map(value).min(), ring.iter().map(value).max());
        let sum = i64::from(least.unwrap_or(0)) + i64::from(most.unwrap_or(0));
        i32::try_from(sum / 2).expect("between the two")
    };
    Point { lon_e7: of(|point| point.lon_e7), lat_e7: of(|point| point.lat_e7) }
}

/// Degrees to five digits, rounded to the nearest, and whether that moved them.
fn degrees(e7: i32, whole_digits: usize) -> (String, bool) {
    let size = i64::from(e7).abs();
    let e5 = (size + 50) / 100;
    let sign = if e7 < 0 { '-' } else { '+' };
    (format!("{sign}{:0whole_digits$}.{:05}", e5 / 100_000, e5 % 100_000), e5 * 100 != size)
}

/// `DateTime` and `Duration`; the duration is rounded up to a whole minute.
fn of_window(from: Instant, until: Instant) -> Result<(String, String), NoCounterpart> {
    if from == Instant::EVER {
        return none("its window has no stated beginning");
    }
    let stamp = jiff::Timestamp::from_second(from.0).ok().map(|stamp| stamp.to_zoned(jiff::tz::TimeZone::UTC));
    let Some(stamp) = stamp.filter(|stamp| (0..=9_999).contains(&stamp.year())) else {
        return none("the year of its beginning has no four digits");
    };
    let minutes = match until {
        Instant::NEVER => 0,
        until if until <= from => return none("it no longer holds before its window begins"),
        until => (until.0 - from.0 + 59) / 60,
    };
    if minutes > DURATION_MINUTES {
        return none("it lasts longer than 99 days, 23 hours and 59 minutes, and not without end");
    }
    let duration = format!("P{:02}D{:02}H{:02}M", minutes / 1_440, minutes / 60 % 24, minutes % 60);
    Ok((stamp.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(), duration))
}

// ---- the other way ----

/// Why a message makes no statement.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Problem {
    /// What it says has no counterpart here, and why.
    NoCounterpart(String),
    /// Its sender says that it was sent under force or threat.
    Duress,
    /// It is about a message that is not on the record.
    NotOnRecord(String),
}

/// What a message says, before anybody says on whose behalf it is entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decoded {
    /// What it says.
    pub content: Content,
    /// When the transaction was made, as its meta header states.
    pub said: Option<Instant>,
    /// The transaction, as [`Answered::of`] finds it again.
    pub cited: Option<String>,
}

/// A notice or alert that a message may be about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Answered {
    /// Its id.
    pub id: BodyId,
    /// Whether it is a notice; else it is an alert.
    pub notice: bool,
    /// Whether it is an exercise.
    pub drill: bool,
}

impl Answered {
    /// The notice or alert that a body says, under the identifiers by which messages refer to it: its id, and the transaction in
    /// which it was sent.
    pub fn of(id: BodyId, content: &Content, cited: Option<&str>) -> Option<(Answered, Vec<String>)> {
        let (notice, drill) = match content {
            Content::Notice(notice) => (true, notice.drill),
            Content::Alert(alert) => (false, alert.drill),
            _ => return None,
        };
        let sent = cited.and_then(|cited| cited.strip_prefix(CITED)).filter(|digits| is_identifier(digits));
        let keys = std::iter::once(id.to_string()).chain(sent.map(str::to_lowercase)).collect();
        Some((Answered { id, notice, drill }, keys))
    }
}

/// What `message` says to those in `to`; `known` finds what it refers to, by an identifier in small letters.
///
/// # Errors
/// It says nothing that a statement here could say, and why.
pub fn decode(
    message: &WhiteflagMessage,
    to: &[Name],
    known: &dyn Fn(&str) -> Option<Answered>,
) -> Result<Decoded, Problem> {
    if message.is_under_duress() {
        return Err(Problem::Duress);
    }
    let no = |why: &str| Err(Problem::NoCounterpart(why.to_owned()));
    let reference = message.referenced().to_lowercase();
    let about = || known(&reference).ok_or_else(|| Problem::NotOnRecord(reference.clone()));
    if !["0", "5"].contains(&message.reference()) && message.is_test() && !about()?.drill {
        return no("it is a test, and what it is about is none");
    }
    let receipt = |step| {
        let of = about()?.id;
        Ok(Content::Receipt(Receipt { of, to: to.to_vec(), step, words: String::new() }))
    };
    let system = message.meta.get("originatorAddress").and_then(Value::as_str).unwrap_or(MEDIUM).to_owned();
    let content = match message.reference() {
        "0" | "5" => {
            let related = if message.reference() == "5" { known(&reference) } else { None };
            let unknown = message.reference() == "5" && related.is_none();
            let remark = if unknown { format!("Relates to message {reference}.") } else { String::new() };
            said(message, to, related, None, remark)?
        }
        "2" => match about()? {
            Answered { notice: false, .. } => {
                return no("an alert is not updated: its speaker says that it is over, and warns anew");
            }
            Answered { id, .. } => said(message, to, None, Some(id), String::new())?,
        },
        "1" => {
            let (to, stance) = (about()?.id, Stance::Withdraws);
            Content::Reply(Reply { to, stance, subject: String::new(), without_prejudice: false, words: String::new() })
        }
        "4" => receipt(Step::Closed)?,
        "7" => receipt(Step::Delivered { system })?,
        "9" => receipt(Step::Objects)?,
        "3" => return no("it adds to another message, and a notice is whole: its speaker says it anew"),
        "6" => return no("it says that what another one said is so: that is a report"),
        "8" => return no("it says that its sender will comply; what has halted, the sender says when it has"),
        _ => return no("its reference has no meaning in version 1 of the standard"),
    };
    let said = message.meta.get("transactionTime").and_then(Value::as_str);
    let said = said.and_then(|text| text.parse::<jiff::Timestamp>().ok()).map(|stamp| Instant(stamp.as_second()));
    let sent = message.meta.get("transactionHash").and_then(Value::as_str);
    let sent = sent.map(|digits| digits.strip_prefix("0x").unwrap_or(digits)).filter(|digits| is_identifier(digits));
    Ok(Decoded { content, said, cited: sent.map(|digits| format!("{CITED}{}", digits.to_lowercase())) })
}

/// The notice or alert that a sign or signal is.
fn said(
    message: &WhiteflagMessage,
    to: &[Name],
    related: Option<Answered>,
    replaces: Option<BodyId>,
    remark: String,
) -> Result<Content, Problem> {
    let field = |name| message.field(name).unwrap_or_default();
    let no = |why: String| Err(Problem::NoCounterpart(why));
    let (code, subject) = (message.code(), field("SubjectCode"));
    let Some((means, meaning)) = meaning(code, subject) else {
        return no(format!("`{code}{subject}` has no meaning in version 1 of the standard"));
    };
    let what = match means {
        Means::Nothing(why) => return no(why.to_owned()),
        Means::Site => Ok(Notified::ProtectedSite),
        Means::Movement => Ok(Notified::HumanitarianMovement),
        Means::Activity => Ok(Notified::PlannedActivity),
        Means::Warning => Err(AlertKind::Warning),
        Means::Halt => Err(AlertKind::Halt),
    };
    let (area, shape) = area_of(message)?;
    let place = Place { names: Vec::new(), area: Some(area) };
    let sentence = format!("{meaning} (Whiteflag {code}{subject}), {shape}.");
    let words = if remark.is_empty() { sentence } else { format!("{sentence} {remark}") };
    let during = window_of(message)?;
    let drill = message.is_test();
    let to = to.to_vec();
    let what = match what {
        Ok(what) => what,
        Err(_) if replaces.is_some() => return no("a notice is not updated by an alert".to_owned()),
        Err(AlertKind::Halt) if during.until != Instant::NEVER => {
            return no("a cease fire for a time is agreed between people; only an open request asks to stop at once"
                .to_owned());
        }
        Err(kind) => {
            let on = related.filter(|related| related.notice).map(|related| related.id);
            let words = format!("{words} From {}{}.", utc(during.from), until_words(during));
            let (place, endangered) = (Some(place), Vec::new());
            return Ok(Content::Alert(Alert { kind, to, on, place, endangered, since: None, drill, words }));
        }
    };
    let marking = (means == Means::Site && subject != "00").then(|| meaning.to_owned());
    Ok(Content::Notice(Notice {
        what,
        to,
        place,
        during,
        heights: None,
        marking,
        seen_at_night: None,
        contact: None,
        expires: None,
        objections_until: None,
        replaces,
        // That anybody may be told is agreed by its speaker, not read out of a message.
        may_be_told: false,
        drill,
        words,
    }))
}

fn until_words(during: Interval) -> String {
    if during.until == Instant::NEVER { String::new() } else { format!(" until before {}", utc(during.until)) }
}

fn no_form(field: &str, value: &str, why: &str) -> Problem {
    Problem::NoCounterpart(format!("{field} is {}: {why}", quoted(value)))
}

fn window_of(message: &WhiteflagMessage) -> Result<Interval, Problem> {
    let instant = message.field("DateTime").unwrap_or_default();
    // A leap second is the last of its minute here, as everywhere in the record.
    let plain = instant.replace(":60Z", ":59Z");
    let stamp = plain.parse::<jiff::Timestamp>();
    let from = stamp.map_err(|_| no_form("DateTime", instant, "the calendar has no such instant"))?.as_second();
    let duration = message.field("Duration").unwrap_or_default();
    let part =
        |range: std::ops::Range<usize>| duration.get(range).and_then(|digits| digits.parse::<i64>().ok()).unwrap_or(0);
    let (days, hours, minutes) = (part(1..3), part(4..6), part(7..9));
    if hours > 23 || minutes > 59 {
        return Err(no_form("Duration", duration, "hours go to 23 and minutes to 59"));
    }
    let seconds = ((days * 24 + hours) * 60 + minutes) * 60;
    let until = if seconds == 0 { Instant::NEVER } else { Instant(from).plus(seconds) };
    Ok(Interval::new(Instant(from), until))
}

/// A disc that holds all of the object, and what the message says of its shape.
fn area_of(message: &WhiteflagMessage) -> Result<(Area, String), Problem> {
    let field = |name| message.field(name).unwrap_or_default();
    let number = |name| field(name).parse::<u64>().unwrap_or(0);
    if [field("ObjectLatitude"), field("ObjectLongitude")] == NO_POSITION {
        return Err(Problem::NoCounterpart("it states no position".to_owned()));
    }
    let e7 = |name, most: i32| {
        let digits: String = field(name).chars().filter(|c| *c != '.').collect();
        let value = digits.parse::<i32>().ok().filter(|e5| e5.abs() <= most * 100_000);
        value.map(|e5| e5 * 100).ok_or_else(|| no_form(name, field(name), "no place on earth has it"))
    };
    let centre = Point { lon_e7: e7("ObjectLongitude", 180)?, lat_e7: e7("ObjectLatitude", 90)? };
    let kind = field("ObjectType");
    let Some(words) = object(kind) else {
        return Err(no_form("ObjectType", kind, "it has no meaning in version 1 of the standard"));
    };
    let (one, two) = (number("ObjectSizeDim1") * 1_000, number("ObjectSizeDim2") * 1_000);
    let half = |a: u64, b: u64| (a * a + b * b).isqrt() / 2 + 1;
    let shaped = matches!(kind.as_bytes(), [b'2' | b'3', b'1'..=b'3']);
    if shaped && one == 0 || matches!(kind, "22" | "23" | "32" | "33") && two == 0 {
        return Err(no_form("ObjectSizeDim1", field("ObjectSizeDim1"), "an object of this shape has sizes"));
    }
    let radius_mm = match kind {
        "21" | "31" => one,
        // Of a triangle the standard does not say where its middle is: this holds it about its centroid and about its box.
        "23" | "33" => half(one, two).max(one * 2 / 3 + 1),
        _ if one == 0 && two == 0 => 0,
        _ => half(one, two),
    };
    let area = Area::Disc { centre, radius_mm };
    geometry::check(&area).map_err(|fault| Problem::NoCounterpart(fault.to_string()))?;
    let sizes = match (one / 1_000, two / 1_000) {
        (0, 0) => String::new(),
        (one, 0) => format!(", {one} m"),
        (one, two) => format!(", {one} m by {two} m, orientation {}", field("ObjectOrientation")),
    };
    Ok((area, format!("{words}{sizes}")))
}
