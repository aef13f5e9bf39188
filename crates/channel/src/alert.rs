//! Warnings and halts: their state, how long it took to reach a person, and whether what was to stop has stopped (N5).
//!
//! ```text
//! came in ──▶ delivered to a machine ──▶ seen by a person ──▶ halted
//!    └──────────── wait for a person ────────────┘              │
//!    └───────────────── wait for the halt ──────────────────────┘
//! ```
//!
//! Holds
//! - A wait is counted from receipts, never from calls, and runs while there is none.
//! - An alert starts when it comes in; no quorum of witnesses is waited for.
//!
//! Not here: who is asked next (`roster`).

use record::statement::{Alert, AlertKind, BodyId, Content, Escalation, Statement, Step};
use record::vocabulary::place::Place;
use record::vocabulary::time::Instant;

use crate::book::{Book, Said, View};
use crate::notice;
use crate::told::{self, Attested, NotTold, Told};
use crate::when::{Wait, When};

/// A warning or a halt at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertHeld<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What it says.
    pub alert: &'a Alert,
    /// When it started.
    pub since: When,
    /// Its state.
    pub state: AlertState,
    /// Its recipients, as named.
    pub recipients: Vec<AlertRecipient<'a>>,
    /// Where it is (N3): as it says, else as the notice that it is about says.
    pub place: Option<&'a Place>,
}

/// The state of a warning or a halt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum AlertState {
    /// Its speaker took it back.
    Withdrawn {
        /// The reply.
        by: BodyId,
        /// When.
        since: Instant,
    },
    /// Its speaker says that it is over; a halt is lifted.
    Closed {
        /// The receipt.
        by: BodyId,
        /// When.
        since: When,
    },
    /// It stands.
    Standing,
}

impl AlertState {
    /// From when on nobody waits any more.
    fn over(&self) -> Instant {
        match self {
            AlertState::Withdrawn { since, .. } => *since,
            AlertState::Closed { since, .. } => since.last,
            AlertState::Standing => Instant::NEVER,
        }
    }
}

/// A recipient of a warning or a halt.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AlertRecipient<'a> {
    /// Where it stands.
    pub told: Told<'a>,
    /// From when it came in until a person saw it. It ends running where it was over before that.
    pub person: Wait,
    /// The same from when a machine of the recipient's had it, where one attests that.
    pub person_from_delivery: Option<Wait>,
    /// Whether it has stopped; `None` for a warning.
    pub halting: Option<Halting<'a>>,
    /// To whom the mission turned, in the order of rungs.
    pub escalations: Vec<Escalated<'a>>,
}

/// Whether what was to stop has stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Halting<'a> {
    /// As the recipient says.
    pub state: HaltState<'a>,
    /// From when the halt came in.
    pub wait: Wait,
    /// From when a person saw it; `None` where nobody did.
    pub wait_from_person: Option<Wait>,
}

/// What a recipient says of a halt.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HaltState<'a> {
    /// Nothing yet.
    Asked,
    /// It has stopped.
    HaltedAt {
        /// When.
        at: When,
        /// By which statement.
        by: Attested<'a>,
    },
    /// It has not.
    Continues {
        /// By which statement.
        by: Attested<'a>,
        /// Why, in its own words.
        words: &'a str,
    },
}

/// A step of the ladder that was taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Escalated<'a> {
    /// What was said.
    pub escalation: &'a Escalation,
    /// By which statement.
    pub by: Attested<'a>,
}

impl<'a> AlertHeld<'a> {
    /// Its id.
    pub fn id(&self) -> BodyId {
        self.statement.id
    }
    /// Everybody who was not told: recipients of whom no person was reached, and units that attest nothing.
    pub fn not_told(&self) -> Vec<NotTold<'a>> {
        self.recipients.iter().flat_map(|recipient| recipient.told.not_told()).collect()
    }
}

/// The alert of a statement, where it is one.
pub(crate) fn of<'a>(said: &Said<'a>) -> Option<&'a Alert> {
    match &said.statement.body.content {
        Content::Alert(alert) => Some(alert),
        _ => None,
    }
}

/// The state of an alert; `None` where it is not there: it has not come in, or its batch was undone.
pub(crate) fn state(book: &Book, said: &Said, view: View) -> Option<AlertState> {
    if said.known() > view.known || !said.when.was_by(view.at) {
        return None;
    }
    if let Some(back) = said.taken_back.filter(|back| back.at <= view.at) {
        return back.withdrawn.then_some(AlertState::Withdrawn { by: back.by, since: back.at });
    }
    Some(match book.closing(said, view) {
        Some(closing) => AlertState::Closed { by: closing.id(), since: closing.when },
        None => AlertState::Standing,
    })
}

/// Where it is: as it says, else as the notice that it is about says.
pub(crate) fn position<'a>(book: &Book<'a>, alert: &'a Alert) -> Option<&'a Place> {
    alert.place.as_ref().or_else(|| {
        let notice = notice::of(book.get(alert.on?)?)?;
        (notice.drill == alert.drill).then_some(&notice.place)
    })
}

/// Where each recipient stands, without what takes longer.
pub(crate) fn tell<'a>(book: &Book<'a>, said: &Said<'a>, recipient: &'a str, view: View) -> Told<'a> {
    let position = of(said).and_then(|alert| position(book, alert));
    told::tell(book, said, recipient, position, view)
}

/// Everything about one alert.
pub(crate) fn held<'a>(book: &Book<'a>, said: &Said<'a>, view: View) -> Option<AlertHeld<'a>> {
    let alert = of(said)?;
    let state = state(book, said, view)?;
    let recipients = told::recipients(book, &alert.to).into_iter().map(|recipient| {
        let told = tell(book, said, recipient, view);
        // Waits run until T, or until nobody waits any more.
        let until = view.at.min(state.over());
        let seen = || by_recipient(book, said, recipient, view).filter(|(_, step)| told::officer(step).is_some());
        let person_since = |since: When| since.wait_for(seen().map(|(said, _)| said.when), until_seen(&told, until));
        let halting = (alert.kind == AlertKind::Halt).then(|| halting(book, said, &told, until, view));
        AlertRecipient {
            person: person_since(said.when),
            person_from_delivery: told.standing.delivered().map(|delivery| person_since(delivery.by.when)),
            halting,
            escalations: escalations(book, said, recipient, view),
            told,
        }
    });
    let recipients = recipients.collect();
    Some(AlertHeld {
        statement: said.statement,
        alert,
        since: said.when,
        state,
        recipients,
        place: position(book, alert),
    })
}

/// A receipt that came after the end still ends the wait.
fn until_seen(told: &Told, until: Instant) -> Instant {
    told.standing.person().map_or(until, |person| until.max(person.by.when.last))
}

/// What speakers for the recipient attest and nobody has taken back; it need not have been said by T.
fn by_recipient<'b, 'a>(
    book: &'b Book<'a>,
    said: &Said<'a>,
    recipient: &'b str,
    view: View,
) -> impl Iterator<Item = (&'b Said<'a>, &'a Step)> + use<'b, 'a> {
    let own = book.answering(said.id()).filter(move |said| said.stands(view) && said.voices.contains(&recipient));
    own.filter_map(|said| Some((said, &said.receipt()?.step)))
}

fn halting<'a>(book: &Book<'a>, said: &Said<'a>, told: &Told<'a>, until: Instant, view: View) -> Halting<'a> {
    // The latest that was said counts; of two in one second, that it goes on.
    let spoken = by_recipient(book, said, told.recipient, view).filter_map(|(said, step)| {
        let state = match step {
            Step::Halted { time } => HaltState::HaltedAt { at: book.effect(said, time), by: said.attested() },
            Step::Continues => HaltState::Continues { by: said.attested(), words: &said.receipt()?.words },
            _ => return None,
        };
        let (by, continues) = match state {
            HaltState::HaltedAt { at, .. } => (at.last, false),
            _ => (said.when.last, true),
        };
        (by <= view.at).then_some(((said.when.last, said.known(), continues, said.id()), state))
    });
    let state = spoken.max_by_key(|(order, _)| *order).map_or(HaltState::Asked, |(_, state)| state);
    let since = |from: When| match state {
        HaltState::HaltedAt { at, .. } => from.wait_until(at),
        _ => from.wait_for([], until.max(from.last)),
    };
    let person = told.standing.person().map(|person| person.by.when);
    Halting { state, wait: since(said.when), wait_from_person: person.map(since) }
}

fn escalations<'a>(book: &Book<'a>, said: &Said<'a>, recipient: &str, view: View) -> Vec<Escalated<'a>> {
    let mut all: Vec<Escalated> = crate::roster::escalations(book, said, recipient, view)
        .map(|(said, escalation)| Escalated { escalation, by: said.attested() })
        .collect();
    all.sort_by_key(|escalated| (escalated.escalation.rung, escalated.by.when.last, escalated.by.id));
    all
}
