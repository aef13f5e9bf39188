//! Translation: the same text in other keywords.
//!
//! ```text
//! text ─▶ `parse` marks each keyword, comma and name ─▶ other keywords in their places ─▶ `parse` reads the same ─▶ `format`
//! ```
//!
//! Holds
//! - The tree is the same, to the byte of its JSON; names, quoted texts, citations, numbers and comments stay.
//! - A name is put in quotation marks only where it would be read as a keyword; a translation back leaves them there.
//!
//! Not here: which phrase says what (`parse::keywords`).

use crate::diagnostic::{Diagnostic, line_ends, row_at};
use crate::format::format;
use crate::parse::keywords::{Keywords, of_any_number};
use crate::parse::{Mark, Marked, parse};

/// `text` with its keywords in another language, laid out; or everything in it that cannot be read.
///
/// ```
/// use agreement::{Keywords, translate};
/// let text = "agreement \"Cessation\"\n  parties North, South\n";
/// let arabic = translate(text, Keywords::Arabic).unwrap();
/// assert_eq!(arabic, "اتفاق \"Cessation\"\n  الأطراف North، South\n");
/// assert_eq!(translate(&arabic, Keywords::English).unwrap(), text);
/// ```
pub fn translate(text: &str, keywords: Keywords) -> Result<String, Vec<Diagnostic>> {
    let laid_out = format(text)?;
    if Keywords::of(&laid_out) == keywords {
        return Ok(laid_out);
    }
    let marks = parse(&laid_out).marks;
    let wanted = said(&laid_out, &marks);
    let ends = line_ends(&laid_out);
    let mut plain = Vec::new();
    let mut written = write(&laid_out, &marks, keywords, &|_| false);
    // First the names that would be read as something else, then, where a line still reads otherwise, all of its names.
    for of_the_line in [false, true] {
        plain.extend(unlike(&wanted, &written));
        if plain.is_empty() {
            break;
        }
        written = write(&laid_out, &marks, keywords, &|mark| {
            let row = row_at(&ends, mark.span.start);
            plain.contains(&row) && (of_the_line || keywords.begin_in(&laid_out[mark.span.start..mark.span.end]))
        });
    }
    assert!(unlike(&wanted, &written).is_empty(), "a text reads the same in other keywords");
    format(&written)
}

/// `text` with other keywords and commas in the places of its own, and names in quotation marks where `quoting` says so.
pub(crate) fn write(text: &str, marks: &[Mark], keywords: Keywords, quoting: &dyn Fn(&Mark) -> bool) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mark in marks {
        let before = &text[at..mark.span.start];
        out.push_str(before);
        let own = &text[mark.span.start..mark.span.end];
        match mark.what {
            Marked::Phrase(phrase) => {
                let number = before.split_whitespace().next_back().and_then(|word| word.parse().ok());
                out.push_str(keywords.behind(phrase, number));
            }
            Marked::Comma => out.push(keywords.comma()),
            Marked::Name if quoting(mark) => out.push_str(&std::format!("\"{}\"", words(own))),
            Marked::Name | Marked::Quoted => out.push_str(own),
        }
        at = mark.span.end;
    }
    out.push_str(&text[at..]);
    out
}

/// What a text says, row by row: phrases as the language knows them, and names.
type Rows = Vec<Vec<String>>;

fn said(text: &str, marks: &[Mark]) -> Rows {
    let ends = line_ends(text);
    let mut rows = vec![Vec::new(); text.lines().count()];
    for mark in marks {
        let own = &text[mark.span.start..mark.span.end];
        rows[row_at(&ends, mark.span.start)].push(match mark.what {
            Marked::Phrase(phrase) => of_any_number(phrase).to_owned(),
            Marked::Comma => ",".to_owned(),
            Marked::Name => std::format!("name {}", words(own)),
            Marked::Quoted => std::format!("name {}", own.trim_matches('"')),
        });
    }
    rows
}

/// The rows of `written` that say something else than is wanted.
fn unlike(wanted: &Rows, written: &str) -> Vec<usize> {
    let found = said(written, &parse(written).marks);
    (0..wanted.len()).filter(|row| found.get(*row) != wanted.get(*row)).collect()
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
