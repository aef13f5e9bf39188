//! `armistice doctor`: how it stands with the mission's folder, in lines that a tired officer can act on.
//!
//! Holds
//! - Exit code 1 where anything is bad; what is only to be looked at ends with 0.
//!
//! Not here: what is looked at (`crate::doctor`).

use std::path::Path;

use serde_json::json;

use super::{Answer, now, words};
use crate::doctor::{Finding, Health, examine};

pub(super) fn doctor(mission: &Path) -> Answer {
    let findings = examine(mission, now());
    let mut text = Vec::new();
    let widest = findings.iter().map(|finding| finding.about.len()).max().unwrap_or(0);
    for Finding { health, about, says, help } in &findings {
        text.push(format!("{:<4}  {about:<widest$}  {says}", word(*health)));
        if !help.is_empty() {
            text.push(format!("      {:<widest$}  do: {help}", ""));
        }
    }
    let count = |health| findings.iter().filter(|finding| finding.health == health).count();
    let (bad, look) = (count(Health::Bad), count(Health::Look));
    text.push(String::new());
    text.push(match (bad, look) {
        (0, 0) => "all of this is as it should be".to_owned(),
        (0, look) => format!("nothing is bad; {} to look at", words::counted(look, "thing")),
        (bad, look) => format!("{} bad, {} to look at: what is bad comes first", words::counted(bad, "thing"), look),
    });
    let spelled = findings.iter().map(|finding| {
        json!({
            "health": word(finding.health), "about": finding.about, "says": finding.says,
            "help": if finding.help.is_empty() { None } else { Some(&finding.help) },
        })
    });
    let json = json!({ "findings": spelled.collect::<Vec<_>>(), "bad": bad, "look": look });
    Answer { text, json, code: u8::from(bad > 0) }
}

fn word(health: Health) -> &'static str {
    match health {
        Health::Ok => "ok",
        Health::Look => "look",
        Health::Bad => "bad",
    }
}
