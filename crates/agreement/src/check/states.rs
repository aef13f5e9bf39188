//! States that an article asks about: whose ground, answering for whom, and the acts that show it (V11).
//!
//! Holds
//! - Whoever writes such a line says by which acts the state is shown: no word means control by itself.
//!
//! Not here: the other lines of an article that forbids (`clauses`).

use record::vocabulary::Name;

use super::Checker;
use super::names;
use crate::codes;
use crate::diagnostic::Span;
use crate::parse::syntax::*;
use crate::tree::{Ground, Holders};

impl Checker<'_> {
    /// On whose ground; `None` where the line cannot be meant.
    pub(super) fn ground(&mut self, block: &ArticleBlock, what: &str) -> Option<Option<Ground>> {
        let said = match &block.ground {
            Slot::Said(said) => said,
            Slot::Absent => return Some(None),
            Slot::Unreadable(_) => return None,
        };
        let held_by = match &said.value.held_by {
            HoldersText::TheAccused => Holders::TheAccused,
            HoldersText::OthersThanTheAccused => Holders::OthersThanTheAccused,
            HoldersText::Named(list) => {
                self.unique("holder", list.iter().cloned());
                Holders::Named(self.resolve_all(names::ACTOR, list))
            }
        };
        let missing = format!("{what} does not say which act shows who holds the ground");
        let shown_by = self.state(said.value.shown_by.as_deref(), missing, said.span, "control")?;
        Some(Some(Ground { held_by, shown_by }))
    }

    /// The acts that show support, where the bound answer for whoever they support.
    pub(super) fn answers_for(&mut self, block: &ArticleBlock, what: &str) -> Option<Option<Vec<Name>>> {
        let said = match &block.answering {
            Slot::Said(said) => said,
            Slot::Absent => return Some(None),
            Slot::Unreadable(_) => return None,
        };
        let missing = format!("{what} does not say which act shows whom they support");
        self.state(said.value.as_deref(), missing, said.span, "support").map(Some)
    }

    fn state(&mut self, acts: Option<&[Named]>, missing: String, span: Span, act: &str) -> Option<Vec<Name>> {
        let Some(acts) = acts else {
            self.unsaid(codes::NO_ARTICLE_LINE, missing, span, [format!(", shown by {act}")]);
            return None;
        };
        self.unique("act", acts.iter().cloned());
        Some(self.resolve_all(names::ACT, acts))
    }
}
