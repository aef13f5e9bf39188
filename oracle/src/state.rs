//! States that are claimed: V11.
//!
//! Holds
//! - Every claim is looked for in all incidents, each time it is asked about.
//! - What may be read in two ways is read in both, every reading by itself.
//!
//! Not here: what coverage makes of the answer (`terms`).

use std::collections::BTreeSet;

use agreement::tree::{Article, ArticleKind, Binding, Ground, Holders, Prohibition, Tree};
use record::statement::Accused;
use record::vocabulary::facts::{About, IncidentId, Status};
use record::vocabulary::geometry::area_in;
use record::vocabulary::place::Place;
use record::vocabulary::time::Instant;
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::answers::{ClaimAnswer, StateClaimed};
use crate::duty::said_so;
use crate::known::{Known, all_agree, all_of, any_of};
use crate::proof::{Fields, Proposition, When, fields};
use crate::said::Incident;
use crate::terms::{Where, act_word, extent, in_named_area};

/// V11: a claim of a state: who is said to be in it, how well it is established, what the admitted evidence states.
struct Claim {
    by: Name,
    incident: IncidentId,
    status: Status,
    fields: Fields,
}

/// V11: the accused of a proposition that says something of somebody: established, contested or alleged.
fn said_of(p: &Proposition, s: usize) -> Option<&Name> {
    let About::Actor(by) = &p.about else { return None };
    matches!(p.status(s), Status::Established | Status::Contested | Status::Alleged).then_some(by)
}

/// V11, O1: whether some report for a proposition states an act that may be one of these.
fn may_show(known: &Known, p: &Proposition, shown_by: &[Name]) -> bool {
    let may = |word: &Name| Tree::declares(&known.tree.acts, word) && act_word(known, shown_by, word) != Kleene::No;
    p.reports.iter().any(|report| report.act.as_ref().is_some_and(may))
}

/// V11: the claims for an incident that these acts show: of other incidents.
fn claims(scene: &Scene, shown_by: &[Name], on: &Incident, s: usize) -> Vec<Claim> {
    let known = &scene.known;
    let others = scene.incidents.iter().flatten().filter(|p| p.incident.name != on.name);
    others
        .filter(|p| may_show(known, p, shown_by))
        .filter_map(|p| {
            let by = said_of(p, s)?.clone();
            let incident = p.incident.name.clone();
            Some(Claim { by, incident, status: p.status(s), fields: fields(known, p, s) })
        })
        .collect()
}

/// V11, T5: whether a state goes on at v: begin ≤ v < end. Only placements in which it ends after it began.
fn goes_on(when: When, v: Instant) -> Kleene {
    let (first, last) = (when.began.from.0, when.began.until.0 - 1);
    // One instant is there at that instant alone.
    let Some(ended) = when.ended else {
        return match first <= v.0 && v.0 <= last {
            true if first == last => Kleene::Must,
            true => Kleene::May,
            false => Kleene::No,
        };
    };
    let (first_end, last_end) = (ended.from.0, ended.until.0 - 1);
    if last.min(last_end - 1) <= v.0 && v.0 < first_end.max(first + 1) {
        Kleene::Must
    } else if first <= v.0 && v.0 < last_end {
        Kleene::May
    } else {
        Kleene::No
    }
}

/// V11: one place against one that is held, which is taken as a zone.
fn held_place(known: &Known, here: &Place, held: &Place) -> Kleene {
    let by_name = held.names.first().map(|smallest| in_named_area(known, here, smallest));
    if by_name == Some(Kleene::Must) {
        return Kleene::Must;
    }
    match &held.area {
        Some(area) => extent(known, here).map_or(Kleene::May, |extent| area_in(extent, area)),
        None => by_name.unwrap_or(Kleene::May),
    }
}

/// V11: each admitted place of the incident against each of the claim.
fn fits_place(known: &Known, here: &[Place], held: &[Place]) -> Kleene {
    all_agree(here.iter().flat_map(|here| held.iter().map(move |held| held_place(known, here, held))).collect())
}

/// V11: act and time of a claim, the lesser.
fn fits(known: &Known, shown_by: &[Name], claim: &Claim, v: Instant) -> Kleene {
    all_of([said_so(known, shown_by, &claim.fields), goes_on(claim.fields.when, v)])
}

// ---- Whose ground ----

/// V11: whether two actors are on one side at v.
fn one_side(known: &Known, lines: &[Binding], a: &Name, b: &Name, v: Instant) -> Kleene {
    let of_one = lines
        .iter()
        .flat_map(|line| &line.actors)
        .map(|actor| all_of([known.member(a, actor, v), known.member(b, actor, v)]));
    any_of(of_one.chain([known.member(a, b, v), known.member(b, a, v)]))
}

/// V11: whether a holder is asked.
fn asked(known: &Known, lines: &[Binding], held_by: &Holders, holder: &Name, about: &About, v: Instant) -> Kleene {
    let with_accused = || match about {
        About::Actor(accused) => one_side(known, lines, holder, accused, v),
        About::Event => Kleene::May,
    };
    match held_by {
        Holders::Named(names) => any_of(names.iter().map(|name| known.member(holder, name, v))),
        Holders::TheAccused => with_accused(),
        Holders::OthersThanTheAccused => match with_accused() {
            Kleene::Must => Kleene::No,
            Kleene::May => Kleene::May,
            Kleene::No => Kleene::Must,
        },
    }
}

/// V11: how well a state is established by the best of some claims.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Best {
    None,
    Alleged,
    Contested,
    Established,
}

fn best<'a>(claims: impl Iterator<Item = &'a Claim>) -> Best {
    let of = |claim: &Claim| match claim.status {
        Status::Established => Best::Established,
        Status::Contested => Best::Contested,
        Status::Alleged => Best::Alleged,
        Status::Refuted | Status::None => Best::None,
    };
    claims.map(of).max().unwrap_or(Best::None)
}

/// V11: the table of asked and others.
fn table(asked: Best, others: Best) -> Where {
    match (asked, others) {
        (Best::Established, Best::None | Best::Alleged) => Where::In,
        (Best::Established, Best::Contested | Best::Established) | (Best::Contested, _) => Where::Contested,
        (Best::Alleged, _) => Where::May,
        (Best::None, Best::Established) => Where::Out,
        (Best::None, Best::None | Best::Alleged | Best::Contested) => Where::May,
    }
}

/// Every way to read some answers: *may* either way.
fn readings(answers: &[Kleene]) -> Vec<Vec<bool>> {
    let Some((first, rest)) = answers.split_first() else { return vec![Vec::new()] };
    let either: &[bool] = match first {
        Kleene::Must => &[true],
        Kleene::May => &[true, false],
        Kleene::No => &[false],
    };
    let of_rest = readings(rest);
    let with = |one: &bool| -> Vec<Vec<bool>> { of_rest.iter().map(|rest| [&[*one], &rest[..]].concat()).collect() };
    either.iter().flat_map(with).collect()
}

/// V11: how a claim of ground fits.
fn holds_it(known: &Known, shown_by: &[Name], claim: &Claim, here: &Fields, v: Instant) -> Kleene {
    let held = claim.fields.places();
    if held.is_empty() {
        return Kleene::No;
    }
    all_of([fits(known, shown_by, claim, v), fits_place(known, &here.places(), &held)])
}

/// V11: whether a proposition placed at v is on ground that the article asks for.
pub fn on_ground(
    scene: &Scene,
    lines: &[Binding],
    ground: &Ground,
    p: &Proposition,
    here: &Fields,
    s: usize,
    v: Instant,
) -> Where {
    let known = &scene.known;
    let fit_of = |claim: &Claim| holds_it(known, &ground.shown_by, claim, here, v);
    let mut claimed = claims(scene, &ground.shown_by, &p.incident, s);
    claimed.retain(|claim| fit_of(claim) != Kleene::No);
    let fits: Vec<Kleene> = claimed.iter().map(fit_of).collect();
    let holders: BTreeSet<&Name> = claimed.iter().map(|claim| &claim.by).collect();
    let asked_of = |holder: &&Name| asked(known, lines, &ground.held_by, holder, &p.about, v);
    let asked: Vec<Kleene> = holders.iter().map(asked_of).collect();
    let mut answers = Vec::new();
    for asked in readings(&asked) {
        let is_asked = |claim: &Claim| holders.iter().zip(&asked).any(|(holder, asked)| **holder == claim.by && *asked);
        for fitting in readings(&fits) {
            let there = || claimed.iter().zip(&fitting).filter(|(_, fits)| **fits).map(|(claim, _)| claim);
            answers.push(table(best(there().filter(|x| is_asked(x))), best(there().filter(|x| !is_asked(x)))));
        }
    }
    if answers.iter().all(|answer| *answer == answers[0]) { answers[0] } else { Where::May }
}

// ---- For whom somebody answers ----

/// V11: how a claim of support fits.
fn supports(known: &Known, shown_by: &[Name], claim: &Claim, accused: &Name, v: Instant) -> Kleene {
    let targets = claim.fields.targets();
    if targets.is_empty() {
        return Kleene::No;
    }
    let of_target = |one: &Vec<Name>| any_of(one.iter().map(|target| known.member(accused, target, v)));
    let belongs = all_agree(targets.iter().map(of_target).collect());
    all_of([belongs, fits(known, shown_by, claim, v)])
}

/// V11: whether somebody is bound as another is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BoundAs {
    Must,
    May,
    Contested,
}

/// V11: as whom else a line binds `accused` at v, where it answers for whoever is supported; without those that are *no*.
pub fn bound_as(
    scene: &Scene,
    shown_by: &[Name],
    line: &Binding,
    on: &Incident,
    accused: &Name,
    s: usize,
    v: Instant,
) -> Vec<(Name, BoundAs)> {
    let known = &scene.known;
    let mut out = Vec::new();
    for claim in claims(scene, shown_by, on, s) {
        let of_line = any_of(line.actors.iter().map(|actor| known.member(&claim.by, actor, v)));
        let m = all_of([of_line, supports(known, shown_by, &claim, accused, v)]);
        let bound = match (m, claim.status) {
            (Kleene::No, _) => continue,
            (Kleene::Must, Status::Established) => BoundAs::Must,
            (Kleene::Must, Status::Contested) => BoundAs::Contested,
            (Kleene::Must | Kleene::May, _) => BoundAs::May,
        };
        out.push((claim.by, bound));
    }
    out
}

// ---- What a verdict looks at ----

/// V11: the claims that may fit at v: of ground, and of support of the accused or a possible actor.
pub fn looked_at(
    scene: &Scene,
    prohibition: &Prohibition,
    p: &Proposition,
    here: &Fields,
    s: usize,
    v: Instant,
) -> BTreeSet<ClaimAnswer> {
    let known = &scene.known;
    let mut found = BTreeSet::new();
    if let Some(ground) = &prohibition.ground {
        for claim in claims(scene, &ground.shown_by, &p.incident, s) {
            if holds_it(known, &ground.shown_by, &claim, here, v) != Kleene::No {
                found.insert((StateClaimed::HoldsGround, claim.by, claim.incident, claim.status));
            }
        }
    }
    let possible: Vec<&Name> = match &p.about {
        About::Actor(accused) => vec![accused],
        About::Event => here.reports.iter().flat_map(|report| accused_by(&report.accused)).collect(),
    };
    if let Some(shown_by) = &prohibition.answers_for {
        for claim in claims(scene, shown_by, &p.incident, s) {
            if possible.iter().any(|accused| supports(known, shown_by, &claim, accused, v) != Kleene::No) {
                found.insert((StateClaimed::Supports, claim.by, claim.incident, claim.status));
            }
        }
    }
    found
}

fn accused_by(accused: &Accused) -> Vec<&Name> {
    match accused {
        Accused::Unstated => vec![],
        Accused::Actor(actor) => vec![actor],
        Accused::Dyad(a, b) => vec![a, b],
    }
}

// ---- What is a state ----

/// V6, V11: whether the act of a proposition is, or may be, one by which an article asks about a state.
pub fn is_asked_about(scene: &Scene, article: &Article, p: &Proposition, s: usize) -> bool {
    let ArticleKind::Prohibition(prohibition) = &article.kind else { return false };
    let fields = fields(&scene.known, p, s);
    let mut asks = prohibition.ground.iter().map(|ground| &ground.shown_by).chain(&prohibition.answers_for);
    asks.any(|acts| said_so(&scene.known, acts, &fields) != Kleene::No)
}

/// Every instant at which a claim may begin or cease to hold: the ends of its times, as they are reported and found (E7).
pub fn changes(scene: &Scene) -> BTreeSet<Instant> {
    let known = &scene.known;
    let asks = |article: &Article| match &article.kind {
        ArticleKind::Prohibition(asks) => {
            let shown_by = asks.ground.iter().map(|ground| &ground.shown_by).chain(&asks.answers_for);
            shown_by.flatten().cloned().collect()
        }
        _ => Vec::new(),
    };
    let shown_by: Vec<Name> = known.tree.articles.iter().flat_map(asks).collect();
    let mut at = BTreeSet::new();
    for p in scene.incidents.iter().flatten().filter(|p| may_show(known, p, &shown_by)) {
        let reported = p.reports.iter().filter_map(|report| report.time.as_ref());
        for time in reported.chain(p.findings.iter().filter_map(|finding| finding.time.as_ref())) {
            for set in [Some(time.began), time.ended].into_iter().flatten() {
                at.extend((-2..=1).flat_map(|beside| [set.from.plus(beside), set.until.plus(beside)]));
            }
        }
        at.extend((0..=1).map(|beside| p.first_known.plus(beside)));
    }
    at
}
