//! Inclusions: every choice is made, and both texts mean the same by the same words (L8).
//!
//! Not here: what stands in the way of bringing an article in (`include`).

use std::collections::BTreeSet;

use record::vocabulary::Name;

use super::Checker;
use super::clauses::called;
use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::include::brought;
use crate::parse::Included;
use crate::parse::syntax::*;
use crate::tree::{ArticleKind, Due, Inclusion, Moment, Tree};

impl Checker<'_> {
    pub(super) fn inclusion(&mut self, block: &InclusionBlock, included: &[Included]) -> Option<Inclusion> {
        let (what, at) = (called("inclusion", &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        let code = codes::NO_INCLUSION_LINE;
        if !block.text.is_there() {
            let line = "  text \"february.accord\" sha256:…";
            self.missing(code, format!("{what} does not say which text it includes"), at, [line]);
        }
        if !block.brings.is_there() {
            let line = "  brings article 1, article 2";
            self.missing(code, format!("{what} does not say which articles it brings"), at, [line]);
        }
        if !block.period.is_there() {
            let message = format!("{what} does not say for which time it brings them");
            let lines: Vec<String> = self.some_periods();
            self.missing(code, message, at, lines);
        }
        let brings = block.brings.said();
        self.unique("article", brings.iter().flat_map(|said| said.value.iter().cloned()));
        let period = block.period.said().map(|period| self.period(period, &what));
        let title = block.head.tail.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let (path, digest) = &block.text.said()?.value;
        let name = &block.head.name.value;
        let Some(other) = included.iter().find(|one| one.span == block.head.span) else {
            // A text that was read without its inclusions has not said so yet.
            if !self.out.iter().any(|one| one.code == codes::INCLUSION && one.severity == Severity::Error) {
                let message = format!("the text `{}` is not at hand", path.value);
                self.out.push(Diagnostic::error(codes::INCLUSION, message, path.span, "nothing was brought in"));
            }
            return None;
        };
        Some(Inclusion {
            name: name.clone(),
            title,
            path: path.value.clone(),
            digest: digest.clone(),
            agreement: other.agreement.name.clone(),
            brings: super::values_of(&brings?.value),
            period: period??,
            cited: cited?,
        })
    }

    /// Lines of periods to be pasted.
    fn some_periods(&self) -> Vec<String> {
        let during = self.syntax.regimes.iter().map(|regime| format!("  during {}", regime.head.name.value));
        let from = self.some_moment();
        during.take(2).chain([format!("  from {from}"), format!("  from {from} until {from} + 7 days")]).collect()
    }

    /// Reports words that both texts declare and do not mean alike.
    pub(super) fn means_the_same(&mut self, tree: &Tree, included: &[Included]) {
        for other in included {
            for (what, name) in differing(tree, other) {
                let message = format!("the {what} `{name}` is not the same here as in `{}`", other.path);
                self.out.push(
                    Diagnostic::error(codes::INCLUSION, message, other.span, "its articles would mean something else")
                        .help(format!("declare the {what} as it stands there, or give this one another name")),
                );
            }
            if tree.zone != other.agreement.zone {
                let message = format!("`{}` counts its days in another time zone", other.path);
                self.out.push(
                    Diagnostic::error(codes::INCLUSION, message, other.span, "its days would be others")
                        .note(format!("here it is {}, there {}", tree.zone.name(), other.agreement.zone.name()))
                        .help("write the articles out here, with their times as they are meant"),
                );
            }
        }
    }
}

/// What both declare under one name, and differently: acts, weapons, zones and judgements; epochs and standards where an
/// article that is brought names them.
fn differing(here: &Tree, included: &Included) -> Vec<(&'static str, Name)> {
    let there = &included.agreement;
    let mut out = Vec::new();
    fn apart<T, K: PartialEq>(
        what: &'static str,
        (here, there): (&[T], &[T]),
        name: impl Fn(&T) -> &Name,
        means: impl Fn(&T) -> K,
        out: &mut Vec<(&'static str, Name)>,
    ) {
        for one in there {
            let same = here.iter().find(|other| name(other) == name(one));
            if same.is_some_and(|same| means(same) != means(one)) {
                out.push((what, name(one).clone()));
            }
        }
    }
    let set = |names: &[Name]| names.iter().cloned().collect::<BTreeSet<Name>>();
    apart("act", (&here.acts, &there.acts), |one| &one.name, |one| set(&one.includes), &mut out);
    apart("weapon", (&here.weapons, &there.weapons), |one| &one.name, |one| set(&one.includes), &mut out);
    let zone = |one: &crate::tree::ZoneDeclared| (one.geometry.clone(), one.cosigners.clone());
    apart("zone", (&here.zones, &there.zones), |one| &one.name, zone, &mut out);
    apart("judgement", (&here.judgements, &there.judgements), |one| &one.name, |one| one.deciders.clone(), &mut out);
    let (epochs, standards) = named(here, included);
    for name in epochs {
        let at = |tree: &Tree| tree.epochs.iter().find(|one| one.name == name).map(|one| one.at);
        if at(there).is_some_and(|there| at(here) != Some(there)) {
            out.push(("epoch", name));
        }
    }
    for name in standards {
        let means = |tree: &Tree| {
            let all = &tree.standards.standards;
            all.iter().find(|one| one.name == name).map(|one| one.alternatives.clone())
        };
        if means(there).is_some_and(|there| means(here) != Some(there)) {
            out.push(("standard", name));
        }
    }
    out
}

/// Epochs and standards that the articles brought in name.
fn named(here: &Tree, included: &Included) -> (BTreeSet<Name>, BTreeSet<Name>) {
    let (mut epochs, mut standards) = (BTreeSet::new(), BTreeSet::new());
    let prefix = brought(&included.name, "");
    for article in here.articles.iter().filter(|article| article.id.starts_with(&prefix)) {
        match &article.kind {
            ArticleKind::Obligation(terms) => {
                if let Due::By(Moment::After { epoch, .. } | Moment::EndOfDay { epoch, .. }) = &terms.due {
                    epochs.insert(epoch.clone());
                }
            }
            ArticleKind::Prohibition(terms) => {
                let of = |index: usize| here.standards.standards.get(index).map(|one| one.name.clone());
                standards.extend(terms.exceptions.iter().filter_map(|exception| of(exception.standard)));
            }
            ArticleKind::Declaratory { .. } | ArticleKind::NotYetExpressed { .. } => {}
        }
    }
    (epochs, standards)
}
