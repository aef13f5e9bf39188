//! `armistice sources`: who is heard, through whom, who counts as one, and who may repeat whom.
//!
//! Not here: how sources are compared (`incident::likeness`), what counts as independent (`record`).

use incident::likeness::reports::Comparing;
use incident::likeness::{Agreement, Copies, Shared};
use record::vocabulary::Name;
use serde_json::{Value, json};
use situation::origins::{proposed, sources};
use situation::{Situation, words};

use super::table::Table;
use super::{Answer, show};

/// Most sources listed without `--all`: those with the most reports.
const SOURCES_SHOWN: usize = 40;

pub(super) fn of(situation: &Situation<'_>, comparing: &Comparing, all: bool) -> Answer {
    let sources = sources(situation);
    let found = proposed(situation, comparing);
    let mut order: Vec<(&Name, &situation::origins::Source)> = sources.iter().collect();
    order.sort_by_key(|(name, source)| (std::cmp::Reverse(source.origin_of + source.passed_on), *name));
    let shown = if all { order.len() } else { SOURCES_SHOWN };
    let mut text = show::head(situation);
    text.push(String::new());
    let mut table = Table::new(2, ["source", "says", "passes on", "heard through", "counts as one with"]);
    for (name, source) in order.iter().take(shown) {
        let through: Vec<String> =
            source.relayed_by.iter().map(|(relayer, reports)| format!("{relayer} ({reports})")).collect();
        let one: Vec<&str> = source.as_one_with.iter().map(String::as_str).collect();
        table.row([
            (*name).clone(),
            source.origin_of.to_string(),
            source.passed_on.to_string(),
            through.join(", "),
            one.join(", "),
        ]);
    }
    text.extend(table.lines());
    text.push(match order.len() > shown {
        true => format!("{}; --all lists them", words::counted(order.len(), "source")),
        false => words::counted(order.len(), "source"),
    });
    text.push(String::new());
    match found.is_empty() {
        true => text.push("No two origins tell the same more often than is expected of them.".to_owned()),
        false => text.push("Origins that tell the same more often than is expected of them: proposed, and counted apart until somebody says otherwise".to_owned()),
    }
    for ([first, second], copies) in &found {
        text.push(format!("  {first} and {second}: {}", told(copies)));
        text.push(format!(
            "    where they share an origin, say so in registers/sources.csv (name {second}, relation relays, with {first}) and `armistice adopt`"
        ));
    }
    let list: Vec<Value> = order
        .iter()
        .map(|(name, source)| {
            json!({
                "source": name,
                "origin_of": source.origin_of,
                "passed_on": source.passed_on,
                "relayed_by": source.relayed_by,
                "as_one_with": source.as_one_with,
            })
        })
        .collect();
    let proposed: Vec<Value> = found.iter().map(|(names, copies)| as_json(names, copies)).collect();
    Answer::ok(text, json!({ "moment": super::json::head(situation), "sources": list, "may_repeat": proposed }))
}

/// In what two sources agree, and how often that is expected of them.
pub(super) fn told(copies: &Copies) -> String {
    let of = |shared: Shared, agreement: &Agreement| {
        let what = match shared {
            Shared::Figures => "the same odd figures",
            Shared::Phrases => "the same phrases",
            Shared::Time => "within six hours",
        };
        let Agreement { agree, of, expected } = agreement;
        (*of > 0)
            .then(|| format!("{what} in {agree} of {of} incidents, where {} of 100 are expected", (expected + 5) / 10))
    };
    let mut parts: Vec<String> = Shared::ALL
        .into_iter()
        .zip(&copies.agreements)
        .filter_map(|(shared, agreement)| of(shared, agreement))
        .collect();
    let (later, both) = copies.later;
    if both > 0 {
        parts.push(format!("the second later in {later} of {both}"));
    }
    parts.join("; ")
}

/// The same for programs, with the names of the two.
pub(super) fn as_json(names: &[Name; 2], copies: &Copies) -> Value {
    let agreement = |shared: Shared| {
        let Agreement { agree, of, expected } = copies.agreements[shared as usize];
        json!({ "agree": agree, "of": of, "expected_per_mille": expected })
    };
    json!({
        "first": names[0],
        "second": names[1],
        "figures": agreement(Shared::Figures),
        "phrases": agreement(Shared::Phrases),
        "time": agreement(Shared::Time),
        "second_later": { "agree": copies.later.0, "of": copies.later.1 },
        "surprise_millibits": copies.surprise,
    })
}
