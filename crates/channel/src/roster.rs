//! Who answers for a party, and to whom the mission turns where nobody does (N6).
//!
//! ```text
//! duties known by t ─▶ roster, gaps        alert, ladder known when it began, roster ─▶ rungs ─▶ those that are due by T
//! ```
//!
//! Holds
//! - What is due is a pure function of the record and T: asked live, late or in replay it is the same. Nothing sleeps here.
//! - A ladder that changes after an alert began changes nothing for that alert, and so does a roster for a rung that was due.
//! - No party says who answers for another, and no party says that the mission turned to somebody.
//!
//! Not here: watches that are handed over (`watch`), ringing, and sleeping until something is due (the shell).

use std::borrow::Cow;
use std::collections::BTreeSet;

use record::statement::{BodyId, Content, Duty, Escalation, Ladder, Rung, RungKind};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use crate::alert::{self, AlertState};
use crate::book::{Book, Kind, Said, View};
use crate::limits;
use crate::speak;
use crate::told;

/// Who answers for a party at an instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Roster<'a> {
    /// The party or post.
    pub party: Name,
    /// At this instant.
    pub at: Instant,
    /// By rank, then officer. Where there is nobody, it is a gap.
    pub officers: Vec<OnDuty<'a>>,
}

/// An officer on duty.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OnDuty<'a> {
    /// The officer's name.
    pub officer: &'a str,
    /// The statement.
    pub id: BodyId,
    /// What it says: rank, how to reach, languages, until when.
    pub duty: &'a Duty,
}

impl Roster<'_> {
    /// Whether nobody answers.
    pub fn is_gap(&self) -> bool {
        self.officers.is_empty()
    }
}

/// To whom the mission turns for a party, and after how long.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LadderInForce<'a> {
    /// The statement; `None` for the mission's own.
    pub id: Option<BodyId>,
    /// In the order of time.
    pub rungs: Cow<'a, [Rung]>,
}

/// A rung that is due and that nobody has said.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Due<'a> {
    /// When it was due.
    pub at: Instant,
    /// The warning or halt.
    pub alert: BodyId,
    /// Who has not answered.
    pub silent: &'a str,
    /// Which rung, from 1.
    pub rung: u64,
    /// What to do.
    pub turn: Turn<'a>,
}

/// What to do on a rung.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Turn<'a> {
    /// Call the next officer.
    NextOfficer {
        /// Who.
        officer: &'a str,
        /// How the officer is reached, in order.
        reach: &'a [String],
        /// The duty.
        duty: BodyId,
    },
    /// The roster has nobody who was not asked: nobody is left, and the next rung is due at once.
    NobodyLeft,
    /// Another way to the same party.
    OtherChannel {
        /// Whom the ladder names.
        whom: Vec<Name>,
    },
    /// The other side.
    OtherSide {
        /// Whom the ladder names.
        whom: Vec<Name>,
    },
    /// The guarantors.
    Guarantors {
        /// Whom the ladder names; nobody for those of the agreement.
        whom: Vec<Name>,
    },
}

impl Due<'_> {
    /// The statement by which the mission says that it turns to them. `guarantors` are those of the agreement. Where there
    /// is nobody to name, it turns to the silent party itself.
    pub fn escalation(&self, guarantors: &[Name]) -> Escalation {
        let mut to = match &self.turn {
            Turn::NextOfficer { officer, .. } => vec![(*officer).to_owned()],
            Turn::NobodyLeft => Vec::new(),
            Turn::Guarantors { whom } if whom.is_empty() => guarantors.to_vec(),
            Turn::OtherChannel { whom } | Turn::OtherSide { whom } | Turn::Guarantors { whom } => whom.clone(),
        };
        if to.is_empty() {
            to.push(self.silent.to_owned());
        }
        Escalation { of: self.alert, silent: self.silent.to_owned(), rung: self.rung, to, due: self.at }
    }
}

// ---- Who answers ------------------------------------------------------------------------------------------------

fn duties<'b, 'a>(book: &'b Book<'a>, party: &'b str) -> impl Iterator<Item = (&'b Said<'a>, &'a Duty)> + use<'b, 'a> {
    let all = book.of(Kind::Duty).filter_map(|said| match &said.statement.body.content {
        Content::Duty(duty) => Some((said, duty)),
        _ => None,
    });
    all.filter(move |(said, duty)| {
        book.registers.resolve(&duty.party) == party && !speak::of_another_side(book.registers, &said.voices, party)
    })
}

/// Who answered for `party` at `at`, as was known then.
pub(crate) fn roster<'a>(book: &Book<'a>, party: &str, at: Instant) -> Roster<'a> {
    let party = book.registers.resolve(party);
    let then = View { at, known: at };
    let mut officers: Vec<OnDuty> = duties(book, party)
        .filter(|(said, duty)| said.stands(then) && duty.during.contains(at))
        .map(|(said, duty)| OnDuty { officer: book.registers.resolve(&duty.officer), id: said.id(), duty })
        .collect();
    // Of one officer the duty known last counts: a number that was wrong is said again.
    let known = |on_duty: &OnDuty<'_>| book.get(on_duty.id).map(|said| (said.known(), said.id()));
    officers.sort_by_key(|on_duty| (on_duty.officer, std::cmp::Reverse(known(on_duty))));
    officers.dedup_by_key(|on_duty| on_duty.officer);
    officers.sort_by_key(|on_duty| (on_duty.duty.rank, on_duty.officer));
    Roster { party: party.to_owned(), at, officers }
}

/// The parties that the agreement declares, and whoever else has a roster.
pub(crate) fn parties<'a>(book: &Book<'a>) -> BTreeSet<&'a str> {
    let declared = book.registers.parties.iter().map(String::as_str);
    let named = book.of(Kind::Duty).filter_map(|said| match &said.statement.body.content {
        Content::Duty(duty) => Some(duty.party.as_str()),
        _ => None,
    });
    declared.chain(named).map(|name| book.registers.resolve(name)).collect()
}

/// Where nobody answers for `party` within a time, as known at K; each duty counts from when it was known.
pub(crate) fn gaps(book: &Book, party: &str, within: Interval) -> Vec<Interval> {
    let party = book.registers.resolve(party);
    let mut covered: Vec<Interval> = duties(book, party)
        .map(|(said, duty)| {
            let until = said.taken_back.map_or(Instant::NEVER, |back| back.at);
            duty.during.meet(Interval::new(said.known(), until)).meet(within)
        })
        .filter(|interval| !interval.is_empty())
        .collect();
    covered.sort();
    let mut gaps = Vec::new();
    let mut from = within.from;
    for interval in covered {
        gaps.push(Interval::new(from, interval.from));
        from = from.max(interval.until);
    }
    gaps.push(Interval::new(from, within.until));
    gaps.retain(|gap| !gap.is_empty());
    gaps
}

// ---- Who is asked next ------------------------------------------------------------------------------------------

/// The ladder of `party` known last at `at`, else the mission's own.
pub(crate) fn ladder<'a>(book: &Book<'a>, party: &str, at: Instant) -> LadderInForce<'a> {
    let party = book.registers.resolve(party);
    let then = View { at, known: at };
    let stated =
        book.of(Kind::Ladder).filter(|said| said.stands(then)).filter_map(|said| match &said.statement.body.content {
            Content::Ladder(ladder) => Some((said, ladder)),
            _ => None,
        });
    let own = stated.filter(|(said, ladder): &(&Said, &Ladder)| {
        book.registers.resolve(&ladder.party) == party && !speak::of_another_side(book.registers, &said.voices, party)
    });
    match own.max_by_key(|(said, _)| (said.known(), said.id())) {
        Some((said, ladder)) => {
            let mut rungs = Cow::Borrowed(ladder.rungs.as_slice());
            if !rungs.is_sorted_by_key(|rung| rung.after_s) {
                rungs.to_mut().sort_by_key(|rung| rung.after_s);
            }
            LadderInForce { id: Some(said.id()), rungs }
        }
        None => {
            let rung = |after_s, by| Rung { after_s, by, whom: Vec::new() };
            let rungs = vec![
                rung(limits::NEXT_OFFICER_S, RungKind::NextOfficer),
                rung(limits::OTHER_CHANNEL_S, RungKind::OtherChannel),
                rung(limits::GUARANTORS_S, RungKind::Guarantors),
            ];
            LadderInForce { id: None, rungs: Cow::Owned(rungs) }
        }
    }
}

/// The escalations of an alert for one recipient that count: a party's word that the mission turned to somebody is none.
pub(crate) fn escalations<'b, 'a>(
    book: &'b Book<'a>,
    alert: &Said<'a>,
    recipient: &'b str,
    view: View,
) -> impl Iterator<Item = (&'b Said<'a>, &'a Escalation)> + use<'b, 'a> {
    let counting = book.answering(alert.id()).filter(move |said| said.counts(view));
    let said = counting.filter_map(|said| match &said.statement.body.content {
        Content::Escalation(escalation) => Some((said, escalation)),
        _ => None,
    });
    said.filter(move |(said, escalation)| {
        let of_a_side = said.voices.iter().any(|voice| *voice == recipient || speak::is_side(book.registers, voice));
        !of_a_side && book.registers.resolve(&escalation.silent) == recipient
    })
}

/// A rung of one alert and recipient.
struct Planned<'a> {
    due: Due<'a>,
    said: bool,
}

/// All rungs for a recipient, with those that were said.
fn rungs<'a>(book: &Book<'a>, said: &Said<'a>, recipient: &'a str, view: View) -> Vec<Planned<'a>> {
    let start = said.when.last;
    let ladder = ladder(book, recipient, start);
    let spoken: Vec<&Escalation> = escalations(book, said, recipient, view).map(|(_, escalation)| escalation).collect();
    // The alert itself asks the first of the roster.
    let first = roster(book, recipient, start).officers.first().map(|on_duty| on_duty.officer);
    let mut asked: BTreeSet<&str> = first.into_iter().collect();
    let mut at_once = None;
    let mut planned = Vec::new();
    for (rung, step) in (1..).zip(ladder.rungs.iter()) {
        let at = at_once.take().unwrap_or_else(|| start.plus(i64::try_from(step.after_s).unwrap_or(i64::MAX >> 1)));
        let whom = || step.whom.clone();
        let turn = match step.by {
            RungKind::NextOfficer => {
                let on_duty = roster(book, recipient, at).officers;
                match on_duty.into_iter().find(|on_duty| !asked.contains(on_duty.officer)) {
                    Some(OnDuty { officer, id, duty }) => Turn::NextOfficer { officer, reach: &duty.reach, duty: id },
                    None => Turn::NobodyLeft,
                }
            }
            RungKind::OtherChannel => Turn::OtherChannel { whom: whom() },
            RungKind::OtherSide => Turn::OtherSide { whom: whom() },
            RungKind::Guarantors => Turn::Guarantors { whom: whom() },
        };
        let taken: Vec<&Escalation> = spoken.iter().copied().filter(|escalation| escalation.rung == rung).collect();
        match &turn {
            Turn::NobodyLeft => at_once = Some(at),
            Turn::NextOfficer { officer, .. } if taken.is_empty() => drop(asked.insert(officer)),
            _ => {}
        }
        asked.extend(taken.iter().flat_map(|escalation| &escalation.to).map(|name| book.registers.resolve(name)));
        planned.push(Planned {
            due: Due { at, alert: said.id(), silent: recipient, rung, turn },
            said: !taken.is_empty(),
        });
    }
    planned
}

/// The rungs of alerts that stand, for recipients that are unanswered, and that nobody has said.
fn open<'a>(book: &Book<'a>, view: View) -> Vec<Due<'a>> {
    let mut open = Vec::new();
    for said in book.of(Kind::Alert) {
        let Some(alert) = alert::of(said).filter(|alert| !alert.drill) else { continue };
        if alert::state(book, said, view) != Some(AlertState::Standing) {
            continue;
        }
        for recipient in told::recipients(book, &alert.to) {
            if alert::tell(book, said, recipient, view).standing.is_unanswered() {
                let planned = rungs(book, said, recipient, view).into_iter().filter(|planned| !planned.said);
                open.extend(planned.map(|planned| planned.due));
            }
        }
    }
    open.sort();
    open
}

/// What is due by T, in the order of instants.
pub(crate) fn due<'a>(book: &Book<'a>, view: View) -> Vec<Due<'a>> {
    let mut due = open(book, view);
    due.retain(|due| due.at <= view.at);
    due
}

/// The first instant after T at which something will be due if nobody says anything.
pub(crate) fn next_due(book: &Book, view: View) -> Option<Instant> {
    open(book, view).into_iter().map(|due| due.at).filter(|at| *at > view.at).min()
}
