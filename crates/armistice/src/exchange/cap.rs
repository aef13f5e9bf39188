//! CAP: notices, warnings and halts as messages of the Common Alerting Protocol 1.2 (OASIS, 1 July 2010).
//!
//! ```text
//! turns ─▶ `messages` ─▶ one message each: Alert · Update (replaces, or stands again) · Cancel (withdrawn, closed)
//! ```
//!
//! Holds
//! - No message is public: its scope is *Private*, and its addresses are those whom the statement names.
//! - Every message carries the sentence that no permission follows from it.
//! - What nobody said is *Unknown*: urgency, severity and certainty are claimed by nobody here.
//!
//! Not here: who may read a statement (`exchange`), sending (whoever takes the files).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use quick_xml::escape::escape;
use record::statement::{Alert, AlertKind, BodyId, Content, Heights, Notice, Notified, Statement};
use record::vocabulary::Name;
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{EventTime, Instant};

use super::SENTENCE;
use super::turns::{Course, Subject, Turn, TurnKind};
use crate::limits::{CAP_HEADLINE_CHARACTERS, CAP_REFERENCES};
use crate::message::utc;

/// One message, as a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CapMessage {
    /// Unique under its sender: the id of the statement, and of the notice or alert where the statement is another one.
    pub identifier: String,
    /// What the file is called.
    pub file: String,
    /// The notice or alert.
    pub of: BodyId,
    /// The message.
    pub xml: String,
}

/// The messages that `statements` make, in the order in which they became known. `origin` is the log's, and names the sender.
///
/// What becomes known later adds messages and changes none, as long as the registers say the same of who speaks for whom.
pub fn messages(statements: &[&Statement], registers: &Registers, origin: &str) -> Vec<CapMessage> {
    let course = Course::of(statements, registers);
    let sender = token(origin);
    let mut sent: BTreeMap<BodyId, Vec<(usize, String)>> = BTreeMap::new();
    // What a reader who follows the references holds for valid.
    let mut valid: BTreeSet<BodyId> = BTreeSet::new();
    let mut messages = Vec::new();
    for (index, turn) in course.told().enumerate() {
        let id = turn.of.id;
        let line: Vec<BodyId> = match turn.kind {
            TurnKind::Again => course.line(id).into_iter().collect(),
            _ => course.before(id).into_iter().chain([id]).collect(),
        };
        // Every earlier message of the line, but for those of another notice of it that stands: a reference would end that.
        let instead = course.replaced(id).filter(|_| !turn.kind.ends());
        let named = line.into_iter().filter(|other| *other == id || Some(*other) == instead || !valid.contains(other));
        let named: Vec<BodyId> = named.collect();
        let mut earlier: Vec<&(usize, String)> = named.iter().filter_map(|id| sent.get(id)).flatten().collect();
        earlier.sort();
        // The ones left out were superseded by those named.
        let earlier = &earlier[earlier.len().saturating_sub(CAP_REFERENCES)..];
        let references: Vec<&str> = earlier.iter().map(|(_, reference)| reference.as_str()).collect();
        let identifier = identifier(turn);
        let xml = xml(turn, &sender, &identifier, &references.join(" "));
        valid.retain(|id| !named.contains(id));
        if !turn.kind.ends() {
            valid.insert(id);
        }
        let reference = format!("{sender},{identifier},{}", sent_at(turn));
        sent.entry(id).or_default().push((index, reference));
        messages.push(CapMessage { file: format!("{identifier}.xml"), identifier, of: id, xml });
    }
    messages
}

fn identifier(turn: &Turn<'_>) -> String {
    match turn.kind {
        TurnKind::Said => turn.of.id.to_string(),
        _ => format!("{}.{}", turn.by.id, turn.of.id),
    }
}

/// `text` as an identifier or sender may be: spaces, commas, `<` and `&` are spelled as in addresses.
fn token(text: &str) -> String {
    let mut token = String::new();
    for c in text.chars() {
        if c.is_whitespace() || c.is_control() || matches!(c, ',' | '<' | '&' | '%') {
            c.encode_utf8(&mut [0; 4])
                .bytes()
                .for_each(|byte| write!(token, "%{byte:02X}").expect("a text takes more"));
        } else {
            token.push(c);
        }
    }
    token
}

/// The form of an instant in CAP 3.3.2: no `Z`, and `-00:00` for UTC. `None` for an open end, and for years without four digits.
fn date_time(at: Instant) -> Option<String> {
    let open = at == Instant::EVER || at == Instant::NEVER;
    let stamp = jiff::Timestamp::from_second(at.0).ok().filter(|_| !open)?;
    let civil = stamp.to_zoned(jiff::tz::TimeZone::UTC).datetime();
    (civil.year() >= 1).then(|| civil.strftime("%Y-%m-%dT%H:%M:%S-00:00").to_string())
}

fn sent_at(turn: &Turn<'_>) -> String {
    // Nothing is accepted before there were calendars, but a history batch may claim it.
    date_time(turn.by.known().0).unwrap_or_else(|| "0001-01-01T00:00:00-00:00".to_owned())
}

/// XML, element by element.
struct Xml {
    text: String,
    depth: usize,
}

impl Xml {
    fn open(&mut self, element: &str) {
        writeln!(self.text, "{}<{element}>", "  ".repeat(self.depth)).expect("a text takes more");
        self.depth += 1;
    }
    fn close(&mut self, element: &str) {
        self.depth -= 1;
        writeln!(self.text, "{}</{element}>", "  ".repeat(self.depth)).expect("a text takes more");
    }
    fn element(&mut self, element: &str, text: &str) {
        let text: String = text.replace("\r\n", "\n").chars().map(printable).collect();
        writeln!(self.text, "{}<{element}>{}</{element}>", "  ".repeat(self.depth), escape(text.as_str()))
            .expect("a text takes more");
    }
    fn maybe(&mut self, element: &str, text: Option<String>) {
        if let Some(text) = text {
            self.element(element, &text);
        }
    }
    fn pair(&mut self, element: &str, name: &str, value: &str) {
        self.open(element);
        self.element("valueName", name);
        self.element("value", value);
        self.close(element);
    }
}

/// Characters that XML 1.0 has no way to write are shown as such.
fn printable(c: char) -> char {
    match c {
        '\r' => '\n',
        '\t' | '\n' => c,
        '\u{fffe}' | '\u{ffff}' => '\u{fffd}',
        c if u32::from(c) < 0x20 => '\u{fffd}',
        c => c,
    }
}

fn xml(turn: &Turn<'_>, sender: &str, identifier: &str, references: &str) -> String {
    let subject = Shared::of(turn.subject);
    let mut xml = Xml { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_owned(), depth: 0 };
    xml.open("alert xmlns=\"urn:oasis:names:tc:emergency:cap:1.2\"");
    xml.element("identifier", identifier);
    xml.element("sender", sender);
    xml.element("sent", &sent_at(turn));
    xml.element("status", if subject.drill { "Exercise" } else { "Actual" });
    let kind = match turn.kind {
        TurnKind::Said if references.is_empty() => "Alert",
        TurnKind::Said | TurnKind::Again => "Update",
        TurnKind::Withdrawn | TurnKind::Closed | TurnKind::Replaced => "Cancel",
    };
    xml.element("msgType", kind);
    xml.element("scope", "Private");
    xml.element("addresses", &subject.to.iter().map(|name| address(name)).collect::<Vec<_>>().join(" "));
    xml.maybe("note", note(turn));
    if !references.is_empty() {
        xml.element("references", references);
    }
    info(&mut xml, turn, &subject);
    xml.close("alert");
    xml.text
}

/// An address stands in quotation marks where it has spaces (CAP 3.2.1), and has none itself.
fn address(name: &str) -> String {
    let name = name.replace('"', "'");
    if name.contains(char::is_whitespace) { format!("\"{name}\"") } else { name }
}

/// Why an earlier message ends or stands again, in the words of whoever says so.
fn note(turn: &Turn<'_>) -> Option<String> {
    let speaker = turn.by.body.speaker();
    let what = match (turn.kind, turn.subject) {
        (TurnKind::Said, _) => return None,
        (TurnKind::Withdrawn, _) if matches!(turn.by.body.content, Content::BatchUndone(_)) => {
            format!("{speaker} takes back the import it came with")
        }
        (TurnKind::Withdrawn, _) => format!("{speaker} withdraws it"),
        (TurnKind::Closed, Subject::Alert(Alert { kind: AlertKind::Halt, .. })) => format!("{speaker} lifts the halt"),
        (TurnKind::Closed, _) => format!("{speaker} says that it is over"),
        (TurnKind::Replaced, _) => format!("another notice stands in its place again, by what {speaker} says"),
        (TurnKind::Again, _) => format!("it stands again, by what {speaker} says"),
    };
    let words = match &turn.by.body.content {
        Content::Reply(reply) => reply.words.as_str(),
        Content::Receipt(receipt) => receipt.words.as_str(),
        _ => "",
    };
    Some(if words.is_empty() { what } else { format!("{what}: {words}") })
}

/// What notices and alerts have in common.
struct Shared<'a> {
    to: &'a [Name],
    place: Option<&'a Place>,
    drill: bool,
    event: &'static str,
    /// The word for programs.
    word: &'static str,
    category: &'static [&'static str],
    response: &'static str,
    urgency: &'static str,
}

/// What it is, in words.
pub(super) fn event(subject: Subject<'_>) -> &'static str {
    Shared::of(subject).event
}

impl<'a> Shared<'a> {
    fn of(subject: Subject<'a>) -> Shared<'a> {
        let (event, word, category): (_, _, &[&str]) = match subject {
            Subject::Alert(alert) => match alert.kind {
                AlertKind::Warning => ("warning", "warning", &["Safety", "Security"]),
                AlertKind::Halt => ("halt", "halt", &["Safety", "Security"]),
            },
            Subject::Notice(notice) => match notice.what {
                Notified::ProtectedSite => ("notice of a protected site", "protected-site", &["Safety"]),
                Notified::HumanitarianMovement => {
                    ("notice of a humanitarian movement", "humanitarian-movement", &["Safety", "Transport"])
                }
                // Neither says what is done or repaired: no other category is more than a guess.
                Notified::PlannedActivity => ("notice of a planned activity", "planned-activity", &["Other"]),
                Notified::RepairWindow => ("notice of quiet for a repair", "repair-window", &["Other"]),
                Notified::LocalSilence => ("notice of quiet in one place", "local-silence", &["Security"]),
            },
        };
        match subject {
            // Both ask that something be kept away from somebody, now: an officer is looked for from the first second on (N6).
            Subject::Alert(Alert { to, place, drill, .. }) => {
                let (response, urgency) = ("Avoid", "Immediate");
                Shared { to, place: place.as_ref(), drill: *drill, event, word, category, response, urgency }
            }
            // A notice asks for nothing but to be known: "evaluate the information in this message". By when, it does not say.
            Subject::Notice(Notice { to, place, drill, .. }) => {
                let (response, urgency) = ("Assess", "Unknown");
                Shared { to, place: Some(place), drill: *drill, event, word, category, response, urgency }
            }
        }
    }
}

fn info(xml: &mut Xml, turn: &Turn<'_>, subject: &Shared<'_>) {
    let body = &turn.of.body;
    let over = turn.kind.ends();
    xml.open("info");
    // The language of the sentences made here; what somebody says in another one stands as it was said.
    xml.element("language", "en-GB");
    for category in subject.category {
        xml.element("category", category);
    }
    xml.element("event", subject.event);
    if !over {
        // Never `AllClear` for what is over: that it is safe now nobody said.
        xml.element("responseType", subject.response);
    }
    xml.element("urgency", if over { "Past" } else { subject.urgency });
    // Nobody says how bad it would be, or how likely: one party says that it is so, and the mission passes that on.
    xml.element("severity", "Unknown");
    xml.element("certainty", "Unknown");
    xml.pair("eventCode", "ARMISTICE", subject.word);
    if let Subject::Notice(notice) = turn.subject {
        xml.maybe("onset", date_time(notice.during.from));
        xml.maybe("expires", date_time(ends(notice)));
    }
    xml.element("senderName", body.speaker());
    xml.element("headline", &headline(turn, subject));
    let (description, contact) = match turn.subject {
        Subject::Notice(notice) => (of_notice(notice), notice.contact.clone()),
        Subject::Alert(alert) => (of_alert(alert), None),
    };
    xml.element("description", &description);
    xml.element("instruction", SENTENCE);
    xml.maybe("contact", contact);
    xml.pair("parameter", "statement", &turn.of.id.to_string());
    if let Some(entry) = &body.on_behalf {
        xml.pair("parameter", "recorded by", &format!("{}, by {}", entry.recorder, entry.medium));
    }
    if let Subject::Notice(notice) = turn.subject {
        let until = |at: Option<Instant>| at.and_then(date_time);
        for (name, at) in [
            ("window from", until(Some(notice.during.from))),
            ("window until", until(Some(notice.during.until))),
            ("no longer holds from", until(notice.expires)),
            ("objections asked for until", until(notice.objections_until)),
        ] {
            if let Some(at) = at {
                xml.pair("parameter", name, &at);
            }
        }
    }
    if let Some(place) = subject.place {
        area(xml, place);
    }
    xml.close("info");
}

/// When a notice ends by its own words: its window, or its expiry if that is earlier.
pub(super) fn ends(notice: &Notice) -> Instant {
    notice.expires.map_or(notice.during.until, |expires| expires.min(notice.during.until))
}

fn headline(turn: &Turn<'_>, subject: &Shared<'_>) -> String {
    let mut line = String::new();
    line.push_str(if subject.drill { "EXERCISE: " } else { "" });
    line.push_str(match turn.kind {
        TurnKind::Withdrawn => "withdrawn: ",
        TurnKind::Closed => "over: ",
        TurnKind::Replaced => "replaced: ",
        TurnKind::Said | TurnKind::Again => "",
    });
    line.push_str(subject.event);
    if let Some(name) = subject.place.and_then(|place| place.names.first()) {
        line.push_str(&format!(", {name}"));
    }
    line.push_str(&format!(", {} says", turn.of.body.speaker()));
    // CAP 3.2.2: longer ones are cut by small screens, in the middle of a character where it comes to that.
    if line.chars().count() > CAP_HEADLINE_CHARACTERS {
        line = line.chars().take(CAP_HEADLINE_CHARACTERS - 1).chain(['…']).collect();
    }
    line
}

/// What a notice says, a line each.
pub(super) fn of_notice(notice: &Notice) -> String {
    let mut lines = vec![notice.words.clone()];
    lines.push(window(notice));
    lines.extend(notice.heights.map(heights));
    lines.extend(notice.marking.as_ref().map(|marking| format!("Marking: {marking}")));
    lines.extend(notice.seen_at_night.map(|seen| {
        if seen { "The marking can be seen at night." } else { "The marking cannot be seen at night." }.to_owned()
    }));
    lines.extend(
        notice
            .objections_until
            .map(|until| format!("Objections are asked for until {}. Nothing follows from its passing.", utc(until))),
    );
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn window(notice: &Notice) -> String {
    let from = match notice.during.from {
        Instant::EVER => "without a stated beginning".to_owned(),
        from => format!("from {}", utc(from)),
    };
    let until = match notice.during.until {
        Instant::NEVER => "without a stated end".to_owned(),
        until => format!("until before {}", utc(until)),
    };
    let expires = notice.expires.map(|at| format!("; no longer holds from {} unless it is said again", utc(at)));
    format!("When: {from}, {until}{}.", expires.unwrap_or_default())
}

/// CAP's own altitudes are above the sea. Above the ground is another height everywhere but on the shore.
fn heights(heights: Heights) -> String {
    let Heights { from_m, to_m } = heights;
    format!("Heights: {from_m} to {to_m} m ({} to {} feet) above the ground.", feet(from_m), feet(to_m))
}

/// Metres in whole feet, rounded to the nearest: a foot is 0.3048 m.
fn feet(metres: u64) -> u128 {
    (u128::from(metres) * 10_000 + 1_524) / 3_048
}

fn of_alert(alert: &Alert) -> String {
    let mut lines = vec![alert.words.clone()];
    if !alert.endangered.is_empty() {
        lines.push(format!("There: {}.", alert.endangered.join(", ")));
    }
    lines.extend(alert.since.as_ref().map(|since| format!("Going on since {}.", began(since))));
    lines.extend(alert.on.map(|on| format!("About the notice {on}.")));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn began(time: &EventTime) -> String {
    let (first, last) = (time.began.from, time.began.last());
    if first == last { utc(first) } else { format!("some instant from {} to {}", utc(first), utc(last)) }
}

fn area(xml: &mut Xml, place: &Place) {
    xml.open("area");
    let description = if place.names.is_empty() { "the area given here".to_owned() } else { place.names.join(", ") };
    let holes = |polygon: &Polygon| !polygon.holes.is_empty();
    let without = matches!(&place.area, Some(Area::Polygons(polygons)) if polygons.iter().any(holes));
    // CAP has no word for what is cut out of an outline.
    let description = if without { format!("{description} (parts of the outline are not meant)") } else { description };
    xml.element("areaDesc", &description);
    match &place.area {
        Some(Area::Polygons(polygons)) => {
            for polygon in polygons {
                let closed = polygon.outer.iter().chain(polygon.outer.first());
                xml.element("polygon", &closed.map(|point| position(*point)).collect::<Vec<_>>().join(" "));
            }
        }
        Some(Area::Disc { centre, radius_mm }) => {
            let (km, rest) = (radius_mm / 1_000_000, radius_mm % 1_000_000);
            xml.element("circle", &format!("{} {km}.{rest:06}", position(*centre)));
        }
        None => {}
    }
    xml.close("area");
}

/// Latitude and longitude in degrees.
pub(super) fn position(point: Point) -> String {
    format!("{},{}", degrees(point.lat_e7), degrees(point.lon_e7))
}

/// Degrees with all seven digits.
pub(super) fn degrees(e7: i32) -> String {
    let size = e7.unsigned_abs();
    format!("{}{}.{:07}", if e7 < 0 { "-" } else { "" }, size / 10_000_000, size % 10_000_000)
}
