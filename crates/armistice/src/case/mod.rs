//! Cases: terms, statements and what follows from them, in a Markdown file that a diplomat could read (`spec/cases.md`).
//!
//! ```text
//! file ─▶ `file` (blocks) ─▶ `base` (whole agreement) ─▶ situation per moment ─▶ `ask` ─▶ `answer` ─▶ `CaseReport`
//! ```
//!
//! Holds
//! - Expected and found answers are compared as text, and one renderer (`answer`) writes every answer.
//! - Nothing is skipped in silence: a question that cannot be asked makes the case bad input.
//!
//! Not here: reading and writing files (callers do), what follows from the terms (`situation`).

pub mod codes;
mod file;
mod base;
mod ask;
mod answer;
mod channel;

use std::collections::BTreeMap;

use agreement::Agreement;
use agreement::diagnostic::{Severity, Span, render_all};
use record::statement::{Acceptance, BodyId, Content, Statement};
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt, LocalTime, Zone};

use crate::draft::Context;
use crate::message::{Message, quoted};
use crate::notation;
use file::{Block, CaseFile, Line, Script};

/// How a case file is called in messages.
const FILE: &str = "case.md";
/// How the agreement of a case that must be refused is called in diagnostics.
const REFUSED: &str = "case.accord";

/// One question of a case with its two answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// Its line in the file, from 1.
    pub line: usize,
    /// The moment line above it; empty for a case that must be refused.
    pub moment: String,
    /// As written.
    pub question: String,
    /// As written.
    pub expected: String,
    /// As computed.
    pub found: String,
}

impl Asked {
    /// Whether the answers are equal; runs of spaces count as one, and quotation marks around names as none. An expected
    /// answer that ends in `…` is how the answer begins.
    pub fn holds(&self) -> bool {
        let plain = |text: &str| text.replace('"', "").split_whitespace().collect::<Vec<_>>().join(" ");
        let (expected, found) = (plain(&self.expected), plain(&self.found));
        match expected.strip_suffix('…') {
            Some(beginning) => !beginning.trim().is_empty() && found.starts_with(beginning.trim_end()),
            None => expected == found,
        }
    }
}

/// What running a case gave.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct CaseReport {
    /// The title.
    pub title: String,
    /// Every question, in the order of the file.
    pub asked: Vec<Asked>,
    /// Why the case, or a question of it, cannot be run.
    pub problems: Vec<Message>,
    /// The file with every answer as found; equal to the file where all hold.
    pub updated: String,
}

impl CaseReport {
    /// Whether every answer is as expected.
    pub fn passed(&self) -> bool {
        self.problems.is_empty() && self.asked.iter().all(Asked::holds)
    }
    /// Whether the file cannot be run: exit code 2 rather than 1.
    pub fn is_bad_input(&self) -> bool {
        !self.problems.is_empty()
    }
    /// What a person needs to know where the case did not pass: problems first, then each answer that differs.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.problems.iter().flat_map(|p| split(&p.to_string())).collect();
        for asked in self.asked.iter().filter(|asked| !asked.holds()) {
            let under = if asked.moment.is_empty() { String::new() } else { format!(" ({})", asked.moment) };
            lines.push(format!("line {}: {}{under}", asked.line, asked.question));
            for (word, answer) in [("expected", &asked.expected), ("found   ", &asked.found)] {
                let mut rows = answer.lines();
                lines.push(format!("   {word} {}", rows.next().unwrap_or("")));
                lines.extend(rows.map(|row| format!("            {row}")));
            }
        }
        lines
    }
}

fn split(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

/// Runs the case in `text`.
///
/// ```
/// let case = "# Nothing happened\n```agreement over valley\n```\n```expect\nat 2030-03-05\n  incidents: 0\n```\n";
/// let report = armistice::case::run(case);
/// assert!(report.passed(), "{}", report.lines().join("\n"));
/// assert!(!armistice::case::run(&case.replace("incidents: 0", "incidents: 1")).passed());
/// assert!(armistice::case::run(&case.replace("incidents", "events")).is_bad_input());
/// ```
pub fn run(text: &str) -> CaseReport {
    let mut report = CaseReport { updated: text.to_owned(), ..CaseReport::default() };
    let file = match CaseFile::read(text) {
        Ok(file) => file,
        Err(problem) => {
            report.problems.push(problem);
            return report;
        }
    };
    report.title = file.title.to_owned();
    if let Some(block) = file.refusal() {
        refuse(&mut report, &file, block);
        return report;
    }
    let prepared = agreement_of(&file).and_then(|agreement| Ok((statements_of(&file.script, &agreement)?, agreement)));
    match prepared {
        Ok((said, agreement)) => ask_all(&mut report, &file.script, &said, &agreement),
        Err(problems) => report.problems.extend(problems),
    }
    report
}

/// Runs one of the tests that stand beside the terms of `agreement`, in its text, the file called `name`.
pub fn run_test(name: &str, text: &str, agreement: &Agreement, test: &agreement::Test) -> CaseReport {
    let lines: Vec<&str> = text.lines().collect();
    let block = |span: Span| {
        let row = |byte: usize| text[..byte].matches('\n').count();
        let (first, last) = (row(span.start), row(span.end));
        Block { info: "", first_line: first + 1, lines: lines[first..=last].to_vec() }
    };
    let (statements, expected) = (test.given.map(block).into_iter().collect(), vec![block(test.expected)]);
    let script = Script { file: name, lines, statements, expected };
    let mut report = CaseReport { title: test.title.clone(), updated: text.to_owned(), ..CaseReport::default() };
    match statements_of(&script, agreement) {
        Ok(said) => ask_all(&mut report, &script, &said, agreement),
        Err(problems) => report.problems.extend(problems),
    }
    report
}

/// A case that must be refused: the compiler's words are the answer.
fn refuse(report: &mut CaseReport, file: &CaseFile<'_>, expected: &Block<'_>) {
    let text = file.agreement.text();
    let checked = agreement::check(agreement::parse_with(&text, &file.included));
    let found = render_all(&checked.diagnostics, REFUSED, &text);
    let asked = Asked {
        line: expected.first_line,
        moment: String::new(),
        question: "what the compiler says".to_owned(),
        expected: expected.text(),
        found,
    };
    if !asked.holds() {
        let mut lines: Vec<&str> = file.script.lines.clone();
        let from = expected.first_line - 1;
        lines.splice(from..from + expected.lines.len(), asked.found.lines());
        report.updated = lines.join("\n") + "\n";
    }
    report.asked.push(asked);
}

/// The checked agreement, or why there is none.
fn agreement_of(file: &CaseFile<'_>) -> Result<Agreement, Vec<Message>> {
    let block = &file.agreement;
    let (name, text) = match block.info.split_once(" over ") {
        // Empty lines before it make the lines of the text those of the file.
        None => (FILE.to_owned(), "\n".repeat(block.first_line - 1) + &block.text()),
        Some((_, base)) => {
            let whole = base::over(base.trim(), &block.text())
                .map_err(|problem| vec![problem.at(format!("{FILE}:{}", block.first_line - 1))])?;
            (format!("agreement over {}", base.trim()), whole)
        }
    };
    let checked = agreement::check(agreement::parse_with(&text, &file.included));
    checked.agreement.ok_or_else(|| {
        let errors = checked.diagnostics.into_iter().filter(|d| d.severity == Severity::Error);
        let mut message = Message::new(codes::AGREEMENT, "the agreement of this case has errors");
        for error in errors {
            message.notes.extend(split(&error.render(&name, &text)));
        }
        vec![message]
    })
}

/// What people said, and how the file calls it.
struct Said {
    statements: Vec<Statement>,
    /// In the order of the file.
    labels: Vec<(String, BodyId)>,
}

fn statements_of(file: &Script<'_>, agreement: &Agreement) -> Result<Said, Vec<Message>> {
    // All blocks are one text whose lines are those of the file.
    let mut lines = vec![""; file.lines.len()];
    for block in &file.statements {
        lines[block.first_line - 1..][..block.lines.len()].copy_from_slice(&block.lines);
    }
    let signing = agreement.changes.iter().map(|change| (change.name.clone(), change.signed_as.clone())).collect();
    let context = Context { signing, ..Context::new(agreement.zone.clone()) };
    let entries = notation::parse(&lines.join("\n"), &context).map_err(|problems| {
        let mut message = Message::new(codes::STATEMENTS, "the statements of this case have problems");
        for problem in problems {
            message.notes.extend(split(&problem.render(file.file)));
        }
        vec![message]
    })?;
    let mut said = Said { statements: Vec::new(), labels: Vec::new() };
    let mut problems = Vec::new();
    for entry in entries {
        let from_the_beginning = matches!(entry.body.content, Content::Registration(_) | Content::ZoneVersion(_));
        let known = match entry.known {
            Some(known) => known,
            None if from_the_beginning => KnownAt(Instant::EVER),
            None => {
                problems.push(
                    Message::new(codes::KNOWN, "a statement does not say when it became known")
                        .at(file.place(entry.line))
                        .help("write `known 2030-03-05 12:00` after its label; only register entries and zone versions may leave it out"),
                );
                continue;
            }
        };
        said.labels.extend(entry.label.map(|label| (label, entry.id)));
        let accepted = Acceptance { known, history: false, received: entry.received, batch: None };
        said.statements.push(Statement { id: entry.id, body: entry.body, accepted });
    }
    if problems.is_empty() { Ok(said) } else { Err(problems) }
}

/// Asks every question of the file.
fn ask_all(report: &mut CaseReport, file: &Script<'_>, said: &Said, agreement: &Agreement) {
    let mut updated: BTreeMap<usize, String> = BTreeMap::new();
    for block in &file.expected {
        let mut current: Option<(String, situation::Situation<'_>)> = None;
        let mut unread = false;
        for line in block.numbered() {
            let content = line.text.trim();
            if content.is_empty() || content.starts_with("--") {
                continue;
            }
            if content.starts_with("at ") {
                match moment(content, agreement) {
                    Ok(moment) => {
                        let situation = situation::at(agreement, &said.statements, &moment);
                        current = Some((content.to_owned(), situation));
                        unread = false;
                    }
                    Err(problem) => {
                        report.problems.push(problem.at(file.place(line.number)));
                        unread = true;
                    }
                }
                continue;
            }
            // What stands under a moment that cannot be read is not asked; the moment has been complained of.
            if unread {
                continue;
            }
            let asked = match &current {
                Some((at, situation)) => ask(line, at, situation, said),
                None => Err(Message::new(codes::MOMENT, "a question stands before the first moment")
                    .help("write a line such as `at 2030-03-08 10:00` above it")),
            };
            match asked {
                Ok((asked, answer_at)) => {
                    if !asked.holds() {
                        updated.insert(line.number - 1, format!("{} {}", &line.text[..answer_at], asked.found));
                    }
                    report.asked.push(asked);
                }
                Err(problem) => report.problems.push(problem.at(file.place(line.number))),
            }
        }
    }
    if !updated.is_empty() {
        let lines = file.lines.iter().enumerate();
        let lines: Vec<&str> = lines.map(|(i, line)| updated.get(&i).map_or(*line, String::as_str)).collect();
        report.updated = lines.join("\n") + "\n";
    }
}

/// One question asked, and the byte of its line behind the colon.
fn ask(
    line: Line<'_>,
    moment: &str,
    situation: &situation::Situation<'_>,
    said: &Said,
) -> Result<(Asked, usize), Message> {
    let Some(colon) = ask::colon(line.text) else {
        return Err(ask::unknown_form(line.text.trim()));
    };
    let written = line.text[..colon].trim();
    let question = ask::read(written, situation.tree)?;
    let found = answer::answer(&question, situation, &said.statements, &said.labels)?;
    let expected = line.text[colon + 1..].trim().to_owned();
    Ok((
        Asked { line: line.number, moment: moment.to_owned(), question: written.to_owned(), expected, found },
        colon + 1,
    ))
}

/// The moment of a line `at T known K as P`.
fn moment(line: &str, agreement: &Agreement) -> Result<Moment, Message> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let position = |word: &str| words.iter().position(|w| *w == word).unwrap_or(words.len());
    let (known_at, as_at) = (position("known"), position("as"));
    if known_at > as_at && known_at < words.len() {
        return Err(unread_moment(line));
    }
    let happened = instant(&words[1..known_at.min(as_at)].join(" "), &agreement.zone)?;
    let known = match words.get(known_at + 1..as_at) {
        None | Some([]) if known_at == words.len() => KnownAt(happened),
        Some(["now"]) => KnownAt::ALL,
        Some(said) => KnownAt(instant(&said.join(" "), &agreement.zone)?),
        None => return Err(unread_moment(line)),
    };
    let perspective = match words.get(as_at + 1..) {
        None => agreement.perspectives.first(),
        Some(name) => {
            let name = name.join(" ");
            let name = name.trim_matches('"');
            Some(agreement.perspectives.iter().find(|p| p.name == name).ok_or_else(|| {
                let names = agreement.perspectives.iter().map(|p| p.name.as_str());
                ask::unknown_name("perspective", name, names)
            })?)
        }
    };
    let perspective = perspective.expect("a checked agreement has a perspective").clone();
    Ok(Moment { happened, known, standard: agreement.standards.headline, perspective })
}

/// Reads "2030-03-08" (its last second), "2030-03-08 10:00", "2030-03-08 10:00:30 +02:00".
fn instant(text: &str, zone: &Zone) -> Result<Instant, Message> {
    if text.len() == 10
        && let Ok(date) = text.parse::<jiff::civil::Date>()
    {
        return Ok(zone.day(date).until.plus(-1));
    }
    let joined = text.replacen(' ', "T", 1).replace(' ', "");
    if let Ok(stamp) = joined.parse::<jiff::Timestamp>() {
        return Ok(Instant(stamp.as_second()));
    }
    let civil: jiff::civil::DateTime = joined.parse().map_err(|_| unread_moment(text))?;
    match zone.local(civil) {
        LocalTime::Once(at) => Ok(at),
        LocalTime::Skipped => Err(Message::new(codes::MOMENT, format!("the clocks skipped {}", quoted(text)))
            .help("state another time, or one with an offset such as `2030-03-31 03:30 +02:00`")),
        LocalTime::Twice(..) => Err(Message::new(codes::MOMENT, format!("the clocks showed {} twice", quoted(text)))
            .help("state the offset, such as `2030-10-27 03:30 +02:00`")),
    }
}

fn unread_moment(text: &str) -> Message {
    Message::new(codes::MOMENT, format!("{} is no moment", quoted(text)))
        .help("write `at 2030-03-08 10:00`, or a date alone for its last second; then optionally `known T` or `known now`, then `as PERSPECTIVE`")
}
