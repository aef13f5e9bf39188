//! Calendars: windows of notices and deadlines as iCalendar (RFC 5545).
//!
//! ```text
//! turns ─▶ a window for each notice    ┐
//! statements with a deadline ─▶ events ─┴▶ `calendar` ─▶ one text, to be read again and again: an event keeps its UID
//! ```
//!
//! Holds
//! - An event that changes keeps its UID and counts its SEQUENCE up; one that is over, or settled, is CANCELLED and stays.
//! - Nothing is *confirmed* here: an event that stands has no STATUS.
//! - A deadline is an instant. That it passes means nothing; no event says otherwise.
//!
//! Not here: who may read a statement (`exchange`), warnings and halts (they have no window), reminders (whoever reads it).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use record::live::Knowledge;
use record::statement::{BodyId, Content, Inquiry, Leg, Stage, Statement};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, KnownAt};

use super::turns::{Course, Subject, Turn, TurnKind};
use super::{SENTENCE, cap};
use crate::limits::ICS_LINE_BYTES;
use crate::mission::is_exercise;

/// The calendar of what `statements` say; `None` where they have neither a window nor a deadline, for an empty calendar is none.
///
/// `statements` are what the reader may read of what `knowledge` holds; `origin` is the log's, and stands in each UID.
pub fn calendar(statements: &[&Statement], knowledge: &Knowledge<'_>, origin: &str) -> Option<String> {
    let mut events = of_notices(statements, &knowledge.registers);
    events.extend(of_requests(statements, knowledge));
    if events.is_empty() {
        return None;
    }
    let mut text = Lines::default();
    text.line("BEGIN", "VCALENDAR");
    text.line("VERSION", "2.0");
    text.line("PRODID", "-//Armistice//Channel//EN");
    text.line("CALSCALE", "GREGORIAN");
    for event in &events {
        event.write(&mut text, origin);
    }
    text.line("END", "VCALENDAR");
    Some(text.0)
}

/// Content lines: folded, and ended as RFC 5545 3.1 demands.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// A value that is no text: a time, a number, a word of the format.
    fn line(&mut self, name: &str, value: &str) {
        let mut room = ICS_LINE_BYTES;
        for c in format!("{name}:{value}").chars() {
            if c.len_utf8() > room {
                self.0.push_str("\r\n ");
                room = ICS_LINE_BYTES - 1;
            }
            room -= c.len_utf8();
            self.0.push(c);
        }
        self.0.push_str("\r\n");
    }
    /// A text, escaped (3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        self.line(name, &escaped(text));
    }
}

fn escaped(text: &str) -> String {
    let mut value = String::new();
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\n' | '\r' => value.push_str("\\n"),
            '\\' | ';' | ',' => value.extend(['\\', c]),
            c if c.is_control() && c != '\t' => value.push('\u{fffd}'),
            c => value.push(c),
        }
    }
    value
}

/// The category of what is an exercise.
const EXERCISE: &str = "EXERCISE";

/// One VEVENT.
struct Event {
    /// Unique and lasting, without the log's origin.
    uid: String,
    /// How often it changed.
    sequence: usize,
    /// When it became known as it stands here.
    known: KnownAt,
    start: Instant,
    /// `None` for an instant, and where no end is stated.
    end: Option<Instant>,
    cancelled: bool,
    summary: String,
    description: String,
    place: Option<Place>,
    contact: Option<String>,
    categories: Vec<&'static str>,
}

impl Event {
    fn write(&self, text: &mut Lines, origin: &str) {
        text.line("BEGIN", "VEVENT");
        text.text("UID", &format!("{}@{origin}", self.uid));
        text.line("DTSTAMP", &date_time(self.known.0));
        text.line("SEQUENCE", &self.sequence.to_string());
        let start = date_time(self.start);
        text.line("DTSTART", &start);
        // An end is after the beginning, also where both have the year next to theirs.
        if let Some(end) = self.end.map(date_time).filter(|end| *end > start) {
            text.line("DTEND", &end);
        }
        if self.cancelled {
            text.line("STATUS", "CANCELLED");
        }
        // It is for those whom the statement names, and takes nobody's time.
        text.line("CLASS", "CONFIDENTIAL");
        text.line("TRANSP", "TRANSPARENT");
        // All of an exercise is one, also what no statement says of itself.
        let marked = is_exercise(origin) && !self.categories.contains(&EXERCISE);
        let categories: Vec<&str> = self.categories.iter().copied().chain(marked.then_some(EXERCISE)).collect();
        text.line("CATEGORIES", &categories.join(","));
        text.text("SUMMARY", &format!("{}{}", if marked { "EXERCISE: " } else { "" }, self.summary));
        text.text("DESCRIPTION", &self.description);
        if let Some(place) = &self.place {
            if !place.names.is_empty() {
                text.text("LOCATION", &place.names.join(", "));
            }
            if let Some(Area::Disc { centre, .. }) = &place.area {
                text.line("GEO", &format!("{};{}", cap::degrees(centre.lat_e7), cap::degrees(centre.lon_e7)));
            }
        }
        if let Some(contact) = &self.contact {
            text.text("CONTACT", contact);
        }
        text.line("END", "VEVENT");
    }
}

/// An instant in UTC (3.3.5); years that have no four digits are those next to them.
fn date_time(at: Instant) -> String {
    const FIRST: i64 = -62_135_596_800; // 0001-01-01
    const LAST: i64 = 253_402_300_799; // 9999-12-31
    let second = at.0.clamp(FIRST, LAST);
    let stamp = jiff::Timestamp::from_second(second).expect("four digits of a year are in range");
    stamp.strftime("%Y%m%dT%H%M%SZ").to_string()
}

// ---- windows ----

/// The window of each notice, and the deadlines that it states, in the order in which notices became known.
fn of_notices(statements: &[&Statement], registers: &Registers) -> Vec<Event> {
    let course = Course::of(statements, registers);
    let mut turns: BTreeMap<(KnownAt, BodyId), (usize, &Turn<'_>)> = BTreeMap::new();
    for turn in &course.turns {
        let (changes, last) = turns.entry((turn.of.known(), turn.of.id)).or_insert((0, turn));
        (*changes, *last) = (*changes + 1, turn);
    }
    turns.into_values().flat_map(|(changes, last)| of_notice(changes - 1, last)).collect()
}

/// The events of one notice, as its last turn leaves them after so many changes.
fn of_notice(changes: usize, last: &Turn<'_>) -> Vec<Event> {
    let Subject::Notice(notice) = last.subject else { return Vec::new() };
    let id = last.of.id;
    let over = match last.kind {
        TurnKind::Withdrawn => "withdrawn: ",
        TurnKind::Closed => "over: ",
        TurnKind::Replaced => "replaced: ",
        TurnKind::Said | TurnKind::Again => "",
    };
    let drill = if notice.drill { "EXERCISE: " } else { "" };
    let place = notice.place.names.first().map(|name| format!(", {name}")).unwrap_or_default();
    let subject = format!("{}{place}, {} says", cap::event(last.subject), last.of.body.speaker());
    let event = |suffix: &str, start, end, what: &str, description: String| Event {
        uid: format!("{id}{suffix}"),
        sequence: changes,
        known: last.by.known(),
        start,
        end,
        cancelled: last.kind.ends(),
        summary: format!("{drill}{over}{what}{subject}"),
        description: format!("{description}\n{SENTENCE}\nstatement {id}"),
        place: Some(notice.place.clone()),
        contact: notice.contact.clone(),
        categories: [if suffix.is_empty() { "NOTICE" } else { "DEADLINE" }]
            .into_iter()
            .chain(notice.drill.then_some(EXERCISE))
            .collect(),
    };
    // An event has to begin: one that states no beginning is there from when it was said.
    let start = if notice.during.from == Instant::EVER { last.of.known().0 } else { notice.during.from };
    let end = Some(cap::ends(notice)).filter(|end| *end != Instant::NEVER);
    let mut events = vec![event("", start, end, "", cap::of_notice(notice))];
    events.extend(notice.objections_until.map(|at| {
        let meaning = "Objections are asked for until now. Nothing follows from its passing.";
        event("-objections", at, None, "objections asked for until now: ", meaning.to_owned())
    }));
    events.extend(notice.expires.map(|at| {
        let meaning = "The notice says that it no longer holds from now on, unless it is said again.";
        event("-expiry", at, None, "no longer holds unless said again: ", meaning.to_owned())
    }));
    events
}

// ---- deadlines of other statements ----

/// Somebody is asked for something by an instant.
struct Request<'a> {
    by: &'a Statement,
    due: Instant,
    what: String,
    description: String,
    /// Whether a statement settles it.
    settles: Box<dyn Fn(&Content) -> bool + 'a>,
}

/// Permissions asked for with an instant by which an answer is needed, and steps of inquiries that state when they are due.
fn of_requests(statements: &[&Statement], knowledge: &Knowledge<'_>) -> Vec<Event> {
    let live: BTreeSet<BodyId> = knowledge.live.iter().map(|live| live.statement.id).collect();
    let mut all = statements.to_vec();
    all.sort_by_key(|statement| (statement.known(), statement.id));
    all.dedup_by_key(|statement| statement.id);
    let touching = |statement: &&&Statement| {
        matches!(statement.body.content, Content::ConvoyEvent(_) | Content::Inquiry(_) | Content::Reply(_))
    };
    let may_settle: Vec<&Statement> = all.iter().filter(touching).copied().collect();
    let requests = all.iter().filter_map(|statement| request(statement, &knowledge.registers));
    requests.map(|request| request.event(&may_settle, &live)).collect()
}

fn request<'a>(by: &'a Statement, registers: &'a Registers) -> Option<Request<'a>> {
    let same = |a: &str, b: &str| registers.resolve(a) == registers.resolve(b);
    match &by.body.content {
        Content::ConvoyEvent(event) => {
            let Leg::Asked { issuer, answer_by: Some(due) } = &event.leg else { return None };
            let settles = move |content: &Content| match content {
                Content::ConvoyEvent(answer) if answer.convoy == event.convoy => match &answer.leg {
                    Leg::Granted { issuer: by, .. } | Leg::Refused { issuer: by } => same(by, issuer),
                    _ => false,
                },
                _ => false,
            };
            let what = format!("answer of {issuer} needed, permission for a convoy");
            let description = format!("{}\nAn answer that does not come is neither yes nor no.", event.words);
            Some(Request { by, due: *due, what, description, settles: Box::new(settles) })
        }
        Content::Inquiry(inquiry) => {
            let due = inquiry.due?;
            let file = &inquiry.file;
            let what = match &inquiry.stage {
                Stage::Asked { party } => format!("answer of {party} due, inquiry {file}"),
                Stage::FollowUp { party, .. } => format!("follow-up of {party} due, inquiry {file}"),
                Stage::Insufficient { .. } => format!("what is missing is due, inquiry {file}"),
                Stage::CommentsOpen => format!("comments due, inquiry {file}"),
                _ => format!("due, inquiry {file}"),
            };
            let mut description = inquiry.words.clone();
            match &inquiry.stage {
                Stage::FollowUp { asked, .. } => description.push_str(&format!("\nAsked: {asked}")),
                Stage::Insufficient { missing } => {
                    description.push_str(&format!("\nMissing: {}", missing.join("; ")));
                }
                _ => {}
            }
            let settles = move |content: &Content| {
                let Content::Inquiry(Inquiry { file: of, stage, .. }) = content else { return false };
                same(of, file)
                    && match (&inquiry.stage, stage) {
                        (
                            Stage::Asked { party } | Stage::FollowUp { party, .. },
                            Stage::Answered { party: by } | Stage::Refused { party: by },
                        )
                        | (Stage::FollowUp { party, .. }, Stage::Replied { party: by } | Stage::Done { party: by }) => {
                            same(party, by)
                        }
                        _ => false,
                    }
            };
            Some(Request { by, due, what, description, settles: Box::new(settles) })
        }
        _ => None,
    }
}

impl Request<'_> {
    fn event(&self, may_settle: &[&Statement], live: &BTreeSet<BodyId>) -> Event {
        // What changed it: what settles it, and whatever takes one of these back.
        let mut touched = BTreeSet::from([self.by.id]);
        let (mut known, mut settled) = (self.by.known(), false);
        for statement in may_settle.iter().filter(|statement| statement.known() >= self.by.known()) {
            let settles = (self.settles)(&statement.body.content);
            let takes = matches!(&statement.body.content, Content::Reply(reply) if touched.contains(&reply.to));
            if (settles || takes) && touched.insert(statement.id) {
                known = known.max(statement.known());
                settled |= settles && live.contains(&statement.id);
            }
        }
        let withdrawn = !live.contains(&self.by.id);
        let word = match (withdrawn, settled) {
            (true, _) => "withdrawn: ",
            (false, true) => "answered: ",
            (false, false) => "",
        };
        let mut description = self.description.trim_start().to_owned();
        write!(description, "\nstatement {}", self.by.id).expect("a text takes more");
        Event {
            uid: self.by.id.to_string(),
            sequence: touched.len() - 1,
            known,
            start: self.due,
            end: None,
            cancelled: withdrawn || settled,
            summary: format!("{word}{}", self.what),
            description,
            place: None,
            contact: None,
            categories: vec!["DEADLINE"],
        }
    }
}
