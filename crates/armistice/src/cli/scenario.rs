//! `armistice scenario`: what would have to happen for a party to be in breach at one standard and not at another; clauses
//! that cannot both be kept.
//!
//! Not here: the search (`crate::scenario`).

use std::path::PathBuf;

use agreement::Agreement;
use serde_json::json;
use situation::words;

use super::{Answer, Failure, articles_named, moment, read_text};
use crate::message::Message;
use crate::scenario::{Asked, as_case, conflicts, shortest};
use crate::terms::Terms;

/// What is looked for.
#[derive(clap::Args)]
pub(super) struct ScenarioFlags {
    /// The agreement's text
    file: PathBuf,
    /// Who is to be in breach
    #[arg(
        long,
        value_name = "PARTY",
        required_unless_present = "conflicts",
        requires = "breached_at",
        requires = "not_at"
    )]
    party: Option<String>,
    /// The standard at which it is
    #[arg(long, value_name = "STANDARD")]
    breached_at: Option<String>,
    /// The standard at which it is not
    #[arg(long, value_name = "STANDARD")]
    not_at: Option<String>,
    /// Only this article
    #[arg(long)]
    article: Option<String>,
    /// Clauses that cannot both be kept instead: what one requires, another forbids
    #[arg(long, conflicts_with_all = ["party", "breached_at", "not_at", "article"])]
    conflicts: bool,
}

pub(super) fn scenario(flags: &ScenarioFlags) -> Result<Answer, Failure> {
    let terms = Terms::beside(read_text(&flags.file)?, &flags.file)?;
    let text = &terms.text;
    let checked = agreement::check(terms.parsed());
    let Some(agreement) = checked.agreement else {
        let message = format!("`{}` has errors, so nothing follows from it", flags.file.display());
        return Err(Message::new(super::codes::NOT_AN_AGREEMENT, message)
            .help(format!("run `armistice check {}`", flags.file.display()))
            .into());
    };
    if flags.conflicts {
        return Ok(conflicting(text, &agreement));
    }
    let standards: Vec<&str> = agreement.standards.standards.iter().map(|standard| standard.name.as_str()).collect();
    let standard = |name: &Option<String>| -> Result<usize, Failure> {
        let name = name.as_deref().unwrap_or_default();
        let at = agreement.standard(name);
        at.ok_or_else(|| moment::unknown("standard", name, &standards).into())
    };
    let party = flags.party.as_deref().unwrap_or_default();
    let known: Vec<&str> = agreement.parties.iter().chain(&agreement.others).map(String::as_str).collect();
    if !known.contains(&party) {
        return Err(moment::unknown("party", party, &known).into());
    }
    let articles = flags.article.as_deref().map(|name| articles_named(&agreement, name)).transpose()?;
    let (breached_at, not_at) = (standard(&flags.breached_at)?, standard(&flags.not_at)?);
    let Some(found) = shortest(&agreement, &Asked { party, breached_at, not_at, articles }) else {
        let text = format!(
            "no history of a few statements puts {party} in breach at {} and not at {}",
            words::quoted(standards[breached_at]),
            words::quoted(standards[not_at])
        );
        let mut lines = vec![text];
        if not_at <= breached_at {
            lines.push(format!(
                "{} stands no higher in the chain than {}: exchange the two to ask where the weaker is met and the stronger is not",
                words::quoted(standards[not_at]),
                words::quoted(standards[breached_at])
            ));
        }
        let json = json!({ "found": false, "article": null, "case": null });
        return Ok(Answer { text: lines, json, code: 1 });
    };
    let title = format!("{party}: breached at {}, and not at {}", standards[breached_at], standards[not_at]);
    let case = as_case(text, &agreement, &title, &found);
    let article = agreement.articles[found.article].label();
    let json = json!({ "found": true, "article": article, "case": case });
    Ok(Answer::ok(case.lines().map(str::to_owned).collect(), json))
}

fn conflicting(text: &str, agreement: &Agreement) -> Answer {
    let found = conflicts(agreement);
    let mut lines = Vec::new();
    let mut list = Vec::new();
    for conflict in &found {
        let (requires, forbids) =
            (agreement.articles[conflict.requires].label(), agreement.articles[conflict.forbids].label());
        let said = format!("article {requires} requires of {} what article {forbids} forbids", conflict.party);
        let case = as_case(text, agreement, &said, &conflict.done);
        lines.push(format!("{said}; a history that shows it:"));
        lines.extend(conflict.done.lines.iter().map(|line| format!("  {line}")));
        list.push(json!({ "requires": requires, "forbids": forbids, "party": conflict.party, "case": case }));
    }
    if found.is_empty() {
        lines.push("no duty was found that a prohibition forbids".to_owned());
    }
    Answer { text: lines, json: json!({ "conflicts": list }), code: u8::from(!found.is_empty()) }
}
