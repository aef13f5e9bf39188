//! Text on a page: isolates become `<bdi>`, footnote numbers become links, marks that turn the direction are replaced.
//!
//! Holds
//! - Everything is escaped; a name that holds markup or direction marks is shown and changes nothing around it.
//! - The first use of a footnote is where its way back leads.
//!
//! Not here: which text (`situation::report`).

use maud::{Markup, html};
use situation::report::Sentence;

use super::Page;

const OPEN: char = '\u{2068}';
const LEFT_TO_RIGHT: char = '\u{2066}';
const RIGHT_TO_LEFT: char = '\u{2067}';
const CLOSE: char = '\u{2069}';

/// A piece of a text: words, or what stands in an isolate.
enum Piece {
    Text(String),
    /// With the mark that opened it.
    Isolated(char, Vec<Piece>),
}

/// Characters that would turn the direction of what follows, or that no screen shows.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{200e}' | '\u{200f}') || (c.is_control() && c != '\n')
}

fn pieces(said: &str) -> Vec<Piece> {
    let mut open: Vec<(char, Vec<Piece>)> = Vec::new();
    let mut done: Vec<Piece> = Vec::new();
    let mut word = String::new();
    let flush = |to: &mut Vec<Piece>, word: &mut String| {
        if !word.is_empty() {
            to.push(Piece::Text(std::mem::take(word)));
        }
    };
    for c in said.chars().chain(std::iter::repeat_n(CLOSE, said.matches([OPEN, LEFT_TO_RIGHT, RIGHT_TO_LEFT]).count()))
    {
        match c {
            OPEN | LEFT_TO_RIGHT | RIGHT_TO_LEFT => {
                flush(&mut done, &mut word);
                open.push((c, std::mem::take(&mut done)));
            }
            CLOSE => {
                // One that closes nothing is dropped; isolates that were never closed are closed at the end.
                if let Some((mark, before)) = open.pop() {
                    flush(&mut done, &mut word);
                    let inner = std::mem::replace(&mut done, before);
                    done.push(Piece::Isolated(mark, inner));
                }
            }
            c if turns(c) => word.push('\u{fffd}'),
            c => word.push(c),
        }
    }
    flush(&mut done, &mut word);
    done
}

/// A text with its isolates as elements.
pub(super) fn text(said: &str) -> Markup {
    fn show(pieces: &[Piece]) -> Markup {
        html! {
            @for piece in pieces {
                @match piece {
                    Piece::Text(word) => (dated(word)),
                    // An isolate that holds nothing but another one is that one.
                    Piece::Isolated(_, inner) if matches!(inner.as_slice(), [Piece::Isolated(..)]) => (show(inner)),
                    // A name is not broken over two lines; a longer text is.
                    Piece::Isolated(OPEN, inner) if is_name(inner) => bdi.name { (show(inner)) },
                    Piece::Isolated(LEFT_TO_RIGHT, inner) => bdi dir="ltr" { (show(inner)) },
                    Piece::Isolated(RIGHT_TO_LEFT, inner) => bdi dir="rtl" { (show(inner)) },
                    Piece::Isolated(_, inner) => bdi { (show(inner)) },
                }
            }
        }
    }
    show(&pieces(said))
}

/// The longest text that is kept on one line, in characters.
const NAME: usize = 24;

fn is_name(inner: &[Piece]) -> bool {
    matches!(inner, [Piece::Text(word)] if word.chars().count() <= NAME)
}

/// Words with their dates set apart: after Arabic letters the parts of a date would change places, and a line may end in one.
fn dated(mut words: &str) -> Markup {
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut from = 0;
    while let Some(at) = (from..words.len()).find(|at| date(&words.as_bytes()[*at..]) > 0) {
        let length = date(&words.as_bytes()[at..]);
        let inside = at > 0 && words.as_bytes()[at - 1].is_ascii_alphanumeric();
        if inside {
            from = at + length;
            continue;
        }
        parts.push((&words[..at], &words[at..at + length]));
        words = &words[at + length..];
        from = 0;
    }
    html! { @for (before, date) in parts { (before) bdi.date dir="ltr" { (date) } } (words) }
}

/// How long the date is that the bytes begin with, with the time of day that follows it; 0 for none.
fn date(bytes: &[u8]) -> usize {
    let follows = |from: usize, shape: &str| {
        let matches = |(byte, like): (&u8, u8)| if like == b'0' { byte.is_ascii_digit() } else { *byte == like };
        bytes.get(from..from + shape.len()).is_some_and(|part| part.iter().zip(shape.bytes()).all(matches))
    };
    ["0000-00-00 00:00:00", "0000-00-00 00:00", "0000-00-00"]
        .into_iter()
        .find(|shape| follows(0, shape))
        .map_or(0, str::len)
}

/// A text where no element may stand: titles, labels of drawings. Isolates stay as characters.
pub(super) fn plain(said: &str) -> String {
    fn show(pieces: &[Piece], to: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(word) => to.push_str(word),
                Piece::Isolated(mark, inner) => {
                    to.push(*mark);
                    show(inner, to);
                    to.push(CLOSE);
                }
            }
        }
    }
    let mut shown = String::new();
    show(&pieces(said), &mut shown);
    shown
}

/// A sentence with the numbers of its footnotes.
pub(super) fn sentence(page: &Page<'_>, said: &Sentence) -> Markup {
    html! { (text(&said.text)) (marks(page, said)) }
}

fn marks(page: &Page<'_>, said: &Sentence) -> Markup {
    html! {
        @for number in &said.notes {
            sup {
                a.note href={ "#note-" (number) } id=[page.first_use(*number)]
                    aria-label=(plain(&page.words.say("page-note-mark", &[("n", (*number).into())]))) {
                    "[" (number) "]"
                }
            }
        }
    }
}
