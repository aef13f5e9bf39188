//! Notices, warnings, halts, rosters, calls, conflicts and what was struck, put into words.
//!
//! Holds
//! - Silence is said with its age, and never as an answer; *no answer* is never consent.
//! - An exercise is answered as one.
//!
//! Not here: the rules (`channel`, N1 to N9).

use channel::Channel;
use channel::alert::{AlertHeld, AlertRecipient, AlertState, HaltState};
use channel::call::CallDifference;
use channel::conflict::{Conflict, Learns, Meet};
use channel::notice::{EndedBy, NoticeHeld, NoticeState, Objection};
use channel::question::{Heard, QuestionHeld, Sweep};
use channel::read_back::{Comparison, KnownAs, WrongMark};
use channel::roster::Turn;
use channel::told::{NotTold, Standing, Told, UnitStanding};
use record::statement::{AlertKind, BodyId, Content};
use record::vocabulary::Kleene;
use record::vocabulary::place::Place;
use record::vocabulary::time::Instant;
use situation::channel::step_word;
use situation::words::{quoted, seconds};

use super::super::answer::{NOT_KNOWN, Teller};
use super::labelled;
use super::words::{distance, joined, length, range_s, wait};
use crate::message::Message;

const NOT_COME_IN: &str = "not come in by then";
const NO_RECIPIENT: &str = "no recipient";

/// A notice, a warning or a halt as it is held.
enum Held<'a> {
    Notice(NoticeHeld<'a>),
    Alert(AlertHeld<'a>),
}

impl<'a> Held<'a> {
    fn told(&self) -> Vec<&Told<'a>> {
        match self {
            Held::Notice(held) => held.recipients.iter().map(|recipient| &recipient.told).collect(),
            Held::Alert(held) => held.recipients.iter().map(|recipient| &recipient.told).collect(),
        }
    }
    fn not_told(&self) -> Vec<NotTold<'a>> {
        match self {
            Held::Notice(held) => held.not_told(),
            Held::Alert(held) => held.not_told(),
        }
    }
    fn place(&self) -> Option<&'a Place> {
        match self {
            Held::Notice(held) => Some(&held.notice.place),
            Held::Alert(held) => held.alert.place.as_ref(),
        }
    }
    fn is_drill(&self) -> bool {
        match self {
            Held::Notice(held) => held.notice.drill,
            Held::Alert(held) => held.alert.drill,
        }
    }
}

fn channel<'c>(teller: &Teller<'c>) -> Channel<'c> {
    let situation = teller.situation;
    channel::at(teller.statements, &situation.knowledge, situation.evaluation.moment.happened)
}

fn is_either(content: &Content) -> bool {
    matches!(content, Content::Notice(_) | Content::Alert(_))
}

/// The labelled notice, warning or halt; or why there is none.
fn held<'c>(teller: &Teller<'c>, label: &str) -> Result<Result<Held<'c>, &'static str>, Message> {
    let Some(statement) = labelled(teller, label, "notice, warning or halt", is_either)? else {
        return Ok(Err(NOT_KNOWN));
    };
    let channel = channel(teller);
    let found = [channel.drills(), channel].iter().find_map(|channel| {
        let notice = channel.notice(statement.id).map(Held::Notice);
        notice.or_else(|| channel.alert(statement.id).map(Held::Alert))
    });
    Ok(found.ok_or(NOT_COME_IN))
}

/// Answers from a labelled notice, warning or halt.
fn of_held<'c>(teller: &Teller<'c>, label: &str, answer: impl FnOnce(&Held<'c>) -> String) -> Result<String, Message> {
    Ok(held(teller, label)?.map_or_else(str::to_owned, |held| answer(&held)))
}

/// Answers from what came back from one recipient.
fn of_told<'c>(
    teller: &Teller<'c>,
    label: &str,
    party: &str,
    answer: impl FnOnce(&Told<'c>) -> String,
) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let told = held.told().into_iter().find(|told| told.recipient == teller.resolved(party));
        told.map_or_else(|| NO_RECIPIENT.to_owned(), answer)
    })
}

/// Answers from a recipient of a warning or a halt.
fn of_alert<'c>(
    teller: &Teller<'c>,
    label: &str,
    party: &str,
    answer: impl FnOnce(&AlertRecipient<'c>) -> String,
) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let Held::Alert(held) = held else { return "neither a warning nor a halt".to_owned() };
        let own = held.recipients.iter().find(|recipient| recipient.told.recipient == teller.resolved(party));
        own.map_or_else(|| NO_RECIPIENT.to_owned(), answer)
    })
}

// ---- notices, warnings, halts

pub(super) fn state(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let said = match held {
            Held::Notice(held) => match &held.state {
                NoticeState::Withdrawn { since, .. } => format!("withdrawn since {}", teller.instant(*since)),
                NoticeState::Replaced { by, since } => {
                    format!("replaced by {} since {}", teller.name(*by), teller.instant(*since))
                }
                NoticeState::Closed { since, .. } => format!("closed since {}", teller.when(*since)),
                NoticeState::Ended { since, by } => {
                    let by = if *by == EndedBy::Expiry { "by its expiry" } else { "with its window" };
                    format!("ended since {}, {by}", teller.instant(*since))
                }
                NoticeState::InForce { until } => format!("in force until {}", teller.instant(*until)),
                NoticeState::ToCome { from } => format!("to come, from {}", teller.instant(*from)),
            },
            Held::Alert(held) => match &held.state {
                AlertState::Withdrawn { since, .. } => format!("withdrawn since {}", teller.instant(*since)),
                AlertState::Closed { since, .. } => {
                    let word = if held.alert.kind == AlertKind::Halt { "lifted" } else { "closed" };
                    format!("{word} since {}", teller.when(*since))
                }
                AlertState::Standing => "standing".to_owned(),
            },
        };
        if held.is_drill() { format!("{said}, an exercise") } else { said }
    })
}

pub(super) fn standing(teller: &Teller<'_>, party: &str, label: &str) -> Result<String, Message> {
    of_told(teller, label, party, |told| {
        let mut parts = vec![match &told.standing {
            Standing::Silent { since, for_s } => {
                format!("silent since {}, for {}", teller.instant(*since), seconds(*for_s))
            }
            Standing::Delivered(delivery) => {
                format!("delivered to {} at {}", delivery.system, teller.when(delivery.by.when))
            }
            Standing::Seen { person, .. } => format!("seen by {} at {}", person.officer, teller.when(person.by.when)),
            Standing::Understood { person, .. } => {
                format!("understood by {} at {}", person.officer, teller.when(person.by.when))
            }
        }];
        if let (Standing::Seen { .. } | Standing::Understood { .. }, Some(delivery)) =
            (&told.standing, told.standing.delivered())
        {
            parts.push(format!("delivered to {} at {}", delivery.system, teller.when(delivery.by.when)));
        }
        let early = told.out_of_turn.iter();
        parts.extend(early.map(|person| format!("{} says understood out of turn", person.officer)));
        parts.join(", ")
    })
}

pub(super) fn objection(teller: &Teller<'_>, party: &str, label: &str) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let Held::Notice(held) = held else { return "no notice".to_owned() };
        let own = held.recipients.iter().find(|recipient| recipient.told.recipient == teller.resolved(party));
        let Some(own) = own else { return NO_RECIPIENT.to_owned() };
        match &own.objection {
            Objection::NotAsked => "not asked".to_owned(),
            Objection::OpenUntil { until } => format!("open until {}", teller.instant(*until)),
            Objection::Objects { by, words, late } => {
                let late = match late {
                    Kleene::Must => ", late",
                    Kleene::May => ", perhaps late",
                    Kleene::No => "",
                };
                format!("objects since {}, {}{late}", teller.when(by.when), quoted(words))
            }
            Objection::NoObjectionSaid { by } => {
                format!("no objection said at {}, no permission", teller.when(by.when))
            }
            Objection::NoAnswer { since } => format!("no answer since {}, not consent", teller.instant(*since)),
        }
    })
}

pub(super) fn units(teller: &Teller<'_>, party: &str, label: &str) -> Result<String, Message> {
    of_told(teller, label, party, |told| {
        let units = told.units.iter().map(|unit| match &unit.has_it {
            UnitStanding::Passed { passed } => format!("{} passed by {}, attests nothing", unit.name, passed.speaker),
            UnitStanding::Holds { by, .. } => format!("{} has it, says {}", unit.name, by.speaker),
        });
        joined(units, "none named")
    })
}

pub(super) fn not_told(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let names = held.not_told().into_iter().map(|one| match one {
            NotTold::Recipient(name) => name.to_owned(),
            NotTold::Unit { of, unit } => format!("{unit} of {of}"),
        });
        let names: Vec<String> = names.collect();
        if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
    })
}

// ---- positions

fn compared(comparison: &Comparison<'_>) -> String {
    match comparison {
        Comparison::Agrees { apart } => format!("agrees, {} apart", distance(*apart)),
        Comparison::Differs { apart, wrong } => {
            let apart = apart.map(|apart| format!("{} apart", distance(apart)));
            let parts: Vec<String> = apart.into_iter().chain(wrong.iter().map(wrong_mark)).collect();
            format!("differs, {}", parts.join(", "))
        }
        Comparison::TooWide { apart, width_mm } => {
            format!("too wide, {} across and {} apart", length(*width_mm), distance(*apart))
        }
        Comparison::NotMeasurable => "not measurable".to_owned(),
    }
}

/// "Mill is 9.0 km off at 120 degrees and not 3.0 km at 90".
fn wrong_mark(wrong: &WrongMark<'_>) -> String {
    let bearing = wrong.bearing_deg.map_or_else(String::new, |degrees| format!(" at {degrees} degrees"));
    let said = format!("{} at {}", length(wrong.mark.distance_mm), wrong.mark.bearing_deg);
    format!("{} is {} off{bearing} and not {said}", wrong.mark.from, distance(wrong.apart))
}

pub(super) fn read_back(teller: &Teller<'_>, label: &str, party: &str) -> Result<String, Message> {
    of_told(teller, label, party, |told| {
        let all = told.read_backs.iter();
        joined(all.map(|back| format!("{} {}", back.person.officer, compared(&back.comparison))), "none")
    })
}

pub(super) fn position(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let Held::Notice(held) = held else { return "no notice".to_owned() };
        let named = channel(teller).named_places(held);
        let lines = named.iter().map(|one| {
            let known_as = match one.known_as {
                KnownAs::Place => String::new(),
                KnownAs::Zone { version } => format!(" as zone {}", quoted(version)),
            };
            format!("{}{known_as} {}", one.name, compared(&one.comparison))
        });
        joined(lines, "nothing to hold it against")
    })
}

pub(super) fn words_for(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_held(teller, label, |held| {
        let marks = held.place().map(|place| channel(teller).words_for(place)).unwrap_or_default();
        let mark = |mark: &record::statement::Mark| {
            format!("{}, {} degrees from {}", length(mark.distance_mm), mark.bearing_deg, mark.from)
        };
        joined(marks.iter().map(mark), "none")
    })
}

// ---- waits

pub(super) fn person(teller: &Teller<'_>, party: &str, label: &str, since_delivery: bool) -> Result<String, Message> {
    of_alert(teller, label, party, |recipient| {
        let waited = if since_delivery { recipient.person_from_delivery } else { Some(recipient.person) };
        let Some(waited) = waited else { return "not delivered".to_owned() };
        let person = recipient.told.standing.person().map(|person| person.by.when);
        let delivered = recipient.told.standing.delivered().map(|delivery| delivery.by.when).filter(|_| since_delivery);
        let disagree = person.into_iter().chain(delivered).any(|when| when.disagrees.is_some());
        format!("{}{}", wait(waited), if disagree { ", clocks disagree" } else { "" })
    })
}

pub(super) fn halt(teller: &Teller<'_>, party: &str, label: &str) -> Result<String, Message> {
    of_alert(teller, label, party, |recipient| {
        let Some(halting) = &recipient.halting else { return "no halt".to_owned() };
        let after_person = halting.wait_from_person.map_or_else(String::new, |waited| {
            format!(", {} after a person had seen it", range_s(waited.least_s, waited.most_s))
        });
        match &halting.state {
            HaltState::Asked => format!("asked, {}", wait(halting.wait)),
            HaltState::HaltedAt { at, .. } => {
                let waited = range_s(halting.wait.least_s, halting.wait.most_s);
                format!("halted at {}, {waited} after it came in{after_person}", teller.when(*at))
            }
            HaltState::Continues { by, words } => {
                format!("continues, says {}: {}, {}", by.speaker, quoted(words), wait(halting.wait))
            }
        }
    })
}

pub(super) fn escalations(teller: &Teller<'_>, party: &str, label: &str) -> Result<String, Message> {
    of_alert(teller, label, party, |recipient| {
        let steps = recipient.escalations.iter().map(|one| {
            let to = one.escalation.to.join(", ");
            format!("rung {} to {to} at {}", one.escalation.rung, teller.when(one.by.when))
        });
        joined(steps, "none")
    })
}

pub(super) fn due(teller: &Teller<'_>) -> String {
    let due = channel(teller).due();
    let lines = due.iter().map(|due| {
        let named = |what: &str, whom: &[String]| match whom {
            [] => what.to_owned(),
            some => format!("{what} {}", some.join(", ")),
        };
        let turn = match &due.turn {
            Turn::NextOfficer { officer, .. } => format!("next officer {officer}"),
            Turn::NobodyLeft => "nobody left to call".to_owned(),
            Turn::OtherChannel { whom } => named("other channel", whom),
            Turn::OtherSide { whom } => named("other side", whom),
            Turn::Guarantors { whom } => named("guarantors", whom),
        };
        let at = teller.instant(due.at);
        format!("{} on {} rung {} {turn} since {at}", due.silent, teller.name(due.alert), due.rung)
    });
    joined(lines, "nothing")
}

pub(super) fn next_due(teller: &Teller<'_>) -> String {
    channel(teller).next_due().map_or_else(|| "nothing".to_owned(), |at| teller.instant(at))
}

pub(super) fn on_duty(teller: &Teller<'_>, party: &str) -> String {
    let roster = channel(teller).roster(party);
    let officers: Vec<&str> = roster.officers.iter().map(|on_duty| on_duty.officer).collect();
    if roster.is_gap() { "a gap".to_owned() } else { officers.join(", ") }
}

// ---- calls, conflicts, questions

pub(super) fn calls(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    let id = teller.id(label)?;
    let calls = channel(teller).calls().into_iter().filter(|call| call.about().contains(&id));
    let lines = calls.map(|held| {
        let notes = held.notes.iter().map(|note| {
            let call = note.call;
            let ended = call.ended.map_or_else(String::new, |ended| format!(" to {}", teller.instant(ended)));
            let spoke = if call.spoke.is_empty() { "nobody".to_owned() } else { call.spoke.join(", ") };
            format!("{} notes {}{ended}, {spoke} spoke", note.statement.body.speaker(), teller.instant(call.began))
        });
        let mut parts: Vec<String> = notes.collect();
        let differ = held.differences().into_iter().map(|difference| match difference {
            CallDifference::Began => "when it began",
            CallDifference::Ended => "when it ended",
            CallDifference::Spoke => "who spoke",
            CallDifference::Language => "the language",
        });
        let differ: Vec<&str> = differ.collect();
        if !differ.is_empty() {
            parts.push(format!("they differ in {}", differ.join(", ")));
        }
        parts.join("; ")
    });
    let lines: Vec<String> = lines.collect();
    Ok(if lines.is_empty() { "none".to_owned() } else { lines.join(" | ") })
}

pub(super) fn conflicts(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    let Some(notice) = labelled(teller, label, "notice", |content| matches!(content, Content::Notice(_)))? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let channel = channel(teller);
    let met = [channel.drills(), channel].iter().flat_map(|one| one.conflicts_of(notice.id)).collect::<Vec<_>>();
    let other = |conflict: &Conflict| if conflict.older == notice.id { conflict.newer } else { conflict.older };
    let mut met: Vec<(BodyId, Meet)> = met.iter().map(|conflict| (other(conflict), conflict.meet)).collect();
    met.sort_by_key(|(id, _)| teller.labels.iter().position(|(_, labelled)| labelled == id));
    let lines = met.into_iter().map(|(other, meet)| {
        let certain = if meet == Meet::Certain { "certain" } else { "possible" };
        format!("{certain} with {}", teller.name(other))
    });
    Ok(joined(lines, "none"))
}

fn learns(learns: Learns) -> &'static str {
    match learns {
        Learns::Nothing => "nothing, no permission",
        Learns::SpeakToTheMission => "speak to the mission",
        Learns::ThereIsANotice => "there is a notice",
    }
}

pub(super) fn speaker_learns(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    let Some(notice) = labelled(teller, label, "notice", |content| matches!(content, Content::Notice(_)))? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let learnt = channel(teller).learnt();
    Ok(learns(learnt.get(&notice.id).copied().unwrap_or(Learns::Nothing)).to_owned())
}

fn of_question(
    teller: &Teller<'_>,
    label: &str,
    answer: impl FnOnce(&QuestionHeld<'_>) -> String,
) -> Result<String, Message> {
    let is = |content: &Content| matches!(content, Content::AreaQuestion(_));
    let Some(question) = labelled(teller, label, "question about an area", is)? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let all = channel(teller).questions();
    let own = all.iter().find(|held| held.statement.id == question.id);
    Ok(own.map_or_else(|| NOT_COME_IN.to_owned(), answer))
}

pub(super) fn answer_to(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_question(teller, label, |held| {
        let refused = match held.heard {
            Heard::Answered(_) => "",
            Heard::NoPurpose => ", as it has no purpose",
            Heard::NotMeasurable => ", as it cannot be measured",
            Heard::Sweeps => ", as it sweeps",
        };
        let touched = channel(teller).touched(held.statement.id);
        let touched: Vec<String> = touched.into_iter().map(|id| teller.name(id)).collect();
        let owners =
            if touched.is_empty() { String::new() } else { format!("; goes to the owner of {}", touched.join(", ")) };
        format!("{}{refused}; number {} in 24 h{owners}", learns(held.heard.learns()), held.number)
    })
}

pub(super) fn sweep(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    of_question(teller, label, |held| match held.sweeps {
        None => "none".to_owned(),
        Some(Sweep::Wide { width_mm }) => format!("{} across", length(width_mm)),
        Some(Sweep::Touching { questions }) => format!("{questions} that hang together"),
        Some(Sweep::Many { questions }) => format!("{questions} in 24 h"),
    })
}

// ---- zones and incidents where a notice is; struck while notified

pub(super) fn ground(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    let Some(notice) = labelled(teller, label, "notice", |content| matches!(content, Content::Notice(_)))? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let found = situation::channel::ground(teller.situation, teller.statements);
    let own = found.iter().filter(|ground| ground.notice == notice.id);
    let certain = |one: Kleene| if one == Kleene::Must { "certain" } else { "possible" };
    let lines = own.flat_map(|ground| {
        let zones = ground.zones.iter().map(|(zone, inside)| format!("{zone} {}", certain(*inside)));
        let incidents = ground
            .incidents
            .iter()
            .map(|(incident, there, ..)| format!("{} {}", teller.called(incident), certain(*there)));
        zones.chain(incidents).collect::<Vec<_>>()
    });
    Ok(joined(lines, "nothing"))
}

pub(super) fn struck(teller: &Teller<'_>, label: &str) -> Result<String, Message> {
    let Some(notice) = labelled(teller, label, "notice", |content| matches!(content, Content::Notice(_)))? else {
        return Ok(NOT_KNOWN.to_owned());
    };
    let found = situation::channel::struck(teller.situation, teller.statements);
    let mut own: Vec<_> = found.iter().filter(|struck| struck.notice == notice.id).collect();
    own.sort_by_key(|struck| (struck.during.from, &struck.incident));
    let lines = own.iter().map(|struck| {
        let certain = if struck.certain == Kleene::Must { "must" } else { "may" };
        let known = match struck.during.from {
            Instant::EVER => String::new(),
            _ => format!(", known for {}", seconds(struck.notified_for_s)),
        };
        let told = struck.told.iter().map(|told| {
            let officer = told.officer.as_ref().map_or_else(String::new, |officer| format!(" by {officer}"));
            format!(", {} {}{officer}", told.recipient, step_word(told.step))
        });
        let told: String = told.collect();
        let not_told = if struck.not_told.is_empty() { "nobody".to_owned() } else { struck.not_told.join(", ") };
        format!("{} {certain}{known}{told}, not told {not_told}", teller.called(&struck.incident))
    });
    Ok(joined(lines, "nothing"))
}
