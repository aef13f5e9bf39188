//! The daily report of a mission: what happened, what is said of it, what follows, what is not known.
//!
//! ```text
//! agreement, statements, `Asked` ─▶ `Context` (the situation, once) ─▶ one section each ─▶ `Report` ─▶ HTML, JSON
//! ```
//!
//! Holds
//! - A report is a pure function of the agreement, the statements and what was asked; the same report can be made again.
//! - Every section stands in it, in one order, also where there is nothing to say: "nothing on the record" is said.
//! - Parties whose names are swapped get the mirror report.
//!
//! Not here: layout (`armistice`), the words of each language (`locales/`), what the report may say (`lint`).

mod cards;
mod clocks;
mod context;
mod coverage;
pub mod document;
mod duties;
mod figures;
mod labels;
mod language;
mod ledger;
pub mod limits;
pub mod lint;
mod map;
mod notes;
mod overview;
mod said;
mod say;
mod timeline;

pub use document::*;
pub use labels::Labels;
pub use language::{Language, Value, Words, isolated};
pub use lint::{Lapse, lint};

use agreement::tree::Tree;
use record::statement::Statement;
use record::vocabulary::moment::{Moment, Perspective};
use record::vocabulary::time::{Instant, Interval, KnownAt};

use context::Context;
use notes::Notes;

/// The act class of refusals to let monitors work: a report of one stands in the section on access.
pub const ACCESS_DENIED: &str = "denial of access";

/// Keys of the sections, in their order.
pub const SECTIONS: [&str; 14] = [
    "bottom-line",
    "clocks",
    "timeline",
    "violations",
    "casualties",
    "zones",
    "humanitarian",
    "notices",
    "access",
    "coverage",
    "follow-up",
    "corrections",
    "unknown",
    "annex",
];

/// Which report is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// The period, usually one civil day of the agreement's zone.
    pub period: Interval,
    /// Happened until the period's end, known until the cut-off; the standard it is told at, the perspective.
    pub moment: Moment,
    /// Its language.
    pub language: Language,
}

impl Asked {
    /// The report of the civil day that holds `day`, as known at `known`, told at the headline standard.
    pub fn day(tree: &Tree, day: Instant, known: KnownAt, perspective: Perspective, language: Language) -> Asked {
        let period = tree.zone.day_of(day);
        let moment = Moment { happened: period.last(), known, standard: tree.standards.headline, perspective };
        Asked { period, moment, language }
    }
}

/// The report that was asked for.
pub fn of(tree: &Tree, statements: &[Statement], asked: &Asked) -> Report {
    let context = Context::new(tree, statements, asked);
    let mut notes = Notes::of(statements);
    let corrections = ledger::compare(&context);
    let sections = vec![
        overview::bottom_line(&context, &mut notes, &corrections),
        clocks::section(&context, &mut notes),
        timeline::section(&context, &mut notes),
        cards::section(&context, &mut notes),
        figures::section(&context, &mut notes),
        map::section(&context, &mut notes),
        said::humanitarian(&context, &mut notes),
        said::notices(&context, &mut notes),
        said::access(&context, &mut notes),
        coverage::section(&context, &mut notes),
        ledger::follow_up(&context, &mut notes),
        ledger::corrections(&context, &mut notes, &corrections),
        overview::unknown(&context, &mut notes),
        overview::annex(&context, &mut notes),
    ];
    let say = &context.say;
    Report {
        language: asked.language,
        title: say.say("title", &[("date", say.span(asked.period).into())]),
        exercise: false,
        header: header(&context),
        disclaimer: say.word("disclaimer"),
        standards: tree.standards.standards.iter().map(|standard| standard.name.clone()).collect(),
        period: asked.period,
        sections,
        notes: notes.notes,
    }
}

fn header(context: &Context<'_>) -> Vec<(String, String)> {
    let (say, tree, moment) = (&context.say, context.tree, context.moment);
    let cut_off = match moment.known {
        KnownAt::ALL => say.word("cut-off-all"),
        KnownAt(at) => say.instant(at),
    };
    let zone = say.say(
        "zone-of-times",
        &[("zone", tree.zone.name().into()), ("offset", tree.zone.offset(context.period.from).into())],
    );
    let rows = [
        ("header-agreement", tree.name.clone()),
        ("header-period", say.span(context.period)),
        ("header-cut-off", cut_off),
        ("header-times", zone),
        ("header-perspective", moment.perspective.name.clone()),
        ("header-standard", say.standards(&[moment.standard])),
        ("header-audience", say.word("audience-mission")),
    ];
    rows.into_iter().map(|(name, value)| (say.word(name), value)).collect()
}

/// A section under its title.
fn section(context: &Context<'_>, key: &'static str, blocks: Vec<Block>) -> Section {
    Section { key, title: context.say.word(&format!("section-{key}")), blocks }
}
