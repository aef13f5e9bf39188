//! What may be a deed, a trigger or a failure: O1 (deed, trigger), O4 (failure), O6.
//!
//! Not here: what follows from where they are placed (`placed`).

use std::collections::BTreeSet;

use agreement::tree::{Binding, Found, Measured, Obligation, Targets, Total, Towards, Tree, Trigger, Weapons};
use record::statement::Content;
use record::vocabulary::facts::{About, Attribution, IncidentId, Status};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::known::{Known, all_agree, all_of, holds_at};
use crate::proof::{Fields, Proposition, fields, findings, used};
use crate::quantity;
use crate::terms::{ANY_WEAPON, AS_NOBODY_ELSE, Asked, act_asked, act_word, cells};

/// A proposition that may count for something, with its possible instants.
pub struct Candidate {
    /// Its incident.
    pub of: IncidentId,
    /// Its possible instants, cut where what it counts changes.
    pub cells: Vec<Cell>,
    /// S14: what it adds to a total.
    pub amount: (u64, Option<u64>),
}

/// Possible instants at which a proposition counts alike.
#[derive(Clone)]
pub struct Cell {
    pub span: Interval,
    /// For each thing that it may count for: must, may or no.
    pub counts: Vec<Kleene>,
    /// It is contested, or its zone is.
    pub contested: bool,
}

/// A failure to keep to the duty, shown by the accuser.
pub struct Failure {
    /// Its incident.
    pub of: IncidentId,
    pub began: Interval,
    pub ended: Option<Interval>,
    /// Its possible beginnings.
    pub cells: Vec<Cell>,
}

/// What a deed may count for.
pub struct Role<'t> {
    pub line: Binding,
    pub acts: &'t [Name],
    pub weapons: &'t Weapons,
    pub zone: Option<&'t Name>,
    pub measured: Option<&'t Measured>,
    /// `towards whoever triggers it`, and nobody is known who did.
    pub protects_nobody_known: bool,
}

impl Candidate {
    /// Whether it has more than one possible instant.
    pub fn is_imprecise(&self) -> bool {
        self.cells.iter().map(|cell| cell.span.until.0 - cell.span.from.0).sum::<i64>() > 1
    }
    /// Whether it counts *may* for anything at a possible instant up to T.
    pub fn may_count(&self, happened: Instant) -> bool {
        self.cells.iter().any(|cell| cell.span.from <= happened && cell.counts.contains(&Kleene::May))
    }
}

/// Whether something counts at a possible instant up to T.
pub fn is_there(cells: &[Cell], happened: Instant) -> bool {
    let counts = |cell: &Cell| cell.counts.iter().any(|counts| *counts != Kleene::No);
    cells.iter().any(|cell| cell.span.from <= happened && counts(cell))
}

/// Neighbours that count alike are one cell; `None` where nothing counts.
fn merged(cells: Vec<Cell>) -> Option<Vec<Cell>> {
    let mut out: Vec<Cell> = Vec::new();
    for cell in cells {
        match out.last_mut() {
            Some(last) if last.counts == cell.counts && last.contested == cell.contested => {
                last.span.until = cell.span.until;
            }
            _ => out.push(cell),
        }
    }
    out.iter().any(|cell| cell.counts.iter().any(|counts| *counts != Kleene::No)).then_some(out)
}

/// O1: what a proposition that is established or contested counts for at the instants of `span`.
fn counted(
    scene: &Scene,
    changes: &BTreeSet<Instant>,
    (p, fields, s): (&Proposition, &Fields, usize),
    roles: &[Role],
    span: Interval,
) -> Option<Vec<Cell>> {
    let status = p.status(s);
    if !matches!(status, Status::Established | Status::Contested) {
        return None;
    }
    let counted = cells(span, changes).into_iter().map(|span| {
        let answers = roles.iter().map(|role| in_role(&scene.known, role, p, fields, span.from));
        let (counts, zone_contested): (Vec<Kleene>, Vec<bool>) = answers.unzip();
        Cell { span, counts, contested: status == Status::Contested || zone_contested.contains(&true) }
    });
    merged(counted.collect())
}

/// O1: V1 for one line; whether the article is in force is not asked.
fn in_role(known: &Known, role: &Role, p: &Proposition, fields: &Fields, v: Instant) -> (Kleene, bool) {
    let lines = Some(std::slice::from_ref(&role.line));
    let as_others = AS_NOBODY_ELSE;
    let asked =
        Asked { lines, as_others, acts: role.acts, weapons: role.weapons, zone: role.zone, measured: role.measured };
    let (counts, contested) = act_asked(known, &asked, p, fields, v);
    let counts = all_of([counts, said_so(known, role.acts, fields), of_one_alone(&role.line, p)]);
    (if role.protects_nobody_known { all_of([counts, Kleene::May]) } else { counts }, contested)
}

/// O1: somebody must have said so: an act that is not stated, or in a word that nobody declares, is no deed.
pub fn said_so(known: &Known, acts: &[Name], fields: &Fields) -> Kleene {
    let stated = fields.acts();
    if stated.is_empty() {
        return Kleene::No;
    }
    let answer = |word: &Name| match Tree::declares(&known.tree.acts, word) {
        true => act_word(known, acts, word),
        false => Kleene::No,
    };
    all_agree(stated.iter().map(answer).collect())
}

/// O1: a finding that says only "one of the bound parties" leaves open whether it was this one.
fn of_one_alone(line: &Binding, p: &Proposition) -> Kleene {
    let some_party = p.findings.iter().any(|held| held.attribution == Some(Attribution::SomeParty));
    if line.actors.len() == 1 && p.about == About::Event && some_party { Kleene::May } else { Kleene::Must }
}

/// `binds A towards anyone`.
pub fn towards_anyone(actors: &[Name]) -> Binding {
    let towards = Targets { each_other: false, named: Vec::new(), anyone: true };
    Binding { actors: actors.to_vec(), towards }
}

/// O1: what counts as a deed by `obliged`: one role for each word that needs a deed of its own. The actor of the trigger is
/// protected where the text says so.
pub fn deed_roles<'t>(obligation: &'t Obligation, obliged: &[Name], trigger: Option<&About>) -> Vec<Role<'t>> {
    let mut line = towards_anyone(obliged);
    let mut protects_nobody_known = false;
    let protecting = |names: &[Name]| Targets { each_other: false, named: names.to_vec(), anyone: false };
    match (&obligation.towards, trigger) {
        (Towards::Anyone, _) => {}
        (Towards::Named(names), _) => line.towards = protecting(names),
        (Towards::WhoeverTriggers, Some(About::Actor(actor))) => {
            line.towards = protecting(std::slice::from_ref(actor));
        }
        (Towards::WhoeverTriggers, _) => protects_nobody_known = true,
    }
    let words: Vec<&[Name]> =
        if obligation.every { obligation.acts.chunks(1).collect() } else { vec![&obligation.acts[..]] };
    let role = |acts| Role {
        line: line.clone(),
        acts,
        weapons: &obligation.weapons,
        zone: obligation.zone.as_ref(),
        measured: obligation.measured.as_ref(),
        protects_nobody_known,
    };
    words.into_iter().map(role).collect()
}

/// O1: the deeds. A lasting one is done at its end, where it states one.
pub fn deeds(
    scene: &Scene,
    changes: &BTreeSet<Instant>,
    s: usize,
    roles: &[Role],
    total: Option<&Total>,
) -> Vec<Candidate> {
    let mut out = Vec::new();
    for p in scene.incidents.iter().flat_map(|propositions| used(propositions, s)) {
        let fields = fields(&scene.known, p, s);
        let done = fields.when.ended.unwrap_or(fields.when.began);
        let amount = total.map_or((0, None), |total| quantity::amount(total, &fields));
        out.extend(counted(scene, changes, (p, &fields, s), roles, done).map(|cells| Candidate {
            of: p.incident.name.clone(),
            cells,
            amount,
        }));
    }
    out
}

/// O4: the failures that the accuser may show: an act of the words, by the obliged, in the article's zone.
pub fn failures(
    scene: &Scene,
    changes: &BTreeSet<Instant>,
    s: usize,
    obligation: &Obligation,
    obliged: &[Name],
    through: &[Name],
) -> Vec<Failure> {
    let role = Role {
        line: towards_anyone(obliged),
        acts: through,
        weapons: &ANY_WEAPON,
        zone: obligation.zone.as_ref(),
        measured: None,
        protects_nobody_known: false,
    };
    let mut out = Vec::new();
    for p in scene.incidents.iter().flat_map(|propositions| used(propositions, s)) {
        let fields = fields(&scene.known, p, s);
        let (began, ended) = (fields.when.began, fields.when.ended);
        let cells = counted(scene, changes, (p, &fields, s), std::slice::from_ref(&role), began);
        out.extend(cells.map(|cells| Failure { of: p.incident.name.clone(), began, ended, cells }));
    }
    out
}

/// O1: one trigger of an obligation: its proposition, the instants y, and whether the placement without it is among them
/// because of its status.
pub struct Triggered<'a> {
    pub by: &'a Proposition,
    pub instants: Candidate,
    pub may_be_absent: bool,
}

/// O1, L4: every proposition that may be a trigger and may have come by T, by any of the texts whose triggers are asked, each at
/// the instants given.
pub fn triggers<'a>(
    scene: &'a Scene,
    changes: &BTreeSet<Instant>,
    s: usize,
    sources: &[(&Trigger, Vec<Interval>)],
) -> Vec<Triggered<'a>> {
    let mut out = Vec::new();
    for p in scene.incidents.iter().flat_map(|propositions| used(propositions, s)) {
        let status = p.status(s);
        let acted = match status {
            Status::None | Status::Refuted => None,
            _ => acted(scene, changes, (p, s), sources),
        };
        // The status is not asked where a body is named.
        let may_be_absent = acted.is_some() && status != Status::Established;
        let found = sources.iter().filter_map(|source| found_to_be(scene, changes, (p, s), source));
        let cells: Vec<Cell> = found.chain(acted).flatten().collect();
        let cells = (!cells.is_empty()).then_some(cells);
        let may_have_come = |cells: &Vec<Cell>| {
            cells.iter().any(|cell| cell.counts[0] != Kleene::No && cell.span.from <= scene.happened)
        };
        let of = p.incident.name.clone();
        let instants = cells.filter(may_have_come).map(|cells| Candidate { of, cells, amount: (0, None) });
        out.extend(instants.map(|instants| Triggered { by: p, instants, may_be_absent }));
    }
    out
}

/// O1: whether the act is the trigger's, by one of those behind `by`, in its zone. A contested zone is *may*.
fn is_trigger(known: &Known, trigger: &Trigger, p: &Proposition, fields: &Fields, v: Instant) -> Kleene {
    let by = towards_anyone(&trigger.by);
    let lines = (!trigger.by.is_empty()).then_some(std::slice::from_ref(&by));
    let zone = trigger.zone.as_ref();
    let as_others = AS_NOBODY_ELSE;
    let asked = Asked { lines, as_others, acts: &trigger.acts, weapons: &ANY_WEAPON, zone, measured: None };
    let (counts, contested) = act_asked(known, &asked, p, fields, v);
    let alone = if trigger.by.is_empty() { Kleene::Must } else { of_one_alone(&by, p) };
    match (all_of([counts, said_so(known, &trigger.acts, fields), alone]), contested) {
        (counts, true) => all_of([counts, Kleene::May]),
        (counts, false) => counts,
    }
}

/// The trigger that is asked of an act at an instant; no two texts ask at one.
fn at<'t>(sources: &[(&'t Trigger, Vec<Interval>)], y: Instant) -> Option<&'t Trigger> {
    let asks = |(_, instants): &&(&Trigger, Vec<Interval>)| instants.iter().any(|span| holds_at(*span, y));
    sources.iter().find(asks).map(|(trigger, _)| *trigger).filter(|trigger| trigger.found.is_none())
}

/// O1: a trigger that counts from the act: its possible beginnings.
fn acted(
    scene: &Scene,
    changes: &BTreeSet<Instant>,
    (p, s): (&Proposition, usize),
    sources: &[(&Trigger, Vec<Interval>)],
) -> Option<Vec<Cell>> {
    let known = &scene.known;
    let fields = fields(known, p, s);
    let counted = cells(fields.when.began, changes).into_iter().map(|span| {
        let asked = at(sources, span.from);
        let counts = asked.map_or(Kleene::No, |trigger| is_trigger(known, trigger, p, &fields, span.from));
        Cell { span, counts: vec![counts], contested: false }
    });
    merged(counted.collect())
}

/// O1: a trigger that counts from the finding: the instant of the finding, in force then, and must where the act counts at
/// every instant at which it may have begun, no where at none.
fn found_to_be(
    scene: &Scene,
    changes: &BTreeSet<Instant>,
    (p, s): (&Proposition, usize),
    (trigger, in_force): &(&Trigger, Vec<Interval>),
) -> Option<Vec<Cell>> {
    let known = &scene.known;
    let y = found_at(known, p, trigger.found.as_ref()?)?;
    if !in_force.iter().any(|period| holds_at(*period, y)) {
        return None;
    }
    let fields = fields(known, p, s);
    // What has not happened by T triggers nothing, whatever was found of it.
    if fields.when.began.from > scene.happened {
        return None;
    }
    let began = cells(fields.when.began, changes);
    let counts = all_agree(began.iter().map(|cell| is_trigger(known, trigger, p, &fields, cell.from)).collect());
    merged(vec![Cell { span: Interval::instant(y), counts: vec![counts], contested: false }])
}

/// O1: when the named bodies' words stood: `all of`: the last of these instants, `any of`: the first.
fn found_at(known: &Known, p: &Proposition, found: &Found) -> Option<Instant> {
    let each: Vec<Option<Instant>> = found.bodies.iter().map(|body| stands_since(known, p, found, body)).collect();
    if found.all {
        each.into_iter().collect::<Option<Vec<Instant>>>()?.into_iter().max()
    } else {
        each.into_iter().flatten().min()
    }
}

/// O1: since when a body's word, one of those that are enough, stands on the proposition: the first statement of its present
/// unbroken run of one word. A finding for "a did it" is attributed to a; every finding is on the event (E2, E8).
fn stands_since(known: &Known, p: &Proposition, found: &Found, body: &Name) -> Option<Instant> {
    let held = findings(known, &p.incident).into_iter().find(|held| known.same(&held.body, body))?;
    let on_it = match &p.about {
        About::Actor(actor) => held.attribution == Some(Attribution::Actor(actor.clone())),
        About::Event => true,
    };
    let word = held.word.filter(|word| on_it && found.words.contains(word))?;
    let mut since = None;
    for statement in &known.live {
        let Content::Finding(finding) = &statement.body.content else { continue };
        if p.incident.is(&finding.on) && known.same(statement.body.speaker(), body) {
            since = match finding.finding {
                Some(said) if said != word => None,
                Some(_) => since.or(Some(statement.said_at())),
                None => since,
            };
        }
    }
    since
}
