//! `armistice notice`: tell others beforehand, say back where it is, warn, and stop.
//!
//! ```text
//! send ─▶ ack (delivered · seen · read back · understood · passed · held) ─▶ warn ─▶ halt ─▶ halted ─▶ resume · close
//! ```
//!
//! Holds
//! - Every step is a statement signed by its author; nothing is answered for anybody.
//! - Whatever shows a notice says that it gives no permission, and that silence is not consent.
//!
//! Not here: what state they make (`channel`), how it is shown (`channel_show`).

use std::path::{Path, PathBuf};

use channel::notice::SENTENCE;
use record::statement::{AlertKind, Content, Step};
use record::vocabulary::Name;
use record::vocabulary::time::KnownAt;
use serde_json::{Map, Value, json};

use situation::audience::Audience;

use super::channel_show;
use super::desk::{Desk, Said};
use super::moment::{MomentFlags, with_moments};
use super::named::{self, Wanted};
use super::said::{Day, DrillFlag, SaidFlags, WhereFlags, author, fields, instant, still_to_come};
use super::told;
use super::unlock::{Unlock, pen};
use super::{Answer, Failure, codes, now};
use crate::draft::from_body;
use crate::exchange::{self, Format};
use crate::import::Input;
use crate::limits::ImportLimits;
use crate::message::{Message, quoted};
use crate::mission::AUTHOR;

/// What is done with notices, warnings and halts.
#[derive(clap::Subcommand)]
pub(super) enum NoticeCommand {
    /// Tell others of a protected site, a movement, a planned activity, a repair window or a local silence
    #[command(
        after_help = "Example:\n  armistice notice send planned-activity --to North --to mission --place Mill --point \"39.10 N 22.50 E\" \
        --radius \"500 m\" \\\n    --from \"2030-03-05 16:00\" --until \"2030-03-05 18:00\" --contact \"telephone 1\" --says \"firing at a range\"\n\n\
        It gives no permission; silence is not consent; its absence forbids nothing."
    )]
    Send(SendFlags),
    /// Sign one step that came of a notice, a warning or a halt: seen, read back, understood, passed on, halted …
    #[command(after_help = "Examples:\n  armistice notice ack 1a2b3c4d --seen \"Major A\"\n  \
        armistice notice ack 1a2b3c4d --read-back \"Major A\" --point \"39.10 N 22.50 E\" --mark \"Mill 9 km bearing 120\"\n  \
        armistice notice ack 1a2b3c4d --held \"Brigade 4\"\n  armistice notice ack 5e6f7a8b --halted \"2030-03-05 17:21:30\"")]
    Ack(AckFlags),
    /// Warn: beware of whom or what is there
    #[command(
        after_help = "Example:\n  armistice notice warn --to North --on 1a2b3c4d --endangers civilians --says \"people are at the mill\""
    )]
    Warn(AlertFlags),
    /// Stop: friendly forces, civilians or aid are there. It goes before everything else
    #[command(after_help = "Example:\n  armistice notice halt --to North --to South --place Mill --endangers aid")]
    Halt(AlertFlags),
    /// Lift a halt of one's own: what was to stop may go on. It gives no permission
    #[command(after_help = "Example:\n  armistice notice resume 5e6f7a8b --says \"the convoy is through\"")]
    Resume(OverFlags),
    /// Say that a notice or warning of one's own is over
    #[command(after_help = "Example:\n  armistice notice close 1a2b3c4d")]
    Close(OverFlags),
    /// Take back what was said by mistake: a step, a notice, a call, a step of a convoy or an inquiry
    #[command(
        after_help = "Example:\n  armistice notice withdraw 5e6f7a8b --says \"the wrong halt\"\n\nWhat was entered for somebody is taken back in their name, too."
    )]
    Withdraw(WithdrawFlags),
    /// Note a call, as this end has it; each end has its own note
    #[command(
        after_help = "Example:\n  armistice notice call --caller South --called North --began \"2030-03-05 17:02\" --ended \"2030-03-05 17:04\" \
        --about 5e6f7a8b --says \"nobody answered\""
    )]
    Call(CallFlags),
    /// Ask whether an activity at a place would meet what others notified: for whom it touches, with a purpose
    #[command(
        after_help = "Example:\n  armistice notice ask --point \"39.10 N 22.50 E\" --radius \"1 km\" --from \"2030-03-05 16:00\" \
        --until \"2030-03-05 18:00\" --purpose \"clearing mines\""
    )]
    Ask(AskFlags),
    /// Notices, warnings and halts: who has them, who has not answered, since when
    #[command(
        after_help = "Examples:\n  armistice notice list\n  armistice notice list --at \"2030-03-05 17:30\" --json"
    )]
    List {
        #[command(flatten)]
        moment: MomentFlags,
        /// Those that are over, too
        #[arg(long)]
        all: bool,
    },
    /// What is due now because nobody answered
    #[command(after_help = "Example:\n  armistice notice due")]
    Due {
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// Say whom the mission turned to because nobody answered: the rung that is due, where no server says it
    #[command(
        after_help = "Examples:\n  armistice notice escalate 5e6f7a8b --silent South\n  armistice notice escalate 5e6f7a8b --silent South --to \"Captain B\"\n\n\
        It is the mission's word that it turns to them; a call is noted with `armistice notice call`."
    )]
    Escalate(EscalateFlags),
    /// What was struck, or may have been, where and when a notice was in force, and who had been told by then
    #[command(after_help = with_moments!("Example:\n  armistice notice struck"))]
    Struck {
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// Read notices, warnings, halts and answers to them from another program: Whiteflag
    #[command(
        after_help = "Example:\n  armistice notice import messages.json --by \"relief\" --to North --to South\n\n\
        What is read is what its sender says, entered by the mission. What cannot be read is listed, and the rest is imported."
    )]
    Import {
        /// The file: messages as JSON, a line each or in one list, or the digits that were sent
        file: PathBuf,
        /// Who says it, where the mission enters it for them
        #[arg(long, value_name = "NAME")]
        by: String,
        /// For whom; once for each
        #[arg(long, value_name = "NAME", required = true)]
        to: Vec<String>,
    },
    /// Write notices, warnings and halts, or their windows and deadlines, for other programs: CAP 1.2, iCalendar, Whiteflag
    #[command(
        after_help = "Examples:\n  armistice notice export --format cap --out alerts --party North\n  armistice notice export --format ics --out channel.ics\n\n\
        What is written is what the reader may read: the mission, or the party that is named."
    )]
    Export {
        /// The format
        #[arg(long)]
        format: FormatFlag,
        /// The folder, or for a format of one file the file, to write
        #[arg(long, value_name = "PATH")]
        out: PathBuf,
        /// What this party may read; without it, what the mission may
        #[arg(long, value_name = "PARTY")]
        party: Option<String>,
        #[command(flatten)]
        moment: MomentFlags,
    },
    /// One page for three in the morning: what is alleged, where, who has been told, who has not answered, whom to call
    #[command(after_help = "Example:\n  armistice notice brief 5e6f7a8b --for G1")]
    Brief {
        /// The warning or halt
        id: String,
        /// For whom
        #[arg(long = "for", value_name = "NAME")]
        reader: String,
        #[command(flatten)]
        moment: MomentFlags,
    },
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum WhatFlag {
    ProtectedSite,
    HumanitarianMovement,
    PlannedActivity,
    RepairWindow,
    LocalSilence,
}

impl WhatFlag {
    fn word(self) -> &'static str {
        match self {
            WhatFlag::ProtectedSite => "protected site",
            WhatFlag::HumanitarianMovement => "humanitarian movement",
            WhatFlag::PlannedActivity => "planned activity",
            WhatFlag::RepairWindow => "repair window",
            WhatFlag::LocalSilence => "local silence",
        }
    }
}

/// What is notified.
#[derive(clap::Args)]
pub(super) struct SendFlags {
    /// What it is about
    what: WhatFlag,
    /// Whom it is for; several times for several
    #[arg(long, value_name = "NAME", required = true)]
    to: Vec<String>,
    #[command(flatten)]
    place: WhereFlags,
    /// From when
    #[arg(long, value_name = "T")]
    from: String,
    /// Until before when
    #[arg(long, value_name = "T")]
    until: String,
    /// Between which heights, in metres above the ground: "0-300"
    #[arg(long, value_name = "LOW-HIGH")]
    heights: Option<String>,
    /// How it can be recognised
    #[arg(long, value_name = "TEXT")]
    marking: Option<String>,
    /// Whether the marking can be seen at night
    #[arg(long, value_name = "YES OR NO")]
    seen_at_night: Option<YesNo>,
    /// Whom to call
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// From when it no longer holds unless it is said again
    #[arg(long, value_name = "T")]
    expires: Option<String>,
    /// Until when objections are asked for; nothing follows from its passing
    #[arg(long, value_name = "T")]
    objections_until: Option<String>,
    /// The notice in whose place it stands
    #[arg(long, value_name = "ID")]
    replaces: Option<String>,
    /// Whoever asks about the place may be told that there is a notice
    #[arg(long)]
    may_be_told: bool,
    #[command(flatten)]
    drill: DrillFlag,
    #[command(flatten)]
    said: SaidFlags,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum YesNo {
    Yes,
    No,
}

/// A step.
#[derive(clap::Args)]
#[group(id = "step", required = true, multiple = false)]
pub(super) struct StepFlags {
    /// This officer has seen it
    #[arg(long, value_name = "OFFICER", group = "step")]
    seen: Option<String>,
    /// This officer says back where it is
    #[arg(long, value_name = "OFFICER", group = "step")]
    read_back: Option<String>,
    /// This officer has understood it
    #[arg(long, value_name = "OFFICER", group = "step")]
    understood: Option<String>,
    /// It was passed on to this unit
    #[arg(long, value_name = "UNIT", group = "step")]
    passed: Option<String>,
    /// This unit attests that it has it
    #[arg(long, value_name = "UNIT", group = "step")]
    held: Option<String>,
    /// There is no objection; it is no permission
    #[arg(long, group = "step")]
    no_objection: bool,
    /// There is an objection: say which with --says
    #[arg(long, group = "step", requires = "says")]
    objects: bool,
    /// What was to stop stopped at this instant
    #[arg(long, value_name = "T", group = "step")]
    halted: Option<String>,
    /// It has not stopped: say why with --says
    #[arg(long, group = "step", requires = "says")]
    continues: bool,
}

/// A step, and of what.
#[derive(clap::Args)]
pub(super) struct AckFlags {
    /// The notice, warning, halt or hand-over
    id: String,
    #[command(flatten)]
    step: StepFlags,
    #[command(flatten)]
    place: WhereFlags,
    /// Of a read-back: where it is, from a known place: "Mill 9 km bearing 120"; best twice
    #[arg(long, value_name = "MARK", requires = "read_back")]
    mark: Vec<String>,
    #[command(flatten)]
    said: SaidFlags,
}

/// A warning or a halt.
#[derive(clap::Args)]
pub(super) struct AlertFlags {
    /// Whom it is for; several times for several
    #[arg(long, value_name = "NAME", required = true)]
    to: Vec<String>,
    /// The notice it is about
    #[arg(long, value_name = "ID")]
    on: Option<String>,
    #[command(flatten)]
    place: WhereFlags,
    /// Who or what is there: "friendly forces", civilians, aid …
    #[arg(long, value_name = "WHO")]
    endangers: Vec<String>,
    /// Since when it has been going on
    #[arg(long, value_name = "T")]
    since: Option<String>,
    #[command(flatten)]
    drill: DrillFlag,
    #[command(flatten)]
    said: SaidFlags,
}

/// What is over.
#[derive(clap::Args)]
pub(super) struct OverFlags {
    /// The notice, warning or halt
    id: String,
    #[command(flatten)]
    said: SaidFlags,
}

/// What is taken back.
#[derive(clap::Args)]
pub(super) struct WithdrawFlags {
    /// The statement
    id: String,
    /// Why
    #[arg(long, value_name = "TEXT")]
    says: Option<String>,
    /// By which way they said so, where it was entered for somebody else; else as before
    #[arg(long, value_name = "WAY")]
    through: Option<String>,
}

/// A call.
#[derive(clap::Args)]
pub(super) struct CallFlags {
    /// Who called
    #[arg(long, value_name = "NAME")]
    caller: String,
    /// Who was called
    #[arg(long, value_name = "NAME")]
    called: String,
    /// When it began
    #[arg(long, value_name = "T")]
    began: String,
    /// When it ended
    #[arg(long, value_name = "T")]
    ended: Option<String>,
    /// Who spoke; nobody where nobody answered
    #[arg(long, value_name = "NAME")]
    spoke: Vec<String>,
    /// A number or call sign
    #[arg(long, value_name = "TEXT")]
    number: Vec<String>,
    /// In which language
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
    /// Who interpreted
    #[arg(long, value_name = "NAME")]
    interpreter: Option<String>,
    /// What it was about
    #[arg(long, value_name = "ID")]
    about: Vec<String>,
    /// The note of the other end
    #[arg(long, value_name = "ID")]
    same_as: Option<String>,
    /// Whom this note is for
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    #[command(flatten)]
    said: SaidFlags,
}

/// A rung that is taken.
#[derive(clap::Args)]
pub(super) struct EscalateFlags {
    /// The warning or halt
    id: String,
    /// Who has not answered
    #[arg(long, value_name = "NAME")]
    silent: String,
    /// Which rung; else the first that is due
    #[arg(long, value_name = "N")]
    rung: Option<u64>,
    /// Whom the mission turned to, where it is not whom the ladder says; several times for several
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
}

/// A question about a place.
#[derive(clap::Args)]
pub(super) struct AskFlags {
    #[command(flatten)]
    place: WhereFlags,
    /// From when
    #[arg(long, value_name = "T")]
    from: String,
    /// Until before when
    #[arg(long, value_name = "T")]
    until: String,
    /// What for
    #[arg(long, value_name = "TEXT")]
    purpose: String,
    #[command(flatten)]
    said: SaidFlags,
}

pub(super) fn notice(dir: &Path, command: &NoticeCommand, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut desk = Desk::open(dir)?;
    match command {
        NoticeCommand::Send(flags) => send(&mut desk, flags, unlock),
        NoticeCommand::Ack(flags) => ack(&mut desk, flags, unlock),
        NoticeCommand::Warn(flags) => alert(&mut desk, flags, AlertKind::Warning, unlock),
        NoticeCommand::Halt(flags) => alert(&mut desk, flags, AlertKind::Halt, unlock),
        NoticeCommand::Resume(flags) => over(&mut desk, flags, true, unlock),
        NoticeCommand::Close(flags) => over(&mut desk, flags, false, unlock),
        NoticeCommand::Withdraw(flags) => withdraw(&mut desk, flags, unlock),
        NoticeCommand::Call(flags) => call(&mut desk, flags, unlock),
        NoticeCommand::Ask(flags) => ask(&mut desk, flags, unlock),
        NoticeCommand::List { moment, all } => {
            let (happened, known) = desk.moment(moment)?;
            let situation = desk.situation(moment)?;
            Ok(channel_show::list(&desk, situation.as_ref(), happened, known, *all))
        }
        NoticeCommand::Due { moment } => {
            let (happened, known) = desk.moment(moment)?;
            Ok(channel_show::due(&desk, happened, known))
        }
        NoticeCommand::Escalate(flags) => escalate(&mut desk, flags, unlock),
        NoticeCommand::Struck { moment } => struck(&desk, moment),
        NoticeCommand::Import { file, by, to } => import(&mut desk, file, by, to, unlock),
        NoticeCommand::Export { format, out, party, moment } => {
            let (_, known) = desk.moment(moment)?;
            export(&desk, *format, out, party.as_deref(), known)
        }
        NoticeCommand::Brief { id, reader, moment } => {
            let (happened, known) = desk.moment(moment)?;
            let id = desk.named(id, Wanted::Alert)?.id;
            super::brief::brief(&desk, id, reader, happened, known)
        }
    }
}

fn send(desk: &mut Desk, flags: &SendFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    flags.place.needed()?;
    let mut stated = fields("notice", &flags.said);
    stated.insert("what".to_owned(), json!(flags.what.word()));
    stated.insert("to".to_owned(), json!(flags.to));
    flags.place.fields(&mut stated);
    stated.insert("from".to_owned(), instant(desk, Some(&flags.from), "--from", Day::First)?);
    stated.insert("until".to_owned(), instant(desk, Some(&flags.until), "--until", Day::First)?);
    if let Some(heights) = &flags.heights {
        let both = heights.split_once('-').map(|(low, high)| (low.trim().parse::<u64>(), high.trim().parse::<u64>()));
        let Some((Ok(low), Ok(high))) = both else {
            let sentence = format!("`{heights}` are no heights");
            return Err(Message::new(codes::BAD_CHOICE, sentence)
                .help("write them in metres, lowest first: `0-300`")
                .into());
        };
        stated.insert("heights".to_owned(), json!({ "from_m": low, "to_m": high }));
    }
    stated.insert("marking".to_owned(), json!(flags.marking));
    stated.insert("seen_at_night".to_owned(), json!(flags.seen_at_night.map(|yes| matches!(yes, YesNo::Yes))));
    stated.insert("contact".to_owned(), json!(flags.contact));
    stated.insert("expires".to_owned(), instant(desk, flags.expires.as_ref(), "--expires", Day::First)?);
    let until = instant(desk, flags.objections_until.as_ref(), "--objections-until", Day::Refused)?;
    stated.insert("objections_until".to_owned(), until);
    stated
        .insert("replaces".to_owned(), desk.reference_of(flags.replaces.as_ref(), Wanted::Notice, flags.drill.drill)?);
    if flags.may_be_told {
        stated.insert("may_be_told".to_owned(), json!(true));
    }
    flags.drill.fields(&mut stated);
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let Content::Notice(notice) = &body.content else { unreachable!("the fields are those of a notice") };
    let mut text = told::sent(desk, notice);
    text.extend(desk.unknown_names(&flags.said.by));
    let said = desk.say(body, unlock)?;
    // What others notified, and what is known of the ground, is on the mission's own screen alone.
    if let Some(situation) = desk.situation(&MomentFlags::default())? {
        let ground = situation::channel::ground(&situation, desk.statements());
        let own = ground.iter().filter(|ground| ground.notice == said.id);
        text.extend(own.flat_map(|ground| channel_show::ground_lines(&desk.zone(), ground)));
    }
    Ok(answer(said, text))
}

fn answer(said: Said, more: Vec<String>) -> Answer {
    let mut text = said.text;
    text.extend(more);
    Answer::ok(text, said.json)
}

fn ack(desk: &mut Desk, flags: &AckFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let answered = desk.named(&flags.id, Wanted::Answerable)?.clone();
    let mut stated = fields("receipt", &flags.said);
    stated.insert("of".to_owned(), json!(answered.id.to_string()));
    stated.insert("to".to_owned(), json!([desk.party_of(answered.body.speaker())?]));
    let step = &flags.step;
    let stops = step.halted.is_some() || step.continues;
    if stops && !matches!(&answered.body.content, Content::Alert(alert) if alert.kind == AlertKind::Halt) {
        return Err(Message::new(codes::BAD_CHOICE, format!("{} is no halt: nothing was to stop", quoted(&flags.id)))
            .help("name the halt; `armistice notice list` shows those that stand")
            .into());
    }
    if step.read_back.is_some() {
        flags.place.needed()?;
    }
    let (word, key, value) = match step {
        StepFlags { seen: Some(officer), .. } => ("seen", "officer", json!(officer)),
        StepFlags { read_back: Some(officer), .. } => ("read back", "officer", json!(officer)),
        StepFlags { understood: Some(officer), .. } => ("understood", "officer", json!(officer)),
        StepFlags { passed: Some(unit), .. } => ("passed", "unit", json!(unit)),
        StepFlags { held: Some(unit), .. } => ("held", "unit", json!(unit)),
        StepFlags { halted: Some(at), .. } => ("halted", "time", instant(desk, Some(at), "--halted", Day::Refused)?),
        StepFlags { no_objection: true, .. } => ("no objection", "step", Value::Null),
        StepFlags { objects: true, .. } => ("objects", "step", Value::Null),
        _ => ("continues", "step", Value::Null),
    };
    stated.insert(key.to_owned(), value);
    stated.insert("step".to_owned(), json!(word));
    flags.place.fields(&mut stated);
    if !flags.mark.is_empty() {
        let marks = flags.mark.iter().map(|mark| mark_of(mark)).collect::<Result<Vec<Value>, Message>>()?;
        stated.insert("marks".to_owned(), json!(marks));
    }
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let Content::Receipt(receipt) = &body.content else { unreachable!("the fields are those of a receipt") };
    let is_handover = matches!(&answered.body.content, Content::Handover(_));
    let understood = matches!(&receipt.step, Step::Understood { .. });
    let mut more = told::read_back(desk, &answered, receipt);
    match &receipt.step {
        Step::ReadBack { marks, .. } => more.extend(desk.unknown_names(marks.iter().map(|mark| &mark.from))),
        Step::Halted { time } => {
            more.extend(still_to_come(desk, Some(time.began.from)));
            let asked = answered.known().0;
            if time.began.last() < asked {
                more.push(format!(
                    "  THAT IS BEFORE THE HALT CAME IN ({}): shown as clocks that disagree, with what was said beside",
                    situation::words::instant(&desk.zone(), asked)
                ));
            }
        }
        Step::Seen { officer } | Step::Understood { officer } if !is_handover => {
            more.extend(told::not_on_roster(desk, body.speaker(), officer)?);
        }
        _ => {}
    }
    more.extend(told::for_nobody(desk, &answered, body.speaker())?);
    let said = desk.say(body, unlock)?;
    if is_handover {
        more.extend(super::watch::signed_line(desk, answered.id));
    } else if understood {
        more.extend(told::out_of_turn(desk, answered.id, said.id));
    }
    Ok(answer(said, more))
}

/// "Mill 9 km bearing 120": a known place, how far, in which direction.
fn mark_of(text: &str) -> Result<Value, Message> {
    let bad = || {
        Message::new(codes::BAD_CHOICE, format!("`{text}` is no mark"))
            .help("write a known place, a distance and a bearing in degrees: `Mill 9 km bearing 120`")
    };
    let (before, bearing) = text.rsplit_once(" bearing ").ok_or_else(bad)?;
    let bearing: u64 = bearing.trim().parse().map_err(|_| bad())?;
    let words: Vec<&str> = before.split_whitespace().collect();
    let [place @ .., number, unit] = words.as_slice() else { return Err(bad()) };
    if place.is_empty() {
        return Err(bad());
    }
    Ok(json!({ "from": place.join(" "), "distance": format!("{number} {unit}"), "bearing": bearing }))
}

fn alert(desk: &mut Desk, flags: &AlertFlags, kind: AlertKind, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut stated = fields(if kind == AlertKind::Halt { "halt" } else { "warning" }, &flags.said);
    let (to, mut slips) = recipients(desk, flags, kind);
    stated.insert("to".to_owned(), json!(to));
    flags.place.fields(&mut stated);
    let on = on(desk, flags, kind, &mut slips)?;
    if on.contains_key("on") || flags.place.needed().is_err() {
        stated.extend(on);
    }
    if !flags.endangers.is_empty() {
        stated.insert("endangered".to_owned(), json!(flags.endangers));
    }
    stated.insert("since".to_owned(), json!(flags.since));
    flags.drill.fields(&mut stated);
    let body = desk.body(&author(desk, &flags.said), stated).map_err(|Failure(mut messages)| {
        if let Some(first) = messages.first_mut().filter(|_| kind == AlertKind::Halt) {
            first.notes.insert(0, "NO HALT HAS GONE OUT".to_owned());
        }
        Failure(messages)
    })?;
    let Content::Alert(alert) = &body.content else { unreachable!("the fields are those of an alert") };
    let to = alert.to.clone();
    let mut more = vec![told::told_again(desk, alert)];
    more.extend(desk.unknown_names(&flags.said.by));
    more.extend(slips);
    more.extend(still_to_come(desk, alert.since.as_ref().map(|since| since.began.from)));
    more.extend(alert.place.as_ref().and_then(|place| told::unknown_place(desk, place)));
    let said = desk.say(body, unlock)?;
    more.extend(told::whom_to_call(desk, &to, flags.drill.drill, now()));
    Ok(answer(said, more))
}

/// Whom a warning or halt is for. A name that nobody knows keeps no halt from the others: it is told.
fn recipients(desk: &Desk, flags: &AlertFlags, kind: AlertKind) -> (Vec<String>, Vec<String>) {
    let registers = desk.registers();
    if kind == AlertKind::Warning || flags.to.iter().all(|name| registers.names(name)) {
        return (flags.to.clone(), Vec::new());
    }
    // Typed in haste: `south`, `North,South`.
    let parts = flags.to.iter().flat_map(|name| match registers.names(name) {
        true => vec![name.as_str()],
        false => name.split(',').map(str::trim).collect(),
    });
    let as_known = |name: &str| {
        let alike = |known: &&String| known.to_lowercase() == name.to_lowercase();
        let party = registers.parties.iter().find(alike).filter(|_| !registers.names(name));
        party.cloned().unwrap_or_else(|| name.to_owned())
    };
    let (known, unknown): (Vec<String>, Vec<String>) = parts.map(as_known).partition(|name| registers.names(name));
    if known.is_empty() {
        return (flags.to.clone(), Vec::new());
    }
    let names: Vec<String> = unknown.iter().map(|name| quoted(name)).collect();
    let slip =
        format!("  NOT SAID TO {}, WHOM NOBODY KNOWS: look at the spelling, and halt them too", names.join(", "));
    (known, if unknown.is_empty() { Vec::new() } else { vec![slip] })
}

/// The notice that a warning or halt is about, as a field. Of an exercise's notice a warning or halt in earnest stands by itself, at its
/// place: people who are really there are not kept waiting by the difference. What is no notice keeps no halt back.
fn on(
    desk: &Desk,
    flags: &AlertFlags,
    kind: AlertKind,
    slips: &mut Vec<String>,
) -> Result<Map<String, Value>, Message> {
    let Some(name) = &flags.on else { return Ok(Map::new()) };
    match desk.named(name, Wanted::Notice) {
        Ok(notice) if !flags.drill.drill && named::drill(&notice.body.content) == Some(true) => {
            slips.push(
                "  the notice is an EXERCISE, and this is none: it stands by itself, at the same place".to_owned(),
            );
            let fields = from_body(&notice.body).into_iter();
            Ok(fields.filter(|(key, _)| ["at", "area"].contains(&key.as_str())).collect())
        }
        Err(message) if kind == AlertKind::Halt => {
            slips.push(format!("  IT NAMES NO NOTICE: {}", message.sentence));
            Ok(Map::new())
        }
        _ => {
            let on = desk.reference_of(Some(name), Wanted::Notice, flags.drill.drill)?;
            Ok(Map::from_iter([("on".to_owned(), on)]))
        }
    }
}

/// A halt of the mission's to these parties, in these words, before anything else is known of it.
pub(super) fn halt_all(
    desk: &mut Desk,
    to: Vec<String>,
    words: &str,
    drill: bool,
    unlock: &Unlock,
) -> Result<Answer, Failure> {
    let said = SaidFlags { says: Some(words.to_owned()), by: None, through: None };
    let (on, since, endangers, place) = (None, None, Vec::new(), WhereFlags::default());
    let drill = DrillFlag { drill };
    alert(desk, &AlertFlags { to, on, place, endangers, since, drill, said }, AlertKind::Halt, unlock)
}

#[derive(Clone, Copy, clap::ValueEnum)]
pub(super) enum FormatFlag {
    Cap,
    Ics,
    Whiteflag,
}

fn export(desk: &Desk, format: FormatFlag, out: &Path, party: Option<&str>, known: KnownAt) -> Result<Answer, Failure> {
    let format = match format {
        FormatFlag::Cap => Format::Cap,
        FormatFlag::Ics => Format::Ics,
        FormatFlag::Whiteflag => Format::Whiteflag,
    };
    let ledger = desk.ledger()?;
    let knowledge = desk.knowledge(known);
    let reader = party.map_or(Audience::Mission, |party| Audience::Party(party.to_owned()));
    let asked = exchange::Asked {
        statements: desk.statements(),
        knowledge: &knowledge,
        origin: ledger.origin(),
        reader: &reader,
        principal: &|author: &Name| ledger.author(author).map(|author| author.of.clone()),
    };
    let exported = exchange::export(&asked, format)?;
    exchange::write(out, &exported)?;
    let files: Vec<&str> = exported.files.iter().map(|(name, _)| name.as_str()).collect();
    let mut text = vec![format!("{} in {}", super::words::counted(exported.count, "message"), out.display())];
    text.extend(exported.left_out.iter().map(|(id, why)| format!("  {} left out: {why}", id.short())));
    text.extend(exported.notes.iter().map(|note| format!("  {note}")));
    text.push(format!("  {SENTENCE}"));
    let left_out: Vec<Value> =
        exported.left_out.iter().map(|(id, why)| json!({ "statement": id.to_string(), "why": why })).collect();
    Ok(Answer::ok(text, json!({ "files": files, "messages": exported.count, "left_out": left_out })))
}

fn import(desk: &mut Desk, file: &Path, by: &str, to: &[String], unlock: &Unlock) -> Result<Answer, Failure> {
    let Desk::Mission(mission) = desk else {
        return Err(Message::new(codes::NO_MISSION, "a post keeps no record of others")
            .help("the mission imports what others send: hand it the file")
            .into());
    };
    let input = Input::open(file, ImportLimits::default())?;
    let author = AUTHOR.to_owned();
    let importing = exchange::Importing { author, by: by.to_owned(), to: to.to_vec() };
    let reading = exchange::import(&input, &importing, mission.store.statements())?;
    mission.store.take_pen(pen(&mission.dir, AUTHOR, unlock)?);
    let declared = super::desk::declared(mission);
    let outcome = exchange::say(reading, &mut mission.store, &declared, now())?;
    let mut answer = super::import::imported(mission, file, &outcome);
    answer.text.push(format!("  {SENTENCE}"));
    Ok(answer)
}

fn struck(desk: &Desk, moment: &MomentFlags) -> Result<Answer, Failure> {
    let Some(situation) = desk.situation(moment)? else {
        return Err(Message::new(codes::NO_MISSION, "a post has no terms, and knows of no incidents")
            .help("ask the mission: whoever said the notice is told")
            .into());
    };
    Ok(channel_show::struck(&situation, desk.statements()))
}

fn over(desk: &mut Desk, flags: &OverFlags, lifts: bool, unlock: &Unlock) -> Result<Answer, Failure> {
    let answered = desk.named(&flags.id, Wanted::Statement)?.clone();
    let to = match &answered.body.content {
        Content::Notice(notice) if !lifts => &notice.to,
        Content::Alert(alert) if lifts == (alert.kind == AlertKind::Halt) => &alert.to,
        _ => {
            let (sentence, help) = match lifts {
                true => ("only a halt is lifted", "a notice or a warning is closed: `armistice notice close`"),
                false => ("only a notice or a warning is closed", "a halt is lifted: `armistice notice resume`"),
            };
            return Err(Message::new(codes::BAD_CHOICE, sentence).help(help).into());
        }
    };
    let mut stated = fields("receipt", &flags.said);
    stated.insert("of".to_owned(), json!(answered.id.to_string()));
    stated.insert("to".to_owned(), json!(to));
    stated.insert("step".to_owned(), json!("closed"));
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let said = desk.say(body, unlock)?;
    let speaker = answered.body.speaker();
    let nothing = told::still_open(desk, answered.id).then(|| {
        let word = if lifts { "LIFTS" } else { "CLOSES" };
        format!("  THIS {word} NOTHING: only {speaker} can, who said it; what they say by telephone: `--by {} --through telephone`", told::typed(speaker))
    });
    Ok(answer(said, nothing.into_iter().chain([format!("  {SENTENCE}")]).collect()))
}

/// Takes back what was said, in the name of who said it. What others had been told by then stays told.
fn withdraw(desk: &mut Desk, flags: &WithdrawFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let target = desk.named(&flags.id, Wanted::Statement)?.clone();
    let mut stated = Map::new();
    stated.insert("kind".to_owned(), json!("reply"));
    stated.insert("to".to_owned(), json!(target.id.to_string()));
    stated.insert("stance".to_owned(), json!("withdraws"));
    stated.insert("words".to_owned(), json!(flags.says));
    if let Some(entry) = &target.body.on_behalf {
        let medium = flags.through.as_ref().unwrap_or(&entry.medium);
        stated.insert("on_behalf".to_owned(), json!({ "speaker": entry.speaker, "medium": medium }));
    }
    let author = desk.author().to_owned();
    let body = desk.body(&author, stated)?;
    let said = desk.say(body, unlock)?;
    // A notice, a warning or a halt is taken back by whoever speaks for the same party (N2).
    let stands = match &target.body.content {
        Content::Notice(_) | Content::Alert(_) => told::still_open(desk, target.id),
        _ => desk.knowledge(KnownAt::ALL).live.iter().any(|live| live.statement.id == target.id),
    };
    let line = match stands {
        true => format!("  THIS WITHDRAWS NOTHING: only {} can, who said it", target.body.speaker()),
        false => format!("  {} is taken back; that it had been said until now stays on the record", target.id.short()),
    };
    Ok(answer(said, vec![line]))
}

fn call(desk: &mut Desk, flags: &CallFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let mut stated = fields("call", &flags.said);
    stated.insert("caller".to_owned(), json!(flags.caller));
    stated.insert("called".to_owned(), json!(flags.called));
    stated.insert("began".to_owned(), instant(desk, Some(&flags.began), "--began", Day::Refused)?);
    stated.insert("ended".to_owned(), instant(desk, flags.ended.as_ref(), "--ended", Day::Refused)?);
    for (key, list) in [("spoke", &flags.spoke), ("numbers", &flags.number), ("to", &flags.to)] {
        if !list.is_empty() {
            stated.insert(key.to_owned(), json!(list));
        }
    }
    stated.insert("language".to_owned(), json!(flags.language));
    stated.insert("interpreter".to_owned(), json!(flags.interpreter));
    stated.insert("about".to_owned(), desk.references(&flags.about, Wanted::Statement)?);
    stated.insert("same_as".to_owned(), desk.reference(flags.same_as.as_ref(), Wanted::Call)?);
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let Content::Call(call) = &body.content else { unreachable!("the fields are those of a call") };
    let latest = call.ended.map_or(call.began, |ended| ended.max(call.began));
    let mut more: Vec<String> = still_to_come(desk, Some(latest)).into_iter().collect();
    more.extend(told::not_an_answer(desk, call));
    let said = desk.say(body, unlock)?;
    Ok(answer(said, more))
}

fn escalate(desk: &mut Desk, flags: &EscalateFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    let Desk::Mission(mission) = desk else {
        return Err(Message::new(codes::NO_MISSION, "a post does not say whom the mission turns to")
            .help("ask the mission; a party that is warned answers: `armistice notice ack`")
            .into());
    };
    let guarantors = mission.agreement.bodies.clone();
    let alert = desk.named(&flags.id, Wanted::Alert)?.id;
    let knowledge = desk.knowledge(KnownAt::ALL);
    let channel = channel::at(desk.statements(), &knowledge, now());
    let silent = knowledge.registers.resolve(&flags.silent);
    let own = channel.due().into_iter().filter(|due| due.alert == alert && due.silent == silent);
    let Some(due) = own.into_iter().find(|due| flags.rung.is_none_or(|rung| rung == due.rung)) else {
        let zone = desk.zone();
        let message =
            Message::new(codes::BAD_CHOICE, format!("nothing is due of {} for {}", quoted(&flags.id), quoted(silent)));
        let next = channel
            .next_due()
            .map(|at| format!("the next rung of this or another one is due {}", situation::words::instant(&zone, at)));
        return Err(next
            .into_iter()
            .fold(message, Message::note)
            .help("`armistice notice due` lists what is due, and for whom")
            .into());
    };
    let mut said = due.escalation(&guarantors);
    if !flags.to.is_empty() {
        let roster = channel.roster(silent);
        let on_duty =
            |name: &String| roster.officers.iter().any(|one| one.officer == knowledge.registers.resolve(name));
        if let Some(name) = flags.to.iter().find(|name| !knowledge.registers.names(name) && !on_duty(name)) {
            return Err(Message::new(codes::UNKNOWN_NAME, format!("no register and no roster knows {}", quoted(name)))
                .at("--to")
                .help("look at the spelling, or put the officer on the roster: `armistice watch duty`; the rung stays due")
                .into());
        }
        said.to.clone_from(&flags.to);
    }
    let mut stated = Map::new();
    stated.insert("kind".to_owned(), json!("escalation"));
    stated.insert("of".to_owned(), json!(said.of.to_string()));
    stated.insert("silent".to_owned(), json!(said.silent));
    stated.insert("rung".to_owned(), json!(said.rung));
    stated.insert("to".to_owned(), json!(said.to));
    stated.insert("due".to_owned(), json!(format!("@{}", said.due.0)));
    let rung = format!("  {}", channel_show::rung(&said, &channel.calls_about(alert)));
    let author = desk.author().to_owned();
    let body = desk.body(&author, stated)?;
    let said = desk.say(body, unlock)?;
    Ok(answer(said, vec![rung]))
}

fn ask(desk: &mut Desk, flags: &AskFlags, unlock: &Unlock) -> Result<Answer, Failure> {
    flags.place.needed()?;
    let mut stated = fields("area-question", &flags.said);
    stated.insert("purpose".to_owned(), json!(flags.purpose));
    flags.place.fields(&mut stated);
    stated.insert("from".to_owned(), instant(desk, Some(&flags.from), "--from", Day::First)?);
    stated.insert("until".to_owned(), instant(desk, Some(&flags.until), "--until", Day::First)?);
    let body = desk.body(&author(desk, &flags.said), stated)?;
    let own = body.speaker() == AUTHOR;
    let said = desk.say(body, unlock)?;
    let mut more = told::question_lines(desk, said.id);
    if own {
        more.push(
            "  the mission's own notices are not looked at for the mission: `armistice notice list` has them"
                .to_owned(),
        );
    }
    Ok(answer(said, more))
}
