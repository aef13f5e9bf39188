//! The kinds of statement that go through the channel between the parties: notices and what comes back, warnings and
//! halts, who is on duty, convoys, the monitors' own access, inquiries.
//!
//! Holds
//! - Whom a body is for stands in it (`to`); the record holds a commitment to it in any case.
//! - No statement here gives a permission, and none is made by silence: what nobody said has no value for it.
//!
//! Not here: what state they make (`channel`), who may read a body (`situation::audience`).

use super::{BodyId, OnIncident};
use crate::vocabulary::Name;
use crate::vocabulary::counts::Measure;
use crate::vocabulary::place::Place;
use crate::vocabulary::time::{EventTime, Instant, Interval};

/// Somebody tells others, beforehand, of what they should know of. It gives no permission; silence is not consent; its
/// absence forbids nothing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Notice {
    /// What is notified.
    pub what: Notified,
    /// Whom it is for: one or more.
    pub to: Vec<Name>,
    /// Where.
    pub place: Place,
    /// From when until when.
    pub during: Interval,
    /// Between which heights, where that matters.
    pub heights: Option<Heights>,
    /// How it can be recognised.
    pub marking: Option<String>,
    /// Whether the marking can be seen at night; `None` where that is not said.
    pub seen_at_night: Option<bool>,
    /// Whom to call.
    pub contact: Option<String>,
    /// From when it no longer holds unless it is said again; the end of `during` where `None`.
    pub expires: Option<Instant>,
    /// Until when objections are asked for. Nothing follows from its passing.
    pub objections_until: Option<Instant>,
    /// The notice in whose place it stands.
    pub replaces: Option<BodyId>,
    /// Whoever asks about this place may be told that there is a notice.
    pub may_be_told: bool,
    /// An exercise.
    pub drill: bool,
    /// In its own words.
    pub words: String,
}

/// What a notice is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Notified {
    /// A place that is to be spared.
    ProtectedSite,
    /// Aid workers or goods on their way.
    HumanitarianMovement,
    /// What the party that says it means to do.
    PlannedActivity,
    /// Quiet for a repair.
    RepairWindow,
    /// Quiet in one place for a time.
    LocalSilence,
}

/// Metres above the ground, both included.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Heights {
    /// Lowest.
    pub from_m: u64,
    /// Highest.
    pub to_m: u64,
}

/// What came back on a notice, a warning, a halt or a hand-over: one step, attested by whoever signs it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// The statement it answers.
    pub of: BodyId,
    /// Whom it is for: one or more.
    pub to: Vec<Name>,
    /// What is attested.
    pub step: Step,
    /// In its own words.
    pub words: String,
}

/// What a receipt attests.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// It reached a machine of the recipient's; nobody need have looked.
    Delivered {
        /// Which machine.
        system: Name,
    },
    /// A person on duty has seen it.
    Seen {
        /// Who.
        officer: Name,
    },
    /// A person says back where it is.
    ReadBack {
        /// Who.
        officer: Name,
        /// Where, as the receiver has it.
        place: Place,
        /// The same in words: distance and bearing from known places.
        marks: Vec<Mark>,
    },
    /// It was passed on.
    Passed {
        /// To which unit or command.
        unit: Name,
    },
    /// A unit or command attests that it has it.
    Held {
        /// Which.
        unit: Name,
    },
    /// A person has understood it and says so.
    Understood {
        /// Who.
        officer: Name,
    },
    /// The recipient says that it has no objection. It is no permission.
    NoObjection,
    /// The recipient objects; the words say why.
    Objects,
    /// What was to stop has stopped.
    Halted {
        /// When.
        time: EventTime,
    },
    /// It has not stopped, and the words say why.
    Continues,
    /// Whoever said the statement says that it is over.
    Closed,
}

/// Where something is, seen from a known place.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Mark {
    /// The known place.
    pub from: Name,
    /// How far away.
    pub distance_mm: u64,
    /// In which direction, in whole degrees from north through east: 0 to 359.
    pub bearing_deg: u64,
}

/// Somebody warns, or asks to stop at once: friendly forces, civilians or aid are there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alert {
    /// A warning, or a halt.
    pub kind: AlertKind,
    /// Whom it is for: one or more.
    pub to: Vec<Name>,
    /// The notice it is about, where there is one.
    pub on: Option<BodyId>,
    /// Where.
    pub place: Option<Place>,
    /// Who or what is there.
    pub endangered: Vec<Name>,
    /// Since when it has been going on.
    pub since: Option<EventTime>,
    /// An exercise.
    pub drill: bool,
    /// In its own words.
    pub words: String,
}

/// How urgent an alert is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AlertKind {
    /// Beware.
    Warning,
    /// Stop.
    Halt,
}

/// The mission turns to somebody else because nobody answered in time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Escalation {
    /// The warning or halt.
    pub of: BodyId,
    /// Who has not answered.
    pub silent: Name,
    /// Which rung of the ladder, from 1.
    pub rung: u64,
    /// Whom the mission turns to: one or more.
    pub to: Vec<Name>,
    /// When the rung was due.
    pub due: Instant,
}

/// To whom the mission turns, and after how long, where a party does not answer; the latest known for a party counts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ladder {
    /// Where this party does not answer.
    pub party: Name,
    /// In the order of time: one or more.
    pub rungs: Vec<Rung>,
}

/// One step of a ladder.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Rung {
    /// How long nobody has answered, in seconds.
    pub after_s: u64,
    /// What kind of step it is.
    pub by: RungKind,
    /// Whom to turn to; for the next officer, nobody: the roster says who.
    pub whom: Vec<Name>,
}

/// What a rung turns to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RungKind {
    /// The next officer of the party's roster.
    NextOfficer,
    /// The same party on another way.
    OtherChannel,
    /// The other side.
    OtherSide,
    /// The guarantors.
    Guarantors,
}

/// Who answers for a party, and when.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Duty {
    /// The officer.
    pub officer: Name,
    /// For which party or post.
    pub party: Name,
    /// Whom this is told: nobody but the mission where empty.
    pub to: Vec<Name>,
    /// In which order officers are called: 1 is first.
    pub rank: u64,
    /// How the officer is reached, in order: "telephone +30 ...", "radio, call sign Olive".
    pub reach: Vec<String>,
    /// Languages spoken: tags such as `ar`.
    pub languages: Vec<String>,
    /// From when until when.
    pub during: Interval,
}

/// A watch is handed over. The other officer signs by a receipt that it is understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Handover {
    /// Which watch: a party's, or a post of the mission.
    pub watch: Name,
    /// Who goes.
    pub from: Name,
    /// Who comes.
    pub to: Name,
    /// When.
    pub at: Instant,
    /// What is still open.
    pub open: Vec<BodyId>,
    /// In its own words.
    pub words: String,
}

/// A call by telephone or radio, as one end notes it; each end has its own note.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The note of the other end, where this is about the same call.
    pub same_as: Option<BodyId>,
    /// Whom this note is for: nobody but the mission where empty.
    pub to: Vec<Name>,
    /// What it was about.
    pub about: Vec<BodyId>,
    /// Who called.
    pub caller: Name,
    /// Who was called.
    pub called: Name,
    /// When it began.
    pub began: Instant,
    /// When it ended.
    pub ended: Option<Instant>,
    /// Who spoke, as far as known; nobody where nobody answered.
    pub spoke: Vec<Name>,
    /// The numbers or call signs.
    pub numbers: Vec<String>,
    /// In which language.
    pub language: Option<String>,
    /// Who interpreted.
    pub interpreter: Option<Name>,
    /// What was said, as this end notes it.
    pub words: String,
}

/// A number of trucks or loads; the most is `None` where it is open.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Amount {
    /// At least.
    pub least: u64,
    /// At most.
    pub most: Option<u64>,
}

/// A convoy as planned.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Convoy {
    /// What it is called.
    pub name: Name,
    /// Whom the plan is for: nobody but the mission where empty.
    pub to: Vec<Name>,
    /// How many trucks.
    pub trucks: Option<Amount>,
    /// What they carry.
    pub loads: Vec<Measure>,
    /// From its beginning over the road checkpoints to its end: one place or more.
    pub route: Vec<Name>,
    /// Seals, by number.
    pub seals: Vec<String>,
    /// Whose permission is asked.
    pub permits_from: Vec<Name>,
    /// When it is to be on the way.
    pub during: Interval,
    /// An exercise.
    pub drill: bool,
    /// In its own words.
    pub words: String,
}

/// What somebody says of a convoy on its way. Two who say different things are both kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConvoyEvent {
    /// The plan.
    pub convoy: BodyId,
    /// Whom it is for: everybody with a part in the mission where empty.
    pub to: Vec<Name>,
    /// What happened.
    pub leg: Leg,
    /// How many trucks it happened to.
    pub trucks: Option<Amount>,
    /// When.
    pub time: Option<EventTime>,
    /// Where.
    pub place: Option<Place>,
    /// In its own words.
    pub words: String,
}

/// What can happen to a convoy.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Leg {
    /// Permission was asked.
    Asked {
        /// Of whom.
        issuer: Name,
        /// By when an answer is needed.
        answer_by: Option<Instant>,
    },
    /// Permission was given.
    Granted {
        /// By whom.
        issuer: Name,
        /// On which conditions.
        conditions: Option<String>,
    },
    /// Permission was refused.
    Refused {
        /// By whom.
        issuer: Name,
    },
    /// It left.
    Departed,
    /// It passed a road checkpoint.
    Passed {
        /// Which.
        checkpoint: Name,
    },
    /// A seal was looked at.
    SealChecked {
        /// Its number.
        seal: String,
        /// Whether it was whole.
        whole: bool,
    },
    /// It was held up; the cause is its speaker's claim.
    Held {
        /// Why, as claimed.
        cause: String,
        /// By whom, as claimed.
        by: Option<Name>,
    },
    /// It went on.
    WentOn,
    /// It turned back.
    TurnedBack,
    /// It arrived.
    Arrived {
        /// How many trucks delivered.
        delivered: Option<Amount>,
        /// How many were accepted.
        accepted: Option<Amount>,
    },
}

/// The monitors' own way: asked, given, denied, delayed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Access {
    /// The request it answers; `None` for a request, and for what happened without one.
    pub of: Option<BodyId>,
    /// What happened.
    pub step: AccessStep,
    /// Who looks, or wants to: a source of the mission.
    pub watcher: Name,
    /// The party whose leave it is.
    pub party: Name,
    /// Which zone.
    pub zone: Name,
    /// For when.
    pub during: Interval,
    /// Why, as claimed; for conditions, which.
    pub cause: Option<String>,
    /// In its own words.
    pub words: String,
}

/// What happened to the monitors' access.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum AccessStep {
    /// Asked for.
    Requested,
    /// Given.
    Granted,
    /// Given on conditions.
    Conditional,
    /// Delayed.
    Delayed,
    /// Denied.
    Denied,
}

/// A step of an inquiry, under the name of its file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inquiry {
    /// The file.
    pub file: Name,
    /// Whom it is for: everybody with a part in the mission where empty.
    pub to: Vec<Name>,
    /// What is done.
    pub stage: Stage,
    /// By when what it asks for is due; `None` where that is not stated.
    pub due: Option<Instant>,
    /// In its own words.
    pub words: String,
}

/// A step of an inquiry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stage {
    /// An allegation was received.
    Alleged {
        /// The incident it is about.
        on: OnIncident,
    },
    /// It lacks what is needed: a letter says what.
    Insufficient {
        /// What is missing: one or more.
        missing: Vec<String>,
    },
    /// The mission has no say in it.
    OutOfScope,
    /// It is the same as another.
    Duplicate {
        /// The other file.
        of: Name,
    },
    /// An inquiry is opened.
    Opened {
        /// By which body.
        body: Name,
    },
    /// A party is asked for something.
    Asked {
        /// Which.
        party: Name,
    },
    /// A party answers what it was asked.
    Answered {
        /// Which.
        party: Name,
    },
    /// A party refuses what it was asked.
    Refused {
        /// Which.
        party: Name,
    },
    /// A finding belongs to the file.
    Found {
        /// The finding.
        finding: BodyId,
    },
    /// The parties may comment.
    CommentsOpen,
    /// A party comments.
    Comment {
        /// Which.
        party: Name,
    },
    /// The file is ruled on.
    Ruled {
        /// In which class: "no incident", "minor", "grave".
        class: Name,
    },
    /// A body adopts the ruling.
    Adopted {
        /// Which.
        body: Name,
    },
    /// It is published.
    Published,
    /// It is not published, and the words say why.
    Withheld {
        /// Until when.
        until: Option<Instant>,
    },
    /// A party is asked to act on what was found.
    FollowUp {
        /// Which.
        party: Name,
        /// What it is asked to do.
        asked: String,
    },
    /// A party says what it did.
    Replied {
        /// Which.
        party: Name,
    },
    /// What was asked is done.
    Done {
        /// By which party.
        party: Name,
    },
    /// The file is closed.
    Closed,
    /// The file is opened again, and the words say why.
    Reopened,
}

/// Somebody asks whether an activity at a place would meet what others notified. It is logged for whoever it touches.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AreaQuestion {
    /// What for.
    pub purpose: String,
    /// Where.
    pub place: Place,
    /// When.
    pub during: Interval,
}
