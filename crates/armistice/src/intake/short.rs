//! The short form of a report, for one SMS: a few words in capitals, each with what stands behind it.
//!
//! ```text
//! NO VALLEY-0017-O BY patrol-2 WHAT shelling WHO South ON North WHERE 39.10 N 22.50 E, Mill WHEN 2030-03-05 14:10 SEEN SAYS … END …
//! ```
//!
//! Holds
//! - Each word once, in any order; what is left out is not stated.
//! - Values are the ones of `spec/notation.md`, read by the same reader.
//!
//! Not here: closing words, which were cut off before (`intake::split`).

use serde_json::{Map, Value, json};

use crate::cli::codes;
use crate::message::{Message, quoted};

/// The template, as it is handed out: one SMS with a form's number in it.
pub const TEMPLATE: &str = "BY who WHAT act WHO whom ON whom WHERE 39.1 N 22.5 E, place WHEN 2030-03-05 14:10 SEEN/HEARD KILLED 0 INJURED 0 SAYS text END word";

/// What stands before everything where it is an exercise.
pub const EXERCISE: &str = "EXERCISE";

const WORDS: [&str; 12] =
    ["NO", "BY", "WHAT", "WHO", "ON", "WHERE", "WHEN", "SEEN", "HEARD", "KILLED", "INJURED", "SAYS"];

/// A report in the short form: the form's number, where it has one, and its fields.
#[derive(Clone, PartialEq, Debug)]
pub struct Short {
    /// The form's number as it was typed.
    pub number: Option<String>,
    /// The fields of a report.
    pub fields: Map<String, Value>,
}

/// Whether a text is in the short form: it begins with one of its words.
pub fn is_short(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|word| WORDS.contains(&word))
}

/// What stands behind the number of a short message that begins with it; all of it where it does not.
///
/// ```
/// use armistice::intake::short::behind_number;
/// assert_eq!(behind_number("NO VALLEY-0017-O  red lantern"), "red lantern");
/// assert_eq!(behind_number("NORTH is here"), "NORTH is here");
/// ```
pub fn behind_number(text: &str) -> &str {
    let number = text.trim_start().strip_prefix("NO").filter(|rest| rest.starts_with(char::is_whitespace));
    let behind = number.map(|rest| rest.trim_start().split_once(char::is_whitespace).map_or("", |(_, behind)| behind));
    behind.map_or(text, str::trim_start)
}

/// Reads a report in the short form.
///
/// # Errors
/// C0107: a word twice or without what belongs behind it, or no `BY`.
///
/// ```
/// use armistice::intake::short::read;
/// let short = read("NO VALLEY-0017-O BY patrol-2 WHAT shelling WHERE 39.10 N 22.50 E, Mill WHEN 2030-03-05 14:10 HEARD").unwrap();
/// assert_eq!(short.number.as_deref(), Some("VALLEY-0017-O"));
/// assert_eq!(short.fields["at"], serde_json::json!(["Mill"]));
/// assert_eq!(short.fields["basis"], "heard");
/// ```
pub fn read(text: &str) -> Result<Short, Message> {
    let mut parts: Vec<(&str, Vec<&str>)> = Vec::new();
    for word in text.split_whitespace() {
        // Behind SAYS everything is what is said.
        let free = parts.last().is_some_and(|(word, _)| *word == "SAYS");
        match WORDS.iter().find(|known| **known == word) {
            Some(known) if !free => parts.push((known, Vec::new())),
            _ => match parts.last_mut() {
                Some((_, value)) => value.push(word),
                None => return Err(refused(format!("{} is no word of the short form", quoted(word)))),
            },
        }
    }
    let mut short = Short { number: None, fields: Map::from_iter([("kind".to_owned(), json!("report"))]) };
    for (at, (word, value)) in parts.iter().enumerate() {
        if parts[..at].iter().any(|(before, _)| before == word) {
            return Err(refused(format!("`{word}` stands there twice")));
        }
        let said = value.join(" ");
        let bare = ["SEEN", "HEARD"].contains(word);
        if bare != said.is_empty() {
            return Err(refused(match bare {
                true => format!("behind `{word}` stands {}", quoted(&said)),
                false => format!("nothing stands behind `{word}`"),
            }));
        }
        place(&mut short, word, &said)?;
    }
    if !short.fields.contains_key("from") {
        return Err(refused("it does not say who reports".to_owned()));
    }
    Ok(short)
}

fn place(short: &mut Short, word: &str, said: &str) -> Result<(), Message> {
    let list = || said.split(',').map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let (key, value) = match word {
        "NO" => {
            short.number = Some(said.to_owned());
            return Ok(());
        }
        "BY" => ("from", json!([said])),
        "WHAT" => ("act", json!(said)),
        "WHO" => ("accused", json!(said)),
        "ON" => ("targets", json!(list())),
        "WHERE" => {
            let (points, names): (Vec<&str>, Vec<&str>) =
                list().into_iter().partition(|part| part.starts_with(|c: char| c.is_ascii_digit()));
            if let Some(point) = points.first() {
                short.fields.insert("area".to_owned(), json!({ "centre": point, "radius": "0 m" }));
            }
            if points.len() > 1 {
                return Err(refused("behind `WHERE` stands more than one position".to_owned()));
            }
            if names.is_empty() {
                return Ok(());
            }
            ("at", json!(names))
        }
        "WHEN" => ("time", json!(said)),
        "SEEN" | "HEARD" if short.fields.contains_key("basis") => {
            return Err(refused("it says both `SEEN` and `HEARD`".to_owned()));
        }
        "SEEN" => ("basis", json!("seen")),
        "HEARD" => ("basis", json!("heard")),
        "KILLED" | "INJURED" => {
            let count = count(word, said)?;
            let counts = short.fields.entry("counts").or_insert_with(|| json!([]));
            if let Some(counts) = counts.as_array_mut() {
                counts.push(count);
            }
            return Ok(());
        }
        _ => ("words", json!(said)),
    };
    short.fields.insert(key.to_owned(), value);
    Ok(())
}

/// `3`, or `3-5`.
fn count(word: &str, said: &str) -> Result<Value, Message> {
    let (least, most) = said.split_once('-').unwrap_or((said, said));
    match (least.trim().parse::<u64>(), most.trim().parse::<u64>()) {
        (Ok(least), Ok(most)) => Ok(json!({ "category": word.to_lowercase(), "least": least, "most": most })),
        _ => Err(refused(format!("behind `{word}` stands {}, which is no number", quoted(said)))),
    }
}

fn refused(why: String) -> Message {
    Message::new(codes::NOT_TAKEN_IN, why)
        .at("the short form")
        .help("`armistice watch form --sms` prints the template; each of its words stands once, what is not known is left out with its word")
}
