//! Names in statements that neither the agreement nor the registers know: misspelt, or missing in a register.
//!
//! Holds
//! - Nothing is refused for it: what somebody said is kept as it was said. The one who enters it is told at once.
//! - A place with a position is known by it; of a chain of places the smallest name is looked at.
//!
//! Not here: what an unknown name does to a verdict (`situation`).

use std::collections::BTreeMap;

use agreement::tree::{Tree, ZoneSource};
use record::live::Knowledge;
use record::statement::{Accused, Body, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::registers::{Registers, ZoneGeometry};
use record::vocabulary::time::KnownAt;

use crate::draft::nearest;

/// Most names that are told with one that they may be meant for.
const TOLD: usize = 10;

/// A name that nothing declares.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unknown {
    /// act, weapon, actor or place.
    pub what: &'static str,
    /// The name.
    pub name: Name,
    /// In how many statements.
    pub times: usize,
    /// One that is known and spelt almost so; looked for in the first of a list.
    pub near: Option<Name>,
}

/// The registers as everything on the record and `fresh` leave them.
pub fn registers(tree: &Tree, statements: &[Statement]) -> Registers {
    // Reports make no register: without them a large record is read at once.
    let entries = statements.iter().filter(|statement| !matches!(statement.body.content, Content::Report(_)));
    let entries: Vec<Statement> = entries.cloned().collect();
    Knowledge::at(&entries, KnownAt::ALL, &situation::declared(tree)).registers
}

/// Names of `bodies` that neither `tree` nor `registers` know, the most frequent first.
pub fn unknown<'b>(tree: &Tree, registers: &Registers, bodies: impl Iterator<Item = &'b Body>) -> Vec<Unknown> {
    let mut counted: BTreeMap<(&'static str, &Name), usize> = BTreeMap::new();
    for body in bodies {
        let Content::Report(report) = &body.content else { continue };
        let mut note = |what: &'static str, name: &'b Name| *counted.entry((what, name)).or_default() += 1;
        for act in report.act.iter().filter(|act| !Tree::declares(&tree.acts, act)) {
            note("act", act);
        }
        for weapon in report.weapon.iter().filter(|weapon| !Tree::declares(&tree.weapons, weapon)) {
            if !tree.weapons.is_empty() {
                note("weapon", weapon);
            }
        }
        let accused: Vec<&Name> = match &report.accused {
            Accused::Unstated => Vec::new(),
            Accused::Actor(actor) => vec![actor],
            Accused::Dyad(a, b) => vec![a, b],
        };
        for actor in accused.into_iter().chain(&report.targets).filter(|actor| !registers.knows(actor)) {
            note("actor", actor);
        }
        if let Some(place) = report.place.as_ref().filter(|place| place.area.is_none())
            && let Some(smallest) = place.names.first()
            && !place.names.iter().any(|name| locates(tree, registers, name))
        {
            note("place", smallest);
        }
    }
    let mut unknown: Vec<Unknown> = counted
        .into_iter()
        .map(|((what, name), times)| Unknown { what, name: name.clone(), times, near: None })
        .collect();
    unknown.sort_by_key(|unknown| std::cmp::Reverse(unknown.times));
    for one in unknown.iter_mut().take(TOLD) {
        one.near = nearest(&one.name, known(tree, registers, one.what)).map(str::to_owned);
    }
    unknown
}

/// Whether a name says where something is: a registered place, a zone, an area that a zone is.
fn locates(tree: &Tree, registers: &Registers, name: &str) -> bool {
    let name = registers.resolve(name);
    registers.places.contains_key(name) || areas(tree).any(|area| registers.resolve(area) == name)
}

fn areas(tree: &Tree) -> impl Iterator<Item = &str> {
    tree.zones.iter().flat_map(|zone| {
        let named = match &zone.geometry {
            ZoneSource::Stated(ZoneGeometry::NamedArea(area)) => Some(area.as_str()),
            _ => None,
        };
        std::iter::once(zone.name.as_str()).chain(named)
    })
}

/// Everything that could have been meant.
fn known<'k>(tree: &'k Tree, registers: &'k Registers, what: &str) -> Vec<&'k str> {
    let words = |classes: &'k [agreement::tree::Class]| -> Vec<&'k str> {
        classes.iter().flat_map(|class| std::iter::once(&class.name).chain(&class.includes)).map(Name::as_str).collect()
    };
    match what {
        "act" => words(&tree.acts),
        "weapon" => words(&tree.weapons),
        "place" => registers.places.keys().map(Name::as_str).chain(areas(tree)).collect(),
        _ => registers.known_names.iter().chain(registers.aliases.keys()).map(Name::as_str).collect(),
    }
}

/// What is said of them on a screen.
pub fn told(unknown: &[Unknown]) -> Vec<String> {
    if unknown.is_empty() {
        return Vec::new();
    }
    let mut text = vec!["names that neither the agreement nor the registers know:".to_owned()];
    text.extend(unknown.iter().take(TOLD).map(|one| {
        let times = if one.times == 1 { String::new() } else { format!(", {} times", one.times) };
        let near = one.near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
        format!("  {} `{}`{times}{near}", one.what, one.name)
    }));
    if unknown.len() > TOLD {
        text.push(format!("  … and {} more", unknown.len() - TOLD));
    }
    text.push("  an act or weapon is declared in the agreement, an actor or place in a register, followed by `armistice adopt`".into());
    text
}
