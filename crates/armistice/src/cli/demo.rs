//! `armistice demo`: the worked example as a mission, with its answers.
//!
//! Holds
//! - The same steps a user takes: init, import, status, questions. Nothing is prepared but the source files.
//!
//! Not here: the example's content (`examples/syria-2016`).

use std::path::{Path, PathBuf};

use record::vocabulary::time::KnownAt;
use serde_json::json;

use super::import::{Format, import_file};
use super::unlock::{Unlock, pen};
use super::{Answer, Failure, init, now, plain_moment, questions_answer, read_text, show};
use crate::import::KnownRule;
use crate::keys::Passphrase;
use crate::message::Message;
use crate::mission::{AUTHOR, Adopting, KEYS_FOLDER, Mission};

/// What `init` writes where no text is given: short, without errors, to be edited.
pub const FIRST_AGREEMENT: &str = include_str!("first.accord");

/// The example's files, by their place in a mission's folder.
const FILES: &[(&str, &str)] = &[
    ("agreement.accord", include_str!("../../../../examples/syria-2016/agreement.accord")),
    ("labels/ar.csv", include_str!("../../../../examples/syria-2016/labels/ar.csv")),
    ("registers/actors.csv", include_str!("../../../../examples/syria-2016/registers/actors.csv")),
    ("registers/designations.csv", include_str!("../../../../examples/syria-2016/registers/designations.csv")),
    ("registers/places.csv", include_str!("../../../../examples/syria-2016/registers/places.csv")),
    ("registers/sources.csv", include_str!("../../../../examples/syria-2016/registers/sources.csv")),
    ("registers/speakers.csv", include_str!("../../../../examples/syria-2016/registers/speakers.csv")),
    ("statements.jsonl", include_str!("../../../../examples/syria-2016/statements.jsonl")),
    ("zones/places.geojson", include_str!("../../../../examples/syria-2016/zones/places.geojson")),
];

/// When the demo looks: eight days after the cessation began, the evening after the convoy was struck.
const AT: &str = "2016-09-20";
/// When the terms were known: the text's own time stamp, 22:00 in Geneva.
const TERMS_KNOWN: &str = "2016-09-09 23:00";
/// The day whose report is shown as then known and as now known.
const REPORT_DAY: &str = "2016-09-18";

pub(super) fn demo(dir: &Path) -> Result<Answer, Failure> {
    let mut text = Vec::new();
    let source = dir.join("source");
    let place = dir.join("mission");
    let mut mission = if place.join("mission.toml").exists() {
        text.push(format!("the demo mission is in {} already; the same files are imported again", place.display()));
        let mut mission = Mission::open(&place)?;
        mission.store.take_pen(pen(&place, AUTHOR, &Unlock::default())?);
        mission
    } else {
        for (name, content) in FILES {
            write(&source.join(name), content)?;
        }
        let agreement = read_text(&source.join("agreement.accord"))?;
        Mission::vacant(&place)?;
        let passphrase = Passphrase::unattended(&place.join(KEYS_FOLDER))?;
        let founding = init::keys(&place, "syria-2016", &passphrase, None)?;
        let mut mission = init::make(&place, "syria-2016", &agreement, Some(&source), &founding)?;
        // The example is history: its terms and registers were known when the text was time-stamped.
        let known = super::moment::instant(&mission.agreement.zone, TERMS_KNOWN, "demo")?;
        mission.adopt(Adopting { live_from: None, known: Some(KnownAt(known)) }, now())?;
        mission
    };
    text.push(format!("mission: {}", place.display()));
    let statements = source.join("statements.jsonl");
    text.extend(import_file(&mut mission, Format::Statements, &statements, None, true)?.text);
    match shared_ged() {
        Some(ged) => {
            let answer =
                import_file(&mut mission, Format::UcdpGed, &ged, Some(KnownRule::FromSources), false)?;
            text.extend(answer.text);
        }
        None => text.push(
            "UCDP GED is not here (looked in $ARMISTICE_SHARED, else ../shared): the example runs on its own statements"
                .into(),
        ),
    }
    let tree: &agreement::tree::Tree = &mission.agreement;
    let at = |text: &str| super::moment::instant(&tree.zone, text, "demo");
    let evening = at(AT)?;
    // As known on that evening, and as known now: the same function at two known-ats.
    let then = situation::at(tree, mission.store.statements(), &plain_moment(tree, evening, evening));
    text.push(String::new());
    text.push("── status on 20 September 2016, as known that evening ──".into());
    text.extend(show::status(&then));
    text.push(String::new());
    text.push("── the seven questions, as known today ──".into());
    let questions = questions_answer(&mission, &plain_moment(tree, evening, now()), at(REPORT_DAY)?);
    text.extend(questions.text);
    text.push(String::new());
    for file in super::report::write_all(&mission, &place, evening, KnownAt(now()))? {
        text.push(format!("report of 20 September 2016, as known today: {}", file.display()));
    }
    text.push(String::new());
    let folder = place.display();
    text.push("Try next:".into());
    for line in [
        format!("armistice --mission {folder} clock \"seven days\" --at 2016-09-19 --known 2016-09-19"),
        format!("armistice --mission {folder} incident show deir-ez-zor-2016-09-17"),
        format!("armistice --mission {folder} explain deir-ez-zor-2016-09-17"),
        format!("armistice --mission {folder} explain --clock \"seven days\" --at 2016-09-20"),
        format!("armistice --mission {folder} status --known 2016-11-29 --at 2016-09-20 --proof \"any report\""),
    ] {
        text.push(format!("  {line}"));
    }
    let json = json!({
        "mission": place.display().to_string(),
        "status": super::json::status(&then),
        "questions": questions.json,
    });
    Ok(Answer::ok(text, json))
}

fn write(path: &Path, content: &str) -> Result<(), Message> {
    let doing = |error: &std::io::Error| Message::io(crate::codes::MISSION_IO, "write", path, error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| doing(&error))?;
    }
    std::fs::write(path, content).map_err(|error| doing(&error))
}

/// The shared September 2016 slice of UCDP GED, where it is.
fn shared_ged() -> Option<PathBuf> {
    let shared = std::env::var_os("ARMISTICE_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    Some(shared.join("data/ucdp-ged-syria/ged_syria_2016-09.csv.gz")).filter(|path| path.exists())
}
