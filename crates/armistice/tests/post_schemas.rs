//! What a post answers in JSON is as its schema says: joined, sent, waiting, carried by hand, read along.
//!
//! Not here: what posts do (`post`), other commands (`command`).

mod common;
#[path = "common/schemas.rs"]
mod schemas;

use std::fs;
use std::path::Path;

use common::posts::{Valley, fields, text};
use serde_json::{Value, json};

fn notice(words: &str) -> Value {
    fields(&[
        ("kind", json!("notice")),
        ("author", json!("north-liaison")),
        ("what", json!("planned activity")),
        ("to", json!(["South"])),
        ("at", json!(["Mill"])),
        ("from", json!("2090-03-05T16:00:00Z")),
        ("until", json!("2090-03-05T18:00:00Z")),
        ("words", json!(words)),
    ])
}

/// The files of a folder.
fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it was written");
    entries.map(|entry| entry.expect("listed").path().display().to_string()).collect()
}

#[test]
fn a_post_and_who_takes_from_it_answer_as_their_schemas_say() {
    let all = schemas::all();
    let hold = |name: &str, answer: &Value| schemas::holds(&all, name, answer, name);
    let mut valley = Valley::new("post-schemas");
    let at = valley.serve();
    let (north, south) = (valley.side("north"), valley.side("south"));
    for side in [&north, &south] {
        let author = side.author();
        let join = |more: &[&str]| {
            let asked = ["post", "join", "--server", &at.url(), "--author", &author];
            let joined = side.json(&[&asked[..], more].concat());
            hold("post-join", &joined);
            joined["zone"].as_str().expect("a zone").to_owned()
        };
        assert_eq!(join(&[]), "UTC");
        assert_eq!(join(&["--zone", "Asia/Damascus"]), "Asia/Damascus");
        assert_eq!(join(&[]), "Asia/Damascus", "who joins again keeps what was said before");
        let wrong = side.refused(&["post", "join", "--server", &at.url(), "--author", &author, "--zone", "Damascus"]);
        assert!(wrong.contains("C0101"), "{wrong}");
        assert_eq!(join(&["--zone", "UTC"]), "UTC");
    }
    hold("post-fetch", &south.json(&["post", "fetch"]));
    let said = north.say(&[notice("first")]);
    assert_eq!(said["accepted"].as_array().map(Vec::len), Some(1), "{said}");
    hold("post-say", &said);
    hold("post-send", &north.json(&["post", "send"]));
    let heard = south.listen(5);
    assert!(heard["heard"].as_u64() > Some(0), "{heard}");
    hold("post-listen", &heard);
    hold("notice-list", &south.json(&["notice", "list", "--all"]));

    // The link is cut: what is said waits, and goes by hand.
    valley.stop();
    let said = north.say(&[notice("second")]);
    assert_eq!(said["accepted"], json!([]), "{said}");
    hold("post-say", &said);
    let stick = valley.path().join("stick");
    let carried = north.json(&["post", "carry", &stick.display().to_string()]);
    assert_eq!(carried["files"].as_array().map(Vec::len), Some(1), "{carried}");
    hold("post-carry", &carried);
    let files = files(&stick);
    let read: Vec<&str> = ["post", "read"].into_iter().chain(files.iter().map(String::as_str)).collect();
    hold("post-read", &south.json(&read));
    let torn = valley.path().join("torn.submission");
    fs::write(&torn, "torn").expect("written");
    let torn = torn.display().to_string();
    for (name, output) in [
        ("post-read", south.run(&["--json", "post", "read", &torn])),
        ("record-accept", valley.run(&["--json", "record", "accept", &torn, &files[0]])),
    ] {
        let answer: Value = serde_json::from_slice(&output.stdout).expect("JSON");
        assert_eq!(output.status.code(), Some(2), "{answer}");
        assert_eq!(answer["refused"].as_array().map(Vec::len), Some(1), "{answer}");
        assert!(text(&output.stderr).contains("torn.submission"), "people are told the same");
        hold(name, &answer);
    }
}
