//! Lines: the text cut into statements, each a row of words, quoted texts, citations, commas and colons.
//!
//! ```text
//! article 1 [¶2] "No attacks"   ─▶   word word cited quoted
//! ```
//!
//! Holds
//! - A line that ends in a comma goes on in the next one if that is indented deeper.
//! - No character of the text is passed over in silence: what cannot be seen is reported.
//!
//! Not here: what the words mean (`blocks`).

use crate::codes;
use crate::diagnostic::{Diagnostic, Span, unseen};

use super::keywords::Keywords;

/// What a token is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Word,
    Quoted,
    Cited,
    Comma,
    Colon,
}

/// A token; `text` is without quotation marks or brackets, `span` with them.
#[derive(Clone, Copy, Debug)]
pub struct Token<'t> {
    pub kind: Kind,
    pub text: &'t str,
    pub span: Span,
}

/// One statement of the text.
#[derive(Clone, Debug)]
pub struct Line<'t> {
    /// Spaces before it.
    pub indent: usize,
    /// Never empty among [`lines()`].
    pub tokens: Vec<Token<'t>>,
    /// Something in it is opened and not closed: reported, and not to be complained of again.
    pub broken: bool,
    /// The keywords in which it is read.
    pub keywords: Keywords,
}

impl<'t> Line<'t> {
    /// Its first word, empty where it begins otherwise.
    pub fn first_word(&self) -> &'t str {
        match self.tokens.first() {
            Some(token) if token.kind == Kind::Word => token.text,
            _ => "",
        }
    }
    /// Where `phrase` ends, if its words begin at token `at`.
    pub fn phrase_at(&self, at: usize, phrase: &str) -> Option<usize> {
        self.keywords.phrase_at(&self.tokens, at, phrase)
    }
    /// Whether the words of `phrase` are its first.
    pub fn begins_with(&self, phrase: &str) -> bool {
        self.phrase_at(0, phrase).is_some()
    }
    /// All of it.
    pub fn span(&self) -> Span {
        match (self.tokens.first(), self.tokens.last()) {
            (Some(first), Some(last)) => first.span.to(last.span),
            _ => Span::new(0, 0),
        }
    }
    /// Its first token.
    pub fn first_span(&self) -> Span {
        self.tokens.first().map_or(Span::new(0, 0), |token| token.span)
    }
}

/// The lines of `text` that say something.
pub fn lines<'t>(text: &'t str, out: &mut Vec<Diagnostic>) -> Vec<Line<'t>> {
    let mut found: Vec<Line<'t>> = Vec::new();
    let mut start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut odd = Odd::default();
    let keywords = Keywords::of(text);
    for row in text[start..].split_inclusive('\n') {
        let bare = row.strip_suffix('\n').unwrap_or(row);
        let bare = bare.strip_suffix('\r').unwrap_or(bare);
        odd.look_at(bare, start);
        let (line, _) = row_of(bare, start, keywords, out);
        if !line.tokens.is_empty() {
            match found.last_mut() {
                Some(last)
                    if last.tokens.last().is_some_and(|t| t.kind == Kind::Comma) && line.indent > last.indent =>
                {
                    last.tokens.extend(line.tokens);
                    last.broken |= line.broken;
                }
                _ => found.push(line),
            }
        }
        start += row.len();
    }
    odd.report(out);
    found
}

/// Characters that should not be there: the first of each kind, and on which lines there are more.
#[derive(Default)]
struct Odd {
    line: usize,
    tab: Option<(Span, Vec<usize>)>,
    unseen: Option<(Span, char, Vec<usize>)>,
}

impl Odd {
    fn look_at(&mut self, row: &str, start: usize) {
        let place = |at: usize, c: char| Span::new(start + at, start + at + c.len_utf8());
        self.line += 1;
        if let Some((at, c)) = row.char_indices().find(|(_, c)| *c == '\t') {
            self.tab.get_or_insert((place(at, c), Vec::new())).1.push(self.line);
        }
        if let Some((at, c)) = row.char_indices().find(|(_, c)| *c != '\t' && unseen(*c)) {
            self.unseen.get_or_insert((place(at, c), c, Vec::new())).2.push(self.line);
        }
    }
    fn report(self, out: &mut Vec<Diagnostic>) {
        let more = |lines: &[usize]| match lines {
            [] | [_] => "no other line has one".to_owned(),
            [_, other] => format!("line {other} has one too"),
            [_, others @ ..] => format!("{} more lines have one, the next is line {}", others.len(), others[0]),
        };
        if let Some((span, lines)) = self.tab {
            out.push(Diagnostic::error(codes::TAB, "this text holds a tab", span, "a tab").note(more(&lines)).help(
                "write spaces: a tab is as wide as the reader's program makes it, and indentation has meaning here",
            ));
        }
        if let Some((span, c, lines)) = self.unseen {
            let message = "this text holds a character that cannot be seen";
            out.push(
                Diagnostic::error(codes::UNSEEN, message, span, format!("U+{:04X}", u32::from(c)))
                    .note(more(&lines))
                    .help("delete it and type the words again: what is signed must be what is read"),
            );
        }
    }
}

/// One row as a line, without tokens where it holds nothing but spaces and a comment; and the comment, with its `--`.
pub fn row_of<'t>(
    row: &'t str,
    start: usize,
    keywords: Keywords,
    out: &mut Vec<Diagnostic>,
) -> (Line<'t>, Option<&'t str>) {
    let indent = row.chars().take_while(|c| blank(*c)).map(|c| if c == '\t' { 2 } else { 1 }).sum();
    let mut tokens: Vec<Token<'t>> = Vec::new();
    let (mut broken, mut comment) = (false, None);
    let mut at = 0;
    while let Some(c) = row[at..].chars().next() {
        let next = at + c.len_utf8();
        if blank(c) {
            at = next;
            continue;
        }
        if row[at..].starts_with("--") {
            comment = Some(&row[at..]);
            break;
        }
        let mut token = |kind: Kind, inner: (usize, usize), end: usize| {
            tokens.push(Token { kind, text: &row[inner.0..inner.1], span: Span::new(start + at, start + end) });
            end
        };
        at = match c {
            c if c == ',' || c == keywords.comma() => token(Kind::Comma, (at, next), next),
            '\u{60c}' | '\u{ff0c}' => {
                out.push(lookalike(Span::new(start + at, start + next), "this comma", "`,`"));
                token(Kind::Comma, (at, next), next)
            }
            '"' => match row[next..].find('"') {
                Some(length) => token(Kind::Quoted, (next, next + length), next + length + 1),
                None => {
                    out.push(unclosed(
                        Span::new(start + at, start + row.trim_end().len()),
                        "these quotation marks",
                        '"',
                    ));
                    broken = true;
                    token(Kind::Quoted, (next, row.len()), row.len())
                }
            },
            '“' | '”' | '„' | '«' | '»' => {
                broken = true;
                let (length, closing) = match row[next..].find(['“', '”', '»', '«', '"']) {
                    Some(length) => (length, row[next + length..].chars().next().map_or(0, char::len_utf8)),
                    None => (row.len() - next, 0),
                };
                let end = next + length + closing;
                out.push(lookalike(Span::new(start + at, start + end), "this kind of quotation marks", "`\"`"));
                token(Kind::Quoted, (next, next + length), end)
            }
            '[' => match row[next..].find(']') {
                Some(length) => token(Kind::Cited, (next, next + length), next + length + 1),
                None => {
                    out.push(unclosed(Span::new(start + at, start + row.trim_end().len()), "these brackets", ']'));
                    broken = true;
                    token(Kind::Cited, (next, row.len()), row.len())
                }
            },
            _ => {
                let end = word_end(row, at);
                match row[at..end].strip_suffix(':') {
                    Some("") => token(Kind::Colon, (at, end), end),
                    Some(_) => token(Kind::Word, (at, end - 1), end - 1),
                    None => token(Kind::Word, (at, end), end),
                }
            }
        };
    }
    (Line { indent, tokens, broken, keywords }, comment)
}

/// Where the word that begins at `at` ends. A colon at its end is left in it.
fn word_end(row: &str, at: usize) -> usize {
    let mut chars = row[at..].char_indices();
    let first = chars.next().map_or(0, |(_, c)| c.len_utf8());
    for (offset, c) in chars {
        let rest = &row[at + offset..];
        if blank(c) || rest.starts_with("--") || ",[]\"“”„«»\u{60c}\u{ff0c}".contains(c) {
            return at + offset;
        }
    }
    row.len().max(at + first)
}

fn blank(c: char) -> bool {
    c == ' ' || unseen(c)
}

fn unclosed(span: Span, what: &str, closing: char) -> Diagnostic {
    Diagnostic::error(codes::UNCLOSED, format!("{what} are not closed on their line"), span, "opened here")
        .help(format!("add `{closing}` where it ends"))
}

fn lookalike(span: Span, what: &str, plain: &str) -> Diagnostic {
    Diagnostic::error(
        codes::LOOKALIKE,
        format!("{what} is not the one of the language"),
        span,
        format!("written as {plain} here"),
    )
    .help(format!("write {plain}: texts are compared letter by letter, and word processors change these signs"))
}
