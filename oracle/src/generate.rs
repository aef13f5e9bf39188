//! Random histories from one seed: an agreement, a small record, and moments to ask.
//!
//! Holds
//! - The same seed gives the same history on every machine; nothing but the seed decides.
//! - The tree is a checked one: every name it uses is declared, every index is in range.
//! - A statement is known later than the statements it points to.
//! - Histories are small: few incidents can break, and at most two sets of possible instants are long (two more of deeds and
//!   the like), so that brute force over placements is feasible.
//! - Half of them have obligations and what belongs to them, one in three amendments and exits, one in three patterns, one in
//!   five a clock for each pair, one in four articles that ask about states, one in six an exit that releases somebody; the others are drawn as if the language had none.
//!
//! Not here: comparing answers (the tests of `situation` do), shrinking.

mod clauses;
mod incidents;
mod acts;
mod duties;
mod changes;
mod patterns;
mod pairs;
mod states;
mod rename;
mod show;

use agreement::tree::{Step, *};
use record::statement::*;
use record::vocabulary::Name;
use record::vocabulary::counts::{Category, Count, CountScope, Measure, Population};
use record::vocabulary::facts::Attribution;
use record::vocabulary::moment::{Accepts, Moment as At, Perspective};
use record::vocabulary::place::{Area, Place, Point, Polygon};
use record::vocabulary::registers::{MembershipKind, ZoneGeometry};
use record::vocabulary::sources::{Chain, Grade, Origin};
use record::vocabulary::standards::{Alternative, FindingWord, Standard, StandardChain};
use record::vocabulary::time::{EventTime, Instant, Interval, KnownAt, Precision, Zone};

pub use rename::swap_parties;
pub use show::describe;

/// One history and the moments at which it is asked.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The agreement.
    pub tree: Tree,
    /// The record, in order of arrival, which is not the order of known-at.
    pub statements: Vec<Statement>,
    /// When, known until when, by whom.
    pub moments: Vec<At>,
}

/// Splitmix64: the next number is a mixed counter.
struct Random(u64);

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mixed(self.0)
    }
    /// One of `0..n`.
    fn below(&mut self, n: i64) -> i64 {
        (self.next() % n as u64) as i64
    }
    /// One of `from..=to`.
    fn range(&mut self, from: i64, to: i64) -> i64 {
        from + self.below(to - from + 1)
    }
    fn chance(&mut self, percent: i64) -> bool {
        self.below(100) < percent
    }
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as i64) as usize].clone()
    }
    fn name(&mut self, from: &[&str]) -> Name {
        self.pick(from).to_owned()
    }
}

fn names(list: &[&str]) -> Vec<Name> {
    list.iter().map(|name| (*name).to_owned()).collect()
}
fn cited() -> Cited {
    Cited { paragraph: "1".to_owned(), provenance: Provenance::Reconstruction }
}

/// A history under construction.
struct Draft {
    random: Random,
    /// Clocks of 5-20 seconds, else of 2-4 days.
    seconds: bool,
    zone: Zone,
    /// Day D.
    start: Instant,
    /// How long the history is after D, in units.
    units: i64,
    /// How many long sets of possible instants may still be made.
    long_sets: i64,
    /// The same for deeds, triggers, failures and steps.
    long_deeds: i64,
    features: Features,
    statements: Vec<Statement>,
    /// Makes the order of ids differ between histories.
    salt: u64,
    /// Whether the report being made is a plain one: a party shells another inside the zone, well graded.
    plain: bool,
    /// Batch of what is said next.
    batch: Option<BodyId>,
    /// Interesting instants, for moments.
    instants: Vec<Instant>,
    /// Reports entered: id, known-at, incident number, whether it happened.
    entered: Vec<(BodyId, Instant, usize, bool)>,
}

/// Which parts of the language this history uses; each is plain where it is off.
struct Features {
    zones: bool,
    regime: bool,
    coverage: bool,
    severity: bool,
    exceptions: bool,
    members: bool,
    sources: bool,
    replies: bool,
    findings: bool,
    against: bool,
    linking: bool,
    batches: bool,
    vague: bool,
    obligations: bool,
    changes: bool,
}

/// The history of one seed.
pub fn history(seed: u64) -> Case {
    let mut random = Random(mixed(seed ^ 0x00a5_1571_ce00));
    let seconds = random.chance(60);
    let zone = Zone::named(random.pick(&["Europe/Athens", "Asia/Damascus", "UTC"])).expect("a zone of the zone data");
    // 28 March 2030 06:00 UTC: three days before the clocks change in Athens; or an instant near local midnight.
    let base = Instant(1_900_908_000 + random.pick(&[0, 0, 3_600 * 16, -86_400 * 20]));
    let start = if random.chance(25) { zone.day_of(base).from } else { base };
    let on = |random: &mut Random| random.chance(35);
    let features = Features {
        zones: on(&mut random),
        regime: on(&mut random),
        coverage: !seconds && on(&mut random),
        severity: on(&mut random),
        exceptions: random.chance(50),
        members: on(&mut random),
        sources: on(&mut random),
        replies: on(&mut random),
        findings: on(&mut random),
        against: random.chance(50),
        linking: on(&mut random),
        batches: random.chance(15),
        vague: random.chance(50),
        // Not drawn from the same numbers, so that the others stay as they are.
        obligations: mixed(seed ^ 0x0000_0b11_6ed0).is_multiple_of(2),
        changes: mixed(seed ^ 0x0000_a3e7_d000).is_multiple_of(3),
    };
    let units = if seconds { 40 } else { 8 * 24 };
    let mut draft = Draft {
        random,
        seconds,
        zone,
        start,
        units,
        long_sets: 2,
        long_deeds: 2,
        features,
        statements: Vec::new(),
        salt: mixed(seed),
        plain: false,
        batch: None,
        instants: vec![start],
        entered: Vec::new(),
    };
    let mut tree = draft.tree();
    draft.registers(&tree);
    draft.incidents();
    draft.linking();
    draft.replies();
    draft.findings();
    draft.decisions(&tree);
    draft.renewals(&tree);
    draft.coverage(&tree);
    draft.undo_a_batch();
    draft.said_of_duties(&tree);
    draft.with_pairs(&mut tree, seed);
    draft.with_states(&mut tree, seed);
    draft.with_changes(&mut tree, seed);
    draft.with_releases(&mut tree, seed);
    let moments = draft.moments(&tree);
    draft.with_patterns(&mut tree, seed);
    let case = Case { tree, statements: draft.statements, moments };
    shuffle(&case, seed)
}

/// The same history in another order of arrival; every known-at stays.
pub fn shuffle(case: &Case, seed: u64) -> Case {
    let mut random = Random(seed);
    let mut shuffled = case.clone();
    for last in (1..shuffled.statements.len()).rev() {
        shuffled.statements.swap(last, random.below(last as i64 + 1) as usize);
    }
    shuffled
}

impl Draft {
    // ---- Instants ----

    /// So many units: seconds, or hours on the scale of days.
    fn unit(&self) -> i64 {
        if self.seconds { 1 } else { 3_600 }
    }
    /// An instant at or after D; often one that matters already, or a second beside it.
    fn instant(&mut self) -> Instant {
        if self.random.chance(15) {
            let near = self.random.pick(&self.instants.clone());
            return near.plus(self.random.range(-1, 1));
        }
        let units = self.random.range(-2, self.units);
        self.start.plus(units * self.unit())
    }
    /// A length of `from..=to` seconds, or on the scale of days of as many quarters of a day.
    fn length(&mut self, from: i64, to: i64) -> i64 {
        self.random.range(from, to) * if self.seconds { 1 } else { 6 * 3_600 }
    }
    /// A later instant, soon.
    fn soon_after(&mut self, at: Instant) -> Instant {
        let units = self.random.range(1, 6);
        at.plus(units * self.unit())
    }
    /// When something that happened at `at` becomes known: mostly soon, sometimes long after.
    fn known_after(&mut self, at: Instant) -> Instant {
        if self.random.chance(20) {
            let late = self.random.range(1, self.units);
            at.plus(late * self.unit())
        } else if self.random.chance(20) {
            at
        } else {
            self.soon_after(at)
        }
    }
    fn early(&self) -> Instant {
        self.start.plus(-10 * self.unit())
    }
    /// An interval for a register entry: mostly always, else from or until an instant that matters.
    fn during(&mut self) -> Interval {
        if self.random.chance(55) {
            return Interval::ALWAYS;
        }
        let at = self.instant();
        self.instants.push(at);
        match self.random.below(3) {
            0 => Interval::new(Instant::EVER, at),
            1 => Interval::new(at, Instant::NEVER),
            _ => Interval::new(at, at.plus(self.length(2, 12))),
        }
    }

    // ---- Saying ----

    fn say(&mut self, known: Instant, author: &str, content: Content) -> BodyId {
        self.say_at(known, None, author, None, content)
    }
    fn say_at(
        &mut self,
        known: Instant,
        said_at: Option<Instant>,
        author: &str,
        on_behalf: Option<OnBehalf>,
        content: Content,
    ) -> BodyId {
        let mut id = [0; 32];
        for (at, part) in id.chunks_mut(8).enumerate() {
            let number = self.statements.len() as u64 * 4 + at as u64;
            part.copy_from_slice(&mixed(number ^ self.salt).to_be_bytes());
        }
        let body = Body { author: author.to_owned(), said_at, on_behalf, cited: None, content };
        let accepted = Acceptance { known: KnownAt(known), history: false, received: None, batch: self.batch };
        self.statements.push(Statement { id: BodyId(id), body, accepted });
        BodyId(id)
    }

    // ---- Moments ----

    fn moments(&mut self, tree: &Tree) -> Vec<At> {
        let length = match tree.clocks[0].length {
            Length::Elapsed(n) => n,
            Length::Calendar { days, .. } => days * 86_400,
        };
        let happened: Vec<Instant> =
            self.instants.iter().flat_map(|at| [*at, *at, at.plus(length), at.plus(-1)]).collect();
        let knowns: Vec<Instant> = self.statements.iter().map(|x| x.known().0).collect();
        let end = self.start.plus((self.units + 10) * self.unit());
        // Before coverage is known, every day would be left open: too many placements for brute force.
        let left_open = tree.clocks.iter().any(|clock| clock.unobserved == Unobserved::LeaveOpen);
        let earliest = if left_open { self.early() } else { Instant::EVER };
        let mut moments = Vec::new();
        for number in 0..5 {
            let happened = match self.random.below(4) {
                0 => end,
                1 => self.instant(),
                _ => self.random.pick(&happened),
            };
            let known = match self.random.below(4) {
                0 => end,
                1 => happened,
                2 => self.random.pick(&knowns),
                _ => self.random.pick(&knowns).plus(-1),
            };
            moments.push(At {
                happened,
                known: KnownAt(if number == 0 { end } else { known.max(earliest) }),
                standard: 0,
                perspective: tree.perspectives[usize::from(self.random.chance(33))].clone(),
            });
        }
        moments
    }
}
