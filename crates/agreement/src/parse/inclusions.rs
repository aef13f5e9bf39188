//! The block `inclusion`: which articles of which other text, for how long.
//!
//! Not here: bringing them in (`crate::include`).

use super::blocks::{Reader, put};
use super::changes::articles;
use super::groups::Group;
use super::phrases::period;
use super::syntax::*;

impl Reader<'_> {
    pub(super) fn inclusion(&mut self, group: &Group<'_, '_>) {
        let mut inclusion = InclusionBlock {
            head: self.head(group, Family::Inclusion, true),
            text: Slot::Absent,
            brings: Slot::Absent,
            period: Slot::Absent,
        };
        self.each_line(group, |out, line, word, forms| match word {
            "text" => put(out, &mut inclusion.text, line, forms, |at| {
                at.expect("text")?;
                Ok((at.path("a path")?, at.digest()?))
            }),
            "brings" => put(out, &mut inclusion.brings, line, forms, |at| {
                at.expect("brings")?;
                articles(at, &[])
            }),
            _ => put(out, &mut inclusion.period, line, forms, period),
        });
        self.syntax.inclusions.push(inclusion);
    }
}
