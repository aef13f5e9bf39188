//! `mission.toml`: lines `key = "value"`, and under `[watch]` those of whoever has the watch; the small part of TOML that a mission needs.
//!
//! Holds
//! - Nothing in it can change a verdict: everything that can is a statement.
//! - A key that is not known is refused, not ignored.
//!
//! Not here: the agreement, registers and zones it leads to.

use channel::forms::is_short_name;

use crate::codes;
use crate::intake::words;
use crate::message::{Message, quoted};

/// What `mission.toml` says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// The mission's name, for people.
    pub name: String,
    /// The agreement's file, relative to the mission's folder.
    pub agreement: String,
    /// What stands under `[watch]`.
    pub watch: WatchSettings,
}

/// What the watch agreed on.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct WatchSettings {
    /// A report that begins with it is a halt to every party, by whatever way it comes.
    pub stop_word: Option<String>,
    /// What stands at the head of a form's number; else what the mission's name gives.
    pub short_name: Option<String>,
}

const WATCH: &str = "[watch]";

impl Settings {
    /// Reads the text of `mission.toml`.
    ///
    /// # Errors
    /// M0102 for each line that is not understood.
    pub fn parse(text: &str) -> Result<Settings, Vec<Message>> {
        let (mut name, mut agreement, mut watch) = (None, None, WatchSettings::default());
        let mut section = "";
        let mut wrong = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if line == WATCH {
                section = WATCH;
                continue;
            }
            let help = match section {
                WATCH => "under `[watch]`, lines are `stop_word = \"…\"` and `short_name = \"VALLEY\"`",
                _ => "lines are `name = \"The valley mission\"` and `agreement = \"agreement.accord\"`",
            };
            let mut refuse = |sentence: String| {
                wrong.push(
                    Message::new(codes::MISSION_LINE, sentence).at(format!("mission.toml line {number}")).help(help),
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
            let field = match (section, key.trim()) {
                ("", "name") => &mut name,
                ("", "agreement") => &mut agreement,
                (WATCH, "stop_word") if words(&value).is_empty() => {
                    refuse("a stop-word without letters is never heard".to_owned());
                    continue;
                }
                (WATCH, "stop_word") => &mut watch.stop_word,
                (WATCH, "short_name") if !is_short_name(&value) => {
                    let most = channel::limits::FORM_SHORT_NAME_CHARACTERS;
                    refuse(format!(
                        "{} is no short name: at most {most} capitals and digits, a capital first",
                        quoted(&value)
                    ));
                    continue;
                }
                (WATCH, "short_name") => &mut watch.short_name,
                (_, key) => {
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
            (Some(name), Some(agreement)) if wrong.is_empty() => Ok(Settings { name, agreement, watch }),
            (name, agreement) => {
                wrong.extend(name.is_none().then(|| missing("name")));
                wrong.extend(agreement.is_none().then(|| missing("agreement")));
                Err(wrong)
            }
        }
    }

    /// The text of `mission.toml`.
    pub fn print(&self) -> String {
        let mut text = format!("name = {}\nagreement = {}\n", in_quotes(&self.name), in_quotes(&self.agreement));
        let watch = [("stop_word", &self.watch.stop_word), ("short_name", &self.watch.short_name)];
        let stated: Vec<String> =
            watch.iter().filter_map(|(key, value)| Some(format!("{key} = {}\n", in_quotes(value.as_ref()?)))).collect();
        if !stated.is_empty() {
            text += &format!("\n{WATCH}\n{}", stated.concat());
        }
        text
    }

    /// What stands at the head of the numbers of the mission's forms: what is set, else the first letters and digits of its name; `None` where it has
    /// none that can be said at the radio.
    pub fn short_name(&self) -> Option<String> {
        let letters = self.name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase());
        let own: String =
            letters.skip_while(char::is_ascii_digit).take(channel::limits::FORM_SHORT_NAME_CHARACTERS).collect();
        self.watch.short_name.clone().or(Some(own)).filter(|name| is_short_name(name))
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
