//! The oracle: a second, slow, obvious evaluator, written from the definitions alone.
//!
//! ```text
//! tree, statements, moment ─▶ `answer` ─▶ verdicts, periods, duties, patterns, clocks, phases   (compared with the evaluator's)
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
mod state;
mod steps;
mod changes;
mod calm;
mod duty;
mod quantity;
mod clock;
mod pattern;
mod phase;
pub mod generate;

use agreement::tree::{Article, Standing as TextOf, Tree};
use record::statement::Statement;
use record::vocabulary::Kleene;
use record::vocabulary::moment::{Moment, Perspective};
use record::vocabulary::time::{Instant, KnownAt};

pub use answers::{
    Answers, Cause, ChangeAnswer, ChangeWord, ClaimAnswer, ClockAnswer, ClockKey, DutyAnswer, DutyKey, JudgedKey,
    PatternAnswer, PhaseAnswer, PhaseWord, ProvidedAnswer, Standing, State, StateClaimed, Word,
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
        for pattern in &tree.patterns {
            answers.patterns.insert((pattern.name.clone(), s), pattern::pattern(&scene, pattern, s));
        }
    }
    for change in &tree.changes {
        answers.changes.insert(change.name.clone(), changes::change(&scene.known, change));
    }
    for regime in &tree.regimes {
        answers.regimes.insert(regime.name.clone(), changes::periods_shown(&scene.known, regime));
    }
    for clock in &tree.clocks {
        for (index, policy) in clock.policies.iter().enumerate() {
            for s in &clock.standards {
                for part in clock::parts(clock) {
                    let outcome = clock::clock(&scene, clock, policy, *s, &part);
                    let key = (clock.name.clone(), index, *s, part);
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
        let mut words_of_the_agreement = Vec::new();
        let mut is_there = false;
        for p in used(propositions, s) {
            let fields = proof::fields(known, p, s);
            is_there |= fields.when.began.from <= scene.happened;
            for (article, prohibition) in &prohibitions {
                if let Some(word) = terms::word(scene, (article, prohibition), p, &fields, s) {
                    let key = (article.label(), p.incident.name.clone(), p.about.clone(), s);
                    if terms::cured(prohibition, word, &fields, scene.happened) {
                        answers.cured.insert(key.clone());
                    }
                    for exception in &prohibition.exceptions {
                        let missing = terms::missing_steps(scene, (article, prohibition), exception, p, &fields, s);
                        if let Some(missing) = missing {
                            answers.missing_steps.insert((key.clone(), exception.name.clone()), missing);
                        }
                    }
                    if prohibition.ground.is_some() || prohibition.answers_for.is_some() {
                        let states = terms::states(scene, prohibition, p, &fields, s);
                        answers.states.insert(key.clone(), states);
                    }
                    answers.verdicts.insert(key, word);
                    if is_of_the_agreement(article) {
                        words_of_the_agreement.push(word);
                    }
                }
            }
        }
        // V11: also a proposition that is not used names what is done.
        let mut of_the_agreement = known.tree.articles.iter().filter(|article| is_of_the_agreement(article));
        let is_a_state =
            of_the_agreement.any(|article| propositions.iter().any(|p| state::is_asked_about(scene, article, p, s)));
        // V6, L6, L7: no prohibition of the agreement covers any used proposition that is there, nor asks about it (V11).
        if is_there && !is_a_state && words_of_the_agreement.iter().all(|word| *word == Word::NotApplicable) {
            let name = &propositions.first().expect("an incident that is there has a proposition").incident.name;
            answers.uncovered.insert((name.clone(), s));
        }
    }
    for article in &known.tree.articles {
        let words: Vec<Word> = answers
            .verdicts
            .iter()
            .filter(|((text, _, _, standard), _)| *text == article.label() && *standard == s)
            .map(|(_, word)| *word)
            .collect();
        let word = calm::verdict_on_period(known, article, &words, scene.happened);
        answers.periods.insert((article.label(), s), word);
    }
}

/// O1-O6, and the verdict on each obligation, at one standard.
fn duties(scene: &Scene, s: usize, answers: &mut Answers) {
    for (article, obligation) in duty::obligations(scene.known.tree) {
        // V6, L6, L7: what is part of a duty of the agreement is covered.
        if is_of_the_agreement(article) {
            for part in duty::parts(scene, article, obligation, s) {
                answers.uncovered.remove(&(part, s));
            }
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
        let key = (article.label(), s);
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
        if changes::is_nowhere(&scene.known, article) {
            continue;
        }
        // L1: kept where each text of that article is; not applicable counts as kept.
        let texts = changes::texts(scene.known.tree, &provided.article).into_iter();
        let words: Option<Vec<Word>> = texts.map(|text| answers.periods.get(&(text.label(), s)).copied()).collect();
        let Some(words) = words else { continue };
        let worst = words.into_iter().max_by_key(|word| terms::badness(*word)).unwrap_or(Word::NotApplicable);
        let state = match worst {
            Word::Kept | Word::NotApplicable => Standing::Stands,
            Word::Undetermined | Word::Contested => Standing::InDoubt,
            Word::Breached => Standing::Failed,
        };
        let judged = match terms::judged(&scene.known, &provided.judgement, None) {
            Kleene::Must => Some(true),
            Kleene::No => Some(false),
            Kleene::May => None,
        };
        answers.provided.insert((article.label(), s), ProvidedAnswer { state, judged });
    }
}

/// L6, L7: whether a text is the agreement's own, and neither a declaration beside it nor a reading.
fn is_of_the_agreement(article: &Article) -> bool {
    matches!(article.standing, TextOf::Agreed | TextOf::ByAmendment(_))
}
