//! The difference: what the same record says under other terms, before they are adopted or signed.
//!
//! ```text
//! statements + terms ────────▶ situation ─┐
//! statements + other terms ──▶ situation ─┴▶ `difference`: verdicts, duties, articles, clocks, phases that read otherwise
//! ```
//!
//! Holds
//! - An article is one thing under all its texts: what differs is what is said of it, not which text says it.
//! - What reads alike is not mentioned; standards with the same difference stand together.
//!
//! Not here: what differs in the words of the text (`armistice`), other statements (callers make them).

use std::collections::BTreeMap;

use agreement::evaluate::{Duty, DutyState, Word};

use crate::{Situation, panel, words};

/// What kind of thing reads otherwise. In the order in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// The verdict on an act under an article.
    Verdict,
    /// What somebody owes under an article.
    Duty,
    /// An article over the whole period.
    Article,
    /// Whether any clause covers an act.
    Covered,
    /// A clock by one of its policies.
    Clock,
    /// A phase.
    Phase,
}

/// One thing that reads otherwise.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Differs {
    /// What kind of thing.
    pub kind: Kind,
    /// Which: "r1 by South, article 1".
    pub subject: String,
    /// At which standards, as indices into the chain of the terms before; empty where no standard is asked.
    pub standards: Vec<usize>,
    /// What is said under the terms before; `None` where they do not have it.
    pub before: Option<String>,
    /// What is said under the other terms.
    pub after: Option<String>,
}

/// Everything that `after` says otherwise than `before`, of the same record at the same moment.
pub fn difference(before: &Situation<'_>, after: &Situation<'_>) -> Vec<Differs> {
    let (one, other) = (told(before), told(after));
    let mut keys: Vec<&Key> = one.keys().chain(other.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut found: Vec<Differs> = Vec::new();
    for key in keys {
        let (before_it, after_it) = (one.get(key), other.get(key));
        if before_it == after_it {
            continue;
        }
        let (kind, subject, standard) = key;
        let index = standard.as_ref().and_then(|name| before.tree.standard(name));
        // Keys of one subject stand side by side.
        let own = found.iter_mut().rev().take_while(|one| one.kind == *kind && one.subject == *subject);
        let same = |one: &&mut Differs| one.before.as_ref() == before_it && one.after.as_ref() == after_it;
        match own.into_iter().find(same) {
            Some(one) => one.standards.extend(index),
            None => found.push(Differs {
                kind: *kind,
                subject: subject.clone(),
                standards: index.into_iter().collect(),
                before: before_it.cloned(),
                after: after_it.cloned(),
            }),
        }
    }
    for one in &mut found {
        one.standards.sort();
    }
    found
}

/// What is asked: kind, subject, standard by name.
type Key = (Kind, String, Option<String>);

/// What a situation says of everything that can be asked.
fn told(situation: &Situation<'_>) -> BTreeMap<Key, String> {
    let tree = situation.tree;
    let evaluation = &situation.evaluation;
    let standard = |index: usize| Some(tree.standards.standards[index].name.clone());
    let article = |index: usize| {
        let article = &tree.articles[index];
        if article.is_of_the_agreement() { article.id.clone() } else { article.label() }
    };
    let mut told: BTreeMap<Key, String> = BTreeMap::new();
    let mut worst: BTreeMap<Key, Word> = BTreeMap::new();
    let mut say = |key: Key, word: Word, text: String| {
        if worst.get(&key).is_none_or(|known| word > *known) {
            worst.insert(key.clone(), word);
            told.insert(key, text);
        }
    };
    for judged in &evaluation.judged {
        let fact = &situation.facts[judged.fact];
        let subject = format!("{} {}, article {}", fact.incident.0, words::about(&fact.about), article(judged.article));
        let text = words::with_causes(judged.word.to_string(), &judged.causes());
        say((Kind::Verdict, subject, standard(judged.standard)), judged.word, text);
    }
    for period in &evaluation.periods {
        let text = words::with_causes(words::article_word(tree, period.article, period.word), &period.causes);
        let subject = format!("article {}", article(period.article));
        say((Kind::Article, subject, standard(period.standard)), period.word, text);
    }
    let owes = |duty: &&Duty| duty.states != [DutyState::Dormant];
    for duty in evaluation.duties.iter().filter(owes) {
        let asked = duty.trigger.map(|fact| format!(" for {}", situation.facts[fact].incident.0)).unwrap_or_default();
        let subject = format!("{}{asked}, article {}", duty.obliged.join(" or "), article(duty.article));
        let text = words::duty(situation, duty);
        let said = told.entry((Kind::Duty, subject, standard(duty.standard))).or_default();
        *said = if said.is_empty() { text } else { format!("{said} | {text}") };
    }
    for (incident, index) in &evaluation.uncovered {
        told.insert((Kind::Covered, incident.0.clone(), standard(*index)), "no clause covers this act".into());
    }
    let now = evaluation.moment.happened;
    for reading in &evaluation.clocks {
        let clock = tree.clocks.iter().find(|clock| clock.name == reading.clock);
        let policy = clock.map(|clock| clock.policies[reading.policy].to_string()).unwrap_or_default();
        let subject = format!("clock {}{} by {policy}", words::quoted(&reading.clock), reading.part);
        let text = format!("{}; {}", panel::value(tree, reading), panel::completion(tree, reading, now));
        told.insert((Kind::Clock, subject, standard(reading.standard)), text);
    }
    for reading in &evaluation.phases {
        let subject = format!("phase {}", words::quoted(&reading.phase));
        let text = crate::phase_word(&tree.zone, reading, situation.openings.get(&reading.phase).copied());
        told.insert((Kind::Phase, subject, None), text);
    }
    told
}
