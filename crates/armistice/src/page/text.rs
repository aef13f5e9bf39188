//! Text on a page: isolates become `<bdi>`, footnote numbers become links, marks that turn the direction are replaced.
//!
//! Holds
//! - Everything is escaped; a name that holds markup or direction marks is shown and changes nothing around it.
//! - The first use of a footnote is where its way back leads.
//!
//! Not here: which text (`situation::report`).

use maud::{Markup, PreEscaped, html};
use situation::report::Sentence;

use super::Page;

const OPEN: char = '\u{2068}';
const CLOSE: char = '\u{2069}';

/// A piece of a text: words, or what stands in an isolate.
enum Piece {
    Text(String),
    Isolated(Vec<Piece>),
}

/// Characters that would turn the direction of what follows, or that no screen shows.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}' | '\u{2067}' | '\u{200e}' | '\u{200f}') || (c.is_control() && c != '\n')
}

fn pieces(said: &str) -> Vec<Piece> {
    let mut stack: Vec<Vec<Piece>> = vec![Vec::new()];
    let mut word = String::new();
    fn flush(stack: &mut [Vec<Piece>], word: &mut String) {
        if !word.is_empty()
            && let Some(top) = stack.last_mut()
        {
            top.push(Piece::Text(std::mem::take(word)));
        }
    }
    for c in said.chars() {
        match c {
            OPEN => {
                flush(&mut stack, &mut word);
                stack.push(Vec::new());
            }
            CLOSE if stack.len() > 1 => {
                flush(&mut stack, &mut word);
                if let Some(inner) = stack.pop()
                    && let Some(top) = stack.last_mut()
                {
                    top.push(Piece::Isolated(inner));
                }
            }
            c if c == CLOSE || turns(c) => word.push('\u{fffd}'),
            c => word.push(c),
        }
    }
    flush(&mut stack, &mut word);
    while stack.len() > 1 {
        if let Some(inner) = stack.pop()
            && let Some(top) = stack.last_mut()
        {
            top.push(Piece::Isolated(inner));
        }
    }
    stack.pop().unwrap_or_default()
}

/// A text with its isolates as elements.
pub(super) fn text(said: &str) -> Markup {
    fn show(pieces: &[Piece]) -> Markup {
        html! {
            @for piece in pieces {
                @match piece {
                    Piece::Text(word) => (word),
                    // An isolate that holds nothing but another one is that one.
                    Piece::Isolated(inner) if matches!(inner.as_slice(), [Piece::Isolated(_)]) => (show(inner)),
                    Piece::Isolated(inner) => bdi { (show(inner)) },
                }
            }
        }
    }
    show(&pieces(said))
}

/// A text where no element may stand: titles, labels of drawings. Isolates stay as characters.
pub(super) fn plain(said: &str) -> String {
    fn show(pieces: &[Piece], to: &mut String) {
        for piece in pieces {
            match piece {
                Piece::Text(word) => to.push_str(word),
                Piece::Isolated(inner) => {
                    to.push(OPEN);
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
                    (PreEscaped(number.to_string()))
                }
            }
        }
    }
}
