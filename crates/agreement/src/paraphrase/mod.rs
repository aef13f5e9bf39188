//! Paraphrase: what each clause of a checked agreement means, in plain English, so that a reader can say "I did not mean that".
//!
//! ```text
//! regime calm [¶3]            ─▶   regime calm [¶3]
//!   on silence lapses                If nobody renews it, it lapses.
//! ```
//!
//! Holds
//! - One paraphrase for each block or clause, in the order of the language; every choice of the tree is in a sentence.
//! - What a choice does is said, also where it decides against somebody: whose silence, whose burden, which gap.
//! - It reads the tree and never the other way: the text alone decides.
//!
//! Not here: verdicts (`evaluate`), layout of the text (`format`), other languages.

mod changes;
mod clauses;
mod clocks;
mod head;
mod obligations;
pub(crate) mod words;

use crate::tree::{Cited, Provenance, Tree};

/// What one clause means.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paraphrase {
    /// How the clause is called in the text: `article 1`.
    pub clause: String,
    /// The paragraph it cites, as written; empty for a block that cites none.
    pub paragraph: String,
    /// Whole English sentences.
    pub sentences: Vec<String>,
}

/// Every clause in plain English: head and evidence first, then zones, judgements, regimes, articles, inclusions, amendments, patterns, clocks, phases.
///
/// ```
/// let text = std::fs::read_to_string("../../spec/language.md").unwrap();
/// let example = text.split("```accord\n").nth(1).unwrap().split("```").next().unwrap();
/// let agreement = agreement::check(agreement::parse(example)).agreement.unwrap();
/// let read = agreement::paraphrase(&agreement);
/// let regime = read.iter().find(|clause| clause.clause == "regime calm").unwrap();
/// assert!(regime.sentences.contains(&"If nobody renews it, it lapses.".to_owned()));
/// ```
pub fn paraphrase(tree: &Tree) -> Vec<Paraphrase> {
    let mut all = vec![
        block("agreement", head::agreement(tree)),
        block("standards", head::standards(tree)),
        block("perspectives", head::perspectives(tree)),
        block("coverage", head::coverage(tree)),
        block("severity", head::severity(tree)),
    ];
    all.extend(tree.zones.iter().map(|zone| clause(tree, "zone", &zone.name, &zone.cited, clauses::zone(zone))));
    all.extend(
        tree.judgements.iter().map(|judgement| {
            clause(tree, "judgement", &judgement.name, &judgement.cited, clauses::judgement(judgement))
        }),
    );
    all.extend(
        tree.regimes
            .iter()
            .map(|regime| clause(tree, "regime", &regime.name, &regime.cited, clauses::regime(tree, regime))),
    );
    all.extend(
        tree.articles
            .iter()
            .map(|article| clause(tree, "article", &article.label(), &article.cited, clauses::article(tree, article))),
    );
    all.extend(
        (tree.inclusions.iter())
            .map(|one| clause(tree, "inclusion", &one.name, &one.cited, changes::inclusion(tree, one))),
    );
    all.extend(tree.changes.iter().map(|change| {
        let kind = if change.is_exit { "exit" } else { "amendment" };
        clause(tree, kind, &change.name, &change.cited, changes::change(tree, change))
    }));
    all.extend(
        tree.patterns.iter().map(|one| clause(tree, "pattern", &one.name, &one.cited, clauses::pattern(tree, one))),
    );
    all.extend(
        tree.clocks.iter().map(|clock| clause(tree, "clock", &clock.name, &clock.cited, clocks::clock(tree, clock))),
    );
    all.extend(
        tree.phases.iter().map(|phase| clause(tree, "phase", &phase.name, &phase.cited, clocks::phase(tree, phase))),
    );
    all
}

fn block(name: &str, sentences: Vec<String>) -> Paraphrase {
    Paraphrase { clause: name.to_owned(), paragraph: String::new(), sentences }
}

/// A clause with its citation; where it is known otherwise than the text as a whole, that is said last.
fn clause(tree: &Tree, kind: &str, name: &str, cited: &Cited, mut sentences: Vec<String>) -> Paraphrase {
    if cited.provenance != tree.provenance {
        sentences.push(format!("This clause is {}.", known_as(cited.provenance)));
    }
    Paraphrase { clause: format!("{kind} {name}"), paragraph: cited.paragraph.clone(), sentences }
}

fn known_as(provenance: Provenance) -> &'static str {
    match provenance {
        Provenance::Signed => "given as it was signed",
        Provenance::Official => "given as a signatory stated it officially",
        Provenance::Press => "known from the press only",
        Provenance::Reconstruction => "put together by whoever drafted this file",
    }
}
