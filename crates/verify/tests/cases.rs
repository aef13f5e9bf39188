//! Readable cases of `cases/verify/bad`: what somebody did to a log or a file, what is run, and what is said.
//!
//! Holds
//! - The program is run as a process in a folder with the log; what it prints up to what it checked is the expected text.
//! - Every kind of tampering has a case and is detected; every code of the program has a case.
//! - `UPDATE_EXPECT=1` rewrites the expected texts.

mod common;
#[path = "common/program.rs"]
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use common::tampering::{BY_THE_HOST, Mission, OF_A_COPY, tamper};
use program::verify;

fn cases() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/verify/bad");
    let entries = fs::read_dir(folder).expect("the folder of cases is there");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(&path).expect("a case is UTF-8"))).collect()
}

/// The text of a block.
fn block<'c>(case: &'c str, name: &str) -> Option<&'c str> {
    let (_, rest) = case.split_once(&format!("```{name}\n"))?;
    rest.split_once("```\n").map(|(text, _)| text)
}

/// What the program says of problems, and its exit code.
fn answer(case: &str) -> String {
    let mission = Mission::new();
    block(case, "given").expect("a case says what is given").lines().for_each(|line| {
        match line.strip_prefix("file ") {
            Some(file) => {
                let (name, text) = file.split_once(": ").expect("`file NAME: TEXT`");
                common::write(&mission.folder.join(name), text.replace("\\n", "\n").as_bytes());
            }
            None => tamper(&mission, line),
        }
    });
    let mut answer = String::new();
    for line in block(case, "run").expect("a case runs something").lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[0], "armistice-verify", "{line}");
        let (output, code) = verify(mission.folder.path(), &words[1..]);
        let said = String::from_utf8(output.stdout).expect("texts") + &String::from_utf8(output.stderr).expect("texts");
        let problems =
            ["\nchecked\n", "\nnoticed\n", "\nnot checked\n"].iter().filter_map(|title| said.find(title)).min();
        answer += &said[..problems.unwrap_or(said.len())];
        answer += &format!("exit code {code}\n");
    }
    answer
}

#[test]
fn every_case_is_answered_as_expected() {
    let mut wrong = Vec::new();
    for (path, case) in cases() {
        let found = answer(&case);
        let expected = block(&case, "expect").expect("a case expects something");
        if found == expected {
            continue;
        }
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, case.replace(&format!("```expect\n{expected}```"), &format!("```expect\n{found}```")))
                .expect("a case can be written");
        } else {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}\nUPDATE_EXPECT=1 rewrites them", wrong.join("\n"));
}

#[test]
fn every_kind_of_tampering_has_a_case_in_which_it_is_detected() {
    let mut detected: BTreeMap<&str, String> = BTreeMap::new();
    let cases = cases();
    for (_, case) in &cases {
        let first = block(case, "expect").and_then(|text| text.lines().find(|line| line.starts_with("error[")));
        for line in block(case, "given").unwrap_or_default().lines() {
            detected.insert(line, first.unwrap_or("nothing").to_owned());
        }
    }
    let kinds: Vec<&str> = OF_A_COPY.iter().chain(BY_THE_HOST).map(|(name, _)| *name).collect();
    for kind in &kinds {
        println!("{kind:<64} {}", detected.get(kind).map_or("NO CASE", String::as_str));
    }
    let silent: Vec<&&str> =
        kinds.iter().filter(|kind| !detected.get(**kind).is_some_and(|said| said.starts_with("error["))).collect();
    assert!(silent.is_empty(), "not detected, or without a case: {silent:?}");
    assert!(kinds.len() > 40, "{} kinds of tampering", kinds.len());
}

#[test]
fn every_code_has_a_case() {
    let said: String = cases().iter().filter_map(|(_, case)| block(case, "expect").map(str::to_owned)).collect();
    let codes: BTreeSet<&str> = verify_codes().collect();
    let silent: Vec<&&str> = codes.iter().filter(|code| !said.contains(&format!("error[{code}]"))).collect();
    assert!(silent.is_empty(), "no case triggers {silent:?}");
}

fn verify_codes() -> impl Iterator<Item = &'static str> {
    ::verify::codes::CODES.iter().map(|code| code.code)
}
