//! `armistice weights`: by what a mission compares reports; learnt, shown as a difference, adopted.
//!
//! Holds
//! - Learning changes nothing, a difference changes nothing: weights are in force once the mission states them.
//!
//! Not here: where they lie (`mission::weights`), what they do (`incident::likeness`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Subcommand;
use incident::likeness::WeightsText;
use incident::likeness::reports::{Comparing, Proposal, learnt, proposals};
use incident::limits::LEARN_FROM_REPORTS;
use record::statement::{Body, Content, Weighing};
use record::vocabulary::facts::IncidentId;
use serde_json::{Value, json};
use situation::{Situation, words};

use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, now, open, read_bytes, same, show};
use crate::hash::hex;
use crate::message::Message;
use crate::mission::{AUTHOR, Mission, weights};
use crate::store::Entry;

#[derive(Subcommand)]
pub(super) enum WeightsCommand {
    /// By which weights reports are compared, and since when
    #[command(after_help = "Example:\n  armistice weights show")]
    Show,
    /// Learn weights from the reports of the record, and write them: nothing is in force by that
    #[command(after_help = "Example:\n  armistice weights learn --out new.weights")]
    Learn {
        /// Where to write them
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// What would be proposed otherwise by the weights of a file
    #[command(after_help = "Example:\n  armistice weights difference new.weights")]
    Difference {
        /// The file
        file: PathBuf,
    },
    /// Take the weights of a file from now on: a signed statement
    #[command(after_help = "Example:\n  armistice weights adopt new.weights --because \"a year of reports\"")]
    Adopt {
        /// The file
        file: PathBuf,
        /// Why, for the record
        #[arg(long, value_name = "TEXT")]
        because: Option<String>,
    },
}

pub(super) fn weights_command(dir: &Path, command: &WeightsCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mission = open(dir)?;
    let moment = super::moment::MomentFlags::default().moment(&mission.agreement, now())?;
    let situation = situation::at(&mission.agreement, mission.store.statements(), &moment);
    match command {
        WeightsCommand::Show => shown(&mission, &situation),
        WeightsCommand::Learn { out } => learn(&situation, out),
        WeightsCommand::Difference { file } => difference(&mission, &situation, file),
        WeightsCommand::Adopt { file, because } => {
            let weights = of_file(file)?;
            let reports = weights.learnt_from();
            drop(situation);
            adopt(mission, &weights, reports, because.clone(), unlock)
        }
    }
}

fn shown(mission: &Mission, situation: &Situation<'_>) -> Result<Answer, Failure> {
    weights::read(&mission.dir, &situation.knowledge)?;
    let Some((statement, weighing)) = weights::in_force(&situation.knowledge) else {
        let text = "the weights that come with the program, learnt from reports of invented incidents".to_owned();
        return Ok(Answer::ok(
            vec![text],
            json!({ "statement": null, "text_sha256": null, "learnt_from": null, "known": null }),
        ));
    };
    let known = words::instant(&situation.tree.zone, statement.known().0);
    let text = vec![
        format!("weights of the mission, sha256:{}", hex(&weighing.text_sha256)),
        format!(
            "  stated by {}, known {known}, learnt from {}",
            statement.id.short(),
            words::counted(weighing.reports as usize, "report")
        ),
    ];
    Ok(Answer::ok(
        text,
        json!({
            "statement": statement.id.to_string(),
            "text_sha256": hex(&weighing.text_sha256),
            "learnt_from": weighing.reports,
            "known": crate::message::utc(statement.known().0),
        }),
    ))
}

fn learn(situation: &Situation<'_>, out: &Path) -> Result<Answer, Failure> {
    let comparing =
        Comparing { zone: situation.tree.zone.clone(), wider: same::wider(situation), weights: WeightsText::first() };
    let (reports, learnt) = learnt(&situation.incidents, &situation.knowledge, &comparing);
    let Some(learnt) = learnt else {
        let sentence =
            format!("{reports} reports can be compared, and weights are learnt from {LEARN_FROM_REPORTS} at least");
        return Err(Message::new(codes::BAD_CHOICE, sentence)
            .help("the weights that come with the program are in force until there are more")
            .into());
    };
    std::fs::write(out, learnt.as_str())
        .map_err(|error| Message::io(crate::codes::MISSION_IO, "write", out, &error))?;
    let text = vec![
        format!(
            "learnt from {}, written to {}; nothing is in force by that",
            words::counted(reports, "report"),
            out.display()
        ),
        format!("next: armistice weights difference {}", out.display()),
    ];
    Ok(Answer::ok(text, json!({ "learnt_from": reports, "file": out.display().to_string() })))
}

fn of_file(path: &Path) -> Result<WeightsText, Failure> {
    let bytes = read_bytes(path)?;
    let wrong = |place: String, expected: String| {
        Message::new(crate::codes::WEIGHTS, format!("`{}` states no weights", path.display()))
            .at(place)
            .note(format!("expected {expected}"))
            .help("take a file that `armistice weights learn` or `armistice link --write-weights` wrote")
    };
    if bytes.len() > weights::WEIGHTS_BYTES {
        return Err(wrong(format!("{} bytes", bytes.len()), format!("at most {} bytes", weights::WEIGHTS_BYTES)).into());
    }
    let text = super::utf8(path, bytes)?;
    Ok(WeightsText::read(text).map_err(|fault| wrong(format!("line {}", fault.line), fault.expected.to_owned()))?)
}

/// Proposals by both weights: those that only one of them makes.
fn difference(mission: &Mission, situation: &Situation<'_>, file: &Path) -> Result<Answer, Failure> {
    let comparing = same::comparing(mission, situation)?;
    let other = Comparing { weights: of_file(file)?, ..comparing.clone() };
    let of = |comparing: &Comparing| proposals(&situation.incidents, &situation.knowledge, comparing);
    let (before, after) = (of(&comparing), of(&other));
    let pair = |one: &Proposal| -> (IncidentId, IncidentId) {
        let (a, b) = (one.first.clone(), one.second.clone());
        if a <= b { (a, b) } else { (b, a) }
    };
    let (one, two): (BTreeMap<_, _>, BTreeMap<_, _>) =
        (before.iter().map(|one| (pair(one), one)).collect(), after.iter().map(|one| (pair(one), one)).collect());
    let gone: Vec<&Proposal> = one.iter().filter(|(pair, _)| !two.contains_key(*pair)).map(|(_, one)| *one).collect();
    let new: Vec<&Proposal> = two.iter().filter(|(pair, _)| !one.contains_key(*pair)).map(|(_, one)| *one).collect();
    let kept = one.len() - gone.len();
    let mut text = show::head(situation);
    text.push(String::new());
    text.push(format!(
        "{} by the weights in force, {} by those of {}",
        before.len(),
        words::counted(after.len(), "proposal"),
        file.display()
    ));
    for (title, list) in [("no longer proposed", &gone), ("newly proposed", &new)] {
        if list.is_empty() {
            continue;
        }
        text.push(String::new());
        text.push(format!("{title}: {}", list.len()));
        text.extend(
            list.iter()
                .take(DIFFERENCES_SHOWN)
                .map(|one| format!("  {} and {}: {}", one.first.0, one.second.0, same::likely(one.chance))),
        );
        if list.len() > DIFFERENCES_SHOWN {
            text.push(format!("  … and {} more; --json has them all", list.len() - DIFFERENCES_SHOWN));
        }
    }
    text.push(String::new());
    text.push(match gone.is_empty() && new.is_empty() {
        true => "the same pairs are proposed".to_owned(),
        false => format!("{kept} pairs are proposed by both"),
    });
    text.push("What people and feeds said of reports stands, by any weights.".to_owned());
    let list = |list: &[&Proposal]| -> Vec<Value> {
        list.iter()
            .map(|one| json!({ "first": one.first.0, "second": one.second.0, "odds_millibits": one.odds }))
            .collect()
    };
    Ok(Answer::ok(
        text,
        json!({ "moment": super::json::head(situation), "gone": list(&gone), "new": list(&new), "kept": kept }),
    ))
}

/// Most pairs listed of each kind; the JSON answer has all.
const DIFFERENCES_SHOWN: usize = 20;

fn adopt(
    mut mission: Mission,
    text: &WeightsText,
    reports: u64,
    because: Option<String>,
    unlock: &Unlock,
) -> Result<Answer, Failure> {
    let text_sha256 = weights::keep(&mission.dir, text)?;
    let body = Body {
        author: AUTHOR.to_owned(),
        said_at: Some(mission.store.accepted_at(now())),
        on_behalf: None,
        cited: because,
        content: Content::Weighing(Weighing { text_sha256, reports }),
    };
    let entry =
        Entry::new(body).map_err(|error| Message::new(error.code(), error.to_string()).help("shorten the reason"))?;
    let id = entry.id();
    mission.store.take_pen(pen(&mission.dir, AUTHOR, unlock)?);
    mission.store.append(vec![entry], now(), false)?;
    let sha256 = hex(&text_sha256);
    let text = vec![format!("reports are compared by sha256:{sha256} from now on (statement {})", id.short())];
    Ok(Answer::ok(text, json!({ "statement": id.to_string(), "text_sha256": sha256 })))
}
