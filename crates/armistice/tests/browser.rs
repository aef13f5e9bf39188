//! Reports in a real browser: the example's, in both languages, and one whose names are hostile, as headless Chromium shows
//! and prints them (`tests/browser/look.mjs` says what is looked at).
//!
//! Holds
//! - With `ARMISTICE_BROWSER=must`, which `.ci/run` sets, a missing browser is a failure; without it the test says loudly
//!   that it did not look.
//! - `ARMISTICE_SHOTS=FOLDER` keeps pictures of every page, and its print.
//!
//! Not here: what a report says (`report.rs`).

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Folder, skip};

/// Names that are long, right to left, or meant to break out of where they stand.
const HOSTILE: &str = r#"{"label":"r1","known":"2026-03-04 18:00","kind":"report","from":["<script>alert(1)</script>","اللجنة المشتركة لمراقبة وقف الأعمال العدائية في الوادي الشمالي والقرى المجاورة له"],"grade":"B2","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04 15:00","at":["Valley"],"counts":[{"category":"killed","least":2,"most":null}],"words":"\"><img src=x onerror=alert(1)>'&amp; 12-09-2016","event":"mill"}
{"label":"r2","known":"2026-03-05 09:00","kind":"report","from":["a-name-without-a-single-place-where-a-line-could-be-broken-that-goes-on-and-on-and-on"],"grade":"C3","accused":"South","act":"shelling","targets":["North"],"time":"2026-03-04","at":["Valley"],"counts":[{"category":"killed","least":1,"most":400}],"event":"mill"}
"#;
/// A boundary across the valley and one that its file calls disputed.
const BOUNDARIES: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":[[30,30],[45,40]]}},
{"type":"Feature","properties":{"disputed":true},"geometry":{"type":"LineString","coordinates":[[30,40],[45,30]]}}]}"#;

fn looks() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser")
}

/// What is missing to look at a page, if anything.
fn missing() -> Option<String> {
    let chromium =
        std::env::var_os("ARMISTICE_CHROMIUM").map_or_else(|| PathBuf::from("/usr/bin/chromium"), Into::into);
    if !chromium.exists() {
        return Some(format!("there is no browser at {} ($ARMISTICE_CHROMIUM names another)", chromium.display()));
    }
    if !looks().join("node_modules/axe-core").exists() {
        return Some("`npm ci` was not run in tests/browser".into());
    }
    let node = Command::new("node").arg("--version").output();
    (!node.is_ok_and(|answer| answer.status.success())).then(|| "`node` does not start".into())
}

fn armistice(arguments: &[&str], shared: &Path) {
    let answer = Command::new(env!("CARGO_BIN_EXE_armistice"))
        .args(arguments)
        .env("ARMISTICE_SHARED", shared)
        .env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file())
        .output()
        .expect("the program starts");
    let told = String::from_utf8_lossy(&answer.stderr);
    assert!(answer.status.success(), "armistice {}: {told}", arguments.join(" "));
}

#[test]
fn reports_stand_up_in_a_browser() {
    if let Some(why) = missing() {
        assert!(std::env::var_os("ARMISTICE_BROWSER").is_none(), "no look at the reports: {why}");
        skip(&format!("no look at the reports in a browser: {why}"));
        return;
    }
    let folder = Folder::new("browser");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let none = folder.path().join("no-data");
    std::fs::create_dir_all(folder.path().join("pages")).expect("a folder of the test's own");

    armistice(&["demo", "--no-serve", "--dir", &at("demo")], &none);
    std::fs::write(at("borders.geojson"), BOUNDARIES).expect("written");
    for language in ["en", "ar"] {
        let (mission, page) = (at("demo/mission"), at(&format!("pages/example.{language}.html")));
        let asked = ["--mission", &mission, "report", "--date", "2016-09-18", "--known", "2017-06-01"];
        let how = ["--lang", language, "--basemap", &at("borders.geojson"), "--out", &page];
        armistice(&[&asked[..], &how[..]].concat(), &none);
    }

    let valley = at("valley");
    std::fs::write(at("reports.jsonl"), HOSTILE).expect("written");
    armistice(&["init", &valley], &none);
    let lines = at("reports.jsonl");
    armistice(&["--mission", &valley, "import", "--format", "statements", "--history", &lines], &none);
    for language in ["en", "ar"] {
        let page = at(&format!("pages/hostile.{language}.html"));
        armistice(&["--mission", &valley, "report", "--date", "2026-03-05", "--lang", language, "--out", &page], &none);
    }

    let exercise = at("rehearsal");
    armistice(&["init", &exercise, "--exercise"], &none);
    for language in ["en", "ar"] {
        let page = at(&format!("pages/exercise.{language}.html"));
        armistice(
            &["--mission", &exercise, "report", "--date", "2026-03-05", "--lang", language, "--out", &page],
            &none,
        );
    }
    for kind in ["report", "access", "convoy"] {
        let page = at(&format!("pages/form-{kind}.html"));
        armistice(&["--mission", &valley, "watch", "form", kind, "--count", "2", "--out", &page], &none);
    }

    let mut look = Command::new("node");
    look.arg("look.mjs").arg(folder.path().join("pages")).current_dir(looks());
    look.args(std::env::var_os("ARMISTICE_SHOTS"));
    let answer = look.output().expect("node starts");
    let told = String::from_utf8_lossy(&answer.stdout);
    assert!(answer.status.success(), "{told}{}", String::from_utf8_lossy(&answer.stderr));
    assert!(told.contains("9 pages at 360 and 1440 pixels: 0 faults"), "{told}");
}
