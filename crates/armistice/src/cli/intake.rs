//! `armistice watch note` and `watch log`: one report, heard by radio, on paper, by telephone and by SMS.
//!
//! ```text
//! text ─▶ stop-word? ─▶ halt to every party
//!      └▶ number, way, one statement ─▶ the first is it, with a receipt; each later one is a receipt that says where it differs
//! ```
//!
//! Holds
//! - The stop-word goes before everything: nothing else is asked for, and nothing is refused.
//! - Closing words change nothing of what is printed or signed.
//! - Where two differ nothing is chosen: it stays open until a correction says it.
//!
//! Not here: numbers and what came under each (`channel::forms`), fields that differ (`intake::differ`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use channel::forms::{self, Arrival, Came, FormNumber, Misread, Taken, Way, taken};
use channel::limits::FORM_SHORT_NAME_CHARACTERS;
use record::live::{Declared, Knowledge};
use record::statement::{Accused, Body, BodyId, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, KnownAt, Zone};
use serde_json::{Map, Value, json};
use situation::words;

use super::desk::Desk;
use super::named::Wanted;
use super::said::{fields, still_to_come};
use super::told;
use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, notice, now};
use crate::draft::{Context, Draft, Spelling, body};
use crate::import::statements::message;
use crate::intake::{self, differ, short};
use crate::keys::closing::Hashed;
use crate::limits::{INTAKE_BYTES, STOP_WORDS_BYTES};
use crate::message::{Message, quoted, utc};
use crate::mission::{AUTHOR, KEYS_FOLDER, Mission, is_exercise_at};
use crate::notation;
use crate::store::{Entry, Store};

/// A report as it is typed in.
#[derive(clap::Args)]
pub(super) struct NoteFlags {
    /// The number of its form; a short message may have it within
    #[arg(long, value_name = "NUMBER")]
    number: Option<String>,
    /// By which way it came: radio, paper, telephone, sms
    #[arg(long, value_name = "WAY")]
    by: Option<String>,
    /// From which call sign or telephone number
    #[arg(long, value_name = "TEXT")]
    call_sign: Option<String>,
    /// Who types it
    #[arg(long, value_name = "OFFICER")]
    typed_by: Option<String>,
    /// Who read it back to whoever reported it
    #[arg(long, value_name = "OFFICER")]
    read_back: Option<String>,
    /// Who signs it; else the mission
    #[arg(long, value_name = "AUTHOR")]
    author: Option<String>,
    /// An exercise: what the stop-word halts is marked so everywhere
    #[arg(long)]
    drill: bool,
    /// What is reported, as one statement of spec/notation.md, or in the short form; `-` for standard input. Closing words stand at its end, behind END
    #[arg(required = true)]
    text: Vec<String>,
}

/// The mission in a folder; a post has no forms of its own.
pub(super) fn mission_of(desk: &Desk) -> Result<&Mission, Message> {
    match desk {
        Desk::Mission(mission) => Ok(mission),
        Desk::Post(_) => Err(Message::new(codes::NO_MISSION, "a post takes in no reports for the mission")
            .help("this is done at the mission's own desk; a party says what it says itself: `armistice post say`")),
    }
}

pub(super) fn note(desk: &mut Desk, flags: &NoteFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    let (text, fault) = typed_in(&flags.text);
    let stop = mission.settings.watch.stop_word.as_deref();
    // What says of itself that it is an exercise halts as one.
    let (text, exercise) = match text.trim_start().strip_prefix(short::EXERCISE) {
        Some(rest) => (rest.trim_start(), true),
        None => (text.as_str(), false),
    };
    // A short message begins with its number.
    let heard = short::behind_number(text);
    if stop.is_some_and(|stop| intake::begins_with(heard, stop)) {
        return halt(desk, heard, exercise || flags.drill, flags, unlock);
    }
    let unheard = stop.filter(|stop| intake::has(text, stop)).map(|stop| {
        format!("THE STOP-WORD IS IN THIS TEXT, NOT AT ITS HEAD, AND NOTHING WAS HALTED: if a halt was meant, `armistice watch note \"{stop}\"`")
    });
    let told = report(desk, flags, text, (exercise, fault), unlock);
    let Some(unheard) = unheard else { return told };
    match told {
        Ok(mut answer) => {
            answer.text.insert(0, format!("  {unheard}"));
            Ok(answer)
        }
        Err(Failure(mut messages)) => {
            if let Some(first) = messages.first_mut() {
                first.notes.insert(0, unheard);
            }
            Err(Failure(messages))
        }
    }
}

/// Takes a report in.
fn report(
    desk: &mut Desk,
    flags: &NoteFlags,
    text: &str,
    (exercise, fault): (bool, Option<Message>),
    unlock: &Unlock,
) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    if let Some(fault) = fault {
        return Err(fault.into());
    }
    let typed = intake::split(text)?;
    let author = flags.author.clone().unwrap_or_else(|| AUTHOR.to_owned());
    let ledger = desk.ledger()?;
    let own = |name: &str| super::post::party_of(&ledger, name) == AUTHOR;
    if !own(&author) {
        return Err(Message::new(codes::BAD_CHOICE, format!("{} does not write for the mission", quoted(&author)))
            .at("--author")
            .help("the mission takes reports in; whoever said it elsewhere is named in it: `on behalf of North recorded by \"Captain B\" by radio`")
            .into());
    }
    let read = reading(mission, flags, (typed.text, exercise), &author)?;
    let keys = mission.dir.join(KEYS_FOLDER);
    let hashed = typed.closing.as_ref().map(|closing| Hashed::of(&keys, closing)).transpose();
    let (hashed, mut not_kept) = hashed.map_or_else(|message| (None, Some(message)), |hashed| (hashed, None));
    let mut kept_for = None;
    let zone = desk.zone();
    let declared = super::desk::declared(mission);
    let Desk::Mission(mission) = desk else { unreachable!("a post takes in no reports") };
    mission.store.take_pen(pen(&mission.dir, &author, unlock)?);
    let mut found = Found::default();
    let appended = mission.store.append_made(now(), false, |store| {
        found = Found::of(store, &declared, &own, &read)?;
        let receipt = receipt(found.first, &read.came, flags, &found.differs);
        let receipt = receipt_body(receipt, &author, &zone, store.accepted_at(now()))?;
        // Before the statement is on the record, so that no failure behind it loses a sign; again where somebody came between with another first.
        if let Some(hashed) = hashed.as_ref().filter(|_| kept_for.replace(found.first) != Some(found.first)) {
            not_kept = hashed.keep(&keys, &found.first.to_string(), now()).err();
        }
        let report = if found.again { None } else { Some(entry(read.body.clone())?) };
        Ok(report.into_iter().chain([entry(receipt)?]).collect::<Vec<_>>().into())
    })?;
    let ids: Vec<String> = appended.new.iter().map(ToString::to_string).collect();
    let accepted: Vec<u64> = (found.log_size..).take(ids.len()).collect();
    let statement = desk.statements().iter().find(|statement| statement.id == found.first);
    let mut text = taken_lines(&found, &read.came, flags, statement);
    if let Some(statement) = statement.filter(|_| !found.again) {
        text.extend(doubtful(desk, statement));
    }
    if typed.ended {
        text.push("  what stands behind END is not signed".to_owned());
    }
    let not_kept = not_kept.map(|message| message.to_string());
    text.extend(not_kept.iter().map(|message| format!("  it was not kept: {message}")));
    let rows: Vec<Value> = found
        .differs
        .iter()
        .map(|(field, here)| json!({ "field": field, "first": first_value(statement, field), "here": here }))
        .collect();
    let json = json!({
        "statements": ids, "accepted": accepted, "number": read.came.number.to_string(), "statement": found.first.to_string(),
        "stands": found.stands, "halt": false, "differs": rows, "not_kept": not_kept,
    });
    Ok(Answer::ok(text, json))
}

/// What is on the record under the number of a report, once nobody else enters anything.
struct Found {
    /// The statement that came first: this one's own, where nothing came before.
    first: BodyId,
    /// Whether something came under the number before.
    again: bool,
    /// Whether what came first stands.
    stands: bool,
    /// Where this one differs, as far as no correction says it already.
    differs: Map<String, Value>,
    /// How long the log was.
    log_size: u64,
}

impl Default for Found {
    fn default() -> Found {
        Found { first: BodyId([0; 32]), again: false, stands: true, differs: Map::new(), log_size: 0 }
    }
}

impl Found {
    fn of(store: &Store, declared: &Declared, own: &impl Fn(&str) -> bool, read: &Reading) -> Result<Found, Message> {
        let statements = store.statements();
        let knowledge = Knowledge::at(statements, KnownAt::ALL, declared);
        let log_size = store.log_size();
        let numbers = taken(statements, &knowledge, |name| own(name));
        let Some(taken) = numbers.get(&read.came.number) else {
            let first = entry(read.body.clone())?.id();
            return Ok(Found { first, log_size, ..Found::default() });
        };
        let mut differs = differ::differs(&taken.statement.body, &read.body);
        let corrections = corrections(&places(statements), taken);
        differs.retain(|key, value| differ::settled(key, value, usize::MAX, &corrections).is_none());
        Ok(Found { first: taken.statement.id, again: true, stands: taken.stands, differs, log_size })
    }
}

/// The place of each statement on the record.
fn places(statements: &[Statement]) -> BTreeMap<BodyId, usize> {
    statements.iter().enumerate().map(|(place, statement)| (statement.id, place)).collect()
}

/// The corrections of what came first, each with its place on the record.
fn corrections<'t>(places: &BTreeMap<BodyId, usize>, taken: &Taken<'t>) -> Vec<(usize, &'t Statement)> {
    let place = |correction: &Statement| places.get(&correction.id).copied().unwrap_or(usize::MAX);
    taken.corrections.iter().map(|correction| (place(correction), *correction)).collect()
}

/// The text of the command line, or of standard input for `-`, as far as it can be read; and what is wrong with it.
fn typed_in(text: &[String]) -> (String, Option<Message>) {
    if text != ["-"] {
        return (text.join(" "), None);
    }
    let mut typed = Vec::new();
    let read = std::io::stdin().lock().take(INTAKE_BYTES + 1).read_to_end(&mut typed);
    let text = String::from_utf8_lossy(&typed).into_owned();
    let fault = match read {
        Err(error) => Some(
            refused("the report cannot be read from standard input".to_owned())
                .note(error.kind().to_string())
                .help("type it as text in UTF-8"),
        ),
        Ok(_) if typed.len() as u64 > INTAKE_BYTES => Some(
            refused(format!("the report is longer than the {INTAKE_BYTES} bytes allowed"))
                .help("type in one report; what is longer is imported: `armistice import --help`"),
        ),
        Ok(_) if std::str::from_utf8(&typed).is_err() => {
            Some(refused("the report is no text in UTF-8".to_owned()).help("type it as text in UTF-8"))
        }
        Ok(_) => None,
    };
    (text, fault)
}

fn refused(sentence: String) -> Message {
    Message::new(codes::NOT_TAKEN_IN, sentence)
}

/// What a report says, and how it came.
struct Reading {
    body: Body,
    came: Came,
}

fn reading(
    mission: &Mission,
    flags: &NoteFlags,
    (text, exercise): (&str, bool),
    author: &str,
) -> Result<Reading, Failure> {
    let is_short = short::is_short(text);
    let form = if is_short { Some(short::read(text)?) } else { None };
    let number = match (&flags.number, form.as_ref().and_then(|form| form.number.as_ref())) {
        (Some(number), None) | (None, Some(number)) => number_of(mission, number)?,
        (Some(one), Some(other)) if number_of(mission, one)? == number_of(mission, other)? => number_of(mission, one)?,
        (Some(_), Some(_)) => {
            return Err(Message::new(codes::FORM_NUMBER, "two numbers are given, and they differ")
                .help("look at the form: one report has one number")
                .into());
        }
        (None, None) => {
            return Err(Message::new(codes::BAD_CHOICE, "no number of a form is given")
                .help("name it with `--number`; `armistice watch form` prints forms with numbers, for reports at the radio, too")
                .into());
        }
    };
    let way = match flags.by.as_deref() {
        Some(by) => Way::ALL.into_iter().find(|way| way.word() == by).ok_or_else(|| {
            Message::new(codes::BAD_CHOICE, format!("{} is no way by which a report comes", quoted(by)))
        }),
        None => Err(Message::new(codes::BAD_CHOICE, "nothing says by which way it came")),
    };
    let way = way.map_err(|message| message.help("say `--by radio`, `paper`, `telephone` or `sms`"))?;
    // In an exercise everything is one; elsewhere a report would count.
    if flags.drill || exercise && !is_exercise_at(&mission.dir) {
        return Err(refused("a report is never an exercise: it would count".to_owned())
            .help("`--drill` goes with the stop-word; what an exercise reports is taken in where its own mission is; a notice or warning that is one says `drill` in its own text")
            .into());
    }
    let came = Came { number, way, call_sign: flags.call_sign.clone(), read_back: flags.read_back.clone() };
    let mut context = Context::new(mission.agreement.zone.clone());
    context.author = author.to_owned();
    let read = match form {
        Some(form) => body(&Draft { fields: form.fields, spelling: Spelling::Json }, &context).map(|entry| vec![entry]),
        None => notation::parse(text, &context),
    };
    let mut read = read.map_err(|problems| problems.iter().map(message).collect::<Vec<_>>())?;
    let (Some(entry), true) = (read.pop(), read.is_empty()) else {
        return Err(refused("this is not one statement".to_owned())
            .help("one form is one statement: `report from patrol-2 act shelling at Mill time 2030-03-05`")
            .into());
    };
    if entry.known.is_some() || entry.received.is_some() {
        return Err(refused("when it became known is not typed in: it is known from now on".to_owned())
            .help("leave `known` and `received` out; when it was said is `said T`")
            .into());
    }
    let mut body = entry.body;
    if body.author != author {
        return Err(refused(format!("it is said by {} and signed by {}", quoted(&body.author), quoted(author)))
            .help("name who signs with `--author`, or say for whom it is typed: `on behalf of North recorded by \"Captain B\" by radio`")
            .into());
    }
    body.cited = Some(forms::cited(&came.number, body.cited.as_deref()));
    Ok(Reading { body, came })
}

/// A number of this mission's forms.
fn number_of(mission: &Mission, text: &str) -> Result<FormNumber, Message> {
    let wrong = |why: String| Message::new(codes::FORM_NUMBER, why).at("--number");
    let again = "ask for the number once more, character by character; it stands at the head of the form";
    let number = FormNumber::parse(text).map_err(|misread| match misread {
        Misread::Shape => wrong(format!("{} is no number of a form", quoted(text)))
            .help("a number is the mission's short name, digits and a check character, such as `VALLEY-0017-O`"),
        Misread::Check => wrong(format!("{} is misread: its check character does not fit", quoted(text))).help(again),
    })?;
    let own = short_name(mission)?;
    if number.mission() != own {
        return Err(
            wrong(format!("{} is a form of {}, and this mission is {own}", quoted(text), number.mission())).help(again)
        );
    }
    Ok(number)
}

/// What stands at the head of the mission's forms. Those of an exercise have another one than those of the mission whose name it bears.
pub(super) fn short_name(mission: &Mission) -> Result<String, Message> {
    let name = mission.settings.short_name().ok_or_else(|| {
        Message::new(codes::FORM_NUMBER, "the mission's name gives no short name for its forms")
            .help("add to mission.toml a section `[watch]` with a line `short_name = \"VALLEY\"`: capitals and digits")
    })?;
    Ok(match is_exercise_at(&mission.dir) {
        true => of_exercise(&name),
        false => name,
    })
}

/// The short name of an exercise.
pub(super) fn of_exercise(name: &str) -> String {
    format!("X{name}").chars().take(FORM_SHORT_NAME_CHARACTERS).collect()
}

fn entry(body: Body) -> Result<Entry, Message> {
    Entry::new(body).map_err(|error| Message::new(error.code(), error.to_string()).help("shorten what it says"))
}

/// The fields of the receipt about one arrival. It is for the mission alone: it names officers and call signs.
fn receipt(of: BodyId, came: &Came, flags: &NoteFlags, differs: &Map<String, Value>) -> Map<String, Value> {
    let mut stated = taken_by(of, flags);
    stated.insert("cited".to_owned(), json!(came.cited()));
    let words = differ::words(differs);
    if !words.is_empty() {
        stated.insert("words".to_owned(), json!(words));
    }
    stated
}

/// The fields of a receipt for the mission alone: who typed it in.
fn taken_by(of: BodyId, flags: &NoteFlags) -> Map<String, Value> {
    let said = super::said::SaidFlags { says: None, by: None, through: None };
    let mut stated = fields("receipt", &said);
    stated.insert("of".to_owned(), json!(of.to_string()));
    stated.insert("to".to_owned(), json!([AUTHOR]));
    match &flags.typed_by {
        Some(officer) => {
            stated.insert("step".to_owned(), json!("seen"));
            stated.insert("officer".to_owned(), json!(officer));
        }
        None => {
            stated.insert("step".to_owned(), json!("delivered"));
            stated.insert("system".to_owned(), json!(DESK));
        }
    }
    stated
}

/// Where a report arrived that nobody is said to have typed.
const DESK: &str = "the watch";

/// A receipt as a body that its author says now.
fn receipt_body(mut stated: Map<String, Value>, author: &str, zone: &Zone, said: Instant) -> Result<Body, Message> {
    stated.insert("author".to_owned(), json!(author));
    stated.insert("said".to_owned(), json!(format!("@{}", said.0)));
    let read = body(&Draft { fields: stated, spelling: Spelling::Json }, &Context::new(zone.clone()));
    read.map(|entry| entry.body).map_err(|problems| message(&problems[0]))
}

/// A halt to every party. Nothing is asked for, and nothing is refused: where it is not clear what is said, it says the stop-word.
fn halt(desk: &mut Desk, text: &str, drill: bool, flags: &NoteFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    let keys = mission.dir.join(KEYS_FOLDER);
    let to = mission.agreement.parties.clone();
    let stop = mission.settings.watch.stop_word.clone().unwrap_or_default();
    let (said, closing) = match intake::split(text) {
        Ok(typed) if !typed.text.is_empty() => (typed.text.to_owned(), typed.closing),
        _ => (stop, None),
    };
    let end = (0..=said.len().min(STOP_WORDS_BYTES)).rev().find(|at| said.is_char_boundary(*at)).unwrap_or(0);
    let mut answer = notice::halt_all(desk, to, &said[..end], drill, unlock)?;
    let statements = answer.json["statements"].clone();
    let id = statements[0].as_str().unwrap_or_default();
    let kept = closing.map(|closing| Hashed::of(&keys, &closing).and_then(|hashed| hashed.keep(&keys, id, now())));
    let not_kept = kept.and_then(Result::err).map(|message| message.to_string());
    answer.text.extend(not_kept.iter().map(|message| format!("  what stands behind END was not kept: {message}")));
    if let Some(heard) = how_heard(flags) {
        // The halt stands, whatever becomes of how it was heard.
        let noted = named_halt(desk, id).and_then(|halt| heard_as(desk, halt, flags, &heard, unlock));
        answer.text.push(match noted {
            Ok(()) => format!("  heard {heard}: noted for the mission alone"),
            Err(Failure(why)) => {
                let why: Vec<String> = why.iter().map(ToString::to_string).collect();
                format!("  HOW IT WAS HEARD IS NOT NOTED ({heard}): {}", why.join("; "))
            }
        });
    }
    let json = json!({
        "statements": statements, "accepted": answer.json["accepted"], "number": null, "statement": statements[0], "stands": true, "halt": true,
        "differs": [], "not_kept": not_kept,
    });
    Ok(Answer::ok(answer.text, json))
}

/// What a receipt cites that says how the stop-word was heard.
const STOP_WORD: &str = "stop-word";

/// How the stop-word was heard: by which way, from whom, under which number; none where nothing says so.
fn how_heard(flags: &NoteFlags) -> Option<String> {
    let said = [
        ("by", &flags.by),
        ("from", &flags.call_sign),
        ("under number", &flags.number),
        ("typed by", &flags.typed_by),
        ("read back by", &flags.read_back),
    ];
    let said: Vec<String> =
        said.into_iter().filter_map(|(word, value)| Some(format!("{word} {}", value.as_ref()?))).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

fn named_halt(desk: &Desk, id: &str) -> Result<BodyId, Failure> {
    Ok(desk.named(id, Wanted::Alert)?.id)
}

/// Signs how a halt was heard, for the mission alone: call signs are in no halt that parties read.
fn heard_as(desk: &mut Desk, halt: BodyId, flags: &NoteFlags, heard: &str, unlock: &Unlock) -> Result<(), Failure> {
    let mut stated = taken_by(halt, flags);
    stated.insert("cited".to_owned(), json!(STOP_WORD));
    stated.insert("words".to_owned(), json!(heard));
    let body = desk.body(AUTHOR, stated)?;
    desk.say_too(body, unlock).map(|_| ())
}

fn taken_lines(found: &Found, came: &Came, flags: &NoteFlags, statement: Option<&Statement>) -> Vec<String> {
    let (way, differs, first) = (came.way.word(), &found.differs, found.first.short());
    let mut text = vec![match found.again {
        false => format!("form {} makes statement {first}, by {way}", came.number),
        true if differs.is_empty() => {
            format!("form {} by {way}: it says nothing else than statement {first}", came.number)
        }
        true => format!("form {} by {way}: it differs from statement {first}", came.number),
    }];
    if !found.stands {
        text.push("  that statement was withdrawn, and this does not bring it back: what is said now needs a form with a new number".to_owned());
    }
    for (field, here) in differs {
        let stood = first_value(statement, field);
        text.push(format!(
            "  {field}: first {}, here {}",
            quoted(&differ::shown(&stood)),
            quoted(&differ::shown(here))
        ));
    }
    if !differs.is_empty() {
        text.push("  nothing is chosen; it is open until whoever reported it corrects it: ask, and enter what they say with `armistice record append`:".to_owned());
        let speaker = statement.and_then(|statement| statement.body.outermost()).map_or("…", String::as_str);
        let on_behalf = json!({ "speaker": speaker, "recorder": AUTHOR, "medium": way });
        let fields = Value::Object(differs.clone()).to_string();
        let fields = fields.trim_start_matches('{').trim_end_matches('}');
        text.push(format!(
            "  {{\"kind\":\"reply\",\"to\":\"{}\",\"author\":\"{AUTHOR}\",\"on_behalf\":{on_behalf},\"stance\":\"corrects\",{fields}}}",
            found.first
        ));
    }
    let typed = flags.typed_by.as_deref().unwrap_or("nobody who is named");
    let back =
        flags.read_back.as_deref().map_or("not read back".to_owned(), |officer| format!("read back by {officer}"));
    text.push(format!("  typed by {typed}, {back}"));
    text
}

/// What whoever types a report in is told at once: what cannot be, what nobody knows, what is missing. It is kept as it was said.
fn doubtful(desk: &Desk, statement: &Statement) -> Vec<String> {
    let (Desk::Mission(mission), Content::Report(report)) = (desk, &statement.body.content) else { return Vec::new() };
    let mut text = Vec::new();
    match &report.time {
        None => text.push(
            "  IT STATES NO TIME: it may have happened at any time before now, and no clock is sure of it; ask when, and correct it"
                .to_owned(),
        ),
        Some(time) => text.extend(still_to_come(desk, Some(time.began.from))),
    }
    let is_act = |act: &Name| {
        let mut acts = mission.agreement.acts.iter().flat_map(|class| class.includes.iter().chain([&class.name]));
        acts.any(|known| known == act)
    };
    if let Some(act) = report.act.as_ref().filter(|act| !is_act(act)) {
        text.push(format!("  THE TERMS HAVE NO ACT {}: no article asks about it; look at the spelling", quoted(act)));
    }
    let accused: Vec<&String> = match &report.accused {
        Accused::Unstated => Vec::new(),
        Accused::Actor(name) => vec![name],
        Accused::Dyad(a, b) => vec![a, b],
    };
    text.extend(desk.unknown_names(accused.into_iter().chain(&report.targets)));
    text.extend(report.place.as_ref().and_then(|place| told::unknown_place(desk, place)));
    text
}

fn first_value(statement: Option<&Statement>, field: &str) -> Value {
    statement.and_then(|statement| differ::fields(&statement.body).remove(field)).unwrap_or(Value::Null)
}

// ---- The log ----------------------------------------------------------------------------------------------------

/// The radio log: what came under each number.
pub(super) fn log(desk: &Desk, at: Instant, known: KnownAt) -> Result<Answer, Failure> {
    mission_of(desk)?;
    let knowledge = desk.knowledge(known);
    let ledger = desk.ledger()?;
    let numbers = taken(desk.statements(), &knowledge, |name| super::post::party_of(&ledger, name) == AUTHOR);
    let (zone, places) = (desk.zone(), places(desk.statements()));
    let mut text = vec![format!("Radio log, known until {}", words::instant(&zone, at.min(known.0)))];
    let mut rows = Vec::new();
    for (number, taken) in &numbers {
        let corrections = corrections(&places, taken);
        let open = |arrival: &Arrival<'_>| open_fields(&places, arrival, &corrections);
        let checked: BTreeSet<_> = taken.checked_by(|arrival| differ::read(arrival.words).is_empty());
        text.push(String::new());
        let withdrawn = if taken.stands { "" } else { ", withdrawn" };
        text.push(format!("{number}: statement {}{withdrawn}", taken.statement.id.short()));
        let mut arrivals = Vec::new();
        for arrival in &taken.arrivals {
            text.extend(arrival_lines(&zone, taken, arrival, &open(arrival)));
            arrivals.push(arrival_json(taken, arrival, &open(arrival)));
        }
        text.push(match checked.is_empty() {
            true => "  not checked by a second person".to_owned(),
            false => format!(
                "  checked by a second person: {}",
                checked.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ")
            ),
        });
        let count = taken.arrivals.iter().flat_map(open).filter(|field| field.2.is_none()).count();
        if count > 0 {
            text.push(format!("  OPEN: {} on which nothing is chosen", super::words::counted(count, "difference")));
        }
        rows.push(json!({
            "number": number.to_string(), "statement": taken.statement.id.to_string(), "stands": taken.stands, "arrivals": arrivals,
            "checked_by": checked, "open": count,
        }));
    }
    let heard = stop_words(&knowledge);
    if !heard.is_empty() {
        text.push(String::new());
        text.push("The stop-word".to_owned());
    }
    for (halt, receipt, how) in &heard {
        text.push(format!("  {}: halt {}, heard {how}", words::instant(&zone, receipt.said_at()), halt.short()));
    }
    if rows.is_empty() && heard.is_empty() {
        text.push("no form has come in".to_owned());
    }
    let heard: Vec<Value> = heard
        .iter()
        .map(|(halt, receipt, words)| {
            json!({ "halt": halt.to_string(), "receipt": receipt.id.to_string(), "at": utc(receipt.said_at()), "heard": words })
        })
        .collect();
    Ok(Answer::ok(text, json!({ "at": utc(at), "forms": rows, "stop_words": heard })))
}

/// Halts of the mission that it was told of by the stop-word, each with the receipt for itself alone that says how it was heard.
fn stop_words<'k>(knowledge: &'k Knowledge<'_>) -> Vec<(BodyId, &'k Statement, &'k str)> {
    let own = knowledge.live.iter().map(|live| live.statement).filter(|statement| statement.body.author == AUTHOR);
    let heard = own.filter_map(|statement| match &statement.body.content {
        Content::Receipt(receipt) if statement.body.cited.as_deref() == Some(STOP_WORD) => {
            Some((receipt.of, statement, receipt.words.as_str()))
        }
        _ => None,
    });
    heard.collect()
}

/// The fields in which an arrival differs, what it says, and the correction that settles it, where there is one.
fn open_fields<'t>(
    places: &BTreeMap<BodyId, usize>,
    arrival: &Arrival<'_>,
    corrections: &[(usize, &'t Statement)],
) -> Vec<(String, Value, Option<&'t Statement>)> {
    let at = places.get(&arrival.receipt.id).copied().unwrap_or(usize::MAX);
    let differs = differ::read(arrival.words);
    let settled = |(key, value): (String, Value)| {
        let by = differ::settled(&key, &value, at, corrections);
        (key, value, by)
    };
    differs.into_iter().map(settled).collect()
}

type Field<'t> = (String, Value, Option<&'t Statement>);

fn arrival_lines(zone: &Zone, taken: &Taken<'_>, arrival: &Arrival<'_>, fields: &[Field<'_>]) -> Vec<String> {
    let came = &arrival.came;
    let sign = came.call_sign.as_deref().map_or(String::new(), |sign| format!(" from {sign}"));
    let back = came.read_back.as_deref().map_or("not read back".to_owned(), |name| format!("read back by {name}"));
    let typed = arrival.typed_by.map_or("typed by nobody who is named".to_owned(), |name| format!("typed by {name}"));
    let when = words::instant(zone, arrival.receipt.said_at());
    let mut lines = vec![format!("  {when} by {}{sign}, {typed}, {back}", came.way.word())];
    for (field, here, settled) in fields {
        let first = first_value(Some(taken.statement), field);
        let end = settled.map_or("open".to_owned(), |by| format!("settled by {}", by.id.short()));
        lines.push(format!(
            "    {field}: first {}, here {}; {end}",
            quoted(&differ::shown(&first)),
            quoted(&differ::shown(here))
        ));
    }
    lines
}

fn arrival_json(taken: &Taken<'_>, arrival: &Arrival<'_>, fields: &[Field<'_>]) -> Value {
    let differs: Vec<Value> = fields
        .iter()
        .map(|(field, here, settled)| {
            json!({
                "field": field, "first": first_value(Some(taken.statement), field), "here": here,
                "settled_by": settled.map(|by| by.id.to_string()),
            })
        })
        .collect();
    json!({
        "receipt": arrival.receipt.id.to_string(), "way": arrival.came.way.word(), "call_sign": arrival.came.call_sign,
        "at": utc(arrival.receipt.said_at()), "typed_by": arrival.typed_by, "read_back_by": arrival.came.read_back, "differs": differs,
    })
}
