//! The words of the report in each language: messages by name, with their values isolated.
//!
//! ```text
//! locales/en/*.ftl, locales/ar/*.ftl ─▶ `Words::of(language)` ─▶ words.say("clock-complete", &[("at", …)])
//! ```
//!
//! Holds
//! - Both languages have the same messages with the same values; a test compares them.
//! - A value stands in a Unicode isolate: what somebody wrote in one that keeps its own direction, what the report says in
//!   one of the report's direction.
//! - Numbers are written with the digits 0-9 in both languages: ids, times and figures are compared by eye.
//!
//! Not here: which sentence is said (`sections`).

use std::fmt;

use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

/// A language that reports are written in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Language {
    /// English, left to right.
    English,
    /// Modern Standard Arabic, right to left.
    Arabic,
}

impl Language {
    /// Every language.
    pub const ALL: [Language; 2] = [Language::English, Language::Arabic];

    /// Its BCP 47 tag: "en".
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Arabic => "ar",
        }
    }
    /// The language with this tag.
    pub fn tagged(tag: &str) -> Option<Language> {
        Language::ALL.into_iter().find(|language| language.tag() == tag)
    }
    /// Whether it is written from right to left.
    pub fn right_to_left(self) -> bool {
        self == Language::Arabic
    }
    /// The program's own words for what it imports, `name = label` a line.
    pub(super) fn names(self) -> &'static str {
        match self {
            Language::English => include_str!("../../locales/en/names.txt"),
            Language::Arabic => include_str!("../../locales/ar/names.txt"),
        }
    }
    fn sources(self) -> [(&'static str, &'static str); 2] {
        match self {
            Language::English => [
                ("locales/en/report.ftl", include_str!("../../locales/en/report.ftl")),
                ("locales/en/page.ftl", include_str!("../../locales/en/page.ftl")),
            ],
            Language::Arabic => [
                ("locales/ar/report.ftl", include_str!("../../locales/ar/report.ftl")),
                ("locales/ar/page.ftl", include_str!("../../locales/ar/page.ftl")),
            ],
        }
    }
}

/// A value inside a message.
#[derive(Clone, Debug)]
pub enum Value {
    /// What somebody wrote: a name, a key, words. It keeps its own direction.
    Text(String),
    /// What somebody wrote, between quotation marks: it is never taken for a name.
    Quoted(String),
    /// What was said in the report's language, with values of its own.
    Said(String),
    /// A number, which also chooses the form of words ("1 incident", "2 incidents").
    Number(i64),
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}
impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Said(text)
    }
}
impl From<&String> for Value {
    fn from(text: &String) -> Value {
        Value::Text(text.clone())
    }
}
impl From<i64> for Value {
    fn from(number: i64) -> Value {
        Value::Number(number)
    }
}
impl From<usize> for Value {
    fn from(number: usize) -> Value {
        Value::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// The messages of one language.
pub struct Words {
    /// Which.
    pub language: Language,
    bundle: FluentBundle<FluentResource>,
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Words").field("language", &self.language).finish_non_exhaustive()
    }
}

impl Words {
    /// The messages of `language`. They are part of the program: a fault in them is ours.
    pub fn of(language: Language) -> Words {
        let id: LanguageIdentifier = language.tag().parse().expect("a tag of our own");
        let mut bundle = FluentBundle::new(vec![id]);
        // Values are isolated in `say`, which knows whose words they are.
        bundle.set_use_isolating(false);
        for (file, text) in language.sources() {
            let resource = match FluentResource::try_new(text.to_owned()) {
                Ok(resource) => resource,
                Err((_, errors)) => panic!("{file} cannot be read: {errors:?}"),
            };
            if let Err(errors) = bundle.add_resource(resource) {
                panic!("{file} repeats messages: {errors:?}");
            }
        }
        Words { language, bundle }
    }

    /// The message called `name` with its values.
    pub fn say(&self, name: &str, values: &[(&str, Value)]) -> String {
        let message = self.bundle.get_message(name).and_then(|message| message.value());
        let Some(pattern) = message else { panic!("{} has no message `{name}`", self.language.tag()) };
        let mut arguments = FluentArgs::new();
        for (key, value) in values {
            match value {
                Value::Text(text) => arguments.set(*key, isolated(text)),
                Value::Quoted(text) => arguments.set(*key, twice_isolated(text)),
                Value::Said(text) => arguments.set(*key, self.set_apart(text)),
                Value::Number(number) => arguments.set(*key, FluentValue::from(*number)),
            }
        }
        let mut errors = Vec::new();
        let said = self.bundle.format_pattern(pattern, Some(&arguments), &mut errors).into_owned();
        assert!(errors.is_empty(), "message `{name}` in {}: {errors:?}", self.language.tag());
        said
    }

    /// A text of this language inside another: where it has words of the language or is made of names, its direction is that
    /// of the language; a date or a number keeps its own.
    fn set_apart(&self, text: &str) -> String {
        let right = self.language.right_to_left();
        let own = |c: char| c.is_alphabetic() && ('\u{600}'..='\u{6ff}').contains(&c) == right;
        let open = match (text.contains('\u{2068}') || text.contains(own), right) {
            (false, _) => '\u{2068}',
            (true, false) => '\u{2066}',
            (true, true) => '\u{2067}',
        };
        format!("{open}{text}\u{2069}")
    }

    /// The message called `name`, which has no values.
    pub fn word(&self, name: &str) -> String {
        self.say(name, &[])
    }
}

/// What somebody wrote, between marks that keep its own direction; marks of its own, which would end ours early or turn what
/// follows, are replaced.
pub fn isolated(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text: String = text.chars().map(|c| if turns(c) { '\u{fffd}' } else { c }).collect();
    format!("\u{2068}{text}\u{2069}")
}

/// A quotation: an isolate that holds nothing but another one, which no name does.
fn twice_isolated(text: &str) -> String {
    format!("\u{2068}{}\u{2069}", isolated(text))
}
