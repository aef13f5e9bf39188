//! `armistice access`: the monitors' own way. Nothing seen, nobody looked, and not allowed to look are three different things.
//!
//! Holds
//! - Only watching counts for a clock; a request, a denial or a silence does not.
//!
//! Not here: what an hour of a zone is called (`channel::access`).

use std::path::Path;

use channel::access::{AccessSaid, HOUR_S, Looked, ZoneAccess, zone as of_zone};
use record::statement::{AccessStep, Body, Content};
use record::vocabulary::time::{Instant, Interval};
use serde_json::{Value, json};
use situation::words;

use super::desk::Desk;
use super::moment::MomentFlags;
use super::named::Wanted;
use super::said::{Day, SaidFlags, author, fields, instant};
use super::unlock::Unlock;
use super::{Answer, Failure};
use crate::message::utc;

/// What is done about access.
#[derive(clap::Subcommand)]
pub(super) enum AccessCommand {
    /// Say what happened to access: asked for, given, denied, delayed
    #[command(
        after_help = "Examples:\n  armistice access say requested --watcher patrol-2 --party North --zone East --from \"2030-03-05 08:00\" --until \"2030-03-05 16:00\"\n  \
        armistice access say denied --of 1a2b3c4d --watcher patrol-2 --party North --zone East --from \"2030-03-05 08:00\" --until \"2030-03-05 16:00\" --cause \"mines\""
    )]
    Say(AccessFlags),
    /// Each zone by hours: watched, not allowed, no answer, nobody looked
    #[command(after_help = "Example:\n  armistice access list --days 2")]
    List {
        #[command(flatten)]
        moment: MomentFlags,
        /// How many days back
        #[arg(long, value_name = "N", default_value_t = 1)]
        days: u16,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum StepFlag {
    Requested,
    Granted,
    GrantedOnConditions,
    Delayed,
    Denied,
}

/// What happened to access.
#[derive(clap::Args)]
pub(super) struct AccessFlags {
    /// What happened
    step: StepFlag,
    /// The request that it answers
    #[arg(long, value_name = "ID")]
    of: Option<String>,
    /// Who looks, or wants to
    #[arg(long, value_name = "NAME")]
    watcher: String,
    /// The party whose leave it is
    #[arg(long, value_name = "NAME")]
    party: String,
    /// Which zone
    #[arg(long, value_name = "NAME")]
    zone: String,
    /// From when
    #[arg(long, value_name = "T")]
    from: String,
    /// Until before when
    #[arg(long, value_name = "T")]
    until: String,
    /// Why, as claimed; for conditions, which
    #[arg(long, value_name = "TEXT")]
    cause: Option<String>,
    #[command(flatten)]
    said: SaidFlags,
}

pub(super) fn access(dir: &Path, command: &AccessCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(dir)?;
    match command {
        AccessCommand::Say(flags) => {
            desk.known_zone(&flags.zone, "--zone")?;
            desk.known_party(&flags.party, "--party")?;
            let word = match flags.step {
                StepFlag::Requested => "requested",
                StepFlag::Granted => "granted",
                StepFlag::GrantedOnConditions => "granted on conditions",
                StepFlag::Delayed => "delayed",
                StepFlag::Denied => "denied",
            };
            let mut stated = fields("access", &flags.said);
            stated.insert("step".to_owned(), json!(word));
            stated.insert("of".to_owned(), desk.reference(flags.of.as_ref(), Wanted::AccessRequest)?);
            for (key, value) in [("watcher", &flags.watcher), ("party", &flags.party), ("zone", &flags.zone)] {
                stated.insert(key.to_owned(), json!(value));
            }
            stated.insert("from".to_owned(), instant(&desk, Some(&flags.from), "--from", Day::First)?);
            stated.insert("until".to_owned(), instant(&desk, Some(&flags.until), "--until", Day::First)?);
            stated.insert("cause".to_owned(), json!(flags.cause));
            let body = desk.body(&author(&desk, &flags.said), stated)?;
            let differing = differs_from_request(&desk, &body);
            let said = desk.say(body, unlock)?;
            let mut text = said.text;
            text.extend(desk.unknown_names([&flags.watcher]));
            text.extend(
                differing
                    .map(|what| format!("  IT DIFFERS FROM THE REQUEST IN {what}: look at which request it answers")),
            );
            Ok(Answer::ok(text, said.json))
        }
        AccessCommand::List { moment, days } => {
            let (happened, known) = desk.moment(moment)?;
            list(&desk, happened, known, *days)
        }
    }
}

/// In what an answer differs from the request that it names; nothing where it fits, or names none.
fn differs_from_request(desk: &Desk, body: &Body) -> Option<String> {
    let Content::Access(answer) = &body.content else { return None };
    let request = desk.statements().iter().find(|statement| Some(statement.id) == answer.of)?;
    let Content::Access(request) = &request.body.content else { return None };
    let registers = desk.registers();
    let same = |one: &str, other: &str| registers.resolve(one) == registers.resolve(other);
    let pairs = [
        ("party", &answer.party, &request.party),
        ("watcher", &answer.watcher, &request.watcher),
        ("zone", &answer.zone, &request.zone),
    ];
    let differing: Vec<&str> =
        pairs.into_iter().filter(|(_, one, other)| !same(one, other)).map(|(what, ..)| what).collect();
    (!differing.is_empty()).then(|| differing.join(", "))
}

fn list(
    desk: &Desk,
    happened: Instant,
    known: record::vocabulary::time::KnownAt,
    days: u16,
) -> Result<Answer, Failure> {
    let clock = desk.zone();
    let knowledge = desk.knowledge(known);
    let hour_begun = happened.0 - happened.0.rem_euclid(HOUR_S);
    let time = Interval::new(Instant(hour_begun - i64::from(days) * 24 * HOUR_S), Instant(hour_begun + HOUR_S));
    let reported = desk.reported_in_zones(happened, known);
    let mut text = vec![format!(
        "Access of monitors, {} to {}",
        words::instant(&clock, time.from),
        words::instant(&clock, happened)
    )];
    let mut rows = Vec::new();
    for name in desk.zone_names(&knowledge) {
        let zone = of_zone(&knowledge, &name, time, &reported, happened);
        text.push(String::new());
        text.push(name.clone());
        for stretch in &zone.stretches {
            text.push(format!(
                "  {} to {}  {} h  {}",
                words::instant(&clock, stretch.during.from),
                words::instant(&clock, stretch.during.until),
                stretch.hours,
                word(stretch.word)
            ));
        }
        let answered = zone.said.iter().filter(|said| said.access.step != AccessStep::Requested);
        text.extend(answered.map(|said| answer_line(&clock, said)));
        for said in zone.unanswered() {
            text.push(format!(
                "  asked of {} ({}), no answer: silence is not consent",
                said.access.party,
                said.statement.short()
            ));
        }
        rows.push(as_json(&zone));
    }
    if rows.is_empty() {
        text.push("no zone is known here".to_owned());
    }
    text.push(String::new());
    text.push(
        "Only hours that were watched count for a clock; that nothing was reported is not that nothing happened."
            .to_owned(),
    );
    Ok(Answer::ok(
        text,
        json!({ "from": utc(time.from), "until": utc(happened), "known": utc(known.0), "zones": rows }),
    ))
}

fn word(looked: Looked) -> &'static str {
    match looked {
        Looked::WatchedSomething => "watched, something reported",
        Looked::WatchedNothing => "watched, nothing reported",
        Looked::PartlyWatched => "partly watched",
        Looked::NotAllowed => "not allowed to look",
        Looked::NoAnswer => "asked to look, no answer",
        Looked::NobodyLooked => "nobody looked",
    }
}

fn step(step: AccessStep) -> &'static str {
    match step {
        AccessStep::Requested => "requested",
        AccessStep::Granted => "granted",
        AccessStep::Conditional => "granted on conditions",
        AccessStep::Delayed => "delayed",
        AccessStep::Denied => "denied",
    }
}

fn answer_line(clock: &record::vocabulary::time::Zone, said: &AccessSaid<'_>) -> String {
    let cause = said.access.cause.as_ref().map_or(String::new(), |cause| format!(", claimed cause \"{cause}\""));
    format!(
        "  {} says: {} for {} by {}, {} to {}{cause} ({})",
        said.speaker,
        step(said.access.step),
        said.access.watcher,
        said.access.party,
        words::instant(clock, said.access.during.from),
        words::instant(clock, said.access.during.until),
        said.statement.short()
    )
}

fn as_json(zone: &ZoneAccess<'_>) -> Value {
    json!({
        "zone": zone.zone,
        "hours": zone.hours.iter().map(|(looked, hours)| (word(*looked).to_owned(), json!(hours))).collect::<serde_json::Map<String, Value>>(),
        "stretches": zone.stretches.iter().map(|one| json!({
            "from": utc(one.during.from), "until": utc(one.during.until), "hours": one.hours, "word": word(one.word),
        })).collect::<Vec<_>>(),
        "said": zone.said.iter().map(|one| json!({
            "statement": one.statement.to_string(), "speaker": one.speaker, "step": step(one.access.step), "watcher": one.access.watcher,
            "party": one.access.party, "from": utc(one.access.during.from), "until": utc(one.access.during.until), "cause": one.access.cause,
            "answers": one.answers.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}
