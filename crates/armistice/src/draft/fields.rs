//! Reading the fields of one draft, collecting problems on the way.
//!
//! Holds
//! - A getter answers `None` for a field that is absent and for one that is wrong; the problem of a wrong one is noted, so
//!   that the caller goes on and the draft is refused at the end.
//!
//! Not here: values with a form of their own, such as times (`values`), what the fields make (`content`).

use record::limits::TEXT_BYTES;
use record::statement::BodyId;
use record::vocabulary::Name;
use serde_json::{Map, Value};

use super::problem::{listed, nearest, quoted};
use super::table::Kind;
use super::{Context, Draft, Problem, Spelling, codes, limits};

/// Most labels among which the nearest is looked for.
const NEAREST_LABELS: usize = 1_000;

/// The fields of a draft of a known kind, and the problems found so far.
pub(super) struct Fields<'a> {
    pub(super) kind: &'static Kind,
    pub(super) context: &'a Context,
    map: &'a Map<String, Value>,
    pub(super) spelling: Spelling,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Fields<'a> {
    /// Notes unknown keys and missing fields at once.
    pub(super) fn new(kind: &'static Kind, draft: &'a Draft, context: &'a Context) -> Fields<'a> {
        let mut fields = Fields { kind, context, map: &draft.fields, spelling: draft.spelling, problems: Vec::new() };
        for key in draft.fields.keys().filter(|key| kind.key(key).is_none()) {
            let near = nearest(key, kind.keys_all().map(|key| key.key));
            let own = kind.keys.iter().map(|key| key.key);
            fields.problems.push(
                Problem::new(codes::UNKNOWN_KEY, key, format!("{} has no field {}", kind.noun, quoted(key))).help(
                    match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("its own fields are {}", listed(own)),
                    },
                ),
            );
        }
        for key in kind.keys_all() {
            if !key.needed || fields.has(key.key) {
                continue;
            }
            let message = match (draft.spelling, key.written) {
                (Spelling::Readable, "") => format!("{} needs {}", kind.noun, key.what),
                _ => format!("{} needs {}: {}", kind.noun, fields.spell(key.key), key.what),
            };
            fields.note(Problem::new(codes::MISSING, key.key, message));
        }
        fields
    }

    pub(super) fn note(&mut self, problem: Problem) {
        self.problems.push(problem);
    }
    /// The field as the writer's form calls it, in backticks.
    pub(super) fn spell(&self, key: &str) -> String {
        match (self.spelling, self.kind.key(key)) {
            (Spelling::Readable, Some(key)) if !key.written.is_empty() => format!("`{}`", key.written),
            _ => format!("`{key}`"),
        }
    }
    /// The value; `null` is no value.
    pub(super) fn get(&self, key: &str) -> Option<&'a Value> {
        self.map.get(key).filter(|value| !value.is_null())
    }
    pub(super) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// A name: not empty, on one line, no spaces around it.
    pub(super) fn name(&mut self, key: &str) -> Option<Name> {
        let value = self.get(key)?;
        self.name_at(key, value)
    }
    pub(super) fn name_at(&mut self, path: &str, value: &Value) -> Option<Name> {
        let name = self.string(path, value, "a name")?;
        let wrong = if name.is_empty() {
            "an empty name"
        } else if name.trim() != name {
            "a name with a space before or after it"
        } else if name.chars().any(char::is_control) {
            "a name with a line break or control character"
        } else {
            return Some(name.to_owned());
        };
        let message = format!("{} has {wrong}", self.spell_path(path));
        self.note(Problem::new(codes::NAME, path, message).expected("a name on one line"));
        None
    }
    /// A name that the table already demands; empty where it is missing or wrong, which is noted.
    pub(super) fn needed_name(&mut self, key: &str) -> Name {
        self.name(key).unwrap_or_default()
    }
    /// A text that is not empty.
    pub(super) fn text(&mut self, key: &str) -> Option<String> {
        let value = self.get(key)?;
        let text = self.string(key, value, "a text")?;
        if text.is_empty() {
            let message = format!("{} is empty", self.spell(key));
            self.note(Problem::new(codes::NAME, key, message).help("leave the field out where nothing is stated"));
            return None;
        }
        Some(text.to_owned())
    }
    /// A text that may be empty, and is where left out.
    pub(super) fn words(&mut self, key: &str) -> String {
        self.get(key).and_then(|value| self.string(key, value, "a text")).unwrap_or_default().to_owned()
    }
    pub(super) fn flag(&mut self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        if value.as_bool().is_none() {
            self.wrong_form(key, value, "`true` or `false`");
        }
        value.as_bool()
    }
    /// A key that says something by being there: only `true`.
    pub(super) fn said(&mut self, key: &str) -> bool {
        self.flag(key) == Some(true)
    }
    pub(super) fn number(&mut self, path: &str, value: &Value) -> Option<u64> {
        let number = value.as_u64();
        if number.is_none() {
            self.wrong_form(path, value, "a whole number, 0 or more");
        }
        number
    }
    /// A number that the table already demands; 0 where it is missing or wrong, which is noted.
    pub(super) fn needed_number(&mut self, key: &str) -> u64 {
        self.get(key).and_then(|value| self.number(key, value)).unwrap_or_default()
    }
    /// One of `choices`, by its word; the key says what it is.
    pub(super) fn choice<T: Copy>(&mut self, path: &str, value: &Value, choices: &[(&str, T)]) -> Option<T> {
        self.choice_of(path, &last_key(path), value, choices)
    }
    /// One of `choices`, by its word, which says what `noun` names.
    pub(super) fn choice_of<T: Copy>(
        &mut self,
        path: &str,
        noun: &str,
        value: &Value,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let word = self.string(path, value, "a word")?;
        let found = choices.iter().find(|(choice, _)| *choice == word).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let message = format!("{} is no {noun}", quoted(word));
            let words = choices.iter().map(|(choice, _)| *choice);
            self.note(Problem::new(codes::CHOICE, path, message).expected(one_of(words)));
        }
        found
    }

    /// Names, several or one.
    pub(super) fn names(&mut self, key: &str) -> Option<Vec<Name>> {
        let items = self.list(key)?;
        let read: Vec<_> = items.into_iter().map(|(path, value)| self.name_at(&path, value)).collect();
        read.into_iter().collect()
    }
    pub(super) fn texts(&mut self, key: &str) -> Option<Vec<String>> {
        let items = self.list(key)?;
        let read: Vec<_> =
            items.into_iter().map(|(path, value)| self.string(&path, value, "a text").map(str::to_owned)).collect();
        read.into_iter().collect()
    }
    /// The items of a list with their paths; a value alone is a list of it.
    pub(super) fn list(&mut self, key: &str) -> Option<Vec<(String, &'a Value)>> {
        let value = self.get(key)?;
        self.list_at(key, value)
    }
    pub(super) fn list_at<'v>(&mut self, path: &str, value: &'v Value) -> Option<Vec<(String, &'v Value)>> {
        let Value::Array(items) = value else { return Some(vec![(path.to_owned(), value)]) };
        if items.len() > limits::LIST_ITEMS {
            let message = format!("{} has {} items", self.spell_path(path), items.len());
            let allowed = format!("at most {}", limits::LIST_ITEMS);
            self.note(Problem::new(codes::TOO_LONG, path, message).expected(allowed));
            return None;
        }
        Some(items.iter().enumerate().map(|(i, item)| (format!("{path}[{i}]"), item)).collect())
    }
    /// An object whose keys are all among `keys`.
    pub(super) fn object<'v>(
        &mut self,
        path: &str,
        value: &'v Value,
        keys: &[&str],
        expected: &str,
    ) -> Option<&'v Map<String, Value>> {
        let Value::Object(map) = value else {
            self.wrong_form(path, value, expected);
            return None;
        };
        for key in map.keys().filter(|key| !keys.contains(&key.as_str())) {
            let message = format!("{} has no field {}", self.spell_path(path), quoted(key));
            let problem = Problem::new(codes::UNKNOWN_KEY, format!("{path}.{key}"), message);
            self.note(problem.help(format!("its fields are {}", listed(keys.iter().copied()))));
        }
        Some(map)
    }

    pub(super) fn reference(&mut self, key: &str) -> BodyId {
        self.get(key).and_then(|value| self.reference_at(key, value)).unwrap_or(BodyId([0; 32]))
    }
    /// A label of an earlier statement, or a body id.
    pub(super) fn reference_at(&mut self, path: &str, value: &Value) -> Option<BodyId> {
        let word = self.string(path, value, "a label or a body id")?;
        if let Some(id) = self.context.labels.get(word) {
            return Some(*id);
        }
        if let Some(id) = hex32(word) {
            return Some(BodyId(id));
        }
        let problem = if self.context.broken.contains(word) {
            let message = format!("{} refers to a statement that has problems of its own", quoted(word));
            Problem::new(codes::REFERENCE, path, message).help("put that statement right first")
        } else {
            let labels = self.context.labels.keys().take(NEAREST_LABELS).map(String::as_str);
            Problem::new(codes::REFERENCE, path, format!("no earlier statement has the label {}", quoted(word)))
                .expected("a label of an earlier statement, or a body id of 64 hexadecimal digits")
                .help(match nearest(word, labels) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None if begins_an_id(word) => {
                        "it looks like the beginning of an id: a file names all 64 digits, which the lists print with `--json`".into()
                    }
                    None => "statements point only at earlier ones: put the other statement before this one".into(),
                })
        };
        self.note(problem);
        None
    }

    /// `sha256:` and 64 hexadecimal digits.
    pub(super) fn hash(&mut self, key: &str) -> [u8; 32] {
        let Some(text) = self.get(key).and_then(|value| self.string(key, value, "a hash")) else { return [0; 32] };
        text.strip_prefix("sha256:").and_then(hex32).unwrap_or_else(|| {
            let problem = Problem::new(codes::HASH, key, format!("{} is no hash", quoted(text)));
            self.note(problem.expected("`sha256:` and 64 hexadecimal digits, lower case"));
            [0; 32]
        })
    }

    /// Exactly one of `keys`; the one that is there.
    pub(super) fn one_of<'k>(&mut self, keys: &[&'k str], purpose: &str) -> Option<&'k str> {
        let found = self.at_most_one(keys, purpose);
        if found.is_none() && !keys.iter().any(|key| self.has(key)) {
            let words: Vec<String> = keys.iter().map(|key| self.spell(key)).collect();
            let message = format!("{} does not say {purpose}", self.kind.noun);
            self.note(Problem::new(codes::ONE_OF, keys[0], message).expected(format!("one of {}", words.join(", "))));
        }
        found
    }
    /// None or one of `keys`; the one that is there.
    pub(super) fn at_most_one<'k>(&mut self, keys: &[&'k str], purpose: &str) -> Option<&'k str> {
        let mut found = keys.iter().copied().filter(|key| self.has(key));
        let (first, second) = (found.next()?, found.next());
        let Some(second) = second else { return Some(first) };
        let message = format!("{} and {} both say {purpose}", self.spell(first), self.spell(second));
        self.note(Problem::new(codes::ONE_OF, second, message).help("keep one of them"));
        None
    }
    /// Notes every one of `keys` that is there: they go only with something else.
    pub(super) fn only_with(&mut self, keys: &[&str], with: &str) {
        for key in keys {
            if self.has(key) {
                let message = format!("{} goes only with {with}", self.spell(key));
                self.note(Problem::new(codes::ONLY_WITH, *key, message));
            }
        }
    }

    /// A string within the record's limit.
    pub(super) fn string<'v>(&mut self, path: &str, value: &'v Value, expected: &str) -> Option<&'v str> {
        let Value::String(text) = value else {
            self.wrong_form(path, value, expected);
            return None;
        };
        if text.len() > TEXT_BYTES {
            let message = format!("{} has {} bytes", self.spell_path(path), text.len());
            self.note(Problem::new(codes::TOO_LONG, path, message).expected(format!("at most {TEXT_BYTES}")));
            return None;
        }
        Some(text)
    }
    pub(super) fn wrong_form(&mut self, path: &str, value: &Value, expected: &str) {
        let message = format!("{} is {}", self.spell_path(path), describe(value));
        self.note(Problem::new(codes::WRONG_FORM, path, message).expected(expected));
    }
    /// A path for people; the readable form has keywords, not paths.
    pub(super) fn spell_path(&self, path: &str) -> String {
        match self.spelling {
            Spelling::Json => format!("`{path}`"),
            Spelling::Readable => self.spell(path.split(['.', '[']).next().unwrap_or(path)),
        }
    }
}

/// What a value is, in the words of JSON.
fn describe(value: &Value) -> String {
    match value {
        Value::Null => "`null`".to_owned(),
        Value::Bool(yes) => format!("`{yes}`"),
        Value::Number(number) => format!("the number `{number}`"),
        Value::String(text) => format!("the text {}", quoted(text)),
        Value::Array(items) => format!("a list of {} items", items.len()),
        Value::Object(_) => "an object".to_owned(),
    }
}

/// `a`, `b` or `c`, each in backticks.
pub(crate) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) }
}

/// The last key of a path, as a word.
fn last_key(path: &str) -> String {
    let last = path.rsplit('.').next().unwrap_or(path);
    last.split('[').next().unwrap_or(last).replace(['_', '-'], " ")
}

/// Whether a word may be the short form of an id, as screens show it.
fn begins_an_id(word: &str) -> bool {
    (6..64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// 32 bytes from 64 hexadecimal digits, lower case.
pub(super) fn hex32(text: &str) -> Option<[u8; 32]> {
    let digits = text.as_bytes();
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let mut bytes = [0; 32];
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
