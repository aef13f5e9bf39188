//! One page, and one short message, for three in the morning: what is alleged, where, whether it goes on, who was told, who has not
//! answered, what is asked, by when, whom to call, and what is not known.
//!
//! Holds
//! - Every line stands on the page whether or not there is an answer: *not known* is one.
//! - The short message fits one SMS, and says of itself where the rest is.
//!
//! Not here: what is true of an alert (`channel`).

use channel::Channel;
use channel::alert::{AlertHeld, AlertState, HaltState};
use channel::notice::SENTENCE;
use channel::told::Standing;
use record::statement::{AlertKind, BodyId};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, KnownAt, Zone};
use serde_json::json;
use situation::words::{self, seconds};

use super::channel_show::call_lines;
use super::channel_show::{wait, when};
use super::desk::Desk;
use super::{Answer, Failure, codes};
use crate::message::{Message, quoted};

/// Characters of one SMS in the alphabet of seven bits.
pub(super) const SMS_CHARACTERS: usize = 160;

/// The page about a warning or halt, for `reader`.
pub(super) fn brief(
    desk: &Desk,
    id: BodyId,
    reader: &str,
    happened: Instant,
    known: KnownAt,
) -> Result<Answer, Failure> {
    let zone = desk.zone();
    let knowledge = desk.knowledge(known);
    let all = channel::at(desk.statements(), &knowledge, happened);
    let (channel, held) = match (all.alert(id), all.drills().alert(id)) {
        (Some(held), _) => (all, held),
        (None, Some(held)) => (all.drills(), held),
        (None, None) => {
            return Err(Message::new(
                codes::UNKNOWN_NAME,
                format!("{} is no warning or halt of this moment", quoted(&id.short())),
            )
            .help("`armistice notice list --all` shows them; `--at` and `--known` decide which are there")
            .into());
        }
    };
    let exercise = desk.is_exercise()? || held.alert.drill;
    let page =
        Page { zone: &zone, channel: &channel, registers: &knowledge.registers, held: &held, at: happened, exercise };
    let lines = page.lines();
    let short = page.short();
    let mut text = vec![format!("For {reader}, {}", words::instant(&zone, happened))];
    let widest = lines.iter().map(|(what, _)| what.len()).max().unwrap_or(0);
    for (what, said) in &lines {
        for (place, line) in said.iter().enumerate() {
            let label = if place == 0 { *what } else { "" };
            text.push(format!("{label:<widest$}  {line}"));
        }
    }
    text.push(String::new());
    text.push(format!("Short message ({} characters)", short.chars().count()));
    text.push(short.clone());
    let page: serde_json::Map<String, serde_json::Value> = lines
        .into_iter()
        .map(|(what, said)| (if what.is_empty() { "sentence" } else { what }.to_owned(), json!(said)))
        .collect();
    Ok(Answer::ok(text, json!({ "for": reader, "page": page, "short": short })))
}

struct Page<'p, 'a> {
    zone: &'p Zone,
    channel: &'p Channel<'a>,
    registers: &'p Registers,
    held: &'p AlertHeld<'a>,
    at: Instant,
    /// A drill, or any alert of an exercise.
    exercise: bool,
}

impl Page<'_, '_> {
    fn lines(&self) -> Vec<(&'static str, Vec<String>)> {
        let alert = self.held.alert;
        let kind = if alert.kind == AlertKind::Halt { "HALT" } else { "WARNING" };
        let drill = if self.exercise { "EXERCISE " } else { "" };
        let there = if alert.endangered.is_empty() {
            String::new()
        } else {
            format!("; there: {}", alert.endangered.join(", "))
        };
        let said = if alert.words.is_empty() { String::new() } else { format!(": {}", words::quoted(&alert.words)) };
        let speaker = self.held.statement.body.speaker();
        vec![
            ("alleged", vec![format!("{drill}{kind} by {speaker}{said}{there}")]),
            ("where", vec![self.held.place.map_or("not stated".to_owned(), words::place)]),
            (
                "since",
                vec![alert.since.as_ref().map_or("not stated".to_owned(), |time| words::event_time(self.zone, time))],
            ),
            ("going on?", self.going_on()),
            ("told", self.told(true)),
            ("no answer", self.told(false)),
            ("asked", vec![self.asked()]),
            ("by when", vec![self.by_when()]),
            ("call", self.call()),
            ("calls", self.calls()),
            ("not known", self.not_known()),
            ("", vec![SENTENCE.to_owned()]),
        ]
    }

    fn going_on(&self) -> Vec<String> {
        if let AlertState::Closed { since, .. } = &self.held.state {
            return vec![format!("who said it says that it is over, {}", words::instant(self.zone, since.last))];
        }
        if let AlertState::Withdrawn { since, .. } = &self.held.state {
            return vec![format!("withdrawn, {}", words::instant(self.zone, *since))];
        }
        let halts = self.held.recipients.iter().filter_map(|recipient| {
            let name = recipient.told.recipient;
            Some(match &recipient.halting.as_ref()?.state {
                HaltState::Asked => format!("{name}: nobody says that it has stopped"),
                HaltState::HaltedAt { at, by } => {
                    format!("{name}: {} says that it stopped {}", by.speaker, when(self.zone, *at))
                }
                HaltState::Continues { by, words } => {
                    format!("{name}: {} says that it goes on: {}", by.speaker, words::quoted(words))
                }
            })
        });
        let halts: Vec<String> = halts.collect();
        if halts.is_empty() { vec!["not known".to_owned()] } else { halts }
    }

    fn told(&self, reached: bool) -> Vec<String> {
        let lines: Vec<String> = self
            .held
            .recipients
            .iter()
            .filter(|recipient| recipient.told.standing.is_unanswered() != reached)
            .map(|recipient| {
                let name = recipient.told.recipient;
                match &recipient.told.standing {
                    Standing::Silent { for_s, .. } => format!("{name}: silent for {}", seconds(*for_s)),
                    Standing::Delivered(_) => {
                        format!("{name}: a machine has it, no person for {}", seconds(recipient.person.most_s))
                    }
                    Standing::Seen { person, .. } | Standing::Understood { person, .. } => {
                        format!("{name}: {} after {}", person.officer, wait(&recipient.person))
                    }
                }
            })
            .collect();
        if lines.is_empty() { vec!["nobody".to_owned()] } else { lines }
    }

    /// Whether its speaker has not said that it is over, nor taken it back.
    fn stands(&self) -> bool {
        self.held.state == AlertState::Standing
    }

    fn calls(&self) -> Vec<String> {
        let calls = call_lines(self.zone, &self.channel.calls_about(self.held.id()));
        if calls.is_empty() {
            vec!["none is noted".to_owned()]
        } else {
            calls.iter().map(|line| line.trim_start().to_owned()).collect()
        }
    }

    fn asked(&self) -> String {
        if !self.stands() {
            return "nothing any more".to_owned();
        }
        let to = self.held.alert.to.join(", ");
        match self.held.alert.kind {
            AlertKind::Halt => format!("{to}: stop, and say when it has stopped"),
            AlertKind::Warning => format!("{to}: look who is there, and say that a person has seen this"),
        }
    }

    fn by_when(&self) -> String {
        if !self.stands() {
            return "it is over".to_owned();
        }
        let due = self.channel.due().into_iter().find(|due| due.alert == self.held.id());
        let waits = self.held.recipients.iter().any(|recipient| recipient.told.standing.is_unanswered());
        match (due, self.channel.next_due()) {
            (Some(due), _) => format!("overdue: rung {} was due {}", due.rung, words::instant(self.zone, due.at)),
            (None, Some(next)) if waits => {
                format!("at once; the next rung of this or another one is due {}", words::instant(self.zone, next))
            }
            _ if waits => "at once; nobody is left to turn to".to_owned(),
            _ => "at once".to_owned(),
        }
    }

    fn call(&self) -> Vec<String> {
        let mut lines = Vec::new();
        for recipient in &self.held.recipients {
            let roster = self.channel.roster(recipient.told.recipient);
            for on_duty in &roster.officers {
                lines.push(format!("{} for {}: {}", on_duty.officer, roster.party, on_duty.duty.reach.join(", then ")));
            }
            if roster.is_gap() {
                lines.push(format!("{}: nobody is known to be on duty", roster.party));
            }
        }
        lines
    }

    fn not_known(&self) -> Vec<String> {
        let alert = self.held.alert;
        let mut lines = Vec::new();
        if self.held.place.is_none_or(|place| self.registers.area_of(place).is_none()) {
            lines.push("the position".to_owned());
        }
        if alert.since.is_none() {
            lines.push("since when it has been going on".to_owned());
        }
        for recipient in &self.held.recipients {
            let told = &recipient.told;
            if told.units.iter().all(|unit| matches!(unit.has_it, channel::told::UnitStanding::Passed { .. })) {
                lines.push(format!("whether any unit of {} has it", told.recipient));
            }
        }
        if self.held.recipients.iter().any(|recipient| recipient.person.least_s != recipient.person.most_s) {
            lines.push("the time to the second: clocks disagree".to_owned());
        }
        lines.push("whether what is alleged is so".to_owned());
        lines
    }

    /// One SMS. What is left out is on the page.
    fn short(&self) -> String {
        let alert = self.held.alert;
        let kind = if alert.kind == AlertKind::Halt { "HALT" } else { "WARNING" };
        let drill = if self.exercise { "EXERCISE " } else { "" };
        let silent: Vec<&str> = self
            .held
            .recipients
            .iter()
            .filter(|recipient| recipient.told.standing.is_unanswered())
            .map(|recipient| recipient.told.recipient)
            .collect();
        let age = (self.at.0 - self.held.since.last.0).max(0) / 60;
        let silent = match &self.held.state {
            AlertState::Closed { .. } => "OVER, says who said it".to_owned(),
            AlertState::Withdrawn { .. } => "WITHDRAWN".to_owned(),
            AlertState::Standing if silent.is_empty() => "all answered".to_owned(),
            AlertState::Standing => format!("no answer: {}", silent.join(",")),
        };
        let place = self.held.place.map_or(String::new(), |place| match place.names.first() {
            Some(name) => format!(" at {name}"),
            None => format!(" {}", words::place(place)),
        });
        let there =
            if alert.endangered.is_empty() { String::new() } else { format!(" {}", alert.endangered.join(",")) };
        let id = self.held.id().short();
        let text = format!(
            "{drill}{kind} {id} alleged by {} to {}:{there}{place}. {age} min, {silent}. Page: notice brief {id}",
            self.held.statement.body.speaker(),
            alert.to.join(",")
        );
        match text.chars().count() {
            ..=SMS_CHARACTERS => text,
            _ => {
                let end = format!("... Page: notice brief {id}");
                let kept: String = text.chars().take(SMS_CHARACTERS - end.chars().count()).collect();
                format!("{kept}{end}")
            }
        }
    }
}
