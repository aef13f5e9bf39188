//! Permissions: what was asked of whom, what came back, and how long that took (spec/convoys.md B2).
//!
//! Holds
//! - Silence is neither *granted* nor *refused*: no time alone gives or denies a permission.
//! - The latest answer counts; those of everybody stand beside it.
//!
//! Not here: whether a wait is too long (`agreement`).

use std::collections::{BTreeMap, BTreeSet};

use record::statement::{BodyId, Convoy, Leg};
use record::vocabulary::registers::Registers;
use record::vocabulary::time::{Instant, Interval};
use record::vocabulary::{Kleene, Name};

use super::Said;

/// The permission of one issuer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Permit {
    /// Whose permission it is.
    pub issuer: Name,
    /// Whether the plan names the issuer.
    pub in_plan: bool,
    /// Every request, in the order of the legs.
    pub requests: Vec<PermitRequest>,
    /// Every answer that somebody says was given, in the order of the legs.
    pub answers: Vec<PermitAnswer>,
    /// Where it stands.
    pub standing: PermitStanding,
    /// From the first request to the first answer; `None` where nothing was asked.
    pub wait: Option<Wait>,
}

/// That permission was asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitRequest {
    /// Who says so.
    pub speaker: Name,
    /// The statement.
    pub statement: BodyId,
    /// When.
    pub time: Interval,
    /// By when an answer is needed, where that is stated.
    pub answer_by: Option<Instant>,
}

/// That an answer was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PermitAnswer {
    /// Who says so.
    pub speaker: Name,
    /// The statement.
    pub statement: BodyId,
    /// When.
    pub time: Interval,
    /// Which.
    pub word: PermitWord,
}

/// An answer to a request for a permission.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PermitWord {
    /// Given.
    Granted {
        /// On which conditions.
        conditions: Option<String>,
    },
    /// Refused.
    Refused,
}

/// Where a permission stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PermitStanding {
    /// Nobody asked.
    NotAsked,
    /// Asked; no answer is known, and none was needed by now.
    Waiting {
        /// Since the first request.
        since: Interval,
    },
    /// Asked; no answer is known, and one was needed.
    Overdue {
        /// When it was first asked.
        asked: Interval,
        /// By when an answer was needed: the earliest such instant.
        since: Instant,
    },
    /// Given.
    Granted {
        /// When.
        time: Interval,
        /// On which conditions.
        conditions: Option<String>,
        /// The statement.
        statement: BodyId,
    },
    /// Refused.
    Refused {
        /// When.
        time: Interval,
        /// The statement.
        statement: BodyId,
    },
}

/// A time from one thing to another, in seconds, over all instants at which they can have been.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Wait {
    /// At least.
    pub least_s: u64,
    /// At most.
    pub most_s: u64,
    /// Whether it still runs at T.
    pub running: Kleene,
}

impl Permit {
    /// Whether the latest answers of two speakers are not the same word. The latest of all counts even so.
    pub fn differ(&self) -> bool {
        let granted = |answer: &PermitAnswer| matches!(answer.word, PermitWord::Granted { .. });
        // A map keeps the last of each speaker.
        let latest: BTreeMap<&Name, bool> = self.answers.iter().map(|a| (&a.speaker, granted(a))).collect();
        latest.values().collect::<BTreeSet<_>>().len() > 1
    }
}

/// The permissions of a convoy at `at`; `legs` are in order and can all have happened by then.
pub(super) fn permits(registers: &Registers, convoy: &Convoy, legs: &[Said], at: Instant) -> Vec<Permit> {
    let mut said: BTreeMap<&str, Vec<&Said>> = BTreeMap::new();
    for leg in legs {
        if let Leg::Asked { issuer, .. } | Leg::Granted { issuer, .. } | Leg::Refused { issuer } = &leg.event.leg {
            said.entry(registers.resolve(issuer)).or_default().push(leg);
        }
    }
    let permit = |issuer: &str, in_plan: bool, legs: Vec<&Said>| {
        let requests: Vec<PermitRequest> = legs.iter().copied().filter_map(request).collect();
        let answers: Vec<PermitAnswer> = legs.iter().copied().filter_map(answer).collect();
        let standing = standing(&requests, &answers, at);
        let wait = wait(&requests, &answers, at);
        Permit { issuer: issuer.to_owned(), in_plan, requests, answers, standing, wait }
    };
    let mut permits: Vec<Permit> = Vec::new();
    for issuer in &convoy.permits_from {
        let issuer = registers.resolve(issuer);
        if permits.iter().all(|permit| permit.issuer != issuer) {
            permits.push(permit(issuer, true, said.remove(issuer).unwrap_or_default()));
        }
    }
    permits.extend(said.into_iter().map(|(issuer, legs)| permit(issuer, false, legs)));
    permits
}

fn request(leg: &Said) -> Option<PermitRequest> {
    let Leg::Asked { answer_by, .. } = &leg.event.leg else { return None };
    Some(PermitRequest {
        speaker: leg.speaker.clone(),
        statement: leg.statement,
        time: leg.time.began,
        answer_by: *answer_by,
    })
}

fn answer(leg: &Said) -> Option<PermitAnswer> {
    let word = match &leg.event.leg {
        Leg::Granted { conditions, .. } => PermitWord::Granted { conditions: conditions.clone() },
        Leg::Refused { .. } => PermitWord::Refused,
        _ => return None,
    };
    Some(PermitAnswer { speaker: leg.speaker.clone(), statement: leg.statement, time: leg.time.began, word })
}

fn standing(requests: &[PermitRequest], answers: &[PermitAnswer], at: Instant) -> PermitStanding {
    if let Some(PermitAnswer { time, word, statement, .. }) = answers.last() {
        let (time, statement) = (*time, *statement);
        return match word {
            PermitWord::Granted { conditions } => {
                PermitStanding::Granted { time, conditions: conditions.clone(), statement }
            }
            PermitWord::Refused => PermitStanding::Refused { time, statement },
        };
    }
    let Some(since) = first(requests.iter().map(|request| request.time)) else { return PermitStanding::NotAsked };
    match requests.iter().filter_map(|request| request.answer_by).filter(|by| *by < at).min() {
        Some(overdue) => PermitStanding::Overdue { asked: since, since: overdue },
        None => PermitStanding::Waiting { since },
    }
}

/// When the first of several can have been.
fn first(times: impl Iterator<Item = Interval>) -> Option<Interval> {
    times.reduce(|a, b| Interval::new(a.from.min(b.from), a.until.min(b.until)))
}

fn wait(requests: &[PermitRequest], answers: &[PermitAnswer], at: Instant) -> Option<Wait> {
    let asked = first(requests.iter().map(|request| request.time))?;
    let seconds = |from: Instant, until: Instant| Interval::new(from, until.min(at)).seconds().unsigned_abs();
    // What was said before anybody can have asked answers nothing.
    let after = answers.iter().map(|answer| answer.time).filter(|time| asked.from <= time.last());
    Some(match first(after) {
        None => Wait { least_s: seconds(asked.last(), at), most_s: seconds(asked.from, at), running: Kleene::Must },
        Some(answered) => Wait {
            least_s: seconds(asked.last(), answered.from),
            most_s: seconds(asked.from, answered.last()),
            running: if answered.last() > at { Kleene::May } else { Kleene::No },
        },
    })
}
