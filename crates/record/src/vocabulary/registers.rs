//! Registers: who is who, who belongs to whom and when, who speaks for whom, which place lies in which, which zone
//! versions were signed. Always *as known at* one instant; every entry came from a registration statement.
//!
//! Holds
//! - A dated entry holds in `[from, until)`; a question is asked at an instant (semantics V5).
//! - A name nobody registered is unknown, and membership of the unknown is *may*.
//!
//! Not here: building registers from statements (`live`), what a term makes of a membership (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use super::geometry::buffer::Buffer;
use super::geometry::strip::Strip;
use super::place::{Area, Place};
use super::time::{Instant, Interval};
use super::{Kleene, Name, geometry};

/// All registers as known at one instant.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Registers {
    /// Names that stand for themselves: declared in the agreement or registered.
    pub known_names: BTreeSet<Name>,
    /// The parties that the agreement declares.
    pub parties: BTreeSet<Name>,
    /// Alias to the name it stands for in the end; never a name that the agreement declares.
    pub aliases: BTreeMap<Name, Name>,
    /// Membership, designation, control, umbrella names: who is part of whom.
    pub memberships: BTreeMap<Name, Vec<Membership>>,
    /// Who may speak for a party on a subject.
    pub speakers: Vec<Speaker>,
    /// Common origins, relaying, control between sources, both ways.
    pub relations: BTreeMap<(Name, Name), Vec<Interval>>,
    /// Places by name.
    pub places: BTreeMap<Name, PlaceEntry>,
    /// Zone versions by zone, in order of `in_force_from`.
    pub zones: BTreeMap<Name, Vec<ZoneVersion>>,
}

/// One dated membership of a member in a group, a designation list, or an umbrella name's possible members.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Membership {
    /// The group, party or list.
    pub of: Name,
    /// When.
    pub during: Interval,
    /// `false`: it may be a member (umbrella names such as "insurgents").
    pub certain: bool,
    /// Part of a party or group, or an entry of somebody's list.
    pub kind: MembershipKind,
}

/// What kind of belonging it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MembershipKind {
    /// Part of a party or group: they share an origin (S9).
    Part,
    /// An entry of a list, such as a designation: they share nothing but the list.
    Listed,
}

/// A person or office registered to speak for a party.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Speaker {
    /// Who speaks.
    pub name: Name,
    /// For which party.
    pub party: Name,
    /// On which subject; "any" for all.
    pub subject: String,
    /// When.
    pub during: Interval,
}

/// What the place register says of one place.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct PlaceEntry {
    /// The next larger places it lies in.
    pub within: BTreeSet<Name>,
    /// Its extent, where registered.
    pub area: Option<Area>,
}

/// One version of a zone's geometry (P5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneVersion {
    /// Its label: "map 1".
    pub label: String,
    /// First instant at which it is in force.
    pub in_force_from: Instant,
    /// What it says.
    pub geometry: ZoneGeometry,
    /// Who signed it and from which instant the signature counts ([`Instant::EVER`] where signed as retroactive).
    pub signatures: BTreeMap<Name, Instant>,
    /// Adopted with the agreement: every co-signer signed it by adopting.
    pub with_agreement: bool,
}

/// What a zone version says of the ground.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ZoneGeometry {
    /// Points on the ground.
    Area(Area),
    /// A named area: a place that the register puts inside it is in.
    NamedArea(Name),
    /// Known only as a commitment until it is opened (P6).
    Sealed(String),
    /// Never published; behaves as sealed.
    Unpublished,
}

impl Registers {
    /// The name that `name` is an alias of, else `name` itself.
    pub fn resolve<'a>(&'a self, name: &'a str) -> &'a str {
        self.aliases.get(name).map_or(name, String::as_str)
    }

    /// Whether anything is registered or declared under this name.
    pub fn knows(&self, name: &str) -> bool {
        let name = self.resolve(name);
        self.known_names.contains(name) || self.memberships.contains_key(name)
    }

    /// Whether anybody or anything is known under this name: what is known, whoever speaks for another, and for whom.
    pub fn names(&self, name: &str) -> bool {
        let entered = |entry: &Name| self.resolve(entry) == self.resolve(name);
        self.knows(name) || self.speakers.iter().any(|entry| entered(&entry.name) || entered(&entry.party))
    }

    /// Whether `actor` is `group` or belongs to it at `at`, directly or through other groups.
    ///
    /// *May* where the path holds a possible membership, or where nobody registered the actor.
    pub fn member(&self, actor: &str, group: &str, at: Instant) -> Kleene {
        let (actor, group) = (self.resolve(actor), self.resolve(group));
        if !self.knows(actor) && actor != group {
            return Kleene::May;
        }
        let mut best: BTreeMap<&str, Kleene> = BTreeMap::from([(actor, Kleene::Must)]);
        let mut open = vec![actor];
        while let Some(member) = open.pop() {
            let so_far = best[member];
            for entry in self.memberships.get(member).into_iter().flatten().filter(|m| m.during.contains(at)) {
                let reached = so_far.and(if entry.certain { Kleene::Must } else { Kleene::May });
                let of = self.resolve(&entry.of);
                if best.get(of).is_none_or(|known| *known < reached) {
                    best.insert(of, reached);
                    open.push(of);
                }
            }
        }
        best.get(group).copied().unwrap_or(Kleene::No)
    }

    /// Every instant at which some membership of `actor`, direct or through groups, begins or ends.
    pub fn membership_changes(&self, actor: &str) -> BTreeSet<Instant> {
        let mut changes = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![self.resolve(actor)];
        while let Some(member) = open.pop() {
            if !seen.insert(member) {
                continue;
            }
            for entry in self.memberships.get(member).into_iter().flatten() {
                changes.insert(entry.during.from);
                changes.insert(entry.during.until);
                open.push(self.resolve(&entry.of));
            }
        }
        changes
    }

    /// Whether `speaker` was registered at `at` to speak for `party` on `subject`. A party that the agreement declares speaks
    /// for itself; any other actor's name is not enough.
    pub fn speaks_for(&self, speaker: &str, party: &str, subject: &str, at: Instant) -> bool {
        let (speaker, party) = (self.resolve(speaker), self.resolve(party));
        let itself = speaker == party && self.parties.iter().any(|name| self.resolve(name) == party);
        itself
            || self.speakers.iter().any(|entry| {
                self.resolve(&entry.name) == speaker
                    && self.resolve(&entry.party) == party
                    && (entry.subject == "any" || entry.subject == subject)
                    && entry.during.contains(at)
            })
    }

    /// Whether two origins are one at `at`: a stated relation, or the same party with all its units (S9).
    pub fn same_origin(&self, a: &str, b: &str, at: Instant) -> bool {
        let (a, b) = (self.resolve(a), self.resolve(b));
        let related = |x: &str, y: &str| {
            self.relations.get(&(x.to_owned(), y.to_owned())).is_some_and(|d| d.iter().any(|i| i.contains(at)))
        };
        a == b || related(a, b) || related(b, a) || {
            let (of_a, of_b) = (self.sides_of(a, at), self.sides_of(b, at));
            of_a.contains(b) || of_b.contains(a) || of_a.intersection(&of_b).next().is_some()
        }
    }

    /// Groups that `source` certainly belongs to at `at`, with whom it is registered to speak for. A party speaks for itself:
    /// where it speaks for another too, the two stay two.
    fn sides_of(&self, source: &str, at: Instant) -> BTreeSet<&str> {
        let mut sides = self.groups_of(source, at);
        if !self.parties.iter().any(|party| self.resolve(party) == source) {
            let own = |entry: &&Speaker| self.resolve(&entry.name) == source && entry.during.contains(at);
            for entry in self.speakers.iter().filter(own) {
                let party = self.resolve(&entry.party);
                sides.insert(party);
                sides.extend(self.groups_of(party, at));
            }
        }
        sides
    }

    /// Groups that `actor` certainly belongs to at `at`.
    fn groups_of(&self, actor: &str, at: Instant) -> BTreeSet<&str> {
        let mut groups = BTreeSet::new();
        let mut open = vec![self.resolve(actor)];
        while let Some(member) = open.pop() {
            for entry in self.memberships.get(member).into_iter().flatten() {
                let of = self.resolve(&entry.of);
                let part = entry.certain && entry.kind == MembershipKind::Part;
                if part && entry.during.contains(at) && groups.insert(of) {
                    open.push(of);
                }
            }
        }
        groups
    }

    /// Whether `place` lies in what `geometry` says; `None` where the geometry is sealed or unpublished.
    ///
    /// By names first (a name the register puts inside a named area is *in*), then by geometry.
    pub fn in_geometry(&self, place: &Place, geometry: &ZoneGeometry) -> Option<Kleene> {
        match geometry {
            ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished => None,
            ZoneGeometry::NamedArea(area) => Some(self.in_named(place, area)),
            ZoneGeometry::Area(zone) => Some(match self.area_of(place) {
                Some(area) => geometry::area_in(area, zone),
                None => Kleene::May,
            }),
        }
    }

    /// Whether `place` lies in `ground`, a place that is taken as a zone: by its smallest name, else by its own area.
    pub fn in_place(&self, place: &Place, ground: &Place) -> Kleene {
        let named = ground.names.first().map_or(Kleene::May, |name| self.in_named(place, name));
        match &ground.area {
            Some(zone) if named != Kleene::Must => {
                self.area_of(place).map_or(Kleene::May, |area| geometry::area_in(area, zone))
            }
            _ => named,
        }
    }

    /// Whether `place` lies in a strip: by its area, else by that of the smallest name which the register gives one.
    pub fn in_strip(&self, place: &Place, strip: &Strip) -> Kleene {
        self.area_of(place).map_or(Kleene::May, |area| strip.holds(area))
    }

    /// Whether `place` is at least `from_mm` and less than `to_mm` away from what `geometry` says; `None` as for [`Self::in_geometry`].
    ///
    /// What lies in it by name is at distance 0. Else areas decide: those of the place and of the zone, stated or registered.
    pub fn in_buffer(&self, place: &Place, geometry: &ZoneGeometry, from_mm: u64, to_mm: u64) -> Option<Kleene> {
        let around = match geometry {
            ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished => return None,
            ZoneGeometry::NamedArea(area) if self.in_named(place, area) == Kleene::Must => {
                return Some(if from_mm == 0 { Kleene::Must } else { Kleene::No });
            }
            ZoneGeometry::NamedArea(area) => self.places.get(self.resolve(area)).and_then(|entry| entry.area.as_ref()),
            ZoneGeometry::Area(area) => Some(area),
        };
        Some(self.area_of(place).zip(around).map_or(Kleene::May, |(reported, around)| {
            Buffer { around: around.clone(), from_mm, to_mm }.holds(reported)
        }))
    }

    /// The reported area, or that of the smallest name which the register gives one.
    pub fn area_of<'a>(&'a self, place: &'a Place) -> Option<&'a Area> {
        place.area.as_ref().or_else(|| {
            place.names.iter().find_map(|name| self.places.get(self.resolve(name)).and_then(|e| e.area.as_ref()))
        })
    }

    fn in_named(&self, place: &Place, zone: &str) -> Kleene {
        let zone = self.resolve(zone);
        let around_zone = self.larger(zone);
        let names: Vec<&str> = place.names.iter().map(|name| self.resolve(name)).collect();
        if names.iter().any(|name| *name == zone || self.larger(name).contains(zone)) {
            return Kleene::Must;
        }
        // A registered place that neither lies in the zone nor holds it is elsewhere.
        let elsewhere = |name: &&str| {
            // Entries that put a place inside itself put it nowhere.
            self.places.contains_key(*name) && !self.larger(name).contains(*name) && !around_zone.contains(*name)
        };
        if names.iter().any(elsewhere) {
            return Kleene::No;
        }
        let zone_area = self.places.get(zone).and_then(|entry| entry.area.as_ref());
        match (place.area.as_ref(), zone_area) {
            (Some(area), Some(zone)) => geometry::area_in(area, zone),
            _ => Kleene::May,
        }
    }

    /// Every place that `name` lies in, as registered.
    fn larger<'a>(&'a self, name: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut open = vec![name];
        while let Some(place) = open.pop() {
            for above in self.places.get(place).into_iter().flat_map(|entry| &entry.within) {
                let above = self.resolve(above);
                if found.insert(above) {
                    open.push(above);
                }
            }
        }
        found
    }
}
