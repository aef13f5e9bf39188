//! Where a recipient stands: silent, delivered to a machine, seen by a person, understood (N3).
//!
//! ```text
//! what was said, the receipts that speakers for the recipient signed, T ─▶ `Told` { standing, units, what is out of turn }
//! ```
//!
//! Holds
//! - Every step carries the statement that attests it; nothing but such a statement takes a recipient further.
//! - Silence is a state with an age. It is never consent, and no time alone leaves it.
//! - A standing never falls, unless who signed a receipt withdraws it.
//!
//! Not here: the comparison of positions (`read_back`), objections (`notice`), halts (`alert`).

use record::statement::{Mark, Step};
use record::vocabulary::Kleene;
use record::vocabulary::place::Place;
use record::vocabulary::time::Instant;

use crate::book::{Book, Said, View};
use crate::read_back::{self, Comparison};
use crate::when::{When, seconds};
use record::statement::{BodyId, OnBehalf};

/// A statement that attests something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Attested<'a> {
    /// Its id.
    pub id: BodyId,
    /// Who says so.
    pub speaker: &'a str,
    /// When.
    pub when: When,
    /// By whose word and how, where somebody else entered it for the speaker.
    pub entered: Option<&'a OnBehalf>,
}

/// A named person, with the statement that attests what the person did.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Person<'a> {
    /// Who.
    pub officer: &'a str,
    /// By which statement.
    pub by: Attested<'a>,
}

/// A machine of the recipient's that has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Delivery<'a> {
    /// Which.
    pub system: &'a str,
    /// By which statement.
    pub by: Attested<'a>,
}

/// How far it has reached a recipient.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing<'a> {
    /// Nothing came back. It says nothing of what the recipient thinks.
    Silent {
        /// Since it came in.
        since: Instant,
        /// For how long, in seconds.
        for_s: u64,
    },
    /// A machine has it; nobody need have looked.
    Delivered(Delivery<'a>),
    /// A person has seen it.
    Seen {
        /// Who, first.
        person: Person<'a>,
        /// Whether it was delivered to a machine.
        delivered: Option<Delivery<'a>>,
    },
    /// A person has understood it and, where there is a position to read back, one was read back that does not differ.
    Understood {
        /// Who, first.
        person: Person<'a>,
        /// Who saw it first.
        seen: Person<'a>,
        /// The read-back, where there was a position.
        read_back: Option<BodyId>,
        /// Whether it was delivered to a machine.
        delivered: Option<Delivery<'a>>,
    },
}

impl<'a> Standing<'a> {
    /// Whether no person has been reached.
    pub fn is_unanswered(&self) -> bool {
        self.person().is_none()
    }
    /// The person who saw it first.
    pub fn person(&self) -> Option<Person<'a>> {
        match self {
            Standing::Silent { .. } | Standing::Delivered(_) => None,
            Standing::Seen { person, .. } => Some(*person),
            Standing::Understood { seen, .. } => Some(*seen),
        }
    }
    /// The machine that has it.
    pub fn delivered(&self) -> Option<Delivery<'a>> {
        match self {
            Standing::Silent { .. } => None,
            Standing::Delivered(delivery) => Some(*delivery),
            Standing::Seen { delivered, .. } | Standing::Understood { delivered, .. } => *delivered,
        }
    }
    /// 0 silent, 1 delivered, 2 seen, 3 understood: it never falls.
    pub fn step(&self) -> u8 {
        match self {
            Standing::Silent { .. } => 0,
            Standing::Delivered(_) => 1,
            Standing::Seen { .. } => 2,
            Standing::Understood { .. } => 3,
        }
    }
}

/// What was said back, and whether it is the same place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReadBack<'a> {
    /// Who read it back.
    pub person: Person<'a>,
    /// Where the receiver has it.
    pub place: &'a Place,
    /// The same in words.
    pub marks: &'a [Mark],
    /// Held against what was meant.
    pub comparison: Comparison<'a>,
}

/// A unit or command of the recipient's.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Unit<'a> {
    /// Its name.
    pub name: &'a str,
    /// What is known of it.
    pub has_it: UnitStanding<'a>,
}

/// What is known of a unit.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnitStanding<'a> {
    /// It was passed to the unit, and the unit attests nothing.
    Passed {
        /// Who says that it was passed.
        passed: Attested<'a>,
    },
    /// It is attested that the unit has it.
    Holds {
        /// Who says that it was passed, where anybody does.
        passed: Option<Attested<'a>>,
        /// Who attests that the unit has it.
        by: Attested<'a>,
    },
}

/// What came back from one recipient.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Told<'a> {
    /// Who.
    pub recipient: &'a str,
    /// How far it has reached it.
    pub standing: Standing<'a>,
    /// Every read-back, in order.
    pub read_backs: Vec<ReadBack<'a>>,
    /// Receipts *understood* before anything was read back that does not differ.
    pub out_of_turn: Vec<Person<'a>>,
    /// Units that it was passed to, and those that have it, by name.
    pub units: Vec<Unit<'a>>,
}

/// Somebody who was not told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NotTold<'a> {
    /// A recipient of whom no person was reached.
    Recipient(&'a str),
    /// A unit that attests nothing.
    Unit {
        /// Of which recipient.
        of: &'a str,
        /// Which.
        unit: &'a str,
    },
}

impl<'a> Told<'a> {
    /// The recipient where no person was reached, and each unit that was passed it and attests nothing.
    pub fn not_told(&self) -> impl Iterator<Item = NotTold<'a>> {
        let recipient = self.standing.is_unanswered().then_some(NotTold::Recipient(self.recipient));
        let passed = self.units.iter().filter(|unit| matches!(unit.has_it, UnitStanding::Passed { .. }));
        recipient.into_iter().chain(passed.map(|unit| NotTold::Unit { of: self.recipient, unit: unit.name }))
    }
}

impl<'a> Said<'a> {
    pub(crate) fn attested(&self) -> Attested<'a> {
        Attested {
            id: self.id(),
            speaker: self.speaker(),
            when: self.when,
            entered: self.statement.body.on_behalf.as_ref(),
        }
    }
}

/// The recipients by their resolved names, each once, as they were named.
pub(crate) fn recipients<'a>(book: &Book<'a>, to: &'a [String]) -> Vec<&'a str> {
    let mut all = Vec::new();
    for name in to.iter().map(|name| book.registers.resolve(name)) {
        if !all.contains(&name) {
            all.push(name);
        }
    }
    all
}

/// The officer whom a step names as having looked.
pub(crate) fn officer(step: &Step) -> Option<&str> {
    match step {
        Step::Seen { officer } | Step::ReadBack { officer, .. } | Step::Understood { officer } => Some(officer),
        _ => None,
    }
}

/// Where `recipient` stands with `subject`, whose position is at `position`.
pub(crate) fn tell<'a>(
    book: &Book<'a>,
    subject: &Said<'a>,
    recipient: &'a str,
    position: Option<&'a Place>,
    view: View,
) -> Told<'a> {
    let mut own: Vec<_> =
        book.receipts(subject.id(), view).filter(|(said, _)| said.voices.contains(&recipient)).collect();
    own.sort_by_key(|(said, _)| said.order());

    let mut read_backs = Vec::new();
    let mut understood = Vec::new();
    let (mut delivered, mut seen) = (None, None);
    for (said, receipt) in &own {
        let by = said.attested();
        if let Some(officer) = officer(&receipt.step) {
            seen.get_or_insert(Person { officer, by });
        }
        match &receipt.step {
            Step::Delivered { system } => drop(delivered.get_or_insert(Delivery { system, by })),
            Step::ReadBack { officer, place, marks } => {
                let comparison = match position {
                    Some(meant) => read_back::compare(meant, place, marks, book.registers),
                    None => Comparison::NotMeasurable,
                };
                read_backs.push(ReadBack { person: Person { officer, by }, place, marks, comparison });
            }
            Step::Understood { officer } => understood.push(Person { officer, by }),
            _ => {}
        }
    }
    let has_position = position.is_some_and(|place| read_back::is_measurable(place, book.registers));
    // Of two in one second neither came before the other: the read-back counts as the earlier.
    let before = |person: &Person| {
        let agreeing = read_backs.iter().filter(|back| back.comparison.agrees());
        agreeing.map(|back| back.person.by).find(|back| back.when.last <= person.by.when.last)
    };
    let in_turn = understood.iter().find(|person| !has_position || before(person).is_some()).copied();
    let standing = match (in_turn, seen, delivered) {
        (Some(person), Some(seen), delivered) => {
            let read_back = before(&person).filter(|_| has_position).map(|back| back.id);
            Standing::Understood { person, seen, read_back, delivered }
        }
        (_, Some(person), delivered) => Standing::Seen { person, delivered },
        (_, None, Some(delivery)) => Standing::Delivered(delivery),
        (_, None, None) => {
            let since = subject.when.last;
            Standing::Silent { since, for_s: seconds(since, view.at) }
        }
    };
    let out_of_turn = understood.iter().filter(|person| has_position && before(person).is_none()).copied().collect();
    Told { recipient, standing, read_backs, out_of_turn, units: units(book, subject, recipient, view) }
}

fn units<'a>(book: &Book<'a>, subject: &Said<'a>, recipient: &'a str, view: View) -> Vec<Unit<'a>> {
    let mut receipts: Vec<_> = book.receipts(subject.id(), view).collect();
    receipts.sort_by_key(|(said, _)| said.order());
    let by_recipient = |said: &Said| said.voices.contains(&recipient);
    let mut passed: Vec<(&'a str, Attested<'a>)> = Vec::new();
    for (said, receipt) in receipts.iter().filter(|(said, _)| by_recipient(said)) {
        if let Step::Passed { unit } = &receipt.step {
            passed.push((book.registers.resolve(unit), said.attested()));
        }
    }
    let mut held: Vec<(&'a str, Attested<'a>)> = Vec::new();
    for (said, receipt) in &receipts {
        let Step::Held { unit } = &receipt.step else { continue };
        let unit = book.registers.resolve(unit);
        // A unit signs for itself where it is the recipient's: it was passed it, or belongs there.
        let itself = || {
            let member = || book.registers.member(unit, recipient, said.known()) == Kleene::Must;
            said.voices.contains(&unit) && (passed.iter().any(|(name, _)| *name == unit) || member())
        };
        if by_recipient(said) || itself() {
            held.push((unit, said.attested()));
        }
    }
    let first = |all: &[(&'a str, Attested<'a>)], name| all.iter().find(|(unit, _)| *unit == name).map(|(_, by)| *by);
    let mut names: Vec<&str> = passed.iter().chain(&held).map(|(unit, _)| *unit).collect();
    names.sort_unstable();
    names.dedup();
    let unit = |name| {
        let has_it = match (first(&passed, name), first(&held, name)) {
            (passed, Some(by)) => UnitStanding::Holds { passed, by },
            (Some(passed), None) => UnitStanding::Passed { passed },
            (None, None) => return None,
        };
        Some(Unit { name, has_it })
    };
    names.into_iter().filter_map(unit).collect()
}
