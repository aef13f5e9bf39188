//! What whoever types in is told at once: what does not count, what nobody knows, whom to call.
//!
//! Holds
//! - What was said is kept as it was said; what is told here refuses nothing and changes nothing.
//!
//! Not here: what is refused (`channel::admissible`), lists (`channel_show`).

use channel::Channel;
use channel::alert::AlertState;
use channel::conflict::Learns;
use channel::notice::SENTENCE;
use channel::question::Heard;
use record::statement::{Alert, AlertKind, BodyId, Call, Content, Notice, Receipt, Statement, Step};
use record::vocabulary::place::Place;
use record::vocabulary::time::{Instant, KnownAt};
use situation::words;

use super::desk::Desk;
use super::{Failure, channel_show, now};
use crate::message::{Message, quoted};

/// A name as it is typed into a shell.
pub(super) fn typed(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-._".contains(c);
    if !name.is_empty() && name.chars().all(plain) { name.to_owned() } else { words::quoted(name) }
}

/// What the sender reads at once: the position in words, to be said at the telephone, and where the places that it names are not there.
pub(super) fn sent(desk: &Desk, notice: &Notice) -> Vec<String> {
    let mut text = vec![format!("  {SENTENCE}")];
    let knowledge = desk.knowledge(KnownAt::ALL);
    text.extend(channel_show::position_lines(&knowledge.registers, &notice.place, notice.during.from));
    text.extend(unknown_place(desk, &notice.place));
    text
}

/// What whoever reads back is told at once: where it differs from what was notified.
pub(super) fn read_back(desk: &Desk, answered: &Statement, receipt: &Receipt) -> Vec<String> {
    let (Content::Notice(notice), Step::ReadBack { place, marks, .. }) = (&answered.body.content, &receipt.step) else {
        return Vec::new();
    };
    let knowledge = desk.knowledge(KnownAt::ALL);
    channel_show::read_back_lines(&knowledge.registers, &notice.place, place, marks)
}

/// That the roster of whoever answers does not have the officer, where it has anybody.
pub(super) fn not_on_roster(desk: &Desk, speaker: &str, officer: &str) -> Result<Option<String>, Message> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, now());
    let party = desk.party_of(speaker)?;
    let roster = channel.roster(&party);
    let on_it = roster.officers.iter().any(|on_duty| on_duty.officer == knowledge.registers.resolve(officer));
    let names: Vec<&str> = roster.officers.iter().map(|on_duty| on_duty.officer).collect();
    let line = format!(
        "  {} IS NOT ON THE ROSTER OF {party}, which has {}: look at the spelling",
        quoted(officer),
        names.join(", ")
    );
    Ok((!on_it && !names.is_empty()).then_some(line))
}

/// What whoever answers for nobody is told: a receipt counts for a recipient when that recipient says it.
pub(super) fn for_nobody(desk: &Desk, answered: &Statement, speaker: &str) -> Result<Option<String>, Failure> {
    let (Content::Notice(Notice { to, .. }) | Content::Alert(Alert { to, .. })) = &answered.body.content else {
        return Ok(None);
    };
    let party = desk.party_of(speaker)?;
    let registers = desk.knowledge(KnownAt::ALL).registers;
    let counts = to.iter().any(|name| registers.resolve(name) == registers.resolve(&party));
    Ok((!counts).then(|| {
        format!(
            "  THIS COUNTS FOR NOBODY: it is for {}, and {party} says it. What they say by telephone: the same with `--by {} --through telephone`",
            to.join(", "),
            to.first().map_or(String::new(), |name| typed(name))
        )
    }))
}

/// What has just been said, in one line: whoever typed it in haste sees it.
pub(super) fn told_again(desk: &Desk, alert: &Alert) -> String {
    let kind = if alert.kind == AlertKind::Halt { "HALT" } else { "WARNING" };
    let drill = if alert.drill { "EXERCISE " } else { "" };
    let of_notice = || {
        let on = desk.statements().iter().find(|statement| Some(statement.id) == alert.on)?;
        if let Content::Notice(notice) = &on.body.content { Some(notice.place.clone()) } else { None }
    };
    let place = alert.place.clone().or_else(of_notice);
    let place = place.map_or("WHERE IS NOT SAID".to_owned(), |place| words::place(&place));
    format!("  {drill}{kind} to {}, {place}", alert.to.join(", "))
}

/// That the register knows no place of these names, where nothing else says where it is. A post has no register.
pub(super) fn unknown_place(desk: &Desk, place: &Place) -> Option<String> {
    let Desk::Mission(mission) = desk else { return None };
    let registers = desk.knowledge(KnownAt::ALL).registers;
    let is_zone = |name: &String| mission.agreement.zones.iter().any(|zone| zone.name == *name);
    let unknown = place.area.is_none() && registers.area_of(place).is_none() && !place.names.iter().any(is_zone);
    unknown.then(|| {
        format!(
            "  THE REGISTER KNOWS NO PLACE {}: look at the spelling, or say the position with `--point`",
            place.names.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ")
        )
    })
}

/// Whether a notice is to come or in force, or a warning or halt stands, with all that is known.
pub(super) fn still_open(desk: &Desk, id: BodyId) -> bool {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, super::now());
    [&channel, &channel.drills()].iter().any(|channel| {
        let stands = channel.alert(id).is_some_and(|held| held.state == AlertState::Standing);
        stands || channel.notice(id).is_some_and(|held| held.state.is_open())
    })
}

/// That an officer's *understood* does not count as that yet.
pub(super) fn out_of_turn(desk: &Desk, of: BodyId, receipt: BodyId) -> Option<String> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, super::now());
    let is_out = |channel: &Channel<'_>| {
        let (notice, alert) = (channel.notice(of), channel.alert(of));
        let of_notice = notice.iter().flat_map(|held| &held.recipients).map(|recipient| &recipient.told);
        let of_alert = alert.iter().flat_map(|held| &held.recipients).map(|recipient| &recipient.told);
        of_notice.chain(of_alert).any(|told| told.out_of_turn.iter().any(|person| person.by.id == receipt))
    };
    let out = is_out(&channel) || is_out(&channel.drills());
    out.then(|| {
        "  IT DOES NOT COUNT AS UNDERSTOOD: it has a position, and no read-back that agrees came before: ask them to read it back"
            .to_owned()
    })
}

/// What whoever notes a call about something that has no answer is told: a call is none.
pub(super) fn not_an_answer(desk: &Desk, call: &Call) -> Vec<String> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, super::now());
    let Some(officer) = call.spoke.first() else { return Vec::new() };
    let ends = [&call.caller, &call.called].map(|end| knowledge.registers.resolve(end));
    let mut text = Vec::new();
    for held in call.about.iter().filter_map(|id| channel.alert(*id)) {
        let silent = held.recipients.iter().map(|recipient| &recipient.told);
        for told in silent.filter(|told| told.standing.is_unanswered() && ends.contains(&told.recipient)) {
            text.push(format!(
                "  A CALL IS NO ANSWER: if they have seen it, enter: armistice notice ack {} --seen {} --by {} --through telephone",
                held.id().short(),
                typed(officer),
                typed(told.recipient)
            ));
        }
    }
    text
}

/// Whom to call, for whoever has just warned.
pub(super) fn whom_to_call(desk: &Desk, to: &[String], drill: bool, at: Instant) -> Vec<String> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, at);
    let mut text = Vec::new();
    let exercise = if drill { "EXERCISE, say so first: " } else { "" };
    for party in to {
        let roster = channel.roster(party);
        for on_duty in &roster.officers {
            text.push(format!(
                "  {exercise}call {} for {party}: {}",
                on_duty.officer,
                on_duty.duty.reach.join(", then ")
            ));
        }
        if roster.is_gap() {
            text.push(format!("  nobody is known to be on duty for {party}: call whom you know"));
        }
    }
    text
}

/// What whoever asked about a place learns. A post knows the notices of others no better than it may, so the mission answers.
pub(super) fn question_lines(desk: &Desk, question: BodyId) -> Vec<String> {
    let Desk::Mission(_) = desk else {
        return vec!["  the mission answers: it is asked as soon as it has this".to_owned()];
    };
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, super::now());
    let mut text = Vec::new();
    let questions = channel.questions();
    let Some(held) = questions.iter().find(|held| held.statement.id == question) else { return text };
    text.push(match held.heard.learns() {
        Learns::Nothing => "  nothing that is notified meets it; that is no permission".to_owned(),
        Learns::SpeakToTheMission => "  speak to the mission".to_owned(),
        Learns::ThereIsANotice => "  there is a notice; speak to the mission".to_owned(),
    });
    text.push(match held.heard {
        Heard::Answered(_) => format!("  question {} of its party in 24 hours", held.number),
        Heard::NoPurpose => "  it has no purpose, and was not looked up".to_owned(),
        Heard::NotMeasurable => "  it has no area that can be measured, and was not looked up".to_owned(),
        Heard::Sweeps => "  it sweeps, and was not looked up: the mission is told".to_owned(),
    });
    for id in channel.touched(question) {
        if let Some(notice) = channel.notice(id) {
            text.push(format!("  {} is told that somebody asked", notice.statement.body.speaker()));
        }
    }
    text
}
