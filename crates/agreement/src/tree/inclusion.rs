//! An inclusion: articles of another agreement, brought in for a time.
//!
//! Not here: bringing them in (`include`); they stand among the articles, each under the inclusion's name and its own.

use record::vocabulary::Name;

use super::{Cited, Period};

/// Articles of another agreement, in force here for a time of this one (L8).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Inclusion {
    /// Its name: article `3` that it brings is article `February 3` here.
    pub name: Name,
    /// Its title.
    pub title: String,
    /// The file of the other text, from the folder of this one.
    pub path: String,
    /// `sha256:` and the digits of the other text's digest.
    pub digest: String,
    /// What the other agreement is called.
    pub agreement: String,
    /// The articles that it brings, as the other text names them.
    pub brings: Vec<Name>,
    /// When they are in force here.
    pub period: Period,
    /// Source.
    pub cited: Cited,
}
