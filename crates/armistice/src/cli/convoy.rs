//! `armistice convoy`: aid on its way, and how long it waited, by claimed cause.
//!
//! ```text
//! plan ─▶ clear (asked · granted · refused) ─▶ move (left · passed · seal · went on · turned back) ─▶ hold ─▶ arrive
//! ```
//!
//! Holds
//! - What happened is what somebody says: two who differ both stand, and their hours and trucks are never added.
//!
//! Not here: what is known of a convoy (`channel::convoy`), whether anybody obstructed it (the terms).

use std::collections::BTreeSet;
use std::path::Path;

use channel::convoy::permits::{PermitStanding, PermitWord};
use channel::convoy::waiting::{Waiting, holds_of_report, waiting};
use channel::convoy::{ConvoyAt, Counted, Standing, State, convoys};
use record::live::Knowledge;
use record::statement::{Amount, BodyId, Content, Convoy, ConvoyEvent, Leg};
use record::vocabulary::Kleene;
use record::vocabulary::time::{Instant, Interval, Zone};
use serde_json::{Map, Value, json};
use situation::words;

use super::desk::{Desk, Said};
use super::moment::MomentFlags;
use super::named::Wanted;
use super::said::{Day, DrillFlag, SaidFlags, WhereFlags, author, fields, instant, still_to_come};
use super::told;
use super::unlock::Unlock;
use super::{Answer, Failure, codes};
use crate::message::{Message, quoted, utc};

/// What is done with convoys.
#[derive(clap::Subcommand)]
pub(super) enum ConvoyCommand {
    /// State a plan: trucks, loads, the way with its road checkpoints, seals, whose permission is asked
    #[command(
        after_help = "Example:\n  armistice convoy plan \"relief 7\" --to North --trucks 20 --route Border --route Bridge --route Town \
        --permits-from North --from 2030-03-05 --until 2030-03-08 --seal A1 --seal A2"
    )]
    Plan(PlanFlags),
    /// A permission was asked for, given or refused
    #[command(
        after_help = "Examples:\n  armistice convoy clear 1a2b3c4d --asked North --answer-by \"2030-03-05 12:00\"\n  \
        armistice convoy clear 1a2b3c4d --granted North --conditions \"by day\""
    )]
    Clear(ClearFlags),
    /// It left, passed a road checkpoint, went on or turned back; a seal was looked at
    #[command(
        after_help = "Examples:\n  armistice convoy move 1a2b3c4d --passed Bridge --trucks 18\n  armistice convoy move 1a2b3c4d --seal-whole A1"
    )]
    Move(MoveFlags),
    /// It is held up, for a cause that is its speaker's claim
    #[command(
        after_help = "Example:\n  armistice convoy hold 1a2b3c4d --cause \"permits are missing\" --held-by North --trucks 20"
    )]
    Hold(HoldFlags),
    /// It arrived: delivered, and accepted
    #[command(after_help = "Example:\n  armistice convoy arrive 1a2b3c4d --delivered 18 --accepted 17")]
    Arrive(ArriveFlags),
    /// Convoys, where each speaker has them, permissions, and how long they waited by claimed cause
    #[command(after_help = "Examples:\n  armistice convoy list\n  armistice convoy list --at 2030-03-07 --json")]
    List {
        #[command(flatten)]
        moment: MomentFlags,
    },
}

/// A plan.
#[derive(clap::Args)]
pub(super) struct PlanFlags {
    /// What it is called
    name: String,
    /// Whom the plan is for; without one, the mission alone
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    /// How many trucks: "20", "20-40"
    #[arg(long, value_name = "N")]
    trucks: Option<String>,
    /// The way, from its beginning to its end
    #[arg(long, value_name = "PLACE", required = true)]
    route: Vec<String>,
    /// A seal, by number
    #[arg(long, value_name = "SEAL")]
    seal: Vec<String>,
    /// Whose permission is asked
    #[arg(long, value_name = "NAME")]
    permits_from: Vec<String>,
    /// From when
    #[arg(long, value_name = "T")]
    from: String,
    /// Until before when
    #[arg(long, value_name = "T")]
    until: String,
    #[command(flatten)]
    drill: DrillFlag,
    #[command(flatten)]
    said: SaidFlags,
}

/// What every event of a convoy may state.
#[derive(clap::Args)]
pub(super) struct EventFlags {
    /// The convoy's plan
    id: String,
    /// How many trucks it happened to: "20", "20-40"
    #[arg(long, value_name = "N")]
    trucks: Option<String>,
    /// When: "2030-03-05 10:00", a day, or a range "2030-03-05 to 2030-03-06"; else now
    #[arg(long, value_name = "T")]
    at: Option<String>,
    #[command(flatten)]
    place: WhereFlags,
    /// Whom it is for; without one, those who read the convoy's plan
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    #[command(flatten)]
    said: SaidFlags,
}

/// A permission.
#[derive(clap::Args)]
pub(super) struct ClearFlags {
    #[command(flatten)]
    event: EventFlags,
    #[command(flatten)]
    permission: PermissionFlags,
    /// By when an answer is needed
    #[arg(long, value_name = "T", requires = "asked")]
    answer_by: Option<String>,
    /// On which conditions
    #[arg(long, value_name = "TEXT", requires = "granted")]
    conditions: Option<String>,
}

#[derive(clap::Args)]
#[group(id = "permission", required = true, multiple = false)]
struct PermissionFlags {
    /// It was asked of
    #[arg(long, value_name = "ISSUER")]
    asked: Option<String>,
    /// It was given by
    #[arg(long, value_name = "ISSUER")]
    granted: Option<String>,
    /// It was refused by
    #[arg(long, value_name = "ISSUER")]
    refused: Option<String>,
}

/// A step on the way.
#[derive(clap::Args)]
pub(super) struct MoveFlags {
    #[command(flatten)]
    event: EventFlags,
    #[command(flatten)]
    step: StepFlags,
}

#[derive(clap::Args)]
#[group(id = "leg", required = true, multiple = false)]
struct StepFlags {
    /// It left
    #[arg(long)]
    departed: bool,
    /// It passed this road checkpoint
    #[arg(long, value_name = "CHECKPOINT")]
    passed: Option<String>,
    /// This seal was found whole
    #[arg(long, value_name = "SEAL")]
    seal_whole: Option<String>,
    /// This seal was found broken
    #[arg(long, value_name = "SEAL")]
    seal_broken: Option<String>,
    /// It went on after a hold
    #[arg(long)]
    went_on: bool,
    /// It turned back
    #[arg(long)]
    turned_back: bool,
}

/// A hold.
#[derive(clap::Args)]
pub(super) struct HoldFlags {
    #[command(flatten)]
    event: EventFlags,
    /// Why, as claimed
    #[arg(long, value_name = "TEXT")]
    cause: String,
    /// By whom, as claimed
    #[arg(long, value_name = "NAME")]
    held_by: Option<String>,
}

/// An arrival.
#[derive(clap::Args)]
pub(super) struct ArriveFlags {
    #[command(flatten)]
    event: EventFlags,
    /// How many trucks delivered
    #[arg(long, value_name = "N")]
    delivered: Option<String>,
    /// How many were accepted
    #[arg(long, value_name = "N")]
    accepted: Option<String>,
}

pub(super) fn convoy(dir: &Path, command: &ConvoyCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(dir)?;
    match command {
        ConvoyCommand::Plan(flags) => plan(&mut desk, flags, unlock),
        ConvoyCommand::Clear(flags) => {
            let mut stated = Map::new();
            let answer_by = instant(&desk, flags.answer_by.as_ref(), "--answer-by", Day::Last)?;
            let PermissionFlags { asked, granted, refused } = &flags.permission;
            match (asked, granted, refused) {
                (Some(issuer), ..) => leg(&mut stated, "asked", [("issuer", json!(issuer)), ("answer_by", answer_by)]),
                (_, Some(issuer), _) => {
                    leg(&mut stated, "granted", [("issuer", json!(issuer)), ("conditions", json!(flags.conditions))]);
                }
                _ => leg(&mut stated, "refused", [("issuer", json!(refused))]),
            }
            event(&mut desk, &flags.event, stated, unlock)
        }
        ConvoyCommand::Move(MoveFlags { event: of, step }) => {
            let mut stated = Map::new();
            match step {
                StepFlags { passed: Some(name), .. } => leg(&mut stated, "passed", [("checkpoint", json!(name))]),
                StepFlags { seal_whole: Some(seal), .. } => {
                    leg(&mut stated, "seal checked", [("seal", json!(seal)), ("whole", json!(true))]);
                }
                StepFlags { seal_broken: Some(seal), .. } => {
                    leg(&mut stated, "seal checked", [("seal", json!(seal)), ("whole", json!(false))]);
                }
                StepFlags { departed: true, .. } => leg(&mut stated, "departed", []),
                StepFlags { went_on: true, .. } => leg(&mut stated, "went on", []),
                _ => leg(&mut stated, "turned back", []),
            }
            event(&mut desk, of, stated, unlock)
        }
        ConvoyCommand::Hold(flags) => {
            let mut stated = Map::new();
            leg(&mut stated, "held", [("cause", json!(flags.cause)), ("held_by", json!(flags.held_by))]);
            event(&mut desk, &flags.event, stated, unlock)
        }
        ConvoyCommand::Arrive(flags) => {
            let mut stated = Map::new();
            let (delivered, accepted) = (amount(flags.delivered.as_ref())?, amount(flags.accepted.as_ref())?);
            let numbers = [("delivered", delivered), ("accepted", accepted)];
            leg(&mut stated, "arrived", numbers);
            event(&mut desk, &flags.event, stated, unlock)
        }
        ConvoyCommand::List { moment } => {
            let (happened, known) = desk.moment(moment)?;
            let knowledge = desk.knowledge(known);
            Ok(list(&desk.zone(), &knowledge, happened))
        }
    }
}

fn leg<const N: usize>(stated: &mut Map<String, Value>, word: &str, more: [(&str, Value); N]) {
    stated.insert("leg".to_owned(), json!(word));
    stated.extend(more.into_iter().map(|(key, value)| (key.to_owned(), value)));
}

/// "20", "20-40" as a draft states a number of trucks; null where none is stated.
fn amount(text: Option<&String>) -> Result<Value, Message> {
    let Some(text) = text else { return Ok(Value::Null) };
    let (least, most) = text.split_once('-').unwrap_or((text, text));
    match (least.trim().parse::<u64>(), most.trim().parse::<u64>()) {
        (Ok(least), Ok(most)) => Ok(json!({ "least": least, "most": most })),
        _ => Err(Message::new(codes::BAD_CHOICE, format!("{} is no number of trucks", quoted(text)))
            .help("write a whole number, or the least and the most: `20`, `20-40`")),
    }
}

fn plan(desk: &mut Desk, flags: &PlanFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut stated = fields("convoy", &flags.said);
    stated.insert("name".to_owned(), json!(flags.name));
    for (key, list) in
        [("to", &flags.to), ("route", &flags.route), ("seals", &flags.seal), ("permits_from", &flags.permits_from)]
    {
        if !list.is_empty() {
            stated.insert(key.to_owned(), json!(list));
        }
    }
    stated.insert("trucks".to_owned(), amount(flags.trucks.as_ref())?);
    stated.insert("from".to_owned(), instant(desk, Some(&flags.from), "--from", Day::First)?);
    stated.insert("until".to_owned(), instant(desk, Some(&flags.until), "--until", Day::First)?);
    flags.drill.fields(&mut stated);
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let mut spoken = desk.say(body, unlock)?;
    spoken.text.extend(desk.unknown_names(flags.route.iter().chain(&flags.permits_from)));
    Ok(said(spoken))
}

fn event(desk: &mut Desk, flags: &EventFlags, leg: Map<String, Value>, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut stated = fields("convoy-event", &flags.said);
    stated.extend(leg);
    let plan = desk.named(&flags.id, Wanted::Convoy)?;
    let Content::Convoy(convoy) = &plan.body.content else { unreachable!("it is the plan of a convoy") };
    let convoy = convoy.clone();
    stated.insert("convoy".to_owned(), json!(plan.id.to_string()));
    stated.insert("trucks".to_owned(), amount(flags.trucks.as_ref())?);
    stated.insert("time".to_owned(), json!(flags.at));
    flags.place.fields(&mut stated);
    if !flags.to.is_empty() {
        stated.insert("to".to_owned(), json!(flags.to));
    }
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let Content::ConvoyEvent(event) = &body.content else { unreachable!("the fields are those of a step") };
    let mut more = not_as_planned(desk, &convoy, event);
    if let Leg::Granted { issuer, .. } | Leg::Refused { issuer } = &event.leg
        && desk.registers().resolve(&desk.party_of(body.speaker())?) != desk.registers().resolve(issuer)
    {
        more.push(format!(
            "  THIS IS NOT THE WORD OF {issuer}, whose permission it is: what they say by telephone: `--by {} --through telephone`",
            told::typed(issuer)
        ));
    }
    let mut spoken = desk.say(body, unlock)?;
    spoken.text.extend(more);
    Ok(said(spoken))
}

/// What whoever says a step is told at once: where it does not fit the plan. It may be the plan that is wrong, so it is kept.
fn not_as_planned(desk: &Desk, convoy: &Convoy, event: &ConvoyEvent) -> Vec<String> {
    let registers = desk.registers();
    let same = |one: &str, other: &str| registers.resolve(one) == registers.resolve(other);
    let planned = |list: &[String]| if list.is_empty() { "none".to_owned() } else { list.join(", ") };
    let mut text: Vec<String> =
        still_to_come(desk, event.time.as_ref().map(|time| time.began.from)).into_iter().collect();
    match &event.leg {
        Leg::Asked { issuer, .. } | Leg::Granted { issuer, .. } | Leg::Refused { issuer }
            if !convoy.permits_from.iter().any(|one| same(one, issuer)) =>
        {
            text.push(format!(
                "  the plan asks no permission of {issuer}, but of: {}; look at the spelling",
                planned(&convoy.permits_from)
            ));
        }
        Leg::Passed { checkpoint } if !convoy.route.iter().any(|one| same(one, checkpoint)) => {
            text.push(format!(
                "  {checkpoint} is not on the planned way ({}); look at the spelling",
                convoy.route.join(" - ")
            ));
        }
        Leg::SealChecked { seal, .. } if !convoy.seals.contains(seal) => {
            text.push(format!("  {seal} is no seal of the plan: {}", planned(&convoy.seals)));
        }
        Leg::Held { by: Some(by), .. } => text.extend(desk.unknown_names([by])),
        _ => {}
    }
    if let Some(most) = convoy.trucks.and_then(|planned| planned.most) {
        let more = |amount: Option<Amount>| amount.is_some_and(|amount| most < amount.least);
        let arrived = match &event.leg {
            Leg::Arrived { delivered, accepted } => more(*delivered) || more(*accepted),
            _ => false,
        };
        if arrived || more(event.trucks) {
            text.push(format!("  that is more than the {most} trucks of the plan; both numbers are kept"));
        }
    }
    text
}

fn said(said: Said) -> Answer {
    Answer::ok(said.text, said.json)
}

/// Hours of a wait, from the least to the greatest: "72 h", "70 h to 74 h".
pub(super) fn hours(least_s: u64, most_s: u64) -> String {
    let one = |seconds: u64| words::duration(i64::try_from(seconds).unwrap_or(i64::MAX));
    if least_s == most_s { one(least_s) } else { format!("{} to {}", one(least_s), one(most_s)) }
}

fn number(amount: &Amount) -> String {
    match amount.most {
        Some(most) if most == amount.least => most.to_string(),
        Some(most) => format!("{} to {most}", amount.least),
        None => format!("at least {}", amount.least),
    }
}

fn number_json(amount: &Amount) -> Value {
    json!({ "least": amount.least, "most": amount.most })
}

/// Convoys as planned, then waiting that reports tell of without a plan.
fn list(zone: &Zone, knowledge: &Knowledge<'_>, at: Instant) -> Answer {
    let known = convoys(knowledge, at);
    let mut text =
        vec![format!("Convoys at {}, known {}", words::instant(zone, at), words::instant(zone, knowledge.known.0))];
    let mut rows = Vec::new();
    for convoy in &known.convoys {
        text.push(String::new());
        text.extend(convoy_lines(zone, knowledge, convoy));
        let own = waiting(&knowledge.registers, convoy.holds.iter().cloned(), at);
        text.extend(waiting_lines(&own));
        rows.push(convoy_json(convoy, &own));
    }
    if known.convoys.is_empty() {
        text.push("no plan of a convoy is known by then".to_owned());
    }
    for stray in &known.without_plan {
        text.push(format!("  {} names a convoy whose plan is not known here", stray.statement.short()));
    }
    let reported = waiting(&knowledge.registers, knowledge.live.iter().filter_map(holds_of_report), at);
    text.push(String::new());
    text.push("Waiting as reports tell it".to_owned());
    text.extend(waiting_lines(&reported));
    text.push(String::new());
    text.push("Causes are claims of whoever states them. They overlap: their hours are never added.".to_owned());
    let json = json!({
        "at": utc(at), "known": utc(knowledge.known.0), "convoys": rows, "reported": waiting_json(&reported),
    });
    Answer::ok(text, json)
}

/// By whose word an answer was given: who says it, and who entered that.
fn by_word(knowledge: &Knowledge<'_>, id: BodyId) -> String {
    let said = knowledge.live.iter().find(|live| live.statement.id == id);
    said.map_or(String::new(), |live| match &live.statement.body.on_behalf {
        Some(entry) => format!(", says {}, as {} enters it, by {}", entry.speaker, entry.recorder, entry.medium),
        None => format!(", says {}", live.statement.body.author),
    })
}

fn convoy_lines(zone: &Zone, knowledge: &Knowledge<'_>, at: &ConvoyAt<'_>) -> Vec<String> {
    let convoy = at.convoy;
    let drill = if convoy.drill { " [EXERCISE]" } else { "" };
    let mut text = vec![format!("{}{drill}  planned by {} ({})", convoy.name, at.speaker, at.plan.short())];
    text.push(format!("  the way: {}", convoy.route.join(" - ")));
    for (what, trucks) in &at.trucks {
        let claims: Vec<String> =
            trucks.claims().iter().map(|claim| format!("{} ({})", number(&claim.amount), claim.speaker)).collect();
        text.push(format!("  trucks {}: {}", counted(what), claims.join("; ")));
    }
    for Standing { speaker, state, .. } in &at.states {
        text.push(format!("  as {speaker} has it: {}", state_words(zone, state)));
    }
    if !at.disputed.is_empty() {
        text.push("  disputed: they differ, and both stand".to_owned());
    }
    for permit in &at.permits {
        let wait = permit.wait.as_ref().map_or(String::new(), |wait| {
            let running = match wait.running {
                Kleene::Must => " so far, still running",
                Kleene::May => ", perhaps still running",
                Kleene::No => "",
            };
            format!(", waited {}{running}", hours(wait.least_s, wait.most_s))
        });
        let by = match permit.standing {
            PermitStanding::Granted { statement, .. } | PermitStanding::Refused { statement, .. } => {
                by_word(knowledge, statement)
            }
            _ => String::new(),
        };
        text.push(format!("  permission of {}: {}{by}{wait}", permit.issuer, permit_words(zone, &permit.standing)));
        if permit.differ() {
            text.push("    speakers differ on the answer, and both stand:".to_owned());
            for answer in &permit.answers {
                let word = match answer.word {
                    PermitWord::Granted { .. } => "granted",
                    PermitWord::Refused => "refused",
                };
                text.push(format!("      {word} {}{}", span(zone, answer.time), by_word(knowledge, answer.statement)));
            }
        }
    }
    for seal in &at.seals {
        let broken = seal.broken().count();
        let whole = seal.last_whole().map(|look| format!("whole by {}", look.speaker));
        let word = match (broken, whole) {
            (0, None) => "not looked at".to_owned(),
            (0, Some(whole)) => whole,
            (some, whole) => {
                format!("found broken {some} times{}", whole.map_or(String::new(), |w| format!(", last {w}")))
            }
        };
        let unplanned = if seal.in_plan { "" } else { ", not in the plan" };
        text.push(format!("  seal {}: {word}{unplanned}", seal.number));
    }
    for checkpoint in &at.checkpoints {
        let by: Vec<&str> = checkpoint.passings.iter().map(|passing| passing.speaker.as_str()).collect();
        let word = if by.is_empty() {
            "nobody says that it was passed".to_owned()
        } else {
            format!("passed, by the word of {}", by.join(", "))
        };
        let off = if checkpoint.on_route { "" } else { ", not on the planned way" };
        text.push(format!("  {}: {word}{off}", checkpoint.name));
    }
    text
}

fn counted(what: &Counted) -> String {
    let plain = match what {
        Counted::Planned => "planned",
        Counted::Asked(issuer) => return format!("for which {issuer} was asked"),
        Counted::Granted(issuer) => return format!("for which {issuer} gave permission"),
        Counted::Refused(issuer) => return format!("for which {issuer} refused permission"),
        Counted::Left => "left",
        Counted::Passed(checkpoint) => return format!("passed {checkpoint}"),
        Counted::SealChecked => "whose seals were looked at",
        Counted::Held => "held up",
        Counted::WentOn => "went on",
        Counted::TurnedBack => "turned back",
        Counted::Arrived => "arrived",
        Counted::Delivered => "delivered",
        Counted::Accepted => "accepted",
    };
    plain.to_owned()
}

fn state_word(state: &State) -> &'static str {
    match state {
        State::Planned { .. } => "planned",
        State::Left { .. } => "left",
        State::Held { .. } => "held",
        State::OnItsWay { .. } => "on its way",
        State::TurnedBack { .. } => "turned back",
        State::Arrived { .. } => "arrived",
    }
}

fn state_words(zone: &Zone, state: &State) -> String {
    let since = state.since().map_or(String::new(), |since| format!(" since {}", span(zone, since)));
    let more = match state {
        State::Held { cause, by, .. } => {
            let by = by.as_ref().map_or(String::new(), |by| format!(", by {by}"));
            format!(", claimed cause \"{cause}\"{by}")
        }
        State::OnItsWay { passed: Some(checkpoint), .. } => format!(", passed {checkpoint}"),
        State::Arrived { delivered, accepted, .. } => {
            let part = |what: &str, amount: &Option<Amount>| {
                amount.as_ref().map_or(String::new(), |amount| format!(", {} {what}", number(amount)))
            };
            format!("{}{}", part("delivered", delivered), part("accepted", accepted))
        }
        _ => String::new(),
    };
    format!("{}{since}{more}", state_word(state))
}

/// One instant, or from the first to the last.
pub(super) fn span(zone: &Zone, span: Interval) -> String {
    match span.seconds() {
        ..=1 => words::instant(zone, span.from),
        _ => format!("between {} and {}", words::instant(zone, span.from), words::instant(zone, span.last())),
    }
}

fn permit_word(standing: &PermitStanding) -> &'static str {
    match standing {
        PermitStanding::NotAsked => "not asked",
        PermitStanding::Waiting { .. } => "no answer",
        PermitStanding::Overdue { .. } => "overdue",
        PermitStanding::Granted { .. } => "granted",
        PermitStanding::Refused { .. } => "refused",
    }
}

fn permit_words(zone: &Zone, standing: &PermitStanding) -> String {
    match standing {
        PermitStanding::NotAsked => "not asked".to_owned(),
        PermitStanding::Waiting { since } => format!("asked {}, no answer: silence is not consent", span(zone, *since)),
        PermitStanding::Overdue { asked, since } => format!(
            "asked {}, no answer, overdue since {}: silence is not consent",
            span(zone, *asked),
            words::instant(zone, *since)
        ),
        PermitStanding::Granted { time, conditions, .. } => {
            let conditions = conditions.as_ref().map_or(String::new(), |said| format!(", on condition: \"{said}\""));
            format!("granted {}{conditions}", span(zone, *time))
        }
        PermitStanding::Refused { time, .. } => format!("refused {}", span(zone, *time)),
    }
}

fn waiting_lines(waiting: &Waiting) -> Vec<String> {
    if waiting.causes.is_empty() {
        return vec!["  no waiting with a claimed cause".to_owned()];
    }
    let mut text = Vec::new();
    for cause in &waiting.causes {
        let trucks = cause.trucks.as_ref().map_or(String::new(), |trucks| format!(", {} trucks", number(trucks)));
        text.push(format!(
            "  claimed cause \"{}\": {}{trucks}",
            cause.name,
            hours(cause.hours.least_s(), cause.hours.most_s())
        ));
        let by: BTreeSet<&str> = cause.holds.iter().flat_map(|hold| &hold.by).map(String::as_str).collect();
        if !by.is_empty() {
            text.push(format!("    claimed to be held up by {}", by.into_iter().collect::<Vec<_>>().join(", ")));
        }
        for claimant in &cause.claimants {
            let said: Vec<String> = claimant.trucks.iter().map(|(amount, _)| number(amount)).collect();
            let trucks = if said.is_empty() { String::new() } else { format!("; trucks {}", said.join(", ")) };
            text.push(format!(
                "    {}: {}{trucks}",
                origin(&claimant.origin),
                hours(claimant.hours.least_s(), claimant.hours.most_s())
            ));
        }
    }
    text.push(format!("  for any cause: {}", hours(waiting.any.least_s(), waiting.any.most_s())));
    text
}

fn origin(origin: &record::vocabulary::sources::Origin) -> String {
    match origin {
        record::vocabulary::sources::Origin::Named(name) => name.clone(),
        record::vocabulary::sources::Origin::Unnamed(words) => format!("unnamed (\"{words}\")"),
    }
}

fn waiting_json(waiting: &Waiting) -> Value {
    let seconds = |least: u64, most: u64| json!({ "least": least, "most": most });
    let causes: Vec<Value> = waiting
        .causes
        .iter()
        .map(|cause| {
            json!({
                "cause": cause.name,
                "held_by": cause.holds.iter().flat_map(|hold| &hold.by).collect::<BTreeSet<_>>(),
                "waited_seconds": seconds(cause.hours.least_s(), cause.hours.most_s()),
                "trucks": cause.trucks.as_ref().map(number_json),
                "claimed_by": cause.claimants.iter().map(|claimant| json!({
                    "origin": origin(&claimant.origin),
                    "waited_seconds": seconds(claimant.hours.least_s(), claimant.hours.most_s()),
                    "trucks": claimant.trucks.iter().map(|(amount, id)| json!({ "number": number_json(amount), "statement": id.to_string() })).collect::<Vec<_>>(),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({ "causes": causes, "any_cause_seconds": seconds(waiting.any.least_s(), waiting.any.most_s()) })
}

fn convoy_json(at: &ConvoyAt<'_>, own: &Waiting) -> Value {
    let trucks: Map<String, Value> = at
        .trucks
        .iter()
        .map(|(what, trucks)| {
            let claims: Vec<Value> = trucks
                .claims()
                .iter()
                .map(|claim| json!({ "speaker": claim.speaker, "number": number_json(&claim.amount), "statement": claim.statement.to_string() }))
                .collect();
            (counted(what), json!({ "claims": claims, "range": number_json(&trucks.range()) }))
        })
        .collect();
    json!({
        "plan": at.plan.to_string(), "name": at.convoy.name, "speaker": at.speaker, "drill": at.convoy.drill, "route": at.convoy.route,
        "trucks": trucks,
        "states": at.states.iter().map(|one| json!({ "speaker": one.speaker, "state": state_word(&one.state), "statement": one.statement.to_string() })).collect::<Vec<_>>(),
        "disputed": !at.disputed.is_empty(),
        "permits": at.permits.iter().map(|permit| json!({
            "issuer": permit.issuer, "standing": permit_word(&permit.standing),
            "waited_seconds": permit.wait.as_ref().map(|wait| json!({ "least": wait.least_s, "most": wait.most_s })),
            "running": permit.wait.as_ref().is_some_and(|wait| wait.running == Kleene::Must), "differ": permit.differ(),
            "by": permit.answers.iter().map(|answer| json!({ "speaker": answer.speaker, "statement": answer.statement.to_string() })).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "seals": at.seals.iter().map(|seal| json!({ "number": seal.number, "in_plan": seal.in_plan, "broken": seal.broken().count(), "whole_by": seal.last_whole().map(|look| look.speaker.clone()) })).collect::<Vec<_>>(),
        "checkpoints": at.checkpoints.iter().map(|one| json!({ "name": one.name, "on_route": one.on_route, "passed_by_word_of": one.passings.iter().map(|passing| passing.speaker.clone()).collect::<Vec<_>>() })).collect::<Vec<_>>(),
        "waiting": waiting_json(own),
    })
}
