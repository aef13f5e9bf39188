//! Scenarios: the shortest history in which a party is in breach at one standard and not at another, and clauses that cannot
//! both be kept.
//!
//! ```text
//! an article, a party ─▶ plots (what would have to happen) ─▶ proofs (who would have to say so), fewest statements first ─▶ a case
//! ```
//!
//! Holds
//! - What is found is a case: it was evaluated like any history, and `armistice case` runs it.
//! - Nothing is asserted of anybody: sources, acts and times are invented, and say so.
//!
//! Not here: what is said of real histories (`situation`).

use agreement::Agreement;
use agreement::evaluate::{Duty, Judged, Word};
use agreement::tree::{
    Around, ArticleKind, Binding, Due, Obligation, Period, Prohibition, Shown, Tree, Trigger, Weapons, ZoneSource,
};
use record::statement::{Acceptance, Statement};
use record::vocabulary::Name;
use record::vocabulary::facts::About;
use record::vocabulary::moment::Moment;
use record::vocabulary::place::{Area, Point};
use record::vocabulary::registers::ZoneGeometry;
use record::vocabulary::sources::Grade;
use record::vocabulary::standards::Alternative;
use record::vocabulary::time::{Instant, KnownAt};
use situation::Situation;

use crate::draft::Context;
use crate::notation;

/// Most sources that are tried for one act.
pub const SOURCES: usize = 3;
/// When the first invented act happens, in seconds after an article comes into force.
const INTO: i64 = 3_600;

/// What is looked for.
pub struct Asked<'a> {
    /// Who is to be in breach.
    pub party: &'a str,
    /// Index of the standard at which it is.
    pub breached_at: usize,
    /// Index of the standard at which it is not.
    pub not_at: usize,
    /// These texts alone.
    pub articles: Option<Vec<usize>>,
}

/// A history that was found.
pub struct Scenario {
    /// Index of the article.
    pub article: usize,
    /// Statements, as they are written.
    pub lines: Vec<String>,
    /// T and K.
    pub at: Instant,
}

/// An act that would have to happen.
#[derive(Clone)]
struct Act {
    by: Name,
    act: Name,
    on: Option<Name>,
    with: Option<Name>,
    place: Option<String>,
    measure: Option<String>,
    at: Instant,
}

/// Acts after which a party is in breach at `asked`, if they are shown.
struct Plot {
    article: usize,
    acts: Vec<Act>,
    asked: Instant,
}

/// The shortest history, by the number of statements, then by the order of the articles.
pub fn shortest(agreement: &Agreement, asked: &Asked<'_>) -> Option<Scenario> {
    let tree: &Tree = agreement;
    let wanted = |index: &usize| asked.articles.as_ref().is_none_or(|articles| articles.contains(index));
    let plots: Vec<Plot> =
        (0..tree.articles.len()).filter(wanted).flat_map(|index| plots(tree, index, asked.party)).collect();
    let mut tried: Vec<(usize, &Plot, Vec<String>)> = Vec::new();
    for plot in &plots {
        for proof in proofs(tree) {
            let lines = told(tree, plot, &proof);
            tried.push((lines.len(), plot, lines));
        }
    }
    tried.sort_by_key(|(size, plot, _)| (*size, plot.article));
    tried.into_iter().find_map(|(_, plot, lines)| {
        let word = words(agreement, plot, &lines)?;
        let is = word[asked.breached_at] == Word::Breached && word[asked.not_at] != Word::Breached;
        is.then_some(Scenario { article: plot.article, lines, at: plot.asked })
    })
}

/// Two articles that cannot both be kept, with the history that shows it: what one requires, the other forbids.
pub struct Conflict {
    /// Index of the article that requires.
    pub requires: usize,
    /// Index of the article that forbids.
    pub forbids: usize,
    /// Who is bound by both.
    pub party: Name,
    /// The history in which the deed is done.
    pub done: Scenario,
}

/// Conflicts between duties and prohibitions, one for each pair of articles and obliged actor.
pub fn conflicts(agreement: &Agreement) -> Vec<Conflict> {
    let tree: &Tree = agreement;
    let proof = Proof { grade: None, sources: 1, findings: Vec::new() };
    let mut found = Vec::new();
    for (requires, article) in tree.articles.iter().enumerate() {
        let ArticleKind::Obligation(obligation) = &article.kind else { continue };
        for party in &obligation.obliged {
            let Some(plot) = deed(tree, requires, obligation, party) else { continue };
            let lines = told(tree, &plot, &proof);
            let Some(forbids) = evaluated(agreement, &lines, plot.asked, |s| broken_by_keeping(s, requires, party))
            else {
                continue;
            };
            for forbids in forbids {
                let done = Scenario { article: requires, lines: lines.clone(), at: plot.asked };
                found.push(Conflict { requires, forbids, party: party.clone(), done });
            }
        }
    }
    found
}

/// Articles that `party` breaches, at the weakest standard, in a history in which its duty under `requires` is kept.
fn broken_by_keeping(situation: &Situation<'_>, requires: usize, party: &Name) -> Vec<usize> {
    let evaluation = &situation.evaluation;
    let own = |duty: &&Duty| duty.article == requires && duty.standard == 0 && duty.obliged.contains(party);
    if !evaluation.duties.iter().filter(own).any(|duty| duty.word == Word::Kept) {
        return Vec::new();
    }
    let by_party = |judged: &&Judged| {
        judged.standard == 0
            && judged.word == Word::Breached
            && situation.facts[judged.fact].about == About::Actor(party.clone())
    };
    let mut forbids: Vec<usize> = evaluation.judged.iter().filter(by_party).map(|judged| judged.article).collect();
    forbids.sort();
    forbids.dedup();
    forbids
}

/// The scenario as a case: terms, statements, and what the evaluator answers.
pub fn as_case(text: &str, agreement: &Agreement, title: &str, scenario: &Scenario) -> String {
    let tree: &Tree = agreement;
    let at = situation::words::instant(&tree.zone, scenario.at);
    let questions: String = tree
        .standards
        .standards
        .iter()
        .map(|standard| format!("  article {} at {}: ?\n", tree.articles[scenario.article].label(), standard.name))
        .collect();
    let page = format!(
        "# {title}\n\nInvented: no source said this, and no act in it happened.\n\n```agreement\n{}\n```\n\n```statements\n{}\n```\n\n```expect\nat {at}\n{questions}```\n",
        text.trim_end(),
        scenario.lines.join("\n")
    );
    crate::case::run(&page).updated
}

// ---- plots ----

fn plots(tree: &Tree, index: usize, party: &str) -> Vec<Plot> {
    match &tree.articles[index].kind {
        ArticleKind::Prohibition(terms) => forbidden(tree, index, terms, party).into_iter().collect(),
        ArticleKind::Obligation(terms) if terms.obliged.iter().any(|name| name == party) => {
            left_undone(tree, index, terms, party).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn begins(tree: &Tree, period: &Period) -> Option<Instant> {
    match period {
        Period::During(name) => {
            let regime = tree.regimes.iter().find(|regime| &regime.name == name)?;
            tree.instant(&regime.from)
        }
        Period::Fixed { from, .. } => tree.instant(from),
    }
}

fn forbidden(tree: &Tree, article: usize, terms: &Prohibition, party: &str) -> Option<Plot> {
    let line = terms.binds.iter().find(|line| line.actors.iter().any(|actor| actor == party))?;
    let at = begins(tree, &terms.period)?.plus(INTO);
    let act = Act {
        by: party.to_owned(),
        act: terms.acts.first()?.clone(),
        on: target(line, party),
        with: weapon(&terms.weapons),
        place: terms.zone.as_ref().map(|zone| place(tree, zone)),
        measure: terms.measured.as_ref().and_then(measure),
        at,
    };
    Some(Plot { article, acts: vec![act], asked: at.plus(2 * INTO) })
}

fn left_undone(tree: &Tree, article: usize, terms: &Obligation, party: &str) -> Option<Plot> {
    let begins = begins(tree, &terms.period)?;
    let grace = terms.bands.iter().filter(|band| band.kept).filter_map(|band| band.below).max().unwrap_or(0);
    let (mut acts, due) = match &terms.due {
        Due::By(by) => (Vec::new(), tree.instant(by)?),
        Due::Within { seconds, trigger } if trigger.found.is_none() => {
            let at = begins.plus(INTO);
            (vec![asks(tree, trigger, at)?], at.plus(*seconds))
        }
        Due::EachOther { seconds } => {
            let at = begins.plus(INTO);
            let other = terms.obliged.iter().find(|name| *name != party)?;
            (vec![done(tree, terms, other, None, at)?], at.plus(*seconds))
        }
        Due::Within { .. } | Due::Promptly { .. } => return None,
    };
    let limit = due.plus(grace);
    if let Shown::ByTheAccuser { through } = &terms.shown {
        acts.push(Act {
            by: party.to_owned(),
            act: through.first()?.clone(),
            on: None,
            with: None,
            place: terms.zone.as_ref().map(|zone| place(tree, zone)),
            measure: None,
            at: limit,
        });
    }
    Some(Plot { article, acts, asked: limit.plus(INTO) })
}

/// A duty that is done in time.
fn deed(tree: &Tree, article: usize, terms: &Obligation, party: &Name) -> Option<Plot> {
    let begins = begins(tree, &terms.period)?;
    let at = begins.plus(INTO);
    let mut acts = Vec::new();
    let mut asked_by = None;
    if let Due::Within { trigger, .. } = &terms.due {
        let trigger = asks(tree, trigger, at)?;
        asked_by = Some(trigger.by.clone());
        acts.push(trigger);
    }
    for act in terms.acts.iter().take(if terms.every { terms.acts.len() } else { 1 }) {
        let one = Obligation { acts: vec![act.clone()], ..terms.clone() };
        acts.push(done(tree, &one, party, asked_by.as_ref(), at.plus(60))?);
    }
    Some(Plot { article, acts, asked: at.plus(INTO) })
}

fn asks(tree: &Tree, trigger: &Trigger, at: Instant) -> Option<Act> {
    let anybody = || tree.others.first().or(tree.parties.first()).cloned();
    Some(Act {
        by: trigger.by.first().cloned().or_else(anybody)?,
        act: trigger.acts.first()?.clone(),
        on: None,
        with: None,
        place: trigger.zone.as_ref().map(|zone| place(tree, zone)),
        measure: None,
        at,
    })
}

fn done(tree: &Tree, terms: &Obligation, by: &Name, asked_by: Option<&Name>, at: Instant) -> Option<Act> {
    use agreement::tree::Towards;
    Some(Act {
        by: by.clone(),
        act: terms.acts.first()?.clone(),
        on: match &terms.towards {
            Towards::Anyone => None,
            Towards::Named(names) => names.first().cloned(),
            Towards::WhoeverTriggers => asked_by.cloned(),
        },
        with: weapon(&terms.weapons),
        place: terms.zone.as_ref().map(|zone| place(tree, zone)),
        measure: terms.measured.as_ref().and_then(measure),
        at,
    })
}

fn target(line: &Binding, party: &str) -> Option<Name> {
    let other = line.actors.iter().filter(|_| line.towards.each_other).find(|actor| *actor != party);
    other.or_else(|| line.towards.named.iter().find(|name| *name != party)).cloned()
}

fn weapon(weapons: &Weapons) -> Option<Name> {
    match weapons {
        Weapons::Any { .. } => None,
        Weapons::Only(names) => names.first().cloned(),
    }
}

fn measure(measured: &agreement::tree::Measured) -> Option<String> {
    use agreement::tree::Comparison;
    let bound = measured.thresholds.first()?;
    let value = match measured.comparison {
        Comparison::AtLeast | Comparison::AtMost => bound.number,
        Comparison::MoreThan => bound.number + 1,
        Comparison::LessThan => bound.number.checked_sub(1)?,
    };
    Some(format!("measure \"{}\" {value} \"{}\"", measured.name, bound.unit))
}

/// A place in a zone, as it is written.
fn place(tree: &Tree, zone: &Name) -> String {
    let declared = tree.zones.iter().find(|declared| &declared.name == zone);
    let point = |at: Point| {
        let degrees = |e7: i32, positive: char, negative: char| {
            let side = if e7 < 0 { negative } else { positive };
            format!("{}.{:07} {side}", e7.unsigned_abs() / 10_000_000, e7.unsigned_abs() % 10_000_000)
        };
        format!("point {} {}", degrees(at.lat_e7, 'N', 'S'), degrees(at.lon_e7, 'E', 'W'))
    };
    match declared.map(|declared| &declared.geometry) {
        Some(ZoneSource::Stated(ZoneGeometry::NamedArea(name))) => format!("\"{name}\""),
        Some(ZoneSource::Stated(ZoneGeometry::Area(Area::Disc { centre, .. }))) => point(*centre),
        Some(ZoneSource::Stated(ZoneGeometry::Area(Area::Polygons(polygons)))) => {
            let corner = polygons.first().and_then(|polygon| polygon.outer.first());
            corner.map_or_else(|| format!("\"{zone}\""), |corner| point(*corner))
        }
        Some(ZoneSource::Strip(strip)) if strip.from_mm == 0 => {
            strip.line.first().map_or_else(|| format!("\"{zone}\""), |corner| point(*corner))
        }
        Some(ZoneSource::Buffer { around: Around::Zone(inner), from_mm: 0, .. }) => place(tree, inner),
        Some(ZoneSource::Buffer { around: Around::Polygon(polygon), from_mm: 0, .. }) => {
            polygon.outer.first().map_or_else(|| format!("\"{zone}\""), |corner| point(*corner))
        }
        _ => format!("\"{zone}\""),
    }
}

// ---- proofs ----

/// Who would have to say so.
#[derive(Clone)]
struct Proof {
    grade: Option<Grade>,
    sources: usize,
    /// Bodies that find it confirmed.
    findings: Vec<Name>,
}

fn proofs(tree: &Tree) -> Vec<Proof> {
    let alternatives = || tree.standards.standards.iter().flat_map(|standard| &standard.alternatives);
    let mut grades: Vec<Option<Grade>> = vec![None];
    grades.extend(alternatives().filter_map(|way| match way {
        Alternative::Origins { at_least, .. } => at_least.map(Some),
        _ => None,
    }));
    grades.dedup();
    let mut bodies: Vec<Vec<Name>> = vec![Vec::new()];
    bodies.extend(alternatives().filter_map(|way| match way {
        Alternative::Finding { bodies, all, .. } => {
            Some(if *all { bodies.clone() } else { bodies.iter().take(1).cloned().collect() })
        }
        _ => None,
    }));
    let mut all = Vec::new();
    for sources in 1..=SOURCES {
        for grade in &grades {
            for findings in &bodies {
                all.push(Proof { grade: *grade, sources, findings: findings.clone() });
            }
        }
    }
    all
}

/// The statements of a plot under a proof, as they are written.
fn told(tree: &Tree, plot: &Plot, proof: &Proof) -> Vec<String> {
    let instant = |at: Instant| situation::words::instant(&tree.zone, at);
    let quoted = |name: &str| format!("\"{name}\"");
    let mut lines = Vec::new();
    for (number, act) in plot.acts.iter().enumerate() {
        let known = act.at.plus(600).min(plot.asked);
        let first = lines.len() + 1;
        for source in 1..=proof.sources {
            let mut line = format!("r{}  known {}", lines.len() + 1, instant(known));
            line += &format!("  report from \"invented source {source}\"");
            line += &proof.grade.map(|grade| format!(" grade {grade}")).unwrap_or_default();
            line += &format!("  by {} act {}", quoted(&act.by), quoted(&act.act));
            line += &act.on.as_deref().map(|on| format!(" on {}", quoted(on))).unwrap_or_default();
            line += &act.with.as_deref().map(|with| format!(" with {}", quoted(with))).unwrap_or_default();
            line += &act.place.as_deref().map(|place| format!("  at {place}")).unwrap_or_default();
            line += &act.measure.as_deref().map(|measure| format!("  {measure}")).unwrap_or_default();
            line += &format!("  time {}  event e{}", instant(act.at), number + 1);
            lines.push(line);
        }
        for body in &proof.findings {
            lines.push(format!(
                "f{}  known {}  finding on r{first} by {} confirmed attributed to {}",
                lines.len() + 1,
                instant(known),
                quoted(body),
                quoted(&act.by)
            ));
        }
    }
    lines
}

// ---- evaluation ----

/// The word of the plot's article at every standard.
fn words(agreement: &Agreement, plot: &Plot, lines: &[String]) -> Option<Vec<Word>> {
    evaluated(agreement, lines, plot.asked, |situation| {
        let own = situation.evaluation.periods.iter().filter(|period| period.article == plot.article);
        own.map(|period| period.word).collect()
    })
}

/// What `ask` finds in the situation that these statements make; nothing where they cannot be read.
fn evaluated<T>(
    agreement: &Agreement,
    lines: &[String],
    at: Instant,
    ask: impl FnOnce(&Situation<'_>) -> T,
) -> Option<T> {
    let entries = notation::parse(&lines.join("\n"), &Context::new(agreement.zone.clone())).ok()?;
    let accepted = |known| Acceptance { known, history: false, received: None, batch: None };
    let statements: Vec<Statement> = entries
        .into_iter()
        .map(|entry| {
            let accepted = accepted(entry.known.unwrap_or(KnownAt(at)));
            Statement { id: entry.id, body: entry.body, accepted }
        })
        .collect();
    let tree: &Tree = agreement;
    let perspective = tree.perspectives.first()?.clone();
    let moment = Moment { happened: at, known: KnownAt(at), standard: tree.standards.headline, perspective };
    Some(ask(&situation::at(tree, &statements, &moment)))
}
