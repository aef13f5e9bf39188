//! The command line: flags in, text or JSON out, an exit code.
//!
//! Exit codes: 0 ok, 1 a failed check or expectation, 2 bad use or bad input, 3 the world failed.
//!
//! Holds
//! - Every command takes `--json`; a command acts on the mission in the current folder or in `--mission DIR`.
//! - Nothing is decided here: a command asks the situation and prints.
//!
//! Not here: layout of answers (`show`, `json`).

mod commands;
mod case;
mod casualties;
mod charter;
mod check;
pub mod codes;
mod demo;
mod doctor;
mod entries;
mod estimate;
mod fmt;
mod help;
mod init;
mod import;
mod json;
mod key;
mod link;
mod said;
mod desk;
mod named;
mod notice;
mod channel_show;
mod told;
mod brief;
mod post;
mod convoy;
mod access;
mod inquiry;
mod ready;
mod watch;
mod intake;
mod form;
mod signs;
mod moment;
mod report;
mod difference;
mod same;
mod scenario;
mod serve;
mod show;
mod sources;
mod table;
mod tally;
mod weights;
mod witness;
mod unlock;
mod ways;

use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Parser;
use incident::likeness::Word;
use record::statement::Statement;
use record::vocabulary::moment::Moment;
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::{Value, json};
use situation::words;

use crate::hash::hex;
use crate::message::Message;
use crate::mission::{Mission, WATERMARK, is_exercise_at};
use commands::{Command, IncidentCommand, Since, WordFlag};
use unlock::Unlock;

/// Runs the monitoring side of a ceasefire: terms, statements, clocks, reasons.
#[derive(Parser)]
#[command(name = "armistice", version, max_term_width = 110, after_help = EXAMPLES)]
struct Cli {
    /// The mission's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    mission: PathBuf,
    /// Answer as JSON
    #[arg(long, global = true)]
    json: bool,
    #[command(flatten)]
    unlock: Unlock,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "To begin: `armistice demo` shows a worked example; `armistice init valley` makes a mission with a short agreement to edit.
Each command says more with --help. Exit codes: 0 ok, 1 a check failed, 2 bad use or bad input, 3 the world failed.

Examples:
  armistice demo --dir my-demo                       the worked example, with its answers
  armistice check terms.accord                       what the terms leave open, all at once
  armistice import --format ucdp-ged events.csv --known-from-sources
  armistice status --at 2016-09-20 --known 2016-09-20
  armistice clock \"seven days\" --proof credible
  armistice explain ucdp-ged:227936
  armistice explain-code A0213                       what a message means, with a case that shows it";

/// How a command ended without an answer: everything that is wrong, at once.
pub(crate) struct Failure(Vec<Message>);

impl From<Message> for Failure {
    fn from(message: Message) -> Failure {
        Failure(vec![message])
    }
}
impl From<Vec<Message>> for Failure {
    fn from(messages: Vec<Message>) -> Failure {
        Failure(messages)
    }
}

/// Codes that say that the world failed (exit code 3); everything else is bad use or bad input (2).
const OF_THE_WORLD: &[&str] = &[
    crate::codes::LOG_IO,
    crate::codes::LOG_NO_ROOM,
    crate::codes::LOG_READ_ONLY,
    crate::codes::LOG_STOPPED,
    crate::codes::IMPORT_IO,
    crate::codes::MISSION_IO,
    crate::witness::codes::STATE,
    crate::serve::codes::LISTEN,
];

/// An answer: text for people, the same as JSON, an exit code.
pub(crate) struct Answer {
    text: Vec<String>,
    json: Value,
    code: u8,
}

impl Answer {
    fn ok(text: Vec<String>, json: Value) -> Answer {
        Answer { text, json, code: 0 }
    }
}

/// Runs the command line.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    let printed = run(&cli).and_then(|mut answer| {
        // Whatever is read of an exercise says so, where it is read first.
        if !matches!(cli.command, Command::Init { .. }) && is_exercise_at(&cli.mission) {
            answer.text.insert(0, WATERMARK.to_owned());
            if let Value::Object(fields) = &mut answer.json {
                fields.insert("exercise".to_owned(), Value::Bool(true));
            }
        }
        if cli.json {
            write_out(&[serde_json::to_string_pretty(&answer.json).unwrap_or_default()])?;
        } else {
            print(&answer.text)?;
        }
        Ok(answer.code)
    });
    match printed {
        Ok(code) => ExitCode::from(code),
        Err(Failure(messages)) => {
            let world = messages.iter().any(|message| OF_THE_WORLD.contains(&message.code));
            if cli.json {
                let errors: Vec<Value> =
                    messages.iter().map(|m| json!({ "code": m.code, "message": m.to_string() })).collect();
                // Where this cannot be written either, the exit code says it.
                let _ = write_out(&[json!({ "errors": errors }).to_string()]);
            }
            for message in &messages {
                eprintln!("{message}");
            }
            ExitCode::from(if world { 3 } else { 2 })
        }
    }
}

/// Prints lines, each without characters that a terminal would obey or that change the direction of what follows.
fn print(lines: &[String]) -> Result<(), Failure> {
    let shown: Vec<String> = lines.iter().map(|line| one_line(line)).collect();
    write_out(&shown)
}

/// Writes lines as they are. A reader that stopped reading (a pager, `head`) is no error; a full disk is.
fn write_out(lines: &[String]) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let written = lines.iter().try_for_each(|line| writeln!(out, "{line}")).and_then(|()| out.flush());
    match written {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Message::io(crate::codes::MISSION_IO, "write", Path::new("standard output"), &error).into())
        }
        _ => Ok(()),
    }
}

/// What a file said, on one line and harmless: control characters and marks that turn the direction are replaced.
fn one_line(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().map(|c| if c.is_control() || turns(c) { '\u{fffd}' } else { c }).collect()
}

fn run(cli: &Cli) -> Result<Answer, Failure> {
    match &cli.command {
        Command::Init { dir, agreement, from, unattended, exercise, since } => {
            let (unattended, exercise) = (*unattended, *exercise);
            let making = init::Making { agreement: agreement.as_deref(), from: from.as_deref(), unattended, exercise };
            init::init(dir, &making, since, &cli.unlock)
        }
        Command::Adopt { since } => init::adopt(&cli.mission, since, &cli.unlock),
        Command::Serve(flags) => serve::serve(&cli.mission, flags, &cli.unlock, cli.json),
        Command::Record { command: entries::RecordCommand::Witness(flags) } => {
            witness::witness(flags, &cli.unlock, cli.json)
        }
        Command::Record { command } => entries::record(&cli.mission, command, &cli.unlock),
        Command::Charter { command } => charter::charter(&cli.mission, command, &cli.unlock),
        Command::Post { command } => post::post(&cli.mission, command, &cli.unlock, cli.json),
        Command::Notice { command } => notice::notice(&cli.mission, command, &cli.unlock),
        Command::Convoy { command } => convoy::convoy(&cli.mission, command, &cli.unlock),
        Command::Access { command } => access::access(&cli.mission, command, &cli.unlock),
        Command::Inquiry { command } => inquiry::inquiry(&cli.mission, command, &cli.unlock),
        Command::Watch { command } => watch::watch(&cli.mission, command, &cli.unlock),
        Command::Ready(flags) => ready::of_mission(&cli.mission, flags),
        Command::Key { command } => key::key(&cli.mission, command, &cli.unlock),
        Command::Doctor => Ok(doctor::doctor(&cli.mission)),
        Command::Check(flags) => check::check(flags),
        Command::Redline(flags) => difference::of_texts(flags),
        Command::Difference(flags) => difference::of_verdicts(&cli.mission, flags),
        Command::Scenario(flags) => scenario::scenario(flags),
        Command::Fmt(flags) => fmt::fmt(flags),
        Command::Link(flags) => link::link(flags),
        Command::Import(flags) => import::import(&cli.mission, flags, &cli.unlock),
        Command::Status { moment, questions, report_day } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            if *questions {
                let day = match report_day {
                    Some(text) => moment::instant(&mission.agreement.zone, text, "--report-day")?,
                    None => asked.happened,
                };
                return Ok(questions_answer(&mission, &asked, day));
            }
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            Ok(Answer::ok(show::status(&situation), json::status(&situation)))
        }
        Command::Clock { name, moment, all } => {
            let mission = open(&cli.mission)?;
            let tree: &agreement::tree::Tree = &mission.agreement;
            let asked = moment.moment(tree, now())?;
            let declared = clock_named(tree, name)?;
            let situation = situation::at(tree, mission.store.statements(), &asked);
            let mut text = show::head(&situation);
            text.push(String::new());
            text.extend(situation::panel::panel(&situation, declared));
            text.extend(show::clock_breaks(&situation, name, *all));
            let readings: Vec<Value> = situation
                .evaluation
                .clocks
                .iter()
                .filter(|reading| &reading.clock == name)
                .map(|reading| json::clock(&situation, reading))
                .collect();
            Ok(Answer::ok(text, json!({ "moment": json::head(&situation), "clocks": readings })))
        }
        Command::Incidents { moment, all, review } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            if *review {
                let comparing = same::comparing(&mission, &situation)?;
                return Ok(same::review(&situation, mission.store.statements(), &comparing));
            }
            let mut text = show::head(&situation);
            text.push(String::new());
            text.extend(show::incidents(&situation, (!all).then_some(INCIDENTS_SHOWN)));
            let distinct = situation::distinct::distinct(&situation, &same::comparing(&mission, &situation)?);
            text.extend(ways::distinct_line(&distinct));
            Ok(Answer::ok(text, json::incidents(&situation, None, &distinct)))
        }
        Command::Incident { command: IncidentCommand::Show { id, explain, moment } } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            let Some(incident) = situation.incident(id) else { return Err(no_incident(&situation, id).into()) };
            let mut text = show::head(&situation);
            text.push(String::new());
            text.extend(show::incident(&situation, id).unwrap_or_default());
            let distinct = situation::distinct::distinct(&situation, &same::comparing(&mission, &situation)?);
            if *explain {
                let comparing = same::comparing(&mission, &situation)?;
                text.extend(same::why_linked(&situation, incident, &comparing));
                text.extend(ways::explained(&situation, &distinct, &incident.id, &comparing));
            }
            Ok(Answer::ok(text, json::incidents(&situation, Some(&incident.id), &distinct)))
        }
        Command::Incident { command: IncidentCommand::Same(flags) } => {
            same::say(&cli.mission, flags, Word::Same, &cli.unlock)
        }
        Command::Incident { command: IncidentCommand::Different(flags) } => {
            same::say(&cli.mission, flags, Word::Different, &cli.unlock)
        }
        Command::Incident { command: IncidentCommand::Unsure(flags) } => {
            same::say(&cli.mission, flags, Word::Unsure, &cli.unlock)
        }
        Command::Sources { all, moment } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            Ok(sources::of(&situation, &same::comparing(&mission, &situation)?, *all))
        }
        Command::Weights { command } => weights::weights_command(&cli.mission, command, &cli.unlock),
        Command::Estimate(flags) => estimate::estimate(flags),
        Command::Tally(flags) => tally::tally(flags),
        Command::Casualties { incident, all, moment } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            let named = match incident {
                None => None,
                Some(name) => match situation.incident(name) {
                    Some(incident) => Some(incident.id.0.as_str()),
                    None => return Err(no_incident(&situation, name).into()),
                },
            };
            Ok(casualties::of(&situation, &same::comparing(&mission, &situation)?, named, *all))
        }
        Command::Verdicts { moment, word, article } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            let word = word.map(WordFlag::word);
            verdicts(&situation, word, article.as_deref())
        }
        Command::Duties { moment, article, all } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            let situation = situation::at(&mission.agreement, mission.store.statements(), &asked);
            duties(&situation, article.as_deref(), *all)
        }
        Command::Explain { id, clock, moment } => {
            let mission = open(&cli.mission)?;
            let asked = moment.moment(&mission.agreement, now())?;
            explain(&mission, id.as_deref(), clock.as_deref(), &asked)
        }
        Command::Report(flags) => report::report(&cli.mission, flags),
        Command::Case { files } => case::cases(files),
        Command::Demo { dir, no_serve } => demo::demo(dir, *no_serve),
        Command::ExplainCode { code } => help::explain_code(code.as_deref()),
        Command::Completions { shell } => Ok(help::completions(*shell)),
        Command::Man { dir } => help::man(dir.as_deref()),
    }
}

/// Opens the mission in `dir`.
fn open(dir: &Path) -> Result<Mission, Failure> {
    if !dir.join("mission.toml").exists() {
        return Err(Message::new(codes::NO_MISSION, format!("there is no mission in `{}`", dir.display()))
            .help("name one with `--mission DIR`, or make one with `armistice init DIR`")
            .into());
    }
    let mission = Mission::open(dir)?;
    if mission.store.bodies_missing() > 0 {
        eprintln!("note: {} bodies are not here; what they say is not counted", mission.store.bodies_missing());
    }
    if mission.adoption().is_none() {
        eprintln!("note: nothing is adopted here; if something was, the statements are not those of this mission");
    }
    Ok(mission)
}

/// Most incidents listed without `--all`.
const INCIDENTS_SHOWN: usize = 40;

/// The wall clock, in whole seconds.
fn now() -> Instant {
    Instant(jiff::Timestamp::now().as_second())
}

/// A text file of the user's.
pub(crate) fn read_text(path: &Path) -> Result<String, Failure> {
    match std::fs::read(path) {
        Ok(bytes) => utf8(path, bytes),
        Err(error) => Err(Message::io(crate::codes::IMPORT_IO, "read", path, &error).into()),
    }
}

/// A file of the user's.
pub(crate) fn read_bytes(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Message::io(crate::codes::IMPORT_IO, "read", path, &error).into())
}

fn utf8(path: &Path, bytes: Vec<u8>) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|_| {
        Message::new(crate::codes::IMPORT_NOT_UTF8, format!("`{}` is not UTF-8", path.display()))
            .help("save it as UTF-8")
            .into()
    })
}

pub(crate) fn questions_answer(mission: &Mission, asked: &Moment, day: Instant) -> Answer {
    let sections = situation::answers(&mission.agreement, mission.store.statements(), asked, day);
    let mut text = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        if number > 0 {
            text.push(String::new());
        }
        text.push(format!("{}. {}", number + 1, section.title));
        text.extend(section.lines.iter().map(|line| format!("   {line}")));
    }
    text.push(String::new());
    text.push(show::NOT_A_DETERMINATION.to_owned());
    Answer::ok(text, json::sections(&sections))
}

fn clock_named<'t>(tree: &'t agreement::tree::Tree, name: &str) -> Result<&'t agreement::tree::Clock, Failure> {
    tree.clocks.iter().find(|clock| clock.name == name).ok_or_else(|| {
        let names: Vec<&str> = tree.clocks.iter().map(|clock| clock.name.as_str()).collect();
        moment::unknown("clock", name, &names).into()
    })
}

fn no_incident(situation: &situation::Situation<'_>, id: &str) -> Message {
    let like: Vec<&str> = situation
        .incidents
        .iter()
        .map(|incident| incident.id.0.as_str())
        .filter(|name| name.contains(id) || name.starts_with(id))
        .take(8)
        .collect();
    let several = situation.incidents.iter().filter(|incident| incident.id.0.starts_with(id)).count() > 1;
    let sentence = match several {
        true => format!("more than one incident begins with `{id}`"),
        false => format!("there is no incident `{id}` as known at this moment"),
    };
    let message = Message::new(codes::UNKNOWN_NAME, sentence);
    if situation.tree.clocks.iter().any(|clock| clock.name == id) {
        return message.help(format!("that is a clock: `armistice explain --clock \"{id}\"`"));
    }
    if like.is_empty() {
        message.help("`armistice incidents` lists them; `--known` decides which are known")
    } else {
        message.note(format!("like it: {}", like.join(", ")))
    }
}

/// The texts of an article by its name, or the one of that label.
fn articles_named(tree: &agreement::tree::Tree, name: &str) -> Result<Vec<usize>, Failure> {
    let found = tree.called(name);
    if !found.is_empty() {
        return Ok(found);
    }
    let names: Vec<String> = tree.articles.iter().map(|article| article.label()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Err(moment::unknown("article", name, &names).into())
}

fn duties(situation: &situation::Situation<'_>, article: Option<&str>, all: bool) -> Result<Answer, Failure> {
    let articles = article.map(|name| articles_named(situation.tree, name)).transpose()?;
    let articles = articles.as_deref();
    let standard = situation.evaluation.moment.standard;
    let mut text = show::head(situation);
    text.push(String::new());
    text.extend(show::duties(situation, standard, articles, all));
    let of = |at: usize, s: usize| s == standard && articles.is_none_or(|articles| articles.contains(&at));
    let evaluation = &situation.evaluation;
    let list = evaluation.duties.iter().filter(|duty| of(duty.article, duty.standard));
    let list: Vec<Value> = list.map(|duty| json::duty(situation, duty)).collect();
    let conditions = evaluation.conditions.iter().filter(|one| of(one.article, one.standard));
    let conditions: Vec<Value> = conditions.map(|one| json::condition(situation, one)).collect();
    Ok(Answer::ok(text, json!({ "moment": json::head(situation), "duties": list, "conditions": conditions })))
}

fn verdicts(
    situation: &situation::Situation<'_>,
    word: Option<agreement::evaluate::Word>,
    article: Option<&str>,
) -> Result<Answer, Failure> {
    let tree = situation.tree;
    let articles = article.map(|name| articles_named(tree, name)).transpose()?;
    let articles = articles.as_deref();
    let wanted = |judged: &&agreement::evaluate::Judged| {
        word.is_none_or(|word| judged.word == word)
            && articles.is_none_or(|articles| articles.contains(&judged.article))
    };
    let list: Vec<Value> =
        situation.evaluation.judged.iter().filter(wanted).map(|judged| json::verdict(situation, judged)).collect();
    let mut text = show::head(situation);
    text.push(String::new());
    text.extend(show::verdict_table(situation, None, word, articles).lines());
    Ok(Answer::ok(text, json!({ "moment": json::head(situation), "verdicts": list })))
}

fn explain(mission: &Mission, id: Option<&str>, clock: Option<&str>, asked: &Moment) -> Result<Answer, Failure> {
    let tree: &agreement::tree::Tree = &mission.agreement;
    let statements: &[Statement] = mission.store.statements();
    let situation = situation::at(tree, statements, asked);
    let mut text = show::head(&situation);
    let mut list: Vec<Value> = Vec::new();
    if let Some(name) = clock {
        let declared = clock_named(tree, name)?;
        text.push(String::new());
        text.extend(situation::panel::panel(&situation, declared));
        for reading in situation::explain_clock(&situation, statements, declared) {
            text.push(String::new());
            text.extend(show::clock_explanation(&situation, &reading));
            list.push(json::clock_explanation(&situation, &reading));
        }
        return Ok(Answer::ok(text, json!({ "moment": json::head(&situation), "explanations": list })));
    }
    let id = id.unwrap_or_default();
    let Some(incident) = situation.incident(id) else { return Err(no_incident(&situation, id).into()) };
    let name = incident.id.clone();
    let judged: Vec<_> = situation
        .evaluation
        .judged
        .iter()
        .filter(|judged| judged.standard == asked.standard && situation.facts[judged.fact].incident == name)
        .collect();
    let applicable: Vec<_> = judged.iter().filter(|j| j.word != agreement::evaluate::Word::NotApplicable).collect();
    let owed = show::duties_of_incident(&situation, &name, asked.standard);
    if situation.evaluation.states.contains(&(name.clone(), asked.standard)) {
        text.push(String::new());
        text.push(format!(
            "{} is said to be a state about which articles ask: who held ground, or who supported whom",
            name.0
        ));
    } else if applicable.is_empty() && owed.is_empty() {
        text.push(String::new());
        text.push(format!(
            "no clause covers this act at {}: every article is not applicable to {}; the incident stays on the record",
            tree.standards.standards[asked.standard].name, name.0
        ));
    }
    let mut articles: BTreeSet<usize> = applicable.iter().map(|judged| judged.article).collect();
    articles.extend(situation.duties_of(&name, asked.standard).map(|duty| duty.article));
    for judged in applicable {
        let explained = situation::explain(&situation, statements, judged);
        text.push(String::new());
        text.extend(show::explanation(&situation, &explained));
        let missing = situation.missing_steps(judged);
        if !missing.is_empty() {
            text.push(format!(
                "  steps that permit it, and that nobody is known to have taken in time: {}",
                missing.join(", ")
            ));
        }
        let mut explanation = json::explanation(&situation, &explained);
        explanation["missing_steps"] = json!(missing);
        list.push(explanation);
    }
    if !owed.is_empty() {
        text.push(String::new());
        text.extend(owed);
    }
    let duties: Vec<Value> =
        situation.duties_of(&name, asked.standard).map(|duty| json::duty(&situation, duty)).collect();
    let rule = show::rule(tree, &articles, asked.standard);
    text.push(String::new());
    text.push("The rule, in a paraphrase made by a program; the text decides".into());
    text.extend(rule.iter().flat_map(|(clause, sentences)| {
        let said = sentences.iter().flat_map(|sentence| fmt::wrapped(sentence)).map(|line| format!("  {line}"));
        std::iter::once(format!("  {clause}")).chain(said)
    }));
    let rule: Vec<Value> =
        rule.iter().map(|(clause, sentences)| json!({ "clause": clause, "sentences": sentences })).collect();
    Ok(Answer::ok(
        text,
        json!({ "moment": json::head(&situation), "explanations": list, "duties": duties, "rule": rule }),
    ))
}

/// The moment at `at`, with the knowledge of `known`, in the first perspective and headline standard.
pub(crate) fn plain_moment(tree: &agreement::tree::Tree, at: Instant, known: Instant) -> Moment {
    Moment {
        happened: at,
        known: KnownAt(known),
        standard: tree.standards.headline,
        perspective: tree.perspectives.first().expect("a checked agreement has a perspective").clone(),
    }
}
