//! `armistice watch form`: numbered paper forms to print, and the template of a short message.
//!
//! Holds
//! - The same numbers give the same file: printing again makes no new numbers.
//!
//! Not here: how a form looks (`page::form`), the check character (`channel::forms`).

use std::path::PathBuf;

use channel::forms::FormNumber;
use channel::limits::FORM_NUMBER_MOST;
use serde_json::json;
use situation::report::Language;

use super::brief::SMS_CHARACTERS;
use super::desk::Desk;
use super::intake::{mission_of, of_exercise, short_name};
use super::{Answer, Failure, codes, moment, report};
use crate::intake::short::{EXERCISE, TEMPLATE};
use crate::limits::FORMS_AT_ONCE;
use crate::message::Message;
use crate::page::form::{self, Kind};

/// Forms to print.
#[derive(clap::Args)]
pub(super) struct FormFlags {
    /// What is reported with it
    #[arg(default_value = "report")]
    kind: KindFlag,
    /// How many
    #[arg(long, value_name = "N", default_value_t = 1)]
    count: u32,
    /// The number of the first
    #[arg(long, value_name = "N", default_value_t = 1)]
    first: u32,
    /// The language: en, ar; without it, both side by side
    #[arg(long, value_name = "LANGUAGE")]
    lang: Option<String>,
    /// The file to write
    #[arg(long, value_name = "FILE.html", required_unless_present = "sms")]
    out: Option<PathBuf>,
    /// Forms of an exercise: marked so on every page
    #[arg(long)]
    drill: bool,
    /// Print the template of a short message for the first number, and write no file
    #[arg(long, conflicts_with = "out")]
    sms: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum KindFlag {
    Report,
    Access,
    Convoy,
}

pub(super) fn form(desk: &Desk, flags: &FormFlags) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    // In an exercise nothing is anything else. A drill's numbers are an exercise's: what is written on its forms is never taken in here.
    let (exercise, short_name) = (desk.is_exercise()?, short_name(mission)?);
    let drill = flags.drill || exercise;
    let short_name = if drill && !exercise { of_exercise(&short_name) } else { short_name };
    let last = flags.first.saturating_add(flags.count.saturating_sub(1));
    let numbers: Option<Vec<FormNumber>> = match (1..=FORMS_AT_ONCE).contains(&flags.count) {
        true => (flags.first..=last).map(|number| FormNumber::new(&short_name, number)).collect(),
        false => None,
    };
    let Some(numbers) = numbers else {
        return Err(Message::new(codes::BAD_CHOICE, "these are no numbers of forms")
            .at("--first, --count")
            .help(format!("print 1 to {FORMS_AT_ONCE} at once, with numbers from 1 to {FORM_NUMBER_MOST}"))
            .into());
    };
    let all: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    if flags.sms && !matches!(flags.kind, KindFlag::Report) {
        return Err(Message::new(codes::BAD_CHOICE, "only reports of what happened have a short form")
            .at("--sms")
            .help("send the number and the rest in words, and type it in as it is: `armistice watch note`")
            .into());
    }
    if flags.sms {
        let marked = if drill { format!("{EXERCISE} ") } else { String::new() };
        let template = format!("{marked}NO {} {TEMPLATE}", all[0]);
        debug_assert!(template.chars().count() <= SMS_CHARACTERS);
        let json = json!({ "file": null, "numbers": &all[..1], "sms": template });
        return Ok(Answer::ok(vec![template], json));
    }
    let languages = match &flags.lang {
        None => Language::ALL.to_vec(),
        Some(tag) => vec![Language::tagged(tag).ok_or_else(|| {
            let tags: Vec<&str> = Language::ALL.iter().map(|language| language.tag()).collect();
            moment::unknown("language", tag, &tags)
        })?],
    };
    let kind = match flags.kind {
        KindFlag::Report => Kind::Report,
        KindFlag::Access => Kind::Access,
        KindFlag::Convoy => Kind::Convoy,
    };
    let Some(out) = &flags.out else { unreachable!("`--out` or `--sms` is required") };
    report::write(out, &form::render(&mission.settings.name, kind, &languages, &all, drill))?;
    let range = if all.len() == 1 { all[0].clone() } else { format!("{} to {}", all[0], all[all.len() - 1]) };
    let text = vec![format!("wrote {}: {}, {range}", out.display(), super::words::counted(all.len(), "form"))];
    Ok(Answer::ok(text, json!({ "file": out.display().to_string(), "numbers": all, "sms": null })))
}
