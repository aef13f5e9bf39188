//! The fields of statements that commands make from their flags: who says it, in which words, where, when.
//!
//! Holds
//! - What a flag does not state is no field; what it states is read by `draft`, with its messages.
//!
//! Not here: signing (`desk`), the fields of a kind (`draft`).

use record::vocabulary::Name;
use record::vocabulary::time::Instant;
use serde_json::{Map, Value, json};
use situation::words;

use super::desk::Desk;
use super::{codes, moment};
use crate::limits::TOLD_AHEAD_S;
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
    /// That it says where.
    ///
    /// # Errors
    /// C0103: it says neither a place nor a position.
    pub(super) fn needed(&self) -> Result<(), Message> {
        match (self.place.is_empty(), &self.point) {
            (true, None) => Err(Message::new(codes::BAD_CHOICE, "nothing says where it is").help(
                "say it with `--place NAME`, or with `--point \"39.10 N 22.50 E\" --radius \"500 m\"`, best with both",
            )),
            _ => Ok(()),
        }
    }
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
}

/// Whether it is an exercise.
#[derive(clap::Args, Clone, Copy)]
pub(super) struct DrillFlag {
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

/// How a flag reads a date alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Day {
    /// As its first instant: from when, until before when.
    First,
    /// As its last second: by when.
    Last,
    /// Not at all: one instant is asked for.
    Refused,
}

/// An instant that a flag states, as a draft reads it; nothing where there is no flag.
pub(super) fn instant(desk: &Desk, text: Option<&String>, flag: &str, day: Day) -> Result<Value, Message> {
    let Some(text) = text else { return Ok(Value::Null) };
    let at = match day {
        Day::First => moment::beginning(&desk.zone(), text, flag)?,
        Day::Last => moment::instant(&desk.zone(), text, flag)?,
        Day::Refused => moment::exact(&desk.zone(), text, flag)?,
    };
    Ok(json!(format!("@{}", at.0)))
}

/// What whoever says that something happened in time to come is told. The clock of the machine may be the one that is wrong.
pub(super) fn still_to_come(desk: &Desk, at: Option<Instant>) -> Option<String> {
    let at = at.filter(|at| super::now().plus(TOLD_AHEAD_S) < *at)?;
    let (zone, now) = (desk.zone(), super::now());
    Some(format!(
        "  {} IS STILL TO COME by the clock of this machine, which says {}: look at the time; what is wrong is withdrawn and said again",
        words::instant(&zone, at),
        words::instant(&zone, now)
    ))
}

impl DrillFlag {
    /// Marks an exercise.
    pub(super) fn fields(self, fields: &mut Map<String, Value>) {
        if self.drill {
            fields.insert("drill".to_owned(), json!(true));
        }
    }
}
