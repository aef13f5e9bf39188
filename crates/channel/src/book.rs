//! What was said through the channel by K: when, for whom, what answers what, and what was taken back.
//!
//! ```text
//! statements, what stands at K ─▶ `Book` { each with its instants, its voices, whether it was taken back } ─▶ the folds
//! ```
//!
//! Holds
//! - The order of the slice never matters; a statement that is known after K is not in the book.
//! - What was withdrawn counts until the instant of the withdrawal and as never said from then on: nobody can unsay
//!   afterwards that it had been told.
//!
//! Not here: what state any of it makes (`notice`, `alert`, `roster`, …).

use std::collections::{BTreeMap, BTreeSet};

use record::live::Knowledge;
use record::statement::{BodyId, Content, Receipt, Stance, Statement, Step};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{EventTime, Instant, Interval};

use crate::speak;
use crate::when::When;

/// The moment asked about: what has happened by `at`, of what was known by `known`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View {
    pub at: Instant,
    pub known: Instant,
}

/// What statements are looked for by.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Kind {
    Notice,
    Alert,
    /// Receipts and escalations: found by what they answer.
    Answer,
    Ladder,
    Duty,
    Call,
    Question,
}

/// One statement of the channel.
#[derive(Clone, Debug)]
pub(crate) struct Said<'a> {
    pub statement: &'a Statement,
    /// When it was said; a notice, a warning, a halt and a question, when they came in.
    pub when: When,
    /// For whom its speaker speaks.
    pub voices: Vec<&'a str>,
    pub taken_back: Option<TakenBack>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct TakenBack {
    pub at: Instant,
    pub by: BodyId,
    /// By a reply of its speaker; else its batch was undone.
    pub withdrawn: bool,
}

impl<'a> Said<'a> {
    pub fn id(&self) -> BodyId {
        self.statement.id
    }
    pub fn known(&self) -> Instant {
        self.statement.known().0
    }
    pub fn speaker(&self) -> &'a str {
        self.statement.body.speaker()
    }
    /// Whether it is known, has certainly been said, and was not taken back.
    pub fn counts(&self, view: View) -> bool {
        self.when.was_by(view.at) && self.stands(view)
    }
    /// Whether it is known and was not taken back; it need not have been said.
    pub fn stands(&self, view: View) -> bool {
        self.known() <= view.known && self.taken_back.is_none_or(|back| view.at < back.at)
    }
    /// By when it was said, then by when it was known: the same order on every machine.
    pub fn order(&self) -> (Instant, Instant, BodyId) {
        (self.when.last, self.known(), self.id())
    }
    pub fn receipt(&self) -> Option<&'a Receipt> {
        match &self.statement.body.content {
            Content::Receipt(receipt) => Some(receipt),
            _ => None,
        }
    }
    pub fn is_drill(&self) -> bool {
        match &self.statement.body.content {
            Content::Notice(notice) => notice.drill,
            Content::Alert(alert) => alert.drill,
            _ => false,
        }
    }
}

/// Everything said through the channel by K.
#[derive(Clone, Debug)]
pub(crate) struct Book<'a> {
    pub registers: &'a Registers,
    pub known: Instant,
    said: BTreeMap<BodyId, Said<'a>>,
    kinds: BTreeMap<Kind, Vec<BodyId>>,
    /// By what they answer.
    answers: BTreeMap<BodyId, Vec<BodyId>>,
}

impl<'a> Book<'a> {
    pub fn new(statements: &'a [Statement], knowledge: &'a Knowledge<'a>) -> Book<'a> {
        let registers = &knowledge.registers;
        let all: BTreeMap<BodyId, &Statement> = statements
            .iter()
            .filter(|statement| statement.known() <= knowledge.known && kind(&statement.body.content).is_some())
            .map(|statement| (statement.id, statement))
            .collect();
        let takers = Takers::of(knowledge);
        let whens = whens(&all);
        let mut said = BTreeMap::new();
        let mut answers: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        let mut kinds: BTreeMap<Kind, Vec<BodyId>> = BTreeMap::new();
        for (id, statement) in all {
            let voices = speak::voices(registers, statement.body.speaker(), statement.known().0);
            let taken_back = takers.of_statement(registers, statement, &voices);
            if taken_back.is_none() && !takers.live.contains(&id) {
                continue;
            }
            if let Some(answered) = answered(&statement.body.content) {
                answers.entry(answered).or_default().push(id);
            }
            if let Some(kind) = kind(&statement.body.content) {
                kinds.entry(kind).or_default().push(id);
            }
            said.insert(id, Said { statement, when: whens[&id], voices, taken_back });
        }
        Book { registers, known: knowledge.known.0, said, kinds, answers }
    }

    pub fn get(&self, id: BodyId) -> Option<&Said<'a>> {
        self.said.get(&id)
    }
    /// Everything of one kind, by id.
    pub fn of(&self, kind: Kind) -> impl Iterator<Item = &Said<'a>> {
        self.kinds.get(&kind).into_iter().flatten().map(|id| &self.said[id])
    }
    /// What names this statement as what it answers.
    pub fn answering(&self, id: BodyId) -> impl Iterator<Item = &Said<'a>> {
        self.answers.get(&id).into_iter().flatten().map(|id| &self.said[id])
    }
    /// The receipts of this statement that count.
    pub fn receipts(&self, id: BodyId, view: View) -> impl Iterator<Item = (&Said<'a>, &'a Receipt)> {
        self.answering(id).filter(move |said| said.counts(view)).filter_map(|said| Some((said, said.receipt()?)))
    }
    /// The first receipt by which its own speaker says that it is over.
    pub fn closing(&self, of: &Said<'a>, view: View) -> Option<&Said<'a>> {
        let own = self.receipts(of.id(), view).filter(|(said, _)| speak::same(&said.voices, &of.voices));
        own.filter(|(_, receipt)| receipt.step == Step::Closed).map(|(said, _)| said).min_by_key(|said| said.order())
    }
    /// When what a statement says took effect, between the same bounds as the statement itself.
    pub fn effect(&self, said: &Said<'a>, time: &EventTime) -> When {
        let content = &said.statement.body.content;
        let earliest = answered(content).and_then(|id| self.get(id)).map(|said| said.when.first);
        When::between(time.began, earliest, said.known(), said.statement.accepted.history)
    }
}

/// The kind of a statement; `None` where it is none of the channel's.
fn kind(content: &Content) -> Option<Kind> {
    Some(match content {
        Content::Notice(_) => Kind::Notice,
        Content::Alert(_) => Kind::Alert,
        Content::Receipt(_) | Content::Escalation(_) => Kind::Answer,
        Content::Ladder(_) => Kind::Ladder,
        Content::Duty(_) => Kind::Duty,
        Content::Call(_) => Kind::Call,
        Content::AreaQuestion(_) => Kind::Question,
        _ => return None,
    })
}

/// What a statement answers: it was not said before.
fn answered(content: &Content) -> Option<BodyId> {
    match content {
        Content::Receipt(receipt) => Some(receipt.of),
        Content::Escalation(escalation) => Some(escalation.of),
        Content::Alert(alert) => alert.on,
        Content::Notice(notice) => notice.replaces,
        Content::Call(call) => call.same_as,
        _ => None,
    }
}

/// The instants of every statement, each after those of what it answers.
fn whens(all: &BTreeMap<BodyId, &Statement>) -> BTreeMap<BodyId, When> {
    let mut whens: BTreeMap<BodyId, When> = BTreeMap::new();
    let mut entered = BTreeSet::new();
    for id in all.keys() {
        let mut open = vec![*id];
        while let Some(&top) = open.last() {
            let statement = all[&top];
            let earlier = answered(&statement.body.content).filter(|id| all.contains_key(id));
            // Statements point back. Where bytes that nobody can make claimed a circle, it would bound nothing.
            if entered.insert(top) {
                open.extend(earlier.filter(|id| !entered.contains(id)));
                continue;
            }
            open.pop();
            let earliest = earlier.and_then(|id| whens.get(&id)).map(|when| when.first);
            whens.entry(top).or_insert_with(|| when(statement, earliest));
        }
    }
    whens
}

fn when(statement: &Statement, earliest: Option<Instant>) -> When {
    let (known, history) = (statement.known().0, statement.accepted.history);
    match statement.body.content {
        // They are there for others from when they came in, whatever their author's clock says.
        Content::Notice(_) | Content::Alert(_) | Content::AreaQuestion(_) if !history => When::exactly(known),
        _ => When::between(Interval::instant(statement.said_at()), earliest, known, history),
    }
}

/// What stands and could take others back.
struct Takers<'a> {
    live: BTreeSet<BodyId>,
    withdrawals: BTreeMap<BodyId, Vec<&'a Statement>>,
    undone: BTreeMap<BodyId, &'a Statement>,
}

impl<'a> Takers<'a> {
    fn of(knowledge: &Knowledge<'a>) -> Takers<'a> {
        let mut takers = Takers { live: BTreeSet::new(), withdrawals: BTreeMap::new(), undone: BTreeMap::new() };
        for live in &knowledge.live {
            match &live.statement.body.content {
                Content::Reply(reply) if reply.stance == Stance::Withdraws => {
                    takers.withdrawals.entry(reply.to).or_default().push(live.statement);
                }
                // Live statements come in the order of their known-at: the first undoing counts.
                Content::BatchUndone(batch) => drop(takers.undone.entry(*batch).or_insert(live.statement)),
                content if kind(content).is_some() => drop(takers.live.insert(live.statement.id)),
                _ => {}
            }
        }
        takers
    }

    /// The first that takes this statement back.
    fn of_statement(&self, registers: &Registers, statement: &Statement, voices: &[&str]) -> Option<TakenBack> {
        let withdrawals = self
            .withdrawals
            .get(&statement.id)
            .into_iter()
            .flatten()
            .filter(|reply| speak::same(voices, &speak::voices(registers, reply.body.speaker(), reply.known().0)));
        let undone = statement.accepted.batch.and_then(|batch| self.undone.get(&batch));
        let taken = |withdrawn| {
            move |by: &&Statement| {
                // In a batch of history nothing says when it came in but what it states itself.
                let at = if by.accepted.history { by.said_at() } else { by.known().0 };
                TakenBack { at, by: by.id, withdrawn }
            }
        };
        withdrawals.map(taken(true)).chain(undone.map(taken(false))).min()
    }
}
