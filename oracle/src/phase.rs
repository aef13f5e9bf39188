//! Phases: section 8 (H1-H3) and conjuncts (C12).
//!
//! Not here: clocks (`clock`).

use std::collections::BTreeMap;

use agreement::tree::{ArticleKind, Deciders, Length, Phase, PhaseCondition, Rule};
use record::statement::Question;
use record::vocabulary::time::{Instant, Interval, KnownAt};
use record::vocabulary::{Kleene, Name};

use crate::Scene;
use crate::answers::{PhaseAnswer, PhaseWord, Word};
use crate::clock::{Outcome, clock, zones};
use crate::known::all_of;
use crate::proof::{fields, used};
use crate::spans;
use crate::terms::{badness, decisions, in_force, judged, word};

/// H2, H3: the word of a phase and the flags of its opening; `None` beyond the limit of a clock.
pub fn phase(scene: &Scene, phase: &Phase) -> Option<PhaseAnswer> {
    let decided = decided_word(scene, phase);
    let Some(PhaseWord::Open { since }) = decided else {
        let word = match decided {
            Some(word) => word,
            None => match eligible(scene, phase)? {
                Kleene::Must => PhaseWord::Eligible,
                Kleene::May => PhaseWord::PossiblyEligible,
                Kleene::No => PhaseWord::NotEligible,
            },
        };
        return Some(PhaseAnswer { word, premature: None, superseded: None });
    };
    // H3: at (o, known o), and at o as known now.
    let at_opening = |known: KnownAt| {
        let then = Scene::new(scene.known.tree, scene.known.all, since, known, scene.known.perspective);
        eligible(&then, phase).map(|eligible| eligible == Kleene::Must)
    };
    let as_then_known = at_opening(KnownAt(since))?;
    let as_now_known = at_opening(scene.known.at)?;
    Some(PhaseAnswer {
        word: PhaseWord::Open { since },
        premature: Some(!as_then_known),
        superseded: Some(as_then_known && !as_now_known),
    })
}

/// H2: open, disputed or refused by the decisions with decided <= T, known <= K; `None` where they do not settle it.
fn decided_word(scene: &Scene, phase: &Phase) -> Option<PhaseWord> {
    let known = &scene.known;
    let of_phase = |question: &Question| matches!(question, Question::Phase(name) if *name == phase.name);
    let mut answers = decisions(known, of_phase);
    answers.retain(|(_, decided, _)| *decided <= scene.happened);
    let Deciders { names, rule } = &phase.deciders;
    let latest = |decider: &Name, at: Instant| {
        let own = answers.iter().filter(|(who, decided, _)| known.same(who, decider) && *decided <= at);
        own.max_by_key(|(_, decided, _)| *decided).map(|(_, _, yes)| *yes)
    };
    let needed: Vec<Name> = match rule {
        Rule::Chair(chair) => vec![chair.clone()],
        Rule::All | Rule::Any => names.clone(),
    };
    let at = |at: Instant| -> Vec<Option<bool>> { needed.iter().map(|name| latest(name, at)).collect() };
    let opens = |answers: &[Option<bool>]| match rule {
        Rule::Any => answers.contains(&Some(true)),
        Rule::All | Rule::Chair(_) => answers.iter().all(|answer| *answer == Some(true)),
    };
    let mut instants: Vec<Instant> = answers.iter().map(|(_, decided, _)| *decided).collect();
    instants.sort();
    if let Some(since) = instants.into_iter().find(|decided| opens(&at(*decided))) {
        return Some(PhaseWord::Open { since });
    }
    let now = at(scene.happened);
    let (yes, no) = (now.contains(&Some(true)), now.contains(&Some(false)));
    if yes && no {
        Some(PhaseWord::Disputed)
    } else if now.iter().all(|answer| *answer == Some(false)) {
        Some(PhaseWord::Refused)
    } else {
        None
    }
}

/// H1, C12: the condition under the phase's standard: must is surely, may is possibly; `None` beyond the limit of a clock.
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
            for zone in zones(watched) {
                let outcome = clock(scene, watched, &watched.policies[*policy], s, zone.as_ref())?;
                clocks.entry(at).or_default().push((outcome, n));
            }
        }
    }
    let run = clocks.values().next().and_then(|zones| completed_run(zones));
    let conjuncts = phase.conditions.iter().enumerate().filter_map(|(at, condition)| match condition {
        PhaseCondition::Complete { .. } => {
            Some(all_of(clocks[&at].iter().map(|(outcome, n)| complete(scene, phase, outcome, *n))))
        }
        PhaseCondition::Kept { article, throughout } => {
            let at_t = Interval::instant(scene.happened);
            let asked = match run {
                None => at_t,
                Some((from, _, last)) if *throughout => Interval::new(from, last),
                Some((_, first, last)) => Interval::new(first, Instant(last.0 + 1)),
            };
            kept(scene, article, s, asked)
        }
        PhaseCondition::Judged(slot) => Some(judged(known, slot, None)),
    });
    Some(all_of(conjuncts.collect::<Vec<Kleene>>()))
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

/// C11, C12: over all placements that complete by T: the least begin of the run, the least and the greatest completion. In
/// every zone: at the latest of them.
fn completed_run(zones: &[(Outcome, i64)]) -> Option<(Instant, Instant, Instant)> {
    let runs = zones.iter().map(|(outcome, _)| outcome.run).collect::<Option<Vec<_>>>()?;
    let begin = runs.iter().map(|run| run.0).min()?;
    let first = runs.iter().map(|run| run.1).max()?;
    let last = runs.iter().map(|run| run.2).max()?;
    Some((begin, first, last))
}

/// C12: an article asked of the incidents that may be in `asked`; `None`: not applicable, left out.
fn kept(scene: &Scene, article: &Name, s: usize, asked: Interval) -> Option<Kleene> {
    let known = &scene.known;
    let article = known.tree.articles.iter().find(|a| &a.id == article)?;
    let ArticleKind::Prohibition(prohibition) = &article.kind else { return None };
    let mut words: Vec<Word> = Vec::new();
    for propositions in &scene.incidents {
        for p in used(propositions, s) {
            let fields = fields(known, p, s);
            let when = fields.when;
            let until = when.ended.map_or(when.began.until, |ended| when.began.until.max(Instant(ended.until.0 - 1)));
            let possible = Interval::new(when.began.from, until.min(Instant(scene.happened.0 + 1)));
            let meets = spans::meet(possible, asked);
            if meets.from < meets.until {
                words.extend(word(known, prohibition, p, &fields, s, scene.happened));
            }
        }
    }
    let worst = words.into_iter().filter(|word| *word != Word::NotApplicable).max_by_key(|word| badness(*word));
    match worst {
        None if spans::within(asked, &in_force(known, &prohibition.period)).is_empty() => None,
        None | Some(Word::Kept) => Some(Kleene::Must),
        Some(Word::Breached) => Some(Kleene::No),
        Some(_) => Some(Kleene::May),
    }
}
