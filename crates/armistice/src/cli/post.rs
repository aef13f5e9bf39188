//! `armistice post`: a party's own machine, which says, hears and proves without keeping the record.
//!
//! Holds
//! - What is said is on this disk before it is sent; whether it was sent or waits is always told.
//! - What is heard is checked before it is shown: the author's signature, and what the envelope commits to.
//!
//! Not here: the folder (`post`), what notices and warnings mean (`channel`).

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Monotonic};

use record::envelope::{Entry, Salt, Signer};
use record::ledger::Ledger;
use record::statement::{Body, BodyId, Content, Receipt, Step};
use record::submission::{Said, Submission};
use record::wire;
use serde_json::{Value, json};

use super::unlock::Unlock;
use super::{Answer, Failure, now, one_line, read_bytes, write_out};
use crate::draft::{self, Context};
use crate::jsonl;
use crate::keys::Keyring;
use crate::message::{Message, utc};
use crate::mission::KEYS_FOLDER;
use crate::post::inbox::Came;
use crate::post::{Post, carried, codes, inbox, outbox};
use record::vocabulary::Name;
use record::vocabulary::time::Zone;

/// What a post does.
#[derive(clap::Subcommand)]
pub(super) enum PostCommand {
    /// Make a post of a folder that holds an author's key: fetch the log, check it, remember the server
    #[command(
        after_help = "Example:\n  armistice post join --mission post --server http://127.0.0.1:8710 --author north-liaison"
    )]
    Join {
        /// The mission's server
        #[arg(long, value_name = "http://HOST:PORT")]
        server: String,
        /// Who writes here
        #[arg(long, value_name = "NAME")]
        author: String,
    },
    /// Bring the copy of the log up to what is published, checked against what is here
    #[command(after_help = "Example:\n  armistice post fetch --mission post")]
    Fetch,
    /// Sign statements, keep them here, and send them where the link stands
    #[command(after_help = "Example:\n  armistice post say notice.jsonl --mission post")]
    Say {
        /// Statements, one JSON object a line (spec/notation.md)
        file: PathBuf,
    },
    /// Send what waits
    #[command(after_help = "Example:\n  armistice post send --mission post")]
    Send,
    /// Copy what waits into a folder, to be carried by hand
    #[command(after_help = "Example:\n  armistice post carry stick --mission post")]
    Carry {
        /// The folder to write to
        out: PathBuf,
    },
    /// Read statements that were carried here: who signed them, and what they say
    #[command(after_help = "Example:\n  armistice post read stick/*.submission --mission post")]
    Read {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// Read along: show what comes, and sign that it was delivered to this machine
    #[command(
        after_help = "Example:\n  armistice post listen --mission post\n\nA receipt says that the machine has it. That a person has seen it says \
        `armistice notice ack`."
    )]
    Listen {
        /// End after so many seconds; without it, never
        #[arg(long, value_name = "SECONDS")]
        seconds: Option<u64>,
        /// Sign no receipts
        #[arg(long)]
        no_receipts: bool,
    },
}

pub(super) fn post(dir: &Path, command: &PostCommand, unlock: &Unlock, as_json: bool) -> Result<Answer, Failure> {
    match command {
        PostCommand::Join { server, author } => {
            let post = Post::join(dir, server, author)?;
            let (origin, size) = (post.ledger.origin().to_owned(), post.ledger.size());
            let text = vec![
                format!("{author} writes here for {origin}; the copy of the log holds, {size} entries"),
                format!("  the log's key: {}", post.ledger.charter().map_or("", |charter| &charter.log_key)),
                "  compare the key with what the mission gave you on another way".to_owned(),
            ];
            Ok(Answer::ok(text, json!({ "mission": origin, "size": size, "author": author })))
        }
        PostCommand::Fetch => {
            let mut post = Post::open(dir)?;
            post.fetch()?;
            let size = post.ledger.size();
            Ok(Answer::ok(vec![format!("the copy of the log holds, {size} entries")], json!({ "size": size })))
        }
        PostCommand::Say { file } => say(dir, file, unlock),
        PostCommand::Send => {
            let post = Post::open(dir)?;
            let _held = outbox::hold(dir)?;
            let waited = outbox::waiting(dir)?.len();
            let places = outbox::send(dir, &post.ledger, &post.server)?;
            let text = match waited {
                0 => vec!["nothing waits".to_owned()],
                _ => places
                    .iter()
                    .map(|place| format!("entry {place}: accepted, the receipt is in receipts/{place}.receipt"))
                    .collect(),
            };
            Ok(Answer::ok(text, json!({ "accepted": places })))
        }
        PostCommand::Carry { out } => carry(dir, out),
        PostCommand::Read { files } => read(dir, files),
        PostCommand::Listen { seconds, no_receipts } => listen(dir, unlock, *seconds, !no_receipts, as_json),
    }
}

/// The author's signer of a post.
pub(super) fn signer(post: &Post, unlock: &Unlock) -> Result<Signer, Message> {
    let keyring = Keyring::open(&post.dir.join(KEYS_FOLDER))?;
    let file = super::unlock::author_file(&keyring, &post.ledger, &post.author)?;
    Ok(Signer::new(file.unlock(&unlock.passphrase(&post.dir, false)?)?.bytes()))
}

/// What became of a statement that was signed at a post.
pub(super) enum Sent {
    /// It is in the log, at this place.
    Accepted(Vec<u64>),
    /// It waits here, and why.
    Waits(Message),
}

/// Signs bodies in their order, and sends what waits.
pub(super) fn say_bodies(post: &Post, signer: &Signer, bodies: &[Body]) -> Result<Sent, Message> {
    let _held = outbox::hold(&post.dir)?;
    for body in bodies {
        outbox::sign(&post.dir, &post.ledger, signer, body)?;
    }
    match outbox::send(&post.dir, &post.ledger, &post.server) {
        Ok(places) => Ok(Sent::Accepted(places)),
        Err(message) if message.code == codes::AWAY => Ok(Sent::Waits(message)),
        Err(message) => Err(message),
    }
}

/// What is told of statements that were said.
pub(super) fn told(sent: &Sent, ids: &[BodyId]) -> (Vec<String>, Value) {
    let short: Vec<String> = ids.iter().map(BodyId::short).collect();
    let ids: Vec<String> = ids.iter().map(BodyId::to_string).collect();
    match sent {
        Sent::Accepted(places) => {
            let line = |(place, id): (&u64, &String)| {
                format!("statement {id} is entry {place} of the log; the receipt is in receipts/{place}.receipt")
            };
            // Statements that waited from before were sent first.
            let own = &places[places.len().saturating_sub(short.len())..];
            (own.iter().zip(&short).map(line).collect(), json!({ "statements": ids, "accepted": own }))
        }
        Sent::Waits(why) => {
            let mut text: Vec<String> =
                short.iter().map(|id| format!("statement {id} is signed, and waits here")).collect();
            text.push(format!("  {}: {}", why.sentence, why.notes.join("; ")));
            text.push(
                "  send it later with `armistice post send`, or carry it by hand: `armistice post carry FOLDER`"
                    .to_owned(),
            );
            (text, json!({ "statements": ids, "accepted": [] }))
        }
    }
}

fn say(dir: &Path, file: &Path, unlock: &Unlock) -> Result<Answer, Failure> {
    let post = Post::open(dir)?;
    let utc = Zone::named("UTC").expect("the zone data has UTC");
    let mut context = Context::new(utc);
    context.author = post.author.clone();
    let read = jsonl::parse(&read_bytes(file)?, &context).map_err(|problems| {
        let at = |problem: &draft::Problem| format!("{} line {}", file.display(), problem.line().unwrap_or(0));
        problems.iter().map(|problem| crate::import::statements::message(problem).at(at(problem))).collect::<Vec<_>>()
    })?;
    let said_at = Some(now());
    let bodies: Vec<Body> =
        read.into_iter().map(|entry| Body { said_at: entry.body.said_at.or(said_at), ..entry.body }).collect();
    let signer = signer(&post, unlock)?;
    let ids = ids(&bodies)?;
    let (text, json) = told(&say_bodies(&post, &signer, &bodies)?, &ids);
    Ok(Answer::ok(text, json))
}

/// The ids of bodies that are to be signed.
pub(super) fn ids(bodies: &[Body]) -> Result<Vec<BodyId>, Message> {
    let id = |body: &Body| wire::encode(body).map(|bytes| wire::body_id(&bytes));
    bodies.iter().map(id).collect::<Result<_, _>>().map_err(|error| Message::new(error.code(), error.to_string()))
}

fn carry(dir: &Path, out: &Path) -> Result<Answer, Failure> {
    let waiting = outbox::waiting(dir)?;
    let mut written = Vec::new();
    for (path, submission) in &waiting {
        let bytes = submission.encode().map_err(|error| Message::new(error.code(), error.to_string()))?;
        let name =
            format!("{}-{}", submission.signed.envelope.author, path.file_name().unwrap_or_default().to_string_lossy());
        let name: String =
            name.chars().map(|c| if c.is_alphanumeric() || "-._".contains(c) { c } else { '_' }).collect();
        let target = out.join(name);
        crate::log::place_file(&target, &bytes).map_err(Message::from)?;
        written.push(target.display().to_string());
    }
    let mut text: Vec<String> = written.iter().map(|path| format!("wrote {path}")).collect();
    text.push(match written.len() {
        0 => "nothing waits to be carried".to_owned(),
        _ => "  the other side reads them with `armistice post read`, the mission takes them with `armistice record accept`".to_owned(),
    });
    Ok(Answer::ok(text, json!({ "files": written })))
}

/// Whether what came is new here.
fn is_new(post: &Post, id: BodyId) -> bool {
    !post.statements.iter().any(|statement| statement.id == id)
}

fn read(dir: &Path, files: &[PathBuf]) -> Result<Answer, Failure> {
    let post = Post::open(dir)?;
    let (mut text, mut list) = (Vec::new(), Vec::new());
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        let submission = carried::read_file(file)?;
        let body =
            carried::opened(&submission, &post.ledger).map_err(|message| message.at(file.display().to_string()))?;
        let Said::Body(bytes) = &submission.said else { continue };
        let id = wire::body_id(bytes);
        let new = is_new(&post, id) && seen.insert(id);
        if new {
            inbox::keep(dir, bytes, Came::ByHand(now()))?;
        }
        let envelope = &submission.signed.envelope;
        text.push(format!(
            "{} signed statement {} of its own, {}: {} {}",
            envelope.author,
            envelope.number,
            if new { "new here" } else { "here already" },
            draft::kind(&body.content),
            id.short()
        ));
        let said = Value::Object(draft::from_body(&body));
        text.push(format!("  {}", one_line(&said.to_string())));
        list.push(json!({ "author": envelope.author, "number": envelope.number, "id": id.to_string(), "new": new, "statement": said }));
    }
    Ok(Answer::ok(text, json!({ "read": list })))
}

/// A statement of the stream, once its author's signature holds.
struct Heard {
    index: u64,
    body: Body,
    bytes: Vec<u8>,
    id: BodyId,
    accepted_at: record::vocabulary::time::Instant,
}

fn listen(dir: &Path, unlock: &Unlock, seconds: Option<u64>, receipts: bool, as_json: bool) -> Result<Answer, Failure> {
    let mut post = Post::open(dir)?;
    let signer = signer(&post, unlock)?;
    let until = seconds.map(|seconds| Monotonic::now() + Duration::from_secs(seconds));
    let over = || until.is_some_and(|until| Monotonic::now() >= until);
    let (mut heard, mut answered) = (0u64, 0u64);
    let mut away = None;
    while !over() {
        match stream(&mut post, &signer, receipts, as_json, &over, &mut heard, &mut answered) {
            Ok(()) => away = None,
            Err(message) if message.code == codes::AWAY => {
                if away.is_none() {
                    eprintln!("note: {}: {}; it is asked again", message.sentence, message.notes.join("; "));
                    away = Some(Monotonic::now());
                }
                std::thread::sleep(Duration::from_secs(1));
            }
            Err(message) => return Err(message.into()),
        }
    }
    let text = vec![format!("{heard} statements came, {answered} receipts were signed")];
    Ok(Answer::ok(text, json!({ "heard": heard, "receipts": answered })))
}

/// Reads one stream to its end.
fn stream(
    post: &mut Post,
    signer: &Signer,
    receipts: bool,
    as_json: bool,
    over: &dyn Fn() -> bool,
    heard: &mut u64,
    answered: &mut u64,
) -> Result<(), Message> {
    let token = post.server.token(post.ledger.origin(), &post.author, signer)?;
    // What waited while the link was cut goes first.
    {
        let _held = outbox::hold(&post.dir)?;
        outbox::send(&post.dir, &post.ledger, &post.server)?;
    }
    // A post that has heard nothing yet begins with the first entry.
    let last = inbox::last(&post.dir)?;
    for event in post.server.clone().follow(&token, last.or(Some(0)))? {
        if let Some(one) = hear(post, &event.data)? {
            let new = is_new(post, one.id);
            if event.name != "urgent" {
                inbox::keep(&post.dir, &one.bytes, Came::FromLog(one.index, one.accepted_at))?;
            }
            if new {
                *heard += 1;
                show(&one, &event.name, as_json)?;
                post.statements.push(statement(&one));
                if receipts && let Some(receipt) = delivered(post, &one) {
                    say_bodies(post, signer, &[receipt])?;
                    *answered += 1;
                }
            }
        }
        if over() {
            return Ok(());
        }
    }
    Ok(())
}

fn statement(one: &Heard) -> record::statement::Statement {
    let known = record::vocabulary::time::KnownAt(one.accepted_at);
    let accepted = record::statement::Acceptance { known, history: false, received: None, batch: None };
    record::statement::Statement { id: one.id, body: one.body.clone(), accepted }
}

/// What an event says, where its entry is signed by its author and commits to it; else nothing, and why.
fn hear(post: &mut Post, data: &str) -> Result<Option<Heard>, Message> {
    let event: Value = serde_json::from_str(data).unwrap_or(Value::Null);
    let bytes = event["body"].as_str().and_then(crate::post::server::hex_bytes);
    let salt = event["salt"].as_str().and_then(crate::post::server::hex::<32>);
    let (Some(index), Some(bytes), Some(salt)) = (event["index"].as_u64(), bytes, salt) else { return Ok(None) };
    let answer = post.server.get(&format!("/entry/{index}"), None)?;
    let Ok(entry) = Entry::decode(&answer.bytes) else {
        return Err(post.server.away(format!("what it gives as entry {index} is none")));
    };
    let submission =
        Submission { signed: entry.signed.clone(), salt: Salt(salt), said: Said::Body(bytes.clone()), received: None };
    let mut opened = carried::opened(&submission, &post.ledger);
    if opened.as_ref().is_err_and(|message| message.code == codes::STRANGE_KEY) {
        post.fetch()?;
        opened = carried::opened(&submission, &post.ledger);
    }
    match opened {
        Ok(body) => {
            let id = wire::body_id(&bytes);
            Ok(Some(Heard { index, body, bytes, id, accepted_at: entry.accepted_at }))
        }
        // Imported statements are entered by the mission for others; what it says of them is the mission's word.
        Err(message) => {
            eprintln!("note: entry {index} is not believed: {} [{}]", message.sentence, message.code);
            Ok(None)
        }
    }
}

fn show(one: &Heard, event: &str, as_json: bool) -> Result<(), Message> {
    let said = Value::Object(draft::from_body(&one.body));
    let kind = draft::kind(&one.body.content);
    // Registers and reports come, too, and are kept; people are shown what is said through the channel.
    if !as_json && !is_channel(&one.body.content) {
        return Ok(());
    }
    let line = match as_json {
        true => json!({ "index": one.index, "event": event, "known": utc(one.accepted_at), "id": one.id.to_string(), "statement": said })
            .to_string(),
        false => {
            let mark = if matches!(one.body.content, Content::Alert(_)) { "!! " } else { "" };
            format!("{mark}{} entry {} {kind} {} by {}: {}", utc(one.accepted_at), one.index, one.id.short(), one.body.speaker(), one_line(&said.to_string()))
        }
    };
    write_out(&[line]).map_err(|Failure(messages)| messages.into_iter().next().expect("a failure has a message"))
}

/// Whether a statement is one of those by which the parties, the convoys and the mission speak to each other.
fn is_channel(content: &Content) -> bool {
    matches!(
        content,
        Content::Notice(_)
            | Content::Receipt(_)
            | Content::Alert(_)
            | Content::Escalation(_)
            | Content::Call(_)
            | Content::Convoy(_)
            | Content::ConvoyEvent(_)
            | Content::Inquiry(_)
    )
}

/// The receipt that this machine has a statement, where it is for whoever writes here.
fn delivered(post: &Post, one: &Heard) -> Option<Body> {
    let to = match &one.body.content {
        Content::Notice(notice) => &notice.to,
        Content::Alert(alert) => &alert.to,
        Content::Escalation(escalation) => &escalation.to,
        _ => return None,
    };
    let party = post.ledger.author(&post.author).map(|author| author.of.as_str());
    if !to.iter().any(|name| *name == post.author || Some(name.as_str()) == party) || one.body.author == post.author {
        return None;
    }
    let step = Step::Delivered { system: format!("post of {}", post.author) };
    let receipt =
        Receipt { of: one.id, to: vec![party_of(&post.ledger, one.body.speaker())], step, words: String::new() };
    Some(Body {
        author: post.author.clone(),
        said_at: Some(now()),
        on_behalf: None,
        cited: None,
        content: Content::Receipt(receipt),
    })
}

/// For whom somebody writes, by the charter; whoever is not in it stands for itself.
pub(super) fn party_of(ledger: &Ledger, name: &str) -> Name {
    ledger.author(name).map_or_else(|| name.to_owned(), |author| author.of.clone())
}
