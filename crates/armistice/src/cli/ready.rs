//! `armistice ready`: what is missing before the day on which the terms begin.
//!
//! Holds
//! - Exit code 1 where anything is missing. Nothing is changed.
//!
//! Not here: what is asked for (`situation::ready`), how it stands with the machine (`doctor`).

use std::path::Path;

use record::identity::Role;
use record::live::Knowledge;
use record::vocabulary::time::KnownAt;
use serde_json::{Value, json};
use situation::ready::{Need, day_d, ready};

use super::{Answer, Failure, codes, moment, now, open, words};
use crate::message::Message;
use crate::sequencer::ledger_of;

/// For which day.
#[derive(clap::Args)]
pub(super) struct ReadyFlags {
    /// The day on which it begins; else what the terms state
    #[arg(long, value_name = "T")]
    day: Option<String>,
}

pub(super) fn of_mission(dir: &Path, flags: &ReadyFlags) -> Result<Answer, Failure> {
    let mission = open(dir)?;
    let tree: &agreement::tree::Tree = &mission.agreement;
    let day = match &flags.day {
        Some(text) => moment::beginning(&tree.zone, text, "--day")?,
        None => day_d(tree).ok_or_else(|| {
            Message::new(codes::BAD_MOMENT, "the terms state no day on which they begin").help("name it with `--day`")
        })?,
    };
    let knowledge = Knowledge::at(mission.store.statements(), KnownAt(now()), &super::desk::declared(&mission));
    let mut needs = ready(tree, &knowledge, day);
    needs.extend(liaisons(dir, &knowledge, day)?);
    let when = situation::words::instant(&tree.zone, day);
    let mut text = vec![format!("Before {when}, when it begins")];
    let widest = needs.iter().map(|need| need.about.len()).max().unwrap_or(0);
    needs.sort_by_key(|need| need.there);
    for Need { about, there, says, help } in &needs {
        text.push(format!("{:<7}  {about:<widest$}  {says}", if *there { "there" } else { "missing" }));
        if !help.is_empty() {
            text.push(format!("         {:<widest$}  do: {help}", ""));
        }
    }
    let missing = needs.iter().filter(|need| !need.there).count();
    text.push(String::new());
    text.push(match missing {
        0 => "nothing that is asked for here is missing".to_owned(),
        some => format!(
            "{} missing; the mission may begin all the same, and knows with what",
            words::counted(some, "thing")
        ),
    });
    let list: Vec<Value> = needs
        .iter()
        .map(|need| json!({ "about": need.about, "there": need.there, "says": need.says, "help": (!need.help.is_empty()).then_some(&need.help) }))
        .collect();
    let json = json!({ "day": crate::message::utc(day), "needs": list, "missing": missing });
    Ok(Answer { text, json, code: u8::from(missing > 0) })
}

/// Whether each liaison of the charter may speak for its party: else what it signs counts for nobody.
fn liaisons(
    dir: &Path,
    knowledge: &Knowledge<'_>,
    day: record::vocabulary::time::Instant,
) -> Result<Vec<Need>, Message> {
    let ledger = ledger_of(dir)?;
    let authors = ledger.charter().map_or(&[][..], |charter| &charter.authors);
    let liaison = authors.iter().filter(|author| author.role == Role::Liaison);
    Ok(liaison
        .map(|author| match knowledge.registers.speaks_for(&author.name, &author.of, "any", day) {
            true => Need {
                about: "liaison",
                there: true,
                says: format!("{} signs and speaks for {}", author.name, author.of),
                help: String::new(),
            },
            false => Need {
                about: "liaison",
                there: false,
                says: format!("{} has a key, and no register lets it speak for {}", author.name, author.of),
                help: "add it to registers/speakers.csv, and adopt".to_owned(),
            },
        })
        .collect())
}
