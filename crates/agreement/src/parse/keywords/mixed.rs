//! Mixed keywords: lines and phrases that are not in the keywords of their text.
//!
//! Holds
//! - A line in other keywords is reported, all such lines as one problem, and then read in those, so that nothing else
//!   is missed.
//! - A name is no keyword: in a block whose lines begin with names, only a phrase that stops the reader is looked at.
//!
//! Not here: which keywords a text has (`keywords`).

use super::{Keywords, arabic::ROWS};
use crate::codes;
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::grammar::{Block, Which};
use crate::parse::lines::{Line, Token};

/// Reads lines that begin in other keywords in those, and reports the first of them.
pub fn lines(lines: &mut [Line<'_>], keywords: Keywords, out: &mut Vec<Diagnostic>) {
    let margin = lines.iter().map(|line| line.indent).min().unwrap_or(0);
    let mut block: Option<&'static Block> = None;
    let mut found: Vec<Span> = Vec::new();
    for line in lines.iter_mut() {
        let mut other = line.clone();
        other.keywords = keywords.other();
        if line.indent == margin {
            let own = Block::opened_by(line);
            block = own.or_else(|| Block::opened_by(&other));
            if own.is_some() || block.is_none() {
                continue;
            }
        } else {
            let Some(block) = block.filter(|block| !block.is_free() && block.which != Which::Tests) else { continue };
            if block.word_of(line).is_some() || block.opening_of(&other).is_none() {
                continue;
            }
        }
        line.keywords = other.keywords;
        found.push(line.first_span());
    }
    let Some(first) = found.first() else { return };
    let diagnostic = mixed(keywords, *first, format!("{} keywords", keywords.other().called()));
    out.push(match found.len() {
        1 => diagnostic,
        2 => diagnostic.also(found[1], "here too"),
        count => diagnostic.also(found[1], "here too").note(format!("{} more lines have them", count - 2)),
    });
}

/// What stopped the reader of `line` at `span`, if that is a phrase in other keywords.
pub fn phrase(line: &Line<'_>, span: Span) -> Option<Diagnostic> {
    let at = line.tokens.iter().position(|token| token.span.start == span.start)?;
    let other = line.keywords.other();
    let ends = ROWS.iter().filter_map(|row| Some((other.phrase_at(&line.tokens, at, row.english)?, row)));
    let (end, row) = ends.max_by_key(|(end, _)| *end)?;
    if line.phrase_at(at, row.english).is_some() {
        return None;
    }
    let words: &[Token<'_>] = &line.tokens[at..end];
    let span = words.first()?.span.to(words.last()?.span);
    let label = format!("in {} it is `{}`", line.keywords.called(), line.keywords.written(row.english));
    Some(mixed(line.keywords, span, label))
}

fn mixed(keywords: Keywords, span: Span, label: String) -> Diagnostic {
    let (own, other) = (keywords.called(), keywords.other().called());
    let message = format!("this text has {own} keywords, and {other} ones here");
    Diagnostic::error(codes::MIXED_KEYWORDS, message, span, label)
        .help(format!("write the line in {own} keywords; put names that are {other} keywords in quotation marks"))
}
