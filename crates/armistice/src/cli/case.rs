//! `armistice case`: readable cases, run from files.
//!
//! Not here: what a case is and how it is judged (`crate::case`).

use std::path::PathBuf;

use serde_json::{Value, json};

use super::{Answer, Failure, read_text};
use crate::message::Message;

/// Runs cases; `UPDATE_EXPECT` in the environment rewrites their answers.
pub(super) fn cases(files: &[PathBuf]) -> Result<Answer, Failure> {
    let mut text = Vec::new();
    let mut list: Vec<Value> = Vec::new();
    let (mut failed, mut unreadable) = (0, 0);
    for path in files {
        let source = read_text(path)?;
        let report = crate::case::run(&source);
        let ok = report.passed();
        failed += usize::from(!ok);
        unreadable += usize::from(report.is_bad_input());
        let updated = std::env::var_os("UPDATE_EXPECT").is_some() && !report.is_bad_input() && report.updated != source;
        if updated {
            std::fs::write(path, &report.updated)
                .map_err(|error| Message::io(crate::codes::MISSION_IO, "write", path, &error))?;
        }
        let word = match (ok, updated) {
            (true, _) => "ok  ",
            (false, true) => "new ",
            (false, false) => "FAIL",
        };
        text.push(format!("{word} {}", path.display()));
        text.extend(report.lines().into_iter().map(|line| format!("     {line}")));
        list.push(json!({ "file": path.display().to_string(), "ok": ok, "problems": report.lines() }));
    }
    text.push(format!("{} passed, {failed} failed", files.len() - failed));
    let json = json!({ "cases": list, "failed": failed });
    let code = if unreadable > 0 { 2 } else { u8::from(failed > 0) };
    Ok(Answer { text, json, code })
}
