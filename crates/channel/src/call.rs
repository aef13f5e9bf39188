//! Calls: what each end noted, side by side (N7).
//!
//! Holds
//! - Where two notes differ nothing is chosen: both stand, and it is said in what they differ.
//! - A call that nobody answered has nobody who spoke.
//!
//! Not here: waits, which are counted from receipts (`alert`).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{BodyId, Call, Content, Statement};

use crate::book::{Book, Kind, Said, View};

/// A call, with every note of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallHeld<'a> {
    /// By when each says that it began.
    pub notes: Vec<CallNote<'a>>,
}

/// One end's note of a call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CallNote<'a> {
    /// The statement.
    pub statement: &'a Statement,
    /// What it says.
    pub call: &'a Call,
}

/// In what the notes of one call can differ.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum CallDifference {
    /// When it began.
    Began,
    /// When it ended.
    Ended,
    /// Who spoke.
    Spoke,
    /// In which language.
    Language,
}

impl<'a> CallHeld<'a> {
    /// What it was about, as any of the notes says.
    pub fn about(&self) -> BTreeSet<BodyId> {
        self.notes.iter().flat_map(|note| note.call.about.iter().copied()).collect()
    }
    /// Whether any note says that somebody spoke.
    pub fn was_answered(&self) -> bool {
        self.notes.iter().any(|note| !note.call.spoke.is_empty())
    }
    /// In what the notes differ. What one of them leaves out differs from nothing.
    pub fn differences(&self) -> Vec<CallDifference> {
        fn differ<T: Ord>(stated: impl Iterator<Item = T>) -> bool {
            stated.collect::<BTreeSet<T>>().len() > 1
        }
        let calls = || self.notes.iter().map(|note| note.call);
        let spoke = |call: &'a Call| call.spoke.iter().collect::<BTreeSet<_>>();
        let found = [
            (CallDifference::Began, differ(calls().map(|call| call.began))),
            (CallDifference::Ended, differ(calls().filter_map(|call| call.ended))),
            (CallDifference::Spoke, differ(calls().map(spoke))),
            (CallDifference::Language, differ(calls().filter_map(|call| call.language.as_ref()))),
        ];
        found.into_iter().filter(|(_, differs)| *differs).map(|(of, _)| of).collect()
    }
}

/// Every call noted by T, by when it began.
pub(crate) fn calls<'a>(book: &Book<'a>, view: View) -> Vec<CallHeld<'a>> {
    let noted = book.of(Kind::Call).filter(|said| said.counts(view)).filter_map(|said: &Said<'a>| {
        let Content::Call(call) = &said.statement.body.content else { return None };
        Some((said.id(), CallNote { statement: said.statement, call }))
    });
    let notes: BTreeMap<BodyId, CallNote> = noted.collect();
    let mut joined: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
    for (id, note) in &notes {
        if let Some(other) = note.call.same_as.filter(|other| notes.contains_key(other)) {
            joined.entry(*id).or_default().push(other);
            joined.entry(other).or_default().push(*id);
        }
    }
    let mut entered = BTreeSet::new();
    let mut calls = Vec::new();
    for id in notes.keys() {
        let mut one = Vec::new();
        let mut open = vec![*id];
        while let Some(id) = open.pop() {
            if entered.insert(id) {
                one.push(notes[&id]);
                open.extend(joined.get(&id).into_iter().flatten());
            }
        }
        if !one.is_empty() {
            one.sort_by_key(|note| (note.call.began, note.statement.id));
            calls.push(CallHeld { notes: one });
        }
    }
    calls.sort_by_key(|call| (call.notes[0].call.began, call.notes[0].statement.id));
    calls
}
