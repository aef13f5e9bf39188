//! `armistice post`: a party's own machine, which says, hears and proves without keeping the record.
//!
//! Holds
//! - What is said is on this disk before it is sent; whether it was sent or waits is always told.
//! - What is heard is checked before it is shown: the author's signature, and what the envelope commits to.
//!
//! Not here: the folder (`post`), what notices and warnings mean (`channel`).

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant as Monotonic};

use record::envelope::{Entry, Salt, Signer, Voice};
use record::ledger::{Ledger, Refusal};
use record::live::Knowledge;
use record::statement::{Acceptance, Body, BodyId, Content, Receipt, Statement, Step};
use record::submission::{Said, Submission};
use record::vocabulary::Name;
use record::vocabulary::time::{KnownAt, Zone};
use record::wire;
use serde_json::{Value, json};
use tlog::hash::leaf_hash;

use super::unlock::Unlock;
use super::{Answer, Failure, now, one_line, read_bytes, write_out};
use crate::draft::{self, Context};
use crate::jsonl;
use crate::keys::Keyring;
use crate::limits::{POST_PUBLISHED_LOOKS, POST_REST_MS, POST_STREAM_S};
use crate::message::{Message, utc};
use crate::mission::{KEYS_FOLDER, is_exercise, of_charter};
use crate::post::inbox::{Came, Place};
use crate::post::outbox::Went;
use crate::post::server::{hex, hex_bytes};
use crate::post::{Post, carried, codes, copy, inbox, outbox};

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
        /// In which time zone times are read and shown here: that of the agreement; without it, UTC
        #[arg(long, value_name = "ZONE")]
        zone: Option<String>,
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
        PostCommand::Join { server, author, zone } => {
            let zone = zone.as_deref().map(|name| {
                Zone::named(name).ok_or_else(|| {
                    Message::new(super::codes::UNKNOWN_NAME, format!("`{name}` is no time zone"))
                        .at("--zone")
                        .help("name it as the agreement does, such as `Europe/Athens`")
                })
            });
            let post = Post::join(dir, server, author, zone.transpose()?.as_ref())?;
            let (origin, size) = (post.ledger.origin().to_owned(), post.ledger.size());
            let text = vec![
                format!("{author} writes here for {origin}; the copy of the log holds, {size} entries"),
                format!("  the log's key: {}", post.ledger.charter().map_or("", |charter| &charter.log_key)),
                "  compare the key with what the mission gave you on another way".to_owned(),
                format!("  times are read and shown in {}", post.zone.name()),
            ];
            Ok(Answer::ok(text, json!({ "mission": origin, "size": size, "author": author, "zone": post.zone.name() })))
        }
        PostCommand::Fetch => {
            let post = Post::open_fetched(dir)?;
            let size = post.ledger.size();
            Ok(Answer::ok(vec![format!("the copy of the log holds, {size} entries")], json!({ "size": size })))
        }
        PostCommand::Say { file } => say(dir, file, unlock),
        PostCommand::Send => send(dir, unlock),
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

/// Signs bodies in their order, and sends what waits. Where the log has something else in their place, they are signed anew.
///
/// # Errors
/// L0702, L0703, R…: the log is another one, or they are refused; M01: the disk. That the server does not answer is no error.
pub(super) fn say_bodies(post: &mut Post, signer: &Signer, bodies: &[Body]) -> Result<Went, Message> {
    if let Some(body) = bodies.iter().find(|body| body.author != post.author) {
        let refusal = Refusal::OtherAuthor { author: post.author.clone(), body: body.author.clone() };
        return Err(Message::new(refusal.code(), refusal.to_string()).help("a post says what its own author says"));
    }
    let _held = outbox::hold(&post.dir)?;
    for body in bodies {
        outbox::sign(&post.dir, &post.ledger, signer, body)?;
    }
    send_held(post, &|_| Ok(None), Some(signer))
}

/// Sends what waits, while the outbox is held. `key` is asked for only where something has to be signed anew.
fn send_held(
    post: &mut Post,
    key: &dyn Fn(&Post) -> Result<Option<Signer>, Message>,
    signer: Option<&Signer>,
) -> Result<Went, Message> {
    let mut went = outbox::send(&post.dir, &post.ledger, &post.server)?;
    let mut own = None;
    for look in 0..POST_PUBLISHED_LOOKS {
        let not_vouched = look == 0 && went.stopped.as_ref().is_some_and(|why| why.code == codes::NOT_VOUCHED);
        if !went.out_of_turn && !not_vouched {
            break;
        }
        // What the log has meanwhile tells whose turn it is, and which key signs receipts. What took the turn may not be published yet.
        if look > 0 {
            std::thread::sleep(Duration::from_millis(POST_REST_MS));
        }
        post.fetch()?;
        if went.out_of_turn {
            if signer.is_none() && own.is_none() {
                own = key(post)?;
            }
            let Some(signer) = signer.or(own.as_ref()) else { break };
            if outbox::renew(&post.dir, &post.ledger, signer, &post.author)? == 0 {
                continue;
            }
        }
        let places = std::mem::take(&mut went.places);
        went = outbox::send(&post.dir, &post.ledger, &post.server)?;
        went.places.splice(0..0, places);
    }
    match went.stopped {
        Some(why) if why.code == codes::REFUSED => Err(why),
        _ => Ok(went),
    }
}

/// What is told of statements that were said: in the log, or waiting.
pub(super) fn told(went: &Went, ids: &[BodyId]) -> (Vec<String>, Value) {
    let place = |id: &BodyId| went.places.iter().rev().find(|(sent, _)| sent == id).map(|(_, place)| *place);
    let line = |id: &BodyId| match place(id) {
        Some(place) => {
            format!("statement {} is entry {place} of the log; the receipt is in receipts/{place}.receipt", id.short())
        }
        None => format!("statement {} is signed, and waits here", id.short()),
    };
    let mut text: Vec<String> = ids.iter().map(line).collect();
    if let Some(why) = &went.stopped {
        text.push(format!("  {}", because(why)));
        text.push(
            "  send it later with `armistice post send`, or carry it by hand: `armistice post carry FOLDER`".to_owned(),
        );
    }
    let accepted: Vec<u64> = ids.iter().filter_map(place).collect();
    let ids: Vec<String> = ids.iter().map(BodyId::to_string).collect();
    (text, json!({ "statements": ids, "accepted": accepted }))
}

/// A message in one line.
fn because(why: &Message) -> String {
    let notes = if why.notes.is_empty() { String::new() } else { format!(": {}", why.notes.join("; ")) };
    format!("{}{notes} [{}]", why.sentence, why.code)
}

fn send(dir: &Path, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut post = Post::open(dir)?;
    let _held = outbox::hold(dir)?;
    let waited = outbox::waiting(dir)?.len();
    let went = send_held(&mut post, &|post| signer(post, unlock).map(Some), None)?;
    let places: Vec<u64> = went.places.iter().map(|(_, place)| *place).collect();
    if let Some(why) = went.stopped {
        let gone = places.iter().map(|place| format!("entry {place} is accepted; the others wait"));
        return Err(gone.fold(why, Message::note).into());
    }
    let line = |place: &u64| format!("entry {place}: accepted, the receipt is in receipts/{place}.receipt");
    let text = if waited == 0 { vec!["nothing waits".to_owned()] } else { places.iter().map(line).collect() };
    Ok(Answer::ok(text, json!({ "accepted": places })))
}

fn say(dir: &Path, file: &Path, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut post = Post::open(dir)?;
    let mut context = Context::new(post.zone.clone());
    context.author = post.author.clone();
    let read = jsonl::parse(&read_bytes(file)?, &context).map_err(|problems| {
        let at = |problem: &draft::Problem| format!("{} line {}", file.display(), problem.line().unwrap_or(0));
        problems.iter().map(|problem| crate::import::statements::message(problem).at(at(problem))).collect::<Vec<_>>()
    })?;
    let said_at = Some(now());
    let bodies: Vec<Body> =
        read.into_iter().map(|entry| Body { said_at: entry.body.said_at.or(said_at), ..entry.body }).collect();
    let registers = Knowledge::at(&post.statements, KnownAt::ALL, &of_charter(&post.ledger)).registers;
    let faults =
        bodies.iter().flat_map(|body| channel::admissible::actionable(body, &registers).err().unwrap_or_default());
    let faults: Vec<Message> = faults.map(|fault| Message::from(&fault).at(file.display().to_string())).collect();
    if !faults.is_empty() {
        return Err(faults.into());
    }
    let signer = signer(&post, unlock)?;
    let ids = ids(&bodies)?;
    let (text, json) = told(&say_bodies(&mut post, &signer, &bodies)?, &ids);
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
    let (mut text, mut list, mut refused) = (Vec::new(), Vec::new(), Vec::new());
    let mut seen = BTreeSet::new();
    for file in files {
        let opened = carried::read_file(file).and_then(|submission| {
            let body =
                carried::opened(&submission, &post.ledger).map_err(|message| message.at(file.display().to_string()));
            body.map(|body| (submission, body))
        });
        let (submission, body) = match opened {
            Ok(opened) => opened,
            Err(message) => {
                refused.push(message);
                continue;
            }
        };
        let Said::Body(bytes) = &submission.said else { unreachable!("an opened submission has a body") };
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
    Ok(with_refused(text, json!({ "read": list }), &refused))
}

/// What was taken of several files, and which were not: one that is wrong keeps no other back.
pub(super) fn with_refused(text: Vec<String>, mut json: Value, refused: &[Message]) -> Answer {
    refused.iter().for_each(|message| eprintln!("{message}"));
    json["refused"] =
        refused.iter().map(|message| json!({ "code": message.code, "message": message.to_string() })).collect();
    Answer { text, json, code: if refused.is_empty() { 0 } else { 2 } }
}

/// A statement of the stream, once its author's signature holds.
struct Heard {
    place: Place,
    body: Body,
    bytes: Vec<u8>,
    id: BodyId,
}

/// Reading along.
struct Listening<'l> {
    post: Post,
    signer: &'l Signer,
    receipts: bool,
    as_json: bool,
    until: Option<Monotonic>,
    token: Option<String>,
    /// What this machine has signed that it was delivered.
    answered: BTreeSet<BodyId>,
    heard: u64,
    signed: u64,
    /// What was told last of a server that does not answer, or of statements that wait.
    told: Option<String>,
}

fn listen(dir: &Path, unlock: &Unlock, seconds: Option<u64>, receipts: bool, as_json: bool) -> Result<Answer, Failure> {
    let post = Post::open(dir)?;
    let signer = signer(&post, unlock)?;
    let answered = post.statements.iter().filter_map(|statement| match &statement.body.content {
        Content::Receipt(Receipt { of, step: Step::Delivered { .. }, .. }) if statement.body.author == post.author => {
            Some(*of)
        }
        _ => None,
    });
    let mut listening = Listening {
        answered: answered.collect(),
        signer: &signer,
        receipts,
        as_json,
        until: seconds.map(|seconds| Monotonic::now() + Duration::from_secs(seconds)),
        token: None,
        heard: 0,
        signed: 0,
        told: None,
        post,
    };
    while !listening.over() {
        let begun = Monotonic::now();
        match listening.stream() {
            Ok(()) => {}
            Err(message) if [codes::AWAY, codes::NOT_VOUCHED].contains(&message.code) => listening.tell(&message),
            Err(message) => return Err(message.into()),
        }
        // A stream that ends at once is not asked for at once again.
        let rest = Duration::from_millis(POST_REST_MS).saturating_sub(begun.elapsed());
        std::thread::sleep(rest.min(listening.left()));
    }
    let Listening { heard, signed, .. } = listening;
    let text = vec![format!("{heard} statements came, {signed} receipts were signed")];
    Ok(Answer::ok(text, json!({ "heard": heard, "receipts": signed })))
}

impl Listening<'_> {
    fn left(&self) -> Duration {
        let stream = Duration::from_secs(POST_STREAM_S);
        self.until.map_or(stream, |until| until.saturating_duration_since(Monotonic::now()).min(stream))
    }
    fn over(&self) -> bool {
        self.left().is_zero()
    }
    /// Tells what stands in the way, once.
    fn tell(&mut self, message: &Message) {
        let text = format!("note: {}; it is tried again", because(message));
        if self.told.as_ref() != Some(&text) {
            eprintln!("{text}");
            self.told = Some(text);
        }
    }

    /// Reads one stream to its end.
    fn stream(&mut self) -> Result<(), Message> {
        if self.token.is_none() {
            self.token = Some(self.post.server.token(self.post.ledger.origin(), &self.post.author, self.signer)?);
        }
        // A post that has heard nothing yet begins with the first entry.
        let (token, last) = (self.token.as_deref().unwrap_or_default(), self.post.last.or(Some(0)));
        let Some(events) = self.post.server.clone().follow(token, last, self.left())? else {
            self.token = None;
            return Ok(());
        };
        // What waited while the link was cut, and what came and was not answered before the last end.
        let unanswered: Vec<Body> =
            self.post.statements.iter().filter_map(|one| self.delivered(one.id, &one.body)).collect();
        self.answer(unanswered)?;
        for event in events {
            if let Some(one) = self.hear(&event.data)? {
                self.take(one, &event.name)?;
            }
            self.told = None;
            if self.over() {
                break;
            }
        }
        Ok(())
    }

    /// Keeps what was heard, shows it and answers it.
    fn take(&mut self, one: Heard, event: &str) -> Result<(), Message> {
        let ahead = event == "urgent";
        let index = one.place.index;
        if self.post.last.is_some_and(|last| index <= last) {
            return Ok(());
        }
        inbox::keep(&self.post.dir, &one.bytes, if ahead { Came::Ahead(one.place) } else { Came::InTurn(one.place) })?;
        self.post.places.insert(one.place.envelope, index);
        if !ahead {
            self.post.last = Some(index);
        }
        if is_new(&self.post, one.id) {
            self.heard += 1;
            show(&one, event, self.as_json, is_exercise(self.post.ledger.origin()))?;
            self.post.statements.push(statement(&one));
        }
        let receipt = self.delivered(one.id, &one.body);
        self.answer(receipt.into_iter().collect())
    }

    /// Signs receipts, and sends them with all that waits.
    fn answer(&mut self, receipts: Vec<Body>) -> Result<(), Message> {
        let of = |body: &Body| match &body.content {
            Content::Receipt(receipt) => receipt.of,
            _ => unreachable!("receipts are receipts"),
        };
        match say_bodies(&mut self.post, self.signer, &receipts) {
            Ok(Went { stopped: Some(why), .. }) => self.tell(&why),
            Ok(_) => {}
            // A statement that is refused keeps nobody from hearing what others say.
            Err(why) if why.code == codes::REFUSED => self.tell(&why),
            Err(why) => return Err(why),
        }
        self.signed += receipts.len() as u64;
        self.answered.extend(receipts.iter().map(of));
        Ok(())
    }

    /// The receipt that this machine has a statement, where it is for whoever writes here and was not signed yet.
    fn delivered(&self, id: BodyId, body: &Body) -> Option<Body> {
        let to = match &body.content {
            Content::Notice(notice) => &notice.to,
            Content::Alert(alert) => &alert.to,
            Content::Escalation(escalation) => &escalation.to,
            _ => return None,
        };
        let (author, ledger) = (&self.post.author, &self.post.ledger);
        let party = ledger.author(author).map(|author| author.of.as_str());
        let for_us = to.iter().any(|name| name == author || Some(name.as_str()) == party);
        if !self.receipts || !for_us || body.author == *author || self.answered.contains(&id) {
            return None;
        }
        let step = Step::Delivered { system: format!("post of {author}") };
        let receipt = Receipt { of: id, to: vec![party_of(ledger, body.speaker())], step, words: String::new() };
        let content = Content::Receipt(receipt);
        Some(Body { author: author.clone(), said_at: Some(now()), on_behalf: None, cited: None, content })
    }

    /// What an event says, where it is believed; else nothing, and why.
    fn hear(&mut self, data: &str) -> Result<Option<Heard>, Message> {
        let event: Value = serde_json::from_str(data).unwrap_or(Value::Null);
        let bytes = event["body"].as_str().and_then(hex_bytes);
        let salt = event["salt"].as_str().and_then(hex::<32>);
        let (Some(index), Some(bytes), Some(salt)) = (event["index"].as_u64(), bytes, salt) else {
            eprintln!("note: an event that cannot be read is not believed [{}]", codes::NOT_VOUCHED);
            return Ok(None);
        };
        let leaf = self.post.server.get(&format!("/entry/{index}"), None)?.bytes;
        let Ok(entry) = Entry::decode(&leaf) else {
            return Err(self.post.server.away(format!("what it gives as entry {index} is none")));
        };
        // What the mission imports of others is not said by them; a post keeps what is said.
        if entry.signed.envelope.voice != Voice::Own {
            return Ok(None);
        }
        let (signed, accepted_at) = (entry.signed, entry.accepted_at);
        let place = Place { index, accepted_at, envelope: signed.id() };
        let submission = Submission { signed, salt: Salt(salt), said: Said::Body(bytes.clone()), received: None };
        let mut believed = self.believed(&leaf, place, &submission)?;
        for look in 0..POST_PUBLISHED_LOOKS {
            // What was said with a key that is new here is believed as soon as the key is published.
            let strange = |message: &Message| {
                message.code == codes::STRANGE_KEY || message.code == codes::NOT_VOUCHED && look == 0
            };
            if !believed.as_ref().is_err_and(strange) || index < self.post.ledger.size() {
                break;
            }
            if look > 0 {
                std::thread::sleep(Duration::from_millis(POST_REST_MS));
            }
            self.post.fetch()?;
            believed = self.believed(&leaf, place, &submission)?;
        }
        match believed {
            Ok(body) => {
                let id = wire::body_id(&bytes);
                Ok(Some(Heard { place, body, bytes, id }))
            }
            Err(message) => {
                eprintln!("note: entry {index} is not believed: {}", because(&message));
                Ok(None)
            }
        }
    }

    /// Whether a statement is its author's, and the log's at its place.
    fn believed(&self, leaf: &[u8], place: Place, submission: &Submission) -> Result<Result<Body, Message>, Message> {
        let (post, index) = (&self.post, place.index);
        let not_there = |why: String| {
            let help = codes::explain(codes::NOT_VOUCHED).map_or("", |code| code.help);
            Err(Message::new(codes::NOT_VOUCHED, why).help(help))
        };
        if index < post.ledger.size() {
            // Who signed it was checked with the copy.
            return Ok(match copy::entry(&post.dir, post.ledger.size(), index) {
                Some(own) if own == leaf => carried::committed(submission),
                _ => not_there("the copy of the log has something else there".to_owned()),
            });
        }
        let body = match carried::opened(submission, &post.ledger) {
            Ok(body) => body,
            Err(message) => return Ok(Err(message)),
        };
        if let Some(other) = post.places.get(&place.envelope).filter(|other| **other != index) {
            return Ok(not_there(format!("it came as entry {other} before")));
        }
        let envelope = &submission.signed.envelope;
        if envelope.number < post.ledger.next(&envelope.author).0 {
            return Ok(not_there(format!(
                "the log has another place for statement {} of {}",
                envelope.number, envelope.author
            )));
        }
        let promised = post.server.get(&format!("/receipt/{index}"), None)?;
        let receipt = outbox::receipt(&post.ledger, &promised.bytes);
        Ok(match receipt.is_some_and(|receipt| receipt.index == index && receipt.leaf == leaf_hash(leaf).0) {
            true => Ok(body),
            false => not_there("the log has signed no receipt for it there".to_owned()),
        })
    }
}

fn statement(one: &Heard) -> Statement {
    let known = KnownAt(one.place.accepted_at);
    let accepted = Acceptance { known, history: false, received: None, batch: None };
    Statement { id: one.id, body: one.body.clone(), accepted }
}

fn show(one: &Heard, event: &str, as_json: bool, exercise: bool) -> Result<(), Message> {
    let said = Value::Object(draft::from_body(&one.body));
    let kind = draft::kind(&one.body.content);
    // Registers and reports come, too, and are kept; people are shown what is said through the channel.
    if !as_json && !is_channel(&one.body.content) {
        return Ok(());
    }
    let line = match as_json {
        true => {
            let mut line = json!({ "index": one.place.index, "event": event, "known": utc(one.place.accepted_at), "id": one.id.to_string(), "statement": said });
            if exercise {
                line["exercise"] = json!(true);
            }
            line.to_string()
        }
        false => {
            let mark = if matches!(one.body.content, Content::Alert(_)) { "!! " } else { "" };
            let drill = if exercise { "EXERCISE " } else { "" };
            format!(
                "{drill}{mark}{} entry {} {kind} {} by {}: {}",
                utc(one.place.accepted_at),
                one.place.index,
                one.id.short(),
                one.body.speaker(),
                one_line(&said.to_string())
            )
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

/// For whom somebody writes, by the charter; whoever is not in it stands for itself.
pub(super) fn party_of(ledger: &Ledger, name: &str) -> Name {
    ledger.author(name).map_or_else(|| name.to_owned(), |author| author.of.clone())
}
