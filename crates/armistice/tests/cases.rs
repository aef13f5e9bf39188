//! Readable cases: every file under `cases/agreement/good` and `cases/incident/good` is run, and each says what follows.
//!
//! Holds
//! - `UPDATE_EXPECT=1` rewrites the answers of the cases, and the messages of the cases that cannot be run.
//! - Every code of cases that cannot be run is triggered in `cases/case/bad`.
//!
//! Not here: agreements that must be refused (`crates/agreement/tests/language.rs`), though `armistice case` runs them too.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use armistice::case::{self, codes};

/// Fewer readable cases than this means that some were lost.
const LEAST_CASES: usize = 100;

const FOLDERS: [&str; 3] = ["cases/agreement/good", "cases/incident/good", "cases/channel/good"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The Markdown files of a folder, by name.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(root().join(folder)).expect("the folder of cases is there");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    files.retain(|file| file.extension().is_some_and(|end| end == "md"));
    files.sort();
    files
}

fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some()
}

#[test]
fn every_readable_case_holds() {
    let (mut ran, mut failed) = (0, 0);
    for file in FOLDERS.into_iter().flat_map(files) {
        let text = fs::read_to_string(&file).expect("a case can be read");
        let report = case::run(&text);
        let name = file.file_stem().expect("a file has a name").to_string_lossy().into_owned();
        ran += 1;
        println!(
            "{} {name}: {} ({} answers)",
            if report.passed() { "ok  " } else { "FAIL" },
            report.title,
            report.asked.len()
        );
        if !report.passed() {
            failed += 1;
            println!("     {}", report.lines().join("\n     "));
            if updating() && !report.is_bad_input() {
                fs::write(&file, &report.updated).expect("a case can be written");
            }
        }
        assert!(report.is_bad_input() || !report.asked.is_empty(), "{name} asks nothing");
    }
    println!("{ran} cases, {failed} failed");
    assert!(ran >= LEAST_CASES, "{ran} cases were found, at least {LEAST_CASES} were expected");
    assert!(failed == 0, "{failed} of {ran} cases failed; UPDATE_EXPECT=1 rewrites their answers");
}

#[test]
fn a_case_that_must_be_refused_can_be_run_as_well() {
    let mut wrong = Vec::new();
    for file in files("cases/agreement/bad") {
        let report = case::run(&fs::read_to_string(&file).expect("a case can be read"));
        if !report.passed() {
            wrong.push(format!("{}\n{}", file.display(), report.lines().join("\n")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_case_that_cannot_be_run_says_why() {
    let (mut wrong, mut messages) = (Vec::new(), String::new());
    for file in files("cases/case/bad") {
        let page = fs::read_to_string(&file).expect("a case can be read");
        let inner = between(&page, "````case\n", "````\n");
        let report = case::run(inner);
        assert!(report.is_bad_input(), "{} can be run", file.display());
        let found = report.lines().join("\n") + "\n";
        let open = "```expect-message\n";
        let expected = between(&page, open, "```\n");
        if found != expected {
            if updating() {
                let start = &page[..page.find(open).expect("the block opens") + open.len()];
                fs::write(&file, format!("{start}{found}```\n")).expect("a case can be written");
            } else {
                wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", file.display()));
            }
        }
        messages += &found;
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_EXPECT=1 rewrites them", wrong.join("\n"));
    let all = [
        codes::FORM,
        codes::BLOCKS,
        codes::BASE,
        codes::AGREEMENT,
        codes::STATEMENTS,
        codes::KNOWN,
        codes::MOMENT,
        codes::QUESTION,
        codes::NAME,
    ];
    let silent: Vec<&str> = all.into_iter().filter(|code| !messages.contains(&format!("error[{code}]"))).collect();
    assert!(silent.is_empty(), "no case triggers {silent:?}");
}

/// What stands between the first `open` and the next `close` behind it.
fn between<'t>(page: &'t str, open: &str, close: &str) -> &'t str {
    let from = page.find(open).expect("the block opens") + open.len();
    let length = page[from..].find(close).expect("the block closes");
    &page[from..from + length]
}

#[test]
fn the_worked_case_of_the_specification_holds() {
    let page = fs::read_to_string(root().join("spec/cases.md")).expect("the specification is there");
    let report = case::run(between(&page, "````markdown\n", "````\n"));
    assert!(report.passed(), "{}", report.lines().join("\n"));
}

#[test]
fn updating_writes_only_answers() {
    let text = "# Nothing happened\n\n```agreement over valley\n```\n\n```expect\nat 2030-03-05\n  incidents:   7\n  regime calm: ?\n```\n";
    let report = case::run(text);
    assert!(!report.passed() && !report.is_bad_input());
    assert_eq!(
        report.updated,
        text.replace("incidents:   7", "incidents: 0").replace("calm: ?", "calm: 2030-03-04 06:00 without end")
    );
    assert!(case::run(&report.updated).passed());
}

#[test]
fn every_question_form_is_asked_somewhere() {
    let mut asked = BTreeSet::new();
    for file in FOLDERS.into_iter().flat_map(files) {
        let report = case::run(&fs::read_to_string(&file).expect("a case can be read"));
        asked.extend(report.asked.into_iter().map(|asked| asked.question));
    }
    let heads = [
        "article ",
        "status of ",
        "level of ",
        "independent origins of ",
        "time of ",
        "grade of ",
        "finding by ",
        "incidents",
        "clock ",
        "breaks of clock ",
        "phase ",
        "regime ",
        "support of ",
        "state of ",
        "standing of ",
        "objection of ",
        "units of ",
        "not told of ",
        "read back of ",
        "position of ",
        "words for ",
        "wait for a person of ",
        "wait since delivery for a person of ",
        "halt of ",
        "escalations of ",
        "due",
        "next due",
        "on duty for ",
        "calls about ",
        "conflicts of ",
        "speaker of ",
        "answer to ",
        "sweep of ",
        "struck ",
        "convoy ",
        "trucks of ",
        "seals of ",
        "checkpoints of ",
        "permission of ",
        "wait for permission of ",
        "waiting",
        "waiting of ",
        "hour of ",
        "hours of ",
        "refusals in ",
        "watch of ",
        "gaps of ",
        "open in ",
        "stage of ",
        "out of turn in ",
        "requests of ",
        "letter of ",
        "follow-ups of ",
        "overdue requests",
        "funnel",
    ];
    let missing: Vec<&str> = heads.into_iter().filter(|head| !asked.iter().any(|q| q.starts_with(head))).collect();
    assert!(missing.is_empty(), "no case asks {missing:?}");
    assert!(asked.iter().any(|q| q.contains(" by South under article ")), "no case asks for a verdict");
    assert!(asked.iter().any(|q| q.contains(" in East by ")), "no case asks a clock of a zone");
    assert!(asked.iter().any(|q| q.contains(" of grade ")), "no case asks origins by grade");
    assert!(
        asked.iter().any(|q| q.starts_with("convoy ") && q.contains(" as ")),
        "no case asks a convoy as one has it"
    );
}

/// One side writes 240 reports of one thing, for and against what others say: no answer changes.
#[test]
fn a_flood_of_one_side_changes_no_answer() {
    let others = "r1  known 2030-03-05 12:00  report from radio  grade C3  by South act attack on North  time 2030-03-05 10:00  event e1\n\
                  r2  known 2030-03-05 13:00  report from South-press  grade C3  by North act attack on South  time 2030-03-05 10:00  event e1\n";
    let flood: String = (3..243)
        .map(|number| {
            format!(
                "r{number}  known 2030-03-05 13:{:02}:{:02}  report from South-press  grade C3  by North act attack on South  time 2030-03-05 10:00  event e1\n",
                number / 60,
                number % 60
            )
        })
        .collect();
    let questions = [
        "independent origins of r1 by South",
        "independent origins of r1 by North",
        "status of r1 by South at corroborated",
        "status of r1 by North at corroborated",
        "r1 by South under article 1 at corroborated",
        "r1 by North under article 1 at corroborated",
        "article 1 at corroborated",
        "clock \"seven days\" by reset at corroborated",
        "incidents",
    ];
    let answers = |said: &str| {
        let asked: String = questions.iter().map(|question| format!("  {question}: ?\n")).collect();
        let text = format!(
            "# A flood\n\n```agreement over valley\n```\n\n```statements\n{said}```\n\n```expect\nat 2030-03-12\n{asked}```\n"
        );
        let report = case::run(&text);
        assert_eq!(report.asked.len(), questions.len(), "{}", report.lines().join("\n"));
        let found = report.updated.split("```expect").nth(1).expect("the answers as found").to_owned();
        assert!(!found.contains(": ?"), "{found}");
        found
    };
    let (without, with) = (answers(others), answers(&format!("{others}{flood}")));
    assert_eq!(without, with);
    assert!(with.contains("independent origins of r1 by North: 1"), "{with}");
}
