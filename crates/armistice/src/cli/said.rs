//! The fields of statements that commands make from their flags: who says it, in which words, where, when.
//!
//! Holds
//! - What a flag does not state is no field; what it states is read by `draft`, with its messages.
//!
//! Not here: signing (`desk`), the fields of a kind (`draft`).

use record::vocabulary::Name;
use serde_json::{Map, Value, json};

use super::desk::Desk;
use crate::message::Message;

/// Where something is.
#[derive(clap::Args, Default)]
pub(super) struct WhereFlags {
    /// A place by its name; several, smallest first
    #[arg(long, value_name = "NAME")]
    pub(super) place: Vec<String>,
    /// A position: "39.10 N 22.50 E"
    #[arg(long, value_name = "POINT")]
    pub(super) point: Option<String>,
    /// How far around the position: "500 m", "2 km"
    #[arg(long, value_name = "DISTANCE", requires = "point")]
    pub(super) radius: Option<String>,
}

impl WhereFlags {
    pub(super) fn fields(&self, fields: &mut Map<String, Value>) {
        if !self.place.is_empty() {
            fields.insert("at".to_owned(), json!(self.place));
        }
        if let Some(point) = &self.point {
            let area = json!({ "centre": point, "radius": self.radius.as_deref().unwrap_or("0 m") });
            fields.insert("area".to_owned(), area);
        }
    }
}

/// By whom, in which words.
#[derive(clap::Args)]
pub(super) struct SaidFlags {
    /// In which words
    #[arg(long, value_name = "TEXT")]
    pub(super) says: Option<String>,
    /// Who says it; else whoever writes here
    #[arg(long, value_name = "NAME")]
    pub(super) by: Option<String>,
    /// By which way it reached you, where you enter what somebody else says: telephone, radio
    #[arg(long, value_name = "WAY", requires = "by")]
    pub(super) through: Option<String>,
    /// An exercise: marked so everywhere, and kept apart
    #[arg(long)]
    pub(super) drill: bool,
}

/// The fields that every statement of these commands has.
pub(super) fn fields(kind: &str, said: &SaidFlags) -> Map<String, Value> {
    let mut fields = Map::new();
    fields.insert("kind".to_owned(), json!(kind));
    if let Some(words) = &said.says {
        fields.insert("words".to_owned(), json!(words));
    }
    if let (Some(speaker), Some(medium)) = (&said.by, &said.through) {
        // Who records it is whoever writes here.
        fields.insert("on_behalf".to_owned(), json!({ "speaker": speaker, "medium": medium }));
    }
    fields
}

/// Who says it: who is named, else whoever writes here.
pub(super) fn author(desk: &Desk, said: &SaidFlags) -> Name {
    match (&said.by, &said.through) {
        (Some(by), None) => by.clone(),
        _ => desk.author().to_owned(),
    }
}

/// An instant that a flag states, as a draft reads it.
pub(super) fn instant(desk: &Desk, text: &str, flag: &str) -> Result<Value, Message> {
    Ok(json!(format!("@{}", desk.instant(text, flag)?.0)))
}

/// The same, where there is a flag.
pub(super) fn maybe_instant(desk: &Desk, text: Option<&String>, flag: &str) -> Result<Value, Message> {
    text.map_or(Ok(Value::Null), |text| instant(desk, text, flag))
}

/// The id that a flag names, whole; nothing where there is no flag.
pub(super) fn reference(desk: &Desk, name: Option<&String>, what: &str) -> Result<Value, Message> {
    name.map_or(Ok(Value::Null), |name| Ok(json!(desk.named(name, what)?.id.to_string())))
}

/// Marks an exercise.
pub(super) fn drill(fields: &mut Map<String, Value>, said: &SaidFlags) {
    if said.drill {
        fields.insert("drill".to_owned(), json!(true));
    }
}
