//! Standards of proof: a declared chain, and the level that a body of evidence reaches on it (semantics 4).
//!
//! ```text
//! reports with origins and grades, acknowledgement, findings ─▶ `StandardChain::level` ─▶ 0 (none) ..= n (strongest)
//! ```
//!
//! Holds
//! - What satisfies a stronger standard satisfies every weaker one (E4).
//! - The number of reports never matters, only the number of independent origins (S9).
//!
//! Not here: which statements are evidence for what (`incident`).

use std::collections::{BTreeMap, BTreeSet};

use super::Name;
use super::registers::Registers;
use super::sources::{Chain, Grade, Origin};
use super::time::KnownAt;

/// Standards from weakest to strongest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StandardChain {
    /// Weakest first; never empty in a checked agreement.
    pub standards: Vec<Standard>,
    /// Index of the one shown first.
    pub headline: usize,
    /// `single channel counts as one` (else `by origin`), S9.
    pub single_channel_as_one: bool,
}

/// One standard: met where any alternative holds, or a stronger standard is met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Standard {
    /// Its name.
    pub name: Name,
    /// Joined by *or*, in the order of the text.
    pub alternatives: Vec<Alternative>,
}

/// One way to meet a standard (E1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Alternative {
    /// So many independent origins, of reports graded so or better.
    Origins {
        /// How many, 1 or more.
        count: usize,
        /// The bound; `None` accepts every report, also ungraded.
        at_least: Option<Grade>,
    },
    /// The accused acknowledges the act.
    Acknowledged,
    /// A finding in one of these words.
    Finding {
        /// The words that satisfy it.
        words: Vec<FindingWord>,
        /// The bodies asked.
        bodies: Vec<Name>,
        /// Whether all of them must have so found, or one is enough.
        all: bool,
    },
}

/// The *finding* slot of a body's finding (S12).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FindingWord {
    /// Established by the body.
    Confirmed,
    /// More likely than not.
    Probable,
    /// Cannot be excluded.
    Possible,
    /// Examined; evidence insufficient. Neither for nor against.
    NotSubstantiated,
    /// Examined; it did not happen.
    Refuted,
    /// Examined; no answer. Neither for nor against.
    Inconclusive,
}

impl FindingWord {
    /// How it is written.
    pub fn as_str(self) -> &'static str {
        match self {
            FindingWord::Confirmed => "confirmed",
            FindingWord::Probable => "probable",
            FindingWord::Possible => "possible",
            FindingWord::NotSubstantiated => "not substantiated",
            FindingWord::Refuted => "refuted",
            FindingWord::Inconclusive => "inconclusive",
        }
    }
}

/// One report as evidence.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Evidence {
    /// Its chain; names resolved.
    pub chain: Chain,
    /// The perspective's grade of it.
    pub grade: Grade,
    /// When it was known.
    pub known: KnownAt,
}

/// What speaks for a proposition, or against it.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Side<'a> {
    /// Reports.
    pub reports: Vec<&'a Evidence>,
    /// Whether the accused acknowledges it.
    pub acknowledged: bool,
    /// Latest finding per body.
    pub findings: BTreeMap<&'a str, FindingWord>,
}

impl StandardChain {
    /// The greatest k (1 ..= n) some alternative of whose k-th standard holds of `body`; 0 if none (E4).
    pub fn level(&self, body: &Side<'_>, registers: &Registers) -> usize {
        (1..=self.standards.len()).rev().find(|k| self.first_met(k - 1, body, registers).is_some()).unwrap_or(0)
    }

    /// The first alternative of standard `index` (0-based) that itself holds of `body`.
    pub fn first_met(&self, index: usize, body: &Side<'_>, registers: &Registers) -> Option<&Alternative> {
        self.standards[index].alternatives.iter().find(|alternative| self.holds(alternative, body, registers))
    }

    /// The mirror of `level` for evidence against: the same alternatives, findings listed count only as *refuted*,
    /// acknowledgement has no mirror (E3).
    pub fn level_against(&self, body: &Side<'_>, registers: &Registers) -> usize {
        let holds = |alternative: &Alternative| match alternative {
            Alternative::Origins { .. } => self.holds(alternative, body, registers),
            Alternative::Acknowledged => false,
            Alternative::Finding { bodies, all, .. } => {
                asked(bodies, *all, |b| body.findings.get(b) == Some(&FindingWord::Refuted))
            }
        };
        (1..=self.standards.len()).rev().find(|k| self.standards[k - 1].alternatives.iter().any(holds)).unwrap_or(0)
    }

    fn holds(&self, alternative: &Alternative, body: &Side<'_>, registers: &Registers) -> bool {
        match alternative {
            Alternative::Origins { count, at_least } => {
                let meeting: Vec<&Evidence> = body
                    .reports
                    .iter()
                    .copied()
                    .filter(|report| at_least.is_none_or(|bound| report.grade.meets(bound)))
                    .collect();
                // One report is one origin at least; only more ask for the graph.
                if meeting.len() < *count && meeting.iter().all(|report| report.chain.origins.len() <= 1) {
                    return false;
                }
                independent_origins(&meeting, registers, self.single_channel_as_one) >= *count
            }
            Alternative::Acknowledged => body.acknowledged,
            Alternative::Finding { words, bodies, all } => {
                asked(bodies, *all, |b| body.findings.get(b).is_some_and(|word| words.contains(word)))
            }
        }
    }
}

fn asked(bodies: &[Name], all: bool, says: impl Fn(&str) -> bool) -> bool {
    if all { !bodies.is_empty() && bodies.iter().all(|b| says(b)) } else { bodies.iter().any(|b| says(b)) }
}

/// The number of independent origins of `reports` (S9): connected components among named origins; unnamed origins add
/// nothing to a count above one and make a non-empty set count at least one.
///
/// With `single_channel_as_one`, origins that every report reaches only through one relayer, and that relayer if it is
/// itself an origin, are one.
pub fn independent_origins(reports: &[&Evidence], registers: &Registers, single_channel_as_one: bool) -> usize {
    let groups = origin_groups(reports, registers, single_channel_as_one).len();
    let unnamed = |report: &&Evidence| report.chain.origins.iter().any(|o| matches!(o, Origin::Unnamed(_)));
    if groups == 0 { usize::from(reports.iter().any(unnamed)) } else { groups }
}

/// The named origins of `reports` in groups that count as one each (S9), names and groups in order.
pub fn origin_groups<'r>(
    reports: &[&'r Evidence],
    registers: &Registers,
    single_channel_as_one: bool,
) -> Vec<Vec<&'r str>> {
    // Known-at of every report that has an origin: an edge counts if it was in force at either origin's report.
    let mut seen: BTreeMap<&'r str, BTreeSet<KnownAt>> = BTreeMap::new();
    for report in reports {
        for origin in report.chain.named_origins() {
            seen.entry(origin).or_default().insert(report.known);
        }
    }
    let names: Vec<&'r str> = seen.keys().copied().collect();
    let mut parent: Vec<usize> = (0..names.len()).collect();
    for (i, a) in names.iter().enumerate() {
        for (j, b) in names.iter().enumerate().skip(i + 1) {
            let mut times = seen[a].union(&seen[b]);
            if times.any(|known| registers.same_origin(a, b, known.0)) {
                join(&mut parent, i, j);
            }
        }
    }
    if single_channel_as_one {
        let mut through: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (i, name) in names.iter().enumerate() {
            let mut having = reports.iter().filter(|r| r.chain.named_origins().any(|o| o == name));
            let mut common: BTreeSet<&str> =
                having.next().map(|r| r.chain.relayers.iter().map(String::as_str).collect()).unwrap_or_default();
            for report in having {
                common.retain(|relayer| report.chain.relayers.iter().any(|r| r == relayer));
            }
            for relayer in common {
                through.entry(relayer).or_default().push(i);
            }
        }
        for (relayer, mut origins) in through {
            origins.extend(names.iter().position(|name| *name == relayer));
            for pair in origins.windows(2) {
                join(&mut parent, pair[0], pair[1]);
            }
        }
    }
    let mut groups: BTreeMap<usize, Vec<&'r str>> = BTreeMap::new();
    for (at, name) in names.iter().enumerate() {
        groups.entry(root(&parent, at)).or_default().push(name);
    }
    groups.into_values().collect()
}

fn root(parent: &[usize], mut at: usize) -> usize {
    while parent[at] != at {
        at = parent[at];
    }
    at
}

fn join(parent: &mut [usize], a: usize, b: usize) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}
