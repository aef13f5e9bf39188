//! Format: one way to lay out a text, so that two versions differ only where they say something else.
//!
//! ```text
//! article  1 [ ¶2 ]"No attacks"  --the first        article 1 [¶2] "No attacks"  -- the first
//!       forbids attack                         ─▶     forbids attack
//! ```
//!
//! Holds
//! - The statements stay as they were, word by word and in their order, and so does every comment: only spaces, line
//!   breaks and blank lines change. The tree is the same, to the byte of its JSON.
//! - Laying out twice changes nothing.
//! - A text that cannot be read is not touched.
//!
//! Not here: whether the terms make sense (`check`), better words (`paraphrase`).

use crate::diagnostic::{Diagnostic, Severity};
use crate::limits;
use crate::parse::keywords::Keywords;
use crate::parse::lines::{Kind, Line, Token, row_of};
use crate::parse::parse;

/// `text` in the one layout, or everything in it that cannot be read.
///
/// Blocks at the margin with a blank line before each, their lines two spaces in, two more under `acts` and `weapons`;
/// one space between words, two before a comment; a line longer than [`limits::LAYOUT_COLUMNS`] goes on after a comma.
///
/// ```
/// let text = "agreement \"Cessation\"\n      time   zone Europe/Athens  --local\n      parties North ,South\n";
/// let laid_out = "agreement \"Cessation\"\n  time zone Europe/Athens  -- local\n  parties North, South\n";
/// assert_eq!(agreement::format(text).unwrap(), laid_out);
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let errors: Vec<Diagnostic> =
        parse(text).diagnostics().iter().filter(|found| found.severity == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        return Err(errors);
    }
    let before = rows(text);
    let laid_out = write(&before);
    let after = rows(&laid_out);
    assert!(said(&before).eq(said(&after)), "layout changes no word and no comment");
    let readable = parse(&laid_out).diagnostics().iter().all(|found| found.severity != Severity::Error);
    assert!(readable, "layout joins and divides no statement");
    Ok(laid_out)
}

/// One row of the text: what it says, and its comment.
struct Row<'t> {
    raw: &'t str,
    line: Line<'t>,
    comment: Option<&'t str>,
    place: Place,
}

/// Where a row stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// Begins a statement so many levels in.
    Statement(usize),
    /// Goes on with the statement above, which stands so many levels in; also a comment between its rows.
    GoesOn(usize),
    /// Nothing but a comment.
    Comment,
    Blank,
    /// Under `tests`, whose lines have a layout of their own: stays as it is.
    Kept,
}

/// Everything said, in order: words with their kinds, comments without the spaces around them.
fn said<'r>(rows: &'r [Row<'_>]) -> impl Iterator<Item = (Option<Kind>, &'r str)> {
    let statements = rows.iter().flat_map(|row| row.line.tokens.iter()).map(|t| (Some(t.kind), t.text));
    let comments = rows.iter().filter_map(|row| row.comment).map(|comment| (None, words_of(comment)));
    statements.chain(comments)
}

fn rows(text: &str) -> Vec<Row<'_>> {
    let keywords = Keywords::of(text);
    let mut rows: Vec<Row<'_>> = text
        .strip_prefix('\u{feff}')
        .unwrap_or(text)
        .lines()
        .map(|row| {
            let (line, comment) = row_of(row, 0, keywords, &mut Vec::new());
            let place = if comment.is_some() { Place::Comment } else { Place::Blank };
            Row { raw: row, line, comment, place }
        })
        .collect();
    // The statement above: its level, its indentation, its last row. The first indentation in the block.
    let mut above: Option<(usize, usize, usize)> = None;
    let mut usual = None;
    for at in 0..rows.len() {
        let (indent, tokens) = (rows[at].line.indent, &rows[at].line.tokens);
        if tokens.is_empty() {
            continue;
        }
        if let Some((level, begun, last)) = above
            && indent > begun
            && rows[last].line.tokens.last().is_some_and(|token| token.kind == Kind::Comma)
        {
            rows[last + 1..=at].iter_mut().for_each(|row| row.place = Place::GoesOn(level));
            above = Some((level, begun, at));
            continue;
        }
        if indent == 0 {
            usual = None;
        }
        let level = match (indent, usual) {
            (0, _) => 0,
            (indent, Some(usual)) if indent > usual => 2,
            _ => 1,
        };
        if level == 1 {
            usual = Some(indent);
        }
        rows[at].place = Place::Statement(level);
        above = Some((level, indent, at));
    }
    keep_tests(&mut rows);
    rows
}

/// Leaves what stands under `tests` as it is, but not the comments at the margin that lead to the next block.
fn keep_tests(rows: &mut [Row<'_>]) {
    let mut under = false;
    for row in rows.iter_mut() {
        let at_margin = row.line.indent == 0 && row.place != Place::Blank;
        if at_margin {
            under = row.line.begins_with("tests");
        } else if under && row.place != Place::Blank {
            row.place = Place::Kept;
        }
    }
}

fn write(rows: &[Row<'_>]) -> String {
    let mut out = Out::default();
    let mut at = 0;
    let mut level_above = 0;
    while at < rows.len() {
        let row = &rows[at];
        match row.place {
            Place::Blank => out.blank = true,
            Place::Kept => {
                out.blank &= !out.after_head;
                out.row(0, row.raw.trim_end(), None);
                level_above = 1;
            }
            Place::Comment => {
                let (next, judges) = rows[at..]
                    .iter()
                    .find_map(|row| match row.place {
                        Place::Statement(level) => Some((level, row.line.begins_with("judgement"))),
                        _ => None,
                    })
                    .unwrap_or((0, false));
                let level = if next == 0 && row.line.indent > 0 { level_above } else { next };
                let one_more = level_above == 0 && judges;
                out.blank |= level == 0 && !out.after_comment && !one_more;
                out.row(2 * level, "", row.comment);
                out.after_comment = level == 0;
            }
            Place::Statement(level) => {
                let count = 1 + rows[at + 1..].iter().take_while(|row| matches!(row.place, Place::GoesOn(_))).count();
                let statement = &rows[at..at + count];
                let judges = row.line.begins_with("judgement");
                let one_more = judges && out.after_judgement;
                out.blank |= level == 0 && !out.after_comment && !one_more;
                if level == 0 {
                    out.after_judgement = judges;
                } else if out.after_head {
                    out.blank = false;
                }
                write_statement(&mut out, level, statement);
                out.after_head = level == 0;
                level_above = level;
                at += count;
                continue;
            }
            Place::GoesOn(_) => unreachable!("passed over with its statement"),
        }
        at += 1;
    }
    out.text
}

/// One statement. Where only its last row has a comment, its rows are broken anew; else they stay as they were cut.
fn write_statement(out: &mut Out, level: usize, rows: &[Row<'_>]) {
    let (last, others) = rows.split_last().expect("a statement has a row");
    let joined: Vec<Token<'_>>;
    if others.iter().all(|row| row.comment.is_none()) {
        joined = rows.iter().flat_map(|row| row.line.tokens.iter().copied()).collect();
        return write_words(out, 2 * level, 2 * level + 4, &joined, last.comment);
    }
    for (number, row) in rows.iter().enumerate() {
        let first = 2 * level + if number == 0 { 0 } else { 4 };
        if row.line.tokens.is_empty() && row.comment.is_none() {
            continue;
        }
        write_words(out, first, 2 * level + 4, &row.line.tokens, row.comment);
    }
}

/// Words in rows of at most so many columns, broken after commas.
fn write_words(out: &mut Out, first: usize, others: usize, tokens: &[Token<'_>], comment: Option<&str>) {
    let (mut indent, mut row) = (first, String::new());
    for piece in tokens.split_inclusive(|token| token.kind == Kind::Comma) {
        let goes_on = piece.first().is_some_and(|token| token.kind == Kind::Comma);
        let piece = words(piece);
        let length = indent + row.chars().count() + 1 + piece.chars().count();
        if !row.is_empty() && length > limits::LAYOUT_COLUMNS {
            out.row(indent, &row, None);
            (indent, row) = (others, String::new());
        }
        if !row.is_empty() && !goes_on {
            row.push(' ');
        }
        row.push_str(&piece);
    }
    out.row(indent, &row, comment);
}

fn words(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for token in tokens {
        if !out.is_empty() && !matches!(token.kind, Kind::Comma | Kind::Colon) {
            out.push(' ');
        }
        match token.kind {
            Kind::Word | Kind::Comma | Kind::Colon => out.push_str(token.text),
            Kind::Quoted => out.push_str(&format!("\"{}\"", token.text)),
            Kind::Cited => out.push_str(&format!("[{}]", token.text)),
        }
    }
    out
}

/// What a comment says, without its `--`.
fn words_of(comment: &str) -> &str {
    comment.strip_prefix("--").unwrap_or(comment).trim()
}

/// The text as it grows, and what stands last in it.
#[derive(Default)]
struct Out {
    text: String,
    /// A blank line comes before the next row.
    blank: bool,
    after_head: bool,
    /// The row above is a comment at the margin.
    after_comment: bool,
    /// The block above is a judgement.
    after_judgement: bool,
}

impl Out {
    fn row(&mut self, indent: usize, words: &str, comment: Option<&str>) {
        if self.blank && !self.text.is_empty() {
            self.text.push('\n');
        }
        (self.blank, self.after_head, self.after_comment) = (false, false, false);
        let comment = comment.map(|comment| match words_of(comment) {
            "" => "--".to_owned(),
            rule if rule.starts_with('-') && comment.starts_with("---") => format!("--{rule}"),
            said => format!("-- {said}"),
        });
        self.text.push_str(&" ".repeat(indent));
        self.text.push_str(words);
        if let Some(comment) = comment {
            self.text.push_str(if words.is_empty() { "" } else { "  " });
            self.text.push_str(&comment);
        }
        self.text.push('\n');
    }
}
