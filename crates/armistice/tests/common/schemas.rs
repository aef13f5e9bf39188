//! Answers in JSON are held to the schemas of `spec/schemas`, both ways: as they are, and not with a key too many or too few.
//!
//! Not here: what is asked (`command`, `serve_command`).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

/// The JSON Schemas of `spec/schemas`, by name.
pub fn all() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/schemas");
    let read = |path: &PathBuf| -> Value {
        let text = fs::read_to_string(path).expect("a schema can be read");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    };
    let name = |path: &PathBuf| path.file_stem().expect("a file has a name").to_string_lossy().into_owned();
    let entries = fs::read_dir(folder).expect("the schemas are there").map(|entry| entry.expect("listed").path());
    let files = entries.filter(|path| path.extension().is_some_and(|end| end == "json"));
    files.map(|path| (name(&path), read(&path))).collect()
}

/// Checks answers against the schema called `name`, which may lean on all others.
fn held_to(schemas: &BTreeMap<String, Value>, name: &str) -> jsonschema::Validator {
    let mut all = serde_json::Map::new();
    for (name, schema) in schemas {
        let mut schema = schema.clone();
        schema["$id"] = format!("{name}.json").into();
        all.insert(name.clone(), schema);
    }
    let bundle = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://armistice.invalid/bundle.json",
        "$ref": format!("{name}.json"),
        "$defs": all,
    });
    jsonschema::validator_for(&bundle).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Holds `answer`, which `whose` gave, to the schema called `name`.
pub fn holds(schemas: &BTreeMap<String, Value>, name: &str, answer: &Value, whose: &str) {
    let schema = held_to(schemas, name);
    let lapses: Vec<String> =
        schema.iter_errors(answer).map(|lapse| format!("{}: {lapse}", lapse.instance_path())).collect();
    assert!(lapses.is_empty(), "{whose} is not as spec/schemas/{name}.json says\n{}", lapses.join("\n"));
    // A schema that anything satisfies would say nothing.
    for (wrong, answer) in altered(answer) {
        assert!(!schema.is_valid(&answer), "{whose}: spec/schemas/{name}.json allows an answer with {wrong}");
    }
}

/// `answer` with one key too many, or one too few, in each object of its first two levels.
fn altered(answer: &Value) -> Vec<(String, Value)> {
    let mut places = vec![String::new()];
    let keys =
        |at: &str| answer.pointer(at).and_then(Value::as_object).map(|map| map.keys().cloned().collect::<Vec<_>>());
    for key in keys("").into_iter().flatten() {
        let at = format!("/{key}");
        // The syntax tree of an agreement and a statement have forms of their own.
        let inside = answer.pointer(&at).filter(|_| !["tree", "statement"].contains(&key.as_str()));
        places.extend(inside.filter(|value| value.is_object()).map(|_| at.clone()));
        places
            .extend(inside.and_then(|value| value.get(0)).filter(|value| value.is_object()).map(|_| format!("{at}/0")));
    }
    let mut all = Vec::new();
    for at in places {
        let mut more = answer.clone();
        if let Some(Value::Object(map)) = more.pointer_mut(&at) {
            map.insert("another".to_owned(), true.into());
            all.push((format!("another key in `{at}`"), more));
        }
        for key in keys(&at).into_iter().flatten().filter(|key| key != "tree" && key != "paraphrase") {
            let mut less = answer.clone();
            less.pointer_mut(&at).and_then(Value::as_object_mut).expect("an object").remove(&key);
            all.push((format!("no `{at}/{key}`"), less));
        }
    }
    all
}
