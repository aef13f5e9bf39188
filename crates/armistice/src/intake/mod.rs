//! Intake: what somebody says at the radio, writes on paper or sends as a short message, before it is a statement.
//!
//! ```text
//! text ─▶ `split` (closing words are cut off) ─▶ `stop_word`? ─▶ `short` or `notation` ─▶ body ─▶ `differ` from the one that came first
//! ```
//!
//! Holds
//! - Closing words leave the text before anything else looks at it: they are in no statement, message or answer.
//!
//! Not here: numbers of forms (`channel::forms`), signing (`cli::intake`), what closing words say (`keys::closing`).

pub mod short;
pub mod differ;

use crate::keys::closing::Closing;

/// The word behind which closing words stand, at the end of a report.
pub const END: &str = "END";

/// A report as it was typed in, without its closing words.
pub struct Typed<'t> {
    /// What is reported.
    pub text: &'t str,
    /// The closing words, where there are any.
    pub closing: Option<Closing>,
}

/// Cuts the closing words off: what stands behind the last `END` that is a word of its own and is not within quotation marks.
///
/// ```
/// use armistice::intake::split;
/// let typed = split("report from patrol-2 says \"the END of it\" END yellow lantern");
/// assert_eq!(typed.text, "report from patrol-2 says \"the END of it\"");
/// assert!(typed.closing.is_some());
/// assert!(split("report from patrol-2 says \"the END of it\"").closing.is_none());
/// ```
pub fn split(text: &str) -> Typed<'_> {
    let mut found = None;
    let mut within = false;
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let rest = &text[at..];
        let ends = rest.strip_prefix(END).is_some_and(|rest| rest.is_empty() || rest.starts_with(char::is_whitespace));
        if !within && ends && before.is_whitespace() {
            found = Some(at);
        }
        match c {
            '"' if !escaped => within = !within,
            _ => {}
        }
        escaped = c == '\\' && !escaped;
        before = c;
    }
    match found {
        Some(at) => Typed { text: text[..at].trim(), closing: Closing::new(&text[at + END.len()..]) },
        None => Typed { text: text.trim(), closing: None },
    }
}

/// Whether a text begins with the mission's stop-word, in capitals or not and whatever stands between the words.
///
/// ```
/// use armistice::intake::begins_with;
/// assert!(begins_with("RED LANTERN, red lantern! shells at the mill", "red lantern"));
/// assert!(!begins_with("red lanterns were seen", "red lantern"));
/// ```
pub fn begins_with(text: &str, stop_word: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let stop = words(stop_word);
    !stop.is_empty() && words(text).starts_with(&stop)
}
