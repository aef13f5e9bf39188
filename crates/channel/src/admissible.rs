//! What a notice, a warning or a halt must be to be handed in: all faults at once, in words that its author can act on.
//!
//! Holds
//! - A fault is about the statement alone and what is registered: no notice is refused for what others said or notified.
//!
//! Not here: bytes (`record::wire`), who may sign (`record::ledger`).

use std::fmt;

use record::statement::{Body, Content, Notice};
use record::vocabulary::Name;
use record::vocabulary::geometry::crossing::crosses_itself;
use record::vocabulary::geometry::{self, Degrees, GeometryFault};
use record::vocabulary::place::{Area, Point};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval, Zone};

use crate::codes;
use crate::speak;

/// What is wrong with a notice, a warning or a halt.
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
}

/// Whether a notice, a warning or a halt can be handed in at `now`; anything else can, as far as this is concerned.
///
/// # Errors
/// Every fault, in the order in which a reader meets what is wrong.
pub fn admissible(body: &Body, registers: &Registers, now: Instant) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    match &body.content {
        Content::Notice(notice) => {
            recipients(body.speaker(), &notice.to, registers, now, &mut faults);
            area(notice.place.area.as_ref(), &mut faults);
            times(notice, now, &mut faults);
        }
        Content::Alert(alert) => {
            recipients(body.speaker(), &alert.to, registers, now, &mut faults);
            area(alert.place.as_ref().and_then(|place| place.area.as_ref()), &mut faults);
        }
        _ => {}
    }
    if faults.is_empty() { Ok(()) } else { Err(faults) }
}

fn recipients(speaker: &Name, to: &[Name], registers: &Registers, now: Instant, faults: &mut Vec<Fault>) {
    let own = speak::voices(registers, speaker, now);
    for recipient in to {
        let name = registers.resolve(recipient);
        let registered = registers
            .speakers
            .iter()
            .any(|entry| [&entry.name, &entry.party].into_iter().any(|entered| registers.resolve(entered) == name));
        if speak::same(&own, &speak::voices(registers, recipient, now)) {
            faults.push(Fault::ToItself { speaker: speaker.clone(), recipient: recipient.clone() });
        } else if !registers.knows(recipient) && !registered {
            let parties = registers.parties.iter().cloned().collect();
            faults.push(Fault::UnknownRecipient { name: recipient.clone(), parties });
        }
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

fn times(notice: &Notice, now: Instant, faults: &mut Vec<Fault>) {
    let during = notice.during;
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
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
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
                    utc(*until)
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
                utc(*expires),
                utc(during.from),
                utc(during.until)
            ),
            Fault::ObjectionsOver { until } => {
                write!(
                    f,
                    "objections are asked for until `{}`, which is over; give a time in which somebody can object",
                    utc(*until)
                )
            }
            Fault::ObjectionsAfter { until, during } => write!(
                f,
                "objections are asked for until `{}`, after the window has ended at `{}`",
                utc(*until),
                utc(during.until)
            ),
        }
    }
}

impl std::error::Error for Fault {}

fn utc(at: Instant) -> String {
    match at {
        Instant::EVER => "ever".to_owned(),
        Instant::NEVER => "never".to_owned(),
        at => Zone::named("UTC").map_or_else(|| at.0.to_string(), |zone| format!("{}Z", zone.civil(at))),
    }
}
