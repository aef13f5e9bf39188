//! The kinds of statement and their fields.
//!
//! Holds
//! - A field that a report does not state is `None` or empty; nothing is filled in.
//!
//! Not here: which of them stand at a known-at (`live`).

use super::BodyId;
use super::channel::*;
use crate::vocabulary::Name;
use crate::vocabulary::counts::{Count, Measure};
use crate::vocabulary::facts::Attribution;
use crate::vocabulary::place::{Area, Place};
use crate::vocabulary::registers::{MembershipKind, ZoneGeometry};
use crate::vocabulary::sources::{Chain, Grade};
use crate::vocabulary::standards::FindingWord;
use crate::vocabulary::time::{EventTime, Instant, Interval};

/// What a statement says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// Somebody reports an event, or that it did not happen.
    Report(Report),
    /// Somebody answers a statement.
    Reply(Reply),
    /// A decider decides a named question.
    Decision(Decision),
    /// A body finds.
    Finding(Finding),
    /// Somebody watched.
    Coverage(Coverage),
    /// A register entry.
    Registration(Registration),
    /// A zone's geometry from an instant on.
    ZoneVersion(ZoneVersionStated),
    /// A co-signature under a zone version.
    ZoneSignature(ZoneSignature),
    /// The mission adopts an agreement text.
    Adoption(Adoption),
    /// A decider's signature under a renewal of a regime.
    Renewal(Renewal),
    /// Two statements are about the same incident, or are not.
    Identity(Identity),
    /// Somebody grades a statement.
    Grading(Grading),
    /// Statements that entered together.
    Batch(Batch),
    /// A batch is undone as a whole.
    BatchUndone(BodyId),
    /// Somebody looked at two reports and cannot say whether they are about the same incident.
    Unsure(Unsure),
    /// The weights by which the mission compares reports from now on.
    Weighing(Weighing),
    /// What a statement says, in another language.
    Translation(Translation),
    /// Somebody tells others beforehand.
    Notice(Notice),
    /// What came back on a notice, a warning, a halt or a hand-over.
    Receipt(Receipt),
    /// A warning, or a halt.
    Alert(Alert),
    /// Nobody answered, and the mission turns to somebody else.
    Escalation(Escalation),
    /// To whom the mission turns where a party does not answer.
    Ladder(Ladder),
    /// Who answers for a party, and when.
    Duty(Duty),
    /// A watch is handed over.
    Handover(Handover),
    /// A call, as one end notes it.
    Call(Call),
    /// A convoy as planned.
    Convoy(Convoy),
    /// What somebody says of a convoy on its way.
    ConvoyEvent(ConvoyEvent),
    /// The monitors' own access.
    Access(Access),
    /// A step of an inquiry.
    Inquiry(Inquiry),
    /// Somebody asks whether an activity would meet what others notified.
    AreaQuestion(AreaQuestion),
}

/// Whether a report says that it happened or that it did not.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Polarity {
    /// It happened.
    Happened,
    /// It did not happen.
    DidNotHappen,
}

/// Whom a report accuses.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Accused {
    /// Nobody is named.
    Unstated,
    /// This actor.
    Actor(Name),
    /// "Fighting between": no attacker stated, each the other's target; the order says nothing (E8).
    Dyad(Name, Name),
}

/// One source chain, one proposition (S2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// How it came to us.
    pub chain: Chain,
    /// It happened, or it did not.
    pub polarity: Polarity,
    /// Who did it.
    pub accused: Accused,
    /// What was done, a word of the agreement's acts where it fits.
    pub act: Option<Name>,
    /// To whom; several where the position was mixed.
    pub targets: Vec<Name>,
    /// With what.
    pub weapon: Option<Name>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<Place>,
    /// How many.
    pub counts: Vec<Count>,
    /// Other numbers.
    pub measures: Vec<Measure>,
    /// Severity class, where the report states one.
    pub severity: Option<Name>,
    /// On what it rests: own observation, document, record. A denial by the accused without one is bare (S6).
    pub basis: Option<String>,
    /// A claimed cause: "permits missing".
    pub cause: Option<String>,
    /// The event key of the feed it came from, as `feed:key`; equal keys are one incident.
    pub event: Option<String>,
    /// What it says, in its own words or ours.
    pub words: String,
    /// The author's grade of it at entry (S10).
    pub grade: Option<Grade>,
    /// What the importer found odd and kept: "low 5 exceeds best 3".
    pub flags: Vec<String>,
}

impl Default for Report {
    fn default() -> Report {
        Report {
            chain: Chain {
                relayers: Vec::new(),
                origins: vec![crate::vocabulary::sources::Origin::Unnamed(String::new())],
            },
            polarity: Polarity::Happened,
            accused: Accused::Unstated,
            act: None,
            targets: Vec::new(),
            weapon: None,
            time: None,
            place: None,
            counts: Vec::new(),
            measures: Vec::new(),
            severity: None,
            basis: None,
            cause: None,
            event: None,
            words: String::new(),
            grade: None,
            flags: Vec::new(),
        }
    }
}

/// An answer to a statement (S5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reply {
    /// The statement answered.
    pub to: BodyId,
    /// What the answer says.
    pub stance: Stance,
    /// On which subject: decides whether its speaker was registered to speak for the party.
    pub subject: String,
    /// *Without prejudice*: shown, never counted.
    pub without_prejudice: bool,
    /// In its own words.
    pub words: String,
}

/// What a reply says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stance {
    /// The act happened and was the speaker's party's.
    Acknowledges,
    /// It did not happen, or was not the speaker's.
    Denies {
        /// On what the denial rests; bare where `None` (S6).
        basis: Option<String>,
    },
    /// Raises an exception or an intent.
    Explains {
        /// The exception of a provision that it claims, by name ("E1").
        exception: Option<Name>,
        /// The intent it states: "accident".
        intent: Option<String>,
        /// Whether it says that the act was the speaker's party's.
        acknowledges: bool,
    },
    /// One field is wrong; or, for a claimed exception, the exception is.
    Disputes {
        /// The field or exception, by name.
        field: Name,
    },
    /// The statement is replaced in the fields stated here and stands in the rest (S4).
    Corrects(Box<Correction>),
    /// The statement no longer stands.
    Withdraws,
}

/// The fields a correction states; `None` keeps the old one.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Correction {
    /// Polarity.
    pub polarity: Option<Polarity>,
    /// Accused.
    pub accused: Option<Accused>,
    /// Act.
    pub act: Option<Name>,
    /// Targets.
    pub targets: Option<Vec<Name>>,
    /// Weapon.
    pub weapon: Option<Name>,
    /// Time.
    pub time: Option<EventTime>,
    /// Place.
    pub place: Option<Place>,
    /// Counts.
    pub counts: Option<Vec<Count>>,
    /// Severity.
    pub severity: Option<Name>,
}

/// What a statement is about, where it is about an incident.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum OnIncident {
    /// The incident that holds this report.
    Of(BodyId),
    /// The incident with this feed key.
    Event(String),
}

/// A signed yes or no of a decider (H2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// On what.
    pub question: Question,
    /// Yes or no. For a ruling: yes is *breaks*, no is *excused*.
    pub yes: bool,
}

/// A question that a decider can decide.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Question {
    /// Open this phase.
    Phase(Name),
    /// Does this incident break this clock (C6)?
    Ruling {
        /// The clock.
        clock: Name,
        /// The incident.
        on: OnIncident,
    },
    /// A judgement slot of the agreement, about an incident or at large.
    Judgement {
        /// The slot's name.
        slot: Name,
        /// The incident, where it is about one.
        on: Option<OnIncident>,
    },
}

/// A body's signed finding: four independent slots; empty slots say nothing (S12).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// On which incident.
    pub on: OnIncident,
    /// The *finding* slot.
    pub finding: Option<FindingWord>,
    /// The *attribution* slot.
    pub attribution: Option<Attribution>,
    /// The *intent* slot, in the body's words.
    pub intent: Option<String>,
    /// The *severity* slot.
    pub severity: Option<Name>,
    /// When, where the body states it.
    pub time: Option<EventTime>,
    /// Where, where the body states it.
    pub place: Option<Place>,
    /// Targets, where the body states them.
    pub targets: Vec<Name>,
    /// In its own words.
    pub words: String,
}

/// Who watched where, when (V7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Coverage {
    /// The source that watched.
    pub watcher: Name,
    /// The zone watched.
    pub zone: Name,
    /// From when until when.
    pub during: Interval,
}

/// One register entry, dated where it can change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Registration {
    /// This name stands for itself: an actor, group, source or list.
    Name {
        /// The name.
        name: Name,
        /// What it is, for people: "armed group", "news agency".
        what: String,
    },
    /// Another spelling or coding of a name.
    Alias {
        /// The other spelling.
        alias: Name,
        /// What it stands for.
        of: Name,
    },
    /// Membership in a party or group, or an entry of a list.
    Member {
        /// Who.
        member: Name,
        /// Of what.
        of: Name,
        /// When.
        during: Interval,
        /// `false` for "may be": an umbrella name.
        certain: bool,
        /// Part, or listed.
        kind: MembershipKind,
    },
    /// Who may speak for a party.
    Speaker {
        /// Who.
        name: Name,
        /// For whom.
        party: Name,
        /// On which subject; "any" for all.
        subject: String,
        /// When.
        during: Interval,
    },
    /// Two sources share an origin, relay or control one another (S9).
    Relation {
        /// One.
        a: Name,
        /// The other.
        b: Name,
        /// When.
        during: Interval,
        /// In words: "relays", "controlled by".
        what: String,
    },
    /// A place, the larger place it lies in, its extent.
    Place {
        /// The place.
        name: Name,
        /// The next larger place.
        within: Option<Name>,
        /// Its extent.
        area: Option<Area>,
    },
}

/// A version of a zone (P5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneVersionStated {
    /// The zone.
    pub zone: Name,
    /// The version's label.
    pub label: String,
    /// From when it is in force.
    pub in_force_from: Instant,
    /// Its geometry.
    pub geometry: ZoneGeometry,
    /// Part of the adopted agreement: every co-signer has signed it by adopting.
    pub with_agreement: bool,
}

/// A signature under a zone version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ZoneSignature {
    /// The version statement.
    pub version: BodyId,
    /// Counts from the version's first day, whenever it was signed.
    pub retroactive: bool,
}

/// The mission adopts a text; a live mission's terms are the latest adopted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Adoption {
    /// The agreement's name.
    pub agreement: String,
    /// SHA-256 of the text.
    pub text_sha256: [u8; 32],
    /// SHA-256 of the canonical JSON tree.
    pub tree_sha256: [u8; 32],
    /// From when the mission is live: history batches are refused after it.
    pub live_from: Option<Instant>,
}

/// One decider's signature under a renewal (G1). Signatures with equal `act` and terms are one act.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Renewal {
    /// The regime.
    pub regime: Name,
    /// The act's name: "renewal of 6 March".
    pub act: String,
    /// For how long.
    pub term: RenewalTerm,
    /// Retroactive from this instant.
    pub retroactive_from: Option<Instant>,
}

/// For how long a regime is renewed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RenewalTerm {
    /// So many seconds more.
    Seconds(i64),
    /// Until this instant.
    Until(Instant),
    /// Without end.
    Open,
}

/// Two reports are about the same incident, or are not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Identity {
    /// One.
    pub a: BodyId,
    /// The other.
    pub b: BodyId,
    /// Same, or different.
    pub same: bool,
}

/// Somebody looked at two reports and cannot say: it joins nothing, parts nothing, and takes nothing back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unsure {
    /// One.
    pub a: BodyId,
    /// The other.
    pub b: BodyId,
}

/// The mission states by which weights it compares reports (K5); the latest known counts, and only for proposals.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Weighing {
    /// SHA-256 of the weights in writing.
    pub text_sha256: [u8; 32],
    /// From how many reports they were learnt.
    pub reports: u64,
}

/// What a statement says, in another language: its author translates. It is shown beside the original, which decides; nothing is judged by it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Translation {
    /// The statement whose words are translated.
    pub of: BodyId,
    /// Out of which language, where that is stated: a tag such as `ar`.
    pub out_of: Option<String>,
    /// Into which language: a tag such as `en`.
    pub into: String,
    /// The words.
    pub words: String,
}

/// A grade given to a statement (S10).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Grading {
    /// The statement graded.
    pub of: BodyId,
    /// The grade.
    pub grade: Grade,
}

/// What an import brought in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// The format: "ucdp-ged".
    pub format: String,
    /// The file's name, without its folder.
    pub file: String,
    /// SHA-256 of the file's bytes.
    pub sha256: [u8; 32],
    /// How known-at was stated: "2020-01-31T23:59:59Z" or "from sources".
    pub known_rule: String,
    /// Rows accepted.
    pub rows: u64,
}
