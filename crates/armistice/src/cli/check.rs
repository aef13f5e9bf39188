//! `armistice check`: what a text leaves open, all at once, and what it says too loosely.
//!
//! Holds
//! - The tests beside the terms are run, each on what it says itself: no file of a mission changes their answers.
//! - Errors and failed tests always fail a check; warnings and notes fail it where that is asked for.
//!
//! Not here: what is wrong with a text and what its clauses mean (`agreement`).

use std::collections::BTreeSet;
use std::path::PathBuf;

use agreement::diagnostic::{Severity, render_all};
use agreement::tree::Change;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use situation::words;

use super::{Answer, Failure, read_text};
use crate::case::CaseReport;
use crate::terms::Terms;

/// What to check, and how strictly.
#[derive(Args)]
pub(super) struct CheckFlags {
    /// The text
    file: PathBuf,
    /// Print the JSON syntax tree
    #[arg(long)]
    tree: bool,
    /// Say of every clause what it means, in plain English; beside it, errors alone are shown
    #[arg(long)]
    paraphrase: bool,
    /// Fail on these too, not only on errors
    #[arg(long, value_name = "WHAT")]
    deny: Option<Denied>,
}

/// What fails a check beside errors.
#[derive(Clone, Copy, ValueEnum)]
enum Denied {
    /// Warnings
    Warnings,
    /// Warnings and notes
    Notes,
}

pub(super) fn check(flags: &CheckFlags) -> Result<Answer, Failure> {
    let CheckFlags { file, tree, paraphrase, deny } = flags;
    let terms = Terms::beside(read_text(file)?, file)?;
    let text = &terms.text;
    let name = file.file_name().map_or_else(|| file.display().to_string(), |n| n.to_string_lossy().into_owned());
    let parsed = terms.parsed();
    let at = parsed.clause_lines();
    let checked = agreement::check(parsed);
    let said = &checked.diagnostics;
    // A paraphrase is a page to hand on: beside it stand errors, and what it is denied for.
    let shown: Vec<_> = (said.iter())
        .filter(|d| match (*paraphrase, d.severity) {
            (false, _) | (_, Severity::Error) => true,
            (true, Severity::Warning) => deny.is_some(),
            (true, _) => matches!(deny, Some(Denied::Notes)),
        })
        .cloned()
        .collect();
    let mut lines: Vec<String> = render_all(&shown, &name, text).lines().map(String::from).collect();
    let diagnostics: Vec<Value> = said
        .iter()
        .map(
            |d| json!({ "code": d.code, "severity": format!("{:?}", d.severity).to_lowercase(), "message": d.message }),
        )
        .collect();
    let Some(agreement) = &checked.agreement else {
        let json = json!({ "ok": false, "diagnostics": diagnostics, "changes": [], "tests": [] });
        return Ok(Answer { text: lines, json, code: 1 });
    };
    let canonical = agreement::json::to_json(agreement);
    if *tree {
        lines.push(canonical.clone());
    }
    let clauses = if *paraphrase { agreement::paraphrase(agreement) } else { Vec::new() };
    if *paraphrase {
        if !shown.is_empty() {
            lines.push(String::new());
        }
        lines.extend(super::fmt::paraphrase_lines(&clauses, &at));
    }
    let count = |severity: Severity| said.iter().filter(|d| d.severity == severity).count();
    let (warnings, notes) = (count(Severity::Warning), count(Severity::Note));
    if !lines.is_empty() && !*paraphrase {
        lines.push(String::new());
    }
    let articles: BTreeSet<&str> = agreement.articles.iter().map(|article| article.id.as_str()).collect();
    let sum = format!(
        "`{}` has no errors, {}, {}: {}, {}, {}",
        agreement.name,
        words::counted(warnings, "warning"),
        words::counted(notes, "note"),
        words::counted(articles.len(), "article"),
        words::counted(agreement.clocks.len(), "clock"),
        words::counted(agreement.phases.len(), "phase")
    );
    lines.extend((!*paraphrase).then_some(sum));
    let kind = |change: &Change| if change.is_exit { "exit" } else { "amendment" };
    lines.extend(agreement.changes.iter().filter(|_| !*paraphrase).map(|change| {
        let (name, signing) = (words::quoted(&change.name), words::quoted(&change.signed_as));
        format!("{} {name} is signed as {signing}", kind(change))
    }));
    let tests: Vec<CaseReport> =
        checked.tests.iter().map(|test| crate::case::run_test(&name, text, agreement, test)).collect();
    let failed = tests.iter().filter(|test| !test.passed()).count();
    for test in tests.iter().filter(|test| !*paraphrase || !test.passed()) {
        lines.push(format!("{} test \"{}\"", if test.passed() { "ok  " } else { "FAIL" }, test.title));
        lines.extend(test.lines().into_iter().map(|line| format!("     {line}")));
    }
    if !tests.is_empty() {
        lines.push(format!(
            "{}: {} passed, {failed} failed",
            words::counted(tests.len(), "test"),
            tests.len() - failed
        ));
    }
    let denied = match deny {
        None => 0,
        Some(Denied::Warnings) => warnings,
        Some(Denied::Notes) => warnings + notes,
    };
    let ok = denied == 0 && failed == 0;
    let shown: Vec<Value> = tests
        .iter()
        .map(|test| json!({ "title": test.title, "ok": test.passed(), "problems": test.lines() }))
        .collect();
    let value: Value = serde_json::from_str(&canonical).unwrap_or(Value::Null);
    let changes: Vec<Value> = agreement
        .changes
        .iter()
        .map(|change| json!({ "name": change.name, "kind": kind(change), "signing_name": change.signed_as }))
        .collect();
    let mut json = json!({ "ok": ok, "diagnostics": diagnostics, "changes": changes, "tests": shown });
    if *tree {
        json["tree"] = value;
    }
    if *paraphrase {
        json["paraphrase"] = super::fmt::paraphrase_json(&clauses, &at);
    }
    Ok(Answer { text: lines, json, code: u8::from(!ok) })
}
