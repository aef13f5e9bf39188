//! Names that people can tell apart.
//!
//! Holds
//! - No name of a charter has a character that cannot be seen, or white space that another spelling would have.
//! - Two names of a charter differ in more than joiners and the case of ASCII letters.
//! - No table that a later version of Unicode changes decides: letters of different scripts that look alike are two names.
//!
//! Not here: how names are shown (the shell).

use std::collections::BTreeMap;

use crate::vocabulary::Name;

/// Whether all `names` are to be told apart; else why not. The same name may be there twice.
pub(super) fn told_apart<'a>(names: impl Iterator<Item = &'a Name>) -> Result<(), String> {
    let mut seen: BTreeMap<String, &Name> = BTreeMap::new();
    for name in names {
        if name.chars().any(hides) {
            let shown: String = name.chars().map(|c| if hides(c) { '\u{fffd}' } else { c }).collect();
            return Err(format!("the name `{shown}` has characters that cannot be seen"));
        }
        if name.split(' ').any(str::is_empty) {
            return Err(format!("the name `{name}` begins or ends with a space, or has two in a row"));
        }
        let looks: String = name.chars().filter(|c| !joins(*c)).map(|c| c.to_ascii_lowercase()).collect();
        match seen.insert(looks, name) {
            Some(other) if other != name => return Err(format!("the names `{other}` and `{name}` look alike")),
            _ => {}
        }
    }
    Ok(())
}

/// Characters that are not seen and steer what is: controls, white space other than the space, marks of direction, fillers.
fn hides(c: char) -> bool {
    c.is_control()
        || (c.is_whitespace() && c != ' ')
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
                ..='\u{180f}'
        )
        || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}')
        || matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// Joiners, which the spelling of some languages needs.
fn joins(c: char) -> bool {
    matches!(c, '\u{200c}' | '\u{200d}')
}
