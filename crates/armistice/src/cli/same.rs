//! `incidents --review` and `incident same|different|unsure`: what likeness proposes, and what a person says of it.
//!
//! Holds
//! - A word is a signed statement like any other; the latest known word on two reports counts, and is taken back by the opposite one.
//!
//! Not here: what is proposed (`incident::likeness`), how words join incidents (`incident::link`).

use std::collections::BTreeMap;
use std::path::Path;

use incident::likeness::Word;
use incident::likeness::reports::{Comparing, reasons};
use incident::{Contradiction, Incident, Link, LinkedBy, contradictions};
use record::statement::{Body, BodyId, Content, Identity, Statement, Unsure};
use record::vocabulary::Name;
use serde_json::{Value, json};
use situation::difference::{Differs, Kind};
use situation::review::{Reviewed, effects_looked_at};
use situation::{Situation, words};

use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, no_incident, now, open, show, ways};
use crate::message::{Message, quoted};
use crate::mission::{AUTHOR, Mission, weights};
use crate::store::Entry;

/// Which two are said to be one incident, or two.
#[derive(clap::Args)]
pub(super) struct WordFlags {
    /// An incident or a report, or the beginning of its name
    a: String,
    /// The other
    b: String,
    /// Why, for the record
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    /// Who says it
    #[arg(long, value_name = "NAME", default_value = AUTHOR)]
    by: String,
}

/// What likeness proposes for the incidents known at this moment, in the order in which it matters.
pub(super) fn review(situation: &Situation<'_>, statements: &[Statement], comparing: &Comparing) -> Answer {
    let queue = situation::review::review(situation, statements, comparing);
    let contradictions = contradictions(&situation.knowledge, &situation.incidents);
    let mut text = show::head(situation);
    text.extend(contradicting(situation, &contradictions, true));
    text.push(String::new());
    if queue.is_empty() {
        text.push("Nothing is proposed: no two incidents of this record are likely one.".to_owned());
    } else {
        let order = match queue.len() {
            1 => "",
            _ => ": first those that would change a clock, then by figures, then the most doubtful",
        };
        text.push(format!("{} that two incidents are one{order}", words::counted(queue.len(), "proposal")));
    }
    for Reviewed { proposal, effect, unsure } in &queue {
        text.push(String::new());
        text.push(format!("{} and {}: {}", proposal.first.0, proposal.second.0, likely(proposal.chance)));
        for report in [proposal.reports.0, proposal.reports.1] {
            text.push(format!("  {}  {}", report.short(), said(situation, report)));
        }
        text.extend(would_change(situation, effect.as_deref()));
        text.extend(unsure.iter().map(|id| format!("  {}", doubt(situation, *id))));
        let (a, b) = (proposal.reports.0.short(), proposal.reports.1.short());
        text.push(format!("  say so: armistice incident same {a} {b}   or: different, or: unsure"));
    }
    let looked = effects_looked_at(statements.len());
    if queue.len() > looked {
        let whose = if looked == 1 { "the one".to_owned() } else { format!("the {looked}") };
        text.push(String::new());
        text.push(format!(
            "Of {whose} with the greatest figures it was looked up what would change; decide some of them to see it of others."
        ));
    }
    let list: Vec<Value> = queue.iter().map(|one| as_json(situation, one)).collect();
    let contradictions: Vec<Value> =
        contradictions.iter().map(|one| super::json::contradiction(situation, one)).collect();
    let head = super::json::head(situation);
    Answer::ok(text, json!({ "moment": head, "contradictions": contradictions, "proposals": list }))
}

/// Words that go against what joins an incident: who says *different*, by what its reports are one all the same, and what would end it.
/// Nothing where there are none; `named` says of which incident each is.
pub(super) fn contradicting(situation: &Situation<'_>, contradictions: &[Contradiction], named: bool) -> Vec<String> {
    if contradictions.is_empty() {
        return Vec::new();
    }
    let mut text = vec![String::new(), "Words that contradict each other".to_owned()];
    for Contradiction { incident, reports: (a, b), different, chain } in contradictions {
        let of = if named { format!("{}: ", incident.0) } else { String::new() };
        text.push(format!("  {of}{}", word_of(situation, *different, "different", *a, *b)));
        text.push("    they are one incident all the same:".to_owned());
        text.extend(chain.iter().map(|link| format!("      {}", link_line(situation, link))));
        let (first, second) = (a.short(), b.short());
        text.push(format!("    if they are one, this takes it back: armistice incident same {first} {second}"));
        let mut ends: Vec<String> = chain.iter().filter_map(parted_by).collect();
        if ends.len() < chain.len() {
            ends.push("a reply belongs to what it answers until whoever replied withdraws it".to_owned());
        }
        text.push(format!("    if they are two, this ends the chain: {}", ends.join("; or ")));
    }
    text
}

/// What ends a link between two reports; `None` where no word does.
fn parted_by(Link { from, to, by }: &Link) -> Option<String> {
    let said = format!("armistice incident different {} {}", from.short(), to.short());
    match by {
        LinkedBy::Same(_) => Some(said),
        LinkedBy::Event(key) => Some(format!("{said} (takes {} out of {key})", to.short())),
        LinkedBy::Reply => None,
    }
}

fn link_line(situation: &Situation<'_>, Link { from, to, by }: &Link) -> String {
    match by {
        LinkedBy::Same(id) => word_of(situation, *id, "same", *from, *to),
        LinkedBy::Event(key) => format!("{} and {} carry the feed's own key {key}", from.short(), to.short()),
        LinkedBy::Reply => format!("of {} and {} the one replies to the other", from.short(), to.short()),
    }
}

/// Who says a word of two reports, when, and why.
fn word_of(situation: &Situation<'_>, id: BodyId, word: &str, a: BodyId, b: BodyId) -> String {
    let (a, b) = (a.short(), b.short());
    let Some(live) = situation.knowledge.live.iter().find(|live| live.statement.id == id) else { return String::new() };
    let body = &live.statement.body;
    let why = body.cited.as_deref().map_or(String::new(), |why| format!(": {}", words::quoted(why)));
    let known = words::instant(&situation.tree.zone, live.statement.known().0);
    format!("{} says {word} of {a} and {b}{why} ({}, known {known})", body.speaker(), id.short())
}

/// The incident of one of two reports, where words contradict each other in it.
fn contradictions_of(situation: &Situation<'_>, [a, b]: [BodyId; 2]) -> Vec<Contradiction> {
    let has = |incident: &&Incident| {
        incident.reports.iter().any(|i| [a, b].contains(&situation.knowledge.live[*i].statement.id))
    };
    let own: Vec<Incident> = situation.incidents.iter().filter(has).cloned().collect();
    contradictions(&situation.knowledge, &own)
}

/// Most lines of what a proposal would change; the rest are counted.
const CHANGES_SHOWN: usize = 4;

/// What would be judged otherwise if two were one: clocks and phases in words, the rest by number.
fn would_change(situation: &Situation<'_>, effect: Option<&[Differs]>) -> Vec<String> {
    let Some(effect) = effect else { return Vec::new() };
    let of_clock = |one: &&Differs| matches!(one.kind, Kind::Clock | Kind::Phase);
    let clocks: Vec<Differs> = effect.iter().filter(of_clock).cloned().collect();
    let mut text: Vec<String> = super::difference::lines(situation.tree, &clocks[..clocks.len().min(CHANGES_SHOWN)])
        .into_iter()
        .filter(|line| line.starts_with("    "))
        .map(|line| format!("  if they are one: {}", line.trim_start()))
        .collect();
    let count = |kind: Kind| effect.iter().filter(|one| one.kind == kind).count();
    let counts = [
        (clocks.len().saturating_sub(CHANGES_SHOWN), "further reading of a clock", "further readings of clocks"),
        (count(Kind::Verdict), "verdict", "verdicts"),
        (count(Kind::Duty), "duty", "duties"),
        (count(Kind::Article), "article", "articles"),
        (count(Kind::Covered), "act that no clause covers", "acts that no clause covers"),
    ];
    let counted = |(count, one, many): &(usize, &str, &str)| match count {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{count} {many}")),
    };
    let rest: Vec<String> = counts.iter().filter_map(counted).collect();
    match (clocks.is_empty(), rest.is_empty()) {
        (true, true) => text.push("  if they are one: nothing would be judged otherwise".to_owned()),
        (true, false) => {
            text.push(format!("  if they are one: no clock changes; {} would read otherwise", rest.join(", ")))
        }
        (false, false) => text.push(format!("  and {} would read otherwise", rest.join(", "))),
        (false, true) => {}
    }
    text
}

/// Who looked and could not tell, when, and why.
fn doubt(situation: &Situation<'_>, id: BodyId) -> String {
    let Some(live) = situation.knowledge.live.iter().find(|live| live.statement.id == id) else { return String::new() };
    let body = &live.statement.body;
    let why = body.cited.as_deref().map_or(String::new(), |why| format!(": {}", words::quoted(why)));
    let known = words::instant(&situation.tree.zone, live.statement.known().0);
    format!("{} cannot tell{why} ({}, known {known})", body.speaker(), id.short())
}

/// For each word of an act the next wider one, as the agreement has it.
pub(super) fn wider(situation: &Situation<'_>) -> BTreeMap<Name, Name> {
    let narrower = |class: &agreement::tree::Class| {
        let name = class.name.clone();
        class.includes.clone().into_iter().map(move |narrower| (narrower, name.clone()))
    };
    situation.tree.acts.iter().flat_map(narrower).collect()
}

/// By what the mission compares reports at the situation's moment.
pub(super) fn comparing(mission: &Mission, situation: &Situation<'_>) -> Result<Comparing, Failure> {
    let weights = weights::read(&mission.dir, &situation.knowledge)?;
    Ok(Comparing { zone: situation.tree.zone.clone(), wider: wider(situation), weights })
}

/// Why the reports of an incident are linked: what the feed or a person said, and how alike they are.
pub(super) fn why_linked(situation: &Situation<'_>, incident: &Incident, comparing: &Comparing) -> Vec<String> {
    let mut text = vec![String::new(), "Why its reports are linked".to_owned()];
    let of_incident = |id: &BodyId| incident.reports.iter().any(|i| situation.knowledge.live[*i].statement.id == *id);
    for key in &incident.events {
        text.push(format!("  the feed's own key {key}"));
    }
    for live in &situation.knowledge.live {
        let (a, b, word) = match &live.statement.body.content {
            Content::Identity(Identity { a, b, same: true }) => (a, b, Word::Same),
            Content::Identity(Identity { a, b, same: false }) => (a, b, Word::Different),
            Content::Unsure(Unsure { a, b }) => (a, b, Word::Unsure),
            _ => continue,
        };
        if of_incident(a) || of_incident(b) {
            text.push(format!("  {}", word_of(situation, live.statement.id, as_str(word), *a, *b)));
        }
    }
    for (report, other, judged) in reasons(incident, &situation.knowledge, comparing) {
        text.push(String::new());
        text.push(format!("  {} is most like {}: odds of {} bits", report.short(), other.short(), bits(judged.odds)));
        let mut table = super::table::Table::new(
            2,
            ["field", "how they compare", "against two of one episode", "against unrelated"],
        );
        for field in &judged.fields {
            let [same, episode, unrelated] = field.under;
            let level = field.field.level(field.level).unwrap_or_default();
            table.row([field.field.as_str().to_owned(), level, bits(same - episode), bits(same - unrelated)]);
        }
        let [same, episode, unrelated] = judged.priors;
        table.row([
            "before".to_owned(),
            "of any two that are compared".to_owned(),
            bits(same - episode),
            bits(same - unrelated),
        ]);
        text.extend(table.lines().into_iter().map(|line| format!("  {line}")));
        let decisive: Vec<&str> = judged.decisive().into_iter().map(|field| field.as_str()).collect();
        text.push(match decisive.is_empty() {
            true => "    no single field decides it".to_owned(),
            false => format!("    without any one of these it would tip: {}", decisive.join(", ")),
        });
    }
    let whose = match weights::in_force(&situation.knowledge) {
        None => "those that come with the program".to_owned(),
        Some((statement, weighing)) => {
            format!(
                "the mission's, learnt from {} ({})",
                words::counted(weighing.reports as usize, "report"),
                statement.id.short()
            )
        }
    };
    text.push(format!("  Likeness proposes and links nothing; weights are {whose}."));
    text
}

/// Thousandths of a bit as bits with one decimal and a sign.
fn bits(millibits: i32) -> String {
    let tenths = (millibits.abs() + 50) / 100;
    format!("{}{}.{}", if millibits < 0 && tenths > 0 { "-" } else { "+" }, tenths / 10, tenths % 10)
}

fn as_json(situation: &Situation<'_>, one: &Reviewed) -> Value {
    let proposal = &one.proposal;
    let differs = |one: &Differs| super::difference::differs(situation.tree, one);
    json!({
        "first": proposal.first.0,
        "second": proposal.second.0,
        "reports": [proposal.reports.0.to_string(), proposal.reports.1.to_string()],
        "odds_millibits": proposal.odds,
        "per_mille": proposal.chance,
        "figure": proposal.figure,
        "if_one": one.effect.as_ref().map(|effect| effect.iter().map(differs).collect::<Vec<Value>>()),
        "unsure": one.unsure.iter().map(BodyId::to_string).collect::<Vec<String>>(),
    })
}

/// A chance per mille in words.
pub(super) fn likely(per_mille: u32) -> String {
    format!("{} one incident ({per_mille} of 1000)", ways::words(per_mille))
}

/// What a report says, in a line.
fn said(situation: &Situation<'_>, id: BodyId) -> String {
    let live = situation.knowledge.live.iter().find(|live| live.statement.id == id);
    let Some(report) = live.and_then(|live| live.report.as_deref()) else { return String::new() };
    let act = report.act.as_deref().unwrap_or("act not stated");
    let when = report.time.as_ref().map_or(String::new(), |time| words::event_time(&situation.tree.zone, time));
    let place =
        report.place.as_ref().and_then(|place| place.names.first()).map_or(String::new(), |name| format!(", {name}"));
    let counts: Vec<String> = report.counts.iter().map(words::count).collect();
    let counts = if counts.is_empty() { String::new() } else { format!(", {}", counts.join("; ")) };
    format!("{}: {act} {}, {when}{place}{counts}", words::chain(&report.chain), words::accused(&report.accused))
}

fn as_str(word: Word) -> &'static str {
    match word {
        Word::Same => "same",
        Word::Different => "different",
        Word::Unsure => "unsure",
    }
}

/// Says that two are one incident, or are not, or that one cannot tell.
pub(super) fn say(dir: &Path, flags: &WordFlags, word: Word, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut mission = open(dir)?;
    let (a, b) = {
        let moment = super::moment::MomentFlags::default().moment(&mission.agreement, now())?;
        let situation = situation::at(&mission.agreement, mission.store.statements(), &moment);
        (report_named(&situation, &flags.a)?, report_named(&situation, &flags.b)?)
    };
    if a == b {
        return Err(Message::new(
            codes::BAD_CHOICE,
            format!("{} and {} name one report", quoted(&flags.a), quoted(&flags.b)),
        )
        .help("name two reports by the beginning of their ids: `armistice incident show` lists those of an incident")
        .into());
    }
    let body = Body {
        author: flags.by.clone(),
        said_at: Some(mission.store.accepted_at(now())),
        on_behalf: None,
        cited: flags.because.clone(),
        content: match word {
            Word::Same => Content::Identity(Identity { a, b, same: true }),
            Word::Different => Content::Identity(Identity { a, b, same: false }),
            Word::Unsure => Content::Unsure(Unsure { a, b }),
        },
    };
    let entry =
        Entry::new(body).map_err(|error| Message::new(error.code(), error.to_string()).help("shorten the reason"))?;
    let id = entry.id();
    mission.store.take_pen(pen(dir, &flags.by, unlock)?);
    mission.store.append(vec![entry], now(), false)?;
    let sentence = match word {
        Word::Same => format!("{} and {} are about one incident", a.short(), b.short()),
        Word::Different => format!("{} and {} are not about one incident", a.short(), b.short()),
        Word::Unsure => format!("whether {} and {} are about one incident cannot be told", a.short(), b.short()),
    };
    let mut text = vec![format!("{} says: {sentence} (statement {})", flags.by, id.short())];
    // Whoever decides reads at once where the word goes against others.
    let moment = super::moment::MomentFlags::default().moment(&mission.agreement, now())?;
    let situation = situation::at(&mission.agreement, mission.store.statements(), &moment);
    let found = contradictions_of(&situation, [a, b]);
    text.extend(contradicting(&situation, &found, true));
    let found: Vec<Value> = found.iter().map(|one| super::json::contradiction(&situation, one)).collect();
    Ok(Answer::ok(
        text,
        json!({
            "statement": id.to_string(), "a": a.to_string(), "b": b.to_string(), "says": as_str(word),
            "contradictions": found,
        }),
    ))
}

/// A report by the beginning of its id, or the first report of an incident.
fn report_named(situation: &Situation<'_>, name: &str) -> Result<BodyId, Failure> {
    let lower = name.to_lowercase();
    let reports = situation.knowledge.live.iter().filter(|live| live.report.is_some()).map(|live| live.statement.id);
    let found: Vec<BodyId> = reports.filter(|id| lower.len() >= 6 && id.to_string().starts_with(&lower)).collect();
    match (found.as_slice(), situation.incident(name)) {
        ([one], _) => Ok(*one),
        (_, Some(incident)) if !incident.reports.is_empty() => {
            Ok(situation.knowledge.live[incident.reports[0]].statement.id)
        }
        _ => Err(no_incident(situation, name).into()),
    }
}
