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
pub(crate) mod keywords;
mod grammar;
mod groups;
mod blocks;
mod phrases;
mod zones;
mod changes;
mod inclusions;
mod obligations;
mod cursor;
pub(crate) mod syntax;

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Span};
use crate::tree::Tree;
use crate::{codes, limits};

pub use keywords::keyword_table;

/// The registers that a text can name.
pub(crate) const REGISTERS: [&str; 4] = ["actors", "sources", "places", "designations"];

/// A place that the reader understood.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mark {
    pub span: Span,
    pub what: Marked,
}

/// What stands at a mark.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Marked {
    /// A phrase of the language, as the grammar has it.
    Phrase(&'static str),
    Comma,
    /// A name without quotation marks.
    Name,
    /// A name in quotation marks.
    Quoted,
}

/// What reading gives beside the tree.
#[derive(Default)]
pub(crate) struct Reading {
    pub diagnostics: Vec<Diagnostic>,
    pub marks: Vec<Mark>,
}

/// A text that is brought in, and where its articles stand behind the text that includes it.
#[derive(Clone, Debug)]
pub(crate) struct Included {
    /// The name of the inclusion.
    pub name: String,
    /// Its file.
    pub path: String,
    /// The head of the inclusion.
    pub span: Span,
    /// The bytes that were written out for it.
    pub written: Span,
    /// The included text, checked.
    pub agreement: Tree,
}

/// What was read of a text. Give it to [`crate::check()`].
#[derive(Debug)]
pub struct Parsed {
    pub(crate) text: String,
    /// `None` where the text is past a limit and was not read to its end.
    pub(crate) syntax: Option<syntax::Syntax>,
    /// What was understood, in the order of the text.
    pub(crate) marks: Vec<Mark>,
    diagnostics: Vec<Diagnostic>,
    /// Bytes of the text itself; what it includes is written out behind them.
    pub(crate) own: usize,
    pub(crate) included: Vec<Included>,
}

impl Parsed {
    fn unread(diagnostics: Vec<Diagnostic>) -> Parsed {
        Parsed { text: String::new(), syntax: None, marks: Vec::new(), diagnostics, own: 0, included: Vec::new() }
    }
    /// What could not be read, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
    /// On which line each clause begins, by its name as [`crate::paraphrase()`] gives it: `article 1`.
    ///
    /// ```
    /// let parsed = agreement::parse("agreement \"Cessation\"\n\narticle 1 [¶2]\n  declares\n");
    /// assert_eq!(parsed.clause_lines().get("article 1"), Some(&3));
    /// ```
    pub fn clause_lines(&self) -> BTreeMap<String, usize> {
        let Some(syntax) = &self.syntax else { return BTreeMap::new() };
        let blocks = [
            ("agreement", syntax.head.as_ref().map(|head| head.span)),
            ("standards", syntax.standards.head),
            ("perspectives", syntax.perspectives),
            ("coverage", syntax.coverage),
            ("severity", syntax.severity),
        ];
        let blocks = blocks.into_iter().filter_map(|(name, span)| Some((name.to_owned(), span?)));
        let zones = syntax.zones.iter().map(|zone| (format!("zone {}", zone.name.value), zone.name.span));
        let of = |kind: &str, head: &syntax::Head| (format!("{kind} {}", head.name.value), head.span);
        let heads = (syntax.judgements.iter().map(|block| of("judgement", &block.head)))
            .chain(syntax.regimes.iter().map(|block| of("regime", &block.head)))
            .chain(syntax.articles.iter().map(|block| (format!("article {}", block.label()), block.head.span)))
            .chain(syntax.inclusions.iter().map(|block| of("inclusion", &block.head)))
            .chain(syntax.changes.iter().map(|block| of(block.word(), &block.head)))
            .chain(syntax.patterns.iter().map(|block| of("pattern", &block.head)))
            .chain(syntax.clocks.iter().map(|block| of("clock", &block.head)))
            .chain(syntax.phases.iter().map(|block| of("phase", &block.head)));
        let ends: Vec<usize> = self.text.match_indices('\n').map(|(at, _)| at).collect();
        let brought =
            |span: Span| self.included.iter().find(|one| (one.written.start..one.written.end).contains(&span.start));
        let line = |span: Span| {
            let span = if span.start < self.own { span } else { brought(span).map_or(span, |one| one.span) };
            ends.partition_point(|end| *end < span.start) + 1
        };
        blocks.chain(zones).chain(heads).map(|(name, span)| (name, line(span))).collect()
    }
    /// Adds problems.
    pub(crate) fn report(&mut self, problems: Vec<Diagnostic>) {
        self.diagnostics.extend(problems);
        self.diagnostics.sort_by_key(Diagnostic::position);
    }
    pub(crate) fn into_parts(self) -> (String, Option<syntax::Syntax>, Vec<Included>, Vec<Diagnostic>) {
        (self.text, self.syntax, self.included, self.diagnostics)
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
        return Parsed::unread(diagnostics);
    }
    let mut lines = lines::lines(text, &mut diagnostics);
    if let Some(past) = lines.get(limits::LINES) {
        let message = format!("this text has {} lines, and {} are the most", lines.len(), limits::LINES);
        diagnostics.push(
            Diagnostic::error(codes::LIMIT, message, past.span(), "one too many; nothing of the text was read")
                .help("split the text into several agreements, or move lists into register and zone files"),
        );
        return Parsed::unread(diagnostics);
    }
    keywords::mixed::lines(&mut lines, keywords::Keywords::of(text), &mut diagnostics);
    let mut found = Reading { diagnostics, marks: Vec::new() };
    let syntax = blocks::read(&lines, &mut found);
    let Reading { mut diagnostics, mut marks } = found;
    marks.sort_by_key(|mark| mark.span);
    diagnostics.sort_by_key(Diagnostic::position);
    keywords::told::tell(text, &mut diagnostics);
    Parsed { text: text.to_owned(), syntax, marks, diagnostics, own: text.len(), included: Vec::new() }
}
