//! What the commands about a moment print: status, clocks, incidents, verdicts, explanations.
//!
//! Holds
//! - Every verdict is shown with its standard and moment, and as not a determination by any body.
//! - Text and JSON come from the same situation; neither computes.
//!
//! Not here: flags and files (`cli`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{Break, ChangeReading, ChangeWord, Duty, EffectShown, Judged, PeriodVerdict, Word, gaps};
use agreement::tree::{ArticleKind, Provenance, Tree};
use record::statement::{BodyId, Content, Statement};
use record::vocabulary::facts::{About, Fact, IncidentId, Status};
use record::vocabulary::standards::{Evidence, independent_origins};
use record::vocabulary::time::Instant;
use situation::origins::{Because, Origins, origins};
use situation::{ClockExplanation, Explanation, Situation, panel, words};

use super::table::Table;
use crate::import::unknown::unknown;

/// Most breaks listed by one command without `--all`.
const LISTED: usize = 8;

/// What every verdict is shown with.
pub const NOT_A_DETERMINATION: &str =
    "computed under the standard and reading named, as known then; not a determination by any body, without prejudice";

/// Two lines: the agreement and the moment.
pub fn head(situation: &Situation<'_>) -> Vec<String> {
    let (tree, moment) = (situation.tree, &situation.evaluation.moment);
    let history = situation.knowledge.live.iter().filter(|live| live.statement.accepted.history).count();
    let mut lines = vec![
        format!("{} ({})", tree.name, provenance(tree.provenance)),
        format!(
            "happened until {} {}, known until {} {}, standard {}, perspective {}",
            words::instant(&tree.zone, moment.happened),
            tree.zone.offset(moment.happened),
            words::instant(&tree.zone, moment.known.0),
            tree.zone.offset(moment.known.0),
            tree.standards.standards[moment.standard].name,
            moment.perspective.name,
        ),
        NOT_A_DETERMINATION.to_owned(),
    ];
    if moment.happened > moment.known.0 {
        lines.push("asked of a time after what is known: it supposes that nothing further happened".to_owned());
    }
    if history > 0 {
        lines.push(format!(
            "known-at stated by history batches, not by acceptance: {}",
            words::counted(history, "statement")
        ));
    }
    lines
}

/// How far a text can be relied on.
pub fn provenance(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Signed => "as signed",
        Provenance::Official => "official",
        Provenance::Press => "from the press",
        Provenance::Reconstruction => "reconstruction",
    }
}

/// The whole status.
pub fn status(situation: &Situation<'_>) -> Vec<String> {
    let tree = situation.tree;
    let mut lines = head(situation);
    lines.push(String::new());
    lines.push("Bottom line".into());
    lines.extend(panel::bottom_line(situation).into_iter().map(|line| format!("  {line}")));
    lines.push(String::new());
    lines.push("Regimes".into());
    lines.extend(regimes(situation).into_iter().map(|line| format!("  {line}")));
    for clock in &tree.clocks {
        lines.push(String::new());
        lines.extend(panel::panel(situation, clock));
    }
    lines.push(String::new());
    lines.push("Phases".into());
    lines.extend(situation.evaluation.phases.iter().map(|p| format!("  {}", situation::phase_line(situation, p))));
    if !tree.changes.is_empty() {
        lines.push(String::new());
        lines.push("Amendments and exits".into());
        lines.extend(changes(situation).into_iter().map(|line| format!("  {line}")));
    }
    if !tree.patterns.is_empty() {
        lines.push(String::new());
        lines.push("Patterns, put before people; nothing else follows from them".into());
        lines.extend(patterns(situation).into_iter().map(|line| format!("  {line}")));
    }
    lines.push(String::new());
    lines.push("Terms".into());
    lines.extend(terms(situation));
    lines
}

fn regimes(situation: &Situation<'_>) -> Vec<String> {
    let zone = &situation.tree.zone;
    let now = situation.evaluation.moment.happened;
    situation
        .evaluation
        .regimes
        .iter()
        .map(|(name, periods)| {
            let shown: Vec<String> = periods
                .iter()
                .map(|period| {
                    format!("{} to {}", words::instant(zone, period.from), words::instant(zone, period.until))
                })
                .collect();
            let runs = periods.iter().any(|period| period.contains(now));
            let since = gaps(periods).into_iter().find(|gap| gap.contains(now) && gap.from != Instant::EVER);
            let state = match (runs, since) {
                (true, _) => "runs".to_owned(),
                (false, Some(gap)) => format!("does not run since {}", words::instant(zone, gap.from)),
                (false, None) => "has not begun".to_owned(),
            };
            format!("{name}: {state} ({})", shown.join("; "))
        })
        .collect()
}

/// What became of each amendment and exit; of one that is not signed, the name under which it is.
fn changes(situation: &Situation<'_>) -> Vec<String> {
    let now = situation.evaluation.moment.happened;
    let line = |reading: &ChangeReading| {
        let declared = &situation.tree.changes[reading.change];
        let said = words::change(situation.tree, reading, now);
        let signing = match reading.word {
            ChangeWord::Signed => String::new(),
            _ => format!("; signed as {}", words::quoted(&declared.signed_as)),
        };
        format!("{}: {said}{signing}", words::quoted(&declared.name))
    };
    situation.evaluation.changes.iter().map(line).collect()
}

/// What each pattern comes to; standards with the same answer together.
fn patterns(situation: &Situation<'_>) -> Vec<String> {
    let tree = situation.tree;
    let mut said: Vec<(usize, Vec<usize>, String)> = Vec::new();
    for reading in &situation.evaluation.patterns {
        let text = words::pattern(tree, reading);
        match said.iter_mut().find(|(index, _, same)| *index == reading.pattern && *same == text) {
            Some((_, standards, _)) => standards.push(reading.standard),
            None => said.push((reading.pattern, vec![reading.standard], text)),
        }
    }
    let line = |(index, standards, text): (usize, Vec<usize>, String)| {
        format!("{}: {text} at {}", words::quoted(&tree.patterns[index].name), panel::standards(tree, &standards))
    };
    said.into_iter().map(line).collect()
}

fn terms(situation: &Situation<'_>) -> Vec<String> {
    let tree = situation.tree;
    let mut lines = Vec::new();
    let (mut declared, mut waiting): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (index, article) in tree.articles.iter().enumerate() {
        match &article.kind {
            ArticleKind::Prohibition(_) | ArticleKind::Obligation(_) => {
                lines.push(format!("  {} {} [{}]", article.label(), article.title, article.cited.paragraph));
                let mut said: Vec<(Vec<usize>, String)> = Vec::new();
                for period in situation.evaluation.periods.iter().filter(|period| period.article == index) {
                    let unobserved = if period.unobserved.is_empty() { "" } else { ", not observed on some days" };
                    let denied = denied_of(situation, period);
                    let word = words::article_word(tree, index, period.word);
                    let text = format!("{word}{denied}{unobserved}{}", duties_of(situation, period));
                    match said.iter_mut().find(|(_, same)| *same == text) {
                        Some((standards, _)) => standards.push(period.standard),
                        None => said.push((vec![period.standard], text)),
                    }
                }
                lines.extend(
                    said.into_iter()
                        .map(|(standards, text)| format!("    {text} at {}", panel::standards(tree, &standards))),
                );
            }
            ArticleKind::Declaratory { .. } => declared.push(article.label()),
            ArticleKind::NotYetExpressed { .. } => waiting.push(article.label()),
        }
    }
    if !declared.is_empty() {
        lines.push(format!("  declaratory, no verdict: {}", declared.join(", ")));
    }
    if !waiting.is_empty() {
        lines.push(format!("  not yet expressed in the language: {}", waiting.join(", ")));
    }
    for (index, standard) in tree.standards.standards.iter().enumerate() {
        let count = situation.evaluation.uncovered.iter().filter(|(_, s)| *s == index).count();
        if count > 0 {
            lines.push(format!("  no clause covers {} at {}", words::counted(count, "incident"), standard.name));
        }
    }
    lines
}

/// Whether what gives an article its word is denied: a word that stands against somebody is never shown without it.
fn denied_of(situation: &Situation<'_>, period: &PeriodVerdict) -> &'static str {
    if !matches!(period.word, Word::Breached | Word::Contested) {
        return "";
    }
    let own = situation.evaluation.judged.iter().filter(|judged| {
        judged.article == period.article && judged.standard == period.standard && judged.word == period.word
    });
    let duties =
        situation.evaluation.duties.iter().filter(|duty| {
            duty.article == period.article && duty.standard == period.standard && duty.word == period.word
        });
    let denied = own.map(|judged| !situation.facts[judged.fact].denied.is_empty());
    let denied: Vec<bool> = denied.chain(duties.map(|duty| situation.is_denied(duty))).collect();
    match (denied.iter().all(|denied| *denied), denied.contains(&true)) {
        (true, true) => ", denied",
        (false, true) => ", in part denied",
        _ => "",
    }
}

/// " (duties: 2 done, 1 overdue)", for an obligation.
fn duties_of(situation: &Situation<'_>, period: &PeriodVerdict) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let own = situation.evaluation.duties.iter();
    for duty in own.filter(|duty| duty.article == period.article && duty.standard == period.standard) {
        let states: Vec<String> = duty.states.iter().map(ToString::to_string).collect();
        *counts.entry(states.join(" or ")).or_default() += 1;
    }
    let parts: Vec<String> = counts.iter().map(|(states, count)| format!("{count} {states}")).collect();
    if parts.is_empty() { String::new() } else { format!(" (duties: {})", parts.join(", ")) }
}

/// Duties at one standard: what is owed or overdue first, then by deadline; without `all`, those that are settled are counted.
pub fn duties(situation: &Situation<'_>, standard: usize, articles: Option<&[usize]>, all: bool) -> Vec<String> {
    let tree = situation.tree;
    let own =
        situation.evaluation.duties.iter().filter(|duty| {
            duty.standard == standard && articles.is_none_or(|articles| articles.contains(&duty.article))
        });
    let (mut open, mut settled): (Vec<&Duty>, Vec<&Duty>) = own.partition(|duty| duty.is_open());
    open.sort_by_key(|duty| duty.due);
    settled.sort_by_key(|duty| duty.due);
    let line = |duty: &&Duty| {
        let article = &tree.articles[duty.article];
        let who = duty.obliged.join(" or ");
        let fact = duty.trigger.map(|fact| &situation.facts[fact]);
        let asked = fact.map(|fact| format!(", asked for by {} {}", fact.incident.0, words::about(&fact.about)));
        format!(
            "  article {} {}: {who}{}: {}",
            article.label(),
            article.title,
            asked.unwrap_or_default(),
            words::duty(situation, duty)
        )
    };
    let mut lines = vec![format!("duties at {}:", words::quoted(&tree.standards.standards[standard].name))];
    if open.is_empty() {
        lines.push("  nothing is owed or overdue".into());
    }
    lines.extend(open.iter().map(line));
    match (all, settled.len()) {
        (_, 0) => {}
        (true, _) => {
            lines.push("settled, dormant or without a verdict:".into());
            lines.extend(settled.iter().map(line));
        }
        (false, count) => lines.push(format!("and {count} settled, dormant or without a verdict; --all lists them")),
    }
    let conditions = situation.evaluation.conditions.iter().filter(|one| one.standard == standard);
    lines.extend(conditions.filter(|one| articles.is_none_or(|articles| articles.contains(&one.article))).map(|one| {
        let declared = &tree.articles[one.article];
        let on = declared.provided.as_ref().map(|provided| provided.article.as_str()).unwrap_or_default();
        format!("  article {}, provided article {on} is kept: {}", declared.label(), words::condition(tree, one))
    }));
    lines
}

/// Duties of which an incident is part, one a line; nothing where it is part of none.
pub fn duties_of_incident(situation: &Situation<'_>, id: &IncidentId, standard: usize) -> Vec<String> {
    let own = situation.duties_of(id, standard).map(|duty| {
        let article = &situation.tree.articles[duty.article];
        let who = duty.obliged.join(" or ");
        format!("  article {} {}: {who}: {}", article.label(), article.title, words::duty(situation, duty))
    });
    let lines: Vec<String> = own.collect();
    if lines.is_empty() { lines } else { [vec!["It is part of what is owed:".to_owned()], lines].concat() }
}

/// Each break of one clock, and what is at risk.
pub fn clock_breaks(situation: &Situation<'_>, name: &str, all: bool) -> Vec<String> {
    let tree = situation.tree;
    let mut lines = Vec::new();
    let Some(clock) = tree.clocks.iter().find(|clock| clock.name == name) else { return lines };
    for &standard in &clock.standards {
        for reading in
            situation.evaluation.clocks.iter().filter(|r| r.clock == name && r.standard == standard && r.policy == 0)
        {
            lines.push(String::new());
            lines.push(format!("At {}{}", tree.standards.standards[standard].name, reading.part));
            for (title, list) in [("breaks or may break", &reading.breaks), ("alleged, at risk", &reading.at_risk)] {
                let from = if all { 0 } else { list.len().saturating_sub(LISTED) };
                if list.is_empty() {
                    lines.push(format!("  {title}: none"));
                    continue;
                }
                let cut = if from > 0 { format!(" (the last {} shown; --all for all)", LISTED) } else { String::new() };
                lines.push(format!("  {title}: {}{cut}", list.len()));
                lines.extend(list[from..].iter().map(|b| format!("    {}", break_line(situation, b))));
            }
            if !reading.unobserved.is_empty() {
                let days: Vec<String> = reading.unobserved.iter().map(|d| words::date(&tree.zone, d.from)).collect();
                lines.push(format!("  not observed: {}", days.join(", ")));
            }
        }
    }
    lines
}

fn break_line(situation: &Situation<'_>, b: &Break) -> String {
    let zone = &situation.tree.zone;
    let effect = match b.effect {
        EffectShown::Breaks => "breaks",
        EffectShown::MayBreak => "may break",
        EffectShown::AtRisk => "at risk",
    };
    let time = record::vocabulary::time::EventTime::within(b.span, record::vocabulary::time::Precision::Exact);
    format!(
        "{}  {effect}  {} {} (article {})",
        words::event_time(zone, &time),
        b.incident.0,
        words::about(&b.about),
        situation.tree.articles[b.article].label()
    )
}

/// One line per incident.
pub fn incidents(situation: &Situation<'_>, limit: Option<usize>) -> Vec<String> {
    let tree = situation.tree;
    let standard = situation.evaluation.moment.standard;
    let mut worst: BTreeMap<&str, Word> = BTreeMap::new();
    for judged in situation.judged_as_agreed().filter(|judged| judged.standard == standard) {
        let word = worst.entry(&situation.facts[judged.fact].incident.0).or_insert(judged.word);
        *word = judged.word.max(*word);
    }
    let parts = situation.parts_of_duties(standard);
    let mut rows: Vec<(Instant, Vec<String>)> = Vec::new();
    for incident in &situation.incidents {
        let Some(event) = situation.facts_of(&incident.id).last() else { continue };
        let fact = &situation.facts[event];
        let time = &fact.admitted[standard].time;
        if time.hull().from > situation.evaluation.moment.happened {
            continue;
        }
        let word = worst.get(incident.id.0.as_str());
        let who: Vec<String> = situation
            .facts_of(&incident.id)
            .filter_map(|i| match &situation.facts[i].about {
                About::Actor(actor) => Some(format!("by {actor}")),
                About::Event => None,
            })
            .collect();
        let who = if who.is_empty() {
            fact.claims.first().map_or("nobody named".into(), |claim| words::accused(&claim.accused))
        } else {
            who.join(", ")
        };
        let place = fact
            .claims
            .iter()
            .find_map(|claim| claim.place.as_ref())
            .map_or(String::new(), |place| place.names.first().cloned().unwrap_or_else(|| words::place(place)));
        let word = match word {
            Some(Word::NotApplicable) if parts.contains_key(&incident.id) => {
                let articles = parts[&incident.id].iter().map(|article| tree.articles[*article].label());
                format!("part of a duty under article {}", articles.collect::<Vec<_>>().join(", "))
            }
            Some(Word::NotApplicable) => "no clause covers this act".into(),
            Some(word) => word.to_string(),
            None => "not asked at this standard".into(),
        };
        let mut row = vec![incident.id.0.clone(), words::event_time(&tree.zone, time), who, place];
        row.extend(spoken_of(situation, &incident.id).map(|count| count.to_string()));
        row.push(word);
        rows.push((time.hull().from, row));
    }
    rows.sort();
    let total = rows.len();
    let from = limit.map_or(0, |limit| total.saturating_sub(limit));
    let head = ["incident", "when", "who is said to have acted", "where", "reports", "origins", "denials", "verdict"];
    let mut table = Table::new(0, head);
    for (_, row) in rows.into_iter().skip(from) {
        table.row(row);
    }
    let mut lines = table.lines();
    if from > 0 {
        lines.push(format!("{total} incidents, the last {} shown; --all for all", total - from));
    } else {
        lines.push(words::counted(total, "incident"));
    }
    lines
}

/// Reports that it happened, from how many independent origins they come, and denials; as the perspective sees them.
fn spoken_of(situation: &Situation<'_>, incident: &IncidentId) -> [usize; 3] {
    let denials: BTreeSet<&BodyId> =
        situation.facts_of(incident).flat_map(|index| &situation.facts[index].denied).collect();
    let origins = origins(situation, incident);
    [origins.reports, origins.independent, denials.len()]
}

/// What others make of a statement's words in other languages, each with its translator and who disputes it. The original decides.
fn translations(situation: &Situation<'_>, of: BodyId) -> Vec<String> {
    let live = || situation.knowledge.live.iter().map(|live| live.statement);
    let mut lines = Vec::new();
    for statement in live() {
        let Content::Translation(translation) = &statement.body.content else { continue };
        if translation.of != of {
            continue;
        }
        let out_of = translation.out_of.as_ref().map_or(String::new(), |language| format!(" out of {language}"));
        lines.push(format!(
            "    {}  translated{out_of} into {} by {}: {}",
            statement.id.short(),
            translation.into,
            statement.body.speaker(),
            words::quoted(&translation.words)
        ));
        lines.extend(live().filter_map(|other| match &other.body.content {
            Content::Reply(reply) if reply.to == statement.id => {
                Some(format!("      {}  {}", other.id.short(), words::statement(&situation.tree.zone, other)))
            }
            _ => None,
        }));
    }
    lines
}

/// From whom the reports come, and who counts as one.
fn origin_lines(situation: &Situation<'_>, incident: &IncidentId) -> Vec<String> {
    let Origins { reports, independent, groups, unnamed } = origins(situation, incident);
    let mut lines = vec![format!(
        "  {} that it happened, from {}",
        words::counted(reports, "report"),
        words::counted(independent, "independent origin")
    )];
    lines.extend(groups.iter().filter(|group| group.because != Because::Alone).map(|group| {
        let why = match group.because {
            Because::Alone | Because::Registered => "a register says that they share an origin or a party",
            Because::SingleChannel => "a single channel, heard through one relayer alone",
        };
        format!("  {} count as one: {why}", group.names.join(", "))
    }));
    if unnamed > 0 {
        lines.push(format!(
            "  {} from somebody without a name: none counts beside a named one",
            words::counted(unnamed, "report")
        ));
    }
    lines
}

/// Everything about one incident, versions side by side.
pub fn incident(situation: &Situation<'_>, id: &str) -> Option<Vec<String>> {
    let tree = situation.tree;
    let zone = &tree.zone;
    let incident = situation.incident(id)?;
    let mut lines = vec![format!("Incident {}", incident.id.0)];
    let contradictions = incident::contradictions(&situation.knowledge, std::slice::from_ref(incident));
    lines.extend(super::same::contradicting(situation, &contradictions, false));
    lines.push(String::new());
    let mut versions =
        Table::new(2, ["report", "known", "chain, outermost first", "grade", "says", "when", "where", "counts"]);
    let grader = &situation.evaluation.moment.perspective.grader;
    for &i in &incident.reports {
        let live = &situation.knowledge.live[i];
        let Some(report) = live.report.as_deref() else { continue };
        let says = match report.polarity {
            record::statement::Polarity::Happened => "",
            record::statement::Polarity::DidNotHappen => "did not happen: ",
        };
        let target =
            if report.targets.is_empty() { String::new() } else { format!(" on {}", report.targets.join(" and ")) };
        let counts: Vec<String> = report.counts.iter().map(words::count).collect();
        let mark = match (live.corrected_by, live.statement.accepted.history) {
            (Some(_), _) => " corrected",
            (_, true) => " history",
            _ => "",
        };
        versions.row([
            format!("{}{mark}", live.statement.id.short()),
            words::instant(zone, live.statement.known().0),
            words::chain(&report.chain),
            situation.knowledge.grade(live.statement.id, grader).to_string(),
            format!(
                "{says}{} {}{target}",
                report.act.as_deref().unwrap_or("act not stated"),
                words::accused(&report.accused)
            ),
            report.time.as_ref().map_or("not stated".into(), |time| words::event_time(zone, time)),
            report.place.as_ref().map_or("not stated".into(), words::place),
            counts.join("; "),
        ]);
    }
    lines.push("Versions, side by side".into());
    // What every version says stands once, above what they differ in.
    lines.extend(versions.take_common().into_iter().map(|common| format!("  every version: {common}")));
    lines.extend(versions.lines());
    let quoted: Vec<String> = incident
        .reports
        .iter()
        .filter_map(|i| {
            let live = &situation.knowledge.live[*i];
            let report = live.report.as_deref()?;
            let mut parts = Vec::new();
            if !report.words.is_empty() {
                parts.push(words::quoted(&report.words));
            }
            parts.extend(report.measures.iter().map(words::measure));
            parts.extend(report.flags.iter().map(|flag| format!("flag: {flag}")));
            parts.extend(live.statement.body.cited.iter().map(|cited| format!("[{cited}]")));
            let own = (!parts.is_empty()).then(|| format!("  {}  {}", live.statement.id.short(), parts.join("; ")));
            let translated = translations(situation, live.statement.id);
            Some(own.into_iter().chain(translated).collect::<Vec<String>>())
        })
        .flatten()
        .collect();
    if !quoted.is_empty() {
        lines.push(String::new());
        lines.push("In their words".into());
        lines.extend(quoted);
    }
    lines.push(String::new());
    lines.push("From whom".into());
    lines.extend(origin_lines(situation, &incident.id));
    let figures = situation::casualty_lines(situation, &incident.id);
    if !figures.is_empty() {
        lines.push(String::new());
        lines.push("Casualty figures by origin (never added)".into());
        lines.extend(figures.into_iter().map(|line| format!("  {line}")));
    }
    let said: Vec<&Statement> =
        incident.replies.iter().chain(&incident.findings).map(|i| situation.knowledge.live[*i].statement).collect();
    if !said.is_empty() {
        lines.push(String::new());
        lines.push("Replies and findings".into());
        lines.extend(said.into_iter().map(|s| {
            format!("  {}  {}  known {}", s.id.short(), words::statement(zone, s), words::instant(zone, s.known().0))
        }));
    }
    lines.push(String::new());
    lines.push("Levels along the chain of standards".into());
    let level = |level: usize| match level {
        0 => "none".to_owned(),
        level => tree.standards.standards[level - 1].name.clone(),
    };
    let mut table = Table::new(2, ["proposition", "evidence for meets", "evidence against meets", "when"]);
    for index in situation.facts_of(&incident.id) {
        let fact = &situation.facts[index];
        let admitted = &fact.admitted[situation.evaluation.moment.standard];
        let disputed = if admitted.time_disputed { ", disputed field" } else { "" };
        table.row([
            words::about(&fact.about),
            level(fact.level_for),
            level(fact.level_against),
            format!("{}{disputed}", words::event_time(zone, &admitted.time)),
        ]);
    }
    lines.extend(table.lines());
    lines.push(String::new());
    lines.push(format!("Verdicts ({NOT_A_DETERMINATION})"));
    lines.extend(verdict_table(situation, Some(&incident.id.0), None, None).lines());
    Some(lines)
}

/// Verdicts per incident, proposition and article, one column a standard.
pub fn verdict_table(
    situation: &Situation<'_>,
    only: Option<&str>,
    word: Option<Word>,
    articles: Option<&[usize]>,
) -> Table {
    let tree = situation.tree;
    let names = tree.standards.standards.iter().map(|standard| standard.name.clone());
    let head = ["incident", "proposition", "article"].map(String::from).into_iter().chain(names);
    let mut table = Table::new(2, head);
    let mut rows: BTreeMap<(usize, usize), Vec<Option<&Judged>>> = BTreeMap::new();
    for judged in &situation.evaluation.judged {
        if only.is_some_and(|id| situation.facts[judged.fact].incident.0 != id)
            || articles.is_some_and(|articles| !articles.contains(&judged.article))
        {
            continue;
        }
        let row = rows.entry((judged.fact, judged.article)).or_default();
        row.resize(tree.standards.standards.len(), None);
        row[judged.standard] = Some(judged);
    }
    for ((fact, article), row) in rows {
        let applies = row.iter().flatten().any(|judged| judged.word != Word::NotApplicable);
        let wanted = word.is_none_or(|word| row.iter().flatten().any(|judged| judged.word == word));
        if (!applies && only.is_none()) || !wanted {
            continue;
        }
        let fact = &situation.facts[fact];
        let cells = row.iter().map(|judged| judged.map_or("-".into(), |judged| verdict_words(situation, judged)));
        table.row(
            [fact.incident.0.clone(), words::about(&fact.about), tree.articles[article].label()]
                .into_iter()
                .chain(cells.collect::<Vec<String>>()),
        );
    }
    table
}

/// "breached, denied", "undetermined: not established", "no breach established, because E1".
pub fn verdict_words(situation: &Situation<'_>, judged: &Judged) -> String {
    let fact = &situation.facts[judged.fact];
    match judged.word {
        Word::Breached | Word::Contested => {
            let mut parts = vec![judged.word.to_string()];
            if !fact.denied.is_empty() {
                parts.push("denied".into());
            }
            if fact.acknowledged.is_some() {
                parts.push("acknowledged".into());
            }
            if fact.about == About::Event && judged.word == Word::Breached {
                parts.push("attributed to nobody".into());
            }
            parts.join(", ")
        }
        Word::Undetermined => {
            let causes: Vec<String> = judged.causes().iter().map(words::cause).collect();
            format!("undetermined: {}", causes.join("; "))
        }
        Word::Kept => {
            let because = judged.cells.iter().find_map(|(_, verdict)| match verdict {
                agreement::evaluate::Verdict::KeptBecause(name) => Some(name.clone()),
                _ => None,
            });
            match (because, judged.status) {
                (Some(name), _) => format!("no breach established, because {name}"),
                (None, Status::Refuted) => "no breach established (refuted)".into(),
                (None, _) => judged.word.to_string(),
            }
        }
        Word::NotApplicable => judged.word.to_string(),
    }
}

/// What a verdict applies, in plain English: the articles and the standard.
pub fn rule(tree: &Tree, articles: &BTreeSet<usize>, standard: usize) -> Vec<(String, Vec<String>)> {
    let told = agreement::paraphrase(tree);
    let mut rule = Vec::new();
    for article in articles {
        let name = format!("article {}", tree.articles[*article].label());
        let clause = told.iter().find(|clause| clause.clause == name);
        rule.extend(clause.map(|clause| (name, clause.sentences.clone())));
    }
    let named = format!("\"{}\"", tree.standards.standards[standard].name);
    let standards = told.iter().filter(|clause| clause.clause == "standards").flat_map(|clause| &clause.sentences);
    let said: Vec<String> = standards.filter(|sentence| sentence.starts_with(&named)).cloned().collect();
    rule.push((format!("standard {named}"), said));
    rule
}

/// What is counted for and against: reports, independent origins, their best grade, denials.
fn evidence_counted(situation: &Situation<'_>, fact: &Fact) -> String {
    let reports: Vec<&Evidence> = fact.claims.iter().map(|claim| &claim.evidence).collect();
    let as_one = situation.tree.standards.single_channel_as_one;
    let origins = independent_origins(&reports, &situation.knowledge.registers, as_one);
    let mut parts = vec![format!(
        "{} from {}",
        words::counted(reports.len(), "report"),
        words::counted(origins, "independent origin")
    )];
    let mut grades: Vec<String> = reports.iter().map(|report| report.grade.to_string()).collect();
    grades.sort();
    grades.dedup();
    if !grades.is_empty() {
        parts.push(format!("graded {}", grades.join(", ")));
    }
    if !fact.denied.is_empty() {
        parts.push(words::counted(fact.denied.len(), "denial"));
    }
    parts.join("; ")
}

/// An explanation, with each statement it cites.
pub fn explanation(situation: &Situation<'_>, explained: &Explanation<'_>) -> Vec<String> {
    let tree = situation.tree;
    let article = explained.article;
    let line = |id: &BodyId| statement_line(situation, id);
    let standing = matches!(explained.word, Word::Breached | Word::Contested);
    let denied = if standing && !explained.opposing.is_empty() { ", denied" } else { "" };
    let acknowledged = if standing && explained.acknowledged.is_some() { ", acknowledged" } else { "" };
    let mut lines = vec![
        format!(
            "article {} \"{}\" [{}] ({}), incident {} {}, at {}:",
            article.id,
            article.title,
            article.cited.paragraph,
            provenance(article.cited.provenance),
            explained.incident.0,
            words::about(&explained.about),
            tree.standards.standards[explained.standard].name
        ),
        format!("  {}{}{}", explained.word, denied, acknowledged),
    ];
    if let Some(fact) = situation
        .facts_of(&explained.incident)
        .map(|index| &situation.facts[index])
        .find(|fact| fact.about == explained.about)
    {
        lines.push(format!("  counted: {}", evidence_counted(situation, fact)));
    }
    if let Some(name) = &explained.because {
        lines.push(format!("  because exception {name} holds at its own standard"));
    }
    if !explained.causes.is_empty() {
        let causes: Vec<String> = explained.causes.iter().map(words::cause).collect();
        lines.push(format!("  causes: {}", causes.join("; ")));
    }
    for shown in &explained.states {
        lines.push(format!("  state claimed: {}", words::state(shown, &shown.incident.0)));
    }
    if explained.word == Word::Undetermined {
        let live = situation.knowledge.live.iter().map(|live| live.statement);
        let bodies =
            live.filter(|statement| explained.support.contains(&statement.id)).map(|statement| &statement.body);
        lines.extend(unknown(tree, &situation.knowledge.registers, bodies).iter().map(|one| {
            let near = one.near.as_ref().map_or(String::new(), |near| format!("; did you mean `{near}`?"));
            format!("  {} `{}` is known nowhere: it may be covered or not{near}", one.what, one.name)
        }));
    }
    lines.extend(explained.zones.iter().map(|used| format!("  zone {}", words::zone_asked(&tree.zone, used))));
    lines.push("  rests on (the smallest set that gives this verdict):".into());
    lines.extend(explained.support.iter().map(line));
    if !explained.opposing.is_empty() {
        lines.push("  opposing:".into());
        lines.extend(explained.opposing.iter().map(line));
    }
    lines.push(match &explained.flip {
        Some(flip) => format!("  would become \"{}\" with {}", flip.becomes, flip.kind),
        None => "  no single kind of further statement would change it".into(),
    });
    lines
}

/// Why a clock stands where it stands.
pub fn clock_explanation(situation: &Situation<'_>, explained: &ClockExplanation) -> Vec<String> {
    let tree = situation.tree;
    let zone = &tree.zone;
    let mut lines = vec![format!("At {}{}:", tree.standards.standards[explained.standard].name, explained.part)];
    match &explained.broken_by {
        Some((b, support)) => {
            lines.push(format!("  last broken: {}", break_line(situation, b)));
            lines.push("  rests on:".into());
            lines.extend(support.iter().map(|id| statement_line(situation, id)));
        }
        None => lines.push("  nothing established breaks it; absence has no support".into()),
    }
    if let Some(last) = explained.may_break.last() {
        lines.push(format!(
            "  may have been broken since by {}; last: {}",
            words::counted(explained.may_break.len(), "incident"),
            break_line(situation, last)
        ));
    }
    lines.push(match &tree.coverage {
        agreement::tree::CoverageRule::NoMinimum => "  coverage: the text states no minimum".into(),
        agreement::tree::CoverageRule::Needs { seconds, .. } => format!(
            "  coverage: {} of each zone-day needed; {} days not observed",
            words::duration(*seconds),
            explained.unobserved
        ),
    });
    lines.push(format!("  alleged and at risk: {}", words::counted(explained.at_risk, "proposition")));
    if let Some((b, flip)) = &explained.cheapest {
        lines.push(format!(
            "  cheapest flip: {} ({}); then \"{}\"",
            flip.kind,
            words::date(zone, b.span.from),
            flip.becomes
        ));
    }
    lines
}

fn statement_line(situation: &Situation<'_>, id: &BodyId) -> String {
    let zone = &situation.tree.zone;
    match situation.knowledge.live.iter().find(|live| live.statement.id == *id) {
        Some(live) => format!(
            "    {}  {}  (known {})",
            id.short(),
            words::statement(zone, live.statement),
            words::instant(zone, live.statement.known().0)
        ),
        None => format!("    {}", id.short()),
    }
}
