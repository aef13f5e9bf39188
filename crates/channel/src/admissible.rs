//! What a statement of the channel must be to be handed in: all faults at once, in words that its author can act on.
//!
//! Holds
//! - A fault is about the statement alone and what is registered: nothing is refused for what others said or notified.
//!
//! Not here: bytes (`record::wire`), who may sign (`record::ledger`).

use std::fmt;

use record::statement::{AlertKind, Amount, Body, Content, ConvoyEvent, Leg, Notice, Step};
use record::vocabulary::Name;
use record::vocabulary::geometry::crossing::crosses_itself;
use record::vocabulary::geometry::{self, Degrees, GeometryFault};
use record::vocabulary::place::{Area, Point};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{EventTime, Instant, Interval, Zone};

use crate::codes;
use crate::limits::AHEAD_S;
use crate::speak;

/// What is wrong with what is handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Its outline crosses or touches itself.
    CrossesItself {
        /// Near here.
        near: Point,
    },
    /// The geometry cannot answer for its area.
    Area(GeometryFault),
    /// Its window is over.
    Over {
        /// Since when.
        until: Instant,
    },
    /// Nobody knows a recipient.
    UnknownRecipient {
        /// As it is spelled.
        name: Name,
        /// The parties that the agreement declares.
        parties: Vec<Name>,
    },
    /// A recipient is the speaker, or one speaks for the other.
    ToItself {
        /// Who speaks.
        speaker: Name,
        /// For whom it is.
        recipient: Name,
    },
    /// It expires before it begins or after it has ended.
    Expiry {
        /// When it expires.
        expires: Instant,
        /// Its window.
        during: Interval,
    },
    /// Objections are asked for until an instant that is past.
    ObjectionsOver {
        /// Until when.
        until: Instant,
    },
    /// Objections are asked for after the end of its window.
    ObjectionsAfter {
        /// Until when.
        until: Instant,
        /// Its window.
        during: Interval,
    },
    /// It says of what is still to come that it happened.
    NotYet {
        /// What is said to have happened.
        what: &'static str,
        /// When, as it says.
        at: Instant,
    },
    /// An answer is asked for by an instant that is not after the asking.
    AnswerOver {
        /// By when.
        by: Instant,
    },
    /// An officer hands a watch to itself.
    HandedToItself {
        /// Who.
        officer: Name,
    },
    /// More trucks are said to be accepted than delivered.
    AcceptedMore {
        /// Accepted at least.
        accepted: u64,
        /// Delivered at most.
        delivered: u64,
    },
}

/// Whether a statement of the channel can be said at `now`; anything else can, as far as this is concerned. Without `now` it comes late, by
/// hand or as history: then no time is held against the clock.
///
/// # Errors
/// Every fault, in the order in which a reader meets what is wrong.
pub fn admissible(body: &Body, registers: &Registers, now: Option<Instant>) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    match &body.content {
        Content::Notice(notice) => {
            recipients(body, &notice.to, registers, now, &mut faults);
            area(notice.place.area.as_ref(), &mut faults);
            times(notice, now, &mut faults);
        }
        // A time that cannot be keeps no warning back.
        Content::Alert(alert) => {
            recipients(body, &alert.to, registers, now, &mut faults);
            area(alert.place.as_ref().and_then(|place| place.area.as_ref()), &mut faults);
        }
        Content::Receipt(receipt) => {
            if let Step::Halted { time } = &receipt.step {
                happened("the halt", Some(time), now, &mut faults);
            }
        }
        Content::Call(call) => {
            happened_at("the call", Some(call.began), now, &mut faults);
            happened_at("the end of the call", call.ended, now, &mut faults);
        }
        Content::Handover(handover) => {
            if registers.resolve(&handover.from) == registers.resolve(&handover.to) {
                faults.push(Fault::HandedToItself { officer: handover.to.clone() });
            }
            happened_at("the hand-over", Some(handover.at), now, &mut faults);
        }
        Content::ConvoyEvent(event) => {
            happened("this step of the convoy", event.time.as_ref(), now, &mut faults);
            leg(body, event, now, &mut faults);
        }
        Content::Inquiry(inquiry) => answered_by(body, inquiry.due, now, &mut faults),
        _ => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

/// The same of what others are to act on, a notice, a warning or a halt, when it comes into a log: anything else is kept as it was said,
/// so that no slip in it holds back a halt behind it.
///
/// # Errors
/// As for [`admissible`], without the clock.
pub fn actionable(body: &Body, registers: &Registers) -> Result<(), Vec<Fault>> {
    match &body.content {
        Content::Notice(_) | Content::Alert(_) => admissible(body, registers, None),
        _ => Ok(()),
    }
}

/// Those whom a call, a duty, a convoy or a step of one or of an inquiry names as its readers, and whom nobody knows. Whoever has the
/// register asks; a notice is asked by [`admissible`].
pub fn unknown_readers(body: &Body, registers: &Registers) -> Vec<Fault> {
    let to = match &body.content {
        Content::Call(call) => &call.to,
        Content::Duty(duty) => &duty.to,
        Content::Convoy(convoy) => &convoy.to,
        Content::ConvoyEvent(event) => &event.to,
        Content::Inquiry(inquiry) => &inquiry.to,
        _ => return Vec::new(),
    };
    to.iter().filter(|name| !registers.names(name)).map(|name| unknown(name, registers)).collect()
}

fn unknown(name: &Name, registers: &Registers) -> Fault {
    Fault::UnknownRecipient { name: name.clone(), parties: registers.parties.iter().cloned().collect() }
}

fn recipients(body: &Body, to: &[Name], registers: &Registers, now: Option<Instant>, faults: &mut Vec<Fault>) {
    let (speaker, at) = (body.speaker(), now.unwrap_or(Instant::EVER));
    let own = speak::voices(registers, speaker, at);
    // A halt is for every side, also where whoever calls it may speak for one.
    let is_halt = matches!(&body.content, Content::Alert(alert) if alert.kind == AlertKind::Halt);
    for recipient in to {
        let itself = match is_halt {
            true => registers.resolve(speaker) == registers.resolve(recipient),
            false => speak::same(&own, &speak::voices(registers, recipient, at)),
        };
        if itself {
            faults.push(Fault::ToItself { speaker: speaker.clone(), recipient: recipient.clone() });
        } else if !registers.names(recipient) {
            faults.push(unknown(recipient, registers));
        }
    }
}

/// That what is said to have happened does not lie ahead.
fn happened(what: &'static str, time: Option<&EventTime>, now: Option<Instant>, faults: &mut Vec<Fault>) {
    happened_at(what, time.map(|time| time.began.from), now, faults);
}

fn happened_at(what: &'static str, at: Option<Instant>, now: Option<Instant>, faults: &mut Vec<Fault>) {
    if let (Some(at), Some(now)) = (at, now)
        && now.plus(AHEAD_S) < at
    {
        faults.push(Fault::NotYet { what, at });
    }
}

/// That an answer can come by when it is asked for. What somebody asked before, and another enters now, was asked in time.
fn answered_by(body: &Body, by: Option<Instant>, asked: Option<Instant>, faults: &mut Vec<Fault>) {
    let asked = asked.filter(|_| body.on_behalf.is_none());
    faults.extend(by.filter(|by| asked.is_some_and(|asked| *by <= asked)).map(|by| Fault::AnswerOver { by }));
}

fn leg(body: &Body, event: &ConvoyEvent, now: Option<Instant>, faults: &mut Vec<Fault>) {
    match &event.leg {
        Leg::Asked { answer_by, .. } => match &event.time {
            None => answered_by(body, *answer_by, now, faults),
            Some(asked) => {
                let over = answer_by.filter(|by| *by <= asked.began.from);
                faults.extend(over.map(|by| Fault::AnswerOver { by }));
            }
        },
        Leg::Arrived { delivered: Some(Amount { most: Some(delivered), .. }), accepted: Some(accepted) }
            if *delivered < accepted.least =>
        {
            faults.push(Fault::AcceptedMore { accepted: accepted.least, delivered: *delivered });
        }
        _ => {}
    }
}

fn area(area: Option<&Area>, faults: &mut Vec<Fault>) {
    let Some(area) = area else { return };
    if let Err(fault) = geometry::check(area) {
        faults.push(Fault::Area(fault));
    } else if let Some(near) = crosses_itself(area) {
        faults.push(Fault::CrossesItself { near });
    }
}

fn times(notice: &Notice, now: Option<Instant>, faults: &mut Vec<Fault>) {
    let during = notice.during;
    let now = now.unwrap_or(Instant::EVER);
    if during.until <= now {
        faults.push(Fault::Over { until: during.until });
    }
    if let Some(expires) = notice.expires.filter(|at| *at <= during.from || during.until < *at) {
        faults.push(Fault::Expiry { expires, during });
    }
    match notice.objections_until {
        Some(until) if until <= now => faults.push(Fault::ObjectionsOver { until }),
        Some(until) if during.until < until => faults.push(Fault::ObjectionsAfter { until, during }),
        _ => {}
    }
}

impl Fault {
    /// Its code: stable.
    pub fn code(&self) -> &'static str {
        match self {
            Fault::CrossesItself { .. } => codes::CROSSES_ITSELF,
            Fault::Area(_) => codes::AREA,
            Fault::Over { .. } => codes::OVER,
            Fault::UnknownRecipient { .. } => codes::UNKNOWN_RECIPIENT,
            Fault::ToItself { .. } => codes::TO_ITSELF,
            Fault::Expiry { .. } => codes::EXPIRY,
            Fault::ObjectionsOver { .. } | Fault::ObjectionsAfter { .. } => codes::OBJECTIONS,
            Fault::NotYet { .. } => codes::NOT_YET,
            Fault::AnswerOver { .. } => codes::ANSWER_OVER,
            Fault::HandedToItself { .. } => codes::HANDED_TO_ITSELF,
            Fault::AcceptedMore { .. } => codes::ACCEPTED_MORE,
        }
    }
}

impl Fault {
    /// In words, with instants as clocks of `zone` show them.
    pub fn said(&self, zone: &Zone) -> String {
        InZone(self, zone).to_string()
    }
}

impl fmt::Display for Fault {
    /// With instants in UTC.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match Zone::named("UTC") {
            Some(utc) => InZone(self, &utc).fmt(f),
            None => f.write_str(self.code()),
        }
    }
}

/// A fault in words, with instants as clocks of a zone show them.
struct InZone<'f>(&'f Fault, &'f Zone);

impl fmt::Display for InZone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let InZone(fault, zone) = self;
        let shown = |at: Instant| shown(zone, at);
        match fault {
            Fault::CrossesItself { near } => write!(
                f,
                "the outline of this area crosses or touches itself near `{}`; put its corners in the order in which one \
                 walks around it",
                Degrees(*near)
            ),
            Fault::Area(fault) => fault.fmt(f),
            Fault::Over { until } => {
                write!(
                    f,
                    "the window of this notice ended at `{}`; correct it, or say what happened in a report",
                    shown(*until)
                )
            }
            Fault::UnknownRecipient { name, parties } => {
                write!(f, "`{name}` is no party and in no register, so that nobody would get this")?;
                match parties.as_slice() {
                    [] => Ok(()),
                    parties => {
                        let list: Vec<String> = parties.iter().map(|party| format!("`{party}`")).collect();
                        write!(f, "; the parties are {}", list.join(", "))
                    }
                }
            }
            Fault::ToItself { speaker, recipient } if speaker == recipient => {
                write!(f, "`{speaker}` says this to itself; name whom it is for")
            }
            Fault::ToItself { speaker, recipient } => {
                write!(f, "`{speaker}` and `{recipient}` speak for one party; name another for whom it is")
            }
            Fault::Expiry { expires, during } => write!(
                f,
                "this notice expires at `{}`, which is not in its window from `{}` until `{}`",
                shown(*expires),
                shown(during.from),
                shown(during.until)
            ),
            Fault::ObjectionsOver { until } => {
                write!(
                    f,
                    "objections are asked for until `{}`, which is over; give a time in which somebody can object",
                    shown(*until)
                )
            }
            Fault::ObjectionsAfter { until, during } => write!(
                f,
                "objections are asked for until `{}`, after the window has ended at `{}`",
                shown(*until),
                shown(during.until)
            ),
            Fault::NotYet { what, at } => {
                write!(f, "`{}` is still to come: {what} cannot have been then", shown(*at))
            }
            Fault::AnswerOver { by } => write!(
                f,
                "an answer is asked for by `{}`, which is over when it is asked; give a time in which somebody can answer",
                shown(*by)
            ),
            Fault::HandedToItself { officer } => write!(f, "`{officer}` hands the watch to itself; name who comes"),
            Fault::AcceptedMore { accepted, delivered } => write!(
                f,
                "{accepted} trucks are said to be accepted, and at most {delivered} to be delivered: nobody accepts what was not delivered"
            ),
        }
    }
}

impl std::error::Error for Fault {}

fn shown(zone: &Zone, at: Instant) -> String {
    match at {
        Instant::EVER => "ever".to_owned(),
        Instant::NEVER => "never".to_owned(),
        at if zone.name() == "UTC" => format!("{}Z", zone.civil(at)),
        at => format!("{} {}", zone.civil(at).to_string().replace('T', " "), zone.name()),
    }
}
