//! Turns: what became of each notice, warning and halt, in the order in which it became known.
//!
//! ```text
//! statements, registers ─▶ `Course::of` ─▶ turns: said, over (withdrawn, closed), said again
//! ```
//!
//! Holds
//! - What follows later never changes earlier turns: a message that was passed on once is never another one later.
//! - Drills and what is none never touch; only the speaker of a notice or alert withdraws, replaces or closes it (N2).
//! - The order of statements within one second never matters.
//!
//! Not here: how a turn is written in a format (`cap`, `ics`, `whiteflag`), whether a window is over (time makes no turn).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{Alert, BodyId, Content, Notice, Stance, Statement, Step};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, KnownAt};

/// One turn of a notice or an alert.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Turn<'a> {
    /// The statement that is the notice or alert.
    pub of: &'a Statement,
    /// What that says.
    pub subject: Subject<'a>,
    /// The statement that turned it; for the first turn the notice or alert itself.
    pub by: &'a Statement,
    /// What happened.
    pub kind: TurnKind,
}

/// What turns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Subject<'a> {
    /// A notice.
    Notice(&'a Notice),
    /// A warning or a halt.
    Alert(&'a Alert),
}

impl<'a> Subject<'a> {
    /// The notice or alert that `statement` is.
    pub fn of(statement: &'a Statement) -> Option<Subject<'a>> {
        match &statement.body.content {
            Content::Notice(notice) => Some(Subject::Notice(notice)),
            Content::Alert(alert) => Some(Subject::Alert(alert)),
            _ => None,
        }
    }
}

/// What a turn is. They are ordered as they follow one another within a second: what ends comes before what begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum TurnKind {
    /// Its speaker withdrew it, or the import it came with was undone: it counts as never said.
    Withdrawn,
    /// Its speaker says that it is over; of a halt, it is lifted.
    Closed,
    /// It was said.
    Said,
    /// It stands again: what had withdrawn, closed or replaced it was itself taken back.
    Again,
}

/// The turns of all notices and alerts of a record.
#[derive(Clone, Debug)]
pub struct Course<'a> {
    /// In the order in which they became known.
    pub turns: Vec<Turn<'a>>,
    /// Which notice a notice replaces: one of the same speaker, and a drill only where it is one.
    replaces: BTreeMap<BodyId, BodyId>,
    /// The same the other way round, in the order in which they became known.
    replacers: BTreeMap<BodyId, Vec<BodyId>>,
}

impl<'a> Course<'a> {
    /// What `statements` say of notices and alerts. `registers` say who speaks for whom.
    pub fn of(statements: &[&'a Statement], registers: &Registers) -> Course<'a> {
        let mut all = statements.to_vec();
        all.sort_by_key(|statement| (statement.known(), statement.id));
        all.dedup_by_key(|statement| statement.id);
        let effects = Effects::of(&all, registers);
        let mut fold =
            Fold { effects: &effects, known: BTreeSet::new(), against: BTreeMap::new(), states: BTreeMap::new() };
        let mut turns = Vec::new();
        for second in all.chunk_by(|a, b| a.known() == b.known()) {
            fold.learn(second, &mut turns);
        }
        Course { turns, replaces: effects.replaces, replacers: effects.replacers }
    }

    /// The notices that `id` stands in the place of, oldest first.
    pub fn before(&self, id: BodyId) -> Vec<BodyId> {
        let mut line: Vec<BodyId> =
            std::iter::successors(self.replaces.get(&id), |id| self.replaces.get(id)).copied().collect();
        line.reverse();
        line
    }

    /// `id`, the notices in whose place it stands, and those that stood in its place.
    pub fn line(&self, id: BodyId) -> BTreeSet<BodyId> {
        let mut line: BTreeSet<BodyId> = self.before(id).into_iter().chain([id]).collect();
        let mut open = vec![id];
        while let Some(old) = open.pop() {
            let new = self.replacers.get(&old).into_iter().flatten();
            open.extend(new.filter(|new| line.insert(**new)));
        }
        line
    }

    /// The notice with which the line of `id` began. Of several that replace one notice the first goes on with its line, and
    /// each other begins one.
    pub fn began(&self, id: BodyId) -> BodyId {
        let mut id = id;
        while let Some(old) = self.replaces.get(&id).filter(|old| self.replacers[*old].first() == Some(&id)) {
            id = *old;
        }
        id
    }
}

/// What the statements do to one another, whatever stands of them.
struct Effects<'a> {
    subjects: BTreeMap<BodyId, (&'a Statement, Subject<'a>)>,
    /// What a withdrawal or an undoing takes back.
    targets: BTreeMap<BodyId, Vec<BodyId>>,
    takers: BTreeMap<BodyId, Vec<&'a Statement>>,
    /// Receipts that say of a notice or alert that it is over.
    closings: BTreeMap<BodyId, Vec<&'a Statement>>,
    closes: BTreeMap<BodyId, BodyId>,
    replaces: BTreeMap<BodyId, BodyId>,
    replacers: BTreeMap<BodyId, Vec<BodyId>>,
}

impl<'a> Effects<'a> {
    fn of(all: &[&'a Statement], registers: &Registers) -> Effects<'a> {
        let by_id: BTreeMap<BodyId, &Statement> = all.iter().map(|statement| (statement.id, *statement)).collect();
        let mut effects = Effects {
            subjects: BTreeMap::new(),
            targets: BTreeMap::new(),
            takers: BTreeMap::new(),
            closings: BTreeMap::new(),
            closes: BTreeMap::new(),
            replaces: BTreeMap::new(),
            replacers: BTreeMap::new(),
        };
        let mut batches: BTreeMap<BodyId, Vec<BodyId>> = BTreeMap::new();
        for statement in all {
            let touches = matches!(
                statement.body.content,
                Content::Notice(_)
                    | Content::Alert(_)
                    | Content::Receipt(_)
                    | Content::Reply(_)
                    | Content::BatchUndone(_)
            );
            if let (true, Some(batch)) = (touches, statement.accepted.batch) {
                batches.entry(batch).or_default().push(statement.id);
            }
        }
        for statement in all {
            if let Some(subject) = Subject::of(statement) {
                effects.subjects.insert(statement.id, (statement, subject));
            }
            let own = |of: &BodyId| by_id.get(of).copied().filter(|target| same_speaker(registers, statement, target));
            match &statement.body.content {
                Content::Notice(notice) => {
                    let old = notice
                        .replaces
                        .and_then(|old| own(&old))
                        .filter(|old| matches!(&old.body.content, Content::Notice(old) if old.drill == notice.drill));
                    if let Some(old) = old {
                        effects.replaces.insert(statement.id, old.id);
                        effects.replacers.entry(old.id).or_default().push(statement.id);
                    }
                }
                Content::Receipt(receipt) if receipt.step == Step::Closed => {
                    if let Some(of) = own(&receipt.of) {
                        effects.closes.insert(statement.id, of.id);
                        effects.closings.entry(of.id).or_default().push(statement);
                    }
                }
                Content::Reply(reply) if reply.stance == Stance::Withdraws => {
                    // Whose withdrawal counts is the rule of all statements (S4): its author's, by that name.
                    let outermost = by_id.get(&reply.to).and_then(|target| target.body.outermost());
                    let speaker = registers.resolve(statement.body.speaker());
                    if outermost.is_some_and(|name| registers.resolve(name) == speaker) {
                        effects.takes(statement, reply.to);
                    }
                }
                Content::BatchUndone(batch) => {
                    for taken in batches.get(batch).into_iter().flatten() {
                        effects.takes(statement, *taken);
                    }
                }
                _ => {}
            }
        }
        effects
    }

    fn takes(&mut self, taker: &'a Statement, target: BodyId) {
        self.targets.entry(taker.id).or_default().push(target);
        self.takers.entry(target).or_default().push(taker);
    }
}

/// One name, or two that speak for one party (N2).
pub(super) fn same_speaker(registers: &Registers, later: &Statement, earlier: &Statement) -> bool {
    let (a, b) = (later.body.speaker(), earlier.body.speaker());
    let speaks = |name: &str, party: &str, at: Instant| registers.speaks_for(name, party, "any", at);
    let parties = || registers.parties.iter().chain(registers.speakers.iter().map(|entry| &entry.party));
    registers.resolve(a) == registers.resolve(b)
        || parties().any(|party| speaks(a, party, later.said_at()) && speaks(b, party, earlier.said_at()))
}

/// Where a notice or an alert is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Standing,
    Replaced,
    Withdrawn,
    Closed,
}

/// The statements up to a second, and what stands of them.
struct Fold<'e, 'a> {
    effects: &'e Effects<'a>,
    known: BTreeSet<BodyId>,
    /// How many known takers of a statement stand.
    against: BTreeMap<BodyId, i64>,
    /// Of every notice and alert that stood once.
    states: BTreeMap<BodyId, State>,
}

impl<'a> Fold<'_, 'a> {
    /// Takes in what became known in one second.
    fn learn(&mut self, second: &[&'a Statement], turns: &mut Vec<Turn<'a>>) {
        let mut turned: BTreeSet<BodyId> = BTreeSet::new();
        for statement in second {
            self.known.insert(statement.id);
            if self.stands(statement.id) {
                turned.insert(statement.id);
                self.take(statement.id, &mut turned);
            }
        }
        let effects = self.effects;
        let mut touched: BTreeSet<(KnownAt, BodyId)> = BTreeSet::new();
        for id in turned {
            let subjects = [Some(&id), effects.closes.get(&id), effects.replaces.get(&id)];
            let subjects = subjects.into_iter().flatten().filter_map(|id| effects.subjects.get(id));
            touched.extend(subjects.map(|(subject, _)| (subject.known(), subject.id)));
        }
        let mut new: Vec<Turn<'a>> = Vec::new();
        for (_, id) in touched.into_iter().filter(|(_, id)| self.known.contains(id)) {
            let (of, subject) = effects.subjects[&id];
            let (state, cause) = self.state(id);
            let before = self.states.get(&id).copied();
            // What was taken back in the second in which it was said has never stood.
            if before == Some(state) || before.is_none() && state != State::Standing {
                continue;
            }
            self.states.insert(id, state);
            let turn = |kind, by| Turn { of, subject, by, kind };
            new.extend(match (before, state) {
                (None, _) => Some(turn(TurnKind::Said, of)),
                (Some(_), State::Standing) => {
                    // Whatever took something back in this second; of several, the one that is first by its id.
                    let takes = |by: &&&Statement| effects.targets.contains_key(&by.id);
                    second.iter().find(takes).map(|by| turn(TurnKind::Again, by))
                }
                (Some(State::Standing), State::Withdrawn) => cause.map(|by| turn(TurnKind::Withdrawn, by)),
                (Some(State::Standing), State::Closed) => cause.map(|by| turn(TurnKind::Closed, by)),
                // The notice in its place says so; and what is over is over, whatever else ends it.
                _ => None,
            });
        }
        new.sort_by_key(|turn| (turn.kind, turn.of.known(), turn.of.id));
        turns.extend(new);
    }

    fn stands(&self, id: BodyId) -> bool {
        self.known.contains(&id) && self.against.get(&id).is_none_or(|takers| *takers == 0)
    }

    /// `id` began to stand, or no longer does: so does, the other way round, what it takes back.
    fn take(&mut self, id: BodyId, turned: &mut BTreeSet<BodyId>) {
        let mut open = vec![(id, 1)];
        while let Some((taker, more)) = open.pop() {
            for target in self.effects.targets.get(&taker).into_iter().flatten() {
                let stood = self.stands(*target);
                *self.against.entry(*target).or_default() += more;
                if stood != self.stands(*target) {
                    turned.insert(*target);
                    open.push((*target, if stood { -1 } else { 1 }));
                }
            }
        }
    }

    /// The state of a known notice or alert, and the statement that ended it.
    fn state(&self, id: BodyId) -> (State, Option<&'a Statement>) {
        let standing = |statements: Option<&Vec<&'a Statement>>| {
            statements.into_iter().flatten().copied().find(|statement| self.stands(statement.id))
        };
        let replaced = || self.effects.replacers.get(&id).into_iter().flatten().any(|new| self.stands(*new));
        if !self.stands(id) {
            (State::Withdrawn, standing(self.effects.takers.get(&id)))
        } else if replaced() {
            (State::Replaced, None)
        } else if let Some(closing) = standing(self.effects.closings.get(&id)) {
            (State::Closed, Some(closing))
        } else {
            (State::Standing, None)
        }
    }
}
