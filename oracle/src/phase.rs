//! Phases: section 8 (H1-H3) and conjuncts (C12).
//!
//! Not here: clocks (`clock`).

use std::collections::{BTreeMap, BTreeSet};

use agreement::tree::{Article, ArticleKind, Deciders, Length, Obligation, Phase, PhaseCondition, Rule};
use record::statement::{Content, Decision, Question};
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::answers::{PhaseAnswer, PhaseWord, Word};
use crate::changes::texts;
use crate::clock::{Outcome, clock, parts};
use crate::duty::verdict_as_of;
use crate::known::{all_agree, all_of};
use crate::proof::{When, fields, used};
use crate::spans;
use crate::terms::{badness, in_force, judged, word};

/// H2, H3: the word of a phase and the flags of its opening; `None` beyond the limit of a clock.
pub fn phase(scene: &Scene, phase: &Phase) -> Option<PhaseAnswer> {
    match decided(scene, phase) {
        Decided::Open { since, known } => {
            let surely_eligible = |known: KnownAt| {
                let then = Scene::new(scene.known.tree, scene.known.all, since, known, scene.known.perspective);
                eligible(&then, phase).map(|eligible| eligible == Kleene::Must)
            };
            let when_it_became_known = surely_eligible(known)?;
            let as_then_known = surely_eligible(KnownAt(since))?;
            let as_now_known = surely_eligible(scene.known.at)?;
            Some(PhaseAnswer {
                word: PhaseWord::Open { since },
                premature: Some(!when_it_became_known),
                superseded: Some(as_then_known && !as_now_known),
            })
        }
        Decided::Word(word) => Some(PhaseAnswer { word, premature: None, superseded: None }),
        Decided::Awaiting => {
            let word = match eligible(scene, phase)? {
                Kleene::Must => PhaseWord::Eligible,
                Kleene::May => PhaseWord::PossiblyEligible,
                Kleene::No => PhaseWord::NotEligible,
            };
            Some(PhaseAnswer { word, premature: None, superseded: None })
        }
    }
}

/// What the decisions alone say.
enum Decided {
    /// Open since the last needed yes; when all needed ones were known.
    Open { since: Instant, known: KnownAt },
    /// Disputed or refused.
    Word(PhaseWord),
    /// Eligibility decides the word.
    Awaiting,
}

/// H2: what the decisions with decided <= T, known <= K settle.
fn decided(scene: &Scene, phase: &Phase) -> Decided {
    let known = &scene.known;
    let Deciders { names, rule } = &phase.deciders;
    let needed: Vec<Name> = match rule {
        Rule::Chair(chair) => vec![chair.clone()],
        Rule::All | Rule::Any => names.clone(),
    };
    // Who, decided when, known when, yes; in order of known-at and id.
    let answers: Vec<(Name, Instant, KnownAt, bool)> = known
        .live
        .iter()
        .filter_map(|statement| match &statement.body.content {
            Content::Decision(Decision { question: Question::Phase(name), yes }) if *name == phase.name => {
                Some((known.name(statement.body.speaker()), statement.said_at(), statement.known(), *yes))
            }
            _ => None,
        })
        .filter(|(_, decided, ..)| *decided <= scene.happened)
        .collect();
    // The latest answer of each needed decider at an instant.
    let at = |at: Instant| -> Vec<Option<&(Name, Instant, KnownAt, bool)>> {
        let latest = |name: &Name| {
            let own = answers.iter().filter(|(who, decided, ..)| known.same(who, name) && *decided <= at);
            own.max_by_key(|(_, decided, ..)| *decided)
        };
        needed.iter().map(latest).collect()
    };
    let mut instants: Vec<Instant> = answers.iter().map(|(_, decided, ..)| *decided).collect();
    instants.sort();
    for since in instants {
        let now = at(since);
        let yes: Vec<KnownAt> = now.iter().flatten().filter(|(.., yes)| *yes).map(|(_, _, known, _)| *known).collect();
        let first_yes: Vec<KnownAt> = answers
            .iter()
            .filter(|(who, decided, _, yes)| *yes && *decided == since && known.among(&needed, who))
            .map(|(_, _, known, _)| *known)
            .collect();
        let opening = match rule {
            // Any: the first yes opens, whatever the same decider says in the same second.
            Rule::Any => first_yes.iter().min(),
            Rule::All | Rule::Chair(_) => yes.iter().max().filter(|_| yes.len() == needed.len()),
        };
        if let Some(known) = opening {
            return Decided::Open { since, known: *known };
        }
    }
    let now: Vec<Option<bool>> = at(scene.happened).into_iter().map(|answer| answer.map(|(.., yes)| *yes)).collect();
    if now.contains(&Some(true)) && now.contains(&Some(false)) {
        Decided::Word(PhaseWord::Disputed)
    } else if now.iter().all(|answer| *answer == Some(false)) {
        Decided::Word(PhaseWord::Refused)
    } else {
        Decided::Awaiting
    }
}

/// H1, C12: the condition under the phase's standard: must is surely, may is possibly; `None` beyond the limit of a clock or duty.
fn eligible(scene: &Scene, phase: &Phase) -> Option<Kleene> {
    let known = &scene.known;
    let s = phase.standard;
    let mut clocks: BTreeMap<usize, Vec<(Outcome, i64)>> = BTreeMap::new();
    for (at, condition) in phase.conditions.iter().enumerate() {
        if let PhaseCondition::Complete { clock: name, policy } = condition {
            let watched = known.tree.clocks.iter().find(|c| &c.name == name).expect("a checked agreement declares it");
            let n = match watched.length {
                Length::Elapsed(n) => n,
                Length::Calendar { days, .. } => days,
            };
            for part in parts(watched) {
                let outcome = clock(scene, watched, &watched.policies[*policy], s, &part)?;
                clocks.entry(at).or_default().push((outcome, n));
            }
        }
    }
    let runs = clocks.values().next().map_or(BTreeSet::new(), |parts| completed_runs(parts));
    let mut conjuncts: Vec<Kleene> = Vec::new();
    for (at, condition) in phase.conditions.iter().enumerate() {
        match condition {
            PhaseCondition::Complete { .. } => {
                conjuncts.push(all_of(clocks[&at].iter().map(|(outcome, n)| complete(scene, phase, outcome, *n))));
            }
            PhaseCondition::Kept { article, throughout } => {
                let asked: Vec<Interval> = match runs.is_empty() {
                    true => vec![Interval::instant(scene.happened)],
                    false if *throughout => runs.iter().map(|(from, until)| Interval::new(*from, *until)).collect(),
                    false => runs.iter().map(|(_, at)| Interval::instant(*at)).collect(),
                };
                // L1: kept where each of its texts is.
                for text in texts(known.tree, article) {
                    if let ArticleKind::Obligation(obligation) = &text.kind {
                        let ends = completion_ends(scene, clocks.values().next().map_or(&[], |parts| parts));
                        conjuncts.push(obligation_kept(scene, text, obligation, s, ends)?);
                    } else {
                        conjuncts.extend(kept(scene, text, s, &asked));
                    }
                }
            }
            PhaseCondition::Judged(slot) => conjuncts.push(judged(known, slot, None)),
        }
    }
    Some(all_of(conjuncts))
}

/// C11: the ends of the range in which the first clock condition is complete, in every zone or pair; before it, T.
fn completion_ends(scene: &Scene, parts: &[(Outcome, i64)]) -> [Instant; 2] {
    // `None` is never.
    let by_t = |at: Option<Instant>| at.unwrap_or(Instant::NEVER).min(scene.happened);
    let earliest = parts.iter().map(|(outcome, _)| by_t(outcome.completion.0)).max();
    let latest = parts.iter().map(|(outcome, _)| by_t(outcome.completion.1)).max();
    [earliest.unwrap_or(scene.happened), latest.unwrap_or(scene.happened)]
}

/// The verdict on an obligation as of the completion: of both ends of its range, *may* where they differ; `None` beyond the
/// limit of a duty.
fn obligation_kept(
    scene: &Scene,
    article: &Article,
    obligation: &Obligation,
    s: usize,
    ends: [Instant; 2],
) -> Option<Kleene> {
    let mut answers = Vec::new();
    for at in ends {
        answers.push(match verdict_as_of(scene, article, obligation, s, at)? {
            Word::Kept | Word::NotApplicable => Kleene::Must,
            Word::Breached => Kleene::No,
            Word::Undetermined | Word::Contested => Kleene::May,
        });
    }
    Some(all_agree(answers))
}

/// H1, C10: complete by T; with `while the run still stands`: the value at T is N or more.
fn complete(scene: &Scene, phase: &Phase, outcome: &Outcome, n: i64) -> Kleene {
    let by_now = |completion: Option<Instant>| completion.is_some_and(|at| at <= scene.happened);
    let (surely, possibly) = if phase.once {
        (by_now(outcome.completion.1), by_now(outcome.completion.0))
    } else {
        (outcome.value.0 >= n, outcome.value.1 >= n)
    };
    match (surely, possibly) {
        (true, _) => Kleene::Must,
        (false, true) => Kleene::May,
        (false, false) => Kleene::No,
    }
}

/// C11, C12: the runs completed by T under some placement. In every zone or pair: from the first begin to the last completion.
fn completed_runs(parts: &[(Outcome, i64)]) -> BTreeSet<(Instant, Instant)> {
    let mut runs: Option<BTreeSet<(Instant, Instant)>> = None;
    for (part, _) in parts {
        runs = Some(match runs {
            None => part.runs.clone(),
            Some(before) => before
                .iter()
                .flat_map(|(from, at)| part.runs.iter().map(|(other, last)| (*from.min(other), *at.max(last))))
                .collect(),
        });
    }
    runs.unwrap_or_default()
}

/// C12: an article asked of the incidents that may be in one of the runs (at one of the completions) `asked`; `None`: not
/// applicable, left out. Like one that may be after T (V2), an incident that also may be elsewhere leaves a breach undetermined.
fn kept(scene: &Scene, article: &Article, s: usize, asked: &[Interval]) -> Option<Kleene> {
    let known = &scene.known;
    let ArticleKind::Prohibition(prohibition) = &article.kind else { return None };
    let mut words: Vec<Word> = Vec::new();
    for propositions in &scene.incidents {
        for p in used(propositions, s) {
            let fields = fields(known, p, s);
            let surely = asked.iter().all(|span| surely_in(fields.when, *span));
            if !asked.iter().any(|span| may_be_in(fields.when, *span)) {
                continue;
            }
            words.extend(word(scene, (article, prohibition), p, &fields, s).map(|word| match word {
                Word::Breached | Word::Contested if !surely => Word::Undetermined,
                word => word,
            }));
        }
    }
    let in_force = in_force(known, article);
    let worst = words.into_iter().filter(|word| *word != Word::NotApplicable).max_by_key(|word| badness(*word));
    match worst {
        None if !asked.iter().any(|asked| !spans::within(*asked, &in_force).is_empty()) => None,
        None | Some(Word::Kept) => Some(Kleene::Must),
        Some(Word::Breached) => Some(Kleene::No),
        Some(_) => Some(Kleene::May),
    }
}

/// T5: under at least one placement it happens, or goes on, at an instant of `span`.
fn may_be_in(when: When, span: Interval) -> bool {
    let last = when.ended.map_or(when.began.until.0 - 1, |ended| ended.until.0 - 2);
    when.began.from < span.until && last >= span.from.0
}

/// T5: the same under every placement.
fn surely_in(when: When, span: Interval) -> bool {
    match when.ended {
        None => span.from <= when.began.from && when.began.until <= span.until,
        Some(ended) => when.began.until <= span.until && span.from < ended.from,
    }
}
