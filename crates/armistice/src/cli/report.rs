//! `armistice report`: the daily report of a mission, as one HTML file or as JSON.
//!
//! Holds
//! - The file is written beside its place and renamed: a report is there whole or not at all.
//! - What the report's lint finds is said, and the exit code is 1; the report is written all the same.
//!
//! Not here: what it says (`situation::report`), how it looks (`page`).

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::json;
use situation::report::{Asked, Language, Report};

use super::moment::MomentFlags;
use super::{Answer, Failure, codes, moment, now, open};
use crate::message::Message;
use crate::mission::{Mission, is_exercise_at, labels};
use crate::page::{self, Basemap};

/// What a report is asked with.
#[derive(Args, Clone, Debug)]
pub(crate) struct ReportFlags {
    /// The civil day that is reported on, in the agreement's time zone
    #[arg(long, value_name = "DATE")]
    date: String,
    /// Known until (the information cut-off): a date (its last second), a local time, one with an offset; without it, now
    #[arg(long, value_name = "T")]
    known: Option<String>,
    /// Standard of proof that the report is told at, by name
    #[arg(long, value_name = "STANDARD")]
    proof: Option<String>,
    /// Perspective, by name
    #[arg(long = "as", value_name = "PERSPECTIVE")]
    perspective: Option<String>,
    /// Language: en, ar
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: String,
    /// The file to write; without it report-DATE.LANGUAGE.html in the mission's folder `reports`
    #[arg(long, value_name = "FILE.html")]
    out: Option<PathBuf>,
    /// Boundaries to draw on the map: GeoJSON lines or outlines; features with `disputed` true are dashed
    #[arg(long, value_name = "FILE.geojson")]
    basemap: Option<PathBuf>,
}

pub(super) fn report(dir: &Path, flags: &ReportFlags) -> Result<Answer, Failure> {
    let mission = open(dir)?;
    let tree: &agreement::tree::Tree = &mission.agreement;
    let day = moment::instant(&tree.zone, &flags.date, "--date")?;
    let language = Language::tagged(&flags.lang).ok_or_else(|| {
        let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
        moment::unknown("language", &flags.lang, &tags)
    })?;
    let basemap = flags.basemap.as_deref().map(Basemap::open).transpose()?;
    let asked = MomentFlags {
        at: Some(flags.date.clone()),
        known: flags.known.clone(),
        proof: flags.proof.clone(),
        perspective: flags.perspective.clone(),
    };
    let at = asked.moment(tree, now())?;
    let mut asked = Asked::day(tree, day, at.known, at.perspective, language);
    asked.moment.standard = at.standard;
    if asked.period.from > at.known.0 {
        return Err(Message::new(codes::BAD_CHOICE, "the day begins after the information cut-off")
            .at("--date, --known")
            .note(format!("the day begins {}", situation::words::instant(&tree.zone, asked.period.from)))
            .help("ask for an earlier day, or for a later cut-off")
            .into());
    }
    let statements = mission.store.statements();
    let labels = labels::read_as(dir, language, &asked.moment.perspective.name, tree, statements)?;
    let made = situation::report::of(tree, statements, &asked);
    let made = Report { exercise: is_exercise_at(dir), ..made };
    // What the report says is judged with the names as they stand.
    let lapses = situation::report::lint(&made);
    let made = labels.applied(made);
    let out = match &flags.out {
        Some(path) => path.clone(),
        None => dir.join("reports").join(page::file_name(&civil_date(&mission, day), language)),
    };
    write(&out, &page::render(&made, basemap.as_ref()))?;
    let mut text = said(&made, &out);
    text.extend(lapses.iter().map(|lapse| format!("warning[{}]: {} ({})", lapse.code, bare(&lapse.message), lapse.at)));
    let json = json!({
        "file": out.display().to_string(),
        "lapses": lapses.iter().map(|lapse| json!({
            "code": lapse.code, "section": lapse.at, "message": lapse.message,
        })).collect::<Vec<_>>(),
        "report": page::json::report(&made),
    });
    Ok(Answer { text, json, code: u8::from(!lapses.is_empty()) })
}

/// Writes the reports of one day in every language into the mission's folder; for the demo.
pub(super) fn write_all(mission: &Mission, dir: &Path, day: Instant, known: KnownAt) -> Result<Vec<PathBuf>, Failure> {
    let tree: &agreement::tree::Tree = &mission.agreement;
    let perspective = tree.perspectives.first().expect("a checked agreement has a perspective");
    let mut written = Vec::new();
    for language in Language::ALL {
        let asked = Asked::day(tree, day, known, perspective.clone(), language);
        let made = situation::report::of(tree, mission.store.statements(), &asked);
        let made = labels::read(&mission.dir, language)?.applied(made);
        let out = dir.join("reports").join(page::file_name(&civil_date(mission, day), language));
        write(&out, &page::render(&made, None))?;
        written.push(out);
    }
    Ok(written)
}

fn civil_date(mission: &Mission, day: Instant) -> String {
    situation::words::date(&mission.agreement.zone, day)
}

/// What was written, and its bottom line.
fn said(made: &Report, out: &Path) -> Vec<String> {
    let mut text = vec![format!("wrote {}: {}", out.display(), bare(&made.title)), String::new()];
    for section in made.sections.iter().filter(|section| section.key == "bottom-line") {
        for block in &section.blocks {
            if let situation::report::Block::List(points) = block {
                text.extend(points.iter().map(|point| format!("  {}", bare(&point.text))));
            }
        }
    }
    text.push(String::new());
    text.push(bare(&made.disclaimer));
    text
}

/// A text for a terminal: without the marks that isolate names.
fn bare(said: &str) -> String {
    said.chars().filter(|c| !matches!(c, '\u{2066}'..='\u{2069}')).collect()
}

/// Writes a file whole or not at all; when it returns, the file is on the disk under its name.
pub(super) fn write(path: &Path, content: &str) -> Result<(), Message> {
    let failed = |error: &std::io::Error| Message::io(crate::codes::MISSION_IO, "write", path, error);
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let beside = PathBuf::from(beside);
    let written = std::fs::File::create(&beside).and_then(|mut file| {
        file.write_all(content.as_bytes())?;
        file.sync_all()
    });
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let moved = written.and_then(|()| std::fs::rename(&beside, path)).and_then(|()| crate::store::sync_folders(folder));
    moved.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        failed(&error)
    })
}
