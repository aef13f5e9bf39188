//! Where statements are said: in the mission's own folder, or at a party's post.
//!
//! Holds
//! - Either way a statement is made from the same fields, with the same messages, and is signed by its author's key.
//! - What was said is told with what became of it: in the log, or waiting.
//!
//! Not here: the fields of a kind (`draft`), the log (`store`), posts (`post`).

use std::collections::BTreeSet;
use std::path::Path;

use channel::admissible::Fault;
use record::ledger::Ledger;
use record::live::{Declared, Knowledge};
use record::statement::{Body, BodyId, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval, KnownAt, Zone};
use serde_json::{Map, Value, json};
use situation::{COMMUNICATION, Situation, words};

use super::moment::MomentFlags;
use super::unlock::{Unlock, pen};
use super::{Failure, now, open, post};
use crate::draft::{Context, Draft, Spelling, body};
use crate::message::Message;
use crate::mission::{AUTHOR, Mission, is_exercise, of_charter};
use crate::post::Post;
use crate::sequencer::ledger_of;
use crate::store::Entry;

/// An open folder in which statements are said.
pub(super) enum Desk {
    /// The mission's.
    Mission(Box<Mission>),
    /// A party's.
    Post(Box<Post>),
}

/// What became of what was said.
pub(super) struct Said {
    /// Its id.
    pub id: BodyId,
    /// For people.
    pub text: Vec<String>,
    /// The same as JSON.
    pub json: Value,
}

impl Desk {
    /// Opens the mission or post in a folder.
    pub(super) fn open(dir: &Path) -> Result<Desk, Failure> {
        match Post::is_at(dir) {
            true => Ok(Desk::Post(Box::new(Post::open(dir)?))),
            false => Ok(Desk::Mission(Box::new(open(dir)?))),
        }
    }
    /// Everything that is known here.
    pub(super) fn statements(&self) -> &[Statement] {
        match self {
            Desk::Mission(mission) => mission.store.statements(),
            Desk::Post(post) => &post.statements,
        }
    }
    /// In which zone times are read and shown.
    pub(super) fn zone(&self) -> Zone {
        match self {
            Desk::Mission(mission) => mission.agreement.zone.clone(),
            Desk::Post(post) => post.zone.clone(),
        }
    }
    /// Names that stand for themselves.
    pub(super) fn declared(&self) -> Declared {
        match self {
            Desk::Mission(mission) => declared(mission),
            Desk::Post(post) => of_charter(&post.ledger),
        }
    }
    /// What stands at a known-at.
    pub(super) fn knowledge(&self, known: KnownAt) -> Knowledge<'_> {
        Knowledge::at(self.statements(), known, &self.declared())
    }
    /// Who writes here unless somebody else is named.
    pub(super) fn author(&self) -> &str {
        match self {
            Desk::Mission(_) => AUTHOR,
            Desk::Post(post) => &post.author,
        }
    }
    /// Who may write.
    pub(super) fn ledger(&self) -> Result<Ledger, Message> {
        match self {
            Desk::Mission(mission) => ledger_of(&mission.dir),
            Desk::Post(post) => Ok(post.ledger.clone()),
        }
    }
    /// Whether it is an exercise.
    pub(super) fn is_exercise(&self) -> Result<bool, Message> {
        Ok(is_exercise(self.ledger()?.origin()))
    }
    /// The instants that flags ask about: happened until, known until.
    pub(super) fn moment(&self, flags: &MomentFlags) -> Result<(Instant, KnownAt), Failure> {
        match self {
            Desk::Mission(mission) => {
                let moment = flags.moment(&mission.agreement, now())?;
                Ok((moment.happened, moment.known))
            }
            Desk::Post(_) => Ok(flags.instants(&self.zone(), now())?),
        }
    }
    /// The situation at a moment; none at a post, which has no terms.
    pub(super) fn situation(&self, flags: &MomentFlags) -> Result<Option<Situation<'_>>, Failure> {
        let Desk::Mission(mission) = self else { return Ok(None) };
        let moment = flags.moment(&mission.agreement, now())?;
        Ok(Some(situation::at(&mission.agreement, mission.store.statements(), &moment)))
    }
    /// The zones that are known here.
    pub(super) fn zone_names(&self, knowledge: &Knowledge<'_>) -> Vec<Name> {
        let mut names: BTreeSet<Name> = knowledge.registers.zones.keys().cloned().collect();
        for live in &knowledge.live {
            match &live.statement.body.content {
                Content::Coverage(coverage) => names.insert(knowledge.registers.resolve(&coverage.zone).to_owned()),
                Content::Access(access) => names.insert(knowledge.registers.resolve(&access.zone).to_owned()),
                _ => false,
            };
        }
        if let Desk::Mission(mission) = self {
            names.extend(mission.agreement.zones.iter().map(|zone| zone.name.clone()));
        }
        names.into_iter().collect()
    }
    /// Where and when something is reported, by zone; a post has no terms by which a place lies in a zone, and names none.
    pub(super) fn reported_in_zones(&self, happened: Instant, known: KnownAt) -> Vec<(Name, Interval)> {
        match self {
            Desk::Mission(mission) => {
                situation::channel::reported_in_zones(&mission.agreement, mission.store.statements(), happened, known)
            }
            Desk::Post(_) => Vec::new(),
        }
    }
    /// What reports tell of messages between people: each source's account, in the order of what it tells, as a line and as JSON. A post has no
    /// terms by which an act is one.
    pub(super) fn accounts(&self, happened: Instant, known: KnownAt) -> Vec<(String, Value)> {
        let Desk::Mission(mission) = self else { return Vec::new() };
        let tree = &mission.agreement;
        let knowledge = self.knowledge(known);
        let mut rows = Vec::new();
        for live in &knowledge.live {
            let Some(report) = live.report.as_deref() else { continue };
            let Some(act) =
                report.act.as_ref().filter(|act| agreement::tree::Tree::includes(&tree.acts, COMMUNICATION, act))
            else {
                continue;
            };
            let when = report.time.as_ref().map_or(live.statement.said_at(), |time| time.began.from);
            if when > happened {
                continue;
            }
            let measures: Vec<String> = report.measures.iter().map(words::measure).collect();
            let line = format!(
                "{} [known {}]",
                words::statement(&tree.zone, live.statement),
                words::instant(&tree.zone, live.statement.known().0)
            );
            let json = json!({
                "statement": live.statement.id.to_string(), "act": act, "event": report.event, "origin": words::chain(&report.chain),
                "known": crate::message::utc(live.statement.known().0), "words": report.words, "measures": measures,
                "numbers": report.measures.iter().map(|one| json!({ "name": one.name, "least": one.least, "most": one.most, "unit": one.unit })).collect::<Vec<_>>(),
            });
            rows.push((when, live.statement.known(), line, json));
        }
        rows.sort_by(|a, b| (a.0, a.1, &a.2).cmp(&(b.0, b.1, &b.2)));
        rows.into_iter().map(|(_, _, line, json)| (line, json)).collect()
    }
    /// The body that fields make, as `author` says it now: one that can be acted on.
    pub(super) fn body(&self, author: &str, mut fields: Map<String, Value>) -> Result<Body, Failure> {
        fields.retain(|_, value| !value.is_null());
        if let Some(Value::Array(to)) = fields.get_mut("to") {
            // Named twice, somebody is told once.
            let mut seen = BTreeSet::new();
            to.retain(|name| seen.insert(name.to_string()));
        }
        fields.insert("author".to_owned(), json!(author));
        if let Some(Value::Object(entry)) = fields.get_mut("on_behalf") {
            entry.insert("recorder".to_owned(), json!(author));
        }
        let said = match self {
            Desk::Mission(mission) => mission.store.accepted_at(now()),
            Desk::Post(_) => now(),
        };
        fields.entry("said").or_insert(json!(format!("@{}", said.0)));
        let context = Context::new(self.zone());
        let read = body(&Draft { fields, spelling: Spelling::Json }, &context);
        let body = match read {
            Ok(entry) => entry.body,
            Err(problems) => {
                return Err(problems.iter().map(crate::import::statements::message).collect::<Vec<_>>().into());
            }
        };
        // Refuses what could mislead: everything that is wrong with it, at once. A post has not heard of everybody.
        let (registers, zone) = (self.registers(), self.zone());
        let mut faults = channel::admissible(&body, &registers, Some(now())).err().unwrap_or_default();
        if let Desk::Mission(_) = self {
            faults.extend(channel::admissible::unknown_readers(&body, &registers));
        }
        let local = |fault: &Fault| Message { sentence: fault.said(&zone), ..Message::from(fault) };
        match faults.is_empty() {
            true => Ok(body),
            false => Err(faults.iter().map(local).collect::<Vec<_>>().into()),
        }
    }

    /// Signs a body and says it.
    pub(super) fn say(&mut self, body: Body, unlock: &Unlock) -> Result<Said, Failure> {
        if let Desk::Mission(mission) = self {
            mission.store.take_pen(pen(&mission.dir, &body.author, unlock)?);
        }
        self.say_too(body, unlock)
    }

    /// Says one more of the same author, with the pen that the last was signed with: nobody is asked for a passphrase twice.
    pub(super) fn say_too(&mut self, body: Body, unlock: &Unlock) -> Result<Said, Failure> {
        match self {
            Desk::Mission(mission) => {
                let author = body.author.clone();
                let entry = Entry::new(body)
                    .map_err(|error| Message::new(error.code(), error.to_string()).help("shorten what it says"))?;
                let id = entry.id();
                let before = mission.store.log_size();
                let appended = mission.store.append(vec![entry], now(), false)?;
                let text = match appended.new.is_empty() {
                    true => format!("statement {} was on the record already", id.short()),
                    false => format!("statement {} by {author} is entry {before} of the log", id.short()),
                };
                let accepted: Vec<u64> = if appended.new.is_empty() { Vec::new() } else { vec![before] };
                Ok(Said { id, text: vec![text], json: json!({ "statements": [id.to_string()], "accepted": accepted }) })
            }
            Desk::Post(post) => {
                let signer = post::signer(post, unlock)?;
                let ids = post::ids(std::slice::from_ref(&body))?;
                let sent = post::say_bodies(post, &signer, std::slice::from_ref(&body))?;
                let (text, json) = post::told(&sent, &ids);
                Ok(Said { id: ids[0], text, json })
            }
        }
    }

    /// For whom the speaker of a statement speaks, by the charter.
    pub(super) fn party_of(&self, name: &str) -> Result<Name, Message> {
        Ok(post::party_of(&self.ledger()?, name))
    }
}

/// Names that stand for themselves in a mission: those of its terms, and the mission, whom everybody may tell.
pub(super) fn declared(mission: &Mission) -> Declared {
    let mut declared = situation::declared(&mission.agreement);
    declared.others.push(AUTHOR.to_owned());
    declared
}
