//! Watches: who has one at T, hand-overs that the other officer has not signed, gaps, what is still open (spec/convoys.md B6).
//!
//! ```text
//! hand-overs, receipts, duties known at K ─▶ `watches` ─▶ holder, hand-overs, gaps, open items of each watch
//! ```
//!
//! Holds
//! - A watch passes on when both officers have signed. Until then it is between them, and that is a gap.
//! - What a hand-over leaves out without anybody having closed it is shown as left out.
//!
//! Not here: who is called next, whose duty it is by rank (the roster).

use std::collections::{BTreeMap, BTreeSet};

use record::live::Knowledge;
use record::statement::{BodyId, Content, Handover, Statement, Step};
use record::vocabulary::Name;
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};

use crate::convoy::said_at;
use crate::convoy::spans::Spans;

/// One watch at T: a party's, or a post of the mission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Watch<'a> {
    /// Its name, as registered.
    pub name: Name,
    /// Who has it.
    pub holder: Holder,
    /// Every hand-over up to T, in order.
    pub handovers: Vec<HandedOver<'a>>,
    /// Times in the period asked for in which nobody surely answers, by begin.
    pub gaps: Vec<Gap>,
    /// What hand-overs say is open, by the first that says so.
    pub items: Vec<OpenItem>,
}

/// Who has a watch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Holder {
    /// No hand-over is known.
    NotStated,
    /// One officer; both have signed.
    Has {
        /// Who.
        officer: Name,
        /// Since when: the instant of the hand-over.
        since: Instant,
        /// The hand-over.
        handover: BodyId,
    },
    /// One says that it is handed over, and the other has not signed.
    Between {
        /// Who goes.
        from: Name,
        /// Who comes.
        to: Name,
        /// Since when: the instant of the hand-over.
        since: Instant,
        /// The hand-over.
        handover: BodyId,
        /// Who has not signed.
        unsigned_by: Name,
    },
}

/// A hand-over, and whether the other officer signed it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HandedOver<'a> {
    /// The statement.
    pub statement: BodyId,
    /// What it says.
    pub handover: &'a Handover,
    /// The officer whose signature it needs beside its own: who comes, or, where that one says it, who goes.
    pub other: Name,
    /// The first receipt *understood* of that officer, and when the watch has passed by it: at the hand-over, or later.
    pub signed: Option<(BodyId, Instant)>,
    /// The officer who had the watch before, where it is not who hands it over.
    pub out_of_line: Option<Name>,
}

/// Why nobody surely answers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum GapKind {
    /// Nobody's duty holds.
    NoDuty,
    /// This hand-over was not signed by the other officer.
    Unsigned(BodyId),
}

/// A time in which nobody surely answers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Gap {
    /// When.
    pub during: Interval,
    /// Why.
    pub kind: GapKind,
}

/// Something that a hand-over says is open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OpenItem {
    /// The statement.
    pub item: BodyId,
    /// The first hand-over that names it.
    pub first: BodyId,
    /// How many hand-overs name it.
    pub named: usize,
    /// What became of it.
    pub state: ItemState,
}

/// What became of something open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ItemState {
    /// The latest hand-over names it, and nobody closed it.
    Open,
    /// Whoever said it says that it is over.
    Closed {
        /// By which receipt.
        by: BodyId,
    },
    /// It does not stand.
    Withdrawn,
    /// This hand-over no longer names it, and nobody closed it.
    LeftOut {
        /// The hand-over.
        by: BodyId,
    },
}

impl Watch<'_> {
    /// What is carried over at T: open, or left out without having been closed.
    pub fn carried(&self) -> impl Iterator<Item = &OpenItem> {
        self.items.iter().filter(|item| matches!(item.state, ItemState::Open | ItemState::LeftOut { .. }))
    }
    /// Hand-overs that the other officer has not signed.
    pub fn unsigned(&self) -> impl Iterator<Item = &HandedOver<'_>> {
        self.handovers.iter().filter(|handed| handed.signed.is_none())
    }
}

/// A hand-over as stated.
type Stated<'a> = (&'a Statement, &'a Handover);

/// What came back on a hand-over: statement, when it was said, speaker, officer.
type Understood<'a> = (BodyId, Instant, &'a str, &'a str);

/// Every watch that a hand-over or a duty names, by name, at `at`; gaps are looked for in what of `period` is past by then.
pub fn watches<'a>(knowledge: &Knowledge<'a>, period: Interval, at: Instant) -> BTreeMap<Name, Watch<'a>> {
    let registers = &knowledge.registers;
    let mut stated: BTreeMap<&str, Vec<Stated<'a>>> = BTreeMap::new();
    let mut duties: BTreeMap<&str, Vec<Interval>> = BTreeMap::new();
    let mut understood: BTreeMap<BodyId, Vec<Understood>> = BTreeMap::new();
    let mut closed: BTreeMap<BodyId, Vec<(Instant, BodyId, &str)>> = BTreeMap::new();
    let mut speakers: BTreeMap<BodyId, &str> = BTreeMap::new();
    for statement in knowledge.live.iter().map(|live| live.statement) {
        let speaker = registers.resolve(statement.body.speaker());
        let said = said_at(statement);
        speakers.insert(statement.id, speaker);
        match &statement.body.content {
            Content::Duty(duty) => duties.entry(registers.resolve(&duty.party)).or_default().push(duty.during),
            Content::Handover(handover) if handover.at <= at => {
                stated.entry(registers.resolve(&handover.watch)).or_default().push((statement, handover));
            }
            Content::Receipt(receipt) if said <= at => match &receipt.step {
                Step::Understood { officer } => {
                    let step = (statement.id, said, speaker, registers.resolve(officer));
                    understood.entry(receipt.of).or_default().push(step);
                }
                Step::Closed => closed.entry(receipt.of).or_default().push((said, statement.id, speaker)),
                _ => {}
            },
            _ => {}
        }
    }
    let closed_by = |item: BodyId| {
        let speaker = speakers.get(&item)?;
        let own = closed.get(&item)?.iter().filter(|(_, _, by)| same_side(registers, by, speaker, at));
        own.min().map(|(_, by, _)| *by)
    };
    let period = period.meet(Interval::new(Instant::EVER, at));
    let names: BTreeSet<&str> = stated.keys().chain(duties.keys()).copied().collect();
    let watch = |name: &str| {
        let mut own = stated.remove(name).unwrap_or_default();
        own.sort_by_key(|(statement, handover)| (handover.at, statement.known(), statement.id));
        let mut handovers: Vec<HandedOver> = Vec::with_capacity(own.len());
        for (statement, handover) in own {
            let receipts = understood.get(&statement.id).map(Vec::as_slice).unwrap_or_default();
            let before = handovers.last().map(|before| registers.resolve(&before.handover.to));
            let out_of_line = before.filter(|had| *had != registers.resolve(&handover.from)).map(str::to_owned);
            handovers.push(HandedOver { out_of_line, ..handed_over(registers, name, statement, handover, receipts) });
        }
        let watch = Watch {
            name: name.to_owned(),
            holder: holder(registers, &handovers),
            gaps: gaps(&handovers, duties.get(name).map(Vec::as_slice), period),
            items: items(&handovers, closed_by, |item| speakers.contains_key(&item)),
            handovers,
        };
        (name.to_owned(), watch)
    };
    names.into_iter().map(watch).collect()
}

fn handed_over<'a>(
    registers: &Registers,
    watch: &str,
    statement: &'a Statement,
    handover: &'a Handover,
    receipts: &[Understood],
) -> HandedOver<'a> {
    let (goes, comes) = (registers.resolve(&handover.from), registers.resolve(&handover.to));
    let (first, other) =
        if registers.resolve(statement.body.speaker()) == comes { (comes, goes) } else { (goes, comes) };
    let may_sign = |by: &str, said: Instant| {
        let speaks = |party: &str| by == party || registers.speaks_for(by, party, "any", said);
        by != first && (speaks(other) || speaks(watch))
    };
    let own = receipts.iter().filter(|(_, said, by, officer)| *officer == other && may_sign(by, *said));
    let signed = own.map(|(by, said, ..)| (*said, *by)).min();
    HandedOver {
        statement: statement.id,
        handover,
        other: other.to_owned(),
        signed: signed.map(|(said, by)| (by, said.max(handover.at))),
        out_of_line: None,
    }
}

/// One name, or two that speak for one party (N2).
fn same_side(registers: &Registers, a: &str, b: &str, at: Instant) -> bool {
    let sides = |name: &str| -> BTreeSet<Name> {
        let spoken = registers.speakers.iter().map(|entry| &entry.party).chain(&registers.parties);
        let resolved = spoken.map(|party| registers.resolve(party));
        resolved.filter(|party| registers.speaks_for(name, party, "any", at)).map(str::to_owned).collect()
    };
    a == b || sides(a).intersection(&sides(b)).next().is_some()
}

fn holder(registers: &Registers, handovers: &[HandedOver]) -> Holder {
    let Some(last) = handovers.last() else { return Holder::NotStated };
    let name = |name: &Name| registers.resolve(name).to_owned();
    let Handover { from, to, at: since, .. } = last.handover;
    let (since, handover) = (*since, last.statement);
    match last.signed {
        Some(_) => Holder::Has { officer: name(to), since, handover },
        None => {
            let unsigned_by = last.other.clone();
            Holder::Between { from: name(from), to: name(to), since, handover, unsigned_by }
        }
    }
}

/// A watch of which no duty is known is kept by hand-overs alone.
fn gaps(handovers: &[HandedOver], duties: Option<&[Interval]>, period: Interval) -> Vec<Gap> {
    let uncovered = duties.map_or_else(Spans::default, |own| Spans::of(own.iter().copied()).missing_of(period));
    let mut gaps: Vec<Gap> =
        uncovered.intervals().iter().map(|during| Gap { during: *during, kind: GapKind::NoDuty }).collect();
    // A signed hand-over ends what came before it, also where that was never signed.
    let mut passed = Instant::NEVER;
    for handed in handovers.iter().rev() {
        passed = handed.signed.map_or(passed, |(_, at)| at.min(passed));
        let during = Interval::new(handed.handover.at, passed).meet(period);
        if !during.is_empty() {
            gaps.push(Gap { during, kind: GapKind::Unsigned(handed.statement) });
        }
    }
    gaps.sort();
    gaps
}

fn items(
    handovers: &[HandedOver],
    closed_by: impl Fn(BodyId) -> Option<BodyId>,
    stands: impl Fn(BodyId) -> bool,
) -> Vec<OpenItem> {
    let mut items: Vec<OpenItem> = Vec::new();
    let mut index: BTreeMap<BodyId, usize> = BTreeMap::new();
    // The last hand-over that names an item, by its place in the order.
    let mut last: BTreeMap<BodyId, usize> = BTreeMap::new();
    for (at, handed) in handovers.iter().enumerate() {
        let named: BTreeSet<BodyId> = handed.handover.open.iter().copied().collect();
        for item in named {
            last.insert(item, at);
            let place = *index.entry(item).or_insert(items.len());
            match items.get_mut(place) {
                Some(known) => known.named += 1,
                None => items.push(OpenItem { item, first: handed.statement, named: 1, state: ItemState::Open }),
            }
        }
    }
    for item in &mut items {
        let next = handovers.get(last[&item.item] + 1);
        item.state = match (stands(item.item), closed_by(item.item), next) {
            (false, ..) => ItemState::Withdrawn,
            (true, Some(by), _) => ItemState::Closed { by },
            (true, None, Some(next)) => ItemState::LeftOut { by: next.statement },
            (true, None, None) => ItemState::Open,
        };
    }
    items
}
