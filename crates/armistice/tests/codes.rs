//! A page of the guide for each code: what its message means, what to do, and a case that shows it.
//!
//! Holds
//! - `docs/guide/codes` says what `armistice explain-code` says, code by code; `UPDATE_EXPECT=1` writes it.
//! - No code lacks a page, no page lacks its code, and no code lacks a case.
//!
//! Not here: the words of a code (the `codes.rs` of its crate), whether its case still holds (the cases' own tests).

mod common;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const INDEX: &str = "README.md";

fn explained(code: Option<&str>) -> Value {
    let mut command = Command::new(env!("CARGO_BIN_EXE_armistice"));
    let output = command.args(["explain-code", "--json"]).args(code).output().expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("`--json` answers JSON")
}

fn said<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_else(|| panic!("`{key}` is missing in {value}"))
}

fn page(code: &Value) -> String {
    let mut page = format!("# {}: {}\n\n", said(code, "code"), said(code, "title"));
    write!(page, "Said of {}. [All codes]({INDEX})\n\n", said(code, "about")).expect("a text can be written to");
    write!(page, "{}\n\n", said(code, "help")).expect("a text can be written to");
    write!(page, "## For example\n\n````markdown\n{}\n````\n", said(code, "example").trim_end())
        .expect("a text can be written to");
    page
}

fn index(codes: &[Value]) -> String {
    let mut page = String::from(
        "# What the codes mean\n\nEvery message has a code. A page says what it means and what to do, and shows a case that brings it about; \
         `armistice explain-code A0213`\nsays the same without a browser.\n",
    );
    let mut about = "";
    for code in codes {
        if said(code, "about") != about {
            about = said(code, "about");
            write!(page, "\n## Of {about}\n\n| code | said of |\n| --- | --- |\n").expect("a text can be written to");
        }
        let name = said(code, "code");
        let title = said(code, "title").replace('|', "\\|");
        writeln!(page, "| [{name}]({name}.md) | {title} |").expect("a text can be written to");
    }
    page
}

#[test]
fn every_code_has_its_page() {
    let all = explained(None);
    let codes = all["codes"].as_array().expect("a list of codes");
    let mut pages: BTreeMap<String, String> = BTreeMap::from([(INDEX.to_owned(), index(codes))]);
    for code in codes {
        let code = explained(Some(said(code, "code")));
        pages.insert(format!("{}.md", said(&code, "code")), page(&code));
    }
    assert!(pages.len() > 190, "the codes of every crate are listed: {} pages", pages.len());

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/guide/codes");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("the guide can be written");
        for (name, page) in &pages {
            fs::write(folder.join(name), page).expect("the guide can be written");
        }
    }
    let mut there: BTreeMap<String, String> = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("`docs/guide/codes` is there; UPDATE_EXPECT=1 writes it") {
        let path = entry.expect("a folder can be listed").path();
        let name = path.file_name().expect("an entry has a name").to_string_lossy().into_owned();
        there.insert(name, fs::read_to_string(&path).expect("a page is UTF-8"));
    }
    let names = pages.keys().chain(there.keys());
    let differ: Vec<&str> = names.filter(|name| pages.get(*name) != there.get(*name)).map(String::as_str).collect();
    assert!(differ.is_empty(), "not as the program explains them, UPDATE_EXPECT=1 writes these: {}", differ.join(", "));
}
