//! Amendments, exits, patterns, and whose text an article is.
//!
//! Not here: other blocks (`blocks`), whether they fit together (`check`).

use super::blocks::{Reader, put};
use super::cursor::{Cursor, Read};
use super::grammar::Which;
use super::groups::Group;
use super::syntax::*;
use crate::tree::Running;

impl Reader<'_> {
    pub(super) fn change(&mut self, group: &Group<'_, '_>) {
        let mut change = ChangeBlock {
            head: self.head(group, Family::Change, true),
            is_exit: group.block.which == Which::Exit,
            signers: Slot::Absent,
            effect: Slot::Absent,
            running: Slot::Absent,
            replaces: Slot::Absent,
            adds: Slot::Absent,
            ends: Slot::Absent,
            releases: Slot::Absent,
        };
        self.each_line(group, |out, line, word, forms| match word {
            "signed" => put(out, &mut change.signers, line, forms, |at| {
                at.expect("signed by")?;
                at.deciders(&[])
            }),
            "in" => put(out, &mut change.effect, line, forms, effect),
            "running" => put(out, &mut change.running, line, forms, |at| {
                at.expect("running deadlines")?;
                at.choice(&[("stay as they are", Running::Stay), ("change with it", Running::Change)])
            }),
            "replaces" => put(out, &mut change.replaces, line, forms, |at| {
                at.expect("replaces")?;
                articles(at, &[])
            }),
            "adds" => put(out, &mut change.adds, line, forms, |at| {
                at.expect("adds")?;
                articles(at, &[])
            }),
            "releases" => put(out, &mut change.releases, line, forms, release),
            _ => put(out, &mut change.ends, line, forms, |at| {
                at.expect("ends")?;
                if at.eat("the agreement") {
                    Ok(EndsText::Agreement)
                } else {
                    articles(at, &[]).map(EndsText::Articles)
                }
            }),
        });
        self.syntax.changes.push(change);
    }

    pub(super) fn pattern(&mut self, group: &Group<'_, '_>) {
        let mut pattern = PatternBlock {
            head: self.head(group, Family::Pattern, false),
            counts: Slot::Absent,
            by: Slot::Absent,
            qualifying: Slot::Absent,
            judgement: Slot::Absent,
        };
        self.each_line(group, |out, line, word, forms| match word {
            "at" => put(out, &mut pattern.counts, line, forms, |at| {
                at.expect("at least (breaches)")?;
                let at_least = at.count("how many breaches")?;
                at.choice(&[("breaches", ()), ("breach", ())])?;
                at.expect("of (articles)")?;
                let watches = articles(at, &["in (a window)"])?;
                at.expect("in (a window)")?;
                Ok(PatternText { at_least, watches, seconds: at.duration()? })
            }),
            "by" => put(out, &mut pattern.by, line, forms, |at| {
                at.expect("by (an actor)")?;
                if at.eat("anyone") { Ok(Vec::new()) } else { at.list("an actor", &[]) }
            }),
            "of" => put(out, &mut pattern.qualifying, line, forms, |at| {
                if at.eat("of any class") {
                    return Ok(None);
                }
                at.expect("of (a class)")?;
                let class = at.name("a class", &["or graver"])?;
                at.expect("or graver")?;
                Ok(Some(class))
            }),
            _ => put(out, &mut pattern.judgement, line, forms, |at| {
                at.expect("referred to")?;
                at.name("a judgement", &[])
            }),
        });
        self.syntax.patterns.push(pattern);
    }
}

/// What may stand behind an article's name, and says whose text it is.
pub const STANDINGS: [&str; 3] = ["by amendment", "as read by", "declared by"];

/// `by amendment "Eight hours"`, `as read by North`, `declared by North`, or nothing.
pub fn standing(at: &mut Cursor<'_, '_>) -> Read<Option<StandingText>> {
    let ends = Cursor::before_tail(&[]);
    if at.eat("by amendment") {
        return Ok(Some(StandingText::ByAmendment(at.name("an amendment", &ends)?)));
    }
    if at.eat("as read by") {
        return Ok(Some(StandingText::ReadBy(at.name("who reads it so", &ends)?)));
    }
    if at.eat("declared by") {
        return Ok(Some(StandingText::DeclaredBy(at.name("who declares it", &ends)?)));
    }
    Ok(None)
}

/// `authentic in English, Arabic, none prevails`.
pub fn authentic(at: &mut Cursor<'_, '_>) -> Read<AuthenticText> {
    at.expect("authentic in")?;
    let mut languages = vec![at.name("a language", &[])?];
    let mut prevails = None;
    while at.eat_comma() {
        if at.eat("none prevails") {
            prevails = Some(None);
            break;
        }
        let language = at.name("a language", &["prevails"])?;
        if at.eat("prevails") {
            prevails = Some(Some(language));
            break;
        }
        languages.push(language);
        at.list_fits(languages.len())?;
    }
    Ok(AuthenticText { languages, prevails })
}

/// `article 1, article 2`; the last name ends before `stops`.
pub fn articles(at: &mut Cursor<'_, '_>, stops: &[&str]) -> Read<Vec<Named>> {
    if !at.sees("article") && !at.sees("articles") {
        return Err(at.expected("`article`"));
    }
    let mut articles = vec![];
    while articles.is_empty() || at.eat_comma() {
        let _ = at.eat("article") || at.eat("articles");
        articles.push(at.name("an article", stops)?);
        at.list_fits(articles.len())?;
    }
    Ok(articles)
}

/// `releases Band, still protected`.
fn release(at: &mut Cursor<'_, '_>) -> Read<ReleaseText> {
    at.expect("releases")?;
    let mut names = vec![at.name("an actor", &[])?];
    let still_protected = loop {
        if at.eat_after_comma("still protected") {
            break Some(true);
        }
        if at.eat_after_comma("no longer protected") {
            break Some(false);
        }
        if !at.eat_comma() {
            break None;
        }
        names.push(at.name("an actor", &[])?);
        at.list_fits(names.len())?;
    };
    Ok(ReleaseText { names, still_protected })
}

/// `in force from M, signed later it is retroactive`, `in force with the last signature`, `in force 7 days after the last signature`.
pub fn effect(at: &mut Cursor<'_, '_>) -> Read<EffectText> {
    at.expect("in force")?;
    if at.eat("with the last signature") {
        return Ok(EffectText::AfterSignature(0));
    }
    if !at.eat("from (a time)") {
        let seconds = at.duration()?;
        at.expect("after the last signature")?;
        return Ok(EffectText::AfterSignature(seconds));
    }
    let moment = at.moment(&["signed later it"])?;
    let late = [("counts from the signature", false), ("is retroactive", true)];
    let reaches_back = if at.eat_after_comma("signed later it") { Some(at.choice(&late)?) } else { None };
    Ok(EffectText::From { at: moment, reaches_back })
}

impl ArticleBlock {
    /// What tells this text from others of the same name, as the tree's article has it.
    pub fn label(&self) -> String {
        let id = &self.head.name.value;
        match &self.standing {
            None => id.clone(),
            Some(StandingText::ByAmendment(name)) => format!("{id} by amendment \"{}\"", name.value),
            Some(StandingText::ReadBy(name)) => format!("{id} as read by {}", name.value),
            Some(StandingText::DeclaredBy(name)) => format!("{id} declared by {}", name.value),
        }
    }
}

impl ChangeBlock {
    /// The word of its block.
    pub fn word(&self) -> &'static str {
        if self.is_exit { "exit" } else { "amendment" }
    }
}
