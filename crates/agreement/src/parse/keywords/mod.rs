//! Keywords: the phrases of the language in each of its tongues, over one grammar.
//!
//! ```text
//! binds North, South towards each other      ┐
//! يلتزم بها North، South تجاه بعضها بعضا           ┘ ─▶ the same line of the tree
//! ```
//!
//! Holds
//! - The reader asks for English phrases; a text in other keywords answers with its own, so that names, quoted texts
//!   and citations are never translated and the order of a line is the same.
//! - A phrase that means several things is told apart by a sense in brackets, which nobody writes: `before (a time)`.
//! - A text has the keywords of its first word, and of no other.
//!
//! Not here: writing a text in other keywords (`crate::translate`), what is said about a text in its own (`told`).

mod arabic;
pub(super) mod mixed;
pub(crate) mod told;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::lines::{Kind, Token};

/// In which language the keywords of a text are. Its tree is the same in each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Keywords {
    /// The keywords of `spec/language.md`.
    English,
    /// Those of its section on keywords in other languages.
    Arabic,
}

/// A phrase in each language. `english` ends in a sense in brackets where the same words mean several things; of several
/// Arabic forms each can be read, and the number before it says which is written.
#[derive(Debug)]
pub(crate) struct Row {
    pub english: &'static str,
    pub arabic: &'static [&'static str],
}

/// Words that stand behind a number: for one, and for more.
const COUNTED: [(&str, &str); 6] = [
    ("breach", "breaches"),
    ("second", "seconds"),
    ("minute", "minutes"),
    ("hour", "hours"),
    ("day", "days"),
    ("calendar day", "calendar days"),
];

static BY_PHRASE: LazyLock<BTreeMap<&str, &Row>> =
    LazyLock::new(|| arabic::ROWS.iter().map(|row| (row.english, row)).collect());

/// The row of a phrase that the grammar knows.
pub(crate) fn row(phrase: &str) -> Option<&'static Row> {
    BY_PHRASE.get(phrase).copied()
}

/// The whole table, in the order of the specification: phrase, sense or nothing, Arabic forms.
///
/// ```
/// let rows = agreement::parse::keyword_table();
/// assert!(rows.contains(&("before", "a time", &["قبل"][..])));
/// ```
pub fn keyword_table() -> Vec<(&'static str, &'static str, &'static [&'static str])> {
    arabic::ROWS.iter().map(|row| (english(row.english), sense(row.english), row.arabic)).collect()
}

impl Keywords {
    /// The keywords of a text: Arabic where its first word is in Arabic letters.
    ///
    /// ```
    /// use agreement::Keywords;
    /// assert_eq!(Keywords::of("-- a comment\nاتفاق \"Cessation\"\n"), Keywords::Arabic);
    /// assert_eq!(Keywords::of("agreement \"وقف النار\"\n"), Keywords::English);
    /// ```
    pub fn of(text: &str) -> Keywords {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let first = text.lines().map(str::trim_start).find(|row| !row.is_empty() && !row.starts_with("--"));
        match first.and_then(|row| row.chars().next()) {
            Some('\u{620}'..='\u{64a}') => Keywords::Arabic,
            _ => Keywords::English,
        }
    }
    /// The one that it is not.
    pub(crate) fn other(self) -> Keywords {
        match self {
            Keywords::English => Keywords::Arabic,
            Keywords::Arabic => Keywords::English,
        }
    }
    /// As a word of an English sentence.
    pub(crate) fn called(self) -> &'static str {
        match self {
            Keywords::English => "English",
            Keywords::Arabic => "Arabic",
        }
    }
    /// The comma of its texts.
    pub(crate) fn comma(self) -> char {
        match self {
            Keywords::English => ',',
            Keywords::Arabic => '\u{60c}',
        }
    }

    /// A phrase as it is written where no number stands before it.
    pub(crate) fn written(self, phrase: &'static str) -> &'static str {
        self.forms(phrase).last().copied().unwrap_or(english(phrase))
    }
    /// A phrase as it is written behind `number`, if that is the number before it.
    pub(crate) fn behind(self, phrase: &'static str, number: Option<u64>) -> &'static str {
        let (Some(number), Some((one, more))) =
            (number, COUNTED.iter().find(|(one, more)| [*one, *more].contains(&phrase)))
        else {
            return self.written(phrase);
        };
        match (self.forms(if number == 1 { one } else { more }), number % 100) {
            ([few, ..], 3..=10) => few,
            ([_, many, _], 11..=99) => many,
            ([.., other], _) => other,
            ([], _) => english(if number == 1 { one } else { more }),
        }
    }
    /// The ways in which a phrase can be written in a language other than English.
    fn forms(self, phrase: &str) -> &'static [&'static str] {
        match self {
            Keywords::English => &[],
            Keywords::Arabic => row(phrase).map_or(&[], |row| row.arabic),
        }
    }

    /// Whether a word of `name` is the first of a phrase.
    pub(crate) fn begin_in(self, name: &str) -> bool {
        let begins = |form: &str| name.split_whitespace().any(|word| Some(word) == form.split(' ').next());
        arabic::ROWS.iter().any(|row| match self.forms(row.english) {
            [] => begins(english(row.english)),
            forms => forms.iter().any(|form| begins(form)),
        })
    }

    /// Where `phrase` ends, if its words begin at token `at`.
    pub(crate) fn phrase_at(self, tokens: &[Token<'_>], at: usize, phrase: &str) -> Option<usize> {
        debug_assert!(row(phrase).is_some(), "the phrase `{phrase}` has no row in the table of keywords");
        match self {
            Keywords::English => words_at(tokens, at, english(phrase)),
            _ => self.forms(phrase).iter().filter_map(|form| words_at(tokens, at, form)).max(),
        }
    }
}

/// Where `words` end, if they begin at token `at`.
fn words_at(tokens: &[Token<'_>], at: usize, words: &str) -> Option<usize> {
    let mut at = at;
    for word in words.split(' ') {
        let token = tokens.get(at)?;
        if token.kind != Kind::Word || token.text != word {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// A phrase without its sense.
pub(crate) fn english(phrase: &str) -> &str {
    phrase.split_once(" (").map_or(phrase, |(words, _)| words)
}

/// The sense of a phrase, or nothing.
fn sense(phrase: &str) -> &str {
    phrase.split_once(" (").map_or("", |(_, sense)| sense.trim_end_matches(')'))
}

/// One of a phrase's words for one and for more: both are the same word to a reader.
pub(crate) fn of_any_number(phrase: &'static str) -> &'static str {
    COUNTED.iter().find(|(one, _)| *one == phrase).map_or(phrase, |(_, more)| more)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{COUNTED, arabic::ROWS, english};
    use crate::diagnostic::unseen;
    use crate::parse::grammar::BLOCKS;

    #[test]
    fn no_two_phrases_share_a_word_of_either_language() {
        let mut phrases = BTreeMap::new();
        for row in ROWS {
            assert!(!row.arabic.is_empty());
            assert_eq!(phrases.insert(row.english, row.english), None, "{} has one row", row.english);
        }
        let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
        for row in ROWS {
            for form in row.arabic {
                let before = seen.insert(form, row.english).filter(|before| *before != row.english);
                let counted = before.is_some_and(|before| COUNTED.contains(&(before, row.english)));
                assert!(before.is_none() || counted, "{form} says {before:?} and {}", row.english);
            }
        }
    }

    #[test]
    fn every_word_can_be_typed_and_is_one_word_to_the_reader() {
        for form in ROWS.iter().flat_map(|row| row.arabic) {
            let plain = |c: char| matches!(c, '\u{621}'..='\u{63a}' | '\u{641}'..='\u{64a}' | ' ' | '+');
            assert!(form.chars().all(plain) && !form.chars().any(unseen), "{form}");
            assert!(!form.starts_with(' ') && !form.ends_with(' ') && !form.contains("  "), "{form}");
        }
    }

    #[test]
    fn every_line_of_the_grammar_begins_with_a_phrase_of_the_table() {
        for block in &BLOCKS {
            assert!(super::row(block.word).is_some(), "{}", block.word);
            for opening in block.openings() {
                assert!(super::row(opening).is_some(), "{opening}");
                let written =
                    block.lines.iter().any(|(_, forms)| forms.iter().any(|f| f.starts_with(english(opening))));
                assert!(written, "a form shows {opening}");
            }
        }
    }
}
