//! `redline` and `difference`: what another text says, and what would be judged otherwise, before anybody signs.
//!
//! Not here: how texts are compared (`crate::redline`), how situations are (`situation::difference`).

use std::path::{Path, PathBuf};

use agreement::tree::Tree;
use record::statement::{Acceptance, Body, Content, Decision, Question, Statement};
use record::vocabulary::time::{Instant, KnownAt};
use serde_json::{Value, json};
use situation::difference::{Differs, Kind, difference};
use situation::{panel, words};

use super::moment::MomentFlags;
use super::{Answer, Failure, codes, json as shown, moment, now, open, read_text, show};
use crate::message::Message;
use crate::redline::{Became, Clause, Piece, amendments, redline};
use crate::store::Entry;
use crate::terms::Terms;

/// Which texts are compared.
#[derive(clap::Args)]
pub(super) struct RedlineFlags {
    /// The text, or the text before
    before: PathBuf,
    /// The text after; without it, what the amendments of the one text change
    after: Option<PathBuf>,
}

/// Under which terms the record is read a second time.
#[derive(clap::Args)]
pub(super) struct DifferenceFlags {
    /// A text that is not adopted
    #[arg(required_unless_present = "signed")]
    text: Option<PathBuf>,
    /// Suppose that this amendment or exit is signed; may be given several times
    #[arg(long, value_name = "NAME")]
    signed: Vec<String>,
    /// When it is supposed to be signed; without it, at the moment asked about
    #[arg(long, value_name = "T", requires = "signed")]
    signed_at: Option<String>,
    #[command(flatten)]
    moment: MomentFlags,
}

pub(super) fn of_texts(flags: &RedlineFlags) -> Result<Answer, Failure> {
    let before = read_text(&flags.before)?;
    let Some(after) = &flags.after else {
        let terms = Terms::beside(before, &flags.before)?;
        let (agreement, _) = terms.checked(&flags.before.display().to_string())?;
        let found = amendments(&terms.text, &agreement).map_err(|_| unreadable(&flags.before))?;
        let mut text: Vec<String> = Vec::new();
        for (name, clauses) in &found {
            text.push(format!("{} changes:", words::quoted(name)));
            text.extend(told(clauses));
        }
        if found.is_empty() {
            text.push("this text has no amendment and no exit".to_owned());
        }
        let list: Vec<Value> =
            found.iter().map(|(name, clauses)| json!({ "amendment": name, "clauses": as_json(clauses) })).collect();
        return Ok(Answer::ok(text, json!({ "amendments": list })));
    };
    let other = read_text(after)?;
    let found = compared(&flags.before, &before, after, &other)?;
    Ok(Answer::ok(text_of(&found), json!({ "clauses": as_json(&found) })))
}

fn compared(before: &Path, one: &str, after: &Path, other: &str) -> Result<Vec<Clause>, Failure> {
    redline(one, other).map_err(|(second, _)| unreadable(if second { after } else { before }).into())
}

fn unreadable(path: &Path) -> Message {
    Message::new(codes::NOT_AN_AGREEMENT, format!("`{}` cannot be read to its end", path.display()))
        .help("`armistice check` says what is wrong with it")
}

fn text_of(clauses: &[Clause]) -> Vec<String> {
    if clauses.is_empty() {
        return vec!["the texts say the same".to_owned()];
    }
    told(clauses)
}

fn told(clauses: &[Clause]) -> Vec<String> {
    let mut lines = Vec::new();
    for clause in clauses {
        let became = match clause.became {
            Became::Added => "is new",
            Became::Removed => "is struck",
            Became::Changed => "reads otherwise",
        };
        lines.push(format!("  {} {became}", clause.name));
        lines.extend(clause.lines.iter().map(|line| format!("    {}", marked(line))));
    }
    lines
}

/// A line with what is struck as `[-…-]` and what is inserted as `{+…+}`.
fn marked(line: &[Piece]) -> String {
    line.iter()
        .map(|piece| match piece {
            Piece::Kept(words) => words.clone(),
            Piece::Struck(words) => format!("[-{words}-]"),
            Piece::Inserted(words) => format!("{{+{words}+}}"),
        })
        .collect()
}

fn as_json(clauses: &[Clause]) -> Vec<Value> {
    let piece = |piece: &Piece| match piece {
        Piece::Kept(words) => json!({ "kept": words }),
        Piece::Struck(words) => json!({ "struck": words }),
        Piece::Inserted(words) => json!({ "inserted": words }),
    };
    let clause = |clause: &Clause| {
        json!({
            "clause": clause.name,
            "became": match clause.became {
                Became::Added => "added",
                Became::Removed => "removed",
                Became::Changed => "changed",
            },
            "lines": clause.lines.iter().map(|line| line.iter().map(piece).collect()).collect::<Vec<Vec<Value>>>(),
        })
    };
    clauses.iter().map(clause).collect()
}

pub(super) fn of_verdicts(dir: &Path, flags: &DifferenceFlags) -> Result<Answer, Failure> {
    let mission = open(dir)?;
    let asked = flags.moment.moment(&mission.agreement, now())?;
    let statements = mission.store.statements();
    let other = match &flags.text {
        None => None,
        Some(path) => {
            let text = read_text(path)?;
            let clauses = compared(Path::new("the adopted text"), &mission.text, path, &text)?;
            let terms = Terms::beside(text, path)?;
            Some((terms.checked(&path.display().to_string())?.0, clauses))
        }
    };
    let tree: &Tree = other.as_ref().map_or(&mission.agreement, |(agreement, _)| agreement);
    let at = match &flags.signed_at {
        Some(text) => moment::instant(&tree.zone, text, "--signed-at")?,
        None => asked.happened,
    };
    let mut supposed = statements.to_vec();
    for name in &flags.signed {
        supposed.extend(signatures(tree, name, at, asked.known)?);
    }
    let before = situation::at(&mission.agreement, statements, &asked);
    // The other text may have other standards and perspectives: the same ones are meant by name.
    let there = MomentFlags {
        proof: flags.moment.proof.clone().filter(|name| tree.standard(name).is_some()),
        perspective: flags.moment.perspective.clone().filter(|name| tree.perspectives.iter().any(|p| p.name == *name)),
        ..MomentFlags::default()
    };
    let there = there.moment(tree, asked.happened)?;
    let after = situation::at(tree, &supposed, &record::vocabulary::moment::Moment { known: asked.known, ..there });
    let found = difference(&before, &after);
    let mut text = show::head(&before);
    if let Some((_, clauses)) = &other {
        text.push(String::new());
        text.push("The text".to_owned());
        text.extend(text_of(clauses));
    }
    text.push(String::new());
    text.push("What would be judged otherwise".to_owned());
    text.extend(lines(&mission.agreement, &found));
    let clauses = other.as_ref().map(|(_, clauses)| as_json(clauses));
    let list: Vec<Value> = found.iter().map(|one| differs(&mission.agreement, one)).collect();
    Ok(Answer::ok(text, json!({ "moment": shown::head(&before), "clauses": clauses, "differences": list })))
}

/// The signatures that an amendment or exit needs, as if they were given at `at`.
fn signatures(tree: &Tree, name: &str, at: Instant, known: KnownAt) -> Result<Vec<Statement>, Failure> {
    let Some(change) = tree.changes.iter().find(|change| change.name == name) else {
        let names: Vec<&str> = tree.changes.iter().map(|change| change.name.as_str()).collect();
        return Err(moment::unknown("amendment or exit", name, &names).into());
    };
    let sign = |signer: &String| {
        let question = Question::Judgement { slot: change.signed_as.clone(), on: None };
        let body = Body {
            author: signer.clone(),
            said_at: Some(at),
            on_behalf: None,
            cited: None,
            content: Content::Decision(Decision { question, yes: true }),
        };
        // What is supposed is named like any statement; a name that no statement can hold was refused with the text.
        let entry = Entry::new(body).map_err(|error| {
            Message::new(codes::NOT_AN_AGREEMENT, "this signature makes no statement").note(error.to_string())
        })?;
        let accepted = Acceptance { known: known.min(KnownAt(at)), history: false, received: None, batch: None };
        Ok(Statement { id: entry.id(), body: entry.body().clone(), accepted })
    };
    change.signers.names.iter().map(sign).collect()
}

/// The most differences of one kind that are listed.
const LISTED: usize = 40;

pub(super) fn lines(tree: &Tree, found: &[Differs]) -> Vec<String> {
    if found.is_empty() {
        return vec!["  nothing, on this record at this moment".to_owned()];
    }
    let heads = [
        (Kind::Verdict, "acts"),
        (Kind::Duty, "duties"),
        (Kind::Covered, "covered by a clause"),
        (Kind::Article, "articles"),
        (Kind::Clock, "clocks"),
        (Kind::Phase, "phases"),
    ];
    let mut lines = Vec::new();
    for (kind, head) in heads {
        let own: Vec<&Differs> = found.iter().filter(|one| one.kind == kind).collect();
        if own.is_empty() {
            continue;
        }
        lines.push(format!("  {head}: {}", own.len()));
        lines.extend(own.iter().take(LISTED).map(|one| {
            let (before, after) = (said(&one.before, kind), said(&one.after, kind));
            let at = if one.standards.is_empty() {
                String::new()
            } else {
                format!(" at {}", panel::standards(tree, &one.standards))
            };
            format!("    {}{at}: {before} -> {after}", one.subject)
        }));
        if own.len() > LISTED {
            lines.push(format!("    … and {} more; --json has them all", own.len() - LISTED));
        }
    }
    lines
}

/// What is said, or what it means that nothing is.
fn said(text: &Option<String>, kind: Kind) -> &str {
    match (text, kind) {
        (Some(text), _) => text,
        (None, Kind::Covered) => "covered",
        (None, Kind::Duty) => "nothing owed",
        (None, _) => "not asked",
    }
}

pub(super) fn differs(tree: &Tree, one: &Differs) -> Value {
    json!({
        "kind": match one.kind {
            Kind::Verdict => "verdict",
            Kind::Duty => "duty",
            Kind::Article => "article",
            Kind::Covered => "no clause covers",
            Kind::Clock => "clock",
            Kind::Phase => "phase",
        },
        "subject": one.subject,
        "standards": one.standards.iter().map(|index| tree.standards.standards[*index].name.as_str()).collect::<Vec<_>>(),
        "before": one.before,
        "after": one.after,
    })
}
