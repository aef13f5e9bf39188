//! Permissions in an order: O7.
//!
//! Not here: other exceptions (`terms`).

use std::collections::BTreeSet;

use agreement::tree::{Binding, Burden, Condition, Prohibition, Step, StepTime};
use record::vocabulary::facts::{About, Status};
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::duty::said_so;
use crate::known::{Known, all_of, any_of};
use crate::proof::{fields, used};
use crate::spans;
use crate::terms::{Excuse, Where, cells};

/// O7: what an exception in an order says of an act at one instant.
pub enum Order {
    /// Some choice of certain propositions fits in every placement of them.
    Holds,
    /// Some choice fits in some placement: *imprecise (steps)*; or only steps after the act are missing whose time has not run
    /// out: *steps awaited*.
    Undetermined,
    /// No choice fits; the steps that no proposition takes in its own time.
    Fails {
        /// Words of acts, in the order of the text.
        missing: Vec<Name>,
    },
}

/// A proposition that may be a step.
#[derive(Clone)]
struct Taken {
    /// Its possible beginnings up to T at which it is not *no*.
    instants: Vec<Interval>,
    /// Established, and its act, its actor and its membership *must* at each of them.
    certain: bool,
}

impl Taken {
    fn first(&self) -> Instant {
        self.instants[0].from
    }
    fn last(&self) -> Instant {
        Instant(self.instants[self.instants.len() - 1].until.0 - 1)
    }
    /// Its latest possible instant that is not after `bound`.
    fn latest_by(&self, bound: Instant) -> Option<Instant> {
        let before = Interval::new(Instant::EVER, Instant(bound.0 + 1));
        spans::within(before, &self.instants).last().map(|span| Instant(span.until.0 - 1))
    }
    /// Whether it has a possible instant in `span`.
    fn may_be_in(&self, span: Interval) -> bool {
        !spans::within(span, &self.instants).is_empty()
    }
}

/// O7: whether `actor` belongs at w with the accused to one of the actors of a line that binds the accused. Where nobody is
/// accused, that the accused belongs to it is *may*.
fn own_side(known: &Known, lines: &[Binding], accused: &About, actor: &Name, w: Instant) -> Kleene {
    any_of(lines.iter().flat_map(|line| &line.actors).map(|side| {
        let with_it = match accused {
            About::Actor(accused) => known.member(accused, side, w),
            About::Event => Kleene::May,
        };
        all_of([known.member(actor, side, w), with_it])
    }))
}

/// O7: the propositions that may be this step of the accused's own side: used and established or contested at the exception's
/// own standard x.
fn taken(scene: &Scene, prohibition: &Prohibition, x: usize, step: &Step, accused: &About) -> Vec<Taken> {
    let known = &scene.known;
    let so_far = Interval::new(Instant::EVER, Instant(scene.happened.0 + 1));
    let members_change = known.membership_changes().into_iter().collect();
    let mut out = Vec::new();
    for p in scene.incidents.iter().flat_map(|propositions| used(propositions, x)) {
        let About::Actor(actor) = &p.about else { continue };
        let status = p.status(x);
        if !matches!(status, Status::Established | Status::Contested) {
            continue;
        }
        let fields = fields(known, p, x);
        let act = said_so(known, std::slice::from_ref(&step.act), &fields);
        let past = fields.when.began.until.0 - 1 <= scene.happened.0;
        let (mut instants, mut certain) = (Vec::new(), status == Status::Established && past);
        for cell in cells(spans::meet(fields.when.began, so_far), &members_change) {
            let is_step = all_of([act, own_side(known, &prohibition.binds, accused, actor, cell.from)]);
            certain &= is_step == Kleene::Must;
            if is_step != Kleene::No {
                instants.push(cell);
            }
        }
        if !instants.is_empty() {
            out.push(Taken { instants: spans::merged(instants), certain });
        }
    }
    out
}

/// Every choice of one proposition for each list.
fn choices(lists: &[Vec<Taken>]) -> Vec<Vec<Taken>> {
    let Some((first, rest)) = lists.split_first() else { return vec![Vec::new()] };
    let of_rest = choices(rest);
    let with = |taken: &Taken| -> Vec<Vec<Taken>> {
        of_rest.iter().map(|choice| [vec![taken.clone()], choice.clone()].concat()).collect()
    };
    first.iter().flat_map(with).collect()
}

/// O7: whether the steps before an act at v, chosen so, fit in some placement. The latest possible instant of each, from the
/// last one back, leaves the most room to those before it.
fn before_may_fit(steps: &[(i64, i64)], choice: &[Taken], v: Instant) -> bool {
    let mut next = v;
    for ((within, ahead), taken) in steps.iter().zip(choice).rev() {
        match taken.latest_by(Instant(next.0 - ahead)) {
            Some(w) if v.0 - w.0 <= *within => next = w,
            _ => return false,
        }
    }
    true
}

/// O7: whether they fit in every placement.
fn before_surely_fits(steps: &[(i64, i64)], choice: &[Taken], v: Instant) -> bool {
    let mut next = v;
    for ((within, ahead), taken) in steps.iter().zip(choice).rev() {
        if next.0 - taken.last().0 < *ahead || v.0 - taken.first().0 > *within {
            return false;
        }
        next = taken.first();
    }
    true
}

/// O7: a step's own time around an act at v.
fn own_time(when: StepTime, v: Instant) -> Interval {
    match when {
        StepTime::Before { within, .. } => Interval::new(Instant(v.0 - within), Instant(v.0 + 1)),
        StepTime::After { within } => Interval::new(v, Instant(v.0 + within)),
    }
}

/// O7: what an exception of standard x whose condition are these steps says of an act at v by `accused`.
pub fn order(scene: &Scene, prohibition: &Prohibition, x: usize, steps: &[Step], accused: &About, v: Instant) -> Order {
    let (mut times, mut before, mut after) = (Vec::new(), Vec::new(), Vec::new());
    let mut missing = Vec::new();
    for step in steps {
        let all = taken(scene, prohibition, x, step, accused);
        let own_time = own_time(step.when, v);
        if !all.iter().any(|taken| taken.may_be_in(own_time)) {
            missing.push(step.act.clone());
        }
        match step.when {
            StepTime::Before { within, ahead } => {
                times.push((within, ahead));
                before.push(all);
            }
            StepTime::After { .. } => after.push((own_time, all)),
        }
    }
    let surely_in = |taken: &Taken, span: Interval| span.from <= taken.first() && taken.last() < span.until;
    let certain: Vec<Vec<Taken>> =
        before.iter().map(|all| all.iter().filter(|taken| taken.certain).cloned().collect()).collect();
    let surely = choices(&certain).iter().any(|choice| before_surely_fits(&times, choice, v))
        && after.iter().all(|(span, all)| all.iter().any(|taken| taken.certain && surely_in(taken, *span)));
    if surely {
        return Order::Holds;
    }
    let possibly = choices(&before).iter().any(|choice| before_may_fit(&times, choice, v))
        && after.iter().all(|(span, all)| {
            let awaited = scene.happened < span.until;
            awaited || all.iter().any(|taken| taken.may_be_in(*span))
        });
    if possibly { Order::Undetermined } else { Order::Fails { missing } }
}

/// O7, V4: what it does. It need not be claimed. Where the burden is on the accuser, one that would fail is not settled. An
/// agreed zone is asked as of every exception.
pub fn excuse(order: &Order, burden: Burden, place: Where) -> Excuse {
    match order {
        _ if place == Where::Out => Excuse::Fails,
        Order::Fails { .. } if burden == Burden::Accused => Excuse::Fails,
        Order::Fails { .. } => Excuse::Undetermined,
        Order::Holds | Order::Undetermined if place == Where::Contested => Excuse::Contested,
        Order::Holds if place == Where::In => Excuse::Holds,
        Order::Holds | Order::Undetermined => Excuse::Undetermined,
    }
}

/// O7: the steps named as missing.
pub fn missing(order: Order) -> Vec<Name> {
    match order {
        Order::Fails { missing } => missing,
        Order::Holds | Order::Undetermined => Vec::new(),
    }
}

/// Every instant of an act at which what an exception in an order says may change.
///
/// An answer changes where the act passes an end of a step's instants, of what a membership makes of them, or T, moved by what
/// the text lets lie between that step and the act: its seconds, or the `ahead` of it and of all steps from it to the act.
pub fn changes(scene: &Scene, prohibition: &Prohibition) -> BTreeSet<Instant> {
    let mut at = BTreeSet::new();
    for exception in &prohibition.exceptions {
        let Condition::InOrder(steps) = &exception.condition else { continue };
        let ends = ends(scene, exception.standard);
        for moved in moves(steps) {
            at.extend(ends.iter().flat_map(|end| (-1..=1).map(move |beside| end.plus(moved + beside))));
        }
    }
    at
}

/// The ends of all sets in which a step may lie, the instants inside them at which a membership changes, and T.
fn ends(scene: &Scene, x: usize) -> BTreeSet<Instant> {
    let known = &scene.known;
    let members_change = known.membership_changes().into_iter().collect();
    let mut ends = BTreeSet::from([scene.happened]);
    for p in scene.incidents.iter().flat_map(|propositions| used(propositions, x)) {
        let began = fields(known, p, x).when.began;
        ends.extend(cells(began, &members_change).iter().flat_map(|cell| [cell.from, cell.until]));
    }
    ends
}

/// By how much an act may lie after a step (or before it: less than nothing) when the answer changes.
fn moves(steps: &[Step]) -> BTreeSet<i64> {
    let mut moves = BTreeSet::from([0]);
    let mut ahead_of_all = 0;
    for step in steps.iter().rev() {
        match step.when {
            StepTime::Before { within, ahead } => {
                ahead_of_all += ahead;
                moves.extend([within, ahead, ahead_of_all]);
            }
            StepTime::After { within } => {
                moves.insert(-within);
            }
        }
    }
    moves
}
