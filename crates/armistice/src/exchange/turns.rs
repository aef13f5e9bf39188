//! Turns: what became of each notice, warning and halt, in the order in which it became known.
//!
//! ```text
//! statements, registers ─▶ `Course::of` ─▶ turns: said, over (withdrawn, closed, replaced), said again
//! ```
//!
//! Holds
//! - What follows later never changes earlier turns: a message that was passed on once is never another one later.
//! - Drills and what is none never touch; only the speaker of a notice or alert withdraws, replaces or closes it (N2).
//! - The order of statements within one second never matters.
//!
//! Not here: how a turn is written in a format (`cap`, `ics`, `whiteflag`), whether a window is over (time makes no turn).

use std::collections::{BTreeMap, BTreeSet};

use channel::same_speaker;
use record::statement::{Alert, BodyId, Content, Notice, Stance, Statement, Step};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::KnownAt;

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
    /// Who speaks for its speaker withdrew it, or the import it came with was undone: it counts as never said.
    Withdrawn,
    /// Its speaker says that it is over; of a halt, it is lifted.
    Closed,
    /// Another notice of its speaker stands in its place.
    Replaced,
    /// It was said.
    Said,
    /// It stands again: what had withdrawn, closed or replaced it was itself taken back.
    Again,
}

impl TurnKind {
    /// Whether it does not stand from then on.
    pub fn ends(self) -> bool {
        matches!(self, TurnKind::Withdrawn | TurnKind::Closed | TurnKind::Replaced)
    }
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

    /// The notice that `id` replaces.
    pub fn replaced(&self, id: BodyId) -> Option<BodyId> {
        self.replaces.get(&id).copied()
    }

    /// The turns that a reader of single messages has to be told: not that a notice is replaced where the one in its place is
    /// said in the same second, and says so itself.
    pub fn told(&self) -> impl Iterator<Item = &Turn<'a>> {
        let stands = |turn: &&Turn<'_>| matches!(turn.kind, TurnKind::Said | TurnKind::Again);
        let told: BTreeSet<_> = self.turns.iter().filter(stands).map(|turn| (turn.by.known(), turn.of.id)).collect();
        self.turns.iter().filter(move |turn| {
            let new = self.replacers.get(&turn.of.id).into_iter().flatten();
            turn.kind != TurnKind::Replaced || !new.into_iter().any(|new| told.contains(&(turn.by.known(), *new)))
        })
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
                    // What goes through the channel is taken back by who speaks for its speaker (N2), the rest by its author (S4).
                    let may = by_id.get(&reply.to).is_some_and(|target| match &target.body.content {
                        Content::Notice(_) | Content::Alert(_) | Content::Receipt(_) => {
                            same_speaker(registers, statement, target)
                        }
                        _ => {
                            let speaker = registers.resolve(statement.body.speaker());
                            target.body.outermost().is_some_and(|name| registers.resolve(name) == speaker)
                        }
                    });
                    if may {
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
            let kind = match (before, state) {
                (None, _) => TurnKind::Said,
                (Some(_), State::Standing) => TurnKind::Again,
                (Some(State::Standing), State::Withdrawn) => TurnKind::Withdrawn,
                (Some(State::Standing), State::Closed) => TurnKind::Closed,
                (Some(State::Standing), State::Replaced) => TurnKind::Replaced,
                // What is over is over, whatever else ends it.
                _ => continue,
            };
            // What did it became known in this second: itself, what ended it, or what took something back.
            let now = |by: &&Statement| by.known() == second[0].known();
            let takes = |by: &&&Statement| effects.targets.contains_key(&by.id);
            let by = if kind == TurnKind::Said { Some(of) } else { cause.filter(now) };
            let by = by.or_else(|| second.iter().find(takes).copied()).unwrap_or(of);
            new.push(Turn { of, subject, by, kind });
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
        let replacing = || self.effects.replacers.get(&id).into_iter().flatten().find(|new| self.stands(**new));
        if !self.stands(id) {
            (State::Withdrawn, standing(self.effects.takers.get(&id)))
        } else if let Some(new) = replacing() {
            (State::Replaced, Some(self.effects.subjects[new].0))
        } else if let Some(closing) = standing(self.effects.closings.get(&id)) {
            (State::Closed, Some(closing))
        } else {
            (State::Standing, None)
        }
    }
}
