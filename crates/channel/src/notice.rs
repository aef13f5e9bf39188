//! Notices: which state one is in, where its recipients stand, what they object (N2, N3).
//!
//! ```text
//! withdrawn ◀ replaced ◀ closed ◀ ended ◀ in force ◀ to come      the first of these that holds, from the left
//! ```
//!
//! Holds
//! - Only who speaks for its speaker withdraws, replaces or closes a notice.
//! - A notice gives no permission, silence is not consent, and its absence forbids nothing: no state here says otherwise.
//!
//! Not here: which notices meet (`conflict`), what was struck while notified (`situation`).

use record::statement::{BodyId, Content, Notice, Statement, Step};
use record::vocabulary::Kleene;
use record::vocabulary::time::{Instant, Interval};

use crate::book::{Book, Said, View};
use crate::speak;
use crate::told::{self, Attested, NotTold, Told};
use crate::when::When;

/// What every screen and every message that shows a notice says with it (N1 to N9).
pub const SENTENCE: &str = "gives no permission; silence is not consent; its absence forbids nothing";

/// A notice at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeHeld<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What it says.
    pub notice: &'a Notice,
    /// Since when it is there.
    pub since: When,
    /// Its state.
    pub state: NoticeState,
    /// Its recipients, as named.
    pub recipients: Vec<NoticeRecipient<'a>>,
}

/// The state of a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NoticeState {
    /// Its speaker took it back.
    Withdrawn {
        /// The reply.
        by: BodyId,
        /// When.
        since: Instant,
    },
    /// Another one stands in its place.
    Replaced {
        /// That notice.
        by: BodyId,
        /// When.
        since: Instant,
    },
    /// Its speaker says that it is over.
    Closed {
        /// The receipt.
        by: BodyId,
        /// When.
        since: When,
    },
    /// It is over.
    Ended {
        /// Since when.
        since: Instant,
        /// By what.
        by: EndedBy,
    },
    /// It is in its window.
    InForce {
        /// Until when.
        until: Instant,
    },
    /// Its window has not begun.
    ToCome {
        /// From when.
        from: Instant,
    },
}

impl NoticeState {
    /// Whether it is in force or to come.
    pub fn is_open(&self) -> bool {
        matches!(self, NoticeState::InForce { .. } | NoticeState::ToCome { .. })
    }
}

/// What ended a notice.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum EndedBy {
    /// The end of its window.
    Window,
    /// Its expiry: it was not said again.
    Expiry,
}

/// A recipient of a notice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NoticeRecipient<'a> {
    /// Where it stands.
    pub told: Told<'a>,
    /// What it objects.
    pub objection: Objection<'a>,
}

/// What a recipient objects. None of these is consent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Objection<'a> {
    /// Objections are not asked for.
    NotAsked,
    /// Nothing was said, and there is time.
    OpenUntil {
        /// Until when.
        until: Instant,
    },
    /// It objects.
    Objects {
        /// By which statement.
        by: Attested<'a>,
        /// In its own words.
        words: &'a str,
        /// Whether it came after the time that was given; it counts all the same.
        late: Kleene,
    },
    /// It says that it has no objection. It is no permission.
    NoObjectionSaid {
        /// By which statement.
        by: Attested<'a>,
    },
    /// The time that was given is over and nothing was said. It is not consent.
    NoAnswer {
        /// Since when.
        since: Instant,
    },
}

impl<'a> NoticeHeld<'a> {
    /// Its id.
    pub fn id(&self) -> BodyId {
        self.statement.id
    }
    /// Everybody who was not told: recipients of whom no person was reached, and units that attest nothing.
    pub fn not_told(&self) -> Vec<NotTold<'a>> {
        self.recipients.iter().flat_map(|recipient| recipient.told.not_told()).collect()
    }
}

/// The notice of a statement, where it is one.
pub(crate) fn of<'a>(said: &Said<'a>) -> Option<&'a Notice> {
    match &said.statement.body.content {
        Content::Notice(notice) => Some(notice),
        _ => None,
    }
}

/// From when until when it can be in force.
pub(crate) fn window(notice: &Notice) -> Interval {
    Interval::new(notice.during.from, notice.expires.map_or(notice.during.until, |at| at.min(notice.during.until)))
}

/// The state of a notice; `None` where it is not there: it has not come in, or its batch was undone.
pub(crate) fn state(book: &Book, said: &Said, notice: &Notice, view: View) -> Option<NoticeState> {
    if said.known() > view.known || !said.when.was_by(view.at) {
        return None;
    }
    if let Some(back) = said.taken_back.filter(|back| back.at <= view.at) {
        return back.withdrawn.then_some(NoticeState::Withdrawn { by: back.by, since: back.at });
    }
    let in_its_place = |other: &&Said| {
        of(other).is_some_and(|other| other.replaces == Some(said.id()) && other.drill == notice.drill)
            && other.id() != said.id()
            && other.counts(view)
            && speak::same(&other.voices, &said.voices)
    };
    if let Some(other) = book.answering(said.id()).filter(in_its_place).min_by_key(|other| other.order()) {
        return Some(NoticeState::Replaced { by: other.id(), since: other.when.last });
    }
    if let Some(closing) = book.closing(said, view) {
        return Some(NoticeState::Closed { by: closing.id(), since: closing.when });
    }
    let Interval { from, until } = window(notice);
    Some(if until <= view.at {
        let by = if until < notice.during.until { EndedBy::Expiry } else { EndedBy::Window };
        NoticeState::Ended { since: until, by }
    } else if from <= view.at {
        NoticeState::InForce { until }
    } else {
        NoticeState::ToCome { from }
    })
}

/// Everything about one notice.
pub(crate) fn held<'a>(book: &Book<'a>, said: &Said<'a>, view: View) -> Option<NoticeHeld<'a>> {
    let notice = of(said)?;
    let state = state(book, said, notice, view)?;
    let recipients = told::recipients(book, &notice.to).into_iter().map(|recipient| NoticeRecipient {
        told: told::tell(book, said, recipient, Some(&notice.place), view),
        objection: objection(book, said, notice, recipient, view),
    });
    Some(NoticeHeld { statement: said.statement, notice, since: said.when, state, recipients: recipients.collect() })
}

fn objection<'a>(book: &Book<'a>, said: &Said<'a>, notice: &Notice, recipient: &str, view: View) -> Objection<'a> {
    let own = book.receipts(said.id(), view).filter(|(said, _)| said.voices.contains(&recipient));
    let spoken = own.filter(|(_, receipt)| matches!(receipt.step, Step::Objects | Step::NoObjection));
    // Of two in one second the objection counts.
    let latest =
        spoken.max_by_key(|(said, receipt)| (said.when.last, said.known(), receipt.step == Step::Objects, said.id()));
    match (latest, notice.objections_until) {
        (Some((said, receipt)), until) if receipt.step == Step::Objects => {
            let late = match until {
                Some(until) if until <= said.when.first => Kleene::Must,
                Some(until) if until <= said.when.last => Kleene::May,
                _ => Kleene::No,
            };
            Objection::Objects { by: said.attested(), words: &receipt.words, late }
        }
        (Some((said, _)), _) => Objection::NoObjectionSaid { by: said.attested() },
        (None, None) => Objection::NotAsked,
        (None, Some(until)) if view.at < until => Objection::OpenUntil { until },
        (None, Some(since)) => Objection::NoAnswer { since },
    }
}
