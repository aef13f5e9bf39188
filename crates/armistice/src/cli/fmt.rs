//! `armistice fmt`: agreements in the one layout; and how a paraphrase is shown.
//!
//! Holds
//! - A text that cannot be read is left as it is, and said why; the others are laid out.
//! - A file is replaced whole or not at all, and only where its bytes change.
//!
//! Not here: the layout (`agreement::format`), what clauses mean (`agreement::paraphrase`).

use std::path::PathBuf;

use agreement::diagnostic::render_all;
use agreement::paraphrase::Paraphrase;
use clap::Args;
use serde_json::{Value, json};

use super::{Answer, Failure, read_text, report};

/// Columns of a paraphrase on a screen.
const COLUMNS: usize = 100;
/// What stands under every paraphrase.
const THE_TEXT_DECIDES: &str = "This is a paraphrase, made from the text by a program. The text alone decides.";

/// Which texts, and whether they are changed.
#[derive(Args)]
pub(super) struct FmtFlags {
    /// The texts
    #[arg(required = true, value_name = "FILE.accord")]
    files: Vec<PathBuf>,
    /// Change nothing, and fail where a text is laid out otherwise
    #[arg(long)]
    check: bool,
}

pub(super) fn fmt(flags: &FmtFlags) -> Result<Answer, Failure> {
    let texts: Vec<String> = flags.files.iter().map(|path| read_text(path)).collect::<Result<_, _>>()?;
    let mut text = Vec::new();
    let mut files: Vec<Value> = Vec::new();
    let (mut changed, mut unreadable) = (0, 0);
    for (path, before) in flags.files.iter().zip(&texts) {
        let name = path.display();
        let state = match agreement::format(before) {
            Err(errors) => {
                unreadable += 1;
                text.extend(render_all(&errors, &name.to_string(), before).lines().map(String::from));
                text.push(format!("{name} is left as it is: it cannot be read"));
                "unreadable"
            }
            Ok(after) if after == *before => {
                text.push(format!("{name} is laid out already"));
                "same"
            }
            Ok(_) if flags.check => {
                changed += 1;
                text.push(format!("{name} is laid out otherwise; `armistice fmt` changes that"));
                "changed"
            }
            Ok(after) => {
                changed += 1;
                report::write(path, &after)?;
                text.push(format!("{name} is laid out anew; no word of it changed"));
                "changed"
            }
        };
        files.push(json!({ "file": name.to_string(), "layout": state }));
    }
    if changed > 0 && !flags.check {
        text.push("A mission that adopted other bytes asks for `armistice adopt`.".into());
    }
    let failed = unreadable > 0 || (flags.check && changed > 0);
    Ok(Answer { text, json: json!({ "files": files }), code: u8::from(failed) })
}

/// Each clause with what it means, for a screen.
pub(super) fn paraphrase_lines(clauses: &[Paraphrase]) -> Vec<String> {
    let mut out = Vec::new();
    for clause in clauses {
        out.push(match clause.paragraph.as_str() {
            "" => clause.clause.clone(),
            paragraph => format!("{} [{paragraph}]", clause.clause),
        });
        out.extend(clause.sentences.iter().flat_map(|sentence| wrapped(sentence)));
        out.push(String::new());
    }
    out.push(THE_TEXT_DECIDES.into());
    out
}

/// A sentence under its clause, broken between words.
fn wrapped(sentence: &str) -> Vec<String> {
    let mut rows = vec!["  ".to_owned()];
    for word in sentence.split(' ') {
        let row = rows.last_mut().expect("begun with one");
        if row.trim().is_empty() {
            row.push_str(word);
        } else if row.chars().count() + 1 + word.chars().count() > COLUMNS {
            rows.push(format!("    {word}"));
        } else {
            row.push(' ');
            row.push_str(word);
        }
    }
    rows
}

/// Each clause with what it means, for other programs.
pub(super) fn paraphrase_json(clauses: &[Paraphrase]) -> Value {
    clauses
        .iter()
        .map(|clause| json!({ "clause": clause.clause, "paragraph": clause.paragraph, "sentences": clause.sentences }))
        .collect()
}
