//! What a prohibition says of one incident: sections 2 and 5 (P1, P5, P6, V1, V2, V4, V5, O9); O5 (cured), O8 (suspended).
//!
//! Not here: periods and coverage (`calm`), clocks (`clock`), obligations (`duty`), permissions in an order (`steps`), who holds
//! ground and for whom somebody answers (`state`).

use std::collections::BTreeSet;

use agreement::tree::{
    Article, ArticleKind, Binding, Burden, Class, Condition, Exception, Measured, Moment, Period, Prohibition, Rule,
    SeverityTest, Tree, Weapons, ZoneSource,
};
use record::statement::{Accused, Content, Question, Statement};
use record::vocabulary::facts::{About, Attribution, Status};
use record::vocabulary::geometry::area_in;
use record::vocabulary::place::{Area, Place};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name, counts};

use crate::Scene;
use crate::answers::{ClaimAnswer, Word};
use crate::calm::periods_of;
use crate::changes::{life, lines_at, releases};
use crate::known::{Known, all_agree, all_of, any_of, holds_at};
use crate::proof::{Evidence, Fields, Proposition, Side, level, piece, replies_on_exception};
use crate::quantity;
use crate::said::{Incident, Said};
use crate::state::BoundAs;
use crate::{spans, state, steps};

/// The instant that the text names.
pub fn instant(tree: &Tree, moment: &Moment) -> Instant {
    match moment {
        Moment::At(at) => *at,
        // T10: the end of the civil day n days after the epoch's own.
        Moment::EndOfDay { epoch, days } => {
            let epoch = tree.epochs.iter().find(|e| &e.name == epoch).expect("a checked agreement declares its epochs");
            let mut end = tree.zone.day_of(epoch.at).until;
            for _ in 0..*days {
                end = tree.zone.day_of(end).until;
            }
            end
        }
        Moment::After { epoch, seconds } => {
            let epoch = tree.epochs.iter().find(|e| &e.name == epoch).expect("a checked agreement declares its epochs");
            Instant(epoch.at.0 + seconds)
        }
    }
}

/// The prohibitions of the agreement.
pub fn prohibitions(tree: &Tree) -> Vec<(&Article, &Prohibition)> {
    tree.articles
        .iter()
        .filter_map(|article| match &article.kind {
            ArticleKind::Prohibition(prohibition) => Some((article, prohibition)),
            _ => None,
        })
        .collect()
}

/// Whether `class` is `word` or includes it, through any number of classes.
fn includes(classes: &[Class], class: &Name, word: &Name) -> bool {
    class == word
        || classes
            .iter()
            .any(|c| &c.name == class && c.includes.iter().any(|narrower| includes(classes, narrower, word)))
}

/// Reading E7: *in* where a listed word names or includes it, *may* where it is wider than a listed word or no class declares
/// it, else *out*.
fn in_class(classes: &[Class], listed: &[Name], word: &Name) -> Kleene {
    let declared = classes.iter().any(|c| &c.name == word || c.includes.contains(word));
    if listed.iter().any(|class| includes(classes, class, word)) {
        Kleene::Must
    } else if !declared || listed.iter().any(|class| includes(classes, word, class)) {
        Kleene::May
    } else {
        Kleene::No
    }
}

/// A place against a zone at one instant (P1, P5).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Where {
    In,
    May,
    Out,
    Contested,
}

/// One version of a zone, with the instant from which each required co-signature counts.
struct Version<'a> {
    in_force_from: Instant,
    geometry: &'a ZoneGeometry,
    signed: Vec<Instant>,
    required: usize,
}

/// P5: the versions of a zone as known at K, oldest first. The text's own is in force and agreed from ever.
fn versions<'a>(known: &Known<'a>, zone: &Name) -> Vec<Version<'a>> {
    let Some(declared) = known.tree.zones.iter().find(|z| known.same(&z.name, zone)) else { return Vec::new() };
    let mut found = Vec::new();
    if let ZoneSource::Stated(geometry) = &declared.geometry {
        found.push(Version { in_force_from: Instant::EVER, geometry, signed: vec![Instant::EVER], required: 1 });
    }
    for statement in &known.live {
        let Content::ZoneVersion(version) = &statement.body.content else { continue };
        if !known.same(&version.zone, zone) {
            continue;
        }
        let (signed, required) = if version.with_agreement {
            (vec![Instant::EVER], 1)
        } else {
            let signed = declared.cosigners.iter().filter_map(|cosigner| signed_from(known, statement, cosigner));
            (signed.collect(), declared.cosigners.len())
        };
        // A text without co-signers allows no later version.
        if required > 0 {
            found.push(Version { in_force_from: version.in_force_from, geometry: &version.geometry, signed, required });
        }
    }
    found.sort_by_key(|version| version.in_force_from);
    found
}

/// P5: from when a co-signer's signature under a version counts: from ever where it is retroactive.
fn signed_from(known: &Known, version: &Statement, cosigner: &Name) -> Option<Instant> {
    known
        .live
        .iter()
        .filter_map(|statement| match &statement.body.content {
            Content::ZoneSignature(signature)
                if signature.version == version.id && known.same(statement.body.speaker(), cosigner) =>
            {
                Some(if signature.retroactive { Instant::EVER } else { statement.said_at() })
            }
            _ => None,
        })
        .min()
}

/// P1, P5, P6: the admitted places against a zone at v, as known at K. A missing place is *may* (V1).
pub fn place_in_zone(known: &Known, fields: &Fields, zone: &Name, v: Instant) -> Where {
    let places = fields.places();
    if places.is_empty() {
        return Where::May;
    }
    let in_force: Vec<Version> = versions(known, zone).into_iter().filter(|x| x.in_force_from <= v).collect();
    let agreed = |x: &Version| x.signed.len() == x.required && x.signed.iter().all(|at| *at <= v);
    let latest_agreed = in_force.iter().rposition(agreed);
    let newer = in_force.iter().skip(latest_agreed.map_or(0, |at| at + 1)).filter(|x| !x.signed.is_empty());
    let answer = |x: &Version| all_agree(places.iter().map(|place| in_geometry(known, place, x.geometry)).collect());
    let mut answers: Vec<Kleene> = newer.map(answer).collect();
    answers.extend(latest_agreed.map(|at| answer(&in_force[at])));
    let one_answer = answers.iter().all(|a| *a == answers[0]);
    match (answers.first(), latest_agreed) {
        (None, _) => Where::May,
        (Some(Kleene::No), None) if one_answer => Where::Out,
        (Some(_), None) => Where::Contested,
        (Some(answer), Some(_)) if one_answer => match answer {
            Kleene::Must => Where::In,
            Kleene::May => Where::May,
            Kleene::No => Where::Out,
        },
        (Some(_), Some(_)) => Where::Contested,
    }
}

/// P1, P6: one reported place against one geometry.
fn in_geometry(known: &Known, place: &Place, geometry: &ZoneGeometry) -> Kleene {
    match geometry {
        ZoneGeometry::Sealed(_) | ZoneGeometry::Unpublished => Kleene::May,
        ZoneGeometry::Area(zone) => extent(known, place).map_or(Kleene::May, |area| area_in(area, zone)),
        ZoneGeometry::NamedArea(zone) => in_named_area(known, place, zone),
    }
}

/// The reported area, else the registered extent of the smallest named place that has one.
pub fn extent<'a>(known: &Known<'a>, place: &'a Place) -> Option<&'a Area> {
    place.area.as_ref().or_else(|| place.names.iter().find_map(|name| known.extent(name)))
}

/// 2a.9: a report naming a place that the register puts inside the area is *in*; one naming a registered place that is neither
/// inside nor around it is *out*.
pub fn in_named_area(known: &Known, place: &Place, zone: &Name) -> Kleene {
    let inside = |name: &Name| known.larger_places(name).contains(&known.name(zone));
    let around = |name: &Name| known.larger_places(zone).contains(&known.name(name));
    if place.names.iter().any(inside) {
        Kleene::Must
    } else if place.names.iter().any(|name| known.knows_place(name) && !around(name)) {
        Kleene::No
    } else {
        match (&place.area, known.extent(zone)) {
            (Some(area), Some(zone)) => area_in(area, zone),
            _ => Kleene::May,
        }
    }
}

/// V1: one target is protected against `accused` by a line. A named group never protects against its own members.
fn protected(known: &Known, line: &Binding, accused: &Name, target: &Name, v: Instant) -> Kleene {
    let not_own = |group: &Name| !known.member(accused, group, v);
    let others = line.actors.iter().filter(|_| line.towards.each_other);
    let groups = others.chain(&line.towards.named);
    let by_group = groups.map(|group| all_of([known.member(target, group, v), not_own(group)]));
    any_of(by_group.chain([if line.towards.anyone { Kleene::Must } else { Kleene::No }]))
}

/// V1: `accused` is bound by a line.
fn bound(known: &Known, line: &Binding, accused: &Name, v: Instant) -> Kleene {
    any_of(line.actors.iter().map(|actor| known.member(accused, actor, v)))
}

/// V11: as whom else a line binds an actor at v, and whether it surely does.
pub type AsOthers<'t> = &'t dyn Fn(&Binding, &Name, Instant) -> Vec<(Name, Kleene)>;

/// V1: an actor is bound and one of the targets is protected by one and the same line; `None`: no target is stated. V11: or it
/// is bound as another is, and the target is protected from both.
fn bound_towards(
    known: &Known,
    (lines, as_others): (&[Binding], AsOthers<'_>),
    accused: &Name,
    targets: Option<&[Name]>,
    v: Instant,
) -> Kleene {
    any_of(lines.iter().flat_map(|line| {
        let protected_from = |actors: &[&Name]| match targets {
            Some(targets) => any_of(
                targets
                    .iter()
                    .map(|target| all_of(actors.iter().map(|actor| protected(known, line, actor, target, v)))),
            ),
            None if line.towards.anyone => Kleene::Must,
            None => Kleene::May,
        };
        let mut ways = vec![all_of([bound(known, line, accused, v), protected_from(&[accused])])];
        for (other, as_other) in as_others(line, accused, v) {
            ways.push(all_of([as_other, protected_from(&[accused, &other])]));
        }
        ways
    }))
}

/// V1: the same where nobody knows who: protected against some actor of the line.
fn protected_from_somebody(known: &Known, lines: &[Binding], targets: &[Name], v: Instant) -> Kleene {
    any_of(lines.iter().flat_map(|line| {
        let from = move |actor| any_of(targets.iter().map(|target| protected(known, line, actor, target, v)));
        line.actors.iter().map(from)
    }))
}

/// V1: actor and target of a proposition.
fn actor_and_target(
    known: &Known,
    (lines, as_others): (&[Binding], AsOthers<'_>),
    about: &About,
    fields: &Fields,
    s: &Proposition,
    v: Instant,
) -> Kleene {
    let targets = fields.targets();
    let towards_targets = |actor: &Name, targets: &[Vec<Name>]| match targets.is_empty() {
        true => bound_towards(known, (lines, as_others), actor, None, v),
        false => {
            let claims = targets.iter();
            all_agree(claims.map(|claim| bound_towards(known, (lines, as_others), actor, Some(claim), v)).collect())
        }
    };
    if let About::Actor(accused) = about {
        return towards_targets(accused, &targets);
    }
    // L5: nobody is bound any more.
    if lines.is_empty() {
        return Kleene::No;
    }
    let some_party = s.findings.iter().any(|finding| finding.attribution == Some(Attribution::SomeParty));
    let against_each_other = |a: &Name, b: &Name| {
        [(a, b), (b, a)].map(|(actor, target)| {
            bound_towards(known, (lines, as_others), actor, Some(std::slice::from_ref(target)), v)
        })
    };
    let dyads: Vec<[Kleene; 2]> = fields
        .reports
        .iter()
        .filter_map(|report| match &report.accused {
            Accused::Dyad(a, b) => Some(against_each_other(a, b)),
            _ => None,
        })
        .collect();
    if some_party {
        // The actor is some bound party: the target decides.
        let anyone = lines.iter().any(|line| line.towards.anyone);
        let mut claims: Vec<Kleene> =
            targets.iter().map(|claim| protected_from_somebody(known, lines, claim, v)).collect();
        claims.extend(dyads.iter().map(|pair| any_of(*pair)));
        return if claims.is_empty() && anyone { Kleene::Must } else { all_agree(claims) };
    }
    if !dyads.is_empty() {
        // Possible actors: those of a dyad each with its own target, others with the targets stated of them. Reports naming
        // nobody add none.
        let mut possible: Vec<Kleene> = dyads.into_iter().flatten().collect();
        let accused = fields.reports.iter().filter_map(|report| match &report.accused {
            Accused::Actor(actor) => Some(actor),
            _ => None,
        });
        let accused = accused.collect::<BTreeSet<&Name>>().into_iter();
        possible.extend(accused.map(|actor| towards_targets(actor, &fields.targets_of(actor))));
        return all_agree(possible);
    }
    let target = if targets.is_empty() {
        Kleene::May
    } else {
        all_agree(targets.iter().map(|claim| protected_from_somebody(known, lines, claim, v)).collect())
    };
    all_of([Kleene::May, target])
}

/// L3: when a prohibition or an obligation is in force, as known at K: in its life, and in the period that it states.
pub fn in_force(known: &Known, article: &Article) -> Vec<Interval> {
    spans::within(life(known, article), &period_stated(known, article))
}

/// G1, G3, O8: the period that a prohibition or an obligation states, as known at K, without its suspensions.
pub fn period_stated(known: &Known, article: &Article) -> Vec<Interval> {
    let period = match &article.kind {
        ArticleKind::Prohibition(prohibition) => &prohibition.period,
        ArticleKind::Obligation(obligation) => &obligation.period,
        ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => return Vec::new(),
    };
    let suspended = article.suspended_while.as_ref().map_or(Vec::new(), |slot| answered_yes(known, slot));
    let periods = spans::merged(period_of(known, period));
    periods.into_iter().flat_map(|period| spans::without(period, &suspended)).collect()
}

/// O8: the instants at which a judgement, asked at large, is answered yes by its rule: from the answer that makes it so until
/// the one that ends it.
fn answered_yes(known: &Known, slot: &Name) -> Vec<Interval> {
    let Some(judgement) = known.tree.judgements.iter().find(|j| &j.name == slot) else { return Vec::new() };
    let answers = at_large(known, slot);
    let mut said: BTreeSet<Instant> = answers.iter().map(|(_, said, _)| *said).collect();
    said.insert(Instant::NEVER);
    let said: Vec<Instant> = said.into_iter().collect();
    let yes_from = |at: Instant| {
        let so_far: Vec<(Name, Instant, bool)> = answers.iter().filter(|(_, said, _)| *said <= at).cloned().collect();
        decided(known, &judgement.deciders, &so_far) == Some(true)
    };
    let pairs = said.windows(2).filter(|pair| yes_from(pair[0]));
    spans::merged(pairs.map(|pair| Interval::new(pair[0], pair[1])).collect())
}

/// The answers to a judgement slot asked at large.
fn at_large(known: &Known, slot: &Name) -> Vec<(Name, Instant, bool)> {
    decisions(known, |question| matches!(question, Question::Judgement { slot: asked, on: None } if asked == slot))
}

/// G1, G3: the period that the text states.
fn period_of(known: &Known, period: &Period) -> Vec<Interval> {
    match period {
        Period::Fixed { from, until } => {
            let until = until.as_ref().map_or(Instant::NEVER, |until| instant(known.tree, until));
            vec![Interval::new(instant(known.tree, from), until)]
        }
        Period::During(name) => {
            let regime = known.tree.regimes.iter().find(|r| &r.name == name).expect("a checked agreement declares it");
            let periods = periods_of(known, regime);
            // G3: provisions that stay do so from the first period on.
            if regime.provisions_stay { vec![Interval::new(periods[0].from, Instant::NEVER)] } else { periods }
        }
    }
}

/// V1: what is asked of an act, whatever provision asks it.
pub struct Asked<'t> {
    /// Who is bound towards whom; `None`: nobody in particular.
    pub lines: Option<&'t [Binding]>,
    pub as_others: AsOthers<'t>,
    pub acts: &'t [Name],
    pub weapons: &'t Weapons,
    pub zone: Option<&'t Name>,
    pub measured: Option<&'t Measured>,
}

/// V1: the weapon where nobody asks for one.
pub const ANY_WEAPON: Weapons = Weapons::Any { such_as: Vec::new() };
/// V11: nobody is bound as another is.
pub const AS_NOBODY_ELSE: AsOthers<'static> = &|_, _, _| Vec::new();

/// V1 without *in force*: c, and whether its zone is contested (which counts as must here and is caught by line 6).
pub fn act_asked(known: &Known, asked: &Asked, p: &Proposition, fields: &Fields, v: Instant) -> (Kleene, bool) {
    let weapon = match asked.weapons {
        Weapons::Any { .. } => Kleene::Must,
        Weapons::Only(listed) => one_word(fields.weapons(), &known.tree.weapons, listed),
    };
    let place = asked.zone.map_or(Where::In, |zone| place_in_zone(known, fields, zone, v));
    let actor = match asked.lines {
        Some(lines) => actor_and_target(known, (lines, asked.as_others), &p.about, fields, p, v),
        None => Kleene::Must,
    };
    let measured = asked.measured.map_or(Kleene::Must, |measured| {
        let met = quantity::measured(measured, fields);
        // P2: a bound of some weapons is asked of them alone.
        match measured.of.as_slice() {
            [] => met,
            listed => any_of([met, !one_word(fields.weapons(), &known.tree.weapons, listed)]),
        }
    });
    let c = all_of([actor, act_in(known, asked.acts, fields), weapon, measured, in_place(place)]);
    (c, place == Where::Contested)
}

/// E7: whether the act is in one of the listed classes.
pub fn act_in(known: &Known, listed: &[Name], fields: &Fields) -> Kleene {
    one_word(fields.acts(), &known.tree.acts, listed)
}

/// Whether one word is in one of the listed classes.
pub fn act_word(known: &Known, listed: &[Name], word: &Name) -> Kleene {
    in_class(&known.tree.acts, listed, word)
}

fn one_word(words: Vec<Name>, classes: &[Class], listed: &[Name]) -> Kleene {
    all_agree(words.iter().map(|word| in_class(classes, listed, word)).collect())
}

fn in_place(place: Where) -> Kleene {
    match place {
        Where::In | Where::Contested => Kleene::Must,
        Where::May => Kleene::May,
        Where::Out => Kleene::No,
    }
}

/// V1: c of a prohibition, and whether its zone, its ground or the support that it asks about is contested.
fn coverage_of_an_act(
    scene: &Scene,
    article: &Article,
    prohibition: &Prohibition,
    p: &Proposition,
    fields: &Fields,
    s: usize,
    v: Instant,
) -> (Kleene, bool) {
    let known = &scene.known;
    let Prohibition { acts, weapons, zone, ground, answers_for, measured, .. } = prohibition;
    let binds = lines_at(known, article, &prohibition.binds, v);
    // V11: contested support, taken as there or as absent.
    let covered = |contested: Kleene| {
        let as_others = |line: &Binding, accused: &Name, v: Instant| -> Vec<(Name, Kleene)> {
            let Some(shown_by) = answers_for else { return Vec::new() };
            let others = state::bound_as(scene, shown_by, line, &p.incident, accused, s, v).into_iter();
            let answer = |bound| match bound {
                BoundAs::Must => Kleene::Must,
                BoundAs::May => Kleene::May,
                BoundAs::Contested => contested,
            };
            others.map(|(other, bound)| (other, answer(bound))).collect()
        };
        let (lines, zone, measured) = (Some(&binds[..]), zone.as_ref(), measured.as_ref());
        act_asked(known, &Asked { lines, as_others: &as_others, acts, weapons, zone, measured }, p, fields, v)
    };
    let (c, zone_contested) = covered(Kleene::Must);
    let support_contested = c == Kleene::Must && covered(Kleene::No).0 != Kleene::Must;
    let on_ground = |ground| state::on_ground(scene, &binds, ground, p, fields, s, v);
    let ground = ground.as_ref().map_or(Where::In, on_ground);
    let in_force = in_force(known, article).into_iter().any(|during| holds_at(during, v));
    let c = if in_force { all_of([c, in_place(ground)]) } else { Kleene::No };
    (c, zone_contested || ground == Where::Contested || support_contested)
}

/// What an exception does (V4).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Excuse {
    NoEffect,
    Fails,
    Contested,
    Undetermined,
    Holds,
}

/// V4: evidence about a target-list exception at v: for it, against it, and its condition.
fn target_evidence(known: &Known, s: &Proposition, lists: &[Name], v: Instant) -> (Evidence, Evidence, Kleene) {
    let (mut fors, mut against) = (Evidence::default(), Evidence::default());
    let mut conditions = Vec::new();
    let listed = |target: &Name| any_of(lists.iter().map(|list| known.member(target, list, v)));
    for report in &s.reports {
        let each: Vec<Kleene> = match &report.accused {
            // Both possible targets meet it: for; neither: against; else it claims E with the condition may.
            Accused::Dyad(a, b) => vec![all_agree(vec![listed(a), listed(b)])],
            _ => report.targets.iter().map(listed).collect(),
        };
        let piece = piece(known, report, report.chain.origins.clone());
        if each.iter().any(|answer| *answer != Kleene::No) {
            fors.reports.push(piece.clone());
        }
        if each.contains(&Kleene::No) {
            against.reports.push(piece);
        }
        conditions.extend(each);
    }
    for finding in &s.findings {
        let each: Vec<Kleene> = finding.targets.iter().map(listed).collect();
        let word = finding.word.expect("a finding for it has a word");
        if each.iter().any(|answer| *answer != Kleene::No) {
            fors.findings.insert(finding.body.clone(), word);
        }
        if each.contains(&Kleene::No) {
            against.findings.insert(finding.body.clone(), word);
        }
        conditions.extend(each);
    }
    let condition = if conditions.is_empty() { Kleene::May } else { any_of(conditions) };
    (fors, against, condition)
}

/// V4: what one exception does for a proposition at v.
fn exception(
    scene: &Scene,
    prohibition: &Prohibition,
    exception: &Exception,
    s: &Proposition,
    fields: &Fields,
    v: Instant,
) -> Excuse {
    let known = &scene.known;
    let place = exception.zone.as_ref().map_or(Where::In, |zone| place_in_zone(known, fields, zone, v));
    let (naming, disputing) = replies_on_exception(known, &s.incident.reports, &exception.name);
    let (mut fors, mut against, mut condition) = match &exception.condition {
        Condition::TargetIs(lists) => target_evidence(known, s, lists, v),
        Condition::Judged(slot) => {
            let condition = judged(known, slot, Some(&s.incident));
            (Evidence::default(), Evidence::default(), condition)
        }
        Condition::InOrder(steps) => {
            let order = steps::order(scene, prohibition, exception.standard, steps, &s.about, v);
            return steps::excuse(&order, exception.burden, place);
        }
    };
    fors.reports.extend(naming);
    against.reports.extend(disputing);
    if fors.reports.is_empty() && fors.findings.is_empty() {
        return Excuse::NoEffect;
    }
    condition = all_of([condition, in_place(place)]);
    // The alternatives are asked as on the side for: nothing here says that it did not happen.
    let shown = level(known, &fors, Side::For) > exception.standard;
    let opposed = level(known, &against, Side::For) > exception.standard;
    if condition == Kleene::No {
        Excuse::Fails
    } else if shown && (opposed || place == Where::Contested) {
        Excuse::Contested
    } else if shown && condition == Kleene::May {
        Excuse::Undetermined
    } else if shown {
        Excuse::Holds
    } else if exception.burden == Burden::Accused || opposed {
        Excuse::Fails
    } else {
        Excuse::Undetermined
    }
}

/// V4, C6: the answer that deciders gave together: each one's latest said; by the rule; `None` without one.
pub fn decided(known: &Known, deciders: &agreement::tree::Deciders, answers: &[(Name, Instant, bool)]) -> Option<bool> {
    let latest = |decider: &Name| {
        // `answers` come in order of known-at and id, so that the last of equally late ones counts.
        let own = answers.iter().filter(|(who, _, _)| known.same(who, decider));
        own.max_by_key(|(_, said, _)| *said).map(|(_, _, yes)| *yes)
    };
    let each: Vec<Option<bool>> = match &deciders.rule {
        Rule::Chair(chair) => return latest(chair),
        Rule::All | Rule::Any => deciders.names.iter().map(latest).collect(),
    };
    let all = |answer: bool| each.iter().all(|x| *x == Some(answer));
    let any = |answer: bool| each.contains(&Some(answer));
    match &deciders.rule {
        Rule::All if all(true) => Some(true),
        Rule::All if all(false) => Some(false),
        Rule::Any if any(true) && !any(false) => Some(true),
        Rule::Any if any(false) && !any(true) => Some(false),
        _ => None,
    }
}

/// Live decisions on a question, earliest known first: who, when said, yes.
pub fn decisions(known: &Known, asked: impl Fn(&Question) -> bool) -> Vec<(Name, Instant, bool)> {
    known
        .live
        .iter()
        .filter_map(|statement| match &statement.body.content {
            Content::Decision(decision) if asked(&decision.question) => {
                Some((known.name(statement.body.speaker()), statement.said_at(), decision.yes))
            }
            _ => None,
        })
        .collect()
}

/// V4: must after a yes by the slot's rule, no after a no, else may. Without an incident: asked at large.
pub fn judged(known: &Known, slot: &Name, incident: Option<&Incident>) -> Kleene {
    let Some(judgement) = known.tree.judgements.iter().find(|j| &j.name == slot) else { return Kleene::May };
    let answers = match incident {
        None => at_large(known, slot),
        Some(incident) => decisions(known, |question| match question {
            Question::Judgement { slot: asked, on: Some(on) } => asked == slot && incident.is(on),
            _ => false,
        }),
    };
    match decided(known, &judgement.deciders, &answers) {
        Some(true) => Kleene::Must,
        Some(false) => Kleene::No,
        None => Kleene::May,
    }
}

/// V2: the line of the table that applies to one incident in one placement.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line {
    /// 1.
    NotCovered,
    /// 2 and 3.
    Kept,
    /// 4: not established at s.
    Alleged,
    /// 5: an imprecise or missing field.
    Imprecise,
    /// 6.
    Contested,
    /// 7.
    Breached,
}

impl Line {
    /// Its word.
    pub fn word(self) -> Word {
        match self {
            Line::NotCovered => Word::NotApplicable,
            Line::Kept => Word::Kept,
            Line::Alleged | Line::Imprecise => Word::Undetermined,
            Line::Contested => Word::Contested,
            Line::Breached => Word::Breached,
        }
    }
}

/// V2: one incident, one instant, first line that applies.
pub fn verdict_at(
    scene: &Scene,
    (article, prohibition): (&Article, &Prohibition),
    proposition: &Proposition,
    fields: &Fields,
    s: usize,
    v: Instant,
) -> Line {
    let (c, contested) = coverage_of_an_act(scene, article, prohibition, proposition, fields, s, v);
    let status = proposition.status(s);
    let excuses: Vec<Excuse> =
        prohibition.exceptions.iter().map(|e| exception(scene, prohibition, e, proposition, fields, v)).collect();
    if c == Kleene::No {
        Line::NotCovered
    } else if matches!(status, Status::None | Status::Refuted) || excuses.contains(&Excuse::Holds) {
        Line::Kept
    } else if status == Status::Alleged {
        Line::Alleged
    } else if c == Kleene::May || excuses.contains(&Excuse::Undetermined) {
        Line::Imprecise
    } else if status == Status::Contested || contested || excuses.contains(&Excuse::Contested) {
        Line::Contested
    } else {
        Line::Breached
    }
}

/// Every instant at which some register, zone version, signature, period, suspension, permission in an order or claim changes:
/// between two of them the line of V2 is the same at every instant.
pub fn changes(scene: &Scene) -> BTreeSet<Instant> {
    let known = &scene.known;
    let mut at: BTreeSet<Instant> = known.membership_changes().into_iter().collect();
    for statement in &known.live {
        match &statement.body.content {
            Content::ZoneVersion(version) => {
                at.insert(version.in_force_from);
            }
            Content::ZoneSignature(_) => {
                at.insert(statement.said_at());
            }
            _ => {}
        }
    }
    for regime in &known.tree.regimes {
        at.extend(periods_of(known, regime).iter().flat_map(|period| [period.from, period.until]));
    }
    for article in &known.tree.articles {
        at.extend(in_force(known, article).iter().flat_map(|period| [period.from, period.until]));
    }
    at.extend(releases(known));
    let prohibitions = prohibitions(known.tree);
    for (_, prohibition) in &prohibitions {
        at.extend(steps::changes(scene, prohibition));
    }
    if prohibitions.iter().any(|(_, asks)| asks.ground.is_some() || asks.answers_for.is_some()) {
        at.extend(state::changes(scene));
    }
    at
}

/// `span` cut at every instant of `at` inside it.
pub fn cells(span: Interval, at: &BTreeSet<Instant>) -> Vec<Interval> {
    let mut cuts: Vec<Instant> = at.iter().copied().filter(|x| span.from < *x && *x < span.until).collect();
    cuts.push(span.until);
    let mut from = span.from;
    let mut out = Vec::new();
    for cut in cuts {
        if from < cut {
            out.push(Interval::new(from, cut));
        }
        from = cut;
    }
    out
}

/// V2 over placements: the common word if all agree, else undetermined; `None` where every possible instant is after T.
pub fn word(
    scene: &Scene,
    prohibition: (&Article, &Prohibition),
    p: &Proposition,
    fields: &Fields,
    s: usize,
) -> Option<Word> {
    let after = Instant(scene.happened.0 + 1);
    let at = &changes(scene) | &BTreeSet::from([after]);
    let word_at = |v: Instant| verdict_at(scene, prohibition, p, fields, s, v).word();
    let began = cells(fields.when.began, &at);
    let mut words: Vec<Word> = Vec::new();
    match fields.when.ended {
        None => words.extend(began.iter().filter(|cell| cell.from < after).map(|cell| word_at(cell.from))),
        Some(ended) => {
            // The worst word of the instants from a possible begin to a possible end, as far as they have happened.
            let one_before = Interval::new(Instant(ended.from.0 - 1), Instant(ended.until.0 - 1));
            let whole = cells(hull(fields.when.began, one_before), &at);
            let words_of_cells: Vec<Word> = whole.iter().map(|cell| word_at(cell.from)).collect();
            for begin in began.iter().filter(|cell| cell.from < after) {
                for last in cells(one_before, &at).iter().filter(|last| begin.from < last.until) {
                    let touched = |cell: &&(&Interval, &Word)| {
                        cell.0.from < last.until && begin.from < cell.0.until && cell.0.from < after
                    };
                    let each: Vec<(&Interval, &Word)> = whole.iter().zip(&words_of_cells).collect();
                    words.extend(each.iter().filter(touched).map(|cell| *cell.1).max_by_key(|word| badness(*word)));
                }
            }
        }
    }
    let first = *words.first()?;
    let harmless = |word: &Word| matches!(word, Word::Kept | Word::NotApplicable);
    let common = match first {
        first if words.iter().all(|word| *word == first) => first,
        _ if words.iter().all(harmless) => Word::Kept,
        _ => Word::Undetermined,
    };
    let may_be_after = fields.when.began.until > after;
    Some(match common {
        Word::Breached | Word::Contested if may_be_after => Word::Undetermined,
        other => other,
    })
}

/// O5: whether a breach is cured: it states an end, and in every placement that end is at or before T and less than the cure
/// time after its beginning.
pub fn cured(prohibition: &Prohibition, word: Word, fields: &Fields, happened: Instant) -> bool {
    let (Some(cure), Some(ended)) = (prohibition.cure, fields.when.ended) else { return false };
    let latest_end = Instant(ended.until.0 - 1);
    word == Word::Breached && latest_end <= happened && latest_end.0 - fields.when.began.from.0 < cure
}

/// O7: the steps that an exception in an order names as missing, over the instants of the act up to T at which the act is
/// covered and the exception fails; `None`: it fails at none of them.
pub fn missing_steps(
    scene: &Scene,
    (article, prohibition): (&Article, &Prohibition),
    named: &Exception,
    p: &Proposition,
    fields: &Fields,
    s: usize,
) -> Option<BTreeSet<Name>> {
    let Condition::InOrder(steps) = &named.condition else { return None };
    let last = fields.when.ended.map_or(fields.when.began.until, |ended| Instant(ended.until.0 - 1));
    let until = last.max(fields.when.began.until).min(Instant(scene.happened.0 + 1));
    let mut missing: Option<BTreeSet<Name>> = None;
    for cell in cells(Interval::new(fields.when.began.from, until), &changes(scene)) {
        let v = cell.from;
        let (covered, _) = coverage_of_an_act(scene, article, prohibition, p, fields, s, v);
        let fails = exception(scene, prohibition, named, p, fields, v) == Excuse::Fails;
        if covered != Kleene::No && fails {
            let order = steps::order(scene, prohibition, named.standard, steps, &p.about, v);
            missing.get_or_insert_default().extend(steps::missing(order));
        }
    }
    missing
}

/// V11: the claims of states that may fit at some instant of an act up to T.
pub fn states(
    scene: &Scene,
    prohibition: &Prohibition,
    p: &Proposition,
    fields: &Fields,
    s: usize,
) -> BTreeSet<ClaimAnswer> {
    let last = fields.when.ended.map_or(fields.when.began.until, |ended| Instant(ended.until.0 - 1));
    let until = last.max(fields.when.began.until).min(Instant(scene.happened.0 + 1));
    let mut found = BTreeSet::new();
    for cell in cells(Interval::new(fields.when.began.from, until), &changes(scene)) {
        found.extend(state::looked_at(scene, prohibition, p, fields, s, cell.from));
    }
    found
}

fn hull(a: Interval, b: Interval) -> Interval {
    Interval::new(a.from.min(b.from), a.until.max(b.until))
}

/// V3: breached > contested > undetermined > kept; what does not apply does not count.
pub fn badness(word: Word) -> usize {
    match word {
        Word::NotApplicable => 0,
        Word::Kept => 1,
        Word::Undetermined => 2,
        Word::Contested => 3,
        Word::Breached => 4,
    }
}

/// E7, O9: least and greatest severity class. Classes that admitted evidence states decide; where none does, the table is asked
/// of every admitted report; else the whole scale.
pub fn severity(known: &Known, fields: &Fields) -> (usize, usize) {
    let classes = &known.tree.severity.classes;
    let mut possible: Vec<usize> =
        fields.severities().iter().filter_map(|name| classes.iter().position(|class| class == name)).collect();
    if possible.is_empty() {
        possible = fields.reports.iter().flat_map(|report| classes_by_table(known, report)).collect();
    }
    match (possible.iter().min(), possible.iter().max()) {
        (Some(least), Some(greatest)) => (*least, *greatest),
        _ => (0, classes.len().saturating_sub(1)),
    }
}

/// O9: the classes that the first matching row may give a report: every row that may match before one that surely does, all
/// classes where none surely does.
fn classes_by_table(known: &Known, report: &Said) -> Vec<usize> {
    let table = &known.tree.severity;
    let mut possible = Vec::new();
    for row in &table.rows {
        let answer = all_of(row.when.iter().map(|test| row_test(known, report, test)));
        if answer != Kleene::No {
            possible.push(row.class);
        }
        if answer == Kleene::Must {
            return possible;
        }
    }
    (0..table.classes.len()).collect()
}

/// O9: one condition of a row; a missing field is *may*.
fn row_test(known: &Known, report: &Said, test: &SeverityTest) -> Kleene {
    let tree = known.tree;
    let word = |word: &Option<Name>, classes: &[Class], class: &Name| {
        word.as_ref().map_or(Kleene::May, |word| in_class(classes, std::slice::from_ref(class), word))
    };
    match test {
        SeverityTest::Act(class) => word(&report.act, &tree.acts, class),
        SeverityTest::Weapon(class) => word(&report.weapon, &tree.weapons, class),
        SeverityTest::Killed(bound) => at_least(&report.counts, counts::Category::Killed, *bound),
        SeverityTest::Injured(bound) => at_least(&report.counts, counts::Category::Injured, *bound),
    }
}

/// Whether one report's counts of a category reach a bound; *may* where it states none for this incident.
fn at_least(stated: &[counts::Count], category: counts::Category, bound: u32) -> Kleene {
    let own: Vec<&counts::Count> =
        stated.iter().filter(|c| c.category == category && c.scope == counts::CountScope::Incident).collect();
    if own.is_empty() {
        return Kleene::May;
    }
    let least: u32 = own.iter().map(|c| c.least).sum();
    let most: Option<u32> = own.iter().map(|c| c.most).sum();
    if least >= bound {
        Kleene::Must
    } else if most.is_some_and(|most| most < bound) {
        Kleene::No
    } else {
        Kleene::May
    }
}
