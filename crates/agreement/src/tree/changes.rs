//! Whose text an article is, and what changes the texts in force: amendments and exits.
//!
//! Not here: when a change is signed and what lives until when (`evaluate`).

use record::vocabulary::Name;

use super::{Article, Cited, Deciders, Moment};

/// Whose text an article is (L1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// The text first agreed.
    Agreed,
    /// The text that this amendment gives or adds.
    ByAmendment(Name),
    /// The text as this actor, body or language reads it: shown beside, and nothing follows from it (L7).
    ReadBy(Name),
    /// A declaration of this actor alone, beside the agreement and no part of it (L6).
    DeclaredBy(Name),
}

/// The languages in which a text is authentic (L7).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Authentic {
    /// In the order of the text; two or more.
    pub languages: Vec<Name>,
    /// Which prevails where they differ; `None`: none does.
    pub prevails: Option<Name>,
}

/// An amendment, or an exit: once it is signed, other texts are in force (L2-L5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change {
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// An exit: it only ends.
    pub is_exit: bool,
    /// The name under which it is signed: its own, and the first digits of the SHA-256 of its terms.
    pub signed_as: Name,
    /// Whose signatures it needs.
    pub signers: Deciders,
    /// When it takes effect.
    pub effect: TakesEffect,
    /// What becomes of deadlines that run; `None` where it touches no article that requires.
    pub running: Option<Running>,
    /// Articles that get another text.
    pub replaces: Vec<Name>,
    /// Articles that it brings.
    pub adds: Vec<Name>,
    /// What ends with it.
    pub ends: Ends,
    /// Whom it releases, of an exit that ends nothing for the others.
    pub releases: Option<Release>,
    /// Source.
    pub cited: Cited,
}

/// When a change takes effect.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TakesEffect {
    /// At a stated instant.
    From {
        /// The instant.
        at: Moment,
        /// Signed after it, it takes effect from it all the same (else from the last signature).
        reaches_back: bool,
    },
    /// So many seconds after the last signature.
    AfterSignature(i64),
}

/// What a change does to deadlines that run when it takes effect (L4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Running {
    /// They stay as they are.
    Stay,
    /// They go on under the new text, or end with the article.
    Change,
}

/// What a change ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ends {
    /// These articles; maybe none.
    Articles(Vec<Name>),
    /// Every article of the agreement, and every regime.
    Agreement,
}

/// Whom an exit releases from the agreement, while the others stay bound (L5).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Release {
    /// Who is bound no longer; never empty.
    pub names: Vec<Name>,
    /// The others stay bound towards them.
    pub still_protected: bool,
}

impl Change {
    /// Whether it gives `article` another text, or brings it.
    pub fn gives(&self, article: &str) -> bool {
        self.replaces.iter().chain(&self.adds).any(|name| name == article)
    }
    /// Whether it ends `article` of the agreement.
    pub fn ends(&self, article: &str) -> bool {
        match &self.ends {
            Ends::Agreement => !self.gives(article),
            Ends::Articles(articles) => articles.iter().any(|name| name == article),
        }
    }
}

impl Article {
    /// Whether it is a text of the agreement itself, first or amended.
    pub fn is_of_the_agreement(&self) -> bool {
        matches!(self.standing, Standing::Agreed | Standing::ByAmendment(_))
    }
    /// Whether it is what somebody declares alone.
    pub fn is_a_declaration(&self) -> bool {
        matches!(self.standing, Standing::DeclaredBy(_))
    }
    /// What tells this text from others of the same name: `5`, `5 by amendment "Eight hours"`. Unique.
    pub fn label(&self) -> String {
        match &self.standing {
            Standing::Agreed => self.id.clone(),
            Standing::ByAmendment(name) => format!("{} by amendment \"{name}\"", self.id),
            Standing::ReadBy(name) => format!("{} as read by {name}", self.id),
            Standing::DeclaredBy(name) => format!("{} declared by {name}", self.id),
        }
    }
}
