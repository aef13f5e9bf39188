//! Mappings to begin with: files that can be read, to be copied and changed.
//!
//! Not here: the form of a mapping (`mapping`).

/// A mapping to begin with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Template {
    /// Its name on the command line.
    pub name: &'static str,
    /// What tables it is for.
    pub what: &'static str,
    /// The mapping.
    pub text: &'static str,
}

/// Every template.
pub const TEMPLATES: &[Template] = &[
    Template {
        name: "incident-log",
        what: "a monitor's own list of incidents: one row for each report",
        text: include_str!("templates/incident-log.toml"),
    },
    Template {
        name: "security-log",
        what: "an aid organisation's spreadsheet: day first, places by name, no positions",
        text: include_str!("templates/security-log.toml"),
    },
    Template {
        name: "coded-events",
        what: "an event data set with two actors, a position and codes of precision",
        text: include_str!("templates/coded-events.toml"),
    },
];
