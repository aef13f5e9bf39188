//! The oracle: a second, slow, obvious evaluator, written from the definitions alone.
//!
//! ```text
//! tree, statements, moment ─▶ `answer` ─▶ verdicts, periods, duties, clocks, phases   (compared with the evaluator's)
//! seed ─▶ `generate::history` ─▶ tree, statements, moments
//! ```
//!
//! Holds
//! - Everything is computed from the whole record each time; nothing is cached or shared with the evaluator.
//! - Functions are named after the rules of the definitions and cite them.
//! - Arrival order of the statements never matters, only known-at and, between equal ones, the body id.
//!
//! Not here: explanations, files.

mod answers;
mod spans;
mod known;
mod said;
mod proof;
mod terms;
mod steps;
mod calm;
mod duty;
mod quantity;
mod clock;
mod phase;
pub mod generate;

use agreement::tree::Tree;
use record::statement::Statement;
use record::vocabulary::Kleene;
use record::vocabulary::moment::{Moment, Perspective};
use record::vocabulary::time::{Instant, KnownAt};

pub use answers::{
    Answers, Cause, ClockAnswer, ClockKey, DutyAnswer, DutyKey, JudgedKey, PhaseAnswer, PhaseWord, ProvidedAnswer,
    Standing, State, Word,
};
pub use clock::{EVERY_INSTANT, PLACEMENTS};
pub use duty::DUTY_PLACEMENTS;
use known::Known;
use proof::{Proposition, propositions, used};

/// What is known at K in one perspective, and T.
struct Scene<'a> {
    known: Known<'a>,
    happened: Instant,
    /// The propositions of each incident.
    incidents: Vec<Vec<Proposition>>,
}

impl<'a> Scene<'a> {
    fn new(tree: &'a Tree, all: &'a [Statement], happened: Instant, at: KnownAt, perspective: &'a Perspective) -> Self {
        let known = Known::new(tree, all, at, perspective);
        let said = said::reports(&known, None);
        let incidents =
            said::incidents(&known, &said).iter().map(|incident| propositions(&known, incident, &said)).collect();
        Scene { known, happened, incidents }
    }
}

/// Everything the definitions say at one moment, at every standard of the chain (`moment.standard` only says which is shown).
///
/// The tree is a checked one: every name it uses is declared. Clocks with more than [`PLACEMENTS`] placements, duties with more
/// than [`DUTY_PLACEMENTS`], and what asks one, are listed in [`Answers::beyond`] and beside it instead of being answered.
pub fn answer(tree: &Tree, statements: &[Statement], moment: &Moment) -> Answers {
    let scene = Scene::new(tree, statements, moment.happened, moment.known, &moment.perspective);
    let mut answers = Answers::default();
    for s in 0..tree.standards.standards.len() {
        verdicts(&scene, s, &mut answers);
        duties(&scene, s, &mut answers);
        provided(&scene, s, &mut answers);
    }
    for clock in &tree.clocks {
        for (index, policy) in clock.policies.iter().enumerate() {
            for s in &clock.standards {
                for zone in clock::zones(clock) {
                    let outcome = clock::clock(&scene, clock, policy, *s, zone.as_ref());
                    let key = (clock.name.clone(), index, *s, zone);
                    match outcome {
                        Some(clock::Outcome { value, completion, .. }) => {
                            answers.clocks.insert(key, ClockAnswer { value, completion });
                        }
                        None => {
                            answers.beyond.insert(key);
                        }
                    }
                }
            }
        }
    }
    for phase in &tree.phases {
        match phase::phase(&scene, phase) {
            Some(answer) => {
                answers.phases.insert(phase.name.clone(), answer);
            }
            None => {
                answers.beyond_phases.insert(phase.name.clone());
            }
        }
    }
    answers
}

/// V2, V3, V6, V7 at one standard.
fn verdicts(scene: &Scene, s: usize, answers: &mut Answers) {
    let known = &scene.known;
    let prohibitions = terms::prohibitions(known.tree);
    for propositions in &scene.incidents {
        let mut words = Vec::new();
        let mut is_there = false;
        for p in used(propositions, s) {
            let fields = proof::fields(known, p, s);
            is_there |= fields.when.began.from <= scene.happened;
            for (article, prohibition) in &prohibitions {
                if let Some(word) = terms::word(scene, (article, prohibition), p, &fields, s) {
                    let key = (article.id.clone(), p.incident.name.clone(), p.about.clone(), s);
                    if terms::cured(prohibition, word, &fields, scene.happened) {
                        answers.cured.insert(key.clone());
                    }
                    for exception in &prohibition.exceptions {
                        let missing = terms::missing_steps(scene, (article, prohibition), exception, p, &fields);
                        if let Some(missing) = missing {
                            answers.missing_steps.insert((key.clone(), exception.name.clone()), missing);
                        }
                    }
                    answers.verdicts.insert(key, word);
                    words.push(word);
                }
            }
        }
        // V6: no prohibition covers any used proposition that is there.
        if is_there && words.iter().all(|word| *word == Word::NotApplicable) {
            let name = &propositions.first().expect("an incident that is there has a proposition").incident.name;
            answers.uncovered.insert((name.clone(), s));
        }
    }
    for article in &known.tree.articles {
        let words: Vec<Word> = answers
            .verdicts
            .iter()
            .filter(|((id, _, _, standard), _)| *id == article.id && *standard == s)
            .map(|(_, word)| *word)
            .collect();
        let word = calm::verdict_on_period(known, article, &words, scene.happened);
        answers.periods.insert((article.id.clone(), s), word);
    }
}

/// O1-O6, and the verdict on each obligation, at one standard.
fn duties(scene: &Scene, s: usize, answers: &mut Answers) {
    for (article, obligation) in duty::obligations(scene.known.tree) {
        // V6: what is part of a duty is covered.
        for part in duty::parts(scene, article, obligation, s) {
            answers.uncovered.remove(&(part, s));
        }
        let duties = duty::duties(scene, article, obligation, s);
        let answered: Option<Vec<DutyAnswer>> = duties.iter().map(|(_, answer)| answer.clone()).collect();
        for (key, answer) in duties {
            match answer {
                Some(answer) => {
                    answers.duties.insert(key, answer);
                }
                None => {
                    answers.beyond_duties.insert(key);
                }
            }
        }
        let key = (article.id.clone(), s);
        match answered {
            Some(duties) => {
                answers.periods.insert(key, duty::verdict_on_article(&duties));
            }
            None => {
                answers.periods.remove(&key);
                answers.beyond_periods.insert(key);
            }
        }
    }
}

/// O8: conditions from the beginning, at one standard.
fn provided(scene: &Scene, s: usize, answers: &mut Answers) {
    for article in &scene.known.tree.articles {
        let Some(provided) = &article.provided else { continue };
        let Some(word) = answers.periods.get(&(provided.article.clone(), s)) else { continue };
        let state = match word {
            Word::Kept | Word::NotApplicable => Standing::Stands,
            Word::Undetermined | Word::Contested => Standing::InDoubt,
            Word::Breached => Standing::Failed,
        };
        let judged = match terms::judged(&scene.known, &provided.judgement, None) {
            Kleene::Must => Some(true),
            Kleene::No => Some(false),
            Kleene::May => None,
        };
        answers.provided.insert((article.id.clone(), s), ProvidedAnswer { state, judged });
    }
}
