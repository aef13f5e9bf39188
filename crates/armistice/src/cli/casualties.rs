//! `armistice casualties`: figures side by side, what two independent origins agree on, totals, what is not known.
//!
//! Not here: how figures are reduced (`situation::casualties`).

use incident::likeness::reports::Comparing;
use serde_json::{Value, json};
use situation::casualties::{Casualties, Figure, IncidentTallies, NotKnown, Tally, casualties};
use situation::{Situation, words};

use super::{Answer, json as shown, show};

/// Most incidents listed without `--all`.
const INCIDENTS_SHOWN: usize = 20;

pub(super) fn of(situation: &Situation<'_>, comparing: &Comparing, incident: Option<&str>, all: bool) -> Answer {
    let found = casualties(situation, comparing);
    let mut text = show::head(situation);
    let mut shown_incidents: Vec<&IncidentTallies> = found
        .incidents
        .iter()
        .filter(|one| incident.map_or(!one.tallies.is_empty() || !one.cumulative.is_empty(), |id| one.incident.0 == id))
        .collect();
    shown_incidents.sort_by_key(|one| std::cmp::Reverse(greatest(one)));
    let with_figures = shown_incidents.len();
    if incident.is_none() && !all {
        shown_incidents.truncate(INCIDENTS_SHOWN);
    }
    for one in &shown_incidents {
        text.push(String::new());
        text.extend(lines(situation, one));
    }
    if with_figures > shown_incidents.len() {
        text.push(String::new());
        text.push(format!("and {} more with figures; --all lists them", with_figures - shown_incidents.len()));
    }
    if incident.is_none() {
        text.push(String::new());
        text.extend(totals(&found));
    }
    let of_all: Vec<Value> = shown_incidents.iter().map(|one| as_json(one)).collect();
    Answer::ok(
        text,
        json!({
            "moment": shown::head(situation),
            "incidents": of_all,
            "totals": found.totals.iter().map(|total| json!({
                "category": words::category(total.category),
                "claimed": figure_json(total.claimed),
                "least_if_likely_ones_are_one": total.if_likely_ones_are_one,
                "at_least_by_two_origins": total.corroborated,
                "incidents": total.incidents,
            })).collect::<Vec<_>>(),
            "distinct_incidents": { "least": found.distinct.0, "most": found.distinct.1 },
            "not_known": found.unknown.iter().map(|(what, incidents)| json!({ "what": not_known(*what), "incidents": incidents })).collect::<Vec<_>>(),
        }),
    )
}

fn greatest(incident: &IncidentTallies) -> u32 {
    incident.tallies.iter().map(|tally| tally.claimed.most.unwrap_or(tally.claimed.least)).max().unwrap_or(0)
}

fn lines(situation: &Situation<'_>, incident: &IncidentTallies) -> Vec<String> {
    let mut text = vec![incident.incident.0.clone()];
    for tally in &incident.tallies {
        text.push(format!("  {}: {}", words::category(tally.category), tally));
        for said in &tally.said {
            let counts: Vec<String> = said.counts.iter().map(words::count).collect();
            text.push(format!(
                "    {}: {} [{}, known {}]{}",
                said.origins.join(" & "),
                counts.join("; "),
                said.report.short(),
                words::instant(&situation.tree.zone, said.known.0),
                if said.superseded { ", replaced by a later figure of the same origin" } else { "" }
            ));
        }
    }
    for (report, count) in &incident.cumulative {
        text.push(format!(
            "  a running total of several incidents, attached to none: {} [{}]",
            words::count(count),
            report.short()
        ));
    }
    text
}

fn totals(found: &Casualties) -> Vec<String> {
    let (least, most) = found.distinct;
    let incidents = if least == most { most.to_string() } else { format!("{least} to {most}") };
    let mut text = vec![format!(
        "Totals over {incidents} distinct incidents; figures of different reports were never added within one"
    )];
    for total in &found.totals {
        let one = if total.if_likely_ones_are_one == total.claimed.least {
            String::new()
        } else {
            format!(", {} or more where those that may be one count once", total.if_likely_ones_are_one)
        };
        text.push(format!(
            "  {}: claimed {}{one}; at least {} by two independent origins; from {}",
            words::category(total.category),
            total.claimed,
            total.corroborated,
            words::counted(total.incidents, "incident")
        ));
    }
    if !found.totals.is_empty() {
        text.push("  modelled: no range; a model would have to be held against tolls that are known".to_owned());
    }
    if !found.unknown.is_empty() {
        text.push("What is not known".to_owned());
        let unknown = found.unknown.iter();
        text.extend(
            unknown
                .map(|(what, incidents)| format!("  {}: {}", not_known(*what), words::counted(*incidents, "incident"))),
        );
    }
    text.push("  deaths that nobody reported are in no figure here".to_owned());
    text
}

fn not_known(unknown: NotKnown) -> &'static str {
    match unknown {
        NotKnown::NoFigure => "no report gives a figure",
        NotKnown::OneOrigin => "every figure comes from one origin",
        NotKnown::NoAgreement => "no two independent origins allow one figure",
        NotKnown::OneNumberForBoth => "killed and injured are given as one number",
        NotKnown::RunningTotal => "a report gives a running total of several incidents",
    }
}

fn figure_json(figure: Figure) -> Value {
    json!({ "least": figure.least, "most": figure.most })
}

fn as_json(incident: &IncidentTallies) -> Value {
    let tally = |tally: &Tally| {
        json!({
            "category": words::category(tally.category),
            "claimed": figure_json(tally.claimed),
            "corroborated": tally.corroborated.map(figure_json),
            "at_least_by_two_origins": tally.at_least,
            "at_standard": tally.at_standard.as_ref().map(|(standard, figure)| {
                json!({ "standard": standard, "corroborated": figure.map(figure_json) })
            }),
            "said": tally.said.iter().map(|said| json!({
                "report": said.report.to_string(),
                "origins": said.origins,
                "counts": said.counts.iter().map(words::count).collect::<Vec<_>>(),
                "figure": figure_json(said.figure),
                "replaced": said.superseded,
            })).collect::<Vec<_>>(),
        })
    };
    json!({
        "incident": incident.incident.0,
        "tallies": incident.tallies.iter().map(tally).collect::<Vec<_>>(),
        "running_totals": incident.cumulative.iter().map(|(report, count)| json!({ "report": report.to_string(), "count": words::count(count) })).collect::<Vec<_>>(),
    })
}
