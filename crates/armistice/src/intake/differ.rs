//! Where a report that came again differs from the one that came first: field by field, with both values and no choice.
//!
//! Holds
//! - Who says less does not differ. Who says more does: what the first leaves out is named as not stated.
//! - Who entered it, when, and by which way it came are no fields of what was seen.
//!
//! Not here: how a receipt keeps it (`cli::intake`).

use record::statement::{Body, Content, Statement};
use serde_json::{Map, Value, json};

use crate::draft::from_body;

/// Fields of the entering, not of what is said.
const OF_THE_ENTRY: [&str; 5] = ["author", "said", "cited", "on_behalf", "label"];
/// What stands before the fields in a receipt's words.
const DIFFERS: &str = "differs: ";

/// What `other` says differently from `first`, by its fields.
pub fn differs(first: &Body, other: &Body) -> Map<String, Value> {
    let first = fields(first);
    fields(other).into_iter().filter(|(key, value)| first.get(key) != Some(value)).collect()
}

/// The fields of a body that are compared.
pub fn fields(body: &Body) -> Map<String, Value> {
    let mut fields = from_body(body);
    fields.retain(|key, _| !OF_THE_ENTRY.contains(&key.as_str()));
    if let Content::Report(_) = body.content {
        // Left out where it is true.
        fields.entry("happened").or_insert(json!(true));
    }
    if let Some(entry) = &body.on_behalf {
        fields.insert("speaker".to_owned(), json!(entry.speaker));
    }
    fields
}

/// The words of a receipt that says where it differs; none where it does not.
pub fn words(differs: &Map<String, Value>) -> String {
    if differs.is_empty() { String::new() } else { format!("{DIFFERS}{}", Value::Object(differs.clone())) }
}

/// What such words say.
pub fn read(words: &str) -> Map<String, Value> {
    let object = words.strip_prefix(DIFFERS).and_then(|text| serde_json::from_str(text).ok());
    object.unwrap_or_default()
}

/// The correction that settles a field in which `receipt` differs: one that came after it and states the field, or any that says what it says. A field
/// that no correction can state is settled by any later one.
pub fn settled<'c>(
    key: &str,
    value: &Value,
    receipt_place: usize,
    corrections: &[(usize, &'c Statement)],
) -> Option<&'c Statement> {
    let settles = |(place, correction): &&(usize, &'c Statement)| {
        let stated = from_body(&correction.body);
        let after = *place > receipt_place;
        match key {
            key if CORRECTABLE.contains(&key) => {
                states(&stated, key).is_some_and(|says| after || says.as_ref() == Some(value))
            }
            _ => after,
        }
    };
    corrections.iter().find(settles).map(|(_, correction)| *correction)
}

/// Fields that a correction can state (spec/notation.md).
const CORRECTABLE: [&str; 11] =
    ["happened", "accused", "between", "act", "weapon", "severity", "targets", "time", "at", "area", "counts"];

fn states(correction: &Map<String, Value>, key: &str) -> Option<Option<Value>> {
    match key {
        "accused" | "between" if correction.contains_key("nobody_accused") => Some(None),
        "accused" if correction.contains_key("between") => Some(None),
        "between" if correction.contains_key("accused") => Some(None),
        key => correction.get(key).map(|value| Some(value.clone())),
    }
}

/// A value for people: "killed 3-5 civilian", "39.1 N 22.5 E, 0 m".
pub fn shown(value: &Value) -> String {
    match value {
        Value::Null => "not stated".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(shown).collect::<Vec<_>>().join(", "),
        Value::Object(object) => match (object.get("least"), object.get("category").or(object.get("name"))) {
            (Some(least), Some(name)) => {
                let most = object.get("most").filter(|most| *most != least);
                let range = match most {
                    None => shown(least),
                    Some(Value::Null) => format!("{} or more", shown(least)),
                    Some(most) => format!("{}-{}", shown(least), shown(most)),
                };
                let of = object.get("population").or(object.get("unit")).map(shown);
                let of = of.filter(|of| of != "unknown").map_or(String::new(), |of| format!(" {of}"));
                format!("{} {range}{of}", shown(name))
            }
            _ => object.values().map(shown).collect::<Vec<_>>().join(", "),
        },
        other => other.to_string(),
    }
}
