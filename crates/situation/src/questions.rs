//! Seven questions that any mission must be able to answer, each a section made from the same parts.
//!
//! 1. How long has it been calm, under each standard and policy, in the knowledge of each day?
//! 2. What does no clause cover?
//! 3. Who was told what, and when was that known?
//! 4. How many, by source and origin?
//! 5. How long did aid wait, by claimed cause?
//! 6. Which phase is eligible, and who must still decide?
//! 7. What did we say then, what do we say now?
//!
//! Holds
//! - Nothing here knows the name of a party, a place or an agreement.
//!
//! Not here: layout (`armistice`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::evaluate::{OpeningFlags, PhaseReading, PhaseWord, Word};
use agreement::tree::{Clock, Tree};
use record::statement::{Polarity, Report, Statement};
use record::vocabulary::facts::IncidentId;
use record::vocabulary::moment::Moment;
use record::vocabulary::sources::Origin;
use record::vocabulary::time::{Instant, KnownAt};
use record::vocabulary::{Kleene, Name};

use crate::{Situation, at, panel, words};

/// The act class that holds messages between people: a report of one is an answer to question 3.
pub const COMMUNICATION: &str = "communication";
/// The act classes of what is said and not done: messages between people, and announcements to everybody.
pub const WORDS: [&str; 2] = [COMMUNICATION, "statement"];
/// Most days of knowledge shown one by one.
const DAYS_SHOWN: i64 = 40;
/// Most incidents listed in one section; the rest is counted.
const INCIDENTS_LISTED: usize = 12;

/// One answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Section {
    /// The question.
    pub title: String,
    /// The answer, line by line; a line that belongs to the one before begins with two spaces.
    pub lines: Vec<String>,
}

/// The answers at `moment`; `report_day` is any instant of the day that question 7 is about.
pub fn answers(tree: &Tree, statements: &[Statement], moment: &Moment, report_day: Instant) -> Vec<Section> {
    let now = at(tree, statements, moment);
    vec![
        calm(tree, statements, moment, &now),
        uncovered(&now),
        told(&now),
        casualties(&now),
        waiting(&now),
        phases(&now),
        then_and_now(tree, statements, moment, report_day),
    ]
}

fn calm(tree: &Tree, statements: &[Statement], moment: &Moment, now: &Situation<'_>) -> Section {
    let mut lines = Vec::new();
    for clock in &tree.clocks {
        lines.extend(panel::panel(now, clock));
        for explained in crate::explain_clock(now, statements, clock) {
            let named = &tree.standards.standards[explained.standard].name;
            if let Some((b, flip)) = explained.cheapest.filter(|_| explained.standard == tree.standards.headline) {
                lines.push(format!(
                    "  cheapest flip at {named}: {} ({}); then \"{}\"",
                    flip.kind,
                    words::date(&tree.zone, b.span.from),
                    flip.becomes
                ));
            }
        }
    }
    // The same days' values in the knowledge of each day and of now.
    let starts = tree.clocks.iter().filter_map(|clock| tree.instant(&clock.start));
    let Some(start) = starts.min() else { return Section { title: CALM.into(), lines } };
    let first = tree.zone.day_number(start);
    let last = tree.zone.day_number(moment.happened).min(first + DAYS_SHOWN - 1);
    let mut days: Vec<String> = Vec::new();
    for day in first..=last {
        let end = Instant(tree.zone.numbered_day(day).until.0 - 1).min(moment.happened);
        if KnownAt(end) > moment.known {
            break;
        }
        let values = |known: KnownAt| -> Vec<String> {
            let then = at(tree, statements, &Moment { happened: end, known, ..moment.clone() });
            tree.clocks.iter().map(|clock| day_values(&then, clock)).collect()
        };
        let (then, today) = (values(KnownAt(end)), values(moment.known));
        for (clock, (then, today)) in tree.clocks.iter().zip(then.into_iter().zip(today)) {
            let changed = if then == today { String::new() } else { format!("; as now known {today}") };
            let date = words::date(&tree.zone, end);
            days.push(format!("{date} \"{}\": as then known {then}{changed}", clock.name));
        }
    }
    if !days.is_empty() {
        lines.push("In the knowledge of each day (headline policy; standards with equal values together)".into());
        lines.extend(days.into_iter().map(|line| format!("  {line}")));
    }
    Section { title: CALM.into(), lines }
}

const CALM: &str = "How long has it been calm, and what broke it?";

/// "any report 0 h to 52 h, other standards 52 h": a clock's values under its headline policy.
fn day_values(situation: &Situation<'_>, clock: &Clock) -> String {
    let tree = situation.tree;
    let policy = clock.headline.unwrap_or(0);
    let mut values: Vec<(Vec<&str>, String)> = Vec::new();
    for &standard in &clock.standards {
        let readings = situation
            .evaluation
            .clocks
            .iter()
            .filter(|r| r.clock == clock.name && r.policy == policy && r.standard == standard);
        let text: Vec<String> = readings.map(|reading| panel::value(tree, reading)).collect();
        let (name, text) = (tree.standards.standards[standard].name.as_str(), text.join(" | "));
        match values.iter_mut().find(|(_, same)| *same == text) {
            Some((names, _)) => names.push(name),
            None => values.push((vec![name], text)),
        }
    }
    let all = values.len() == 1;
    let parts: Vec<String> = values
        .into_iter()
        .map(|(names, text)| if all { text } else { format!("{text} ({})", names.join(", ")) })
        .collect();
    parts.join("; ")
}

fn uncovered(now: &Situation<'_>) -> Section {
    let mut lines = Vec::new();
    let weakest: BTreeSet<&IncidentId> =
        now.evaluation.uncovered.iter().filter(|(_, standard)| *standard == 0).map(|(id, _)| id).collect();
    // Alike questions are asked once: who is said to act, on whom, by which act.
    let mut alike: BTreeMap<String, Vec<&IncidentId>> = BTreeMap::new();
    for id in &weakest {
        let mut kinds: BTreeSet<String> = BTreeSet::new();
        // What people told each other is the next question's.
        let message = |act: &Name| Tree::includes(&now.tree.acts, COMMUNICATION, act);
        for report in reports_of(now, id).into_iter().filter(|report| !report.act.as_ref().is_some_and(message)) {
            kinds.insert(format!(
                "{} {}{}",
                report.act.as_deref().unwrap_or("act not stated"),
                words::accused(&report.accused),
                if report.targets.is_empty() { String::new() } else { format!(" on {}", report.targets.join(" and ")) },
            ));
        }
        for kind in kinds {
            alike.entry(kind).or_default().push(id);
        }
    }
    for (kind, ids) in alike.iter().take(INCIDENTS_LISTED * 2) {
        let names: Vec<&str> = ids.iter().take(3).map(|id| id.0.as_str()).collect();
        let more = if ids.len() > 3 { format!(" and {} more", ids.len() - 3) } else { String::new() };
        lines.push(format!("no clause covers this act: {kind} ({}{more})", names.join(", ")));
    }
    if alike.len() > INCIDENTS_LISTED * 2 {
        lines.push(format!("… and {} further kinds", alike.len() - INCIDENTS_LISTED * 2));
    }
    if lines.is_empty() {
        lines.push("every reported act is covered, or may be covered, by some clause".into());
    }
    Section { title: "Which reported acts does no clause cover?".into(), lines }
}

fn reports_of<'s>(situation: &'s Situation<'_>, id: &IncidentId) -> Vec<&'s Report> {
    let Some(incident) = situation.incidents.iter().find(|incident| &incident.id == id) else { return Vec::new() };
    incident.reports.iter().filter_map(|i| situation.knowledge.live[*i].report.as_deref()).collect()
}

fn told(now: &Situation<'_>) -> Section {
    let tree = now.tree;
    let zone = &tree.zone;
    let mut rows: Vec<(Instant, KnownAt, String)> = Vec::new();
    for live in &now.knowledge.live {
        let Some(report) = live.report.as_deref() else { continue };
        let is_message = report.act.as_ref().is_some_and(|act| Tree::includes(&tree.acts, COMMUNICATION, act));
        if !is_message {
            continue;
        }
        let when = report.time.as_ref().map_or(live.statement.said_at(), |time| time.began.from);
        let known = words::instant(zone, live.statement.known().0);
        let history = if live.statement.accepted.history { ", stated by a history batch" } else { "" };
        let what = words::statement(zone, live.statement);
        rows.push((when, live.statement.known(), format!("{what} [known {known}{history}]")));
    }
    rows.sort();
    let mut lines: Vec<String> = rows.into_iter().map(|(_, _, line)| line).collect();
    if lines.is_empty() {
        lines.push("no message between people is on the record".into());
    }
    lines.push("silence is no answer: it is never consent and never denial".into());
    Section { title: "Who was told what, when, and since when do we know it?".into(), lines }
}

fn casualties(now: &Situation<'_>) -> Section {
    let mut lines = Vec::new();
    // Incidents on which sources give several figures come first; then those with most claims.
    let mut ranked: Vec<(usize, &IncidentId)> = Vec::new();
    for incident in &now.incidents {
        let figures: BTreeSet<String> = reports_of(now, &incident.id)
            .iter()
            .filter(|report| report.polarity == Polarity::Happened)
            .flat_map(|report| report.counts.iter().map(words::count))
            .collect();
        let reporting = reports_of(now, &incident.id).iter().filter(|report| !report.counts.is_empty()).count();
        if reporting > 1 && figures.len() > 1 {
            ranked.push((figures.len(), &incident.id));
        }
    }
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
    for (_, id) in ranked.iter().take(INCIDENTS_LISTED) {
        lines.push(format!("{}:", id.0));
        lines.extend(casualty_lines(now, id).into_iter().map(|line| format!("  {line}")));
    }
    if lines.is_empty() {
        lines.push("no incident has differing figures of several sources".into());
    }
    lines.push(
        "figures of different sources are never added; \"killed or injured\" is one sum and is never split; \
         figures that share an origin are one figure"
            .into(),
    );
    Section { title: "How many, by source and origin?".into(), lines }
}

/// The figures of one incident, grouped by origin.
pub fn casualty_lines(situation: &Situation<'_>, id: &IncidentId) -> Vec<String> {
    let zone = &situation.tree.zone;
    let mut by_origin: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let Some(incident) = situation.incidents.iter().find(|incident| &incident.id == id) else { return Vec::new() };
    for &i in &incident.reports {
        let live = &situation.knowledge.live[i];
        let Some(report) = live.report.as_deref() else { continue };
        for count in &report.counts {
            let origin = report
                .chain
                .origins
                .iter()
                .map(|origin| match origin {
                    Origin::Named(name) => situation.knowledge.registers.resolve(name).to_owned(),
                    Origin::Unnamed(words) => format!("unnamed ({words})"),
                })
                .collect::<Vec<_>>()
                .join(" & ");
            by_origin.entry(origin).or_default().push(format!(
                "{} [{}, known {}]",
                words::count(count),
                words::chain(&report.chain),
                words::instant(zone, live.statement.known().0)
            ));
        }
    }
    by_origin.into_iter().map(|(origin, figures)| format!("origin {origin}: {}", figures.join("; "))).collect()
}

fn waiting(now: &Situation<'_>) -> Section {
    let zone = &now.tree.zone;
    let mut by_cause: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for live in &now.knowledge.live {
        let Some(report) = live.report.as_deref() else { continue };
        let has_cause = report.cause.is_some();
        let waits = report.measures.iter().any(|measure| measure.name.contains("wait"));
        if !has_cause && !waits {
            continue;
        }
        let length = report.time.as_ref().map(|time| match time.ended {
            Some(ended) => {
                let least = (ended.from.0 - time.began.last().0).max(0);
                let most = ended.last().0 - time.began.from.0;
                format!("; {} to {}", words::duration(least), words::duration(most))
            }
            None => String::new(),
        });
        let cause = report.cause.clone().unwrap_or_else(|| "no cause stated".into());
        by_cause.entry(cause).or_default().push(format!(
            "{}{}{}",
            words::chain(&report.chain),
            report.time.as_ref().map(|time| format!(": {}", words::event_time(zone, time))).unwrap_or_default(),
            length.unwrap_or_default()
                + &report.measures.iter().map(|m| format!("; {}", words::measure(m))).collect::<String>(),
        ));
    }
    let mut lines = Vec::new();
    for (cause, claims) in by_cause {
        lines.push(format!("claimed cause: {cause}"));
        lines.extend(claims.into_iter().map(|claim| format!("  {claim}")));
    }
    if lines.is_empty() {
        lines.push("no waiting with a claimed cause is on the record".into());
    } else {
        lines.push("rival causes stand side by side; their hours are not added".into());
    }
    Section { title: "How long did aid wait, by claimed cause?".into(), lines }
}

fn phases(now: &Situation<'_>) -> Section {
    let mut lines: Vec<String> = now.evaluation.phases.iter().map(|reading| phase_line(now, reading)).collect();
    if lines.is_empty() {
        lines.push("the agreement has no phases".into());
    }
    Section { title: "Which phase became eligible, and who must still decide?".into(), lines }
}

/// "phase "joint centre": eligible, awaiting G1, G2".
pub fn phase_line(situation: &Situation<'_>, reading: &PhaseReading) -> String {
    let zone = &situation.tree.zone;
    let word = phase_word(zone, reading, situation.openings.get(&reading.phase).copied());
    let declared = situation.tree.phases.iter().find(|phase| phase.name == reading.phase);
    let standard = declared.map_or("", |phase| situation.tree.standards.standards[phase.standard].name.as_str());
    let failing: Vec<String> = declared
        .into_iter()
        .flat_map(|phase| phase.conditions.iter().zip(&reading.conditions))
        .filter(|(_, holds)| **holds != Kleene::Must)
        .map(|(condition, holds)| {
            use agreement::tree::PhaseCondition as C;
            let what = match condition {
                C::Complete { clock, policy } => {
                    let of = situation.tree.clocks.iter().find(|c| &c.name == clock);
                    let policy = of.map_or(String::new(), |c| c.policies[*policy].to_string());
                    format!("clock \"{clock}\" complete by {policy}")
                }
                C::Kept { article, .. } => format!("article {article} kept"),
                C::Judged(slot) => format!("judged \"{slot}\""),
            };
            format!("{what} ({})", if *holds == Kleene::May { "undetermined" } else { "not satisfied" })
        })
        .collect();
    let failing = if failing.is_empty() { String::new() } else { format!("; failing: {}", failing.join(", ")) };
    format!("phase \"{}\" at {standard}: {word}{failing}", reading.phase)
}

/// The word of a phase, with who is awaited and what is said of an opening.
pub fn phase_word(
    zone: &record::vocabulary::time::Zone,
    reading: &PhaseReading,
    flags: Option<OpeningFlags>,
) -> String {
    let awaiting =
        if reading.awaiting.is_empty() { String::new() } else { format!(", awaiting {}", reading.awaiting.join(", ")) };
    let said = |yes: bool| -> Vec<&Name> {
        reading.answers.iter().filter(|(_, answer, _)| *answer == yes).map(|(name, _, _)| name).collect()
    };
    match reading.word {
        PhaseWord::Open { since, .. } => {
            let mut text = format!("open since {}", words::instant(zone, since));
            text.extend(flags.map(opening_words));
            text
        }
        PhaseWord::Disputed => {
            let list = |names: Vec<&Name>| names.into_iter().cloned().collect::<Vec<_>>().join(", ");
            format!("disputed, not open (yes: {}; no: {})", list(said(true)), list(said(false)))
        }
        PhaseWord::Refused => "refused".into(),
        PhaseWord::Eligible => format!("eligible{awaiting}"),
        PhaseWord::PossiblyEligible => format!("possibly eligible{awaiting}"),
        PhaseWord::NotEligible => format!("not eligible{awaiting}"),
    }
}

/// What is said of an opening, after the instant since which it is open.
pub fn opening_words(flags: OpeningFlags) -> String {
    let premature = match flags.premature {
        Kleene::Must => ", premature",
        Kleene::May => ", perhaps premature",
        Kleene::No => ", regular",
    };
    let superseded = match flags.superseded {
        Kleene::Must => ", on superseded knowledge",
        Kleene::May => ", perhaps on superseded knowledge",
        Kleene::No => "",
    };
    format!("{premature}{superseded}")
}

fn then_and_now(tree: &Tree, statements: &[Statement], moment: &Moment, report_day: Instant) -> Section {
    let day = tree.zone.day_of(report_day);
    let end = Instant(day.until.0 - 1);
    let then = at(tree, statements, &Moment { happened: end, known: KnownAt(end), ..moment.clone() });
    let now = at(tree, statements, &Moment { happened: end, ..moment.clone() });
    let mut lines = vec![format!(
        "the day {}: as known at its end, and as known {}",
        words::date(&tree.zone, end),
        words::instant(&tree.zone, moment.known.0)
    )];
    let said = |index: usize| -> Vec<String> {
        let (a, b) = (words_of_day(&then, index, day), words_of_day(&now, index, day));
        let line = |words: &BTreeMap<&IncidentId, Word>| {
            let of = |word: Word| (words.values().filter(|w| **w == word).count(), word);
            let counts = [Word::Breached, Word::Contested, Word::Undetermined, Word::Kept].map(of);
            let parts = counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}"));
            let parts: Vec<String> = parts.collect();
            let parts = if parts.is_empty() { String::new() } else { format!(" ({})", parts.join(", ")) };
            format!("{} under the terms{parts}", words::counted(words.len(), "incident"))
        };
        let mut said = vec![format!("then {}; now {}", line(&a), line(&b))];
        let new = b.keys().filter(|id| !a.contains_key(*id)).count();
        if new > 0 {
            said.push(format!("  {} became known later", words::counted(new, "incident")));
        }
        let changed: Vec<String> = b
            .iter()
            .filter(|(id, word)| a.get(*id).is_some_and(|before| before != *word))
            .map(|(id, word)| format!("  {} was {}, is {word}", id.0, a[id]))
            .collect();
        let cut = changed.len().saturating_sub(INCIDENTS_LISTED);
        said.extend(changed.into_iter().take(INCIDENTS_LISTED));
        if cut > 0 {
            said.push(format!("  … and {cut} more changed"));
        }
        said
    };
    let standards = (0..tree.standards.standards.len()).map(|index| (index, said(index))).collect();
    for (indices, mut said) in panel::together(standards) {
        said[0] = format!("at {}: {}", panel::standards(tree, &indices), said[0]);
        lines.extend(said);
    }
    // Figures that were not known then, on incidents of that day.
    for incident in &now.incidents {
        let touches = reports_of(&now, &incident.id)
            .iter()
            .any(|report| report.time.as_ref().is_some_and(|time| !time.hull().meet(day).is_empty()));
        if !touches {
            continue;
        }
        let known_then: BTreeSet<String> = casualty_lines(&then, &incident.id).into_iter().collect();
        let later: Vec<String> =
            casualty_lines(&now, &incident.id).into_iter().filter(|line| !known_then.contains(line)).collect();
        if !known_then.is_empty() && !later.is_empty() {
            lines.push(format!("  {}: figures known later: {}", incident.id.0, later.join(" / ")));
        }
    }
    Section { title: "What would the report of that day have said, and what would it say now?".into(), lines }
}

/// The worst word per incident that may have happened on `day`, at a standard; what no clause covers is left out.
fn words_of_day<'s>(
    situation: &'s Situation<'_>,
    standard: usize,
    day: record::vocabulary::time::Interval,
) -> BTreeMap<&'s IncidentId, Word> {
    let mut worst: BTreeMap<&IncidentId, Word> = BTreeMap::new();
    for judged in situation.judged_as_agreed().filter(|judged| judged.standard == standard) {
        let fact = &situation.facts[judged.fact];
        if judged.word == Word::NotApplicable || fact.admitted[standard].time.hull().meet(day).is_empty() {
            continue;
        }
        let word = worst.entry(&fact.incident).or_insert(judged.word);
        *word = judged.word.max(*word);
    }
    worst
}
