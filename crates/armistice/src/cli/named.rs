//! What flags name: statements by the beginning of their ids, zones, parties and officers by their names.
//!
//! Holds
//! - A statement of another kind than the flag asks for is refused, and so is an exercise where the answer is none: either would answer
//!   nothing, and nobody would see it. A halt alone is not kept back by it (`notice`).
//! - A name on which something is counted (whose leave it is, in which zone) must be one that is known; any other name that nobody
//!   registered is entered, and whoever typed it is told.
//!
//! Not here: what the statements make (`channel`), recipients (`channel::admissible`).

use record::statement::{AccessStep, Alert, Content, Convoy, Notice, Statement};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::KnownAt;
use serde_json::{Value, json};

use super::desk::Desk;
use super::{codes, moment};
use crate::draft::kind;
use crate::message::{Message, quoted};

/// What kind of statement a flag asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wanted {
    Notice,
    /// A warning or a halt.
    Alert,
    /// What a step can come of.
    Answerable,
    Call,
    Convoy,
    /// A request for access.
    AccessRequest,
    Finding,
    Report,
    /// Whatever it is.
    Statement,
}

impl Wanted {
    fn words(self) -> &'static str {
        match self {
            Wanted::Notice => "notice",
            Wanted::Alert => "warning or halt",
            Wanted::Answerable => "notice, warning, halt, escalation or hand-over",
            Wanted::Call => "call",
            Wanted::Convoy => "convoy",
            Wanted::AccessRequest => "request for access",
            Wanted::Finding => "finding",
            Wanted::Report => "report",
            Wanted::Statement => "statement",
        }
    }
    fn fits(self, content: &Content) -> bool {
        match self {
            Wanted::Notice => matches!(content, Content::Notice(_)),
            Wanted::Alert => matches!(content, Content::Alert(_)),
            Wanted::Answerable => {
                let escalated = matches!(content, Content::Escalation(_));
                escalated || matches!(content, Content::Notice(_) | Content::Alert(_) | Content::Handover(_))
            }
            Wanted::Call => matches!(content, Content::Call(_)),
            Wanted::Convoy => matches!(content, Content::Convoy(_)),
            Wanted::AccessRequest => matches!(content, Content::Access(access) if access.step == AccessStep::Requested),
            Wanted::Finding => matches!(content, Content::Finding(_)),
            Wanted::Report => matches!(content, Content::Report(_)),
            Wanted::Statement => true,
        }
    }
}

const WHERE_IDS_ARE: &str = "name it by the first six digits of its id, or more: whoever says something is told its id, and the lists and `armistice record show` \
    have it";

/// Whether a statement is an exercise; `None` of a kind that is never one by itself.
pub(super) fn drill(content: &Content) -> Option<bool> {
    match content {
        Content::Notice(Notice { drill, .. })
        | Content::Alert(Alert { drill, .. })
        | Content::Convoy(Convoy { drill, .. }) => Some(*drill),
        _ => None,
    }
}

impl Desk {
    /// The statement that a name stands for: the beginning of its id, six digits or more.
    ///
    /// # Errors
    /// C0101: nothing that is known here begins so, or more than one does, or it is something else.
    pub(super) fn named(&self, name: &str, wanted: Wanted) -> Result<&Statement, Message> {
        let found: Vec<&Statement> = self.beginning(name).collect();
        let unknown = |sentence: String| Message::new(codes::UNKNOWN_NAME, sentence);
        match found.as_slice() {
            [one] if wanted.fits(&one.body.content) => Ok(one),
            [one] => Err(unknown(format!(
                "{} names a statement of kind `{}`, and no {}",
                quoted(name),
                kind(&one.body.content),
                wanted.words()
            ))
            .help(WHERE_IDS_ARE)),
            [] => {
                Err(unknown(format!("{} names no {} that is known here", quoted(name), wanted.words()))
                    .help(WHERE_IDS_ARE))
            }
            _ => Err(unknown(format!("more than one statement begins with {}", quoted(name))).help("name more digits")),
        }
    }

    /// Whether a name may stand for a statement that is known here.
    pub(super) fn begins_an_id(&self, name: &str) -> bool {
        self.beginning(name).next().is_some()
    }

    fn beginning(&self, name: &str) -> impl Iterator<Item = &Statement> {
        let lower = name.to_lowercase();
        let named = move |statement: &&Statement| lower.len() >= 6 && statement.id.to_string().starts_with(&lower);
        self.statements().iter().filter(named)
    }

    /// The id that a flag names, whole; nothing where there is no flag.
    pub(super) fn reference(&self, name: Option<&String>, wanted: Wanted) -> Result<Value, Message> {
        name.map_or(Ok(Value::Null), |name| Ok(json!(self.named(name, wanted)?.id.to_string())))
    }

    /// The same for several; nothing where there is none.
    pub(super) fn references(&self, names: &[String], wanted: Wanted) -> Result<Value, Message> {
        let ids: Vec<String> =
            names.iter().map(|name| Ok(self.named(name, wanted)?.id.to_string())).collect::<Result<_, Message>>()?;
        Ok(if ids.is_empty() { Value::Null } else { json!(ids) })
    }

    /// The same of what is an exercise where `own` is one, and is none where it is none.
    pub(super) fn reference_of(&self, name: Option<&String>, wanted: Wanted, own: bool) -> Result<Value, Message> {
        let Some(name) = name else { return Ok(Value::Null) };
        let one = self.named(name, wanted)?;
        match drill(&one.body.content) {
            Some(true) if !own => {
                Err(Message::new(codes::BAD_CHOICE, format!("{} is an exercise, and this is none", quoted(name)))
                    .help("mark this with `--drill`, or name what is meant in earnest"))
            }
            Some(false) if own => {
                Err(Message::new(codes::BAD_CHOICE, format!("{} is no exercise, and this is one", quoted(name)))
                    .help("leave `--drill` out, or name what belongs to the exercise"))
            }
            _ => Ok(json!(one.id.to_string())),
        }
    }

    /// That a zone is one of the agreement or of the register.
    ///
    /// # Errors
    /// C0101, with those that are known. A post has not heard of all, and asks nothing.
    pub(super) fn known_zone(&self, name: &str, flag: &str) -> Result<(), Message> {
        let Desk::Mission(mission) = self else { return Ok(()) };
        let registers = self.registers();
        let own = mission.agreement.zones.iter().map(|zone| zone.name.as_str());
        let zones: Vec<&str> = own.chain(registers.zones.keys().map(String::as_str)).collect();
        known("zone", registers.resolve(name), zones, flag)
    }

    /// That a party is one of the agreement.
    ///
    /// # Errors
    /// C0101, with those that are known.
    pub(super) fn known_party(&self, name: &str, flag: &str) -> Result<(), Message> {
        let registers = self.registers();
        known("party", registers.resolve(name), registers.parties.iter().map(String::as_str).collect(), flag)
    }

    /// What whoever typed a name that nobody here knows is told; a post has not heard of everybody, and tells nothing.
    pub(super) fn unknown_names<'n>(&self, names: impl IntoIterator<Item = &'n String>) -> Vec<String> {
        let Desk::Mission(_) = self else { return Vec::new() };
        let registers = self.registers();
        let is_known = |name: &str| registers.names(name) || registers.places.contains_key(registers.resolve(name));
        let unknown: Vec<String> = names.into_iter().filter(|name| !is_known(name)).map(|name| quoted(name)).collect();
        match unknown.as_slice() {
            [] => Vec::new(),
            some => vec![format!("  NO REGISTER KNOWS {}: look at the spelling", some.join(", "))],
        }
    }

    /// The registers with all that is known.
    pub(super) fn registers(&self) -> Registers {
        self.knowledge(KnownAt::ALL).registers
    }
}

fn known(what: &str, name: &str, mut names: Vec<&str>, flag: &str) -> Result<(), Message> {
    names.sort_unstable();
    names.dedup();
    match names.contains(&name) {
        true => Ok(()),
        false => Err(moment::unknown(what, name, &names).at(flag.to_owned())),
    }
}
