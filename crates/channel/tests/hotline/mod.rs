//! A record as tests write it: statements said one after another, and the channel they make at a moment.
//!
//! Holds
//! - North and South are the parties of the agreement; whoever else speaks is registered where a test says so.
//! - Ids are numbers: they never decide anything but the order of equals.

#![allow(dead_code, clippy::too_many_arguments)]

use channel::Channel;
use record::live::{Declared, Knowledge};
use record::statement::*;
use record::vocabulary::geometry::point::bearing_deg;
use record::vocabulary::place::{Area, Place, Point};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt};

/// 1 March 2031, 10:00:00 UTC: seconds are counted from here.
pub const TEN: i64 = 1_930_125_600;

pub fn at(seconds: i64) -> Instant {
    Instant(TEN + seconds)
}

pub fn span(from: i64, until: i64) -> Interval {
    Interval::new(at(from), at(until))
}

/// Longitude and latitude in 1e-7 degree: the valley lies around 22.5 E 39.1 N.
pub fn point(lat_e7: i32, lon_e7: i32) -> Point {
    Point { lon_e7, lat_e7 }
}

pub const MILL: Point = Point { lon_e7: 225_000_000, lat_e7: 391_000_000 };

pub fn disc(centre: Point, radius_m: u64) -> Area {
    Area::Disc { centre, radius_mm: radius_m * 1_000 }
}

pub fn place(centre: Point, radius_m: u64) -> Place {
    Place { names: Vec::new(), area: Some(disc(centre, radius_m)) }
}

pub fn named(names: &[&str]) -> Place {
    Place { names: strings(names), area: None }
}

pub fn strings(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// `metres` to the north of a point.
pub fn north_of(from: Point, metres: i64) -> Point {
    // 111.02 km to a degree at this latitude.
    Point { lat_e7: from.lat_e7 + (metres * 10_000_000 / 111_020) as i32, ..from }
}

/// A mark as it is measured: no word of it is wrong.
pub fn right_mark(from: &str, known: Point, position: Point) -> Mark {
    let distance_mm = record::vocabulary::geometry::distance_mm(known, position);
    Mark { from: from.to_owned(), distance_mm, bearing_deg: bearing_deg(known, position).into() }
}

pub fn notice(to: &[&str], place: Place, during: Interval) -> Notice {
    Notice {
        what: Notified::ProtectedSite,
        to: strings(to),
        place,
        during,
        heights: None,
        marking: None,
        seen_at_night: None,
        contact: None,
        expires: None,
        objections_until: None,
        replaces: None,
        may_be_told: false,
        drill: false,
        words: "A clinic.".into(),
    }
}

pub fn alert(kind: AlertKind, to: &[&str], place: Option<Place>) -> Alert {
    Alert {
        kind,
        to: strings(to),
        on: None,
        place,
        endangered: Vec::new(),
        since: None,
        drill: false,
        words: "Stop.".into(),
    }
}

pub fn duty(party: &str, officer: &str, rank: u64, during: Interval) -> Content {
    Content::Duty(Duty {
        officer: officer.into(),
        party: party.into(),
        to: Vec::new(),
        rank,
        reach: vec![format!("telephone of {officer}")],
        languages: Vec::new(),
        during,
    })
}

pub fn seen(officer: &str) -> Step {
    Step::Seen { officer: officer.into() }
}
pub fn understood(officer: &str) -> Step {
    Step::Understood { officer: officer.into() }
}
pub fn read_back(officer: &str, place: Place) -> Step {
    Step::ReadBack { officer: officer.into(), place, marks: Vec::new() }
}
pub fn delivered() -> Step {
    Step::Delivered { system: "board-1".into() }
}
pub fn halted(time: i64) -> Step {
    Step::Halted { time: EventTime::at(at(time)) }
}

/// Everything that was said.
#[derive(Clone, Default)]
pub struct Record {
    pub statements: Vec<Statement>,
}

impl Record {
    pub fn add(&mut self, known: i64, said: Option<i64>, author: &str, history: bool, content: Content) -> BodyId {
        let mut id = [0; 32];
        id[..8].copy_from_slice(&(self.statements.len() as u64 + 1).to_be_bytes());
        let body = Body { author: author.into(), said_at: said.map(at), on_behalf: None, cited: None, content };
        let accepted = Acceptance { known: KnownAt(at(known)), history, received: None, batch: None };
        self.statements.push(Statement { id: BodyId(id), body, accepted });
        BodyId(id)
    }
    pub fn say(&mut self, known: i64, author: &str, content: Content) -> BodyId {
        self.add(known, None, author, false, content)
    }
    pub fn notify(&mut self, known: i64, author: &str, notice: Notice) -> BodyId {
        self.say(known, author, Content::Notice(notice))
    }
    pub fn warn(&mut self, known: i64, author: &str, alert: Alert) -> BodyId {
        self.say(known, author, Content::Alert(alert))
    }
    pub fn answer(&mut self, known: i64, author: &str, of: BodyId, step: Step) -> BodyId {
        self.answer_said(known, known, author, of, step)
    }
    /// A receipt that was said at one instant by its author's clock, and came in at another.
    pub fn answer_said(&mut self, known: i64, said: i64, author: &str, of: BodyId, step: Step) -> BodyId {
        let receipt = Receipt { of, to: strings(&["mission"]), step, words: "As said.".into() };
        self.add(known, Some(said), author, false, Content::Receipt(receipt))
    }
    pub fn withdraw(&mut self, known: i64, author: &str, of: BodyId) -> BodyId {
        let reply = Reply {
            to: of,
            stance: Stance::Withdraws,
            subject: "any".into(),
            without_prejudice: false,
            words: String::new(),
        };
        self.say(known, author, Content::Reply(reply))
    }
    pub fn register(&mut self, known: i64, entry: Registration) -> BodyId {
        self.say(known, "mission", Content::Registration(entry))
    }
    pub fn speaker(&mut self, name: &str, party: &str) {
        let (name, party) = (name.into(), party.into());
        self.register(
            -90_000,
            Registration::Speaker { name, party, subject: "military".into(), during: Interval::ALWAYS },
        );
    }
    pub fn known_place(&mut self, name: &str, area: Area) {
        self.register(-90_000, Registration::Place { name: name.into(), within: None, area: Some(area) });
    }
    pub fn escalate(&mut self, known: i64, author: &str, escalation: Escalation) -> BodyId {
        self.say(known, author, Content::Escalation(escalation))
    }

    /// What stands at `known`.
    pub fn knowledge(&self, known: i64) -> Knowledge<'_> {
        Knowledge::at(&self.statements, KnownAt(at(known)), &declared())
    }
    /// The channel where T and K are the same, as on a screen.
    pub fn now<R>(&self, moment: i64, ask: impl FnOnce(Channel<'_>) -> R) -> R {
        self.then(moment, moment, ask)
    }
    /// The channel at T, as known at K.
    pub fn then<R>(&self, moment: i64, known: i64, ask: impl FnOnce(Channel<'_>) -> R) -> R {
        let knowledge = self.knowledge(known);
        ask(channel::at(&self.statements, &knowledge, at(moment)))
    }
}

pub fn declared() -> Declared {
    Declared { parties: strings(&["North", "South"]), others: strings(&["mission", "Guarantor"]) }
}
