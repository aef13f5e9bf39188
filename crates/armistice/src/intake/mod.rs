//! Intake: what somebody says at the radio, writes on paper or sends as a short message, before it is a statement.
//!
//! ```text
//! text ─▶ stop-word? ─▶ `split` (closing words are cut off) ─▶ `short` or `notation` ─▶ body ─▶ `differ` from the one that came first
//! ```
//!
//! Holds
//! - Closing words leave the text before anything else looks at it: they are in no statement, message or answer. Where it is not clear which words are
//!   closing words the text is refused, and not shown.
//!
//! Not here: numbers of forms (`channel::forms`), signing (`cli::intake`), what closing words say (`keys::closing`).

pub mod differ;
pub mod short;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::cli::codes;
use crate::keys::closing::Closing;
use crate::message::Message;

/// The word behind which closing words stand, at the end of a report: as it stands here, or with one capital.
pub const END: &str = "END";

/// A report as it was typed in, without its closing words.
pub struct Typed<'t> {
    /// What is reported.
    pub text: &'t str,
    /// Whether `END` stood there.
    pub ended: bool,
    /// The closing words, where there are any.
    pub closing: Option<Closing>,
}

/// Cuts the closing words off: what stands behind `END`. In a readable line, what stands within quotation marks is said, and no mark; the short form has no
/// quotation marks.
///
/// # Errors
/// C0107: `END` stands there twice, or a quotation mark is not closed: nobody can tell which words are closing words.
///
/// ```
/// use armistice::intake::split;
/// let typed = split("report from patrol-2 says \"the END of it\" END yellow lantern").unwrap();
/// assert_eq!(typed.text, "report from patrol-2 says \"the END of it\"");
/// assert!(typed.closing.is_some());
/// assert!(split("report from patrol-2 says \"the END of it\"").unwrap().closing.is_none());
/// assert_eq!(split("BY patrol-2 SAYS a hole of 20\" at the end End. yellow lantern").unwrap().text, "BY patrol-2 SAYS a hole of 20\" at the end");
/// assert!(split("BY patrol-2 SAYS THE END OF IT END yellow lantern").is_err());
/// assert!(split("report from patrol-2 says \"the bridge END yellow lantern").is_err());
/// ```
pub fn split(text: &str) -> Result<Typed<'_>, Message> {
    let quoted = !short::is_short(text);
    let mut marks = Vec::new();
    let (mut within, mut escaped, mut word) = (false, false, None);
    // One more, so that the last word ends, too.
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if c.is_whitespace() {
            if let Some(from) = word.take()
                && is_mark(&text[from..at])
            {
                marks.push(from..at);
            }
        } else if word.is_none() && !within {
            word = Some(at);
        }
        if quoted && c == '"' && !escaped {
            within = !within;
            word = None;
        }
        escaped = c == '\\' && !escaped;
    }
    let unclear = |why: &str| {
        let help = "closing words stand once, at the end, behind `END`; within what is said write `end` in small letters, and close every quotation mark";
        Err(Message::new(codes::NOT_TAKEN_IN, why.to_owned()).help(help))
    };
    match marks.as_slice() {
        _ if within => {
            unclear("a quotation mark is not closed, so what is said cannot be told from what stands behind it")
        }
        [] => Ok(Typed { text: text.trim(), ended: false, closing: None }),
        [mark] => {
            let closing = Closing::new(&text[mark.end..]);
            Ok(Typed { text: text[..mark.start].trim(), ended: true, closing })
        }
        _ => unclear("`END` stands there more than once"),
    }
}

fn is_mark(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word == END || word == "End"
}

/// Whether a text begins with the mission's stop-word, in capitals or not, whatever stands between the words, and with or without marks on its letters.
///
/// ```
/// use armistice::intake::begins_with;
/// assert!(begins_with("RED LANTERN, red lantern! shells at the mill", "red lantern"));
/// assert!(!begins_with("red lanterns were seen", "red lantern"));
/// assert!(begins_with("قنديـل احمر، قصف عند الطاحونة", "قنديلٌ أحمر"));
/// ```
pub fn begins_with(text: &str, stop_word: &str) -> bool {
    let stop = words(stop_word);
    !stop.is_empty() && words(text).starts_with(&stop)
}

/// Whether the stop-word stands anywhere in a text.
pub fn has(text: &str, stop_word: &str) -> bool {
    let stop = words(stop_word);
    !stop.is_empty() && words(text).windows(stop.len()).any(|some| some == stop)
}

/// The words of a text as they are compared: without marks, in small letters; none where it has no letters.
pub fn words(text: &str) -> Vec<String> {
    // Arabic's tatweel, and what is typed between letters to join or turn them, say nothing.
    let unsaid = |c: char| matches!(c, '\u{640}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    let unmarked = |c: &char| !is_combining_mark(*c) && !unsaid(*c);
    let text: String = text.nfkd().filter(unmarked).collect();
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}
