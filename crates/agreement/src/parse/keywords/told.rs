//! Told in its own keywords: what diagnostics quote and show of the language, in the keywords of the text they are about.
//!
//! Holds
//! - Lines to paste are read as lines of the grammar and written in the other keywords; pieces of lines phrase by phrase.
//! - What stands in the text itself, such as a name, is quoted as it stands.
//!
//! Not here: the sentences around it, which stay English.

use super::{Keywords, arabic::ROWS, english};
use crate::diagnostic::{Diagnostic, Severity};
use crate::parse::grammar::{BLOCKS, Block};
use crate::parse::lines::{lines, row_of};
use crate::parse::{Mark, Marked};
use crate::translate;

/// Writes what `diagnostics` quote of the language in the keywords of `text`.
pub(crate) fn tell(text: &str, diagnostics: &mut [Diagnostic]) {
    let keywords = Keywords::of(text);
    if keywords == Keywords::English || diagnostics.is_empty() {
        return;
    }
    let heads = heads(text);
    for diagnostic in diagnostics {
        let at = diagnostic.position();
        let near = heads.iter().take_while(|(start, _)| *start <= at).last().map(|(_, block)| *block);
        let quoted = |words: &mut String| *words = with_pieces(words, |piece| shown(piece, text, near, keywords));
        quoted(&mut diagnostic.message);
        diagnostic.labels.iter_mut().for_each(|label| quoted(&mut label.text));
        diagnostic.notes.iter_mut().for_each(quoted);
        for help in &mut diagnostic.help {
            let mut rows = help.split('\n').map(str::to_owned).collect::<Vec<_>>();
            quoted(&mut rows[0]);
            rows[1..].iter_mut().for_each(|row| *row = shown(row, text, near, keywords));
            *help = rows.join("\n");
        }
    }
}

/// Where each block of `text` begins.
fn heads(text: &str) -> Vec<(usize, &'static Block)> {
    let lines = lines(text, &mut Vec::new());
    lines.iter().filter_map(|line| Some((line.first_span().start, Block::opened_by(line)?))).collect()
}

/// `words` with what stands between each pair of backticks replaced.
fn with_pieces(words: &str, with: impl Fn(&str) -> String) -> String {
    let mut out = String::new();
    for (number, piece) in words.split('`').enumerate() {
        if number > 0 {
            out.push('`');
        }
        if number % 2 == 1 { out.push_str(&with(piece)) } else { out.push_str(piece) }
    }
    out
}

/// A line or a piece of a line in `keywords`.
fn shown(piece: &str, text: &str, near: Option<&'static Block>, keywords: Keywords) -> String {
    if says(text, piece.trim()) {
        return piece.to_owned();
    }
    as_line(piece, near, keywords).unwrap_or_else(|| by_phrases(piece, keywords))
}

/// Whether `text` has `words`, not within a word.
fn says(text: &str, words: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !words.is_empty()
        && text
            .match_indices(words)
            .any(|(at, _)| !letter(text[..at].chars().next_back()) && !letter(text[at + words.len()..].chars().next()))
}

/// `line` as a line of the grammar: a head, or one of `near`, or of the first block that has one like it.
fn as_line(line: &str, near: Option<&'static Block>, keywords: Keywords) -> Option<String> {
    let said = line.trim_start();
    let (tokens, _) = row_of(said, 0, Keywords::English, &mut Vec::new());
    let written = match Block::opened_by(&tokens) {
        Some(_) => under("", said, keywords),
        None => {
            let blocks = near.into_iter().chain(&BLOCKS);
            let blocks = blocks.filter(|block| block.is_free() || block.opening_of(&tokens).is_some());
            let heads = blocks.map(|block| format!("{}\n  ", block.head[0]));
            heads.chain(["agreement \"A\"\n  acts\n    ".to_owned()]).find_map(|head| under(&head, said, keywords))
        }
    };
    written.map(|written| format!("{}{written}", &line[..line.len() - said.len()]))
}

/// `line` in `keywords`, if it can be read below `head`.
fn under(head: &str, line: &str, keywords: Keywords) -> Option<String> {
    let parsed = crate::parse(&format!("{head}{line}\n"));
    let readable = parsed.diagnostics().iter().all(|found| found.severity != Severity::Error);
    let marks: Vec<Mark> = parsed.marks.iter().filter(|mark| mark.span.start >= head.len()).copied().collect();
    let says = marks.iter().any(|mark| matches!(mark.what, Marked::Phrase(_)));
    let written = || translate::write(&parsed.text, &marks, keywords, &|_| false);
    (readable && says).then(|| written()[head.len()..].trim_end().to_owned())
}

/// `piece` with each phrase that it has replaced, the longest first.
fn by_phrases(piece: &str, keywords: Keywords) -> String {
    let mut out = String::new();
    let mut quoted = false;
    let mut rest = piece;
    while let Some(c) = rest.chars().next() {
        quoted ^= c == '"';
        let begins = !quoted && !out.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | ':' | '.'));
        let phrase = ROWS.iter().map(|row| row.english).filter(|phrase| {
            let after = rest.strip_prefix(english(phrase)).map(|after| after.chars().next());
            // A single letter is a direction or a unit behind a number, and elsewhere the name of something.
            let is_word = phrase.len() > 1 || out.trim_end().ends_with(|c: char| c.is_ascii_digit());
            begins && is_word && after.is_some_and(|next| next.is_none_or(|c| matches!(c, ' ' | ',' | ':')))
        });
        // Of several senses the first of the table.
        match phrase.rev().max_by_key(|phrase| english(phrase).len()) {
            Some(phrase) => {
                out.push_str(keywords.written(phrase));
                rest = &rest[english(phrase).len()..];
            }
            None => {
                out.push(if c == ',' && !quoted { keywords.comma() } else { c });
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}
