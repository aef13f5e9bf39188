//! Convoys: what is known of each at T, as each speaker has it (spec/convoys.md B1, B2, B4).
//!
//! ```text
//! plans, events known at K ─▶ `convoys` ─▶ legs in order, a state per speaker, trucks, permissions, seals, checkpoints
//! ```
//!
//! Holds
//! - What one speaker says never changes what another says: states, truck numbers and looks at seals stand side by side.
//! - Numbers of trucks are ranged, never added.
//! - The order of statements that became known in one second never matters.
//!
//! Not here: how long trucks waited (`waiting`), who obstructed (`agreement`).

use std::collections::BTreeMap;

use record::live::Knowledge;
use record::statement::{Amount, BodyId, Content, Convoy, ConvoyEvent, Leg, Statement};
use record::vocabulary::time::{EventTime, Instant, Interval};
use record::vocabulary::{Kleene, Name};

pub mod permits;
pub mod waiting;
pub mod spans;

use permits::Permit;
use waiting::Hold;

/// Every convoy that somebody planned, at one instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Convoys<'a> {
    /// One for each plan that stands, in the order in which the plans became known.
    pub convoys: Vec<ConvoyAt<'a>>,
    /// Legs whose plan does not stand, in order.
    pub without_plan: Vec<Said<'a>>,
}

/// One convoy at one instant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ConvoyAt<'a> {
    /// The statement that plans it.
    pub plan: BodyId,
    /// Who planned it.
    pub speaker: Name,
    /// The plan.
    pub convoy: &'a Convoy,
    /// Everything said of it that can have happened by T, in order.
    pub legs: Vec<Said<'a>>,
    /// Where it is as each speaker has it, by name of speaker. Never empty.
    pub states: Vec<Standing>,
    /// Speakers who cannot both be right: the convoy is disputed where there are any.
    pub disputed: Vec<(Name, Name)>,
    /// Numbers of trucks, by what they are numbers of.
    pub trucks: BTreeMap<Counted, Trucks>,
    /// Permissions by issuer: those that the plan names, in its order, then others by name.
    pub permits: Vec<Permit>,
    /// Times in which somebody says on its legs that trucks waited.
    pub holds: Vec<Hold>,
    /// Seals: those of the plan in its order, then others by number.
    pub seals: Vec<Seal<'a>>,
    /// Checkpoints: those of the route in its order, then others by name.
    pub checkpoints: Vec<Checkpoint>,
}

/// One leg as somebody says it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Said<'a> {
    /// The statement.
    pub statement: BodyId,
    /// When that became known.
    pub known: Instant,
    /// Who says it, by the name it is registered under.
    pub speaker: Name,
    /// What is said.
    pub event: &'a ConvoyEvent,
    /// When it happened: as stated, else the instant at which it was said.
    pub time: EventTime,
}

impl Said<'_> {
    /// B1: by the earliest instant at which it can have happened, then the known-at, then by what comes first on a way.
    fn order(&self) -> (Instant, Instant, u8, BodyId) {
        let rank = match self.event.leg {
            Leg::Asked { .. } => 0,
            Leg::Granted { .. } => 1,
            Leg::Refused { .. } => 2,
            Leg::Departed => 3,
            Leg::SealChecked { .. } => 4,
            Leg::Held { .. } => 5,
            Leg::WentOn => 6,
            Leg::Passed { .. } => 7,
            Leg::TurnedBack => 8,
            Leg::Arrived { .. } => 9,
        };
        (self.time.began.from, self.known, rank, self.statement)
    }
}

/// Where a convoy is, as one speaker has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Who says so.
    pub speaker: Name,
    /// The latest leg that moves it, or the plan.
    pub statement: BodyId,
    /// Where it is.
    pub state: State,
}

/// Where a convoy is. `since` holds the instants at which that can have begun, also those after T.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum State {
    /// It is planned, and its planner says no more.
    Planned {
        /// When it is to be on its way.
        during: Interval,
    },
    /// It left.
    Left {
        /// Since when.
        since: Interval,
    },
    /// It is held up.
    Held {
        /// Since when.
        since: Interval,
        /// The end that the leg states, where that can still lie ahead.
        until: Option<Interval>,
        /// Why, as claimed.
        cause: String,
        /// By whom, as claimed.
        by: Option<Name>,
    },
    /// It is on its way: it went on, passed a checkpoint, or the stated end of a hold is past.
    OnItsWay {
        /// Since when.
        since: Interval,
        /// The checkpoint that it passed, where the latest leg names one.
        passed: Option<Name>,
    },
    /// It turned back.
    TurnedBack {
        /// Since when.
        since: Interval,
    },
    /// It arrived.
    Arrived {
        /// When.
        since: Interval,
        /// How many trucks delivered.
        delivered: Option<Amount>,
        /// How many were accepted.
        accepted: Option<Amount>,
    },
}

impl State {
    /// When it began; `None` of a plan.
    pub fn since(&self) -> Option<Interval> {
        match self {
            State::Planned { .. } => None,
            State::Left { since }
            | State::Held { since, .. }
            | State::OnItsWay { since, .. }
            | State::TurnedBack { since }
            | State::Arrived { since, .. } => Some(*since),
        }
    }

    fn same_word(&self, other: &State) -> bool {
        std::mem::discriminant(self) == std::mem::discriminant(other)
    }

    /// Whether `later` can have come after this.
    fn can_precede(&self, later: &State) -> bool {
        let (Some(own), Some(then)) = (self.since(), later.since()) else { return true };
        let goes_on = match self {
            State::Arrived { .. } => false,
            State::TurnedBack { .. } => matches!(later, State::Left { .. }),
            _ => true,
        };
        goes_on && own.from < then.last()
    }

    /// Whether two speakers' states cannot both be right: they are not the same, and neither can follow the other.
    pub fn differs(&self, other: &State) -> bool {
        !self.same_word(other) && !self.can_precede(other) && !other.can_precede(self)
    }
}

impl ConvoyAt<'_> {
    /// Where it is, as far as everybody can be right: the standings that surely came last, all of one word. None where it
    /// is disputed, and where the times leave open which came last.
    pub fn agreed(&self) -> Vec<&Standing> {
        let last = |x: &&Standing| {
            self.states.iter().all(|y| match (y.state.since(), x.state.since()) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(then), Some(since)) => y.state.same_word(&x.state) || then.last() <= since.from,
            })
        };
        if self.disputed.is_empty() { self.states.iter().filter(last).collect() } else { Vec::new() }
    }
}

/// What a number of trucks is a number of.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Counted {
    /// Planned.
    Planned,
    /// For which permission was asked of this issuer.
    Asked(Name),
    /// For which this issuer gave permission.
    Granted(Name),
    /// For which this issuer refused permission.
    Refused(Name),
    /// That left.
    Left,
    /// That passed this checkpoint.
    Passed(Name),
    /// Whose seals were looked at.
    SealChecked,
    /// That were held up.
    Held,
    /// That went on.
    WentOn,
    /// That turned back.
    TurnedBack,
    /// That arrived.
    Arrived,
    /// That delivered.
    Delivered,
    /// That were accepted.
    Accepted,
}

/// Numbers said of one thing, side by side. Never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Trucks(Vec<TruckClaim>);

/// One number, and whose it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct TruckClaim {
    /// Who says it.
    pub speaker: Name,
    /// How many.
    pub amount: Amount,
    /// In which statement.
    pub statement: BodyId,
}

impl Trucks {
    /// What is said, in the order of the legs.
    pub fn claims(&self) -> &[TruckClaim] {
        &self.0
    }
    /// From the least to the greatest that anybody says; the greatest is open where one of them is. Nothing is added.
    pub fn range(&self) -> Amount {
        range(self.0.iter().map(|claim| claim.amount)).expect("never empty")
    }
}

/// From the least to the greatest of `amounts`; `None` for none.
pub(crate) fn range(amounts: impl IntoIterator<Item = Amount>) -> Option<Amount> {
    amounts
        .into_iter()
        .reduce(|a, b| Amount { least: a.least.min(b.least), most: a.most.zip(b.most).map(|(a, b)| a.max(b)) })
}

/// One seal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Seal<'a> {
    /// Its number.
    pub number: String,
    /// Whether the plan has it.
    pub in_plan: bool,
    /// Each time somebody says that it was looked at, in order: an event with a leg *seal checked*.
    pub looks: Vec<Said<'a>>,
}

impl<'a> Seal<'a> {
    /// Where it was last found whole.
    pub fn last_whole(&self) -> Option<&Said<'a>> {
        self.looks.iter().rfind(|look| matches!(look.event.leg, Leg::SealChecked { whole: true, .. }))
    }
    /// Each time it was found broken.
    pub fn broken(&self) -> impl Iterator<Item = &Said<'a>> {
        self.looks.iter().filter(|look| matches!(look.event.leg, Leg::SealChecked { whole: false, .. }))
    }
}

/// One checkpoint on the road.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Checkpoint {
    /// Its name.
    pub name: Name,
    /// Whether the plan's route has it.
    pub on_route: bool,
    /// Each time somebody says that it was passed, in order.
    pub passings: Vec<Passing>,
}

/// That a checkpoint was passed, by somebody's word.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Passing {
    /// Whose word.
    pub speaker: Name,
    /// The statement.
    pub statement: BodyId,
    /// When.
    pub time: Interval,
    /// Whether one that comes later on the route had been passed before, by anybody's word.
    pub out_of_order: Kleene,
}

/// Everything known of convoys in `knowledge`, at `at`. One pass over the statements that stand.
pub fn convoys<'a>(knowledge: &Knowledge<'a>, at: Instant) -> Convoys<'a> {
    let mut plans: Vec<(&'a Statement, &'a Convoy)> = Vec::new();
    let mut events: BTreeMap<BodyId, Vec<Said<'a>>> = BTreeMap::new();
    for statement in knowledge.live.iter().map(|live| live.statement) {
        match &statement.body.content {
            Content::Convoy(convoy) => plans.push((statement, convoy)),
            Content::ConvoyEvent(event) => {
                let said = Said {
                    statement: statement.id,
                    known: statement.known().0,
                    speaker: knowledge.registers.resolve(statement.body.speaker()).to_owned(),
                    event,
                    time: event.time.as_ref().map_or_else(|| EventTime::at(said_at(statement)), with_room),
                };
                if said.time.began.from <= at {
                    events.entry(event.convoy).or_default().push(said);
                }
            }
            _ => {}
        }
    }
    let convoys = plans.into_iter().map(|(statement, convoy)| {
        let mut legs = events.remove(&statement.id).unwrap_or_default();
        legs.sort_by_key(Said::order);
        convoy_at(knowledge, statement, convoy, legs, at)
    });
    let convoys = convoys.collect();
    let mut without_plan: Vec<Said> = events.into_values().flatten().collect();
    without_plan.sort_by_key(Said::order);
    Convoys { convoys, without_plan }
}

/// When somebody said it: as stated, but not after it became known, unless a history batch says nothing of when it was
/// handed in (N1).
pub(crate) fn said_at(statement: &Statement) -> Instant {
    match statement.accepted.history {
        true => statement.said_at(),
        false => statement.said_at().min(statement.known().0),
    }
}

/// `time` without begins that leave no room for an end, and ends before every begin: they are in no placement (T4).
pub(crate) fn with_room(time: &EventTime) -> EventTime {
    let Some(ended) = time.ended else { return time.clone() };
    EventTime {
        began: Interval::new(time.began.from, time.began.until.min(ended.last())),
        ended: Some(Interval::new(ended.from.max(Instant(time.began.from.0 + 1)), ended.until)),
        precision: time.precision.clone(),
    }
}

fn convoy_at<'a>(
    knowledge: &Knowledge<'a>,
    statement: &'a Statement,
    convoy: &'a Convoy,
    legs: Vec<Said<'a>>,
    at: Instant,
) -> ConvoyAt<'a> {
    let registers = &knowledge.registers;
    let speaker = registers.resolve(statement.body.speaker()).to_owned();
    let plan =
        Standing { speaker: speaker.clone(), statement: statement.id, state: State::Planned { during: convoy.during } };
    let mut states = BTreeMap::from([(speaker.clone(), plan)]);
    for leg in &legs {
        if let Some(state) = state(leg, at) {
            let standing = Standing { speaker: leg.speaker.clone(), statement: leg.statement, state };
            states.insert(leg.speaker.clone(), standing);
        }
    }
    let states: Vec<Standing> = states.into_values().collect();
    let pairs = states.iter().enumerate().flat_map(|(at, a)| states[at + 1..].iter().map(move |b| (a, b)));
    let disputed = pairs.filter(|(a, b)| a.state.differs(&b.state));
    let disputed = disputed.map(|(a, b)| (a.speaker.clone(), b.speaker.clone())).collect();
    ConvoyAt {
        plan: statement.id,
        trucks: trucks(knowledge, &speaker, statement.id, convoy, &legs),
        permits: permits::permits(registers, convoy, &legs, at),
        holds: waiting::holds_of_legs(&legs),
        seals: seals(convoy, &legs),
        checkpoints: checkpoints(knowledge, convoy, &legs),
        speaker,
        convoy,
        legs,
        states,
        disputed,
    }
}

/// The state that a leg brings a convoy into, as its speaker has it; `None` for one that moves nothing.
fn state(leg: &Said, at: Instant) -> Option<State> {
    let since = leg.time.began;
    Some(match &leg.event.leg {
        Leg::Asked { .. } | Leg::Granted { .. } | Leg::Refused { .. } | Leg::SealChecked { .. } => return None,
        Leg::Departed => State::Left { since },
        Leg::Held { cause, by } => match leg.time.ended {
            Some(ended) if ended.last() <= at => State::OnItsWay { since: ended, passed: None },
            until => State::Held { since, until, cause: cause.clone(), by: by.clone() },
        },
        Leg::WentOn => State::OnItsWay { since, passed: None },
        Leg::Passed { checkpoint } => State::OnItsWay { since, passed: Some(checkpoint.clone()) },
        Leg::TurnedBack => State::TurnedBack { since },
        Leg::Arrived { delivered, accepted } => State::Arrived { since, delivered: *delivered, accepted: *accepted },
    })
}

fn trucks(
    knowledge: &Knowledge,
    planner: &Name,
    plan: BodyId,
    convoy: &Convoy,
    legs: &[Said],
) -> BTreeMap<Counted, Trucks> {
    let name = |name: &Name| knowledge.registers.resolve(name).to_owned();
    let mut said: BTreeMap<Counted, Trucks> = BTreeMap::new();
    let mut claim = |counted, speaker: &Name, statement, amount: Option<Amount>| {
        if let Some(amount) = amount {
            let claim = TruckClaim { speaker: speaker.clone(), amount, statement };
            said.entry(counted).or_insert_with(|| Trucks(Vec::new())).0.push(claim);
        }
    };
    claim(Counted::Planned, planner, plan, convoy.trucks);
    for leg in legs {
        let counted = match &leg.event.leg {
            Leg::Asked { issuer, .. } => Counted::Asked(name(issuer)),
            Leg::Granted { issuer, .. } => Counted::Granted(name(issuer)),
            Leg::Refused { issuer } => Counted::Refused(name(issuer)),
            Leg::Departed => Counted::Left,
            Leg::Passed { checkpoint } => Counted::Passed(name(checkpoint)),
            Leg::SealChecked { .. } => Counted::SealChecked,
            Leg::Held { .. } => Counted::Held,
            Leg::WentOn => Counted::WentOn,
            Leg::TurnedBack => Counted::TurnedBack,
            Leg::Arrived { delivered, accepted } => {
                claim(Counted::Delivered, &leg.speaker, leg.statement, *delivered);
                claim(Counted::Accepted, &leg.speaker, leg.statement, *accepted);
                Counted::Arrived
            }
        };
        claim(counted, &leg.speaker, leg.statement, leg.event.trucks);
    }
    said
}

fn seals<'a>(convoy: &Convoy, legs: &[Said<'a>]) -> Vec<Seal<'a>> {
    let mut looks: BTreeMap<&str, Vec<Said<'a>>> = BTreeMap::new();
    for leg in legs {
        if let Leg::SealChecked { seal, .. } = &leg.event.leg {
            looks.entry(seal).or_default().push(leg.clone());
        }
    }
    let mut seals: Vec<Seal> = Vec::new();
    for number in &convoy.seals {
        if seals.iter().all(|seal| seal.number != *number) {
            let looks = looks.remove(number.as_str()).unwrap_or_default();
            seals.push(Seal { number: number.clone(), in_plan: true, looks });
        }
    }
    seals.extend(looks.into_iter().map(|(number, looks)| Seal { number: number.to_owned(), in_plan: false, looks }));
    seals
}

fn checkpoints(knowledge: &Knowledge, convoy: &Convoy, legs: &[Said]) -> Vec<Checkpoint> {
    let route: Vec<&str> = convoy.route.iter().map(|name| knowledge.registers.resolve(name)).collect();
    let passed: Vec<(&str, &Said)> = legs
        .iter()
        .filter_map(|leg| match &leg.event.leg {
            Leg::Passed { checkpoint } => Some((knowledge.registers.resolve(checkpoint), leg)),
            _ => None,
        })
        .collect();
    let mut visits: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (at, name) in route.iter().enumerate() {
        visits.entry(name).or_insert((at, at)).1 = at;
    }
    // Of everything whose first visit is at a place of the route or later: the earliest that it surely, and possibly, was
    // passed. A route may lead through a place twice: only what comes after every visit of the one is later than it.
    let mut passed_by = vec![(Instant::NEVER, Instant::NEVER); route.len() + 1];
    for (name, leg) in &passed {
        if let Some((first, _)) = visits.get(name) {
            let (surely, possibly) = &mut passed_by[*first];
            *surely = leg.time.began.last().min(*surely);
            *possibly = leg.time.began.from.min(*possibly);
        }
    }
    for at in (0..route.len()).rev() {
        let (surely, possibly) = passed_by[at + 1];
        passed_by[at] = (passed_by[at].0.min(surely), passed_by[at].1.min(possibly));
    }
    let out_of_order = |name: &str, time: Interval| match visits.get(name).map(|(_, last)| passed_by[last + 1]) {
        Some((surely, _)) if surely < time.from => Kleene::Must,
        Some((_, possibly)) if possibly < time.last() => Kleene::May,
        _ => Kleene::No,
    };
    let mut passings: BTreeMap<&str, Vec<Passing>> = BTreeMap::new();
    for (name, leg) in &passed {
        let time = leg.time.began;
        let out_of_order = out_of_order(name, time);
        let passing = Passing { speaker: leg.speaker.clone(), statement: leg.statement, time, out_of_order };
        passings.entry(name).or_default().push(passing);
    }
    let mut checkpoints: Vec<Checkpoint> = Vec::new();
    for (at, name) in route.iter().enumerate() {
        // Where it begins and ends need not be passed.
        let inside = 0 < at && at + 1 < route.len();
        let seen = checkpoints.iter().any(|checkpoint| checkpoint.name == *name);
        if !seen && (inside || passings.contains_key(name)) {
            let passings = passings.remove(name).unwrap_or_default();
            checkpoints.push(Checkpoint { name: (*name).to_owned(), on_route: true, passings });
        }
    }
    let others = passings.into_iter();
    checkpoints.extend(others.map(|(name, passings)| Checkpoint { name: name.to_owned(), on_route: false, passings }));
    checkpoints
}
