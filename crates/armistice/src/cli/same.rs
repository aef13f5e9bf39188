//! `incidents --review` and `incident same|different`: what likeness proposes, and what a person says of it.
//!
//! Holds
//! - A word is a signed statement like any other; the latest known word on two reports counts, and is taken back by the opposite one.
//!
//! Not here: what is proposed (`incident::likeness`), how words join incidents (`incident::link`).

use std::collections::BTreeMap;
use std::path::Path;

use incident::likeness::reports::{Proposal, proposals, reasons};
use record::statement::{Body, BodyId, Content, Identity};
use record::vocabulary::Name;
use serde_json::{Value, json};
use situation::{Situation, words};

use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, no_incident, now, open, show};
use crate::message::{Message, quoted};
use crate::mission::AUTHOR;
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

/// What likeness proposes for the incidents known at this moment.
pub(super) fn review(situation: &Situation<'_>) -> Answer {
    let found = proposals(&situation.incidents, &situation.knowledge, &situation.tree.zone, &wider(situation));
    let mut text = show::head(situation);
    text.push(String::new());
    if found.is_empty() {
        text.push("Nothing is proposed: no two incidents of this record are likely one.".to_owned());
    } else {
        text.push(format!(
            "{} that two incidents are one, the greatest figures first",
            words::counted(found.len(), "proposal")
        ));
    }
    for proposal in &found {
        text.push(String::new());
        text.push(format!("{} and {}: {}", proposal.first.0, proposal.second.0, likely(proposal.odds)));
        for report in [proposal.reports.0, proposal.reports.1] {
            text.push(format!("  {}  {}", report.short(), said(situation, report)));
        }
        text.push(format!(
            "  say so: armistice incident same {} {}   or: armistice incident different {} {}",
            proposal.reports.0.short(),
            proposal.reports.1.short(),
            proposal.reports.0.short(),
            proposal.reports.1.short()
        ));
    }
    let list: Vec<Value> = found.iter().map(as_json).collect();
    Answer::ok(text, json!({ "moment": super::json::head(situation), "proposals": list }))
}

/// For each word of an act the next wider one, as the agreement has it.
pub(super) fn wider(situation: &Situation<'_>) -> BTreeMap<Name, Name> {
    let narrower = |class: &agreement::tree::Class| {
        let name = class.name.clone();
        class.includes.clone().into_iter().map(move |narrower| (narrower, name.clone()))
    };
    situation.tree.acts.iter().flat_map(narrower).collect()
}

/// Why the reports of an incident are linked: what the feed or a person said, and how alike they are.
pub(super) fn why_linked(situation: &Situation<'_>, incident: &incident::Incident) -> Vec<String> {
    let mut text = vec![String::new(), "Why its reports are linked".to_owned()];
    let of_incident = |id: &BodyId| incident.reports.iter().any(|i| situation.knowledge.live[*i].statement.id == *id);
    for key in &incident.events {
        text.push(format!("  the feed's own key {key}"));
    }
    for live in &situation.knowledge.live {
        if let Content::Identity(Identity { a, b, same }) = &live.statement.body.content
            && (of_incident(a) || of_incident(b))
        {
            let word = if *same { "same" } else { "different" };
            text.push(format!(
                "  {} says {word} of {} and {} ({}, known {})",
                live.statement.body.speaker(),
                a.short(),
                b.short(),
                live.statement.id.short(),
                words::instant(&situation.tree.zone, live.statement.known().0)
            ));
        }
    }
    for (report, other, judged) in reasons(incident, &situation.knowledge, &situation.tree.zone, &wider(situation)) {
        text.push(String::new());
        text.push(format!(
            "  {} is most like {}: odds of {} bits, {}",
            report.short(),
            other.short(),
            bits(judged.odds),
            likely(judged.odds)
        ));
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
    text.push("  Likeness proposes and links nothing; weights are those that come with the program.".to_owned());
    text
}

/// Thousandths of a bit as bits with one decimal and a sign.
fn bits(millibits: i32) -> String {
    let tenths = (millibits.abs() + 50) / 100;
    format!("{}{}.{}", if millibits < 0 && tenths > 0 { "-" } else { "+" }, tenths / 10, tenths % 10)
}

fn as_json(proposal: &Proposal) -> Value {
    json!({
        "first": proposal.first.0,
        "second": proposal.second.0,
        "reports": [proposal.reports.0.to_string(), proposal.reports.1.to_string()],
        "odds_millibits": proposal.odds,
        "figure": proposal.figure,
    })
}

/// Odds in words that promise no more than they hold.
fn likely(odds_millibits: i32) -> &'static str {
    match odds_millibits {
        7_000.. => "very likely one incident",
        2_000..7_000 => "likely one incident",
        -2_000..2_000 => "as likely one incident as two",
        _ => "perhaps one incident, with others that link them",
    }
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

/// Says that two are one incident, or are not.
pub(super) fn say(dir: &Path, flags: &WordFlags, same: bool, unlock: &Unlock) -> Result<Answer, Failure> {
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
        content: Content::Identity(Identity { a, b, same }),
    };
    let entry =
        Entry::new(body).map_err(|error| Message::new(error.code(), error.to_string()).help("shorten the reason"))?;
    let id = entry.id();
    mission.store.take_pen(pen(dir, &flags.by, unlock)?);
    mission.store.append(vec![entry], now(), false)?;
    let word = if same { "are about one incident" } else { "are not about one incident" };
    let text = format!("{} says: {} and {} {word} (statement {})", flags.by, a.short(), b.short(), id.short());
    Ok(Answer::ok(
        vec![text],
        json!({ "statement": id.to_string(), "a": a.to_string(), "b": b.to_string(), "same": same }),
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
