//! Whether the folder's texts are those that were adopted.
//!
//! Not here: what the terms say (`agreement`).

use std::path::Path;

use super::{Finding, Health};
use crate::mission::{Mission, SETTINGS_FILE};

const ABOUT: &str = "terms";

pub(super) fn examine(mission: &Path) -> Vec<Finding> {
    if !mission.join(SETTINGS_FILE).exists() {
        let says = format!(
            "there is no {SETTINGS_FILE}: this is a mirror, a witness or a folder of keys, or no mission's folder"
        );
        return vec![Finding::look(ABOUT, says, "if this should be a mission, name its folder with `--mission DIR`")];
    }
    match Mission::open(mission) {
        Ok(opened) if opened.adoption().is_none() => {
            let help = "adopt it when the parties have agreed: `armistice adopt`";
            vec![Finding::look(ABOUT, format!("{} is not adopted", opened.settings.agreement), help)]
        }
        Ok(opened) => {
            let says = format!("{} and its adoption agree: {}", opened.settings.agreement, opened.agreement.name);
            vec![Finding::ok(ABOUT, says)]
        }
        // Said once, where it belongs.
        Err(messages) if messages.iter().any(|message| message.code.starts_with('L')) => {
            let says = "what was adopted stands in the log, which cannot be read";
            vec![Finding::look(ABOUT, says, "see `log` below")]
        }
        Err(messages) => messages.iter().map(|message| Finding::of(Health::Bad, ABOUT, message)).collect(),
    }
}
