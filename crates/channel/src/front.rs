//! The front: the channel at one moment.
//!
//! Holds
//! - Nothing is computed before it is asked for; a moment can be moved without reading the statements again.
//!
//! Not here: any rule (one module each).

use std::collections::BTreeMap;
use std::sync::Arc;

use record::live::Knowledge;
use record::statement::{BodyId, Mark, Statement};
use record::vocabulary::place::{Area, Place};
use record::vocabulary::time::{Instant, Interval};

use crate::alert::{self, AlertHeld};
use crate::book::{Book, Kind, Said, View};
use crate::call::{self, CallHeld};
use crate::conflict::{self, Conflict, Learns, Squares};
use crate::index::Index;
use crate::notice::{self, NoticeHeld};
use crate::question::{self, QuestionHeld};
use crate::read_back::{self, NamedPlace};
use crate::roster::{self, Due, LadderInForce, Roster};
use crate::speak;

/// The channel at one moment: what was said by T, of what stands at K. Exercises are in a channel of their own:
/// [`Channel::drills`].
///
/// ```
/// use record::live::{Declared, Knowledge};
/// use record::statement::*;
/// use record::vocabulary::time::{Instant, Interval, KnownAt};
/// use record::vocabulary::place::Place;
///
/// let notice = Notice {
///     what: Notified::ProtectedSite,
///     to: vec!["South".into()],
///     place: Place { names: vec!["Mill".into()], area: None },
///     during: Interval::new(Instant(0), Instant(86_400)),
///     heights: None, marking: None, seen_at_night: None, contact: None, expires: None,
///     objections_until: None, replaces: None, may_be_told: false, drill: false,
///     words: "A clinic.".into(),
/// };
/// let body = Body { author: "North".into(), said_at: None, on_behalf: None, cited: None, content: Content::Notice(notice) };
/// let accepted = Acceptance { known: KnownAt(Instant(600)), history: false, received: None, batch: None };
/// let statements = [Statement { id: BodyId([1; 32]), body, accepted }];
///
/// let declared = Declared { parties: vec!["North".into(), "South".into()], others: vec![] };
/// let knowledge = Knowledge::at(&statements, KnownAt::ALL, &declared);
/// let channel = channel::at(&statements, &knowledge, Instant(4_200));
/// let notices = channel.notices();
/// assert_eq!(notices[0].state, channel::notice::NoticeState::InForce { until: Instant(86_400) });
/// // South has said nothing for an hour. That is silence, and nothing else.
/// let south = &notices[0].recipients[0].told;
/// assert_eq!(south.standing, channel::told::Standing::Silent { since: Instant(600), for_s: 3_600 });
/// ```
#[derive(Clone, Debug)]
pub struct Channel<'a> {
    book: Arc<Book<'a>>,
    at: Instant,
    drills: bool,
}

/// The channel at T, of `statements` (all of the record, in any order) and what stands of them at K.
///
/// Reads each statement once.
pub fn at<'a>(statements: &'a [Statement], knowledge: &'a Knowledge<'a>, at: Instant) -> Channel<'a> {
    Channel { book: Arc::new(Book::new(statements, knowledge)), at, drills: false }
}

impl<'a> Channel<'a> {
    /// The same K at another T.
    pub fn moved_to(&self, at: Instant) -> Channel<'a> {
        Channel { at, ..self.clone() }
    }

    /// The exercises of the same moment, and nothing else.
    pub fn drills(&self) -> Channel<'a> {
        Channel { drills: true, ..self.clone() }
    }

    /// Every notice that has come in, by when it did.
    pub fn notices(&self) -> Vec<NoticeHeld<'a>> {
        let mut all: Vec<_> =
            self.own(Kind::Notice).filter_map(|said| notice::held(&self.book, said, self.view())).collect();
        all.sort_by_key(|held| (held.since.last, held.id()));
        all
    }

    /// One notice.
    pub fn notice(&self, id: BodyId) -> Option<NoticeHeld<'a>> {
        notice::held(&self.book, self.one(id)?, self.view())
    }

    /// The position of a notice against each of its names that the register knows an area or a zone of (N4).
    pub fn named_places(&self, notice: &NoticeHeld<'a>) -> Vec<NamedPlace<'a>> {
        read_back::named(&notice.notice.place, self.book.registers, self.at)
    }

    /// Where something is, to be said at the phone, and nothing where it has no area (N4).
    pub fn words_for(&self, place: &Place) -> Vec<Mark> {
        self.book.registers.area_of(place).map_or_else(Vec::new, |area| read_back::words_for(area, self.book.registers))
    }

    /// Every warning and halt that has come in, by when it did.
    pub fn alerts(&self) -> Vec<AlertHeld<'a>> {
        let mut all: Vec<_> =
            self.own(Kind::Alert).filter_map(|said| alert::held(&self.book, said, self.view())).collect();
        all.sort_by_key(|held| (held.since.last, held.id()));
        all
    }

    /// One warning or halt.
    pub fn alert(&self, id: BodyId) -> Option<AlertHeld<'a>> {
        alert::held(&self.book, self.one(id)?, self.view())
    }

    /// Every call noted, by when it began.
    pub fn calls(&self) -> Vec<CallHeld<'a>> {
        call::calls(&self.book, self.view())
    }

    /// The calls that a note says were about this statement, to be shown beside it.
    pub fn calls_about(&self, id: BodyId) -> Vec<CallHeld<'a>> {
        let mut calls = self.calls();
        calls.retain(|call| call.about().contains(&id));
        calls
    }

    /// Who answers for `party` now.
    pub fn roster(&self, party: &str) -> Roster<'a> {
        roster::roster(&self.book, party, self.at)
    }

    /// Who answers for each party that the agreement declares, and for whoever else has a roster.
    pub fn rosters(&self) -> Vec<Roster<'a>> {
        roster::parties(&self.book).into_iter().map(|party| self.roster(party)).collect()
    }

    /// When nobody answers for `party` within a time, as known at K.
    pub fn gaps(&self, party: &str, within: Interval) -> Vec<Interval> {
        roster::gaps(&self.book, party, within)
    }

    /// The ladder that an alert to `party` would have if it began now.
    pub fn ladder(&self, party: &str) -> LadderInForce<'a> {
        roster::ladder(&self.book, party, self.at)
    }

    /// What the mission has to do by T and has not said that it did, in the order of instants.
    pub fn due(&self) -> Vec<Due<'a>> {
        if self.drills { Vec::new() } else { roster::due(&self.book, self.view()) }
    }

    /// When something will be due next, if nobody says anything until then.
    pub fn next_due(&self) -> Option<Instant> {
        if self.drills { None } else { roster::next_due(&self.book, self.view()) }
    }

    /// Every pair of notices in force or to come that meet: for the mission.
    pub fn conflicts(&self) -> Vec<Conflict> {
        conflict::conflicts(&self.book, self.drills, self.view())
    }

    /// The notices that one notice meets: for the mission.
    pub fn conflicts_of(&self, notice: BodyId) -> Vec<Conflict> {
        conflict::conflicts_of(&self.book, self.drills, notice, self.view())
    }

    /// What the speaker of each notice learns of notices that came in after it; a notice whose speaker learns nothing is left
    /// out.
    pub fn learnt(&self) -> BTreeMap<BodyId, Learns> {
        conflict::learnt(&self.book, self.drills, self.view())
    }

    /// What `asker` would learn of an area now, with nothing counted: for the mission, which answers with
    /// [`Channel::questions`].
    pub fn ask(&self, asker: &str, area: &Area, during: Interval) -> Learns {
        let voices = speak::voices(self.book.registers, asker, self.at);
        match Squares::of(area) {
            Some(squares) => conflict::ask(&self.book, &voices, &squares, during, self.view()),
            None => Learns::SpeakToTheMission,
        }
    }

    /// Every question about an area that has come in, with what its asker learnt then.
    pub fn questions(&self) -> Vec<QuestionHeld<'a>> {
        if self.drills { Vec::new() } else { question::questions(&self.book, self.view()) }
    }

    /// The notices that a question touched when it came in; their speakers are told of it.
    pub fn touched(&self, question: BodyId) -> Vec<BodyId> {
        question::touched(&self.book, question)
    }

    /// The notices in force or to come, for very many positions.
    pub fn index(&self) -> Index {
        conflict::index(&self.book, self.drills, self.view())
    }

    fn view(&self) -> View {
        View { at: self.at, known: self.book.known }
    }

    fn own(&self, kind: Kind) -> impl Iterator<Item = &Said<'a>> {
        self.book.of(kind).filter(|said| said.is_drill() == self.drills)
    }

    fn one(&self, id: BodyId) -> Option<&Said<'a>> {
        self.book.get(id).filter(|said| said.is_drill() == self.drills)
    }
}
