//! Footnotes: each sentence leads to the statements it rests on.
//!
//! Holds
//! - The same statements are one footnote, whoever cites them; numbers run in the order of first mention.
//! - A footnote tells [`limits::NOTE_STATEMENTS`] statements at most in words, and names the others by their ids.
//!
//! Not here: what a sentence says (`context`, the sections).

use std::collections::BTreeMap;

use record::statement::{BodyId, Statement};

use super::document::Note;
use super::limits;
use super::say::Say;

/// The footnotes so far.
pub(super) struct Notes<'a> {
    by_id: BTreeMap<BodyId, &'a Statement>,
    numbers: BTreeMap<Vec<BodyId>, usize>,
    pub(super) notes: Vec<Note>,
}

impl<'a> Notes<'a> {
    pub(super) fn of(statements: &'a [Statement]) -> Notes<'a> {
        let by_id = statements.iter().map(|statement| (statement.id, statement)).collect();
        Notes { by_id, numbers: BTreeMap::new(), notes: Vec::new() }
    }

    /// The footnote of these statements, made where there is none yet; nothing for none.
    pub(super) fn cite(&mut self, say: &Say<'_>, statements: impl IntoIterator<Item = BodyId>) -> Vec<usize> {
        let mut cited: Vec<&Statement> = statements.into_iter().filter_map(|id| self.by_id.get(&id)).copied().collect();
        cited.sort_by_key(|statement| (statement.known(), statement.id));
        cited.dedup_by_key(|statement| statement.id);
        if cited.is_empty() {
            return Vec::new();
        }
        let all: Vec<BodyId> = cited.iter().map(|statement| statement.id).collect();
        if let Some(number) = self.numbers.get(&all) {
            return vec![*number];
        }
        let more = cited.len().saturating_sub(limits::NOTE_STATEMENTS);
        self.notes.push(Note {
            lines: cited.iter().take(limits::NOTE_STATEMENTS).map(|statement| say.note(statement)).collect(),
            statements: all.clone(),
            more,
        });
        self.numbers.insert(all, self.notes.len());
        vec![self.notes.len()]
    }
}
