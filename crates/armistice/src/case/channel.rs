//! Questions about what goes through the channel between the parties: read here, answered below.
//!
//! ```text
//! standing of South on n1   ─▶   Standing { party: South, on: n1 }   ─▶   "silent since 2030-03-05 10:00, for 27 min 0 s"
//! ```
//!
//! Holds
//! - A question names statements by label, and parties, speakers, files and zones as they are named.
//! - Durations are exact to the second; where clocks disagree an answer says so.
//!
//! Not here: what is true of a notice, a convoy or a file (`channel`), what people are shown (`cli`).

use record::statement::{BodyId, Content, Statement};
use record::vocabulary::Name;
use record::vocabulary::time::Date;

mod told;
mod road;
mod files;
mod words;

use super::answer::Teller;
use super::ask::{Reader, unknown_form, unknown_name};
use crate::message::Message;

/// The forms of these questions, for messages and in the order of `spec/cases.md`.
pub(super) const FORMS: [&str; 44] = [
    "state of LABEL",
    "standing of PARTY on LABEL",
    "objection of PARTY to LABEL",
    "units of PARTY on LABEL",
    "not told of LABEL",
    "read back of LABEL by PARTY",
    "position of LABEL",
    "words for LABEL",
    "wait for a person of PARTY on LABEL",
    "wait since delivery for a person of PARTY on LABEL",
    "halt of PARTY on LABEL",
    "escalations of PARTY on LABEL",
    "due",
    "next due",
    "on duty for PARTY",
    "calls about LABEL",
    "conflicts of LABEL",
    "ground of LABEL",
    "speaker of LABEL learns",
    "answer to LABEL",
    "sweep of LABEL",
    "struck LABEL",
    "convoy LABEL",
    "convoy LABEL as SPEAKER",
    "trucks of LABEL",
    "seals of LABEL",
    "checkpoints of LABEL",
    "permission of ISSUER for LABEL",
    "wait for permission of ISSUER for LABEL",
    "waiting",
    "waiting of LABEL",
    "hour of ZONE",
    "hours of ZONE on DATE",
    "refusals in ZONE on DATE",
    "watch of POST",
    "gaps of POST on DATE",
    "open in POST",
    "stage of FILE",
    "out of turn in FILE",
    "requests of FILE",
    "letter of FILE",
    "follow-ups of FILE",
    "overdue requests",
    "funnel",
];

/// A question about the channel, convoys, access, watches or inquiries.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Question {
    State {
        of: String,
    },
    Standing {
        party: Name,
        on: String,
    },
    Objection {
        party: Name,
        to: String,
    },
    Units {
        party: Name,
        on: String,
    },
    NotTold {
        of: String,
    },
    ReadBack {
        of: String,
        party: Name,
    },
    Position {
        of: String,
    },
    WordsFor {
        of: String,
    },
    Person {
        party: Name,
        on: String,
        since_delivery: bool,
    },
    Halt {
        party: Name,
        on: String,
    },
    Escalations {
        party: Name,
        on: String,
    },
    Due,
    NextDue,
    OnDuty {
        party: Name,
    },
    Calls {
        about: String,
    },
    Conflicts {
        of: String,
    },
    Ground {
        of: String,
    },
    SpeakerLearns {
        of: String,
    },
    Answer {
        to: String,
    },
    Sweep {
        of: String,
    },
    Struck {
        notice: String,
    },
    Convoy {
        of: String,
        speaker: Option<Name>,
    },
    Trucks {
        of: String,
    },
    Seals {
        of: String,
    },
    Checkpoints {
        of: String,
    },
    Permission {
        issuer: Name,
        of: String,
    },
    PermissionWait {
        issuer: Name,
        of: String,
    },
    /// Of one convoy, by its legs; else as reports have it.
    Waiting {
        of: Option<String>,
    },
    Hour {
        zone: Name,
    },
    Hours {
        zone: Name,
        day: Date,
    },
    Refusals {
        zone: Name,
        day: Date,
    },
    Watch {
        post: Name,
    },
    Gaps {
        post: Name,
        day: Date,
    },
    Open {
        post: Name,
    },
    Stage {
        file: Name,
    },
    OutOfTurn {
        file: Name,
    },
    Requests {
        file: Name,
    },
    Letter {
        file: Name,
    },
    FollowUps {
        file: Name,
    },
    Overdue,
    Funnel,
}

/// Reads a question of these; `None` where it begins like none of them.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<Option<Question>, Message> {
    let all = &[][..];
    let question = if reader.eat_whole("due") {
        Question::Due
    } else if reader.eat_whole("next due") {
        Question::NextDue
    } else if reader.eat_whole("overdue requests") {
        Question::Overdue
    } else if reader.eat_whole("funnel") {
        Question::Funnel
    } else if reader.eat_whole("waiting") {
        Question::Waiting { of: None }
    } else if reader.eat("waiting of") {
        Question::Waiting { of: Some(reader.name(all)?) }
    } else if reader.eat("state of") {
        Question::State { of: reader.name(all)? }
    } else if reader.eat("standing of") {
        let (party, on) = two(reader, "on")?;
        Question::Standing { party, on }
    } else if reader.eat("objection of") {
        let (party, to) = two(reader, "to")?;
        Question::Objection { party, to }
    } else if reader.eat("units of") {
        let (party, on) = two(reader, "on")?;
        Question::Units { party, on }
    } else if reader.eat("not told of") {
        Question::NotTold { of: reader.name(all)? }
    } else if reader.eat("read back of") {
        let (of, party) = two(reader, "by")?;
        Question::ReadBack { of, party }
    } else if reader.eat("position of") {
        Question::Position { of: reader.name(all)? }
    } else if reader.eat("words for") {
        Question::WordsFor { of: reader.name(all)? }
    } else if reader.eat("wait for a person of") {
        let (party, on) = two(reader, "on")?;
        Question::Person { party, on, since_delivery: false }
    } else if reader.eat("wait since delivery for a person of") {
        let (party, on) = two(reader, "on")?;
        Question::Person { party, on, since_delivery: true }
    } else if reader.eat("halt of") {
        let (party, on) = two(reader, "on")?;
        Question::Halt { party, on }
    } else if reader.eat("escalations of") {
        let (party, on) = two(reader, "on")?;
        Question::Escalations { party, on }
    } else if reader.eat("on duty for") {
        Question::OnDuty { party: reader.name(all)? }
    } else if reader.eat("calls about") {
        Question::Calls { about: reader.name(all)? }
    } else if reader.eat("conflicts of") {
        Question::Conflicts { of: reader.name(all)? }
    } else if reader.eat("ground of") {
        Question::Ground { of: reader.name(all)? }
    } else if reader.eat("speaker of") {
        let of = reader.name(&["learns"])?;
        reader.expect("learns")?;
        Question::SpeakerLearns { of }
    } else if reader.eat("answer to") {
        Question::Answer { to: reader.name(all)? }
    } else if reader.eat("sweep of") {
        Question::Sweep { of: reader.name(all)? }
    } else if reader.eat("struck") {
        Question::Struck { notice: reader.name(all)? }
    } else if reader.eat("convoy") {
        let of = reader.name(&["as"])?;
        let speaker = if reader.eat("as") { Some(reader.name(all)?) } else { None };
        Question::Convoy { of, speaker }
    } else if reader.eat("trucks of") {
        Question::Trucks { of: reader.name(all)? }
    } else if reader.eat("seals of") {
        Question::Seals { of: reader.name(all)? }
    } else if reader.eat("checkpoints of") {
        Question::Checkpoints { of: reader.name(all)? }
    } else if reader.eat("permission of") {
        let (issuer, of) = two(reader, "for")?;
        Question::Permission { issuer, of }
    } else if reader.eat("wait for permission of") {
        let (issuer, of) = two(reader, "for")?;
        Question::PermissionWait { issuer, of }
    } else if reader.eat("hour of") {
        Question::Hour { zone: reader.name(all)? }
    } else if reader.eat("hours of") {
        let (zone, day) = on_day(reader)?;
        Question::Hours { zone, day }
    } else if reader.eat("refusals in") {
        let (zone, day) = on_day(reader)?;
        Question::Refusals { zone, day }
    } else if reader.eat("watch of") {
        Question::Watch { post: reader.name(all)? }
    } else if reader.eat("gaps of") {
        let (post, day) = on_day(reader)?;
        Question::Gaps { post, day }
    } else if reader.eat("open in") {
        Question::Open { post: reader.name(all)? }
    } else if reader.eat("stage of") {
        Question::Stage { file: reader.name(all)? }
    } else if reader.eat("out of turn in") {
        Question::OutOfTurn { file: reader.name(all)? }
    } else if reader.eat("requests of") {
        Question::Requests { file: reader.name(all)? }
    } else if reader.eat("letter of") {
        Question::Letter { file: reader.name(all)? }
    } else if reader.eat("follow-ups of") {
        Question::FollowUps { file: reader.name(all)? }
    } else {
        return Ok(None);
    };
    Ok(Some(question))
}

/// `ONE keyword OTHER`.
fn two(reader: &mut Reader<'_>, keyword: &str) -> Result<(String, String), Message> {
    let one = reader.name(&[keyword])?;
    reader.expect(keyword)?;
    Ok((one, reader.name(&[])?))
}

/// `NAME on DATE`.
fn on_day(reader: &mut Reader<'_>) -> Result<(Name, Date), Message> {
    let (name, day) = two(reader, "on")?;
    let day = day.parse().map_err(|_| unknown_form(reader.text))?;
    Ok((name, day))
}

/// The answer.
pub(super) fn answer(question: &Question, teller: &Teller<'_>) -> Result<String, Message> {
    use Question::*;
    match question {
        State { of } => told::state(teller, of),
        Standing { party, on } => told::standing(teller, party, on),
        Objection { party, to } => told::objection(teller, party, to),
        Units { party, on } => told::units(teller, party, on),
        NotTold { of } => told::not_told(teller, of),
        ReadBack { of, party } => told::read_back(teller, of, party),
        Position { of } => told::position(teller, of),
        WordsFor { of } => told::words_for(teller, of),
        Person { party, on, since_delivery } => told::person(teller, party, on, *since_delivery),
        Halt { party, on } => told::halt(teller, party, on),
        Escalations { party, on } => told::escalations(teller, party, on),
        Due => Ok(told::due(teller)),
        NextDue => Ok(told::next_due(teller)),
        OnDuty { party } => Ok(told::on_duty(teller, party)),
        Calls { about } => told::calls(teller, about),
        Conflicts { of } => told::conflicts(teller, of),
        SpeakerLearns { of } => told::speaker_learns(teller, of),
        Answer { to } => told::answer_to(teller, to),
        Sweep { of } => told::sweep(teller, of),
        Struck { notice } => told::struck(teller, notice),
        Ground { of } => told::ground(teller, of),
        Convoy { of, speaker } => road::convoy(teller, of, speaker.as_deref()),
        Trucks { of } => road::trucks(teller, of),
        Seals { of } => road::seals(teller, of),
        Checkpoints { of } => road::checkpoints(teller, of),
        Permission { issuer, of } => road::permission(teller, issuer, of),
        PermissionWait { issuer, of } => road::permission_wait(teller, issuer, of),
        Waiting { of } => road::waited(teller, of.as_deref()),
        Hour { zone } => Ok(road::hour(teller, zone)),
        Hours { zone, day } => Ok(road::hours(teller, zone, *day)),
        Refusals { zone, day } => Ok(road::refusals(teller, zone, *day)),
        Watch { post } => Ok(files::watch(teller, post)),
        Gaps { post, day } => Ok(files::gaps(teller, post, *day)),
        Open { post } => Ok(files::open(teller, post)),
        Stage { file } => Ok(files::stage(teller, file)),
        OutOfTurn { file } => Ok(files::out_of_turn(teller, file)),
        Requests { file } => Ok(files::requests(teller, file)),
        Letter { file } => Ok(files::letter(teller, file)),
        FollowUps { file } => Ok(files::follow_ups(teller, file)),
        Overdue => Ok(files::overdue(teller)),
        Funnel => Ok(files::funnel(teller)),
    }
}

/// The labelled statement, where it is of this kind and known; `None` where it is not known yet.
fn labelled<'c>(
    teller: &Teller<'c>,
    label: &str,
    what: &str,
    is: fn(&Content) -> bool,
) -> Result<Option<&'c Statement>, Message> {
    let of = |id: BodyId| teller.statements.iter().find(|statement| statement.id == id);
    let found = of(teller.id(label)?).filter(|statement| is(&statement.body.content)).ok_or_else(|| {
        let own = teller.labels.iter().filter(|(_, id)| of(*id).is_some_and(|one| is(&one.body.content)));
        unknown_name(&format!("{what} labelled"), label, own.map(|(name, _)| name.as_str()))
    })?;
    Ok(Some(found).filter(|statement| statement.known() <= teller.situation.evaluation.moment.known))
}
