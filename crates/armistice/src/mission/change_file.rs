//! A change of keys as a file that travels to those who consent to it.
//!
//! ```text
//! armistice-key-change/1 ⏎ mission valley.example/log ⏎ author patrol-2 ⏎ ends ef60b99e8203ed99 ⏎ suspect since 40 ⏎ begins 6b58…
//! ```
//!
//! Holds
//! - Whoever consents reads every word of what is signed; there is one spelling of each change.
//!
//! Not here: what a change does (`record::ledger`), charters and consents as files (`charter_file`).

use record::envelope::{KeyId, PublicKey};
use record::identity::KeyChange;

use super::charter_file::bytes_of;
use crate::codes;
use crate::hash::hex;
use crate::message::Message;

const FIRST_LINE: &str = "armistice-key-change/1";

/// The text of a change.
pub fn print(change: &KeyChange) -> String {
    let KeyChange { mission, author, ends, suspect_since, begins } = change;
    let mut text = format!("{FIRST_LINE}\nmission {mission}\nauthor {author}\n");
    text.extend(ends.map(|key| format!("ends {key}\n")));
    text.extend(suspect_since.map(|index| format!("suspect since {index}\n")));
    text.extend(begins.map(|key| format!("begins {}\n", hex(&key.bytes()))));
    text
}

/// The change in a file.
///
/// # Errors
/// M0603: it is none.
pub fn parse(file: &str, text: &str) -> Result<KeyChange, Message> {
    let read = || {
        let mut lines = text.strip_prefix(FIRST_LINE)?.strip_prefix('\n')?.lines().peekable();
        let mut field = |name: &str| {
            let line = lines.next_if(|line| line.strip_prefix(name).is_some_and(|rest| rest.starts_with(' ')))?;
            Some(line[name.len() + 1..].to_owned())
        };
        let (mission, author) = (field("mission")?, field("author")?);
        let ends = field("ends").map(|text| bytes_of(&text).map(KeyId));
        let since = field("suspect since").map(|text| text.parse().ok());
        let begins = field("begins").map(|text| PublicKey::new(&bytes_of(&text)?).ok());
        // What is there and cannot be read is no change; what is not there is none of it.
        let all = |read: bool, there: bool| (read == there).then_some(());
        let change = KeyChange {
            mission,
            author,
            ends: ends.flatten(),
            suspect_since: since.flatten(),
            begins: begins.flatten(),
        };
        all(change.ends.is_some(), ends.is_some())?;
        all(change.suspect_since.is_some(), since.is_some())?;
        all(change.begins.is_some(), begins.is_some())?;
        Some(change)
    };
    read().filter(|change| print(change) == text).ok_or_else(|| {
        Message::new(codes::CHANGE_FILE, "this is no change of keys")
            .at(file)
            .help("it is the file that `armistice key revoke --change` wrote, whole and unchanged")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_is_read_as_it_was_written_and_in_no_other_spelling() {
        let key = *record::envelope::Signer::new(&[7; 32]).key();
        let whole = KeyChange {
            mission: "valley.example/log".to_owned(),
            author: "North post".to_owned(),
            ends: Some(key.id()),
            suspect_since: Some(40),
            begins: Some(key),
        };
        let lines = print(&whole);
        let changes = [
            KeyChange { suspect_since: None, ..whole.clone() },
            KeyChange { begins: None, ..whole.clone() },
            KeyChange { ends: None, suspect_since: None, ..whole.clone() },
            whole,
        ];
        for change in changes {
            assert_eq!(parse("a", &print(&change)), Ok(change));
        }
        for wrong in ["since 40", "since +40", "ends ef60", "begins 00", "change/1"] {
            let word = wrong.split(' ').next().expect("a word");
            let changed: String = lines
                .lines()
                .map(|line| if line.contains(word) { format!("{wrong}x\n") } else { format!("{line}\n") })
                .collect();
            assert!(parse("a", &changed).is_err(), "{changed}");
        }
        assert!(parse("a", lines.trim_end()).is_err());
        assert!(parse("a", &format!("{lines}\n")).is_err());
    }
}
