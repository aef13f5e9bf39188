//! Parsing: from a text to a partial tree with its places, and everything that could not be read.
//!
//! ```text
//! text ─▶ `lines` ─▶ `groups` by block ─▶ `blocks` reads each line with a `cursor` ─▶ Parsed { `syntax`, diagnostics }
//! ```
//!
//! Holds
//! - It always returns. Broken input is normal: a line that cannot be read hides no other line, a block no other block.
//! - One problem is reported once; what follows from it is not.
//!
//! Not here: whether names lead anywhere and every choice is made (`check`).

pub(crate) mod lines;
mod grammar;
mod groups;
mod blocks;
mod phrases;
mod cursor;
pub(crate) mod syntax;

use crate::diagnostic::{Diagnostic, Span};
use crate::{codes, limits};

/// What was read of a text. Give it to [`crate::check()`].
#[derive(Debug)]
pub struct Parsed {
    pub(crate) text: String,
    /// `None` where the text is past a limit and was not read to its end.
    pub(crate) syntax: Option<syntax::Syntax>,
    diagnostics: Vec<Diagnostic>,
}

impl Parsed {
    /// What could not be read, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
    pub(crate) fn into_parts(self) -> (String, Option<syntax::Syntax>, Vec<Diagnostic>) {
        (self.text, self.syntax, self.diagnostics)
    }
}

/// Reads a text. Never fails; what cannot be read is among the diagnostics.
///
/// ```
/// let parsed = agreement::parse("agreement \"Cessation\"\n  time zone Europe/Athens\n  partys North, South\n");
/// assert_eq!(parsed.diagnostics().len(), 1);
/// assert!(parsed.diagnostics()[0].render("cessation.accord", "").starts_with("error[A0107]"));
/// ```
pub fn parse(text: &str) -> Parsed {
    let mut diagnostics = Vec::new();
    if text.len() > limits::TEXT_BYTES {
        let message = format!("this text has {} bytes, and {} are the most", text.len(), limits::TEXT_BYTES);
        diagnostics.push(
            Diagnostic::error(codes::LIMIT, message, Span::new(0, 0), "nothing of it was read")
                .help("move lists of names, places and positions into register and zone files"),
        );
        return Parsed { text: String::new(), syntax: None, diagnostics };
    }
    let lines = lines::lines(text, &mut diagnostics);
    if let Some(past) = lines.get(limits::LINES) {
        let message = format!("this text has {} lines, and {} are the most", lines.len(), limits::LINES);
        diagnostics.push(
            Diagnostic::error(codes::LIMIT, message, past.span(), "one too many; nothing of the text was read")
                .help("split the text into several agreements, or move lists into register and zone files"),
        );
        return Parsed { text: String::new(), syntax: None, diagnostics };
    }
    let syntax = blocks::read(&lines, &mut diagnostics);
    diagnostics.sort_by_key(Diagnostic::position);
    Parsed { text: text.to_owned(), syntax, diagnostics }
}
