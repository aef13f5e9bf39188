//! What a mission still lacks before the day on which it begins.
//!
//! ```text
//! terms, what is known, Day D ─▶ zones, officers, speakers, ladders, who watches, standard, what is sealed ─▶ what is there, what is missing
//! ```
//!
//! Holds
//! - Each thing that is asked for is named, whether or not it is there: an empty list is never the answer.
//! - It decides nothing: the mission may begin with everything missing, and knows then with what.
//!
//! Not here: keys and machines (the shell).

use std::collections::BTreeSet;

use agreement::tree::{ArticleKind, CoverageRule, Tree, ZoneSource};
use record::live::Knowledge;
use record::statement::Content;
use record::vocabulary::Name;
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::time::Instant;

/// One thing that a mission needs.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Need {
    /// What it is about: "roster".
    pub about: &'static str,
    /// Whether it is there.
    pub there: bool,
    /// What was found.
    pub says: String,
    /// What to do; empty where it is there.
    pub help: String,
}

impl Need {
    fn there(about: &'static str, says: impl Into<String>) -> Need {
        Need { about, there: true, says: says.into(), help: String::new() }
    }
    fn lacks(about: &'static str, says: impl Into<String>, help: impl Into<String>) -> Need {
        Need { about, there: false, says: says.into(), help: help.into() }
    }
}

/// When the terms begin: the first instant of any regime or clock that is stated.
pub fn day_d(tree: &Tree) -> Option<Instant> {
    let regimes = tree.regimes.iter().map(|regime| &regime.from);
    let clocks = tree.clocks.iter().map(|clock| &clock.start);
    regimes.chain(clocks).filter_map(|moment| tree.instant(moment)).min()
}

/// What is there and what is missing at `day_d`, by what is known.
pub fn ready(tree: &Tree, knowledge: &Knowledge<'_>, day_d: Instant) -> Vec<Need> {
    let mut needs = Vec::new();
    zones(tree, knowledge, day_d, &mut needs);
    for party in &tree.parties {
        officer(knowledge, party, day_d, &mut needs);
        speaker(knowledge, party, day_d, &mut needs);
        ladder(knowledge, party, &mut needs);
    }
    strangers(knowledge, day_d, &mut needs);
    watchers(tree, knowledge, day_d, &mut needs);
    let headline = &tree.standards.standards[tree.standards.headline].name;
    needs.push(Need::there("standard", format!("what is shown first is judged at `{headline}`")));
    deciders(tree, knowledge, day_d, &mut needs);
    unclear(tree, &mut needs);
    needs
}

fn zones(tree: &Tree, knowledge: &Knowledge<'_>, day_d: Instant, needs: &mut Vec<Need>) {
    for zone in &tree.zones {
        let name = &zone.name;
        let versions = knowledge.registers.zones.get(name).map_or(&[][..], Vec::as_slice);
        let version = versions.iter().rfind(|version| version.in_force_from <= day_d);
        let sealed = |geometry: &ZoneGeometry| matches!(geometry, ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished);
        match (version, &zone.geometry) {
            (Some(version), _) if sealed(&version.geometry) => needs.push(Need::lacks(
                "annex",
                format!("the geometry of {name} is sealed or was never published"),
                "verdicts that depend on it stay undetermined until it is opened: agree when it is",
            )),
            (Some(version), _) => {
                let signed = |name: &&Name| version.signatures.get(*name).is_some_and(|from| *from <= day_d);
                let missing: Vec<&str> = match version.with_agreement {
                    true => Vec::new(),
                    false => zone.cosigners.iter().filter(|name| !signed(name)).map(String::as_str).collect(),
                };
                match missing.is_empty() {
                    true => {
                        needs.push(Need::there("zone", format!("{name} has the version \"{}\", agreed", version.label)))
                    }
                    false => needs.push(Need::lacks(
                        "zone",
                        format!(
                            "version \"{}\" of {name} lacks the signature of {}",
                            version.label,
                            missing.join(", ")
                        ),
                        "each signs it with a `zone-signature` statement; until then the version before it counts",
                    )),
                }
            }
            (None, ZoneSource::NoneYet) => needs.push(Need::lacks(
                "zone",
                format!("no version of {name} is agreed"),
                "state one with a `zone-version` statement, and let the co-signers sign it",
            )),
            (None, ZoneSource::Stated(geometry)) if sealed(geometry) => needs.push(Need::lacks(
                "annex",
                format!("the text seals the geometry of {name}, or leaves it unpublished"),
                "verdicts that depend on it stay undetermined until it is opened: agree when it is",
            )),
            (None, _) => needs.push(Need::there("zone", format!("{name} is in force with the text"))),
        }
    }
}

/// Officers on duty for a name that nobody knows: a slip of the pen, and nobody would call them.
fn strangers(knowledge: &Knowledge<'_>, day_d: Instant, needs: &mut Vec<Need>) {
    let duties = knowledge.live.iter().filter_map(|live| match &live.statement.body.content {
        Content::Duty(duty) if day_d < duty.during.until => Some(&duty.party),
        _ => None,
    });
    let unknown: BTreeSet<&Name> = duties.filter(|party| !knowledge.registers.names(party)).collect();
    needs.extend(unknown.into_iter().map(|party| {
        Need::lacks(
            "roster",
            format!("officers are on duty for {party}, whom no register knows"),
            "correct the name, or register it with a `name` statement where it is a post of the mission",
        )
    }));
}

fn officer(knowledge: &Knowledge<'_>, party: &Name, day_d: Instant, needs: &mut Vec<Need>) {
    let duties = knowledge.live.iter().filter_map(|live| match &live.statement.body.content {
        Content::Duty(duty) if &duty.party == party && duty.during.contains(day_d) => Some(duty),
        _ => None,
    });
    let officers: BTreeSet<&str> = duties.map(|duty| duty.officer.as_str()).collect();
    needs.push(match officers.len() {
        0 => Need::lacks(
            "roster",
            format!("nobody is on duty for {party} on Day D"),
            "state who is, and how to reach them, with `duty` statements",
        ),
        1 => Need::lacks(
            "roster",
            format!("one officer alone is on duty for {party} on Day D"),
            "name a second one: whom to ask when the first does not answer",
        ),
        several => Need::there("roster", format!("{several} officers are on duty for {party} on Day D")),
    });
}

fn speaker(knowledge: &Knowledge<'_>, party: &Name, day_d: Instant, needs: &mut Vec<Need>) {
    let speakers = knowledge.registers.speakers.iter();
    let named = speakers.filter(|speaker| &speaker.party == party && speaker.during.contains(day_d)).count();
    needs.push(match named {
        0 => Need::lacks(
            "speakers",
            format!("nobody but {party} itself may speak for it"),
            "register its liaison officers in registers/speakers.csv: else their receipts count for nobody",
        ),
        some => Need::there("speakers", format!("{some} may speak for {party}")),
    });
}

fn ladder(knowledge: &Knowledge<'_>, party: &Name, needs: &mut Vec<Need>) {
    let stated = knowledge
        .live
        .iter()
        .any(|live| matches!(&live.statement.body.content, Content::Ladder(ladder) if &ladder.party == party));
    needs.push(match stated {
        true => Need::there("ladder", format!("it is stated whom to turn to where {party} does not answer")),
        false => Need::lacks(
            "ladder",
            format!("it is not stated whom to turn to where {party} does not answer: the mission's own ladder counts"),
            "state it with a `ladder` statement",
        ),
    });
}

fn watchers(tree: &Tree, knowledge: &Knowledge<'_>, day_d: Instant, needs: &mut Vec<Need>) {
    let watched: BTreeSet<&str> = knowledge
        .live
        .iter()
        .filter_map(|live| match &live.statement.body.content {
            Content::Coverage(coverage) if coverage.during.until > day_d => Some(coverage.zone.as_str()),
            Content::Access(access) if access.during.until > day_d => Some(access.zone.as_str()),
            _ => None,
        })
        .collect();
    let unwatched: Vec<&str> =
        tree.zones.iter().map(|zone| zone.name.as_str()).filter(|zone| !watched.contains(zone)).collect();
    if let CoverageRule::Needs { seconds, .. } = &tree.coverage {
        match unwatched.is_empty() {
            true => {
                needs.push(Need::there("coverage", "somebody watches, or has asked to watch, every zone from Day D on"))
            }
            false => needs.push(Need::lacks(
                "coverage",
                format!(
                    "the terms ask for {} h of watching in each zone and day; nobody is said to watch {}",
                    seconds / 3600,
                    unwatched.join(", ")
                ),
                "ask for access, and state who watches: days that nobody watched stay undetermined",
            )),
        }
    } else {
        needs.push(Need::lacks(
            "coverage",
            "the terms state no minimum of watching",
            "nothing reported will not be told from nobody looked: agree a minimum, or say so in every report",
        ));
    }
}

fn deciders(tree: &Tree, knowledge: &Knowledge<'_>, day_d: Instant, needs: &mut Vec<Need>) {
    for phase in &tree.phases {
        for decider in &phase.deciders.names {
            let known = knowledge.registers.knows(decider);
            let speaks =
                knowledge.registers.speakers.iter().any(|one| &one.party == decider && one.during.contains(day_d));
            needs.push(match known || speaks {
                true => Need::there("deciders", format!("{decider} decides whether \"{}\" opens", phase.name)),
                false => Need::lacks(
                    "deciders",
                    format!("{decider}, who decides whether \"{}\" opens, stands in no register", phase.name),
                    "register it, and who speaks for it",
                ),
            });
        }
    }
}

fn unclear(tree: &Tree, needs: &mut Vec<Need>) {
    let unexpressed: Vec<&str> = tree
        .articles
        .iter()
        .filter(|article| matches!(article.kind, ArticleKind::NotYetExpressed { .. }))
        .map(|article| article.id.as_str())
        .collect();
    needs.push(match unexpressed.is_empty() {
        true => Need::there("terms", "every clause of the text is held as a term"),
        false => Need::lacks(
            "terms",
            format!("these clauses are written down and judge nothing: {}", unexpressed.join(", ")),
            "follow them by hand, and say so in every report",
        ),
    });
}
