//! `armistice watch`: who has the watch, what is handed over with it, when nobody answers, and what comes in.
//!
//! Holds
//! - A hand-over counts when both have signed: who goes, and who comes. Until then it is shown as unsigned.
//! - What is open is carried over until somebody closes it; a gap is shown as a gap.
//!
//! Not here: who has it (`channel::watch`), reports that come in (`intake`), forms (`form`), closing words (`signs`).

use std::collections::BTreeSet;
use std::path::Path;

use channel::alert::AlertState;
use channel::roster::{OnDuty, Roster};
use channel::watch::{GapKind, HandedOver, Holder, ItemState, Watch, watches};
use record::statement::{Alert, BodyId, Content, Handover, Notice};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval, KnownAt, Zone};
use serde_json::{Map, Value, json};
use situation::words;

use super::desk::Desk;
use super::form::{self, FormFlags};
use super::intake::{self, NoteFlags};
use super::moment::MomentFlags;
use super::named::{Wanted, drill};
use super::said::{Day, SaidFlags, author, fields, instant, still_to_come};
use super::unlock::Unlock;
use super::{Answer, Failure, signs};
use crate::draft::kind;
use crate::message::utc;

/// What is done about the watch.
#[derive(clap::Subcommand)]
pub(super) enum WatchCommand {
    /// Hand the watch over, with what is open; the other officer signs it with `notice ack ID --understood NAME`
    #[command(
        after_help = "Example:\n  armistice watch hand-over mission --from \"Officer 1\" --to \"Officer 2\" --open 5e6f7a8b --says \"South has not answered\""
    )]
    HandOver(HandOverFlags),
    /// Put an officer on the roster of a party or post: who answers, in which order, how reached, from when until when
    #[command(
        after_help = "Example:\n  armistice watch duty \"Captain B\" --for South --rank 2 --reach \"telephone 2\" --reach \"radio, call sign Olive\" --language ar \\\n    \
        --from \"2030-03-05 06:00\" --until \"2030-03-06 06:00\""
    )]
    Duty(DutyFlags),
    /// Who has each watch, what is unsigned, gaps of the last days, and what is open
    #[command(after_help = "Example:\n  armistice watch list --days 2")]
    List {
        #[command(flatten)]
        moment: MomentFlags,
        /// How many days back gaps are looked for
        #[arg(long, value_name = "N", default_value_t = 1)]
        days: u16,
    },
    /// Paper forms with numbers, to print and hand out; or the template of a short message
    #[command(
        after_help = "Examples:\n  armistice watch form --count 20 --first 1 --out forms.html\n  armistice watch form convoy --lang ar --out forms.html\n  \
        armistice watch form --first 21 --sms"
    )]
    Form(FormFlags),
    /// Take in a report by the number of its form, by whatever way it comes; the first makes the statement, the others are held against it
    #[command(
        after_help = "Examples:\n  armistice watch note --number VALLEY-0017-O --by radio --call-sign \"Olive 3\" --typed-by \"Captain B\" \\\n    \
        'report from patrol-2 act shelling at Mill time \"2030-03-05 14:10\" basis seen'\n  \
        armistice watch note --by sms - < message.txt\n\n\
        A text that begins with the mission's stop-word is a halt to every party at once. Closing words stand at the end, behind END; \
        type them in by standard input, where nobody else on the machine reads them."
    )]
    Note(NoteFlags),
    /// The radio log: what came under each number, by which way, typed and checked by whom, what differs
    #[command(after_help = "Example:\n  armistice watch log")]
    Log {
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// Keep the two closing words of an officer, read from standard input: one says that all is as always, one that the officer is forced
    #[command(
        after_help = "Example:\n  armistice watch words --officer \"Major A\"\n\nOnly slow hashes are kept, in keys/closing: never on the record, in an export or a mirror."
    )]
    Words {
        /// Whose words they are
        #[arg(long, value_name = "OFFICER")]
        officer: String,
    },
    /// Closing words that were heard, and what they say; for the mission's own desk
    #[command(after_help = "Example:\n  armistice watch signs")]
    Signs,
}

/// A hand-over.
#[derive(clap::Args)]
pub(super) struct HandOverFlags {
    /// Which watch: a party's, or a post of the mission
    watch: String,
    /// Who goes
    #[arg(long, value_name = "OFFICER")]
    from: String,
    /// Who comes
    #[arg(long, value_name = "OFFICER")]
    to: String,
    /// When; else now
    #[arg(long, value_name = "T")]
    at: Option<String>,
    /// What is still open: a notice, a warning, a halt
    #[arg(long, value_name = "ID")]
    open: Vec<String>,
    #[command(flatten)]
    said: SaidFlags,
}

/// A duty.
#[derive(clap::Args)]
pub(super) struct DutyFlags {
    /// The officer
    officer: String,
    /// For which party or post
    #[arg(long = "for", value_name = "NAME")]
    party: String,
    /// In which order officers are called: 1 is first
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    rank: u64,
    /// How the officer is reached; several times, in order
    #[arg(long, value_name = "TEXT", required = true, value_parser = clap::builder::NonEmptyStringValueParser::new())]
    reach: Vec<String>,
    /// A language that the officer speaks
    #[arg(long, value_name = "TAG")]
    language: Vec<String>,
    /// From when
    #[arg(long, value_name = "T")]
    from: String,
    /// Until before when
    #[arg(long, value_name = "T")]
    until: String,
    /// Whom this is told; without one, the mission alone
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
}

fn duty(desk: &mut Desk, flags: &DutyFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut stated = Map::new();
    stated.insert("kind".to_owned(), json!("duty"));
    for (key, value) in [("officer", json!(flags.officer)), ("party", json!(flags.party)), ("rank", json!(flags.rank))]
    {
        stated.insert(key.to_owned(), value);
    }
    for (key, list) in [("reach", &flags.reach), ("languages", &flags.language), ("to", &flags.to)] {
        if !list.is_empty() {
            stated.insert(key.to_owned(), json!(list));
        }
    }
    stated.insert("from".to_owned(), instant(desk, Some(&flags.from), "--from", Day::First)?);
    stated.insert("until".to_owned(), instant(desk, Some(&flags.until), "--until", Day::First)?);
    let author = desk.author().to_owned();
    let body = desk.body(&author, stated)?;
    let said = desk.say(body, unlock)?;
    let mut text = said.text;
    text.extend(desk.unknown_names([&flags.party]));
    Ok(Answer::ok(text, said.json))
}

pub(super) fn watch(dir: &Path, command: &WatchCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(dir)?;
    match command {
        WatchCommand::HandOver(flags) => {
            let mut stated = fields("handover", &flags.said);
            for (key, value) in [("watch", &flags.watch), ("from", &flags.from), ("to", &flags.to)] {
                stated.insert(key.to_owned(), json!(value));
            }
            let at = match &flags.at {
                None => json!(format!("@{}", super::now().0)),
                at => instant(&desk, at.as_ref(), "--at", Day::Refused)?,
            };
            stated.insert("handed_at".to_owned(), at);
            stated.insert("open".to_owned(), desk.references(&flags.open, Wanted::Statement)?);
            let body = desk.body(&author(&desk, &flags.said), stated)?;
            let Content::Handover(Handover { at: handed_at, .. }) = body.content else {
                unreachable!("the fields are those of a hand-over")
            };
            let said = desk.say(body, unlock)?;
            let mut text = said.text;
            text.extend(still_to_come(&desk, flags.at.is_some().then_some(handed_at)));
            text.extend(out_of_line(&desk, said.id));
            text.extend(not_named(&desk, &flags.watch));
            // Whoever may speak for the watch signs; for a post without a key of its own, the officer's word is entered.
            let by = match flags.watch == desk.author() || desk.party_of(desk.author())? == flags.watch {
                true => String::new(),
                false => format!(" --by \"{}\" --through \"word of mouth\"", flags.to),
            };
            text.push(format!(
                "  it counts when {} signs: armistice notice ack {} --understood \"{}\"{by}",
                flags.to,
                said.id.short(),
                flags.to
            ));
            Ok(Answer::ok(text, said.json))
        }
        WatchCommand::Duty(flags) => duty(&mut desk, flags, unlock),
        WatchCommand::List { moment, days } => {
            let (happened, known) = desk.moment(moment)?;
            let knowledge = desk.knowledge(known);
            let period = Interval::new(happened.plus(-i64::from(*days) * 24 * 3600), happened.plus(1));
            let watches = watches(&knowledge, period, happened);
            let channel = ::channel::at(desk.statements(), &knowledge, happened);
            Ok(list(&desk, &channel, watches.values(), happened))
        }
        WatchCommand::Form(flags) => form::form(&desk, flags),
        WatchCommand::Note(flags) => intake::note(&mut desk, flags, unlock),
        WatchCommand::Log { moment } => {
            let (happened, known) = desk.moment(moment)?;
            intake::log(&desk, happened, known)
        }
        WatchCommand::Words { officer } => signs::agree(&desk, officer),
        WatchCommand::Signs => signs::signs(&desk),
    }
}

/// A hand-over with the name of its watch, with all that is known, as `tell` tells of it.
fn of_handover<T>(desk: &Desk, id: BodyId, tell: impl FnOnce(&Name, &HandedOver<'_>) -> T) -> Option<T> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let watches = watches(&knowledge, Interval::new(Instant::EVER, Instant::EVER), Instant::NEVER);
    let mut all = watches.values().flat_map(|watch| watch.handovers.iter().map(move |handed| (&watch.name, handed)));
    all.find(|(_, handed)| handed.statement == id).map(|(name, handed)| tell(name, handed))
}

/// What whoever hands over a watch that another had is told.
fn out_of_line(desk: &Desk, handover: BodyId) -> Option<String> {
    of_handover(desk, handover, |_, handed| {
        let had = handed.out_of_line.as_ref()?;
        Some(format!(
            "  OUT OF LINE: the hand-over before it passed the watch to {had}, and {} hands it on",
            handed.handover.from
        ))
    })?
}

/// What whoever hands over a watch is told: that nobody has heard of it before, and what stands though no hand-over names it.
fn not_named(desk: &Desk, watch: &str) -> Vec<String> {
    let knowledge = desk.knowledge(KnownAt::ALL);
    let now = super::now();
    let channel = ::channel::at(desk.statements(), &knowledge, now);
    let watches = watches(&knowledge, Interval::new(now, now), now);
    let mut text = Vec::new();
    let new = watches.get(knowledge.registers.resolve(watch)).is_some_and(|watch| watch.handovers.len() == 1);
    let others: Vec<&str> = watches.keys().map(String::as_str).filter(|name| *name != watch).collect();
    if new && !others.is_empty() {
        text.push(format!("  the first hand-over of {watch}; other watches: {}", others.join(", ")));
    }
    let forgotten = forgotten(&channel, watches.values());
    if !forgotten.is_empty() {
        let ids: Vec<String> = forgotten.iter().map(BodyId::short).collect();
        text.push(format!("  NAMED AS OPEN BY NO HAND-OVER, and standing: {}", ids.join(", ")));
    }
    text
}

/// Warnings and halts that stand, and that no hand-over names as open.
fn forgotten<'w>(channel: &::channel::Channel<'_>, watches: impl Iterator<Item = &'w Watch<'w>>) -> Vec<BodyId> {
    let named: BTreeSet<BodyId> = watches.flat_map(|watch| watch.carried().map(|item| item.item)).collect();
    let standing = channel.alerts().into_iter().filter(|held| held.state == AlertState::Standing);
    standing.map(|held| held.id()).filter(|id| !named.contains(id)).collect()
}

/// What whoever answers a hand-over is told: whether it is signed by that.
pub(super) fn signed_line(desk: &Desk, handover: BodyId) -> Option<String> {
    of_handover(desk, handover, |name, handed| match handed.signed {
        Some((_, since)) => {
            let (who, since) = (&handed.handover.to, words::instant(&desk.zone(), since));
            format!("  both have signed: {who} has the watch {name} since {since}")
        }
        None => format!(
            "  THIS DOES NOT SIGN THE HAND-OVER: it counts when {0} signs: `--understood \"{0}\"`, by whoever speaks for {0} or for {name}",
            handed.other
        ),
    })
}

/// What an open item is: "halt 1a2b3c4d by mission, \"stop at the mill\"".
fn item_words(desk: &Desk, id: BodyId) -> String {
    let Some(statement) = desk.statements().iter().find(|statement| statement.id == id) else {
        return format!("{}, which is not known here", id.short());
    };
    let said = match &statement.body.content {
        Content::Alert(Alert { words, .. }) | Content::Notice(Notice { words, .. }) => words,
        Content::Convoy(convoy) => &convoy.name,
        Content::Inquiry(inquiry) => &inquiry.file,
        _ => "",
    };
    let exercise = if drill(&statement.body.content) == Some(true) { "EXERCISE " } else { "" };
    let said = if said.is_empty() { String::new() } else { format!(", {}", words::quoted(said)) };
    format!("{exercise}{} {} by {}{said}", kind(&statement.body.content), id.short(), statement.body.speaker())
}

fn list<'w>(
    desk: &Desk,
    channel: &::channel::Channel<'_>,
    watches: impl Iterator<Item = &'w Watch<'w>> + Clone,
    at: Instant,
) -> Answer {
    let zone = &desk.zone();
    // What nobody hands on is what the next officer does not know of.
    let forgotten = forgotten(channel, watches.clone());
    let mut text = vec![format!("Watches at {}", words::instant(zone, at))];
    let mut rows = Vec::new();
    for watch in watches {
        text.push(String::new());
        text.push(format!("{}: {}", watch.name, holder(zone, &watch.holder)));
        for one in watch.unsigned() {
            text.push(format!("  hand-over {} lacks the signature of {}", one.statement.short(), one.other));
        }
        for one in &watch.handovers {
            if let Some(had) = &one.out_of_line {
                text.push(format!(
                    "  hand-over {} {} is out of line: {had} had the watch, and {} hands it on",
                    one.statement.short(),
                    words::instant(zone, one.handover.at),
                    one.handover.from
                ));
            }
        }
        for gap in &watch.gaps {
            let why = match &gap.kind {
                GapKind::NoDuty => "nobody was on duty".to_owned(),
                GapKind::Unsigned(id) => format!("hand-over {} was not signed by both", id.short()),
            };
            text.push(format!(
                "  gap {} to {}: {why}",
                words::instant(zone, gap.during.from),
                words::instant(zone, gap.during.until)
            ));
        }
        for item in watch.carried() {
            let left = if matches!(item.state, ItemState::LeftOut { .. }) {
                "; left out of the latest hand-over and not closed"
            } else {
                ""
            };
            text.push(format!("  open: {}{left}", item_words(desk, item.item)));
        }
        let roster = channel.roster(&watch.name);
        for OnDuty { officer, duty, .. } in &roster.officers {
            let languages =
                if duty.languages.is_empty() { String::new() } else { format!(" ({})", duty.languages.join(", ")) };
            text.push(format!(
                "  on duty, rank {}: {officer}{languages}: {}; until {}",
                duty.rank,
                duty.reach.join(", then "),
                words::instant(zone, duty.during.until)
            ));
        }
        rows.push(as_json(watch, &roster));
    }
    if rows.is_empty() {
        text.push("no watch is known here".to_owned());
    }
    if !forgotten.is_empty() {
        text.push(String::new());
        text.push("Standing, and named as open by no hand-over".to_owned());
        text.extend(forgotten.iter().map(|id| format!("  {}", item_words(desk, *id))));
    }
    let forgotten: Vec<String> = forgotten.iter().map(ToString::to_string).collect();
    Answer::ok(text, json!({ "at": utc(at), "watches": rows, "not_handed_over": forgotten }))
}

fn holder(zone: &Zone, holder: &Holder) -> String {
    match holder {
        Holder::NotStated => "no hand-over is known".to_owned(),
        Holder::Has { officer, since, .. } => format!("{officer} has it since {}", words::instant(zone, *since)),
        Holder::Between { from, to, since, .. } => format!(
            "between {from} and {to} since {}: said to be handed over, and not signed by both",
            words::instant(zone, *since)
        ),
    }
}

fn as_json(watch: &Watch<'_>, roster: &Roster<'_>) -> Value {
    let (word, officers, since) = match &watch.holder {
        Holder::NotStated => ("not stated", Vec::new(), None),
        Holder::Has { officer, since, .. } => ("has", vec![officer.clone()], Some(utc(*since))),
        Holder::Between { from, to, since, .. } => ("between", vec![from.clone(), to.clone()], Some(utc(*since))),
    };
    json!({
        "watch": watch.name, "holder": { "word": word, "officers": officers, "since": since },
        "roster": roster.officers.iter().map(|one| json!({
            "officer": one.officer, "rank": one.duty.rank, "reach": one.duty.reach, "languages": one.duty.languages, "until": utc(one.duty.during.until),
            "duty": one.id.to_string(),
        })).collect::<Vec<_>>(),
        "out_of_line": watch.handovers.iter().filter(|one| one.out_of_line.is_some()).map(|one| one.statement.to_string()).collect::<Vec<_>>(),
        "unsigned": watch.unsigned().map(|one| one.statement.to_string()).collect::<Vec<_>>(),
        "gaps": watch.gaps.iter().map(|gap| json!({ "from": utc(gap.during.from), "until": utc(gap.during.until) })).collect::<Vec<_>>(),
        "open": watch.carried().map(|item| item.item.to_string()).collect::<Vec<_>>(),
    })
}
