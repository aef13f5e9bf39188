//! Exchange: what goes through the channel, in the formats of other people's programs.
//!
//! ```text
//! statements known at K that the reader may read ─▶ `export` ─▶ CAP messages | a calendar | Whiteflag messages ─▶ `write`
//! Whiteflag file ─▶ `import` ─▶ `import::Reading` ─▶ store
//! ```
//!
//! Holds
//! - Nothing is exported to a reader who may not read it, and nothing is computed from what that reader may not read.
//! - Whatever shows a notice carries [`SENTENCE`].
//! - A format that cannot say something says nothing; what was left out is listed with the reason.
//!
//! Not here: sending, the state a notice is in at an instant (`channel`), the command's flags (`cli`).

pub mod turns;
pub mod cap;
pub mod ics;
pub mod whiteflag;
pub mod codes;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use record::live::{Declared, Knowledge};
use record::statement::{Body, BodyId, Content, OnBehalf, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::{Value, json};
use situation::audience::{Audience, Readership};

use crate::codes as files;
use crate::draft::quoted;
use crate::import::{BadRow, GoodRow, Input, Outcome, Place, Reading};
use crate::message::Message;
use crate::mission::is_exercise;
use crate::store::{Entry, Store};
use whiteflag::{Answered, Encoder, Fault, NoCounterpart, Problem, WhiteflagMessage};

pub use channel::notice::SENTENCE;

/// A format of other people's programs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Format {
    /// Common Alerting Protocol 1.2: a file for each message.
    Cap,
    /// iCalendar: one file.
    Ics,
    /// Whiteflag Protocol 1: one file.
    Whiteflag,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Cap, Format::Ics, Format::Whiteflag];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Cap => "cap",
            Format::Ics => "ics",
            Format::Whiteflag => "whiteflag",
        }
    }
}

/// What is to be exported, and for whom.
pub struct Asked<'a> {
    /// The record.
    pub statements: &'a [Statement],
    /// What stands of it at K.
    pub knowledge: &'a Knowledge<'a>,
    /// The log's origin: who sends it.
    pub origin: &'a str,
    /// Who reads it.
    pub reader: &'a Audience,
    /// Whose each author is, by the charter; a party reads what its own say.
    pub principal: &'a dyn Fn(&Name) -> Option<Name>,
}

/// Files, not written yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Exported {
    /// In which format.
    pub format: Format,
    /// The files: name and text. CAP has one for each message, the others have one.
    pub files: Vec<(String, String)>,
    /// Messages, or events of the calendar.
    pub count: usize,
    /// Statements of the channel that have no form in this format, and why.
    pub left_out: Vec<(BodyId, String)>,
    /// What whoever passes the files on should know.
    pub notes: Vec<&'static str>,
}

/// The notices, warnings, halts and answers to them, or the windows and deadlines, in `format`.
///
/// # Errors
/// I0601: there is nothing to export.
pub fn export(asked: &Asked<'_>, format: Format) -> Result<Exported, Message> {
    // All that an exercise sends is one for whoever receives it.
    let drilled: Vec<Statement> = match is_exercise(asked.origin) {
        true => asked.statements.iter().cloned().map(as_drill).collect(),
        false => Vec::new(),
    };
    let all = if is_exercise(asked.origin) { &drilled } else { asked.statements };
    let mut readership = Readership::default();
    for statement in all {
        readership.enter(statement.id, &statement.body, (asked.principal)(&statement.body.author).as_ref());
    }
    let readable = |statement: &&Statement| {
        let principal = (asked.principal)(&statement.body.author);
        statement.known() <= asked.knowledge.known
            && readership.may_read(asked.reader, &statement.body, principal.as_ref())
    };
    let statements: Vec<&Statement> = all.iter().filter(readable).collect();
    let registers = &asked.knowledge.registers;
    let mut exported = Exported { format, files: Vec::new(), count: 0, left_out: Vec::new(), notes: Vec::new() };
    match format {
        Format::Cap => {
            let messages = cap::messages(&statements, registers, asked.origin);
            exported.files = messages.into_iter().map(|message| (message.file, message.xml)).collect();
            exported.count = exported.files.len();
        }
        Format::Ics => {
            if let Some(text) = ics::calendar(&statements, asked.knowledge, asked.origin) {
                exported.count = text.matches("BEGIN:VEVENT\r\n").count();
                exported.files.push(("channel.ics".to_owned(), text));
            }
        }
        Format::Whiteflag => {
            let messages = exported.whiteflag(&statements, asked);
            exported.count = messages.len();
            if !messages.is_empty() {
                let text = format!("{:#}\n", json!(messages));
                exported.files.push(("channel.whiteflag.json".to_owned(), text));
                exported.notes.push(
                    "whatever is sent over Whiteflag unencrypted can be read by everybody, for ever: send only what its speaker wants known",
                );
            }
        }
    }
    if exported.files.is_empty() { Err(exported.nothing()) } else { Ok(exported) }
}

fn as_drill(mut statement: Statement) -> Statement {
    match &mut statement.body.content {
        Content::Notice(notice) => notice.drill = true,
        Content::Alert(alert) => alert.drill = true,
        _ => {}
    }
    statement
}

impl Exported {
    fn whiteflag(&mut self, statements: &[&Statement], asked: &Asked<'_>) -> Vec<Value> {
        let encoder = Encoder::new(statements, &asked.knowledge.registers);
        let mut all = statements.to_vec();
        all.sort_by_key(|statement| (statement.known(), statement.id));
        let mut messages = Vec::new();
        for statement in all {
            if !matches!(
                &statement.body.content,
                Content::Notice(_) | Content::Alert(_) | Content::Receipt(_) | Content::Reply(_)
            ) {
                continue;
            }
            match encoder.encode(statement) {
                Ok(message) => messages.push(message.to_json()),
                // A reply that withdraws none of these is no part of the channel.
                Err(_) if matches!(statement.body.content, Content::Reply(_)) => {}
                Err(NoCounterpart(why)) => self.left_out.push((statement.id, why)),
            }
        }
        messages
    }

    fn nothing(&self) -> Message {
        let what = match self.format {
            Format::Cap => "no notice, warning or halt",
            Format::Ics => "no notice, and no deadline",
            Format::Whiteflag => "no statement that Whiteflag has a message for",
        };
        let mut message =
            Message::new(codes::NOTHING, format!("there is nothing to export: {what} that this reader may read"));
        for (id, why) in self.left_out.iter().take(crate::limits::BAD_ROWS_LISTED) {
            message = message.note(format!("{} left out: {why}", id.short()));
        }
        message.help("look at `--known`, and at whom the statements name")
    }
}

/// Writes `exported` to `out`: a folder, made where it is missing; for a format of one file, the file may be named instead.
///
/// # Errors
/// I0602: the disk refuses.
pub fn write(out: &Path, exported: &Exported) -> Result<(), Message> {
    let failed = |doing: &str, path: &Path, error: &std::io::Error| {
        Message::io(codes::NOT_WRITTEN, doing, path, error)
            .help("look at the name given with `--out`, and at its rights")
    };
    let into_folder = exported.format == Format::Cap || out.is_dir();
    let folder = if into_folder { Some(out) } else { out.parent().filter(|folder| !folder.as_os_str().is_empty()) };
    if let Some(folder) = folder {
        fs::create_dir_all(folder).map_err(|error| failed("make the folder", folder, &error))?;
    }
    for (name, text) in &exported.files {
        let path = if into_folder { out.join(name) } else { out.to_owned() };
        fs::write(&path, text).map_err(|error| failed("write", &path, &error))?;
    }
    Ok(())
}

/// What an import of Whiteflag messages needs to know.
#[derive(Clone, Debug)]
pub struct Importing {
    /// Who enters them.
    pub author: Name,
    /// Who sent them: whoever the account is known to belong to.
    pub by: Name,
    /// Whom they are for; one or more. Whoever has the network reads a message, so it is for all parties where nobody says else.
    pub to: Vec<Name>,
}

/// Reads the Whiteflag messages of `input`: JSON (one, a list, or one after the other), or a line each of their text or of the
/// hexadecimal digits that were sent. `statements` are the record, where messages are that they refer to.
///
/// # Errors
/// The file is empty or has too many messages. Messages that make no statement are in the reading.
pub fn import(input: &Input, importing: &Importing, statements: &[Statement]) -> Result<Reading, Message> {
    let mut known: BTreeMap<String, Answered> = BTreeMap::new();
    let note = |id: BodyId, body: &Body, known: &mut BTreeMap<String, Answered>| {
        if let Some((answered, keys)) = Answered::of(id, &body.content, body.cited.as_deref()) {
            known.extend(keys.into_iter().map(|key| (key, answered)));
        }
    };
    for statement in statements {
        note(statement.id, &statement.body, &mut known);
    }
    let found = messages(&input.text);
    if found.is_empty() {
        return Err(Message::new(files::IMPORT_EMPTY, "the file is empty")
            .at(&input.name)
            .help("if messages were expected, look at how the file was made"));
    }
    if found.len() > input.limits.rows {
        return Err(Message::new(
            files::IMPORT_TOO_LONG,
            format!("the file has more than {} messages", input.limits.rows),
        )
        .at(&input.name)
        .help("divide the file; nothing of it was taken"));
    }
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for (line, message) in found {
        let place = Place { line, row: None };
        let entry = message.map_err(unreadable).and_then(|message| {
            let decoded =
                whiteflag::decode(&message, &importing.to, &|key| known.get(key).copied()).map_err(refused)?;
            let (speaker, recorder) = (importing.by.clone(), importing.author.clone());
            // Whoever enters their own messages says them; all others are said through whoever enters them.
            let on_behalf =
                (speaker != recorder).then(|| OnBehalf { speaker, recorder, medium: whiteflag::MEDIUM.to_owned() });
            let author = importing.author.clone();
            let body =
                Body { author, said_at: decoded.said, on_behalf, cited: decoded.cited, content: decoded.content };
            Entry::new(body).map_err(|error| {
                Message::new(files::ROW_TOO_MUCH, "the message makes no statement").note(error.to_string())
            })
        });
        match entry {
            Ok(entry) => {
                note(entry.id(), entry.body(), &mut known);
                good.push(GoodRow { place, entry });
            }
            Err(message) => bad.push(BadRow::new(&input.name, place, None, message)),
        }
    }
    Ok(Reading {
        format: "whiteflag",
        file: input.name.clone(),
        sha256: input.sha256,
        author: importing.author.clone(),
        known_rule: "acceptance".to_owned(),
        history: false,
        good,
        bad,
    })
}

/// Says what the messages say, in the mission's own voice: posts hear it as they hear the mission, and it is withdrawn one by one. A message that nobody
/// could act on makes no statement; one that came late enters with its own window.
///
/// # Errors
/// Whatever the store refuses. Nothing was accepted then.
pub fn say(reading: Reading, store: &mut Store, declared: &Declared, now: Instant) -> Result<Outcome, Message> {
    let registers = Knowledge::at(store.statements(), KnownAt::ALL, declared).registers;
    let fault = |body: &Body| {
        let faults = channel::admissible::actionable(body, &registers).err()?;
        faults.first().map(Message::from)
    };
    reading.say(store, now, fault)
}

/// The messages of a text, each with the line on which it begins.
fn messages(text: &str) -> Vec<(u64, Result<WhiteflagMessage, Fault>)> {
    let trimmed = text.trim_start();
    if !trimmed.starts_with(['{', '[']) {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
        return lines.map(|(number, line)| (number, of_line(line.trim()))).collect();
    }
    let mut found = Vec::new();
    let list = trimmed.starts_with('[');
    let mut at = text.len() - trimmed.len() + usize::from(list);
    let skipped = |c: char| c.is_whitespace() || list && c == ',';
    loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches(skipped).len();
        let rest = &text[at..];
        if rest.is_empty() || list && rest.starts_with(']') {
            return found;
        }
        let line = 1 + text[..at].matches('\n').count() as u64;
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match values.next() {
            Some(Ok(value)) => {
                at += values.byte_offset();
                found.push((line, WhiteflagMessage::from_json(&value)));
            }
            Some(Err(error)) => {
                // Where one message is no JSON, nobody knows where the next begins.
                found.push((line, Err(Fault::Form(format!("it is no JSON: {error}")))));
                return found;
            }
            None => return found,
        }
    }
}

fn of_line(line: &str) -> Result<WhiteflagMessage, Fault> {
    if line.starts_with("WF") {
        WhiteflagMessage::from_text(line)
    } else {
        WhiteflagMessage::from_hexadecimal(line.strip_prefix("0x").unwrap_or(line))
    }
}

fn unreadable(fault: Fault) -> Message {
    match fault {
        Fault::Encrypted => Message::new(codes::ENCRYPTED, "the message is encrypted")
            .help("ask its sender for what it says, or decrypt it with the program that has the key"),
        Fault::Field { field, found, expected } => {
            let sentence = match found {
                Some(found) => format!("{} is no `{field}`", quoted(&found)),
                None => format!("the message ends before its `{field}`, or lacks it"),
            };
            let message = Message::new(codes::UNREADABLE, sentence).note(format!("expected {expected}"));
            message.help("ask for the message again; the others were read")
        }
        Fault::Form(why) => Message::new(codes::UNREADABLE, format!("the message cannot be read: {why}"))
            .help("ask for the message again; the others were read"),
    }
}

fn refused(problem: Problem) -> Message {
    match problem {
        Problem::NoCounterpart(why) => {
            Message::new(codes::NO_COUNTERPART, format!("the message makes no statement: {why}"))
                .help("where it matters, enter what its sender says in words")
        }
        Problem::Duress => Message::new(codes::DURESS, "the message says that it was sent under duress")
            .help("tell whoever decides for the mission, by another way, and nobody else"),
        Problem::NotOnRecord(reference) => {
            Message::new(codes::NOT_ON_RECORD, "the message is about another one that is not on the record")
                .note(format!("it is about {reference}"))
                .help("import that one first")
        }
    }
}
