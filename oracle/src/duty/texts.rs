//! What becomes of deadlines when another text follows, or the obliged are released: L4, L5.
//!
//! Holds
//! - What is owed belongs to one text, whatever T is: a deadline that goes on is owed under the text to which it goes.
//!
//! Not here: which text lives when (`changes`), placements (`placed`).

use std::collections::BTreeSet;

use agreement::tree::{Article, ArticleKind, Change, Due, Running, Standing};
use record::vocabulary::Name;
use record::vocabulary::time::{Instant, Interval};

use crate::changes::{Life, lives, own_life, released};
use crate::known::Known;
use crate::spans;
use crate::terms::{cells, in_force, instant, period_stated};

/// A text of an obligation among the lives of its article.
pub struct Course<'a> {
    known: &'a Known<'a>,
    lives: Vec<Life<'a>>,
    /// Which life is its own; `None`: no signed change gives it.
    own: Option<usize>,
    /// L5: of each life, from when the obliged are released from its text, and whether what runs then lapses.
    released: Vec<Option<(Instant, bool)>>,
}

/// By when a text wants it, if it requires anything.
fn due_of(text: &Article) -> Option<&Due> {
    match &text.kind {
        ArticleKind::Obligation(obligation) => Some(&obligation.due),
        _ => None,
    }
}

/// L4: `within` after `within`, `before` after `before`, in step after in step.
fn same_form(one: &Article, next: &Article) -> bool {
    matches!(
        (due_of(one), due_of(next)),
        (Some(Due::Within { .. }), Some(Due::Within { .. }))
            | (Some(Due::By(_)), Some(Due::By(_)))
            | (Some(Due::EachOther { .. }), Some(Due::EachOther { .. }))
    )
}

/// Seconds from the trigger until it is due; `None`: there is no such number.
fn seconds(text: &Article) -> Option<i64> {
    match due_of(text) {
        Some(Due::Within { seconds, .. } | Due::EachOther { seconds }) => Some(*seconds),
        _ => None,
    }
}

impl<'a> Course<'a> {
    /// As these are obliged together.
    pub fn new(known: &'a Known<'a>, article: &'a Article, obliged: &[Name]) -> Course<'a> {
        let lives = lives(known, article);
        let own = own_life(&lives, article);
        // L5: where any of several is enough, it goes with the last.
        let released_from = |life: &Life| {
            let exits = obliged.iter().map(|name| released(known, name, life.span.from));
            let exits: Option<Vec<(Instant, &Change)>> = exits.collect();
            let (e, exit) = exits?.into_iter().max_by_key(|(e, _)| *e)?;
            Some((e, exit.running == Some(Running::Change)))
        };
        let declared = matches!(article.standing, Standing::DeclaredBy(_));
        let released = lives.iter().map(|life| if declared { None } else { released_from(life) }).collect();
        Course { known, lives, own, released }
    }

    /// L5: whether a trigger at y in this life asks nothing of the obliged.
    fn asks_nothing(&self, life: usize, y: Instant) -> bool {
        self.released[life].is_some_and(|(e, _)| e <= y)
    }

    /// L5: when a deadline in this life lapses because the obliged are released while it runs.
    fn lapses_at(&self, life: usize, y: Instant, due: Instant) -> Option<Instant> {
        self.released[life].filter(|(e, lapses)| *lapses && y < *e && *e < due).map(|(e, _)| e)
    }

    fn text(&self, life: usize) -> Option<&'a Article> {
        self.lives.get(life)?.text
    }

    /// The life in which y lies.
    fn life_at(&self, y: Instant) -> Option<usize> {
        self.lives.iter().position(|life| life.span.from <= y && y < life.span.until)
    }

    /// L4: whether a deadline under this life that is triggered at y and due at `due` runs when the next one begins.
    fn runs(&self, life: usize, y: Instant, due: Instant) -> bool {
        self.lives.get(life + 1).is_some_and(|next| y < next.span.from && next.span.from < due)
    }

    /// L4: whether running deadlines change with what follows this life.
    fn changes(&self, life: usize) -> bool {
        let followed_by = self.lives.get(life + 1).and_then(|next| next.by);
        followed_by.is_some_and(|change| change.running == Some(Running::Change))
    }

    /// L4: whether the next life has a text that is due in the same form.
    fn goes_on(&self, life: usize) -> bool {
        match (self.text(life), self.text(life + 1)) {
            (Some(text), Some(next)) => same_form(text, next),
            _ => false,
        }
    }

    // ---- `within`, in step ----

    /// L4: under which life a trigger at y ends up, step by step.
    fn ends_up(&self, y: Instant) -> Option<usize> {
        let mut life = self.life_at(y)?;
        if self.asks_nothing(life, y) {
            return None;
        }
        loop {
            let Some(d) = self.text(life).and_then(seconds) else { return Some(life) };
            let due = y.plus(d).max(self.lives[life].span.from);
            if self.has_lapsed(life, y, due) {
                return Some(life);
            }
            if !(self.runs(life, y, due) && self.changes(life) && self.goes_on(life)) {
                return Some(life);
            }
            life += 1;
        }
    }

    /// Every instant at which the life in which a trigger lies, or what becomes of its deadline, changes.
    pub fn thresholds(&self) -> BTreeSet<Instant> {
        let mut at = BTreeSet::new();
        let begins = self.lives.iter().map(|life| life.span.from).filter(|from| *from > Instant::EVER);
        for e in begins.chain(self.released.iter().flatten().map(|(e, _)| *e)) {
            at.insert(e);
            let all = self.lives.iter().filter_map(|life| seconds(life.text?));
            at.extend(all.flat_map(|d| [e.plus(-d), e.plus(1 - d)]));
        }
        at
    }

    /// L4: the triggers that end up under this text.
    pub fn belongs(&self) -> Vec<Interval> {
        let cells = cells(Interval::ALWAYS, &self.thresholds()).into_iter();
        spans::merged(cells.filter(|cell| self.own.is_some() && self.ends_up(cell.from) == self.own).collect())
    }

    /// The texts whose triggers may end up under this one, with the triggers that do: those in force at y.
    pub fn sources(&self) -> Vec<(&'a Article, Vec<Interval>)> {
        let belongs = self.belongs();
        let texts = self.lives.iter().take(self.own.map_or(0, |own| own + 1)).filter_map(|life| life.text);
        let triggering = |text: &'a Article| {
            let in_force = in_force(self.known, text).into_iter();
            (text, in_force.flat_map(|period| spans::within(period, &belongs)).collect())
        };
        texts.map(triggering).collect()
    }

    /// L1, L4: whether deadlines of texts before this one go on under it.
    pub fn receives(&self) -> bool {
        let Some(own) = self.own else { return false };
        let begins = self.lives[own].span.from;
        match self.text(own).and_then(due_of) {
            Some(Due::EachOther { .. }) => self.belongs().iter().any(|span| span.from < begins),
            Some(Due::By(_)) => {
                let first = self.text(own).and_then(|text| in_force(self.known, text).first().map(|one| one.from));
                self.dated_in(own).is_some_and(|(y, _)| Some(y) != first)
            }
            _ => self.sources().iter().any(|(_, spans)| spans.iter().any(|span| span.from < begins)),
        }
    }

    /// L4: nobody is late before this text lives.
    pub fn floor(&self) -> Instant {
        self.own.map_or(Instant::EVER, |own| self.lives[own].span.from)
    }

    /// O6, L4: the first instant at which the first of the texts in step, up to this one, is in force. Time without a
    /// text lies between them, another form ends them.
    pub fn first_in_step(&self) -> Option<Instant> {
        let own = self.own?;
        let texts = (0..=own).rev().filter_map(|life| self.text(life));
        let in_step = texts.take_while(|text| matches!(due_of(text), Some(Due::EachOther { .. })));
        let first = in_step.filter_map(|text| in_force(self.known, text).first().map(|period| period.from)).min();
        // L5: what begins when the obliged are released, or later, they do not owe.
        first.filter(|first| !self.asks_nothing(own, *first))
    }

    // ---- `before M` ----

    /// L4: the trigger and the due instant of a `before M` under this text. Without a trigger where it goes on under the next one;
    /// `None`: it is owed by nobody.
    pub fn dated(&self) -> Option<(Option<Instant>, Instant)> {
        let own = self.own?;
        let (y, due) = self.dated_in(own)?;
        let runs = self.runs(own, y, due) && !self.has_lapsed(own, y, due);
        let passes_on = runs && self.changes(own) && self.goes_on(own);
        Some(((!passes_on).then_some(y), due))
    }

    /// L5: whether a deadline has lapsed before the next life begins.
    fn has_lapsed(&self, life: usize, y: Instant, due: Instant) -> bool {
        self.lapses_at(life, y, due).is_some_and(|e| e <= self.lives[life].span.until)
    }

    /// The same before it is asked what follows.
    fn dated_in(&self, life: usize) -> Option<(Instant, Instant)> {
        let text = self.text(life)?;
        let Some(Due::By(moment)) = due_of(text) else { return None };
        let by = instant(self.known.tree, moment);
        let first = in_force(self.known, text).first().map(|period| period.from);
        // L4: what was to be done before another text can be kept is owed by nobody.
        let first = first.filter(|first| life == 0 || *first < by).filter(|first| !self.asks_nothing(life, *first));
        let by_itself = first.map(|first| (first, by));
        let before = life.checked_sub(1).filter(|before| self.goes_on(*before));
        let Some(before) = before else { return by_itself };
        let Some((y, due)) = self.dated_in(before) else { return by_itself };
        if !self.runs(before, y, due) || self.has_lapsed(before, y, due) {
            by_itself
        } else if self.changes(before) {
            Some((y, by.max(self.lives[life].span.from)))
        } else {
            // It stays under the text before: one deed is not due twice.
            None
        }
    }

    // ---- Lapses ----

    /// L4: the times of which it is asked whether a deadline under this text lapses.
    pub fn times(&self) -> Vec<Interval> {
        let Some(own) = self.own else { return Vec::new() };
        let Some(text) = self.text(own) else { return Vec::new() };
        let begins = self.lives[own].span.from;
        let mut times: Vec<Interval> =
            (0..own).filter_map(|before| self.text(before)).flat_map(|before| in_force(self.known, before)).collect();
        let lapses = self.changes(own) && !self.goes_on(own);
        let until = if lapses { self.lives[own + 1].span.from } else { Instant::NEVER };
        times.extend(spans::within(Interval::new(begins, until), &period_stated(self.known, text)));
        // L5: what runs when the obliged are released lapses then, where it changes with the exit.
        let ends = self.released[own].filter(|(_, lapses)| *lapses).map_or(Instant::NEVER, |(e, _)| e);
        spans::within(Interval::new(Instant::EVER, ends), &times)
    }
}
