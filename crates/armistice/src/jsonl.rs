//! Statements as JSON Lines: one object a line (`import --format statements`, `spec/notation.md`).
//!
//! Holds
//! - A byte order mark and CRLF are accepted; text that is not UTF-8 is refused whole.
//! - An unknown or repeated key is a problem of its line, never dropped.
//!
//! Not here: what the fields mean (`draft`), batches and known-at rules (`import`).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::draft::limits::{FILE_BYTES, STATEMENT_BYTES, STATEMENTS};
use crate::draft::{self, Context, Draft, Entry, Problem, Read, Shown, Spelling, Spot, codes, quoted};

/// All statements of `bytes`, or everything that is wrong with them.
///
/// ```
/// use armistice::draft::Context;
/// use armistice::jsonl;
/// use record::vocabulary::time::Zone;
/// let context = Context::new(Zone::named("Europe/Athens").unwrap());
/// let lines = r#"{"label":"r1","kind":"report","from":["radio","ministry"],"act":"attack"}
/// {"kind":"reply","to":"r1","author":"South","stance":"denies"}"#;
/// assert_eq!(jsonl::parse(lines.as_bytes(), &context).unwrap().len(), 2);
/// ```
pub fn parse(bytes: &[u8], context: &Context) -> Result<Vec<Entry>, Vec<Problem>> {
    read(bytes, context).complete()
}

/// The statements of `bytes` that can be read, and everything that is wrong with the others.
pub fn read(bytes: &[u8], context: &Context) -> Read {
    if bytes.len() > FILE_BYTES {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the text has {} bytes", bytes.len()));
        return Read::refused(problem.expected(format!("at most {FILE_BYTES}")).help("split it into several files"));
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.strip_prefix('\u{feff}').unwrap_or(text),
        Err(error) => {
            let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
            let problem = Problem::new(codes::NOT_UTF8, "", "the text is not UTF-8").on_line(line);
            return Read::refused(problem.help("save it as UTF-8; nothing of it was read"));
        }
    };
    let lines = || text.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    if lines().nth(STATEMENTS).is_some() {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the text has more than {STATEMENTS} statements"));
        return Read::refused(problem.help("split it into several files"));
    }
    let (mut context, mut read) = (context.clone(), Read::default());
    for (line, number) in lines() {
        let (label, outcome) = entry(line, &context);
        match outcome {
            Ok(entry) => {
                context.after(label.as_deref(), Some(&entry));
                read.entries.push(Entry { line: number, ..entry });
            }
            Err(problems) => {
                context.after(label.as_deref(), None);
                read.problems.extend(problems.into_iter().map(|problem| placed(problem, number)));
            }
        }
    }
    read
}

fn placed(mut problem: Problem, line: usize) -> Problem {
    if let Some(spot) = &mut problem.at {
        spot.line = line;
    }
    problem.on_line(line)
}

/// The label of a line, as far as it has one, and its entry or its problems.
fn entry(line: &str, context: &Context) -> (Option<String>, Result<Entry, Vec<Problem>>) {
    if line.len() > STATEMENT_BYTES {
        let problem = Problem::new(codes::TOO_LONG, "", format!("the line has {} bytes", line.len()));
        return (None, Err(vec![problem.expected(format!("at most {STATEMENT_BYTES}"))]));
    }
    let value = match serde_json::from_str(line) {
        Ok(value) => value,
        Err(error) => return (None, Err(vec![not_json(line, &error)])),
    };
    let Value::Object(fields) = value else {
        let problem = Problem::new(codes::NOT_JSON, "", "the line is not an object");
        return (None, Err(vec![problem.expected("one object in braces on each line: `{\"kind\":\"report\",…}`")]));
    };
    let label = fields.get("label").and_then(Value::as_str).map(str::to_owned);
    let mut problems = repeated_keys(line);
    let outcome = draft::body(&Draft { fields, spelling: Spelling::Json }, context);
    match outcome {
        Ok(entry) if problems.is_empty() => (label, Ok(entry)),
        Ok(_) => (label, Err(problems)),
        Err(others) => {
            problems.extend(others);
            (label, Err(problems))
        }
    }
}

fn not_json(line: &str, error: &serde_json::Error) -> Problem {
    // The column counts bytes up to and with the one that is wrong.
    let before = error.column().saturating_sub(1).min(line.len());
    let before = if error.is_eof() { line.len() } else { before };
    let column = line.as_bytes()[..before].iter().filter(|byte| **byte & 0xC0 != 0x80).count() + 1;
    let message = if error.is_eof() { "the line ends inside its object" } else { "the line is not JSON from here on" };
    let mut problem = Problem::new(codes::NOT_JSON, "", message).help("one object a line, in double quotes");
    problem.at = Some(Box::new(Spot { line: 0, shown: Some(Shown { column, width: 1, text: line.to_owned() }) }));
    problem
}

/// Keys that an object of `line` has twice. The line is valid JSON; a reader of it would keep the last value alone.
fn repeated_keys(line: &str) -> Vec<Problem> {
    let (bytes, mut at) = (line.as_bytes(), 0);
    let mut problems = Vec::new();
    // Per open brace or bracket: the keys of an object so far.
    let mut open: Vec<Option<BTreeSet<String>>> = Vec::new();
    let mut key_next = false;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'{' => {
                open.push(Some(BTreeSet::new()));
                key_next = true;
            }
            b'[' => open.push(None),
            b'}' | b']' => {
                open.pop();
            }
            b',' => key_next = open.last().is_some_and(Option::is_some),
            b'"' => {
                let end = string_end(bytes, at);
                if std::mem::take(&mut key_next) {
                    let key: String = serde_json::from_str(&line[at..end]).unwrap_or_default();
                    let keys = open.last_mut().and_then(Option::as_mut);
                    if keys.is_some_and(|keys| !keys.insert(key.clone())) {
                        let problem =
                            Problem::new(codes::REPEATED_KEY, &key, format!("{} is given twice", quoted(&key)));
                        problems.push(problem.help("give each key once; a list takes several values"));
                    }
                }
                at = end - 1;
            }
            _ => {}
        }
        at += 1;
    }
    problems
}

/// The byte after the string that begins at `at`.
fn string_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while end < bytes.len() && bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    (end + 1).min(bytes.len())
}
