//! Inclusions, amendments and exits, and whose text an article is.
//!
//! Not here: what the texts themselves say (`clauses`, `obligations`).

use super::clauses::in_force;
use super::words::{and, deciders, duration, moment, not_all};
use crate::include::brought;
use crate::tree::{Article, Change, Ends, Inclusion, Running, Standing, TakesEffect, Tree};

/// What comes in from which other agreement, and for how long.
pub fn inclusion(tree: &Tree, inclusion: &Inclusion) -> Vec<String> {
    let mut out = match inclusion.title.as_str() {
        "" => Vec::new(),
        title => vec![format!("Title: \"{title}\".")],
    };
    let here: Vec<String> = inclusion.brings.iter().map(|article| brought(&inclusion.name, article)).collect();
    let (one, own) = if here.len() == 1 { ("article", "It holds") } else { ("articles", "They hold") };
    out.push(format!(
        "It brings in {one} {} of \"{}\", as the text of {} says {}; here called {}.",
        and(&inclusion.brings),
        inclusion.agreement,
        inclusion.path,
        if here.len() == 1 { "it" } else { "them" },
        and(&here)
    ));
    out.push(format!("{own} {}; the other agreement goes on, or ends, by itself.", in_force(tree, &inclusion.period)));
    out
}

/// What a change needs, from when it counts, and what it changes.
pub fn change(tree: &Tree, change: &Change) -> Vec<String> {
    let mut out = match change.title.as_str() {
        "" => Vec::new(),
        title => vec![format!("Title: \"{title}\".")],
    };
    let who = deciders(&change.signers);
    out.push(format!("It takes {who} to sign it{}; silence signs nothing.", not_all(&change.signers)));
    out.push(match &change.effect {
        TakesEffect::From { at, reaches_back: false } => format!(
            "It takes effect at {}; signed later, from the last signature needed, and what happened before is judged by the text before it.",
            moment(tree, at)
        ),
        TakesEffect::From { at, reaches_back: true } => format!(
            "It takes effect at {}; signed later, from then all the same: what was judged by the text before it is judged anew.",
            moment(tree, at)
        ),
        TakesEffect::AfterSignature(0) => "It takes effect with the last signature needed.".into(),
        TakesEffect::AfterSignature(seconds) => {
            format!("It takes effect {} after the last signature needed; until then everything binds as before.", duration(*seconds))
        }
    });
    let article = |names: &[String]| format!("article{} {}", if names.len() == 1 { "" } else { "s" }, and(names));
    if !change.replaces.is_empty() {
        out.push(format!(
            "From then on {} read{} as the text by this amendment says.",
            article(&change.replaces),
            plural(&change.replaces)
        ));
    }
    if !change.adds.is_empty() {
        out.push(format!("It adds {}.", article(&change.adds)));
    }
    match &change.ends {
        Ends::Articles(articles) if articles.is_empty() => {}
        Ends::Articles(articles) => out.push(format!("It ends {}: what is done afterwards breaches no such article.", article(articles))),
        Ends::Agreement => out.push(
            "It ends the agreement: every article and every regime ends, its clocks stand still, and what is done afterwards breaches nothing of it.".into(),
        ),
    }
    if let Some(release) = &change.releases {
        let who = and(&release.names);
        out.push(format!("From then on no article of the agreement binds {who}; the others stay bound."));
        out.push(if release.still_protected {
            format!("They stay bound towards {who} as before.")
        } else {
            format!("Where an article protects {who} by name, or as one of those whom it binds, it does so no longer.")
        });
    }
    match change.running {
        Some(Running::Stay) => {
            out.push("Deadlines that run then stay as they are, also longer than the article that set them.".into());
        }
        Some(Running::Change) => out.push(
            "Deadlines that run then go on by the new text, though nobody is late before it takes effect; where there is no such text, they end.".into(),
        ),
        None => {}
    }
    out
}

fn plural<T>(names: &[T]) -> &'static str {
    if names.len() == 1 { "s" } else { "" }
}

/// Whose text an article is, where it is not the one first agreed.
pub fn standing(tree: &Tree, article: &Article) -> Option<String> {
    match &article.standing {
        Standing::Agreed => None,
        Standing::ByAmendment(name) => {
            let replaces =
                tree.changes.iter().any(|change| &change.name == name && change.replaces.contains(&article.id));
            let does = if replaces { "replaces the text before it" } else { "is new" };
            Some(format!("It {does} once \"{name}\" is signed and in effect; before, it binds nobody."))
        }
        Standing::ReadBy(name) => Some(format!(
            "This is how {name} reads the article. It is judged and shown beside it; nothing follows from it."
        )),
        Standing::DeclaredBy(name) => Some(format!(
            "{name} declares this alone. It is no part of the agreement, and no clock, phase or condition of the agreement asks it."
        )),
    }
}
