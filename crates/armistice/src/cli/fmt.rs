//! `armistice fmt`: agreements in the one layout, also in other keywords; and how a paraphrase is shown.
//!
//! Holds
//! - A text that cannot be read is left as it is, and said why; the others are laid out.
//! - A file is replaced whole or not at all, and only where its bytes change. What comes in by standard input goes out laid
//!   out, and nothing else with it.
//!
//! Not here: the layout (`agreement::format`), the keywords (`agreement::translate`), what clauses mean (`agreement::paraphrase`).

use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use agreement::diagnostic::render_all;
use agreement::limits::TEXT_BYTES;
use agreement::paraphrase::Paraphrase;
use agreement::{Diagnostic, Keywords};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use similar::TextDiff;

use super::{Answer, Failure, read_text, report};
use crate::message::Message;

/// Columns of a paraphrase on a screen.
const COLUMNS: usize = 100;
/// Lines shown around each change of the layout.
const LINES_AROUND: usize = 2;
/// The name by which standard input is given.
const STANDARD_INPUT: &str = "-";
/// What stands under every paraphrase.
const THE_TEXT_DECIDES: &str = "This is a paraphrase, made from the text by a program. The text alone decides.";

/// Which texts, and whether they are changed.
#[derive(Args)]
pub(super) struct FmtFlags {
    /// The texts; `-` is standard input, laid out to standard output
    #[arg(required = true, value_name = "FILE.accord")]
    files: Vec<PathBuf>,
    /// Change nothing, show what would change, and fail where anything would
    #[arg(long)]
    check: bool,
    /// Write the keywords in this language; names, quoted texts and citations stay, and so does the tree
    #[arg(long, value_name = "LANGUAGE")]
    keywords: Option<Tongue>,
}

/// A language that has keywords.
#[derive(Clone, Copy, ValueEnum)]
enum Tongue {
    /// English
    En,
    /// Arabic
    Ar,
}

impl FmtFlags {
    /// `text` laid out, in the keywords that are asked for; or why it cannot be read.
    fn laid_out(&self, text: &str) -> Result<String, Vec<Diagnostic>> {
        match self.keywords {
            None => agreement::format(text),
            Some(Tongue::En) => agreement::translate(text, Keywords::English),
            Some(Tongue::Ar) => agreement::translate(text, Keywords::Arabic),
        }
    }
}

pub(super) fn fmt(flags: &FmtFlags) -> Result<Answer, Failure> {
    if flags.files.iter().any(|path| path.as_os_str() == STANDARD_INPUT) {
        return standard_input(flags);
    }
    let texts: Vec<String> = flags.files.iter().map(|path| read_text(path)).collect::<Result<_, _>>()?;
    let mut text = Vec::new();
    let mut files: Vec<Value> = Vec::new();
    let (mut changed, mut unreadable) = (0, 0);
    for (path, before) in flags.files.iter().zip(&texts) {
        let name = path.display();
        let state = match flags.laid_out(before) {
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
            Ok(after) if flags.check => {
                changed += 1;
                let differs = if translates(before, &after) { "has other keywords" } else { "is laid out otherwise" };
                text.push(format!("{name} {differs}; `armistice fmt` changes that:"));
                text.extend(difference(before, &after));
                "changed"
            }
            Ok(after) => {
                changed += 1;
                report::write(path, &after)?;
                text.push(match translates(before, &after) {
                    true => format!("{name} is written in other keywords; its tree is the same"),
                    false => format!("{name} is laid out anew; no word of it changed"),
                });
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

/// The text on standard input, laid out; where it cannot be read, nothing but why.
fn standard_input(flags: &FmtFlags) -> Result<Answer, Failure> {
    let name = Path::new(STANDARD_INPUT);
    let mut bytes = Vec::new();
    let input = std::io::stdin().take(TEXT_BYTES as u64 + 1).read_to_end(&mut bytes);
    input.map_err(|error| Message::io(crate::codes::IMPORT_IO, "read", name, &error))?;
    let before = super::utf8(name, bytes)?;
    let (text, layout, code) = match flags.laid_out(&before) {
        Err(errors) => {
            // What comes out is somebody's next text: nothing else goes there.
            eprintln!("{}", render_all(&errors, "standard input", &before));
            (String::new(), "unreadable", 1)
        }
        Ok(after) if flags.check => {
            let changed = after != before;
            (difference(&before, &after).join("\n"), if changed { "changed" } else { "same" }, u8::from(changed))
        }
        Ok(after) => {
            let layout = if after == before { "same" } else { "changed" };
            (after, layout, 0)
        }
    };
    let json = json!({ "files": [{ "file": STANDARD_INPUT, "layout": layout }] });
    Ok(Answer { text: text.lines().map(String::from).collect(), json, code })
}

/// Whether the two have keywords of different languages.
fn translates(before: &str, after: &str) -> bool {
    Keywords::of(before) != Keywords::of(after)
}

/// What the layout changes, line by line.
fn difference(before: &str, after: &str) -> Vec<String> {
    let diff = TextDiff::from_lines(before, after);
    let shown = diff.unified_diff().context_radius(LINES_AROUND).to_string();
    shown.lines().map(|line| format!("  {line}")).collect()
}

/// Each clause with what it means, for a screen.
pub(super) fn paraphrase_lines(clauses: &[Paraphrase], at: &BTreeMap<String, usize>) -> Vec<String> {
    let mut out = Vec::new();
    for clause in clauses {
        let line = at.get(&clause.clause).map(|line| format!(", line {line}")).unwrap_or_default();
        out.push(match clause.paragraph.as_str() {
            "" => format!("{}{line}", clause.clause),
            paragraph => format!("{} [{paragraph}]{line}", clause.clause),
        });
        out.extend(clause.sentences.iter().flat_map(|sentence| wrapped(sentence)));
        out.push(String::new());
    }
    out.push(THE_TEXT_DECIDES.into());
    out
}

/// A sentence under its clause, broken between words.
pub(super) fn wrapped(sentence: &str) -> Vec<String> {
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
pub(super) fn paraphrase_json(clauses: &[Paraphrase], at: &BTreeMap<String, usize>) -> Value {
    let one = |clause: &Paraphrase| {
        json!({
            "clause": clause.clause, "paragraph": clause.paragraph, "line": at.get(&clause.clause),
            "sentences": clause.sentences
        })
    };
    clauses.iter().map(one).collect()
}
