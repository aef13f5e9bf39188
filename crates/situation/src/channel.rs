//! Where the channel meets incidents and zones: what was reported in which zone, what was struck although it was notified.
//!
//! ```text
//! notices ─▶ when each was in force, where ─┐
//! incidents ─▶ when, where, how well shown ─┴▶ `struck`: must or may, and who had been told by then (N9)
//! zones ───────────────────────────────────────▶ `ground`: the zones and incidents where a notice is (N8)
//! ```
//!
//! Holds
//! - What may have been is never shown as what was; nothing here says why it happened.
//!
//! Not here: the states of notices (crate `channel`), verdicts.

use std::borrow::Cow;

use channel::notice::{NoticeHeld, NoticeState};
use channel::read_back::named;
use channel::told::NotTold;

use agreement::tree::{Around, Tree, ZoneDeclared, ZoneSource};
use record::live::Knowledge;
use record::statement::{BodyId, Notified, Polarity, Statement};
use record::vocabulary::facts::{About, Claim, Fact, IncidentId, Status};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::{Registers, ZoneGeometry};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

use crate::Situation;

/// Where and when something is reported that happened by `happened`: each zone in which it may have been, with every instant at
/// which it may have been going on.
pub fn reported_in_zones(
    tree: &Tree,
    statements: &[Statement],
    happened: Instant,
    known: KnownAt,
) -> Vec<(Name, Interval)> {
    let knowledge = Knowledge::at(statements, known, &crate::declared(tree));
    let mut found = Vec::new();
    for report in knowledge.live.iter().filter_map(|live| live.report.as_deref()) {
        let (Some(place), Some(time)) = (&report.place, &report.time) else { continue };
        if report.polarity == Polarity::DidNotHappen || time.began.from > happened {
            continue;
        }
        for zone in &tree.zones {
            if in_zone(tree, &knowledge.registers, zone, place, time.began.from) != Kleene::No {
                found.push((zone.name.clone(), time.hull()));
            }
        }
    }
    found
}

/// Whether a place lies in a zone as its version in force at `at` has it; *may* where the geometry is sealed or not agreed.
pub fn in_zone(tree: &Tree, registers: &Registers, zone: &ZoneDeclared, place: &Place, at: Instant) -> Kleene {
    let versions = registers.zones.get(&zone.name).map_or(&[][..], Vec::as_slice);
    if let Some(version) = versions.iter().rfind(|version| version.in_force_from <= at) {
        return registers.in_geometry(place, &version.geometry).unwrap_or(Kleene::May);
    }
    match &zone.geometry {
        ZoneSource::Stated(geometry) => registers.in_geometry(place, geometry).unwrap_or(Kleene::May),
        ZoneSource::Strip(strip) => registers.in_strip(place, strip),
        ZoneSource::Buffer { around, from_mm, to_mm } => {
            let near = |geometry: Cow<'_, ZoneGeometry>| registers.in_buffer(place, &geometry, *from_mm, *to_mm);
            adopted(tree, around).and_then(near).unwrap_or(Kleene::May)
        }
        ZoneSource::File { .. } | ZoneSource::NoneYet => Kleene::May,
    }
}

/// What a buffer lies around, as the text states it.
fn adopted<'t>(tree: &'t Tree, around: &Around) -> Option<Cow<'t, ZoneGeometry>> {
    match around {
        Around::Polygon(polygon) => Some(Cow::Owned(ZoneGeometry::Area(Area::Polygons(vec![polygon.clone()])))),
        Around::Zone(name) => match &tree.zones.iter().find(|zone| &zone.name == name)?.geometry {
            ZoneSource::Stated(geometry) => Some(Cow::Borrowed(geometry)),
            _ => None,
        },
    }
}

/// An incident that happened, or may have, where and when a notice was in force.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Struck {
    /// The notice.
    pub notice: BodyId,
    /// The incident.
    pub incident: IncidentId,
    /// Whether it must have been there and then, or may have. Never more than *may* where it is not established.
    pub certain: Kleene,
    /// How well it is shown that it happened, at the standard asked.
    pub status: Status,
    /// Every instant at which it may have been going on.
    pub during: Interval,
    /// For how long the notice had been there by its earliest instant, in seconds.
    pub notified_for_s: u64,
    /// Who had been told by its earliest instant, and how far.
    pub told: Vec<ToldBy>,
    /// Who had not: recipients, and units that attested nothing.
    pub not_told: Vec<Name>,
}

/// How far a notice had reached a recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ToldBy {
    /// The recipient.
    pub recipient: Name,
    /// 0 silent, 1 delivered to a machine, 2 seen, 3 understood.
    pub step: u8,
    /// The person who saw it first, where one did.
    pub officer: Option<Name>,
}

/// The register of what was struck although it was notified (N9), by incident, then by notice. Drills and notices of planned activity are not
/// in it.
pub fn struck(situation: &Situation<'_>, statements: &[Statement]) -> Vec<Struck> {
    let knowledge = &situation.knowledge;
    let moment = &situation.evaluation.moment;
    let channel = ::channel::at(statements, knowledge, moment.happened);
    let spared = |held: &NoticeHeld<'_>| held.notice.what != Notified::PlannedActivity;
    let notices: Vec<NoticeHeld<'_>> = channel.notices().into_iter().filter(spared).collect();
    if notices.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for told in situation.facts.iter().filter_map(|fact| Told::of(fact, moment.standard)) {
        for held in &notices {
            // What lies ahead of the moment has not struck yet.
            let window = in_force(held).meet(Interval::new(Instant::EVER, moment.happened.plus(1)));
            let certain = told.there(&knowledge.registers, &held.notice.place, window);
            if certain != Kleene::No {
                let then = channel.moved_to(told.during.from).notice(held.id());
                found.push(of_notice(then.as_ref(), held, &told, certain));
            }
        }
    }
    found.sort_by(|a, b| (&a.incident, a.notice).cmp(&(&b.incident, b.notice)));
    found
}

/// An incident as it is told at a standard: what meets it, or, where nothing does, whatever is alleged.
struct Told<'f> {
    incident: &'f IncidentId,
    status: Status,
    claims: Vec<&'f Claim>,
    times: Vec<&'f EventTime>,
    /// Every instant at which it may have been going on.
    during: Interval,
}

impl<'f> Told<'f> {
    /// What is told of an incident that is not refuted and has a time.
    fn of(fact: &'f Fact, standard: usize) -> Option<Told<'f>> {
        let admitted = fact.admitted.get(standard).filter(|_| fact.about == About::Event)?;
        let status = fact.status(standard);
        let (claims, joined): (Vec<&Claim>, _) = match admitted.claims.is_empty() {
            true => (fact.claims.iter().map(AsRef::as_ref).collect(), None),
            false => (admitted.claims.iter().map(|at| fact.claims[*at].as_ref()).collect(), Some(&admitted.time)),
        };
        let mut times: Vec<&EventTime> = claims.iter().filter_map(|claim| claim.time.as_ref()).collect();
        if let Some(joined) = joined.filter(|_| !times.is_empty()) {
            times = vec![joined];
        }
        let during = times.iter().map(|time| time.hull()).reduce(Interval::hull)?;
        (status != Status::Refuted).then_some(Told { incident: &fact.incident, status, claims, times, during })
    }
    /// Whether it happened on this ground within `window`; never more than *may* where it is not established.
    fn there(&self, registers: &Registers, ground: &Place, window: Interval) -> Kleene {
        let places = self.claims.iter().filter_map(|claim| claim.place.as_ref());
        let inside = Kleene::same(places.map(|place| registers.in_place(place, ground)));
        let in_time = Kleene::same(self.times.iter().map(|time| meets(time, window)));
        let shown = if self.status == Status::Established { Kleene::Must } else { Kleene::May };
        inside.and(in_time).and(shown)
    }
}

/// What is known of the ground of a notice that is in force or to come. It is for the mission alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ground {
    /// The notice.
    pub notice: BodyId,
    /// The zones in which it lies (*must*), or into which it may reach (*may*), in the order of the terms.
    pub zones: Vec<(Name, Kleene)>,
    /// Incidents there, from [`BEFORE_S`] before its window on, with how well they are shown and when they may have been.
    pub incidents: Vec<(IncidentId, Kleene, Status, Interval)>,
}

/// How long before a notice's window an incident on its ground is still told, in seconds: three days.
pub const BEFORE_S: i64 = 72 * 3_600;

/// The ground of every notice that is in force or to come, drills too, in the order in which they came in.
pub fn ground(situation: &Situation<'_>, statements: &[Statement]) -> Vec<Ground> {
    let knowledge = &situation.knowledge;
    let moment = &situation.evaluation.moment;
    let channel = ::channel::at(statements, knowledge, moment.happened);
    let told: Vec<Told<'_>> = situation.facts.iter().filter_map(|fact| Told::of(fact, moment.standard)).collect();
    let of = |held: &NoticeHeld<'_>| {
        let (place, during) = (&held.notice.place, held.notice.during);
        let window = Interval::new(during.from.plus(-BEFORE_S), during.until.min(moment.happened.plus(1)));
        let inside = |zone: &ZoneDeclared, place: &Place| {
            in_zone(situation.tree, &knowledge.registers, zone, place, during.from)
        };
        // What the names say is only possible where the position lies elsewhere: which of the two is wrong is not known.
        let position = place.area.clone().map(|area| Place { names: Vec::new(), area: Some(area) });
        let differs = named(place, &knowledge.registers, during.from).iter().any(|one| one.comparison.differs());
        let elsewhere =
            |zone| differs || position.as_ref().is_some_and(|position| inside(zone, position) == Kleene::No);
        let zones = situation.tree.zones.iter().map(|zone| {
            let there = inside(zone, place);
            (zone.name.clone(), if there == Kleene::Must && elsewhere(zone) { Kleene::May } else { there })
        });
        let incidents = told
            .iter()
            .map(|one| (one.incident.clone(), one.there(&knowledge.registers, place, window), one.status, one.during));
        Ground {
            notice: held.id(),
            zones: zones.filter(|(_, inside)| *inside != Kleene::No).collect(),
            incidents: incidents.filter(|(_, there, ..)| *there != Kleene::No).collect(),
        }
    };
    let drills = channel.drills();
    let held = channel.notices().into_iter().chain(drills.notices());
    held.filter(|held| held.state.is_open()).map(|held| of(&held)).collect()
}

/// From when until when a notice was in force.
fn in_force(held: &NoticeHeld<'_>) -> Interval {
    let notice = held.notice;
    let ends = notice.expires.map_or(notice.during.until, |at| at.min(notice.during.until));
    let over = match &held.state {
        NoticeState::Withdrawn { since, .. } | NoticeState::Replaced { since, .. } => *since,
        NoticeState::Closed { since, .. } => since.last,
        NoticeState::Ended { .. } | NoticeState::InForce { .. } | NoticeState::ToCome { .. } => Instant::NEVER,
    };
    Interval::new(notice.during.from.max(held.since.last), ends.min(over))
}

/// Whether something went on at an instant of `window`, wherever its begin and its end were.
fn meets(time: &EventTime, window: Interval) -> Kleene {
    let touches = |span: Interval| !span.meet(window).is_empty();
    let surely = time.ended.map(|ended| Interval::new(time.began.last(), ended.from));
    match () {
        () if time.began.meet(window) == time.began || surely.is_some_and(touches) => Kleene::Must,
        () if touches(time.hull()) => Kleene::May,
        () => Kleene::No,
    }
}

fn of_notice(by_then: Option<&NoticeHeld<'_>>, held: &NoticeHeld<'_>, incident: &Told<'_>, certain: Kleene) -> Struck {
    let recipients = by_then.map_or(&[][..], |notice| &notice.recipients);
    let told = recipients.iter().map(|recipient| ToldBy {
        recipient: recipient.told.recipient.to_owned(),
        step: recipient.told.standing.step(),
        officer: recipient.told.standing.person().map(|person| person.officer.to_owned()),
    });
    let not_told = match by_then {
        Some(notice) => notice
            .not_told()
            .iter()
            .map(|one| match one {
                NotTold::Recipient(name) => (*name).to_owned(),
                NotTold::Unit { of, unit } => format!("{unit} of {of}"),
            })
            .collect(),
        // It had not come in yet.
        None => held.notice.to.clone(),
    };
    Struck {
        notice: held.id(),
        incident: incident.incident.clone(),
        certain,
        status: incident.status,
        during: incident.during,
        notified_for_s: (incident.during.from.0 - held.since.last.0).max(0).unsigned_abs(),
        told: told.collect(),
        not_told,
    }
}

/// The word for how far a notice had reached somebody.
pub fn step_word(step: u8) -> &'static str {
    match step {
        0 => "silent",
        1 => "delivered to a machine",
        2 => "seen",
        _ => "understood",
    }
}
