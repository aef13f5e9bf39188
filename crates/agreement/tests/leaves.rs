//! Completeness of the paraphrase: every leaf of an agreement's JSON is told in the clause that it belongs to.
//!
//! Holds
//! - A name, a text, a number, an instant of the tree stands in the sentences of its clause, as a reader writes it.
//! - A leaf of a key that nobody thought of fails: whoever adds a key to the tree says here how it is told.
//!
//! Not here: choices between words (`every_choice_of_a_text_is_told` in `format.rs` shows that no two read alike).

use std::fs;
use std::path::Path;

use agreement::tree::Tree;
use agreement::{check, paraphrase, parse, to_json};
use record::vocabulary::time::{LocalTime, Zone};
use serde_json::Value;

/// Choices between words of the language: told in other words, one for each choice.
const CHOICES: [&str; 27] = [
    "running_deadlines",
    "signed_later_reaches_back",
    "form",
    "rule",
    "accepts",
    "kind",
    "on_silence",
    "provisions_in_gap",
    "clocks_in_gap",
    "burden",
    "contested",
    "unattributed",
    "unobserved",
    "kept",
    "single_channel_as_one",
    "each_other",
    "any_one",
    "every",
    "before",
    "comparison",
    "anyone",
    "retroactive",
    "first_day_counts",
    "late_rulings_count",
    "once",
    "side",
    "ends",
];
/// What is not told, and why.
const NOT_TOLD: [(&str, &str); 4] = [
    ("language", "the version of the JSON form, no term"),
    ("commitment", "the fingerprint of a sealed zone says nothing to a reader; that it is sealed is told"),
    ("lat_e7", "positions are told as a reader writes them (`39.1 N`), corners by their number"),
    ("lon_e7", "as `lat_e7`"),
];

/// A leaf: the keys that lead to it, and its value.
fn leaves<'v>(value: &'v Value, path: &mut Vec<&'v str>, each: &mut dyn FnMut(&[&'v str], &'v Value)) {
    match value {
        Value::Object(entries) => {
            for (key, value) in entries {
                path.push(key);
                leaves(value, path, each);
                path.pop();
            }
        }
        Value::Array(values) => values.iter().for_each(|value| leaves(value, path, each)),
        leaf => each(path, leaf),
    }
}

/// Whether the words stand in the text as words of their own.
fn holds(text: &str, words: &str) -> bool {
    let is_edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric());
    text.match_indices(words)
        .any(|(at, _)| is_edge(text[..at].chars().next_back()) && is_edge(text[at + words.len()..].chars().next()))
}

fn duration(seconds: i64) -> String {
    let (count, unit) = match seconds {
        s if s % 3_600 == 0 => (s / 3_600, "hour"),
        s if s % 60 == 0 => (s / 60, "minute"),
        s => (s, "second"),
    };
    format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
}

/// An instant of the JSON (RFC 3339, UTC) as the clocks of the agreement showed it.
fn local(tree: &Tree, at: &str) -> String {
    let number = |range: std::ops::Range<usize>| at[range].parse::<i16>().expect("RFC 3339");
    let date = record::vocabulary::time::Date::new(number(0..4), number(5..7) as i8, number(8..10) as i8).unwrap();
    let civil = date.at(number(11..13) as i8, number(14..16) as i8, number(17..19) as i8, 0);
    let LocalTime::Once(at) = Zone::named("UTC").unwrap().local(civil) else { panic!("UTC skips nothing") };
    let civil = tree.zone.civil(at);
    format!("{} {:02}:{:02}", civil.date(), civil.hour(), civil.minute())
}

/// How a leaf is told, `None` where it is nothing of its own; or that nobody said how.
fn words(tree: &Tree, path: &[&str], leaf: &Value) -> Result<Option<String>, String> {
    let key = *path.last().expect("the tree is an object");
    if CHOICES.contains(&key) || NOT_TOLD.iter().any(|(not_told, _)| *not_told == key) {
        return Ok(None);
    }
    let standard = |index: i64| tree.standards.standards[index as usize].name.clone();
    let classes = &tree.severity.classes;
    Ok(match (path, leaf) {
        // What is absent is a choice too.
        (_, Value::Null) => None,
        (["headline"] | [.., "standard" | "standards"], Value::Number(n)) => Some(standard(n.as_i64().unwrap())),
        (["severity", "class"] | ["clocks" | "patterns", "qualifying"], Value::Number(n)) => classes
            .get(n.as_u64().unwrap() as usize)
            .filter(|_| n.as_u64() != Some(0) || path[0] == "severity")
            .cloned(),
        // Policies are named by their words, which are choices.
        (["clocks", "headline"] | ["phases", "eligible_when", "policy"], Value::Number(_)) => None,
        // Whose ground is a choice between words, where it is no name.
        (["articles", "ground", "held_by"], Value::String(word)) if word.ends_with("the accused") => None,
        // How a duty is owed is told in sentences of its own (`format` holds that no two are alike).
        (["articles", "towards" | "due", ..], Value::String(word))
            if ["anyone", "whoever triggers it", "each other"].contains(&word.as_str()) =>
        {
            None
        }
        ([.., "below_seconds" | "within_seconds" | "ahead_seconds" | "cured_within_seconds"], Value::Number(n)) => {
            Some(n.as_i64().unwrap()).filter(|seconds| *seconds != 0).map(duration)
        }
        (
            [.., "seconds" | "window_seconds" | "term_seconds" | "pause" | "seconds_after_signature"],
            Value::Number(n),
        ) => Some(n.as_i64().unwrap()).filter(|seconds| *seconds != 0).map(duration),
        ([.., "from_mm"], Value::Number(n)) if n.as_i64() == Some(0) => None,
        ([.., "radius_mm" | "from_mm" | "to_mm"], Value::Number(n)) => Some(match n.as_i64().unwrap() {
            mm if mm % 1_000_000 == 0 => format!("{} km", mm / 1_000_000),
            mm if mm % 1_000 == 0 => format!("{} m", mm / 1_000),
            mm => format!("{mm} mm"),
        }),
        ([.., "count"], Value::Number(n)) if n.as_i64() == Some(1) => None,
        ([.., "count" | "killed" | "injured" | "days" | "at_most" | "number" | "at_least"], Value::Number(n)) => {
            Some(n.to_string())
        }
        ([.., "at"], Value::String(at)) => Some(local(tree, at)),
        (["provenance"] | [.., "provenance"], Value::String(word)) => {
            Some(if word == "reconstruction" { "put together".to_owned() } else { word.clone() })
                .filter(|_| path.len() == 1)
        }
        ([.., "pause"] | ["clocks", "policies", "from"], Value::String(_)) => None,
        (
            [
                ..,
                "name"
                | "source"
                | "time_zone"
                | "parties"
                | "others"
                | "bodies"
                | "includes"
                | "register"
                | "path"
                | "feature"
                | "paragraph"
                | "grade"
                | "words"
                | "sources"
                | "grader"
                | "by"
                | "classes"
                | "act"
                | "weapon"
                | "names"
                | "chair"
                | "id"
                | "title"
                | "metric"
                | "needs"
                | "acts"
                | "actors"
                | "towards"
                | "zone"
                | "during"
                | "target_is"
                | "judged"
                | "agreed_zone"
                | "regime"
                | "zones"
                | "pairs"
                | "watches"
                | "clock"
                | "article"
                | "epoch"
                | "signed_by"
                | "obliged"
                | "label"
                | "breach_shown_through"
                | "held_by"
                | "shown_by"
                | "answers_for_supported_shown_by"
                | "suspended_while"
                | "unit"
                | "languages"
                | "language"
                | "prevails"
                | "by_amendment"
                | "read_by"
                | "declared_by"
                | "replaces"
                | "adds",
            ],
            Value::String(said),
        ) => Some(said.clone()).filter(|said| !said.is_empty()),
        _ => return Err(format!("nobody said how `{}` is told: {leaf}", path.join("."))),
    })
}

/// Every leaf that the paraphrase of `text` does not tell.
fn untold(text: &str) -> Vec<String> {
    let checked = check(parse(text));
    let tree = checked.agreement.unwrap_or_else(|| panic!("{:#?}\n{text}", checked.diagnostics));
    let told: Vec<(String, String)> = paraphrase(&tree)
        .into_iter()
        .map(|clause| {
            let all = format!("{} [{}] {}", clause.clause, clause.paragraph, clause.sentences.join(" "));
            (clause.clause, all)
        })
        .collect();
    let of = |clause: &str| told.iter().find(|(name, _)| name == clause).map_or("", |(_, all)| all.as_str());
    let json: Value = serde_json::from_str(&to_json(&tree)).unwrap();
    let mut found = Vec::new();
    for (key, value) in json.as_object().unwrap() {
        let kind = match key.as_str() {
            "zones" | "judgements" | "regimes" | "articles" | "clocks" | "phases" | "changes" | "patterns" => {
                &key[..key.len() - 1]
            }
            _ => "",
        };
        let parts: Vec<(&str, &Value)> = match value {
            Value::Array(clauses) if !kind.is_empty() => clauses
                .iter()
                .map(|clause| {
                    let name = clause.get("name").or(clause.get("id")).and_then(Value::as_str).expect("it has a name");
                    let label = tree.articles.iter().zip(json["articles"].as_array().unwrap());
                    let label = label.into_iter().find(|(_, json)| *json == clause).map(|(article, _)| article.label());
                    let kind = match (kind, clause["kind"].as_str()) {
                        ("change", Some(kind)) => kind,
                        (kind, _) => kind,
                    };
                    (of(&format!("{kind} {}", label.as_deref().unwrap_or(name))), clause)
                })
                .collect(),
            other => {
                let block = match key.as_str() {
                    "standards" | "headline" | "single_channel_as_one" => "standards",
                    "perspectives" | "coverage" | "severity" => key,
                    "classes" => "severity",
                    _ => "agreement",
                };
                vec![(of(block), other)]
            }
        };
        for (clause, value) in parts {
            leaves(value, &mut vec![key.as_str()], &mut |path, leaf| match words(&tree, path, leaf) {
                Ok(Some(words)) if !holds(clause, &words) => found.push(format!("{}: {words}", path.join("."))),
                Ok(_) => {}
                Err(lack) => found.push(lack),
            });
        }
    }
    found
}

fn blocks(page: &str, kind: &str) -> Vec<String> {
    let fence = format!("```{kind}\n");
    page.split(fence.as_str()).skip(1).map(|rest| rest.split("```").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_leaf_of_the_tree_is_told() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let read = |path: &Path| fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut texts = blocks(&read(&root.join("spec/language.md")), "accord");
    texts.truncate(1);
    texts.push(read(&root.join("examples/syria-2016/agreement.accord")));
    texts.push(read(&root.join("crates/armistice/src/cli/first.accord")));
    texts.push(read(&root.join("crates/armistice/tests/data/valley.accord")));
    let mut all: Vec<String> = texts.iter().flat_map(|text| untold(text)).collect();
    all.sort();
    all.dedup();
    assert!(all.is_empty(), "not told:\n{}", all.join("\n"));
}

#[test]
fn a_position_is_told_as_it_is_written() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/language.md")).unwrap();
    let example = blocks(&page, "accord").swap_remove(0);
    for written in ["39.1 N 22.5 E", "39.1 S 22.5 W", "0.0000001 S 0.5 E"] {
        let text = example.replacen("39.10 N 22.50 E", written, 1).replacen("within 2 km", "within 2100 m", 1);
        let tree = check(parse(&text)).agreement.expect("it is an agreement");
        let mill = paraphrase(&tree).into_iter().find(|clause| clause.clause == "zone Mill").unwrap();
        assert_eq!(mill.sentences[0], format!("Mill is everything within 2100 m of {written}."));
    }
}
