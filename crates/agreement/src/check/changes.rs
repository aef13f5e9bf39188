//! Amendments and exits, whose text an article is, and that nothing is merged that belongs apart (L1-L7).
//!
//! Holds
//! - Every text by an amendment is listed by it, and every text that it lists stands there.
//! - A declaration binds its declarer alone, and no clock or phase takes it for the agreement.
//!
//! Not here: what an article itself needs (`clauses`, `obligations`).

use record::vocabulary::Name;

use super::clauses::called;
use super::names::{self, paste};
use super::{Checker, values_of};
use crate::codes;
use crate::diagnostic::{Diagnostic, Span};
use crate::parse::syntax::*;
use crate::tree::{Authentic, Change, Ends, Release, Running, Standing, TakesEffect};

impl Checker<'_> {
    /// An amendment or exit; its signing name is made when the whole tree is.
    pub(super) fn change(&mut self, block: &ChangeBlock) -> Option<Change> {
        let code = codes::NO_CHANGE_LINE;
        let (what, at) = (called(block.word(), &block.head), block.head.span);
        let cited = self.cited(&what, at, &block.head.tail);
        if !block.signers.is_there() {
            let parties = self.syntax.parties.said().map(|parties| values_of(&parties.value)).unwrap_or_default();
            let who = if parties.len() > 1 { parties.join(", ") } else { self.some_deciders() };
            let lines = ["all of", "any of"].map(|rule| format!("  signed by {rule} {who}"));
            self.missing(code, format!("{what} does not say whose signatures it needs"), at, lines);
        }
        if !block.effect.is_there() {
            let from = self.some_moment();
            let lines = [
                format!("  in force from {from}, signed later it counts from the signature"),
                format!("  in force from {from}, signed later it is retroactive"),
                "  in force with the last signature".to_owned(),
                "  in force 7 days after the last signature".to_owned(),
            ];
            self.missing(code, format!("{what} does not say when it takes effect"), at, lines);
        }
        let signers = block.signers.said().map(|said| self.deciders(&said.value));
        let effect = block.effect.said().and_then(|said| self.effect(&what, said));
        let releases = self.releases(block, &what);
        let articles = self.touched(block, &what);
        let running = self.running(block, &what);
        let title = block.head.tail.title.as_ref().map(|title| title.value.clone()).unwrap_or_default();
        let (replaces, adds, ends) = articles?;
        Some(Change {
            name: block.head.name.value.clone(),
            title,
            is_exit: block.is_exit,
            signed_as: String::new(),
            signers: signers?,
            effect: effect?,
            running: running?,
            replaces,
            adds,
            ends,
            releases: releases?,
            cited: cited?,
        })
    }

    fn effect(&mut self, what: &str, said: &Said<EffectText>) -> Option<TakesEffect> {
        match &said.value {
            EffectText::AfterSignature(seconds) => Some(TakesEffect::AfterSignature(*seconds)),
            EffectText::From { at, reaches_back } => {
                let at = self.moment(at);
                if reaches_back.is_none() {
                    let message = format!("{what} does not say from when it counts if it is signed later");
                    let words = [", signed later it counts from the signature", ", signed later it is retroactive"];
                    self.unsaid(codes::NO_CHANGE_LINE, message, said.span, words);
                }
                Some(TakesEffect::From { at: at?, reaches_back: (*reaches_back)? })
            }
        }
    }

    /// What it replaces, adds and ends.
    fn touched(&mut self, block: &ChangeBlock, what: &str) -> Option<(Vec<Name>, Vec<Name>, Ends)> {
        let listed = |slot: &Slot<Vec<Named>>| slot.said().map(|said| said.value.clone()).unwrap_or_default();
        let (replaces, adds) = (listed(&block.replaces), listed(&block.adds));
        let ended = match block.ends.said().map(|said| &said.value) {
            Some(EndsText::Articles(articles)) => articles.clone(),
            _ => Vec::new(),
        };
        let slots = [block.replaces.span(), block.adds.span(), block.ends.span(), block.releases.span()];
        if slots.iter().all(Option::is_none) {
            let article = self.syntax.articles.first().map_or("1".to_owned(), |block| paste(&block.head.name.value));
            let mut lines = vec![format!("  ends article {article}")];
            if block.is_exit {
                let party = self.known.of_kind(names::ACTOR).first().map_or("North".to_owned(), |name| paste(name));
                lines.insert(0, "  ends the agreement".to_owned());
                lines.push(format!("  releases {party}, still protected"));
            } else {
                lines.splice(0..0, [format!("  replaces article {article}"), "  adds article 9".to_owned()]);
            }
            self.missing(codes::NO_CHANGE_LINE, format!("{what} does not say what it changes"), block.head.span, lines);
            return None;
        }
        self.unique("article", replaces.iter().chain(&adds).chain(&ended).cloned());
        let mut whole = true;
        for article in replaces.iter().chain(&ended) {
            whole &= self.resolve(names::ARTICLE, article) && self.of_the_agreement(article);
        }
        for article in &adds {
            if let Some(first) = self.first_text(&article.value) {
                let message = format!("{what} adds article `{}`, which is there", article.value);
                self.out.push(
                    Diagnostic::error(codes::CHANGES, message, article.span, "not new")
                        .also(first, "this article")
                        .help(format!(
                            "write `replaces article {}`, or give the new one another name",
                            paste(&article.value)
                        )),
                );
                whole = false;
            }
        }
        for article in replaces.iter().chain(&adds) {
            let given = |text: &&ArticleBlock| {
                text.head.name.value == article.value
                    && matches!(&text.standing, Some(StandingText::ByAmendment(name)) if name.value == block.head.name.value)
            };
            // A text whose amendment is misspelt is reported there.
            let lost = |text: &&ArticleBlock| {
                let change = |name: &Named| self.syntax.changes.iter().any(|one| one.head.name.value == name.value);
                text.head.name.value == article.value
                    && matches!(&text.standing, Some(StandingText::ByAmendment(name)) if !change(name))
            };
            let there = self.syntax.articles.iter().any(|text| given(&text) || lost(&text));
            if !there && self.known.is_complete(names::ARTICLE) {
                let message = format!("{what} names article `{}`, and its text is missing", article.value);
                let head =
                    format!("article {} by amendment {} [¶1]", paste(&article.value), paste(&block.head.name.value));
                self.out.push(
                    Diagnostic::error(codes::CHANGES, message, article.span, "no text by this amendment")
                        .lines("write the article as it shall read", [head.as_str(), "  …"]),
                );
                whole = false;
            }
        }
        let unreadable = |slot: &Slot<Vec<Named>>| matches!(slot, Slot::Unreadable(_));
        if unreadable(&block.replaces) || unreadable(&block.adds) || matches!(block.ends, Slot::Unreadable(_)) {
            return None;
        }
        let ends = match block.ends.said().map(|said| &said.value) {
            Some(EndsText::Agreement) => Ends::Agreement,
            _ => Ends::Articles(values_of(&ended)),
        };
        whole.then(|| (values_of(&replaces), values_of(&adds), ends))
    }

    /// Whom it releases; an exit that does ends nothing for the others.
    fn releases(&mut self, block: &ChangeBlock, what: &str) -> Option<Option<Release>> {
        let said = match &block.releases {
            Slot::Absent => return Some(None),
            Slot::Unreadable(_) => return None,
            Slot::Said(said) => said,
        };
        self.unique("actor", said.value.names.iter().cloned());
        let mut whole = true;
        for name in &said.value.names {
            whole &= self.resolve(names::ACTOR, name);
            let binds = |article: &&ArticleBlock| {
                let of_the_agreement = !matches!(article.standing, Some(StandingText::DeclaredBy(_)));
                of_the_agreement
                    && article.binds.iter().flat_map(|line| &line.actors).any(|one| one.value == name.value)
            };
            if whole && !self.syntax.articles.iter().any(|article| binds(&article)) {
                let message = format!("{what} releases `{}`, whom no article binds", name.value);
                self.out.push(
                    Diagnostic::error(codes::CHANGES, message, name.span, "bound by nothing")
                        .help("name somebody as the articles bind them"),
                );
                whole = false;
            }
        }
        if let Some(ends) = block.ends.span() {
            let message = format!("{what} ends something for everybody, and releases somebody");
            self.out.push(
                Diagnostic::error(codes::CHANGES, message, said.span, "one alone is released")
                    .also(ends, "ended for all")
                    .help("write an exit for each"),
            );
            whole = false;
        }
        let Some(still_protected) = said.value.still_protected else {
            let message = format!("{what} does not say whether the others stay bound towards whom it releases");
            self.unsaid(codes::NO_CHANGE_LINE, message, said.span, [", still protected", ", no longer protected"]);
            return None;
        };
        whole.then(|| Some(Release { names: values_of(&said.value.names), still_protected }))
    }

    /// Where the text first agreed, or a declaration, of this name stands.
    fn first_text(&self, article: &str) -> Option<Span> {
        let first = |text: &&ArticleBlock| {
            text.head.name.value == article && matches!(text.standing, None | Some(StandingText::DeclaredBy(_)))
        };
        self.syntax.articles.iter().find(first).map(|text| text.head.span)
    }

    /// Whether an article is one of the agreement; reported where it is a declaration beside it.
    pub(super) fn of_the_agreement(&mut self, article: &Named) -> bool {
        let block = self.articles.get(article.value.as_str());
        let Some(StandingText::DeclaredBy(who)) = block.and_then(|block| block.standing.as_ref()) else { return true };
        let message = format!("article `{}` is a declaration of `{}` alone", article.value, who.value);
        self.out.push(
            Diagnostic::error(codes::BESIDE, message, article.span, "no part of the agreement")
                .also(who.span, "declared here")
                .help("name an article of the agreement"),
        );
        false
    }

    /// What becomes of running deadlines; demanded where an article that requires is touched.
    fn running(&mut self, block: &ChangeBlock, what: &str) -> Option<Option<Running>> {
        if let Slot::Unreadable(_) = block.running {
            return None;
        }
        if let Some(said) = block.running.said() {
            return Some(Some(said.value));
        }
        let whole = matches!(block.ends.said().map(|said| &said.value), Some(EndsText::Agreement));
        let mut named: Vec<&str> = Vec::new();
        for slot in [&block.replaces, &block.adds] {
            named.extend(slot.said().iter().flat_map(|said| &said.value).map(|name| name.value.as_str()));
        }
        if let Some(EndsText::Articles(articles)) = block.ends.said().map(|said| &said.value) {
            named.extend(articles.iter().map(|name| name.value.as_str()));
        }
        let beside = |text: &ArticleBlock| matches!(text.standing, Some(StandingText::DeclaredBy(_)));
        let released = block.releases.said().map(|said| values_of(&said.value.names)).unwrap_or_default();
        let frees = |text: &ArticleBlock| {
            let bound = text.binds.iter().flat_map(|line| &line.actors);
            bound.into_iter().any(|actor| released.contains(&actor.value))
        };
        let touched = |text: &&ArticleBlock| {
            !beside(text) && (whole || named.contains(&text.head.name.value.as_str()) || frees(text))
        };
        let requires = self.syntax.articles.iter().filter(touched).find(|text| text.requires.is_there());
        let Some(requires) = requires else { return Some(None) };
        let message = format!(
            "{what} changes article `{}`, which requires, and does not say what becomes of deadlines that run",
            requires.head.name.value
        );
        let lines = ["  running deadlines stay as they are", "  running deadlines change with it"];
        self.missing(codes::NO_CHANGE_LINE, message, block.head.span, lines);
        None
    }

    /// In which languages the text is authentic; reported where it does not say which prevails.
    pub(super) fn authentic(&mut self) -> Option<Option<Authentic>> {
        let syntax = self.syntax;
        let said = match &syntax.authentic {
            Slot::Absent => return Some(None),
            Slot::Unreadable(_) => return None,
            Slot::Said(said) => said,
        };
        let AuthenticText { languages, prevails } = &said.value;
        self.unique("language", languages.iter().cloned());
        let Some(prevails) = prevails else {
            let mut choices = vec![", none prevails".to_owned()];
            choices.extend(languages.iter().map(|name| format!(", {} prevails", paste(&name.value))));
            let message = "the agreement does not say which of its authentic texts prevails";
            self.unsaid(codes::WORDING, message, said.span, choices);
            return None;
        };
        let known = |name: &Named| languages.iter().any(|language| language.value == name.value);
        if let Some(name) = prevails.as_ref().filter(|name| !known(name)) {
            let message = format!("`{}` is none of the languages in which the text is authentic", name.value);
            self.out.push(
                Diagnostic::error(codes::WORDING, message, name.span, "not in the list before it")
                    .help("add it to the list, or write another, or `none prevails`"),
            );
            return None;
        }
        let prevails = prevails.as_ref().map(|name| name.value.clone());
        Some(Some(Authentic { languages: values_of(languages), prevails }))
    }

    /// The words of an article in authentic languages: each of them once, and none in another.
    pub(super) fn wordings(&mut self, block: &ArticleBlock) -> Option<Vec<(Name, String)>> {
        let syntax = self.syntax;
        let declared = match &syntax.authentic {
            Slot::Said(said) => values_of(&said.value.languages),
            Slot::Unreadable(_) => return Some(Vec::new()),
            Slot::Absent => Vec::new(),
        };
        self.unique("wording", block.wordings.iter().map(|(language, _)| language.clone()));
        let mut whole = true;
        for (language, _) in block.wordings.iter().filter(|(language, _)| !declared.contains(&language.value)) {
            let message = format!("the text is not authentic in `{}`", language.value);
            self.out.push(
                Diagnostic::error(codes::WORDING, message, language.span, "not an authentic language")
                    .lines("name it in the head, such as", ["  authentic in English, Arabic, none prevails"]),
            );
            whole = false;
        }
        let given: Vec<&Name> = block.wordings.iter().map(|(language, _)| &language.value).collect();
        let lacking: Vec<&str> =
            declared.iter().filter(|language| !given.contains(language)).map(String::as_str).collect();
        if !given.is_empty() && !lacking.is_empty() && whole {
            let message = format!("{} has no words in {}", called("article", &block.head), names::listed(&lacking));
            self.out.push(
                Diagnostic::error(codes::WORDING, message, block.head.span, "words in one authentic language alone")
                    .help("write a line `wording` for each authentic language, or for none"),
            );
            whole = false;
        }
        let words = |(language, words): &(Named, Named)| (language.value.clone(), words.value.clone());
        whole.then(|| block.wordings.iter().map(words).collect())
    }

    /// Whose text an article is.
    pub(super) fn standing(&mut self, block: &ArticleBlock) -> Option<Standing> {
        let article = &block.head.name;
        match &block.standing {
            None => Some(Standing::Agreed),
            Some(StandingText::ByAmendment(name)) => {
                if !self.resolve(names::CHANGE, name) {
                    return None;
                }
                let change = self.syntax.changes.iter().find(|change| change.head.name.value == name.value)?;
                let listed = [&change.replaces, &change.adds].into_iter().filter_map(Slot::said);
                let unread = [&change.replaces, &change.adds].iter().any(|slot| matches!(slot, Slot::Unreadable(_)));
                if !unread && !listed.flat_map(|said| &said.value).any(|listed| listed.value == article.value) {
                    let (word, head) = (change.word(), change.head.span);
                    let verb = if self.first_text(&article.value).is_some() { "replaces" } else { "adds" };
                    let message = format!("{word} `{}` does not name article `{}`", name.value, article.value);
                    self.out.push(
                        Diagnostic::error(codes::CHANGES, message, name.span, "names no such article")
                            .also(head, format!("this {word}"))
                            .lines("add to it the line", [format!("  {verb} article {}", paste(&article.value))]),
                    );
                    return None;
                }
                Some(Standing::ByAmendment(name.value.clone()))
            }
            Some(StandingText::ReadBy(name)) => {
                let first = |text: &ArticleBlock| text.head.name.value == article.value && text.standing.is_none();
                if !self.syntax.articles.iter().any(first) {
                    let message = format!("there is no article `{}` to be read", article.value);
                    self.out.push(
                        Diagnostic::error(codes::CHANGES, message, article.span, "only a reading of it stands here")
                            .help("write the article as it was agreed, and beside it how it is read"),
                    );
                    return None;
                }
                Some(Standing::ReadBy(name.value.clone()))
            }
            Some(StandingText::DeclaredBy(name)) => {
                let known = self.resolve(names::ACTOR, name);
                let mut alone = true;
                for actor in block.binds.iter().flat_map(|line| &line.actors).filter(|actor| actor.value != name.value)
                {
                    let message = format!("a declaration of `{}` cannot bind `{}`", name.value, actor.value);
                    self.out.push(
                        Diagnostic::error(codes::BESIDE, message, actor.span, "bound by somebody else's declaration")
                            .also(name.span, "declared by this actor alone")
                            .help(format!(
                                "write `binds {}`; what both agreed to is an article of the agreement",
                                paste(&name.value)
                            )),
                    );
                    alone = false;
                }
                (known && alone).then(|| Standing::DeclaredBy(name.value.clone()))
            }
        }
    }

    /// Reports a clock that watches articles of the agreement and declarations, or declarations of several.
    pub(super) fn watches_one_text(&mut self, watched: &[Named]) {
        let of = |article: &Named| match self.articles.get(article.value.as_str()).and_then(|b| b.standing.as_ref()) {
            Some(StandingText::DeclaredBy(name)) => Some(name.value.clone()),
            _ => None,
        };
        let Some(first) = watched.first() else { return };
        let Some(other) = watched.iter().find(|article| of(article) != of(first)) else { return };
        let whose =
            |name: Option<Name>| name.map_or("of the agreement".to_owned(), |name| format!("declared by `{name}`"));
        let message = "this clock watches articles that belong apart";
        let (one, two) = (whose(of(first)), whose(of(other)));
        self.out.push(
            Diagnostic::error(codes::BESIDE, message, other.span, two)
                .also(first.span, one)
                .help("a declaration is never merged into the agreement: write a clock for each"),
        );
    }
}
