//! Amendments, exits, and whose text an article is: what stands in their lines.
//!
//! Not here: the lines themselves (`blocks`), whether they fit together (`check`).

use super::cursor::{Cursor, Read};
use super::syntax::*;

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

/// `article 1, article 2`.
pub fn articles(at: &mut Cursor<'_, '_>) -> Read<Vec<Named>> {
    if !at.sees("article") && !at.sees("articles") {
        return Err(at.expected("`article`"));
    }
    let mut articles = vec![];
    while articles.is_empty() || at.eat_comma() {
        let _ = at.eat("article") || at.eat("articles");
        articles.push(at.name("an article", &[])?);
        at.list_fits(articles.len())?;
    }
    Ok(articles)
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
