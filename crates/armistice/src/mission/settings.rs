//! `mission.toml`: lines `key = "value"`; the small part of TOML that a mission needs.
//!
//! Holds
//! - Nothing in it can change a verdict: everything that can is a statement.
//! - A key that is not known is refused, not ignored.
//!
//! Not here: the agreement, registers and zones it leads to.

use crate::codes;
use crate::message::{Message, quoted};

/// What `mission.toml` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The mission's name, for people.
    pub name: String,
    /// The agreement's file, relative to the mission's folder.
    pub agreement: String,
}

impl Settings {
    /// Reads the text of `mission.toml`.
    ///
    /// # Errors
    /// M0102 for each line that is not understood.
    pub fn parse(text: &str) -> Result<Settings, Vec<Message>> {
        let (mut name, mut agreement) = (None, None);
        let mut wrong = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let mut refuse = |sentence: String| {
                wrong.push(
                    Message::new(codes::MISSION_LINE, sentence)
                        .at(format!("mission.toml line {number}"))
                        .help("lines are `name = \"The valley mission\"` and `agreement = \"agreement.accord\"`"),
                );
            };
            let Some((key, value)) = line.split_once('=') else {
                refuse(format!("{} is no setting", quoted(line)));
                continue;
            };
            let Some(value) = text_value(value.trim()) else {
                refuse(format!("{} is no text in double quotes", quoted(value)));
                continue;
            };
            let field = match key.trim() {
                "name" => &mut name,
                "agreement" => &mut agreement,
                key => {
                    refuse(format!("there is no setting {}", quoted(key)));
                    continue;
                }
            };
            if field.replace(value).is_some() {
                refuse(format!("{} is set twice", quoted(key)));
            }
        }
        let missing = |key: &str| {
            Message::new(codes::MISSION_LINE, format!("the setting `{key}` is missing"))
                .at("mission.toml")
                .help(format!("add a line `{key} = \"…\"`"))
        };
        match (name, agreement) {
            (Some(name), Some(agreement)) if wrong.is_empty() => Ok(Settings { name, agreement }),
            (name, agreement) => {
                wrong.extend(name.is_none().then(|| missing("name")));
                wrong.extend(agreement.is_none().then(|| missing("agreement")));
                Err(wrong)
            }
        }
    }

    /// The text of `mission.toml`.
    pub fn print(&self) -> String {
        format!("name = {}\nagreement = {}\n", in_quotes(&self.name), in_quotes(&self.agreement))
    }
}

/// A text in double quotes with `\"` and `\\`; a comment may follow.
fn text_value(value: &str) -> Option<String> {
    let mut chars = value.strip_prefix('"')?.chars();
    let mut text = String::new();
    loop {
        match chars.next()? {
            '"' => break,
            '\\' => match chars.next()? {
                escaped @ ('"' | '\\') => text.push(escaped),
                _ => return None,
            },
            plain => text.push(plain),
        }
    }
    let rest = chars.as_str().trim_start();
    (rest.is_empty() || rest.starts_with('#')).then_some(text)
}

fn in_quotes(text: &str) -> String {
    let text = text.replace(char::is_control, " ");
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
