//! `armistice inquiry`: files from intake to follow-up.
//!
//! Holds
//! - Each step is somebody's signed word; nothing is found, ruled or closed by the program.
//! - A step that is not next is kept and shown as out of turn.
//!
//! Not here: which step is next (`channel::inquiry`).

use std::collections::BTreeMap;
use std::path::Path;

use channel::inquiry::funnel::{Funnel, Outcome};
use channel::inquiry::{Asked, Due, File, FileStage, Request, RequestState, Turn, files, ledger, overdue};
use record::statement::{Body, Content, Inquiry, OnIncident, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval, Zone};
use serde_json::{Value, json};
use situation::words;

use super::desk::Desk;
use super::moment::{self, MomentFlags};
use super::named::Wanted;
use super::said::{Day, SaidFlags, author, fields, instant};
use super::unlock::Unlock;
use super::{Answer, Failure, codes};
use crate::draft::from_body;
use crate::message::{Message, quoted, utc};

/// What is done with inquiries.
#[derive(clap::Subcommand)]
pub(super) enum InquiryCommand {
    /// Sign a step of a file
    #[command(
        after_help = "Examples:\n  armistice inquiry step mill-7 alleged --on mill --says \"shelling alleged by North\"\n  \
        armistice inquiry step mill-7 insufficient --missing \"when\" --missing \"who saw it\" --to north-liaison\n  \
        armistice inquiry step mill-7 asked --party South --due \"2030-03-12 12:00\"\n  \
        armistice inquiry step mill-7 ruled --class minor"
    )]
    Step(Box<StepFlags>),
    /// One file: where it is, every step, what was asked and answered, findings side by side
    #[command(after_help = "Example:\n  armistice inquiry show mill-7")]
    Show {
        /// The file
        file: String,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// The files, what is overdue, and the follow-ups
    #[command(after_help = "Example:\n  armistice inquiry list")]
    List {
        #[command(flatten)]
        moment: MomentFlags,
        /// Only what is overdue
        #[arg(long)]
        overdue: bool,
    },
    /// How many files were received, in scope, examined, ruled
    #[command(after_help = "Example:\n  armistice inquiry funnel --from 2030-03-01 --until 2030-04-01")]
    Funnel {
        /// From when; else from ever
        #[arg(long, value_name = "T")]
        from: Option<String>,
        /// Until before when; else until the moment asked about
        #[arg(long, value_name = "T")]
        until: Option<String>,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// The letter to whoever alleged, where a file is insufficient: what is missing
    #[command(after_help = "Example:\n  armistice inquiry letter mill-7")]
    Letter {
        /// The file
        file: String,
        #[command(flatten)]
        moment: MomentFlags,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum StageFlag {
    Alleged,
    Insufficient,
    OutOfScope,
    Duplicate,
    Opened,
    Asked,
    Answered,
    Refused,
    Found,
    CommentsOpen,
    Comment,
    Ruled,
    Adopted,
    Published,
    Withheld,
    FollowUp,
    Replied,
    Done,
    Closed,
    Reopened,
}

impl StageFlag {
    fn word(self) -> &'static str {
        match self {
            StageFlag::Alleged => "alleged",
            StageFlag::Insufficient => "insufficient",
            StageFlag::OutOfScope => "out of scope",
            StageFlag::Duplicate => "duplicate",
            StageFlag::Opened => "opened",
            StageFlag::Asked => "asked",
            StageFlag::Answered => "answered",
            StageFlag::Refused => "refused",
            StageFlag::Found => "found",
            StageFlag::CommentsOpen => "comments open",
            StageFlag::Comment => "comment",
            StageFlag::Ruled => "ruled",
            StageFlag::Adopted => "adopted",
            StageFlag::Published => "published",
            StageFlag::Withheld => "withheld",
            StageFlag::FollowUp => "follow-up",
            StageFlag::Replied => "replied",
            StageFlag::Done => "done",
            StageFlag::Closed => "closed",
            StageFlag::Reopened => "reopened",
        }
    }
}

/// A step.
#[derive(clap::Args)]
pub(super) struct StepFlags {
    /// The file
    file: String,
    /// What is done
    stage: StageFlag,
    /// Of an allegation: the event key, or the beginning of a report's id
    #[arg(long, value_name = "EVENT OR ID")]
    on: Option<String>,
    /// What is missing
    #[arg(long, value_name = "TEXT")]
    missing: Vec<String>,
    /// The file that it repeats
    #[arg(long, value_name = "FILE")]
    duplicate_of: Option<String>,
    /// Which body opens or adopts
    #[arg(long, value_name = "NAME")]
    body: Option<String>,
    /// Which party is asked, answers, comments or acts
    #[arg(long, value_name = "NAME")]
    party: Option<String>,
    /// The finding
    #[arg(long, value_name = "ID")]
    finding: Option<String>,
    /// In which class it is ruled
    #[arg(long, value_name = "NAME")]
    class: Option<String>,
    /// Until when it is withheld
    #[arg(long, value_name = "T")]
    until: Option<String>,
    /// What the party is asked to do
    #[arg(long, value_name = "TEXT")]
    asks: Option<String>,
    /// By when what it asks for is due; not stated where it is left out
    #[arg(long, value_name = "T")]
    due: Option<String>,
    /// Whom the step is for; without one, everybody with a part in the mission
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    #[command(flatten)]
    said: SaidFlags,
}

pub(super) fn inquiry(dir: &Path, command: &InquiryCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(dir)?;
    match command {
        InquiryCommand::Step(flags) => step(&mut desk, flags, unlock),
        InquiryCommand::Show { file, moment } => {
            let (happened, known) = desk.moment(moment)?;
            let knowledge = desk.knowledge(known);
            let files = files(&knowledge, happened);
            let file = named(&files, &knowledge.registers, file)?;
            Ok(Answer::ok(file_lines(&desk.zone(), file, desk.statements()), file_json(&desk.zone(), file)))
        }
        InquiryCommand::List { moment, overdue: late } => {
            let (happened, known) = desk.moment(moment)?;
            let knowledge = desk.knowledge(known);
            Ok(list(&desk.zone(), &files(&knowledge, happened), happened, *late))
        }
        InquiryCommand::Funnel { from, until, moment } => {
            let (happened, known) = desk.moment(moment)?;
            let zone = desk.zone();
            let instant = |text: &Option<String>, flag: &str, or: Instant| {
                text.as_deref().map_or(Ok(or), |text| moment::beginning(&zone, text, flag))
            };
            let (from, until) = (instant(from, "--from", Instant::EVER)?, instant(until, "--until", happened.plus(1))?);
            if until <= from {
                return Err(Message::new(codes::BAD_CHOICE, "the time asked about ends before it begins")
                    .at("--from, --until")
                    .help("name the earlier one first")
                    .into());
            }
            let period = Interval::new(from, until);
            let knowledge = desk.knowledge(known);
            Ok(funnel(&files(&knowledge, happened), period))
        }
        InquiryCommand::Letter { file, moment } => {
            let (happened, known) = desk.moment(moment)?;
            let knowledge = desk.knowledge(known);
            let files = files(&knowledge, happened);
            let file = named(&files, &knowledge.registers, file)?;
            Ok(letter(&desk.zone(), file))
        }
    }
}

fn step(desk: &mut Desk, flags: &StepFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    // A slip in the name would swallow the step. A post may not have heard of the file.
    if let (Desk::Mission(_), false) = (&*desk, matches!(flags.stage, StageFlag::Alleged)) {
        let knowledge = desk.knowledge(record::vocabulary::time::KnownAt::ALL);
        named(&files(&knowledge, Instant::NEVER), &knowledge.registers, &flags.file)?;
    }
    let mut stated = fields("inquiry", &flags.said);
    stated.insert("file".to_owned(), json!(flags.file));
    stated.insert("stage".to_owned(), json!(flags.stage.word()));
    let mut more = Vec::new();
    if let Some(on) = &flags.on {
        stated.insert("on".to_owned(), incident(desk, on, &mut more)?);
    }
    for (key, list) in [("missing", &flags.missing), ("to", &flags.to)] {
        if !list.is_empty() {
            stated.insert(key.to_owned(), json!(list));
        }
    }
    for (key, value) in [
        ("duplicate_of", &flags.duplicate_of),
        ("body", &flags.body),
        ("party", &flags.party),
        ("class", &flags.class),
        ("asks", &flags.asks),
    ] {
        stated.insert(key.to_owned(), json!(value));
    }
    stated.insert("finding".to_owned(), desk.reference(flags.finding.as_ref(), Wanted::Finding)?);
    if let Some(party) = &flags.party {
        desk.known_party(party, "--party")?;
    }
    more.extend(desk.unknown_names(&flags.body));
    stated.insert("until".to_owned(), instant(desk, flags.until.as_ref(), "--until", Day::Last)?);
    stated.insert("due".to_owned(), instant(desk, flags.due.as_ref(), "--due", Day::Last)?);
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let said = desk.say(body, unlock)?;
    let mut text = said.text;
    text.extend(more);
    let knowledge = desk.knowledge(record::vocabulary::time::KnownAt::ALL);
    let files = files(&knowledge, Instant::NEVER);
    if let Some(file) = files.get(knowledge.registers.resolve(&flags.file)) {
        let own = file.steps.iter().find(|step| step.statement == said.id);
        if own.is_some_and(|step| step.turn == Turn::OutOfTurn) {
            text.push(format!(
                "  it is not next for a file that is {}: it is kept as out of turn, and moves nothing",
                stage(&file.stage)
            ));
        }
        text.push(format!("  {} is now {}", file.name, stage(&file.stage)));
    }
    Ok(Answer::ok(text, said.json))
}

/// The incident that an allegation is about: a report's, or one under an event key. A key that no report bears is told.
fn incident(desk: &Desk, on: &str, more: &mut Vec<String>) -> Result<Value, Message> {
    if desk.begins_an_id(on) {
        return Ok(json!(desk.named(on, Wanted::Report)?.id.to_string()));
    }
    let bears = |statement: &Statement| matches!(&statement.body.content, Content::Report(report) if report.event.as_deref() == Some(on));
    if !desk.statements().iter().any(bears) {
        more.push(format!("  no report that is known here bears the event key {}: look at the spelling", quoted(on)));
    }
    Ok(json!({ "event": on }))
}

fn named<'f, 'a>(
    files: &'f BTreeMap<Name, File<'a>>,
    registers: &record::vocabulary::registers::Registers,
    name: &str,
) -> Result<&'f File<'a>, Failure> {
    files.get(registers.resolve(name)).ok_or_else(|| {
        let names: Vec<&str> = files.keys().map(String::as_str).collect();
        moment::unknown("file", name, &names).into()
    })
}

fn stage(stage: &FileStage) -> &'static str {
    match stage {
        FileStage::NotReceived => "not received",
        FileStage::Alleged => "alleged",
        FileStage::Insufficient { .. } => "insufficient",
        FileStage::OutOfScope => "out of scope",
        FileStage::Duplicate { .. } => "duplicate",
        FileStage::Open { .. } => "open",
        FileStage::InComment { .. } => "in comment",
        FileStage::Ruled { .. } => "ruled",
        FileStage::Adopted { .. } => "adopted",
        FileStage::Published { .. } => "published",
        FileStage::Withheld { .. } => "withheld",
        FileStage::Closed { .. } => "closed",
    }
}

fn on(on: &OnIncident) -> String {
    match on {
        OnIncident::Of(id) => format!("the incident of {}", id.short()),
        OnIncident::Event(key) => key.clone(),
    }
}

fn request_line(zone: &Zone, request: &Request) -> String {
    let asked = match &request.asked {
        Asked::Something => "asked for an answer".to_owned(),
        Asked::Comments => "asked for comments".to_owned(),
        Asked::FollowUp { asked: what } => format!("asked to act: \"{what}\""),
    };
    let due = match &request.due {
        Due::By(at) => format!("due {}", words::instant(zone, *at)),
        Due::NotStated => "no time stated".to_owned(),
    };
    let state = match &request.state {
        RequestState::Waiting => "no answer yet".to_owned(),
        RequestState::Overdue { since } => format!("no answer, overdue since {}", words::instant(zone, *since)),
        RequestState::Answered { said, .. } => format!("answered {}", words::instant(zone, *said)),
        RequestState::Refused { said, .. } => format!("refused {}", words::instant(zone, *said)),
    };
    format!("{}: {} {asked} {}, {due}; {state}", request.file, request.party, words::instant(zone, request.said))
}

fn file_lines(zone: &Zone, file: &File<'_>, statements: &[Statement]) -> Vec<String> {
    let about: Vec<String> = file.on.iter().map(|one| on(one)).collect();
    let mut text = vec![format!("{}: {}, about {}", file.name, stage(&file.stage), about.join(", "))];
    for step in &file.steps {
        let turn = if step.turn == Turn::OutOfTurn { "  [out of turn]" } else { "" };
        text.push(format!(
            "  {}  {} says: {}{turn} ({})",
            words::instant(zone, step.said),
            step.speaker,
            words::step_of_inquiry(zone, step.step),
            step.statement.short()
        ));
    }
    for finding in &file.findings {
        let found = statements.iter().find(|statement| statement.id == finding.finding);
        let found = found.map_or("not known here".to_owned(), |statement| words::statement(zone, statement));
        text.push(format!("  finding {} belongs to it, says {}: {found}", finding.finding.short(), finding.speaker));
    }
    text.extend(file.requests.iter().map(|request| format!("  {}", request_line(zone, request))));
    text
}

/// The word for what a step is, as it is written.
fn step_word(step: &Inquiry) -> Value {
    let content = Content::Inquiry(step.clone());
    let fields = from_body(&Body { author: String::new(), said_at: None, on_behalf: None, cited: None, content });
    fields.get("stage").cloned().unwrap_or_default()
}

fn request_json(request: &Request) -> Value {
    let (state, at, late) = match &request.state {
        RequestState::Waiting => ("waiting", None, None),
        RequestState::Overdue { since } => ("overdue", Some(utc(*since)), None),
        RequestState::Answered { said, .. } => ("answered", Some(utc(*said)), request.late_s()),
        RequestState::Refused { said, .. } => ("refused", Some(utc(*said)), request.late_s()),
    };
    json!({
        "file": request.file, "statement": request.statement.to_string(), "said": utc(request.said), "party": request.party,
        "asked": match &request.asked { Asked::Something => "answer".to_owned(), Asked::Comments => "comments".to_owned(), Asked::FollowUp { asked: what } => what.clone() },
        "due": due_json(request.due),
        "state": state, "at": at, "late_seconds": late,
        "replies": request.replies.iter().map(|reply| json!({ "statement": reply.statement.to_string(), "speaker": reply.speaker, "done": reply.done })).collect::<Vec<_>>(),
    })
}

fn due_json(due: Due) -> Value {
    match due {
        Due::By(at) => json!(utc(at)),
        Due::NotStated => Value::Null,
    }
}

fn file_json(zone: &Zone, file: &File<'_>) -> Value {
    json!({
        "file": file.name, "stage": stage(&file.stage), "received": file.received.map(utc),
        "about": file.on.iter().map(|one| on(one)).collect::<Vec<_>>(),
        "steps": file.steps.iter().map(|step| json!({
            "statement": step.statement.to_string(), "said": utc(step.said), "speaker": step.speaker,
            "stage": step_word(step.step), "says": words::step_of_inquiry(zone, step.step),
            "turn": match step.turn { Turn::Moved => "moved", Turn::Stands => "stands", Turn::OutOfTurn => "out of turn" },
        })).collect::<Vec<_>>(),
        "findings": file.findings.iter().map(|finding| finding.finding.to_string()).collect::<Vec<_>>(),
        "rulings": file.rulings.iter().map(|ruling| json!({ "class": ruling.class, "speaker": ruling.speaker, "said": utc(ruling.said) })).collect::<Vec<_>>(),
        "requests": file.requests.iter().map(request_json).collect::<Vec<_>>(),
    })
}

fn list(zone: &Zone, files: &BTreeMap<Name, File<'_>>, at: Instant, only_overdue: bool) -> Answer {
    let late = overdue(files.values());
    let mut text = vec![format!("{} at {}", super::words::counted(files.len(), "file"), words::instant(zone, at))];
    if !only_overdue {
        let mut table = super::table::Table::new(0, ["file", "stage", "received", "about"]);
        for file in files.values() {
            let received = file.received.map_or("-".to_owned(), |at| words::instant(zone, at));
            let about: Vec<String> = file.on.iter().map(|one| on(one)).collect();
            table.row([file.name.clone(), stage(&file.stage).to_owned(), received, about.join(", ")]);
        }
        text.extend(table.lines());
    }
    text.push(String::new());
    text.push(match late.len() {
        0 => "nothing is overdue".to_owned(),
        some => format!("{} overdue", super::words::counted(some, "request")),
    });
    text.extend(late.iter().map(|request| format!("  {}", request_line(zone, request))));
    let rows = ledger(files.values());
    if !only_overdue && !rows.is_empty() {
        text.push(String::new());
        text.push("Follow-up".to_owned());
        for row in &rows {
            let done = if row.done.is_empty() { "nobody says that it is done" } else { "said to be done" };
            text.push(format!("  {}; {done}", request_line(zone, row.follow_up)));
        }
    }
    let json = json!({
        "at": utc(at),
        "files": files.values().map(|file| file_json(zone, file)).collect::<Vec<_>>(),
        "overdue": late.iter().map(|request| request_json(request)).collect::<Vec<_>>(),
        "follow_up": rows.iter().map(|row| json!({
            "request": request_json(row.follow_up), "ruling": row.ruling.map(|ruling| &ruling.class),
            "findings": row.findings.iter().map(|finding| finding.finding.to_string()).collect::<Vec<_>>(),
            "done": row.done.iter().map(|reply| reply.speaker.clone()).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    });
    Answer::ok(text, json)
}

fn outcome(outcome: &Outcome) -> String {
    match outcome {
        Outcome::OutOfScope => "out of scope".to_owned(),
        Outcome::Duplicate => "duplicate".to_owned(),
        Outcome::Insufficient => "insufficient".to_owned(),
        Outcome::Ruled(class) => format!("ruled {class}"),
        Outcome::ClosedWithoutRuling => "closed without a ruling".to_owned(),
        Outcome::StillOpen => "still open".to_owned(),
    }
}

fn funnel(files: &BTreeMap<Name, File<'_>>, period: Interval) -> Answer {
    let funnel = Funnel::of(files.values(), period);
    let ruled: usize = funnel.ruled().values().sum();
    let mut text = vec![
        format!("received   {}", funnel.received()),
        format!("in scope   {}", funnel.in_scope()),
        format!("examined   {}", funnel.examined()),
        format!("ruled      {ruled}"),
    ];
    for (what, files) in &funnel.files {
        text.push(format!("  {}: {}", outcome(what), files.len()));
    }
    text.push(
        "What was ruled is not what happened: most of what is never reported is in none of these numbers.".to_owned(),
    );
    let json = json!({
        "received": funnel.received(), "in_scope": funnel.in_scope(), "examined": funnel.examined(), "ruled": ruled,
        "classes": funnel.ruled().into_iter().map(|(class, count)| json!({ "class": class, "files": count })).collect::<Vec<_>>(),
        "outcomes": funnel.files.iter().map(|(what, files)| json!({ "outcome": outcome(what), "files": files })).collect::<Vec<_>>(),
        "still_open": funnel.count(&Outcome::StillOpen),
    });
    Answer::ok(text, json)
}

fn letter(zone: &Zone, file: &File<'_>) -> Answer {
    let letters: Vec<_> = file.letters().collect();
    let Some(last) = letters.last() else {
        let text = vec![format!("{} was not found insufficient: there is no letter", file.name)];
        return Answer::ok(text, json!({ "file": file.name, "letter": Value::Null }));
    };
    let due = match &last.due {
        Due::By(at) => format!("Please send it by {}.", words::instant(zone, *at)),
        Due::NotStated => "No time is set for sending it.".to_owned(),
    };
    let mut text = vec![
        format!("File {}, {}", file.name, words::instant(zone, last.said)),
        format!(
            "To {}",
            if last.to.is_empty() { "all with a part in the mission".to_owned() } else { last.to.join(", ") }
        ),
        String::new(),
    ];
    if !last.stands {
        text.push(format!("THIS LETTER NO LONGER STANDS: the file is {}. It said:", stage(&file.stage)));
    }
    text.push("What was reported is received and kept. It cannot be examined yet, because this is missing:".to_owned());
    text.extend(last.missing.iter().map(|what| format!("  - {what}")));
    text.push(due);
    if !last.words.is_empty() {
        text.push(last.words.to_owned());
    }
    text.push("This says nothing of whether it happened.".to_owned());
    let json = json!({
        "file": file.name, "letter": { "said": utc(last.said), "to": last.to, "missing": last.missing, "due": due_json(last.due), "words": last.words, "stands": last.stands },
    });
    Answer::ok(text, json)
}
