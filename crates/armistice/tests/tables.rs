//! Tables of others: any CSV or workbook by a mapping, guesses, dry runs, undoing, ACLED's releases, an import that is killed.
//!
//! Holds
//! - A row makes the same statement from a text file, another encoding and a workbook.
//! - An import is in the record whole or not at all, whenever it is stopped.
//!
//! Not here: messages about mappings and rows (`cases/command/bad`).

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use armistice::import::mapping::Mapping;
use armistice::import::rows::Table;
use armistice::import::{Input, acled, mapped, template};
use armistice::limits::ImportLimits;
use armistice::mission::{AUTHOR, Mission};
use armistice::store::Store;
use common::Folder;
use record::live::{Declared, Knowledge};
use record::statement::{Accused, Content, Report, Statement};
use record::vocabulary::time::{Instant, KnownAt, Zone};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;

const BINARY: &str = env!("CARGO_BIN_EXE_armistice");
const MAPPING: &str = r#"
name = "log"
[dates]
zone = "Europe/Athens"
date = "%d/%m/%Y"
[columns]
event = "ID"
date = "Date"
time = "Time"
origin = "Source"
act = "Type"
accused = "By"
targets = "On"
places = ["Village", "District"]
latitude = "Lat"
longitude = "Lon"
words = "Notes"
[constants]
relayers = ["desk"]
radius_m = 500
grade = "B2"
[[counts]]
category = "killed"
number = "Killed"
[values.act]
"SHEL" = "shelling"
"#;
const HEADER: &str = "ID,Date,Time,Source,Type,By,On,Village,District,Lat,Lon,Notes,Killed\n";
const ROWS: &str =
    "1,05/03/2024,14:30,patrol; clinic,SHEL,South,North,Mill,Valley,39.1,22.5,\"two shells, at least\",at least 2
2,06/03/2024,,patrol,SHEL,South,North,Ford,Valley,39.2,22.6,,3-5
3,2024-03-07,,radio,fire,,,Ford,Valley,,,,
";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(BINARY);
    command.args(arguments).current_dir(folder).stdin(Stdio::null()).env("ARMISTICE_SHARED", folder);
    command.env("ARMISTICE_PASSPHRASE_FILE", common::passphrase_file());
    command.output().expect("the program starts")
}

fn ok(folder: &Path, arguments: &[&str]) -> Value {
    let mut all = arguments.to_vec();
    all.push("--json");
    let output = run(folder, &all);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(&said).expect("JSON")
}

fn with_mission() -> Folder {
    let folder = Folder::new("tables");
    ok(folder.path(), &["init", "M"]);
    folder
}

fn statements(folder: &Path) -> Vec<Statement> {
    Store::open(&folder.join("M")).expect("the store is whole").statements().to_vec()
}

fn reports(statements: &[Statement]) -> Vec<&Report> {
    statements
        .iter()
        .filter_map(|s| if let Content::Report(report) = &s.body.content { Some(report) } else { None })
        .collect()
}

fn read(bytes: &[u8], name: &str, mapping: &str) -> Vec<record::statement::Body> {
    let reading = reading(bytes, name, mapping);
    assert_eq!(reading.bad, []);
    reading.good.into_iter().map(|row| row.entry.body().clone()).collect()
}

fn reading(bytes: &[u8], name: &str, mapping: &str) -> armistice::import::Reading {
    let mapping = Mapping::parse("map.toml", mapping).unwrap_or_else(|wrong| panic!("{wrong:?}"));
    let table = Table::of(name, bytes.to_vec(), ImportLimits::default()).expect("a table");
    let options = mapped::Options { author: AUTHOR.to_owned(), known: None };
    mapped::read(&table, &mapping, &options, &mut |_| {}).expect("rows")
}

// ---- rows ----

#[test]
fn a_row_says_what_its_columns_say() {
    let bodies = read(format!("{HEADER}{ROWS}").as_bytes(), "log.csv", MAPPING);
    let Content::Report(first) = &bodies[0].content else { panic!("a report") };
    assert_eq!(first.chain.relayers, ["desk"]);
    assert_eq!(first.chain.named_origins().collect::<Vec<_>>(), ["patrol", "clinic"]);
    assert_eq!(first.act.as_deref(), Some("shelling"));
    assert_eq!(first.accused, Accused::Actor("South".into()));
    assert_eq!(first.event.as_deref(), Some("log:1"));
    // 14:30 in Athens, two hours ahead of Greenwich in March.
    assert_eq!(first.time.as_ref().map(|time| time.began.from), Some(Instant(1_709_641_800)));
    assert_eq!((first.counts[0].least, first.counts[0].most, first.counts[0].words.as_str()), (2, None, "at least 2"));
    let Content::Report(second) = &bodies[1].content else { panic!("a report") };
    assert_eq!((second.counts[0].least, second.counts[0].most), (3, Some(5)));
    assert_eq!(second.time.as_ref().map(|time| time.began.seconds()), Some(86_400));
    let Content::Report(third) = &bodies[2].content else { panic!("a report") };
    // An empty cell states nothing; a word without an entry stands as it is.
    assert_eq!((&third.accused, third.counts.len(), third.act.as_deref()), (&Accused::Unstated, 0, Some("fire")));
    assert!(third.place.as_ref().is_some_and(|place| place.area.is_none()));
}

#[test]
fn encodings_and_delimiters_say_the_same() {
    let plain = read(format!("{HEADER}{ROWS}").as_bytes(), "log.csv", MAPPING);
    let with = |form: &str| MAPPING.replace("[dates]", &format!("[file]\n{form}\n[dates]"));
    let text = format!("{HEADER}{ROWS}");
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_eq!(read(&utf16, "log.csv", &with("encoding = \"utf-16le\"")), plain);
    let marked: Vec<u8> = [0xef, 0xbb, 0xbf].into_iter().chain(text.bytes()).collect();
    assert_eq!(read(&marked, "log.csv", MAPPING), plain);
    // In windows-1256, as Arabic table programs write it.
    let arabic =
        "ID,Source,Village\n1,\u{62f}\u{648}\u{631}\u{64a}\u{629},\u{627}\u{644}\u{637}\u{627}\u{62d}\u{648}\u{646}\n";
    let mapping = |form: &str| {
        format!(
            "name = \"log\"\n{form}\n[dates]\nzone = \"Europe/Athens\"\nundated = true\n[columns]\nevent = \"ID\"\norigin = \"Source\"\nplaces = [\"Village\"]\n"
        )
    };
    let (bytes, _, _) = encoding_rs::WINDOWS_1256.encode(arabic);
    assert_eq!(
        read(&bytes, "log.csv", &mapping("[file]\nencoding = \"windows-1256\"")),
        read(arabic.as_bytes(), "log.csv", &mapping(""))
    );
    assert_eq!(
        read(arabic.replace(',', ";").as_bytes(), "log.csv", &mapping("[file]\ndelimiter = \";\"")),
        read(arabic.as_bytes(), "log.csv", &mapping(""))
    );
}

/// The same rows as a table program writes them: typed dates and numbers, a heading above the titles.
fn workbook(heading_rows: u32) -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().set_name("Read me").expect("a name");
    let sheet = book.add_worksheet().set_name("Incidents").expect("a name");
    if heading_rows > 0 {
        sheet.write(0, 0, "Incidents of March").expect("written");
    }
    let titles: Vec<&str> = HEADER.trim().split(',').collect();
    for (column, title) in titles.iter().enumerate() {
        sheet.write(heading_rows, column as u16, *title).expect("written");
    }
    let date = Format::new().set_num_format("dd/mm/yyyy");
    let clock = Format::new().set_num_format("hh:mm");
    let rows: [[&str; 13]; 3] = [
        [
            "1",
            "2024-03-05",
            "14:30",
            "patrol; clinic",
            "SHEL",
            "South",
            "North",
            "Mill",
            "Valley",
            "39.1",
            "22.5",
            "two shells, at least",
            "at least 2",
        ],
        ["2", "2024-03-06", "", "patrol", "SHEL", "South", "North", "Ford", "Valley", "39.2", "22.6", "", "3-5"],
        ["3", "2024-03-07", "", "radio", "fire", "", "", "Ford", "Valley", "", "", "", ""],
    ];
    for (row, cells) in rows.iter().enumerate() {
        let row = heading_rows + 1 + row as u32;
        for (column, cell) in cells.iter().enumerate() {
            let column = column as u16;
            match column {
                0 | 9 | 10 if !cell.is_empty() => {
                    sheet.write(row, column, cell.parse::<f64>().expect("a number")).map(|_| ())
                }
                1 => sheet
                    .write_with_format(row, column, ExcelDateTime::parse_from_str(cell).expect("a date"), &date)
                    .map(|_| ()),
                2 if !cell.is_empty() => {
                    let time = ExcelDateTime::parse_from_str(cell).expect("a time");
                    sheet.write_with_format(row, column, &time, &clock).map(|_| ())
                }
                _ if !cell.is_empty() => sheet.write(row, column, *cell).map(|_| ()),
                _ => Ok(()),
            }
            .expect("written");
        }
    }
    book.save_to_buffer().expect("a workbook")
}

#[test]
fn a_workbook_says_what_its_text_file_says() {
    let plain = read(format!("{HEADER}{ROWS}").as_bytes(), "log.csv", MAPPING);
    for heading in [0, 2] {
        let form = format!("[file]\nsheet = \"Incidents\"\nheader_row = {}\n[dates]", heading + 1);
        assert_eq!(read(&workbook(heading), "log.xlsx", &MAPPING.replace("[dates]", &form)), plain);
    }
    let mapping = Mapping::parse("map.toml", &MAPPING.replace("[dates]", "[file]\nsheet = \"Sheet9\"\n[dates]"))
        .expect("a mapping");
    let table = Table::of("log.xlsx", workbook(0), ImportLimits::default()).expect("a table");
    let options = mapped::Options { author: AUTHOR.to_owned(), known: None };
    let message = mapped::read(&table, &mapping, &options, &mut |_| {}).expect_err("no such sheet");
    assert!(message.to_string().contains("the sheets are `Read me`, `Incidents`"), "{message}");
}

#[test]
fn limits_hold_at_the_limit_and_one_past_it() {
    let mapping = Mapping::parse("map.toml", MAPPING).expect("a mapping");
    let options = mapped::Options { author: AUTHOR.to_owned(), known: None };
    let with = |limits: ImportLimits| -> Result<usize, armistice::message::Message> {
        let table = Table::of("log.csv", format!("{HEADER}{ROWS}").into_bytes(), limits)?;
        mapped::read(&table, &mapping, &options, &mut |_| {}).map(|reading| reading.good.len())
    };
    let all = ImportLimits::default();
    assert_eq!(with(ImportLimits { rows: 3, ..all }).ok(), Some(3));
    assert!(with(ImportLimits { rows: 2, ..all }).is_err());
    let longest = "two shells, at least".len();
    assert!(with(ImportLimits { cell_bytes: longest, ..all }).is_ok());
    assert!(with(ImportLimits { cell_bytes: longest - 1, ..all }).is_err());
    let bytes = HEADER.len() + ROWS.len();
    assert!(with(ImportLimits { file_bytes: bytes, ..all }).is_ok());
    assert!(with(ImportLimits { file_bytes: bytes - 1, ..all }).is_err());
    // A workbook is held to the same limit before it is unpacked.
    let book = workbook(0);
    let table =
        Table::of("log.xlsx", book.clone(), ImportLimits { file_bytes: book.len(), ..all }).expect("its archive fits");
    let message = mapped::read(&table, &mapping, &options, &mut |_| {}).expect_err("it unpacks to more");
    assert!(message.to_string().contains("it unpacks to"), "{message}");
}

#[test]
fn templates_can_be_read_and_say_what_they_are_for() {
    for template in template::TEMPLATES {
        let mapping = Mapping::parse(template.name, template.text).unwrap_or_else(|wrong| panic!("{wrong:?}"));
        assert_eq!(mapping.name, template.name);
    }
}

// ---- guess, dry run, batch, undo ----

#[test]
fn a_guess_imports_once_what_it_leaves_open_is_decided() {
    let folder = with_mission();
    let at = folder.path();
    let write = |name: &str, text: &str| fs::write(at.join(name), text).expect("written");
    write(
        "log.csv",
        "Incident ID;Date of incident;Source;Type;Village;Killed\n1;05/03/2024;patrol;Shelling;Mill;2\n2;06/03/2024;patrol;Shelling;Ford;0\n",
    );
    let guess = ok(at, &["--mission", "M", "import", "guess", "log.csv", "--out", "map.toml"]);
    // The fifth of March, or the third of May: nobody but a person can say.
    assert_eq!(guess["open"].as_array().map(Vec::len), Some(1));
    let text = fs::read_to_string(at.join("map.toml")).expect("written");
    assert!(text.contains("# date = \"%d/%m/%Y\"") && text.contains("# date = \"%m/%d/%Y\""), "{text}");
    let refused = run(at, &["--mission", "M", "import", "log.csv", "--mapping", "map.toml"]);
    assert_eq!(refused.status.code(), Some(2), "a guess that leaves dates open does not read them");
    fs::write(at.join("map.toml"), text.replace("# date = \"%d/%m/%Y\"", "date = \"%d/%m/%Y\"")).expect("written");
    let tried = ok(at, &["--mission", "M", "import", "log.csv", "--mapping", "map.toml", "--dry-run"]);
    assert_eq!((&tried["would_accept"], &tried["dry_run"]), (&Value::from(2), &Value::from(true)));
    assert_eq!(tried["incidents"].as_array().map(Vec::len), Some(2));
    let done = ok(at, &["--mission", "M", "import", "log.csv", "--mapping", "map.toml"]);
    assert_eq!(done["accepted"], 2);
    // A date that only one form fits is decided.
    write("late.csv", "ID,Date,Source\n1,25/03/2024,patrol\n");
    let guess = ok(at, &["--mission", "M", "import", "guess", "late.csv"]);
    assert_eq!(guess["open"].as_array().map(Vec::len), Some(0), "{guess}");
    assert!(guess["mapping"].as_str().is_some_and(|text| text.contains("date = \"%d/%m/%Y\"")));
}

#[test]
fn a_dry_run_writes_nothing_and_an_import_is_one_batch() {
    let folder = with_mission();
    let at = folder.path();
    let write = |name: &str, text: &str| fs::write(at.join(name), text).expect("written");
    write("map.toml", MAPPING);
    write("log.csv", &format!("{HEADER}{ROWS}4,99/99/2024,,patrol,SHEL,,,,,,,,\n"));
    let import = ["--mission", "M", "import", "log.csv", "--mapping", "map.toml"];
    let before = statements(at);
    let mut dry = import.to_vec();
    dry.extend(["--dry-run", "--rejects", "rejects.csv"]);
    let output = run(at, &dry);
    assert_eq!(output.status.code(), Some(2), "a bad row is said by the exit code");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("3 statements would be accepted") && said.contains("on 3 incidents: 3 new"), "{said}");
    assert_eq!(statements(at), before);
    let rejects = fs::read_to_string(at.join("rejects.csv")).expect("written");
    // The bad row as it stands, under the titles, with what is wrong with it; corrected there it is imported as it is.
    let title = HEADER.trim_end();
    assert!(rejects.starts_with(&format!("\u{feff}{title},what is wrong\n4,99/99/2024,,patrol,")), "{rejects}");
    assert!(rejects.contains("99/99/2024\"\" is no date"), "{rejects}");

    let mut whole = import.to_vec();
    whole.push("--all-or-nothing");
    assert_eq!(run(at, &whole).status.code(), Some(2));
    assert_eq!(statements(at), before, "all or nothing took nothing");
    assert_eq!(run(at, &import).status.code(), Some(2));
    let once = statements(at);
    assert_eq!(once.len(), before.len() + 4, "three statements and what heads them");
    run(at, &import);
    assert_eq!(statements(at), once, "the same file twice changes nothing");
    write("mended.csv", &rejects.replace("99/99/2024", "09/03/2024"));
    let mended = ok(at, &["--mission", "M", "import", "mended.csv", "--mapping", "map.toml"]);
    assert_eq!(mended["accepted"], 1, "{mended}");
}

#[test]
fn names_that_nothing_declares_are_told_at_once() {
    let folder = with_mission();
    let at = folder.path();
    let line = |event: &str, accused: &str, act: &str, place: &str| {
        format!(
            "{{\"known\":\"2024-05-01 12:00\",\"kind\":\"report\",\"from\":[\"patrol\"],\"accused\":\"{accused}\",\"act\":\"{act}\",\"time\":\"2024-05-01\",\"at\":[\"{place}\"],\"event\":\"{event}\"}}\n"
        )
    };
    let lines = [
        line("a", "Sout", "ambush", "Vally"),
        line("b", "South", "shelling", "Valley"),
        line("c", "Sout", "shelling", "Valley"),
    ];
    fs::write(at.join("typos.jsonl"), lines.concat()).expect("written");
    let import = ["--mission", "M", "import", "--format", "statements", "--history", "typos.jsonl"];
    let dry = ok(at, &[&import[..], &["--dry-run"]].concat());
    let done = ok(at, &import);
    assert_eq!(dry["unknown_names"], done["unknown_names"]);
    let told: Vec<(&str, &str, u64, Option<&str>)> = done["unknown_names"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|one| {
            let text = |key: &str| one[key].as_str();
            (text("what").unwrap(), text("name").unwrap(), one["statements"].as_u64().unwrap(), text("near"))
        })
        .collect();
    let expected =
        [("actor", "Sout", 2, Some("South")), ("act", "ambush", 1, None), ("place", "Vally", 1, Some("Valley"))];
    assert_eq!(told, expected);
    // What was there already was told when it came.
    assert_eq!(ok(at, &import)["unknown_names"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_workbook_of_before_2007_and_a_pdf_say_what_they_are() {
    let folder = with_mission();
    let at = folder.path();
    fs::write(at.join("map.toml"), MAPPING).expect("written");
    for (name, bytes, said) in [
        ("old.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"[..], "save it as xlsx"),
        ("report.pdf", b"%PDF-1.4\n", "the file is a PDF, and no table"),
    ] {
        fs::write(at.join(name), bytes).expect("written");
        let refused = run(at, &["--mission", "M", "import", name, "--mapping", "map.toml"]);
        let why = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert_eq!(refused.status.code(), Some(2));
        assert!(why.contains("[I0403]") && why.contains(said), "{why}");
    }
}

#[test]
fn a_log_with_slips_is_guessed_and_its_words_are_asked_about() {
    let folder = with_mission();
    let at = folder.path();
    let mut log = String::from("No;Date;What happened;Where;Who is accused;Killed;Source;Remarks\n");
    for row in 1..=20 {
        let date = if row == 7 { "yesterday".to_owned() } else { format!("{row:02}.05.2024") };
        let killed = ["2", "unknown", "none", "about 10"][row % 4];
        let (act, who) = (["Shelling", "Looting"][row % 2], ["South", "unknown"][row % 2]);
        log.push_str(&format!("{row};{date};{act};Mill;{who};{killed};patrol;seen from the ridge, {row}\n"));
    }
    fs::write(at.join("log.csv"), log).expect("written");
    let guess = ok(at, &["--mission", "M", "import", "guess", "log.csv", "--out", "map.toml"]);
    let text = guess["mapping"].as_str().expect("a mapping").to_owned();
    for line in [
        "date = \"%d.%m.%Y\"  # fits all that was looked at but \"yesterday\"",
        "event = \"No\"",
        "act = \"What happened\"",
        "words = \"Remarks\"",
        "places = [\"Where\"]",
        "\"none\" = \"0\"",
        "[values.accused]  # \"\" says that nobody is named",
        "# DECIDE: \"about 10\" = \"…\"",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_eq!(guess["open"].as_array().map(Vec::len), Some(1), "{guess}");
    // Until somebody says what `about 10` means its rows are refused, and said once.
    let tried = run(at, &["--mission", "M", "import", "log.csv", "--mapping", "map.toml", "--dry-run"]);
    let said = String::from_utf8_lossy(&tried.stdout).into_owned();
    assert!(said.contains("rows 4, 8, 12, 16, 20, column `Killed`") && said.matches("about 10").count() == 1, "{said}");
    let decided = text.replace("# DECIDE: \"about 10\" = \"…\"", "\"about 10\" = \"8-12\"");
    fs::write(at.join("map.toml"), decided).expect("written");
    let tried = run(at, &["--json", "--mission", "M", "import", "log.csv", "--mapping", "map.toml", "--dry-run"]);
    let tried: Value = serde_json::from_slice(&tried.stdout).expect("JSON");
    assert_eq!(tried["would_accept"], 19, "{tried}");
}

#[test]
fn an_import_is_undone_as_a_whole_and_restored() {
    let folder = with_mission();
    let at = folder.path();
    fs::write(at.join("map.toml"), MAPPING).expect("written");
    fs::write(at.join("log.csv"), format!("{HEADER}{ROWS}")).expect("written");
    let import = ["--mission", "M", "import", "log.csv", "--mapping", "map.toml"];
    let batch = ok(at, &import)["batch"].as_str().expect("a batch")[..8].to_owned();
    let live = |at: &Path| {
        let all = statements(at);
        let knowledge = Knowledge::at(&all, KnownAt::ALL, &Declared::default());
        knowledge.live.iter().filter(|live| live.report.is_some()).count()
    };
    assert_eq!(live(at), 3);
    let known_before = statements(at).last().map(Statement::known).expect("imported");
    ok(at, &["--mission", "M", "import", "undo", &batch, "--because", "the wrong month"]);
    assert_eq!(live(at), 0);
    // What was known before the undoing stays as it was known; the undoing may fall into the same second.
    let all = statements(at);
    let undone = all.iter().find(|s| matches!(s.body.content, Content::BatchUndone(_))).expect("on the record");
    assert_eq!(undone.body.cited.as_deref(), Some("the wrong month"));
    let earlier: Vec<Statement> = all.iter().filter(|s| s.id != undone.id).cloned().collect();
    let then = Knowledge::at(&earlier, known_before, &Declared::default());
    assert_eq!(then.live.iter().filter(|live| live.report.is_some()).count(), 3);
    // Importing the file again is refused and says how it is restored.
    let refused = run(at, &import);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("I0406"));
    ok(at, &["--mission", "M", "import", "restore", &batch]);
    assert_eq!(live(at), 3);
    assert_eq!(run(at, &["--mission", "M", "import", "restore", &batch]).status.code(), Some(2));
    ok(at, &["--mission", "M", "import", "undo", &batch]);
    assert_eq!(live(at), 0, "undone a second time");
    let listed = ok(at, &["--mission", "M", "import", "list"]);
    assert!(listed["batches"][0]["undone_by"].is_string(), "{listed}");
}

#[test]
fn after_an_undoing_a_corrected_mapping_or_file_imports_and_counts() {
    let folder = with_mission();
    let at = folder.path();
    let write = |name: &str, text: &str| fs::write(at.join(name), text).expect("written");
    write("map.toml", MAPPING);
    write("log.csv", &format!("{HEADER}{ROWS}"));
    let import = |file: &str, mapping: &str| ok(at, &["--mission", "M", "import", file, "--mapping", mapping]);
    let incidents = || {
        let listed = ok(at, &["--mission", "M", "incidents"]);
        listed["incidents"].as_array().map(Vec::len).expect("a list")
    };
    let batch = import("log.csv", "map.toml")["batch"].as_str().expect("a batch").to_owned();
    ok(at, &["--mission", "M", "import", "undo", &batch, "--because", "wrong"]);
    assert_eq!(incidents(), 0);
    // The same file by a mapping that somebody corrected.
    write("map2.toml", &format!("# corrected\n{MAPPING}"));
    assert_eq!(import("log.csv", "map2.toml")["accepted"], 3);
    assert_eq!(incidents(), 3);
    assert_eq!(import("log.csv", "map2.toml")["accepted"], 0, "twice changes nothing");
    // A longer file with the same rows, after that was undone, too.
    let second =
        ok(at, &["--mission", "M", "import", "list"])["batches"][1]["batch"].as_str().expect("listed").to_owned();
    ok(at, &["--mission", "M", "import", "undo", &second, "--because", "wrong"]);
    assert_eq!(incidents(), 0);
    write("longer.csv", &format!("{HEADER}{ROWS}9,07/03/2024,,patrol,SHEL,South,North,,,,,,,\n"));
    let longer = run(at, &["--mission", "M", "import", "longer.csv", "--mapping", "map.toml"]);
    let said = String::from_utf8_lossy(&longer.stdout).into_owned();
    assert!(said.contains("3 rows in an import that was undone: stated again"), "{said}");
    assert_eq!(incidents(), 4);
}

#[test]
fn a_row_without_a_date_and_a_figure_with_a_decimal_comma_are_no_rows() {
    let mapping = "name = \"log\"\n[file]\ndelimiter = \";\"\ndecimal = \",\"\n[dates]\nzone = \"Europe/Athens\"\n[columns]\nevent = \"ID\"\norigin = \"Source\"\ndate = \"Date\"\nlatitude = \"Lat\"\nlongitude = \"Lon\"\n[constants]\nradius_m = 1000\n[[counts]]\ncategory = \"killed\"\nnumber = \"Killed\"\n";
    let rows = "ID;Date;Source;Lat;Lon;Killed\n1;2024-03-05;patrol;39,15;22,5;1,200\n2;2024-03-05;patrol;39,15;22,5;3,0\nTotal;;patrol;;;45\n4;2024-03-05;patrol;39.15;22.5;5 or 6\n";
    let reading = reading(rows.as_bytes(), "log.csv", mapping);
    let wrong: Vec<(&str, u64)> = reading.bad.iter().map(|bad| (bad.message.code, bad.place.line)).collect();
    assert_eq!(wrong, [("I0202", 3), ("I0206", 4)]);
    let figures: Vec<(u32, Option<u32>)> = reading
        .good
        .iter()
        .map(|row| match &row.entry.body().content {
            Content::Report(report) => (report.counts[0].least, report.counts[0].most),
            other => panic!("{other:?} is no report"),
        })
        .collect();
    assert_eq!(figures, [(1200, Some(1200)), (5, Some(6))]);
    for (line, code) in [("date = \"Date\"\n", "nothing says when"), ("", "there is no field `killed`")] {
        let text = match line {
            "" => format!("{mapping}[values.killed]\n\"x\" = \"1\"\n"),
            line => mapping.replace(line, ""),
        };
        let refused = Mapping::parse("map.toml", &text).expect_err("it leaves something open");
        assert!(refused.iter().any(|message| message.sentence.contains(code)), "{refused:?}");
    }
}

#[test]
fn rejected_rows_are_never_written_over_somebodys_file() {
    let folder = with_mission();
    let at = folder.path();
    let log = format!("{HEADER}{ROWS}4,99/99/2024,,patrol,SHEL,,,,,,,,\n");
    fs::write(at.join("map.toml"), MAPPING).expect("written");
    fs::write(at.join("log.csv"), &log).expect("written");
    let with = |rejects: &str| {
        run(at, &["--mission", "M", "import", "log.csv", "--mapping", "map.toml", "--dry-run", "--rejects", rejects])
    };
    for theirs in ["log.csv", "map.toml"] {
        let refused = with(theirs);
        assert!(String::from_utf8_lossy(&refused.stderr).contains("[C0103]"), "{refused:?}");
    }
    assert_eq!(fs::read_to_string(at.join("log.csv")).expect("there"), log);
    with("bad.csv");
    let again = with("bad.csv");
    assert!(again.stderr.is_empty(), "what the program wrote it may write again: {again:?}");
}

// ---- ACLED ----

const ACLED: &str = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp\n";

fn acled_row(id: &str, kind: (&str, &str), fatalities: &str, stamp: &str) -> String {
    format!(
        "{id},05 March 2024,2024,1,Political violence,{},{},South,,1,North,,2,12,,300,Europe,Valleyland,East,,,Mill,39.1,22.5,1,Radio Valley; Patrol News,National,\"Two shells, it is said.\",{fatalities},,{stamp}\n",
        kind.0, kind.1
    )
}

fn acled_mission() -> (Folder, Store) {
    let folder = Folder::new("acled");
    let store = common::store(folder.path());
    (folder, store)
}

fn release(store: &mut Store, text: &str, now: i64) -> armistice::import::Outcome {
    let zone = Zone::named("Europe/Athens").expect("a zone");
    let options = acled::Options { author: AUTHOR.to_owned(), zone, known: None, history: true };
    let input = Input::of("acled.csv", text.into(), ImportLimits::default()).expect("a text");
    let (reading, _) = acled::read(&input, &options, store, &mut |_| {}).expect("rows");
    reading.accept(store, Instant(now), true).expect("accepted")
}

#[test]
fn a_later_release_is_new_knowledge() {
    let (_folder, mut store) = acled_mission();
    let shelling = ("Explosions/Remote violence", "Shelling/artillery/missile attack");
    let battle = ("Battles", "Armed clash");
    let first = format!(
        "{ACLED}{}{}{}",
        acled_row("VAL1", shelling, "3", "1710000000"),
        acled_row("VAL2", battle, "0", "1710000000"),
        acled_row("VAL3", battle, "1", "1710000000")
    );
    assert_eq!(release(&mut store, &first, 1_720_000_000).accepted, 3);
    let known = |store: &Store, at: i64| -> Vec<(String, Vec<u32>)> {
        let knowledge = Knowledge::at(store.statements(), KnownAt(Instant(at)), &Declared::default());
        let mut all: Vec<(String, Vec<u32>)> = knowledge
            .live
            .iter()
            .filter_map(|live| live.report.as_deref())
            .map(|report| {
                (report.event.clone().unwrap_or_default(), report.counts.iter().map(|count| count.least).collect())
            })
            .collect();
        all.sort();
        all
    };
    let then = known(&store, 1_710_000_000);
    assert_eq!(then, [("acled:VAL1".into(), vec![3]), ("acled:VAL2".into(), vec![]), ("acled:VAL3".into(), vec![1])]);
    // The next release: one row changed, one as it was, one gone and on the list of deleted events.
    let second = format!(
        "{ACLED}{}{}",
        acled_row("VAL1", shelling, "5", "1715000000"),
        acled_row("VAL2", battle, "0", "1710000000")
    );
    let outcome = release(&mut store, &second, 1_720_000_100);
    assert_eq!(
        (outcome.accepted, outcome.already),
        (2, 1),
        "a withdrawal and the new report; one row was there already"
    );
    let zone = Zone::named("Europe/Athens").expect("a zone");
    let options = acled::Options { author: AUTHOR.to_owned(), zone, known: None, history: true };
    let list = "event_id_cnty,deleted_timestamp\nVAL3,1716000000\nVAL9,1716000000\n";
    let input = Input::of("deleted.csv", list.into(), ImportLimits::default()).expect("a text");
    let (reading, unknown) = acled::read_deleted(&input, &options, &store).expect("rows");
    assert_eq!(unknown, 1);
    reading.accept(&mut store, Instant(1_720_000_200), true).expect("accepted");
    assert_eq!(known(&store, 1_720_000_300), [("acled:VAL1".into(), vec![5]), ("acled:VAL2".into(), vec![])]);
    assert_eq!(known(&store, 1_710_000_000), then, "what was known then is what was known then");
    // The same releases again change nothing.
    let before = store.statements().len();
    release(&mut store, &second, 1_720_000_400);
    assert_eq!(store.statements().len(), before);
    // Nor does the earlier release after the later one: what it says was replaced since.
    release(&mut store, &first, 1_720_000_500);
    let now = known(&store, 1_720_000_600);
    assert_eq!(now, [("acled:VAL1".into(), vec![5]), ("acled:VAL2".into(), vec![])]);
    assert_eq!(store.statements().len(), before);
}

#[test]
fn acled_accuses_only_where_the_event_type_does() {
    let (_folder, mut store) = acled_mission();
    let rows = [
        acled_row("VAL1", ("Explosions/Remote violence", "Air/drone strike"), "12", "1710000000"),
        acled_row("VAL2", ("Battles", "Armed clash"), "0", "1710000000"),
        acled_row("VAL3", ("Violence against civilians", "Attack"), "1", "1710000000"),
        acled_row("VAL4", ("Protests", "Peaceful protest"), "0", "1710000000"),
    ];
    release(&mut store, &format!("{ACLED}{}", rows.concat()), 1_720_000_000);
    let all = store.statements().to_vec();
    let said: Vec<(&Accused, &str)> =
        reports(&all).into_iter().map(|report| (&report.accused, report.act.as_deref().unwrap_or(""))).collect();
    let south = Accused::Actor("South".into());
    assert_eq!(
        said,
        [
            (&south, "air strike"),
            (&Accused::Dyad("South".into(), "North".into()), "fighting"),
            (&south, "attack"),
            (&Accused::Unstated, "peaceful protest"),
        ]
    );
    let first = reports(&all)[0];
    assert_eq!(first.counts[0].most, None, "the most conservative estimate is a least");
    assert_eq!(first.chain.relayers, ["ACLED"]);
    assert_eq!(first.chain.named_origins().count(), 2);
    assert_eq!(reports(&all)[1].flags, ["fatalities 0: none, or none known"]);
}

// ---- stopped ----

#[test]
fn a_killed_import_leaves_nothing_half_done() {
    let folder = with_mission();
    let at = folder.path();
    fs::write(at.join("map.toml"), MAPPING).expect("written");
    let mut log = HEADER.to_owned();
    const ROWS_WRITTEN: usize = 20_000;
    for row in 0..ROWS_WRITTEN {
        log.push_str(&format!(
            "{row},05/03/2024,14:30,patrol {row},SHEL,South,North,Mill,Valley,39.1,22.5,row {row},2\n"
        ));
    }
    fs::write(at.join("log.csv"), log).expect("written");
    let import = ["--mission", "M", "import", "log.csv", "--mapping", "map.toml"];
    let before = statements(at).len();
    let mut whole = 0;
    // From before it has read anything to after it has written everything.
    for step in 0..24u64 {
        let mut child = Command::new(BINARY)
            .args(import)
            .current_dir(at)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        std::thread::sleep(Duration::from_millis(step * 60));
        let _ = child.kill();
        child.wait().expect("it ended");
        let after = statements(at).len();
        assert!(after == before || after == before + ROWS_WRITTEN + 1, "{after} statements after being killed");
        whole += usize::from(after > before);
        if whole > 1 {
            break;
        }
    }
    let done = ok(at, &import);
    assert_eq!(done["accepted"].as_u64().unwrap_or(0) + done["already"].as_u64().unwrap_or(0), ROWS_WRITTEN as u64);
    assert_eq!(statements(at).len(), before + ROWS_WRITTEN + 1);
}

/// The mission's own folder is opened once here, so that a format that cannot be read is seen where it was made.
#[test]
fn a_mission_with_tables_opens_again() {
    let folder = with_mission();
    let at: PathBuf = folder.path().into();
    fs::write(at.join("map.toml"), MAPPING).expect("written");
    fs::write(at.join("log.xlsx"), workbook(0)).expect("written");
    let sheet = MAPPING.replace("[dates]", "[file]\nsheet = \"Incidents\"\n[dates]");
    fs::write(at.join("map.toml"), sheet).expect("written");
    assert_eq!(ok(&at, &["--mission", "M", "import", "log.xlsx", "--mapping", "map.toml"])["accepted"], 3);
    let mission = Mission::open(&at.join("M")).expect("it opens");
    assert_eq!(reports(mission.store.statements()).len(), 3);
}
