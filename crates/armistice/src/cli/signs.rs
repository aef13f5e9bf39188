//! `armistice watch words` and `watch signs`: closing words by which an officer says that a report is given freely, or under force.
//!
//! Holds
//! - Words are read from standard input or the terminal, never from an argument; only slow hashes of them are kept.
//! - Nothing but `watch signs` says that a sign was given.
//!
//! Not here: hashes and the file (`keys::closing`).

use std::collections::BTreeMap;
use std::io::{IsTerminal, Read};

use record::statement::Statement;
use serde_json::{Value, json};
use situation::words;
use zeroize::Zeroizing;

use super::desk::Desk;
use super::intake::mission_of;
use super::{Answer, Failure, now};
use crate::codes::CLOSING;
use crate::keys::closing::{self, Closing, Sign};
use crate::limits::CLOSING_BYTES;
use crate::message::{Message, quoted, utc};
use crate::mission::KEYS_FOLDER;

/// What to do where a sign of force was given.
const DO: &str = "do not act on this sign alone, and do not let it show: answer as always, ask nothing about it by the same way, and tell whom the \
                  mission named for it";

pub(super) fn agree(desk: &Desk, officer: &str) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    if officer.trim().is_empty() {
        let message = Message::new(CLOSING, "closing words are an officer's, and none is named").at("--officer");
        return Err(message.help("name the officer as reports do: `--officer \"Major A\"`").into());
    }
    let (normal, forced) = two_words()?;
    closing::agree(&mission.dir.join(KEYS_FOLDER), officer, &normal, &forced)?;
    let text = vec![
        format!("closing words of {officer} are kept, as hashes that nobody can read back"),
        "  a report ends with one of them behind END; what is printed and signed is the same for both".to_owned(),
    ];
    Ok(Answer::ok(text, json!({ "officer": officer, "at": utc(now()) })))
}

/// Two lines of standard input, or two answers at the terminal: first for *all is as always*, then for *I am forced*.
fn two_words() -> Result<(Closing, Closing), Message> {
    let help = "standard input has two lines: the words for *all is as always*, and those for *I am forced*";
    let refused = |why: String| Message::new(CLOSING, why).help(help);
    let lines = if std::io::stdin().is_terminal() {
        let ask = |prompt: &str| {
            let said = rpassword::prompt_password(prompt).map(Zeroizing::new);
            said.map_err(|_| refused("no words were given at the terminal".to_owned()))
        };
        vec![ask("All is as always: ")?, ask("I am forced: ")?]
    } else {
        // As long as two of the longest, so that nothing is moved while it is read.
        let most = 2 * (CLOSING_BYTES + 2);
        let mut bytes = Zeroizing::new(Vec::with_capacity(most + 1));
        let read = std::io::stdin().lock().take(most as u64 + 1).read_to_end(&mut bytes);
        read.map_err(|error| refused("no words can be read".to_owned()).note(error.kind().to_string()))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| refused("the words are not in UTF-8".to_owned()))?;
        text.lines().filter(|line| !line.trim().is_empty()).map(|line| Zeroizing::new(line.to_owned())).collect()
    };
    let [normal, forced] = lines.as_slice() else {
        return Err(refused(format!("two closing words are needed, and {} stand there", lines.len())));
    };
    match (Closing::new(normal), Closing::new(forced)) {
        (Some(normal), Some(forced)) => Ok((normal, forced)),
        _ => Err(refused(format!("closing words have at least one letter and at most {CLOSING_BYTES} bytes"))),
    }
}

pub(super) fn signs(desk: &Desk) -> Result<Answer, Failure> {
    let mission = mission_of(desk)?;
    let (heard, cut) = closing::signs(&mission.dir.join(KEYS_FOLDER))?;
    let zone = desk.zone();
    let mut text = vec!["Closing words that were heard; for the mission's own desk".to_owned()];
    let mut rows: Vec<Value> = Vec::new();
    let on_record: BTreeMap<String, &Statement> =
        desk.statements().iter().map(|statement| (statement.id.to_string(), statement)).collect();
    for one in &heard {
        let short = one.statement.get(..8).unwrap_or(&one.statement);
        let statement = on_record.get(&one.statement);
        let cited = statement.and_then(|statement| statement.body.cited.clone());
        let lost = if statement.is_some() { "" } else { ", which did not get onto the record" };
        let form = cited.as_deref().map_or(String::new(), |cited| format!(", {}", quoted(cited)));
        let word = match one.sign {
            Sign::Forced => format!("I AM FORCED, says the sign of {}", one.officers.join(" or ")),
            Sign::Normal => format!("as always, {}", one.officers.join(" or ")),
            Sign::NotAgreed => "words that nobody agreed on".to_owned(),
        };
        text.push(format!("{}  {word}: with statement {short}{form}{lost}", words::instant(&zone, one.at)));
        if one.sign == Sign::Forced {
            text.push(format!("  {DO}"));
        }
        rows.push(json!({
            "sign": match one.sign { Sign::Forced => "forced", Sign::Normal => "as always", Sign::NotAgreed => "not agreed" },
            "officers": one.officers, "statement": one.statement, "on_record": statement.is_some(), "cited": cited, "at": utc(one.at),
            "do": (one.sign == Sign::Forced).then_some(DO),
        }));
    }
    if heard.is_empty() {
        text.push("none".to_owned());
    }
    if cut > 0 {
        text.push(format!(
            "{} of keys/heard cut or changed: what came then is not known",
            super::words::counted(cut, "line")
        ));
    }
    Ok(Answer::ok(text, json!({ "signs": rows, "lines_cut": cut })))
}
