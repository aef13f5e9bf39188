//! Intake of the watch (B7): forms, one report by several ways, the stop-word, closing words.
//!
//! Holds
//! - A forced and a free entry print and sign the same; nothing but `watch signs` tells.
//!
//! Not here: the check character (`crates/channel/tests/forms.rs`), messages of what is refused (`cases/command/bad`).

mod common;
#[path = "common/schemas.rs"]
mod schemas;

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use common::Folder;
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_armistice");
const REPORT: &str = "report from patrol-2 by South act shelling at Mill time \"2030-03-05 14:10\" basis seen killed 3";
const FREE: &str = "yellow kite";
const FORCED: &str = "silver spoon";

fn program(dir: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(dir).env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    // Whoever does not read its input may have ended before.
    let _ = child.stdin.take().expect("a pipe").write_all(typed.as_bytes());
    child.wait_with_output().expect("the program ends")
}

fn says(dir: &Path, arguments: &[&str], typed: &str) -> String {
    let output = program(dir, arguments, typed);
    let (out, error) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{arguments:?}\n{out}{error}");
    out.into_owned()
}

fn json(dir: &Path, arguments: &[&str], typed: &str) -> Value {
    serde_json::from_str(&says(dir, &[arguments, &["--json"]].concat(), typed)).expect("JSON")
}

/// A mission with a stop-word and the closing words of an officer; the number of its first form.
fn mission(folder: &Folder) -> (std::path::PathBuf, String) {
    says(folder.path(), &["init", "valley"], "");
    let dir = folder.path().join("valley");
    let settings = fs::read_to_string(dir.join("mission.toml")).expect("settings");
    fs::write(dir.join("mission.toml"), settings + "\n[watch]\nstop_word = \"red lantern\"\n").expect("written");
    let words = json(&dir, &["watch", "words", "--officer", "Major A"], &format!("{FREE}\n{FORCED}\n"));
    schemas::holds(&schemas::all(), "watch-words", &words, "watch words");
    let number = json(&dir, &["watch", "form", "--sms"], "")["numbers"][0].as_str().expect("a number").to_owned();
    (dir, number)
}

#[test]
fn b7_a_report_by_four_ways_is_one_statement_and_what_differs_is_open_until_a_correction() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    let note = |more: &[&str], text: &str| json(&dir, &[&["watch", "note"], more, &["-"]].concat(), text);
    let by = |way: &'static str, officer: &'static str| vec!["--number", &*number, "--by", way, "--typed-by", officer];
    let first = note(
        &[&by("radio", "Captain B")[..], &["--call-sign", "Olive 3", "--read-back", "Captain B"]].concat(),
        REPORT,
    );
    assert_eq!(first["statements"].as_array().map(Vec::len), Some(2), "the report, and a receipt");
    let same = note(&by("telephone", "Captain C"), REPORT);
    assert_eq!((&same["statement"], same["statements"].as_array().map(Vec::len)), (&first["statement"], Some(1)));
    // The short form says less, and nothing else.
    let sms = format!("NO {number} BY patrol-2 WHAT shelling WHO South WHERE Mill WHEN 2030-03-05 14:10 SEEN KILLED 3");
    assert_eq!(note(&["--by", "sms"], &sms)["differs"].as_array().map(Vec::len), Some(0));
    let paper = note(&by("paper", "Captain D"), &REPORT.replace("killed 3", "killed 5 with mortars"));
    let fields: BTreeSet<&str> =
        paper["differs"].as_array().expect("a list").iter().filter_map(|one| one["field"].as_str()).collect();
    assert_eq!(fields, BTreeSet::from(["counts", "weapon"]));
    let weapon = paper["differs"].as_array().expect("a list").iter().find(|one| one["field"] == "weapon");
    assert_eq!(weapon.expect("it differs")["first"], Value::Null);

    let log = json(&dir, &["watch", "log"], "");
    let form = &log["forms"][0];
    assert_eq!((form["arrivals"].as_array().map(Vec::len), &form["open"]), (Some(4), &Value::from(2)));
    assert_eq!(form["checked_by"], serde_json::json!(["Captain C"]));
    assert_eq!(form["arrivals"][0]["call_sign"], "Olive 3");
    let reports = json(&dir, &["incidents"], "");
    assert_eq!(reports["incidents"].as_array().map(Vec::len), Some(1));
    assert_eq!(reports["incidents"][0]["reports"].as_array().map(Vec::len), Some(1), "one statement");

    // By whoever reported it: what the mission says of it would be another account.
    let correct = |field: &str| {
        let id = first["statement"].as_str().expect("an id");
        let by = r#""author":"mission","on_behalf":{"speaker":"patrol-2","recorder":"mission","medium":"radio"}"#;
        let line = format!("{{\"kind\":\"reply\",\"to\":\"{id}\",{by},\"stance\":\"corrects\",{field}}}\n");
        fs::write(dir.join("correction.jsonl"), line).expect("written");
        says(&dir, &["record", "append", "correction.jsonl", "--author", "mission"], "");
        json(&dir, &["watch", "log"], "")["forms"][0]["open"].clone()
    };
    assert_eq!(correct("\"counts\":[{\"category\":\"killed\",\"least\":5,\"most\":5}]"), 1);
    assert_eq!(correct("\"weapon\":\"mortars\""), 0);
    let reports = json(&dir, &["incidents"], "");
    assert_eq!(reports["incidents"][0]["origins"]["independent"], 1, "one source, whatever it corrects: {reports:#}");
    // What the watch said by its correction is open no more when it comes once more.
    let again = note(&by("radio", "Captain E"), &REPORT.replace("killed 3", "killed 5"));
    assert_eq!(again["differs"].as_array().map(Vec::len), Some(0));
}

#[test]
fn b7_the_stop_word_halts_every_party_before_anything_else_is_asked_for() {
    let folder = Folder::new("intake");
    let (dir, _) = mission(&folder);
    for (text, drill) in [("RED LANTERN! shells at the clinic", false), ("red lantern", true)] {
        let more: &[&str] = if drill { &["--drill"] } else { &[] };
        let said = says(&dir, &[&["watch", "note"], more, &[text]].concat(), "");
        let halt = says(
            &dir,
            &[
                &["notice", "halt", "--to", "North", "--to", "South", "--says", text][..],
                if drill { &["--drill"][..] } else { &[][..] },
            ]
            .concat(),
            "",
        );
        let below = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(below(&said), below(&halt), "the same words as of a halt");
        assert!(said.contains("call"), "{said}");
    }
    let list = says(&dir, &["notice", "list", "--all"], "");
    assert!(list.contains("HALT") && list.contains("to North, South"), "{list}");
}

#[test]
fn b7_forms_are_numbered_pages_without_a_script() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    for (kind, more) in [("report", &[][..]), ("access", &["--lang", "ar"]), ("convoy", &["--lang", "en", "--drill"])] {
        let out = format!("{kind}.html");
        let asked = [&["watch", "form", kind, "--count", "3", "--out", &*out], more].concat();
        let said = json(&dir, &asked, "");
        let page = fs::read_to_string(dir.join(&out)).expect("written");
        assert_eq!(page.matches("<section").count(), 3);
        assert!(
            said["numbers"]
                .as_array()
                .expect("a list")
                .iter()
                .all(|one| page.contains(one.as_str().expect("a number")))
        );
        assert_eq!(page.contains(&number), kind != "convoy", "a drill's numbers are others");
        assert!(!page.contains("<script") && page.contains("default-src 'none'"));
        assert_eq!(page.contains("lang=\"ar\""), kind != "convoy");
        assert_eq!(page.contains("lang=\"en\""), kind != "access");
        assert_eq!(page.matches("EXERCISE").count(), if kind == "convoy" { 3 } else { 0 });
    }
    let template = says(&dir, &["watch", "form", "--first", "999999", "--sms"], "");
    assert!(template.trim_end().chars().count() <= 160, "{template}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("made");
    for entry in fs::read_dir(from).expect("listed") {
        let path = entry.expect("an entry").path();
        let beside = to.join(path.file_name().expect("a name"));
        if path.is_dir() { copy(&path, &beside) } else { fs::copy(&path, &beside).map(drop).expect("copied") }
    }
}

/// Every file below a folder, and what is in it.
fn files(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    for entry in fs::read_dir(dir).expect("listed") {
        let path = entry.expect("an entry").path();
        match path.is_dir() {
            true => all.extend(files(&path)),
            false => all.push((path.display().to_string(), fs::read(&path).expect("read"))),
        }
    }
    all
}

/// What the commands of a mission say, but for `watch signs`; hashes of the log hold random salt and are left out.
fn told(dir: &Path) -> String {
    let mut told = String::new();
    let known = ["--known", "2099-01-01", "--at", "2099-01-01"];
    for command in [&["watch", "log"][..], &["watch", "list"], &["notice", "list"], &["incidents"], &["status"]] {
        told += &says(dir, &[command, &known[..]].concat(), "");
        told += &says(dir, &[command, &known[..], &["--json"]].concat(), "");
    }
    for entry in 0..5 {
        let shown = program(dir, &["record", "show", &entry.to_string(), "--json"], "");
        if let Ok(shown) = serde_json::from_slice::<Value>(&shown.stdout) {
            told += &format!("{} {} {}\n", shown["author"], shown["says"], shown["statement"]);
        }
    }
    let verified = says(dir, &["record", "verify"], "");
    told + &verified.split_whitespace().filter(|word| word.len() < 24).collect::<Vec<_>>().join(" ")
}

#[test]
fn b7_a_forced_and_a_free_entry_are_the_same_but_for_the_word() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    // Both within one second, so that their bytes can be compared: another second is another `said`.
    for attempt in 0..20 {
        let pair = ["free", "forced"].map(|name| folder.path().join(format!("{name}-{attempt}")));
        pair.iter().for_each(|to| copy(&dir, to));
        let typed = [FREE, FORCED].map(|word| format!("{REPORT} END {word}\n"));
        let asked = ["watch", "note", "--number", &number, "--by", "radio", "--typed-by", "Captain B", "-", "--json"];
        let answers = [0, 1].map(|at| program(&pair[at], &asked, &typed[at]));
        if answers[0].stdout != answers[1].stdout && attempt < 19 {
            continue;
        }
        assert!(answers.iter().all(|answer| answer.status.success()));
        // Ids of the statement and of the receipt are hashes of their bytes.
        assert_eq!(answers[0].stdout, answers[1].stdout);
        assert_eq!(answers[0].stderr, answers[1].stderr);
        let text = [0, 1].map(|at| {
            let asked = ["watch", "note", "--number", &*number, "--by", "paper", "--typed-by", "Captain C", "-"];
            says(&pair[at], &asked, &typed[at])
        });
        assert_eq!(text[0], text[1]);
        let sizes = [0, 1].map(|at| fs::metadata(pair[at].join("keys/heard")).expect("there").len());
        assert_eq!(sizes[0], sizes[1]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let rights = fs::metadata(pair[0].join("keys/heard")).expect("there").permissions().mode();
            assert_eq!(rights & 0o777, 0o600);
        }
        let seconds = |told: &str| told.replace(|c: char| c.is_ascii_digit(), "#");
        // The second entries may lie in two seconds: ids and times of theirs are left out by their digits.
        let [free, forced] = [0, 1].map(|at| seconds(&told(&pair[at])));
        let hex = |told: &str| {
            let kept = |word: &&str| {
                let bare: String = word.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '#').collect();
                let is_id = bare.len() >= 8 && bare.chars().all(|c| c == '#' || c.is_ascii_hexdigit());
                word.matches('#').count() < 3 && !is_id
            };
            told.split_whitespace().filter(kept).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(hex(&free), hex(&forced));
        for mission in &pair {
            for (name, bytes) in files(mission) {
                for word in [FREE, FORCED] {
                    assert!(
                        !bytes.windows(word.len()).any(|part| part == word.as_bytes()),
                        "{name} holds a closing word"
                    );
                }
                let hash = b"\"hashes\"";
                let inside = bytes.windows(hash.len()).any(|part| part == hash);
                assert_eq!(inside, name.ends_with("keys/heard"), "{name}");
            }
        }
        let signs = [0, 1].map(|at| json(&pair[at], &["watch", "signs"], "")["signs"].clone());
        assert_eq!((&signs[0][0]["sign"], &signs[1][0]["sign"]), (&"as always".into(), &"forced".into()));
        assert_eq!(signs[0][0]["statement"], signs[1][0]["statement"]);
        assert_eq!(signs[1][0]["officers"], serde_json::json!(["Major A"]));
        return;
    }
}

#[test]
fn b7_words_agreed_anew_leave_earlier_signs_as_they_were() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    let note = |word: &str| {
        let asked = ["watch", "note", "--number", &*number, "--by", "radio", "-"];
        says(&dir, &asked, &format!("{REPORT} END {word}\n"));
    };
    note("Silver Spoon.");
    says(&dir, &["watch", "words", "--officer", "Major A"], "blue door\ngreen gate\n");
    note(FORCED);
    note("green gate");
    let signs = json(&dir, &["watch", "signs"], "");
    let said: Vec<&str> =
        signs["signs"].as_array().expect("a list").iter().filter_map(|sign| sign["sign"].as_str()).collect();
    assert_eq!(said, ["forced", "not agreed", "forced"]);
}

#[test]
fn b7_a_number_stays_taken_when_its_statement_is_withdrawn_and_nothing_imported_takes_one() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    // A file of somebody else's claims the number for the mission.
    let other = json(&dir, &["watch", "form", "--first", "2", "--sms"], "")["numbers"][0].clone();
    let report = r#"{"label":"r","kind":"report","author":"mission","from":["patrol-9"],"words":"quiet"}"#;
    let receipt = format!(
        r#"{{"kind":"receipt","author":"mission","of":"r","to":["mission"],"step":"seen","officer":"Captain X","cited":"form {} by radio"}}"#,
        other.as_str().expect("a number")
    );
    fs::write(dir.join("forged.jsonl"), format!("{report}\n{receipt}\n")).expect("written");
    says(&dir, &["import", "--format", "statements", "forged.jsonl"], "");
    assert_eq!(json(&dir, &["watch", "log"], "")["forms"], serde_json::json!([]));

    let note = |way: &str| json(&dir, &["watch", "note", "--number", &number, "--by", way, "-"], REPORT);
    let first = note("radio");
    let id = first["statement"].as_str().expect("an id");
    let line = format!(
        "{{\"kind\":\"reply\",\"to\":\"{id}\",\"author\":\"mission\",\"on_behalf\":{{\"speaker\":\"patrol-2\",\"recorder\":\"mission\",\"medium\":\"radio\"}},\"stance\":\"withdraws\"}}\n"
    );
    fs::write(dir.join("withdrawal.jsonl"), line).expect("written");
    says(&dir, &["record", "append", "withdrawal.jsonl", "--author", "mission"], "");
    let again = note("paper");
    assert_eq!((&again["statement"], &again["stands"]), (&first["statement"], &Value::Bool(false)));
    let form = &json(&dir, &["watch", "log"], "")["forms"][0];
    assert_eq!((form["arrivals"].as_array().map(Vec::len), &form["stands"]), (Some(2), &Value::Bool(false)));
}

#[test]
fn b7_two_who_type_the_same_form_at_once_make_one_statement() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    std::thread::scope(|scope| {
        for officer in ["Captain B", "Captain C", "Captain D"] {
            let (dir, number) = (&dir, &number);
            let text = format!("{REPORT} says \"{officer}\"");
            scope.spawn(move || {
                json(dir, &["watch", "note", "--number", number, "--by", "radio", "--typed-by", officer, "-"], &text)
            });
        }
    });
    let log = json(&dir, &["watch", "log"], "");
    assert_eq!(log["forms"][0]["arrivals"].as_array().map(Vec::len), Some(3));
    let reports = json(&dir, &["incidents"], "");
    assert_eq!(reports["incidents"][0]["reports"].as_array().map(Vec::len), Some(1), "one statement");
}

#[test]
fn how_a_stop_word_was_heard_is_noted_for_the_mission_alone() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    let note =
        ["watch", "note", "--number", &number, "--by", "radio", "--call-sign", "Olive 3", "--typed-by", "Major A"];
    let heard = json(&dir, &[&note[..], &["red lantern at the mill"]].concat(), "");
    let halt = heard["statement"].as_str().expect("an id").to_owned();
    let log = json(&dir, &["watch", "log"], "");
    let [row] = log["stop_words"].as_array().expect("a list").as_slice() else { panic!("{log:#}") };
    assert_eq!(row["halt"], halt.as_str());
    let how = format!("by radio, from Olive 3, under number {number}, typed by Major A");
    assert_eq!(row["heard"], how);
    // The receipt is the entry behind the halt, and for nobody else; no call sign is in what parties read.
    let place = heard["accepted"][0].as_u64().expect("a place");
    let entry = |place: u64| json(&dir, &["record", "show", &place.to_string()], "");
    assert_eq!(entry(place + 1)["statement"]["to"], serde_json::json!(["mission"]));
    assert!(!entry(place).to_string().contains("Olive 3"));
    // What else the mission notes of a halt is no stop-word.
    says(&dir, &["notice", "ack", &halt, "--seen", "Major A", "--says", "by whom I do not know"], "");
    assert_eq!(json(&dir, &["watch", "log"], "")["stop_words"].as_array().expect("a list").len(), 1);
    // What says of itself that it is an exercise halts as one.
    let drill = says(&dir, &["watch", "note", "EXERCISE red lantern"], "");
    assert!(drill.contains("EXERCISE HALT to North, South"), "{drill}");
    let behind = says(&dir, &["watch", "note", "--by", "sms", &format!("NO {number} red lantern at the bridge")], "");
    assert!(behind.contains("HALT to North, South"), "{behind}");
    let within = says(
        &dir,
        &["watch", "note", "--by", "sms", &format!("NO {number} BY patrol-2 WHAT shelling SAYS they said red lantern")],
        "",
    );
    assert!(within.contains("THE STOP-WORD IS IN THIS TEXT, NOT AT ITS HEAD, AND NOTHING WAS HALTED"), "{within}");
    let refused = program(&dir, &["watch", "note", "STOP red lantern at the mill"], "");
    let refused = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(refused.contains("NOTHING WAS HALTED"), "{refused}");
    // No report of an exercise is taken in, by whatever way, and no number of a drill's form.
    for text in ["EXERCISE report from patrol-2 act shelling at Mill", "EXERCISE BY patrol-2 WHAT shelling"] {
        let refused = program(&dir, &["watch", "note", "--number", &number, "--by", "radio", text], "");
        assert!(!refused.status.success(), "{text}");
    }
    let drill = json(&dir, &["watch", "form", "--drill", "--first", "7", "--out", "drill.html"], "");
    let drill = drill["numbers"][0].as_str().expect("a number").to_owned();
    assert!(drill.starts_with('X'), "{drill}");
    let refused =
        program(&dir, &["watch", "note", "--number", &drill, "--by", "radio", "report from patrol-2 act shelling"], "");
    assert!(!refused.status.success());
    // What cannot be, and what nobody knows, is told.
    let next =
        json(&dir, &["watch", "form", "--first", "8", "--sms"], "")["numbers"][0].as_str().expect("one").to_owned();
    let odd = "report from patrol-2 by Suoth act sheling at Mil time \"2036-03-05 14:10\"";
    let told = says(&dir, &["watch", "note", "--number", &next, "--by", "radio", odd], "");
    for what in ["THE TERMS HAVE NO ACT `sheling`", "NO REGISTER KNOWS `Suoth`", "NO PLACE `Mil`", "IS STILL TO COME"] {
        assert!(told.contains(what), "{what}: {told}");
    }
    let template = json(&dir, &["watch", "form", "--sms", "--drill", "--first", "999999"], "");
    let template = template["sms"].as_str().expect("a text");
    assert!(template.starts_with("EXERCISE NO ") && template.chars().count() <= 160, "{template}");
}

#[test]
fn b7_the_stop_word_is_heard_whatever_else_is_wrong_and_no_refusal_shows_a_closing_word() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    let long = format!("Red Lantern {}", "shells ".repeat(20_000));
    let torn = b"red lantern \xff\xfe shells".to_vec();
    for bytes in [
        long.into_bytes(),
        torn,
        b"RED LANTERN! END end END".to_vec(),
        b"red lantern \"shells END silver spoon".to_vec(),
    ] {
        let mut command = Command::new(BINARY);
        command.args(["watch", "note", "--number", "nonsense", "--by", "pigeon", "-", "--json"]).current_dir(&dir);
        command.env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("the program starts");
        let _ = child.stdin.take().expect("a pipe").write_all(&bytes);
        let answer: Value = serde_json::from_slice(&child.wait_with_output().expect("it ends").stdout).expect("JSON");
        assert_eq!(answer["halt"], true, "{answer}");
    }
    for text in [
        "report from patrol-2 says \"the bridge END silver spoon",
        "BY patrol-2 SAYS THE END OF IT END silver spoon",
        "report from patrol-2 act END silver spoon END silver spoon",
        "report from patrol-2 nonsense END silver spoon",
    ] {
        let output = program(&dir, &["watch", "note", "--number", &number, "--by", "radio", "-", "--json"], text);
        let all = [output.stdout, output.stderr].concat();
        assert!(!output.status.success(), "{text}");
        assert!(!String::from_utf8_lossy(&all).contains("spoon"), "{}", String::from_utf8_lossy(&all));
    }
    for (name, bytes) in files(&dir) {
        assert!(!bytes.windows(12).any(|part| part == b"silver spoon"), "{name} holds a closing word");
    }
}

#[test]
fn b7_a_line_that_a_crash_cut_off_loses_no_other_sign() {
    let folder = Folder::new("intake");
    let (dir, number) = mission(&folder);
    let note = |word: &str| {
        let asked = ["watch", "note", "--number", &*number, "--by", "radio", "-"];
        says(&dir, &asked, &format!("{REPORT} END {word}\n"));
    };
    note(FORCED);
    let heard = dir.join("keys/heard");
    let mut file = fs::OpenOptions::new().append(true).open(&heard).expect("there");
    file.write_all(b"{\"heard\":\"00").expect("written");
    note(FREE);
    let signs = json(&dir, &["watch", "signs"], "");
    let said: Vec<&str> =
        signs["signs"].as_array().expect("a list").iter().filter_map(|sign| sign["sign"].as_str()).collect();
    assert_eq!((said, &signs["lines_cut"]), (vec!["forced", "as always"], &Value::from(1)));
}
